"""For tests of exporters and readers, ours and everybody's (extra ``testing``): models, and laws to hold to.

What ``digests`` and ``papers`` generate, Markdown can represent: it reads back as the same models. They are
full of what breaks a careless exporter: brackets, quotes, dollars, asterisks, tabs, carriage returns, empty texts.
With ``hostile`` they are beyond that: line feeds in titles, formulas, 600 authors.

``check_exporter`` and ``check_reader`` raise ``AssertionError``, which names a law and what breaks it. Each has laws of
its kind. These are the laws of every plugin:

- *takes options as text*: each option, given or by default, survives being written as text;
- *does not fail*: whatever it is given; its own error, ``ExportError`` or ``ReadError``, is no failure;
- *takes little time*: eight times as much, of up to 12,000 papers or 4,096 signs, takes at most twelve times the time
  and 0.1 s more, and no short text takes seconds;
- *is deterministic*: the same input gives the same output, wherever in memory it is, and whatever the settings of the
  process are;
- *leaves its options as they were*: it may be asked a second time;
- *leaves the process as it was*: its working folder, environment, recursion limit, locale, random numbers, decimal
  context, filters of warnings, limits of integers and of cells of CSV, and threads, at each piece;
- *prints nothing*: neither to standard output nor to standard error;
- *is the same in every process*: nothing comes from its number, or from addresses in memory;
- *is the same under every hash seed*: no order comes from ``set()`` or ``hash()``;
- *is the same at every time*: in each time zone, on each day;
- *is the same for every user*: of any name, home, machine, working folder, environment and language;
- *looks at nothing else*: it opens, or asks for, no file of its user, of the working folder or beside its source, and
  makes no connection;
- *writes no files*: nothing it wrote besides its output is there when it has ended.

A class that cannot be run in another process is a ``UserWarning``: with it the last six laws, and printing past Python,
are not tried.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dailypapers.testing.exporter_laws import check_exporter
    from dailypapers.testing.reader_laws import check_reader
    from dailypapers.testing.strategies import digests, papers

__all__ = ["check_exporter", "check_reader", "digests", "papers"]

_HOME = {
    "check_exporter": "exporter_laws",
    "check_reader": "reader_laws",
    "digests": "strategies",
    "papers": "strategies",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    fresh_process = sys.modules.get(f"{__name__}.fresh_process")
    if name.startswith("check_") and fresh_process is not None and fresh_process.is_running:
        return _checked_elsewhere
    try:
        # A fresh process, which a law needs, runs without Hypothesis, whose import costs it more than all the rest.
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("cloudpickle", "hypothesis"):
            raise
        message = f"dailypapers.testing needs {missing}, which is not installed: pip install cloudpickle hypothesis"
        raise ModuleNotFoundError(message, name=missing) from None


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _checked_elsewhere(*arguments: object, **more: object) -> None:
    """Check nothing: what a module checks while it is imported is checked by the process that started this one."""
