"""The picture or video of a paper, in the forms that occur."""

from collections.abc import Sequence
from typing import Any

from dailypapers import problems
from dailypapers._digest.field_problem import FieldProblem, FieldProblems
from dailypapers._digest.parser import Lines, parse_by
from dailypapers._unchecked import make_media
from dailypapers.models import Media, MediaKind

_IMAGE = "![](link)"
_VIDEO = '[Watch Video](link), below it <div><video controls src="link" muted="false"></video></div>'
_FORMS: dict[str, tuple[MediaKind, str | None]] = {
    # terminal: kind, and the form to expect in place of an unusual one
    "IMAGE": ("image", None),
    "IMAGE_BARE": ("image", _IMAGE),
    "VIDEO_LINK": ("video", None),
    "VIDEO_PLAYER": ("video", None),
    "VIDEO_BARE": ("video", _VIDEO),
    "VIDEO_TAG": ("video", _VIDEO),
}

HALF_A_VIDEO = FieldProblem(problems.MEDIA_FORM, data={"kind": "video", "expected": _VIDEO})
"""A video is two lines, VIDEO_LINK and below it VIDEO_PLAYER; one of them stands alone."""


def read_media(terminal: str, groups: Sequence[Any]) -> tuple[Media, FieldProblems]:
    """Read the groups of a terminal of this field; the last that took part is the link."""
    kind, expected = _FORMS[terminal]
    url = (groups[-1] or next(filter(None, groups))).rstrip(" ")
    found: FieldProblems = ()
    if url[0] == "/" and kind == "image" and not url.startswith("//"):
        found = (FieldProblem(problems.RELATIVE_IMAGE, len(groups)),)
    if expected:
        found = (*found, FieldProblem(problems.MEDIA_FORM, data={"kind": kind, "expected": expected}))
    if terminal == "IMAGE" and groups[0].strip(" "):
        found = (*found, FieldProblem(problems.ALTERNATIVE_TEXT))
    return make_media(kind, url), found


def read_tags(line: str) -> tuple[list[str], int | None]:
    """Read a line of tags: its links, and where something begins that is neither a link nor how to show it."""
    parts = [part for part in parse_by("tags", line).children if isinstance(part, Lines)]
    links = [next(filter(None, part.matches[0].groups()), "").strip(" ") for part in parts if part.type == "TAG_LINK"]
    words = next((part.start for part in parts if part.type == "TAG_WORDS"), None)
    return [link for link in links if link], words


def write_media(media: Media) -> str:
    """Write the line of a picture, the two lines of a video."""
    if media.kind == "image":
        return f"![]({media.url})"
    return f'[Watch Video]({media.url})\n<div><video controls src="{media.url}" muted="false"></video></div>'
