"""Chunks written to one file, which appears whole or not at all."""

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from dailypapers._text import lone_surrogate, system_reason
from dailypapers.errors import ExportError, OutputError, PluginError, warn

_SQLITE = b"SQLite format 3\0"  # how each database of SQLite begins
_NO_CHANGES = bytes(28)  # the head of a journal, where SQLite is done with it: https://www.sqlite.org/fileformat2.html

_DESCRIPTORS = {"/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile("/(?:dev|proc/self)/fd/([0-9]{1,9})")


def write_chunks(chunks: Iterable[str | bytes], file: IO[bytes], name: str) -> None:
    """Write chunks to a binary file that is called ``name`` in an :class:`~dailypapers.OutputError`."""
    for chunk in chunks:
        data = encoded(chunk)
        with os_errors_as_output_errors(name):
            file.write(data)


def write_atomically(
    chunks: Iterable[Any],
    path: str | os.PathLike[str],
    write_content: Callable[[Iterable[Any], IO[bytes], str], None] = write_chunks,
    name: str | None = None,
) -> bool:
    """Write chunks to a file with ``write_content``, whole or not at all, as :func:`~dailypapers.write` does.

    An error calls the file ``name``, by default its path. Returns false for a mount point, which is written in place.
    """
    name = name or os.fspath(path)
    with os_errors_as_output_errors(name):
        real = os.path.realpath(path)
        try:
            before = os.stat(path)
        except FileNotFoundError:  # a link to nothing as well, but no link in a loop
            before = None
    descriptor = _descriptor_in(path)
    if descriptor is not None or (before and not stat.S_ISREG(before.st_mode)):
        with os_errors_as_output_errors(name):
            device = open(path if descriptor is None else os.dup(descriptor), "wb")  # noqa: SIM115 - closed below
        with closing_output(device, name):
            write_content(chunks, device, name)
        return True

    require_closed_database(real, name)
    unfinished = os.path.join(_folder_for_unfinished(real), f".{os.urandom(8).hex()}.tmp")
    # Not readable by others before it has the mode of what it replaces.
    permissions = 0o600 if before else 0o666
    try:  # from here on, as a signal may come as soon as the file is there
        with os_errors_as_output_errors(name):
            file = open(unfinished, "xb", opener=lambda path, flags: os.open(path, flags, permissions))  # noqa: SIM115
        with closing_output(file, name):
            write_content(chunks, file, name)
        require_closed_database(real, name, unfinished)
        with os_errors_as_output_errors(name):
            if before:
                keep_owner_and_mode(before, unfinished)
            if _replace(unfinished, real):
                return True
            _reserve_room(unfinished, real)
    except BaseException:
        with suppress(OSError, ValueError):
            os.unlink(unfinished)
        raise
    with os_errors_as_output_errors(name):
        _write_in_place(unfinished, real, name)
        os.unlink(unfinished)
    return False


def _descriptor_in(path: str | os.PathLike[str]) -> int | None:
    """Return the descriptor that a path stands for, such as 1 for ``/dev/stdout``: an open file, which is not replaced.

    After ``>> log.txt`` what is written to it comes behind what the file has.
    """
    if os.name != "posix":
        return None
    found = _DESCRIPTOR.fullmatch(os.path.normpath(path))
    return int(found[1]) if found else _DESCRIPTORS.get(os.path.normpath(path))


def require_closed_database(path: str, name: str, new: str | None = None) -> None:
    """Raise :class:`~dailypapers.OutputError` where a program keeps changes of an open database beside a path.

    SQLite would apply them to the file ``new`` that is placed at the path, and ruin it. Files beside a path count only
    where it, or the new file, is a database. A journal whose head is zeros is done with: after
    ``PRAGMA journal_mode = PERSIST`` SQLite keeps it so. That of an open change may begin with zeros, too, but fewer.
    """
    if not (_begins_with(path, _SQLITE) or (new and _begins_with(new, _SQLITE))):
        return
    for suffix in ("-wal", "-shm", "-journal"):
        with suppress(OSError):
            if os.stat(path + suffix).st_size and not (
                suffix == "-journal" and _begins_with(path + suffix, _NO_CHANGES)
            ):
                beside = os.path.basename(path) + suffix
                advice = "end the program that has it open, or give another file"
                raise OutputError(name, f"beside it is {beside}, with changes of an open database; {advice}")


def _begins_with(path: str, start: bytes) -> bool:
    with suppress(OSError), open(path, "rb") as file:
        return file.read(len(start)) == start
    return False


def _folder_for_unfinished(real: str) -> str:
    """Return the folder for a file before it is placed: that of its target, so that placing is one step."""
    folder = os.path.dirname(real)
    # A file that is mounted in a read-only folder is written in place anyway.
    return tempfile.gettempdir() if os.path.ismount(real) and not os.access(folder, os.W_OK) else folder


def _replace(new: str, target: str) -> bool:
    """Replace a file in one step; return false for a mount point, which cannot be replaced."""
    try:
        os.replace(new, target)
    except OSError as error:
        if error.errno not in (errno.EBUSY, errno.EXDEV):
            raise
        return False
    return True


def _reserve_room(new: str, target: str) -> None:
    """Extend a file to the length of the new one. Where the disk has no room it stays as it is, and this raises."""
    with open(target, "r+b") as file:
        before, after = os.stat(file.fileno()).st_size, os.stat(new).st_size
        if after <= before or not hasattr(os, "posix_fallocate"):
            return
        try:
            os.posix_fallocate(file.fileno(), before, after - before)
        except OSError as error:
            file.truncate(before)
            if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):  # the file system cannot reserve
                raise


