"""What the values of fields mean, where problems of them are, and what is refused; whole digests are in ``digests/``."""

import datetime
import functools

import pytest

import dailypapers
from dailypapers import Digest, DigestSyntaxError, Media, Paper, Point
from dailypapers._digest import literal
from support import short

U = "https://arxiv.org/abs/2407.08348"
HEADING = f"## Daily Papers (2024-07-12)\n\n### [A]({U})\n\n"


def read(lines, *, notes=False):
    """Parse what stands in one paper; give the paper and what was told, as (code, line, column)."""
    document = dailypapers.parse(HEADING + lines)
    told = [(p.code, p.line - 4, p.column) for p in document.problems if notes or p.severity != "note"]
    return document.digests[0].papers[0], told


@pytest.mark.parametrize(
    ("value", "points"),
    [
        ("['a', 'b']", (Point(text="a"), Point(text="b"))),
        ("{'k': 'v', 'n': 3}", (Point("k", "v"), Point("n", "3"))),
        ("[{'k': 'v'}, 'b', 1.5, None, True]", (Point("k", "v"), Point(text="b"), Point(text="1.5"), Point(text="None"), Point(text="True"))),
        ("{'k': ['a', {'l': -1}]}", (Point("k", points=(Point(text="a"), Point("l", "-1"))),)),
        ("['X a X', '\u3000']", (Point(text="X a X"), Point(text="\u3000"))),
        ("['two\\nlines', '\\d']", (Point(text="two lines"), Point(text="\\d"))),
        ("[]", ()),
        ("{}", ()),
        ("{'k': " * 15 + "[{}]" + "}" * 15, functools.reduce(lambda inner, _: (Point("k", "", inner),), range(15), ())),
    ],
)  # fmt: skip
def test_a_value_printed_as_a_list_or_dict_becomes_points(value, points):
    paper, told = read(f"- **L**: {value}\n")
    assert paper.summary == (Point("L", "", points),)
    assert told == [("F142", 1, 1)]


def test_a_value_of_32_levels_is_read_and_no_deeper():
    for opens, closes in (("[", "]"), ("{'k': ", "}")):
        assert literal.read(opens * 31 + "[]" + closes * 31)
        with pytest.raises(ValueError, match=r"^too deep$"):
            literal.read(opens * 32 + "[]" + closes * 32)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("['" + "a" * (literal.LONGEST - 3) + "']", "too long"),
        ("['a'] and more", "not as Python prints it"),
        ("['a' 'b']", "not as Python prints it"),
        ("['a', 'b'", "no literal"),
        ("[}", "no literal"),
        ("'a'", "neither a list nor a dict"),
        ("3", "neither a list nor a dict"),
        ("[-'a']", "neither text nor number"),
        ("{'k': {'a'}}", "neither text nor number"),
        ("[2.50]", "not the digits that Python prints"),
        ("[1e400]", "not the digits that Python prints"),
    ],
    ids=short,
)
def test_what_is_no_literal_is_refused_for_its_reason(text, why):
    with pytest.raises(ValueError, match=f"^{why}$"):
        literal.read(text)


def test_a_literal_may_be_as_long_as_the_limit():
    text = "a" * (literal.LONGEST - 4)
    assert literal.read(f"['{text}']") == [text]


def test_a_list_is_written_as_python_prints_it():
    texts = ["plain", "O'Neil", 'the "One"', "both ' and \"", "\\", "\x00\x1f", "김하나"]
    assert literal.write(texts) == repr(texts)


def test_a_number_of_votes_that_is_none_is_told_wherever_it_stands():
    for lines in ("Vote: 1000000001\n", "Authors: Ann\n\nVote: 1000000001\n", "Vote: many\n"):
        paper, told = read(lines)
        assert (paper.votes, told) == (None, [("F121", lines.count("\n"), 1)])


def test_labels_in_a_value_have_the_emphasis_of_its_own():
    inner = (Point("k", "v", emphasis="***"),)
    assert read("- ***L***: [['a', {'k': 'v'}], {'k': 'v'}]\n")[0].summary == (
        Point("L", points=(Point(points=(Point(text="a"), *inner)), *inner), emphasis="***"),
    )


