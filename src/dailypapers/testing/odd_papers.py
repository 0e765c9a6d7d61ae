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
_HANGUL = {code: 0xAC00 + 28 * (code - 65) for code in [*range(65, 91), *range(97, 123)]}
_ACCENTED = {ord(plain): accented for plain, accented in zip("aeiouAEIOU", "äéîöûÁÈÏÓÜ", strict=True)}
_BEYOND = {code: 0x1D468 + code - 65 for code in [*range(65, 91), *range(97, 123)]}
_MARKUP = "a & b < c > d \" e ' f {g} \\h_i^j $k$ 50% #l ~m [n](o) `p` *q* | r; s, t\tu\nv\r\nw -- x"

TITLES_TO_CONFUSE = (
    ("Apples & Pears", "Apples &amp; Pears"),
    ("Apples < Pears", "Apples &lt; Pears"),
    ("Apples\nPears", "Apples\\nPears"),
)
"""Pairs of titles that become one where a sign is escaped, and the sign that escapes it is not."""


def _nested(levels: int) -> Point:
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
    yield "a paper whose title has signs beyond 16 bits", {"title": "An 😀 title"}
    yield "a paper whose title has marks of many languages", {"title": _MARKUP}
    yield "a paper whose title is long", {"title": "long title " * 200}
    yield "a paper without a vote", {"votes": 0}
    yield "a paper with the most votes", {"votes": MOST_VOTES}
    yield "a paper with an old arXiv id", {"url": "https://arxiv.org/abs/cs/0112017"}
    for link in (
        "",
        "odd",
        "/papers/odd",
        "https://",
        "http://[odd",
        "doi:10.1000/odd",
        "https://example.org/?a=b&c=%",
    ):
        yield f"a paper with the link {link!r}", {"url": link}
    for picture in ("", "odd.png", "/odd", "data:,", "https://example.org/odd"):
        yield f"a paper with the picture {picture!r}", {"media": Media("image", picture)}
    yield "a paper with a video", {"media": Media("video", "https://example.org/odd.mp4")}
    yield "a paper with a point that has neither a label nor a text", {"summary": (Point(),)}
    yield "a paper with a point that has a label alone", {"summary": (Point("Odd"),)}
    yield "a paper with a point that has no label", {"summary": (Point(text="It is odd."),)}
    yield "a paper with a point that has markup", {"summary": (Point(_MARKUP, _MARKUP),)}
    yield "a paper with 1500 points", {"summary": [Point(text=f"Point {number}.") for number in range(1500)]}
    yield f"a paper with points of {MAX_LEVELS} levels", {"summary": (_nested(MAX_LEVELS),)}
    yield "a paper whose names were all left out", {"authors": (), "authors_omitted_at": 0}


def among_others() -> Iterator[tuple[str, list[Digest], list[Digest]]]:
    """Yield digests with an odd paper, or an odd day, between others, and the same without it."""
    first, second = (
        samples.known("First", "https://arxiv.org/abs/2407.00021", 3),
        samples.known("Last", "https://e.org/l", 5),
    )
    odd = samples.known("Odd", "https://arxiv.org/abs/2407.00022", 4)
    without = [Digest(_DAY, (first, second))]
    for what, values in _odd():
        yield what, [Digest(_DAY, (first, attrs.evolve(odd, **values), second))], without
    for title in (first.title, first.title.upper(), f"{first.title}!", first.title.replace(" ", "-")):
        yield (
            f"a paper with the title {title!a} behind one with {first.title!r}",
            [Digest(_DAY, (first, attrs.evolve(odd, title=title), second))],
            without,
        )
    for date in (None, _DAY, datetime.date.min, datetime.date.max):
        yield f"a paper of another digest, of {date},", [*without, Digest(date, (odd,))], without


def half_a_character() -> tuple[str, list[Digest], list[Digest]]:
    """Return digests with a paper whose title no file can hold, between others, and the same without it."""
    _, _, without = next(among_others())
    first, last = without[0].papers
    odd = samples.known("Odd", "https://arxiv.org/abs/2407.00022", 4, "a\ud800b")
    return "a paper with a lone surrogate in its title", [Digest(_DAY, (first, odd, last))], without


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
    for script, letters in (
        ("Hangul", _HANGUL),
        ("letters with accents", _ACCENTED),
        ("letters beyond 16 bits", _BEYOND),
    ):
        yield f"where texts are {script}", _each(lambda paper, letters=letters: _translated(paper, letters))  # type: ignore[misc]
    yield "where titles are long", _each(lambda paper: {"title": f"{'Very ' * 200}{paper.title}"})
    yield "where texts are long", _each(lambda paper: {"summary": (Point("Long", "It is. " * 500 + paper.title),)})
    yield "where a summary has five levels", _each(lambda _: {"summary": (_nested(5),)})
    yield "where a label has no text", _each(lambda _: {"summary": (Point("Group", "", (Point(text="Inside."),)),)})
    yield "where points have no labels", _each(lambda _: {"summary": (Point(text="No label."), Point(text="None."))})
    yield (
        "where there are a hundred authors",
        _each(lambda paper: {"authors": [f"A {n}" for n in range(99)] + [paper.title]}),
    )
    yield "where names are one word", _each(lambda paper: {"authors": (f"Plato{paper.votes}",)})
    yield "where votes are many", _each(lambda paper: {"votes": 123_456_000 + (paper.votes or 0)})
    yield "where media are videos", _each(lambda paper: {"media": Media("video", f"https://e.org/{paper.votes}.mp4")})


