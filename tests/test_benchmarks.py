"""The archive is the same on every machine, and what it says it is."""

import hashlib
import io
import re
from collections import Counter
from functools import cache

import pytest

import dailypapers
from benchmarks.archive import FILES, PAPERS, archive
from benchmarks.listings import listings


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


@pytest.mark.slow
def test_archives_share_no_paper():
    found = [re.findall(r"\(https://arxiv.org/abs/(.*)\)", text) for n in (0, 1, 15, 16, 17) for _, text in archive(n)]
    ids = [each for some in found for each in some]
    assert len(set(ids)) == len(ids) == 5 * PAPERS
    assert all(dailypapers.Paper("A", f"https://arxiv.org/abs/{each}").arxiv_id == each for each in ids)


def test_listings_say_what_the_digests_do():
    files = list(files_of(all_lines_differ=False).items())[::60]
    digests = [digest for name, text in files for digest in dailypapers.parse(text, source=name).digests]
    for digest, listing in zip(digests, listings(digests), strict=True):
        (read,) = dailypapers.read(io.StringIO(listing), format="huggingface").digests
        assert read.date == digest.date
        assert [paper.arxiv_id for paper in read.papers] == [paper.arxiv_id for paper in digest.papers]
        assert [paper.authors for paper in read.papers] == [paper.authors for paper in digest.papers]
