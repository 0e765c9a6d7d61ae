"""What problems say: their words with the data in them, and the line they are about to its last character."""

import datetime
import json
import re

import pytest

import dailypapers
from dailypapers import DigestSyntaxError
from dailypapers._io.across_files import CrossFileProblems

DIGEST = "## Daily Papers (2024-07-12)\n"
PAPER = DIGEST + "### [A](https://arxiv.org/abs/2407.08348)\n"
VIDEO = '[Watch Video](link), below it <div><video controls src="link" muted="false"></video></div>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DIGEST + "words\n", "unknown line before the first paper"),
        (PAPER + "words\n", "unknown line before the first bullet"),
        (PAPER + "<div>\n", "unknown line before the first bullet"),
        (PAPER + DIGEST, "a second digest of 2024-07-12; the first is in line 1"),
        (PAPER + "Vote: 3\nVote: 4\n", "a second and different number of votes; the first is in line 3"),
        (PAPER + "Vote: 3\n\nVote: 3\n", "the number of votes of line 3 again"),
        (PAPER + "\n![](a)\n![](b)\n", "a second and different picture or video; the first is in line 4"),
        (PAPER + "![](a)\n![](a)\n", "the picture or video of line 3 again"),
        (PAPER + "Authors: A\nAuthors: B\n", "a second and different list of authors; the first is in line 3"),
        (PAPER + "Authors: A\nAuthors: A\n", "the list of authors of line 3 again"),
        (PAPER + "[](a.png)\n", "an unusual form of image: expected ![](link)"),
        (PAPER + "[Watch Video]a.mp4\n", f"an unusual form of video: expected {VIDEO}"),
        (PAPER + "[Watch Video](a.mp4)\n", f"an unusual form of video: expected {VIDEO}"),
        (PAPER + VIDEO.partition("below it ")[2] + "\n", f"an unusual form of video: expected {VIDEO}"),
        (PAPER + "<video src='a'></video>\n", f"an unusual form of video: expected {VIDEO}"),
        (PAPER + "- **A***: b\n", "the emphasis of a label opens with ** and closes with ***"),
        (PAPER + "- *A**: b\n", "the emphasis of a label opens with * and closes with **"),
        (PAPER + "- **A**: ['b']\n", "a value printed as a Python list"),
        (PAPER + "- **A**: {'b': 1}\n", "a value printed as a Python dict"),
        (PAPER + "- **A**: [{'b': 1}]\n", "a value printed as a Python list"),
        (PAPER + "- **A**: {'b': ['c']}\n", "a value printed as a Python dict"),
        (PAPER + "- a\tb\n", "the character U+0009 in the line"),
        (PAPER + "- a\xa0b\n", "the character U+00A0 in the line"),
    ],
)
def test_messages(text, message):
    assert message in [problem.message for problem in dailypapers.parse(text).problems]


def test_a_heading_that_drifted_is_told_with_the_line_of_its_first_paper():
    with pytest.raises(DigestSyntaxError) as caught:
        dailypapers.parse(f"Notes\n## Daily Paper (2024-07-12)\n\n{PAPER.removeprefix(DIGEST)}")
    problem = caught.value.problem
    assert (problem.code, problem.line) == ("S005", 2)
    assert problem.message.startswith("no digest, but papers from line 4 on: ")


def test_a_problem_knows_the_date_of_its_digest():
    text = (
        "### [Lost](https://arxiv.org/abs/2407.00001)\n"
        "## Daily Papers (2024-07-12)\n\nwords\n\n### [A](https://arxiv.org/abs/2407.00002)\nVote: x\n- a\n\nlate\n"
        "## Daily Papers (unknown)\n"
        "## Daily Papers (2024-07-13)\n"
        "# License\n### [Lost](https://arxiv.org/abs/2407.00003)\n"
    )
    july, next_day = datetime.date(2024, 7, 12), datetime.date(2024, 7, 13)
    assert [(problem.code, problem.date) for problem in dailypapers.parse(text).problems] == [
        ("S012", None),
        *((code, july) for code in ("S011", "F121", "S031")),
        *((code, None) for code in ("F102", "S022")),  # the digest has no date
        ("S022", next_day),
        ("S012", None),
    ]


def test_problems_that_say_the_same_share_one_text():
    first, second = dailypapers.parse(PAPER + "words\nmore\n").problems
    assert first.message is second.message


# Each makes a problem of its last line.
LAST_LINES = [
    *("Vote: xX", "### [xX", "### [A](x) xX", "xX", "- ***xX*: xX", "Authors: ['xX", "![xX](xX", "#### xX", "xX\tX"),
    *("Authors: A, A, xX", "[](xX)", "<video src='a' alt='xX'></video> x", "[Watch Video](xX", "xX \r x", "Vote:xX"),
]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "  \r\n", " \r \r\n\n", "\n \r\n\n"])
@pytest.mark.parametrize("line", LAST_LINES)
def test_the_text_of_a_problem_is_its_line_without_its_end(line, end):
    document = dailypapers.parse(f"{PAPER}  {line}{end}")
    texts = {problem.text for problem in document.problems if problem.line == 3}
    if line.startswith("- ") and not texts:
        texts = {f"  {line}"}
    assert texts == {f"  {line}"}


