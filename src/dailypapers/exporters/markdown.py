"""The format ``markdown``: digests in their canonical form, which reads back as the same models.

What this writes is read again before it is given out, a digest at a time; so whatever no digest can say, such
as a title with a line feed, is found, and nothing that would be read differently is ever written.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers import DigestSyntaxError, ExportError, parse
from dailypapers.models import MAX_LEVELS, Digest, Media, Paper, Point


@attrs.frozen
class Markdown:
    """The canonical digest, which reads back as the same models."""

    suffix: ClassVar[str] = ".md"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the heading of each digest, then each of its papers.

        Raises :class:`dailypapers.ExportError`, naming the paper and its field, for what Markdown cannot say.
        """
        for digest in digests:
            chunks = _chunks(digest)
            if _read("".join(chunks)) != digest:
                raise ExportError(_unsayable(digest))
            yield from chunks


def canonical_digest(digest: Digest) -> str:
    """Write a digest that came from Markdown; whether it reads back the same is for the caller to see."""
    return "".join(_chunks(digest))


def _chunks(digest: Digest) -> list[str]:
    return [_heading(digest), *map(_paper, digest.papers)]


def _heading(digest: Digest) -> str:
    return f"## Daily Papers ({digest.date or 'unknown'})\n\n"


def _paper(paper: Paper) -> str:
    blocks = [_title(paper)]
    if paper.media:
        blocks.append(_media(paper.media))
    blocks.append(f"Vote: {'-' if paper.votes is None else paper.votes}")
    if paper.authors or paper.authors_omitted_at is not None:
        blocks.append(f"Authors: {_authors(paper)}")
    if paper.summary:
        blocks.append("\n".join(_bullets(paper.summary)))
    return "".join(f"{block}\n\n" for block in blocks)


def _title(paper: Paper) -> str:
    if paper.url:
        return f"### [{paper.title}]({paper.url})"
    if paper.title.startswith("["):
        return f"### [{paper.title}]()"  # without the brackets around it it would be a heading cut off
    return f"### {paper.title}".rstrip(" ")


def _media(media: Media) -> str:
    if media.kind == "image":
        return f"![]({media.url})"
    player = f'<div><video controls src="{media.url}" muted="false"></video></div>'
    return f"[Watch Video]({media.url})\n{player}"


def _authors(paper: Paper) -> str:
    names = list(paper.authors)
    if paper.authors_omitted_at is not None:
        names.insert(paper.authors_omitted_at, "+")
    line = ", ".join(names)
    read = [name.strip(" ") for name in line.rstrip(" \r").split(",")]
    if read != names or line.startswith("[") or "\n" in line:
        return f"[{', '.join(map(_literal, names))}]"
    return line


def _literal(name: str) -> str:
    """Print a name as Python prints it, but for characters whose printing depends on Python's version."""
    quote = '"' if "'" in name and '"' not in name else "'"
    escaped = (
        f"\\{char}" if char in ("\\", quote) else char if char >= " " else f"\\x{ord(char):02x}" for char in name
    )
    return f"{quote}{''.join(escaped)}{quote}"


def _bullets(points: Iterable[Point], level: int = 1) -> Iterator[str]:
    if level > MAX_LEVELS:
        return  # what is missing is found when it is read again
    indent = "  " * (level - 1)
    for point in points:
        label = "" if point.label is None else f" {point.emphasis}{point.label}{point.emphasis}:"
        first, *more = point.text.split("\n")
        yield f"{indent}-{label} {first}".rstrip(" ")
        yield from more
        yield from _bullets(point.points, level + 1)


def _read(text: str) -> Digest | None:
    try:
        digests = parse(text).digests
    except DigestSyntaxError:
        return None
    return digests[0] if len(digests) == 1 else None


def _unsayable(digest: Digest) -> str:
    """Find what it is that reads back differently: the first field that does so in a paper of its own."""
    for paper in digest.papers:
        for field in ("title", "url", "media", "votes", "authors", "authors_omitted_at", "summary"):
            value = getattr(paper, field)
            others = {"authors": paper.authors} if field == "authors_omitted_at" else {}
            alone = Digest(None, (Paper(**{"title": "A", **others, field: value}),))
            if _read(_heading(alone) + _paper(alone.papers[0])) != alone:
                return (
                    f"the digest of {digest.date or 'an unknown date'}, paper {_shown(paper.title)}: Markdown cannot "
                    f"say its {field}, {_shown(value)}; the other formats can"
                )
    return f"Markdown cannot say the digest of {digest.date!r}: it would be read differently"


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except RecursionError:
        return f"points far beyond {MAX_LEVELS} levels"
    return text if len(text) <= 200 else text[:200] + "…"
