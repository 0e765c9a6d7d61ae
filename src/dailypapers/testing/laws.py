"""The laws of exporters, each tried with models of all kinds."""

import datetime
import enum
import warnings
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from dailypapers._plugins.load import why_not_a_plugin
from dailypapers._plugins.options import join_items, make
from dailypapers._plugins.run import ChunkError, check_chunks, collect
from dailypapers.errors import ExportError, ExportWarning, OptionError
from dailypapers.models import Digest, Paper
from dailypapers.plugins import CONTRACT
from dailypapers.testing.models import digests


def check_exporter(cls: type[Any], **options: object) -> None:
    """Hold an exporter class, made with ``options``, to the laws of exporters.

    Raises ``AssertionError``, which names the law and what breaks it. The laws:

    - *is an exporter*: an attrs class with a method ``export`` and options that can be;
    - *takes options as text*: each option, given or by default, survives being written as text;
    - *takes nothing*: no digests, and digests without papers;
    - *does not fail*: whatever the digests say; :class:`dailypapers.ExportError` is no failure;
    - *yields text or bytes*: and one of them alone;
    - *yields text that can be encoded*: as UTF-8;
    - *is deterministic*: the same digests give the same output;
    - *takes any iterable, once*: no length, no second pass, nothing but iteration;
    - *streams*: where the class says so, it yields before its input is used up.
    """
    if reason := why_not_a_plugin(cls, "exporter"):
        _broken("is an exporter", f"{cls!r} {reason}")
    if getattr(cls, "contract", CONTRACT) != CONTRACT:
        _broken("is an exporter", f"{cls!r} was written for another version of the contract than {CONTRACT}")
    _check_options(cls, options)
    exporter = make(cls, cls.__name__, options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)
        _output(exporter, [], "takes nothing")
        _output(exporter, [Digest(None), Digest(datetime.date(2024, 7, 12))], "takes nothing")
        _check_many(exporter)
        if getattr(cls, "streams", False):
            _check_streams(exporter)


def _broken(law: str, how: str) -> None:
    raise AssertionError(f"law broken: {law}: {how}")


def _check_many(exporter: Any) -> None:
    @settings(
        max_examples=30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
    )
    @given(st.lists(digests(max_papers=2, hostile=True), max_size=2))
    def hold(some: list[Digest]) -> None:
        output = _output(exporter, some, "does not fail")
        if _output(exporter, some, "does not fail") != output:
            _broken("is deterministic", f"two outputs for {some!r}")
        if _output(exporter, _Once(some), "takes any iterable, once") != output:
            _broken("takes any iterable, once", "another output for an iterator than for a list")

    try:
        hold()
    except Flaky as error:
        raise AssertionError("law broken: is deterministic: what fails once does not fail again") from error


def _output(exporter: Any, some: Any, law: str) -> str | bytes | dict[str, str | bytes] | None:
    """Give what an exporter makes of digests; ``None`` where it says that it cannot."""
    try:
        output = collect(check_chunks(exporter.export(some)))
    except ExportError:
        return None
    except ChunkError as error:
        raise AssertionError(f"law broken: yields text or bytes: {error}") from None
    except (Exception, SystemExit) as error:
        raise AssertionError(f"law broken: {law}: {type(error).__name__}: {error}, for {some!r}") from error
    try:
        for text in output.values() if isinstance(output, dict) else [output]:
            if isinstance(text, str):
                text.encode()
    except UnicodeEncodeError as error:
        raise AssertionError(f"law broken: yields text that can be encoded: {error}") from None
    return output


class _Once:
    """Digests that can be iterated once, and nothing else."""

    def __init__(self, some: list[Digest]) -> None:
        self._some = some
        self._taken = False

    def __iter__(self) -> Iterator[Digest]:
        if self._taken:
            raise TypeError("these digests are iterated a second time")
        self._taken = True
        return iter(self._some)


def _check_streams(exporter: Any) -> None:
    taken = 0

    def many() -> Iterator[Digest]:
        nonlocal taken
        for taken in range(1, 101):
            yield Digest(
                datetime.date(2024, 7, 12), (Paper(f"Title {taken}", f"https://arxiv.org/abs/2407.{taken:05}"),)
            )

    try:
        first = next(iter(exporter.export(many())), None)
    except (Exception, SystemExit) as error:
        raise AssertionError(f"law broken: streams: {type(error).__name__}: {error}, for 100 digests") from error
    if first is None:
        _broken("streams", "nothing came for 100 digests")
    if taken > 50:
        _broken("streams", f"the first piece came after {taken} of 100 digests")


def _check_options(cls: type[Any], options: dict[str, object]) -> None:
    try:
        exporter = make(cls, cls.__name__, options)
    except OptionError as error:
        raise AssertionError(f"law broken: takes options as text: {error}") from error
    for field in attrs.fields(cls):
        if not field.init:
            continue
        value = getattr(exporter, field.name)
        text = _as_text(value)
        try:
            again = getattr(make(cls, cls.__name__, {**options, field.alias: text}), field.name)
        except OptionError as error:
            raise AssertionError(f"law broken: takes options as text: {error}") from error
        if again != value:
            _broken("takes options as text", f"{field.alias} is {value!r}, and {again!r} when given as {text!r}")


def _as_text(value: object) -> str:
    """Write the value of an option as a command line has it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case enum.Enum():
            return str(value.value)
        case tuple():
            return join_items(map(_as_text, value))
    return str(value)
