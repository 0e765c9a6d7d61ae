"""The votes of a paper: ``Vote: 26``, or ``Vote: -`` where they are unknown."""

from dailypapers import problems
from dailypapers._digest.field_problem import FieldProblem, FieldProblems
from dailypapers.models import MOST_VOTES


def read_votes(digits: str | None, unknown: str | None) -> tuple[int | None, FieldProblems]:
    """Read the groups of VOTE."""
    if digits is None:
        return None, ()
    votes = int(digits)
    return (votes, ()) if votes <= MOST_VOTES else (None, (FieldProblem(problems.BAD_VOTES),))


def write_votes(votes: int | None) -> str:
    """Write the line of the votes."""
    return f"Vote: {'-' if votes is None else votes}"
