"""A whole text becomes a Document: digests, their papers, and the problems of all of it."""

import datetime
from collections.abc import Iterator
from typing import TypeAlias

from lark import Tree

from dailypapers import problems
from dailypapers._digest.heading import has_paper_link, is_paper_heading, read_date
from dailypapers._digest.paper import PaperReader, read_paper
from dailypapers._digest.parser import Lines, normalize, parse_by, pattern
from dailypapers._digest.report import LineOf, Report
from dailypapers._digests import require_clean
from dailypapers.errors import DigestSyntaxError
from dailypapers.models import Digest, Document, Paper, Problem

Node: TypeAlias = Lines | Tree[Lines]


def parse(text: str, *, source: str = "<string>", strict: bool = False) -> Document:
    """Read the digests in a text.

    The digests have, in order, everything that was understood. The problems say, with its place, what was doubtful,
    repaired or not understood. ``source`` is the name that these and the models carry.

    Raises :class:`~dailypapers.DigestSyntaxError` when there is no digest in the text and, with ``strict``, at the
    first problem that is a warning or an error.
    """
    if not isinstance(text, str):
        raise TypeError(f"parse takes a str, not {type(text).__name__}; dailypapers.read takes a path")
    document = read_text(text, source)
    if not document.digests:
        raise DigestSyntaxError(document.problems[0])
    if strict:
        require_clean(document)
    return document


def read_text(text: str, source: str = "<string>") -> Document:
    """Read any text; without a digest there is one problem, which says why."""
    return _read(text, Report(normalize(text), source))[0]


def read_with_spans(text: str, source: str = "<string>") -> tuple[Document, list[tuple[int, int]]]:
    """Read any text, and return with its document the lines of each digest: from its heading to below its last line.

    Lines count from 0. The empty lines after a digest belong to it, as in its canonical form.
    """
    report = Report(normalize(text), source)
    document, spans = _read(text, report)
    return document, [(report.line_number(start) - 1, report.line_number(end) - 1) for start, end in spans]


def _read(text: str, report: Report) -> tuple[Document, list[tuple[int, int]]]:
    """Read a text; return with its document the offsets of each digest in the normalized text."""
    digests: list[Digest] = []
    spans: list[tuple[int, int]] = []
    outside: list[Tree[Lines]] = []
    first_of: dict[datetime.date, int] = {}
    tree = parse_by("document", report.text)
    for section in tree.children:
        if isinstance(section, Lines):
            continue  # empty lines above everything
        if section.data == "digest":
            tokens = list(section.scan_values(lambda _: True))
            start, end = tokens[0].start, tokens[-1].end
            digest = _read_digest(section.children, report)
            if digest.date:
                first = first_of.setdefault(digest.date, start)
                if first != start:
                    report.add(problems.SAME_DATE, start, date=digest.date, first=LineOf(first))
            digests.append(digest)
            spans.append((start, end))
            report.add_digest(start, end, digest.date)
        else:
            first_token = section.children[0]
            if spans and isinstance(first_token, Lines) and _ends_in_fence(report.text, *spans[-1]):
                report.add(problems.CUT_FENCE, first_token.start)
            outside.append(section)
    if not digests:
        return Document((), _why_no_digest(tree, text, report), report.source), []
    for section in outside:
        for token in section.children:
            if isinstance(token, Lines) and token.type == "DRIFTED":
                report.add(problems.DRIFTED_DIGEST, token.start)
        for paper, _ in _papers_outside(section, report):
            report.add(problems.LOST_PAPER, paper)
    report.add_odd_characters(spans)
    report.add_escapes(spans)
    report.add_joined_lines(spans)
    return Document(tuple(digests), report.problems(), report.source), spans


def _ends_in_fence(text: str, start: int, end: int) -> bool:
    """Return whether a code fence of a summary, which is text, is still open where the digest between two offsets ends.

    ``# install`` in it is a heading as any other, and ends the digest.
    """
    fences = (text.find(sign, start, end) for sign in ("```", "~~~"))
    at = min((found for found in fences if found >= 0), default=-1)
    while 0 <= at < end:
        fence = pattern("FENCED").match(text, text.rfind("\n", 0, at) + 1, end)
        if fence and fence["closing"] is None:
            return True
        at = fence.end() if fence else text.index("\n", at) + 1
    return False