@pytest.mark.parametrize(
    "value",
    [
        "['a', 'b'",
        "[a, b]",
        "['a'] and more",
        "['a']  # and more",
        "('a', 'b')",
        "['a', print('b')]",
        "[f'{a}']",
        "['a' for a in 'b']",
        "[*'ab']",
        "{**{}}",
        "{(1, 2): 1}",
        "{b'a': 1}",
        "{'k': (1, 2)}",
        "{'a'}",
        "[r'\\d']",
        "[u'a']",
        "[1if 2else 3]",
        "[1is 1]",
        "['a' 'b']",
        "[2.50]",
        "[1e400]",
        "[0x10]",
        "[007]",
        "[1] shows",
        "['**Label**: text']",  # would be read back as a label
        "{'': 'text'}",
        "{'k**': 'text'}",
        "{'k': \"['a']\"}",  # would be read back as a list
        "['\\ud800']",
        "[" * 60000,
        "[" * 100 + "]" * 100,
        "[" + "-" * 60000 + "1]",
        "[" + "1+" * 60000 + "1]",
        "[" + "9" * 5000 + "]",
        "[" + "['a'], " * 200000 + "]",
    ],
    ids=short,
)
def test_a_value_that_is_no_list_stays_text(value):
    paper, told = read(f"- **L**: {value}\n")
    assert paper.summary == (Point("L", value.strip(" ")),)
    assert told == []


@pytest.mark.parametrize(
    ("line", "names", "omitted_at", "told"),
    [
        ("Authors: Ann One, Bob Two", ("Ann One", "Bob Two"), None, []),
        ("Authors: +, Ann", ("Ann",), 0, []),
        ("Authors: Ann, +", ("Ann",), 1, []),
        ("Authors: +", (), 0, []),
        ("Authors: Last, First, and Bob, \"Cem", ("Last", "First", "and Bob", '"Cem'), None, []),
        ("Authors: Ann, +, Bob, +", ("Ann", "Bob"), 1, [("A204", 1, 23)]),
        ("Authors: Ann,, Bob,", ("Ann", "Bob"), None, [("A203", 1, 14)]),
        ("Authors: Ann, Bob, Ann", ("Ann", "Bob", "Ann"), None, [("A205", 1, 20)]),
        # two names of one word, with a capital and small letters behind it, among names of more words
        ("Authors: Cem Three, Bob van Two, Fu, Chun-fu", ("Cem Three", "Bob van Two", "Fu", "Chun-fu"), None, [("A206", 1, 34)]),
        ("Authors: Élodie, Østergård, Ann One", ("Élodie", "Østergård", "Ann One"), None, [("A206", 1, 10)]),
        ("Authors: Fu, Chun-Fu, +, Ann One", ("Fu", "Chun-Fu", "Ann One"), 2, [("A206", 1, 10)]),
        ("Authors: Fu, +, Chun-Fu, Ann One", ("Fu", "Chun-Fu", "Ann One"), 1, []),
        ("Authors: Fu, Fu, Ann One", ("Fu", "Fu", "Ann One"), None, [("A205", 1, 14)]),
        *(
            (f"Authors: {names}", tuple(names.split(", ")), None, [])
            for names in (
                *("Chun-Fu, Fu", "Chun-Fu, Ann One, Fu", "Chun-Fu, Fu, Eva, Ann One", "fu, Chun-Fu, Ann One", "Fu, C., Ann One"),
                *("Fu, Llama3, Ann One", "Google, NVIDIA, Ann One", "OpenAI, Google, Ann One", "김, 철수, Ann One"),
            )
        ),
        ("Authors:", (), None, [("A203", 1, 9)]),
        ("Authors: ['Ann', \"B'C\"]", ("Ann", "B'C"), None, [("A201", 1, 10)]),
        ("Authors: ['이다 무어']", ("이다 무어",), None, [("A201", 1, 10)]),
        ("Authors: ['Ann', '+', 'Bob']", ("Ann", "Bob"), 1, [("A201", 1, 10)]),
        ("Authors: ['One, Ann', 'Bob']", ("One, Ann", "Bob"), None, []),
        ("Authors: ['[x] Ann']", ("[x] Ann",), None, []),
        ("Authors: ['Ann\\nOne']", ("Ann\nOne",), None, []),
        ("Authors: []", (), None, [("A201", 1, 10)]),
        ("Authors: ['Ann', 'Bo", (), None, [("A202", 1, 10)]),
        ("Authors: [Ann, Bob]", (), None, [("A202", 1, 10)]),
        ("Authors: ['Ann', 3]", (), None, [("A202", 1, 10)]),
        ("Authors: ['xX'] x", (), None, [("A202", 1, 10)]),
        ("Authors: [' xAnnX ', 'xX']", ("xAnnX", "xX"), None, [("A201", 1, 10)]),
        ("Authors: ['Ann'] X", (), None, [("A202", 1, 10)]),
        ("Authors: [Ann]\nAuthors: Bob", ("Bob",), None, [("A202", 1, 10)]),  # one that cannot be read is none
        ("Authors: ['Ann']\u3000", (), None, [("A202", 1, 10)]),
        ("Authors: ['Ann', 'Bob']  ", ("Ann", "Bob"), None, [("A201", 1, 10)]),
        ("Authors: Ann,Bob  ", ("Ann", "Bob"), None, []),
        ("Authors: Chun-Fu, +, Chen, Ann One", ("Chun-Fu", "Chen", "Ann One"), 1, []),
        ("Authors: " + ",".join(f"Ann {n}" for n in range(20_000)), tuple(f"Ann {n}" for n in range(20_000)), None, []),
        # what could not be written again, as the names need a list and the list would be too long to be read
        ("Authors: ,[" + "a" * 200_000, (), None, [("A202", 1, 10)]),
        ("Authors: [" + "'A, B', " * 50_000 + "]", (), None, [("A202", 1, 10)]),
        ("Authors: ['Ann' 'Bob']", (), None, [("A202", 1, 10)]),
        ("Authors: Ann\nAuthors: Ann, +", ("Ann",), None, [("F122", 2, 1)]),
        # what is said of a list that does not count would be about nothing
        ("Authors: Ann\nAuthors: ['Bob', '+', '+']", ("Ann",), None, [("F122", 2, 1)]),
    ],
)  # fmt: skip
def test_authors(line, names, omitted_at, told):
    paper, problems = read(line + "\n", notes=True)
    assert (paper.authors, paper.authors_omitted_at) == (names, omitted_at)
    assert problems == told


