"""A plugin loaded: it is imported, and its class is asked for all that we need of it."""

import os
import sys
import threading
from collections.abc import Mapping
from functools import reduce
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from dailypapers import __version__
from dailypapers._plugins.faults import describe, faults_of, text_of
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.options import is_option_type, make, options_of
from dailypapers._text import either
from dailypapers.errors import ExportWarning, OptionError, PluginError, UnknownFormatError
from dailypapers.plugins import CONTRACT, OLDEST_CONTRACT, Kind, Option

_METHODS: dict[Kind, str] = {"exporter": "export", "reader": "read"}
_RESERVED_OPTIONS: dict[Kind, frozenset[str]] = {
    "exporter": frozenset(["digests", "path", "format"]),  # the parameters of `export` and `write`
    "reader": frozenset(["path", "paths", "format", "strict"]),  # the parameters of `read` and `read_all`
}
_WITH_PARAMETERS: dict[Kind, str] = {"exporter": "write", "reader": "read"}
_BOOLEANS: dict[Kind, tuple[str, ...]] = {"exporter": ("files", "streams"), "reader": ("binary",)}
_TUPLES: dict[Kind, tuple[str, ...]] = {"exporter": (), "reader": ("folder_suffixes",)}


@attrs.frozen
class Plugin:
    """A plugin that was imported, and what its class says. No class is asked a second time."""

    found: FoundPlugin
    cls: type[Any]
    options: tuple[Option, ...]
    suffix: str | None
    binary: bool = False
    files: bool = False
    streams: bool = False
    folder_suffixes: tuple[str, ...] = ()

    def make(self, options: Mapping[str, object]) -> Any:
        """Make an exporter or a reader from its options.

        Raises :class:`~dailypapers.OptionError`, and :class:`~dailypapers.PluginError` for any other exception.
        """
        with faults_of(self.found, "run", "failed", ExportWarning, OptionError):
            return make(self.cls, self.found.name, options)


def load(found: FoundPlugin) -> Plugin:
    """Import a plugin; raises :class:`~dailypapers.PluginError` where that fails, or where it is no plugin."""
    with faults_of(found, "load", "cannot be imported", ExportWarning, when=" when it was imported"):
        module = import_module(found.module) if found.file is None else _import_file(found.file)
    with faults_of(found, "load", "cannot be looked at", ExportWarning, UnknownFormatError):  # a property may raise
        if not found.attribute:
            raise _no_class(found, module)
        try:
            cls = reduce(getattr, found.attribute.split("."), module)
        except AttributeError as error:
            # A file is imported under a name that nobody knows.
            reason = text_of(error).replace(repr(module.__name__), repr(found.module))
            raise found.error("load", f"is not there: {reason}") from error
        return plugin_of(found, cls)


_imported: dict[str, tuple[bytes, ModuleType]] = {}
_lock = threading.RLock()  # the file may import another one in its turn


def _import_file(path: str) -> ModuleType:
    """Import a file by its absolute path: once, and again when its text has changed.

    As long as the text is the same it is one module for every caller and thread, as any other module is. A notebook or
    a test suite that edits the file gets a new one. Raises what opening the file or its code raises.
    """
    with _lock:
        text = Path(path).read_bytes()
        before = _imported.get(path)
        if before is not None and before[0] == text:
            return before[1]
        stem = os.path.splitext(os.path.basename(path))[0].replace(".", "_")
        # Two files of one name are two modules; that of a changed file replaces the one before.
        name = before[1].__name__ if before else f"_dailypapers_plugin_{stem}_{len(_imported)}"
        spec = ModuleSpec(name, SourceFileLoader(name, path), origin=path)
        spec.has_location = True  # so the module has a __file__
        module = module_from_spec(spec)
        sys.modules[name] = module  # where attrs looks up the names in annotations
        try:
            # The loader would keep bytecode and compare times in seconds, and edits may be quicker.
            exec(compile(text, path, "exec", dont_inherit=True), vars(module))  # noqa: S102 - code that was asked for
        except BaseException:
            if before:
                sys.modules[name] = before[1]
            else:
                sys.modules.pop(name, None)
            raise
        _imported[path] = text, module
        return module


