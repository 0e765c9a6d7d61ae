"""Bibliographies read back: every title and name is found in what TeX and pandoc print, character by character.

What may differ is listed here, and in docs/references.md for those who print:

- which quotation marks there are: a style that quotes the title turns double marks into single ones;
- case, but for the words that are protected: many styles write titles in lower case, or in capitals;
- spaces, as lines are broken anywhere, and signs of math that fonts have in several forms (``−`` and ``-``);
- braces, which pandoc leaves out of BibTeX, as it knows no macro for one; and in BibTeX one has to be a macro.
"""

import re
import unicodedata
from random import Random

import attrs
import pytest

import dailypapers
from benchmarks.archive import archive
from dailypapers import Digest, Paper
from dailypapers.references import person
from support import needs, output_of

# What a title has, and what of it is printed. Each stands alone, at the begin, within and at the end of a word.
ATOMS = [
    *((char, char) for char in r"&%#_$~^\{}@=+*/|<>();:!?.,[]"),
    *((f"\\{char}", char) for char in "&%#_$"),
    *((2 * char, 2 * char) for char in "<>,?!&%#_$~^\\{}@=+*/|()[].:;"),
    *(("--", "–"), ("---", "—"), ("----", "----"), ("–", "–"), ("—", "—"), ("-->", "-->"), ("<!--", "<!--")),
    *(('"A"', '"A"'), ("'A'", "'A'"), ("``A''", '"A"'), ("`A'", "'A'"), ("`A`", "'A'"), ("“A”", '"A"'), ("‘A’", "'A'")),
    *(("\"'A' B\"", "\"'A'B\""), ("\"A 'B'\"", "\"A'B'\""), ("isn't", "isn't"), ("Dogs'", "Dogs'")),
    *(("$\\alpha$", "α"), ("$Σ$", "Σ"), ("$\\Sigma$", "Σ"), ("$\\sim$20", "∼20"), ("$^{2}$", "2"), ("$x_1$", "x1")),
    *(("$k$", "k"), ("$\\mathcal{O}(n)$", "O(n)"), ("$\\mathbb{R}$", "R"), ("$\\pi_0$", "π0"), ("$10\\times$", "10×")),
    *(("$50\\%$", "50%"), ("$x_\\text{max}$", "xmax"), ("$\\to$", "→"), ("$\\infty$", "∞"), ("$a<b$", "a<b")),
    *(("X^{2}", "X2"), ("X_{2}", "X2"), ("X^2", "X^2"), ("\\textsc{Foo}", "Foo"), ("\\emph{a B}", "a B")),
    *(("$5 and $10", "$5 and $10"), ("costs $5", "costs $5"), ("\\input{x}", "\\input{x}"), ("\\verb|x|", "\\verb|x|")),
    *(("$\\def\\x{y}$", "$\\def\\x{y}$"), ("$x^a^b$", "$x^a^b$"), ("{\\bf B}", "{\\bf B}"), ("\\\\", "\\\\")),
    *(("<b>B</b>", "<b>B</b>"), ("<i>", "<i>"), ('<span class="nocase">', '<span class="nocase">'), ("&lt;", "&lt;")),
    *(("GPT-4o", "GPT-4o"), ("LLaVA", "LLaVA"), ("word2vec", "word2vec"), ("C++", "C++"), ("@misc{a,", "@misc{a,")),
    *(("Émile", "Émile"), ("naïve", "naïve"), ("Łódź", "Łódź"), ("straße", "straße"), ("Ærø", "Ærø"), ("ñ", "ñ")),
    *(("α-model", "α-model"), ("→", "→"), ("≤", "≤"), ("×", "×"), ("±", "±"), ("°", "°"), ("…", "…"), ("©", "©")),
]
NAMES = [
    *("Ann One", "Wil M. P. van der Aalst", "Ronald McClelland Jr.", "Jean de la Fontaine III", "Vincent Van Gogh"),
    *("Gemini Team", "01. AI", "NVIDIA", "Jan Kocoń", "Åsa Ørsted", "Jean d'Alembert", "Conan O'Brien", "A_B & C%D #E"),
    *("Black and White", "One, Ann", "J.-P. Serre", "Gerard 't Hooft", "Ann (Google)", "Open{Brace", "$x$ Dollar"),
]


