"""Plugins loaded: one is imported, the one that was asked for, and looked at whether it is one."""

from functools import reduce
from importlib import import_module
from typing import Any, get_args, get_type_hints

import attrs

from dailypapers._plugins.faults import Guard, describe, fault, text_of
from dailypapers._plugins.find import IN_A_FILE, FoundPlugin
from dailypapers._plugins.options import is_option_type
from dailypapers.errors import ExportWarning
from dailypapers.plugins import CONTRACT, File, Kind

_METHODS: dict[Kind, str] = {"exporter": "export"}
_RESERVED_OPTIONS: dict[Kind, frozenset[str]] = {
    "exporter": frozenset(["digests", "path", "format"]),  # the parameters of `export` and `write`
}


def load(found: FoundPlugin) -> type[Any]:
    """Import a plugin and look whether it is one; raises :class:`~dailypapers.PluginError`."""
    try:
        module, path = _import(found)
    except (KeyboardInterrupt, ExportWarning):  # the caller's filter may turn a warning into an error
        raise
    except BaseException as error:  # whatever somebody's module does
        raise fault(found, error, "load", "cannot be imported", when=" when it was imported") from error
    with Guard(found, "load", "cannot be looked at"):  # even a look at an attribute runs somebody's code
        try:
            cls: Any = reduce(getattr, path.split("."), module)
        except AttributeError as error:
            raise found.error("load", f"is not there: {text_of(error)}") from error
        contract = getattr(cls, "contract", CONTRACT)
        if contract != CONTRACT:
            raise found.error(
                "load",
                f"was written for version {contract} of the {found.kind} contract; this release has version {CONTRACT}",
            )
        if reason := why_not_a_plugin(cls, found.kind):
            raise found.error("load", reason)
        return cls  # type: ignore[no-any-return]


def suffix_of(found: FoundPlugin, cls: type[Any]) -> str | None:
    """Return the suffix of the files of a plugin which was loaded."""
    with Guard(found, "load", "cannot be looked at"):
        suffix = getattr(cls, "suffix", None)
        return None if suffix is None else str.__str__(suffix)


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
    suffix = getattr(cls, "suffix", None)
    if suffix is not None and not (issubclass(type(suffix), str) and str.startswith(suffix, ".")):
        return f"has the suffix {suffix!r}, which is none: it has to begin with a dot"
    try:
        attrs.resolve_types(cls)
    except Exception as error:  # an annotation is whatever somebody wrote
        return f"has an option whose type cannot be found: {describe(error)}"
    for field in attrs.fields(cls):
        if field.init and not is_option_type(field.type):
            return f"has an option {field.alias!r} of a type that no option can have: {field.type}"
    if reserved := _RESERVED_OPTIONS[kind] & {field.alias for field in attrs.fields(cls) if field.init}:
        return f"has an option called {min(reserved)!r}, which is the name of a parameter of dailypapers.write"
    return None


def _import(found: FoundPlugin) -> tuple[Any, str]:
    """Import the module of a plugin, and return with it the path to the class in there."""
    if in_a_file := IN_A_FILE.fullmatch(found.entry_point):
        from dailypapers._plugins.import_file import import_file

        return import_file(in_a_file["path"]), in_a_file["attribute"]
    module, _, path = found.entry_point.partition("[")[0].partition(":")
    return import_module(module.strip()), path.strip()
