"""The format ``csl``: CSL-JSON, which Zotero, pandoc and citation processors take.

Its fields are those of https://github.com/citation-style-language/schema. Math stays between its dollars, as there
is no other way of saying it, in the mark-up that keeps its case.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers.latex import math_in
from dailypapers.models import Digest, Paper
from dailypapers.references import citation_key, doi, each_paper, names, person, submitted, without_controls

# Vincent Van Gogh, Maria De La Cruz: whether such a word belongs to the family name cannot be seen.
_CAPITAL_PARTICLE = re.compile(r"\s(?:Al|Ben|Bin|Da|De|Del|Della|Den|Der|Di|Dos|Du|El|Ibn|La|Le|St|Ter|Van|Von)$")


@attrs.frozen
class CSL:
    """CSL-JSON for Zotero and pandoc, each paper once."""

    suffix: ClassVar[str] = ".csl.json"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield an array, an item a line."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        between = "[\n"
        for paper in each_paper(digests):
            yield between + encode(_item(paper))
            between = ",\n"
        yield "[]\n" if between == "[\n" else "\n]\n"


def _item(paper: Paper) -> dict[str, object]:
    item: dict[str, object] = {
        "id": citation_key(paper),
        "type": "article",
        "genre": "preprint",
        "title": _title(paper.title),
    }
    every, is_abridged = names(paper)
    if every:
        item["author"] = [_name(name) for name in every] + [{"literal": "others"}] * is_abridged
    if arxiv_id := paper.arxiv_id:
        item |= {"issued": {"date-parts": [submitted(arxiv_id)]}, "DOI": doi(arxiv_id)}
    if paper.url:
        item["URL"] = paper.url
    return item


def _title(title: str) -> str:
    """Give a title with its math in the mark-up of CSL that keeps a style from changing its case."""
    clean = without_controls(title)
    done, written = 0, []
    for math, _ in math_in(clean):
        written.append(f'{clean[done : math.start()]}<span class="nocase">{math[0]}</span>')
        done = math.end()
    return "".join([*written, clean[done:]])


def _name(name: str) -> dict[str, str]:
    parts = person(name)
    if parts is None or parts.family[0].islower() or _CAPITAL_PARTICLE.search(parts.given):
        return {"literal": name}
    fields = {
        "family": parts.family,
        "given": parts.given,
        "dropping-particle": parts.particle,
        "suffix": parts.suffix,
    }
    return {key: value for key, value in fields.items() if value}
