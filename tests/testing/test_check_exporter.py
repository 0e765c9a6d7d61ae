"""The laws of exporters: ours obey them, and for each mistake there is one that makes just that, and is refused."""

import datetime
import enum
import importlib.util
import json
import locale
import math
import os
import random
import subprocess
import sys
import tempfile
import time
import warnings
import zlib
from functools import partial
from pathlib import Path
from typing import ClassVar

import attrs
import pytest
import test_planted_exporters
from good import Files, Good
from mistakes import laws_listed, mistakes_of, plugin

from dailypapers import ExportError, ExportWarning, Point
from dailypapers._plugins.find import find_builtin
from dailypapers._plugins.load import load
from dailypapers.exporters.csv import CSV
from dailypapers.plugins import File
from dailypapers.testing import check_exporter, samples
from support import refused

# But for template, which needs a file: exporters/test_template.py.
OURS = [each for each in find_builtin("exporter") if each.name != "template"]

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
    "ris": ("title", "url", "authors", "authors_omitted_at"),
}


STREAM = ("bibtex", "csl", "csv", "html", "json", "jsonl", "markdown", "ris")

# One of them with each change; the others take a second or two each.
MARKS = {"csv": (), "parquet": pytest.mark.outside}


@pytest.mark.parametrize(
    "found", [pytest.param(each, marks=MARKS.get(each.name, pytest.mark.slow), id=each.name) for each in OURS]
)
def test_ours_obey_the_laws(found):
    if found.name == "parquet":
        pytest.importorskip("pyarrow")
    cls = load(found).cls
    assert found.name not in STREAM or cls.streams
    represents = REPRESENTS.get(found.name, ())
    leaves_out = () if "summary" in represents else ("summary",)
    check_exporter(cls, parse=PARSE.get(found.name), represents=represents, leaves_out=leaves_out)


@pytest.mark.usefixtures("no_processes")
def test_options_are_held_to_them_too():
    check_exporter(CSV, {"formulas": "keep"})
    with pytest.raises(AssertionError, match=r"takes options as text: .* expected escape or keep, not 'sometimes'"):
        check_exporter(CSV, options={"formulas": "sometimes"})


def test_an_option_that_is_none():
    with pytest.raises(ValueError, match=r"options: CSV has no option 'formula'; it has .*formulas"):
        check_exporter(CSV, options={"formula": "keep"})


# -- one mistake each -----------------------------------------------------------------------------------------------


MISTAKES, mistake = mistakes_of("export")
exporter = partial(plugin, "export")


def papers(digests):
    for digest in digests:
        yield from digest.papers


def line(text):
    """Return a text as one line, which no other text gives but for white space."""
    return " ".join(text.split())


def titles(digests):
    for paper in papers(digests):
        yield f"{line(paper.title)}\n"


@mistake("is an exporter")
class NoAttrs:
    def export(self, digests):
        yield from titles(digests)


@mistake("is an exporter")
@attrs.frozen
class OddOption:
    names: list[str] = attrs.Factory(list)

    def export(self, digests):
        yield from titles(digests)


@mistake("is an exporter")
@attrs.frozen
class NextContract:
    contract: ClassVar[int] = 1000

    def export(self, digests):
        yield from titles(digests)


@mistake("takes options as text")
@attrs.frozen
class AddsToItsOption:
    between: str = attrs.field(default=",", converter=lambda text: f"{text} ")

    def export(self, digests):
        yield from titles(digests)


@mistake("takes options as text")
@attrs.frozen
class CannotBeMade:
    def __attrs_post_init__(self):
        raise ValueError("no")

    def export(self, digests):
        yield from titles(digests)


@mistake("takes nothing")
def needs_one(digests):
    digests = list(digests)
    yield str(digests[0].date)
    yield from titles(digests)


@mistake("takes nothing")
def needs_papers(digests):
    for digest in digests:
        yield digest.papers[0].title


@mistake("does not fail")
def needs_a_link(digests):
    for paper in papers(digests):
        yield paper.url.upper()


@mistake("does not fail")
def needs_votes(digests):
    for paper in papers(digests):
        yield f"{paper.title} {math.log(1 if paper.votes is None else paper.votes)}\n"


@mistake("does not fail")
def few_votes(digests):
    for paper in papers(digests):
        yield f"{paper.title} {(paper.votes or 0).to_bytes(3, 'big').hex()}\n"


