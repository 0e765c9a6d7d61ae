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

if TYPE_CHECKING:
    from dailypapers._digest.canonical import canonical
    from dailypapers._digest.document import parse
    from dailypapers._io.across_files import check
    from dailypapers._io.inputs import read, read_all
    from dailypapers._io.outputs import export, write
    from dailypapers._plugins.rows import formats
    from dailypapers.authors import AuthorCounts, restore_authors
    from dailypapers.authors.order_files import read_author_orders
    from dailypapers.data import from_data, to_data
    from dailypapers.errors import (
        AuthorOrdersError,
        DailyPapersError,
        DataError,
        DigestSyntaxError,
        ExportError,
        ExportWarning,
        KeysError,
        OptionError,
        OutputError,
        PluginError,
        ReadError,
        ReadWarning,
        UnknownFormatError,
    )
    from dailypapers.models import Digest, Document, Media, Paper, Point, Problem
    from dailypapers.selection import select

__all__ = [
    "AuthorCounts",
    "AuthorOrdersError",
    "DailyPapersError",
    "DataError",
    "Digest",
    "DigestSyntaxError",
    "Document",
    "ExportError",
    "ExportWarning",
    "KeysError",
    "Media",
    "OptionError",
    "OutputError",
    "Paper",
    "PluginError",
    "Point",
    "Problem",
    "ReadError",
    "ReadWarning",
    "UnknownFormatError",
    "__version__",
    "canonical",
    "check",
    "export",
    "formats",
    "from_data",
    "parse",
    "read",
    "read_all",
    "read_author_orders",
    "restore_authors",
    "select",
    "to_data",
    "write",
]

_HOMES = {
    "_digest.canonical": ("canonical",),
    "_digest.document": ("parse",),
    "_io.across_files": ("check",),
    "_io.inputs": ("read", "read_all"),
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
    "models": (
        "Digest",
        "Document",
        "Media",
        "Paper",
        "Point",
        "Problem",
    ),
    "selection": ("select",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # a type checker would take every name for one of ours

    def __getattr__(name: str) -> object:
        """Load a public name from the module it lives in."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
