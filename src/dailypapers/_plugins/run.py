"""Exporters run: one is made from its options, and what it yields is held to its contract."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from types import CodeType, GeneratorType
from typing import Any, TypeAlias

import attrs

from dailypapers._plugins.faults import Guard, fault, name_of, place_of
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import load
from dailypapers._plugins.options import make
from dailypapers._plugins.paths import Paths
from dailypapers._text import shortened
from dailypapers.errors import ExportError, ExportWarning, OptionError
from dailypapers.models import Digest
from dailypapers.plugins import Exporter, File

Chunks: TypeAlias = "Generator[str | bytes | FileStart, None, None]"


def run(found: FoundPlugin, options: Mapping[str, object], digests: Iterable[Digest]) -> Chunks:
    """Load an exporter, make it from its options, and then, lazily, yield what it yields for the digests.

    Raises what :func:`~dailypapers._plugins.load.load` raises and :class:`~dailypapers.OptionError` at once. While it
    runs, what the exporter does wrong becomes a :class:`~dailypapers.PluginError`; :class:`~dailypapers.ExportError`,
    and an error that came out of ``digests``, stays what it is.
    """
    cls = load(found)
    with Guard(found, "run", "failed", passes=(OptionError,)):
        exporter = make(cls, found.name, options)
    return _run(found, exporter, _Input(digests))


def _run(found: FoundPlugin, exporter: Exporter, digests: "_Input") -> Generator[Any, None, None]:
    enough = False
    try:
        chunks = check_chunks(exporter.export(digests))
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
        place = f" ({place_of(found, *error.place)})" if error.place else ""
        raise found.error("run", f"{error}{place}") from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if enough and type(error) is GeneratorExit:
            raise
        if enough:
            raise fault(found, error, "run", "failed when it was told to end", closing=True) from error
        if digests.error is not None and error is not digests.error:
            raise digests.error from error  # whatever the exporter made of it
        if error is digests.error or issubclass(type(error), (ExportError, ExportWarning)):
            raise
        raise fault(found, error, "run", "failed") from error
    if digests.error is not None:  # the exporter took it for the end of its input
        raise digests.error


class ChunkError(Exception):
    """What an exporter yielded instead of pieces of ``str`` or ``bytes``, or of files; and where, if that is known."""

    place: tuple[CodeType, int] | None = None

    def locate(self, chunks: object) -> None:
        """Find the line at which a generator waits, or the one that it yields from."""
        while type(chunks) is GeneratorType and chunks.gi_frame is not None:
            self.place = chunks.gi_code, chunks.gi_frame.f_lineno
            chunks = chunks.gi_yieldfrom


@attrs.frozen
class FileStart:
    """A file of an output of many begins: the pieces that follow, up to the next one, are its content."""

    path: str


def check_chunks(chunks: Iterable[Any]) -> Generator[Any, None, None]:
    """Yield what an exporter yielded; raises :class:`ChunkError` where that is not what one yields.

    What is yielded is ``str`` or ``bytes`` and of no subclass, which could say something else of itself each time. A
    :class:`~dailypapers.plugins.File` comes out as a :class:`FileStart` and then the pieces of its content.
    """
    if issubclass(type(chunks), (str, bytes)):
        raise ChunkError("returns its text; it has to yield it")
    if chunks is None:
        raise ChunkError("yields nothing, and returns None; it has to yield its output")
    kind: type | None = None
    paths = Paths()
    try:
        for chunk in chunks:
            if issubclass(type(chunk), File):
                if kind not in (None, File):
                    raise ChunkError(f"yielded both {name_of(kind)} and files")
                kind = File
                path = _path(chunk.path, paths)
                yield FileStart(path)
                yield from _content(path, chunk.content)
                continue
            chunk = _piece(chunk, "yielded neither str nor bytes")
            kind = kind or type(chunk)
            if kind is File:
                raise ChunkError(f"yielded both files and {name_of(type(chunk))}")
            if type(chunk) is not kind:
                raise ChunkError("yielded both str and bytes")
            yield chunk
    except ChunkError as error:
        error.locate(chunks)
        raise
    finally:
        getattr(chunks, "close", lambda: None)()  # where a generator that goes on would otherwise do so unheard


def _path(path: Any, paths: Paths) -> str:
    if not issubclass(type(path), str):
        raise ChunkError(f"yielded a file whose path is no str, but {name_of(type(path))}")
    plain: str = str.__str__(path)
    if reason := paths.why_refused(plain):
        raise ChunkError(f"yielded a file with a path that is refused, {shortened(plain)!r}: {reason}")
    return plain


def _piece(piece: Any, otherwise: str) -> str | bytes:
    if issubclass(type(piece), str):
        return str.__str__(piece)
    if issubclass(type(piece), bytes):
        return bytes.__bytes__(piece)
    raise ChunkError(f"{otherwise}, but {name_of(type(piece))}")


def _content(path: str, content: Any) -> Iterator[str | bytes]:
    what = f"yielded a file {path!r} whose content is neither str nor bytes"
    if issubclass(type(content), (str, bytes)):
        yield _piece(content, what)
        return
    if not hasattr(type(content), "__iter__"):
        raise ChunkError(f"{what} nor an iterable of them, but {name_of(type(content))}")
    kind: type | None = None
    try:
        for each in content:
            piece = _piece(each, what)
            kind = kind or type(piece)
            if type(piece) is not kind:
                raise ChunkError(f"yielded a file {path!r} whose content is both str and bytes")
            yield piece
    finally:
        getattr(content, "close", lambda: None)()


def collect(chunks: Iterable[Any]) -> str | bytes | dict[str, str | bytes]:
    """Return checked chunks as one value: text, bytes, or for an output of many files a dict of path to content."""
    pieces: list[Any] = []
    files: dict[str, list[Any]] = {}
    for chunk in chunks:
        if type(chunk) is FileStart:
            pieces = files[chunk.path] = []
        else:
            pieces.append(chunk)
    return {path: _joined(each) for path, each in files.items()} if files else _joined(pieces)


def _joined(pieces: list[Any]) -> str | bytes:
    return b"".join(pieces) if pieces and type(pieces[0]) is bytes else "".join(pieces)


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
