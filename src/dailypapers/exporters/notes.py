"""The format ``notes``: a Markdown note a paper and one a day, linked, for Obsidian and programs like it.

A name never changes: it follows from the paper, or the day, alone. So a part of an archive, another order or another
run gives the same names, and links to notes hold.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from dailypapers.exporters.json import quoted
from dailypapers.markdown import write_summary
from dailypapers.models import Digest, Paper, Point
from dailypapers.plugins import File, each_once, yaml_from_json
from dailypapers.references import doi, each_name, file_name, submitted
from dailypapers.references.bibliography import Keys
from dailypapers.references.titles import math_in


@attrs.frozen
class _Note:
    """A paper as it was featured first, and all days that feature it: keys of a dict, each once."""

    name: str
    title: str
    paper: Paper
    date: datetime.date | None
    days: dict[datetime.date | None, None] = attrs.field(factory=dict)


# Every property, in the order in which they are written, and its value for a paper: text, a number or a list, and
# ``None`` where it is unknown.
_PROPERTIES: dict[str, Callable[[_Note], object]] = {
    "title": lambda note: note.paper.title,
    "aliases": lambda note: [note.title],
    "arxiv_id": lambda note: note.paper.arxiv_id,
    "url": lambda note: note.paper.url,
    "doi": lambda note: note.paper.arxiv_id and doi(note.paper.arxiv_id),
    "date": lambda note: note.date and note.date.isoformat(),
    "votes": lambda note: note.paper.votes,
    "authors": lambda note: each_name(note.paper.authors),
    "tags": lambda note: ["paper"],
}

if TYPE_CHECKING:
    Property = str  # a type checker takes no Literal that is made from values
else:
    Property = Literal[tuple(_PROPERTIES)]


@attrs.frozen
class Notes:
    """A Markdown note a paper and one a day, for Obsidian and the like."""

    files: ClassVar[bool] = True

    by: Literal["month"] | None = attrs.field(
        default=None, metadata={"help": "folders: of papers by the month of submission, of days by their own"}
    )
    properties: tuple[Property, ...] = attrs.field(
        default=tuple(_PROPERTIES), validator=each_once, metadata={"help": "which properties notes begin with"}
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[File]:
        """Yield the notes of the days, then those of the papers.

        A paper that is featured on several days has one note, which says what the first digest does and links all of
        its days. What the last digest features may be in the first note: all papers are held.
        """
        notes: dict[object, _Note] = {}
        days: dict[datetime.date | None, list[_Note]] = {}
        names = Keys(key_of=file_name)
        for digest in digests:
            date = digest.date
            day = days.setdefault(date, [])
            for paper in digest.papers:
                identity = paper.identity or object()
                if (note := notes.get(identity)) is None:
                    name = names.new(paper)
                    note = notes[identity] = _Note(name, _one_line(paper.title) or name, paper, date)
                if date not in note.days:
                    note.days[date] = None
                    day.append(note)
        for date, featured in days.items():
            yield self._file(date.isoformat()[:7] if date else "other", _day(date), self._day_note(date, featured))
        for note in notes.values():
            # The month of a digest would depend on which digests are exported.
            arxiv_id = note.paper.arxiv_id if self.by else None
            month = "{}-{:02}".format(*submitted(arxiv_id)) if arxiv_id else "other"
            yield self._file(month, note.name, self._paper_note(note))

    def _file(self, month: str, name: str, text: str) -> File:
        return File(f"{month}/{name}.md" if self.by == "month" else f"{name}.md", text)

    def _paper_note(self, note: _Note) -> str:
        days = ", ".join([f"[[{_day(date)}]]" for date in note.days])
        summary = "\n".join(write_summary(_shown(note.paper.summary)))
        parts = [f"# {escaped_line(note.title)}", f"Featured in {days}", summary]
        return self._text(lambda name: _PROPERTIES[name](note), parts)

    def _day_note(self, date: datetime.date | None, featured: list[_Note]) -> str:
        title = f"Daily Papers ({date or 'unknown'})"
        known = {"title": title, "aliases": [title], "date": date and date.isoformat(), "tags": ["digest"]}
        papers = "\n".join(f"- [[{note.name}|{note.title.translate(_WIDE)}]]" for note in featured)
        return self._text(known.get, [f"# {title}", papers])

    def _text(self, value_of: Callable[[str], object], parts: list[str]) -> str:
        properties = "".join([_property(name, value_of(name)) for name in self.properties])
        head = f"---\n{_for_yaml(properties)}---\n\n" if properties else ""
        return head + "\n\n".join(filter(None, parts)) + "\n"


# -- names ----------------------------------------------------------------------------------------------------


def _day(date: datetime.date | None) -> str:
    return f"digest-{date or 'undated'}"


# -- front matter ---------------------------------------------------------------------------------------------


def _property(name: str, value: object) -> str:
    """Return the lines of a property, none where it is unknown, so that it has one type in all notes.

    Texts are JSON: between double quotes none is a number or a date.
    """
    match value:
        case str():
            return f"{name}: {quoted(value)}\n"
        case int():
            return f"{name}: {value}\n"
        case list() if value:
            return f"{name}:\n" + "".join([f"  - {quoted(each)}\n" for each in value])
    return ""


def _for_yaml(properties: str) -> str:
    """Return the JSON of properties as YAML, in which no command of Templater stands."""
    if not properties.replace("\n", "").isprintable():  # nearly all are, and then they are YAML
        properties = yaml_from_json(properties)
    return properties.replace("<%", r"<\u0025")


# -- text -----------------------------------------------------------------------------------------------------


def _one_line(text: str) -> str:
    """Write text in one line without control characters; the property ``title`` has them."""
    line = " ".join(text.split())
    return line if line.isprintable() else re.sub(r"[\x00-\x1f\x7f-\x9f]", "", line)


def escaped_line(text: str) -> str:
    """Write text as one line of Markdown that shows it, with its math; a link in it stays one where links are found.

    Behind a heading or in a line all signs act as they do elsewhere. At the beginning of a line more of them do.
    """
    return _escaped(_one_line(text), _MARKUP)


# Signs of Markdown and of Obsidian: links, tags, comments, highlights, anchors. Two per cent signs begin a comment that
# may end in another line, and <% a command that Templater runs, with a backslash before it or without. An underscore in
# a word, an ampersand that begins no entity and the like act nowhere, and stand in links.
_MARKUP = re.compile(
    r"""
    [\\`*{}\[\]<>|~^$]
    | (?<![^\W_])_ | _(?![^\W_])
    | (?<!\S)\#
    | =(?==) | (?<==)=
    | &(?=\#?\w+;)
    | %(?=%) | (?<=[%<])%
    """,
    re.VERBOSE,
)

# A summary is written as it stands; of its signs only those are escaped that would act. A sign with a backslash before
# it needs no other; a backtick that matches here begins no code.
_ACTIVE = r"""
    \\.                                                     # "\<b>"
    | <(?=[A-Za-z/!?%])                                     # a tag, and a command of Templater
    | %(?=%) | (?<=[%<])%                                   # a comment, and the rest of such a command
    | !(?=\[) | \[(?=\[)                                    # a picture, a link to a note
    | (?:\A | (?<=[-*+.)\s][ \t])) \[(?=[^\r\n]\]\s)        # a task: "[x] Apples"
    | ` | ~{3,}                                             # a fence, and code that runs
    | (?<!\S)\#(?=\d*+[^\s\d!-,.:-@\[-^`{-~])               # a tag of Obsidian: "#apples", but not "#1"
    | (?<!\S)\^(?=[A-Za-z0-9-]+[ \t]*(?:[\r\n]|\Z))         # an anchor of Obsidian: "Apples are counted. ^apples"
"""
_LINK = re.compile(r"\][(\[:]")
_COMMAND = re.compile(r"\\[A-Za-z]")

# Code in one line. A backslash before it makes it none; in it, a backslash is one.
_CODE = re.compile(r"\\.|(?<!`)(`{1,2})(?!`)(?P<code>[^\r\n]*?[^`\r\n])\1(?!`)", re.DOTALL)

# Between dollars a viewer without math sees a tag, a link, a picture or code. TeX has a word for the first.
_TAG = re.compile(r"<(?=[A-Za-z/!?%])")
_NO_MATH = re.compile(r"`|!\[|\[\[|\][(\[:]|%%|[\r\n]")
_NO_MATH_IN_A_LINK = re.compile(rf"{_NO_MATH.pattern}|\[")


_ENTITIES = {"%": "&#37;"}  # Templater runs <% behind a backslash as well
_ENTITIES_OF_SUMMARIES = {"<": "&lt;", **_ENTITIES}


def _escaped(
    text: str, markup: re.Pattern[str], no_math: re.Pattern[str] = _NO_MATH, entities: Mapping[str, str] = _ENTITIES
) -> str:
    """Write text as Markdown that shows it: its markup is escaped, and its math stays."""
    if "$" not in text and not markup.search(text):  # no math and no markup, as in most
        return text

    def escape(found: re.Match[str]) -> str:
        if found[0][0] == "\\" and len(found[0]) == 2:  # there is one
            return found[0]
        return "".join(entities.get(char, f"\\{char}") for char in found[0])

    done, parts = 0, []
    for start, end, _ in math_in(text):
        if not no_math.search(text, max(start - 1, 0), end):
            parts += [markup.sub(escape, text[done:start]), _TAG.sub(r"\\lt ", text[start:end])]
            done = end
    return "".join([*parts, markup.sub(escape, text[done:])])


def _disarmed(text: str, active: re.Pattern[str], no_math: re.Pattern[str]) -> str:
    """Write text and its code as they stand, but for signs that would act.

    Code that Dataview runs becomes text, and so does code that a column of a table may end.
    """
    done, parts = 0, []
    may_be_a_table = _LINE_END.search(text) is not None
    for found in _CODE.finditer(text):
        code = found["code"]
        if code and not re.match(r"\s*\$?=", code) and not ("|" in code and may_be_a_table):
            # Code knows no escapes, and Templater looks into it.
            before = _escaped(text[done : found.start()], active, no_math, _ENTITIES_OF_SUMMARIES)
            parts += [before, found[0].replace("<%", "＜%")]
            done = found.end()
    return "".join([*parts, _escaped(text[done:], active, no_math, _ENTITIES_OF_SUMMARIES)])


# There is no escape inside of [[…]]: signs that would end it, or act, are written in their wide form.
_WIDE = str.maketrans({char: chr(ord(char) + 0xFEE0) for char in "[]|%`<>"})


def _shown(points: Iterable[Point], level: int = 1) -> Iterator[Point]:
    """Yield points as they are written: nothing in them acts, and further lines are indented as far as their point."""
    for point in points:
        label = None if point.label is None else _one_line(point.label)
        may_act = point.points or label != point.label or _MAY_ACT.search(f"{label or ''}{point.text}")
        if not may_act:  # as most do not
            yield point
            continue
        # Brackets act only before a link, which may begin in the label, and dollars only around a command of TeX.
        whole = f"{label}\n{point.text}"
        link, command = _LINK.search(whole), _COMMAND.search(whole)
        signs = _ACTIVE + (r"|\[" if link else "") + (r"|\$" if command else "")
        escapes = re.compile(signs, re.DOTALL | re.VERBOSE), _NO_MATH_IN_A_LINK if link else _NO_MATH
        label = None if label is None else _disarmed(label, *escapes)
        lines = _LINE_END.split(_disarmed(point.text, *escapes))
        text = "\n".join([lines[0], *("  " * level + line if line else "" for line in lines[1:])])
        yield Point(label, text, tuple(_shown(point.points, level + 1)), point.emphasis)


# Most text has none of these. A set comes first, for which a search is fast; a per cent sign needs a second one.
_MAY_ACT = re.compile(r"[\x00-\x1f\x7f-\x9f\\<%!\[`~$#^](?:(?<!%)|%)")
_LINE_END = re.compile(r"\r\n?|\n")  # of Markdown, to which a carriage return is one as well
