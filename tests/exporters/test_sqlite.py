"""SQLite: the tables against the models, the search in Korean, the same bytes, and nothing left behind."""

import datetime
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata
from contextlib import closing

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportError, Media, Paper, Point
from dailypapers.exporters import sqlite
from dailypapers.testing import digests
from support import ROOT, output_of, seed_digests

DAY = datetime.date(2024, 7, 12)


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory, monkeypatch):
    """A temporary folder of its own, which is empty in the end."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def opened(data):
    """Give a connection to the database that bytes are."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return closing(connection)


def ask(some, sql, *values):
    with opened(dailypapers.export(some, "sqlite")) as connection:
        return connection.execute(sql, values).fetchall()


def read_back(rows):
    """Give the digests that a database says. ``rows`` gives those of a table, in the order of its key, as dicts."""
    authors, summaries = {}, {}
    for row in rows("authors"):
        assert row["position"] == len(authors.setdefault(row["paper_id"], []))
        authors[row["paper_id"]].append(row["name"])
    points = list(rows("points"))
    inner = {}
    for row in reversed(points):  # what is in a point stands behind it
        point = Point(row["label"], row["text"], tuple(inner.pop(row["id"], [])[::-1]), row["emphasis"])
        home = summaries if row["parent_id"] is None else inner
        home.setdefault(row["paper_id"] if row["parent_id"] is None else row["parent_id"], []).append(point)
    papers = {
        row["id"]: Paper(
            row["title"],
            row["url"],
            media=row["media_kind"] and Media(row["media_kind"], row["media_url"]),
            authors=authors.get(row["id"], []),
            authors_omitted_at=row["authors_omitted_at"],
            summary=summaries.get(row["id"], [])[::-1],
        )
        for row in rows("papers")
    }
    assert [row["arxiv_id"] for row in rows("papers")] == [paper.arxiv_id for paper in papers.values()]
    found = {row["id"]: (row["date"], []) for row in rows("digests")}
    for row in rows("features"):
        assert row["position"] == len(found[row["digest_id"]][1])
        found[row["digest_id"]][1].append(attrs.evolve(papers[row["paper_id"]], votes=row["votes"]))
    return [Digest(date and datetime.date.fromisoformat(date), some) for date, some in found.values()]


def first_of_each(some):
    """Give digests with each paper as it was the first time, but for its votes."""
    first = {}
    for digest in some:
        for paper in digest.papers:
            first.setdefault(paper.identity, paper)
    return [
        attrs.evolve(
            digest,
            papers=[
                attrs.evolve(first[paper.identity], votes=paper.votes) if paper.identity else paper
                for paper in digest.papers
            ],
        )
        for digest in some
    ]


