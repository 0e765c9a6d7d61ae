"""The format ``markdown``: digests in their canonical form, which reads back as the same models."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from dailypapers.markdown import write_digests
from dailypapers.models import Digest


@attrs.frozen
class Markdown:
    """The canonical digest, which reads back as the same models."""

    suffix: ClassVar[str] = ".md"
    streams: ClassVar[bool] = True

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield the heading of each digest, then each of its papers.

        Raises :class:`dailypapers.ExportError`, naming the paper and its field, for what Markdown cannot represent.
        """
        return write_digests(digests)
