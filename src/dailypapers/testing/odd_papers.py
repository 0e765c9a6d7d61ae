"""Digests with one thing that is odd, and what it is in words: an unknown field, a name of one word, other letters.

Nothing here needs Hypothesis.
"""

import datetime
import random
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from dailypapers.models import MAX_LEVELS, MOST_VOTES, Digest, Media, Paper, Point
from dailypapers.testing import samples

_DAY = datetime.date(2024, 7, 12)
_UNKNOWN: dict[str, Any] = {"url": None, "media": None, "votes": None, "authors": (), "summary": ()}
_WORDS = {"Hangul": "이상한", "letters with accents": "Üñüsü", "letters beyond 16 bits": "\U0001d468\U0001d469"}
_MARKUP = "a & b < c > d \" e ' f {g} \\h_i^j $k$ 50% #l ~m [n](o) `p` *q* | r; s, t\tu\nv\r\nw -- x"

# What means something to Markdown, Python, TeX, a spreadsheet, or a reader of lines.
SIGNS = (
    *("[", "]", "](", "(", ")", "*", "**", "***", ":", "**: ", "- ", "#", "## ", "### ", "####", "1. ", "```"),
    *("+", ",", ", ", "'", '"', "\\", "\\n", "{", "}", "['a']", "{'a': 'b'}", "<video src='x'>", "|", "`", "~"),
    *("* ", "+ ", "• ", "__", "_", ":** ", "：", " : ", ";", " et al.", "...", "=======", "<<<<<<< "),
    *("\\*", "\\_", "<", ">"),
    *("$", "$x^2$", "$5", "%", "&", "_", "^", "=", "@", "Vote: 1", "Authors: A", " and ", "others", "  ", "\xa0"),
    *("\t", "\r", "\f", "\v", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeff", "한국어", "é", "e\u0301", "😀"),
)
HOSTILE = (
    *(*SIGNS, "=1+1", '=HYPERLINK("https://example.org")', "a\nb", "\n\n- a\n# b", "}}", "\\end{document}"),
    *("@misc{a,", "\x1b[2J", "\x7f", "\ufffe", "<script>alert(1)</script>", "]]>", "../../etc"),
)

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


def _odd_everywhere() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a paper is, and the fields that make it so: what each paper of an output may be."""
    for field, value in _UNKNOWN.items():
        known = {"authors_omitted_at": None} if field == "authors" else {}
        yield f"a paper of unknown {'link' if field == 'url' else field}", {field: value, **known}
    yield "a paper that has a title alone", {**_UNKNOWN, "authors_omitted_at": None}
    yield "a paper whose title is one word", {"title": "Odd"}
    yield "a paper whose title is long", {"title": "long title " * 200}
    for letters, word in _WORDS.items():  # the last letter is one of them, as another one is put in its place
        summary = (Point(word, f"{word} {word}"),)
        yield f"a paper of {letters}", {"title": f"{word} {word}", "authors": (f"{word} {word}",), "summary": summary}
    yield "a paper whose author has a name of one word", {"authors": ("Plato",)}
    yield "a paper with a hundred authors", {"authors": [f"A {number}" for number in range(100)]}
    yield "a paper with votes beyond a million", {"votes": 123_456_789}
    yield "a paper with a video", {"media": Media("video", "https://example.org/odd.mp4")}
    yield f"a paper with points of {MAX_LEVELS} levels", {"summary": (nested(MAX_LEVELS),)}
    yield "a paper with a long text", {"summary": (Point("Long", "It is. " * 500),)}
    yield "a paper with points in one without a text", {"summary": (Point("Group", "", (Point(text="Inside."),)),)}
    yield "a paper with points without labels", {"summary": (Point(text="No label."), Point(text="None."))}
    points = [Point(f"{number}", f"It is {number}.") for number in range(100)]
    yield "a paper with a hundred points", {"summary": points}


def _odd_alone() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the same of papers that are rare."""
    for name in ("Juan de la Cruz", "One, Ann, Jr.", ""):
        yield f"a paper whose author is {name!r}", {"authors": (name,)}
    yield "a paper with 1500 authors", {"authors": [f"Author Number{number}" for number in range(1500)]}
    for title in ("", "An 😀 title", "길고긴제목을센다 " * 40, _MARKUP):
        yield f"a paper with the title {title[:10]!r}", {"title": title}
    for votes in (0, MOST_VOTES):
        yield f"a paper with {votes} votes", {"votes": votes}
    links = ("", "odd", "/papers/odd", "https://", "http://[odd", "doi:10.1000/odd", "https://example.org/?a=b&c=%")
    for link in (*links, "https://arxiv.org/abs/cs/0112017"):
        yield f"a paper with the link {link!r}", {"url": link}
    for picture in ("", "odd.png", "/odd", "data:,", "https://example.org/odd"):
        yield f"a paper with the picture {picture!r}", {"media": Media("image", picture)}
    yield "a paper with a point that has neither a label nor a text", {"summary": (Point(),)}
    yield "a paper with a point that has a label alone", {"summary": (Point("Odd"),)}
    yield "a paper with a point that has inner ones alone", {"summary": (Point(points=(Point("Odd", "It is."),)),)}
    yield "a paper with a point that has markup", {"summary": (Point(_MARKUP, _MARKUP),)}
    yield "a paper with 1500 points", {"summary": [Point(text=f"Point {number}.") for number in range(1500)]}
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
    for what, values in (*_odd_everywhere(), *_odd_alone()):
        yield what, [Digest(_DAY, (first, attrs.evolve(odd, **values), last))], without
    for title in (first.title, first.title.upper(), f"{first.title}!", first.title.replace(" ", "-")):
        named = attrs.evolve(odd, title=title)
        what = f"a paper with the title {title!a} behind one with {first.title!r}"
        yield what, [Digest(_DAY, (first, named, last))], without
    for date in (None, _DAY, datetime.date.min, datetime.date.max):
        what = f"a paper of another digest, {f'of {date}' if date else 'without a date'},"
        yield what, [*without, Digest(date, (odd,))], without


def variants() -> Iterator[tuple[str, list[Digest]]]:
    """Yield digests of papers that all have one thing that is odd, and what it is."""
    for what, values in _odd_everywhere():
        days = [
            attrs.evolve(digest, papers=[attrs.evolve(paper, **values) for paper in digest.papers])
            for digest in samples.distinct()
        ]
        yield f"where each is {what}", days
    for date in (None, _DAY):
        days = [attrs.evolve(digest, date=date) for digest in samples.distinct()]
        yield f"where two digests are {'of one date' if date else 'without a date'}", days


def at_random(number: int) -> Iterator[list[Digest]]:
    """Yield so many lists of digests whose texts are of signs that hurt a careless exporter, the same each time."""
    chance = random.Random(1)  # noqa: S311 - no secret

    def text() -> str:
        return "".join(chance.choices((*HOSTILE, "Word"), k=chance.randrange(4)))

    def paper() -> Paper:
        authors = [text() for _ in range(chance.randrange(4))]
        points = [Point(chance.choice([None, text()]), text()) for _ in range(chance.randrange(3))]
        values: dict[str, Any] = {
            "url": text(),
            "media": Media(chance.choice(["image", "video"]), text()),
            "votes": chance.randint(0, MOST_VOTES),
            "authors_omitted_at": chance.randint(0, len(authors)),
        }
        known = {field: value for field, value in values.items() if chance.random() < 0.7}
        return Paper(text(), authors=authors, summary=points, **known)

    for _ in range(number):
        yield [Digest(_DAY, [paper() for _ in range(chance.randrange(3))]) for _ in range(chance.randint(1, 2))]


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
