"""Fresh processes: what a plugin does under another hash seed, in another time zone, on another day.

A process gets the class and its inputs as a pickle, runs the class once for each input, and returns what came out, what
was printed, and the files that were written and are still there. Nothing here needs Hypothesis, which costs a process
more than all the rest.
"""

import gc
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from dailypapers.testing.by_value import dumps

in_fresh_process: bool = False
"""Whether this process is one of those."""


@attrs.frozen
class Surroundings:
    """Where and when a process runs: its hash seed, its time zone, and by how many days its clock is ahead."""

    seed: int
    zone: str
    days: int


# Two seeds under which small sets of what digests hold ("image" and "video", labels) come in another order. Between the
# zones, which POSIX writes with the sign turned round, there are 26 hours: it is never the same day in both.
HERE = Surroundings(2, "WEST12", 0)
THERE = Surroundings(3, "EAST-14", 400)
OTHER_SEED = attrs.evolve(HERE, seed=THERE.seed)


@attrs.frozen
class Outcome:
    """What came of each input, what was printed, and which files are left."""

    results: list[Any]
    printed: str
    left: list[str]


class CannotRunError(Exception):
    """The class cannot be run in another process, and why."""


@attrs.frozen
class Fresh:
    """A class and its inputs, to be run by ``runner(cls, options, inputs)`` in fresh processes."""

    data: bytes

    def run(self, *places: Surroundings) -> "list[Outcome | CannotRunError]":
        """Run in several processes at a time; returns what came out of each, or why it could not be run there."""
        with tempfile.TemporaryDirectory(prefix="dailypapers-") as folder:
            jobs = [Path(folder, str(n)) for n in range(len(places))]
            processes: list[subprocess.Popen[bytes]] = []
            try:
                for job, place in zip(jobs, places, strict=True):
                    job.mkdir()
                    processes.append(self._start(job, place))
                for process in processes:
                    process.wait()
            finally:
                for process in processes:
                    process.kill()
                    process.wait()
            return [_result(job, process.returncode) for job, process in zip(jobs, processes, strict=True)]

    def _start(self, job: Path, place: Surroundings) -> "subprocess.Popen[bytes]":
        with open(job / "job", "wb") as file:
            pickle.dump((sys.path, place.days), file)
            file.write(self.data)
        variables = {"PYTHONHASHSEED": str(place.seed), "TZ": place.zone}
        with open(job / "printed", "wb") as printed:
            return subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-B", "-c", _START, str(job)],
                env={**os.environ, **variables},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
            )


def fresh(
    runner: Callable[[Any, Any, Any], list[Any]], cls: type[Any], options: Mapping[str, object], inputs: list[Any]
) -> tuple[Fresh, Outcome, Outcome]:
    """Run a class :data:`HERE` and :data:`THERE`; returns what can run it again, and both outcomes.

    By name where the other process can import it, else with its code. Raises :class:`CannotRunError`.
    """
    reasons = []
    for unimportable in ((), (cls.__module__,)):
        try:
            ready = Fresh(dumps((runner, cls, dict(options), inputs), unimportable))
        except Exception as error:  # of whatever cannot be pickled
            reasons.append(f"{type(error).__name__}: {error}")
            continue
        here, there = ready.run(HERE, THERE)
        if isinstance(here, Outcome) and (not isinstance(there, Outcome) or (_raised(there) and not _raised(here))):
            # Not everything runs with the datetime whose clock can be moved.
            (there,) = ready.run(attrs.evolve(THERE, days=0))
        if isinstance(here, Outcome) and isinstance(there, Outcome):
            if not _raised(here) and not _raised(there):
                return ready, here, there
            reasons.append(
                next(f"{value} when it is run" for kind, value in (here.results + there.results) if kind == RAISED)
            )
        else:
            reasons.append(str(here if isinstance(here, CannotRunError) else there))
    raise CannotRunError(reasons[0])


RAISED = "raised"
"""The first of a pair that is a result, where the second is what was raised, in words."""


def _raised(outcome: Outcome) -> bool:
    return any(kind == RAISED for kind, _ in outcome.results)


