"""Text in Unicode's normal form, the words that messages share, and text on its way to a person's terminal."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby, islice

MARKS = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
"""A mark of a letter, as a regular expression: Unicode's blocks of combining diacritical marks."""

LONGEST_RUN = 30
"""Combining marks one behind the other; Unicode's stream-safe text has no more (https://www.unicode.org/reports/tr15)."""

_MAYBE_A_RUN = re.compile(rf"[^\w\s]{{{LONGEST_RUN + 1}}}")
"""A mark is no letter, digit or space. Nearly no text has so many other characters in a row, and needs counting."""


def nfc(text: str) -> str:
    """Return a text in the normal form NFC, but for runs of more than 30 combining marks, which stay as they are.

    Marks behind a letter are put into an order, for which Python takes a time in proportion to the square of their
    number. No language needs more than a few.
    """
    if text.isascii() or not _MAYBE_A_RUN.search(text):
        return unicodedata.normalize("NFC", text)
    done = end = 0
    parts = []
    for are_marks, run in groupby(text, _is_mark):
        start, end = end, end + sum(1 for _ in run)
        if are_marks and end - start > LONGEST_RUN:
            parts += [unicodedata.normalize("NFC", text[done:start]), text[start:end]]
            done = end
    return "".join([*parts, unicodedata.normalize("NFC", text[done:])])


def folded(text: str) -> str:
    """Return a text for comparing: without accents and case, with one space for other characters in a row."""
    if not text.isascii():
        text = "".join(map(_without_accent, nfc(text)))
    return _NO_WORD.sub(" ", text).strip().casefold()


def _without_accent(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return parts[0] if all("\u0300" <= mark <= "\u036f" for mark in parts[1:]) else char


_NO_WORD = re.compile(r"[\W_]+")


def _is_mark(char: str) -> bool:
    # These three stand for two marks each and are none themselves.
    return unicodedata.combining(char) > 0 or char in "\u0f73\u0f75\u0f81"


# -- words of messages ------------------------------------------------------------------------------------------


def shortened(text: str) -> str:
    """Return the first 200 characters of a text, with an ellipsis where there are more."""
    return text if len(text) <= 200 else text[:200] + "…"


def some_of(texts: Collection[str], most: int) -> str:
    """List the first of some texts and count the others: ``a, b and 3 more``."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(islice(texts, most)) + more


def kind_of(value: object) -> str:
    """Return the kind of plain data in the words of JSON: ``null``, ``text``, ``a list``; else the type of a value."""
    kinds = {type(None): "null", bool: "a boolean", str: "text", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value)) or ("an object" if isinstance(value, Mapping) else type(value).__name__)


def system_reason(error: OSError | ValueError) -> str:
    """Return the words of the system for a fault of a file. A null character in a path is a ``ValueError``."""
    return getattr(error, "strerror", None) or str(error)


def lone_surrogate(error: UnicodeEncodeError) -> str:
    """Say that text holds half a character, which no file can hold, and show it with the text before it."""
    return f"a lone surrogate, which is no character: {error.object[max(0, error.start - 40) : error.end]!a}"


def either(values: Iterable[str]) -> str:
    """List the values of a choice: ``text, json or github``."""
    *others, last = values
    return f"{', '.join(others)} or {last}" if others else last


def closest(name: str, known: Iterable[str]) -> str:
    """Say in brackets which of the known names was probably meant, if one is close; case and dashes do not count."""
    from difflib import get_close_matches  # 0.7 ms, which only a wrong name costs

    names = {each.lower().lstrip("-"): each for each in known}
    close = get_close_matches(name.lower().lstrip("-"), names, n=1)
    return f" (did you mean {names[close[0]]!r}?)" if close else ""


# -- for a terminal: nothing that controls it gets through, and carets point right -------------------------------


def plain(text: str) -> str:
    r"""Show controls and reordering marks, which a terminal would act upon, as ``\x1b`` and ``\u202e``."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escape(c) for c in text)


_LONGEST_LINE = 100
"""How many characters of a source line are shown at most."""


def excerpt(line: str, column: int) -> str:
    """Return the part of a source line around ``column`` (from 1, in code points), and a caret below that spot.

    The caret is placed in terminal cells, of which a Korean letter takes two. An empty line gives no lines.
    """
    if not line:
        return ""
    spot = min(max(column - 1, 0), len(line))
    start = max(0, min(spot - _LONGEST_LINE // 2, len(line) - _LONGEST_LINE))
    shown = line[start : start + _LONGEST_LINE]
    before = plain(shown[: spot - start])
    head = "…" if start else ""
    tail = "…" if start + _LONGEST_LINE < len(line) else ""
    return f"    {head}{plain(shown)}{tail}\n    {' ' * cells(head + before)}^"


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes: a Korean letter two, a mark on the letter before it none."""
    return len(text) if text.isascii() else sum(map(_width, text))


def cut(text: str, width: int) -> str:
    """Cut a text to a width in cells, with an ellipsis for the rest."""
    if cells(text) <= width:
        return text
    room = width - 1
    for end, char in enumerate(text):
        room -= _width(char)
        if room < 0:
            return text[:end] + "…" * (width > 0)
    return text


def _width(char: str) -> int:
    if char.isascii():
        return 1
    # Of a Hangul syllable in parts the first has two cells, and the vowel and the final consonant stand in them.
    if unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
