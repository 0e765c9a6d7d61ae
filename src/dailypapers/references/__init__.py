"""Facts of a paper for every format of references: its key, its DOI, the month of submission, its authors.

Nothing here knows a format. Each fact follows from the paper alone, so that a part of an archive, another
order or another day gives the same references.
"""

import datetime
import re
from collections.abc import Iterable, Iterator

import attrs

from dailypapers.errors import warn
from dailypapers.models import Digest, Paper
from dailypapers.plugins import shortened, without_characters


def words_in(table: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(table.split())


GROUP_WORDS = words_in("""
alliance association authors center centre collaboration community company consortium contributors corporation
deepmind foundation group inc initiative institute lab laboratories laboratory labs ltd organization project
research team university workshop
""")
"""A name with one of these words, in upper or lower case, is a group's.

So is one that begins with ``The``, unless a family name of :data:`VIETNAMESE` ends it: Nguyen The Anh and The Anh Bui
are persons. So is one with ``AI``, but in capitals alone, as Qingyao Ai is a person.
"""

PARTICLES = words_in("Al Ben Da De Del Della Den Der Di Dos Du El Ibn La Le St St. Ter Van Von")
"""Words that belong to the family name behind them, unless they are the first: Vincent Van Gogh, Maria De La Cruz.

So does one that begins with an apostrophe, as in Gerard 't Hooft: biber takes it for no particle.
"""

VIETNAMESE = words_in("""
Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Dinh Trinh Truong Doan Luong Luu Phung Vuong
Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Trương Đoàn Lương Lưu Phùng Vương
""")
"""Family names beside which Van, Le and The are given names: none of :data:`PARTICLES`, and no word of a group."""

SUFFIXES = words_in("Jr Jr. Sr Sr. II III IV")
"""Words behind a family name that are no part of it."""


@attrs.frozen
class Person:
    """The parts of a person's name. ``particle`` and ``suffix`` are empty where there is none."""

    given: str
    particle: str
    family: str
    suffix: str


def person(name: str) -> Person | None:
    """Take a name apart as BibTeX does; ``None`` for the name of a group, and where no rule tells its parts.

    The last word is the family name, with those of :data:`PARTICLES` before it; words in lower case before it are its
    particle. A nickname in quotation marks is one of the given names (``Linda "Jo" Frey``), and ``A. -B.`` is
    ``A.-B.``.

    A group's name is a single word, or its first word has no letter (``01. AI``) or is ``The``, or it has a word of
    :data:`GROUP_WORDS`. No rule tells the parts of a name with a comma or an "and", with other characters than names
    have (``Ann (Google)``), in lower case from the start, or in a script in which names begin with the family.

    >>> person("Wil M. P. van der Aalst")
    Person(given='Wil M. P.', particle='van der', family='Aalst', suffix='')
    >>> person("Gemini Team") is None
    True
    """
    name = _joined_initials(name)
    words = name.split()
    without_nickname = _NICKNAME.sub(" ", name) if _QUOTATION_MARK.search(name) else name
    if _NO_PERSON.search(without_nickname) or (_THE.match(name) and words[-1] not in VIETNAMESE):
        return None
    suffix = words.pop() if words and words[-1] in SUFFIXES else ""
    initial = next(filter(str.isalpha, words[0]), None) if len(words) > 1 else None  # of 't Hooft it is the t
    if initial is None or initial.islower():
        return None
    *before, last = words
    if last[0] >= "\u2e80" or "\u1100" <= last[0] <= "\u11ff":  # ideographs, kana, Hangul
        return None
    lower = [index for index, word in enumerate(before) if word[0].islower()]
    start = first = lower[0] if lower else len(before)
    if VIETNAMESE.isdisjoint((words[0], last)):
        while start > 1 and (before[start - 1] in PARTICLES or before[start - 1][0] in "'’"):
            start -= 1
    end = lower[-1] + 1 if lower and start == first else start
    return Person(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]), suffix)


# Of ASCII letters alone, as otherwise İ would be taken for an i, and the long ſ for an s.
_WORDS_OF_GROUPS = rf"\b(?:AI|(?ai:and|{'|'.join(sorted(GROUP_WORDS))}))\b"
_NO_PERSON = re.compile(rf"[^\w\s.'’‘ʻʼ`´\u0300-\u036f‐-]|[0-9_]|{_WORDS_OF_GROUPS}")
_THE = re.compile(r"\s*(?ai:the)\b")

_QUOTATION_MARK = re.compile('["“„«]')
_NICKNAME = re.compile(r"""(?<!\S)(?:"[^\s"][^"]*+"|[“„«][^\s“„”«»][^“„”«»]*+[“”»])(?=\s++\w)""")
_SPLIT_INITIALS = re.compile(r"\.[ ]++-(?=[^\W\d_])")  # A. -B. Doe, of which BibTeX would take the -B. for a word


def are_plain(names: list[str]) -> list[bool]:
    """Return at a glance which names are given names and a family name, the last word, and stay as they are in BibTeX.

    So are nearly all names, and all of most papers; :func:`person` takes ten times as long. Where it returns false,
    :func:`person` tells.
    """
    return [True] * len(names) if _is_plain("\n".join(names)) else list(map(_is_plain, names))


def _is_plain(lines: str) -> bool:
    if not _PLAIN_NAMES.fullmatch(lines):
        return False
    return _DOUBTFUL_WORDS.isdisjoint(lines.casefold().replace("-", " ").replace(".", " ").split())


