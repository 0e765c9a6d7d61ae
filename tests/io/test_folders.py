"""Outputs of many files in a folder: whole file by file, finished by the next run, and nothing is ever lost."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import warnings
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, OutputError, Paper
from dailypapers._command.main import main
from dailypapers._command.signals import Ended, ending
from dailypapers._io import stages
from dailypapers._io.outputs import Destination, load_exporter, write_as
from support import posix, run_where_it_may_mount, short

EXPORTER = """
from typing import ClassVar
import attrs
from dailypapers.plugins import File

@attrs.frozen
class Site:
    \"\"\"A file a paper: its path is the title, its text the link.\"\"\"

    files: ClassVar[bool] = True

    def export(self, digests):
        for digest in digests:
            for paper in digest.papers:
                yield File(paper.title, [paper.url, "\\n"])

class Other(Site):
    pass
"""
MANIFEST = ".dailypapers.json"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    path = tmp_path_factory.mktemp("exporter") / "site.py"
    path.write_text(EXPORTER, "utf-8")
    return f"{path}:Site"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


def digest_of(files):
    return Digest(None, [Paper(path, text) for path, text in files.items()])


def text_of(path):
    return path.read_bytes().decode().removesuffix("\n")


def files_in(folder):
    """Give path and text of all that is in a folder, but for the manifest."""
    return {
        path.relative_to(folder).as_posix(): text_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def written(folder, files, site, prune=False):
    """Write files to a folder; give what was warned of, without the name of the folder."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        destination = Destination.of(f"{folder}/")
        plugin = load_exporter(site, destination)
        write_as(digest_of(files), destination, plugin, {}, (lambda: True) if prune else None)
    return [str(each.message).removeprefix(f"{folder}/") for each in told]


def names_of_ours(folder):
    return sorted(json.loads((folder / MANIFEST).read_text("utf-8"))["files"])


# -- what is written, and what stays --------------------------------------------------------------------------


def test_a_folder_has_the_files_and_a_manifest_of_them(folder, site):
    assert written(folder, {"a.md": "one", "b/c.md": "two"}, site) == []
    assert files_in(folder) == {"a.md": "one", "b/c.md": "two"}
    data = json.loads((folder / MANIFEST).read_text("utf-8"))
    assert data == {
        "version": 1,
        "format": "site.py:Site",
        "files": {"a.md": [hashlib.sha256(b"one\n").hexdigest()], "b/c.md": [hashlib.sha256(b"two\n").hexdigest()]},
    }
    assert sorted(os.listdir(folder)) == [MANIFEST, "a.md", "b"]


def test_a_second_run_changes_nothing_and_touches_nothing(folder, site):
    written(folder, {"a.md": "one", "b.md": "two"}, site)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    written(folder, {"a.md": "one", "b.md": "two"}, site)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


CHANGED = "was changed since it was written"
THEIRS = "is not known to be written by this format"
MAY_BE_MOVED = "may have been moved there and changed"
IN_THE_WAY = "not written: something else is in its place, or in that of its folder"


def moved(folder, path, to):
    (folder / to).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).rename(folder / to)


def play(folder, steps, site):
    """Take steps in a folder, ours (run, prune) and those of somebody; give all that is told."""
    folder.mkdir(exist_ok=True)
    told = []
    for step in steps.split("; "):
        verb, *words = step.split()
        files = dict(word.split("=") for word in words if "=" in word)
        if verb in ("run", "prune"):
            told += written(folder, files, site, prune=verb == "prune")
        elif verb == "move":
            moved(folder, *words)
        elif verb == "delete":
            (folder / words[0]).unlink()
        elif verb == "folder":
            (folder / words[0]).mkdir()
        for path, text in files.items() if verb == "write" else ():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(f"{text}\n".encode())
    return told


