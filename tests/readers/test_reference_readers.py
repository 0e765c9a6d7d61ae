"""Files of references read: our own come back, and what reference managers and people write is understood."""

import datetime
import io
import json
import re
import sys
import unicodedata
import warnings
from itertools import islice
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dailypapers
from benchmarks.archive import archive
from dailypapers import Digest, ExportWarning, Paper, PluginError, Point
from dailypapers.exporters.csl import marked_title
from dailypapers.exporters.ris import plain_title
from dailypapers.references import names, without_controls
from dailypapers.references.entries import Entry, Other, entries_of_bibtex, entries_of_csl
from dailypapers.references.latex import LatexEncoder
from dailypapers.references.plain_text import text_of_latex
from dailypapers.references.read_papers import given_first
from dailypapers.testing import papers

DAY = datetime.date(2024, 7, 12)


def read(text, reader):
    """Read a text; gives its papers and its problems, these as text."""
    document = dailypapers.read(io.StringIO(text), reader)
    assert all((digest.date, digest.source) == (None, "<file>") for digest in document.digests)
    assert {paper.source for paper in document.papers} <= {"<file>"}
    assert len(document.digests) <= 1
    return document.papers, [str(problem).removeprefix("<file>:") for problem in document.problems]


# -- our own files come back --------------------------------------------------------------------------------------

# What is hard on whoever writes TeX or reads it.
HARD = r"""
& % # _ $ ~ ^ \ { } < > | @ ` ' ° ß ø ł é ễ ḍ̂ ı Å … £ · α Σ ≤ ℝ – — “ ” ‘ ’ - -- --- ---- --> '' `` ,, ?` 한국어 é µ
\& \% \$ \textsc{Foo} \alpha \input{x} \\ {\bf B} $x_1$ $\alpha$ $\frac{a}{\beta}$ $Σ$ $xα$ $é$ $<$ $a<b$ $5 ²
LLaVA GPT-4o word2vec X^{2} H_{2}O <b> </sup> A. -B. O'Brien @misc{a, and others Jr. van The family given=a
"""
HARD = [*HARD.split(), " and ", "\xa0", "e\u0301", " -", "\t", "\x00"]
LINES = st.lists(st.sampled_from(HARD) | st.sampled_from([" ", "One", "a"]), max_size=6).map("".join).map(str.strip)
LINKS = (
    st.none()
    | LINES.map("https://example.org/".__add__)
    | st.integers(1, 9).map("https://arxiv.org/pdf/2407.0000{}v2".format)
)
PAPERS = papers() | st.builds(
    Paper, LINES, LINKS, authors=st.lists(LINES, max_size=3), authors_omitted_at=st.none() | st.just(0)
)  # fmt: skip
BIBTEX = [
    {"dialect": dialect, "ascii": is_ascii, "protect": protect}
    for dialect in ("bibtex", "biblatex")
    for is_ascii in (False, True)
    for protect in (False, True, "title")
]
WRITTEN = [
    *(("bibtex", options) for options in BIBTEX),
    *(("csl", {"protect": protect}) for protect in (False, True, "title")),
    ("ris", {}),
]
# Each format with the options as they are, and with the others; the rest is slow.
USUAL = [WRITTEN[0], WRITTEN[11], WRITTEN[12], WRITTEN[15]]
in_many_ways = pytest.mark.parametrize(
    ("format_name", "options"),
    [pytest.param(*each, marks=[pytest.mark.slow] * (each not in USUAL)) for each in WRITTEN],
)
_PRINTED = str.maketrans({"µ": "μ", "⋅": "·"} | dict.fromkeys("–—‐‑", "-") | dict.fromkeys('“”‘’`"', "'"))


def plain(text):
    """Give a text without what is typography: which quotation marks, dashes, dots and blanks there are, which mu."""
    return " ".join(re.sub(r"(['-])\1+", r"\1", unicodedata.normalize("NFC", text).translate(_PRINTED)).split())


# Documented: signs of money and escaped signs, scripts, and with ``ascii`` characters that are commands.
IN_THE_TABLE = re.compile(r"[$\\^_{}⁰¹²³⁴-ₜ]|--|``|''|,,|[<>|*@]")


def said(title, format_name, options):
    """Give what a file says of a title: in BibTeX how it is written, elsewhere the text of it."""
    title = without_controls(title).strip()
    match format_name:
        case "bibtex":  # in which $&$ and $\&$ are one, $@{a}$ and ${@}{a}$, and with ascii also α and $\alpha$
            written = LatexEncoder(ascii=options["ascii"]).encode(title)
            return plain(written.replace(r"\/", "").replace("{@}", "@").replace("{}", ""))
        case "csl":
            text = re.sub(r"</?(?:span|i|b)\b[^<>]*>", "", marked_title(title, protect=False))
            return plain(
                re.sub(r"<(su[bp])>(.*?)</\1>", lambda script: f"{'_^'[script[1] == 'sup']}{{{script[2]}}}", text)
            )
    return plain(plain_title(title))


