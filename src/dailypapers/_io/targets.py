"""Which files this run writes, so that no folder walk takes what an earlier run wrote for an input."""

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TextIO

# Reading is lazy: while `write` runs it pulls the documents that it writes, through whatever lies between.
_TARGETS: ContextVar[tuple[os.stat_result, ...]] = ContextVar("targets", default=())


@contextmanager
def target(file: str | int) -> Iterator[None]:
    """While the block runs, count the file of a path or a descriptor among those that are written."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):  # not there yet, so no walk finds it; or writing it will tell
        status = None
    # What is no regular file is in no walk.
    more = (status,) if status and stat.S_ISREG(status.st_mode) else ()
    token = _TARGETS.set((*_TARGETS.get(), *more))
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
    """Tell whether a file is one that is written, by this name or any other."""
    targets = _TARGETS.get()
    if not targets:
        return False
    try:
        status = os.stat(path)
    except OSError:
        return False
    return any(os.path.samestat(status, each) for each in targets)
