"""What somebody's code raised, and the error that reports it. Its class may do anything when asked for its text."""

import os
import sys
from collections.abc import Iterator
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Any

from dailypapers.errors import ExportWarning, PluginError

if TYPE_CHECKING:
    from dailypapers._plugins.find import FoundPlugin


class Guard:
    """Whatever somebody's code raises in here becomes an error about its plugin; Ctrl-C stays what it is."""

    def __init__(
        self, found: "FoundPlugin", stage: str, what: str, passes: tuple[type[BaseException], ...] = ()
    ) -> None:
        self._found, self._stage, self._what, self._passes = found, stage, what, passes

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if (
            kind is None
            or error is None
            or issubclass(kind, (KeyboardInterrupt, PluginError, ExportWarning, *self._passes))
        ):
            return
        raise fault(self._found, error, self._stage, self._what) from error


def fault(
    found: "FoundPlugin", error: BaseException, stage: str, what: str, *, when: str = "", closing: bool = False
) -> PluginError:
    """Make the error that says what a plugin raised: from what its class inherits, as it may override all of it.

    Its reason ends with the file and line of the innermost frame of the plugin, where there is one.
    """
    if issubclass(type(error), RuntimeError) and text_of(error) == "generator ignored GeneratorExit":
        return found.error(stage, "went on when it was told to end")
    place = _place(found, error)
    if issubclass(type(error), SystemExit) and not closing:
        code = text_of(SystemExit.__dict__["code"].__get__(error))
        return found.error(stage, f"tried to end the process{when}: {code}{place}")
    if issubclass(type(error), ModuleNotFoundError) and not closing:
        missing = text_of(ImportError.__dict__["name"].__get__(error) or "").partition(".")[0]
        if extra := found.extra_that_requires(missing):
            command = f'pip install "{found.distribution}[{extra}]"'
            return found.error(stage, f"needs {missing}, which is not installed: {command}")
        # What brings a module may have another name, and only what is installed says so: opencv-python brings cv2.
        if (extras := found.extras()) and missing not in {*sys.stdlib_module_names, found.module.partition(".")[0]}:
            listed = ", ".join(f"{extra} ({', '.join(names)})" for extra, names in extras.items())
            return found.error(stage, f"{what}: {describe(error)}; {found.distribution} has the extras {listed}{place}")
    return found.error(stage, f"{what}: {describe(error)}{place}")


def working_folder() -> str:
    """Return the working folder; nothing where it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return ""


# -- where in a plugin it was ---------------------------------------------------------------------------------


def traceback_of(error: BaseException) -> str:
    """Return the traceback of what a plugin raised, from the first frame on that is not ours."""
    import traceback

    every = BaseException.__dict__["__traceback__"].__get__(error)
    try:
        first = next((each for each in _each(every) if not _module_of(each).startswith("dailypapers._")), every)
        return "".join(traceback.format_exception(type(error), error, first)).rstrip()
    except KeyboardInterrupt:
        raise
    except BaseException:  # its text may be anything
        return ""


def _place(found: "FoundPlugin", error: BaseException) -> str:
    """Return in brackets where in a plugin an error was raised, as far as it can be seen."""
    if issubclass(type(error), SyntaxError) and SyntaxError.__dict__["lineno"].__get__(error) is not None:
        return ""  # its text has the place
    every = BaseException.__dict__["__traceback__"].__get__(error)
    innermost = None
    for each in _each(every):
        if _is_of(found, each):
            innermost = each
    if innermost is None:
        return ""
    return f" ({place_of(found, innermost.tb_frame.f_code, innermost.tb_lineno)})"


def place_of(found: "FoundPlugin", code: CodeType, line: int) -> str:
    """Return file and line as the user knows them: the path that was given, or relative to the working folder."""
    path = code.co_filename
    path = found.module if path == found.file else path.removeprefix(os.path.join(working_folder(), ""))
    return f"{path}:{line}"


def _each(traceback: Any) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _is_of(found: "FoundPlugin", traceback: TracebackType) -> bool:
    """Return whether a frame runs code of a plugin: of its file, or of the package that its entry point names."""
    if found.file is not None:
        return traceback.tb_frame.f_code.co_filename == found.file
    package = found.module if found.builtin else found.module.partition(".")[0]  # all of ours is in one
    return f"{_module_of(traceback)}.".startswith(f"{package}.")


def _module_of(traceback: TracebackType) -> str:
    name = traceback.tb_frame.f_globals.get("__name__")
    return name if type(name) is str else ""


def text_of(value: object) -> str:
    """Return ``str(value)`` as a plain ``str``; nothing where it cannot be had, whatever that raises."""
    try:
        return str.__str__(str(value))
    except KeyboardInterrupt:
        raise
    except BaseException:
        return ""


def describe(error: BaseException) -> str:
    """Return the name of an exception's class, and its text if it has any."""
    return ": ".join(filter(None, (name_of(type(error)), text_of(error))))


def name_of(cls: type) -> str:
    """Return the name of a class, which its metaclass cannot change."""
    return str.__str__(type.__dict__["__name__"].__get__(cls))