def named(name, format_name):
    """Give a name as a format can say it: in RIS a comma is between the parts of a person's name."""
    return name.replace(",", " ") if format_name == "ris" else name


def link(url):
    """Give a link without the encoding of what may not stand in one."""
    return url and unquote(url)


def is_some(paper):
    """Return whether a file has anything of a paper: a link, or a title that is not of control characters alone."""
    return bool(paper.url or re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", paper.title).strip())


@in_many_ways
@given(st.lists(PAPERS.filter(is_some), min_size=1, max_size=4, unique_by=lambda paper: paper.identity))
@example([Paper(r"\$é$é$")])  # of "$é$é$" the other part would be math
@example([Paper("\\\\$x_1$&·")])  # behind a backslash a dollar begins no math
def test_our_own_files_come_back(format_name, options, some):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)
        found, _ = read(dailypapers.export(Digest(DAY, some), format_name, **options), format_name)
        for paper, again in zip(some, found, strict=True):
            # In CSL and RIS nothing tells a dollar from one of math, as in "$5 α$" of "$5 $\alpha$$".
            title = said(again.title, format_name, options) if format_name == "bibtex" else plain(again.title)
            assert title == said(paper.title, format_name, options)
            if not IN_THE_TABLE.search(paper.title) and (paper.title.isascii() or not options.get("ascii")):
                assert plain(again.title) == plain(without_controls(paper.title))
            every, is_abridged = names(paper)
            every = [written for name in every if (written := plain(named(name, format_name)))]
            is_abridged = is_abridged and bool(every)  # no file says that names are left out where it has none
            if format_name != "bibtex" and every[-1:] == ["others"] and not is_abridged:
                every, is_abridged = every[:-1], True  # nothing tells the name from the word for others
            assert [*map(plain, again.authors)] == every
            assert again.authors_omitted_at == (len(every) if is_abridged else None)
            assert (link(again.url), again.arxiv_id) == (link(paper.url), paper.arxiv_id)


def test_every_macro_is_read_as_its_character():
    latex = LatexEncoder(ascii=True)
    for char in map(chr, [*range(0xA0, 0x3000), *range(0x1D400, 0x1D800)]):
        if (written := latex.encode_name(char)).isascii():
            assert plain(text_of_latex(written, is_name=True)) == plain(char), char


@pytest.fixture(scope="module")
def some_papers():
    """Give the papers of an archive, each once."""
    found = {paper.identity: paper for _, text in islice(archive(), 60) for paper in dailypapers.parse(text).papers}
    return [*found.values()]


@in_many_ways
def test_an_archive_comes_back_and_is_written_again_as_it_was(some_papers, format_name, options):
    options = options | {"abstract": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)
        text = dailypapers.export(Digest(DAY, some_papers), format_name, **options)
        found, problems = read(text, format_name)
        assert problems == []
        assert [(paper.url, paper.arxiv_id) for paper in found] == [
            (paper.url, paper.arxiv_id) for paper in some_papers
        ]
        for paper, again in zip(some_papers, found, strict=True):
            if not IN_THE_TABLE.search(paper.title) and (paper.title.isascii() or not options.get("ascii")):
                assert plain(again.title) == plain(paper.title)
            assert [*map(plain, again.authors)] == [plain(named(name, format_name)) for name in names(paper)[0]]
        if format_name == "bibtex":  # in CSL math that was written in words may have been protected otherwise
            assert dailypapers.export(Digest(DAY, found), format_name, **options) == text


# -- BibTeX of everybody --------------------------------------------------------------------------------------------


