"""Laws over generated models: each is read as it was written, or is refused."""

import csv
import datetime
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, DigestSyntaxError, ExportError, Media, Paper, Point
from dailypapers.testing import digests
from support import LOOKS_LIKE, doubtful

several = st.lists(digests(), min_size=1, max_size=3).map(tuple)


@given(several)
def test_markdown_and_back_is_the_same_and_is_written_the_same(some):
    text = dailypapers.export(some, "markdown")
    document = dailypapers.parse(text)
    assert document.digests == some
    assert doubtful(document) <= LOOKS_LIKE
    assert dailypapers.export(document, "markdown") == text


@pytest.mark.parametrize("name", ["json", "csv", "markdown"])
def test_documents_and_digests_are_exported_alike(seed, name):
    document = dailypapers.read(seed)
    assert dailypapers.export([document], name) == dailypapers.export(document.digests, name)


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (Paper("two\nlines"), "title"),
        (Paper(" blank"), "title"),
        (Paper("A", ""), "url"),
        (Paper("A", "https://example.org/](b"), "url"),
        (Paper("A", media=Media("image", "")), "media"),
        (Paper("A", media=Media("video", "a\nb")), "media"),
        (Paper("A", authors=("",)), "authors"),
        (Paper("A", authors=("+",)), "authors"),
        (Paper("A", authors=(" Ann",)), "authors"),
        (Paper("A", summary=(Point(text="- a\n- b"),)), "summary"),
        (Paper("A", summary=(Point(text="a\n\nb"),)), "summary"),
        (Paper("A", summary=(Point(text="a\n### b"),)), "summary"),
        (Paper("A", summary=(Point(text="a\n# b"),)), "summary"),
        (Paper("A", summary=(Point(text="**Not a label**: b"),)), "summary"),
        (Paper("A", summary=(Point("", "text"),)), "summary"),
        (Paper("A", summary=(Point("two\nlines", "text"),)), "summary"),
        (Paper("A", summary=(Point("Label", "['a', 'b']"),)), "summary"),
    ],
)
def test_what_markdown_cannot_say_it_refuses_and_others_write(paper, field):
    some = (Digest(datetime.date(2024, 7, 12), (Paper("before"), paper)),)
    value = re.escape(repr(getattr(paper, field)))
    words = rf"Markdown cannot represent its {field}, {value}; the other formats can"
    with pytest.raises(ExportError, match=rf"2024-07-12, paper .*: {words}$"):
        dailypapers.export(some, "markdown")
    data = json.loads(dailypapers.export(some, "json"))
    assert data == dailypapers.to_data(some)
    assert dailypapers.from_data(data) == some
    rows = list(csv.DictReader(io.StringIO(dailypapers.export(some, "csv", formulas="keep"), newline="")))
    assert [row["title"] for row in rows] == ["before", paper.title]
    assert dailypapers.export(some, "bibtex").count("@misc{") == 2


# -- the canonical form in its text ---------------------------------------------------------------------------

WRITTEN = "## Daily Papers (2024-07-12)\n### [A](https://arxiv.org/abs/2407.08348)\nVote: 3"
CANONICAL = "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08348)\n\nVote: 3\n"
EMPTY = "## Daily Papers (2024-07-13)"


def crlf(text):
    return text.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a text ends in one line feed or in two, as it did
        *((WRITTEN + end, CANONICAL) for end in ("", "\n", "  \n", "\n  ")),
        *((WRITTEN + end, f"{CANONICAL}\n") for end in ("\n\n", "\n\n\n", "\n \n ")),
        *((EMPTY + end, f"{EMPTY}\n") for end in ("", "\n")),
        # line ends are those of the heading, or above it where the heading has none
        *((crlf(WRITTEN) + end, crlf(CANONICAL)) for end in ("", "\r\n")),
        (crlf(f"{WRITTEN}\n\n"), crlf(f"{CANONICAL}\n")),
        (WRITTEN.replace("\n", "\r\n", 1), crlf(CANONICAL)),
        (f"{WRITTEN}\r\n", CANONICAL),
        (f"{WRITTEN}\n\r\n{EMPTY}", f"{CANONICAL}\n{EMPTY}\r\n"),
        # all else stays
        (f"\ufeff{WRITTEN}\n", f"\ufeff{CANONICAL}"),
        (f"{WRITTEN}\n{WRITTEN}\n", f"{CANONICAL}\n{CANONICAL}"),
        *(
            (f"Hello\n\n{WRITTEN}\n\n# License\n\n{end}", f"Hello\n\n{CANONICAL}\n# License\n\n{end}")
            for end in ("", "text", "text\n", "text\n\n\n")
        ),
        (f"Hello\r\n{WRITTEN}\n# A \r\ntext", f"Hello\r\n{CANONICAL}\n# A \r\ntext"),
    ],
)
def test_the_canonical_form_of_a_text(text, expected):
    assert dailypapers.canonical(text) == expected
    assert dailypapers.canonical(expected) == expected


def test_what_has_no_canonical_form():
    with pytest.raises(DigestSyntaxError, match=r"^<string>:1:1: S001"):
        dailypapers.canonical("no digest")
    with pytest.raises(ValueError, match=r"^it has errors$"):
        dailypapers.canonical(f"{WRITTEN}\nstray\n")
    with_words = f"{WRITTEN}\n![A chart](a.png)\n"
    (problem,) = dailypapers.parse(with_words).problems
    with pytest.raises(ValueError, match=f"^words of line 4 would be lost: {re.escape(problem.message)}$"):
        dailypapers.canonical(with_words)


def deep(levels):
    """Make a point with others in it, one a level."""
    point = Point(text="innermost")
    for _ in range(levels - 1):
        point = Point("Label", "text", (point,))
    return point


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "markdown", "html", "atom", "notes"])
def test_points_of_the_deepest_level_are_written(name):
    some = [Digest(None, (Paper("A", summary=(deep(16),)),))]
    written = dailypapers.export(some, name)
    assert "innermost" in ("".join(written.values()) if name == "notes" else written)
