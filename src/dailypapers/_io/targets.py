"""Which files this run writes, so that no folder walk takes what an earlier run wrote for an input."""

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TextIO

# Reading is lazy: while `write` runs it pulls the documents that it writes, through whatever lies between.
# A file is known by its device and its number there, whatever its name.
_TARGETS: ContextVar[frozenset[tuple[int, int]]] = ContextVar("targets", default=frozenset())


@contextmanager
def target(*files: str | int) -> Iterator[None]:
    """While the block runs, count the files of paths or descriptors among those that are written."""
    more = set()
    for file in files:
        try:
            status = os.stat(file)
        except (OSError, ValueError):  # not there yet, so no walk finds it; or writing it will tell
            continue
        if stat.S_ISREG(status.st_mode):  # what is no regular file is in no walk
            more.add((status.st_dev, status.st_ino))
    token = _TARGETS.set(_TARGETS.get() | more)
    try:
        yield
    finally:
        _TARGETS.reset(token)


def target_stream(stream: TextIO | None) -> AbstractContextManager[None]:
    """The same for a stream such as standard output, which ``… >> all.md`` makes a file."""
    try:
        return target(stream.fileno())  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):  # it is closed, or no file of the system
        return nullcontext()


def is_target(path: str) -> bool:
    """Return whether a file is one that is written, by this name or any other."""
    targets = _TARGETS.get()
    if not targets:
        return False
    try:
        status = os.stat(path)
    except OSError:
        return False
    return (status.st_dev, status.st_ino) in targets
