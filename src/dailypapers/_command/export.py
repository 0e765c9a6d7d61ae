"""The command ``export``: reads inputs one by one and chooses papers while an exporter writes them."""

import argparse
import logging
import os
import re
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from dailypapers._command.arguments import UsageError, key_values
from dailypapers._command.author_order import AuthorOrder
from dailypapers._command.choice import Choice
from dailypapers._command.console import (
    DONE,
    INPUT_HAS_ERRORS,
    InputError,
    is_terminal,
    print_err,
    print_info,
    show_warning,
    stdout,
    words_of,
)
from dailypapers._command.input_report import InputReport, reading_of
from dailypapers._io.atomic import closing_chunks, closing_output, os_errors_as_output_errors
from dailypapers._io.output_guard import stream_as_output
from dailypapers._io.outputs import Destination, load_exporter, write_as, writer_for
from dailypapers._plugins.faults import text_of, traceback_of
from dailypapers._plugins.find import find
from dailypapers._plugins.load import Plugin, load
from dailypapers._plugins.run import run
from dailypapers._text import plain
from dailypapers.errors import ExportWarning, KeptFileWarning, OptionError, OutputError, PluginError
from dailypapers.models import Digest

if TYPE_CHECKING:
    from dailypapers._io.folders import FolderReport  # 4 ms, which one file need not wait for
    from dailypapers._io.references_guard import Replacing


def export(args: argparse.Namespace) -> int:
    try:
        return _export(args)
    except (PluginError, OptionError) as error:
        if args.traceback and error.__cause__ is not None:
            print_err(traceback_of(error.__cause__))
        raise


def _export(args: argparse.Namespace) -> int:
    if args.output == "-":
        args.output = None
    if args.format is None and args.output is None:
        raise UsageError("name a format with --format, or a file with --output whose suffix stands for one")

    destination = None if args.output is None else Destination.of(args.output)
    if args.prune and (destination is None or not destination.is_folder):
        raise UsageError("--prune is for an output that is a folder; name one with --output")
    options = key_values(args.option, "--option")
    choice = Choice(args)
    order = AuthorOrder(args.authors)
    inputs = InputReport(reading_of(args), strict=args.strict, keep_going=args.keep_going, bounds=choice.bounds)
    try:
        with _showing_warnings(), _showing_log():
            plugin = load_exporter(args.format, destination) if destination else load(find("exporter", args.format))
            read = order.digests(inputs, args.inputs)
            grows = plugin.found.builtin and bool(options.get("update"))  # what is there stays
            if destination and not (choice.is_made or grows) and _is_there_and_not_empty(destination.path):
                read = _require_papers(read, args.output)
            read = choice.of(read)
            # The formats of references are those with keys. Without the field of authors their order does not matter.
            has_keys = plugin.found.builtin and any(option.name == "keys" for option in plugin.options)
            if has_keys and "author" in options.get("fields", "author"):
                read = order.counted(read, inputs)
            if destination is None:
                _output_to_stdout(read, plugin, options)
            else:
                may_prune = (lambda: not inputs.failed) if args.prune else None
                report = write_as(read, destination, plugin, options, may_prune, _replacing(destination.path, args))
                _summarize_folder(args.output, report, args.prune)
    except InputError:
        inputs.summarize()
        raise
    inputs.summarize()
    order.summarize()
    return INPUT_HAS_ERRORS if inputs.failed else DONE


def _replacing(output: str, args: argparse.Namespace) -> "Replacing | None":
    """Return as what an output is read as well, if it is."""
    read: dict[Replacing, list[str]] = {
        "without": args.choice_without or [],
        "input": [*args.inputs, *args.authors],
    }
    with suppress(OSError, ValueError):
        status = os.stat(output)
        for replacing, names in read.items():
            if any(os.path.exists(name) and os.path.samestat(os.stat(name), status) for name in names):
                return replacing
    return None


def _is_there_and_not_empty(output: str) -> bool:
    try:
        return bool(os.listdir(output)) if os.path.isdir(output) else os.stat(output).st_size > 0
    except (OSError, ValueError):  # it is not there, or writing it raises the error
        return False