def one(text, reader):
    """Read the one paper of a text in which nothing is doubtful."""
    found, problems = read(text, reader)
    assert problems == []
    (paper,) = found
    return paper


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"{\"o} \"{o} {\"{o}} \"o", "ö ö ö ö"),
        (r"Garc{\'\i}a, Garc{\'{\i}}a, Garc\'ia, {\v{C}}ech, \v Cech", "García, García, García, Čech, Čech"),
        (r"Nguy{\~{\^e}}n, {\d{\^e}}", "Nguyễn, ệ"),
        (r"{\AA}ngstr{\"o}m, {\o}, \ss{}, \L \'od\'z, {\dj}", "Ångström, ø, ß, Łódź, đ"),
        (r"The {LLaVA} of {{OpenAI}}", "The LLaVA of OpenAI"),
        (r"\emph{Foo} \textsc{bar} {\bf Baz} {\em q}", "Foo bar Baz q"),
        (r"\LaTeX{} and \TeX\ and {\BibTeX}", "LaTeX and TeX and BibTeX"),
        (r"50\% \& \#1 a\_b \{x\} \$5", "50% & #1 a_b {x} $5"),
        (r"\textasciitilde{}a \textbackslash{}b \textquotedblleft c\textquotedblright{}", r"~a \b “c”"),
        (r"``A'' -- `B' --- C-D", "“A” – ‘B' — C-D"),
        (r"{$<$}5 and $>$6 {$|$} 7", "<5 and >6 | 7"),
        (r"{$\alpha$}-models, $x_1^{2}$, \ensuremath{\beta}", r"$\alpha$-models, $x_1^{2}$, $\beta$"),
        (r"$\frac{\alpha}{2}$ of $\unknown{x}$", r"$\frac{\alpha}{2}$ of $\unknown{x}$"),
        (r"H\textsubscript{2}O, 10\textsuperscript{th}", "H_{2}O, 10^{th}"),
        (r"\$x\$ is no $x$", r"\$x\$ is no $x$"),
        (r"\$x\$ is no {$\alpha$}, and {$^{2}$}\$", r"\$x\$ is no $\alpha$, and $^{2}$\$"),
        (r"{$^{2}$}0 {\'{\S}}", "²0 §́"),
        ("Wrapped\n      at   some\r\n\twidth", "Wrapped at   some width"),
        (r"a\ b\,c\\d\-e", "a b c de"),
        (r"A\space B\newline C\nobreakspace{}D\thinspace E\slash F", "A B C D E/F"),
        (r"\textquotesingle{}\glqq A\grqq{} \flqq B\frqq{} \glq C\grq{} 5 \textmu m", "'„A“ «B» ‚C‘ 5 µm"),
        (
            r"\href{https://example.org/a_b}{A} {\color{red}B} \textcolor[rgb]{1,0,0}{C}\hspace*{1em}D\vspace{1em}E",
            "A B C D E",
        ),
        (r"List<i> and <span> of </b>", "List<i> and <span> of </b>"),
        # in math braces around one character that was no command, and around what looks like an entry
        (r"$x{\alpha} = {\mbox{\'{e}}}$, $\text{Pass{@}k}$", r"$xα = é$, $\text{Pass@k}$"),
        (r"$\text{{\mbox{ab}}}$, $\text{{\mbox{\'{e}a}}}$", r"$\text{{\mbox{ab}}}$, $\text{{\mbox{\'{e}a}}}$"),
        # behind a backslash no math begins
        (r"\textbackslash{}\textbackslash{}\${x\_1}\$", r"\\$x_1$"),
        ("An @ sign {@}misc{a}", "An @ sign @misca"),
        (r"unfinished \", \'{} and \~{}, \^\~{}", r"unfinished , ' and ~, ^~"),
        (r"\$a\$ \textbackslash{}\$", r"\$a\$ \$"),
        (r"x{ A} \MakeUppercase{bar} \LaTeX{}", "x A bar LaTeX"),
    ],
)
def test_a_title_is_text_without_braces_and_macros(written, title):
    assert one(f"@misc{{a, title = {{{written}}}}}", "bibtex").title == title


def test_what_is_no_item_has_its_place():
    assert read('[{"id": "a", "title": "A"},\n 1]', "csl") == (
        (Paper("A"),),
        ["2:2: R001 no CSL-JSON: expected an item, which is an object"],
    )


def test_math_in_a_name_is_its_characters():
    assert text_of_latex(r"$\mathbb{R}$~$a~b$", is_name=True) == "ℝ a b"


def test_what_an_item_of_csl_has():
    items = '[{"id": 7, "type": "book", "Title": "A", "n": 1},\n {"title": "B"}]'
    assert list(entries_of_csl(items)) == [
        Entry("7", "book", {"Title": "A", "n": 1}, {"title": "A"}, 1),
        Entry("", "", {"title": "B"}, {"title": "B"}, 2),
    ]


def test_what_a_file_of_bibtex_has():
    text = '@STRING{a = "x"}\n@preamble{"y"}\n@comment{z}\nwords\n@Misc{K, Title = {A}, title = {B}}\n@misc{L, title = {C}}'
    assert list(entries_of_bibtex(text)) == [
        Other("@string a", is_command=True),
        Other("@preamble in line 2", is_command=True),
        Other("@comment in line 3", is_command=True),
        Other("the text in line 4"),
        Other("the second title of K"),
        Entry("K", "misc", {"title": "A"}, {"title": "A", "url": ""}, 5),
        Entry("L", "misc", {"title": "C"}, {"title": "C", "url": ""}, 6),
    ]


