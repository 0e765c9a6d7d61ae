"""What people write: for each row of the format's description, what it takes, and its neighbours that it leaves alone.

A row that takes something says what that means and what is told of it, as (line, code). Neighbours look alike and mean
what stands there; nothing is told of them. The line numbers count from the first line that a case gives.
"""

from itertools import product

import pytest
from test_grammar import TERMINALS

import dailypapers
from dailypapers import Digest, DigestSyntaxError, Paper, Point

U, V, ELSEWHERE = "https://arxiv.org/abs/2407.08348", "https://arxiv.org/abs/2407.08349", "https://example.org/code"
DATE = "## Daily Papers (2024-07-12)\n"
TITLE = f"### [A]({U})\n"


def read(lines, above=DATE + TITLE):
    """Give the document of some lines below others, and what is told of them."""
    document = dailypapers.parse(above + lines + "\n")
    return document, [(problem.line - above.count("\n"), problem.code) for problem in document.problems]


def paper_of(lines, above=DATE + TITLE):
    """Give the only paper of some lines, and what is told."""
    document, told = read(lines, above)
    ((paper,),) = (digest.papers for digest in document.digests)
    return paper, told


def words_of(point):
    """Give a point without label and points of its own as its text, and any other as it is."""
    return point.text if point == Point(text=point.text) else point


def texts(lines):
    """Give the summary that lines mean, points that are text alone as that text, and what is told."""
    paper, told = paper_of(lines)
    assert paper == Paper("A", U, summary=paper.summary)  # no field came of them
    return [words_of(point) for point in paper.summary], told


# -- headings of papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        (f"### [1] [T]({U})", "F115"),
        *((f"### {number} [T]({U})", "F115") for number in ("[1].", "[1]:", "[ 1 ]", "[1])")),
        (f"### [12] [T]({U})", "F115"),
        (f"### 1. [T]({U})", "F115"),
        (f"### 12. [T]({U})", "F115"),
        (f"### 1) [T]({U})", "F115"),
        (f"### 🔥 [T]({U})", "F115"),
        (f"### 🔥[T]({U})", "F115"),
        (f"### ⭐️ [T]({U})", "F115"),
        (f"### 👩‍💻 [T]({U})", "F115"),
        (f"### 🇰🇷 [T]({U})", "F115"),
        (f"### **[T]({U})**", "F115"),
        (f"### [**T**]({U})", "F115"),
        (f"### [T](<{U}>)", "F115"),
        (f"### [T]({U}) (ICML 2026)", "F112"),
        (f"### [T]({U}) 🔥 new", "F112"),
        (f'### [T]({U} "title")', "F112"),
        (f"### [T]({U} 'title')", "F112"),
        # several at once
        (f"### 1. **[T]({U})** (ICML)", "F112 F115"),
        (f"### 1. **[T]({U})**", "F115"),
        (f"### **_[T]({U})_**", "F115"),
        (f"### **1. [T]({U})**", "F115"),
        (f"### [1] [**T**]({U})", "F115"),
        (f"### 1. 🔥 [T]({U})", "F115"),
        (f"### 🔥 1. [T]({U})", "F115"),
        (f"### 🔥 **[T](<{U}>)**", "F115"),
        (f"### **[**T**]({U})**", "F115"),
        (f"### [**T**]({U}) (ICML 2026)", "F112 F115"),
        (f'### [T](<{U}> "title")', "F112 F115"),
        (f"### 1) [T]({U}) ([code]({ELSEWHERE}))", "F112 F115"),
        (f"### **[T]({U})** ([code]({ELSEWHERE}))", "F112 F115"),
        # a further link behind the first: the first counts, whatever is around the others
        (f"### [T]({U}) ([code]({ELSEWHERE}))", "F112"),
        (f"### [T]({U}) [code]({ELSEWHERE})", "F112"),
        (f"### [T]({U}) | [PDF]({V})", "F112"),
        (f"### [T]({U}), [code]({ELSEWHERE}), [data](https://example.org/data)", "F112"),
        (f"### [T]({U}) [[code]({ELSEWHERE})]", "F112"),
        (f"### [T]({U}) [![Star](https://img.shields.io/x)]({ELSEWHERE})", "F112"),
        (f"### [T]({U}) [[pdf]({V})] [[code]({ELSEWHERE})]", "F112"),
        (f"### [T]({U}) ([code]({ELSEWHERE}", "F112"),
    ],
)
def test_headings_that_drifted_mean_a_title_and_a_link(heading, codes):
    """Outside of a digest each is a lost paper."""
    paper, told = paper_of(heading, above=DATE)
    assert (paper.title, paper.url, paper.arxiv_id) == ("T", U, "2407.08348")
    assert sorted(told) == [(1, code) for code in codes.split()]
    document, told = read(f"- a\n## License\n{heading}")
    assert (len(document.papers), told) == (1, [(3, "S012")])


@pytest.mark.parametrize("heading", [f"### [T]({U})", f"## [T]({U})", "## Daily Papers (2024-07-13)"])
def test_a_heading_behind_other_words_is_reported(heading):
    assert ("S018", 7) in {
        (problem.code, problem.column) for problem in dailypapers.parse(f"{DATE}{TITLE}- text{heading}\n").problems
    }


@pytest.mark.parametrize("before", ["- text", "- X", "- a\nb", "- a\nX", "- #b"])
@pytest.mark.parametrize("heading", ["## Daily Papers (2024-07-13)", "## Daily Papers (2024-07-13)  ", f"### [T]({U})"])
def test_a_heading_may_be_joined_to_any_words(before, heading):
    assert read(before + heading)[1] == [(before.count("\n") + 1, "S018")]


