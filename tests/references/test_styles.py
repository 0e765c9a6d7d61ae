"""The styles that people use print by what a paper is found: its arXiv id or a link, and each of them once."""

import re

import pytest

from dailypapers import Paper
from dailypapers.references import each_paper
from references.typeset import printed_by_pandoc, printed_by_pdftex, squeeze
from support import ROOT, needs, output_of, seed_digests

pytestmark = pytest.mark.outside

LINK = "https://example.org/a_b%20c?d=e"
ELSEWHERE = Paper("Elsewhere", LINK, authors=("Ann One",))


@pytest.fixture(scope="module")
def some():
    return [*each_paper(seed_digests()), ELSEWHERE]


@pytest.mark.parametrize("style", ["plain", "alpha", "plainnat", "IEEEtran"])
def test_styles_of_bibtex(tmp_path, some, style):
    text = squeeze(printed_by_pdftex(tmp_path, some, style))
    assert [paper for paper in some if paper.arxiv_id and f"arXiv:{paper.arxiv_id}" not in text] == []
    assert LINK in text


@pytest.mark.parametrize("style", ["apa", "ieee"])
def test_styles_of_csl(tmp_path, some, style):
    needs("kpsewhich")
    path = output_of(tmp_path, "kpsewhich", f"{style}.csl").strip()
    text = squeeze(printed_by_pandoc(tmp_path, some, ".csl.json", path))
    assert [paper for paper in some if paper.arxiv_id and f"10.48550/arXiv.{paper.arxiv_id}" not in text] == []
    assert text.count("arXiv") == 2 * (len(some) - 1)  # in the DOI, and alone
    assert LINK in text


@pytest.mark.parametrize("style", ["ACM-Reference-Format", "plainnat", "IEEEtran"])
def test_with_the_fields_of_the_page_nothing_is_printed_twice(tmp_path, some, style):
    fields = re.search("`--option fields=(.*?)`", (ROOT / "docs/latex.md").read_text("utf-8"))[1]
    text = squeeze(printed_by_pdftex(tmp_path, some, style, fields=fields))
    for paper in some:
        is_by_id = paper.arxiv_id and style == "ACM-Reference-Format"  # in the DOI, and alone
        printed = [f"arXiv{sign}{paper.arxiv_id}" for sign in ".:"] if is_by_id else [paper.url]
        assert {text.count(each) for each in printed} == {1}
