"""Text to Document. No file is opened here; nothing but our own error comes out, whatever the text."""

from lark import Token

from dailypapers._build import build
from dailypapers._grammar import lines
from dailypapers.errors import DigestSyntaxError
from dailypapers.models import Document


def parse(text: str, *, source: str = "<string>", strict: bool = False) -> Document:
    """Read the digests in a text.

    Everything that can be understood is in the digests, in order; what was doubtful, repaired or not
    understood is in the problems, with its place. ``source`` is the name that these and the models carry.

    Raises :class:`~dailypapers.DigestSyntaxError` when there is no digest in the text and, with ``strict``, at
    the first problem that is a warning or an error.
    """
    if not isinstance(text, str):
        raise TypeError(f"parse takes a str, not {type(text).__name__}; dailypapers.read takes a path")
    text = text.removeprefix("\ufeff")
    document = build(text, source)
    if not document.digests:
        raise DigestSyntaxError(document.problems[0])
    if strict:
        demand_clean(document)
    return document


def spans(text: str) -> list[tuple[int, int]]:
    """Give where each digest of a text begins and ends, as offsets: from its heading to its last line.

    The empty lines after the last line belong to the digest, as in its canonical form.
    """
    digests = lines(text.removeprefix("\ufeff")).find_data("digest")
    mark = text.startswith("\ufeff")
    found = []
    for digest in digests:
        tokens = list(digest.scan_values(lambda value: isinstance(value, Token)))
        start, end = tokens[0].start_pos or 0, tokens[-1].end_pos or 0
        found.append((start + mark, min(end + mark, len(text))))
    return sorted(found)


def demand_clean(document: Document) -> None:
    """Raise the first problem of a document that is more than a note."""
    for problem in document.problems:
        if problem.severity != "note":
            raise DigestSyntaxError(problem)
