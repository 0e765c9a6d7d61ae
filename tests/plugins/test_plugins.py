"""Exporters: found by metadata, loaded one at a time, held to their contract, and faults kept where they belong."""

import datetime
import json
import os
import subprocess
import sys
import textwrap

import pytest

import dailypapers
from dailypapers import Digest, OptionError, Paper, PluginError, UnknownFormatError
from dailypapers._command.main import main
from dailypapers._plugins import load as loading
from dailypapers._plugins.find import BUILTIN, find
from dailypapers._plugins.load import load
from dailypapers._plugins.run import run as run_exporter
from support import ROOT, SEEDS, write_metadata

SOME = [Digest(None, (Paper("A"), Paper("B")))]

BODY = """
    import attrs
    from typing import ClassVar

    @attrs.frozen
    class Exporter:
        '''A description.

        More about it.
        '''
        suffix: ClassVar[str] = ".x"
        {options}
        def export(self, digests):
            {export}
"""


@pytest.fixture
def install(install):
    """Install an exporter: the usual one with an ``export`` and options of its own, or any other body."""

    def install_exporter(export="yield 'x'", *, options="", body=None, requires=(), **more):
        source = BODY.format(export=export, options=options) if body is None else body
        install(textwrap.dedent(source), *requires, **more)

    return install_exporter


def row(name, distribution, kind="exporter"):
    wanted = name, distribution, kind
    (found,) = [each for each in dailypapers.formats() if (each.name, each.distribution, each.kind) == wanted]
    return found


def test_an_installed_exporter_is_a_format_like_ours(install, tmp_path):
    install(
        "yield from (paper.title + self.end for digest in digests for paper in digest.papers)", options="end: str = '.'"
    )
    assert dailypapers.export(SOME, "mine") == "A.B."
    assert dailypapers.export(SOME, "mine", end="!") == "A!B!"
    dailypapers.write(SOME, tmp_path / "out.x")
    assert (tmp_path / "out.x").read_text("utf-8") == "A.B."
    found = row("mine", "acme-mine")
    assert (found.description, found.suffix, found.version, found.builtin, found.error) == (
        "A description.",
        ".x",
        "1.2",
        False,
        None,
    )
    assert [(option.name, option.takes, option.default) for option in found.options] == [("end", "text", ".")]


def test_bytes_make_a_binary_format(install, tmp_path):
    install("yield b'\\xff'\n            yield b'\\x00'")
    assert dailypapers.export(SOME, "mine") == b"\xff\x00"
    dailypapers.write(SOME, tmp_path / "out.x")
    assert (tmp_path / "out.x").read_bytes() == b"\xff\x00"


def test_built_in_names_cannot_be_taken(install):
    install("yield 'stolen'", name="json")
    assert dailypapers.export([], "json").startswith('{"version"')
    assert "shadowed by the built-in" in row("json", "acme-mine").error
    assert row("json", "dailypapers").error is None


def test_a_suffix_of_two_formats_decides_nothing(install, tmp_path):
    install()
    install(name="yours", distribution="other-yours")
    with pytest.raises(UnknownFormatError, match="it is that of mine@acme-mine and yours@other-yours"):
        dailypapers.write(SOME, tmp_path / "out.x")
    install(
        "yield ''",
        name="books",
        distribution="acme-books",
        body=BODY.format(export="yield ''", options="").replace(".x", ".bib"),
    )
    dailypapers.write(SOME, tmp_path / "out.bib")
    assert (tmp_path / "out.bib").read_text("utf-8").startswith("@misc")


@pytest.mark.parametrize("names", [("mine", "yours"), ("mine", "mine")], ids=["two names", "one name"])
@pytest.mark.parametrize("kind", ["exporter", "reader"])
def test_two_plugins_of_one_suffix_are_named_with_their_distributions(install, tmp_path, capsys, kind, names):
    reader = "def read(self, content, source): yield from ()"
    for name, distribution in zip(names, ("acme-mine", "other-yours"), strict=True):
        install("yield 'x'", options=reader, name=name, distribution=distribution)
        (info,) = (tmp_path / "site").glob(f"{distribution.replace('-', '_')}-*")
        (info / "entry_points.txt").write_text(
            f"[dailypapers.{kind}s]\n{name} = {distribution.replace('-', '_')}:Exporter\n", "utf-8"
        )
    (tmp_path / "a.x").write_text("", "utf-8")
    chosen = f"{names[0]}@acme-mine and {names[1]}@other-yours"
    command = ["check", tmp_path / "a.x"] if kind == "reader" else ["export", "-o", tmp_path / "a.x", SEEDS[4]]
    assert main(list(map(str, command))) == 2
    flag = "--from" if kind == "reader" else "--format"
    assert capsys.readouterr().err == (
        f"error: cannot choose a format for the suffix '.x': give one, with {flag} on the command line; "
        f"it is that of {chosen}\n"
    )
    assert find(kind, f"{names[1]}@other-yours").distribution == "other-yours"


