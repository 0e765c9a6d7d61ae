"""What is said of a plugin that fails: which, what, where in it, and what to do."""

import os
import shutil
import textwrap
import threading

import pytest

import dailypapers
from dailypapers import Digest, OptionError, Paper, PluginError, UnknownFormatError
from dailypapers._command.main import main
from dailypapers._plugins import load as loading

SOME = [Digest(None, (Paper("A"), Paper("B")))]
TEXT = "## Daily Papers (2024-07-12)\n\n### [Good](https://arxiv.org/abs/2407.08348)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    (home / "d.md").write_text(TEXT, "utf-8")
    (home / "e.md").write_text(TEXT.replace("12", "13"), "utf-8")
    monkeypatch.chdir(home)
    return home


def exporter(export="yield 'x'", body="", before="", name="Exporter"):
    """Give a module with an exporter."""
    head = f"import os\nfrom typing import ClassVar\nimport attrs\n{before}\n"
    lines = [head, "@attrs.frozen", f"class {name}:", *(f"    {line}" for line in body.split("\n"))]
    return "\n".join([*lines, "    def export(self, digests):", textwrap.indent(export, "        "), ""])


def reason_of(name="mine", **options):
    with pytest.raises(PluginError) as caught:
        dailypapers.export(SOME, name, **options)
    return caught.value.reason


def line_of(path, text):
    """Give the number of the one line with a text."""
    (number,) = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line]
    return number


# -- where ------------------------------------------------------------------------------------------------------

BROKEN = "yield 'a'\nself.broken()  # outer\n"
INNER = "def broken(self):\n    return 1 / 0  # here"


def test_the_place_is_that_of_the_innermost_frame_of_the_plugin(install):
    path = install(exporter(BROKEN, INNER))
    assert reason_of() == f"failed: ZeroDivisionError: division by zero ({path}:{line_of(path, '# here')})"


def test_frames_of_other_peoples_code_do_not_count(install):
    path = install(exporter("import json\nyield json.dumps({1, 2})  # here"))
    assert reason_of().endswith(f"is not JSON serializable ({path}:{line_of(path, '# here')})")


@pytest.mark.parametrize("given", ["mine.py", "./mine.py", "../home/mine.py"])
def test_a_file_is_called_what_the_user_called_it(folder, given):
    (folder / "mine.py").write_text(exporter("1 / 0  # here\nyield"), "utf-8")
    assert reason_of(f"{given}:Exporter").endswith(f" ({given}:{line_of(folder / 'mine.py', '# here')})")


def test_below_the_working_folder_a_path_is_relative(install, tmp_path, monkeypatch):
    path = install(exporter("1 / 0  # here\nyield"))
    monkeypatch.chdir(tmp_path)
    assert reason_of().endswith(f" (site/acme_mine.py:{line_of(path, '# here')})")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("x = 1\n1 / 0  # here", "cannot be imported: ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(3)  # here", "tried to end the process when it was imported: 3"),
        (exporter("yield 'a'\nyield 5  # here"), "yielded neither str nor bytes, but int"),
        (exporter("yield 'a'\nyield b'b'  # here"), "yielded both str and bytes"),
        (exporter("yield from self.each()", "def each(self):\n    yield 5  # here"), "yielded neither str nor bytes, but int"),
        (exporter(body="def __attrs_post_init__(self):\n    {}['a']  # here"), "failed: KeyError: 'a'"),
    ],
)  # fmt: skip
def test_every_fault_has_its_place(install, source, reason):
    path = install(source)
    assert reason_of() == f"{reason} ({path}:{line_of(path, '# here')})"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def f(:", "cannot be imported: SyntaxError: invalid syntax (acme_mine.py, line 1)"),
        (exporter("return None"), "yields nothing, and returns None; it has to yield its output"),
        (exporter("for digest in digests: str(digest)"), "yields nothing, and returns None; it has to yield its output"),
        (exporter("return 'text'"), "returns its text; it has to yield it"),
    ],
)  # fmt: skip
def test_one_that_has_none_is_said_without(install, source, reason):
    install(source)
    assert reason_of() == reason


