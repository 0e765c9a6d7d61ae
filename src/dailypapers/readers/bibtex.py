"""The format ``bibtex``: what the exporter of this name and reference managers write, in BibTeX and biblatex alike."""

import re
from collections.abc import Iterator
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning
from dailypapers.references.entries import Entry, digest_of, entries_of_bibtex, paper_of
from dailypapers.references.plain_text import text_of_latex, without_tags


@attrs.frozen
class BibTeX:
    """Entries of BibTeX and biblatex, each a paper of one digest without a date; needs the extra bib.

    Accents, signs and braces of LaTeX are text, and math between dollars stays. A paper has title, authors, link and
    abstract. The link is that of its arXiv id, wherever the entry has one, else ``url``, else that of its DOI.
    """

    suffix: ClassVar[str] = ".bib"

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield what is wrong with entries, and then the digest of all others."""
        found = list(entries_of_bibtex(content))
        is_known = any(isinstance(each, str) and each.startswith("@") for each in found)
        return digest_of((each for each in found if not isinstance(each, str)), _paper, source, empty=is_known)


def _paper(entry: Entry) -> Paper | ReadError | ReadWarning:
    latex, abstract = (entry.texts.get(field, "") for field in ("title", "abstract"))
    title = text_of_latex(latex)
    if without_tags(latex) != latex:  # of a publisher; a "<" that we wrote is math
        title = without_tags(title)
    names = _parts(entry.texts.get("author", ""), "and")
    is_abridged = names[-1].strip().lower() in ("others", "et al.")
    authors = [_name(name) for name in names]
    return paper_of(entry.texts, title, authors, text_of_latex(abstract), is_abridged=is_abridged, line=entry.line)


def _name(latex: str) -> str:
    """Return a name as a person writes it: of ``von Last, Jr, First`` the first name comes first."""
    parts = _parts(latex, ",")
    named = {found[1]: found[2] for found in map(_NAMED.fullmatch, parts) if found}
    if "family" in named:  # family=Gogh, given=Vincent, prefix=van
        parts = [named.get(part, "") for part in ("given", "prefix", "family", "suffix")]
    else:
        last, *others = parts
        parts = [*others[-1:], last, *others[:-1]]
    return " ".join(filter(None, (text_of_latex(part, is_name=True).strip() for part in parts)))


_NAMED = re.compile(r"\s*+([a-z-]++)\s*+=(.*)", re.DOTALL)  # within braces, as {family=Gogh}, it is part of a name
_SEPARATOR = {"and": r"(?<!\S)(?i:and)(?!\S)", ",": ","}


def _parts(latex: str, separator: str) -> list[str]:
    """Return the parts of a field between separators that are in no braces."""
    parts, start, depth = [], 0, 0
    for found in re.finditer(rf"\\.|[{{}}]|{_SEPARATOR[separator]}", latex, re.DOTALL):
        match found[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
            case sign if depth == 0 and sign[0] != "\\":
                parts.append(latex[start : found.start()])
                start = found.end()
    return [*parts, latex[start:]]
