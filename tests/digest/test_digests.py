"""What occurs in digests: for each row of the format's description, small digests that show it and what they say.

A case is ``digests/valid/<row>/<case>.md`` or ``digests/invalid/<row>/<case>.md``; invalid is what tells a warning or
an error. Beside it ``<case>.json`` has its digests as ``to_data`` gives them, without the fields that are unknown, and
``<case>.problems`` what is told, a problem a line. Where there is no JSON, reading it raises.

Like every expectation of these tests they were thought of, not taken from what the parser says.
"""

import json

import pytest

import dailypapers
from dailypapers import DigestSyntaxError
from dailypapers._command.main import main
from dailypapers.problems import CODES
from support import LOOKS_LIKE, ROOT, doubtful

FOLDER = ROOT / "tests/digests"
CASES = sorted(FOLDER.rglob("*.md"))
READABLE = [case for case in CASES if case.with_suffix(".json").exists()]

# What occurs, as the description of the format has it: each row, shortened, and the folder that shows it.
ROWS = {
    "(the canonical form, its dialects, and what it says of the unknown)": "canonical",
    "two `## Daily Papers (date)` in one file, the same date twice": "two-digests",
    "text before the first digest heading; another section after it; code fences": "outside",
    "a `### [Title](link)` heading outside a digest and outside a fence": "heading-outside",
    "a digest heading with no papers": "empty-digest",
    "no `Vote:` line; `Vote: -`": "unknown-votes",
    "no image; no authors": "no-media-no-authors",
    "`Authors:` with a `+` among the names": "abridged-authors",
    "`Authors: ['A', \"B'C\"]`": "literal-authors",
    "the same author twice or three times in a list": "repeated-author",
    "words in the brackets of a picture; those of a tag's attributes": "media-words",
    "a family and a given name split by the comma; `One, A., Two, B.`": "split-name",
    '`Last`, `First`; a leading `and `; a stray `"`; groups; one-word names; many names': "odd-names",
    "the order of authors": "author-order",
    "videos and images in other forms, or twice": "video-forms",
    "`![](/avatars/x.svg)`, host-relative": "host-relative",
    "no blank line between parts or papers; a blank line between bullets": "blank-lines",
    "indented bullets below a bullet; a line that starts with a tab": "nested-bullets",
    "lines below a bullet that start with no `- `": "further-lines",
    "other labels": "labels",
    "unbalanced emphasis": "unbalanced-emphasis",
    "a value printed as a Python list or dict": "printed-values",
    "titles with special characters and LaTeX math": "special-titles",
    "one paper in two digests": "paper-twice",
    "tabs, a no-break space, control characters in a line": "odd-characters",
    "blanks at the end of a line, two after a colon": "trailing-blanks",
    "a byte order mark, CRLF": "encodings",
    "other links": "links",
    "an impossible date; `(unknown)`": "odd-dates",
    "a heading cut off, one without a link": "odd-headings",
    "an unknown line before the first bullet, a bad vote, a second and different field": "not-understood",
    "a date that contradicts the file's name or folders": "date-and-path",
    "a file that has papers and no digest heading": "drifted",
    "bytes that are no UTF-8; a text with no digest in it": "no-document",
    "headings: `### [1] [T](u)`, an emoji, bold type, words behind the link, `(<u>)`": "heading-forms",
    "a further link behind the first: `### [T](https://…) ([code](https://…))`": "further-links",
    "`### T [arXiv](u)`, any other title with a link in it": "link-in-title",
    "an empty title": "empty-title",
    "`&amp;`, `&lt;`, `&gt;`, `&quot;`, `&#39;` in a title": "entities",
    "`et al.`, `…`, `...` at the end of the names": "abridged-in-words",
    "`A, B, and C`; `A and B`": "joined-by-and",
    "names between semicolons": "semicolons",
    "fields called `Votes:`, `Upvotes:`, `Author:`, `**Authors:**`": "misnamed-fields",
    "in a summary: a heading, or a bold line, with a link to a paper": "papers-in-bullets",
    "in a summary: a line of a field, or a bullet that reads like one": "fields-in-bullets",
    "bullets with `*`, `+` or `•`": "bullet-marks",
    "labels in other forms": "label-forms",
    "a backslash that a Markdown formatter put there": "formatter-escapes",
    "conflict markers of git": "conflict-markers",
    "a heading with `Daily Paper(s)` and a date that is no digest heading": "drifted-digest",
    "(a heading behind the last line of a file that did not end in a line feed)": "joined-lines",
    "(a heading in a code fence of a summary)": "cut-fence",
    "(several of these at once)": "combined",
}

# No text alone shows these: the tests at the end do.
OF_PATHS = {"S003", "S004", "S006"}
OF_FOLDERS = {"S013", "S014", "S015"}
ACROSS_FILES = {"X301", "X302"}
OF_READERS = {"R001", "R002", "S007"}  # of others than that of digests

