"""CSL-JSON: what an item says, the schema, and pandoc, which makes the same references of it as of BibTeX."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import dailypapers
from dailypapers import Digest, Paper
from dailypapers.testing import papers
from support import ROOT, needs, output_of, seed_digests

# The official schema is in no package that could be installed here, and so what of it concerns us is written down.
SCHEMA = Draft202012Validator(json.loads((ROOT / "tests/exporters/csl-schema.json").read_text("utf-8")))


NOCASE = '<span class="nocase">{}</span>'


def csl(*some, **options):
    items = json.loads(dailypapers.export([Digest(None, some)], "csl", **options))
    SCHEMA.validate(items)
    return items


def test_an_item():
    url = "https://arxiv.org/abs/2407.08348v2"
    (item,) = csl(Paper("A Title", url, votes=3, authors=("Ann B. One", "Gemini Team"), authors_omitted_at=1))
    assert item == {
        "id": "arxiv-2407.08348",
        "type": "article",
        "genre": "preprint",
        "title": "A Title",
        "author": [{"family": "One", "given": "Ann B."}, {"literal": "Gemini Team"}, {"literal": "others"}],
        "issued": {"date-parts": [[2024, 7]]},
        "publisher": "arXiv",
        "DOI": "10.48550/arXiv.2407.08348",
        "URL": url,
    }


def test_what_is_not_known_is_left_out():
    assert csl(Paper("A_B")) == [
        {"id": "paper-6c1908f9", "type": "article", "genre": "preprint", "title": NOCASE.format("A_B")}
    ]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (r"Q&A in 50% of {cases} \ -- and so on", r"Q&A in 50% of {cases} \ – and so on"),
        ("$5 and $10", "$5 and $10"),
        (r"$\def\a{b}$ and $a^b^c$", r"$\def\a{b}$ and $a^b^c$"),
        ("two\nlines", "two lines"),
        ("A \"Chirp\" and 'a Chat'", "A “Chirp” and ‘a Chat'"),
        # what looks like mark-up is none
        ("<b>bold</b> 1<2", f"<{NOCASE.format('b')}>bold<{NOCASE.format('/b')}> 1<2"),
        # math that CSL has words for, and other math
        (r"$x_1$-$\alpha$", NOCASE.format("<i>x</i><sub>1</sub>") + "-" + NOCASE.format("α")),
        (r"$\sim$20 X^{2}", NOCASE.format("∼") + "20 X<sup>2</sup>"),
        (r"$\mathcal{O}(n \leq 2)$", NOCASE.format("𝒪(<i>n</i> ≤ 2)")),
        (r"$\mathbb{R}^d$", NOCASE.format("ℝ<sup>d</sup>")),
        (r"$\log n - 1$", NOCASE.format("log <i>n</i> − 1")),
        (r"$x_\text{max}$", NOCASE.format("<i>x</i><sub>max</sub>")),
        (r"$\sqrt{2}$", NOCASE.format(r"$\sqrt{2}$")),
        (r"$2^{2^n}$", NOCASE.format(r"$2^{2^n}$")),
        (r"\textsc{Foo}: a \emph{B}", "Foo: a B"),
        (r"Prefill \& Decode, 5\% \$x$", "Prefill & Decode, 5% $x$"),
        ("Q &amp; A", "Q &amp; A"),
    ],
)
def test_titles_are_no_tex(title, written):
    assert csl(Paper(title), protect=False)[0]["title"] == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("GPT-4o and LLaVA", f"{NOCASE.format('GPT-4o')} and {NOCASE.format('LLaVA')}"),
        ("M$^{2}$UGen", NOCASE.format("M<sup>2</sup>UGen")),
        ("Long-Context Learning", "Long-Context Learning"),
    ],
)
def test_the_words_of_bibtex_keep_their_case(title, written):
    assert csl(Paper(title))[0]["title"] == written


def test_no_paper_and_each_paper_once():
    assert dailypapers.export([], "csl") == "[]\n"
    assert len(csl(Paper("A"), Paper("B"), Paper("A"))) == 2


def test_the_suffix_says_which_json_it_is(tmp_path):
    dailypapers.write([Digest(None, (Paper("A"),))], tmp_path / "references.csl.json")
    assert json.loads((tmp_path / "references.csl.json").read_text("utf-8"))[0]["type"] == "article"


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@given(st.lists(papers(), max_size=4))
def test_the_keys_are_those_of_bibtex(some):
    text = dailypapers.export([Digest(None, some)], "bibtex")
    assert [item["id"] for item in csl(*some)] == re.findall(r"^@misc\{(.*),$", text, re.MULTILINE)


# -- pandoc ----------------------------------------------------------------------------------------------------

PEOPLE = Paper(
    "Every Kind of Name -- in One Paper & a Half",
    "https://arxiv.org/abs/2407.00001",
    authors=("Wil M. P. van der Aalst", "Ronald McClelland Jr.", "Gemini Team", "01. AI", "NVIDIA", "Jan Kocoń"),
    authors_omitted_at=2,
)


def references(folder, name, digests, format_name, **options):
    """Give the references that pandoc's own style makes of all papers, by their link."""
    dailypapers.write(digests, folder / name, format_name, **options)
    document = folder / "document.md"
    document.write_text("---\nnocite: |\n  @*\n---\n", "utf-8")
    text = output_of(folder, "pandoc", document, "--citeproc", f"--bibliography={name}", "--to=plain", "--wrap=none")
    return {entry.rpartition(" ")[2]: entry for entry in text.strip().split("\n\n")}


