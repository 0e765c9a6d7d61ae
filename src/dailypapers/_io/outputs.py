"""Outputs: ``export`` returns one as a value, ``write`` writes one to a file, a folder or an archive."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, overload

import attrs

from dailypapers._digests import Digests, each_digest
from dailypapers._io.atomic import closing_chunks, write_atomically, write_chunks
from dailypapers._io.output_guard import as_output
from dailypapers._plugins.find import IN_A_FILE, BinaryFormat, FilesFormat, TextFormat, find
from dailypapers._plugins.load import Plugin, load
from dailypapers._plugins.paths import working_folder
from dailypapers._plugins.run import collect, run
from dailypapers._plugins.suffixes import load_exporter_of
from dailypapers._text import some_of
from dailypapers.errors import KeptFileWarning, OutputError, OutputPathError, warn
from dailypapers.models import Digest

if TYPE_CHECKING:
    from dailypapers._io.folders import FolderReport
    from dailypapers._io.references_guard import Replacing

_ARCHIVES = (".zip", ".tar")
_FEW = 5  # files that a warning names


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
    plugin = load(find("exporter", format))
    return collect(run(plugin, options, each_digest(digests)), files=plugin.files)


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
    :class:`~dailypapers.KeysError` names those that would be lost. So it is for a file of ``update`` that was changed
    meanwhile.

    In a folder each file is replaced in one step, and none before the exporter has ended well. ``.dailypapers.json``
    lists the files that we wrote. One that is as we wrote it is replaced, also where somebody moved it to below the
    folder. Files that somebody changed since, or wrote themselves, are kept, with one warning for all of them. Files of
    earlier runs that this one does not write stay.

    Raises the errors of :func:`export`, :class:`~dailypapers.OutputError` when the output cannot be written, its path
    does not fit the format, or a program keeps changes of an open database beside it, and ``BrokenPipeError`` when the
    reader of a pipe has closed it.
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
    """Load the exporter of a name, or the one for the suffix of a destination.

    Raises :class:`~dailypapers.errors.OutputPathError` where it writes one file and a folder was named, or the reverse.
    """
    name = destination.name
    stem, suffix = os.path.splitext(name)
    if not name:
        raise OutputPathError(name, "the path is empty; give the name of a file")
    if format_name is None and destination.is_folder:
        raise OutputPathError(name, f"{_needs_a_file(name, '.json')}, or with it a format of many files, such as notes")
    plugin = load_exporter_of(name) if format_name is None else load(find("exporter", format_name))
    if destination.is_folder and not plugin.files:
        raise OutputPathError(name, _needs_a_file(name, plugin.suffix or ""))
    if plugin.files and not destination.is_folder and suffix.lower() not in _ARCHIVES:
        stem = stem.removesuffix(".tar")  # of .tar.gz, which is not written
        raise OutputPathError(
            name,
            f"the format {plugin.found.name!r} writes many files; give a folder, such as {stem}/, "
            f"or an archive, such as {stem}.zip or {stem}.tar",
        )
    return plugin


def _needs_a_file(folder: str, suffix: str) -> str:
    return f"that names a folder; give the name of a file, such as {os.path.join(folder, f'papers{suffix}')}"


def write_as(
    digests: Digests,
    destination: Destination,
    plugin: Plugin,
    options: Mapping[str, object],
    may_prune: Callable[[], bool] | None = None,
    replacing: "Replacing | None" = None,
) -> "FolderReport | None":
    """Write as :func:`write` does. Here an option may have the name of a parameter, and is refused like any other.

    ``replacing`` says that the output is read as well, and why: a file of references may have what the new one has not.

    Files of a folder that earlier runs wrote and this one does not are deleted if there was a paper and ``may_prune``
    returns true, which is asked when all digests are read. Returns a report for a folder.
    """
    name, path = destination.name, destination.path
    papers = 0

    def counted() -> Iterator[Digest]:
        nonlocal papers
        for digest in each_digest(digests):
            papers += len(digest.papers)
            yield digest

    chunks = run(plugin, _without_first_update(plugin, options, path), counted())
    if not destination.is_folder:
        with closing_chunks(chunks), as_output(path):
            guarded: Iterator[Any] = chunks
            if replacing or not {"keys", "update"}.isdisjoint(options):
                from dailypapers._io.references_guard import guard_references  # 4 ms, which few exports need

                guarded = guard_references(chunks, name, plugin, options, replacing)
            is_replaced = write_atomically(guarded, path, writer_for(plugin, path), name)
        if not is_replaced:
            warn(f"{name} is a mount point, which cannot be replaced: written in place")
        return None
    from dailypapers._io.folders import write_folder  # with its stages 4 ms, which one file need not wait for
    from dailypapers._io.manifest import read_manifest

    may = (lambda _: papers > 0 and may_prune()) if may_prune else None
    with closing_chunks(chunks), errors_about(destination):
        ours = read_manifest(path, _name_in_manifest(plugin)) or {}
        with as_output(*(os.path.join(path, each) for each in ours)):
            report = write_folder(chunks, path, _name_in_manifest(plugin), may)
    warn_of_kept(report, name)
    return report


def _without_first_update(plugin: Plugin, options: Mapping[str, object], path: str) -> Mapping[str, object]:
    """Return options without ``update`` of a built-in format where its file is the output, which is not there yet."""
    update: Any = options.get("update")
    if not plugin.found.builtin or not isinstance(update, str | os.PathLike) or os.path.exists(path):
        return options
    plugin.make(options)  # raises for a format without the option, for a wrong suffix, and where a library is missing
    is_output = os.path.normpath(os.path.join(working_folder(), update)) == os.path.normpath(path)
    return {name: value for name, value in options.items() if name != "update"} if is_output else options


@contextmanager
def errors_about(destination: Destination) -> Iterator[None]:
    """Raise errors about an output under the name that the caller gave it."""
    try:
        yield
    except OutputError as error:
        folder = destination.path.rstrip(os.sep)
        if not error.path.startswith(folder):
            raise
        raise OutputError(
            destination.name.rstrip(os.sep) + error.path[len(folder) :], error.reason
        ) from error.__cause__


def warn_of_kept(report: "FolderReport", folder: str) -> None:
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
    return f"{'it' if len(paths) == 1 else 'each'} {reason}: {some_of(paths, _FEW)}"


def _name_in_manifest(plugin: Plugin) -> str:
    """Return the name of a format for a manifest: ``./mine.py:Site`` is the same from any folder."""
    in_a_file = IN_A_FILE.fullmatch(plugin.found.name)
    return f"{os.path.basename(in_a_file['path'])}:{in_a_file['attribute']}" if in_a_file else plugin.found.name


def writer_for(plugin: Plugin, path: str = "") -> Callable[[Any, IO[bytes], str], None]:
    """Return what writes the chunks of an exporter to one file: as they are, or many files as a zip or a tar."""
    if not plugin.files:
        return write_chunks
    from dailypapers._io.archives import write_tar, write_zip  # 3 ms, which other outputs need not wait for

    return write_zip if path.lower().endswith(".zip") else write_tar
