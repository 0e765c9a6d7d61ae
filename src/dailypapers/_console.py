"""Between a command and a person: arguments and inputs come in, text goes out to a terminal or a pipe."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from dailypapers._terminal import excerpt, plain
from dailypapers.errors import DailyPapersError, OutputError

if TYPE_CHECKING:
    from dailypapers.models import Document, Problem

DONE, INPUT_HAS_ERRORS, WRONG_USAGE, EXPORTER_FAILED, CANNOT_WRITE = range(5)
INTERRUPTED, PIPE_CLOSED = 130, 141


class UsageError(DailyPapersError):
    """Arguments that are wrong in a way that argparse does not see."""


class InputError(DailyPapersError):
    """Inputs have errors, each of which has been told, and nothing is to be written."""


def documents(inputs: Iterable[str]) -> "Iterator[Document]":
    """Read files, folders and standard input, one file at a time."""
    from dailypapers import _files

    with _progress() as advance:
        for name in inputs:
            if name != "-":
                documents = _files.read_all([name])
            else:
                documents = iter([_files.read_stream(sys.stdin.buffer if sys.stdin else None, "<stdin>")])
            for document in documents:
                advance()
                yield document


class _Parser(argparse.ArgumentParser):
    def print_help(self, file: object = None) -> None:
        print_out(self.format_help(), end="")  # argparse would not tell when this fails


def parser(command: str, about: str) -> argparse.ArgumentParser:
    return _Parser(prog=f"dailypapers {command}", description=about, allow_abbrev=False)


def parsed(parser: argparse.ArgumentParser, given: list[str]) -> argparse.Namespace:
    """Parse options and inputs in any order; all that follows ``--`` is an input, whatever it begins with."""
    if "--" not in given:
        return parser.parse_intermixed_args(given)
    end = given.index("--")
    # Standing in for what follows, so that argparse knows that there are inputs.
    args = parser.parse_intermixed_args([*given[:end], *("-" for _ in given[end + 1 :])])
    args.inputs[len(args.inputs) - len(given[end + 1 :]) :] = given[end + 1 :]
    return args


def shown(problem: "Problem", *, excerpt_below: bool) -> str:
    line = plain(str(problem))
    below = excerpt(problem.text, problem.column) if excerpt_below else ""
    return f"{line}\n{below}" if below else line


@contextmanager
def _progress() -> Iterator[Callable[[], object]]:
    """Count files on standard error: where it is a terminal, tqdm is installed, and a second has passed."""
    if not is_terminal(sys.stderr):
        yield lambda: None
        return
    try:
        from tqdm import tqdm
    except ImportError:
        yield lambda: None
        return
    with tqdm(unit=" files", delay=1, leave=False) as bar:
        yield bar.update


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def print_out(text: str, end: str = "\n") -> None:
    """Write what was asked for to standard output."""
    if sys.stdout is None:
        raise OutputError("standard output", "it is closed")
    print(text, end=end)


def say(text: str) -> None:
    """Say something about the work on standard error, as plain text; where that fails, it is not said."""
    text = "\n".join(map(plain, text.split("\n")))
    with suppress(OSError):
        if tqdm := sys.modules.get("tqdm"):  # a progress bar may stand in this line
            tqdm.tqdm.write(text, file=sys.stderr)
        elif sys.stderr is not None:
            print(text, file=sys.stderr)
