"""What the pages show is what happens: each code block of each page is run here, or held by a test that is named.

The blocks of a page are taken in their order, in one folder with a copy of ``seeds/``:

- ``console`` shows commands and what they say; they are run one by one, and have to say just that;
- ``sh`` shows commands, which have to end well;
- ``python`` is run in one namespace a page, and the ``text`` that follows has to be what it prints;
- ``sql`` is a question to the database of the page, and the ``text`` that follows has to be the answer;
- a block after words that name a file is that file: what is there has to be the same, else it is written.

A command is run by bash, but one of ours that asks nothing of a shell is run in this process, in a tenth of the time.

What cannot be run in this way is in ``HELD``.
"""

import contextlib
import doctest
import importlib
import io
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import dailypapers
from dailypapers._command.main import main
from dailypapers._command.parsers import CHOICE
from dailypapers.problems import CODES
from diagram import definitions
from generate import MADE
from support import LOOKS_LIKE, ROOT, needs
from test_architecture import FLOORS, MODULES

PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]

FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<language>[^\n]*)\n(?P<text>.*?)^(?P=fence)$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n", re.MULTILINE)
FILE = re.compile(r"`([\w./-]+\.(?:py|toml|md|json|jsonl|csv|bib|xml|lark|j2|tally|tex|qmd))`")

PROGRAMS = "pages/test_docs.py::test_every_block_with_the_programs_it_needs"

# Pages, and blocks by the words they begin with, that a test of their own holds.
HELD = {
    "CONTRIBUTING.md": {"python3 -m venv .venv": "pages/test_docs.py::test_the_set_up_is_that_of_the_readme"},
    "README.md": {
        "## Daily Papers (2024-07-12)\n\n### [MambaVision": "pages/test_readme.py::test_the_entry_is_that_of_the_paper",
        "@misc": "pages/test_readme.py::test_the_entry_is_that_of_the_paper",
        "python3 -m venv .venv ": ".ci/run",
        "python3 -m venv .venv-test": ".ci/run",
        "import dailypapers\n\nfor document": "pages/test_readme.py::test_the_library",
        "from typing": "pages/test_readme.py::test_the_exporter",
        '[project.entry-points."dailypapers.exporters"]': "pages/test_readme.py::test_the_entry_point",
        "dailypapers export --format ./titles.py": "pages/test_readme.py::test_the_entry_point",
        "dailypapers export --from huggingface": "pages/test_readme.py::test_a_listing_becomes_a_digest",
        "dailypapers export --format jsonl": "pages/test_readme.py::test_a_filter_fits_between",
    },
    "docs/architecture.md": {"bytes": "pages/test_docs.py::test_the_table_of_modules"},
    "docs/archive.md": {"repos:": "pages/test_docs.py::test_pre_commit_runs_the_hook_as_it_is_shown"},
    "docs/dataframes.md": PROGRAMS,
    "docs/choosing.md": dict.fromkeys(
        (
            "$ dailypapers export --format jsonl",
            "$ dailypapers export --output all.jsonl",
            "import json\nimport sys",
            "import duckdb",
        ),
        PROGRAMS,
    ),
    "docs/export.md": {"pip install shtab": "command/test_completion.py::test_bash"},
    "docs/examples/dailypapers-zip/README.md": "pages/test_guide.py::test_the_example_of_a_binary_format",
    "docs/examples/dailypapers-gemtext/README.md": "pages/test_guide.py::test_the_example_of_both_kinds",
    "docs/examples/dailypapers-korean/README.md": "pages/test_guide.py::test_the_example_of_a_reader",
    "docs/exporters.md": "pages/test_guide.py::test_every_block_in_its_order",
    "docs/formats.md": "pages/test_docs.py::test_pages_made_from_the_code",
    "docs/index.md": {"python3 -m venv .venv": "pages/test_docs.py::test_the_set_up_is_that_of_the_readme"},
    "docs/many-files.md": "pages/test_recipes.py::test_the_page_has_no_other_recipes",
    "docs/page.md": {"papers.html#?q=": "exporters/test_html_browser.py::test_a_state_that_the_page_of_the_docs_shows"},
    "docs/latex.md": dict.fromkeys(["$ pdflatex", "$ lualatex"], PROGRAMS),
    "docs/pandoc.md": {"$ pandoc": PROGRAMS},
    "docs/problems.md": "pages/test_docs.py::test_pages_made_from_the_code",
    "docs/sources.md": {"$ jq": PROGRAMS},
    "docs/sqlite.md": dict.fromkeys(["$ sqlite-utils", "$ datasette"], PROGRAMS),
    "docs/templates.md": PROGRAMS,
    "docs/readers.md": "pages/test_guide.py::test_every_block_in_its_order",
    "docs/references.md": {
        "curl": "pages/test_docs.py::test_the_orders_of_authors_are_fetched_as_the_program_says",
    },
    "docs/word.md": {"$ cp": PROGRAMS},
}
# Programs and packages that a page needs beside our own.
NEEDS = {
    "docs/choosing.md": (("jq",), ("duckdb",)),
    "docs/dataframes.md": (("jq", "soffice", "unzip"), ("duckdb", "pandas", "polars", "pyarrow")),
    "docs/latex.md": (("biber", "bibtex", "lualatex", "pdflatex", "pdftotext"), ()),
    "docs/pandoc.md": (("pandoc",), ()),
    "docs/sources.md": (("jq",), ()),
    "docs/sqlite.md": ((), ("datasette", "sqlite_utils")),
    "docs/templates.md": ((), ("jinja2",)),
    "docs/word.md": (("kpsewhich", "pandoc", "unzip"), ()),
}


