"""The laws of exporters, each tried with models of all kinds."""

import datetime
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from dailypapers._plugins.faults import describe
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import Plugin, plugin_of
from dailypapers.errors import ExportWarning, PluginError, warn
from dailypapers.models import Digest
from dailypapers.plugins import Kind
from dailypapers.testing import processes, samples
from dailypapers.testing.models import digests
from dailypapers.testing.options import check_options, made, required_alone, without_effect
from dailypapers.testing.outputs import (
    Once,
    Output,
    broken,
    check_encodable,
    difference,
    output_of,
    run_exporter,
    same,
    show_warnings,
    watched,
)

Parse = Callable[[Any], object]

REPEATABLE = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
)
"""How Hypothesis tries plugins of others: the same each time, whatever the settings of their tests."""

_MANY = 1100  # more than Python takes of calls in calls, and than fit into a byte


def check_exporter(
    cls: type[Any],
    options: Mapping[str, object] = {},
    parse: Parse | None = None,
    represents: Collection[str] = (),
) -> None:
    """Hold an exporter class, made with ``options``, to the laws of exporters.

    ``parse`` is any reader of the format, such as ``json.loads``; it gets what :func:`dailypapers.export` returns.
    ``represents`` are fields whose values the output has: ``date``, of a digest, and those of a paper: ``title``,
    ``url``, ``media``, ``votes``, ``authors``, ``authors_omitted_at``, ``summary``. Another name is a ``ValueError``.

    Raises ``AssertionError``, which names the law and what breaks it. The laws:

    - *is an exporter*: an attrs class with a method ``export`` and options that can be;
    - *takes options as text*: each option, given or by default, survives being written as text;
    - *takes nothing*: no digests, and digests without papers;
    - *does not fail*: whatever the digests say or leave unknown; :class:`dailypapers.ExportError` is no failure;
    - *takes many digests*: more than a thousand;
    - *takes lone surrogates*: which it yields as they are, or refuses with ``ExportError``;
    - *writes papers*: with its default options, valid papers are not all refused, and leave something in the output;
    - *yields text or bytes*: one of them alone; or files, where the class says ``files``;
    - *yields text that can be encoded*: as UTF-8;
    - *is deterministic*: the same digests give the same output, wherever in memory they are;
    - *takes any iterable, once*: no length, no second pass, and no digest is still there when the next one comes;
    - *leaves the digests as they were*: frozen values stay what they are;
    - *leaves the process as it was*: its working folder, environment, recursion limit and locale, at each piece;
    - *prints nothing*: neither to standard output nor to standard error;
    - *ends when it is closed*: and neither goes on nor fails;
    - *streams*: where the class says so, it yields before its input is used up;
    - *can be parsed*: what ``parse`` takes; it gets every output that can be written;
    - *represents its fields*: another value in any one of several papers changes the output, for ``represents``;
    - *is the same in every process*: nothing comes from its number, or from addresses in memory;
    - *is the same under every hash seed*: no order comes from ``set()`` or ``hash()``;
    - *is the same at every time*: in each time zone, on each day;
    - *writes no files*: nothing it wrote besides its output is there when it has ended.

    An option that is a boolean, an enum or a ``Literal``, and none of whose values changes the output, is a warning. So
    is a class that cannot be run in another process, with which the last four laws, and printing past Python, are not
    tried. Both are a ``UserWarning``.
    """
    if unknown := [name for name in represents if name not in samples.FIELDS]:
        raise ValueError(f"represents: {unknown[0]!r} is none of {', '.join(samples.FIELDS)}")
    plugin = check_class(cls, "exporter", "is an exporter")
    doubts: list[str] = []
    # Warnings go past standard error, where they would be something printed; what is none of a format is shown below.
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore", ExportWarning)
        check_options(cls, options)
        laws = _Laws(made(cls, options), parse)
        laws.check_fixed()
        _check_papers(made(cls, required_alone(cls, options)))
        laws.check_generated()
        laws.check_memory()
        laws.check_closing()
        if plugin.streams:
            laws.check_streams()
        for field in represents:
            laws.check_represents(field)
        doubts += without_effect(
            cls, options, lambda exporter: repr(output_of(exporter, samples.valid(), "does not fail"))
        )
        doubts += _check_fresh(cls, options)
    show_warnings(caught)
    for doubt in doubts:
        warn(doubt, UserWarning)


