"""The format ``csv``: one row a paper, as RFC 4180 has it, for spreadsheets and data frames."""

import csv
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import attrs

from dailypapers.models import Digest, Paper, Point

HEADER = (
    "date",
    "title",
    "arxiv_id",
    "url",
    "votes",
    "authors",
    "authors_complete",
    "media_kind",
    "media_url",
    "summary",
)

# A spreadsheet takes a cell that begins with one of these for a formula and runs it
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@attrs.frozen
class CSV:
    """One row a paper, for spreadsheets and data frames."""

    suffix: ClassVar[str] = ".csv"
    streams: ClassVar[bool] = True

    formulas: Literal["escape", "keep"] = attrs.field(
        default="escape", metadata={"help": "put a ' before text that a spreadsheet would run as a formula"}
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the header, then a row a paper, each with its line end."""
        row = _Row()
        writer = csv.writer(row)
        writer.writerow(HEADER)
        yield row.text
        for digest in digests:
            for paper in digest.papers:
                writer.writerow(map(self._cell, _cells(digest, paper)))
                yield row.text

    def _cell(self, value: object) -> object:
        if self.formulas == "escape" and isinstance(value, str) and value.startswith(_FORMULA):
            return "'" + value
        return value


class _Row:
    """What ``csv`` writes to: keeps the row that was written last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _cells(digest: Digest, paper: Paper) -> tuple[object, ...]:
    complete = ("true" if paper.authors_omitted_at is None else "false") if paper.authors else None
    return (
        digest.date,
        paper.title,
        # A bare 2407.08340 is read as a number, and loses its last zero.
        paper.arxiv_id and f"arXiv:{paper.arxiv_id}",
        paper.url,
        paper.votes,
        "; ".join(paper.authors),
        complete,
        paper.media and paper.media.kind,
        paper.media and paper.media.url,
        "\n".join(_lines(paper.summary, "")),
    )


def _lines(points: Iterable[Point], indent: str) -> Iterator[str]:
    for point in points:
        text = point.text.replace("\n", " ")
        yield indent + (text if point.label is None else f"{point.label}: {text}".rstrip(" "))
        yield from _lines(point.points, indent + "  ")
