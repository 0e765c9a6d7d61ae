"""OPML."""

import datetime
import re
from pathlib import PurePosixPath
from typing import ClassVar
from xml.etree import ElementTree

import attrs

from dailypapers import Digest, Paper, Point, ReadError

TEXT = """\
<opml version="2.0">
<body>
<outline text="Counting Apples" url="https://arxiv.org/abs/2407.00001" votes="7">
<outline text="Apples are counted."/>
</outline>
<outline text="Weighing &lt;Pears&gt;"/>
</body>
</opml>
"""
APPLES = Paper(
    "Counting Apples", "https://arxiv.org/abs/2407.00001", votes=7, summary=[Point(text="Apples are counted.")]
)
EXAMPLES = [(TEXT, [Digest(datetime.date(2024, 7, 12), [APPLES, Paper("Weighing <Pears>")])])]
SOURCE = "feeds/2024-07-12.opml"


@attrs.frozen
class Format:
    """An outline, whose name is a date."""

    suffix: ClassVar[str] = ".opml"
    dated: bool = True

    def read(self, content, source):
        try:
            root = ElementTree.fromstring(content)
        except (ElementTree.ParseError, ValueError) as error:
            raise ReadError(f"no XML: {error}") from None
        papers = []
        for outline in root.iterfind("body/outline"):
            title = outline.get("text")
            if title is None:
                yield ReadError("an outline without a text")
                continue
            votes = outline.get("votes", "")
            known = re.fullmatch("[0-9]{1,9}", votes)
            points = [Point(text=each.get("text", "")) for each in outline.iterfind("outline")]
            papers.append(Paper(title, outline.get("url"), votes=int(votes) if known else None, summary=points))
        yield Digest(self._date(source), papers, source=source)

    def _date(self, source):
        match = re.search(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", PurePosixPath(source).name)
        if not match or not self.dated:
            return None
        try:
            return datetime.date(*map(int, match.groups()))
        except ValueError:
            return None
