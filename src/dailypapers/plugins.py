"""Exporters, ours and everybody's: what one is, and how it is found, loaded and run.

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

The first line of its docstring is its description, its fields are its options. This module is what an
author may import, values and types alone; how plugins are found, loaded and run is in ``_plugins``.
"""

from collections.abc import Iterable
from typing import Literal, Protocol, TypeAlias

import attrs

from dailypapers.models import Digest

__all__ = ["CONTRACT", "GROUP", "Exporter", "File", "Format", "Kind", "Option"]

GROUP = "dailypapers.exporters"
"""The entry-point group of exporters."""

CONTRACT = 1
"""The version of the contract between this release and exporters."""


Kind: TypeAlias = Literal["exporter"]
"""What a plugin is."""


@attrs.frozen
class File:
    """One file of an output of many: an exporter yields it in place of text.

    ``path`` is relative and has ``/`` between its parts; where the files go is the library's to decide. ``content`` is
    ``str``, ``bytes`` or an iterable of either, which is used up before the exporter is asked for the next file. A
    path that is not safe everywhere, or that is the same as another one to some file system, is an error of the
    exporter.
    """

    path: str
    content: str | bytes | Iterable[str] | Iterable[bytes]


class Exporter(Protocol):
    """What an exporter does: ``export`` yields the output in pieces, all of them ``str``, or ``bytes``, or ``File``.

    Optional class variables: ``suffix``, of the files it writes, with its dot; ``contract``, the version of
    the contract it was written for; ``streams``, a promise to yield before its input is used up.
    """

    def export(self, digests: Iterable[Digest], /) -> Iterable[str] | Iterable[bytes] | Iterable[File]:
        """Yield the output for digests that can be iterated once."""
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
