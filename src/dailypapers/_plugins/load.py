"""Plugins loaded: one is imported, the one that was asked for, and looked at whether it is one."""

from functools import reduce
from importlib import import_module
from typing import Any, get_args, get_type_hints

import attrs

from dailypapers import __version__
from dailypapers._plugins.faults import Guard, describe, fault, text_of
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.options import is_option_type
from dailypapers.errors import ExportWarning, PluginError, UnknownFormatError, either
from dailypapers.plugins import CONTRACT, OLDEST_CONTRACT, File, Kind

_METHODS: dict[Kind, str] = {"exporter": "export", "reader": "read"}
_RESERVED_OPTIONS: dict[Kind, frozenset[str]] = {
    "exporter": frozenset(["digests", "path", "format"]),  # the parameters of `export` and `write`
    "reader": frozenset(["path", "paths", "format", "strict"]),  # the parameters of `read` and `read_all`
}
_WITH_PARAMETERS: dict[Kind, str] = {"exporter": "write", "reader": "read"}
_CLASS_VARIABLES: dict[Kind, frozenset[str]] = {
    "exporter": frozenset(["contract", "streams", "suffix"]),
    "reader": frozenset(["binary", "contract", "suffix"]),
}


def load(found: FoundPlugin) -> type[Any]:
    """Import a plugin and look whether it is one; raises :class:`~dailypapers.PluginError`."""
    try:
        module = _import(found)
    except (KeyboardInterrupt, ExportWarning, PluginError):  # the caller's filter may turn a warning into an error
        raise
    except BaseException as error:  # whatever somebody's module does
        raise fault(found, error, "load", "cannot be imported", when=" when it was imported") from error
    with Guard(found, "load", "cannot be looked at", passes=(UnknownFormatError,)):  # a look may run somebody's code
        if not found.attribute:
            raise _no_class(found, module)
        try:
            cls: Any = reduce(getattr, found.attribute.split("."), module)
        except AttributeError as error:
            raise found.error("load", f"is not there: {text_of(error)}") from error
        if reason := why_not_a_plugin(cls, found.kind) or _why_another_contract(cls, found):
            raise found.error("load", reason)
        return cls  # type: ignore[no-any-return]


def _no_class(found: FoundPlugin, module: Any) -> PluginError | UnknownFormatError:
    """Make the error for a plugin of which the module was given alone, with the classes that may be meant."""
    classes = [
        f"{found.module}:{name}"
        for name, value in vars(module).items()
        if why_not_a_plugin(value, found.kind) is None and value.__module__ == module.__name__
    ]
    if found.file is not None:
        return UnknownFormatError(found.name, classes, kind=found.kind)
    reason = f"has an entry point that names no class; it is module:Class, such as {found.module}:Exporter"
    return found.error("load", f"{reason}; there is {either(classes)}" if classes else reason)


def _why_another_contract(cls: Any, found: FoundPlugin) -> str | None:
    """Return which side to upgrade where a class was written for a version of the contract that we do not accept."""
    contract = getattr(cls, "contract", 1)  # one that names none was written for the first, for ever
    if OLDEST_CONTRACT <= contract <= CONTRACT:
        return None
    accepted = str(CONTRACT) if CONTRACT == OLDEST_CONTRACT else f"{OLDEST_CONTRACT} to {CONTRACT}"
    outdated = "dailypapers" if contract > CONTRACT else found.distribution or found.name
    written = f"was written for version {contract} of the {found.kind} contract"
    return f"{written}; dailypapers {__version__} accepts {accepted}: upgrade {outdated}"


def suffix_of(found: FoundPlugin, cls: type[Any]) -> str | None:
    """Return the suffix of the files of a plugin which was loaded."""
    with Guard(found, "load", "cannot be looked at"):
        suffix = getattr(cls, "suffix", None)
        return None if suffix is None else str.__str__(suffix)


def is_binary(found: FoundPlugin, cls: type[Any]) -> bool:
    """Return whether a reader which was loaded reads bytes."""
    with Guard(found, "load", "cannot be looked at"):
        return getattr(cls, "binary", False) is True


def yields_files(cls: type[Any]) -> bool:
    """Return whether an exporter says that it yields files: what an output is of which nothing was yielded."""
    try:
        return File in get_args(get_type_hints(cls.export).get("return"))
    except Exception:  # an annotation is whatever somebody wrote
        return False


def why_not_a_plugin(cls: Any, kind: Kind) -> str | None:
    """Return why something is no plugin of a kind."""
    if not issubclass(type(cls), type) or not attrs.has(cls):  # what isinstance looks at, `__class__`, may lie
        return "is no attrs class"
    if not callable(getattr(cls, _METHODS[kind], None)):
        return f"has no method {_METHODS[kind]!r}"
    fields = {field.alias for field in attrs.fields(cls) if field.init}
    if unmarked := fields & _CLASS_VARIABLES[kind]:
        return f"has an option called {min(unmarked)!r}, which is no option: annotate it as a ClassVar"
    contract = getattr(cls, "contract", 1)
    if type(contract) is not int or contract < 1:
        return f"has the contract {contract!r}, which is no version: write contract: ClassVar[int] = {CONTRACT}"
    suffix = getattr(cls, "suffix", None)
    if suffix is not None and not (issubclass(type(suffix), str) and str.startswith(suffix, ".")):
        return f"has the suffix {suffix!r}, which is none: it has to begin with a dot"
    if kind == "reader" and not issubclass(type(binary := getattr(cls, "binary", False)), bool):
        return f"has a class variable 'binary' that is neither True nor False: {binary!r}"
    try:
        attrs.resolve_types(cls)
    except Exception as error:  # an annotation is whatever somebody wrote
        return f"has an option whose type cannot be found: {describe(error)}"
    for field in attrs.fields(cls):
        if field.init and not is_option_type(field.type):
            return f"has an option {field.alias!r} of a type that no option can have: {field.type}"
    if reserved := _RESERVED_OPTIONS[kind] & fields:
        function = f"dailypapers.{_WITH_PARAMETERS[kind]}"
        return f"has an option called {min(reserved)!r}, which is the name of a parameter of {function}"
    return None


def _import(found: FoundPlugin) -> Any:
    """Import the module of a plugin."""
    if found.file is not None:
        from dailypapers._plugins.import_file import import_file

        return import_file(found.file)
    return import_module(found.module)
