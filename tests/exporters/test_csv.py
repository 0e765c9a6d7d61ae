"""CSV: what RFC 4180 readers and spreadsheets make of it."""

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, OptionError, Paper, Point
from dailypapers.models import each_point
from dailypapers.testing import papers

DAY = datetime.date(2024, 7, 12)
HEADER = "date,title,arxiv_id,url,votes,authors,authors_complete,media_kind,media_url,summary"


def rows(*some, **options):
    text = dailypapers.export([Digest(DAY, some)], "csv", **options)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=options.get("delimiter", ",")))


def test_the_header_comes_even_without_a_paper():
    assert dailypapers.export([], "csv") == f"{HEADER}\r\n"


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


SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
UNSEEN = [*" \xa0\u3000\u2028\u2029\ufeff\u200b\u2060\xad\u202e\u180e", "   ", "\ufeff \u200b"]
CONTROLS = "\0\t\n\v\f\r\x1b\x7f\x85"


@pytest.mark.parametrize("begin", [*SIGNS, *CONTROLS, *(before + sign for before in UNSEEN for sign in SIGNS), " \t="])
def test_formulas(begin):
    paper = Paper(begin + "cmd|' /C calc'!A0", authors=(begin,), summary=(Point(text=begin + "1"),))
    (row,) = rows(paper)
    assert (row["title"], row["authors"]) == ("'" + paper.title, "'" + begin)
    if begin != "\n":  # which becomes a space in a summary
        assert row["summary"] == "'" + begin + "1"
    assert rows(paper, formulas="keep")[0]["title"] == paper.title


@pytest.mark.parametrize(
    "title",
    ["", " ", "\xa0", "\ufeff", "A", " A", "\ufeffA", "1-1", "A=1", "'1", "'A=1", '"=1"', "(-1)", "−1", "̀=1", "ㅤ=1", "$x$", "한국어"],
)  # fmt: skip
def test_what_is_no_formula(title):
    assert rows(Paper(title))[0]["title"] == title


@pytest.mark.parametrize("title", ["'=1", "''@", "'\t", "' =1"])
def test_what_looks_escaped_is_escaped(title):
    assert rows(Paper(title))[0]["title"] == "'" + title


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
        assert row["summary"].count("\n") == max(0, len(list(each_point(paper.summary))) - 1)


# -- options ----------------------------------------------------------------------------------------------------

PAPER = Paper("=A; B", "https://arxiv.org/abs/2407.08340", votes=0, authors=("X", "Y"))


def test_without_options_not_a_byte_is_another():
    assert dailypapers.export([Digest(DAY, (PAPER,))], "csv") == (
        f"{HEADER}\r\n2024-07-12,'=A; B,arXiv:2407.08340,https://arxiv.org/abs/2407.08340,0,X; Y,true,,,\r\n"
    )


@pytest.mark.parametrize("columns", ["votes,title", ("votes", "title"), ["votes", "title"]])
def test_columns_are_those_chosen_in_their_order(columns):
    assert dailypapers.export([Digest(DAY, (PAPER,))], "csv", columns=columns) == "votes,title\r\n0,'=A; B\r\n"


def test_a_row_of_one_empty_cell_is_still_a_row():
    assert dailypapers.export([Digest(None, (PAPER,))], "csv", columns="date") == 'date\r\n""\r\n'


CELLS = st.text(
    st.sampled_from(""" ,;'"=\t\r\n\0\x85\u2028a1한""") | st.characters(exclude_categories=["Cs"]), max_size=8
)


@given(
    st.lists(st.builds(Paper, CELLS, url=CELLS, votes=st.none() | st.integers(0, 99)), max_size=3),
    st.permutations(["title", "url", "votes"]),
    st.integers(1, 3),
    st.sampled_from(",;\t| 1a'=.") | st.characters(exclude_categories=["Cs"], exclude_characters='"\r\n\0'),
)
def test_rows_are_those_of_the_standard_library(some, columns, width, delimiter):
    columns = columns[:width]
    expected = io.StringIO(newline="")
    writer = csv.writer(expected, delimiter=delimiter)
    writer.writerows([columns, *([getattr(paper, column) for column in columns] for paper in some)])
    text = dailypapers.export([Digest(DAY, some)], "csv", columns=columns, delimiter=delimiter, formulas="keep")
    assert text == expected.getvalue()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("date,titel", "expected date, title, arxiv_id, .* or summary; .*, not 'titel' \\(did you mean 'title'\\?\\)$"),
        (("date", "titel"), "not 'titel' \\(did you mean 'title'\\?\\)$"),
        ("date,,title", "not ''$"),
        ("date,Date", "not 'Date' \\(did you mean 'date'\\?\\)$"),
        ("date,title,date", "'columns' names 'date' twice$"),
        ("", "'columns' must name at least one, such as date$"),
        ((), "'columns' must name at least one, such as date$"),
    ],
)
def test_columns_that_are_refused(columns, message):
    with pytest.raises(OptionError, match=message):
        dailypapers.export([], "csv", columns=columns)


def test_a_delimiter_inside_a_cell_is_quoted():
    text = dailypapers.export([Digest(DAY, (PAPER,))], "csv", delimiter=";", columns="title,authors,votes")
    assert text == 'title;authors;votes\r\n"\'=A; B";"X; Y";0\r\n'


@pytest.mark.parametrize("tab", ["\t", "\\t"])
def test_a_tab_can_be_typed(tab):
    assert dailypapers.export([], "csv", delimiter=tab, columns="date,title") == "date\ttitle\r\n"


@pytest.mark.parametrize("delimiter", ["", ",,", "tab", "\\n", '"', "\r", "\n", "\0", "\ud800"])
def test_delimiters_that_are_refused(delimiter):
    with pytest.raises(OptionError, match="'delimiter' must be one character, and no quote or line end: "):
        dailypapers.export([], "csv", delimiter=delimiter, bom=True)


@pytest.mark.parametrize("some", [[], [Digest(DAY, (PAPER, PAPER))]])
def test_a_mark_comes_once_before_all_else(some):
    assert dailypapers.export(some, "csv", bom=True) == "\ufeff" + dailypapers.export(some, "csv")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_in_any_column_behind_any_delimiter(begin):
    paper = Paper(begin, summary=(Point(text=begin),), votes=1)
    (row,) = rows(paper, delimiter="-", columns=("summary", "date", "votes", "title"))
    assert row == {"summary": "'" + begin, "date": "2024-07-12", "votes": "1", "title": "'" + begin}


@given(
    st.lists(papers(), max_size=3),
    st.lists(st.sampled_from(HEADER.split(",")), min_size=1, unique=True),
    st.sampled_from(",;\t| :") | st.characters(exclude_categories=["Cs"], exclude_characters='"\r\n\0'),
    st.sampled_from(["escape", "keep"]),
)
def test_columns_and_delimiter_change_no_cell(some, columns, delimiter, formulas):
    chosen = rows(*some, columns=columns, delimiter=delimiter, formulas=formulas)
    assert chosen == [{name: row[name] for name in columns} for row in rows(*some, formulas=formulas)]
