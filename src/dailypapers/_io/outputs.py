"""Chunks on their way out: ``export`` to a value, ``write`` to a file, a folder or an archive."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias, overload

import attrs

from dailypapers._digests import each_digest
from dailypapers._io.keys_guard import guard_keys
from dailypapers._io.targets import target
from dailypapers._io.whole import write_atomically, write_chunks
from dailypapers._plugins.faults import working_folder
from dailypapers._plugins.find import IN_A_FILE, find
from dailypapers._plugins.formats import load_by_suffix
from dailypapers._plugins.load import Plugin, load
from dailypapers._plugins.run import collect, run
from dailypapers.errors import KeptFileWarning, OutputError, OutputPathError, warn
from dailypapers.models import Digest, Document

if TYPE_CHECKING:
    from dailypapers._io.folders import FolderReport

_ARCHIVES = (".zip", ".tar")
_FEW = 5  # files that a warning names

# What `export` returns for each built-in format; a test holds the three to what the exporters yield.
TextFormat: TypeAlias = Literal["atom", "bibtex", "csl", "csv", "html", "json", "jsonl", "markdown", "template"]
BinaryFormat: TypeAlias = Literal["parquet", "sqlite"]
FilesFormat: TypeAlias = Literal["notes"]


@overload
def export(
    digests: Digest | Document | Iterable[Digest | Document],
    format: TextFormat,
    **options: object,
) -> str: ...


@overload
def export(
    digests: Digest | Document | Iterable[Digest | Document],
    format: BinaryFormat,
    **options: object,
) -> bytes: ...


@overload
def export(
    digests: Digest | Document | Iterable[Digest | Document],
    format: FilesFormat,
    **options: object,
) -> dict[str, str | bytes]: ...


@overload
def export(
    digests: Digest | Document | Iterable[Digest | Document],
    format: str,
    **options: object,
) -> str | bytes | dict[str, str | bytes]: ...


def export(
    digests: Digest | Document | Iterable[Digest | Document],
    format: str,  # noqa: A002
    **options: object,
) -> str | bytes | dict[str, str | bytes]:
    """Return digests, or those of documents, in a format.

    That is ``str``, or ``bytes`` for a binary format, or for a format of many files a dict of path to content. The
    options are those of the format, as values or as the text that a command line has. Raises
    :class:`~dailypapers.UnknownFormatError`, :class:`~dailypapers.OptionError`,
    :class:`~dailypapers.ExportError` for what the format cannot represent, and :class:`~dailypapers.PluginError`.
    """
    plugin = load(find("exporter", format))
    return collect(run(plugin, options, each_digest(digests)), files=plugin.files)


def write(
    digests: Digest | Document | Iterable[Digest | Document],
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
    destination = Destination.of(os.fspath(path))
    write_as(digests, destination, load_exporter(format, destination), options)


@attrs.frozen
class Destination:
    """Where an output goes: its name as the caller gave it, and its path whatever the working folder becomes."""

    name: str
    path: str
    is_folder: bool

    @classmethod
    def of(cls, name: str) -> "Destination":
        """Look a name up, from the working folder as long as no plugin was imported, which may change it."""
        is_folder = os.path.basename(name) in ("", os.curdir, os.pardir) or os.path.isdir(name)
        return cls(name, os.path.join(working_folder(), name), is_folder)


def load_exporter(format_name: str | None, destination: Destination) -> Plugin:
    """Load the exporter of a name, or the one for the suffix of a destination, which has to fit what it writes."""
    name = destination.name
    stem, suffix = os.path.splitext(name)
    if not name:
        raise OutputPathError(name, "the path is empty; give the name of a file")
    if format_name is None and destination.is_folder:
        raise OutputPathError(name, f"{_needs_a_file(name, '.json')}, or with it a format of many files, such as notes")
    plugin = load_by_suffix("exporter", name) if format_name is None else load(find("exporter", format_name))
    if destination.is_folder and not plugin.files:
        raise OutputPathError(name, _needs_a_file(name, plugin.suffix or ""))
    if plugin.files and not destination.is_folder and suffix.lower() not in _ARCHIVES:
        raise OutputPathError(
            name,
            f"the format {plugin.found.name!r} writes many files; give a folder, such as {stem}/, "
            f"or an archive, such as {stem}.zip or {stem}.tar",
        )
    return plugin


def _needs_a_file(folder: str, suffix: str) -> str:
    return f"that names a folder; give the name of a file, such as {os.path.join(folder, f'papers{suffix}')}"


def write_as(
    digests: Digest | Document | Iterable[Digest | Document],
    destination: Destination,
    plugin: Plugin,
    options: Mapping[str, object],
    may_prune: Callable[[], bool] | None = None,
) -> "FolderReport | None":
    """Write as :func:`write` does. Here an option may have the name of a parameter, and is refused like any other.

    With ``may_prune`` files of a folder that are ours and not written this time are deleted, if it returns true once
    all is read and there was a paper. Returns what came of a folder.
    """
    name, path = destination.name, destination.path
    read = _Counted(each_digest(digests))
    chunks = run(plugin, options, read)
    if not destination.is_folder:
        with target(path):
            is_replaced = write_atomically(guard_keys(chunks, plugin, options), path, writer_for(plugin, path), name)
        if not is_replaced:
            message = f"{name} is a mount point, which cannot be replaced: written in place"
            warn(message)
        return None
    from dailypapers._io.folders import write_folder  # needed for outputs of many files alone
    from dailypapers._io.manifest import read_manifest

    may = may_prune and (lambda: read.papers > 0 and may_prune())
    with _named(destination):
        ours = read_manifest(path, _name_in_manifest(plugin)) or {}
        with target(*(os.path.join(path, each) for each in ours)):
            report = write_folder(chunks, path, _name_in_manifest(plugin), may)
    _warn_of_kept(report, name)
    return report


@contextmanager
def _named(destination: Destination) -> Iterator[None]:
    """Have what is raised about an output name it as the caller did."""
    try:
        yield
    except OutputError as error:
        folder = destination.path.rstrip(os.sep)
        if not error.path.startswith(folder):
            raise
        raise OutputError(
            destination.name.rstrip(os.sep) + error.path[len(folder) :], error.reason
        ) from error.__cause__


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


def _name_in_manifest(plugin: Plugin) -> str:
    """Return the name of a format for a manifest: ``./mine.py:Site`` is the same from any folder."""
    in_a_file = IN_A_FILE.fullmatch(plugin.found.name)
    return f"{os.path.basename(in_a_file['path'])}:{in_a_file['attribute']}" if in_a_file else plugin.found.name


def writer_for(plugin: Plugin, path: str = "") -> Callable[[Any, IO[bytes], str], None]:
    """Return what writes the chunks of an exporter to one file: as they are, or many files as a zip or a tar."""
    if not plugin.files:
        return write_chunks
    from dailypapers._io.archives import write_tar, write_zip  # needed for outputs of many files alone

    return write_zip if path.lower().endswith(".zip") else write_tar


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
