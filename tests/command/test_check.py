"""check, explain: what is shown and chosen, what is found across files, and digests mended in place."""

import itertools
import json
import os
import re
import stat
import subprocess
import sys

import pytest

import dailypapers
from dailypapers import DigestSyntaxError, canonical
from dailypapers._command.main import main
from dailypapers.problems import CODES
from support import ROOT, SEEDS, process

NOTE = "## Daily Papers (unknown)\n\n### [A](https://arxiv.org/abs/2407.08348)\n"
WARNING = "## Daily Papers (2024-07-12)\n\n### [B](https://arxiv.org/abs/2407.08349)\n\nAuthors: ['Ann', 'Bob']\n"
ERROR = "## Daily Papers (2024-07-13)\n\n### [C](https://arxiv.org/abs/2407.08350)\n\nVote: many\n\n- ***D*: e\n"
DRIFTED = "## Daily Paper (2024-07-12)\n\n### [B](https://arxiv.org/abs/2407.08349)\n\nAuthors: ['Ann', 'Bob']\n"
FIXED = "## Daily Papers (2024-07-12)\n\n### [B](https://arxiv.org/abs/2407.08349)\n\nVote: -\n\nAuthors: Ann, Bob\n"


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("note.md", NOTE), ("warning.md", WARNING), ("error.md", ERROR)):
        (tmp_path / name).write_text(text, "utf-8", newline="")
    return tmp_path


@pytest.fixture
def check(capfd):
    def check(*arguments):
        status = main(["check", *arguments])
        out, err = capfd.readouterr()
        return status, out.splitlines(), err

    return check


def codes(lines):
    return [line.split(": ", 1)[1].split()[0] for line in lines]


@pytest.mark.parametrize(
    ("options", "status", "shown"),
    [
        ([], 1, ["F121", "F141", "A201"]),
        (["--notes"], 1, ["F121", "F141", "F102", "A201"]),
        (["--select", "F"], 1, ["F121", "F141", "F102"]),
        (["--select", "F102"], 0, ["F102"]),
        (["--select", "A,F12"], 1, ["F121", "A201"]),
        (["--select", "A", "--select", "F1"], 1, ["F121", "F141", "F102", "A201"]),
        (["--ignore", "F"], 1, ["A201"]),
        (["--ignore", "F,A201"], 0, []),
        (["--notes", "--ignore", "A"], 1, ["F121", "F141", "F102"]),
        (["--select", "F", "--ignore", "F1"], 0, []),
        (["--select", "bad-votes"], 1, ["F121"]),
        (["--select", "unknown-date, Bad-Votes,A"], 1, ["F121", "F102", "A201"]),
        (["--ignore", "bad-votes,F141"], 1, ["A201"]),
    ],
)
def test_which_problems_are_shown(check, options, status, shown):
    result, lines, err = check(".", *options)
    assert (result, codes(lines), err) == (status, shown, "")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        *(("Z", "'Z'"), ("F999", "'F999'"), ("", "''"), ("f1", "'f1'"), ("F,,A", "''")),
        ("F,bad-vote", "'bad-vote' (did you mean 'bad-votes'?)"),
    ],
)
def test_codes_and_names_that_there_are_not(check, option, given, told):
    status, out, err = check(".", option, given)
    assert (status, out) == (2, [])
    assert err.startswith(f"error: no code is or begins with {told}; there are S001,")


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.code)
def test_each_name_stands_for_its_code(check, code):
    for option in ("--select", "--ignore"):
        assert check(".", "--notes", option, code.name) == check(".", "--notes", option, code.code)


def test_json(check):
    _, lines, _ = check("error.md", "--output-format", "json")
    assert json.loads("\n".join(lines)) == [
        {
            "code": "F121",
            "severity": "error",
            "message": "not a number of votes: expected digits up to 1000000000, or -",
            "source": "error.md",
            "line": 5,
            "column": 1,
            "text": "Vote: many",
        },
        {
            "code": "F141",
            "severity": "warning",
            "message": "the emphasis of a label opens with *** and closes with *",
            "source": "error.md",
            "line": 7,
            "column": 1,
            "text": "- ***D*: e",
        },
    ]
    assert check("note.md", "--output-format", "json") == (0, ["[]"], "")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such file names")
