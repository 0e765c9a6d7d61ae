"""The format ``csl``: CSL-JSON, as the exporter of this name, Zotero, pandoc and doi.org write it."""

from collections.abc import Iterator
from typing import Any, ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning
from dailypapers.references.entries import Entry, entries_of_csl
from dailypapers.references.plain_text import text_of_csl
from dailypapers.references.read_papers import digest_of, paper_of, whole_name


@attrs.frozen
class CSL:
    """CSL-JSON, each item a paper of one digest without a date.

    A paper has title, authors, link and abstract. The link is that of its arXiv id, wherever the item has one, else
    ``URL``, else that of its DOI.
    """

    suffix: ClassVar[str] = ".csl.json"

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield what is wrong with items, and then the digest of all others."""
        return digest_of(entries_of_csl(content), _paper, source, empty=bool(content.strip()))


def _paper(entry: Entry) -> Paper | ReadError | ReadWarning:
    names = entry.fields.get("author") or []
    if not isinstance(names, list):
        return ReadError("author: expected a list of names", entry.line)
    authors = [_name(name) for name in names]
    title, abstract = text_of_csl(entry.texts.get("title", "")), entry.texts.get("abstract", "")
    is_abridged = [name.strip() for name in authors[-1:]] == ["others"]
    return paper_of(entry.texts, title, authors, abstract, is_abridged=is_abridged, line=entry.line)


def _name(name: Any) -> str:
    if not isinstance(name, dict):
        return name if isinstance(name, str) else ""
    given, *particles, family, suffix, literal, group = (
        part if isinstance(part := name.get(key), str) else "" for key in _PARTS
    )
    return whole_name(given, family or literal or group, particle=" ".join(filter(None, particles)), suffix=suffix)


_PARTS = (
    "given",
    "dropping-particle",
    "non-dropping-particle",
    "family",
    "suffix",
    "literal",
    "name",
)  # the last is of Crossref
