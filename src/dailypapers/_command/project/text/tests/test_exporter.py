"""The format ``myformat``: it obeys the laws of exporters, and writes what it should."""

from dailypapers_myformat import Exporter

import dailypapers
from dailypapers.testing import check_exporter

DIGEST = """\
## Daily Papers (2024-07-12)

### [The First Title](https://example.org/first)

### [The Second Title](https://example.org/second)
"""


def test_the_laws() -> None:
    check_exporter(Exporter, represents=["title"])
    check_exporter(Exporter, options={"links": True}, represents=["title", "url"])


def test_what_it_writes() -> None:
    document = dailypapers.parse(DIGEST)
    assert dailypapers.export(document, "myformat") == "The First Title\nThe Second Title\n"
    assert dailypapers.export(document, "myformat", links=True) == (
        "The First Title https://example.org/first\nThe Second Title https://example.org/second\n"
    )
