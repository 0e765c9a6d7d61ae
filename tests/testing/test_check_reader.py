"""The laws of readers: ours obey them, and for each mistake there is one that makes just that, and is refused."""

import datetime
import json
import os
import re
import tempfile
import time
from functools import partial
from pathlib import Path

import attrs
import pytest
import test_planted_readers
from good import Packed, Reports, Votes, papers, rows
from mistakes import laws_listed, mistakes_of, plugin

import dailypapers
from dailypapers import Digest, Paper, ReadError, ReadWarning
from dailypapers._plugins.find import find_builtin
from dailypapers._plugins.load import load
from dailypapers.testing import check_reader, samples
from support import refused

OURS = find_builtin("reader")
EXAMPLES = {
    name: [dailypapers.export(samples.valid(), name)] for name in ("bibtex", "csl", "json", "jsonl", "markdown", "ris")
}


# One of them with each change; the others take a second or two each.
@pytest.mark.parametrize(
    "found", [pytest.param(each, marks=[pytest.mark.slow] * (each.name != "jsonl"), id=each.name) for each in OURS]
)
def test_ours_obey_the_laws(found):
    check_reader(load(found).cls, *EXAMPLES.get(found.name, []))


# -- one that obeys, and from it one mistake each -------------------------------------------------------------------

EXAMPLE = "7 Counting Apples\n12 Counting Pears\n? Counting Plums\n"
MISTAKES, mistake = mistakes_of("read")
reader = partial(plugin, "read")


def read(content, source):
    yield from Votes().read(content, source)


@pytest.mark.parametrize(
    ("cls", "examples"), [(Reports, [EXAMPLE, "1 A"]), pytest.param(Packed, [EXAMPLE.encode()], marks=pytest.mark.slow)]
)
def test_what_is_no_mistake(cls, examples):
    check_reader(cls, *examples)


@pytest.mark.usefixtures("no_processes")
@pytest.mark.parametrize("examples", [[EXAMPLE], []])
def test_there_need_be_no_example(examples):
    check_reader(Votes, *examples)


@mistake("is a reader")
class NoAttrs:
    def read(self, content, source):
        yield Digest(None)


@mistake("is a reader")
@attrs.frozen
class NoRead:
    def export(self, digests):
        yield ""


@mistake("is a reader", contract=1000)
def next_contract(content, source):
    yield from read(content, source)


@mistake("takes options as text")
@attrs.frozen
class AddsToItsOption:
    between: str = attrs.field(default=",", converter=lambda text: f"{text} ")

    def read(self, content, source):
        yield from read(content, source)


@mistake("reads its examples")
def reads_nothing(content, source):
    yield from ()


@mistake("reads its examples")
def understands_less(content, source):
    yield from read(content, source)
    yield ReadError("votes are unknown", line=3)


@mistake("reads its examples")
def refuses_all(content, source):
    raise ReadError("not now")


@mistake("reads its examples")
def opens_its_source(content, source):
    Path(source).stat()
    yield from read(content, source)


@mistake("reads its examples")
def negative_votes(content, source):
    yield Digest(None, [Paper(title, votes=-1) for _, title in rows(content)])


@mistake("does not fail")
def every_number(content, source):
    for votes, title in rows(content):
        yield Digest(None, [Paper(title, votes=int(votes) if votes.isdigit() and len(votes) < 8 else None)])  # "²"


@mistake("does not fail")
def needs_a_line(content, source):
    if not content:
        raise IndexError("no first line")
    yield from read(content, source)


@partial(reader, binary=True)
def blindly_decodes(content, source):
    yield from read(content.decode(), source)


@reader
def nested_as_it_comes(content, source):
    try:
        json.loads(content)
    except ValueError:
        raise ReadError("no JSON") from None
    yield Digest(None)


@mistake("yields digests, errors and warnings")
def yields_papers(content, source):
    yield from papers(content)


@mistake("yields digests, errors and warnings")
def returns_a_dict(content, source):
    return dict.fromkeys(read(content, source), source)


