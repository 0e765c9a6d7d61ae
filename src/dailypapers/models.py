"""What a digest says, as values: frozen attrs classes and the facts that follow from their fields.

Nothing here reads or writes text. Sequences are tuples, made of whatever sequence is given, and empty when the
digest says nothing; any other unknown is ``None``. Two values are equal when they say the same, wherever they
were read.

A value is valid from the start. Making one raises ``TypeError`` for a value of another type and ``ValueError`` for
one out of range, and the message begins with the field: ``votes: expected int, not str``. Nobody has to check again.
The one thing that text may hold and no file can is a lone surrogate.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, get_args

import attrs

from dailypapers._fields import as_str, as_str_or_none, as_tuple, check, check_choice, check_each, check_levels

Emphasis = Literal["**", "***"]
MediaKind = Literal["image", "video"]
Severity = Literal["note", "warning", "error"]

MAX_LEVELS = 16
"""How deep points may stand in each other; the points of a paper are the first level."""

MOST_VOTES = 10**9
"""The largest number of votes that is taken for one."""


@attrs.frozen
class Point:
    """One point of a paper's summary.

    ``text`` stands as in the source without bullet, label and emphasis; its further lines are joined by
    line feeds. ``label`` and ``emphasis`` are both set or both ``None``.
    """

    label: str | None = attrs.field(default=None, converter=as_str_or_none)
    text: str = attrs.field(default="", converter=as_str)
    points: "tuple[Point, ...]" = attrs.field(default=(), converter=as_tuple)
    emphasis: Emphasis | None = attrs.field(
        default=attrs.Factory(lambda point: None if point.label is None else "**", takes_self=True)
    )

    def __attrs_post_init__(self) -> None:
        check("label", self.label, str, optional=True)
        check("text", self.text, str)
        check_each("points", self.points, Point)
        if self.emphasis is not None:
            check_choice("emphasis", self.emphasis, get_args(Emphasis))
        if (self.label is None) != (self.emphasis is None):
            raise ValueError("emphasis: expected both a label and its emphasis, or neither")


def each_point(points: Iterable[Point]) -> Iterator[tuple[int, Point]]:
    """Yield each point with its level, from 1 on, and right behind it the points in it, to any depth."""
    levels = [iter(points)]
    while levels:
        for point in levels[-1]:
            yield len(levels), point
            if point.points:
                levels.append(iter(point.points))
                break
        else:
            levels.pop()


@attrs.frozen
class Media:
    """The picture or video of a paper; ``url`` is as written and may be relative to the page it came from."""

    kind: MediaKind
    url: str = attrs.field(converter=as_str)

    def __attrs_post_init__(self) -> None:
        check_choice("kind", self.kind, get_args(MediaKind))
        check("url", self.url, str)


# Identifiers as arXiv documents them (https://info.arxiv.org/help/arxiv_identifier.html): 0704.0001 with four digits
# up to December 2014, 1501.00001 with five since then, and cs/0112017 or math.GT/0309136 until March 2007. A number of
# another length has lost a digit, most often its last zero, and would be the number of another paper.
_IDENTIFIER = r"""
(?:
  ( (?: 07(?:0[4-9]|1[0-2]) | (?:0[89]|1[0-4])(?:0[1-9]|1[0-2]) ) \.[0-9]{4}
  | (?: 1[5-9] | [2-9][0-9] ) (?:0[1-9]|1[0-2]) \.[0-9]{5}
  )
| ( [a-z]++ (?:-[a-z]++)*+ ) (?:\.[a-z]{2})? / ( (?: (?:9[1-9]|0[0-6])(?:0[1-9]|1[0-2]) | 070[1-3] ) [0-9]{3} )
)
(?:v[0-9]++)?
"""
_FLAGS = re.ASCII | re.IGNORECASE | re.DOTALL | re.VERBOSE
_ARXIV_ID = rf"(?:arxiv:\s*+)?{_IDENTIFIER}"
# The pages of a paper: on arXiv, and elsewhere under the same identifier. And the DOI that arXiv registers.
_ARXIV_LINK = re.compile(
    rf"""
    (?:
      (?:https?://)?
      (?: (?:www\.|export\.|cn\.)?arxiv\.org/(?:abs/(?:arxiv:)?|pdf/|html/|src/)
        | (?:www\.)?(?: huggingface\.co/papers | alphaxiv\.org/abs | ar5iv\.org/abs | ar5iv\.labs\.arxiv\.org/html )/
      )
    | (?: (?:https?://)?(?:www\.|dx\.)?doi\.org/ | doi:\s*+ )?10\.48550/arxiv\.
    )
    {_IDENTIFIER} (?:\.pdf)?/?(?:[?\#].*)?
    """,
    _FLAGS,
)


@lru_cache(maxsize=8)  # an exporter asks for that of a paper several times
def arxiv_id_in(link: str) -> str | None:
    """Return the arXiv identifier in a link or DOI, as ``2407.08348`` without version; ``None`` where there is none."""
    return _identifier(_ARXIV_LINK.fullmatch(link))


def arxiv_id_of(text: str) -> str | None:
    """Return the arXiv identifier that a text is, without version and ``arXiv:``; ``None`` where it is none."""
    return _identifier(re.fullmatch(_ARXIV_ID, text, _FLAGS))


def _identifier(match: re.Match[str] | None) -> str | None:
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
    ``None`` when the list is complete: whoever shortens ``authors`` changes both. ``line`` counts from 1.
    """

    title: str = attrs.field(converter=as_str)
    url: str | None = attrs.field(default=None, converter=as_str_or_none)
    media: Media | None = None
    votes: int | None = None
    authors: tuple[str, ...] = attrs.field(default=(), converter=as_tuple)
    authors_omitted_at: int | None = None
    summary: tuple[Point, ...] = attrs.field(default=(), converter=as_tuple)
    source: str | None = attrs.field(default=None, eq=False, repr=False, kw_only=True, converter=as_str_or_none)
    line: int | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check("title", self.title, str)
        check("url", self.url, str, optional=True)
        check("media", self.media, Media, optional=True)
        check("votes", self.votes, int, optional=True, least=0, most=MOST_VOTES)
        check_each("authors", self.authors, str)
        check("authors_omitted_at", self.authors_omitted_at, int, optional=True, least=0)
        if (self.authors_omitted_at or 0) > len(self.authors):
            bounds = f"from 0 to {len(self.authors)}, the number of authors"
            raise ValueError(f"authors_omitted_at: expected a whole number {bounds}")
        check_each("summary", self.summary, Point)
        check_levels("summary", self.summary, MAX_LEVELS)
        check("source", self.source, str, optional=True)
        check("line", self.line, int, optional=True, least=1)

    @property
    def arxiv_id(self) -> str | None:
        """The arXiv identifier without version, such as ``2407.08348``; ``None`` where none follows from the link.

        It follows from the pages of the paper on arXiv, alphaXiv, ar5iv and Hugging Face, and from arXiv's DOI.
        """
        return arxiv_id_in(self.url) if self.url else None

    @property
    def identity(self) -> tuple[str, str] | None:
        """The kind and the value that make it the same paper elsewhere: ``arxiv_id``, else ``url``, else ``title``.

        An empty title identifies nothing: then it is ``None``, and the paper is the same as no other.
        """
        if arxiv_id := self.arxiv_id:
            return "arxiv_id", arxiv_id
        if self.url:
            return "url", self.url
        return ("title", self.title) if self.title.strip() else None


@attrs.frozen
class Digest:
    """The papers of one day. ``line`` is that of its heading, counted from 1."""

    date: datetime.date | None
    papers: tuple[Paper, ...] = attrs.field(default=(), converter=as_tuple)
    source: str | None = attrs.field(default=None, eq=False, repr=False, kw_only=True, converter=as_str_or_none)
    line: int | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check("date", self.date, datetime.date, optional=True)
        check_each("papers", self.papers, Paper)
        check("source", self.source, str, optional=True)
        check("line", self.line, int, optional=True, least=1)


def each_text(paper: Paper) -> Iterator[str]:
    """Yield each text that a paper holds: title, links, authors, the labels and texts of its points."""
    yield paper.title
    if paper.url is not None:
        yield paper.url
    if paper.media is not None:
        yield paper.media.url
    yield from paper.authors
    for _, point in each_point(paper.summary):
        if point.label is not None:
            yield point.label
        yield point.text


@attrs.frozen
class Problem:
    """Something in a source that was doubtful, repaired, or not understood.

    ``line`` and ``column`` count from 1, columns in code points. ``text`` is the line of the source without
    its end. The codes are those of :mod:`dailypapers.problems`. ``date`` is that of the digest which it is in;
    ``None`` for an unknown one, and outside of digests.
    """

    code: str
    severity: Severity
    message: str
    source: str
    line: int
    column: int
    text: str
    date: datetime.date | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in ("code", "message", "source", "text"):
            check(name, getattr(self, name), str)
        check_choice("severity", self.severity, get_args(Severity))
        check("line", self.line, int, least=1)
        check("column", self.column, int, least=1)
        check("date", self.date, datetime.date, optional=True)

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}: {self.code} {self.message}"


@attrs.frozen
class Document:
    """All digests of one source, in order, and the problems met on the way."""

    digests: tuple[Digest, ...] = attrs.field(default=(), converter=as_tuple)
    problems: tuple[Problem, ...] = attrs.field(default=(), converter=as_tuple)
    source: str = "<string>"

    def __attrs_post_init__(self) -> None:
        check_each("digests", self.digests, Digest)
        check_each("problems", self.problems, Problem)
        check("source", self.source, str)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of all its digests, in order."""
        return tuple(paper for digest in self.digests for paper in digest.papers)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those of its problems that are errors: words that were not understood."""
        return tuple(problem for problem in self.problems if problem.severity == "error")
