"""The format ``gemtext``: both classes obey the laws, and what is written is read again."""

import datetime
import io

import dailypapers
from dailypapers import Digest, Paper
from dailypapers.testing import check_exporter, check_reader, digests
from hypothesis import given, settings
from hypothesis import strategies as st

from dailypapers_gemtext import Exporter, Reader

PAGE = """\
# 2024-07-12
=> https://arxiv.org/abs/2407.00001 Counting Apples
* Counting Pears

# Undated

"""


def read(text):
    return dailypapers.read(io.StringIO(text), "gemtext")


def test_the_laws():
    check_exporter(Exporter, parse=read, represents=["title", "url", "date"], leaves_out=("summary",))
    check_reader(Reader, PAGE)


def test_a_page():
    apples = Paper("Counting Apples", "https://arxiv.org/abs/2407.00001")
    some = (Digest(datetime.date(2024, 7, 12), (apples, Paper("Counting Pears"))), Digest(None))
    assert dailypapers.export(some, "gemtext") == PAGE
    assert read(PAGE).digests == some


@settings(deadline=None)
@given(st.lists(digests(), max_size=3))
def test_what_is_written_is_read_again(some):
    again = read(dailypapers.export(some, "gemtext")).digests
    assert [digest.date for digest in again] == [digest.date for digest in some]
    pairs = [(" ".join(paper.title.split()), paper.url or None) for digest in some for paper in digest.papers]
    assert [(paper.title, paper.url) for digest in again for paper in digest.papers] == pairs


def test_a_day_that_is_none_is_an_error_and_its_papers_are_read():
    document = read("# 2024-02-30\n* Counting Apples\n")
    assert [(error.line, error.column, error.message) for error in document.errors] == [
        (1, 3, "no such day: 2024-02-30")
    ]
    assert document.papers == (Paper("Counting Apples"),)
