"""Between a command and whoever runs it: arguments come in, text goes out to a terminal or a pipe."""

import argparse
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from dailypapers._plugins.faults import describe, name_of
from dailypapers._terminal import excerpt, plain
from dailypapers.errors import DailyPapersError, OutputError, closest, either

if TYPE_CHECKING:
    from tqdm import tqdm

    from dailypapers._io.reading import Reading
    from dailypapers.models import Document, Problem

DONE, INPUT_HAS_ERRORS, WRONG_USAGE, EXPORTER_FAILED, CANNOT_WRITE = range(5)
INTERRUPTED, PIPE_CLOSED = 130, 141


class UsageError(DailyPapersError):
    """Arguments that are wrong in a way that argparse does not see."""


class UnknownFlagError(DailyPapersError):
    """A command has no option of this name."""

    def __init__(self, flag: str, usage: str) -> None:
        super().__init__(flag, usage)
        self.flag = flag
        self.usage = usage


class InputError(DailyPapersError):
    """Inputs have errors, each of which has been told, and nothing is to be written."""


# -- standard streams -----------------------------------------------------------------------------------------


_streams: list[tuple[TextIO | None, TextIO | None]] = []
"""Standard output and error of the command that runs; of one that runs in another the last."""


@contextmanager
def own_streams() -> Iterator[None]:
    """Keep standard output for the command alone: what other code takes for it is standard error meanwhile.

    So nothing that an exporter prints lands in the output, whenever it prints it and whatever it keeps of ``sys``.
    What it raises where Python can only tell of it, such as in ``__del__``, is told in one line.
    """
    before = sys.stdout, sys.unraisablehook
    _streams.append((sys.stdout, sys.stderr))
    sys.stdout = io.TextIOWrapper(_ToStderr(), "utf-8", "backslashreplace", newline="", write_through=True)
    sys.unraisablehook = _report_unraisable
    try:
        yield
    finally:
        sys.stdout, sys.unraisablehook = before
        _streams.pop()


def _report_unraisable(about: "sys.UnraisableHookArgs") -> None:
    print_err(f"warning: ignored {name_of(about.exc_type) if about.exc_value is None else describe(about.exc_value)}")


def stdout() -> TextIO | None:
    """Return the true standard output; ``None`` when it is closed."""
    return _open(_streams[-1][0] if _streams else sys.stdout)


def stderr() -> TextIO | None:
    """Return the true standard error; ``None`` when it is closed."""
    return _open(_streams[-1][1] if _streams else sys.stderr)


def _open(stream: TextIO | None) -> TextIO | None:
    try:
        return None if stream is None or stream.closed else stream
    except ValueError:  # it was detached
        return None


class _ToStderr(io.RawIOBase):
    """Bytes on their way to standard error. Where that fails they are lost, and to close this closes nothing."""

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if (stream := stderr()) is None:
            raise OSError("standard error is closed")
        return stream.fileno()

    def isatty(self) -> bool:
        return is_terminal(stderr())

    def write(self, data: bytes) -> int:  # type: ignore[override]
        with suppress(OSError, ValueError):
            if (stream := stderr()) is not None:
                stream.write(bytes(data).decode(errors="backslashreplace"))
                stream.flush()
        return len(data)


def documents(inputs: Iterable[str], reading: "Reading") -> "Iterator[Document]":
    """Read files, folders and standard input, one file at a time."""
    from dailypapers._io.inputs import read_all_by, read_stream

    with progress() as advance:
        for name in inputs:
            if name != "-":
                documents = read_all_by(reading, [name])
            else:
                documents = iter([read_stream(sys.stdin.buffer if sys.stdin else None, "<stdin>", reading)])
            for document in documents:
                advance()
                yield document


# -- arguments ------------------------------------------------------------------------------------------------


