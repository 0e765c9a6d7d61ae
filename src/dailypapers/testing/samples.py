"""Digests that the laws are tried with besides generated ones: valid ones, many, at the ends of what is valid, copies.

Nothing here needs Hypothesis: a fresh process makes nothing and gets them as data.
"""

import copy
import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from dailypapers._unchecked import make_paper, make_point
from dailypapers.models import MOST_VOTES, Digest, Media, Paper, Point

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


def numbered(number: int) -> list[Paper]:
    """Return so many papers; every text is in one of them alone, but for a name.

    They are made without checks, as the law of time takes some twenty thousand.
    """
    return [
        make_paper(
            title=f"Title {place}",
            url=f"https://arxiv.org/abs/2407.{place + 1:05}",
            media=None,
            votes=place,
            authors=(f"Author {place}", _NAMES[1]),
            authors_omitted_at=None,
            summary=(make_point(f"Label {place}", f"Text {place}.", (), "**"),),
            source=None,
            line=None,
        )
        for place in range(number)
    ]


def a_day_each(papers: list[Paper]) -> list[Digest]:
    return [Digest(_FRIDAY + datetime.timedelta(day), (paper,)) for day, paper in enumerate(papers)]


def of_these_days(days: int) -> list[Digest]:
    """Return digests of the days around now, and of those so many days later."""
    today = datetime.date.today()
    papers = [paper for digest in distinct() for paper in digest.papers]
    return [Digest(today + datetime.timedelta(later + day), papers) for later in (0, days) for day in (-1, 0, 1)]


# -- the same, elsewhere in memory --------------------------------------------------------------------------------


def crowded() -> list[Digest]:
    """Return a digest of many papers, one of which has many points, and many digests of one paper."""
    first, *others = numbered(50)
    points = [Point(text=f"Point {number}.") for number in range(50)]
    return [Digest(_FRIDAY, (attrs.evolve(first, summary=points), *others)), *a_day_each(numbered(50))]


def copied_out_of_order(value: Any) -> Any:
    """Return equal digests; of those, their papers and points, every second one is made before the others.

    An order by ``id()`` is another one among them, whether memory is handed out upwards or downwards.
    """
    if isinstance(value, list | tuple):
        places = [*range(1, len(value), 2), *range(0, len(value), 2)]
        made = {place: copied_out_of_order(value[place]) for place in places}
        return type(value)([made[place] for place in range(len(value))])
    if attrs.has(type(value)):
        fields = [field for field in attrs.fields(type(value)) if field.init]
        return attrs.evolve(value, **{field.alias: copied_out_of_order(getattr(value, field.name)) for field in fields})
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


def changes(
    field: str, some: list[Digest], place: int
) -> Iterator[tuple[tuple[Any, Any], Paper, list[Digest], list[Digest]]]:
    """Yield pairs of values of a field, the paper at a place, and digests with either value in it."""
    paper = some[place].papers[place]
    changed: Any = some[place] if field == "date" else paper
    for pair in _values(field, paper, getattr(changed, field)):
        one, other = (_with(some, changed, attrs.evolve(changed, **{field: value})) for value in pair)
        yield pair, paper, one, other


def _with(some: list[Digest], old: object, new: Any) -> list[Digest]:
    """Return digests with another digest, or another paper, in the place of one."""
    return [
        new
        if digest is old
        else attrs.evolve(digest, papers=[new if paper is old else paper for paper in digest.papers])
        for digest in some
    ]


def _values(field: str, paper: Paper, value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield pairs of values that are not the same information; none where the field is unknown."""
    if field == "authors_omitted_at":
        if names := len(paper.authors):
            yield from ((None, 0), (None, names))  # whether the list is complete; where it is not, is for few formats
        return
    if value in (None, (), ""):
        return
    match field:
        case "date":
            # The day alone, in one month and one week; the year; the century; the month and the day.
            days = value - datetime.timedelta(3), value.replace(year=value.year - 1), value.replace(year=1924)
            others: Iterable[Any] = (None, *days, datetime.date(2024, 12, 7))
        case "title":
            others = (f"{value} Again", f"Not {value}", _next(value))
        case "url":
            others = (None, _next(value))
            if not paper.arxiv_id:  # of which only the id matters
                for one, other in (("", "?a=1"), ("", "#a"), ("/A", "/a"), ("%2Fa", "/a")):
                    yield value + one, value + other
                yield value, value.replace("https:", "http:")
        case "media":
            other_kind = "video" if value.kind == "image" else "image"
            others = (None, attrs.evolve(value, url=_next(value.url)), attrs.evolve(value, kind=other_kind))
            yield Media("image", "https://example.org/odd"), None
        case "votes":
            others = (None, value + 1)
            yield 0, None
        case "authors":
            given = f"Zoe {value[0].split()[-1]}"
            others = ((), (given, *value[1:]), *_lists(value, lambda name: [(_next(name),)]))
        case "summary":
            others = ((), *_lists(value, _points_changed))
    yield from ((value, other) for other in others)


def _lists(items: tuple[Any, ...], changed: Callable[[Any], Iterable[tuple[Any, ...]]]) -> Iterator[tuple[Any, ...]]:
    """Yield other lists: the first two items swapped; the first, the middle or the last one left out or changed."""
    if len(items) > 1 and items[0] != items[1]:
        yield (items[1], items[0], *items[2:])
    for place in sorted({0, len(items) // 2, len(items) - 1}):
        for new in ((), *changed(items[place])):
            yield (*items[:place], *new, *items[place + 1 :])


def _points_changed(point: Point) -> Iterator[tuple[Point, ...]]:
    """Yield a point with another label, text or inner point. Whether levels show is for the format to decide."""
    if point.label:
        yield (attrs.evolve(point, label=_next(point.label)),)
    if point.text:
        yield (attrs.evolve(point, text=_next(point.text)),)
    if point.points:
        yield from ((attrs.evolve(point, points=inner),) for inner in _lists(point.points, _points_changed))


def _next(text: str) -> str:
    """Return another text, as long as before."""
    return text[:-1] + (chr(ord(text[-1]) + 1) if text[-1].isalnum() else "y")
