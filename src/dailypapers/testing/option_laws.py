"""The law of options: each survives being written as text. One that does nothing is a doubt."""

import enum
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from dailypapers._plugins.faults import describe
from dailypapers._plugins.options import as_text, make
from dailypapers.errors import OptionError
from dailypapers.testing.breaches import broken
from dailypapers.testing.laws import result_of
from dailypapers.testing.results import Gather, comparable


def check_options(cls: type[Any], options: Mapping[str, object]) -> None:
    """Hold a class to taking its options as text, as they are given and by default."""
    plugin = make_plugin(cls, options)
    for field in attrs.fields(cls):
        if not field.init:
            continue
        value = getattr(plugin, field.name)
        text = as_text(value)
        again = getattr(make_plugin(cls, {**options, field.alias: text}), field.name)
        if again != value:
            broken("takes options as text", f"{field.alias} is {value!r}, and {again!r} when given as {text!r}")


def make_plugin(cls: type[Any], options: Mapping[str, object]) -> Any:
    """Make a plugin from its options; a failure breaks a law."""
    try:
        return make(cls, cls.__name__, options)
    except OptionError as error:
        broken("takes options as text", str(error), error)
    except (Exception, SystemExit) as error:
        broken("takes options as text", f"{cls.__name__} cannot be made: {describe(error)}", error)


def required_options(cls: type[Any], options: Mapping[str, object]) -> dict[str, object]:
    """Return the given options that have no default."""
    required = {field.alias for field in attrs.fields(cls) if field.init and field.default is attrs.NOTHING}
    return {name: value for name, value in options.items() if name in required}


def options_without_effect(
    gather: Gather, cls: type[Any], options: Mapping[str, object], inputs: list[Any]
) -> Iterator[str]:
    """Yield, in words, each option of few values with every one of which a plugin has the same results."""
    for field in attrs.fields(cls):
        values = _few_values(field.type) if field.init else ()
        results = []
        for value in values:
            try:
                plugin = make(cls, cls.__name__, {**options, field.alias: value})
            except (OptionError, ValueError, TypeError):
                continue  # a value that does not go with the others
            results.append((value, [comparable(result_of(gather, plugin, each)) for each in inputs]))
        if len(results) > 1 and all(each == results[0][1] for _, each in results):
            shown = " and ".join(as_text(value) or "nothing" for value, _ in results)
            yield f"option without effect: {field.alias!r}: the same with {shown}"


def _few_values(type_: Any) -> tuple[object, ...]:
    """Return the values of a boolean, an enum, or a ``Literal``; nothing for a type that has more."""
    if type_ is bool:
        return (False, True)
    if get_origin(type_) is Literal:
        return get_args(type_)
    if isinstance(type_, type) and issubclass(type_, enum.Enum):
        return tuple(type_)
    if get_origin(type_) in (Union, UnionType) and NoneType in get_args(type_):
        inner = [_few_values(each) for each in get_args(type_) if each is not NoneType]
        return (None, *inner[0]) if len(inner) == 1 and inner[0] else ()
    return ()
