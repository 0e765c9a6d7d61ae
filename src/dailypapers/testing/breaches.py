"""Broken laws in words: the law, how it is broken, and the input or the two results that show it."""

from itertools import zip_longest
from typing import Any, NoReturn

from dailypapers.testing.results import comparable

_LONGEST = 1000


def broken(law: str, how: str, cause: BaseException | None = None) -> NoReturn:
    """Raise the error that names a law and how it is broken."""
    raise AssertionError(f"law broken: {law}: {how}") from cause


def is_broken_law(error: BaseException) -> bool:
    """Return whether :func:`broken` raised an error: a plugin may raise ``AssertionError`` as well."""
    return isinstance(error, AssertionError) and str(error).startswith("law broken: ")


def shown(given: object) -> str:
    """Return an input as the author of a plugin sees it."""
    if isinstance(given, list) and len(given) > 20:
        return f"{len(given)} digests"
    text = repr(given)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def difference(one: Any, other: Any) -> str:
    """Describe where two results differ first."""
    if isinstance(one, dict) and isinstance(other, dict):
        for path in [*one, *other]:
            if one.get(path) != other.get(path):
                return f"in {path!r}: {difference(one.get(path), other.get(path))}"
        return "in the order of their files"
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip_longest(comparable(one), comparable(other))
        one, other = map(repr, next(pair for pair in pairs if pair[0] != pair[1]))
    elif one is None or other is None or type(one) is not type(other):
        kinds = ("nothing that can be written" if each is None else type(each).__name__ for each in (one, other))
        return " and ".join(kinds)
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(place - 20, 0)
    return f"{one[start : place + 40]!r} and {other[start : place + 40]!r}"
