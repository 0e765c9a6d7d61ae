"""Plugins by the suffix of a file: the built-in ones first, and all others only where none of these fits."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache, cached_property

from dailypapers._plugins.find import BUILTIN, FoundPlugin, chosen, find_all, find_builtin, is_taken
from dailypapers._plugins.load import Plugin, load
from dailypapers.errors import ExportWarning, PluginError, UnknownFormatError
from dailypapers.plugins import Kind


class Suffixes:
    """The plugins of a kind by the suffixes of their files, in lower case."""

    def __init__(self, kind: Kind, load: Callable[[FoundPlugin], Plugin]) -> None:
        self._kind, self._load = kind, load
        self.builtin = [(suffix, found) for found in find_builtin(kind) if (suffix := BUILTIN[kind][found.name][1])]

    def find(self, path: str) -> FoundPlugin | None:
        """Find the plugin whose suffix ends a name. Of several the longest counts: ``a.csl.json`` ends in ``.json``.

        Raises :class:`~dailypapers.UnknownFormatError` where it is that of several plugins.
        """
        name = os.path.basename(path).lower()
        fitting = _ending(name, self.builtin) or _ending(name, self._others)
        if len(fitting) > 1:
            known = map(chosen, fitting)
            raise UnknownFormatError(os.path.splitext(path)[1], known, kind=self._kind, suffix=True, several=True)
        return fitting[0] if fitting else None

    @cached_property
    def _others(self) -> list[tuple[str, FoundPlugin]]:
        """Load all other plugins; one that cannot be used is passed over. Two of one name are two that fit."""
        suffixes = []
        for found in find_all(self._kind):
            if not found.builtin and not is_taken(self._kind, found.name):
                with suppress(PluginError, ExportWarning):
                    if suffix := self._load(found).suffix:
                        suffixes.append((suffix.lower(), found))
        return suffixes


def _ending(name: str, suffixes: list[tuple[str, FoundPlugin]]) -> list[FoundPlugin]:
    ending = [(suffix, found) for suffix, found in suffixes if name.endswith(suffix)]
    longest = max((len(suffix) for suffix, _ in ending), default=0)
    return [found for suffix, found in ending if len(suffix) == longest]


def load_exporter_of(path: str) -> Plugin:
    """Load the exporter for the suffix of a path.

    Raises :class:`~dailypapers.UnknownFormatError` when none fits or several do, and what :func:`load` raises.
    """
    load_once = cache(load)
    if found := Suffixes("exporter", load_once).find(path):
        return load_once(found)
    known = dict.fromkeys(found.name for found in find_all("exporter"))
    raise UnknownFormatError(os.path.splitext(path)[1], known, kind="exporter", suffix=True)
