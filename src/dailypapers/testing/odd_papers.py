"""Digests with one thing that is odd, and what it is in words: an unknown field, a name of one word, other letters.

Nothing here needs Hypothesis.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from dailypapers.models import MAX_LEVELS, MOST_VOTES, Digest, Media, Paper, Point
from dailypapers.testing import samples

_DAY = datetime.date(2024, 7, 12)
_UNKNOWN: dict[str, Any] = {"url": None, "media": None, "votes": None, "authors": (), "summary": ()}
_SCRIPTS = {"Hangul": "가", "letters with accents": "à", "letters beyond 16 bits": "\U0001d468"}
_MARKUP = "a & b < c > d \" e ' f {g} \\h_i^j $k$ 50% #l ~m [n](o) `p` *q* | r; s, t\tu\nv\r\nw -- x"

TEXTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "title": lambda text: {"title": text},
    "name": lambda text: {"authors": (text,)},
    "label": lambda text: {"summary": (Point(text, "It is."),)},
    "text": lambda text: {"summary": (Point("It", text),)},
    "link": lambda text: {"url": f"https://example.org/{text}"},
}
"""What has any text, and the fields of a paper that has one there."""

TITLES_TO_CONFUSE = (
    ("Apples & Pears", "Apples &amp; Pears"),
    ("Apples < Pears", "Apples &lt; Pears"),
    ("Apples\nPears", "Apples\\nPears"),
    ("Apples<b>", "Apples"),
    ("Apples?", "Apples!"),
    ("[Apples]", "Apples"),
    ("GPT", "Gpt"),
    ("x² Apples", "x2 Apples"),
)
"""Pairs of titles that become one where a sign is escaped, and what escapes it is not; and where signs are lost."""


def nested(levels: int) -> Point:
    """Return a point with others in it, of so many levels."""
    point = Point("Innermost", "It is inside.")
    for _ in range(levels - 1):
        point = Point("Around", "It is around.", (point,))
    return point


def _odd() -> Iterator[tuple[str, dict[str, Any]]]:
    for field, value in _UNKNOWN.items():
        yield f"a paper of unknown {'link' if field == 'url' else field}", {field: value}
    yield "a paper that has a title alone", dict(_UNKNOWN)
    yield "a paper whose author has a name of one word", {"authors": ("Plato",)}
    yield "a paper whose author has a name of four words", {"authors": ("Juan de la Cruz",)}
    yield "a paper whose author has a name with a comma", {"authors": ("One, Ann, Jr.",)}
    yield "a paper whose author has an empty name", {"authors": ("",)}
    yield "a paper with one author", {"authors": ("Ann One",)}
    yield "a paper with 1500 authors", {"authors": [f"Author Number{number}" for number in range(1500)]}
    yield "a paper whose title is one word", {"title": "Odd"}
    yield "a paper whose title is empty", {"title": ""}
    yield "a paper whose title is Hangul", {"title": "이상한 논문"}
    yield "a paper whose title is Hangul and long", {"title": "길고긴제목을센다 " * 40}
    yield "a paper whose title has signs beyond 16 bits", {"title": "An 😀 title"}
    yield "a paper whose title has marks of many languages", {"title": _MARKUP}
    yield "a paper whose title is long", {"title": "long title " * 200}
    yield "a paper without a vote", {"votes": 0}
    yield "a paper with the most votes", {"votes": MOST_VOTES}
    yield "a paper with an old arXiv id", {"url": "https://arxiv.org/abs/cs/0112017"}
    links = ("", "odd", "/papers/odd", "https://", "http://[odd", "doi:10.1000/odd", "https://example.org/?a=b&c=%")
    for link in links:
        yield f"a paper with the link {link!r}", {"url": link}
    for picture in ("", "odd.png", "/odd", "data:,", "https://example.org/odd"):
        yield f"a paper with the picture {picture!r}", {"media": Media("image", picture)}
    yield "a paper with a video", {"media": Media("video", "https://example.org/odd.mp4")}
    yield "a paper with a point that has neither a label nor a text", {"summary": (Point(),)}
    yield "a paper with a point that has a label alone", {"summary": (Point("Odd"),)}
    yield "a paper with a point that has no label", {"summary": (Point(text="It is odd."),)}
    yield "a paper with a point that has inner ones alone", {"summary": (Point(points=(Point("Odd", "It is."),)),)}
    yield "a paper with a point that has markup", {"summary": (Point(_MARKUP, _MARKUP),)}
    yield "a paper with 1500 points", {"summary": [Point(text=f"Point {number}.") for number in range(1500)]}
    yield f"a paper with points of {MAX_LEVELS} levels", {"summary": (nested(MAX_LEVELS),)}
    yield "a paper whose names were all left out", {"authors": (), "authors_omitted_at": 0}
    for place, fields in TEXTS.items():
        yield f"a paper with a lone surrogate in its {place}", fields("a\ud800b")
    yield "a paper with a lone surrogate in its picture", {"media": Media("image", "a\ud800b")}


def among_others() -> Iterator[tuple[str, list[Digest], list[Digest]]]:
    """Yield digests with an odd paper, or an odd day, between others, and the same without it."""
    first, last = (
        samples.known("First", "https://arxiv.org/abs/2407.00021", 3),
        samples.known("Last", "https://e.org/l", 5),
    )
    odd = samples.known("Odd", "https://arxiv.org/abs/2407.00022", 4)
    without = [Digest(_DAY, (first, last))]
    for what, values in _odd():
        yield what, [Digest(_DAY, (first, attrs.evolve(odd, **values), last))], without
    for title in (first.title, first.title.upper(), f"{first.title}!", first.title.replace(" ", "-")):
        named = attrs.evolve(odd, title=title)
        what = f"a paper with the title {title!a} behind one with {first.title!r}"
        yield what, [Digest(_DAY, (first, named, last))], without
    for date in (None, _DAY, datetime.date.min, datetime.date.max):
        what = f"a paper of another digest, {f'of {date}' if date else 'without a date'},"
        yield what, [*without, Digest(date, (odd,))], without


# -- each paper of digests changed ---------------------------------------------------------------------------------


def variants() -> Iterator[tuple[str, list[Digest]]]:
    """Yield digests of papers that all have one thing that is odd, and what it is."""
    for field, value in _UNKNOWN.items():
        known = {"authors_omitted_at": None} if field == "authors" else {}
        yield f"where {field} is unknown", _each(lambda _, values={field: value, **known}: values)  # type: ignore[misc]
    yield "where all but the title is unknown", _each(lambda _: {**_UNKNOWN, "authors_omitted_at": None})
    yield "where the date is unknown", [attrs.evolve(digest, date=None) for digest in samples.distinct()]
    yield "where two digests have one date", [attrs.evolve(digest, date=_DAY) for digest in samples.distinct()]
    yield "where all titles are the same", _each(lambda _: {"title": "One Title"})
    for script, letter in _SCRIPTS.items():
        yield f"where texts are {script}", _each(lambda paper, letter=letter: _written_in(letter, paper))  # type: ignore[misc]
    yield "where titles are long", _each(lambda paper: {"title": f"{'Very ' * 200}{paper.title}"})
    yield "where texts are long", _each(lambda paper: {"summary": (Point("Long", "It is. " * 500 + paper.title),)})
    yield f"where a summary has {MAX_LEVELS} levels", _each(lambda _: {"summary": (nested(MAX_LEVELS),)})
    yield "where a label has no text", _each(lambda _: {"summary": (Point("Group", "", (Point(text="Inside."),)),)})
    yield "where points have no labels", _each(lambda _: {"summary": (Point(text="No label."), Point(text="None."))})
    yield "where there are a hundred authors", _each(lambda paper: {"authors": _hundred(paper)})
    points = {"summary": tuple(map(Point, map(str, range(100)), map("It is {}.".format, range(100))))}
    yield "where there are a hundred points", _each(lambda _: points)
    yield "where names are one word", _each(lambda paper: {"authors": (f"Plato{paper.votes}",)})
    yield "where votes are many", _each(lambda paper: {"votes": 123_456_000 + (paper.votes or 0)})
    yield "where media are videos", _each(lambda paper: {"media": Media("video", f"https://e.org/{paper.votes}.mp4")})


def _each(change: Callable[[Paper], dict[str, Any]]) -> list[Digest]:
    return [
        attrs.evolve(digest, papers=[attrs.evolve(paper, **change(paper)) for paper in digest.papers])
        for digest in samples.distinct()
    ]


def _hundred(paper: Paper) -> list[str]:
    return [*(f"A {number}" for number in range(99)), paper.title]


def _written_in(letter: str, paper: Paper) -> dict[str, Any]:
    word = letter * 3 + chr(ord(letter) + (paper.votes or 0))
    return {"title": word, "authors": (f"{word} {letter}",), "summary": (Point(word, f"{word} {word}"),)}


# -- texts that look like what is around them -----------------------------------------------------------------------


def with_text(place: str, text: str) -> list[Digest]:
    """Return a digest of one paper with a text in one of the ``TEXTS``."""
    paper = samples.known("Some", "https://arxiv.org/abs/2407.00022", 4)
    return [Digest(_DAY, (attrs.evolve(paper, **TEXTS[place](text)),))]


def full_of(text: str) -> list[Digest]:
    """Return a digest of one paper with a text wherever one can be."""
    paper = Paper(text, f"https://example.org/{text}", authors=(text,), summary=(Point(text, text),))
    return [Digest(_DAY, (paper,))]


def pairs(place: str) -> Iterator[Digest]:
    """Yield digests of two papers that differ in a text, and then in their titles and links as well."""
    values = [TEXTS[place](text) for text in ("Counting Apples", "Weighing Pears")]
    for one, other in (
        (Paper("Fruit"), Paper("Fruit")),
        (Paper("Fruit", "https://example.org/fruit"), Paper("Nuts", "https://example.org/nuts")),
        (samples.known("Fruit", "https://example.org/fruit", 4), samples.known("Fruit", "https://example.org/nuts", 4)),
    ):
        yield Digest(_DAY, [attrs.evolve(paper, **fields) for paper, fields in zip((one, other), values, strict=True)])


def with_earlier_ones(some: list[Digest]) -> Iterator[tuple[str, list[Digest]]]:
    """Yield a digest behind an earlier one, and with another paper before its own."""
    (digest,) = some
    other = samples.known("Other", "https://example.org/other", 9)
    yield "a paper of the day before", [Digest(_DAY - datetime.timedelta(1), (other,)), digest]
    for votes in (0, 9):
        liked = attrs.evolve(other, votes=votes)
        yield f"a paper of {votes} votes", [attrs.evolve(digest, papers=(liked, *digest.papers))]
    named = attrs.evolve(other, title=digest.papers[0].title)
    yield "a paper of its title", [attrs.evolve(digest, papers=(named, *digest.papers))]
