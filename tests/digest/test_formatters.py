"""What formatters of Markdown make of digests, and that no paper is read differently without a word.

The law: after a formatter each paper is read as before, in every field, or a problem that is more than a note stands in
the lines of that paper. The date of a digest has the same law, for the line of its heading.

Some changes leave no trace, or one that real digests have as well; of these nothing is reported. So texts are compared
without them, and ``COMPARED`` lists each.
"""

import re
import subprocess
import tarfile

import attrs
import pytest

import dailypapers
from support import SEEDS, needs, stop

PRETTIER = "prettier@3.10.1"

HARD = r"""
## Daily Papers (2025-05-14)

### [A* Search for x_1 in [0, 1] with $\sim y_2$, <|image|> & C#](https://arxiv.org/abs/2505.00001)

![](https://example.org/2505.00001_a_b.png)

Vote: 26

Authors: Ann_One O*, Bob Two, +, Cem Three, 01. AI

- **What's New**: A* and snake_case_name, *some* emphasis, **bold** words, 2 * 3 and 5*6*7.
- **Technical Details**: $\alpha_1 * x_i$, $a < b_{i}$, `code *a* _b_`, a|b, [1], #1, 3 < 4 > 2, ~5%.
- **Performance Highlights**: 1. a number, https://example.org/x_y_z, [here](https://example.org/a_b), <b>bold</b>.

### [Ünïcode (a) "quoted" -- in dashes... and 'single' ones](https://arxiv.org/abs/2505.00002)

[Watch Video](https://example.org/x_y.mp4)
<div><video controls src="https://example.org/x_y.mp4" muted="false"></video></div>

Vote: -

Authors: Ann One

- ***What's New***: A text.
  - **Inner**: a
  - b
    - **Inside of that**: c
- ***Technical Details***: 1. first
- ***Performance Highlights***: 51.2 %

### [Bullets & Numbers](https://arxiv.org/abs/2505.00003)

![](https://example.org/2505.00003.png)

Vote: 0

Authors: Ann One, Bob Two, Cem Three, Dan Four, Eva Five, Finn Six, Gus Seven, Hal Eight, Ida Nine, Jon Ten, Kim Eleven

- 1. a number at the start
- # a sign of a number at the start
- > a sign of a quotation at the start
- [x] done
- Words that a formatter wraps when it is asked to, as there are many more than eighty characters, and 10. is among
them, - as is a dash, a + too, and the sign # of a number as well as > of a quotation, which may all begin a line.
- 한국어 텍스트의 **강조**는 여기에 있습니다.

### No Link Here

Vote: 3

Authors: ['One, Ann', '[Bob]']

- text

### [Last (of) them](https://huggingface.co/papers/2505.00005)

![](https://example.org/2505.00005.png)

Vote: 1000

- ***What's New***:
- ***Label with `code`***: two  blanks  between  words
"""

PAPER = "## Daily Papers (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)\n\n"

DIGESTS = {"hard": HARD, **{path.stem: path.read_text("utf-8") for path in SEEDS}}

COMPARED = {
    # TeX outside of math: mdformat doubles its backslash, pandoc marks it as TeX, or leaves it out.
    r"`?\\{1,2}[^\W\d_]+(?:\s?`\{=tex\})?(?=[^$]*(?:\$[^$]*\$[^$]*)*$)": "",
    r"\s+": " ",  # wrapped lines, tabs
    r"<(https?://[^<>\s]*)>": r"\1",  # of a plain link
    r"\[(https?://[^\]]*)\]\(\1\)": r"\1",
    r"(?<![*\w])\*(\w[^*]*)\*(?![*\w])": r"_\1_",  # emphasis in a text
    # What pandoc calls smart: digests have such signs of their own.
    "[‘’]": "'",
    "[“”]": '"',
    "—": "---",
    "–": "--",
    "…": "...",
}


@pytest.fixture(scope="module")
def prettier(tmp_path_factory):
    """Get prettier from npm; nothing of it stays here."""
    needs("node", "npm")
    folder = tmp_path_factory.mktemp("prettier")
    got = subprocess.run(["npm", "pack", "--silent", PRETTIER], cwd=folder, capture_output=True, text=True, check=False)
    if got.returncode:
        stop(f"npm has no {PRETTIER}: {got.stderr}")
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package/bin/prettier.cjs"


