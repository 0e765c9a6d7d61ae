"""Papers chosen by day, votes, authors and words: :func:`dailypapers.select`, and the command's options of these names.

Pure functions over models. The values that a choice takes are decided here, for Python and the command alike.
"""

import calendar
import datetime
import operator
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from heapq import nsmallest
from itertools import groupby
from typing import TypeAlias

import attrs

from dailypapers._digests import Digests, each_digest
from dailypapers._text import nfc, shortened
from dailypapers.models import Digest, Document, Paper, arxiv_id_in, arxiv_id_of, each_point

Day: TypeAlias = datetime.date | str
"""A date, or the text ``2024``, ``2024-07``, ``2024-07-12``, ``2024-W28``, ``today``, ``yesterday`` or ``7d``."""

_FORMS_OF_DAYS = (
    ("[0-9]{4}", "year", "-01-01", "-12-31"),
    ("[0-9]{4}-[0-9]{2}", "month", "-01", "-{days_of_month}"),
    ("[0-9]{4}-W[0-9]{2}", "week", "-1", "-7"),
    ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "day", "", ""),
)
"""Each form, its noun, and the ends that make it its first and its last day."""

_DAYS_AGO = {"today": "0d", "yesterday": "1d"}


def select(
    digests: Digests,
    *,
    since: Day | None = None,
    until: Day | None = None,
    min_votes: int | None = None,
    authors: Iterable[str] = (),
    words: Iterable[str] = (),
    pattern: str | None = None,
    top: int | None = None,
    without: Digest | Document | Paper | Iterable[Digest | Document | Paper] = (),
) -> Iterator[Digest]:
    """Choose papers of digests, or of documents; yields the digests, in their order, with the papers that were chosen.

    A paper has to fulfil every choice that is made:

    - ``since``, ``until``: its digest has a date, and that is in between. Both ends are included: ``until="2024"`` ends
      with December 31, ``"2024-W28"`` is a week from Monday to Sunday, and ``"7d"`` is the day seven days before today.
    - ``min_votes``: it has at least so many votes. Unknown votes are not enough.
    - ``authors``: one of its authors has one of these names.
    - ``words``: each of them is part of the title, of a label or a text of the summary, of the arXiv id or the link.
      An arXiv id, or a link to one, also stands for its paper, whatever the version and the link of that.
    - ``pattern``: this regular expression finds something in one of these, in NFC and whatever the case.
    - ``without``: none of these papers, or those of these digests, has its :attr:`dailypapers.Paper.identity`.
    - ``top``: of the papers that fulfil all of these, it is among so many with the most votes. A paper that was
      featured several times counts once, where it has the most votes; of equals the first counts, and unknown votes
      come last.

    Names and words are compared in NFC, casefolded, with one space for whatever white space there is, and none at
    either end. With any choice, digests without papers are left out; without one, every digest is yielded.

    Digests are read one at a time, but for ``top``, which reads all before it yields the first, and holds so many
    papers. ``without`` is read when the first digest is asked for; only the identities of its papers are held.

    Raises ``ValueError``, at once, for a value that is no such date, number or regular expression, a ``since`` after
    the ``until``, ``min_votes`` below 0, ``top`` below 1, and a name, a word or a pattern that is empty; ``TypeError``
    for one text where several belong.
    """
    choice = _Choice(
        bounds_of(since, until),
        min_votes=None if min_votes is None else _at_least(0, min_votes, "a number of votes"),
        authors=frozenset(_folded(authors, "the name of an author")),
        words={text: arxiv_id_of(text) or arxiv_id_in(text) for text in _folded(words, "a text to look for")},
        pattern=None if pattern is None else _compiled(pattern),
    )
    if isinstance(without, str | bytes):
        raise TypeError(f"expected digests, documents or papers, not {type(without).__name__}")
    most = None if top is None else _at_least(1, top, "a number of papers")
    if choice == _Choice() and most is None and not without:
        return each_digest(digests)
    chosen = _chosen(each_digest(digests), choice, without)
    return chosen if most is None else _top(chosen, most)


# -- values ---------------------------------------------------------------------------------------------------


@attrs.frozen
class Bounds:
    """The first and the last day that are chosen; ``None`` where there is no such bound."""

    first: datetime.date | None = None
    last: datetime.date | None = None

    def include(self, date: datetime.date | None) -> bool:
        """Return whether a date is in between; an unknown one is so where there is no bound."""
        if date is None:
            return self.first is self.last is None
        return (self.first is None or self.first <= date) and (self.last is None or date <= self.last)


def bounds_of(since: Day | None, until: Day | None) -> Bounds:
    """Return the days that ``since`` and ``until`` stand for today; raises ``ValueError`` as :func:`select` does."""
    today = datetime.date.today()
    first = None if since is None else _days(since, today)[0]
    last = None if until is None else _days(until, today)[1]
    if first and last and first > last:
        raise ValueError(f"since is after until: {first} and {last}")
    return Bounds(first, last)


