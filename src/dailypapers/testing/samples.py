"""Digests that the laws are tried with besides generated ones: valid ones, many, at the ends of what is valid, copies.

Nothing here needs Hypothesis: a fresh process makes nothing and gets them as data.
"""

import copy
import datetime
from collections.abc import Iterator
from typing import Any

import attrs

from dailypapers.models import MOST_VOTES, Digest, Media, Paper, Point
from dailypapers.plugins import outline, shortened

_FRIDAY, _SATURDAY = datetime.date(2024, 7, 12), datetime.date(2024, 7, 13)

_NAMES = ("Ann One", "Bob Two", "Cem Three", "Dora Four", "Emil Five", "Fay Six", "Gus Seven", "Hal Eight")


def valid() -> list[Digest]:
    """Return digests that Markdown can represent: every field known and unknown, votes at both ends, a paper twice.

    There is more than one of all that a set could hold: dates, names, labels, kinds of media, links.
    """
    apples = Paper(
        "Counting Apples",
        "https://arxiv.org/abs/2407.00001",
        Media("image", "https://example.org/apples.png"),
        0,
        _NAMES[:6],
        None,
        (
            Point("What's New", "Apples are counted.", (Point(text="All of them."), Point("How", "One by one."))),
            Point("Results", "There are seven."),
        ),
    )
    pears = Paper(
        "Weighing Pears & Plums: 100% of {them}, for $x^2$",
        "https://example.org/pears",
        Media("video", "https://example.org/pears.mp4"),
        MOST_VOTES,
        _NAMES[2:],
        3,
        (Point("Why", "Nobody had.\nNobody will.", (), "***"), Point(text="That is it.")),
    )
    plums = Paper('=Zählen von 자두 <b>and</b> "more"; it\'s GPT-4', "https://arxiv.org/abs/2407.00002", votes=7)
    figs = Paper("A Title Alone")
    names = Paper("Names Alone", authors=("José Öz", "Last, First", *_NAMES[4:]))
    return [
        Digest(_FRIDAY, (apples, pears, plums)),
        Digest(_SATURDAY),
        Digest(_SATURDAY, (figs, attrs.evolve(apples, votes=12), names)),
        Digest(None, (Paper("No Date", "https://example.org/none", votes=1),)),
    ]


def each_alone() -> Iterator[list[Digest]]:
    """Yield each valid paper in a digest of its own."""
    for digest in valid():
        for paper in digest.papers:
            yield [Digest(digest.date or _FRIDAY, (paper,))]


def many(number: int) -> Iterator[Digest]:
    """Yield digests of one paper and a day each."""
    for day in range(number):
        paper = Paper(f"Title {day}", f"https://arxiv.org/abs/2407.{day + 1:05}", votes=day, authors=_NAMES[:2])
        yield Digest(_FRIDAY + datetime.timedelta(day), (paper,))


def with_lone_surrogates() -> Iterator[list[Digest]]:
    """Yield digests with text that UTF-8 cannot encode, in each field that is text."""
    bad = "a\ud800b"
    for paper in (
        Paper(bad, "https://example.org/a"),
        Paper("A", f"https://example.org/{bad}"),
        Paper("A", media=Media("image", bad)),
        Paper("A", authors=(bad, "Bob Two")),
        Paper("A", summary=(Point(bad, "text"), Point(text=bad))),
    ):
        yield [Digest(_FRIDAY, (paper,))]


# -- the same, elsewhere in memory --------------------------------------------------------------------------------


def crowded() -> list[Digest]:
    """Return a digest of many papers, one of which has many points, and many digests of one paper."""
    papers = [paper for digest in many(50) for paper in digest.papers]
    points = [Point(text=f"Point {number}.") for number in range(50)]
    return [Digest(_FRIDAY, (attrs.evolve(papers[0], summary=tuple(points)), *papers[1:])), *many(50)]


def copied_backwards(value: Any) -> Any:
    """Return equal digests, made from the last to the first, as are their papers and points.

    An order by ``id()`` is another one among them.
    """
    if isinstance(value, list | tuple):
        return type(value)([copied_backwards(item) for item in reversed(value)][::-1])
    if attrs.has(type(value)):
        fields = [field for field in attrs.fields(type(value)) if field.init]
        return attrs.evolve(value, **{field.alias: copied_backwards(getattr(value, field.name)) for field in fields})
    return value


