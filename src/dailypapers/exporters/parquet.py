"""The format ``parquet``: typed columns in row groups, for DuckDB, pandas, polars, Dask and Spark.

Parquet has no schema that recurs, so a summary is the list of its points, depth first, each with its level.
"""

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, TypeAlias

import attrs

from dailypapers import ExportError
from dailypapers.exporters.jsonl import source_of
from dailypapers.models import Digest, Paper, each_point
from dailypapers.plugins import lone_surrogate, place_of

if TYPE_CHECKING:
    import pyarrow

_Row: TypeAlias = tuple[int, Digest, Paper]

_MOST = 1000
"""Papers a row group, which are held until it is written."""

_ENOUGH = 200
"""A new month begins a new row group behind so many papers: in smaller groups text is compressed badly."""


@attrs.frozen
class Parquet:
    """One row a paper in Apache Parquet, with typed columns; needs the extra parquet.

    Dates, numbers and lists are typed. Where digests come in the order of their days, a row group has the papers of a
    month, or of several months with fewer than 200 papers, and never more than 1,000. So a program that looks for some
    days reads no other groups.
    """

    suffix: ClassVar[str] = ".parquet"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[bytes]:
        """Yield the file in pieces, one a row group.

        Raises :class:`dailypapers.ExportError` for a lone surrogate, which Parquet cannot hold.
        """
        import pyarrow
        import pyarrow.parquet

        schema = _schema()
        sink = io.BytesIO()
        with pyarrow.parquet.ParquetWriter(pyarrow.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
            yield _taken(sink)
            for rows in _groups(digests):
                writer.write_table(_table(rows, schema))
                yield _taken(sink)
        yield _taken(sink)


def _groups(digests: Iterable[Digest]) -> Iterator[list[_Row]]:
    """Yield the rows of each row group."""
    rows: list[_Row] = []
    month = None
    for number, digest in enumerate(digests, 1):
        before, month = month, digest.date and digest.date.replace(day=1)
        if month != before and len(rows) >= _ENOUGH:
            yield rows
            rows = []
        for paper in digest.papers:
            rows.append((number, digest, paper))
            if len(rows) == _MOST:
                yield rows
                rows = []
    if rows:
        yield rows


def _taken(sink: io.BytesIO) -> bytes:
    """Return what was written since it was taken before; pyarrow itself counts where in the file it is."""
    data = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return data


def _schema() -> "pyarrow.Schema":
    import pyarrow as pa

    point = pa.struct(
        [
            pa.field("level", pa.int32(), nullable=False),
            pa.field("label", pa.string()),
            pa.field("text", pa.string(), nullable=False),
            pa.field("emphasis", pa.string()),
        ]
    )
    return pa.schema(
        [
            pa.field("date", pa.date32()),
            pa.field("source", pa.string()),
            pa.field("line", pa.int64()),
            pa.field("digest", pa.int64(), nullable=False),
            pa.field("title", pa.string(), nullable=False),
            pa.field("arxiv_id", pa.string()),
            pa.field("url", pa.string()),
            pa.field("votes", pa.int64()),
            pa.field("authors", pa.list_(pa.field("element", pa.string(), nullable=False)), nullable=False),
            pa.field("authors_omitted_at", pa.int64()),
            pa.field("media_kind", pa.string()),
            pa.field("media_url", pa.string()),
            pa.field("summary", pa.list_(pa.field("element", point, nullable=False)), nullable=False),
        ]
    )


def _table(rows: list[_Row], schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    try:
        return pyarrow.Table.from_pylist([_row(*row) for row in rows], schema)
    except UnicodeEncodeError as error:
        if len(rows) == 1:
            _, digest, paper = rows[0]
            raise ExportError(f"{place_of(digest, paper)}: {lone_surrogate(error)}") from None
        for row in rows:
            _table([row], schema)  # raises for one of them
        raise


def _row(number: int, digest: Digest, paper: Paper) -> dict[str, object]:
    return {
        "date": digest.date,
        "source": source_of(paper),
        "line": paper.line,
        "digest": number,
        "title": paper.title,
        "arxiv_id": paper.arxiv_id,
        "url": paper.url,
        "votes": paper.votes,
        "authors": paper.authors,
        "authors_omitted_at": paper.authors_omitted_at,
        "media_kind": paper.media and paper.media.kind,
        "media_url": paper.media and paper.media.url,
        "summary": [
            {"level": level, "label": point.label, "text": point.text, "emphasis": point.emphasis}
            for level, point in each_point(paper.summary)
        ],
    }
