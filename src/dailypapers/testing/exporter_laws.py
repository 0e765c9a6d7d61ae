"""The laws of exporters, each tried with models of all kinds."""

import datetime
import re
import warnings
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import attrs

from dailypapers._plugins.faults import describe
from dailypapers._text import lone_surrogate
from dailypapers.errors import ExportWarning, warn
from dailypapers.models import Digest
from dailypapers.plugins import shortened
from dailypapers.testing import laws, losses, odd_papers, samples
from dailypapers.testing.growth import LOOPS, UNITS, check_growth, check_signs_repeated
from dailypapers.testing.processes import DAYS_AHEAD, check_in_processes
from dailypapers.testing.results import broken, comparable, difference, gather_output, shown

_MANY = [188 << n for n in range(7)]  # papers; 1,500, which are more than the recursion limit, are always tried


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

    Raises ``AssertionError``, which names the law and what breaks it. Besides those of every plugin, the laws are:

    - *is an exporter*: an attrs class with a method ``export`` and options that can be;
    - *takes nothing*: no digests, and digests without papers;
    - *takes many papers*: 1,500, in one digest or in as many, without a call in a call for each;
    - *takes lone surrogates*: which it yields as they are, or refuses with ``ExportError``;
    - *writes papers*: with its default options, valid papers are not all refused, and leave something in the output;
    - *yields text or bytes*: one of them alone; or files of safe paths, where the class says ``files``;
    - *yields text that can be encoded*: as UTF-8;
    - *takes any iterable, once*: no length, no second pass, and it keeps no ``id()`` of a digest that is gone;
    - *leaves the digests as they were*: frozen values stay what they are;
    - *streams*: where the class says so, it yields before its input is used up;
    - *can be parsed*: what ``parse`` takes; it gets every output that can be written;
    - *keeps papers apart*: a title, name, link or text may have what stands around it, or between two of them;
    - *writes letters of every script*: where titles are in the output, those of Hangul are;
    - *gives each paper a path of its own*: which is the same whichever papers stand before it;
    - *represents its fields*: another value in any one of several papers changes the output, for ``represents``, also
      where another field is unknown in each, or what they say is long, of many levels, or in other letters;
    - *writes each paper*: whatever is odd in it, where ``represents`` is given; or warns that it is left out;
    - *warns of what it leaves out*: of summaries, where ``represents`` is given without them, but not ``leaves_out``.

    An :class:`dailypapers.ExportWarning` that usual papers do not give excuses what is lost.
    """
    _check_names("represents", represents, samples.FIELDS)
    _check_names("leaves_out", leaves_out, ("summary",))
    plugin = laws.check_class(cls, "exporter", "is an exporter")
    with laws.warnings_held_back():
        laws.check_options(cls, options)
        held = _Held(partial(laws.make_plugin, cls, options), parse, represents)
        held.check_fixed()
        required = {field.alias for field in attrs.fields(cls) if field.init and field.default is attrs.NOTHING}
        _check_papers(laws.make_plugin(cls, {name: value for name, value in options.items() if name in required}))
        laws.check_settings(gather_output, held.make, samples.distinct())
        for some in odd_papers.at_random(60):
            held.output(some)
        if plugin.streams:
            held.check_streams()
        held.check_losses(leaves_out)
        held.check_many()
        inputs = [samples.valid(), samples.distinct(), samples.of_these_days(DAYS_AHEAD)]
        not_tried = check_in_processes(gather_output, cls, options, inputs)
    if not_tried:
        warn(not_tried, UserWarning)


def _check_names(parameter: str, names: Collection[str], known: tuple[str, ...]) -> None:
    if isinstance(names, str):
        raise TypeError(f"{parameter}: expected several names, not one text; put it in a list: [{names!r}]")
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"{parameter}: {unknown[0]!r} is none of {', '.join(known)}")


@attrs.frozen
class _Held:
    """A class of exporters, with its options, held to the laws of its kind. Each output is one of a new exporter."""

    make: Callable[[], Any]
    parse: Callable[[Any], object] | None
    represents: Collection[str]

    def output(self, some: list[Digest], law: str = "does not fail", words: str = "", exporter: Any = None) -> Any:
        """Return an output, held to the laws of each single one; ``None`` where the exporter refuses the digests."""
        before = comparable(some)
        output = laws.result_of(gather_output, exporter or self.make(), some, law, words)
        if before != comparable(some):
            where = next((old, new) for old, new in zip(before, comparable(some), strict=True) if old != new)
            broken("leaves the digests as they were", f"a digest of {where[0][0]}, {difference(*where)}")
        for text in output.values() if isinstance(output, dict) else [output]:
            if isinstance(text, str):
                try:
                    text.encode()
                except UnicodeEncodeError as error:
                    broken("yields text that can be encoded", lone_surrogate(error))
        if output is not None and self.parse is not None:
            try:
                self.parse(output)
            except (Exception, SystemExit) as error:
                broken("can be parsed", f"{shortened(describe(error))}, for {words or shown(some)}", error)
        return output

    def _output_and_warnings(self, some: list[Digest]) -> losses.Output:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            output = laws.result_of(gather_output, self.make(), some)
        told = {str(each.message) for each in caught if issubclass(each.category, ExportWarning)}
        if not told:
            return output, told
        titles = {paper.title for digest in some for paper in digest.papers} - {""}
        quoted = "|".join([*map(re.escape, titles), r"\d+", "'[^']*'", '"[^"]*"'])
        return output, {re.sub(quoted, "…", text) for text in told}

    def check_fixed(self) -> None:
        self.output([], "takes nothing")
        self.output([Digest(None), Digest(datetime.date(2024, 7, 12))], "takes nothing")
        for some in (samples.crowded(), samples.valid()):
            self.check_repeated(some)
        for what, some, _ in odd_papers.among_others():
            if "lone surrogate" in what:
                laws.result_of(gather_output, self.make(), some, "takes lone surrogates", what)
            else:
                self.output(some, words=what)

    def check_repeated(self, some: list[Digest]) -> None:
        exporter = self.make()
        output = self.output(some, exporter=exporter)
        again = f"the same exporter for {shown(some)}"
        laws.check_same(output, self.output(some, exporter=exporter), again, "state that it keeps, or a clock")
        copied = self.output(samples.copied_out_of_order(some))
        laws.check_same(
            output, copied, shown(some), "state kept in a class or module, a clock, or an address in memory"
        )
        law = "takes any iterable, once"
        once = laws.result_of(gather_output, self.make(), samples.gone_when_the_next_one_comes(some), law)
        if comparable(output) != comparable(once):
            how = "a list and an iterator whose digests are gone when the next one comes"
            broken(law, f"{how}: {difference(output, once)}")

    def check_many(self) -> None:
        papers = samples.numbered(2 * _MANY[-1])

        def many(number: int) -> list[Digest]:
            return [Digest(None, papers[:number]), *samples.a_day_each(papers[number : 2 * number])]

        def run(some: list[Digest]) -> None:
            words = f"{len(some) - 1} papers of a digest, and as many digests"
            laws.result_of(gather_output, self.make(), some, "takes many papers", words)

        check_growth("papers of a digest, and as many digests", LOOPS, run, many, _MANY)
        for unit in UNITS:
            check_signs_repeated(f"{unit!r} repeated in a text", run, partial(_full_of, unit))

    def check_streams(self) -> None:
        digests = iter(samples.a_day_each(samples.numbered(100)))
        next(iter(self.make().export(digests)), None)
        if (taken := 100 - sum(1 for _ in digests)) > 50:
            broken("streams", f"nothing came before {taken} of 100 digests were taken")

    def check_losses(self, leaves_out: Collection[str]) -> None:
        output_of = self._output_and_warnings
        losses.check_papers_stay_apart(output_of)
        losses.check_signs(output_of)
        losses.check_letters(output_of)
        losses.check_paths(output_of)
        if self.represents:
            losses.check_represents(output_of, self.represents)
            losses.check_each_written(output_of)
            if not {"summary"} & {*self.represents, *leaves_out}:
                losses.check_summaries(output_of)


def _full_of(unit: str, number: int) -> list[Digest]:
    return odd_papers.full_of(f"Odd {unit * number}!")


def _check_papers(exporter: Any) -> None:
    """Hold an exporter, made with its default options, to writing something of papers that are valid."""
    law = "writes papers"
    days = [Digest(digest.date, (paper,)) for digest in samples.valid() for paper in digest.papers]
    if all(laws.result_of(gather_output, exporter, [day]) is None for day in days):
        broken(law, "refuses every one of several valid papers")
    nothing, something = (laws.result_of(gather_output, exporter, some, law) for some in ([], samples.distinct()))
    if something is not None and (not something or something == nothing):
        yields = "the same as for no digests" if something else "nothing"
        broken(law, f"yields {yields} for {sum(len(digest.papers) for digest in samples.distinct())} papers")
