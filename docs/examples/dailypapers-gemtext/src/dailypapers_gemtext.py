"""The format ``gemtext``, written and read: a heading a day, and a link a paper, or an item where it has no link."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs
from dailypapers import Digest, Paper, ReadError

HEADING = re.compile(r"#\s*([0-9]{4}-[0-9]{2}-[0-9]{2}|Undated)\s*")
PAPER = re.compile(r"(?:=>\s*(\S+)|\*)(?:\s+(.*))?")


@attrs.frozen
class Exporter:
    """Gemtext: a link a paper."""

    suffix: ClassVar[str] = ".gmi"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        for digest in digests:
            yield f"# {digest.date or 'Undated'}\n"
            for paper in digest.papers:
                link = "%20".join((paper.url or "").split())
                yield f"{f'=> {link}' if link else '*'} {' '.join(paper.title.split())}".rstrip() + "\n"
            yield "\n"


@attrs.frozen
class Reader:
    """Gemtext: a link a paper."""

    suffix: ClassVar[str] = ".gmi"  # needs no --from
    folder_suffixes: ClassVar[tuple[str, ...]] = (".gmi", ".gemini")  # in a folder, with --from

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError]:
        date: datetime.date | None = None
        papers: list[Paper] | None = None  # none before the first heading
        for number, line in enumerate(content.split("\n"), 1):
            if heading := HEADING.fullmatch(line):
                if papers is not None:
                    yield Digest(date, papers, source=source)
                papers = []
                try:
                    date = None if heading[1] == "Undated" else datetime.date.fromisoformat(heading[1])
                except ValueError:
                    date = None
                    yield ReadError(f"no such day: {heading[1]}", number, heading.start(1) + 1)
            elif papers is not None and (paper := PAPER.fullmatch(line)):
                url, title = paper.groups()
                papers.append(Paper((title or "").strip(), url, source=source, line=number))
        if papers is not None:
            yield Digest(date, papers, source=source)
