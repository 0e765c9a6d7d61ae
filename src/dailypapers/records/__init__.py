"""Papers as records: what the fields of an object, of a row of CSV or of a row of a table mean, by their names.

Most projects that publish daily papers write such records. :class:`Records` has the options that name fields, and makes
digests of rows. ``rows`` brings these, and ``values`` reads one value. No other module knows the names.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from dailypapers._text import kind_of
from dailypapers.errors import ReadError, ReadWarning
from dailypapers.listing import DatedPaper, date_in_name, digests_of
from dailypapers.models import Digest, Paper, Point
from dailypapers.records import values
from dailypapers.records.rows import Row, plain_name

Field: TypeAlias = Literal["title", "url", "authors", "date", "votes", "media", "abstract"]

NAMES: Mapping[Field, tuple[str, ...]] = {
    "title": ("title", "paper"),
    "url": ("url", "link", "abs", "arxivurl", "arxiv", "pdf", "pdfurl", "id", "arxivid", "doi"),
    "authors": ("authors", "author"),
    "date": ("date", "publisheddate", "publishdate", "submitted"),
    "votes": ("votes", "upvotes", "likes", "stars"),
    "media": ("image", "thumbnail", "picture", "video", "mediaurl"),
    "abstract": ("abstract", "summary", "description"),
}
"""The names of each field, as :func:`plain_name` has them. The first counts that a record has."""

_POINTS = ("tldr", "motivation", "method", "result", "conclusion")
_OURS = "authorscomplete"
"""The column by which CSV of our own is known."""

_ALL = {*(name for names in NAMES.values() for name in names), "ai", "mediakind", _OURS, *_POINTS}
_FEW = 10
_MOST_SHAPES = 100

_Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a value."""


@attrs.frozen
class _Shape:
    """Where records with the same keys have their fields."""

    places: Mapping[Field, list[_Path]]
    points: list[tuple[str, str]]
    objects: list[str]
    is_ours: bool
    unknown: list[str]


def _names_a(field: str) -> Any:
    return attrs.field(default=None, metadata={"help": f"the field that is the {field}; a dot leads into an object"})


