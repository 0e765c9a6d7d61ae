"""The models: valid from the start, frozen, and values; what they refuse is what ``schema.json`` and data refuse."""

import collections
import copy
import datetime
import enum
import pickle
import time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import DataError, Digest, Document, Media, Paper, Point, Problem
from dailypapers.models import each_text
from dailypapers.testing import digests

PROBLEM = Problem("S001", "error", "message", "a.md", 1, 1, "line")
PAPER = Paper(
    "A",
    "https://arxiv.org/abs/2407.08348",
    Media("image", "a.png"),
    26,
    ["Ann One", "Bob Two"],
    1,
    [Point("L", "a", [Point(text="b")])],
    source="a.md",
    line=3,
)
DIGEST = Digest(datetime.date(2024, 7, 12), [PAPER], source="a.md", line=1)
MODELS = [*PAPER.summary, PAPER.media, PAPER, DIGEST, PROBLEM, Document([DIGEST], [PROBLEM], "a.md")]


def nested(levels):
    point = Point(text="innermost")
    for _ in range(levels - 1):
        point = Point(points=[point])
    return point


class Whole(enum.IntEnum):
    ONE = 1


# A model, one of its fields, a value that it refuses, and the message behind the field.
OTHER_TYPES = [
    *((PAPER, "title", value, name) for value, name in ((None, "NoneType"), (1, "int"), (b"A", "bytes"))),
    *((PAPER, "url", value, name) for value, name in ((1, "int"), (b"", "bytes"))),
    *((PAPER, "media", value, name) for value, name in (("a.png", "str"), (("image", "a.png"), "tuple"))),
    *((PAPER, "votes", value, name) for value, name in (("3", "str"), (3.0, "float"), (True, "bool"))),
    *((PAPER, "authors_omitted_at", value, name) for value, name in (("1", "str"), (1.0, "float"), (False, "bool"))),
    *((PAPER, "source", value, name) for value, name in ((1, "int"), (b"a.md", "bytes"))),
    *((PAPER, "line", value, name) for value, name in (("3", "str"), (True, "bool"))),
    (DIGEST, "date", datetime.datetime(2024, 7, 12, 10, 30), "datetime"),
    *((DIGEST, "date", value, name) for value, name in (("2024-07-12", "str"), (20240712, "int"))),
    (DIGEST, "source", 1, "int"),
    (DIGEST, "line", 1.0, "float"),
    (PAPER.summary[0], "text", None, "NoneType"),
    (PAPER.summary[0], "label", 1, "int"),
    (PAPER.media, "url", None, "NoneType"),
    (PROBLEM, "code", 1, "int"),
    (PROBLEM, "line", None, "NoneType"),
    (PROBLEM, "column", "1", "str"),
    (PROBLEM, "date", "2024-07-12", "str"),
    (MODELS[-1], "source", None, "NoneType"),
]
NO_SEQUENCES = [
    ("Ann One", "str"),
    ("", "str"),
    (b"", "bytes"),
    (bytearray(b"Ann"), "bytearray"),
    ({"Ann"}, "set"),
    ({"Ann": 1}, "dict"),
    (None, "NoneType"),
    (3, "int"),
]
SEQUENCES = [(PAPER, "authors", str), (PAPER, "summary", Point), (PAPER.summary[0], "points", Point)]
SEQUENCES += [(DIGEST, "papers", Paper), (MODELS[-1], "digests", Digest), (MODELS[-1], "problems", Problem)]

