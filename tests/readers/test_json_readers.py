"""JSON and JSON Lines read back: without loss what we wrote, and what other programs made of it."""

import datetime
import io
import json
import random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Media, Paper, Point, ReadError, ReadWarning
from dailypapers.readers.json import JSON
from dailypapers.readers.jsonl import JSONLines
from dailypapers.testing import digests

DAY = datetime.date(2024, 7, 12)


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def read(text, reader=None):
    """Read JSON Lines; gives the digests, the errors and the warnings, these as text."""
    found = list((reader or JSONLines()).read(text, "a.jsonl"))
    reports = [[str(each) for each in found if isinstance(each, kind)] for kind in (ReadError, ReadWarning)]
    return [each for each in found if isinstance(each, Digest)], *reports


# -- the way there and back ---------------------------------------------------------------------------------------


def test_the_seeds_come_back(seed):
    document = dailypapers.read(seed)
    for format_name in ("json", "jsonl"):
        text = dailypapers.export(document, format_name)
        again = dailypapers.read(io.StringIO(text), format_name, strict=True)
        assert again.digests == document.digests
        assert dailypapers.export(again, "markdown") == dailypapers.export(document, "markdown")


@given(st.lists(digests(hostile=True), max_size=4))
def test_json_is_the_identity(some):
    assert tuple(JSON().read(dailypapers.export(some, "json"), "a.json")) == tuple(some)


@given(st.lists(digests(hostile=True), max_size=4))
def test_json_lines_are_the_identity_but_for_digests_without_papers(some):
    with_papers = [digest for digest in some if digest.papers]
    assert read(dailypapers.export(some, "jsonl")) == (with_papers, [], [])


@given(st.lists(digests(), max_size=3))
def test_markdown_by_way_of_each_is_the_same_markdown(some):
    text = dailypapers.export(some, "markdown")
    for format_name in ("json", "jsonl"):
        kept = [digest for digest in some if digest.papers or format_name == "json"]
        if not kept and format_name == "jsonl":
            continue  # no row, no digest: an error
        data = dailypapers.export(dailypapers.parse(text), format_name) if some else dailypapers.export([], format_name)
        again = dailypapers.read(io.StringIO(data), format_name)
        assert dailypapers.export(again, "markdown") == dailypapers.export(kept, "markdown")


@given(st.lists(digests(), max_size=3), st.integers())
def test_rows_may_be_laid_out_in_any_way(some, seed):
    expected = read(dailypapers.export(some, "jsonl"))
    rows = [json.loads(line) for line in dailypapers.export(some, "jsonl").split("\n")[:-1]]
    chance = random.Random(seed)
    rows = [dict(chance.sample([*row.items()], len(row))) for row in rows]
    assert read(json.dumps(rows)) == expected
    assert read(json.dumps(rows, indent=1, ensure_ascii=False)) == expected
    assert read("".join(json.dumps(row, indent=chance.choice([None, 2])) for row in rows)) == expected
    assert read("\r\n\r\n".join(map(json.dumps, rows))) == expected


def test_a_row_keeps_its_place():
    digest = Digest(DAY, (Paper("A", source="b.md", line=3), Paper("B", source="b.md", line=17)), source="b.md", line=1)
    ((again,), *_) = read(dailypapers.export([digest], "jsonl"))
    assert (again.source, again.line) == ("b.md", None)
    assert [(paper.source, paper.line) for paper in again.papers] == [("b.md", 3), ("b.md", 17)]
    assert dailypapers.export([again], "jsonl") == dailypapers.export([digest], "jsonl")


def test_json_has_the_file_for_its_source():
    (digest,) = JSON().read(dailypapers.export([Digest(DAY, (Paper("A"),))], "json"), "a.json")
    assert (digest.source, digest.papers[0].source, digest.papers[0].line) == ("a.json", "a.json", None)


