"""The problems of a text, gathered by their offsets: the one place that knows lines and columns."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from dailypapers import problems
from dailypapers._digest.escapes import find_escape
from dailypapers._digest.field_problem import FieldProblems
from dailypapers._digest.heading import has_paper_link
from dailypapers._digest.parser import Match
from dailypapers.models import Problem
from dailypapers.problems import Code


class LineOf(NamedTuple):
    """Stands in the data of a problem for the number of the line that has this offset."""

    offset: int


class Report:
    """Gathers the problems of one normalized text, by offset, in any order."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self._found: list[tuple[int, Code, dict[str, object]]] = []
        self._digests: list[tuple[int, int, datetime.date | None]] = []
        self._offset, self._number = 0, 1  # the last line asked for

    def add_digest(self, start: int, end: int, date: datetime.date | None) -> None:
        """Take the offsets between which a digest stands; digests come in their order."""
        self._digests.append((start, end, date))

    def add(self, code: Code, offset: int, **data: object) -> None:
        """Report a code where the words of the line begin that has this offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        while self.text[start] == " ":
            start += 1
        self.add_at(code, start, **data)

    def add_at(self, code: Code, offset: int, **data: object) -> None:
        """Report a code at an offset."""
        self._found.append((offset, code, data))

    def add_field_problems(self, found: FieldProblems, match: Match, offset: int, before: int = 0) -> None:
        """Report problems of a line at this offset: its groups are those of a match behind the ones ``before`` it."""
        for problem in found:
            if problem.group:
                place = match.start(before + problem.group) + problem.offset
                self.add_at(problem.code, place, **problem.data)
            else:
                self.add(problem.code, offset, **problem.data)

    def add_odd_characters(self, spans: list[tuple[int, int]]) -> None:
        """Report, in these parts of the text, the first character of each line that is text and seldom meant."""
        odd = []
        for start, end in spans:
            while match := _UP_TO_ODD.match(self.text, start, end):
                odd.append(match.start(1))
                start = match.end()
        # Ahead of all else that is found at the same place.
        self._found[:0] = [(at, problems.ODD_CHARACTER, {"value": ord(self.text[at])}) for at in odd]

    def add_escapes(self, spans: list[tuple[int, int]]) -> None:
        """Report, in these parts of the text, the first backslash of each line that a Markdown formatter put there."""
        for start, end in spans:
            while (at := self.text.find("\\", start, end)) >= 0:
                first = self.text.rfind("\n", 0, at) + 1
                start = self.text.index("\n", at)
                if (offset := find_escape(self.text[first:start])) is not None:
                    self.add_at(problems.FORMATTER_ESCAPE, first + offset)

    def add_joined_lines(self, spans: list[tuple[int, int]]) -> None:
        """Report, in these parts of the text, headings right behind other words: `text## Daily Papers (2024-07-13)`."""
        for start, end in spans:
            # To find one sign is five times as fast as to find two.
            while (start := self.text.find("#", start, end)) >= 0:
                if self.text[start - 1] not in "\n#" and (joined := _JOINED.match(self.text, start)):
                    start = self.text.index("\n", start)
                    heading = self.text[joined.start() : start].rstrip(" ")
                    of_digest = joined[0].endswith("(")
                    if heading.find(")") == len(heading) - 1 if of_digest else has_paper_link(heading):
                        self.add_at(problems.JOINED_LINES, joined.start())
                start += 1

    def line_of(self, start: int) -> str:
        """Return the line that begins at ``start``."""
        return self.text[start : self.text.index("\n", start)]

    def lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where each line between two offsets begins and ends, without the empty ones."""
        while start < end:
            stop = self.text.index("\n", start)
            if self.text[start:stop].strip(" "):
                yield start, stop
            start = stop + 1

    def is_below_empty_line(self, start: int) -> bool:
        """Return whether the line above the one that begins at ``start`` is empty."""
        above = self.text.rfind("\n", 0, start - 1) + 1
        return not self.text[above : start - 1].strip(" ")

    def line_number(self, offset: int) -> int:
        """Return the number of the line, from 1, that has this offset; quick for one near the last."""
        if offset >= self._offset:
            self._number += self.text.count("\n", self._offset, offset)
        else:
            self._number -= self.text.count("\n", offset, self._offset)
        self._offset = offset
        return self._number

    def problems(self) -> tuple[Problem, ...]:
        """Return all problems in the order of their places, and forget them."""
        reported = []
        numbers: dict[int, int] = {}  # of lines that others refer to
        found, self._found = self._found, []
        found.sort(key=lambda each: each[0])
        found.reverse()
        while found:  # there may be a million, which are not held twice
            offset, code, data = found.pop()
            for key, value in data.items():
                if isinstance(value, LineOf):
                    if value.offset not in numbers:
                        numbers[value.offset] = self.line_number(value.offset)
                    data[key] = numbers[value.offset]
            start = self.text.rfind("\n", 0, offset) + 1
            line = self.text[start : self.text.index("\n", offset)].rstrip(" \r")
            number, column = self.line_number(offset), offset - start + 1
            reported.append(code.at(self.source, number, column, line, self._date_at(offset), **data))
        return tuple(reported)

    def _date_at(self, offset: int) -> datetime.date | None:
        """Return the date of the digest that has this offset."""
        index = bisect_right(self._digests, offset, key=lambda digest: digest[0])
        if not index:
            return None
        _, end, date = self._digests[index - 1]
        return date if offset < end else None


_JOINED = re.compile(r"(?<=[^\s#[])#{2,3} (?:Daily Papers \(|\[)")

# Controls, tabs among them, and the no-break space are odd. To match other characters up to one, most frequent first,
# takes less than half the time of a search for it.
_UP_TO_ODD = re.compile("[\xa1-\U0010ffff\x20-\x7e\n]*+([\x00-\x09\x0b-\x1f\x7f-\xa0])[^\n]*")
