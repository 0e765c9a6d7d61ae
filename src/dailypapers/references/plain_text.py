r"""LaTeX and the mark-up of CSL as plain text, as a digest has it: the way back of ``latex`` and of the format ``csl``.

Other programs write such files, too, so more is understood than is written here. Math between dollars stays.

>>> text_of_latex(r"{M{\"u}ller} \& {$<$}5\% of {$x_1$}")
'Müller & <5% of $x_1$'
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from itertools import accumulate

from dailypapers._text import nfc
from dailypapers.references import words_in
from dailypapers.references.latex import LatexEncoder
from dailypapers.references.macros import ACCENTS, CHARACTERS, macro
from dailypapers.references.symbols import pairs
from dailypapers.references.titles import math_in

# Commands that are never written here: of letters and signs for which pandoc has none, and names that Zotero writes.
_OTHERS = pairs(r"""
aa å AA Å dh ð DH Ð dj đ DJ Đ ng ŋ NG Ŋ th þ TH Þ dots … textellipsis … textendash – textemdash — textquoteright ’
textquoteleft ‘ textquotedblleft “ textquotedblright ” quotedblbase „ guillemotleft « guillemotright » textless <
textgreater > textbar | textunderscore _ textdollar $ textdegree ° textregistered ® texttrademark ™ texteuro €
textperiodcentered · textbullet • textquotesingle ' textmu µ slash / glq ‚ grq ‘ glqq „ grqq “ flq ‹ frq › flqq « frqq »
quotesinglbase ‚ guilsinglleft ‹ guilsinglright › guillemetleft « guillemetright »
""")
_SPACES = "quad qquad space newline linebreak par nobreakspace thinspace medspace thickspace enspace enskip"
_ASCII = {char: LatexEncoder().encode_name(char) for char in map(chr, range(ord("!"), ord("~") + 1))}
# Letters of other alphabets, as of \mathbb and \mathtt: in Unicode the letterlike symbols and the mathematical letters.
_ALPHABETS = map(chr, (*range(0x2100, 0x2150), *range(0x1D400, 0x1D6A4)))
_CHARACTERS = {
    **{written: char for char in _ALPHABETS for written, is_math in [macro(char) or ("", False)] if is_math},
    **CHARACTERS,
    **{rf"\{name}": char for name, char in _OTHERS.items()},
    **{written.removesuffix("{}"): char for char, written in _ASCII.items() if written.startswith("\\")},
    **dict.fromkeys((r"\/", r"\-", r"\!", r"\@"), ""),
    **dict.fromkeys((r"\ ", r"\,", r"\;", r"\:", "\\\\", *(rf"\{name}" for name in _SPACES.split())), " "),
    **dict.fromkeys((r"\(", r"\)"), "$"),
    **pairs("`` “ '' ” ` ‘ -- – --- — - −"),  # the last in math
}
_SCRIPTS = {r"\textsuperscript": "^", r"\textsubscript": "_"}
_DOTLESS = {"ı": "i", "ȷ": "j"}

_GROUP = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_PLAIN = re.compile(r"(?:[^\\{}$~`'-]++|'(?!')|-(?!-))*+")
_TOKEN = re.compile(
    rf"""
      \$(?P<math>(?:[^$\\]++|\\.)++)\$
    | \\ensuremath[ ]*+(?P<formula>{_GROUP})
    | (?P<dropped>\\(?:href|color|textcolor|hspace|vspace)\*?(?:\[[^\[\]{{}}]*+\])?\s*+{_GROUP})
    | (?P<open>\{{)
    | (?P<close>\}})
    | (?P<command>\\(?:[A-Za-z]++|.))
    | (?P<sign>---?|``|''|[`~])
    | (?P<text>[^\\{{}}$~`'-]++|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def text_of_latex(latex: str, *, is_name: bool = False) -> str:
    """Return LaTeX as text, without braces and commands; in a name a character that was written as math is one again.

    Of a command that is not known its argument stays; or its name, where that has a capital, as in ``\\LaTeX``.
    """
    if _PLAIN.fullmatch(latex):
        return latex
    text = _Text()
    for token in _TOKEN.finditer(latex):
        match token.lastgroup:
            case "math" | "formula":
                math = token["math"] or token["formula"][1:-1]
                if math in ("<", ">", "|"):
                    text.add(math)
                elif is_name:
                    text.add(_CHARACTERS.get(math) or text_of_latex(math, is_name=True))
                else:
                    text.add_math(_IN_MATH.sub(_unbraced, math))
            case "dropped":
                text.add(" " if token[0].startswith((r"\hspace", r"\vspace")) else "")
            case "open":
                text.open()
            case "close":
                text.close()
            case "command":
                text.command(token[0], behind=latex[token.end() : token.end() + 2])
            case "sign":
                text.add(" " if is_name and token[0] == "~" else _CHARACTERS[token[0]])
            case _:
                text.add(token[0])
    *forms, (most_careful, _) = text.forms()
    return next((form for form, math in forms if is_name or math == [*math_in(form)]), most_careful)


class _Text:
    """Text that grows, with accents that wait for their letter.

    It has three forms: a usual one; one with ``\\$`` for a sign of money, which could be taken for math; and one that
    has a character for math that is one, too, as ``$^{2}$0`` would be taken for no math.
    """

    def __init__(self) -> None:
        self._parts: list[tuple[str, str, str]] = [("", "", "")]
        self._maths: list[int] = []
        self._accents: list[str] = []
        self._script = ""
        self._closing: list[str] = []
        self._blank_is_read = False

    def forms(self) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
        """Yield each form, and where its math begins and ends, as :func:`math_in` would find it."""
        for parts in zip(*self._parts, strict=True):
            ends = [*accumulate(map(len, parts))]
            yield "".join(parts), [(ends[n - 1], ends[n], parts[n][1:-1]) for n in self._maths]

    def add_math(self, math: str) -> None:
        self._maths.append(len(self._parts))
        self.add(f"${math}$", character=_CHARACTERS.get(math))

    def add(self, text: str, *, escaped: str | None = None, character: str | None = None) -> None:
        if self._blank_is_read:  # of those behind a command TeX prints none
            text = text.lstrip()
        if not text:
            return
        self._blank_is_read = False
        if self._accents and (text[0].isalpha() or not text[0].isascii()):
            marks = "".join(ACCENTS[command] for command in reversed(self._accents))
            text = nfc(_DOTLESS.get(text[0], text[0]) + marks) + text[1:]
        self._accents.clear()
        self._parts.append((text, escaped or text, character or escaped or text))

    def open(self) -> None:
        self._blank_is_read = False
        self._closing.append("}" if self._script else "")
        self.add(f"{self._script}{{" if self._script else "")
        self._script = ""

    def close(self) -> None:
        alone = "".join(command[1] for command in self._accents if not command[1].isalpha())  # \~{} is a tilde
        self._accents.clear()
        self.add(alone + (self._closing.pop() if self._closing else ""))
        self._blank_is_read = False

    def command(self, command: str, behind: str) -> None:
        is_word = command[1].isalpha()
        self._blank_is_read = False
        if command in ACCENTS:
            self._accents.append(command)
        elif command in _SCRIPTS:
            self._script = _SCRIPTS[command]
        elif command == r"\$":  # behind a backslash no math begins, and two are no remains of TeX
            is_behind_one = self._parts[-1][0].endswith("\\")
            self.add("$", escaped="$" if is_behind_one else command)
        elif is_word and command not in _CHARACTERS:
            self.add("" if command.islower() or (behind[:1] == "{" and behind != "{}") else command[1:])
        else:
            self.add(_CHARACTERS.get(command, command[1:]))
        self._blank_is_read = is_word or command in ACCENTS


# A character that was math is written in braces, and so are some signs @; behind a command, or in a script, braces have
# an argument.
_IN_MATH = re.compile(
    r"(?:\\[A-Za-z]++|[\^_}\]])(?:\{(?:\\[A-Za-z]++|@)\})*+|\{(\\[A-Za-z]++|@)\}|\{\\mbox\{((?:[^{}]|\{[^{}]*+\})++)\}\}"
)


def _unbraced(found: re.Match[str]) -> str:
    if found[1] == "@":
        return "@"
    char = _CHARACTERS.get(found[1]) or text_of_latex(found[2] or "")
    return found[0] if char.isascii() or not all(map(unicodedata.combining, char[1:])) else char


# -- mark-up ----------------------------------------------------------------------------------------------------------

_SCRIPT = {"sup": "^{", "/sup": "}", "sub": "_{", "/sub": "}"}

_OF_CSL = words_in("i b sup sub sc span")
# Publishers have abstracts in HTML or JATS, as <p>A <i>b</i></p> or <jats:p>A <jats:italic>b</jats:italic></jats:p>.
_BLOCKS = words_in("p br div ul ol li h1 h2 h3 h4 title sec list list-item")
_INLINE = words_in("i b em strong italic bold u sc sup sub span a")
_ATTRIBUTE = r"""\s++[\w:-]++(?:=(?:"[^"<>]*+"|'[^'<>]*+'|[\w.#-]++))?+"""
_TAG = re.compile(rf"<(/?)(jats:|mml:|)([a-z][a-z0-9-]*+)(?:{_ATTRIBUTE})*+\s*+/?>")


def text_of_csl(title: str) -> str:
    """Return a title without the mark-up of CSL."""
    return _untagged(title, _OF_CSL)


def without_tags(text: str) -> str:
    """Return an abstract without tags of HTML and JATS; where there were some, entities are characters."""
    without = _untagged(text, _BLOCKS | _INLINE, prefixes=("jats:", "mml:"))
    return text if without == text else unescape(without)


def _untagged(text: str, names: frozenset[str], prefixes: tuple[str, ...] = ()) -> str:
    """Return a text without tags of these names or with these prefixes.

    One of HTML has another that closes it: a ``<b>`` alone is text.
    """
    if "<" not in text:
        return text
    tags = {(tag[1], tag[3]) for tag in _TAG.finditer(text)}
    paired = {name for name in names if name == "br" or {("", name), ("/", name)} <= tags}

    def printed(tag: re.Match[str]) -> str:
        prefix, name = tag[2], tag[3]
        if prefix not in prefixes and (prefix or name not in paired):
            return tag[0]
        return "\n" if name in _BLOCKS else _SCRIPT.get(tag[1] + name, "")

    return _TAG.sub(printed, text)
