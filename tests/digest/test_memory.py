"""Ten times the files take hardly more memory: every built-in format streams, but for what it has to remember."""

import os

import pytest

from benchmarks.archive import PAPERS, archive
from benchmarks.command import FORMATS, command, export

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell the peak memory of a command"),
]

MOST = 1.25
# Bytes a paper: each reference is written once, under a key that no other has; a feed says on which day each came first.
REMEMBERED = {"bibtex": 200, "csl": 200, "ris": 200, "atom": 200}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Write ten archives of ten megabytes each, which share no paper."""
    home = tmp_path_factory.mktemp("archives")
    for number in range(10):
        (home / str(number)).mkdir()
        for name, text in archive(number):
            (home / str(number) / name).write_text(text, "utf-8", newline="\n")
    return [str(home / str(number)) for number in range(10)]


def peak(format_name, folders):
    """Give the most memory that the export of folders had at any time."""
    return command(*export(format_name, *folders))[1]


@pytest.mark.parametrize("format_name", [*FORMATS, "atom", "html", "sqlite", "parquet"])
def test_ten_times_the_files_take_at_most_a_quarter_more(format_name, folders):
    if format_name == "parquet":
        pytest.importorskip("pyarrow")
    remembered = REMEMBERED.get(format_name, 0) * PAPERS * 9
    assert peak(format_name, folders) <= MOST * peak(format_name, folders[:1]) + remembered