@mistake("takes nothing")
def exits(digests):
    yield from titles(digests)
    sys.exit(0)


@mistake("does not fail")
def asserts(digests):
    for title in titles(digests):
        assert len(title) > 1, "no title"
        yield title


@mistake("takes many papers")
def fails_later(digests):
    for number, digest in enumerate(digests):
        if number >= 100:
            raise ValueError("too many digests")
        yield from titles([digest])


def rest(digests):
    for digest in digests:
        yield from titles([digest])
        yield from rest(digests)


@mistake("takes many papers")
def calls_in_calls(digests):
    yield from rest(iter(digests))


@mistake("takes many papers")
@attrs.frozen
class CallsInCalls:
    def export(self, digests):
        yield from self.rest(iter(digests))

    def rest(self, digests):
        for digest in digests:
            yield from titles([digest])
            yield from self.rest(digests)


@mistake("takes lone surrogates")
def encodes_blindly(digests):
    for title in titles(digests):
        yield title.encode()


@mistake("writes papers")
def writes_nothing(digests):
    for _ in digests:
        yield ""


@mistake("writes papers")
def writes_a_head(digests):
    yield "papers:\n"


@mistake("writes papers")
def refuses_every_paper(digests):
    for digest in digests:
        if digest.papers:
            raise ExportError("papers have no place in this format")
        yield f"{digest.date}\n"


@mistake("yields text or bytes")
def returns_text(digests):
    return "".join(titles(digests))


@mistake("yields text or bytes")
def yields_numbers(digests):
    for number, _ in enumerate(titles(digests)):
        yield number


@mistake("yields text that can be encoded")
def half_characters(digests):
    for title in titles(digests):
        yield f"{title[:-1]}\ud800\n"


@mistake("yields text or bytes", files=True)
def files_and_text(digests):
    for number, title in enumerate(titles(digests)):
        yield File(f"{number}.txt", title)
        yield title


@mistake("yields text or bytes", files=True)
def one_file_twice(digests):
    for title in titles(digests):
        yield File("title.txt", title)


@mistake("yields text or bytes", files=True)
def files_of_numbers(digests):
    for number, _ in enumerate(titles(digests)):
        yield File(f"{number}.txt", [number])


@mistake("is deterministic", files=True)
def files_by_random(digests):
    for number, title in enumerate(titles(digests)):
        yield File(f"{number}.txt", iter([title, str(random.random())]))


@mistake("is deterministic")
def now(digests):
    yield f"{datetime.datetime.now().isoformat()}\n"
    yield from titles(digests)


@mistake("is deterministic")
def orders_by_id(digests):
    for digest in digests:
        for paper in sorted(digest.papers, key=id):
            yield f"{line(paper.title)}\n"


@mistake("is deterministic")
def orders_digests_by_id(digests):
    yield from titles(sorted(digests, key=id))


@mistake("is deterministic")
def orders_points_by_id(digests):
    for paper in papers(digests):
        yield f"{line(paper.title)}: {'; '.join(point.text for point in sorted(paper.summary, key=id))}\n"


@mistake("is deterministic")
def writes_ids(digests):
    for paper in papers(digests):
        yield f"{id(paper)} {line(paper.title)}\n"


@mistake("takes any iterable, once")
def two_passes(digests):
    yield str(sum(1 for _ in digests))
    yield from titles(digests)


@mistake("takes any iterable, once")
def length(digests):
    yield str(len(digests))
    yield from titles(digests)


# With its lock, Python gives the address of what is gone to what comes next.
REUSED = pytest.mark.skipif(not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="addresses are not used again")


@mistake("takes any iterable, once", REUSED)
def knows_papers_by_id(digests):
    known = set()
    for paper in papers(digests):
        if id(paper) not in known:
            known.add(id(paper))
            yield f"{line(paper.title)}\n"


@mistake("takes any iterable, once", REUSED)
def knows_digests_by_id(digests):
    days = {}
    for digest in digests:
        yield f"{days.setdefault(id(digest), digest.date)}\n"
        yield from titles([digest])


@mistake("is deterministic")
@attrs.frozen
class NumbersByIdForEver:
    numbers: ClassVar[dict] = {}

    def export(self, digests):
        for paper in papers(digests):
            yield f"{self.numbers.setdefault(id(paper), len(self.numbers))} {line(paper.title)}\n"


