"""A feed."""

import datetime
import email.utils
import warnings
from typing import ClassVar
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import attrs

from dailypapers import ExportWarning
from dailypapers.plugins import newest_first, xml_text

REPRESENTS = ["date", "title", "url", "authors"]


def parse(output):
    return ElementTree.fromstring(output)


@attrs.frozen
class Format:
    """An RSS feed, the newest first."""

    suffix: ClassVar[str] = ".rss"

    title: str = "Daily papers"
    link: str = "https://example.org/"

    def export(self, digests):
        yield '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>\n'
        yield f"<title>{text(self.title)}</title><link>{text(self.link)}</link><description/>\n"
        for date, paper in newest_first(digests):
            if paper.summary:
                warnings.warn(f"the summary of {paper.title!r} is left out", ExportWarning, stacklevel=2)
            yield self._item(date, paper)
        yield "</channel></rss>\n"

    def _item(self, date, paper):
        parts = [f"<title>{text(paper.title)}</title>"]
        if paper.url is not None:
            parts.append(f"<link>{text(paper.url)}</link>")
            parts.append(f"<guid isPermaLink={quoteattr('false')}>{text(paper.url)}</guid>")
        if date:
            noon = datetime.datetime(date.year, date.month, date.day, 12, tzinfo=datetime.UTC)
            parts.append(f"<pubDate>{email.utils.format_datetime(noon)}</pubDate>")
        parts.extend(f"<author>{text(name)}</author>" for name in paper.authors)
        return f"<item>{''.join(parts)}</item>\n"


def text(value):
    return escape(xml_text(value)).replace("\r", "&#13;")
