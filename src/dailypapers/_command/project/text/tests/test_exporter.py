"""The exporter obeys the laws of exporters, and writes what it should."""

import dailypapers
from dailypapers.testing import check_exporter

from dailypapers_myformat import Exporter

FORMAT = "myformat"
DIGEST = """\
## Daily Papers (2024-07-12)

### [The First Title](https://example.org/first)

- **What's New**: It is the first.

### [The Second Title](https://example.org/second)
"""


def test_the_laws() -> None:
    check_exporter(Exporter, represents=["title", "summary"])
    check_exporter(Exporter, options={"links": True}, represents=["title", "url", "summary"])


def test_what_it_writes() -> None:
    document = dailypapers.parse(DIGEST)
    assert dailypapers.export(document, FORMAT) == (
        "The First Title\n    What's New: It is the first.\nThe Second Title\n"
    )
    lines = str(dailypapers.export(document, FORMAT, links=True)).splitlines()
    assert lines[1] == "    https://example.org/first"
