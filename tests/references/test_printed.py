"""Bibliographies read back: every title and name is found in what TeX and pandoc print, character by character.

What may differ is listed here, and in docs/pandoc.md for those who print:

- which quotation marks there are: a style that quotes the title turns double marks into single ones;
- case, but for the words that are protected: many styles write titles in lower case, or in capitals;
- spaces, as lines are broken anywhere, and signs of math that fonts have in several forms (``−`` and ``-``);
- braces, which pandoc leaves out of BibTeX, as it knows no macro for one; and in BibTeX one has to be a macro.
"""

import re
from random import Random

import attrs
import pytest

import dailypapers
from benchmarks.archive import archive
from dailypapers import Paper
from dailypapers.references import person
from references.typeset import printed_by_luatex, printed_by_pandoc, printed_by_pdftex, squeeze

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


pytestmark = pytest.mark.outside

STYLES = ["plain", "abbrv", "alpha", "unsrt", "plainnat"]


# Papers with their titles as they are printed: hostile ones, and those of an archive, which take minutes.
SOURCES = [hostile, pytest.param(bibliography, marks=pytest.mark.slow)]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("style", STYLES)
def test_pdftex_prints_every_title(tmp_path, source, style):
    papers = list(source())
    text = printed_by_pdftex(tmp_path, [paper for paper, _ in papers], style)
    assert_printed(papers, text, initials=style == "abbrv")


@pytest.mark.parametrize("source", SOURCES)
def test_luatex_prints_every_title(tmp_path, source):
    papers = list(source())
    assert_printed(papers, printed_by_luatex(tmp_path, [paper for paper, _ in papers]))
    assert "Missing character" not in (tmp_path / "document.log").read_text("utf-8", errors="replace")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("suffix", [".bib", ".csl.json"])
def test_pandoc_prints_every_title(tmp_path, source, suffix):
    papers = list(source())
    text = printed_by_pandoc(tmp_path, [paper for paper, _ in papers], suffix)
    assert_printed(papers, text, unprinted="{}" if suffix == ".bib" else "")


# A style that changes the case of a macro does so where a title begins with it.
BEGINNINGS = [
    ("Écoles", "Écoles"),
    ("_Under_", "_Under_"),
    ("$\\Omega$", "Ω"),
    ('"Two" Words', '"Two" Words'),
    ("{B}", "{B}"),
]
WHOLE = [*hostile(), *((Paper(f"{begin} In Paris"), f"{printed} In Paris") for begin, printed in BEGINNINGS)]


def assert_case_is_kept(text, unprinted=""):
    text, gone = squeeze(text), str.maketrans("", "", unprinted)
    assert [printed for _, printed in WHOLE if squeeze(printed).translate(gone) not in text] == []


def test_plain_changes_no_case_of_a_title_that_is_protected(tmp_path):
    assert_case_is_kept(printed_by_pdftex(tmp_path, [paper for paper, _ in WHOLE], "plain", protect="title"))


def test_biblatex_changes_no_case_of_a_title_that_is_protected(tmp_path):
    sentence_case = r"\DeclareFieldFormat{title}{\MakeSentenceCase*{#1}}"
    text = printed_by_luatex(tmp_path, [paper for paper, _ in WHOLE], sentence_case, protect="title")
    assert_case_is_kept(text)


@pytest.mark.parametrize("suffix", [".bib", ".csl.json"])
def test_pandoc_changes_no_case_of_a_title_that_is_protected(tmp_path, suffix):
    text = printed_by_pandoc(tmp_path, [paper for paper, _ in WHOLE], suffix, protect="title")
    assert_case_is_kept(text, "{}" if suffix == ".bib" else "")


@pytest.mark.parametrize("style", ["plain", "unsrt"])
def test_bibtex_has_styles_for_more_than_26_works_of_an_author_and_year(tmp_path, style):
    papers = [Paper(f"T{n:02}x", f"https://arxiv.org/abs/2401.{n:05}", authors=("Ann One",)) for n in range(30)]
    with pytest.warns(dailypapers.ExportWarning, match="unsrt, plain, or dialect=biblatex"):
        text = printed_by_pdftex(tmp_path, papers, style)
    assert_printed([(paper, paper.title) for paper in papers], text)
