"""One value of a record: a title, a link, authors. What is not understood is unknown, and never an error.

Only half a character, which no file can hold, is a :class:`~dailypapers.ReadError`.
"""

import datetime
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from dailypapers.data.plain import UNUSUAL, day_of
from dailypapers.errors import ReadError
from dailypapers.listing import folded, jsontext, media_at
from dailypapers.models import MOST_VOTES, Media, arxiv_id_in, arxiv_id_of
from dailypapers.plugins import formula_escaped, is_web_link
from dailypapers.references.read_papers import given_first

_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)((?:(?!\1).)++)(?<=\S)\1", re.DOTALL)
_LINK = re.compile(
    r"(!?)(?<!\\)\[((?:\\.|[^\\\[\]]++|\[[^\[\]]*+\])*+)\]"
    r"\(<?([^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*+)>?(?:\s++\"[^\"]*+\")?\)"
)
_TITLE_LINK = re.compile(rf"(\*{{1,3}}|_{{1,3}}|){_LINK.pattern}\1")
_LINKS = rf"{_LINK.pattern}(?:[\s,;/|]*+{_LINK.pattern})*+"
_BESIDE = re.compile(rf"\s*+(?:\({_LINKS}\)|\[{_LINKS}\]|(?=\[\[[^\[\]]*+\]\]){_LINK.pattern})")
"""Links that are no part of a title: ``([code](…), [data](…))``, ``[[code](…)]``, ``[[code]](…)``."""

_NO_WORDS = re.compile(r"[\s,;/|()\[\]*_]*+")
_ARXIV_NOTE = re.compile(r"\s*+\((arXiv:[^\s()\[\]]++)[^()]*+\)\Z", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s*+)?(10\.[0-9]{4,9}/\S++)", re.IGNORECASE)


def text_of(value: Any, path: str) -> str:
    """Return a text in one line, with single blanks; an empty one for any other value."""
    return folded(value, path) if isinstance(value, str) else ""


def unescaped(value: Any) -> Any:
    """Return a cell of our CSV without the ``'`` that keeps spreadsheets from running it."""
    if isinstance(value, str) and value.startswith("'") and formula_escaped(value[1:]) == value:
        return value[1:]
    return value


def without_emphasis(text: str) -> str:
    """Return a text without the emphasis that is around the whole of it."""
    while text.startswith(("*", "_")) and (found := _EMPHASIS.fullmatch(text)):
        text = found[2]
    return text


def title_of(value: Any, path: str) -> tuple[str, list[str]]:
    """Return a title without emphasis, links and pictures, and the links, and an arXiv id that stands behind it."""
    title = without_emphasis(text_of(value, path))
    links: list[str] = []
    if "](" in title:
        title, links = _without_links(title)
    if note := _ARXIV_NOTE.search(title):
        title = without_emphasis(title[: note.start()])
        links.append(note[1])
    return title, links


def _without_links(title: str) -> tuple[str, list[str]]:
    """Return a title with the words of its links, and these; what is between brackets in a formula is no link.

    Links in brackets behind the words lead to something else, and where there are no words beside links, so do all
    behind the first.
    """
    links = [found[4] for found in _TITLE_LINK.finditer(title) if _words_of(found)]
    title = without_emphasis(_before_links_beside(title))
    if not _NO_WORDS.fullmatch(_TITLE_LINK.sub("", title)):
        title = _TITLE_LINK.sub(lambda found: _words_of(found) if is_web_link(found[4]) else found[0], title)
    else:
        title = next(filter(None, map(_words_of, _TITLE_LINK.finditer(title))), "")
    return without_emphasis(" ".join(title.split())), links


def _before_links_beside(title: str) -> str:
    start = end = 0
    for found in _BESIDE.finditer(title):
        if all(is_web_link(link[3]) for link in _LINK.finditer(found[0])):
            start = start if found.start() == end else found.start()
            end = found.end()
    return (title[:start] if end == len(title) else "") or title


