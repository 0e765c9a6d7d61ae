r"""Backslashes that a Markdown formatter put into a line: it escapes what the digests mean as it stands.

`A*` becomes `A\*`, a text that begins with `1.` begins with `1\.`, and `$\sim$` becomes `$\\sim$`. LaTeX has
backslashes of its own: none is looked for before a sign in math or in a link, nor in a line with `\(`.
"""

import re

_ESCAPED_SIGN = re.compile(r"(?<!\\)\\[*_\[\]#+.><|~!]")
_DOUBLED = re.compile(r"(?<!\\)\\\\(?=[A-Za-z])")
# The dollar that opens math has no blank behind it, and the one that closes it none before it and no digit behind it.
_MATH = re.compile(r"\$\$?(?=[^ $])([^$]*)(?<=[^ $])\$\$?(?![0-9])")
# A formatter sets no backslash before a sign in code, in a link, or between two dollars.
_VERBATIM = re.compile(r"`[^`]*`|(?<=\])\([^\s)]*|https?://[^\s)]*|\$\$?[^$]*\$\$?")


def find_escape(line: str) -> int | None:
    """Return where the first such backslash is in a line, ``None`` where there is none."""
    found = []
    for math in _MATH.finditer(line):
        if doubled := _DOUBLED.search(line, *math.span(1)):
            found.append(doubled.start())
            break
    if r"\(" not in line:
        plain = _VERBATIM.sub(_blank, _MATH.sub(_blank, line))
        if sign := _ESCAPED_SIGN.search(plain):
            found.append(sign.start())
    return min(found, default=None)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
