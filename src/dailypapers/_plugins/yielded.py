"""The digests that a reader yields, held to what plain data is held to: types, ranges, text that can be encoded."""

import datetime
from typing import Any

import attrs

from dailypapers.errors import DataError, kind_of
from dailypapers.models import MAX_LEVELS, MOST_VOTES, Digest, Media, Paper, Point


def validated(digest: Digest) -> Digest:
    """Return a digest, or what it is with plain values; raises :class:`~dailypapers.DataError` with the path."""
    return digest if _is_plain(digest) else _made_plain(digest)


def _is_plain(digest: Digest) -> bool:
    """Return whether nothing in a digest needs a closer look. Every digest is asked, so this is quick."""
    if type(digest) is not Digest or not all(type(paper) is Paper for paper in digest.papers):
        return False
    texts: list[Any] = []
    lines, sources = [digest.line], [digest.source]
    for paper in digest.papers:
        lines.append(paper.line)
        sources.append(paper.source)
        texts.append(paper.title)
        texts += paper.authors
        if paper.url is not None:
            texts.append(paper.url)
        if (media := paper.media) is not None:
            if type(media) is not Media or media.kind not in ("image", "video"):
                return False
            texts.append(media.url)
        if (votes := paper.votes) is not None and not (type(votes) is int and 0 <= votes <= MOST_VOTES):
            return False
        place = paper.authors_omitted_at
        if place is not None and not (type(place) is int and 0 <= place <= len(paper.authors)):
            return False
        if not _add_texts(paper.summary, texts, MAX_LEVELS):
            return False
    try:
        "".join(texts).encode()
    except (TypeError, UnicodeEncodeError):
        return False
    return (
        all(type(text) is str for text in texts)
        and all(line is None or (type(line) is int and line > 0) for line in lines)
        and all(source is None or type(source) is str for source in sources)
        and (digest.date is None or type(digest.date) is datetime.date)
    )


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
    return attrs.evolve(
        plain,
        papers=[
            attrs.evolve(new, **_place(old, f"papers[{n}]."))
            for n, (new, old) in enumerate(zip(plain.papers, papers, strict=True))
        ],
        **_place(digest, ""),
    )


def _place(model: Digest | Paper, path: str) -> dict[str, Any]:
    source, line = model.source, model.line
    if source is not None and not isinstance(source, str):
        raise DataError(f"expected text, not {kind_of(source)}", f"{path}source")
    if line is not None and (type(line) is not int or line < 1):
        raise DataError(f"expected a whole number from 1 on, not {line!r}", f"{path}line")
    return {"source": source and str.__str__(source), "line": line}


def _paper(paper: Any, path: str) -> Paper:
    paper = _one(Paper, paper, path)
    if paper.url is not None and not isinstance(paper.url, str):
        raise DataError(f"expected text, not {kind_of(paper.url)}", f"{path}.url")
    media = None if paper.media is None else _one(Media, paper.media, f"{path}.media")
    values: dict[str, Any] = {field.name: getattr(paper, field.name) for field in attrs.fields(Paper)}
    values |= {"media": media and Media(media.kind, media.url), "summary": _points(paper.summary, f"{path}.summary", 1)}
    return Paper(**values)


def _points(points: Any, path: str, level: int) -> tuple[Point, ...]:
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
