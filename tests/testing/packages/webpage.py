"""A page, as bytes."""

import datetime
import html
import re
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError

TEXT = b"""\
<!doctype html>
<h1>12 July 2024</h1>
<ul>
<li data-votes="7"><a href="https://arxiv.org/abs/2407.00001">Counting Apples &amp; more</a>
<li><a href="https://example.org/pears">Weighing \xeb\xb0\xb0</a>
</ul>
"""
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
EXAMPLES = [
    (
        TEXT,
        [
            Digest(
                datetime.date(2024, 7, 12),
                [
                    Paper("Counting Apples & more", "https://arxiv.org/abs/2407.00001", votes=7),
                    Paper("Weighing 배", "https://example.org/pears"),
                ],
            )
        ],
    )
]
SOURCE = None
ITEM = re.compile(r'<li(?: data-votes="([0-9]{1,8})")?><a href="([^"\r\n]*)">([^<\r\n]*)</a>')


@attrs.frozen
class Format:
    """A page of links."""

    suffix: ClassVar[str] = ".page"
    binary: ClassVar[bool] = True

    def read(self, content, source):
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise ReadError(f"not UTF-8: {error.reason}") from None
        papers = []
        line, read_to = 1, 0
        for match in ITEM.finditer(text):
            line += text.count("\n", read_to, match.start())
            read_to = match.start()
            votes, link, title = match.groups()
            papers.append(Paper(clean(title), clean(link) or None, votes=votes and int(votes), line=line))
        yield Digest(self._date(text), papers, source=source)

    def _date(self, text):
        match = re.search(r"<h1>([0-9]{1,2}) ([A-Z][a-z]{2,8}) ([0-9]{4})</h1>", text)
        try:
            return match and datetime.date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
        except ValueError:
            return None


def clean(text):
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", html.unescape(text))
