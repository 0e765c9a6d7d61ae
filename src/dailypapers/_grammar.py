"""The grammar and the one parser made from it: text to a tree of lines, and a line to its parts.

What a line looks like is written in ``digest.lark`` alone; what it means is decided in ``_build``.
"""

import pkgutil
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import cycle, repeat
from typing import Any, TypeAlias

from lark import Lark, Token, Tree
from lark.common import LexerConf
from lark.lexer import Lexer, LexerState

Match: TypeAlias = re.Match[str]


@cache
def parser() -> Lark:
    """Build the parser, once a process. Lark's own cache would unpickle a file of a predictable name: not used."""
    grammar = pkgutil.get_data("dailypapers.grammar", "digest.lark")
    if not grammar:
        raise ImportError("dailypapers is installed without its grammar, digest.lark; install it again")
    return Lark(
        grammar.decode(),
        parser="lalr",
        lexer=_Lexer,
        start=["document", "within", "label"],
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


class Papers(Token):
    """Papers that follow each other, with the match of each, so that none need be matched again."""

    __slots__ = ("matches",)
    matches: list[Match]

    def numbered(self) -> Iterator[tuple[Match, int]]:
        """Give each paper and the number of its first line."""
        line = self.line or 0
        for each in self.matches:
            yield each, line
            line += each.string.count("\n", each.start(), each.end())


class _Lexer(Lexer):
    """Lark's contextual lexer with less work a token: one pattern for all that a state of the parser takes.

    It can do with less because the grammar ignores nothing, no terminal has a callback, and every state takes
    every line.
    """

    __future_interface__ = 2

    def __init__(self, conf: LexerConf) -> None:
        strongest_first = sorted(conf.terminals, key=lambda terminal: (-terminal.priority, terminal.name))
        self._terminals = {terminal.name: terminal.pattern.to_regexp() for terminal in strongest_first}
        self._patterns: dict[int, re.Pattern[str]] = {}  # by state

    def _pattern(self, accepts: Collection[str]) -> re.Pattern[str]:
        # States that take the same terminals share a pattern: re remembers what it compiled.
        return re.compile("|".join(f"(?P<{name}>{each})" for name, each in self._terminals.items() if name in accepts))

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        given: Any = lexer_state.text
        text: str = getattr(given, "text", given)  # before Lark 1.3 it was the text itself
        states = parser_state.parse_conf.states
        stack = parser_state.state_stack
        patterns = self._patterns
        start, line, end = 0, 1, len(text)
        while start < end:
            state = stack[-1]
            if state not in patterns:
                patterns[state] = self._pattern(states[state])
            match = patterns[state].match(text, start)
            assert match is not None  # noqa: S101 - OTHER takes what no other terminal does
            if match.lastgroup == "PAPER":
                token: Token = _papers(match, line)
            else:
                token = Token(match.lastgroup or "", match[0], start, line, 1, end_pos=match.end())
            start = token.end_pos or end
            yield token
            line += token.count("\n")


def _papers(first: Match, line: int) -> Papers:
    """Take PAPER as often as it comes: a token for all, as each would cost some steps of the parser."""
    matches, start = [], first.start()
    each: Match | None = first
    while each and each.lastgroup == "PAPER":
        matches.append(each)
        end = each.end()
        each = first.re.match(first.string, end)
    token = Papers("PAPER", first.string[start:end], start, line, 1, end_pos=end)
    token.matches = matches
    return token


def lines(text: str) -> Tree[Token]:
    """Parse any text; the grammar takes them all. A missing line feed at its end is added."""
    return parser().parse(text if text.endswith("\n") else text + "\n", start="document")


def head_parts(paper: Match) -> tuple[Any, ...]:
    """Give the groups of the head in a PAPER, which as the strongest comes first, and where its bullets begin."""
    return *paper.group(2, 3, 4, 5, 6, 7, 8, 9), paper.end(9)


def one_paper(paper: Match, line: int) -> Token:
    """Make a token of one paper among others, which begins in a line of this number."""
    return Token("PAPER", paper[0], paper.start(), line, 1, end_pos=paper.end())


def single(token: Token) -> Iterator[Token]:
    """Give what a block stands for, each a token of its own terminal: a head its lines, papers those and their bullets,
    bullets each of them, and a line itself.
    """
    terminals: Iterable[str]
    if token.type in ("HEAD", "PAPER"):
        terminals = cycle(("HEADING", "IMAGE", "VOTE", "AUTHORS", "BULLETS"))
    elif token.type == "BULLETS":
        terminals = repeat("BULLET")
    else:
        yield token
        return
    offset, start, line = 0, token.start_pos or 0, token.line or 0
    for terminal in terminals:
        found = pattern(terminal).match(token, offset)
        if found is None:
            return
        yield Token(terminal, found[0], start + offset, line, 1, end_pos=start + found.end())
        offset = found.end()
        line += found[0].count("\n")


@cache
def pattern(terminal: str) -> re.Pattern[str]:
    """Give the pattern of a terminal; what its groups are is said in the grammar."""
    return re.compile(parser().get_terminal(terminal).pattern.to_regexp())


def parts(token: Token) -> re.Match[str]:
    """Match a token by its own terminal again: the parts of the line are the groups that the grammar lists."""
    line = pattern(token.type).match(token)
    assert line is not None  # noqa: S101 - this pattern made the token
    return line


def match(terminal: str, line: str) -> re.Match[str] | None:
    """Match a line (without its line feed) that may never have been in a text by one terminal."""
    return pattern(terminal).fullmatch(line + "\n")


def names(text: str) -> Iterator[re.Match[str]]:
    """Find the names between the commas of the end of a line, empty ones too."""
    return pattern("NAME").finditer(text.rstrip(" \r") + "\n")


def plain_tags(token: Token) -> int:
    """Give how far a line of tags holds nothing but links and how to show them: all of it, or up to an attribute."""
    found = pattern("PLAIN_TAGS").match(token)
    return found.end() if found else 0


def tag_links(token: Token) -> Iterator[str]:
    """Find the links of a line of tags."""
    for found in pattern("TAG_LINK").finditer(token):
        yield next(group for group in found.groups() if group is not None).strip(" ")


def stripped(part: str) -> str:
    """Give a part of a line without what means nothing at its ends: blanks, and carriage returns at the end."""
    return part.lstrip(" ").rstrip(" \r")
