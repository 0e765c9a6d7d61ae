"""Text of any length in Unicode's normal form, and as much of it as fits into a message."""

import re
import unicodedata
from collections.abc import Collection
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


def shortened(text: str) -> str:
    """Return the first 200 characters of a text, with an ellipsis where there are more."""
    return text if len(text) <= 200 else text[:200] + "…"


def some_of(texts: Collection[str], most: int) -> str:
    """List the first of some texts and count the others: ``a, b and 3 more``."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(islice(texts, most)) + more
