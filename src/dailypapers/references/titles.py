r"""What a title says, decided once for every format of references: quotation marks, dashes, scripts, math, and case.

A digest has titles as somebody typed them, with straight quotes and with remains of TeX. Here they become runs of
pieces, with the text that a reader should see. LaTeX and CSL differ only in how they write a piece.

>>> [(piece.kind, piece.text) for run in runs('"A" -- M$^{2}$', protect=False) for piece in run.pieces]
[('text', '“A” – M'), ('math', '^{2}')]
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import attrs

from dailypapers._text import MARKS, nfc
from dailypapers.references import without_controls

Kind: TypeAlias = Literal["text", "math", "sup", "sub"]
Protection: TypeAlias = Literal[True, False, "title"]


@attrs.frozen
class Piece:
    """A part of a title: text, a superscript, a subscript, or known math as it stands between its dollars."""

    kind: Kind
    text: str


@attrs.frozen
class Run:
    """Pieces whose case a style may change, or may not (``keeps_case``)."""

    pieces: tuple[Piece, ...]
    keeps_case: bool = False


def runs(title: str, *, protect: Protection) -> list[Run]:
    """Return the runs of a title, in order; with ``protect`` each word that a change of case would spoil is one.

    Such a word has a capital that is not its first letter (``LLaVA``, ``PanGu-Σ``), or a capital and a digit
    (``Llama-3``), or a digit among its letters (``word2vec``), or is a single capital other than the article (``C++``,
    ``I``), or is the one word before a colon, which is a name (``Skywork-Math:``). ``Long-Context`` is none of these.

    With ``protect="title"`` the whole title keeps its case.
    """
    pieces = tuple(_pieces(title))
    if protect == "title":
        return [Run(pieces, keeps_case=any(piece.text for piece in pieces))]
    return list(_protected(pieces)) if protect else [Run(pieces)]


def marked_if_plain(title: str, mark: Callable[[str], str]) -> str | None:
    """Return a title of letters, digits and stops with each word marked that keeps its case; ``None`` for any other.

    Most titles are such. They are printed as they stand, and nothing in them is special to TeX or CSL.
    """
    if not _LETTERS_AND_STOPS.fullmatch(title):
        return None
    done, written = 0, []
    for start, end in _kept_words(title):
        written += [title[done:start], mark(title[start:end])]
        done = end
    return "".join([*written, title[done:]])


_LETTERS_AND_STOPS = re.compile(r"(?:[ !()*+./0-9:;=?@A-Z\[\]a-z]++|(?<=\w)'(?=\w)|-(?!-)|,(?!,))*+")


def typographic(text: str) -> str:
    """Return text in one line without control characters, with quotation marks and dashes as they are printed.

    A double quote, two backticks or two apostrophes are a double quotation mark, a backtick is a single one, and so is
    an apostrophe that another one closes; any other apostrophe stays. Two hyphens are an en dash and three an em dash,
    unless they are part of an arrow; more than three are hyphens.
    """
    clean = nfc(without_controls(text))
    return clean if _PLAIN.fullmatch(clean) else _typographic(clean, 0, len(clean))


# -- math -------------------------------------------------------------------------------------------------------

# Math between dollars as pandoc finds it: no blank inside of either dollar, and no digit behind the second,
# so that "$5 and $10" is none (https://pandoc.org/MANUAL.html#math). With a command in it, as in "$\sim$20", it is
# math whatever stands behind it. Nothing is given back once it has matched, as remembering what could be takes memory.
_COMMAND_AHEAD = r"(?:(?=(?:[^$\\]++|\\[^A-Za-z])*+\\[A-Za-z])())?"
_MATH = rf"(?<!\\)\$(?=[^\s$]){_COMMAND_AHEAD}((?:[^$\\]++|(?:\\.)++)++)(?<!\s)\$(?(1)|(?![0-9]))"
_MATH_IN = re.compile(_MATH, re.DOTALL)


def math_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Find the math of a text in one line: where it begins and ends, with its dollars, and what is between them.

    What pandoc takes for math is text unless all of it is known, as it may be a program of TeX.
    """
    for math in _MATH_IN.finditer(text):
        from dailypapers.references.math import is_math  # it takes 4 ms, and most titles have none

        if is_math(math[2]):
            yield math.start(), math.end(), math[2]


# -- pieces -----------------------------------------------------------------------------------------------------

# Most titles have nothing in them that is not printed as it stands.
_PLAIN = re.compile(r"(?:[^\\$^_`'\"-]++|(?<=\w)'(?=\w)|-(?!-))*+")

# Fonts that arXiv's titles have outside of math. Their words are printed, in the font of the reference.
_FONT_NAMES = r"\\(?:text(?:sc|bf|it|sf|tt|rm|sl|normal)|emph|text)"
_FONT = re.compile(rf"{_MATH}|{_FONT_NAMES}\{{((?:[^{{}}$\\]++|{_MATH.replace('(1)', '(4)')})*+)\}}", re.DOTALL)
_SCRIPT = re.compile(r"(?<=[^\s\\])([\^_])\{([A-Za-z0-9+-]+)\}")


def _pieces(title: str) -> Iterator[Piece]:
    clean = nfc(without_controls(title))  # a letter and its accent are one character, and have one macro
    if _PLAIN.fullmatch(clean):
        yield Piece("text", clean)
        return
    if "\\" in clean:
        clean = _FONT.sub(lambda found: found[0] if found[3] is None else found[3], clean)
    done = 0
    for start, end, math in math_in(clean):
        yield from _scripts(clean, done, start)
        yield Piece("math", math)
        done = end
    yield from _scripts(clean, done, len(clean))


