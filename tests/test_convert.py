"""Plain data: loss-free there and back, and what from_data refuses."""

import copy
import json

import pytest

import dailypapers
from dailypapers import DataError, Digest, Media, Paper, Point

PAPER = Paper("A", summary=(Point("L", "t", (Point(text="inner"),)),), media=Media("image", "x.png"))
DATA = dailypapers.to_data([Digest(None, (PAPER,))])


def nested(levels):
    point = {"text": "innermost"}
    for _ in range(levels - 1):
        point = {"text": "", "points": [point]}
    return point


def with_paper(**fields):
    data = copy.deepcopy(DATA)
    data["digests"][0]["papers"][0].update(fields)
    return data


def test_data_is_plain():
    assert json.loads(json.dumps(DATA)) == DATA
    assert DATA == {
        "version": 1,
        "digests": [
            {
                "date": None,
                "papers": [
                    {
                        "title": "A",
                        "url": None,
                        "arxiv_id": None,
                        "media": {"kind": "image", "url": "x.png"},
                        "votes": None,
                        "authors": [],
                        "authors_omitted_at": None,
                        "summary": [
                            {
                                "label": "L",
                                "text": "t",
                                "points": [{"label": None, "text": "inner", "points": [], "emphasis": None}],
                                "emphasis": "**",
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_what_markdown_cannot_say_survives():
    paper = Paper("two\nlines", "a](b", Media("video", ""), -3, ("", "+", "\ud800"), 7, (Point(text="\n\n- x"),))
    some = (Digest(None, (paper,)),)
    assert dailypapers.from_data(json.loads(json.dumps(dailypapers.to_data(some)))) == some


def test_defaults_may_be_left_out_and_the_identifier_is_ignored():
    data = {"version": 1, "digests": [{"date": None, "papers": [{"title": "A", "arxiv_id": "anything"}]}]}
    assert dailypapers.from_data(data) == (Digest(None, (Paper("A"),)),)


def test_points_to_sixteen_levels():
    (digest,) = dailypapers.from_data(with_paper(summary=[nested(16)]))
    assert dailypapers.to_data([digest]) == dailypapers.to_data(dailypapers.from_data(dailypapers.to_data([digest])))
    with pytest.raises(DataError, match="more than 16 levels") as caught:
        dailypapers.from_data(with_paper(summary=[{"text": "first"}, nested(17)]))
    assert caught.value.path == "digests[0].papers[0].summary[1]" + ".points[0]" * 16
    with pytest.raises(DataError):
        dailypapers.from_data(with_paper(summary=[nested(900)]))


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        (None, "", "expected an object with"),
        ([], "", "expected an object with"),
        ({"version": 1}, "", "expected an object with"),
        ({"version": 2, "digests": []}, "version", "expected 1"),
        ({"version": True, "digests": []}, "version", "expected 1"),
        ({"version": 1, "digests": [], "extra": 1}, "", "unknown key 'extra'"),
        ({"version": 1, "digests": "abc"}, "digests", "expected a list, not text"),
        ({"version": 1, "digests": [3]}, "digests[0]", "expected an object, not a number"),
        ({"version": 1, "digests": [{"papers": []}]}, "digests[0].date", "the key 'date' is missing"),
        ({"version": 1, "digests": [{"date": "20240712"}]}, "digests[0].date", "expected a date"),
        ({"version": 1, "digests": [{"date": "2024-02-30"}]}, "digests[0].date", "expected a date"),
        ({"version": 1, "digests": [{"date": 2024}]}, "digests[0].date", "expected text, not a number"),
        (with_paper(title=None), "digests[0].papers[0].title", "expected text, not null"),
        (with_paper(votes=3.7), "digests[0].papers[0].votes", "expected a whole number, not a number"),
        (with_paper(votes=True), "digests[0].papers[0].votes", "expected a whole number, not a boolean"),
        (with_paper(votes="26"), "digests[0].papers[0].votes", "expected a whole number, not text"),
        (with_paper(authors="Ann"), "digests[0].papers[0].authors", "expected a list, not text"),
        (with_paper(authors=["Ann", None]), "digests[0].papers[0].authors[1]", "expected text, not null"),
        (with_paper(media={"kind": "gif", "url": ""}), "digests[0].papers[0].media.kind", "expected image or video"),
        (with_paper(media={"kind": [], "url": ""}), "digests[0].papers[0].media.kind", "expected image or video"),
        (with_paper(summary=[{"emphasis": "*", "label": ""}]), "digests[0].papers[0].summary[0].emphasis", "expected"),
        (with_paper(summary=[{"emphasis": "**"}]), "digests[0].papers[0].summary[0]", "both a label and"),
        (with_paper(arxivid="x"), "digests[0].papers[0]", "unknown key 'arxivid'"),
    ],
)
def test_data_of_another_shape(data, path, message):
    with pytest.raises(DataError, match=message) as caught:
        dailypapers.from_data(data)
    assert caught.value.path == path
    assert str(caught.value).startswith(path)