@pytest.mark.parametrize("output_format", ["text", "json", "github"])
def test_a_file_name_that_is_no_text(check, files, output_format):
    """The name in the message is that of the first paper; no program refuses the JSON."""
    for name in (b"x\xe9.md", b"y\xe9.md"):
        (files / os.fsdecode(name)).write_text(
            "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08348)\n\n"
        )
    _, lines, _ = check("x\udce9.md", "y\udce9.md", "--notes", "--select", "X", "--output-format", output_format)
    out = "\n".join(lines)
    if output_format == "json":
        (problem,) = json.loads(out)
        assert problem["source"] == "y\\udce9.md"
        assert problem["message"].endswith(" x\\udce9.md:3")
    else:
        assert "y\\udce9.md" in out
        assert out.endswith("x\\udce9.md:3")
    out.encode()


def test_github(check, files):
    name = "a,b:c%.md" if os.name != "nt" else "a,b%.md"
    (files / name).write_text(WARNING + "\n%", "utf-8")
    _, lines, _ = check(name, "--output-format", "github", "--notes")
    escaped = name.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    assert lines == [
        f"::warning file={escaped},line=5,col=10,title=A201::authors printed as a Python list",
        f"::error file={escaped},line=7,col=1,title=S011::unknown line before the first bullet",
    ]
    assert check("note.md", "--output-format", "github", "--notes")[1][0].startswith(
        "::notice file=note.md,line=1,col=1,title=F102::"
    )


def test_a_paper_that_was_featured_before(check, files):
    (files / "b.md").write_text(NOTE.replace("abs/2407.08348", "pdf/2407.08348v3"), "utf-8")
    _, lines, _ = check("note.md", "b.md", "b.md", "--select", "X")
    assert lines == [
        "b.md:3:1: X301 the paper 2407.08348 was featured before, at note.md:3",
        "b.md:3:1: X301 the paper 2407.08348 was featured before, at note.md:3",
    ]


def test_papers_that_nothing_identifies_are_different_ones(check, files):
    (files / "b.md").write_text("## Daily Papers (2024-07-12)\n\n###\n\n###\n", "utf-8")
    assert check("b.md", "b.md", "--select", "X")[1] == []


@pytest.mark.parametrize(
    ("path", "contradicted"),
    [
        ("2024-07-12.md", False),
        ("2024-07-13.md", True),
        ("2024/07/12.md", False),
        ("2024/07/13.txt", True),
        ("2024/08/12.md", True),
        ("2023/07/2024-07-12.md", False),
        ("README-2024-07-13.md", False),
        ("13.md", False),
    ],
)
def test_a_date_that_contradicts_the_path(check, files, path, contradicted):
    (files / path).parent.mkdir(parents=True, exist_ok=True)
    (files / path).write_text(WARNING, "utf-8")
    status, lines, _ = check(path, "--select", "X302")
    assert (status, codes(lines)) == (0, ["X302"] if contradicted else [])


# -- --fix and --diff ---------------------------------------------------------------------------------------


def test_fix_writes_the_canonical_form(check, files):
    before = {path.name: path.read_bytes() for path in files.iterdir()}
    status, lines, err = check("warning.md", "--fix")
    assert (status, lines, err) == (0, [], "warning.md: fixed\n")
    assert (files / "warning.md").read_bytes() == FIXED.encode()
    assert {path.name for path in files.iterdir()} == before.keys()
    assert check("warning.md", "--fix") == (0, [], "")


