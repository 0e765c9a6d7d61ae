"""JSON read strictly, for readers of formats that are made of it: no key twice, no NaN, and errors with their place.

Python's own reader silently takes the last of two keys, and ``NaN``. Here every fault is a
:class:`~dailypapers.ReadError` with line and column.
"""

import json
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeAlias, TypeVar

from dailypapers.errors import ReadError

T = TypeVar("T")

_SPACE = re.compile(r"[ \t\n\r]*+")
_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*+")[ \t\n\r]*+(?P<colon>:?)|[][{}]|-?(?:Infinity|NaN)')
_LONGEST_NUMBER = 20

MOST_ERRORS = 1000
"""Errors of one source. A file of another format could have millions."""

LARGE, DENSE = 10_000_000, 8
"""A text of more than ``LARGE`` characters is refused where one in ``DENSE`` opens a list or object: an empty list
takes twenty times the memory of its two characters."""


def loads(text: str) -> Any:
    """Return the one value in a text; raises :class:`~dailypapers.ReadError`."""
    _refuse_nothing_but_brackets(text)
    try:
        value, end = _decoded(text, _after_space(text, 0))
        if (end := _after_space(text, end)) < len(text):
            raise _FaultError("not JSON: Extra data", end)
    except _FaultError as fault:
        raise fault.read_error(Places(text)) from None
    return value


def loads_printed(text: str) -> Any:
    """Return the value that ``str`` printed in Python; raises :class:`~dailypapers.ReadError`.

    Nothing is evaluated: quotes, escapes and names become those of JSON, and the result is read as any JSON.
    """
    parts: list[str] = []
    position = 0
    while position < len(text):
        part = _PRINTED_PART.match(text, position)
        if not part or not part[0]:
            raise ReadError("not printed by Python")
        parts.append(_as_json(part))
        position = part.end()
    return loads("".join(parts))


