"""Laws over generated models: what is written is read as the same, and values are values."""

import collections
import csv
import datetime
import io
import json
import pickle
import time
from importlib import resources

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import dailypapers
from dailypapers import Digest, Document, ExportError, Media, Paper, Point
from dailypapers.testing import digests
from support import LOOKS_LIKE, doubtful

several = st.lists(digests(), min_size=1, max_size=3).map(tuple)
SCHEMA = Draft202012Validator(json.loads(resources.files("dailypapers").joinpath("schema.json").read_text("utf-8")))


@given(several)
def test_data_and_back_is_the_same(some):
    assert dailypapers.from_data(dailypapers.to_data(some)) == some


@given(several)
def test_json_and_back_is_the_same(some):
    data = json.loads(dailypapers.export(some, "json"))
    SCHEMA.validate(data)
    assert dailypapers.from_data(data) == some


@given(several)
def test_markdown_and_back_is_the_same(some):
    document = dailypapers.parse(dailypapers.export(some, "markdown"))
    assert document.digests == some
    assert doubtful(document) <= LOOKS_LIKE


@given(several)
def test_a_second_pass_of_markdown_changes_nothing(some):
    once = dailypapers.export(some, "markdown")
    assert dailypapers.export(dailypapers.parse(once).digests, "markdown") == once


@given(several)
def test_models_are_values(some):
    assert pickle.loads(pickle.dumps(some)) == some
    moved = tuple(attrs.evolve(digest, source="elsewhere.md", line=7) for digest in some)
    assert moved == some
    assert hash(moved) == hash(some)


PAPER, POINT = Paper("A"), Point(text="a")


@pytest.mark.parametrize("sequence", [list, tuple, collections.deque, iter, type("Pair", (tuple,), {})])
def test_models_take_any_sequence_and_keep_a_tuple(sequence):
    """A list, a tuple, one of somebody's own, and what can be iterated once."""
    problems = dailypapers.parse("## Daily Papers (unknown)").problems
    for made, field, expected in [
        (Paper("A", authors=sequence(["Ann", "Bob"])), "authors", ("Ann", "Bob")),
        (Paper("A", summary=sequence([POINT])), "summary", (POINT,)),
        (Point(points=sequence([POINT])), "points", (POINT,)),
        (Digest(None, sequence([PAPER])), "papers", (PAPER,)),
        (Document(sequence([Digest(None)])), "digests", (Digest(None),)),
        (Document((), sequence(problems)), "problems", problems),
        (attrs.evolve(PAPER, authors=sequence(["Ann"])), "authors", ("Ann",)),
    ]:
        assert getattr(made, field) == expected
        assert type(getattr(made, field)) is tuple
        assert hash(made) == hash(attrs.evolve(made, **{field: expected}))


@pytest.mark.parametrize("wrong", ["Ann", "", b"Ann", bytearray(b"Ann"), {"Ann"}, {"Ann": 1}, None, 3])
def test_models_refuse_what_is_no_sequence_of_what_they_keep(wrong):
    for make in (
        lambda: Paper("A", authors=wrong),
        lambda: Paper("A", summary=wrong),
        lambda: Point(points=wrong),
        lambda: Digest(None, wrong),
        lambda: Document(wrong),
        lambda: Document((), wrong),
    ):
        with pytest.raises(TypeError, match=rf"{type(wrong).__name__}"):
            make()


