"""The authors of a paper: names between commas, or a list as Python prints it, with a ``+`` where it is abridged."""

import re
from collections.abc import Sequence

from dailypapers import problems
from dailypapers._digest import literal
from dailypapers._digest.field_problem import FieldProblem, FieldProblems
from dailypapers.problems import Code

Authors = tuple[tuple[str, ...], int | None]
"""The names, and the index at which the list is abridged, ``None`` where it is complete."""

NO_AUTHORS: Authors = (), None

_SEMICOLON = re.compile("(;)|&(?:#[0-9A-Za-z]{1,7}|[A-Za-z]{1,7}[a-z0-9]);")  # `&amp;` ends in none: no group
_MORE = r"(?:and[ ])?(?:et(?:[ ]|[.][ ]?)al[.]?|[0-9]{1,5}[ ](?:more|others)(?:[ ]authors)?)|and[ ]others"
_ET_AL = re.compile(
    rf"(?:^|[ ])(?:{_MORE}|[+][ ]?[0-9]{{1,5}}(?:[ ]authors)?)$|(?:…|(?<![.])[.]{{3,}}+)$", re.IGNORECASE
)
_ENDS_OF_OTHERS = (".", "…", "al", "Al", "AL", "+", "and", "more", "others", "authors", *"0123456789")
_MORE_GROUP_WORDS = {"of", "for", "department", "school", "college", "faculty", "academy", "society", "committee"}
_INITIALS = re.compile(r"(?:[^\W\d_][.][ -]?)+|[^\W\d_]")


def read_authors(printed: str | None, names: str | None) -> tuple[Authors, FieldProblems]:
    """Read the groups of AUTHORS."""
    if names is not None:
        if plain := read_plain_authors(names):
            return plain, ()
        kept, found = _read_names(names.rstrip(" "))
        if not _can_be_written(kept):  # `+, [Ann]` without its `+`, where a list of absurd length would be needed
            return NO_AUTHORS, (FieldProblem(problems.BAD_AUTHORS, 2),)
        return kept, found
    assert printed is not None  # noqa: S101 - one of the two groups always takes part
    try:
        every = [_name(value) for value in literal.read(printed.rstrip(" "))]
    except ValueError:
        return NO_AUTHORS, (FieldProblem(problems.BAD_AUTHORS, 1),)
    kept, places = _sift(every)
    if not _can_be_written(kept):
        return NO_AUTHORS, (FieldProblem(problems.BAD_AUTHORS, 1),)
    codes = list(places)
    if not every or _with_commas(every) is not None:
        codes.insert(0, problems.LITERAL_AUTHORS)
    return kept, [FieldProblem(code, 1) for code in codes]


def read_plain_authors(line: str) -> Authors | None:
    """Read a line that has nothing but names between commas, and a `+`; ``None`` where it may have more."""
    names = line.split(", ")
    each = set(names)
    if len(each) != len(names) or line.count(",") >= len(names) or "  " in line or " ," in line or line[-1:] == " ":
        return None
    omitted_at = None
    if "+" in each:
        omitted_at = names.index("+")
        del names[omitted_at]
    if "" in each or _may_be_odd(line) or split_name(names, omitted_at) is not None:
        return None
    return tuple(names), omitted_at


def write_authors(authors: tuple[str, ...], omitted_at: int | None) -> str:
    """Write the line of the authors: between commas, or as a list where that would be read as something else."""
    names = list(authors)
    if omitted_at is not None:
        names.insert(omitted_at, "+")
    line = _with_commas(names)
    return f"Authors: {literal.write(names) if line is None else line}"


# -- names in a line ------------------------------------------------------------------------------------------

Place = tuple[int, str]
"""Where a name begins in its line, and the name."""


def _may_be_odd(line: str) -> bool:
    """Return whether a line may have more than names between commas; nearly none has."""
    return ";" in line or "and " in line or line.endswith(_ENDS_OF_OTHERS)


def _read_names(line: str) -> tuple[Authors, list[FieldProblem]]:
    """Read names between commas or semicolons; the last may have an `and` before it and `et al.` behind it."""
    names, found = _separate(line)
    last = _last(names)
    at, name = names[last]
    if abridged := _ET_AL.search(name):
        found.append(FieldProblem(problems.ET_AL, 2, at + abridged.start()))
        rest = name[: abridged.start()].rstrip(" ")
        names[last : last + 1] = [(at, rest), (at, "+")] if rest else [(at, "+")]
        last = _last(names)
        at, name = names[last]
    behind, code = _read_last(name, is_alone=not any(other for _, other in names[:last]))
    if code:
        names[last : last + 1] = [(at, each) for each in behind]
        if code not in [problem.code for problem in found]:
            found.append(FieldProblem(code, 2, at))
    kept, places = _sift([name for _, name in names])
    found += [FieldProblem(code, 2, names[index][0]) for code, index in places.items()]
    return kept, found


def _last(names: list[Place]) -> int:
    """Return the index of the last name."""
    return next((index for index in reversed(range(len(names))) if names[index][1] not in ("", "+")), 0)


