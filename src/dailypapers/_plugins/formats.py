"""Which formats there are: as rows for whoever asks, and by the suffix of a file."""

import os
from contextlib import suppress
from typing import TypeAlias

import attrs

from dailypapers._plugins.faults import Guard, text_of
from dailypapers._plugins.find import BUILTIN, FoundPlugin, find_all, find_builtin, why_unusable
from dailypapers._plugins.load import load, suffix_of
from dailypapers._plugins.options import options_of
from dailypapers.errors import ExportWarning, PluginError, UnknownFormatError
from dailypapers.plugins import Format, Kind


def formats() -> tuple[Format, ...]:
    """Return all formats that are installed, the built-in ones first, then by name and distribution.

    One that cannot be used is listed with the reason in ``error``. Every plugin is imported for this.
    """
    return tuple(row_of(found, everything) for everything in map(find_all, BUILTIN) for found in everything)


def row_of(found: FoundPlugin, everything: list[FoundPlugin]) -> Format:
    """Describe a plugin, or return the row that says why it cannot be used."""
    row = Format(found.name, found.kind, "", None, (), found.distribution, found.version, found.builtin, None)
    try:
        if reason := why_unusable(found, everything):
            raise found.error("find", reason)
        with Guard(found, "load", "cannot be described"):  # a docstring or a default may be anything
            cls = load(found)
            suffix = suffix_of(found, cls)
            return attrs.evolve(row, description=_description(cls), suffix=suffix, options=options_of(cls))
    except (PluginError, ExportWarning) as error:
        return attrs.evolve(row, error=text_of(error))


def find_by_suffix(kind: Kind, path: str) -> FoundPlugin:
    """Find the plugin for files with a suffix such as that of ``path``: a built-in one if any fits.

    Of suffixes that fit the longest counts: ``refs.csl.json`` ends in ``.json`` as well. Raises
    :class:`~dailypapers.UnknownFormatError` when none fits or several do. Ones that cannot be used are passed over.
    """
    name = os.path.basename(path)
    fitting = of_suffix(name, builtin_suffixes(kind)) or of_suffix(name, other_suffixes(kind))
    if len(fitting) != 1:
        known = [found.name for found in fitting or find_all(kind)]
        raise UnknownFormatError(os.path.splitext(path)[1], known, kind=kind, suffix=True)
    return fitting[0]


Suffixes: TypeAlias = list[tuple[str, FoundPlugin]]
"""Suffixes in lower case, each with a plugin for such files."""


def builtin_suffixes(kind: Kind) -> Suffixes:
    """Return the suffixes of the built-in plugins, of which none is loaded."""
    suffixes = [(BUILTIN[kind][found.name][1], found) for found in find_builtin(kind)]
    return [(suffix, found) for suffix, found in suffixes if suffix]


def other_suffixes(kind: Kind) -> Suffixes:
    """Return the suffixes of all other plugins. Each is loaded, and those that cannot be used are passed over."""
    everything = find_all(kind)
    suffixes = []
    for found in everything:
        if not found.builtin and not why_unusable(found, everything):
            with suppress(PluginError, ExportWarning):
                if suffix := suffix_of(found, load(found)):
                    suffixes.append((suffix.lower(), found))
    return suffixes


def of_suffix(name: str, suffixes: Suffixes) -> list[FoundPlugin]:
    """Return the plugins whose suffix ends a name; of several suffixes those of the longest."""
    ending = [(suffix, found) for suffix, found in suffixes if name.lower().endswith(suffix)]
    longest = max((len(suffix) for suffix, _ in ending), default=0)
    return [found for suffix, found in ending if len(suffix) == longest]


def _description(cls: type) -> str:
    # A class may inherit a docstring that is not about it.
    return str.__str__(str(cls.__dict__.get("__doc__") or "")).strip().partition("\n")[0]