def _words_of(found: re.Match[str]) -> str:
    """Return the words of a link in a title; none of a picture."""
    _, is_picture, words, _ = found.groups()
    if is_picture:
        return ""
    return _without_links(words)[0] if "](" in words else without_emphasis(words.strip())


def addresses_of(value: Any, path: str) -> list[str]:
    """Return each word of a text, one of which may be a link, an id or a DOI, without what Markdown has around it.

    That is the address of a link, or its words where the address leads nowhere, as ``[2407.00001](./a.md)``.
    """
    text = without_emphasis(text_of(value, path))
    if "](" in text:
        text = _LINK.sub(lambda link: f" {link[3] if _leads(link[3]) else link[2]} ", text)
    return [_bare(word) for word in text.split()]


def _leads(address: str) -> bool:
    return is_web_link(address) or address.startswith("//") or bool(arxiv_id_in(address) or arxiv_id_of(address))


def _bare(word: str) -> str:
    """Return an address without quotation marks and brackets; ``//arxiv.org/…`` becomes a link."""
    word = word.strip("`<>,;\"'")
    for opening, closing in ("()", "[]"):
        word = word.removeprefix(opening)
        if word.count(closing) > word.count(opening):
            word = word.removesuffix(closing)
    word = without_emphasis(word)
    return f"https:{word}" if word.startswith("//") and "." in word else word


def link_of(addresses: Iterable[str]) -> str | None:
    """Return the first that leads to arXiv, as it stands if it is a link; else the first that is a link or a DOI."""
    others = []
    for address in addresses:
        if arxiv_id := arxiv_id_in(address) or arxiv_id_of(address):
            return address if is_web_link(address) else f"https://arxiv.org/abs/{arxiv_id}"
        if is_web_link(address):
            others.append(address)
        elif doi := _DOI.fullmatch(address):
            others.append(f"https://doi.org/{doi[1]}")
    return next(iter(others), None)


def media_of(value: Any, path: str) -> Media | None:
    """Return a picture or a video, if there is a link in the value."""
    address = next(filter(is_web_link, addresses_of(value, path)), None)
    if address is None:
        return None
    return Media("video", address) if path.lower().endswith("video") else media_at(address)


def votes_of(value: Any) -> int | None:
    """Return a number of votes, if the value is a whole number."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,10}", text := without_emphasis(value.strip())):
        value = int(text)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and 0 <= value <= MOST_VOTES else None


def date_of(value: Any) -> datetime.date | None:
    """Return the date that a text begins with, if it is one as ISO writes it."""
    with suppress(*UNUSUAL):
        return day_of(without_emphasis(value.strip())[:10])
    return None


# -- authors ----------------------------------------------------------------------------------------------------

_ET_AL = re.compile(
    r"""[,;、，；]?\s*+\(?(?:
        (?:\band\b|&)?\s*+(?<!\w)et(?:\.\s*+|\s++)al(?!\w)\.?
        | (?:\band|&)\s++(?:many\s++)?others
        | (?:\band\s++|&\s*+|\+\s*+)?(?<!\w)[0-9]++\s++(?:others|authors|(?:more|other)(?:\s++authors)?)  # and 3 more
        | (?<![^\s,;、，；(])\+[0-9]*+  # Ann One, +5
        | 等人? | … | (?<!\.)\.{3,}+
    )\)?\s*+[.,;]{0,3}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?)+")
_AND = re.compile(r"(?:\s*+[,，])?\s++(?:and|&)\s++", re.IGNORECASE)
_BEHIND_NAME = r"(?=\s*+(?:[,，、;；]|\Z|&|and\b))"
_SUFFIX = re.compile(rf"\s*+[,，]\s*+((?:[JS]r|Inc|Ltd|Co|Corp)\b\.?|LLC|GmbH|I{{2,3}}|IV){_BEHIND_NAME}")
_DEGREE = re.compile(rf"\s*+[,，]\s*+(?:Ph\.?\s?D|M\.?\s?D)\b\.?{_BEHIND_NAME}")
_MARKS = re.compile(r"[*`]++")


