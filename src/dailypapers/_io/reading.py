"""Which reader reads what, and what it yields as a Document: the one way from a content to its digests."""

import os
import re
from collections.abc import Iterable, Mapping

import attrs

from dailypapers import problems
from dailypapers._digest.document import parse
from dailypapers._io.decoding import decoded
from dailypapers._plugins.faults import working_folder
from dailypapers._plugins.find import FoundPlugin, find
from dailypapers._plugins.formats import Suffixes, builtin_suffixes, of_suffix, other_suffixes
from dailypapers._plugins.load import is_binary, load, suffix_of
from dailypapers._plugins.run_reader import Report, make_reader, run_reader
from dailypapers.errors import DigestSyntaxError, InputPathError, OptionError, UnknownFormatError
from dailypapers.models import Digest, Document, Problem

MARKDOWN_SUFFIXES = (".md", ".txt")
"""Of the files that are read in a folder where no reader was named."""

_MARKDOWN = "markdown"

# 2024-07-12.md and 2024/07/12.md; a text in other folders or of another name says nothing about a date.
_DATED = re.compile(r"(?:.*/)?([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})\.[^/]+")

# Not Markdown like [![a badge](…)](…), nor the box [ ] of a task.
_JSON = re.compile(r"[\ufeff \t\r\n]*+(?:\{|\[(?:\]|[ \t\r\n]*+[{\[\"0-9]))")


