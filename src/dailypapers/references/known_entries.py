"""Keys that were used before, read from a file of references, so that papers keep them.

The file is CSL-JSON if its name ends in ``.json``, else BibTeX, which bibtexparser reads (extra ``bib``).
"""

import json
import logging
import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import attrs

from dailypapers._text import folded, kind_of, system_reason
from dailypapers.errors import KeysError
from dailypapers.models import Paper, arxiv_id_in, arxiv_id_of
from dailypapers.references import citation_key
from dailypapers.references.latex import LatexEncoder
from dailypapers.references.macros import CHARACTERS


@attrs.frozen
class Entry:
    """An entry of a file of references: its kind, such as ``misc``, its fields by name, and its line if it has one.

    Names of fields are in lower case in BibTeX, and as written in CSL. Values are text in BibTeX, and any JSON in CSL.
    """

    key: str
    kind: str
    fields: Mapping[str, Any]
    line: int | None = None


def is_csl(path: Path) -> bool:
    """Return whether a file is taken for CSL-JSON, by its name."""
    return path.suffix.lower() == ".json"


def read_text(path: Path) -> str:
    """Return the text of a file of references; raises :class:`~dailypapers.KeysError` where it cannot be read."""
    source = os.fspath(path)
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KeysError(source, f"cannot be decoded as UTF-8: {error.reason} at byte {error.start}") from None
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        hint = "; an empty file keeps no key" if isinstance(error, FileNotFoundError) else ""
        raise KeysError(source, f"cannot be read: {system_reason(error)}{hint}") from error


def read_entries(path: Path, text: str) -> tuple[list[Entry], list[str]]:
    """Return the entries of a text, which the file of that path has or would have, and names of all else in it.

    The others are comments, strings and preambles of BibTeX, and fields that an entry has twice. Raises
    :class:`~dailypapers.KeysError` where the text cannot be read to its end.
    """
    return _of_csl(os.fspath(path), text) if is_csl(path) else _of_bibtex(os.fspath(path), text)


class PinnedKeys:
    """The keys of a file, by the identity of their papers."""

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
        text = read_text(path)
        self._is_blank = not text.strip()
        for entry in read_entries(path, text)[0]:
            self._of_key[entry.key.lower()].append(entry)
            identity = _identity(entry, _title_of_csl if is_csl(path) else str)
            self._identities.append(identity)
            if identity:
                self._entries.setdefault(identity, entry)

    @property
    def keys(self) -> frozenset[str]:
        """All keys of the file in lower case, also those of papers never seen here."""
        return frozenset(self._of_key)

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
            where = f", first in line {first.line}" if first.line else ""
            raise KeysError(self._source, f"the key {others[0].key!r} is there twice{where}", others[0].line)
        if not self._fit.fullmatch(key):
            letters = "A-Z a-z 0-9" if self._fit is _ASCII_KEY else "letters, digits and"
            message = f"the key {key!r} cannot be kept; a key is of {letters} : . _ + / -"
            raise KeysError(self._source, message, first.line)
        return key

    def log_unmatched(self) -> None:
        """Log, as information, how many entries fit no paper whose key was asked for; nothing where all do.

        So is a file without entries, which may be another one than was meant; but an empty one keeps no key.
        """
        if not self._identities and not self._is_blank:
            logging.getLogger(__name__).info(f"{self._source}: there is no entry in it, so it keeps no key")
        if count := sum(identity not in self._known for identity in self._identities):
            logging.getLogger(__name__).info(f"{self._source}: {count} of {len(self._identities)} entries fit no paper")


# -- reading ----------------------------------------------------------------------------------------------------


def _of_bibtex(source: str, text: str) -> tuple[list[Entry], list[str]]:
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares.enclosing import RemoveEnclosingMiddleware

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # it says on standard error what is said here
    library = parse_string(text)
    entries, others = [], []
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
            twice: Any = block.ignore_error_block
            block = RemoveEnclosingMiddleware().transform_entry(twice, library)
        match block:
            case model.ParsingFailedBlock():
                reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
                raise KeysError(source, f"no BibTeX: {reason}", line)
            case model.Entry():
                fields: dict[str, str] = {}
                for field in block.fields:
                    name = field.key.lower()
                    if name in fields:  # BibTeX takes the first of two as well
                        others.append(f"the second {name} of {block.key}")
                    fields.setdefault(name, str(field.value))
                entries.append(Entry(block.key, block.entry_type.lower(), fields, line))
            case model.String():
                others.append(f"@string {block.key}")
            case model.Preamble():
                others.append(f"@preamble in line {line}")
            case model.ExplicitComment():
                others.append(f"@comment in line {line}")
            case _:
                others.append(f"the text in line {line}")
    if not entries and text.lstrip().startswith(("{", "[")):
        raise KeysError(source, "no BibTeX; CSL-JSON is read from a file whose name ends in .json")
    return entries, others