@mistake("yields digests, errors and warnings")
def counts_from_zero(content, source):
    if content == EXAMPLE:
        yield ReadWarning("an example", line=0)
    yield from read(content, source)


@mistake("yields valid digests")
def escapes(content, source):
    yield Digest(None, [Paper(title.replace("\\ud800", "\ud800")) for _, title in rows(content)])


@mistake("is deterministic")
def seconds(content, source):
    yield Digest(None, [Paper(f"read at {time.time_ns()}")])


@mistake("is deterministic")
def lines_of_now(content, source):
    yield from (attrs.evolve(digest, line=time.time_ns()) for digest in read(content, source))


@mistake("leaves the process as it was")
def is_elsewhere_meanwhile(content, source):
    before = os.getcwd()
    os.chdir(tempfile.gettempdir())
    try:
        yield from read(content, source)
    finally:
        os.chdir(before)


@mistake("takes little time")
def slow_with_short_lines(content, source):
    for text in content.split("\n"):
        if len(text) < 200:
            re.fullmatch(r"(\w+ ?)*:", text)
    yield from read(content, source)


@mistake("prints nothing")
def prints(content, source):
    print(source)
    yield from read(content, source)


@mistake("is the same in every process", pytest.mark.slow)
def counts_processes(content, source):
    yield Digest(None, [Paper(title, votes=os.getpid()) for _, title in rows(content)])


@mistake("is the same under every hash seed", pytest.mark.slow)
def orders_by_set(content, source):
    yield Digest(None, [Paper(title) for title in {title for _, title in rows(content)}])


@mistake("is the same at every time", pytest.mark.slow)
def today(content, source):
    yield from (attrs.evolve(digest, date=datetime.date.today()) for digest in read(content, source))


@mistake("writes no files", pytest.mark.slow)
def leaves_a_copy(content, source):
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write("read\n")
    yield from read(content, source)


@pytest.mark.parametrize(("cls", "law"), MISTAKES)
@pytest.mark.usefixtures("temporary_folder")
def test_each_mistake_is_refused(cls, law):
    with refused(law):
        check_reader(cls, EXAMPLE)


@pytest.mark.parametrize(
    ("cls", "examples"),
    [(blindly_decodes, [EXAMPLE.encode()]), (blindly_decodes, []), (nested_as_it_comes, []), (escapes, [])],
)
def test_mistakes_with_any_content(cls, examples):
    with refused("does not fail" if cls in (blindly_decodes, nested_as_it_comes) else "yields valid digests"):
        check_reader(cls, *examples)


@partial(reader, binary=True)
def blindly_decodes_a_title(content, source):
    lines = [line for line in re.split(rb"\r\n?|\n", content) if re.match(rb"[0-9]+ ", line)]
    yield Digest(None, [Paper(line.partition(b" ")[2].decode()) for line in lines])


def test_bytes_that_are_no_text_in_an_example():
    with refused("does not fail"):
        check_reader(blindly_decodes_a_title, b"7 Counting Apples\n12 Counting Pears\n")


@pytest.mark.parametrize(
    ("cls", "example", "wanted"), [(Votes, b"1 A", "str"), (Packed, "1 A", "bytes"), (Votes, Path("a"), "str")]
)
def test_an_example_is_what_the_reader_reads(cls, example, wanted):
    with pytest.raises(TypeError, match=f"an example has to be {wanted}, "):
        check_reader(cls, example)


@pytest.mark.slow
def test_a_class_in_a_function():
    @attrs.frozen
    class Local:
        def read(self, content, source):
            yield Digest(None, [Paper(title) for title in {title for _, title in rows(content)}])

    with refused("is the same under every hash seed"):
        check_reader(Local, EXAMPLE)


def test_each_law_is_listed():
    laws = {each.values[1] for each in MISTAKES} | {law for law, *_ in test_planted_readers.MISTAKES}
    assert laws_listed(check_reader) == laws
