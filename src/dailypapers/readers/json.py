"""The format ``json``: what the exporter of this name writes, and what ``schema.json`` describes, loss-free."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, ClassVar

import attrs

from dailypapers import DataError, Digest, ReadError, from_data
from dailypapers.data.plain import UNUSUAL, date_of, digest_of
from dailypapers.listing import jsontext


@attrs.frozen
class JSON:
    """All that the digests say as one JSON object, as the exporter json writes it."""

    suffix: ClassVar[str] = ".json"

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError]:
        """Yield the digests of an object.

        An item that is no digest is a :class:`dailypapers.ReadError`, and the others are read. Raises one for a text
        that is no such object.
        """
        data = jsontext.loads(content)
        items: Any = data.get("digests") if isinstance(data, dict) else None
        if not isinstance(items, list) or len(data) != 2 or data.get("version") != 1 or data["version"] is True:
            try:
                from_data({**data, "digests": []} if isinstance(items, list) else data)
            except DataError as error:
                raise ReadError(error.message, path=error.path) from None
        return jsontext.counted(_digest(item, f"digests[{n}]", source) for n, item in enumerate(items))


def _digest(item: Any, path: str, source: str) -> Digest | ReadError:
    with suppress(*UNUSUAL):
        return digest_of(item, source)
    try:
        (digest,) = from_data({"version": 1, "digests": [item]})
    except DataError as error:
        return ReadError(error.message, path=path + error.path.removeprefix("digests[0]"), date=date_of(item))
    papers = [attrs.evolve(paper, source=source) for paper in digest.papers]
    return attrs.evolve(digest, papers=papers, source=source)
