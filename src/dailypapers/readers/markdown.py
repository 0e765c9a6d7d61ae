"""The format ``markdown``: digests as they are published. ``dailypapers.read`` keeps the codes of their problems."""

from collections.abc import Iterator
from typing import ClassVar

import attrs

from dailypapers import DigestSyntaxError, ReadError, ReadWarning, parse
from dailypapers.models import Digest


@attrs.frozen
class Markdown:
    """Digests in Markdown, as they are published."""

    suffix: ClassVar[str] = ".md"

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield the digests of a text, and then its errors and warnings."""
        try:
            document = parse(content, source=source)
        except DigestSyntaxError as error:
            raise ReadError(error.message, error.line, error.column) from None
        yield from document.digests
        for problem in document.problems:
            if problem.severity != "note":
                report = ReadError if problem.severity == "error" else ReadWarning
                yield report(problem.message, problem.line, problem.column, date=problem.date)
