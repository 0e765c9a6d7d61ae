"""Text on its way to a person's terminal: nothing that controls it gets through, and carets point right.

Pure functions over ``str``; what is shown, and where, is decided elsewhere.
"""

import unicodedata

LONGEST = 100
"""How many characters of a source line are shown at most."""


def plain(text: str) -> str:
    r"""Show ``text`` without what a terminal would act upon: controls and reordering marks as ``\x1b``, ``\u202e``."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escape(c) for c in text)


def excerpt(line: str, column: int) -> str:
    """Give the part of a source line around ``column`` (from 1, in code points), and a caret below that spot.

    The caret is placed in terminal cells, of which a Korean letter takes two. An empty line gives no lines.
    """
    if not line:
        return ""
    spot = min(max(column - 1, 0), len(line))
    start = max(0, min(spot - LONGEST // 2, len(line) - LONGEST))
    shown = line[start : start + LONGEST]
    before = plain(shown[: spot - start])
    head = "…" if start else ""
    tail = "…" if start + LONGEST < len(line) else ""
    return f"    {head}{plain(shown)}{tail}\n    {' ' * _cells(head + before)}^"


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _cells(text: str) -> int:
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
