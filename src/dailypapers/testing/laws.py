"""The laws that exporters and readers share, but those of fresh processes: of the class, its options and each run."""

import csv
import decimal
import enum
import gc
import io
import locale
import logging
import os
import random
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from dailypapers._plugins.faults import describe
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import Plugin, plugin_of
from dailypapers._plugins.options import as_text, make
from dailypapers.errors import ExportWarning, OptionError, PluginError, warn
from dailypapers.plugins import Kind, shortened
from dailypapers.testing.growth import TooLongError, time_limit
from dailypapers.testing.results import Gather, YieldError, broken, comparable, difference, shown

_REPEATABLE = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
)
"""How Hypothesis tries plugins of others: the same each time, whatever the settings of their tests."""


def check_class(cls: type[Any], kind: Kind, law: str) -> Plugin:
    """Hold a class to what can be seen of it without making an instance."""
    try:
        return plugin_of(FoundPlugin(kind, repr(cls), ""), cls)
    except PluginError as error:
        broken(law, f"{cls!r} {error.reason}", error)


# -- each run -----------------------------------------------------------------------------------------------------


def result_of(gather: Gather, plugin: Any, given: Any, law: str = "does not fail", words: str = "") -> Any:
    """Return what a plugin makes of an input, held to its contract and to leaving itself and the process as they were.

    What it raises breaks ``law``, unless it is the error of its kind, ``ExportError`` or ``ReadError``. The message
    names the input by ``words``, or shows it.
    """
    options = _options_shown(plugin)
    with _watched() as check:
        try:
            with time_limit(_seconds_for(given)):
                result = gather(plugin, given, check)
        except TooLongError as error:
            broken("takes little time", f"{error}, for {words or shown(given)}")
        except YieldError as error:
            broken(error.args[0], f"{error.args[1]}, for {words or shown(given)}", error.__cause__)
        except (Exception, SystemExit, GeneratorExit) as error:
            if isinstance(error, AssertionError) and str(error).startswith("law broken: "):
                raise  # by the check; a plugin may raise AssertionError as well
            broken(law, f"{shortened(describe(error))}, for {words or shown(given)}", error)
    for name, value in _options_shown(plugin).items():
        if value != options[name]:
            broken("leaves its options as they were", f"{name} was {options[name]}, and is {value}")
    return result


def _seconds_for(given: Any) -> float:
    """Return how long a plugin may take at most; a content of a few signs takes a hundredth of it."""
    return 1 + len(given[0]) / 20_000 if isinstance(given, tuple) else 5


def _options_shown(plugin: Any) -> dict[str, str]:
    return {field.name: repr(getattr(plugin, field.name)) for field in attrs.fields(type(plugin)) if field.init}


def check_same(one: Any, other: Any, given: str, cause: str) -> None:
    """Hold two results of what is given to each other; ``cause`` is what most often makes them differ."""
    if comparable(one) != comparable(other):
        broken("is deterministic", f"two results of {given}: {difference(one, other)}; the likely cause is {cause}")


def check_settings(gather: Gather, make: Callable[[], Any], given: Any) -> None:
    """Hold a plugin to leaving settings of the process as they were, which are unusual ones here, and no thread."""
    law = "leaves the process as it was"
    threads = threading.enumerate()
    result_of(gather, make(), given)  # what it imports may change settings, once
    random_after = []
    with _unusual_settings():
        before = _settings()

        def check() -> None:
            now = _settings()
            if changed := [name for name in before if now[name] != before[name]]:
                broken(law, f"it changes {' and '.join(changed)}")

        for seed in (101, 102):
            random.seed(seed)
            result_of(lambda plugin, each, _: gather(plugin, each, check), make(), given)
            random_after.append(random.getstate())
            check()
    if random_after[0] == random_after[1]:
        broken(law, "it seeds the random numbers of everybody; random.Random(seed) has its own")
    for thread in {*threading.enumerate()} - {*threads}:
        thread.join(0.5)
        if thread.is_alive():
            broken(law, f"a thread goes on: {thread.name}")


@contextmanager
def _unusual_settings() -> Generator[None, None, None]:
    state, handlers, level = random.getstate(), logging.root.handlers, logging.root.level
    digits, cell = sys.get_int_max_str_digits(), csv.field_size_limit()
    with decimal.localcontext(prec=23, rounding=decimal.ROUND_UP), warnings.catch_warnings():
        warnings.simplefilter("ignore", BytesWarning)
        try:
            logging.root.handlers = []
            logging.root.setLevel(29)
            sys.set_int_max_str_digits(4321)
            csv.field_size_limit(123_456)
            yield
        finally:
            random.setstate(state)
            logging.root.handlers = handlers
            logging.root.setLevel(level)
            sys.set_int_max_str_digits(digits)
            csv.field_size_limit(cell)


