"""The format ``sqlite``: a database, for Datasette, sqlite-utils and whoever asks in SQL. Its page is docs/sqlite.md.

The standard library alone. The database grows in a temporary file, so that memory stays flat.
"""

import os
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import ClassVar

import attrs

from dailypapers import ExportError
from dailypapers.models import Digest, Paper, Point, each_point
from dailypapers.plugins import lone_surrogate, outline, place_of

# After a failure nobody reads the file, so there is no journal. The size of pages is fixed, so that the same digests
# give the same bytes with any build of SQLite.
_SETTINGS = """
PRAGMA page_size = 4096;
PRAGMA auto_vacuum = NONE;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -4096;
PRAGMA user_version = 1;
"""

# SQLite keeps the words of a statement, comments included: this is what `.schema` shows.
_TABLES = """
CREATE TABLE papers ( -- each once, as it was when it was featured first
  id INTEGER PRIMARY KEY,
  arxiv_id TEXT UNIQUE, -- without version: 2407.08348
  title TEXT NOT NULL,
  url TEXT,
  media_kind TEXT, -- image or video
  media_url TEXT,
  authors_omitted_at INTEGER, -- the position in authors at which names were left out; NULL where all are there
  summary TEXT NOT NULL DEFAULT '', -- its points as text: a line a point, two spaces a level
  parts TEXT NOT NULL DEFAULT '' -- the ends of Korean words, which papers_fts searches
);
CREATE INDEX papers_url ON papers (url);
CREATE INDEX papers_title ON papers (title, coalesce(url, ''));
CREATE TABLE digests (
  id INTEGER PRIMARY KEY, -- in the order of the input
  date TEXT -- 2024-07-12; NULL where unknown
);
CREATE TABLE features ( -- which paper was in which digest
  digest_id INTEGER NOT NULL REFERENCES digests (id),
  position INTEGER NOT NULL, -- from 0
  paper_id INTEGER NOT NULL REFERENCES papers (id),
  votes INTEGER, -- then; NULL where unknown
  PRIMARY KEY (digest_id, position)
);
CREATE TABLE authors (
  paper_id INTEGER NOT NULL REFERENCES papers (id),
  position INTEGER NOT NULL, -- from 0
  name TEXT NOT NULL,
  PRIMARY KEY (paper_id, position)
);
CREATE TABLE points ( -- of the summaries
  id INTEGER PRIMARY KEY, -- in the order of the summary, each before the points in it
  paper_id INTEGER NOT NULL REFERENCES papers (id),
  parent_id INTEGER REFERENCES points (id), -- NULL at level 1
  level INTEGER NOT NULL,
  label TEXT,
  text TEXT NOT NULL,
  emphasis TEXT -- of the label: ** or ***
);
"""

# These are filled faster, and are smaller, once all rows are there.
_INDEXES = """
CREATE INDEX digests_date ON digests (date);
CREATE INDEX features_paper ON features (paper_id);
CREATE INDEX authors_name ON authors (name);
CREATE INDEX points_paper ON points (paper_id);
CREATE INDEX points_parent ON points (parent_id);
CREATE VIEW overview AS -- a row for each time that a paper was featured, the newest first
SELECT digests.date, papers.title, features.votes,
  (SELECT group_concat(name, '; ')
    FROM (SELECT name FROM authors WHERE paper_id = papers.id ORDER BY position)) AS authors,
  papers.arxiv_id, papers.url, papers.summary
FROM features JOIN digests ON digests.id = features.digest_id JOIN papers ON papers.id = features.paper_id
ORDER BY digests.date DESC, digests.id, features.position;
CREATE VIRTUAL TABLE papers_fts USING fts5 (
  title, summary, parts, content="papers", content_rowid="id", tokenize="unicode61"
);
INSERT INTO papers_fts (papers_fts) VALUES ('rebuild');
INSERT INTO papers_fts (papers_fts) VALUES ('optimize');
CREATE TRIGGER papers_added AFTER INSERT ON papers BEGIN -- papers_fts follows what is done to papers
  INSERT INTO papers_fts (rowid, title, summary, parts) VALUES (new.id, new.title, new.summary, new.parts);
END;
CREATE TRIGGER papers_deleted AFTER DELETE ON papers BEGIN
  INSERT INTO papers_fts (papers_fts, rowid, title, summary, parts)
    VALUES ('delete', old.id, old.title, old.summary, old.parts);
END;
CREATE TRIGGER papers_changed AFTER UPDATE ON papers BEGIN
  INSERT INTO papers_fts (papers_fts, rowid, title, summary, parts)
    VALUES ('delete', old.id, old.title, old.summary, old.parts);
  INSERT INTO papers_fts (rowid, title, summary, parts) VALUES (new.id, new.title, new.summary, new.parts);
END;
"""

# How to find a paper that is there already, by the kind of its identity. The + keeps SQLite from the index of arxiv_id,
# with which it would look at every paper without one.
_FIND = {
    "arxiv_id": "SELECT id FROM papers WHERE arxiv_id = ?",
    "url": "SELECT id FROM papers WHERE url = ? AND +arxiv_id IS NULL",
    "title": "SELECT id FROM papers WHERE title = ? AND coalesce(url, '') = '' AND +arxiv_id IS NULL",
}