# -- which rows are one digest ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Rows as date, source, digest; and how many papers each digest has.
        ([("2024-07-12", "a", 1), ("2024-07-12", "a", 1), ("2024-07-13", "a", 2)], [2, 1]),
        ([("2024-07-12", "a", 1), ("2024-07-12", "a", 2), ("2024-07-12", "a", 2)], [1, 2]),
        ([("2024-07-12", "a", 1), ("2024-07-12", "b", 1)], [1, 1]),
        ([("2024-07-12", "a", 1), ("2024-07-13", "a", 1)], [1, 1]),
        ([("2024-07-12", "a", 1), ("2024-07-13", "a", 2), ("2024-07-12", "a", 1)], [1, 1, 1]),
        ([(None, None, None), (None, None, None)], [2]),
        ([("2024-07-12", None, 1.0), ("2024-07-12", None, 1)], [2]),
    ],
)
def test_neighbours_of_one_source_date_and_digest_are_one(rows, expected):
    rows = [{"date": date, "source": source, "digest": number, "title": "A"} for date, source, number in rows]
    found, errors, warnings = read(lines(*rows))
    assert ([len(digest.papers) for digest in found], errors, warnings) == (expected, [], [])


def test_two_digests_of_one_date_in_one_file_stay_two(tmp_path):
    text = "## Daily Papers (2024-07-12)\n\n### A\n\n## Daily Papers (2024-07-12)\n\n### B\n\n"
    document = dailypapers.parse(text)
    assert read(dailypapers.export(document, "jsonl"))[0] == [*document.digests]


# -- what is needed, and what is passed over ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, Paper("A")),
        ({"url": None, "votes": None, "authors": None, "media": None, "summary": None}, Paper("A")),
        ({"votes": 26.0, "line": 3.0}, Paper("A", votes=26)),
        ({"arxiv_id": "2407.08348"}, Paper("A", "https://arxiv.org/abs/2407.08348")),
        ({"url": "https://arxiv.org/abs/2407.08348v2", "arxiv_id": "2407.08348"}, Paper("A", "https://arxiv.org/abs/2407.08348v2")),
        ({"authors": ["Ann", "Bob"], "authors_omitted_at": 1}, Paper("A", authors=("Ann", "Bob"), authors_omitted_at=1)),
        ({"media": {"kind": "video", "url": "b"}}, Paper("A", media=Media("video", "b"))),
        ({"summary": [{"text": "b"}]}, Paper("A", summary=(Point(text="b"),))),
        ({"summary": [{"label": "c", "text": "b"}]}, Paper("A", summary=(Point("c", "b"),))),
        ({"summary": [{"label": "c", "emphasis": "***", "text": "b"}]}, Paper("A", summary=(Point("c", "b", (), "***"),))),
        ({"summary": [{"text": "b", "points": [{"text": "d", "points": None}]}]}, Paper("A", summary=(Point(None, "b", (Point(text="d"),)),))),
        ({"summary": [{}]}, Paper("A", summary=(Point(),))),
    ],
)  # fmt: skip
def test_only_the_title_is_needed(row, expected):
    found, errors, warnings = read(lines({"title": "A", **row}))
    assert (found, errors, warnings) == ([Digest(None, (expected,))], [], [])


def test_unknown_keys_are_named_in_one_warning():
    row = {"title": "A", "score": 1, "tags": ["b"], "media": {"kind": "image", "url": "c", "width": 3}}
    row["summary"] = [{"text": "d", "points": [{"text": "e", "lang": "ko"}]}]
    found, errors, warnings = read(lines(row, {"title": "B", "score": 2}))
    assert [paper.title for digest in found for paper in digest.papers] == ["A", "B"]
    assert errors == []
    (warning,) = warnings
    assert warning.startswith("passed over keys that no paper has: ")
    assert sorted(warning.partition(": ")[2].split(", ")) == ["'lang'", "'score'", "'tags'", "'width'"]


def test_few_of_many_unknown_keys_are_named():
    _, _, (warning,) = read(lines({"title": "A", **{f"key{n}": n for n in range(10_000)}}))
    assert warning.count("'key") == 10
    assert warning.endswith(" and others")


