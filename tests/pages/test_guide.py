"""What the guides to exporters and readers show is what happens: blocks are run in order, tables of faults held to the code."""

import contextlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from test_docs import COMMAND, FILE, blocks, shell

import dailypapers
from dailypapers._command.main import main
from dailypapers._plugins.find import find
from dailypapers._plugins.load import load
from dailypapers._plugins.run import run
from dailypapers.testing import check_exporter, check_reader
from support import ROOT, SEEDS, refused, write_metadata
from test_packaging import PIP

REFERENCE = (ROOT / "docs/reference.md").read_text("utf-8")


def faults_of(kind):
    """Give the rows of the table of faults of a kind: what is wrong, the stage, and what is told."""
    table = REFERENCE.partition(f"### Faults of {kind}")[2].partition("\n##")[0]
    return re.findall(r"^\| (.*) \| `(find|load|run)` \| (.*) \|$", table, re.MULTILINE)


# What a test cannot do as a reader does: have the network.
OFFLINE = f"""
START=$PWD
pip() {{ [ "$1" = install ] && shift && python {" ".join(PIP)} "$@"; }}
python() {{ [ "$*" = "-m build" ] && set -- "$@" --no-isolation >/dev/null; command python "$@"; }}
"""


@pytest.fixture
def bash(environment, source_tree, tmp_path):
    """Run a script in a folder, in a fresh environment with the library: gives its status and all that it said."""
    python = environment()
    python(*PIP, str(source_tree))
    programs = Path(python("-c", "import sys; print(sys.executable)").strip()).parent
    variables = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON"))}
    variables["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"

    def bash(script):
        result = subprocess.run(
            ["bash", "-c", OFFLINE + script],
            cwd=tmp_path,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        return result.returncode, result.stdout

    return bash


def transcript(text):
    """Give a script that shows what a terminal would: each command after its prompt, and what it says."""
    script = "prompt() { local status=$?; printf '$ %s\\n' \"$1\"; return $status; }\n"
    for command in COMMAND.findall(text):
        quoted = command.replace("'", "'\\''")
        script += f"prompt '{quoted}'\n{command}\n"
    return script + "true\n"


@shell
@pytest.mark.slow
@pytest.mark.parametrize("page", ["docs/exporters.md", "docs/readers.md"])
def test_every_block_in_its_order(page, bash, tmp_path):
    """A reader does what the guide shows, block by block, in one folder and environment."""
    found = list(blocks(ROOT / page))
    for number, block in enumerate(found):
        # A file is called what the words before it name last.
        file = (FILE.findall(block.before) or [None])[-1]
        if block.language == "console":
            assert bash(transcript(block.text)) == (0, block.text), block.place
        elif block.language == "sh":
            status, said = bash(f'set -e\n{block.text}[ "$PWD" = "$START" ]\n')
            assert status == 0, f"{block.place}: {said}"
        elif block.language == "python" and file is None:
            (tmp_path / "script.py").write_text(block.text, "utf-8")
            assert bash("python script.py") == (0, ""), block.place
        else:
            assert block.language in ("python", "toml", "markdown", "text"), block.place
            path = tmp_path / file
            if block.language == "toml" and path.exists():  # what `plugin new` has written is shown as it is
                assert path.read_text("utf-8") == block.text, block.place
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, "utf-8")
            later = "".join(f"{each.before}\n{each.text}" for each in found[number + 1 :])
            names = (path.name, path.stem, "python -m pytest")
            assert any(name in later for name in names), f"{block.place} is not used"


# -- the classes of the guides obey the laws -----------------------------------------------------------------------

CLASS = re.compile(r"^class (\w+):$", re.MULTILINE)
CLASSES = {
    f"{page}: {CLASS.findall(block.text)[-1]}": block.text
    for page in ("README.md", "docs/exporters.md", "docs/readers.md")
    for block in blocks(ROOT / page)
    if block.language == "python" and re.search(r"^    def (?:export|read)\(self", block.text, re.MULTILINE)
}
READ = {
    "docs/readers.md: Tally": ("# 2024-07-12\n7 | Counting Apples | Ann One; Bob Two\n12 | Counting Pears\n",),
    "docs/readers.md: Days": ('["Counting Apples", "Counting Pears"]',),
    "docs/readers.md: Scores": ('{"name": "Apples", "score": 3}\n{"name": "Pears"}\n',),
}
WRONG = {  # the ones that show what is told of a mistake
    "docs/exporters.md: Best": "takes nothing",
    "docs/exporters.md: Broken": "does not fail",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSES)
def test_the_classes_obey_the_laws(name, tmp_path, monkeypatch):
    module = re.sub(r"\W", "_", name)
    source = CLASSES[name].partition("\ntry:\n")[0]
    (tmp_path / f"{module}.py").write_text(source, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    cls = getattr(importlib.import_module(module), name.rpartition(" ")[2])
    with refused(WRONG[name]) if name in WRONG else contextlib.nullcontext():
        check_reader(cls, *READ[name]) if name in READ else check_exporter(cls)


# -- faults of an exporter -----------------------------------------------------------------------------------------

EXPORTER = """
import attrs
from typing import ClassVar

@attrs.frozen
class Exporter:
    {field}
    def export(self, digests):
        {export}
"""


FILES = "files: ClassVar[bool] = True"


def with_export(export, field=""):
    return EXPORTER.format(field=field, export=export)


def with_field(field):
    return EXPORTER.format(field=field, export="yield ''")


FAULTY_EXPORTERS = {
    "the module does not import": "1 / 0",
    "it needs a module that no extra is called like": "import missing",
    "it needs a package that is an extra of yours": "import lines",
    "the module has no such class": "Titles = None",
    "its entry point has no class": with_field(""),
    "it is no attrs class": "class Exporter:\n    def export(self, digests): yield ''",
    "it has no `export`": with_field("").replace("export", "write"),
    "an option is of another type than those above": with_field("names: list[str] = attrs.Factory(list)"),
    "an option has the name of a parameter": with_field("path: str = ''"),
    "the suffix has no dot": with_field("suffix: ClassVar[str] = 'titles'"),
    "it was written for a later contract": with_field("contract: ClassVar[int] = 2"),
    "its version is no number": with_field("contract: ClassVar[int] = '1'"),
    "`files` is no boolean": with_field("files: ClassVar[bool] = 'yes'"),
    "its suffix is a field": with_field("suffix: str = '.titles'"),
    "it ends the process when it is imported": "raise SystemExit(0)",
    "it ends the process while it runs": with_export("yield ''; raise SystemExit(0)"),
    "it raises, at once or half way": with_export("yield ''; 1 / 0"),
    "it forgets to yield": with_export("str(digests)"),
    "it returns its text": with_export("return ''"),
    "it yields something else": with_export("yield 1"),
    "it yields text and bytes": with_export("yield ''; yield b''"),
    "it yields files and does not say so": with_export("import dailypapers.plugins as p; yield p.File('a', '')"),
    "it says that it yields files, and yields text": with_export("yield ''", field=FILES),
    "it yields a file that would lie elsewhere": with_export(
        "import dailypapers.plugins as p; yield p.File('../a', '')", field=FILES
    ),
    "it goes on when the output cannot be written": with_export("""
        try:
            while True: yield "x" * 100000
        except: yield "more"
    """),
    "it raises then": with_export("""
        try:
            while True: yield "x" * 100000
        finally: 1 / 0
    """),
    "another distribution has the same format": with_field(""),
}


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a module as a project of the guides, with real metadata, for this test."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(kind, source, distribution=None, version="0.1.0", attribute=None):
        name, cls = {"exporter": ("titles", ":Exporter"), "reader": ("tally", ":Reader")}[kind]
        distribution = distribution or f"dailypapers-{name}"
        module = distribution.replace("-", "_")
        (tmp_path / f"{module}.py").write_text(source, "utf-8")
        entry_point = f"{name} = {module}{cls if attribute is None else attribute}"
        write_metadata(
            tmp_path, distribution, version, f"[dailypapers.{kind}s]\n{entry_point}\n", "lines; extra == 'more'"
        )

    yield install
    for module in ("dailypapers_titles", "dailypapers_tally"):
        sys.modules.pop(module, None)


def without_place(text):
    """Leave out the place in the plugin, which the tables do not show."""
    return re.sub(r" \(\S*\bdailypapers_(?:titles|tally)\.py:\d+\)$", "", text, flags=re.MULTILINE)


CLOSING = ("it goes on when the output cannot be written", "it raises then")


@pytest.mark.parametrize(("what", "stage", "told"), faults_of("an exporter"))
def test_faults_of_an_exporter(install, tmp_path, capsys, monkeypatch, what, stage, told):
    attribute = "" if what == "its entry point has no class" else ":Exporter"
    install("exporter", FAULTY_EXPORTERS[what], attribute=attribute)
    monkeypatch.chdir(tmp_path)
    if stage == "find":
        install("exporter", "", "other-titles", "2")
    line = f"exporter 'titles' (dailypapers-titles 0.1.0, dailypapers_titles{attribute}) {told}\n"
    if what in CLOSING:
        chunks = run(load(find("exporter", "titles")), {}, [])
        next(chunks)
        with pytest.raises(dailypapers.PluginError) as caught:
            chunks.close()
        assert without_place(f"{caught.value}\n") == line
        if os.path.exists("/dev/full"):
            assert main(["export", "--output", "/dev/full", "--format", "titles", str(SEEDS[4])]) == 4
            assert without_place(capsys.readouterr().err).startswith(f"warning: {line}error: cannot write /dev/full")
        return
    with pytest.raises(dailypapers.PluginError) as caught:
        dailypapers.export([dailypapers.Digest(None)], "titles")
    assert caught.value.stage == stage
    output = tmp_path / "old.tar"  # which files may go to as well
    output.write_text("old", "utf-8")
    assert main(["export", "--format", "titles", "--output", str(output), str(SEEDS[4])]) == 3
    assert without_place(capsys.readouterr().err) == f"error: {line}"
    assert output.read_text("utf-8") == "old"


RAISES = "import dailypapers, warnings; yield ''; "
ENDS = {
    "no such format": (with_export("yield ''"), "tiles", []),
    "a wrong option, or a value that it does not take": (with_export("yield ''"), "titles", ["--option", "a=b"]),
    "`ValueError` or `TypeError` while your class is made from its options": (
        with_field("def __attrs_post_init__(self): raise ValueError('no')"),
        "titles",
        [],
    ),
    "your `ExportError`": (with_export(RAISES + "raise dailypapers.ExportError('no')"), "titles", []),
    "text with a lone surrogate": (with_export("yield '\\ud800'"), "titles", []),
    "your `ExportWarning`": (with_export(RAISES + "warnings.warn('no', dailypapers.ExportWarning)"), "titles", []),
}


@pytest.mark.parametrize("what", ENDS)
def test_other_ends(install, tmp_path, capsys, what):
    ((error, status),) = re.findall(rf"^\| {re.escape(what)} \| (.*) \| (\d) \|$", REFERENCE, re.MULTILINE)
    source, name, options = ENDS[what]
    install("exporter", source)
    command = ["export", "--format", name, "--output", str(tmp_path / "out"), *options, str(SEEDS[4])]
    assert main(command) == int(status)
    assert capsys.readouterr().err.startswith("error: " if int(status) else "warning: no\n")
    if int(status):
        with pytest.raises(getattr(dailypapers, error.strip("`"))):
            dailypapers.write(
                [dailypapers.Digest(None)], tmp_path / "out", name, **dict.fromkeys("a" if options else "")
            )


# -- faults of a reader ---------------------------------------------------------------------------------------------

READER = """
import attrs
from typing import ClassVar
from dailypapers import Digest, Paper, ReadError

@attrs.frozen
class Reader:
    {field}
    def read(self, content, source):
        {read}
"""


def with_read(read, field=""):
    return READER.format(field=field, read=read)


FAULTY_READERS = {
    "it is no attrs class": "class Reader:\n    def read(self, content, source): return ()",
    "it has no `read`": with_read("return ()").replace("def read", "def parse"),
    "an option has the name of a parameter": with_read("return ()", "strict: bool = False"),
    "`folder_suffixes` is no tuple": with_read("return ()", "folder_suffixes: ClassVar[str] = '.tally'"),
    "`binary` is no boolean": with_read("return ()", "binary: ClassVar[str] = 'yes'"),
    "it was written for a later contract": with_read("return ()", "contract: ClassVar[int] = 2"),
    "it raises": with_read("yield Digest(None); 1 / 0"),
    "it ends the process": with_read("raise SystemExit(0)"),
    "it returns its digests as something else": with_read("pass"),
    "it yields something else": with_read("yield 'a digest'"),
    "a value is not valid": with_read("yield Digest(None, (Paper(None),))"),
    "a text has a lone surrogate": with_read("yield Digest(None, (Paper('\\ud800'),))"),
    "a place counts from 0": with_read("yield ReadError('no', 0)"),
    "a date is text": with_read("yield ReadError('no', date='2024-07-12')"),
    "another distribution has the same reader": with_read("return ()"),
}


@pytest.mark.parametrize(("what", "stage", "told"), faults_of("a reader"))
def test_faults_of_a_reader(install, tmp_path, monkeypatch, capsys, what, stage, told):
    install("reader", FAULTY_READERS[what])
    if stage == "find":
        install("reader", "", "other-tally", "2")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tally").write_text("", "utf-8")
    (tmp_path / "old").write_text("old", "utf-8")
    line = f"reader 'tally' (dailypapers-tally 0.1.0, dailypapers_tally:Reader) {told}"
    with pytest.raises(dailypapers.PluginError) as caught:
        dailypapers.read("a.tally", "tally")
    assert (without_place(str(caught.value)), caught.value.kind, caught.value.stage) == (line, "reader", stage)
    assert main(["export", "--from", "tally", "--format", "json", "--output", "old", "a.tally"]) == 3
    assert without_place(capsys.readouterr().err) == f"error: {line}\n"
    assert (tmp_path / "old").read_text("utf-8") == "old"
    if stage != "run":  # without --from it is passed over, and what no reader fits is Markdown
        assert main(["check", "a.tally"]) == 1
        assert "S001" in capsys.readouterr().out
        (row,) = [row for row in dailypapers.formats() if row.distribution == "dailypapers-tally"]
        assert (row.kind, row.error) == ("reader", line)


@pytest.mark.parametrize(("kind", "faulty"), [("an exporter", FAULTY_EXPORTERS), ("a reader", FAULTY_READERS)])
def test_the_tables_have_every_fault(kind, faulty):
    assert [what for what, _, _ in faults_of(kind)] == list(faulty)
    assert {stage for _, stage, _ in faults_of(kind)} == {"find", "load", "run"}


# -- the examples ---------------------------------------------------------------------------------------------------


def do_example(name, bash, source_tree, tmp_path, first=""):
    """Do what the README of an example shows, before it some line; gives the folder of the example and what is said."""
    shutil.copytree(source_tree / "docs/examples" / name, tmp_path / name)
    shutil.copytree(ROOT / "seeds", tmp_path / name / "digests")
    commands = "".join(block.text for block in blocks(ROOT / "docs/examples" / name / "README.md"))
    # Installed once, as it stands; the second `pip install` would only make it editable.
    commands = commands.replace('pip install --editable ".[test]"\n', "")
    status, said = bash(
        f"set -e\ncd {name}\n" + commands.replace("dailypapers export", f"{first}dailypapers export", 1)
    )
    assert status == 0, said
    return tmp_path / name, said


@shell
@pytest.mark.slow
def test_the_example_of_a_binary_format(bash, source_tree, tmp_path):
    first = "dailypapers export --format zip digests/ > first.zip\n"
    folder, said = do_example("dailypapers-zip", bash, source_tree, tmp_path, first)
    assert "8 passed" in said
    with zipfile.ZipFile(folder / "first.zip") as archive:
        assert len(archive.namelist()) == 65
        assert archive.namelist() == sorted(archive.namelist())
        assert archive.read("arxiv-2407.08083.md").decode().startswith("# MambaVision: A Hybrid")
    with zipfile.ZipFile(folder / "papers.zip") as archive:
        assert archive.read("arxiv-2407.08083.txt").decode().startswith("MambaVision: A Hybrid")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@shell
@pytest.mark.slow
def test_the_example_of_a_reader(bash, source_tree, tmp_path):
    folder, said = do_example("dailypapers-korean", bash, source_tree, tmp_path)
    assert "7 passed" in said
    assert "대규모 사과 세기" in said  # as a title, in CSV
    text = (folder / "2024-12-23.md").read_text("utf-8")
    assert text.startswith("## Daily Papers (2024-12-23)\n\n### [Counting Apples at Scale](")
    assert "- **방법**:\n  - 바구니마다" in text


@shell
@pytest.mark.slow
def test_the_example_of_both_kinds(bash, source_tree, tmp_path):
    folder, said = do_example("dailypapers-gemtext", bash, source_tree, tmp_path)
    assert "4 passed" in said
    lines = (folder / "papers.gmi").read_text("utf-8").splitlines()
    links = [line for line in lines if line.startswith("=> https://arxiv.org/abs/")]
    assert len(links) == 65
    for link in links:  # in the list, and in CSV
        _, url, title = link.split(" ", 2)
        assert said.count(url.rpartition("/")[2]) >= 2, title
