"""Choosing papers on the command line: what each option means is in ``test_selection``; here, how it gets there."""

import datetime
import inspect
import json
import os
import re
import time

import pytest

import dailypapers
from benchmarks.archive import archive
from benchmarks.command import command
from dailypapers._command.parsers import CHOICE
from dailypapers._plugins.find import BUILTIN
from support import ROOT, process, short

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
        nothing = "" if "Paper " in out else "no paper was chosen out of 5\n"
        assert (status, err) == (0, nothing), err
        exported = [line.split(",")[1].removeprefix("Paper ") for line in out.splitlines() if "Paper " in line]
        status, out, err = run("list", *arguments)
        assert (status, err) == (0, nothing), err
        assert [line.rpartition(" ")[2] for line in out.splitlines()] == exported
        return " ".join(exported)

    return chosen


ALL = ("a.md", "empty.md", "b.md", "unknown.md")

CHOSEN = [
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
    ("--match 2407.00003", "3"),
    ("--match arxiv.org/abs/2407.00001", "1 1"),
    ("--match 2407.00003v2", "3"),
    ("--match https://arxiv.org/pdf/2407.00001v1.pdf", "1 1"),
    ("--grep 3$", "3"),
    ("--grep PAPER_[34]|확산", "3 1 4"),
    ("--grep 확산 --match 모", "1"),
    ("--since 2024-W31", "3 1"),
    ("--until 2024-W28", "1 2"),
    ("--since today", ""),
    ("--until 0d", "1 2 3 1"),
    ("--top 2", "3 1"),
    ("--top 2 --until 2024-07", "1 2"),
    ("--without a.md", "3 4"),
    ("--without a.md --without unknown.md", "3"),
    ("--min-votes=5 --author=Ann_One --since=2024-08", "1"),
]


@pytest.mark.parametrize(("options", "numbers"), CHOSEN)
def test_each_option(chosen, options, numbers):
    arguments = [argument.replace("_", " ") for argument in options.split(" ") if argument]
    assert chosen(*arguments, *ALL) == chosen(*ALL, *arguments) == numbers


def test_each_choice_of_python_is_an_option_and_in_the_table():
    assert {"digests", *CHOICE} == inspect.signature(dailypapers.select).parameters.keys()
    tried = {flag for options, _ in CHOSEN for flag in re.findall("--[a-z-]+", options)}
    assert tried == {flag for flag, *_ in CHOICE.values()}


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


NOTHING = "no paper was chosen out of 5"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--author Ann_Onne", f"{NOTHING}; no author is called 'Ann Onne' (did you mean 'Ann One'?)"),
        ("--author Fuor", f"{NOTHING}; no author is called 'Fuor'"),
        ("--author four", f"{NOTHING}; no author is called 'four' (did you mean 'Dan Four'?)"),  # a family name alone
        ("--author THREE_cem", f"{NOTHING}; no author is called 'THREE cem' (did you mean 'Cem Three'?)"),
        ("--author Bob_Tow --author Q", f"{NOTHING}; no author is called 'Bob Tow' (did you mean 'Bob Two'?); no author is called 'Q'"),
        ("--author One_Q --author Ann_One --since 2025", f"{NOTHING}; no author is called 'One Q'"),
        ("--author ann_one --since 2025", NOTHING),  # somebody is, though not then
        ("--author Ann_One --match nothing", NOTHING),
        ("--match nothing", NOTHING),
        # beside names that somebody has
        ("--author Ann_Onne --author Dan_Four", "no author is called 'Ann Onne' (did you mean 'Ann One'?)"),
        ("--author Dan_Four --author Ann_Onne", "no author is called 'Ann Onne' (did you mean 'Ann One'?)"),
        ("--author Bob_Tow --author Ann_One --author Q", "no author is called 'Bob Tow' (did you mean 'Bob Two'?); no author is called 'Q'"),
        ("--author Ann_One --author three --top 1", "no author is called 'three' (did you mean 'Cem Three'?)"),
        ("--author dan_FOUR --author Ann_One --since 2024", ""),
        ("--author Ann_One --author Cem_Three", ""),
        ("--author Ann_One", ""),
    ],
)  # fmt: skip
def test_names_that_nobody_has(run, options, told):
    arguments = [argument.replace("_", " ") for argument in options.split(" ")]
    for start in (["list"], ["export", "--format", "csv"]):
        status, out, err = run(*start, *arguments, *ALL)
        assert (status, "Paper" in out, err) == (0, NOTHING not in told, f"{told}\n" if told else "")
    assert run("list", "--quiet", *arguments, *ALL)[2] == ""


