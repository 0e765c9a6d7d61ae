"""Inputs opened: files, streams and the files of folders. ``reading`` makes documents of their content."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from dailypapers import problems
from dailypapers._digests import require_clean
from dailypapers._io.output_guard import is_output
from dailypapers._io.reading import Reading, failed, unreadable
from dailypapers.errors import DigestSyntaxError
from dailypapers.models import Document

_PASSED_OVER = {
    problems.DRIFTED_HEADING.code: problems.DRIFTED_FILE,
    problems.LOST_DAY.code: problems.LOST_DAY_FILE,
}
"""The warning about a file in a folder, for the error that the file would have if it were named."""


def read(
    path: str | os.PathLike[str] | IO[str] | IO[bytes],
    format: str | None = None,  # noqa: A002
    *,
    strict: bool = False,
    **options: object,
) -> Document:
    """Read the digests in a file, which may be open; the document's ``source`` is the path as given, or its name.

    ``format`` names the reader, and the options are those of the reader. Without it the suffix of the path or name
    decides, and for ``.json`` the content; a file that fits no other reader is read as Markdown.

    A file is UTF-8, with or without a byte order mark, or UTF-16 with one. Raises ``OSError`` when it cannot be opened.
    Raises :class:`~dailypapers.DigestSyntaxError` when the file cannot be decoded, when its path cannot be one, as with
    a null character, when Markdown has no digest, and with ``strict`` at the first warning or error. Raises
    :class:`~dailypapers.UnknownFormatError` where several readers fit, :class:`~dailypapers.OptionError`, and
    :class:`~dailypapers.PluginError` for a reader that fails.
    """
    reading = Reading(format, options)
    if isinstance(path, str | os.PathLike):
        source = os.fspath(path)
        try:
            file = open(reading.path_of(source), "rb")  # noqa: SIM115 - closed below
        except ValueError as error:
            raise DigestSyntaxError(unreadable(source, error)) from None
        except OSError as error:
            error.filename = source  # as the caller named it
            raise
        with file:
            document = reading.document(file.read(), source)
    else:
        name = getattr(path, "name", None)  # the descriptor of a file that was opened by it
        source = name if isinstance(name, str) else "<file>"
        try:
            document = reading.document(path.read(), source)
        except UnicodeDecodeError as error:  # the file was opened as text
            raise DigestSyntaxError(unreadable(source, error)) from None
    if strict:
        require_clean(document)
    return document


def read_all(
    paths: Iterable[str | os.PathLike[str]],
    format: str | None = None,  # noqa: A002
    *,
    strict: bool = False,
    **options: object,
) -> Iterator[Document]:
    """Read files and folders lazily, one file at a time, in the order given.

    Each file is read as by :func:`read`. In a folder the files ``*.md`` and ``*.txt`` are read, or with a ``format``
    those of its reader, at any depth, sorted by the code points of their path in it. Names that begin with a
    dot, links to folders, and files without a digest are passed over. Three kinds of files are passed over with a
    warning, in a document without digests: a file with papers and no digest (S013), the output of a
    :func:`~dailypapers.write` that is going on (S014), and a file without a digest whose path names a day, as
    ``2024-07-12.md`` or ``2024/07/12.md`` do (S015).

    A named file without a digest, a folder without any, and a file that cannot be read or decoded give a document
    without digests and with the error. One bad file does not end the walk, unless ``strict``, which raises
    :class:`~dailypapers.DigestSyntaxError` at the first warning or error.

    Raises at once what :func:`read` raises for a ``format`` or its options, and
    :class:`~dailypapers.errors.InputPathError` for a folder where the reader has no suffix.
    """
    if isinstance(paths, str | os.PathLike):
        raise TypeError("expected an iterable of paths, not one path; put it in a list")
    return read_all_by(Reading(format, options), paths, strict=strict)


def read_all_by(
    reading: Reading, paths: Iterable[str | os.PathLike[str]], *, strict: bool = False
) -> Iterator[Document]:
    """Read files and folders as :func:`read_all` does, with a reading that was made before."""
    for path in paths:
        source = os.fspath(path)
        is_folder = os.path.isdir(reading.path_of(source))
        documents = _read_folder(source, reading) if is_folder else iter([_read_file(source, reading)])
        for document in documents:
            if strict:
                require_clean(document)
            yield document


def read_stream(stream: IO[bytes] | None, source: str, reading: Reading) -> Document:
    """Read a binary stream as :func:`read_all` reads a named file; ``None`` is a stream that is closed."""
    if stream is None:
        return failed(problems.UNREADABLE.at(source, 1, 1, "", reason="it is closed"))
    try:
        return reading.document(stream.read(), source)
    except DigestSyntaxError as error:
        return failed(error.problem)
    except OSError as error:
        return failed(unreadable(source, error))
    except MemoryError:  # such as /dev/zero
        return failed(problems.UNREADABLE.at(source, 1, 1, "", reason="it does not fit into memory"))


def _read_file(source: str, reading: Reading) -> Document:
    try:
        with open(reading.path_of(source), "rb") as file:
            return read_stream(file, source, reading)
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        return failed(unreadable(source, error))


def _read_folder(folder: str, reading: Reading) -> Iterator[Document]:
    any_digest = False
    suffixes = reading.suffixes(folder)
    names, refused = names_in(reading.path_of(folder), suffixes)
    for name in names:
        path = os.path.join(folder, name)
        document = _read_file(path, reading)
        # The last problem says why there is no digest.
        why = None if document.digests or not document.problems else document.problems[-1]
        if why and why.code in (problems.NO_DIGEST.code, problems.NO_DIGEST_IN_SOURCE.code):
            reading.note_other(path)
            continue  # such as a README beside the digests
        if is_output(reading.path_of(path)):
            yield failed(problems.OUTPUT_AMONG_INPUTS.at(path, 1, 1, ""))
        elif why and (code := _PASSED_OVER.get(why.code)):
            yield failed(code.at(path, why.line, why.column, why.text, reason=why.message))
        else:
            any_digest = True
            yield document
    for error in refused:
        any_digest = True
        below = os.path.relpath(error.filename, reading.path_of(folder))
        yield failed(unreadable(folder if below == os.curdir else os.path.join(folder, below), error))
    if not any_digest:
        files = " or ".join(f"*{suffix}" for suffix in suffixes)
        hint = reading.hint(names_in(reading.path_of(folder), ("",))[0])
        yield failed(problems.EMPTY_FOLDER.at(folder, 1, 1, "", files=files, hint=hint))


def names_in(folder: str, suffixes: tuple[str, ...]) -> tuple[list[str], list[OSError]]:
    """Return the files of a folder that have one of some suffixes, and an error for each folder that cannot be listed.

    Paths are relative to the folder, and sorted by code points.
    """
    names = []
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = os.path.join(parent, name)
            # A pipe would never end. A link to nothing is listed, so that reading it reports the error.
            is_file = os.path.isfile(path) or not os.path.exists(path)
            if name.endswith(suffixes) and not name.startswith(".") and is_file:
                names.append(Path(path).relative_to(folder))
    return [str(name) for name in sorted(names, key=Path.as_posix)], refused
