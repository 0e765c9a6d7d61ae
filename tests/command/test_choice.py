"""Choosing papers on the command line: what each option means is in ``test_selection``; here, how it gets there."""

import json
import os
import subprocess
import sys

import pytest

import dailypapers
from benchmarks.archive import archive
from benchmarks.command import command
from support import ROOT

SEEDS = str(ROOT / "seeds")


def digest(date, *papers):
    """Give a digest of papers by their number, votes and authors."""
    text = f"## Daily Papers ({date})\n\n"
    for number, votes, authors in papers:
        text += (
            f"### [Paper {number}](https://arxiv.org/abs/2407.{number:05})\n\nVote: {votes}\n\nAuthors: {authors}\n\n"
        )
    return text


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    texts = {
        "a.md": digest("2024-07-12", (1, 5, "Ann One"), (2, "-", "Bob Two, Ann One")),
        "b.md": digest("2024-08-01", (3, 9, "Cem Three"), (1, 7, "Ann One")) + "- **확산**: 모형\n",
        "empty.md": digest("2024-07-13"),
        "unknown.md": digest("unknown", (4, 3, "Dan Four")),
        "warns.md": digest("2024-07-14", (5, 1, "Eve Five")) + "- ***한국*: b\n",
        "bad.md": digest("2024-07-15", (6, "many", "Fay Six")),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8", newline="")
    return tmp_path


@pytest.fixture
def chosen(run):
    """Give the numbers of the papers that export and list show for inputs and options, which have to be the same."""

    def chosen(*arguments):
        status, out, err = run("export", "--format", "csv", *arguments)
        assert (status, err) == (0, ""), err
        exported = [line.split(",")[1].removeprefix("Paper ") for line in out.splitlines() if "Paper " in line]
        status, out, err = run("list", *arguments)
        assert (status, err) == (0, ""), err
        assert [line.rpartition(" ")[2] for line in out.splitlines()] == exported
        return " ".join(exported)

    return chosen


ALL = ("a.md", "empty.md", "b.md", "unknown.md")


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ("", "1 2 3 1 4"),
        ("--since 2024", "1 2 3 1"),
        ("--since 2024-08", "3 1"),
        ("--until 2024-07", "1 2"),
        ("--until 2024-07-12 --since 2024-07-12", "1 2"),
        ("--min-votes 5", "1 3 1"),
        ("--min-votes 0", "1 3 1 4"),
        ("--author ANN_ONE", "1 2 1"),
        ("--author ann_one --author Cem_Three", "1 2 3 1"),
        ("--match paper_3", "3"),
        ("--match 산 --match 모", "1"),
        ("--top 2", "3 1"),
        ("--top 2 --until 2024-07", "1 2"),
        ("--without a.md", "3 4"),
        ("--without a.md --without unknown.md", "3"),
        ("--min-votes=5 --author=Ann_One --since=2024-08", "1"),
    ],
)
def test_each_option(chosen, options, numbers):
    arguments = [argument.replace("_", " ") for argument in options.split(" ") if argument]
    assert chosen(*arguments, *ALL) == chosen(*ALL, *arguments) == numbers


def test_words_and_names_in_the_form_that_macos_gives(chosen):
    assert chosen("--match", "\u1112\u116a\u11a8\u1109\u1161\u11ab", "a.md", "b.md") == "1"


def test_a_paper_twice_is_what_the_top_has_once_and_all_else_twice(run):
    for options, dates in (
        (["--top", "2"], ["2024-08-01"] * 2),
        (["--author", "Ann One", "--min-votes", "1"], ["2024-07-12", "2024-08-01"]),
    ):
        assert [line[:10] for line in run("list", *options, *ALL)[1].splitlines()] == dates


def test_digests_without_papers_are_written_where_nothing_is_chosen(run):
    def dates(*options):
        status, out, err = run("export", "--format", "json", *options, *ALL)
        assert (status, err) == (0, "")
        return [each["date"] for each in json.loads(out)["digests"]]

    assert dates() == ["2024-07-12", "2024-07-13", "2024-08-01", None]
    assert dates("--min-votes", "0") == ["2024-07-12", "2024-08-01", None]
    assert dates("--without", "unknown.md") == ["2024-07-12", "2024-08-01"]