def test_at_most_three_names_are_told_of_however_many(run, files):
    names = [f"Person Number{n:05}" for n in range(25_000)]
    text = "".join(digest("2024-07-12", (1, 1, ", ".join(names[n : n + 100]))) for n in range(0, 25_000, 100))
    (files / "many.md").write_text(text.replace("Person Number00007", "Hannah Smyth"), "utf-8")
    status, out, err = run("list", "--author", "Hannah Smith", "--author", "Person Number2499x", "many.md")
    assert (status, out) == (0, "")
    assert err.startswith(
        "no paper was chosen out of 250; no author is called 'Hannah Smith' (did you mean 'Hannah Smyth'?)"
    )
    assert err.count("'Person Number2499") == 1 + 3


WRONG = [
    *((flag, value, "a date such as 2024, 2024-07, 2024-07-12, 2024-W28, today or 7d") for flag in ("--since", "--until") for value in ("", "12.7.2024", "2024-02-30", "2024-7", "0000")),
    *(("--min-votes", value, "a number of votes from 0 on") for value in ("", "-1", "ten", "1.0", "1_0", "٣", " 1", "1" * 5000)),
    *(("--top", value, "a number of papers from 1 on") for value in ("0", "-1", "all")),
    *(("--author", value, "the name of an author") for value in ("", " \t")),
    *(("--match", value, "a text to look for") for value in ("", "\n")),
    *(("--grep", value, "a regular expression") for value in ("", "(", "a**", "a{9999999999}", "[z-a]")),
]  # fmt: skip


@pytest.mark.parametrize(("flag", "value", "accepted"), WRONG, ids=short)
def test_wrong_values(run, files, flag, value, accepted):
    (files / "out.bib").write_text("old", "utf-8")
    shown = value if flag in ("--min-votes", "--top") and value in ("-1", "0") else repr(value)
    for before, usage in ((["list"], "list"), (["export", "--output", "out.bib"], "export")):
        status, out, err = run(*before, *ALL, flag, value)
        assert (status, out) == (2, "")
        error, line = err.splitlines()
        assert error.partition(f"{shown}: ")[0].removesuffix(shown) == (
            f"error: argument {flag}: expected {accepted}, not "
        )
        assert line == f"usage: dailypapers {usage} [OPTION]… [INPUT]… (--help shows more)"
    assert (files / "out.bib").read_text("utf-8") == "old"


@pytest.mark.parametrize(
    ("since", "until"),
    [("2024-08", "2024-07"), ("2024-W29", "2024-W28"), ("today", "1d"), ("2024-07-13", "2024-07-12")],
)
def test_bounds_the_wrong_way_round(run, files, since, until):
    (files / "out.bib").write_text("old", "utf-8")
    for start in (["list"], ["export", "--output", "out.bib"]):
        expected = 2, "", f"error: --since {since} is after --until {until}\n"
        assert run(*start, "--until", until, "--since", since, "missing.md") == expected
    assert (files / "out.bib").read_text("utf-8") == "old"


def test_a_pattern_is_given_once(run):
    status, out, err = run("list", "--grep", "a", "--grep", "b", "a.md")
    assert (status, out) == (2, "")
    assert err.startswith("error: argument --grep: given twice; 'one|other' finds either\n")


@pytest.mark.skipif(os.name == "nt", reason="time zones are set in another way there")
def test_days_are_those_of_the_local_clock(run, monkeypatch, files):
    """In two zones 26 hours apart it is never the same day."""
    hours = {"AAA-14": 14, "AAA+12": -12}  # to POSIX, west of Greenwich is positive
    now = datetime.datetime.now(datetime.UTC)
    try:
        for zone, ahead in hours.items():
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            today = (now + datetime.timedelta(hours=ahead)).date()
            around = [today + datetime.timedelta(number) for number in range(-3, 4)]
            text = "".join(digest(day, (number, 1, "X")) for number, day in enumerate(around, 1))
            (files / "days.md").write_text(text, "utf-8")
            for day, number in (("today", 4), ("yesterday", 3), ("2d", 2)):
                _, out, _ = run("list", "--since", day, "--until", day, "days.md")
                assert (out.count("\n"), out.endswith(f"Paper {number}\n")) == (1, True), (zone, day)
    finally:
        monkeypatch.undo()
        time.tzset()


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
    status, out, err = process("list", "--without", "-", "b.md", input=(files / "a.md").read_bytes())
    assert (status, out.count("\n"), err) == (0, 1, "")