def test_an_unknown_suffix_lists_each_format_once(install):
    install()
    install(distribution="other-mine")
    with pytest.raises(UnknownFormatError) as caught:
        dailypapers.write(SOME, "papers.unheard")
    assert len(set(caught.value.known)) == len(caught.value.known)
    assert str(caught.value).count("mine") == 1


HOSTILE_META = """
    import attrs

    class Meta(type):
        @property
        def suffix(cls):
            raise ValueError("no suffix for you")

    @attrs.frozen
    class Exporter(metaclass=Meta):
        def export(self, digests):
            yield ""
"""

LOAD_FAILURES = [
    ("import no_such_module", "PluginError", "cannot be imported: ModuleNotFoundError: No module named 'no_such_module'"),
    ("import no_such_extra.part", "PluginError", 'needs no_such_extra, which is not installed: pip install "no-such.extra>=1"'),
    ("raise SystemExit(0)", "PluginError", "tried to end the process when it was imported: 0"),
    ("1 / 0", "PluginError", "cannot be imported: ZeroDivisionError: division by zero"),
    ("def f(:", "PluginError", "cannot be imported: SyntaxError"),
    ("Exporting = 1", "PluginError", "is not there: module 'acme_mine' has no attribute 'Exporter'"),
    ("Exporter = 1", "PluginError", "is no attrs class"),
    ("class Exporter:\n    def export(self, digests): yield ''", "PluginError", "is no attrs class"),
    ("import attrs\n@attrs.frozen\nclass Exporter:\n    '''Nothing.'''", "PluginError", "has no method 'export'"),
    (BODY.format(export="yield ''", options="contract: ClassVar[int] = 2"), "PluginError", "version 2 of the exporter contract"),
    (BODY.format(export="yield ''", options="path: str = ''"), "PluginError", "has an option called 'path'"),
    (BODY.format(export="yield ''", options="names: list[str] = []"), "PluginError", "an option 'names' of a type that no option can have"),
    (BODY.format(export="yield ''", options="pair: tuple[int, str] = ()"), "PluginError", "an option 'pair' of a type that no option can have"),
    (BODY.format(export="yield ''", options="when: 'Sometime' = None"), "PluginError", "has an option whose type cannot be found: NameError"),
    (HOSTILE_META, "PluginError", "cannot be looked at: ValueError: no suffix for you"),
    ("class Odd(BaseException): pass\nraise Odd('x')", "PluginError", "cannot be imported: Odd: x"),
    (BODY.format(export="yield ''", options="").replace('".x"', '"x"'), "PluginError", "has the suffix 'x', which is none"),
]  # fmt: skip

RUN_FAILURES = [
    ("import no_such_extra; yield", "PluginError", 'needs no_such_extra, which is not installed: pip install "no-such.extra>=1"'),
    ("1 / 0; yield", "PluginError", "failed: ZeroDivisionError: division by zero"),
    ("yield 'half'; 1 / 0", "PluginError", "failed: ZeroDivisionError: division by zero"),
    ("import dailypapers; yield dailypapers.parse('x')", "PluginError", "failed: DigestSyntaxError"),
    ("import dailypapers; yield 'a'; raise dailypapers.OptionError('a', 'b', 'c')", "PluginError", "failed: OptionError"),
    ("yield 'half'; raise SystemExit(0)", "PluginError", "tried to end the process: 0"),
]  # fmt: skip


