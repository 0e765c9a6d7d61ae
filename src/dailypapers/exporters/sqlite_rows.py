"""The rows of the format ``sqlite``, their numbers, and the parts of words that its search needs."""

import hashlib
import os
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from dailypapers import ExportError
from dailypapers.errors import KeysError
from dailypapers.models import Digest, Paper, Point, each_point
from dailypapers.plugins import lone_surrogate, outline, place_of

# What the system refuses. For all else that goes wrong another folder is no help.
_REFUSED = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


@contextmanager
def raised_as_export_errors(place: Callable[[], str] = str, known: Path | None = None) -> Iterator[None]:
    """Raise errors of the system and of SQLite as :class:`dailypapers.ExportError`, with advice or the place.

    The place is put into words for an error alone. What goes wrong in the copy of a ``known`` database is a fault of
    that, and a :class:`dailypapers.KeysError`.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        raise ExportError(f"{place()}: {lone_surrogate(error)}") from None
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, OSError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _REFUSED:
            advice = "the environment variable TMPDIR names another folder for it"
            raise ExportError(f"cannot write the temporary database: {error}; {advice}") from error
        if known:
            raise KeysError(os.fspath(known), f"no days can be added to it: {error}") from error
        if "fts5" in str(error):
            raise ExportError(f"the SQLite {sqlite3.sqlite_version} of this Python was built without FTS5") from None
        raise ExportError(f"{place()}: {error}") from error


class Rows:
    """The rows of digests, papers, authors and points, added to a database: an empty one, or one that is known."""

    def __init__(self, connection: sqlite3.Connection, known: Path | None = None) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany
        self._known = known
        self._parts_of = _PartsOfWords()
        # The last number that was taken of a day that has several, by the first one.
        self._last_digest: dict[int, int] = {}

    def add_digest(self, digest: Digest) -> None:
        """Add a digest, and those of its papers that are not there yet."""
        date = digest.date and digest.date.isoformat()
        with raised_as_export_errors(known=self._known):
            number = first = digest_number(digest)
            while self._execute("SELECT 1 FROM digests WHERE id = ?", (number,)).fetchone():
                number = self._last_digest[first] = self._last_digest.get(first, first) + (_NEXT_OF_DAY if date else 1)
            self._execute("INSERT INTO digests (id, date) VALUES (?, ?)", (number, date))
        with raised_as_export_errors(lambda: place_of(digest, paper), self._known):
            for position, paper in enumerate(digest.papers):
                paper_id = self._find(paper)
                if paper_id is None:
                    paper_id = self._add(paper, paper.identity or ("place", f"{number} {position}"))
                row = (number, position, paper_id, paper.votes)
                self._execute("INSERT INTO features (digest_id, position, paper_id, votes) VALUES (?, ?, ?, ?)", row)

    def has_day(self, digest: Digest) -> bool:
        """Return whether there are papers of the day of a digest; of a digest without a date, just its papers."""
        query = "SELECT 1 FROM digests JOIN features ON digest_id = id WHERE date = ? OR id = ?"
        key = (digest.date.isoformat(), None) if digest.date else (None, digest_number(digest))
        with raised_as_export_errors(known=self._known):
            return self._execute(query, key).fetchone() is not None

    def missing(self, digest: Digest) -> list[Paper]:
        """Return the papers of a digest that were not featured on its day; without a date, in no digest without one."""
        query = "SELECT 1 FROM features JOIN digests ON digests.id = digest_id WHERE paper_id = ? AND date IS ?"
        date = digest.date and digest.date.isoformat()

        def is_missing(paper: Paper) -> bool:
            if paper.identity is None:
                return date is None
            return not self._execute(query, (self._find(paper), date)).fetchone()

        with raised_as_export_errors(known=self._known):
            return [paper for paper in digest.papers if is_missing(paper)]

    def _find(self, paper: Paper) -> int | None:
        """Return the number of a paper that is there already."""
        if paper.identity is None:
            return None
        kind, value = paper.identity
        if kind == "arxiv_id":
            found = self._execute("SELECT id FROM papers WHERE arxiv_id = ?", (value,)).fetchone()
            return found and int(found[0])
        number = _paper_number(paper.identity)
        while found := self._execute(_IS_THE_SAME[kind], (value, number)).fetchone():
            if found[0]:
                return number
            number += 1  # another paper has the same hash
        return None

    def _add(self, paper: Paper, identity: tuple[str, str]) -> int:
        number = _paper_number(identity)
        while self._execute("SELECT 1 FROM papers WHERE id = ?", (number,)).fetchone():
            number += 1
        names = ((number, position, name) for position, name in enumerate(paper.authors))
        # Before their paper, as triggers of a known database would bring it up to date after each of them.
        self._executemany("INSERT INTO authors (paper_id, position, name) VALUES (?, ?, ?)", names)
        self._executemany(_INSERT_POINT, _rows_of_points(number, paper.summary))
        media = paper.media and (paper.media.kind, paper.media.url)
        summary = outline(paper.summary)
        row = (
            *(number, paper.arxiv_id, paper.title, paper.url, *(media or (None, None)), paper.authors_omitted_at),
            *("; ".join(paper.authors), summary, self._parts(f"{paper.title} {summary}")),
        )
        self._execute(_INSERT_PAPER, row)
        return number

    def _parts(self, text: str) -> str:
        """Return the parts of the words in a text, each once, but for those that are words of it."""
        words = dict.fromkeys(text.split())
        parts = dict.fromkeys(chain.from_iterable(map(self._parts_of.__getitem__, words)))
        return " ".join([part for part in parts if part not in words])


_INSERT_PAPER = """
INSERT INTO papers (id, arxiv_id, title, url, media_kind, media_url, authors_omitted_at, authors, summary, parts)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_POINT = """
INSERT INTO points (paper_id, position, parent, level, label, text, emphasis) VALUES (?, ?, ?, ?, ?, ?, ?)
"""