@mistake("is deterministic")
@attrs.frozen
class NumbersForEver:
    numbers: ClassVar[list] = []

    def export(self, digests):
        for title in titles(digests):
            self.numbers.append(title)
            yield f"{len(self.numbers)} {title}"


@mistake("leaves the digests as they were")
def marks_what_it_has_seen(digests):
    for digest in digests:
        object.__setattr__(digest, "line", 1)  # which is in no equality
        yield from titles([digest])


@mistake("leaves the process as it was")
def changes_the_folder(digests):
    os.chdir(tempfile.gettempdir())
    yield from titles(digests)


@mistake("leaves the process as it was")
def is_elsewhere_meanwhile(digests):
    before = os.getcwd()
    os.chdir(tempfile.gettempdir())
    try:
        yield from titles(digests)
    finally:
        os.chdir(before)


@mistake("leaves the process as it was")
def changes_the_environment(digests):
    os.environ["LANG"] = "tlh"
    yield from titles(digests)


@mistake("leaves the process as it was")
def changes_the_recursion_limit(digests):
    sys.setrecursionlimit(100_000)
    yield from titles(digests)


@mistake("leaves the process as it was")
def changes_the_locale(digests):
    locale.setlocale(locale.LC_ALL, "POSIX" if locale.setlocale(locale.LC_ALL) not in ("C", "POSIX") else "C.UTF-8")
    yield from titles(digests)


@mistake("prints nothing")
def prints_bytes(digests):
    for title in titles(digests):
        sys.stdout.buffer.write(b".")
        yield title


@mistake("prints nothing")
def prints_an_error(digests):
    for title in titles(digests):
        print("done", file=sys.stderr)
        yield title


@mistake("streams", streams=True)
def hoards(digests):
    yield from list(titles(digests))


@mistake("takes little time", pytest.mark.slow)
def looks_through_a_list(digests):
    days = []
    for digest in digests:
        if digest.date not in days:
            days.append(digest.date)
        yield from titles([digest])


# -- one mistake each that only another process shows ---------------------------------------------------------------


@mistake("is the same in every process", pytest.mark.slow)
def writes_its_process(digests):
    yield f"# {os.getpid()}\n"
    yield from titles(digests)


@mistake("is the same in every process", pytest.mark.slow)
def writes_an_address(digests):
    yield f"# {titles}\n"
    yield from titles(digests)


@mistake("is the same in every process", pytest.mark.slow)
def differs_where_two_things_do(digests):
    if os.environ.get("PYTHONHASHSEED") == "3" and time.tzname[0] == "EAST":
        yield "# here\n"
    yield from titles(digests)


@mistake("is the same under every hash seed", pytest.mark.slow)
def orders_by_set(digests):
    for paper in papers(digests):
        yield f"{line(paper.title)}: {', '.join(map(line, set(paper.authors)))}\n"


@mistake("is the same under every hash seed", pytest.mark.slow)
def writes_a_hash(digests):
    for title in titles(digests):
        yield f"{hash(title):x} {title}"


@mistake("is the same under every hash seed", pytest.mark.slow)
def set_of_two(digests):
    digests = list(digests)
    kinds = {paper.media.kind for digest in digests for paper in digest.papers if paper.media}
    yield f"# {', '.join(kinds)}\n"
    yield from titles(digests)


@mistake("is the same at every time", pytest.mark.slow)
def today(digests):
    yield f"# {datetime.date.today()}\n"
    yield from titles(digests)


@mistake("is the same at every time", pytest.mark.slow)
def today_in_greenwich(digests):
    yield f"# {datetime.datetime.now(datetime.UTC):%Y-%m-%d}\n"
    yield from titles(digests)


@mistake("is the same at every time", pytest.mark.slow)
def this_year(digests):
    yield f"# {time.strftime('%Y')}\n"
    yield from titles(digests)


@mistake("is the same at every time", pytest.mark.slow)
def in_its_header(digests):
    text = "".join(titles(digests)).encode(errors="replace")
    packer = zlib.compressobj(wbits=-15)
    seconds = int(time.time()) & 0xFFFFFF00  # as in the header of gzip, but slow
    yield seconds.to_bytes(4, "little") + packer.compress(text) + packer.flush()


