"""Exporters and readers, ours and everybody's, and the helpers that their authors import.

An exporter is an attrs class that an installed distribution names in the entry-point group
``dailypapers.exporters``; the name of the entry point is the name of the format::

    @attrs.frozen
    class Titles:
        \"\"\"One title a line.\"\"\"

        suffix: ClassVar[str] = ".txt"
        numbered: bool = False

        def export(self, digests: Iterable[Digest]) -> Iterator[str]:
            for digest in digests:
                for paper in digest.papers:
                    yield f"{paper.title}\\n"

A reader is the mirror image: a class of the group ``dailypapers.readers``, whose method ``read`` yields digests.

The first line of a plugin's docstring is its description, its fields are its options. This module is what an
author may import: values, types, and a few helpers that most authors need. How plugins are found, loaded
and run is in ``_plugins``.
"""

import datetime
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, Literal, Protocol, TypeAlias

import attrs

from dailypapers._text import kind_of as kind_of  # words of messages of our own formats
from dailypapers._text import lone_surrogate as lone_surrogate
from dailypapers._text import nfc, shortened
from dailypapers.data import to_data
from dailypapers.errors import ReadError, ReadWarning, warn
from dailypapers.models import Digest, Paper, Point, each_point

__all__ = [
    "CONTRACT",
    "GROUP",
    "OLDEST_CONTRACT",
    "READER_GROUP",
    "Exporter",
    "File",
    "Format",
    "Kind",
    "Option",
    "Reader",
    "asset",
    "each_once",
    "formula_escaped",
    "is_web_link",
    "newest_first",
    "not_empty",
    "outline",
    "paper_data",
    "place_of",
    "safe_name",
    "shortened",
    "without_characters",
    "xml_text",
    "yaml_from_json",
]

GROUP = "dailypapers.exporters"
"""The entry-point group of exporters."""

READER_GROUP = "dailypapers.readers"
"""The entry-point group of readers."""

CONTRACT = 1
"""The newest version of the contract between this release and plugins that it accepts."""

OLDEST_CONTRACT = 1
"""The oldest one. A class that names no version was written for version 1."""

Kind: TypeAlias = Literal["exporter", "reader"]
"""What a plugin is."""


@attrs.frozen
class File:
    """One file of an output of many: an exporter that says ``files: ClassVar[bool] = True`` yields it in place of text.

    ``path`` is relative and has ``/`` between its parts; where the files go is the library's to decide. ``content`` is
    ``str``, ``bytes`` or an iterable of either, which is used up before the exporter is asked for the next file. A
    path that is not safe everywhere, or that is the same as another one to some file system, is an error of the
    exporter.
    """

    path: str
    content: str | bytes | Iterable[str] | Iterable[bytes]


class Exporter(Protocol):
    """What an exporter does: ``export`` yields the output in pieces, all of them ``str``, or ``bytes``, or ``File``.

    Optional class variables: ``suffix``, of the files it writes, with its dot; ``contract``, the version of
    the contract it was written for; ``streams``, a promise to yield before its input is used up; ``files``, true
    for one that yields ``File``.
    """

    def export(self, digests: Iterable[Digest], /) -> Iterable[str] | Iterable[bytes] | Iterable[File]:
        """Yield the output for digests that can be iterated once."""
        ...


class Reader(Protocol):
    """What a reader does: ``read`` yields the digests of one source.

    Optional class variables: ``suffix``, of the files it reads, with its dot; ``binary``, true for one whose content is
    ``bytes``; ``contract``, the version of the contract it was written for.
    """

    def read(self, content: Any, source: str, /) -> Iterable[Digest | ReadError | ReadWarning]:
        """Yield the digests in ``content``, which is ``str``, or ``bytes`` for a ``binary`` reader.

        ``source`` is the name of the file. Between digests a :class:`~dailypapers.ReadError` reports something that was
        not understood, a :class:`~dailypapers.ReadWarning` something doubtful. A ``ReadError`` that is raised ends the
        reading; what was yielded before it is kept.
        """
        ...


@attrs.frozen
class Option:
    """An option of a plugin: what it takes in words, its default (``None`` when it must be given), its help."""

    name: str
    takes: str
    default: object
    required: bool
    help: str


@attrs.frozen
class Format:
    """A row of :func:`dailypapers.formats`: a plugin, or in ``error`` why it cannot be used.

    ``distribution`` and ``version`` say what has installed it; ``suffix`` is ``None`` for one that has none. A
    distribution whose metadata cannot be read is a row as well: nobody knows which plugins it has, so ``name`` is empty
    and ``kind`` is ``None``.
    """

    name: str
    kind: Kind | None
    description: str
    suffix: str | None
    options: tuple[Option, ...]
    distribution: str
    version: str
    builtin: bool
    error: str | None


# -- helpers ----------------------------------------------------------------------------------------------------


def newest_first(digests: Iterable[Digest]) -> list[tuple[datetime.date | None, Paper]]:
    """Return each paper once, with the newest date on which it was featured, and as it was on that day.

    The newest come first, those of one day in their order, those of an unknown day last. Papers with the same
    ``identity`` are the same; one without is the same as no other. The order of the digests does not matter. All papers
    are held.
    """
    by_day = sorted(digests, key=lambda digest: digest.date or datetime.date.min, reverse=True)
    found: dict[object, tuple[datetime.date | None, Paper]] = {}
    for digest in by_day:
        for paper in digest.papers:
            found.setdefault(paper.identity or object(), (digest.date, paper))
    return list(found.values())