def test_the_traceback_is_for_who_asks(folder, capsys):
    (folder / "mine.py").write_text(exporter(BROKEN, INNER), "utf-8")
    assert main(["export", "-f", "./mine.py:Exporter", "d.md"]) == 3
    out, plain = capsys.readouterr()
    assert plain.count("\n") == 1
    assert main(["export", "-f", "./mine.py:Exporter", "--traceback", "d.md"]) == 3
    out, err = capsys.readouterr()
    assert (out, err.endswith(plain)) == ("", True)
    lines = err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1].startswith(f'  File "{folder / "mine.py"}", line ')  # not with frames of ours
    assert "# outer" in err
    assert "# here" in err
    assert lines[-2:] == ["ZeroDivisionError: division by zero", plain.rstrip()]


def test_so_it_is_of_a_check_of_options(folder, capsys):
    body = "size: int = 1\ndef __attrs_post_init__(self):\n    raise ValueError('too small')  # here"
    (folder / "mine.py").write_text(exporter(body=body), "utf-8")
    assert main(["export", "-f", "./mine.py:Exporter", "--traceback", "d.md"]) == 2
    assert "# here" in capsys.readouterr().err


def test_a_traceback_that_cannot_be_had(folder, capsys):
    odd = "class Odd(Exception):\n    def __str__(self): raise SystemExit(0)"
    (folder / "mine.py").write_text(exporter("raise Odd\nyield", before=odd), "utf-8")
    assert main(["export", "-f", "./mine.py:Exporter", "--traceback", "d.md"]) == 3
    assert (
        "error: exporter './mine.py:Exporter' (./mine.py:Exporter) failed: Odd (./mine.py:" in capsys.readouterr().err
    )


# -- options ----------------------------------------------------------------------------------------------------

TWO = "least: int = 0\nmost: int = 9\n"
CHECK = TWO + "def __attrs_post_init__(self):\n    if self.least > self.most: raise ValueError('least is above most')"


@pytest.mark.parametrize(
    ("body", "options", "message"),
    [
        (CHECK, {"least": 10}, "format 'mine', option 'least': least is above most"),
        (CHECK, {"least": 5, "most": 4}, "format 'mine': least is above most"),
        (CHECK.replace("= 0", "= 10"), {}, "format 'mine': least is above most"),
        (CHECK.replace("ValueError", "TypeError"), {"most": -1}, "format 'mine', option 'most': least is above most"),
        ("size: int = attrs.field(default=1, converter=lambda _: int('x'))", {}, "format 'mine': invalid literal for int()"),
        ("size: int = attrs.field(default=1, validator=attrs.validators.gt(1))", {}, "format 'mine': 'size' must be > 1: 1"),
    ],
)  # fmt: skip
def test_a_check_that_refuses_is_about_the_options(install, capsys, body, options, message):
    install(exporter(body=body))
    with pytest.raises(OptionError) as caught:
        dailypapers.export(SOME, "mine", **options)
    assert str(caught.value).startswith(message)
    assert caught.value.__cause__ is not None
    arguments = [word for key, value in options.items() for word in ("--option", f"{key}={value}")]
    assert main(["export", "-f", "mine", *arguments, "d.md"]) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ()),
        ("a,b", ("a", "b")),
        (r"a\,b", ("a,b",)),
        (r"a\,b,c", ("a,b", "c")),
        (r"\,", (",",)),
        (r"C:\x,D:\y", (r"C:\x", r"D:\y")),
        (",", ("", "")),
    ],
)
def test_a_comma_in_one_of_several(install, capsys, text, value):
    install(exporter("yield repr(self.names)", "names: tuple[str, ...] = ('x,y', 'z')"))
    assert dailypapers.export(SOME, "mine", names=text) == repr(value)
    assert main(["export", "-f", "mine", "--option", f"names={text}", "d.md"]) == 0
    assert capsys.readouterr().out == repr(value)
    assert main(["formats", "mine"]) == 0
    assert r"; by default x\,y,z" in capsys.readouterr().out  # as --option takes it


# -- versions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("contract", [None, "1"])
def test_a_version_that_is_accepted(install, contract):
    install(exporter(body=f"contract: ClassVar[int] = {contract}" if contract else ""))
    assert dailypapers.export(SOME, "mine") == "x"