def test_fix_leaves_a_file_with_an_error_as_it_is_and_says_so(check, files):
    status, lines, err = check("--fix", ".")
    assert (status, codes(lines)) == (1, ["F121", "F141"])
    assert err == "./error.md: left as it is: it has errors\n./note.md: fixed\n./warning.md: fixed\n".replace(
        "/", os.sep
    )
    assert (files / "error.md").read_text("utf-8") == ERROR


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("![Accuracy rises to 91%](a.png)", "alternative text of a picture"),
        ("![](a.png)\n![91%](a.png)", "alternative text of a picture"),
        (
            "<video src='a.mp4' title='91%'></video>",
            "an attribute of a tag that is neither a link nor how to show it",
        ),
        (
            "<video poster='b.png'>\n<source src='a.mp4'>\n</video>",
            "an attribute of a tag that is neither a link nor how to show it",
        ),
    ],
)
@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_fix_leaves_a_file_whose_words_it_would_lose_and_says_which(check, files, option, line, message):
    text = f"{NOTE}\n{line}\n"
    (files / "a.md").write_text(text, "utf-8", newline="")
    number = 5 if "\n" not in line or "poster" in line else 6
    _, _, err = check("a.md", option, "--ignore", "F133,F134")
    assert err == f"a.md: left as it is: words of line {number} would be lost: {message}\n"
    assert (files / "a.md").read_text("utf-8") == text
    with pytest.raises(ValueError, match=re.escape(message)):
        canonical(text)


@pytest.mark.parametrize("text", ["", "# Papers\n"])
def test_a_text_without_a_digest_has_no_canonical_form(text):
    with pytest.raises(DigestSyntaxError, match="S001 no digest"):
        canonical(text)


def test_fix_takes_what_only_says_how_to_show_a_video(check, files):
    tags = '<video controls width="320" height="240" muted>\n<source src="a.mp4" type="video/mp4">\n</video>\n'
    (files / "a.md").write_text(f"{NOTE}\n{tags}", "utf-8", newline="")
    assert check("a.md", "--fix") == (0, [], "a.md: fixed\n")
    player = '[Watch Video](a.mp4)\n<div><video controls src="a.mp4" muted="false"></video></div>\n'
    assert (files / "a.md").read_text("utf-8") == f"{NOTE}\n{player}\nVote: -\n"


@pytest.mark.parametrize("format_name", ["markdown", "json"])
def test_export_says_that_these_words_are_not_in_its_output(capfd, files, format_name):
    (files / "a.md").write_text(f"{NOTE}\n![91%](a.png)\n", "utf-8", newline="")
    assert main(["export", "--format", format_name, "a.md"]) == 0
    out, err = capfd.readouterr()
    assert "91%" not in out
    assert err == (
        "warning: 1 × F133 alternative-text: these words are not in the output\ndailypapers check shows where\n"
    )


def test_fix_keeps_every_byte_around_digests(check, files):
    around = "# Read me\n\n\n\twords  \n```\n## Daily Papers (2024-01-01)\n```\n{0}##  License \x0c\n\n\nmore\n{0}# End"
    (files / "a.md").write_bytes(around.format(WARNING).encode())
    assert check("a.md", "--fix")[0] == 0
    assert (files / "a.md").read_bytes() == around.format(f"{FIXED}\n").encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix_keeps_encoding_and_line_ends(check, files, encoding, end):
    (files / "a.md").write_bytes(f"한국어\n{WARNING}# End\r\n".replace("\n", end).encode(encoding))
    assert check("a.md", "--fix")[0] == 0
    assert (files / "a.md").read_bytes() == f"한국어\n{FIXED}\n# End\r\n".replace("\n", end).encode(encoding)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("behind", "fixed"),
    [("", 1), ("{0}", 1), ("{0}{0}", 2), ("{0}{0}{0}", 2), ("{0}  ", 1), ("  {0}  {0}", 2), ("{0} {0}\r{0}{0}", 2)],
)
@pytest.mark.parametrize(
    "last", ["Vote: 7", "- a", "-", "- a{0}further text", "### [B](b)", "## Daily Papers (2024-07-13)"]
)
def test_a_text_ends_in_one_line_feed_or_two_as_it_did(check, files, last, behind, fixed, end):
    text = f"{NOTE}\n{last}{behind}".replace("{0}", "\n")
    (files / "a.md").write_bytes(text.replace("\n", end).encode())
    check("a.md", "--fix")
    mended = (files / "a.md").read_bytes().decode()
    assert mended == canonical(text.replace("\n", end))
    assert mended.endswith(end * fixed)
    assert not mended.removesuffix(end * fixed).endswith("\n")
    assert canonical(mended) == mended
    assert check("a.md", "--diff") == (0, [], "")


