"""A problem as a field returns it beside its value: a code, and a place in the groups of its line.

``report`` knows where that is in the text, and reports it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dailypapers.problems import Code


class FieldProblem(NamedTuple):
    """A code with its place in a line: ``offset`` characters into group ``group`` of the line's terminal.

    Groups count from 1, as in the grammar; group 0 is where the words of the line begin. A field with an error was not
    understood: its words are in no value.
    """

    code: Code
    group: int = 0
    offset: int = 0
    data: Mapping[str, object] = {}


FieldProblems = tuple[FieldProblem, ...] | list[FieldProblem]


def has_error(found: FieldProblems) -> bool:
    """Return whether a line was not understood."""
    return any(problem.code.severity == "error" for problem in found)