@pytest.mark.parametrize("contract", ["'1'", "True", "None", "1.0", "0", "-1", "(1, 2)"])
def test_what_is_no_version(install, contract):
    install(exporter(body=f"contract: ClassVar[int] = {contract}"))
    assert reason_of() == f"has the contract {contract}, which is no version: write contract: ClassVar[int] = 1"


@pytest.mark.parametrize("name", ["contract", "suffix", "streams", "files"])
def test_a_class_variable_that_became_an_option(install, name):
    install(exporter(body=f"{name}: object = 1"))
    assert reason_of() == f"has an option called {name!r}, which is no option: annotate it as a ClassVar"


@pytest.mark.parametrize("name", ["streams", "files"])
@pytest.mark.parametrize("value", ["1", "None", "'yes'"])
def test_a_class_variable_that_is_no_boolean(install, name, value):
    install(exporter(body=f"{name}: ClassVar[bool] = {value}"))
    assert reason_of() == f"has a class variable {name!r} that is neither True nor False: {value}"


@pytest.mark.parametrize(
    ("oldest", "newest", "contract", "accepts", "upgrade"),
    [
        (1, 1, 2, "1", "dailypapers"),
        (1, 3, 4, "1 to 3", "dailypapers"),
        (2, 3, 1, "2 to 3", "acme-mine"),
        (2, 3, None, "2 to 3", "acme-mine"),
        (1, 3, 2, None, None),
        (2, 3, 2, None, None),
    ],
)
def test_which_side_to_upgrade(install, monkeypatch, oldest, newest, contract, accepts, upgrade):
    monkeypatch.setattr(loading, "OLDEST_CONTRACT", oldest)
    monkeypatch.setattr(loading, "CONTRACT", newest)
    install(exporter(body=f"contract: ClassVar[int] = {contract}" if contract else ""))
    if upgrade is None:
        assert dailypapers.export(SOME, "mine") == "x"
        return
    assert reason_of() == (
        f"was written for version {contract or 1} of the exporter contract; "
        f"dailypapers {dailypapers.__version__} accepts {accepts}: upgrade {upgrade}"
    )


# -- which ------------------------------------------------------------------------------------------------------


def test_one_of_two_that_have_a_name_is_chosen_by_its_distribution(install, capsys):
    install(exporter("yield 'acme'"))
    install(exporter("yield 'other'"), distribution="other-mine", version="3")
    reason = "is registered by acme-mine 1.2 and other-mine 3; choose mine@acme-mine or mine@other-mine"
    assert reason_of() == reason
    assert {row.error.partition(" is ")[2] for row in dailypapers.formats() if row.name == "mine"} == {reason[3:]}
    assert dailypapers.export(SOME, "mine@acme-mine") == "acme"
    assert dailypapers.export(SOME, "mine@Other_Mine") == "other"
    assert main(["export", "--format", "mine@other-mine", "d.md"]) == 0
    assert capsys.readouterr().out == "other"
    assert main(["formats", "mine@other-mine"]) == 0
    assert capsys.readouterr().out == "no description (other-mine 3)\n"
    with pytest.raises(UnknownFormatError, match=r"did you mean 'mine@acme-mine'.*are mine@acme-mine, mine@other-mine"):
        dailypapers.export(SOME, "mine@acme-mime")
    with pytest.raises(UnknownFormatError, match=r"unknown format 'yours@acme-mine'; the formats are atom, bibtex, "):
        dailypapers.export(SOME, "yours@acme-mine")


def test_no_distribution_takes_a_built_in_name(install):
    path = install(exporter("yield 'stolen'"))
    info = path.parent / "acme_mine-1.2.dist-info/entry_points.txt"
    info.write_text(info.read_text("utf-8").replace("mine =", "json ="), "utf-8")
    assert dailypapers.export(SOME, "json@dailypapers") == dailypapers.export(SOME, "json")
    assert reason_of("json@acme-mine") == "is shadowed by the built-in format of this name"