@given(st.lists(digests(hostile=True), max_size=3))
def test_every_field_of_anything(some):
    with opened(dailypapers.export(some, "sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        assert read_back(lambda table: list(connection.execute(f"SELECT * FROM {table}"))) == first_of_each(some)
        assert connection.execute("PRAGMA integrity_check").fetchall()[0][0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO papers_fts (papers_fts, rank) VALUES ('integrity-check', 1)")


def test_what_the_tables_are():
    tables = ask([], "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'papers_fts_%'")
    assert {name for (name,) in tables} == {
        *("papers", "digests", "features", "authors", "points", "papers_fts", "overview")
    }
    assert ask([], "PRAGMA user_version") == [(1,)]
    for table, column in (("features", "paper_id"), ("points", "paper_id"), ("authors", "name"), ("digests", "date")):
        ((plan,),) = [row[3:] for row in ask([], f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column} = 1")]
        assert "INDEX" in plan


def test_a_paper_is_there_once_and_each_time_it_was_featured():
    url = "https://arxiv.org/abs/2407.08348"
    some = [
        Digest(DAY, (Paper("First", url, votes=3, authors=("Ann One",)), Paper("Other"))),
        Digest(datetime.date(2024, 7, 13), (Paper("Second", url + "v2", votes=7),)),
        Digest(DAY, (Paper("Other", "https://example.org/"), Paper("Other", votes=1))),
    ]
    assert ask(some, "SELECT id, title, url FROM papers") == [
        (1, "First", url),
        (2, "Other", None),
        (3, "Other", "https://example.org/"),
    ]
    assert ask(some, "SELECT digest_id, position, paper_id, votes FROM features") == [
        *((1, 0, 1, 3), (1, 1, 2, None), (2, 0, 1, 7), (3, 0, 3, None), (3, 1, 2, 1))
    ]
    assert ask(some, "SELECT name FROM authors") == [("Ann One",)]


@pytest.mark.parametrize("url", [None, ""])
def test_papers_without_a_link_are_told_apart_by_title(url):
    some = [Digest(DAY, (Paper("A", url), Paper("B", url), Paper("A", url)))]
    assert ask(some, "SELECT paper_id FROM features ORDER BY position") == [(1,), (2,), (1,)]
    assert ask(some, "SELECT url FROM papers") == [(url,)] * 2


@pytest.mark.parametrize(
    ("known", "new"),
    [
        (Paper("T", "https://example.org/{}"), Paper("New", "https://example.org/new")),
        (Paper("T {}"), Paper("New")),
        (Paper("T", "https://example.org/{}"), Paper("T")),
    ],
    ids=["other links", "titles", "one title with many links"],
)
def test_a_paper_that_is_there_already_is_found_at_once(known, new):
    """However many papers there are that are not on arXiv: SQLite counts the steps that it takes."""

    def steps(number):
        papers = [
            attrs.evolve(known, title=known.title.format(n), url=known.url and known.url.format(n))
            for n in range(number)
        ]
        with opened(dailypapers.export(Digest(DAY, papers), "sqlite")) as connection:
            count = 0

            def step():
                nonlocal count
                count += 1

            connection.set_progress_handler(step, 1)
            kind, value = new.identity
            assert connection.execute(sqlite._FIND[kind], (value,)).fetchone() is None
            return count

    assert steps(1000) == steps(10)


def test_the_search_follows_what_is_done_to_papers():
    def found(word):
        return [
            title for (title,) in connection.execute("SELECT title FROM papers_fts WHERE papers_fts MATCH ?", [word])
        ]

    some = Digest(
        DAY, (Paper("Apples", summary=(Point(text="green"),)), Paper("Pears", summary=(Point(text="green"),)))
    )
    with opened(dailypapers.export(some, "sqlite")) as connection:
        connection.execute("DELETE FROM papers WHERE title = 'Apples'")
        assert (found("apples"), found("green")) == ([], ["Pears"])
        connection.execute("UPDATE papers SET title = 'Plums', summary = 'blue'")
        assert (found("pears"), found("green"), found("plums"), found("blue")) == ([], [], ["Plums"], ["Plums"])
        connection.execute("INSERT INTO papers (title) VALUES ('Quinces')")
        assert found("quinces") == ["Quinces"]
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("REPLACE INTO papers (id, title) VALUES (2, 'Figs')")
        assert (found("plums"), found("figs")) == ([], ["Figs"])
        connection.execute("INSERT INTO papers_fts (papers_fts, rank) VALUES ('integrity-check', 1)")


def test_the_view_is_for_people():
    paper = Paper(
        "A",
        "https://arxiv.org/abs/2407.08348",
        votes=3,
        authors=("Zoe", "Ann"),
        summary=(Point("L", "a\nb", (Point(text="c"),)), Point("M", "")),
    )
    some = [
        Digest(None, (Paper("D"),)),
        Digest(DAY, (Paper("B"), paper)),
        Digest(datetime.date(2024, 8, 1), (Paper("C"),)),
    ]
    rows = ask(some, "SELECT * FROM overview")
    assert [row[:2] for row in rows] == [("2024-08-01", "C"), ("2024-07-12", "B"), ("2024-07-12", "A"), (None, "D")]
    assert rows[2][2:] == (3, "Zoe; Ann", "2407.08348", paper.url, "L: a b\n  c\nM:")


# -- the search ----------------------------------------------------------------------------------------------


def found(text, query):
    some = [Digest(DAY, (Paper("Other"), Paper(text), Paper("A", summary=(Point("L", text),))))]
    return [row[0] for row in ask(some, "SELECT rowid FROM papers_fts WHERE papers_fts MATCH ? ORDER BY rowid", query)]


@pytest.mark.parametrize(
    "text",
    ["동영상", "동영상을 봅니다", "GPT동영상", "(동영상)", "4동영상GPT", "동영상" * 40, "동영상".encode().decode()],
)
def test_the_ends_of_korean_words_are_found(text):
    assert found(text, "영상*") == [2, 3]
    assert found(text, "동영*") == [2, 3]


def test_two_syllables_are_found_in_decomposed_words_too():
    assert found(unicodedata.normalize("NFD", "새 동영상을"), "영상*") == [2, 3]
    assert found(unicodedata.normalize("NFD", "새 동영상을"), "동영*") == [2, 3]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("동 영상", "동영*"),
        ("동영_상자", "영상*"),
        ("동영상", "상동*"),
        ("metavideo", "video*"),
        ("영화 상영", "영상*"),
    ],
)
def test_what_is_no_end_of_a_word_is_not_found(text, query):
    assert found(text, query) == []


def test_parts_are_the_ends_from_two_syllables():
    ((parts,),) = ask(
        [Digest(DAY, (Paper("새 동영상을 GPT모델 동영상을", summary=(Point(text="a1비디오2"),)),))],
        "SELECT parts FROM papers",
    )
    assert parts.split() == ["영상을", "상을", "모델", "비디오2", "디오2"]


def parts_of(text):
    """Give the ends of words one by one, and whole words where some were decomposed."""
    composed = re.sub("[\u1100-\u11ff]+", lambda jamo: unicodedata.normalize("NFC", jamo[0]), text)
    words = re.split(r"[\W_]+", composed)
    ends = [word[i : i + 30] for word in words for i in range(1, len(word)) if re.match("[가-힣]{2}", word[i:])]
    return [*dict.fromkeys(ends + [word[:30] for word in words if len(word) > 1 and composed != text])]


@given(
    st.lists(st.text("가힣한국a1_ é\u0301\u1100\u1161\u11a8", max_size=40) | st.text("한국", min_size=60), max_size=9)
)
def test_parts_of_anything(texts):
    some = [Digest(DAY, [Paper(text, f"https://e.org/{number}") for number, text in enumerate(texts)])]
    parts = [row[0].split() for row in ask(some, "SELECT parts FROM papers ORDER BY id")]
    assert parts == list(map(parts_of, texts))


def test_every_pair_of_syllables_of_the_seeds_is_found():
    some = seed_digests()
    with opened(dailypapers.export(some, "sqlite")) as connection:
        texts = dict(connection.execute("SELECT id, title || char(10) || summary FROM papers"))
        pairs = sorted({pair for text in texts.values() for pair in re.findall("(?=([가-힣]{2}))", text)})
        assert len(pairs) > 1000
        for pair in pairs[::7]:
            sought = {id_ for id_, text in texts.items() if pair in text}
            rows = connection.execute("SELECT rowid FROM papers_fts WHERE papers_fts MATCH ?", (pair + "*",))
            assert {row[0] for row in rows} == sought


def test_a_word_that_never_ends_takes_no_room():
    for text in ("동영상" * 100_000, "a" * 300_000, "\u1103\u1169" * 100_000):
        assert len(dailypapers.export([Digest(DAY, (Paper(text),))], "sqlite")) < 70_000_000


# -- what no column can hold ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "message"),
    [
        (Paper("a\ud800b"), r"paper 'a\\ud800b': a lone surrogate, which is no character: 'a\\ud800'"),
        (Paper("A", "\ud800"), "paper 'A': a lone surrogate"),
        (Paper("A", authors=("B", "\udcff")), "paper 'A': a lone surrogate"),
        (Paper("A", summary=(Point("L", "", (Point(text="\udcff"),)),)), "paper 'A': a lone surrogate"),
    ],
)
def test_what_is_refused(paper, message):
    with pytest.raises(ExportError, match=f"the digest of 2024-07-12, {message}"):
        dailypapers.export([Digest(DAY, (Paper("Good"), paper))], "sqlite")


def test_text_is_kept_to_the_letter():
    title = "a\0b\r\n\ufeff'\";--\uffff12"
    assert ask([Digest(DAY, (Paper(title, authors=("1",)),))], "SELECT title, name FROM papers, authors") == [
        (title, "1")
    ]


def test_points_of_every_level():
    point = Point(text="innermost")
    for _ in range(15):
        point = Point(text="a", points=(point,))
    assert ask([Digest(DAY, (Paper("A", summary=(point,)),))], "SELECT max(level), count(*) FROM points") == [(16, 16)]


def test_papers_that_nothing_identifies_are_rows_of_their_own():
    papers = (Paper("", votes=1), Paper("", votes=2), Paper(" ", votes=3), Paper("A", votes=4), Paper("A", votes=5))
    assert ask([Digest(DAY, papers)], "SELECT paper_id, votes FROM features ORDER BY position") == [
        *((1, 1), (2, 2), (3, 3)),
        *((4, 4), (4, 5)),
    ]


# -- nothing left behind -------------------------------------------------------------------------------------


def broken(error):
    yield Digest(DAY, (Paper("A"),))
    raise error


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError("gone"), sqlite3.OperationalError("of the input"), MemoryError()]
)
def test_an_error_of_the_input_comes_out_as_it_is(error):
    with pytest.raises(type(error)) as caught:
        dailypapers.export(broken(error), "sqlite")
    assert caught.value is error


