"""Which built-in reader takes a text: a hint for whoever named another one, or none. The first rows decide."""

import re
from collections.abc import Iterator
from contextlib import suppress

from dailypapers.errors import ReadError
from dailypapers.listing import is_wrapped
from dailypapers.listing.jsontext import each_value
from dailypapers.models import Digest
from dailypapers.records import Records
from dailypapers.records.forms import Row, rows_of_csv, rows_of_json, tables_in

_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*\{", re.MULTILINE)
_REFERENCE = re.compile(r"^TY {1,2}- ", re.MULTILINE)


def reader_of(text: str) -> str | None:
    """Return the name of the reader that takes a text; ``None`` where none does."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    has_title = Records().has_title
    with suppress(ReadError):
        if text.lstrip().startswith(("{", "[")):
            return _reader_of_json(text)
    if _ENTRY.search(text) and "```" not in text:  # a page may show an entry
        return "bibtex"
    if _REFERENCE.search(text):
        return "ris"
    if any(_first_row(rows) for rows in tables_in(text, has_title)):
        return "tables"
    with suppress(ReadError):
        row = _first_row(rows_of_csv(text, ",;\t", has_title))
        if row and len(row.data) > 1:  # a line of prose may be the word "Title"
            return "records"
    return None


def has_objects(text: str) -> bool:
    """Return whether a text is JSON with an object, which may have a title under another name."""
    with suppress(ReadError):
        if text.lstrip().startswith(("{", "[")):
            row = _first_row(rows_of_json(text, Records().has_title, Records().has_more))
            return row is not None and isinstance(row.data, dict)
    return False


def _first_row(rows: Iterator[object]) -> Row | None:
    return next((row for row in rows if isinstance(row, Row)), None)


def _reader_of_json(text: str) -> str | None:
    value = next((value for _, value in each_value(text) if not isinstance(value, ReadError)), None)
    first = next(iter(value["data"]), None) if isinstance(value, dict) and is_wrapped(value) else value
    if isinstance(first, str) or (isinstance(first, dict) and isinstance(first.get("paper"), dict)):
        return "huggingface"
    if isinstance(value, dict) and {"version", "digests"} <= value.keys():
        return "json"
    if isinstance(value, dict) and {"id", "type", "title"} <= value.keys():
        return "csl"
    row = _first_row(rows_of_json(text, Records().has_title, Records().has_more))
    if row is None or not any(isinstance(each, Digest) for each in Records().digests([row], "")):
        return None
    return "jsonl" if isinstance(row.data.get("summary"), list) else "records"