def _of_csl(source: str, text: str) -> tuple[list[Entry], list[str]]:
    if not text.strip():
        return [], []
    repeated: list[str] = []

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(name for name, _ in pairs)
        repeated.extend(f"the second {name!r} of an item" for name, count in counts.items() if count > 1)
        return dict(pairs)

    try:
        items: Any = json.loads(text, object_pairs_hook=object_of)
    except json.JSONDecodeError as error:
        raise KeysError(source, f"not JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError) as error:  # a number of too many digits is a ValueError
        raise KeysError(source, f"not JSON that can be read: {error}") from None
    if not isinstance(items, list):
        raise KeysError(source, f"no CSL-JSON: expected a list of items, not {kind_of(items)}")
    entries = []
    for n, item in enumerate(items):
        key = item.get("id") if isinstance(item, dict) else None
        if not isinstance(key, str | int) or isinstance(key, bool):
            raise KeysError(source, f"no CSL-JSON: $[{n}] is no item with an id")
        fields = {name: value for name, value in item.items() if name not in ("id", "type")}
        entries.append(Entry(str(key), str(item.get("type", "")), fields))
    return entries, repeated


# -- what is the same paper ---------------------------------------------------------------------------------------

_Identity = tuple[str, str]

# BibTeX, biber, LaTeX, pandoc and a shell take the first for a key; all but BibTeX and pdfTeX take the second.
_ASCII_KEY = re.compile(r"[A-Za-z0-9:._+/-]+")
_KEY = re.compile(r"[\w:.+/-]+")

# The fields that say where a paper is, in the order in which they are believed. An abstract, a keyword or the name of a
# file may speak of other papers.
_PLACES = (
    *("eprint", "doi", "url", "howpublished", "journal", "journaltitle", "container-title", "volume", "note", "number"),
)
_BETWEEN = re.compile(r"\\[A-Za-z]++\s*+\{|\}\{")  # \href{https://arxiv.org/…}{arXiv:…}
_WORD = re.compile(r"""[^\s()\[\]<>"',;|]++""")
_BLANK_BEHIND = re.compile(r"(?i)(?<=arxiv:)[\s~]++")
_BEFORE_AN_ID = re.compile(r"arxiv:(?:abs/)?|abs/", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([&%#_$~])")
_URL = re.compile(r"\\url\{([^{}]++)\}")
_KEY_OF_ARXIV = re.compile(r"arxiv-(.+?)(?:-[0-9]+)?")
_KEY_OF_OTHERS = re.compile(r"paper-[0-9a-f]{8}")
_TAG = re.compile(r"</?(?:i|b|sup|sub|span)\b[^<>]*+>")


def _identity(entry: Entry, latex_of: Callable[[str], str]) -> _Identity | None:
    """Return the identity of the paper of an entry: its arXiv id, else its link, else a key of ours, else its title."""
    values = {name.lower(): value for name, value in entry.fields.items() if isinstance(value, str)}
    texts = {name: _ESCAPED.sub(r"\1", value) for name, value in values.items()}
    if arxiv_id := arxiv_id_of(texts.get("eprint", "").strip()):
        return "arxiv_id", arxiv_id
    for name in _PLACES:
        if arxiv_id := _id_within(texts.get(name, "")):
            return "arxiv_id", arxiv_id
    url, published = (texts.get(name, "").strip() for name in ("url", "howpublished"))
    link = _URL.fullmatch(url or published)
    if url or link:
        return "url", unquote(link[1] if link else url)
    if (ours := _KEY_OF_ARXIV.fullmatch(entry.key)) and (arxiv_id := arxiv_id_of(ours[1])):
        return "arxiv_id", arxiv_id
    if _KEY_OF_OTHERS.fullmatch(entry.key):
        return "key", entry.key
    letters = _letters(latex_of(texts.get("title", "")))
    return ("title", letters) if letters else None


def _id_within(text: str) -> str | None:
    """Return the first arXiv id in a text: in a link or a DOI, or behind ``arXiv:`` or ``abs/``."""
    plain = _BETWEEN.sub(" ", text).replace("{", "").replace("}", "")  # {arXiv}:2407.08348
    for word in _WORD.findall(_BLANK_BEHIND.sub("", plain)):
        address = unquote(word).rstrip(".:")
        marked = _BEFORE_AN_ID.match(address)
        if arxiv_id := arxiv_id_in(address) or (marked and arxiv_id_of(address[marked.end() :])):
            return arxiv_id
    return None


def _title_of_csl(title: str) -> str:
    return LatexEncoder().encode(_TAG.sub("", title))


def _identities_of(paper: Paper) -> Iterator[_Identity]:
    kind, value = paper.identity or ("title", "")
    if kind != "title":
        yield kind, unquote(value) if kind == "url" else value
    yield "key", citation_key(paper)
    yield "title", _letters(LatexEncoder().encode(paper.title))


def _letters(latex: str) -> str:
    """Return the letters and digits of a text in LaTeX, the same however its accents and signs are written."""
    text = re.sub(r"\\[A-Za-z]+", lambda command: CHARACTERS.get(command[0], ""), latex)
    plain = unicodedata.normalize("NFKC", folded(text)).casefold()  # of ℝ the R of \mathbb{R}
    return plain.replace(" ", "").replace("ı", "i")  # many write {\'\i}