def test_nothing_chosen(run, files):
    assert run("list", "--since", "2025", *ALL) == (0, "", "no paper was chosen out of 5\n")
    assert run("list", "--top", "1", "empty.md") == (0, "", "no paper was chosen out of 0\n")
    status, out, err = run("export", "--format", "json", "--match", "nowhere", *ALL)
    assert (status, json.loads(out)["digests"], err) == (0, [], "no paper was chosen out of 5\n")
    assert run("export", "--output", "out.bib", "--match", "nowhere", *ALL)[0] == 0
    assert (files / "out.bib").read_bytes() == b""
    assert run("list", "empty.md") == (0, "", "")  # nothing was to be chosen


WRONG = [
    *((flag, value, "a date such as 2024, 2024-07 or 2024-07-12") for flag in ("--since", "--until") for value in ("", "12.7.2024", "2024-02-30", "2024-7", "0000")),
    *(("--min-votes", value, "a number of votes from 0 on") for value in ("", "-1", "ten", "1.0", "1_0", "٣", " 1", "1" * 5000)),
    *(("--top", value, "a number of papers from 1 on") for value in ("0", "-1", "all")),
    *(("--author", value, "the name of an author") for value in ("", " \t")),
    *(("--match", value, "a text to look for") for value in ("", "\n")),
]  # fmt: skip


@pytest.mark.parametrize(("flag", "value", "accepted"), WRONG, ids=lambda text: ascii(text)[:20])
def test_wrong_values(run, files, flag, value, accepted):
    (files / "out.bib").write_text("old", "utf-8")
    shown = value if flag in ("--min-votes", "--top") and value in ("-1", "0") else repr(value)
    for before, usage in ((["list"], "list"), (["export", "--output", "out.bib"], "export")):
        status, out, err = run(*before, *ALL, flag, value)
        assert (status, out) == (2, "")
        assert err == (
            f"error: argument {flag}: expected {accepted}, not {shown}\n"
            f"usage: dailypapers {usage} [OPTION]… [INPUT]… (--help shows more)\n"
        )
    assert (files / "out.bib").read_text("utf-8") == "old"


def test_an_option_that_check_does_not_have(run):
    assert run("check", "--since", "2024", "a.md")[2].startswith(
        "error: check has no option '--since'; export and list have it\n"
    )
    assert run("list", "--matches", "a")[2].startswith(
        "error: list has no option '--matches' (did you mean '--match'?)\n"
    )


# -- --without ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", ["bad.md", "missing.md", "no.md"])
@pytest.mark.parametrize(
    "options", [["export", "--output", "out.csv"], ["export", "--output", "out.csv", "--keep-going"], ["list"]]
)
def test_errors_in_what_is_left_out(run, files, known, options):
    """Nothing is written: of which papers it would be, nobody knows."""
    (files / "no.md").write_text("# Nothing\n", "utf-8")
    (files / "out.csv").write_text("old", "utf-8")
    status, out, err = run(*options, "--without", "a.md", "--without", known, "b.md")
    assert (status, out, (files / "out.csv").read_text("utf-8")) == (1, "", "old")
    assert err.startswith(f"{known}:")
    assert "chosen" not in err


def test_warnings_in_what_is_left_out(run, files):
    assert run("list", "--without", "warns.md", "a.md")[::2] == (0, "")
    assert run("export", "--format", "csv", "--without", "warns.md", "a.md")[::2] == (0, "")
    status, out, err = run("export", "--format", "csv", "--strict", "--without", "warns.md", "a.md")
    assert (status, out) == (1, "")
    assert err.startswith("warns.md:9:1: F141 ")
    # a heading that drifted is never passed over without a word
    (files / "folder").mkdir()
    (files / "folder/a.md").write_text(digest("2024-07-12"), "utf-8")
    (files / "folder/b.md").write_text("## Daily Paper\n\n### [A](https://arxiv.org/abs/2407.00001)\n", "utf-8")
    status, out, err = run("list", "--without", "folder", "a.md")
    assert (status, out.count("\n")) == (0, 2)
    assert err.startswith("warning: folder/b.md:1:1: S013 passed over: ")


