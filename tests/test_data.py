"""Plain data: loss-free there and back, what from_data refuses, and that schema.json says the same."""

import calendar
import copy
import json
import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import dailypapers
from dailypapers import DataError, Digest, Media, Paper, Point
from dailypapers.data.plain import UNUSUAL, digest_of, paper_of
from dailypapers.models import MAX_LEVELS
from dailypapers.testing import digests
from support import made_again

SCHEMA = Draft202012Validator(json.loads(resources.files("dailypapers").joinpath("schema.json").read_text("utf-8")))

PAPER = Paper("A", summary=(Point("L", "t", (Point(text="inner"),)),), media=Media("image", "x.png"))
DATA = dailypapers.to_data([Digest(None, (PAPER,))])


def point(**fields):
    return {"label": None, "text": "", "points": [], "emphasis": None, **fields}


def nested(levels):
    inner = point(text="innermost")
    for _ in range(levels - 1):
        inner = point(points=[inner])
    return inner


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
    paper = Paper("two\nlines", "a](b", Media("video", ""), 0, ("", "+", "\0"), 3, (Point(text="\n\n- x"),))
    some = (Digest(None, (paper,)),)
    assert dailypapers.from_data(json.loads(json.dumps(dailypapers.to_data(some)))) == some


@given(st.lists(digests(hostile=True), max_size=3).map(tuple))
def test_whatever_is_valid_comes_back_from_json_as_it_was(some):
    data = json.loads(dailypapers.export(some, "json"))
    assert data == dailypapers.to_data(some)
    assert SCHEMA.is_valid(data)
    assert dailypapers.from_data(data) == some


@pytest.mark.parametrize(
    ("paper", "path"),
    [
        (Paper("A\ud800"), "title"),
        (Paper("A", "https://example.org/\udc80"), "url"),
        (Paper("A", media=Media("image", "\udfff")), "media.url"),
        (Paper("A", authors=("Ann", "\ud83d")), "authors[1]"),
        (Paper("A", summary=(Point("\ud800"),)), "summary[0].label"),
    ],
)
def test_lone_surrogates_are_data_as_they_are_and_are_not_taken_back(paper, path):
    data = dailypapers.to_data([Digest(None, (paper,))])
    with pytest.raises(DataError) as caught:
        dailypapers.from_data(data)
    assert caught.value.path == f"digests[0].papers[0].{path}"
    str(caught.value).encode()


# -- the arXiv id, which the link gives, or which gives the link ------------------------------------------------

LINK = "https://arxiv.org/abs/2407.08348"