PLAYS = {
    # What is done, what is told, what is there in the end, and which of it is ours.
    "files of other runs stay, as a daily run writes one digest": (
        "run monday.md=1 all.md=1; run tuesday.md=2 all.md=2",
        [],
        "all.md=2 monday.md=1 tuesday.md=2",
        "all.md monday.md tuesday.md",
    ),
    "a file that was deleted is written again": ("run a.md=1; delete a.md; run a.md=1", [], "a.md=1", "a.md"),
    "what somebody changed is kept": (
        "run a.md=1 b.md=1; write a.md=mine; run a.md=2 b.md=2",
        [f"a.md: kept as it is: it {CHANGED}"],
        "a.md=mine b.md=2",
        "a.md b.md",
    ),
    "changed back, it is as we wrote it": (
        "run a.md=1; write a.md=mine; write a.md=1; run a.md=2",
        [],
        "a.md=2",
        "a.md",
    ),
    "a file of somebody else is kept": (
        "write a.md=mine; run a.md=2 b.md=2; run a.md=2 b.md=2",
        [f"a.md: kept as it is: it {THEIRS}"] * 2,
        "a.md=mine b.md=2",
        "b.md",
    ),
    "with a manifest so is one that is as it would be written": (
        "run a.md=1; write b.md=1; run b.md=1",
        [f"b.md: kept as it is: it {THEIRS}"],
        "a.md=1 b.md=1",
        "a.md",
    ),
    "without one, as programs that synchronize folders pass over dot files, it is ours": (
        "run a.md=1 b/c.md=1; delete .dailypapers.json; run a.md=1 b/c.md=1; run a.md=2 b/c.md=2",
        [],
        "a.md=2 b/c.md=2",
        "a.md b/c.md",
    ),
    "and one that was changed is somebody else's": (
        "run a.md=1 b.md=1; delete .dailypapers.json; write b.md=mine; run a.md=1 b.md=1",
        [f"b.md: kept as it is: it {THEIRS}"],
        "a.md=1 b.md=mine",
        "a.md",
    ),
    "several are told with the reason of each": (
        "run a.md=1 b.md=1 c.md=1; write a.md=mine b.md=mine new.md=mine; move c.md read/c.md; write read/c.md=mine; "
        "run a.md=2 new.md=2 b.md=2 c.md=2",
        [
            f": 4 files are kept as they are: each {CHANGED}: a.md, b.md; it {THEIRS}: new.md; "
            f"it {MAY_BE_MOVED}: read/c.md (perhaps c.md)"
        ],
        "a.md=mine b.md=mine new.md=mine read/c.md=mine",
        "a.md b.md c.md",
    ),
    "what is no file is in the way": (
        "folder a.md; write b=mine; run a.md=1 b/c.md=1 d.md=1",
        [f"a.md: {IN_THE_WAY}", f"b/c.md: {IN_THE_WAY}"],
        "b=mine d.md=1",
        "d.md",
    ),
    # -- files that somebody moved
    "a file that was moved is written where it is": (
        "run a.md=1 b.md=1; move a.md read/later/a.md; run a.md=1 b.md=1; run a.md=2 b.md=2; "
        "move read/later/a.md done/a.md; run a.md=3",
        [],
        "b.md=2 done/a.md=3",
        "a.md b.md",
    ),
    "moved back, at its path": ("run a.md=1; move a.md b/a.md; move b/a.md a.md; run a.md=2", [], "a.md=2", "a.md"),
    "it is found without a manifest": (
        "run a.md=1; move a.md read/a.md; delete .dailypapers.json; run a.md=1; run a.md=2",
        [],
        "read/a.md=2",
        "a.md",
    ),
    "one that was changed as well has no twin": (
        "run a.md=1; move a.md read/a.md; write read/a.md=mine; run a.md=2",
        [f"read/a.md (perhaps a.md): kept as it is: it {MAY_BE_MOVED}"],
        "read/a.md=mine",
        "a.md",
    ),
    "in a first run nothing was moved": ("write b/a.md=mine; run a.md=1", [], "a.md=1 b/a.md=mine", "a.md"),
    "which of several copies was moved nobody knows": (
        "run a.md=1; move a.md read/a.md; write copy/a.md=1; run a.md=2",
        ["copy/a.md (perhaps a.md): kept as it is: it is one of several of its name that may have been moved there"],
        "copy/a.md=1 read/a.md=1",
        "a.md",
    ),
    "of which one alone is as we wrote it": (
        "run a.md=1; move a.md read/a.md; write copy/a.md=mine; run a.md=2",
        [],
        "copy/a.md=mine read/a.md=2",
        "a.md",
    ),
    "what is in a hidden folder was not moved": (
        "run a.md=1; move a.md .hidden/a.md; run a.md=2",
        [],
        ".hidden/a.md=1 a.md=2",
        "a.md",
    ),
    "nor was a hidden file": ("run a.md=1; move a.md read/.a.md; run a.md=2", [], "a.md=2 read/.a.md=1", "a.md"),
    "files of one name are told apart": (
        "run 0/i=0 1/i=1 2/i=2; move 0/i old/0/i; delete 1/i; move 2/i old/2/i; run 0/i=a 1/i=b 2/i=c",
        [],
        "1/i=b old/0/i=a old/2/i=c",
        "0/i 1/i 2/i",
    ),
    "another of a name that many of ours have says nothing of those that are gone": (
        "run 0/i=0 1/i=1 2/i=2; delete 0/i; delete 1/i; write a/i=mine; run 0/i=3 1/i=3 2/i=3; run 0/i=4 1/i=4 2/i=4",
        [],
        "0/i=4 1/i=4 2/i=4 a/i=mine",
        "0/i 1/i 2/i",
    ),
    "each path that is not written is named, of copies that are the same": (
        "run 1/i=1 2/i=1 3/i=3; move 1/i x/i; move 2/i y/i; delete 3/i; run 1/i=4 2/i=4 3/i=4",
        [
            ": 2 files are kept as they are: each is one of several of its name that may have been moved there: "
            "x/i (perhaps 1/i), x/i (perhaps 2/i)"
        ],
        "3/i=4 x/i=1 y/i=1",
        "1/i 2/i 3/i",
    ),
    "of two that were the same one was moved": (
        "run 1/i=1 2/i=1; move 1/i old/i; delete 2/i; run 1/i=3 2/i=4",
        [],
        "2/i=4 old/i=3",
        "1/i 2/i",
    ),
    # -- pruned
    "what is ours and no longer written is deleted": (
        "run a.md=1 old/b.md=1 old/c.md=1 older/d.md=1; write old/c.md=mine mine.md=mine; prune a.md=1",
        [f"old/c.md: kept as it is: it {CHANGED}"],
        "a.md=1 mine.md=mine old/c.md=mine",
        "a.md old/c.md",
    ),
    "but where no paper was written": ("run a.md=1; prune", [], "a.md=1", "a.md"),
    "what was moved is never deleted": (
        "run a.md=1 b.md=1 c.md=1; move b.md read/b.md; delete c.md; prune a.md=2",
        [],
        "a.md=2 read/b.md=1",
        "a.md b.md",
    ),
    "and known afterwards": (
        "run a.md=1 b.md=1; move b.md read/b.md; prune a.md=2; run a.md=2 b.md=2",
        [],
        "a.md=2 read/b.md=2",
        "a.md b.md",
    ),
}