@mistake("writes no files", pytest.mark.slow)
def writes_a_log(digests):
    Path(tempfile.gettempdir(), "titles.log").write_text("exported\n", "utf-8")
    yield from titles(digests)


@mistake("writes no files", pytest.mark.slow)
def leaves_a_temporary_file(digests):
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write("exported\n")
    yield from titles(digests)


@mistake("writes no files", pytest.mark.slow)
def leaves_a_folder(digests):
    tempfile.mkdtemp()
    yield from titles(digests)


@mistake("prints nothing", pytest.mark.slow)
def prints_past_python(digests):
    os.write(2, b"done\n")
    yield from titles(digests)


@pytest.mark.parametrize(("cls", "law"), MISTAKES)
@pytest.mark.usefixtures("temporary_folder")
def test_each_mistake_is_refused(cls, law):
    before = os.getcwd(), dict(os.environ), sys.getrecursionlimit(), locale.setlocale(locale.LC_ALL)
    with refused(law) as caught:
        check_exporter(cls)
    assert caught.value.args[0].count("law broken") == 1
    assert (os.getcwd(), dict(os.environ), sys.getrecursionlimit(), locale.setlocale(locale.LC_ALL)) == before


# -- what is no mistake ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "options"), [(Good, {"day": datetime.date(2024, 7, 12)}), pytest.param(Files, {}, marks=pytest.mark.slow)]
)
def test_what_is_no_mistake(cls, options):
    check_exporter(cls, options=options)


@pytest.mark.usefixtures("no_processes")
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
                yield f"{line(paper.title)}\n"


@attrs.frozen
class BestOf(Best):
    votes: int


@pytest.mark.usefixtures("no_processes")
def test_an_option_may_leave_nothing():
    check_exporter(Best, {"votes": 10**9})


@pytest.mark.usefixtures("no_processes")
def test_an_option_that_has_to_be_given_is():
    with refused("takes options as text"):
        check_exporter(BestOf)
    check_exporter(BestOf, {"votes": 3})
    with refused("writes papers"):
        check_exporter(BestOf, {"votes": 10**9})


# -- what a format has to be, and to represent ----------------------------------------------------------------------


@exporter
def quotes_badly(digests):
    between = "["
    for paper in papers(digests):
        yield f'{between}"{paper.title}"\n'
        between = ","
    yield "[]" if between == "[" else "]"


@exporter
def empty_is_none(digests):
    if some := list(titles(digests)):
        yield json.dumps(some)


@pytest.mark.parametrize("cls", [quotes_badly, empty_is_none])
def test_what_cannot_be_parsed(cls):
    with refused("can be parsed"):
        check_exporter(cls, parse=json.loads)


def writing(written):
    """Make an exporter that writes what a function makes of each paper and its date."""

    def export(digests):
        for digest in digests:
            for paper in digest.papers:
                yield f"{written(digest.date, paper)}\n".encode("utf-8", "replace")

    return exporter(export)


everything = writing(lambda date, paper: (date, paper))


@exporter
def first_papers(digests):
    return everything().export(attrs.evolve(digest, papers=digest.papers[:1]) for digest in digests)


@pytest.mark.usefixtures("no_processes")
def test_all_is_represented():
    check_exporter(everything, represents=EVERYTHING)


def changing(change):
    """Make an exporter that writes each paper with some fields changed."""
    return writing(lambda date, paper: (date, attrs.evolve(paper, **change(paper))))


LOST = [
    ("date", writing(lambda _, paper: paper)),
    ("title", changing(lambda paper: {"title": paper.title[:8]})),
    ("title", first_papers),
    ("url", changing(lambda paper: {"url": paper.arxiv_id})),
    ("media", changing(lambda _: {"media": None})),
    ("media", writing(lambda date, paper: (date, attrs.evolve(paper, media=None), paper.media and paper.media.url))),
    ("votes", changing(lambda paper: {"votes": paper.votes or 0})),
    ("authors", changing(lambda paper: {"authors": paper.authors[:1], "authors_omitted_at": None})),
    ("authors_omitted_at", changing(lambda _: {"authors_omitted_at": None})),
    ("summary", changing(lambda paper: {"summary": [attrs.evolve(point, points=()) for point in paper.summary]})),
]


