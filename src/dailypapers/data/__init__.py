"""Models to plain data and back without loss: the JSON object of the format ``json``.

``converter`` takes all such data and says what is wrong with any other. ``plain`` makes models at once of data in which
nothing is unusual. The same shape is written down as a JSON Schema, ``dailypapers/schema.json``.
"""

from collections.abc import Mapping
from typing import Any

from dailypapers._digests import Digests, each_digest
from dailypapers.errors import DataError
from dailypapers.models import Digest

VERSION = 1


def to_data(digests: Digests) -> dict[str, Any]:
    """Return digests (or those of documents) as dicts, lists, strings, numbers and ``None``.

    The shape is that of ``{"version": 1, "digests": [...]}`` in the format ``json``. ``source`` and ``line``, which
    count for no equality, are left out; ``arxiv_id`` is added for whoever reads the data.
    """
    from dailypapers.data.converter import unstructured  # with cattrs 30 ms, which plain data can do without

    return {"version": VERSION, "digests": [unstructured(digest) for digest in each_digest(digests)]}


def from_data(data: object) -> tuple[Digest, ...]:
    """Return the digests back that :func:`to_data` made ``data`` from.

    It takes what ``schema.json`` takes, where a number such as ``26.0`` is a whole one. A tuple stands for a list as
    well. The rules that a schema cannot say are listed in its description and held here. Without an ``arxiv_id`` the
    ``url`` gives it, and where there is no ``url``, the ``arxiv_id`` gives the link to arXiv.
    Raises :class:`~dailypapers.DataError`, with the path to what is wrong, for anything else.
    """
    if not isinstance(data, Mapping) or not {"version", "digests"} <= data.keys():
        raise DataError("expected an object with 'version' and 'digests'")
    if data["version"] != VERSION or isinstance(data["version"], bool):
        raise DataError(f"expected {VERSION}, the version that this release reads", "version")
    from dailypapers.data.converter import structured

    return structured(data)