def _write_in_place(new: str, target: str, name: str) -> None:
    """Write a file over another. An error on the way names the new file, which alone is whole then."""
    try:
        try:
            _copy_over(new, target)
        except KeyboardInterrupt:
            _copy_over(new, target)  # again, to its end; the next signal is ignored for a second
            os.unlink(new)
            raise
    except OSError as error:
        raise OutputError(name, f"{system_reason(error)}; it may be half written, the whole is in {new}") from error


def _copy_over(new: str, target: str) -> None:
    with open(new, "rb") as content, open(target, "r+b") as file:
        shutil.copyfileobj(content, file)
        file.truncate()


def keep_owner_and_mode(before: os.stat_result, path: str) -> None:
    """Give a file the mode of the file that it replaces, and its owner and group where the system allows that."""
    if hasattr(os, "chown"):
        # Only root changes the owner. Anybody may give a file to another group of theirs.
        for owner in (before.st_uid, -1):
            with suppress(OSError):
                os.chown(path, owner, before.st_gid)
                break
    os.chmod(path, stat.S_IMODE(before.st_mode))  # last, as chown clears some bits


@contextmanager
def closing_chunks(chunks: Iterable[Any]) -> Iterator[None]:
    """Close an exporter's chunks after a failure, which is raised; a failure of closing is a warning."""
    try:
        yield
    except BaseException:
        try:
            getattr(chunks, "close", lambda: None)()
        except PluginError as error:
            warn(str(error))
        raise


@contextmanager
def closing_output(file: IO[bytes], name: str) -> Iterator[None]:
    """Close an output. After a failure, ignore that it cannot be closed either."""
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
    """Raise errors of the system as an :class:`~dailypapers.OutputError` about an output called ``name``."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads on, which is no failure of the output
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        raise OutputError(name, system_reason(error)) from error


def encoded(chunk: str | bytes) -> bytes:
    """Return a chunk as bytes; raises :class:`~dailypapers.ExportError` for a lone surrogate."""
    if isinstance(chunk, bytes):
        return chunk
    try:
        return chunk.encode()
    except UnicodeEncodeError as error:
        raise ExportError(f"the output holds {lone_surrogate(error)}") from None
