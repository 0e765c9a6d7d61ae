"""Exporters: found by metadata, loaded one at a time, held to their contract, and faults kept where they belong."""

import subprocess
import sys
import textwrap

import pytest
from conftest import ROOT

import dailypapers
from dailypapers import Digest, ExporterError, OptionError, Paper, UnknownFormatError

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
def install(tmp_path, monkeypatch):
    """Install an exporter with real metadata, in a folder that is on the path for this test."""
    monkeypatch.syspath_prepend(tmp_path)
    modules = []

    def install(
        export="yield 'x'",
        *,
        name="mine",
        options="",
        distribution="acme-mine",
        version="1.2",
        body=None,
        attribute="Exporter",
    ):
        module = distribution.replace("-", "_")
        source = textwrap.dedent(body if body is not None else BODY.format(export=export, options=options))
        (tmp_path / f"{module}.py").write_text(source, "utf-8")
        info = tmp_path / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[dailypapers.exporters]\n{name} = {module}:{attribute}\n", "utf-8")
        modules.append(module)

    yield install
    for module in modules:
        sys.modules.pop(module, None)


def row(name, distribution):
    (found,) = [each for each in dailypapers.formats() if (each.name, each.distribution) == (name, distribution)]
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


def test_two_claims_to_one_name_are_told(install):
    install()
    install(distribution="other-mine", version="3")
    with pytest.raises(ExporterError, match=r"claimed by acme-mine 1\.2 and other-mine 3; uninstall"):
        dailypapers.export(SOME, "mine")
    assert "claimed by" in row("mine", "acme-mine").error
    assert "claimed by" in row("mine", "other-mine").error


def test_a_suffix_of_two_formats_decides_nothing(install, tmp_path):
    install()
    install(name="yours", distribution="other-yours")
    with pytest.raises(UnknownFormatError, match="the formats are mine, yours"):
        dailypapers.write(SOME, tmp_path / "out.x")
    install(
        "yield ''",
        name="books",
        distribution="acme-books",
        body=BODY.format(export="yield ''", options="").replace(".x", ".bib"),
    )
    dailypapers.write(SOME, tmp_path / "out.bib")
    assert (tmp_path / "out.bib").read_text("utf-8").startswith("@misc")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import no_such_module", "cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit(0)", "cannot be loaded: SystemExit: 0"),
        ("1 / 0", "cannot be loaded: ZeroDivisionError: division by zero"),
        ("Exporting = 1", "cannot be loaded: AttributeError: module 'acme_mine' has no attribute 'Exporter'"),
        ("Exporter = 1", "is no attrs class"),
        ("class Exporter:\n    def export(self, digests): yield ''", "is no attrs class"),
        ("import attrs\n@attrs.frozen\nclass Exporter:\n    '''Nothing.'''", "has no method 'export'"),
        (BODY.format(export="yield ''", options="contract: ClassVar[int] = 2"), "version 2 of the exporter contract"),
        (BODY.format(export="yield ''", options="path: str = ''"), "has an option called 'path'"),
    ],
)
def test_one_that_cannot_be_loaded(install, body, reason):
    install(body=body)
    with pytest.raises(ExporterError) as caught:
        dailypapers.export(SOME, "mine")
    assert str(caught.value).startswith("exporter 'mine' (acme-mine 1.2, acme_mine:Exporter) ")
    assert reason in str(caught.value)
    assert reason in row("mine", "acme-mine").error
    assert dailypapers.export(SOME, "json")


@pytest.mark.parametrize(
    ("export", "reason"),
    [
        ("1 / 0; yield", "failed: ZeroDivisionError: division by zero"),
        ("yield 'half'; 1 / 0", "failed: ZeroDivisionError: division by zero"),
        ("yield 'half'; raise SystemExit(0)", "failed: SystemExit: 0"),
        ("return 'text'", "returns its text; it has to yield it"),
        ("yield 1", "yielded neither str nor bytes, but int"),
        ("yield 'a'; yield b'b'", "yielded both str and bytes"),
        ("return None", "failed: TypeError"),
    ],
)
def test_one_that_fails(install, tmp_path, export, reason):
    install(export)
    (tmp_path / "out.x").write_text("old", "utf-8")
    with pytest.raises(ExporterError) as caught:
        dailypapers.write(SOME, tmp_path / "out.x")
    assert str(caught.value).startswith("exporter 'mine' (acme-mine 1.2, acme_mine:Exporter) ")
    assert reason in str(caught.value)
    assert (tmp_path / "out.x").read_text("utf-8") == "old"


def test_one_that_takes_an_error_in_its_input_for_the_end_of_it(install):
    install("try: yield from (str(digest) for digest in digests)\n            except LookupError: yield ''")

    def broken():
        yield SOME[0]
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        dailypapers.export(broken(), "mine")


def test_exit_status_3(install, tmp_path):
    install("1 / 0; yield")
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from dailypapers._cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "export", "--format", "mine", str(ROOT / "seeds")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (3, "")
    assert (
        result.stderr
        == "error: exporter 'mine' (acme-mine 1.2, acme_mine:Exporter) failed: ZeroDivisionError: division by zero\n"
    )


def test_metadata_that_cannot_be_read_is_passed_over(install, tmp_path):
    install()
    info = tmp_path / "broken-1.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[dailypapers.exporters]\nno equals sign\n", "utf-8")
    assert dailypapers.export(SOME, "mine") == "x"


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
        ("kind", "b", "kind='b'"),
        ("color", "blue", "color=<Color.BLUE: 'blue'>"),
        ("columns", "a,b", "columns=('a', 'b')"),
        ("columns", ["a"], "columns=('a',)"),
        ("columns", "", "columns=()"),
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


def test_only_the_format_that_was_asked_for_is_imported(install, tmp_path):
    install(body="raise SystemExit('imported')")
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from dailypapers._cli import main\n"
        f"main(['export', '--format', 'json', '--output', {str(tmp_path / 'out.json')!r}, {str(ROOT / 'seeds')!r}])\n"
        "print(sorted(name for name in sys.modules if 'exporters.' in name or 'acme' in name))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout == "['dailypapers.exporters.json']\n"
