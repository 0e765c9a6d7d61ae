"""Records in the three forms in which they come: JSON, CSV, and tables of Markdown. No meaning is known here."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from dailypapers.errors import ReadError, ReadWarning
from dailypapers.listing.jsontext import Places, each_value, items_at, members_at


@attrs.frozen
class Row:
    """A record: a value, which is an object of fields if all is well, and the place where it begins."""

    data: Any
    line: int
    column: int = 1


def plain_name(name: str) -> str:
    """Return the name of a field without case, spaces, ``_``, ``-`` and emphasis, as in ``**Publish Date**``."""
    return re.sub(r"[\s_*`-]+", "", name).casefold()


HasTitle = Callable[[Iterable[str]], bool]
"""Returns whether one of the names of fields is that of a title."""


# -- JSON -------------------------------------------------------------------------------------------------------


def rows_of_json(text: str, has_title: HasTitle) -> Iterator[Row | ReadError]:
    """Yield the objects in a text, one behind the other or in a list.

    An object without a title stands for the records in it. Where they have no date or id, they have the date of the
    object, else the name of their member, as in ``{"2024-07-12": [...]}`` and ``{"2407.08348": {...}}``.
    """
    places = Places(text)
    for offset, value in each_value(text):
        if isinstance(value, ReadError):
            yield value
            continue
        names = _members_with_records(value, has_title) if isinstance(value, dict) and not has_title(value) else ()
        if not names:
            yield Row(value, *places.of(offset))
            continue
        dated = {key: day for key, day in value.items() if plain_name(key) == "date"}
        for name, start, inner in members_at(text, offset):
            if name in names:
                known = {"id": name, "date": name, **dated}
                for place, item in items_at(text, start) if isinstance(inner, list) else [(start, inner)]:
                    if isinstance(item, dict):
                        item |= {key: each for key, each in known.items() if key not in item}
                    yield Row(item, *places.of(place))


def _members_with_records(value: dict[str, Any], has_title: HasTitle) -> list[str]:
    """Return the names of lists of objects with titles; else all, if each is such an object; else the only list."""
    lists = [name for name, inner in value.items() if _first_object(inner)]
    if titled := [name for name in lists if has_title(_first_object(value[name]))]:
        return titled
    if all(isinstance(inner, dict) and has_title(inner) for inner in value.values()):
        has_lists = any(has_title(_first_object(each)) for inner in value.values() for each in inner.values())
        return [] if has_lists else list(value)
    return lists if len(lists) == 1 else []


def _first_object(value: Any) -> dict[str, Any]:
    """Return the first item of a list of objects; an empty object for any other value."""
    return value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}


# -- CSV --------------------------------------------------------------------------------------------------------


DELIMITERS = {"csv": ",;|\t", "tsv": "\t"}
"""The characters that may stand between cells, by the suffix of a file."""


def rows_of_csv(text: str, delimiters: str, has_title: HasTitle) -> Iterator[Row | ReadError | ReadWarning]:
    """Yield the rows below the header, whose cells stand between the first of the delimiters that finds a title there.

    Raises :class:`~dailypapers.ReadError` where none does.
    """
    for delimiter in delimiters:
        lines = _lines_of_csv(text, delimiter)
        _, first = next(lines, (1, []))
        if not isinstance(first, ReadError) and has_title(first):
            yield from _rows(first, lines)
            return
    raise ReadError("no column of titles in the first line; the option title names one", 1, 1)


def _lines_of_csv(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | ReadError]]:
    """Yield the cells of each line that has some, and its number; a line that is no CSV is an error."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, ReadError(f"no CSV: {error}", line)
            continue
        if cells:
            yield line, cells


def _rows(
    header: list[str], lines: Iterable[tuple[int, list[str] | ReadError]]
) -> Iterator[Row | ReadError | ReadWarning]:
    """Yield rows with their cells by the names in the header; the first of two with the same name counts."""
    names = [name if name not in header[:index] else "" for index, name in enumerate(header)]
    for line, cells in lines:
        if isinstance(cells, ReadError):
            yield cells
            continue
        if len(cells) > len(header) and any(map(str.strip, cells[len(header) :])):
            yield ReadWarning(f"dropped what is beyond the {len(header)} columns of the header", line)
        yield Row(dict(zip(names, cells, strict=False)), line)


# -- tables of Markdown -----------------------------------------------------------------------------------------

_BELOW_HEADER = re.compile(r"\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*+\|?")
_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")


def tables_in(text: str, has_title: HasTitle) -> Iterator[Iterator[Row | ReadError | ReadWarning]]:
    """Yield the rows of each table that has a column of titles."""
    lines = text.split("\n")
    is_in_fence = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            is_in_fence = not is_in_fence
        is_below_header = not is_in_fence and index > 0 and "-" in line and _BELOW_HEADER.fullmatch(line.strip())
        if is_below_header and "|" in lines[index - 1]:
            header = list(map(_cell, _cells(lines[index - 1])))
            if len(header) == len(_cells(line)) and has_title(header):
                yield _rows(header, _lines_of_table(lines, index + 1))


def _lines_of_table(lines: list[str], start: int) -> Iterator[tuple[int, list[str] | ReadError]]:
    for index in range(start, len(lines)):
        if "|" not in lines[index]:
            return
        yield index + 1, list(map(_cell, _cells(lines[index])))


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|"))
    return cells if len(cells) == 1 or cells[-1].strip() else cells[:-1]


# Tags that people write into cells. Of a summary, "Show", the words go as well.
_BLOCK = re.compile(r"<summary>.*?</summary>|</?(?:br|center|details|div|li|ol|p|ul)(?:\s[^<>]*+)?/?>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:a|b|code|em|font|i|img|kbd|s|small|span|strong|sub|sup|u)(?:\s[^<>]*+)?/?>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s[^<>]*?href=[\"']?([^\"'\s<>]++)[^<>]*+>(.*?)</a>", re.IGNORECASE)


def _cell(cell: str) -> str:
    """Return a cell without tags and escaped bars, and a link of HTML as one of Markdown."""
    cell = cell.replace("\\|", "|")
    if "<" in cell:
        cell = _INLINE.sub("", _BLOCK.sub(" ", _ANCHOR.sub(r"[\2](\1)", cell)))
    return cell.strip()
