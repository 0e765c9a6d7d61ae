"""Pages."""

import html
import re
import warnings
from typing import ClassVar

import attrs

from dailypapers import ExportWarning
from dailypapers.plugins import File, newest_first, outline
from dailypapers.references import citation_key

REPRESENTS = ["date", "title", "url", "authors", "summary"]


@attrs.frozen
class Format:
    """A page a paper, and an index."""

    files: ClassVar[bool] = True

    def export(self, digests):
        index = []
        names = set()
        for date, paper in newest_first(digests):
            name = f"{citation_key(paper).replace('/', '_')}.html"
            if name in names:
                warnings.warn(f"{paper.title!r} has the page of another paper", ExportWarning, stacklevel=2)
                continue
            names.add(name)
            yield File(f"papers/{name}", self._page(date, paper))
            index.append(f'<li><a href="papers/{name}">{text(paper.title)}</a>\n')
        yield File("index.html", f"<ul>\n{''.join(index)}</ul>\n")

    def _page(self, date, paper):
        lines = [str(date or ""), paper.url or "", ", ".join(paper.authors), outline(paper.summary)]
        return f"<h1>{text(paper.title)}</h1>\n" + "".join(f"<pre>{text(line)}</pre>\n" for line in lines if line)


def text(value):
    return html.escape(re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", value))