_IS_THE_SAME = {
    "url": "SELECT arxiv_id IS NULL AND url IS ? FROM papers WHERE id = ?",
    "title": "SELECT arxiv_id IS NULL AND coalesce(url, '') = '' AND title = ? FROM papers WHERE id = ?",
}


def _rows_of_points(paper_id: int, points: Iterable[Point]) -> Iterator[tuple[object, ...]]:
    parents: list[int | None] = [None]
    for position, (level, point) in enumerate(each_point(points)):
        del parents[level:]
        yield paper_id, position, parents[-1], level, point.label, point.text, point.emphasis
        parents.append(position)


# -- numbers of rows ------------------------------------------------------------------------------------------------
#
# They are made of what a row is about, so that a database with more days has the same. JavaScript knows them exactly.

_HASHED = 10**15  # from here on
_NEXT_OF_DAY = 10**8


def _hashed(*texts: str) -> int:
    data = "\n".join(texts).encode("utf-8", "surrogatepass")  # refused where the text itself is written
    return _HASHED + int.from_bytes(hashlib.sha256(data).digest()[:6])


def _paper_number(identity: tuple[str, str]) -> int:
    """Return 240708348 for arXiv:2407.08348; the hash of its identity for any other paper, also ``cs/0112017``."""
    kind, value = identity
    return int(value.replace(".", "")) if kind == "arxiv_id" and "/" not in value else _hashed(kind, value)


def digest_number(digest: Digest) -> int:
    """Return 20240712 for a day; the hash of its papers for a digest without a date."""
    if date := digest.date:
        return date.year * 10_000 + date.month * 100 + date.day
    return _hashed(*chain.from_iterable(paper.identity or () for paper in digest.papers))


# -- Korean words ---------------------------------------------------------------------------------------------
#
# Endings are part of a Korean word, and FTS5 finds a bare word as a whole alone: not 동영상 in 동영상을. So the
# beginnings of words are words of a column of their own, and so are the parts of LLM의.

_LONGEST = 8  # syllables of a beginning
_PLAIN = re.compile(r"[\W_]*+([가-힣]*+)[\W_]*+")
_RUNS = re.compile(r"[가-힣]+|[^가-힣]+")
_DECOMPOSED = re.compile(r"[\u1100-\u11ff]+")


class _PartsOfWords(dict[str, tuple[str, ...]]):
    """The parts of words that were seen, as most come again, up to 17 MB of them."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) == 1 << 15:
            self.clear()
            self._parts.clear()
        # Words share their parts: one object is found faster than many that are equal.
        parts = _parts_of(word)
        self[word] = shared = tuple(map(self._parts.setdefault, parts, parts))
        return shared


def _parts_of(word: str) -> Sequence[str]:
    """Return the parts of a word, which is what stands between spaces: 동영, 동영상 of 동영상을; LLM, 의 of LLM의."""
    if word.isascii():
        return ()
    if found := _PLAIN.fullmatch(word):  # as nearly all are
        return _beginnings(found[1])
    composed = _DECOMPOSED.sub(lambda found: unicodedata.normalize("NFC", found[0]), word)
    parts = [] if composed == word else [composed]  # whoever searches types whole syllables
    runs = ["", *_RUNS.findall(composed), ""]
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if "가" <= run[0] <= "힣":
            parts += _beginnings(run)
            is_part = before[-1:].isalnum() or after[:1].isalnum()
            if before[-1:].isascii() and before[-1:].isalnum():  # 100개 of 100개의
                parts += [before + run[:length] for length in range(1, min(len(run), _LONGEST) + 1)]
        else:  # of GPT-4를 it is GPT-4, so that "GPT-4" is found as a phrase
            is_part = bool(before and run[0].isalnum()) or bool(after and run[-1].isalnum())
        if is_part:
            parts.append(run)
    return parts


def _beginnings(run: str) -> tuple[str, ...]:
    return tuple([run[:length] for length in range(2, min(len(run), _LONGEST + 1))])
