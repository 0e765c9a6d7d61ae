"""The format ``myformat`` for dailypapers, written and read.

It is a paper a line: a date, a link and a title, with tabs between them.
"""

import datetime
import warnings
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs
from dailypapers import Digest, ExportWarning, Paper, ReadError
from dailypapers.plugins import shortened


@attrs.frozen
class Exporter:
    """A paper a line: a date, a link and a title, with tabs between them."""

    contract: ClassVar[int] = 1  # the version of the rules it was written for
    # Of the files it writes.
    suffix: ClassVar[str] = ".myformat"
    streams: ClassVar[bool] = True  # a promise to yield before the input is used up

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        for digest in digests:
            for paper in digest.papers:
                if paper.summary:
                    text = f"the summary of {shortened(paper.title)!r} is left out"
                    warnings.warn(text, ExportWarning, stacklevel=2)
                cells = (str(digest.date or ""), paper.url or "", paper.title)
                # A title may have tabs and line feeds.
                yield "\t".join(" ".join(cell.split()) for cell in cells) + "\n"


@attrs.frozen
class Reader:
    """A paper a line: a date, a link and a title, with tabs between them."""

    contract: ClassVar[int] = 1  # the version of the rules it was written for
    # Of the files it reads.
    suffix: ClassVar[str] = ".myformat"

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError]:
        day: datetime.date | None = None
        papers: list[Paper] = []
        for number, line in enumerate(content.split("\n"), 1):
            if not line.strip(" "):
                continue
            try:
                date, url, title = (cell.strip() for cell in line.split("\t", 2))
                day_of_line = datetime.date.fromisoformat(date) if date else None
            except ValueError:
                expected = "expected a date, a link and a title"
                yield ReadError(f"{expected}, not {shortened(line)!r}", line=number)
                continue
            if papers and day_of_line != day:
                yield Digest(day, papers)
                papers = []
            day = day_of_line
            papers.append(Paper(title, url or None, source=source, line=number))
        if papers:
            yield Digest(day, papers)
