"""The command ``check``: reports what is doubtful or wrong in digests, and fixes what can be fixed without loss."""

import argparse
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

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
from dailypapers._command.input_report import documents, print_others, reading_of
from dailypapers._digest.canonical import canonical
from dailypapers._io.across_files import CrossFileProblems
from dailypapers._io.atomic import write_atomically
from dailypapers._io.decoding import read_text
from dailypapers._io.inputs import read_all
from dailypapers._io.output_guard import stream_as_output
from dailypapers._io.reading import Reading
from dailypapers._text import plain
from dailypapers.errors import DigestSyntaxError, OutputError, UnknownCodeError
from dailypapers.models import Document, Problem
from dailypapers.problems import CODES, PASSED_OVER

_FINE_DIFF = 4000
"""Lines of both texts together up to which difflib compares them."""


def check(args: argparse.Namespace) -> int:
    reading = reading_of(args)
    if args.fix or args.diff:
        _require_markdown(args.inputs, reading)
    is_shown = _selection(args)
    if args.diff:
        if args.output_format != "text":
            raise UsageError("--diff shows a diff; --output-format is for problems")
        with stream_as_output(stdout()):
            return _diff(args.inputs, reading, is_shown)
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
                if is_shown(problem):
                    if problem.severity != "note":
                        status = status or INPUT_HAS_ERRORS
                    yield problem

    with stream_as_output(stdout()):
        _FORMATS[args.output_format](selected())
    print_others(reading)
    return status


def _selection(args: argparse.Namespace) -> Callable[[Problem], bool]:
    """Make the function that decides whether a problem is shown: all but notes and ignored codes, or those selected."""
    select, ignore = _codes(args.select), _codes(args.ignore)

    def is_shown(problem: Problem) -> bool:
        if problem.code.startswith(ignore):
            return False
        if select:
            return problem.code.startswith(select)
        return args.notes or problem.severity != "note"

    return is_shown


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
    """Rewrite the file of a document where that is needed and safe; returns the document that is in it then."""
    text, fixed, encoding = _before_and_after(document)
    if fixed == text:
        return document
    is_replaced = write_atomically([fixed.encode(encoding)], document.source)
    print_info(f"{plain(document.source)}: fixed{'' if is_replaced else ' in place, as it is a mount point'}")
    return next(read_all([document.source]))


def _require_markdown(inputs: list[str], reading: Reading) -> None:
    """Raise :class:`UsageError` for an input that cannot be rewritten."""
    if "-" in inputs:
        raise UsageError("--fix and --diff take files and folders; standard input cannot be rewritten")
    for name in inputs:
        # In a folder the suffix is that of Markdown, or that of the reader. What is not there cannot be read at all.
        if not reading.is_markdown(name if os.path.isfile(name) else "a.md"):
            raise UsageError(
                f"--fix and --diff are for Markdown, which {name} is not; export --output FILE.md writes it"
            )


def _diff(inputs: list[str], reading: Reading, is_shown: Callable[[Problem], bool]) -> int:
    """Show what ``--fix`` would change, and print errors; returns status 1 where there is a change or an error."""
    status = DONE
    for document in documents(inputs, reading):
        for problem in document.problems:
            is_told = problem.severity == "error" or problem.code in PASSED_OVER
            if is_told and is_shown(problem):
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
        import difflib  # 1.6 ms, which only a difference costs

        yield from difflib.unified_diff(old, new, name, name)
        return
    # difflib takes a time in proportion to the square, so all lines from the first change to the last are one hunk.
    same = _count_alike(old, new)
    end = _count_alike(reversed(old[same:]), reversed(new[same:]))
    gone, come = old[same : len(old) - end], new[same : len(new) - end]
    yield from (f"--- {name}\n", f"+++ {name}\n", f"@@ -{same + 1},{len(gone)} +{same + 1},{len(come)} @@\n")
    yield from (f"-{line}" for line in gone)
    yield from (f"+{line}" for line in come)


def _count_alike(old: Iterable[str], new: Iterable[str]) -> int:
    """Return how many lines are alike at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _before_and_after(document: Document) -> tuple[str, str, str]:
    """Return the text of a document's file, the text with canonical digests, and its encoding.

    The two texts are the same where nothing has to change, and where the file is left as it is, which is printed.
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


_KEYS = ("code", "severity", "message", "source", "line", "column", "text")


def _json(problems: Iterable[Problem]) -> None:
    """Show an array of objects with the fields of a problem, one a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode  # dumps would make one a problem
    between = "["
    for problem in problems:
        data = {key: getattr(problem, key) for key in _KEYS}
        for key in ("source", "message"):
            # A file name that is no UTF-8 has lone surrogates, which many programs refuse in JSON, escaped or not.
            data[key] = data[key].encode(errors="backslashreplace").decode()
        line = encode(data)
        # What a terminal would act upon is escaped, as JSON does it.
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
        file = plain(problem.source.replace("%", "%25").replace(":", "%3A").replace(",", "%2C"))
        place = f"file={file},line={problem.line},col={problem.column}"
        message = plain(problem.message).replace("%", "%25")
        print_out(f"::{level} {place},title={problem.code}::{message}")


_FORMATS = {"text": _text, "json": _json, "github": _github}
