"""The values that fields of models take. The message of a refusal begins with the field, or the path in it."""

import datetime
from collections.abc import Iterable, Mapping, Set
from typing import Any

_SAYS_SOMETHING_ELSE = (bool, datetime.datetime)


def as_str(text: str) -> str:
    """Return text of a subclass as plain ``str``: an element of BeautifulSoup is one, and holds its whole page."""
    return text if type(text) is str or not isinstance(text, str) else str.__str__(text)


def as_str_or_none(text: str | None) -> str | None:
    """Return the same of a field that may be unknown."""
    return None if text is None else as_str(text)


def as_tuple(items: Iterable[Any]) -> tuple[Any, ...]:
    """Return a sequence as a tuple; anything else as it is, for :func:`check_each` to refuse by its name.

    The letters of "Ann" are no authors, and a set or a mapping has no order.
    """
    if not isinstance(items, tuple | list):
        is_none = isinstance(items, str | bytes | bytearray | memoryview | Set | Mapping)
        if is_none or not isinstance(items, Iterable):
            return items  # type: ignore[return-value]
    return tuple(map(as_str, items))


def check(
    path: str, value: object, type_: type, *, optional: bool = False, least: int | None = None, most: int | None = None
) -> None:
    """Raise ``TypeError`` for a value of another type, ``ValueError`` for a number out of bounds."""
    if value is None and optional:
        return
    # To Python a bool is an int, and a datetime is a date.
    if not isinstance(value, type_) or isinstance(value, _SAYS_SOMETHING_ELSE):
        raise _wrong_type(path, value, f"{type_.__name__} or None" if optional else type_.__name__)
    if isinstance(value, int) and least is not None and not least <= value <= (value if most is None else most):
        raise ValueError(f"{path}: expected a whole number from {least} {'on' if most is None else f'to {most}'}")


def _wrong_type(path: str, value: object, expected: str) -> TypeError:
    return TypeError(f"{path}: expected {expected}, not {type(value).__name__}")


def check_each(path: str, values: object, type_: type) -> None:
    """Raise ``TypeError`` unless the values are a tuple, and for the first item of another type."""
    if type(values) is not tuple:
        raise _wrong_type(path, values, "a sequence such as a list")
    for index, value in enumerate(values):
        if not isinstance(value, type_):
            raise _wrong_type(f"{path}[{index}]", value, type_.__name__)


def check_choice(path: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise ``ValueError`` for a value that is none of the choices."""
    if type(value) is not str or value not in choices:
        raise ValueError(f"{path}: expected {' or '.join(choices)}")


def check_levels(path: str, points: tuple[Any, ...], most: int) -> None:
    """Raise ``ValueError`` for points that are deeper in each other than ``most`` levels."""
    if beyond := _beyond(points, most):
        raise ValueError(f"{path}{beyond}: more than {most} levels of points")


def _beyond(points: tuple[Any, ...], levels: int) -> str | None:
    """Return the path of the first point that is deeper than ``levels``, ``None`` where none is."""
    for index, point in enumerate(points):
        if not levels:
            return f"[{index}]"
        if point.points and (path := _beyond(point.points, levels - 1)):
            return f"[{index}].points{path}"
    return None
