"""Readers as people write them obey the laws of readers; with a mistake planted in one, a law is broken."""

import pytest
from planted import plant

from dailypapers.testing import check_reader
from support import refused

PACKAGES = ["tabbed", "opml", "entries", "webpage"]


def check(module):
    check_reader(module.Format, *module.EXAMPLES, options=module.OPTIONS, source=module.SOURCE)


@pytest.mark.parametrize("name", PACKAGES)
def test_as_they_are(name, package_folder):
    check(plant(package_folder, name))


MEANING = [
    ("tabbed", "cells[2] or None", "cells[2]"),
    ("tabbed", 'cells[4].split(";")', 'cells[4].split(",")'),
    ("tabbed", "len(cells[3]) < 9", "len(cells[3]) < 2"),
    ("tabbed", "days.setdefault(date, []).append(paper)", "days[date] = [paper]"),
    ("tabbed", "name.strip() for name", "name for name"),
    ("tabbed", "                yield ReadError(f\"expected 5 cells, not {len(cells)}\", line=number)\n                continue", "                raise ReadError(f\"expected 5 cells, not {len(cells)}\", line=number)"),
    ("tabbed", "not {cells[0]!r}\", line=number)\n                continue", "not {cells[0]!r}\", line=number)\n                break"),
    ("entries", 'or has no title", line=line)\n                continue', 'or has no title", line=line)\n                break'),
    ("entries", '" and ")', '", ")'),
    ("entries", "ENTRY.match(content, match.start())", "ENTRY.search(content, match.start())"),
    ("opml", '        return datetime.date(*map(int, match.groups()))', '        return datetime.date(*map(int, match.groups()[::-1]))'),
    ("opml", "_date(source)", "_date(source[:4])"),
    ("opml", 'summary=points', 'summary=points[1:]'),
    ("webpage", "html.unescape(text)", "text"),
    ("webpage", "content.decode()", "content.decode('latin-1')"),
    ("webpage", "votes and int(votes)", "int(votes or 0)"),
]
CRASH = [
    ("opml", 'f"no XML: {error}"', '""'),
    ("tabbed", "cells[3].isascii() and cells[3].isdecimal()", "cells[3].isdigit()"),
    ("tabbed", "len(cells) != 5", "len(cells) < 2"),
    ("opml", '        try:\n            return datetime.date(*map(int, match.groups()))\n        except ValueError:\n            return None\n', '        return datetime.date(*map(int, match.groups()))\n'),
    ("opml", '        if not match or not self.dated:\n            return None\n', ''),
    ("opml", 'outline.get("text")\n', 'outline.get("text").strip()\n'),
    ("entries", 'fields.get("author", "")', 'fields["author"]'),
    ("webpage", "except ValueError", "except KeyError"),
    ("webpage", "{1,8}", "+"),
    ("tabbed", 'f"expected 5 cells, not {len(cells)}"', '""'),
    ("tabbed", 'f"expected a date, not {cells[0]!r}"', 'str(ValueError())'),
]
LINES = [
    ("entries", "line, read_to = 1, 0", "line, read_to = 0, 0"),
    ("tabbed", 'content.split("\\n"), 1)', 'content.split("\\n"), 2)'),
    ("tabbed", 'content.split("\\n"), 1)', 'content.split("\\n"))'),
    ("tabbed", '            cells = line.split', '            number = content.split("\\n").index(line) + 1\n            cells = line.split'),
    ("entries", 'line += content.count("\\n", read_to, match.start())', 'line = content.count("\\n", 0, content.index(content[match.start():][:40])) + 1'),
    ("entries", 'content = content.replace("\\r\\n", "\\n")\n', '\n'),
    ("entries", "line, read_to = 1, 0", "line, read_to = 99, 0"),
]
TIME = [
    ("tabbed", '            cells = line.split', '            number = content.split("\\n").index(line) + 1\n            cells = line.split'),
    ("tabbed", "        days = {}\n", "        days = {}\n        known = []\n", "days.setdefault(date, []).append(paper)", "if paper not in known:\n                known.append(paper)\n                days.setdefault(date, []).append(paper)"),
    ("entries", '((?:  [a-z]+ = \\{[^{}\\n]*\\},\\n)*)', '((?:  [a-z]+ = \\{(?:[^{}\\n]+ ?)*\\},\\n)*)'),
    ("webpage", '([^<\\r\\n]*)</a>', '((?:[^<\\r\\n]+ ?)*)</a>'),
    ("entries", 'line += content.count("\\n", read_to, match.start())', 'line = len(content[: match.start()].split("\\n"))'),
    ("tabbed", "            authors = [", '            __import__("re").fullmatch(r"(\\w+;? ?)*", cells[4])\n            authors = ['),
]
ELSEWHERE = [
    ("opml", "ElementTree.fromstring(content)", "ElementTree.parse(source).getroot()"),
    ("tabbed", "        days = {}\n", "        days = {}\n        import pathlib\n        if pathlib.Path(source).exists():\n            content = pathlib.Path(source).read_text()\n"),
    ("opml", "if not match or not self.dated:\n            return None", "if not match or not self.dated:\n            import os\n            return datetime.date.fromtimestamp(os.path.getmtime(source)) if os.path.exists(source) else None"),
    ("opml", "if not match or not self.dated:\n            return None", "if not match or not self.dated:\n            return datetime.date.today()"),
    ("webpage", "datetime.date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))", "datetime.datetime.strptime(match[0], '<h1>%d %B %Y</h1>').date()"),
    ("tabbed", "        days = {}\n", "        days = {}\n        import pathlib\n        try: (pathlib.Path.home() / '.tabbed').read_text()\n        except OSError: pass\n"),
    ("tabbed", "        days = {}\n", "        days = {}\n        try: open(source + '.date').read()\n        except OSError: pass\n"),
    ("tabbed", "        days = {}\n", "        days = {}\n        import csv\n        csv.field_size_limit(10**9)\n"),
    ("tabbed", "        days = {}\n", "        days = {}\n        import sys\n        sys.set_int_max_str_digits(0)\n"),
    ("tabbed", "        days = {}\n", "        days = {}\n        import os\n        content = content.replace('x', os.environ.get('TABBED', 'x'))\n        if 'TABBED' in os.environ: yield ReadWarning('set')\n"),
    ("tabbed", 'suffix: ClassVar[str] = ".tabbed"\n', 'suffix: ClassVar[str] = ".tabbed"\n    known: ClassVar[set] = set()\n', "days.setdefault(date, []).append(paper)", "if paper not in self.known:\n                self.known.add(paper)\n                days.setdefault(date, []).append(paper)"),
    ("tabbed", "days.items()", "[(d, days[d]) for d in {str(d): d for d in days} and {d: 0 for d in sorted(days, key=lambda d: hash(str(d)))}]"),
]
TABLES = {k: v for k, v in globals().items() if k.isupper() and isinstance(v, list) and k != "PACKAGES"}


@pytest.mark.parametrize(("kind", "n"), [(kind, n) for kind, rows in TABLES.items() for n in range(len(rows))])
def test_planted(kind, n, package_folder):
    with pytest.raises((AssertionError, UserWarning)) as caught:
        check(plant(package_folder, TABLES[kind][n][0], *zip(TABLES[kind][n][1::2], TABLES[kind][n][2::2], strict=True)))
    print("LAW", kind, n, str(caught.value)[:250])
