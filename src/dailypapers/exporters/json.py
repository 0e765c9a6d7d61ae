"""The format ``json``: all that the digests say, loss-free, one paper a line. Its shape is ``schema.json``."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import attrs

from dailypapers import DataError, ExportError
from dailypapers.data import VERSION, to_data
from dailypapers.models import Digest


@attrs.frozen
class JSON:
    """All that the digests say as one JSON object, one paper a line."""

    suffix: ClassVar[str] = ".json"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the object in pieces, none of them longer than a paper.

        Raises :class:`dailypapers.ExportError` for points so deep in each other that Python gives up.
        """
        encode = json.JSONEncoder(ensure_ascii=False).encode
        yield f'{{"version": {VERSION}, "digests": ['
        between_digests = "\n"
        for digest in digests:
            data = data_of(digest)
            yield f'{between_digests}{{"date": {encode(data["date"])}, "papers": ['
            between_digests = ",\n"
            between_papers = "\n"
            for paper in data["papers"]:
                yield between_papers + encode(paper)
                between_papers = ",\n"
            yield "\n]}" if data["papers"] else "]}"
        yield "\n]}\n"


def data_of(digest: Digest) -> dict[str, Any]:
    """Return one digest as plain data; raises :class:`dailypapers.ExportError` where it cannot be."""
    try:
        return to_data([digest])["digests"][0]  # type: ignore[no-any-return]
    except DataError as error:
        where = f"the digest of {digest.date or 'an unknown date'}, {error.path.partition('.')[2]}"
        raise ExportError(f"{where}: {error.message}") from None
