"""The laws of exporters: ours obey them, and for each there is one that breaks it."""

import datetime
import random
from importlib import metadata
from typing import ClassVar

import attrs
import pytest
from hypothesis import given

import dailypapers
from dailypapers import Digest, ExportError
from dailypapers.testing import check_exporter, digests, papers

OURS = [each for each in metadata.distribution("dailypapers").entry_points if each.group == "dailypapers.exporters"]


@pytest.mark.parametrize("entry_point", OURS, ids=lambda entry_point: entry_point.name)
def test_ours_obey_the_laws(entry_point):
    if entry_point.name == "parquet":
        pytest.importorskip("pyarrow")
    # The newest papers, and pages of a database, are only known in the end.
    assert getattr(entry_point.load(), "streams", False) == (entry_point.name not in ("atom", "sqlite"))
    check_exporter(entry_point.load())


def test_options_are_held_to_them_too():
    check_exporter(dailypapers.exporters.csv.CSV, formulas="keep")
    with pytest.raises(AssertionError, match="takes options as text"):
        check_exporter(dailypapers.exporters.csv.CSV, formulas="sometimes")


@attrs.frozen
class Good:
    """It obeys."""

    day: datetime.date | None = None
    names: tuple[str, ...] = ("a", "b")

    def export(self, digests):
        for digest in digests:
            if len(digest.papers) > 2:
                raise ExportError("too many papers")
            yield str(digest.date)


def test_one_that_says_what_it_cannot_write_obeys():
    check_exporter(Good, day=datetime.date(2024, 7, 12))


class NoAttrs:
    def export(self, digests):
        yield ""


@attrs.frozen
class OddOption:
    names: list[str] = attrs.Factory(list)

    def export(self, digests):
        yield ""


@attrs.frozen
class Comma:
    between: tuple[str, ...] = (",",)

    def export(self, digests):
        yield ""


@attrs.frozen
class NeedsOne:
    def export(self, digests):
        digests = list(digests)
        yield str(digests[0].date)


@attrs.frozen
class NeedsPapers:
    def export(self, digests):
        for digest in digests:
            yield digest.papers[0].title


@attrs.frozen
class Fails:
    def export(self, digests):
        for digest in digests:
            for paper in digest.papers:
                yield paper.url.upper()


@attrs.frozen
class ReturnsText:
    def export(self, digests):
        return "text"


@attrs.frozen
class YieldsNumbers:
    def export(self, digests):
        yield 1


@attrs.frozen
class Mixes:
    def export(self, digests):
        yield "a"
        yield b"b"


@attrs.frozen
class HalfCharacters:
    def export(self, digests):
        yield "\ud800"


@attrs.frozen
class Random:
    def export(self, digests):
        for _ in digests:
            yield str(random.random())


@attrs.frozen
class TwoPasses:
    def export(self, digests):
        yield str(sum(1 for _ in digests))
        yield str(sum(1 for _ in digests))


@attrs.frozen
class Length:
    def export(self, digests):
        yield str(len(digests))


@attrs.frozen
class Hoards:
    streams: ClassVar[bool] = True

    def export(self, digests):
        yield from [str(digest.date) for digest in digests]


@attrs.frozen
class Silent:
    streams: ClassVar[bool] = True

    def export(self, digests):
        yield from ()


@pytest.mark.parametrize(
    ("cls", "law"),
    [
        (NoAttrs, "is an exporter"),
        (OddOption, "is an exporter"),
        (Comma, "takes options as text"),
        (NeedsOne, "takes nothing"),
        (NeedsPapers, "takes nothing"),
        (Fails, "does not fail"),
        (ReturnsText, "yields text or bytes"),
        (YieldsNumbers, "yields text or bytes"),
        (Mixes, "yields text or bytes"),
        (HalfCharacters, "yields text that can be encoded"),
        (Random, "is deterministic"),
        (TwoPasses, "takes any iterable, once"),
        (Length, "takes any iterable, once"),
        (Hoards, "streams"),
        (Silent, "streams"),
    ],
)
def test_each_law_is_broken_by_one(cls, law):
    with pytest.raises(AssertionError, match=f"law broken: {law}: ") as caught:
        check_exporter(cls)
    assert caught.value.args[0].count("law broken") == 1


def test_each_law_is_listed():
    laws = {mark.args[1][index][1] for mark in test_each_law_is_broken_by_one.pytestmark for index in range(15)}
    for law in laws:
        assert f"*{law}*" in check_exporter.__doc__
    assert check_exporter.__doc__.count("- *") == len(laws)


@given(digests(max_papers=1))
def test_at_most_as_many_papers_as_asked_for(digest):
    assert isinstance(digest, Digest)
    assert len(digest.papers) <= 1


@given(papers(hostile=True))
def test_hostile_papers_are_written_by_all_but_markdown(paper):
    some = [Digest(None, (paper,))]
    assert dailypapers.from_data(dailypapers.to_data(some)) == tuple(some)
    try:
        text = dailypapers.export(some, "markdown")
    except ExportError:
        return
    assert dailypapers.parse(text).digests == tuple(some)
