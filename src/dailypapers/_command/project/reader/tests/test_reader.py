"""The reader obeys the laws of readers, and reads what it should."""

from pathlib import Path

import dailypapers
from dailypapers.testing import check_reader

from dailypapers_myformat import Reader

FORMAT = "myformat"
LINES = (
    "2024-07-12\thttps://example.org/first\tThe First Title\n"
    "2024-07-12\thttps://example.org/second\tThe Second Title\n"
    "2024-07-13\t\tThe Third Title\n"
)


def test_the_laws() -> None:
    check_reader(Reader, LINES)
    check_reader(Reader, LINES, options={"links": False})


def test_what_it_reads(tmp_path: Path) -> None:
    path = tmp_path / f"papers.{FORMAT}"
    path.write_text(LINES, "utf-8")
    document = dailypapers.read(path)
    assert document.problems == ()
    assert [str(digest.date) for digest in document.digests] == ["2024-07-12", "2024-07-13"]
    first, second, third = document.papers
    assert [first.title, second.title] == ["The First Title", "The Second Title"]
    assert [second.url, third.url] == ["https://example.org/second", None]
    assert {paper.url for paper in dailypapers.read(path, links=False).papers} == {None}


def test_what_it_does_not_understand(tmp_path: Path) -> None:
    path = tmp_path / f"papers.{FORMAT}"
    path.write_text(f"no tabs\n{LINES}", "utf-8")
    document = dailypapers.read(path)
    assert len(document.papers) == 3
    assert [(problem.code, problem.line) for problem in document.errors] == [("R001", 1)]
