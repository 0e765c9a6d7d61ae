"""The format ``html``: all papers in one page that works from the disk, with its style and script in it.

The list of papers stands once, as plain markup in ``<noscript>``, one a day. Without scripts it is the page; the script
takes its papers from there, and has few of them in the document.

Digests put text into the page, and links that are http(s). A policy in the page keeps browsers from running, loading or
sending anything that this module did not write.

``html.html`` is what is around the papers, filled by ``str.format``; the articles are in ``article``, the words of the
page in ``page_words``.
"""

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, ClassVar, Literal

import attrs

from dailypapers.exporters.article import NOT_IN_HTML, Articles, escaped
from dailypapers.exporters.bibtex import BibTeX
from dailypapers.exporters.page_words import WORDS, Words
from dailypapers.models import Digest, Paper
from dailypapers.plugins import asset, is_web_link
from dailypapers.references import citation_key, names
from dailypapers.references.bibliography import Keys, Reference

_BIBTEX = BibTeX()

# One script element joins them. What one declares, those behind it use.
_SCRIPTS = [f"html_{name}.js" for name in ("search", "papers", "list", "article", "chart")] + ["html.js"]


def _require_words(_: object, field: "attrs.Attribute[str | None]", title: str | None) -> None:
    if title is not None and (not title.strip() or NOT_IN_HTML.search(title)):
        raise ValueError(f"{field.name!r} must have words, and no control characters: {title!r}")


def _require_web_link(_: object, field: "attrs.Attribute[str | None]", url: str | None) -> None:
    if url is not None and (not is_web_link(url) or NOT_IN_HTML.search(url)):
        raise ValueError(f"{field.name!r} must be a link that begins with http:// or https://: {url!r}")


@attrs.frozen
class HTML:
    """One page that works offline: all papers, with search, bounds and order."""

    suffix: ClassVar[str] = ".html"
    streams: ClassVar[bool] = True

    pictures: bool = attrs.field(
        default=True, metadata={"help": "show pictures, which the browser loads from where the digests have them"}
    )
    title: str | None = attrs.field(
        default=None,
        validator=_require_words,
        metadata={"help": "the title of the page and its first heading, in place of Daily papers"},
    )
    language: Literal["en", "ko"] = attrs.field(
        default="en", metadata={"help": "the language of the page and its controls; papers keep theirs"}
    )
    feed: str | None = attrs.field(
        default=None,
        validator=_require_web_link,
        metadata={"help": "where a feed of these papers is published, which browsers and readers of feeds look for"},
    )
    compact: bool = attrs.field(default=False, metadata={"help": "begin with the titles alone"})

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the head of the page, then each day and paper in the order of the input, then the foot."""
        words = WORDS[self.language]
        articles = Articles(words, self.language, self.pictures)
        ids, keys, days = _Ids(), Keys(), list[tuple[str, str]]()
        papers = 0
        head, foot = _text("html.html").split("{papers}")
        yield head.format(w=words, **self._head(words))
        for digest in digests:
            date = digest.date.isoformat() if digest.date else None
            day = ids.unique(f"day-{date or 'unknown'}"), date or words["Unknown date"]
            days.append(day)
            heading = f"<time>{date}</time>" if date else day[1]
            # A day has its own element, as the browser holds the text of each once, and that of a larger one twice.
            yield f'<noscript>\n<h2 id="{day[0]}"><a href="#{day[0]}">{heading}</a></h2>\n'
            for paper in digest.papers:
                papers += 1
                own_id, first_id = ids.of_paper(paper)
                if own_id == first_id:
                    entry = _BIBTEX.entry(Reference(keys.new(paper), paper, digest.date), names(paper))
                    bibtex = f"<details><summary>BibTeX</summary><pre>{escaped(entry)}</pre></details>"
                else:  # in a bibliography the first time counts, whose entry the script copies
                    bibtex = f'<a class="bibtex" href="#{first_id}">BibTeX</a>'
                yield articles.article(paper, own_id, day, bibtex)
            yield "</noscript>\n"
        index = "".join(f'<li><a href="#{day_id}">{day}</a></li>\n' for day_id, day in days)
        feed = f' <a href="{escaped(self.feed)}">{words["Feed"]}</a>' if self.feed else ""
        yield foot.format(w=words, count=words.counted("paper", papers), index=index, feed=feed)

    def _head(self, words: Words) -> dict[str, str]:
        """Return what the page has above its papers, by the name of its place."""
        script, style = _script(self.language), _text("html.css")
        pictures = "http: https:" if self.pictures else "'none'"
        policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src {pictures}"
        feed = f'<link rel="alternate" type="application/atom+xml" href="{escaped(self.feed)}">\n' if self.feed else ""
        return {
            "language": self.language,
            "policy": f"{policy}; base-uri 'none'; form-action 'none'",
            "title": escaped(self.title or words["Daily papers"]),
            "feed_link": feed,
            "style": style,
            "script": script,
            "full": "" if self.compact else " selected",
            "titles": " selected" if self.compact else "",
        }


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


# -- what is put into the head --------------------------------------------------------------------------------


@cache
def _script(language: str) -> str:
    """Return the script, with the words that it says: strings of ours in JSON, which is JavaScript."""
    words: Any = json.dumps(WORDS[language], ensure_ascii=False, sort_keys=True)
    return f'"use strict";\n{{\nconst WORDS = {words};\n{"".join(map(_text, _SCRIPTS))}}}\n'


@cache
def _text(name: str) -> str:
    """Return the text of a file that ships beside this module."""
    return asset(__name__, name).decode()


def _hash(text: str) -> str:
    """Return the source by which a Content-Security-Policy allows an element with this text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
