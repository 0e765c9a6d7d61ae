"""The format ``csl``: CSL-JSON, which Zotero, pandoc and citation processors take.

Its fields are those of https://github.com/citation-style-language/schema, and its mark-up is that of
https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers.models import Digest
from dailypapers.references import are_plain, doi, names, person, submitted
from dailypapers.references.bibliography import Bibliography, Field, Reference
from dailypapers.references.titles import Piece, Protection, Run, marked_if_plain, runs, typographic


@attrs.frozen
class CSL(Bibliography):
    """CSL-JSON for Zotero and pandoc, each paper once."""

    suffix: ClassVar[str] = ".csl.json"

    # Most styles would print the number of the eprint beside the DOI that has it.
    fields: tuple[Field, ...] = attrs.field(
        default=("title", "author", "year", "url", "howpublished", "doi"),
        validator=attrs.fields(Bibliography).fields.validator,
        metadata=attrs.fields(Bibliography).fields.metadata,
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield an array, an item a line."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        before, between, behind, line_end, is_any, updated = "[", "\n", "]\n", "\n", False, self.updated()
        if updated:
            line_end = updated.line_end
            before, between, behind = updated.around_new()
        yield before
        for reference in self.references(digests, updated):
            yield between.replace("\n", line_end) + encode(self._item(reference))
            between, is_any = ",\n", True
        yield line_end + behind if is_any else behind

    def _item(self, reference: Reference) -> dict[str, object]:
        paper = reference.paper
        arxiv_id = paper.arxiv_id
        item: dict[str, object] = {"id": reference.key, "type": "article", "genre": "preprint"}
        for field in self.all_fields():
            match field:
                case "title":
                    item["title"] = marked_title(paper.title, protect=self.protect)
                case "author":
                    every, is_abridged = names(paper, self.max_authors)
                    if every:
                        item["author"] = [*_names(every), *[{"literal": "others"}] * is_abridged]
                case "year" if arxiv_id:
                    item["issued"] = {"date-parts": [submitted(arxiv_id)]}
                case "eprint" if arxiv_id:
                    item["number"] = f"arXiv:{arxiv_id}"
                case "url" if paper.url:
                    item["URL"] = paper.url
                case "howpublished" if arxiv_id:
                    item["publisher"] = "arXiv"
                case "doi" if arxiv_id:
                    item["DOI"] = doi(arxiv_id)
                case "abstract" if paper.summary:
                    item["abstract"] = "\n".join(map(typographic, reference.abstract))
                case "note" if reference.note:
                    item["note"] = reference.note
        return item


_NOCASE = '<span class="nocase">{}</span>'


def marked_title(title: str, *, protect: Protection) -> str:
    """Return a title with the mark-up of CSL; with ``protect`` also that of what keeps its case."""
    if protect is True and (marked := marked_if_plain(title, _NOCASE.format)) is not None:
        return marked
    return "".join(map(_run, runs(title, protect=protect)))


def _run(run: Run) -> str:
    if not run.keeps_case:
        return "".join(_piece(piece, nocase=_NOCASE) for piece in run.pieces)
    return _NOCASE.format("".join(_piece(piece, nocase="{}") for piece in run.pieces))


def _piece(piece: Piece, nocase: str) -> str:
    match piece.kind:
        case "text":
            return _text(piece.text)
        case "sup" | "sub":
            return f"<{piece.kind}>{piece.text}</{piece.kind}>"
    from dailypapers.references.math import words  # it takes 4 ms, and most titles have none

    printed = words(piece.text)
    if printed is None:  # there is no other way of saying it
        return nocase.format(f"${_text(piece.text)}$")
    marked = (f"<{style}>{_text(text)}</{style}>" if style else _text(text) for style, text in printed)
    return nocase.format("".join(marked))


# What CSL takes for mark-up is none with mark-up inside: "<b>" is written with its "b" in a mark of its own.
_TAG = re.compile(r"<(/?[A-Za-z]+)")


def _text(text: str) -> str:
    return _TAG.sub(lambda tag: f"<{_NOCASE.format(tag[1])}", text) if "<" in text else text


def _names(every: list[str]) -> Iterator[dict[str, str]]:
    for name, is_plain in zip(every, are_plain(every), strict=True):
        given, _, family = name.rpartition(" ")
        yield {"family": family, "given": given} if is_plain else _name(name)


def _name(name: str) -> dict[str, str]:
    parts = person(name)
    if parts is None:
        return {"literal": typographic(name)}
    fields = {
        "family": parts.family,
        "given": parts.given,
        "dropping-particle": parts.particle,
        "suffix": parts.suffix,
    }
    return {key: typographic(value) for key, value in fields.items() if value}
