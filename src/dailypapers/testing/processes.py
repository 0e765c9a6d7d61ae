"""The laws that fresh processes try: another hash seed, another time zone, another day; prints and files left behind.

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
    """Where and when a process runs: its hash seed, its time zone, and by how many days its clock is ahead."""

    seed: int
    zone: str
    days: int


# Two seeds under which small sets of what digests hold ("image" and "video", labels) come in another order. Between the
# zones, which POSIX writes with the sign turned round, there are 26 hours: it is never the same day in both.
_HERE = _Place(2, "WEST12", 0)
_THERE = _Place(3, "EAST-14", 400)
_OTHER_SEED = attrs.evolve(_HERE, seed=_THERE.seed)

# The process imports from where this one does. The pure Python datetime asks time.time, which can be replaced; the one
# in C asks the system.
_START = """
import os, pickle, sys
with open(os.path.join(sys.argv[1], "job"), "rb") as file:
    path, days = pickle.load(file)
    if days and "datetime" not in sys.modules:
        sys.modules["_datetime"] = sys.modules["_zoneinfo"] = None
    sys.path[:] = path
    from dailypapers.testing import fresh_process
    fresh_process.main(file, days, sys.argv[1])
"""


def check_in_processes(gather: Gather, cls: type[Any], options: Mapping[str, object], inputs: list[Any]) -> list[str]:
    """Hold a class to the laws of fresh processes; returns, in words, why they could not be tried."""
    failures = []
    for with_code in (False, True):
        try:
            job = _pickled((gather, cls, dict(options), inputs), cls.__module__ if with_code else "")
        except Exception as error:  # of whatever cannot be pickled
            failures.append(f"{type(error).__name__}: {error}")
            continue
        here, there = _run(job, _HERE, _THERE)
        if there.failure and not here.failure:
            # Not everything runs with the datetime whose clock can be moved.
            (there,) = _run(job, attrs.evolve(_THERE, days=0))
        if not here.failure and not there.failure:
            _check_outcomes(job, here, there)
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
        (folder / "job").write_bytes(pickle.dumps((sys.path, place.days)) + job)
        with open(folder / "printed", "wb") as printed:
            process = subprocess.run(  # noqa: S603 - our own interpreter
                [sys.executable, "-B", "-c", _START, name],
                env={**os.environ, "PYTHONHASHSEED": str(place.seed), "TZ": place.zone},
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


def _check_outcomes(job: bytes, here: Outcome, there: Outcome) -> None:
    for one, other in zip(here.results, there.results, strict=True):
        if comparable(one) != comparable(other):
            broken(_law_of_difference(job, here), f"two processes give {difference(one, other)}")
    for outcome in (here, there):
        if outcome.printed:
            broken("prints nothing", repr(outcome.printed[:80]))
        if outcome.left:
            broken("writes no files", ", ".join(outcome.left[:3]))


def _law_of_difference(job: bytes, here: Outcome) -> str:
    """Return the law that a class breaks whose results differ, found with one thing changed at a time."""
    again, other_seed = _run(job, _HERE, _OTHER_SEED)
    if not _are_same(again, here):
        return "is the same in every process"
    if not _are_same(other_seed, here):
        return "is the same under every hash seed"
    return "is the same at every time"


def _are_same(one: Outcome, other: Outcome) -> bool:
    return list(map(comparable, one.results)) == list(map(comparable, other.results))
