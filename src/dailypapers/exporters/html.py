"""The format ``html``: all papers in one page that works from the disk, with its style and script in it.

Digests put text into the page, and links that are http(s). A policy in the page keeps browsers from running, loading
or sending anything that this module did not write.
"""

import base64
import hashlib
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar

import attrs

from dailypapers.exporters.bibtex import BibTeX
from dailypapers.exporters.csl import marked_title
from dailypapers.models import Digest, Paper, Point
from dailypapers.plugins import asset, is_web_link, without_characters
from dailypapers.references import are_plain, citation_key, doi, names, percent_encoded, person, submitted, votes_of
from dailypapers.references.bibliography import Keys, Reference
from dailypapers.references.titles import typographic

MOST_NAMES = 20
"""How many names stand open; of a longer list the rest unfolds."""

FEWER_NAMES = 12
"""How many names of a longer list stand open."""

_BIBTEX = BibTeX()


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
        ids, keys = _Ids(), Keys()
        papers = 0
        yield _head(self.pictures)
        for digest in digests:
            date = digest.date.isoformat() if digest.date else None
            day = ids.unique(f"day-{date or 'unknown'}")
            words = f"<time>{date}</time>" if date else "Unknown date"
            yield f'<h2 id="{day}"><a href="#{day}">{words}</a></h2>\n'
            for paper in digest.papers:
                papers += 1
                own_id, first_id = ids.of_paper(paper)
                if own_id == first_id:
                    entry = _BIBTEX.entry(Reference(keys.new(paper), paper, digest.date), names(paper))
                    bibtex = f"<details><summary>BibTeX</summary><pre>{_text(entry)}</pre></details>"
                else:  # in a bibliography the first time counts, whose entry the script copies
                    bibtex = f'<a class="bibtex" href="#{first_id}">BibTeX</a>'
                yield self._article(paper, day, date, own_id, bibtex)
        yield _FOOT.format(papers=f"{papers} paper{'' if papers == 1 else 's'}")

    def _article(self, paper: Paper, day: str, date: str | None, own_id: str, bibtex: str) -> str:
        votes = "" if paper.votes is None else f' data-votes="{paper.votes}"'
        lines = [_title(paper), *self._media(paper), _facts(paper, day, date), *_names(paper)]
        if paper.summary:
            lines += ["<ul>", *_points(paper.summary), "</ul>"]
        words = "\n".join(lines)
        plain = paper
        # Nearly all papers are printable, and so need none of it. A blank title stands in no line.
        if not "".join([paper.title, *lines]).isprintable():
            words = words.replace("\r", "&#13;")  # else it becomes a line feed
            words = without_characters(_NOT_IN_HTML, words, "HTML", paper.title)
            plain, bibtex = _without_controls(paper), _NOT_IN_HTML.sub("", bibtex)
        return (
            f'<article id="{own_id}"{votes}>\n{words}\n<div class="tools">\n{bibtex}\n'
            '<button type="button">Copy BibTeX</button>\n'
            f'<a href="#{own_id}">Link to this paper</a>\n</div>\n'
            f'<span class="Z3988" title="{_coins(plain)}"></span>\n</article>\n'
        )

    def _media(self, paper: Paper) -> Iterator[str]:
        """Yield a link to the picture or video, of which the script makes a picture that loads late."""
        if paper.media and is_web_link(paper.media.url):
            is_picture = paper.media.kind == "image"
            of_a_class = ' class="picture"' if is_picture and self.pictures else ' class="media"'
            words = "Picture" if is_picture else "Video"
            yield f'<a{of_a_class} href="{_text(paper.media.url)}">{words}</a>'


# -- the parts of a paper -------------------------------------------------------------------------------------


def _title(paper: Paper) -> str:
    title, attribute = _text(paper.title), _language(paper.title)
    if not paper.title.strip():
        title, attribute = "Untitled", ' class="untitled"'
    if paper.url and is_web_link(paper.url):
        title = f'<a href="{_text(paper.url)}">{title}</a>'
    return f"<h3{attribute}>{title}</h3>"


def _facts(paper: Paper, day: str, date: str | None) -> str:
    facts = [f'<a href="#{day}">{date or "Unknown date"}</a>']
    if votes := votes_of(paper):
        facts.append(f"<strong>{votes}</strong>")
    if arxiv_id := paper.arxiv_id:
        facts.append(f"<span>arXiv:{arxiv_id}</span>")
    if paper.url and not is_web_link(paper.url):
        facts.append(f"<span>{_text(paper.url)}</span>")
    return f'<p class="facts">{" ".join(facts)}</p>'


def _names(paper: Paper) -> Iterator[str]:
    if not paper.authors:
        return
    # A name may hold marks that turn the direction of writing; <bdi> keeps them from its neighbours.
    if _ESCAPED_OR_HANGUL.search("".join(paper.authors)):
        authors = [_element("bdi", name) for name in paper.authors]
    else:
        authors = [f"<bdi>{name}</bdi>" for name in paper.authors]
    fewer = len(authors) if len(authors) <= MOST_NAMES else FEWER_NAMES
    more = ""
    if authors[fewer:]:
        more = f"<details><summary>{len(authors) - fewer} more</summary>{', '.join(authors[fewer:])}</details>"
    others = "" if paper.authors_omitted_at is None else " and others"
    yield f'<div class="names">{", ".join(authors[:fewer])}{more}{others}</div>'