PAPER = {"url": None, "arxiv_id": None, "media": None, "votes": None, "authors": [], "authors_omitted_at": None}
POINT = {"label": None, "text": "", "emphasis": None}


def name(case):
    return case.relative_to(FOLDER).with_suffix("").as_posix()


def points(given):
    return [POINT | point | {"points": points(point.get("points", []))} for point in given]


def digests(case):
    """Give the digests that a case expects, with the fields that it leaves out."""
    given = json.loads(case.with_suffix(".json").read_text("utf-8"))
    for digest in given:
        digest["papers"] = [PAPER | paper | {"summary": points(paper.get("summary", []))} for paper in digest["papers"]]
    return given


def problems(case):
    """Give the problems that a case expects, as lines."""
    path = case.with_suffix(".problems")
    return path.read_text("utf-8").splitlines() if path.exists() else []


def told(found):
    return [f"{problem.line}:{problem.column} {problem.code} {problem.severity}" for problem in found]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_what_a_digest_says_and_what_is_told(case):
    if case in READABLE:
        document = dailypapers.read(case)
        assert dailypapers.to_data(document.digests)["digests"] == digests(case)
        found = document.problems
    else:
        with pytest.raises(DigestSyntaxError) as caught:
            dailypapers.read(case)
        found = [caught.value.problem]
    assert told(found) == problems(case)
    assert {problem.source for problem in found} <= {str(case)}


@pytest.mark.parametrize("case", READABLE, ids=name)
def test_markdown_says_the_same(case):
    """And tells nothing but notes, and what the case tells of a text that looks like another line, or an empty title."""
    document = dailypapers.read(case)
    read = document.digests
    text = dailypapers.export(read, "markdown")
    again = dailypapers.parse(text)
    assert again.digests == read
    told_before = {problem.code for problem in document.problems}
    if any(not paper.title for paper in document.papers):
        told_before.add("F117")
    assert doubtful(again) <= told_before & LOOKS_LIKE
    assert dailypapers.export(again.digests, "markdown") == text
    if case.parent.name == "canonical":
        assert text.encode() == case.read_bytes()


def test_a_case_stands_where_its_problems_put_it():
    invalid = {case for case in CASES if any(not problem.endswith(" note") for problem in problems(case))}
    assert {case for case in CASES if name(case).startswith("invalid/")} == invalid


def test_each_row_has_a_case_and_each_folder_a_row():
    assert {name(case).split("/")[1] for case in CASES} == set(ROWS.values())
    assert {path.name for path in FOLDER.glob("*/*")} == set(ROWS.values())


def test_each_expectation_has_a_digest():
    assert {path.name for path in FOLDER.glob("*")} == {"valid", "invalid"}
    expectations = {path for path in FOLDER.rglob("*") if path.is_file()} - set(CASES)
    assert {path.suffix for path in expectations} == {".json", ".problems"}
    assert {path.with_suffix(".md") for path in expectations} <= set(CASES)


def test_each_code_is_told_of_some_case():
    codes = {line.split()[1] for case in CASES for line in problems(case)}
    assert codes == set(CODES) - OF_PATHS - OF_FOLDERS - ACROSS_FILES - OF_READERS


# -- what no text alone shows -------------------------------------------------------------------------------


def check(capsys, *cases):
    """Give what ``check`` tells with its notes, as (case, line, column, code)."""
    paths = {str(FOLDER / f"{case}.md"): case for case in cases}
    assert main(["check", "--notes", *paths]) == 0
    lines = capsys.readouterr().out.splitlines()
    found = []
    for path, case in paths.items():
        rest = [line.removeprefix(f"{path}:").split(maxsplit=2) for line in lines if line.startswith(f"{path}:")]
        found += [f"{case}:{place} {code}" for place, code, _ in rest]
    assert len(found) == len(lines)
    return found


def test_a_paper_in_two_digests_is_a_note_of_check(capsys):
    """The same paper is: the same arXiv id, else link, else title."""
    cases = ["valid/paper-twice/first-file", "valid/paper-twice/second-file"]
    assert [line for line in check(capsys, *cases) if line.endswith("X301")] == [
        f"{cases[1]}:{line}:1: X301" for line in (3, 5, 7)
    ]
    assert check(capsys, "valid/paper-twice/in-one-file") == ["valid/paper-twice/in-one-file:11:1: X301"]


@pytest.mark.parametrize(
    ("case", "contradicts"), [("2024/07/12", True), ("2024-07-12", True), ("2024-07-14", False)], ids=str
)
def test_a_date_that_contradicts_the_path_is_a_note_of_check(capsys, case, contradicts):
    case = f"valid/date-and-path/{case}"
    assert check(capsys, case) == ([f"{case}:1:1: X302"] if contradicts else [])


def test_what_cannot_be_opened_and_a_folder_without_digests(tmp_path):
    missing, empty = dailypapers.read_all([tmp_path / "missing.md", tmp_path])
    assert told(missing.problems) == ["1:1 S003 error"]
    assert told(empty.problems) == ["1:1 S004 error"]
