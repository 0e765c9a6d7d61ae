"""Models held to what plain data is held to: types, ranges, levels of points, and text that can be encoded.

The models themselves hold whatever they are given. What a reader yields is looked at here.
"""

import datetime
from typing import Any

import attrs

from dailypapers.errors import DataError, kind_of
from dailypapers.models import MAX_LEVELS, MOST_VOTES, Digest, Media, Paper, Point


def validated(digest: Digest) -> Digest:
    """Return a digest, or what it is with plain values: a subclass of ``str`` becomes ``str``, and 26.0 becomes 26.

    Raises :class:`~dailypapers.DataError`, with the path, for what :func:`~dailypapers.from_data` would refuse.
    """
    if (
        type(digest) is Digest
        and (digest.date is None or type(digest.date) is datetime.date)
        and _has_plain_place(digest)
        and all(map(is_valid, digest.papers))
    ):
        return digest
    return _made_plain(digest)


def is_valid(paper: Paper) -> bool:
    """Return whether a paper needs no closer look. Every paper is asked, so this is quick."""
    if type(paper) is not Paper or not _has_plain_place(paper):
        return False
    texts: list[Any] = [paper.title, *paper.authors]
    if paper.url is not None:
        texts.append(paper.url)
    if (media := paper.media) is not None:
        if type(media) is not Media or media.kind not in ("image", "video"):
            return False
        texts.append(media.url)
    if (votes := paper.votes) is not None and not (type(votes) is int and 0 <= votes <= MOST_VOTES):
        return False
    omitted_at = paper.authors_omitted_at
    if omitted_at is not None and not (type(omitted_at) is int and 0 <= omitted_at <= len(paper.authors)):
        return False
    if not _add_texts(paper.summary, texts, MAX_LEVELS):
        return False
    try:
        "".join(texts).encode()
    except (TypeError, UnicodeEncodeError):
        return False
    return set(map(type, texts)) == {str}


def _add_texts(points: tuple[Any, ...], texts: list[Any], levels: int) -> bool:
    """Add the texts of points to others; return whether the points are plain, and no deeper than ``levels``."""
    for point in points:
        if type(point) is not Point or not levels or point.emphasis not in (None, "**", "***"):
            return False
        texts.append(point.text)
        if point.label is not None:
            texts.append(point.label)
        if point.points and not _add_texts(point.points, texts, levels - 1):
            return False
    return True


def _has_plain_place(model: Digest | Paper) -> bool:
    source, line = model.source, model.line
    return (source is None or type(source) is str) and (line is None or (type(line) is int and line > 0))


# -- a closer look --------------------------------------------------------------------------------------------


def _made_plain(digest: Digest) -> Digest:
    """Make a digest anew by way of plain data, which holds it to everything but what is in no data."""
    from dailypapers.data import from_data, to_data

    papers = [_paper(paper, f"papers[{n}]") for n, paper in enumerate(digest.papers)]
    date = digest.date
    if date is not None and type(date) is not datetime.date:
        raise DataError(f"expected a date, not {kind_of(date)}", "date")
    try:
        (plain,) = from_data(to_data(Digest(date, papers)))
    except DataError as error:
        raise DataError(error.message, error.path.removeprefix("digests[0].")) from None
    placed = [
        attrs.evolve(new, **_place(old, f"papers[{n}]."))
        for n, (new, old) in enumerate(zip(plain.papers, papers, strict=True))
    ]
    return attrs.evolve(plain, papers=placed, **_place(digest, ""))


def _place(model: Digest | Paper, path: str) -> dict[str, Any]:
    source, line = model.source, model.line
    if source is not None and not isinstance(source, str):
        raise DataError(f"expected text, not {kind_of(source)}", f"{path}source")
    if line is not None and (type(line) is not int or line < 1):
        raise DataError(f"expected a whole number from 1 on, not {line!r}", f"{path}line")
    return {"source": None if source is None else str.__str__(source), "line": line}


def _paper(paper: Any, path: str) -> Paper:
    paper = _one(Paper, paper, path)
    if paper.url is not None and not isinstance(paper.url, str):
        raise DataError(f"expected text, not {kind_of(paper.url)}", f"{path}.url")
    media = None if paper.media is None else _one(Media, paper.media, f"{path}.media")
    values: dict[str, Any] = {field.name: getattr(paper, field.name) for field in attrs.fields(Paper)}
    values |= {"media": media and Media(media.kind, media.url), "summary": _points(paper.summary, f"{path}.summary", 1)}
    return Paper(**values)


def _points(points: tuple[Any, ...], path: str, level: int) -> tuple[Point, ...]:
    if points and level > MAX_LEVELS:
        raise DataError(f"more than {MAX_LEVELS} levels of points", f"{path}[0]")
    made = []
    for n, point in enumerate(points):
        point = _one(Point, point, f"{path}[{n}]")
        inner = _points(point.points, f"{path}[{n}].points", level + 1)
        made.append(Point(point.label, point.text, inner, point.emphasis))
    return tuple(made)


def _one(cls: type, value: object, path: str) -> Any:
    if not isinstance(value, cls):
        raise DataError(f"expected a {cls.__name__}, not {kind_of(value)}", path)
    return value
