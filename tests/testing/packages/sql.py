"""A script for a database."""

import json
import sqlite3
from contextlib import closing
from typing import ClassVar

import attrs

from dailypapers.plugins import paper_data

REPRESENTS = ["date", "title", "url", "votes", "authors", "authors_omitted_at", "media", "summary"]


def parse(output):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(output)


@attrs.frozen
class Format:
    """A script of SQL: a table, and a row a paper."""

    suffix: ClassVar[str] = ".sql"
    table: str = "papers"

    def export(self, digests):
        yield f"CREATE TABLE {self.table} (n INTEGER PRIMARY KEY, day TEXT, title TEXT, url TEXT, votes INTEGER, more TEXT);\n"
        n = 0
        for digest in digests:
            for paper in digest.papers:
                n += 1
                values = [n, digest.date, paper.title, paper.url, paper.votes, self._more(paper)]
                yield f"INSERT INTO {self.table} VALUES ({', '.join(map(quoted, values))});\n"

    def _more(self, paper):
        data = paper_data(paper)
        return json.dumps({key: data[key] for key in ("authors", "authors_omitted_at", "media", "summary")})


def quoted(value):
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    text = str(value).encode("utf-8", "replace").decode().replace("\0", "")
    return "'" + text.replace("'", "''") + "'"
