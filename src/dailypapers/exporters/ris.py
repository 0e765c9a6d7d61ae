"""The format ``ris``, which EndNote, Mendeley, Citavi and Zotero import.

A tag a line, as https://en.wikipedia.org/wiki/RIS_(file_format) lists them, with CR LF behind each. RIS has neither
mark-up nor escapes: a title is plain text.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

import attrs

from dailypapers.models import Digest
from dailypapers.references import are_plain, doi, names, percent_encoded, person, submitted
from dailypapers.references.bibliography import Bibliography, Reference
from dailypapers.references.titles import Piece, Protection, runs, typographic


@attrs.frozen
class RIS(Bibliography):
    """RIS for EndNote, Mendeley, Citavi and Zotero, each paper once."""

    suffix: ClassVar[str] = ".ris"

    # No options: there is no mark-up that could keep a case, and no way to keep the text of a file.
    protect: Protection = attrs.field(default=False, init=False)
    update: Path | None = attrs.field(default=None, init=False)

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the lines of a reference a paper."""
        for reference in self.references(digests):
            yield "".join(f"{tag}  - {value}\r\n" for tag, value in self._lines(reference))

    def _lines(self, reference: Reference) -> Iterator[tuple[str, str]]:
        paper = reference.paper
        arxiv_id = paper.arxiv_id
        yield "TY", "GEN"  # there is no type for preprints
        yield "ID", reference.key
        for field in self.all_fields():
            match field:
                case "title":
                    yield "TI", plain_title(paper.title)
                case "author":
                    every, is_abridged = names(paper, self.max_authors)
                    written = [name for name in _names(every) if name]
                    yield from (("AU", name) for name in written)
                    if written and is_abridged:
                        yield "AU", "others"
                case "year" if arxiv_id:
                    year, month = submitted(arxiv_id)
                    yield "PY", f"{year}"
                    yield "DA", f"{year}/{month:02}//"
                case "eprint" if arxiv_id:
                    yield "AN", f"arXiv:{arxiv_id}"
                case "url" if paper.url:
                    yield "UR", _UNFIT_IN_LINK.sub(percent_encoded, paper.url)
                case "howpublished" if arxiv_id:
                    yield "PB", "arXiv"
                case "doi" if arxiv_id:
                    yield "DO", doi(arxiv_id)
                case "abstract" if paper.summary:
                    yield "AB", " ".join(map(typographic, reference.abstract))
                case "note" if reference.note:
                    yield "N1", reference.note
        yield "ER", ""


_UNFIT_IN_LINK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def plain_title(title: str) -> str:
    """Return a title without mark-up: math as it reads, and scripts as Unicode has them (``M²``, else ``x^max``)."""
    return "".join(_piece(piece) for run in runs(title, protect=False) for piece in run.pieces).strip()


def _piece(piece: Piece) -> str:
    match piece.kind:
        case "text":
            return piece.text
        case "sup" | "sub":
            return _script(piece.kind, piece.text)
    from dailypapers.references.math import words  # it takes 4 ms, and most titles have none

    printed = words(piece.text)
    if printed is None:
        return f"${piece.text}$"
    return "".join(_script(style, text) if style in ("sup", "sub") else text for style, text in printed)


_SCRIPTS = {
    "sup": ("^", str.maketrans("0123456789+−-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")),
    "sub": ("_", str.maketrans("0123456789+−-=()ijaeox", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ᵢⱼₐₑₒₓ")),
}


def _script(kind: str, text: str) -> str:
    sign, table = _SCRIPTS[kind]
    return text.translate(table) if all(ord(char) in table for char in text) else sign + text


def _names(every: list[str]) -> Iterator[str]:
    for name, is_plain in zip(every, are_plain(every), strict=True):
        given, _, family = name.rpartition(" ")
        yield f"{family}, {given}" if is_plain else _name(name)


def _name(name: str) -> str:
    """Write a person as ``Family, Given, Suffix``. A comma would make a person of a group: its name has none."""
    parts = person(name)
    if parts is None:
        return re.sub(r"[ ]*,[ ]*", " ", typographic(name)).strip()
    family = f"{parts.particle} {parts.family}".strip()
    return typographic(", ".join(filter(None, (family, parts.given, parts.suffix))))
