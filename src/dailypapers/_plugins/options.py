"""The options of a plugin: text or values that a user gave become the fields of its class.

A cattrs converter of its own takes text from a command line and values from Python. It never guesses: ``"false"`` is
false, ``"1"`` is no boolean, 3.7 is no whole number.
"""

import datetime
import enum
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
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

_SIMPLE: dict[Any, tuple[str, str, Callable[[str], object]]] = {
    bool: ("true or false", "(?ai:true|yes|false|no)", lambda text: text.lower() in ("true", "yes")),
    int: ("a whole number", "[+-]?[0-9]{1,20}", int),
    float: ("a number", r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", float),
    str: ("text", "", str),
    datetime.date: ("a date as YYYY-MM-DD", "[0-9]{4}-[0-9]{2}-[0-9]{2}", datetime.date.fromisoformat),
    Path: ("a path", "(?s:.*)", Path),
}
"""The types of one value: their values in words, the text of one, and the function that makes it of the text."""


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
            (wrong,) = error.args
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


def is_option_type(type_: Any) -> bool:
    """Return whether an option can be of a type: text has to say its values without ambiguity."""
    if _is_optional(type_):
        return is_option_type(_without_none(type_))
    if _is_tuple(type_):
        item, *rest = get_args(type_) or (None,)
        return rest == [Ellipsis] and is_option_type(item) and not _is_tuple(item)
    return type_ in tuple(_SIMPLE) or bool(_members(type_))  # an annotation need not be hashable


def describe_type(type_: Any) -> str:
    """Describe the values of a type, as in ``a whole number, or nothing``."""
    if _is_optional(type_):
        return f"{describe_type(_without_none(type_))}, or nothing"
    if _is_tuple(type_):
        return f"{describe_type(get_args(type_)[0])}; several are separated by commas"
    members = [as_text(member) or "nothing" for member in _members(type_)]
    return either(members) if members else _SIMPLE[type_][0]


def _choices(type_: Any) -> tuple[str, ...]:
    """Return the texts of which a value, or each of several, has to be one; none for a type without a list."""
    inner = () if _members(type_) else get_args(type_)
    return (*map(as_text, _members(type_)), *(text for each in inner for text in _choices(each)))


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


# -- hooks that never guess; each raises ValueError with the value that is wrong ---------------------------------


@cache
def _converter() -> "cattrs.Converter":
    import cattrs  # 8 ms, which an export without options saves

    converter = cattrs.Converter(detailed_validation=False)
    for type_ in _SIMPLE:
        converter.register_structure_hook(type_, _one_value)
    converter.register_structure_hook(enum.Enum, _choice)  # of cattrs 24.1 its own hook comes before functions
    converter.register_structure_hook_func(lambda type_: bool(_members(type_)), _choice)
    converter.register_structure_hook_func(_is_optional, _optional)
    converter.register_structure_hook_func(_is_tuple, _tuple)
    return converter


def _one_value(value: object, type_: Any) -> object:
    # A truth value is an int in Python, and a moment a date.
    if isinstance(value, type_) and (type_ is bool or not isinstance(value, bool | datetime.datetime)):
        return value
    if type_ is float and type(value) is int:
        return float(value)
    _, pattern, made_of = _SIMPLE[type_]
    with suppress(ValueError):  # 2024-02-31
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return made_of(value)
    raise ValueError(value)


def _choice(value: object, type_: Any) -> object:
    for choice in _members(type_):
        if as_text(choice) == value or (type(choice) is type(value) and choice == value):
            return choice
    with suppress(ValueError):  # yes, FALSE
        if isinstance(value, str):
            return _choice(_one_value(value, bool), type_)
    raise ValueError(value)


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
        raise ValueError(value)
    return tuple(_converter().structure(item, get_args(type_)[0]) for item in items)
