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
from dailypapers._text import shortened
from dailypapers.errors import OutputError

Sums: TypeAlias = Mapping[str, tuple[str, ...]]
"""The SHA-256 of each path that is ours: one, or the old and the new one until the new file is placed."""

NAME = f"{OURS}.json"

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
    if not stat.S_ISREG(before.st_mode):  # a pipe would never end
        raise OSError(None, "it is no regular file")
    if before.st_size > _LARGEST:
        raise OSError(None, f"it is larger than {_LARGEST} bytes")
    with open(path, "rb") as file:
        return file.read()


def _files(data: Any) -> Sums:
    """Return the files of a manifest; raises ``ValueError`` for data of another shape."""
    match data:
        case {"version": 1 as version, "format": str(), "files": dict(files), **more} if (
            type(version) is int and not more
        ):
            pass
        case _:
            raise ValueError("expected an object with version 1, format and files")
    for path, sums in files.items():
        if reason := why_unsafe(path):
            raise ValueError(f"the path {shortened(path)!r}: {reason}")
        if not isinstance(sums, list) or not all(isinstance(each, str) and _SHA256.fullmatch(each) for each in sums):
            raise ValueError(f"expected a list of SHA-256 sums for {shortened(path)!r}")
    return {path: tuple(sums) for path, sums in files.items()}


def manifest(format_name: str, files: Sums) -> Iterable[str]:
    """Yield the text of a manifest: a line for each file, sorted, so that a diff shows the changes."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield f'{{"version": 1, "format": {encode(format_name)}, "files": {{'
    between = "\n"
    for path in sorted(files):
        yield f"{between}{encode(path)}: {encode(list(files[path]))}"
        between = ",\n"
    yield "\n}}\n"
