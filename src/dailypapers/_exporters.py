"""Exporters loaded and run: each fault has an error of its own, and none comes with somebody's traceback.

Loading imports one exporter, the one that was asked for. Running holds it to its contract.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from functools import reduce
from importlib import import_module, metadata
from typing import Any, TypeAlias

import attrs

from dailypapers._find import IN_A_FILE, Found, claimed, find_all, ours
from dailypapers._options import is_option_type, make, options_of
from dailypapers.errors import (
    ExporterChunkError,
    ExporterClaimedError,
    ExporterCloseError,
    ExporterContractError,
    ExporterDependencyError,
    ExporterError,
    ExporterExitError,
    ExporterFailedError,
    ExporterImportError,
    ExporterMissingError,
    ExportError,
    ExportWarning,
    NotAnExporterError,
    OptionError,
    UnknownFormatError,
)
from dailypapers.models import Digest
from dailypapers.plugins import CONTRACT, Exporter, Format

Chunks: TypeAlias = Iterator[str] | Iterator[bytes]

_TAKEN = {"digests", "path", "format"}  # the parameters of `export` and `write`


# -- load -------------------------------------------------------------------------------------------------------


def load(found: Found) -> type[Exporter]:
    """Import one exporter and look whether it is one; raises a kind of :class:`~dailypapers.ExporterError`."""
    try:
        module, path = _import(found)
    except ImportError as error:
        if command := _missing_extra(found, error):
            reason = f"needs {error.name}, which is not installed: {command}"
            raise found.error(ExporterDependencyError, reason) from error
        raise found.error(ExporterImportError, f"cannot be imported: {_in_words(error)}") from error
    except SystemExit as error:
        raise found.error(ExporterExitError, f"tried to end the process when it was imported: {error.code}") from error
    except (KeyboardInterrupt, ExportWarning):  # the caller's filter may turn a warning into an error
        raise
    except BaseException as error:  # whatever somebody's module does
        raise found.error(ExporterImportError, f"cannot be imported: {_in_words(error)}") from error
    try:
        return _looked_at(found, reduce(getattr, path.split("."), module))
    except (ExporterError, ExportWarning):
        raise
    except AttributeError as error:
        raise found.error(ExporterMissingError, f"is not there: {error}") from error
    except Exception as error:  # even looking at an attribute runs code of somebody
        raise found.error(NotAnExporterError, f"cannot be looked at: {_in_words(error)}") from error


def _looked_at(found: Found, cls: Any) -> type[Exporter]:
    contract = getattr(cls, "contract", CONTRACT)
    if contract != CONTRACT:
        reason = f"was written for version {contract} of the exporter contract; this release has version {CONTRACT}"
        raise found.error(ExporterContractError, reason)
    if wrong := no_exporter(cls):
        raise found.error(NotAnExporterError, wrong)
    return cls  # type: ignore[no-any-return]


def _import(found: Found) -> tuple[Any, str]:
    """Import the module of an exporter, and give with it the path to the class in there."""
    if in_a_file := IN_A_FILE.fullmatch(found.entry_point):
        return _import_file(in_a_file["path"]), in_a_file["attribute"]
    module, _, path = found.entry_point.partition("[")[0].partition(":")
    with redirect_stdout(sys.stderr):  # what a module prints is no output of ours
        return import_module(module.strip()), path.strip()


def _import_file(path: str) -> Any:
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"_dailypapers_exporter_{os.path.splitext(os.path.basename(path))[0]}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module  # where attrs looks for what annotations name
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _missing_extra(found: Found, error: ImportError) -> str | None:
    """Give the command that installs what a distribution names as an extra, if that is what is missing."""
    if not error.name or not found.distribution:
        return None
    missing = _normalized(error.name.partition(".")[0])
    for requirement in metadata.requires(found.distribution) or ():
        name, extra = re.match(r"[\w.-]*", requirement), re.search(r"extra\s*==\s*['\"]([\w.-]+)['\"]", requirement)
        if name and extra and _normalized(name[0]) == missing:
            return f'pip install "{found.distribution}[{extra[1]}]"'
    return None


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def no_exporter(cls: Any) -> str | None:
    """Say why something is no exporter."""
    if not isinstance(cls, type) or not attrs.has(cls):
        return "is no attrs class"
    if not callable(getattr(cls, "export", None)):
        return "has no method 'export'"
    suffix = getattr(cls, "suffix", None)
    if suffix is not None and not (isinstance(suffix, str) and suffix.startswith(".")):
        return f"has the suffix {suffix!r}, which is none: it has to begin with a dot"
    try:
        attrs.resolve_types(cls)
    except Exception as error:  # an annotation is whatever somebody wrote
        return f"has an option whose type cannot be found: {_in_words(error)}"
    for field in attrs.fields(cls):
        if field.init and not is_option_type(field.type):
            return f"has an option {field.alias!r} of a type that no option can have: {field.type}"
    if taken := _TAKEN & {field.alias for field in attrs.fields(cls) if field.init}:
        return f"has an option called {min(taken)!r}, which is the name of a parameter of dailypapers.write"
    return None


def find_by_suffix(path: str) -> Found:
    """Find the exporter that writes files with a suffix such as that of ``path``: a built-in one if any fits.

    Of suffixes that fit the longest counts: ``refs.csl.json`` ends in ``.json`` as well. Raises
    :class:`~dailypapers.UnknownFormatError` when none fits or several do. Ones that cannot be used are passed over.
    """
    name = os.path.basename(path)
    candidates = ours()
    fitting = _fitting(candidates, name)
    if not fitting:
        candidates = find_all()
        fitting = _fitting([found for found in candidates if not claimed(found, candidates)], name)
    if len(fitting) != 1:
        known = [found.name for found in fitting or candidates]
        raise UnknownFormatError(os.path.splitext(name)[1], known, suffix=True)
    return fitting[0]


def _fitting(candidates: list[Found], name: str) -> list[Found]:
    name = name.lower()
    suffixes = [_suffix(found) for found in candidates]
    longest = max((len(suffix) for suffix in suffixes if name.endswith(suffix)), default=0)
    return [
        found
        for found, suffix in zip(candidates, suffixes, strict=True)
        if longest == len(suffix) > 0 and name.endswith(suffix)
    ]


def _suffix(found: Found) -> str:
    try:
        suffix: str | None = getattr(load(found), "suffix", None)
    except (ExporterError, ExportWarning):
        return ""
    return (suffix or "").lower()


def formats() -> tuple[Format, ...]:
    """Give all formats that are installed, the built-in ones first, then by name and distribution.

    One that cannot be used is listed with the reason in ``error``. Every exporter is imported for this.
    """
    everything = find_all()
    return tuple(row_of(found, everything) for found in everything)


def row_of(found: Found, everything: list[Found]) -> Format:
    """Describe an exporter, or say why it cannot be used."""
    row = Format(found.name, "", None, (), found.distribution, found.version, found.builtin, None)
    try:
        if reason := claimed(found, everything):
            raise found.error(ExporterClaimedError, reason)
        cls = load(found)
        suffix = getattr(cls, "suffix", None)
        return attrs.evolve(row, description=_description(cls), suffix=suffix, options=options_of(cls))
    except ExporterError as error:
        return attrs.evolve(row, error=str(error))
    except Exception as error:  # a docstring or a default may be anything
        return attrs.evolve(row, error=str(found.error(NotAnExporterError, f"cannot be described: {_in_words(error)}")))


def _description(cls: type) -> str:
    # A class may inherit a docstring that is not about it.
    return str(cls.__dict__.get("__doc__") or "").strip().partition("\n")[0]


# -- run --------------------------------------------------------------------------------------------------------


def run(found: Found, options: Mapping[str, object], digests: Iterable[Digest]) -> Chunks:
    """Load an exporter, give it its options, and then, lazily, yield what it yields for the digests.

    Raises what :func:`load` raises and :class:`~dailypapers.OptionError` at once. While it runs, what the
    exporter does wrong becomes a kind of :class:`~dailypapers.ExporterError`;
    :class:`~dailypapers.ExportError`, and an error that came out of ``digests``, stays what it is.
    """
    cls = load(found)
    try:
        exporter = make(cls, found.name, options)
    except (OptionError, ExportWarning):
        raise
    except SystemExit as error:
        raise found.error(ExporterExitError, f"tried to end the process: {error.code}") from error
    except Exception as error:
        raise found.error(ExporterFailedError, f"failed: {_in_words(error)}") from error
    return _chunks(found, exporter, _Input(digests))


def _chunks(found: Found, exporter: Exporter, digests: "_Input") -> Iterator[Any]:
    try:
        yield from checked(exporter.export(digests))
        for _ in digests:
            pass  # an exporter that stops early hides no error of its input
    except GeneratorExit:
        raise
    except SystemExit as error:
        raise found.error(ExporterExitError, f"tried to end the process: {error.code}") from error
    except ChunkError as error:
        raise found.error(ExporterChunkError, str(error)) from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if digests.error and error is not digests.error:
            raise digests.error from error  # whatever the exporter made of it
        if error is digests.error or isinstance(error, ExportError | ExportWarning):
            raise
        if isinstance(error, ImportError) and (command := _missing_extra(found, error)):
            reason = f"needs {error.name}, which is not installed: {command}"
            raise found.error(ExporterDependencyError, reason) from error
        if isinstance(error, RuntimeError) and str(error) == "generator ignored GeneratorExit":
            raise found.error(ExporterCloseError, "went on when it was told to end") from error
        raise found.error(ExporterFailedError, f"failed: {_in_words(error)}") from error
    if digests.error:  # the exporter took it for the end of its input
        raise digests.error


class ChunkError(Exception):
    """What an exporter gave instead of pieces of ``str`` or ``bytes``."""


def checked(chunks: Iterable[Any]) -> Iterator[Any]:
    """Yield what an exporter gave; :class:`ChunkError` where that is not what one gives."""
    if isinstance(chunks, str | bytes):
        raise ChunkError("returns its text; it has to yield it")
    kind: type | None = None
    try:
        for chunk in chunks:
            if not isinstance(chunk, str | bytes):
                raise ChunkError(f"yielded neither str nor bytes, but {type(chunk).__name__}")
            kind = kind or (str if isinstance(chunk, str) else bytes)
            if not isinstance(chunk, kind):
                raise ChunkError("yielded both str and bytes")
            yield chunk
    finally:
        getattr(chunks, "close", lambda: None)()  # where a generator that goes on would otherwise do so unheard


class _Input:
    """The digests an exporter gets. Remembers what went wrong in them: that is no fault of the exporter's."""

    def __init__(self, digests: Iterable[Digest]) -> None:
        self._digests = iter(digests)
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[Digest]:
        return self

    def __next__(self) -> Digest:
        try:
            return next(self._digests)
        except StopIteration:
            raise
        except Exception as error:
            self.error = error
            raise


def _in_words(error: BaseException) -> str:
    try:
        words = str(error)
    except Exception:
        words = ""
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
