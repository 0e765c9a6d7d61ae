"""What a field returns beside its value: which words of its line are doubtful, repaired or not understood.

A doubt is data. Where it stands in the text, and in what words it is reported, is decided in ``document``.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dailypapers.problems import Code


class Doubt(NamedTuple):
    """A code with its place in a line: ``offset`` characters into group ``group`` of the line's terminal.

    Groups count from 1, as in the grammar; group 0 is where the words of the line begin. A field whose doubts have an
    error was not understood: its words are in no value.
    """

    code: Code
    group: int = 0
    offset: int = 0
    data: Mapping[str, object] = {}


Doubts = tuple[Doubt, ...] | list[Doubt]


def has_error(doubts: Doubts) -> bool:
    """Return whether the line was not understood."""
    return any(doubt.code.severity == "error" for doubt in doubts)
