"""Two readers as a third party writes them: one of text, one of bytes."""

import zlib
from collections.abc import Iterator
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning


@attrs.frozen
class Notes:
    """One note a paper: votes and title."""

    suffix: ClassVar[str] = ".notes"

    separator: str = attrs.field(default=" ", metadata={"help": "what stands between votes and title"})

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        papers = []
        for number, line in enumerate(content.splitlines(), 1):
            votes, separator, title = line.partition(self.separator)
            if not separator:
                yield ReadError("expected votes and a title", number, len(line) + 1)
            elif not votes.isdecimal():
                yield ReadWarning("no number of votes", number)
                papers.append(Paper(title, source=source, line=number))
            else:
                papers.append(Paper(title, votes=int(votes), source=source, line=number))
        yield Digest(None, papers, source=source, line=1)


@attrs.frozen
class Packed:
    """Notes, packed by zlib."""

    suffix: ClassVar[str] = ".notes.z"
    binary: ClassVar[bool] = True

    def read(self, content: bytes, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        try:
            text = zlib.decompress(content).decode()
        except (zlib.error, ValueError) as error:
            raise ReadError(f"not packed: {error}") from None
        yield from Notes().read(text, source)
