"""The format ``json``: what the exporter of this name writes, and what ``schema.json`` describes, loss-free."""

from collections.abc import Iterator
from typing import ClassVar

import attrs

from dailypapers import DataError, Digest, ReadError, from_data
from dailypapers.listing.jsontext import loads


@attrs.frozen
class JSON:
    """All that the digests say as one JSON object, as the exporter json writes it."""

    suffix: ClassVar[str] = ".json"

    def read(self, content: str, source: str) -> Iterator[Digest]:
        """Yield the digests of an object. Raises :class:`dailypapers.ReadError` for anything else."""
        data = loads(content)
        del content
        try:
            digests = from_data(data)
        except DataError as error:
            raise ReadError(error.message, path=error.path) from None
        for digest in digests:
            papers = [attrs.evolve(paper, source=source) for paper in digest.papers]
            yield attrs.evolve(digest, papers=papers, source=source)
