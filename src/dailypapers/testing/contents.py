"""Contents to read: whatever decoding or a disk can give, and examples with something changed, missing or doubled."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hypothesis import strategies as st

# What means something to JSON, XML, YAML, RIS, BibTeX, CSV, or to Python's own conversions.
_FRAGMENTS = (
    *("", " ", "\n", "\r\n", "\r", "\t", "\x00", "\x85", "\u2028", "\ufeff", "é", "한국어", "😀", "٣", "\x1b[31m"),
    *('"', "'", "`", "\\", "\\ud800", "\\u0000", "&#xD800;", "&#0;", "&a;", "%s", "{0}", "$"),
    *("<!--", "]]>", "<a>", "</a>"),
    *("[", "]", "{", "}", "(", ")", "<", ">", ":", ",", ";", "=", "@", "#", "-", "- ", "|"),
    *("&a", "*a", "\n---\n", "TY  - "),
    *("null", "true", "NaN", "-Infinity", "0", "-1", "1.5", "1e999", "1_000", "9" * 20, "0x1", "2024-02-30"),
    *("[]", "{}", '""'),
)
_HOSTILE = (
    *("", "\n", "\ufeff", "\x00", "null", "true", "0", '"a"', "[]", "{}", "[null]", "[[]]"),
    *("[{}]", '{"a": "\\ud800"}'),
    *("9" * 5000, f"[{'9' * 5000}]", "1e999999", "NaN", "[" * 20_000, '{"a":' * 20_000, "<a>" * 20_000, "- " * 2_000),
    *("a" * 100_000, "a,b\n" * 1_000, '"' * 1_001, "\r" * 1_000),
    *("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a>", "%PDF-1.7"),
)
_WORDS = (
    "",
    "-1",
    "0",
    "99",
    "9" * 20,
    "²",
    "null",
    "Xyzzy",
    "\\ud800",
    "&#xD800;",
)  # in place of a word: a number out of range, no value
_PLACES = 24


def any_content(binary: bool, examples: list[Any]) -> "st.SearchStrategy[Any]":
    """Return any text that decoding can give, or any bytes, and changed examples."""
    as_content = str.encode if binary else str
    anything = st.binary(max_size=40) if binary else st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    pieces: st.SearchStrategy[Any] = st.sampled_from(list(map(as_content, _FRAGMENTS))) | anything
    some = st.lists(pieces, max_size=8).map(as_content("").join)
    return some | st.sampled_from(examples).flatmap(lambda each: _changed(each, some)) if examples else some


def _changed(example: Any, some: "st.SearchStrategy[Any]") -> "st.SearchStrategy[Any]":
    places = st.tuples(*[st.integers(0, len(example))] * 2).map(sorted)
    return st.builds(lambda place, new: example[: place[0]] + new + example[place[1] :], places, some)


def fixed_contents(binary: bool, examples: list[Any]) -> Iterator[Any]:
    """Yield hostile contents; each example cut off, twice, with other line ends; and with single words changed."""
    as_content = str.encode if binary else str
    yield from map(as_content, _HOSTILE)
    if binary:
        yield from (b"\xff", b"\xff\xfea\x00", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"\x80" * 100)
    for example in examples:
        yield example + example
        for end in ("\r\n", "\r"):
            yield example.replace(as_content("\n"), as_content(end))
        yield from (example[:place] for place in range(0, len(example), len(example) // _PLACES + 1))
        words = [match.span() for match in re.finditer(as_content(r"\w+"), example)]
        numbers = [match.span() for match in re.finditer(as_content("[0-9]+"), example)]
        for start, end_ in [*words[:: len(words) // _PLACES + 1], *numbers[:_PLACES]]:
            for word in map(as_content, _WORDS):
                yield example[:start] + word + example[end_:]


# -- long ones ------------------------------------------------------------------------------------------------------

_UNITS = ("a", " ", "a ", "1", ",", ", ", "(", "-", "*", '"', "\\", "\n", "\t", "a.", "<", "&")
_LONG_PLACES = 6


def doubled(example: Any, titles: list[str], copies: int) -> Any:
    """Return copies of an example; the titles in it are others in each, so that lines differ."""
    as_content = str.encode if isinstance(example, bytes) else str
    words = sorted(set(titles) - {""}, key=len, reverse=True)[:5]
    title: Any = re.compile(as_content("|".join(map(re.escape, words)) or r"\b\B"))
    # A title may have backslashes, which \g<0> leaves alone.
    pieces = [title.sub(as_content(rf"\g<0> {number}"), example) for number in range(copies)]
    return as_content("").join(pieces)


def with_long_words(binary: bool, examples: list[Any]) -> Iterator[tuple[str, Callable[[int], Any]]]:
    """Yield, with words for it, functions of a number: examples with so many equal signs in the place of a word."""
    as_content = str.encode if binary else str
    for example in examples or [as_content("")]:
        words = [match.span() for match in re.finditer(as_content(r"\w+"), example)] or [(0, 0)]
        for start, end in words[:: len(words) // _LONG_PLACES + 1]:
            for unit in map(as_content, _UNITS):
                what = f"{unit!r} repeated in the place of {example[start:end]!r}"
                yield what, partial(_with_long_word, example[:start], unit, as_content("!") + example[end:])


def _with_long_word(before: Any, unit: Any, behind: Any, number: int) -> Any:
    return before + unit * number + behind
