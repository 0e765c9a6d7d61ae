"""The laws of exporters, each tried with models of all kinds."""

import datetime
import re
import warnings
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import attrs
from hypothesis import strategies as st

from dailypapers._plugins.faults import describe
from dailypapers._text import lone_surrogate
from dailypapers.errors import ExportWarning
from dailypapers.models import Digest
from dailypapers.plugins import shortened
from dailypapers.testing import losses, odd_papers, samples
from dailypapers.testing.growth import GROWING, check_growth
from dailypapers.testing.laws import (
    check_class,
    check_closing,
    check_generated,
    check_options,
    check_same,
    check_settings,
    make_plugin,
    options_without_effect,
    result_of,
    warnings_held_back,
)
from dailypapers.testing.processes import check_in_processes
from dailypapers.testing.results import broken, comparable, difference, gather_output, shown
from dailypapers.testing.strategies import digests

_MANY = 1100  # beyond the recursion limit, and more than fit into a byte
_MANY_PAPERS = 1500


def check_exporter(
    cls: type[Any],
    options: Mapping[str, object] = {},
    parse: Callable[[Any], object] | None = None,
    represents: Collection[str] = (),
    leaves_out: Collection[str] = (),
) -> None:
    """Hold an exporter class, made with ``options``, to the laws of exporters.

    ``parse`` is any reader of the format, such as ``json.loads``; it gets what :func:`dailypapers.export` returns.
    ``represents`` are fields whose values the output has: ``date``, of a digest, and those of a paper: ``title``,
    ``url``, ``media``, ``votes``, ``authors``, ``authors_omitted_at``, ``summary``. Another name is a ``ValueError``.
    ``leaves_out`` may name ``summary``: the format has no place for it, and no warning is owed.

    Raises ``AssertionError``, which names the law and what breaks it. The laws:

    - *is an exporter*: an attrs class with a method ``export`` and options that can be;
    - *takes options as text*: each option, given or by default, survives being written as text;
    - *takes nothing*: no digests, and digests without papers;
    - *does not fail*: whatever the digests say or leave unknown; :class:`dailypapers.ExportError` is no failure;
    - *takes many digests*: more than a thousand;
    - *takes many papers*: in one digest, without a call in a call for each;
    - *takes little time*: for twice as many papers at most three times as much, and no title takes seconds;
    - *takes lone surrogates*: which it yields as they are, or refuses with ``ExportError``;
    - *writes papers*: with its default options, valid papers are not all refused, and leave something in the output;
    - *yields text or bytes*: one of them alone; or files, where the class says ``files``;
    - *yields text that can be encoded*: as UTF-8;
    - *is deterministic*: the same digests give the same output, wherever in memory they are;
    - *takes any iterable, once*: no length, no second pass, and no digest is still there when the next one comes;
    - *leaves the digests as they were*: frozen values stay what they are;
    - *leaves its options as they were*: an exporter may be asked a second time;
    - *leaves the process as it was*: its working folder, environment, recursion limit, locale, random numbers, decimal
      context, filters of warnings and threads, at each piece;
    - *prints nothing*: neither to standard output nor to standard error;
    - *ends when it is closed*: and neither goes on nor fails;
    - *streams*: where the class says so, it yields before its input is used up;
    - *can be parsed*: what ``parse`` takes; it gets every output that can be written;
    - *keeps papers apart*: a title may have what stands between two titles, and a backslash before a sign;
    - *writes letters of every script*: where titles are in the output, those of Hangul are;
    - *gives each paper a path of its own*: which is the same whichever papers stand before it;
    - *represents its fields*: another value in any one of several papers changes the output, for ``represents``, also
      where another field is unknown in each, or what they say is long, of many levels, or in other letters;
    - *writes each paper*: whatever is odd in it, where ``represents`` is given; or warns that it is left out;
    - *warns of what it leaves out*: of summaries, where ``represents`` is given without them, but not ``leaves_out``;
    - *is the same in every process*: nothing comes from its number, or from addresses in memory;
    - *is the same under every hash seed*: no order comes from ``set()`` or ``hash()``;
    - *is the same at every time*: in each time zone, on each day;
    - *is the same for every user*: of any name, home, machine, working folder, environment and language;
    - *looks at nothing else*: it opens no file of its user or of the working folder, and no connection;
    - *writes no files*: nothing it wrote besides its output is there when it has ended.

    An option that is a boolean, an enum or a ``Literal``, and none of whose values changes the output, is a warning. So
    is a class that cannot be run in another process, with which the last six laws, and printing past Python, are not
    tried. Both are a ``UserWarning``.
    """
    _check_names("represents", represents, samples.FIELDS)
    _check_names("leaves_out", leaves_out, ("summary",))
    plugin = check_class(cls, "exporter", "is an exporter")
    with warnings_held_back() as problems:
        check_options(cls, options)
        laws = _Laws(cls, options, parse, represents)
        laws.check_fixed()
        required = {field.alias for field in attrs.fields(cls) if field.init and field.default is attrs.NOTHING}
        _check_papers(make_plugin(cls, {name: value for name, value in options.items() if name in required}))
        check_settings(gather_output, laws.make, samples.distinct())
        check_generated(st.lists(digests(max_papers=2, hostile=True), max_size=2), laws.check_repeated, 30)
        check_closing(lambda: laws.make().export(iter(samples.valid())))
        if plugin.streams:
            laws.check_streams()
        laws.check_losses(leaves_out)
        laws.check_many()
        problems += options_without_effect(gather_output, cls, options, [samples.valid()])
        problems += check_in_processes(gather_output, cls, options, [samples.valid(), samples.distinct()])


