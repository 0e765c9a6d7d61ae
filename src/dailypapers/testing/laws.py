"""The laws that exporters and readers share, but those of fresh processes: of the class, its options and each run."""

import csv
import decimal
import io
import locale
import os
import random
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from dailypapers._plugins.faults import describe, exits_raised
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import Plugin, plugin_of
from dailypapers._plugins.options import as_text, make
from dailypapers.errors import ExportWarning, OptionError, PluginError
from dailypapers.plugins import Kind, shortened
from dailypapers.testing.growth import time_limit
from dailypapers.testing.results import Gather, YieldError, broken, comparable, difference, shown

_LEAVES = "leaves the process as it was"


def check_class(cls: type[Any], kind: Kind, law: str) -> Plugin:
    """Hold a class to what can be seen of it without making an instance."""
    try:
        return plugin_of(FoundPlugin(kind, repr(cls), ""), cls)
    except PluginError as error:
        broken(law, f"{cls!r} {error.reason}", error)


# -- each run -----------------------------------------------------------------------------------------------------


def result_of(
    gather: Gather,
    plugin: Any,
    given: Any,
    law: str = "does not fail",
    words: str = "",
    at_each: Callable[[], None] = lambda: None,
) -> Any:
    """Return what a plugin makes of an input, held to its contract and to leaving itself and the process as they were.

    What it raises breaks ``law``, unless it is the error of its kind, ``ExportError`` or ``ReadError``. The message
    names the input by ``words``, or shows it. ``at_each`` is called at each of its pieces.
    """
    options = _options_shown(plugin)
    what = words or shown(given)
    with _watched():
        try:
            with time_limit(_seconds_for(given), what):
                result = gather(plugin, given, at_each)
        except YieldError as error:
            broken(error.args[0], f"{error.args[1]}, for {what}", error.__cause__)
        except (Exception, SystemExit, GeneratorExit) as error:
            if isinstance(error, AssertionError) and str(error).startswith("law broken: "):
                raise  # by the check; a plugin may raise AssertionError as well
            broken(law, f"{shortened(describe(error))}{_line_of(error, type(plugin))}, for {what}", error)
    for name, value in _options_shown(plugin).items():
        if value != options[name]:
            broken("leaves its options as they were", f"{name} was {options[name]}, and is {value}")
    return result


def _seconds_for(given: Any) -> float:
    """Return what a run may take at most; a content of a few signs takes a hundredth of it, as do a few papers."""
    if isinstance(given, tuple):
        return 1 + len(given[0]) / 20_000
    return 2 + (sum(len(digest.papers) for digest in given) / 500 if isinstance(given, list) else 0)