def test_its_dates_are_not_those_of_the_run(run):
    assert run("list", "--without", "a.md", "a.md", "b.md")[2] == ""
    assert run("list", "--without", "a.md", "--without", "./a.md", "b.md")[2] == ""


# -- with what else there is ----------------------------------------------------------------------------------


def test_errors_of_inputs(run):
    status, out, err = run("export", "--format", "csv", "--match", "nowhere", "a.md", "bad.md")
    assert (status, out) == (1, "")
    assert err.splitlines()[0].startswith("bad.md:5:1: F121 ")
    assert "chosen" not in err  # nothing was written for another reason
    status, out, err = run("export", "--format", "csv", "--match", "nowhere", "--keep-going", "a.md", "bad.md")
    assert (status, out.count("\n")) == (1, 1)
    assert err.endswith("no paper was chosen out of 3\n")


# A paper before the first digest, one with an error in each of four digests, and one behind the last.
TROUBLE = (
    "### [Lost](https://arxiv.org/abs/2407.00090)\n\n"
    + digest("2023-05-01", (1, "many", "X"))
    + digest("2024-05-01", (2, "many", "X"))
    + "stray words\n\n- ***한국*: b\n\n"
    + digest("unknown", (3, "many", "X"))
    + digest("2024-02-30", (4, "many", "X"))
    + digest("2023-05-02", (5, "-", "X"))
    + "# License\n\n### [Lost too](https://arxiv.org/abs/2407.00091)\n"
)


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], ["S012", "F121", "F121", "S011", "F121", "F101", "S012", "1 more"]),
        (["--since", "2024"], ["S012", "F121", "S011", "F121", "F101", "F121", "S012"]),
        (["--until", "2023"], ["S012", "F121", "F121", "F101", "F121", "S012"]),
        (["--since", "2023-05-02", "--until", "2023-05-02"], ["S012", "F121", "F101", "F121", "S012"]),
        (["--since", "2025"], ["S012", "F121", "F101", "F121", "S012"]),
        (["--min-votes", "99"], ["S012", "F121", "F121", "S011", "F121", "F101", "S012", "1 more"]),
    ],
)
def test_problems_in_digests_that_the_bounds_leave_out(run, files, options, codes):
    """What is outside of digests, and in those without a date, is told whatever the bounds.

    Of errors that say the same the fourth is counted.
    """
    (files / "trouble.md").write_text(TROUBLE, "utf-8")
    for start in (["list"], ["export", "--format", "csv", "--keep-going"]):
        status, _, err = run(*start, *options, "trouble.md")
        assert status == 1
        assert re.findall(r"^(?:trouble\.md:\d+:\d+: )?([A-Z]\d+|\d more)\b", err, re.MULTILINE) == codes


def test_problems_that_are_left_out_do_not_decide_the_status(run, files):
    (files / "old.md").write_text(digest("2023-05-01", (7, "many", "X")) + "- ***한국*: b\n", "utf-8")
    for options in (["--since", "2024"], ["--since", "2024", "--strict"], ["--since", "2023-05-02"]):
        status, out, err = run("export", "--format", "csv", *options, "old.md", "a.md")
        assert (status, out.count("Paper"), err) == (0, 2, "")
    assert run("list", "--since", "2024", "old.md", "a.md")[::2] == (0, "")
    assert run("list", "--until", "2023", "old.md", "a.md")[0] == 1
    # nor do their dates count as those of the run
    (files / "again.md").write_text(digest("2023-05-01", (8, 1, "X")), "utf-8")
    assert "dates with a digest in more than one file: 1;" in run("list", "old.md", "again.md")[2]
    assert run("list", "--since", "2024", "old.md", "again.md", "a.md")[2] == ""


