"""The queries of the pages against Python over the models, where digests list a name twice and feature papers again."""

import ast
import datetime
import re
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from itertools import combinations

import pytest
from test_docs import blocks

import dailypapers
from dailypapers import Digest, Paper, Point
from dailypapers.models import each_point
from dailypapers.plugins import outline
from support import ROOT, SEEDS, needs

SAME = "https://arxiv.org/abs/2407.08340"
HAND_MADE = [
    Digest(
        datetime.date(2024, 7, 12),
        [
            Paper("A", SAME, votes=1, authors=("Ann One", "Bob Two", "Ann One", "Bob Two")),
            Paper(
                "B",
                "https://example.org/",
                authors=("Bob Two", "Cem Three", "Bob Two", "Bob Two"),
                summary=(
                    Point("What's New", "A test."),
                    Point("Deep", "a", (Point(text="b", points=(Point("What's New", "And more."),)),)),
                    Point(text="동영상에서 사과를 셉니다"),
                ),
            ),
            Paper("C"),
        ],
    ),
    Digest(datetime.date(2024, 8, 1), [Paper("A", SAME, votes=5, authors=("Ann One", "Ann One"))]),
]
DIGESTS = [*HAND_MADE, *(digest for document in dailypapers.read_all(SEEDS) for digest in document.digests)]
FEATURED = [paper for digest in DIGESTS for paper in digest.papers]
TITLES = {paper.identity: paper.title for paper in reversed(FEATURED)}
FIRST = list({paper.identity: paper for paper in reversed(FEATURED)}.values())[::-1]


def names_in(papers):
    """Count the papers of each name: one that lists a name twice is one paper of it."""
    return Counter(name for paper in papers for name in set(paper.authors))


def test_these_digests_list_names_twice():
    assert names_in(FIRST)["Bob Two"] == 2
    assert sum(name == "Bob Two" for paper in FIRST for name in paper.authors) == 5


# -- SQL -------------------------------------------------------------------------------------------------------

SQL = {
    block.before.strip(): re.sub(r" LIMIT \d+", "", block.text)
    for block in blocks(ROOT / "docs/sqlite.md")
    if block.language == "sql"
}


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / "papers.sqlite"
    dailypapers.write(DIGESTS, path)
    with closing(sqlite3.connect(path)) as connection:
        yield lambda begins: connection.execute(
            next(sql for sql in SQL.values() if re.sub(r"\s+", " ", sql).startswith(begins))
        ).fetchall()


def test_who_wrote_the_most_papers(answer):
    rows = answer("SELECT count(DISTINCT paper_id) AS papers, name")
    assert {name: count for count, name in rows} == names_in(FIRST)
    assert [count for count, _ in rows] == sorted(names_in(FIRST).values(), reverse=True)


def test_who_writes_together(answer):
    pairs = Counter(pair for paper in FIRST for pair in combinations(sorted(set(paper.authors)), 2))
    assert {(a, b): count for a, b, count in answer("SELECT a.name, b.name")} == pairs


def test_which_papers_have_the_most_votes(answer):
    most = {}
    for paper in FEATURED:
        most[paper.identity] = max(most.get(paper.identity, -1), -1 if paper.votes is None else paper.votes)
    rows = answer("SELECT max(votes)")
    assert sorted(-1 if votes is None else votes for votes, _ in rows) == sorted(most.values())


def test_which_papers_were_featured_on_several_days(answer):
    assert answer("SELECT title, min(date)") == [("A", "2024-07-12", "2024-08-01", 4)]


def test_how_many_papers_were_featured_each_month(answer):
    rows = {month: (count, votes) for month, count, votes in answer("SELECT substr(date, 1, 7)")}
    for month in rows:
        papers = [p for digest in DIGESTS if f"{digest.date:%Y-%m}" == month for p in digest.papers]
        assert rows[month] == (len(papers), sum(paper.votes or 0 for paper in papers))
    assert sum(count for count, _ in rows.values()) == len(FEATURED)


