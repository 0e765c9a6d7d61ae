"""What tests share: where things are, which programs they need, and what may be told of Markdown that we write."""

import os
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))

# The codes of texts that themselves look like a heading, a field or a formatter's work, and of an empty title: what
# stands in the models is told of again wherever it is read. All else that is told of what we write is a note.
LOOKS_LIKE = frozenset({"S018", "S033", "S034", "F116", "F117", "F152"})


def doubtful(document):
    """Return the codes of what a document tells, but for notes."""
    return {problem.code for problem in document.problems if problem.severity != "note"}


def needs(*programs):
    """Stop a test where a program is missing, saying which."""
    if missing := [program for program in programs if shutil.which(program) is None]:
        stop(f"{', '.join(missing)} not installed; CONTRIBUTING.md names the packages")


def stop(reason):
    """Skip a test for want of what it needs; with ``EVERY_PROGRAM`` set, fail it."""
    (pytest.fail if os.environ.get("EVERY_PROGRAM") else pytest.skip)(reason)


def refused(law):
    """Expect the error of a law of exporters or readers."""
    return pytest.raises(AssertionError, match=f"law broken: {re.escape(law)}: ")
