"""What other people's programs understand of our references: each title as it is meant, and the parts of each name.

A kind of character that a program misreads in every form that TeX prints stands in a table, with the reason.
"""

import re
import unicodedata
import warnings
from itertools import zip_longest

import pytest

import dailypapers
from dailypapers import Digest, Paper
from dailypapers.references import citation_key, each_paper, names, person
from references.other_programs import OF_BIBTEX, OF_CSL, OF_RIS, install
from references.test_names import PAPERS
from support import seed_digests

pytestmark = pytest.mark.outside

# Titles that are read as they stand, but for case, spaces, and which quotation marks and dashes there are.
TITLES = [
    *("Q&A", "100% of It", "C# and #1", "snake_case", "A ~ B", "a\\b and \\alpha", "\\\\", "UniF^2ace", "O(n^2)"),
    *("{Curly} One", "{LLMs} {{GPT4}", "Unbalanced }}}", "<b>Bold</b> <sub>", "A <b| C", "<<A>> |B|", "1 < 2"),
    *("\"Straight\" and 'Straight'", "“Curly” and ‘Curly’", "It's a Model's Dogs' \"Day\"", "\"'One' or Two\""),
    *("``Backticks''", "„Low“ «French»", "A -- B --- C – D — E", "-- At Both Ends --", "- At", "A-", "A --> B <-- C"),
    *("A ---- B", "Re-Do", "Costs $5", "$5 and $10", "$", "A$", "Q &amp; A &lt;", "@misc{a,", "Pass@k @ Pass@["),
    *("%comment", "한국어와 한글", "日本語のタイトル", "中文标题：大模型", "Привет, мир", "Νέα Αθήνα", "עברית ועוד"),
    *("العربية", "Emoji 🚀 and 👩\N{ZERO WIDTH JOINER}👧", "A\N{ZERO WIDTH NON-JOINER}B\N{ZERO WIDTH JOINER}C"),
    *("Étude naïve: García, Åsa, Dvořák, Erdős", "Łódź, Żółć, Gdańsk", "İstanbul ıssız ğ ş", "Straße Ærø"),
    *("Nguyễn Việt Hồ", "Đỗ Ơ Ả", "E\N{COMBINING ACUTE ACCENT}tude", "m\N{COMBINING CIRCUMFLEX ACCENT}", "é"),
    *("PanGu-Σ: Δ and Ω", "≤ ≥ × ± ∞ → ≈", "… § ¶ £ ©", "® €", "ﬁne ﬂow", "μ µ", "Two\tWords", "?", "..."),
    *("https://example.org/a_b?c=d&e=f%20g#h~i", "1234", "7", "A", "A, B: C; D! E? (F) [G] / * + =", "And and And"),
    *('author = "Ann"', "Long " * 200 + "End", KEPT := "A Map by GPT-4o, LLaVA and C++"),
]
# Titles with math and mark-up, of which scripts may be read as x², x^2 or <sup>2</sup>, and math with its dollars.
MARKED = {
    "90° 2² x₃ ™ ½": "90° 22 x3 TM 1⁄2",
    "M$^{2}$UGen": "M2UGen",
    "Pass@$k$ of $O(n)$": "Pass@k of O(n)",
    "$\\alpha$-Models and $\\pi_0$": "α-Models and π0",
    "$a<b$ in $x^2=y_1$": "a<b in x2=y1",
    "X^{2} and H_{2}O": "X2 and H2O",
    "Prefill \\& 100\\% of \\#1 in a\\_b": "Prefill & 100% of #1 in ab",
    "\\textsc{Foo}: a \\emph{Bar}": "Foo: a Bar",
}

# What programs misread in a title or name, whichever form TeX has for it, and why: in the formats, and besides in a
# dialect and with an option.
MISREAD = {
    "bibtex": {
        r"\^": ("bibtexparser 1, bibtexparser 2, pybtex, bib2xml, biblatex-csl-converter", r"no \textasciicircum"),
        r"[{}]": ("bibtexparser 1, bibtexparser 2, pybtex, pandoc, biblatex-csl-converter", r"no \textbraceleft"),
        r"\\": ("bib2xml", r"no \textbackslash"),
        r"[\^_]\{\w+\}(?!\$)": ("bibtexparser 1, pybtex, bib2xml", r"no \textsuperscript"),
        r"\$\d|\$$": ("bibtexparser 1, pybtex", r"\$ stays \$"),
        " II$": ("bib2xml", "takes the suffix for a given name"),
    },
    # LuaTeX wants a \/ between them.
    "biblatex": {
        "-->|----|\"'": ("bibtexparser 1, pybtex, bib2xml, @citation-js/core, biblatex-csl-converter", r"\/ stays \/"),
    },
    "ascii": {
        r"[ễệồỖỗăậẢĐ]|m̂": ("bibtexparser 1, pybtex, bib2xml, biblatex-csl-converter, biber", "no accent on another"),
        "[Α-ωάέήίό≤≥×±∞→°µ]": (
            "bibtexparser 1, pybtex, bib2xml, pandoc, biber, @citation-js/core, biblatex-csl-converter",
            "some math stays LaTeX",
        ),
        "έ": ("@retorquere/bibtex-parser", r"no accent on \varepsilon"),
        "[…§¶£©]": (
            "bibtexparser 1, bibtexparser 2, bib2xml, @citation-js/core, biblatex-csl-converter",
            r"no \S, no \P",
        ),
        "[Åå]": ("bibtexparser 1, biblatex-csl-converter", r"no \r{A}"),
        "ń": ("bibtexparser 1", "an 'n within"),
    },
    # With "protect=title" a title is in braces, or in a mark of CSL.
    "title": {
        "„": ("biblatex-csl-converter", "no `` alone in braces"),
        "İ": ("citeproc-py", "cuts a mark by the length in lower case, which is one more"),
    },
    "csl": {
        "<b>|<<|&lt;": ("citeproc-py", "tags and entities are read as such"),
    },
    "ris": {
        "^group |(?:Jr|Sr|II|III|IV)[.]?$": ("ris2xml", "takes each group for a person, and a suffix for a name"),
    },
}


