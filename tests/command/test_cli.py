"""The command line: what goes where, exit statuses, and nothing half done."""

import json
import os
import subprocess
import sys
import time
import warnings

import pytest

import dailypapers
from dailypapers._command.parsers import PARSERS
from support import ROOT, SEEDS, on_terminal, process

GOOD = "## Daily Papers (2024-07-12)\n\n### [Good](https://arxiv.org/abs/2407.08348)\n\nVote: 1\n\n"
WARNS = "## Daily Papers (2024-07-13)\n\n### [Warns](https://arxiv.org/abs/2407.08349)\n\n- ***한국*: b\n\n"
BAD = "## Daily Papers (2024-07-14)\n\n### [Bad](https://arxiv.org/abs/2407.08350)\n\nVote: many\n\n"


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("good.md", GOOD), ("warns.md", WARNS), ("bad.md", BAD), ("no.md", "# Nothing\n")):
        (tmp_path / name).write_text(text, "utf-8", newline="")
    return tmp_path


# -- export -------------------------------------------------------------------------------------------------


def test_the_main_job(run):
    status, out, err = run("export", "--format", "bibtex", str(ROOT / "seeds"))
    assert (status, out.count("@misc{arxiv-"), err.count("\n")) == (0, 65, 1)
    assert err.startswith("65 papers have their authors in no known order")


def test_standard_input_is_the_default_and_can_be_named():
    data = SEEDS[4].read_bytes()
    for arguments in ((), ("-",)):
        assert process("export", "--format", "markdown", *arguments, input=data) == (0, data.decode(), "")


def test_inputs_come_in_the_order_given_and_options_anywhere(run):
    status, out, _ = run("export", "warns.md", "--format", "csv", "good.md", "--option", "formulas=keep", "warns.md")
    assert status == 0
    assert [line.split(",")[1] for line in out.splitlines() if line.startswith("2024")] == ["Warns", "Good", "Warns"]


def test_all_that_follows_two_dashes_is_an_input(run, files):
    (files / "--strict").write_text(GOOD, "utf-8")
    status, out, _ = run("export", "warns.md", "--format", "csv", "--", "--strict", "good.md")
    assert (status, out.count("\r\n"), out.count("Good")) == (0, 4, 2)
    assert run("check", "--", "--strict") == (0, "", "")


def test_a_dash_is_standard_output(run, files):
    status, out, _ = run("export", "good.md", "--format", "csv", "--output", "-")
    assert (status, out.count("Good")) == (0, 1)
    assert not (files / "-").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        ("export --format json - <&-", 1, "<stdin>:1:1: S003 cannot be read: it is closed\n"),
        ("export --format json good.md >&-", 4, "error: cannot write standard output: it is closed\n"),
        ("check warns.md >&-", 4, "error: cannot write standard output: it is closed\n"),
        ("--version >&-", 4, "error: cannot write standard output: it is closed\n"),
        ("check bad.md >/dev/null 2>&-", 1, ""),
        ("exprt 2>/dev/full", 2, ""),
    ],
)
def test_closed_streams(command, status, message):
    script = f"exec {sys.executable} -m dailypapers {command}"
    result = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (status, message)


MANY = "## Daily Papers (2024-07-14)\n" + "### [Bad](https://arxiv.org/abs/2407.08350)\n\nVote: many\n\nwords\n" * 100


@pytest.mark.parametrize("command", [["export", "--format", "json"], ["list"], ["export", "-f", "csv", "--keep-going"]])
def test_errors_of_one_kind_are_told_three_times_and_counted(run, files, command):
    for name in ("many.md", "more.md"):
        (files / name).write_text(MANY, "utf-8")
    _, _, err = run(*command, "many.md", "more.md", "bad.md")
    lines = [line for line in err.splitlines() if not line.startswith("dates with")]
    votes = "F121 not a number of votes: expected digits up to 1000000000, or -"
    words = "S011 unknown line before the first bullet"
    assert [line for line in lines[:-2] if line[0] != " "] == [
        f"many.md:{line}:1: {told}"
        for line in (4, 9, 14)
        for told in (votes, words)
        for line in [line + 2 * (told == words)]
    ]
    assert lines[-2:] == [
        f"198 more like this, which dailypapers check tells: {votes}",
        f"197 more like this, which dailypapers check tells: {words}",
    ]


def test_errors_that_differ_in_numbers_or_quotations_alone_are_of_one_kind(run, files):
    titles = ["Good"] * 3 + [None] * 5
    items = [{"paper": {"id": f"2407.0000{n}", "title": title}} for n, title in enumerate(titles)]
    items += [{"paper": {"id": "2407.00009", "title": "Good", "submittedOnDailyAt": day}} for day in "abcde"]
    (files / "a.json").write_text(json.dumps(items), "utf-8")
    (files / "second.md").write_text(
        GOOD + "Vote: 2\n\nVote: 3\n\nVote: 4\n\n" + GOOD.replace("2407.08348", "2407.1") + "Vote: 5\n", "utf-8"
    )
    _, _, err = run("export", "--format", "json", "a.json", "second.md")
    assert [line for line in err.splitlines() if "more" in line] == [
        "2 more like this, which dailypapers check tells: R001 $[3].paper.title: expected text, not null",
        "2 more like this, which dailypapers check tells: R001 $[8].paper.submittedOnDailyAt: expected a date as YYYY-MM-DD, not 'a'",
        "1 more like this, which dailypapers check tells: F122 a second and different number of votes; the first is in line 5",
    ]


