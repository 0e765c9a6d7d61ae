"""The lines above a paper's summary become its fields: title and link, picture or video, votes, authors."""

from typing import Literal

from lark import Token

from dailypapers import _literal, problems
from dailypapers._grammar import names, parts, plain_tags, stripped, tag_links
from dailypapers._report import Report, first_line, number
from dailypapers.models import MOST_VOTES, Media, Paper
from dailypapers.problems import Code

_IMAGE = "![](link)"
_VIDEO = '[Watch Video](link), below it <div><video controls src="link" muted="false"></video></div>'
_MEDIA: dict[str, tuple[Literal["image", "video"], str | None]] = {
    # terminal: kind, and what is expected in place of an unusual form
    "IMAGE": ("image", None),
    "IMAGE_BARE": ("image", _IMAGE),
    "VIDEO_LINK": ("video", None),
    "VIDEO_PLAYER": ("video", None),
    "VIDEO_BARE": ("video", _VIDEO),
    "VIDEO_TAG": ("video", _VIDEO),
}


def title_and_link(report: Report, heading: Token) -> tuple[str, str | None]:
    """Read the heading of a paper."""
    line = parts(heading)
    if heading.type == "HEADING_CUT":
        report.tell(problems.HEADING_CUT, heading)
        title = next(title for title in line.groups() if title is not None)
        return stripped(title), None
    link = ""
    if heading.type == "HEADING":
        link = line[2].strip(" ")
        if more := line[3].strip(" \r"):
            report.tell(problems.HEADING_MORE, heading, line.start(3) + line[3].index(more) + 1)
    if not link:
        report.tell(problems.NO_LINK, heading)
    elif Paper("", link).arxiv_id is None:
        report.tell(problems.NO_ARXIV_ID, heading, line.start(2) + 1)
    return stripped(line[1] or ""), link or None