def check_class(cls: type[Any], kind: Kind, law: str) -> Plugin:
    """Hold a class to what can be seen of it without making an instance."""
    try:
        return plugin_of(FoundPlugin(kind, repr(cls), ""), cls)
    except PluginError as error:
        broken(law, f"{cls!r} {error.reason}", error)


class _Laws:
    """An exporter, held to the laws that this process can try."""

    def __init__(self, exporter: Any, parse: Parse | None) -> None:
        self._exporter, self._parse = exporter, parse

    def output(self, some: list[Digest], law: str = "does not fail") -> Output | None:
        """Return an output that was held to whatever holds of each one."""
        before = [attrs.astuple(digest) for digest in some]  # with what is in no equality
        output = output_of(self._exporter, some, law)
        for digest, values in zip(some, before, strict=True):
            if attrs.astuple(digest) != values:
                broken("leaves the digests as they were", f"one is now {digest!r}")
        if output is None:
            return None
        check_encodable(output)
        if self._parse is not None:
            try:
                self._parse(output)
            except (Exception, SystemExit) as error:
                broken("can be parsed", f"{describe(error)}, for the output {output!r}", error)
        return output

    def check_fixed(self) -> None:
        self.output([], "takes nothing")
        self.output([Digest(None), Digest(datetime.date(2024, 7, 12))], "takes nothing")
        for some in (samples.valid(), *samples.each_alone()):
            self.output(some)
        for some in samples.with_lone_surrogates():
            output_of(self._exporter, some, "takes lone surrogates")
        self.output(list(samples.many(_MANY)), "takes many digests")

    def check_generated(self) -> None:
        @settings(REPEATABLE, max_examples=30)
        @given(st.lists(digests(max_papers=2, hostile=True), max_size=2))
        def hold(some: list[Digest]) -> None:
            output = self.output(some)
            self._check_same(output, self.output(some), "is deterministic", f"twice, for {some!r}")
            once = output_of(self._exporter, Once(some), "takes any iterable, once")
            self._check_same(output, once, "takes any iterable, once", "for a list and for an iterator")

        try:
            hold()
        except Flaky as error:
            broken("is deterministic", "what fails once does not fail again", error)

    def check_memory(self) -> None:
        """An order by ``id()``, and an ``id()`` in the output; an ``id()`` taken for what a paper is."""
        some = samples.valid()
        output, other = (self.output(samples.copies_in_memory_order(some, ascending=up)) for up in (True, False))
        self._check_same(output, other, "is deterministic", "for equal digests, elsewhere in memory")
        # In CPython what comes next is where the last one was, if nobody holds that.
        law = "takes any iterable, once"
        fleeting = output_of(self._exporter, Once(_Fleeting(some)), law)
        self._check_same(output, fleeting, law, "for a list and for digests of which each is gone before the next")

    def check_closing(self) -> None:
        law = "ends when it is closed"
        for pieces in range(1, 20):
            with watched():
                try:
                    chunks = iter(self._exporter.export(iter(samples.valid())))
                    taken = sum(1 for _ in zip(range(pieces), chunks, strict=False))
                except (Exception, SystemExit):
                    return  # an ExportError, as for all else it does not fail
                try:
                    getattr(chunks, "close", lambda: None)()
                except (Exception, SystemExit, GeneratorExit) as error:
                    how = "goes on" if str(error) == "generator ignored GeneratorExit" else describe(error)
                    broken(law, f"{how}, after {taken} of its pieces", error)
            if taken < pieces:
                return

    def check_streams(self) -> None:
        taken = 0

        def counted() -> Iterator[Digest]:
            nonlocal taken
            for taken, digest in enumerate(samples.many(100), 1):  # noqa: B007 - read below
                yield digest

        try:
            first = next(iter(self._exporter.export(counted())), None)
        except (Exception, SystemExit) as error:
            broken("streams", f"{describe(error)}, for 100 digests", error)
        if first is None:
            broken("streams", "nothing came for 100 digests")
        if taken > 50:
            broken("streams", f"the first piece came after {taken} of 100 digests")

    def check_represents(self, field: str) -> None:
        for what, some, others in samples.changes(field):
            one, other = self.output(some), self.output(others)
            if one is None:
                broken("represents its fields", f"{field}: refuses papers of which every field is known")
            if same(one, other):
                broken("represents its fields", f"the same output for {what}")

    def _check_same(self, one: Output | None, other: Output | None, law: str, when: str) -> None:
        if not same(one, other):
            broken(law, f"two outputs {when}: {difference(one, other)}")


