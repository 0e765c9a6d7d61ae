"""Which built-in readers may take a text, by its first rows: for a hint to whoever named another one, or none."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from dailypapers.data.plain import ROW
from dailypapers.errors import ReadError
from dailypapers.listing import is_wrapped, jsontext
from dailypapers.records import Records
from dailypapers.records.forms import DELIMITERS, Row, rows_of_csv, rows_of_json, tables_in

_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*\{", re.MULTILINE)
_REFERENCE = re.compile(r"^TY {1,2}- ", re.MULTILINE)
_FIELDS_OF_CSL = {"author", "issued", "DOI", "URL", "container-title"}
_TYPES_OF_CSL = {"article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "dataset"}
_TYPES_OF_CSL |= {"document", "manuscript", "paper-conference", "post", "post-weblog", "report", "software", "thesis"}
_TYPES_OF_CSL |= {"webpage"}
FIELDS_OF_RECORDS = {"paper", "authors", "abs", "pdf"}
"""Fields that no item of CSL has."""


def readers_of(text: str) -> Iterator[str]:
    """Yield the names of readers that may take a text, those first that want most of it."""
    has_title = Records().has_title
    if _begins_as_json(text):
        with suppress(ReadError):  # Markdown may begin with a badge, [![…](…)](…)
            yield from _readers_of_json(text)
    if _ENTRY.search(text) and "```" not in text:  # a page may show an entry
        yield "bibtex"
    if _REFERENCE.search(text):
        yield "ris"
    if any(True for _ in tables_in(text, has_title)):
        yield "tables"
    elif not text.lstrip().startswith("|"):
        with suppress(ReadError):
            row = _first_row(rows_of_csv(text, DELIMITERS["csv"], has_title))
            if row and len(row.data) > 1:  # a line of prose may be the word "Title"
                yield "records"


def _begins_as_json(text: str) -> bool:
    return text.lstrip().startswith(("{", "["))


def first_record(text: str) -> dict[str, Any] | None:
    """Return the first record in a text of JSON; ``None`` where there is none."""
    with suppress(ReadError):
        row = _first_row(rows_of_json(text, Records().has_title, Records().has_more)) if _begins_as_json(text) else None
        return row.data if row and isinstance(row.data, dict) else None
    return None


def is_of_jsonl(text: str) -> bool:
    """Return whether the first object in a text has keys of the format ``jsonl`` alone."""
    keys = set(jsontext.top_level_keys(text))
    return bool(keys) and keys <= ROW


def _first_row(rows: Iterator[object]) -> Row | None:
    return next((row for row in rows if isinstance(row, Row)), None)


def _readers_of_json(text: str) -> Iterator[str]:
    value = next((value for _, value in jsontext.each_value(text) if not isinstance(value, ReadError)), None)
    first = next(iter(value["data"]), None) if isinstance(value, dict) and is_wrapped(value) else value
    if isinstance(first, str) or (isinstance(first, dict) and isinstance(first.get("paper"), dict)):
        yield "huggingface"
    if isinstance(value, dict) and {"version", "digests"} <= value.keys():
        yield "json"
    if isinstance(value, dict) and _is_csl(value):
        yield "csl"
    if record := first_record(text):
        if isinstance(record.get("summary"), list):
            yield "jsonl"
        yield "records"


def _is_csl(item: dict[str, Any]) -> bool:
    if not {"id", "type"} <= item.keys() or not FIELDS_OF_RECORDS.isdisjoint(item):
        return False
    return str(item["type"]) in _TYPES_OF_CSL or not _FIELDS_OF_CSL.isdisjoint(item)
