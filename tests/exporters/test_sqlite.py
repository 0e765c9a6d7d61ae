"""SQLite: the tables against the models, the search in Korean, the same bytes, and nothing left behind."""

import asyncio
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
from collections import Counter
from contextlib import closing
from itertools import chain
from random import Random
from urllib.parse import quote

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from benchmarks.archive import archive
from dailypapers import Digest, ExportError, Media, Paper, Point
from dailypapers.exporters import sqlite, sqlite_rows
from dailypapers.plugins import outline
from dailypapers.testing import digests
from support import ROOT, seed_digests

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
        paper = row["paper_id"]
        point = Point(row["label"], row["text"], inner.pop((paper, row["position"]), [])[::-1], row["emphasis"])
        home, key = (summaries, paper) if row["parent"] is None else (inner, (paper, row["parent"]))
        home.setdefault(key, []).append(point)
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
    assert [row["authors"] for row in rows("papers")] == ["; ".join(paper.authors) for paper in papers.values()]
    found = {row["id"]: (row["date"], []) for row in rows("digests")}
    for row in rows("features"):
        assert row["position"] == len(found[row["digest_id"]][1])
        found[row["digest_id"]][1].append(attrs.evolve(papers[row["paper_id"]], votes=row["votes"]))
    return [Digest(date and datetime.date.fromisoformat(date), some) for date, some in found.values()]