def hostile(number=300):
    """Give papers whose titles are hard on whoever prints them; each has a number of its own."""
    random = Random(16)
    for index in range(number):
        source, printed = f"Paper No{index:03}", f"Paper No{index:03}"
        for atom, sign in random.sample(ATOMS, 3) if index >= len(ATOMS) else [ATOMS[index]]:
            before, after = random.choice([(" ", " "), (" ", ""), (" One", " "), (" One", "Two"), (" (", ") ")])
            if atom[0] in "$\\'\"`“‘<" or atom[0].isalnum():
                before, after = " ", " "  # what such a sign means depends on its neighbours
            source += f"{before}{atom}{after} Word"
            printed += f"{before}{sign}{after} Word"
        family = f"{chr(65 + index % 26)}{chr(97 + index // 26)}xo"
        arxiv_id = f"{index % 12 + 10}{index % 12 + 1:02}.{index:05}"
        yield (
            Paper(source, f"https://arxiv.org/abs/{arxiv_id}", authors=(f"Ann {family}", NAMES[index % len(NAMES)])),
            printed,
        )


def bibliography():
    """Give what is looked for: papers, and what of their titles is printed."""
    papers = {}
    for name, text in archive():
        for paper in dailypapers.parse(text, source=name).papers:
            papers.setdefault(paper.arxiv_id, paper)
    for index, paper in enumerate(papers.values()):
        # Titles of the archive recur; by a number each is found.
        title = f"{paper.title} {index:05}"
        yield attrs.evolve(paper, title=title), plain_title(title)
    yield from hostile()


def plain_title(title):
    """Give what is printed of a title of the archive, which has nothing worse than this."""
    return title.replace("$\\alpha$", "α").replace("$^{2}$", "2").replace(" -- ", " – ")