@pytest.mark.parametrize("behind", [" (and more)", "X", "\u3000", " and more"])
def test_a_heading_of_a_digest_behind_words_ends_its_line(behind):
    assert read(f"- text## Daily Papers (2024-07-13){behind}")[1] == []


@pytest.mark.parametrize("signs", ["#", "##", "###", "####", "# ", "#### "])
def test_a_lost_paper_has_a_heading_of_any_level_with_a_blank_or_without(signs):
    lost = f"{signs}[T]({U})"
    assert read(f"- a\n## License\n{lost}")[1] == [(3, "S012")]
    with pytest.raises(DigestSyntaxError) as error:
        dailypapers.parse(f"## Daily Papers of July\n\n{lost}\n")
    assert (error.value.problem.code, error.value.problem.line) == ("S005", 1)


@pytest.mark.parametrize("begins", ["X### ", "#X ", "\t### ", "\u3000### "])
def test_a_line_that_begins_otherwise_is_no_heading_of_a_lost_paper(begins):
    assert read(f"- a\n## License\n{begins}[T]({U})")[1] == []


def test_a_paper_behind_words_with_a_hash_is_told():
    with pytest.raises(DigestSyntaxError) as error:
        dailypapers.parse("#1 on the list\n#### [A](https://arxiv.org/abs/2407.00001)\n")
    assert (error.value.problem.code, error.value.problem.line) == ("S005", 2)


@pytest.mark.parametrize(
    "title",
    [
        "[1] to [n]",
        "[1] T",
        "1. T",
        "1) T",
        "1",
        "#1 on the list",
        "🔥 T",
        "🔥",
        "T [2]",
        "**Bold** moves",
        "Be **bold**",
        "**A** and **B**",
        "*T*",
        "2 ** 3 ** 4",
        "**",
        "Title with (parentheses)",
        "T (ICML 2026)",
        'A "quoted" title',
        "Is a < b > c?",
        "f(x), g[y](z)",
        "[Re] A [b](c) d",
        "$x^2$ [$y$] {z}",
        "[x](y)",
        "T ([code] and data)",
        "Sense and Sensibility",
        "T et al.",
        "A, B, and C",
        "Daily Papers (2025-05-13)",
        "R&D, A & B, AT&T; &c",
        "__init__: text",
        "===",
    ],
)
def test_titles_with_a_link_behind_them_are_as_written(title):
    assert paper_of(f"### [{title}]({U})", above=DATE) == (Paper(title, U), [])


@pytest.mark.parametrize(
    "title",
    [
        f"T [arXiv]({U})",
        f"T ([arXiv]({U}))",
        f"T [arXiv]({U}) and more",
        f"T [code]({ELSEWHERE})",
        "T [code](code.html)",
        f"NEW [T]({U})",
        f"Paper 1: [T]({U})",
        f"1 [T]({U})",
        f"한국어 [T]({U})",
        *(f"{sign} [T]({U})" for sign in "₩—¿“"),  # a sign that is no picture
        f"A & B [arXiv]({U})",
        f"T [arXiv]({U}) [code]({ELSEWHERE})",
    ],
)
def test_any_other_title_with_a_link_in_it_is_the_whole_text(title):
    paper, told = paper_of(f"### {title}", above=DATE)
    assert (paper, {code for _, code in told} - {"F113"}) == (Paper(title), {"F116"})


@pytest.mark.parametrize(
    "title", ["T", "T (arXiv)", "T [1]", "T [1] (2)", "T](b", "1. T", "🔥 T", "Sense and Sensibility", "2024", "T: (u)"]
)
def test_titles_alone_are_a_note(title):
    assert paper_of(f"### {title}", above=DATE) == (Paper(title), [(1, "F113")])


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        *(("### [Half a ti", "Half a ti"), ("### [ Half a ti  ", "Half a ti"), ("### [Half\u3000", "Half\u3000")),
        *(("### []()](", "]()"), ("### 1. [A](b)](", "A](b)")),
        *(("### [** X half **", "X half"), ("### [**Half\u3000**", "Half\u3000"), ("### [**Half", "**Half")),
    ],
)
def test_a_heading_cut_off_has_its_title_as_far_as_it_goes(heading, title):
    assert paper_of(heading, above=DATE) == (Paper(title), [(1, "F111")])


@pytest.mark.parametrize(
    ("heading", "url", "codes"),
    [
        (f"### []({U})", U, {"F117"}),
        (f"### [ ]({U})", U, {"F117"}),
        ("### []()", None, {"F113", "F117"}),
        ("###", None, {"F113", "F117"}),
        ("###  ", None, {"F113", "F117"}),
        (f"### 1. []({U})", U, {"F115", "F117"}),
        (f"### []({U}) (ICML)", U, {"F112", "F117"}),
    ],
)
def test_an_empty_title_is_told(heading, url, codes):
    paper, told = paper_of(heading, above=DATE)
    assert (paper, {code for _, code in told}) == (Paper("", url), codes)