@pytest.fixture
def fails_alone(tmp_path, capfd):
    """Hold a failure to its class, message and status; the old output and the other formats are untouched."""

    def fails_alone(kind, reason):
        with pytest.raises(PluginError) as caught:
            dailypapers.write(SOME, tmp_path / "out", "mine")
        assert type(caught.value) is getattr(dailypapers, kind)
        assert (caught.value.name, caught.value.distribution) == ("mine", "acme-mine")
        assert (caught.value.version, caught.value.entry_point) == ("1.2", "acme_mine:Exporter")
        assert str(caught.value).startswith("exporter 'mine' (acme-mine 1.2, acme_mine:Exporter) ")
        assert reason in str(caught.value)

        (tmp_path / "out").write_text("old", "utf-8")
        for output in (["--output", str(tmp_path / "out")], []):
            assert main(["export", "--format", "mine", *output, str(SEEDS[4])]) == 3
            out, err = capfd.readouterr()
            assert (out, err.startswith("error: exporter 'mine' (acme-mine 1.2")) == ("", True)
            assert reason in err
            assert "Traceback" not in err
        assert (tmp_path / "out").read_text("utf-8") == "old"
        assert list(tmp_path.glob(".*")) == []
        assert main(["export", "--format", "csv", str(SEEDS[4])]) == 0
        assert capfd.readouterr().out.startswith("date,")

    return fails_alone


@pytest.mark.parametrize(("body", "kind", "reason"), LOAD_FAILURES)
def test_one_that_cannot_be_loaded(install, fails_alone, body, kind, reason):
    install(body=body, requires=["no-such.extra>=1 ; extra == 'more'"])
    fails_alone(kind, reason)
    assert reason in row("mine", "acme-mine").error


def test_one_that_cannot_be_loaded_is_listed_with_the_reason(install, capfd):
    install(body="1 / 0")
    assert main(["formats"]) == 0
    out, _ = capfd.readouterr()
    assert "cannot be used: exporter 'mine'" in out
    assert "ZeroDivisionError" in out
    assert "bibtex" in out


@pytest.mark.parametrize(("export", "kind", "reason"), RUN_FAILURES)
def test_one_that_fails(install, fails_alone, export, kind, reason):
    install(export, requires=["no-such.extra>=1 ; extra == 'more'"])
    fails_alone(kind, reason)


def test_the_cause_is_kept(install):
    install("1 / 0; yield")
    with pytest.raises(PluginError) as caught:
        dailypapers.export(SOME, "mine")
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


GOES_ON = """
    import attrs

    @attrs.frozen
    class Exporter:
        def export(self, digests):
            try:
                for _ in range(100):
                    yield "x" * 100000
            except GeneratorExit:
                yield "and more"
"""


def test_one_that_goes_on_when_it_is_told_to_end(install, run):
    install(body=GOES_ON)
    if os.path.exists("/dev/full"):
        status, _, err = run("export", "--format", "mine", "--output", "/dev/full", str(SEEDS[4]))
        assert status == 4  # what failed first is the failure, and the other is told
        assert "went on when it was told to end" in err.splitlines()[0]
        assert err.splitlines()[1:] == ["error: cannot write /dev/full: No space left on device"]
    chunks = run_exporter(load(find("exporter", "mine")), {}, SOME)
    next(chunks)
    with pytest.raises(dailypapers.PluginError, match="went on when it was told to end"):
        chunks.close()


def test_one_that_stops_early_hides_no_error_of_its_input(install, run, tmp_path):
    install("yield 'header'")
    (tmp_path / "bad.md").write_text(
        "## Daily Papers (2024-07-12)\n### [A](https://arxiv.org/abs/2407.08348)\nVote: many\n"
    )
    status, out, err = run("export", "--format", "mine", str(tmp_path / "bad.md"))
    assert (status, out) == (1, "")
    assert "F121" in err


# -- without a package, and what formats tells ----------------------------------------------------------------