def test_a_brace_that_closes_nothing_is_no_text():
    assert text_of_latex("a} b}c") == "a bc"


@pytest.mark.parametrize(
    ("written", "authors", "omitted"),
    [
        ("M{\\\"u}ller, J{\\\"o}rg", ["Jörg Müller"], None),
        ("Ann One and Two, Bob\n  and Cem Three", ["Ann One", "Bob Two", "Cem Three"], None),
        ("{OpenAI} and {Google, Inc.} and {Black and White}", ["OpenAI", "Google, Inc.", "Black and White"], None),
        ("van der Aalst, Wil M. P. and McClelland, Jr., Ronald", ["Wil M. P. van der Aalst", "Ronald McClelland Jr."], None),
        ("{Van der Berg}, Jan and {\\'E}mile Zola AND Donald~E. Knuth", ["Jan Van der Berg", "Émile Zola", "Donald E. Knuth"], None),
        ("family=Gogh, given=Vincent, prefix=van, useprefix=true and family=Rossum, given=Guido", ["Vincent van Gogh", "Guido Rossum"], None),
        ("family = {de la Cruz, Jr}, given={A. B.}", ["A. B. de la Cruz, Jr"], None),
        ("{family} and {family=Gogh} and {given=a}", ["family", "family=Gogh", "given=a"], None),
        ("Ann One and others", ["Ann One"], 1),
        ("Ann One and {others}", ["Ann One", "others"], None),
        ("Sand, Andy and{} Brand", ["Andy and Brand Sand"], None),
        ("{\\ensuremath{\\alpha}} and $\\mathbb{R}$ and {{$\\mathtt{A}$}}", ["α", "ℝ", "𝙰"], None),
        ("Smith, J., Doe, A. B., Foo, B. and Bar, C.", ["J. Smith", "A. B. Doe", "B. Foo", "C. Bar"], None),
        ("Smith, J., Doe, A., {Black, White},", ["Smith", "J.", "Doe", "A.", "Black, White"], None),
        ("Jane Doe, John Roe, Ann Foo, Bob Bar", ["Jane Doe", "John Roe", "Ann Foo", "Bob Bar"], None),
        ("王, 小明 and 김, 철수 and さとう, ハナコ and 王, Xiaoming", ["王小明", "김철수", "さとうハナコ", "Xiaoming 王"], None),
        (" and ", [], None),
        ("others", [], 0),
        ("", [], None),
    ],
)  # fmt: skip
def test_authors_are_as_a_person_writes_them(written, authors, omitted):
    paper = one(f"@misc{{a, title = {{A}}, author = {{{written}}}}}", "bibtex")
    assert ([*paper.authors], paper.authors_omitted_at) == (authors, omitted)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        *(("One, Ann", "Ann One"), ("One,Ann", "Ann One"), (" One , Ann , ", "Ann One"), ("Plato", "Plato")),
        *(("One, Ann, Jr.", "Ann One Jr."), ("One, Ann, Jr., PhD", "Ann One Jr. PhD"), ("王, 小明", "王小明")),
        *((group, group) for group in ("Meta, Inc.", "Acme, Big Lab, Paris")),
    ],
)
def test_the_given_name_comes_first(name, written):
    assert given_first(name) == written


ARXIV = "https://arxiv.org/abs/2401.00002"
LINKS_OF_BIBTEX = [
    ("eprint = {2401.00002v3}, archiveprefix = {arXiv}", ARXIV),
    ("eprint = {2401.00002}, url = {http://www.arxiv.org/pdf/2401.00002v1}", "http://www.arxiv.org/pdf/2401.00002v1"),
    ("eprint = {2401.00002}, url = {https://example.org/}", ARXIV),
    ("arxivId = {2401.00002}", ARXIV),
    ("bdsk-url-1 = {https://arxiv.org/abs/2401.00002}", ARXIV),
    ("url = {\\url{see above}}", "see above"),
    ("eprint = {2401.00002v2 [cs.CL]}", ARXIV),
    ("doi = {10.48550/ARXIV.2401.00002}", ARXIV),
    ("howpublished = {\\url{https://arxiv.org/abs/2401.00002v2}}", f"{ARXIV}v2"),
    ("howpublished = {arXiv:2401.00002}", ARXIV),
    ("howpublished = {\\url{https://example.org/a\\_b}}", "https://example.org/a_b"),
    ("journal = {arXiv preprint arXiv:2401.00002}", ARXIV),
    ("journal = {CoRR}, volume = {abs/2401.00002}, doi = {10.1000/1}", ARXIV),
    ("note = {arXiv: 2401.00002 [cs.CL]}", ARXIV),
    *(("note = {arXiv:2401.00002.}", ARXIV), ("note = {arXiv:2401.00002X}", None)),
    ("url = {https://example.org/a\\_b}, doi = {10.1000/1}", "https://example.org/a_b"),
    ("url = {\\url{https://example.org/a{\\_}b}}", "https://example.org/a_b"),
    ("url = {https://example.org/ https://arxiv.org/abs/2401.00002}", ARXIV),
    ("url = {https://example.org/a, https://example.org/b}", "https://example.org/a"),
    ("url = {see above}", "see above"),
    ("howpublished = {A page, https://example.org/a}", "https://example.org/a"),
    ("doi = {10.1000/abc(1)}", "https://doi.org/10.1000/abc(1)"),
    ("doi = {https://dx.doi.org/10.1000/1}", "https://doi.org/10.1000/1"),
    ("eprint = {hal-0123}, archiveprefix = {HAL}, abstract = {After arXiv:2401.00002}", None),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "url"), LINKS_OF_BIBTEX)
