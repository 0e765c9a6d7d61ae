"""Plugins by the suffix of a file: the built-in ones first, and all others only where none of these fits."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TypeAlias

from dailypapers._plugins.find import BUILTIN, FoundPlugin, find_all, find_builtin, why_unusable
from dailypapers._plugins.load import Plugin, load
from dailypapers.errors import ExportWarning, PluginError, UnknownFormatError
from dailypapers.plugins import Kind


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
    """Return the suffixes of the built-in plugins, and load none of them."""
    return [(suffix, found) for found in find_builtin(kind) if (suffix := BUILTIN[kind][found.name][1])]


def other_suffixes(kind: Kind, load: Callable[[FoundPlugin], Plugin]) -> Suffixes:
    """Return the suffixes of all other plugins. Each is loaded, and one that cannot be used is passed over."""
    everything = find_all(kind)
    suffixes = []
    for found in everything:
        if not found.builtin and not why_unusable(found, everything):
            with suppress(PluginError, ExportWarning):
                if suffix := load(found).suffix:
                    suffixes.append((suffix.lower(), found))
    return suffixes
