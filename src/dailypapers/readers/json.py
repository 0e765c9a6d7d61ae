"""The format ``json``: what the exporter of this name writes, and what ``schema.json`` describes, loss-free."""

import json
from collections.abc import Iterator
from typing import ClassVar

import attrs

from dailypapers import DataError, Digest, ReadError, from_data


@attrs.frozen
class JSON:
    """All that the digests say as one JSON object, as the exporter json writes it."""

    suffix: ClassVar[str] = ".json"

    def read(self, content: str, source: str) -> Iterator[Digest]:
        """Yield the digests of an object. Raises :class:`dailypapers.ReadError` for anything else."""
        try:
            yield from from_data(json.loads(content))
        except ValueError as error:
            raise ReadError(f"not JSON: {error}") from None
        except DataError as error:
            raise ReadError(error.message, path=error.path) from None
