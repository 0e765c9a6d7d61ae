"""The format ``bibtex``: what the exporter of this name and reference managers write, in BibTeX and biblatex alike."""

import re
from collections.abc import Iterator
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning
from dailypapers.references.entries import Entry, Other, entries_of_bibtex, parts
from dailypapers.references.plain_text import text_of_latex, without_tags
from dailypapers.references.read_papers import digest_of, paper_of, whole_name


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
        is_known = any(isinstance(each, Other) and each.is_command for each in found)
        return digest_of((each for each in found if not isinstance(each, Other)), _paper, source, empty=is_known)


def _paper(entry: Entry) -> Paper | ReadError | ReadWarning:
    latex, abstract = (entry.texts.get(field, "") for field in ("title", "abstract"))
    title = text_of_latex(latex)
    if without_tags(latex) != latex:  # of a publisher; a "<" that we wrote is math
        title = without_tags(title)
    names = parts(entry.texts.get("author", ""), "and")
    is_abridged = names[-1].strip().lower() in ("others", "et al.")
    authors = [name for written in names for name in _names(written)]
    return paper_of(entry.texts, title, authors, text_of_latex(abstract), is_abridged=is_abridged, line=entry.line)


def _names(latex: str) -> Iterator[str]:
    """Yield a name of BibTeX as a person writes it, of ``von Last, Jr, First`` the first name first.

    More commas make no name: people mean ``Last, First, Last, First``, or a list of whole names.
    """
    words = parts(latex, ",")
    named = {found[1]: text_of_latex(found[2], is_name=True) for found in map(_NAMED.fullmatch, words) if found}
    if "family" in named:  # family=Gogh, given=Vincent, prefix=van
        given, particle, family, suffix = (named.get(part, "") for part in ("given", "prefix", "family", "suffix"))
        yield whole_name(given, family, particle=particle, suffix=suffix)
        return
    texts = [text_of_latex(word, is_name=True).strip() for word in words]
    if len(texts) > 3:
        texts = list(filter(None, texts))
        are_pairs = len(texts) % 2 == 0 and not all(" " in text for text in texts)
        yield from map(whole_name, texts[1::2], texts[::2]) if are_pairs else texts
    else:
        family, *others = texts
        yield whole_name("".join(others[-1:]), family, suffix="".join(others[:-1]))


_NAMED = re.compile(r"\s*+([a-z-]++)\s*+=(.*)", re.DOTALL)  # within braces, as {family=Gogh}, it is part of a name