BAD_VALUES = [
    *((PAPER, "votes", value, "expected a whole number from 0 to 1000000000") for value in (-1, 10**9 + 1, 10**5000)),
    *((PAPER, "line", value, "expected a whole number from 1 on") for value in (0, -1)),
    (DIGEST, "line", 0, "expected a whole number from 1 on"),
    (PAPER, "authors_omitted_at", -1, "expected a whole number from 0 on"),
    (PAPER, "authors_omitted_at", 3, "expected a whole number from 0 to 2, the number of authors"),
    *((PAPER.media, "kind", value, "expected image or video") for value in ("gif", "", None, ["image"])),
    *((PAPER.summary[0], "emphasis", value, "expected ** or ***") for value in ("*", "", True, ["**"])),
    (PAPER.summary[0], "emphasis", None, "expected both a label and its emphasis, or neither"),
    (PAPER.summary[0].points[0], "emphasis", "**", "expected both a label and its emphasis, or neither"),
    (PROBLEM, "severity", "fatal", "expected note or warning or error"),
    *((PROBLEM, name, 0, "expected a whole number from 1 on") for name in ("line", "column")),
]


@pytest.mark.parametrize(("model", "field", "value", "name"), OTHER_TYPES)
def test_a_value_of_another_type(model, field, value, name):
    with pytest.raises(TypeError, match=rf"^{field}: expected .*, not {name}$"):
        attrs.evolve(model, **{field: value})


@pytest.mark.parametrize(("model", "field", "type_"), SEQUENCES)
def test_what_is_no_sequence(model, field, type_):
    for value, name in NO_SEQUENCES:
        with pytest.raises(TypeError, match=f"^{field}: expected a sequence such as a list, not {name}$"):
            attrs.evolve(model, **{field: value})
    good = getattr(model, field)[0]
    for value, name in ((None, "NoneType"), (1, "int"), (object(), "object")):
        with pytest.raises(TypeError, match=rf"^{field}\[1\]: expected {type_.__name__}, not {name}$"):
            attrs.evolve(model, **{field: [good, value]})


@pytest.mark.parametrize(("model", "field", "value", "message"), BAD_VALUES, ids=range(len(BAD_VALUES)))
def test_a_value_out_of_range(model, field, value, message):
    with pytest.raises(ValueError, match=rf"^{field}: ") as caught:
        attrs.evolve(model, **{field: value})
    assert str(caught.value) == f"{field}: {message}"


@pytest.mark.parametrize("most", [0, 1, 2])
def test_whoever_shortens_authors_changes_both(most):
    shorter = PAPER.authors[:most]
    for place in range(most + 1):
        assert attrs.evolve(PAPER, authors=shorter, authors_omitted_at=place).authors_omitted_at == place
    with pytest.raises(ValueError, match=r"^authors_omitted_at: "):
        attrs.evolve(PAPER, authors=shorter, authors_omitted_at=most + 1)


def test_points_to_sixteen_levels():
    assert Paper("A", summary=[nested(16)]).summary == (nested(16),)
    for levels in (17, 5000):
        with pytest.raises(ValueError, match="16 levels of points") as caught:
            Paper("A", summary=[Point(text="first"), nested(levels)])
        assert str(caught.value).partition(": ")[0] == "summary[1]" + ".points[0]" * 16


@pytest.mark.parametrize("sequence", [list, tuple, collections.deque, iter, type("Pair", (tuple,), {})])
@pytest.mark.parametrize(("model", "field", "type_"), SEQUENCES)
def test_models_take_any_sequence_and_keep_a_tuple(model, field, type_, sequence):
    """A list, a tuple, one of somebody's own, and one that can be iterated once."""
    made = attrs.evolve(model, **{field: sequence(getattr(model, field))})
    assert type(getattr(made, field)) is tuple
    assert made == model
    assert hash(made) == hash(model)


class Element(str):
    """Text of somebody's class, as parsers of HTML give it: it says something else of itself."""

    page = "all of it"

    def __str__(self):
        return "something else"


def test_text_of_another_class_becomes_plain():
    """What is written is what stands in it, and no parser's page is held for a title."""
    paper = Paper(
        Element("A"),
        Element("u"),
        Media("image", Element("v")),
        None,
        [Element("Ann")],
        None,
        [Point(Element("L"), Element("t"))],
    )
    assert list(each_text(paper)) == ["A", "u", "v", "Ann", "L", "t"]
    assert set(map(type, each_text(paper))) == {str}
    assert type(Digest(None, source=Element("a.md")).source) is str