class Fields:
    """Takes the lines of one paper's fields, in any order; of two that differ the first counts."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._first: dict[str, tuple[object, int]] = {}  # field: what its first line says, and where it is
        self._last: Token | None = None
        self._tags: list[Token] = []  # tags around a player, and whether there is one
        self._has_tagged_player = False
        self.media: Media | None = None
        self.votes: int | None = None
        self.authors: tuple[str, ...] = ()
        self.authors_omitted_at: int | None = None

    def take(self, token: Token) -> None:
        """Take one line that is a field."""
        if token.type != "VIDEO_PLAYER":
            self._end_video()
        match token.type:
            case "VOTE":
                self._take_votes(token)
            case "VOTE_BAD":
                self._report.tell(problems.BAD_VOTES, token)
            case "AUTHORS":
                self._take_authors(token)
            case "VIDEO_PART":
                self._tags.append(token)
            case _:
                self._take_media(token)
        self._last = token

    def end(self) -> None:
        """Tell what only the end of the fields shows."""
        self._end_video()
        for token in self._tags:
            if self._has_tagged_player:
                self._tell_tags(token)
            else:
                self._report.tell(problems.UNKNOWN_LINE, token, missing="bullet")

    def _end_video(self) -> None:
        """Tell when the last line was half a video, and its other half does not follow."""
        if self._last and self._last.type == "VIDEO_LINK":
            self._report.tell(problems.MEDIA_FORM, self._last, kind="video", expected=_VIDEO)

    def _comes_first(self, field: str, value: object, token: Token, *, repeated: bool = True) -> bool:
        """Keep what the first line of a field says; report a line that is not the first, and return false for it."""
        if field not in self._first:
            self._first[field] = value, number(token)
            return True
        first, line = self._first[field]
        if value != first:
            self._report.tell(problems.SECOND_FIELD, token, field=field, first=line)
        elif repeated:
            self._report.tell(problems.REPEATED_FIELD, token, field=field, first=line)
        return False

    def _take_votes(self, token: Token) -> None:
        digits = parts(token)[1]
        votes = int(digits) if digits else None
        if votes is not None and votes > MOST_VOTES:
            self._report.tell(problems.BAD_VOTES, token)
        elif self._comes_first("number of votes", votes, token):
            self.votes = votes

    def _take_media(self, token: Token) -> None:
        kind, expected = _MEDIA[token.type]
        line = parts(token)
        url = next(group for group in reversed(line.groups()) if group is not None).rstrip(" ")
        is_half = token.type == "VIDEO_PLAYER" and self._last and self._last.type in ("VIDEO_LINK", "VIDEO_BARE")
        if token.type == "VIDEO_PLAYER" and not is_half:
            expected = _VIDEO
        self._has_tagged_player |= token.type == "VIDEO_TAG"
        # The link in the other half of a video, or in an unusual form, which is told below, is no repetition.
        if self._comes_first("picture or video", url, token, repeated=not is_half and expected is None):
            self.media = Media(kind, url)
            if kind == "image" and url.startswith("/") and not url.startswith("//"):
                self._report.tell(problems.RELATIVE_IMAGE, token, line.start(line.lastindex or 0) + 1)
        if expected:
            self._report.tell(problems.MEDIA_FORM, token, kind=kind, expected=expected)
        if token.type == "IMAGE" and line[1].strip(" "):
            self._report.tell(problems.ALTERNATIVE_TEXT, token)
        if token.type == "VIDEO_TAG":
            self._tell_tags(token, url)

    def _tell_tags(self, token: Token, url: str | None = None) -> None:
        """Tell, each once, what a line of tags holds besides its link ``url``: words, and a link that is another."""
        plain = plain_tags(token)
        if plain < len(first_line(token)):
            self._report.tell(problems.TAG_WORDS, token, plain + 1)
        first, line = self._first["picture or video"]
        if any(link not in ("", url, first) for link in tag_links(token)):
            self._report.tell(problems.SECOND_FIELD, token, field="picture or video", first=line)

    def _take_authors(self, token: Token) -> None:
        line = parts(token)
        start = line.start(line.lastindex or 0) + 1
        doubts: dict[Code, int] = {}  # each told once a line, at the first column
        if line[1] is None:
            written = [(name[1].strip(" "), start + name.start(1)) for name in names(line[2])]
        else:
            try:
                printed = _printed_names(line[1].rstrip(" \r"))
            except ValueError:
                self._report.tell(problems.BAD_AUTHORS, token, start)
                return
            written = [(name, start) for name in printed]
            if not printed or _commas_say(printed):
                doubts[problems.LITERAL_AUTHORS] = start

        kept: list[str] = []
        columns: list[int] = []
        omitted_at: int | None = None
        seen = set()
        for name, column in written:
            if name == "+":
                if omitted_at is None:
                    omitted_at = len(kept)
                else:
                    doubts.setdefault(problems.SECOND_PLUS, column)
            elif not name:
                doubts.setdefault(problems.EMPTY_NAME, column)
            else:
                if name in seen:
                    doubts.setdefault(problems.SAME_AUTHOR, column)
                seen.add(name)
                kept.append(name)
                columns.append(column)
        if (split := split_name(kept, omitted_at)) is not None:
            doubts[problems.SPLIT_NAME] = columns[split]
        if not _can_be_written(kept):
            self._report.tell(problems.BAD_AUTHORS, token, start)
        elif self._comes_first("list of authors", (kept, omitted_at), token):
            self.authors, self.authors_omitted_at = tuple(kept), omitted_at
            for code, column in doubts.items():
                self._report.tell(code, token, column)


def split_name(names: list[str], omitted_at: int | None) -> int | None:
    """Find the first of two neighbours that look like one name split by a comma, as `Chun-Fu, Chen, Ann One` has.

    In doubt there are none: two names of one word among others of more, and no group such as `OpenAI`.
    """
    words = [name for name in names if " " not in name]
    if len(words) != 2 or len(names) == 2 or words[0] == words[1]:
        return None
    first = names.index(words[0])
    if names[first + 1] != words[1] or omitted_at == first + 1:
        return None
    return first if all(map(_is_plain_word, words)) else None


def _is_plain_word(name: str) -> bool:
    return name[0].isupper() and all(part.isalpha() and part[1:].islower() for part in name.split("-"))


def _can_be_written(kept: list[str]) -> bool:
    """Tell whether names can be written again: between commas, or else in a list that is not too long to be read."""
    if _commas_say(kept):
        return True
    line = "".join(kept)
    # Escapes make a name longer, at most four times; half a character cannot stand in a list.
    return 8 * len(line) < _literal.LONGEST and not any("\ud800" <= char <= "\udfff" for char in line)


def _printed_names(text: str) -> list[str]:
    """Read names printed as a Python list; ``ValueError`` when they are not."""
    printed = []
    for name in _literal.read(text):
        if not isinstance(name, str):
            raise ValueError("not all of them are text")
        printed.append(name.strip(" "))
    return printed


def _commas_say(printed: list[str]) -> bool:
    """Tell whether a line of names between commas would be read as these names."""
    line = ", ".join(printed)
    if line.startswith("[") or "\n" in line:
        return False
    return [name[1].strip(" ") for name in names(line)] == printed
