"""Which files this run writes, so that no folder walk reads the output of an earlier run as an input."""

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TextIO

# Reading is lazy: while `write` runs it pulls the documents that it writes through any iterators of the caller.
# A file is identified by its device and inode, so that links lead to the same one.
_OUTPUTS: ContextVar[frozenset[tuple[int, int]]] = ContextVar("outputs", default=frozenset())


@contextmanager
def as_output(*files: str | int) -> Iterator[None]:
    """Count files, given as paths or descriptors, among the outputs while the block runs."""
    more = set()
    for file in files:
        try:
            status = os.stat(file)
        except (OSError, ValueError):  # it does not exist, so no walk finds it; or writing it raises the error
            continue
        if stat.S_ISREG(status.st_mode):  # a walk finds regular files alone
            more.add((status.st_dev, status.st_ino))
    token = _OUTPUTS.set(_OUTPUTS.get() | more)
    try:
        yield
    finally:
        _OUTPUTS.reset(token)


def stream_as_output(stream: TextIO | None) -> AbstractContextManager[None]:
    """Count a stream among the outputs: standard output is a file in ``… >> all.md``."""
    try:
        return as_output(stream.fileno())  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):  # it is closed, or has no descriptor
        return nullcontext()


def is_output(path: str) -> bool:
    """Return whether this run writes a file, by this name or any other."""
    outputs = _OUTPUTS.get()
    if not outputs:
        return False
    try:
        status = os.stat(path)
    except OSError:
        return False
    return (status.st_dev, status.st_ino) in outputs
