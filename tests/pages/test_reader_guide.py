"""What ``docs/readers.md`` shows is what happens: its blocks are run in their order, the table of faults held to the code."""

import re
import shutil
import sys

import pytest
from test_guide import BLOCK, bash, do_every_block, shell

import dailypapers
from dailypapers._command.main import main
from support import ROOT, write_metadata

__all__ = ["bash"]  # a fixture

OF_READERS = (ROOT / "docs/reference.md").read_text("utf-8").partition("### Faults of a reader")[2].partition("\n##")[0]


@shell
@pytest.mark.slow
def test_every_block_in_its_order(bash, tmp_path):
    do_every_block("docs/readers.md", bash, tmp_path)


FAULTS = re.findall(r"^\| (.*) \| `(find|load|run)` \| (.*) \|$", OF_READERS, re.MULTILINE)
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


def with_read(read):
    return READER.format(field="", read=read)


def with_field(field):
    return READER.format(field=field, read="return ()")


MODULES = {
    "it is no attrs class": "class Reader:\n    def read(self, content, source): return ()",
    "it has no `read`": with_field("").replace("def read", "def parse"),
    "an option has the name of a parameter": with_field("strict: bool = False"),
    "`binary` is no boolean": with_field("binary: ClassVar[str] = 'yes'"),
    "it was written for a later contract": with_field("contract: ClassVar[int] = 2"),
    "it raises": with_read("yield Digest(None); 1 / 0"),
    "it ends the process": with_read("raise SystemExit(0)"),
    "it returns its digests as something else": with_read("pass"),
    "it yields something else": with_read("yield 'a digest'"),
    "a value is not valid": with_read("yield Digest(None, (Paper(None),))"),
    "a text has a lone surrogate": with_read("yield Digest(None, (Paper('\\ud800'),))"),
    "a place counts from 0": with_read("yield ReadError('no', 0)"),
    "a date is text": with_read("yield ReadError('no', date='2024-07-12')"),
    "another distribution has the same reader": with_field(""),
}


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a module as the project of the guide, with real metadata, for this test."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(source, distribution="dailypapers-tally", version="0.1.0"):
        module = distribution.replace("-", "_")
        (tmp_path / f"{module}.py").write_text(source, "utf-8")
        write_metadata(tmp_path, distribution, version, f"[dailypapers.readers]\ntally = {module}:Reader\n")

    yield install
    sys.modules.pop("dailypapers_tally", None)


def without_place(text):
    """Leave out the place in the plugin, which the table does not show."""
    return re.sub(r" \(\S*\bdailypapers_tally\.py:\d+\)$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(("what", "stage", "told"), FAULTS)
def test_faults(install, tmp_path, monkeypatch, capsys, what, stage, told):
    install(MODULES[what])
    if stage == "find":
        install("", "other-tally", "2")
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


def test_the_table_has_every_fault():
    assert [what for what, _, _ in FAULTS] == list(MODULES)


@shell
@pytest.mark.slow
def test_the_example(bash, source_tree, tmp_path):
    shutil.copytree(source_tree / "docs/examples/dailypapers-korean", tmp_path / "dailypapers-korean")
    readme = (tmp_path / "dailypapers-korean/README.md").read_text("utf-8")
    commands = [block["text"] for block in BLOCK.finditer(readme)]
    assert len(commands) == 2
    # Installed once, as it stands; the second `pip install` would only make it editable.
    script = "".join(commands).replace('pip install --editable ".[test]"\n', "")
    status, said = bash("set -e\ncd dailypapers-korean\n" + script)
    assert status == 0, said
    assert "7 passed" in said
    assert "대규모 사과 세기" in said  # as a title, in CSV
    text = (tmp_path / "dailypapers-korean/2024-12-23.md").read_text("utf-8")
    assert text.startswith("## Daily Papers (2024-12-23)\n\n### [Counting Apples at Scale](")
    assert "- **방법**:\n  - 바구니마다" in text
