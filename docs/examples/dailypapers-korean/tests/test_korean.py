"""The format ``korean``: each key is a labelled point, and what is wrong is an error of its item."""

import datetime
import io
import json
from pathlib import Path

import dailypapers
import pytest
from dailypapers import Point

EXAMPLE = Path(__file__).parents[1] / "example-2024-12-23.json"


def read(items):
    return dailypapers.read(io.StringIO(json.dumps(items)), "korean")


def test_the_example():
    document = dailypapers.read(EXAMPLE, "korean", strict=True)
    (digest,) = document.digests
    apples, pears = digest.papers
    assert digest.date == datetime.date(2024, 12, 23)
    assert (apples.title, apples.url, apples.votes) == (
        "Counting Apples at Scale",
        "https://arxiv.org/abs/2412.00001",
        30,
    )
    assert apples.authors == ("Ann One", "Bob Two")
    assert apples.summary == (
        Point("제목", "대규모 사과 세기"),
        Point("목적", "사과를 더 빨리 세는 방법 연구"),
        Point("방법", "", [Point(text="바구니마다 나누어 셈(We count by baskets)"), Point(text="합을 다시 확인함")]),
        Point("결론", "두 배 빨리 셈."),
        Point("키워드", "Apples, Counting"),
    )
    assert pears.summary == (Point("제목", "배 세기"), Point("요약", "배를 셌다."), Point("소개", "이제 배도 셉니다!"))


def test_it_is_a_digest():
    document = dailypapers.read(EXAMPLE, "korean")
    assert dailypapers.parse(dailypapers.export(document, "markdown"), strict=True).digests == document.digests


def test_the_title_may_be_the_translation():
    papers = dailypapers.read(EXAMPLE, "korean", title="korean").papers
    assert [paper.title for paper in papers] == ["대규모 사과 세기", "배 세기"]
    assert [paper.summary[0].label for paper in papers] == ["목적", "요약"]
    (paper,) = dailypapers.read(io.StringIO('[{"paper": {"id": "1", "title": "A"}}]'), "korean", title="korean").papers
    assert paper.title == "A"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"purpose": 1}, "$[0].purpose: expected text"),
        ({"method": ["a", None]}, "$[0].method[1]: expected text"),
        ({"conclusion": "\ud800"}, "$[0].conclusion: a lone surrogate, which is no character: '\\ud800'"),
        ({"paper": {}}, "$[0].paper: the key 'title' is missing"),
    ],
)
def test_a_bad_item_is_an_error_and_the_others_are_read(changes, told):
    good = {"paper": {"id": "2412.00001", "title": "A"}}
    document = read({"date": "2024-12-23", "data": [good | changes, good]})
    assert [error.message for error in document.errors] == [told.replace("$", "$.data", 1)]
    assert [error.date for error in document.errors] == [datetime.date(2024, 12, 23)]
    assert len(document.papers) == 1
