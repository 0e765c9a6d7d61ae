"""Text on its way to a person's terminal: nothing that controls it gets through, and carets point right.

Pure functions over ``str``; ``_command`` decides on the words and the stream.
"""

import unicodedata

LONGEST = 100
"""How many characters of a source line are shown at most."""


def plain(text: str) -> str:
    r"""Show controls and reordering marks, which a terminal would act upon, as ``\x1b`` and ``\u202e``."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escape(c) for c in text)


def excerpt(line: str, column: int) -> str:
    """Return the part of a source line around ``column`` (from 1, in code points), and a caret below that spot.

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
