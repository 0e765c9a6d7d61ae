"""The format ``atom``: a feed, as RFC 4287 has it, the newest papers first."""

import datetime
import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar, TypeAlias

import attrs

from dailypapers.errors import warn
from dailypapers.models import Digest, Paper, Point
from dailypapers.plugins import shortened, xml_text
from dailypapers.references import names, percent_encoded, submitted, votes_of

_EPOCH = datetime.date(1970, 1, 1)

_FIRST = 3600
"""The second of the day at which its first paper is dated; each paper is a second older than the one before it.

An hour into the day is early enough for a feed of that day: many programs change a time that is in the future.
"""

_Moment: TypeAlias = tuple[datetime.date, int]
"""When a paper was featured: the day, and the number of papers of that day before it."""

# Ids that are no links are hashed with it. It never changes, as the ids would change with it.
_NAMESPACE = uuid.UUID("7c4b1e9a-52f3-4a0d-9d4e-3b8f6a1c2d57")

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})

_WEB = re.compile(r"https?://[\w.-]+(?::[0-9]*)?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})+")
_NO_IRI = re.compile(r"[^\w.~!$&'()*+,;=:@/?%-]|%(?![0-9A-Fa-f]{2})")


def _require_iri(_: object, field: "attrs.Attribute[str | None]", identifier: str | None) -> None:
    if identifier is not None and not _IRI.fullmatch(identifier):
        raise ValueError(
            f"{field.name!r} must be a link, or an identifier such as tag:example.org,2024:papers: {identifier!r}"
        )


def _require_web_link(_: object, field: "attrs.Attribute[str | None]", url: str | None) -> None:
    if url is not None and _iri(url) != url:
        raise ValueError(f"{field.name!r} must be an absolute http or https link: {url!r}")


@attrs.frozen
class _Entry:
    """A paper that may come into the feed. ``order`` sorts the newest first, and papers of one day as they came."""

    order: tuple[int, int]
    updated: _Moment
    paper: Paper


