"""The commands ``check``, which tells and mends what is doubtful in digests, and ``explain``, which says why."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dailypapers._console import (
    DONE,
    INPUT_HAS_ERRORS,
    UsageError,
    documents,
    is_terminal,
    parsed,
    parser,
    print_out,
    say,
    shown,
)
from dailypapers._terminal import plain

if TYPE_CHECKING:
    from dailypapers.models import Document, Problem


def check(given: list[str]) -> int:
    """Run ``check`` with its arguments; returns its exit status."""
    arguments = parser("check", "Tell what is doubtful or wrong in digests; status 1 if more than notes remains.")
    arguments.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, a folder, or - for standard input")
    arguments.add_argument("--notes", action="store_true", help="show notes as well: kept as written, but doubtful")
    arguments.add_argument("--select", metavar="CODES", action="append", default=[], help="show these alone: F131,S …")
    arguments.add_argument("--ignore", metavar="CODES", action="append", default=[], help="show none of these")
    arguments.add_argument("--output-format", choices=_FORMATS, default="text", help="by default text")
    arguments.add_argument(
        "--fix", action="store_true", help="write digests in canonical form, where nothing gets lost"
    )
    arguments.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    args = parsed(arguments, given)
    if (args.fix or args.diff) and "-" in args.inputs:
        raise UsageError("--fix and --diff take files and folders; standard input cannot be rewritten")

    from dailypapers._check import Across, Selection

    selection = Selection(_codes(args.select), _codes(args.ignore), args.notes)
    if args.diff:
        return _diff(args.inputs)
    across = Across()
    remains = False

    def selected() -> "Iterator[Problem]":
        nonlocal remains
        for document in documents(args.inputs):
            for problem in across.problems_of(_fixed(document) if args.fix else document):
                if selection.takes(problem):
                    remains |= problem.severity != "note"
                    yield problem

    _FORMATS[args.output_format](selected())
    return INPUT_HAS_ERRORS if remains else DONE


def explain(given: list[str]) -> int:
    """Run ``explain`` with its arguments; returns its exit status."""
    arguments = parser("explain", "Say what a code of a problem means.")
    arguments.add_argument("code", metavar="CODE", help="a code that check shows, such as F131")
    wanted = arguments.parse_args(given).code

    from dailypapers.errors import UnknownCodeError
    from dailypapers.problems import CODES

    if wanted not in CODES:
        raise UnknownCodeError(wanted, CODES)
    code = CODES[wanted]
    print_out(f"{code.code} {code.name} ({code.severity})\n\n{code.meaning}")
    if code.example:
        print_out("\n" + "\n".join(f"    {plain(line)}".rstrip() for line in code.example.split("\n")))
    return DONE


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(code.strip() for codes in given for code in codes.split(","))


# -- --fix and --diff -----------------------------------------------------------------------------------------


def _fixed(document: "Document") -> "Document":
    """Rewrite the file of a document where that is needed and safe; give what is read from it then."""
    from dailypapers._files import read
    from dailypapers._output import put

    text, fixed, encoding = _before_and_after(document)
    if fixed == text:
        return document
    put([fixed.encode(encoding)], document.source)
    say(f"{document.source}: fixed")
    return read(document.source)


def _diff(inputs: list[str]) -> int:
    """Show what ``--fix`` would change; status 1 when it would change or leave anything."""
    import difflib
    import io

    status = DONE
    for document in documents(inputs):
        if any(problem.severity == "error" for problem in document.problems):
            status = INPUT_HAS_ERRORS
        text, fixed, _ = _before_and_after(document)
        if fixed != text:
            status = INPUT_HAS_ERRORS
            # Lines end at line feeds alone, unlike those of splitlines.
            before, after = (list(io.StringIO(each, newline="\n")) for each in (text, fixed))
            for line in difflib.unified_diff(before, after, document.source, document.source):
                print_out(plain(line.removesuffix("\n")))
                if not line.endswith("\n"):
                    print_out("\\ No newline at end of file")
    return status


def _before_and_after(document: "Document") -> tuple[str, str, str]:
    """Give the text of a document's file, the text with canonical digests, and its encoding.

    The two texts are the same where there is nothing to do, and where it cannot be done, which is said.
    """
    if not document.digests:
        return "", "", ""

    from dailypapers._check import canonical
    from dailypapers._files import read_text

    text, encoding = read_text(document.source)
    try:
        return text, canonical(text), encoding
    except ValueError as error:
        say(f"{document.source}: left as it is: {error}")
        return text, text, encoding


# -- what check shows -----------------------------------------------------------------------------------------


def _text(problems: "Iterable[Problem]") -> None:
    import sys

    for problem in problems:
        print_out(shown(problem, excerpt_below=is_terminal(sys.stdout)))


def _json(problems: "Iterable[Problem]") -> None:
    """Show an array of objects with the fields of a problem, one a line."""
    import json

    import attrs

    between = "["
    for problem in problems:
        print_out(f"{between}\n{json.dumps(attrs.asdict(problem), ensure_ascii=False)}", end="")
        between = ","
    print_out("[]" if between == "[" else "\n]")


def _github(problems: "Iterable[Problem]") -> None:
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
