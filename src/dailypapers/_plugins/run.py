"""An exporter run: it is made from its options, and all that it yields is held to the contract."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from types import CodeType, GeneratorType
from typing import Any, TypeAlias

import attrs

from dailypapers._plugins.faults import fault, place_of
from dailypapers._plugins.load import Plugin
from dailypapers._plugins.paths import Paths
from dailypapers._text import shortened
from dailypapers.errors import ExportError, ExportWarning
from dailypapers.models import Digest
from dailypapers.plugins import Exporter, File

Chunks: TypeAlias = "Generator[str | bytes | FileStart, None, None]"


def run(plugin: Plugin, options: Mapping[str, object], digests: Iterable[Digest]) -> Chunks:
    """Make an exporter from its options, and then, lazily, yield its output for the digests.

    Raises at once what :meth:`~dailypapers._plugins.load.Plugin.make` raises. A fault of the exporter while it runs
    becomes a :class:`~dailypapers.PluginError`. An :class:`~dailypapers.ExportError`, and an error that came out of
    ``digests``, stay as they are.
    """
    return _run(plugin, plugin.make(options), _Input(digests))


def _run(plugin: Plugin, exporter: Exporter, digests: "_Input") -> Chunks:
    enough = False
    try:
        chunks = check_chunks(exporter.export(digests), files=plugin.files)
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
        place = f" ({place_of(plugin.found, *error.place)})" if error.place else ""
        raise plugin.found.error("run", f"{error}{place}") from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if enough and type(error) is GeneratorExit:
            raise
        if enough:
            raise fault(plugin.found, error, "run", "failed when it was told to end", closing=True) from error
        if digests.error is not None and error is not digests.error:
            raise digests.error from error  # even where the exporter raised another error for it
        if error is digests.error or isinstance(error, ExportError | ExportWarning):
            raise
        raise fault(plugin.found, error, "run", "failed") from error
    if digests.error is not None:  # the exporter took it for the end of its input
        raise digests.error


class ChunkError(Exception):
    """An exporter yielded neither pieces of ``str`` or ``bytes`` nor files; ``place`` is where, if that is known."""

    place: tuple[CodeType, int] | None = None

    def locate(self, chunks: object) -> None:
        """Find the line at which a generator waits, or the one that it yields from."""
        while isinstance(chunks, GeneratorType) and chunks.gi_frame is not None:
            self.place = chunks.gi_code, chunks.gi_frame.f_lineno
            chunks = chunks.gi_yieldfrom


@attrs.frozen
class FileStart:
    """A file of an output of many begins: the pieces that follow, up to the next one, are its content."""

    path: str


_OF_FILES = "; a class that yields files says so: files: ClassVar[bool] = True"


def check_chunks(chunks: Any, *, files: bool) -> Chunks:
    """Yield the chunks of an exporter; raises :class:`ChunkError` where they break the contract.

    With ``files`` each has to be a :class:`~dailypapers.plugins.File`. It comes out as a :class:`FileStart` and then
    the pieces of its content.
    """
    if isinstance(chunks, str | bytes):
        raise ChunkError("returns its text; it has to yield it")
    if chunks is None:
        raise ChunkError("yields nothing, and returns None; it has to yield its output")
    try:
        yield from _files(chunks) if files else _pieces(chunks, "yielded", _OF_FILES)
    except ChunkError as error:
        error.locate(chunks)
        raise
    finally:
        getattr(chunks, "close", lambda: None)()  # where a generator that goes on would otherwise do so unheard


def _files(files: Iterable[Any]) -> Chunks:
    paths = Paths()
    for file in files:
        if not isinstance(file, File):
            raise ChunkError(f"says that it yields files, and yielded {type(file).__name__}")
        if not isinstance(file.path, str):
            raise ChunkError(f"yielded a file whose path is no str, but {type(file.path).__name__}")
        if reason := paths.why_refused(file.path):
            raise ChunkError(f"yielded a file with a path that is refused, {shortened(file.path)!r}: {reason}")
        yield FileStart(file.path)
        yield from _content(file.content, f"yielded a file {file.path!r} whose content is")


def _content(content: Any, what: str) -> Iterator[str | bytes]:
    if isinstance(content, str | bytes):
        yield content
        return
    if not isinstance(content, Iterable):
        raise ChunkError(f"{what} neither str nor bytes nor an iterable of them, but {type(content).__name__}")
    try:
        yield from _pieces(content, what)
    finally:
        getattr(content, "close", lambda: None)()


def _pieces(pieces: Iterable[Any], what: str, if_file: str = "") -> Iterator[str | bytes]:
    """Yield pieces that are all ``str``, or all ``bytes``; the error for a ``File`` ends with ``if_file``."""
    kind: type | None = None
    for piece in pieces:
        if not isinstance(piece, str | bytes):
            more = if_file if isinstance(piece, File) else ""
            raise ChunkError(f"{what} neither str nor bytes, but {type(piece).__name__}{more}")
        kind = kind or (str if isinstance(piece, str) else bytes)
        if not isinstance(piece, kind):
            raise ChunkError(f"{what} both str and bytes")
        yield piece


def collect(chunks: Iterable[str | bytes | FileStart], *, files: bool) -> str | bytes | dict[str, str | bytes]:
    """Return checked chunks as one value: text, bytes, or for an output of many files a dict of path to content."""
    return {path: _joined([*pieces]) for path, pieces in each_file(chunks)} if files else _joined([*chunks])


def each_file(chunks: Iterable[Any]) -> Iterator[tuple[str, Iterator[str | bytes]]]:
    """Yield the path of each file in chunks, and the pieces of its content, which have to be taken before the next."""
    rest = iter(chunks)
    start = next(rest, None)

    def content() -> Iterator[str | bytes]:
        nonlocal start
        start = None
        for chunk in rest:
            if isinstance(chunk, FileStart):
                start = chunk
                return
            yield chunk

    while start is not None:
        yield start.path, content()


def _joined(pieces: list[Any]) -> str | bytes:
    return b"".join(pieces) if pieces and isinstance(pieces[0], bytes) else "".join(pieces)


class _Input:
    """The digests that an exporter gets. It remembers the error that they raised, which is no fault of the exporter."""

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
