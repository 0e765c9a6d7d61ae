"""Files of references read: our own come back, and what reference managers and people write is understood."""

import datetime
import io
import json
import re
import sys
import unicodedata
import warnings
from urllib.parse import unquote

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dailypapers
from benchmarks.archive import archive
from dailypapers import Digest, ExportWarning, Paper, PluginError, Point
from dailypapers.exporters.csl import marked_title
from dailypapers.references import names
from dailypapers.references.latex import LatexEncoder
from dailypapers.references.titles import runs
from dailypapers.testing import papers

DAY = datetime.date(2024, 7, 12)


def read(text, reader):
    """Read a text; gives its papers and its problems, these as text."""
    document = dailypapers.read(io.StringIO(text), reader)
    assert all((digest.date, digest.source) == (None, "<file>") for digest in document.digests)
    assert len(document.digests) <= 1
    return document.papers, [str(problem).removeprefix("<file>:") for problem in document.problems]


# -- our own files come back --------------------------------------------------------------------------------------

# What is hard on whoever writes TeX or reads it.
HARD = [
    *(r"& % # _ $ ~ ^ \ { } < > | @ ` ' ° ß ø ł é ễ ḍ̂ ı Å … £ µ · α Σ ≤ ℝ – — “ ” ‘ ’ - -- --- ---- --> '' `` ,, ?` ".split(" ")),
    *(r"\& \% \$ \textsc{Foo} \alpha \input{x} \\ {\bf B} $x_1$ $\alpha$ $\frac{a}{\beta}$ $Σ$ $xα$ $é$ $<$ $a<b$ $5".split()),
    *("LLaVA", "GPT-4o", "word2vec", "X^{2}", "H_{2}O", "<b>", "</sup>", "A. -B. Doe", "O'Brien", "@misc{a,", " and "),
]  # fmt: skip
LINES = st.lists(st.sampled_from(HARD) | st.sampled_from([" ", "One", "a"]), max_size=6).map("".join).map(str.strip)
PAPERS = papers() | st.builds(
    attrs.evolve, papers(), title=LINES, authors=st.lists(LINES, max_size=3), authors_omitted_at=st.none() | st.just(0)
)
BIBTEX = [
    {"dialect": dialect, "ascii": is_ascii, "protect": protect, "abstract": True, "note": True}
    for dialect in ("bibtex", "biblatex")
    for is_ascii in (False, True)
    for protect in (False, True)
]
WRITTEN = [*(("bibtex", options) for options in BIBTEX), *(("csl", {"protect": protect, "abstract": True}) for protect in (False, True))]  # fmt: skip

_PRINTED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-", "\xa0": " "})


def plain(text):
    """Give a text without what is typography: quotation marks, dashes, and how wide a space is."""
    text = unicodedata.normalize("NFC", text.replace("``", '"').translate(_PRINTED)).replace("''", '"')
    return " ".join(re.sub("--+", "-", text).replace("µ", "μ").split())


def said(title, format_name, options):
    """Give what a title says in a format: of math its signs alone, where the format has no other way of writing it."""
    title = re.sub(r"\$([<>|])\$", r"\1", title)
    if format_name == "csl":
        return plain(re.sub(r"</?(?:span|i|b)\b[^<>]*>", "", marked_title(title, protect=False)))
    if options["ascii"]:
        return plain(LatexEncoder(ascii=True).encode(title))
    return [(piece.kind, plain(piece.text)) for run in runs(title, protect=False) for piece in run.pieces]


def link(url):
    return url and unquote(url).replace("\\", "")


@pytest.mark.parametrize(("format_name", "options"), WRITTEN)
@settings(max_examples=100)
@given(st.lists(PAPERS, min_size=1, max_size=3))
def test_our_own_files_come_back(format_name, options, some):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)
        text = dailypapers.export(Digest(DAY, some), format_name, **options)
        found, problems = read(text, format_name)
        # assert problems == []
        # What nothing identifies is passed over.
        some = [paper for paper in some if paper.url or plain(re.sub(r"[\x00-\x1f\x7f-\x9f]", "", paper.title))]
        wanted = list({paper.identity: paper for paper in reversed(some)}.values())[::-1]
        for paper, again in zip(wanted, found, strict=True):
            assert said(again.title, format_name, options) == said(paper.title, format_name, options)
            every, is_abridged = names(paper)
            assert [*map(plain, again.authors)] == [*map(plain, every)]
            assert (again.authors_omitted_at is not None) == (is_abridged and bool(every))
            assert link(again.url) == link(paper.url)
            assert again.arxiv_id == paper.arxiv_id
