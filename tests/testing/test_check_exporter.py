"""The laws of exporters: ours obey them, and for each mistake there is one that makes just that, and is refused."""

import datetime
import enum
import importlib.util
import json
import locale
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import warnings
import zlib
from importlib import metadata
from pathlib import Path
from typing import ClassVar, Literal

import attrs
import pytest

import dailypapers
from dailypapers import ExportError, ExportWarning
from dailypapers.plugins import File
from dailypapers.testing import check_exporter
from support import refused

OURS = [each for each in metadata.distribution("dailypapers").entry_points if each.group == "dailypapers.exporters"]
OURS = [each for each in OURS if each.name != "template"]  # which needs a file: exporters/test_template.py

PARSE = {
    "json": json.loads,
    "csl": json.loads,
    "jsonl": lambda text: [json.loads(row) for row in text.split("\n")[:-1]],
}
EVERYTHING = ("date", "title", "url", "media", "votes", "authors", "authors_omitted_at", "summary")
REPRESENTS = {
    "bibtex": ("title", "url", "authors", "authors_omitted_at"),
    "csl": ("title", "url", "authors"),
    "csv": EVERYTHING,
    "json": EVERYTHING,
    "jsonl": EVERYTHING,
    "markdown": EVERYTHING,
    "template": EVERYTHING,
}


STREAM = ("bibtex", "csl", "csv", "json", "jsonl", "markdown")
TEMPLATE = (
    "{% for digest in digests %}{{ digest.date }}{% for paper in digest.papers %}{{ paper }}{% endfor %}{% endfor %}"
)


@pytest.mark.parametrize(
    "entry_point",
    [pytest.param(each, marks=[pytest.mark.outside] * (each.name == "parquet"), id=each.name) for each in OURS],
)
def test_ours_obey_the_laws(entry_point, tmp_path):
    name, options = entry_point.name, {}
    if name == "template":
        pytest.importorskip("jinja2")
        options["file"] = tmp_path / "all.j2"
        options["file"].write_text(TEMPLATE, "utf-8")
    if name == "parquet":
        pytest.importorskip("pyarrow")
    cls = entry_point.load()
    assert name not in STREAM or cls.streams
    check_exporter(cls, options, parse=PARSE.get(name), represents=REPRESENTS.get(name, ()))


@pytest.mark.usefixtures("fixed_inputs")
def test_options_are_held_to_them_too():
    check_exporter(dailypapers.exporters.csv.CSV, {"formulas": "keep"})
    with pytest.raises(AssertionError, match=r"takes options as text: .* expected escape or keep, not 'sometimes'"):
        check_exporter(dailypapers.exporters.csv.CSV, options={"formulas": "sometimes"})


# -- one mistake each -----------------------------------------------------------------------------------------------


def papers(digests):
    for digest in digests:
        yield from digest.papers


def titles(digests):
    for paper in papers(digests):
        yield f"{paper.title}\n"


class NoAttrs:
    def export(self, digests):
        yield from titles(digests)


@attrs.frozen
class OddOption:
    names: list[str] = attrs.Factory(list)

    def export(self, digests):
        yield from titles(digests)


@attrs.frozen
class NextContract:
    contract: ClassVar[int] = 1000

    def export(self, digests):
        yield from titles(digests)


@attrs.frozen
class AddsToItsOption:
    between: str = attrs.field(default=",", converter=lambda text: f"{text} ")

    def export(self, digests):
        yield from titles(digests)


@attrs.frozen
class CannotBeMade:
    def __attrs_post_init__(self):
        raise ValueError("no")

    def export(self, digests):
        yield from titles(digests)


@attrs.frozen
class NeedsOne:
    def export(self, digests):
        digests = list(digests)
        yield str(digests[0].date)
        yield from titles(digests)


@attrs.frozen
class NeedsPapers:
    def export(self, digests):
        for digest in digests:
            yield digest.papers[0].title


@attrs.frozen
class NeedsALink:
    def export(self, digests):
        for paper in papers(digests):
            yield paper.url.upper()


@attrs.frozen
class NeedsVotes:
    def export(self, digests):
        for paper in papers(digests):
            yield f"{paper.title} {math.log(1 if paper.votes is None else paper.votes)}\n"


