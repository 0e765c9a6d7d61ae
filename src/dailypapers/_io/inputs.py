"""Bytes on their way in: files and folders, encodings, ``read`` and ``read_all``.

Whoever needs the bytes of an input takes this way; nothing else of ours opens one. A path comes from the
caller, never from a digest.
"""

import codecs
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from dailypapers import problems
from dailypapers._digest.document import parse, require_clean
from dailypapers._io.targets import is_target
from dailypapers.errors import DigestSyntaxError
from dailypapers.models import Document, Problem

SUFFIXES = (".md", ".txt")
"""Of the files that are read in a folder. A file that is named may have any name."""

_MARKS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16-LE"), (codecs.BOM_UTF16_BE, "UTF-16-BE"))


def read(path: str | os.PathLike[str], *, strict: bool = False) -> Document:
    """Read the digests in a file; the document's ``source`` is the path as given.

    The file is UTF-8, with or without a byte order mark, or UTF-16 with one. Raises ``OSError`` when it cannot
    be opened and :class:`~dailypapers.DigestSyntaxError` when it cannot be decoded or its path is none, as with a
    null character in it, and otherwise what :func:`~dailypapers.parse` raises.
    """
    source = os.fspath(path)
    try:
        text, _ = read_text(source)
    except ValueError as error:
        raise DigestSyntaxError(_unreadable(source, error)) from None
    return parse(text, source=source, strict=strict)


def read_text(path: str) -> tuple[str, str]:
    """Give the text of a file, with its byte order mark if it has one, and the encoding to write it in again.

    Raises what :func:`read` raises for a file that cannot be opened or decoded.
    """
    with open(path, "rb") as file:
        return _decoded(file.read(), path)


def read_all(paths: Iterable[str | os.PathLike[str]], *, strict: bool = False) -> Iterator[Document]:
    """Read files and folders lazily, one file at a time, in the order given.

    In a folder the files ``*.md`` and ``*.txt`` are read, at any depth, sorted by the code points of their
    path in it. Names that begin with a dot, links to folders, and files without a digest are passed over.
    A file of which more is to be said gives a document without digests that has a warning as its problem: one
    that has papers and no digest (S013), and the output of a :func:`~dailypapers.write` that is going on (S014).

    A file that was named and has no digest, a folder without any, and whatever cannot be read or decoded
    give a document without digests that has the error as its problem: one bad file does not end the walk,
    unless ``strict``, which raises :class:`~dailypapers.DigestSyntaxError` at the first warning or error.
    """
    if isinstance(paths, str | os.PathLike):
        raise TypeError("expected an iterable of paths, not one path; put it in a list")
    return _read_all(paths, strict)


def _read_all(paths: Iterable[str | os.PathLike[str]], strict: bool) -> Iterator[Document]:
    for path in paths:
        source = os.fspath(path)
        documents = _read_folder(source) if os.path.isdir(source) else iter([_read_file(source)])
        for document in documents:
            if strict:
                require_clean(document)
            yield document


def read_stream(stream: IO[bytes] | None, source: str) -> Document:
    """Read the digests in a binary stream as :func:`read_all` reads a file that was named; ``None`` is closed."""
    if stream is None:
        return _failed(problems.UNREADABLE.at(source, 1, 1, "", reason="it is closed"))
    try:
        return parse(_decoded(stream.read(), source)[0], source=source)
    except DigestSyntaxError as error:
        return _failed(error.problem)
    except OSError as error:
        return _failed(_unreadable(source, error))


def _read_file(source: str) -> Document:
    try:
        with open(source, "rb") as file:
            return read_stream(file, source)
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        return _failed(_unreadable(source, error))


def _failed(problem: Problem) -> Document:
    return Document((), (problem,), problem.source)


def _unreadable(source: str, error: OSError | ValueError) -> Problem:
    reason = error.strerror if isinstance(error, OSError) else None
    return problems.UNREADABLE.at(source, 1, 1, "", reason=reason or str(error))


def _read_folder(folder: str) -> Iterator[Document]:
    any_digest = False
    refused: list[OSError] = []
    for name in _names_in(folder, refused):
        path = os.path.join(folder, *name.split("/"))
        document = _read_file(path)
        # Without digests there is one problem, which says why.
        why = None if document.digests else document.problems[0]
        if why and why.code == problems.NO_DIGEST.code:
            continue  # such as a README beside the digests
        if is_target(path):
            yield _failed(problems.OUTPUT_AMONG_INPUTS.at(path, 1, 1, ""))
        elif why and why.code == problems.DRIFTED_HEADING.code:
            yield _failed(problems.DRIFTED_FILE.at(path, why.line, why.column, why.text, reason=why.message))
        else:
            any_digest = True
            yield document
    for error in refused:
        any_digest = True
        yield _failed(_unreadable(str(error.filename), error))
    if not any_digest:
        yield _failed(problems.EMPTY_FOLDER.at(folder, 1, 1, ""))


def _names_in(folder: str, refused: list[OSError]) -> list[str]:
    """List the files of a folder to be read, relative to it and with ``/`` on every system."""
    names = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = os.path.join(parent, name)
            # Of what is no file a pipe would never end; a link to nothing is told when it is read.
            is_file = os.path.isfile(path) or not os.path.exists(path)
            if name.endswith(SUFFIXES) and not name.startswith(".") and is_file:
                names.append(Path(path).relative_to(folder).as_posix())
    return sorted(names)


def _decoded(data: bytes, source: str) -> tuple[str, str]:
    """Decode the bytes of a file and name their encoding; the error names the byte and the line."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "UTF-8")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding).removeprefix("\ufeff")
        line = before[before.rfind("\n") + 1 :]
        raise DigestSyntaxError(
            problems.UNDECODABLE.at(
                source,
                before.count("\n") + 1,
                len(line) + 1,
                line,
                byte=error.start,
                value=data[error.start],
                encoding=encoding.removesuffix("-LE").removesuffix("-BE"),
            )
        ) from None
