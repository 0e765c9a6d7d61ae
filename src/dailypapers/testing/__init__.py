"""For tests of exporters and readers, ours and everybody's (extra ``testing``): models, and laws to hold to.

What ``digests`` and ``papers`` generate, Markdown can represent: it reads back as the same models. They are
full of what breaks a careless exporter: brackets, quotes, dollars, asterisks, tabs, carriage returns, empty texts.
With ``hostile`` they are beyond that: line feeds in titles, formulas, 600 authors.
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
        message = f'dailypapers.testing needs {missing}, which is not installed: pip install "dailypapers[testing]"'
        raise ModuleNotFoundError(message, name=missing) from None


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _checked_elsewhere(*arguments: object, **more: object) -> None:
    """Check nothing: what a module checks while it is imported is checked by the process that started this one."""
