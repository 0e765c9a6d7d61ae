"""The format ``ris``: records of lines with tags, as Zotero, EndNote, Mendeley and our own exporter write them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar, TypeAlias

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning
from dailypapers.references.entries import digest_of, given_first, paper_of


@attrs.frozen
class RIS:
    """RIS, each record a paper of one digest without a date.

    A paper has title, authors, link and abstract. The link is that of its arXiv id, wherever the record has one, else
    ``UR``, else that of its DOI.
    """

    suffix: ClassVar[str] = ".ris"

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield what is wrong with records, and then the digest of all others."""
        return digest_of(_records(content), _paper, source, empty=False)


_Record: TypeAlias = tuple[int, defaultdict[str, list[str]]]
"""The line of a record, and its values by their tags."""

_TAGGED = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)")


def _records(content: str) -> Iterator[_Record | ReadError]:
    """Yield the records; one also ends where the next begins, or the text. A line without a tag continues the last."""
    values: defaultdict[str, list[str]] | None = None
    start, last, is_told = 0, [""], False
    for number, line in enumerate(re.split(r"\r\n?|\n", content), 1):
        tagged = _TAGGED.fullmatch(line.strip())
        tag = tagged[1] if tagged else None
        if values is not None and tag in ("TY", "ER"):
            yield start, values
            values = None
        if tag == "TY":
            start, values, last, is_told = number, defaultdict(list), [""], False
        elif values is None:
            if line.strip() and tag != "ER" and not is_told:
                is_told = True
                yield ReadError("no RIS: expected a line like 'TY  - GEN'", number)
        elif tagged:
            last = values[tagged[1]]
            last.append(tagged[2] or "")
        elif line.strip():
            last[-1] += f"\n{line.strip()}"
    if values is not None:
        yield start, values


# The first tag of each that a record has; for where a paper is, all values.
_TITLES, _AUTHORS, _ABSTRACTS = ("TI", "T1", "CT", "BT"), ("AU", "A1"), ("AB", "N2")
_PLACES = {"doi": "DO", "url": "UR", "journal": "T2 JO JF JA J2", "volume": "VL", "note": "N1 M3", "number": "M1 AN C1"}


def _paper(record: _Record) -> Paper | ReadError | ReadWarning:
    line, values = record
    texts = {name: "\n".join(value for tag in tags.split() for value in values[tag]) for name, tags in _PLACES.items()}
    title, names, abstract = (
        next((values[tag] for tag in tags if values[tag]), [""]) for tags in (_TITLES, _AUTHORS, _ABSTRACTS)
    )
    authors = list(map(given_first, names))
    is_abridged = authors[-1] == "others"
    return paper_of(texts, title[0], authors, "\n".join(abstract), is_abridged=is_abridged, line=line)
