"""The laws of readers, each tried with contents of all kinds and with examples that somebody wrote."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from dailypapers._digests import Digests, each_digest
from dailypapers.data import to_data
from dailypapers.models import Digest
from dailypapers.testing.contents import any_content, doubled, fixed_contents, with_long_words
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
from dailypapers.testing.results import broken, comparable, difference, gather_reading, shown

_LENGTH = 20_000  # of the shortest text whose time is taken
_STATE = "state kept in a class or module, or a clock"


def check_reader(
    cls: type[Any],
    *examples: str | bytes | tuple[str | bytes, Digests],
    options: Mapping[str, object] = {},
    source: str | None = None,
) -> None:
    """Hold a reader class, made with ``options``, to the laws of readers.

    ``examples`` are contents that it reads: ``str``, or ``bytes`` for one that is ``binary`` (another type is a
    ``TypeError``). With them more can be found, as what is tried besides is changed from them. An example may be
    ``(content, digests)``, with what it means: then it may have lines that are not understood, and ``digests`` are
    what is left. ``source`` is the name of each, such as ``2024-07-12.txt`` for a reader that takes a date from it.

    Raises ``AssertionError``, which names the law and what breaks it. The laws:

    - *is a reader*: an attrs class with a method ``read`` and options that can be;
    - *takes options as text*: each option, given or by default, survives being written as text;
    - *reads its examples*: each has a digest, and nothing in it is an error where it is given alone;
    - *reads what its examples mean*: the digests that are given with one;
    - *reads lines of either end*: the same digests where lines end with CRLF;
    - *reads the content that it gets*: and never opens its source, where another file or none may be;
    - *tells lines as they are counted*: from 1, to the last of the content, also where an example comes twice;
    - *takes little time*: at most three times as much for an example twice as long, and no short content takes seconds;
    - *does not fail*: whatever the content; :class:`dailypapers.ReadError` is no failure;
    - *yields digests, errors and warnings*: and nothing else, each report with a message;
    - *yields valid digests*: which survive :func:`dailypapers.to_data`: no lone surrogate;
    - *is deterministic*: the same content gives the same digests;
    - *leaves its options as they were*: a reader may be asked a second time;
    - *leaves the process as it was*: its working folder, environment, recursion limit, locale, random numbers, decimal
      context, filters of warnings and threads, at each piece;
    - *prints nothing*: neither to standard output nor to standard error;
    - *ends when it is closed*: and neither goes on nor fails;
    - *is the same in every process*: nothing comes from its number, or from addresses in memory;
    - *is the same under every hash seed*: no order comes from ``set()`` or ``hash()``;
    - *is the same at every time*: in each time zone, on each day;
    - *is the same for every user*: of any name, home, machine, working folder, environment and language;
    - *looks at nothing else*: it opens no file of its user, of the working folder or beside its source;
    - *writes no files*: nothing it wrote is there when it has ended.

    Any content is any text that decoding can give, so one without lone surrogates, or any bytes. With examples an
    option that is a boolean, an enum or a ``Literal``, and none of whose values changes what is read of them, is a
    warning. So is a class that cannot be run in another process, with which the last six laws, and printing past
    Python, are not tried. Both are a ``UserWarning``.
    """
    plugin = check_class(cls, "reader", "is a reader")
    some = [_example_of(example, plugin.binary) for example in examples]
    contents = [content for content, _ in some]
    with warnings_held_back() as problems, tempfile.TemporaryDirectory(prefix="dailypapers-") as folder:
        check_options(cls, options)
        source = (source or f"example{plugin.suffix or ''}").lstrip("/")
        path = os.path.join(folder, source)
        laws = _Laws(partial(make_plugin, cls, options), folder, source)
        for content, digests in some:
            laws.check_example(content, digests)
            check_closing(lambda content=content: laws.make().read(content, path))  # type: ignore[misc]
        laws.check_time(plugin.binary, contents)
        for content in fixed_contents(plugin.binary, contents):
            laws.check_repeated(content)
        check_generated(any_content(plugin.binary, contents), laws.check_repeated, 60)
        given = [(content, name) for content in contents for name in dict.fromkeys((path, "undated"))]
        if some:
            check_settings(gather_reading, laws.make, given[0])
            problems += options_without_effect(gather_reading, cls, options, given)
        given = given or [(content, path) for content in fixed_contents(plugin.binary, [])]
        problems += check_in_processes(gather_reading, cls, options, given, folder)


def _example_of(example: Any, binary: bool) -> tuple[Any, list[Digest] | None]:
    """Return the content of an example, and the digests that it means where they are given."""
    content, *digests = example if isinstance(example, tuple) and len(example) == 2 else (example,)
    if not isinstance(content, bytes if binary else str):
        wanted = "bytes, as its reader is binary" if binary else "str, as its reader is not binary"
        raise TypeError(f"an example has to be {wanted}, not {type(content).__name__}")
    return content, list(each_digest(*digests)) if digests else None


class _Laws:
    """A class of readers, held to the laws of its kind. Each content is read by a new reader."""

    def __init__(self, make: Callable[[], Any], folder: str, source: str) -> None:
        self.make = make
        self._path = os.path.join(folder, source)
        self._undated = os.path.join(folder, "undated")
        self._of_no_day = os.path.join(folder, re.sub("[0-9]", "9", source))

    def _read(self, content: Any, law: str = "does not fail", words: str = "", path: str | None = None) -> list[Any]:
        given = (content, self._path if path is None else path)
        result: list[Any] = result_of(gather_reading, self.make(), given, law, words)
        return result

    def check_example(self, content: Any, digests: list[Digest] | None) -> None:
        law = "reads its examples"
        found = self._read(content, law)
        read = [item for item in found if isinstance(item, Digest)]
        if digests is None:
            for item in found:
                if not isinstance(item, Digest) and item[0] != "warning":
                    kind, message, line, *_ = item
                    place = f"line {line}: " if line else ""
                    broken(law, f"{kind} the error {place}{message}, for {shown(content)}")
            if not read:
                broken(law, f"no digest, for {shown(content)}")
        elif read != digests:
            broken("reads what its examples mean", f"{difference(read, digests)}, for {shown(content)}")
        check_same(found, self._read(content), f"reading {shown(content)}", _STATE)
        self._check_lines(content, found)
        self._check_line_ends(content, read)
        self._check_source(content)

    def _check_lines(self, content: Any, found: list[Any]) -> None:
        """Hold the lines of papers, and those of reports, to being lines of the content, also when it comes twice."""
        law = "tells lines as they are counted"
        end = "\n" if isinstance(content, str) else b"\n"
        last = content.count(end) + 1  # which is empty where the content ends with a line feed
        ends = [last - content.endswith(end), last]
        for lines, most in zip(_lines(found), ends, strict=True):
            if any(line > most for line in lines):
                broken(
                    law, f"line {max(lines)} of {most}, for {shown(content)}; the likely cause is a count from 0 or 2"
                )
        if content.endswith(end):
            twice = self._read(content + content)
            for once, both in zip(_lines(found), _lines(twice), strict=True):
                if len(both) == 2 * len(once) and both[: len(once)] == once:
                    expected = [line + last - 1 for line in once]
                    if both[len(once) :] != expected:
                        how = f"lines {both[len(once) :][:3]} where {expected[:3]} are, for an example that comes twice"
                        broken(law, f"{how}; the likely cause is `index`, which finds the first line that is equal")

    def _check_line_ends(self, content: Any, read: list[Digest]) -> None:
        if isinstance(content, bytes):
            try:
                content.decode()
            except UnicodeDecodeError:
                return
            other = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        else:
            other = content.replace("\r\n", "\n").replace("\n", "\r\n")
        again = [item for item in self._read(other) if isinstance(item, Digest)]
        one, two = (json.dumps(to_data(each)).replace("\\r\\n", "\\n") for each in (read, again))
        if one != two:
            broken("reads lines of either end", f"{difference(again, read)} with CRLF and LF, for {shown(content)}")

    def _check_source(self, content: Any) -> None:
        """Hold a reader to the content that it gets, whatever is at the path of its source, and to any name of that."""
        for path in (self._path, self._undated):
            before = self._read(content, words=f"the source {path!r}", path=path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(b"another content\n")
            after = self._read(content, path=path)
            os.remove(path)
            if comparable(before) != comparable(after):
                how = f"{difference(before, after)}, without a file of its source's name and with one"
                broken("reads the content that it gets", f"{how}; the likely cause is that it opens its source")
        for name in ("", "-", "<stdin>", self._of_no_day):
            self._read(content, words=f"the source {name!r}", path=name)

    def check_repeated(self, content: Any) -> None:
        reader, given = self.make(), (content, self._path)
        one, other = (result_of(gather_reading, reader, given) for _ in range(2))
        check_same(one, other, f"reading {shown(content)}", _STATE)

    def check_time(self, binary: bool, contents: list[Any]) -> None:
        for content in contents:
            titles = [paper.title for item in self._read(content) if isinstance(item, Digest) for paper in item.papers]
            first = _LENGTH // (len(content) + 1) + 1
            copies = partial(doubled, content, titles)
            check_growth("copies of an example", self._unwatched, copies, [first << n for n in range(6)])
        for what, make in with_long_words(binary, contents):
            check_growth(what, self._unwatched, make, GROWING)

    def _unwatched(self, content: Any) -> None:
        def gather(reader: Any, given: Any, _: Callable[[], None]) -> Any:
            return gather_reading(reader, given, lambda: None)

        result_of(gather, self.make(), (content, self._path))


def _lines(found: list[Any]) -> Iterable[list[int]]:
    """Return the lines of papers, and those of reports."""
    papers = [paper.line for item in found if isinstance(item, Digest) for paper in item.papers]
    reports = [item[2] for item in found if not isinstance(item, Digest)]
    return [[line for line in lines if line is not None] for lines in (papers, reports)]
