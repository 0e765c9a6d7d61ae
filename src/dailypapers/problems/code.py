"""The class of a code, the table of all codes, and its three makers. The words are in the modules beside this one."""

import datetime
import sys
from functools import partial

import attrs

from dailypapers.models import Problem, Severity

TITLE = "### [A Title](https://arxiv.org/abs/2407.08348)"
VIDEO = (
    "[Watch Video](https://example.org/x.mp4)\n"
    '<div><video controls src="https://example.org/x.mp4" muted="false"></video></div>'
)


@attrs.frozen
class Code:
    """One code: ``message`` is a template over the data of a problem.

    ``wrong`` is some lines of a digest that cause it, and ``right`` the same lines as they should have been. Both are
    empty where the problem is in no line of a digest, and ``right`` where the line is right.
    """

    code: str
    name: str
    severity: Severity
    message: str
    meaning: str
    wrong: str
    right: str

    def at(
        self,
        source: str,
        line: int,
        column: int,
        text: str,
        digest_date: datetime.date | None = None,
        **data: object,
    ) -> Problem:
        """Make the problem of this code at a place (line and column from 1) in a line ``text`` of ``source``.

        ``digest_date`` is the date of the digest that has the line.
        """
        # A million problems that say the same share one text.
        message = sys.intern(self.message.format(**data))
        return Problem(self.code, self.severity, message, source, line, column, text, date=digest_date)


CODES: dict[str, Code] = {}


def _make(severity: Severity, code_and_name: str, message: str, meaning: str, wrong: str = "", right: str = "") -> Code:
    code, name = code_and_name.split(" ")
    CODES[code] = made = Code(code, name, severity, message, meaning, wrong, right)
    return made


note: partial[Code] = partial(_make, "note")
warning: partial[Code] = partial(_make, "warning")
error: partial[Code] = partial(_make, "error")
