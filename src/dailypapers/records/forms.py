"""Records in the three forms in which they come: JSON, CSV, and tables of Markdown. No meaning is known here."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from dailypapers.errors import ReadError, ReadWarning
from dailypapers.listing import jsontext


@attrs.frozen
class Row:
    """A record: a value, which is an object of fields if all is well, and the place where it begins."""

    data: Any
    line: int
    column: int = 1


def plain_name(name: str) -> str:
    """Return the name of a field without case, spaces, ``_``, ``-`` and emphasis, as in ``**Publish Date**``."""
    return re.sub(r"[\s_*`-]+", "", name).casefold()


HasNames = Callable[[Iterable[str]], bool]
"""Returns whether one of the names of fields has some meaning, such as that of a title."""


# -- JSON -------------------------------------------------------------------------------------------------------


def rows_of_json(text: str, has_title: HasNames, has_more: HasNames) -> Iterator[Row | ReadError]:
    """Yield the objects in a text, one behind the other or in a list.

    An object without a title stands for the records in it, and so does one that has ``has_more`` neither, where it has
    a list of objects with titles: ``{"title": "Feed", "papers": [...]}``. Where they have no date or id, they have the
    date of the object, else the name of their member, as in ``{"2024-07-12": [...]}`` and ``{"2407.08348": {...}}``.
    """
    places = jsontext.Places(text)
    for offset, value in jsontext.each_value(text):
        if isinstance(value, ReadError):
            yield value
            continue
        is_around = isinstance(value, dict) and not (has_title(value) and has_more(value))
        names = _members_with_records(value, has_title) if is_around else ()
        if not names:
            yield Row(value, *places.of(offset))
            continue
        chosen = set(names)
        dated = {key: day for key, day in value.items() if plain_name(key) == "date"}
        for name, start, inner in jsontext.members_at(text, offset):
            if name in chosen:
                known = {"id": name, "date": name, **dated}
                for place, item in jsontext.items_at(text, start) if isinstance(inner, list) else [(start, inner)]:
                    if isinstance(item, dict):
                        item |= {key: each for key, each in known.items() if key not in item}
                    yield Row(item, *places.of(place))


def _members_with_records(value: dict[str, Any], has_title: HasNames) -> list[str]:
    """Return the names of lists of objects with titles; else all, if each is such an object; else the only list."""
    lists = [name for name, inner in value.items() if isinstance(inner, list) and _first_object(inner)]
    if titled := [name for name in lists if has_title(_first_object(value[name]))]:
        return titled
    if has_title(value):
        return []
    if all(isinstance(inner, dict) and has_title(inner) for inner in value.values()):
        has_lists = any(has_title(_first_object(each)) for inner in value.values() for each in inner.values())
        return [] if has_lists else list(value)
    return lists if len(lists) == 1 else []


def _first_object(value: Any) -> dict[str, Any]:
    """Return the first object in a list; an empty one where there is none."""
    return next((item for item in value if isinstance(item, dict)), {}) if isinstance(value, list) else {}


# -- CSV --------------------------------------------------------------------------------------------------------


DELIMITERS = {"csv": ",;|\t", "tsv": "\t"}
"""The characters that may stand between cells, by the suffix of a file."""


def rows_of_csv(text: str, delimiters: str, has_title: HasNames) -> Iterator[Row | ReadError | ReadWarning]:
    """Yield the rows below the header, whose cells stand between the first of the delimiters that finds a title there.

    Raises :class:`~dailypapers.ReadError` where none does.
    """
    if text.lstrip().startswith("|"):
        delimiters = delimiters.replace("|", "")  # a table of Markdown
    for delimiter in delimiters:
        lines = _lines_of_csv(text, delimiter)
        _, first = next(lines, (1, []))
        if not isinstance(first, ReadError) and has_title(first):
            yield from _rows(first, lines)
            return
    raise ReadError("no column of titles in the first line; the option title names one", 1, 1)


def _lines_of_csv(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | ReadError]]:
    """Yield the cells of each line that has some, and its number; a line that is no CSV is an error."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, ReadError(f"no CSV: {error}", line)
            if reader.line_num > line:  # a quotation that is not closed: what is behind it may be text
                return
            continue
        if cells:
            yield line, cells


