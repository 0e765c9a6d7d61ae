"""What is found in digests beyond one text, which problems somebody asked for, and how a text becomes canonical.

No file is opened here: what is read, shown and written is decided by the command.
"""

import re
from collections.abc import Iterable

import attrs

from dailypapers import problems
from dailypapers._parse import parse, spans
from dailypapers.errors import ExportError, UnknownCodeError
from dailypapers.exporters.markdown import Markdown, canonical_digest
from dailypapers.models import Digest, Document, Problem
from dailypapers.problems import CODES

# 2024-07-12.md and 2024/07/12.md; a text in other folders or of another name says nothing about a date.
_DATED = (
    re.compile(r"(?:.*/)?([0-9]{4})-([0-9]{2})-([0-9]{2})\.[^/]+"),
    re.compile(r"(?:.*/)?([0-9]{4})/([0-9]{2})/([0-9]{2})\.[^/]+"),
)


@attrs.frozen
class Selection:
    """Which problems are shown: codes or their beginnings, as ``S`` for all of structure.

    Without ``select`` these are all but the notes, or with ``notes`` all. What is ignored is never shown.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    notes: bool = False

    def __attrs_post_init__(self) -> None:
        for beginning in (*self.select, *self.ignore):
            if not beginning or not any(code.startswith(beginning) for code in CODES):
                raise UnknownCodeError(beginning, CODES)

    def takes(self, problem: Problem) -> bool:
        """Tell whether a problem is shown."""
        if problem.code.startswith(self.ignore):
            return False
        if self.select:
            return problem.code.startswith(self.select)
        return self.notes or problem.severity != "note"


class Across:
    """Finds what no text shows alone; it is given the documents one by one and keeps a line for each paper."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], str] = {}

    def problems_of(self, document: Document) -> tuple[Problem, ...]:
        """Give the problems of a document together with those that it has across files, by their places."""
        found: list[Problem] = []
        for digest in document.digests:
            found += self._of_date(digest, document.source)
            found += self._of_papers(digest, document.source)
        if not found:
            return document.problems
        return tuple(sorted([*document.problems, *found], key=lambda problem: (problem.line, problem.column)))

    def _of_date(self, digest: Digest, source: str) -> Iterable[Problem]:
        if digest.date is None:
            return
        for pattern in _DATED:
            match = pattern.fullmatch(source.replace("\\", "/"))
            if match and (said := "-".join(match.groups())) != digest.date.isoformat():
                line = f"## Daily Papers ({digest.date})"
                yield problems.DATE_AND_PATH.at(source, digest.line or 1, 1, line, date=digest.date, path_date=said)
                return

    def _of_papers(self, digest: Digest, source: str) -> Iterable[Problem]:
        for paper in digest.papers:
            place = f"{source}:{paper.line}"
            first = self._first.setdefault(paper.identity, place)
            if first != place:
                line = f"### [{paper.title}]({paper.url})" if paper.url else f"### {paper.title}"
                yield problems.FEATURED_TWICE.at(
                    source, paper.line or 1, 1, line, identity=paper.identity[1], first=first
                )


def canonical(text: str) -> str:
    """Give a text with each of its digests in canonical form, and every other character as it is.

    Line ends are those of the digest's heading. Raises ``ValueError`` where words would be lost, as a digest has
    errors or words that no model holds, or where the result would be read as something else.
    """
    document = parse(text)
    if any(problem.severity == "error" for problem in document.problems):
        raise ValueError("it has errors")
    for problem in document.problems:
        if problem.code in problems.UNWRITABLE_WORDS:
            raise ValueError(f"words of line {problem.line} would be lost: {problem.message}")
    done, pieces = 0, []
    for (start, end), digest in zip(spans(text), document.digests, strict=True):
        written = canonical_digest(digest)
        if text[start:end].partition("\n")[0].endswith("\r"):
            written = written.replace("\n", "\r\n")
        pieces += [text[done:start], written]
        done = end
    result = "".join([*pieces, text[done:]])
    if parse(result).digests != document.digests:
        raise ValueError(_why_unwritable(document.digests))
    return result


def _why_unwritable(digests: Iterable[Digest]) -> str:
    try:
        for _ in Markdown().export(digests):
            pass
    except ExportError as error:
        return str(error)
    return "its canonical form would be read as something else"
