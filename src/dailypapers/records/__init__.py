"""Papers as records: what the fields of an object, of a row of CSV or of a row of a table mean, by their names.

Most projects that publish daily papers write such records. :class:`Records` has the options that name fields, and makes
digests of rows. ``forms`` brings these, and ``values`` reads one value. No other module knows the names.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import attrs

from dailypapers._text import kind_of
from dailypapers._unchecked import make_paper, make_point
from dailypapers.errors import ReadError, ReadWarning
from dailypapers.listing import DatedPaper, date_in_name, digests_of
from dailypapers.models import Digest, Paper, Point
from dailypapers.records import values
from dailypapers.records.forms import Row, plain_name

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
_OPTIONS = ", ".join(list(NAMES)[:-1]) + f" and {list(NAMES)[-1]}"

_Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a value."""


@attrs.frozen
class _Shape:
    """Where records with the same keys have their fields."""

    places: Mapping[Field, list[_Path]]
    points: list[tuple[str, str]]
    objects: list[str]
    complete: str | None  # the key of ``authors_complete``, which our CSV has
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
        return bool(_shape(self, tuple(keys)).places["title"])

    def has_more(self, keys: Iterable[str]) -> bool:
        """Return whether one of the names is that of a link or of authors, as a paper has them, and a feed has not."""
        places = _shape(self, tuple(keys)).places
        return bool(places["url"] or places["authors"])

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
        passed_over: dict[str, None] = {}
        seen = set()
        is_listing = False
        not_there = {field for field in NAMES if getattr(self, field) is not None}
        for row in rows:
            if not isinstance(row, Row):
                yield row
                continue
            date = None
            try:
                if not isinstance(row.data, dict):
                    raise ReadError(f"expected an object, not {kind_of(row.data)}")
                shape = _shape(self, tuple(row.data))
                if shape.unknown and len(passed_over) <= _FEW:
                    passed_over |= dict.fromkeys(shape.unknown)
                not_there = {field for field in not_there if not self._values(shape, field, row.data)}
                is_listing |= self.title is None and isinstance(row.data.get("paper"), dict)
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
        yield from self._doubts(is_listing, list(passed_over), not_there)

    def _doubts(self, is_listing: bool, passed_over: list[str], not_there: set[Field]) -> Iterator[ReadWarning]:
        """Yield what is doubtful of all records: what they are, fields without a meaning, and fields that none has."""
        if is_listing:
            yield ReadWarning(
                "items of the papers API, whose objects 'paper' are passed over; --from huggingface reads them"
            )
        if passed_over:
            names = ", ".join(map(repr, passed_over[:_FEW])) + (" and others" if len(passed_over) > _FEW else "")
            yield ReadWarning(f"passed over fields that no paper has: {names}; the options {_OPTIONS} name a field")
        for field in sorted(not_there):
            yield ReadWarning(f"no record has the field {getattr(self, field)!r}, which the option {field} names")

    @staticmethod
    def _values(shape: _Shape, field: Field, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Return the values of a field that a record has, in the order in which they count, each with its path."""
        found = []
        for path in shape.places[field]:
            value = data[path[0]]
            for key in path[1:]:
                value = value.get(key) if isinstance(value, dict) else None
            if value is not None and value != "":
                found.append((".".join(path), values.unescaped(value) if shape.complete else value))
        return found

    # -- the fields -------------------------------------------------------------------------------------------------

    def _date(self, shape: _Shape, data: Mapping[str, Any], of_file: datetime.date | None) -> datetime.date | None:
        if of_file and self.day == "file" and self.date is None and not shape.complete:
            return of_file
        dates = (values.date_of(value) for _, value in self._values(shape, "date", data))
        return next(filter(None, dates), None)

    def _paper(self, shape: _Shape, row: Row, source: str) -> Paper:
        data = row.data
        title, links = self._title(shape, data)
        if not title:
            raise ReadError(f"no title: {self._where_titles_are()}")
        names, omitted_at = self._names(shape, data)
        votes = (values.votes_of(value) for _, value in self._values(shape, "votes", data))
        media = (values.media_of(value, path) for path, value in self._values(shape, "media", data))
        return make_paper(
            title,
            self._link(shape, data, links),
            next(filter(None, media), None),
            next((number for number in votes if number is not None), None),
            tuple(names),
            omitted_at,
            tuple(self._summary(shape, data)),
            source,
            row.line,
        )

    def _title(self, shape: _Shape, data: Mapping[str, Any]) -> tuple[str, list[str]]:
        """Return the title, and links that stand in any field of titles; our own CSV has none."""
        found = self._values(shape, "title", data)
        if shape.complete:
            return next((title for path, value in found if (title := values.text_of(value, path))), ""), []
        titles = [values.title_of(value, path) for path, value in found]
        return next((title for title, _ in titles if title), ""), [link for _, links in titles for link in links]

    def _link(self, shape: _Shape, data: Mapping[str, Any], links: list[str]) -> str | None:
        addresses = []
        for path, value in self._values(shape, "url", data):
            if shape.complete and path == "url":  # as it was written
                return values.text_of(value, path)
            addresses += values.addresses_of(value, path)
        return values.link_of([*addresses, *links])

    def _names(self, shape: _Shape, data: Mapping[str, Any]) -> tuple[list[str], int | None]:
        for path, value in self._values(shape, "authors", data):
            names, omitted_at = values.authors_of(value, path, split_at="; " if shape.complete else None)
            if names:
                return names, len(names) if shape.complete and data[shape.complete] == "false" else omitted_at
        return [], None

    def _where_titles_are(self) -> str:
        named = repr(self.title) if self.title is not None else " or ".join(map(repr, NAMES["title"]))
        return (
            f"there is no text in {named}; the option title names another field, and --keep-going leaves the record out"
        )

    def _summary(self, shape: _Shape, data: Mapping[str, Any]) -> list[Point]:
        if self.points == "none":
            return []
        if self.points == "auto" and self.abstract is None:
            for key in shape.objects:
                inner = data[key]
                if isinstance(inner, dict) and (found := _labelled(_shape(self, tuple(inner)).points, inner, key)):
                    return found
            if found := _labelled(shape.points, data):
                return found
        texts = (values.text_of(value, path) for path, value in self._values(shape, "abstract", data))
        return [make_point(None, text, (), None) for text in filter(None, texts)][:1]


def _labelled(keys: list[tuple[str, str]], data: Mapping[str, Any], within: str = "") -> list[Point]:
    """Return the texts of some keys as points, labelled."""
    texts = [(label, values.text_of(data[key], ".".join(filter(None, (within, key))))) for label, key in keys]
    return [make_point(label, text, (), "**") for label, text in texts if text]


@lru_cache(maxsize=100)  # nearly all records of a file have the same keys
def _shape(records: Records, keys: _Path) -> _Shape:
    by_name: dict[str, str] = {}
    for key in keys:
        by_name.setdefault(plain_name(key), key)
    places: dict[Field, list[_Path]] = {
        field: [(by_name[name],) for name in names if name in by_name] for field, names in NAMES.items()
    }
    for field in NAMES:
        named: str | None = getattr(records, field)
        if named is None:
            continue
        first, *inner = [named] if named in keys or plain_name(named) in by_name else named.split(".")
        place = first if first in keys else by_name.get(plain_name(first))
        places[field] = [] if place is None else [(place, *inner)]
    used = {path[0] for paths in places.values() for path in paths}
    unknown = [key.strip("* ") for name, key in by_name.items() if name and name not in _ALL and key not in used]
    points = [(label, by_name[label]) for label in _POINTS if label in by_name]
    objects = [by_name["ai"]] if "ai" in by_name else []
    return _Shape(places, points, objects, by_name.get(_OURS), unknown)
