"""Papers whose lines stand in their usual order and leave nothing to tell, which nine of ten do, read at once.

What comes out is what ``_fields`` and ``_summary`` make of the same lines one by one, only sooner; a test holds the
two to each other. Whatever is doubtful is left to them. Nothing is decided here that they do not decide.
"""

from lark import Token, Tree

from dailypapers._fields import MOST_VOTES
from dailypapers._grammar import Block, paper_parts, pattern, stripped
from dailypapers.models import Media, Paper, Point

Node = Token | Tree[Token]


def usual_paper(nodes: list[Node], source: str) -> Paper | None:
    """Read the lines of a paper, or give ``None`` where one of them is unusual or something would be told."""
    token = nodes[0]
    if len(nodes) > 1 or not isinstance(token, Block) or token.type != "PAPER":
        return None
    title, link, behind, alternative, image, votes, printed, line, end = paper_parts(token)
    if behind.strip(" \r") or alternative or image[0] == "/" or image[-1] == " " or printed is not None:
        return None
    line = line.rstrip(" \r")
    names = pattern("NAME").findall(line + "\n")
    if " ," in line or "" in names or len(set(names)) < len(names):
        return None  # a second + is a name twice
    omitted_at = None
    if "+" in names:
        omitted_at = names.index("+")
        del names[omitted_at]
    if votes is not None and int(votes) > MOST_VOTES:
        return None
    summary = usual_points(token, end)
    if summary is None:
        return None
    paper = Paper(
        stripped(title),
        link.strip(" "),
        Media("image", image),
        int(votes) if votes else None,
        tuple(names),
        omitted_at,
        summary,
        source=source,
        line=token.line,
    )
    return paper if paper.arxiv_id else None


def usual_points(token: Token, start: int = 0) -> tuple[Point, ...] | None:
    """Read bullets one below the other, or give ``None`` where one stands in another or is doubtful."""
    points = []
    labelled = pattern("LABELLED").fullmatch
    for blanks, text in pattern("BULLET").findall(token, start):
        if blanks:
            return None
        text = stripped(text)
        line = labelled(text) if text[:1] == "*" else None
        if line is None:
            points.append(Point(None, text, (), None))
            continue
        opens, _, label, closes, text = line.groups()
        text = text.lstrip(" ")
        if opens != closes or text[:1] in ("[", "{"):
            return None
        points.append(Point(label, text, (), "***" if opens == "***" else "**"))
    return tuple(points)
