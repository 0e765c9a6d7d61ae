"""Readers as people write them obey the laws of readers; with a mistake planted in one, a law is broken."""

import pytest
from planted import plant

from dailypapers.testing import check_reader
from support import refused

PACKAGES = ["tabbed", "opml", "entries", "webpage", "paperslist"]


def check(module):
    check_reader(module.Format, *module.EXAMPLES, source=module.SOURCE)


@pytest.mark.slow
@pytest.mark.parametrize("name", PACKAGES)
def test_as_they_are(name, package_folder):
    check(plant(package_folder, name))


# The law, the package, and pairs of texts: one of it, and the mistake in its place.
MISTAKES = [
    ("tells lines as they are counted", "tabbed", ('content.split("\\n"), 1)', "content.splitlines(), 1)")),
    (
        "tells lines as they are counted",
        "tabbed",
        ('enumerate(content.split("\\n"), 1)', 'enumerate(content.split("\\n")[1:], 1)'),
    ),
    (
        "takes little time",
        "tabbed",
        ("        days = {}\n", "        days = {}\n        known = []\n"),
        (
            "            votes = None\n",
            "            votes = None\n            known += [] if cells[4] in known else [cells[4]]\n",
        ),
    ),
    (
        "takes little time",
        "tabbed",
        (
            "            cells = line.split",
            "            __import__('re').match(r'([A-Z][A-Z]*[;_]?)+$', line.rpartition(chr(9))[2])\n            cells = line.split",
        ),
    ),
    (
        "takes little time",
        "paperslist",
        (
            "            data = ",
            '            __import__("re").match(r\'(?:"(?:[^"]+|"")*"|[^"])*$\', content)\n            data = ',
        ),
    ),
    (
        "looks at nothing else",
        "tabbed",
        (
            "        days = {}\n",
            "        days = {}\n        import pathlib\n        if (pathlib.Path.home() / '.tabbed').exists():\n            return\n",
        ),
    ),
    ("does not fail", "paperslist", ("except (ValueError, RecursionError)", "except tomllib.TOMLDecodeError")),
    ("does not fail", "paperslist", ("except (ValueError, RecursionError)", "except ValueError")),
    ("does not fail", "paperslist", ('entry.get("votes")', 'entry.get("votes") and int(entry["votes"])')),
    ("does not fail", "paperslist", ("type(votes) is not int", "not isinstance(votes, int)")),
    ("does not fail", "paperslist", ("type(date) is not datetime.date", "not isinstance(date, datetime.date)")),
    (
        "does not fail",
        "paperslist",
        ("isinstance(names, list) and all(isinstance(name, str) for name in names)", "names"),
    ),
    ("reads its examples", "paperslist", ("isinstance(names, list) and all", "all")),
    ("does not fail", "paperslist", ("isinstance(entry, dict) and isinstance(", "entry and isinstance(")),
    (
        "is the same at every time",
        "paperslist",
        ('date = data.get("day")\n', 'date = data.get("day", datetime.date.today())\n'),
    ),
    (
        "is the same under every hash seed",
        "paperslist",
        ("for key in sorted(", "for key in ("),
    ),
    ("reads what its examples mean", "tabbed", ("cells[2] or None", "cells[2]")),
    ("reads what its examples mean", "tabbed", ('cells[4].split(";")', 'cells[4].split(",")')),
    ("reads what its examples mean", "tabbed", ("len(cells[3]) < 9", "len(cells[3]) < 2")),
    ("reads what its examples mean", "tabbed", ("days.setdefault(date, []).append(paper)", "days[date] = [paper]")),
    ("reads what its examples mean", "tabbed", ("name.strip() for name", "name for name")),
    (
        "reads what its examples mean",
        "tabbed",
        (
            '                yield ReadError(f"expected 5 cells, not {len(cells)}", line=number)\n                continue',
            '                raise ReadError(f"expected 5 cells, not {len(cells)}", line=number)',
        ),
    ),
    (
        "reads what its examples mean",
        "tabbed",
        (
            'not {cells[0]!r}", line=number)\n                continue',
            'not {cells[0]!r}", line=number)\n                break',
        ),
    ),
    (
        "reads what its examples mean",
        "entries",
        (
            'or has no title", line=line)\n                continue',
            'or has no title", line=line)\n                break',
        ),
    ),
    ("reads what its examples mean", "entries", ('" and ")', '", ")')),
    (
        "reads what its examples mean",
        "entries",
        ("ENTRY.match(content, match.start())", "ENTRY.search(content, match.start())"),
    ),
    (
        "reads what its examples mean",
        "opml",
        (
            "        return datetime.date(*map(int, match.groups()))",
            "        return datetime.date(*map(int, match.groups()[::-1]))",
        ),
    ),
    ("reads what its examples mean", "opml", ("_date(source)", "_date(source[:4])")),
    ("reads what its examples mean", "opml", ("summary=points", "summary=points[1:]")),
    ("reads what its examples mean", "webpage", ("html.unescape(text)", "text")),
    ("reads what its examples mean", "webpage", ("content.decode()", "content.decode('latin-1')")),
    ("reads what its examples mean", "webpage", ("votes and int(votes)", "int(votes or 0)")),
    ("yields digests, errors and warnings", "opml", ('f"no XML: {error}"', '""')),
    ("does not fail", "tabbed", ("cells[3].isascii() and cells[3].isdecimal()", "cells[3].isdigit()")),
    ("reads its examples", "tabbed", ("len(cells) != 5", "len(cells) < 2")),
    (
        "does not fail",
        "opml",
        (
            "        try:\n            return datetime.date(*map(int, match.groups()))\n        except ValueError:\n            return None\n",
            "        return datetime.date(*map(int, match.groups()))\n",
        ),
    ),
    ("does not fail", "opml", ("        if not match or not self.dated:\n            return None\n", "")),
    ("does not fail", "opml", ('outline.get("text")\n', 'outline.get("text").strip()\n')),
    ("reads its examples", "entries", ('fields.get("author", "")', 'fields["author"]')),
    ("does not fail", "webpage", ("except ValueError", "except KeyError")),
    ("does not fail", "webpage", ("{1,8}", "+")),
    ("yields digests, errors and warnings", "tabbed", ('f"expected 5 cells, not {len(cells)}"', '""')),
    ("yields digests, errors and warnings", "tabbed", ('f"expected a date, not {cells[0]!r}"', "str(ValueError())")),
    ("reads its examples", "entries", ("line, read_to = 1, 0", "line, read_to = 0, 0")),
    ("tells lines as they are counted", "tabbed", ('content.split("\\n"), 1)', 'content.split("\\n"), 2)')),
    ("does not fail", "tabbed", ('content.split("\\n"), 1)', 'content.split("\\n"))')),
    (
        "takes little time",
        "tabbed",
        (
            "            cells = line.split",
            '            number = content.split("\\n").index(line) + 1\n            cells = line.split',
        ),
    ),
    (
        "tells lines as they are counted",
        "entries",
        (
            'line += content.count("\\n", read_to, match.start())',
            'line = content.count("\\n", 0, content.index(content[match.start():][:40])) + 1',
        ),
    ),
    ("reads LF and CRLF alike", "webpage", ('([0-9]{4})</h1>"', '([0-9]{4})</h1>\\n"')),
    ("tells lines as they are counted", "entries", ("line, read_to = 1, 0", "line, read_to = 99, 0")),
    (
        "takes little time",
        "tabbed",
        ("        days = {}\n", "        days = {}\n        known = []\n"),
        (
            "days.setdefault(date, []).append(paper)",
            "if paper not in known:\n                known.append(paper)\n                days.setdefault(date, []).append(paper)",
        ),
    ),
    (
        "takes little time",
        "entries",
        ("((?:  [a-z]+ = \\{[^{}\\n]*\\},\\n)*)", "((?:  [a-z]+ = \\{(?:[^{}\\n]+ ?)*\\},\\n)*)"),
    ),
    ("takes little time", "webpage", ("([^<\\r\\n]*)</a>", "((?:[^<\\r\\n]+ ?)*)</a>")),
    (
        "takes little time",
        "entries",
        ('line += content.count("\\n", read_to, match.start())', 'line = len(content[: match.start()].split("\\n"))'),
    ),
    (
        "takes little time",
        "tabbed",
        (
            "            authors = [",
            '            __import__("re").fullmatch(r"(\\w+;? ?)*", cells[4])\n            authors = [',
        ),
    ),
    ("reads its examples", "opml", ("ElementTree.fromstring(content)", "ElementTree.parse(source).getroot()")),
    (
        "reads the content that it gets",
        "tabbed",
        (
            "        days = {}\n",
            "        days = {}\n        import pathlib\n        if pathlib.Path(source).exists():\n            content = pathlib.Path(source).read_text()\n",
        ),
    ),
    (
        "reads the content that it gets",
        "opml",
        (
            "if not match or not self.dated:\n            return None",
            "if not match or not self.dated:\n            import os\n            return datetime.date.fromtimestamp(os.path.getmtime(source)) if os.path.exists(source) else None",
        ),
    ),
    (
        "is the same at every time",
        "opml",
        (
            "if not match or not self.dated:\n            return None",
            "if not match or not self.dated:\n            return datetime.date.today()",
        ),
    ),
    (
        "is the same for every user",
        "webpage",
        (
            "datetime.date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))",
            "datetime.datetime.strptime(match[0], '<h1>%d %B %Y</h1>').date()",
        ),
    ),
    (
        "looks at nothing else",
        "tabbed",
        (
            "        days = {}\n",
            "        days = {}\n        import pathlib\n        try: (pathlib.Path.home() / '.tabbed').read_text()\n        except OSError: pass\n",
        ),
    ),
    (
        "looks at nothing else",
        "tabbed",
        (
            "        days = {}\n",
            "        days = {}\n        try: open(source + '.date').read()\n        except OSError: pass\n",
        ),
    ),
    (
        "leaves the process as it was",
        "tabbed",
        ("        days = {}\n", "        days = {}\n        import csv\n        csv.field_size_limit(10**9)\n"),
    ),
    (
        "leaves the process as it was",
        "tabbed",
        ("        days = {}\n", "        days = {}\n        import sys\n        sys.set_int_max_str_digits(0)\n"),
    ),
    (
        "is the same for every user",
        "tabbed",
        (
            "        days = {}\n",
            "        days = {}\n        import os\n        content = content.replace('x', os.environ.get('TABBED', 'x'))\n        if 'TABBED' in os.environ: yield ReadWarning('set')\n",
        ),
    ),
    (
        "is deterministic",
        "tabbed",
        (
            'suffix: ClassVar[str] = ".tabbed"\n',
            'suffix: ClassVar[str] = ".tabbed"\n    known: ClassVar[set] = set()\n',
        ),
        (
            "days.setdefault(date, []).append(paper)",
            "if paper not in self.known:\n                self.known.add(paper)\n                days.setdefault(date, []).append(paper)",
        ),
    ),
    (
        "leaves its options as they were",
        "opml",
        ("        papers = []\n", '        papers = []\n        object.__setattr__(self, "dated", not self.dated)\n'),
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("law", "name", "pairs"), [(law, name, pairs) for law, name, *pairs in MISTAKES])
def test_a_mistake_is_refused(law, name, pairs, package_folder):
    with refused(law):
        check(plant(package_folder, name, *pairs))
