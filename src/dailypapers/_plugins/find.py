"""Plugins found in the metadata of installed distributions. Nothing of them is imported.

Built-in formats are in a table, so that no metadata is read for them. Functions that read metadata import
``importlib.metadata``, which takes 10 ms.
"""

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from dailypapers import __version__
from dailypapers._plugins.paths import working_folder
from dailypapers._text import either
from dailypapers.errors import PluginError, UnknownFormatError
from dailypapers.plugins import GROUP, READER_GROUP, Kind

if TYPE_CHECKING:
    from importlib import metadata

GROUPS: dict[Kind, str] = {"exporter": GROUP, "reader": READER_GROUP}
"""The entry-point group of each kind of plugin."""

_OURS = "dailypapers"

BUILTIN: dict[Kind, dict[str, tuple[str, str | None]]] = {
    "exporter": {
        "atom": ("dailypapers.exporters.atom:Atom", ".atom"),
        "bibtex": ("dailypapers.exporters.bibtex:BibTeX", ".bib"),
        "csl": ("dailypapers.exporters.csl:CSL", ".csl.json"),
        "csv": ("dailypapers.exporters.csv:CSV", ".csv"),
        "html": ("dailypapers.exporters.html:HTML", ".html"),
        "json": ("dailypapers.exporters.json:JSON", ".json"),
        "jsonl": ("dailypapers.exporters.jsonl:JSONLines", ".jsonl"),
        "markdown": ("dailypapers.exporters.markdown:Markdown", ".md"),
        "notes": ("dailypapers.exporters.notes:Notes", None),
        "parquet": ("dailypapers.exporters.parquet:Parquet", ".parquet"),
        "ris": ("dailypapers.exporters.ris:RIS", ".ris"),
        "sqlite": ("dailypapers.exporters.sqlite:SQLite", ".sqlite"),
        "template": ("dailypapers.exporters.template:Template", None),
    },
    "reader": {
        "bibtex": ("dailypapers.readers.bibtex:BibTeX", ".bib"),
        "csl": ("dailypapers.readers.csl:CSL", ".csl.json"),
        "huggingface": ("dailypapers.readers.huggingface:HuggingFace", ".json"),
        "json": ("dailypapers.readers.json:JSON", ".json"),
        "jsonl": ("dailypapers.readers.jsonl:JSONLines", ".jsonl"),
        "markdown": ("dailypapers.readers.markdown:Markdown", ".md"),
        "records": ("dailypapers.readers.records:Records", None),
        "ris": ("dailypapers.readers.ris:RIS", ".ris"),
        "tables": ("dailypapers.readers.tables:Tables", None),
    },
}
"""Entry point and suffix of each built-in format. A test holds them to our own metadata and classes."""

# What `export` returns for each built-in format; a test holds the three to what the exporters yield.
TextFormat: TypeAlias = Literal["atom", "bibtex", "csl", "csv", "html", "json", "jsonl", "markdown", "ris", "template"]
BinaryFormat: TypeAlias = Literal["parquet", "sqlite"]
FilesFormat: TypeAlias = Literal["notes"]

IN_A_FILE = re.compile(r"(?P<path>.+\.py)(?::(?P<attribute>[^:]*))?")
"""A plugin that is in no package: ``./mine.py:Titles``."""


@attrs.frozen
class FoundPlugin:
    """A plugin by its metadata; nothing of it has been imported.

    ``entry_point`` is ``module:attribute``, or ``path.py:attribute`` for one that is in no distribution. ``module`` and
    ``attribute`` are its parts; the second is empty where somebody forgot it. ``file`` is the absolute path of one that
    is in no distribution.
    """

    kind: Kind
    name: str
    entry_point: str
    module: str = ""
    attribute: str = ""
    distribution: str = ""
    version: str = ""
    file: str | None = None

    @property
    def builtin(self) -> bool:
        return self.distribution == _OURS

    def error(self, stage: str, reason: str) -> PluginError:
        """Make an error about this plugin."""
        return PluginError(
            self.kind, self.name, self.distribution, self.version, self.entry_point, stage=stage, reason=reason
        )


def find(kind: Kind, name: str) -> FoundPlugin:
    """Find a plugin by name, as ``name@distribution``, or as ``path.py:Class``.

    A built-in name is ours, whoever else has it.

    Raises :class:`~dailypapers.UnknownFormatError` when there is none of this name, and
    :class:`~dailypapers.PluginError` when several distributions have it.
    """
    if in_a_file := IN_A_FILE.fullmatch(name):
        path = os.path.normpath(os.path.join(working_folder(), in_a_file["path"]))
        return FoundPlugin(kind, name, name, in_a_file["path"], in_a_file["attribute"] or "", file=path)
    if name in BUILTIN[kind]:
        return _builtin(kind, name)
    everything = find_all(kind)
    wanted, _, distribution = name.rpartition("@")
    for found in everything:
        is_chosen = found.name == wanted and normalized(found.distribution) == normalized(distribution)
        if found.name == name or is_chosen:
            # The choice of a distribution is the way out where several have a name, but for one that is taken.
            if (not is_chosen or is_taken(kind, wanted)) and (reason := why_unusable(found, everything)):
                raise found.error("find", reason)
            return found
    candidates = [chosen(found) for found in everything if found.name == wanted]
    raise UnknownFormatError(name, candidates or dict.fromkeys(found.name for found in everything), kind=kind)


