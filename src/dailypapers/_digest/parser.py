"""The grammar and the one parser made from it: text to a tree of lines, and a line to its parts.

``digest.lark`` alone describes a line; the modules beside this one read its meaning. This is the only module that knows
Lark. It uses four things that Lark does not document: ``parser_state`` of a custom lexer (its ``state_stack`` and the
table of its states), ``pattern.to_regexp`` of a terminal, ``LexerConf``, and ``memo_serialize``, with which Lark writes
its own stand-alone parsers. They are the same in Lark 1.2.1 and 1.3.1, the bounds that the tests are run with.
"""

import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Any, TypeAlias

import lark
from lark import Lark, Token, Tree
from lark.common import LexerConf
from lark.grammar import Rule
from lark.lexer import Lexer, LexerState, TerminalDef
from lark.utils import SerializeMemoizer

Match: TypeAlias = re.Match[str]

RUNS = frozenset(["PAPER", "BULLET", "OTHER"])
"""Lines of one of these terminals that follow each other are one token, as each token costs steps of the parser."""


class Lines(Token):
    """One line, or a run of them: the text between ``start`` and ``end``.

    ``matches`` has the match of the terminal: for PAPER one a paper, for other terminals that of the first line alone.
    No text is copied, and no line is counted.
    """

    __slots__ = ("end", "matches", "start")
    start: int
    end: int
    matches: list[Match]


def parse_by(start: str, text: str) -> Tree[Lines]:
    """Parse normalized text by one of the starts of the grammar, each of which takes them all."""
    return make_parser().parse(text, start=start)  # type: ignore[return-value]


def normalize(text: str) -> str:
    """Return a text without byte order mark, with a line feed alone at the end of each line, the last one included.

    Line numbers and columns stay what they are: only carriage returns and spaces before a line feed are removed.
    """
    return _with_line_feeds(text.removeprefix("\ufeff"))


def _with_line_feeds(text: str) -> str:
    if not text.endswith("\n"):
        text += "\n"
    if "\r" not in text:
        return text
    text = text.replace("\r\n", "\n")
    done, pieces = 0, []
    at = text.find("\r")
    while at >= 0:  # several before a line feed, or one that is part of the text
        end = text.find("\n", at)
        pieces.append(text[done:end].rstrip(" \r"))
        done, at = end, text.find("\r", end)
    return "".join([*pieces, text[done:]]) if pieces else text


@cache
def make_parser() -> Lark:
    """Return the parser, made once a process: from the table in the wheel in 2 ms, or from the grammar in 30.

    The table is a module beside the grammar, with the data that ``Lark.load`` takes. It is used where it was made of
    this grammar by this release of Lark. Lark's own cache would unpickle a file of a predictable name: not used.
    """
    grammar = read_grammar()
    try:
        table: Any = import_module("dailypapers.grammar.table")
    except ModuleNotFoundError:  # an editable install has none
        table = None
    if table is None or _made_of(grammar) != table.MADE_OF:
        return Lark(grammar, lexer=_Lexer, **OPTIONS)
    table.DATA["options"]["lexer"] = table.DATA["parser"]["lexer_conf"]["lexer_type"] = _Lexer
    return Lark.load({"data": table.DATA, "memo": table.MEMO})


def write_table(grammar: str) -> str:
    """Return the text of the module ``table`` for a grammar and the release of Lark that is installed."""
    parser = Lark(grammar, lexer=_Lexer, **OPTIONS)
    memo = SerializeMemoizer([TerminalDef, Rule])
    for each in [*parser.terminals, *parser.rules]:  # in their order, not in that of the states
        memo.memoized.get(each)
    data: Any = _plain(parser.serialize(memo))
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = None
    data["parser"]["parser"] = _in_order(data["parser"]["parser"])
    text = f"MADE_OF = {_made_of(grammar)!r}\nDATA = {data!r}\nMEMO = {_plain(memo.serialize())!r}\n"
    return f'"""The parser of ``digest.lark`` as data, written when the wheel was built."""\n\n{text}'


