r"""Daily paper digests: from Markdown to typed models, and from these to whatever an exporter writes.

>>> import dailypapers
>>> document = dailypapers.parse("## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08348)\n")
>>> document.digests[0].papers[0].arxiv_id
'2407.08348'

This module names what is public and holds no code of its own. Each name is loaded when it is first used, so
that importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:  # the names as type checkers see them
    from dailypapers._digest.canonical import canonical as canonical
    from dailypapers._digest.document import parse as parse
    from dailypapers._io.across_files import check as check
    from dailypapers._io.inputs import read as read
    from dailypapers._io.inputs import read_all as read_all
    from dailypapers._io.months import write_months as write_months
    from dailypapers._io.outputs import export as export
    from dailypapers._io.outputs import write as write
    from dailypapers._plugins.rows import formats as formats
    from dailypapers.authors import AuthorCounts as AuthorCounts
    from dailypapers.authors import restore_authors as restore_authors
    from dailypapers.authors.order_files import read_author_orders as read_author_orders
    from dailypapers.data import from_data as from_data
    from dailypapers.data import to_data as to_data
    from dailypapers.errors import AuthorOrdersError as AuthorOrdersError
    from dailypapers.errors import DailyPapersError as DailyPapersError
    from dailypapers.errors import DataError as DataError
    from dailypapers.errors import DigestSyntaxError as DigestSyntaxError
    from dailypapers.errors import ExportError as ExportError
    from dailypapers.errors import ExportWarning as ExportWarning
    from dailypapers.errors import KeysError as KeysError
    from dailypapers.errors import OptionError as OptionError
    from dailypapers.errors import OutputError as OutputError
    from dailypapers.errors import PluginError as PluginError
    from dailypapers.errors import ReadError as ReadError
    from dailypapers.errors import ReadWarning as ReadWarning
    from dailypapers.errors import UnknownFormatError as UnknownFormatError
    from dailypapers.models import Digest as Digest
    from dailypapers.models import Document as Document
    from dailypapers.models import Media as Media
    from dailypapers.models import Paper as Paper
    from dailypapers.models import Point as Point
    from dailypapers.models import Problem as Problem
    from dailypapers.selection import select as select

_HOMES = {
    "_digest.canonical": ("canonical",),
    "_digest.document": ("parse",),
    "_io.across_files": ("check",),
    "_io.inputs": ("read", "read_all"),
    "_io.months": ("write_months",),
    "_io.outputs": ("export", "write"),
    "_plugins.rows": ("formats",),
    "authors.order_files": ("read_author_orders",),
    "authors": ("AuthorCounts", "restore_authors"),
    "data": ("from_data", "to_data"),
    "errors": (
        "AuthorOrdersError",
        "DailyPapersError",
        "DataError",
        "DigestSyntaxError",
        "ExportError",
        "ExportWarning",
        "KeysError",
        "OptionError",
        "OutputError",
        "PluginError",
        "ReadError",
        "ReadWarning",
        "UnknownFormatError",
    ),
    "models": ("Digest", "Document", "Media", "Paper", "Point", "Problem"),
    "selection": ("select",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # type checkers see the imports above; to them, this gives any name at all
    __all__ = sorted([*_HOME, "__version__"])

    def __getattr__(name: str) -> object:
        """Load a public name from the module it lives in."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
