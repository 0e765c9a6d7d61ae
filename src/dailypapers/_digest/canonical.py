"""A text with each of its digests in canonical form, and models as canonical text."""

from collections.abc import Iterable, Iterator

from dailypapers._digest.document import read_text, read_with_spans
from dailypapers._digest.heading import write_date
from dailypapers._digest.paper import read_paper, write_paper
from dailypapers._digest.parser import pattern
from dailypapers._digest.report import Report
from dailypapers._text import shortened
from dailypapers.errors import DigestSyntaxError, ExportError
from dailypapers.models import Digest, Paper
from dailypapers.plugins import place_of
from dailypapers.problems import UNWRITABLE_WORDS


def canonical(text: str) -> str:
    """Return a text with each of its digests in canonical form, and every other character as it is.

    Line ends are those of the digest's heading. A text that ends in a digest ends in one line feed or in two, as it
    did, since other programs remove the second: a text without one gets one, and of more than two, two stay.

    Raises :class:`~dailypapers.DigestSyntaxError` for a text without digests, and ``ValueError`` where words would be
    lost, as a digest has errors or words that no model holds, or where the result would be read as something else.
    """
    document, spans = read_with_spans(text)
    if not document.digests:
        raise DigestSyntaxError(document.problems[0])
    if document.errors:
        raise ValueError("it has errors")
    for problem in document.problems:
        if problem.code in UNWRITABLE_WORDS:
            raise ValueError(f"words of line {problem.line} would be lost: {problem.message}")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text[len(mark) :].split("\n")
    done, pieces = 0, [mark]
    for (start, end), digest in zip(spans, document.digests, strict=True):
        written = write_digest(digest)
        if lines[min(start, len(lines) - 2)].endswith("\r"):  # the last one has no end
            written = written.replace("\n", "\r\n")
        pieces += [*(f"{line}\n" for line in lines[done:start]), written]
        done = end
    rest = "\n".join(lines[done:])
    if not rest and text.count("\n", len(text.rstrip(" \r\n"))) < 2:
        pieces[-1] = pieces[-1].removesuffix("\n").removesuffix("\r")
    result = "".join([*pieces, rest])
    if read_text(result).digests != document.digests:
        raise ValueError("its canonical form would be read as something else")  # no such text is known
    return result


def write_digest(digest: Digest) -> str:
    """Write a digest in its canonical form; whether it reads back the same is for the caller to see."""
    return "".join(_chunks(digest))


def write_digests(digests: Iterable[Digest]) -> Iterator[str]:
    """Yield the heading of each digest, then each of its papers.

    Each digest is read back before any of it is yielded, so that nothing is written that would be read differently.
    Raises :class:`~dailypapers.ExportError`, naming the paper and its field, for what Markdown cannot
    represent.
    """
    for digest in digests:
        chunks = _chunks(digest)
        reads_back = digest.papers and all(map(_reads_back, digest.papers, chunks[1:]))
        if not reads_back and read_text("".join(chunks)).digests != (digest,):
            raise ExportError(_unwritable(digest))
        yield from chunks


def _chunks(digest: Digest) -> list[str]:
    return [f"{write_date(digest.date)}\n\n", *map(write_paper, digest.papers)]


def _reads_back(paper: Paper, chunk: str) -> bool:
    """Return whether what was written of a paper is one PAPER, and read as it; where not, its digest may still be.

    What stands behind it in the digest, a heading or the end, changes nothing.
    """
    match = None if "\r" in chunk else pattern("PAPER").fullmatch(chunk)
    return match is not None and read_paper(match, Report(chunk, "<string>")) == paper


def _unwritable(digest: Digest) -> str:
    """Say why a digest cannot be written: which field, of which paper, is the first that reads back differently."""
    for paper in digest.papers:
        for field in ("title", "url", "media", "authors", "summary"):
            value = getattr(paper, field)
            alone = Digest(None, (Paper(**{"title": "A", field: value}),))
            if read_text(write_digest(alone)).digests != (alone,):
                return (
                    f"{place_of(digest, paper)}: Markdown cannot represent its {field}, {shortened(repr(value))}; "
                    "the other formats can"
                )
    return f"Markdown cannot represent the digest of {digest.date!r}: it would be read differently"