def _separate(line: str) -> tuple[list[Place], list[FieldProblem]]:
    """Split a line at semicolons where these alone can separate its names, else at commas."""
    commas = _cut(line, [match.start() for match in re.finditer(",", line)])
    semicolons = [match.start() for match in _SEMICOLON.finditer(line) if match[1]]
    if not semicolons:
        return commas, []
    parts = _cut(line, semicolons)
    commas_in = [part.count(",") for _, part in parts if part]
    if not any(commas_in) or (set(commas_in) == {1} and len(commas_in) > 1):  # `Ann One; Bob Two`, `One, Ann; Two, Bob`
        return parts, [FieldProblem(problems.OTHER_SEPARATOR, 2, semicolons[0])]
    return commas, [FieldProblem(problems.JOINED_NAMES, 2, semicolons[0])]


def _cut(line: str, ends: Sequence[int]) -> list[Place]:
    """Cut a line at the offsets of its separators, each of one character."""
    places = []
    for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(line)], strict=True):
        name = line[start:end].lstrip(" ")
        places.append((end - len(name), name.rstrip(" ")))
    return places


def _read_last(name: str, *, is_alone: bool) -> tuple[list[str], Code | None]:
    """Read the last name of a line: `and Cem Three`, or where it ``is_alone``, `Ann One and Bob Two`."""
    if not is_alone and f"{name} ".startswith("and "):
        return [name.removeprefix("and").lstrip(" ")], problems.OTHER_SEPARATOR
    names = [each.strip(" ") for each in name.split(" and ")]
    if len(names) == 1 or not all(map(_may_be_person, names)):
        return [name], None
    if is_alone and len(names) == 2:
        return names, problems.OTHER_SEPARATOR
    return [name], problems.JOINED_NAMES


def _may_be_person(name: str) -> bool:
    from dailypapers.references import GROUP_WORDS  # 2 ms that few commands need

    words = name.lower().split()
    return len(words) > 1 and (GROUP_WORDS | _MORE_GROUP_WORDS).isdisjoint(words)


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not all of them are text")
    return value.strip(" ")


def _sift(every: list[str]) -> tuple[Authors, dict[Code, int]]:
    """Take the ``+`` and empty names out; return the codes of problems, each with the first index."""
    kept: list[str] = []
    indexes: list[int] = []
    places: dict[Code, int] = {}
    omitted_at: int | None = None
    seen = set()
    for index, name in enumerate(every):
        if name == "+":
            if omitted_at is None:
                omitted_at = len(kept)
            else:
                places.setdefault(problems.SECOND_PLUS, index)
        elif not name:
            places.setdefault(problems.EMPTY_NAME, index)
        else:
            if name in seen:
                places.setdefault(problems.SAME_AUTHOR, index)
            seen.add(name)
            kept.append(name)
            indexes.append(index)
    if (split := split_name(kept, omitted_at)) is not None:
        places[problems.SPLIT_NAME] = indexes[split]
    return (tuple(kept), omitted_at), places


def split_name(names: list[str], omitted_at: int | None) -> int | None:
    """Return the index of the first of two names that look like one split by a comma: `Chun-Fu, Chen, Ann One`.

    When in doubt there are none: two names of one word among others of more, and no group such as `OpenAI`; or every
    second name of all is nothing but initials: `One, A., Two, B.`
    """
    is_even = names and len(names) % 2 == 0
    if is_even and _INITIALS.fullmatch(names[1]) and _are_initials(names[1::2]) and not _INITIALS.fullmatch(names[0]):
        return 0
    words = [name for name in names if " " not in name]
    if len(words) != 2 or len(names) == 2 or words[0] == words[1]:
        return None
    first = names.index(words[0])
    if names[first + 1] != words[1] or omitted_at == first + 1:
        return None
    return first if all(map(_is_plain_word, words)) else None


def _are_initials(names: list[str]) -> bool:
    """Return whether all are initials: with periods, or several of one letter."""
    all_are = all(_INITIALS.fullmatch(name) and name == name.upper() for name in names)
    return all_are and (len(names) > 1 or "." in names[0])


def _is_plain_word(name: str) -> bool:
    return name[0].isupper() and all(part.isalpha() and part[1:].islower() for part in name.split("-"))


def _with_commas(names: list[str]) -> str | None:
    """Write names between commas; ``None`` where that would be read as something else."""
    line = ", ".join(names)
    if line.startswith("[") or "\n" in line or [name.strip(" ") for name in line.rstrip(" \r").split(",")] != names:
        return None
    return None if _may_be_odd(line) and _has_other_signs(names, line) else line


def _has_other_signs(names: list[str], line: str) -> bool:
    """Return whether a line has more to separate or to abridge its names than commas and `+`."""
    has_and = any(f"{name} ".startswith("and ") for name in names) or (len(names) == 1 and " and " in line)
    last = next((name for name in reversed(names) if name != "+"), "")
    return has_and or bool(_ET_AL.search(last)) or any(match[1] for match in _SEMICOLON.finditer(line))


def _can_be_written(kept: Authors) -> bool:
    """Return whether names can be written again: between commas, or else in a list that is not too long to be read."""
    names = list(kept[0])
    if not names or _with_commas(names) is not None:
        return True
    line = "".join(names)
    # Escapes make a name longer, at most four times; a lone surrogate cannot stand in a list.
    return 8 * len(line) < literal.LONGEST and not any("\ud800" <= char <= "\udfff" for char in line)