@pytest.mark.parametrize("what", PLAYS)
def test_what_becomes_of_files(folder, site, what):
    steps, told, there, ours = PLAYS[what]
    assert play(folder, steps, site) == told
    assert files_in(folder) == dict(each.split("=") for each in there.split())
    assert names_of_ours(folder) == ours.split()
    assert not (folder / "older").exists()


@pytest.mark.parametrize(
    ("number", "names"),
    [(2, "0.md, 1.md"), (5, "0.md, 1.md, 2.md, 3.md, 4.md"), (7, "0.md, 1.md, 2.md, 3.md, 4.md and 2 more")],
)
def test_several_files_that_are_kept_are_one_warning(folder, site, number, names):
    files = {f"{n}.md": "1" for n in range(number)}
    written(folder, files, site)
    for path in files:
        (folder / path).write_text("mine", "utf-8")
    assert written(folder, dict.fromkeys(files, "2"), site) == [
        f": {number} files are kept as they are: each was changed since it was written: {names}"
    ]


@posix
def test_a_link_was_not_moved(folder, site):
    written(folder, {"a.md": "1"}, site)
    (folder / "a.md").rename(folder.parent / "a.md")
    (folder / "read").mkdir()
    (folder / "read/a.md").symlink_to("../../a.md")
    assert written(folder, {"a.md": "2"}, site) == []
    assert text_of(folder.parent / "a.md") == "1"
    assert text_of(folder / "a.md") == "2"


@pytest.mark.parametrize("there", [True, False], ids=["a manifest", "no manifest"])
def test_an_output_in_an_output_is_left_alone(folder, site, there):
    """The same notes, exported before to a folder below: none of them was moved there."""
    folder.mkdir()
    written(folder / "below", {"a.md": "1"}, site)
    if there:
        written(folder, {"a.md": "1", "b.md": "1"}, site)
        (folder / "a.md").unlink()
    assert written(folder, {"a.md": "1"}, site) == []
    assert written(folder, {"a.md": "2"}, site) == []
    assert (text_of(folder / "a.md"), text_of(folder / "below/a.md")) == ("2", "1")


def test_files_of_one_name_are_looked_through_once(folder, site):
    """Ten times as many that were moved, and others of their name, take no more steps for each."""

    def steps(number):
        below = folder.with_name(f"{number}")
        pages = {f"{n}/index.html": f"{n}" for n in range(number)}
        written(below, pages, site)
        for n in range(number):
            moved(below, f"{n}/index.html", f"old/{n}/index.html")
            (below / f"mine{n}").mkdir()
            (below / f"mine{n}/index.html").write_text(f"mine {n}", "utf-8")
        count = 0

        def trace(frame, event, _):
            nonlocal count
            if os.path.basename(frame.f_code.co_filename) != "folders.py":
                return None
            count += event == "line"
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            assert written(below, dict.fromkeys(pages, "new"), site) == []
        finally:
            sys.settrace(before)
        return count

    assert steps(60) < 12 * steps(6)


@posix
def test_a_pipe_in_the_way_is_not_opened(folder, site):
    folder.mkdir()
    os.mkfifo(folder / "a.md")
    assert len(written(folder, {"a.md": "1"}, site)) == 1


@posix
def test_a_file_keeps_its_mode(folder, site):
    written(folder, {"a.md": "one"}, site)
    (folder / "a.md").chmod(0o640)
    written(folder, {"a.md": "two"}, site)
    assert (folder / "a.md").stat().st_mode & 0o777 == 0o640


def test_nothing_is_made_where_nothing_is_written(folder, site):
    written(folder, {}, site)
    assert not folder.exists()
    with pytest.raises(dailypapers.PluginError, match=r"refused, '\.\./a'"):
        written(folder, {"a": "1", "../a": "1"}, site)
    assert not folder.exists()
    with pytest.raises(dailypapers.ExportError, match="a lone surrogate"):
        written(folder, {"a": "\ud800"}, site)
    assert not folder.exists()


def test_an_exporter_that_fails_leaves_the_folder_as_it_was(folder, site):
    written(folder, {"a.md": "1"}, site)
    for path in ("A.MD", "a.md/b", "x:y"):
        with pytest.raises(dailypapers.PluginError):
            written(folder, {"a.md": "2", "b.md": "2", path: "2"}, site)
        assert files_in(folder) == {"a.md": "1"}