@pytest.mark.outside
@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("wrap", ["preserve", "always", "never"])
def test_prettier(prettier, name, wrap):
    command = ["node", prettier, "--stdin-filepath", "digest.md", "--prose-wrap", wrap]
    hold_to_the_law(name, run(command, DIGESTS[name]))


@pytest.mark.outside
def test_prettier_is_kept_off_as_the_page_says(prettier, tmp_path):
    for path in (tmp_path / "archive/a.md", tmp_path / "b.md"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(HARD, "utf-8")
    (tmp_path / ".prettierignore").write_text("archive/\n", "utf-8")
    subprocess.run(["node", prettier, "--write", "archive/a.md", "b.md"], cwd=tmp_path, capture_output=True, check=True)
    assert (tmp_path / "archive/a.md").read_text("utf-8") == HARD != (tmp_path / "b.md").read_text("utf-8")


@pytest.mark.outside
@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("wrap", ["keep", "no", 80])
@pytest.mark.parametrize("extensions", [(), ("gfm",)])
def test_mdformat(name, wrap, extensions):
    mdformat = pytest.importorskip("mdformat")
    pytest.importorskip("mdformat_gfm")
    hold_to_the_law(name, mdformat.text(DIGESTS[name], options={"wrap": wrap}, extensions=extensions))


@pytest.mark.outside
@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("wrap", ["none", "preserve", "auto"])
@pytest.mark.parametrize("dialect", ["markdown", "gfm", "commonmark"])
def test_pandoc(name, wrap, dialect):
    needs("pandoc")
    hold_to_the_law(name, run(["pandoc", "-f", "markdown", "-t", dialect, f"--wrap={wrap}"], DIGESTS[name]))


def run(command, text):
    return subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True).stdout


def hold_to_the_law(name, formatted):
    before, after = dailypapers.parse(DIGESTS[name]), dailypapers.parse(formatted)
    reported = [problem.line for problem in after.problems if problem.severity != "note"]
    assert len(after.digests) == len(before.digests)
    for old, new in zip(before.digests, after.digests, strict=True):
        assert new.date == old.date or new.line in reported
    assert len(after.papers) == len(before.papers)
    starts = [paper.line for paper in after.papers]
    ends = [*starts[1:], formatted.count("\n") + 2]
    for old, new, end in zip(before.papers, after.papers, ends, strict=True):
        if not any(new.line <= line < end for line in reported):
            assert compared(new) == compared(old)


def compared(value):
    """Give a model as tuples of its fields, its texts without what is not compared."""
    if isinstance(value, str):
        for pattern, replacement in COMPARED.items():
            value = re.sub(pattern, replacement, value)
        return value.strip()
    if isinstance(value, tuple):
        return [compared(each) for each in value]
    if attrs.has(type(value)):
        return {field.name: compared(getattr(value, field.name)) for field in attrs.fields(type(value)) if field.eq}
    return value


@pytest.mark.parametrize(
    ("old", "new"),
    [("Vote: 26", "Vote: 27"), ("Ann One\n", "Ann Two\n"), ("**Inner**", "**Outer**"), ("05-14", "05-15")],
)
def test_the_law_sees_what_changes_without_a_word(old, new):
    with pytest.raises(AssertionError):
        hold_to_the_law("hard", HARD.replace(old, new))


def test_an_escaped_bracket_before_a_link():
    """mdformat escapes the `]` of `### [Shut ] only](link)` that it takes for the link's."""
    document = dailypapers.parse(PAPER.replace("A Title]", "Shut ] only\\]"))
    assert [(problem.code, problem.column) for problem in document.problems] == [("F152", 17)]


def test_nothing_is_doubtful_before():
    """Else what is reported after a formatter may not be its work."""
    problems = [problem for text in DIGESTS.values() for problem in dailypapers.parse(text).problems]
    assert {problem.severity for problem in problems} <= {"note"}
