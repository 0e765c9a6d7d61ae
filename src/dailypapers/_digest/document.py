"""A whole text becomes a Document: digests, their papers, and what is reported about them."""

import datetime
from collections.abc import Iterator
from typing import TypeAlias

from lark import Tree

from dailypapers import problems
from dailypapers._digest.findings import Findings, LineOf
from dailypapers._digest.heading import has_paper_link, is_paper_heading, read_date
from dailypapers._digest.paper import PaperReader
from dailypapers._digest.parser import Lines, groups_of, normalize, parse_lines
from dailypapers.errors import DigestSyntaxError
from dailypapers.models import Digest, Document, Paper, Problem

Node: TypeAlias = Lines | Tree[Lines]


def parse(text: str, *, source: str = "<string>", strict: bool = False) -> Document:
    """Read the digests in a text.

    Everything that can be understood is in the digests, in order; what was doubtful, repaired or not understood is in
    the problems, with its place. ``source`` is the name that these and the models carry.

    Raises :class:`~dailypapers.DigestSyntaxError` when there is no digest in the text and, with ``strict``, at the
    first problem that is a warning or an error.
    """
    if not isinstance(text, str):
        raise TypeError(f"parse takes a str, not {type(text).__name__}; dailypapers.read takes a path")
    document, _ = read_with_spans(text, source)
    if not document.digests:
        raise DigestSyntaxError(document.problems[0])
    if strict:
        require_clean(document)
    return document


def require_clean(document: Document) -> None:
    """Raise the first problem of a document that is more than a note."""
    for problem in document.problems:
        if problem.severity != "note":
            raise DigestSyntaxError(problem)


def read_with_spans(text: str, source: str) -> tuple[Document, list[tuple[int, int]]]:
    """Read a text, and return with its document the lines of each digest: from its heading to below its last line.

    Lines count from 0. The empty lines after a digest belong to it, as in its canonical form. Any text can be read;
    without a digest there is one problem, which says why.
    """
    findings = Findings(normalize(text), source)
    digests: list[Digest] = []
    spans: list[tuple[int, int]] = []
    outside: list[Tree[Lines]] = []
    first_of: dict[datetime.date, int] = {}
    tree = parse_lines(findings.text)
    for section in tree.children:
        if isinstance(section, Lines):
            continue  # empty lines above everything
        if section.data == "digest":
            tokens = list(section.scan_values(lambda _: True))
            start, end = tokens[0].start, tokens[-1].end
            digest = _read_digest(section.children, findings)
            if digest.date:
                first = first_of.setdefault(digest.date, start)
                if first != start:
                    findings.add(problems.SAME_DATE, start, date=digest.date, first=LineOf(first))
            digests.append(digest)
            spans.append((start, end))
            findings.add_digest(start, end, digest.date)
        else:
            outside.append(section)
    if not digests:
        return Document((), _why_no_digest(tree, text, findings), source), []
    for section in outside:
        for token in section.children:
            if isinstance(token, Lines) and token.type == "DRIFTED":
                findings.add(problems.DRIFTED_DIGEST, token.start)
        for paper, _ in _papers_outside(section, findings):
            findings.add(problems.LOST_PAPER, paper)
    findings.add_odd_characters(spans)
    findings.add_escapes(spans)
    findings.add_joined_lines(spans)
    lines = [(findings.line_number(start) - 1, findings.line_number(end) - 1) for start, end in spans]
    return Document(tuple(digests), findings.problems(), source), lines


def _papers_outside(section: Tree[Lines], findings: Findings) -> Iterator[tuple[int, int]]:
    """Yield the offsets of papers in what is no part of a digest, each with that of the heading above it.

    A paper is a heading with a link to one, of any level, as a digest may have drifted as a whole. What has no other
    heading above it comes twice.
    """
    above = None
    for token in section.children:
        if isinstance(token, Tree) or token.type == "FENCED":
            continue
        for start, end in findings.lines(token.start, token.end):
            line = findings.text[start:end].strip(" ")
            text = line.lstrip("#")
            if text == line or not text.startswith(" "):
                continue  # `#1 on the list` is no heading
            if is_paper_heading(f"###{text}"):
                yield start, start if above is None else above
            else:
                above = start