def test_an_exporter_that_is_in_no_package(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    body = "from __future__ import annotations\n" + textwrap.dedent(BODY).format(
        export="yield self.end", options="end: str = '.'"
    )
    (tmp_path / "mine.py").write_text(body, "utf-8")
    assert run("export", "--format", "./mine.py:Exporter", "--option", "end=!", str(SEEDS[4])) == (0, "!", "")
    assert dailypapers.export(SOME, str(tmp_path / "mine.py:Exporter")) == "."
    status, out, _ = run("formats", "./mine.py:Exporter")
    assert (status, out) == (0, "A description. (.x)\n\n--option end=…  text; by default .\n")
    for name, reason in (
        ("./mine.py:Nothing", "is not there: module './mine.py' has no attribute 'Nothing'"),
        ("./missing.py:Exporter", "cannot be imported: FileNotFoundError"),
    ):
        status, _, err = run("export", "--format", name, str(SEEDS[4]))
        assert status == 3
        assert err.startswith(f"error: exporter '{name}' ({name}) {reason}")


def test_formats_for_a_program(install, run):
    install(body=WITH_OPTIONS)
    install(name="broken", distribution="acme-broken", body="1 / 0")
    status, out, _ = run("formats", "--output-format", "json")
    rows = {row["name"]: row for row in json.loads(out) if row["kind"] == "exporter"}
    assert status == 0
    assert [row["name"] for row in json.loads(out) if row["kind"] == "reader"] == [*BUILTIN["reader"]]
    assert list(rows) == [*BUILTIN["exporter"], "broken", "mine"]
    assert "ZeroDivisionError" in rows["broken"]["error"]
    assert (rows["csv"]["suffix"], rows["csv"]["builtin"], rows["csv"]["error"]) == (".csv", True, None)
    assert [option["name"] for option in rows["mine"]["options"]] == [
        *("flag", "count", "share", "name", "day", "where", "kind", "color", "columns"),
        *("kinds", "hue", "counts", "size"),
    ]


def test_formats_for_one(install, run):
    install(options="size: int = attrs.field(default=1, metadata={'help': 'how large it is'})")
    assert run("formats", "mine") == (
        0,
        "A description. (.x, acme-mine 1.2)\n\n--option size=…  a whole number; by default 1\n    how large it is\n",
        "",
    )
    assert run("formats", "mien")[0] == 2


def test_one_that_takes_an_error_in_its_input_for_the_end_of_it(install):
    install("try: yield from (str(digest) for digest in digests)\n            except LookupError: yield ''")

    def broken():
        yield SOME[0]
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        dailypapers.export(broken(), "mine")


@pytest.mark.parametrize("group", ["dailypapers.exporters", "console_scripts"])
def test_metadata_that_cannot_be_read_is_told_and_all_else_works(install, tmp_path, capsys, group):
    install()
    write_metadata(tmp_path / "site", "broken", "1", f"[{group}]\na = a:a\nno equals sign\n")
    assert dailypapers.export(SOME, "mine") == "x"
    dailypapers.write(SOME, tmp_path / "out.x")
    assert row("mine", "acme-mine").error is None
    told = [(each.name, each.distribution, each.version) for each in dailypapers.formats() if each.kind is None]
    assert told == [("", "broken", "1")]
    assert main(["formats"]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert last.startswith("broken 1: its metadata cannot be read, so formats that it may have are not listed: ")
    assert main(["formats", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[-1]["distribution"] == "broken"


WITH_OPTIONS = """
    import datetime
    import enum
    from pathlib import Path
    from typing import Literal

    import attrs

    class Color(enum.Enum):
        RED = "red"
        BLUE = "blue"

    @attrs.frozen
    class Exporter:
        flag: bool = False
        count: int = 1
        share: float = 0.5
        name: str | None = None
        day: datetime.date | None = None
        where: Path = Path(".")
        kind: Literal["a", "b"] = "a"
        color: "Color" = Color.RED
        columns: tuple[str, ...] = ()
        kinds: tuple[Literal["short", "long"], ...] = ()
        hue: Color | None = None
        counts: tuple[int, ...] = ()
        size: Literal["s", True, None] = "s"

        def export(self, digests):
            yield repr(self)
"""


@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        ("flag", "true", "flag=True"),
        ("flag", "No", "flag=False"),
        ("flag", True, "flag=True"),
        ("count", "-3", "count=-3"),
        ("count", 3, "count=3"),
        ("share", "1e-3", "share=0.001"),
        ("share", 2, "share=2.0"),
        ("name", "x", "name='x'"),
        ("name", "", "name=None"),
        ("name", None, "name=None"),
        ("day", "2024-07-12", "day=datetime.date(2024, 7, 12)"),
        ("day", datetime.date(2024, 7, 12), "day=datetime.date(2024, 7, 12)"),
        ("kind", "b", "kind='b'"),
        ("color", "blue", "color=<Color.BLUE: 'blue'>"),
        ("columns", "a,b", "columns=('a', 'b')"),
        ("columns", ["a"], "columns=('a',)"),
        ("columns", "", "columns=()"),
        ("kinds", "long,short", "kinds=('long', 'short')"),
        ("size", "true", "size=True"),
        ("size", "Yes", "size=True"),
        ("size", "", "size=None"),
    ],
)
def test_options(install, name, given, taken):
    install(body=WITH_OPTIONS)
    assert taken in dailypapers.export([], "mine", **{name: given})


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("flag", "1", "expected true or false, not '1'"),
        ("flag", 1, "expected true or false, not 1"),
        ("count", "3.7", "expected a whole number, not '3.7'"),
        ("count", True, "expected a whole number, not True"),
        ("count", "٣", "expected a whole number"),
        ("share", "half", "expected a number, not 'half'"),
        ("share", "nan", "expected a number, not 'nan'"),
        ("name", 3, "expected text, or nothing, not 3"),
        ("day", "20240712", "expected a date as YYYY-MM-DD, or nothing"),
        ("kind", "c", "expected a or b, not 'c'"),
        ("color", "green", "expected red or blue, not 'green'"),
        ("columns", 3, "expected text; several are separated by commas, not 3"),
        ("color", "blu", "expected red or blue, not 'blu' (did you mean 'blue'?)"),
        ("hue", "blu", "expected red or blue, or nothing, not 'blu' (did you mean 'blue'?)"),
        (
            "kinds",
            "long,shrt",
            "expected short or long; several are separated by commas, not 'shrt' (did you mean 'short'?)",
        ),
        ("kinds", ["long", 3], "expected short or long; several are separated by commas, not 3"),
        ("counts", "1,2x", "expected a whole number; several are separated by commas, not '2x'"),
        ("size", "no", "expected s, true or nothing, not 'no'"),
        ("colour", "red", "there is no such option (did you mean 'color'?)"),
    ],
)
def test_options_that_are_refused(install, name, given, message):
    install(body=WITH_OPTIONS)
    with pytest.raises(OptionError) as caught:
        dailypapers.export([], "mine", **{name: given})
    assert str(caught.value).startswith(f"format 'mine', option {name!r}: {message}")