def in_order(some):
    """Give digests in an order that does not depend on their numbers: those of a day stay as they are."""
    return sorted(some, key=lambda digest: (str(digest.date), "" if digest.date else repr(digest.papers)))


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
        found = read_back(lambda table: list(connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")))
        assert in_order(found) == in_order(first_of_each(some))
        assert connection.execute("PRAGMA integrity_check").fetchall()[0][0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO papers_fts (papers_fts, rank) VALUES ('integrity-check', 1)")


def test_what_the_tables_are():
    tables = ask([], "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'papers_fts_%'")
    assert {name for (name,) in tables} == {
        *("papers", "digests", "features", "authors", "points", "papers_fts", "overview", "library")
    }
    assert ask([], "PRAGMA user_version") == [(2,)]
    for table, column in (("features", "paper_id"), ("points", "paper_id"), ("authors", "name"), ("digests", "date")):
        ((plan,),) = [row[3:] for row in ask([], f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column} = 1")]
        assert "SEARCH" in plan


# -- numbers that say what a row is ----------------------------------------------------------------------------


def test_numbers_of_papers_on_arxiv_are_their_ids():
    urls = ["https://arxiv.org/abs/2407.08348v2", "https://arxiv.org/abs/0704.0001", "https://arxiv.org/abs/cs/0112017"]
    some = [Digest(DAY, [Paper("A", url) for url in urls])]
    (first, second, third) = ask(some, "SELECT paper_id FROM features ORDER BY position")
    assert (first, second) == ((240708348,), (7040001,))
    assert 10**15 <= third[0] < 2**53  # what JavaScript knows exactly


def test_a_paper_is_there_once_and_each_time_it_was_featured():
    url = "https://arxiv.org/abs/2407.08348"
    some = [
        Digest(DAY, (Paper("First", url, votes=3, authors=("Ann One",)), Paper("Other"))),
        Digest(datetime.date(2024, 7, 13), (Paper("Second", url + "v2", votes=7),)),
        Digest(DAY, (Paper("Other", "https://example.org/"), Paper("Other", votes=1))),
    ]
    query = "SELECT digest_id, position, title, url, votes FROM features JOIN papers ON id = paper_id"
    assert ask(some, f"{query} ORDER BY digest_id, position") == [
        *((20240712, 0, "First", url, 3), (20240712, 1, "Other", None, None)),
        (20240713, 0, "First", url, 7),
        *((120240712, 0, "Other", "https://example.org/", None), (120240712, 1, "Other", None, 1)),
    ]
    assert ask(some, "SELECT count(*), count(arxiv_id) FROM papers") == [(3, 1)]
    assert ask(some, "SELECT * FROM authors") == [(240708348, 0, "Ann One")]


def numbered(some):
    """Give each row of a database under its table and its key."""
    keys = {"papers": 1, "digests": 1, "features": 2, "authors": 2, "points": 2}
    with opened(dailypapers.export(some, "sqlite")) as connection:
        rows = ((table, row) for table in keys for row in connection.execute(f"SELECT * FROM {table}"))
        return {(table, *row[: keys[table]]): row for table, row in rows}


@given(st.lists(digests(hostile=True), max_size=3), st.lists(digests(), max_size=2))
def test_numbers_stay_when_older_days_are_added(some, older):
    """Where no digest is in both, and no paper: what is known of one is what was known when it was featured first."""
    taken = {paper.identity for digest in older for paper in digest.papers}
    some = [digest for digest in some if not taken.intersection(paper.identity for paper in digest.papers)]
    days = {digest.date for digest in some}
    older = [digest for digest in older if digest.date and digest.date not in days]
    assert numbered(some).items() <= numbered([*older, *some]).items()


def test_two_papers_with_one_number_are_two(monkeypatch):
    monkeypatch.setattr(sqlite_rows, "_hashed", lambda *_: 10**15)
    papers = [
        Paper("A"),
        Paper("B"),
        Paper("A", "https://e.org/"),
        Paper("B"),
        Paper("C", "https://e.org/"),
        Paper("A"),
    ]
    some = [Digest(None, papers), Digest(None, papers[:1])]
    assert ask(some, "SELECT paper_id - 1000000000000000 FROM features WHERE digest_id = 1000000000000000") == [
        *((0,), (1,), (2,), (1,), (2,), (0,))
    ]
    assert ask(some, "SELECT id, title FROM papers") == [(10**15, "A"), (10**15 + 1, "B"), (10**15 + 2, "A")]
    assert ask(some, "SELECT id FROM digests") == [(10**15,), (10**15 + 1,)]


@pytest.mark.parametrize("url", [None, ""])
def test_papers_without_a_link_are_told_apart_by_title(url):
    some = [Digest(DAY, (Paper("A", url), Paper("B", url), Paper("A", url)))]
    (a,), (b,), (again,) = ask(some, "SELECT paper_id FROM features ORDER BY position")
    assert a == again != b
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
            assert sqlite_rows.Rows(connection)._find(new) is None
            return count

    assert steps(1000) == steps(10)


# -- views -----------------------------------------------------------------------------------------------------


def test_the_views_are_for_people():
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
        Digest(datetime.date(2024, 8, 1), (Paper("C", votes=2), attrs.evolve(paper, votes=1))),
    ]
    rows = ask(some, "SELECT * FROM overview")
    assert [row[:3] for row in rows] == [
        *(("2024-08-01", "C", 2), ("2024-08-01", "A", 1)),
        *(("2024-07-12", "B", None), ("2024-07-12", "A", 3)),
        (None, "D", None),
    ]
    assert rows[3][3:] == ("Zoe; Ann", "2407.08348", paper.url, "L: a b\n  c\nM:", 240708348)
    rows = ask(some, "SELECT title, first_featured, most_votes FROM library")
    assert rows[:2] == [("A", "2024-07-12", 3), ("C", "2024-08-01", 2)]
    assert set(rows[2:]) == {("B", "2024-07-12", None), ("D", None, None)}
    assert ask(some, "SELECT * FROM library LIMIT 1") == [
        ("A", "Zoe; Ann", "2024-07-12", 3, "2407.08348", paper.url, "L: a b\n  c\nM:", 240708348)
    ]


# -- the search ----------------------------------------------------------------------------------------------


def search(connection, word):
    """Give the titles that a bare word finds, as Datasette asks: each word in quotes."""
    query = " ".join(f'"{each}"' for each in word.split())
    rows = connection.execute("SELECT title FROM papers_fts WHERE papers_fts MATCH ? ORDER BY title", (query,))
    return [title for (title,) in rows]


def is_found(text, word):
    """Say whether a word finds a text, and hold it to the same in a title, a summary, and a paper that is changed."""
    some = [Digest(DAY, (Paper("Other"), Paper(f"1 {text}"), Paper("2", summary=(Point("L", text),)), Paper("3")))]
    with opened(dailypapers.export(some, "sqlite")) as connection:
        connection.execute("UPDATE papers SET summary = ? WHERE title = '3'", (text,))
        connection.execute("INSERT INTO papers (title, summary) VALUES ('4', ?)", (text,))
        found = search(connection, word)
        assert found in ([], [f"1 {text}", "2", "3", "4"])
        hold_the_index(connection)
    return bool(found)


def hold_the_index(connection):
    """Hold the search to its table: what is searched is what stands there."""
    connection.execute("INSERT INTO papers_fts (papers_fts, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(("동영상을 봅니다", word) for word in ("동영", "동영상", "동영상을", "봅니다")),
        *(("멀티모달모델에서는", word) for word in ("멀티", "멀티모", "멀티모달", "멀티모달모델", "멀티모달모델에서")),
        *(("한국어프레임워크에서는", word) for word in ("한국어프레임워크", "한국어프레임워크에서는")),
        *(("LLM의 답", word) for word in ("LLM", "llm", "의", "LLM의")),
        *(("3차원영상", word) for word in ("3", "차원", "차원영상", "3차원영상")),
        *(("최신기술기반LLM을", word) for word in ("최신", "최신기술기반", "LLM", "을")),
        *(("GPT-4를 씁니다", word) for word in ("gpt-4", "GPT", "를")),
        *(("새GPT-4", word) for word in ("gpt-4", "새")),
        *(("(동영상을)", word) for word in ("동영", "(동영상")),
        *(("텍스트/동영상을", word) for word in ("텍스", "동영", "동영상")),
        *(("100개의 답", word) for word in ("100", "개의", "100개", "100개의")),
        *(("1.67배를", word) for word in ("1.67", "1.67배")),
        *(("GPT-4모델에서", word) for word in ("GPT-4", "GPT-4모", "gpt-4모델", "모델")),
        *(("α의 값", word) for word in ("α", "의")),
        ("C++로 씁니다", "C++"),
        ('"동\\n영상" \\"', "영상"),
        ("동영상" * 40, "동영상동"),
    ],
)
def test_a_bare_word_finds_what_begins_so(text, word):
    assert is_found(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("동영상을", "영상"),
        ("동 영상", "동영"),
        ("동영_상자", "영상"),
        ("metavideo", "meta"),
        ("동영상", "동"),
        ("한국어프레임워크에서는", "한국어프레임워크에"),
    ],
)
def test_what_does_not_begin_so_is_not_found(text, word):
    assert not is_found(text, word)


@pytest.mark.parametrize("word", ["동영", "동영상", "동영상을"])
def test_whole_syllables_are_found_in_decomposed_words_too(word):
    some = Digest(DAY, (Paper(unicodedata.normalize("NFD", "새 동영상을")),))
    with opened(dailypapers.export(some, "sqlite")) as connection:
        assert len(search(connection, word)) == 1


def test_names_and_ids_are_found():
    papers = (
        Paper("A", "https://arxiv.org/abs/2407.08348", authors=("Ann One", "김하나")),
        Paper("B", "https://arxiv.org/abs/2407.08349", authors=("Ann Two", "Bob One")),
    )
    with opened(dailypapers.export(Digest(DAY, papers), "sqlite")) as connection:
        words = {"Ann One": ["A", "B"], "김하나": ["A"], "2407.08348": ["A"], "08349": ["B"]}
        assert {word: search(connection, word) for word in words} == words
        phrase = "SELECT title FROM papers_fts WHERE papers_fts MATCH '\"Ann One\"'"
        assert connection.execute(phrase).fetchall() == [("A",)]


def beginnings(texts):
    """Give all beginnings of two to eight syllables of Korean words, each with the texts that have such a word."""
    found = {}
    for title, text in texts.items():
        for word in re.findall("[가-힣]+", text):
            for length in range(2, min(len(word), 8) + 1):
                found.setdefault(word[:length], set()).add(title)
    return found


def test_beginnings_of_words_of_the_seeds_are_found():
    with opened(dailypapers.export(seed_digests(), "sqlite")) as connection:
        texts = dict(connection.execute("SELECT title, title || char(10) || summary FROM papers"))
        sought = beginnings(texts)
        assert len(sought) > 2000
        for word in sorted(sought)[::7]:
            assert set(search(connection, word)) == sought[word], word


@given(st.text("한국a_-( ", max_size=30), st.text("한국a", min_size=2, max_size=4))
def test_a_bare_word_finds_beginnings_of_any_word_and_nothing_else(text, word):
    """Of runs of Korean syllables, also behind letters."""
    found = is_found(text, word)
    if re.fullmatch("a*[가-힣]+", word):
        assert found == bool(re.search(("(?<!a)" if word[0] == "a" else "(?<![가-힣])") + word, text))


def test_a_word_that_never_ends_takes_no_room():
    for text in ("동영상" * 100_000, "a" * 300_000, "\u1103\u1169" * 100_000):
        assert len(dailypapers.export([Digest(DAY, (Paper(text),))], "sqlite")) < 4_000_000


@pytest.mark.slow
def test_what_beginnings_of_words_cost(monkeypatch):
    """In bytes, of the archive, beside databases that have other words, or none, in ``parts`` and are the same in all else.

    The ends of Korean words are what a search for words inside of words needs.
    """

    def size(parts_of):
        monkeypatch.setattr(sqlite_rows, "_parts_of", parts_of)
        return len(dailypapers.export((dailypapers.parse(text) for _, text in archive()), "sqlite"))

    def ends(word):
        return [run[start:] for run in re.findall("[가-힣]+", word) for start in range(1, len(run) - 1)]

    beginnings = size(sqlite_rows._parts_of)
    assert beginnings <= 1.15 * size(ends)
    assert beginnings <= 1.4 * size(lambda word: [])


# -- the search follows ----------------------------------------------------------------------------------------

WORDS = ("동영상을", "LLM의", "모델", "green", "apples")
TEXT = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
CHANGES = st.one_of(
    st.tuples(st.just("DELETE FROM papers WHERE id = :id"), TEXT),
    st.tuples(st.just("UPDATE papers SET title = :text WHERE id = :id"), TEXT),
    st.tuples(st.just("UPDATE papers SET summary = :text, parts = :text WHERE id = :id"), TEXT),
    st.tuples(st.just("UPDATE papers SET parts = :text WHERE id = :id"), TEXT),
    st.tuples(st.just("UPDATE papers SET parts = NULL, authors = :text WHERE id = :id"), TEXT),
    st.tuples(st.just("DELETE FROM digests"), TEXT),
    st.tuples(st.just("UPDATE papers SET arxiv_id = :id || :text WHERE id = :id"), TEXT),
    st.tuples(st.just("UPDATE OR IGNORE papers SET id = id + 3, summary = :text WHERE id = :id"), TEXT),
    st.tuples(st.just("REPLACE INTO papers (id, title, summary) VALUES (:id, :text, :text)"), TEXT),
    st.tuples(st.just("INSERT OR IGNORE INTO papers (id, title) VALUES (:id, :text)"), TEXT),
    st.tuples(st.just("INSERT INTO papers (title, summary, parts) VALUES (:id, :text, NULL)"), TEXT),
    st.tuples(st.just("DELETE FROM authors WHERE paper_id = :id"), TEXT),
    st.tuples(st.just("UPDATE authors SET name = :text WHERE paper_id = :id"), TEXT),
    st.tuples(st.just("UPDATE OR IGNORE authors SET paper_id = 1 WHERE paper_id = :id AND position > 0"), TEXT),
    st.tuples(st.just("INSERT OR IGNORE INTO authors VALUES (:id, 7, :text)"), TEXT),
    st.tuples(st.just("DELETE FROM points WHERE paper_id = :id AND position = 0"), TEXT),
    st.tuples(st.just("UPDATE points SET text = :text WHERE paper_id = :id"), TEXT),
    st.tuples(st.just("INSERT OR IGNORE INTO points VALUES (:id, 9, NULL, 1, 'L', :text, NULL)"), TEXT),
)


@given(st.lists(st.tuples(CHANGES, st.integers(7040001, 7040004)), max_size=6), st.booleans())
def test_the_search_follows_whatever_is_changed(changes, recursive):
    """SQLite tells of rows that it replaces only where ``recursive_triggers`` is on, as sqlite-utils has it."""
    papers = [
        Paper(
            f"{word} {number}", f"https://arxiv.org/abs/0704.000{number}", authors=("Ann One", word), summary=(point,)
        )
        for number, word, point in zip(range(1, 4), WORDS, map(Point, "ABC", WORDS[1:]), strict=False)
    ]
    with opened(dailypapers.export(Digest(DAY, papers), "sqlite")) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        for (change, text), id_ in changes:
            if recursive or "REPLACE INTO" not in change:
                connection.execute(change, {"id": id_, "text": text})
        hold_the_index(connection)
        rows = connection.execute(
            "SELECT title, title || ' ' || summary || ' ' || authors || ' ' || coalesce(arxiv_id, '') FROM papers"
        ).fetchall()
        for word in ("동영", "동영상을", "LLM", "의", "모델", "green", "ann"):
            begins = (
                re.compile(rf"(?<![가-힣]){word}", re.IGNORECASE) if word >= "가" else re.compile(word, re.IGNORECASE)
            )
            # Of names and ids, whole words are found, and of titles and summaries beginnings.
            assert set(search(connection, word)) <= {title for title, text in rows if begins.search(text)}
        rows = connection.execute("SELECT title, title || ' ' || summary FROM papers").fetchall()
        for word in ("동영", "LLM", "의", "모델", "green"):
            assert {title for title, text in rows if word in text} <= set(search(connection, word))


@pytest.mark.parametrize("foreign_keys", [True, False])
@pytest.mark.parametrize(
    ("deleted", "left"),
    [
        ("DELETE FROM papers WHERE title = 'A'", {"papers": 1, "digests": 1, "features": 1, "authors": 1, "points": 1}),
        ("DELETE FROM digests", {"papers": 2, "digests": 0, "features": 0, "authors": 3, "points": 3}),
    ],
)
def test_what_belongs_to_a_row_goes_with_it(foreign_keys, deleted, left):
    papers = (
        Paper("A", authors=("Ann One", "Bob Two"), summary=(Point("L", "a", (Point(text="b"),)),)),
        Paper("B", authors=("Ann One",), summary=(Point(text="c"),)),
    )
    with opened(dailypapers.export(Digest(DAY, papers), "sqlite")) as connection:
        connection.execute(f"PRAGMA foreign_keys = {foreign_keys}")
        connection.execute(deleted)
        counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in left}
        assert counts == left
        hold_the_index(connection)


