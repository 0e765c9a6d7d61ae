"""Rows about formats, for whoever asks which there are. Every plugin is imported for them."""

import ast
import inspect
import textwrap
from contextlib import suppress

from dailypapers._plugins.faults import describe, text_of
from dailypapers._plugins.find import GROUPS, FoundPlugin, find_all, find_unreadable, why_unusable
from dailypapers._plugins.load import Plugin, load
from dailypapers.errors import ExportWarning, PluginError
from dailypapers.plugins import Format


def formats() -> tuple[Format, ...]:
    """Return all formats that are installed, the built-in ones first, then by name and distribution.

    One that cannot be used is listed with the reason in ``error``. Every plugin is imported for this. In the end come
    distributions whose metadata cannot be read: with a name that is empty, and without a kind.
    """
    rows = [_row(found, everything) for everything in map(find_all, GROUPS) for found in everything]
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
            source = textwrap.dedent(inspect.getsource(cls))
            # From 3.14 on ast.parse drops them, too.
            (node,) = ast.iter_child_nodes(compile(source, "", "exec", ast.PyCF_ONLY_AST, optimize=0))
            docstring = ast.get_docstring(node) if isinstance(node, ast.ClassDef) else None
    return str(docstring or "").strip().partition("\n")[0]
