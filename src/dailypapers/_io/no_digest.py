"""Sources without a digest: the day that may be lost, and which reader would find papers in them."""

import re

import attrs

from dailypapers import problems
from dailypapers._io.decoding import text_for_readers
from dailypapers._plugins.find import find
from dailypapers._plugins.load import Plugin, load
from dailypapers.errors import ReadError, ReadWarning
from dailypapers.models import Digest, Problem

# 2024-07-12.md and 2024/07/12.md; any other path names no date.
_DATED = re.compile(r"(?:.*/)?([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})\.[^/]+")

# Markdown may begin with [![a badge](…)](…), or with the box [ ] of a task.
_JSON = re.compile(r"[\ufeff \t\r\n]*+(?:\{|\[(?:\]|[ \t\r\n]*+[{\[\"0-9]))")

_RECORDS_HINT = "; --from records reads it, if --from-option title=… names the field that is the title"
_PAGE_HINT = '; the page "Papers from other projects" says what is read'


def date_in_path(source: str) -> str | None:
    """Return the date that a path names, as in ``2024-07-12.md`` or ``2024/07/12.md``; ``None`` where it names none."""
    match = _DATED.fullmatch(source.replace("\\", "/"))
    return None if match is None else "-".join(match.group(1, 3, 4))


def why_no_digest(problem: Problem, text: str) -> Problem:
    """Return the problem of a text without a digest: a day that was lost, or with a hint at the formats it may have."""
    hint = "; dailypapers explain S001 shows one, and --from reads other formats"
    if date := date_in_path(problem.source):
        problem = problems.LOST_DAY.at(problem.source, 1, 1, problem.text, date=date)
        hint = ""
    if reader := reader_that_takes(text):
        hint = f"; --from {reader} reads it"
    elif problem.source.lower().endswith((".csv", ".tsv")):
        hint = _RECORDS_HINT
    elif _JSON.match(text):
        hint = f"; it begins like JSON, which --from json, jsonl, records, csl or huggingface reads{_PAGE_HINT}"
    return attrs.evolve(problem, message=problem.message + hint)


def reader_that_takes(text: str) -> str | None:
    """Return the name of the reader that finds a paper in a text; ``None`` where none does."""
    from dailypapers.records.recognise import readers_of  # 10 ms, which a text with a digest need not wait for

    text = text_for_readers(text)
    return next((name for name in readers_of(text) if _finds_a_paper(name, text)), None)


def _finds_a_paper(reader: str, text: str) -> bool:
    try:
        found = load(find("reader", reader)).make({}).read(text, "")
        return any(isinstance(each, Digest) and each.papers for each in found)
    except ReadError:
        return False
    except ImportError:  # what the reader needs is not installed, as its own error says
        return True


def hint_for(plugin: Plugin, reports: list[ReadError | ReadWarning], text: str) -> str:
    """Return how a text may be read in which a built-in reader found nothing; an empty text where that is not clear."""
    from dailypapers.records.recognise import first_record, is_of_jsonl

    name = plugin.found.name
    if not plugin.found.builtin or any("--from" in report.message for report in reports):
        return ""
    reader = reader_that_takes(text)
    if reader == name or (reader == "records" and name == "jsonl" and is_of_jsonl(text)):
        return ""
    if reader:
        return f"; --from {reader} reads it"
    if name != "records" and (record := first_record(text)):
        return _RECORDS_HINT if any(isinstance(value, str) for value in record.values()) else _PAGE_HINT
    return _PAGE_HINT if text.strip() not in ("", "[]") and not reports else ""