def test_papers_follow_their_authors_and_points():
    point = Point("L", "a\nb", (Point(text="c", points=(Point(text="d"),)),))
    paper = Paper(
        "A", "https://arxiv.org/abs/0704.0001", authors=("Ann One", "Bob Two"), summary=(point, Point(text=""))
    )
    with opened(dailypapers.export(Digest(DAY, (paper,)), "sqlite")) as connection:
        row = "SELECT authors, summary FROM papers"
        before = connection.execute(row).fetchall()
        assert before == [("Ann One; Bob Two", "L: a b\n  c\n    d\n")]
        connection.execute("UPDATE authors SET position = position")
        connection.execute("UPDATE points SET text = text")
        assert connection.execute(row).fetchall() == before
        connection.execute("UPDATE authors SET name = 'Cem Three' WHERE position = 0")
        connection.execute("UPDATE points SET label = 'M', text = '' WHERE position = 0")
        assert connection.execute(row).fetchall() == [("Cem Three; Bob Two", "M:\n  c\n    d\n")]
        connection.execute("DELETE FROM authors")
        connection.execute("DELETE FROM points")
        assert connection.execute(row).fetchall() == [("", "")]
        connection.execute("INSERT INTO points VALUES (7040001, 0, NULL, 1, NULL, '동영상을', NULL)")
        assert search(connection, "동영") == ["A"]


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
    rows = ask([Digest(DAY, papers)], "SELECT paper_id, votes FROM features ORDER BY position")
    assert [votes for _, votes in rows] == [1, 2, 3, 4, 5]
    assert len({paper for paper, _ in rows}) == 4
    assert rows[3][0] == rows[4][0]


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
        papers = database["papers"]
        assert papers.detect_fts() == "papers_fts"
        assert len(list(papers.search("비디"))) == len(list(papers.search("비디*"))) > 0
        with pytest.raises(sqlite3.OperationalError):
            list(papers.search("gpt-4"))
        assert len(list(papers.search("gpt-4", quote=True))) > 0
        keys = {(key.table, key.column, key.other_table) for table in database.tables for key in table.foreign_keys}
        assert keys == {
            *(("features", "digest_id", "digests"), ("features", "paper_id", "papers")),
            *(("authors", "paper_id", "papers"), ("points", "paper_id", "papers")),
        }
        pks = {"papers": ["id"], "features": ["digest_id", "position"], "authors": ["paper_id", "position"]}
        assert {name: list(database[name].pks) for name in pks} == pks
        papers.insert({"id": 1, "title": "새 동영상을"})
        papers.upsert({"id": 1, "title": "새 동영상을", "summary": "LLM의 사진첩"}, pk="id")
        assert [[row["id"] for row in papers.search(word)] for word in ("동영상", "사진")] == [[1], [1]]
        papers.insert({"id": 1, "title": "모델을"}, pk="id", replace=True)
        assert 1 not in [row["id"] for word in ("동영상", "사진첩") for row in papers.search(word)]
        hold_the_index(connection)
        papers.rebuild_fts()  # loses nothing
        assert 1 in [row["id"] for row in papers.search("모델")]