_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Return a text without the characters that no XML may hold (https://www.w3.org/TR/xml/#charsets).

    They are control characters, lone surrogates and two noncharacters; what is left out is warned of with
    :class:`~dailypapers.ExportWarning`. The text is not escaped: ``xml.etree`` does so, and ``html.escape``.
    """
    return without_characters(_NOT_IN_XML, text, "XML")


def without_characters(unfit: re.Pattern[str], text: str, form: str, title: str | None = None) -> str:
    """Return a text without the characters that ``form`` cannot hold, which are warned of.

    The :class:`~dailypapers.ExportWarning` has their codes and the beginning of the text, or of the ``title`` of the
    paper that a long text is about.
    """
    if not (dropped := unfit.findall(text)):
        return text
    codes = ", ".join(sorted({f"U+{ord(char):04X}" for char in dropped}))
    clean = unfit.sub("", text)
    named = clean if title is None else unfit.sub("", title)
    kind = "control characters" if all(unicodedata.category(char) == "Cc" for char in dropped) else "characters"
    warn(f"{kind} dropped ({codes}), which {form} cannot hold, from {shortened(named)!r}")
    return clean


def place_of(digest: Digest, paper: Paper) -> str:
    """Say for a message where a paper is: ``the digest of 2024-07-12, paper 'A Title'``."""
    return f"the digest of {digest.date or 'an unknown date'}, paper {shortened(paper.title)!r}"


# What YAML takes for no character, or 1.1 for the end of a line, and JSON does not: controls, separators, marks,
# noncharacters.
_NOT_IN_YAML: dict[int, str] = {
    code: f"\\u{code:04x}" for code in [*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF]
}


def yaml_from_json(text: str) -> str:
    """Return JSON as YAML 1.1 and 1.2 read it alike: its texts are quoted, and so never a number or a date."""
    return text.translate(_NOT_IN_YAML)


def outline(points: Iterable[Point]) -> str:
    """Return points as plain text: a line a point, two spaces a level, a label with its colon before the text."""
    lines = []
    for level, point in each_point(points):
        text = point.text.replace("\n", " ")
        if point.label is not None:
            text = f"{point.label}: {text}".rstrip(" ")
        lines.append("  " * (level - 1) + text)
    return "\n".join(lines)


# What a formula begins with, also in the forms that East Asian keyboards write
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = "=+-@＝＋－＠﹦﹢﹣﹫"

# White space, controls and format characters such as U+FEFF and U+200B, which some programs strip before they look.
_STRIPPED = frozenset(["Cc", "Cf", "Zl", "Zp", "Zs"])


def formula_escaped(cell: str) -> str:
    """Return the text of a cell with a ``'`` before it where a spreadsheet might run it: a formula, or a control.

    >>> formula_escaped("=SUM(A1)")
    "'=SUM(A1)"
    """
    inside = cell.lstrip("'")  # what looks escaped is escaped, so that it comes back
    first = next((char for char in inside if unicodedata.category(char) not in _STRIPPED), "A")
    return f"'{cell}" if first in _FORMULA or (inside and unicodedata.category(inside[0]) == "Cc") else cell


def is_web_link(url: str) -> bool:
    """Return whether a link begins with ``http://`` or ``https://``: one that may stand in a page."""
    return url[:8].lower().startswith(("http://", "https://"))


def safe_name(text: str) -> str:
    """Return a name for a file, without suffix, that follows from any text and is safe on every system.

    ``Ann One`` gives ``Ann-One-250833bf``: at most 40 characters of the text, letters and digits, and 8 digits of its
    SHA-256, which differ for texts that some file system takes for the same.
    """
    import hashlib  # 2 ms, which most formats do without

    words = re.sub(r"[\W_]+", "-", nfc(text)[:40]).strip("-")
    digits = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{words}-{digits}".removeprefix("-")


def not_empty(_: object, field: "attrs.Attribute[Any]", names: tuple[str, ...]) -> None:
    """Validate an option that takes several names: ``attrs.field(validator=[not_empty, each_once])``."""
    default: Any = field.default
    if not names:
        raise ValueError(f"{field.name!r} must name at least one, such as {default[0]}")


def each_once(_: object, field: "attrs.Attribute[Any]", names: tuple[str, ...]) -> None:
    """Validate an option that takes several names: no name twice."""
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{field.name!r} names {name!r} twice")


def paper_data(paper: Paper) -> dict[str, Any]:
    """Return one paper as plain data, as the formats ``json`` and ``jsonl`` have it."""
    return to_data(Digest(None, (paper,)))["digests"][0]["papers"][0]  # type: ignore[no-any-return]


def asset(module: str, path: str) -> bytes:
    """Return the content of a file that ships beside a module: ``asset(__name__, "style.css")``.

    ``path`` is relative to the folder of the module, with ``/``. It works for a package, a single module, a zip file,
    and a file that is not installed. Raises ``OSError`` where there is no such file.
    """
    loaded: Any = sys.modules[module]
    file = os.path.join(os.path.dirname(loaded.__file__), *path.split("/"))
    return bytes(loaded.__spec__.loader.get_data(file))