_PIECE = 1 << 18


@attrs.frozen
class SQLite:
    """A SQLite database with full-text search, each paper once.

    It has tables of papers, digests, authors and points, and the search finds the ends of Korean words.
    """

    suffix: ClassVar[str] = ".sqlite"

    def export(self, digests: Iterable[Digest]) -> Iterator[bytes]:
        """Yield the database in pieces, as soon as it is whole.

        Raises :class:`dailypapers.ExportError` for a lone surrogate, which SQLite cannot hold, where the temporary file
        cannot be written, and where SQLite was built without FTS5.
        """
        with _raised_as_export_errors():
            path = os.path.join(tempfile.gettempdir(), f"dailypapers-{os.urandom(8).hex()}.sqlite")
        try:  # from here on, as a signal may come as soon as the file is there
            with _raised_as_export_errors():
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                connection = sqlite3.connect(path, isolation_level=None)
            with closing(connection):
                with _raised_as_export_errors():
                    connection.executescript(_SETTINGS + _TABLES)
                    connection.execute("BEGIN")
                tables = _Tables(connection)
                for digest in digests:
                    tables.add_digest(digest)
                with _raised_as_export_errors():
                    connection.execute("COMMIT")
                    connection.executescript(f"BEGIN;{_INDEXES}COMMIT;")
            with open(path, "rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        finally:
            with suppress(OSError):
                os.unlink(path)


@contextmanager
def _raised_as_export_errors(place: Callable[[], str] = str) -> Iterator[None]:
    """Raise errors of the system and of SQLite as :class:`dailypapers.ExportError`, with advice or the place.

    The place is put into words for an error alone.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        raise ExportError(f"{place()}: {lone_surrogate(error)}") from None
    except (sqlite3.OperationalError, OSError) as error:
        if "fts5" in str(error):
            raise ExportError(f"the SQLite {sqlite3.sqlite_version} of this Python was built without FTS5") from None
        advice = "the environment variable TMPDIR names another folder for it"
        raise ExportError(f"cannot write the temporary database: {error}; {advice}") from error
    except sqlite3.Error as error:
        raise ExportError(f"{place()}: {error}") from error


class _Tables:
    """The rows of digests, papers, authors and points, numbered from 1."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany
        self._digests = self._papers = self._points = 0

    def add_digest(self, digest: Digest) -> None:
        self._digests += 1
        date = digest.date and digest.date.isoformat()
        with _raised_as_export_errors():
            self._execute("INSERT INTO digests VALUES (?, ?)", (self._digests, date))
        with _raised_as_export_errors(lambda: place_of(digest, paper)):
            for position, paper in enumerate(digest.papers):
                row = (self._digests, position, self._paper_id(paper), paper.votes)
                self._execute("INSERT INTO features VALUES (?, ?, ?, ?)", row)

    def _paper_id(self, paper: Paper) -> int:
        """Return the number of a paper, which is added unless it is there already."""
        if identity := paper.identity:
            kind, value = identity
            if row := self._execute(_FIND[kind], (value,)).fetchone():
                return int(row[0])
        self._papers += 1
        media = paper.media and (paper.media.kind, paper.media.url)
        summary = outline(paper.summary)
        row = (
            *(self._papers, paper.arxiv_id, paper.title, paper.url, *(media or (None, None))),
            *(paper.authors_omitted_at, summary, " ".join(_parts(f"{paper.title}\n{summary}"))),
        )
        self._execute("INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        names = ((self._papers, position, name) for position, name in enumerate(paper.authors))
        self._executemany("INSERT INTO authors VALUES (?, ?, ?)", names)
        self._executemany("INSERT INTO points VALUES (?, ?, ?, ?, ?, ?, ?)", self._rows_of_points(paper.summary))
        return self._papers

    def _rows_of_points(self, points: Iterable[Point]) -> Iterator[tuple[object, ...]]:
        parents: list[int | None] = [None]
        for level, point in each_point(points):
            self._points += 1
            del parents[level:]
            yield self._points, self._papers, parents[-1], level, point.label, point.text, point.emphasis
            parents.append(self._points)


# -- Korean words ---------------------------------------------------------------------------------------------
#
# FTS5 finds a word by its beginning alone, and Korean words grow at both ends: 동영상을 is an object of the word 영상.
# So the ends of words are words of a column of their own, and a search for 영상* finds 영상을 there.

_ENDS = re.compile(r"[^\W_](?=([가-힣]{2}[^\W_]{0,28}))")  # all ends of a long word would be its length squared
_BEGINNINGS = re.compile(r"(?<![^\W_])[^\W_]{2,30}")
_DECOMPOSED = re.compile(r"[\u1100-\u11ff]+")


def _parts(text: str) -> Iterable[str]:
    """Return the ends, from two syllables on, of the Korean words in a text, each once."""
    if unicodedata.is_normalized("NFC", text):  # as nearly all are
        return dict.fromkeys(_ENDS.findall(text))
    composed = _DECOMPOSED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    parts = dict.fromkeys(_ENDS.findall(composed))
    if composed != text:  # whoever searches types whole syllables
        parts |= dict.fromkeys(_BEGINNINGS.findall(composed))
    return parts