@pytest.fixture
def datasette(seeds):
    """Ask Datasette for an address, in this process, with the metadata that the page shows."""
    app = pytest.importorskip("datasette.app")
    _, path = seeds
    page = (ROOT / "docs" / "sqlite.md").read_text("utf-8")
    metadata = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    loop = asyncio.new_event_loop()
    site = app.Datasette([str(path)], metadata=metadata, settings={"max_returned_rows": 1000})
    yield lambda address: loop.run_until_complete(site.client.get(address)).text
    loop.close()


@pytest.mark.outside
def test_datasette_serves_every_field(seeds, datasette):
    def rows(table):
        return json.loads(datasette(f"/papers/{table}.json?_shape=array&_size=1000"))

    assert in_order(read_back(rows)) == in_order(first_of_each(seeds[0]))


@pytest.mark.outside
def test_datasette_has_a_search_and_names_what_keys_lead_to(seeds, datasette):
    some, _ = seeds
    assert 'type="search"' in datasette("/papers/papers")
    row = json.loads(datasette("/papers/features.json?_labels=on&_shape=array&_size=1"))[0]
    oldest = min(some, key=lambda digest: digest.date)
    assert row["digest_id"]["label"] == str(oldest.date)
    assert row["paper_id"]["label"] == oldest.papers[0].title
    assert len(json.loads(datasette("/papers/overview.json?_shape=array&_size=1000"))) == 65


