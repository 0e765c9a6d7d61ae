"""The format ``zip`` for dailypapers: notes in Markdown or plain text, one a paper.

The same papers give the same bytes: notes stand in the order of their names, and all have the same time.
"""

import datetime
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import attrs
from dailypapers import Digest, ExportError, Paper, Point

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can say


@attrs.frozen
class Notes:
    """A zip of notes, one a paper."""

    suffix: ClassVar[str] = ".zip"  # no `streams`: the first note by name may come from the last digest

    kind: Literal["markdown", "plain"] = attrs.field(default="markdown", metadata={"help": "how notes are written"})
    compress: bool = attrs.field(default=False, metadata={"help": "take less space"})

    def export(self, digests: Iterable[Digest]) -> Iterator[bytes]:
        notes: dict[str, bytes] = {}
        for digest in digests:
            for paper in digest.papers:
                name = _name(paper) + (".md" if self.kind == "markdown" else ".txt")
                if name not in notes:  # a paper that was featured before has its note
                    notes[name] = _encoded(paper, self._note(paper, digest.date))
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name in sorted(notes):
                archive.writestr(self._entry(name), notes[name])
        yield file.getvalue()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, EARLIEST)
        entry.compress_type = zipfile.ZIP_DEFLATED if self.compress else zipfile.ZIP_STORED
        entry.create_system = 3  # Unix, wherever this runs, with the mode of its files
        entry.external_attr = 0o644 << 16
        return entry

    def _note(self, paper: Paper, date: datetime.date | None) -> str:
        title = " ".join(paper.title.split())
        head = f"# {title}" if self.kind == "markdown" else title
        authors = ", ".join(paper.authors) + (" and others" if paper.authors_omitted_at is not None else "")
        facts = [str(fact) for fact in (paper.url, date, authors.strip()) if fact]
        points = list(self._points(paper.summary, ""))
        return "\n\n".join("\n".join(lines) for lines in ([head], facts, points) if lines) + "\n"

    def _points(self, points: Iterable[Point], indent: str) -> Iterator[str]:
        bold = "**" if self.kind == "markdown" else ""
        for point in points:
            text = " ".join(point.text.split())
            yield f"{indent}- " + (text if point.label is None else f"{bold}{point.label}{bold}: {text}")
            yield from self._points(point.points, indent + "  ")


def _name(paper: Paper) -> str:
    """Give a name that is safe wherever the zip is unpacked: nothing of what a title says is in it."""
    if paper.arxiv_id:
        return f"arxiv-{paper.arxiv_id.replace('/', '-')}"
    what = paper.url or paper.title
    return f"paper-{hashlib.sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _encoded(paper: Paper, note: str) -> bytes:
    try:
        return note.encode()
    except UnicodeEncodeError:
        raise ExportError(f"the note of {paper.title!a} holds a lone surrogate, which UTF-8 cannot represent") from None