@given(several)
def test_documents_and_digests_are_exported_alike(some):
    for name in ("json", "csv", "markdown"):
        assert dailypapers.export([Document(some)], name) == dailypapers.export(some, name)


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (Paper("two\nlines"), "title"),
        (Paper(" blank"), "title"),
        (Paper("A", ""), "url"),
        (Paper("A", "https://example.org/](b"), "url"),
        (Paper("A", media=Media("image", "")), "media"),
        (Paper("A", media=Media("video", "a\nb")), "media"),
        (Paper("A", authors=("",)), "authors"),
        (Paper("A", authors=("+",)), "authors"),
        (Paper("A", authors=(" Ann",)), "authors"),
        (Paper("A", summary=(Point(text="- a\n- b"),)), "summary"),
        (Paper("A", summary=(Point(text="a\n\nb"),)), "summary"),
        (Paper("A", summary=(Point(text="a\n### b"),)), "summary"),
        (Paper("A", summary=(Point(text="a\n# b"),)), "summary"),
        (Paper("A", summary=(Point(text="**Not a label**: b"),)), "summary"),
        (Paper("A", summary=(Point("", "text"),)), "summary"),
        (Paper("A", summary=(Point("two\nlines", "text"),)), "summary"),
        (Paper("A", summary=(Point("Label", "['a', 'b']"),)), "summary"),
    ],
)
def test_what_markdown_cannot_say_it_refuses_and_others_write(paper, field):
    some = (Digest(datetime.date(2024, 7, 12), (Paper("before"), paper)),)
    with pytest.raises(ExportError, match=rf"2024-07-12, paper .*: Markdown cannot represent its {field}"):
        dailypapers.export(some, "markdown")
    data = json.loads(dailypapers.export(some, "json"))
    assert data == dailypapers.to_data(some)
    assert dailypapers.from_data(data) == some
    rows = list(csv.DictReader(io.StringIO(dailypapers.export(some, "csv", formulas="keep"), newline="")))
    assert [row["title"] for row in rows] == ["before", paper.title]
    assert dailypapers.export(some, "bibtex").count("@misc{") == 2


def deep(levels):
    """Make a point with others in it, one a level."""
    point = Point(text="innermost")
    for _ in range(levels - 1):
        point = Point("Label", "text", (point,))
    return point


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "markdown", "html", "atom", "notes"])
def test_points_of_the_deepest_level_are_written(name):
    some = [Digest(None, (Paper("A", summary=(deep(16),)),))]
    written = dailypapers.export(some, name)
    assert "innermost" in ("".join(written.values()) if name == "notes" else written)


def test_a_point_has_both_label_and_emphasis_or_neither():
    assert Point("L").emphasis == "**"
    with pytest.raises(ValueError, match="both"):
        Point("L", emphasis=None)
    with pytest.raises(ValueError, match="both"):
        Point(emphasis="**")


