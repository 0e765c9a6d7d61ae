r"""Which text is math, and math as words without TeX.

TeX is a programming language, and a title may hold a program. A list of what is forbidden cannot be completed, so math
is what the tables of ``symbols`` have, and all else is text. So is what TeX stops at, as ``x^a^b``, ``\frac{a}`` and a
lone ``\left(``.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Literal, NamedTuple, TypeAlias

from dailypapers.references.symbols import (
    ALPHABETS,
    ARGUMENTS,
    BRACKETS,
    CAPITALS,
    CHARACTER_OF,
    CHARACTERS,
    FUNCTIONS,
    OF_LETTERS,
    OLD_FONTS,
    RELATIONS,
    SPACES,
    SYMBOLS,
    TEXTS,
)

# LuaTeX takes other letters, and packages an @, for more of a name.
_END = r"(?![A-Za-z@]|[^\x00-\x7f])"
_BRACKET = rf"[ ]*+(?:[][()/|.<>]|\\[{{}}|]|\\(?:{'|'.join(BRACKETS)}){_END})"
_TEXT = rf"\\({'|'.join(TEXTS)}){_END}[ ]*+\{{((?:[^\\{{}}$^_~\"`]++|\\[\#$%&_])*+)\}}"
_TOKEN = re.compile(
    rf"""
      (?P<blank>[ ])
    | (?P<open>\{{)
    | (?P<close>\}})
    | (?P<script>[\^_]|'++)
    | (?P<left>\\left{_BRACKET})
    | (?P<right>\\right{_BRACKET})
    | (?P<size>\\[bB]igg?[lrm]?{_BRACKET})
    | (?P<text>{_TEXT})
    | (?P<root>\\sqrt\[[A-Za-z0-9+-]++\])
    | (?P<sign>\\[\#$%&_{{}} |,:;!>]|[%\#&])
    | (?P<char>[A-Za-z0-9]|[^\x00-\x7f])
    | (?P<mark>[-+*/=<>()|.,;:!?@\]\[])
    | \\(?!dots[ ]*\\bm)(?P<name>[A-Za-z]++{_END})[ ]*+  # \dots looks at what is behind it
    | (?P<end>\Z)
    | (?P<unknown>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DEEPEST = 16  # groups in each other, of which TeX takes 255; \left opens one, too

_Tokens: TypeAlias = Iterator[re.Match[str]]


class _Node(NamedTuple):
    """A character, a command, a script or an opening bracket, and the math that is in it."""

    sign: str
    inner: list["_Node"]


class _NoMathError(Exception):
    """What was read is no math."""


# -- what is math ---------------------------------------------------------------------------------------------------


def is_math(text: str) -> bool:
    r"""Return whether a text, which stands between dollars, is math.

    >>> is_math(r"\frac{1}{2}"), is_math(r"\input{file}")
    (True, False)
    """
    depths = [0, *accumulate((char == "{") - (char == "}") for char in text)]  # BibTeX counts the brace of \{, too
    if min(depths) < 0 or depths[-1] or max(depths) + text.count(r"\left") > _DEEPEST:
        return False
    if not all(" " <= char <= "~" or unicodedata.category(char)[0] in "LMNPS" for char in text):
        return False
    try:
        _sequence(_TOKEN.finditer(text), "end")
    except _NoMathError:
        return False
    return True


def _sequence(tokens: _Tokens, end: str, *, plain: bool = False) -> list[_Node]:
    """Read up to a token of the kind ``end``; with ``plain`` it may be put below an accent, or in bold.

    There amsmath and bm take characters, fonts and scripts, behind a character. Of much else they find no end.
    """
    nodes: list[_Node] = []
    is_blank = True
    while True:
        token = next(tokens)
        kind = token.lastgroup
        if plain and is_blank and kind in ("script", "close"):
            raise _NoMathError
        if kind == end:
            return nodes
        is_blank = is_blank and kind == "blank"
        if kind != "script":
            nodes.append(_atom(token, tokens, plain))
            continue
        is_prime = token[0][0] == "'"
        if ("^" if is_prime else token[0]) in _scripts(nodes) or (is_prime and plain):
            raise _NoMathError
        nodes.append(_Node(token[0], [] if is_prime else [_argument(tokens, plain, script=True)]))


def _atom(token: re.Match[str], tokens: _Tokens, plain: bool) -> _Node:
    kind, name = token.lastgroup, token["name"]
    sign = rf"\{name}" if name else token[0]
    if kind == "open":
        return _Node(sign, _sequence(tokens, "close", plain=plain))
    if kind in ("char", "mark", "blank") or name in CHARACTERS:
        return _Node(sign, [])
    if plain and name not in ALPHABETS:
        raise _NoMathError
    if kind in ("sign", "size", "text") or name in SYMBOLS or name in OLD_FONTS:
        return _Node(sign, [])
    if kind == "left":
        return _Node(sign, _sequence(tokens, "right"))
    if kind == "root" or name in OF_LETTERS:
        return _Node(sign, [_argument(tokens, plain=True)])
    if name in ARGUMENTS:
        return _Node(sign, [_argument(tokens, plain) for _ in range(ARGUMENTS[name])])
    raise _NoMathError


def _argument(tokens: _Tokens, plain: bool, *, script: bool = False) -> _Node:
    token = next(tokens)
    kind, name = token.lastgroup, token["name"]
    # Fonts open a group before TeX asks for one, as in x_\text{max}, but not below an accent.
    is_font = not plain and (name in ALPHABETS or (kind == "text" and not token[0].startswith(r"\mbox")))
    if kind in ("open", "char") or name in CHARACTERS or (script and (kind == "mark" or is_font)):
        return _atom(token, tokens, plain)
    raise _NoMathError


def _scripts(nodes: list[_Node]) -> set[str]:
    r"""Return the scripts of the last atom and of the last one in its braces.

    To TeX ``{\hat x^2}^3`` is ``\hat x^2^3``, which has a script twice.
    """
    found: set[str] = set()
    for node in reversed(nodes):
        if node.sign[0] in "^_'":
            found.add("_" if node.sign == "_" else "^")
        elif node.sign.startswith(r"\left"):
            return found
        elif node.sign[0] != " " and node.sign[1:] not in OLD_FONTS:
            return found | _scripts(node.inner)
    return found


# -- what TeX gets --------------------------------------------------------------------------------------------------

_BARE = re.compile(r"(?<!\\)[%#&]")


def parts(math: str) -> list[tuple[str, bool]]:
    r"""Return math in parts, each with whether it is text to TeX. A bare ``%``, ``#`` or ``&`` is escaped.

    >>> parts(r"50% \text{of} \alpha")
    [('50\\% \\text{', False), ('of', True), ('} \\alpha', False)]
    """
    escaped = _BARE.sub(r"\\\g<0>", math)
    found, done = [], 0
    for text in re.finditer(_TEXT, escaped):
        found += [(escaped[done : text.start(2)], False), (text[2], True)]
        done = text.end(2)
    return [*found, (escaped[done:], False)]


# -- words ----------------------------------------------------------------------------------------------------------

Style: TypeAlias = Literal["", "i", "b", "sup", "sub"]
"""How words of math are printed; they are the names that CSL has for it."""

_Words: TypeAlias = list[tuple[Style, str]]

_FONTS: dict[str, Style] = dict.fromkeys(("mathrm", "mathsf", "mathtt", "operatorname"), "")
_FONTS |= {"mathit": "i", "mathnormal": "i", "mathbf": "b", "bm": "b", "boldsymbol": "b"}
_FONTS_OF_TEXT: dict[str, Style] = {"textit": "i", "textsl": "i", "textbf": "b"}

_PRINTED = {rf"\{name}": character for name, character in CHARACTER_OF.items()}
_PRINTED |= {rf"\{space}": " " for space in (*",;: ", *SPACES)} | {rf"\{char}": char for char in "#$%&_{}"}
_PRINTED |= {"-": "−", r"\|": "∥", r"\!": ""}


class _MoreError(Exception):
    """There is more in the math than words."""


def words(math: str) -> _Words | None:
    r"""Return math as text in styles, ``None`` where there is more to it, such as a fraction.

    >>> words(r"\alpha_1")
    [('', 'α'), ('sub', '1')]
    """
    try:
        found = _words(_sequence(_TOKEN.finditer(math), "end"), None, in_script=False)
    except _MoreError:
        return None
    of_a_style = groupby(found, key=itemgetter(0))
    tidy = [(style, re.sub(" {2,}", " ", "".join(text for _, text in group))) for style, group in of_a_style]
    if tidy:
        tidy[0] = (tidy[0][0], tidy[0][1].lstrip())
        tidy[-1] = (tidy[-1][0], tidy[-1][1].rstrip())
    return [(style, text) for style, text in tidy if text]


def _words(nodes: list[_Node], font: Style | None, *, in_script: bool) -> _Words:
    found: _Words = []
    for node, after in pairwise([*nodes, _Node("", [])]):
        words = _words_of(node, font, in_script)
        if node.sign == "{" and after.sign in ("^", "_") and any(style in ("sup", "sub") for style, _ in words):
            raise _MoreError  # a power of a power is in no mark-up
        found += words
        if node.sign[1:] in FUNCTIONS and re.match(r"[A-Za-z0-9\\]", after.sign):
            found.append(("", " "))  # log n
    return found


def _words_of(node: _Node, font: Style | None, in_script: bool) -> _Words:
    sign, name = node.sign, node.sign[1:]
    if sign in ("^", "_"):
        if in_script or font is not None:
            raise _MoreError
        return [("sup" if sign == "^" else "sub", _text(node.inner, None).strip())]
    if sign == "{":
        return _words(node.inner, font, in_script=in_script)
    if name in _FONTS and font is None:
        return _words(node.inner, _FONTS[name], in_script=in_script)
    if name in CAPITALS:
        letters = _text(node.inner, "")
        if not CAPITALS[name].keys() >= set(letters):
            raise _MoreError
        return [("", "".join(map(CAPITALS[name].__getitem__, letters)))]
    if text := re.fullmatch(_TEXT, sign):
        return [(_FONTS_OF_TEXT.get(text[1], ""), re.sub(r"\\(.)", r"\1", text[2]))]
    if sign.isascii() and sign.isalpha():
        return [("i" if font is None else font, sign)]
    if sign not in _PRINTED and sign.startswith(("\\", "&")):
        raise _MoreError
    printed = _PRINTED.get(sign, sign.replace("'", "′"))
    if not in_script and (name in RELATIONS or sign in ("=", "<", ">")):
        printed = f" {printed} "
    return [("", printed)] if printed else []


def _text(nodes: list[_Node], font: Style | None) -> str:
    return "".join(text for _, text in _words(nodes, font, in_script=True))
