"""What ``docs/exporters.md`` shows is what happens: its blocks are run in their order, the tables of faults held to the code."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from test_docs import COMMAND, FILE

import dailypapers
from dailypapers._command.main import main
from dailypapers._plugins.find import find
from dailypapers._plugins.load import load
from dailypapers._plugins.run import run
from support import ROOT, SEEDS, write_metadata
from test_packaging import PIP

REFERENCE = (ROOT / "docs/reference.md").read_text("utf-8")
OF_EXPORTERS = REFERENCE.partition("### Faults of an exporter")[2].partition("\n##")[0]
BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)

# What a test cannot do as a reader does: have the network.
OFFLINE = f"""
START=$PWD
pip() {{ [ "$1" = install ] && shift && python {" ".join(PIP)} "$@"; }}
python() {{ [ "$*" = "-m build" ] && set -- "$@" --no-isolation >/dev/null; command python "$@"; }}
"""

shell = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="its commands are those of bash")


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
def test_every_block_in_its_order(bash, tmp_path):
    do_every_block("docs/exporters.md", bash, tmp_path)


def do_every_block(page, bash, tmp_path):
    """Do what a guide shows, block by block, in one folder and environment."""
    guide = (ROOT / page).read_text("utf-8")
    blocks = list(BLOCK.finditer(guide))
    assert len(blocks) * 2 == len(re.findall("^ *(```|~~~)", guide, re.MULTILINE))
    for block in blocks:
        where = f"{page}:{guide.count(chr(10), 0, block.start('text'))}"
        language, text = block["language"], block["text"]
        # A file is called what the words before it name last.
        file = FILE.findall(guide[: block.start()].rstrip().rpartition("\n\n")[2]) or [None]
        if language == "console":
            assert bash(transcript(text)) == (0, text), where
        elif language == "sh":
            status, said = bash(f'set -e\n{text}[ "$PWD" = "$START" ]\n')
            assert status == 0, f"{where}: {said}"
        elif language == "python" and file[-1] is None:
            (tmp_path / "script.py").write_text(text, "utf-8")
            assert bash("python script.py") == (0, ""), where
        else:
            assert language in ("python", "toml", "markdown", "text"), where
            path = tmp_path / file[-1]
            if language == "toml" and path.exists():  # what `plugin new` has written is shown as it is
                assert path.read_text("utf-8") == text, where
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            later = guide[block.end() :]
            assert path.name in later or path.stem in later or "python -m pytest" in later, f"{where} is not used"


# -- what can go wrong ------------------------------------------------------------------------------------------

FAULTS = re.findall(r"^\| (.*) \| `(\w+)` \| (.*) \|$", OF_EXPORTERS, re.MULTILINE)
FAULTS = [(what, stage, told) for what, stage, told in FAULTS if not told.isdigit()]

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


MODULES = {
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
def installed(tmp_path, monkeypatch):
    """Install a module as the project of the guide, with real metadata, for this test."""

    def add(distribution, version, module, source, attribute=":Exporter"):
        (tmp_path / f"{module}.py").write_text(source, "utf-8")
        entry_point = f"[dailypapers.exporters]\ntitles = {module}{attribute}\n"
        write_metadata(tmp_path, distribution, version, entry_point, "lines; extra == 'more'")
        monkeypatch.syspath_prepend(tmp_path)

    yield lambda source, *more: add("dailypapers-titles", "0.1.0", "dailypapers_titles", source, *more), add
    sys.modules.pop("dailypapers_titles", None)


def without_place(text):
    """Leave out the place in the plugin, which the table does not show."""
    return re.sub(r" \(\S*\bdailypapers_titles\.py:\d+\)$", "", text, flags=re.MULTILINE)


CLOSING = ("it goes on when the output cannot be written", "it raises then")


@pytest.mark.parametrize(("what", "stage", "told"), FAULTS)
def test_faults(installed, tmp_path, capsys, monkeypatch, what, stage, told):
    install, install_another = installed
    attribute = "" if what == "its entry point has no class" else ":Exporter"
    install(MODULES[what], attribute)
    monkeypatch.chdir(tmp_path)  # one of them changes it
    if stage == "find":
        install_another("other-titles", "2", "other_titles", "")
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


def test_the_table_has_every_fault():
    assert [what for what, _, _ in FAULTS] == list(MODULES)
    assert {stage for _, stage, _ in FAULTS} == {"find", "load", "run"}


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
def test_other_ends(installed, tmp_path, capsys, what):
    ((error, status),) = re.findall(rf"^\| {re.escape(what)} \| (.*) \| (\d) \|$", OF_EXPORTERS, re.MULTILINE)
    source, name, options = ENDS[what]
    installed[0](source)
    command = ["export", "--format", name, "--output", str(tmp_path / "out"), *options, str(SEEDS[4])]
    assert main(command) == int(status)
    assert capsys.readouterr().err.startswith("error: " if int(status) else "warning: no\n")
    if int(status):
        with pytest.raises(getattr(dailypapers, error.strip("`"))):
            dailypapers.write(
                [dailypapers.Digest(None)], tmp_path / "out", name, **dict.fromkeys("a" if options else "")
            )


# -- the example ------------------------------------------------------------------------------------------------


@shell
@pytest.mark.slow
def test_the_example_of_a_binary_format(bash, source_tree, tmp_path):
    shutil.copytree(source_tree / "docs/examples/dailypapers-zip", tmp_path / "dailypapers-zip")
    shutil.copytree(ROOT / "seeds", tmp_path / "dailypapers-zip/digests")
    readme = (tmp_path / "dailypapers-zip/README.md").read_text("utf-8")
    commands = [block["text"] for block in BLOCK.finditer(readme)]
    assert len(commands) == 2
    # Installed once, as it stands; the second `pip install` would only make it editable.
    script = "".join(commands).replace('pip install --editable ".[test]"\n', "")
    first = "dailypapers export --format zip digests/ > first.zip\n"
    status, said = bash(
        "set -e\ncd dailypapers-zip\n" + script.replace("dailypapers export", first + "dailypapers export", 1)
    )
    assert status == 0, said
    assert "8 passed" in said
    with zipfile.ZipFile(tmp_path / "dailypapers-zip/first.zip") as archive:
        assert len(archive.namelist()) == 65
        assert archive.namelist() == sorted(archive.namelist())
        assert archive.read("arxiv-2407.08083.md").decode().startswith("# MambaVision: A Hybrid")
    with zipfile.ZipFile(tmp_path / "dailypapers-zip/papers.zip") as archive:
        assert archive.read("arxiv-2407.08083.txt").decode().startswith("MambaVision: A Hybrid")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
