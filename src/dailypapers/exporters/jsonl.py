"""The format ``jsonl``: one self-contained paper a line, for what reads a line at a time."""

import json
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers.convert import to_data
from dailypapers.models import Digest


@attrs.frozen
class JSONLines:
    """One paper a line as a JSON object, with its date and where it stands."""

    suffix: ClassVar[str] = ".jsonl"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield a line a paper: ``date``, ``source``, ``line``, and the paper as the format ``json`` has it."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        for digest in digests:
            (data,) = to_data([digest])["digests"]
            for paper, paper_data in zip(digest.papers, data["papers"], strict=True):
                place = {"date": data["date"], "source": paper.source, "line": paper.line}
                yield encode({**place, **paper_data}) + "\n"
