"""Problems of files: those within a file, and those between files."""

import datetime
import os
from collections.abc import Iterable, Iterator

from dailypapers import problems
from dailypapers._io.inputs import read_all
from dailypapers._io.no_digest import date_in_path
from dailypapers._text import plain
from dailypapers.models import Digest, Document, Problem


def check(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Problem]:
    """Yield the problems of files and folders, within files and between them, as ``check --notes`` shows them.

    Reads as :func:`dailypapers.read_all` does, one file at a time. The problems of a file are sorted by their places.
    """
    across_files = CrossFileProblems()
    for document in read_all(paths):
        yield from across_files.problems_of(document)


class CrossFileProblems:
    """Problems between files. Takes documents one by one, and keeps the place of each paper."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], str] = {}

    def problems_of(self, document: Document) -> tuple[Problem, ...]:
        """Return the problems of a document, and those between it and the documents before, sorted by their places."""
        found: list[Problem] = []
        for digest in document.digests:
            found += self._of_date(digest, document.source)
            found += self._of_papers(digest, document.source)
        if not found:
            return document.problems
        return tuple(sorted([*document.problems, *found], key=lambda problem: (problem.line, problem.column)))

    def _of_date(self, digest: Digest, source: str) -> Iterable[Problem]:
        said = date_in_path(source)
        if digest.date and said and said != digest.date.isoformat():
            line = f"## Daily Papers ({digest.date})" if digest.line else ""
            yield problems.DATE_AND_PATH.at(
                source, digest.line or 1, 1, line, digest.date, date=digest.date, path_date=said
            )

    def _of_papers(self, digest: Digest, source: str) -> Iterable[Problem]:
        for paper in digest.papers:
            # A row of JSON Lines has the place of its paper in the file before; other data has no lines.
            file = paper.source or source
            place = f"{file}:{paper.line}" if paper.line else file
            if (identity := paper.identity) is None:
                continue
            first = self._first.get(identity)
            if first is None:
                self._first[identity] = place
            elif first != place or not paper.line:
                line, text = 1, ""
                if file == source and paper.line:
                    line, text = paper.line, f"### [{paper.title}]({paper.url})" if paper.url else f"### {paper.title}"
                yield problems.FEATURED_TWICE.at(source, line, 1, text, digest.date, identity=identity[1], first=first)


class RepeatedDates:
    """Dates with a digest in more than one file. Takes digests one by one, and keeps the places of each date."""

    def __init__(self) -> None:
        self._places: dict[datetime.date, dict[str, int]] = {}  # for each file the line of its first digest of the date

    def add(self, digest: Digest, source: str) -> None:
        if digest.date:
            self._places.setdefault(digest.date, {}).setdefault(source, digest.line or 1)

    def summary(self) -> str:
        """Return how many dates there are, and where one of them is; an empty text where there is none."""
        repeated = [(date, lines) for date, lines in self._places.items() if len(lines) > 1]
        for date, lines in repeated[:1]:
            first, again, *_ = (f"{plain(source)}:{line}" for source, line in lines.items())
            return f"dates with a digest in more than one file: {len(repeated)}; {date} is in {first} and {again}"
        return ""