@pytest.mark.parametrize(
    ("url", "arxiv_id", "expected"),
    [
        (LINK, "2407.08348", LINK),
        (LINK, None, LINK),
        (LINK + "v2", "2407.08348", LINK + "v2"),
        ("https://huggingface.co/papers/2407.08348", "2407.08348", "https://huggingface.co/papers/2407.08348"),
        ("https://arxiv.org/pdf/math.GT/0309136", "math/0309136", "https://arxiv.org/pdf/math.GT/0309136"),
        (None, "2407.08348", LINK),
        (None, "0704.0001", "https://arxiv.org/abs/0704.0001"),
        (None, "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        (None, None, None),
        ("https://example.org", None, "https://example.org"),
    ],
)
def test_an_arxiv_id_and_a_link(url, arxiv_id, expected):
    (digest,) = dailypapers.from_data(with_paper(url=url, arxiv_id=arxiv_id))
    assert digest.papers[0].url == expected
    assert digest.papers[0].arxiv_id == (arxiv_id or digest.papers[0].arxiv_id)


@pytest.mark.parametrize(
    ("url", "arxiv_id", "message"),
    [
        (LINK, "2407.08349", "contradicts the 'url', which has 2407.08348"),
        ("https://example.org", "2407.08348", "contradicts the 'url', which has none"),
        ("", "2407.08348", "contradicts the 'url', which has none"),
        (None, "2407.08348v2", "expected an arXiv identifier"),
        (None, "2413.08348", "expected an arXiv identifier"),
        (None, "arXiv:2407.08348", "expected an arXiv identifier"),
        (None, "math.GT/0309136", "expected an arXiv identifier"),
        (None, "2407.08348\n", "expected an arXiv identifier"),
        (None, "2407.08348?x", "expected an arXiv identifier"),
        (None, "2401.1002", "expected an arXiv identifier"),  # was 2401.10020
        ("https://arxiv.org/abs/2401.1002", "2401.1002", "expected an arXiv identifier"),
        (None, "10.48550/arXiv.2407.08348", "expected an arXiv identifier"),
        (None, LINK, "expected an arXiv identifier"),
        (None, "", "expected an arXiv identifier"),
        (None, 2407.08348, "expected an arXiv identifier"),
        (LINK, ["2407.08348"], "expected an arXiv identifier"),
    ],
)
def test_an_arxiv_id_that_is_none_or_another(url, arxiv_id, message):
    with pytest.raises(DataError, match=message) as caught:
        dailypapers.from_data(with_paper(url=url, arxiv_id=arxiv_id))
    assert caught.value.path == "digests[0].papers[0].arxiv_id"


# -- the shape --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [key for key in DATA["digests"][0]["papers"][0] if key != "arxiv_id"])
def test_every_key_of_a_paper_but_the_arxiv_id_is_required(key):
    data = with_paper()
    del data["digests"][0]["papers"][0]["arxiv_id"]
    assert dailypapers.from_data(data) == (Digest(None, (PAPER,)),)
    del data["digests"][0]["papers"][0][key]
    with pytest.raises(DataError, match=f"the key '{key}' is missing") as caught:
        dailypapers.from_data(data)
    assert caught.value.path == f"digests[0].papers[0].{key}"


class Text(str):
    def encode(self, *_):
        raise SystemExit


def test_what_stands_for_the_same_data():
    """Numbers that JSON holds for the same, a tuple for a list, and classes that are text become plain values."""
    data = {**with_paper(votes=26.0, authors=(Text("Ann"), "Bob"), authors_omitted_at=2.0), "version": 1.0}
    data["digests"] = tuple(data["digests"])
    ((digest,),) = (dailypapers.from_data(data),)
    paper = digest.papers[0]
    assert (paper.votes, paper.authors, paper.authors_omitted_at) == (26, ("Ann", "Bob"), 2)
    assert [type(value) for value in (paper.votes, *paper.authors, paper.authors_omitted_at)] == [int, str, str, int]


def test_points_to_sixteen_levels():
    (digest,) = dailypapers.from_data(with_paper(summary=[nested(16)]))
    assert dailypapers.to_data([digest]) == dailypapers.to_data(dailypapers.from_data(dailypapers.to_data([digest])))
    with pytest.raises(DataError, match="more than 16 levels") as caught:
        dailypapers.from_data(with_paper(summary=[point(text="first"), nested(17)]))
    assert caught.value.path == "digests[0].papers[0].summary[1]" + ".points[0]" * 16
    with pytest.raises(DataError, match="points far beyond 16 levels"):
        dailypapers.from_data(with_paper(summary=[nested(5000)]))


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
        ({"version": 1, "digests": [{"date": "20240712", "papers": []}]}, "digests[0].date", "expected a date"),
        ({"version": 1, "digests": [{"date": "2024-02-30", "papers": []}]}, "digests[0].date", "expected a date"),
        ({"version": 1, "digests": [{"date": 2024, "papers": []}]}, "digests[0].date", "expected text, not a number"),
        (with_paper(title=None), "digests[0].papers[0].title", "expected text, not null"),
        (with_paper(votes=3.7), "digests[0].papers[0].votes", "expected a whole number, not 3.7"),
        (with_paper(votes=float("nan")), "digests[0].papers[0].votes", "expected a whole number, not nan"),
        (with_paper(votes=-1), "digests[0].papers[0].votes", "expected a whole number from 0 to 1000000000"),
        (with_paper(authors={"Ann": 1}), "digests[0].papers[0].authors", "expected a list, not an object"),
        (with_paper(authors=b"Ann"), "digests[0].papers[0].authors", "expected a list, not bytes"),
        (with_paper(authors=["A\ud800"]), "digests[0].papers[0].authors[0]", r"a lone surrogate, .*: 'A\\ud800'"),
        (with_paper(authors_omitted_at=1), "digests[0].papers[0].authors_omitted_at", "from 0 to 0, the number of"),
        (with_paper(**dict.fromkeys("abcde", 1)), "digests[0].papers[0]", "unknown key 'a', 'b', 'c' and 2 more"),
        (with_paper(votes=True), "digests[0].papers[0].votes", "expected a whole number, not a boolean"),
        (with_paper(votes="26"), "digests[0].papers[0].votes", "expected a whole number, not text"),
        (with_paper(authors="Ann"), "digests[0].papers[0].authors", "expected a list, not text"),
        (with_paper(authors=["Ann", None]), "digests[0].papers[0].authors[1]", "expected text, not null"),
        (with_paper(media={"kind": "gif", "url": ""}), "digests[0].papers[0].media.kind", "expected image or video"),
        (with_paper(media={"kind": [], "url": ""}), "digests[0].papers[0].media.kind", "expected image or video"),
        (with_paper(summary=[point(emphasis="*", label="")]), "digests[0].papers[0].summary[0].emphasis", "expected"),
        (with_paper(summary=[point(emphasis="**")]), "digests[0].papers[0].summary[0].emphasis", "both a label and"),
        (with_paper(arxivid="x"), "digests[0].papers[0]", "unknown key 'arxivid'"),
    ],
)
def test_data_of_another_shape(data, path, message):
    with pytest.raises(DataError, match=message) as caught:
        dailypapers.from_data(data)
    assert caught.value.path == path
    assert str(caught.value).startswith(path)