def test_a_warning_that_is_an_error_comes_when_all_is_done(folder, site):
    folder.mkdir()
    (folder / "a.md").write_text("mine", "utf-8")
    # as all warnings are here
    with pytest.raises(dailypapers.ExportWarning, match="kept as it is"):
        dailypapers.write(digest_of({"a.md": "1", "b.md": "1"}), folder, site)
    assert files_in(folder) == {"a.md": "mine", "b.md": "1"}


# -- links ----------------------------------------------------------------------------------------------------


@posix
def test_the_folder_may_be_reached_by_a_link(folder, site):
    (folder.parent / "elsewhere").mkdir()
    folder.symlink_to("elsewhere")
    written(folder, {"a.md": "1"}, site)
    assert files_in(folder.parent / "elsewhere") == {"a.md": "1"}
    assert folder.is_symlink()


@posix
@pytest.mark.parametrize(("link", "to"), [("b", "elsewhere"), ("b/c.md", "../elsewhere/x"), ("a.md", "nowhere")])
def test_no_link_below_it_is_followed(folder, site, link, to):
    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "elsewhere/c.md").write_text("mine", "utf-8")
    (folder / link).parent.mkdir(parents=True)
    (folder / link).symlink_to(to if "/" in to else f"../{to}")
    with pytest.raises(OutputError, match="there is a link at"):
        written(folder, {"0.md": "1", "a.md": "1", "b/c.md": "1"}, site)
    assert not (folder / "0.md").exists()
    assert files_in(folder.parent / "elsewhere") == {"c.md": "mine"}


@posix
def test_pruning_follows_no_link(folder, site):
    written(folder, {"a.md": "1", "b/c.md": "1", "d.md": "1"}, site)
    (folder / "b").rename(folder.parent / "elsewhere")
    (folder / "b").symlink_to("../elsewhere")
    (folder / "d.md").rename(folder.parent / "elsewhere/d.md")
    (folder / "d.md").symlink_to("../elsewhere/d.md")
    (told,) = written(folder, {"a.md": "1"}, site, prune=True)
    assert told.endswith(": b/c.md, d.md")
    assert files_in(folder.parent / "elsewhere") == {"c.md": "1", "d.md": "1"}
    assert (folder / "b").is_symlink()
    assert (folder / "d.md").is_symlink()


# -- manifests ------------------------------------------------------------------------------------------------

SUM = hashlib.sha256(b"mine").hexdigest()


def a_manifest(**more):
    return {"version": 1, "format": "site.py:Site", "files": {"a.md": [SUM]}, **more}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{" * 10**6,
        b"[" * 10**6,
        b'{"version": 1' + b"0" * 10**5 + b"}",
        json.dumps({"version": 1, "files": {}}).encode(),
        *(
            json.dumps(a_manifest(**more)).encode()
            for more in (
                *(
                    {"version": 2},
                    {"version": "1"},
                    {"version": True},
                    {"version": 1.0},
                    {"format": None},
                    {"format": "other"},
                ),
                *({"files": []}, {"files": None}, {"files": {"a.md": SUM}}, {"files": {"a.md": [SUM[1:]]}}),
                *({"files": {"a.md": [None]}}, {"files": {"a.md": {SUM: 1}}}, {"more": 1}),
                *(
                    {"files": {path: [SUM]}}
                    for path in (
                        *("../mine.md", "/etc/passwd", "a/../../mine.md", "a//b", "", ".", "a\\..\\b", "C:a", "a\0b"),
                        *("NUL", "a/", "a" * 201, ".dailypapers.json", "\ud800"),
                    )
                ),
            )
        ),
    ],
    ids=short,
)
def test_a_manifest_that_is_not_ours_stops_everything(folder, site, text):
    folder.mkdir()
    (folder.parent / "mine.md").write_text("mine", "utf-8")
    (folder / "a.md").write_text("mine", "utf-8")
    (folder / MANIFEST).write_bytes(text)
    for prune in (False, True):
        with pytest.raises(
            OutputError, match=r"delete it, and no file in the folder is replaced or deleted|holds the format"
        ):
            written(folder, {"b.md": "1"}, site, prune=prune)
    assert files_in(folder) == {"a.md": "mine"}
    assert (folder / MANIFEST).read_bytes() == text
    assert text_of(folder.parent / "mine.md") == "mine"


@posix
@pytest.mark.parametrize("kind", ["link", "link to nothing", "pipe", "folder", "huge"])
def test_a_manifest_that_is_no_plain_file_stops_everything(folder, site, kind, monkeypatch):
    folder.mkdir()
    path = folder / MANIFEST
    (folder.parent / "manifest").write_text(json.dumps(a_manifest()), "utf-8")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "huge":
        monkeypatch.setattr("dailypapers._io.manifest._LARGEST", 1000)
        path.write_bytes(b" " * 1001)
    else:
        path.symlink_to("../manifest" if kind == "link" else "../nothing")
    with pytest.raises(OutputError):
        written(folder, {"b.md": "1"}, site)
    assert os.listdir(folder) == [MANIFEST]


