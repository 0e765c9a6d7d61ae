"""The stage of a folder: its files are written there before they are placed, and one process at a time places them.

A stage is a folder in the folder, so both are on the same file system. A process locks its stage for as long as it
runs, and the folder while it places files. Locks are those of the system, which ends them with their process.
"""

import hashlib
import os
import re
import time
from collections.abc import Iterable
from contextlib import closing, suppress

from dailypapers._io.atomic import closing_output, encoded, os_errors_as_output_errors
from dailypapers._plugins.paths import OURS
from dailypapers._plugins.run import FileStart, each_file
from dailypapers.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows, where nothing keeps two runs apart
    fcntl = None  # type: ignore[assignment]

WAIT = 60.0
"""How many seconds another process may keep a folder."""

_STAGE = re.compile(rf"{re.escape(OURS)}-[0-9a-f]{{16}}")
_STAGED = re.compile("[0-9]+|manifest")


def stage_for(folder: str) -> str:
    """Return the path of a new stage for a folder."""
    return os.path.join(folder, f"{OURS}-{os.urandom(8).hex()}")


def make_stage(stage: str) -> "Lock":
    """Make a stage and return its lock. Remove the stages of runs that were killed."""
    folder = os.path.dirname(stage)
    with closing(Lock(folder)):
        for name in os.listdir(folder):
            left = os.path.join(folder, name)
            if _STAGE.fullmatch(name) and os.path.isdir(left) and not os.path.islink(left):
                with suppress(OSError, OutputError), closing(Lock(left, wait=0)) as lock:
                    if lock.is_held:  # so no run uses it
                        remove_stage(left)
        os.mkdir(stage, 0o700)
        return Lock(stage)


def fill_stage(chunks: Iterable[str | bytes | FileStart], stage: str) -> dict[str, str]:
    """Write each file to a stage, named by its number; return the SHA-256 of each path, in order."""
    folder = os.path.dirname(stage)
    sums: dict[str, str] = {}
    for path, pieces in each_file(chunks):
        with os_errors_as_output_errors(folder):
            file = open(os.path.join(stage, str(len(sums))), "xb")  # noqa: SIM115 - closed by the next line
        with closing_output(file, folder):
            new_sum = hashlib.sha256()
            for data in map(encoded, pieces):
                new_sum.update(data)
                with os_errors_as_output_errors(folder):
                    file.write(data)
        sums[path] = new_sum.hexdigest()
    return sums


def remove_stage(stage: str) -> None:
    """Remove a stage and the files that we wrote in it. Where there are others it stays."""
    with suppress(OSError):
        for name in os.listdir(stage):
            if _STAGED.fullmatch(name):
                os.unlink(os.path.join(stage, name))
        os.rmdir(stage)


class Lock:
    """A lock of a folder, until it is closed or its process ends. Making one waits some seconds for other processes.

    It is not held where the system has no locks, or the file system.
    """

    def __init__(self, folder: str, wait: float | None = None) -> None:
        self._descriptor = -1
        self.is_held = False
        if fcntl is None:
            return
        self._descriptor = os.open(folder, os.O_RDONLY)
        end = time.monotonic() + (WAIT if wait is None else wait)
        while not self.is_held:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.is_held = True
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise OutputError(folder, "another process is writing to it") from None
                time.sleep(0.02)
            except OSError:
                return

    def close(self) -> None:
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)

    __del__ = close
