"""A table for spreadsheets."""

import csv
import io
from typing import ClassVar, Literal

import attrs

from dailypapers.plugins import outline

REPRESENTS = ["date", "title", "url", "votes", "authors", "authors_omitted_at", "media", "summary"]
COLUMNS = ["date", "title", "link", "votes", "authors", "complete", "kind", "media", "summary"]


@attrs.frozen
class Format:
    """A row a paper, for spreadsheets."""

    suffix: ClassVar[str] = ".sheet.csv"
    streams: ClassVar[bool] = True
    separator: Literal[",", ";"] = ","

    def export(self, digests):
        file = io.StringIO()
        writer = csv.writer(file, delimiter=self.separator, lineterminator="\n")
        yield self._taken(writer, file, COLUMNS)
        for digest in digests:
            for paper in digest.papers:
                yield self._taken(writer, file, self._row(digest, paper))

    def _row(self, digest, paper):
        return [
            digest.date,
            safe(paper.title),
            safe(paper.url or ""),
            paper.votes,
            safe("; ".join(paper.authors)),
            paper.authors_omitted_at,
            paper.media.kind if paper.media else "",
            paper.media.url if paper.media else "",
            safe(outline(paper.summary)),
        ]

    def _taken(self, writer, file, row):
        writer.writerow(row)
        text = file.getvalue()
        file.seek(0)
        file.truncate()
        return text.encode("utf-8", "replace")


def safe(text):
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