def test_a_manifest_of_another_format_stops_everything(folder, site):
    written(folder, {"a.md": "1"}, site)
    with pytest.raises(
        OutputError, match=r"holds the format 'site\.py:Site', not 'site\.py:Other'; give another folder"
    ):
        written(folder, {"a.md": "2"}, site.replace(":Site", ":Other"))
    assert files_in(folder) == {"a.md": "1"}


def test_a_manifest_is_read_before_any_input(folder, site):
    folder.mkdir()
    (folder / MANIFEST).write_text("{}", "utf-8")

    def digests():
        raise AssertionError
        yield

    with pytest.raises(OutputError, match=r"is not as we write it: expected an object .*; delete it, and"):
        dailypapers.write(digests(), folder, site)


# -- folders and formats that do not fit ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["out.md", "out", "out.zip.md", "out.tar.gz", "out.tgz", "/dev/null"])
def test_a_file_is_refused_for_a_format_of_many(folder, site, path):
    stem = path.partition(".")[0] if path.endswith(".tar.gz") else os.path.splitext(path)[0]
    with pytest.raises(OutputError) as caught:
        dailypapers.write(digest_of({"a": "1"}), path, site)
    assert f"writes many files; give a folder, such as {stem}/, or an archive, such as {stem}.zip" in str(caught.value)
    assert os.listdir() == []


def test_a_folder_is_refused_for_a_format_of_one_file(folder, tmp_path, capsys):
    (tmp_path / "one.py").write_text(
        EXPORTER.replace('File(paper.title, [paper.url, "\\n"])', '"text"').replace("= True", "= False"), "utf-8"
    )
    for name, example in (("bibtex", "papers.bib"), ("./one.py:Site", "papers")):
        with pytest.raises(OutputError, match=rf"give the name of a file, such as out/{example}$"):
            dailypapers.write(digest_of({"a": "1"}), "out/", name)
    assert os.listdir() == ["one.py"]


# -- folders among the inputs -----------------------------------------------------------------------------------

DAILY = """
from typing import ClassVar
import attrs
from dailypapers.markdown import write_digests
from dailypapers.plugins import File

@attrs.frozen
class Daily:
    files: ClassVar[bool] = True

    def export(self, digests):
        for digest in digests:
            yield File(f"{digest.date}.md", write_digests([digest]))
"""


def test_what_we_wrote_is_no_input_of_the_same_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("daily.py").write_text(DAILY, "utf-8")
    Path("in").mkdir()
    Path("in/a.md").write_text("## Daily Papers (2024-07-12)\n\n### [A](b)\n\nVote: 1\n", "utf-8")
    arguments = ["export", "-f", "./daily.py:Daily", "-o", "in/out", "in"]
    Path("in/out").mkdir()
    assert main(arguments) == 0
    Path("in/out/mine.md").write_text("## Daily Papers (2024-07-13)\n\n### [B](c)\n", "utf-8")
    assert capsys.readouterr().err == ""
    assert main(arguments) == 0
    assert capsys.readouterr().err == "warning: in/out/2024-07-12.md:1:1: S014 passed over: it is the output\n"
    assert sorted(os.listdir("in/out")) == [MANIFEST, "2024-07-12.md", "2024-07-13.md", "mine.md"]


# -- the command ------------------------------------------------------------------------------------------------


@pytest.fixture
def inputs(folder, site):
    Path("a.md").write_text("## Daily Papers (2024-07-12)\n\n### [a.md](1)\n\n### [b.md](1)\n", "utf-8")
    Path("b.md").write_text("## Daily Papers (2024-07-13)\n\n### [b.md](2)\n", "utf-8")
    Path("none.md").write_text("## Daily Papers (2024-07-14)\n", "utf-8")
    Path("bad.md").write_text("## Daily Papers (2024-07-15)\n\n### [c.md](3)\n\nVote: many\n", "utf-8")
    return ["export", "--format", site, "--output", "out/"]


def test_the_command_counts_what_stays_and_names_what_is_kept(inputs, folder, capsys):
    assert main([*inputs, "a.md"]) == 0
    assert main([*inputs, "b.md"]) == 0
    assert capsys.readouterr() == ("", "out/: files of earlier runs: 1 stay\n")
    (folder / "a.md").write_text("mine", "utf-8")
    (folder / "b.md").write_text("mine", "utf-8")
    assert main([*inputs, "a.md"]) == 0
    kept = "2 files are kept as they are: each was changed since it was written: a.md, b.md"
    assert capsys.readouterr().err == f"warning: out/: {kept}\n"


def test_the_command_prunes(inputs, folder, capsys):
    main([*inputs, "a.md"])
    assert main([*inputs, "--prune", "b.md"]) == 0
    assert capsys.readouterr() == ("", "out/: files of earlier runs: 1 deleted\n")
    assert files_in(folder) == {"b.md": "2"}


