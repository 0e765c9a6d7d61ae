"""Headings: the date of a digest, the title and link of a paper."""

import datetime
import re
from typing import TypeAlias

from dailypapers import problems
from dailypapers._digest.doubt import Doubt, Doubts
from dailypapers._digest.parser import match_line
from dailypapers.models import arxiv_id_in

Title: TypeAlias = tuple[str, str | None]
"""A title and its link, ``None`` where there is none."""

_ENTITY = re.compile("&(?:amp|lt|gt|quot|apos|#39|#x27);")
_BOLD = re.compile(r"(\*\*\*?)((?:[^*]|\*(?!\*))++)\1")
_LINK_BEHIND_WORDS = re.compile(r"\]\([ ]*+<?([^\s<>)]+)")
_WEB_ADDRESS = re.compile(r"https?://\S")
# A link as far as it may go: `https://arxiv.org/abs/2407.08348) more`, `<https://…>) more`
_FIRST_RUN = re.compile(r"[ ]*+(<[^\s<>]*+>?|[^\s<>]*+)")


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


def read_title(title: str, link: str) -> tuple[Title, Doubts]:
    """Read the groups of HEADING: a title with its link."""
    plain, doubts = _read_words(title)
    if not link:
        return (plain, None), [*doubts, Doubt(problems.NO_LINK)]
    if arxiv_id_in(link) is None:
        doubts = [*doubts, Doubt(problems.NO_ARXIV_ID, 2)]
    return (plain, link), doubts


def read_odd_title(before: str, rest: str) -> tuple[Title, Doubts]:
    """Read the groups of HEADING_ODD: what stands before the bracket, and all from the title on."""
    title, (start, end), behind = _take_apart(rest)
    link = rest[start:end]
    is_bracketed = link.startswith("<")
    read, found = read_title(title, link.strip("<>") if is_bracketed else link)
    doubts = [doubt._replace(group=2, offset=start) if doubt.group == 2 else doubt for doubt in found]
    doubts = [doubt._replace(group=2) if doubt.group == 1 else doubt for doubt in doubts]
    if (before or is_bracketed) and not any(doubt.code is problems.HEADING_FORM for doubt in doubts):
        doubts.append(Doubt(problems.HEADING_FORM))
    # The emphasis that opens before the bracket may close behind the link.
    opens = "".join(char for char in before if char in "*_")
    more = rest[behind:].lstrip(" ").removeprefix(opens[::-1]).lstrip(" ")
    if more:
        doubts.append(Doubt(problems.HEADING_MORE, 2, len(rest) - len(more)))
    return read, doubts


def _take_apart(rest: str) -> tuple[str, tuple[int, int], int]:
    """Split `A [b] c](https://…) more`: the title, where the link begins and ends, where that which is behind begins.

    The title ends at the last `](`, but for that of a further link: `T](https://…) ([code](https://…))`. Between the
    `](` of a further link and the one before it a bracket opens and stays open.
    """
    parts = rest.split("](")
    last = len(parts) - 2
    while last and parts[last].rfind("[") > parts[last].rfind("]"):
        last -= 1
    title = "](".join(parts[: last + 1])
    run = _FIRST_RUN.match(rest, len(title) + len("]("))
    assert run is not None  # noqa: S101 - it may be empty
    start, end = run.span(1)
    closing = _closing(run[1])
    if closing is not None:
        end = start + closing
    elif ")" not in rest[end:]:
        end = start + run[1].rindex(")")
    behind = len(rest) - len(rest[end:].lstrip(" "))
    return title, (start, end), behind + 1 if rest[behind : behind + 1] == ")" else end


def _closing(run: str) -> int | None:
    """Return where the first `)` is that closes no `(` of the same text."""
    level = 0
    for at, char in enumerate(run):
        level += {"(": 1, ")": -1}.get(char, 0)
        if level < 0:
            return at
    return None


def _read_words(title: str) -> tuple[str, Doubts]:
    """Read the words of a title, which may be bold as a whole or have entities of HTML."""
    doubts: Doubts = ()
    if "&" in title and (entity := _ENTITY.search(title)):
        doubts = [Doubt(problems.ENTITY, 1, entity.start())]
    title = title.strip(" ")
    if title[:2] == "**" and (bold := _BOLD.fullmatch(title)):
        title, doubts = bold[2].strip(" "), [*doubts, Doubt(problems.HEADING_FORM)]
    if not title:
        doubts = [*doubts, Doubt(problems.EMPTY_TITLE)]
    return title, doubts


def read_cut_title(*groups: str | None) -> tuple[Title, Doubts]:
    """Read the groups of HEADING_CUT: a title as far as it goes."""
    title = next(group for group in groups if group is not None)
    return (title.strip(" "), None), (Doubt(problems.HEADING_CUT),)


def read_bare_title(title: str | None) -> tuple[Title, Doubts]:
    """Read the group of HEADING_BARE: a title without a link, or one that is somewhere in it."""
    plain, doubts = _read_words(title or "")
    link = _LINK_BEHIND_WORDS.search(plain)
    has_link = (link and "[" in plain[: link.start()]) or _WEB_ADDRESS.search(plain)
    return (plain, None), [*doubts, Doubt(problems.LINK_IN_TITLE if has_link else problems.NO_LINK)]


def has_paper_link(line: str) -> bool:
    """Return whether a line has a Markdown link to a paper in it."""
    return any(arxiv_id_in(link) for link in _LINK_BEHIND_WORDS.findall(line))


def is_paper_heading(line: str) -> bool:
    """Return whether a line that may never have been in a digest is a heading with a link to a paper."""
    if match := match_line("HEADING", line):
        (_, link), _ = read_title(*match.groups())
    elif match := match_line("HEADING_ODD", line):
        (_, link), _ = read_odd_title(*match.groups())
    else:
        return False
    return link is not None and arxiv_id_in(link) is not None


def write_title(title: str, url: str | None) -> str:
    """Write the heading of a paper."""
    if url:
        return f"### [{title}]({url})"
    bare = f"### {title}".rstrip(" ")
    if title.startswith("[") or match_line("HEADING_ODD", bare) or match_line("DRIFTED", bare):
        return f"### [{title}]()"  # bare it would be a heading cut off, one with a link, or one of a digest
    return bare
