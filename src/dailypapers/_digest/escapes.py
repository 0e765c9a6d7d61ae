r"""Backslashes that a Markdown formatter put into a line: it escapes what the digests mean as it stands.

`A*` becomes `A\*`, a text that begins with `1.` begins with `1\.`, and `$\sim$` becomes `$\\sim$`. LaTeX has
backslashes of its own: none is looked for before a sign in math or in a link, nor in a line with `\(`.
"""

import re

_ESCAPED_SIGN = re.compile(r"(?<!\\)\\[*_\[\]#+.><|~!]")
_DOUBLED = re.compile(r"(?<!\\)\\\\(?=[A-Za-z])")
# A dollar opens math in front of what is no blank, and closes it behind what is none and in front of no digit.
_MATH = re.compile(r"\$\$?(?=[^ $])([^$]*)(?<=[^ $])\$\$?(?![0-9])")
# Code, links, and all between two dollars: there a formatter sets no backslash before a sign.
_VERBATIM = re.compile(r"`[^`]*`|(?<=\])\([^\s)]*|https?://[^\s)]*|\$\$?[^$]*\$\$?")


def find_escape(line: str) -> int | None:
    """Return where the first such backslash is in a line, ``None`` where there is none."""
    found = []
    for math in _MATH.finditer(line):
        if doubled := _DOUBLED.search(line, *math.span(1)):
            found.append(doubled.start())
            break
    if r"\(" not in line:
        plain = _MATH.sub(_blank, _VERBATIM.sub(_blank, line))
        if sign := _ESCAPED_SIGN.search(plain):
            found.append(sign.start())
    return min(found, default=None)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
