"""The format ``bibtex``: one ``@misc`` a paper, as arXiv exports them, or ``@online`` for biblatex."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar, Literal

import attrs

from dailypapers.errors import warn
from dailypapers.models import Digest, Paper
from dailypapers.references import (
    are_plain,
    doi,
    names,
    percent_encoded,
    person,
    submitted,
    without_controls,
)
from dailypapers.references.bibliography import Bibliography, Reference
from dailypapers.references.latex import LatexEncoder, units_kept, warn_of_kept


@attrs.frozen
class BibTeX(Bibliography):
    """One @misc entry a paper, each paper once."""

    suffix: ClassVar[str] = ".bib"

    dialect: Literal["bibtex", "biblatex"] = attrs.field(
        default="bibtex", metadata={"help": "biblatex has @online, eprinttype, and the month of submission"}
    )
    ascii: bool = attrs.field(default=False, metadata={"help": "accents and symbols as macros, for BibTeX and pdfTeX"})

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield an entry a paper, the first time it is featured unless they are sorted."""
        labels: Counter[str] = Counter()
        are_labelled = self.dialect == "bibtex" and {"author", "year"} <= {*self.fields}
        kept: set[str] = set()
        between, line_end, updated = "", "\n", self.updated()
        if updated:
            before, between, _ = updated.around_new()
            line_end = updated.line_end
            yield before
        for reference in self.references(digests, updated):
            authors = names(reference.paper, self.max_authors) if "author" in self.fields else ([], False)
            entry = self.entry(reference, authors)
            if self.ascii:
                kept.update(units_kept(entry.partition("\n")[2]))  # behind the key
            yield (between + entry).replace("\n", line_end)
            between = "\n"
            if are_labelled and (label := _label(reference.paper, *authors)):
                labels[label] += 1
        _warn_of_suffixes(labels)
        warn_of_kept(kept)

    def _needs_ascii_keys(self) -> bool:
        return self.dialect == "bibtex"

    def entry(self, reference: Reference, authors: tuple[list[str], bool]) -> str:
        """Return the entry of a paper, whose ``authors`` are as :func:`~dailypapers.references.names` returns them."""
        luatex = self.dialect == "biblatex"
        title, text = (_encoder(self.ascii, protect, luatex) for protect in (self.protect, False))
        paper = reference.paper
        arxiv_id = paper.arxiv_id
        said = without_controls(paper.title)
        fields: dict[str, str] = {}
        for field in self.all_fields():
            match field:
                case "title":
                    fields["title"] = _shielded(title.encode_title(said))
                case "author":
                    if written := self._authors(*authors, text):
                        fields["author"] = _shielded(written)
                    else:  # what styles sort and label by where there is no author; a label is cut off within braces
                        fields["key"] = _shielded(_in_units(text.encode_title(said)))
                case "year" if arxiv_id:
                    year, month = submitted(arxiv_id)
                    fields |= {"year": f"{year}"} if self.dialect == "bibtex" else {"date": f"{year}-{month:02}"}
                case "eprint" if arxiv_id:
                    kind = ("archiveprefix", "arXiv") if self.dialect == "bibtex" else ("eprinttype", "arxiv")
                    fields |= {"eprint": arxiv_id, kind[0]: kind[1]}
                case "url" if paper.url:
                    fields["url"] = self._link(paper.url)
                case "howpublished" if self.dialect == "bibtex":  # the one way to a paper that plain and alpha print
                    if arxiv_id:
                        fields["howpublished"] = f"arXiv:{arxiv_id}"
                    elif paper.url:
                        fields["howpublished"] = rf"\url{{{self._link(paper.url)}}}"
                case "doi" if arxiv_id:
                    fields["doi"] = doi(arxiv_id)
                case "abstract" if paper.summary:
                    fields["abstract"] = _shielded("\n".join(map(text.encode_title, reference.abstract)))
                case "note" if reference.note:
                    fields["note"] = reference.note
        kind_of_entry = "misc" if self.dialect == "bibtex" else "online"
        lines = "".join([f"  {name} = {{{value}}},\n" for name, value in fields.items()])
        return f"@{kind_of_entry}{{{reference.key},\n{lines}}}\n"

    def _link(self, url: str) -> str:
        """Return a link with what cannot stand in a field percent-encoded."""
        unfit = _UNFIT_IN_ASCII if self.ascii else _UNFIT_IN_LINK
        return unfit.sub(percent_encoded, url)

    def _authors(self, every: list[str], is_abridged: bool, latex: LatexEncoder) -> str:
        if not every:
            return ""
        # A name with one of these signs is in braces, within which Better BibTeX knows no \ensuremath.
        written = [
            name if is_plain and (name.isascii() or not self.ascii) else _in_units(_name(name, latex), kept="<>|")
            for name, is_plain in zip(every, are_plain(every), strict=True)
        ]
        return " and ".join([*written, "others"] if is_abridged else written)


