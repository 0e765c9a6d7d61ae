"""The laws of exporters, each tried with models of all kinds."""

import datetime
from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs
from hypothesis import strategies as st

from dailypapers._plugins.faults import describe
from dailypapers.models import Digest
from dailypapers.testing import samples
from dailypapers.testing.laws import (
    check_class,
    check_closing,
    check_generated,
    check_options,
    check_same,
    make_plugin,
    options_without_effect,
    result_of,
    warnings_held_back,
)
from dailypapers.testing.processes import check_in_processes
from dailypapers.testing.results import broken, comparable, gather_output, shown
from dailypapers.testing.strategies import digests

_MANY = 1100  # beyond the recursion limit, and more than fit into a byte


def check_exporter(
    cls: type[Any],
    options: Mapping[str, object] = {},
    parse: Callable[[Any], object] | None = None,
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
    if isinstance(represents, str):
        raise TypeError(f"represents: expected several names, not one text; put it in a list: [{represents!r}]")
    if unknown := [name for name in represents if name not in samples.FIELDS]:
        raise ValueError(f"represents: {unknown[0]!r} is none of {', '.join(samples.FIELDS)}")
    plugin = check_class(cls, "exporter", "is an exporter")
    with warnings_held_back() as problems:
        check_options(cls, options)
        laws = _Laws(make_plugin(cls, options), parse)
        laws.check_fixed()
        required = {field.alias for field in attrs.fields(cls) if field.init and field.default is attrs.NOTHING}
        _check_papers(make_plugin(cls, {name: value for name, value in options.items() if name in required}))
        for some in (samples.crowded(), samples.valid()):
            laws.check_repeated(some)
        check_generated(st.lists(digests(max_papers=2, hostile=True), max_size=2), laws.check_repeated, 30)
        check_closing(lambda: laws.exporter.export(iter(samples.valid())))
        if plugin.streams:
            laws.check_streams()
        for field in represents:
            laws.check_represents(field)
        problems += options_without_effect(gather_output, cls, options, [samples.valid()])
        problems += check_in_processes(gather_output, cls, options, [samples.valid(), samples.distinct()])


class _Laws:
    """An exporter, held to the laws of its kind."""

    def __init__(self, exporter: Any, parse: Callable[[Any], object] | None) -> None:
        self.exporter: Any = exporter
        self._parse = parse

    def output(self, some: list[Digest], law: str = "does not fail") -> Any:
        """Return an output, held to the laws of each single one; ``None`` where the exporter refuses the digests."""
        before = comparable(some)
        output = result_of(gather_output, self.exporter, some, law)
        for digest, old, new in zip(some, before, comparable(some), strict=True):
            if new != old:
                broken("leaves the digests as they were", f"one is now {digest!r}")
        for text in output.values() if isinstance(output, dict) else [output]:
            if isinstance(text, str):
                try:
                    text.encode()
                except UnicodeEncodeError as error:
                    broken("yields text that can be encoded", str(error))
        if output is not None and self._parse is not None:
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
            result_of(gather_output, self.exporter, some, "takes lone surrogates")
        self.output(list(samples.many(_MANY)), "takes many digests")

    def check_repeated(self, some: list[Digest]) -> None:
        output = self.output(some)
        for equal in (some, samples.copied_backwards(some)):
            check_same(output, self.output(equal), "is deterministic", shown(some))
        law = "takes any iterable, once"
        once = result_of(gather_output, self.exporter, samples.gone_when_the_next_one_comes(some), law)
        check_same(output, once, law, "a list and an iterator whose digests are gone when the next one comes")

    def check_streams(self) -> None:
        some = samples.many(100)
        try:
            first = next(iter(self.exporter.export(some)), None)
        except (Exception, SystemExit) as error:
            broken("streams", f"{describe(error)}, for 100 digests", error)
        if first is None:
            broken("streams", "nothing came for 100 digests")
        taken = 100 - sum(1 for _ in some)
        if taken > 50:
            broken("streams", f"the first piece came after {taken} of 100 digests")

    def check_represents(self, field: str) -> None:
        for what, some, others in samples.changes(field):
            one, other = self.output(some), self.output(others)
            if one is None:
                broken("represents its fields", f"{field}: refuses papers of which every field is known")
            if comparable(one) == comparable(other):
                broken("represents its fields", f"the same output for {what}")


def _check_papers(exporter: Any) -> None:
    """Hold an exporter, made with its default options, to writing something of papers that are valid."""
    law = "writes papers"
    if all(result_of(gather_output, exporter, some) is None for some in samples.each_alone()):
        broken(law, "refuses every one of several valid papers")
    nothing, something = (result_of(gather_output, exporter, some, law) for some in ([], samples.distinct()))
    if something is not None and (not something or something == nothing):
        yields = "the same as for no digests" if something else "nothing"
        broken(law, f"yields {yields} for {sum(len(digest.papers) for digest in samples.distinct())} papers")