def _rows(
    header: list[str], lines: Iterable[tuple[int, list[str] | ReadError]]
) -> Iterator[Row | ReadError | ReadWarning]:
    """Yield rows with their cells by the names in the header; the first of two with the same name counts."""
    first = {name: index for index, name in reversed([*enumerate(header)])}
    names = [name if first[name] == index else "" for index, name in enumerate(header)]
    for line, cells in lines:
        if isinstance(cells, ReadError):
            yield cells
            continue
        if len(cells) > len(header) and any(map(str.strip, cells[len(header) :])):
            yield ReadWarning(f"dropped what is beyond the {len(header)} columns of the header", line)
        yield Row(dict(zip(names, cells, strict=False)), line)


# -- tables of Markdown -----------------------------------------------------------------------------------------

_BELOW_HEADER = re.compile(r"\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*+\|?")
_QUOTED = re.compile(r"(?:[ ]{0,3}>[ ]?)++")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})(?!.*`)|[ ]{0,3}(~{3,})")


def tables_in(text: str, has_title: HasNames) -> Iterator[Iterator[Row | ReadError | ReadWarning]]:
    """Yield the rows of each table that has a column of titles, also in a quotation; in a code fence there is none."""
    lines = [_QUOTED.sub("", line) if line.lstrip().startswith(">") else line for line in text.split("\n")]
    fence, end = "", 0
    for index, line in enumerate(lines):
        if index < end:  # a row of the table before
            continue
        if found := _FENCE.match(line):
            run = found[1] or found[2]
            if not fence:
                fence = run
            elif run.startswith(fence) and not line[found.end() :].strip():
                fence = ""
        is_below_header = not fence and index > 0 and "-" in line and _BELOW_HEADER.fullmatch(line.strip())
        if is_below_header and "|" in lines[index - 1]:
            end = next((row for row in range(index + 1, len(lines)) if "|" not in lines[row]), len(lines))
            header = list(map(_cell, _cells(lines[index - 1])))
            if len(header) == len(_cells(line)) and has_title(header):
                rows = (row for row in range(index + 1, end) if lines[row] != lines[index - 1])  # the header again
                rows = (row for row in rows if not _BELOW_HEADER.fullmatch(lines[row].strip()))
                yield _rows(header, [(row + 1, list(map(_cell, _cells(lines[row])))) for row in rows])


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|"))
    return cells if len(cells) == 1 or cells[-1].strip() else cells[:-1]


# Tags that people write into cells. Of a summary, "Show", the words go as well.
_BLOCK = re.compile(
    r"<summary>[^<]*+</summary>|</?(?:br|center|details|div|li|ol|p|summary|ul)(?:\s[^<>]*+)?/?>", re.IGNORECASE
)
_INLINE = re.compile(r"</?(?:a|b|code|em|font|i|img|kbd|s|small|span|strong|sub|sup|u)(?:\s[^<>]*+)?/?>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a(\s[^<>]*+)>([^<]*+)</a>", re.IGNORECASE)
_HREF = re.compile(r"\shref=[\"']?([^\"'\s<>]++)", re.IGNORECASE)


def _cell(cell: str) -> str:
    """Return a cell without tags and escaped bars, and a link of HTML as one of Markdown."""
    cell = cell.replace("\\|", "|")
    if "<" in cell:
        cell = _INLINE.sub("", _BLOCK.sub(" ", _ANCHOR.sub(_link, cell)))
    return cell.strip()


def _link(anchor: re.Match[str]) -> str:
    address = _HREF.search(anchor[1])
    return f"[{anchor[2]}]({address[1]})" if address else anchor[2]