@pytest.mark.parametrize(
    ("arguments", "status"), [(["--since", "2024-08", "a.md"], 0), (["--keep-going", "bad.md"], 1)]
)
def test_the_command_never_prunes_after_errors_or_without_a_paper(inputs, folder, capsys, arguments, status):
    main([*inputs, "a.md"])
    assert main([*inputs, "--prune", *arguments]) == status
    assert "out/: files of earlier runs: 2 stay, as inputs have errors or no paper was written\n" in (
        capsys.readouterr().err
    )
    assert files_in(folder).keys() >= {"a.md", "b.md"}


@pytest.mark.parametrize("output", [[], ["--output", "x.zip"], ["--output", "-"]])
def test_prune_is_for_folders(inputs, capsys, output):
    assert main([*inputs[:3], *output, "--prune", "a.md"]) == 2
    assert capsys.readouterr().err == "error: --prune is for an output that is a folder; name one with --output\n"


def test_exit_status(inputs, folder, capsys, site):
    assert main([*inputs[:3], "--output", "x.md", "a.md"]) == 2
    assert main(["export", "--format", "json", "--output", "out/", "a.md"]) == 2
    assert main([*inputs, "bad.md"]) == 1
    assert not folder.exists()
    Path("evil.md").write_text("## Daily Papers (2024-07-12)\n\n### [../a.md](1)\n", "utf-8")
    assert main([*inputs, "evil.md"]) == 3
    assert not folder.exists()
    main([*inputs, "a.md"])
    assert main([*inputs[:2], site.replace(":Site", ":Other"), *inputs[3:], "a.md"]) == 4
    err = capsys.readouterr().err
    assert "refused, '../a.md': it has the part .., which leads elsewhere" in err
    assert "Traceback" not in err


# -- faults -----------------------------------------------------------------------------------------------------

RUN = """
import os, signal, sys
import dailypapers
from dailypapers import Digest, Paper
site, folder, fault, *files = sys.argv[1:]
name, _, number = fault.partition(":")
if name in ("link", "replace", "mkdir"):
    count, before = 0, getattr(os, name)
    def killing(*arguments, **more):
        global count
        count += 1
        if count == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return before(*arguments, **more)
    setattr(os, name, killing)
elif name == "limit":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(number), int(number)))
papers = [Paper(*each.split("=")) for each in files]
try:
    dailypapers.write(Digest(None, papers), folder, site)
except dailypapers.OutputError as error:
    sys.exit(str(error))
"""


def run(site, folder, fault, files, **more):
    command = [
        sys.executable,
        "-c",
        RUN,
        site,
        f"{folder}/",
        fault,
        *(f"{path}={text}" for path, text in files.items()),
    ]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **more)


@posix
@pytest.mark.parametrize("fault", ["mkdir:1", "link:1", "link:2", "link:3", "replace:1", "replace:2", "replace:3"])
def test_a_run_that_was_killed_is_finished_by_the_next(folder, site, fault):
    before = {"a.md": "1", "old.md": "1"}
    after = {"a.md": "2", "b.md": "2", "c/d.md": "2", "e.md": "2"}
    written(folder, before, site)
    (folder / "mine.md").write_text("mine", "utf-8")
    assert run(site, folder, fault, after).returncode == -signal.SIGKILL
    for path in folder.rglob("*.md"):  # whole, the old or the new one
        name = path.relative_to(folder).as_posix()
        if not name.startswith("."):
            assert text_of(path) in (before.get(name), after.get(name), "mine")
    assert len(os.listdir(folder)) > len(before)  # and the stage
    assert written(folder, after, site) == []
    assert files_in(folder) == {**before, **after, "mine.md": "mine"}
    assert names_of_ours(folder) == sorted({**before, **after})
    assert [name for name in os.listdir(folder) if name.startswith(".")] == [MANIFEST]


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_comes_while_its_path_is_written_is_kept(folder, site, monkeypatch, has_links):
    def makedirs(path, exist_ok):
        Path(path).mkdir(parents=True, exist_ok=exist_ok)
        Path(path, "a.md").write_text("mine", "utf-8")

    def link(*_):
        raise OSError

    monkeypatch.setattr("os.makedirs", makedirs)
    if not has_links:
        monkeypatch.setattr("os.link", link)
    (told,) = written(folder, {"b/a.md": "1"}, site)
    assert told.startswith("b/a.md: kept as it is")
    assert files_in(folder) == {"b/a.md": "mine"}


@posix
def test_what_changed_while_a_killed_run_lay_there_is_kept(folder, site):
    written(folder, {"a.md": "1", "b.md": "1"}, site)
    assert run(site, folder, "replace:3", {"a.md": "2", "b.md": "2"}).returncode == -signal.SIGKILL
    assert files_in(folder)["a.md"] == "2"  # placed
    (folder / "a.md").write_text("mine", "utf-8")
    (folder / "b.md").write_text("mine", "utf-8")
    (told,) = written(folder, {"a.md": "3", "b.md": "3"}, site)
    assert told.endswith(": a.md, b.md")
    assert files_in(folder) == {"a.md": "mine", "b.md": "mine"}