def test_with_strict_warnings_are_counted_as_errors_are(run, files):
    (files / "a.md").write_text(WARNS.replace("- ***한국*: b\n", "- ***한국*: b\n" * 50), "utf-8")
    status, _, err = run("export", "--strict", "--format", "json", "a.md")
    assert (status, err.count("a.md:")) == (1, 3)
    assert err.endswith(
        "47 more like this, which dailypapers check tells: F141 the emphasis of a label opens with *** and closes with *\n"
    )


def test_errors_of_a_file_that_is_left_out_are_counted_too(run, files):
    (files / "many.md").write_text(MANY, "utf-8")
    status, _, err = run("export", "--format", "json", "--without", "many.md", "good.md")
    assert (status, err.count("many.md:"), err.count("97 more like this")) == (1, 6, 2)


def test_an_output_file(run, files):
    assert run("export", "good.md", "--output", "out.json") == (0, "", "")
    assert json.loads((files / "out.json").read_text("utf-8"))["digests"][0]["date"] == "2024-07-12"


def test_an_error_keeps_everything_from_being_written(run, files):
    (files / "out.json").write_text("old", "utf-8")
    status, out, err = run("export", "no.md", "good.md", "bad.md", "missing.md", "warns.md", "--output", "out.json")
    assert (status, out) == (1, "")
    assert err == (
        "no.md:1:1: S001 no digest: no line '## Daily Papers (YYYY-MM-DD)' outside a code fence; "
        "dailypapers explain S001 shows one, and --from reads other formats\n"
        "    # Nothing\n"
        "    ^\n"
        "bad.md:5:1: F121 not a number of votes: expected digits up to 1000000000, or -\n"
        "    Vote: many\n"
        "    ^\n"
        "missing.md:1:1: S003 cannot be read: No such file or directory\n"
        "warning: 1 × F141 emphasis\n"
        "dailypapers check shows where\n"
    )
    assert (files / "out.json").read_text("utf-8") == "old"
    assert run("export", "--format", "json", "bad.md")[:2] == (1, "")


@pytest.mark.parametrize("command", ["check", "check --fix", "check --diff", "list", "export --format json"])
def test_an_empty_path_is_no_folder(run, files, command):
    """As of a variable of the shell that is not set: nothing below the working folder is read, let alone rewritten."""
    before = (files / "warns.md").read_bytes()
    status, *said = run(*command.split(), "")
    assert (status, "".join(said)) == (1, ":1:1: S003 cannot be read: No such file or directory\n")
    assert (files / "warns.md").read_bytes() == before


def test_keep_going_writes_what_was_understood(run):
    status, out, err = run("export", "--format", "csv", "--keep-going", "bad.md", "good.md")
    assert status == 1
    assert [line.split(",")[1] for line in out.splitlines()[1:]] == ["Bad", "Good"]
    assert "F121" in err


def test_warnings_are_counted_and_strict_makes_them_errors(run):
    status, out, err = run("export", "--format", "csv", "warns.md", "warns.md")
    assert (status, out.count("Warns")) == (0, 2)
    assert err == "warning: 2 × F141 emphasis\ndailypapers check shows where\n"
    status, out, err = run("export", "--format", "csv", "--strict", "warns.md", "good.md")
    assert (status, out) == (1, "")
    assert err == (
        "warns.md:5:1: F141 the emphasis of a label opens with *** and closes with *\n    - ***한국*: b\n    ^\n"
    )