@attrs.frozen
class FewVotes:
    def export(self, digests):
        for paper in papers(digests):
            yield f"{paper.title} {(paper.votes or 0).to_bytes(3, 'big').hex()}\n"


@attrs.frozen
class Exits:
    def export(self, digests):
        yield from titles(digests)
        sys.exit(0)


@attrs.frozen
class Asserts:
    def export(self, digests):
        for title in titles(digests):
            assert len(title) > 1, "no title"
            yield title


@attrs.frozen
class FailsLater:
    def export(self, digests):
        for number, digest in enumerate(digests):
            if number >= 50:
                raise ValueError("too many digests")
            yield from titles([digest])


@attrs.frozen
class CallsInCalls:
    def export(self, digests):
        yield from self.rest(iter(digests))

    def rest(self, digests):
        for digest in digests:
            yield from titles([digest])
            yield from self.rest(digests)


@attrs.frozen
class EncodesBlindly:
    def export(self, digests):
        for title in titles(digests):
            yield title.encode()


@attrs.frozen
class WritesNothing:
    def export(self, digests):
        for _ in digests:
            yield ""


@attrs.frozen
class WritesAHead:
    def export(self, digests):
        yield "papers:\n"


@attrs.frozen
class RefusesEveryPaper:
    def export(self, digests):
        for digest in digests:
            if digest.papers:
                raise ExportError("papers have no place in this format")
            yield f"{digest.date}\n"


@attrs.frozen
class ReturnsText:
    def export(self, digests):
        return "".join(titles(digests))


@attrs.frozen
class YieldsNumbers:
    def export(self, digests):
        for number, _ in enumerate(titles(digests)):
            yield number


@attrs.frozen
class Mixes:
    def export(self, digests):
        for title in titles(digests):
            yield title
            yield b"\n"


@attrs.frozen
class HalfCharacters:
    def export(self, digests):
        for title in titles(digests):
            yield f"{title[:-1]}\ud800\n"


@attrs.frozen
class FilesAndText:
    files: ClassVar[bool] = True

    def export(self, digests):
        for number, title in enumerate(titles(digests)):
            yield File(f"{number}.txt", title)
            yield title


@attrs.frozen
class FilesWithoutAWord:
    def export(self, digests):
        for number, title in enumerate(titles(digests)):
            yield File(f"{number}.txt", title)


@attrs.frozen
class OneFileTwice:
    files: ClassVar[bool] = True

    def export(self, digests):
        for title in titles(digests):
            yield File("title.txt", title)


@attrs.frozen
class FilesByTitle:
    files: ClassVar[bool] = True

    def export(self, digests):
        for number, title in enumerate(titles(digests)):
            yield File(f"{number} {title.strip()}.txt", title)


@attrs.frozen
class FilesOfNumbers:
    files: ClassVar[bool] = True

    def export(self, digests):
        for number, _ in enumerate(titles(digests)):
            yield File(f"{number}.txt", [number])


@attrs.frozen
class FilesByRandom:
    files: ClassVar[bool] = True

    def export(self, digests):
        for number, title in enumerate(titles(digests)):
            yield File(f"{number}.txt", iter([title, str(random.random())]))


@attrs.frozen
class Random:
    def export(self, digests):
        for title in titles(digests):
            yield f"{random.random()} {title}"


@attrs.frozen
class Now:
    def export(self, digests):
        yield f"{datetime.datetime.now().isoformat()}\n"
        yield from titles(digests)


@attrs.frozen
class OrdersById:
    def export(self, digests):
        for digest in digests:
            for paper in sorted(digest.papers, key=id):
                yield f"{paper.title}\n"


@attrs.frozen
class OrdersDigestsById:
    def export(self, digests):
        yield from titles(sorted(digests, key=id))


@attrs.frozen
class OrdersPointsById:
    def export(self, digests):
        for paper in papers(digests):
            yield f"{paper.title}: {'; '.join(point.text for point in sorted(paper.summary, key=id))}\n"


@attrs.frozen
class WritesIds:
    def export(self, digests):
        for paper in papers(digests):
            yield f"{id(paper)} {paper.title}\n"


@attrs.frozen
class TwoPasses:
    def export(self, digests):
        yield str(sum(1 for _ in digests))
        yield from titles(digests)


