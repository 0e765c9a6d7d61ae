"""Headings: the date of a digest, the title and link of a paper."""

import datetime

from dailypapers import problems
from dailypapers._digest.doubt import Doubt, Doubts
from dailypapers.models import arxiv_id_in


def read_date(written: str | None, unknown: str | None) -> tuple[datetime.date | None, Doubts]:
    """Read the groups of DIGEST_HEADING."""
    if written:
        try:
            return datetime.date.fromisoformat(written), ()
        except ValueError:
            pass  # the 30th of February
    return None, (Doubt(problems.UNKNOWN_DATE if unknown else problems.BAD_DATE),)


def write_date(date: datetime.date | None) -> str:
    """Write the heading of a digest."""
    return f"## Daily Papers ({date or 'unknown'})"


def read_title(title: str, link: str, behind: str) -> tuple[tuple[str, str | None], Doubts]:
    """Read the groups of HEADING: a title with its link."""
    doubts: Doubts = ()
    if behind and (more := behind.strip(" ")):
        doubts = (Doubt(problems.HEADING_MORE, 3, behind.index(more)),)
    url = link.strip(" ")
    if not url:
        return (title.strip(" "), None), (*doubts, Doubt(problems.NO_LINK))
    if arxiv_id_in(url) is None:
        doubts = (*doubts, Doubt(problems.NO_ARXIV_ID, 2))
    return (title.strip(" "), url), doubts


def read_cut_title(*groups: str | None) -> tuple[tuple[str, None], Doubts]:
    """Read the groups of HEADING_CUT: a title as far as it goes."""
    title = next(group for group in groups if group is not None)
    return (title.strip(" "), None), (Doubt(problems.HEADING_CUT),)


def read_bare_title(title: str | None) -> tuple[tuple[str, None], Doubts]:
    """Read the group of HEADING_BARE: a title without a link."""
    return ((title or "").strip(" "), None), (Doubt(problems.NO_LINK),)


def write_title(title: str, url: str | None) -> str:
    """Write the heading of a paper."""
    if url:
        return f"### [{title}]({url})"
    if title.startswith("["):
        return f"### [{title}]()"  # without the brackets around it it would be a heading cut off
    return f"### {title}".rstrip(" ")
