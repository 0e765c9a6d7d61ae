"""Files of references: which papers they have, in which order, under which keys, with which fields.

The options that all formats of references share are the fields of :class:`Bibliography`, from which their exporters
inherit; so each has one name, one meaning and one help. Only the options ``keys`` and ``update`` import
``known_entries``, which takes 6 ms.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

import attrs

from dailypapers._text import folded
from dailypapers.errors import warn
from dailypapers.models import Digest, Paper, each_point
from dailypapers.plugins import each_once, not_empty, shortened
from dailypapers.references import citation_key, each_featured, submitted, votes_of
from dailypapers.references.titles import Protection

if TYPE_CHECKING:
    from dailypapers.references.known_entries import KnownEntries

Field: TypeAlias = Literal["title", "author", "year", "eprint", "url", "howpublished", "doi", "abstract", "note"]
Order: TypeAlias = Literal["featured", "date", "key", "title", "votes"]


@attrs.frozen
class Reference:
    """A paper under its key, and the day on which it was first featured."""

    key: str
    paper: Paper
    date: datetime.date | None = None

    @property
    def note(self) -> str:
        """The day on which a digest featured the paper, and its votes then, as far as they are known."""
        votes = votes_of(self.paper)
        if self.date is None:
            return votes
        return f"Featured on {self.date} with {votes}" if votes else f"Featured on {self.date}"

    @property
    def abstract(self) -> list[str]:
        """The points of the summary, a line each, with their labels."""
        return [
            line
            for _, point in each_point(self.paper.summary)
            for line in (f"{point.label}: {point.text}" if point.label else point.text).split("\n")
        ]


class Keys:
    """The keys of papers in their order, or their names as files: one that another paper has is given with ``-2``."""

    def __init__(self, taken: Iterable[str] = (), key_of: Callable[[Paper], str] = citation_key) -> None:
        self._taken = {*taken}
        self._key_of = key_of
        self._last: dict[str, int] = {}  # the number of the last key that was made of one, where it is not the first

    def new(self, paper: Paper) -> str:
        """Return the key of a paper that has none yet; a warning tells of one with ``-2``."""
        wanted = key = self._key_of(paper)
        number = self._last.get(wanted, 1)
        while key in self._taken:
            number += 1
            key = f"{wanted}-{number}"
        if number > 1:
            warn(f"{shortened(paper.title)!r} has the key {key}: another paper has {wanted}")
            self._last[wanted] = number
        if not paper.arxiv_id:  # which no other paper has
            self._taken.add(key)
        return key


@attrs.frozen
class Bibliography:
    """The options of every format of references, and the references that they choose."""

    suffix: ClassVar[str]
    streams: ClassVar[bool] = True  # in the order of the digests; for any other all of them have to be read

    fields: tuple[Field, ...] = attrs.field(
        default=("title", "author", "year", "eprint", "url", "howpublished", "doi"),
        validator=[not_empty, each_once],
        metadata={"help": "which fields are written, in this order; unknown fields are left out"},
    )
    sort: Order = attrs.field(
        default="featured",
        metadata={"help": "featured is the order of the digests, date that of submission; votes begin with the most"},
    )
    abstract: bool = attrs.field(default=False, metadata={"help": "the summary, behind all other fields"})
    note: bool = attrs.field(default=False, metadata={"help": "the day and its votes, behind all other fields"})
    keys: Path | None = attrs.field(
        default=None, metadata={"help": "a file of references, BibTeX or CSL-JSON, whose papers keep their keys"}
    )
    update: Path | None = attrs.field(
        default=None,
        metadata={"help": "a file of references whose text stays; the papers that it does not have come behind it"},
    )
    protect: Protection = attrs.field(
        default=True,
        metadata={
            "help": "no style changes the case of words with inner capitals or digits; title: of the whole title"
        },
    )
    max_authors: int | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(attrs.validators.ge(1)),
        metadata={"help": "how many names of a paper are written; others stands for the rest"},
    )

    def __attrs_post_init__(self) -> None:
        for path in filter(None, (self.keys, self.update)):
            if path.suffix.lower() == ".ris":  # read as BibTeX it would have no entry, and keep no key
                raise ValueError("BibTeX and CSL-JSON are read, not RIS")
            from dailypapers.references.known_entries import is_csl

            if path == self.update and is_csl(path) != self.suffix.endswith(".json"):
                raise ValueError(f"update={path}: csl adds to a file whose name ends in .json, bibtex to any other")
            if is_csl(path):
                continue
            from dailypapers.references.entries import need_bibtexparser

            try:
                need_bibtexparser()
            except ImportError as error:
                raise ValueError(str(error)) from None

    def all_fields(self) -> tuple[Field, ...]:
        """Return the fields that were asked for, in their order."""
        asked: tuple[tuple[Field, bool], ...] = (("abstract", self.abstract), ("note", self.note))
        return (*self.fields, *(field for field, is_asked in asked if is_asked and field not in self.fields))

    def updated(self) -> "KnownEntries | None":
        """Return the file of the option ``update``; raises :class:`~dailypapers.KeysError` where it cannot be read."""
        if self.update is None:
            return None
        from dailypapers.references.known_entries import KnownEntries

        return KnownEntries(self.update, ascii_only=self._needs_ascii_keys())

    def references(self, digests: Iterable[Digest], updated: "KnownEntries | None" = None) -> Iterator[Reference]:
        """Yield each paper once, unless ``updated`` has it; the first time that it is featured counts.

        A key that another paper has becomes a key with ``-2``, and an :class:`~dailypapers.ExportWarning` names both;
        one of the file never changes. How many entries of the file fit no paper is logged in the end, as information.
        Raises :class:`~dailypapers.KeysError` for the file, which is read to its end before the first digest is, and
        for a key of it that cannot be written.
        """
        found = self._with_keys(digests, updated)
        if self.sort == "featured":
            yield from found
        else:
            yield from sorted(found, key=_SORTED_BY[self.sort])

    def _needs_ascii_keys(self) -> bool:
        """Return whether BibTeX reads the file, as it takes no other keys."""
        return False

    def _with_keys(self, digests: Iterable[Digest], updated: "KnownEntries | None") -> Iterator[Reference]:
        pinned = None
        if self.keys is not None:
            from dailypapers.references.known_entries import KnownEntries

            pinned = KnownEntries(self.keys, ascii_only=self._needs_ascii_keys())
        # To BibTeX two keys are the same that differ in case alone.
        keys = Keys(key for known in (pinned, updated) if known for key in known.keys)
        used: set[str] = set()  # of those of the file
        added = known = 0
        for paper, date in each_featured(digests):
            if updated and updated.has(paper):
                known += 1
                continue
            added += 1
            key = pinned.key_of(paper) if pinned else None
            if key is None or key.lower() in used:
                key = keys.new(paper)
            else:
                used.add(key.lower())
            yield Reference(key, paper, date)
        if pinned:
            pinned.log_unmatched()
        if updated and (added or known):
            updated.log_added(added, known)


def _by_date(reference: Reference) -> Any:
    arxiv_id = reference.paper.arxiv_id
    return (not arxiv_id, submitted(arxiv_id) if arxiv_id else (), reference.paper.identity or ())


def _by_votes(reference: Reference) -> Any:
    votes = reference.paper.votes
    return (votes is None, -(votes or 0), reference.paper.identity or ())


# Equal papers are ordered by their identity, so that another order of the digests gives the same file.
_SORTED_BY: dict[str, Callable[[Reference], Any]] = {
    "date": _by_date,
    "key": lambda reference: reference.key,
    "title": lambda reference: (folded(reference.paper.title), reference.paper.identity or ()),
    "votes": _by_votes,
}
