"""The stage of a folder: where its files are written before they are placed, and one process at a time places them.

It lies in the folder, so that both are on the same file system. A stage is locked as long as its process lives, and
the folder while something is placed in it. Locks are those of the system, which ends them with their process.
"""

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from dailypapers._io.atomic import closing_output, encoded, os_errors_as_output_errors
from dailypapers._plugins.paths import OURS
from dailypapers._plugins.run import FileStart
from dailypapers.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows, where two runs at the same time are not kept apart
    fcntl = None  # type: ignore[assignment]

WAIT = 60.0
"""Seconds in which another process has to be done with a folder."""

_STAGE = re.compile(rf"{re.escape(OURS)}-[0-9a-f]{{16}}")
_STAGED = re.compile("[0-9]+|manifest")


def stage_for(folder: str) -> str:
    """Return the path of a new stage for a folder."""
    return os.path.join(folder, f"{OURS}-{os.urandom(8).hex()}")


def make_stage(stage: str) -> "Lock":
    """Make a stage, and return its lock; those of runs that were killed are removed."""
    folder = os.path.dirname(stage)
    with locked(folder):
        for name in os.listdir(folder):
            if _STAGE.fullmatch(name):
                _remove_if_left_behind(os.path.join(folder, name))
        os.mkdir(stage, 0o700)
        return Lock(stage)


def fill_stage(chunks: Iterable[str | bytes | FileStart], stage: str) -> dict[str, str]:
    """Write each file to a stage, where it is called by its number; return path to SHA-256 in their order."""
    folder = os.path.dirname(stage)
    digests: dict[str, hashlib._Hash] = {}
    with ExitStack() as last:
        for chunk in chunks:
            if isinstance(chunk, FileStart):
                last.close()
                with os_errors_as_output_errors(folder):
                    file = open(os.path.join(stage, str(len(digests))), "xb")  # noqa: SIM115 - closed by the next line
                last.enter_context(closing_output(file, folder))
                digest = digests[chunk.path] = hashlib.sha256()
            else:
                data = encoded(chunk)
                digest.update(data)
                with os_errors_as_output_errors(folder):
                    file.write(data)
    return {path: digest.hexdigest() for path, digest in digests.items()}


def create(stage: str, name: str) -> IO[bytes]:
    """Create a file in a stage, in the place of one that is there."""
    path = os.path.join(stage, name)
    with suppress(FileNotFoundError):
        os.unlink(path)
    return open(path, "xb")


def remove_stage(stage: str) -> None:
    """Remove a stage, and in it what we have put there."""
    with suppress(OSError):
        for name in os.listdir(stage):
            if _STAGED.fullmatch(name):
                os.unlink(os.path.join(stage, name))
        os.rmdir(stage)


def _remove_if_left_behind(stage: str) -> None:
    if fcntl is None or not stat.S_ISDIR(os.lstat(stage).st_mode):
        return
    with suppress(OSError):  # it is locked, so in use, or not ours to remove
        descriptor = os.open(stage, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove_stage(stage)
        finally:
            os.close(descriptor)


class Lock:
    """A lock of a folder, until it is released or its process ends; waits for others that have it."""

    def __init__(self, folder: str) -> None:
        self._descriptor = -1
        if fcntl is None:
            return
        self._descriptor = os.open(folder, os.O_RDONLY)
        end = time.monotonic() + WAIT
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise OutputError(folder, "another process is writing to it") from None
                time.sleep(0.02)
            except OSError:
                return  # a file system without locks
            else:
                return

    def release(self) -> None:
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)

    __del__ = release


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Let no other process place files in a folder meanwhile; raises :class:`~dailypapers.OutputError`."""
    lock = Lock(folder)
    try:
        yield
    finally:
        lock.release()
