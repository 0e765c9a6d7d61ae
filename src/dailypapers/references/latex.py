r"""Text as LaTeX takes it: signs that TeX would act upon are escaped, math stays math.

>>> LatexEncoder().encode("100% of $x_1$ & more")
'100\\% of {$x_1$} \\& more'

:mod:`dailypapers.references.titles` decides what a title says; here it is written. Most titles have no math and need no
macro, so that both are imported where a text has some, in 4 ms and 1 ms.
"""

import re
from functools import partial

import attrs

from dailypapers._text import MARKS, some_of
from dailypapers.errors import warn
from dailypapers.references.titles import Piece, Protection, Run, marked_if_plain, runs, typographic

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

_BRACES = re.compile(r"((?:\\textbrace(?:left|right)\{\})++)(\{?)")

# Most text has none of these.
_SPECIAL = re.compile(r"[&%#_$~^\\{}<>|“”‘’–—]|--|''|,,")

# A macro is for a character that is no ASCII, or for a letter, with the marks behind it. No command ends in such a
# letter: in math no mark follows a command, and elsewhere braces do.
_UNIT = re.compile(rf"[^\x00-\x7f]{MARKS}*+|[A-Za-z]{MARKS}++")


@attrs.frozen
class LatexEncoder:
    r"""Writes text: ``ascii`` turns other characters into macros, ``protect`` braces what keeps its case.

    Empty braces keep signs apart of which TeX would make one. LuaTeX passes over these: with ``luatex`` a ``\/`` does
    it, which many programs that are no TeX print.
    """

    ascii: bool = False
    protect: Protection = False
    luatex: bool = False

    def encode(self, text: str) -> str:
        """Return a title, or any other text with math; warn of characters that are dropped or have no macro."""
        written = self.encode_title(text)
        if self.ascii:
            warn_of_kept(units_kept(written))
        return written

    def encode_title(self, title: str) -> str:
        """Return the same; the caller warns of characters without a macro, by :func:`warn_of_kept`, as for names."""
        if self.protect is True and (written := marked_if_plain(title, "{{{}}}".format)) is not None:
            return written
        written = "".join(map(self._run, runs(title, protect=self.protect)))
        # To pandoc braces behind those of a macro that it does not know are one more argument, and are lost with it.
        return _BRACES.sub(_in_braces, written) if "{}{" in written else written

    def encode_name(self, name: str) -> str:
        """Return a name, in which there is no math and nothing to protect."""
        return self._piece(Piece("text", typographic(name)))

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
            no_ligature = r"\/" if self.luatex else "{}"
            text = no_ligature.join(part.translate(_ESCAPED) for part in _LIGATURE.split(text))
        return _UNIT.sub(self._in_text, text) if self.ascii and not text.isascii() else text

    def _math(self, math: str) -> str:
        from dailypapers.references.math import parts

        # A dollar in its text would end the math to whoever looks for that of a field.
        in_its_text = partial(self._in_text, around=(r"\ensuremath{", "}"))
        written = []
        for part, is_text in parts(math):
            in_math = in_its_text if is_text else self._in_formula
            written.append(part if part.isascii() else _UNIT.sub(in_math, part))
        return f"${''.join(written)}$"

    def _in_text(self, unit: re.Match[str], around: tuple[str, str] = ("$", "$")) -> str:
        r"""Return a unit as text has it. In braces, as ``{\'e}``, a macro is one character to BibTeX."""
        written, is_formula = self._macro(unit[0])
        if is_formula:
            return f"{{{around[0]}{written}{around[1]}}}"
        return f"{{{written}}}" if written.startswith("\\") else written

    def _in_formula(self, unit: re.Match[str]) -> str:
        """Return a unit as TeX's fonts for math have it: Greek letters and signs are commands, others are text."""
        from dailypapers.references.symbols import COMMAND_OF

        if command := COMMAND_OF.get(unit[0]):
            return f"{{{command}}}"
        written, is_formula = self._macro(unit[0])
        return f"{{{written}}}" if is_formula else rf"{{\mbox{{{written}}}}}"

    def _macro(self, unit: str) -> tuple[str, bool]:
        """Return a unit as its macro, or as it is, and whether that is math."""
        if not self.ascii:
            return unit, False
        from dailypapers.references.macros import macro

        return macro(unit) or (_ESCAPES.get(unit, unit), False)


def _in_braces(macros: re.Match[str]) -> str:
    r"""Return macros of braces as ``{\textbraceleft}`` where a brace is behind them."""
    return re.sub(r"(\\[a-z]+)\{\}", r"{\1}", macros[1]) + macros[2] if macros[2] else macros[0]


def units_kept(written: str) -> set[str]:
    """Return the characters, with their marks, that have no macro in a text that was written with ``ascii``."""
    return set() if written.isascii() else set(_UNIT.findall(written))


def warn_of_kept(units: set[str]) -> None:
    """Warn in one line of the characters that :func:`units_kept` returned, of one text or of a whole file."""
    if units:
        some = (unit[:4] for unit in sorted(units))  # more than three marks are no letter
        named = [f"{unit} ({' '.join(f'U+{ord(char):04X}' for char in unit)})" for unit in some]
        warn(f"kept as they are, without a macro that TeX and pandoc both read: {some_of(named, _MOST_NAMED)}")


_MOST_NAMED = 16
