"""The exporter obeys the laws of exporters, and writes what it should."""

from pathlib import Path

import dailypapers
from dailypapers.testing import check_exporter

from dailypapers_myformat import Exporter

FORMAT = "myformat"
DIGEST = """\
## Daily Papers (2024-07-12)

### [The <First> Title](https://arxiv.org/abs/2407.08340)

### [The Second Title](https://example.org/second)
"""


def test_the_laws() -> None:
    check_exporter(Exporter, represents=["date", "title", "url", "authors", "summary"])
    check_exporter(Exporter, options={"title": "A & B"})


def test_what_it_writes(tmp_path: Path) -> None:
    dailypapers.write(dailypapers.parse(DIGEST), tmp_path, FORMAT)
    first, second = sorted((tmp_path / "papers").iterdir())
    assert first.name == "arxiv-2407.08340.html"
    assert "<h1>The &lt;First&gt; Title</h1>\n" in first.read_text("utf-8")
    index = (tmp_path / "index.html").read_text("utf-8")
    assert f'<li>2024-07-12 <a href="papers/{second.name}">The Second Title</a>\n' in index
    assert (tmp_path / "style.css").exists()