@pytest.mark.parametrize(("field", "cls"), LOST)
@pytest.mark.usefixtures("no_processes")
def test_what_is_lost(field, cls):
    with refused("represents its fields") as caught:
        check_exporter(cls, represents=(field,))
    assert f"the same output for {field} " in str(caught.value)


def test_one_field_as_a_text():
    with pytest.raises(
        TypeError, match=r"represents: expected several names, not one text; put it in a list: \['title'\]"
    ):
        check_exporter(everything, represents="title")


def test_a_field_that_is_none():
    with pytest.raises(ValueError, match="represents: 'tilte' is none of date, title, url"):
        check_exporter(everything, represents=("tilte",))


@exporter
def ascii_alone(digests):
    for paper in papers(digests):
        if not paper.title.isascii():
            warnings.warn(f"letters of {paper.title!r} are left out", ExportWarning, stacklevel=2)
        yield line(paper.title).encode("ascii", "ignore").decode() + "\n"


@exporter
def ascii_alone_without_a_word(digests):
    for paper in papers(digests):
        yield line(paper.title).encode("ascii", "ignore").decode() + "\n"


@pytest.mark.usefixtures("no_processes")
def test_a_loss_that_is_warned_of_is_none():
    check_exporter(ascii_alone, represents=("title",), leaves_out=("summary",))
    with refused("writes letters of every script"):
        check_exporter(ascii_alone_without_a_word, represents=("title",), leaves_out=("summary",))


@pytest.mark.usefixtures("no_processes")
def test_a_paper_that_is_nowhere_is_told_so():
    days = writing(lambda _, paper: repr(paper.title))

    @exporter
    def last_of_a_day(digests):
        return days().export({digest.date: digest for digest in digests}.values())

    with pytest.raises(
        AssertionError, match="'The Red Title' is not written at all: is it passed over, or overwritten"
    ):
        check_exporter(last_of_a_day, represents=("title",), leaves_out=("summary",))


@pytest.mark.usefixtures("no_processes")
def test_what_differs_of_long_values_is_shown():
    with pytest.raises(AssertionError, match=r"the same output for authors \[0\]: 'A 0' and 'A 1'"):
        check_exporter(
            changing(lambda paper: {"authors": sorted(paper.authors) if len(paper.authors) > 9 else paper.authors}),
            represents=("authors",),
        )


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
            for digest in digests:
                for paper in digest.papers:
                    names = paper.authors if self.kind is Kind.LIST else set(paper.authors)
                    yield f"{paper.title!a}: {joined(map(ascii, names))}\n"

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
                yield f"{datetime.date.today()} {paper.title!r}\\n"

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


@exporter
def deprecated(digests):
    warnings.warn("old", DeprecationWarning, stacklevel=2)
    yield from titles(digests)


@pytest.mark.usefixtures("no_processes")
def test_a_warning_that_is_none_of_a_format_is_shown_and_nothing_printed():
    with pytest.warns(DeprecationWarning, match="old"):
        check_exporter(deprecated)


def test_copies_stand_in_memory_in_another_order():
    points = [Point(text=f"{number}") for number in range(50)]
    copied = samples.copied_out_of_order(points)
    assert copied == points
    upwards = sorted(range(50), key=lambda number: id(copied[number]))
    assert upwards != sorted(upwards)
    assert upwards != sorted(upwards, reverse=True)


def test_each_law_is_listed():
    laws = {each.values[1] for each in MISTAKES} | {law for law, *_ in test_planted_exporters.MISTAKES}
    assert laws_listed(check_exporter) == laws


@pytest.mark.parametrize(
    ("name", "package"),
    [("check_exporter", "cloudpickle"), ("check_reader", "cloudpickle"), ("digests", "hypothesis")],
)
def test_without_a_package_of_the_extra(name, package):
    said = run_script("-c", WITHOUT.format(package=package, name=name))
    assert said == f"dailypapers.testing needs {package}, which is not installed: pip install cloudpickle hypothesis\n"


@pytest.mark.parametrize(("name", "package"), [("check_exporter", "hypothesis"), ("digests", "cloudpickle")])
def test_each_needs_one_of_them_alone(name, package):
    assert run_script("-c", WITHOUT.format(package=package, name=name)) == ""


WITHOUT = """
import sys
sys.modules["{package}"] = None
import dailypapers.testing
try:
    dailypapers.testing.{name}
except ModuleNotFoundError as error:
    print(error)
"""
