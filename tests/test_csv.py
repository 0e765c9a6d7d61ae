"""CSV: what RFC 4180 readers and spreadsheets make of it."""

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Paper, Point
from dailypapers.testing import papers

DAY = datetime.date(2024, 7, 12)


def rows(*some, **options):
    text = dailypapers.export([Digest(DAY, some)], "csv", **options)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_header_comes_even_without_a_paper():
    assert dailypapers.export([], "csv") == (
        "date,title,arxiv_id,url,votes,authors,authors_complete,media_kind,media_url,summary\r\n"
    )


def test_what_is_unknown_is_empty():
    (row,) = rows(Paper("A"))
    assert row.pop("date") == "2024-07-12"
    assert row.pop("title") == "A"
    assert set(row.values()) == {""}


def test_zero_votes_are_not_unknown_votes():
    assert [row["votes"] for row in rows(Paper("A", votes=0), Paper("B"))] == ["0", ""]


def test_an_abridged_list_of_authors_is_not_complete():
    some = [Paper("A", authors=("X", "Y"), authors_omitted_at=2), Paper("B", authors=("X",)), Paper("C")]
    assert [row["authors_complete"] for row in rows(*some)] == ["false", "true", ""]


def test_a_summary_is_one_line_a_point():
    inner = Point(text="inner")
    paper = Paper("A", summary=(Point(text="plain\nmore"), Point("Label", "text", (inner,)), Point("Empty")))
    assert rows(paper)[0]["summary"] == "plain more\nLabel: text\n  inner\nEmpty:"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas(begin):
    paper = Paper(begin + "cmd|' /C calc'!A0", authors=(begin,))
    (row,) = rows(paper)
    assert (row["title"], row["authors"]) == ("'" + paper.title, "'" + begin)
    assert rows(paper, formulas="keep")[0]["title"] == paper.title


def every_point(points):
    for point in points:
        yield point
        yield from every_point(point.points)


@given(st.lists(papers(), max_size=4))
def test_every_cell_comes_back(some):
    for row, paper in zip(rows(*some, formulas="keep"), some, strict=True):
        assert row["title"] == paper.title
        assert row["url"] == (paper.url or "")
        assert row["arxiv_id"] == (f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else "")
        assert row["authors"] == "; ".join(paper.authors)
        assert row["media_kind"] == (paper.media.kind if paper.media else "")
        assert row["media_url"] == (paper.media.url if paper.media else "")
        assert row["date"] == "2024-07-12"
        assert row["votes"] == ("" if paper.votes is None else str(paper.votes))
        assert (row["authors_complete"] == "") == (not paper.authors)
        assert (row["authors_complete"] == "false") == (bool(paper.authors) and paper.authors_omitted_at is not None)
        assert row["summary"].count("\n") == max(0, len(list(every_point(paper.summary))) - 1)