@attrs.frozen
class Block:
    """A code block: its place, its language, its text, and the paragraph before it."""

    place: str
    language: str
    text: str
    before: str


def blocks(path):
    """Give the code blocks of a page; a directive of MyST, such as a table of contents, is none."""
    page = path.read_text("utf-8")
    for found in FENCE.finditer(page):
        if not found["language"].startswith("{"):
            place = f"{path.relative_to(ROOT).as_posix()}:{page.count(chr(10), 0, found.start()) + 1}"
            before = page[: found.start()].rstrip().rpartition("\n\n")[2]
            yield Block(place, found["language"], found["text"], before)


def held(name, block):
    """Give the test that holds a block, if it is not run here."""
    tests = HELD.get(name, {})
    if isinstance(tests, str):
        return tests
    return next((test for begin, test in tests.items() if block.text.startswith(begin)), None)


class Reader:
    """Somebody who does what a page says, in a folder of their own."""

    def __init__(self, folder):
        self.folder = folder
        self.namespace = {"__name__": "__main__"}
        self.printed = None  # by Python, and not shown yet
        self.status = 0  # of the command before

    def do(self, block):
        name = (FILE.findall(block.before) or [None])[-1]
        if block.language == "text" and self.printed is not None:
            assert block.text == self.printed + "\n" * (not self.printed.endswith("\n")), block.place
            self.printed = None
            return
        assert not self.printed, f"{block.place}: what the code before it prints is not shown: {self.printed}"
        self.printed = None
        if block.language == "console":
            said = "".join(f"$ {command}\n{self.run(command)}" for command in COMMAND.findall(block.text))
            assert said == block.text, block.place
        elif block.language == "sh":
            lines = block.text.splitlines()
            are_commands = all(line.startswith("dailypapers ") for line in lines)
            for script in [line.partition("  # ")[0] for line in lines] if are_commands else ["\n".join(lines)]:
                said = self.run(script, before="set -e")
                assert self.status == 0, f"{block.place}: {said}"
        elif block.language == "python" and not (name or "").endswith(".py"):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(
                    compile("\n" * int(block.place.rpartition(":")[2]) + block.text, block.place, "exec"),
                    self.namespace,
                )
            self.printed = out.getvalue().replace("\r\n", "\n")
        elif block.language == "sql":
            (database,) = self.folder.glob("*.sqlite")
            with contextlib.closing(sqlite3.connect(database)) as connection:
                rows = connection.execute(block.text).fetchall()
            self.printed = "".join("|".join(map(str, row)) + "\n" for row in rows)
        else:
            assert name is not None, f"{block.place}: nothing runs this block"
            path = self.folder / name
            if path.exists():
                assert path.read_text("utf-8") == block.text, block.place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8", newline="\n")

    def run(self, script, before=None):
        """Run a script, after what bash has to be told before; returns what it says on either stream."""
        if re.match(r"dailypapers [^|<>$*?;&#\\\n]*$", script):
            said = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True)
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                self.status = main(shlex.split(script)[1:])
            return said.buffer.getvalue().decode().replace("\r\n", "\n")
        self.status, said = self.bash(f"{before or f'(exit {self.status})'}\n{script}")
        return said

    def bash(self, script):
        result = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "PYTHONUTF8": "1",
                "LC_ALL": "C.UTF-8",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        return result.returncode, result.stdout


