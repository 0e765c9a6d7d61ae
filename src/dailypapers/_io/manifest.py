"""The manifest of a folder, ``.dailypapers.json``: which files in it are ours, and their sums.

Others write to the folder as well, so everything in a manifest is validated before it is used.
"""

import json
import os
import re
import stat
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from dailypapers._io.atomic import os_errors_as_output_errors
from dailypapers._plugins.paths import OURS, why_unsafe
from dailypapers._text import kind_of, shortened
from dailypapers.errors import OutputError

Sums: TypeAlias = Mapping[str, tuple[str, ...]]
"""The SHA-256 of each path that is ours: one, or the old and the new one until the new file is placed."""

NAME = f"{OURS}.json"

_VERSION = 1
_LARGEST = 2**28  # bytes, enough for a million files
_SHA256 = re.compile("[0-9a-f]{64}")


def read_manifest(folder: str, format_name: str) -> Sums | None:
    """Read the manifest of a folder; return ``None`` where there is none.

    Raises :class:`~dailypapers.OutputError` for a manifest of another format, or one that is not as we write it.
    """
    with os_errors_as_output_errors(os.path.join(folder, NAME)):
        content = _read(os.path.join(folder, NAME))
    if content is None:
        return None
    try:
        data = json.loads(content.decode())
        files = _files(data)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise OutputError(
            folder,
            f"its {NAME} is not as we write it: {reason}; delete it, and no file in the folder is replaced or deleted",
        ) from None
    if data["format"] != format_name:
        raise OutputError(
            folder, f"it holds the format {shortened(data['format'])!r}, not {format_name!r}; give another folder"
        )
    return files


def _read(path: str) -> bytes | None:
    try:
        before = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(before.st_mode):
        raise OSError(None, "it is no regular file")
    # The path may have become a link to another file meanwhile, or a pipe, which never ends.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(path, "rb", opener=lambda path, _: os.open(path, flags)) as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise OSError(None, f"it is larger than {_LARGEST} bytes")
    return data


def _files(data: Any) -> Sums:
    """Return the files of a manifest; raises ``ValueError`` for data of another shape."""
    if type(data) is not dict or set(data) != {"version", "format", "files"}:
        raise ValueError("expected an object with version, format and files")
    if type(data["version"]) is not int or data["version"] != _VERSION:
        raise ValueError(f"expected version {_VERSION}")
    if type(data["format"]) is not str or type(data["files"]) is not dict:
        raise ValueError(f"expected text and an object, not {kind_of(data['format'])} and {kind_of(data['files'])}")
    for path, sums in data["files"].items():
        if reason := why_unsafe(path):
            raise ValueError(f"the path {shortened(path)!r}: {reason}")
        if type(sums) is not list or not all(type(each) is str and _SHA256.fullmatch(each) for each in sums):
            raise ValueError(f"expected a list of SHA-256 sums for {shortened(path)!r}")
    return {path: tuple(sums) for path, sums in data["files"].items()}


def manifest(format_name: str, files: Sums) -> Iterable[str]:
    """Yield the text of a manifest: a line for each file, sorted, so that a diff shows the changes."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield f'{{"version": {_VERSION}, "format": {encode(format_name)}, "files": {{'
    between = "\n"
    for path in sorted(files):
        yield f"{between}{encode(path)}: {encode(list(files[path]))}"
        between = ",\n"
    yield "\n}}\n"