def test_the_caret_stands_below_its_spot_in_terminal_cells(run, files):
    (files / "a.md").write_text("## Daily Papers (2024-07-12)\n### [한국어](https://x.org) 끝" + "x" * 200, "utf-8")
    _, _, err = run("export", "--format", "json", "a.md")
    place, line, caret = err.splitlines()
    assert place.startswith("a.md:2:26: F112")
    assert line == "    ### [한국어](https://x.org) 끝" + "x" * 74 + "…"
    assert caret.index("^") == 4 + 25 + 3  # three of the characters before it take two cells


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("export", "good.md"), "name a format with --format"),
        (("export", "good.md", "--format", "bibtx"), "unknown format 'bibtx' (did you mean 'bibtex'?)"),
        (("export", "good.md", "--format", ""), "unknown format ''"),
        (("export", "good.md", "--output", "out.docx"), "cannot choose a format for the suffix '.docx'"),
        (("export", "good.md", "--format", "csv", "--option", "formula=keep"), "did you mean 'formulas'?"),
        (("export", "good.md", "--format", "csv", "--option", "formulas=no"), "expected escape or keep, not 'no'"),
        (("export", "good.md", "--format", "csv", "--option", "formulas"), "--option takes KEY=VALUE"),
        (("export", "--format", "csv", "--option", "a=1", "--option", "a=2"), "--option a is given twice"),
        (("export", "good.md", "--output", ""), "the path is empty; give the name of a file"),
        (("export", "good.md", "--format", "csv", "--output", ""), "the path is empty; give the name of a file"),
        (("export", "good.md", "--format", "csv", "--output", "new/"), "name of a file, such as new/papers.csv"),
        (("export", "good.md", "--output", "new/"), "name of a file, such as new/papers.json"),
        (("export", "good.md", "--format", "csv", "--output", "."), "name of a file, such as ./papers.csv"),
    ],
)
def test_wrong_usage(run, arguments, message):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "error", "usage"),
    [
        (("exprt",), "no command 'exprt' (did you mean 'export'?)", "COMMAND …"),
        (("Check",), "no command 'Check' (did you mean 'check'?)", "COMMAND …"),
        (("seeds/",), "no command 'seeds/'", "COMMAND …"),
        ((), "no command", "COMMAND …"),
        (("-x",), "no option '-x' before a command", "COMMAND …"),
        (("-q", "list"), "no option '-q' before a command; put it behind the command", "COMMAND …"),
        (("help", "lsit"), "no command 'lsit' (did you mean 'list'?)", "COMMAND …"),
        (("help", "list", "check"), "help is about one command", "COMMAND …"),
        (("hepl",), "no command 'hepl' (did you mean 'help'?)", "COMMAND …"),
        (("--verion",), "no option '--verion' before a command (did you mean '--version'?)", "COMMAND …"),
        (("--formt",), "no option '--formt' before a command (did you mean '--format'?)", "COMMAND …"),
        (("--format=csv", "good.md"), "no option '--format' before a command; export has it", "COMMAND …"),
        (("export", "--form", "csv"), "export has no option '--form' (did you mean '--format'?)", "export [OPTION]… [INPUT]…"),
        (("export", "--formt", "csv"), "export has no option '--formt' (did you mean '--format'?)", "export [OPTION]… [INPUT]…"),
        (("export", "--formt=csv"), "export has no option '--formt' (did you mean '--format'?)", "export [OPTION]… [INPUT]…"),
        (("export", "--FORMAT", "csv"), "export has no option '--FORMAT' (did you mean '--format'?)", "export [OPTION]… [INPUT]…"),
        (("export", "-x", "good.md"), "export has no option '-x'", "export [OPTION]… [INPUT]…"),
        (("export", "--fix", "good.md"), "export has no option '--fix'; check has it", "export [OPTION]… [INPUT]…"),
        (("export", "--format"), "argument -f/--format: expected one argument", "export [OPTION]… [INPUT]…"),
        (("check", "--note", "good.md"), "check has no option '--note' (did you mean '--notes'?)", "check [OPTION]… INPUT…"),
        (("check", "--note"), "check has no option '--note' (did you mean '--notes'?)", "check [OPTION]… INPUT…"),
        (("check", "--keep-going", "good.md"), "check has no option '--keep-going'; export has it", "check [OPTION]… INPUT…"),
        (("check", "--since", "2024", "good.md"), "check has no option '--since'; export and list have it", "check [OPTION]… INPUT…"),
        (("list", "--matches", "a"), "list has no option '--matches' (did you mean '--match'?)", "list [OPTION]… [INPUT]…"),
        (("check",), "the following arguments are required: INPUT", "check [OPTION]… INPUT…"),
        (
            ("check", "--output-format", "jsn", "good.md"),
            "argument --output-format: expected text, json or github, not 'jsn' (did you mean 'json'?)",
            "check [OPTION]… INPUT…",
        ),
        (("explain", "--cod"), "explain has no option '--cod'", "explain [OPTION]… CODE"),
        (("explain", "F131", "F132"), "unexpected argument 'F132'", "explain [OPTION]… CODE"),
        (("formats", "--outptu-format", "json"), "formats has no option '--outptu-format' (did you mean '--output-format'?)", "formats [OPTION]… [NAME]"),
        (("plugin", "nwe", "x"), "argument new: expected new, not 'nwe' (did you mean 'new'?)", "plugin [OPTION]… new NAME"),
        # What a terminal would act upon is shown, and no line feed makes a line of its own.
        (("check", "--\x1b[31m", "good.md"), r"check has no option '--\x1b[31m'", "check [OPTION]… INPUT…"),
        (("check", "--a\nerror:"), r"check has no option '--a\nerror:'", "check [OPTION]… INPUT…"),
        (("formats", "a", "\x1b[31m"), r"unexpected argument '\x1b[31m'", "formats [OPTION]… [NAME]"),
        (("--\x1b[31m",), r"no option '--\x1b[31m' before a command", "COMMAND …"),
        (("\x1b[31m",), r"no command '\x1b[31m'", "COMMAND …"),
    ],
)  # fmt: skip
def test_wrong_usage_is_an_error_with_the_closest_and_one_line_of_usage(run, arguments, error, usage):
    status, out, err = run(*arguments)
    more = "lists the commands" if "COMMAND" in usage else "shows more"
    assert (status, out, err) == (2, "", f"error: {error}\nusage: dailypapers {usage} (--help {more})\n")


WITH_A_VALUE = [action for action in PARSERS["export"]()._actions if action.option_strings and action.nargs != 0]


@pytest.mark.parametrize("action", WITH_A_VALUE, ids=lambda action: action.dest)
def test_two_dashes_are_no_value_of_an_option(run, files, action):
    """As where a variable of the shell is not set: ``--output $file -- *.md``."""
    status, out, err = run("export", "--format", "json", action.option_strings[-1], "--", "good.md")
    assert (status, out) == (2, "")
    assert err.startswith(f"error: argument {'/'.join(action.option_strings)}: expected one argument\n")


