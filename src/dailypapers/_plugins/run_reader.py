"""A reader run: it is made from its options, and all that it yields is held to the contract."""

from collections.abc import Iterable, Mapping

from dailypapers._plugins.faults import faults_of
from dailypapers._plugins.find import FoundPlugin
from dailypapers._plugins.load import Plugin
from dailypapers.data import from_data, to_data
from dailypapers.errors import DataError, ReadError, ReadWarning
from dailypapers.models import Digest, each_text


def run_reader(
    plugin: Plugin, options: Mapping[str, object], content: str | bytes, source: str
) -> tuple[list[Digest], list[ReadError | ReadWarning]]:
    """Return the digests in a content, and the errors and warnings of the reader; one that it raises is the last.

    Raises what :meth:`~dailypapers._plugins.load.Plugin.make` raises, and :class:`~dailypapers.PluginError` for a fault
    of the reader.
    """
    reader, found = plugin.make(options), plugin.found
    digests: list[Digest] = []
    reports: list[ReadError | ReadWarning] = []
    with faults_of(found, "run", f"failed on {source}"):
        try:
            items = reader.read(content, source)
            if isinstance(items, str | bytes | dict) or not isinstance(items, Iterable):
                raise found.error("run", f"returned {type(items).__name__}; it has to yield digests")
            for item in items:
                if isinstance(item, Digest):
                    if not found.builtin:  # those refuse such text themselves, as a test of their laws holds
                        _check_digest(found, item, len(digests))
                    digests.append(item)
                elif isinstance(item, ReadError | ReadWarning):
                    reports.append(item)
                else:
                    raise found.error("run", f"yielded neither a digest nor a ReadError, but {type(item).__name__}")
        except ReadError as error:
            # Without a date: the rest, which is not read, may be of any day.
            reports.append(ReadError(error.message, error.line, error.column, error.path))
    return digests, reports


def _check_digest(found: FoundPlugin, digest: Digest, index: int) -> None:
    try:
        refuse_lone_surrogates(digest)
    except DataError as error:
        path = f"digests[{index}].{error.path}"
        raise found.error("run", f"yielded what is no valid digest: {path}: {error.message}") from error


def refuse_lone_surrogates(digest: Digest) -> None:
    """Raise :class:`~dailypapers.DataError`, with the path, for text that no file can hold."""
    try:
        for paper in digest.papers:
            "".join(each_text(paper)).encode()
    except UnicodeEncodeError:
        try:
            from_data(to_data(digest))
        except DataError as error:
            raise DataError(error.message, error.path.removeprefix("digests[0].")) from None