def _plain(data: Any) -> Any:
    """Return data without the tokens of a grammar, which Lark 1.2 leaves in it for text."""
    if isinstance(data, dict):
        return {_plain(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return type(data)(map(_plain, data))
    return str.__str__(data) if isinstance(data, str) else data


def _in_order(table: dict[str, Any]) -> dict[str, Any]:
    """Number the states and tokens of a table anew: Lark's order is that of addresses in memory."""
    tokens = sorted(table["tokens"].values())
    actions = {
        state: sorted((table["tokens"][token], *action) for token, action in each.items())
        for state, each in table["states"].items()
    }
    states = [state for _, state in sorted(table["start_states"].items())]
    for state in states:  # which grows
        states += dict.fromkeys(to for _, kind, to in actions[state] if kind == 0 and to not in states)
    numbers = {state: number for number, state in enumerate(states)}
    return {
        "tokens": dict(enumerate(tokens)),
        "states": {
            numbers[state]: {
                tokens.index(token): (kind, numbers[to] if kind == 0 else to) for token, kind, to in actions[state]
            }
            for state in states
        },
        **{
            key: {name: numbers[table[key][name]] for name in sorted(table[key])}
            for key in ("start_states", "end_states")
        },
    }


def _made_of(grammar: str) -> str:
    return sha256(f"{lark.__version__} {OPTIONS} {grammar}".encode()).hexdigest()


OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "start": ["document", "text", "tags"],
    "maybe_placeholders": False,
    "keep_all_tokens": True,
}


def read_grammar() -> str:
    """Return the text of ``digest.lark``."""
    grammar = pkgutil.get_data("dailypapers.grammar", "digest.lark")
    if not grammar:
        raise ImportError("dailypapers is installed without its grammar, digest.lark; install it again")
    return grammar.decode()


@cache
def pattern(terminal: str) -> re.Pattern[str]:
    """Return the pattern of a terminal; the grammar says what its groups are."""
    return re.compile(make_parser().get_terminal(terminal).pattern.to_regexp())


def match_line(terminal: str, line: str) -> Match | None:
    """Match a line that may never have been in a text by one terminal; ``None`` where the terminal does not take it."""
    return pattern(terminal).fullmatch(_with_line_feeds(line))


class _Lexer(Lexer):
    """Lark's contextual lexer with less work a token: one pattern for all that a state of the parser takes.

    It can do with less because the grammar ignores nothing, no terminal has a callback, and every state takes every
    line. The strongest terminal has a pattern of its own, tried first: it takes nearly all of a digest, and its groups
    are few. A test holds its tokens to those of Lark's own lexer.
    """

    __future_interface__ = 2

    def __init__(self, conf: LexerConf) -> None:
        strongest, *others = sorted(conf.terminals, key=lambda terminal: (-terminal.priority, terminal.name))
        self._strongest = strongest.name
        self._strongest_pattern = re.compile(strongest.pattern.to_regexp())
        self._others = {terminal.name: terminal.pattern.to_regexp() for terminal in others}
        self._patterns: dict[int, re.Pattern[str]] = {}  # by state

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Lines]:
        given: Any = lexer_state.text
        text: str = getattr(given, "text", given)  # before Lark 1.3 it was the text itself
        states = parser_state.parse_conf.states
        stack = parser_state.state_stack
        start, length = 0, len(text)
        while start < length:
            accepts = states[stack[-1]]
            token = self._run_of_strongest(text, start) if self._strongest in accepts else None
            if token is None:
                if stack[-1] not in self._patterns:
                    taken = (f"(?P<{name}>{each})" for name, each in self._others.items() if name in accepts)
                    # States that take the same terminals share a pattern, as re remembers it.
                    self._patterns[stack[-1]] = re.compile("|".join(taken))
                token = self._token(self._patterns[stack[-1]], text, start)
                if token.type in RUNS:
                    self._extend(token, self._patterns[stack[-1]], text, self._strongest in accepts)
            start = token.end
            yield token

    def _run_of_strongest(self, text: str, start: int) -> Lines | None:
        matches, end = [], start
        while match := self._strongest_pattern.match(text, end):
            matches.append(match)
            end = match.end()
        return _lines(self._strongest, start, end, matches) if matches else None

    def _token(self, combined: re.Pattern[str], text: str, start: int) -> Lines:
        match = combined.match(text, start)
        assert match is not None  # noqa: S101 - OTHER takes what no other terminal does
        assert match.lastgroup is not None  # noqa: S101 - each alternative is a named group
        # The match of one terminal takes a tenth of the memory of one of them all, and counts its groups from 1.
        own = re.compile(self._others[match.lastgroup]).match(text, start)
        assert own is not None  # noqa: S101 - it is what has just matched
        return _lines(match.lastgroup, start, match.end(), [own])

    def _extend(self, token: Lines, combined: re.Pattern[str], text: str, tries_strongest: bool) -> None:
        """Let a token end where the run of its terminal ends."""
        length = len(text)
        while token.end < length and not (tries_strongest and self._strongest_pattern.match(text, token.end)):
            match = combined.match(text, token.end)
            if match is None or match.lastgroup != token.type:
                return
            token.end = match.end()


def _lines(terminal: str, start: int, end: int, matches: list[Match]) -> Lines:
    token = Lines(terminal, "")
    token.start, token.end, token.matches = start, end, matches
    return token
