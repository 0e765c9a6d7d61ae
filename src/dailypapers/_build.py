"""What the grammar recognised becomes models and problems: documents, digests and papers.

A pure pass over the tree of lines. It and the rooms for a paper's parts, ``_fields`` and ``_summary``, decide
what a line means. They read no line by a pattern of their own, and nothing they meet makes them fail.
"""

import datetime
from collections.abc import Iterator
from typing import TypeAlias

from lark import Token, Tree

from dailypapers import problems
from dailypapers._fields import Fields, title_and_link
from dailypapers._grammar import Papers, lines, match, one_paper, parts, single
from dailypapers._report import Report, first_line, has_no_odd_characters, number
from dailypapers._summary import Summary
from dailypapers._usual import usual_paper, usual_points
from dailypapers.models import Digest, Document, Paper, Point, Problem, arxiv_id_in

Node: TypeAlias = Token | Tree[Token]


def build(text: str, source: str) -> Document:
    """Turn a whole text into its document, with the problems in the order of their places.

    Without a digest there is one problem, which says why.
    """
    tree = lines(text)
    report = Report(source, has_no_odd_characters=has_no_odd_characters(text))
    digests: list[Digest] = []
    first_of: dict[datetime.date, int] = {}
    for section in tree.children:
        if isinstance(section, Token):
            continue  # empty lines above everything
        if section.data == "digest":
            digest = _digest(section.children, report)
            if digest.date:
                heading = _line_of(section)
                first = first_of.setdefault(digest.date, number(heading))
                if first != digest.line:
                    report.tell(problems.SAME_DATE, heading, date=digest.date, first=first)
            digests.append(digest)
        else:
            for paper, _ in _papers_outside(section.children):
                report.tell(problems.LOST_PAPER, paper)
    if not digests:
        return Document((), (_why_no_digest(tree, text, source),), source)
    return Document(tuple(digests), report.told(), source)


def _papers_outside(nodes: list[Node]) -> Iterator[tuple[Token, Token]]:
    """Yield the papers in what is no part of a digest: headings with a link to one, each with the heading above it.

    They are of any level, as a digest may have drifted as a whole. What has no other heading above it comes twice.
    """
    above = None
    for token in map(_line_of, nodes):
        if not token.lstrip(" ").startswith("#"):
            continue
        text = first_line(token).lstrip(" ").lstrip("#")
        if not text.startswith(" "):
            continue  # `#1 on the list` is no heading
        paper = match("HEADING", f"###{text}")
        if paper and arxiv_id_in(paper[2].strip(" ")):
            yield token, above or token
        else:
            above = token


def _why_no_digest(tree: Tree[Token], text: str, source: str) -> Problem:
    for section in tree.find_data("preamble"):
        for paper, heading in _papers_outside(section.children):
            column = heading.index("#") + 1
            line, first = first_line(heading), number(paper)
            return problems.DRIFTED_HEADING.at(source, number(heading), column, line, first=first)
    return problems.NO_DIGEST.at(source, 1, 1, text.partition("\n")[0].rstrip("\r"))


def _digest(nodes: list[Node], report: Report) -> Digest:
    heading, *rest = nodes
    assert isinstance(heading, Token)  # noqa: S101 - the grammar's rule begins with it
    report.tell_odd_characters(heading)
    date = _date(heading, report)
    papers = []
    for node in rest:
        assert isinstance(node, Tree)  # noqa: S101 - the grammar's rule has nodes alone
        if node.data == "paper":
            papers.append(_paper(node.children, report))
        elif node.data == "papers":
            papers += _papers(node.children, report)
        else:
            _unknown(node, "paper", report)
    if not papers:
        report.tell(problems.NO_PAPERS, heading)
    return Digest(date, tuple(papers), source=report.source, line=heading.line)


def _date(heading: Token, report: Report) -> datetime.date | None:
    written, unknown = parts(heading).groups()
    if written:
        try:
            return datetime.date.fromisoformat(written)
        except ValueError:
            pass  # the 30th of February
    report.tell(problems.UNKNOWN_DATE if unknown else problems.BAD_DATE, heading)
    return None


def _papers(nodes: list[Node], report: Report) -> Iterator[Paper]:
    run, *below = nodes
    assert isinstance(run, Papers)  # noqa: S101 - the grammar's rule begins with it
    last = run.matches[-1]
    for each, line in run.numbered():
        more = below if each is last else []
        paper = None
        if report.has_no_odd_characters and not more:
            paper = usual_paper(each, line, report.source)
        yield paper or _paper([one_paper(each, line), *more], report)


def _paper(nodes: list[Node], report: Report) -> Paper:
    heading, *head = single(_line_of(nodes[0]))
    report.tell_odd_characters(heading)
    title, url = title_and_link(report, heading)
    fields = Fields(report)
    summary = Summary(report)
    rest = [*head, *nodes[1:]]
    points = _usual_summary(rest, report)
    for node in rest if points is None else rest[:-1]:
        if isinstance(node, Tree) and node.data == "unknown":
            _unknown(node, "bullet", report)
            continue
        for token in single(_line_of(node)):
            report.tell_odd_characters(token)
            if isinstance(node, Tree):
                summary.more(token)
            elif token.type == "BULLET":
                summary.bullet(token)
            else:
                fields.take(token)
    fields.end()
    return Paper(
        title,
        url,
        fields.media,
        fields.votes,
        fields.authors,
        fields.authors_omitted_at,
        summary.points() if points is None else points,
        source=report.source,
        line=heading.line,
    )


def _usual_summary(nodes: list[Node], report: Report) -> tuple[Point, ...] | None:
    """Read the bullets that a paper ends with at once, where these are all of its summary; its head may be unusual."""
    blocks = [node for node in nodes if isinstance(node, Token) and node.type == "BULLETS"]
    if len(blocks) == 1 and blocks[0] is nodes[-1] and report.has_no_odd_characters:
        return usual_points(blocks[0], 0, len(blocks[0]))
    return None


def _unknown(node: Tree[Token], missing: str, report: Report) -> None:
    for token in single(_line_of(node)):
        report.tell_odd_characters(token)
        report.tell(problems.UNKNOWN_LINE, token, missing=missing)


def _line_of(node: Node) -> Token:
    """Give the token of a node that holds one."""
    while isinstance(node, Tree):
        node = node.children[0]
    return node
