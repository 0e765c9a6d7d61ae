"""The format ``sqlite``: a database, for Datasette, sqlite-utils and whoever asks in SQL. Its page is docs/sqlite.md.

The standard library alone. The database grows in a temporary file, so that memory stays flat. Its tables, views and
triggers are in ``sqlite.sql``.
"""

import logging
import os
import sqlite3
import stat
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import ClassVar

import attrs

from dailypapers.errors import KeysError
from dailypapers.exporters.sqlite_rows import Rows, digest_number, raised_as_export_errors
from dailypapers.models import Digest
from dailypapers.plugins import asset

_LAYOUT = 2
"""The version of the tables, which a database keeps as its ``user_version``."""

# After a failure nobody reads the file, so there is no journal.
_SETTINGS = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -4096;
"""

# The size of pages is fixed, so that the same digests give the same bytes with any build of SQLite. Pages of 4096 bytes
# have room for one paper, and a third of each stays empty.
_NEW = f"""
PRAGMA page_size = 16384;
PRAGMA auto_vacuum = NONE;
PRAGMA user_version = {_LAYOUT};
"""

# How many bytes of its index FTS5 gathers before it writes them, and merges them with others.
_BUFFER_OF_SEARCH = "INSERT INTO papers_fts (papers_fts, rank) VALUES ('hashsize', ?)"

_PIECE = 1 << 18


@attrs.frozen
class SQLite:
    """A SQLite database with full-text search, each paper once.

    It has tables of papers, digests, authors and points. The search finds Korean words by how they begin.
    """

    suffix: ClassVar[str] = ".sqlite"

    update: Path | None = attrs.field(
        default=None, metadata={"help": "a database of this format, to which days are added that it does not have"}
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[bytes]:
        """Yield the database in pieces, as soon as it is whole.

        Raises :class:`dailypapers.ExportError` for a lone surrogate, which SQLite cannot hold, where the temporary file
        cannot be written, and where SQLite was built without FTS5; and :class:`dailypapers.KeysError` where the file of
        ``update`` cannot be read, or days cannot be added to it.
        """
        with _known_database(self.update) if self.update else nullcontext() as known, _temporary_file() as path:
            is_changed = True
            with raised_as_export_errors():
                connection = sqlite3.connect(path, isolation_level=None)
            with closing(connection):
                if known and self.update:
                    is_changed = _add_days(connection, known, self.update, digests)
                else:
                    _fill(connection, digests)
            with open(path if is_changed else self.update or path, "rb") as file:
                while piece := file.read(_PIECE):
                    yield piece


@contextmanager
def _temporary_file() -> Iterator[str]:
    with raised_as_export_errors():
        path = os.path.join(tempfile.gettempdir(), f"dailypapers-{os.urandom(8).hex()}.sqlite")
    try:  # from here on, as a signal may come as soon as the file is there
        with raised_as_export_errors():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)


@cache
def _statements() -> list[str]:
    """Return what makes tables, indexes and views, triggers, and what mends a database that had no triggers."""
    return asset(__name__, "sqlite.sql").decode().split("-- What follows ")


def _fill(connection: sqlite3.Connection, digests: Iterable[Digest]) -> None:
    """Write all digests into an empty database."""
    tables, others, triggers, _ = _statements()
    with raised_as_export_errors():
        connection.executescript(f"{_NEW}{_SETTINGS}{tables}BEGIN;")
    rows = Rows(connection)
    for digest in digests:
        rows.add_digest(digest)
    with raised_as_export_errors():
        connection.execute("COMMIT")
        connection.executescript(f"BEGIN; -- {others}; -- {triggers}")
        with suppress(sqlite3.OperationalError):  # a tenth of all time; some day SQLite may not know it any more
            connection.execute(_BUFFER_OF_SEARCH, [4 << 20])
        connection.execute("INSERT INTO papers_fts (papers_fts) VALUES ('rebuild')")
        with suppress(sqlite3.OperationalError):
            connection.execute(_BUFFER_OF_SEARCH, [1 << 20])  # as it was
        connection.execute("COMMIT")


# -- a database that is there -------------------------------------------------------------------------------------


@contextmanager
def _known_database(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the database of the option ``update``; ``None`` for an empty file.

    Other programs may read it until the block ends, and write to files beside it. Raises :class:`dailypapers.KeysError`
    where one wrote to the file itself, which SQLite does not hinder where it has a log of writes.
    """
    with _raised_as_keys_errors(path):
        mode = os.stat(path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # SQLite opens it again, and goes back and forth in it
            raise ValueError("a pipe or a device; copy it to a file first")
        real = os.path.realpath(path)  # which SQLite has its files beside
        before = os.stat(real).st_mtime_ns
        with open(real, "rb") as file:
            head = file.read(20)
        # To read a database with a log of writes, SQLite makes files beside it, unless it takes the file for immutable.
        has_log = head[18:] == b"\2\2" and not os.path.exists(f"{real}-wal")
        uri = f"{Path(real).as_uri()}?{'immutable=1' if has_log else 'mode=ro'}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    with closing(connection):
        if not head:
            yield None
            return
        with _raised_as_keys_errors(path):
            connection.execute("BEGIN")
            ((is_ours,),) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'papers_fts'")
            ((layout,),) = connection.execute("PRAGMA user_version")
        if not is_ours or layout < 1:
            raise KeysError(os.fspath(path), "no database that was written in the format sqlite")
        if layout != _LAYOUT:
            advice = "export all digests to a new file, and copy your own tables into it"
            raise KeysError(os.fspath(path), f"its tables are those of another version of dailypapers; {advice}")
        yield connection
        with _raised_as_keys_errors(path):
            is_changed = has_log and os.stat(real).st_mtime_ns != before
        if is_changed:
            raise KeysError(os.fspath(path), "it was changed meanwhile; run the same again")


@contextmanager
def _raised_as_keys_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:  # a path with a null character is a ValueError
        hint = "; an empty file will do" if isinstance(error, FileNotFoundError) else ""
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_ROLLBACK:
            hint = f"; beside it is {path.name}-journal, of a program that was ended: open it once with SQLite"
        reason = getattr(error, "strerror", None) or error
        raise KeysError(os.fspath(path), f"cannot be read: {reason}{hint}") from error


def _add_days(connection: sqlite3.Connection, known: sqlite3.Connection, path: Path, digests: Iterable[Digest]) -> bool:
    """Copy a database, and add the days that it does not have; return whether its file lacks anything of that.

    A day is a date, or what is new in a digest without one. Digests without papers are none, as papers may come later.
    """
    with raised_as_export_errors(known=path):
        known.backup(connection)
        ((mode,),) = connection.execute("PRAGMA journal_mode")
        before = connection.execute("PRAGMA schema_version").fetchone()
        _, _, triggers, mend = _statements()
        connection.executescript(f"{_SETTINGS}BEGIN; -- {triggers}")
        is_mended = connection.execute("PRAGMA schema_version").fetchone() != before
        if is_mended:
            connection.executescript(f"BEGIN; -- {mend}")
            _LOGGER.info(f"{path}: triggers that were missing were made again, and the search with them")
    rows, known_rows = Rows(connection, path), Rows(known, path)
    days: dict[object, bool] = {}  # whether each was known
    left_out = 0
    for digest in digests:
        if not digest.papers:
            continue
        is_known = known_rows.has_day(digest)
        if is_known and digest.date:
            left_out += len(known_rows.missing(digest))
        elif not is_known and not digest.date:
            digest = attrs.evolve(digest, papers=known_rows.missing(digest))
            is_known = not digest.papers
        days[digest.date or digest_number(digest)] = is_known
        if not is_known:
            rows.add_digest(digest)
    with raised_as_export_errors(known=path):
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA journal_mode = {mode}")
    _tell(path, days.values(), left_out)
    has_log = os.path.exists(f"{os.path.realpath(path)}-wal")  # what is in that log is in the copy alone
    return is_mended or has_log or not all(days.values())


def _tell(path: Path, known: Collection[bool], left_out: int) -> None:
    if known:
        had = sum(known)
        added = len(known) - had
        verb = "was" if had == 1 else "were"
        _LOGGER.info(f"{path}: {added} day{'' if added == 1 else 's'} added, {had} {verb} in it")
    if left_out:
        papers = "paper of a day that it has is" if left_out == 1 else "papers of days that it has are"
        advice = "a day is added again where its rows of digests are deleted"
        _LOGGER.info(f"{path}: {left_out} {papers} not in it; {advice}")


_LOGGER = logging.getLogger(__name__)