def test_what_was_featured_last(answer):
    rows = answer("SELECT date, votes, title FROM overview")
    days = sorted(DIGESTS, key=lambda digest: digest.date, reverse=True)
    assert rows == [(str(day.date), paper.votes, TITLES[paper.identity]) for day in days for paper in day.papers]


def titles_with(begins):
    """Give the titles of papers with a text that begins with each of some patterns."""
    texts = {paper.title: f"{paper.title}\n{outline(paper.summary)}" for paper in FIRST}
    return sorted(title for title, text in texts.items() if all(re.search(each, text) for each in begins))


def test_which_papers_are_about_something(answer):
    rows = answer("SELECT title FROM papers_fts WHERE papers_fts MATCH '동영상 사과'")
    assert sorted(title for (title,) in rows) == titles_with(["(?<![가-힣])동영상", "(?<![가-힣])사과"]) == ["B"]


def test_in_which_papers_a_word_is_inside_of_another(answer):
    rows = answer("SELECT title FROM papers WHERE title LIKE")
    assert sorted(title for (title,) in rows) == titles_with(["영상"])
    assert len(rows) > 1


def test_where_a_summary_says_so(answer):
    assert answer("SELECT title, snippet(papers_fts, 1,") == [("B", "…동영상에서 [사과를] 셉니다")]


def test_what_the_points_of_one_label_say(answer):
    points = [(p.title, point.text) for p in FIRST for _, point in each_point(p.summary) if point.label == "What's New"]
    rows = answer("SELECT title, text FROM points")
    assert sorted(rows) == sorted(points)
    assert [text for title, text in rows if title == "B"] == ["A test.", "And more."]


def test_what_stands_below_a_point(answer):
    pairs = [
        (above.label, point.text) for paper in FIRST for _, above in each_point(paper.summary) for point in above.points
    ]
    assert sorted(answer("SELECT above.label, point.text"), key=repr) == sorted(pairs, key=repr)
    assert ("Deep", "b") in pairs


def test_the_query_for_sqlite_utils(answer, tmp_path):
    page = (ROOT / "docs/sqlite.md").read_text("utf-8")
    (query,) = re.findall(r'^\$ sqlite-utils papers\.sqlite "(.*)" --csv$', page, re.MULTILINE)
    dailypapers.write(DIGESTS, tmp_path / "papers.sqlite")
    with closing(sqlite3.connect(tmp_path / "papers.sqlite")) as connection:
        assert dict(connection.execute(query)) == names_in(FIRST)


# -- data frames, where a row is a paper in a digest -----------------------------------------------------------


@pytest.mark.outside
def test_names_in_frames(tmp_path, monkeypatch, capsys):
    for module in ("duckdb", "pandas"):
        pytest.importorskip(module)
    monkeypatch.chdir(tmp_path)
    dailypapers.write(DIGESTS, "papers.csv")
    python = [block.text for block in blocks(ROOT / "docs/dataframes.md") if block.language == "python"]
    counting = [text for text in python if "papers.csv" in text]
    assert len(counting) == 2
    for text in counting:
        exec(text, {})
        last = ast.literal_eval(capsys.readouterr().out.rstrip("\n").rpartition("\n")[2])
        assert dict(last) == names_in(FEATURED)


@pytest.mark.outside
def test_names_in_json_lines(tmp_path):
    needs("jq")
    page = (ROOT / "docs/dataframes.md").read_text("utf-8")
    (command,) = re.findall(r"^\$ (jq .*uniq -c.*)$", page, re.MULTILINE)
    dailypapers.write(DIGESTS, tmp_path / "papers.jsonl")
    shown = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    counts = dict(reversed(line.strip().split(" ", 1)) for line in shown.splitlines())
    assert {name: int(count) for name, count in counts.items()} == names_in(FEATURED)
