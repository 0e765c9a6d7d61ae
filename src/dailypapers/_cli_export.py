"""The command ``export``: inputs are read one by one, and told, while an exporter writes what they say."""

import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any, TextIO

from dailypapers._console import (
    DONE,
    INPUT_HAS_ERRORS,
    InputError,
    UsageError,
    documents,
    is_terminal,
    parsed,
    parser,
    say,
    shown,
)
from dailypapers.errors import ExportWarning, OrdersError, OutputError

if TYPE_CHECKING:
    import datetime

    from dailypapers.authors import Restoring
    from dailypapers.models import Digest, Document


def export(given: list[str]) -> int:
    """Run ``export`` with its arguments; returns its exit status."""
    arguments = parser("export", "Write the digests of files and folders in one format.")
    arguments.add_argument(
        "inputs", nargs="*", metavar="INPUT", help="a file, a folder, or - for standard input (the default)"
    )
    arguments.add_argument(
        "--format", metavar="FORMAT", help="see dailypapers formats; by default the suffix of FILE decides"
    )
    arguments.add_argument("--output", metavar="FILE", help="where to write; by default standard output")
    arguments.add_argument("--option", metavar="KEY=VALUE", action="append", default=[], help="an option of the format")
    arguments.add_argument(
        "--authors",
        metavar="FILE",
        action="append",
        default=[],
        help="put authors into the order they have in FILE: a JSON object of arXiv ids and names, a listing of the "
        "papers API, or an Atom feed of arXiv; of several the first that knows a paper counts",
    )
    arguments.add_argument("--strict", action="store_true", help="take warnings for errors")
    arguments.add_argument("--keep-going", action="store_true", help="write what was understood in spite of errors")
    args = parsed(arguments, given)
    if args.output == "-":
        args.output = None
    if args.format is None and args.output is None:
        raise UsageError("name a format with --format, or a file with --output whose suffix stands for one")

    from dailypapers import _output

    options = _options(args.option)
    reading = _Reading(strict=args.strict, keep_going=args.keep_going)
    restoring = reading.restoring(args.authors) if args.authors else None
    with warnings.catch_warnings():
        warnings.simplefilter("always", ExportWarning)
        warnings.showwarning = _show_warning(warnings.showwarning)
        read = reading.digests(args.inputs or ["-"])
        if restoring:
            read = map(restoring.digest, read)
        if args.output is None:
            _output_to_stdout(read, args.format, options)
        else:
            with redirect_stdout(sys.stderr):
                _output.write(read, args.output, args.format, **options)
    reading.summarize()
    if restoring:
        say(f"authors: {restoring.counts}")
    return INPUT_HAS_ERRORS if reading.failed else DONE


def _output_to_stdout(read: "Iterator[Digest]", format_name: str, options: dict[str, str]) -> None:
    """Write to a temporary file first: a failure leaves nothing half done on standard output either."""
    import shutil
    import tempfile

    from dailypapers._exporters import run
    from dailypapers._find import find
    from dailypapers._output import closed, copy, refusals
    from dailypapers._targets import target_stdout

    to, stdout, temporary = sys.stdout, "standard output", "a temporary file"
    chunks = run(find(format_name), options, read)
    with refusals(temporary):
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the next line
    with closed(file, temporary), target_stdout():
        with redirect_stdout(sys.stderr):  # what an exporter prints is no output of ours
            copy(_fit_for(to, chunks), file, temporary)
        with refusals(temporary):
            file.seek(0)
        if to is None:
            raise OutputError(stdout, "it is closed")
        with refusals(stdout):
            shutil.copyfileobj(file, to.buffer)
            to.buffer.flush()


def _fit_for(stdout: TextIO | None, chunks: "Iterable[Any]") -> "Iterator[Any]":
    for chunk in chunks:
        if isinstance(chunk, bytes) and is_terminal(stdout):
            raise UsageError("the output is binary, which a terminal cannot show; name a file with --output")
        yield chunk


def _options(given: Iterable[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for option in given:
        key, equals, value = option.partition("=")
        if not equals or not key:
            raise UsageError(f"--option takes KEY=VALUE, not {option!r}")
        if key in options:
            raise UsageError(f"--option {key} is given twice")
        options[key] = value
    return options


def _show_warning(otherwise: Callable[..., None]) -> Callable[..., None]:
    def show(message: Warning | str, category: type[Warning], *place: object, **more: object) -> None:
        if issubclass(category, ExportWarning):
            say(f"warning: {message}")
        else:
            otherwise(message, category, *place, **more)

    return show


class _Reading:
    """Reads inputs one by one, tells their errors as they come, and counts the rest."""

    def __init__(self, *, strict: bool, keep_going: bool) -> None:
        self._fatal = {"error", "warning"} if strict else {"error"}
        self._keep_going = keep_going
        self._warnings: Counter[str] = Counter()
        self._date_at: dict[datetime.date, tuple[str, int]] = {}
        self._again_at: dict[datetime.date, tuple[str, int]] = {}  # in another file
        self.failed = False

    def restoring(self, paths: Iterable[str]) -> "Restoring":
        """Read the files with the order of authors; what is wrong with one is told, and counts as an error."""
        from dailypapers.authors import Restoring, read_orders

        orders: dict[str, tuple[str, ...]] = {}
        for path in paths:
            try:
                orders = read_orders(path) | orders
            except OrdersError as error:
                self.failed = True
                say(str(error))
        return Restoring(orders)

    def digests(self, inputs: Iterable[str]) -> "Iterator[Digest]":
        """Yield what could be read; without ``keep_going`` nothing after an error, but all errors are told."""
        from dailypapers.problems import DRIFTED_FILE, OUTPUT_AMONG_INPUTS

        for document in documents(inputs):
            for problem in document.problems:
                if problem.severity in self._fatal:
                    self.failed = True
                    say(shown(problem, excerpt_below=True))
                elif problem.code in (DRIFTED_FILE.code, OUTPUT_AMONG_INPUTS.code):
                    say(f"warning: {shown(problem, excerpt_below=False)}")
                elif problem.severity == "warning":
                    self._warnings[problem.code] += 1
            self._note_dates(document)
            if not self.failed or self._keep_going:
                yield from document.digests
        if self.failed and not self._keep_going:
            self.summarize()
            raise InputError

    def _note_dates(self, document: "Document") -> None:
        for digest in document.digests:
            if digest.date:
                place = document.source, digest.line or 1
                if self._date_at.setdefault(digest.date, place)[0] != document.source:
                    self._again_at.setdefault(digest.date, place)

    def summarize(self) -> None:
        """Say how many warnings of each code there were, in the inputs that went by, and how many dates came twice."""
        from dailypapers.problems import CODES, UNWRITABLE_WORDS

        for code, count in sorted(self._warnings.items()):
            lost = ": these words are not in the output" if code in UNWRITABLE_WORDS else ""
            say(f"warning: {count} × {code} {CODES[code].name}{lost}")
        if self._warnings:
            say("dailypapers check shows where")
        self._warnings.clear()
        if self._again_at:
            date, (again, again_line) = next(iter(self._again_at.items()))
            first, line = self._date_at[date]
            say(
                f"dates with a digest in more than one file: {len(self._again_at)}; "
                f"{date} is in {first}:{line} and {again}:{again_line}"
            )
        self._again_at.clear()
