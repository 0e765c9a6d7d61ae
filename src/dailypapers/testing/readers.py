"""The laws of readers, each tried with contents of all kinds and with examples that somebody wrote."""

import warnings
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis.errors import Flaky

from dailypapers._plugins.faults import describe
from dailypapers.errors import warn
from dailypapers.models import Digest
from dailypapers.testing import processes
from dailypapers.testing.contents import any_content, fixed_contents
from dailypapers.testing.laws import REPEATABLE, check_class, check_outcomes
from dailypapers.testing.options import check_options, made, without_effect
from dailypapers.testing.outputs import broken, show_warnings, watched
from dailypapers.testing.readings import SOURCE, comparable, reading_of, run_reader, shown


def check_reader(
    cls: type[Any],
    *examples: str | bytes,
    options: Mapping[str, object] = {},
) -> None:
    """Hold a reader class, made with ``options``, to the laws of readers.

    ``examples`` are contents that it reads: ``str``, or ``bytes`` for one that is ``binary`` (another type is a
    ``TypeError``). With them more can be found, as what is tried besides is changed from them.

    Raises ``AssertionError``, which names the law and what breaks it. The laws:

    - *is a reader*: an attrs class with a method ``read`` and options that can be;
    - *takes options as text*: each option, given or by default, survives being written as text;
    - *reads its examples*: each has a digest, and nothing in it is an error;
    - *does not fail*: whatever the content; :class:`dailypapers.ReadError` is no failure;
    - *yields digests, errors and warnings*: and nothing else;
    - *yields valid digests*: which survive :func:`dailypapers.to_data`: no lone surrogate;
    - *is deterministic*: the same content gives the same digests;
    - *leaves the process as it was*: its working folder, environment, recursion limit and locale;
    - *prints nothing*: neither to standard output nor to standard error;
    - *ends when it is closed*: and neither goes on nor fails;
    - *is the same in every process*: nothing comes from its number, or from addresses in memory;
    - *is the same under every hash seed*: no order comes from ``set()`` or ``hash()``;
    - *is the same at every time*: in each time zone, on each day;
    - *writes no files*: nothing it wrote is there when it has ended.

    Any content is any text that decoding can give, so one without lone surrogates, or any bytes. With examples an
    option that is a boolean, an enum or a ``Literal``, and none of whose values changes what is read of them, is a
    warning. So is a class that cannot be run in another process, with which the last four laws, and printing past
    Python, are not tried. Both are a ``UserWarning``.
    """
    binary = check_class(cls, "reader", "is a reader").binary
    for example in examples:
        if not isinstance(example, bytes if binary else str):
            wanted = "bytes, as its reader is binary" if binary else "str, as its reader is not binary"
            raise TypeError(f"an example has to be {wanted}, not {type(example).__name__}")
    some: list[Any] = list(examples)
    doubts: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        check_options(cls, options)
        reader = made(cls, options)
        for example in some:
            _check_example(reader, example)
            _check_closing(reader, example)
        for content in fixed_contents(binary, some):
            _check_content(reader, content)
        _check_generated(reader, binary, some)
        if some:
            doubts += without_effect(cls, options, lambda reader: [_read(reader, each) for each in some])
        doubts += _check_fresh(cls, options, some or list(fixed_contents(binary, some)))
    show_warnings(caught)
    for doubt in doubts:
        warn(doubt, UserWarning)


def _read(reader: Any, content: str | bytes) -> list[Any]:
    return comparable(reading_of(reader, content, "does not fail"))


def _check_example(reader: Any, example: str | bytes) -> None:
    found = reading_of(reader, example, "reads its examples")
    for item in found:
        if not isinstance(item, Digest) and item[0] != "warning":
            kind, message, line, *_ = item
            place = f"line {line}: " if line else ""
            broken("reads its examples", f"{kind} the error {place}{message}, for {shown(example)}")
    if not any(isinstance(item, Digest) for item in found):
        broken("reads its examples", f"no digest, for {shown(example)}")


def _check_content(reader: Any, content: str | bytes) -> None:
    if _read(reader, content) != _read(reader, content):
        broken("is deterministic", f"two readings of {shown(content)}")


def _check_generated(reader: Any, binary: bool, examples: list[Any]) -> None:
    @settings(REPEATABLE, max_examples=60)
    @given(any_content(binary, examples))
    def hold(content: str | bytes) -> None:
        _check_content(reader, content)

    try:
        hold()
    except Flaky as error:
        broken("is deterministic", "what fails once does not fail again", error)


def _check_closing(reader: Any, example: str | bytes) -> None:
    for items in range(1, 20):
        with watched():
            found = iter(reader.read(example, SOURCE))
            taken = sum(1 for _ in zip(range(items), found, strict=False))
            try:
                getattr(found, "close", lambda: None)()
            except (Exception, SystemExit, GeneratorExit) as error:
                how = "goes on" if str(error) == "generator ignored GeneratorExit" else describe(error)
                broken("ends when it is closed", f"{how}, after {taken} of what it yields", error)
        if taken < items:
            return


def _check_fresh(cls: type[Any], options: Mapping[str, object], contents: list[Any]) -> list[str]:
    try:
        fresh, here, there = processes.fresh(run_reader, cls, options, contents)
    except processes.CannotRunError as error:
        return [f"laws not tried: {cls.__name__} cannot be run in another process: {error}"]
    check_outcomes(fresh, here, there, _equal, _differ)
    return []


def _equal(one: object, other: object) -> bool:
    return one == other


def _differ(one: list[Any], other: list[Any]) -> str:
    pairs = zip([*one, None], [*other, None], strict=False)
    before, after = next((pair for pair in pairs if pair[0] != pair[1]), (None, None))
    return f"{shown(repr(before))} and {shown(repr(after))}"
