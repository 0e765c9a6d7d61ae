"""Outputs of many files as archives, zip and tar, whose members come in the order in which they are yielded.

The same files give the same bytes: all have the same time, mode and owner, and nothing is compressed.
"""

import shutil
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import IO

from dailypapers._io.atomic import os_errors_as_output_errors, write_chunks
from dailypapers._plugins.run import FileStart, each_file

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can have
_EARLIEST_SECOND = 315_532_800  # the same time in UTC
_MODE = 0o644
_IN_MEMORY = 2**20  # the size of a member stands before its content, so a larger one is collected on the disk


def write_zip(chunks: Iterable[str | bytes | FileStart], file: IO[bytes], name: str) -> None:
    """Write files as a zip to a binary file that is called ``name`` in an :class:`~dailypapers.OutputError`."""
    archive = zipfile.ZipFile(file, "w")
    with _closing(archive, name):
        for path, content, size in _members(chunks, name):
            member = zipfile.ZipInfo(path, _EARLIEST)
            member.create_system = 3  # Unix, on every system, as the mode is one of Unix
            member.external_attr = _MODE << 16
            member.file_size = size
            with os_errors_as_output_errors(name), archive.open(member, "w") as to:
                shutil.copyfileobj(content, to)


def write_tar(chunks: Iterable[str | bytes | FileStart], file: IO[bytes], name: str) -> None:
    """Write files as a tar; otherwise as :func:`write_zip`."""
    archive = tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by the next line
    with _closing(archive, name):
        for path, content, size in _members(chunks, name):
            member = tarfile.TarInfo(path)
            member.size, member.mode, member.mtime = size, _MODE, _EARLIEST_SECOND
            with os_errors_as_output_errors(name):
                archive.addfile(member, content)


@contextmanager
def _closing(archive: zipfile.ZipFile | tarfile.TarFile, name: str) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(Exception):
            archive.close()  # or the garbage collector closes it, which writes to the file
        raise
    with os_errors_as_output_errors(name):
        archive.close()


def _members(chunks: Iterable[str | bytes | FileStart], name: str) -> Iterator[tuple[str, IO[bytes], int]]:
    """Yield the path of each file, its content and its size. A content is overwritten by the next one."""
    with SpooledTemporaryFile(_IN_MEMORY) as content:
        for path, pieces in each_file(chunks):
            content.seek(0)
            content.truncate()
            write_chunks(pieces, content, name)
            size = content.tell()
            content.seek(0)
            yield path, content, size