def _points(points: Iterable[Point]) -> Iterator[str]:
    for point in points:
        item = "<li>" if point.label is None else '<li class="labelled">'
        if point.label:
            item += _element("b", point.label)
        if point.text:
            item += _element("p", point.text)
        if point.points:
            yield from (item, "<ul>", *_points(point.points), "</ul>", "</li>")
        else:
            yield f"{item}</li>"


def _coins(paper: Paper) -> str:
    """Return an OpenURL for the attribute ``title``, which Zotero reads (https://en.wikipedia.org/wiki/COinS).

    The format for preprints is ``journal`` (https://ocoins.info/cobg.html), as Wikipedia cites arXiv.
    """
    known = "ctx_ver=Z39.88-2004&amp;rft_val_fmt=info:ofi/fmt:kev:mtx:journal&amp;rft.genre="
    if arxiv_id := paper.arxiv_id:
        year, month = submitted(arxiv_id)
        known += f"preprint&amp;rft.jtitle=arXiv&amp;rft.date={year}-{month:02}"
        known += f"&amp;rft_id=info:doi/{doi(arxiv_id)}&amp;rft_id=info:arxiv/{arxiv_id}"
    else:
        known += "unknown"
    link = [f"rft_id\0{paper.url}"] if paper.url and is_web_link(paper.url) else []
    title = f"rft.atitle\0{marked_title(paper.title, protect=True)}"
    # All are escaped at once, as no value holds the two controls, and no key anything to escape.
    query = "\1".join([*link, title, *_contributors(names(paper)[0])])
    for sign, escape in _FREQUENT.items():
        query = query.replace(sign, escape)
    query = _UNFIT.sub(percent_encoded, query).replace("\0", "=").replace("\1", "&amp;")
    return f"{known}&amp;{query}"


def _contributors(every: list[str]) -> Iterator[str]:
    """Yield each name in an OpenURL, with its key; a person's name begins with the family."""
    for name, is_plain in zip(every, are_plain(every), strict=True):
        if is_plain:
            given, _, family = name.rpartition(" ")
            yield f"rft.au\0{family}, {given}"
        elif parts := person(name):
            family = " ".join(filter(None, (parts.particle, parts.family, parts.suffix)))
            yield f"rft.au\0{typographic(f'{family}, {parts.given}')}"
        else:
            yield f"rft.aucorp\0{typographic(name)}"


# Signs of names and of marked titles, a percent sign before all that are escaped by one.
_FREQUENT = {"%": "%25", " ": "%20", "<": "%3C", "=": "%3D", '"': "%22", ">": "%3E"}
_UNFIT = re.compile(r"[^A-Za-z0-9_.~:/,()%\0\1-]")  # the others stand in a query, and in an attribute, as they are


# -- words on their way into the page -------------------------------------------------------------------------

_text = html.escape  # for elements and for attributes between double quotes

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_ESCAPED_OR_HANGUL = re.compile(f"[&<>\"']|{_HANGUL.pattern}")


def _element(tag: str, text: str) -> str:
    return f"<{tag}{_language(text)}>{_text(text)}</{tag}>"


def _language(text: str) -> str:
    """Return the attribute by which a screen reader changes its voice, and a browser its font."""
    return ' lang="ko"' if _HANGUL.search(text) else ""


def _without_controls(paper: Paper) -> Paper:
    """Return a paper without the characters that no link can hold."""
    texts = (paper.title, paper.url or "", *paper.authors)
    if not _CONTROL.search("".join(texts)):
        return paper
    title, url, *authors = (_CONTROL.sub("", text) for text in texts)
    return attrs.evolve(paper, title=title, url=url or None, authors=authors)


# Controls and noncharacters (https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream), and
# lone surrogates, which no file can hold.
_CONTROL = re.compile("[\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # and form feeds
_NOT_IN_HTML = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class _Ids:
    """The ids of a page. Of a paper on arXiv a bit is kept, as a page may have a million, whose ids take 100 MB."""

    def __init__(self) -> None:
        self._firsts: dict[tuple[str, str], str] = {}  # of papers that are not on arXiv
        self._numbers: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(100_000 // 8))  # of a month
        self._counts: Counter[str] = Counter()

    def of_paper(self, paper: Paper) -> tuple[str, str]:
        """Return an id for a paper, and the one that it has where it is featured for the first time."""
        own_id = self.unique(name := citation_key(paper))
        if paper.arxiv_id:
            return own_id, name
        return own_id, self._firsts.setdefault(paper.identity, own_id) if paper.identity else own_id

    def unique(self, name: str) -> str:
        """Return an id that no other element has; a name that occurs again gets its count: ``day-2024-07-12-2``."""
        month, _, number = name.partition(".")
        if number:  # of arxiv-2407.08348
            place, bit = divmod(int(number), 8)
            numbers = self._numbers[month]
            if not numbers[place] >> bit & 1:
                numbers[place] |= 1 << bit
                return name
            self._counts.setdefault(name, 1)
        self._counts[name] += 1
        return name if self._counts[name] == 1 else f"{name}-{self._counts[name]}"


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
