"""Results: what a plugin yields for one input, gathered and held to its contract.

Nothing here needs Hypothesis, which costs a fresh process more than all the rest.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import attrs

from dailypapers._plugins.run import ChunkError, check_chunks, collect
from dailypapers._plugins.run_reader import refuse_lone_surrogates
from dailypapers.errors import DataError, ExportError, ReadError, ReadWarning
from dailypapers.models import Digest

Gather: TypeAlias = Callable[[Any, Any, Callable[[], None]], Any]
"""``gather_output`` or ``gather_reading``: from a plugin, an input, and what to call at each piece, to the result."""

SOURCE = "no such folder/example"
"""The name of every source. A reader gets the content, and need not look for a file."""

_YIELDS = "yields digests, errors and warnings"


class YieldError(Exception):
    """A plugin yielded something that its contract does not allow: the law that it breaks, and how."""

    def __init__(self, law: str, how: str) -> None:
        super().__init__(law, how)
        self.law: str = law
        self.how: str = how


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
    for text in (item.message, item.path):
        if not isinstance(text, str | None):
            raise YieldError(_YIELDS, f"a message or path of a report is no text: {text!r}")
    for number in (item.line, item.column):
        if number is not None and (type(number) is not int or number < 1):
            raise YieldError(_YIELDS, f"a line or column of a report is no number from 1 on: {number!r}")
    if item.date is not None and type(item.date) is not datetime.date:
        raise YieldError(_YIELDS, f"the date of a report is no datetime.date: {item.date!r}")
    return item.message, item.line, item.column, item.path, item.date


def comparable(result: Any) -> Any:
    """Return a result with what no equality sees: the order of files, and the source and line of models."""
    if isinstance(result, dict):
        return list(result.items())
    if isinstance(result, list):
        return [attrs.astuple(item) if isinstance(item, Digest) else item for item in result]
    return result