@pytest.mark.parametrize(
    ("heading", "title", "url"),
    [
        *((f"### 1. [T]({ELSEWHERE}{end})", "T", f"{ELSEWHERE}{end}") for end in ("(b)", "(b(c)d)", "(b)(c)")),
        *((f"### [T]({ELSEWHERE}(b){end}", "T", f"{ELSEWHERE}(b{end[:-1] and ')(c'}") for end in ("", "(c)")),
        (f"### [T](<{ELSEWHERE}X>)", "T", f"{ELSEWHERE}X"),
        (f"### 1. [T](x]({U}) [code]({ELSEWHERE})", "T](x", U),
        (f"### 1. []({U}) [code]({ELSEWHERE})", "", U),
    ],
)
def test_where_a_title_and_its_link_end(heading, title, url):
    assert paper_of(heading, above=DATE)[0] == Paper(title, url)


@pytest.mark.parametrize("title", ["0", "-", "?", ".", "()", "[]", "[ ]", "*", '""', "$$"])
def test_titles_of_little_are_titles(title):
    assert paper_of(f"### [{title}]({U})", above=DATE) == (Paper(title, U), [])


@pytest.mark.parametrize("entity", ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"])
def test_entities_in_titles_are_a_note(entity):
    title = f"Fast {entity} Small"
    assert paper_of(f"### [{title}]({U})", above=DATE) == (Paper(title, U), [(1, "F118")])
    assert paper_of(f"### {title}", above=DATE) == (Paper(title), [(1, "F113"), (1, "F118")])
    assert texts(f"- {title}") == ([title], [])


@pytest.mark.parametrize(
    "title",
    ["A & B", "A&B;", "& amp;", "&amp", "amp;", "&;", "&#;", "#39;", "R&D; more", "&lt", "a &= b", "&amp ;", "quot;"],
)
def test_other_ampersands_are_as_written(title):
    assert paper_of(f"### [{title}]({U})", above=DATE) == (Paper(title, U), [])


# -- authors --------------------------------------------------------------------------------------------------


def authors_of(names):
    """Give the names that a line means, where names are left out, and the codes that are told."""
    paper, told = paper_of(f"Authors: {names}")
    assert {line for line, _ in told} <= {1}
    return paper.authors, paper.authors_omitted_at, sorted(code for _, code in told)


ANN, BOB, CEM = "Ann One", "Bob Two", "Cem Three"


@pytest.mark.parametrize("sign", ["et al.", "et al", "et. al", "et. al.", "et.al.", "Et al.", "…", "...", "...."])
def test_a_list_that_ends_in_other_words_is_abridged(sign):
    assert authors_of(f"{ANN} {sign}") == ((ANN,), 1, ["A207"])
    assert authors_of(f"{ANN}, {sign}") == ((ANN,), 1, ["A207"])
    assert authors_of(f"{ANN}, {BOB} {sign}") == ((ANN, BOB), 2, ["A207"])
    assert authors_of(f"{ANN}, {BOB}, {sign}  ") == ((ANN, BOB), 2, ["A207"])
    assert authors_of(sign) == ((), 0, ["A207"])
    assert authors_of(f"{ANN}; {BOB}; {sign}") == ((ANN, BOB), 2, ["A207", "A208"])
    assert authors_of(f"{ANN}; {BOB} {sign}") == ((ANN, BOB), 2, ["A207", "A208"])


@pytest.mark.parametrize(
    ("names", "authors", "omitted_at", "codes"),
    [
        # the end of a list in other words
        (f"{ANN}, +, {BOB}, et al.", (ANN, BOB), 1, "A204 A207"),
        (f"{ANN}, {BOB}, et al., +", (ANN, BOB), 2, "A204 A207"),
        (f"{ANN} et al.,", (ANN,), 1, "A203 A207"),
        ("Ann One…", (ANN,), 1, "A207"),  # dots need no blank before them
        ("Ann One...", (ANN,), 1, "A207"),
        ("Ann One, Bob Two...", (ANN, BOB), 2, "A207"),
        ("Ann One, Bob Two…", (ANN, BOB), 2, "A207"),
        ("Gemini Team et al.", ("Gemini Team",), 1, "A207"),
        (f"{ANN}, and 12 more", (ANN,), 1, "A207"),
        (f"{ANN}, {BOB} and 3 others", (ANN, BOB), 2, "A207"),
        (f"{ANN}, +12 authors", (ANN,), 1, "A207"),
        *((f"{ANN}, {BOB}{comma} {sign}", (ANN, BOB), 2, "A207") for sign in ("and others", "and et al.") for comma in ("", ",")),
        # an `and` before the last name, or between two
        (f"{ANN}, {BOB}, and {CEM}", (ANN, BOB, CEM), None, "A208"),
        (f"{ANN}, and {BOB}", (ANN, BOB), None, "A208"),
        ("Ann, Bob, and Cem", ("Ann", "Bob", "Cem"), None, "A208"),
        (f"{ANN} and {BOB}", (ANN, BOB), None, "A208"),
        ("X One and Bob X", ("X One", "Bob X"), None, "A208"),
        ("Ann One\u3000 and Bob Two", ("Ann One\u3000", BOB), None, "A208"),
        (f"{ANN}, {BOB} and {CEM}", (ANN, f"{BOB} and {CEM}"), None, "A209"),
        ("Ann B. One and Bob Two Jr.", ("Ann B. One", "Bob Two Jr."), None, "A208"),
        (f"{ANN}, Gemini Team, and 01. AI", (ANN, "Gemini Team", "01. AI"), None, "A208"),
        (f"{ANN}, {BOB}, and", (ANN, BOB), None, "A203 A208"),
        (f"{ANN}, +, and {BOB}", (ANN, BOB), 1, "A208"),
        (f"{ANN}, and {BOB} et al.", (ANN, BOB), 2, "A207 A208"),
        (f"{ANN}, {BOB}, and {CEM}, et al.", (ANN, BOB, CEM), 3, "A207 A208"),
        (f"{ANN} and {BOB}, et al.", (ANN, BOB), 2, "A207 A208"),
        # semicolons
        (f"{ANN}; {BOB}", (ANN, BOB), None, "A208"),
        (f"{ANN};{BOB} ;{CEM}", (ANN, BOB, CEM), None, "A208"),
        ("One, Ann; Two, Bob", ("One, Ann", "Two, Bob"), None, "A208"),
        ("One, A.; Two, B.; Three, C.", ("One, A.", "Two, B.", "Three, C."), None, "A208"),
        ("R&amp;D Team; Ann One", ("R&amp;D Team", ANN), None, "A208"),
        ("Ann One; R&amp;D Team; R&#38;D", (ANN, "R&amp;D Team", "R&#38;D"), None, "A208"),
        ("AT&T; Ann One", ("AT&T", ANN), None, "A208"),
        ("R&D; Ann One", ("R&D", ANN), None, "A208"),
        ("Ann; Bob", ("Ann", "Bob"), None, "A208"),
        (f"{ANN}; and {BOB}", (ANN, BOB), None, "A208"),
        (f"{ANN}; +; {BOB}", (ANN, BOB), 1, "A208"),
        (f"{ANN}; {BOB}; and {CEM}; et al.", (ANN, BOB, CEM), 3, "A207 A208"),
        # beside other commas they separate nothing
        ("Ann One; Bob Two, Cem Three", ("Ann One; Bob Two", CEM), None, "A209"),
        ("One, Ann; Two, Bob; Cem", ("One", "Ann; Two", "Bob; Cem"), None, "A209"),
        ("One, Ann, Two; Three, Cem", ("One", "Ann", "Two; Three", "Cem"), None, "A209"),
        ("Ann One, Bob Two;", (ANN, "Bob Two;"), None, "A209"),
        # every second part is initials
        *(
            (names, tuple(names.split(", ")), None, "A206")
            for names in ("One, A.", "One, A., Two, B.", "One, A. B., Two, C.-D.", "One, A.B., Two, C., van Three, D.", "One, A, Two, B")
        ),
    ],
)  # fmt: skip
def test_lists_of_authors(names, authors, omitted_at, codes):
    assert authors_of(names) == (authors, omitted_at, codes.split())


@pytest.mark.parametrize(
    "names",
    [
        # an end that is none
        *("Ann One, et alia", "Ann One, Bob Etal", "Etal", "Ann Petal", "Ann Metal, Bob Two", "Ann One, Et Alfred"),
        *("Ann One, et al., Bob Two", "Ann One, Bob Two Jr.", "A. B. One, C. Two", "Ann One, Many Others", "Others"),
        *("Ann One, Bob Two Sr., Cem Three III", "Ann One..", "Ann One, 01. AI", "Ann Al, Bob Two"),
        *("... Ann One, Bob Two", "Ann One, Agent 47", "Ann One, Norman Moore"),
        # an `and` in a name, or between names that are no persons
        *("Band of Brothers", "Sense and Sensibility", "Brand Alexander", "Ann One, Bob Brand", "Ann One and Bob"),
        *("Ann and Bob Two", "Institute of Arts and Sciences", "Ann One University and Bob Two Institute"),
        *("Research Team and Data Lab", "Arts Institute and Science Center", "A & B", "Ann One & Bob Two"),
        *("Ann One, Andy Two", "Ann One, and Bob Two, Cem Three", "and Ann One, Bob Two", "Ann One, Anders Land"),
        *("Ann One, Sand, Grand Two", "Ann Oneand Bob Two"),
        # an entity
        *("R&amp;D Team", "R&amp;D Team, Ann One", "Ann One, R&#38;D Team", "R&#x26;D, Ann One"),
        "Ann &lt;One&gt;, Bob Two",
        # initials
        *("One, A", "One, A., Two, NASA", "One, a., Two, b."),
        *("A. One, B. Two", "One, A., Two, Bob", "A., One, B., Two", "Ann One, A., Bob Two"),
        *("One, Two, Three, Four", "DeepSeek-AI, Ann One", "Ann A., Bob B., Cem C.", "One, Ann, Two, Bob"),
        "Gemini Team, AI, Ann One",
    ],
)
def test_names_that_only_look_like_a_list_of_another_form_are_names(names):
    assert authors_of(names) == (tuple(names.split(", ")), None, [])


@pytest.mark.parametrize(
    "names",
    [
        ("Ann One and Bob Two",),
        (ANN, BOB, "and Cem Three"),
        (ANN, "Bob Two et al."),
        (ANN, "et al."),
        (ANN, "..."),
        ("Ann One; Bob Two", CEM),
        ("One, Ann", "Two, Bob"),
        *(("O'One, Ann",), ('Ann, "One"',), ('O\'One, "Ann"',), ("One\\Two, Ann",)),
    ],
)
def test_a_printed_list_has_its_names_as_written(names):
    """The form with commas cannot say these, so nothing is reported, and Markdown writes a list."""
    assert authors_of(list(names)) == (names, None, [])
    paper = Paper("A", U, authors=names)
    assert f"\nAuthors: {list(names)}\n" in dailypapers.export([dailypapers.Digest(None, (paper,))], "markdown")


def test_names_with_an_and_stand_between_commas_where_there_are_others():
    paper = Paper("A", U, authors=("Ann and Bob Two", CEM, "Bob Two et al."), authors_omitted_at=3)
    shorter = Paper("B", U, authors=paper.authors[:2])
    text = dailypapers.export([dailypapers.Digest(None, (paper, shorter))], "markdown")
    assert "\nAuthors: Ann and Bob Two, Cem Three\n" in text
    assert "\nAuthors: ['Ann and Bob Two', 'Cem Three', 'Bob Two et al.', '+']\n" in text
    assert dailypapers.parse(text).papers == (paper, shorter)


@pytest.mark.parametrize(("line", "names"), TERMINALS["MISNAMED"].takes.items())
def test_fields_of_another_name_are_told_the_right_one(line, names):
    document, told = read(line)
    assert document.digests[0].papers == (Paper("A", U),)
    assert told == [(1, "S011")]
    assert f"did you mean '{'Vote:' if names[0] else 'Authors:'}'?" in document.problems[0].message


@pytest.mark.parametrize(
    "line",
    [
        *("Vote counts matter", "Authority: Ann", "Coauthors: Ann One", "Abstract: text", "some words", "Venue: ICML"),
        *("X", "**bold** text", "The author: Ann", "Devotes: 3", "Votes", "Authors", "#1 on the list"),
    ],
)
def test_other_lines_above_the_first_bullet_are_told_without_a_name(line):
    document, told = read(line)
    assert told == [(1, "S011")]
    assert not any(name in document.problems[0].message for name in ("Vote:", "Authors:"))


@pytest.mark.parametrize(
    ("line", "is_meant"),
    [
        *((f"#### [B]({V})", True), (f"###[B]({V})", True), (f"**[B]({V})**", True)),
        *((f"#### [B]({ELSEWHERE})", False), (f"see [B]({V})", False)),
    ],
)
def test_a_heading_that_is_none_is_told_how_one_is_written(line, is_meant):
    document, told = read(line)
    assert told == [(1, "S011")]
    hint = "; did you mean '### [title](link)'?"
    assert document.problems[0].message.endswith(hint) == is_meant


FENCED = "```\nx\n```"


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        *(("- a\n```\n# install", 3), ("- a\n~~~\n# install", 3), (f"- a\n{FENCED}\n~~~\n# install", 6)),
        *((f"- a\n{FENCED}\n# install", None), ("- a ```\n# install", None), ("- a ```\n```\n# install", 3)),
        ("- a\n# License\n```", None),  # a fence below the digest
        (f"- a\n```\n{DATE.replace('12', '13')}{TITLE}- b\n# License", None),  # one in the digest above it
    ],
)
def test_a_heading_in_a_fence_that_stays_open_is_told(lines, line):
    _, told = read(lines)
    assert told == ([(line, "S019")] if line else [])


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        *(("[T\r]()", "T"), ("[T\r]", "T"), ("[T\r](", "T"), ("**T\r**", "T"), ("[ \r](", ""), ("[T \r ]", "T")),
        *(("[[x](![](", "[x"), ("[[x](![", "[x"), ("**[x](![**", "[x")),
        *(("T [x](![](", "T [x](![]("), ("[T\ra]", "T\ra")),
    ],
)
def test_a_title_without_a_link_is_one_that_can_be_written(heading, title):
    (paper,) = dailypapers.parse(f"{DATE}### {heading}\n- a\n").papers
    assert (paper.title, paper.url) == (title, None)
    markdown = dailypapers.export([Digest(None, (paper,))], "markdown")
    assert dailypapers.parse(markdown).papers == (paper,)