def _result(job: Path, status: int) -> Outcome | CannotRunError:
    try:
        outcome = pickle.loads((job / "outcome").read_bytes())  # noqa: S301 - written by our own process
    except FileNotFoundError:
        last = (job / "printed").read_text("utf-8", "replace").strip().rpartition("\n")[2]
        return CannotRunError(f"it ended with status {status}: {last}")
    return outcome if isinstance(outcome, Outcome) else CannotRunError(outcome)


# -- in the fresh process -------------------------------------------------------------------------------------

# What is imported from here on is found where the process that asked finds it. The pure Python datetime asks
# time.time, which can be replaced; the usual one, in C, asks the system.
_START = """
import os, pickle, sys
with open(os.path.join(sys.argv[1], "job"), "rb") as file:
    path, days = pickle.load(file)
    if days and "datetime" not in sys.modules:
        sys.modules["_datetime"] = sys.modules["_zoneinfo"] = None
    sys.path[:] = path
    from dailypapers.testing import processes
    processes.main(file, days, sys.argv[1])
"""


def main(file: BinaryIO, days: int, folder: str) -> None:
    """Do the job in a file, and write its outcome into a folder."""
    global in_fresh_process
    in_fresh_process = True
    if days:
        _set_clock_ahead(days * 86400)
    outcome: object
    try:
        runner, cls, options, inputs = pickle.load(file)  # noqa: S301 - written by the process that asked
    except (Exception, SystemExit) as error:
        outcome = f"{type(error).__name__}: {error}"
    else:
        outcome = _watched(lambda: runner(cls, options, inputs), folder)
    with open(os.path.join(folder, "unfinished"), "wb") as result:
        pickle.dump(outcome, result)
    os.replace(result.name, os.path.join(folder, "outcome"))


def _set_clock_ahead(seconds: int) -> None:
    now, now_ns, localtime, gmtime = time.time, time.time_ns, time.localtime, time.gmtime
    strftime, ctime, asctime = time.strftime, time.ctime, time.asctime
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + seconds * 10**9
    time.localtime = lambda at=None: localtime(time.time() if at is None else at)
    time.gmtime = lambda at=None: gmtime(time.time() if at is None else at)
    time.ctime = lambda at=None: ctime(time.time() if at is None else at)
    time.asctime = lambda at=None: asctime(time.localtime() if at is None else at)
    time.strftime = lambda form, at=None: strftime(form, time.localtime() if at is None else at)


def _watched(work: Callable[[], list[Any]], folder: str) -> Outcome:
    written: dict[str, str] = {}

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        # An audit hook cannot be taken away; this process ends soon.
        if event in _PATH_OF and (path := _PATH_OF[event](arguments)) is not None:
            written[os.path.abspath(os.fsdecode(path))] = event

    sys.stdout.flush()
    sys.stderr.flush()
    printed = os.path.join(folder, "printed by the plugin")
    own = os.open(printed, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(own, 1)
    os.dup2(own, 2)
    sys.addaudithook(listen)
    results = work()
    gc.collect()  # which ends what closes or removes a file when it ends
    left = [path for path, event in sorted(written.items()) if _is_left(path, event)]
    sys.stdout.flush()
    sys.stderr.flush()
    return Outcome(results, Path(printed).read_text("utf-8", "replace"), left)


def _opened(arguments: tuple[Any, ...]) -> Any:
    path, _, flags = arguments
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    return path if not isinstance(path, int) and isinstance(flags, int) and flags & writes else None


def _database(arguments: tuple[Any, ...]) -> Any:
    path = arguments[0]
    return None if isinstance(path, str) and (path in ("", ":memory:") or path.startswith("file:")) else path


_PATH_OF: dict[str, Callable[[tuple[Any, ...]], Any]] = {
    "open": _opened,
    "os.mkdir": lambda arguments: arguments[0],
    "os.rename": lambda arguments: arguments[1],
    "os.link": lambda arguments: arguments[1],
    "os.symlink": lambda arguments: arguments[1],
    "sqlite3.connect": _database,
}


def _is_left(path: str, event: str) -> bool:
    # A file without a name is opened by the name of its folder.
    return os.path.lexists(path) if event in ("os.mkdir", "os.symlink") else os.path.isfile(path)