@pytest.mark.outside
def test_pandoc_makes_the_same_references_of_csl_and_bibtex(tmp_path):
    needs("pandoc")
    digests = [*seed_digests(), Digest(None, (PEOPLE,))]
    bibtex = references(tmp_path, "references.bib", digests, "bibtex")
    csl = references(tmp_path, "references.csl.json", digests, "csl")
    assert len(bibtex) == 66
    # BibTeX has no place for the genre, CSL has the publisher for how a paper is published, and pandoc changes the case of its titles ("Learn from" for "Learn From").
    # Two hyphens are a dash to TeX, and so to whatever reads BibTeX.
    same = {link: re.sub(r"([”?]) Preprint\.", r"\1", entry).replace("--", "–") for link, entry in csl.items()}
    assert {link: entry.casefold() for link, entry in same.items()} == {
        link: re.sub(r" (arXiv):[0-9.]+\.(?= )", r" \1.", entry).casefold() for link, entry in bibtex.items()
    }
    assert (
        "Aalst, Wil M. P. van der, Ronald McClelland Jr., Gemini Team, 01. AI"
        in csl["https://doi.org/10.48550/arXiv.2407.00001."]
    )


@pytest.mark.outside
def test_pandoc_reads_every_field_of_both_alike(tmp_path):
    needs("pandoc")
    digests = [*seed_digests(), Digest(None, (PEOPLE,))]
    dailypapers.write(digests, tmp_path / "references.bib", dialect="biblatex")
    read = json.loads(output_of(tmp_path, "pandoc", "--from=biblatex", "--to=csljson", "references.bib"))
    ours = {item["id"]: item for item in json.loads(dailypapers.export(digests, "csl", protect=False))}
    assert len(read) == 66
    for item in read:
        item["title"] = item["title"].casefold().replace("’", "'")
        mine = ours[item["id"]] | {"title": ours[item["id"]]["title"].casefold().replace("’", "'")}
        for field in ("title", "author", "issued", "DOI", "URL"):
            assert item.get(field) == mine.get(field)


@pytest.mark.outside
@pytest.mark.parametrize("options", [{}, {"ascii": True}, {"protect": False}], ids=str)
def test_pandoc_reads_every_entry_of_odd_titles(tmp_path, options):
    """Of titles without authors and with them; one entry that it cannot read would cost the whole file."""
    needs("pandoc")
    titles = [
        *(r"$\\$", r"$\\{}$", r"\\", "$x{$", r"$\{$", "Pass@$k$", "@[", "@@{x}", "{", "}", "$\\input{a}$"),
        "$x^a^b$",
    ]
    titles += [r"$\begin{pmatrix}a & b\\c & d\end{pmatrix}$", r"$\text{a \& {b}}\_$", "$α$ é", "100%", "a~b", '"']
    some = [Paper(title) for title in titles] + [Paper(f"{title} 1", authors=("Ann One", title)) for title in titles]
    dailypapers.write([Digest(None, some)], tmp_path / "odd.bib", **options)
    read = json.loads(output_of(tmp_path, "pandoc", "--from=bibtex", "--to=csljson", "odd.bib"))
    assert len(read) == len(some)


@pytest.mark.outside
@pytest.mark.parametrize("options", [{}, {"ascii": True}], ids=str)
def test_pandoc_reads_signs_and_letters_as_they_were(tmp_path, options):
    needs("pandoc")
    titles = ["a <b> | c", "<<a>> --> b", r"prefill \& decode", "q &amp; a", "^LLMs ~LLMs", "garcía naïve dvořák erdős"]
    titles += ["nguyễn việt hồ ǽ", "å ç ø ł ß", "… § ¶ £ ©"]
    some = [Paper(title, authors=(f"Ann {title}", "T. -K. Ada Berg")) for title in titles]
    dailypapers.write([Digest(None, some)], tmp_path / "signs.bib", **options)
    read = json.loads(output_of(tmp_path, "pandoc", "--from=bibtex", "--to=csljson", "signs.bib"))
    plain = [title.replace(r"\&", "&").casefold() for title in titles]
    assert [item["title"].casefold() for item in read] == plain
    assert [item["author"][1] for item in read] == [{"family": "Berg", "given": "T.-K. Ada"}] * len(titles)
