"""An outline for Org mode."""

from typing import ClassVar

import attrs

from dailypapers.plugins import outline

REPRESENTS = ["date", "title", "url", "votes", "authors", "summary"]


@attrs.frozen
class Format:
    """An outline for Org mode: a heading a day, and one a paper below it."""

    suffix: ClassVar[str] = ".org"
    streams: ClassVar[bool] = True

    level: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    tags: tuple[str, ...] = ()

    def export(self, digests):
        stars = "*" * self.level
        for digest in digests:
            day = digest.date.isoformat() if digest.date else "undated"
            yield f"{stars} {day}\n"
            for paper in digest.papers:
                yield self._heading(paper, stars)
                yield from self._properties(paper)
                if paper.summary:
                    yield "".join(f": {line}\n" for line in outline(paper.summary).splitlines())

    def _heading(self, paper, stars):
        title = one_line(paper.title)
        tags = f" :{':'.join(self.tags)}:" if self.tags else ""
        return f"{stars}* {title}{tags}\n"

    def _properties(self, paper):
        yield ":PROPERTIES:\n"
        if paper.url:
            yield f":URL: {one_line(paper.url)}\n"
        if paper.votes is not None:
            yield f":VOTES: {paper.votes}\n"
        for name in paper.authors:
            yield f":AUTHOR+: {one_line(name)}\n"
        if paper.authors_omitted_at is not None:
            yield ":AUTHOR+: others\n"
        yield ":END:\n"


def one_line(text):
    return encoded(" ".join(text.split()))


def encoded(text):
    return text.encode("utf-8", "replace").decode()
