"""The inputs of a command, read one by one; :class:`InputReport` prints their problems on the way."""

import argparse
import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dailypapers._command.arguments import key_values
from dailypapers._command.console import InputError, format_problem, print_err, print_info, progress, words_of
from dailypapers._io.across_files import RepeatedDates
from dailypapers._io.inputs import read_all_by, read_stream
from dailypapers._io.reading import Reading
from dailypapers._text import plain, some_of
from dailypapers.models import Digest, Document, Problem
from dailypapers.problems import CODES, DOUBTFUL, PASSED_OVER, UNWRITABLE_WORDS

if TYPE_CHECKING:
    from dailypapers.selection import Bounds


def reading_of(args: argparse.Namespace) -> Reading:
    """Return how inputs are read, from the arguments ``--from`` and ``--from-option``."""
    return Reading(args.from_format, key_values(args.from_option, "--from-option"))


def documents(inputs: Iterable[str], reading: Reading) -> Iterator[Document]:
    """Read files, folders and standard input, one file at a time."""
    with progress() as advance:
        for name in inputs:
            if name != "-":
                documents = read_all_by(reading, [name])
            else:
                documents = iter([read_stream(sys.stdin.buffer if sys.stdin else None, "<stdin>", reading)])
            for document in documents:
                advance()
                yield document


def print_others(reading: Reading) -> None:
    """Print which files of folders have no digest, and would be read by another reader."""
    if reading.others:
        some = some_of([f"{plain(path)} (--from {reader})" for path, reader in reading.others], 3)
        print_info(f"passed over, as there is no digest in {'it' if len(reading.others) == 1 else 'them'}: {some}")


_NUMBER = re.compile("[0-9]+")

_MOST_ALIKE = 3
"""Errors of one kind that are printed; the others are counted."""


class InputReport:
    """Reads inputs one by one, prints the first errors of each kind as they come, and counts the rest.

    Problems in a digest whose date the bounds leave out are neither printed nor counted.
    """

    def __init__(
        self, reading: Reading, *, strict: bool = False, keep_going: bool = False, bounds: "Bounds | None" = None
    ) -> None:
        self._reading = reading
        self._bounds = bounds
        self._fatal = {"error", "warning"} if strict else {"error"}
        self._keep_going = keep_going
        self._errors: Counter[str] = Counter()  # by their kinds
        self._first: dict[str, str] = {}  # of each kind
        self._warnings: Counter[str] = Counter()
        self._doubts: dict[str, str] = {}  # of warnings of readers the first of each kind
        self._markdown: set[str] = set()
        self._repeated = RepeatedDates()
        self.failed = False

    def digests(self, inputs: Iterable[str]) -> Iterator[Digest]:
        """Yield the digests of the inputs; raises :class:`InputError` in the end where there was an error.

        After an error no digest is yielded, and the other inputs are read for their errors alone. With ``keep_going``
        all digests are, and nothing is raised.
        """
        for document in documents(inputs, self._reading):
            for problem in document.problems:
                if self.leaves_out(problem.date):
                    continue
                if problem.severity in self._fatal:
                    self.failed = True
                    self._print_error(problem)
                elif problem.code in PASSED_OVER:
                    print_info(f"warning: {format_problem(problem, excerpt_below=False)}")
                elif problem.severity == "warning":
                    self._warnings[problem.code] += 1
                    if problem.code == DOUBTFUL.code:
                        self._doubts.setdefault(words_of(problem.message), problem.message)
            for digest in document.digests:
                if not self.leaves_out(digest.date):
                    self._repeated.add(digest, document.source)
            if document.digests and self._reading.is_markdown(document.source):
                self._markdown.add(document.source)
            if not self.failed or self._keep_going:
                yield from document.digests
        for kind, count in self._errors.items():
            if count > _MOST_ALIKE:
                print_err(f"{count - _MOST_ALIKE} more like this, which dailypapers check tells: {self._first[kind]}")
        if self.failed and not self._keep_going:
            raise InputError

    def leaves_out(self, date: datetime.date | None) -> bool:
        """Return whether a date is known, and the bounds leave it out."""
        return date is not None and self._bounds is not None and not self._bounds.include(date)

    def is_markdown(self, digest: Digest) -> bool:
        """Return whether a digest was read from Markdown, which does not keep the order of authors."""
        return digest.source in self._markdown

    def _print_error(self, problem: Problem) -> None:
        # A reader reports in its own words, with paths in them; our messages of one kind differ in numbers alone.
        words = words_of(problem.message) if problem.code.startswith("R") else _NUMBER.sub("", problem.message)
        kind = f"{problem.code} {words}"
        self._first.setdefault(kind, f"{problem.code} {problem.message}")
        self._errors[kind] += 1
        if self._errors[kind] <= _MOST_ALIKE:
            print_err(format_problem(problem, excerpt_below=True))

    def summarize(self) -> None:
        """Print how many warnings of each code there were in the inputs, and what :meth:`summarize_files` prints."""
        for code, count in sorted(self._warnings.items()):
            more = ": these words are not in the output" if code in UNWRITABLE_WORDS else ""
            first, *others = self._doubts.values() if code == DOUBTFUL.code else ("",)
            more += f": {plain(first)}" if first else ""
            print_info(f"warning: {count} × {code} {CODES[code].name}{more}")
            for doubt in others[: _MOST_ALIKE - 1]:
                print_info(f"    also: {plain(doubt)}")
        if self._warnings:
            print_info("dailypapers check shows where")
        self.summarize_files()

    def summarize_files(self) -> None:
        """Print which files of folders another reader would take, and dates with a digest in more than one file."""
        print_others(self._reading)
        if line := self._repeated.summary():
            print_info(line)
