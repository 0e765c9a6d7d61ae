"""The laws that fresh processes try: another hash seed, time zone, day and user; prints and files left behind.

A process gets the class and its inputs as a pickle: the class by its name, or with its code where no other process can
import it, as in a test function, a script or a notebook.
"""

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import cloudpickle

from dailypapers.testing.fresh_process import Outcome
from dailypapers.testing.results import Gather, broken, comparable, difference


@attrs.frozen
class _Place:
    """Where and when a process runs: its hash seed, time zone, by how many days its clock is ahead, and its user."""

    seed: int
    zone: str
    days: int
    user: str = ""


# Two seeds under which small sets of what digests hold ("image" and "video", labels) come in another order. Between the
# zones, which POSIX writes with the sign turned round, there are 26 hours: it is never the same day in both.
_HERE = _Place(2, "WEST12", 0)
_THERE = _Place(3, "EAST-14", 400, "elsewhere")
_OTHER_SEEDS = [attrs.evolve(_HERE, seed=seed) for seed in (5, 8)]
_OTHER_USER = attrs.evolve(_HERE, user=_THERE.user)

# The process imports from where this one does. The pure Python datetime asks time.time, which can be replaced; the one
# in C asks the system.
_START = """
import os, pickle, sys
with open(os.path.join(sys.argv[1], "job"), "rb") as file:
    path, days, user = pickle.load(file)
    if days and "datetime" not in sys.modules:
        sys.modules["_datetime"] = sys.modules["_zoneinfo"] = None
        import datetime
        for name in ("date", "datetime", "time", "timedelta", "timezone", "tzinfo"):
            getattr(datetime, name).__module__ = "datetime"  # by which a pickle finds it; from 3.12 on it is another
    sys.path[:] = path
    from dailypapers.testing import fresh_process
    fresh_process.main(file, days, user, sys.argv[1])
"""


def check_in_processes(
    gather: Gather, cls: type[Any], options: Mapping[str, object], inputs: list[Any], *private: str
) -> list[str]:
    """Hold a class to the laws of fresh processes; returns, in words, why they could not be tried.

    Files in ``private`` folders are no business of the class, as those in the home of its user.
    """
    failures = []
    for with_code in (False, True):
        try:
            job = _pickled((gather, cls, dict(options), inputs, list(private)), cls.__module__ if with_code else "")
        except Exception as error:  # of whatever cannot be pickled
            failures.append(f"{type(error).__name__}: {error}")
            continue
        here, there, *others = _run(job, _HERE, _THERE, *_OTHER_SEEDS)
        for place in (
            attrs.evolve(_THERE, days=0),
            attrs.evolve(_THERE, user=""),
            attrs.evolve(_THERE, days=0, user=""),
        ):
            if here.failure or not there.failure:
                break
            # Not everything runs with the datetime whose clock can be moved, or with variables of odd values.
            (there,) = _run(job, place)
        if not here.failure and not there.failure:
            _check_outcomes(job, here, there, *others)
            return []
        failures.append(here.failure or there.failure)
    return [f"laws not tried: {cls.__name__} cannot be run in another process: {failures[0]}"]


def _pickled(job: tuple[Any, ...], unimportable: str) -> bytes:
    """Pickle a job; with their code go classes of functions and ``__main__``, and those of a module that is named."""
    module = sys.modules.get(unimportable)
    if module is None or module.__name__ in cloudpickle.list_registry_pickle_by_value():
        return bytes(cloudpickle.dumps(job))
    cloudpickle.register_pickle_by_value(module)
    try:
        return bytes(cloudpickle.dumps(job))
    finally:
        cloudpickle.unregister_pickle_by_value(module)


def _run(job: bytes, *places: _Place) -> list[Outcome]:
    """Do a job in several processes at a time, and return the outcome of each."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(partial(_outcome, job), places))


def _outcome(job: bytes, place: _Place) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="dailypapers-") as name:
        folder = Path(name)
        (folder / "job").write_bytes(pickle.dumps((list(map(os.path.abspath, sys.path)), place.days, place.user)) + job)
        with open(folder / "printed", "wb") as printed:
            process = subprocess.run(  # noqa: S603 - our own interpreter
                [sys.executable, "-B", "-c", _START, name],
                env={
                    **os.environ,
                    "PYTHONHASHSEED": str(place.seed),
                    "TMPDIR": tempfile.gettempdir(),
                    "TZ": place.zone,
                },
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                check=False,
            )
        if (folder / "outcome").exists():
            outcome: Outcome = pickle.loads((folder / "outcome").read_bytes())  # noqa: S301 - written by our own process
            return outcome
        last = (folder / "printed").read_text("utf-8", "replace").strip().rpartition("\n")[2]
        return Outcome(failure=f"it ended with status {process.returncode}: {last}")


def _check_outcomes(job: bytes, here: Outcome, *others: Outcome) -> None:
    for there in others:
        for one, other in zip(here.results, there.results, strict=False):
            if comparable(one) != comparable(other):
                law, cause = _law_of_difference(job, here)
                broken(law, f"two processes give {difference(one, other)}; the likely cause is {cause}")
    for outcome in (here, *others):
        if outcome.printed:
            broken("prints nothing", repr(outcome.printed[:80]))
        if outcome.left:
            broken("writes no files", ", ".join(outcome.left[:3]))
        if outcome.looked_at:
            broken("looks at nothing else", f"it opens {', '.join(outcome.looked_at[:3])}")


def _law_of_difference(job: bytes, here: Outcome) -> tuple[str, str]:
    """Return the law that a class breaks whose results differ, found with one thing changed at a time, and a cause."""
    again, other_user, *other_seeds = _run(
        job, _HERE, _OTHER_USER, attrs.evolve(_HERE, seed=_THERE.seed), *_OTHER_SEEDS
    )
    if not _are_same(again, here):
        return "is the same in every process", "the number of the process, a clock, or an address in memory"
    if not all(_are_same(each, here) for each in other_seeds):
        return "is the same under every hash seed", "the order of a set, or hash()"
    if not _are_same(other_user, here):
        return "is the same for every user", "a variable of the environment, a name, a folder, or words of a locale"
    return "is the same at every time", "a clock"


def _are_same(one: Outcome, other: Outcome) -> bool:
    return list(map(comparable, one.results)) == list(map(comparable, other.results))
