"""Which formats there are: as rows for whoever asks, and by the suffix of a file."""

import os
from contextlib import suppress
from typing import TypeAlias

import attrs

from dailypapers._plugins.faults import Guard, describe, text_of
from dailypapers._plugins.find import BUILTIN, FoundPlugin, find_all, find_builtin, find_unreadable, why_unusable
from dailypapers._plugins.load import load, suffix_of
from dailypapers._plugins.options import options_of
from dailypapers.errors import ExportWarning, PluginError, UnknownFormatError
from dailypapers.plugins import Format, Kind

_DESCRIPTIONS: dict[Kind, dict[str, str]] = {
    "exporter": {
        "atom": "An Atom feed of the newest papers, each once.",
        "bibtex": "One @misc entry a paper, each paper once.",
        "csl": "CSL-JSON for Zotero and pandoc, each paper once.",
        "csv": "One row a paper, for spreadsheets and data frames.",
        "html": "One page that works offline: all papers, with search, bounds and order.",
        "json": "All that the digests say as one JSON object, one paper a line.",
        "jsonl": "One paper a line as a JSON object, with its date and where it stands.",
        "markdown": "The canonical digest, which reads back as the same models.",
        "notes": "A Markdown note a paper and one a day, for Obsidian and the like.",
        "parquet": "One row a paper in Apache Parquet, with typed columns; needs the extra parquet.",
        "sqlite": "A SQLite database with full-text search, each paper once.",
        "template": "What a template of Jinja makes of the digests.",
    },
    "reader": {
        "huggingface": "Listings of the Hugging Face papers API, a paper an item.",
        "json": "All that the digests say as one JSON object, as the exporter json writes it.",
        "jsonl": "One paper a line as a JSON object, as the exporter jsonl writes it.",
        "markdown": "Digests in Markdown, as they are published.",
    },
}
"""Of the built-in formats, as ``python -OO`` drops the docstrings; a test holds the two to each other."""


def formats() -> tuple[Format, ...]:
    """Return all formats that are installed, the built-in ones first, then by name and distribution.

    One that cannot be used is listed with the reason in ``error``. Every plugin is imported for this. In the end come
    distributions whose metadata cannot be read: with a name that is empty, and without a kind.
    """
    rows = [row_of(found, everything) for everything in map(find_all, BUILTIN) for found in everything]
    for name, version, error in find_unreadable():
        reason = f"its metadata cannot be read, so formats that it may have are not listed: {describe(error)}"
        rows.append(Format("", None, "", None, (), name, version, False, reason))
    return tuple(rows)


def row_of(found: FoundPlugin, everything: list[FoundPlugin]) -> Format:
    """Describe a plugin, or return the row that says why it cannot be used."""
    row = Format(found.name, found.kind, "", None, (), found.distribution, found.version, found.builtin, None)
    try:
        if reason := why_unusable(found, everything):
            raise found.error("find", reason)
        with Guard(found, "load", "cannot be described"):  # a docstring or a default may be anything
            cls = load(found)
            suffix = suffix_of(found, cls)
            return attrs.evolve(row, description=_description(found, cls), suffix=suffix, options=options_of(cls))
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


def _description(found: FoundPlugin, cls: type) -> str:
    if found.builtin:
        return _DESCRIPTIONS[found.kind][found.name]
    # A class may inherit a docstring that is not about it.
    return str.__str__(str(cls.__dict__.get("__doc__") or "")).strip().partition("\n")[0]
