"""The format ``myformat`` for dailypapers."""

import warnings
from collections.abc import Iterable, Iterator
from html import escape
from typing import ClassVar

import attrs
from dailypapers import Digest, ExportWarning, Paper
from dailypapers.plugins import File, asset, newest_first, outline, xml_text
from dailypapers.references import file_name


@attrs.frozen
class Exporter:
    """A page a paper, and an index of them."""

    contract: ClassVar[int] = 1  # the version of the rules it was written for
    files: ClassVar[bool] = True  # it yields files, and no text

    title: str = attrs.field(default="Daily papers", metadata={"help": "what the index is called"})

    def export(self, digests: Iterable[Digest]) -> Iterator[File]:
        links: list[str] = []
        names: set[str] = set()
        for date, paper in newest_first(digests):
            name = f"{file_name(paper)}.html"
            if name in names:  # two papers that have neither a link nor an id may share a key
                text = f"{paper.title!r} has the page of another paper, and is left out"
                warnings.warn(text, ExportWarning, stacklevel=2)
                continue
            names.add(name)
            yield File(f"papers/{name}", _page(paper.title, "../style.css", _about(paper)))
            links.append(f'<li>{date or ""} <a href="papers/{name}">{_text(paper.title)}</a>\n')
        yield File("index.html", _page(self.title, "style.css", f"<ul>\n{''.join(links)}</ul>\n"))
        yield File("style.css", asset(__name__, "style.css"))


def _page(title: str, style: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<meta charset="utf-8">\n<title>{_text(title)}</title>\n'
        f'<link rel="stylesheet" href="{style}">\n<h1>{_text(title)}</h1>\n{body}'
    )


def _about(paper: Paper) -> str:
    lines = [", ".join(paper.authors), paper.url, outline(paper.summary)]
    return "".join(f"<p>{_text(line)}\n" for line in lines if line)


def _text(text: str) -> str:
    return escape(xml_text(text))
