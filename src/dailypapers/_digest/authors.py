"""The authors of a paper: names between commas, or a list as Python prints it, with a ``+`` where it is abridged."""

from dailypapers import problems
from dailypapers._digest import literal
from dailypapers._digest.doubt import Doubt, Doubts
from dailypapers.problems import Code

Authors = tuple[tuple[str, ...], int | None]
"""The names, and the index at which the list is abridged, ``None`` where it is complete."""

_NONE: Authors = (), None


def read_authors(printed: str | None, names: str | None) -> tuple[Authors, Doubts]:
    """Read the groups of AUTHORS."""
    if names is not None:
        every = [name.strip(" ") for name in names.rstrip(" ").split(",")]
        each = set(every)
        is_plain = len(each) == len(every) and "" not in each and "+" not in each
        if is_plain and split_name(every, None) is None:
            return (tuple(every), None), ()
        offsets = _offsets(names)
        kept, found = _sift(every)
        doubts = [Doubt(code, 2, offsets[index]) for code, index in found.items()]
        if not _can_be_written(kept):  # `+, [Ann]` without its `+`, where a list of absurd length would be needed
            return _NONE, (Doubt(problems.BAD_AUTHORS, 2),)
        return kept, doubts
    assert printed is not None  # noqa: S101 - one of the two groups always takes part
    try:
        every = [_name(value) for value in literal.read(printed.rstrip(" "))]
    except ValueError:
        return _NONE, (Doubt(problems.BAD_AUTHORS, 1),)
    kept, found = _sift(every)
    if not _can_be_written(kept):
        return _NONE, (Doubt(problems.BAD_AUTHORS, 1),)
    codes = list(found)
    if not every or _with_commas(every) is not None:
        codes.insert(0, problems.LITERAL_AUTHORS)
    return kept, [Doubt(code, 1) for code in codes]


def write_authors(authors: tuple[str, ...], omitted_at: int | None) -> str:
    """Write the line of the authors: between commas, as a list where a name has a comma or the first a bracket."""
    names = list(authors)
    if omitted_at is not None:
        names.insert(omitted_at, "+")
    line = _with_commas(names)
    return f"Authors: {literal.write(names) if line is None else line}"


def _split(line: str) -> list[str]:
    return [name.strip(" ") for name in line.split(",")]


def _offsets(line: str) -> list[int]:
    """Return where each name of a line begins."""
    offsets, start = [], 0
    for name in line.rstrip(" ").split(","):
        offsets.append(start + len(name) - len(name.lstrip(" ")))
        start += len(name) + 1
    return offsets


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not all of them are text")
    return value.strip(" ")


def _sift(every: list[str]) -> tuple[Authors, dict[Code, int]]:
    """Take the ``+`` and empty names out; return the codes of what is doubtful, each with the first index."""
    kept: list[str] = []
    indexes: list[int] = []
    found: dict[Code, int] = {}
    omitted_at: int | None = None
    seen = set()
    for index, name in enumerate(every):
        if name == "+":
            if omitted_at is None:
                omitted_at = len(kept)
            else:
                found.setdefault(problems.SECOND_PLUS, index)
        elif not name:
            found.setdefault(problems.EMPTY_NAME, index)
        else:
            if name in seen:
                found.setdefault(problems.SAME_AUTHOR, index)
            seen.add(name)
            kept.append(name)
            indexes.append(index)
    if (split := split_name(kept, omitted_at)) is not None:
        found[problems.SPLIT_NAME] = indexes[split]
    return (tuple(kept), omitted_at), found


def split_name(names: list[str], omitted_at: int | None) -> int | None:
    """Return the index of the first of two names that look like one split by a comma: `Chun-Fu, Chen, Ann One`.

    When in doubt there are none: two names of one word among others of more, and no group such as `OpenAI`.
    """
    words = [name for name in names if " " not in name]
    if len(words) != 2 or len(names) == 2 or words[0] == words[1]:
        return None
    first = names.index(words[0])
    if names[first + 1] != words[1] or omitted_at == first + 1:
        return None
    return first if all(map(_is_plain_word, words)) else None


def _is_plain_word(name: str) -> bool:
    return name[0].isupper() and all(part.isalpha() and part[1:].islower() for part in name.split("-"))


def _with_commas(names: list[str]) -> str | None:
    """Write names between commas; ``None`` where that would be read as something else."""
    line = ", ".join(names)
    if line.startswith("[") or "\n" in line or _split(line.rstrip(" \r")) != names:
        return None
    return line


def _can_be_written(kept: Authors) -> bool:
    """Return whether names can be written again: between commas, or else in a list that is not too long to be read."""
    names = list(kept[0])
    if not names or _with_commas(names) is not None:
        return True
    line = "".join(names)
    # Escapes make a name longer, at most four times; a lone surrogate cannot stand in a list.
    return 8 * len(line) < literal.LONGEST and not any("\ud800" <= char <= "\udfff" for char in line)
