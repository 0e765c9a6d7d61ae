"""A file of references that is there: the keys that its papers keep, and the text behind which new ones come.

The file is CSL-JSON if its name ends in ``.json``, else BibTeX, which bibtexparser reads (extra ``bib``).
"""

import logging
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from dailypapers._text import folded, system_reason
from dailypapers.errors import KeysError, ReadError
from dailypapers.models import Paper, arxiv_id_of
from dailypapers.references import citation_key
from dailypapers.references.entries import (
    Entry,
    entries_of_bibtex,
    entries_of_csl,
    id_of,
    keys_in_bibtex,
    links_of,
)
from dailypapers.references.macros import CHARACTERS
from dailypapers.references.plain_text import text_of_csl, text_of_latex


def is_csl(path: Path) -> bool:
    """Return whether a file is taken for CSL-JSON, by its name."""
    return path.suffix.lower() == ".json"


def read_text(path: Path) -> str:
    """Return the text of a file of references, with its mark and its line ends.

    Raises :class:`~dailypapers.KeysError` where it cannot be read.
    """
    source = os.fspath(path)
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise KeysError(source, f"cannot be decoded as UTF-8: {error.reason} at byte {error.start}", line) from None
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        hint = "; an empty file will do" if isinstance(error, FileNotFoundError) else ""
        raise KeysError(source, f"cannot be read: {system_reason(error)}{hint}") from error