# Strings that differ from those of JSON in their quotes alone, with what is between them; and any other string.
_PRINTED_PART = re.compile(
    r"""((?: [][{},:\ 0-9.e+-]++ | True | False | None | '(?:[^'"\\\x00-\x1f]++|\\[nrt\\])*+' )*+)
        ('(?:[^'\\\n]++|\\.)*+' | "(?:[^"\\\n]++|\\.)*+")?""",
    re.VERBOSE,
)
_PRINTED_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U(00(?:0[0-9a-f]|10)[0-9a-f]{4})|[nrt\\'\"])")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_encode = json.JSONEncoder(ensure_ascii=False).encode


def _as_json(part: re.Match[str]) -> str:
    run, string = part.groups()
    pieces = run.split("'")  # every other one is a string
    names = "'".join(pieces[::2]).replace("True", "true").replace("False", "false").replace("None", "null")
    pieces[::2] = names.split("'")
    return '"'.join(pieces) + (_encode(_PRINTED_ESCAPE.sub(_unescaped, string[1:-1])) if string else "")


def _unescaped(escape: re.Match[str]) -> str:
    if digits := escape[1] or escape[2] or escape[3]:
        return chr(int(digits, 16))
    return _ESCAPED.get(escape[0][1], escape[0][1])


Place: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""


def values(text: str) -> Iterator[tuple[Place, Any]]:
    """Yield the values in a text, one at a time, each with the place where it begins.

    There may be any white space between them, or none. A list stands for its items. In place of a line that is no JSON
    comes a :class:`~dailypapers.ReadError`, and the next line is read; one is raised where it is not clear what the
    next value would be.
    """
    places = Places(text)
    for offset, value in each_value(text):
        yield places.of(offset), value


def each_value(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the values in a text as :func:`values` does, each with its offset: a place takes a tenth of the time."""
    _refuse_nothing_but_brackets(text)
    places = Places(text)
    position = _after_space(text, 0)
    while position < len(text):
        try:
            if text[position] == "[":
                position = yield from items_at(text, position)
            else:
                value, end = _decoded(text, position)
                yield position, value
                position = end
        except _FaultError as fault:
            line_end = text.find("\n", position)
            is_in_the_line = text[position] != "[" and line_end >= 0 and not text[line_end : fault.end].strip()
            if not is_in_the_line:
                raise fault.read_error(places) from None
            # What is wrong may be in the next line already: where the rest of this one is missing.
            yield position, fault.read_error(places)
            position = line_end
        position = _after_space(text, position)


def counted(items: Iterable[T | ReadError]) -> Iterator[T | ReadError]:
    """Yield items with the errors among them; raises :class:`~dailypapers.ReadError` at one more than there may be."""
    errors = 0
    for item in items:
        if isinstance(item, ReadError):
            errors += 1
            if errors > MOST_ERRORS:
                reason = f"more than {MOST_ERRORS} errors; the rest is not read"
                raise ReadError(reason, item.line, item.column, "" if item.line else item.path)
        yield item


def top_level_keys(text: str) -> Iterator[str]:
    """Yield the keys of the object that a text is, or that is the first of a list, as far as it can be read as one."""
    position = _after_space(text, 0)
    with suppress(_FaultError, IndexError):
        if text[position] == "[":
            position = _after_space(text, position + 1)
        while text[position] in "{,":
            key, position = _decoded(text, _after_space(text, position + 1))
            position = _after_space(text, position)
            if not isinstance(key, str) or text[position] != ":":
                return
            yield key
            _, position = _decoded(text, _after_space(text, position + 1))
            position = _after_space(text, position)


def items_at(text: str, position: int) -> Generator[tuple[int, Any], None, int]:
    """Yield the items of the list that begins at a position, each with its offset; returns the position behind it."""
    position = _after_space(text, position + 1)
    if text[position : position + 1] == "]":
        return position + 1
    while True:
        value, end = _decoded(text, position)
        yield position, value
        position = _after_space(text, end)
        match text[position : position + 1]:
            case "]":
                return position + 1
            case ",":
                position = _after_space(text, position + 1)
            case _:
                raise _FaultError("not JSON: Expecting ',' delimiter", position)


def members_at(text: str, position: int) -> Iterator[tuple[str, int, Any]]:
    """Yield the members of the object that begins at a position, which has some: name, offset of the value, value."""
    while text[position] != "}":
        name, position = _decoded(text, _after_space(text, position + 1))
        position = _after_space(text, _after_space(text, position) + 1)
        value, end = _decoded(text, position)
        yield name, position, value
        position = _after_space(text, end)


class Places:
    """The line and column of offsets in a text. The search for one begins at the last one, if that is before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last, self._line, self._start = 0, 1, 0

    def of(self, offset: int) -> Place:
        if offset < self._last:
            self._last, self._line, self._start = 0, 1, 0
        self._line += self._text.count("\n", self._last, offset)
        if (start := self._text.rfind("\n", self._last, offset)) >= 0:
            self._start = start + 1
        self._last = offset
        return self._line, offset - self._start + 1


def _refuse_nothing_but_brackets(text: str) -> None:
    if len(text) > LARGE and (text.count("[") + text.count("{")) * DENSE > len(text):
        raise ReadError("more lists and objects than there is in them", 1, 1)


def _after_space(text: str, position: int) -> int:
    return _SPACE.match(text, position).end()  # type: ignore[union-attr]


# -- one value ------------------------------------------------------------------------------------------------


class _FaultError(Exception):
    """A fault of a text: its message, its offset, and how far the text was read to find it."""

    def __init__(self, message: str, offset: int, end: int | None = None) -> None:
        self.message, self.offset, self.end = message, offset, offset if end is None else end

    def read_error(self, places: Places) -> ReadError:
        return ReadError(self.message, *places.of(self.offset))


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KeyError
    return found


def _no_constant(_: str) -> None:
    raise ValueError


def _number(digits: str) -> int | float:
    # int refuses thousands of digits, and no number of ours has as many as 20.
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)


_decode = json.JSONDecoder(object_pairs_hook=_each_key_once, parse_constant=_no_constant, parse_int=_number).raw_decode


def _decoded(text: str, position: int) -> tuple[Any, int]:
    """Return the value that begins at a position, and the position behind it."""
    try:
        return _decode(text, position)
    except json.JSONDecodeError as error:
        raise _FaultError(f"not JSON: {error.msg}", error.pos) from None
    except (KeyError, RecursionError):
        raise _unplaced(text, position) from None
    except ValueError:
        constant = next(match for match in _TOKEN.finditer(text, position) if match[0][-1] in "yN")
        raise _FaultError(f"not JSON: {constant[0]}", constant.start()) from None


def _unplaced(text: str, position: int) -> _FaultError:
    """Return a fault in the value at a position of which Python does not tell the place.

    It is looked for in the line alone, if it is in there: a text may have many such lines.
    """
    line_end = text.find("\n", position)
    for end in (line_end, len(text)) if line_end >= 0 else (len(text),):
        try:
            _decode(text[position:end])
        except KeyError:
            offset, key = _repeated_key(text, position, end)
            return _FaultError(f"the key {key} stands twice in one object", offset, end)
        except RecursionError:
            return _FaultError("lists or objects too deep in each other", _deepest(text, position, end), end)
        except ValueError:  # the value goes on in the next line
            continue
    raise AssertionError("there is no such fault")


def _repeated_key(text: str, position: int, end: int) -> tuple[int, str]:
    """Find the first key that its object has twice, in a text in which there is one."""
    keys: list[set[str]] = []
    for match in _TOKEN.finditer(text, position, end):
        if match[0] in "{[":
            keys.append(set())
        elif match[0] in "}]":
            keys.pop()
        elif match["colon"]:
            if (name := json.loads(match["text"])) in keys[-1]:
                return match.start(), ascii(name)
            keys[-1].add(name)
    raise AssertionError("no key stands twice")


def _deepest(text: str, position: int, end: int) -> int:
    """Find where the lists and objects of a value are deepest in each other, up to where they end."""
    depth = deepest = 0
    found = position
    for match in _TOKEN.finditer(text, position, end):
        if match[0] in "{[":
            depth += 1
            if depth > deepest:
                deepest, found = depth, match.start()
        elif match[0] in "}]":
            depth -= 1
            if depth <= 0:
                break
    return found
