"""Tables of tabs."""

import datetime
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError, ReadWarning

APPLES = Paper("Counting Apples", "https://arxiv.org/abs/2407.00001", votes=7, authors=("Ann One", "Bob Two"))
PEARS = Paper("Weighing Pears", "https://example.org/pears", votes=12)
FIGS = Paper("Drying Figs", authors=("Cem Three",))
TEXT = """\
# papers
2024-07-12\tCounting Apples\thttps://arxiv.org/abs/2407.00001\t7\tAnn One; Bob Two
2024-07-12\tWeighing Pears\thttps://example.org/pears\t12\t
2024-07-13\tDrying Figs\t\t\tCem Three
"""
BAD = "2024-07-12\tonly two\n12 July\tWeighing Plums\t\t3\t\n"
DIGESTS = [Digest(datetime.date(2024, 7, 12), [APPLES, PEARS]), Digest(datetime.date(2024, 7, 13), [FIGS])]
EXAMPLES = [(TEXT, DIGESTS), (f"# papers\n{BAD}{TEXT}", DIGESTS)]
SOURCE = None


@attrs.frozen
class Format:
    """A paper a line, with tabs between cells."""

    suffix: ClassVar[str] = ".tabbed"

    def read(self, content, source):
        days = {}
        for number, line in enumerate(content.split("\n"), 1):
            line = line.rstrip("\r")
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) != 5:
                yield ReadError(f"expected 5 cells, not {len(cells)}", line=number)
                continue
            try:
                date = datetime.date.fromisoformat(cells[0])
            except ValueError:
                yield ReadError(f"expected a date, not {cells[0]!r}", line=number)
                continue
            votes = None
            if cells[3].isascii() and cells[3].isdecimal() and len(cells[3]) < 9:
                votes = int(cells[3])
            elif cells[3]:
                yield ReadWarning(f"no number of votes: {cells[3]!r}", line=number, date=date)
            authors = [name.strip() for name in cells[4].split(";") if name.strip()]
            paper = Paper(cells[1], cells[2] or None, votes=votes, authors=authors, source=source, line=number)
            days.setdefault(date, []).append(paper)
        for date, papers in days.items():
            yield Digest(date, papers, source=source)
