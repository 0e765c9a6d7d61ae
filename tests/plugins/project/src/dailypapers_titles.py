"""An exporter as a third party writes one."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers import Digest


@attrs.frozen
class Titles:
    """One title a line."""

    suffix: ClassVar[str] = ".titles"
    streams: ClassVar[bool] = True

    numbered: bool = attrs.field(default=False, metadata={"help": "put a number before each title"})

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        number = 0
        for digest in digests:
            for paper in digest.papers:
                number += 1
                yield f"{number} {paper.title}\n" if self.numbered else f"{paper.title}\n"
