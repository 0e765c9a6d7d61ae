"""Chunks on their way out: ``export`` to a value, ``write`` to a file, a folder or an archive."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias, overload

from dailypapers._digests import Digests, each_digest
from dailypapers._io.atomic import closing_chunks, write_atomically, write_chunks
from dailypapers._io.output_guard import as_output
from dailypapers._plugins.faults import working_folder
from dailypapers._plugins.find import BUILTIN, IN_A_FILE, FoundPlugin, find
from dailypapers._plugins.formats import find_by_suffix
from dailypapers._plugins.load import load, yields_files
from dailypapers._plugins.run import FileStart, collect, run
from dailypapers.errors import KeptFileWarning, OutputError, OutputPathError, warn
from dailypapers.models import Digest

if TYPE_CHECKING:
    from dailypapers._io.folders import FolderReport

_ARCHIVES = (".zip", ".tar")
_FEW = 5  # files that a warning names

# What `export` returns for each built-in format; a test holds the three to what the exporters yield.
TextFormat: TypeAlias = Literal["atom", "bibtex", "csl", "csv", "html", "json", "jsonl", "markdown", "template"]
BinaryFormat: TypeAlias = Literal["parquet", "sqlite"]
FilesFormat: TypeAlias = Literal["notes"]


@overload
def export(digests: Digests, format: TextFormat, **options: object) -> str: ...


@overload
def export(digests: Digests, format: BinaryFormat, **options: object) -> bytes: ...


@overload
def export(digests: Digests, format: FilesFormat, **options: object) -> dict[str, str | bytes]: ...


@overload
def export(digests: Digests, format: str, **options: object) -> str | bytes | dict[str, str | bytes]: ...


def export(
    digests: Digests,
    format: str,  # noqa: A002
    **options: object,
) -> str | bytes | dict[str, str | bytes]:
    """Return digests, or those of documents, in a format.

    That is ``str``, or ``bytes`` for a binary format, or for a format of many files a dict of path to content. The
    options are those of the format, as values or as the text that a command line has. Raises
    :class:`~dailypapers.UnknownFormatError`, :class:`~dailypapers.OptionError`,
    :class:`~dailypapers.ExportError` for what the format cannot represent, and :class:`~dailypapers.PluginError`.
    """
    found = find("exporter", format)
    output = collect(run(found, options, each_digest(digests)))
    return {} if output == "" and yields_files(load(found)) else output


def write(
    digests: Digests,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002
    **options: object,
) -> None:
    """Write digests, or those of documents, in a format, by default the one that the suffix of the path stands for.

    The path is that of a file, or for a format of many files that of a folder, which exists or ends with a separator,
    or of an archive, ``.zip`` or ``.tar``. Digests may be read from the file itself, but a folder walk of
    :func:`~dailypapers.read_all` that is read meanwhile passes over what is the output.

    A file, as an archive, appears whole or not at all: what is there stays until everything has been written. The
    target of a link is replaced, and a path that is no regular file, such as a pipe, is written directly. A file keeps
    its mode, and its owner and group where the system lets us. A mount point, which cannot be replaced, is written in
    place once the whole output is there, with an :class:`~dailypapers.ExportWarning`.

    The file of the option ``keys`` may be the output only where all that it has will be in it again: each entry, with
    each of its fields. Else :class:`~dailypapers.KeysError` names what would be lost.

    A folder is whole file by file, and nothing is placed in it before the exporter has ended well. What is ours is in
    its ``.dailypapers.json``: only a file that is as we wrote it is replaced, also where it was moved to below the
    folder. Files that were changed since, and those of somebody else's, are kept, with one warning for all of them.
    Files of ours that are not written this time stay.

    Raises what :func:`export` raises, :class:`~dailypapers.OutputError` when the output cannot be written, its path
    does not fit the format, or an open database has changes beside it, and ``BrokenPipeError`` when a pipe has been
    closed at its other end.
    """
    write_as(digests, path, format, options)


def write_as(
    digests: Digests,
    path: str | os.PathLike[str],
    format_name: str | None,
    options: Mapping[str, object],
    may_prune: Callable[[], bool] | None = None,
) -> "FolderReport | None":
    """Write as :func:`write` does. Here an option may have the name of a parameter, and is refused like any other.

    With ``may_prune`` files of a folder that are ours and not written this time are deleted, if it returns true once
    all is read and there was a paper. Returns what came of a folder.
    """
    name = os.fspath(path)
    found = find("exporter", format_name) if format_name is not None else None
    _require_path(name, found)
    is_folder = is_folder_path(name)
    absolute = os.path.join(working_folder(), name)  # before any plugin is imported, which may change it
    found = found or find_by_suffix("exporter", name)
    read = _Counted(each_digest(digests))
    chunks = run(found, options, read)
    if not is_folder:
        with as_output(absolute):
            if "keys" in options:
                from dailypapers._io.keys_guard import guard_keys  # at least 4 ms, and most exports keep no keys

                chunks = guard_keys(chunks, found, options)
            is_replaced = write_atomically(chunks, absolute, _writer_for(found), name)
        if not is_replaced:
            warn(f"{name} is a mount point, which cannot be replaced: written in place")
        return None
    from dailypapers._io.folders import write_folder  # with its stages 4 ms, which one file need not wait for
    from dailypapers._io.manifest import read_manifest

    may = may_prune and (lambda: read.papers > 0 and may_prune())
    with _named(name, absolute):
        ours = read_manifest(absolute, _name_in_manifest(found)) or {}
        with as_output(*(os.path.join(absolute, each) for each in ours)):
            report = write_folder(_files(chunks, name, found), absolute, _name_in_manifest(found), may)
    _warn_of_kept(report, name)
    return report


@contextmanager
def _named(name: str, absolute: str) -> Iterator[None]:
    """Have what is raised about an output name it as the caller did."""
    try:
        yield
    except OutputError as error:
        folder = absolute.rstrip(os.sep)
        if not error.path.startswith(folder):
            raise
        raise OutputError(name.rstrip(os.sep) + error.path[len(folder) :], error.reason) from error.__cause__


def _warn_of_kept(report: "FolderReport", folder: str) -> None:
    """Warn of what was not written to a folder: once of all files that were kept, by reason."""
    for path in report.blocked:
        place = os.path.join(folder, path)
        warn(f"{place}: not written: something else is in its place, or in that of its folder", KeptFileWarning)
    by_reason: dict[str, list[str]] = {}
    for path, reason in report.kept.items():
        by_reason.setdefault(reason, []).append(path)
    if len(report.kept) == 1:
        ((path, reason),) = report.kept.items()
        warn(f"{os.path.join(folder, path)}: kept as it is: it {reason}", KeptFileWarning)
    elif report.kept:
        groups = "; ".join(_group(reason, paths) for reason, paths in by_reason.items())
        warn(f"{folder}: {len(report.kept)} files are kept as they are: {groups}", KeptFileWarning)


def _group(reason: str, paths: list[str]) -> str:
    """Return a reason, and the first of the files that were kept for it."""
    more = f" and {len(paths) - _FEW} more" if len(paths) > _FEW else ""
    return f"{'it' if len(paths) == 1 else 'each'} {reason}: {', '.join(paths[:_FEW])}{more}"


def _name_in_manifest(found: FoundPlugin) -> str:
    """Return the name of a format for a manifest: ``./mine.py:Site`` is the same from any folder."""
    in_a_file = IN_A_FILE.fullmatch(found.name)
    return f"{os.path.basename(in_a_file['path'])}:{in_a_file['attribute']}" if in_a_file else found.name


def is_folder_path(path: str) -> bool:
    """Return whether a path names a folder: one that exists, or by its end."""
    return os.path.basename(path) in ("", os.curdir, os.pardir) or os.path.isdir(path)


def write_stream(chunks: Iterable[Any], file: IO[bytes], name: str, found: FoundPlugin) -> None:
    """Write chunks to a file without a name, such as standard output; many files become a tar."""
    with closing_chunks(chunks):
        first, again = _first(chunks)
        if not _is_of_files(first, found):
            write_chunks(again, file, name)
            return
        from dailypapers._io.archives import write_tar

        write_tar(again, file, name)


class _Counted:
    """Digests on their way to an exporter, and how many papers went by."""

    def __init__(self, digests: Iterable[Digest]) -> None:
        self._digests = iter(digests)
        self.papers = 0

    def __iter__(self) -> Iterator[Digest]:
        return self

    def __next__(self) -> Digest:
        digest = next(self._digests)
        self.papers += len(digest.papers)
        return digest


def _first(chunks: Iterable[Any]) -> tuple[Any, Iterable[Any]]:
    """Return the first chunk, which decides what the output is, or ``None``, and then all of them."""
    rest = iter(chunks)
    for first in rest:
        return first, chain([first], rest)
    return None, ()


def _is_of_files(first: Any, found: FoundPlugin) -> bool:
    """Return whether an output is one of many files; where nothing was yielded, what the exporter says counts."""
    return type(first) is FileStart if first is not None else yields_files(load(found))


def _writer_for(found: FoundPlugin) -> Callable[[Iterable[Any], IO[bytes], str], None]:
    """Make what writes the chunks of an exporter to a file that has a name."""

    def write_content(chunks: Iterable[Any], file: IO[bytes], name: str) -> None:
        suffix = os.path.splitext(name)[1].lower()
        with closing_chunks(chunks):
            first, again = _first(chunks)
            if suffix in _ARCHIVES and (first is None or type(first) is FileStart):
                from dailypapers._io.archives import write_tar, write_zip

                (write_zip if suffix == ".zip" else write_tar)(again, file, name)
            elif _is_of_files(first, found):
                stem = os.path.splitext(name)[0]
                raise OutputPathError(
                    name,
                    f"the format {found.name!r} writes many files; give a folder, such as {stem}/, "
                    f"or an archive, such as {stem}.zip or {stem}.tar",
                )
            else:
                write_chunks(again, file, name)

    return write_content


def _files(chunks: Iterable[Any], path: str, found: FoundPlugin) -> Iterator[Any]:
    """Yield the chunks of an exporter that go to a folder; refuse those of a format of one file."""
    with closing_chunks(chunks):
        first, again = _first(chunks)
        if first is not None and type(first) is not FileStart:
            raise _needs_a_file(path, found)
        yield from again


def _require_path(path: str, found: FoundPlugin | None) -> None:
    """Refuse what can be seen to be wrong with a path before anything is read, and say what to give instead."""
    if not path:
        raise OutputPathError(path, "the path is empty; give the name of a file")
    # Of a built-in format a suffix is that of its one file; of others the first chunk decides.
    if is_folder_path(path) and (found is None or (found.builtin and BUILTIN[found.kind][found.name][1])):
        raise _needs_a_file(path, found)


def _needs_a_file(path: str, found: FoundPlugin | None) -> OutputPathError:
    suffix = (getattr(load(found), "suffix", None) or "") if found else ".json"
    reason = f"that names a folder; give the name of a file, such as {os.path.join(path, f'papers{suffix}')}"
    return OutputPathError(path, reason if found else f"{reason}, or with it a format of many files, such as notes")
