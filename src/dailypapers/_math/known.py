r"""Math that is known: what stands between the dollars of a title is math only where each command in it is.

TeX is a programming language, and a title may hold a program. A list of what is forbidden cannot be completed, so what
is not known is text. So is what TeX finds an error in, as ``x^a^b``, ``\frac{a}`` and a lone ``\left(``.
"""

import re
import unicodedata
from typing import NamedTuple, Self

from dailypapers._math.commands import (
    ACCENTS,
    ALPHABETS,
    AS_A_SCRIPT,
    BOLD,
    BRACKETS,
    CHARACTERS,
    COLUMNS,
    COSTLY,
    OLD_FONTS,
    ONE,
    SYMBOLS,
    TEXT,
    TWO,
)

# A group in TeX may be 255 deep, and what costs takes four times as long, or five, in each other.
_DEEPEST = 16
_MOST_COSTLY = 2

# LuaTeX takes other letters, and packages an @, for more of a name.
_NAME = r"[A-Za-z]++(?![^\x00-\x7f]|@)"
_BRACKET = rf"[][()/|.<>]|\\[{{}}|]|\\(?=(?:{'|'.join(BRACKETS)})(?![A-Za-z])){_NAME}"
_ENVIRONMENT = rf"\{{(?:{'|'.join(COLUMNS)})\}}"
_TOKEN = re.compile(
    rf"""
      (?P<blank>[ ]++)
    | \\begin(?P<begin>{_ENVIRONMENT})
    | \\end{_ENVIRONMENT}
    | \\(?P<fence>left|right|middle|[bB]igg?[lrm]?)[ ]*+(?:{_BRACKET})
    | (?P<row>\\\\(?![ ]*+[][*{{}}]))
    | \\(?P<negated>not)[ ]*+(?:[=<>]|\\(?P<relation>{_NAME}))
    | \\(?P<optional>sqrt|xleftarrow|xrightarrow)[ ]*+\[[A-Za-z0-9+-]++\]
    | \\(?P<name>operatorname\*|{_NAME})
    | \\[^A-Za-z]
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_CHARS = _LETTERS | frozenset("+-*/=<>()[]|.,;:!?@")
_SIGNS = frozenset(rf"\{char}" for char in "#$%&_{} |,:;!>")
_CHARS_OF_TEXT = _CHARS | {"'"} | frozenset(rf"\{char}" for char in "#$%&_{} ")
_ESCAPED = {char: rf"\{char}" for char in "%#&"}


def parts(math: str) -> list[tuple[str, bool]] | None:
    r"""Return math in parts as LaTeX takes it, each with whether it is text to TeX; ``None`` where it is not known.

    What is bare in it and means to TeX what a title never means is escaped.

    >>> parts(r"50% \text{of} \alpha")
    [('50', False), ('\\%', False), (' \\text{', False), ('of', True), ('} \\alpha', False)]
    >>> parts(r"\input{file}") is None
    True
    """
    reader = _Reader(math)
    try:
        reader.sequence("", _Place())
    except _UnknownError:
        return None
    return [*reader.parts, (math[reader.done :], False)]


class _UnknownError(Exception):
    """What was read is no math that is known."""


class _Place(NamedTuple):
    """What surrounds an atom: how many groups, commands that cost, and accents; whether bold; whether bare braces.

    Those of ``\\bm{x}``, and of ``\\mathrm{x}`` below an accent, are none to TeX, which sees what is in them alone.
    """

    depth: int = 0
    costly: int = 0
    accents: int = 0
    accent_depth: int = 0  # of the group that the innermost accent is over
    in_bold: bool = False
    bare: bool = False

    def deeper(self) -> Self:
        return self._replace(depth=self.depth + 1)

    def within(self, name: str) -> Self:
        return self._replace(
            costly=self.costly + (name in COSTLY),
            accents=self.accents + (name in ACCENTS),
            accent_depth=self.depth + 1 if name in ACCENTS else self.accent_depth,
            in_bold=self.in_bold or name in BOLD,
            bare=self.bare or name in BOLD or (name in ALPHABETS and self.accents > 0),
        )


class _Reader:
    """Reads math from one end to the other; ``parts`` are those before ``done``."""

    def __init__(self, math: str) -> None:
        self._math = math
        self._tokens = _TOKEN.finditer(math)
        self.parts: list[tuple[str, bool]] = []
        self.done = 0

    def sequence(self, closed_by: str, place: _Place, columns: int = 1) -> set[str] | None:
        r"""Read atoms and their scripts up to a brace, a ``\right``, the end of an environment, or that of all.

        Returns which scripts the whole has already, where it has: TeX takes ``{\hat x^a}^b`` for ``\hat x^a^b``.
        """
        if place.depth > _DEEPEST or place.costly > _MOST_COSTLY:
            raise _UnknownError
        # Those of the last atom, and whether a prime is the last of them. Bare braces have to begin with an atom.
        scripts, prime = {"^", "_"} if place.bare else set(), False
        column, has_accent, is_empty = 1, place.bare, True
        is_accent = False
        for token in self._tokens:
            value = token[0]
            if closed_by == (r"\right" if token["fence"] == "right" else value):
                if is_empty and place.bare:
                    raise _UnknownError
                return scripts if has_accent else None
            if value in ("^", "'"):
                # x^a^b is an error, and x^a' is one; x'^a is none.
                if ("^" in scripts and not prime) or (value == "'" and place.in_bold):
                    raise _UnknownError
                if value == "^":
                    self._script(place, after_prime=prime)
                scripts.add("^")
                prime = value == "'"
            elif value == "_":
                if "_" in scripts:
                    raise _UnknownError
                self._script(place)
                scripts.add("_")
                prime = False
            elif token["blank"] or (token["name"] in OLD_FONTS and not place.in_bold):
                prime = False
            else:
                inner: set[str] | None = None
                if value == "&" and columns > 1:
                    column += 1
                elif token["row"] and columns > 1:
                    column = 1
                elif not (token["fence"] == "middle" and closed_by == r"\right"):
                    inner = self._atom(token, place)
                was_accent, is_accent = is_accent, token["name"] in ACCENTS
                if column > columns or (place.accents and not is_empty and (was_accent or is_accent)):
                    raise _UnknownError  # amsmath loses its way to an accent that is not alone below another
                scripts, prime, is_empty = inner or set(), False, False
                has_accent = has_accent or inner is not None
        if closed_by:
            raise _UnknownError
        return None

    def _atom(self, token: re.Match[str], place: _Place) -> set[str] | None:
        """Read an atom; returns what :meth:`sequence` does."""
        value, name = token[0], token["name"] or ""
        if value == "{":
            return self.sequence("}", place.deeper())
        if place.in_bold and not (value in _CHARS or name in ALPHABETS | ACCENTS or _is_character(token)):
            raise _UnknownError  # bm takes apart what it is given, and of much of it finds no end
        if environment := token["begin"]:
            self.sequence(rf"\end{environment}", place.deeper(), COLUMNS[environment[1:-1]])
        elif fence := token["fence"]:
            if fence in ("right", "middle"):
                raise _UnknownError
            if fence == "left":
                self.sequence(r"\right", place.deeper())
        elif token["negated"]:
            if token["relation"] and token["relation"] not in CHARACTERS:
                raise _UnknownError
        elif name in ALPHABETS | BOLD:
            return self._argument(self._next(), place.within(name))
        elif name in ACCENTS:
            if place.accents and place.depth > place.accent_depth:
                raise _UnknownError
            self._argument(self._next(), place.within(name))
            return set()
        elif name in ONE or token["optional"]:
            self._argument(self._next(), place.within(name or "sqrt[]"))
        elif name in TWO:
            self._argument(self._next(), place.within(name))
            self._argument(self._next(), place.within(name))
        elif name in TEXT:
            self._text(place.within(name).deeper())
        elif value in _ESCAPED:
            self._escape(token, in_text=False)
        elif not (value in _CHARS or value in _SIGNS or name in SYMBOLS or _is_character(token)):
            raise _UnknownError
        return None

    def _script(self, place: _Place, *, after_prime: bool = False) -> None:
        token = self._next()
        if place.accents > 1:  # amsmath moves them out of accents in accents
            raise _UnknownError
        if token["name"] in AS_A_SCRIPT and not (after_prime or place.accents):
            self._atom(token, place)
        elif token[0] not in _CHARS:
            self._argument(token, place)

    def _argument(self, token: re.Match[str], place: _Place) -> set[str] | None:
        if token[0] == "{":
            return self.sequence("}", place.deeper())
        if not _is_character(token):
            raise _UnknownError
        return None

    def _text(self, place: _Place) -> None:
        """Read a group of text, in which math is unknown."""
        opened = self._next()
        if opened[0] != "{" or place.depth > _DEEPEST or place.costly > _MOST_COSTLY:
            raise _UnknownError
        self._put(opened.end(), in_text=False)
        for token in self._tokens:
            value = token[0]
            if value == "}":
                return self._put(token.start(), in_text=True)
            if token["name"] in TEXT:
                self._put(token.start(), in_text=True)
                self._text(place.deeper())
            elif value in _ESCAPED:
                self._escape(token, in_text=True)
            elif not (token["blank"] or value in _CHARS_OF_TEXT or (not value.isascii() and _is_character(token))):
                raise _UnknownError
        raise _UnknownError

    def _escape(self, token: re.Match[str], *, in_text: bool) -> None:
        self._put(token.start(), in_text=in_text)
        self.parts.append((_ESCAPED[token[0]], in_text))
        self.done = token.end()

    def _next(self) -> re.Match[str]:
        """Return the next token that is no blank."""
        token = next((token for token in self._tokens if not token["blank"]), None)
        if token is None:
            raise _UnknownError
        return token

    def _put(self, end: int, *, in_text: bool) -> None:
        if end > self.done:
            self.parts.append((self._math[self.done : end], in_text))
        self.done = end


def _is_character(token: re.Match[str]) -> bool:
    """Return whether a token is one character to TeX: a letter, a digit, a sign of another script, an ``\\alpha``."""
    if token["name"]:
        return token["name"] in CHARACTERS
    return token[0] in _LETTERS or (token[0] > "\x7f" and unicodedata.category(token[0])[0] in "LMNPS")
