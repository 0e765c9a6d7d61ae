"""The command ``export``: inputs are read one by one, and told, while an exporter writes what they say."""

import re
import warnings
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from dailypapers._command.console import (
    DONE,
    INPUT_HAS_ERRORS,
    InputError,
    Parser,
    UsageError,
    documents,
    format_problem,
    is_terminal,
    print_err,
    stdout,
)
from dailypapers._plugins.faults import name_of, text_of
from dailypapers.errors import AuthorOrdersError, ExportWarning, KeptFileWarning, OutputError

if TYPE_CHECKING:
    import datetime

    from dailypapers._io.folders import FolderReport
    from dailypapers.authors import AuthorRestorer
    from dailypapers.models import Digest, Document


def export_parser() -> Parser:
    """Make the parser of ``export``'s arguments."""
    arguments = Parser("export", "[INPUT]…", "Write the digests of files and folders in one format.")
    arguments.add_argument(
        "inputs", nargs="*", metavar="INPUT", help="a file, a folder, or - for standard input (the default)"
    )
    arguments.add_argument(
        "-f", "--format", metavar="FORMAT", help="see dailypapers formats; by default the suffix of FILE decides"
    )
    arguments.add_argument(
        "-o", "--output", metavar="FILE", help="where to write, a folder for many files; by default standard output"
    )
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
    arguments.add_argument(
        "--prune", action="store_true", help="delete files of a folder that earlier runs wrote and this one does not"
    )
    return arguments


def export(argv: list[str]) -> int:
    """Run ``export`` with its arguments; returns its exit status."""
    args = export_parser().parse_inputs(argv)
    if args.output == "-":
        args.output = None
    if args.format is None and args.output is None:
        raise UsageError("name a format with --format, or a file with --output whose suffix stands for one")

    from dailypapers._io.outputs import is_folder_path, write_as

    if args.prune and (args.output is None or not is_folder_path(args.output)):
        raise UsageError("--prune is for an output that is a folder; name one with --output")
    options = _options(args.option)
    reading = _Reading(strict=args.strict, keep_going=args.keep_going)
    restoring = reading.restoring(args.authors) if args.authors else None
    with _Warnings().format_problem():
        read = reading.digests(args.inputs or ["-"])
        if restoring:
            read = map(restoring.digest, read)
        if args.output is None:
            _output_to_stdout(read, args.format, options)
        else:
            may_prune = (lambda: not reading.failed) if args.prune else None
            _summarize_folder(args.output, write_as(read, args.output, args.format, options, may_prune), args.prune)
    reading.summarize()
    if restoring:
        print_err(f"authors: {restoring.counts}")
    return INPUT_HAS_ERRORS if reading.failed else DONE


def _summarize_folder(folder: str, report: "FolderReport | None", prune: bool) -> None:
    """Count the files that earlier runs wrote and this one did not."""
    if report is None:
        return
    if report.pruned:
        print_err(f"{folder}: files of earlier runs: {report.pruned} deleted")
    if report.stay:
        why = ", as inputs have errors or no paper was written" if prune else ""
        print_err(f"{folder}: files of earlier runs: {report.stay} stay{why}")


def _output_to_stdout(read: "Iterator[Digest]", format_name: str, options: dict[str, str]) -> None:
    """Write to a temporary file first: a failure leaves nothing half done on standard output either."""
    import shutil
    import tempfile

    from dailypapers._io.outputs import write_stream
    from dailypapers._io.targets import target_stream
    from dailypapers._io.whole import closing_output, os_errors_as_output_errors
    from dailypapers._plugins.find import find
    from dailypapers._plugins.run import run

    to, name, temporary = stdout(), "standard output", "a temporary file"
    chunks = run(find("exporter", format_name), options, read)
    with os_errors_as_output_errors(temporary):
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the next line
    with closing_output(file, temporary), target_stream(to):
        write_stream(_fit_for(to, chunks), file, temporary)
        with os_errors_as_output_errors(temporary):
            file.seek(0)
        if to is None:
            raise OutputError(name, "it is closed")
        with os_errors_as_output_errors(name):
            shutil.copyfileobj(file, to.buffer)
            to.buffer.flush()


def _fit_for(to: TextIO | None, chunks: "Generator[Any, None, None]") -> "Generator[Any, None, None]":
    with closing(chunks):
        for chunk in chunks:
            if not isinstance(chunk, str | bytes) and is_terminal(to):
                raise UsageError("the output is an archive of many files; name a folder with --output, such as papers/")
            if isinstance(chunk, bytes) and is_terminal(to):
                raise UsageError("the output is binary, which a terminal cannot show; name a file with --output")
            yield chunk


