"""A letter."""

import html
import re
from typing import ClassVar, Literal

import attrs

from dailypapers.plugins import is_web_link

REPRESENTS = ["date", "title", "url", "votes", "authors", "summary", "media"]


@attrs.frozen
class Format:
    """The body of an HTML mail, a table row a paper."""

    suffix: ClassVar[str] = ".mail.html"
    order: Literal["given", "votes"] = "given"

    def export(self, digests):
        yield "<html><body>\n"
        for digest in digests:
            yield f"<h2>{digest.date or 'Undated'}</h2>\n<table>\n"
            papers = list(digest.papers)
            if self.order == "votes":
                papers.sort(key=lambda paper: -1 if paper.votes is None else paper.votes, reverse=True)
            for paper in papers:
                yield self._row(paper)
            yield "</table>\n"
        yield "</body></html>\n"

    def _row(self, paper):
        title = cell(paper.title)
        if paper.url:
            title = (
                f'<a href="{cell(paper.url)}">{title}</a>' if is_web_link(paper.url) else f"{title} {cell(paper.url)}"
            )
        votes = "" if paper.votes is None else str(paper.votes)
        names = ", ".join(map(cell, paper.authors))
        return (
            f"<tr><td>{title}<td>{votes}<td>{names}<td>{self._picture(paper.media)}"
            f"<td>{self._points(paper.summary)}</tr>\n"
        )

    def _picture(self, media):
        if media is None:
            return ""
        return f'<img src="{cell(media.url)}">' if media.kind == "image" else f'<a href="{cell(media.url)}">video</a>'

    def _points(self, points):
        if not points:
            return ""
        items = []
        for point in points:
            label = "" if point.label is None else f"<b>{cell(point.label)}</b>: "
            items.append(f"<li>{label}{cell(point.text)}{self._points(point.points)}</li>")
        return f"<ul>{''.join(items)}</ul>"


def cell(value):
    value = re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", value)
    return html.escape(value).replace("\n", "<br>")
