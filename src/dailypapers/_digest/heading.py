"""Headings: the date of a digest, the title and link of a paper."""

import datetime
import re
from typing import TypeAlias

from dailypapers import problems
from dailypapers._digest.field_problem import FieldProblem, FieldProblems
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


def read_date(written: str | None, unknown: str | None) -> tuple[datetime.date | None, FieldProblems]:
    """Read the groups of DIGEST_HEADING."""
    if written:
        try:
            return datetime.date.fromisoformat(written), ()
        except ValueError:
            pass  # the 30th of February
    return None, (FieldProblem(problems.UNKNOWN_DATE if unknown else problems.BAD_DATE),)


def write_date(date: datetime.date | None) -> str:
    """Write the heading of a digest."""
    return f"## Daily Papers ({date or 'unknown'})"


def read_title(title: str, link: str) -> tuple[Title, FieldProblems]:
    """Read the groups of HEADING: a title with its link."""
    plain, found = _read_words(title, is_linked=bool(link))
    if not link:
        return (plain, None), [*found, FieldProblem(problems.NO_LINK)]
    if arxiv_id_in(link) is None:
        found = [*found, FieldProblem(problems.NO_ARXIV_ID, 2)]
    return (plain, link), found


def read_odd_title(before: str, rest: str) -> tuple[Title, FieldProblems]:
    """Read the groups of HEADING_ODD: number and signs before the bracket, and all from the title on."""
    title, (start, end), behind = _take_apart(rest)
    link = rest[start:end]
    if ")" not in rest[end:]:
        return read_cut_title(title)
    is_bracketed = link.startswith("<")
    read, found = read_title(title, link.strip("<>"))
    # Title and link, the two groups of HEADING, are parts of the second group here.
    found = [
        problem._replace(group=2, offset=start if problem.group == 2 else problem.offset) if problem.group else problem
        for problem in found
    ]
    if (before or is_bracketed) and not any(problem.code is problems.HEADING_FORM for problem in found):
        found.append(FieldProblem(problems.HEADING_FORM))
    # The emphasis that opens before the bracket may close behind the link.
    opens = "".join(char for char in before if char in "*_")
    more = rest[behind:].lstrip(" ").removeprefix(opens[::-1]).lstrip(" ")
    if more:
        found.append(FieldProblem(problems.HEADING_MORE, 2, len(rest) - len(more)))
    return read, found


def _take_apart(rest: str) -> tuple[str, tuple[int, int], int]:
    """Split `A [b] c](https://…) more`: the title, where the link begins and ends, where `more` begins.

    A link without an end is empty.
    """
    title = rest[: _end_of_title(rest)]
    run = _FIRST_RUN.match(rest, len(title) + len("]("))
    assert run is not None  # noqa: S101 - it may be empty
    start, end = run.span(1)
    closing = _closing(run[1])
    if closing is not None:
        end = start + closing
    elif ")" not in rest[end:]:
        end = start + max(run[1].rfind(")"), 0)
    behind = len(rest) - len(rest[end:].lstrip(" "))
    return title, (start, end), behind + 1 if rest[behind : behind + 1] == ")" else end


def _end_of_title(rest: str) -> int:
    """Return where the last `](` is, but for those of further links: `T](https://…) [code](https://…)`.

    The bracket of a further link opens behind the `](` of another; that of the title is not in the text.
    """
    end = rest.rindex("](")
    while True:
        level, at = 1, end
        while level and at:
            at -= 1
            level += {"]": 1, "[": -1}.get(rest[at], 0)
        before = rest.rfind("](", 0, at)
        if level or before < 0:
            return end
        end = before


def _closing(run: str) -> int | None:
    """Return where the first `)` is that closes no `(` of the same text."""
    level = 0
    for at, char in enumerate(run):
        level += {"(": 1, ")": -1}.get(char, 0)
        if level < 0:
            return at
    return None


def _read_words(title: str, *, is_linked: bool) -> tuple[str, FieldProblems]:
    """Read the words of a title, which may be bold as a whole or have entities of HTML."""
    found: FieldProblems = ()
    if "&" in title and (entity := _ENTITY.search(title)):
        found = [FieldProblem(problems.ENTITY, 1, entity.start())]
    # Without a link nothing is written behind a title: a carriage return would belong to the end of the line.
    ends = " " if is_linked else " \r"
    title = title.lstrip(" ").rstrip(ends)
    if title[:2] == "**" and (bold := _BOLD.fullmatch(title)):
        title, found = bold[2].lstrip(" ").rstrip(ends), [*found, FieldProblem(problems.HEADING_FORM)]
    if not is_linked and write_title(title, None) != f"### {title}":
        # In brackets `[x](![` would be `[x`, with a further link behind it.
        title = title[: _end_of_title(f"{title}](")].rstrip(ends)
    if not title:
        found = [*found, FieldProblem(problems.EMPTY_TITLE)]
    return title, found


def read_cut_title(*groups: str | None) -> tuple[Title, FieldProblems]:
    """Read the groups of HEADING_CUT: a title as far as it goes."""
    title, _ = _read_words(next(group for group in groups if group is not None), is_linked=False)
    return (title, None), (FieldProblem(problems.HEADING_CUT),)


def read_bare_title(title: str | None) -> tuple[Title, FieldProblems]:
    """Read the group of HEADING_BARE: a title without a link, or one that is somewhere in it."""
    plain, found = _read_words(title or "", is_linked=False)
    link = _LINK_BEHIND_WORDS.search(plain)
    has_link = (link and "[" in plain[: link.start()]) or _WEB_ADDRESS.search(plain)
    return (plain, None), [*found, FieldProblem(problems.LINK_IN_TITLE if has_link else problems.NO_LINK)]


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