def _each(change: Callable[[Paper], dict[str, Any]]) -> list[Digest]:
    return [
        attrs.evolve(digest, papers=[attrs.evolve(paper, **change(paper)) for paper in digest.papers])
        for digest in samples.distinct()
    ]


def _translated(paper: Paper, letters: dict[int, Any]) -> dict[str, Any]:
    points = tuple(
        attrs.evolve(point, label=(point.label or "").translate(letters), text=point.text.translate(letters))
        for point in paper.summary
    )
    names = tuple(name.translate(letters) for name in paper.authors)
    return {"title": paper.title.translate(letters), "authors": names, "summary": points}


def changes(field: str, some: list[Digest]) -> Iterator[tuple[str, list[Digest]]]:
    """Yield digests with a known field of the first paper, and of the last, changed, and that in words."""
    for d, p in ((0, 0), (-1, -1)):
        digest, paper = some[d], some[d].papers[p]
        old: Any = digest.date if field == "date" else getattr(paper, field)
        if old in (None, ()):
            continue
        new = _other(field, old)
        papers = [
            attrs.evolve(each, **{field: new}) if each is paper and field != "date" else each for each in digest.papers
        ]
        changed = Digest(new if field == "date" else digest.date, papers)
        yield (
            f"another {field} of {'one paper' if d else 'the first paper'}",
            [changed if each is digest else each for each in some],
        )


def _other(field: str, old: Any) -> Any:
    match field:
        case "date":
            return old.replace(year=old.year - 1)
        case "votes":
            return old + 1
        case "media":
            return attrs.evolve(old, url=_other("url", old.url))
        case "authors":
            return (*old[:-1], _other("name", old[-1]))
        case "authors_omitted_at":
            return None
        case "summary":
            last = old[-1]
            inner = {"points": _other("summary", last.points)} if last.points else {"text": _other("text", last.text)}
            return (*old[:-1], attrs.evolve(last, **inner))
    return old[:-1] + (chr(ord(old[-1]) + 1) if old[-1].isalnum() else "y")  # as long as before


# -- titles ---------------------------------------------------------------------------------------------------------


def titled(title: str) -> list[Digest]:
    """Return a digest of one paper with a title."""
    return [Digest(_DAY, (samples.known("Odd", "https://arxiv.org/abs/2407.00022", 4, title),))]


def pairs() -> Iterator[list[Digest]]:
    """Yield digests of two papers that differ in their titles, and then in their links as well."""
    apples, pears = Paper("Counting Apples"), Paper("Weighing Pears")
    yield [Digest(_DAY, (apples, pears))]
    links = ("https://example.org/apples", "https://example.org/pears")
    yield [Digest(_DAY, [attrs.evolve(paper, url=url) for paper, url in zip((apples, pears), links, strict=True)])]
    full = samples.known("Odd", "", 4)
    both = [attrs.evolve(full, title=paper.title, url=url) for paper, url in zip((apples, pears), links, strict=True)]
    yield [Digest(_DAY, both)]


def with_earlier_ones() -> list[Digest]:
    """Return the distinct papers, and before them an earlier day, and a paper of the first day that nobody liked."""
    earlier = samples.known("Old", "https://arxiv.org/abs/2306.00001", 0)
    yesterday = samples.known("Yesterday", "https://example.org/yesterday", 0)
    first, *others = samples.distinct()
    return [
        Digest(datetime.date(2023, 6, 1), (earlier,)),
        attrs.evolve(first, papers=(yesterday, *first.papers)),
        *others,
    ]


def many_papers(number: int) -> list[Digest]:
    """Return a digest of many papers."""
    return [Digest(_DAY, [paper for digest in samples.many(number) for paper in digest.papers])]


def many_digests(number: int) -> list[Digest]:
    """Return many digests of a paper each."""
    return list(samples.many(number))