def plain(text):
    """Give a text without case and blanks, with the quotation marks and hyphens that a keyboard has."""
    text = re.sub("``|''|[\"“”‘’`]", "'", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"\$([<>|])\$", r"\1", re.sub(r"\s", "", re.sub("[-–—]+", "-", text)))


def unmarked(text):
    """Give a text without the signs of math and mark-up."""
    text = re.sub(r"</?(?:i|b|su[bp])>|[${}^_]", "", plain(text))
    return text.replace("\\alpha", "α").replace("\\pi", "π").replace("∘", "°")


def plain_names(parts):
    """Give the parts of a name without stops and commas: bibutils leaves out those, and RIS cannot have these."""
    return tuple(re.sub("[.,]", "", plain(part)) for part in parts)


def meant(name):
    """Give in which parts a name may be read: the particle stands before either name, or behind the given one."""
    if (parts := person(name)) is None:
        return {plain_names((name, "", "", ""))}
    # A small word that begins the family name may be a particle: that of d'Alembert or 't Hooft.
    words = [*parts.particle.split(), *re.sub(r"^([a-z]+['’-])", r"\1 ", parts.family).split()]
    found = set()
    for count in range(len(words)):
        particle, family = " ".join(words[:count]), " ".join(words[count:])
        if not re.search("[A-Z]", particle):
            found |= {
                (family, parts.given, particle, parts.suffix),
                (family, f"{parts.given} {particle}", parts.suffix, ""),
                (f"{particle} {family}", parts.given, parts.suffix, ""),
                (f"{particle} {family}", parts.given, "", parts.suffix),
            }
    return set(map(plain_names, found))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a folder with what programs need beside a file."""
    folder = tmp_path_factory.mktemp("programs")
    install(folder)
    return folder


TITLED = [
    Paper(title, f"https://example.org/titles/{number}", authors=("Ann One", "Bob Two"), authors_omitted_at=number % 3)
    for number, title in enumerate([*TITLES, *MARKED])
]
DIGESTS = [*seed_digests(), Digest(None, (*PAPERS, *TITLED))]


def misreadings(read):
    """Yield each title, and each name in its place, that is not read as it is meant, with what is read."""
    for paper in each_paper(DIGESTS):
        title, authors = read[citation_key(paper)]
        seen, said = (unmarked, MARKED[paper.title]) if paper.title in MARKED else (plain, paper.title)
        if seen(title) != seen(said):
            yield paper.title, title
        every, is_abridged = names(paper)
        found = [plain_names([*author, "", "", ""][:4]) for author in authors]
        if is_abridged:
            assert found.pop()[0] in ("others", "etal")
        for name, parts in zip_longest(every, found, fillvalue=""):
            if parts not in meant(name):
                yield f"{'' if person(name) else 'group '}{name}", parts


def assert_understood(program, read, *tables):
    """Hold a program to its rows of the tables: it misreads nothing else, and some of each."""
    rows = {pattern: programs for table in tables for pattern, (programs, _) in MISREAD[table].items()}
    known = [pattern for pattern, programs in rows.items() if {*program.split(", ")} & {*programs.split(", ")}]
    wrong = list(misreadings(read))
    assert [each for each in wrong if not any(re.search(pattern, each[0]) for pattern in known)] == []
    assert [pattern for pattern in known if not any(re.search(pattern, text) for text, _ in wrong)] == []


def assert_case_is_kept(read):
    """Hold a program, of which many write titles in lower case, to the words that we mark."""
    (title,) = [read[citation_key(paper)][0] for paper in TITLED if paper.title == KEPT]
    assert re.search(r"GPT-4o ?, LLaVA and C\+\+", title)


# The dialects, "ascii" and "protect", of which any two values are together.
OPTIONS = [
    {"dialect": "bibtex", "ascii": False, "protect": True},
    {"dialect": "bibtex", "ascii": True, "protect": False},
    {"dialect": "biblatex", "ascii": False, "protect": False},
    {"dialect": "biblatex", "ascii": True, "protect": True},
    {"dialect": "bibtex", "ascii": True, "protect": "title"},
    {"dialect": "biblatex", "ascii": False, "protect": "title"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("program", OF_BIBTEX)
def test_bibtex(folder, program, options):
    path = folder / f"{options['dialect']}.bib"
    with warnings.catch_warnings():  # of characters that have no macro
        warnings.simplefilter("ignore")
        dailypapers.write(DIGESTS, path, **options)
    tables = {"bibtex", options["dialect"], *["ascii"] * options["ascii"], *["title"] * (options["protect"] == "title")}
    read = OF_BIBTEX[program](path)
    assert_understood(program, read, *tables)
    if options["protect"]:
        assert_case_is_kept(read)


@pytest.mark.parametrize("protect", [True, False, "title"])
@pytest.mark.parametrize("program", OF_CSL)
def test_csl(folder, program, protect):
    path = folder / "papers.csl.json"
    dailypapers.write(DIGESTS, path, protect=protect)
    read = OF_CSL[program](path)
    assert_understood(program, read, "csl", *["title"] * (protect == "title"))
    if protect:
        assert_case_is_kept(read)


@pytest.mark.parametrize("program", OF_RIS)
def test_ris(folder, program):
    path = folder / "papers.ris"
    dailypapers.write(DIGESTS, path)
    assert_understood(program, OF_RIS[program](path), "ris")
