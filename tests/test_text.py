"""Unicode's normal form, which no text may take long to be brought into, what of a text fits into a message, and cells."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Paper
from dailypapers._text import _MAYBE_A_RUN, LONGEST_RUN, _is_mark, cells, cut, nfc, shortened, some_of

MARKS = "\u0300\u0323\u0344\u0f81\u0f73\u0f75\u3099"
TEXTS = st.lists(st.text(max_size=5) | st.text("aé한ᄀ\u1161" + MARKS, max_size=80) | st.text(MARKS, max_size=80)).map(
    "".join
)


def runs_of_marks(text):
    run = 0
    for char in text:
        run = run + 1 if _is_mark(char) else 0
        yield run


@given(TEXTS)
def test_it_is_nfc_but_for_long_runs_of_marks(text):
    if max(runs_of_marks(text), default=0) <= LONGEST_RUN:
        assert nfc(text) == unicodedata.normalize("NFC", text)
    assert unicodedata.normalize("NFC", nfc(text)) == unicodedata.normalize("NFC", text)
    assert nfc(nfc(text)) == nfc(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Zoe\u0308", "Zoë"),
        ("\u1112\u1161\u11ab", "한"),
        ("a" + "\u0300" * 30, "à" + "\u0300" * 29),
        ("a" + "\u0300" * 31, "a" + "\u0300" * 31),
        ("e\u0301" + "a" + "\u0300\u0323" * 16 + "e\u0301", "é" + "a" + "\u0300\u0323" * 16 + "é"),
    ],
)
def test_what_is_composed(text, expected):
    assert nfc(text) == expected


def test_every_character_whose_marks_are_put_into_an_order_counts_as_one():
    decomposed = ((chr(code), unicodedata.normalize("NFD", chr(code))) for code in range(sys.maxunicode + 1))
    assert [char for char, marks in decomposed if unicodedata.combining(marks[0]) and not _is_mark(char)] == []


def test_no_mark_is_a_letter_a_digit_or_a_space():
    """Where no 31 other characters stand in a row, no run of marks is counted."""
    marks = (chr(code) for code in range(sys.maxunicode + 1) if _is_mark(chr(code)))
    assert [mark for mark in marks if not _MAYBE_A_RUN.search(mark * (LONGEST_RUN + 1))] == []


@pytest.mark.parametrize(
    "run", ["\u0300\u0323", "\u0f71\u0f80", "\u0f81", "\u0344\u0323", "\u1161", "\u11a8", "\u1100\u1161\u11a8"]
)
def test_no_text_is_looked_at_for_long(monkeypatch, run):
    """What Python is given to bring into an order is never a long run; of the rest it takes what is there once."""
    given = []
    normalize = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: given.append(text) or normalize(form, text))
    nfc("a" + run * 40_000)
    assert sum(map(len, given)) <= 1 + len(run) * 40_000
    assert max(max(runs_of_marks(text), default=0) for text in given) <= LONGEST_RUN


def test_names_and_titles_of_many_marks():
    """This took ten seconds a name, and is quick enough to be forgotten here."""
    long = "a" + "\u0300\u0323" * 100_000
    paper = Paper(long, "https://arxiv.org/abs/2407.08348", authors=("Ann", long))
    (digest,), counts = dailypapers.restore_authors([Digest(None, (paper,))], {"2407.08348": [long, "Ann"]})
    assert (digest.papers[0].authors, counts.restored) == ((long, "Ann"), 1)
    assert long in dailypapers.export([digest], "bibtex", protect=True)


@given(st.text(max_size=300))
def test_a_message_has_the_beginning_of_a_long_text(text):
    assert shortened(text) == text if len(text) <= 200 else shortened(text) == text[:200] + "…"


def test_the_first_of_some_texts_are_listed_and_the_others_counted():
    names = ["a", "b", "c"]
    assert [some_of(names, most) for most in (1, 2, 3, 4)] == ["a and 2 more", "a, b and 1 more", "a, b, c", "a, b, c"]


# -- cells ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("한국어", 6),
        (unicodedata.normalize("NFD", "한국어"), 6),
        ("日本", 4),
        ("ｆｕｌｌ", 8),
        ("e\u0301", 1),
        ("\u0939\u0940", 2),
        ("a\u20dd", 1),  # in a circle
        ("😀", 2),
        ("…—é", 3),
    ],
)
def test_cells(text, width):
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("abc", 3, "abc"),
        ("abc", 2, "a…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("한국어", 6, "한국어"),
        ("한국어", 5, "한국…"),
        ("한국어", 4, "한…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("", 0, ""),
    ],
)
def test_a_text_is_cut_between_letters(text, width, expected):
    assert cut(text, width) == expected


@pytest.mark.outside
def test_cells_are_those_of_wcwidth():
    """Letters, digits, punctuation, marks above and below; for what terminals do not agree about see the package."""
    wcwidth = pytest.importorskip("wcwidth")
    fillers = "\u3164\uffa0"
    for code in range(0x20, sys.maxunicode + 1):
        char = chr(code)
        if char.isprintable() and (
            unicodedata.category(char)[0] in "LPZ" or unicodedata.category(char) in ("Mn", "Me", "Nd")
        ):
            assert cells(char) == wcwidth.wcwidth(char) or char in fillers, hex(code)