def test_what_looks_like_an_option_and_is_none(run, files):
    (files / "-1").write_text(GOOD, "utf-8")  # to argparse a number is none
    assert run("check", "-1") == (0, "", "")
    assert run("check", "- a b")[1].startswith("- a b:1:1: S003")


def test_short_options(run, files):
    long = run("export", "--format", "csv", "good.md")
    assert run("export", "-f", "csv", "good.md") == run("export", "good.md", "-fcsv") == long
    assert run("export", "-f", "csv", "-o", "out", "good.md") == (0, "", "")
    assert (files / "out").read_bytes() == b"".join(line.encode() + b"\r\n" for line in long[1].splitlines())


@pytest.mark.parametrize("name", ["digests", "path", "format", "self", "cls", "found", ""])
@pytest.mark.parametrize("output", [[], ["--output", "out.csv"]])
def test_an_option_with_the_name_of_a_parameter_is_none(run, files, name, output):
    status, out, err = run("export", "-f", "csv", *output, "--option", f"{name}=x", "good.md")
    assert (status, out) == (2, "")
    told = f"format 'csv', option {name!r}: there is no such option" if name else "--option takes KEY=VALUE, not '=x'"
    assert err.startswith(f"error: {told}")
    assert not (files / "out.csv").exists()


def test_an_output_that_cannot_be_written(run):
    status, out, err = run("export", "good.md", "--output", "missing/out.json")
    assert (status, out) == (4, "")
    assert err == "error: cannot write missing/out.json: No such file or directory\n"


@pytest.mark.parametrize("name", ["a\0b.json", "\0", "\ud800.json"])
def test_what_can_be_no_path(run, name):
    status, out, err = run("export", "good.md", "--format", "json", "--output", name)
    assert (status, out) == (4, "")
    assert err.startswith("error: cannot write ")
    assert run("export", name, "--format", "json")[0] == 1
    assert run("export", "good.md", "--format", "json", "--authors", name)[0] == 1
    assert run("check", "--fix", name)[0] == 1
    assert run("check", "--diff", name)[0] == 1


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_loop_of_links_is_no_output(run, files):
    (files / "a.json").symlink_to("b.json")
    (files / "b.json").symlink_to("a.json")
    assert run("export", "good.md", "--output", "a.json") == (
        4,
        "",
        "error: cannot write a.json: Too many levels of symbolic links\n",
    )
    assert (files / "a.json").is_symlink()


# -- what is passed over, and what comes twice ----------------------------------------------------------------

DRIFTED = GOOD.replace("Papers", "Paper")
WHY = "no digest, but papers from line 3 on: the heading above them has to be '## Daily Papers (YYYY-MM-DD)'"


@pytest.fixture
def folder(files):
    (files / "folder").mkdir()
    (files / "folder/good.md").write_text(GOOD, "utf-8", newline="")
    (files / "folder/README.md").write_text("# Papers\n\n## Daily\n", "utf-8")
    return files / "folder"


def test_a_heading_that_drifted_is_told(run, folder):
    (folder / "a.md").write_text(DRIFTED, "utf-8", newline="")
    (folder / "b.md").write_text(DRIFTED, "utf-8", newline="")
    status, out, err = run("export", "--format", "csv", "folder")
    assert (status, out.count("Good")) == (0, 1)
    assert (
        err == f"warning: folder/a.md:1:1: S013 passed over: {WHY}\nwarning: folder/b.md:1:1: S013 passed over: {WHY}\n"
    )
    status, out, err = run("export", "--format", "csv", "--strict", "folder")
    assert (status, out, err.count("S013")) == (1, "", 2)
    status, out, err = run("export", "--format", "csv", "folder/a.md", "folder/good.md")
    assert (status, out) == (1, "")
    assert err == f"folder/a.md:1:1: S005 {WHY}\n    ## Daily Paper (2024-07-12)\n    ^\n"
    status, out, _ = run("export", "--format", "csv", "--keep-going", "folder/a.md", "folder/good.md")
    assert (status, out.count("Good")) == (1, 1)


@pytest.mark.parametrize("flag", ["-q", "--quiet"])
def test_quiet_says_nothing_but_errors(run, files, folder, flag):
    (folder / "2025-05-14.md").write_bytes(b"")
    (folder / "drifted.md").write_text(DRIFTED, "utf-8")
    (folder / "same.md").write_text(GOOD + "- ***D*: e\n", "utf-8")
    (folder / "two.md").write_text(GOOD.replace("08348", "08355") + "Authors: Ann, Bob\n", "utf-8")
    (files / "orders.json").write_text('{"2407.08348": ["Ann"]}', "utf-8")
    (files / "e.py").write_text(f"TEXTS = ['a warning']\n{WARNS_OF_EACH}", "utf-8")
    error = "bad.md:5:1: F121 not a number of votes: expected digits up to 1000000000, or -\n    Vote: many\n    ^\n"
    for arguments in (
        ["export", "--format", "csv", "--authors", "orders.json", "folder"],
        ["export", "--format", "csv", "--min-votes", "1000", "folder"],
        ["export", "--format", "bibtex", "folder"],
        ["export", "--format", "./e.py:Exporter", "folder"],
        ["export", "--format", "notes", "--output", "notes/", "folder"],
        ["export", "--format", "notes", "--output", "notes/", "--min-votes", "1000", "folder"],
        ["list", "folder"],
        ["list", "--match", "nothing", "folder"],
        ["list", "--authors", "orders.json", "--author", "Nobody", "folder"],
        ["check", "--fix", "warns.md"],
        ["explain", "F121"],
        ["formats", "json"],
    ):
        status, out, err = run(*arguments)
        assert err or arguments[0] in ("explain", "formats", "check")
        again = 0 if arguments[:2] == ["check", "--fix"] else status  # what was mended the first time
        assert run(*arguments, flag) == (again, out if again == status else "", "")
    for command in (["export", "--format", "csv"], ["list"]):
        status, _, err = run(*command, "folder", "bad.md", flag)
        assert (status, err) == (1, error)
    assert run("list", flag, "--fromm", "x")[2].startswith("error: list has no option '--fromm'")
    assert "S013" in run("list", "folder")[2]  # the next command is not quiet


