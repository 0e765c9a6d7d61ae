"""Parquet: types, row groups, and every field in the programs that read it."""

import datetime
import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportError, Media, Paper, PluginError, Point
from dailypapers.exporters.parquet import Parquet
from dailypapers.models import each_point
from dailypapers.testing import digests
from support import SEEDS, seed_digests

DAY = datetime.date(2024, 7, 12)


def test_without_pyarrow_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PluginError, match=r'needs pyarrow, which is not installed: pip install "pyarrow>='):
        dailypapers.export([], "parquet")
    (row,) = [row for row in dailypapers.formats() if row.name == "parquet"]
    assert (row.error, row.suffix) == (None, ".parquet")


# -- with pyarrow --------------------------------------------------------------------------------------------


@pytest.fixture
def parquet():
    return pytest.importorskip("pyarrow.parquet")


def file_of(parquet, some):
    import pyarrow

    return parquet.ParquetFile(pyarrow.BufferReader(dailypapers.export(some, "parquet")))


def rows_of(some):
    """Give the rows that digests are."""
    return [
        {
            "date": digest.date,
            "source": paper.source,
            "line": paper.line,
            "digest": number,
            "title": paper.title,
            "arxiv_id": paper.arxiv_id,
            "url": paper.url,
            "votes": paper.votes,
            "authors": list(paper.authors),
            "authors_omitted_at": paper.authors_omitted_at,
            "media_kind": paper.media.kind if paper.media else None,
            "media_url": paper.media.url if paper.media else None,
            "summary": [
                {"level": level, "label": point.label, "text": point.text, "emphasis": point.emphasis}
                for level, point in each_point(paper.summary)
            ],
        }
        for number, digest in enumerate(some, 1)
        for paper in digest.papers
    ]


ROW = Paper(
    "A",
    "https://arxiv.org/abs/2407.08340",
    media=Media("image", "https://example.org/1.png"),
    votes=0,
    authors=("김하나", "Ann One"),
    authors_omitted_at=1,
    summary=(Point("L", "a", (Point(text="b", points=(Point("M", "", emphasis="***"),)),)), Point(text="c")),
)


@pytest.mark.outside
def test_a_row_and_its_types(parquet):
    file = file_of(parquet, [Digest(None), Digest(DAY, (ROW, Paper("B")))])
    assert {field.name: str(field.type) for field in file.schema_arrow} == {
        "date": "date32[day]",
        "source": "string",
        "line": "int64",
        "digest": "int64",
        "title": "string",
        "arxiv_id": "string",
        "url": "string",
        "votes": "int64",
        "authors": "list<element: string not null>",
        "authors_omitted_at": "int64",
        "media_kind": "string",
        "media_url": "string",
        "summary": (
            "list<element: struct<level: int32 not null, label: string, text: string not null, emphasis: string> not null>"
        ),
    }
    first, second = file.read().to_pylist()
    assert first == {
        "date": DAY,
        "source": None,
        "line": None,
        "digest": 2,
        "title": "A",
        "arxiv_id": "2407.08340",
        "url": "https://arxiv.org/abs/2407.08340",
        "votes": 0,
        "authors": ["김하나", "Ann One"],
        "authors_omitted_at": 1,
        "media_kind": "image",
        "media_url": "https://example.org/1.png",
        "summary": [
            {"level": 1, "label": "L", "text": "a", "emphasis": "**"},
            {"level": 2, "label": None, "text": "b", "emphasis": None},
            {"level": 3, "label": "M", "text": "", "emphasis": "***"},
            {"level": 1, "label": None, "text": "c", "emphasis": None},
        ],
    }
    assert second == {**dict.fromkeys(first), "date": DAY, "digest": 2, "title": "B", "authors": [], "summary": []}


