"""A guard for outputs that replace a file of references: nothing that somebody wrote into it may be lost."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from dailypapers._io.atomic import encoded
from dailypapers._io.output_guard import is_output
from dailypapers._plugins.load import Plugin
from dailypapers._plugins.paths import working_folder
from dailypapers._text import some_of
from dailypapers.errors import KeysError, warn
from dailypapers.references.bibliography import Bibliography
from dailypapers.references.known_entries import read_entries, read_text

_MOST_NAMES = 3


Replacing: TypeAlias = Literal["input", "without"]
"""Why an output is read as well: it is an input, or a file whose papers are left out."""


def guard_references(
    chunks: Iterator[Any], name: str, plugin: Plugin, options: Mapping[str, object], replacing: Replacing | None
) -> Iterator[Any]:
    """Yield the chunks of an export to a file of references that is read for it.

    In the end :class:`~dailypapers.KeysError` is raised where the file is that of ``update`` and was changed meanwhile;
    and where it is that of ``keys`` or ``--without``, and something in it would be lost. Of an input that is lost is a
    warning.
    """
    path = Path(working_folder(), name)
    keys, update = (_is_output(options.get(name)) for name in ("keys", "update"))
    if not issubclass(plugin.cls, Bibliography) or not (keys or update or replacing) or not path.exists():
        yield from chunks
        return
    before = path.read_bytes()
    written = []
    for chunk in chunks:
        if not update:
            written.append(encoded(chunk))
        yield chunk
    if path.read_bytes() != before:
        raise KeysError(name, "not replaced, as it was changed meanwhile; run the same again")
    if update or not (lost := _lost(plugin, path, b"".join(written).decode(errors="replace"))):
        return
    parts = f"{len(lost)} of its entries and fields" if len(lost) > 1 else "one of its entries or fields"
    if replacing == "input" and not keys:
        verb = "are" if len(lost) > 1 else "is"
        warn(f"{name}: {parts} {verb} not in the output: {some_of(lost, _MOST_NAMES)}")
        return
    message = f"not replaced, as {parts} would be lost: {some_of(lost, _MOST_NAMES)}; write to another file,"
    raise KeysError(name, f"{message} or add to this one by update={name}")


def _is_output(option: object) -> bool:
    return isinstance(option, str | os.PathLike) and is_output(os.fspath(option))


def _lost(plugin: Plugin, path: Path, after: str) -> list[str]:
    """Return the names of entries and fields that the new text of a file does not have, or has with another value."""
    try:
        before = read_text(path)
    except KeysError:
        return ["all that is in it, which cannot be decoded"]
    if plugin.suffix == ".ris":
        return [] if before == after else ["its records"]
    try:
        entries, others = read_entries(path, before)
    except KeysError:  # such as a digest
        return ["all that is in it, which is no file of references"]
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
