"""The format ``json``: all that the digests say, loss-free, one paper a line. Its shape is ``schema.json``."""

import json
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers.data import VERSION, to_data
from dailypapers.models import Digest


@attrs.frozen
class JSON:
    """All that the digests say as one JSON object, one paper a line.

    Nothing is lost: ``from_data`` makes the same models of it. The JSON Schema is ``dailypapers/schema.json``.
    """

    suffix: ClassVar[str] = ".json"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the object in pieces, none of them longer than a paper."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        yield f'{{"version": {VERSION}, "digests": ['
        between_digests = "\n"
        for digest in digests:
            (data,) = to_data(digest)["digests"]
            yield f'{between_digests}{{"date": {encode(data["date"])}, "papers": ['
            between_digests = ",\n"
            between_papers = "\n"
            for paper in data["papers"]:
                yield between_papers + encode(paper)
                between_papers = ",\n"
            yield "\n]}" if data["papers"] else "]}"
        yield "\n]}\n"
