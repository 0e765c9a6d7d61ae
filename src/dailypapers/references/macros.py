r"""The macro of a character that is no ASCII: ``é`` is ``\'e``, ``°`` is ``^{\circ}`` in math.

Only what pandoc reads as the same character, and pdfTeX sets with T1 fonts, amsmath and amssymb, is here. A test has
both read every macro. The others stay as they are: of \dj or \texteuro pandoc leaves nothing.
"""

import re
import unicodedata
from functools import lru_cache

from dailypapers._text import LONGEST_RUN, nfc
from dailypapers.references.symbols import COMMAND_OF, pairs

_LETTERS = "Æ AE æ ae Œ OE œ oe Ø O ø o Ł L ł l ß ss ı i ȷ j … ldots § S ¶ P £ pounds © copyright"

# Signs of LaTeX and amssymb beside those that math in titles has.
_SIGNS = r"""
• bullet ‖ Vert ∁ complement ∄ nexists ℶ beth ℷ gimel ℸ daleth ∡ measuredangle ∢ sphericalangle ∴ therefore ∵ because
∐ coprod ∬ iint ∭ iiint ∮ oint ⋀ bigwedge ⋁ bigvee ⋂ bigcap ⋃ bigcup ⋮ vdots ⋱ ddots ◊ lozenge ○ bigcirc
▽ bigtriangledown ∔ dotplus ≀ wr ⊎ uplus ⊓ sqcap ⊔ sqcup ⊘ oslash ⊚ circledcirc ⊛ circledast ⊝ circleddash ⊞ boxplus
⊟ boxminus ⊠ boxtimes ⊡ boxdot ⋄ diamond ⋇ divideontimes ⋉ ltimes ⋊ rtimes ⋎ curlyvee ⋏ curlywedge ⋒ Cap ⋓ Cup ⊻ veebar
⊺ intercal ≍ asymp ≊ approxeq ≎ Bumpeq ≏ bumpeq ≐ doteq ≑ doteqdot ≒ fallingdotseq ≓ risingdotseq ≖ eqcirc ≗ circeq
≜ triangleq ∽ backsim ⋍ backsimeq ≦ leqq ≧ geqq ≲ lesssim ≳ gtrsim ⪅ lessapprox ⪆ gtrapprox ≶ lessgtr ≷ gtrless
⋖ lessdot ⋗ gtrdot ⋚ lesseqgtr ⋛ gtreqless ≼ preceq ≽ succeq ≾ precsim ≿ succsim ⊏ sqsubset ⊐ sqsupset ⊑ sqsubseteq
⊒ sqsupseteq ⋐ Subset ⋑ Supset ⫅ subseteqq ⫆ supseteqq ⊣ dashv ⊩ Vdash ⊪ Vvdash ⊲ vartriangleleft ⊳ vartriangleright
⊴ trianglelefteq ⊵ trianglerighteq ⋈ bowtie ≬ between ⋔ pitchfork ⌢ frown ⌣ smile ∤ nmid ∦ nparallel ≰ nleq ≱ ngeq
⊀ nprec ⊁ nsucc ⊈ nsubseteq ⊉ nsupseteq ⊊ subsetneq ⊋ supsetneq ⊬ nvdash ⊭ nvDash ⊮ nVdash ⊯ nVDash ⋪ ntriangleleft
⋫ ntriangleright ⋬ ntrianglelefteq ⋭ ntrianglerighteq ↕ updownarrow ↖ nwarrow ↗ nearrow ↘ searrow ↙ swarrow
↚ nleftarrow ↛ nrightarrow ↞ twoheadleftarrow ↠ twoheadrightarrow ↢ leftarrowtail ↣ rightarrowtail ↩ hookleftarrow
↪ hookrightarrow ↭ leftrightsquigarrow ↮ nleftrightarrow ↶ curvearrowleft ↷ curvearrowright ↺ circlearrowleft
↻ circlearrowright ↼ leftharpoonup ↽ leftharpoondown ⇀ rightharpoonup ⇁ rightharpoondown ⇄ rightleftarrows
⇆ leftrightarrows ⇇ leftleftarrows ⇈ upuparrows ⇉ rightrightarrows ⇊ downdownarrows ⇋ leftrightharpoons
⇌ rightleftharpoons ⇍ nLeftarrow ⇎ nLeftrightarrow ⇏ nRightarrow ⇑ Uparrow ⇓ Downarrow ⇕ Updownarrow ⇚ Lleftarrow
⇛ Rrightarrow ⊸ multimap
"""


def _commands(table: str) -> dict[str, str]:
    return {char: rf"\{name}" for char, name in pairs(table).items()}


