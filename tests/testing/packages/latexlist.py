"""A list in LaTeX."""

import warnings
from typing import ClassVar

import attrs

from dailypapers import ExportError, ExportWarning

REPRESENTS = ["title", "url", "votes", "authors"]

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@attrs.frozen
class Format:
    """An itemize of LaTeX, an item a paper."""

    suffix: ClassVar[str] = ".list.tex"
    standalone: bool = False

    def export(self, digests):
        if self.standalone:
            yield "\\documentclass{article}\n\\begin{document}\n"
        yield "\\begin{itemize}\n"
        for digest in digests:
            for paper in digest.papers:
                yield self._item(paper)
        yield "\\end{itemize}\n"
        if self.standalone:
            yield "\\end{document}\n"

    def _item(self, paper):
        if paper.summary:
            warnings.warn(f"the summary of {paper.title!r} is left out", ExportWarning, stacklevel=2)
        item = f"\\item {tex(paper.title)}"
        if paper.authors:
            item += f" ({' and '.join(map(short, paper.authors))})"
        if paper.votes is not None:
            item += f", {paper.votes} votes"
        if paper.url:
            item += f" \\url{{{tex(paper.url)}}}"
        return item + "\n"


def short(name):
    *first, last = name.split() or [name]
    return tex(" ".join([*first, last]))


def tex(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ExportError(f"a lone surrogate: {text!a}") from None
    return " ".join("".join(SPECIAL.get(char, char) for char in text).split())
