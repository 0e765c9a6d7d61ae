"""Math that needs no TeX to be printed: letters, signs, and superscripts and subscripts of these."""

import re
from itertools import groupby
from operator import itemgetter
from typing import Literal, TypeAlias

from dailypapers._math.symbols import CHARACTER_OF, RELATIONS, letter

_Style: TypeAlias = Literal["", "i", "b", "sup", "sub"]
_Words: TypeAlias = list[tuple[_Style, str]]

_FONTS: dict[str, _Style] = dict.fromkeys(("mathrm", "mathsf", "mathtt", "operatorname"), "")
_FONTS |= {"mathit": "i", "mathnormal": "i", "mathbf": "b", "bm": "b", "boldsymbol": "b"}
_TEXTS: dict[str, _Style] = dict.fromkeys(("text", "mbox", "textrm", "textsf", "texttt", "textsc", "textnormal"), "")
_TEXTS |= {"textit": "i", "textsl": "i", "textbf": "b"}
_SPACES = {",", ";", ":", " ", "quad", "qquad", "thinspace", "enspace"}
_SIGNS = {"-": "−", "'": "′"}  # as TeX prints them in math
_AROUND = frozenset("=<>")

_TOKEN = re.compile(r"\\([A-Za-z]+)[ ]*|\\(.)|(.)", re.DOTALL)
_TEXT = re.compile(r"\{((?:[^\\{}]++|\\[#$%&_])*+)\}")
_LETTER = re.compile(r"[A-Za-z0-9\\]")
_ALPHABETS = ("mathbb", "mathcal")


def words(math: str) -> _Words | None:
    """Return known math as text in styles, ``None`` where there is more to it, such as a fraction."""
    try:
        found = _Reader(math).sequence(in_script=False)
    except _MoreError:
        return None
    of_a_style = groupby(found, key=itemgetter(0))
    joined: _Words = [(style, "".join(text for _, text in group)) for style, group in of_a_style]
    tidy = [(style, re.sub(" {2,}", " ", text)) for style, text in joined]
    if tidy:
        tidy[0] = (tidy[0][0], tidy[0][1].lstrip())
        tidy[-1] = (tidy[-1][0], tidy[-1][1].rstrip())
    return [(style, text) for style, text in tidy if text]


class _MoreError(Exception):
    """There is more in the math than words."""


class _Reader:
    def __init__(self, math: str) -> None:
        self._math = math
        self._at = 0

    def sequence(self, *, in_script: bool, font: _Style | None = None, closed: bool = False) -> _Words:
        """Read to the end, or to the brace that closes a group."""
        found: _Words = []
        while self._at < len(self._math):
            token = self._next()
            if token[0] == "}" and closed:
                return found
            if token[0] in ("^", "_"):
                if in_script or font is not None:
                    raise _MoreError
                script = "".join(text for _, text in self._argument(in_script=True))
                found.append(("sup" if token[0] == "^" else "sub", script.strip()))
            else:
                found += self._atom(token, in_script=in_script, font=font)
        if closed:
            raise _MoreError
        return found

    def _next(self) -> re.Match[str]:
        token = _TOKEN.match(self._math, self._at)
        if token is None:
            raise _MoreError
        self._at = token.end()
        return token

    def _argument(self, *, in_script: bool, font: _Style | None = None) -> _Words:
        token = self._next()
        if token[0] == "{":
            return self.sequence(in_script=in_script, font=font, closed=True)
        return self._atom(token, in_script=in_script, font=font)

    def _atom(self, token: re.Match[str], *, in_script: bool, font: _Style | None) -> _Words:
        name, escaped, char = token[1], token[2], token[3]
        if char == "{":
            group = self.sequence(in_script=in_script, font=font, closed=True)
            if any(style in ("sup", "sub") for style, _ in group) and self._math[self._at : self._at + 1] in ("^", "_"):
                raise _MoreError  # a power of a power is in no mark-up
            return group
        if char is not None:
            if char in "}^_&$~":
                raise _MoreError
            style: _Style = "" if not char.isascii() or not char.isalpha() else "i" if font is None else font
            return [(style, f" {char} " if char in _AROUND and not in_script else _SIGNS.get(char, char))]
        if name in CHARACTER_OF:
            sign = CHARACTER_OF[name]
            if sign == name and _LETTER.match(self._math, self._at):
                sign += " "  # log n
            return [("", f" {sign} " if name in RELATIONS and not in_script else sign)]
        if escaped in _SPACES or name in _SPACES:
            return [("", " ")]
        if escaped == "!":
            return []
        if escaped is not None and escaped in "#$%&_{}|":
            return [("", "∥" if escaped == "|" else escaped)]
        if name in _FONTS and font is None:
            return self._argument(in_script=in_script, font=_FONTS[name])
        if name in _TEXTS and (text := _TEXT.match(self._math, self._at)):
            self._at = text.end()
            return [(_TEXTS[name], re.sub(r"\\(.)", r"\1", text[1]))]
        if name in _ALPHABETS:
            return [("", self._letters(name))]
        raise _MoreError

    def _letters(self, alphabet: str) -> str:
        found = [letter(alphabet, char) for _, text in self._argument(in_script=True, font="") for char in text]
        if None in found:
            raise _MoreError
        return "".join(filter(None, found))