@attrs.frozen
class Length:
    def export(self, digests):
        yield str(len(digests))
        yield from titles(digests)


@attrs.frozen
class KnowsPapersById:
    def export(self, digests):
        known = set()
        for paper in papers(digests):
            if id(paper) not in known:
                known.add(id(paper))
                yield f"{paper.title}\n"


@attrs.frozen
class KnowsDigestsById:
    def export(self, digests):
        days = {}
        for digest in digests:
            yield f"{days.setdefault(id(digest), digest.date)}\n"
            yield from titles([digest])


@attrs.frozen
class NumbersByIdForEver:
    numbers: ClassVar[dict] = {}

    def export(self, digests):
        for paper in papers(digests):
            yield f"{self.numbers.setdefault(id(paper), len(self.numbers))} {paper.title}\n"


@attrs.frozen
class NumbersForEver:
    numbers: ClassVar[list] = []

    def export(self, digests):
        for title in titles(digests):
            self.numbers.append(title)
            yield f"{len(self.numbers)} {title}"


@attrs.frozen
class SortsAuthorsInPlace:
    def export(self, digests):
        for paper in papers(digests):
            object.__setattr__(paper, "authors", tuple(sorted(paper.authors)))
            yield f"{paper.title}\n"


@attrs.frozen
class MarksWhatItHasSeen:
    def export(self, digests):
        for digest in digests:
            object.__setattr__(digest, "line", 1)  # which is in no equality
            yield from titles([digest])


@attrs.frozen
class ChangesTheFolder:
    def export(self, digests):
        os.chdir(tempfile.gettempdir())
        yield from titles(digests)


@attrs.frozen
class IsElsewhereMeanwhile:
    def export(self, digests):
        before = os.getcwd()
        os.chdir(tempfile.gettempdir())
        try:
            yield from titles(digests)
        finally:
            os.chdir(before)


@attrs.frozen
class ChangesTheEnvironment:
    def export(self, digests):
        os.environ["LANG"] = "tlh"
        yield from titles(digests)


@attrs.frozen
class ChangesTheRecursionLimit:
    def export(self, digests):
        sys.setrecursionlimit(100_000)
        yield from titles(digests)


@attrs.frozen
class ChangesTheLocale:
    def export(self, digests):
        locale.setlocale(locale.LC_ALL, "POSIX" if locale.setlocale(locale.LC_ALL) not in ("C", "POSIX") else "C.UTF-8")
        yield from titles(digests)


@attrs.frozen
class Prints:
    def export(self, digests):
        for title in titles(digests):
            print(title, end="")
            yield title


@attrs.frozen
class PrintsBytes:
    def export(self, digests):
        for title in titles(digests):
            sys.stdout.buffer.write(b".")
            yield title


@attrs.frozen
class PrintsAnError:
    def export(self, digests):
        for title in titles(digests):
            print("done", file=sys.stderr)
            yield title


@attrs.frozen
class GoesOn:
    def export(self, digests):
        for title in titles(digests):
            try:
                yield title
            except:  # noqa: E722
                yield "\n"


@attrs.frozen
class FailsThen:
    def export(self, digests):
        try:
            yield from titles(digests)
        except GeneratorExit:
            1 / 0  # noqa: B018


@attrs.frozen
class Hoards:
    streams: ClassVar[bool] = True

    def export(self, digests):
        yield from list(titles(digests))


