"""A paper as an article of the page: the markup of its words, links and data.

Text of a digest is escaped here, whatever it says, and links are those of the web. What is around the articles is in
``html``.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import attrs

from dailypapers.exporters.csl import marked_title
from dailypapers.exporters.page_words import Words
from dailypapers.models import Paper, Point
from dailypapers.plugins import is_web_link, without_characters
from dailypapers.references import are_plain, doi, names, percent_encoded, person, submitted
from dailypapers.references.titles import typographic

MOST_NAMES = 20
"""How many names stand open; of a longer list the rest unfolds."""

FEWER_NAMES = 12
"""How many names of a longer list stand open."""

REL = 'rel="noopener noreferrer"'
"""The attribute of each link that leaves the page: where it leads to learns nothing of the page."""

escaped: Callable[[str], str] = html.escape  # for elements and for attributes between double quotes


@attrs.frozen
class Articles:
    """The articles of a page. ``language`` is that of the page."""

    words: Words
    language: str
    pictures: bool
    _else: str = attrs.field(
        init=False, default=attrs.Factory(lambda self: ' lang="en"' if self.language == "ko" else "", takes_self=True)
    )

    def article(self, paper: Paper, own_id: str, day: tuple[str, str], bibtex: str) -> str:
        """Return a paper with its id, the id and the words of its day, and the markup of its BibTeX."""
        votes = "" if paper.votes is None else f' data-votes="{paper.votes}"'
        arxiv_id = paper.arxiv_id
        lines = [
            self._title(paper, arxiv_id),
            *self._media(paper),
            self._facts(paper, arxiv_id, day),
            *self._names(paper),
        ]
        if paper.summary:
            lines += ["<ul>", *self._points(paper.summary), "</ul>"]
        words = "\n".join(lines)
        plain = paper
        # Nearly all papers are printable, and so need none of it. A blank title stands in no line.
        if not "".join([paper.title, *lines]).isprintable():
            words = words.replace("\r", "&#13;")  # else it becomes a line feed
            words = without_characters(NOT_IN_HTML, words, "HTML", paper.title)
            plain, bibtex = _without_controls(paper), NOT_IN_HTML.sub("", bibtex)
        return (
            f'<article id="{own_id}"{votes}>\n{words}\n<div class="tools">\n{bibtex}\n'
            f'<a href="#{own_id}">{self.words["Link to this paper"]}</a>\n</div>\n'
            f'<span class="Z3988" title="{_coins(plain)}"></span>\n</article>\n'
        )

    def _title(self, paper: Paper, arxiv_id: str | None) -> str:
        title, attribute = escaped(paper.title), _spoken(paper.title, self._else)
        if not paper.title.strip():
            title, attribute = self.words["Untitled"], ' class="untitled"'
        if link := _title_link(paper.url, arxiv_id):
            title = f'<a href="{escaped(link)}" {REL}>{title}</a>'
        return f"<h3{attribute}>{title}</h3>"

    def _media(self, paper: Paper) -> Iterator[str]:
        """Yield a link to the picture or video, of which the script makes a picture that loads late."""
        if paper.media and is_web_link(paper.media.url):
            is_picture = paper.media.kind == "image"
            name = "picture" if is_picture and self.pictures else "media"
            words = self.words["Picture" if is_picture else "Video"]
            yield f'<a class="{name}" href="{escaped(paper.media.url)}" {REL}>{words}</a>'

    def _facts(self, paper: Paper, arxiv_id: str | None, day: tuple[str, str]) -> str:
        facts = f'<p class="facts"><a href="#{day[0]}">{day[1]}</a>'
        if paper.votes is not None:
            facts += f" <strong>{self.words.counted('vote', paper.votes)}</strong>"
        if arxiv_id:
            facts += f' <span>arXiv:{arxiv_id}</span> <a href="https://arxiv.org/pdf/{arxiv_id}" {REL}>PDF</a>'
            if "/" not in arxiv_id:  # Hugging Face has no page for ids until March 2007
                facts += f' <a href="https://huggingface.co/papers/{arxiv_id}" {REL}>Hugging Face</a>'
        elif paper.url and not is_web_link(paper.url):
            facts += f" <span>{escaped(paper.url)}</span>"
        return f"{facts}</p>"

    def _names(self, paper: Paper) -> Iterator[str]:
        if not paper.authors:
            return
        # A name may hold marks that turn the direction of writing; <bdi> keeps them from its neighbours.
        if _ESCAPED_OR_HANGUL.search("".join(paper.authors)):
            authors = [f"<bdi{_spoken(name)}>{escaped(name)}</bdi>" for name in paper.authors]
        else:
            authors = [f"<bdi>{name}</bdi>" for name in paper.authors]
        fewer = len(authors) if len(authors) <= MOST_NAMES else FEWER_NAMES
        more = ""
        if rest := authors[fewer:]:
            unfold = self.words["{count} more"].format(count=len(rest))
            more = f"<details><summary>{unfold}</summary>{', '.join(rest)}</details>"
        others = "" if paper.authors_omitted_at is None else self.words[" and others"]
        yield f'<div class="names">{", ".join(authors[:fewer])}{more}{others}</div>'

    def _points(self, points: Iterable[Point]) -> Iterator[str]:
        for point in points:
            item = "<li>" if point.label is None else '<li class="labelled">'
            if point.label:
                item += _label(point.label, self._else)
            if point.text:
                item += f"<p{_spoken(point.text, self._else)}>{_linked(point.text)}</p>"
            if point.points:
                yield from (item, "<ul>", *self._points(point.points), "</ul>", "</li>")
            else:
                yield f"{item}</li>"


@lru_cache(maxsize=16)  # three labels are nearly all
def _label(label: str, otherwise: str) -> str:
    return f"<b{_spoken(label, otherwise)}>{_linked(label)}</b>"


def _spoken(text: str, otherwise: str = "") -> str:
    """Return the attribute by which a screen reader changes its voice, and a browser its font."""
    return ' lang="ko"' if _HANGUL.search(text) else otherwise


_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_ESCAPED_OR_HANGUL = re.compile(f"[&<>\"']|{_HANGUL.pattern}")


# -- links ----------------------------------------------------------------------------------------------------


def _title_link(url: str | None, arxiv_id: str | None) -> str | None:
    """Return where a title leads: arXiv's page of the paper, as the digest has it, else what link there is."""
    if arxiv_id and not (url and _AT_ARXIV.match(url)):
        return f"https://arxiv.org/abs/{arxiv_id}"
    return url if url and is_web_link(url) else None