def test_names_that_need_a_list_are_read_where_one_can_be_written_again():
    longest = "[" + "a" * (literal.LONGEST // 8 - 2)
    assert read(f"Authors: ['{longest}']\n") == (Paper("A", U, authors=(longest,)), [])
    assert read(f"Authors: ['{longest}a']\n") == (Paper("A", U), [("A202", 1, 10)])


def test_more_text_of_a_bullet_loses_nothing_but_blanks():
    paper, _ = read("- text\n  Xbox and Model X  \n")
    assert paper.summary == (Point(text="text\nXbox and Model X"),)


@pytest.mark.parametrize("names", [("Ann\u3000", "Bob"), ("\u3000Ann", "Bob\u2003")])
def test_names_between_commas_have_any_blanks_of_their_own(names):
    text = dailypapers.export(Digest(None, (Paper("A", authors=names),)), "markdown")
    assert f"\nAuthors: {', '.join(names)}\n" in text


@pytest.mark.parametrize(
    "title", ["Model X", "A\u3000", "[A", "[A]", "1. [A](https://example.org)", "Daily Papers (2024-07-12)", "#"]
)
def test_a_title_without_a_link_comes_back(title):
    digest = Digest(None, (Paper(title),))
    assert dailypapers.parse(dailypapers.export(digest, "markdown")).digests == (digest,)


PLAYER = '<div><video controls src="{}" muted="false"></video></div>'


@pytest.mark.parametrize(
    ("lines", "media", "votes", "names", "told"),
    [
        (["![](x.pnX ) ", "Vote: 3", "Authors: Ann,Bob"], Media("image", "x.pnX"), 3, ("Ann", "Bob"), []),
        (
            ["[Watch Video](x.mpX )\n" + PLAYER.format("y.mp4"), "Vote: 1000000001", "Authors: Ann, , Bob"],
            Media("video", "x.mpX"),
            None,
            ("Ann", "Bob"),
            [("F122", 2, 1), ("F121", 4, 1), ("A203", 6, 15)],
        ),
        (
            ["[Watch Video](x.mpX )\n" + PLAYER.format("x.mpX "), "Vote: -", "Authors: ['Ann', 'Bob']"],
            Media("video", "x.mpX"),
            None,
            ("Ann", "Bob"),
            [("A201", 6, 10)],
        ),
        (
            ["[Watch Video](x.mp4\u3000)\n" + PLAYER.format("x.mp4\u3000"), "Vote: 0", "Authors: ['Ann"],
            Media("video", "x.mp4\u3000"),
            0,
            (),
            [("A202", 6, 10)],
        ),
    ],
)
def test_a_paper_whose_lines_are_the_usual_ones(lines, media, votes, names, told):
    """They are read at once; each may have blanks of its own, and a problem."""
    paper, problems = read("\n\n".join([*lines, "- **Label X**: Model X  \n"]))
    assert (paper.media, paper.votes, paper.authors) == (media, votes, names)
    assert paper.summary == (Point("Label X", "Model X"),)
    assert problems == told


VIDEO = '[Watch Video](x.mp4)\n<div><video controls src="x.mp4" muted="false"></video></div>\n'


@pytest.mark.parametrize(
    ("lines", "media", "told"),
    [
        ("![](//example.org/a.png)\n", Media("image", "//example.org/a.png"), []),
        ("![](https://example.org/(a).png)\n", Media("image", "https://example.org/(a).png"), []),
        ("[](https://example.org/a.png)\n", Media("image", "https://example.org/a.png"), ["F131"]),
        ("![a chart](a.png)\n", Media("image", "a.png"), ["F133"]),
        *((f"![{text}](a.png)\n", Media("image", "a.png"), ["F133"]) for text in "X\u3000"),
        ("![  ](a.png)\n", Media("image", "a.png"), []),
        ("![](/a.png)\n", Media("image", "/a.png"), ["F132"]),
        (VIDEO, Media("video", "x.mp4"), []),
        (VIDEO.replace("\n", "\n\n"), Media("video", "x.mp4"), []),
        ("[Watch Video]x.mp4\n" + VIDEO.split("\n")[1], Media("video", "x.mp4"), ["F131"]),
        (VIDEO.split("\n")[0], Media("video", "x.mp4"), ["F131"]),
        (VIDEO.split("\n")[1], Media("video", "x.mp4"), ["F131"]),
        ("<video src='x.mp4'></video>\n", Media("video", "x.mp4"), ["F131"]),
        ('<video width="1" controls>\n  <source src="x.mp4" type="video/mp4">\n</video>\n', Media("video", "x.mp4"), ["F131"]),
        ('<iframe src="x.mp4" ></iframe>\n', Media("video", "x.mp4"), ["F131"]),
        ("[Watch Video]x.mp4  \r\n" + VIDEO.split("\n")[1] + "\r\n", Media("video", "x.mp4"), ["F131"]),
        ("[Watch Video]x.mp4 z\n", None, ["S011"]),
        (VIDEO + VIDEO, Media("video", "x.mp4"), ["F123"]),
        # the two lines of a video in the other order, or apart
        ("\n".join(reversed(VIDEO.split("\n")[:2])) + "\n", Media("video", "x.mp4"), ["F131", "F123", "F131"]),
        ("Vote: 1\n".join(VIDEO.splitlines(keepends=True)), Media("video", "x.mp4"), ["F131", "F131"]),
        (VIDEO.split("\n")[0] + "\n![](y.png)\n", Media("video", "x.mp4"), ["F131", "F122"]),
        ("<video controls>\n</video>\n", None, ["S011", "S011"]),
        ('<video src="x.mp4"></video>\n<div src="">\n', Media("video", "x.mp4"), ["F131"]),
        ('<video src="x.mp4"></video>\n<div src=" x.mp4 ">\n', Media("video", "x.mp4"), ["F131"]),
        ('<video src="x.mp4"></video>\n<div src="\u3000x.mp4">\n', Media("video", "x.mp4"), ["F131", "F122"]),
        ('<video src="x.mp4"></video>\n<div src="x.mp4X">\n', Media("video", "x.mp4"), ["F131", "F122"]),
        ("![](a.png)\n![](a.png)\n", Media("image", "a.png"), ["F123"]),
        ("![](a.png)\n<video src='x.mp4'></video>\n", Media("image", "a.png"), ["F122", "F131"]),
        ("![](a.png)\n![](b.png)\n", Media("image", "a.png"), ["F122"]),
        ('[Watch Video](x.mp4)\n<div><video controls src="y.mp4" muted="false"></video></div>\n', Media("video", "x.mp4"), ["F122"]),
        ("![]()\n", None, ["S011"]),
    ],
)  # fmt: skip
def test_media(lines, media, told):
    paper, problems = read(lines, notes=True)
    assert paper.media == media
    assert [code for code, _, _ in problems] == told


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        # the place of an entity, of a link that is none of arXiv, of words behind the link
        ("### 1. [A &amp; B](https://example.org)", [("F115", 1), ("F118", 11), ("F114", 20)]),
        (f"### 1. [A]({U}) and [B]", [("F115", 1), ("F112", 12 + len(U) + 2)]),
        (f"### [A]({U})  \u3000B", [("F112", 9 + len(U) + 3)]),
        (f"### **[A]({U})**  B", [("F115", 1), ("F112", 11 + len(U) + 5)]),
    ],
)
def test_where_the_problems_of_an_odd_heading_are(heading, told):
    document = dailypapers.parse(f"## Daily Papers (2024-07-12)\n{heading}\n")
    assert {(problem.code, problem.column) for problem in document.problems} == set(told)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ("Vote: 3\n\nVote: 4\n", "number of votes"),
        ("Authors: Ann\n![](a.png)\nAuthors: Bob\n", "list of authors"),
        ("![](a.png)\n![](b.png)\n", "picture or video"),
        (VIDEO.replace("x.mp4", "y.mp4", 1), "picture or video"),
        ("![](a.png)\n" + VIDEO, "picture or video"),
        ('<video src="a.mp4"></video>\n<div src="b.mp4">\n</div>\n', "picture or video"),
    ],
)
def test_the_line_that_counts_is_told_beside_another(lines, field):
    found = [problem.message for problem in dailypapers.parse(HEADING + lines).problems if problem.code == "F122"]
    assert set(found) == {f"a second and different {field}; the first is in line 5"}