FORMS = str.maketrans(
    {
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‘’‚`", "'"),
        "−": "-",
        "∗": "*",
        "ϵ": "ε",
        "ϕ": "φ",
        "⋅": "·",
        "◦": "°",
        "∘": "°",
    }
)


def squeeze(text):
    """Give a text without spaces, and with one form of each sign that has several; a double mark is two single ones."""
    text = unicodedata.normalize("NFKC", re.sub(r"\s+", "", text)).translate(FORMS)
    return "".join(text.split()).replace('"', "''").replace("''", "'")


def lowered(text):
    """Give a text in lower case, of the same length."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def assert_printed(papers, text, *, initials=False, unprinted=""):
    """Look for each title, with the case of what is protected, and near it for each name."""
    gone = str.maketrans("", "", unprinted)
    text = squeeze(text)
    lower = lowered(text)
    missing = []
    for paper, printed in papers:
        wanted = squeeze(printed).translate(gone)
        at = lower.find(lowered(wanted))
        if at < 0:
            missing.append(printed)
            continue
        if any(word not in text[at : at + len(wanted)] for word in protected_words(printed)):
            missing.append(text[at : at + len(wanted)])
        names = dict.fromkeys(paper.authors)
        near = text[max(0, at - sum(map(len, names)) * 2 - 1500) : at]
        for name in names:
            if not any(squeeze(form).translate(gone) in near for form in forms(name, initials=initials)):
                missing.append(name)
    assert missing == []


def protected_words(printed):
    """Give words of which a reader would miss a capital: GPT-4o and LLaVA."""
    return [squeeze(word) for word in re.findall(r"(?<![^\W_])[A-Z]\w*[A-Z]\w*", printed) if word.isascii()]


def forms(name, *, initials):
    """Give how a name may be printed: as it is, or from its family name on, or without given names."""
    parts = person(name)
    if parts is None:
        return [name]
    family = f"{parts.particle} {parts.family}"
    last = f"{parts.family}, {parts.given} {parts.particle}{f', {parts.suffix}' * bool(parts.suffix)}"
    with_suffix = [f"{parts.given} {family}{comma} {parts.suffix}" for comma in (",", "")]
    whole = [name, *with_suffix, f"{family}, {parts.given}", f"{family}, {parts.suffix}, {parts.given}", last]
    return [*whole, family] if initials else whole


DOCUMENT = r"""\documentclass{article}
%s
\pagestyle{empty} \hyphenpenalty=10000 \exhyphenpenalty=10000 \emergencystretch=10cm \sloppy
\begin{document}
\nocite{*}
%s
\end{document}
"""
PDFTEX = r"\usepackage[T1]{fontenc}\usepackage{lmodern,amsmath,amssymb,bm,url}\input{glyphtounicode}\pdfgentounicode=1"
LUATEX = (
    r"\usepackage{fontspec,amsmath,amssymb,bm}\setmainfont{FreeSerif}\usepackage[backend=biber,maxnames=999]{biblatex}"
)
LUATEX += r"\addbibresource{papers.bib}"


def pdf_of_bibtex(folder, papers, style):
    """Give the text of a bibliography that BibTeX and pdfTeX made."""
    dailypapers.write(Digest(None, papers), folder / "papers.bib", ascii=True)
    natbib = r"\usepackage[numbers]{natbib}\providecommand{\doi}[1]{doi: \url{#1}}"
    packages = PDFTEX + natbib * (style == "plainnat")
    body = rf"\bibliographystyle{{{style}}}\bibliography{{papers}}"
    (folder / "document.tex").write_text(DOCUMENT % (packages, body), "utf-8")
    tex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "document")
    output_of(folder, *tex)
    assert "error" not in output_of(folder, "bibtex", "document")
    output_of(folder, *tex)
    return output_of(folder, "pdftotext", "-raw", "document.pdf", "-")


def pdf_of_biber(folder, papers):
    """Give the text of a bibliography that biber and LuaTeX made."""
    dailypapers.write(Digest(None, papers), folder / "papers.bib", dialect="biblatex")
    (folder / "document.tex").write_text(DOCUMENT % (LUATEX, r"\printbibliography"), "utf-8")
    tex = ("lualatex", "-interaction=nonstopmode", "-halt-on-error", "document")
    output_of(folder, *tex)
    assert "ERROR" not in output_of(folder, "biber", "document")
    output_of(folder, *tex)
    assert "Missing character" not in (folder / "document.log").read_text("utf-8", errors="replace")
    return output_of(folder, "pdftotext", "-raw", "document.pdf", "-")


def pandoc(folder, papers, suffix, **options):
    """Give the references that pandoc prints; it prints every name of a paper in no style that comes with it."""
    dailypapers.write(Digest(None, papers), folder / f"papers{suffix}", **options)
    # Of BibTeX pandoc makes titles in lower case itself, and a style that does so as well forgets what is protected.
    case = "" if suffix == ".bib" else 'text-case="sentence"'
    (folder / "all.csl").write_text(EVERY_NAME.replace("CASE", case), "utf-8")
    (folder / "document.md").write_text("---\nnocite: |\n  @*\n---\n", "utf-8")
    command = ["pandoc", "document.md", "--citeproc", f"--bibliography=papers{suffix}", "--csl=all.csl"]
    html = output_of(folder, *command, "--to=html", "--wrap=none", "--mathml")
    text = re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", html, flags=re.DOTALL)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


EVERY_NAME = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>All</title><id>all</id><updated>2024-01-01T00:00:00Z</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout suffix=".">
<names variable="author"><name delimiter="; "/></names><text variable="title" CASE prefix=". "/>
</layout></bibliography></style>
"""
STYLES = ["plain", "abbrv", "alpha", "unsrt", "plainnat"]


# Papers with their titles as they are printed: hostile ones, and those of an archive, which take minutes.
SOURCES = [hostile, pytest.param(bibliography, marks=pytest.mark.slow)]


@pytest.mark.outside
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("style", STYLES)
def test_pdftex_prints_every_title(tmp_path, source, style):
    needs("pdflatex", "bibtex", "pdftotext")
    papers = list(source())
    text = pdf_of_bibtex(tmp_path, [paper for paper, _ in papers], style)
    assert_printed(papers, text, initials=style == "abbrv")


@pytest.mark.outside
@pytest.mark.parametrize("source", SOURCES)
def test_luatex_prints_every_title(tmp_path, source):
    needs("lualatex", "biber", "pdftotext")
    papers = list(source())
    assert_printed(papers, pdf_of_biber(tmp_path, [paper for paper, _ in papers]))


@pytest.mark.outside
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("suffix", [".bib", ".csl.json"])
def test_pandoc_prints_every_title(tmp_path, source, suffix):
    needs("pandoc")
    papers = list(source())
    text = pandoc(tmp_path, [paper for paper, _ in papers], suffix)
    assert_printed(papers, text, unprinted="{}" if suffix == ".bib" else "")


@pytest.mark.outside
@pytest.mark.parametrize("style", ["plain", "unsrt"])
def test_bibtex_has_styles_for_more_than_26_works_of_an_author_and_year(tmp_path, style):
    needs("pdflatex", "bibtex", "pdftotext")
    papers = [Paper(f"T{n:02}x", f"https://arxiv.org/abs/2401.{n:05}", authors=("Ann One",)) for n in range(30)]
    with pytest.warns(dailypapers.ExportWarning, match="unsrt, plain, or dialect=biblatex"):
        text = pdf_of_bibtex(tmp_path, papers, style)
    assert_printed([(paper, paper.title) for paper in papers], text)
