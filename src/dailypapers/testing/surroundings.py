"""The process around a plugin: what it may not do to it, and the warnings that its author sees."""

import io
import locale
import os
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

from dailypapers.errors import ExportWarning, warn
from dailypapers.testing.breaches import broken


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


@contextmanager
def warnings_held_back() -> Generator[list[str], None, None]:
    """Hold back warnings, which standard error would show as something printed, until all laws were tried.

    Then they are shown as Python does, one from each place, but for those of a format. Yields a list for doubts, which
    then become warnings as well.
    """
    doubts: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore", ExportWarning)
        yield doubts
    places = {(each.category, each.filename, each.lineno): each for each in reversed(caught)}
    for each in reversed(places.values()):
        warnings.showwarning(each.message, each.category, each.filename, each.lineno)
    for doubt in doubts:
        warn(doubt, UserWarning)


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
    if now == before:
        return ""
    os.chdir(before["working folder"])
    os.environ.clear()
    os.environ.update(before["environment"])
    sys.setrecursionlimit(before["recursion limit"])
    locale.setlocale(locale.LC_ALL, before["locale"])
    changed = [name for name in before if now[name] != before[name]]
    return "; ".join(f"the {name} is {'another one' if name == 'environment' else repr(now[name])}" for name in changed)
