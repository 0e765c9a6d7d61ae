"""The format ``csv``: one row a paper, as RFC 4180 has it, for spreadsheets and data frames.

Cells are quoted here, in a quarter of the time of ``csv.writer``. Tests hold them to it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from dailypapers.models import Digest, Paper
from dailypapers.plugins import each_once, formula_escaped, not_empty, outline


def _authors_complete(paper: Paper) -> str | None:
    if not paper.authors:
        return None
    return "true" if paper.authors_omitted_at is None else "false"


# Every column, in the order of the header, and its value for a paper.
_COLUMNS: dict[str, Callable[[Digest, Paper], object]] = {
    "date": lambda digest, paper: digest.date,
    "title": lambda digest, paper: paper.title,
    # A bare 2407.08340 is read as a number, and loses its last zero.
    "arxiv_id": lambda digest, paper: (arxiv_id := paper.arxiv_id) and f"arXiv:{arxiv_id}",
    "url": lambda digest, paper: paper.url,
    "votes": lambda digest, paper: paper.votes,
    "authors": lambda digest, paper: "; ".join(paper.authors),
    "authors_complete": lambda digest, paper: _authors_complete(paper),
    "media_kind": lambda digest, paper: paper.media and paper.media.kind,
    "media_url": lambda digest, paper: paper.media and paper.media.url,
    "summary": lambda digest, paper: outline(paper.summary),
}

if TYPE_CHECKING:
    Column = str  # a type checker takes no Literal that is made from values
else:
    Column = Literal[tuple(_COLUMNS)]


def _tab(delimiter: str) -> str:
    # A tab is hard to type in some shells.
    return "\t" if delimiter == r"\t" else delimiter


def _one_character(_: object, field: "attrs.Attribute[str]", delimiter: str) -> None:
    # A lone surrogate cannot be written, and many programs take NUL for the end of the text.
    if len(delimiter) != 1 or delimiter in '"\r\n\0' or "\ud800" <= delimiter <= "\udfff":
        raise ValueError(f"{field.name!r} must be one character, and no quote or line end: {delimiter!r}")


@attrs.frozen
class CSV:
    """One row a paper, for spreadsheets and data frames."""

    suffix: ClassVar[str] = ".csv"
    streams: ClassVar[bool] = True

    columns: tuple[Column, ...] = attrs.field(
        default=tuple(_COLUMNS),
        validator=[not_empty, each_once],
        metadata={"help": "which columns, and in which order"},
    )
    delimiter: str = attrs.field(
        default=",",
        converter=_tab,
        validator=_one_character,
        metadata={"help": r"one character between the cells of a row; \t is a tab"},
    )
    bom: bool = attrs.field(default=False, metadata={"help": "begin with a mark by which Excel knows UTF-8"})
    formulas: Literal["escape", "keep"] = attrs.field(
        default="escape", metadata={"help": "put a ' before text that a spreadsheet would run as a formula"}
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the header, then a row a paper, each with its line end."""
        yield ("\ufeff" if self.bom else "") + self._row(self.columns)
        columns = [_COLUMNS[column] for column in self.columns]
        for digest in digests:
            for paper in digest.papers:
                yield self._row([column(digest, paper) for column in columns])

    def _row(self, values: Iterable[object]) -> str:
        escape, delimiter = self.formulas == "escape", self.delimiter
        cells = []
        for value in values:
            cell = "" if value is None else str(value)
            if escape and cell and not cell[0].isalnum():  # nearly every cell begins with a letter or a digit
                cell = formula_escaped(cell)
            if delimiter in cell or "\n" in cell or '"' in cell or "\r" in cell:
                doubled = cell.replace('"', '""')
                cell = f'"{doubled}"'
            cells.append(cell)
        row = delimiter.join(cells) or '""'  # an empty line would be no row
        return f"{row}\r\n"
