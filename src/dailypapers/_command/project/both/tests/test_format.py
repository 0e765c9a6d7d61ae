"""What is written can be read, and both classes obey the laws of their kinds."""

import warnings
from pathlib import Path

import dailypapers
from dailypapers import Digest, ExportWarning, Paper
from dailypapers.testing import check_exporter, check_reader, digests
from hypothesis import Phase, given, settings

from dailypapers_myformat import Exporter, Reader

FORMAT = "myformat"
LINES = (
    "2024-07-12\thttps://example.org/first\tThe First Title\n"
    "2024-07-12\thttps://example.org/second\tThe Second Title\n"
    "2024-07-13\t\tThe Third Title\n"
    "\t\tThe Fourth Title\n"
)


def read(text: str) -> list[Digest]:
    digests = []
    for item in Reader().read(text, FORMAT):
        assert isinstance(item, Digest)
        digests.append(item)
    return digests


def test_the_laws() -> None:
    check_exporter(Exporter, parse=read, represents=["date", "title", "url"])
    check_reader(Reader, LINES)


def test_what_is_read_is_written(tmp_path: Path) -> None:
    path = tmp_path / f"papers.{FORMAT}"
    path.write_text(LINES, "utf-8")
    document = dailypapers.read(path)
    assert document.problems == ()
    titles = [[paper.title for paper in digest.papers] for digest in document.digests]
    assert titles == [
        ["The First Title", "The Second Title"],
        ["The Third Title"],
        ["The Fourth Title"],
    ]
    assert [str(digest.date) for digest in document.digests] == ["2024-07-12", "2024-07-13", "None"]
    assert dailypapers.export(document, FORMAT) == LINES


def one_line(text: str) -> str:
    return " ".join(text.split())


# A digest that is not read again is shown as it is: to make it small may take a minute.
@settings(deadline=None, phases=[Phase.generate])
@given(digests())
def test_any_digest_is_read_again(digest: Digest) -> None:
    # What a format says of a paper, here its title and its link.
    wanted = [(one_line(paper.title), one_line(paper.url or "") or None) for paper in digest.papers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)  # of what it leaves out
        again = read("".join(Exporter().export([digest])))
    assert [(paper.title, paper.url) for each in again for paper in each.papers] == wanted
    assert {each.date for each in again} == ({digest.date} if wanted else set())


def test_a_title_stays_in_its_line() -> None:
    (digest,) = read(str(dailypapers.export([Digest(None, [Paper("A\tTitle\nand more")])], FORMAT)))
    assert [paper.title for paper in digest.papers] == ["A Title and more"]


def test_what_is_not_understood(tmp_path: Path) -> None:
    path = tmp_path / f"papers.{FORMAT}"
    path.write_text(f"no tabs\n{LINES}", "utf-8")
    document = dailypapers.read(path)
    assert len(document.papers) == 4
    assert [(problem.code, problem.line) for problem in document.errors] == [("R001", 1)]
