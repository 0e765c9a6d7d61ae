"""The command ``list``: in a pipe, and on a terminal."""

import os
import re
import subprocess
import sys
import unicodedata

import pytest

import dailypapers
from dailypapers._command.list import _Row, knows_colours, knows_links
from support import ROOT, on_terminal, process

JULY = """\
## Daily Papers (2024-07-14)

### [동영상 확산 모형: 아주 긴 제목이 있는 논문](https://arxiv.org/abs/2407.08348)

Vote: 26

### [A \tTitle\u00a0 with\u2028 white  space](https://huggingface.co/papers/2407.08349v2)

Vote: -

### Nothing is known

## Daily Papers (unknown)

### [](https://arxiv.org/abs/cs/0112017)

Vote: 1234
"""
ROWS = [
    ("2024-07-14", "26", "2407.08348", "동영상 확산 모형: 아주 긴 제목이 있는 논문"),
    ("2024-07-14", "-", "2407.08349", "A Title with white space"),
    ("2024-07-14", "-", "-", "Nothing is known"),
    ("-", "1234", "cs/0112017", "-"),
]
SEEDS = str(ROOT / "seeds")


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "july.md").write_text(JULY, "utf-8", newline="")
    return tmp_path


# -- in a pipe ------------------------------------------------------------------------------------------------


def test_a_line_a_paper_with_tabs_and_nothing_else(run):
    assert run("list", "july.md") == (0, "".join("\t".join(row) + "\n" for row in ROWS), "")


def test_every_paper_of_the_seeds_is_there_as_a_whole(run):
    status, out, err = run("list", SEEDS)
    papers = [
        (digest, paper)
        for document in dailypapers.read_all([SEEDS])
        for digest in document.digests
        for paper in digest.papers
    ]
    expected = [f"{digest.date}\t{paper.votes}\t{paper.arxiv_id}\t{paper.title}" for digest, paper in papers]
    assert (status, out.splitlines(), err) == (0, expected, "")


def test_standard_input():
    for arguments in ([], ["-"]):
        status, out, err = process("list", *arguments, input=JULY.encode())
        assert (status, out.count("\n"), err) == (0, 4, "")


def test_what_was_understood_is_shown_and_errors_are_too(run, files):
    (files / "bad.md").write_text(JULY.replace("Vote: 26", "Vote: many"), "utf-8")
    status, out, err = run("list", "bad.md", "missing.md", "july.md")
    assert (status, out.count("\n")) == (1, 8)
    assert out.startswith("2024-07-14\t-\t2407.08348\t")
    first, line, caret, missing, *dates = err.splitlines()
    assert first == "bad.md:5:1: F121 not a number of votes: expected digits up to 1000000000, or -"
    assert (line, caret) == ("    Vote: many", "    ^")
    assert missing == "missing.md:1:1: S003 cannot be read: No such file or directory"
    assert dates == ["dates with a digest in more than one file: 1; 2024-07-14 is in bad.md:1 and july.md:1"]


def test_a_file_that_is_passed_over_is_named_and_warnings_are_for_check(run, files):
    (files / "folder").mkdir()
    (files / "folder/a.md").write_text("## Daily Paper\n\n### [A](https://arxiv.org/abs/2407.00001)\n", "utf-8")
    (files / "folder/b.md").write_text(JULY + "- ***한국*: b\n", "utf-8")
    status, out, err = run("list", "folder")
    assert (status, out.count("\n"), err.count("\n")) == (0, 4, 1)
    assert err.startswith("warning: folder/a.md:1:1: S013 passed over: ")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_with_other_programs(files):
    (files / "many.md").write_text("## Daily Papers (2024-07-14)\n" + "### A\n" * 5_000, "utf-8")
    script = (
        f'dailypapers() {{ {sys.executable} -m dailypapers "$@"; }}\n'
        "dailypapers list july.md | wc -l | tr -d ' '\n"
        "dailypapers list july.md | sort -k2 -n | tail -1 | cut -f3\n"
        f"dailypapers list {SEEDS} | cut -c1-7 | sort | uniq -c | tr -s ' '\n"
        "{ dailypapers list many.md; echo $? >&2; } | head -1 | cut -f4\n"
        "mkdir new && cp july.md new/july.md && cp july.md new/all.md\n"
        "dailypapers list new >> new/all.md; tail -4 new/all.md | cut -f3\n"
    )
    result = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    months = [" 12 2024-02", " 13 2024-04", " 21 2024-07", " 11 2024-08", " 8 2024-10"]
    assert result.stdout.splitlines() == ["4", "cs/0112017", *months, "A", *(row[2] for row in ROWS)]
    assert result.stderr.splitlines() == ["141", "warning: new/all.md:1:1: S014 passed over: it is the output"]


def test_no_control_reaches_whatever_comes_behind_the_pipe(run, files):
    text = "## Daily Papers (2024-07-14)\n### [\x1b[31mred\x07\u202e \x85b](https://arxiv.org/abs/2407.00001)\n"
    (files / "a.md").write_text(text, "utf-8")
    assert run("list", "a.md")[1] == "2024-07-14\t-\t2407.00001\t\\x1b[31mred\\x07\\u202e b\n"


DRESSED = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


# -- on a terminal --------------------------------------------------------------------------------------------


def test_columns_on_a_terminal():
    assert on_terminal("list", "july.md") == (
        0,
        [
            "2024-07-14     26  2407.08348  동영상 확산 모형: 아주 긴 제목이 있는 논문",
            "2024-07-14      -  2407.08349  A Title with white space",
            "2024-07-14      -  -           Nothing is known",
            "-            1234  cs/0112017  -",
        ],
    )


