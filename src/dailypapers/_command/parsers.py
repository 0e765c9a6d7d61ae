"""What each command takes. What it does with that is in the module of its name.

So the help of a command, and an error about an option, wait for nothing that the command imports.
"""

import argparse
import re
from collections.abc import Callable
from typing import Any

from dailypapers._command.arguments import OneOf, Parser
from dailypapers._text import either

_INPUTS = "a file, a folder, or - for standard input"


def _export_parser() -> Parser:
    parser = Parser("export", "[INPUT]…", "Write the digests of files and folders in one format.")
    parser.add_argument(
        "-f", "--format", metavar="FORMAT", help="see dailypapers formats; by default the suffix of FILE decides"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to write, a folder for many files; by default standard output"
    )
    parser.add_argument("--option", metavar="KEY=VALUE", action="append", default=[], help="an option of the format")
    _add_chosen_inputs(parser)
    parser.add_argument("--strict", action="store_true", help="take warnings for errors")
    parser.add_argument("--keep-going", action="store_true", help="write what was understood in spite of errors")
    parser.add_argument(
        "--traceback", action="store_true", help="of a plugin that fails, show where in it: for who develops it"
    )
    parser.add_argument(
        "--prune", action="store_true", help="delete files of a folder that earlier runs wrote and this one does not"
    )
    return parser


def _list_parser() -> Parser:
    about = (
        "Show a line a paper: date, votes, arXiv id and title, with tabs between them where it is no terminal. "
        "What is unknown is -."
    )
    parser = Parser("list", "[INPUT]…", about)
    _add_chosen_inputs(parser)
    return parser


def _check_parser() -> Parser:
    parser = Parser(
        "check", "INPUT…", "Tell what is doubtful or wrong in digests; status 1 if more than notes remains."
    )
    parser.add_inputs(_INPUTS, needed=True)
    _add_reading(parser)
    parser.add_argument("--notes", action="store_true", help="show notes as well: kept as written, but doubtful")
    parser.add_argument(
        "--select", metavar="CODES", action="append", default=[], help="show these alone: bad-votes,F131,S …"
    )
    parser.add_argument("--ignore", metavar="CODES", action="append", default=[], help="show none of these")
    _add_output_format(parser, "text", "json", "github")
    parser.add_argument("--fix", action="store_true", help="write digests in canonical form, where nothing gets lost")
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    return parser


def _explain_parser() -> Parser:
    about = (
        "Say what a code of a problem means, or each code that begins with CODE; and show the wrong line and the right."
    )
    parser = Parser("explain", "CODE", about)
    parser.add_argument("code", metavar="CODE", help="a code that check shows, or its name: F121 or bad-votes")
    return parser


def _formats_parser() -> Parser:
    parser = Parser("formats", "[NAME]", "List the exporters and readers there are, or say what one takes.")
    parser.add_argument("name", nargs="?", metavar="NAME", help="a format, or path.py:Class")
    _add_output_format(parser, "text", "json")
    return parser


def _plugin_parser() -> Parser:
    about = "Write a project with an exporter or a reader of your own into a new folder, dailypapers-NAME."
    parser = Parser("plugin", "new NAME", about)
    parser.add_argument("new", type=OneOf("new"), metavar="new", help="what to do; there is nothing else")
    parser.add_argument("name", metavar="NAME", help="the name of the format: letters, digits, - and _")
    parser.add_argument(
        "--kind",
        type=OneOf("text", "binary", "files", "reader", "both"),
        metavar="KIND",
        default="text",
        help="an exporter of text (the default), of binary data or of many files, a reader, or both an exporter of text"
        " and its reader: text, binary, files, reader, both",
    )
    return parser


