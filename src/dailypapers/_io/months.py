"""An archive written as a folder with a file a month, by one process or by many.

What is done with one file, or for one month, is a function that any process can import, with arguments that travel.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dailypapers import problems
from dailypapers._io.folders import write_folder
from dailypapers._io.inputs import names_in, read_all
from dailypapers._io.outputs import Destination, errors_about, export, warn_of_kept
from dailypapers._io.reading import MARKDOWN_SUFFIXES, unreadable
from dailypapers._plugins.find import find
from dailypapers._plugins.load import load
from dailypapers._plugins.run import FileStart
from dailypapers.errors import OutputPathError
from dailypapers.models import Digest, Problem


def write_months(
    archive: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    format: str,  # noqa: A002
    *,
    map: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]] = map,  # noqa: A002
    **options: object,
) -> list[Problem]:
    """Write the digests of an archive to a folder, a file a month, such as ``2024-07.parquet``.

    The files ``*.md`` and ``*.txt`` of the archive are read as :func:`~dailypapers.read_all` reads a folder. The date
    of a digest decides its month; digests without a date are in ``undated``. A digest that several files have, as an
    archive and a README with the newest one do, is written once.

    ``map`` calls a function for each item of a list and returns the results in order, as the built-in one does. One of
    a pool of processes, or of a cluster, shares the work: each call reads one file, or makes the content of one month.
    These functions and their arguments can be pickled. The processes have to find the archive at the same path.

    The folder is written as :func:`~dailypapers.write` writes one, by the process that calls this. Files of earlier
    runs are deleted if their month is gone from the archive. Files that somebody changed, or wrote themselves, are
    kept. Where the archive has no paper the folder stays as it is.

    Returns the errors of all files. What was understood is written. Raises the errors of :func:`~dailypapers.write`,
    and :class:`~dailypapers.DigestSyntaxError` for an archive without a digest.
    """
    archive = os.fspath(archive)
    destination = Destination.of(os.path.join(folder, ""))
    plugin = load(find("exporter", format))
    if plugin.files:
        raise OutputPathError(destination.name, f"the format {format!r} writes many files, and no file a month")
    plugin.make(options)  # raises here what is wrong with the options, not in each process
    names, refused = names_in(archive, MARKDOWN_SUFFIXES)
    paths = [path for name in names if not _is_in(path := os.path.join(archive, name), destination)]
    found = [unreadable(error.filename, error) for error in refused]
    paths_of_month = defaultdict(list)
    for path, (months, errors) in zip(paths, map(_look_into, paths), strict=True):
        found += errors
        for month in months:
            paths_of_month[month].append(path)
    if not paths_of_month:
        for _ in read_all([archive], strict=True):
            pass  # there are digests, and they have no papers
        return found
    months = sorted(paths_of_month)
    contents = map(_content, [(month, paths_of_month[month], format, options) for month in months])
    with errors_about(destination):
        report = write_folder(
            _files(months, contents, plugin.suffix or ""), destination.path, f"{format}, a file a month", lambda: True
        )
    warn_of_kept(report, destination.name)
    return found


def _is_in(path: str, destination: Destination) -> bool:
    """Return whether a file is in the folder that is written, which may be in the archive."""
    return os.path.abspath(path).startswith(os.path.join(os.path.abspath(destination.path), ""))


def _look_into(path: str) -> tuple[list[str], list[Problem]]:
    """Return the months of which a file has papers, and its errors."""
    (document,) = read_all([path])
    months = {_month(digest): None for digest in document.digests if digest.papers}
    # Beside the digests there may be a README, which has none.
    return list(months), [error for error in document.errors if error.code != problems.NO_DIGEST.code]


def _content(job: tuple[str, list[str], str, Mapping[str, object]]) -> Any:
    """Return the digests of a month in a format of one file: text or bytes."""
    month, paths, format_name, options = job
    digests = (digest for document in read_all(paths) for digest in document.digests)
    return export(dict.fromkeys(digest for digest in digests if _month(digest) == month), format_name, **options)


def _month(digest: Digest) -> str:
    return str(digest.date)[:7] if digest.date else "undated"


def _files(months: Iterable[str], contents: Iterable[str | bytes], suffix: str) -> Iterator[str | bytes | FileStart]:
    for month, content in zip(months, contents, strict=True):
        yield FileStart(f"{month}{suffix}")
        yield content