def test_what_a_reader_warns_of_is_plain_text_and_nothing_with_quiet(run, files):
    body = "    suffix = '.r'\n    def read(self, content, source):\n        warnings.warn('a \\x1b[31m')\n        yield Digest(None)\n"
    (files / "r.py").write_text(
        f"import attrs, warnings\nfrom dailypapers import Digest\n\n@attrs.frozen\nclass R:\n{body}", "utf-8"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        assert run("list", "--from", "./r.py:R", "good.md")[2].startswith(
            f"{files / 'r.py'}:8: UserWarning: a \\x1b[31m\n"
        )
        assert run("list", "--from", "./r.py:R", "good.md", "-q") == (0, "", "")


def test_with_quiet_no_exporter_speaks(run, files):
    body = "    def export(self, digests):\n        print('spoken')\n        yield str(len(list(digests)))\n"
    (files / "e.py").write_text(f"import attrs\n\n@attrs.frozen\nclass E:\n    suffix = '.e'\n\n{body}", "utf-8")
    assert run("export", "--format", "./e.py:E", "good.md") == (0, "1", "spoken\n")
    assert run("export", "--format", "./e.py:E", "good.md", "--quiet") == (0, "1", "")


def test_a_warning_of_a_reader_is_told_in_its_words(run, files):
    (files / "rows.jsonl").write_text('{"title": "A", "vots": 3}\n', "utf-8")
    assert run("export", "--format", "csv", "rows.jsonl")[2].splitlines()[0] == (
        "warning: 1 × R002 doubtful: passed over keys that no paper has: 'vots'"
    )


def test_errors_of_other_words_are_of_another_kind(run, files):
    votes = "".join(f"### [A](https://arxiv.org/abs/2407.0834{n})\n\nVotes: {n}\n\n" for n in range(5))
    (files / "names.md").write_text(f"## Daily Papers (2024-07-12)\n\n{votes}Author: Ann\n\nsome words\n", "utf-8")
    status, _, err = run("list", "names.md")
    assert status == 1
    assert [line for line in err.splitlines() if not line.startswith(" ")] == [
        "names.md:5:1: S011 unknown line before the first bullet; did you mean 'Vote:'?",
        "names.md:9:1: S011 unknown line before the first bullet; did you mean 'Vote:'?",
        "names.md:13:1: S011 unknown line before the first bullet; did you mean 'Vote:'?",
        "names.md:23:1: S011 unknown line before the first bullet; did you mean 'Authors:'?",
        "names.md:25:1: S011 unknown line before the first bullet",
        "2 more like this, which dailypapers check tells: S011 unknown line before the first bullet; did you mean 'Vote:'?",
    ]


def test_a_day_that_is_lost_is_told(run, folder):
    why = "no digest, though the path says 2025-05-14: that day may be lost"
    for command in (["export", "--format", "csv"], ["list"]):
        (folder / "2025-05-14.md").write_text("<html>503</html>\n", "utf-8")
        status, out, err = run(*command, "folder")
        assert (status, out.count("Good")) == (0, 1)
        assert err == f"warning: folder/2025-05-14.md:1:1: S015 passed over: {why}\n"
        status, out, err = run(*command, "folder/2025-05-14.md")
        assert (status, out) == (1, "")
        assert err == f"folder/2025-05-14.md:1:1: S006 {why}\n    <html>503</html>\n    ^\n"


def test_a_heading_that_drifted_is_an_error_of_standard_input():
    status, out, err = process("export", "--format", "json", input=DRIFTED.encode())
    assert (status, out) == (1, "")
    assert err.startswith("<stdin>:1:1: S005 no digest, but papers")


def test_a_walk_passes_over_the_output(run, folder):
    for _ in range(3):
        status, _, err = run("export", "--output", "folder/all.md", "folder")
        assert status == 0
        assert (folder / "all.md").read_text("utf-8").count("Good") == 1
    assert err == "warning: folder/all.md:1:1: S014 passed over: it is the output\n"
    # named as well, it is read
    status, _, err = run("export", "--output", "folder/all.md", "folder/all.md", "folder")
    assert (status, (folder / "all.md").read_text("utf-8").count("Good")) == (0, 2)


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_walk_passes_over_standard_output(folder):
    script = f"exec {sys.executable} -m dailypapers export --format markdown folder >> folder/all.md"
    for count in (1, 2):
        result = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
        assert result.returncode == 0
        assert (folder / "all.md").read_text("utf-8").count("Good") == count
    assert result.stderr == "warning: folder/all.md:1:1: S014 passed over: it is the output\n"


def test_a_named_input_may_be_the_output(run, files):
    status, _, err = run("export", "--output", "good.md", "good.md", "warns.md")
    assert (status, err) == (0, "warning: 1 × F141 emphasis\ndailypapers check shows where\n")
    text = (files / "good.md").read_text("utf-8")
    assert (text.count("[Good]"), text.count("[Warns]")) == (1, 1)


def test_the_file_of_authors_may_be_the_output(run, files):
    (files / "a.md").write_text(GOOD + "Authors: Bob Two, Ann One\n", "utf-8")
    (files / "a.json").write_text('{"2407.08348": ["Ann One", "Bob Two"]}', "utf-8")
    status, _, err = run("export", "a.md", "--authors", "a.json", "--output", "a.json")
    assert (status, err) == (
        0,
        "authors: 1 in their true order, 0 completed, left as they were: 0 with other names, 0 of no known order\n",
    )
    data = json.loads((files / "a.json").read_text("utf-8"))
    assert data["digests"][0]["papers"][0]["authors"] == ["Ann One", "Bob Two"]


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("arguments", "content", "expected"),
    [
        ("list {}", GOOD, "Good"),
        ("list --without {} good.md warns.md", GOOD, "Warns"),
        ("export -f csv --authors {} warns.md", '{"2407.08349": ["Ann One"]}', "Warns"),
        ("export -f bibtex --option keys={} good.md", "@misc{mine, eprint = {2407.08348}}", "@misc{mine,"),
        ("export -f bibtex --option update={} good.md", "@misc{mine, title = {B}}", "@misc{mine,"),
        ("export -f template --option file={} good.md", "{{ digests[0].papers[0].title }}!", "Good!"),
    ],
)
def test_what_is_read_once_may_be_a_pipe(tmp_path, arguments, content, expected):
    """As ``<(…)`` of a shell is."""
    (tmp_path / "content").write_text(content, "utf-8")
    script = f"cat content | {sys.executable} -m dailypapers {arguments.format('/dev/stdin')}"
    result = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, expected in result.stdout) == (0, True), result.stderr