def gone_when_the_next_one_comes(some: list[Digest]) -> Iterator[Digest]:
    """Return an iterator of copies, held by nobody here: one may have the ``id()`` of one that is gone."""
    return map(copy.deepcopy, some)


# -- one field changed --------------------------------------------------------------------------------------------


def distinct() -> list[Digest]:
    """Return digests of papers that have nothing in common, every field of theirs known."""
    red = known("Red", "https://arxiv.org/abs/2407.00001", 11)
    green = known("Green", "https://example.org/green", 12)
    blue = known("Blue", "https://arxiv.org/abs/2407.00003", 13)
    white = known("White", "https://example.org/white", 14)
    return [Digest(_FRIDAY, (red, green)), Digest(_SATURDAY, (blue, white))]


def known(name: str, link: str, votes: int, title: str | None = None) -> Paper:
    """Return a paper of which every field is known, its texts made of a name."""
    inside = Point(text=f"{name} is inside.")
    return Paper(
        f"The {name} Title" if title is None else title,
        link,
        Media("image", f"https://example.org/{name}.png"),
        votes,
        (f"{name} One", f"{name} Two", f"{name} Three"),
        None,
        (Point("What's New", f"{name} is new.", (inside,)), Point("Results", f"{name} results.\nMore {name}.")),
    )


FIELDS = ("date", "title", "url", "media", "votes", "authors", "authors_omitted_at", "summary")
"""What an exporter may represent."""


def changes(field: str) -> Iterator[tuple[str, list[Digest], list[Digest]]]:
    """Yield digests that differ in one field of one paper (or in one date), with that in words."""
    some = distinct()
    for digest in some:
        if field == "date":
            for date in (None, datetime.date(2023, 7, 12), datetime.date(1924, 7, 13), datetime.date(2024, 12, 7)):
                yield f"the date {digest.date} and {date}", some, _with(some, digest, attrs.evolve(digest, date=date))
            continue
        for paper in digest.papers:
            for values in _values(field, paper):
                shown = " and ".join(map(_words, values))
                one, other = (_with(some, paper, attrs.evolve(paper, **{field: value})) for value in values)
                yield f"{field} {shown} of {paper.title!r}", one, other


def _words(value: object) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], Point):
        return shortened(repr(outline(value)))
    return f"{value.kind} {value.url!r}" if isinstance(value, Media) else shortened(repr(value))


def _with(some: list[Digest], old: object, new: Any) -> list[Digest]:
    """Return digests with another digest, or another paper, in the place of one."""
    changed = []
    for digest in some:
        papers = [new if paper is old else paper for paper in digest.papers]
        changed.append(new if digest is old else Digest(digest.date, papers))
    return changed


def _values(field: str, paper: Paper) -> Iterator[tuple[Any, Any]]:
    """Yield pairs of values that are not the same information."""
    value = getattr(paper, field)
    match field:
        case "title":
            yield from ((value, f"{value} Again"), (value, f"Not {value}"))
        case "url":
            end = "99" if paper.arxiv_id else "/more"
            yield from ((value, value[: -2 if paper.arxiv_id else None] + end), (value, None))
        case "media":
            yield from ((value, Media("image", "https://example.org/other.png")), (value, None))
            yield value, Media("video", value.url)
        case "votes":
            yield from ((value, value + 100), (value, None), (0, None))
        case "authors":
            yield from ((value, ("Zoe Other", *value[1:])), (value, (*value[:-1], "Zoe Other")), (value, ()))
            yield value, (f"Zoe {value[0].split()[-1]}", *value[1:])
        case "authors_omitted_at":
            yield value, len(paper.authors)
        case "summary":
            first, last = value
            yield from ((value, (attrs.evolve(first, label="Other"), last)), (value, (first,)), (value, ()))
            yield value, (attrs.evolve(first, points=(Point(text="Other inside."),)), last)
            yield value, (first, attrs.evolve(last, text=f"{last.text} Other."))