def read_entries(path: Path, text: str) -> tuple[list[Entry], list[str]]:
    """Return the entries of a text, which the file of that path has or would have, and the names of all else in it.

    The others are comments, strings and preambles of BibTeX, and fields that an entry has twice. Raises
    :class:`~dailypapers.KeysError` where the text cannot be read to its end.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    entries, others = [], []
    try:
        for found in entries_of_csl(text) if is_csl(path) else entries_of_bibtex(text):
            if isinstance(found, ReadError):
                raise found
            if isinstance(found, Entry) and is_csl(path) and not found.key:
                raise ReadError("no CSL-JSON: expected an item with an id", found.line)
            if isinstance(found, Entry):
                entries.append(found)
            else:
                others.append(found.name)
    except ReadError as error:
        raise KeysError(os.fspath(path), error.message, error.line, error.column) from None
    if not entries and not is_csl(path) and text.lstrip().startswith(("{", "[")):
        raise KeysError(os.fspath(path), "no BibTeX; CSL-JSON is read from a file whose name ends in .json")
    return entries, others


class KnownEntries:
    """A file of references: its ``text``, and its keys by the identity of their papers."""

    def __init__(self, path: Path, *, ascii_only: bool) -> None:
        """Read a file to its end; raises :class:`~dailypapers.KeysError` where it cannot be read.

        With ``ascii_only`` a key with other letters cannot be written.
        """
        self._source = os.fspath(path)
        self._fit = _ASCII_KEY if ascii_only else _KEY
        self._entries: dict[_Identity, Entry] = {}
        self._known: set[_Identity] = set()
        self._of_key: defaultdict[str, list[Entry]] = defaultdict(list)  # to BibTeX those in another case are the same
        self._identities: list[_Identity | None] = []
        self.text: str = read_text(path)
        entries, self._others = read_entries(path, self.text)
        for entry in entries:
            self._of_key[entry.key.lower()].append(entry)
            identity = _identity(entry, text_of_csl if is_csl(path) else text_of_latex)
            self._identities.append(identity)
            if identity:
                self._entries.setdefault(identity, entry)

    @property
    def keys(self) -> frozenset[str]:
        """All keys of the file in lower case, also those of papers never seen here, and of entries commented out."""
        return keys_in_bibtex(self.text).union(self._of_key)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in the file."""
        return not self.text.strip("\ufeff \t\r\n")

    @property
    def line_end(self) -> str:
        """What the file has at the end of its first line."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def around_new(self) -> tuple[str, str, str]:
        """Return the text before new entries, what stands between it and the first of them, and the text behind them.

        Raises :class:`~dailypapers.KeysError` for CSL-JSON that is no list, and for text that is no BibTeX.
        """
        text = self.text
        if not is_csl(Path(self._source)):
            is_bibtex = self._identities or any(name.startswith("@") for name in self._others)
            if not is_bibtex and _NO_COMMENT.search(text):
                raise KeysError(self._source, "no BibTeX: there is no entry in it")
            above, last = ["", *text.removeprefix("\ufeff").split("\n")][-2:]
            return text, "\n\n" if last.strip() else "\n" if above.strip() else "", ""
        if self.is_blank:
            return f"{text}[", "\n", "]\n"
        before, bracket, behind = text.rpartition("]")
        if behind.strip() or not before.removeprefix("\ufeff").lstrip().startswith("["):
            raise KeysError(self._source, "no list, behind whose items new ones could come")
        return before, ",\n" if self._identities else "\n", bracket + behind

    def has(self, paper: Paper) -> bool:
        """Return whether the file has an entry of a paper."""
        return any(identity in self._entries for identity in _identities_of(paper))

    def log_added(self, added: int, known: int) -> None:
        """Log, as information, how many papers were added to the file, and how many it had."""
        papers = f"{added} paper{'' if added == 1 else 's'} added"
        logging.getLogger(__name__).info(f"{self._source}: {papers}, {known} {'was' if known == 1 else 'were'} in it")

    def key_of(self, paper: Paper) -> str | None:
        """Return the key of a paper; ``None`` where the file has no such paper.

        Raises :class:`~dailypapers.KeysError` for a key that cannot be written, or that two entries have.
        """
        identity = next(filter(self._entries.__contains__, _identities_of(paper)), None)
        if identity is None:
            return None
        self._known.add(identity)
        key = self._entries[identity].key
        first, *others = self._of_key[key.lower()]
        if others:
            twice = f"the key {others[0].key!r} is there twice, first in line {first.line}"
            raise KeysError(self._source, twice, others[0].line)
        if not self._fit.fullmatch(key):
            letters = "A-Z a-z 0-9" if self._fit is _ASCII_KEY else "letters, digits and"
            message = f"the key {key!r} cannot be kept; a key is of {letters} : . _ + / -"
            raise KeysError(self._source, message, first.line)
        return key

    def log_unmatched(self) -> None:
        """Log, as information, how many entries fit no paper whose key was asked for; nothing where all do.

        So is a file without entries, which may be another one than was meant; but an empty one keeps no key.
        """
        if not self._identities and not self.is_blank:
            logging.getLogger(__name__).info(f"{self._source}: there is no entry in it, so it keeps no key")
        if count := sum(identity not in self._known for identity in self._identities):
            logging.getLogger(__name__).info(f"{self._source}: {count} of {len(self._identities)} entries fit no paper")


_LINE_END = re.compile(r"\r\n?|\n")
_NO_COMMENT = re.compile(r"^[ \t\ufeff]*+[^%\s\ufeff]", re.MULTILINE)


# -- what is the same paper ---------------------------------------------------------------------------------------

_Identity = tuple[str, str]

# BibTeX, biber, LaTeX, pandoc and a shell take the first for a key; all but BibTeX and pdfTeX take the second.
_ASCII_KEY = re.compile(r"[A-Za-z0-9:._+/-]+")
_KEY = re.compile(r"[\w:.+/-]+")

_KEY_OF_ARXIV = re.compile(r"arxiv-(.+?)(?:-[0-9]+)?")
_KEY_OF_OTHERS = re.compile(r"paper-[0-9a-f]{8}")


def _identity(entry: Entry, text_of: Callable[[str], str]) -> _Identity | None:
    """Return the identity of the paper of an entry: its arXiv id, else its link, else a key of ours, else its title."""
    if arxiv_id := id_of(entry.texts):
        return "arxiv_id", arxiv_id
    if links := links_of(entry.texts):
        return "url", unquote(links[0])
    if (ours := _KEY_OF_ARXIV.fullmatch(entry.key)) and (arxiv_id := arxiv_id_of(ours[1])):
        return "arxiv_id", arxiv_id
    if _KEY_OF_OTHERS.fullmatch(entry.key):
        return "key", entry.key
    letters = _letters(text_of(entry.texts.get("title", "")))
    return ("title", letters) if letters else None


def _identities_of(paper: Paper) -> Iterator[_Identity]:
    kind, value = paper.identity or ("title", "")
    if kind != "title":
        yield kind, unquote(value) if kind == "url" else value
    yield "key", citation_key(paper)
    yield "title", _letters(paper.title)


def _letters(title: str) -> str:
    """Return the letters and digits of a title, the same however its math and signs are written."""
    text = re.sub(r"\\[A-Za-z]+", lambda command: CHARACTERS.get(command[0], ""), title)
    plain = unicodedata.normalize("NFKC", folded(text)).casefold()  # of ℝ the R of \mathbb{R}
    return plain.replace(" ", "").replace("ı", "i")  # many write {\'\i}