def test_an_option_that_must_be_given(install):
    install(options="title: str")
    with pytest.raises(OptionError, match="option 'title': must be given: text"):
        dailypapers.export([], "mine")


SLOW_AND_BROKEN = """
    from pathlib import Path
    Path(__file__ + ".imported").touch()
    import time
    time.sleep(60)
    raise SystemExit("imported")
"""


@pytest.mark.parametrize("chosen", [["--format", "json"], []])
def test_only_the_format_that_was_asked_for_is_imported(install, tmp_path, chosen):
    """A built-in one, by its name or its suffix, costs no look at anybody else's metadata, let alone an import."""
    install(body=SLOW_AND_BROKEN)
    install(name="json", distribution="other-json", body=SLOW_AND_BROKEN)
    out = str(tmp_path / "out.json")
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "read = []\n"
        "sys.addaudithook(lambda event, about: read.append(about[0]) if event == 'open' else None)\n"
        "from dailypapers._command.main import main\n"
        f"main({['export', *chosen, '--output', out, str(ROOT / 'seeds')]!r})\n"
        "print([name for name in read if 'acme_mine' in str(name) or 'other_json' in str(name)])\n"
        "print(sorted(name for name in sys.modules if 'exporters.' in name or 'acme' in name))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30)
    read, ours = result.stdout.splitlines()
    assert list(tmp_path.rglob("*.imported")) == []
    assert read == "[]"
    # By suffix each of ours is looked at, since a class says what its suffix is.
    assert ours == "['dailypapers.exporters.json']" if chosen else "'dailypapers.exporters.json'" in ours
    assert "acme" not in ours


@pytest.mark.parametrize(
    ("command", "imported"),
    [
        ("export --format mine d.md", ["acme_mine"]),
        ("export --format mine --output out d.md", ["acme_mine"]),
        ("export --output out.x d.md", ["acme_mine"]),
        ("export --from ./mine.py:Reader --format csv a.r b.r c.r", ["mine.py"]),
        ("check --from ./mine.py:Reader a.r b.r c.r", ["mine.py"]),
        ("formats ./mine.py:Reader", ["mine.py"] * 2),  # as an exporter, which it is not, and as a reader
    ],
)
def test_what_is_asked_for_is_loaded_once(install, tmp_path, monkeypatch, command, imported):
    install()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(
        "import attrs, dailypapers\n@attrs.frozen\nclass Reader:\n"
        "    def read(self, content, source): yield from dailypapers.parse(content).digests\n",
        "utf-8",
    )
    for name in ("d.md", "a.r", "b.r", "c.r"):
        (tmp_path / name).write_text("## Daily Papers (2024-07-12)\n\n### [A](b)\n", "utf-8")
    seen = []
    for name in ("import_module", "_import_file"):
        function = getattr(loading, name)
        monkeypatch.setattr(loading, name, lambda what, function=function: (seen.append(what), function(what))[1])
    assert main(command.split()) == 0
    assert [os.path.basename(what) for what in seen if not what.startswith("dailypapers.")] == imported