class Reading:
    """How sources are read: by the reader that was named, else each by the one that its name and content stand for.

    With ``empty_is_read`` a source of 0 bytes has no digest, and no error.
    Raises, when it is made, what finding, loading and making the named reader raises.
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
        self._named = None if format_name is None else find("reader", format_name)
        if self._named:
            make_reader(self._named, self._options)
        self._others: Suffixes | None = None  # for which every other reader is loaded

    def path_of(self, source: str) -> str:
        """Return the path of a source whatever the working folder has become meanwhile."""
        return os.path.join(self._folder, source)

    def suffixes(self, folder: str) -> tuple[str, ...]:
        """Return the suffixes of the files that are read in a folder."""
        if self._named is None or _is_markdown(self._named):
            return MARKDOWN_SUFFIXES
        if suffix := suffix_of(self._named, load(self._named)):
            return (suffix,)
        raise InputPathError(folder, f"the reader {self._named.name!r} has no suffix; name the files in this folder")

    def hint(self, names: Iterable[str]) -> str:
        """Return which files of a folder without Markdown other readers would read, where none was named.

        They are built in: a plugin of somebody else is not imported for a hint.
        """
        if self._named:
            return ""
        names = [name.lower() for name in names]
        readers: dict[str, list[str]] = {}
        for suffix, found in builtin_suffixes("reader"):
            if suffix not in MARKDOWN_SUFFIXES:
                readers.setdefault(suffix, []).append(f"--from {found.name}")
        hints = [
            f"; {count} *{suffix}: name {'it' if count == 1 else 'them'}, or add {' or '.join(flags)}"
            for suffix, flags in readers.items()
            if (count := sum(name.endswith(suffix) for name in names))
        ]
        return "".join(hints)

    def is_markdown(self, source: str) -> bool:
        """Return whether a source is read as Markdown; its name alone decides that."""
        found = self._reader_of(source)
        return found is not None and _is_markdown(found)

    def _reader_of(self, source: str) -> FoundPlugin | None:
        """Return the reader for a source; ``None`` for JSON, of which the content decides."""
        if self._named:
            return self._named
        name = os.path.basename(source)
        suffix = os.path.splitext(name)[1].lower()
        if suffix == ".json":
            return None
        if suffix and suffix not in MARKDOWN_SUFFIXES:
            fitting = of_suffix(name, builtin_suffixes("reader")) or of_suffix(name, self._other_suffixes())
            if len(fitting) > 1:
                raise UnknownFormatError(suffix, [found.name for found in fitting], kind="reader", suffix=True)
            if fitting:
                return fitting[0]
        return find("reader", _MARKDOWN)

    def _other_suffixes(self) -> Suffixes:
        if self._others is None:
            self._others = other_suffixes("reader")
        return self._others

    def document(self, content: str | bytes, source: str) -> Document:
        """Read the content of a source.

        Raises :class:`~dailypapers.DigestSyntaxError` where it cannot be decoded, and for Markdown without a digest;
        :class:`~dailypapers.UnknownFormatError` where several readers fit; what a reader that fails raises.
        """
        if not content and self._empty_is_read:
            return Document((), (), source)
        found = self._reader_of(source)
        if found and not found.builtin and is_binary(found, load(found)):
            if isinstance(content, str):
                raise TypeError(f"the reader {found.name!r} reads bytes; open the file in binary mode")
            return self._read(found, content, source)
        text = content if isinstance(content, str) else decoded(content, source)[0]
        del content
        if found and _is_markdown(found):
            return self._parse(text, source)
        text = text.removeprefix("\ufeff")
        return self._read(found or _reader_of_json(text), text, source)

    def _parse(self, text: str, source: str) -> Document:
        for name in self._options:
            raise OptionError(_MARKDOWN, name, "there is no such option")
        try:
            return parse(text, source=source)
        except DigestSyntaxError as error:
            if error.problem.code != problems.NO_DIGEST.code:
                raise
            raise DigestSyntaxError(_why_no_digest(error.problem, text)) from None

    def _read(self, found: FoundPlugin, content: str | bytes, source: str) -> Document:
        digests: list[Digest] = []
        reports: list[Report] = []
        for item in run_reader(found, self._options, content, source):
            if isinstance(item, Digest):
                digests.append(item)
            else:
                reports.append(item)
        reported = _problems(reports, content, source)
        # What the reader json accepts has a list of digests, also where it is empty.
        if not digests and not any(report.is_error for report in reports) and found != find("reader", "json"):
            day = date_in_path(source)
            code = problems.LOST_DAY if day else problems.NO_DIGEST_IN_SOURCE
            reported.append(code.at(source, 1, 1, "", reader=found.name, date=day))
        notes = [note for digest in digests for note in _notes(digest, source)]
        return Document(digests, reported + notes, source)


def failed(problem: Problem) -> Document:
    """Make the document of a source of which nothing was read, and why."""
    return Document((), (problem,), problem.source)


def unreadable(source: str, error: OSError | ValueError) -> Problem:
    """Make the problem of a source that the system did not let us read."""
    reason = error.strerror if isinstance(error, OSError) else None
    return problems.UNREADABLE.at(source, 1, 1, "", reason=reason or str(error))


def date_in_path(source: str) -> str | None:
    """Return the date that a path says, as in ``2024-07-12.md`` or ``2024/07/12.md``; ``None`` where it says none."""
    match = _DATED.fullmatch(source.replace("\\", "/"))
    return None if match is None else "-".join(match.group(1, 3, 4))


def _why_no_digest(problem: Problem, text: str) -> Problem:
    """Return the problem of a text without a digest, with what it may be: a day that was lost, or another format."""
    hint = "; dailypapers explain S001 shows one, and --from reads other formats"
    if date := date_in_path(problem.source):
        problem = problems.LOST_DAY.at(problem.source, 1, 1, problem.text, date=date)
        hint = ""
    if _JSON.match(text):
        hint = "; it begins like JSON, which --from json, jsonl or huggingface reads"
    return attrs.evolve(problem, message=problem.message + hint)


def _is_markdown(found: FoundPlugin) -> bool:
    return found.builtin and found.name == _MARKDOWN


def _reader_of_json(text: str) -> FoundPlugin:
    from dailypapers.listing.jsontext import top_level_keys  # what Markdown does without

    is_ours = any(key in ("digests", "version") for key in top_level_keys(text))
    return find("reader", "json" if is_ours else "huggingface")


def _problems(reports: list[Report], content: str | bytes, source: str) -> list[Problem]:
    """Make problems of what a reader reported, by their places."""
    lines = _lines({report.line for report in reports if report.line}, content if isinstance(content, str) else "")
    made = []
    for report in sorted(reports, key=lambda report: (report.line or 1, report.column or 1)):
        code = problems.NOT_UNDERSTOOD if report.is_error else problems.DOUBTFUL
        message = f"{report.path}: {report.message}" if report.path else report.message
        text = lines.get(report.line or 0, "")
        made.append(
            code.at(source, report.line or 1, (report.column or 1) if report.line else 1, text, message=message)
        )
    return made


def _lines(numbers: set[int], text: str) -> dict[int, str]:
    """Return lines of a text by their numbers, without their ends."""
    lines: dict[int, str] = {}
    start, number = 0, 1
    for wanted in sorted(numbers):
        while number < wanted and (end := text.find("\n", start)) >= 0:
            start, number = end + 1, number + 1
        if number < wanted:
            break
        end = text.find("\n", start)
        lines[wanted] = text[start : end if end >= 0 else len(text)].removesuffix("\r")
    return lines


def _notes(digest: Digest, source: str) -> Iterable[Problem]:
    """Yield what is doubtful in the models themselves, whatever they were read from."""
    for paper in digest.papers:
        if len(set(paper.authors)) < len(paper.authors):
            note = problems.SAME_AUTHOR.at(source, 1, 1, "")
            which = paper.identity[1] if paper.identity else "a paper without a title"
            yield attrs.evolve(note, message=f"{which}: {note.message}")
