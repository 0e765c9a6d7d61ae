"""Entries of files of references, BibTeX and CSL-JSON: what is in a file, and where an entry says that its paper is.

This is the one reading that the readers of references, the option ``keys`` and its guard share. Nothing here writes.
bibtexparser reads BibTeX (extra ``bib``).
"""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import unquote

import attrs

from dailypapers.errors import ReadError
from dailypapers.listing import jsontext
from dailypapers.models import arxiv_id_in, arxiv_id_of


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


@attrs.frozen
class Other:
    """What is in a file of BibTeX beside entries, by name; a command is ``@string``, ``@preamble`` or ``@comment``."""

    name: str
    is_command: bool = False


def need_bibtexparser() -> None:
    """Raise :class:`ImportError` where there is no bibtexparser 2."""
    try:
        import bibtexparser.middlewares.enclosing  # noqa: F401  # which version 1 does not have
    except ImportError:
        raise ImportError('needs bibtexparser 2: pip install "bibtexparser>=2.0.0b7"') from None


logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # it says on standard error what is said here


def entries_of_bibtex(text: str) -> Iterator[Entry | ReadError | Other]:
    """Yield the entries of a text of BibTeX, and errors in their places.

    All else is there by name: comments, strings, preambles, and fields that an entry has twice. Raises
    :class:`ImportError` where there is no bibtexparser 2.
    """
    need_bibtexparser()
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares.enclosing import RemoveEnclosingMiddleware

    library = parse_string(_START.sub(_tight, _COMMENTED.sub(_without_start, text)), parse_stack=[])
    without_enclosing = RemoveEnclosingMiddleware()
    strings: dict[str, str] = {}  # the last before an entry counts
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
            block = block.ignore_error_block  # type: ignore[assignment]  # an entry or a string
        match without_enclosing.transform_block(block, library):
            case model.ParsingFailedBlock() as failed:
                reason = " ".join(str(getattr(failed.error, "abort_reason", failed.error)).split())
                yield ReadError(f"no BibTeX: {reason}", line)
            case model.Entry() as entry:
                fields: dict[str, str] = {}
                for field in entry.fields:
                    name = field.key.rpartition("\n")[2].strip().lower()  # behind a comment, which biber reads as one
                    if name in fields:  # BibTeX takes the first of two as well
                        yield Other(f"the second {name} of {entry.key}")
                    words = _words(str(field.value)) if field.enclosing else []
                    if behind := _FIELD.search(" ".join("" if word[0] in '{"' else word for word in words)):
                        yield ReadError(f"no BibTeX: expected a comma between {name} and {behind[1]}", line)
                        break
                    fields.setdefault(name, _joined(str(field.value), words, strings))
                else:
                    yield Entry(entry.key, entry.entry_type.lower(), fields, _texts_of(fields), line)
            case model.String() as string:
                value = str(string.value)
                strings[string.key.lower()] = _joined(value, _words(value) if string.enclosing else [], strings)
                yield Other(f"@string {string.key}", is_command=True)
            case model.Preamble():
                yield Other(f"@preamble in line {line}", is_command=True)
            case model.ExplicitComment():
                yield Other(f"@comment in line {line}", is_command=True)
            case _:
                yield Other(f"the text in line {line}")
    if cut := _CUT.search(text):
        yield ReadError("no BibTeX: expected an entry behind the @", text.count("\n", 0, cut.start()) + 1)


def keys_in_bibtex(text: str) -> frozenset[str]:
    """Return in lower case all keys that BibTeX may find in a text, which also reads entries that are commented out."""
    return frozenset(key.lower() for key in _KEY.findall(text))


# An entry behind a % is a comment to biber and pandoc; BibTeX has no comments. White space around its kind is read by
# all of them, but not by bibtexparser: it goes behind the brace, as lines are counted. "Talk @ home {A}" is no entry.
_COMMENTED = re.compile(r"(?<!\\)%[% \t]*+(?:@(?=\s*+\w++\s*+[{(]))?")
_COMMAND = r"(?i:string|preamble|comment)(?=\s*+[{(])"
_START = re.compile(rf'@(\s*+)({_COMMAND}|\w++(?=\s*+[{{(]\s*+[^@,{{}}"=\n]*+,))(\s*+)([{{(])')
_KEY = re.compile(r"@\s*+\w++\s*+[{(]\s*+([^\s,{}()@]++)")
_CUT = re.compile(r"@\s*+(?!(?i:comment)\b)\w*+\s*+\Z")
_FIELD = re.compile(r"(?<=\s)([A-Za-z][\w-]*+)\s*+=")