@posix
@pytest.mark.parametrize(
    ("limit", "files"),
    [
        (4096, {"a.md": "2", "b.md": "2" * 5000}),  # a file does not fit
        (200, {f"{number}.md": "2" for number in range(20)}),  # the manifest does not
    ],
)
def test_where_there_is_no_room_nothing_is_placed(folder, site, limit, files):
    written(folder, {"a.md": "1"}, site)
    before = (folder / MANIFEST).read_bytes()
    result = run(site, folder, f"limit:{limit}", files)
    assert (result.returncode, result.stderr) == (1, f"cannot write {folder}: File too large\n") or (
        result.stderr == f"cannot write {folder}/: File too large\n"
    )
    assert files_in(folder) == {"a.md": "1"}
    assert (folder / MANIFEST).read_bytes() == before


@pytest.mark.outside
@posix
def test_a_full_disk(tmp_path, site):
    """A file system of few blocks and inodes, which fills up at any step of a run."""
    script = (
        'mount -t tmpfs -o size=1m,nr_inodes=$INODES none disk && "$PYTHON" -c "$RUN" "$SITE" disk/out/ "" $FILES\n'
        "echo $?; for each in $(find disk -name '*.md'); do echo $each $(cat $each); done"
    )
    (tmp_path / "disk").mkdir()
    files = " ".join(f"{number // 4}/{number}.md={number}" for number in range(12))
    statuses = set()
    for inodes in range(6, 50, 2):
        stdout, stderr = run_where_it_may_mount(script, tmp_path, INODES=str(inodes), RUN=RUN, SITE=site, FILES=files)
        status, *found = stdout.splitlines()
        statuses.add(status)
        assert ("No space left" in stderr) == (status == "1"), stderr
        for line in found:
            name, _, text = line.partition(" ")
            assert Path(name).stem == text
        assert status == "1" or len(found) == 12
    assert statuses == {"0", "1"}


