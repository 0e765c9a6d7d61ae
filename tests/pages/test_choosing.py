"""What ``docs/choosing.md`` shows of other programs is what happens; all else of it is run with the other pages."""

import re
import shutil

import pytest
from test_docs import Reader, blocks, held
from test_guide import shell

from support import ROOT, needs

NAME = "docs/choosing.md"


@shell
@pytest.mark.outside
def test_with_other_programs(tmp_path):
    needs("jq")
    pytest.importorskip("duckdb")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    reader = Reader(tmp_path)
    ours = [block for block in blocks(ROOT / NAME) if held(NAME, block)]
    assert len(ours) == 6
    for block in ours:
        if block.language == "python":
            (file,) = re.findall(r"`([\w.]+\.py)`", block.before)
            (tmp_path / file).write_text(block.text, "utf-8")
        else:
            reader.do(block)
