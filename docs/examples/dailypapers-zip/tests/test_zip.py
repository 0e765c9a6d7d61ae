"""The format ``zip``: it obeys the laws of exporters, and its notes say what the papers do."""

import io
import zipfile

import dailypapers
import pytest
from dailypapers import Digest, Paper
from dailypapers.testing import check_exporter

from dailypapers_zip import Notes

DIGEST = """\
## Daily Papers (2024-07-12)

### [The Second Title](https://arxiv.org/abs/2407.00002)

Authors: Ann One, Bob Two, +

- **What's New**: It is new.
  - Very new.

### [The First Title](https://arxiv.org/abs/2407.00001v2)

## Daily Papers (2024-07-13)

### [The First Title](https://arxiv.org/abs/2407.00001)

### [A Title without an Id](https://example.org/../a)
"""

MARKDOWN = """\
# The Second Title

https://arxiv.org/abs/2407.00002
2024-07-12
Ann One, Bob Two and others

- **What's New**: It is new.
  - Very new.
"""


def unpacked(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return {name: archive.read(name).decode() for name in archive.namelist()}


def notes(**options):
    return unpacked(dailypapers.export([dailypapers.parse(DIGEST)], "zip", **options))


@pytest.mark.parametrize("options", [{}, {"kind": "plain"}, {"compress": True}])
def test_the_laws(options):
    check_exporter(Notes, options, parse=unpacked, represents=["title", "url", "date", "authors", "summary"])


def test_a_note_a_paper_by_name():
    assert list(notes()) == ["arxiv-2407.00001.md", "arxiv-2407.00002.md", "paper-678a57e57e0a7b93.md"]


def test_markdown():
    assert notes()["arxiv-2407.00002.md"] == MARKDOWN
    assert "2024-07-12" in notes()["arxiv-2407.00001.md"]


def test_plain_text():
    assert notes(kind="plain")["arxiv-2407.00002.txt"] == MARKDOWN.replace("# ", "").replace("**", "")


def test_compressed():
    assert notes(compress=True) == notes()


def test_half_a_character():
    with pytest.raises(dailypapers.ExportError, match="holds a lone surrogate"):
        dailypapers.export([Digest(None, (Paper("\ud800"),))], "zip")
