"""Chunks written to one file, which appears whole or not at all. Nothing else of ours opens an output of one file."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from dailypapers.errors import ExportError, OutputError, PluginError, warn


def write_chunks(chunks: Iterable[str | bytes], file: IO[bytes], name: str) -> None:
    """Write chunks to a binary file that is called ``name`` in an :class:`~dailypapers.OutputError`."""
    with closing_chunks(chunks):
        for chunk in chunks:
            data = encoded(chunk)
            with os_errors_as_output_errors(name):
                file.write(data)


def write_atomically(
    chunks: Iterable[Any],
    path: str | os.PathLike[str],
    put: Callable[[Iterable[Any], IO[bytes], str], None] = write_chunks,
) -> None:
    """Write chunks to a file as :func:`~dailypapers.write` does, whole or not at all; ``put`` writes them."""
    name = os.fspath(path)
    with os_errors_as_output_errors(name):
        real = os.path.realpath(name)
        try:
            before = os.stat(name)
        except FileNotFoundError:  # a link to nothing as well, but no link in a loop
            before = None
    if before and not stat.S_ISREG(before.st_mode):
        with os_errors_as_output_errors(name):
            device = open(name, "wb")  # noqa: SIM115 - closed by the next line
        with closing_output(device, name):
            put(chunks, device, name)
        return

    unfinished = os.path.join(os.path.dirname(real), f".{os.urandom(8).hex()}.tmp")
    # Not readable by others before it has the mode of what it replaces.
    permissions = 0o600 if before else 0o666
    try:  # from here on, as a signal may come as soon as the file is there
        with os_errors_as_output_errors(name):
            file = open(unfinished, "xb", opener=lambda path, flags: os.open(path, flags, permissions))  # noqa: SIM115
        with closing_output(file, name):
            put(chunks, file, name)
        with os_errors_as_output_errors(name):
            if before:
                keep_owner_and_mode(before, unfinished)
            os.replace(unfinished, real)
    except BaseException:
        with suppress(OSError, ValueError):
            os.unlink(unfinished)
        raise


def keep_owner_and_mode(before: os.stat_result, path: str) -> None:
    """Return a file the mode of the one that it replaces, and its owner and group where the system lets us."""
    if hasattr(os, "chown"):
        # The group alone, which an owner may choose among their own, where the owner cannot be given away.
        for owner in (before.st_uid, -1):
            with suppress(OSError):
                os.chown(path, owner, before.st_gid)
                break
    os.chmod(path, stat.S_IMODE(before.st_mode))  # last, as a change of owner may take bits of it away


@contextmanager
def closing_chunks(chunks: Iterable[Any]) -> Iterator[None]:
    """End the exporter that yields chunks where they cannot be written; what it makes of that is a warning."""
    try:
        yield
    except BaseException:
        try:
            getattr(chunks, "close", lambda: None)()
        except PluginError as error:
            warn(str(error))  # what failed first is the failure
        raise


@contextmanager
def closing_output(file: IO[bytes], name: str) -> Iterator[None]:
    """Close an output in the end. After a failure, that it cannot be closed either is no news."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    with os_errors_as_output_errors(name):
        file.close()


@contextmanager
def os_errors_as_output_errors(name: str) -> Iterator[None]:
    """Turn what the system refuses to an output called ``name`` into an :class:`~dailypapers.OutputError`."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads on: no failure of the output
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        raise OutputError(name, getattr(error, "strerror", None) or str(error)) from error


def encoded(chunk: str | bytes) -> bytes:
    """Return a chunk as bytes; raises :class:`~dailypapers.ExportError` where UTF-8 cannot represent it."""
    if isinstance(chunk, bytes):
        return chunk
    try:
        return chunk.encode()
    except UnicodeEncodeError as error:
        where = ascii(chunk[max(0, error.start - 40) : error.end])
        raise ExportError(f"the output holds a lone surrogate, which UTF-8 cannot represent: {where}") from None
