"""The format ``huggingface``: listings of Hugging Face's papers API, saved by whoever has them. No network is asked."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import attrs

from dailypapers import Digest, Paper, Point, ReadError, ReadWarning
from dailypapers.listing import DatedPaper, Item, Listing, digests_of, read_listing


@attrs.frozen
class HuggingFace:
    """Listings of the Hugging Face papers API, a paper an item."""

    suffix: ClassVar[str] = ".json"

    summary: Literal["abstract", "ai", "none"] = attrs.field(
        default="abstract",
        metadata={"help": "the text of each paper: its abstract, the summary by a model where there is one, or none"},
    )

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        """Yield a digest for each date in a listing.

        A value that is no item is a :class:`dailypapers.ReadError`, and the others are read. Raises one for a text that
        is no listing, and where its JSON breaks off.
        """
        listing = read_listing(content)
        return digests_of(self._papers(listing, source), listing.date_in(source), source)

    def _papers(self, listing: Listing, source: str) -> Iterator[DatedPaper | ReadError | ReadWarning]:
        of_all = listing.date_in(source)
        for item in listing.items:
            if not isinstance(item, Item):
                yield item
                continue
            date = None
            try:
                date = item.date or of_all
                authors = item.authors
                summary = self._summary(item)
                paper = Paper(item.title, item.url, item.media, item.votes, authors, summary=summary, source=source)
            except ReadError as error:
                error.date = date
                yield error
                continue
            if len(authors) < len(item.paper.get("authors") or ()):
                for n, name in enumerate(item.names):
                    if not name:
                        yield ReadWarning("an empty name, which is passed over", path=item.path_of_author(n), date=date)
            yield date, paper

    def _summary(self, item: Item) -> tuple[Point, ...]:
        text = ""
        if self.summary == "ai":
            text = item.text("ai_summary")
        if self.summary != "none":
            text = text or item.text("summary")
        return (Point(text=text),) if text else ()
