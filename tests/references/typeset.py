"""Papers as TeX and pandoc print them: what tests of references look into."""

import re
import unicodedata

import dailypapers
from dailypapers import Digest
from dailypapers.references import citation_key
from support import ROOT, needs, output_of

# What the page of LaTeX tells people to write into their documents, for pdfTeX and for LuaTeX.
PREAMBLES = re.findall(
    r"^\\documentclass{article}\n(.*?)^\\begin{document}$",
    (ROOT / "docs/latex.md").read_text("utf-8").replace("online.bib", "papers.bib"),
    re.DOTALL | re.MULTILINE,
)

# Lines are not broken within words, so that these can be looked for.
DOCUMENT = r"""\documentclass{article}
%s
\pagestyle{empty} \hyphenpenalty=10000 \exhyphenpenalty=10000 \emergencystretch=10cm \sloppy
\begin{document}
%s
\end{document}
"""

EVERY_NAME = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>All</title><id>all</id><updated>2024-01-01T00:00:00Z</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout suffix=".">
<names variable="author"><name delimiter="; "/></names><text variable="title" CASE prefix=". "/>
</layout></bibliography></style>
"""


def compiled(folder, engine, preamble, body):
    """Compile a document; TeX stops at the first error. Gives what it says."""
    (folder / "document.tex").write_text(DOCUMENT % (preamble, body), "utf-8")
    return output_of(folder, engine, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "document")


def shown(folder):
    """Give the text of the document that was compiled."""
    return output_of(folder, "pdftotext", "-raw", "document.pdf", "-")


def cited(papers):
    """Cite each paper by its key, and not all at once."""
    return "\n".join(rf"\nocite{{{citation_key(paper)}}}" for paper in papers)


def printed_by_pdftex(folder, papers, style, **options):
    """Give the text of a bibliography that BibTeX and pdfTeX made, neither of which complained."""
    needs("pdflatex", "bibtex", "pdftotext")
    dailypapers.write(Digest(None, papers), folder / "papers.bib", ascii=True, **options)
    preamble = PREAMBLES[0] + r"\input{glyphtounicode}\pdfgentounicode=1"
    if style in ("plainnat", "ACM-Reference-Format"):
        preamble += r"\usepackage[numbers]{natbib}\providecommand{\doi}[1]{doi: \url{#1}}"
    body = rf"{cited(papers)}\bibliographystyle{{{style}}}\bibliography{{papers}}"
    compiled(folder, "pdflatex", preamble, body)
    said = output_of(folder, "bibtex", "document")
    # Some styles want a year, which a paper that is not on arXiv does not have.
    assert [line for line in said.splitlines() if "Warning" in line and "empty year" not in line] == []
    assert "error" not in said
    compiled(folder, "pdflatex", preamble, body)
    return shown(folder)


def printed_by_luatex(folder, papers, formats="", **options):
    """Give the text of a bibliography that biber and LuaTeX made, neither of which complained."""
    needs("lualatex", "biber", "pdftotext")
    dailypapers.write(Digest(None, papers), folder / "papers.bib", dialect="biblatex", **options)
    preamble = PREAMBLES[1] + r"\ExecuteBibliographyOptions{maxnames=999}" + formats
    body = cited(papers) + r"\printbibliography"
    compiled(folder, "lualatex", preamble, body)
    said = output_of(folder, "biber", "--validate-datamodel", "document")
    # A paper may have no author, and one that is not on arXiv has no date: neither is made up.
    assert [line for line in said.splitlines() if "WARN -" in line and "Missing mandatory field" not in line] == []
    assert "ERROR" not in said
    compiled(folder, "lualatex", preamble, body)
    return shown(folder)


def printed_by_pandoc(folder, papers, suffix, style="all.csl", **options):
    """Give the references that pandoc prints; it prints every name of a paper in no style that comes with it."""
    needs("pandoc")
    dailypapers.write(Digest(None, papers), folder / f"papers{suffix}", **options)
    # Of BibTeX pandoc makes titles in lower case itself, and a style that does so as well forgets what is protected.
    case = "" if suffix == ".bib" else 'text-case="sentence"'
    (folder / "all.csl").write_text(EVERY_NAME.replace("CASE", case), "utf-8")
    (folder / "document.md").write_text("---\nnocite: |\n  @*\n---\n", "utf-8")
    command = ["pandoc", "document.md", "--citeproc", f"--bibliography=papers{suffix}", f"--csl={style}"]
    html = output_of(folder, *command, "--to=html", "--wrap=none", "--mathml")
    text = re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", html, flags=re.DOTALL)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def squeeze(text):
    """Give a text without spaces, and with one form of each sign that has several; a double mark is two single ones."""
    text = unicodedata.normalize("NFKC", re.sub(r"\s+", "", text)).translate(FORMS)
    return "".join(text.split()).replace('"', "''").replace("''", "'")


FORMS = str.maketrans(
    dict.fromkeys("“”„", '"')
    | dict.fromkeys("‘’‚`", "'")
    | dict.fromkeys("◦∘", "°")
    | {"−": "-", "∗": "*", "ϵ": "ε", "ϕ": "φ", "⋅": "·"}
)