def _options(arguments: Iterable[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for option in arguments:
        key, equals, value = option.partition("=")
        if not equals or not key:
            raise UsageError(f"--option takes KEY=VALUE, not {option!r}")
        if key in options:
            raise UsageError(f"--option {key} is given twice")
        options[key] = value
    return options


_QUOTED = re.compile(
    r"""(?<!\w)(?:'(?:[^'\\]|\\.)*+(?:'|\Z)|"(?:[^"\\]|\\.)*+(?:"|\Z)|`[^`]*+`?|“[^”]*+”?|‘[^’]*+’?)""", re.DOTALL
)
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")
_MOST_KINDS, _OTHERS = 20, "?"  # no kind has a question mark


class _Warnings:
    """Shows the first :class:`~dailypapers.ExportWarning` of each kind when it comes, and in the end counts the others.

    Two are of one kind when their texts have the same words, leaving out what is quoted and what has a digit in it:
    ``the summary of 'A' is left out`` and ``the summary of 'B' is left out``. Where titles stand unquoted each is a
    kind of its own, so that after some kinds all others are only counted.
    """

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._more: Counter[str] = Counter()

    @contextmanager
    def format_problem(self) -> "Iterator[None]":
        """Show what is warned of in here."""
        with warnings.catch_warnings():
            warnings.simplefilter("always", ExportWarning)
            warnings.showwarning = self._show
            try:
                yield
            finally:
                for kind, count in self._more.items():
                    like = f"like this: {self._first[kind]}" if kind in self._first else "of other kinds"
                    print_err(f"warning: {count} more {like}")

    def _show(self, message: Warning | str, category: type[Warning], *place: Any, **_: object) -> None:
        if not issubclass(category, ExportWarning):
            print_err(warnings.formatwarning(message, category, *place[:2]).rstrip())
            return
        text = text_of(message) or name_of(category)
        if issubclass(category, KeptFileWarning):  # each names a file
            print_err(f"warning: {text}")
            return
        kind = " ".join(_WORD.findall(_QUOTED.sub(" ", text)))
        if kind in self._first:
            self._more[kind] += 1
        elif len(self._first) == _MOST_KINDS:
            self._more[_OTHERS] += 1
        else:
            self._first[kind] = text
            print_err(f"warning: {text}")


class _Reading:
    """Reads inputs one by one, tells their errors as they come, and counts the rest."""

    def __init__(self, *, strict: bool, keep_going: bool) -> None:
        self._fatal = {"error", "warning"} if strict else {"error"}
        self._keep_going = keep_going
        self._warnings: Counter[str] = Counter()
        self._date_at: dict[datetime.date, tuple[str, int]] = {}
        self._again_at: dict[datetime.date, tuple[str, int]] = {}  # in another file
        self.failed = False

    def restoring(self, paths: Iterable[str]) -> "AuthorRestorer":
        """Read the files with the order of authors; what is wrong with one is told, and counts as an error."""
        from dailypapers._io.author_orders import read_author_orders
        from dailypapers.authors import AuthorRestorer

        orders: dict[str, tuple[str, ...]] = {}
        for path in paths:
            try:
                orders = read_author_orders(path) | orders
            except AuthorOrdersError as error:
                self.failed = True
                print_err(str(error))
        return AuthorRestorer(orders)

    def digests(self, inputs: Iterable[str]) -> "Iterator[Digest]":
        """Yield what could be read; without ``keep_going`` nothing after an error, but all errors are told."""
        from dailypapers.problems import DRIFTED_FILE, OUTPUT_AMONG_INPUTS

        for document in documents(inputs):
            for problem in document.problems:
                if problem.severity in self._fatal:
                    self.failed = True
                    print_err(format_problem(problem, excerpt_below=True))
                elif problem.code in (DRIFTED_FILE.code, OUTPUT_AMONG_INPUTS.code):
                    print_err(f"warning: {format_problem(problem, excerpt_below=False)}")
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
            print_err(f"warning: {count} × {code} {CODES[code].name}{lost}")
        if self._warnings:
            print_err("dailypapers check shows where")
        self._warnings.clear()
        if self._again_at:
            date, (again, again_line) = next(iter(self._again_at.items()))
            first, line = self._date_at[date]
            print_err(
                f"dates with a digest in more than one file: {len(self._again_at)}; "
                f"{date} is in {first}:{line} and {again}:{again_line}"
            )
        self._again_at.clear()
