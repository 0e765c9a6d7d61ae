"""The public names as users and authors of exporters write them. Type checkers read this file; nothing runs it."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, Literal, assert_type

import attrs

import dailypapers
from dailypapers import Digest, Document, Media, Paper, Point, Problem
from dailypapers.plugins import Exporter, Format, Option


def reading(path: Path) -> None:
    document = dailypapers.parse("## Daily Papers (2024-07-12)", source="mail", strict=True)
    assert_type(document, Document)
    assert_type(dailypapers.read(path), Document)
    assert_type(dailypapers.read("a.md", strict=True), Document)
    assert_type(dailypapers.read_all([path, "folder"]), Iterator[Document])
    assert_type(document.digests, tuple[Digest, ...])
    assert_type(document.problems, tuple[Problem, ...])
    for digest in document.digests:
        assert_type(digest.date, datetime.date | None)
        assert_type(digest.line, int | None)
        for paper in digest.papers:
            assert_type(paper.arxiv_id, str | None)
            assert_type(paper.media, Media | None)
            assert_type(paper.votes, int | None)
            assert_type(paper.authors, tuple[str, ...])
            for point in paper.summary:
                assert_type(point, Point)
                assert_type(point.emphasis, Literal["**", "***"] | None)
    for problem in document.problems:
        assert_type(problem.severity, Literal["note", "warning", "error"])
        assert_type(str(problem), str)


def making() -> None:
    paper = Paper(
        "A", "https://arxiv.org/abs/2407.08348", Media("image", "a.png"), 3, ("Ann One",), summary=(Point("L", "t"),)
    )
    assert_type(attrs.evolve(paper, votes=4), Paper)
    assert_type(Paper("A", authors=["Ann One"], summary=[Point(points=[Point()])]).authors, tuple[str, ...])
    assert_type(Document([Digest(None, [paper])]).digests, tuple[Digest, ...])
    digest = Digest(datetime.date(2024, 7, 12), (paper,), source="here", line=1)
    hashed: dict[Digest | Paper, int] = {digest: 1, paper: 2}
    assert_type(hashed[digest], int)


def writing(digests: list[Digest], documents: Iterable[Document], path: Path, name: str) -> None:
    assert_type(dailypapers.export(digests, "json"), str)
    assert_type(dailypapers.export(documents, "csv", columns=("title", "votes")), str)
    assert_type(dailypapers.export(digests[0], "sqlite"), bytes)
    assert_type(dailypapers.export(digests, "notes"), dict[str, str | bytes])
    assert_type(dailypapers.export(digests, "./titles.py:Titles"), str | bytes | dict[str, str | bytes])
    assert_type(dailypapers.export(digests, name), str | bytes | dict[str, str | bytes])
    dailypapers.export(documents, "bibtex", dialect="biblatex", max_authors=3)
    dailypapers.write(documents, path)
    dailypapers.write(digests, "papers.bib", "bibtex", ascii=True)
    assert_type(dailypapers.write_months("archive", Path("months"), "csv", bom=True), list[Problem])
    with ProcessPoolExecutor() as pool:
        dailypapers.write_months("archive", "months", "parquet", map=pool.map)
    assert_type(dailypapers.formats(), tuple[Format, ...])
    for row in dailypapers.formats():
        assert_type(row.suffix, str | None)
        assert_type(row.options, tuple[Option, ...])


def data(digests: list[Digest], mapping: Mapping[str, Any]) -> None:
    assert_type(dailypapers.to_data(digests), dict[str, Any])
    assert_type(dailypapers.from_data(mapping), tuple[Digest, ...])


def authors(digests: list[Digest]) -> None:
    orders = dailypapers.read_author_orders("orders.json")
    assert_type(orders, dict[str, tuple[str, ...]])
    restored, counts = dailypapers.restore_authors(digests, orders)
    assert_type(restored, tuple[Digest, ...])
    assert_type(counts.completed, int)
    dailypapers.restore_authors(digests, {"2407.08348": ["Ann One"]})


def choosing(digests: list[Digest], documents: Iterable[Document], paper: Paper) -> None:
    chosen = dailypapers.select(documents, since="2024-07", until=datetime.date(2024, 7, 31), min_votes=10)
    assert_type(chosen, Iterator[Digest])
    dailypapers.write(dailypapers.select(digests, authors=["Ann One"], words=("확산",), top=10), "papers.bib")
    dailypapers.select(digests[0], without=digests)
    dailypapers.select(documents, without=[paper, *digests])
    dailypapers.select(documents, without=dailypapers.read_all(["old"]))


def errors() -> None:
    try:
        dailypapers.parse("")
    except dailypapers.DigestSyntaxError as error:
        assert_type(error.line, int)
        assert_type(error.message, str)
    except dailypapers.DailyPapersError:
        pass


@attrs.frozen
class Titles:
    """One title a line."""

    suffix: ClassVar[str] = ".titles"
    numbered: bool = False

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        for digest in digests:
            for paper in digest.papers:
                yield f"{paper.title}\n"


exporter: Exporter = Titles()