def test_a_title_with_a_link_keeps_a_carriage_return():
    (paper,) = dailypapers.parse(f"{DATE}### [T\r]({U})\n").papers
    assert paper.title == "T\r"


# -- in a summary ---------------------------------------------------------------------------------------------


LOST = [line.strip(" ") for line in TERMINALS["GLUED"].takes if U in line]
LOST += ["**[B](https://huggingface.co/papers/2407.08349)**"]


@pytest.mark.parametrize("line", [line for line in LOST if line[0] in "#*_>2" and "\u00a0" not in line])
def test_a_paper_in_a_summary_is_text_and_lost(line):
    for lines, summary, number in [
        (f"- a\n{line}", [f"a\n{line}"], 2),
        (f"- a\n{line}\n- b", [f"a\n{line}", "b"], 2),
        (f"- a\n\n{line}", [f"a\n{line}"], 3),
        (f"- {line}", [line], 1),
        (f"- a\n  - {line}", [Point(text="a", points=(Point(text=line),))], 2),
    ]:
        assert texts(lines) == (summary, [(number, "S033")])
    assert texts(f"* {line}") == ([line], [(1, "S033"), (1, "S035")])


@pytest.mark.parametrize("line", LOST)
def test_no_blank_and_no_sign_hides_a_lost_paper(line):
    summary, told = texts(f"- a\n{line}")
    assert summary == [f"a\n{line}"]
    assert (2, "S033") in told