@attrs.frozen
class Records:
    """The options of the readers of records, and the digests of their rows."""

    title: str | None = _names_a("title")
    url: str | None = _names_a("link")
    authors: str | None = _names_a("authors")
    date: str | None = _names_a("date")
    votes: str | None = _names_a("votes")
    media: str | None = _names_a("picture or video")
    abstract: str | None = _names_a("abstract")
    day: Literal["file", "record"] = attrs.field(
        default="file", metadata={"help": "whose date a digest has: the file's, by its name, or that of its records"}
    )
    points: Literal["auto", "abstract", "none"] = attrs.field(
        default="auto", metadata={"help": "the summary; auto is tldr, motivation, method and so on, else the abstract"}
    )

    def has_title(self, keys: Iterable[str]) -> bool:
        """Return whether one of the names is that of a title."""
        return bool(self._shape(tuple(keys)).places["title"])

    def digests(
        self, rows: Iterable[Row | ReadError | ReadWarning], source: str, *, each_once: bool = False
    ) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield what is wrong with rows, a warning that names fields without a meaning, and a digest for each date.

        With ``each_once`` a paper counts where it first stands.
        """
        return digests_of(self._papers(rows, source, each_once), date_in_name(source), source)

    def _papers(
        self, rows: Iterable[Row | ReadError | ReadWarning], source: str, each_once: bool
    ) -> Iterator[DatedPaper | ReadError | ReadWarning]:
        of_file = date_in_name(source)
        shapes: dict[_Path, _Shape] = {}  # nearly all records of a file have the same keys
        passed_over: dict[str, None] = {}
        seen = set()
        for row in rows:
            if not isinstance(row, Row):
                yield row
                continue
            date = None
            try:
                if not isinstance(row.data, dict):
                    raise ReadError(f"expected an object, not {kind_of(row.data)}")
                keys = tuple(row.data)
                shape = shapes.get(keys)
                if shape is None:
                    shape = self._shape(keys)
                    passed_over |= dict.fromkeys(shape.unknown)
                    if len(shapes) < _MOST_SHAPES:
                        shapes[keys] = shape
                date = self._date(shape, row.data, of_file)
                paper = self._paper(shape, row, source)
            except ReadError as error:
                yield ReadError(error.message, row.line, row.column, error.path, date=date)
                continue
            if each_once and (identity := paper.identity):
                if identity in seen:
                    continue
                seen.add(identity)
            yield date, paper
        if passed_over:
            names = ", ".join(map(repr, [*passed_over][:_FEW])) + (" and others" if len(passed_over) > _FEW else "")
            yield ReadWarning(f"passed over fields that no paper has: {names}")

    # -- where the fields are ---------------------------------------------------------------------------------------

    def _shape(self, keys: _Path) -> _Shape:
        by_name: dict[str, str] = {}
        for key in keys:
            by_name.setdefault(plain_name(key), key)
        named = {field: name for field in NAMES if (name := getattr(self, field)) is not None}
        places: dict[Field, list[_Path]] = {
            field: [(by_name[name],) for name in names if name in by_name] for field, names in NAMES.items()
        }
        for field, name in named.items():
            first, *inner = [name] if name in keys or plain_name(name) in by_name else name.split(".")
            key = first if first in keys else by_name.get(plain_name(first))
            places[field] = [] if key is None else [(key, *inner)]
        used = {path[0] for paths in places.values() for path in paths}
        unknown = [key.strip("* ") for name, key in by_name.items() if name not in _ALL and key not in used]
        points = [(label, by_name[label]) for label in _POINTS if label in by_name]
        objects = [by_name["ai"]] if "ai" in by_name else []
        return _Shape(places, points, objects, _OURS in by_name, unknown)

    @staticmethod
    def _values(shape: _Shape, field: Field, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield the values of a field that a record has, in the order in which they count, each with its path."""
        for key, *inner in shape.places[field]:
            value = data[key]
            for name in inner:
                value = value.get(name) if isinstance(value, dict) else None
            if value is not None and value != "":
                yield ".".join((key, *inner)), values.unescaped(value) if shape.is_ours else value

    # -- the fields -------------------------------------------------------------------------------------------------

    def _date(self, shape: _Shape, data: Mapping[str, Any], of_file: datetime.date | None) -> datetime.date | None:
        if of_file and self.day == "file" and not shape.is_ours:
            return of_file
        dates = (values.date_of(value) for _, value in self._values(shape, "date", data))
        return next(filter(None, dates), None)

    def _paper(self, shape: _Shape, row: Row, source: str) -> Paper:
        data = row.data
        titles = (values.title_of(value, path) for path, value in self._values(shape, "title", data))
        title, links = next((found for found in titles if found[0]), ("", []))
        if not title:
            raise ReadError("no title: " + self._where_titles_are())
        addresses = [values.address_of(value, path) for path, value in self._values(shape, "url", data)]
        names, omitted_at = next(
            (
                found
                for path, value in self._values(shape, "authors", data)
                if (found := values.authors_of(value, path, split_at="; " if shape.is_ours else None))[0]
            ),
            ([], None),
        )
        if shape.is_ours and names and data[next(key for key in data if plain_name(key) == _OURS)] == "false":
            omitted_at = len(names)
        votes = (values.votes_of(value) for _, value in self._values(shape, "votes", data))
        media = (values.media_of(value, path) for path, value in self._values(shape, "media", data))
        return Paper(
            title,
            values.link_of([*addresses, *links]),
            next(filter(None, media), None),
            next((number for number in votes if number is not None), None),
            names,
            omitted_at,
            self._summary(shape, data),
            source=source,
            line=row.line,
        )

    def _where_titles_are(self) -> str:
        named = repr(self.title) if self.title is not None else " or ".join(map(repr, NAMES["title"]))
        return f"there is no text in {named}; the option title names another field"

    def _summary(self, shape: _Shape, data: Mapping[str, Any]) -> list[Point]:
        if self.points == "none":
            return []
        if self.points == "auto":
            for key in shape.objects:
                if isinstance(inner := data[key], dict):
                    names = {plain_name(name): name for name in inner}
                    if found := _labelled([(label, names[label]) for label in _POINTS if label in names], inner, key):
                        return found
            if found := _labelled(shape.points, data):
                return found
        texts = (values.text_of(value, path) for path, value in self._values(shape, "abstract", data))
        return [Point(text=text) for text in filter(None, texts)][:1]


def _labelled(keys: list[tuple[str, str]], data: Mapping[str, Any], within: str = "") -> list[Point]:
    """Return the texts of some keys as points, labelled."""
    texts = [(label, values.text_of(data[key], ".".join(filter(None, (within, key))))) for label, key in keys]
    return [Point(label, text, emphasis="**") for label, text in texts if text]