@pytest.mark.outside
def test_a_row_says_where_its_paper_stands(parquet):
    """As a line of the format jsonl does; a byte of a file name that is no UTF-8 as messages show it."""
    text = "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08340)\n\n### [B](https://x.org)\n"
    first, second = (dailypapers.parse(text, source=source) for source in ("archive/a.md", "caf\udce9.md"))
    rows = file_of(parquet, [first, Digest(DAY), second]).read(["source", "line", "digest"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("archive/a.md", 3, 1),
        ("archive/a.md", 5, 1),
        ("caf\\udce9.md", 3, 3),
        ("caf\\udce9.md", 5, 3),
    ]


@pytest.mark.outside
def test_it_is_compressed_by_zstandard(parquet):
    group = file_of(parquet, [Digest(DAY, (ROW,))]).metadata.row_group(0)
    assert {group.column(number).compression for number in range(group.num_columns)} == {"ZSTD"}


@pytest.mark.outside
def test_no_paper_has_the_same_columns(parquet):
    file = file_of(parquet, [Digest(DAY)])
    assert (file.metadata.num_rows, file.schema_arrow) == (0, file_of(parquet, [Digest(DAY, (ROW,))]).schema_arrow)


@pytest.mark.outside
@given(some=st.lists(digests(hostile=True), max_size=3))
def test_every_field_of_anything(some):
    parquet = pytest.importorskip("pyarrow.parquet")
    assert file_of(parquet, some).read().to_pylist() == rows_of(some)


@pytest.mark.outside
def test_row_groups_come_out_one_by_one(parquet):
    read = 0

    def some():
        nonlocal read
        for read in range(1, 2501):
            yield Digest(DAY, (Paper(f"Title {read}"),))

    chunks = Parquet().export(some())
    assert (next(chunks), read) == (b"PAR1", 0)
    assert [read for chunk in chunks if chunk] == [1000, 2000, 2500, 2500]
    metadata = file_of(parquet, some()).metadata
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [1000, 1000, 500]


def days_of(*months):
    """Make digests of days of months, each with a number of papers: so many on each of the first days of a month."""
    for month, *counts in months:
        for day, count in enumerate(counts, 1):
            date = datetime.date.fromisoformat(f"{month}-{day:02}") if month else None
            yield Digest(date, tuple(Paper(f"{date} {number}", votes=number) for number in range(count)))


@pytest.mark.outside
@pytest.mark.parametrize(
    ("months", "groups"),
    [
        ([("2024-05", 150, 150), ("2024-06", 200), ("2024-07", 50)], [300, 200, 50]),
        ([("2024-05", 100), ("2024-06", 99, 1), ("2024-07", 7)], [200, 7]),  # a month is never cut for its size
        ([("2024-05", 100), ("2024-06", 1, 900), ("2024-07", 1)], [1000, 2]),  # but for what is held
        ([("2024-07", 500, 500), ("2024-08", 1)], [1000, 1]),
        ([("2024-05", 10), ("2024-04", 10), ("2024-05", 10)], [30]),
        ([("2024-05", 250), ("", 50), ("2024-06", 10)], [250, 60]),
    ],
)
def test_a_row_group_is_a_month(parquet, months, groups):
    metadata = file_of(parquet, days_of(*months)).metadata
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == groups


def of_june_by_duckdb(path):
    duckdb = pytest.importorskip("duckdb")
    return duckdb.sql(f"SELECT title FROM '{path}' WHERE date BETWEEN '2024-06-01' AND '2024-06-30'").fetchall()


def of_june_by_polars(path):
    polars = pytest.importorskip("polars")
    in_june = (polars.col("date") >= datetime.date(2024, 6, 1)) & (polars.col("date") <= datetime.date(2024, 6, 30))
    return polars.scan_parquet(path).filter(in_june).select("title").collect().rows()


def of_june_by_pandas(path):
    pandas = pytest.importorskip("pandas")
    filters = [("date", ">=", datetime.date(2024, 6, 1)), ("date", "<=", datetime.date(2024, 6, 30))]
    return pandas.read_parquet(path, columns=["title"], filters=filters).to_records(index=False).tolist()


@pytest.mark.outside
@pytest.mark.parametrize("of_june", [of_june_by_duckdb, of_june_by_polars, of_june_by_pandas])
def test_a_scan_by_date_skips_other_months(parquet, tmp_path, of_june):
    """It reads none of them: the data of the row groups of other months is overwritten with zeros."""
    some = list(days_of(*((f"2024-{month:02}", 100, 100, 100) for month in range(1, 13)), ("", 300)))
    data = bytearray(dailypapers.export(some, "parquet"))
    metadata = file_of(parquet, some).metadata
    assert metadata.num_row_groups == 13
    for group in (*range(5), *range(6, 12)):  # the last one has no dates; polars looks into it
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            start = column.data_page_offset
            if column.has_dictionary_page:
                start = min(start, column.dictionary_page_offset)
            data[start : start + column.total_compressed_size] = bytes(column.total_compressed_size)
    (tmp_path / "papers.parquet").write_bytes(data)
    assert of_june(tmp_path / "papers.parquet") == [(paper.title,) for digest in some[15:18] for paper in digest.papers]
    with pytest.raises(Exception, match=r"\w"):  # each program has an error of its own
        with_pandas(tmp_path / "papers.parquet")


@pytest.mark.outside
@pytest.mark.parametrize(
    ("paper", "message"),
    [
        (Paper("a\ud800b"), r"paper 'a\\ud800b': a lone surrogate, which is no character: 'a\\ud800'"),
        (Paper("A", summary=(Point("L", "", (Point(text="\udcff"),)),)), "paper 'A': a lone surrogate"),
    ],
)
@pytest.mark.usefixtures("parquet")
def test_what_is_refused(paper, message):
    with pytest.raises(ExportError, match=f"the digest of 2024-07-12, {message}"):
        dailypapers.export([Digest(None, (Paper("Good"),)), Digest(DAY, (Paper("Good"), paper))], "parquet")


# -- what other people read it with --------------------------------------------------------------------------


def with_duckdb(path):
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.sql(f"SELECT * FROM '{path}'")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def with_polars(path):
    return pytest.importorskip("polars").read_parquet(path).to_dicts()


def with_pandas(path):
    """As values of Python: of the columns that Arrow knows the types of, pandas makes its own only if told to."""
    import pyarrow

    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    assert str(frame["date"].dtype) == "date32[day][pyarrow]"
    assert str(frame["votes"].dtype) == "int64[pyarrow]"
    return pyarrow.Table.from_pandas(frame, preserve_index=False).to_pylist()


def with_dask(path):
    import pyarrow

    dataframe = pytest.importorskip("dask.dataframe")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what Dask asks of pandas
        frame = dataframe.read_parquet(path, dtype_backend="pyarrow").compute(scheduler="synchronous")
    return pyarrow.Table.from_pandas(frame, preserve_index=False).to_pylist()


def with_spark(path):
    sql = pytest.importorskip("pyspark.sql")
    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    return [row.asDict(recursive=True) for row in spark.read.parquet(str(path)).collect()]


PROGRAMS = [with_duckdb, with_polars, with_pandas, with_dask, with_spark]


@pytest.mark.outside
@pytest.mark.usefixtures("parquet")
@pytest.mark.parametrize("program", PROGRAMS)
def test_programs_read_the_seeds(tmp_path, program):
    some = seed_digests()
    dailypapers.write([*some, Digest(None, (Paper("Undated"), ROW))], tmp_path / "papers.parquet")
    assert program(tmp_path / "papers.parquet") == rows_of([*some, Digest(None, (Paper("Undated"), ROW))])


@pytest.mark.outside
@pytest.mark.parametrize("program", PROGRAMS[:3])
def test_programs_read_anything(tmp_path, program):
    pytest.importorskip("pyarrow")

    @settings(max_examples=40)
    @given(st.lists(digests(hostile=True), min_size=1, max_size=3))
    def hold(some):
        dailypapers.write(some, tmp_path / "papers.parquet")
        assert program(tmp_path / "papers.parquet") == rows_of(some)

    hold()


@pytest.mark.outside
@pytest.mark.usefixtures("parquet")
@pytest.mark.parametrize("program", PROGRAMS)
def test_many_files_are_one_table(tmp_path, program):
    """A folder, as Dask and Spark write and read one: what begins with a dot or an underscore is none of it."""
    folder = tmp_path / "papers"
    folder.mkdir()
    some = [dailypapers.read(seed).digests for seed in SEEDS]
    for number, each in enumerate([*some, ()]):  # one file has no paper
        dailypapers.write(each, folder / f"part-{number:05}.parquet")
    (folder / ".0123456789abcdef.tmp").write_bytes(b"PAR1")
    (folder / "_SUCCESS").touch()
    where = folder if program in (with_dask, with_spark) else f"{folder}/*.parquet"
    rows = program(where) if program is not with_pandas else with_pandas(folder)
    key = lambda row: (row["date"], row["title"])  # noqa: E731
    assert sorted(rows, key=key) == sorted((row for each in some for row in rows_of(each)), key=key)