def test_an_export_that_is_given_up(temporary):
    chunks = sqlite.SQLite().export([Digest(DAY, [Paper(f"Title {number}") for number in range(3000)])])
    assert list(temporary.iterdir()) == []
    assert next(chunks).startswith(b"SQLite format 3\0")
    (unfinished,) = temporary.iterdir()
    assert os.name == "nt" or unfinished.stat().st_mode & 0o777 == 0o600
    chunks.close()


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.usefixtures("as_in_a_terminal")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal(tmp_path, number, status):
    """Half of the input is read, of a pipe, and the other half never comes."""
    os.mkfifo(tmp_path / "second.md")
    (tmp_path / "first.md").write_text(
        "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08348)\n", "utf-8"
    )
    command = [sys.executable, "-m", "dailypapers", "export", "-o", "out.sqlite", "first.md", "second.md"]
    (tmp_path / "temporary").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as child:
        while not list((tmp_path / "temporary").glob("dailypapers-*")):  # Python itself tries the folder with another
            assert child.poll() is None
            time.sleep(0.02)
        child.send_signal(number)
        child.communicate()
    assert child.returncode == status
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "out.sqlite").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
def test_a_disk_that_is_full(tmp_path):
    limit = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
    limit += "from dailypapers._command.main import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", limit, "export", "-o", "out.sqlite", ROOT / "seeds"]
    (tmp_path / "temporary").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 3
    assert result.stderr.startswith("error: ")
    assert "cannot write the temporary database" in result.stderr
    assert "TMPDIR names another folder" in result.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]


