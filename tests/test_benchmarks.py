"""The archive is the same on every machine, and what it says it is."""

import hashlib
import re
from collections import Counter
from functools import cache

import pytest

import dailypapers
from benchmarks.archive import FILES, PAPERS, archive


@cache
def files_of(*, all_lines_differ):
    return dict(archive(all_lines_differ=all_lines_differ))


def digest(files):
    return hashlib.sha256("".join(f"{name}\n{text}" for name, text in files.items()).encode()).hexdigest()


@pytest.mark.parametrize(
    ("all_lines_differ", "expected"),
    [
        (False, "1f78a32bd9dbbd329d8edd85870b3e66d02af5328335f85114cd71ba3937b37d"),
        (True, "464ee6450cb6bd9d55b4f42aaf15d5f4c23ff378f1ac1d65a66a7a9c5e932a9b"),
    ],
)
def test_it_is_the_same_everywhere(all_lines_differ, expected):
    assert digest(files_of(all_lines_differ=all_lines_differ)) == expected


def test_it_has_the_size_and_the_mix_of_the_real_one():
    files = files_of(all_lines_differ=False)
    documents = [dailypapers.parse(text, source=name) for name, text in files.items()]
    papers = [paper for document in documents for each in document.digests for paper in each.papers]
    assert len(files) == FILES
    assert len(papers) == len({paper.arxiv_id for paper in papers}) == PAPERS
    assert 9_500_000 < sum(len(text.encode()) for text in files.values()) < 9_800_000
    assert max(len(paper.authors) for paper in papers) == 663
    assert sum(paper.authors_omitted_at is not None for paper in papers) == 115
    dialects = Counter(frozenset(point.emphasis for point in paper.summary) for paper in papers)
    assert [len(each) for each in dialects] == [1, 1, 1]
    assert not [problem for document in documents for problem in document.problems if problem.severity == "error"]


def test_all_lines_differ():
    lines = [
        line
        for text in files_of(all_lines_differ=True).values()
        for line in re.findall(r"^(?:#{3}|!|Vote|Authors|-) ?.*", text, re.M)
    ]
    assert len(lines) > 40_000
    assert [line for line, count in Counter(lines).items() if count > 1] == []
