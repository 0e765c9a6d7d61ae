"""The laws of readers: ours obey them, and for each mistake there is one that makes just that, and is refused."""

import datetime
import json
import os
import re
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

import dailypapers
from dailypapers import Digest, Paper, ReadError, ReadWarning
from dailypapers.testing import check_reader, samples
from support import refused

OURS = [each for each in metadata.distribution("dailypapers").entry_points if each.group == "dailypapers.readers"]
EXAMPLES = {name: [dailypapers.export(samples.valid(), name)] for name in ("json", "jsonl", "markdown")}


@pytest.mark.parametrize("entry_point", OURS, ids=lambda entry_point: entry_point.name)
def test_ours_obey_the_laws(entry_point):
    check_reader(entry_point.load(), *EXAMPLES.get(entry_point.name, []))


# -- one that obeys, and from it one mistake each -------------------------------------------------------------------

EXAMPLE = "7 Counting Apples\n12 Counting Pears\n? Counting Plums\n"


@attrs.frozen
class Votes:
    """A paper a line: its votes, and its title."""

    def read(self, content, source):
        yield Digest(None, list(self.papers(content)))

    def papers(self, content):
        for line in content.split("\n"):
            votes, _, title = line.partition(" ")
            if title:
                yield self.paper(votes, title)

    def paper(self, votes, title):
        known = votes.isascii() and votes.isdecimal() and len(votes) < 8
        return Paper(title, votes=int(votes) if known else None)


@attrs.frozen
class Reports(Votes):
    def read(self, content, source):
        for number, line in enumerate(content.split("\n"), 1):
            if "Plums" in line:
                yield ReadWarning("plums are no fruit", line=number, column=1)
            elif line.startswith("-"):
                yield ReadError("no votes", line=number, path="votes")
            elif "\x00" in line:
                raise ReadError("no text")
        yield from Votes.read(self, content, source)


@attrs.frozen
class Packed(Votes):
    binary: ClassVar[bool] = True

    def read(self, content, source):
        return list(Votes.read(self, content.decode(errors="replace"), source))


@pytest.mark.parametrize(("cls", "examples"), [(Reports, [EXAMPLE, "1 A"]), (Packed, [EXAMPLE.encode()])])
def test_what_is_no_mistake(cls, examples):
    check_reader(cls, *examples)


@pytest.mark.usefixtures("no_processes")
@pytest.mark.parametrize("examples", [[EXAMPLE], []])
def test_there_need_be_no_example(examples):
    check_reader(Votes, *examples)


class NoAttrs:
    def read(self, content, source):
        yield Digest(None)


@attrs.frozen
class NoRead:
    def export(self, digests):
        yield ""


@attrs.frozen
class NextContract(Votes):
    contract: ClassVar[int] = 1000


@attrs.frozen
class AddsToItsOption(Votes):
    between: str = attrs.field(default=",", converter=lambda text: f"{text} ")


@attrs.frozen
class ReadsNothing(Votes):
    def read(self, content, source):
        yield from ()


@attrs.frozen
class UnderstandsLess(Votes):
    def read(self, content, source):
        yield from Votes.read(self, content, source)
        yield ReadError("votes are unknown", line=3)


@attrs.frozen
class RefusesAll(Votes):
    def read(self, content, source):
        raise ReadError("not now")


@attrs.frozen
class EveryNumber(Votes):
    def paper(self, votes, title):
        return Paper(title, votes=int(votes) if votes.isdigit() and len(votes) < 8 else None)  # "²" is a digit


@attrs.frozen
class NeedsALine(Votes):
    def read(self, content, source):
        if not content:
            raise IndexError("no first line")
        yield from Votes.read(self, content, source)


@attrs.frozen
class OpensItsSource(Votes):
    def read(self, content, source):
        Path(source).stat()
        yield from Votes.read(self, content, source)


@attrs.frozen
class BlindlyDecodes(Votes):
    binary: ClassVar[bool] = True

    def read(self, content, source):
        yield from Votes.read(self, content.decode(), source)


@attrs.frozen
class NestedAsItComes:
    def read(self, content, source):
        try:
            json.loads(content)
        except ValueError:
            raise ReadError("no JSON") from None
        yield Digest(None)


@attrs.frozen
class YieldsPapers(Votes):
    def read(self, content, source):
        yield from self.papers(content)


@attrs.frozen
class ReturnsADict(Votes):
    def read(self, content, source):
        return dict.fromkeys(Votes.read(self, content, source), source)


@attrs.frozen
class CountsFromZero(Votes):
    def read(self, content, source):
        if content == EXAMPLE:
            yield ReadWarning("an example", line=0)
        yield from Votes.read(self, content, source)


@attrs.frozen
class WritesADate(Votes):
    def read(self, content, source):
        if content == EXAMPLE:
            yield ReadWarning("an example", date="2024-07-12")
        yield from Votes.read(self, content, source)


@attrs.frozen
class NegativeVotes(Votes):
    def paper(self, votes, title):
        return Paper(title, votes=-1 if votes == "?" else 1)


@attrs.frozen
class VotesAsText(Votes):
    def paper(self, votes, title):
        return Paper(title, votes=votes)


@attrs.frozen
class Escapes(Votes):
    def paper(self, votes, title):
        return Paper(title.replace("\\ud800", "\ud800"))


@attrs.frozen
class Seconds(Votes):
    def read(self, content, source):
        yield Digest(None, [Paper(f"read at {time.time_ns()}")])


