"""The format ``html``: all papers in one page that works from the disk, with its style and script in it.

Digests put text into the page, and links that are http(s). A policy in the page keeps browsers from running, loading
or sending anything that this module did not write.
"""

import base64
import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar
from urllib.parse import quote

import attrs

from dailypapers.exporters.bibtex import BibTeX
from dailypapers.exporters.csl import marked_title
from dailypapers.models import Digest, Paper, Point
from dailypapers.plugins import asset, is_web_link, without_characters
from dailypapers.references import citation_key, doi, names, person, submitted, votes_of
from dailypapers.references.titles import typographic

MOST_NAMES = 20
"""How many names stand open; of a longer list the rest unfolds."""

FEWER_NAMES = 12
"""How many names of a longer list stand open."""


@attrs.frozen
class HTML:
    """One page that works offline: all papers, with search, bounds and order."""

    suffix: ClassVar[str] = ".html"
    streams: ClassVar[bool] = True

    pictures: bool = attrs.field(
        default=True, metadata={"help": "show pictures, which the browser loads from where the digests have them"}
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the head of the page, then each day and paper in the order of the input, then the foot."""
        ids: Counter[str] = Counter()
        papers = 0
        yield _head(self.pictures)
        for digest in digests:
            date = digest.date.isoformat() if digest.date else None
            day = _unique(ids, f"day-{date or 'unknown'}")
            words = f"<time>{date}</time>" if date else "Unknown date"
            yield f'<h2 id="{day}"><a href="#{day}">{words}</a></h2>\n'
            for paper in digest.papers:
                papers += 1
                article = "".join(self._article(paper, day, date, _unique(ids, citation_key(paper))))
                article = article.replace("\r", "&#13;")  # else it becomes a line feed
                yield without_characters(_NOT_IN_HTML, article, "HTML", paper.title)
        yield _FOOT.format(papers=f"{papers} paper{'' if papers == 1 else 's'}")

    def _article(self, paper: Paper, day: str, date: str | None, own_id: str) -> Iterator[str]:
        votes = "" if paper.votes is None else f' data-votes="{paper.votes}"'
        yield f'<article id="{own_id}"{votes}>\n'
        yield from _title(paper)
        yield from self._media(paper)
        yield from _facts(paper, day, date)
        yield from _names(paper)
        if paper.summary:
            yield "<ul>\n"
            yield from _points(paper.summary)
            yield "</ul>\n"
        plain = _without_controls(paper)
        bibtex = "".join(BibTeX().export([Digest(None, (plain,))]))
        yield '<div class="tools">\n'
        yield f"<details><summary>BibTeX</summary><pre>{_text(bibtex)}</pre></details>\n"
        yield '<button type="button">Copy BibTeX</button>\n'
        yield f'<a href="#{own_id}">Link to this paper</a>\n'
        yield f'</div>\n<span class="Z3988" title="{_coins(plain)}"></span>\n</article>\n'

    def _media(self, paper: Paper) -> Iterator[str]:
        """Yield a link to the picture or video, of which the script makes a picture that loads late."""
        if paper.media and is_web_link(paper.media.url):
            is_picture = paper.media.kind == "image"
            of_a_class = ' class="picture"' if is_picture and self.pictures else ' class="media"'
            words = "Picture" if is_picture else "Video"
            yield f'<a{of_a_class} href="{_text(paper.media.url)}">{words}</a>\n'


# -- the parts of a paper -------------------------------------------------------------------------------------


def _title(paper: Paper) -> Iterator[str]:
    title, attribute = _text(paper.title), _language(paper.title)
    if not paper.title.strip():
        title, attribute = "Untitled", ' class="untitled"'
    if paper.url and is_web_link(paper.url):
        title = f'<a href="{_text(paper.url)}">{title}</a>'
    yield f"<h3{attribute}>{title}</h3>\n"


def _facts(paper: Paper, day: str, date: str | None) -> Iterator[str]:
    yield f'<p class="facts"><a href="#{day}">{date or "Unknown date"}</a>'
    if votes := votes_of(paper):
        yield f" <strong>{votes}</strong>"
    if paper.arxiv_id:
        yield f" <span>arXiv:{paper.arxiv_id}</span>"
    if paper.url and not is_web_link(paper.url):
        yield f" <span>{_text(paper.url)}</span>"
    yield "</p>\n"


def _names(paper: Paper) -> Iterator[str]:
    # A name may hold marks that turn the direction of writing; <bdi> keeps them from its neighbours.
    authors = [f"<bdi{_language(name)}>{_text(name)}</bdi>" for name in paper.authors]
    if not authors:
        return
    fewer = len(authors) if len(authors) <= MOST_NAMES else FEWER_NAMES
    yield f'<div class="names">{", ".join(authors[:fewer])}'
    if authors[fewer:]:
        yield f"<details><summary>{len(authors) - fewer} more</summary>{', '.join(authors[fewer:])}</details>"
    yield "</div>\n" if paper.authors_omitted_at is None else " and others</div>\n"


def _points(points: Iterable[Point]) -> Iterator[str]:
    for point in points:
        yield "<li>" if point.label is None else '<li class="labelled">'
        if point.label:
            yield f"<b{_language(point.label)}>{_text(point.label)}</b>"
        if point.text:
            yield f"<p{_language(point.text)}>{_text(point.text)}</p>"
        if point.points:
            yield "\n<ul>\n"
            yield from _points(point.points)
            yield "</ul>\n"
        yield "</li>\n"


def _coins(paper: Paper) -> str:
    """Return an OpenURL for the attribute ``title``, which Zotero reads (https://en.wikipedia.org/wiki/COinS).

    The format for preprints is ``journal`` (https://ocoins.info/cobg.html), as Wikipedia cites arXiv.
    """
    about = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal")]
    if arxiv_id := paper.arxiv_id:
        year, month = submitted(arxiv_id)
        about += [("rft.genre", "preprint"), ("rft.jtitle", "arXiv"), ("rft.date", f"{year}-{month:02}")]
        about += [("rft_id", f"info:doi/{doi(arxiv_id)}"), ("rft_id", f"info:arxiv/{arxiv_id}")]
    else:
        about += [("rft.genre", "unknown")]
    if paper.url and is_web_link(paper.url):
        about += [("rft_id", paper.url)]
    about += [("rft.atitle", marked_title(paper.title, protect=True)), *map(_contributor, names(paper)[0])]
    return "&amp;".join(f"{key}={quote(value, safe=_PLAIN)}" for key, value in about)


def _contributor(name: str) -> tuple[str, str]:
    """Return the key and the value of a name in an OpenURL; a person's name begins with the family."""
    parts = person(name)
    if parts is None:
        return "rft.aucorp", typographic(name)
    family = " ".join(filter(None, (parts.particle, parts.family, parts.suffix)))
    return "rft.au", typographic(f"{family}, {parts.given}")


_PLAIN = ":/.,()"  # no escape is needed for these in a query, nor in an attribute


# -- words on their way into the page -------------------------------------------------------------------------

_text = html.escape  # for elements and for attributes between double quotes

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


def _language(text: str) -> str:
    """Return the attribute by which a screen reader changes its voice, and a browser its font."""
    return ' lang="ko"' if _HANGUL.search(text) else ""


def _without_controls(paper: Paper) -> Paper:
    """Return a paper without the characters that references drop, so that the page alone warns of them."""
    texts = (paper.title, paper.url or "", *paper.authors)
    if not _CONTROL.search("".join(texts)):
        return paper
    title, url, *authors = (_CONTROL.sub("", text) for text in texts)
    return attrs.evolve(paper, title=title, url=url or None, authors=authors)


# Controls and noncharacters (https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream), and
# lone surrogates, which no file can hold.
_CONTROL = re.compile("[\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # and form feeds
_NOT_IN_HTML = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _unique(ids: Counter[str], name: str) -> str:
    """Return an id that no other element has: a name that occurs again gets its count, as in ``day-2024-07-12-2``."""
    ids[name] += 1
    return name if ids[name] == 1 else f"{name}-{ids[name]}"


# -- the page around them -------------------------------------------------------------------------------------


@cache
def _head(pictures: bool) -> str:
    style, script = (asset(__name__, name).decode() for name in ("html.css", "html.js"))
    from_where = "http: https:" if pictures else "'none'"
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src {from_where}"
    policy += "; base-uri 'none'; form-action 'none'"
    return _HEAD.format(policy=policy, style=style, script=script)


def _hash(text: str) -> str:
    """Return the source by which a Content-Security-Policy allows an element with this text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Daily papers</title>
<style>{style}</style>
<script>{script}</script>
</head>
<body>
<header>
<h1>Daily papers</h1>
<form role="search" autocomplete="off">
<label class="wide">Search
<input type="search" name="q" placeholder="titles, names, summaries" spellcheck="false"></label>
<label class="date">From <input type="date" name="from"></label>
<label class="date">Until <input type="date" name="until"></label>
<label>Least votes <input type="number" name="votes" min="0" inputmode="numeric"></label>
<label>Sort by
<select name="sort"><option value="date">date</option><option value="votes">votes</option></select></label>
<div class="outcome"><p role="status">Loading …</p> <button type="button">Clear</button></div>
</form>
</header>
<main id="papers">
"""

_FOOT = """\
</main>
<footer>
<p>{papers}. <a href="#">Back to top</a></p>
<p id="said" aria-live="polite"></p>
</footer>
</body>
</html>
"""