def test_a_date_in_two_files_is_told_in_a_line(run, folder):
    (folder / "README.md").write_text("# Papers\n\n" + GOOD, "utf-8", newline="")
    for strict in ((), ("--strict",)):
        status, out, err = run("export", "--format", "csv", "folder", *strict)
        assert (status, out.count("Good")) == (0, 2)
        assert err == (
            "dates with a digest in more than one file: 1; 2024-07-12 is in folder/README.md:3 and folder/good.md:1\n"
        )
    # and so are more, of more files
    (folder / "a.md").write_text(BAD.replace("many", "1") + GOOD, "utf-8", newline="")
    (folder / "b.md").write_text(BAD.replace("many", "1"), "utf-8", newline="")
    _, _, err = run("export", "--format", "csv", "folder")
    assert err == (
        "dates with a digest in more than one file: 2; 2024-07-12 is in folder/README.md:3 and folder/a.md:7\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="no file can have such a name")
def test_no_name_of_a_file_begins_a_line(run, folder):
    (folder / "z\nerror: z.md").write_text(GOOD, "utf-8")
    (folder / "z\nerror: z.xml").write_text("<", "utf-8")
    _, _, err = run("export", "--format", "csv", "--keep-going", "--authors", "folder", "folder")
    assert "folder/z\\x0aerror: z.xml:1" in err
    assert "folder/good.md:1 and folder/z\\x0aerror: z.md:1\n" in err
    assert "\nerror: z" not in err


def test_a_date_twice_in_one_file_or_unknown_is_not(run, files):
    (files / "two.md").write_text(GOOD + GOOD + GOOD.replace("2024-07-12", "unknown"), "utf-8", newline="")
    (files / "unknown.md").write_text(GOOD.replace("2024-07-12", "unknown"), "utf-8", newline="")
    assert run("export", "--format", "csv", "two.md", "unknown.md")[::2] == (0, "")
    assert run("export", "--format", "csv", "good.md", "good.md")[::2] == (0, "")  # which is one file


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("arguments", "unbuffered"),
    [
        *((("export", "--format", "json", "good.md"), ""), (("list", "good.md"), ""), (("check", "bad.md"), "")),
        *((("formats",), ""), (("--help",), ""), (("export", "--help"), "")),
        *((("export", "--format", "json", "good.md"), "1"), (("--help",), "1")),
    ],
)
def test_a_full_disk(monkeypatch, arguments, unbuffered):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "dailypapers", *arguments], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 4
    assert result.stderr == b"error: cannot write standard output: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
@pytest.mark.parametrize(
    "arguments",
    [("export", "--format", "json", ROOT / "seeds"), ("list", "good.md"), ("check", "bad.md"), ("formats",)],
)
def test_a_closed_pipe_is_quiet(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, "-m", "dailypapers", *arguments], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, b"")


def test_what_an_exporter_says_about_its_output_is_shown(run, files):
    (files / "a.md").write_text("## Daily Papers (2024-07-12)\n### [a\bb](https://x.org)\n", "utf-8")
    status, out, err = run("export", "--format", "bibtex", "a.md")
    assert (status, err) == (
        0,
        "warning: control characters dropped (U+0008), which a reference cannot hold, from 'ab'\n",
    )
    assert "title = {ab}" in out