@contextmanager
def nobody():
    """Be a user who may not do everything, in a folder of theirs."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid():
            yield Path(folder)
            return
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)


@posix
def test_without_permission():
    files = {"a.md": "1", "b/c.md": "1"}
    with nobody() as home:
        (home / "site.py").write_text(EXPORTER, "utf-8")
        folder, site = home / "out", f"{home}/site.py:Site"
        home.chmod(0o500)
        with pytest.raises(OutputError, match="Permission denied"):  # to make it
            written(folder, files, site)
        home.chmod(0o700)
        folder.mkdir(0o500)
        with pytest.raises(OutputError, match="Permission denied"):  # to write in it
            written(folder, files, site)
        assert os.listdir(folder) == []
        folder.chmod(0o700)
        (folder / "b").mkdir(0o500)
        with pytest.raises(OutputError, match="Permission denied"):  # to write in a folder of it
            written(folder, files, site)
        (folder / "b").chmod(0o700)
        assert written(folder, files, site) == []  # and the next run finishes
        assert files_in(folder) == files
        (folder / "a.md").chmod(0)
        with pytest.raises(OutputError, match="Permission denied"):  # to see whether it is ours
            written(folder, {"0.md": "1", **files}, site)
        (folder / "a.md").chmod(0o600)
        assert files_in(folder) == files


@posix
def test_two_processes_at_the_same_time(folder, site):
    """What each of them wrote is there, and known as ours."""
    runs = []
    for number in range(4):
        files = {"all.md": f"{number}", **{f"{number}/{each}.md": f"{number}" for each in range(10)}}
        arguments = [f"{path}={text}" for path, text in files.items()]
        runs.append(subprocess.Popen([sys.executable, "-c", RUN, site, f"{folder}/", "", *arguments]))
    assert [each.wait() for each in runs] == [0] * 4
    found = files_in(folder)
    assert found.pop("all.md") in "0123"
    assert found == {f"{number}/{each}.md": f"{number}" for number in range(4) for each in range(10)}
    assert names_of_ours(folder) == sorted([*found, "all.md"])
    assert written(folder, {"all.md": "5"}, site) == []
    assert [name for name in os.listdir(folder) if name.startswith(".")] == [MANIFEST]


@posix
def test_a_folder_that_another_process_keeps_to_itself(folder, site, monkeypatch):
    monkeypatch.setattr(stages, "WAIT", 0.1)
    folder.mkdir()
    with closing(stages.Lock(str(folder))), pytest.raises(OutputError, match="another process is writing to it"):
        written(folder, {"a.md": "1"}, site)
    assert os.listdir(folder) == []


@posix
def test_the_stage_of_a_run_that_goes_on_is_left_alone(folder, site):
    seen = []

    def digests():
        yield digest_of({"a.md": "1"})
        written(folder, {"b.md": "2"}, site)
        seen.extend(os.listdir(folder))
        yield digest_of({"c.md": "3"})

    dailypapers.write(digests(), f"{folder}/", site)
    assert files_in(folder) == {"a.md": "1", "b.md": "2", "c.md": "3"}
    assert names_of_ours(folder) == ["a.md", "b.md", "c.md"]
    assert len(seen) == 3  # the manifest, b.md, and a stage


def test_only_what_we_staged_is_removed_with_a_stage(folder, site):
    left = folder / ".dailypapers-0123456789abcdef"
    left.mkdir(parents=True)
    (left / "0").write_text("ours", "utf-8")
    (left / "mine.md").write_text("mine", "utf-8")
    (folder / ".dailypapers-mine").write_text("mine", "utf-8")
    written(folder, {"a.md": "1"}, site)
    assert os.listdir(left) == (["mine.md"] if os.name != "nt" else ["0", "mine.md"])
    assert (folder / ".dailypapers-mine").exists()


@posix
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("as_in_a_terminal")
@pytest.mark.parametrize("step", [37, pytest.param(1, marks=pytest.mark.slow)])
def test_whenever_a_signal_comes_files_are_whole_and_no_stage_is_left(folder, site, step):
    """At each moment, or some, counted in calls of our code."""
    before, after = {"a.md": "1", "b/c.md": "1"}, {"a.md": "2", "b/c.md": "2", "d.md": "2"}
    moment, found = 1, set()
    while True:
        written(folder, before, site, prune=True)
        count = 0

        def profile(frame, event, argument, moment=moment):
            nonlocal count
            if argument in (os.open, os.close) and event.startswith("c_"):
                return  # Python looks for signals before neither; a descriptor cut off as it is opened is lost
            if os.path.basename(frame.f_code.co_filename) in ("folders.py", "stages.py", "manifest.py"):
                count += 1
                if count == moment:
                    os.kill(os.getpid(), signal.SIGTERM)

        with ending():
            sys.setprofile(profile)
            with suppress(Ended):
                written(folder, after, site)
            sys.setprofile(None)
        assert [name for name in os.listdir(folder) if name.startswith(".dailypapers-")] == [], moment
        state = files_in(folder)
        assert all(state[path] in (before.get(path), after.get(path)) for path in state), moment
        found.add(tuple(sorted(state.values())))
        if count < moment:
            break
        moment += step
    assert {("1", "1"), ("2", "2", "2")} <= found


# -- nothing is ever lost ---------------------------------------------------------------------------------------

PATHS = ["a.md", "b.md", "c/d.md", "c/e.md", "f"]


@attrs.frozen
class Run:
    """Somebody runs the exporter; ``dies`` is after how many changes of the disk, if it does."""

    files: dict[str, str]
    prune: bool = False
    dies: int | None = None


@attrs.frozen
class Edit:
    """Somebody writes a file of their own, or deletes one."""

    path: str
    text: str | None


OURS = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["1", "2", "3"]), min_size=1, max_size=4)
RUNS = st.builds(Run, OURS, st.booleans(), st.none() | st.integers(0, 14))
EDITS = st.builds(Edit, st.sampled_from([*PATHS, "mine.md", "c/mine.md"]), st.none() | st.sampled_from(["x", "y"]))


class Killed(BaseException):
    """The process is no more: nothing that changes the disk happens from here on."""


@contextmanager
def dying(after):
    """Let the process be killed after so many changes of the disk: what comes then, such as cleaning up, does not."""
    names, left = ("mkdir", "link", "rename", "replace", "unlink", "rmdir", "chmod", "chown"), after

    def changing(do, *arguments, **more):
        nonlocal left
        if left <= 0:
            raise Killed
        left -= 1
        return do(*arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setattr(os, name, partial(changing, getattr(os, name)))
        yield


STEPS = st.lists(RUNS | EDITS, max_size=8)


@posix
@settings(max_examples=30)
@given(STEPS)
def test_nothing_is_ever_lost(site, steps):
    hold(site, steps)


@pytest.mark.slow
@posix
@settings(max_examples=2000)
@given(STEPS)
def test_nothing_is_ever_lost_in_many_ways(site, steps):
    hold(site, steps)


def hold(site, steps):
    """Whatever runs, is killed and is edited in whatever order: what somebody wrote is there, and all else is whole."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "out")
        folder.mkdir()
        theirs, ours = {}, set()  # the latter is what we may have written at some time
        for step in steps:
            if isinstance(step, Edit):
                path = folder / step.path
                if step.text is None:
                    path.unlink(missing_ok=True)
                    theirs.pop(step.path, None)
                else:
                    path.parent.mkdir(exist_ok=True)
                    path.write_text(step.text, "utf-8")
                    theirs[step.path] = step.text
                continue
            ours |= set(step.files.items())
            before = files_in(folder)
            if step.dies is None:
                told = written(folder, step.files, site, step.prune)
                now = files_in(folder)
                assert {name for name in os.listdir(folder) if name.startswith(".")} <= {MANIFEST}
                kept = {path for path in PATHS if re.search(rf"(?<![/\w]){path}(?![/\w])", "".join(told))}
                for path, text in step.files.items():
                    assert now[path] == theirs.get(path, text)
                    assert (path in kept) == (path in theirs)
                rest = {path for path in before if path not in step.files and not path.startswith(".")}
                assert {path for path in rest if path in now} == ({*rest} & {*theirs} if step.prune else rest)
            else:
                try:
                    with dying(step.dies):
                        written(folder, step.files, site, step.prune)
                except Killed:
                    pass
            now = {path: text for path, text in files_in(folder).items() if not path.startswith(".")}
            for path, text in theirs.items():
                assert now[path] == text, "what somebody wrote is lost"
            for path, text in now.items():
                assert path in theirs or (path, text) in ours, "a file is not whole"
