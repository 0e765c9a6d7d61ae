"""Files with authors in their true order: one's own JSON, a listing of the papers API, a feed of arXiv, references."""

import os
import re
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from dailypapers._io.decoding import read_text, text_for_readers
from dailypapers._io.inputs import names_in
from dailypapers._io.reading import begins_as_csl
from dailypapers._plugins.find import FoundPlugin, find
from dailypapers._plugins.load import load
from dailypapers._plugins.run_reader import run_reader
from dailypapers._text import either, kind_of, shortened, system_reason
from dailypapers.authors import identify, normal_name
from dailypapers.errors import AuthorOrdersError, DigestSyntaxError, PluginError, ReadError
from dailypapers.listing import Item, is_wrapped, jsontext, read_listing


def read_author_orders(path: str | os.PathLike[str]) -> dict[str, tuple[str, ...]]:
    """Read the authors of papers in their true order, by arXiv id without version.

    Its content tells which of these a file is, or a name that ends in ``.bib`` or ``.ris``: a JSON object of arXiv ids
    and lists of names; a listing of the papers API, in any shape that the reader ``huggingface`` reads; an Atom feed of
    the arXiv API; references, as the readers ``bibtex``, ``csl`` and ``ris`` read them. In all but the first a paper
    that is not on arXiv or has no authors is passed over, and so is one whose authors are abridged. In a folder the
    files ``*.atom``, ``*.bib``, ``*.json``, ``*.ris`` and ``*.xml`` are read, as :func:`~dailypapers.read_all` walks
    through it. The first counts where a paper is there twice. Names come in NFC and with one blank for whatever blanks
    there are.

    Raises :class:`~dailypapers.AuthorOrdersError`, with the place, for a file that cannot be read or is none of these,
    for an entry that cannot be read, for an answer of the arXiv API that is an error, and for XML with a document type.
    """
    orders: dict[str, tuple[str, ...]] = {}
    for source in author_order_files(path):
        for identifier, names in _orders_in(source):
            orders.setdefault(identifier, names)
    return orders


def author_order_files(path: str | os.PathLike[str]) -> list[str]:
    """Return the files that :func:`read_author_orders` reads for a path: itself, or those in the folder that it names.

    A folder without one, and one in it that cannot be looked into, stand for themselves, so that reading them says why.
    """
    source = os.fspath(path)
    if not os.path.isdir(source):
        return [source]
    names, refused = names_in(source, _SUFFIXES)
    files = [os.path.join(source, name) for name in names]
    return [*files, *(str(error.filename) for error in refused)] or [source]


def _orders_in(source: str) -> "Iterable[_Order]":
    try:
        text = text_for_readers(read_text(source)[0])
    except DigestSyntaxError as error:
        raise AuthorOrdersError(source, error.message, error.line, error.column) from None
    except IsADirectoryError:
        files = either(f"*{suffix}" for suffix in _SUFFIXES)
        raise AuthorOrdersError(source, f"no {files} file in this folder") from None
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        raise AuthorOrdersError(source, f"cannot be read: {system_reason(error)}") from error
    if not text.strip():
        raise AuthorOrdersError(source, "there is nothing in it")
    if reader := _reader_of(source, text):
        return _of_references(source, text, reader)
    if text.lstrip().startswith("<"):
        return _Feed(source).read(text)
    return _of_json(source, text)


_SUFFIXES = (".atom", ".bib", ".json", ".ris", ".xml")
_Order = tuple[str, tuple[str, ...]]


def _why_no_name(name: str) -> str | None:
    if not name:
        return "an empty name"
    if any("\ud800" <= char <= "\udfff" for char in name):  # no output could say it
        return f"a lone surrogate in a name: {shortened(ascii(name))}"
    return None


# -- references -------------------------------------------------------------------------------------------------

_FORMATS = {".bib": "bibtex", ".ris": "ris"}
_RIS = re.compile(r"\s*+TY {1,2}-")
_ENTRY_OF_BIBTEX = re.compile(r"@[A-Za-z]++[ \t\n\r]*+[{(]")  # a file may begin with any text


def _reader_of(source: str, text: str) -> FoundPlugin | None:
    """Return the reader of a text that is a file of references; ``None`` for any other.

    Whatever stands before the first entry, a file whose name ends in .bib or .ris is one.
    """
    if format_name := _FORMATS.get(os.path.splitext(source)[1].lower()):
        return find("reader", format_name)
    if text.lstrip().startswith("<"):
        return None
    if text.lstrip().startswith(("[", "{")):
        return find("reader", "csl") if begins_as_csl(text) else None
    if _RIS.match(text):
        return find("reader", "ris")
    return find("reader", "bibtex") if _ENTRY_OF_BIBTEX.search(text) else None


def _of_references(source: str, text: str, reader: FoundPlugin) -> Iterator[_Order]:
    try:
        digests, reports = run_reader(load(reader), {}, text, source)
    except PluginError as error:  # its library is not installed
        raise AuthorOrdersError(source, error.reason) from error
    for report in reports:
        if isinstance(report, ReadError):
            raise AuthorOrdersError(source, report.message, report.line, report.column, report.path)
    for digest in digests:
        for paper in digest.papers:
            if paper.arxiv_id and paper.authors and paper.authors_omitted_at is None:
                yield paper.arxiv_id, tuple(map(normal_name, paper.authors))


# -- JSON -------------------------------------------------------------------------------------------------------


def _of_json(source: str, text: str) -> Iterator[_Order]:
    try:
        yield from _of_listing(text) if text.lstrip().startswith("[") else _of_object(text)
    except ReadError as error:
        raise AuthorOrdersError(source, error.message, error.line, error.column, error.path) from None


