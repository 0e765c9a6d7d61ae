"""The command line: arguments, what is said to a person, and exit statuses. What it does, the library does.

Standard output carries what was asked for, standard error everything else. Nothing heavy is imported before
a command needs it.
"""

import argparse
import io
import os
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from dailypapers import __version__
from dailypapers._terminal import excerpt, plain
from dailypapers.errors import (
    DailyPapersError,
    ExporterError,
    ExportError,
    ExportWarning,
    OptionError,
    OutputError,
    UnknownFormatError,
)

if TYPE_CHECKING:
    from dailypapers.models import Document, Problem

DONE, INPUT_HAS_ERRORS, WRONG_USAGE, EXPORTER_FAILED, CANNOT_WRITE = range(5)
INTERRUPTED, PIPE_CLOSED = 130, 141

_HELP = """\
usage: dailypapers COMMAND …

Parse daily paper digests and export them.

commands:
  export   write digests as BibTeX, JSON, CSV, Markdown or what a plugin adds
  check    tell what is doubtful or wrong in digests
  formats  list the formats there are

options:
  -h, --help     show this, or with a command what it takes
  -V, --version  show the version

exit status: 0 done; 1 an input has errors, nothing was written; 2 wrong usage;
3 an exporter failed; 4 the output cannot be written; 130 interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of ``sys.argv``; returns its exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know less than Unicode
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _discard_stdout()
        return PIPE_CLOSED
    except _InputError:
        return INPUT_HAS_ERRORS  # each of the errors has been told
    except (UnknownFormatError, OptionError, _UsageError) as error:
        _say(f"error: {plain(str(error))}")
        return WRONG_USAGE
    except (ExporterError, ExportError) as error:
        _say(f"error: {plain(str(error))}")
        return EXPORTER_FAILED
    except OutputError as error:
        _say(f"error: {plain(str(error))}")
        return CANNOT_WRITE
    except OSError as error:  # only standard output is written without a look at what comes back
        _discard_stdout()
        _say(f"error: {OutputError('standard output', error.strerror or str(error))}")
        return CANNOT_WRITE
    return status


def _run(given: list[str]) -> int:
    command = given.pop(0) if given else ""
    if command in _COMMANDS:
        return _COMMANDS[command](given)
    if command in ("-h", "--help"):
        _print(_HELP, end="")
        return DONE
    if command in ("-V", "--version"):
        _print(f"dailypapers {__version__}")
        return DONE
    raise _UsageError(
        f"no command {command!r}; see dailypapers --help" if command else "no command; see dailypapers --help"
    )


class _InputError(DailyPapersError):
    """Inputs have errors and nothing is to be written."""


class _UsageError(DailyPapersError):
    """Arguments that are wrong in a way that argparse does not see."""


# -- export ---------------------------------------------------------------------------------------------------


def _export(given: list[str]) -> int:
    parser = _parser("export", "Write the digests of files and folders in one format.")
    parser.add_argument(
        "inputs", nargs="*", metavar="INPUT", help="a file, a folder, or - for standard input (the default)"
    )
    parser.add_argument(
        "--format", metavar="FORMAT", help="see dailypapers formats; by default the suffix of FILE decides"
    )
    parser.add_argument("--output", metavar="FILE", help="where to write; by default standard output")
    parser.add_argument("--option", metavar="KEY=VALUE", action="append", default=[], help="an option of the format")
    parser.add_argument("--strict", action="store_true", help="take warnings for errors")
    parser.add_argument("--keep-going", action="store_true", help="write what was understood in spite of errors")
    args = _parsed(parser, given)
    if args.output == "-":
        args.output = None
    if args.format is None and args.output is None:
        raise _UsageError("name a format with --format, or a file with --output whose suffix stands for one")

    from dailypapers import _output

    options = _options(args.option)
    reading = _Reading(strict=args.strict, keep_going=args.keep_going)
    with warnings.catch_warnings():
        warnings.simplefilter("always", ExportWarning)
        warnings.showwarning = _show_warning(warnings.showwarning)
        documents = reading.documents(args.inputs or ["-"])
        if args.output is None:
            _output_to_stdout(documents, args.format, options)
        else:
            _output.write(documents, args.output, args.format, **options)
    reading.summarize()
    return INPUT_HAS_ERRORS if reading.failed else DONE


def _output_to_stdout(documents: "Iterator[Document]", format_name: str, options: dict[str, str]) -> None:
    """Write to a temporary file first: a failure leaves nothing half done on standard output either."""
    import shutil
    import tempfile

    from dailypapers._output import copy, refusals
    from dailypapers.models import each_digest
    from dailypapers.plugins import find, run

    name = "standard output"
    chunks = run(find(format_name), options, each_digest(documents))
    with refusals("a temporary file"):
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the next line
    with file:
        copy(chunks, file, "a temporary file")
        with refusals(name):
            file.seek(0)
            if sys.stdout is None:
                raise OutputError(name, "it is closed")
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _options(given: Iterable[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for option in given:
        key, equals, value = option.partition("=")
        if not equals or not key:
            raise _UsageError(f"--option takes KEY=VALUE, not {option!r}")
        if key in options:
            raise _UsageError(f"--option {key} is given twice")
        options[key] = value
    return options


def _show_warning(otherwise: Callable[..., None]) -> Callable[..., None]:
    def show(message: Warning | str, category: type[Warning], *place: object, **more: object) -> None:
        if issubclass(category, ExportWarning):
            _say(f"warning: {message}")
        else:
            otherwise(message, category, *place, **more)

    return show


class _Reading:
    """Reads inputs one by one, tells their errors as they come, and counts the rest."""

    def __init__(self, *, strict: bool, keep_going: bool) -> None:
        self._fatal = {"error", "warning"} if strict else {"error"}
        self._keep_going = keep_going
        self._warnings: Counter[str] = Counter()
        self.failed = False

    def documents(self, inputs: Iterable[str]) -> "Iterator[Document]":
        """Yield what could be read; without ``keep_going`` nothing after an error, but all errors are told."""
        for document in _documents(inputs):
            for problem in document.problems:
                if problem.severity in self._fatal:
                    self.failed = True
                    _say(_shown(problem, excerpt_below=True))
                elif problem.severity == "warning":
                    self._warnings[problem.code] += 1
            if not self.failed or self._keep_going:
                yield document
        if self.failed and not self._keep_going:
            self.summarize()
            raise _InputError

    def summarize(self) -> None:
        """Say how many warnings of each code there were, in the inputs that went by."""
        from dailypapers.problems import CODES

        for code, count in sorted(self._warnings.items()):
            _say(f"warning: {code} {CODES[code].name}: {count}")
        if self._warnings:
            _say("dailypapers check shows where")
        self._warnings.clear()


# -- check ----------------------------------------------------------------------------------------------------


def _check(given: list[str]) -> int:
    parser = _parser("check", "Tell what is doubtful or wrong in digests, a line each; status 1 if anything is.")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, a folder, or - for standard input")
    parser.add_argument("--notes", action="store_true", help="show notes as well: kept as written, but doubtful")
    args = _parsed(parser, given)
    status = DONE
    for document in _documents(args.inputs):
        for problem in document.problems:
            if problem.severity != "note":
                status = INPUT_HAS_ERRORS
            elif not args.notes:
                continue
            _print(_shown(problem, excerpt_below=_is_terminal(sys.stdout)))
    return status


# -- formats --------------------------------------------------------------------------------------------------


def _formats(given: list[str]) -> int:
    _parser("formats", "List the formats there are, with their options.").parse_args(given)
    from dailypapers.plugins import formats

    rows = formats()
    width = max(len(row.name) for row in rows) + 2
    for row in rows:
        origin = "built in" if row.builtin else f"{row.distribution} {row.version}"
        about = row.description if row.error is None else f"cannot be used: {row.error}"
        _print(f"{plain(row.name):{width}}{plain(about)} ({plain(', '.join(filter(None, (row.suffix, origin))))})")
        for option in row.options:
            default = "" if option.required else f", by default {option.default}"
            about = f": {option.help}" if option.help else ""
            _print(plain(f"{'':{width}}--option {option.name}=…, {option.takes}{default}{about}"))
    return DONE


_COMMANDS = {"export": _export, "check": _check, "formats": _formats}


# -- inputs ---------------------------------------------------------------------------------------------------


def _documents(inputs: Iterable[str]) -> "Iterator[Document]":
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


# -- what a person sees ---------------------------------------------------------------------------------------


def _parser(command: str, about: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"dailypapers {command}", description=about, allow_abbrev=False)


def _parsed(parser: argparse.ArgumentParser, given: list[str]) -> argparse.Namespace:
    """Parse options and inputs in any order; all that follows ``--`` is an input, whatever it begins with."""
    if "--" not in given:
        return parser.parse_intermixed_args(given)
    end = given.index("--")
    # Standing in for what follows, so that argparse knows that there are inputs.
    args = parser.parse_intermixed_args([*given[:end], *("-" for _ in given[end + 1 :])])
    args.inputs[len(args.inputs) - len(given[end + 1 :]) :] = given[end + 1 :]
    return args


def _shown(problem: "Problem", *, excerpt_below: bool) -> str:
    line = plain(str(problem))
    below = excerpt(problem.text, problem.column) if excerpt_below else ""
    return f"{line}\n{below}" if below else line


@contextmanager
def _progress() -> Iterator[Callable[[], object]]:
    """Count files on standard error: where it is a terminal, tqdm is installed, and a second has passed."""
    if not _is_terminal(sys.stderr):
        yield lambda: None
        return
    try:
        from tqdm import tqdm
    except ImportError:
        yield lambda: None
        return
    with tqdm(unit=" files", delay=1, leave=False) as bar:
        yield bar.update


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _print(text: str, end: str = "\n") -> None:
    """Write what was asked for to standard output."""
    if sys.stdout is None:
        raise OutputError("standard output", "it is closed")
    print(text, end=end)


def _say(text: str) -> None:
    """Say something about the work on standard error."""
    if sys.stderr is None:
        return
    if tqdm := sys.modules.get("tqdm"):  # a progress bar may stand in this line
        tqdm.tqdm.write(text, file=sys.stderr)
    else:
        print(text, file=sys.stderr)


def _discard_stdout() -> None:
    """Let what is still buffered go nowhere: Python would fail on it once more when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
