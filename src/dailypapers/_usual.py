"""Papers whose lines stand in their usual order and leave nothing to tell, which nine of ten do, read at once.

What comes out is what ``_fields`` and ``_summary`` make of the same lines one by one, only sooner; a test holds the
two to each other. Whatever is doubtful is left to them. Nothing is decided here that they do not decide. There are no
odd characters in the text, and so no carriage returns.
"""

from dailypapers._fields import split_name
from dailypapers._grammar import Match, head_parts, pattern
from dailypapers.models import MOST_VOTES, Media, Paper, Point


def usual_paper(lines: Match, number: int, source: str) -> Paper | None:
    """Read the lines of a paper, or give ``None`` where one of them is unusual or something would be told."""
    title, link, behind, alternative, image, votes, printed, authors, end = head_parts(lines)
    if behind.strip(" ") or alternative or image[0] == "/" or image[-1] == " " or printed is not None:
        return None
    authors = authors.rstrip(" ")
    names = pattern("NAME").findall(authors + "\n")
    if " ," in authors or "" in names or len(set(names)) < len(names):
        return None  # a second + is a name twice
    omitted_at = None
    if "+" in names:
        omitted_at = names.index("+")
        del names[omitted_at]
    if split_name(names, omitted_at) is not None:
        return None
    if votes is not None and int(votes) > MOST_VOTES:
        return None
    summary = usual_points(lines.string, end, lines.end())
    if summary is None:
        return None
    paper = Paper(
        title.strip(" "),
        link.strip(" "),
        Media("image", image),
        int(votes) if votes else None,
        tuple(names),
        omitted_at,
        summary,
        source=source,
        line=number,
    )
    return paper if paper.arxiv_id else None


def usual_points(text: str, start: int, end: int) -> tuple[Point, ...] | None:
    """Read bullets one below the other, or give ``None`` where one stands in another or is doubtful."""
    points = []
    for blanks, opens, _, label, closes, value, unlabelled in pattern("POINT").findall(text, start, end):
        if blanks or opens != closes:
            return None
        if not label:
            points.append(Point(None, unlabelled.rstrip(" "), (), None))
            continue
        value = value.strip(" ")
        if value[:1] in ("[", "{"):
            return None
        points.append(Point(label, value, (), opens))
    return tuple(points)
