"""The lines of one paper become a Paper: its heading, its fields in any order, its summary; and a Paper its lines.

The module of a field reads the meaning of its line. Of two lines of one field that differ the first counts.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from dailypapers import problems
from dailypapers._digest.authors import NO_AUTHORS, read_authors, read_plain_authors, write_authors
from dailypapers._digest.field_problem import FieldProblems, has_error
from dailypapers._digest.heading import (
    Title,
    has_paper_link,
    read_bare_title,
    read_cut_title,
    read_odd_title,
    read_title,
    write_title,
)
from dailypapers._digest.media import HALF_A_VIDEO, read_media, read_tags, write_media
from dailypapers._digest.parser import Lines, Match
from dailypapers._digest.report import LineOf, Report
from dailypapers._digest.summary import Groups, find_bullets, read_bullets, report_bullets, write_summary
from dailypapers._digest.votes import read_votes, write_votes
from dailypapers._unchecked import make_media, make_paper
from dailypapers.models import Paper

_MEDIA, _VOTES, _AUTHORS = "picture or video", "number of votes", "list of authors"

_TITLES: dict[str, Callable[..., tuple[Title, FieldProblems]]] = {
    "HEADING_ODD": read_odd_title,
    "HEADING_CUT": read_cut_title,
    "HEADING_BARE": read_bare_title,
}


Head: TypeAlias = tuple[str, str | None, Any, Any, Any]
"""Title, link, media, votes and authors. What has no line, or one that was not understood, is as the caller says."""

_HEAD_GROUPS = 10


def read_paper(match: Match, report: Report) -> Paper:
    """Read a match of PAPER: a head and its bullets, with no line between them."""
    title, url, media, votes, authors = read_head(match, report, None)
    names, omitted_at = authors or NO_AUTHORS
    run = match.end(_HEAD_GROUPS + 1), match.end()
    points, found = read_bullets(find_bullets(match.string, *run))
    if found:
        report_bullets(found, [run], report)
    line = report.line_number(match.start())
    return make_paper(title, url, media, votes, names, omitted_at, points, report.source, line)


def read_head(match: Match, report: Report, absent: object) -> Head:
    """Read the groups of HEAD, with which a PAPER begins: those of its lines, one behind the other.

    ``absent`` stands for what is not known. The module of a field is asked where its groups may hold a problem.
    """
    title, link, video, player, words, image, digits, unknown, printed, names = match.groups()[:_HEAD_GROUPS]
    media = votes = authors = absent
    (title, url), found = read_title(title, link)
    if found:
        report.add_field_problems(found, match, match.start())
    if image is not None:
        if words or image[0] == "/":
            media, found = read_media("IMAGE", (words, image))
            report.add_field_problems(found, match, match.start(6), before=4)
        else:
            media = make_media("image", image.rstrip(" "))
    elif video is not None:
        media = make_media("video", video.rstrip(" "))
        if player.rstrip(" ") != media.url:
            report.add(problems.SECOND_FIELD, match.start(4), field=_MEDIA, first=LineOf(match.start(3)))
    if digits is not None:
        votes, found = read_votes(digits, None)
        if found:
            votes = absent
            report.add_field_problems(found, match, match.start(7), before=6)
    elif unknown is not None:
        votes = None
    if names is not None and (plain := read_plain_authors(names)):
        authors = plain
    elif names is not None or printed is not None:
        authors, found = read_authors(printed, names)
        if found:
            report.add_field_problems(found, match, match.start(9 if names is None else 10), before=8)
            if has_error(found):
                authors = absent
    return title, url, media, votes, authors


_ABSENT = object()


class PaperReader:
    """Takes the lines of one paper in order, its heading first, and returns the paper."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._start = 0
        self._title: Title = "", None
        self._fields: dict[str, tuple[Any, int]] = {}  # the value that counts, and an offset in its line
        self._last = ""  # the terminal of the last field
        self._last_offset = 0
        self._tags: list[int] = []  # offsets of tags around a player, and whether there is one
        self._has_tagged_player = False
        self._bullets: list[Groups] = []
        self._further_lines: dict[int, list[str]] = {}  # of a bullet, by its index
        self._runs: list[tuple[int, int]] = []

    def add_heading(self, token: Lines) -> None:
        """Take the token that begins a paper: the last of a run of PAPER, HEAD, or the line of a heading alone."""
        match = token.matches[-1]
        if token.type in ("HEAD", "PAPER"):
            self._add_head(match)
            if token.type == "PAPER":
                self._add_bullets(match.end(_HEAD_GROUPS + 1), match.end())
        else:
            self._start = match.start()
            self._title, found = _TITLES[token.type](*match.groups())
            self._report.add_field_problems(found, match, self._start)

    def add_field(self, token: Lines) -> None:
        """Take the line of a field."""
        terminal, offset, match = token.type, token.start, token.matches[0]
        groups = match.groups()
        if self._last == "VIDEO_LINK" and terminal != "VIDEO_PLAYER":
            self._report.add(HALF_A_VIDEO.code, self._last_offset, **HALF_A_VIDEO.data)
        match terminal:
            case "IMAGE" | "IMAGE_BARE" | "VIDEO_LINK" | "VIDEO_BARE" | "VIDEO_PLAYER" | "VIDEO_TAG":
                self._add_media(terminal, match, offset)
            case "VOTE":
                self._add_value(_VOTES, read_votes(*groups), match, offset)
            case "AUTHORS":
                self._add_value(_AUTHORS, read_authors(*groups), match, offset)
            case "VOTE_BAD":
                self._report.add(problems.BAD_VOTES, offset)
            case "VIDEO_PART":
                self._tags.append(offset)
            case _:
                raise AssertionError(f"no reader for {terminal}")  # else its words would be lost without a word
        self._last, self._last_offset = terminal, offset

    def add_bullets(self, token: Lines) -> None:
        """Take a run of BULLET."""
        self._add_bullets(token.start, token.end)

    def add_further_line(self, terminal: str, start: int, end: int) -> None:
        """Take a line that is more text of the bullet above it, and the terminal that took it."""
        line = self._report.text[start:end]
        if terminal == "GLUED" and has_paper_link(line):
            self._report.add(problems.PAPER_IN_BULLET, start)
        elif terminal not in ("GLUED", "OTHER"):
            self._report.add(problems.FIELD_IN_BULLET, start)
        elif self._report.is_below_empty_line(start):
            self._report.add(problems.LATE_TEXT, start)
        self._further_lines.setdefault(len(self._bullets) - 1, []).append(line.strip(" "))

    def read(self) -> Paper:
        """Return the paper once all of its lines are taken."""
        if self._last == "VIDEO_LINK":
            self._report.add(HALF_A_VIDEO.code, self._last_offset, **HALF_A_VIDEO.data)
        for offset in self._tags:
            if self._has_tagged_player:
                self._report_tags(offset)
            else:
                self._report.add(problems.UNKNOWN_LINE, offset, missing="bullet", hint="")
        points, found = read_bullets(self._bullets, self._further_lines)
        report_bullets(found, self._runs, self._report)
        fields = self._fields
        title, url = self._title
        media = fields[_MEDIA][0] if _MEDIA in fields else None
        votes = fields[_VOTES][0] if _VOTES in fields else None
        authors, omitted_at = fields[_AUTHORS][0] if _AUTHORS in fields else NO_AUTHORS
        line = self._report.line_number(self._start)
        source = self._report.source
        return make_paper(title, url, media, votes, authors, omitted_at, points, source, line)

    def _add_head(self, match: Match) -> None:
        self._start = match.start()
        title, url, *values = read_head(match, self._report, _ABSENT)
        self._title = title, url
        for field, value, groups in zip((_MEDIA, _VOTES, _AUTHORS), values, ((3, 6), (7, 8), (9, 10)), strict=True):
            if value is not _ABSENT:
                self._fields[field] = value, max(match.start(group) for group in groups)

    def _add_bullets(self, start: int, end: int) -> None:
        self._bullets += find_bullets(self._report.text, start, end)
        self._runs.append((start, end))

    def _add_value(self, field: str, read: tuple[Any, FieldProblems], match: Match, offset: int) -> None:
        value, found = read
        if found and has_error(found):
            self._report.add_field_problems(found, match, offset)
        elif field in self._fields:
            self._report_another(field, value, offset)
        else:
            self._fields[field] = value, offset
            if found:
                self._report.add_field_problems(found, match, offset)

    def _add_media(self, terminal: str, match: Match, offset: int) -> None:
        media, found = read_media(terminal, match.groups())
        is_half = terminal == "VIDEO_PLAYER" and self._last in ("VIDEO_LINK", "VIDEO_BARE")
        if terminal == "VIDEO_PLAYER" and not is_half:
            found = (HALF_A_VIDEO,)
        elif terminal == "VIDEO_TAG":
            self._has_tagged_player = True
        if _MEDIA not in self._fields:
            self._fields[_MEDIA] = media, offset
        else:
            # The link in the other half of a video, or in an unusual form, which is reported anyhow, is no repetition.
            has_unusual_form = any(problem.code is problems.MEDIA_FORM for problem in found)
            self._report_another(_MEDIA, media.url, offset, may_repeat=is_half or has_unusual_form)
            found = [problem for problem in found if problem.code.severity != "note"]
        if found:
            self._report.add_field_problems(found, match, offset)
        if terminal == "VIDEO_TAG":
            self._report_tags(offset, media.url)

    def _report_tags(self, offset: int, url: str | None = None) -> None:
        """Report, each once, words in a line of tags, and a link that is neither ``url`` nor that of the paper."""
        links, words = read_tags(self._report.line_of(offset))
        if words is not None:
            self._report.add_at(problems.TAG_WORDS, offset + words)
        media, first = self._fields[_MEDIA]
        if any(link not in (url, media.url) for link in links):
            self._report.add(problems.SECOND_FIELD, offset, field=_MEDIA, first=LineOf(first))

    def _report_another(self, field: str, value: object, offset: int, *, may_repeat: bool = False) -> None:
        """Report a line of a field that is not the first, which is the one that counts."""
        kept, first = self._fields[field]
        if value != (kept.url if field is _MEDIA else kept):
            self._report.add(problems.SECOND_FIELD, offset, field=field, first=LineOf(first))
        elif not may_repeat:
            self._report.add(problems.REPEATED_FIELD, offset, field=field, first=LineOf(first))


def write_paper(paper: Paper) -> str:
    """Write a paper, its blocks with an empty line behind each."""
    blocks = [write_title(paper.title, paper.url)]
    if paper.media:
        blocks.append(write_media(paper.media))
    blocks.append(write_votes(paper.votes))
    if paper.authors or paper.authors_omitted_at is not None:
        blocks.append(write_authors(paper.authors, paper.authors_omitted_at))
    if paper.summary:
        blocks.append("\n".join(write_summary(paper.summary)))
    return "\n\n".join([*blocks, ""])
