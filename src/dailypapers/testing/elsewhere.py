"""What a fresh process takes for the world: another day, another user on another machine, another language.

It ends soon, so nothing here is put right again.
"""

import locale
import os
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

ODD_VALUE = "1"
"""Of each variable of the environment."""

_NAMES = ("USER", "LOGNAME", "LNAME", "USERNAME")
_NEEDED = ("HOME", "USERPROFILE", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ")


def set_clock_ahead(seconds: int) -> None:
    now, now_ns, strftime, asctime = time.time, time.time_ns, time.strftime, time.asctime
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + seconds * 10**9
    for name in ("localtime", "gmtime", "ctime"):
        setattr(time, name, partial(_at, getattr(time, name)))
    time.asctime = lambda at=None: asctime(time.localtime() if at is None else at)
    time.strftime = lambda form, at=None: strftime(form, time.localtime() if at is None else at)


def _at(known: Callable[[float], Any], at: float | None = None) -> Any:
    return known(time.time() if at is None else at)


def be_at_home(name: str) -> None:
    """Have a user of a name, whose home is no folder."""
    home = os.path.join(tempfile.gettempdir(), f"dailypapers-no-home-of-{name}")
    os.environ.update({"HOME": home, "USERPROFILE": home})
    os.environ.update(dict.fromkeys(_NAMES, name))


def be_another(name: str, folder: str) -> None:
    """Have another user on another machine, in another folder and language, with every variable set to something."""
    be_at_home(name)
    os.chdir(folder)
    _set_every_variable()
    _set_words_of_dates()
    _set_machine(name)


def _set_every_variable() -> None:
    # As a process cannot know which variables a plugin asks for, all are odd but those that it cannot do without.
    for name in [*os.environ]:
        if name not in (*_NAMES, *_NEEDED) and not name.startswith(("PYTHON", "LD_")):
            del os.environ[name]
    known = type(os.environ).__getitem__

    def get(self: Mapping[str, str], key: str) -> str:
        try:
            return known(self, key)  # type: ignore[arg-type]
        except KeyError:
            return ODD_VALUE

    type(os.environ).__getitem__ = get  # type: ignore[method-assign]


def _set_words_of_dates() -> None:
    """Have the names of months and days, and whatever a locale decides, as words of no language."""
    strftime = time.strftime

    def marked(match: re.Match[str]) -> str:
        return f"{match[0]}°" if match[1] in "aAbBhpcxXr" else match[0]

    locale.getlocale = lambda *_: ("tlh_AQ", "UTF-8")
    # The datetimes ask this function as well.
    time.strftime = lambda form, *at: strftime(re.sub("%(.)", marked, form, flags=re.DOTALL), *at)


def _set_machine(name: str) -> None:
    os.getlogin = lambda: name
    if hasattr(os, "uname"):
        system = os.uname()
        os.uname = lambda: os.uname_result((system[0], f"{name}-machine", *system[2:]))
    try:
        import pwd
        import socket
    except ImportError:  # where there are no users of Unix
        return
    of_number = pwd.getpwuid

    def entry(number: int) -> Any:
        found = of_number(number)
        return pwd.struct_passwd((name, *found[1:4], f"{name} Elsewhere", os.environ["HOME"], found[6]))

    pwd.getpwuid = entry
    socket.gethostname = lambda: f"{name}-machine"