def _check_names(parameter: str, names: Collection[str], known: tuple[str, ...]) -> None:
    if isinstance(names, str):
        raise TypeError(f"{parameter}: expected several names, not one text; put it in a list: [{names!r}]")
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"{parameter}: {unknown[0]!r} is none of {', '.join(known)}")


class _Laws:
    """A class of exporters, with its options, held to the laws of its kind. Each output is one of a new exporter."""

    def __init__(
        self,
        cls: type[Any],
        options: Mapping[str, object],
        parse: Callable[[Any], object] | None,
        represents: Collection[str],
    ) -> None:
        self.make = partial(make_plugin, cls, options)
        self._parse = parse
        self._represents = represents

    def output(self, some: list[Digest], law: str = "does not fail", words: str = "", exporter: Any = None) -> Any:
        """Return an output, held to the laws of each single one; ``None`` where the exporter refuses the digests."""
        before = comparable(some)
        output = result_of(gather_output, exporter or self.make(), some, law, words)
        for digest, old, new in zip(some, before, comparable(some), strict=True):
            if new != old:
                broken("leaves the digests as they were", f"a digest of {digest.date}, {difference(old, new)}")
        for text in output.values() if isinstance(output, dict) else [output]:
            if isinstance(text, str):
                try:
                    text.encode()
                except UnicodeEncodeError as error:
                    broken("yields text that can be encoded", lone_surrogate(error))
        if output is not None and self._parse is not None:
            try:
                self._parse(output)
            except (Exception, SystemExit) as error:
                broken("can be parsed", f"{shortened(describe(error))}, for {words or shown(some)}", error)
        return output

    def _output_and_warnings(self, some: list[Digest]) -> losses.Output:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            output = result_of(gather_output, self.make(), some)
        titles = {paper.title for digest in some for paper in digest.papers} - {""}
        told = {str(each.message) for each in caught if issubclass(each.category, ExportWarning)}
        quoted = "|".join([*map(re.escape, titles), r"\d+", "'[^']*'", '"[^"]*"'])
        return output, {re.sub(quoted, "…", text) for text in told}

    def check_fixed(self) -> None:
        self.output([], "takes nothing")
        self.output([Digest(None), Digest(datetime.date(2024, 7, 12))], "takes nothing")
        for some in (samples.crowded(), samples.valid()):
            self.check_repeated(some)
        for what, some, _ in odd_papers.among_others():
            self.output(some, words=what)
        for some in samples.each_alone():
            self.output(some)
        for some in samples.with_lone_surrogates():
            result_of(gather_output, self.make(), some, "takes lone surrogates")
        self.output(list(samples.many(_MANY)), "takes many digests")

    def check_repeated(self, some: list[Digest]) -> None:
        exporter = self.make()
        output = self.output(some, exporter=exporter)
        again = f"the same exporter for {shown(some)}"
        check_same(output, self.output(some, exporter=exporter), again, "state that it keeps, or a clock")
        copied = self.output(samples.copied_backwards(some))
        check_same(output, copied, shown(some), "state kept in a class or module, a clock, or an address in memory")
        law = "takes any iterable, once"
        once = result_of(gather_output, self.make(), samples.gone_when_the_next_one_comes(some), law)
        if comparable(output) != comparable(once):
            broken(
                law,
                f"a list and an iterator whose digests are gone when the next one comes: {difference(output, once)}",
            )

    def check_many(self) -> None:
        law = "takes many papers"
        for what, make in (("papers of a digest", odd_papers.many_papers), ("digests", odd_papers.many_digests)):
            self.output(make(_MANY_PAPERS), law, f"{_MANY_PAPERS} {what}")
            check_growth(what, self._unwatched, make, [_MANY_PAPERS << n for n in range(4)])
        for unit in ("a", " ", "a ", "\n", "(", "$", "<"):
            long = partial(_with_long_title, unit)
            check_growth(f"{unit!r} repeated in a title", self._unwatched, long, GROWING)

    def _unwatched(self, some: list[Digest]) -> None:
        result_of(lambda exporter, given, _: gather_output(exporter, given, lambda: None), self.make(), some)

    def check_streams(self) -> None:
        some = samples.many(100)
        try:
            first = next(iter(self.make().export(some)), None)
        except (Exception, SystemExit) as error:
            broken("streams", f"{describe(error)}, for 100 digests", error)
        if first is None:
            broken("streams", "nothing came for 100 digests")
        taken = 100 - sum(1 for _ in some)
        if taken > 50:
            broken("streams", f"the first piece came after {taken} of 100 digests")

    def check_losses(self, leaves_out: Collection[str]) -> None:
        output_of = self._output_and_warnings
        losses.check_titles_stay_apart(output_of)
        losses.check_backslashes(output_of)
        losses.check_letters(output_of)
        losses.check_paths(output_of)
        if self._represents:
            losses.check_represents(output_of, self._represents)
            losses.check_each_written(output_of)
            if not {"summary"} & {*self._represents, *leaves_out}:
                losses.check_summaries(output_of)


def _with_long_title(unit: str, number: int) -> list[Digest]:
    return odd_papers.titled(f"Odd {unit * number}!")


def _check_papers(exporter: Any) -> None:
    """Hold an exporter, made with its default options, to writing something of papers that are valid."""
    law = "writes papers"
    if all(result_of(gather_output, exporter, some) is None for some in samples.each_alone()):
        broken(law, "refuses every one of several valid papers")
    nothing, something = (result_of(gather_output, exporter, some, law) for some in ([], samples.distinct()))
    if something is not None and (not something or something == nothing):
        yields = "the same as for no digests" if something else "nothing"
        broken(law, f"yields {yields} for {sum(len(digest.papers) for digest in samples.distinct())} papers")