def test_the_link_of_an_entry(fields, url):
    assert one(f"@misc{{a, title = {{A}}, {fields}}}", "bibtex").url == url


def test_an_abstract_is_one_point_of_lines():
    written = '@misc{a,\n  title = {A},\n  abstract = {100\\% {\\"o}.\n\n    $x$ more.  }\n}'
    assert one(written, "bibtex").summary == (Point(text="100% ö.\n$x$ more."),)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("title = {Maps}, subtitle = {A Study}", "Maps: A Study"),
        ("title = {Maps?}, subtitle = {A Study}", "Maps? A Study"),
        ("title = {{Maps!}}, subtitle = {{A} Study}", "Maps! A Study"),
        ("title = {Maps --}, subtitle = {A Study}", "Maps – A Study"),
        ("title = {Maps}, subtitle = {}, titleaddon = {with an Atlas}", "Maps"),
        ("subtitle = {A Study}", "A Study"),
    ],
)
def test_a_subtitle_of_biblatex_is_part_of_the_title(fields, title):
    assert one(f"@misc{{a, {fields}}}", "bibtex").title == title


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>A <jats:italic>b</jats:italic>.</jats:p>", "Abstract\nA b."),
        ("<p>One &amp; 10<sup>3</sup>&#8211;2.</p> <p class='a'>Two &lt;3.</p>", "One & 10^{3}–2.\nTwo <3."),
        ('<div id="a"><a href="https://example.org/">A</a> <em>b</em><br/>c</div>', "A b\nc"),
        ("A <i>b</i>", "A b"),
        ("<sec><title>Aim</title><p>A <bold>b</bold></p></sec>", "Aim\nA b"),
        ("<jats:p><mml:math><mml:mi>x</mml:mi></mml:math> of <jats:p/>", "x of"),
        (
            "a < b, <b and c>, x<y> &lt; <b> and <think>x</think>",
            "a < b, <b and c>, x<y> &lt; <b> and <think>x</think>",
        ),
    ],
)
def test_tags_of_publishers_are_no_text_of_an_abstract(abstract, text):
    escaped = abstract.replace("&", "\\&").replace("#", "\\#")
    zotero = escaped.replace("<", "{\\textless}").replace(">", "{\\textgreater}")
    written = [
        ("csl", json.dumps({"id": "a", "title": "A", "abstract": abstract})),
        ("ris", f"TY  - GEN\nTI  - A\nAB  - {abstract}\nER  - \n"),
        *(("bibtex", f"@misc{{a, title = {{A}}, abstract = {{{each}}}}}") for each in (abstract, escaped, zotero)),
    ]
    assert [one(content, reader).summary for reader, content in written] == [(Point(text=text),)] * 5


FILE = r"""% Encoding: UTF-8
@string{acm = "ACM"}
@comment{jabref-meta: databaseType:bibtex;}

@Article{one,
  Author = "One, Ann",
  TITLE  = "First {"}and{"} last",
  publisher = acm,
}
@misc{broken,
  title = {Never closed,

@misc{one, title = {Second}, title = {Other}}
@misc(three, title = {Third})
@misc{four, note = {Nothing}}
@
"""


def test_entries_have_their_lines_and_what_is_wrong_has_its_place():
    papers, problems = read(FILE, "bibtex")
    assert [(paper.title, paper.authors, paper.line) for paper in papers] == [
        ('First "and" last', ("Ann One",), 5),
        ("Second", (), 13),
        ("Third", (), 14),
    ]
    assert [problem.partition(": Unexpected")[0] for problem in problems] == [
        "10:1: R001 no BibTeX",
        "15:1: R002 passed over an entry with neither a title nor a link",
        "16:1: R001 no BibTeX: expected an entry behind the @",
    ]


