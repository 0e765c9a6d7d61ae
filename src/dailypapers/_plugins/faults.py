"""What a plugin raised becomes the error that reports it: which plugin, what, and where in it."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, NoReturn

from dailypapers._plugins.paths import working_folder
from dailypapers.errors import PluginError

if TYPE_CHECKING:
    from dailypapers._plugins.find import FoundPlugin


@contextmanager
def faults_of(
    found: "FoundPlugin", stage: str, what: str, *passes: type[BaseException], when: str = ""
) -> Iterator[None]:
    """Raise whatever a plugin raises in here as a ``PluginError``, but for the classes that pass, and Ctrl-C."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, PluginError, *passes)):
            raise
        raise fault(found, error, stage, what, when=when) from error


@contextmanager
def exits_raised() -> Iterator[None]:
    """Let ``os._exit`` raise ``SystemExit`` in this thread, so that no plugin ends the process without a word.

    For commands and tests. In a library it would be in the way of other threads, which may set it, too.
    """
    exit_at_once, here = os._exit, (os.getpid(), threading.get_ident())

    def exit_or_raise(status: int) -> NoReturn:
        if (os.getpid(), threading.get_ident()) == here:  # a fork, such as one of multiprocessing, has to end
            raise SystemExit(status)
        exit_at_once(status)

    os._exit = exit_or_raise
    try:
        yield
    finally:
        os._exit = exit_at_once


def fault(
    found: "FoundPlugin", error: BaseException, stage: str, what: str, *, when: str = "", closing: bool = False
) -> PluginError:
    """Make the error that says what a plugin raised, with file and line of the plugin's innermost frame, if any."""
    if isinstance(error, RuntimeError) and text_of(error) == "generator ignored GeneratorExit":
        return found.error(stage, "went on when it was told to end")
    place = _place(found, error)
    if isinstance(error, SystemExit) and not closing:
        return found.error(stage, f"tried to end the process{when}: {text_of(error.code)}{place}")
    if isinstance(error, ImportError) and found.builtin and not error.name:  # ours says itself what it needs
        return found.error(stage, text_of(error))
    if isinstance(error, ModuleNotFoundError) and not closing:
        from dailypapers._plugins.find import extras_of, normalized  # with attrs, which --version does without

        missing = (error.name or "").partition(".")[0]
        extras = extras_of(found.distribution)
        required = {normalized(name): text for names in extras.values() for name, text in names.items()}
        if requirement := required.get(normalized(missing)):  # itself, as the plugin may be on no index
            return found.error(stage, f'needs {missing}, which is not installed: pip install "{requirement}"')
        # A distribution may have another name than its module, as opencv-python has, which brings cv2.
        if extras and missing not in {*sys.stdlib_module_names, found.module.partition(".")[0]}:
            listed = ", ".join(f"{extra} ({', '.join(names)})" for extra, names in extras.items())
            return found.error(stage, f"{what}: {describe(error)}; {found.distribution} has the extras {listed}{place}")
    return found.error(stage, f"{what}: {describe(error)}{place}")


def text_of(value: object) -> str:
    """Return ``str(value)``; nothing where that raises."""
    try:
        return str(value)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return ""


def describe(error: BaseException) -> str:
    """Return the name of an exception's class, and its text if it has any."""
    return ": ".join(filter(None, (type(error).__name__, text_of(error))))


# -- where in a plugin it was ---------------------------------------------------------------------------------


def traceback_of(error: BaseException) -> str:
    """Return the traceback of what a plugin raised, from the first frame on that is not ours."""
    import traceback  # 2 ms that --version and --help do without

    frames = _each(error.__traceback__)
    first = next((each for each in frames if not _module_of(each).startswith("dailypapers._")), error.__traceback__)
    return "".join(traceback.format_exception(type(error), error, first)).rstrip()


def place_of(found: "FoundPlugin", code: CodeType, line: int) -> str:
    """Return file and line: the path that the user gave, or one relative to the working folder."""
    path = code.co_filename
    path = found.module if path == found.file else path.removeprefix(os.path.join(working_folder(), ""))
    return f"{path}:{line}"


def _place(found: "FoundPlugin", error: BaseException) -> str:
    """Return in brackets where in a plugin an error was raised; nothing where no frame is of the plugin."""
    if isinstance(error, SyntaxError) and error.lineno is not None:
        return ""  # its text has the place already
    *_, innermost = [None, *(each for each in _each(error.__traceback__) if _is_of(found, each))]
    return f" ({place_of(found, innermost.tb_frame.f_code, innermost.tb_lineno)})" if innermost else ""


def _each(traceback: TracebackType | None) -> Iterator[TracebackType]:
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
    return str(traceback.tb_frame.f_globals.get("__name__"))
