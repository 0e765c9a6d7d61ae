"""The listing of Hugging Face's papers API, in the shapes in which people save it. No other module knows them.

``/api/daily_papers?date=2026-08-21`` answers with a list, one object a paper. Keys come and go over the years: a value
that is used has to be of its type where it is there, and all others are passed over. :class:`Item` has the fields that
readers of other forms of the listing need as well.
"""

import datetime
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from dailypapers._text import kind_of, lone_surrogate, shortened
from dailypapers.errors import ReadError, ReadWarning
from dailypapers.listing.jsontext import counted, each_value, loads, loads_printed
from dailypapers.models import MOST_VOTES, Digest, Media, Paper, arxiv_id_of

LONGEST_PRINTED = 1_000_000
"""Characters of an item that Python's ``str`` printed. Most have some 10,000, one with 3,303 authors has 263,000; a
longer one is an error."""

_DATE = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_VIDEOS = (".mp4", ".webm", ".mov", ".m4v", ".qt")


@attrs.frozen
class Item:
    """One item of a listing, at a ``path`` such as ``$[3]``, with the object ``paper``, which every item has.

    Making one, and each property, raises :class:`~dailypapers.ReadError`, with the path, where the item has something
    of another type. White space in texts is folded to single spaces, as no digest can represent a line feed in a title.
    """

    data: Mapping[str, Any]
    path: str
    paper: Mapping[str, Any] = attrs.field(init=False, repr=False, eq=False)

    @paper.default
    def _paper(self) -> Any:
        return _required(dict, self.data, "paper", self.path)

    @property
    def id(self) -> str:
        """The id, which is that of arXiv for nearly every paper."""
        return folded(_required(str, self.paper, "id", f"{self.path}.paper"), f"{self.path}.paper.id")

    @property
    def url(self) -> str:
        """The paper's page on arXiv; on Hugging Face where the id is none of arXiv."""
        if not (identifier := self.id) or " " in identifier:
            raise ReadError(f"expected an id, not {identifier!r}", path=f"{self.path}.paper.id")
        site = "arxiv.org/abs" if arxiv_id_of(identifier) else "huggingface.co/papers"
        return f"https://{site}/{identifier}"

    @property
    def title(self) -> str:
        """The title."""
        return folded(_required(str, self.paper, "title", f"{self.path}.paper"), f"{self.path}.paper.title")

    @property
    def date(self) -> datetime.date | None:
        """The day of the listing that the item was in, where it says so; never the day of arXiv."""
        text = _optional(str, self.paper, "submittedOnDailyAt", f"{self.path}.paper")
        return _date(text, f"{self.path}.paper.submittedOnDailyAt") if text else None

    @property
    def votes(self) -> int | None:
        """The number of votes."""
        votes = self.paper.get("upvotes")
        if type(votes) is float and votes.is_integer():
            votes = int(votes)
        if votes is not None and not (type(votes) is int and 0 <= votes <= MOST_VOTES):
            found = votes if type(votes) in (int, float) else kind_of(votes)
            reason = f"expected a whole number from 0 to {MOST_VOTES}, not {found}"
            raise ReadError(reason, path=f"{self.path}.paper.upvotes")
        return votes

    @property
    def names(self) -> list[str]:
        """The names of all authors in their order; one may be empty."""
        names = []
        for n, author in enumerate(_optional(list, self.paper, "authors", f"{self.path}.paper") or ()):
            name = author.get("name") if isinstance(author, dict) else None
            if not isinstance(name, str):
                path = self.path_of_author(n)
                name = _required(str, _of_type(dict, author, path), "name", path)  # raises
            names.append(" ".join(name.split()))
        return names

    @property
    def authors(self) -> list[str]:
        """The names that are not empty; a lone surrogate in one is an error."""
        names = self.names
        try:
            "".join(names).encode()
        except UnicodeEncodeError:
            names = [folded(name, self.path_of_author(n)) for n, name in enumerate(names)]  # raises
        return [name for name in names if name]

    def path_of_author(self, index: int) -> str:
        """Return the path of an author, by the index of the name."""
        return f"{self.path}.paper.authors[{index}]"

    @property
    def media(self) -> Media | None:
        """The first picture or video there is."""
        for url, path in self._media():
            if url:
                return media_at(folded(url, path))
        return None

    def _media(self) -> Iterator[tuple[str, str]]:
        for of, path in ((self.data, self.path), (self.paper, f"{self.path}.paper")):
            for n, url in enumerate(_optional(list, of, "mediaUrls", path) or ()):
                yield _of_type(str, url, f"{path}.mediaUrls[{n}]"), f"{path}.mediaUrls[{n}]"
        for key in ("mediaUrl", "thumbnail"):
            yield _optional(str, self.data, key, self.path) or "", f"{self.path}.{key}"

    def text(self, key: str) -> str:
        """Return a text of the paper, such as ``summary``; an empty one where there is none."""
        return folded(_optional(str, self.paper, key, f"{self.path}.paper") or "", f"{self.path}.paper.{key}")


def folded(text: str, path: str) -> str:
    """Return a text with white space as single spaces; raises :class:`~dailypapers.ReadError` for lone surrogates."""
    text = text.replace("\n", " ")
    if not text.isprintable() or "  " in text or text != text.strip():  # printable white space is a space
        text = " ".join(text.split())
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ReadError(lone_surrogate(error), path=path) from None
    return text


