r"""The macro of a character that is no ASCII: ``é`` is ``\'e``, ``°`` is ``^{\circ}`` in math.

What is here was read by TeX, pandoc and the parsers of reference managers. For all else pylatexenc is asked (extra
``latex``), which is loaded then.
"""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from dailypapers._math.symbols import COMMAND_OF

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

Where: TypeAlias = Literal["text", "math", "text in math"]

# pylatexenc has macros for these that pandoc leaves out, such as \textdegree, or that others read as something else.
_FORMULAS = {"°": r"^{\circ}", "¹": "^{1}", "²": "^{2}", "³": "^{3}", "•": r"\bullet"}
_TEXTS = {"…": r"\ldots", "§": r"\S", "¶": r"\P", "£": r"\pounds", "©": r"\copyright", "‑": "-", "ı": r"\i"}

# The accents of TeX's T1 fonts, in text and in math. They have no hook, no horn, and no comma below that all read.
_ACCENTS = {
    "\u0300": (r"\`", r"\grave"),
    "\u0301": (r"\'", r"\acute"),
    "\u0302": (r"\^", r"\hat"),
    "\u0303": (r"\~", r"\tilde"),
    "\u0304": (r"\=", r"\bar"),
    "\u0306": (r"\u", r"\breve"),
    "\u0307": (r"\.", r"\dot"),
    "\u0308": (r"\"", r"\ddot"),
    "\u030a": (r"\r", r"\mathring"),
    "\u030b": (r"\H", None),
    "\u030c": (r"\v", r"\check"),
    "\u0323": (r"\d", None),
    "\u0327": (r"\c", None),
    "\u0328": (r"\k", None),
    "\u0331": (r"\b", None),
}
_BELOW = frozenset("\u0323\u0327\u0328\u0331")
_CYRILLIC = "\u0400"  # whose letters with accents have macros of their own

# What pylatexenc 2.11 writes and LaTeX with T1 fonts, amsmath and amssymb does not know, and an accent for a stroke, as
# \={H} for Ħ. What is left wants T2A fonts for Cyrillic letters, and mathrsfs for \mathscr.
_UNKNOWN = re.compile(
    r"\\(?:allequal|approxnotequal|arrowwave(?:left|right)|clockoint|clwintegral|dblarrowupdown|DownArrowUpArrow"
    r"|estimates|forcesextra|hermitconjmatrix|homothetic|image|lazysinv|not(?:greaterless|lessgreater)|nument|original"
    r"|precedesnotsimilar|quarternote|recorder|rightangle(?:arc)?|small|sqrint|starequal|surfintegral|textfrac"
    r"|textglotstop|texthvlig|textnrleg|textphi|textschwa|textturnk|tildetrpl|truestate|udots|varperspcorrespond|VDash"
    r"|verymuch(?:greater|less)|volintegral)(?![A-Za-z])|\\[=.']\{"
)
_MATH_ALONE = re.compile(r"\\(?:acute|flat|natural|sharp|Upsilon|varepsilon)(?![A-Za-z])")


@cache
def macro(char: str, where: Where = "text") -> str | None:
    r"""Return the macro of a character, ``None`` where there is none.

    In text it stands in braces, which makes it one character to BibTeX: ``{\'e}`` sorts and shortens as one.
    """
    found, is_formula = _macro(char)
    if found is None:
        return None
    if is_formula and where == "text in math":
        return rf"{{\ensuremath{{{found}}}}}"  # a dollar would end the math to whoever looks for that of a field
    if where == "math":
        return f"{{{found}}}" if is_formula else rf"{{\mbox{{{found}}}}}"
    # Between dollars, as a brace with a backslash behind it would be a character whose case BibTeX changes.
    return f"{{${found}$}}" if is_formula else f"{{{found}}}" if found.startswith("\\") else found


def _macro(char: str) -> tuple[str | None, bool]:
    """Return what TeX has for a character, without braces around it, and whether that is math."""
    if text := _TEXTS.get(char):
        return text, False
    if formula := _FORMULAS.get(char) or COMMAND_OF.get(char):
        return formula, True
    decomposed = unicodedata.normalize("NFD", char)
    base, marks = decomposed[0], decomposed[1:]
    if marks and base < _CYRILLIC:
        letter, is_formula = (base, False) if base.isascii() else _macro(base)
        return (letter and _accented(letter, marks, is_formula)), is_formula
    found = _encoder().unicode_to_latex(char)
    if not found.isascii() or _UNKNOWN.search(found):
        return None, False
    if symbol := re.fullmatch(r"\\ensuremath\{(.*)\}", found):
        return symbol[1], True
    return (None if _MATH_ALONE.search(found) else found), False


def _accented(letter: str, marks: str, is_formula: bool) -> str | None:
    r"""Return a letter with its accents in each other, as ``\d{\^e}``; those below it are the outer ones."""
    for mark in sorted(marks, key=_BELOW.__contains__):
        accent = _ACCENTS.get(mark, (None, None))[is_formula]
        if accent is None:
            return None
        # TeX takes the dot off an i below an accent itself. Of \'\i other programs read an accent on a dotless i.
        is_bare = len(letter) == 1 and letter not in "ij" and not accent[1:].isalpha()
        letter = f"{accent}{letter}" if is_bare else f"{accent}{{{letter}}}"
    return letter


@cache
def _encoder() -> "UnicodeToLatexEncoder":
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        non_ascii_only=True, replacement_latex_protection="none", unknown_char_policy="keep", unknown_char_warning=False
    )
