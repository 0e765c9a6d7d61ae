"""A guard for outputs that replace the file of references whose keys they keep: nothing in that file may be lost."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dailypapers._io.atomic import encoded
from dailypapers._io.output_guard import is_output
from dailypapers._plugins.load import Plugin
from dailypapers._text import some_of
from dailypapers.errors import KeysError
from dailypapers.references.bibliography import Bibliography
from dailypapers.references.known_entries import read_entries, read_text

_MOST_NAMES = 3


def guard_keys(chunks: Iterator[Any], plugin: Plugin, options: Mapping[str, object]) -> Iterator[Any]:
    """Yield the chunks of an export that has an option ``keys``.

    Where the file of that option is the output, raise :class:`~dailypapers.KeysError` in the end if they have not all
    of its entries and fields.
    """
    keys: Any = options["keys"]
    is_path = isinstance(keys, str | os.PathLike) and issubclass(plugin.cls, Bibliography)
    if not is_path or not is_output(os.fspath(keys)):
        yield from chunks
        return
    path = Path(keys)
    written = []
    for chunk in chunks:
        written.append(encoded(chunk))
        yield chunk
    if lost := _lost(path, read_text(path), b"".join(written).decode(errors="replace")):
        parts = f"{len(lost)} of its entries and fields" if len(lost) > 1 else "one of its entries or fields"
        message = f"not replaced, as {parts} would be lost: {some_of(lost, _MOST_NAMES)}; write to another file,"
        message += f" or add to this one by update={keys}"
        raise KeysError(os.fspath(path), message)


def _lost(path: Path, before: str, after: str) -> list[str]:
    """Return the names of entries and fields that the new text of a file does not have, or has with another value."""
    entries, others = read_entries(path, before)
    try:
        new_entries, new_others = read_entries(path, after)
    except KeysError:  # the other format of the two
        new_entries, new_others = [], []
    new = {entry.key: entry for entry in new_entries}
    lost = []
    for entry in entries:
        again = new.get(entry.key)
        if again is None:
            lost.append(entry.key or "an entry without a key")
            continue
        if again.kind != entry.kind:
            lost.append(f"the type of {entry.key}")
        lost += [
            f"{name} of {entry.key}"
            for name, value in entry.fields.items()
            if name not in again.fields or _plain(again.fields[name]) != _plain(value)
        ]
    return [" ".join(name.split()) for name in (*lost, *(name for name in others if name not in new_others))]


def _plain(value: Any) -> str:
    """Return the value of a field as text with single blanks, as BibTeX reads any white space."""
    return " ".join((value if isinstance(value, str) else json.dumps(value, sort_keys=True)).split())
