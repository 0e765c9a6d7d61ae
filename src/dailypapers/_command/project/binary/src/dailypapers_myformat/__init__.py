"""The format ``myformat`` for dailypapers."""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs
from dailypapers import Digest
from dailypapers.plugins import paper_data


@attrs.frozen
class Exporter:
    """One JSON object a paper, packed by gzip."""

    contract: ClassVar[int] = 1  # the version of the rules it was written for
    # Of the files it writes.
    suffix: ClassVar[str] = ".myformat"
    streams: ClassVar[bool] = True  # a promise to yield before the input is used up

    level: int = attrs.field(
        default=6,
        metadata={"help": "how well to pack, from 1 to 9"},
        validator=[attrs.validators.ge(1), attrs.validators.le(9)],
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[bytes]:
        packer = zlib.compressobj(self.level, wbits=31)  # gzip, without a time
        yield packer.compress(b"")
        for digest in digests:
            for paper in digest.papers:
                data = {"date": str(digest.date) if digest.date else None, **paper_data(paper)}
                yield packer.compress(f"{json.dumps(data)}\n".encode())
        yield packer.flush()
