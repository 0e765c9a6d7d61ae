"""Points, media and papers of values that the grammar or ``data.plain`` took, made without the checks of their classes.

An archive has twenty thousand points, and to check them takes as long as all the rest of the reading. The values are
valid: ``tests/digest/test_fuzz.py`` and ``tests/test_data.py`` make the models of any text and data again, with the
checks. So are those that ``records`` and ``testing.samples`` make.
"""

from typing import Any

import attrs

from dailypapers.models import Emphasis, Media, MediaKind, Paper, Point


def _setters(cls: type) -> list[Any]:
    """Return the setters of a frozen class, in the order of its fields."""
    return [vars(cls)[field.name].__set__ for field in attrs.fields(cls)]


_new = object.__new__
_label, _text, _points, _emphasis = _setters(Point)
_kind, _media_url = _setters(Media)
_title, _url, _media, _votes, _authors, _authors_omitted_at, _summary, _source, _line = _setters(Paper)


def make_point(label: str | None, text: str, points: tuple[Point, ...], emphasis: Emphasis | None) -> Point:
    """Return a point of valid values."""
    point = _new(Point)
    _label(point, label)
    _text(point, text)
    _points(point, points)
    _emphasis(point, emphasis)
    return point


def make_media(kind: MediaKind, url: str) -> Media:
    """Return a picture or video of valid values."""
    media = _new(Media)
    _kind(media, kind)
    _media_url(media, url)
    return media


def make_paper(
    title: str,
    url: str | None,
    media: Media | None,
    votes: int | None,
    authors: tuple[str, ...],
    authors_omitted_at: int | None,
    summary: tuple[Point, ...],
    source: str | None,
    line: int | None,
) -> Paper:
    """Return a paper of valid values."""
    paper = _new(Paper)
    _title(paper, title)
    _url(paper, url)
    _media(paper, media)
    _votes(paper, votes)
    _authors(paper, authors)
    _authors_omitted_at(paper, authors_omitted_at)
    _summary(paper, summary)
    _source(paper, source)
    _line(paper, line)
    return paper
