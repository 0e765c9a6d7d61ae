"""The format ``tables``: papers as rows of the tables of a Markdown text, such as a README."""

from collections.abc import Iterator
from itertools import chain
from typing import ClassVar

import attrs

from dailypapers import Digest, ReadError, ReadWarning
from dailypapers.records import Records, forms


@attrs.frozen
class Tables(Records):
    """Papers as rows of tables in Markdown, by the names of their columns."""

    folder_suffixes: ClassVar[tuple[str, ...]] = (".md",)

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield a digest for each date of all tables with a column of titles; a paper counts where it first stands."""
        if tables := list(forms.tables_in(content, self.has_title)):
            yield from self.digests(chain.from_iterable(tables), source, each_once=True)
        elif any(forms.tables_in(content, bool)):
            yield ReadWarning("no table has a column of titles; the option title names one")