def is_taken(kind: Kind, name: str) -> bool:
    """Return whether a name is that of a built-in format, which no other plugin of a kind can have.

    An exporter cannot have the name of a built-in reader either, but a reader may have that of an exporter.
    """
    return name in BUILTIN[kind] or (kind == "exporter" and name in BUILTIN["reader"])


def why_unusable(found: FoundPlugin, everything: list[FoundPlugin]) -> str | None:
    """Return why a plugin cannot be used: another one has its name. ``None`` where it can."""
    if not found.builtin and found.name not in BUILTIN[found.kind] and is_taken(found.kind, found.name):
        return "has the name of a built-in reader, which cannot be taken"
    others = [each for each in everything if each.name == found.name]
    if others[0].builtin:
        return None if found.builtin else "is shadowed by the built-in format of this name"
    if len(others) == 1:
        return None
    distributions = " and ".join(f"{each.distribution} {each.version}" for each in others)
    return f"is registered by {distributions}; choose {either(map(chosen, others))}"


def normalized(name: str) -> str:
    """Return the name of a distribution or a module in the form in which two are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def chosen(found: FoundPlugin) -> str:
    """Return the name that chooses a plugin among those of its name."""
    return f"{found.name}@{found.distribution}"


def find_all(kind: Kind) -> list[FoundPlugin]:
    """Find all plugins of a kind: the built-in ones first, the others by name and distribution."""
    others: dict[tuple[str, str], FoundPlugin] = {}
    from importlib import metadata

    for distribution in metadata.distributions():
        with suppress(Exception):  # `formats` lists the distributions whose metadata cannot be read
            for found in _plugins_of(distribution, kind):
                if not found.builtin:
                    others.setdefault((found.name, found.distribution), found)
    return find_builtin(kind) + [others[key] for key in sorted(others)]


def find_builtin(kind: Kind) -> list[FoundPlugin]:
    """Find the built-in plugins of a kind."""
    return [_builtin(kind, name) for name in BUILTIN[kind]]


def _builtin(kind: Kind, name: str) -> FoundPlugin:
    return _found(kind, name, BUILTIN[kind][name][0], _OURS, __version__)


def _found(kind: Kind, name: str, entry_point: str, distribution: str, version: str) -> FoundPlugin:
    module, _, attribute = entry_point.partition("[")[0].partition(":")
    return FoundPlugin(kind, name, entry_point, module.strip(), attribute.strip(), distribution, version)


def _plugins_of(distribution: "metadata.Distribution", kind: Kind) -> list[FoundPlugin]:
    # The metadata of a distribution without plugins is not read, as it takes ten times as long as its entry points.
    entry_points = [each for each in distribution.entry_points if each.group == GROUPS[kind]]
    return [_found(kind, each.name, each.value, *_name_and_version(distribution)) for each in entry_points]


def _name_and_version(distribution: "metadata.Distribution") -> tuple[str, str]:
    known = distribution.metadata  # which is parsed again each time, as it is for `distribution.version`
    return known["Name"] or "a distribution without a name", known["Version"] or ""


def find_unreadable() -> list[tuple[str, str, Exception]]:
    """Find distributions whose metadata cannot be read; returns name, version and error of each."""
    from importlib import metadata

    unreadable = []
    for distribution in metadata.distributions():
        name = version = ""
        try:
            name, version = _name_and_version(distribution)
            for kind in GROUPS:
                _plugins_of(distribution, kind)
        except Exception as error:  # a file of metadata may hold anything
            unreadable.append((name or str(getattr(distribution, "_path", distribution)), version, error))
    return sorted(unreadable, key=lambda each: each[:2])


def extras_of(distribution: str) -> dict[str, dict[str, str]]:
    """Return the extras of a distribution, and what each requires, as ``pip`` takes it, by name."""
    from importlib import metadata

    extras: dict[str, dict[str, str]] = {}
    with suppress(Exception):  # a file of metadata may hold anything
        for requirement in metadata.requires(distribution) or ():
            name = re.match(r"[\w.-]*", requirement)
            extra = re.search(r"extra\s*==\s*['\"]([\w.-]+)['\"]", requirement)
            if name and extra:
                extras.setdefault(extra[1], {})[name[0]] = requirement.partition(";")[0].strip()
    return extras
