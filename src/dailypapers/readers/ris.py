"""The format ``ris``: records of lines with tags, as Zotero, EndNote, Mendeley and our own exporter write them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar, TypeAlias

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning
from dailypapers.references.entries import LINKS
from dailypapers.references.read_papers import digest_of, given_first, paper_of


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


_Record: TypeAlias = tuple[int, defaultdict[str, list[list[str]]]]
"""The line of a record, and its values by their tags, each in lines."""

_TAGGED = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)")


def _records(content: str) -> Iterator[_Record | ReadWarning]:
    """Yield the records; one also ends where the next begins, or the text. A line without a tag continues the last.

    The first text outside of records is told, such as the name of a database; so is a last record that has no end.
    """
    values: defaultdict[str, list[list[str]]] | None = None
    last: list[str] = []
    start, is_told = 0, False
    for number, line in enumerate(re.split(r"\r\n?|\n", content), 1):
        tagged = _TAGGED.fullmatch(line.strip())
        tag = tagged[1] if tagged else None
        if values is not None and tag in ("TY", "ER"):
            yield start, values
            values = None
        if tag == "TY":
            start, values, last = number, defaultdict(list), []
        elif values is None:
            if line.strip() and tag != "ER" and not is_told:
                is_told = True
                yield ReadWarning(
                    "passed over text outside of records, which begin with a line like 'TY  - GEN'", number
                )
        elif tagged:
            last = [tagged[2] or ""]
            values[tagged[1]].append(last)
        elif line.strip():
            last.append(line.strip())
    if values is not None:
        yield start, values
        yield ReadWarning("the last record has no line 'ER  -', so the file may not be whole", start)


# The first tag of each that has text in a record; for where a paper is, all values.
_TITLES, _AUTHORS, _ABSTRACTS = ("TI", "T1", "CT", "BT"), ("AU", "A1"), ("AB", "N2")
_PLACES = {"doi": "DO", "url": "UR", "journal": "T2 JO JF JA J2", "volume": "VL", "note": "N1 M3", "number": "M1 AN C1"}


def _paper(record: _Record) -> Paper | ReadError | ReadWarning:
    line, lines = record
    values = {tag: list(filter(None, ("\n".join(each).strip() for each in found))) for tag, found in lines.items()}
    texts = {
        name: "\n".join(text for tag in tags.split() for text in values.get(tag, ())) for name, tags in _PLACES.items()
    }
    title, names, abstract = (
        next(filter(None, map(values.get, tags)), [""]) for tags in (_TITLES, _AUTHORS, _ABSTRACTS)
    )
    authors = list(map(given_first, names))
    is_abridged = authors[-1] == "others"
    texts[LINKS] = texts["url"]
    return paper_of(texts, title[0], authors, "\n".join(abstract), is_abridged=is_abridged, line=line)
