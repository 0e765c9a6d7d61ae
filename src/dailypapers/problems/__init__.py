"""Every code of a problem: its severity, its message, its meaning, a wrong line and the right one.

The one list that the parser and the documentation read. Codes are stable: one that is no longer reported is not
given to something else. Their letter is the family: S structure, F fields, A authors, R readers, X across files.

A note is about something kept as written, but doubtful; a warning about something repaired whose meaning is
certain; an error about words that were not understood and are in no model, only in the problem.
"""

# Each module is a table of codes, and a name is said once, where its code is. The order is that of CODES.
from dailypapers.problems.code import CODES as CODES
from dailypapers.problems.code import Code as Code
from dailypapers.problems.structure import *  # noqa: F403
from dailypapers.problems.structure import DRIFTED_FILE, LOST_DAY_FILE, OUTPUT_AMONG_INPUTS

# isort: split
from dailypapers.problems.fields import *  # noqa: F403
from dailypapers.problems.fields import ALTERNATIVE_TEXT, TAG_WORDS

# isort: split
from dailypapers.problems.files import *  # noqa: F403

PASSED_OVER = frozenset({DRIFTED_FILE.code, OUTPUT_AMONG_INPUTS.code, LOST_DAY_FILE.code})
"""The codes of warnings about a file of which nothing was read. Each is reported by the name of the file."""

UNWRITABLE_WORDS = frozenset({ALTERNATIVE_TEXT.code, TAG_WORDS.code})
"""The codes, no errors, of words that are in no model: no output has them, and the canonical form would lose them."""