@pytest.mark.parametrize("end", ["@", "@misc\n", "@ \n misc \n", "% by me@"])
def test_an_entry_that_only_begins_is_an_error(end):
    papers, problems = read(f"\n@misc{{a, title = {{A}}}}\n\n{end}", "bibtex")
    assert [paper.title for paper in papers] == ["A"]
    assert problems == ["4:1: R001 no BibTeX: expected an entry behind the @"]


@pytest.mark.parametrize("start", ["@ misc{", "@\tmisc {", "@misc\n{", "  @ \n\n misc \n (", "@misc\n\n("])
def test_white_space_at_the_start_of_an_entry(start):
    end = ")" if start.endswith("(") else "}"
    text = (
        f"A talk @ home.\n{start}a,\n  title = {{At\n @ home {{@ A}}}}{end}\n% {start.strip()}b, title = {{B}}{end}\n"
    )
    text += "@ string\n{d = {D}} @ misc {c,\ttitle = {C} # d}"
    papers, problems = read(text, "bibtex")
    assert [(paper.title, paper.line) for paper in papers] == [
        ("At @ home @ A", 2),
        ("CD", text.count("\n") + 1),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('"A {\\"u} " # nips # { # {B}}', "A ü NeurIPS # B"),
        ('"GPT-" # 4', "GPT-4"),
        ('jan # " 5"', "jan 5"),
        ('{A} # unknown#"b"', "Aunknownb"),
        ('"a" # {b {c {d {e {f}}}} g}', "ab c d e f g"),
        ('"a # b {"} # c" # { \\# d}', 'a # b " # c # d'),
        ('"a" % a comment # "no"\n # "b"', "ab"),
        ("NIPS", "NeurIPS"),
        ("X1 # { A}", "Xi A"),
        ("twice", "second"),
        ("twice # both", "secondsecond, third"),
        ("{nips}", "nips"),
        ("2401", "2401"),
        ("Some words", "Some words"),
    ],
)
def test_strings_are_joined(value, title):
    text = '@string{NIPS = "NeurIPS"}\n@string{X1 = "Xi"}\n@string{twice = {first}}\n@string(twice = "second")\n'
    text += f'@string{{both = twice # ", third"}}\n@misc{{a, title = {value}}}\n@string{{twice = "last"}}\n'
    assert one(text, "bibtex").title == title


@pytest.mark.parametrize(
    "fields",
    [
        "title = {A},\n  % by hand\n  eprint = {2401.00002}",
        "title = {A}, % by hand: B\n  eprint = {2401.00002}",
        "title = {A} % by hand\n  , eprint = {2401.00002} % v1",
        'title = "A" % by hand\n  , eprint = 2401.00002',
        "title = {A},\n  %url = {https://example.org/},\n  eprint = 2401.00002",
    ],
)
def test_comments_in_an_entry_as_biber_reads_them(fields):
    assert one(f"@misc{{a,\n  {fields}\n}}\n", "bibtex") == Paper("A", ARXIV)


@pytest.mark.parametrize(
    "fields",
    [
        "title = {A}\n  year = {2024}",
        "title = {{A} = B}\n  year = 2024, month = jan",
        'title = "A" year = "2024"',
        'title = "A" # { b = c} year = 2024',
        "title = macro\n  year = {2024}",
    ],
)
def test_a_value_that_runs_on_to_the_next_field_is_an_error(fields):
    papers, problems = read(f"\n@misc{{a,\n  {fields},\n}}\n@misc{{b, title = {{x {{a = {{b}}}} y = z}}}}\n", "bibtex")
    assert [paper.title for paper in papers] == ["x a = b y = z"]
    assert problems == ["2:1: R001 no BibTeX: expected a comma between title and year"]


@pytest.mark.parametrize(
    ("text", "reader", "is_read"),
    [
        ("@comment{jabref-meta: databaseType:bibtex;}", "bibtex", True),
        ("[]\n", "csl", True),
        ("", "bibtex", False),
        ("no BibTeX", "bibtex", False),
        ("", "csl", False),
        ("\n", "ris", False),
    ],
)
def test_a_file_that_was_understood_may_have_no_paper(text, reader, is_read):
    document = dailypapers.read(io.StringIO(text), reader)
    assert len(document.digests) == is_read
    assert [problem.code for problem in document.problems] == ([] if is_read else ["S007"])


@pytest.mark.parametrize(
    ("text", "reader", "is_read", "code"),
    [
        ('[{"id": "a"}]', "csl", True, "R002"),
        ("@comment{a}\n@misc{a, author = {Ann One}}", "bibtex", True, "R002"),
        ("[1]", "csl", False, "R001"),
        ("@comment{a}\n@misc{a, title = {A\n", "bibtex", False, "R001"),
    ],
)
def test_a_paper_that_is_passed_over_is_no_error_of_its_file(text, reader, is_read, code):
    document = dailypapers.read(io.StringIO(text), reader)
    assert (len(document.digests), [problem.code for problem in document.problems]) == (is_read, [code])


