"""What a reader makes of a content: digests, errors and warnings, and nothing else. Needs no Hypothesis."""

import warnings
from collections.abc import Iterable
from typing import Any

import attrs

from dailypapers._plugins.faults import describe
from dailypapers._plugins.options import make
from dailypapers._plugins.run_reader import refuse_lone_surrogates
from dailypapers.errors import DataError, ReadError, ReadWarning
from dailypapers.models import Digest
from dailypapers.testing.outputs import broken, watched
from dailypapers.testing.processes import RAISED

SOURCE = "no such folder/example"
"""The name of every source. A reader gets the content, and need not look for a file."""


class YieldError(Exception):
    """What a reader yielded instead of valid digests, errors and warnings: the law that breaks, and how."""

    def __init__(self, law: str, how: str) -> None:
        super().__init__(law, how)
        self.law: str = law
        self.how: str = how


def reading_of(reader: Any, content: str | bytes, law: str) -> list[Any]:
    """Return what a reader makes of a content: digests, and reports as they are in :func:`gather`.

    What it raises besides ``ReadError`` breaks ``law``.
    """
    with watched():
        try:
            return gather(reader, content)
        except YieldError as error:
            broken(error.law, f"{error.how}, for {shown(content)}", error.__cause__)
        except (Exception, SystemExit, GeneratorExit) as error:
            broken(law, f"{describe(error)}, for {shown(content)}", error)


def gather(reader: Any, content: str | bytes) -> list[Any]:
    """Return what a reader yields: digests, and reports as tuples of what kind, message, line, column and path."""
    found: list[Any] = []
    try:
        items = reader.read(content, SOURCE)
        if isinstance(items, str | bytes | dict) or not isinstance(items, Iterable):
            raise YieldError(_YIELDS, f"returns {type(items).__name__}; it has to yield digests")
        for item in items:
            found.append(_checked(item, len(found)))
    except ReadError as error:
        found.append(("raised", *_report(error)))
    return found


_YIELDS = "yields digests, errors and warnings"


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
    return item.message, item.line, item.column, item.path


def comparable(found: list[Any]) -> list[Any]:
    """Return what was read with what is in no equality, the source and line of models."""
    return [attrs.astuple(item) if isinstance(item, Digest) else item for item in found]


def run_reader(cls: type[Any], options: dict[str, object], inputs: list[str | bytes]) -> list[tuple[str, Any]]:
    """Return what a reader makes of each content: a pair of what happened and what was read, or what was raised."""
    warnings.simplefilter("ignore")
    reader = make(cls, cls.__name__, options)
    return [_result(reader, content) for content in inputs]


def _result(reader: Any, content: str | bytes) -> tuple[str, Any]:
    try:
        return "read", comparable(gather(reader, content))
    except BaseException as error:
        return RAISED, describe(error)


def shown(content: str | bytes) -> str:
    """Return a content as it is shown to whoever wrote the reader."""
    text = repr(content)
    return text if len(text) <= 500 else f"{text[:499]}…"
