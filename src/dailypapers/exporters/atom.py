"""The format ``atom``: a feed, as RFC 4287 has it, the newest papers first."""

import datetime
import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers.errors import warn
from dailypapers.models import Digest, Paper, Point, each_point
from dailypapers.plugins import xml_text
from dailypapers.references import names, submitted

_EPOCH = datetime.date(1970, 1, 1)

# What ids are hashed with that are no links. It never changes, as the ids would.
_NAMESPACE = uuid.UUID("7c4b1e9a-52f3-4a0d-9d4e-3b8f6a1c2d57")

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})

_WEB = re.compile(r"https?://[\w.-]+(?::[0-9]*)?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_NO_IRI = re.compile(r"[^\w.~!$&'()*+,;=:@/?%-]|%(?![0-9A-Fa-f]{2})")


def _is_web_link(_: object, field: "attrs.Attribute[str | None]", url: str | None) -> None:
    if url is not None and _iri(url) != url:
        raise ValueError(f"{field.name!r} must be an absolute http or https link: {url!r}")


@attrs.frozen
class _Entry:
    """A paper that may come into the feed. ``order`` sorts them: the newest first, those of a day as they came."""

    order: tuple[int, int]
    updated: datetime.date
    paper: Paper


@attrs.frozen
class Atom:
    """An Atom feed of the newest papers, each once."""

    suffix: ClassVar[str] = ".atom"

    max_entries: int | None = attrs.field(
        default=100,
        validator=attrs.validators.optional(attrs.validators.ge(1)),  # type: ignore[arg-type]  # mypy looks at the default alone
        metadata={"help": "how many of the newest papers; nothing stands for all of them"},
    )
    url: str | None = attrs.field(
        default=None,
        validator=_is_web_link,
        metadata={"help": "where the feed is published: its id, and its link to itself"},
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the feed, an entry a piece. Until the input is used up, twice as many papers are held at most.

        A paper that was featured several times is as it was the last time. Characters that XML cannot represent and
        links that are none of the web are dropped, with an :class:`dailypapers.ExportWarning`.
        """
        entries = self._newest(digests)
        updated = entries[0].updated if entries else _EPOCH
        yield (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
            f"<id>{_xml(self.url or _urn('feed'))}</id>\n<title>Daily Papers</title>\n"
            f"<updated>{updated}T00:00:00Z</updated>\n<author><name>Daily Papers</name></author>\n"
        )
        if self.url:
            yield f'<link rel="self" href="{_xml(self.url)}"/>\n'
        for entry in entries:
            yield "".join(_lines(entry))
        yield "</feed>\n"

    def _newest(self, digests: Iterable[Digest]) -> list[_Entry]:
        held: dict[tuple[str, str], _Entry] = {}
        count = 0
        for digest in digests:
            for paper in digest.papers:
                count += 1
                updated = _updated(digest, paper)
                before = held.get(paper.identity)
                if before is None or before.updated < updated:
                    held[paper.identity] = _Entry((-updated.toordinal(), count), updated, paper)
                if self.max_entries and len(held) > 2 * self.max_entries:
                    held = {entry.paper.identity: entry for entry in self._first_of(held)}
        return self._first_of(held)

    def _first_of(self, held: dict[tuple[str, str], _Entry]) -> list[_Entry]:
        return sorted(held.values(), key=lambda entry: entry.order)[: self.max_entries]


def _updated(digest: Digest, paper: Paper) -> datetime.date:
    if digest.date:
        return digest.date
    return datetime.date(*submitted(paper.arxiv_id), 1) if paper.arxiv_id else _EPOCH


def _lines(entry: _Entry) -> Iterator[str]:
    paper = entry.paper
    yield f"<entry>\n<id>{_id(paper)}</id>\n<title>{_xml(paper.title)}</title>\n"
    yield f"<updated>{entry.updated}T00:00:00Z</updated>\n"
    for name in names(paper)[0]:
        yield f"<author><name>{_xml(name)}</name></author>\n"
    link = _link(paper)
    if link:
        yield f'<link rel="alternate" href="{_xml(link)}"/>\n'
    if paper.summary or not link:
        # An entry without a link has content, which may be empty.
        kind = "summary" if link else "content"
        yield f'<{kind} type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        yield from _list(paper.summary)
        yield f"</div></{kind}>\n"
    yield "</entry>\n"


def _list(points: Iterable[Point]) -> Iterator[str]:
    """Yield points as lists in lists."""
    open_lists = 0
    for level, point in each_point(points):
        yield "<ul>" if level > open_lists else "</li>" + "</ul></li>" * (open_lists - level)
        open_lists = level
        yield "<li>"
        if point.label is not None:
            label = _xml(point.label)
            yield f"<strong>{label}</strong>: " if point.emphasis == "**" else f"<strong><em>{label}</em></strong>: "
        yield _xml(point.text)
    yield "</li></ul>" * open_lists


def _id(paper: Paper) -> str:
    """Return what identifies a paper for ever, as an IRI: its link at arXiv, else a hash."""
    kind, value = paper.identity
    return f"https://arxiv.org/abs/{value}" if kind == "arxiv_id" else _urn(f"{kind}\n{value}")


def _urn(name: str) -> str:
    # As uuid5 makes it, which takes no lone surrogates.
    digest = hashlib.sha1(_NAMESPACE.bytes + name.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return uuid.UUID(bytes=digest[:16], version=5).urn


def _link(paper: Paper) -> str | None:
    """Return the link of a paper; one that leads elsewhere than to the web is dropped."""
    link = _iri(paper.url or "")
    if link is None and paper.arxiv_id:
        return f"https://arxiv.org/abs/{paper.arxiv_id}"
    if link is None and paper.url:
        warn(f"link dropped from {paper.title[:100]!r}, as it is none of the web")
    return link


def _iri(link: str) -> str | None:
    """Return a link to the web as an IRI (RFC 3987), what no IRI may have percent-encoded; ``None`` for any other."""
    if not _WEB.fullmatch(link):
        return None
    before, mark, fragment = link.partition("#")
    return _NO_IRI.sub(_percent_encoded, before) + mark + _NO_IRI.sub(_percent_encoded, fragment)


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def _xml(text: str) -> str:
    return xml_text(text).translate(_ESCAPED)
