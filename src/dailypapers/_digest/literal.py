"""Lists and dicts that a producer printed with Python's ``str``: read as literals, never evaluated; lists written.

This module knows Python's notation and nothing of digests.
"""

import ast
import re
from collections.abc import Iterable
from typing import TypeAlias

LONGEST = 1_000_000
"""Characters; a longer text is not looked at."""

DEEPEST = 32
"""Lists and dicts in each other; a deeper one is refused."""

Value: TypeAlias = "str | int | float | bool | Collection | None"
Collection: TypeAlias = "list[Value] | tuple[tuple[str, Value], ...]"
"""A list, or a dict as the pairs it was written with, so that a key that occurs twice is not lost."""

# The parts of a printed list. Python's parser takes more: prefixes, strings side by side, comments, and code that it
# warns about.
_STRING = r"""(?:'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+")(?![ ]*['"])"""
_PRINTED = re.compile(rf"(?:{_STRING}|[][{{}},: 0-9.e+-]|True|False|None)*+")

# A list of texts without an escape, as nearly all are: they stand there as Python's parser would return them.
_PLAIN_TEXT = r"""'([^'\\\n]*+)'|"([^"\\\n]*+)\""""
_PLAIN_TEXTS = re.compile(rf"\[(?:{_PLAIN_TEXT})(?:, (?:{_PLAIN_TEXT}))*+\]")

# `'\d'` is two characters to Python, which warns about it; `'\\d'` is the same text without a warning. To silence
# warnings would silence those of other threads as well.
_ESCAPE = re.compile(r"\\([4-7][0-7][0-7]|.)")
_KNOWN_ESCAPES = frozenset("\\'\"abfnrtvxuUN01234567")


def read(text: str) -> Collection:
    """Read a text that opens with ``[`` or ``{`` and is one list or dict to its last character.

    Raises ``ValueError`` when it is none, or is longer or deeper than the limits of this module.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    if text.isprintable() and _PLAIN_TEXTS.fullmatch(text):
        return [single or double for single, double in re.findall(_PLAIN_TEXT, text)]
    if not _PRINTED.fullmatch(text):
        raise ValueError("not as Python prints it")
    source = _ESCAPE.sub(lambda match: match[0] if match[1] in _KNOWN_ESCAPES else "\\" + match[0], text)
    try:
        value = _value(ast.parse(source, mode="eval").body, DEEPEST, source.encode())
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError("no literal") from error
    if not isinstance(value, list | tuple):
        raise ValueError("neither a list nor a dict")
    return value


def write(texts: Iterable[str]) -> str:
    """Write a list as Python prints it, but for characters whose printing depends on Python's version."""
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    quote = '"' if "'" in text and '"' not in text else "'"
    escaped = (
        f"\\{char}" if char in ("\\", quote) else char if char >= " " else f"\\x{ord(char):02x}" for char in text
    )
    return f"{quote}{''.join(escaped)}{quote}"


def _value(node: ast.expr, levels: int, source: bytes) -> Value:
    if levels == 0:
        raise ValueError("too deep")
    match node:
        case ast.List(elts=items):
            return [_value(item, levels - 1, source) for item in items]
        case ast.Dict(keys=keys, values=values):
            return tuple(
                (str(_scalar(key, source)), _value(value, levels - 1, source))
                for key, value in zip(keys, values, strict=True)
                if key is not None  # that would be the `**` of `{**other}`, which is not printed
            )
    return _scalar(node, source)


def _scalar(node: ast.expr, source: bytes) -> str | int | float | bool | None:
    match node:
        case ast.Constant(value=str(text)):
            text.encode()  # a lone surrogate is no text: UnicodeEncodeError is a ValueError
            return text
        case ast.Constant(value=int() | float() | None as value):
            pass
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            value = -value
        case _:
            raise ValueError("neither text nor number")
    if str(value).encode() != source[node.col_offset : node.end_col_offset]:
        raise ValueError("not the digits that Python prints")  # 2.50, 1e400
    return value
