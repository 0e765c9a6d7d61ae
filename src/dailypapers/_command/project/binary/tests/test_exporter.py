"""The exporter obeys the laws of exporters, and writes what it should."""

import gzip
import json

import dailypapers
from dailypapers.testing import check_exporter

from dailypapers_myformat import Exporter

FORMAT = "myformat"
DIGEST = """\
## Daily Papers (2024-07-12)

### [The First Title](https://example.org/first)

### [The Second Title](https://example.org/second)
"""
FIELDS = ["date", "title", "url", "votes", "authors", "summary"]


def unpacked(output: object) -> list[dict[str, object]]:
    assert isinstance(output, bytes)
    return [json.loads(line) for line in gzip.decompress(output).splitlines()]


def test_the_laws() -> None:
    check_exporter(Exporter, parse=unpacked, represents=FIELDS)
    check_exporter(Exporter, options={"level": 9}, parse=unpacked)


def test_what_it_writes() -> None:
    papers = unpacked(dailypapers.export(dailypapers.parse(DIGEST), FORMAT))
    assert [paper["title"] for paper in papers] == ["The First Title", "The Second Title"]
    assert {paper["date"] for paper in papers} == {"2024-07-12"}
