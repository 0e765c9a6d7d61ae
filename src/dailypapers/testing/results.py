"""Results: what a plugin yields for one input, gathered and held to its contract; broken laws in words.

Nothing here needs Hypothesis, which costs a fresh process more than all the rest.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any, NoReturn, TypeAlias

import attrs

from dailypapers._plugins.run import ChunkError, check_chunks, collect
from dailypapers._plugins.run_reader import refuse_lone_surrogates
from dailypapers.errors import DataError, ExportError, ReadError, ReadWarning
from dailypapers.models import Digest, Problem

Gather: TypeAlias = Callable[[Any, Any, Callable[[], None]], Any]
"""``gather_output`` or ``gather_reading``: from a plugin, an input, and what to call at each piece, to the result."""

SOURCE = "no such folder/example"
"""The name of every source. A reader gets the content, and need not look for a file."""

_YIELDS = "yields digests, errors and warnings"
_LONGEST = 1000


class YieldError(Exception):
    """A plugin yielded something that its contract does not allow. The arguments are the broken law, and how."""


def gather_output(exporter: Any, digests: Iterable[Digest], at_each: Callable[[], None]) -> Any:
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


def gather_reading(reader: Any, content: str | bytes, at_each: Callable[[], None]) -> list[Any]:
    """Return what a reader yields: digests, and reports as tuples of kind, message, line, column, path and date."""
    found: list[Any] = []
    try:
        items = reader.read(content, SOURCE)
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
        Problem("R001", "error", item.message, SOURCE, line, column, "", date=item.date)
    except (TypeError, ValueError) as error:
        raise YieldError(_YIELDS, f"a report is no problem: {error}") from error
    return item.message, item.line, item.column, item.path, item.date


def comparable(result: Any) -> Any:
    """Return a result with what no equality sees: the order of files, and the source and line of models."""
    if isinstance(result, dict):
        return list(result.items())
    if isinstance(result, list):
        return [attrs.astuple(item) if isinstance(item, Digest) else item for item in result]
    return result


def broken(law: str, how: str, cause: BaseException | None = None) -> NoReturn:
    """Raise the error that names a law and how it is broken."""
    raise AssertionError(f"law broken: {law}: {how}") from cause


def shown(given: object) -> str:
    """Return an input as the author of a plugin sees it."""
    if isinstance(given, Iterator):
        return "an iterator"
    if isinstance(given, list) and len(given) > 20:
        return f"{len(given)} digests"
    text = repr(given)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def difference(one: Any, other: Any) -> str:
    """Describe where two results differ first."""
    if isinstance(one, dict) and isinstance(other, dict):
        for path in [*one, *other]:
            if one.get(path) != other.get(path):
                return f"in {path!r}: {difference(one.get(path), other.get(path))}"
        return "in the order of their files"
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip_longest(comparable(one), comparable(other))
        one, other = map(repr, next(pair for pair in pairs if pair[0] != pair[1]))
    elif one is None or other is None or type(one) is not type(other):
        kinds = ("nothing that can be written" if each is None else type(each).__name__ for each in (one, other))
        return " and ".join(kinds)
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(place - 20, 0)
    return f"{one[start : place + 40]!r} and {other[start : place + 40]!r}"