@pytest.mark.outside
def test_what_people_type_into_the_box_of_datasette(seeds, datasette):
    def found(word, table="papers", more=""):
        address = f"/papers/{table}.json?_shape=array&_size=1000&_search={quote(word)}{more}"
        return {row["title"] for row in json.loads(datasette(address))}

    texts = {paper.title: f"{paper.title}\n{outline(paper.summary)}" for each in seeds[0] for paper in each.papers}
    sought = beginnings(texts)
    for word in Random(26).sample(sorted(sought), 300):
        assert found(word) == sought[word], word
    for word in ("gpt-4", "FasterCache:", "LLM"):
        assert found(word) >= {title for title, text in texts.items() if re.search(rf"(?i)\b{word}(?![a-z0-9])", text)}
        assert found(word)
    assert "error" not in datasette("/papers/papers.json?_search=C%2B%2B+%22+*+(")
    paper = next(paper for each in seeds[0] for paper in each.papers if paper.authors)
    assert paper.title in found(paper.arxiv_id) & found(paper.authors[0])
    for view in ("overview", "library"):
        assert 'type="search"' in datasette(f"/papers/{view}")
        assert found("비디", view) == sought["비디"]


@pytest.mark.outside
def test_questions_that_datasette_has_ready(seeds, datasette):
    some, _ = seeds
    rows = json.loads(datasette("/papers/who_wrote_most.json?_shape=array"))
    papers = {paper.identity: set(paper.authors) for digest in reversed(some) for paper in digest.papers}
    assert {row["name"]: row["papers"] for row in rows} == Counter(chain.from_iterable(papers.values()))
    found = {
        row["title"] for row in json.loads(datasette(f"/papers/papers_about.json?_shape=array&words={quote('비디*')}"))
    }
    assert found == {
        paper.title
        for digest in some
        for paper in digest.papers
        if re.search("(?<![가-힣])비디", f"{paper.title}\n{outline(paper.summary)}")
    }