def plugin_of(found: FoundPlugin, cls: Any) -> Plugin:
    """Make a plugin of a class; raises :class:`~dailypapers.PluginError` where it is none."""
    if reason := _why_no_plugin(cls, found.kind) or _why_another_contract(cls, found):
        raise found.error("load", reason)
    said = {name: getattr(cls, name, False) for name in _BOOLEANS[found.kind]}
    suffix = getattr(cls, "suffix", None)
    folder_suffixes = tuple(getattr(cls, "folder_suffixes", filter(None, [suffix])))
    return Plugin(found, cls, options_of(cls), suffix, folder_suffixes=folder_suffixes, **said)


def _no_class(found: FoundPlugin, module: Any) -> PluginError | UnknownFormatError:
    """Make the error for a module without the name of a class; it lists the plugins in there."""
    classes = [
        f"{found.module}:{name}"
        for name, value in vars(module).items()
        if _why_no_plugin(value, found.kind) is None and value.__module__ == module.__name__
    ]
    if found.file is not None:
        return UnknownFormatError(found.name, classes, kind=found.kind)
    reason = f"has an entry point that names no class; it is module:Class, such as {found.module}:Exporter"
    return found.error("load", f"{reason}; there is {either(classes)}" if classes else reason)


def _why_no_plugin(cls: Any, kind: Kind) -> str | None:
    """Return why something is no plugin of a kind."""
    if not isinstance(cls, type) or not attrs.has(cls):
        return "is no attrs class: decorate it with @attrs.frozen"
    if not callable(getattr(cls, _METHODS[kind], None)):
        return f"has no method {_METHODS[kind]!r}"
    fields = {field.alias for field in attrs.fields(cls) if field.init}
    if unmarked := fields & {"contract", "suffix", *_BOOLEANS[kind], *_TUPLES[kind]}:
        return f"has an option called {min(unmarked)!r}, which is no option: annotate it as a ClassVar"
    contract = getattr(cls, "contract", 1)
    if type(contract) is not int or contract < 1:
        return f"has the contract {contract!r}, which is no version: write contract: ClassVar[int] = {CONTRACT}"
    suffix = getattr(cls, "suffix", None)
    if suffix is not None and not (isinstance(suffix, str) and suffix.startswith(".")):
        return f"has the suffix {suffix!r}, which is none: it has to begin with a dot"
    for name in _TUPLES[kind]:
        value = getattr(cls, name, ())
        if not isinstance(value, tuple) or not all(isinstance(each, str) and each.startswith(".") for each in value):
            return f"has a class variable {name!r} that is no tuple of suffixes, which begin with a dot: {value!r}"
    for name in _BOOLEANS[kind]:
        if not isinstance(value := getattr(cls, name, False), bool):
            return f"has a class variable {name!r} that is neither True nor False: {value!r}"
    try:
        attrs.resolve_types(cls)
    except Exception as error:  # an annotation may be any expression
        return f"has an option whose type cannot be found: {describe(error)}"
    for field in attrs.fields(cls):
        if field.init and not is_option_type(field.type):
            return f"has an option {field.alias!r} of a type that no option can have: {field.type}"
    if reserved := _RESERVED_OPTIONS[kind] & fields:
        function = f"dailypapers.{_WITH_PARAMETERS[kind]}"
        return f"has an option called {min(reserved)!r}, which is the name of a parameter of {function}"
    return None


def _why_another_contract(cls: Any, found: FoundPlugin) -> str | None:
    """Return which side to upgrade where a class was written for a version of the contract that is not accepted."""
    contract = getattr(cls, "contract", 1)  # one that names none was written for the first, for ever
    if OLDEST_CONTRACT <= contract <= CONTRACT:
        return None
    accepted = str(CONTRACT) if CONTRACT == OLDEST_CONTRACT else f"{OLDEST_CONTRACT} to {CONTRACT}"
    outdated = "dailypapers" if contract > CONTRACT else found.distribution or found.name
    written = f"was written for version {contract} of the {found.kind} contract"
    return f"{written}; dailypapers {__version__} accepts {accepted}: upgrade {outdated}"