ONE_MISTAKE_EACH = [
    (NoAttrs, "is an exporter"),
    (OddOption, "is an exporter"),
    (NextContract, "is an exporter"),
    (AddsToItsOption, "takes options as text"),
    (CannotBeMade, "takes options as text"),
    (NeedsOne, "takes nothing"),
    (NeedsPapers, "takes nothing"),
    (NeedsALink, "does not fail"),
    (NeedsVotes, "does not fail"),
    (FewVotes, "does not fail"),
    (Asserts, "does not fail"),
    (Exits, "takes nothing"),
    (FailsLater, "takes many digests"),
    (CallsInCalls, "takes many digests"),
    (EncodesBlindly, "takes lone surrogates"),
    (WritesNothing, "writes papers"),
    (WritesAHead, "writes papers"),
    (RefusesEveryPaper, "writes papers"),
    (ReturnsText, "yields text or bytes"),
    (YieldsNumbers, "yields text or bytes"),
    (Mixes, "yields text or bytes"),
    (FilesAndText, "yields text or bytes"),
    (FilesWithoutAWord, "yields text or bytes"),
    (OneFileTwice, "yields text or bytes"),
    (FilesByTitle, "yields text or bytes"),
    (FilesOfNumbers, "yields text or bytes"),
    (HalfCharacters, "yields text that can be encoded"),
    (Random, "is deterministic"),
    (FilesByRandom, "is deterministic"),
    (Now, "is deterministic"),
    (OrdersById, "is deterministic"),
    (OrdersDigestsById, "is deterministic"),
    (OrdersPointsById, "is deterministic"),
    (WritesIds, "is deterministic"),
    (NumbersByIdForEver, "is deterministic"),
    (NumbersForEver, "is deterministic"),
    (TwoPasses, "takes any iterable, once"),
    (Length, "takes any iterable, once"),
    (KnowsPapersById, "takes any iterable, once"),
    (KnowsDigestsById, "takes any iterable, once"),
    (SortsAuthorsInPlace, "leaves the digests as they were"),
    (MarksWhatItHasSeen, "leaves the digests as they were"),
    (ChangesTheFolder, "leaves the process as it was"),
    (IsElsewhereMeanwhile, "leaves the process as it was"),
    (ChangesTheEnvironment, "leaves the process as it was"),
    (ChangesTheRecursionLimit, "leaves the process as it was"),
    (ChangesTheLocale, "leaves the process as it was"),
    (Prints, "prints nothing"),
    (PrintsBytes, "prints nothing"),
    (PrintsAnError, "prints nothing"),
    (GoesOn, "ends when it is closed"),
    (FailsThen, "ends when it is closed"),
    (Hoards, "streams"),
]


@pytest.mark.parametrize(("cls", "law"), ONE_MISTAKE_EACH)
def test_each_mistake_is_refused(cls, law):
    before = os.getcwd(), dict(os.environ), sys.getrecursionlimit(), locale.setlocale(locale.LC_ALL)
    with refused(law) as caught:
        check_exporter(cls)
    assert caught.value.args[0].count("law broken") == 1
    assert (os.getcwd(), dict(os.environ), sys.getrecursionlimit(), locale.setlocale(locale.LC_ALL)) == before


# -- one mistake each that only another process shows ---------------------------------------------------------------


@attrs.frozen
class WritesItsProcess:
    def export(self, digests):
        yield f"# {os.getpid()}\n"
        yield from titles(digests)


@attrs.frozen
class WritesAnAddress:
    def export(self, digests):
        yield f"# {self.export.__func__}\n"
        yield from titles(digests)


@attrs.frozen
class OrdersBySet:
    def export(self, digests):
        for paper in papers(digests):
            yield f"{paper.title}: {', '.join(set(paper.authors))}\n"


@attrs.frozen
class OrdersByHash:
    def export(self, digests):
        for digest in digests:
            for paper in sorted(digest.papers, key=lambda paper: hash(paper.title)):
                yield f"{paper.title}\n"


@attrs.frozen
class WritesAHash:
    def export(self, digests):
        for title in titles(digests):
            yield f"{hash(title):x} {title}"


@attrs.frozen
class SetOfTwo:
    def export(self, digests):
        digests = list(digests)
        kinds = {paper.media.kind for digest in digests for paper in digest.papers if paper.media}
        yield f"# {', '.join(kinds)}\n"
        yield from titles(digests)


@attrs.frozen
class Today:
    def export(self, digests):
        yield f"# {datetime.date.today()}\n"
        yield from titles(digests)


@attrs.frozen
class TodayInGreenwich:
    def export(self, digests):
        yield f"# {datetime.datetime.now(datetime.UTC):%Y-%m-%d}\n"
        yield from titles(digests)


@attrs.frozen
class ThisYear:
    def export(self, digests):
        yield f"# {time.strftime('%Y')}\n"
        yield from titles(digests)


@attrs.frozen
class InItsHeader:
    def export(self, digests):
        text = "".join(titles(digests)).encode(errors="replace")
        packer = zlib.compressobj(wbits=-15)
        seconds = int(time.time()) & 0xFFFFFF00  # as in the header of gzip, but slow
        yield seconds.to_bytes(4, "little") + packer.compress(text) + packer.flush()