@pytest.mark.parametrize(
    ("url", "arxiv_id"),
    [
        ("https://arxiv.org/abs/2407.08348", "2407.08348"),
        ("http://www.arxiv.org/abs/2407.08348v12", "2407.08348"),
        ("https://arxiv.org/pdf/2407.08348v2.pdf", "2407.08348"),
        ("https://arxiv.org/html/2407.08348v1/", "2407.08348"),
        ("https://arxiv.org/abs/2407.08348?context=cs#top", "2407.08348"),
        ("arxiv.org/abs/0704.0001", "0704.0001"),
        ("https://arxiv.org/abs/cs/0112017", "cs/0112017"),
        ("https://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001"),
        ("https://arxiv.org/abs/math.GT/0309136", "math/0309136"),
        ("https://huggingface.co/papers/2407.08348", "2407.08348"),
        ("https://www.huggingface.co/papers/2407.08348", "2407.08348"),
        ("https://export.arxiv.org/abs/2407.08348", "2407.08348"),
        ("http://cn.arxiv.org/pdf/2407.08348v1", "2407.08348"),
        ("https://arxiv.org/src/2407.08348v1", "2407.08348"),
        ("https://arxiv.org/abs/arXiv:2407.08348", "2407.08348"),
        ("https://arxiv.org/abs/arXiv:cs/0112017", "cs/0112017"),
        ("10.48550/arXiv.2407.08348", "2407.08348"),
        ("10.48550/ARXIV.2407.08348", "2407.08348"),
        ("doi:10.48550/arXiv.2407.08348", "2407.08348"),
        ("doi: 10.48550/arXiv.cs/0112017", "cs/0112017"),
        ("https://doi.org/10.48550/arXiv.2407.08348", "2407.08348"),
        ("http://dx.doi.org/10.48550/arXiv.hep-th/9901001", "hep-th/9901001"),
        ("https://www.doi.org/10.48550/arxiv.2407.08348", "2407.08348"),
        ("https://alphaxiv.org/abs/2407.08348v3", "2407.08348"),
        ("https://www.alphaxiv.org/abs/2407.08348", "2407.08348"),
        ("https://ar5iv.org/abs/2407.08348", "2407.08348"),
        ("https://www.ar5iv.org/abs/2407.08348", "2407.08348"),
        ("https://ar5iv.labs.arxiv.org/html/2407.08348", "2407.08348"),
        ("https://www.ar5iv.labs.arxiv.org/html/math/0309136", "math/0309136"),
        # the lengths of numbers, at the months in which they changed
        ("https://arxiv.org/abs/0703.0001", None),
        ("https://arxiv.org/abs/1412.8770", "1412.8770"),
        ("https://arxiv.org/abs/1412.08770", None),
        ("https://arxiv.org/abs/1501.00001", "1501.00001"),
        ("https://arxiv.org/abs/1501.0001", None),
        ("https://arxiv.org/abs/2401.1002", None),  # was 2401.10020
        ("10.48550/arXiv.2401.1002", None),
        ("https://arxiv.org/abs/math/0703999", "math/0703999"),
        ("https://arxiv.org/abs/math/0704001", None),
        ("https://arxiv.org/abs/hep-th/9108028", "hep-th/9108028"),
        ("https://arxiv.org/abs/hep-th/9012001", None),  # arXiv began in 1991
        # neighbours of what is a link
        ("10.48550/2407.08348", None),
        ("10.1000/arXiv.2407.08348", None),
        ("doi.org/10.48550/arXiv.2407.08348/x", None),
        ("https://example.org/10.48550/arXiv.2407.08348", None),
        ("https://arxiv.org/pdf/arXiv:2407.08348", None),
        ("https://alphaxiv.org/2407.08348", None),
        ("https://ar5iv.org/html/2407.08348", None),
        ("https://ar5iv.labs.arxiv.org/abs/2407.08348", None),
        ("https://de.arxiv.org/abs/2407.08348", None),
        ("arXiv:2407.08348", None),  # an id, and no link
        ("https://arxiv.org/abs/2413.08348", None),  # there is no 13th month
        ("https://arxiv.org/abs/2407.083", None),
        ("https://arxiv.org/abs/2407.083481", None),
        ("https://arxiv.org/list/2407.08348", None),
        ("https://arxiv.org.example.org/abs/2407.08348", None),
        ("https://example.org/arxiv.org/abs/2407.08348", None),
        ("https://example.org/?https://arxiv.org/abs/2407.08348", None),
        ("https://huggingface.co/datasets/2407.08348", None),
        ("https://arxiv.org/abs/٢٤٠٧.٠٨٣٤٨", None),
        ("https://arxiv.org/abs/\u017f/0112017", None),  # to Unicode this is an s
        ("https://arxiv.org/abs/cs/0113017", None),
        ("", None),
        (None, None),
    ],
)
def test_arxiv_identifiers(url, arxiv_id):
    assert Paper("A", url).arxiv_id == arxiv_id


@pytest.mark.parametrize("run", ["a", "a-", "1", "1.", "v1", " ", "/", ":", "arxiv:", "2407.08348"])
@pytest.mark.parametrize(
    "opener", ["", "https://arxiv.org/abs/", "doi:", "10.48550/arXiv.", "arxiv.org/abs/2407.08348v"]
)
def test_an_arxiv_identifier_is_looked_for_in_linear_time(opener, run):
    paper = Paper("A", opener + run * 1_000_000 + "x")
    begun = time.process_time()
    assert paper.arxiv_id is None
    assert time.process_time() - begun < 1  # in quadratic time it would be hours
