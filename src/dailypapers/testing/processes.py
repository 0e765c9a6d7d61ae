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

DAYS_AHEAD = 400
"""By how many days the clock of one process is ahead."""


@attrs.frozen
class _Place:
    """Where and when a process runs: its hash seed, time zone, by how many days its clock is ahead, and its user."""

    seed: int = 2
    zone: str = "WEST12"
    days: int = 0
    user: str = ""


# Under these seeds small sets of what digests hold ("image" and "video", labels) come in other orders. Between the
# zones, which POSIX writes with the sign turned round, there are 26 hours: it is never the same day in both.
_LAWS = (
    ("is the same in every process", "the number of the process, a clock, or an address in memory", [_Place()]),
    ("is the same under every hash seed", "the order of a set, or hash()", [_Place(seed=seed) for seed in (3, 5, 8)]),
    (
        "is the same for every user",
        "a variable of the environment, a name, a folder, or words of a locale",
        [_Place(user="elsewhere")],
    ),
    ("is the same at every time", "a clock", [_Place(zone="EAST-14", days=DAYS_AHEAD), _Place(zone="EAST-14")]),
)
"""Laws, the likely cause where each alone is broken, and the processes that try it."""

_PLACES = (_Place(), _Place(3, "EAST-14"), _Place(5, "EAST-14", DAYS_AHEAD), _Place(8, user="elsewhere"))
"""The processes that together try all of the laws."""

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
) -> str:
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
        with ThreadPoolExecutor() as pool:
            here, *others = pool.map(partial(_outcome, job), _PLACES)
            if here.failure:
                failures.append(here.failure)
                continue
            if any(each.failure or comparable(each.results) != comparable(here.results) for each in others):
                places = [place for _, _, places in _LAWS for place in places]
                _check_laws(here, dict(zip(places, pool.map(partial(_outcome, job), places), strict=True)))
                if not any(each.failure for each in others):
                    what = "no single change of hash seed, time zone, day and user changes the result, but several do"
                    broken("is the same in every process", what)
        for outcome in (here, *others):
            _check_outcome(outcome)
        return ""
    return f"laws not tried: {cls.__name__} cannot be run in another process: {failures[0]}"


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


def _check_laws(here: Outcome, others: Mapping[_Place, Outcome]) -> None:
    # Not everything runs with the datetime whose clock can be moved, or with variables of odd values.
    outcomes = {place: outcome for place, outcome in others.items() if not outcome.failure}
    for law, cause, places in _LAWS:
        for there in (outcomes[place] for place in places if place in outcomes):
            for one, other in zip(here.results, there.results, strict=True):
                if comparable(one) != comparable(other):
                    broken(law, f"two processes give {difference(one, other)}; the likely cause is {cause}")


def _check_outcome(outcome: Outcome) -> None:
    if outcome.printed:
        broken("prints nothing", repr(outcome.printed[:80]))
    if outcome.left:
        broken("writes no files", ", ".join(outcome.left[:3]))
    if outcome.looked_at:
        broken("looks at nothing else", f"it opens, or asks for, {', '.join(outcome.looked_at[:3])}")
