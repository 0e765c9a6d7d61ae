"""Hypothesis strategies of models: what Markdown can represent, and what hurts a careless exporter."""

from functools import cache

import attrs
from hypothesis import strategies as st

from dailypapers._digest.canonical import write_digest
from dailypapers._digest.document import parse
from dailypapers.models import MAX_LEVELS, MOST_VOTES, Digest, Media, Paper, Point
from dailypapers.testing.odd_papers import HOSTILE, SIGNS, nested


def digests(*, max_papers: int = 3, hostile: bool = False) -> st.SearchStrategy[Digest]:
    """Return digests of at most ``max_papers`` papers, some without a date or a paper.

    Markdown can say them, unless they are ``hostile``.
    """
    some = st.lists(papers(hostile=hostile), max_size=max_papers).map(tuple)
    return st.builds(Digest, st.none() | st.dates(), some)


def papers(*, hostile: bool = False) -> st.SearchStrategy[Paper]:
    """Return papers of each dialect, with and without each of their fields.

    Markdown can say them, unless they are ``hostile``.
    """
    headings = st.builds(Paper, _lines(), st.none() | _links()).filter(_is_written)
    sayable = st.builds(
        attrs.evolve,
        headings,
        media=st.none() | st.builds(Media, st.sampled_from(["image", "video"]), _urls()),
        votes=st.none() | st.integers(0, MOST_VOTES),
        authors=st.lists(_names(), max_size=5).map(tuple),
        summary=st.lists(_points(), max_size=4).map(tuple),
    ).flatmap(_abridged)
    return sayable | _hostile() if hostile else sayable


def _hostile() -> st.SearchStrategy[Paper]:
    """Return papers that no digest can represent, or that hurt whoever reads what is written; all are valid data."""
    text = st.sampled_from(HOSTILE) | _texts()
    names = st.lists(text, max_size=3) | st.just([f"Author {number}" for number in range(600)])
    return st.builds(
        Paper,
        title=text,
        url=st.none() | text,
        media=st.none() | st.builds(Media, st.sampled_from(["image", "video"]), text),
        votes=st.none() | st.integers(0, MOST_VOTES),
        authors=names.map(tuple),
        summary=st.lists(st.builds(Point, st.none() | text, text), max_size=3).map(tuple),
    ).flatmap(_abridged)


def _abridged(paper: Paper) -> st.SearchStrategy[Paper]:
    places = st.none() | st.integers(0, len(paper.authors))
    return places.map(lambda place: attrs.evolve(paper, authors_omitted_at=place))


def _texts() -> st.SearchStrategy[str]:
    """Return text of any kind but half characters."""
    plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    return st.lists(st.sampled_from(SIGNS) | plain, max_size=5).map("".join)


def _lines() -> st.SearchStrategy[str]:
    """Return what can stand in a line when the blanks around it mean nothing."""
    return _texts().map(lambda text: text.replace("\n", " ").lstrip(" ").rstrip(" \r"))


def _urls() -> st.SearchStrategy[str]:
    anything = _lines().filter(bool)
    return anything | st.from_regex(r"https://example\.org/[a-z%()_]{1,8}\.(png|mp4)", fullmatch=True)


def _links() -> st.SearchStrategy[str]:
    """Return links, some of them to papers on arXiv."""
    pages = st.sampled_from(["https://arxiv.org/abs/", "https://huggingface.co/papers/", "10.48550/arXiv."])
    numbers = st.from_regex(
        r"(0[89]|1[0-4])(0[1-9]|1[0-2])\.[0-9]{4}|[2-9][0-9](0[1-9]|1[0-2])\.[0-9]{5}", fullmatch=True
    )
    arxiv = st.builds(str.__add__, pages, numbers)
    return arxiv | _urls()


def _names() -> st.SearchStrategy[str]:
    """Return names; in a printed list they can hold anything but blanks at their ends."""
    people = st.sampled_from(["Ann One", "Bob O'Two", "Cem Three Jr.", "Gemini Team", "Last, First", "김하나"])
    return people | _texts().map(lambda text: text.strip(" ")).filter(lambda name: name not in ("", "+"))


@cache  # most of what it takes to make a strategy of papers
def _points() -> st.SearchStrategy[Point]:
    leaves = _contents(st.just(()))
    inner = st.recursive(leaves, lambda points: _contents(st.lists(points, max_size=2).map(tuple)), max_leaves=4)
    return inner | st.integers(2, MAX_LEVELS).map(nested)


def _contents(points: st.SearchStrategy[tuple[Point, ...]]) -> st.SearchStrategy[Point]:
    text = st.builds(lambda first, more: "\n".join([first, *more]), _lines(), st.lists(_more(), max_size=2))
    common = st.sampled_from(["What's New", "What’s New", "한계"])
    labels = common | _lines().filter(lambda label: _can_say(Point(label, "a")))
    plain = text.filter(lambda text: _can_say(Point(text=text.partition("\n")[0])))
    behind_label = text.filter(lambda text: not text.startswith(("[", "{")) or _can_say(Point("A", text)))
    with_label = st.builds(Point, labels, behind_label, points, st.sampled_from(["**", "***"]))
    return st.builds(Point, text=plain, points=points) | with_label


def _more() -> st.SearchStrategy[str]:
    return _lines().filter(lambda line: _can_say(Point(text=f"a\n{line}")))


def _can_say(point: Point) -> bool:
    return _is_written(Paper("A", summary=(point,)))


def _is_written(paper: Paper) -> bool:
    """Return whether Markdown can represent a paper: it is read from what is written of it, and no error is reported.

    ``### [A## [](https://arxiv.org/abs/2407.00001)`` is read as it was meant, and reported: it looks like two lines.
    """
    digest = Digest(None, (paper,))
    document = parse(write_digest(digest))
    return document.digests == (digest,) and not document.errors