# -- rows that are none ---------------------------------------------------------------------------------------------

DEEP = [{"text": "a"}]
for _ in range(16):
    DEEP = [{"text": "a", "points": DEEP}]

BAD_ROWS = [
    (1, "expected an object, not a number"),
    (None, "expected an object, not null"),
    ("A", "expected an object, not text"),
    ({}, "title: the key 'title' is missing"),
    ({"title": None}, "title: expected text, not null"),
    ({"title": 1}, "title: expected text, not a number"),
    ({"title": "A\ud800"}, "title: a lone surrogate, which is no character: 'A\\ud800'"),
    ({"title": "A", "url": 1}, "url: expected text, not a number"),
    ({"title": "A", "url": "https://arxiv.org/abs/2407.08348", "arxiv_id": "2407.08349"}, "arxiv_id: contradicts the 'url', which has 2407.08348; leave one of the two out"),
    ({"title": "A", "arxiv_id": "2401.1002"}, "arxiv_id: expected an arXiv identifier without version, such as 2407.08348, or null"),
    ({"title": "A", "votes": "26"}, "votes: expected a whole number, not text"),
    ({"title": "A", "votes": True}, "votes: expected a whole number, not a boolean"),
    ({"title": "A", "votes": 10**9 + 1}, "votes: expected a whole number from 0 to 1000000000"),
    ({"title": "A", "votes": 10**400}, "votes: expected a whole number, not inf"),
    ({"title": "A", "authors": "Ann"}, "authors: expected a list, not text"),
    ({"title": "A", "authors": ["Ann", None]}, "authors[1]: expected text, not null"),
    ({"title": "A", "authors": ["\ud800"]}, "authors[0]: a lone surrogate, which is no character: '\\ud800'"),
    ({"title": "A", "authors": ["Ann"], "authors_omitted_at": 2}, "authors_omitted_at: expected a whole number from 0 to 1, the number of authors"),
    ({"title": "A", "media": "b.png"}, "media: expected an object, not text"),
    ({"title": "A", "media": {"kind": "audio", "url": "b"}}, "media.kind: expected image or video"),
    ({"title": "A", "media": {"kind": "image"}}, "media.url: the key 'url' is missing"),
    ({"title": "A", "summary": "b"}, "summary: expected a list, not text; --from records reads it"),
    ({"title": "A", "summary": ["b"]}, "summary[0]: expected an object, not text"),
    ({"title": "A", "summary": [{"label": "a", "text": "b", "emphasis": "*"}]}, "summary[0].emphasis: expected ** or ***"),
    ({"title": "A", "summary": [{"text": "b", "emphasis": "**"}]}, "summary[0].emphasis: expected both a label and its emphasis, or neither"),
    ({"title": "A", "summary": DEEP}, f"summary[0]{'.points[0]' * 16}: more than 16 levels of points"),
    ({"title": "A", "date": "yesterday"}, "date: expected a date as YYYY-MM-DD, or null"),
    ({"title": "A", "date": "2024-02-30"}, "date: expected a date as YYYY-MM-DD, or null"),
    ({"title": "A", "source": 1}, "source: expected text or null, not a number"),
    ({"title": "A", "source": "\ud800.md"}, "source: a lone surrogate, which is no character: '\\ud800'"),
    ({"title": "A", "line": 0}, "line: expected a whole number from 1 on, or null, not 0"),
    ({"title": "A", "line": "3"}, "line: expected a whole number from 1 on, or null, not text"),
    ({"title": "A", "digest": True}, "digest: expected a whole number from 1 on, or null, not a boolean"),
    ({"title": "A", "digest": 1.5}, "digest: expected a whole number from 1 on, or null, not 1.5"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "told"), BAD_ROWS, ids=range(len(BAD_ROWS)))
def test_a_bad_row_is_an_error_with_its_place_and_the_others_are_read(row, told):
    found, errors, warnings = read(lines({"title": "B"}, row, {"title": "C"}))
    assert [paper.title for digest in found for paper in digest.papers] == ["B", "C"]
    assert (errors, warnings) == ([f"line 2, column 1: {told}"], [])