@attrs.frozen
class LinesById(Votes):
    def read(self, content, source):
        yield from (attrs.evolve(digest, line=time.time_ns()) for digest in Votes.read(self, content, source))


@attrs.frozen
class ChangesTheFolder(Votes):
    def read(self, content, source):
        os.chdir(tempfile.gettempdir())
        yield from Votes.read(self, content, source)


@attrs.frozen
class IsElsewhereMeanwhile(Votes):
    def read(self, content, source):
        before = os.getcwd()
        os.chdir(tempfile.gettempdir())
        try:
            yield from Votes.read(self, content, source)
        finally:
            os.chdir(before)


@attrs.frozen
class Prints(Votes):
    def paper(self, votes, title):
        print(title)
        return Votes.paper(self, votes, title)


@attrs.frozen
class GoesOn(Votes):
    def read(self, content, source):
        for paper in self.papers(content):
            try:
                yield Digest(None, [paper])
            except:  # noqa: E722
                yield Digest(None)


@attrs.frozen
class CountsProcesses(Votes):
    def paper(self, votes, title):
        return Paper(title, votes=os.getpid())


@attrs.frozen
class OrdersBySet(Votes):
    def read(self, content, source):
        yield Digest(None, [Paper(title) for title in {paper.title for paper in self.papers(content)}])


@attrs.frozen
class Today(Votes):
    def read(self, content, source):
        yield from (attrs.evolve(digest, date=datetime.date.today()) for digest in Votes.read(self, content, source))


@attrs.frozen
class LeavesACopy(Votes):
    def read(self, content, source):
        with tempfile.NamedTemporaryFile("w", delete=False) as file:
            file.write("read\n")
        yield from Votes.read(self, content, source)


MISTAKES = [
    (NoAttrs, "is a reader"),
    (NoRead, "is a reader"),
    (NextContract, "is a reader"),
    (AddsToItsOption, "takes options as text"),
    (ReadsNothing, "reads its examples"),
    (UnderstandsLess, "reads its examples"),
    (RefusesAll, "reads its examples"),
    (EveryNumber, "does not fail"),
    (NeedsALine, "does not fail"),
    (OpensItsSource, "reads its examples"),
    (YieldsPapers, "yields digests, errors and warnings"),
    (ReturnsADict, "yields digests, errors and warnings"),
    (CountsFromZero, "yields digests, errors and warnings"),
    (WritesADate, "yields digests, errors and warnings"),
    (NegativeVotes, "reads its examples"),
    (VotesAsText, "reads its examples"),
    (Escapes, "yields valid digests"),
    (Seconds, "is deterministic"),
    (LinesById, "is deterministic"),
    (ChangesTheFolder, "leaves the process as it was"),
    (IsElsewhereMeanwhile, "leaves the process as it was"),
    (Prints, "prints nothing"),
    (GoesOn, "ends when it is closed"),
    pytest.param(CountsProcesses, "is the same in every process", marks=pytest.mark.slow),
    pytest.param(OrdersBySet, "is the same under every hash seed", marks=pytest.mark.slow),
    pytest.param(Today, "is the same at every time", marks=pytest.mark.slow),
    pytest.param(LeavesACopy, "writes no files", marks=pytest.mark.slow),
]
LAWS = {case.values[1] if hasattr(case, "values") else case[1] for case in MISTAKES}


@pytest.mark.parametrize(("cls", "law"), MISTAKES)
@pytest.mark.usefixtures("temporary_folder")
def test_each_mistake_is_refused(cls, law):
    with refused(law):
        check_reader(cls, EXAMPLE)


@pytest.mark.parametrize(
    ("cls", "examples"),
    [(BlindlyDecodes, [EXAMPLE.encode()]), (BlindlyDecodes, []), (NestedAsItComes, []), (Escapes, [])],
)
def test_mistakes_with_any_content(cls, examples):
    with refused("does not fail" if cls in (BlindlyDecodes, NestedAsItComes) else "yields valid digests"):
        check_reader(cls, *examples)


@pytest.mark.parametrize(
    ("cls", "example", "wanted"), [(Votes, b"1 A", "str"), (Packed, "1 A", "bytes"), (Votes, Path("a"), "str")]
)
def test_an_example_is_what_the_reader_reads(cls, example, wanted):
    with pytest.raises(TypeError, match=f"an example has to be {wanted}, "):
        check_reader(cls, example)


@attrs.frozen
class Loud(Votes):
    loud: bool = False
    low: bool = False

    def paper(self, votes, title):
        return Paper(title.lower() if self.low else title)


@pytest.mark.usefixtures("no_processes")
def test_an_option_without_effect_is_a_warning():
    with pytest.warns(UserWarning, match=r"option without effect: 'loud': the same with false and true") as caught:
        check_reader(Loud, EXAMPLE)
    assert len(caught) == 1
    check_reader(Votes, EXAMPLE, options={})


@pytest.mark.slow
def test_a_class_in_a_function():
    @attrs.frozen
    class Local(Votes):
        def read(self, content, source):
            yield Digest(None, [Paper(title) for title in {paper.title for paper in self.papers(content)}])

    with refused("is the same under every hash seed"):
        check_reader(Local, EXAMPLE)


def test_each_law_is_listed():
    assert set(re.findall(r"- \*(.*?)\*: ", check_reader.__doc__)) == LAWS
