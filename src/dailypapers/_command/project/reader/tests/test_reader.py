"""The format ``myformat``: it obeys the laws of readers, and reads what it should."""

from pathlib import Path

from dailypapers_myformat import Reader

import dailypapers
from dailypapers.testing import check_reader

LINES = (
    "2024-07-12\thttps://example.org/first\tThe First Title\n"
    "2024-07-12\thttps://example.org/second\tThe Second Title\n"
    "2024-07-13\t\tThe Third Title\n"
)


def test_the_laws() -> None:
    check_reader(Reader, LINES)
    check_reader(Reader, LINES, options={"links": False})


def test_what_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "papers.myformat"
    path.write_text(LINES, "utf-8")
    document = dailypapers.read(path)
    assert [(str(digest.date), len(digest.papers)) for digest in document.digests] == [
        ("2024-07-12", 2),
        ("2024-07-13", 1),
    ]
    assert [paper.title for paper in document.papers] == ["The First Title", "The Second Title", "The Third Title"]
    assert [paper.url for paper in document.papers] == ["https://example.org/first", "https://example.org/second", None]
    assert {paper.url for paper in dailypapers.read(path, links=False).papers} == {None}
    assert document.problems == ()


def test_what_it_does_not_understand(tmp_path: Path) -> None:
    path = tmp_path / "papers.myformat"
    path.write_text(f"{LINES}no tabs\n", "utf-8")
    document = dailypapers.read(path)
    assert len(document.papers) == 3
    assert [(problem.code, problem.line) for problem in document.errors] == [("R001", 4)]
