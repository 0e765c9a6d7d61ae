"""The format ``myformat`` for dailypapers."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers import Digest


@attrs.frozen
class Exporter:
    """One title a line."""

    contract: ClassVar[int] = 1  # the version of the rules that it was written for
    suffix: ClassVar[str] = ".myformat"  # of the files it writes
    streams: ClassVar[bool] = True  # a promise to yield before the input is used up

    links: bool = attrs.field(default=False, metadata={"help": "put the link after each title"})

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        for digest in digests:
            for paper in digest.papers:
                yield f"{paper.title} {paper.url}\n" if self.links and paper.url else f"{paper.title}\n"