def test_subclasses_are_models_and_whole_numbers_of_enums_are_numbers():
    class Noted(Paper):
        pass

    assert Digest(None, [Noted("A")]).papers[0].title == "A"
    assert Paper("A", votes=Whole.ONE).votes == 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_models_are_values(model):
    for again in (pickle.loads(pickle.dumps(model)), copy.copy(model), copy.deepcopy(model), attrs.evolve(model)):
        assert again == model
        assert hash(again) == hash(model)
        assert attrs.astuple(again) == attrs.astuple(model)  # with what is in no equality
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(model, attrs.fields(type(model))[0].name, "other")
    assert not hasattr(model, "__dict__")


@pytest.mark.parametrize("model", [PAPER, DIGEST], ids=lambda model: type(model).__name__)
def test_where_it_was_read_makes_no_model_another(model):
    moved = attrs.evolve(model, source="elsewhere.md", line=7)
    assert moved == model
    assert hash(moved) == hash(model)


# -- the arXiv identifier ------------------------------------------------------------------------------------------


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


# -- what makes a paper the same as another one --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "identity"),
    [
        (Paper("A", "https://arxiv.org/abs/2407.08348v2"), ("arxiv_id", "2407.08348")),
        (Paper("A", "https://example.org/"), ("url", "https://example.org/")),
        (Paper("A"), ("title", "A")),
        (Paper("A", ""), ("title", "A")),
        (Paper("", "https://example.org/"), ("url", "https://example.org/")),
        (Paper(""), None),
        (Paper(" \t\n"), None),
    ],
)
def test_identity(paper, identity):
    assert paper.identity == identity


@pytest.mark.parametrize("name", ["bibtex", "csl", "atom", "notes"])
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_two_papers_that_nothing_identifies_are_two(name):
    """In every format that has each paper once."""
    one, two, other = (
        dailypapers.export([Digest(None, papers)], name)
        for papers in ([Paper("")], [Paper(""), Paper("")], [Paper(""), Paper("", votes=1)])
    )
    assert len(two) > len(one)
    assert len(other) > len(one)


def test_two_papers_that_nothing_identifies_are_two_when_papers_are_chosen():
    some = [Digest(None, [Paper("", votes=1), Paper("", votes=2)])]
    assert list(dailypapers.select(some, without=[Paper("")])) == some
    assert list(dailypapers.select(some, top=2)) == some


# -- models, data and schema agree -------------------------------------------------------------------------------


VALUES = [None, True, -1, 0, 2, 3, 26.5, 10**9, 10**9 + 1, "", "A", "image", "**", "*", [], ["Ann One"], [None], {}]


@given(digests(max_papers=1).filter(lambda digest: digest.papers), st.data())
def test_models_refuse_what_data_refuses(digest, data):
    """A value in a field of a paper, its media or its first point is refused by both or by none."""
    (paper,) = digest.papers
    plain = dailypapers.to_data(digest)
    (row,) = plain["digests"][0]["papers"]
    places = [(paper, row)]
    if paper.media:
        places.append((paper.media, row["media"]))
    if paper.summary:
        places.append((paper.summary[0], row["summary"][0]))
    model, where = data.draw(st.sampled_from(places))
    names = [name for name in where if name not in ("arxiv_id", "media", "summary", "points")]
    field, value = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(VALUES))
    where[field] = value
    row["arxiv_id"] = None  # which follows from the link
    try:
        made = attrs.evolve(model, **{field: value})
    except (TypeError, ValueError) as error:
        place = str(error).partition(":")[0]
    else:
        ((again,),) = (each.papers for each in dailypapers.from_data(plain))
        assert made in (again, again.media, *again.summary)
        return
    with pytest.raises(DataError) as caught:
        dailypapers.from_data(plain)
    assert place in caught.value.path