_AT_ARXIV = re.compile(r"https?://(?:www\.|export\.|cn\.)?arxiv\.org/abs/", re.IGNORECASE)

# From a scheme to the first character that no link in a sentence has: ``https://a.org/b에서`` ends before 에.
_RUN = re.compile(
    "(?<![A-Za-z0-9])https?://"
    "[^\\s\0-\x20\x7f-\xa0<>\"'`\xab\xbb\u2018-\u201f\u2039\u203a\u200b-\u200f\u2014\u2028-\u202e\u2060-\u206f"
    "\u1100-\u11ff\u3000-\u303f\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uff00-\uffef\ufdd0-\ufdef]+",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"https?://(?=\w)", re.IGNORECASE)
_BRACKET = re.compile(r"[()[\]{}]")
_OPENING = {")": "(", "]": "[", "}": "{"}
_CLOSING_PUNCTUATION = ".,;:!?*…|\\~"  # the last three of Markdown: tables, escapes, struck words


def _linked(text: str) -> str:
    """Return a text as markup, in which what reads as a link of the web is one."""
    if "://" not in text:
        return escaped(text)
    done, parts = 0, []
    for start, end in _links(text):
        link = escaped(text[start:end])
        parts += [escaped(text[done:start]), f'<a href="{link}" {REL}>{link}</a>']
        done = end
    return "".join([*parts, escaped(text[done:])])


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Yield where links begin and end: before the first bracket without its partner, and closing punctuation."""
    for match in _RUN.finditer(text):
        run, first = match[0], match.start()
        partners = _partners(run)
        end = 0
        while scheme := _SCHEME.search(run, end):
            start, end = scheme.start(), len(run)
            for bracket in _BRACKET.finditer(run, scheme.end()):
                if partners.get(bracket.start(), -1) < start:
                    end = bracket.start()
                    break
            yield first + start, first + len(run[:end].rstrip(_CLOSING_PUNCTUATION))


def _partners(text: str) -> dict[int, int]:
    """Return where the partner of each bracket is that has one."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        place = match.start()
        if match[0] not in _OPENING:
            opened.append(place)
        elif opened and text[opened[-1]] == _OPENING[match[0]]:
            partners[place] = opened.pop()
            partners[partners[place]] = place
    return partners


# -- COinS ----------------------------------------------------------------------------------------------------


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


# -- what no page can have ------------------------------------------------------------------------------------


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
NOT_IN_HTML = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
