"""The problems of one text while it is being read, each at the place of the line it is about."""

import re

import attrs
from lark import Token

from dailypapers import problems
from dailypapers.models import Problem
from dailypapers.problems import Code

# Kept as text, but seldom meant: controls, of which a tab is one, and the no-break space.
_NOT_ODD = re.compile("[\n\x20-\x7e\xa1-\U0010ffff]*+")


@attrs.define
class Report:
    """Gathers what is told about the lines of ``source``."""

    source: str
    has_no_odd_characters: bool
    """A look at the whole text, which is sooner than one at each line."""
    _told: list[Problem] = attrs.field(factory=list, init=False)

    def tell(self, code: Code, token: Token, column: int | None = None, **data: object) -> None:
        """Note a problem in the line of a token: at a column (from 1), or where the words of the line begin."""
        line = first_line(token)
        if column is None:
            column = len(line) - len(line.lstrip(" ")) + 1
        self._told.append(code.at(self.source, number(token), column, line, **data))

    def tell_odd_characters(self, token: Token) -> None:
        """Note the first character of a line that is part of its text and seldom meant."""
        if self.has_no_odd_characters:
            return
        line = first_line(token)
        plain = _NOT_ODD.match(line)
        place = plain.end() if plain else 0
        if place < len(line):
            self.tell(problems.ODD_CHARACTER, token, place + 1, value=ord(line[place]))

    def told(self) -> tuple[Problem, ...]:
        """Give all problems in the order of their places."""
        return tuple(sorted(self._told, key=lambda problem: (problem.line, problem.column)))


def has_no_odd_characters(text: str) -> bool:
    """Look at a whole text at once."""
    return _NOT_ODD.fullmatch(text) is not None


def number(token: Token) -> int:
    """Give the number of a token's line, from 1."""
    return token.line or 0  # Lark's type allows None, for tokens that no lexer made


def first_line(token: Token) -> str:
    """Give the line of a token without its end and without the empty lines the token took along."""
    return token[: token.index("\n")].rstrip(" \r")


def before_empty_line(token: Token) -> bool:
    """Tell whether an empty line follows a token's line."""
    return token.index("\n") < len(token) - 1
