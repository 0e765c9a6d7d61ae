"""Contents to read: whatever decoding or a disk can give, and examples with something changed, missing or doubled.

With each comes what it is in words, nothing for one that is short enough to be shown.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

from hypothesis import strategies as st

from dailypapers.testing.growth import UNITS

Content: TypeAlias = tuple[str, Any]

_VALUES = ("null", "true", "0", '"a"', "[]", "{}")
# What means something to JSON, XML, YAML, RIS, BibTeX, CSV, or to Python's own conversions.
_FRAGMENTS = (
    *("", " ", "\n", "\r\n", "\r", "\t", "\x00", "\x85", "\u2028", "\ufeff", "é", "한국어", "😀", "٣", "\x1b[31m"),
    *('"', "'", "`", "\\", "\\ud800", "\\u0000", "&#xD800;", "&#0;", "&a;", "%s", "{0}", "$"),
    *("<!--", "]]>", "<a>", "</a>", "&a", "*a", "\n---\n", "TY  - ", *_VALUES),
    *("[", "]", "{", "}", "(", ")", "<", ">", ":", ",", ";", "=", "@", "#", "-", "- ", "|"),
    *("NaN", "-Infinity", "-1", "1.5", "1e999", "1_000", "9" * 20, "0x1", "2024-02-30"),
)
_HOSTILE = (
    *("", "\n", "\ufeff", "\x00", "[null]", "[[]]", "[{}]", '{"a": "\\ud800"}', "1e999999", "NaN", *_VALUES),
    *("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a>", "%PDF-1.7", f"[{'9' * 5000}]"),
)
# Python 3.14 reads JSON that is 50,000 levels deep, older ones far less.
_OFTEN = (
    *(("9", 5000), ("[", 100_000), ('{"a":', 100_000), ("<a>", 20_000), ("- ", 2_000)),
    *(("a", 100_000), ("a,b\n", 1_000), ('"', 1_001), ("\r", 1_000)),
)
_NO_TEXT = (b"\xff", b"\xff\xfea\x00", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"\x80" * 100)

# In place of a word or a number: no value, one out of range. In place of a literal, a value of a line, a list or an
# object: one of another type, as JSON, TOML, YAML and EDN have them, and one that is deep or long.
_WORDS = ("", "-1", "0", "99", "9" * 20, "²", "null", "Xyzzy", "\\ud800", "&#xD800;")
_TYPES = (
    *("3", "1.5", "true", "null", '"x"', "[]", "{}", "[3]", "nan", ".nan", "NaN", "2024-07-12T07:32:00"),
    *("[" * 100_000, "9" * 5000),
)
_LITERAL = r'"(?:[^"\\\n]|\\.)*"|[\w.+:-]+'
_IN_PLACE = (
    *((pattern, 24, _WORDS) for pattern in (r"\w+", "[0-9]+")),
    *((pattern, 12, _TYPES) for pattern in (_LITERAL, r"(?<=[:=-] )\S[^\n]*", r"\[[^\[\]]*\]|\{[^{}]*\}")),
)


def any_content(binary: bool, examples: list[Any]) -> "st.SearchStrategy[Content]":
    """Return any text that decoding can give, or any bytes, and changed examples."""
    as_content = str.encode if binary else str
    anything = st.binary(max_size=40) if binary else st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    pieces: st.SearchStrategy[Any] = st.sampled_from(list(map(as_content, _FRAGMENTS))) | anything
    some = st.lists(pieces, max_size=8).map(as_content("").join)
    alone = some.map(lambda content: ("", content))
    return alone | st.sampled_from(examples).flatmap(lambda each: _changed(each, some)) if examples else alone


def _changed(example: Any, some: "st.SearchStrategy[Any]") -> "st.SearchStrategy[Content]":
    places = st.tuples(*[st.integers(0, len(example))] * 2).map(sorted)
    return st.builds(lambda place, new: _replaced(example, tuple(place), new), places, some)


def _replaced(example: Any, span: tuple[int, ...], new: Any) -> Content:
    start, end = span
    what = f"an example with {_shown(new)} in the place of {example[start:end]!r}, behind {example[:start][-20:]!r}"
    return what, example[:start] + new + example[end:]


def _shown(new: Any) -> str:
    return repr(new) if len(new) <= 200 else f"{new[:1]!r} {len(new)} times"


def fixed_contents(binary: bool, examples: list[Any]) -> Iterator[Content]:
    """Yield hostile contents; each example cut off, twice, with other line ends; and with something else in places."""
    as_content = str.encode if binary else str
    yield from (("", as_content(text)) for text in _HOSTILE)
    yield from ((f"{unit!r} {times} times", as_content(unit) * times) for unit, times in _OFTEN)
    if binary:
        yield from (("", content) for content in _NO_TEXT)
    for example in examples:
        yield "an example twice", example + example
        for end in ("\r\n", "\r"):
            yield f"an example whose lines end with {end!r}", example.replace(as_content("\n"), as_content(end))
        for place in range(0, len(example), len(example) // 24 + 1):
            yield f"an example cut off behind {example[:place][-40:]!r}", example[:place]
        for pattern, most, values in _IN_PLACE:
            for span in _places(as_content(pattern), example, most):
                yield from (_replaced(example, span, as_content(value)) for value in values)


def _places(pattern: Any, example: Any, most: int, behind: int = 8) -> list[tuple[int, int]]:
    """Return where a pattern is found, behind other signs each time."""
    found: dict[Any, tuple[int, int]] = {}
    for match in re.finditer(pattern, example):
        found.setdefault(example[: match.start()][-behind:], match.span())
    return list(found.values())[:: len(found) // most + 1]


def with_gaps(examples: list[Any]) -> list[Any]:
    """Return examples, each without one of its lines, and with other names before colons and equals signs."""
    found = []
    for example in examples:
        lines = example.splitlines(keepends=True)
        empty = example[:0]
        found += [empty.join([*lines[:n], *lines[n + 1 :]]) for n in range(0, len(lines), len(lines) // 24 + 1)]
        names = r"(\w+)(?=\"?\s*[:=])"
        found.append(re.sub(names, r"x\1", example) if empty == "" else re.sub(names.encode(), rb"x\1", example))
    return found


# -- long ones ------------------------------------------------------------------------------------------------------


def doubled(example: Any, texts: list[str], copies: int) -> Any:
    """Return copies of an example; the titles and names in it are others in each, so that lines differ."""
    as_content = str.encode if isinstance(example, bytes) else str
    words = sorted(set(texts) - {""}, key=len, reverse=True)[:10]
    text: Any = re.compile(as_content("|".join(map(re.escape, words)) or r"\b\B"))
    # A title may have backslashes, which \g<0> leaves alone.
    pieces = [text.sub(as_content(rf"\g<0> {number}"), example) for number in range(copies)]
    return as_content("").join(pieces)


def with_long_words(binary: bool, examples: list[Any]) -> Iterator[tuple[str, Callable[[int], Any]]]:
    """Yield, with words for it, functions of a number: examples with so many equal signs in the place of a word.

    What is behind it stays, or is cut off.
    """
    as_content = str.encode if binary else str
    for example in examples or [as_content("")]:
        for start, end in _places(as_content(r"\w+"), example, 8, 2) or [(0, 0)]:
            for unit in map(as_content, UNITS):
                what = f"{unit!r} repeated in the place of {example[start:end]!r}"
                yield what, partial(_with_long_word, example[:start], unit, as_content("!") + example[end:])
                yield f"{what}, at the end", partial(_with_long_word, example[:start], unit, as_content(""))


def _with_long_word(before: Any, unit: Any, behind: Any, number: int) -> Any:
    return before + unit * number + behind