@attrs.frozen
class WritesALog:
    def export(self, digests):
        Path(tempfile.gettempdir(), "titles.log").write_text("exported\n", "utf-8")
        yield from titles(digests)


@attrs.frozen
class LeavesATemporaryFile:
    def export(self, digests):
        with tempfile.NamedTemporaryFile("w", delete=False) as file:
            file.write("exported\n")
        yield from titles(digests)


@attrs.frozen
class LeavesAFolder:
    def export(self, digests):
        tempfile.mkdtemp()
        yield from titles(digests)


@attrs.frozen
class PrintsPastPython:
    def export(self, digests):
        os.write(2, b"done\n")
        yield from titles(digests)


IN_ANOTHER_PROCESS = [
    (WritesItsProcess, "is the same in every process"),
    (WritesAnAddress, "is the same in every process"),
    (OrdersBySet, "is the same under every hash seed"),
    (OrdersByHash, "is the same under every hash seed"),
    (WritesAHash, "is the same under every hash seed"),
    (SetOfTwo, "is the same under every hash seed"),
    (Today, "is the same at every time"),
    (TodayInGreenwich, "is the same at every time"),
    (ThisYear, "is the same at every time"),
    (InItsHeader, "is the same at every time"),
    (WritesALog, "writes no files"),
    (LeavesATemporaryFile, "writes no files"),
    (LeavesAFolder, "writes no files"),
    (PrintsPastPython, "prints nothing"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("cls", "law"), IN_ANOTHER_PROCESS)
@pytest.mark.usefixtures("temporary_folder")
def test_each_mistake_that_another_process_shows_is_refused(cls, law):
    with refused(law):
        check_exporter(cls)


# -- what is no mistake ---------------------------------------------------------------------------------------------


class Order(enum.Enum):
    DATE = "date"
    VOTES = "votes"


@attrs.frozen
class Good:
    """It obeys, in ways that look as if it did not."""

    day: datetime.date | None = None
    names: tuple[str, ...] = ("a", "b")
    order: Order = Order.DATE

    def export(self, digests):
        warnings.warn("something is left out", ExportWarning, stacklevel=2)
        with tempfile.TemporaryFile("w+") as file, tempfile.TemporaryDirectory() as folder:
            Path(folder, "a").write_text("a", "utf-8")
            for digest in digests:
                if len(digest.papers) > 4:
                    raise ExportError("too many papers")
                papers = digest.papers if self.order is Order.DATE else sorted(digest.papers, key=lambda p: p.title)
                for paper in papers:
                    file.write(ascii(paper.title) + "\n")
            file.seek(0)
            yield from file


@attrs.frozen
class Files:
    """A file a paper; content is made while it is taken."""

    files: ClassVar[bool] = True

    def export(self, digests):
        for d, digest in enumerate(digests):
            for p, paper in enumerate(digest.papers):
                yield File(f"{d}/{p}.txt", (part for part in (paper.title, "\n")))


@attrs.frozen
class GoesOnWithoutAWord:
    """What is swallowed and goes nowhere harms nobody."""

    def export(self, digests):
        try:
            yield from titles(digests)
        except GeneratorExit:
            return


@pytest.mark.parametrize(("cls", "options"), [(Good, {"day": datetime.date(2024, 7, 12)}), (Files, {})])
def test_what_is_no_mistake(cls, options):
    check_exporter(cls, options=options)


@pytest.mark.usefixtures("fixed_inputs")
def test_being_closed_may_be_swallowed():
    check_exporter(GoesOnWithoutAWord)


@pytest.mark.usefixtures("fixed_inputs")
def test_files_are_parsed_as_export_returns_them():
    kinds = set()
    check_exporter(Files, parse=lambda output: kinds.add(type(output)))
    assert kinds == {dict}


# -- defaults judge whether anything is written ---------------------------------------------------------------------


@attrs.frozen
class Best:
    """Nothing reaches so many votes; whoever asks for them gets what was asked for."""

    votes: int = 0

    def export(self, digests):
        for paper in papers(digests):
            if (paper.votes or 0) > self.votes:
                yield f"{paper.title}\n"


@attrs.frozen
class BestOf(Best):
    votes: int


@pytest.mark.usefixtures("fixed_inputs")
def test_an_option_may_leave_nothing():
    check_exporter(Best, {"votes": 10**9})


@pytest.mark.usefixtures("fixed_inputs")
def test_an_option_that_has_to_be_given_is():
    with refused("takes options as text"):
        check_exporter(BestOf)
    check_exporter(BestOf, {"votes": 3})
    with refused("writes papers"):
        check_exporter(BestOf, {"votes": 10**9})


# -- what a format has to be, and to represent ----------------------------------------------------------------------


@attrs.frozen
class QuotesBadly:
    def export(self, digests):
        between = "["
        for paper in papers(digests):
            yield f'{between}"{paper.title}"\n'
            between = ","
        yield "[]" if between == "[" else "]"


@attrs.frozen
class EmptyIsNone:
    def export(self, digests):
        titles = [paper.title for paper in papers(digests)]
        if titles:
            yield json.dumps(titles)


@pytest.mark.parametrize("cls", [QuotesBadly, EmptyIsNone])
def test_what_cannot_be_parsed(cls):
    with refused("can be parsed"):
        check_exporter(cls, parse=json.loads)


@attrs.frozen
class All:
    def export(self, digests):
        for digest in digests:
            for paper in digest.papers:
                yield f"{self.written(digest, paper)}\n".encode("utf-8", "replace")

    def written(self, digest, paper):
        return repr((digest.date, paper))


@pytest.mark.usefixtures("fixed_inputs")
def test_all_is_represented():
    check_exporter(All, represents=EVERYTHING)


@attrs.frozen
class NoMedia(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, media=None)))