def test_no_exporter_takes_the_name_of_a_built_in_reader(install):
    path = install(exporter("yield 'stolen'"))
    info = path.parent / "acme_mine-1.2.dist-info/entry_points.txt"
    info.write_text(info.read_text("utf-8").replace("mine =", "huggingface ="), "utf-8")
    for name in ("huggingface", "huggingface@acme-mine"):
        assert reason_of(name) == "has the name of a built-in reader, which cannot be taken"


@pytest.mark.parametrize("given", ["./mine.py", "mine.py", "./mine.py:"])
def test_a_file_without_a_class_lists_those_in_it(folder, capsys, given):
    two = exporter(name="One") + exporter(name="Two") + "from dailypapers.exporters.csv import CSV\nThree = int\n"
    (folder / "mine.py").write_text(two, "utf-8")
    path = given.rstrip(":")
    for arguments in (
        ["export", "-f", given, "d.md"],
        ["export", "-f", given, "-o", "out", "d.md"],
        ["formats", given],
    ):
        assert main(arguments) == 2
        message = f"error: {given!r} names no class; choose {path}:One or {path}:Two\n"
        assert capsys.readouterr() == ("", message)
    (folder / "mine.py").write_text("Three = int\n", "utf-8")
    with pytest.raises(UnknownFormatError, match="names no class; and there is no exporter in it"):
        dailypapers.export(SOME, given)
    (folder / "mine.py").unlink()
    assert reason_of(given).startswith("cannot be imported: FileNotFoundError")


@pytest.mark.parametrize("value", ["{module}", "{module}:", "{module} [more]"])
def test_an_entry_point_without_a_class(install, value):
    install(exporter(), value=value)
    assert reason_of() == (
        "has an entry point that names no class; it is module:Class, such as acme_mine:Exporter; "
        "there is acme_mine:Exporter"
    )
    (row,) = [row for row in dailypapers.formats() if row.name == "mine"]
    assert "names no class" in row.error


# -- what is missing --------------------------------------------------------------------------------------------

EXTRAS = ("lines>=2,<3; extra == 'more'", "opencv-python>=4 ; extra == 'images'", "pillow; extra == 'images'", "attrs")


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("import lines", 'needs lines, which is not installed: pip install "lines>=2,<3"'),
        ("import lines.deep", 'needs lines, which is not installed: pip install "lines>=2,<3"'),
        (
            "import cv2",
            "cannot be imported: ModuleNotFoundError: No module named 'cv2'; "
            "acme-mine has the extras more (lines), images (opencv-python, pillow) ({path}:1)",
        ),
        # No extra brings what is part of Python, or of the plugin, or what an installed package does not have.
        ("import winreg", "cannot be imported: ModuleNotFoundError: No module named 'winreg' ({path}:1)"),
        (
            "import acme_mine.gone",
            "cannot be imported: ModuleNotFoundError: No module named 'acme_mine.gone'; "
            "'acme_mine' is not a package ({path}:1)",
        ),
        ("raise ImportError('no', name='lines')", "cannot be imported: ImportError: no ({path}:1)"),
    ],
)
def test_a_module_that_is_missing(install, statement, reason):
    path = install(f"{statement}\n", *EXTRAS)
    assert reason_of() == reason.format(path=path)


def test_one_that_is_missing_and_no_extra_is_there(install):
    path = install("import cv2\n")
    assert reason_of() == f"cannot be imported: ModuleNotFoundError: No module named 'cv2' ({path}:1)"


# -- the working folder -----------------------------------------------------------------------------------------


CHANGES = {
    "when it is imported": exporter("for digest in digests: yield 'x'", before="os.chdir('..')"),
    "when it is made": exporter(
        "for digest in digests: yield 'x'", body="def __attrs_post_init__(self): os.chdir('..')"
    ),
    "when it is run": exporter("os.chdir('..')\nfor digest in digests: yield 'x'"),
    "between digests": exporter("for digest in digests:\n    os.chdir('..')\n    yield 'x'"),
}


