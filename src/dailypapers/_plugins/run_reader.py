"""Readers run: one is made from its options, and what it yields is held to its contract."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dailypapers._plugins.faults import Guard, fault, name_of, text_of
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import load
from dailypapers._plugins.options import make
from dailypapers.errors import DataError, OptionError, PluginError, ReadError, ReadWarning
from dailypapers.models import Digest, each_text


class Report(NamedTuple):
    """What a reader reported: an error or a warning, where, and of which day."""

    is_error: bool
    message: str
    line: int | None
    column: int | None
    path: str
    date: datetime.date | None


def make_reader(found: FoundPlugin, options: Mapping[str, object]) -> Any:
    """Load a reader and make it from its options.

    Raises what :func:`~dailypapers._plugins.load.load` raises, and :class:`~dailypapers.OptionError`.
    """
    cls = load(found)
    with Guard(found, "run", "failed", passes=(OptionError,)):
        return make(cls, found.name, options)


def run_reader(
    found: FoundPlugin, options: Mapping[str, object], content: str | bytes, source: str
) -> Iterator[Digest | Report]:
    """Yield what a reader makes of a content. One that is raised by it is the last.

    Each source is read by a reader of its own. Raises what :func:`make_reader` raises, and
    :class:`~dailypapers.PluginError` for what the reader does wrong.
    """
    reader = make_reader(found, options)
    yielded = _each(found, reader, content, source)
    del content  # of which the reader alone decides how long it is needed
    count = 0
    for item in yielded:
        if isinstance(item, Report):
            yield item
            continue
        with Guard(found, "run", "yielded a digest that cannot be looked at"):
            try:
                refuse_lone_surrogates(item)
            except DataError as error:
                path = f"digests[{count}].{error.path}"
                raise found.error("run", f"yielded what is no valid digest: {path}: {error.message}") from error
        count += 1
        yield item


def refuse_lone_surrogates(digest: Digest) -> None:
    """Raise :class:`~dailypapers.DataError`, with the path, for text that no file can hold."""
    try:
        for paper in digest.papers:
            "".join(each_text(paper)).encode()
    except UnicodeEncodeError:
        from dailypapers.data import from_data, to_data  # which knows the path, and costs time that few need

        try:
            from_data(to_data(digest))
        except DataError as error:
            raise DataError(error.message, error.path.removeprefix("digests[0].")) from None


def _each(found: FoundPlugin, reader: Any, content: str | bytes, source: str) -> Iterator[Any]:
    try:
        items = _iterable(found, reader.read(content, source))
        del content
        for item in items:
            if issubclass(type(item), Digest):
                yield item
            elif issubclass(type(item), (ReadError, ReadWarning)):
                yield _report(found, item)
            else:
                raise found.error("run", f"yielded neither a digest nor a ReadError, but {name_of(type(item))}")
    except (KeyboardInterrupt, GeneratorExit, PluginError):
        raise
    except ReadError as error:
        yield _report(found, error)._replace(date=None)  # what is not read any more may be of any day
    except BaseException as error:
        raise fault(found, error, "run", f"failed on {source}") from error


def _iterable(found: FoundPlugin, items: Any) -> Iterable[Any]:
    if issubclass(type(items), (str, bytes, dict)) or not hasattr(type(items), "__iter__"):
        raise found.error("run", f"returned {name_of(type(items))}; it has to yield digests")
    return items  # type: ignore[no-any-return]


def _report(found: FoundPlugin, item: ReadError | ReadWarning) -> Report:
    """Take from a report what it holds. Its class may be anybody's."""
    with Guard(found, "run", "yielded a report that cannot be looked at"):
        message, line, column, path = item.message, item.line, item.column, item.path or ""
        if not issubclass(type(message), str) or not issubclass(type(path), str):
            raise found.error("run", "yielded a report whose message or path is no text")
        for number in (line, column):
            if number is not None and (type(number) is not int or number < 1):
                raise found.error("run", f"yielded a report whose line or column is no number from 1 on: {number!r}")
        if (date := item.date) is not None and type(date) is not datetime.date:
            raise found.error("run", f"yielded a report whose date is no datetime.date: {date!r}")
        texts = (text_of(each).encode(errors="backslashreplace").decode() for each in (message, path))
        return Report(issubclass(type(item), ReadError), next(texts), line, column, next(texts), date)