@attrs.frozen
class NoKindOfMedia(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, media=None), paper.media and paper.media.url))


@attrs.frozen
class UnknownVotesAreNone(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, votes=paper.votes or 0)))


@attrs.frozen
class FirstAuthor(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, authors=paper.authors[:1], authors_omitted_at=None)))


@attrs.frozen
class AllAuthors(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, authors_omitted_at=None)))


@attrs.frozen
class FirstLevel(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, summary=[attrs.evolve(p, points=()) for p in paper.summary])))


@attrs.frozen
class ArxivAlone(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, url=paper.arxiv_id)))


@attrs.frozen
class FirstPaper(All):
    def export(self, digests):
        for digest in digests:
            yield from super().export([attrs.evolve(digest, papers=digest.papers[:1])])


@attrs.frozen
class ShortTitle(All):
    def written(self, digest, paper):
        return repr((digest.date, attrs.evolve(paper, title=paper.title[:8])))


@attrs.frozen
class NoDate(All):
    def written(self, digest, paper):
        return repr(paper)


@pytest.mark.parametrize(
    ("cls", "field"),
    [
        (NoDate, "date"),
        (ShortTitle, "title"),
        (FirstPaper, "title"),
        (ArxivAlone, "url"),
        (NoMedia, "media"),
        (NoKindOfMedia, "media"),
        (UnknownVotesAreNone, "votes"),
        (FirstAuthor, "authors"),
        (AllAuthors, "authors_omitted_at"),
        (FirstLevel, "summary"),
    ],
)
@pytest.mark.usefixtures("fixed_inputs")
def test_what_is_lost(cls, field):
    with refused("represents its fields") as caught:
        check_exporter(cls, represents=(field,))
    assert f"the same output for {'the date' if field == 'date' else field}" in str(caught.value)


def test_one_field_as_a_text():
    with pytest.raises(
        TypeError, match=r"represents: expected several names, not one text; put it in a list: \['title'\]"
    ):
        check_exporter(FirstAuthor, represents="title")


def test_a_field_that_is_none():
    with pytest.raises(ValueError, match="represents: 'tilte' is none of date, title, url"):
        check_exporter(All, represents=("tilte",))


# -- options without effect -----------------------------------------------------------------------------------------


@attrs.frozen
class Effects:
    numbered: bool = False
    order: Order = Order.DATE
    length: Literal["short", "long"] | None = None
    prefix: str = ""

    def export(self, digests):
        for number, title in enumerate(titles(digests)):
            yield f"{self.order}{number if self.numbered else ''} {title}"