RUN = [name for name, path in zip(NAMES, PAGES, strict=True) if any(not held(name, block) for block in blocks(path))]


shell = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="their commands are those of bash")


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """Somebody in a folder with the seeds and the newsletters, which is where programs keep their settings as well."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for path in (ROOT / "docs/examples").glob("*.j2"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return Reader(tmp_path)


@shell
@pytest.mark.parametrize("name", RUN)
def test_every_block_in_its_order(name, reader):
    for block in blocks(ROOT / name):
        if not held(name, block):
            reader.do(block)
    assert not reader.printed, f"{name} does not show what its last code prints"


@shell
@pytest.mark.outside
@pytest.mark.parametrize("name", NEEDS)
def test_every_block_with_the_programs_it_needs(name, reader):
    programs, packages = NEEDS[name]
    needs(*programs)
    for package in packages:
        pytest.importorskip(package)
    for block in blocks(ROOT / name):
        reader.do(block)
    assert not reader.printed, f"{name} does not show what its last code prints"


def test_every_block_is_found():
    for path in PAGES:
        fences = re.findall(r"^ *(```|~~~)", path.read_text("utf-8"), re.MULTILINE)
        inside = sum(
            len(re.findall(r"^ *(```|~~~)", found["text"], re.MULTILINE))
            for found in FENCE.finditer(path.read_text("utf-8"))
        )
        assert len(fences) - inside == 2 * len(FENCE.findall(path.read_text("utf-8"))), path
        assert not re.search(r"\n\n(?! *[-*] )(    |\t)\S", FENCE.sub("", path.read_text("utf-8"))), (
            f"{path}: an indented block"
        )


def test_what_is_held_elsewhere_is_so():
    for name, tests in HELD.items():
        assert name in NAMES
        found = list(blocks(ROOT / name))
        for begin, test in {"": tests}.items() if isinstance(tests, str) else tests.items():
            assert any(block.text.startswith(begin) for block in found), f"{name} has no block {begin!r} any more"
            file, _, function = test.partition("::")
            assert function or file == ".ci/run", test
            if function:
                source = (ROOT / "tests" / file).read_text("utf-8")
                assert f"def {function}(" in source, test


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_links_lead_somewhere(path):
    """On a code host; the site's build looks at those of the site, and at headings."""
    page = FENCE.sub("", path.read_text("utf-8"))
    for link in re.findall(r"\]\((?!https?://)([^)#]+)[^)]*\)", re.sub(r"`[^`\n]*`", "", page)):
        assert (path.parent / link).exists(), link


# -- blocks that are not run but held to what they are about --------------------------------------------------


