"""Lists of papers in TOML."""

import datetime
import tomllib
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning

TEXT = """\
day = 2024-07-12
papers = [
  {title = "Counting Apples", votes = 7, authors = ["Ann One", "Bob Two"]},
  {title = "Weighing Pears", votes = 0},
]
"""
APPLES = Paper("Counting Apples", votes=7, authors=("Ann One", "Bob Two"))
EXAMPLES = [(TEXT, [Digest(datetime.date(2024, 7, 12), [APPLES, Paper("Weighing Pears", votes=0)])])]
SOURCE = None


@attrs.frozen
class Format:
    """A list of papers."""

    suffix: ClassVar[str] = ".papers.toml"

    def read(self, content, source):
        try:
            data = tomllib.loads(content)
        except (ValueError, RecursionError) as error:
            raise ReadError(f"not TOML: {error}") from None
        for key in sorted({*data} - {"day", "papers"}):
            yield ReadWarning(f"unknown key: {key!r}")
        date = data.get("day")
        if type(date) is not datetime.date:
            date = None
        listed = data.get("papers")
        papers = []
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, dict) and isinstance(title := entry.get("title"), str):
                votes, names = entry.get("votes"), entry.get("authors")
                if type(votes) is not int or not 0 <= votes <= 10**9:
                    votes = None
                known = isinstance(names, list) and all(isinstance(name, str) for name in names)
                papers.append(Paper(title, votes=votes, authors=names if known else ()))
            else:
                yield ReadError(f"no paper: {entry!r}"[:200])
        yield Digest(date, papers, source=source)