def media_at(url: str) -> Media:
    """Return the picture or video at an address, which the end of its path tells apart."""
    ending = url.partition("#")[0].partition("?")[0].lower()
    return Media("video" if ending.endswith(_VIDEOS) else "image", url)


@attrs.frozen
class Listing:
    """A listing: its items, which can be iterated once, and the date that is written in it.

    Among the items a :class:`~dailypapers.ReadError` stands for a value that is no item, and a
    :class:`~dailypapers.ReadWarning` for something doubtful.
    """

    items: Iterator[Item | ReadError | ReadWarning]
    date: datetime.date | None = None

    def date_in(self, source: str) -> datetime.date | None:
        """Return the date of items that say none: that of the listing, else the one in the name of the file."""
        return self.date or date_in_name(source)


def is_wrapped(data: object) -> bool:
    """Return whether an object is a listing with something around it."""
    return isinstance(data, Mapping) and isinstance(data.get("data"), list)


def read_listing(content: str) -> Listing:
    """Read the items of a listing, lazily; raises :class:`~dailypapers.ReadError` for a text that is none.

    Text further on that is no JSON raises one while the items are read.
    """
    if content.lstrip().startswith("["):
        return Listing(_items((value for _, value in each_value(content)), "$"))
    data = loads(content)
    if isinstance(data, Mapping) and is_wrapped(data):
        date = _optional(str, data, "date", "$")
        return Listing(_items(iter(data["data"]), "$.data"), _date(date, "$.date") if date else None)
    if isinstance(data, Mapping):
        raise ReadError("expected a list, or an object with a list 'data'", path="$")
    raise ReadError(f"no listing: expected a list, not {kind_of(data)}", path="$")


def _items(values: Iterator[Any], path: str) -> Iterator[Item | ReadError | ReadWarning]:
    warned = False
    for n, value in enumerate(values):
        where = f"{path}[{n}]"
        try:
            if isinstance(value, str):
                value = _printed(value, where)
                if not warned:
                    warned = True
                    yield ReadWarning("items that Python printed, in place of objects", path=where)
            yield Item(_of_type(dict, value, where), where)
        except ReadError as error:
            yield error


def _printed(text: str, path: str) -> Any:
    """Read what Python's ``str`` made of an item."""
    if len(text) > LONGEST_PRINTED:
        raise ReadError(f"a text of more than {LONGEST_PRINTED} characters in place of an object", path=path)
    try:
        return loads_printed(text)
    except ReadError:
        raise ReadError("expected an object, not text that is none printed by Python", path=path) from None


# -- digests ----------------------------------------------------------------------------------------------------


DatedPaper: TypeAlias = tuple[datetime.date | None, Paper]
"""A paper with the day of the listing that it was in, as far as it is known."""


def digests_of(
    papers: Iterable[DatedPaper | ReadError | ReadWarning],
    of_all: datetime.date | None,
    source: str,
    *,
    empty: bool | None = None,
) -> Iterator[Digest | ReadError | ReadWarning]:
    """Yield errors and warnings, then a digest for each date of papers, in the order in which the dates first come.

    A paper without a date has that ``of_all``. Where there is neither a paper nor an error, a digest without papers is
    made if ``empty``; by default, if ``of_all`` is known. An error that ends ``papers`` is raised in the end.
    """
    by_date: dict[datetime.date | None, list[Paper]] = {}
    failed: ReadError | None = None
    any_error = False
    counted_papers: Iterator[DatedPaper | ReadError | ReadWarning] = counted(papers)
    try:
        for each in counted_papers:
            if isinstance(each, tuple):
                date, paper = each
                by_date.setdefault(date or of_all, []).append(paper)
            else:
                any_error |= isinstance(each, ReadError)
                yield each
    except ReadError as error:
        failed = error
    if (of_all if empty is None else empty) and not (by_date or any_error or failed):
        by_date[of_all] = []
    for date, found in by_date.items():
        yield Digest(date, found, source=source)
    if failed:
        raise failed


def date_in_name(source: str) -> datetime.date | None:
    """Return the date in the name of a file, as in ``2026-08-21.json``; ``None`` where there is none or are several."""
    found = set()
    for match in _DATE.finditer(os.path.basename(source)):
        try:
            found.add(_date(match[0], ""))
        except ReadError:
            continue
    return found.pop() if len(found) == 1 else None


# -- values of the right types ----------------------------------------------------------------------------------


def _date(text: str, path: str) -> datetime.date:
    try:
        if _DATE.fullmatch(text[:10]):
            return datetime.date.fromisoformat(text[:10])
    except ValueError:
        pass
    raise ReadError(f"expected a date as YYYY-MM-DD, not {shortened(text)!a}", path=path)


def _of_type(type_: type, value: object, path: str) -> Any:
    if not isinstance(value, type_):
        raise ReadError(f"expected {kind_of(type_())}, not {kind_of(value)}", path=path)
    return value


def _required(type_: type, found: Mapping[str, Any], key: str, path: str) -> Any:
    value = found.get(key)
    if isinstance(value, type_):
        return value
    if key not in found:
        raise ReadError(f"the key {key!r} is missing", path=path)
    return _of_type(type_, value, f"{path}.{key}")


def _optional(type_: type, found: Mapping[str, Any], key: str, path: str) -> Any:
    """Return the value of a key; ``None`` where it is missing or null."""
    value = found.get(key)
    return value if value is None or isinstance(value, type_) else _of_type(type_, value, f"{path}.{key}")