@attrs.frozen
class Atom:
    """An Atom feed of the newest papers, each once.

    A paper that was featured several times is as it was the last time, and was published on the first day that featured
    it. Its id never changes: the link at arXiv, else a hash of its link or title. The date is that of the digest, else
    the first day of the month in the arXiv id. Each paper of a day is a second older than the one before it, so that
    programs which sort by time keep the order; from the 3,601st on all have the first second of the day. The content is
    the votes, the picture and the summary.

    With ``url``, its own address, the feed links to itself and has an id of its own. Each choice of papers that is
    published is a feed of its own, and needs its own ``url`` or ``id``, such as ``tag:example.org,2024:robots``.
    """

    suffix: ClassVar[str] = ".atom"

    max_entries: int | None = attrs.field(
        default=100,
        validator=attrs.validators.optional(attrs.validators.ge(1)),  # type: ignore[arg-type]  # mypy looks at the default alone
        metadata={"help": "how many of the newest papers; nothing stands for all of them"},
    )
    title: str = attrs.field(
        default="Daily Papers", validator=attrs.validators.min_len(1), metadata={"help": "the name of the feed"}
    )
    url: str | None = attrs.field(
        default=None,
        validator=_require_web_link,
        metadata={"help": "where the feed is published: its link to itself, and its id where none is given"},
    )
    id: str | None = attrs.field(
        default=None,
        validator=_require_iri,
        metadata={"help": "what identifies the feed; each that is published has its own"},
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the feed, an entry a piece.

        Until the input is used up, twice as many papers as the feed has are held at most, and of every paper what
        identifies it, with its first day.

        Characters that XML cannot represent, and links and pictures that are none of the web, are dropped, with an
        :class:`dailypapers.ExportWarning`.
        """
        published: dict[object, _Moment] = {}
        entries = self._newest(digests, published)
        updated = _time(next(iter(entries.values())).updated) if entries else f"{_EPOCH}T00:00:00Z"
        yield (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
            f"<id>{_xml(self.id or self.url or _urn('feed'))}</id>\n<title>{_xml(self.title)}</title>\n"
            f"<updated>{updated}</updated>\n<author><name>Daily Papers</name></author>\n"
        )
        if self.url:
            yield f'<link rel="self" href="{_xml(self.url)}"/>\n'
        for same, entry in entries.items():
            yield "".join(_lines(entry, published[same]))
        yield "</feed>\n"

    def _newest(self, digests: Iterable[Digest], published: dict[object, _Moment]) -> dict[object, _Entry]:
        """Return the newest papers, and add to ``published`` when each paper was featured first."""
        held: dict[object, _Entry] = {}
        of_day: Counter[datetime.date] = Counter()
        count = 0
        for digest in digests:
            for paper in digest.papers:
                count += 1
                same = paper.identity or object()
                day = digest.date or (datetime.date(*submitted(paper.arxiv_id), 1) if paper.arxiv_id else _EPOCH)
                moment = day, of_day[day]
                of_day[day] += 1
                published[same] = min(moment, published.get(same, moment))
                before = held.get(same)
                if before is None or before.updated[0] < day:
                    held[same] = _Entry((-day.toordinal(), count), moment, paper)
                if self.max_entries and len(held) > 2 * self.max_entries:
                    held = self._first_of(held)
        return self._first_of(held)

    def _first_of(self, held: dict[object, _Entry]) -> dict[object, _Entry]:
        return dict(sorted(held.items(), key=lambda item: item[1].order)[: self.max_entries])


def _time(moment: _Moment) -> str:
    day, place = moment
    second = max(0, _FIRST - place)
    return f"{day}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"


def _lines(entry: _Entry, published: _Moment) -> Iterator[str]:
    paper = entry.paper
    yield f"<entry>\n<id>{_id(entry)}</id>\n<title>{_xml(paper.title)}</title>\n"
    yield f"<published>{_time(published)}</published>\n<updated>{_time(entry.updated)}</updated>\n"
    for name in names(paper)[0]:
        yield f"<author><name>{_xml(name)}</name></author>\n"
    link = _link(paper)
    if link:
        yield f'<link rel="alternate" href="{_xml(link)}"/>\n'
    votes = votes_of(paper)
    content = (f"<p>{votes}</p>" if votes else "") + _media(paper) + _list(paper.summary)
    if content or not link:
        # An entry without a link has content, which may be empty. It is text to XML: few programs take elements in it.
        yield f'<content type="html">{_xml(content)}</content>\n'
    yield "</entry>\n"


def _media(paper: Paper) -> str:
    """Write a picture, or a link to a video, as many programs play none."""
    if paper.media is None:
        return ""
    link = _iri(paper.media.url)
    if link is None:
        warn(f"{paper.media.kind} dropped from {shortened(paper.title)!r}, as its link is none of the web")
        return ""
    link = _escaped(link)
    return f'<p><img src="{link}" alt=""></p>' if paper.media.kind == "image" else f'<p><a href="{link}">Video</a></p>'


def _list(points: tuple[Point, ...]) -> str:
    """Write points as HTML."""
    items = []
    for point in points:
        label = ""
        if point.label is not None:
            words = _escaped(point.label)
            label = f"<strong>{words}</strong>: " if point.emphasis == "**" else f"<strong><em>{words}</em></strong>: "
        items.append(f"<li>{label}{_escaped(point.text)}{_list(point.points)}</li>")
    return f"<ul>{''.join(items)}</ul>" if points else ""


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _id(entry: _Entry) -> str:
    """Return the permanent id of a paper, an IRI: its link at arXiv, else a hash.

    A paper that nothing identifies has a hash of its place, which changes with the input.
    """
    kind, value = entry.paper.identity or ("place", str(entry.order[1]))
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
        warn(f"link dropped from {shortened(paper.title)!r}, as it is none of the web")
    return link


def _iri(link: str) -> str | None:
    """Return a link to the web as an IRI (RFC 3987), its other characters percent-encoded; ``None`` for any other."""
    if not _WEB.fullmatch(link):
        return None
    before, mark, fragment = link.partition("#")
    return _NO_IRI.sub(percent_encoded, before) + mark + _NO_IRI.sub(percent_encoded, fragment)


def _xml(text: str) -> str:
    return _escaped(xml_text(text))
