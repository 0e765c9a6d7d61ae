"""Paths: the working folder, and those of an output of many files, which are safe and different on every system."""

import os
import unicodedata

from dailypapers._text import nfc

LONGEST_PART, LONGEST = 200, 4000
"""In bytes of UTF-8. File systems allow 255 for a part; other programs add to names, such as a suffix."""

OURS = ".dailypapers"
"""The beginning of the names of the manifest and of stages."""

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_REFUSED_BY_WINDOWS = frozenset('<>"|?*')
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"]
)


def why_unsafe(path: str) -> str | None:
    """Return why a path is not safe on every system; ``None`` where it is."""
    try:
        if len(path.encode()) > LONGEST:
            return f"it is longer than {LONGEST} bytes"
    except UnicodeEncodeError:
        return "it has a lone surrogate"
    if path.startswith("/"):
        return "it is absolute; paths are relative to the output"
    if "\\" in path:
        return "it has a backslash; parts are separated by /"
    if ":" in path:
        return "it has a colon"
    if refused := _REFUSED_BY_WINDOWS.intersection(path):
        return f"it has {min(refused)}, which Windows refuses in a name"
    if not path.isprintable() and any(unicodedata.category(char) == "Cc" for char in path):
        return "it has a control character"
    return next(filter(None, map(_why_unsafe_part, path.split("/"))), None)


def _why_unsafe_part(part: str) -> str | None:
    if not part:
        return "it has an empty part"
    if part in (".", ".."):
        return f"it has the part {part}, which leads elsewhere"
    if part.endswith((".", " ")):
        return "a part of it ends with a dot or a space, which Windows drops"
    if part.partition(".")[0].rstrip(" ").upper() in _RESERVED:
        return f"it has the part {part}, a name that Windows reserves"
    if len(part.encode()) > LONGEST_PART:
        return f"a part of it is longer than {LONGEST_PART} bytes"
    if fold(part).startswith(OURS):
        return f"a part of it begins with {OURS}, as what the library keeps there"
    return None


def fold(path: str) -> str:
    """Return a path without differences that some file systems ignore: those of case and of normal form."""
    return nfc(nfc(path).casefold())


class Paths:
    """The paths of one output, no two of which may be the same file."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def why_refused(self, path: str) -> str | None:
        """Add a path and return ``None``, or return why it is refused."""
        if reason := why_unsafe(path):
            return reason
        key = fold(path)
        if (other := self._files.get(key)) is not None:
            return "there is one already" if other == path else f"some systems take it for {other!r}, which is there"
        if other := self._folders.get(key):
            return f"it is a folder in {other!r}"
        parts = key.split("/")
        above = ["/".join(parts[:end]) for end in range(1, len(parts))]
        if other := next(filter(None, map(self._files.get, above)), None):
            return f"{other!r} is a file, and cannot be a folder as well"
        self._files[key] = path
        for each in above:
            self._folders.setdefault(each, path)
        return None


def working_folder() -> str:
    """Return the working folder; nothing where it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return ""
