"""Usual papers, read at once, are what the same lines say one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import _build
from dailypapers._usual import usual_paper
from dailypapers.testing import digests

HEADING = "### [A](https://arxiv.org/abs/2407.08348)"
LINES = st.sampled_from(
    [
        *(HEADING, HEADING, HEADING + " x", "### [ A ]( https://arxiv.org/abs/2407.08348 ) ", "### [A](x)", "### A"),
        *("![](a.png)", "![](a.png)", "![b](a.png)", "![](/a.png)", "![](a.png )", "![]( a.png)  "),
        *("Vote: 1", "Vote: 007", "Vote: -", "Vote: 9999999999", "Vote: many"),
        *("Authors: Ann, Bob", "Authors: Ann , Bob\r", "Authors: Ann,,Bob", "Authors: Ann, +", "Authors: ['Ann']"),
        *("Authors:", "Authors: Ann, Ann"),
        *("- **L**: a", "- ***L***: a", "- **L*: a", "- a", "-", "  - a", "- **L**: ['a']", "- **L**:[a  ", "more", ""),
    ]
)
USUAL = ["### [A](https://arxiv.org/abs/2407.08348)", "![](a.png)", "Vote: 1", "Authors: Ann, Bob", "- **L**: a", "- b"]


@st.composite
def nearly_usual(draw):
    """Give papers in their usual order, of which some lines are another of their kind, or of any."""
    lines = [draw(LINES) if draw(st.integers(0, 5)) == 0 else line for line in USUAL * draw(st.integers(1, 3))]
    return "## Daily Papers (2024-07-12)\n" + draw(st.sampled_from(["\n", "\n\n"])).join(lines)


def line_by_line(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_build, "usual_paper", lambda *_: None)
        patch.setattr(_build, "usual_points", lambda *_: None)
        return dailypapers.parse(text)


@given(nearly_usual() | digests().map(lambda digest: dailypapers.export([digest], "markdown")))
def test_they_are_what_their_lines_say(text):
    assert dailypapers.parse(text) == line_by_line(text)
    for one, other in zip(dailypapers.parse(text).digests, line_by_line(text).digests, strict=True):
        assert [(paper.line, paper.source) for paper in one.papers] == [
            (paper.line, paper.source) for paper in other.papers
        ]


def test_the_seeds_are_usual_but_for_what_they_abridge(seed, monkeypatch):
    text = seed.read_text("utf-8")
    assert dailypapers.parse(text) == line_by_line(text)
    usual = []
    monkeypatch.setattr(_build, "usual_paper", lambda *given: usual.append(usual_paper(*given)) or usual[-1])
    (digest,) = dailypapers.parse(text).digests
    unusual = [paper for paper in digest.papers if not any(paper is each for each in usual)]
    assert all(paper.authors_omitted_at is not None or paper.media.kind == "video" for paper in unusual)
