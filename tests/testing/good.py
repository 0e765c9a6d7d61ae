"""Plugins that obey the laws, in ways that look as if they did not.

Fresh processes import this module, so it needs nothing that tests need.
"""

import datetime
import enum
import tempfile
import warnings
from pathlib import Path
from typing import ClassVar

import attrs

from dailypapers import Digest, ExportError, ExportWarning, Paper, ReadError, ReadWarning
from dailypapers.plugins import File
from dailypapers.references import citation_key, each_paper


class Order(enum.Enum):
    DATE = "date"
    VOTES = "votes"


@attrs.frozen
class Good:
    """It warns, refuses, and uses files that it takes away."""

    day: datetime.date | None = None
    names: tuple[str, ...] = ("a", "b")
    order: Order = Order.DATE

    def export(self, digests):
        warnings.warn("something is left out", ExportWarning, stacklevel=2)
        with tempfile.TemporaryFile("w+") as file, tempfile.TemporaryDirectory() as folder:
            Path(folder, "a").write_text("a", "utf-8")
            for digest in digests:
                if len(digest.papers) > 4:
                    raise ExportError("too many papers")
                papers = digest.papers if self.order is Order.DATE else sorted(digest.papers, key=lambda p: p.title)
                for paper in papers:
                    file.write(ascii(paper.title) + "\n")
            file.seek(0)
            yield from file


@attrs.frozen
class Files:
    """A file a paper; content is made while it is taken."""

    files: ClassVar[bool] = True

    def export(self, digests):
        names = set()
        for paper in each_paper(digests):
            name = f"{citation_key(paper).replace('/', '_')}.txt"
            if name not in names:
                names.add(name)
                yield File(name, (part for part in (paper.title, "\n")))


def rows(content):
    """Yield the votes and the title of each line."""
    for line in content.split("\n"):
        votes, _, title = line.rstrip("\r").partition(" ")
        if title:
            yield votes, title


def papers(content):
    for votes, title in rows(content):
        known = votes.isascii() and votes.isdecimal() and len(votes) < 8
        yield Paper(title, votes=int(votes) if known else None)


@attrs.frozen
class Votes:
    """Votes and a title a line."""

    def read(self, content, source):
        yield Digest(None, list(papers(content)))


@attrs.frozen
class Reports(Votes):
    """The same, with errors and warnings."""

    def read(self, content, source):
        for number, line in enumerate(content.split("\n"), 1):
            if "Plums" in line:
                yield ReadWarning("plums are no fruit", line=number, column=1)
            elif line.startswith("-"):
                yield ReadError("no votes", line=number, path="votes")
            elif "\x00" in line:
                raise ReadError("no text")
        yield from super().read(content, source)


@attrs.frozen
class Packed(Votes):
    """The same of bytes; it returns a list."""

    binary: ClassVar[bool] = True

    def read(self, content, source):
        return list(super().read(content.decode(errors="replace"), source))