@pytest.mark.parametrize(
    ("lines", "votes", "told"),
    [
        ("Vote: 0\n", 0, []),
        ("Vote: -\n", None, []),
        ("Vote: 007\n", 7, []),
        ("Vote: 1000000000\n", 10**9, []),
        ("Vote: 1000000001\n", None, ["F121"]),
        ("Vote: " + "9" * 10000 + "\n", None, ["F121"]),
        *(
            (f"Vote:{votes}\n", None, ["F121"])
            for votes in ("", " -3", " +5", " 3 x", " 3.5", " 1,024", " 1_000", " 0x10", " ٣", " １２")
        ),
        ("Vote: 3\nVote: 3\n", 3, ["F123"]),
        ("Vote: 3\nVote: 4\n", 3, ["F122"]),
        ("Vote: -\nVote: 4\n", None, ["F122"]),
        ("Vote: many\nVote: 4\n", 4, ["F121"]),
    ],
    ids=short,
)
def test_votes(lines, votes, told):
    paper, problems = read(lines)
    assert paper.votes == votes
    assert [code for code, _, _ in problems] == told


@pytest.mark.parametrize(
    ("line", "title", "url", "told"),
    [
        (f"### [A](x)]({U})", "A](x)", U, []),
        *((f"### [A]({U}) {more} \r", "A", U, [("F112", 43)]) for more in "!xX-"),
        ("### [A](https://example.org)", "A", "https://example.org", [("F114", 9)]),
        *(
            (f"### [A]({link}) (code)", "A", link, [("F114", 9), ("F112", 11 + len(link))])
            for link in ("https://example.org/B_(c)", "https://example.org/B_((c)_d)", "https://example.org/(b)(c)")
        ),
        ("### [](https://example.org)", "", "https://example.org", [("F117", 1), ("F114", 8)]),
        ("###", "", None, [("F117", 1), ("F113", 1)]),
        ("### [Half a ti", "Half a ti", None, [("F111", 1)]),
        ("### [Half a title]", "Half a title", None, [("F111", 1)]),
        ("### [**Half a title**", "Half a title", None, [("F111", 1)]),
        ("### [Half a title](https://arx", "Half a title", None, [("F111", 1)]),
        ("### 1. [Half (a) title](https://arx", "1. [Half (a) title](https://arx", None, [("F116", 1)]),
        # the last link counts, which is no further one here, and has no end
        *((f"### {number}[A](x) b](https://arx", "A](x) b", None, [("F111", 1)]) for number in ("", "1. ")),
    ],
)
def test_headings(line, title, url, told):
    document = dailypapers.parse(f"## Daily Papers (2024-07-12)\n{line}\n")
    (paper,) = document.digests[0].papers
    assert (paper.title, paper.url) == (title, url)
    assert [(problem.code, problem.column) for problem in document.problems] == told


