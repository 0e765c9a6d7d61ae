"""Every error and warning of ours. An error holds data, and makes its words from the data.

::

    DailyPapersError
    ├── DigestSyntaxError         a source is no digest, or not a clean one when asked to be strict
    ├── DataError                 plain data of another shape
    ├── AuthorOrdersError         a file that should have authors in their true order, and has not
    ├── ReadError                 raised or yielded by a reader: something that was not understood
    ├── InputPathError            a folder, of which a reader cannot know which files are meant
    ├── ExportError               raised by an exporter: these digests cannot be written in this format
    │   └── KeysError             a file of the option keys or update that is refused
    ├── OutputError               the output cannot be written
    │   └── OutputPathError       its path is empty, or a folder's
    ├── UnknownFormatError        no exporter or reader of that name or suffix
    ├── OptionError               no such option, or a value it does not take
    ├── UnknownCodeError          no problem has this code
    └── PluginError               an exporter or a reader that cannot be loaded, or broke its contract

    ExportWarning                 warned by an exporter: something was left out, or is doubtful
    └── KeptFileWarning           files in the output folder are not as we wrote them, and were kept
    ReadWarning                   yielded by a reader: something is doubtful

What the caller did wrong in Python (a ``None`` where an iterable belongs) stays a ``TypeError``.
"""

import sys
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dailypapers._text import closest, either, excerpt, plain

if TYPE_CHECKING:  # attrs, which the models need, costs more than --version and --help may
    import datetime

    from dailypapers.models import Problem


class DailyPapersError(Exception):
    """The base of every error of this library."""


class DigestSyntaxError(DailyPapersError):
    """A source that cannot be understood, or one that was to be read strictly and is not clean.

    ``str(error)`` has the place, the message and the line with a caret; the parts are attributes:
    ``problem``, and its ``message``, ``source``, ``line``, ``column`` (both from 1) and ``text``.
    """

    def __init__(self, problem: "Problem") -> None:
        super().__init__(problem)
        self.problem = problem
        self.message: str = problem.message
        self.source: str = problem.source
        self.line: int = problem.line
        self.column: int = problem.column
        self.text: str = problem.text

    def __str__(self) -> str:
        return f"{plain(str(self.problem))}\n{excerpt(self.text, self.column)}".rstrip()


class DataError(DailyPapersError):
    """Plain data that :func:`dailypapers.from_data` does not take; ``path`` says where, as in ``digests[0].date``."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message, path)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class _FileError(DailyPapersError):
    """A file, the ``source``, whose fault is the ``message``, and the place of the fault, if it has one."""

    def __init__(
        self, source: str, message: str, line: int | None = None, column: int | None = None, path: str = ""
    ) -> None:
        super().__init__(source, message, line, column, path)
        self.source = source
        self.message = message
        self.line = line
        self.column = column
        self.path = path

    def __str__(self) -> str:
        place = "".join(f":{number}" for number in (self.line, self.column) if number)
        return f"{self.source}{place or (self.path and f': {self.path}')}: {self.message}"


class AuthorOrdersError(_FileError):
    """A file that :func:`dailypapers.read_author_orders` does not take.

    ``source`` is the file and ``message`` its fault. The place of the fault is ``line`` and ``column`` (both from 1),
    or ``path`` for data of another shape, as in ``$[3].paper.authors[0].name``; else neither is set.
    """


class _ReadProblem(Exception):  # noqa: N818 - its two classes are called Error and Warning
    """A problem that a reader reports, with its place: ``line`` and ``column`` (both from 1), or ``path``, or none."""

    date: "datetime.date | None" = None  # for a class of somebody that makes itself

    def __init__(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        path: str = "",
        *,
        date: "datetime.date | None" = None,
    ) -> None:
        super().__init__(message, line, column, path)
        self.message = message
        self.line = line
        self.column = column
        self.path = path
        self.date = date

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else ""
        place += f", column {self.column}" if self.line and self.column else ""
        return ": ".join(filter(None, (place, self.path, self.message)))


class ReadError(_ReadProblem, DailyPapersError):
    """Something in a source that a reader did not understand. Yielded, it is reported; raised, it ends the reading.

    ``message`` says what is wrong. Its place is ``line`` and ``column`` (both from 1), or ``path`` for data, as in
    ``$[3].paper.title``; else neither is set. ``date`` is the date of its digest, if that is known.
    """


class ReadWarning(_ReadProblem, UserWarning):
    """Something in a source that a reader repaired, or finds doubtful: yielded, with the arguments of ReadError."""


class _PathError(DailyPapersError):
    """A ``path`` that cannot be used, and the ``reason``."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class InputPathError(_PathError):
    """An input that is wrong usage, whatever is in it: a folder where the reader has no suffix."""

    def __str__(self) -> str:
        return f"cannot read {self.path}: {self.reason}"


class ExportError(DailyPapersError):
    """Digests that a format cannot represent. An exporter raises it; the message names the part, and its place."""


class KeysError(_FileError, ExportError):
    """A file of the option ``keys`` or ``update`` that is refused, as what is in it could not be kept.

    ``source`` is the file, ``message`` its fault, and ``line`` the place of that, from 1; ``None`` where it has none.
    """


