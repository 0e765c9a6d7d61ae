"""The format ``myformat`` for dailypapers, to be read."""

import datetime
from collections.abc import Iterator
from typing import ClassVar

import attrs
from dailypapers import Digest, Paper, ReadError
from dailypapers.plugins import shortened


@attrs.frozen
class Reader:
    """A paper a line: a date, a link and a title, with tabs between them."""

    contract: ClassVar[int] = 1  # the version of the rules it was written for
    # Of the files it reads.
    suffix: ClassVar[str] = ".myformat"

    links: bool = attrs.field(default=True, metadata={"help": "take the links"})

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError]:
        day: datetime.date | None = None
        papers: list[Paper] = []
        for number, line in enumerate(content.split("\n"), 1):
            if not line.strip():
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
            link = url if self.links and url else None
            papers.append(Paper(title, link, source=source, line=number))
        if papers:
            yield Digest(day, papers)
