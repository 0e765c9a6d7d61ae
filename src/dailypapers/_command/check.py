"""The command ``check``: reports what is doubtful or wrong in digests, and fixes what can be fixed without loss."""

import argparse
import difflib
import io
import json
import os
from collections.abc import Iterable, Iterator

import attrs

from dailypapers._command.arguments import UsageError
from dailypapers._command.console import (
    CANNOT_WRITE,
    DONE,
    INPUT_HAS_ERRORS,
    format_problem,
    is_terminal,
    print_err,
    print_info,
    print_out,
    stdout,
)
from dailypapers._command.input_report import documents, reading_of
from dailypapers._digest.canonical import canonical
from dailypapers._io.across_files import CrossFileProblems
from dailypapers._io.atomic import write_atomically
from dailypapers._io.decoding import read_text
from dailypapers._io.inputs import read_all
from dailypapers._io.output_guard import stream_as_output
from dailypapers._io.reading import Reading
from dailypapers._terminal import plain
from dailypapers.errors import DigestSyntaxError, OutputError, UnknownCodeError
from dailypapers.models import Document, Problem
from dailypapers.problems import CODES, PASSED_OVER

_FINE_DIFF = 4000
"""How many lines, of both texts, a diff looks at one by one."""


def check(args: argparse.Namespace) -> int:
    """Run ``check`` with its arguments; returns its exit status."""
    if (args.fix or args.diff) and "-" in args.inputs:
        raise UsageError("--fix and --diff take files and folders; standard input cannot be rewritten")

    reading = reading_of(args)
    if args.fix or args.diff:
        _require_markdown(args.inputs, reading)

    selection = _Selection(args.select, args.ignore, args.notes)
    if args.diff:
        if args.output_format != "text":
            raise UsageError("--diff shows a diff; --output-format is for problems")
        with stream_as_output(stdout()):
            return _diff(args.inputs, reading, selection)
    across_files = CrossFileProblems()
    status = DONE

    def selected() -> Iterator[Problem]:
        nonlocal status
        for document in documents(args.inputs, reading):
            if args.fix:
                try:
                    document = _fixed(document)
                except OutputError as error:  # the others are no worse for it
                    print_err(f"error: {error}")
                    status = CANNOT_WRITE
            for problem in across_files.problems_of(document):
                if selection.takes(problem):
                    if problem.severity != "note":
                        status = status or INPUT_HAS_ERRORS
                    yield problem

    with stream_as_output(stdout()):
        _FORMATS[args.output_format](selected())
    return status


class _Selection:
    """Which problems are shown: codes, by their names as well, or beginnings of codes, as ``S`` for all of structure.

    Without ``select`` these are all but the notes, or with ``notes`` all. What is ignored is never shown.
    """

    def __init__(self, select: Iterable[str], ignore: Iterable[str], notes: bool) -> None:
        self._select, self._ignore, self._notes = _codes(select), _codes(ignore), notes

    def takes(self, problem: Problem) -> bool:
        """Return whether a problem is shown."""
        if problem.code.startswith(self._ignore):
            return False
        if self._select:
            return problem.code.startswith(self._select)
        return self._notes or problem.severity != "note"


def _codes(arguments: Iterable[str]) -> tuple[str, ...]:
    """Return the codes, or their beginnings, that arguments list; a name in them stands for its code."""
    code_of = {code.name: code.code for code in CODES.values()}
    codes = []
    for given in (each.strip() for listed in arguments for each in listed.split(",")):
        code = code_of.get(given.lower(), given)
        if not code or not any(known.startswith(code) for known in CODES):
            raise UnknownCodeError(given, CODES, code_of)
        codes.append(code)
    return tuple(codes)


# -- --fix and --diff -----------------------------------------------------------------------------------------


def _fixed(document: Document) -> Document:
    """Rewrite the file of a document where that is needed and safe; give what is read from it then."""
    text, fixed, encoding = _before_and_after(document)
    if fixed == text:
        return document
    is_replaced = write_atomically([fixed.encode(encoding)], document.source)
    print_info(f"{plain(document.source)}: fixed{'' if is_replaced else ' in place, as it is a mount point'}")
    return next(read_all([document.source]))


