r"""Text as LaTeX takes it: what TeX would act upon is escaped, math stays math.

>>> LatexEncoder().encode("100% of $x_1$ & more")
'100\\% of {$x_1$} \\& more'

Accents and symbols are turned to macros by pylatexenc (extra ``latex``), which is loaded when it is asked for.
"""

import re
import warnings
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from dailypapers.errors import ExportWarning
from dailypapers.references import without_controls

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

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
}
_ESCAPED = str.maketrans(_ESCAPES)

# Most text has none of what is escaped, and no control character.
_SPECIAL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff&%#_$~^\\{}]")

# Math between dollars as pandoc finds it: no blank inside of either dollar, and no digit behind the second,
# so that "$5 and $10" is none (https://pandoc.org/MANUAL.html#math). Nothing is given back once it has matched, as
# remembering what could be takes memory.
_MATH = re.compile(r"(?<!\\)\$(?=[^\s$])((?:[^$\\]++|(?:\\.)++)++)(?<!\s)\$(?![0-9])", re.DOTALL)

# What pylatexenc 2.11 writes and LaTeX with T1 fonts, amsmath and amssymb does not know. What is left wants T2A fonts
# for Cyrillic letters, and mathrsfs for \mathscr.
_UNKNOWN = (
    r"\\(?:allequal|approxnotequal|arrowwave(?:left|right)|clockoint|clwintegral|dblarrowupdown|DownArrowUpArrow"
    r"|estimates|forcesextra|hermitconjmatrix|homothetic|image|lazysinv|not(?:greaterless|lessgreater)|nument|original"
    r"|precedesnotsimilar|quarternote|recorder|rightangle(?:arc)?|small|sqrint|starequal|surfintegral|textfrac"
    r"|textglotstop|texthvlig|textnrleg|textphi|textschwa|textturnk|tildetrpl|truestate|udots|varperspcorrespond|VDash"
    r"|verymuch(?:greater|less)|volintegral)(?![A-Za-z])"
)
_MATH_ALONE = r"\\(?:acute|flat|natural|sharp|Upsilon|varepsilon)(?![A-Za-z])"

_NON_ASCII = re.compile(r"[^\x00-\x7f]")

# A word without the quotes, brackets and stops around it: the GPT-4o of "(GPT-4o)," is one.
_WORD = r"(?<!\S)([^\w\s]*)(\w(?:\S*\w)?)"


_Where: TypeAlias = Literal["text", "math", "text in math"]


@attrs.frozen
class LatexEncoder:
    """How text is written: ``ascii`` turns all else to macros, ``protect`` braces words that keep their case."""

    ascii: bool = False
    protect: bool = False

    def encode(self, text: str) -> str:
        """Write a text; what had to be left out, or has no macro, is told with :class:`~dailypapers.ExportWarning`."""
        if not self.ascii and not self.protect and not _SPECIAL.search(text):
            return text
        clean = without_controls(text)
        if self.ascii or self.protect:
            from dailypapers._text import nfc

            clean = nfc(clean)  # a letter and its accent have one macro, and are one word
        if self.ascii and (unknown := [char for char in dict.fromkeys(_NON_ASCII.findall(clean)) if not _macro(char)]):
            warnings.warn(
                f"no macro for {' '.join(unknown)} in {clean!r}: it stays as it is", ExportWarning, stacklevel=2
            )
        done, parts = 0, []
        for math, inner in math_in(clean):
            parts.append(self._plain(clean[done : math.start()]))
            # The braces keep a style from changing its case.
            parts += [
                "{$",
                *(self._macros(part, "text in math" if is_text else "math") for part, is_text in inner),
                "$}",
            ]
            done = math.end()
        parts.append(self._plain(clean[done:]))
        return "".join(parts)

    def _plain(self, text: str) -> str:
        if not self.protect:
            return self._escaped(text)
        done, parts = 0, []
        for word in re.finditer(_WORD, text):
            if _keeps_its_case(word[2]):
                inner = self._escaped(word[2])
                # A brace that opens with a backslash is to BibTeX a character, whose case it changes.
                braced = f"{{{{{inner}}}}}" if inner.startswith(("\\", "{\\")) else f"{{{inner}}}"
                parts += [self._escaped(text[done : word.start(2)]), braced]
                done = word.end()
        return "".join([*parts, self._escaped(text[done:])])

    def _escaped(self, text: str) -> str:
        return self._macros(text.translate(_ESCAPED), "text")

    def _macros(self, text: str, where: _Where) -> str:
        if not self.ascii or text.isascii():
            return text
        return _NON_ASCII.sub(lambda char: _macro(char[0], where) or char[0], text)


def math_in(text: str) -> Iterator[tuple[re.Match[str], list[tuple[str, bool]]]]:
    """Find the math of a text in one line.

    Yields where it is, and its parts as LaTeX takes them, each with whether it is text to TeX. What pandoc takes for
    math is none where a command in it is not known.
    """
    for math in _MATH.finditer(text):
        from dailypapers._math import parts  # most titles have none

        if _is_balanced(math[1]) and (inner := parts(math[1])) is not None:
            yield math, inner


def _is_balanced(math: str) -> bool:
    """Tell whether the braces of math are balanced as BibTeX counts them, with those behind a backslash."""
    depth = 0
    for char in math:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def _keeps_its_case(word: str) -> bool:
    """Tell whether a word has a digit or an inner capital: GPT-4o and LLaVA do, Long-Context does not."""
    return any(map(str.isdigit, word)) or any(any(map(str.isupper, part[1:])) for part in re.split(r"[-‐‑–—/'’]", word))


@cache
def _macro(char: str, where: _Where = "text") -> str | None:
    r"""Give the macro of a character, ``None`` where there is none.

    In text it stands in braces, which makes it one character to BibTeX: ``{\'e}`` sorts and shortens as one.
    """
    macro = _encoder().unicode_to_latex(char)
    symbol = re.fullmatch(r"\\ensuremath\{(.*)\}", macro)
    if not macro.isascii() or re.search(_UNKNOWN, macro) or (symbol is None and re.search(_MATH_ALONE, macro)):
        return None
    if where == "text in math" and symbol:
        return rf"{{\ensuremath{{{symbol[1]}}}}}"  # a dollar would end the math to whoever looks for that of a field
    if where == "math":
        return f"{{{symbol[1]}}}" if symbol else rf"{{\mbox{{{macro}}}}}"
    # Between dollars, as a brace with a backslash behind it would be a character whose case BibTeX changes.
    return f"{{${symbol[1]}$}}" if symbol else f"{{{macro}}}" if macro.startswith("\\") else macro


@cache
def _encoder() -> "UnicodeToLatexEncoder":
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        non_ascii_only=True, replacement_latex_protection="none", unknown_char_policy="keep", unknown_char_warning=False
    )