def _settings() -> dict[str, object]:
    context = decimal.getcontext()
    return {
        "the decimal context": (context.prec, context.rounding, context.Emin, context.Emax, context.traps),
        "the filters of warnings": list(warnings.filters),
        "the path of imports": list(sys.path),
        "the logging of everybody": (logging.root.level, list(logging.root.handlers)),
        "the garbage collection": gc.isenabled(),
        "the longest integer": sys.get_int_max_str_digits(),
        "the longest cell of CSV": csv.field_size_limit(),
    }


def check_generated(inputs: "st.SearchStrategy[Any]", check: Callable[[Any], object], examples: int) -> None:
    """Check generated inputs, and show the smallest one that breaks a law."""

    @settings(_REPEATABLE, max_examples=examples)
    @given(inputs)
    def hold(some: Any) -> None:
        check(some)

    try:
        hold()
    except Flaky as error:
        broken("is deterministic", "what fails once does not fail again", error)


def check_closing(start: Callable[[], Iterable[object]]) -> None:
    """Hold a plugin, started anew each time, to ending where it is closed after any of its pieces."""
    for pieces in range(1, 20):
        with _watched():
            try:
                running = iter(start())
                taken = sum(1 for _ in zip(range(pieces), running, strict=False))
            except (Exception, SystemExit):
                return  # the error of its kind, as for all else it does not fail
            try:
                getattr(running, "close", lambda: None)()
            except (Exception, SystemExit, GeneratorExit) as error:
                how = "goes on" if str(error) == "generator ignored GeneratorExit" else describe(error)
                broken("ends when it is closed", f"{how}, after {taken} of its pieces", error)
        if taken < pieces:
            return


# -- options ------------------------------------------------------------------------------------------------------


def check_options(cls: type[Any], options: Mapping[str, object]) -> None:
    """Hold a class to taking its options as text, as they are given and by default."""
    plugin = make_plugin(cls, options)
    for field in attrs.fields(cls):
        if not field.init:
            continue
        value = getattr(plugin, field.name)
        text = as_text(value)
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


def options_without_effect(
    gather: Gather, cls: type[Any], options: Mapping[str, object], inputs: list[Any]
) -> Iterator[str]:
    """Yield, in words, each option of few values with every one of which a plugin has the same results."""
    for field in attrs.fields(cls):
        values = _few_values(field.type) if field.init else ()
        results = []
        for value in values:
            try:
                plugin = make(cls, cls.__name__, {**options, field.alias: value})
            except (OptionError, ValueError, TypeError):
                continue  # a value that does not go with the others
            results.append((value, [comparable(result_of(gather, plugin, each)) for each in inputs]))
        if len(results) > 1 and all(each == results[0][1] for _, each in results):
            named = " and ".join(as_text(value) or "nothing" for value, _ in results)
            yield f"option without effect: {field.alias!r}: the same with {named}"


def _few_values(type_: Any) -> tuple[object, ...]:
    """Return the values of a boolean, an enum, or a ``Literal``; nothing for a type that has more."""
    if type_ is bool:
        return (False, True)
    if get_origin(type_) is Literal:
        return get_args(type_)
    if isinstance(type_, type) and issubclass(type_, enum.Enum):
        return tuple(type_)
    if get_origin(type_) in (Union, UnionType) and NoneType in get_args(type_):
        inner = [_few_values(each) for each in get_args(type_) if each is not NoneType]
        return (None, *inner[0]) if len(inner) == 1 and inner[0] else ()
    return ()


# -- the process around a plugin ----------------------------------------------------------------------------------


@contextmanager
def _watched() -> Generator[Callable[[], None], None, None]:
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


@contextmanager
def warnings_held_back() -> Generator[list[str], None, None]:
    """Hold back warnings, which standard error would show as something printed, until all laws were tried.

    Then they are shown as Python does, one from each place, but for those of a format. Yields a list for problems that
    break no law, which then become warnings as well.
    """
    problems: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore", ExportWarning)
        yield problems
    places = {(each.category, each.filename, each.lineno): each for each in reversed(caught)}
    for each in reversed(places.values()):
        warnings.showwarning(each.message, each.category, each.filename, each.lineno)
    for problem in problems:
        warn(problem, UserWarning)
