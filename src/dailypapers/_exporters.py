"""Exporters loaded and run: each fault has an error of its own, and none comes with somebody's traceback.

Loading imports one exporter, the one that was asked for. Running holds it to its contract.
"""

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from functools import reduce
from importlib import import_module
from typing import Any, TypeAlias

import attrs

from dailypapers._find import IN_A_FILE, Found, claimed, find_all, missing_extra, ours
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
    in_words,
    name_of,
    text_of,
)
from dailypapers.models import Digest
from dailypapers.plugins import CONTRACT, Exporter, Format

Chunks: TypeAlias = Generator[str, None, None] | Generator[bytes, None, None]

_TAKEN = {"digests", "path", "format"}  # the parameters of `export` and `write`


# -- faults -----------------------------------------------------------------------------------------------------


class _Guard:
    """Whatever somebody's code raises in here becomes an error about its exporter; Ctrl-C stays what it is."""

    def __init__(
        self, found: Found, kind: type[ExporterError], what: str, passed: type[Exception] = ExporterError
    ) -> None:
        self._found, self._kind, self._what, self._passed = found, kind, what, passed

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if (
            kind is not None
            and error is not None
            and not issubclass(kind, (KeyboardInterrupt, ExportWarning, self._passed))
        ):
            raise _fault(self._found, error, self._kind, self._what) from error


def _fault(found: Found, error: BaseException, kind: type[ExporterError], what: str, when: str = "") -> ExporterError:
    """Make the error that says what an exporter raised: from what its class inherits, as it may override all of it."""
    ending = kind is ExporterCloseError
    if issubclass(type(error), SystemExit) and not ending:
        code = text_of(SystemExit.__dict__["code"].__get__(error))
        return found.error(ExporterExitError, f"tried to end the process{when}: {code}")
    if issubclass(type(error), ImportError) and not ending:
        missing = text_of(ImportError.__dict__["name"].__get__(error) or "")
        if command := missing_extra(found, missing):
            return found.error(ExporterDependencyError, f"needs {missing}, which is not installed: {command}")
    if issubclass(type(error), RuntimeError) and text_of(error) == "generator ignored GeneratorExit":
        return found.error(ExporterCloseError, "went on when it was told to end")
    return found.error(kind, f"{what}: {in_words(error)}")


# -- load -------------------------------------------------------------------------------------------------------


def load(found: Found) -> type[Exporter]:
    """Import one exporter and look whether it is one; raises a kind of :class:`~dailypapers.ExporterError`."""
    try:
        module, path = _import(found)
    except (KeyboardInterrupt, ExportWarning):  # the caller's filter may turn a warning into an error
        raise
    except BaseException as error:  # whatever somebody's module does
        when = " when it was imported"
        raise _fault(found, error, ExporterImportError, "cannot be imported", when) from error
    with _Guard(found, NotAnExporterError, "cannot be looked at"):  # even a look at an attribute runs somebody's code
        try:
            cls: Any = reduce(getattr, path.split("."), module)
        except AttributeError as error:
            raise found.error(ExporterMissingError, f"is not there: {text_of(error)}") from error
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
        from dailypapers._import_file import import_file

        return import_file(in_a_file["path"]), in_a_file["attribute"]
    module, _, path = found.entry_point.partition("[")[0].partition(":")
    return import_module(module.strip()), path.strip()


def no_exporter(cls: Any) -> str | None:
    """Say why something is no exporter."""
    if not issubclass(type(cls), type) or not attrs.has(cls):  # what isinstance looks at, `__class__`, may lie
        return "is no attrs class"
    if not callable(getattr(cls, "export", None)):
        return "has no method 'export'"
    suffix = getattr(cls, "suffix", None)
    if suffix is not None and not (issubclass(type(suffix), str) and str.startswith(suffix, ".")):
        return f"has the suffix {suffix!r}, which is none: it has to begin with a dot"
    try:
        attrs.resolve_types(cls)
    except Exception as error:  # an annotation is whatever somebody wrote
        return f"has an option whose type cannot be found: {in_words(error)}"
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
        return (suffix_of(found, load(found)) or "").lower()
    except (ExporterError, ExportWarning):
        return ""


