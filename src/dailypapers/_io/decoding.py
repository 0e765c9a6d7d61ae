"""The bytes of an input as text: UTF-8, with or without a byte order mark, or UTF-16 with one."""

import codecs

from dailypapers import problems
from dailypapers.errors import DigestSyntaxError

_MARKS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16-LE"), (codecs.BOM_UTF16_BE, "UTF-16-BE"))


def read_text(path: str) -> tuple[str, str]:
    """Return the text of a file, with its byte order mark, and the encoding in which it can be written again.

    Raises what :func:`dailypapers.read` raises for a file that cannot be opened or decoded.
    """
    with open(path, "rb") as file:
        return decoded(file.read(), path)


def decoded(data: bytes, source: str) -> tuple[str, str]:
    """Return the bytes of a file as text, and their encoding; the error names the byte and the line."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "UTF-8")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding).removeprefix("\ufeff")
        line = before[before.rfind("\n") + 1 :]
        raise DigestSyntaxError(
            problems.UNDECODABLE.at(
                source,
                before.count("\n") + 1,
                len(line) + 1,
                line,
                byte=error.start,
                value=data[error.start],
                encoding=encoding.removesuffix("-LE").removesuffix("-BE"),
            )
        ) from None


def text_for_readers(text: str) -> str:
    """Return a text as readers get it: without a byte order mark, with line feeds alone at the ends of lines."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")
