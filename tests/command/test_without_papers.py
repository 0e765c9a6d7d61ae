"""No paper, no output over another: a filter with a slip of the pen empties no file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dailypapers
from support import SEEDS, needs, process

HEADING = "## Daily Papers (2024-07-12)\n"
TEXT = f"{HEADING}\n### [A](https://arxiv.org/abs/2407.08348)\n\nVote: 3\n"


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, "utf-8")
    Path("heading.md").write_text(HEADING, "utf-8")
    Path("empty.jsonl").touch()
    Path("empty.json").write_text("[]", "utf-8")
    Path("nothing.json").write_text('{"version": 1, "digests": []}', "utf-8")
    Path("2024-07-12.json").write_text("[]", "utf-8")


def everything():
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


# -- inputs without a digest --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["export --format bibtex", "list", "check"])
@pytest.mark.parametrize(("name", "reader"), [("empty.jsonl", "jsonl"), ("empty.json", "huggingface")])
def test_an_input_without_a_digest_is_an_error(run, command, name, reader):
    status, out, err = run(*command.split(), name)
    assert (status, out + err) == (1, f"{name}:1:1: S007 no digest: the reader {reader} found none\n")


@pytest.mark.parametrize("stdin", [b"", b"\n", b"[]"])
def test_so_is_standard_input(stdin):
    status, out, err = process("export", "--from", "jsonl", "--format", "bibtex", input=stdin)
    assert (status, out, err) == (1, "", "<stdin>:1:1: S007 no digest: the reader jsonl found none\n")


def test_so_is_one_of_a_reader_of_somebody_else(run):
    Path("mine.py").write_text(
        "import attrs\n@attrs.frozen\nclass Mine:\n    def read(self, content, source):\n        return ()\n", "utf-8"
    )
    told = "a.md:1:1: S007 no digest: the reader ./mine.py:Mine found none\n"
    assert run("list", "--from", "./mine.py:Mine", "a.md") == (1, "", told)


@pytest.mark.parametrize("name", ["nothing.json", "2024-07-12.json", "heading.md"])
def test_what_says_that_there_is_nothing_is_no_error(run, name):
    assert run("list", name) == (0, "", "")
    assert run("export", "--output", "new.bib", name) == (0, "", "")
    assert Path("new.bib").read_bytes() == b""


# -- the output ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nothing.json", "2024-07-12.json", "heading.md"])
@pytest.mark.parametrize("output", ["keep.bib", "keep.json", "keep.sqlite", "keep.zip", "keep/"])
def test_what_is_there_stays(run, name, output):
    arguments = ["export", *(["--format", "notes"] if "." not in output or "zip" in output else []), "--output", output]
    assert run(*arguments, "a.md")[0] == 0
    before = everything()
    for more in ([], ["--strict"], ["--keep-going"]):
        told = f"{output}: left as it is, as there is no paper in the inputs\n"
        assert run(*arguments, *more, name) == (1, "", told)
        assert everything() == before


@pytest.mark.parametrize("output", ["keep.bib", "keep.csl.json"])
def test_a_file_that_grows_stays_without_a_fault(run, output):
    assert run("export", "--output", output, "a.md")[0] == 0
    before = everything()
    assert run("export", "--output", output, "--option", f"update={output}", "heading.md") == (0, "", "")
    assert everything() == before


def test_a_folder_of_somebody_stays(run):
    Path("mine").mkdir()
    Path("mine/a.txt").write_text("mine", "utf-8")
    told = "mine: left as it is, as there is no paper in the inputs\n"
    assert run("export", "--format", "notes", "--prune", "--output", "mine", "heading.md") == (1, "", told)
    assert os.listdir("mine") == ["a.txt"]


@pytest.mark.parametrize("output", ["empty.bib", "missing.bib", os.devnull])
def test_what_is_empty_is_written(run, output):
    Path("empty.bib").touch()
    assert run("export", "--format", "json", "--output", output, "heading.md")[0] == 0
    if output != os.devnull:
        assert Path(output).stat().st_size > 0


def test_after_errors_what_is_there_stays_although_the_rest_is_written(run):
    Path("bad.md").write_text(HEADING + "\nwords\n", "utf-8")
    Path("keep.bib").write_text("mine", "utf-8")
    status, _, err = run("export", "--keep-going", "--output", "keep.bib", "bad.md")
    assert (status, "keep.bib: left as it is" in err) == (1, True)
    assert Path("keep.bib").read_text("utf-8") == "mine"


def test_who_chooses_papers_is_told_and_gets_what_was_chosen(run):
    Path("keep.bib").write_text("mine", "utf-8")
    told = "no paper was chosen out of 1\n"
    assert run("export", "--min-votes", "4", "--output", "keep.bib", "a.md") == (0, "", told)
    assert Path("keep.bib").read_bytes() == b""


def test_one_paper_in_any_input_is_enough(run):
    Path("keep.bib").write_text("mine", "utf-8")
    assert run("export", "--output", "keep.bib", "heading.md", "a.md", "heading.md")[0] == 0
    assert "@misc" in Path("keep.bib").read_text("utf-8")


def test_write_writes_what_it_is_given():
    Path("keep.bib").write_text("mine", "utf-8")
    dailypapers.write([], "keep.bib")
    assert Path("keep.bib").read_bytes() == b""


@pytest.mark.outside
def test_the_pipe_of_the_readme_with_a_slip_of_the_pen():
    needs("jq")
    Path("keep.bib").write_text("mine", "utf-8")
    Path("seeds").symlink_to(SEEDS[0].parent)
    python = f"{sys.executable} -m dailypapers"
    pipe = (
        f"{python} export --format jsonl seeds/ | jq -c 'select(.vote > 50)' | {python} export --from jsonl -o keep.bib"
    )
    result = subprocess.run(["sh", "-c", pipe], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "<stdin>:1:1: S007 no digest: the reader jsonl found none\n")
    assert Path("keep.bib").read_text("utf-8") == "mine"


# -- files of options -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["known.md", "known.jsonl", "known.json", "known.txt"])
def test_a_file_of_known_papers_may_be_empty(run, name):
    """As before the first run of a job that adds to it."""
    Path(name).touch()
    assert run("list", "--without", name, "a.md") == (0, "2024-07-12\t3\t2407.08348\tA\n", "")
    assert run("export", "--format", "markdown", "--without", name, "a.md")[::2] == (0, "")


@pytest.mark.parametrize("text", ["\n", "# Notes\n"])
def test_one_that_has_something_else_in_it_is_an_error(run, text):
    Path("known.md").write_text(text, "utf-8")
    status, out, err = run("export", "--format", "markdown", "--without", "known.md", "a.md")
    assert (status, out, "known.md:1:1: S001" in err) == (1, "", True)


@pytest.mark.parametrize("name", ["keys.bib", "keys.json"])
def test_a_file_of_keys_may_be_empty(run, name):
    if name.endswith("bib"):
        pytest.importorskip("bibtexparser")
    Path(name).touch()
    status, out, err = run("export", "--format", "bibtex", "--option", f"keys={name}", "a.md")
    assert (status, out.partition("\n")[0], err) == (0, "@misc{arxiv-2407.08348,", "")
