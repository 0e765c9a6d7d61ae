"""The laws of readers, each tried with contents of all kinds and with examples that somebody wrote."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import attrs

from dailypapers._digests import Digests, each_digest
from dailypapers._io.decoding import text_for_readers
from dailypapers.data import to_data
from dailypapers.errors import warn
from dailypapers.models import Digest, Paper
from dailypapers.testing import laws
from dailypapers.testing.contents import (
    as_bytes,
    as_text,
    at_random,
    doubled,
    fixed_contents,
    with_gaps,
    with_long_words,
)
from dailypapers.testing.growth import LOOPS, check_growth, check_signs_repeated
from dailypapers.testing.processes import check_in_processes
from dailypapers.testing.results import broken, comparable, difference, gather_reading, shown

_LENGTH = 5_000  # of the shortest text whose time is taken
_LINES = "tells lines as they are counted"
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

    Raises ``AssertionError``, which names the law and what breaks it. Besides those of every plugin, the laws are:

    - *is a reader*: an attrs class with a method ``read`` and options that can be;
    - *reads its examples*: each has a digest, and nothing in it is an error where it is given alone;
    - *reads what its examples mean*: the digests that are given with one;
    - *reads LF and CRLF alike*: where it is ``binary``, as text comes with line feeds alone;
    - *reads the content that it gets*: and never opens its source, where another file or none may be;
    - *tells lines as they are counted*: from 1, by line feeds alone; a paper needs the line that it names;
    - *yields digests, errors and warnings*: and nothing else, each report with a message;
    - *yields valid digests*: which survive :func:`dailypapers.to_data`: no lone surrogate.

    Contents are any text that decoding can give, so one without lone surrogates, or any bytes; and examples that are
    cut off, or where a value is replaced by one that is of another type, out of range, deep or long.
    """
    plugin = laws.check_class(cls, "reader", "is a reader")
    some = [_example_of(example, plugin.binary) for example in examples]
    contents = [content for content, _ in some]
    with laws.warnings_held_back(), tempfile.TemporaryDirectory(prefix="dailypapers-") as folder:
        laws.check_options(cls, options)
        path = os.path.join(folder, (source or f"example{plugin.suffix or ''}").lstrip("/"))
        held = _Held(partial(laws.make_plugin, cls, options), plugin.binary, folder, path)
        for content, digests in some:
            held.check_example(content, digests)
        for what, content in fixed_contents(plugin.binary, contents):
            held.read(content, words=what)
        for what, content in at_random(contents, 100):
            held.check_repeated(content, what)
        held.check_time(contents)
        given = [(content, name) for content in contents for name in dict.fromkeys((path, "undated"))]
        if some:
            laws.check_settings(gather_reading, held.make, held.given(*given[0]))
        given += [(changed, "undated") for content in contents for changed in with_gaps(content)]
        given = given or [(content, path) for _, content in fixed_contents(plugin.binary, [])]
        inputs = [held.given(*each) for each in given]
        not_tried = check_in_processes(gather_reading, cls, options, inputs, folder)
    if not_tried:
        warn(not_tried, UserWarning)


def _example_of(example: Any, binary: bool) -> tuple[str, list[Digest] | None]:
    """Return the content of an example as text, and the digests that it means where they are given."""
    content, *digests = example if isinstance(example, tuple) and len(example) == 2 else (example,)
    if not isinstance(content, bytes if binary else str):
        wanted = "bytes, as its reader is binary" if binary else "str, as its reader is not binary"
        raise TypeError(f"an example has to be {wanted}, not {type(content).__name__}")
    text = as_text(content) if isinstance(content, bytes) else content
    return text, list(each_digest(*digests)) if digests else None


