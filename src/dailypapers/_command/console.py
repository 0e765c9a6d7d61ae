"""Between a command and whoever runs it: its streams, the words of problems, and progress."""

import io
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from dailypapers._plugins.faults import describe
from dailypapers._text import excerpt, plain
from dailypapers.errors import DailyPapersError, OutputError

if TYPE_CHECKING:
    from tqdm import tqdm

    from dailypapers.models import Problem

DONE, INPUT_HAS_ERRORS, WRONG_USAGE, EXPORTER_FAILED, CANNOT_WRITE = range(5)
INTERRUPTED, PIPE_CLOSED = 130, 141


class InputError(DailyPapersError):
    """Inputs have errors, which have been printed, and nothing is to be written."""


# -- standard streams -----------------------------------------------------------------------------------------


_streams: list[tuple[TextIO | None, TextIO | None]] = []
"""Standard output and error of the command that runs; a command may run another one in its process."""

_quiet = [False]
"""Whether these commands say nothing but errors on standard error; the first is for code outside of any."""


@contextmanager
def own_streams() -> Iterator[None]:
    """Keep standard output for the command alone: for all other code ``sys.stdout`` leads to standard error meanwhile.

    So nothing that an exporter prints lands in the output, whenever it prints and whatever it keeps of ``sys``. An
    exception that nobody can catch, such as one in ``__del__``, is printed in one line, and a warning as by Python.
    """
    before = sys.stdout, sys.unraisablehook, warnings.showwarning
    _streams.append((sys.stdout, sys.stderr))
    _quiet.append(False)
    sys.stdout = io.TextIOWrapper(_ToStderr(), "utf-8", "backslashreplace", newline="", write_through=True)
    sys.unraisablehook = _report_unraisable
    warnings.showwarning = show_warning
    try:
        yield
    finally:
        sys.stdout, sys.unraisablehook, warnings.showwarning = before
        _streams.pop()
        _quiet.pop()


def be_quiet() -> None:
    """Say nothing but errors on standard error from now on, until the command has ended."""
    _quiet[-1] = True


def _report_unraisable(about: "sys.UnraisableHookArgs") -> None:
    print_info(f"warning: ignored {describe(about.exc_value) if about.exc_value else about.exc_type.__name__}")


def show_warning(message: Warning | str, category: type[Warning], *place: Any, **_: object) -> None:
    """Show a warning of Python's as Python does, but as plain text."""
    print_info(warnings.formatwarning(message, category, *place[:2]).rstrip())


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
    """Writes bytes to standard error. Where that fails they are lost, and closing this closes nothing."""

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
            if (stream := stderr()) is not None and not _quiet[-1]:
                stream.write(bytes(data).decode(errors="backslashreplace"))
                stream.flush()
        return len(data)


# -- text -----------------------------------------------------------------------------------------------------


def format_problem(problem: "Problem", *, excerpt_below: bool) -> str:
    line = plain(str(problem))
    below = excerpt(problem.text, problem.column) if excerpt_below else ""
    return f"{line}\n{below}" if below else line


_QUOTED = re.compile(
    r"""(?<!\w)(?:'(?:[^'\\]|\\.)*+(?:'|\Z)|"(?:[^"\\]|\\.)*+(?:"|\Z)|`[^`]*+`?|“[^”]*+”?|‘[^’]*+’?)""", re.DOTALL
)
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")


def words_of(message: str) -> str:
    """Return the words that messages of one kind share: all but quotations, and words with a digit in them.

    ``the summary of 'A' is left out`` and ``the summary of 'B' is left out`` are of one kind.
    """
    return " ".join(_WORD.findall(_QUOTED.sub(" ", message)))


_bars: "list[tqdm[Any]]" = []
"""The progress bars that are shown, or will be."""


@contextmanager
def progress() -> Iterator[Callable[[], object]]:
    """Show a count of files on standard error; yields the function that counts one more.

    It is shown where standard error is a terminal and tqdm is installed, after a second, and not with ``--quiet``.
    """
    if _quiet[-1] or not is_terminal(stderr()):
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
    """Remove the bars from the terminal before a line is printed; each comes back when it counts on."""
    for bar in _bars:
        if bar.last_print_n:  # it has been shown
            bar.clear()


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def print_out(text: str, end: str = "\n") -> None:
    """Print what was asked for on standard output."""
    if (stream := stdout()) is None:
        raise OutputError("standard output", "it is closed")
    if is_terminal(stream):
        _clear_bars()
    print(text, end=end, file=stream)


def print_info(text: str) -> None:
    """Print what is no error as :func:`print_err` does, but nothing with ``--quiet``."""
    if not _quiet[-1]:
        print_err(text)


def print_err(text: str) -> None:
    """Print lines on standard error as plain text; where that fails, they are lost."""
    text = "\n".join(map(plain, text.split("\n")))
    with suppress(OSError, ValueError):
        if (stream := stderr()) is not None:
            _clear_bars()
            print(text, file=stream)