def _days(value: Day, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day that a value stands for."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value, value
    missing = ""
    if isinstance(value, str):
        with suppress(ValueError, OverflowError):
            if match := re.fullmatch("([0-9]{1,9})d", _DAYS_AGO.get(value, value)):
                missing = "day"
                day = today - datetime.timedelta(int(match[1]))
                return day, day
            for form, noun, to_first, to_last in _FORMS_OF_DAYS:
                if re.fullmatch(form, value):
                    missing = noun
                    first = datetime.date.fromisoformat(value + to_first)
                    days_of_month = calendar.monthrange(first.year, first.month)[1]
                    return first, datetime.date.fromisoformat(value + to_last.format(days_of_month=days_of_month))
    why = f": there is no such {missing}" if missing else ""
    raise ValueError(f"expected a date such as 2024, 2024-07, 2024-07-12, 2024-W28, today or 7d, not {value!r}{why}")


def _at_least(least: int, value: int, noun: str) -> int:
    with suppress(TypeError):
        if not isinstance(value, bool) and operator.index(value) >= least:
            return operator.index(value)
    raise ValueError(f"expected {noun} from {least} on, not {value!r}")


def _folded(texts: Iterable[str], noun: str) -> Iterator[str]:
    if isinstance(texts, str):
        raise TypeError(f"expected texts, not one text; put it in a list: [{texts!r}]")
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"expected {noun}, not {type(text).__name__}")
        if not (folded := fold(text)):
            raise ValueError(f"expected {noun}, not {text!r}")
        yield folded


def _compiled(pattern: str) -> re.Pattern[str]:
    if not isinstance(pattern, str):
        raise TypeError(f"expected a regular expression as text, not {type(pattern).__name__}")
    why = ""
    if pattern:
        try:
            return re.compile(nfc(pattern), re.IGNORECASE)
        # Such as (?a)(?u), a{9999999999}; and [[a], of which Python warns, where warnings are errors.
        except (re.error, ValueError, OverflowError, RecursionError, Warning) as error:
            why = f": {error}"
    raise ValueError(f"expected a regular expression, not {shortened(pattern)!r}{why}")


def fold(text: str) -> str:
    """Return the same for all texts that count as equal. Case that is folded can leave the normal form."""
    return " ".join(nfc(nfc(text).casefold()).split())


# -- choosing -------------------------------------------------------------------------------------------------


@attrs.frozen
class _Choice:
    """The choices that are decided for each paper on its own."""

    bounds: Bounds = Bounds()
    min_votes: int | None = None
    authors: frozenset[str] = frozenset()
    words: Mapping[str, str | None] = attrs.field(factory=dict)  # with the arXiv id that one is, or links to
    pattern: re.Pattern[str] | None = None

    def matches(self, paper: Paper) -> bool:
        if self.min_votes is not None and (paper.votes is None or paper.votes < self.min_votes):
            return False
        if self.authors and not any(fold(name) in self.authors for name in paper.authors):
            return False
        missing = {word for word, identifier in self.words.items() if not identifier or identifier != paper.arxiv_id}
        texts = _texts(paper)
        while missing and (text := next(texts, None)) is not None:
            folded = fold(text)
            missing = {word for word in missing if word not in folded}
        if missing:
            return False
        return self.pattern is None or any(self.pattern.search(nfc(text)) for text in _texts(paper))


def _texts(paper: Paper) -> Iterator[str]:
    yield paper.title
    for _, point in each_point(paper.summary):
        if point.label is not None:
            yield point.label
        yield point.text
    if paper.arxiv_id:
        yield paper.arxiv_id
    if paper.url:
        yield paper.url


def _chosen(
    digests: Iterable[Digest],
    choice: _Choice,
    without: Digest | Document | Paper | Iterable[Digest | Document | Paper],
) -> Iterator[Digest]:
    excluded = {paper.identity for paper in _papers(without)} - {None}
    for digest in digests:
        if choice.bounds.include(digest.date):
            papers = tuple(p for p in digest.papers if choice.matches(p) and not (excluded and p.identity in excluded))
            if papers:
                yield digest if len(papers) == len(digest.papers) else attrs.evolve(digest, papers=papers)


def _papers(given: Digest | Document | Paper | Iterable[Digest | Document | Paper]) -> Iterator[Paper]:
    for each in (given,) if isinstance(given, Digest | Document | Paper) else given:
        if isinstance(each, Paper):
            yield each
        else:
            for digest in each_digest((each,)):
                yield from digest.papers


def _top(digests: Iterable[Digest], most: int) -> Iterator[Digest]:
    """Hold, of the papers that come by, those with the most votes, once each; and yield these in their order."""
    best: dict[object, tuple[_Rank, Digest, Paper]] = {}
    for number, digest in enumerate(digests):
        bare = attrs.evolve(digest, papers=())
        for index, paper in enumerate(digest.papers):
            rank = (paper.votes is None, -(paper.votes or 0), number, index)
            identity = paper.identity or object()
            if identity not in best or rank < best[identity][0]:
                best[identity] = rank, bare, paper
        if len(best) > 2 * most:
            # A paper that is dropped here comes back only with more votes: so many others have more than it had.
            best = dict(nsmallest(most, best.items(), key=lambda item: item[1][0]))
    winners = sorted(nsmallest(most, best.values(), key=lambda each: each[0]), key=lambda each: each[0][2:])
    for _, group in groupby(winners, key=lambda each: each[0][2]):
        features = list(group)
        yield attrs.evolve(features[0][1], papers=tuple(paper for _, _, paper in features))


_Rank: TypeAlias = tuple[bool, int, int, int]
"""The smallest has the most votes; of equals it is the first, by digest and paper."""
