"""Contents to read: whatever decoding or a disk can give, and examples with something changed, missing or doubled.

With each comes what it is in words, nothing for one that is short enough to be shown. All are text, also of
readers that are binary: ``as_text`` has a surrogate for a byte that is no UTF-8, and ``as_bytes`` turns it back.
"""

import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from dailypapers.testing.growth import UNITS

Content: TypeAlias = tuple[str, str]

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


def at_random(examples: list[str], number: int) -> Iterator[Content]:
    """Yield so many contents of what means something to a form, alone or in an example, the same each time."""
    chance = random.Random(1)  # noqa: S311 - no secret
    for place in range(number):
        new = "".join(chance.choices(_FRAGMENTS, k=chance.randrange(8)))
        if examples and place % 2:
            example = chance.choice(examples)
            start, end = sorted(chance.randint(0, len(example)) for _ in range(2))
            yield _replaced(example, (start, end), new)
        else:
            yield "", new + chr(chance.randrange(0xD800))


def _replaced(example: str, span: tuple[int, int], new: str) -> Content:
    start, end = span
    shown = repr(new) if len(new) <= 200 else f"{new[:1]!r} {len(new)} times"
    what = f"an example with {shown} in the place of {example[start:end]!r}, behind {example[:start][-20:]!r}"
    return what, example[:start] + new + example[end:]


def as_text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def as_bytes(content: str) -> bytes:
    return content.encode("utf-8", "surrogateescape")


def fixed_contents(binary: bool, examples: list[str]) -> Iterator[Content]:
    """Yield hostile contents; each example cut off, twice, with other line ends; and with something else in places."""
    yield from (("", text) for text in _HOSTILE)
    yield from ((f"{unit!r} {times} times", unit * times) for unit, times in _OFTEN)
    if binary:
        yield from (("", as_text(content)) for content in _NO_TEXT)
    bad = (as_text(b"\xff"),) if binary else ()
    for example in examples:
        yield "an example twice", example + example
        for end in ("\r\n", "\r"):
            yield f"an example whose lines end with {end!r}", example.replace("\n", end)
        for place in range(0, len(example), len(example) // 24 + 1):
            yield f"an example cut off behind {example[:place][-40:]!r}", example[:place]
        for pattern, most, values in _IN_PLACE:
            for span in _places(pattern, example, most):
                yield from (_replaced(example, span, value) for value in (*values, *bad))


def _places(pattern: str, example: str, most: int, behind: int = 8) -> list[tuple[int, int]]:
    """Return where a pattern is found, behind other signs each time."""
    found: dict[str, tuple[int, int]] = {}
    for match in re.finditer(pattern, example):
        found.setdefault(example[: match.start()][-behind:], match.span())
    return list(found.values())[:: len(found) // most + 1]


def with_gaps(example: str) -> Iterator[str]:
    """Yield an example without one of its lines, and with other names before colons and equals signs."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", example)
    yield from ("".join([*lines[:n], *lines[n + 1 :]]) for n in range(0, len(lines), len(lines) // 24 + 1))
    yield re.sub(r"(\w+)(?=\"?\s*[:=])", r"x\1", example)


# -- long ones ------------------------------------------------------------------------------------------------------


def doubled(example: str, texts: list[str], copies: int) -> str:
    """Return copies of an example; the titles and names in it are others in each, so that lines differ."""
    words = sorted(set(texts) - {""}, key=len, reverse=True)[:10]
    ends = [match.end() for match in re.finditer("|".join(map(re.escape, words)) or r"\b\B", example)]
    parts = [example[start:end] for start, end in pairwise([0, *ends, len(example)])]
    return "".join(f" {number}".join(parts) for number in range(copies))


def with_long_words(examples: list[str]) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield, with words for it, functions of a number: examples with so many equal signs in the place of a word.

    What is behind it stays, or is cut off.
    """
    for example in examples or [""]:
        for start, end in _places(r"\w+", example, 8, 2) or [(0, 0)]:
            for unit in UNITS:
                what = f"{unit!r} repeated in the place of {example[start:end]!r}"
                yield what, partial(_with_long_word, example[:start], unit, f"!{example[end:]}")
                yield f"{what}, at the end", partial(_with_long_word, example[:start], unit, "")


def _with_long_word(before: str, unit: str, behind: str, number: int) -> str:
    return before + unit * number + behind
