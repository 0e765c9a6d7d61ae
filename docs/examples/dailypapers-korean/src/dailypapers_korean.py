"""The format ``korean``: listings of the papers API with Korean summaries beside each paper."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import attrs
from dailypapers import Digest, Paper, Point, ReadError, ReadWarning
from dailypapers.listing import DatedPaper, Item, Listing, digests_of, folded, read_listing

LABELS = {
    "translation_title": "제목",
    "purpose": "목적",
    "translation_summary": "요약",
    "method": "방법",
    "conclusion": "결론",
    "advertising_copy": "소개",
    "keywords": "키워드",
}


@attrs.frozen
class Korean:
    """Listings of the papers API with Korean summaries."""

    suffix: ClassVar[str] = ".json"  # which built-in readers have as well: it takes --from korean

    title: Literal["original", "korean"] = attrs.field(
        default="original", metadata={"help": "the original title, or its translation where there is one"}
    )

    def read(self, content: str, source: str) -> Iterator[Digest | ReadError | ReadWarning]:
        listing = read_listing(content)
        return digests_of(self._papers(listing, source), listing.date_in(source), source)

    def _papers(self, listing: Listing, source: str) -> Iterator[DatedPaper | ReadError | ReadWarning]:
        of_all = listing.date_in(source)
        for item in listing.items:
            if not isinstance(item, Item):  # an error or a warning about one
                yield item
                continue
            date = None
            try:
                date = item.date or of_all
                yield date, self._paper(item, source)
            except ReadError as error:  # the others are read all the same
                error.date = date
                yield error

    def _paper(self, item: Item, source: str) -> Paper:
        points = [point for key, label in LABELS.items() if (point := _point(item, key, label))]
        title = item.title
        if self.title == "korean" and points and points[0].label == LABELS["translation_title"]:
            title = points.pop(0).text
        return Paper(title, item.url, item.media, item.votes, item.authors, summary=points, source=source)


def _point(item: Item, key: str, label: str) -> Point | None:
    """Return the point of a key: a text, or a list of them; ``None`` where there is nothing."""
    path = f"{item.path}.{key}"
    value = item.data.get(key)
    if isinstance(value, list):
        texts = [_text(text, f"{path}[{n}]") for n, text in enumerate(value)]
        texts = [text for text in texts if text]
        if key == "keywords":
            return Point(label, ", ".join(texts)) if texts else None
        return Point(label, "", [Point(text=text) for text in texts]) if texts else None
    text = "" if value is None else _text(value, path)
    return Point(label, text) if text else None


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise ReadError("expected text", path=path)
    return folded(value, path)