@pytest.mark.parametrize("line", ["", "x", "x ", "xX", "# x X", "  x", "## Daily Papers", "```"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r\r\n", "\nmore x\n", "\r\nmore\r\nx"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_without_a_digest_is_told_with_its_first_line_alone(mark, line, end):
    with pytest.raises(DigestSyntaxError) as caught:
        dailypapers.parse(f"{mark}{line}{end}", source="x")
    problem = caught.value.problem
    assert (problem.code, problem.source, problem.line, problem.column, problem.text) == ("S001", "x", 1, 1, line)


@pytest.mark.parametrize("end", ["\n", " \r\n"])
@pytest.mark.parametrize(
    "line",
    [
        *("### [ XaX ]( XaX )", "### [ XaX", "### [ XaX ] ", "### [ XaX ](x", "###  XaX "),
        *("![]( XaX)", "[]( XaX )", "[Watch Video]( XaX )", "[Watch Video] XaX ", "<video src=' XaX '></video>"),
        *("<video src=XaX ></video>", '<div><video controls src=" XaX " muted="false"></video></div>'),
        *("Authors:  XaX , XaX,+,XaX ", "Vote: -\nAuthors: XaX ", "-  XaX ", "- ** XaX **:  XaX ", "- XaX \n  - XaX "),
        *(
            "### [** XaX **](u)",
            "### [** XaX **",
            "### 1. [ XaX ](u)",
            "###  XaX ",
            "Authors: XaX ; XaX ; +",
        ),
        *(
            "Authors: XaX , et al.",
            "Authors: Ann, XaX et al.",
            "Authors: Ann One, and XaX ",
            "Authors: [' XaX ', '+', 'XaX ']",
            "- **XaX :** XaX",
        ),
        *("- **L**: [' XaX ', ['\\n XaX']]", "- **L**: {' XaX ': ' XaX '}", "- **XaX** : XaX"),
    ],
)
def test_blanks_around_a_part_of_a_line_go_and_no_letter(line, end):
    """Nor does other white space."""
    for text in ("XaX", "\u3000XaX\u3000"):
        (digest,) = dailypapers.to_data(dailypapers.parse(f"{PAPER}{line.replace('XaX', text)}{end}").digests)[
            "digests"
        ]
        values = re.findall(r'"([^"]*XaX[^"]*)"', json.dumps(digest, ensure_ascii=False))
        assert set(values) == {text}


@pytest.mark.parametrize(
    ("code", "is_half"), [(0xD7FF, False), (0xD800, True), (0xDBFF, True), (0xDFFF, True), (0xE000, False)]
)
def test_names_that_need_a_list_hold_no_half_character(code, is_half):
    """An empty name before it goes; then what opens with a bracket can be written in a list alone."""
    char = chr(code)
    document = dailypapers.parse(f"{PAPER}Authors: , [{char}\n")
    codes = [problem.code for problem in document.problems]
    assert codes == (["A202"] if is_half else ["A203"])
    assert document.digests[0].papers[0].authors == (() if is_half else (f"[{char}",))


@pytest.mark.parametrize(("length", "is_read"), [(10**6, True), (10**6 + 1, False)])
def test_a_printed_list_is_read_up_to_a_million_characters(length, is_read):
    value = f"['{'a' * (length - 4)}']"
    (digest,) = dailypapers.parse(f"{PAPER}- **L**: {value}\n").digests
    (point,) = digest.papers[0].summary
    assert (point.text == value, len(point.points)) == ((False, 1) if is_read else (True, 0))


@pytest.mark.parametrize(("depth", "is_read"), [(15, True), (16, False), (32, False), (33, False), (100_000, False)])
def test_a_printed_list_is_read_as_deep_as_points_go(depth, is_read):
    value = "[" * depth + "1" + "]" * depth
    (digest,) = dailypapers.parse(f"{PAPER}- **L**: {value}\n").digests
    (point,) = digest.papers[0].summary
    assert (point.text == value, len(point.points)) == ((False, 1) if is_read else (True, 0))


@pytest.mark.parametrize("source", ["2024\\07\\13.md", "a\\2024-07-13.md", "2024/07/13.md", "C:\\a\\2024\\07\\13.txt"])
def test_the_text_of_what_shows_across_files(source):
    text = f"{DIGEST}### [xX](https://arxiv.org/abs/2407.08348)\n### xX\n### [xX](a)\n"
    again = f"{text}{text.partition(chr(10))[2]}"
    found = CrossFileProblems().problems_of(dailypapers.parse(again, source=source))
    assert [(problem.code, problem.line, problem.text) for problem in found if problem.code[0] == "X"] == [
        ("X302", 1, "## Daily Papers (2024-07-12)"),
        ("X301", 5, "### [xX](https://arxiv.org/abs/2407.08348)"),
        ("X301", 6, "### xX"),
        ("X301", 7, "### [xX](a)"),
    ]