def _line_of(error: BaseException, cls: type[Any]) -> str:
    """Return in brackets the last line of the class's own file that an error went through."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f" ({os.path.basename(file)}:{lines[-1]})" if file and lines else ""


def _options_shown(plugin: Any) -> dict[str, str]:
    return {field.name: repr(getattr(plugin, field.name)) for field in attrs.fields(type(plugin)) if field.init}


def check_same(one: Any, other: Any, given: str, cause: str) -> None:
    """Hold two results of what is given to each other; ``cause`` is what most often makes them differ."""
    if comparable(one) != comparable(other):
        broken("is deterministic", f"two results of {given}: {difference(one, other)}; the likely cause is {cause}")


# -- options ------------------------------------------------------------------------------------------------------


def check_options(cls: type[Any], options: Mapping[str, object]) -> None:
    """Hold a class to taking its options as text, as they are given and by default."""
    fields = [field for field in attrs.fields(cls) if field.init]
    names = [field.alias for field in fields]
    if unknown := [name for name in options if name not in names]:
        raise ValueError(f"options: {cls.__name__} has no option {unknown[0]!r}; it has {', '.join(names) or 'none'}")
    plugin = make_plugin(cls, options)
    for field in fields:
        text = as_text(value := getattr(plugin, field.name))
        again = getattr(make_plugin(cls, {**options, field.alias: text}), field.name)
        if again != value:
            broken("takes options as text", f"{field.alias} is {value!r}, and {again!r} when given as {text!r}")


def make_plugin(cls: type[Any], options: Mapping[str, object]) -> Any:
    """Make a plugin from its options; a failure breaks a law."""
    try:
        return make(cls, cls.__name__, options)
    except OptionError as error:
        broken("takes options as text", str(error), error)
    except (Exception, SystemExit) as error:
        broken("takes options as text", f"{cls.__name__} cannot be made: {describe(error)}", error)


# -- the process around a plugin ----------------------------------------------------------------------------------


def _put_environment(variables: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)


_SETTINGS: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {
    "the working folder": (os.getcwd, os.chdir),
    "the environment": (lambda: dict(os.environ), _put_environment),
    "the recursion limit": (sys.getrecursionlimit, sys.setrecursionlimit),
    "the locale": (partial(locale.setlocale, locale.LC_ALL), partial(locale.setlocale, locale.LC_ALL)),
    "the longest integer": (sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    "the longest cell of CSV": (csv.field_size_limit, csv.field_size_limit),
    "the decimal context": (lambda: attrgetter("prec", "rounding", "traps")(decimal.getcontext()), str),
    "the filters of warnings": (lambda: list(warnings.filters), str),
}
"""Functions that return a setting and put it right; but for two, which Python does. What a plugin imports may change
these two, and no other."""


def _now(number: int = len(_SETTINGS)) -> dict[str, Any]:
    return {name: now() for name, (now, _) in [*_SETTINGS.items()][:number]}


def _changed(before: dict[str, Any]) -> str:
    """Put right what has been changed, and return it in words."""
    changed = {name: value for name, value in _now(len(before)).items() if value != before[name]}
    for name in changed:
        _SETTINGS[name][1](before[name])
    return "; ".join(f"{name} is {shortened(repr(value))}" for name, value in changed.items())


@contextmanager
def _watched() -> Generator[None, None, None]:
    """Hold what runs in here to printing nothing and leaving the process as it was, which is put right in any case."""
    before = _now(len(_SETTINGS) - 2)
    written = io.BytesIO()
    printed = io.TextIOWrapper(written, "utf-8", "backslashreplace", newline="", write_through=True)
    try:
        with redirect_stdout(printed), redirect_stderr(printed), exits_raised():
            yield
    finally:
        changed = _changed(before)
    if changed:
        broken(_LEAVES, changed)
    if written.getvalue():
        broken("prints nothing", repr(written.getvalue()[:80].decode("utf-8", "replace")))


def check_settings(gather: Gather, make: Callable[[], Any], given: Any) -> None:
    """Hold a plugin to the same result under unusual settings, to leaving them at each piece, and no thread."""
    threads = threading.enumerate()
    usual = result_of(gather, make(), given)  # what it imports may change settings, once
    state, random_after = random.getstate(), []
    with decimal.localcontext(prec=23, rounding=decimal.ROUND_UP), warnings.catch_warnings():
        warnings.simplefilter("ignore", BytesWarning)
        before = _now()

        def check() -> None:
            if changed := _changed(before):
                broken(_LEAVES, changed)

        try:
            for seed in (101, 102):
                random.seed(seed)
                result = result_of(gather, make(), given, at_each=check)
                check()
                check_same(usual, result, f"{shown(given)}, under other settings", "the decimal context")
                random_after.append(random.getstate())
        finally:
            random.setstate(state)
    if random_after[0] == random_after[1]:
        broken(_LEAVES, "it seeds the random numbers of everybody; random.Random(seed) has its own")
    for thread in {*threading.enumerate()} - {*threads}:
        thread.join(0.5)
        if thread.is_alive():
            broken(_LEAVES, f"a thread goes on: {thread.name}")


@contextmanager
def warnings_held_back() -> Generator[None, None, None]:
    """Hold back warnings, which standard error would show as something printed, until all laws were tried.

    Then they are shown as Python does, one from each place, but for those of a format.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore", ExportWarning)
        yield
    places = {(each.category, each.filename, each.lineno): each for each in reversed(caught)}
    for each in reversed(places.values()):
        warnings.showwarning(each.message, each.category, each.filename, each.lineno)