# A word begins with a capital without an accent, and so does what is behind a hyphen: to BibTeX others seem small.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿĀ-ɏ"
_WORD = rf"[A-Z][{_LETTERS}.]*+(?:-[A-Z][{_LETTERS}.]*+)*+"
_PARTICLE = rf"(?:{'|'.join(sorted(map(re.escape, PARTICLES)))})[ ]"
_PLAIN_NAMES = re.compile(rf"(?:{_WORD}(?:[ ](?!{_PARTICLE}){_WORD})++(?:\n(?=.)|\Z))++")
_DOUBTFUL_WORDS = frozenset({"ai", "and", "the", *GROUP_WORDS, *map(str.casefold, SUFFIXES)})


def _joined_initials(name: str) -> str:
    """Return a name with ``A. -B.`` as ``A.-B.``."""
    return _SPLIT_INITIALS.sub(".-", name) if " -" in name else name


def without_controls(text: str) -> str:
    """Return a text in one line and without control characters.

    Line feeds, carriage returns and tabs become a blank; all others are dropped, with an
    :class:`~dailypapers.ExportWarning`.
    """
    if text.isprintable() or not _CONTROL.search(text):  # nearly all text is
        return text
    return without_characters(_CONTROL, re.sub(r"[\t\n\r]+", " ", text), "a reference")


# Biber stops at the two noncharacters.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


def each_featured(digests: Iterable[Digest]) -> Iterator[tuple[Paper, datetime.date | None]]:
    """Yield each paper once, however often it is featured, with the date of its digest; the first time counts.

    A paper that nothing identifies, without a title, link or arXiv id, is the same as no other.
    """
    seen: set[bytes] = set()
    for digest in digests:
        for paper in digest.papers:
            if (identity := paper.identity) is None:
                yield paper, digest.date
                continue
            kind, value = identity
            # Bytes are smaller than text, and few, however long a link is.
            known = value.encode() if kind == "arxiv_id" else _sha256("\n".join(identity))[:16]
            if known not in seen:
                seen.add(known)
                yield paper, digest.date


def each_paper(digests: Iterable[Digest]) -> Iterator[Paper]:
    """Yield each paper once, however often it is featured; the first time counts.

    An :class:`~dailypapers.ExportWarning` tells of two papers with one key. They are not on arXiv, and the link of one
    is the title of the other, or the first digits of two hashes agree.
    """
    keys = set()
    for paper, _ in each_featured(digests):
        if not paper.arxiv_id:
            key = citation_key(paper)
            if key in keys:
                warn(f"{shortened(paper.title)!r} has the key of another paper, {key}")
            keys.add(key)
        yield paper


def citation_key(paper: Paper) -> str:
    """Return the key: ``arxiv-2407.08348``, else ``paper-`` and 8 hexadecimal digits of a hash of the link or title.

    It depends on no name, as the order of authors in a digest carries no information.
    """
    kind, value = paper.identity or ("title", "")
    if kind == "arxiv_id":
        return f"arxiv-{value}"
    return hashed_key(value)


def file_name(paper: Paper) -> str:
    """Return the key as a name for a file, without suffix, that is safe on every system: ``arxiv-cs_0112017``.

    Papers that differ in ``identity`` have different names, but for one chance in four thousand million.
    """
    key = citation_key(paper)
    if len(key) > 100:  # an arXiv id may have any number of letters
        key = hashed_key(key)
    return key.replace("/", "_")


def hashed_key(text: str) -> str:
    """Return the key for a text of any length: ``paper-`` and 8 hexadecimal digits of its SHA-256."""
    return f"paper-{_sha256(text).hex()[:8]}"


def _sha256(text: str) -> bytes:
    import hashlib  # 2 ms, and most papers are on arXiv

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def doi(arxiv_id: str) -> str:
    """Return the DOI that arXiv registers for each of its papers (https://info.arxiv.org/help/doi.html)."""
    return f"10.48550/arXiv.{arxiv_id}"


def percent_encoded(unfit: re.Match[str]) -> str:
    """Return a match in a link percent-encoded: a replacement for ``re.sub``."""
    return "".join(f"%{byte:02X}" for byte in unfit[0].encode("utf-8", "surrogatepass"))


def submitted(arxiv_id: str) -> tuple[int, int]:
    """Return year and month of submission, which an identifier opens with: 2407.08348, cs/0112017, hep-th/9901001."""
    digits = arxiv_id.rpartition("/")[2]
    year = int(digits[:2])
    return year + (1900 if "/" in arxiv_id and year > 90 else 2000), int(digits[2:4])  # arXiv began in 1991


def votes_of(paper: Paper) -> str:
    """Return the votes of a paper in words: ``1 vote``, ``26 votes``; an empty text where they are unknown."""
    return "" if paper.votes is None else f"{paper.votes} vote{'' if paper.votes == 1 else 's'}"


def each_name(names: Iterable[str]) -> list[str]:
    """Return names in their order, each once, without blank ones."""
    return list(filter(str.strip, dict.fromkeys(names)))


def names(paper: Paper, max_authors: int | None = None) -> tuple[list[str], bool]:
    """Return the names of the authors, each once and at most ``max_authors`` of them, and whether some were left out.

    They are in one line, without control characters, and with ``A. -B.`` as ``A.-B.``. A blank name is left out.
    """
    authors = paper.authors
    joined = "".join(authors)
    if not joined.isprintable():
        authors = tuple(map(without_controls, authors))
    if " -" in joined:
        authors = tuple(map(_joined_initials, authors))
    every = each_name(authors)
    return every[:max_authors], paper.authors_omitted_at is not None or len(every) > len(every[:max_authors])
