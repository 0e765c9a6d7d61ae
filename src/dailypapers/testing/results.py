"""Results: what a plugin yields for one input, gathered and held to its contract; broken laws in words.

Nothing here needs Hypothesis, which costs a fresh process more than all the rest.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any, NoReturn, TypeAlias

import attrs

from dailypapers._plugins.run import ChunkError, check_chunks, collect
from dailypapers._plugins.run_reader import refuse_lone_surrogates
from dailypapers.errors import DataError, ExportError, ReadError, ReadWarning
from dailypapers.models import Digest, Media, Paper, Point, Problem
from dailypapers.plugins import outline, shortened
from dailypapers.testing.samples import FIELDS

Gather: TypeAlias = Callable[[Any, Any, Callable[[], None]], Any]
"""``gather_output`` or ``gather_reading``: from a plugin, an input, and what to call at each piece, to the result."""

_YIELDS = "yields digests, errors and warnings"


class YieldError(Exception):
    """A plugin yielded something that its contract does not allow. The arguments are the broken law, and how."""


def gather_output(exporter: Any, digests: Iterable[Digest], at_each: Callable[[], None] = lambda: None) -> Any:
    """Return what :func:`dailypapers.export` returns; ``None`` where the exporter raises ``ExportError``."""
    files = getattr(exporter, "files", False)
    pieces = []
    try:
        for piece in check_chunks(exporter.export(digests), files=files):
            at_each()
            pieces.append(piece)
    except ExportError:
        return None
    except ChunkError as error:
        raise YieldError("yields text or bytes", str(error)) from None
    return collect(pieces, files=files)


def gather_reading(reader: Any, given: tuple[Any, str], at_each: Callable[[], None] = lambda: None) -> list[Any]:
    """Return what a reader yields for a content and the name of its source.

    They are digests, and reports as tuples of kind, message, line, column, path and date.
    """
    found: list[Any] = []
    try:
        items = reader.read(*given)
        if isinstance(items, str | bytes | dict) or not isinstance(items, Iterable):
            raise YieldError(_YIELDS, f"returns {type(items).__name__}; it has to yield digests")
        for item in items:
            at_each()
            found.append(_checked(item, len(found)))
    except ReadError as error:
        found.append(("raised", *_report(error)))
    return found


def _checked(item: Any, index: int) -> Any:
    if isinstance(item, Digest):
        try:
            refuse_lone_surrogates(item)
        except DataError as error:
            raise YieldError("yields valid digests", f"[{index}].{error}") from error
        return item
    if isinstance(item, ReadError | ReadWarning):
        return ("error" if isinstance(item, ReadError) else "warning", *_report(item))
    raise YieldError(_YIELDS, f"yielded {type(item).__name__}")


def _report(item: ReadError | ReadWarning) -> tuple[Any, ...]:
    line, column = (1 if place is None else place for place in (item.line, item.column))
    try:
        Problem("R001", "error", item.message, "", line, column, "", date=item.date)
    except (TypeError, ValueError) as error:
        raise YieldError(_YIELDS, f"a report is no problem: {error}") from error
    if not item.message.strip():
        raise YieldError(_YIELDS, f"a {type(item).__name__} has no message")
    return item.message, item.line, item.column, item.path, item.date


def comparable(result: Any) -> Any:
    """Return a result with what no equality sees: the order of files, and the source and line of models."""
    if isinstance(result, dict):
        return list(result.items())
    if isinstance(result, list | tuple):
        return tuple(map(comparable, result))
    return attrs.astuple(result) if attrs.has(type(result)) else result


def broken(law: str, how: str, cause: BaseException | None = None) -> NoReturn:
    """Raise the error that names a law and how it is broken."""
    raise AssertionError(f"law broken: {law}: {how}") from cause


# -- words --------------------------------------------------------------------------------------------------------


def shown(given: object) -> str:
    """Return an input in a few words: what papers are known to have, or the two ends of a content."""
    if isinstance(given, Iterator):
        return "an iterator"
    if isinstance(given, tuple):  # a content and its source
        given = given[0]
    if isinstance(given, str | bytes):
        return repr(given) if len(given) <= 200 else f"{given[:100]!r} … {given[-100:]!r}"
    if not isinstance(given, list):
        return shortened(repr(given))
    papers = [paper for digest in given for paper in digest.papers]
    days = "1 digest" if len(given) == 1 else f"{len(given)} digests"
    if len(papers) > 3 or not papers:
        return f"{days} of {len(papers)} papers" if papers else f"{days} without papers" if given else "no digests"
    return f"{days} of {'; '.join(map(_paper_shown, papers))}"


def _paper_shown(paper: Paper) -> str:
    values = {field: getattr(paper, field) for field in FIELDS if field != "date"}
    known = (f"{field} {_value(value)}" for field, value in values.items() if value not in (None, (), ""))
    return f"a paper with {', '.join(known) or 'an empty title'}"


def _value(value: object) -> str:
    if value is None or isinstance(value, Digest | Paper | Point):
        return "nothing" if value is None else f"a {type(value).__name__.lower()}"
    text = _in_words(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def both(one: Any, other: Any) -> str:
    """Return two values of a field in words; of long ones where they differ first."""
    words = [_in_words(one), _in_words(other)]
    return " and ".join(words) if max(map(len, words)) <= 120 else difference(one, other)


def _in_words(value: Any) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], Point):
        return repr(outline(value))
    if isinstance(value, Media):
        return f"{value.kind} {value.url!r}"
    return str(value) if isinstance(value, datetime.date) else repr(value)


def difference(one: Any, other: Any) -> str:
    """Describe where two results differ first: with the path to it, as ``[0].papers[1].votes: 7 and None``."""
    if isinstance(one, dict) and isinstance(other, dict):
        for path in [*one, *other]:
            if path not in one or path not in other:
                return f"the file {path!r} is in the {'first' if path in one else 'second'} one alone"
            if one[path] != other[path]:
                return f"in {path!r}: {difference(one[path], other[path])}"
        return "in the order of their files"
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return _between(one, other)
    if one is None or other is None or type(one) is not type(other):
        kinds = ("nothing that can be written" if each is None else type(each).__name__ for each in (one, other))
        return " and ".join(kinds)
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(place - 20, 0)
    return f"{one[start : place + 40]!r} and {other[start : place + 40]!r}"


def _between(one: Any, other: Any) -> str:
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        pairs = [(f"[{n}]", *pair) for n, pair in enumerate(zip_longest(one, other))]
    elif attrs.has(type(one)) and type(one) is type(other):
        names = (field.name for field in attrs.fields(type(one)))
        pairs = [(f".{name}", getattr(one, name), getattr(other, name)) for name in names]
    else:
        return f": {_value(one)} and {_value(other)}"
    unequal = [pair for pair in pairs if pair[1] != pair[2]]  # by what models compare, if they differ in that
    path, one, other = unequal[0] if unequal else next(p for p in pairs if comparable(p[1]) != comparable(p[2]))
    return path + _between(one, other)
