"""Contents read: which reader reads a source, and the document of what it yields."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import attrs

from dailypapers import problems
from dailypapers._io.decoding import decoded, text_for_readers
from dailypapers._io.no_digest import date_in_path, hint_for, reader_that_takes, why_no_digest
from dailypapers._plugins.faults import faults_of
from dailypapers._plugins.find import FoundPlugin, find
from dailypapers._plugins.load import Plugin, load
from dailypapers._plugins.paths import working_folder
from dailypapers._plugins.run_reader import run_reader
from dailypapers._plugins.suffixes import Suffixes
from dailypapers._text import either, system_reason
from dailypapers.errors import DigestSyntaxError, InputPathError, OptionError, ReadError, ReadWarning
from dailypapers.models import Digest, Document, Problem

MARKDOWN_SUFFIXES = (".md", ".txt")
"""The suffixes of files that are read in a folder where no reader was named."""

_LINE = re.compile(r"^.*", re.MULTILINE)


class Reading:
    """Reads sources with the reader that was named, or else each with the one that fits its name and content.

    With ``empty_is_read`` a source of 0 bytes has no digest, and no error. Making a reading raises the errors of
    finding, loading and making the named reader.
    """

    def __init__(
        self,
        format_name: str | None = None,
        options: Mapping[str, object] | None = None,
        *,
        empty_is_read: bool = False,
    ) -> None:
        self._folder = working_folder()  # before any plugin is imported, which may change it
        self._empty_is_read = empty_is_read
        self._options = options or {}
        self._load = cache(load)  # once for all sources
        self._suffixes = Suffixes("reader", self._load)
        self._markdown = find("reader", "markdown")
        self.others: list[tuple[str, str]] = []  # files of folders that are passed over, with who reads them
        self._named = None if format_name is None else find("reader", format_name)
        if self._named:
            self._load(self._named).make(self._options)

    def path_of(self, source: str) -> str:
        """Return the path of a source, relative to the working folder at the beginning; an empty one stays none."""
        return source and os.path.join(self._folder, source)

    def suffixes(self, folder: str) -> tuple[str, ...]:
        """Return the suffixes of the files that are read in a folder."""
        if self._named in (None, self._markdown):
            return MARKDOWN_SUFFIXES
        if suffixes := self._load(self._named).folder_suffixes:
            return suffixes
        raise InputPathError(folder, f"the reader {self._named.name!r} has no suffix; name the files in this folder")

    def hint(self, names: Iterable[str]) -> str:
        """Return which built-in readers would read the files of a folder; no plugin is imported for a hint."""
        if self._named:
            return ""
        names = [name.lower() for name in names]
        readers: dict[str, list[str]] = {}
        for suffix, found in self._suffixes.builtin:
            if suffix not in MARKDOWN_SUFFIXES:
                readers.setdefault(suffix, []).append(found.name)
        by_name = set(readers)
        for suffix in self._load(find("reader", "records")).folder_suffixes:  # a suffix alone tells of no record
            readers.setdefault(suffix, []).append("records")
        counts = Counter(max(filter(name.endswith, readers), key=len, default="") for name in names)
        hints = [
            f"; {count} *{suffix}: {named if suffix in by_name else ''}add --from {either(fitting)}"
            for suffix, fitting in readers.items()
            if (count := counts[suffix]) and (named := f"name {'it' if count == 1 else 'them'}, or ")
        ]
        return "".join(hints)

    def note_other(self, path: str) -> None:
        """Add a file without a digest to ``others``, with the name of the reader that takes it, if there is one."""
        if self._named:
            return
        with suppress(OSError, DigestSyntaxError):
            if reader := reader_that_takes(decoded(Path(self.path_of(path)).read_bytes(), path)[0]):
                self.others.append((path, reader))

    def is_markdown(self, source: str) -> bool:
        """Return whether a source is read as Markdown, which its name alone decides."""
        return self._reader_of(source) == self._markdown

    def _reader_of(self, source: str) -> FoundPlugin | None:
        """Return the reader for a source; ``None`` for JSON, where the content decides."""
        if self._named:
            return self._named
        suffix = os.path.splitext(source)[1].lower()
        if suffix == ".json" and not source.lower().endswith(".csl.json"):
            return None
        found = None if suffix in ("", *MARKDOWN_SUFFIXES) else self._suffixes.find(source)
        return found or self._markdown

    def document(self, content: str | bytes, source: str) -> Document:
        """Read the content of a source.

        Raises :class:`~dailypapers.DigestSyntaxError` where it cannot be decoded, and for Markdown without a digest;
        :class:`~dailypapers.UnknownFormatError` where several readers fit; and the errors of the reader.
        """
        if not content and self._empty_is_read:
            return Document((), (), source)
        found = self._reader_of(source)
        if found and not found.builtin and self._load(found).binary:
            if isinstance(content, str):
                raise TypeError(f"the reader {found.name!r} reads bytes; open the file in binary mode")
            return self._read(self._load(found), content, source)
        text = content if isinstance(content, str) else decoded(content, source)[0]
        del content
        if found == self._markdown:
            return self._parse(text, source)
        text = text_for_readers(text)
        return self._read(self._load(found or _reader_of_json(text)), text, source)

    def _parse(self, text: str, source: str) -> Document:
        for name in self._options:
            raise OptionError(self._markdown.name, name, "there is no such option")
        from dailypapers._digest.document import parse  # with Lark 60 ms, which no other format waits for

        try:
            return parse(text, source=source)
        except DigestSyntaxError as error:
            if error.problem.code != problems.NO_DIGEST.code:
                raise
            raise DigestSyntaxError(why_no_digest(error.problem, text)) from None

    def _read(self, plugin: Plugin, content: str | bytes, source: str) -> Document:
        digests, reports = run_reader(plugin, self._options, content, source)
        any_error = any(isinstance(report, ReadError) for report in reports)
        # The reader json requires a list of digests, which may be empty.
        is_lost = not digests and (any_error or plugin.found != find("reader", "json"))
        hint = hint_for(plugin, reports, content) if is_lost and isinstance(content, str) else ""
        if any_error and hint:
            n, first = next((n, each) for n, each in enumerate(reports) if isinstance(each, ReadError))
            reports[n] = ReadError(f"{first.message}{hint}", first.line, first.column, first.path, date=first.date)
        with faults_of(plugin.found, "run", f"failed on {source}"):  # a report may have a line or a date that is none
            reported = _problems(reports, content, source)
        if is_lost and not any_error:
            day = date_in_path(source)
            code = problems.LOST_DAY if day else problems.NO_DIGEST_IN_SOURCE
            problem = code.at(source, 1, 1, "", reader=plugin.found.name, date=day)
            reported.append(attrs.evolve(problem, message=problem.message + hint))
        is_listing = plugin.found == find("reader", "huggingface")  # where each day has its own
        notes = [note for digest in digests for note in _notes(digest, source, is_listing)]
        return Document(digests, reported + notes, source)


def failed(problem: Problem) -> Document:
    """Return the document of a source that was not read, with the problem that says why."""
    return Document((), (problem,), problem.source)


def unreadable(source: str, error: OSError | ValueError) -> Problem:
    """Return the problem of a source that the system cannot read."""
    return problems.UNREADABLE.at(source, 1, 1, "", reason=system_reason(error))


def _reader_of_json(text: str) -> FoundPlugin:
    if text.lstrip().startswith("["):
        return find("reader", "csl" if begins_as_csl(text) else "huggingface")
    from dailypapers.listing import jsontext  # 5 ms, which Markdown need not wait for

    is_ours = any(key in ("digests", "version") for key in jsontext.top_level_keys(text))
    return find("reader", "json" if is_ours else "huggingface")


def begins_as_csl(text: str) -> bool:
    """Return whether a text of JSON may be an item of CSL, or a list whose first object may be one."""
    from dailypapers.listing import jsontext

    keys = set(jsontext.top_level_keys(text))
    if not {"id", "type"} <= keys:
        return False
    from dailypapers.records.recognise import FIELDS_OF_RECORDS  # 10 ms, which a listing need not wait for

    return keys.isdisjoint(FIELDS_OF_RECORDS)


def _problems(reports: list[ReadError | ReadWarning], content: str | bytes, source: str) -> list[Problem]:
    """Return the problems that a reader reported, by their places."""
    numbers = {report.line for report in reports if report.line}
    matches = _LINE.finditer(content) if numbers and isinstance(content, str) else ()
    lines = {number: match[0] for number, match in enumerate(matches, 1) if number in numbers}
    made = []
    for report in sorted(reports, key=_place):
        code = problems.NOT_UNDERSTOOD if isinstance(report, ReadError) else problems.DOUBTFUL
        message = f"{report.path}: {report.message}" if report.path else report.message
        message = message.encode(errors="backslashreplace").decode()  # without lone surrogates
        text = lines.get(report.line or 0, "")
        made.append(code.at(source, *_place(report), text, report.date, message=message))
    return made


def _place(report: ReadError | ReadWarning) -> tuple[int, int]:
    """Return the line and column of a report; one without a line is at the beginning."""
    return (1, 1) if report.line is None else (report.line, 1 if report.column is None else report.column)


def _notes(digest: Digest, source: str, is_listing: bool) -> Iterable[Problem]:
    """Yield the notes that a digest of Markdown gets: of a listing without a date, and of authors named twice."""
    if is_listing and digest.date is None:
        yield problems.UNKNOWN_DATE.at(source, 1, 1, "")
    for paper in digest.papers:
        if len(set(paper.authors)) < len(paper.authors):
            note = problems.SAME_AUTHOR.at(source, 1, 1, "", digest.date)
            which = paper.identity[1] if paper.identity else "a paper without a title"
            yield attrs.evolve(note, message=f"{which}: {note.message}")
