"""Between a command and whoever runs it: its streams, the words of problems, and progress."""

import io
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from dailypapers._plugins.faults import describe
from dailypapers._terminal import excerpt, plain
from dailypapers.errors import DailyPapersError, OutputError

if TYPE_CHECKING:
    from tqdm import tqdm

    from dailypapers.models import Problem

DONE, INPUT_HAS_ERRORS, WRONG_USAGE, EXPORTER_FAILED, CANNOT_WRITE = range(5)
INTERRUPTED, PIPE_CLOSED = 130, 141


class InputError(DailyPapersError):
    """Inputs have errors, each of which has been told, and nothing is to be written."""


# -- standard streams -----------------------------------------------------------------------------------------


_streams: list[tuple[TextIO | None, TextIO | None]] = []
"""Standard output and error of the command that runs; of one that runs in another the last."""

_quiet: list[bool] = []
"""Whether these commands say nothing but errors on standard error."""


@contextmanager
def own_streams() -> Iterator[None]:
    """Keep standard output for the command alone: what other code takes for it is standard error meanwhile.

    So nothing that an exporter prints lands in the output, whenever it prints it and whatever it keeps of ``sys``.
    What it raises where Python can only tell of it, such as in ``__del__``, is told in one line. What it warns of is
    told as Python tells it.
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
    if _quiet:
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
            if (stream := stderr()) is not None and not _is_quiet():
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
    """Return the words that messages of one kind share: not what is quoted, and nothing that has a digit in it.

    ``the summary of 'A' is left out`` and ``the summary of 'B' is left out`` are of one kind.
    """
    return " ".join(_WORD.findall(_QUOTED.sub(" ", message)))


_bars: "list[tqdm[Any]]" = []
"""The progress bars that are shown, or will be."""


@contextmanager
def progress() -> Iterator[Callable[[], object]]:
    """Show a count of files on standard error; what is yielded counts one more.

    It is shown where standard error is a terminal, tqdm is installed, a second has passed, and not with ``--quiet``.
    """
    if _is_quiet() or not is_terminal(stderr()):
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


def _is_quiet() -> bool:
    return bool(_quiet) and _quiet[-1]


def print_info(text: str) -> None:
    """Say what is no error on standard error, as :func:`print_err` does; nothing with ``--quiet``."""
    if not _is_quiet():
        print_err(text)


def print_err(text: str) -> None:
    """Say what went wrong on standard error, as plain text; where that fails, it is not said."""
    text = "\n".join(map(plain, text.split("\n")))
    with suppress(OSError, ValueError):
        if (stream := stderr()) is not None:
            _clear_bars()
            print(text, file=stream)