def _require_markdown(inputs: list[str], reading: Reading) -> None:
    for name in inputs:
        # In a folder the suffix is that of Markdown, or that of the reader. What is not there cannot be read at all.
        if not reading.is_markdown(name if os.path.isfile(name) else "a.md"):
            raise UsageError(
                f"--fix and --diff are for Markdown, which {name} is not; export --output FILE.md writes it"
            )


def _diff(inputs: list[str], reading: Reading, selection: _Selection) -> int:
    """Show what ``--fix`` would change, and tell errors; status 1 when there is any of the two."""
    status = DONE
    for document in documents(inputs, reading):
        for problem in document.problems:
            is_told = problem.severity == "error" or problem.code in PASSED_OVER
            if is_told and selection.takes(problem):
                print_err(format_problem(problem, excerpt_below=False))
                status = INPUT_HAS_ERRORS
        text, fixed, _ = _before_and_after(document)
        if fixed != text:
            status = INPUT_HAS_ERRORS
            for line in _unified(text, fixed, document.source):
                print_out(plain(line.removesuffix("\n")))
                if not line.endswith("\n"):
                    print_out("\\ No newline at end of file")
    return status


def _unified(before: str, after: str, name: str) -> Iterator[str]:
    # Lines end at line feeds alone, unlike those of splitlines.
    old, new = (list(io.StringIO(each, newline="\n")) for each in (before, after))
    if len(old) + len(new) <= _FINE_DIFF:
        yield from difflib.unified_diff(old, new, name, name)
        return
    # difflib takes a time in proportion to the square: of a large file all that lies between changes is one hunk.
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = 0
    while end < min(len(old), len(new)) - same and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = old[same : len(old) - end], new[same : len(new) - end]
    yield from (f"--- {name}\n", f"+++ {name}\n", f"@@ -{same + 1},{len(gone)} +{same + 1},{len(come)} @@\n")
    yield from (f"-{line}" for line in gone)
    yield from (f"+{line}" for line in come)


def _before_and_after(document: Document) -> tuple[str, str, str]:
    """Return the text of a document's file, the text with canonical digests, and its encoding.

    The two texts are the same where there is nothing to do, and where it cannot be done, which is said.
    """
    if not document.digests:
        return "", "", ""

    text = encoding = ""
    try:
        if not os.path.isfile(document.source):
            raise ValueError("it is no regular file")
        text, encoding = read_text(document.source)
        return text, canonical(text), encoding
    except (ValueError, OSError, DigestSyntaxError) as error:  # it may have changed since it was read
        print_err(f"{plain(document.source)}: left as it is: {error}")
        return text, text, encoding


# -- what check shows -----------------------------------------------------------------------------------------


def _text(problems: Iterable[Problem]) -> None:
    excerpt_below = is_terminal(stdout())
    for problem in problems:
        print_out(format_problem(problem, excerpt_below=excerpt_below))


def _json(problems: Iterable[Problem]) -> None:
    """Show an array of objects with the fields of a problem, one a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode  # dumps would make one a problem
    keys = [field.name for field in attrs.fields(Problem) if field.name != "date"]
    between = "["
    for problem in problems:
        # A file name that is no UTF-8 has lone surrogates, which many programs refuse in JSON, escaped or not.
        names = {
            name: getattr(problem, name).encode(errors="backslashreplace").decode() for name in ("source", "message")
        }
        line = encode({**{key: getattr(problem, key) for key in keys}, **names})
        # Readable, but for what a terminal would act upon: that is escaped, as JSON does it.
        line = line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
        print_out(f"{between}\n{line}", end="")
        between = ","
    print_out("[]" if between == "[" else "\n]")


def _github(problems: Iterable[Problem]) -> None:
    """Show workflow commands, which GitHub turns into annotations of the lines.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    for problem in problems:
        level = "notice" if problem.severity == "note" else problem.severity
        place = f"file={_property(problem.source)},line={problem.line},col={problem.column}"
        message = plain(problem.message).replace("%", "%25")
        print_out(f"::{level} {place},title={problem.code}::{message}")


def _property(value: str) -> str:
    return plain(value.replace("%", "%25").replace(":", "%3A").replace(",", "%2C"))


_FORMATS = {"text": _text, "json": _json, "github": _github}
