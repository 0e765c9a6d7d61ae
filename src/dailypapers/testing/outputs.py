"""What a plugin does while it runs: its output, gathered, and what it may not do to the process around it."""

import io
import locale
import os
import sys
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, NoReturn, TypeAlias

from dailypapers._plugins.faults import describe
from dailypapers._plugins.options import make
from dailypapers._plugins.run import ChunkError, check_chunks, collect
from dailypapers.errors import ExportError
from dailypapers.models import Digest
from dailypapers.testing.processes import RAISED

Output: TypeAlias = str | bytes | dict[str, str | bytes]
"""What :func:`dailypapers.export` returns: for a format of many files, their contents by path."""


def broken(law: str, how: str, cause: BaseException | None = None) -> NoReturn:
    """Raise the error that names a law and what breaks it."""
    raise AssertionError(f"law broken: {law}: {how}") from cause


def output_of(exporter: Any, digests: Iterable[Digest], law: str) -> Output | None:
    """Return what an exporter makes of digests, ``None`` where it raises ``ExportError``.

    What else it raises breaks ``law``.
    """
    with watched() as check:
        try:
            output = gather(exporter, digests, check)
        except ExportError:
            return None
        except AssertionError as error:
            if is_broken_law(error):
                raise
            broken(law, f"{describe(error)}, for {_shown(digests)}", error)
        except ChunkError as error:
            broken("yields text or bytes", str(error))
        except (Exception, SystemExit, GeneratorExit) as error:
            broken(law, f"{describe(error)}, for {_shown(digests)}", error)
    return output


def check_encodable(output: Output | None) -> None:
    """Hold text to what UTF-8 can encode."""
    for text in output.values() if isinstance(output, dict) else [output]:
        if isinstance(text, str):
            try:
                text.encode()
            except UnicodeEncodeError as error:
                broken("yields text that can be encoded", str(error))


def gather(exporter: Any, digests: Iterable[Digest], at_each: Callable[[], None] = lambda: None) -> Output:
    """Join what an exporter yields; raises :class:`ChunkError` where that is not what one yields."""
    files = getattr(exporter, "files", False)
    chunks = exporter.export(digests)
    if isinstance(chunks, Iterable) and not isinstance(chunks, str | bytes):
        chunks = _each(chunks, at_each)
    return collect(check_chunks(chunks, files=files), files=files)


def _each(chunks: Iterable[Any], at_each: Callable[[], None]) -> Iterator[Any]:
    for chunk in chunks:
        at_each()
        yield chunk


def difference(one: Output | None, other: Output | None) -> str:
    """Describe where two outputs differ first."""
    if isinstance(one, dict) and isinstance(other, dict):
        for path in [*one, *other]:
            if one.get(path) != other.get(path):
                return f"in {path!r}: {difference(one.get(path), other.get(path))}"
        return "in the order of their files"
    if isinstance(one, dict) or isinstance(other, dict) or one is None or other is None or type(one) is not type(other):
        return f"{_kind(one)} and {_kind(other)}"
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(place - 20, 0)
    return f"{one[start : place + 40]!r} and {other[start : place + 40]!r}"


def _kind(output: Output | None) -> str:
    return "nothing that can be written" if output is None else type(output).__name__


def same(one: Output | None, other: Output | None) -> bool:
    """Return whether two outputs are the same; the order of files is part of one."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one.items()) == list(other.items())
    return type(one) is type(other) and one == other


# -- the process around it ------------------------------------------------------------------------------------


@contextmanager
def watched() -> Generator[Callable[[], None], None, None]:
    """Hold what runs in here to printing nothing and leaving the process as it was, which is put right in any case.

    Yields a function that checks what has been changed so far.
    """
    before = _surroundings()
    written = io.BytesIO()
    printed = io.TextIOWrapper(written, "utf-8", "backslashreplace", newline="", write_through=True)

    def check() -> None:
        if changed := _restored(before):
            broken("leaves the process as it was", changed)
        if written.getvalue():
            broken("prints nothing", repr(written.getvalue()[:80].decode("utf-8", "replace")))

    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            yield check
        except BaseException:
            _restored(before)
            raise
        check()


def show_warnings(caught: list[warnings.WarningMessage]) -> None:
    """Show warnings that were caught, where they would have been printed, as Python does: one from each place."""
    places = {(each.category, each.filename, each.lineno): each for each in reversed(caught)}
    for each in reversed(places.values()):
        warnings.showwarning(each.message, each.category, each.filename, each.lineno)


def is_broken_law(error: BaseException) -> bool:
    """Return whether an error is one of :func:`broken`: an exporter may raise ``AssertionError`` as well."""
    return isinstance(error, AssertionError) and str(error).startswith("law broken: ")


def _surroundings() -> dict[str, Any]:
    return {
        "working folder": os.getcwd(),
        "environment": dict(os.environ),
        "recursion limit": sys.getrecursionlimit(),
        "locale": locale.setlocale(locale.LC_ALL),
    }


def _restored(before: dict[str, Any]) -> str:
    """Put right what has been changed, and return it in words."""
    now = _surroundings()
    changed = [f"the {what} is {_briefly(now[what])}" for what in before if now[what] != before[what]]
    if changed:
        _restore(before)
    return "; ".join(changed)


def _restore(before: dict[str, Any]) -> None:
    os.chdir(before["working folder"])
    for name in {*os.environ, *before["environment"]}:
        if name not in before["environment"]:
            del os.environ[name]
        elif os.environ.get(name) != before["environment"][name]:
            os.environ[name] = before["environment"][name]
    sys.setrecursionlimit(before["recursion limit"])
    locale.setlocale(locale.LC_ALL, before["locale"])


def _briefly(value: object) -> str:
    return "another one" if isinstance(value, dict) else repr(value)


def _shown(digests: Any) -> str:
    if isinstance(digests, list) and len(digests) > 20:
        return f"{len(digests)} digests"
    text = repr(digests)
    return text if len(text) <= 2000 else f"{text[:1999]}…"


# -- iterables ------------------------------------------------------------------------------------------------


class Once:
    """Digests that can be iterated once, and nothing else."""

    def __init__(self, some: Iterable[Digest]) -> None:
        self._some = some
        self._taken = False

    def __repr__(self) -> str:
        return f"an iterable of {self._some!r}"

    def __iter__(self) -> Iterator[Digest]:
        if self._taken:
            raise TypeError("these digests are iterated a second time")
        self._taken = True
        return iter(self._some)


# -- in a fresh process ---------------------------------------------------------------------------------------


def run_exporter(cls: type[Any], options: dict[str, object], inputs: list[list[Digest]]) -> list[tuple[str, Any]]:
    """Return what an exporter makes of each input: a pair of what happened and the output, or what was raised."""
    warnings.simplefilter("ignore")
    exporter = make(cls, cls.__name__, options)
    return [_result(exporter, digests) for digests in inputs]


def _result(exporter: Any, digests: list[Digest]) -> tuple[str, Any]:
    try:
        return "yielded", gather(exporter, digests)
    except ExportError:
        return "yielded", None
    except BaseException as error:
        return RAISED, describe(error)
