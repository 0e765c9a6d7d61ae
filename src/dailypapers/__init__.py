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
    from dailypapers._exporters import formats
    from dailypapers._files import read, read_all
    from dailypapers._output import export, write
    from dailypapers._parse import parse
    from dailypapers.authors import AuthorCounts, read_orders, restore_authors
    from dailypapers.convert import from_data, to_data
    from dailypapers.errors import (
        DailyPapersError,
        DataError,
        DigestSyntaxError,
        ExporterChunkError,
        ExporterClaimedError,
        ExporterCloseError,
        ExporterContractError,
        ExporterDependencyError,
        ExporterError,
        ExporterExitError,
        ExporterFailedError,
        ExporterImportError,
        ExporterMissingError,
        ExportError,
        ExportWarning,
        NotAnExporterError,
        OptionError,
        OrdersError,
        OutputError,
        UnknownCodeError,
        UnknownFormatError,
    )
    from dailypapers.models import Digest, Document, Media, Paper, Point, Problem
    from dailypapers.plugins import Exporter, Format, Option

__all__ = [
    "AuthorCounts",
    "DailyPapersError",
    "DataError",
    "Digest",
    "DigestSyntaxError",
    "Document",
    "ExportError",
    "ExportWarning",
    "Exporter",
    "ExporterChunkError",
    "ExporterClaimedError",
    "ExporterCloseError",
    "ExporterContractError",
    "ExporterDependencyError",
    "ExporterError",
    "ExporterExitError",
    "ExporterFailedError",
    "ExporterImportError",
    "ExporterMissingError",
    "Format",
    "Media",
    "NotAnExporterError",
    "Option",
    "OptionError",
    "OrdersError",
    "OutputError",
    "Paper",
    "Point",
    "Problem",
    "UnknownCodeError",
    "UnknownFormatError",
    "__version__",
    "export",
    "formats",
    "from_data",
    "parse",
    "read",
    "read_all",
    "read_orders",
    "restore_authors",
    "to_data",
    "write",
]

_HOMES = {
    "_exporters": ("formats",),
    "_files": ("read", "read_all"),
    "_output": ("export", "write"),
    "_parse": ("parse",),
    "authors": ("AuthorCounts", "read_orders", "restore_authors"),
    "convert": ("from_data", "to_data"),
    "errors": (
        "DailyPapersError",
        "DataError",
        "DigestSyntaxError",
        "ExportError",
        "ExportWarning",
        "ExporterChunkError",
        "ExporterClaimedError",
        "ExporterCloseError",
        "ExporterContractError",
        "ExporterDependencyError",
        "ExporterError",
        "ExporterExitError",
        "ExporterFailedError",
        "ExporterImportError",
        "ExporterMissingError",
        "NotAnExporterError",
        "OptionError",
        "OrdersError",
        "OutputError",
        "UnknownCodeError",
        "UnknownFormatError",
    ),
    "models": ("Digest", "Document", "Media", "Paper", "Point", "Problem"),
    "plugins": ("Exporter", "Format", "Option"),
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