@pytest.mark.parametrize("when", CHANGES)
@pytest.mark.parametrize("inputs", [["d.md", "e.md"], ["d.md", "below"]], ids=["files", "a folder"])
def test_one_that_changes_the_folder_changes_no_path(folder, capsys, when, inputs):
    """Paths are relative to the folder in which the command was begun."""
    (folder / "mine.py").write_text(CHANGES[when], "utf-8")
    (folder / "below").mkdir()
    shutil.copy(folder / "e.md", folder / "below/e.md")
    assert main(["export", "-f", "./mine.py:Exporter", "-o", "out.txt", *inputs]) == 0
    assert (folder / "out.txt").read_text("utf-8") == "xx"
    assert capsys.readouterr() == ("", "")


def test_one_of_many_files_that_changes_it_writes_to_the_folder_that_was_named(folder):
    source = (
        "os.chdir('..')\nfrom dailypapers.plugins import File\nfor n, _ in enumerate(digests): yield File(f'{n}', 'x')"
    )
    (folder / "mine.py").write_text(exporter(source, body="files: ClassVar[bool] = True"), "utf-8")
    assert main(["export", "-f", "./mine.py:Exporter", "-o", "out/", "d.md", "e.md"]) == 0
    assert sorted(os.listdir(folder / "out")) == [".dailypapers.json", "0", "1"]


READER = """
import os
from typing import ClassVar
import attrs
from dailypapers import parse

{imported}

@attrs.frozen
class Reader:
    suffix: ClassVar[str] = ".md"

    def __attrs_post_init__(self):
        {made}

    def read(self, content, source):
        {run}
        yield from parse(content, source=source).digests
"""
ELSEWHERE = "os.chdir(os.sep)"


@pytest.mark.parametrize("when", ["imported", "made", "run"])
def test_a_reader_that_changes_it_changes_no_path(folder, capsys, when):
    source = READER.format(**dict.fromkeys(["imported", "made", "run"], "pass") | {when: ELSEWHERE})
    (folder / "mine.py").write_text(source, "utf-8")
    (folder / "below").mkdir()
    (folder / "below/e.md").write_text(TEXT.replace("12)", "13)"), "utf-8")
    (folder / "known.md").write_text(TEXT.replace("08348", "08349"), "utf-8")
    (folder / "authors.json").write_text('{"2407.08348": ["Ann One"]}', "utf-8")
    more = ["--without", "known.md", "--authors", "authors.json"]
    read = ["--from", "./mine.py:Reader", *more, "d.md", "below"]

    def here(*arguments):
        os.chdir(folder)
        status = main(arguments)
        out, err = capsys.readouterr()
        assert status == 0, err
        return out

    here("export", "-o", "out.jsonl", *read)
    assert [paper.arxiv_id for paper in dailypapers.read(folder / "out.jsonl").papers] == ["2407.08348"] * 2
    here("export", "-f", "notes", "-o", "out/", *read)
    assert "arxiv-2407.08348.md" in os.listdir(folder / "out")
    assert here("list", *read).count("2407.08348") == 2
    here("check", "--from", "./mine.py:Reader", "d.md", "below")
    os.chdir(folder)
    assert len(dailypapers.read("d.md", "./mine.py:Reader").papers) == 1
    os.chdir(folder)
    assert [len(each.papers) for each in dailypapers.read_all(["d.md", "below"], "./mine.py:Reader")] == [1, 1]
    os.chdir(folder)
    (folder / "gone.py").write_text(source, "utf-8")  # not imported yet
    with pytest.raises(FileNotFoundError, match=r"'gone\.md'"):  # as it was called
        dailypapers.read("gone.md", "./gone.py:Reader")


def test_nobody_is_blamed_for_what_another_thread_does(install, folder):
    install(exporter("for digest in digests: yield 'x'"))
    done = threading.Event()

    def moving():
        while not done.is_set():
            for place in (folder.parent, folder):
                os.chdir(place)

    thread = threading.Thread(target=moving)
    thread.start()
    try:
        for _ in range(30):
            assert dailypapers.export(SOME, "mine") == "x" * len(SOME)
    finally:
        done.set()
        thread.join()


def test_who_gives_the_digests_may_change_it(install, folder, monkeypatch):
    install(exporter("for digest in digests: yield 'x'"))

    def moving():
        for name in ("..", "home"):
            monkeypatch.chdir(name)
            yield SOME[0]

    assert dailypapers.export(moving(), "mine") == "xx"