def test_what_is_left_out_may_be_the_output(run, files):
    assert run("export", "--without", "a.md", "--output", "a.md", "a.md", "b.md")[0] == 0
    assert [paper.title for paper in dailypapers.read("a.md").papers] == ["Paper 3"]
    # but not where a folder is walked: what an earlier run wrote there would be left out for ever
    (files / "folder").mkdir()
    (files / "folder/b.md").write_text(digest("2024-07-12", (9, 1, "X")), "utf-8")
    for _ in range(2):
        status, _, err = run("export", "--without", "folder", "--output", "folder/new.md", "b.md")
        assert (status, dailypapers.read("folder/new.md").papers) == (0, dailypapers.read("b.md").papers)
    assert err == "warning: folder/new.md:1:1: S014 passed over: it is the output\n"


def test_standard_input_is_read_once(run, monkeypatch, files):
    for inputs in ((), ("-",), ("a.md", "-")):
        for options in (("list",), ("export", "--format", "csv")):
            status, out, err = run(*options, "--without", "-", *inputs)
            assert (status, out) == (2, "")
            assert err == "error: standard input cannot be read twice, for --without and as an input\n"
    command = [sys.executable, "-m", "dailypapers", "list", "--without", "-", "b.md"]
    result = subprocess.run(command, input=(files / "a.md").read_bytes(), capture_output=True, check=False)
    assert (result.returncode, result.stdout.count(b"\n"), result.stderr) == (0, 1, b"")


def test_its_dates_are_not_those_of_the_run(run):
    assert run("list", "--without", "a.md", "a.md", "b.md")[2] == ""
    assert run("list", "--without", "a.md", "--without", "./a.md", "b.md")[2] == ""


# -- with what else there is ----------------------------------------------------------------------------------


def test_authors_are_restored_before_papers_are_chosen(run, files):
    (files / "c.md").write_text(digest("2024-07-12", (1, 5, "Ann One, +"), (2, 5, "Ann One")), "utf-8")
    (files / "orders.json").write_text('{"2407.00001": ["Zoe Last", "Ann One"]}', "utf-8")
    status, out, err = run("export", "--format", "csv", "--author", "Zoe Last", "--authors", "orders.json", "c.md")
    assert (status, out.count("Paper"), "Zoe Last; Ann One" in out) == (0, 1, True)
    assert err.startswith("authors: 0 in their true order, 1 completed")


def test_errors_of_inputs(run):
    status, out, err = run("export", "--format", "csv", "--since", "2025", "a.md", "bad.md")
    assert (status, out) == (1, "")
    assert err.splitlines()[0].startswith("bad.md:5:1: F121 ")
    assert "chosen" not in err  # nothing was written for another reason
    status, out, err = run("export", "--format", "csv", "--since", "2025", "--keep-going", "a.md", "bad.md")
    assert (status, out.count("\n")) == (1, 1)
    assert err.endswith("no paper was chosen out of 3\n")


def test_in_python_it_is_the_same(run):
    documents = dailypapers.read_all(ALL)
    chosen = dailypapers.select(documents, until="2024-08", min_votes=5, authors=["Ann One"], top=1)
    options = ["--until", "2024-08", "--min-votes", "5", "--author", "Ann One", "--top", "1"]
    assert run("export", "--format", "json", *ALL, *options)[1] == dailypapers.export(chosen, "json")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell the peak memory of a command")
def test_ten_times_the_files_take_hardly_more_memory(tmp_path):
    for number in range(10):
        (tmp_path / str(number)).mkdir()
        for name, text in archive(number):
            (tmp_path / str(number) / name).write_text(text, "utf-8", newline="\n")
    folders = [str(tmp_path / str(number)) for number in range(10)]
    for options in (
        ["--since", "2024", "--min-votes", "3", "--match", "모델", "--author", "Nobody"],
        ["--min-votes", "3"],
        ["--top", "10"],
    ):
        for start in (["list"], ["export", "--format", "json"]):
            one, ten = (command("-m", "dailypapers", *start, *options, *some)[1] for some in (folders[:1], folders))
            assert ten <= 1.25 * one, (start, options, one, ten)
