"""Chunks written to one file, which appears whole or not at all. Nothing else of ours opens an output of one file."""

import errno
import os
import shutil
import stat
import tempfile
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
    name: str | None = None,
) -> bool:
    """Write chunks to a file as :func:`~dailypapers.write` does, whole or not at all.

    ``put`` writes them. An error calls the file ``name``, by default its path. Returns false for a mount point, which
    was written in place.
    """
    name = name or os.fspath(path)
    with os_errors_as_output_errors(name):
        real = os.path.realpath(path)
        try:
            before = os.stat(path)
        except FileNotFoundError:  # a link to nothing as well, but no link in a loop
            before = None
    if before and not stat.S_ISREG(before.st_mode):
        with os_errors_as_output_errors(name):
            device = open(path, "wb")  # noqa: SIM115 - closed by the next line
        with closing_output(device, name):
            put(chunks, device, name)
        return True

    require_closed_database(real, name)
    unfinished = os.path.join(_folder_for_unfinished(real, before), f".{os.urandom(8).hex()}.tmp")
    # Not readable by others before it has the mode of what it replaces.
    permissions = 0o600 if before else 0o666
    try:  # from here on, as a signal may come as soon as the file is there
        with os_errors_as_output_errors(name):
            file = open(unfinished, "xb", opener=lambda path, flags: os.open(path, flags, permissions))  # noqa: SIM115
        with closing_output(file, name):
            put(chunks, file, name)
        require_closed_database(real, name)  # it may have been opened meanwhile
        with os_errors_as_output_errors(name):
            if before:
                keep_owner_and_mode(before, unfinished)
            return _replace(unfinished, real)
    except BaseException:
        with suppress(OSError, ValueError):
            os.unlink(unfinished)
        raise


def require_closed_database(path: str, name: str) -> None:
    """Raise :class:`~dailypapers.OutputError` where a program has changes of a database beside it.

    SQLite would take them for changes of whatever stands at the path by then, and so ruin a new database.
    """
    for suffix in ("-wal", "-shm", "-journal"):
        with suppress(OSError):
            if os.stat(path + suffix).st_size:
                beside = os.path.basename(path) + suffix
                advice = "end the program that has it open, or give another file"
                raise OutputError(name, f"beside it is {beside}, with changes of an open database; {advice}")


def _folder_for_unfinished(real: str, before: os.stat_result | None) -> str:
    """Return where a file is written before it is placed: beside the target, so that it can be placed in one step."""
    folder = os.path.dirname(real)
    with suppress(OSError):
        # A file from elsewhere that is mounted in a folder where nothing can be written is written in place anyway.
        if before and os.stat(folder).st_dev != before.st_dev and not os.access(folder, os.W_OK):
            return tempfile.gettempdir()
    return folder


def _replace(new: str, target: str) -> bool:
    """Put a file in the place of another in one step; return false for a mount point, which is written in place."""
    try:
        os.replace(new, target)
    except OSError as error:
        if error.errno not in (errno.EBUSY, errno.EXDEV):
            raise
    else:
        return True
    try:
        _write_in_place(new, target)
    except KeyboardInterrupt:
        _write_in_place(new, target)  # half of it would be left; a second signal does not come as soon
        raise
    os.unlink(new)
    return False


def _write_in_place(new: str, target: str) -> None:
    """Write a file over another. Where there is no room for it, the other stays as it is."""
    with open(new, "rb") as content, open(target, "r+b") as file:
        before, after = (os.stat(each.fileno()).st_size for each in (file, content))
        if after > before and hasattr(os, "posix_fallocate"):
            try:
                os.posix_fallocate(file.fileno(), before, after - before)
            except OSError:
                file.truncate(before)
                raise
        shutil.copyfileobj(content, file)
        file.truncate()


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
