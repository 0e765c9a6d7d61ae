"""Exporters, ours and everybody's: what one is, and how it is found, loaded and run.

An exporter is an attrs class that an installed distribution names in the entry-point group
``dailypapers.exporters``; the name of the entry point is the name of the format::

    @attrs.frozen
    class Titles:
        \"\"\"One title a line.\"\"\"

        suffix: ClassVar[str] = ".txt"
        numbered: bool = False

        def export(self, digests: Iterable[Digest]) -> Iterator[str]:
            for digest in digests:
                for paper in digest.papers:
                    yield f"{paper.title}\\n"

The first line of its docstring is its description, its fields are its options. Finding reads the metadata of
installed distributions alone; loading imports one exporter, the one that was asked for; running holds it to
its contract. Each of the three has errors of its own, and none of them is somebody else's traceback.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from typing import Any, Protocol, TypeAlias

import attrs

from dailypapers._options import Option, is_option_type, make, options_of
from dailypapers.errors import ExporterError, ExportError, UnknownFormatError
from dailypapers.models import Digest

GROUP = "dailypapers.exporters"
CONTRACT = 1
"""The version of the contract between this release and exporters."""

Chunks: TypeAlias = Iterator[str] | Iterator[bytes]

_OURS = "dailypapers"
_TAKEN = {"digests", "path", "format"}  # the parameters of `export` and `write`


class Exporter(Protocol):
    """What an exporter does: ``export`` yields the output in pieces, all of them ``str`` or all ``bytes``.

    Optional class variables: ``suffix``, of the files it writes, with its dot; ``contract``, the version of
    the contract it was written for; ``streams``, a promise to yield before its input is used up.
    """

    def export(self, digests: Iterable[Digest], /) -> Iterable[str] | Iterable[bytes]:
        """Yield the output for digests that can be iterated once."""
        ...


@attrs.frozen
class Found:
    """An entry point that promises an exporter; nothing of it has been imported."""

    name: str
    entry_point: metadata.EntryPoint = attrs.field(repr=False)
    distribution: str
    version: str

    @property
    def builtin(self) -> bool:
        return self.distribution == _OURS

    def __str__(self) -> str:
        return f"exporter {self.name!r} ({self.distribution} {self.version}, {self.entry_point.value})"


@attrs.frozen
class Format:
    """A row of :func:`formats`: an exporter, or in ``error`` why it cannot be used."""

    name: str
    description: str
    suffix: str | None
    options: tuple[Option, ...]
    distribution: str
    version: str
    builtin: bool
    error: str | None


# -- find -----------------------------------------------------------------------------------------------------


def find(name: str) -> Found:
    """Find the exporter of a format by name. A built-in name is ours, whoever else claims it.

    Raises :class:`~dailypapers.UnknownFormatError` when there is none of this name, and
    :class:`~dailypapers.ExporterError` when several distributions claim it.
    """
    for found in _ours():
        if found.name == name:
            return found
    everything = find_all()
    for found in everything:
        if found.name == name:
            if reason := _unusable(found, everything):
                raise ExporterError(f"exporter {name!r}", reason)
            return found
    raise UnknownFormatError(name, dict.fromkeys(found.name for found in everything))


def find_by_suffix(path: str) -> Found:
    """Find the exporter that writes files with a suffix such as that of ``path``: a built-in one if any fits.

    Raises :class:`~dailypapers.UnknownFormatError` when none fits or several do. Ones that cannot be used
    are passed over.
    """
    name = os.path.basename(path)
    candidates = _ours()
    fitting = [found for found in candidates if _fits(found, name)]
    if not fitting:
        candidates = find_all()
        fitting = [found for found in candidates if not _unusable(found, candidates) and _fits(found, name)]
    if len(fitting) != 1:
        raise UnknownFormatError(
            os.path.splitext(name)[1], [found.name for found in fitting or candidates], suffix=True
        )
    return fitting[0]


def _fits(found: Found, name: str) -> bool:
    try:
        suffix: str | None = getattr(load(found), "suffix", None)
    except ExporterError:
        return False
    return suffix is not None and name.lower().endswith(suffix.lower())


def _unusable(found: Found, everything: "list[Found]") -> str | None:
    """Say why an exporter cannot be used though it may load: somebody else has its name."""
    claims = [each for each in everything if each.name == found.name]
    if claims[0].builtin:
        return None if found.builtin else "is shadowed by the built-in format of this name"
    if len(claims) == 1:
        return None
    claimants = " and ".join(f"{each.distribution} {each.version}" for each in claims)
    return f"is claimed by {claimants}; uninstall all but one of them"


def find_all() -> list[Found]:
    """Find all exporters: the built-in ones first, the others by name and distribution."""
    builtin = _ours()
    others: dict[tuple[str, str], Found] = {}
    for distribution in metadata.distributions():
        for found in _exporters_of(distribution):
            if not found.builtin:
                others.setdefault((found.name, found.distribution), found)
    return builtin + [others[key] for key in sorted(others)]


def _ours() -> list[Found]:
    """Read the metadata of this distribution alone: a built-in format costs no look at any other."""
    try:
        return sorted(_exporters_of(metadata.distribution(_OURS)), key=lambda found: found.name)
    except metadata.PackageNotFoundError:
        raise ExporterError(
            "the built-in exporters", "are not registered: dailypapers runs without having been installed"
        ) from None


def _exporters_of(distribution: metadata.Distribution) -> list[Found]:
    try:
        entry_points = [each for each in distribution.entry_points if each.group == GROUP]
        if not entry_points:
            return []
        name, version = distribution.metadata["Name"], distribution.version
    except Exception:
        return []  # metadata that cannot be read, of somebody else
    return [Found(each.name, each, name, version) for each in entry_points]


# -- load -----------------------------------------------------------------------------------------------------


def load(found: Found) -> type[Exporter]:
    """Import one exporter and look whether it is one; raises :class:`~dailypapers.ExporterError`."""
    try:
        cls = found.entry_point.load()
    except (Exception, SystemExit) as error:
        raise ExporterError(str(found), f"cannot be loaded: {_in_words(error)}") from error
    if reason := _no_exporter(cls):
        raise ExporterError(str(found), reason)
    return cls  # type: ignore[no-any-return]


def _no_exporter(cls: Any) -> str | None:
    """Say why something is no exporter, or not one that this release can run."""
    if not isinstance(cls, type) or not attrs.has(cls):
        return "is no attrs class"
    if not callable(getattr(cls, "export", None)):
        return "has no method 'export'"
    contract = getattr(cls, "contract", CONTRACT)
    if contract != CONTRACT:
        return f"was written for version {contract} of the exporter contract; this release has version {CONTRACT}"
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
    if taken := _TAKEN & {field.alias for field in attrs.fields(cls)}:
        return f"has an option called {min(taken)!r}, which is the name of a parameter of dailypapers.write"
    return None


def formats() -> tuple[Format, ...]:
    """Give all formats that are installed, the built-in ones first, then by name and distribution.

    One that cannot be used is listed with the reason in ``error``. Every exporter is imported for this.
    """
    everything = find_all()
    rows = []
    for found in everything:
        row = Format(found.name, "", None, (), found.distribution, found.version, found.builtin, None)
        try:
            if reason := _unusable(found, everything):
                raise ExporterError(str(found), reason)
            cls = load(found)
            row = attrs.evolve(
                row,
                description=_description(cls),
                suffix=getattr(cls, "suffix", None),
                options=options_of(cls),
            )
        except ExporterError as error:
            row = attrs.evolve(row, error=str(error))
        rows.append(row)
    return tuple(rows)


def _description(cls: type) -> str:
    # attrs adds no docstring, but a class may inherit one that is not about it.
    return (cls.__dict__.get("__doc__") or "").strip().partition("\n")[0]


# -- run ------------------------------------------------------------------------------------------------------


def run(found: Found, options: Mapping[str, object], digests: Iterable[Digest]) -> Chunks:
    """Load an exporter, give it its options, and then, lazily, yield what it yields for the digests.

    Raises :class:`~dailypapers.ExporterError` and :class:`~dailypapers.OptionError` at once. While it runs,
    what the exporter does wrong becomes an :class:`~dailypapers.ExporterError`; an error of ours, and one that
    came out of ``digests``, stays what it is.
    """
    exporter = make(load(found), found.name, options)
    return _chunks(found, exporter, _Input(digests))


def _chunks(found: Found, exporter: Exporter, digests: "_Input") -> Iterator[Any]:
    try:
        yield from _checked(exporter.export(digests))
        for _ in digests:
            pass  # an exporter that stops early hides no error of its input
    except (Exception, SystemExit) as error:
        if error is digests.error or isinstance(error, ExportError):
            raise
        reason = str(error) if isinstance(error, _ContractError) else f"failed: {_in_words(error)}"
        raise ExporterError(str(found), reason) from error
    if digests.error:  # the exporter took it for the end of its input
        raise digests.error


def _checked(chunks: Iterable[Any]) -> Iterator[Any]:
    if isinstance(chunks, str | bytes):
        raise _ContractError("returns its text; it has to yield it")
    kind: type | None = None
    for chunk in chunks:
        if not isinstance(chunk, str | bytes):
            raise _ContractError(f"yielded neither str nor bytes, but {type(chunk).__name__}")
        kind = kind or (str if isinstance(chunk, str) else bytes)
        if not isinstance(chunk, kind):
            raise _ContractError("yielded both str and bytes")
        yield chunk


class _ContractError(Exception):
    """What an exporter did that no exporter may."""


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
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
