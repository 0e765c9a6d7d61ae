"""Which formats there are: as rows for whoever asks, and by the suffix of a file."""

import os
from collections.abc import Iterator
from contextlib import suppress

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
    found = fitting(kind, path)
    if len(found) != 1:
        known = [each.name for each in found or find_all(kind)]
        raise UnknownFormatError(os.path.splitext(path)[1], known, kind=kind, suffix=True)
    return found[0]


def fitting(kind: Kind, path: str) -> list[FoundPlugin]:
    """Find the plugins for files with a suffix such as that of ``path``: built-in ones, and only if none fits others.

    They are those whose suffix is the longest that fits.
    """
    name = os.path.basename(path).lower()
    return _longest(name, [*_suffixes(find_builtin(kind))]) or _longest(name, [*_suffixes(_usable_others(kind))])


def suffixes(kind: Kind) -> list[tuple[str, str]]:
    """Return the suffixes there are, each with the name of a plugin for such files; every plugin is loaded for this."""
    found = [*_suffixes(find_builtin(kind)), *_suffixes(_usable_others(kind))]
    return [(suffix, each.name) for suffix, each in found]


def _usable_others(kind: Kind) -> list[FoundPlugin]:
    everything = find_all(kind)
    return [found for found in everything if not found.builtin and not why_unusable(found, everything)]


def _longest(name: str, candidates: list[tuple[str, FoundPlugin]]) -> list[FoundPlugin]:
    """Return those whose suffix ends a name, of several suffixes those of the longest."""
    ending = [(suffix, found) for suffix, found in candidates if name.endswith(suffix)]
    longest = max((len(suffix) for suffix, _ in ending), default=0)
    return [found for suffix, found in ending if len(suffix) == longest]


def _suffixes(candidates: list[FoundPlugin]) -> Iterator[tuple[str, FoundPlugin]]:
    """Yield the suffixes of plugins. A built-in one is not loaded for it; one that cannot be is passed over."""
    for found in candidates:
        if found.builtin:
            if suffix := BUILTIN[found.kind][found.name][1]:
                yield suffix, found
            continue
        with suppress(PluginError, ExportWarning):
            if suffix := suffix_of(found, load(found)):
                yield suffix.lower(), found


def _description(cls: type) -> str:
    # A class may inherit a docstring that is not about it.
    return str.__str__(str(cls.__dict__.get("__doc__") or "")).strip().partition("\n")[0]
