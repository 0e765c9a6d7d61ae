"""The format ``myformat`` for dailypapers."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs
from dailypapers import Digest
from dailypapers.plugins import outline


@attrs.frozen
class Exporter:
    """A title a line, and indented below it what the paper says."""

    contract: ClassVar[int] = 1  # the version of the rules it was written for
    # Of the files it writes.
    suffix: ClassVar[str] = ".myformat"
    streams: ClassVar[bool] = True  # a promise to yield before the input is used up

    links: bool = attrs.field(default=False, metadata={"help": "put the link below each title"})

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        for digest in digests:
            for paper in digest.papers:
                lines = outline(paper.summary).split("\n") if paper.summary else []
                if self.links and paper.url:
                    lines.insert(0, _one_line(paper.url))
                below = "".join(f"    {line}\n" for line in lines)
                yield f"{_one_line(paper.title)}\n{below}"


def _one_line(text: str) -> str:
    return " ".join(text.split())  # a title may have line feeds
