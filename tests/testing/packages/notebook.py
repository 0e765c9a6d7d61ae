"""YAML."""

import json
from typing import ClassVar

import attrs

from dailypapers.plugins import paper_data, yaml_from_json

REPRESENTS = ["date", "title", "url", "votes", "authors", "authors_omitted_at", "media", "summary"]


@attrs.frozen
class Format:
    """YAML, an item a paper."""

    suffix: ClassVar[str] = ".yaml"
    streams: ClassVar[bool] = True
    ids: bool = False

    def export(self, digests):
        empty = True
        for digest in digests:
            for paper in digest.papers:
                empty = False
                yield self._item(digest.date, paper)
        if empty:
            yield "[]\n"

    def _item(self, date, paper):
        data = {"date": date and date.isoformat(), **paper_data(paper)}
        if not self.ids:
            del data["arxiv_id"]
        lines = [f"{key}: {scalar(value)}" for key, value in data.items() if value not in (None, [])]
        return "- " + "\n  ".join(lines) + "\n"


def scalar(value):
    return yaml_from_json(json.dumps(value))
