"""The format ``records``: papers as objects of JSON or rows of CSV, which most projects of daily papers publish."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import attrs

from dailypapers import Digest, ReadError, ReadWarning
from dailypapers.records import Records as Fields
from dailypapers.records import forms


@attrs.frozen
class Records(Fields):
    """Papers as JSON, JSON Lines, CSV or TSV, by the names of their fields."""

    folder_suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".json", ".csv", ".tsv")

    shape: Literal["auto", "jsonl", "json", "csv", "tsv"] = attrs.field(
        default="auto", metadata={"help": "how the records are written; auto goes by the content"}
    )

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield what is wrong with records, and a digest for each date of the others."""
        if not content.strip():
            return iter(())
        delimiters = forms.DELIMITERS.get(self._shape_of(content, source))
        if delimiters is None:
            return self.digests(forms.rows_of_json(content, self.has_title, self.has_more), source)
        return self.digests(forms.rows_of_csv(content, delimiters, self.has_title), source)

    def _shape_of(self, content: str, source: str) -> str:
        if self.shape != "auto":
            return self.shape
        if content.lstrip().startswith(("{", "[")):
            return "json"
        suffix = source.rpartition(".")[2].lower()
        if suffix in ("json", "jsonl"):
            try:
                next(forms.rows_of_csv(content, forms.DELIMITERS["csv"], self.has_title), None)
            except ReadError:
                return suffix
        return "tsv" if suffix == "tsv" else "csv"
