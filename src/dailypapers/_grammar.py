"""The grammar and the one parser made from it: text to a tree of lines, and a line to its parts.

What a line looks like is written in ``digest.lark`` alone; what it means is decided in ``_build``.
"""

import pkgutil
import re
from collections.abc import Iterator
from functools import cache

from lark import Lark, Token, Tree


@cache
def parser() -> Lark:
    """Build the parser, once a process. Lark's own cache would unpickle a file of a predictable name: not used."""
    grammar = pkgutil.get_data("dailypapers.grammar", "digest.lark")
    if not grammar:
        raise ImportError("dailypapers is installed without its grammar, digest.lark; install it again")
    return Lark(
        grammar.decode(),
        parser="lalr",
        lexer="contextual",
        start=["document", "names"],
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


def lines(text: str) -> Tree[Token]:
    """Parse any text; the grammar takes them all. A missing line feed at its end is added."""
    return parser().parse(text if text.endswith("\n") else text + "\n", start="document")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {terminal.name: re.compile(terminal.pattern.to_regexp()) for terminal in parser().terminals}


def parts(token: Token) -> re.Match[str]:
    """Match a token by its own terminal again: the parts of the line are the groups that the grammar lists."""
    line = _patterns()[token.type].match(token)
    assert line is not None  # noqa: S101 - this pattern made the token
    return line


def match(terminal: str, line: str) -> re.Match[str] | None:
    """Match a line (without its line feed) that may never have been in a text by one terminal."""
    return _patterns()[terminal].fullmatch(line + "\n")


def names(text: str) -> Iterator[re.Match[str]]:
    """Find the names between the commas of the end of a line, empty ones too."""
    return _patterns()["NAME"].finditer(text.rstrip(" \r") + "\n")


def stripped(part: str) -> str:
    """Give a part of a line without what means nothing at its ends: blanks, and carriage returns at the end."""
    return part.lstrip(" ").rstrip(" \r")