class _Fleeting:
    """Copies of digests, none of which is held here."""

    def __init__(self, some: list[Digest]) -> None:
        self._some = some

    def __repr__(self) -> str:
        return repr(self._some)

    def __iter__(self) -> Iterator[Digest]:
        return map(samples.copied, self._some)


def _check_papers(exporter: Any) -> None:
    """Hold an exporter, made with its default options, to writing something of papers that are valid."""
    law = "writes papers"
    if all(output_of(exporter, some, "does not fail") is None for some in samples.each_alone()):
        broken(law, "refuses every one of several valid papers")
    nothing, something = output_of(exporter, [], law), output_of(exporter, samples.distinct(), law)
    if something is not None and (not something or same(nothing, something)):
        what = "the same as for no digests" if something else "nothing"
        broken(law, f"yields {what} for {sum(len(digest.papers) for digest in samples.distinct())} papers")


def _check_fresh(cls: type[Any], options: Mapping[str, object]) -> Iterable[str]:
    """Hold a class to what only other processes can try; returns why they could not."""
    inputs = [samples.valid(), samples.distinct()]
    try:
        fresh, here, there = processes.fresh(run_exporter, cls, options, inputs)
    except processes.CannotRunError as error:
        return [f"laws not tried: {cls.__name__} cannot be run in another process: {error}"]
    check_outcomes(fresh, here, there, same, difference)
    return []


def check_outcomes(
    fresh: processes.Fresh,
    here: processes.Outcome,
    there: processes.Outcome,
    are_same: Callable[[Any, Any], bool],
    differ: Callable[[Any, Any], str],
) -> None:
    """Hold what came of the same inputs in two processes to each other, and to leaving nothing behind."""
    for (_, one), (_, other) in zip(here.results, there.results, strict=True):
        if not are_same(one, other):
            broken(_why_other(fresh, here, are_same), f"two processes give {differ(one, other)}")
    for outcome in (here, there):
        if outcome.printed:
            broken("prints nothing", repr(outcome.printed[:80]))
        if outcome.left:
            broken("writes no files", ", ".join(outcome.left[:3]))


def _why_other(fresh: processes.Fresh, here: processes.Outcome, are_same: Callable[[Any, Any], bool]) -> str:
    """Return the law that a class breaks whose results differ, found with one thing changed at a time."""
    again, other_seed = fresh.run(processes.HERE, processes.OTHER_SEED)
    if not _all_same(again, here, are_same):
        return "is the same in every process"
    if not _all_same(other_seed, here, are_same):
        return "is the same under every hash seed"
    return "is the same at every time"


def _all_same(one: object, other: processes.Outcome, are_same: Callable[[Any, Any], bool]) -> bool:
    return isinstance(one, processes.Outcome) and all(
        are_same(a, b) for (_, a), (_, b) in zip(one.results, other.results, strict=True)
    )