WARNS_OF_EACH = """\
import warnings
import attrs
from dailypapers import ExportWarning

@attrs.frozen
class Exporter:
    def export(self, digests):
        for digest in digests:
            for number, paper in enumerate(digest.papers, 1):
                for text in TEXTS:
                    warnings.warn(text.format(paper=paper, number=number), ExportWarning, stacklevel=2)
                yield paper.title
"""
THREE = "## Daily Papers (2024-07-12)\n" + "".join(
    f"### [{title}](https://arxiv.org/abs/2407.0834{number})\n"
    for number, title in enumerate(["Counting Apples", 'What\'s "New"', "C 3"])
)


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        # A kind: the same words, whatever is quoted and whatever has a digit in it.
        (["the summary of {paper.title!r} is left out"], ["the summary of 'Counting Apples' is left out", 2]),
        (["“{paper.title}” has no votes"], ["“Counting Apples” has no votes", 2]),
        (["paper {number} ({paper.arxiv_id}) has no votes"], ["paper 1 (2407.08340) has no votes", 2]),
        (["{paper.url}: no votes"], ["https://arxiv.org/abs/2407.08340: no votes", 2]),
        # Kinds: each its first line when it comes, and one line with a count in the end.
        (
            ["no votes: {paper.title!r}", "no authors: {paper.title!r}"],
            ["no votes: 'Counting Apples'", "no authors: 'Counting Apples'", 2, 2],
        ),
        (["{paper.title}: no votes"], ["Counting Apples: no votes", 'What\'s "New": no votes', "C 3: no votes"]),
        (["the papers' titles", "the paper's title"], ["the papers' titles", "the paper's title", 2, 2]),
        (["'", "''", "'a"], ["'", 8]),  # a quotation without an end goes to the end
    ],
)
def test_of_each_kind_of_warning_the_first_is_shown_and_the_others_are_counted(run, files, texts, lines):
    (files / "e.py").write_text(f"TEXTS = {texts!r}\n{WARNS_OF_EACH}", "utf-8")
    (files / "a.md").write_text(THREE, "utf-8")
    status, out, err = run("export", "-f", "./e.py:Exporter", "a.md")
    assert (status, out) == (0, 'Counting ApplesWhat\'s "New"C 3')
    first = [line for line in lines if isinstance(line, str)]
    counts = [line for line in lines if isinstance(line, int)]
    more = [f"{count} more like this: {text}" for count, text in zip(counts, first, strict=False)]
    assert err.splitlines() == [f"warning: {line}" for line in first + more]


def test_warnings_of_no_kind_are_bounded_and_a_failure_does_not_lose_the_count(run, files):
    texts = [f"{a}{b} {{number}}" for a in "abcde" for b in "vwxyz"]
    (files / "e.py").write_text(f"TEXTS = {texts!r}\n{WARNS_OF_EACH}        1 / 0\n", "utf-8")
    (files / "a.md").write_text(THREE, "utf-8")
    status, out, err = run("export", "-f", "./e.py:Exporter", "a.md")
    lines = err.splitlines()
    assert (status, out, lines[:20]) == (3, "", [f"warning: {text.format(number=1)}" for text in texts[:20]])
    # Of 25 kinds, three times each, 20 are shown: of these two more each, and of five all.
    assert set(lines[20:-1]) == {
        *(f"warning: 2 more like this: {text.format(number=1)}" for text in texts[:20]),
        "warning: 15 more of other kinds",
    }
    assert "ZeroDivisionError" in lines[-1]


def test_a_long_warning_takes_a_time_in_proportion_to_its_length(run, files):
    for text in ("'a " * 50_000, "'" + r"\'" * 50_000, '"' * 50_001, "“" * 50_000, "(`" * 50_001):
        (files / "e.py").write_text(f"TEXTS = {[text]!r}\n{WARNS_OF_EACH}", "utf-8")
        start = time.process_time()
        assert run("export", "-f", "./e.py:Exporter", "good.md")[0] == 0
        assert time.process_time() - start < 5  # where each quotation were looked for to the end, minutes


def test_other_warnings_are_shown_as_python_does_but_for_what_a_terminal_acts_upon(run, files):
    body = WARNS_OF_EACH.replace("ExportWarning, stacklevel=2", "stacklevel=1")
    (files / "e.py").write_text(f"TEXTS = ['a \\x1b[31m']\n{body}", "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        status, _, err = run("export", "-f", "./e.py:Exporter", "good.md")
    assert (status, "\x1b" in err) == (0, False)
    assert err.startswith(f"{files / 'e.py'}:12: UserWarning: a \\x1b[31m\n")


@pytest.mark.skipif(os.name == "nt", reason="limits are those of POSIX")
@pytest.mark.parametrize(
    ("arguments", "name"),
    [(["--output", "out.json"], "out.json"), (["--format", "json"], "a temporary file")],
)
def test_a_disk_that_fills_up_while_writing(files, arguments, name):
    import resource

    (files / "out.json").write_text("old", "utf-8")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    told = f"error: cannot write {name}: File too large\n"
    assert process("export", *arguments, ROOT / "seeds", preexec_fn=limit) == (4, "", told)
    assert (files / "out.json").read_text("utf-8") == "old"
    assert list(files.glob(".*")) == []


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_file_that_a_stream_goes_to_is_not_replaced(files, name):
    (files / "log.txt").write_text("before\n", "utf-8")
    script = f"{{ {sys.executable} -m dailypapers export -f csv -o /dev/{name} good.md; echo behind; }} >> log.txt 2>&1"
    subprocess.run(["/bin/sh", "-c", script], cwd=files, check=True)
    lines = (files / "log.txt").read_text("utf-8").splitlines()
    assert (lines[0], lines[1][:5], lines[-1]) == ("before", "date,", "behind")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not limit memory so")
@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["list", "/dev/zero"], 1, "/dev/zero:1:1: S003 cannot be read: it does not fit into memory\n"),
        (
            ["list", "--authors", "/dev/zero", "good.md"],
            3,
            "error: out of memory; give fewer or smaller inputs at once\n",
        ),
    ],
)
def test_a_file_that_does_not_fit_into_memory(files, arguments, status, told):
    import resource

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))

    assert process(*arguments, preexec_fn=limit) == (status, "", told)


