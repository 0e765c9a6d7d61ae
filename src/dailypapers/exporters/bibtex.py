"""The format ``bibtex``: one ``@misc`` a paper, as arXiv exports them.

The order of authors in a digest carries no information, so a citation key never depends on a name: it is made
from what identifies the paper, and is the same on any day and in any part of an archive.
"""

import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers import ExportWarning
from dailypapers.models import Digest, Paper

_TEXT = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
    }
)

# Math between dollars as pandoc finds it: no blank inside of either dollar, and no digit behind the second,
# so that "$5 and $10" is none (https://pandoc.org/MANUAL.html#math).
_MATH = re.compile(r"(?<!\\)\$(?=[^\s$])((?:\\.|[^$\\])+)(?<!\s)\$(?![0-9])", re.DOTALL)

# In math these mean something to TeX that a title never means.
_BARE_IN_MATH = re.compile(r"(?<!\\)([%#&])")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@attrs.frozen
class BibTeX:
    """One @misc entry a paper, each paper once."""

    suffix: ClassVar[str] = ".bib"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield an entry a paper, the first time it is featured."""
        seen = set()
        between = ""
        for digest in digests:
            for paper in digest.papers:
                identity = "\n".join(paper.identity)  # smaller than the pair
                if identity not in seen:
                    seen.add(identity)
                    yield between + _entry(paper)
                    between = "\n"


def _citation_key(paper: Paper) -> str:
    if paper.arxiv_id:
        return f"arxiv-{paper.arxiv_id}"
    return f"paper-{hashlib.sha256(paper.identity[1].encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _entry(paper: Paper) -> str:
    fields = {"title": _text(paper.title)}
    if paper.authors:
        names = [_name(name) for name in dict.fromkeys(paper.authors)]
        if paper.authors_omitted_at is not None:
            names.append("others")
        fields["author"] = " and ".join(names)
    else:
        fields["key"] = fields["title"]  # what styles sort and label by where there is no author
    if paper.arxiv_id:
        fields["year"] = _year(paper.arxiv_id)
        fields["eprint"] = paper.arxiv_id
        fields["archiveprefix"] = "arXiv"
    if paper.url:
        fields["url"] = _link(paper.url)
    if paper.arxiv_id:
        fields["doi"] = f"10.48550/arXiv.{paper.arxiv_id}"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{_citation_key(paper)},\n{lines}}}\n"


def _year(arxiv_id: str) -> str:
    """Give the year of submission, which an identifier opens with: 2407.08348, cs/0112017, hep-th/9901001."""
    year = int(arxiv_id.rpartition("/")[2][:2])
    return str(year + (1900 if year > 90 else 2000))  # arXiv began in 1991


def _name(name: str) -> str:
    words = name.casefold().split()
    if "," in name or "and" in words or words == ["others"] or not words:
        return f"{{{_text(name)}}}"  # else BibTeX would take it apart
    return _text(name)


def _text(text: str) -> str:
    clean = _CONTROL.sub("", " ".join(re.split(r"[\t\n\r]+", text)))
    if dropped := _CONTROL.findall(text):
        codes = ", ".join(sorted({f"U+{ord(char):04X}" for char in dropped}))
        warnings.warn(f"control characters dropped ({codes}) from {clean!r}", ExportWarning, stacklevel=2)
    done, parts = 0, []
    for math in _MATH.finditer(clean):
        if _is_balanced(math[1]):
            parts.append(clean[done : math.start()].translate(_TEXT))
            inner = _BARE_IN_MATH.sub(r"\\\1", math[1])
            parts.append(f"{{${inner}$}}")  # the braces keep a style from changing its case
            done = math.end()
    parts.append(clean[done:].translate(_TEXT))
    return "".join(parts)


def _is_balanced(math: str) -> bool:
    """Tell whether the braces of math are balanced as BibTeX counts them, with those behind a backslash."""
    depth = 0
    for char in math:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


# A backslash at the end would keep some parsers from seeing the brace behind it.
_UNFIT_IN_LINK = re.compile(r"[{}\s\x00-\x1f\x7f]|\\\Z")


def _link(url: str) -> str:
    return _UNFIT_IN_LINK.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
