"""The format ``jsonl``: what the exporter of this name writes, also once other programs have filtered or changed it.

A row is an object, and is a paper. There may be any white space between rows, or they are the items of a list. A key
that a row does not have is unknown; only ``title`` is required.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

import attrs

from dailypapers import DataError, Digest, Paper, ReadError, ReadWarning, from_data
from dailypapers.data.plain import ROW, UNUSUAL, date_of, day_of, paper_of
from dailypapers.listing import jsontext
from dailypapers.models import MAX_LEVELS
from dailypapers.plugins import kind_of, lone_surrogate

_UNKNOWN: dict[str, Any] = {"url": None, "media": None, "votes": None, "authors_omitted_at": None}
_UNKNOWN |= {"authors": [], "summary": []}
_POINT = {"label", "text", "points", "emphasis"}
_MEDIA = {"kind", "url"}
_FEW = 10
_OF_RECORDS = {"abs", "id", "pdf", "link"}


@attrs.frozen
class JSONLines:
    """One paper a line as a JSON object, as the exporter jsonl writes it."""

    suffix: ClassVar[str] = ".jsonl"

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield the digests of rows: neighbours equal in source, date and digest are one.

        A row that is none, or a line that is no JSON, is a :class:`dailypapers.ReadError` in its place. In the end a
        warning names the keys that were passed over.
        """
        passed_over: dict[str, None] = {}
        where: tuple[Any, ...] | None = None
        papers: list[Paper] = []
        failed: ReadError | None = None
        try:
            for row in jsontext.counted(_rows(content, passed_over)):
                if isinstance(row, ReadError):
                    yield row
                    continue
                here, paper = row
                if here != where and where is not None:
                    yield _digest(where, papers)
                    papers = []
                where = here
                papers.append(paper)
        except ReadError as error:
            failed = error
        if where is not None:
            yield _digest(where, papers)
        if passed_over:
            names = ", ".join(map(repr, [*passed_over][:_FEW])) + (" and others" if len(passed_over) > _FEW else "")
            hint = "" if _OF_RECORDS.isdisjoint(passed_over) else "; --from records reads them"
            yield ReadWarning(f"passed over keys that no paper has: {names}{hint}")
        if failed:
            raise failed


def _digest(where: tuple[Any, ...], papers: list[Paper]) -> Digest:
    source, day, _ = where
    return Digest(day, papers, source=source)


def _rows(content: str, passed_over: dict[str, None]) -> Iterator[tuple[tuple[Any, ...], Paper] | ReadError]:
    places = jsontext.Places(content)
    for offset, row in jsontext.each_value(content):
        try:
            yield row if isinstance(row, ReadError) else _read(row, passed_over)
        except DataError as error:
            yield ReadError(error.message, *places.of(offset), error.path, date=date_of(row))


def _read(row: Any, passed_over: dict[str, None]) -> tuple[tuple[Any, ...], Paper]:
    """Return in which digest a row stands (source, date and number), and its paper."""
    if not isinstance(row, dict):
        raise DataError(f"expected an object, not {kind_of(row)}")
    source, line, number = row.get("source"), row.get("line"), row.get("digest")
    if source is not None and not isinstance(source, str):
        raise DataError(f"expected text or null, not {kind_of(source)}", "source")
    try:
        (source or "").encode()
    except UnicodeEncodeError as error:
        raise DataError(lone_surrogate(error), "source") from None
    line, number = _count(line, "line"), _count(number, "digest")
    try:
        paper = paper_of(row, source, line)
    except UNUSUAL:
        paper = _thoroughly(row, source, line, passed_over)
    _pass_over(row, ROW, passed_over)
    return (source, _day(row.get("date")), number), paper


def _count(value: Any, key: str) -> int | None:
    if type(value) is float and value.is_integer():
        value = int(value)
    if value is not None and not (type(value) is int and value > 0):
        found = value if type(value) in (int, float) else kind_of(value)
        raise DataError(f"expected a whole number from 1 on, or null, not {found}", key)
    return value


def _day(data: Any) -> date | None:
    try:
        return day_of(data)
    except UNUSUAL:
        return _valid("date", {"date": data, "papers": []}).date


# -- the paper of a row in which something is unusual -----------------------------------------------------------


def _thoroughly(row: dict[str, Any], source: str | None, line: int | None, passed_over: dict[str, None]) -> Paper:
    """Make the paper of a row by way of plain data; raises :class:`dailypapers.DataError` with the path in the row."""
    known = {key: value for key, value in row.items() if value is not None or key == "title"}
    known = _UNKNOWN | {key: known[key] for key in ("title", "arxiv_id", *_UNKNOWN) if key in known}
    if isinstance(known["summary"], str):
        raise DataError("expected a list, not text; --from records reads it", "summary")
    known["summary"] = _completed(known["summary"], 1, passed_over)
    if isinstance(media := known["media"], dict):
        known["media"] = {key: value for key, value in media.items() if key in _MEDIA}
        _pass_over(media, _MEDIA, passed_over)
    paper: Paper = _valid("papers[0]", {"date": None, "papers": [known]}).papers[0]
    return attrs.evolve(paper, source=source, line=line)


def _completed(points: Any, level: int, passed_over: dict[str, None]) -> Any:
    """Add to points the keys that they lack, and leave out those that no point has."""
    if not isinstance(points, list):
        return points
    if level > MAX_LEVELS:  # too deep, whatever they hold: one is enough to be refused
        points = [{} for _ in points[:1]]
    completed: list[Any] = []
    for point in points:
        if isinstance(point, dict):
            _pass_over(point, _POINT, passed_over)
            usual: dict[str, Any] = {"label": None, "text": "", "points": [], "emphasis": None}
            if point.get("label") is not None:
                usual["emphasis"] = "**"
            point = usual | {key: value for key, value in point.items() if key in _POINT and value is not None}
            point["points"] = _completed(point["points"], level + 1, passed_over)
        completed.append(point)
    return completed


def _valid(path: str, digest: dict[str, Any]) -> Digest:
    """Make a digest of plain data; raises :class:`dailypapers.DataError` with the rest of the path behind ``path``."""
    try:
        (made,) = from_data({"version": 1, "digests": [digest]})
    except DataError as error:
        within = error.path.removeprefix("digests[0].")
        raise DataError(error.message, within.removeprefix(f"{path}.")) from None
    return made


def _pass_over(found: Mapping[str, Any], known: set[str], passed_over: dict[str, None]) -> None:
    """Remember keys that are not read, for a warning that names a few."""
    if not found.keys() <= known:
        for key in found:
            if key not in known and len(passed_over) <= _FEW:
                passed_over[key] = None