def test_on_a_terminal(files):
    """Bytes are not written to it, and check shows the line and a caret."""
    (files / "zipped.py").write_text(
        "import attrs\n@attrs.frozen\nclass Z:\n    def export(self, digests):\n        yield b'\\xff'\n"
    )
    assert on_terminal("export", "--format", "./zipped.py:Z", "good.md", all_of_it=True) == (
        2,
        ["error: the output is binary, which a terminal cannot show; name a file with --output"],
    )
    # Nor is an archive, which is one although no note is in it.
    assert on_terminal("export", "--format", "notes", "--since", "2030", "good.md", all_of_it=True) == (
        2,
        ["error: the output is an archive of many files; name a folder with --output, such as papers/"],
    )
    assert on_terminal("check", "bad.md") == (
        1,
        [
            "bad.md:5:1: F121 not a number of votes: expected digits up to 1000000000, or -",
            "    Vote: many",
            "    ^",
        ],
    )


# -- check, formats, the rest -------------------------------------------------------------------------------


def test_check(run):
    assert run("check", "good.md") == (0, "", "")
    status, out, err = run("check", "good.md", "warns.md", "bad.md")
    assert (status, err) == (1, "")
    assert out == (
        "warns.md:5:1: F141 the emphasis of a label opens with *** and closes with *\n"
        "bad.md:5:1: F121 not a number of votes: expected digits up to 1000000000, or -\n"
    )


def test_check_reads_standard_input():
    assert process("check", "-", input=b"\xff") == (1, "<stdin>:1:1: S002 byte 0 (0xff) is not UTF-8\n", "")


def test_version_and_help(run):
    assert run("--version") == (0, f"dailypapers {dailypapers.__version__}\n", "")
    status, out, err = run("help")
    assert (status, out.partition("\n")[0], err) == (0, "usage: dailypapers COMMAND …", "")
    assert run("--help") == run("-h") == (status, out, err)
    for command in PARSERS:
        assert f"\n  {command} " in out
        status, about, err = run(command, "--help")
        assert (status, about.startswith(f"usage: dailypapers {command} "), err) == (0, True, "")
        assert run("help", command) == run(command, "-h") == (status, about, err)


def test_an_ascii_terminal_is_no_reason_to_fail():
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    assert process("check", "warns.md", env=env)[0] == 1
    assert process("export", "--format", "csv", "warns.md", env=env)[1].count("한국") == 1


# -- where the system knows ASCII alone, and docstrings are gone ------------------------------------------------

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def in_ascii(*arguments):
    return process(*(each.encode() for each in arguments), env=os.environ | ASCII)


@pytest.fixture
def korean(files):
    text = GOOD + "Authors: 김하나\n\n- **L**: 확산\n"
    (files / "한글").mkdir()
    (files / "한글/확산.md").write_text(text, "utf-8")


@pytest.mark.skipif(os.name == "nt", reason="there the system's names are Unicode")
@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize("choice", [("--match", "확산"), ("--author", "김하나"), ("--without", "한글/없음.md")])
def test_arguments_are_utf_8_where_the_locale_is_ascii(files, choice):
    (files / "한글/없음.md").write_text(WARNS, "utf-8")
    assert in_ascii("list", *choice, "한글/확산.md") == (0, "2024-07-12\t1\t2407.08348\tGood\n", "")
    assert in_ascii("list", choice[0], "good.md" if choice[0] == "--without" else "영상", "한글/확산.md")[1] == ""


@pytest.mark.skipif(os.name == "nt", reason="there the system's names are Unicode")
@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize("name", ["한글/확산.md", "한글", "."])
def test_so_are_the_names_of_files(files, name):
    assert in_ascii("export", "--output", "한글/밖.jsonl", "--author", "김하나", "--keep-going", name)[0] in (0, 1)
    row = json.loads((files / "한글/밖.jsonl").read_text("utf-8"))
    assert row["source"] == os.path.join("." if name == "." else "", "한글", "확산.md")


@pytest.mark.skipif(os.name == "nt", reason="there the system's names are Unicode")
def test_messages_name_them():
    assert in_ascii("list", "없음.md")[::2] == (1, "없음.md:1:1: S003 cannot be read: No such file or directory\n")


def test_without_docstrings_formats_are_described_as_with_them():
    without = process("formats", flags=["-OO"])
    assert without == process("formats")
    assert "no description" not in without[1]
