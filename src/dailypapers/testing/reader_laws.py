"""The laws of readers, each tried with contents of all kinds and with examples that somebody wrote."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from dailypapers.models import Digest
from dailypapers.testing.contents import any_content, fixed_contents
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
from dailypapers.testing.results import SOURCE, broken, gather_reading, shown


def check_reader(cls: type[Any], *examples: str | bytes, options: Mapping[str, object] = {}) -> None:
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
    - *leaves the process as it was*: its working folder, environment, recursion limit and locale, at each piece;
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
    with warnings_held_back() as problems:
        check_options(cls, options)
        reader = make_plugin(cls, options)
        for example in some:
            _check_example(reader, example)
            check_closing(partial(reader.read, example, SOURCE))
        for content in fixed_contents(binary, some):
            _check_repeated(reader, content)
        check_generated(any_content(binary, some), lambda content: _check_repeated(reader, content), 60)
        if some:
            problems += options_without_effect(gather_reading, cls, options, some)
        problems += check_in_processes(gather_reading, cls, options, some or list(fixed_contents(binary, some)))


def _check_example(reader: Any, example: str | bytes) -> None:
    law = "reads its examples"
    found = result_of(gather_reading, reader, example, law)
    for item in found:
        if not isinstance(item, Digest) and item[0] != "warning":
            kind, message, line, *_ = item
            place = f"line {line}: " if line else ""
            broken(law, f"{kind} the error {place}{message}, for {shown(example)}")
    if not any(isinstance(item, Digest) for item in found):
        broken(law, f"no digest, for {shown(example)}")


def _check_repeated(reader: Any, content: str | bytes) -> None:
    one, other = (result_of(gather_reading, reader, content) for _ in range(2))
    check_same(one, other, "is deterministic", shown(content))
