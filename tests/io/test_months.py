"""An archive as a folder with a file a month: what is in which file, run after run, in one process or in others."""

import json
import os
import pickle
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import dailypapers
from dailypapers import DigestSyntaxError, ExportError, OptionError, OutputError, write_months
from dailypapers.errors import KeptFileWarning, OutputPathError

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
    put("README.md", text_of("2024-08-01", "plums", "dates"))  # another digest of the same day
    write_months("archive", "months", "jsonl")
    assert titles() == JULY | {"2024-08.jsonl": ["plums", "plums", "dates"]}


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


# -- what is wrong -------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_written():
    Path("archive/2024-07-13.md").write_bytes(b"\xff\xfe\x00")
    put("2024-07-14.md", "")  # a day that was lost
    put("README.md", "# Papers\n")  # no day, and no papers
    put("2024-07-15.md", text_of("2024-07-15", "figs") + "Vote: many\n")
    errors = write_months("archive", "months", "jsonl")
    assert [Path(error.source).name for error in errors] == ["2024-07-13.md", "2024-07-14.md", "2024-07-15.md"]
    assert titles() == {"2024-07.jsonl": ["apples", "pears", "figs"]} | AUGUST


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
        for item in items:
            if "2024-08" in item:
                raise ExportError("no")
            yield function(item)

    with pytest.raises(ExportError):
        write_months("archive", "months", "jsonl", map=failing)
    assert titles() == JULY | AUGUST
