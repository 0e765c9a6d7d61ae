"""JSON Lines: each line says all of one paper, and where it stands."""

import json
import os
import sys

import pytest
from hypothesis import given

import dailypapers
from dailypapers import Digest, Paper
from dailypapers.testing import digests
from support import SEEDS


def test_a_line_is_a_paper_with_its_place():
    document = dailypapers.read(SEEDS[4])
    lines = dailypapers.export([document], "jsonl").split("\n")
    assert lines.pop() == ""
    assert len(lines) == 8
    first = json.loads(lines[0])
    assert list(first)[:7] == ["date", "source", "line", "digest", "title", "url", "arxiv_id"]
    assert [first[key] for key in ("date", "source", "line", "digest")] == ["2024-10-28", str(SEEDS[4]), 3, 1]
    assert SEEDS[4].read_text("utf-8").split("\n")[2] == f"### [{first['title']}]({first['url']})"


@given(digests())
def test_the_papers_are_those_of_json(digest):
    papers = [json.loads(line) for line in dailypapers.export([digest], "jsonl").split("\n")[:-1]]
    places = [tuple(paper.pop(key) for key in ("date", "source", "line", "digest")) for paper in papers]
    assert places == [(digest.date and digest.date.isoformat(), None, None, 1)] * len(digest.papers)
    data = {"version": 1, "digests": [{"date": None, "papers": papers}]}
    assert dailypapers.from_data(data) == (Digest(None, digest.papers),)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such file names")
@pytest.mark.parametrize(
    ("name", "source"),
    [
        (b"caf\xe9.md", r"caf\udce9.md"),
        (b"\xff\xfe.md", r"\udcff\udcfe.md"),
        ("café.md".encode(), "café.md"),
        (rb"caf\udce9.md", r"caf\udce9.md"),
    ],
)
def test_a_file_name_that_is_no_text_is_written_as_messages_show_it(tmp_path, name, source):
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
        file.write(b"## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08348)\n")
    dailypapers.write(dailypapers.read_all([tmp_path]), tmp_path / "out.jsonl")
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["source"] == os.path.join(tmp_path, source)


def test_any_source_can_be_written():
    digest = Digest(None, (Paper("A", source="\ud83d\0\udc80é😀"), Paper("B", source=""), Paper("C")))
    lines = dailypapers.export([digest], "jsonl").encode().splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["\\ud83d\0\\udc80é😀", "", None]
