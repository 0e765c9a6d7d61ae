"""What ``docs/choosing.md`` shows of readers is what happens; all else of the page is run with the other pages."""

import json
import shutil

import pytest
from test_docs import Reader, blocks, held

from support import ROOT, needs

NAME = "docs/choosing.md"

# As short as one that the papers API answers can be.
LISTING = [
    {
        "paper": {
            "id": "2608.00001",
            "title": "Counting\n  Apples",
            "upvotes": 12,
            "authors": [{"name": "Ann One"}],
            "summary": "Apples are counted.",
            "submittedOnDailyAt": "2026-08-21T00:00:00.000Z",
        },
        "title": "Counting Apples",
    }
]


@pytest.fixture
def do(tmp_path):
    """Run the blocks of the page that the test of a name holds."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "2026-08-21.json").write_text(json.dumps(LISTING), "utf-8")

    def do(test):
        reader = Reader(tmp_path)
        found = [block for block in blocks(ROOT / NAME) if block.language == "json" or held(NAME, block) == test]
        for block in found:
            reader.do(block)
        return tmp_path

    return do


def test_from_other_files(do):
    folder = do("pages/test_choosing.py::test_from_other_files")
    assert (folder / "2026-08-21.md").read_text("utf-8") == (
        "## Daily Papers (2026-08-21)\n\n### [Counting Apples](https://arxiv.org/abs/2608.00001)\n\n"
        "Vote: 12\n\nAuthors: Ann One\n\n- Apples are counted.\n\n"
    )


@pytest.mark.outside
def test_through_jq(do):
    needs("jq")
    do("pages/test_choosing.py::test_through_jq")
