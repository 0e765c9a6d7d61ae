"""Which formats there are: as rows for whoever asks, and by the suffix of a file."""

import ast
import inspect
import os
import textwrap
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TypeAlias

from dailypapers._plugins.faults import describe, text_of
from dailypapers._plugins.find import BUILTIN, FoundPlugin, find_all, find_builtin, find_unreadable, why_unusable
from dailypapers._plugins.load import Plugin, load
from dailypapers.errors import ExportWarning, PluginError, UnknownFormatError
from dailypapers.plugins import Format, Kind


def formats() -> tuple[Format, ...]:
    """Return all formats that are installed, the built-in ones first, then by name and distribution.

    One that cannot be used is listed with the reason in ``error``. Every plugin is imported for this. In the end come
    distributions whose metadata cannot be read: with a name that is empty, and without a kind.
    """
    rows = [_row(found, everything) for everything in map(find_all, BUILTIN) for found in everything]
    for name, version, error in find_unreadable():
        reason = f"its metadata cannot be read, so formats that it may have are not listed: {describe(error)}"
        rows.append(Format("", None, "", None, (), name, version, False, reason))
    return tuple(rows)


def _row(found: FoundPlugin, everything: list[FoundPlugin]) -> Format:
    """Describe a plugin, or return the row that says why it cannot be used."""
    try:
        if reason := why_unusable(found, everything):
            raise found.error("find", reason)
        return format_of(load(found))
    except (PluginError, ExportWarning) as error:
        reason = text_of(error)
        return Format(found.name, found.kind, "", None, (), found.distribution, found.version, found.builtin, reason)


def format_of(plugin: Plugin) -> Format:
    """Describe a plugin that was loaded."""
    found, about = plugin.found, _description(plugin.cls)
    options, origin = plugin.options, (found.distribution, found.version)
    return Format(found.name, found.kind, about, plugin.suffix, options, *origin, found.builtin, None)


def _description(cls: type) -> str:
    """Return the first line of a class's own docstring: one that is inherited may not be about it."""
    docstring = cls.__dict__.get("__doc__")
    if docstring is None:
        with suppress(OSError, TypeError, SyntaxError):  # python -OO drops docstrings, and the source has them
            (node,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
            docstring = ast.get_docstring(node) if isinstance(node, ast.ClassDef) else None
    return str(docstring or "").strip().partition("\n")[0]


# -- by the suffix of a file ----------------------------------------------------------------------------------


def load_by_suffix(kind: Kind, path: str) -> Plugin:
    """Load the plugin for files with a suffix such as that of ``path``: a built-in one if any fits.

    Raises :class:`~dailypapers.UnknownFormatError` when none fits or several do, and what :func:`load` raises.
    """
    name = os.path.basename(path)
    loaded = cache(load)
    fitting = of_suffix(name, builtin_suffixes(kind)) or of_suffix(name, other_suffixes(kind, loaded))
    if len(fitting) != 1:
        known = [found.name for found in fitting or find_all(kind)]
        raise UnknownFormatError(os.path.splitext(path)[1], known, kind=kind, suffix=True)
    return loaded(fitting[0])


Suffixes: TypeAlias = list[tuple[str, FoundPlugin]]
"""Suffixes in lower case, each with a plugin for such files."""


def of_suffix(name: str, suffixes: Suffixes) -> list[FoundPlugin]:
    """Return the plugins whose suffix ends a name. Of several the longest counts: ``a.csl.json`` ends in ``.json``."""
    ending = [(suffix, found) for suffix, found in suffixes if name.lower().endswith(suffix)]
    longest = max((len(suffix) for suffix, _ in ending), default=0)
    return [found for suffix, found in ending if len(suffix) == longest]


def builtin_suffixes(kind: Kind) -> Suffixes:
    """Return the suffixes of the built-in plugins, of which none is loaded."""
    return [(suffix, found) for found in find_builtin(kind) if (suffix := BUILTIN[kind][found.name][1])]


def other_suffixes(kind: Kind, load: Callable[[FoundPlugin], Plugin]) -> Suffixes:
    """Return the suffixes of all other plugins. Each is loaded, and the ones that cannot be used are passed over."""
    everything = find_all(kind)
    suffixes = []
    for found in everything:
        if not found.builtin and not why_unusable(found, everything):
            with suppress(PluginError, ExportWarning):
                if suffix := load(found).suffix:
                    suffixes.append((suffix.lower(), found))
    return suffixes
