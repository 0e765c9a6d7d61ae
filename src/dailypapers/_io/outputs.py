"""Chunks on their way out: ``export`` to a value, ``write`` to a file that appears whole or not at all.

Nothing else of ours opens an output.
"""

import os
import stat
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, cast

from dailypapers._digests import each_digest
from dailypapers._io.targets import target
from dailypapers._plugins.find import FoundPlugin, find
from dailypapers._plugins.formats import find_by_suffix
from dailypapers._plugins.load import load
from dailypapers._plugins.run import run
from dailypapers.errors import ExportError, ExportWarning, OutputError, OutputPathError, PluginError
from dailypapers.models import Digest, Document


def export(digests: Digest | Document | Iterable[Digest | Document], format: str, **options: object) -> str | bytes:  # noqa: A002
    """Give digests, or those of documents, in a format: ``str``, or ``bytes`` for a binary format.

    The options are those of the format, as values or as the text that a command line has. Raises
    :class:`~dailypapers.UnknownFormatError`, :class:`~dailypapers.OptionError`,
    :class:`~dailypapers.ExportError` for what the format cannot say, and :class:`~dailypapers.PluginError`.
    """
    chunks = list(run(find("exporter", format), options, each_digest(digests)))
    if chunks and isinstance(chunks[0], bytes):
        return b"".join(cast(list[bytes], chunks))
    return "".join(cast(list[str], chunks))


def write(
    digests: Digest | Document | Iterable[Digest | Document],
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002
    **options: object,
) -> None:
    """Write digests, or those of documents, to a file in a format, by default the one its suffix stands for.

    The file appears whole or not at all: what is there stays until everything has been written. The target
    of a link is replaced, and a path that is no regular file, such as a pipe, is written directly. A file keeps its
    mode, and its owner and group where the system lets us. Digests may be read from
    the file itself, but a folder walk of :func:`~dailypapers.read_all` that is read meanwhile passes it over.

    Raises what :func:`export` raises, :class:`~dailypapers.OutputError` when the file cannot be written or the
    path is that of a folder, and ``BrokenPipeError`` when a pipe has been closed at its other end.
    """
    write_as(digests, path, format, options)


def write_as(
    digests: Digest | Document | Iterable[Digest | Document],
    path: str | os.PathLike[str],
    format_name: str | None,
    options: Mapping[str, object],
) -> None:
    """Write as :func:`write` does. Here an option may have the name of a parameter, and is refused like any other."""
    found = find("exporter", format_name) if format_name is not None else None
    _require_file_path(os.fspath(path), found)
    found = found or find_by_suffix("exporter", os.fspath(path))
    with target(os.fspath(path)):
        write_atomically(run(found, options, each_digest(digests)), path)


def _require_file_path(path: str, found: FoundPlugin | None) -> None:
    """Refuse a path that no file can have, or that a folder has, and say what to give instead."""
    if not path:
        raise OutputPathError(path, "the path is empty; give the name of a file")
    if os.path.basename(path) in ("", os.curdir, os.pardir) or os.path.isdir(path):
        suffix = (getattr(load(found), "suffix", None) or "") if found else ".json"
        example = os.path.join(path, f"papers{suffix}")
        raise OutputPathError(path, f"that names a folder; give the name of a file, such as {example}")


def write_atomically(chunks: Iterable[str] | Iterable[bytes], path: str | os.PathLike[str]) -> None:
    """Write chunks to a file as :func:`write` does, whole or not at all."""
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
            write_chunks(chunks, device, name)
        return

    unfinished = os.path.join(os.path.dirname(real), f".{os.urandom(8).hex()}.tmp")
    # Not readable by others before it has the mode of what it replaces.
    permissions = 0o600 if before else 0o666
    try:  # from here on, as a signal may come as soon as the file is there
        with os_errors_as_output_errors(name):
            file = open(unfinished, "xb", opener=lambda path, flags: os.open(path, flags, permissions))  # noqa: SIM115
        with closing_output(file, name):
            write_chunks(chunks, file, name)
        with os_errors_as_output_errors(name):
            if before:
                _keep_owner_and_mode(before, unfinished)
            os.replace(unfinished, real)
    except BaseException:
        with suppress(OSError, ValueError):
            os.unlink(unfinished)
        raise


def _keep_owner_and_mode(before: os.stat_result, path: str) -> None:
    """Give a file the mode of the one that it replaces, and its owner and group where the system lets us."""
    if hasattr(os, "chown"):
        # The group alone, which an owner may choose among their own, where the owner cannot be given away.
        for owner in (before.st_uid, -1):
            with suppress(OSError):
                os.chown(path, owner, before.st_gid)
                break
    os.chmod(path, stat.S_IMODE(before.st_mode))  # last, as a change of owner may take bits of it away


def write_chunks(chunks: Iterable[str] | Iterable[bytes], file: IO[bytes], name: str) -> None:
    """Write chunks to a binary file that is called ``name`` in an :class:`~dailypapers.OutputError`."""
    try:
        for chunk in chunks:
            data = chunk if isinstance(chunk, bytes) else _encoded(chunk)
            with os_errors_as_output_errors(name):
                file.write(data)
    except BaseException:
        try:
            getattr(chunks, "close", lambda: None)()
        except PluginError as error:
            warnings.warn(str(error), ExportWarning, stacklevel=2)  # what failed first is the failure
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


def _encoded(chunk: str) -> bytes:
    try:
        return chunk.encode()
    except UnicodeEncodeError as error:
        where = ascii(chunk[max(0, error.start - 40) : error.end])
        raise ExportError(f"the output holds half a character, which UTF-8 cannot say: {where}") from None