def _require_papers(digests: Iterable[Digest], output: str) -> Iterator[Digest]:
    """Yield digests; where none of them has a paper, end the export, so that the output stays as it is."""
    any_paper = False
    for digest in digests:
        any_paper = any_paper or bool(digest.papers)
        yield digest
    if not any_paper:
        print_err(f"{output}: left as it is, as there is no paper in the inputs")
        raise InputError


def _summarize_folder(folder: str, report: "FolderReport | None", prune: bool) -> None:
    """Print how many files of earlier runs this one did not write."""
    if report is None:
        return
    if report.pruned:
        print_info(f"{folder}: files of earlier runs: {report.pruned} deleted")
    if report.stay:
        why = ", as inputs have errors or no paper was written" if prune else ""
        print_info(f"{folder}: files of earlier runs: {report.stay} stay{why}")


def _output_to_stdout(read: Iterable[Digest], plugin: Plugin, options: dict[str, str]) -> None:
    """Write to a temporary file first: a failure leaves nothing half done on standard output either."""
    to, name, temporary = stdout(), "standard output", "a temporary file"
    if plugin.files and is_terminal(to):
        raise UsageError("the output is an archive of many files; name a folder with --output, such as papers/")
    chunks = run(plugin, options, read)
    with os_errors_as_output_errors(temporary):
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the next line
    with closing_output(file, temporary), closing_chunks(chunks), stream_as_output(to):
        writer_for(plugin)(_fit_for(to, chunks), file, temporary)
        with os_errors_as_output_errors(temporary):
            file.seek(0)
        if to is None:
            raise OutputError(name, "it is closed")
        with os_errors_as_output_errors(name):
            shutil.copyfileobj(file, to.buffer)
            to.buffer.flush()


def _fit_for(to: TextIO | None, chunks: Iterable[Any]) -> Iterator[Any]:
    """Yield chunks. A terminal gets text alone, without anything that acts upon it."""
    if not is_terminal(to):
        yield from chunks
        return
    for chunk in chunks:
        if isinstance(chunk, bytes):
            raise UsageError("the output is binary, which a terminal cannot show; name a file with --output")
        yield re.sub(r"[^\t\n]+", lambda run: plain(run[0]), chunk.replace("\r\n", "\n"))


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        print_info(record.getMessage())


@contextmanager
def _showing_log() -> Iterator[None]:
    """Print what exporters log in here, which is no warning: how many entries of a file fit no paper."""
    logger, lines = logging.getLogger("dailypapers"), _Lines(logging.INFO)
    before = logger.level
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(lines)


_MOST_KINDS, _OTHERS = 20, "?"  # no kind has a question mark


@contextmanager
def _showing_warnings() -> Iterator[None]:
    """Show the first :class:`~dailypapers.ExportWarning` of each kind when it comes, and count the others in the end.

    Two are of one kind when their texts have the same :func:`words_of`. Where titles stand unquoted each is a kind of
    its own, so that after some kinds all others are only counted.
    """
    first: dict[str, str] = {}
    more: Counter[str] = Counter()

    def show(message: Warning | str, category: type[Warning], *place: Any, **_: object) -> None:
        if not issubclass(category, ExportWarning):
            show_warning(message, category, *place)
            return
        text = text_of(message) or category.__name__
        kind = words_of(text)
        if issubclass(category, KeptFileWarning):  # each names a file
            print_info(f"warning: {text}")
        elif kind in first:
            more[kind] += 1
        elif len(first) == _MOST_KINDS:
            more[_OTHERS] += 1
        else:
            first[kind] = text
            print_info(f"warning: {text}")

    warnings.simplefilter("always", ExportWarning)  # for good: to put filters back is not safe in threads
    before, warnings.showwarning = warnings.showwarning, show
    try:
        yield
    finally:
        warnings.showwarning = before
        for kind, count in more.items():
            like = f"like this: {first[kind]}" if kind in first else "of other kinds"
            print_info(f"warning: {count} more {like}")