def _why_no_digest(tree: Tree[Lines], text: str, findings: Findings) -> tuple[Problem, ...]:
    for section in tree.find_data("preamble"):
        for paper, heading in _papers_outside(section, findings):
            findings.add(problems.DRIFTED_HEADING, heading, first=LineOf(paper))
            return findings.problems()
    first_line = text.removeprefix("\ufeff").partition("\n")[0].rstrip("\r")
    return (problems.NO_DIGEST.at(findings.source, 1, 1, first_line),)


def _read_digest(nodes: list[Node], findings: Findings) -> Digest:
    heading, *rest = nodes
    assert isinstance(heading, Lines)  # noqa: S101 - the grammar's rule begins with it
    date, doubts = read_date(*groups_of(heading))
    findings.add_doubts(doubts, heading.matches[0], heading.first_group, heading.start)
    line = findings.line_number(heading.start)
    papers: list[Paper] = []
    for node in rest:
        assert isinstance(node, Tree)  # noqa: S101 - the grammar's rule has nodes alone
        if node.data == "paper":
            papers.append(_read_paper(node.children, findings))
        elif node.data == "papers":
            papers += _read_papers(node.children, findings)
        else:
            _report_lines(node, "paper", findings)
    if not papers:
        findings.add(problems.NO_PAPERS, heading.start)
    return Digest(date, tuple(papers), source=findings.source, line=line)


def _read_papers(nodes: list[Node], findings: Findings) -> Iterator[Paper]:
    """Read a run of PAPER; the lines below it belong to the last."""
    run, *below = nodes
    assert isinstance(run, Lines)  # noqa: S101 - the grammar's rule begins with it
    for match in run.matches:
        paper = PaperReader(findings)
        paper.add_paper(match)
        if match is run.matches[-1]:
            _add_lines(paper, below, findings)
        yield paper.read()


def _read_paper(nodes: list[Node], findings: Findings) -> Paper:
    heading, *below = nodes
    assert isinstance(heading, Lines)  # noqa: S101 - the grammar's rule begins with it
    paper = PaperReader(findings)
    paper.add_heading(heading)
    _add_lines(paper, below, findings)
    return paper.read()


def _add_lines(paper: PaperReader, nodes: list[Node], findings: Findings) -> None:
    for node in nodes:
        if isinstance(node, Lines):
            if node.type == "BULLET":
                paper.add_bullets(node)
            else:
                paper.add_field(node)
        elif node.data == "more":
            token = _token_of(node)
            for start, end in findings.lines(token.start, token.end):
                paper.add_further_line(token.type, start, end)
        else:
            _report_lines(node, "bullet", findings)


def _report_lines(node: Tree[Lines], missing: str, findings: Findings) -> None:
    """Report lines that are in no model: markers of a conflict, and lines that are not known where they stand."""
    token = _token_of(node)
    for start, end in findings.lines(token.start, token.end):
        if token.type == "CONFLICT":
            findings.add(problems.CONFLICT_MARKER, start)
        else:
            hint = _hint(token, findings.text[start:end])
            findings.add(problems.UNKNOWN_LINE, start, missing=missing, hint=hint)


def _hint(token: Lines, line: str) -> str:
    """Return which line may have been meant by one that is not known."""
    meant = ""
    if token.type == "MISNAMED":
        votes, _ = groups_of(token)
        meant = "Vote:" if votes else "Authors:"
    elif token.type == "GLUED" and has_paper_link(line):
        meant = "### [title](link)"
    return f"; did you mean '{meant}'?" if meant else ""


def _token_of(node: Tree[Lines]) -> Lines:
    (token,) = node.children
    assert isinstance(token, Lines)  # noqa: S101 - the grammar's rule holds one
    return token
