"""What a digest says, as values: frozen attrs classes and the facts that follow from their fields.

Nothing here reads or writes text. Sequences are tuples, made of whatever sequence is given, and empty when the
digest says nothing; any other unknown is ``None``. Two values are equal when they say the same, wherever they
were read.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Literal

import attrs

Emphasis = Literal["**", "***"]
Severity = Literal["note", "warning", "error"]

MAX_LEVELS = 16
"""How deep points may stand in each other; the points of a paper are the first level."""

MOST_VOTES = 10**9
"""The largest number of votes that is taken for one."""


def _as_tuple(items: Iterable[Any]) -> tuple[Any, ...]:
    if type(items) is tuple:  # as the parser gives it, many times
        return items
    # The letters of "Ann" are no authors, and a set or a mapping has no order.
    if isinstance(items, str | bytes | bytearray | memoryview | Set | Mapping):
        raise TypeError(f"expected a sequence such as a list, not {type(items).__name__}")
    return tuple(items)


def _emphasis_of_a_label(point: "Point") -> Emphasis | None:
    return None if point.label is None else "**"


@attrs.frozen
class Point:
    """One point of a paper's summary.

    ``text`` stands as in the source without bullet, label and emphasis; its further lines are joined by
    line feeds. ``label`` and ``emphasis`` are both set or both ``None``.
    """

    label: str | None = None
    text: str = ""
    points: "tuple[Point, ...]" = attrs.field(default=(), converter=_as_tuple)
    emphasis: Emphasis | None = attrs.field(default=attrs.Factory(_emphasis_of_a_label, takes_self=True))

    def __attrs_post_init__(self) -> None:
        if (self.label is None) != (self.emphasis is None):
            raise ValueError("a point has both a label and its emphasis, or neither")


def each_point(points: Iterable[Point]) -> Iterator[tuple[int, Point]]:
    """Yield each point with its level, from 1 on, and right behind it the points in it; they may be of any depth."""
    levels = [iter(points)]
    while levels:
        point = next(levels[-1], None)
        if point is None:
            levels.pop()
        else:
            yield len(levels), point
            levels.append(iter(point.points))


@attrs.frozen
class Media:
    """The picture or video of a paper; ``url`` is as written and may be relative to the page it came from."""

    kind: Literal["image", "video"]
    url: str


# The link of a paper on arXiv, or of its page on Hugging Face, which has the same id. Identifiers as arXiv
# documents them (https://info.arxiv.org/help/arxiv_identifier.html): 2407.08348, 0704.0001 with four digits
# until 2014, and cs/0112017 or math.GT/0309136 until March 2007.
_ARXIV_LINK = re.compile(
    r"(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)|(?:www\.)?huggingface\.co/papers)/"
    r"(?:([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})|([a-z]+(?:-[a-z]+)*)(?:\.[a-z]{2})?/([0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3}))"
    r"(?:v[0-9]+)?(?:\.pdf)?/?(?:[?#].*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)


def arxiv_id_in(link: str) -> str | None:
    """Return the arXiv identifier in a link, without version, such as ``2407.08348``; ``None`` where there is none."""
    match = _ARXIV_LINK.fullmatch(link)
    if match is None:
        return None
    number, archive, old_number = match.groups()
    return number or f"{archive.lower()}/{old_number}"


@attrs.frozen
class Paper:
    """A paper as one digest features it.

    ``votes`` is a count from 0 on. The order of ``authors`` carries no information: the producer of the
    digests passed the names through a set, and :func:`dailypapers.restore_authors` can undo that.
    ``authors_omitted_at`` is the index in ``authors`` at which the digest says that names were left out,
    ``None`` when the list is complete. ``line`` counts from 1.
    """

    title: str
    url: str | None = None
    media: Media | None = None
    votes: int | None = None
    authors: tuple[str, ...] = attrs.field(default=(), converter=_as_tuple)
    authors_omitted_at: int | None = None
    summary: tuple[Point, ...] = attrs.field(default=(), converter=_as_tuple)
    source: str | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    line: int | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    @property
    def arxiv_id(self) -> str | None:
        """The arXiv identifier without version, such as ``2407.08348``; ``None`` when the link is no arXiv one."""
        return arxiv_id_in(self.url) if self.url else None

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same paper elsewhere, and of what kind: ``arxiv_id``, else ``url``, else ``title``."""
        if arxiv_id := self.arxiv_id:
            return "arxiv_id", arxiv_id
        return ("url", self.url) if self.url else ("title", self.title)


@attrs.frozen
class Digest:
    """The papers of one day. ``line`` is that of its heading, counted from 1."""

    date: datetime.date | None
    papers: tuple[Paper, ...] = attrs.field(default=(), converter=_as_tuple)
    source: str | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    line: int | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)


@attrs.frozen
class Problem:
    """Something in a source that was doubtful, repaired, or not understood.

    ``line`` and ``column`` count from 1, columns in code points. ``text`` is the line of the source without
    its end. The codes are those of :mod:`dailypapers.problems`. ``date`` is that of the digest which has the line;
    ``None`` for an unknown one, outside of digests, and for sources that are no Markdown.
    """

    code: str
    severity: Severity
    message: str
    source: str
    line: int
    column: int
    text: str
    date: datetime.date | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}: {self.code} {self.message}"


@attrs.frozen
class Document:
    """All digests of one source, in order, and the problems met on the way."""

    digests: tuple[Digest, ...] = attrs.field(default=(), converter=_as_tuple)
    problems: tuple[Problem, ...] = attrs.field(default=(), converter=_as_tuple)
    source: str = "<string>"

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of all its digests, in order."""
        return tuple(paper for digest in self.digests for paper in digest.papers)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those of its problems that are errors: words that were not understood."""
        return tuple(problem for problem in self.problems if problem.severity == "error")