def _papers_outside(section: Tree[Lines], report: Report) -> Iterator[tuple[int, int]]:
    """Yield the offset of each paper outside of digests, with that of the heading above it, else with its own.

    A paper is a heading of any level with a link to one, as a digest may have drifted as a whole.
    """
    above = None
    for token in section.children:
        if isinstance(token, Tree) or token.type == "FENCED":
            continue
        for start, end in report.lines(token.start, token.end):
            line = report.text[start:end].strip(" ")
            text = line.lstrip("#")
            if text == line or text[:1] not in (" ", "["):
                continue  # `#1 on the list` is no heading
            if is_paper_heading(f"### {text}"):
                yield start, start if above is None else above
            else:
                above = start


def _why_no_digest(tree: Tree[Lines], text: str, report: Report) -> tuple[Problem, ...]:
    for section in tree.find_data("preamble"):
        for paper, heading in _papers_outside(section, report):
            report.add(problems.DRIFTED_HEADING, heading, first=LineOf(paper))
            return report.problems()
    first_line = text.removeprefix("\ufeff").partition("\n")[0].rstrip("\r")
    return (problems.NO_DIGEST.at(report.source, 1, 1, first_line),)


def _read_digest(nodes: list[Node], report: Report) -> Digest:
    heading, *rest = nodes
    assert isinstance(heading, Lines)  # noqa: S101 - the grammar's rule begins with it
    (match,) = heading.matches
    date, found = read_date(*match.groups())
    report.add_field_problems(found, match, heading.start)
    line = report.line_number(heading.start)
    papers: list[Paper] = []
    for node in rest:
        assert isinstance(node, Tree)  # noqa: S101 - the grammar's rule has nodes alone
        if node.data == "paper":
            papers += _read_papers(node.children, report)
        else:
            _report_lines(node, "paper", report)
    if not papers:
        report.add(problems.NO_PAPERS, heading.start)
    return Digest(date, tuple(papers), source=report.source, line=line)


def _read_papers(nodes: list[Node], report: Report) -> Iterator[Paper]:
    """Read a run of PAPER, or a heading; the lines below it belong to the last paper."""
    first, *below = nodes
    assert isinstance(first, Lines)  # noqa: S101 - the grammar's rule begins with it
    if first.type == "PAPER":
        alone = first.matches[:-1] if below else first.matches
        for match in alone:
            yield read_paper(match, report)
    if below or first.type != "PAPER":
        paper = PaperReader(report)
        paper.add_heading(first)
        _add_lines(paper, below, report)
        yield paper.read()


def _add_lines(paper: PaperReader, nodes: list[Node], report: Report) -> None:
    for node in nodes:
        if isinstance(node, Lines):
            if node.type == "BULLET":
                paper.add_bullets(node)
            else:
                paper.add_field(node)
        elif node.data == "more":
            token = _token_of(node)
            for start, end in report.lines(token.start, token.end):
                paper.add_further_line(token.type, start, end)
        else:
            _report_lines(node, "bullet", report)


def _report_lines(node: Tree[Lines], missing: str, report: Report) -> None:
    """Report lines that no model holds: markers of a conflict, and lines that belong nowhere."""
    token = _token_of(node)
    for start, end in report.lines(token.start, token.end):
        if token.type == "CONFLICT":
            report.add(problems.CONFLICT_MARKER, start)
        else:
            hint = _hint(token, report.text[start:end])
            report.add(problems.UNKNOWN_LINE, start, missing=missing, hint=hint)


def _hint(token: Lines, line: str) -> str:
    """Return which line may have been meant by one that is not known."""
    meant = ""
    if token.type == "MISNAMED":
        votes, _ = token.matches[0].groups()
        meant = "Vote:" if votes else "Authors:"
    elif token.type == "GLUED" and has_paper_link(line):
        meant = "### [title](link)"
    return f"; did you mean '{meant}'?" if meant else ""


def _token_of(node: Tree[Lines]) -> Lines:
    (token,) = node.children
    assert isinstance(token, Lines)  # noqa: S101 - the grammar's rule holds one
    return token