@pytest.mark.parametrize("blank", ["", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff"])
def test_a_whole_heading_as_a_bullet_is_a_lost_paper(blank):
    line = f"{blank}### [B]({V})"
    summary, told = texts(f"- a\n- {line}")
    assert (summary, (2, "S033") in told) == (["a", line], True)


@pytest.mark.parametrize(
    "line",
    [
        f"see [B]({V})",
        f"[B]({V})",
        f"1. [B]({V})",
        V,
        f"| [B]({V}) |",
        f"> [B]({V})",
        f"#### [B]({ELSEWHERE})",
        f"**[B]({ELSEWHERE})**",
        f"**bold** [B]({V})",
        f"[B]({V}) **bold**",
        f"**A** [B]({V}) **C**",
        f"**[B]({V})** and more",
        f"**[A]({U})** and **[B]({V})**",
        f"Cites **[B]({V})**",
        f"*[B]({V})*",
        "#### More",
        "**bold**",
        "#1 on the list",
        f"#1: [B]({V})",
        f"#hashtag [B]({V})",
        f"**B**, {V}",
        # words that are no field
        *("Vote counts matter", "Votes matter: 3", "Voted: 3", "Devote: 3", "Authority: Ann", "The authors: Ann One"),
        *("Authors", "Vote", "Vote for us", "Authors show that: it works", "a Vote: 3", "We write Authors: Ann"),
        *("see ![](https://example.org/x.png)", "Watch Video", "a <video src='x.mp4'></video>", "<b>Vote: 3</b>"),
        *("Votes and more: 3", "Author, Ann One", "[Code](https://example.org/code)"),
        *("#### Daily Papers (2025-05-13)", "Daily Papers (2025-05-13)"),
    ],
)
def test_other_lines_are_text(line):
    assert texts(f"- a\n{line}") == ([f"a\n{line}"], [])
    assert texts(f"- {line}") == ([line], [])


def test_a_label_with_a_link_is_a_label():
    assert texts(f"- **[B]({V})**: text") == ([Point(f"[B]({V})", "text")], [])
    assert texts(f"- **Code**: [B]({V})") == ([Point("Code", f"[B]({V})")], [])


FIELDS = [
    "Votes: 3",
    "Author: Ann One",
    "Vote: 12",
    "Vote: -",
    "Vote: many",
    "Authors: Ann One, Bob Two",
    "Authors: ['Ann One']",
    "Authors:",
]
MEDIA = ["![](https://example.org/x.png)", "[Watch Video](https://example.org/x.mp4)", "<video src='x.mp4'></video>"]


@pytest.mark.parametrize("line", [*FIELDS, *MEDIA, "**Authors:** Ann One"])
def test_a_field_below_a_bullet_is_text_and_told(line):
    assert texts(f"- a\n{line}") == ([f"a\n{line}"], [(2, "S034")])
    assert texts(f"- a\n\n{line}\n- b") == ([f"a\n{line}", "b"], [(3, "S034")])


def test_text_is_late_below_an_empty_line_alone():
    assert read("- a\nX\nb")[1] == []
    for empty in ("", " ", "   "):
        assert read(f"- a\n{empty}\nb")[1] == [(3, "S031")]


@pytest.mark.parametrize("line", FIELDS)
def test_a_bullet_that_reads_like_a_field_is_a_bullet_and_told(line):
    assert texts(f"- {line}") == ([line], [(1, "S034")])
    assert texts(f"- a\n- {line}\n- b") == (["a", line, "b"], [(2, "S034")])
    assert texts(f"- a\n  - {line}") == ([Point(text="a", points=(Point(text=line),))], [(2, "S034")])
    assert texts(f"* {line}") == ([line], [(1, "S034"), (1, "S035")])


@pytest.mark.parametrize("label", ["Vote", "Authors"])
def test_a_label_called_like_a_field_is_a_label(label):
    assert texts(f"- **{label}**: 3") == ([Point(label, "3")], [])
    assert texts(f"- **{label}:** 3") == ([Point(label, "3")], [(1, "F143")])


@pytest.mark.parametrize("mark", "*+•")
def test_bullets_with_another_mark(mark):
    assert texts(f"{mark} a") == (["a"], [(1, "S035")])
    assert texts(f"{mark} a\n{mark} b") == (["a", "b"], [(1, "S035")])  # once a paper
    assert texts(f"- a\n{mark} b\n- c\n{mark} d") == (["a", "b", "c", "d"], [(2, "S035")])
    assert texts(f"{mark} a\n  {mark} b") == ([Point(text="a", points=(Point(text="b"),))], [(1, "S035")])
    assert texts(f"{mark} **L**: a") == ([Point("L", "a")], [(1, "S035")])
    assert texts(f"{mark} a\nmore\n\n{mark} b") == (["a\nmore", "b"], [(1, "S035")])
    _, told = read(f"{mark} a\n### [B]({V})\n{mark} b")
    assert told == [(1, "S035"), (3, "S035")]


@pytest.mark.parametrize("line", [line for line in TERMINALS["BULLET"].refuses if line.strip()])
def test_other_marks_are_more_text(line):
    summary, told = texts(f"- a\n{line}")
    assert summary == [f"a\n{line.strip(' ')}"]
    assert {code for _, code in told} <= {"F151"}  # of tabs and other blanks


@pytest.mark.parametrize(
    ("bullet", "label", "emphasis", "code"),
    [
        ("**Label:** text", "Label", "**", "F143"),
        ("**What's New:** text", "What's New", "**", "F143"),
        ("***Label:*** text", "Label", "***", "F143"),
        ("**Label**：text", "Label", "**", "F143"),
        ("**Label**： text", "Label", "**", "F143"),
        ("***Label***：text", "Label", "***", "F143"),
        ("**Label：** text", "Label", "**", "F143"),
        ("**Model X :** text", "Model X", "**", "F143"),
        ("**Label** : text", "Label", "**", "F143"),
        ("***Label*** : text", "Label", "***", "F143"),
        ("__Label__: text", "Label", "**", "F143"),
        ("__two words__: text", "two words", "**", "F143"),
        ("__한계__: text", "한계", "**", "F143"),
        ("_**Label**_: text", "Label", "***", "F144"),
        ("**_Label_**: text", "Label", "***", "F144"),
        ("**_L_**: text", "L", "***", "F144"),
        ("_**two words**_: text", "two words", "***", "F144"),
        ("***Label*: text", "Label", "***", "F141"),
        ("***Label**: text", "Label", "***", "F141"),
        ("*Label***: text", "Label", "***", "F141"),
        ("**Label***: text", "Label", "***", "F141"),
        ("*Label**: text", "Label", "**", "F141"),
        ("**Label*: text", "Label", "**", "F141"),
        # what prettier writes for `***a b*`, `*a b***`, `**a b*` and `*a b**`
        ("**_a b_: text", "a b", "***", "F141"),
        ("_a b_**: text", "a b", "***", "F141"),
        ("*_a b_: text", "a b", "**", "F141"),
        ("_a b_*: text", "a b", "**", "F141"),
    ],
)
def test_labels_in_other_forms(bullet, label, emphasis, code):
    assert texts(f"- {bullet}") == ([Point(label, "text", emphasis=emphasis)], [(1, code)])
    assert texts(f"* {bullet}") == ([Point(label, "text", emphasis=emphasis)], sorted([(1, code), (1, "S035")]))
    inner = Point(label, "text", emphasis=emphasis)
    assert texts(f"- a\n  - {bullet}") == ([Point(text="a", points=(inner,))], [(2, code)])


SIGNS = ["*", "**", "***", "_", "__", "_**", "**_", "*_", "_*", "__*", "*__", "****"]


@pytest.mark.parametrize("opens", SIGNS)
def test_whatever_signs_stand_around_words_markdown_can_say_what_is_read(opens):
    for words, closes, colon in product(
        ["a", "A", "a_", "_a", "a*", "*a", "a b", "a:", "a_b"], SIGNS, ["", ":", " :", "："]
    ):
        digests = dailypapers.parse(f"{DATE}{TITLE}- {opens}{words}{closes}{colon} x\n").digests
        assert dailypapers.parse(dailypapers.export(digests, "markdown")).digests == digests


@pytest.mark.parametrize(
    ("bullet", "label", "emphasis", "text"),
    [
        ("**_Label_:** t", "Label", "***", "t"),
        ("**label:** t", "label", "**", "t"),
        ("**Label**：*t* u", "Label", "**", "*t* u"),
        ("**_a_ and _b_**: t", "_a_ and _b_", "**", "t"),
        *(
            (f"**{label}**: t", label, "**", "t")
            for label in ("_a_ b_", "_a _b_", "_a  b_", "_ a_", "_a _", "_a", "__", "_")
        ),
        ("*__init__*: t", None, None, "*__init__*: t"),
        ("__*init*__: t", None, None, "__*init*__: t"),
    ],
)
def test_emphasis_is_that_around_the_whole_label(bullet, label, emphasis, text):
    (point,) = paper_of(f"- {bullet}")[0].summary
    assert (point.label, point.emphasis, point.text) == (label, emphasis, text)


@pytest.mark.parametrize("bullet", ["**Label:**", "**Label**：", "**Label** :", "__Label__:"])
def test_labels_in_other_forms_need_no_text(bullet):
    assert texts(f"- {bullet}") == ([Point("Label")], [(1, "F143")])


@pytest.mark.parametrize(("label", "emphasis"), [("**Label:**", "**"), ("**_Label_:", "***")])
def test_a_printed_list_behind_a_label_in_another_form(label, emphasis):
    points = (Point(text="a"), Point(text="b"))
    assert texts(f"- {label} ['a', 'b']")[0] == [Point("Label", points=points, emphasis=emphasis)]


@pytest.mark.parametrize(
    "text",
    [
        *("__init__: text", "__all__: text", "__main__：text", "__init__ : text", "__Label__ text", "_Label_: text"),
        *("**bold** text", "**bold**", "**bold** and more: text", "*Label*: text", "*Label:* text", "Label: text"),
        *("**Ratio 3:1** text", "**12:30** text", "a **Label:** text", "2**3: x", "`**Label**`: text", ":** text"),
        *("_**bold**_ text", "**_bold_** text", "** : text", "**: text", "__: text", "a __Label__: text", "x ** : y"),
        *(
            "_a_: b",
            "*a*: b",
            "*_a_*: b",
            "__a_: b",
            "_a__: b",
            "**a_: b",
            "_a**: b",
            "**_a_ : b_",
            "*a_*: b",
            "**_a:_ b",
        ),
    ],
)
def test_other_emphasis_is_text(text):
    assert texts(f"- {text}") == ([text], [])


# -- what git and formatters leave ----------------------------------------------------------------------------

MARKERS = list(TERMINALS["CONFLICT"].takes)


@pytest.mark.parametrize("marker", MARKERS)
def test_conflict_markers_are_not_understood_wherever_they_stand(marker):
    """Above the first paper, among the fields, in a summary; each also without the others."""
    assert texts(f"- a\n{marker}\n- b") == (["a", "b"], [(2, "S017")])
    assert texts(f"- a\n\n{marker}\n\n- b") == (["a", "b"], [(3, "S017")])
    paper, told = paper_of(f"{marker}\nVote: 3")
    assert (paper, told) == (Paper("A", U, votes=3), [(1, "S017")])
    paper, told = paper_of(f"{marker}\n{TITLE}", above=DATE)
    assert (paper, told) == (Paper("A", U), [(1, "S017")])


@pytest.mark.parametrize("line", [line for line in TERMINALS["CONFLICT"].refuses if line.strip()])
def test_other_runs_of_signs_are_text(line):
    assert texts(f"- a\n{line}") == ([f"a\n{line.strip()}"], [])


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_in_a_bullet_or_behind_a_blank_is_text(marker):
    assert texts(f"- {marker}") == ([marker.strip()], [])
    assert texts(f"- a\n {marker}") == ([f"a\n{marker.strip()}"], [])
    for lines in (f"- a\n {marker}\n", f"- a\nb\n {marker}\n"):
        assert f"\n {marker.strip()}\n" in dailypapers.canonical(DATE + TITLE + lines)


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_outside_of_digests_is_nothing(marker):
    _, told = read(f"Notes\n{marker}\n{DATE}{TITLE}## License\n{marker}", above="")
    assert told == []


DRIFTED = list(TERMINALS["DRIFTED"].takes)


@pytest.mark.parametrize("heading", DRIFTED)
def test_a_drifted_digest_heading_ends_the_digest(heading):
    document, told = read(f"- a\n{heading}\n### [B]({V})\n- b")
    assert [digest.papers for digest in document.digests] == [(Paper("A", U, summary=(Point(text="a"),)),)]
    assert told == [(2, "S016"), (3, "S012")]


@pytest.mark.parametrize("heading", DRIFTED)
def test_a_drifted_digest_heading_in_a_fence_outside_is_nothing(heading):
    _, told = read(f"## License\n```\n{heading}\n```")
    assert told == []


@pytest.mark.parametrize(
    "heading",
    [
        *("## License", "## 2024 in papers", "## Daily Papers", "# Daily Papers", "## Daily paperwork (2025-05-13)"),
        *("## Daily Newspapers (2025-05-13)", "## Papers (2025-05-13)", "## Changes of 2025-05-13", "# 2025-05-13"),
        *("## Daily Papers in Korean", "## Star History"),
    ],
)
def test_other_sections_end_a_digest_without_a_word(heading):
    document, told = read(f"- a\n{heading}\nwords")
    assert [digest.papers for digest in document.digests] == [(Paper("A", U, summary=(Point(text="a"),)),)]
    assert told == []


@pytest.mark.parametrize("sign", "*_[]#+.><|~!")
def test_a_backslash_of_a_formatter_is_kept_and_told(sign):
    text = f"a \\{sign} b"
    assert texts(f"- {text}") == ([text], [(1, "F152")])
    assert texts(f"- a\n{text}") == ([f"a\n{text}"], [(2, "F152")])
    assert texts(f"- **L**: {text}") == ([Point("L", text)], [(1, "F152")])
    assert paper_of(f"### [{text}]({U})", above=DATE) == (Paper(text, U), [(1, "F152")])


@pytest.mark.parametrize(
    "text", ["A\\*", "1\\. one", "$\\\\sim$", "$a \\\\alpha b$", "x $1$ \\_ y $2$", "\\[MASK\\]", "snake\\_case"]
)
def test_other_places_of_such_a_backslash(text):
    assert texts(f"- {text}") == ([text], [(1, "F152")])


@pytest.mark.parametrize("sign", ["*", "_", "#"])
def test_a_backslash_of_a_formatter_in_a_name(sign):
    paper, told = paper_of(f"Authors: Ann\\{sign}, Bob Two")
    assert (paper.authors, told) == ((f"Ann\\{sign}", BOB), [(1, "F152")])


@pytest.mark.parametrize(
    "text",
    [
        *("\\\\alpha", "\\alpha", "\\(a\\_b\\)", "\\(x\\) and A\\*", "\\\\*", "a \\\\_ b", "C:\\temp", "\\n", "\\"),
        *("$a\\_b$", "$\\alpha$", "$\\{x\\}$", "$a \\\\ b$", "$x\\!y$", "50\\%", "R\\&D", "\\$5", "\\{x\\}", "a\\-b"),
        "costs $5 for $a\\_b$",  # a price opens no math
        *("\\\\sim and $x$", "$x$ and \\\\sim"),
        *("see [B](https://example.org/a\\_b)", "https://example.org/a\\_b", "\\ ", "$$a\\_b$$", "\\frac{a}{b}"),
    ],
)
def test_other_backslashes_are_as_written(text):
    assert texts(f"- {text}") == ([text.strip(" ")], [])


# -- code fences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # A fence of the summary is open where a heading ends the digest.
        (["- a", "```", "# install"], ["S019"]),
        (["- a", "```sh", "# install", "```", "- b"], ["S019"]),
        (["- a", "  ~~~", "## install"], ["S019"]),
        (["- a", "```", "b", "```", "```", "# c"], ["S019"]),
        (["- a", "````", "```", "# c"], ["S019"]),
        # It is closed, or is none.
        (["- a", "```", "b", "```", "# c"], []),
        (["- a", "~~~", "```", "~~~", "# c"], []),
        (["- a ``` b", "# c"], []),
        (["- a", "``` b `c`", "# d"], []),
        (["- a", "    ```", "# d"], []),
        # Nothing ends the digest.
        (["- a", "```", "b"], []),
        (["- a", "# License", "```", "b"], []),
    ],
)
def test_a_heading_in_a_fence_of_a_summary(lines, told):
    text = "\n".join(["## Daily Papers (2024-07-12)", "### [A](https://arxiv.org/abs/2407.00001)", *lines])
    assert [problem.code for problem in dailypapers.parse(text).problems if problem.code == "S019"] == told
