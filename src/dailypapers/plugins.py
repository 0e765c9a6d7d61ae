"""Exporters and readers, ours and everybody's: what one is, and how it is found, loaded and run.

An exporter is an attrs class that an installed distribution names in the entry-point group
``dailypapers.exporters``; the name of the entry point is the name of the format::

    @attrs.frozen
    class Titles:
        \"\"\"One title a line.\"\"\"

        suffix: ClassVar[str] = ".txt"
        numbered: bool = False

        def export(self, digests: Iterable[Digest]) -> Iterator[str]:
            for digest in digests:
                for paper in digest.papers:
                    yield f"{paper.title}\\n"

A reader is the mirror image: a class of the group ``dailypapers.readers``, whose method ``read`` yields digests.

The first line of its docstring is its description, its fields are its options. This module is what an
author may import, values and types alone; how plugins are found, loaded and run is in ``_plugins``.
"""

from collections.abc import Iterable
from typing import Any, Literal, Protocol, TypeAlias

import attrs

from dailypapers.errors import ReadError, ReadWarning
from dailypapers.models import Digest

__all__ = ["CONTRACT", "GROUP", "READER_GROUP", "Exporter", "Format", "Kind", "Option", "Reader"]

GROUP = "dailypapers.exporters"
"""The entry-point group of exporters."""

READER_GROUP = "dailypapers.readers"
"""The entry-point group of readers."""

CONTRACT = 1
"""The version of the contract between this release and plugins."""


Kind: TypeAlias = Literal["exporter", "reader"]
"""What a plugin is."""


class Exporter(Protocol):
    """What an exporter does: ``export`` yields the output in pieces, all of them ``str`` or all ``bytes``.

    Optional class variables: ``suffix``, of the files it writes, with its dot; ``contract``, the version of
    the contract it was written for; ``streams``, a promise to yield before its input is used up.
    """

    def export(self, digests: Iterable[Digest], /) -> Iterable[str] | Iterable[bytes]:
        """Yield the output for digests that can be iterated once."""
        ...


class Reader(Protocol):
    """What a reader does: ``read`` yields the digests of one source.

    Optional class variables: ``suffix``, of the files it reads, with its dot; ``binary``, true for one whose content is
    ``bytes``; ``contract``, the version of the contract it was written for.
    """

    def read(self, content: Any, source: str, /) -> Iterable[Digest | ReadError | ReadWarning]:
        """Yield the digests in ``content``, which is ``str``, or ``bytes`` for a ``binary`` reader.

        ``source`` is the name of the file. Between digests a :class:`~dailypapers.ReadError` reports something that was
        not understood, a :class:`~dailypapers.ReadWarning` something doubtful. A ``ReadError`` that is raised ends the
        reading; what was yielded before it is kept.
        """
        ...


@attrs.frozen
class Option:
    """An option of a plugin: what it takes in words, its default (``None`` when it must be given), its help."""

    name: str
    takes: str
    default: object
    required: bool
    help: str


@attrs.frozen
class Format:
    """A row of :func:`dailypapers.formats`: a plugin, or in ``error`` why it cannot be used.

    ``distribution`` and ``version`` say what has installed it; ``suffix`` is ``None`` for one that has none.
    """

    name: str
    kind: Kind
    description: str
    suffix: str | None
    options: tuple[Option, ...]
    distribution: str
    version: str
    builtin: bool
    error: str | None
