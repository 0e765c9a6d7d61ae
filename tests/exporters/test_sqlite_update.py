"""The option ``update`` of the format ``sqlite``: days are added to a database, and all else in it stays."""

import datetime
import os
import re
import shutil
import sqlite3
from contextlib import closing

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportError, Paper, Point
from dailypapers._command.main import main
from dailypapers.testing import digests
from support import posix, seed_digests

OWN = """
CREATE TABLE shelves (paper_id INTEGER PRIMARY KEY REFERENCES papers (id), shelf TEXT);
INSERT INTO shelves SELECT id, 'to read' FROM papers;
ALTER TABLE papers ADD COLUMN stars INTEGER;
UPDATE papers SET stars = 5;
CREATE INDEX by_votes ON features (votes);
CREATE VIEW titles AS SELECT title FROM papers;
CREATE TABLE log (title TEXT);
CREATE TRIGGER logged AFTER INSERT ON papers BEGIN INSERT INTO log VALUES (new.title); END;
"""


def day(number):
    return datetime.date(2024, 7, number)


def paper(number, **more):
    return Paper(f"{number} 동영상을", f"https://arxiv.org/abs/2407.0000{number}", authors=("Ann One",), **more)


FIRST = Digest(day(12), (paper(1, votes=3, summary=(Point("L", "사과를"),)), paper(2)))
SECOND = Digest(day(13), (paper(2, votes=9), paper(3), Paper("C")))


@pytest.fixture
def database(tmp_path):
    dailypapers.write(FIRST, tmp_path / "papers.db", "sqlite")
    return tmp_path / "papers.db"


def ask(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def rows(path):
    """Give all rows of a database, and what the search says of each word."""
    tables = ("papers", "digests", "features", "authors", "points")
    found = {table: sorted(ask(path, f"SELECT * FROM {table}"), key=repr) for table in tables}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, papers_fts, instance)")
        found["words"] = sorted(connection.execute("SELECT * FROM words"))
        connection.execute("INSERT INTO papers_fts (papers_fts, rank) VALUES ('integrity-check', 1)")
    return found


def export(path, some, output="out.db"):
    dailypapers.write(some, path.with_name(output), "sqlite", update=path)
    return path.with_name(output)


def test_days_are_added(database):
    before = database.read_bytes()
    dailypapers.write([FIRST, SECOND], database.with_name("whole.db"), "sqlite")
    assert rows(export(database, [FIRST, SECOND])) == rows(database.with_name("whole.db"))
    assert database.read_bytes() == before
    export(database, SECOND, database.name)
    assert rows(database) == rows(database.with_name("whole.db"))


def test_an_update_is_what_a_whole_export_is(tmp_path):
    some = seed_digests()
    dailypapers.write(some, tmp_path / "whole.db", "sqlite")
    dailypapers.write(some[:2], tmp_path / "papers.db", "sqlite")
    for digest in some[2:]:
        export(tmp_path / "papers.db", digest, "papers.db")
    assert rows(tmp_path / "papers.db") == rows(tmp_path / "whole.db")


@given(st.lists(digests(hostile=True), max_size=2), st.lists(digests(hostile=True), max_size=2))
def test_so_it_is_for_any_digests(tmp_path_factory, some, more):
    """Where the days are new: digests without papers are left out, as papers may come later."""
    folder = tmp_path_factory.mktemp("any")
    days = {digest.date for digest in some}
    more = [digest for digest in more if digest.papers and digest.date and digest.date not in days]
    dailypapers.write([*some, *more], folder / "whole.db", "sqlite")
    dailypapers.write(some, folder / "papers.db", "sqlite")
    export(folder / "papers.db", more)
    assert rows(folder / "out.db") == rows(folder / "whole.db")


def test_what_is_ones_own_stays(database):
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(OWN)
        own = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    export(database, SECOND, database.name)
    assert ask(database, "SELECT type, name, sql FROM sqlite_master") == own
    assert ask(database, "SELECT shelf, stars FROM shelves JOIN papers ON id = paper_id") == [("to read", 5)] * 2
    assert ask(database, "SELECT stars FROM papers WHERE title = 'C'") == [(None,)]
    assert sorted(ask(database, "SELECT title FROM log")) == [("3 동영상을",), ("C",)]


def test_the_search_finds_what_was_added(database):
    export(database, SECOND, database.name)
    found = ask(database, "SELECT title FROM papers_fts WHERE papers_fts MATCH '동영상' ORDER BY title")
    assert found == [("1 동영상을",), ("2 동영상을",), ("3 동영상을",)]