def suffix_of(found: Found, cls: type[Exporter]) -> str | None:
    """Give the suffix of the files that an exporter which was loaded writes."""
    with _Guard(found, NotAnExporterError, "cannot be looked at"):
        suffix = getattr(cls, "suffix", None)
        return None if suffix is None else str.__str__(suffix)


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
        with _Guard(found, NotAnExporterError, "cannot be described"):  # a docstring or a default may be anything
            cls = load(found)
            suffix = suffix_of(found, cls)
            return attrs.evolve(row, description=_description(cls), suffix=suffix, options=options_of(cls))
    except (ExporterError, ExportWarning) as error:
        return attrs.evolve(row, error=text_of(error))


def _description(cls: type) -> str:
    # A class may inherit a docstring that is not about it.
    return str.__str__(str(cls.__dict__.get("__doc__") or "")).strip().partition("\n")[0]


# -- run --------------------------------------------------------------------------------------------------------


def run(found: Found, options: Mapping[str, object], digests: Iterable[Digest]) -> Chunks:
    """Load an exporter, give it its options, and then, lazily, yield what it yields for the digests.

    Raises what :func:`load` raises and :class:`~dailypapers.OptionError` at once. While it runs, what the
    exporter does wrong becomes a kind of :class:`~dailypapers.ExporterError`;
    :class:`~dailypapers.ExportError`, and an error that came out of ``digests``, stays what it is.
    """
    cls = load(found)
    with _Guard(found, ExporterFailedError, "failed", passed=OptionError):
        exporter = make(cls, found.name, options)
    return _chunks(found, exporter, _Input(digests))


def _chunks(found: Found, exporter: Exporter, digests: "_Input") -> Generator[Any, None, None]:
    enough = False
    try:
        chunks = checked(exporter.export(digests))
        for chunk in chunks:
            try:
                yield chunk
            except GeneratorExit:  # which an exporter may raise as well
                enough = True
                chunks.close()
                raise
        for _ in digests:
            pass  # an exporter that stops early hides no error of its input
    except ChunkError as error:
        raise found.error(ExporterChunkError, str(error)) from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if enough and type(error) is GeneratorExit:
            raise
        if enough:
            raise _fault(found, error, ExporterCloseError, "failed when it was told to end") from error
        if digests.error is not None and error is not digests.error:
            raise digests.error from error  # whatever the exporter made of it
        if error is digests.error or issubclass(type(error), (ExportError, ExportWarning)):
            raise
        raise _fault(found, error, ExporterFailedError, "failed") from error
    if digests.error is not None:  # the exporter took it for the end of its input
        raise digests.error


class ChunkError(Exception):
    """What an exporter gave instead of pieces of ``str`` or ``bytes``."""


def checked(chunks: Iterable[Any]) -> Generator[Any, None, None]:
    """Yield what an exporter gave; :class:`ChunkError` where that is not what one gives.

    What is yielded is ``str`` or ``bytes`` and of no subclass, which could say something else of itself each time.
    """
    if issubclass(type(chunks), (str, bytes)):
        raise ChunkError("returns its text; it has to yield it")
    kind: type | None = None
    try:
        for chunk in chunks:
            if issubclass(type(chunk), str):
                chunk = str.__str__(chunk)
            elif issubclass(type(chunk), bytes):
                chunk = bytes.__bytes__(chunk)
            else:
                raise ChunkError(f"yielded neither str nor bytes, but {name_of(type(chunk))}")
            kind = kind or type(chunk)
            if type(chunk) is not kind:
                raise ChunkError("yielded both str and bytes")
            yield chunk
    finally:
        getattr(chunks, "close", lambda: None)()  # where a generator that goes on would otherwise do so unheard


class _Input:
    """The digests an exporter gets. Remembers what went wrong in them: that is no fault of the exporter's."""

    def __init__(self, digests: Iterable[Digest]) -> None:
        self._digests = iter(digests)
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[Digest]:
        return self

    def __next__(self) -> Digest:
        try:
            return next(self._digests)
        except StopIteration:
            raise
        except BaseException as error:
            self.error = error
            raise