class OutputError(_PathError):
    """An output that cannot be written: ``path`` and the ``reason`` the system gave."""

    def __str__(self) -> str:
        return f"cannot write {self.path or repr(self.path)}: {self.reason}"


class OutputPathError(OutputError):
    """An output of a format of one file whose path is none of a file: wrong usage, whatever the system would do."""


class UnknownFormatError(DailyPapersError):
    """No one exporter, or reader, fits ``name``; one of the names in ``known`` would.

    With ``suffix`` the name is one of a file, and with ``several`` it is that of each of the ``known``.
    """

    def __init__(
        self, name: str, known: Iterable[str], *, kind: str = "exporter", suffix: bool = False, several: bool = False
    ) -> None:
        self.name = name
        self.known: tuple[str, ...] = tuple(known)
        self.kind = kind
        self.suffix = suffix
        self.several = several
        super().__init__(name, self.known)

    def __str__(self) -> str:
        if self.name.endswith((".py", ".py:")):
            classes = f"choose {either(self.known)}" if self.known else f"and there is no {self.kind} in it"
            return f"{self.name!r} names no class; {classes}"
        those = "the formats" if self.kind == "exporter" else "the formats that can be read"
        formats = f"{those} are {', '.join(self.known)}"
        if self.several:
            formats = f"it is that of {' and '.join(self.known)}"
        if self.suffix:
            suffix = f"the suffix {self.name!r}" if self.name else "a name without a suffix"
            flag = "--format" if self.kind == "exporter" else "--from"
            return f"cannot choose a format for {suffix}: give one, with {flag} on the command line; {formats}"
        return f"unknown format {self.name!r}{closest(self.name, self.known)}; {formats}"


class OptionError(DailyPapersError):
    """An option that an exporter or a reader does not have, or a value it does not take.

    ``name`` is empty where no one option is known to be wrong: two of them do not go together, or one is missing.
    ``known`` has the options there are to choose from, or where ``value`` is set, the values, if there is a choice.
    """

    def __init__(
        self, format: str, name: str, reason: str, known: Iterable[str] = (), value: str | None = None
    ) -> None:
        self.format = format
        self.name = name
        self.reason = reason
        self.known: tuple[str, ...] = tuple(known)
        self.value = value
        super().__init__(format, name, reason, self.known, value)

    def __str__(self) -> str:
        meant = closest(self.name if self.value is None else self.value, self.known)
        option = f", option {self.name!r}" if self.name else ""
        return f"format {self.format!r}{option}: {self.reason}{meant}"


class UnknownCodeError(DailyPapersError):
    """No problem has the code that was asked for, nor one that begins like it; one of ``names`` may be meant."""

    def __init__(self, code: str, known: Iterable[str], names: Iterable[str]) -> None:
        self.code = code
        self.known: tuple[str, ...] = tuple(known)
        self.names: tuple[str, ...] = tuple(names)
        super().__init__(code, self.known, self.names)

    def __str__(self) -> str:
        meant = closest(self.code, self.names)
        return f"no code is or begins with {self.code!r}{meant}; there are {', '.join(self.known)}"


class PluginError(DailyPapersError):
    """An exporter or a reader that cannot be found unambiguously, cannot be loaded, or broke its contract.

    ``kind`` is ``"exporter"`` or ``"reader"``, and ``name`` the name of the format; ``distribution`` and ``version``
    have installed it, with the class at ``entry_point``. ``stage`` is ``"find"``, ``"load"`` or ``"run"``, and
    ``reason`` the fault. The plugin's own exception, if there was one, is the ``__cause__``.
    """

    def __init__(
        self, kind: str, name: str, distribution: str, version: str, entry_point: str, stage: str, reason: str
    ) -> None:
        super().__init__(kind, name, distribution, version, entry_point, stage, reason)
        self.kind = kind
        self.name = name
        self.distribution = distribution
        self.version = version
        self.entry_point = entry_point
        self.stage = stage
        self.reason = reason

    def __str__(self) -> str:
        origin = ", ".join(filter(None, (f"{self.distribution} {self.version}".strip(), self.entry_point)))
        return f"{self.kind} {self.name!r} ({origin}) {self.reason}"


class ExportWarning(UserWarning):
    """Something an exporter left out or doubts, said with :func:`warnings.warn`."""


class KeptFileWarning(ExportWarning):
    """Files of a folder that were not replaced or deleted, as they are not as we wrote them."""


def warn(message: str, category: type[Warning] = ExportWarning) -> None:
    """Warn with the place of the line that called the library, however deep in it the reason was found.

    Python shows a warning once for each place, so that two places in a program are two warnings. Between our own frames
    there may be others, of Jinja or ``contextlib``: the caller is above the outermost of ours.
    """
    caller = frame = sys._getframe()
    while outer := frame.f_back:
        if str(frame.f_globals.get("__name__")).partition(".")[0] == "dailypapers":
            caller = outer
        frame = outer
    module, registry = caller.f_globals.get("__name__"), caller.f_globals.setdefault("__warningregistry__", {})
    warnings.warn_explicit(message, category, caller.f_code.co_filename, caller.f_lineno, module, registry)
