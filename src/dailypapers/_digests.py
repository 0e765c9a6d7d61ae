"""What functions take: a digest, a document, or any iterable of these; and what ``strict`` asks of a document."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from dailypapers.errors import DigestSyntaxError, warn
from dailypapers.models import Digest, Document

Digests: TypeAlias = Digest | Document | Iterable[Digest | Document]


def each_digest(given: Digests) -> Iterator[Digest]:
    """Yield the given digests, and those of documents, in order and lazily; raises ``TypeError`` for anything else.

    Of a document with errors, which misses something, :class:`~dailypapers.ExportWarning` is warned; so it is of one
    that has no digests but a warning, a file that was passed over.
    """
    if isinstance(given, Digest | Document):
        given = (given,)
    for each in given:
        if isinstance(each, Document):
            if count := len(each.errors):
                errors = "1 error" if count == 1 else f"{count} errors"
                said = f"{each.source} has {errors}; only what was understood is exported."
                warn(f"{said} The first: {each.errors[0]}")
            elif not each.digests:
                for problem in each.problems:
                    if problem.severity == "warning":
                        warn(str(problem))
            yield from each.digests
        elif isinstance(each, Digest):
            yield each
        else:
            raise TypeError(f"expected digests or documents, not {type(each).__name__}")


def require_clean(document: Document) -> None:
    """Raise the first problem of a document that is more than a note."""
    for problem in document.problems:
        if problem.severity != "note":
            raise DigestSyntaxError(problem)
