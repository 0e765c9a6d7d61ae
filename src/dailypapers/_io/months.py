"""An archive written as a folder with a file a month, by one process or by many.

What is done with one file, or for one month, is a function that any process can import, with arguments that travel.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Any

from dailypapers import problems
from dailypapers._io.across_files import RepeatedDates
from dailypapers._io.folders import write_folder
from dailypapers._io.inputs import names_in, read_all
from dailypapers._io.outputs import Destination, errors_about, export, warn_of_kept
from dailypapers._io.reading import MARKDOWN_SUFFIXES, unreadable
from dailypapers._plugins.find import find
from dailypapers._plugins.load import load
from dailypapers._plugins.run import FileStart
from dailypapers.errors import OutputPathError, warn
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
    archive and a README with the newest one do, is written once. If the digests that files have of a date differ, all
    are written, with an :class:`~dailypapers.ExportWarning`.

    ``map`` calls a function for each item of a list and returns the results in order, as the built-in one does. One of
    a pool of processes, or of a cluster, shares the work: each call reads one file, or makes the content of one month
    from its digests. All that travels can be pickled. The processes find the archive at the same path, and they give
    the warnings of exporters.

    The folder is written as :func:`~dailypapers.write` writes one, by the process that calls this. Files of earlier
    runs are deleted if their month is gone from the archive, unless the path of a file with an error names the month,
    as ``2024-07-12.md`` does, or a folder cannot be listed. Files that somebody changed, or wrote themselves, are kept.
    Where the archive has no paper the folder stays as it is.

    Returns the errors of all files. What was understood is written. Raises the errors of :func:`~dailypapers.write`,
    :class:`~dailypapers.OutputError` for a folder that is the archive or holds it, and
    :class:`~dailypapers.DigestSyntaxError` for an archive without a digest.
    """
    archive = os.fspath(archive)
    destination = Destination.of(os.path.join(folder, ""))
    plugin = load(find("exporter", format))
    if plugin.files:
        raise OutputPathError(destination.name, f"the format {format!r} writes many files, and no file a month")
    plugin.make(options)  # raises here what is wrong with the options, not in each process
    paths, unlisted = _paths(archive, destination)
    found = unlisted[:]
    digests_of_month: dict[str, dict[Digest, None]] = defaultdict(dict)
    repeated = RepeatedDates()
    for path, (digests, errors) in zip(paths, map(_read, paths), strict=True):
        found += errors
        for digest in digests:
            same_month = digests_of_month[str(digest.date)[:7] if digest.date else "undated"]
            if digest not in same_month:
                same_month[digest] = None
                repeated.add(digest, path)
    if not digests_of_month:
        for _ in read_all([archive], strict=True):
            pass  # there are digests, and they have no papers
        return found
    if line := repeated.summary():
        warn(line)
    months, suffix = sorted(digests_of_month), plugin.suffix or ""
    contents = map(partial(export, format=format, **options), [[*digests_of_month[month]] for month in months])
    with errors_about(destination):
        report = write_folder(
            chain.from_iterable(zip([FileStart(month + suffix) for month in months], contents, strict=True)),
            destination.path,
            f"{format}, a file a month",
            lambda part: not unlisted and not any(_may_hold(error.source, part) for error in found),
        )
    warn_of_kept(report, destination.name)
    return found


def _paths(archive: str, destination: Destination) -> tuple[list[str], list[Problem]]:
    """Return the files of an archive, of which the folder that is written is no part, and what cannot be listed."""
    top, output = (os.path.join(os.path.realpath(path), "") for path in (archive, destination.path))
    if top.startswith(output):
        raise OutputPathError(destination.name, "the folder holds the archive; take another")
    names, refused = names_in(archive, MARKDOWN_SUFFIXES)
    paths = [os.path.join(archive, name) for name in names if not (top + name).startswith(output)]
    return paths, [unreadable(error.filename, error) for error in refused]


def _read(path: str) -> tuple[list[Digest], list[Problem]]:
    """Return the digests of a file that have papers, and its errors."""
    (document,) = read_all([path])
    # Beside the digests there may be a README, which has none.
    errors = [error for error in document.errors if error.code != problems.NO_DIGEST.code]
    return [digest for digest in document.digests if digest.papers], errors


def _may_hold(path: str, part: str) -> bool:
    """Return whether a path names the month of a part, or ends in its year. Any file may have undated digests."""
    month, numbers = (re.sub("[^0-9]", "", each) for each in (part[: len("2024-07")], path))
    return month in numbers or numbers.endswith(month[:4])