@pytest.mark.parametrize("trailer", ["# End", "# End\n", "# End\n\n", "# End\n\n\n", "```\n\n\n", "# End  \n  "])
def test_the_end_of_what_follows_the_last_digest_stays(check, files, trailer):
    (files / "a.md").write_text(WARNING + trailer, "utf-8", newline="")
    check("a.md", "--fix")
    assert (files / "a.md").read_bytes().decode().endswith(trailer)


@pytest.mark.outside
@pytest.mark.parametrize("order", list(itertools.permutations(["dailypapers", "end-of-file", "trailing-whitespace"])))
def test_fix_and_the_hooks_of_pre_commit_settle_in_one_run(check, files, order):
    fixers = {
        "dailypapers": lambda names: check("--fix", *names, "--ignore", "S,F,A,X"),
        "end-of-file": pytest.importorskip("pre_commit_hooks.end_of_file_fixer").main,
        "trailing-whitespace": pytest.importorskip("pre_commit_hooks.trailing_whitespace_fixer").main,
    }
    paper = "## Daily Papers (2024-07-12)  \n\n### [A](https://arxiv.org/abs/2407.08348) \n\nVote: 7\n\n-  a\n- **L**:  b \n-"
    texts = {
        f"{n}-{kind}.md": paper + "\n" * n + trailer
        for n in range(5)
        for kind, trailer in [("end", ""), ("more", "\n# End \n\n\n")]
    }
    texts |= {seed.name: seed.read_bytes().decode() for seed in SEEDS}
    texts |= {f"crlf-{name}": text.replace("\n", "\r\n") for name, text in texts.items()}
    for name, text in texts.items():
        (files / name).write_bytes(text.encode())
    for fixer in order:
        fixers[fixer]([*texts])
    settled = {name: (files / name).read_bytes() for name in texts}
    for fixer in order:
        fixers[fixer]([*texts])
    assert {name: (files / name).read_bytes() for name in texts} == settled


def test_fix_changes_nothing_in_the_seeds(check, files):
    for seed in SEEDS:
        (files / seed.name).write_bytes(seed.read_bytes())
    assert check(*(seed.name for seed in SEEDS), "--fix", "--select", "S,F,A") == (0, [], "")
    assert all((files / seed.name).read_bytes() == seed.read_bytes() for seed in SEEDS)


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
def test_fix_keeps_modes_and_links(check, files):
    (files / "warning.md").chmod(0o604)
    (files / "link.md").symlink_to("warning.md")
    assert check("link.md", "--fix")[0] == 0
    assert (files / "link.md").is_symlink()
    assert (files / "warning.md").read_bytes() == FIXED.encode()
    assert stat.S_IMODE((files / "warning.md").stat().st_mode) == 0o604


def test_diff_shows_it_and_changes_nothing(check, files):
    status, lines, err = check("--diff", "warning.md")
    assert (status, err) == (1, "")
    assert lines == [
        "--- warning.md",
        "+++ warning.md",
        "@@ -2,4 +2,6 @@",
        " ",
        " ### [B](https://arxiv.org/abs/2407.08349)",
        " ",
        "-Authors: ['Ann', 'Bob']",
        "+Vote: -",
        "+",
        "+Authors: Ann, Bob",
    ]
    assert (files / "warning.md").read_text("utf-8") == WARNING
    check("--fix", "warning.md")
    assert check("--diff", "warning.md") == (0, [], "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("--fix -", "--fix and --diff take files and folders; standard input cannot be rewritten"),
        ("--diff note.md -", "--fix and --diff take files and folders; standard input cannot be rewritten"),
        ("--fix a.json", "--fix and --diff are for Markdown, which a.json is not; export --output FILE.md writes it"),
        (
            "--diff --from jsonl .",
            "--fix and --diff are for Markdown, which . is not; export --output FILE.md writes it",
        ),
        ("--diff --output-format json note.md", "--diff shows a diff; --output-format is for problems"),
    ],
)
def test_what_cannot_be_rewritten_or_shown(check, files, arguments, told):
    (files / "a.json").write_text("[]", "utf-8")
    assert check(*arguments.split()) == (2, [], f"error: {told}\n")
    assert (files / "note.md").read_text("utf-8") == NOTE


