"""Packages as people write them obey the laws of exporters; with a mistake planted in one, a law is broken."""

import pytest
from planted import plant

from dailypapers.testing import check_exporter
from support import refused

PACKAGES = ["orgmode", "rss", "letter", "latexlist", "sheet", "sql", "notebook", "pages"]


def check(module):
    check_exporter(module.Format, parse=getattr(module, "parse", None), represents=module.REPRESENTS)


@pytest.mark.slow
@pytest.mark.parametrize("name", PACKAGES)
def test_as_they_are(name, package_folder):
    check(plant(package_folder, name))


# A function that a mistake needs, in place of one that escapes.
ENCODED = (
    "REPRESENTS = ",
    "def encoded(text):\n    return text.encode('utf-8', 'replace').decode()\n\n\nREPRESENTS = ",
)

# The law, the package, and pairs of texts: one of it, and the mistake in its place.
MISTAKES = [
    # what is lost of a field
    ("represents its fields", "orgmode", ("digest.date.isoformat()", "digest.date.isoformat()[:7]")),
    ("represents its fields", "orgmode", ("digest.date.isoformat()", "digest.date.strftime('%G-W%V')")),
    ("represents its fields", "orgmode", ('f": {line}\\n"', 'f": {line}\\n" if not line.startswith(" " * 14) else ""')),
    ("represents its fields", "sheet", ("outline(paper.summary)", "outline(paper.summary[:2])")),
    ("represents its fields", "sheet", ("outline(paper.summary)", "outline(paper.summary[:80])")),
    ("represents its fields", "orgmode", ("for name in paper.authors:", "for name in sorted(paper.authors):")),
    (
        "represents its fields",
        "orgmode",
        (
            "for name in paper.authors:",
            "for name in paper.authors if len(paper.authors) < 30 else paper.authors[:3] + paper.authors[-3:]:",
        ),
    ),
    ("represents its fields", "orgmode", ("one_line(paper.url)", "one_line(paper.url.partition('?')[0])")),
    ("represents its fields", "orgmode", ("one_line(paper.url)", "one_line(paper.url.partition('#')[0])")),
    ("represents its fields", "orgmode", ("one_line(paper.url)", "one_line(paper.url.lower())")),
    (
        "represents its fields",
        "orgmode",
        ("one_line(paper.url)", "one_line(__import__('urllib.parse').parse.unquote(paper.url))"),
    ),
    (
        "represents its fields",
        "orgmode",
        ("one_line(paper.url)", "one_line(paper.url.replace('http:', 'https:'))"),
    ),
    ("represents its fields", "orgmode", ("one_line(paper.title)", "one_line(paper.title).capitalize()")),
    (
        "represents its fields",
        "orgmode",
        ("one_line(paper.title)", "one_line(__import__('unicodedata').normalize('NFKC', paper.title))"),
    ),
    (
        "represents its fields",
        "orgmode",
        ("one_line(paper.title)", "one_line(__import__('re').sub('<[^<>]+>', '', paper.title))"),
    ),
    (
        "represents its fields",
        "orgmode",
        ("one_line(paper.title)", "one_line(__import__('re').sub(r'[^\\w\\s&<>]', '', paper.title))"),
    ),
    (
        "represents its fields",
        "sheet",
        ("            paper.authors_omitted_at,\n", "            paper.authors_omitted_at or '',\n"),
    ),
    (
        "represents its fields",
        "letter",
        ("if media is None:", "if media is None or not media.url.endswith(('.png', '.jpg', '.mp4')):"),
    ),
    (
        "represents its fields",
        "letter",
        ("for point in points:", "for point in {p.label: p for p in points}.values():"),
    ),
    (
        "represents its fields",
        "letter",
        ("{label}{cell(point.text)}", "{label}{'' if point.points else cell(point.text)}"),
    ),
    (
        "represents its fields",
        "letter",
        ('"" if point.label is None else', '"" if point.label is None or not point.text else'),
    ),
    # what is not escaped
    (
        "keeps papers apart",
        "letter",
        ('", ".join(map(cell, paper.authors))', 'encoded(", ".join(paper.authors))'),
        ENCODED,
    ),
    ("keeps papers apart", "letter", ("cell(point.text)", "encoded(point.text)"), ENCODED),
    ("keeps papers apart", "letter", ("<b>{cell(point.label)}</b>", "<b>{encoded(point.label)}</b>"), ENCODED),
    (
        "keeps papers apart",
        "letter",
        ('<a href="{cell(paper.url)}">{title}', '<a href="{encoded(paper.url)}">{title}'),
        ENCODED,
    ),
    ("keeps papers apart", "letter", ("return html.escape(value)", "return html.escape(value, quote=False)")),
    ("keeps papers apart", "pages", ("<h1>{text(paper.title)}</h1>", "<h1>{encoded(paper.title)}</h1>"), ENCODED),
    ("keeps papers apart", "orgmode", (":AUTHOR+: {one_line(name)}", ":AUTHOR+: {encoded(name)}")),
    ("keeps papers apart", "orgmode", (":URL: {one_line(paper.url)}", ":URL: {encoded(paper.url)}")),
    (
        "keeps papers apart",
        "orgmode",
        ("{stars}* {title}{tags}", "{stars}* | {encoded(paper.title)} | {tags}"),
    ),
    (
        "keeps papers apart",
        "sheet",
        (
            "writer.writerow(row)",
            "file.write(self.separator.join(quoted(str(v or '')) for v in row) + '\\n')",
        ),
        (
            "REPRESENTS = ",
            "def quoted(text):\n    return '\"' + text.replace('\"', '\"\"') + '\"' if ',' in text or '\"' in text else text\n\n\nREPRESENTS = ",
        ),
    ),
    (
        "yields text or bytes",
        "pages",
        (
            "{citation_key(paper).replace('/', '_')}",
            "{re.sub('[^a-zA-Z0-9가-힣]+', '-', paper.title)[:80]}-{citation_key(paper).replace('/', '_')}",
        ),
    ),
    # paths, time, and what is around
    (
        "gives each paper a path of its own",
        "pages",
        ("{citation_key(paper).replace('/', '_')}", "{date or 'undated'}-{len(index)}"),
    ),
    (
        "takes little time",
        "orgmode",
        ("for name in paper.authors:\n", "for name in paper.authors:\n            WORDS.match(name)\n"),
        ("REPRESENTS = ", 'import re\n\nWORDS = re.compile(r"([\\w.]+[ -]?)+$")\nREPRESENTS = '),
    ),
    (
        "takes little time",
        "orgmode",
        ("if paper.summary:\n", "if paper.summary and not WORDS.match(paper.summary[0].text):\n"),
        ("REPRESENTS = ", 'import re\n\nWORDS = re.compile(r"(\\w+\\s?)+:$")\nREPRESENTS = '),
    ),
    (
        "takes little time",
        "orgmode",
        ("stars = ", "known = []\n        stars = "),
        (
            "yield self._heading",
            "known += [] if paper.authors[:1] in known else [paper.authors[:1]]\n                yield self._heading",
        ),
    ),
    (
        "is the same at every time",
        "orgmode",
        ('yield f"{stars} {day}\\n"', 'yield f"{stars} {day}{new(digest.date)}\\n"'),
        (
            "REPRESENTS = ",
            "import datetime\n\n\ndef new(date):\n    return ' new' if date and (datetime.date.today() - date).days < 30 else ''\n\n\nREPRESENTS = ",
        ),
    ),
    (
        "looks at nothing else",
        "letter",
        (
            'yield "<html><body>\\n"',
            'import pathlib\n        if (pathlib.Path.home() / ".letterrc").exists(): return\n        yield "<html><body>\\n"',
        ),
    ),
    (
        "looks at nothing else",
        "letter",
        (
            'yield "<html><body>\\n"',
            'import os\n        if os.access("letter.css", os.R_OK): return\n        yield "<html><body>\\n"',
        ),
    ),
    (
        "is the same for every user",
        "letter",
        ('yield "<html><body>\\n"', 'import locale\n        yield f"<html lang={locale.getlocale()[0]}><body>\\n"'),
    ),
    (
        "is deterministic",
        "letter",
        ("else str(paper.votes)", 'else str(__import__("decimal").Decimal(paper.votes) / 7)'),
    ),
    (
        "takes nothing",
        "letter",
        ('yield "<html><body>\\n"', 'import os\n        yield "<html><body>\\n"\n        os._exit(0)'),
    ),
    (
        "represents its fields",
        "orgmode",
        ("for paper in digest.papers:\n", "for paper in filter(lambda p: p.url, digest.papers):\n"),
    ),
    (
        "represents its fields",
        "orgmode",
        ("for digest in digests:\n", "for digest in (d for d in digests if d.date):\n"),
    ),
    (
        "represents its fields",
        "rss",
        (
            "            yield self._item(date, paper)",
            "            if date and paper.authors:\n                yield self._item(date, paper)",
        ),
    ),
    (
        "represents its fields",
        "rss",
        ("newest_first(digests):\n", "dict((p.title, (d, p)) for d, p in newest_first(digests)).values():\n"),
    ),
    (
        "represents its fields",
        "letter",
        ("papers = list(digest.papers)", "papers = [p for p in digest.papers if p.media]"),
    ),
    (
        "represents its fields",
        "letter",
        ("papers = list(digest.papers)", "papers = [p for p in digest.papers if p.summary]"),
    ),
    (
        "represents its fields",
        "letter",
        ("papers = list(digest.papers)", "papers = [p for p in digest.papers if p.votes is not None]"),
    ),
    (
        "represents its fields",
        "letter",
        ("papers = list(digest.papers)", "papers = list({p.title: p for p in digest.papers}.values())"),
    ),
    (
        "writes each paper",
        "latexlist",
        (
            "yield self._item(paper)",
            "try:\n                    yield self._item(paper)\n                except Exception:\n                    continue",
        ),
    ),
    (
        "does not fail",
        "latexlist",
        ("*first, last = name.split() or [name]", "first, last = name.rsplit(' ', 1)\n    first = [first]"),
    ),
    (
        "writes each paper",
        "sheet",
        (
            'return text.encode("utf-8", "replace")',
            'try:\n            return text.encode()\n        except UnicodeEncodeError:\n            return b""',
        ),
    ),
    (
        "represents its fields",
        "sheet",
        (
            "for paper in digest.papers:\n",
            "for paper in digest.papers:\n                if not paper.authors: continue\n",
        ),
    ),
    (
        "represents its fields",
        "sql",
        ("for digest in digests:\n", "for digest in {d.date: d for d in digests}.values():\n"),
    ),
    (
        "writes letters of every script",
        "sql",
        (
            "for paper in digest.papers:\n",
            "for paper in digest.papers:\n                if not paper.title.isascii(): continue\n",
        ),
    ),
    (
        "represents its fields",
        "notebook",
        (
            "yield self._item(digest.date, paper)",
            "if paper.votes:\n                    yield self._item(digest.date, paper)",
        ),
    ),
    (
        "represents its fields",
        "orgmode",
        ("for paper in digest.papers:\n", "for paper in sorted(set(digest.papers), key=lambda p: p.title)[:1]:\n"),
    ),
    (
        "represents its fields",
        "sql",
        (
            "for digest in digests:\n",
            "seen = set()\n        for digest in digests:\n            if digest.date in seen: continue\n            seen.add(digest.date)\n",
        ),
    ),
    ("represents its fields", "orgmode", ("if paper.votes is not None:", "if paper.votes:")),
    ("represents its fields", "orgmode", ("digest.date.isoformat()", "digest.date.strftime('%m-%d')")),
    ("represents its fields", "orgmode", ("digest.date.isoformat()", "digest.date.strftime('%d %b %y')")),
    ("represents its fields", "orgmode", ("return encoded(", "return (lambda t: t[:120])(")),
    ("represents its fields", "orgmode", ("for name in paper.authors:", "for name in paper.authors[:5]:")),
    (
        "represents its fields",
        "orgmode",
        ("for name in paper.authors:", "for name in dict.fromkeys(n.split()[-1] for n in paper.authors if n.split()):"),
    ),
    (
        "writes letters of every script",
        "rss",
        ("text(paper.title)}</title>", "text(paper.title.encode('ascii', 'ignore').decode())}</title>"),
    ),
    (
        "writes letters of every script",
        "rss",
        ("text(paper.title)}</title>", "text(paper.title.encode('latin-1', 'replace').decode('latin-1'))}</title>"),
    ),
    ("can be parsed", "rss", ("escape(xml_text(value))", "xml_text(value).replace('<', '&lt;').replace('>', '&gt;')")),
    ("represents its fields", "letter", ('if media.kind == "image" else', "if True else")),
    ("represents its fields", "letter", ("f'<a href=\"{cell(media.url)}\">video</a>'", '""')),
    ("represents its fields", "letter", ("{self._points(point.points)}</li>", "</li>")),
    (
        "represents its fields",
        "letter",
        ("        for point in points:\n", "        for point in points:\n            if not point.text: continue\n"),
    ),
    ("does not fail", "letter", ('label = "" if point.label is None else', 'label = "" if not point.points else')),
    ("represents its fields", "letter", ("{cell(point.text)}", "{cell(point.text[:300])}")),
    (
        "writes letters of every script",
        "letter",
        (
            "return html.escape(value)",
            "return html.escape(__import__('unicodedata').normalize('NFKD', value).encode('ascii', 'ignore').decode())",
        ),
    ),
    (
        "represents its fields",
        "latexlist",
        ("and '.join(map(short, paper.authors))", "and '.join(map(short, paper.authors[:3]))"),
    ),
    ("represents its fields", "latexlist", ("{paper.votes} votes", "{paper.votes:g} votes")),
    ("represents its fields", "latexlist", ("{paper.votes} votes", "{paper.votes / 1000:.1f}k votes")),
    ("represents its fields", "sheet", ("            paper.authors_omitted_at,\n", "            '',\n")),
    ("represents its fields", "sheet", ("outline(paper.summary)", "outline(paper.summary[:1])")),
    ("represents its fields", "sheet", ("outline(paper.summary)", "outline(paper.summary).partition(chr(10))[0]")),
    ("represents its fields", "sheet", ("outline(paper.summary)", "' '.join(outline(paper.summary).split())[:1000]")),
    ("represents its fields", "sql", ("quoted, values", "quoted, [v or None for v in values]")),
    (
        "represents its fields",
        "sql",
        ('("authors", "authors_omitted_at", "media", "summary")', '("authors", "authors_omitted_at", "media")'),
    ),
    ("represents its fields", "notebook", ("if value not in (None, [])", "if value")),
    ("represents its fields", "notebook", ("date and date.isoformat()", "date and date.year")),
    (
        "represents its fields",
        "pages",
        ("outline(paper.summary)]", "outline(tuple(p for p in paper.summary if p.label))]"),
    ),
    ("keeps papers apart", "orgmode", ('return encoded(" ".join(text.split()))', "return encoded(text)")),
    ("keeps papers apart", "orgmode", ('" ".join(text.split())', 'text.replace("\\t", " ")')),
    ("can be parsed", "rss", ("return escape(xml_text(value))", "return xml_text(value)")),
    (
        "keeps papers apart",
        "letter",
        ("title = cell(paper.title)", "title = paper.title.encode('utf-8', 'replace').decode()"),
    ),
    (
        "keeps papers apart",
        "latexlist",
        ('" ".join("".join(SPECIAL.get(char, char) for char in text).split())', "text"),
    ),
    (
        "keeps papers apart",
        "sheet",
        ("writer.writerow(row)", "file.write(self.separator.join('' if v is None else str(v) for v in row) + '\\n')"),
    ),
    ("can be parsed", "sql", ('.replace("\'", "\'\'")', "")),
    ("can be parsed", "sql", ('.replace("\'", "\'\'")', '.replace("\'", "\\\\\'")')),
    (
        "keeps papers apart",
        "notebook",
        ("return yaml_from_json(json.dumps(value))", "return f'\"{value}\"'.encode('utf-8', 'replace').decode()"),
    ),
    (
        "keeps papers apart",
        "notebook",
        (
            "return yaml_from_json(json.dumps(value))",
            "return ('\"' + str(value).replace('\"', '\\\\\"') + '\"').encode('utf-8', 'replace').decode()",
        ),
    ),
    ("keeps papers apart", "pages", (">{text(paper.title)}</a>", ">{paper.title}</a>")),
    (
        "warns of what it leaves out",
        "rss",
        (
            '                warnings.warn(f"the summary of {paper.title!r} is left out", ExportWarning, stacklevel=2)\n',
            "                pass\n",
        ),
    ),
    (
        "warns of what it leaves out",
        "latexlist",
        (
            '            warnings.warn(f"the summary of {paper.title!r} is left out", ExportWarning, stacklevel=2)\n',
            "            pass\n",
        ),
    ),
    (
        "takes little time",
        "orgmode",
        ("for paper in digest.papers:\n", "for paper in sorted(digest.papers, key=digest.papers.index):\n"),
    ),
    (
        "takes many papers",
        "latexlist",
        (
            "            for paper in digest.papers:\n                yield self._item(paper)\n",
            "            yield from self._items(digest.papers)\n\n    def _items(self, papers):\n        if papers:\n            yield self._item(papers[0])\n            yield from self._items(papers[1:])\n\n    def _end(self):\n",
        ),
    ),
    ("does not fail", "pages", ("names = set()", "names = []")),
    ("can be parsed", "sql", ("                n += 1\n", "                n = [*digest.papers].index(paper) + 1\n")),
    (
        "takes little time",
        "letter",
        (
            're.sub("[\\ud800-\\udfff]", "\\N{REPLACEMENT CHARACTER}", value)',
            "value.encode('utf-8', 'replace').decode()\n    re.match(r'(\\w+\\s?)*$', value)",
        ),
    ),
    (
        "is deterministic",
        "sql",
        ('table: str = "papers"\n', 'table: str = "papers"\n    seen: ClassVar[set] = set()\n'),
        (
            "                n += 1\n",
            "                if paper in self.seen: continue\n                self.seen.add(paper)\n                n += 1\n",
        ),
    ),
    (
        "is deterministic",
        "sheet",
        (
            'separator: Literal[",", ";"] = ","\n',
            'separator: Literal[",", ";"] = ","\n    _head: list = attrs.field(factory=lambda: [1], init=False)\n',
        ),
        (
            "yield self._taken(writer, file, COLUMNS)",
            "if self._head: yield self._taken(writer, file, COLUMNS)\n        self._head.clear()",
        ),
    ),
    (
        "is deterministic",
        "orgmode",
        ("REPRESENTS = ", 'NUMBER = __import__("itertools").count(1)\nREPRESENTS = '),
        ('yield ":PROPERTIES:\\n"', 'yield f":PROPERTIES:\\n:ID: {next(NUMBER)}\\n"'),
    ),
    (
        "is the same in every process",
        "letter",
        ("    def _row(self, paper):\n", '    @__import__("functools").cache\n    def _row(self, paper):\n'),
        (
            'f"<td>{self._points(paper.summary)}</tr>\\n"',
            'f"<td>{self._points(paper.summary)}</tr>\\n<!-- {id(paper)} -->"',
        ),
    ),
    (
        "represents its fields",
        "letter",
        ("REPRESENTS = ", "ROWS = {}\nREPRESENTS = "),
        ("yield self._row(paper)", "yield ROWS.setdefault(paper.title, self._row(paper))"),
    ),
    (
        "leaves its options as they were",
        "orgmode",
        (
            'stars = "*" * self.level\n',
            'stars = "*" * self.level\n        object.__setattr__(self, "level", self.level + 1)\n',
        ),
    ),
    (
        "leaves its options as they were",
        "orgmode",
        (
            'stars = "*" * self.level\n',
            'stars = "*" * self.level\n        object.__setattr__(self, "tags", ())\n        if self.level > 1: yield "x"\n        object.__setattr__(self, "level", 2)\n',
        ),
    ),
    (
        "leaves the process as it was",
        "latexlist",
        (
            '        yield "\\\\begin{itemize}\\n"\n',
            '        import random\n        random.seed(1)\n        yield "\\\\begin{itemize}\\n"\n',
        ),
    ),
    (
        "leaves the process as it was",
        "latexlist",
        (
            '        yield "\\\\begin{itemize}\\n"\n',
            '        __import__("decimal").getcontext().prec = 6\n        yield "\\\\begin{itemize}\\n"\n',
        ),
    ),
    (
        "leaves the process as it was",
        "latexlist",
        (
            '        yield "\\\\begin{itemize}\\n"\n',
            '        warnings.simplefilter("ignore")\n        yield "\\\\begin{itemize}\\n"\n',
        ),
    ),
    (
        "leaves the process as it was",
        "latexlist",
        (
            '        yield "\\\\begin{itemize}\\n"\n',
            '        import threading, time\n        threading.Thread(target=time.sleep, args=(3,), daemon=True).start()\n        yield "\\\\begin{itemize}\\n"\n',
        ),
    ),
    ("gives each paper a path of its own", "pages", ("{citation_key(paper).replace('/', '_')}", "{len(names):03}")),
    (
        "gives each paper a path of its own",
        "pages",
        ("{citation_key(paper).replace('/', '_')}", "{citation_key(paper).replace('/', '_')}-{len(names)}"),
    ),
    (
        "yields text or bytes",
        "pages",
        ("{citation_key(paper).replace('/', '_')}", "{re.sub('[^a-z]+', '-', paper.title.lower())}"),
    ),
    ("is the same for every user", "orgmode", ("digest.date.isoformat()", "digest.date.strftime('%Y %B %d')")),
    ("is the same for every user", "orgmode", ("digest.date.isoformat()", "f'{digest.date:%a %Y-%m-%d}'")),
    (
        "is the same for every user",
        "letter",
        ('yield "<html><body>\\n"', 'import getpass\n        yield f"<html><!-- {getpass.getuser()} --><body>\\n"'),
    ),
    (
        "is the same for every user",
        "letter",
        (
            'yield "<html><body>\\n"',
            "import os\n        yield f\"<html lang={os.environ.get('MAIL_LANG', 'en')}><body>\\n\"",
        ),
    ),
    (
        "is the same for every user",
        "letter",
        ('yield "<html><body>\\n"', 'import pathlib\n        yield f"<html><!-- {pathlib.Path.home()} --><body>\\n"'),
    ),
    (
        "is the same for every user",
        "letter",
        ('yield "<html><body>\\n"', 'import pathlib\n        yield f"<html><!-- {pathlib.Path.cwd()} --><body>\\n"'),
    ),
    (
        "is the same for every user",
        "letter",
        ('yield "<html><body>\\n"', 'import platform\n        yield f"<html><!-- {platform.node()} --><body>\\n"'),
    ),
    (
        "looks at nothing else",
        "letter",
        (
            'yield "<html><body>\\n"',
            'import pathlib\n        try: yield (pathlib.Path.home() / ".letterrc").read_text()\n        except OSError: pass\n        yield "<html><body>\\n"',
        ),
    ),
    (
        "looks at nothing else",
        "letter",
        (
            'yield "<html><body>\\n"',
            'try: yield open("letter.cfg").read()\n        except OSError: pass\n        yield "<html><body>\\n"',
        ),
    ),
    (
        "is the same for every user",
        "letter",
        ('yield "<html><body>\\n"', 'import calendar\n        yield f"<html><body>{calendar.month_name[7]}\\n"'),
    ),
    (
        "is the same for every user",
        "rss",
        ("email.utils.format_datetime(noon)", "noon.strftime('%a, %d %b %Y %H:%M:%S +0000')"),
    ),
    (
        "is the same at every time",
        "rss",
        (
            "noon = ",
            'noon = datetime.datetime.fromtimestamp(__import__("time").mktime(date.timetuple()[:3] + (12, 0, 0, 0, 0, -1)), datetime.UTC) if date.year > 1970 and date.year < 9000 else ',
        ),
    ),
    (
        "is the same for every user",
        "letter",
        (
            'yield "<html><body>\\n"',
            'import textwrap, shutil\n        yield textwrap.fill("<html><body>" + " x" * 99, shutil.get_terminal_size().columns)',
        ),
    ),
    (
        "looks at nothing else",
        "letter",
        (
            'yield "<html><body>\\n"',
            'import socket\n        try: socket.create_connection(("localhost", 9), 1)\n        except OSError: pass\n        yield "<html><body>\\n"',
        ),
    ),
    (
        "leaves the process as it was",
        "letter",
        (
            'yield "<html><body>\\n"',
            'import locale\n        yield locale.setlocale(locale.LC_ALL, "")\n        yield "<html><body>\\n"',
        ),
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("law", "name", "pairs"), [(law, name, pairs) for law, name, *pairs in MISTAKES])
def test_a_mistake_is_refused(law, name, pairs, package_folder, monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")  # or setlocale(LC_ALL, "") may change nothing
    with refused(law):
        check(plant(package_folder, name, *pairs))