def wide(line):
    """Not by our own count: of these texts everything is one cell wide, but for Hangul and what dresses it."""
    return sum(2 if "HANGUL" in unicodedata.name(char) else 1 for char in DRESSED.sub("", line))


@pytest.mark.parametrize("environ", [{}, {"TERM": "xterm-kitty"}], ids=str)
def test_lines_are_cut_to_the_width(environ):
    titles = [paper.title for document in dailypapers.read_all([SEEDS]) for paper in document.papers]
    rows = [*ROWS, *(("2024-07-14", "1", "math-ph/0309136", title) for title in titles)]
    for row in rows:
        whole = DRESSED.sub("", _Row(environ, 500)(row))
        assert "  ".join(part.strip() for part in re.split("  +", whole)) == "  ".join(row)
        for width in (1, 2, 5, 10, 11, 12, 13, 18, 19, 20, 28, 30, 31, 32, 33, 40, 80, 200):
            line = DRESSED.sub("", _Row(environ, width)(row))
            assert wide(line) <= width
            assert whole.startswith(line.removesuffix("…"))
            assert line == whole or wide(line) >= width - 1


def test_a_narrow_terminal():
    _, lines = on_terminal("list", "july.md", SEEDS, width=40)
    assert max(map(wide, lines)) == 40


def test_a_terminal_that_does_not_tell_its_width_has_80_cells():
    assert max(map(len, on_terminal("list", SEEDS, width=0)[1])) == 80
    assert max(map(len, on_terminal("list", SEEDS, width=0, COLUMNS="60")[1])) == 60


def test_colours_and_links():
    _, plain = on_terminal("list", "july.md", width=40)
    _, shown = on_terminal("list", "july.md", width=40, TERM="xterm-kitty")
    assert [DRESSED.sub("", line) for line in shown] == plain
    assert shown[0].startswith(
        "\x1b[2m2024-07-14  \x1b[0m   26  "
        "\x1b]8;;https://arxiv.org/abs/2407.08348\x1b\\\x1b[36m2407.08348\x1b[0m\x1b]8;;\x1b\\  동영상"
    )
    assert "]8;;" not in shown[2]  # it has no id
    assert "\x1b]8;;https://arxiv.org/abs/cs/0112017\x1b\\" in shown[3]
    _, without = on_terminal("list", "july.md", width=40, TERM="xterm-kitty", NO_COLOR="1")
    assert "\x1b[" not in "".join(without)
    assert "\x1b]8;;https://arxiv.org/abs/2407.08348\x1b\\2407.08348\x1b]8;;\x1b\\" in without[0]
    _, colours = on_terminal("list", "july.md", width=40, TERM="xterm")
    assert "\x1b[36m2407.08348\x1b[0m" in colours[0]
    assert "]8;;" not in "".join(colours)


@pytest.mark.parametrize(
    ("environ", "colours", "links"),
    [
        ({}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "xterm-256color"}, True, False),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True, False),  # as if it were not there
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"WT_SESSION": "an id"}, True, True),  # Windows has no TERM
        ({"TERM": "xterm-256color", "VTE_VERSION": "7603"}, True, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5000"}, True, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "new"}, True, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, True, False),
        ({"TERM": "alacritty"}, True, True),
        ({"TERM": "foot", "NO_COLOR": "1"}, False, True),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "WezTerm"}, True, False),
        ({"TERM": "screen", "VTE_VERSION": "7603"}, True, False),
        ({"TERM": "dumb", "TERM_PROGRAM": "vscode"}, False, False),
    ],
)
def test_which_terminal_knows_what(environ, colours, links):
    assert (knows_colours(environ), knows_links(environ)) == (colours, links)


def test_a_pipe_has_neither(run, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-kitty")
    assert "\x1b" not in run("list", "july.md")[1]


def test_nothing_in_a_digest_reaches_the_terminal_as_a_command(files):
    text = "## Daily Papers (2024-07-14)\n### [\x1b]8;;x\x1b\\a\x9b2J\u2066](https://arxiv.org/abs/2407.00001)\n"
    (files / "a.md").write_text(text, "utf-8")
    status, (line,) = on_terminal("list", "a.md")
    assert (status, line) == (0, r"2024-07-14      -  2407.00001  \x1b]8;;x\x1b\a\x9b2J\u2066")


# -- progress -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_progress_is_shown_after_a_second_and_leaves_nothing_behind(files):
    pytest.importorskip("tqdm")
    os.mkfifo(files / "slow.md")
    text = JULY.replace("2024-07-14", "2024-07-15")
    writer = f"import time; pipe = open('slow.md', 'w', encoding='utf-8'); time.sleep(1.5); pipe.write({text!r})"
    with subprocess.Popen([sys.executable, "-c", writer]):
        status, lines = on_terminal("list", "july.md", "slow.md", "july.md", width=60, all_of_it=True)
    assert status == 0
    assert any(re.search(r"\b[23] files \[00:0[1-9]", line) for line in lines)
    # What a terminal shows of a line begins behind the last time that its beginning was written anew.
    last = [line.split("\r")[-1] for line in lines]
    expected = on_terminal("list", "july.md", width=60)[1] * 3
    assert [line for line in last if line.strip()] == [
        line.replace("2024-07-14", "2024-07-15") if 4 <= n < 8 else line for n, line in enumerate(expected)
    ]
