"""Papers whose lines stand in their usual order and leave nothing to tell, which nearly all do, read at once.

What comes out is what ``_fields`` and ``_summary`` make of the same lines one by one, only sooner; a test holds the
two to each other. Whatever is doubtful is left to them. Nothing is decided here that they do not decide.
"""

from lark import Token, Tree

from dailypapers._fields import MOST_VOTES
from dailypapers._grammar import parts, pattern, stripped
from dailypapers.models import Media, Paper, Point

Node = Token | Tree[Token]


def usual_paper(nodes: list[Node], source: str) -> Paper | None:
    """Read the lines of a paper, or give ``None`` where one of them is unusual or something would be told."""
    head, *rest = nodes
    if len(rest) > 1 or not isinstance(head, Token) or head.type != "HEAD":
        return None
    summary = _points(rest[0]) if rest else ()
    if summary is None:
        return None
    title, link, behind, alternative, image, votes, printed, line = parts(head).groups()
    if behind.strip(" \r") or alternative or image[0] == "/" or image[-1] == " " or printed is not None:
        return None
    line = line.rstrip(" \r")
    names = pattern("NAME").findall(line + "\n")
    if " ," in line or "+" in names or "" in names or len(set(names)) < len(names):
        return None
    if votes is not None and int(votes) > MOST_VOTES:
        return None
    paper = Paper(
        stripped(title),
        link.strip(" "),
        Media("image", image),
        int(votes) if votes else None,
        tuple(names),
        None,
        summary,
        source=source,
        line=head.line,
    )
    return paper if paper.arxiv_id else None


def _points(bullets: Node) -> tuple[Point, ...] | None:
    if not isinstance(bullets, Token) or bullets.type != "BULLETS":
        return None
    points = []
    labelled = pattern("LABELLED").fullmatch
    for blanks, text in pattern("BULLET").findall(bullets):
        if blanks:
            return None
        text = stripped(text)
        line = labelled(text) if text[:1] == "*" else None
        if line is None:
            points.append(Point(None, text, (), None))
            continue
        opens, _, label, closes, value = line.groups()
        value = value.lstrip(" ")
        if opens != closes or value[:1] in ("[", "{"):
            return None
        points.append(Point(label, value, (), "***" if opens == "***" else "**"))
    return tuple(points)