# -- schema.json says the same ----------------------------------------------------------------------------------


def every_text(data):
    match data:
        case str():
            yield data
        case dict():
            yield from (text for value in data.values() for text in every_text(value))
        case list():
            yield from (text for value in data for text in every_text(value))


def is_day(text):
    year, month, day = map(int, text.split("-"))
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def levels(points):
    return 1 + max(map(levels, (point["points"] for point in points))) if points else 0


def is_more_than_a_schema_can_say(data):
    """Tell what the description of schema.json lists."""
    some = data["digests"]
    every = [paper for digest in some for paper in digest["papers"]]
    return (
        any(re.search("[\ud800-\udfff]", text) for text in every_text(data))
        or not all(digest["date"] is None or is_day(digest["date"]) for digest in some)
        or any(levels(paper["summary"]) > MAX_LEVELS for paper in every)
        or any((paper["authors_omitted_at"] or 0) > len(paper["authors"]) for paper in every)
        or any(
            paper["url"] is not None and paper.get("arxiv_id") not in (None, Paper("", paper["url"]).arxiv_id)
            for paper in every
        )
    )


@pytest.mark.parametrize(
    "month", ["0612", "0700", "0703", "0704", "0713", "0801", "1412", "1501", "2412", "9106", "9912"]
)
@pytest.mark.parametrize("number", [".1234", ".12345", ".123456"])
@pytest.mark.parametrize("archive", ["", "cs/", "hep-th/"])
def test_the_schema_takes_the_arxiv_ids_that_from_data_takes(archive, month, number):
    number = number.replace(".", "")[:-1] if archive else number
    data = with_paper(url=None, arxiv_id=f"{archive}{month}{number}")
    if SCHEMA.is_valid(data):
        assert dailypapers.from_data(data)[0].papers[0].arxiv_id == f"{archive}{month}{number}"
    else:
        with pytest.raises(DataError, match="expected an arXiv identifier"):
            dailypapers.from_data(data)


def places(data):
    """Give each container of some data with each of its keys or indexes."""
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, key
        if isinstance(value, dict | list):
            yield from places(value)