class Parser(argparse.ArgumentParser):
    """Parses the arguments of a command. What is wrong with them is one error of ours, with one line of usage."""

    def __init__(self, command: str, takes: str, about: str) -> None:
        self.flags: list[str] = []
        usage = f"dailypapers {command} [OPTION]… {takes}"
        super().__init__(prog=f"dailypapers {command}", usage=usage, description=about, allow_abbrev=False)
        self.color = False  # of Python 3.14; what is shown has no control characters

    def add_argument(self, *names: str, **more: object) -> argparse.Action:
        action = super().add_argument(*names, **more)  # type: ignore[arg-type]
        self.flags += action.option_strings
        return action

    def add_reading_options(self) -> None:
        """Add the options that choose a reader; :func:`reading_of` makes of them how inputs are read."""
        self.add_argument(
            "--from",
            dest="from_format",
            metavar="FORMAT",
            help="what the inputs are written in, see dailypapers formats; by default their suffix decides, and all "
            "that has no other reader is Markdown",
        )
        self.add_argument(
            "--from-option", metavar="KEY=VALUE", action="append", default=[], help="an option of the reader"
        )

    def print_help(self, file: object = None) -> None:
        for line in self.format_help().splitlines():
            print_out(plain(line))  # argparse would not tell when this fails

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise HelpShown

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{plain(message)}\n{self.one_line}")

    @property
    def one_line(self) -> str:
        return f"usage: {self.usage} (--help shows more)"

    def parse(self, argv: list[str]) -> argparse.Namespace:
        """Parse arguments; raises :class:`UsageError` and :class:`UnknownFlagError`."""
        return self._parse(argv, self.parse_known_args)

    def parse_inputs(self, argv: list[str]) -> argparse.Namespace:
        """Parse options and inputs in any order; all that follows ``--`` is an input, whatever it begins with."""
        end = argv.index("--") if "--" in argv else len(argv)
        inputs = argv[end + 1 :]
        # Standing in for what follows, so that argparse knows that there are inputs.
        args = self._parse([*argv[:end], *("-" for _ in inputs)], self.parse_known_intermixed_args)
        args.inputs[len(args.inputs) - len(inputs) :] = inputs
        return args

    def _parse(
        self, argv: list[str], parse: Callable[[list[str]], tuple[argparse.Namespace, list[str]]]
    ) -> argparse.Namespace:
        try:
            args, unknown = parse(argv)
        except UsageError:
            self._refuse_flags(argv)  # what else is wrong may follow from it
            raise
        self._refuse_flags(unknown)
        if unknown:
            self.error(f"unexpected argument {unknown[0]!r}")
        return args

    def _refuse_flags(self, argv: list[str]) -> None:
        for argument in argv:
            if argument == "--":
                return
            name = argument.partition("=")[0]
            known = name in self.flags or (name[1:2] != "-" and name[:2] in self.flags)  # -fjson is one
            # Like argparse: what has a space in it, or is a number, is no option.
            if name.startswith("-") and name != "-" and not known and " " not in argument and not _is_number(name):
                raise UnknownFlagError(name, self.one_line)


def key_values(arguments: Iterable[str], flag: str) -> dict[str, str]:
    """Return what was given as KEY=VALUE to a flag, several times."""
    options: dict[str, str] = {}
    for option in arguments:
        key, equals, value = option.partition("=")
        if not equals or not key:
            raise UsageError(f"{flag} takes KEY=VALUE, not {option!r}")
        if key in options:
            raise UsageError(f"{flag} {key} is given twice")
        options[key] = value
    return options


def reading_of(args: argparse.Namespace) -> "Reading":
    """Make the way in which inputs are read, as the arguments want it."""
    from dailypapers._io.reading import Reading

    return Reading(args.from_format, key_values(args.from_option, "--from-option"))


class HelpShown(Exception):  # noqa: N818 - no error
    """All that was asked for is done."""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def one_of(*choices: str) -> Callable[[str], str]:
    """Make the type of an argument that is one of few words."""

    def take(text: str) -> str:
        if text not in choices:
            raise argparse.ArgumentTypeError(f"expected {either(choices)}, not {text!r}{closest(text, choices)}")
        return text

    return take


# -- text -----------------------------------------------------------------------------------------------------


def format_problem(problem: "Problem", *, excerpt_below: bool) -> str:
    line = plain(str(problem))
    below = excerpt(problem.text, problem.column) if excerpt_below else ""
    return f"{line}\n{below}" if below else line


_bars: "list[tqdm[Any]]" = []
"""The progress bars that are shown, or will be."""


@contextmanager
def progress() -> Iterator[Callable[[], object]]:
    """Show a count of files on standard error; what is yielded counts one more.

    It is shown where standard error is a terminal, tqdm is installed, and a second has passed.
    """
    if not is_terminal(stderr()):
        yield lambda: None
        return
    try:
        from tqdm import tqdm
    except ImportError:
        yield lambda: None
        return
    with tqdm(unit=" files", delay=1, leave=False, file=stderr()) as bar:
        _bars.append(bar)
        try:
            yield bar.update
        finally:
            _bars.remove(bar)


def _clear_bars() -> None:
    """Make room for a line where a bar may stand; the bar comes back when it counts on."""
    for bar in _bars:
        if bar.last_print_n:  # it has been shown
            bar.clear()


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def print_out(text: str, end: str = "\n") -> None:
    """Write what was asked for to standard output."""
    if (stream := stdout()) is None:
        raise OutputError("standard output", "it is closed")
    if is_terminal(stream):
        _clear_bars()
    print(text, end=end, file=stream)


def print_err(text: str) -> None:
    """Say something about the work on standard error, as plain text; where that fails, it is not said."""
    text = "\n".join(map(plain, text.split("\n")))
    with suppress(OSError, ValueError):
        if (stream := stderr()) is not None:
            _clear_bars()
            print(text, file=stream)
