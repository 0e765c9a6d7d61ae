"""The options of a plugin: text or values that a user gave become the fields of its class.

A cattrs converter of its own takes text from a command line and values from Python. It never guesses: ``"false"`` is
false, ``"1"`` is no boolean, 3.7 is no whole number.
"""

import datetime
import enum
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs

from dailypapers._plugins.faults import describe, text_of
from dailypapers._text import either
from dailypapers.errors import OptionError
from dailypapers.plugins import Option

if TYPE_CHECKING:
    import cattrs

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def options_of(cls: type) -> tuple[Option, ...]:
    """Return the options of a plugin's class, which are its fields."""
    return tuple(
        Option(
            name=field.alias,
            takes=describe_type(field.type),
            default=_default(field),
            required=field.default is attrs.NOTHING,
            help=str(field.metadata.get("help", "")),
        )
        for field in attrs.fields(cls)
        if field.init
    )


def make(cls: Any, format_name: str, given: Mapping[str, object]) -> Any:
    """Make a plugin from its options; raises :class:`~dailypapers.OptionError` for an option that it does not take.

    A ``ValueError`` or ``TypeError`` while it is made becomes one as well, whichever field or check raises it. Any
    other exception stays as it is.
    """
    fields = {field.alias: field for field in attrs.fields(cls) if field.init}
    values = {}
    for name, value in given.items():
        if name not in fields:
            raise OptionError(format_name, name, "there is no such option", fields)
        try:
            values[name] = _converter().structure(value, fields[name].type)
        except ValueError as error:
            wrong = error.item if isinstance(error, _ItemError) else value
            reason = f"expected {describe_type(fields[name].type)}, not {wrong!r}"
            raise OptionError(format_name, name, reason, _choices(fields[name].type), str(wrong)) from error
    for name, field in fields.items():
        if field.default is attrs.NOTHING and name not in values:
            raise OptionError(format_name, name, f"must be given: {describe_type(field.type)}")
    try:
        return cls(**values)
    except (ValueError, TypeError) as error:  # of a validator, or of a check of all fields
        name = next(iter(values)) if len(values) == 1 else ""  # with several, nobody knows which one is wrong
        raise OptionError(format_name, name, text_of(error) or describe(error)) from error


_SIMPLE: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    datetime.date: "a date as YYYY-MM-DD",
    Path: "a path",
}
"""The types of one value, in words."""


def is_option_type(type_: Any) -> bool:
    """Return whether an option can be of a type: text has to say its values without ambiguity."""
    if _is_optional(type_):
        return is_option_type(_without_none(type_))
    if _is_tuple(type_):
        item, *rest = get_args(type_) or (None,)
        return rest == [Ellipsis] and is_option_type(item) and not _is_tuple(item)
    return type_ in tuple(_SIMPLE) or bool(_members(type_))


def describe_type(type_: Any) -> str:
    """Describe the values of a type, as in ``a whole number, or nothing``."""
    if _is_optional(type_):
        return f"{describe_type(_without_none(type_))}, or nothing"
    if _is_tuple(type_):
        return f"{describe_type(get_args(type_)[0])}; several are separated by commas"
    members = [as_text(member) or "nothing" for member in _members(type_)]
    return either(members) if members else _SIMPLE[type_]


def _choices(type_: Any) -> tuple[str, ...]:
    """Return the texts of which a value, or each of several, has to be one; none for a type without a list."""
    if _is_optional(type_):
        return _choices(_without_none(type_))
    if _is_tuple(type_):
        return _choices(get_args(type_)[0])
    return tuple(map(as_text, _members(type_)))


def _members(type_: Any) -> tuple[Any, ...]:
    """Return the values of an enum or a ``Literal``; none for any other type."""
    if isinstance(type_, type) and issubclass(type_, enum.Enum):
        return tuple(type_)
    return get_args(type_) if get_origin(type_) is Literal else ()


def as_text(value: object) -> str:
    """Write a value as an option of the command takes it."""
    if isinstance(value, enum.Enum):
        return as_text(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(as_text(each).replace(",", r"\,") for each in value)
    return "" if value is None else str(value)


def _default(field: "attrs.Attribute[Any]") -> object:
    if field.default is attrs.NOTHING:
        return None
    return "(computed)" if type(field.default) is attrs.Factory else field.default


# -- hooks that never guess; each raises ValueError for any other value -------------------------------------


@cache
def _converter() -> "cattrs.Converter":
    import cattrs  # 8 ms, which an export without options saves

    converter = cattrs.Converter(detailed_validation=False)
    converter.register_structure_hook(bool, lambda value, _: _boolean(value))
    converter.register_structure_hook(int, lambda value, _: _integer(value))
    converter.register_structure_hook(float, lambda value, _: _number(value))
    converter.register_structure_hook(str, lambda value, _: _text(value))
    converter.register_structure_hook(datetime.date, lambda value, _: _date(value))
    converter.register_structure_hook(Path, lambda value, _: value if isinstance(value, Path) else Path(_text(value)))
    converter.register_structure_hook_func(lambda type_: bool(_members(type_)), _choice)
    converter.register_structure_hook_func(_is_optional, _optional)
    converter.register_structure_hook_func(_is_tuple, _tuple)
    return converter


def _boolean(value: object) -> bool:
    if isinstance(value, str) and value.lower() in _BOOLEANS:
        return _BOOLEANS[value.lower()]
    if isinstance(value, bool):
        return value
    raise ValueError


def _integer(value: object) -> int:
    if isinstance(value, str) and re.fullmatch("[+-]?[0-9]{1,20}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError


def _number(value: object) -> float:
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", value):
        return float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise ValueError


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


def _date(value: object) -> datetime.date:
    if type(value) is datetime.date:
        return value
    date = datetime.date.fromisoformat(_text(value))
    if date.isoformat() != value:  # fromisoformat takes 20240712 as well
        raise ValueError
    return date


def _choice(value: object, type_: Any) -> object:
    for choice in _members(type_):
        if as_text(choice) == value or (type(choice) is type(value) and choice == value):
            return choice
    raise ValueError


def _is_tuple(type_: Any) -> bool:
    return get_origin(type_) is tuple


def _is_optional(type_: Any) -> bool:
    return get_origin(type_) in (Union, UnionType) and NoneType in get_args(type_)


def _without_none(type_: Any) -> Any:
    return Union[tuple(each for each in get_args(type_) if each is not NoneType)]  # noqa: UP007


def _optional(value: object, type_: Any) -> object:
    return None if value is None or value == "" else _converter().structure(value, _without_none(type_))


def _tuple(value: object, type_: Any) -> tuple[object, ...]:
    items = value
    if isinstance(value, str):  # \, is a comma inside of an item
        items = [item.replace(r"\,", ",") for item in re.split(r"(?<!\\),", value)] if value else []
    if not isinstance(items, list | tuple):
        raise ValueError
    return tuple(_item(item, get_args(type_)[0]) for item in items)


def _item(item: object, type_: Any) -> object:
    try:
        return _converter().structure(item, type_)
    except ValueError as error:
        raise _ItemError(item) from error


class _ItemError(ValueError):
    """One of several values is wrong, and which."""

    def __init__(self, item: object) -> None:
        super().__init__(item)
        self.item = item
