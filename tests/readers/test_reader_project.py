"""Readers of a third party: a package is installed, and used through the command as anybody would."""

import json
import zlib

import pytest

from dailypapers._plugins.find import BUILTIN
from support import ROOT
from test_packaging import PIP


@pytest.fixture(scope="module")
def run(environment, source_tree):
    """Install the library and the package; gives a function that runs the command there, and the folder."""
    python = environment()
    python(*PIP, str(source_tree))
    python(*PIP, str(source_tree / "tests/readers/project"))
    return lambda *arguments, status=0: python("-m", "dailypapers", *map(str, arguments), status=status)


def titles(output):
    return [(paper["votes"], paper["title"]) for digest in json.loads(output)["digests"] for paper in digest["papers"]]


@pytest.mark.slow
def test_an_installed_reader_is_a_format_like_ours(run, tmp_path):
    assert (ROOT / "tests/readers/project/pyproject.toml").exists()
    rows = {
        row["name"]: row for row in json.loads(run("formats", "--output-format", "json")) if row["kind"] == "reader"
    }
    assert [*rows] == [*BUILTIN["reader"], "notes", "packed"]
    assert (rows["notes"]["suffix"], rows["notes"]["version"], rows["notes"]["builtin"]) == (".notes", "1.2", False)
    assert "--from-option separator=…  text" in run("formats", "notes")

    (tmp_path / "a.notes").write_text("3 Apples\n12 Pears\n", "utf-8")
    (tmp_path / "a.notes.z").write_bytes(zlib.compress(b"7 Plums\n"))
    both = tmp_path / "a.notes", tmp_path / "a.notes.z"
    assert titles(run("export", "--format", "json", *both)) == [(3, "Apples"), (12, "Pears"), (7, "Plums")]
    assert titles(run("export", "--format", "json", "--from", "notes", tmp_path)) == [(3, "Apples"), (12, "Pears")]
    assert titles(run("export", "--format", "json", "--from", "packed", tmp_path)) == [(7, "Plums")]

    (tmp_path / "b.notes").write_text("4;Figs\nno votes\nx;Dates\n", "utf-8")
    options = ("--from", "notes", "--from-option", "separator=;")
    said = run("check", *options, tmp_path / "b.notes", status=1)
    assert [line.removeprefix(f"{tmp_path}/") for line in said.splitlines()] == [
        "b.notes:2:9: R001 expected votes and a title",
        "b.notes:3:1: R002 no number of votes",
    ]
    assert run("export", "--format", "json", *options, tmp_path / "b.notes", status=1) == ""
    kept = run("export", "--format", "json", "--keep-going", *options, tmp_path / "b.notes", status=1)
    assert titles(kept) == [(4, "Figs"), (None, "Dates")]
