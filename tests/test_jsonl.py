"""JSON Lines: each line says all of one paper, and where it stands."""

import json

from conftest import SEEDS
from hypothesis import given

import dailypapers
from dailypapers import Digest
from dailypapers.testing import digests


def test_a_line_is_a_paper_with_its_place():
    document = dailypapers.read(SEEDS[4])
    lines = dailypapers.export([document], "jsonl").split("\n")
    assert lines.pop() == ""
    assert len(lines) == 8
    first = json.loads(lines[0])
    assert list(first)[:6] == ["date", "source", "line", "title", "url", "arxiv_id"]
    assert (first["date"], first["source"], first["line"]) == ("2024-10-28", str(SEEDS[4]), 3)
    assert SEEDS[4].read_text("utf-8").split("\n")[2] == f"### [{first['title']}]({first['url']})"


@given(digests())
def test_the_papers_are_those_of_json(digest):
    papers = [json.loads(line) for line in dailypapers.export([digest], "jsonl").split("\n")[:-1]]
    places = [(paper.pop("date"), paper.pop("source"), paper.pop("line")) for paper in papers]
    assert places == [(digest.date and digest.date.isoformat(), None, None)] * len(digest.papers)
    data = {"version": 1, "digests": [{"date": None, "papers": papers}]}
    assert dailypapers.from_data(data) == (Digest(None, digest.papers),)