def _without_start(comment: re.Match[str]) -> str:
    return comment[0].replace("@", "%")


def _tight(start: re.Match[str]) -> str:
    return f"@{start[2]}{start[4]}" + "\n" * (start[1] + start[3]).count("\n")


def _words(value: str) -> list[str]:
    """Return the words of ``"a " # name # {b}``, without comments."""
    return list(filter(None, parts(value, "#")))


def _joined(value: str, words: list[str], strings: Mapping[str, str]) -> str:
    """Return what the words of a value are; what is neither joined nor in braces stays as it is."""
    if not words or (len(words) > 1 and not re.search('["{#]', value)):
        return value
    return "".join(word[1:-1] if word[0] in '{"' else strings.get(word.lower(), word) for word in words)


_SEPARATORS = {"and": r"(?<!\S)(?i:and)(?!\S)", ",": ",", "#": r'"|[#\s]|%[^\n]*+'}


def parts(text: str, separator: Literal["and", ",", "#"]) -> list[str]:
    """Return the parts of a text between separators that are in no braces.

    Those of ``#``, blanks and comments, are in no quotation marks either.
    """
    found_parts, start, depth, is_quoted = [], 0, 0, False
    for found in re.finditer(rf"\\.|[{{}}]|{_SEPARATORS[separator]}", text, re.DOTALL):
        match found[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
            case '"':
                is_quoted ^= depth == 0
            case sign if depth == 0 and not is_quoted and sign[0] != "\\":
                found_parts.append(text[start : found.start()])
                start = found.end()
    return [*found_parts, text[start:]]


LINKS = "all links"
"""The text that has each link of a field in which some have several, a line each; no field has this name."""


def _texts_of(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with a link as it is, that of BibDesk as well, and a subtitle of biblatex in the title."""
    url = fields.get("url") or fields.get("bdsk-url-1", "")
    url = wrapped[1] if (wrapped := _WRAPPED.fullmatch(url.strip())) else url
    texts = fields | {"url": url}
    if _WEB.match(url):
        texts["url"] = _LATEX.sub("", url)
        texts[LINKS] = "\n".join(_NEXT_URL.split(texts["url"].strip()))
    if subtitle := fields.get("subtitle"):
        title = fields.get("title", "")
        texts["title"] = f"{title}{' ' if _ENDED.search(title) else ': '}{subtitle}"
    return texts


_ENDED = re.compile(r"(?:^|[.:?!…–—-])[}\s]*\Z")


def entries_of_csl(text: str) -> Iterator[Entry | ReadError]:
    """Yield the items of a text of CSL-JSON; raises :class:`~dailypapers.ReadError` where it breaks off."""
    for (line, column), item in jsontext.values(text):
        if isinstance(item, ReadError):
            yield item
        elif not isinstance(item, dict):
            yield ReadError("no CSL-JSON: expected an item, which is an object", line, column)
        else:
            fields = {name: value for name, value in item.items() if name not in ("id", "type")}
            texts = {name.lower(): value for name, value in fields.items() if isinstance(value, str)}
            key = item.get("id")  # of what Crossref answers there is none
            yield Entry("" if key is None else str(key), str(item.get("type", "")), fields, texts, line)


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
    if links := texts.get(LINKS):
        return links.split("\n")
    if url := texts.get("url"):
        return [url]
    found = _URL.search(texts.get("howpublished", ""))
    return [_LATEX.sub("", found[1] or found[0])] if found else []


def link_of(texts: Mapping[str, str]) -> str | None:
    """Return the link to a paper: one that has its arXiv id, else that of the id, else any, else that of its DOI."""
    links, arxiv_id = links_of(texts), id_of(texts)
    if arxiv_id:
        return next((link for link in links if arxiv_id_in(link) == arxiv_id), f"https://arxiv.org/abs/{arxiv_id}")
    doi = _DOI.search(texts.get("doi", ""))
    return links[0] if links else f"https://doi.org/{doi[0]}" if doi else None