@pytest.mark.parametrize("name", MADE)
def test_pages_made_from_the_code(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == MADE[name]()


def test_the_set_up_is_that_of_the_readme():
    """``.ci/run`` runs that of the README, in an environment of its own."""
    use, test = (block.text for block in blocks(ROOT / "README.md") if block.text.startswith("python3 -m venv"))
    (of_index,) = (block.text for block in blocks(ROOT / "docs/index.md") if block.language == "sh")
    assert of_index == use
    (of_contributing,) = (block.text for block in blocks(ROOT / "CONTRIBUTING.md") if block.language == "sh")
    in_two_lines = test.replace(" && .venv-test/bin/python", "\n.venv-test/bin/python")
    assert of_contributing == in_two_lines.replace(".venv-test", ".venv").replace("[test]", "[dev]")


def test_our_hooks():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    commands = re.findall(r"^        entry: (\w+(?: \w+)?)", hooks, re.MULTILINE)
    assert commands == ["ruff format", "ruff check", "mypy"]
    for command in commands:
        assert f'"$environment/bin/{command.partition(" ")[0]}"{command.removeprefix(command.split()[0])}' in (
            ROOT / ".ci/run"
        ).read_text("utf-8")


def test_the_orders_of_authors_are_fetched_as_the_program_says():
    """No test can fetch; that the links ask for the paper, and the files are those that are shown, it can see."""
    found = list(blocks(ROOT / "docs/references.md"))
    curls = dict(shlex.split(block.text)[2:] for block in found if block.text.startswith("curl --output "))
    assert curls["listing.json"] == "https://huggingface.co/api/daily_papers?date=2024-07-12"
    assert curls["feed.xml"] in [block.text.strip() for block in found if block.language == "text"]
    assert {name for block in found for name in FILE.findall(block.before)} >= set(curls)


def test_the_table_of_modules():
    """Each row is a floor of the house, in the order from the ground up, and names the modules that are in it."""
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    table = page[page.index("| where |") : page.index("\n\n", page.index("| where |"))]
    rows = [re.findall(r"`([\w.]+)`", row.split("|")[1]) for row in table.splitlines()[2:]]
    assert [name for row in rows for name in row if "." not in name] == FLOORS
    for row in rows:
        package = next((name for name in row if "." not in name), "")
        inside = {name for name in MODULES if name.startswith(f"{package}.")}
        if inside and package not in ("exporters", "readers"):
            what = table.splitlines()[2:][rows.index(row)].split("|")[2]
            assert {f"{package}.{name}" for name in re.findall(r"`(\w+)`", what)} == inside


def shown_hook():
    (config,) = (block.text for block in blocks(ROOT / "docs/archive.md") if block.language == "yaml")
    return config


def test_the_hook_that_is_shown_is_the_one_that_is_published():
    published = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    for key in ("id", "name", "entry", "types_or"):
        assert re.search(rf"{key}: (.*)", shown_hook())[1] == re.search(rf"{key}: (.*)", published)[1]
    page = (ROOT / "docs/archive.md").read_text("utf-8")
    for name, command in re.findall(r"^- id: (\S+)\n(?:  .*\n)*?  entry: (.*)$", published, re.MULTILINE):
        assert name in page
        assert command in page


@pytest.mark.outside
def test_pre_commit_runs_the_hook_as_it_is_shown(tmp_path):
    pytest.importorskip("pre_commit")
    (tmp_path / ".pre-commit-config.yaml").write_text(shown_hook(), "utf-8")
    (tmp_path / "README.md").write_text("# No digest\n", "utf-8")
    (tmp_path / "good.md").write_text("## Daily Papers (2024-07-12)\n", "utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / ".cache"),
    }

    def hook():
        subprocess.run(["git", "add", "*.md"], cwd=tmp_path, env=environment, check=True)
        command = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
        result = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        return result.returncode, result.stdout

    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, env=environment, check=True)
    assert hook()[0] == 0
    drifted = "## Daily Paper (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)\n"
    (tmp_path / "drifted.md").write_text(drifted, "utf-8")
    status, shown = hook()
    assert (status, shown.count("drifted.md:1:1: S005 no digest, but papers from line 3 on")) == (1, 1)


def test_every_code_on_a_page_is_one():
    for path in PAGES:
        assert set(re.findall(r"\b[SFARX]\d{3}\b", path.read_text("utf-8"))) <= set(CODES), path


def test_the_codes_that_a_canonical_file_may_have():
    page = (ROOT / "docs/format.md").read_text("utf-8")
    (sentence,) = re.findall(r"^A canonical file .*?\.$", page, re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"[SF]\d{3}", sentence)) == LOOKS_LIKE


def test_the_diagram_has_every_rule():
    from dailypapers._digest.parser import make_parser

    drawn = {name for name, _ in definitions()}
    rules = {rule.origin.name for rule in make_parser().rules if not rule.origin.name.startswith("__")}
    assert drawn == {str(name) for name in rules} | {"HEAD"}


def test_the_reference_has_every_public_name():
    page = (ROOT / "docs/reference.md").read_text("utf-8")
    named = re.findall(r"^\.\. (?:auto\w+|data):: (\w+)$", page, re.MULTILINE)
    assert sorted(set(named) & set(dailypapers.__all__)) == dailypapers.__all__
    public = {
        f"dailypapers.{name}" for name in FLOORS if not name.startswith("_") and name not in ("exporters", "readers")
    }
    shown = set(re.findall(r"^\.\. automodule:: ([\w.]+)$", page, re.MULTILINE))
    assert {name for name in shown if name.count(".") < 2} == {"dailypapers", *public}


def test_the_command_has_every_option():
    page = (ROOT / "docs/export.md").read_text("utf-8")
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main(["export", "--help"])
    options = set(re.findall(r"--[a-z-]+", out.getvalue())) - {"--help"}
    assert set(re.findall(r"^\| `(--[a-z-]+)", page, re.MULTILINE)) == options


def test_the_pages_name_every_choice():
    flags = [flag for flag, *_ in CHOICE.values()]
    table = re.findall(r"^\| `(--[a-z-]+)", (ROOT / "docs/choosing.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(flags)
    (sentence,) = re.findall(
        r"^`--since`.*?\[choose\s", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert sorted(re.findall(r"`(--[a-z-]+)`", sentence)) == sorted(flags)


@pytest.mark.parametrize("name", ["dailypapers", *(f"dailypapers.{name}" for name in MODULES)])
def test_docstrings(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
