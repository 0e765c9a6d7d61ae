"""Which files this run writes, so that no folder walk reads the output of an earlier run as an input."""

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TextIO

# Reading is lazy: while `write` runs it pulls the documents that it writes through any iterators of the caller.
_OUTPUTS: ContextVar[frozenset[tuple[int, int] | None]] = ContextVar("outputs", default=frozenset())


@contextmanager
def as_output(*files: str | int) -> Iterator[None]:
    """Count files, given as paths or descriptors, among the outputs while the block runs."""
    token = _OUTPUTS.set(_OUTPUTS.get() | {_identity(file) for file in files})
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
    return (identity := _identity(path)) is not None and identity in _OUTPUTS.get()


def _identity(file: str | int) -> tuple[int, int] | None:
    """Return the device and inode of a regular file, which all its names share; ``None`` for anything else."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