def without_triggers(database):
    """Do as somebody does whose tool made all tables anew, and who then changed rows."""
    with closing(sqlite3.connect(database)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE papers SET title = '모델을', parts = 'old' WHERE id = 240700001")
        connection.execute("INSERT INTO papers (id, title) VALUES (1, '사진첩을')")
        connection.execute("DELETE FROM papers WHERE id = 240700002")
        connection.commit()


@pytest.mark.parametrize("more", [[SECOND], [FIRST]], ids=["a day is new", "no day is"])
def test_triggers_that_are_missing_come_back_and_with_them_the_search(database, capsys, more):
    without_triggers(database)
    update(database, *more)
    assert lines(capsys)[0] == f"{database}: triggers that were missing were made again, and the search with them"
    query = "SELECT title FROM papers_fts WHERE papers_fts MATCH '\"{}\"' ORDER BY title"
    assert ask(database, query.format("모델")) == [("모델을",)]
    assert ask(database, query.format("사진")) == [("사진첩을",)]
    new = [("2 동영상을",), ("3 동영상을",)] if more == [SECOND] else []
    assert ask(database, query.format("동영")) == new
    assert ask(database, "SELECT count(*) FROM authors WHERE paper_id NOT IN (SELECT id FROM papers)") == [(0,)]
    before = rows(database)  # which holds the search to the table
    update(database, *more)
    assert rows(database) == before
    assert not any("missing were made" in line for line in lines(capsys))


def test_a_paper_that_is_there_stays_as_it_is(database):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE papers SET title = 'Mine' WHERE id = 240700002")
        connection.commit()
    export(database, SECOND, database.name)
    assert ask(database, "SELECT title, votes FROM overview WHERE date = '2024-07-13'") == [
        *(("Mine", 9), ("3 동영상을", None), ("C", None))
    ]


def lines(capsys):
    return capsys.readouterr().err.splitlines()


def update(database, *inputs, status=0):
    names = []
    for number, digest in enumerate(inputs):
        names.append(str(database.with_name(f"{number}.jsonl" if digest.papers else f"{number}.md")))
        dailypapers.write(digest, names[-1])
    arguments = ["export", "-f", "sqlite", "-o", str(database), "--option", f"update={database}"]
    assert main([*arguments, *names]) == status


def test_a_line_counts_the_days(database, capsys):
    update(database, FIRST, SECOND)
    assert lines(capsys) == [f"{database}: 1 day added, 1 was in it"]
    before = database.read_bytes()
    update(database, FIRST, SECOND)
    assert lines(capsys) == [f"{database}: 0 days added, 2 were in it"]
    assert database.read_bytes() == before


def test_a_day_that_it_has_gets_no_papers(database, capsys):
    """Somebody may have deleted papers of that day."""
    more = attrs.evolve(FIRST, papers=(*FIRST.papers, paper(7), paper(8)))
    before = database.read_bytes()
    update(database, more)
    assert database.read_bytes() == before
    assert lines(capsys)[1] == (
        f"{database}: 2 papers of days that it has are not in it; "
        "a day is added again where its rows of digests are deleted"
    )
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM digests")
        connection.execute("DELETE FROM papers WHERE id = 240700001")
        connection.commit()
    update(database, more)
    dailypapers.write(more, database.with_name("whole.db"), "sqlite")
    assert rows(database) == rows(database.with_name("whole.db"))


def test_two_new_digests_of_a_day_are_added_both(database):
    export(database, [SECOND, attrs.evolve(SECOND, papers=(paper(4),))], database.name)
    assert ask(database, "SELECT id FROM digests") == [(20240712,), (20240713,), (120240713,)]


def test_a_digest_without_a_date_is_known_by_its_papers(database, capsys):
    some = [Digest(None, (paper(4),)), Digest(None, (paper(5),))]
    update(database, some[0])
    update(database, *some)
    assert [line for line in lines(capsys) if "added" in line] == [
        f"{database}: 1 day added, 0 were in it",
        f"{database}: 1 day added, 1 was in it",
    ]
    assert len(ask(database, "SELECT * FROM digests WHERE date IS NULL")) == 2


def test_digests_without_a_date_get_what_is_new(database):
    """As the papers of a file of references, which grows and is sorted anew."""
    for numbers in ((4, 5), (5, 4), (4, 5, 6), (6,)):
        export(database, Digest(None, [paper(number) for number in numbers]), database.name)
    query = "SELECT title FROM overview WHERE date IS NULL ORDER BY title"
    assert [title[0] for (title,) in ask(database, query)] == ["4", "5", "6"]


def test_papers_that_nothing_identifies_are_not_lost(database):
    some = Digest(None, (paper(4), Paper("", votes=1)))
    for digest in (some, some, attrs.evolve(some, papers=(*some.papers, paper(5), Paper("", votes=2)))):
        export(database, digest, database.name)
    assert {(1,), (2,), (None,)} == set(ask(database, "SELECT votes FROM overview WHERE date IS NULL"))


def test_a_day_without_papers_is_none(database, capsys):
    before = database.read_bytes()
    update(database, Digest(day(14)))
    assert database.read_bytes() == before
    assert [line for line in lines(capsys) if "added" in line] == []
    update(database, Digest(day(14), (paper(4),)))
    assert ask(database, "SELECT id FROM digests WHERE date = '2024-07-14'") == [(20240714,)]


# -- the file ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_an_empty_one_where_it_is_the_output(tmp_path):
    whole = dailypapers.export(FIRST, "sqlite")
    dailypapers.write(FIRST, tmp_path / "new.sqlite", update=tmp_path / "new.sqlite")
    assert (tmp_path / "new.sqlite").read_bytes() == whole
    (tmp_path / "empty").touch()
    assert dailypapers.export(FIRST, "sqlite", update=tmp_path / "empty") == whole


def older(path):
    dailypapers.write(FIRST, path, "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")


def newer(path):
    older(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 3")


def somebody_elses(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE papers (id)")


def without_a_table(path):
    dailypapers.write(FIRST, path, "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE points")


def broken(path):
    dailypapers.write(seed_digests(), path, "sqlite")
    data = bytearray(path.read_bytes())
    data[1 << 14 :] = b"\xaa" * (len(data) - (1 << 14))  # all behind the first page
    path.write_bytes(data)


REFUSED = [
    (lambda path: None, "cannot be read: No such file or directory; an empty file will do"),
    (lambda path: path.mkdir(), "cannot be read: Is a directory"),
    (lambda path: path.write_text("## Daily Papers (2024-07-12)\n" * 99), "cannot be read: file is not a database"),
    (somebody_elses, "no database that was written in the format sqlite"),
    *(
        (
            make,
            "its tables are those of another version of dailypapers; "
            "export all digests to a new file, and copy your own tables into it",
        )
        for make in (older, newer)
    ),
    (without_a_table, "no days can be added to it: no such table: (?:main.)?points"),
    (broken, "(?:no days can be added to it|cannot be read): database disk image is malformed"),
]


@pytest.mark.parametrize(("make", "message"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_a_file_that_is_refused(tmp_path, capsys, make, message):
    path = tmp_path / "a known.db"
    make(path)
    before = path.is_file() and path.read_bytes()
    (tmp_path / "in.jsonl").write_text(dailypapers.export(SECOND, "jsonl"), "utf-8")
    arguments = ["export", "-o", f"{tmp_path}/out.sqlite", "--option", f"update={path}", f"{tmp_path}/in.jsonl"]
    assert main(arguments) == 1
    assert re.fullmatch(f"error: {re.escape(str(path))}: {message}", lines(capsys)[-1])
    assert (path.is_file() and path.read_bytes()) == before
    assert not (tmp_path / "out.sqlite").exists()


@posix
@pytest.mark.parametrize(
    "make", [lambda path: os.mkfifo(path), lambda path: path.symlink_to(os.devnull)], ids=["pipe", "device"]
)
def test_nobody_waits_for_the_other_end_of_a_pipe(tmp_path, make):
    """SQLite opens a file by its name, and goes back and forth in it."""
    make(tmp_path / "known.db")
    with pytest.raises(dailypapers.KeysError, match="cannot be read: a pipe or a device; copy it to a file first"):
        export(tmp_path / "known.db", SECOND)


def test_a_paper_that_no_column_can_hold(database):
    with pytest.raises(ExportError, match="the digest of 2024-07-13, paper 'B': a lone surrogate"):
        export(database, Digest(day(13), (Paper("B", authors=("\ud800",)),)))


def test_an_open_database_is_not_replaced(database):
    """One that others read is copied; one that others change is theirs until they are done."""
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM papers").fetchone()
        export(database, SECOND)
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("DELETE FROM digests")
        with pytest.raises(
            dailypapers.OutputError, match=r"beside it is papers\.db-wal, with changes of an open database"
        ):
            export(database, SECOND, database.name)
        assert ask(export(database, SECOND), "SELECT date FROM digests") == [("2024-07-13",)]
        assert ask(export(database, []), "SELECT date FROM digests") == []


@pytest.mark.parametrize("mode", ["PERSIST", "TRUNCATE"])
def test_a_journal_that_is_done_with_hinders_nobody(database, mode):
    """SQLite keeps it for the next change, with zeros in its head or without bytes."""
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA journal_mode = {mode}")
        writer.execute("UPDATE papers SET title = 'Mine' WHERE id = 240700001")
        assert database.with_name("papers.db-journal").exists()
        export(database, SECOND, database.name)
        assert ask(database, "SELECT title FROM papers WHERE id = 240700001") == [("Mine",)]
        assert ask(database, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("mode", ["DELETE", "PERSIST", "TRUNCATE"])
@pytest.mark.parametrize("pages", [1, 100], ids=["written", "in memory"])
def test_a_journal_of_an_open_change_is_not_ruined(database, mode, pages):
    """Its head is zeros and then more, until SQLite writes the pages that are changed."""
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA journal_mode = {mode}")
        writer.execute("UPDATE papers SET title = 'Mine'")
        writer.execute(f"PRAGMA cache_size = {pages}")
        writer.execute("BEGIN")
        writer.execute("UPDATE papers SET title = 'Theirs'")
        with pytest.raises(dailypapers.OutputError, match=r"beside it is papers\.db-journal, with changes"):
            dailypapers.write(SECOND, database, "sqlite")
        writer.execute("COMMIT")
    assert ask(database, "SELECT DISTINCT title FROM papers") == [("Theirs",)]


def test_nobody_changes_it_meanwhile(database):
    def changing():
        yield SECOND
        with closing(sqlite3.connect(database, timeout=0)) as writer:
            writer.execute("DELETE FROM digests")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                writer.commit()

    export(database, changing(), database.name)
    assert ask(database, "SELECT date FROM digests") == [("2024-07-12",), ("2024-07-13",)]


def test_the_log_of_writes_stays(database):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    export(database, SECOND, database.name)
    assert sorted(os.listdir(database.parent)) == ["papers.db"]
    assert ask(database, "PRAGMA journal_mode") == [("wal",)]
    assert len(ask(database, "SELECT * FROM digests")) == 2


def with_log(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


@pytest.mark.parametrize("output", ["papers.db", "out.db"])
def test_a_change_meanwhile_is_not_lost(database, output):
    """SQLite locks no file that it takes for immutable."""
    with_log(database)

    def changing():
        yield SECOND
        with closing(sqlite3.connect(database)) as writer:
            writer.execute("CREATE TABLE mine (id)")
            writer.commit()

    with pytest.raises(dailypapers.KeysError, match="it was changed meanwhile; run the same again"):
        export(database, changing(), output)
    assert ask(database, "SELECT count(*) FROM mine") == [(0,)]
    assert not database.with_name("out.db").exists()


@posix
def test_the_log_is_beside_the_file_that_a_link_leads_to(database, tmp_path):
    with_log(database)
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "papers.db"
    link.symlink_to(database)
    with closing(sqlite3.connect(link, isolation_level=None)) as writer:
        writer.execute("CREATE TABLE mine (id)")
        assert ask(export(link, SECOND), "SELECT count(*) FROM mine") == [(0,)]
        assert ask(export(link, []), "SELECT count(*) FROM mine") == [(0,)]


def test_a_journal_that_a_program_left(tmp_path):
    """SQLite has to play it back, and may not where it only reads."""
    dailypapers.write(
        Digest(day(12), [Paper(f"{number} {'text ' * 999}") for number in range(99)]), tmp_path / "a.sqlite"
    )
    with closing(sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN")
        writer.execute("UPDATE papers SET url = title")
        for suffix in ("", "-journal"):  # as they would be after a crash
            shutil.copy(tmp_path / f"a.sqlite{suffix}", tmp_path / f"papers.db{suffix}")
    message = "beside it is papers.db-journal, of a program that was ended: open it once with SQLite"
    with pytest.raises(dailypapers.KeysError, match=message):
        export(tmp_path / "papers.db", SECOND)
    assert len(ask(tmp_path / "papers.db", "SELECT * FROM papers WHERE url IS NULL")) == 99
    assert len(ask(export(tmp_path / "papers.db", SECOND), "SELECT * FROM digests")) == 2
