"""Keys that were used before, read from a file of references, so that papers keep them.

The file is CSL-JSON if its name ends in ``.json``, else BibTeX, which bibtexparser reads (extra ``bib``).
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dailypapers.errors import KeysError, kind_of
from dailypapers.latex import LatexEncoder
from dailypapers.models import Paper, arxiv_id_in

# What BibTeX, biber, LaTeX, pandoc and a shell all take for a key.
_KEY = re.compile(r"[A-Za-z0-9:._+/-]+")
_ARXIV_DOI = re.compile(r"(?:.*doi\.org/|doi:\s*)?10\.48550/arxiv\.(.+)", re.IGNORECASE)
_ARXIV_TEXT = re.compile(r"arxiv:\s*(\S+?)[\s,;.)\]]*(?:\Z|\s)", re.IGNORECASE)
_OUR_KEY = re.compile(r"arxiv-(.+?)(?:-[0-9]+)?")
_TEXTS = ("journal", "journaltitle", "note", "howpublished", "number", "container-title")


def _twice(key: str, line: int | None) -> str:
    return f"the key {key!r} is there twice{f', first in line {line}' if line else ''}"


def is_csl(path: Path) -> bool:
    """Return whether a file is taken for CSL-JSON, by its name."""
    return path.suffix.lower() == ".json"


class PinnedKeys:
    """The keys of a file, by what identifies their papers; ``keys`` are all of them, also of papers never seen here."""

    def __init__(self, path: Path) -> None:
        """Read a file to its end; raises :class:`~dailypapers.KeysError` where it cannot be read, or has errors."""
        source = os.fspath(path)
        text = _text(path, source)
        self._keys: dict[tuple[str, str], str] = {}
        lines: dict[str, int | None] = {}
        for key, fields, line in _of_csl(source, text) if is_csl(path) else _of_bibtex(source, text):
            if not _KEY.fullmatch(key):
                raise KeysError(source, f"the key {key!r} cannot be kept; a key is of A-Z a-z 0-9 : . _ + / -", line)
            if key.lower() in lines:  # to BibTeX two keys are the same that differ in case alone
                raise KeysError(source, _twice(key, lines[key.lower()]), line)
            lines[key.lower()] = line
            if identity := _identity(key, fields):
                self._keys.setdefault(identity, key)
        self.keys: frozenset[str] = frozenset(lines)

    def key_of(self, paper: Paper) -> str | None:
        """Return the key of a paper; ``None`` where the file has no such paper."""
        kind, value = paper.identity
        found = self._keys.get((kind, unquote(value) if kind == "url" else value)) if kind != "title" else None
        return found or self._keys.get(("title", _letters(LatexEncoder().encode(paper.title))))


def _text(path: Path, source: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KeysError(source, f"cannot be decoded as UTF-8: {error.reason} at byte {error.start}") from None
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        hint = "; an empty file keeps no key" if isinstance(error, FileNotFoundError) else ""
        raise KeysError(source, f"cannot be read: {getattr(error, 'strerror', None) or error}{hint}") from error


_Fields = dict[str, str]
_Found = Iterator[tuple[str, _Fields, int | None]]


def _of_bibtex(source: str, text: str) -> _Found:
    import logging

    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # it says on standard error what is said here
    library = parse_string(text)
    for block in library.failed_blocks:
        if isinstance(block, DuplicateBlockKeyBlock):
            reason = _twice(block.key, (block.previous_block.start_line or 0) + 1)
        else:
            reason = f"no BibTeX: {' '.join(str(getattr(block.error, 'abort_reason', block.error)).split())}"
        raise KeysError(source, reason, (block.start_line or 0) + 1)
    if not library.entries and text.lstrip().startswith(("{", "[")):
        raise KeysError(source, "no BibTeX; CSL-JSON is read from a file whose name ends in .json")
    for entry in library.entries:
        fields = {field.key.lower(): str(field.value) for field in entry.fields}
        yield entry.key, fields, (entry.start_line or 0) + 1


def _of_csl(source: str, text: str) -> _Found:
    import json

    if not text.strip():
        return
    try:
        items: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise KeysError(source, f"not JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError) as error:  # a number of too many digits is a ValueError
        raise KeysError(source, f"not JSON that can be read: {error}") from None
    if not isinstance(items, list):
        raise KeysError(source, f"no CSL-JSON: expected a list of items, not {kind_of(items)}")
    for n, item in enumerate(items):
        key = item.get("id") if isinstance(item, dict) else None
        if not isinstance(key, str | int) or isinstance(key, bool):
            raise KeysError(source, f"no CSL-JSON: $[{n}] is no item with an id")
        fields = {name.lower(): value for name, value in item.items() if isinstance(value, str)}
        if "title" in fields:
            fields["title"] = LatexEncoder().encode(re.sub(r"</?(?:i|b|sup|sub|span)\b[^>]*>", "", fields["title"]))
        yield str(key), fields, None


def _identity(key: str, fields: _Fields) -> tuple[str, str] | None:
    """Return what identifies the paper of an entry: its arXiv id, else its link, else its title."""
    # A key that we made says it as well, but is the last to be asked: somebody may have written another by hand.
    texts = [fields[name] for name in _TEXTS if name in fields]
    ours = _OUR_KEY.fullmatch(key)
    candidates = [
        fields.get("eprint", ""),
        *(found[1] for found in [_ARXIV_DOI.fullmatch(fields.get("doi", "").strip())] if found),
        fields.get("url", ""),
        *(found[1] for found in map(_ARXIV_TEXT.search, texts) if found),
        ours[1] if ours and "url" not in fields else "",
    ]
    for candidate in candidates:
        value = unquote(candidate.strip())
        if arxiv_id := arxiv_id_in(value) or arxiv_id_in(f"arxiv.org/abs/{re.sub('(?i)^arxiv:', '', value)}"):
            return "arxiv_id", arxiv_id
    if url := fields.get("url", "").strip():
        return "url", unquote(url)
    return ("title", title) if (title := _letters(fields.get("title", ""))) else None


def _letters(latex: str) -> str:
    """Return the letters and digits of a text in LaTeX, which are those that it has however it is written."""
    from dailypapers._text import folded

    return folded(re.sub(r"\\[A-Za-z]+", "", latex)).replace(" ", "")