def authors_of(value: Any, path: str, *, split_at: str | None = None) -> tuple[list[str], int | None]:
    """Return names in their order, and their number where others were left out (``et al.``), else ``None``.

    The value is a list of text or of objects with a ``name``, or text: names between commas or semicolons, or joined by
    ``and``; with ``split_at``, between that alone.
    """
    if isinstance(value, str) and split_at:
        return folded(value, path).split(split_at), None
    text = text_of(value, path)
    listed = _list_in(text) if text.startswith("[") else value
    if not isinstance(listed, list):
        text = _bare_names(text)
        shortened = _ET_AL.sub("", text)
        names = _names_in(shortened)
        return names, len(names) if names and shortened != text else None
    texts = [each.get("name") if isinstance(each, dict) else each for each in listed]
    names = [name for each in texts if (name := _bare_names(text_of(each, path)))]
    is_abridged = bool(names) and bool(_ET_AL.search(names[-1]))
    if is_abridged:
        names[-1:] = filter(None, [_ET_AL.sub("", names[-1])])
    names = _given_names_first([_DEGREE.sub("", name) for name in names])
    return names, len(names) if names and is_abridged else None


def _bare_names(text: str) -> str:
    """Return names without emphasis, backticks and links."""
    if "](" in text:
        text = _LINK.sub(lambda link: "" if link[1] else link[2], text)
    return without_emphasis(_MARKS.sub("", text).strip())


def _list_in(text: str) -> list[Any] | None:
    """Return the list that a text is, of JSON or printed by Python, as cells of CSV have them."""
    for read in (jsontext.loads, jsontext.loads_printed):
        with suppress(ReadError):
            found = read(text)
            return found if isinstance(found, list) else None
    return None


def _names_in(text: str) -> list[str]:
    if re.search("[;；]", text):
        names = _given_names_first(re.split("[;；]", _DEGREE.sub("", text)))
    else:
        pieces = _pieces(text)
        if len(pieces) % 2 == 0 and _are_initials(pieces[1::2]):  # One, A., Two, B., & Three, C.
            return [f"{given} {family}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
        text = _DEGREE.sub("", text)
        parts = _AND.split(text)  # One, Ann and Two, Bob
        are_inverted = len(parts) > 1 and all("," in part for part in parts) and _are_inverted(parts)
        names = _given_names_first(parts) if are_inverted else _pieces(_SUFFIX.sub(r" \1", text))
    return [name for each in names if (name := without_emphasis(each.strip()))]


def _pieces(text: str) -> list[str]:
    return [piece.strip() for part in _AND.split(text) for piece in re.split("[,，、]", part)]


def _are_initials(given: list[str]) -> bool:
    return all(map(_INITIALS.fullmatch, given)) and set(given) != {"M.D."}


def _given_names_first(names: list[str]) -> list[str]:
    """Return names as persons write them, ``Ann One`` for ``One, Ann`` and ``Martin King Jr.`` with a suffix."""
    if _are_inverted(names):
        return [given_first(name) if "," in name else name for name in names]
    return [_SUFFIX.sub(r" \1", name) for name in names]


def _are_inverted(names: list[str]) -> bool:
    """Return whether those of some names that have a comma are a family name and a given name, a few words each.

    Of half of them the family name is one word or begins small, or the given name is initials: ``Ann One, Bob Two`` is
    two names.
    """
    halves = [_SUFFIX.sub("", name).split(",") for name in names]
    halves = [each for each in halves if len(each) > 1]
    if not all(len(each) == 2 and all(0 < len(half.split()) <= 3 for half in each) for each in halves):
        return False
    clear = [
        family
        for family, given in halves
        if len(family.split()) == 1 or family.lstrip()[0].islower() or _INITIALS.fullmatch(given.strip())
    ]
    return bool(halves) and 2 * len(clear) >= len(halves)