def test_a_diff_of_a_text_without_a_line_feed_at_its_end(check, files):
    (files / "a.md").write_text(NOTE + "\n-  a", "utf-8", newline="")
    _, lines, _ = check("--diff", "a.md")
    assert lines[-5:] == ["--  a", "\\ No newline at end of file", "+Vote: -", "+", "+- a"]


def test_files_without_a_digest_are_told_and_left(check, files):
    (files / "no.md").write_text("# No digest\n", "utf-8")
    for option in ("--fix", "--diff"):
        status, _, _ = check("no.md", "missing.md", option)
        assert status == 1
    assert codes(check("no.md", "missing.md", "--fix")[1]) == ["S001", "S003"]
    assert codes(check("no.md", "missing.md", "--diff")[2].splitlines()) == ["S001", "S003"]
    assert check("no.md", "--diff", "--ignore", "S001") == (0, [], "")


def test_a_large_diff_is_one_hunk(check, files):
    text = "## Daily Papers (2024-07-12)\n" + "### [A](https://arxiv.org/abs/2407.08348)\n" * 3000
    (files / "a.md").write_text(text, "utf-8", newline="")
    status, lines, _ = check("a.md", "--diff")
    assert (status, lines[2]) == (1, "@@ -2,3000 +2,12000 @@")
    # three lines more a paper, one below the heading, and none below the last
    assert [line[0] for line in lines[3:]] == ["-"] * 3000 + ["+"] * 12000


def test_what_is_no_regular_file_is_left(check):
    if not os.path.exists("/dev/stdin"):
        pytest.skip("needs /dev/stdin")
    for option in ("--fix", "--diff"):
        told = "/dev/stdin: left as it is: it is no regular file\n"
        assert process("check", option, "/dev/stdin", input=NOTE.encode())[2] == told


def test_no_control_reaches_a_terminal_as_json(check, files):
    (files / "a.md").write_text("## Daily Papers (2024-07-12)\n### [\x9b31m\x7f\u202e한", "utf-8")
    _, lines, _ = check("a.md", "--output-format", "json")
    assert "\n".join(lines).replace("\n", "").isprintable()
    assert json.loads("\n".join(lines))[0]["text"] == "### [\x9b31m\x7f\u202e한"


# -- explain, the list of codes, the hooks --------------------------------------------------------------------