def _completion_parser() -> Parser:
    about = "Print the script by which a shell completes our commands, options and names of formats."
    parser = Parser("completion", "SHELL", about)
    parser.add_argument("shell", type=OneOf("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish")
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {
    "export": _export_parser,
    "list": _list_parser,
    "check": _check_parser,
    "explain": _explain_parser,
    "formats": _formats_parser,
    "plugin": _plugin_parser,
    "completion": _completion_parser,
}
"""By the name of each command, the function that makes its parser."""


# -- options that several commands have -----------------------------------------------------------------------


def _add_output_format(parser: Parser, *formats: str) -> None:
    parser.add_argument(
        "--output-format",
        type=OneOf(*formats),
        metavar="FORMAT",
        default="text",
        help=f"{either(formats)}; by default text",
    )


def _add_reading(parser: Parser) -> None:
    parser.add_argument(
        "--from",
        dest="from_format",
        metavar="FORMAT",
        help="what the inputs are written in, see dailypapers formats; by default their suffix decides, and all "
        "that has no other reader is Markdown",
    )
    parser.add_argument(
        "--from-option", metavar="KEY=VALUE", action="append", default=[], help="an option of the reader"
    )


# -- options that choose papers; what each means, and which values it accepts, select decides -----------------

_DATE = "DATE is 2024, 2024-07, 2024-07-12, 2024-W28, today, yesterday, or 7d for seven days ago"
CHOICE: dict[str, tuple[str, str, type, str]] = {
    "since": ("--since", "DATE", str, f"papers of digests from DATE on; {_DATE}"),
    "until": ("--until", "DATE", str, "papers of digests up to the last day of DATE"),
    "min_votes": ("--min-votes", "N", int, "papers with at least N votes"),
    "authors": ("--author", "NAME", list, "papers with this author; given several times, with any of them"),
    "words": (
        "--match",
        "TEXT",
        list,
        "papers with TEXT in the title, the summary, the arXiv id or the link; given several times, with all of them",
    ),
    "pattern": (
        "--grep",
        "PATTERN",
        str,
        "papers where this regular expression of Python finds something in one of these",
    ),
    "top": ("--top", "N", int, "the N papers with the most votes among those that all else chooses, each once"),
    "without": ("--without", "FILE", list, "no paper that is in FILE, which is read as an input is"),
}
"""By the parameter of ``select``: the option, the name of its value, the type of the parameter, and the help.

An option may be given several times where the type is a list.
"""


def _add_chosen_inputs(parser: Parser) -> None:
    parser.add_inputs(f"{_INPUTS} (the default)")
    _add_reading(parser)
    parser.add_argument(
        "--authors",
        metavar="FILE|FOLDER",
        action="append",
        default=[],
        help="put authors into the order they have in FILE: a JSON object of arXiv ids and names, a listing of the "
        "papers API, an Atom feed of arXiv, or references; in a folder each *.atom, *.bib, *.json, *.ris and *.xml is "
        "read; of several the first that knows a paper counts",
    )
    for name, (flag, metavar, kind, about) in CHOICE.items():
        parser.add_argument(
            flag,
            dest=f"choice_{name}",  # --authors is another option
            metavar=metavar,
            type=str if name == "without" else _value_of(name, kind),
            action="append" if kind is list else _Once if name == "pattern" else "store",
            help=about,
        )


class _Once(argparse.Action):
    """Refuses a second value: one may expect that both hold, as with ``--match``."""

    def __call__(self, parser: object, namespace: argparse.Namespace, value: object, flag: str | None = None) -> None:
        if getattr(namespace, self.dest) is not None:
            raise argparse.ArgumentError(self, "given twice; 'one|other' finds either")
        setattr(namespace, self.dest, value)


def _value_of(name: str, kind: type) -> Callable[[str], str | int]:
    """Make the type of an argument: a value that ``select`` accepts for a parameter of this name and type."""

    def convert(text: str) -> str | int:
        from dailypapers.selection import select  # with attrs 40 ms, which --help does not need

        # int accepts 1_000 and ٣ as well; select refuses a text that is no number.
        value = int(text) if kind is int and re.fullmatch("-?[0-9]{1,99}", text) else text
        choice: dict[str, Any] = {name: [value] if kind is list else value}
        try:
            select((), **choice)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        return value

    return convert
