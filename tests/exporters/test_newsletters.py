"""The newsletters of ``docs/examples``: each week with its best papers and all titles, whatever the digests say."""

import datetime
import re
import warnings

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportWarning, Paper, Point
from dailypapers.models import each_point
from dailypapers.testing import digests
from exporters.elements import Page
from support import ROOT, needs, output_of, seed_digests

pytest.importorskip("jinja2")

MARKDOWN, HTML = ROOT / "docs/examples/newsletter.md.j2", ROOT / "docs/examples/newsletter.html.j2"
FRIDAY = datetime.date(2024, 7, 12)
MONDAY = datetime.date(2024, 7, 15)


def newsletter(file, some, **variables):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)  # of what XML cannot hold
        options = [f"{name}={text}" for name, text in variables.items()]
        return dailypapers.export(some, "template", file=file, vars=options)


def one_line(text):
    return " ".join(text.split())


def link_of(paper):
    return f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else paper.url


def meant(some):
    """Return what a newsletter has to say of digests with dates, of which none has a paper of another."""
    said = []
    weeks = {}
    for digest in sorted(some, key=lambda digest: digest.date):
        weeks.setdefault(digest.date.isocalendar()[:2], []).extend(digest.papers)
    for (year, week), papers in weeks.items():
        papers.sort(key=lambda paper: (paper.votes is None, -(paper.votes or 0)))
        said.append(("h2", f"Week {week} of {year}"))
        for number, paper in enumerate(papers[:5], 1):
            said.append(("h3", f"{number}. {one_line(paper.title)}"))
            said.append(("link", link_of(paper)))
            for _, point in each_point(paper.summary):
                said.append(("li", one_line(f"{point.label}: {point.text}" if point.label else point.text)))
        if papers[5:]:
            said.append(("h3", "More papers"))
        for paper in papers[5:]:
            votes = "" if paper.votes is None else f" {paper.votes} vote" + "s" * (paper.votes != 1)
            said.append(("li", one_line(paper.title) + votes))
            said.append(("link", link_of(paper)))
    return said


def said_by(page):
    """Return what a page says in headings and items, an item without those in it, and where it leads."""
    said = []
    for each in Page(page).root.every():
        if each.tag in ("h2", "h3", "li"):
            inner = [
                child if isinstance(child, str) else child.text for child in each.children if tag_of(child) != "ul"
            ]
            said.append((each.tag, one_line("".join(inner).replace(" · ", " "))))
        elif each.tag == "a" and each.text != each.attributes["href"]:  # as links in summaries are to GitHub
            said.append(("link", each.attributes["href"]))
    return said


def tag_of(child):
    return None if isinstance(child, str) else child.tag


NESTED = Digest(
    FRIDAY,
    [
        Paper(
            "Apples & <Pears> of the_best *kind*",
            "https://arxiv.org/abs/2407.08340",
            None,
            1,
            ["Ann_One_", "<Bob>"],
            1,
            [
                Point("What's New", "1. Apples.\n2. Pears.", [Point(text="- [All](x) of <b>them</b>: ~5~ `a`")]),
                Point(text="|"),
            ],
        ),
        Paper("0. Nothing", "https://huggingface.co/papers/2407.08341", votes=0),
        Paper("Dollars", "https://example.org/?q=$a$b$&copy;=$x_y$*z*"),
    ],
)


@pytest.mark.parametrize("some", [seed_digests(), [NESTED]], ids=["seeds", "nested"])
def test_the_html_says_all_that_is_meant(some):
    assert said_by(newsletter(HTML, some)) == meant(some)


@pytest.mark.outside
@pytest.mark.parametrize("form", ["commonmark", "gfm", "markdown-smart"])
@pytest.mark.parametrize("some", [seed_digests(), [NESTED]], ids=["seeds", "nested"])
def test_pandoc_reads_all_that_is_meant(tmp_path, some, form):
    needs("pandoc")
    (tmp_path / "newsletter.md").write_text(newsletter(MARKDOWN, some), "utf-8")
    page = output_of(tmp_path, "pandoc", f"--from={form}", "--to=html", "--wrap=none", "newsletter.md")
    assert said_by(page) == meant(some)


