"""The format ``jsonl``: one self-contained paper a line, for what reads a line at a time."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers.exporters.json import date_of, members_of, number_or_null, text_or_null
from dailypapers.models import Digest, Paper


@attrs.frozen
class JSONLines:
    """One paper a line as a JSON object, with its date and where it stands.

    A byte of a file name that is no UTF-8 is written in ``source`` as messages show it: ``caf\\udce9.md`` for
    ``café.md`` in Latin-1.
    """

    suffix: ClassVar[str] = ".jsonl"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield a line a paper: ``date``, ``source``, ``line``, ``digest``, and the paper as ``json`` has it.

        ``digest`` counts the digests from 1, so that two of one date stay two when the lines are read.
        """
        for number, digest in enumerate(digests, 1):
            for paper in digest.papers:
                place = f'"date": {date_of(digest)}, "source": {text_or_null(source_of(paper))}'
                place += f', "line": {number_or_null(paper.line)}, "digest": {number}'
                yield f"{{{place}, {members_of(paper)}}}\n"


def source_of(paper: Paper) -> str | None:
    """Return the source of a paper; a file name that is no UTF-8 has lone surrogates, which no file can hold."""
    return paper.source and paper.source.encode(errors="backslashreplace").decode()