GOOD = digest("2024-07-12", (2, 1, "X"))
OF_A_PLUGIN = """
import datetime, attrs
from dailypapers import Digest, Paper, ReadError

@attrs.frozen
class Plugin:
    raises: bool = False

    def read(self, content, source):
        yield Digest(datetime.date(2024, 7, 12), [Paper("Paper 2")])
        try:
            error = ReadError("wrong", date=datetime.date.fromisoformat(content))
        except ValueError:
            error = ReadError("wrong")
        if self.raises:
            raise error
        yield error
"""


def as_listing(**paper):
    good = {"id": "2407.00002", "title": "Paper 2", "submittedOnDailyAt": "2024-07-12"}
    return json.dumps([{"paper": good | {"title": "Paper 1"} | paper}, {"paper": good}])


# By reader: the text of a source in which a day has an error, and 2024-07-12 has none.
WITH_AN_ERROR = {
    "markdown": lambda day: digest(day, (1, "many", "X")) + GOOD,
    "json": lambda day: json.dumps(
        {"version": 1, "digests": [{"date": day, "papers": [1]}, *dailypapers.to_data(dailypapers.parse(GOOD))["digests"]]}
    ),
    "jsonl": lambda day: json.dumps([{"date": day}, {"date": "2024-07-12", "title": "Paper 2"}]),
    "huggingface": lambda day: as_listing(submittedOnDailyAt=day, upvotes="many"),
    "records": lambda day: json.dumps([{"date": day}, {"date": "2024-07-12", "title": "Paper 2"}]),
    "tables": lambda day: f"|Title|Date|\n|---|---|\n||{day}|\n|Paper 2|2024-07-12|\n",
    "./plugin.py:Plugin": str,
}  # fmt: skip


WITHOUT_DATES = {"bibtex", "csl", "ris"}


def test_every_reader_of_dates_is_in_the_table():
    assert BUILTIN["reader"].keys() - WITHOUT_DATES == WITH_AN_ERROR.keys() - {"./plugin.py:Plugin"}


@pytest.mark.parametrize("reader", WITH_AN_ERROR)
@pytest.mark.parametrize(
    ("day", "counts"), [("2023-05-01", False), ("2024-07-13", True), ("2023-02-30", True), ("", True)]
)
def test_errors_of_each_reader_count_where_the_bounds_have_their_day_or_it_is_unknown(run, files, reader, day, counts):
    (files / "plugin.py").write_text(OF_A_PLUGIN, "utf-8")
    (files / "in").write_text(WITH_AN_ERROR[reader](day), "utf-8")
    options = ["--from", reader, "--since", "2024", "in"]
    status, out, err = run("export", "--format", "csv", *options)
    assert (status, "Paper 2" in out, "in:" in err) == ((1, False, True) if counts else (0, True, False)), err
    status, out, err = run("list", *options)
    assert (status, "Paper 2" in out, "in:" in err) == (counts, True, counts), err
    assert run("list", "--from", reader, "in")[0] == 1


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        ("markdown", digest("2023-05-01", (1, 1, "X")) + "- ***한국*: b\n\n" + GOOD),
        ("huggingface", as_listing(submittedOnDailyAt="2023-05-01", authors=[{"name": ""}])),
    ],
)
def test_so_do_warnings(run, files, reader, content):
    (files / "in").write_text(content, "utf-8")
    for options, status in ((["--since", "2024"], 0), (["--since", "2023"], 1)):
        assert run("export", "--format", "csv", "--strict", "--from", reader, *options, "in")[0] == status


def test_an_error_that_ends_the_reading_counts_whatever_its_day(run, files):
    """What would come behind it may be of any other."""
    (files / "plugin.py").write_text(OF_A_PLUGIN, "utf-8")
    (files / "in").write_text("2023-05-01", "utf-8")
    options = ["--from", "./plugin.py:Plugin", "--since", "2024", "in"]
    assert run("list", *options)[0] == 0
    assert run("list", "--from-option", "raises=true", *options)[0] == 1


def test_what_is_left_out_has_to_be_known_whatever_its_date(run):
    status, out, err = run("list", "--since", "2024-08", "--without", "bad.md", "b.md")
    assert (status, out) == (1, "")
    assert err.startswith("bad.md:5:1: F121 ")


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
        ["--min-votes", "3", "--grep", "모델|model"],
        ["--top", "10"],
    ):
        for start in (["list"], ["export", "--format", "json"]):
            one, ten = (command("-m", "dailypapers", *start, *options, *some)[1] for some in (folders[:1], folders))
            assert ten <= 1.25 * one, (start, options, one, ten)
