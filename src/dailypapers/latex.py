r"""Text as LaTeX takes it: what TeX would act upon is escaped, math stays math.

>>> LatexEncoder().encode("100% of $x_1$ & more")
'100\\% of {$x_1$} \\& more'

What a title says is decided in :mod:`dailypapers.titles`; here it is written.
"""

import re
from typing import TYPE_CHECKING

import attrs

from dailypapers.errors import warn
from dailypapers.titles import Piece, Run, runs, typographic

if TYPE_CHECKING:
    from dailypapers._macros import Where

_ESCAPES = {
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    # In text Better BibTeX reads an inverted question mark, as pdfTeX prints one without T1 fonts.
    "<": "{$<$}",
    ">": "{$>$}",
    "|": "{$|$}",
    # as TeX has them, whatever the encoding of the file
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "–": "--",
    "—": "---",
}
_ESCAPED = str.maketrans(_ESCAPES)

# Where TeX would make one character of two that are next to each other, as a dash of hyphens.
_LIGATURE = re.compile(r"(?<=[-–—])(?=[-–—])|(?<=['’”])(?=['’”])|(?<=[‘“?!])(?=[‘“])|(?<=,)(?=,)")
_NO_LIGATURE = r"\/"  # no space, in pdfTeX and LuaTeX alike; what is no TeX passes it over

_BEFORE_A_BRACE = re.compile(r"\\textbrace(?:left|right)\{\}(?=\{)")

# Most text has none of what is escaped.
_SPECIAL = re.compile(r"[&%#_$~^\\{}<>|“”‘’–—]|--|''|,,")

_NON_ASCII = re.compile(r"[^\x00-\x7f]")


@attrs.frozen
class LatexEncoder:
    """How text is written: ``ascii`` turns all else to macros, ``protect`` braces words that keep their case."""

    ascii: bool = False
    protect: bool = False

    def encode(self, text: str) -> str:
        """Return a title, or any other text with math; what is left out, or has no macro, is warned of."""
        return self.encode_title(text)[0]

    def encode_title(self, title: str) -> tuple[str, str]:
        """Return a title, and the same with no word protected, as what styles sort and label by has to be."""
        some = self._known(runs(title, protect=self.protect))
        plain = [Run(run.pieces) for run in some]
        written = self._written(some)
        return written, written if plain == some else self._written(plain)

    def _written(self, some: list[Run]) -> str:
        written = "".join(map(self._run, some))
        # To pandoc braces behind those of a macro that it does not know are one more argument, and are lost with it.
        return _BEFORE_A_BRACE.sub(rf"\g<0>\{_NO_LIGATURE}", written) if "{}{" in written else written

    def encode_name(self, name: str) -> str:
        """Return a name, in which there is no math and nothing to protect."""
        return "".join(map(self._run, self._known([Run((Piece("text", typographic(name)),))])))

    def _known(self, some: list[Run]) -> list[Run]:
        """Warn of characters that have no macro; returns the runs."""
        if self.ascii:
            text = "".join(piece.text for run in some for piece in run.pieces)
            chars = dict.fromkeys(_NON_ASCII.findall(text))
            if unknown := [char for char in chars if char not in _ESCAPES and not self._macro(char)]:
                from dailypapers._text import shortened

                message = f"no macro for {shortened(' '.join(unknown))} in {shortened(text)!r}: it stays as it is"
                warn(message)
        return some

    def _run(self, run: Run) -> str:
        if not run.keeps_case:
            return "".join(map(self._piece, run.pieces))
        # The braces of the word are those of its math as well.
        inner = "".join(self._math(piece.text) if piece.kind == "math" else self._piece(piece) for piece in run.pieces)
        # A brace that opens with a backslash is to BibTeX a character, whose case it changes.
        return f"{{{{{inner}}}}}" if inner.startswith(("\\", "{\\")) else f"{{{inner}}}"

    def _piece(self, piece: Piece) -> str:
        match piece.kind:
            case "math":  # The braces keep a style from changing its case.
                return f"{{{self._math(piece.text)}}}"
            case "sup":
                return rf"\textsuperscript{{{piece.text}}}"
            case "sub":
                return rf"\textsubscript{{{piece.text}}}"
        text = piece.text
        if _SPECIAL.search(text):
            text = _NO_LIGATURE.join(part.translate(_ESCAPED) for part in _LIGATURE.split(text))
        if not self.ascii or text.isascii():
            return text
        return _NON_ASCII.sub(lambda char: self._macro(char[0]) or char[0], text)

    def _math(self, math: str) -> str:
        from dailypapers._math.known import parts  # most titles have none

        written = []
        for part, is_text in parts(math) or ():
            in_math = self._in_text if is_text else self._in_formula
            written.append(part if part.isascii() else _NON_ASCII.sub(in_math, part))
        return f"${''.join(written)}$"

    def _in_text(self, char: re.Match[str]) -> str:
        return self._macro(char[0], "text in math") or char[0]

    def _in_formula(self, char: re.Match[str]) -> str:
        """Return a character as TeX's fonts for math have it: Greek letters and signs are commands, others are text."""
        from dailypapers._math.symbols import COMMAND_OF

        if command := COMMAND_OF.get(char[0]):
            return f"{{{command}}}"
        return self._macro(char[0], "math") or rf"{{\mbox{{{char[0]}}}}}"

    def _macro(self, char: str, where: "Where" = "text") -> str | None:
        if not self.ascii:
            return None
        from dailypapers._macros import macro  # most text stays as it is

        return macro(char, where)
