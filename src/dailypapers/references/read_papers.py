"""Papers of files of references, as all their readers make them: whole names, a paper, and the digest of all.

What is in a file, and where an entry says that its paper is, is in ``entries``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from dailypapers._text import lone_surrogate
from dailypapers.errors import ReadError, ReadWarning
from dailypapers.listing import digests_of
from dailypapers.models import Digest, Paper, Point
from dailypapers.references import GROUP_WORDS
from dailypapers.references.entries import link_of
from dailypapers.references.plain_text import without_tags

T = TypeVar("T")

_BLANKS = re.compile(r"\s++")
# Ideographs, kana and Hangul.
_FAMILY_FIRST = re.compile("[\u1100-\u11ff\u2e80-\u2fff\u3005-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]++")


def whole_name(given: str, family: str, *, particle: str = "", suffix: str = "") -> str:
    """Return a name as a person writes it; of scripts in which the family comes first nothing stands between.

    >>> whole_name("Wil", "Aalst", particle="van der"), whole_name("小明", "王")
    ('Wil van der Aalst', '王小明')
    """
    given, particle, family, suffix = (part.strip() for part in (given, particle, family, suffix))
    if _FAMILY_FIRST.fullmatch(given) and _FAMILY_FIRST.fullmatch(family):
        given, family = "", family + given
    return " ".join(filter(None, (given, particle, family, suffix)))


def _unbroken(text: str, between: str = " ") -> str:
    """Return a text with ``between`` in place of breaks of a line, and of the blanks around them."""
    return _BLANKS.sub(lambda run: run[0] if set("\t\n\r").isdisjoint(run[0]) else between, text).strip()


def given_first(name: str) -> str:
    """Return a name as a person writes it: of ``Family, Given, Suffix`` the given name comes first."""
    family, *others = [part.strip() for part in name.split(",")]
    if not GROUP_WORDS.isdisjoint(re.findall(r"\w+", " ".join(others).lower())):  # Meta, Inc.
        return name
    return whole_name("".join(others[:1]), family, suffix=" ".join(others[1:]))


def paper_of(
    texts: Mapping[str, str], title: str, authors: list[str], abstract: str, *, is_abridged: bool, line: int
) -> Paper | ReadError | ReadWarning:
    """Return the paper of an entry, by the texts of its fields and by its parts as plain text; or why there is none.

    The last of authors that are abridged stands for others.
    """
    link, title, abstract = link_of(texts), _unbroken(title), _unbroken(without_tags(abstract), "\n")
    names = list(filter(None, map(_unbroken, authors[: len(authors) - is_abridged])))
    if not (title or link):
        return ReadWarning("passed over an entry with neither a title nor a link", line)
    try:
        "".join([title, link or "", abstract, *names]).encode()
    except UnicodeEncodeError as error:
        return ReadError(lone_surrogate(error), line)
    omitted, summary = len(names) if is_abridged else None, [Point(text=abstract)] if abstract else []
    return Paper(title, link, authors=names, authors_omitted_at=omitted, summary=summary, line=line)


def digest_of(
    found: Iterable[T | ReadError | ReadWarning],
    paper: Callable[[T], Paper | ReadError | ReadWarning],
    source: str,
    *,
    empty: bool,
) -> Iterator[Digest | ReadError | ReadWarning]:
    """Yield what is wrong with some that were found in a file, then one digest without a date of the papers of others.

    With ``empty`` there is one also where no paper is, and no error. An error that ends the file is raised behind it.
    """
    made = (each if isinstance(each, ReadError | ReadWarning) else paper(each) for each in found)
    dated = ((None, attrs.evolve(each, source=source)) if isinstance(each, Paper) else each for each in made)
    return digests_of(dated, None, source, empty=empty)