def _of_object(text: str) -> Iterator[_Order]:
    data = jsontext.loads(text)
    if is_wrapped(data):
        yield from _of_listing(text)
        return
    if not isinstance(data, dict):
        raise ReadError(f"expected an object or a list, not {kind_of(data)}", path="$")
    for key, names in data.items():
        where = f"$[{key!a}]"
        identifier = identify(key)
        if identifier is None:  # written by hand, it is a slip; or it is the API that tells of an error
            raise ReadError("no arXiv id", path=where)
        if not isinstance(names, list):
            raise ReadError(f"expected a list, not {kind_of(names)}", path=where)
        if not names:
            raise ReadError("expected names, there are none", path=where)
        yield identifier, tuple(_name(name, f"{where}[{n}]") for n, name in enumerate(names))


def _of_listing(text: str) -> Iterator[_Order]:
    for item in read_listing(text).items:
        if isinstance(item, ReadError):
            raise item
        if isinstance(item, Item) and (identifier := identify(item.id)) is not None:
            names = tuple(_name(name, f"{item.path_of_author(n)}.name") for n, name in enumerate(item.names))
            if names:
                yield identifier, names


def _name(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise ReadError(f"expected text, not {kind_of(value)}", path=path)
    name = normal_name(value)
    if reason := _why_no_name(name):
        raise ReadError(reason, path=path)
    return name


# -- Atom -------------------------------------------------------------------------------------------------------

_ATOM, _LONGEST_NAMESPACE = "http://www.w3.org/2005/Atom", 1000
_FEED = ["feed"]
_ENTRY = [*_FEED, "entry"]
_ID = [*_ENTRY, "id"]
_SUMMARY = [*_ENTRY, "summary"]
_AUTHOR = [*_ENTRY, "author"]
_NAME = [*_AUTHOR, "name"]
_AUTHOR_OF_ALL = [*_FEED, "author", "name"]  # the feeds of arXiv have none
_TEXTS = (_ID, _SUMMARY, _NAME, _AUTHOR_OF_ALL)


class _Feed:
    """Reads one Atom feed with expat, element by element, and never builds a tree.

    It keeps namespaces itself: expat would write the name of one, however long, before each name that is in it.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        # Entities, which could grow without end or name another file, are declared in a document type alone.
        self._parser.StartDoctypeDeclHandler = self._no_document_type
        self._namespaces: dict[str, str | None] = {"": "", "xml": "", "xmlns": ""}  # by their prefixes, here and now
        self._open: list[str] = []  # elements of Atom by their names, any other as an empty one
        self._before: list[dict[str, str | None]] = []  # the namespaces that each open element declared anew
        self._orders: list[_Order] = []
        self._text: list[str] = []

    def read(self, text: str) -> list[_Order]:
        try:
            self._parser.Parse(text, True)  # as it is text, an encoding that it declares counts for nothing
        except expat.ExpatError as error:
            reason = f"not XML: {str(error).partition(':')[0]}"
            raise AuthorOrdersError(self._source, reason, error.lineno, error.offset + 1) from None
        return self._orders

    def _refusal(self, reason: str) -> AuthorOrdersError:
        return AuthorOrdersError(self._source, reason, *self._place())

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _no_document_type(self, *_: object) -> None:
        raise self._refusal("it has a document type, which no feed needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._declare(attributes)
        prefix, _, local = name.rpartition(":")
        if any(self._namespaces.get(each.rpartition(":")[0]) is None for each in (name, *attributes)):
            raise self._refusal("not XML: unbound prefix")
        self._open.append(local if self._namespaces[prefix] == _ATOM else "")
        if len(self._open) == 1 and self._open != _FEED:
            raise self._refusal(f"expected a <feed> of {_ATOM}, not <{shortened(local)}>")
        if self._open == _ENTRY:
            self._entry = self._place()
            self._id = self._summary = ""
            self._names: list[tuple[str, tuple[int, int]]] = []
        elif self._open == _AUTHOR:
            self._names.append(("", self._place()))
        elif self._open in _TEXTS:
            self._text.clear()

    def _declare(self, attributes: dict[str, str]) -> None:
        before: dict[str, str | None] = {}
        for attribute, namespace in attributes.items():
            if attribute == "xmlns" or attribute.startswith("xmlns:"):
                if len(namespace) > _LONGEST_NAMESPACE:
                    raise self._refusal(f"the name of a namespace has more than {_LONGEST_NAMESPACE} characters")
                prefix = attribute[6:]
                before[prefix] = self._namespaces.get(prefix)
                self._namespaces[prefix] = namespace
        self._before.append(before)

    def _data(self, data: str) -> None:
        if self._open in _TEXTS:
            self._text.append(data)

    def _end(self, _: str) -> None:
        if self._open == _ID:
            self._id = "".join(self._text)
        elif self._open == _SUMMARY:
            self._summary = "".join(self._text)
        elif self._open == _NAME:
            self._names[-1] = (normal_name("".join(self._text)), self._names[-1][1])
        elif self._open == _ENTRY:
            self._take()
        elif self._open == _AUTHOR_OF_ALL and "".join(self._text) == "Daily Papers":
            raise self._refusal("a feed of the format atom, whose names are in the order of the digests")
        self._open.pop()
        self._namespaces |= self._before.pop()

    def _take(self) -> None:
        """Add the order that an entry has, at its end."""
        if "arxiv.org/api/errors" in self._id:
            reason = f"arXiv answered with an error: {shortened(normal_name(self._summary))}"
            raise AuthorOrdersError(self._source, reason, *self._entry)
        identifier = identify(self._id)
        if identifier is None or not self._names:
            return
        for name, place in self._names:
            if why := _why_no_name(name):
                raise AuthorOrdersError(self._source, why, *place)
        self._orders.append((identifier, tuple(name for name, _ in self._names)))