@pytest.mark.usefixtures("fixed_inputs")
def test_an_option_without_effect_is_a_warning():
    with pytest.warns(UserWarning, match="without effect") as caught:
        check_exporter(Effects)
    assert [str(each.message) for each in caught] == [
        "option without effect: 'length': the same with nothing and short and long"
    ]
    assert caught[0].filename == __file__


# -- classes of all places ------------------------------------------------------------------------------------------


def test_a_class_in_a_function():
    between = " + "

    def joined(items):
        return between.join(items)

    class Kind(enum.Enum):
        SET, LIST = "set", "list"

    @attrs.frozen
    class Local:
        kind: Kind = Kind.SET

        def export(self, digests):
            for paper in papers(digests):
                yield f"{paper.title}: {joined(paper.authors if self.kind is Kind.LIST else set(paper.authors))}\n"

    with refused("is the same under every hash seed"):
        check_exporter(Local)


SCRIPT = """
import attrs, datetime
from dailypapers.testing import check_exporter

@attrs.frozen
class Stamped:
    def export(self, digests):
        for digest in digests:
            for paper in digest.papers:
                yield f"{datetime.date.today()} {paper.title}\\n"

try:
    check_exporter(Stamped)
except AssertionError as error:
    print(error)
"""


def run_script(*arguments, **options):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, **options).stdout


@pytest.mark.slow
@pytest.mark.parametrize("how", ["file", "standard input"])
def test_a_class_in_a_script(how, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    said = run_script("script.py", cwd=tmp_path) if how == "file" else run_script("-", input=SCRIPT)
    assert said.startswith("law broken: is the same at every time: ")
    assert said.count("\n") == 1


@pytest.mark.slow
def test_a_class_in_a_module_that_checks_it_as_it_is_imported(tmp_path):
    (tmp_path / "stamped.py").write_text(SCRIPT, "utf-8")
    assert run_script("-c", "import stamped", cwd=tmp_path).startswith("law broken: is the same at every time: ")


@pytest.mark.slow
def test_a_class_in_a_module_that_no_name_leads_to(tmp_path):
    path = tmp_path / "stamped.py"
    path.write_text(SCRIPT.partition("try")[0], "utf-8")
    spec = importlib.util.spec_from_file_location("no.such.module", path)
    sys.modules["no.such.module"] = module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        with refused("is the same at every time"):
            check_exporter(module.Stamped)
    finally:
        del sys.modules["no.such.module"]


def test_a_class_that_no_other_process_can_have():
    generator = iter("abc")  # a generator, as a lock, is no data
    lock = (each for each in generator)

    @attrs.frozen
    class Holds:
        def export(self, digests):
            yield from titles(digests)
            yield "" if lock else "\n"

    with pytest.warns(UserWarning, match="laws not tried: Holds cannot be run in another process: .*generator"):
        check_exporter(Holds)


# -- what is around -------------------------------------------------------------------------------------------------


@attrs.frozen
class Deprecated:
    def export(self, digests):
        warnings.warn("old", DeprecationWarning, stacklevel=2)
        yield from titles(digests)


@pytest.mark.usefixtures("fixed_inputs")
def test_a_warning_that_is_none_of_a_format_is_shown_and_nothing_printed():
    with pytest.warns(DeprecationWarning, match="old"):
        check_exporter(Deprecated)


def test_each_law_is_listed():
    laws = {law for _, law in ONE_MISTAKE_EACH + IN_ANOTHER_PROCESS} | {"can be parsed", "represents its fields"}
    assert set(re.findall(r"- \*(.*?)\*: ", check_exporter.__doc__)) == laws


@pytest.mark.parametrize("package", ["cloudpickle", "hypothesis"])
@pytest.mark.parametrize("name", ["check_exporter", "check_reader"])
def test_without_a_package_of_the_extra(name, package):
    said = run_script("-c", WITHOUT.format(package=package, name=name))
    assert said == f'dailypapers.testing needs {package}, which is not installed: pip install "dailypapers[testing]"\n'


def test_models_need_hypothesis_alone():
    assert run_script("-c", WITHOUT.format(package="cloudpickle", name="digests")) == ""


WITHOUT = """
import sys
sys.modules["{package}"] = None
import dailypapers.testing
try:
    dailypapers.testing.{name}
except ModuleNotFoundError as error:
    print(error)
"""