@attrs.frozen
class _Held:
    """A class of readers, held to the laws of its kind. Each content is read by a new reader."""

    make: Callable[[], Any]
    binary: bool
    folder: str
    path: str

    def given(self, content: str, path: str) -> tuple[str | bytes, str]:
        """Return what a reader gets for a content."""
        return as_bytes(content) if self.binary else text_for_readers(content), path

    def read(
        self, content: str, law: str = "does not fail", words: str = "", path: str | None = None, reader: Any = None
    ) -> list[Any]:
        given = self.given(content, self.path if path is None else path)
        result: list[Any] = laws.result_of(gather_reading, reader or self.make(), given, law, words)
        return result

    def check_example(self, content: str, digests: list[Digest] | None) -> None:
        law = "reads its examples"
        found = self.read(content, law)
        read = [item for item in found if isinstance(item, Digest)]
        if digests is None:
            for kind, message, line, *_ in (item for item in found if not isinstance(item, Digest)):
                if kind != "warning":
                    broken(law, f"{kind}{f' in line {line}' if line else ''}: {message}, for {shown(content)}")
            if not read:
                broken(law, f"no digest, for {shown(content)}")
        elif read != digests:
            how = f"what is read and what is meant are {difference(read, digests)}"
            broken("reads what its examples mean", f"{how}, for {shown(content)}")
        laws.check_same(found, self.read(content), f"reading {shown(content)}", _STATE)
        self._check_lines(content, found)
        self._check_places(content, _papers(found))
        if self.binary and not re.search("[\udc80-\udcff]", content):  # which is text
            self._check_line_ends(content, read)
        self._check_source(content)

    def _check_lines(self, content: str, found: list[Any]) -> None:
        """Hold lines of reports to being in the content, and those of papers to being theirs where it comes twice."""
        last = content.count("\n") + 1  # which is empty where the content ends with a line feed
        for report in (item for item in found if not isinstance(item, Digest)):
            if report[2] and report[2] > last:
                how = f"a report names line {report[2]} of {last}, for {shown(content)}"
                broken(_LINES, f"{how}; the likely cause is a count from 2")
        once = [paper.line for paper in _papers(found) if paper.line]
        if not content.endswith("\n") or not once:
            return
        both = [paper.line for paper in _papers(self.read(content + content)) if paper.line]
        expected = [line + last - 1 for line in once]
        if len(both) == 2 * len(once) and both[: len(once)] == once and both[len(once) :] != expected:
            how = f"lines {both[len(once) :][:3]} where {expected[:3]} are, for an example that comes twice"
            broken(_LINES, f"{how}; the likely cause is `index`, which finds the first line that is equal")

    def _check_places(self, content: str, papers: list[Paper]) -> None:
        """Hold each paper to needing the line that it names, and lines to ending with line feeds alone."""
        lines = content.split("\n")
        for paper in papers:
            if paper.line:
                left = _papers(self.read("\n".join(lines[: paper.line - 1] + lines[paper.line :])))
                if left.count(paper) == papers.count(paper):
                    how = f"the paper {paper.title!r} names line {paper.line}, and is there without it"
                    broken(_LINES, f"{how}, for {shown(content)}; the likely cause is a count from 0 or 2")
        for paper in reversed(papers):
            title = paper.title
            if len(title) > 1 and content.count(title) == 1:
                again = _papers(self.read(content.replace(title, f"{title[:1]}\u2028{title[1:]}")))
                if [each.line for each in again] != [each.line for each in papers]:
                    broken(_LINES, f"U+2028 in {title!r} ends a line; the likely cause is splitlines()")
                return

    def _check_line_ends(self, content: str, read: list[Digest]) -> None:
        other = content.replace("\r\n", "\n").replace("\n", "\r\n")
        again = [item for item in self.read(other) if isinstance(item, Digest)]
        one, two = (json.dumps(to_data(each)).replace("\\r\\n", "\\n") for each in (read, again))
        if one != two:
            how = f"{difference(again, read)} with CRLF and LF, for {shown(content)}"
            broken("reads LF and CRLF alike", how)

    def _check_source(self, content: str) -> None:
        """Hold a reader to the content that it gets, whatever is at the path of its source, and to any name of that."""
        for path in (self.path, os.path.join(self.folder, "undated")):
            before = self.read(content, words=f"the source {path!r}", path=path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(b"another content\n")
            after = self.read(content, path=path)
            os.remove(path)
            if comparable(before) != comparable(after):
                how = f"{difference(before, after)}, without a file of its source's name and with one"
                broken("reads the content that it gets", f"{how}; the likely cause is that it opens its source")
        of_no_day = os.path.join(self.folder, re.sub("[0-9]", "9", os.path.relpath(self.path, self.folder)))
        for name in ("", "-", "<stdin>", of_no_day):
            self.read(content, words=f"the source {name!r}", path=name)

    def check_repeated(self, content: str, words: str) -> None:
        one, other = (self.read(content, words=words, reader=reader) for reader in [self.make()] * 2)
        laws.check_same(one, other, f"reading {words or shown(content)}", _STATE)

    def check_time(self, contents: list[str]) -> None:
        for content in contents:
            texts = [text for paper in _papers(self.read(content)) for text in (paper.title, *paper.authors[:2])]
            first = _LENGTH // (len(content) + 1) + 1
            copies = partial(doubled, content, texts)
            check_growth("copies of an example", LOOPS, self.read, copies, [first << n for n in range(9)])
        for what, make in with_long_words(contents):
            check_signs_repeated(what, self.read, make)


def _papers(found: list[Any]) -> list[Paper]:
    return [paper for item in found if isinstance(item, Digest) for paper in item.papers]
