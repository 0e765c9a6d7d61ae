"""Outputs: ``export`` returns one as a value, ``write`` writes one to a file, a folder or an archive."""

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

    The value is a ``str``, or ``bytes`` for a binary format, or a dict of path to content for a format of many files.
    The options are those of the format, as values or as text, as on a command line. Raises
    :class:`~dailypapers.UnknownFormatError`, :class:`~dailypapers.OptionError`, :class:`~dailypapers.ExportError` for
    digests that the format cannot represent, and :class:`~dailypapers.PluginError`.
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
    """Write digests, or those of documents, in a format, by default the one of the path's suffix.

    The path names a file. For a format of many files it names a folder, which exists or ends with a separator, or an
    archive, ``.zip`` or ``.tar``. Digests may be read from the output itself if it was named as an input. A folder walk
    of :func:`~dailypapers.read_all` passes over it.

    A file or an archive appears whole or not at all: the old one stays until the new one is complete. Of a link the
    target is replaced. A path that is no regular file, such as a pipe, is written directly. A file keeps its mode, and
    its owner and group where the system allows that. A mount point, which cannot be replaced, is written in place once
    the output is complete, with an :class:`~dailypapers.ExportWarning`.

    The file of the option ``keys`` is replaced only if the output has each of its entries and fields. Else
    :class:`~dailypapers.KeysError` names those that would be lost.

    In a folder each file is replaced in one step, and none before the exporter has ended well. ``.dailypapers.json``
    lists the files that we wrote. One that is as we wrote it is replaced, also where somebody moved it to below the
    folder. Files that somebody changed since, or wrote themselves, are kept, with one warning for all of them. Files of
    earlier runs that this one does not write stay.

    Raises the errors of :func:`export`, :class:`~dailypapers.OutputError` when the output cannot be written, its path
    does not fit the format, or a program keeps changes of an open database beside it, and ``BrokenPipeError`` when the
    reader of a pipe has closed it.
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

    Files of a folder that earlier runs wrote and this one does not are deleted if there was a paper and ``may_prune``
    returns true, which is asked when all digests are read. Returns a report for a folder.
    """
    name = os.fspath(path)
    found = find("exporter", format_name) if format_name is not None else None
    _require_path(name, found)
    is_folder = is_folder_path(name)
    absolute = os.path.join(working_folder(), name)  # before any plugin is imported, which may change it
    found = found or find_by_suffix("exporter", name)
    papers = 0

    def counted() -> Iterator[Digest]:
        nonlocal papers
        for digest in each_digest(digests):
            papers += len(digest.papers)
            yield digest

    chunks = run(found, options, counted())
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

    may = may_prune and (lambda: papers > 0 and may_prune())
    with _named(name, absolute):
        ours = read_manifest(absolute, _name_in_manifest(found)) or {}
        with as_output(*(os.path.join(absolute, each) for each in ours)):
            report = write_folder(_files(chunks, name, found), absolute, _name_in_manifest(found), may)
    _warn_of_kept(report, name)
    return report


@contextmanager
def _named(name: str, absolute: str) -> Iterator[None]:
    """Raise errors about an output under the name that the caller gave it."""
    try:
        yield
    except OutputError as error:
        folder = absolute.rstrip(os.sep)
        if not error.path.startswith(folder):
            raise
        raise OutputError(name.rstrip(os.sep) + error.path[len(folder) :], error.reason) from error.__cause__


def _warn_of_kept(report: "FolderReport", folder: str) -> None:
    """Warn of each path that was blocked, and once of all files that were kept."""
    for path in report.blocked:
        place = os.path.join(folder, path)
        warn(f"{place}: not written: something else is in its place, or in that of its folder", KeptFileWarning)
    if len(report.kept) == 1:
        ((path, reason),) = report.kept.items()
        warn(f"{os.path.join(folder, path)}: kept as it is: it {reason}", KeptFileWarning)
    elif report.kept:
        groups = "; ".join(_reason_with_files(report.kept, reason) for reason in dict.fromkeys(report.kept.values()))
        warn(f"{folder}: {len(report.kept)} files are kept as they are: {groups}", KeptFileWarning)


def _reason_with_files(kept: Mapping[str, str], reason: str) -> str:
    paths = [path for path, why in kept.items() if why == reason]
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