WARNS = "import warnings, dailypapers; warnings.warn('doubtful', dailypapers.ExportWarning)"


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("imported", {"body": BODY.format(options="", export="yield 'x'") + f"\n    {WARNS}\n"}),
        ("made", {"options": f"def __attrs_post_init__(self): {WARNS}"}),
        ("called", {"export": f"{WARNS}; return iter(())"}),
        ("run", {"export": f"yield 'x'; {WARNS}"}),
    ],
)
@pytest.mark.filterwarnings("error::dailypapers.ExportWarning")
def test_a_warning_that_the_caller_makes_an_error_comes_out_as_itself(install, where, source):
    install(**source)
    with pytest.raises(dailypapers.ExportWarning, match=r"^doubtful$"):
        dailypapers.export(SOME, "mine")


def test_a_warning_that_is_raised_is_no_traceback(install, capsys):
    install("yield 'half'; import dailypapers; raise dailypapers.ExportWarning('doubtful')")
    assert main(["export", "--format", "mine", str(SEEDS[4])]) == 3
    assert capsys.readouterr() == ("", "error: ExportWarning: doubtful\n")


@pytest.mark.parametrize("format_name", ["bibtex", "csl"])
@pytest.mark.filterwarnings("error::dailypapers.ExportWarning")
def test_so_does_one_of_ours(format_name, tmp_path):
    digests = [Digest(None, (Paper("A"), Paper("enc\bh")))]
    with pytest.raises(dailypapers.ExportWarning, match=r"characters dropped \(U\+0008\)"):
        dailypapers.export(digests, format_name)
    with pytest.raises(dailypapers.ExportWarning, match=r"characters dropped"):
        dailypapers.write(digests, tmp_path / "papers", format_name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("error::dailypapers.ExportWarning")
def test_a_warning_of_an_exporter_that_nobody_asked_for_stops_nothing(install):
    install(body=BODY.format(options="", export="yield 'x'") + f"\n    {WARNS}\n")
    with pytest.raises(UnknownFormatError):
        dailypapers.write(SOME, "papers.unheard")
    assert "doubtful" in row("mine", "acme-mine").error


# -- readers --------------------------------------------------------------------------------------------------------

READER = """\
import attrs
from typing import ClassVar
from dailypapers import Digest, Paper

@attrs.frozen
class Lines:
    '''A title a line.'''
    folder_suffixes: ClassVar[tuple[str, ...]] = {suffixes}

    def read(self, content, source):
        yield Digest(None, [Paper(line) for line in content.splitlines()])
"""


def test_a_reader_may_say_what_it_reads_in_a_folder(tmp_path):
    (tmp_path / "lines.py").write_text(READER.format(suffixes="('.lines', '.csv')"), "utf-8")
    folder = tmp_path / "papers"
    (folder / "2024").mkdir(parents=True)
    for name in ("a.lines", "2024/b.csv", "c.md"):
        (folder / name).write_text(name, "utf-8")
    found = list(dailypapers.read_all([folder], f"{tmp_path}/lines.py:Lines"))
    assert [paper.title for document in found for paper in document.papers] == ["2024/b.csv", "a.lines"]
    (folder / "a.lines").unlink()
    (folder / "2024/b.csv").unlink()
    (empty,) = dailypapers.read_all([folder], f"{tmp_path}/lines.py:Lines")
    assert "no *.lines or *.csv" in empty.errors[0].message


@pytest.mark.parametrize("suffixes", ["'.lines'", "['.lines']", "('lines',)", "(1,)", "None"])
def test_suffixes_of_a_folder_that_are_none(tmp_path, suffixes):
    (tmp_path / "lines.py").write_text(READER.format(suffixes=suffixes), "utf-8")
    told = f"has a class variable 'folder_suffixes' that is no tuple of suffixes, which begin with a dot: {suffixes}"
    with pytest.raises(PluginError) as caught:
        dailypapers.read(__file__, f"{tmp_path}/lines.py:Lines")
    assert (caught.value.stage, caught.value.reason) == ("load", told)