def _scripts(clean: str, start: int, end: int) -> Iterator[Piece]:
    for script in _SCRIPT.finditer(clean, start, end):
        if script.start() > start:
            yield _text(clean, start, script.start())
        yield Piece("sup" if script[1] == "^" else "sub", script[2])
        start = script.end()
    if start < end:
        yield _text(clean, start, end)


# Remains of TeX: in "Prefill \\& Decode" the sign is meant. Two backslashes are none of them.
_ESCAPED_SIGN = re.compile(r"(?<!\\)\\([&%#_$])")


def _text(clean: str, start: int, end: int) -> Piece:
    return Piece("text", _ESCAPED_SIGN.sub(r"\1", _typographic(clean, start, end)))


_DASHES = re.compile(r"(?<![-<!])---?(?![->])")
_QUOTES = re.compile(r"``|''|[\"`']")
_BEFORE = re.compile(r"[\s(\[{<“‘`\"'/–—-]")  # what an opening quotation mark stands behind
_CLOSED = re.compile(r"(?=[^\s'])[^'\"]*+(?:(?<=\w)'(?=\w)[^'\"]*+)*+(?<!\s)'(?!\w)")


def _typographic(clean: str, start: int, end: int) -> str:
    """Return a part of a text with its quotation marks and dashes; what surrounds it is what it stands in."""
    done, open_double, parts = start, False, []
    for quote in _QUOTES.finditer(clean, start, end):
        mark, before, after = quote[0], clean[quote.start() - 1 : quote.start()], clean[quote.end() : quote.end() + 1]
        opens = (not before or bool(_BEFORE.match(before))) and bool(after) and not after.isspace()
        match mark:
            case "``":
                written, open_double = "“", True
            case "''":
                written, open_double = "”", False
            case '"':
                opens = opens or (not before.isdigit() and after.isalnum() and clean.find('"', quote.end(), end) > 0)
                open_double = opens and not open_double
                written = "“" if open_double else "”"
            case "`":
                written = "‘" if opens or not (before.isalnum() and not after.isalnum()) else "’"
            case _:
                written = "‘" if opens and _CLOSED.match(clean, quote.end(), end) else "'"
        parts += [clean[done : quote.start()], written]
        done = quote.end()
    text = "".join([*parts, clean[done:end]])
    return _DASHES.sub(lambda dash: "–" if len(dash[0]) == 2 else "—", text) if "--" in text else text


# -- words that keep their case ---------------------------------------------------------------------------------

# Nearly all words are such, or several with hyphens between them, and have nothing that a change of case would spoil.
_MAY_CHANGE = r"(?:[A-Za-z][a-z]++|A)(?:-[A-Za-z][a-z]++)*+(?![+#*])[^\w\s]*+(?!\S)"
# Any other word behind a space, without the quotes, brackets and stops around it: the GPT-4o of "(GPT-4o)," is one, and
# so is C++. No mark is cut off its letter.
_WORD = re.compile(rf"\s[^\w\s]*+(?!{_MAY_CHANGE})(\w(?:\S*\w)?{MARKS}*+[+#*]*)")
_PARTS = re.compile(r"[-‐‑–—/'’]")
_A_NAME = re.compile(r"[^\w\s]*+(\w(?:[^\s:]*\w)?):\s")


def _protected(pieces: tuple[Piece, ...]) -> Iterator[Run]:
    # All in one line, with a digit for each character of math, so that M$^{2}$UGen is one word.
    line = "".join("1" * len(piece.text) if piece.kind == "math" else piece.text for piece in pieces)
    cuts = [*(place for span in _kept_words(line) for place in span), len(line)]
    for index, cut_off in enumerate(_cut(pieces, cuts)):
        if cut_off or not line:
            yield Run(cut_off, keeps_case=index % 2 == 1)


def _kept_words(line: str) -> list[tuple[int, int]]:
    """Return where the words are that keep their case."""
    words = _WORD.finditer(f" {line}")
    spans = [(word.start(1) - 1, word.end(1) - 1) for word in words if _keeps_its_case(word[1])]
    if (name := _A_NAME.match(line)) and _PARTS.search(name[1]) and any(map(str.isupper, name[1])):
        spans = [name.span(1), *(span for span in spans if span[0] >= name.end(1))]
    return spans


def _cut(pieces: tuple[Piece, ...], places: list[int]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces up to each place of the line in which they stand; no piece but text is cut."""
    at = index = offset = 0  # in the line, of the piece that is next, and in its text
    for place in places:
        found = []
        while at < place:
            piece = pieces[index]
            text = piece.text[offset : offset + place - at]
            found.append(Piece(piece.kind, text))
            at += len(text)
            offset += len(text)
            if offset == len(piece.text):
                index, offset = index + 1, 0
        yield tuple(found)


# A capital or a digit within a part of a word, as most words that keep their case have one.
_WITHIN = re.compile("[A-Za-z][A-Z0-9]|[0-9][A-Za-z]")


def _keeps_its_case(word: str) -> bool:
    if _WITHIN.search(word):
        return True
    has_capital = word != word.lower()
    if has_capital and any(map(str.isdigit, word)):
        return True
    # Of capitals that stand alone the article is none, nor is the one that L'Art begins with.
    no_names = {"A", *(letter for letter in "DL" if f"{letter}'" in word)}
    for part in _PARTS.split(word):
        if part != part.lower():
            letter = part.rstrip("+#*")
            if part[1:] != part[1:].lower() or (len(letter) == 1 and (letter != part or letter not in no_names)):
                return True
        if any(map(str.isdigit, part)) and any(map(str.isalpha, part)):
            return True
    return False
