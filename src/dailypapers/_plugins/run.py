"""Exporters run: one is made from its options, and what it yields is held to its contract."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from types import CodeType, GeneratorType
from typing import Any, TypeAlias

from dailypapers._plugins.faults import Guard, check_folder, fault, name_of, place_of, same_folder, working_folder
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import load
from dailypapers._plugins.options import make
from dailypapers.errors import ExportError, ExportWarning, OptionError
from dailypapers.models import Digest
from dailypapers.plugins import Exporter

Chunks: TypeAlias = Generator[str, None, None] | Generator[bytes, None, None]


def run(found: FoundPlugin, options: Mapping[str, object], digests: Iterable[Digest]) -> Chunks:
    """Load an exporter, make it from its options, and then, lazily, yield what it yields for the digests.

    Raises what :func:`~dailypapers._plugins.load.load` raises and :class:`~dailypapers.OptionError` at once. While it
    runs, what the exporter does wrong becomes a :class:`~dailypapers.PluginError`; :class:`~dailypapers.ExportError`,
    and an error that came out of ``digests``, stays what it is.
    """
    cls = load(found)
    with Guard(found, "run", "failed", passes=(OptionError,)), same_folder(found, "run"):
        exporter = make(cls, found.name, options)
    return _run(found, exporter, _Input(found, digests))


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
    """What an exporter yielded instead of pieces of ``str`` or ``bytes``, and at which line of what code."""

    def __init__(self, reason: str, chunks: object = None) -> None:
        super().__init__(reason)
        self.place: tuple[CodeType, int] | None = None
        while type(chunks) is GeneratorType and chunks.gi_frame is not None:
            self.place = chunks.gi_code, chunks.gi_frame.f_lineno
            chunks = chunks.gi_yieldfrom


def check_chunks(chunks: Iterable[Any]) -> Generator[Any, None, None]:
    """Yield what an exporter yielded; raises :class:`ChunkError` where that is not what one yields.

    What is yielded is ``str`` or ``bytes`` and of no subclass, which could say something else of itself each time.
    """
    if issubclass(type(chunks), (str, bytes)):
        raise ChunkError("returns its text; it has to yield it")
    if chunks is None:
        raise ChunkError("yields nothing, and returns None; it has to yield its output")
    kind: type | None = None
    try:
        for chunk in chunks:
            if issubclass(type(chunk), str):
                chunk = str.__str__(chunk)
            elif issubclass(type(chunk), bytes):
                chunk = bytes.__bytes__(chunk)
            else:
                raise ChunkError(f"yielded neither str nor bytes, but {name_of(type(chunk))}", chunks)
            kind = kind or type(chunk)
            if type(chunk) is not kind:
                raise ChunkError("yielded both str and bytes", chunks)
            yield chunk
    finally:
        getattr(chunks, "close", lambda: None)()  # where a generator that goes on would otherwise do so unheard


class _Input:
    """The digests an exporter gets. Remembers what went wrong in them: that is no fault of the exporter's.

    A working folder that the exporter changed is: files that are read later would not be found.
    """

    def __init__(self, found: FoundPlugin, digests: Iterable[Digest]) -> None:
        self._found = found
        self._digests = iter(digests)
        self._folder = working_folder()
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[Digest]:
        return self

    def __next__(self) -> Digest:
        try:
            check_folder(self._found, "run", self._folder)
            return next(self._digests)
        except StopIteration:
            raise
        except BaseException as error:
            self.error = error
            raise
        finally:
            self._folder = working_folder()  # as whoever gives the digests left it
