"""The CSV in the programs that people read it with, as ``docs/dataframes.md`` tells it."""

import datetime
import re

import pytest

import dailypapers
from dailypapers import Digest, Media, Paper, Point
from support import ROOT, SEEDS

pytestmark = pytest.mark.outside

PAGE = (ROOT / "docs/dataframes.md").read_text("utf-8")
TABLE = re.findall(r"^\| `(\w+)` \| (date|text|whole number|boolean)\b", PAGE, re.MULTILINE)
TYPES = {
    "pandas": {"text": "string", "whole number": "Int64", "boolean": "boolean"},
    "duckdb": {"date": "DATE", "text": "VARCHAR", "whole number": "BIGINT", "boolean": "BOOLEAN"},
}

DAY = datetime.date(2024, 7, 12)
HAND_MADE = [
    Digest(
        DAY,
        (
            Paper(
                '=1+1, "둘"',
                "https://arxiv.org/abs/2407.08340",
                media=Media("image", "https://example.org/1.png"),
                votes=12,
                authors=("김하나", "Ann One"),
                authors_omitted_at=1,
                summary=(Point("What's New", "사과, 배; 감", (Point(text="하나"),)), Point(text='"둘"')),
            ),
            Paper("None", "https://example.org/none", authors=("NA",)),
            Paper("두 줄의\n제목", "https://arxiv.org/abs/2407.00010", votes=0),
        ),
    ),
    Digest(None, (Paper("Undated", media=Media("video", "https://example.org/1.mp4")),)),
]
SOURCES = {path.stem: path for path in SEEDS} | {"by hand": HAND_MADE}


@pytest.fixture(params=SOURCES)
def digests(request):
    source = SOURCES[request.param]
    return source if isinstance(source, list) else list(dailypapers.read(source).digests)


@pytest.fixture
def pandas():
    return pytest.importorskip("pandas")


@pytest.fixture
def duckdb():
    return pytest.importorskip("duckdb")


@pytest.fixture
def path(digests, tmp_path):
    dailypapers.write(digests, tmp_path / "papers.csv")
    return str(tmp_path / "papers.csv")


def lines(points, indent=""):
    for point in points:
        yield indent + (f"{point.label}: {point.text}" if point.label else point.text)
        yield from lines(point.points, indent + "  ")


def expected(digests):
    """Give the rows as values, ``None`` for what is unknown."""
    return [
        (
            digest.date,
            "'" + paper.title if paper.title.startswith("=") else paper.title,
            f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else None,
            paper.url,
            paper.votes,
            "; ".join(paper.authors) or None,
            paper.authors_omitted_at is None if paper.authors else None,
            paper.media.kind if paper.media else None,
            paper.media.url if paper.media else None,
            "\n".join(lines(paper.summary)) or None,
        )
        for digest in digests
        for paper in digest.papers
    ]


def test_the_page_lists_every_column():
    (header,) = dailypapers.export([], "csv").splitlines()
    assert [name for name, _ in TABLE] == header.split(",")


def test_pandas(pandas, path, digests):
    types = {name: TYPES["pandas"][type_] for name, type_ in TABLE if type_ != "date"}
    frame = pandas.read_csv(path, dtype=types, parse_dates=["date"], keep_default_na=False, na_values=[""])
    assert pandas.api.types.is_datetime64_any_dtype(frame["date"])
    assert {name: str(frame[name].dtype) for name in types} == types
    frame["date"] = frame["date"].dt.date
    rows = [tuple(None if pandas.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]
    assert rows == expected(digests)


def test_duckdb_is_told_the_types(duckdb, path, digests):
    types = {name: TYPES["duckdb"][type_] for name, type_ in TABLE}
    relation = duckdb.read_csv(path, dtype=types)
    assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == types
    assert relation.fetchall() == expected(digests)


def test_duckdb_finds_the_types(duckdb, path, digests):
    relation = duckdb.read_csv(path)
    assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == {
        name: TYPES["duckdb"][type_] for name, type_ in TABLE
    }
    assert relation.fetchall() == expected(digests)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters_and_a_mark(pandas, duckdb, tmp_path, delimiter):
    path = str(tmp_path / "papers.csv")
    dailypapers.write(HAND_MADE, path, delimiter=delimiter, columns=("title", "authors"), bom=True)
    rows = [(row[1], row[5]) for row in expected(HAND_MADE)]
    frame = pandas.read_csv(path, sep=delimiter, dtype="string", keep_default_na=False, na_values=[""])
    assert list(frame.columns) == ["title", "authors"]
    assert [tuple(None if pandas.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)] == rows
    relation = duckdb.read_csv(path, sep=delimiter, header=True)
    assert relation.columns == ["title", "authors"]
    assert relation.fetchall() == rows