def test_a_temporary_folder_that_is_none(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    with pytest.raises(ExportError, match=r"cannot write the temporary database: .*TMPDIR names another folder"):
        dailypapers.export([], "sqlite")


# -- what other people open it with --------------------------------------------------------------------------


@pytest.fixture
def seeds(tmp_path):
    some = seed_digests()
    dailypapers.write(some, tmp_path / "papers.sqlite")
    return some, tmp_path / "papers.sqlite"


@pytest.mark.outside
def test_sqlite_utils_knows_keys_and_search(seeds):
    sqlite_utils = pytest.importorskip("sqlite_utils")
    _, path = seeds
    with closing(sqlite3.connect(path)) as connection:
        database = sqlite_utils.Database(connection)
        assert database["papers"].detect_fts() == "papers_fts"
        assert len(list(database["papers"].search("영상*"))) == 2
        keys = {(key.table, key.column, key.other_table) for table in database.tables for key in table.foreign_keys}
        assert keys == {
            *(("features", "digest_id", "digests"), ("features", "paper_id", "papers")),
            *(("authors", "paper_id", "papers"), ("points", "paper_id", "papers"), ("points", "parent_id", "points")),
        }
        pks = {"papers": ["id"], "features": ["digest_id", "position"], "authors": ["paper_id", "position"]}
        assert {name: list(database[name].pks) for name in pks} == pks
        database["papers"].rebuild_fts()  # loses nothing
        assert len(list(database["papers"].search("영상*"))) == 2


def datasette(path, address):
    return output_of(path.parent, sys.executable, "-m", "datasette", path, "--get", address)


@pytest.mark.outside
def test_datasette_serves_every_field(seeds):
    pytest.importorskip("datasette")
    some, path = seeds

    def rows(table):
        address = f"/papers/{table}.json?_shape=array&_size=1000"
        return json.loads(datasette(path, address))

    assert read_back(rows) == first_of_each(some)


@pytest.mark.outside
def test_datasette_has_a_search_and_names_what_keys_lead_to(seeds):
    pytest.importorskip("datasette")
    some, path = seeds
    assert len(json.loads(datasette(path, "/papers/papers.json?_shape=array&_search=FasterCache"))) == 1
    assert 'type="search"' in datasette(path, "/papers/papers")
    row = json.loads(datasette(path, "/papers/features.json?_labels=on&_shape=array&_size=1"))[0]
    assert row["digest_id"]["label"] == str(some[0].date)
    assert row["paper_id"]["label"] == some[0].papers[0].title
    assert len(json.loads(datasette(path, "/papers/overview.json?_shape=array&_size=1000"))) == 65
