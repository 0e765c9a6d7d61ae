"""The options that choose papers, the same for each command that has them: added, read and applied here.

What each means, and which values it accepts, is :func:`dailypapers.select`'s to decide.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dailypapers._command.arguments import Parser, UsageError
from dailypapers._command.console import print_info
from dailypapers._command.inputs import Inputs

if TYPE_CHECKING:
    from dailypapers.models import Digest

_OPTIONS = {
    "since": ("--since", "DATE", "papers of digests from DATE on: 2024, 2024-07 or 2024-07-12"),
    "until": ("--until", "DATE", "papers of digests up to the last day of DATE"),
    "min_votes": ("--min-votes", "N", "papers with at least N votes"),
    "authors": ("--author", "NAME", "papers with this author; given several times, with any of them"),
    "words": ("--match", "TEXT", "papers with TEXT in the title or the summary; given several times, with all of them"),
    "top": ("--top", "N", "the N papers with the most votes among those that all else chooses, each once"),
    "without": ("--without", "FILE", "no paper that is in FILE, which is read as an input is"),
}
"""By the parameter of ``select``: the option, what it takes, and its help."""

_NUMBERS, _SEVERAL = ("min_votes", "top"), ("authors", "words", "without")


def add_choice(arguments: Parser) -> None:
    """Add the options to the parser of a command."""
    for name, (flag, metavar, about) in _OPTIONS.items():
        arguments.add_argument(
            flag,
            dest=f"choice_{name}",  # --authors is another option
            metavar=metavar,
            type=str if name == "without" else _value_of(name),
            action="append" if name in _SEVERAL else "store",
            help=about,
        )


def _value_of(name: str) -> Callable[[str], str | int]:
    """Make the type of an argument: what ``select`` accepts for the parameter of this name."""

    def take(text: str) -> str | int:
        from dailypapers.selection import select

        # int accepts 1_000 and ٣ as well; what is no number is refused below.
        value = int(text) if name in _NUMBERS and re.fullmatch("-?[0-9]{1,99}", text) else text
        choice: dict[str, Any] = {name: [value] if name in _SEVERAL else value}
        try:
            select((), **choice)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        return value

    return take


def has_choice(args: argparse.Namespace) -> bool:
    """Return whether any of the options was given."""
    return any(getattr(args, f"choice_{name}") is not None for name in _OPTIONS)


def choose(args: argparse.Namespace, digests: "Iterable[Digest]") -> "Iterable[Digest]":
    """Return, of digests, what the arguments choose; a line on standard error says in the end when that is nothing.

    An error in a file of ``--without`` ends it with :class:`~dailypapers._command.console.InputError`, whatever is done
    about errors of inputs: papers that should have been left out may not be known.
    """
    choice = {name: value for name in _OPTIONS if (value := getattr(args, f"choice_{name}")) is not None}
    if "without" in choice:
        if "-" in choice["without"] and "-" in (args.inputs or ["-"]):
            raise UsageError("standard input cannot be read twice, for --without and as an input")
        from dailypapers._io.reading import Reading

        choice["without"] = Inputs(Reading(empty_is_read=True), strict=getattr(args, "strict", False)).digests(
            choice["without"]
        )
    return _choose(digests, choice) if choice else digests


def _choose(digests: "Iterable[Digest]", choice: dict[str, Any]) -> "Iterator[Digest]":
    from dailypapers.selection import select

    read = chosen = 0

    def counted() -> "Iterator[Digest]":
        nonlocal read
        for digest in digests:
            read += len(digest.papers)
            yield digest

    for digest in select(counted(), **choice):
        chosen += len(digest.papers)
        yield digest
    if not chosen:
        print_info(f"no paper was chosen out of {read}")
