"""In a fresh process: a plugin is run once for each input, and what it prints and leaves behind is noted.

Nothing here needs Hypothesis, which costs a process more than all the rest.
"""

import gc
import os
import pickle
import sys
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from dailypapers._plugins.faults import describe
from dailypapers._plugins.options import make
from dailypapers.testing.elsewhere import ODD_VALUE, be_another, be_at_home, set_clock_ahead
from dailypapers.testing.results import Gather

is_running: bool = False
"""Whether this process is a fresh one."""


@attrs.frozen
class Outcome:
    """The result of each input, and what is printed, left and looked at; or why the class could not be run."""

    results: list[Any] = attrs.Factory(list)
    printed: str = ""
    left: list[str] = attrs.Factory(list)
    looked_at: list[str] = attrs.Factory(list)
    failure: str = ""


def main(file: BinaryIO, days: int, user: str, folder: str) -> None:
    """Do the job in a file, with the clock some days ahead, and write its outcome into a folder.

    A user is somebody else in every respect; without one only the home is another.
    """
    global is_running
    is_running = True
    if days:
        set_clock_ahead(days * 86400)
    if user:
        be_another(user, folder)
    else:
        be_at_home("somebody")
    warnings.simplefilter("ignore")
    try:
        gather, cls, options, inputs, private = pickle.load(file)  # noqa: S301 - written by the process that asked
    except (Exception, SystemExit) as error:
        outcome = Outcome(failure=f"{type(error).__name__}: {error}")
    else:
        outcome = _watched(gather, cls, options, inputs, [*private, folder, os.environ["HOME"]], folder)
    with open(os.path.join(folder, "unfinished"), "wb") as result:
        pickle.dump(outcome, result)
    os.replace(result.name, os.path.join(folder, "outcome"))


def _watched(
    gather: Gather, cls: type[Any], options: dict[str, object], inputs: list[Any], private: list[str], folder: str
) -> Outcome:
    """Run a class, and note what it prints, which files it leaves, and which it opens in private folders."""
    written: dict[str, str] = {}
    looked_at: dict[str, None] = {}
    home = os.environ["HOME"]

    def look_at(path: Any) -> None:
        # What asks for the folder that a variable names is answered by its odd value.
        if _is_below(path, private) and not _is_below(path, [os.path.join(folder, ODD_VALUE)]):
            looked_at[os.fsdecode(path).replace(home, "~")] = None

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        # An audit hook cannot be taken away; this process ends soon.
        if event in ("open", "os.listdir", "os.scandir"):
            look_at(arguments[0])
        if event in ("socket.connect", "socket.getaddrinfo"):
            looked_at[f"{event} {arguments[-2 if event == 'socket.connect' else 0 :]}"] = None
        if event in _PATH_OF and (path := _PATH_OF[event](arguments)) is not None:
            written[os.path.abspath(os.fsdecode(path))] = event

    sys.stdout.flush()
    sys.stderr.flush()
    printed = os.path.join(folder, "printed by the plugin")
    own = os.open(printed, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(own, 1)
    os.dup2(own, 2)
    sys.addaudithook(listen)
    for name in ("stat", "lstat", "access"):  # of which no hook is told
        setattr(os, name, partial(_noted, getattr(os, name), look_at))
    try:
        plugin = make(cls, cls.__name__, options)
        results = [gather(plugin, each, lambda: None) for each in inputs]
    except BaseException as error:
        return Outcome(failure=f"{describe(error)} when it is run")
    opened = list(looked_at)
    gc.collect()  # a file may be closed or removed by an object that a circle of references holds
    left = [path for path, event in sorted(written.items()) if _is_left(path, event)]
    sys.stdout.flush()
    sys.stderr.flush()
    return Outcome(results, Path(printed).read_text("utf-8", "replace"), left, opened)


def _noted(function: Callable[..., Any], note: Callable[[Any], None], path: Any, *more: Any, **named: Any) -> Any:
    note(path)
    return function(path, *more, **named)


def _is_below(path: Any, folders: list[str]) -> bool:
    """Return whether a path is in one of some folders."""
    try:
        absolute = os.path.abspath(os.fsdecode(path))
    except (TypeError, ValueError):
        return False
    return any(Path(absolute).is_relative_to(folder) for folder in folders)


def _opened(arguments: tuple[Any, ...]) -> Any:
    path, _, flags = arguments
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    return path if not isinstance(path, int) and isinstance(flags, int) and flags & writes else None


def _database(arguments: tuple[Any, ...]) -> Any:
    path = arguments[0]
    return None if isinstance(path, str) and (path in ("", ":memory:") or path.startswith("file:")) else path


_PATH_OF: dict[str, Callable[[tuple[Any, ...]], Any]] = {
    "open": _opened,
    "os.mkdir": lambda arguments: arguments[0],
    "os.rename": lambda arguments: arguments[1],
    "os.link": lambda arguments: arguments[1],
    "os.symlink": lambda arguments: arguments[1],
    "sqlite3.connect": _database,
}


def _is_left(path: str, event: str) -> bool:
    # A file without a name is opened by the name of its folder.
    return os.path.lexists(path) if event in ("os.mkdir", "os.symlink") else os.path.isfile(path)
