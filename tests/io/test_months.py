"""An archive as a folder with a file a month: what is in which file, run after run, in one process or in others."""

import json
import os
import pickle
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import dailypapers
from dailypapers import DigestSyntaxError, ExportError, ExportWarning, OptionError, OutputError, write_months
from dailypapers.errors import KeptFileWarning, OutputPathError
from support import posix

PARTS = Path("months")


def text_of(date, *titles):
    """Give the text of a digest with papers."""
    return "\n\n".join(
        [f"## Daily Papers ({date})", *(f"### [{title}](https://example.org/{title})" for title in titles), ""]
    )


def put(name, text):
    path = Path("archive", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture(autouse=True)
def _archive(tmp_path, monkeypatch):
    """Work beside an archive of two months."""
    monkeypatch.chdir(tmp_path)
    put("2024-07-12.md", text_of("2024-07-12", "apples", "pears"))
    put("2024-08-01.md", text_of("2024-08-01", "plums"))


def titles():
    """Give the titles in each part, in order, as the format jsonl wrote them."""
    lines = {path.name: path.read_text("utf-8").splitlines() for path in sorted(PARTS.glob("[!.]*"))}
    return {name: [json.loads(line)["title"] for line in each] for name, each in lines.items()}


JULY, AUGUST = {"2024-07.jsonl": ["apples", "pears"]}, {"2024-08.jsonl": ["plums"]}

# -- which papers are where ----------------------------------------------------------------------------------


def test_a_part_is_named_after_its_month():
    assert write_months("archive", "months", "jsonl") == []
    assert titles() == JULY | AUGUST


def test_the_format_makes_the_part_of_the_digests_of_its_month():
    put("2024/07/11.txt", text_of("2024-07-11", "figs"))
    write_months(Path("archive"), PARTS, "csv", columns=("title", "date"))
    digests = [*dailypapers.read("archive/2024-07-12.md").digests, *dailypapers.read("archive/2024/07/11.txt").digests]
    dailypapers.write(digests, "expected.csv", columns=("title", "date"))
    assert (PARTS / "2024-07.csv").read_bytes() == Path("expected.csv").read_bytes()


def test_the_date_is_that_of_the_digest():
    """A file may have several, and be called whatever it is; one without a date is in a part of its own."""
    put("2024-09-09.md", text_of("2024-07-13", "figs") + text_of("2024-08-02", "dates") + text_of("unknown", "limes"))
    write_months("archive", "months", "jsonl")
    assert titles() == {
        "2024-07.jsonl": ["apples", "pears", "figs"],
        "2024-08.jsonl": ["plums", "dates"],
        "undated.jsonl": ["limes"],
    }


def test_a_digest_that_two_files_have_is_written_once():
    put("README.md", "# Papers\n\n" + text_of("2024-08-01", "plums"))
    write_months("archive", "months", "jsonl")
    assert titles() == JULY | AUGUST


def test_digests_of_one_day_that_differ_are_told():
    put("README.md", text_of("2024-08-01", "plums", "dates"))
    told = (
        "dates with a digest in more than one file: 1; "
        f"2024-08-01 is in {Path('archive/2024-08-01.md')}:1 and {Path('archive/README.md')}:1"
    )
    with pytest.warns(ExportWarning, match=f"^{re.escape(told)}$"):
        write_months("archive", "months", "jsonl")
    assert titles() == JULY | {"2024-08.jsonl": ["plums", "plums", "dates"]}


def test_a_file_may_have_two_digests_of_a_day():
    put("2024-08-01.md", text_of("2024-08-01", "plums") + text_of("2024-08-01", "dates"))
    write_months("archive", "months", "jsonl")
    assert titles() == JULY | {"2024-08.jsonl": ["plums", "dates"]}


def test_each_file_is_read_once():
    """So that none is lost which goes, or changes, before the months are made."""

    def call(function, items):
        for path in Path("archive").glob("*.md") if len(calls) == 1 else ():
            path.unlink()
        calls.append(function)
        return [function(item) for item in items]

    calls = []
    write_months("archive", "months", "jsonl", map=call)
    assert len(calls) == 2
    assert titles() == JULY | AUGUST


def test_a_month_without_papers_has_no_part():
    put("2024-09-01.md", text_of("2024-09-01"))
    write_months("archive", "months", "jsonl")
    assert titles() == JULY | AUGUST


# -- run after run -------------------------------------------------------------------------------------------


def test_months_come_and_go_with_the_archive():
    write_months("archive", "months", "jsonl")
    Path("archive/2024-08-01.md").unlink()
    put("2024-09-01.md", text_of("2024-09-01", "figs"))
    write_months("archive", "months", "jsonl")
    assert titles() == JULY | {"2024-09.jsonl": ["figs"]}


def test_a_second_run_writes_nothing():
    write_months("archive", "months", "jsonl")
    before = {path: path.stat().st_mtime_ns for path in PARTS.iterdir()}
    write_months("archive", "months", "jsonl")
    assert {path: path.stat().st_mtime_ns for path in PARTS.iterdir()} == before


def test_files_of_somebody_else_stay():
    write_months("archive", "months", "jsonl")
    (PARTS / "mine.jsonl").write_text("mine", "utf-8")
    (PARTS / "2024-08.jsonl").write_text("changed", "utf-8")
    Path("archive/2024-08-01.md").unlink()
    with pytest.warns(KeptFileWarning, match=r"2024-08\.jsonl: kept as it is: it was changed since it was written"):
        write_months("archive", "months", "jsonl")
    assert {path.name: path.read_text("utf-8") for path in PARTS.glob("[!.]*") if path.name != "2024-07.jsonl"} == {
        "mine.jsonl": "mine",
        "2024-08.jsonl": "changed",
    }


def test_a_folder_in_the_archive_is_no_part_of_it():
    for _ in range(2):
        write_months("archive", "archive/by-month", "markdown")
    assert Path("archive/by-month/2024-08.md").read_text("utf-8").count("plums") == 2  # the title and the link
    assert sorted(path.name for path in Path("archive/by-month").glob("*.md")) == ["2024-07.md", "2024-08.md"]


@pytest.mark.parametrize(("archive", "folder"), [("link", "archive/by-month"), ("archive", "link/by-month")])
def test_so_it_is_by_a_link(archive, folder):
    Path("link").symlink_to("archive", target_is_directory=True)
    write_months(archive, folder, "markdown")
    Path("archive/2024-08-01.md").unlink()
    write_months(archive, folder, "markdown")
    assert [path.name for path in Path("archive/by-month").glob("*.md")] == ["2024-07.md"]


@pytest.mark.parametrize("folder", ["archive", "archive/", ".", "link", "archive/../archive"])
def test_the_archive_is_in_no_folder_that_is_written(folder):
    Path("link").symlink_to("archive", target_is_directory=True)
    with pytest.raises(OutputPathError, match="the folder holds the archive; take another"):
        write_months("archive", folder, "jsonl")
    assert sorted(path.name for path in Path().rglob("*.*")) == ["2024-07-12.md", "2024-08-01.md"]


def test_a_folder_with_the_beginning_of_its_name_is_another_one():
    assert write_months("archive", "arch", "jsonl") == []
    assert write_months("archive", "archive-by-month", "jsonl") == []


# -- what is wrong -------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_written():
    Path("archive/2024-07-13.md").write_bytes(b"\xff\xfe\x00")
    put("2024-07-14.md", "")  # a day that was lost
    put("README.md", "# Papers\n")  # no day, and no papers
    put("2024-07-15.md", text_of("2024-07-15", "figs") + "Vote: many\n")
    errors = write_months("archive", "months", "jsonl")
    assert [Path(error.source).name for error in errors] == ["2024-07-13.md", "2024-07-14.md", "2024-07-15.md"]
    assert titles() == {"2024-07.jsonl": ["apples", "pears", "figs"]} | AUGUST


@pytest.mark.parametrize(
    ("broken", "stays"),
    [
        ("2024-08-01.md", True),
        ("2024/08/02.md", True),
        ("2024-08.md", True),
        ("2024.md", True),
        ("2024-07-12.md", False),
        ("2025.md", False),
        ("notes.md", False),
    ],
)
def test_no_part_goes_whose_month_may_be_in_a_file_with_an_error(broken, stays):
    put("2024-09-01.md", text_of("2024-09-01", "figs"))
    write_months("archive", "months", "jsonl")
    Path("archive/2024-08-01.md").unlink()
    put(broken, "")
    Path("archive", broken).write_bytes(b"\x80")
    for _ in range(2):
        (error,) = write_months("archive", "months", "jsonl")
        assert Path(error.source) == Path("archive", broken)
        assert ("2024-08.jsonl" in titles()) == stays
    put(broken, text_of("2024-10-01", "limes"))
    write_months("archive", "months", "jsonl")
    assert "2024-08.jsonl" not in titles()


def test_digests_without_a_date_may_be_in_any_file_with_an_error():
    put("more.md", text_of("unknown", "limes"))
    write_months("archive", "months", "jsonl")
    Path("archive/more.md").write_bytes(b"\x80")
    assert len(write_months("archive", "months", "jsonl")) == 1
    assert titles() == JULY | AUGUST | {"undated.jsonl": ["limes"]}


@posix
def test_no_part_goes_where_a_folder_cannot_be_listed(monkeypatch):
    put("old/a.md", text_of("2023-01-01", "figs"))
    write_months("archive", "months", "jsonl")
    scandir = os.scandir

    def refusing(path):
        if Path(path).name == "old":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    Path("archive/2024-08-01.md").unlink()
    (error,) = write_months("archive", "months", "jsonl")
    assert Path(error.source) == Path("archive/old")
    assert titles() == JULY | AUGUST | {"2023-01.jsonl": ["figs"]}


def test_without_a_paper_the_folder_stays():
    write_months("archive", "months", "jsonl")
    shutil.rmtree("archive")
    for wrong in ("no such file", r"no \*\.md or \*\.txt file with a digest"):
        with pytest.raises(DigestSyntaxError, match=f"(?i){wrong}"):
            write_months("archive", "months", "jsonl")
        Path("archive").mkdir(exist_ok=True)
    put("2024-07-12.md", text_of("2024-07-12"))
    assert write_months("archive", "months", "jsonl") == []
    assert titles() == JULY | AUGUST


def test_a_folder_holds_one_format():
    write_months("archive", "months", "jsonl")
    with pytest.raises(OutputError, match="it holds the format 'jsonl, a file a month', not 'csv, a file a month'"):
        write_months("archive", "months", "csv")


def test_what_no_format_a_month_can_be():
    with pytest.raises(OutputPathError, match="the format 'notes' writes many files, and no file a month"):
        write_months("archive", "months", "notes")
    with pytest.raises(OptionError, match="bom"):
        write_months("archive", "months", "csv", bom="perhaps")
    with pytest.raises(dailypapers.UnknownFormatError):
        write_months("archive", "months", "no-such")
    Path("file").touch()
    with pytest.raises(OutputError, match="file"):
        write_months("archive", "file", "jsonl")
    assert not PARTS.exists()


# -- many processes ------------------------------------------------------------------------------------------


def test_what_is_mapped_travels_between_processes():
    calls = []

    def elsewhere(function, items):
        sent = [pickle.dumps((function, item)) for item in items]
        calls.append(len(sent))
        for each in sent:
            call, item = pickle.loads(each)
            yield pickle.loads(pickle.dumps(call(item)))

    put("2024-07-13.md", "")
    errors = write_months("archive", "months", "jsonl", map=elsewhere)
    assert [error.source for error in errors] == [os.path.join("archive", "2024-07-13.md")]
    assert titles() == JULY | AUGUST
    assert calls == [3, 2]  # the files, and the months


def test_a_pool_of_processes_writes_the_same():
    write_months("archive", "months", "jsonl")
    with ProcessPoolExecutor(1) as pool:
        write_months("archive", "by-pool", "jsonl", map=pool.map)
    assert {path.name: path.read_bytes() for path in Path("by-pool").iterdir()} == {
        path.name: path.read_bytes() for path in PARTS.iterdir()
    }


def test_a_month_that_fails_leaves_all_as_it_was(monkeypatch):
    write_months("archive", "months", "jsonl")
    put("2024-07-13.md", text_of("2024-07-13", "figs"))

    def failing(function, items):
        for number, item in enumerate(items):
            if number == 1 and len(items) == 2:  # the months
                raise ExportError("no")
            yield function(item)

    with pytest.raises(ExportError):
        write_months("archive", "months", "jsonl", map=failing)
    assert titles() == JULY | AUGUST
