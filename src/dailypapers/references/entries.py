"""Entries of files of references, BibTeX and CSL-JSON: what is in a file, and where an entry says that its paper is.

This is the one reading that the readers of references, the option ``keys`` and its guard share. Nothing here writes.
bibtexparser reads BibTeX (extra ``bib``).
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import unquote

import attrs

from dailypapers._text import lone_surrogate
from dailypapers.errors import ReadError, ReadWarning
from dailypapers.listing.jsontext import counted, values
from dailypapers.models import Digest, Paper, Point, arxiv_id_in, arxiv_id_of
from dailypapers.references.plain_text import without_tags

T = TypeVar("T")


@attrs.frozen
class Entry:
    """An entry of a file of references: its kind, such as ``misc``, its fields by name, and its line.

    Names of fields are in lower case in BibTeX, and as written in CSL. Values are text in BibTeX, and any JSON in CSL.
    ``texts`` has those that are text, by their names in lower case, and links without what BibTeX escapes.
    """

    key: str
    kind: str
    fields: Mapping[str, Any]
    texts: Mapping[str, str]
    line: int


def entries_of_bibtex(text: str) -> Iterator[Entry | ReadError | str]:
    """Yield the entries of a text of BibTeX, and errors in their places.

    All else is there by name: comments, strings, preambles, and fields that an entry has twice.
    """
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares.enclosing import RemoveEnclosingMiddleware

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # it says on standard error what is said here
    library = parse_string(_COMMENTED.sub(r"\1%", text))
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
            twice: Any = RemoveEnclosingMiddleware().transform_block(block.ignore_error_block, library)  # type: ignore[arg-type]
            block = twice  # an entry or a string
        match block:
            case model.ParsingFailedBlock():
                reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
                yield ReadError(f"no BibTeX: {reason}", line)
            case model.Entry():
                fields: dict[str, str] = {}
                enclosed = block.parser_metadata.get(RemoveEnclosingMiddleware.metadata_key(), {})
                for field in block.fields:
                    name = field.key.rpartition("\n")[2].strip().lower()  # behind a comment, which biber reads as one
                    if name in fields:  # BibTeX takes the first of two as well
                        yield f"the second {name} of {block.key}"
                    is_joined = enclosed.get(field.key) == "no-enclosing"
                    if is_joined and (behind := _FIELD.search(_ENCLOSED.sub(" ", field.value))):
                        yield ReadError(f"no BibTeX: expected a comma between {name} and {behind[1]}", line)
                        break
                    fields.setdefault(name, _joined(field.value, strings) if is_joined else str(field.value))
                else:
                    yield Entry(block.key, block.entry_type.lower(), fields, _texts_of(fields), line)
            case model.String():
                yield f"@string {block.key}"
            case model.Preamble():
                yield f"@preamble in line {line}"
            case model.ExplicitComment():
                yield f"@comment in line {line}"
            case _:
                yield f"the text in line {line}"


# To biber and pandoc; BibTeX has no comments.
_COMMENTED = re.compile(r"(?<!\\)(%[% \t]*+)@(?=\w++[ \t]*+[{(])")
_GROUP = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_ENCLOSED = re.compile(rf'"((?:[^"{{}}]++|{_GROUP})*+)"|({_GROUP})')
_FIELD = re.compile(r"(?<=\s)([A-Za-z][\w-]*+)\s*+=")
_JOINED = re.compile(rf'{_ENCLOSED.pattern}|([^\s#"{{}}]++)')


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """Return what ``"a " # name # {b}`` is; what is neither joined nor in braces stays as it is."""
    if not re.search('["{#]', value):
        return value
    return "".join(
        part[1] or (part[2] or "")[1:-1] or strings.get((part[3] or "").lower(), "") for part in _JOINED.finditer(value)
    )


