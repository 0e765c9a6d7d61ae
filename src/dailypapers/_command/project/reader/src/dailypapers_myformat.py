"""The format ``myformat`` for dailypapers, to be read."""

import datetime
from collections.abc import Iterator
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError


@attrs.frozen
class Reader:
    """A paper a line: a date, a link and a title, with tabs between them."""

    contract: ClassVar[int] = 1  # the version of the rules that it was written for
    suffix: ClassVar[str] = ".myformat"  # of the files it reads

    links: bool = attrs.field(default=True, metadata={"help": "take the links"})

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError]:
        day: datetime.date | None = None
        papers: list[Paper] = []
        for number, line in enumerate(content.split("\n"), 1):
            if not line.strip():
                continue
            try:
                day_of_line, url, title = line.split("\t", 2)
                date = datetime.date.fromisoformat(day_of_line)
            except ValueError:
                yield ReadError(f"expected a date, a link and a title, not {line!r}", line=number)
                continue
            if papers and date != day:
                yield Digest(day, papers)
                papers = []
            day = date
            papers.append(Paper(title, url if self.links and url else None, source=source, line=number))
        if papers:
            yield Digest(day, papers)