_encoder = cache(LatexEncoder)  # one for all entries


def _label(paper: Paper, every: list[str], is_abridged: bool) -> str | None:
    """Return the label that styles make of authors and year: one or two names, or the first "et al."."""
    arxiv_id = paper.arxiv_id
    if arxiv_id is None or not every:
        return None
    first = every[0].split()[-1]
    others = "" if len(every) + is_abridged == 1 else " et al."
    if len(every) + is_abridged == 2:
        others = " et al." if is_abridged else f" and {every[1].split()[-1]}"
    return f"{first}{others} {submitted(arxiv_id)[0]}"


_MOST_SUFFIXES = 26  # from a to z; behind it styles write a brace


def _warn_of_suffixes(labels: Counter[str]) -> None:
    many = [(label, count) for label, count in labels.most_common() if count > _MOST_SUFFIXES]
    if many:
        (label, count), *others = many
        more = f", and as many of {len(others)} other names and years" if others else ""
        warn(
            f"{count} papers are {label} to plainnat and alpha{more}; such styles fail where more than "
            f"{_MOST_SUFFIXES} of them are cited: choose unsrt, plain, or dialect=biblatex"
        )


def _name(name: str, latex: LatexEncoder) -> str:
    parts = person(name)
    if parts is None:
        return f"{{{latex.encode_name(name)}}}"  # else BibTeX would take it apart
    # With commas, "von Last, Jr, First", where BibTeX would find others: it has no letters but those of ASCII, so that
    # of Émile it sees a small m, and of Hung-yi it takes the yi for a word.
    *before, _ = re.split("[ -]", parts.family)  # words to BibTeX, of which one in lower case would be a particle
    has_small = not all(word[:1].isupper() for word in before)
    if parts.suffix or has_small or " " in parts.family or _SEEMS_SMALL.search(name):
        family = latex.encode_name(parts.family)
        if has_small:
            family = f"{{{family}}}"
        given, suffix = latex.encode_name(parts.given), parts.suffix
        return ", ".join(filter(None, (f"{latex.encode_name(parts.particle)} {family}".lstrip(), suffix, given)))
    return latex.encode_name(name)


_SEEMS_SMALL = re.compile(r"-['’]?[^A-Z'’\W]|(?<!\S)[^\w\s]++[^A-Z\W]|(?<!\S)[^\x00-\x7f]")


# To bibtexparser an entry may begin at an @ with a word and a brace behind it, as in "Pass@{$k$}". The brace around the
# second @ of "@@{$k$}" is behind the first.
_AT_SIGNS = re.compile(r"(?:@\w*+[ ]*+)++([{(])?")


def _shielded(value: str) -> str:
    if "@" not in value:
        return value
    return _AT_SIGNS.sub(lambda signs: signs[0].replace("@", "{@}") if signs[1] else signs[0], value)


# The parts of a title or name that TeX cannot cut, and the brackets, which would end a label.
_UNIT = re.compile(r"\\(?:[&%#_$/]|[a-z]+\{\})|\{\$(?P<math>(?:(?:\\.)++|[^$\\]++)*+)\$\}|[][()]")


def _in_units(text: str, *, kept: str = "") -> str:
    r"""Brace each part that TeX cannot cut: a style may label a paper with the first three characters of ``AB\_C``.

    Math of one of the signs ``kept`` stays as it is.
    """

    def unit(found: re.Match[str]) -> str:
        if math := found["math"]:
            return found[0] if math in kept else rf"{{\ensuremath{{{math}}}}}"
        return f"{{{found[0].removesuffix('{}')}}}"

    return _UNIT.sub(unit, text)


# A brace or a backslash acts in some programs, even in a field that is verbatim to biblatex.
_UNFIT_IN_LINK = re.compile(r"[{}\\\s\x00-\x1f\x7f]")
_UNFIT_IN_ASCII = re.compile(r"[{}\\\s\x00-\x1f\x7f]|[^\x00-\x7f]")