VALUES = [None, True, False, 0, 1, -1, 26.0, 3.7, -0.0, float("nan"), float("inf"), 1e9, 10**9, 10**9 + 1, 10**30]
VALUES += ["", "\ud800", "\udfff x", "A\nB", "image", "gif", "**", "***", "*", "\0", LINK, "https://example.org"]
VALUES += ["2024-07-12", "2024-02-29", "2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "0000-01-01", "2024-7-1"]
VALUES += ["2024-07-12\n", "20240712", "2024-W28-5", "２０２４-07-12", "2407.08348", "2407.08349", "2407.08348\n"]
VALUES += ["2407.083"]
VALUES += ["2413.08348", "cs/0112017", "cs/0113017", "math.GT/0309136", "CS/0112017", "2407.08348v2", "hep-th/9901001"]
VALUES += [[], ["Ann"], [["Ann"]], [None], {}, {"kind": "image", "url": ""}, {"kind": "image"}, point(), [point()]]
VALUES += [[nested(15)], [nested(16)], [nested(17)], point(label=""), [point(label="", emphasis="***")]]
KEYS = ["version", "digests", "date", "papers", "title", "url", "arxiv_id", "media", "votes", "authors", "summary"]
KEYS += ["label", "authors_omitted_at", "text", "points", "emphasis", "kind", "source", "line", "", "\ud800", "A"]


def mutated(draw, data):
    where, key = draw(st.sampled_from(list(places(data))))
    change = draw(st.sampled_from(["set", "set", "delete", "add", "double"]))
    value = copy.deepcopy(draw(st.sampled_from(VALUES)))
    if change == "delete":
        del where[key]
    elif change == "set":
        where[key] = value
    elif isinstance(where, dict):
        where[draw(st.sampled_from(KEYS))] = value
    elif change == "double":
        where.append(copy.deepcopy(where[key]))
    else:
        where.append(value)


@given(st.data(), st.lists(digests(max_papers=2), min_size=1, max_size=2))
def test_the_schema_takes_what_from_data_takes(data, some):
    changed = dailypapers.to_data(
        [*some, Digest(None, (PAPER, Paper("B", LINK, authors=("Ann",), authors_omitted_at=1)))]
    )
    for _ in range(data.draw(st.integers(1, 3))):
        if changed:
            mutated(data.draw, changed)
    is_valid = SCHEMA.is_valid(changed) and not is_more_than_a_schema_can_say(changed)
    if not is_valid:
        with pytest.raises(DataError):
            dailypapers.from_data(changed)
        return
    taken = dailypapers.from_data(changed)
    again = dailypapers.to_data(taken)
    assert SCHEMA.is_valid(again)
    assert dailypapers.from_data(again) == taken


# -- data in which nothing is unusual, to models at once --------------------------------------------------------


@given(digests(hostile=True))
def test_what_json_writes_is_taken_at_once(digest):
    (data,) = json.loads(dailypapers.export([digest], "json"))["digests"]
    assert digest_of(data, "a.json") == digest


USUAL = Paper("B", LINK, PAPER.media, 26, ("Ann",), 1, PAPER.summary)


@given(st.data(), digests(max_papers=2))
def test_what_is_taken_at_once_is_valid_and_what_from_data_makes(data, digest):
    (item,) = dailypapers.to_data(Digest(digest.date, (*digest.papers, USUAL)))["digests"]
    for _ in range(data.draw(st.integers(1, 3))):
        if item:
            mutated(data.draw, item)
    try:
        made = digest_of(item, "a.json")
    except UNUSUAL:
        return
    assert (made,) == dailypapers.from_data({"version": 1, "digests": [item]})
    assert made_again(made) == made
    assert {each.source for each in (made, *made.papers)} == {"a.json"}


UNKNOWN = {"url": None, "media": None, "votes": None, "authors": [], "authors_omitted_at": None, "summary": []}
ID = "2407.08348"
LINK = f"https://arxiv.org/abs/{ID}"


@pytest.mark.parametrize(
    "fields",
    [
        *({"title": title} for title in (None, 1, b"A", "\ud800")),
        *({"url": url} for url in (1, "\ud800")),
        *({"votes": votes} for votes in (-1, 10**9 + 1, "3", 3.0, True, [])),
        *({"authors": authors} for authors in (None, "A", (), ("A",), {}, [1], ["\ud800"], [None])),
        *({"authors": ["A"], "authors_omitted_at": at} for at in (-1, 2, "1", 1.0, True)),
        *({"arxiv_id": ID, "url": url} for url in (None, "https://arxiv.org/abs/2407.08349", "https://example.org")),
        *({"media": media} for media in ("", [], {}, {"kind": "image"}, {"kind": "sound", "url": "a"}, {"kind": None, "url": "a"})),
        *({"media": {"kind": "image", **more}} for more in ({"url": 1}, {"url": None}, {"url": "a", "more": 1})),
        *({"summary": summary} for summary in (None, "", (), {}, "A", [1], [[]], [{}], [{"text": "A"}])),
        *({"summary": [point(**more)]} for more in ({"more": 1}, {"text": 1}, {"text": None}, {"text": "\ud800"})),
        *({"summary": [point(**more)]} for more in ({"label": "L"}, {"emphasis": "**"}, {"label": "L", "emphasis": "*"})),
        *({"summary": [point(label=label, emphasis="**")]} for label in (1, "\ud800")),
        *({"summary": [point(points=points)]} for points in (None, "", (), {}, "A", [point(text=1)])),
        {"summary": [nested(17)]},
    ],
)  # fmt: skip
def test_what_is_unusual_in_a_paper_is_left_to_the_converter(fields):
    with pytest.raises(UNUSUAL):
        paper_of({"title": "A", **fields}, None, None)


@pytest.mark.parametrize(
    "fields",
    [
        *({"votes": votes} for votes in (0, 1, 10**9)),
        *({"authors": ["A", "B"], "authors_omitted_at": at} for at in (0, 1, 2)),
        *({}, {"authors_omitted_at": 0}),
        *({"url": url, "arxiv_id": identifier} for url, identifier in ((LINK, ID), (LINK, None), ("", None))),
        *({"media": {"kind": kind, "url": "a"}} for kind in ("image", "video")),
        {"summary": [nested(16), point(label="L", emphasis="***", text="A", points=[point(text="B")]), point()]},
    ],
)
def test_what_is_usual_in_a_paper_is_taken_at_once(fields):
    paper = {**UNKNOWN, "title": "A", "arxiv_id": None, **fields}
    item = {"date": "2024-07-12", "papers": [paper, {**paper, "title": "B"}]}
    (digest,) = dailypapers.from_data({"version": 1, "digests": [item]})
    assert digest_of(item, "a.json") == digest
    assert paper_of(paper, "a.jsonl", 2) == digest.papers[0]
    assert paper_of({"title": "A", **fields}, "a.jsonl", 2) == digest.papers[0]


@pytest.mark.parametrize(
    "fields",
    [
        *({"papers": papers} for papers in (None, "", (), {}, [None], [{"title": "A"}], [{**UNKNOWN, "title": "A"}])),
        *({"date": date} for date in (1, "", "20240712", "2024-W28-5", "2024-02-30", "2024-07-12T00:00")),
        {"more": 1},
    ],
)
def test_what_is_unusual_in_a_digest_is_left_to_the_converter(fields):
    with pytest.raises(UNUSUAL):
        digest_of({"date": None, "papers": [], **fields}, "a.json")
    assert digest_of({"date": None, "papers": []}, "a.json") == Digest(None)


def test_data_has_texts_and_no_subclass_of_them():
    class Text(str):
        __slots__ = ()

    data = with_paper(title=Text("A"), media={"kind": Text("image"), "url": "x.png"})
    ((paper,),) = (digest.papers for digest in dailypapers.from_data(data))
    assert (type(paper.title), type(paper.media.kind)) == (str, str)


KEYS_OF_PAPER = DATA["digests"][0]["papers"][0].keys()


@given(st.data(), st.sets(st.sampled_from([*UNKNOWN, "arxiv_id"])))
def test_a_key_that_a_row_does_not_have_is_unknown(data, missing):
    row = dailypapers.to_data(Digest(None, (USUAL,)))["digests"][0]["papers"][0]
    mutated(data.draw, row)
    for key in missing & row.keys():
        del row[key]
    try:
        made = paper_of(row, "a.md", 3)
    except UNUSUAL:
        return
    completed = UNKNOWN | {key: value for key, value in row.items() if key in KEYS_OF_PAPER}
    (digest,) = dailypapers.from_data({"version": 1, "digests": [{"date": None, "papers": [completed]}]})
    assert (made,) == digest.papers
    assert (made.source, made.line) == ("a.md", 3)
