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
from dailypapers.listing import folded, media_at
from dailypapers.listing.jsontext import loads, loads_printed
from dailypapers.models import MOST_VOTES, Media, arxiv_id_in, arxiv_id_of
from dailypapers.plugins import formula_escaped, is_web_link
from dailypapers.references.read_papers import given_first

_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)((?:(?!\1).)++)(?<=\S)\1", re.DOTALL)
_LINK = re.compile(
    r"(!?)\[((?:\\.|[^\\\[\]]++|\[[^\[\]]*+\])*+)\]"
    r"\(<?([^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*+)>?(?:\s++\"[^\"]*+\")?\)"
)
_ARXIV_NOTE = re.compile(r"\s*+\((arXiv:[^\s()\[\]]++)[^()]*+\)\Z", re.IGNORECASE)
_BEHIND = re.compile(r"(?<!:) .*")
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
    """Return a title with the words of its links, and these; what is between brackets in a formula is no link."""
    links: list[str] = []

    def words(found: re.Match[str]) -> str:
        is_picture, text, address = found.groups()
        if not (is_web_link(address) or found[0] == title):
            return found[0]
        text = "" if is_picture else _without_links(text)[0] if "](" in text else without_emphasis(text.strip())
        if text:
            links.append(address)
        return text

    replaced = " ".join(_LINK.sub(words, title).split())
    return without_emphasis(replaced), links


def addresses_of(value: Any, path: str) -> list[str]:
    """Return the addresses of links of Markdown in a text; of any other text itself, as a link, an id or a DOI."""
    text = text_of(value, path)
    found = [link[3] for link in _LINK.finditer(text)] if "](" in text else []
    return found or [without_emphasis(text)]


def link_of(addresses: Iterable[str]) -> str | None:
    """Return the first that leads to arXiv, as it stands if it is a link; else the first that is a link or a DOI."""
    others = []
    for address in addresses:
        if " " in address:  # arXiv:2407.00001 [cs.LG]
            address = _BEHIND.sub("", address)
        if arxiv_id := arxiv_id_in(address) or arxiv_id_of(address):
            return address if is_web_link(address) else f"https://arxiv.org/abs/{arxiv_id}"
        if is_web_link(address):
            others.append(address)
        elif doi := _DOI.fullmatch(address):
            others.append(f"https://doi.org/{doi[1]}")
    return next(iter(others), None)


def media_of(value: Any, path: str) -> Media | None:
    """Return a picture or a video, if the value is a link."""
    address = addresses_of(value, path)[0]
    if not is_web_link(address):
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
    r"[,;、，；]?\s*+(?:(?:\band\b|&)?\s*+(?<!\w)et(?:\.\s*+|\s++)al(?!\w)\.?|(?:\band|&)\s++others|等|…|\.\.\.)\s*+[.,;]*+\Z",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?)+")
_AND = re.compile(r"(?:\s*+[,，])?\s++(?:and|&)\s++", re.IGNORECASE)


def authors_of(value: Any, path: str, *, split_at: str | None = None) -> tuple[list[str], int | None]:
    """Return names in their order, and their number where others were left out (``et al.``), else ``None``.

    The value is a list of text or of objects with a ``name``, or text: names between commas or semicolons, or joined by
    ``and``; with ``split_at``, between that alone.
    """
    if isinstance(value, str) and split_at:
        return folded(value, path).split(split_at), None
    if isinstance(value, str):
        text = folded(value, path)
        listed = _list_in(text) if text.startswith("[") else None
        if listed is None:
            shortened = _ET_AL.sub("", text)
            names = _names_in(shortened)
            return names, len(names) if names and shortened != text else None
        value = listed
    if not isinstance(value, list):
        return [], None
    texts = [each.get("name") if isinstance(each, dict) else each for each in value]
    names = [name for each in texts if (name := text_of(each, path))]
    if names and (shortened := _ET_AL.sub("", names[-1])) != names[-1]:
        names = [*names[:-1], *filter(None, [shortened])]
        return names, len(names) if names else None
    return names, None


def _list_in(text: str) -> list[Any] | None:
    """Return the list that a text is, of JSON or printed by Python, as cells of CSV have them."""
    for read in (loads, loads_printed):
        with suppress(ReadError):
            found = read(text)
            return found if isinstance(found, list) else None
    return None


def _names_in(text: str) -> list[str]:
    parts = re.split("[;；]", text)
    if len(parts) == 1:
        parts = _AND.split(text)
    pieces = [piece.strip() for part in parts for piece in re.split("[,，、]", part)]
    if len(pieces) % 2 == 0 and all(map(_INITIALS.fullmatch, pieces[1::2])):  # One, A., Two, B., & Three, C.
        return [f"{given} {family}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    are_inverted = len(parts) > 1 and all("," in part for part in parts)  # One, Ann; Two, Bob
    if are_inverted:
        parts = list(map(given_first, parts))
    elif not re.search("[;；]", text):
        parts = pieces
    return [name for part in parts if (name := part.strip())]
