"""BibTeX: what goes in comes out of the parsers that people use, and what TeX acts upon is escaped."""

import bibtexparser
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pybtex.database import parse_string

import dailypapers
from dailypapers import Digest, Paper
from dailypapers.testing import papers


def bibtex(*some):
    return dailypapers.export([Digest(None, some)], "bibtex")


def field(name, paper):
    (entry,) = bibtexparser.parse_string(bibtex(paper)).entries
    return entry[name]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Q&A", r"Q\&A"),
        ("100% of it", r"100\% of it"),
        ("C# and #1", r"C\# and \#1"),
        ("snake_case", r"snake\_case"),
        ("A ~ B", r"A \textasciitilde{} B"),
        ("UniF^2ace", r"UniF\textasciicircum{}2ace"),
        ("a\\b", r"a\textbackslash{}b"),
        ("{curly", r"\textbraceleft{}curly"),
        ("closed}", r"closed\textbraceright{}"),
        ('"Principal Components"', '"Principal Components"'),
        ("한국어 é", "한국어 é"),
        ("[brackets] (and) others", "[brackets] (and) others"),
        # math, by pandoc's rule, in braces that keep its case
        ("M$^{2}$UGen", "M{$^{2}$}UGen"),
        ("$\\pi_0$ and $\\alpha$-models", "{$\\pi_0$} and {$\\alpha$}-models"),
        ("$O(n)$, 5% and $x_1$", r"{$O(n)$}, 5\% and {$x_1$}"),
        ("half $50%$", r"half {$50\%$}"),
        # and what only looks like it
        ("$5 and $10", r"\$5 and \$10"),
        ("costs $5", r"costs \$5"),
        ("$ x $", r"\$ x \$"),
        ("$x$1", r"\$x\$1"),
        ("$x{$ y", r"\$x\textbraceleft{}\$ y"),
        ("$\\{$ and $\\}x$", r"\$\textbackslash{}\textbraceleft{}\$ and \$\textbackslash{}\textbraceright{}x\$"),
        ("$\\{x\\}$", r"{$\{x\}$}"),
        ("$x}{y$", r"\$x\textbraceright{}\textbraceleft{}y\$"),
        (r"\$x$", r"\textbackslash{}\$x\$"),
        ("two\nlines", "two lines"),
    ],
)
def test_titles(title, written):
    assert field("title", Paper(title)) == written


@pytest.mark.parametrize(
    ("names", "omitted_at", "written"),
    [
        (("Ann One", "Bob Two"), None, "Ann One and Bob Two"),
        (("Ann One", "Bob Two"), 1, "Ann One and Bob Two and others"),
        (("Ann One", "Bob Two", "Ann One"), None, "Ann One and Bob Two"),
        (("One, Ann",), None, "{One, Ann}"),
        (("Black and White", "and Bob"), None, "{Black and White} and {and Bob}"),
        (("Band Anders",), None, "Band Anders"),
        (("others",), None, "{others}"),
        (("\xa0", "Bob Two"), None, "{\xa0} and Bob Two"),
        (("A_B & C",), None, r"A\_B \& C"),
    ],
)
def test_authors(names, omitted_at, written):
    assert field("author", Paper("A", authors=names, authors_omitted_at=omitted_at)) == written


def test_a_paper_without_authors_is_sorted_by_its_title():
    entry = parse_string(bibtex(Paper("A_B")), "bibtex").entries["paper-6c1908f9"]  # printf A_B | sha256sum
    assert dict(entry.fields) == {"title": r"A\_B", "key": r"A\_B"}


@pytest.mark.parametrize(
    ("arxiv_id", "year"),
    [("2407.08348", "2024"), ("0704.0001", "2007"), ("cs/0112017", "2001"), ("hep-th/9108028", "1991")],
)
def test_the_year_is_that_of_the_identifier(arxiv_id, year):
    text = bibtex(Paper("A", f"https://arxiv.org/abs/{arxiv_id}"))
    assert f"@misc{{arxiv-{arxiv_id},\n" in text
    assert f"  year = {{{year}}},\n  eprint = {{{arxiv_id}}},\n" in text
    assert f"  doi = {{10.48550/arXiv.{arxiv_id}}},\n" in text


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a_b%20c?d=e&f#g~h", "https://example.org/a_b%20c?d=e&f#g~h"),
        ("https://example.org/{a b}", "https://example.org/%7Ba%20b%7D"),
        ("https://example.org/a\\b\\", "https://example.org/a\\b%5C"),
        ("https://example.org/a\nb", "https://example.org/a%0Ab"),
    ],
)
def test_links_are_verbatim_but_for_braces_and_blanks(url, written):
    assert field("url", Paper("A", url)) == written


def test_one_entry_a_paper_however_often_it_is_featured():
    first = Paper("First", "https://arxiv.org/abs/2407.08348", votes=1)
    again = Paper("Again", "https://arxiv.org/pdf/2407.08348v2", votes=2)
    elsewhere = Paper("First", "https://example.org/first")
    assert bibtex(first, again, elsewhere, elsewhere, Paper("First"), Paper("First")).count("@misc") == 3
    assert "Again" not in bibtex(first, again)


def test_a_title_like_an_identifier_is_none():
    assert bibtex(Paper("X", "https://arxiv.org/abs/2407.08348"), Paper("2407.08348")).count("@misc{") == 2
    assert bibtex(Paper("X", "A"), Paper("A")).count("@misc{") == 2


def test_a_key_depends_on_nothing_but_the_paper():
    one, two = Paper("One", "https://example.org/1"), Paper("Two")
    assert bibtex(one, two) == bibtex(one) + "\n" + bibtex(two)
    assert bibtex(two, one) == bibtex(two) + "\n" + bibtex(one)


def test_control_characters_are_dropped_and_told():
    with pytest.warns(dailypapers.ExportWarning, match=r"U\+0008.*'enchbench'"):
        assert field("title", Paper("\benchbench")) == "enchbench"


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@given(st.lists(papers(), min_size=1, max_size=4))
def test_two_parsers_read_every_entry_without_complaint(some):
    text = bibtex(*some)
    identities = {(paper.arxiv_id, None if paper.arxiv_id else paper.url or ("title", paper.title)) for paper in some}
    # A key is made from a link or a title alone: where one paper's link is another's title, they have the same.
    assume(not {paper.url for paper in some} & {paper.title for paper in some})
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.entries) == len(identities)
    assert len(parse_string(text, "bibtex").entries) == len(identities)