@pytest.mark.parametrize("row", [row for row, _ in BAD_ROWS], ids=range(len(BAD_ROWS)))
def test_an_error_has_the_date_of_its_row_where_that_is_one(row):
    dated = {"date": "2024-07-12"} | row if isinstance(row, dict) else row
    (error,) = JSONLines().read(lines(dated), "a.jsonl")
    assert error.date == (DAY if isinstance(row, dict) and "date" not in row else None)


NO_JSON_OBJECT = [
    ("[]", "expected an object with 'version' and 'digests'"),
    ("{}", "expected an object with 'version' and 'digests'"),
    ('{"version": 2, "digests": []}', "version: expected 1, the version that this release reads"),
    ('{"version": 1, "digests": {}}', "digests: expected a list, not an object"),
    ('{"version": 1, "digests": [], "more": 1}', "unknown key 'more'"),
    ('{"version": 1, "digests": [], "version": 1}', "line 1, column 31: the key 'version' stands twice in one object"),
    ('{"version": 1, "digests": [{"date": NaN, "papers": []}]}', "line 1, column 37: not JSON: NaN"),
    ('{"version": 1, "digests": [{"date": null, "papers": [', "line 1, column 54: not JSON: Expecting value"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), NO_JSON_OBJECT, ids=range(len(NO_JSON_OBJECT)))
def test_json_of_another_shape_is_an_error(text, told):
    with pytest.raises(ReadError) as caught:
        list(JSON().read(text, "a.json"))
    assert str(caught.value) == told


BAD_DIGESTS = [
    # A digest among good ones, what is said of it, and the date that the error has.
    (1, "digests[1]: expected an object, not a number", None),
    ({}, "digests[1].date: the key 'date' is missing", None),
    ({"papers": []}, "digests[1].date: the key 'date' is missing", None),
    ({"date": "2024-02-30", "papers": []}, "digests[1].date: expected a date as YYYY-MM-DD, or null", None),
    ({"date": "2024-07-12"}, "digests[1].papers: the key 'papers' is missing", DAY),
    ({"date": "2024-07-12", "papers": {}}, "digests[1].papers: expected a list, not an object", DAY),
    ({"date": "2024-07-12", "papers": [1]}, "digests[1].papers[0]: expected an object, not a number", DAY),
    ({"date": None, "papers": [1]}, "digests[1].papers[0]: expected an object, not a number", None),
    ({"date": "2024-07-12", "papers": [], "more": 1}, "digests[1]: unknown key 'more'", DAY),
    (dailypapers.to_data(Digest(DAY, (Paper("A"), Paper("B"))))["digests"][0] | {"line": 1}, "digests[1]: unknown key 'line'", DAY),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "told", "date"), BAD_DIGESTS, ids=range(len(BAD_DIGESTS)))
def test_a_bad_digest_is_an_error_with_its_path_and_the_others_are_read(bad, told, date):
    good = Digest(DAY, (Paper("A"),))
    data = dailypapers.to_data([good, good])
    data["digests"].insert(1, bad)
    first, error, last = JSON().read(json.dumps(data), "a.json")
    assert (first, last) == (good, good)
    assert (str(error), error.date) == (told, date)


@given(digests(), st.data())
def test_a_row_with_any_value_in_a_field_is_read_or_an_error(digest, data):
    rows = [json.loads(line) for line in dailypapers.export([digest], "jsonl").split("\n")[:-1]]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    key = data.draw(st.sampled_from([*row]))
    atoms = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=3)
    )
    value = data.draw(st.recursive(atoms, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["text", "points", "label", "kind", "url"]), inner, max_size=3), max_leaves=5))  # fmt: skip
    row[key] = value
    found, errors, _ = read(lines(row))
    assert len(errors) + sum(len(each.papers) for each in found) == 1
    for each in found:
        (again,) = dailypapers.from_data(dailypapers.to_data(each))  # what was read is valid
        assert again == attrs.evolve(each)