NEEDED = r'needs bibtexparser 2: pip install "bibtexparser>=2\.0\.0b7"'


@pytest.mark.parametrize("missing", ["bibtexparser", "bibtexparser.middlewares.enclosing"])  # version 1 has no such
def test_bibtex_needs_its_extra(monkeypatch, missing):
    for name in [name for name in sys.modules if name.startswith("bibtexparser")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(PluginError, match=rf"\) {NEEDED}$"):
        read("@misc{a, title = {A}}", "bibtex")


# -- CSL-JSON of everybody ------------------------------------------------------------------------------------------

ZOTERO = [
    {
        "id": "http://zotero.org/users/1/items/ABCD",
        "type": "article",
        "title": "H<sub>2</sub>O and <span class=\"nocase\">LLaVA</span>: <i>A</i> <<b></b>i>",
        "number": "arXiv:2401.00002",
        "publisher": "arXiv",
        "DOI": "10.48550/arXiv.2401.00002",
        "URL": "http://arxiv.org/abs/2401.00002",
        "abstract": "One.\nTwo <3.",
        "author": [
            {"family": "Müller", "given": "Jörg"},
            {"family": "Aalst", "given": "Wil", "non-dropping-particle": "van der"},
            {"family": "McClelland", "given": "Ronald", "suffix": "Jr."},
            {"literal": "Gemini Team"},
        ],
    },
    {"id": 2, "type": "book", "title": "A $x$ & B", "DOI": "10.1000/1", "author": [{"literal": "A"}, {"literal": "others "}]},
    {"id": "3", "type": "book", "volume": 3, "title": 4},
    {"type": "book", "title": "No Id"},
    {"id": "5", "type": "book", "title": "T", "author": "Ann One"},
    {"id": "6", "type": "book", "title": "\ud800"},
    {"id": "7", "title": "List<i> and <span>", "author": ["A B", {"family": "王", "given": "小明"}, {"name": "One"}]},
    {"title": "Links", "URL": " https://example.org/a https://example.org/b "},
    8,
]  # fmt: skip


def test_items_of_zotero():
    rows = ",\n".join(json.dumps(item) for item in ZOTERO)
    papers, problems = read(f"[\n{rows}\n]", "csl")
    assert papers == (
        Paper(
            "H_{2}O and LLaVA: A <i>",
            "http://arxiv.org/abs/2401.00002",
            authors=("Jörg Müller", "Wil van der Aalst", "Ronald McClelland Jr.", "Gemini Team"),
            summary=(Point(text="One.\nTwo <3."),),
        ),
        Paper("A $x$ & B", "https://doi.org/10.1000/1", authors=("A",), authors_omitted_at=1),
        Paper("No Id"),
        Paper("List<i> and <span>", authors=("A B", "王小明", "One")),
        Paper("Links", " https://example.org/a https://example.org/b "),
    )
    assert [paper.line for paper in papers] == [2, 3, 5, 8, 9]
    assert [problem.partition(", which")[0] for problem in problems] == [
        "4:1: R002 passed over an entry with neither a title nor a link",
        "6:1: R001 author: expected a list of names",
        "7:1: R001 a lone surrogate",
        "10:1: R001 no CSL-JSON: expected an item",
    ]


def test_the_answer_of_doi_org_is_one_item():
    text = json.dumps(
        {
            "type": "article",
            "id": "https://doi.org/10.48550/arxiv.2401.00002",
            "title": "A",
            "DOI": "10.48550/arxiv.2401.00002",
        }
    )
    assert one(text, "csl") == Paper("A", ARXIV)


def test_papers_before_json_that_breaks_off_are_kept():
    papers, problems = read('[{"id": "a", "title": "A"},\n{"id": "b", "title"', "csl")
    assert [paper.title for paper in papers] == ["A"]
    assert [problem.partition(":")[0] for problem in problems] == ["2"]


# -- RIS of everybody -----------------------------------------------------------------------------------------------

OF_ZOTERO = """TY  - GEN
TI  - A Paper: Its Subtitle
AU  - Müller, Jörg
AU  - van der Aalst, Wil
AU  - McClelland, Ronald, Jr.
AU  - Gemini Team
AB  - One.
Two.
DA  - 2024/01/01/
PY  - 2024
DO  - 10.48550/arXiv.2401.00002
DP  - arXiv.org
PB  - arXiv
UR  - http://arxiv.org/abs/2401.00002
N1  - <p>Comment: after arXiv:2312.00009</p>
ER  -

"""
OF_ENDNOTE = """TY  - JOUR
AU  - One, Ann
AU  - Meta AI,
AU  - Meta AI, Inc.
PY  - 2024
DA  - 2024
TI  - A title that
      goes on
T2  - arXiv preprint arXiv:2401.00002
UR  - https://example.org/
ID  - 1
ER  -
"""
OF_MENDELEY = """TY  - JOUR
T1  - Second
A1  - Two, B.
N2  - An abstract.
UR  - https://example.org/b
UR  - https://arxiv.org/abs/2312.00009
M3  - doi:10.48550/arXiv.2312.00009
ER  -
TY  - JOUR
T1  - Third
A1  - Two, B.
A1  - others
DO  - https://doi.org/10.1000/1
ER  -
"""
RECORDS = [
    (
        OF_ZOTERO,
        [
            Paper(
                "A Paper: Its Subtitle",
                "http://arxiv.org/abs/2401.00002",
                authors=("Jörg Müller", "Wil van der Aalst", "Ronald McClelland Jr.", "Gemini Team"),
                summary=(Point(text="One.\nTwo."),),
            )
        ],
        [1],
    ),
    (OF_ENDNOTE, [Paper("A title that goes on", ARXIV, authors=("Ann One", "Meta AI", "Meta AI, Inc."))], [1]),
    (
        OF_MENDELEY,
        [
            Paper("Second", "https://arxiv.org/abs/2312.00009", authors=("B. Two",), summary=(Point(text="An abstract."),)),
            Paper("Third", "https://doi.org/10.1000/1", authors=("B. Two",), authors_omitted_at=1),
        ],
        [1, 9],
    ),
]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", " \n", "\r\n", "\r"])
@pytest.mark.parametrize(("text", "papers", "lines"), RECORDS)
def test_records_as_programs_write_them(tmp_path, text, papers, lines, end):
    (tmp_path / "a.ris").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", end).encode())
    document = dailypapers.read(tmp_path / "a.ris")
    assert (document.papers, document.problems) == (tuple(papers), ())
    assert [paper.line for paper in document.papers] == lines


def test_what_is_no_record_is_told_once_in_its_place():
    text = "\nProvider: A\nTI  - lost\nTY  - GEN\nTI  - A\nTY  - GEN\nKW  - b\nER  - \n2.\nTY  - GEN\nTI  - B\n"
    papers, problems = read(text, "ris")
    assert [paper.title for paper in papers] == ["A", "B"]
    assert problems == [
        "2:1: R002 passed over text outside of records, which begin with a line like 'TY  - GEN'",
        "6:1: R002 passed over an entry with neither a title nor a link",
        "10:1: R002 the last record has no line 'ER  -', so the file may not be whole",
    ]


@pytest.mark.parametrize(
    ("lines", "paper"),
    [
        ("TI  - \nT1  - Real\nAU  -\nA1  - One, Ann", Paper("Real", authors=("Ann One",))),
        ("T1  - Other\nTI  -  \nTI  - Real\nA1  - One, Ann\nAU  - Two, Bob", Paper("Real", authors=("Bob Two",))),
        ("TI  - \n      Real\nAU  - 王, 小明\nAU  - 王, Xiaoming", Paper("Real", authors=("王小明", "Xiaoming 王"))),
        ("TI  - A\nUR  - \nUR  - https://example.org/a", Paper("A", "https://example.org/a")),
        ("TI  - A\nUR  - https://example.org/a b", Paper("A", "https://example.org/a b")),
    ],
)
def test_the_first_tag_that_has_text_counts(lines, paper):
    assert one(f"TY  - GEN\n{lines}\nER  - \n", "ris") == paper


def test_latin_1_is_told_as_of_any_input(tmp_path):
    (tmp_path / "a.ris").write_bytes("TY  - GEN\nTI  - é\nER  - \n".encode("latin-1"))
    (document,) = dailypapers.read_all([tmp_path / "a.ris"])
    assert [(problem.code, problem.line, problem.column) for problem in document.errors] == [("S002", 2, 7)]


# -- papers that are known ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["known.bib", "known.csl.json", "known.ris"])
def test_what_was_exported_is_known(tmp_path, some_papers, name):
    others = [Paper("Not on arXiv", "https://example.org/a_b?c=%20d"), Paper("Nowhere & “quoted”")]
    papers = [*some_papers[:50], *others]
    dailypapers.write(Digest(DAY, papers[1:]), tmp_path / name)
    known = dailypapers.read(tmp_path / name)
    (digest,) = dailypapers.select(Digest(DAY, papers), without=known)
    assert digest.papers == (papers[0],)