@pytest.mark.parametrize(
    ("heading", "date", "told"),
    [
        ("## Daily Papers (2024-02-29)", datetime.date(2024, 2, 29), []),
        ("## Daily Papers (unknown)", None, ["F102"]),
        *(
            (f"## Daily Papers ({date})", None, ["F101"])
            for date in ("2024-02-30", "2023-02-29", "2024-07-00", "2024-13-01")
        ),
        *(
            (f"## Daily Papers ({date})", None, ["F101"])
            for date in ("", "20240712", "2024-7-12", "2024/07/12", "yesterday")
        ),
        ("## Daily Papers (2024-07-", None, ["F101"]),
        ("## Daily Papers (2024-07-12", None, ["F101"]),
        ("## Daily Papers (2024-07-12) again", None, ["F101"]),
        ("## Daily Papers (٢٠٢٤-٠٧-١٢)", None, ["F101"]),
    ],
)
def test_dates(heading, date, told):
    document = dailypapers.parse(f"{heading}\n\n### [A](https://arxiv.org/abs/2407.08348)\n")
    assert document.digests[0].date == date
    assert [problem.code for problem in document.problems] == told


def test_strict_raises_the_first_problem_that_is_no_note():
    text = "## Daily Papers (unknown)\n### A\n- ***한국어*: a\n\nmore\n"
    assert [problem.code for problem in dailypapers.parse(text).problems] == ["F102", "F113", "F141", "S031"]
    with pytest.raises(DigestSyntaxError) as caught:
        dailypapers.parse(text, strict=True)
    assert (caught.value.line, caught.value.column) == (3, 1)
    assert str(caught.value) == (
        "<string>:3:1: F141 the emphasis of a label opens with *** and closes with *\n    - ***한국어*: a\n    ^"
    )
    dailypapers.parse("## Daily Papers (unknown)\n### A\n", strict=True)


def test_parse_takes_text():
    with pytest.raises(TypeError, match=r"takes a str, not bytes; dailypapers\.read takes a path"):
        dailypapers.parse(b"## Daily Papers (2024-07-12)")


@pytest.mark.parametrize("end", ["\t", "\u3000", "\xa0"])
def test_a_problem_shows_its_line_without_the_blanks_at_its_end(end):
    document = dailypapers.parse(f"{HEADING}words{end}  \n")
    assert {problem.text for problem in document.errors} == {f"words{end}"}


def test_of_a_line_end_of_several_characters_no_word_is_lost():
    assert read("- a\t\u3000\r\r\n")[0].summary == (Point(text="a\t\u3000"),)
