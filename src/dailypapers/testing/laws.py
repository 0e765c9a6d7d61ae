"""The laws that exporters and readers share, but those of options and of fresh processes."""

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from dailypapers._plugins.faults import describe
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import Plugin, plugin_of
from dailypapers.errors import PluginError
from dailypapers.plugins import Kind
from dailypapers.testing.breaches import broken, difference, is_broken_law, shown
from dailypapers.testing.results import Gather, YieldError, comparable
from dailypapers.testing.surroundings import watched

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


def result_of(gather: Gather, plugin: Any, given: Any, law: str = "does not fail") -> Any:
    """Return what a plugin makes of an input, held to its contract and to leaving the process as it was.

    What it raises breaks ``law``, unless it is the error of its kind, ``ExportError`` or ``ReadError``.
    """
    with watched() as check:
        try:
            return gather(plugin, given, check)
        except YieldError as error:
            broken(error.law, f"{error.how}, for {shown(given)}", error.__cause__)
        except (Exception, SystemExit, GeneratorExit) as error:
            if is_broken_law(error):
                raise
            broken(law, f"{describe(error)}, for {shown(given)}", error)


def check_same(one: Any, other: Any, law: str, given: str) -> None:
    """Hold two results of what is given to each other."""
    if comparable(one) != comparable(other):
        broken(law, f"two results of {given}: {difference(one, other)}")


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
        with watched():
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