FACTS = """\
# Daily papers

## Week 28 of 2024

1 paper, 2024-07-12

### 1. Untitled

2024-07-12

## Week 29 of 2024

2 papers, 2024-07-15 to 2024-07-16

### 1. A

1 vote · 2024-07-16

A, B, C, D, E, F, G, H, I, J and others

### 2. B

2024-07-15 · [Link](<https://example.org/a%20b%3E`%3C$c$&amp;%5Cd>)

- **D**: e
  - f

## Without a date

1 paper

### 1. C

0 votes

A and others
"""


def test_what_is_unknown_is_left_out():
    some = [
        Digest(None, [Paper("C", "javascript:c", votes=0, authors=["A"], authors_omitted_at=1)]),
        Digest(FRIDAY, [Paper("")]),
        Digest(MONDAY, [Paper("B", "https://example.org/a b>`<$c$&\\d", summary=[Point("D", "e", [Point(text="f")])])]),
        Digest(datetime.date(2024, 7, 16), [Paper("A", votes=1, authors=tuple("ABCDEFGHIJK"))]),
    ]
    assert newsletter(MARKDOWN, some) == FACTS


def test_a_paper_of_two_days_is_told_once():
    twice = [attrs.evolve(NESTED, papers=NESTED.papers[:1]), Digest(MONDAY - datetime.timedelta(1), NESTED.papers[:1])]
    assert newsletter(MARKDOWN, twice).count("Apples & ") == newsletter(HTML, twice).count("Apples &amp; ") == 1


@pytest.mark.parametrize("file", [MARKDOWN, HTML], ids=["markdown", "html"])
def test_their_options(file):
    text = newsletter(file, [NESTED], title="멀티모달 <1>", most=1)
    assert "멀티모달 <1>" not in text
    assert re.search(r"멀티모달 (\\<1\\>|&lt;1&gt;)", text)
    assert text.index("More papers") < text.index("Nothing")
    assert 'lang="ko">멀티모달' in text or file == MARKDOWN


STYLED = {"style", "lang"}
ATTRIBUTES = {
    **dict.fromkeys(("body", "div", "h1", "h2", "h3", "p", "ul", "li", "span"), STYLED),
    **{tag: set() for tag in ("head", "title", "b")},
    "html": {"lang"},
    "meta": {"charset", "name", "content"},
    "a": {"href", *STYLED},
}
HOSTILE = st.lists(digests(max_papers=2, hostile=True), max_size=2)


@settings(max_examples=25)
@given(some=HOSTILE)
def test_a_message_has_the_tags_of_its_template(some):
    """No script, no style sheet, nothing that is loaded, and links to the web alone."""
    for each in Page(newsletter(HTML, some)).root.every():
        assert each.attributes.keys() <= ATTRIBUTES[each.tag]
        assert re.match("https?://", each.attributes.get("href", "http://"), re.IGNORECASE)
        assert "url" not in each.attributes.get("style", "")


@pytest.mark.outside
@settings(max_examples=25)
@given(some=HOSTILE)
def test_markdown_has_the_marks_of_its_template(some):
    markdown_it = pytest.importorskip("markdown_it")
    kinds = {"text", "text_special", "softbreak", "strong_open", "strong_close", "link_open", "link_close"}
    for block in markdown_it.MarkdownIt().enable(["table", "strikethrough"]).parse(newsletter(MARKDOWN, some)):
        assert re.fullmatch("(heading|paragraph|bullet_list|list_item)_(open|close)|inline", block.type)
        for each in block.children or ():
            assert each.type in kinds
            assert re.match("https?://", each.attrs.get("href", "http://"), re.IGNORECASE)
