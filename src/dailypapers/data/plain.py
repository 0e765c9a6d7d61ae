"""Data as the formats ``json`` and ``jsonl`` write it, to models at once.

It is data that JSON was decoded to: of ``dict``, ``list``, ``str``, ``int``, ``float``, ``bool`` and ``None`` alone. A
value in which anything is unusual is left to ``converter``, which takes it or says what is wrong with it.
"""

import datetime
from contextlib import suppress
from operator import itemgetter
from typing import Any, get_args

from dailypapers._unchecked import make_media, make_paper, make_point
from dailypapers.models import MAX_LEVELS, MOST_VOTES, Digest, Emphasis, Media, MediaKind, Paper, Point, arxiv_id_in

_DIGEST = {"date", "papers"}
PAPER = {"title", "url", "arxiv_id", "media", "votes", "authors", "authors_omitted_at", "summary"}
"""The keys of a paper."""

ROW = PAPER | {"date", "source", "line", "digest"}
"""The keys of a row of the format ``jsonl``."""

_MEDIA = {"kind", "url"}
_POINT = ("label", "text", "points", "emphasis")
_values_of_point = itemgetter(*_POINT)
_KINDS = get_args(MediaKind)
_EMPHASES = (None, *get_args(Emphasis))

UNUSUAL = (AttributeError, KeyError, TypeError, ValueError)
"""What the functions of this module raise for data in which anything is unusual."""


def digest_of(data: Any, source: str) -> Digest:
    """Return the digest of data with all keys that the format ``json`` has."""
    if data.keys() != _DIGEST or type(data["papers"]) is not list:
        raise ValueError
    papers = []
    for paper in data["papers"]:
        if paper.keys() != PAPER:
            raise ValueError
        papers.append(paper_of(paper, source, None))
    return Digest(day_of(data["date"]), papers, source=source)


def paper_of(data: dict[str, Any], source: str | None, line: int | None) -> Paper:
    """Return the paper of data; a key but ``title`` may be missing, and others are not looked at."""
    get = data.get
    title, url, media, votes = data["title"], get("url"), get("media"), get("votes")
    arxiv_id, authors, omitted_at = get("arxiv_id"), get("authors", []), get("authors_omitted_at")
    if type(authors) is not list:
        raise ValueError
    texts = [title, *authors]
    if url is not None:
        texts.append(url)
    picture = None if media is None else _media(media, texts)
    points = _points(get("summary", []), MAX_LEVELS, texts)
    "".join(texts).encode()  # raises for what is no text, and for lone surrogates
    if votes is not None and not (type(votes) is int and 0 <= votes <= MOST_VOTES):
        raise ValueError
    if omitted_at is not None and not (type(omitted_at) is int and 0 <= omitted_at <= len(authors)):
        raise ValueError
    if arxiv_id is not None and (url is None or arxiv_id_in(url) != arxiv_id):
        raise ValueError
    return make_paper(title, url, picture, votes, tuple(authors), omitted_at, points, source, line)


def _media(data: Any, texts: list[Any]) -> Media:
    if data.keys() != _MEDIA or data["kind"] not in _KINDS:
        raise ValueError
    texts.append(data["url"])
    return make_media(data["kind"], data["url"])


def _points(data: Any, levels: int, texts: list[Any]) -> tuple[Point, ...]:
    """Return points of at most ``levels`` levels, and add their texts to those that are to be checked."""
    if type(data) is not list or (data and not levels):
        raise ValueError
    made = []
    for point in data:
        label, text, points, emphasis = _values_of_point(point)
        if len(point) != len(_POINT) or (label is None) != (emphasis is None) or emphasis not in _EMPHASES:
            raise ValueError
        if label is not None:
            texts.append(label)
        texts.append(text)
        made.append(make_point(label, text, () if points == [] else _points(points, levels - 1, texts), emphasis))
    return tuple(made)


def day_of(text: Any) -> datetime.date | None:
    """Return the date ``YYYY-MM-DD`` of a digest, which may be unknown."""
    if text is None:
        return None
    date = datetime.date.fromisoformat(text)
    if date.isoformat() != text:  # fromisoformat takes 20240712 and 2024-W28-5 as well
        raise ValueError
    return date


def date_of(data: Any) -> datetime.date | None:
    """Return the date of a digest, or of a row, whose data is wrong elsewhere; ``None`` where it has no valid one."""
    with suppress(*UNUSUAL):
        return day_of(data.get("date"))
    return None
