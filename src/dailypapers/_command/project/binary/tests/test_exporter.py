"""The format ``myformat``: it obeys the laws of exporters, and writes what it should."""

import gzip
import json

from dailypapers_myformat import Exporter

import dailypapers
from dailypapers.testing import check_exporter

DIGEST = """\
## Daily Papers (2024-07-12)

### [The First Title](https://example.org/first)

### [The Second Title](https://example.org/second)
"""


def unpacked(output: object) -> list[dict[str, object]]:
    assert isinstance(output, bytes)
    return [json.loads(line) for line in gzip.decompress(output).splitlines()]


def test_the_laws() -> None:
    check_exporter(Exporter, parse=unpacked, represents=["date", "title", "url", "votes", "authors", "summary"])
    check_exporter(Exporter, options={"level": 9}, parse=unpacked)


def test_what_it_writes() -> None:
    papers = unpacked(dailypapers.export(dailypapers.parse(DIGEST), "myformat"))
    assert [paper["title"] for paper in papers] == ["The First Title", "The Second Title"]
    assert {paper["date"] for paper in papers} == {"2024-07-12"}