def _texts_of(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with a link as it is, that of BibDesk as well, and a subtitle of biblatex in the title."""
    url = fields.get("url") or fields.get("bdsk-url-1", "")
    url = wrapped[1] if (wrapped := _WRAPPED.fullmatch(url.strip())) else url
    texts = fields | {"url": _LATEX.sub("", url) if _WEB.match(url) else url}
    if subtitle := fields.get("subtitle"):
        title = fields.get("title", "")
        texts["title"] = f"{title}{' ' if _ENDED.search(title) else ': '}{subtitle}"
    return texts


_ENDED = re.compile(r"(?:^|[.:?!…–—-])[}\s]*\Z")


def entries_of_csl(text: str) -> Iterator[Entry | ReadError]:
    """Yield the items of a text of CSL-JSON; raises :class:`~dailypapers.ReadError` where it breaks off."""
    for (line, column), item in values(text):
        key = item.get("id") if isinstance(item, dict) else None
        if isinstance(item, ReadError):
            yield item
        elif not isinstance(key, str | int) or isinstance(key, bool):
            yield ReadError("no CSL-JSON: expected an item with an id", line, column)
        else:
            fields = {name: value for name, value in item.items() if name not in ("id", "type")}
            texts = {name.lower(): value for name, value in fields.items() if isinstance(value, str)}
            yield Entry(str(key), str(item.get("type", "")), fields, texts, line)


# -- where a paper is -----------------------------------------------------------------------------------------------

# The fields that are an id, and those that say where a paper is, in the order in which they are believed. An abstract,
# a keyword or the name of a file may speak of other papers.
_IDS = ("eprint", "arxivid", "archive_location")
_PLACES = (
    *("eprint", "doi", "url", "howpublished", "journal", "journaltitle", "container-title", "volume", "note", "number"),
)
_BETWEEN = re.compile(r"\\[A-Za-z]++\s*+\{|\}\{")  # \href{https://arxiv.org/…}{arXiv:…}
_WORD = re.compile(r"""[^\s()\[\]<>"',;|]++""")
_BLANK_BEHIND = re.compile(r"(?i)(?<=arxiv:)[\s~]++")
_BEFORE_AN_ID = re.compile(r"arxiv:(?:abs/)?|abs/", re.IGNORECASE)
_LATEX = re.compile(r"[{}]|\\(?=[&%#_$~])")  # {\_} and \_ in a link
_WEB = re.compile(r"\s*+https?://")  # what is no address of the web is as somebody wrote it
_WRAPPED = re.compile(r"\\url\{(.*)\}", re.DOTALL)
_URL = re.compile(r"\\url\{([^{}]++)\}|https?://[^\s{}]++")
_NEXT_URL = re.compile(r"[,;]?(?<!\s)\s++(?=https?://)")  # some have several links in one field
_DOI = re.compile(r"10\.[0-9]{4,9}/\S++")


def id_of(texts: Mapping[str, str]) -> str | None:
    """Return the arXiv id of an entry by the texts of its fields; ``None`` where it has none."""
    for name in _IDS:
        if arxiv_id := arxiv_id_of(texts.get(name, "").partition("[")[0].strip()):  # 2407.08348 [cs.CL]
            return arxiv_id
    for name in _PLACES:
        if arxiv_id := _id_within(texts.get(name, "")):
            return arxiv_id
    return None


def _id_within(text: str) -> str | None:
    """Return the first arXiv id in a text: in a link or a DOI, or behind ``arXiv:`` or ``abs/``."""
    plain = _LATEX.sub("", _BETWEEN.sub(" ", text))  # {arXiv}:2407.08348
    for word in _WORD.findall(_BLANK_BEHIND.sub("", plain)):
        address = unquote(word).rstrip(".:")
        marked = _BEFORE_AN_ID.match(address)
        if arxiv_id := arxiv_id_in(address) or (marked and arxiv_id_of(address[marked.end() :])):
            return arxiv_id
    return None


def links_of(texts: Mapping[str, str]) -> list[str]:
    """Return the links of an entry by the texts of its fields: of ``url``, else the first of ``howpublished``."""
    if url := texts.get("url", ""):
        return _NEXT_URL.split(url.strip()) if _WEB.match(url) else [url]
    found = _URL.search(texts.get("howpublished", ""))
    return [_LATEX.sub("", found[1] or found[0])] if found else []


def link_of(texts: Mapping[str, str]) -> str | None:
    """Return the link to a paper: one that has its arXiv id, else that of the id, else any, else that of its DOI."""
    links, arxiv_id = links_of(texts), id_of(texts)
    if arxiv_id:
        return next((link for link in links if arxiv_id_in(link) == arxiv_id), f"https://arxiv.org/abs/{arxiv_id}")
    doi = _DOI.search(texts.get("doi", ""))
    return links[0] if links else f"https://doi.org/{doi[0]}" if doi else None


# -- papers -----------------------------------------------------------------------------------------------------------

_BLANKS = re.compile(r"\s++")


def _unbroken(text: str, between: str = " ") -> str:
    """Return a text with ``between`` in place of breaks of a line, and of the blanks around them."""
    return _BLANKS.sub(lambda run: run[0] if set("\t\n\r").isdisjoint(run[0]) else between, text).strip()


def paper_of(
    texts: Mapping[str, str], title: str, authors: list[str], abstract: str, *, is_abridged: bool, line: int
) -> Paper | ReadError | ReadWarning:
    """Return the paper of an entry, by the texts of its fields and by its parts as plain text; or why there is none.

    The last of authors that are abridged stands for others.
    """
    link, title, abstract = link_of(texts), _unbroken(title), _unbroken(without_tags(abstract), "\n")
    names = list(filter(None, map(_unbroken, authors[: len(authors) - is_abridged])))
    if not (title or link):
        return ReadWarning("passed over an entry with neither a title nor a link", line)
    try:
        "".join([title, link or "", abstract, *names]).encode()
    except UnicodeEncodeError as error:
        return ReadError(lone_surrogate(error), line)
    omitted, summary = len(names) if is_abridged else None, [Point(text=abstract)] if abstract else []
    return Paper(title, link, authors=names, authors_omitted_at=omitted, summary=summary, line=line)


def digest_of(
    found: Iterable[T | ReadError], paper: Callable[[T], Paper | ReadError | ReadWarning], source: str, *, empty: bool
) -> Iterator[Digest | ReadError | ReadWarning]:
    """Yield what is wrong with some that were found in a file, then one digest without a date of the papers of others.

    With ``empty`` there is one also where no paper is, and no error. An error that ends the file is raised behind it.
    """
    papers: list[Paper] = []
    failed: ReadError | None = None
    made = (each if isinstance(each, ReadError) else paper(each) for each in found)
    counted_papers: Iterator[Paper | ReadError | ReadWarning] = counted(made)
    try:
        for each in counted_papers:
            if isinstance(each, Paper):
                papers.append(attrs.evolve(each, source=source))
            else:
                empty = empty and isinstance(each, ReadWarning)
                yield each
    except ReadError as error:
        failed = error
    if papers or (empty and not failed):
        yield Digest(None, papers, source=source)
    if failed:
        raise failed
