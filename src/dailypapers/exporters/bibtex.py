"""The format ``bibtex``: one ``@misc`` a paper, as arXiv exports them, or ``@online`` for biblatex."""

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import attrs

from dailypapers.latex import LatexEncoder
from dailypapers.models import Digest, Paper
from dailypapers.references import citation_key, doi, each_paper, names, need_no_markup, person, submitted


@attrs.frozen
class BibTeX:
    """One @misc entry a paper, each paper once."""

    suffix: ClassVar[str] = ".bib"
    streams: ClassVar[bool] = True

    dialect: Literal["bibtex", "biblatex"] = attrs.field(
        default="bibtex", metadata={"help": "biblatex has @online, eprinttype, and the month of submission"}
    )
    ascii: bool = attrs.field(
        default=False, metadata={"help": "accents and symbols as macros, for BibTeX and pdfTeX; needs the extra latex"}
    )
    protect: bool = attrs.field(
        default=False, metadata={"help": "brace words with inner capitals or digits, so that no style changes them"}
    )
    max_authors: int | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(attrs.validators.ge(1)),
        metadata={"help": "how many names of a paper are written; and others stands for the rest"},
    )

    def __attrs_post_init__(self) -> None:
        if self.ascii:
            try:
                import pylatexenc  # noqa: F401
            except ImportError:
                raise ValueError("needs pylatexenc: pip install pylatexenc") from None

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield an entry a paper, the first time it is featured."""
        title, name = LatexEncoder(self.ascii, self.protect), LatexEncoder(self.ascii)
        between = ""
        for paper in each_paper(digests):
            yield between + self._entry(paper, title, name)
            between = "\n"

    def _entry(self, paper: Paper, title: LatexEncoder, name: LatexEncoder) -> str:
        fields = {"title": title.encode(paper.title)}
        if authors := self._authors(paper, name):
            fields["author"] = authors
        else:
            fields["key"] = _in_units(fields["title"])  # what styles sort and label by where there is no author
        fields = {name: _AT_SIGNS.sub(_no_entry, value) for name, value in fields.items()}
        if arxiv_id := paper.arxiv_id:
            year, month = submitted(arxiv_id)
            if self.dialect == "bibtex":
                fields |= {"year": f"{year}", "eprint": arxiv_id, "archiveprefix": "arXiv"}
            else:
                fields |= {"date": f"{year}-{month:02}", "eprint": arxiv_id, "eprinttype": "arxiv"}
        if paper.url:
            fields["url"] = _link(paper.url, _UNFIT_IN_ASCII if self.ascii else _UNFIT_IN_LINK)
        if arxiv_id:
            fields["doi"] = doi(arxiv_id)
        kind = "misc" if self.dialect == "bibtex" else "online"
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@{kind}{{{citation_key(paper)},\n{lines}}}\n"

    def _authors(self, paper: Paper, latex: LatexEncoder) -> str:
        every, is_abridged = names(paper, self.max_authors)
        if not every:
            return ""
        if need_no_markup(every) and not (self.ascii and not "".join(every).isascii()):
            return " and ".join([*every, "others"] if is_abridged else every)
        written = [_name(name, latex) for name in every]
        return _in_units(" and ".join([*written, "others"] if is_abridged else written))


def _name(name: str, latex: LatexEncoder) -> str:
    parts = person(name)
    if parts is None:
        return f"{{{latex.encode(name)}}}"  # else BibTeX would take it apart
    if parts.suffix:  # where BibTeX looks for it: "von Last, Jr, First"
        name = f"{parts.particle} {parts.family}, {parts.suffix}, {parts.given}".lstrip()
    return latex.encode(name)


# To bibtexparser an entry may begin at an @ with a word and a brace behind it, as in "Pass@{$k$}". Braces around one @
# are behind another before it, too.
_AT_SIGNS = re.compile(r"(?:@\w*+[ ]*+)++[{(]?")


def _no_entry(at_signs: re.Match[str]) -> str:
    return at_signs[0].replace("@", "{@}") if at_signs[0].endswith(("{", "(")) else at_signs[0]


# What TeX takes for one, of what stands in a title or name, and what would end a label between brackets.
_UNIT = re.compile(r"\\(?:[&%#_$]|[a-z]+\{\})|\{\$(?P<math>(?:(?:\\.)++|[^$\\]++)*+)\$\}|[][()]")


def _in_units(text: str) -> str:
    r"""Brace what TeX takes for one: a style may label a paper with the first three characters of ``AB\_C``."""
    return _UNIT.sub(_in_unit, text)


def _in_unit(unit: re.Match[str]) -> str:
    return rf"{{\ensuremath{{{unit['math']}}}}}" if unit["math"] else f"{{{unit[0].removesuffix('{}')}}}"


# A backslash at the end would keep some parsers from seeing the brace behind it.
_UNFIT_IN_LINK = re.compile(r"[{}\s\x00-\x1f\x7f]|\\\Z")
_UNFIT_IN_ASCII = re.compile(r"[{}\s\x00-\x1f\x7f]|[^\x00-\x7f]|\\\Z")


def _link(url: str, unfit: re.Pattern[str]) -> str:
    return unfit.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogatepass")), url)