def _plain(char: str) -> str:
    """Return the ASCII of a script, or of a letter of another alphabet."""
    return unicodedata.normalize("NFKC", char).replace("−", "-")


# To TeX a hyphen-minus is a hyphen, and a tilde a space at which no line ends.
_TEXTS = _commands(_LETTERS) | {"‐": "-", "‑": "-", "\N{NO-BREAK SPACE}": "~"}
_FORMULAS = {
    **{char: command for char, command in COMMAND_OF.items() if char not in "∖∙⇝⪯⪰"},  # which pandoc prints otherwise
    **_commands(_SIGNS),
    **{char: rf"^{{{_plain(char)}}}" for char in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ"},
    **{char: rf"_{{{_plain(char)}}}" for char in "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕₖₗₘₙₒₚₛₜₓ"},
    "°": r"^{\circ}",
}
CHARACTERS = {written: char for table in (_FORMULAS, _TEXTS) for char, written in table.items()} | {r"\mu": "μ"}
"""The character that is written as a command; of the two with the same, ``µ`` and ``μ``, the letter."""

# Letters of other alphabets by the names that Unicode has for them; of two alphabets TeX has capitals alone.
_ALPHABETS = _commands(
    "DOUBLE-STRUCK mathbb SCRIPT mathcal BLACK-LETTER mathfrak FRAKTUR mathfrak BOLD mathbf ITALIC mathit"
    " SANS-SERIF mathsf MONOSPACE mathtt"
)
_LETTER = re.compile(
    r"(?:MATHEMATICAL )?(DOUBLE-STRUCK|SCRIPT|BLACK-LETTER) CAPITAL [A-Z]"
    r"|MATHEMATICAL (FRAKTUR|BOLD|ITALIC|SANS-SERIF|MONOSPACE) (?:CAPITAL|SMALL) [A-Z]"
)

# The accents of TeX's T1 fonts, in text and in math. They have no hook, no horn, and no comma below that all read.
_ACCENTS = {
    "\u0300": (r"\`", r"\grave"),
    "\u0301": (r"\'", r"\acute"),
    "\u0302": (r"\^", r"\hat"),
    "\u0303": (r"\~", r"\tilde"),
    "\u0304": (r"\=", None),
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
ACCENTS = {command: mark for mark, commands in _ACCENTS.items() for command in commands if command}
"""The mark that is written as a command."""

_ABOVE = 230  # the class of accents above a letter, for Unicode
# Letters over which TeX can set an accent, as they are one character of T1 fonts (t1enc.def), beside those of Latin-1.
_OF_T1_FONTS = "ĂăĄąĆćČčĎďĘęĚěĞğİıĹĺĽľŁłŃńŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽžȷ"


@lru_cache(maxsize=4096)
def macro(unit: str) -> tuple[str, bool] | None:
    """Return what TeX has for a character with its marks, without braces around it, and whether that is math."""
    if text := _TEXTS.get(unit):
        return text, False
    if formula := _FORMULAS.get(unit):
        return formula, True
    if len(unit) == 1 and (alphabet := _LETTER.fullmatch(unicodedata.name(unit, ""))):
        return f"{_ALPHABETS[alphabet[1] or alphabet[2]]}{{{_plain(unit)}}}", True
    if len(unit) > LONGEST_RUN:  # to take it apart would take a time in proportion to the square of its length
        return None
    decomposed = unicodedata.normalize("NFD", unit)
    letter, marks = decomposed[0], decomposed[1:]
    found = (letter, False) if letter.isascii() else macro(letter) if marks else None
    return found and _accented(letter, marks, *found)


def _accented(letter: str, marks: str, written: str, is_formula: bool) -> tuple[str, bool] | None:
    r"""Return a letter with its accents in each other, as ``\d{\^e}``; those below it are the outer ones."""
    for mark in sorted(marks, key=unicodedata.combining, reverse=True):
        accent = _ACCENTS.get(mark, (None, None))[is_formula]
        marked = nfc(letter + mark)
        if accent is None or marked != nfc(letter[0] + mark + letter[1:]):  # where pandoc puts a mark
            return None
        is_one = is_formula or max(letter) <= "ÿ" or letter in _OF_T1_FONTS
        if unicodedata.combining(mark) == _ABOVE and not is_one:  # TeX would set the accent beside the letter
            return None
        # TeX takes the dot off an i below an accent itself. Of \'\i other programs read an accent on a dotless i, of
        # \'{i} one beside it.
        is_bare = len(written) == 1 and not accent[1:].isalpha()
        written = f"{accent}{written}" if is_bare else f"{accent}{{{written}}}"
        letter = marked
    return written, is_formula
