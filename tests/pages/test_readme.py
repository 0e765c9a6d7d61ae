"""What the README shows is true; its other blocks are run by ``test_docs.py``."""

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dailypapers
from dailypapers._command.main import main
from support import ROOT, needs, write_metadata

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def beside_the_seeds(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)


def test_the_entry_is_that_of_the_paper():
    (digest,) = blocks("markdown")
    (entry,) = blocks("bibtex")
    assert dailypapers.export([dailypapers.parse(digest)], "bibtex") == entry
    assert entry in dailypapers.export(dailypapers.read_all(["seeds"]), "bibtex")
    heading = digest.split("\n\n")[1]
    assert heading in (ROOT / "seeds/000_ccaff32132fc4ccc.txt").read_text("utf-8")


def test_the_library(tmp_path):
    (code,) = (block for block in blocks("python") if block.startswith("import dailypapers"))
    assert len(code.splitlines()) <= 10
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "README.md", "exec"), {})
    assert out.getvalue().splitlines()[0].startswith("2024-07-12 2407.08348 26 Skywork-Math")
    assert len(out.getvalue().splitlines()) == 65
    assert (tmp_path / "papers.bib").read_text("utf-8").count("@misc") == 65


def test_the_exporter():
    (code,) = (block for block in blocks("python") if "def export" in block)
    scope = {}
    exec(compile(code, "README.md", "exec"), scope)
    digests = [digest for document in dailypapers.read_all(["seeds"]) for digest in document.digests]
    lines = list(scope["Titles"](numbered=True).export(digests))
    assert len(lines) == 65
    assert lines[5] == "6 MambaVision: A Hybrid Mamba-Transformer Vision Backbone\n"


def test_the_entry_point(tmp_path, monkeypatch, capsys):
    (table,) = blocks("toml")
    (names,) = tomllib.loads(table)["project"]["entry-points"].items()
    (code,) = (block for block in blocks("python") if "def export" in block)
    (command,) = (block for block in blocks("sh") if "--format ./titles.py" in block)
    ((name, target),) = names[1].items()
    (tmp_path / f"{target.partition(':')[0]}.py").write_text(code, "utf-8")
    write_metadata(tmp_path, "yours", "1", f"[{names[0]}]\n{name} = {target}\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert main(shlex.split(command)[1:]) == 0
    at_once = capsys.readouterr().out
    assert main(shlex.split(command.replace("./titles.py:Titles", name))[1:]) == 0
    assert capsys.readouterr().out == at_once
    assert at_once.splitlines()[5] == "6 MambaVision: A Hybrid Mamba-Transformer Vision Backbone"


def test_a_listing_becomes_a_digest(tmp_path):
    (command,) = (block for block in blocks("sh") if "--from huggingface" in block)
    paper = {"id": "2608.00001", "title": "A\nTitle", "upvotes": 3, "authors": [{"name": "Ann One"}]}
    listing = [{"paper": {**paper, "summary": "What it is\nabout.", "submittedOnDailyAt": "2026-08-21T00:00:00.000Z"}}]
    (tmp_path / "2026-08-21.json").write_text(json.dumps(listing), "utf-8")
    assert main(shlex.split(command)[1:]) == 0
    assert (tmp_path / "2026-08-21.md").read_text("utf-8") == (
        "## Daily Papers (2026-08-21)\n\n### [A Title](https://arxiv.org/abs/2608.00001)\n\n"
        "Vote: 3\n\nAuthors: Ann One\n\n- What it is about.\n\n"
    )


@pytest.mark.outside
def test_a_filter_fits_between():
    needs("jq", "bash")
    (command,) = (block for block in blocks("sh") if "| jq" in block)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(["bash", "-c", command], env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    papers = [paper for document in dailypapers.read_all(["seeds"]) for paper in document.papers]
    assert result.stdout.count("@misc{") == sum((paper.votes or 0) > 50 for paper in papers) > 0