def test_all_codes_that_begin_alike_are_explained(capsys):
    assert main(["explain", "r0"]) == 0
    assert re.findall("^R[0-9]{3}", capsys.readouterr().out, re.M) == [code for code in CODES if code.startswith("R0")]


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.code)
def test_each_code_is_explained_by_its_name_as_well(code, capsys):
    assert re.fullmatch("[SFARX][0-9]{3}", code.code)
    for name in (code.code, code.name, code.name.upper(), code.code.lower()):
        assert main(["explain", name]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{code.code} {code.name} ({code.severity})\n\n{code.meaning}\n")
    assert shown == shown[: len(shown) // 4] * 4


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [("F999", ""), ("bad-vote", " (did you mean 'bad-votes'?)"), ("Lost_Day", " (did you mean 'lost-day'?)"), ("", "")],
)
def test_no_other_code_or_name_can(capsys, wanted, meant):
    assert main(["explain", wanted]) == 2
    assert capsys.readouterr().err.startswith(f"error: no code is or begins with {wanted!r}{meant}; there are S001, ")


def test_the_wrong_line_and_the_right_one_are_shown(capsys):
    assert main(["explain", "F142"]) == 0
    assert capsys.readouterr().out == (
        "F142 literal-value (warning)\n"
        "\n"
        "The items are taken as points of this point.\n"
        "\n"
        "Wrong:\n"
        "\n"
        "    - **Results**: ['faster', 'smaller']\n"
        "\n"
        "Right:\n"
        "\n"
        "    - **Results**:\n"
        "      - faster\n"
        "      - smaller\n"
    )
    assert main(["explain", "S021"]) == 0
    assert capsys.readouterr().out.endswith(
        "    ## Daily Papers (2024-07-12)\n\n    ## Daily Papers (2024-07-12)\n\nThere is no right line for it.\n"
    )
    assert main(["explain", "S003"]) == 0
    assert capsys.readouterr().out.endswith("does not fit into memory.\n")  # it is about no line


def problems_of(example, code):
    """Give the codes that lines of a digest cause, in a digest or paper of their own where they are none."""
    heading = "## Daily Papers (2024-07-12)\n"
    paper = "### [A](https://arxiv.org/abs/2407.08348)\n"
    begin = "" if example.startswith("## ") else heading if example.startswith("### ") else heading + paper
    if code in ("S001", "S005"):
        begin = ""
    elif code == "S012":
        begin = heading
    return [problem.code for problem in dailypapers.parse(begin + example).problems]


@pytest.mark.parametrize("code", [code for code in CODES.values() if code.wrong], ids=lambda code: code.code)
def test_each_wrong_line_is_wrong_and_each_right_one_right(code):
    if code.code in ("S001", "S005"):
        with pytest.raises(dailypapers.DigestSyntaxError, match=code.code):
            problems_of(code.wrong, code.code)
    else:
        assert code.code in problems_of(code.wrong, code.code)
    # a heading alone is a digest without papers
    assert not code.right or set(problems_of(code.right, code.code)) <= {"S022"}


def test_the_hooks_run(capsys, files):
    (files / "README.md").write_text("# No digest\n", "utf-8")
    hooks = dict(
        re.findall(
            r"- id: (\S+)\n(?:  .*\n)*?  entry: dailypapers (.*)\n",
            (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"),
        )
    )
    assert main([*hooks["dailypapers-check"].split(), "README.md", "warning.md"]) == 1
    assert main([*hooks["dailypapers-fix"].split(), "README.md", "warning.md"]) == 0
    assert (files / "warning.md").read_text("utf-8") == FIXED
    (files / "drifted.md").write_text(DRIFTED, "utf-8")
    capsys.readouterr()
    for hook in hooks.values():
        assert main([*hook.split(), "README.md", "drifted.md"]) == 1
        assert capsys.readouterr().out.startswith("drifted.md:1:1: S005 no digest, but papers from line 3 on: ")
    assert (files / "drifted.md").read_text("utf-8") == DRIFTED


# -- papers without a digest heading --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "found", "named"),
    [("a.md", DRIFTED, "S013", "S005"), ("2025-05-14.md", "", "S015", "S006")],
)
@pytest.mark.parametrize("option", [[], ["--notes"], ["--fix"], ["--diff"]])
def test_a_heading_that_drifted_and_a_day_that_is_lost(check, files, name, text, found, named, option):
    """In a folder the file is passed over, named it is an error; neither is the missing digest that a hook may ignore."""
    (files / "folder").mkdir()
    (files / "folder/good.md").write_text(FIXED, "utf-8", newline="")
    (files / "folder/README.md").write_text("# Papers\n\n[A](https://arxiv.org/abs/2407.08348)\n", "utf-8")
    (files / "folder" / name).write_text(text, "utf-8", newline="")
    for ignored, shown in (("S001", [found, named]), (f"{named},S001", [found]), (f"{named},{found}", [])):
        status, lines, err = check("folder", f"folder/{name}", *option, "--ignore", ignored)
        assert (status, codes(err.splitlines() if option == ["--diff"] else lines)) == (bool(shown), shown)
    assert (files / "folder" / name).read_text("utf-8") == text


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_a_fix_leaves_a_file_to_its_owner(check, files):
    path = files / "warning.md"
    path.chmod(0o640)
    os.chown(path, 1234, 2345)
    check("--fix", "warning.md")
    now = path.stat()
    assert (path.read_text("utf-8"), now.st_uid, now.st_gid, stat.S_IMODE(now.st_mode)) == (FIXED, 1234, 2345, 0o640)


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_diff_in_the_folder_is_no_digest(files):
    """A shell has made the file of the diff before the folder is walked; what another run wrote there is no input."""
    (files / "diff.txt").write_text(FIXED.replace("2407.08349", "2407.00001"), "utf-8")
    command = f"exec {sys.executable} -m dailypapers check --notes warning.md . >> diff.txt"
    result = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    written = (files / "diff.txt").read_text("utf-8").splitlines()
    assert [line for line in written if "diff.txt" in line] == ["./diff.txt:1:1: S014 passed over: it is the output"]
