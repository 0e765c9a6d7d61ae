"""The format ``parquet``: typed columns in row groups, for DuckDB, pandas, polars, Dask and Spark.

Parquet has no schema that recurs, so a summary is the list of its points, depth first, each with its level.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeAlias

import attrs

from dailypapers import ExportError
from dailypapers.exporters.jsonl import source_of
from dailypapers.models import Digest, Paper, each_point
from dailypapers.plugins import lone_surrogate, place_of

if TYPE_CHECKING:
    import pyarrow

_Row: TypeAlias = tuple[int, Digest, Paper]
_Columns: TypeAlias = "list[tuple[pyarrow.Field, Callable[[int, Digest, Paper], object]]]"

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

        columns = _columns()
        schema = pyarrow.schema([field for field, _ in columns])
        sink = io.BytesIO()
        with pyarrow.parquet.ParquetWriter(pyarrow.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
            yield _taken(sink)
            for rows in _groups(digests):
                writer.write_table(_table(rows, columns, schema))
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


def _columns() -> "_Columns":
    """Return the columns, each with its value for a paper of the digest of a number."""
    import pyarrow as pa

    known, text, number = partial(pa.field, nullable=False), pa.string(), pa.int64()
    point = [known("level", pa.int32()), pa.field("label", text), known("text", text), pa.field("emphasis", text)]
    return [
        (pa.field("date", pa.date32()), lambda place, digest, paper: digest.date),
        (pa.field("source", text), lambda place, digest, paper: source_of(paper)),
        (pa.field("line", number), lambda place, digest, paper: paper.line),
        (known("digest", number), lambda place, digest, paper: place),
        (known("title", text), lambda place, digest, paper: paper.title),
        (pa.field("arxiv_id", text), lambda place, digest, paper: paper.arxiv_id),
        (pa.field("url", text), lambda place, digest, paper: paper.url),
        (pa.field("votes", number), lambda place, digest, paper: paper.votes),
        (known("authors", pa.list_(known("element", text))), lambda place, digest, paper: paper.authors),
        (pa.field("authors_omitted_at", number), lambda place, digest, paper: paper.authors_omitted_at),
        (pa.field("media_kind", text), lambda place, digest, paper: paper.media and paper.media.kind),
        (pa.field("media_url", text), lambda place, digest, paper: paper.media and paper.media.url),
        (known("summary", pa.list_(known("element", pa.struct(point)))), lambda place, digest, paper: _points(paper)),
    ]


def _points(paper: Paper) -> list[dict[str, object]]:
    return [
        {"level": level, "label": point.label, "text": point.text, "emphasis": point.emphasis}
        for level, point in each_point(paper.summary)
    ]


def _table(rows: list[_Row], columns: "_Columns", schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    try:
        return pyarrow.Table.from_pylist(
            [{field.name: value(*row) for field, value in columns} for row in rows], schema
        )
    except UnicodeEncodeError as error:
        if len(rows) == 1:
            _, digest, paper = rows[0]
            raise ExportError(f"{place_of(digest, paper)}: {lone_surrogate(error)}") from None
        for row in rows:
            _table([row], columns, schema)  # raises for one of them
        raise
