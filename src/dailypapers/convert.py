"""Models to plain data and back without loss: the JSON object of the format ``json``.

One cattrs converter, made for this purpose and used for nothing else. It coerces nothing: ``"26"`` is no
number and ``"abc"`` no list. The same shape is written down as a JSON Schema, ``schema.json`` beside this file.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache
from types import GenericAlias
from typing import Any, Literal, get_args, get_origin

import attrs
import cattrs
from cattrs.cols import list_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from dailypapers.errors import DataError, kind_of
from dailypapers.models import MAX_LEVELS, Digest, Document, Media, Paper, Point, each_digest

VERSION = 1


def to_data(digests: Iterable[Digest | Document]) -> dict[str, Any]:
    """Give digests (or those of documents) as dicts, lists, strings, numbers and ``None``.

    The shape is that of ``{"version": 1, "digests": [...]}`` in the format ``json``. What a model does not say
    in its equality, ``source`` and ``line``, is left out; ``arxiv_id`` is added for whoever reads the data.
    Raises :class:`~dailypapers.DataError` for points so deep in each other that Python gives up.
    """
    try:
        data = [_converter().unstructure(digest) for digest in each_digest(digests)]
    except RecursionError:
        raise DataError(f"points far beyond {MAX_LEVELS} levels") from None
    return {"version": VERSION, "digests": data}


def from_data(data: object) -> tuple[Digest, ...]:
    """Give the digests back that :func:`to_data` made ``data`` from.

    Raises :class:`~dailypapers.DataError`, with the path to what is wrong, for data of another shape or
    version, or with points more than 16 levels deep.
    """
    if not isinstance(data, Mapping) or not {"version", "digests"} <= data.keys():
        raise DataError("expected an object with 'version' and 'digests'")
    if type(data["version"]) is not int or data["version"] != VERSION:
        raise DataError(f"expected {VERSION}, the version that this release reads", "version")
    _check_levels(data)
    try:
        return _converter().structure({**data}, _Data).digests
    except cattrs.BaseValidationError as error:
        message, _, path = cattrs.transform_error(error, "", _worded)[0].rpartition(" @ ")
        raise DataError(message, path.removeprefix(".")) from error


@attrs.frozen
class _Data:
    version: int
    digests: tuple[Digest, ...]


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(datetime.date, datetime.date.isoformat)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _number)
    converter.register_structure_hook_func(_is_literal, _choice)
    converter.register_structure_hook(datetime.date, _date)
    converter.register_structure_hook_factory(_is_tuple, _tuple)
    for cls in (Point, Media, Paper, Digest, _Data):  # each before what holds it
        attrs.resolve_types(cls)
        unsaid: dict[str, Any] = {name: override(omit=True) for name in ("source", "line") if hasattr(cls, name)}
        structure = make_dict_structure_fn(cls, converter, **unsaid)
        unstructure = make_dict_unstructure_fn(cls, converter, **unsaid)
        converter.register_structure_hook(cls, _object(structure, derived={"arxiv_id"} if cls is Paper else set()))
        converter.register_unstructure_hook(cls, _with_arxiv_id(unstructure) if cls is Paper else unstructure)
    return converter


def _with_arxiv_id(unstructure: Callable[[Any], dict[str, Any]]) -> Callable[[Paper], dict[str, Any]]:
    def data_of(paper: Paper) -> dict[str, Any]:
        data = unstructure(paper)
        return {"title": data.pop("title"), "url": data.pop("url"), "arxiv_id": paper.arxiv_id, **data}

    return data_of


# -- hooks that coerce nothing ------------------------------------------------------------------------------


def _text(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise DataError(f"expected text, not {kind_of(value)}")
    return value


def _number(value: object, _: object) -> int:
    if type(value) is not int:  # to Python a boolean is one as well
        raise DataError(f"expected a whole number, not {kind_of(value)}")
    return value


def _is_literal(type_: Any) -> bool:
    return get_origin(type_) is Literal


def _choice(value: object, type_: Any) -> object:
    choices = get_args(type_)
    if not isinstance(value, str) or value not in choices:
        raise DataError(f"expected {' or '.join(choices)}")
    return value


def _date(value: object, _: object) -> datetime.date:
    try:
        date = datetime.date.fromisoformat(_text(value, _))
    except ValueError:
        date = None
    if date is None or date.isoformat() != value:  # fromisoformat takes 20240712 and 2024-W28-5 as well
        raise DataError("expected a date as YYYY-MM-DD")
    return date


def _is_tuple(type_: Any) -> bool:
    return get_origin(type_) is tuple


def _tuple(type_: Any, converter: cattrs.Converter) -> Callable[[object, object], tuple[Any, ...]]:
    structure = list_structure_factory(GenericAlias(list, get_args(type_)[:1]), converter)  # type: ignore[arg-type]

    def items(value: object, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise DataError(f"expected a list, not {kind_of(value)}")
        return tuple(structure(value, _))

    return items


def _object(structure: Callable[[Mapping[str, Any], Any], Any], derived: Set[str]) -> Callable[[object, object], Any]:
    def fields(value: object, type_: object) -> Any:
        if not isinstance(value, Mapping):
            raise DataError(f"expected an object, not {kind_of(value)}")
        return structure({key: item for key, item in value.items() if key not in derived}, type_)

    return fields


# -- what is wrong, in words --------------------------------------------------------------------------------


def _worded(error: BaseException, _: object) -> str:
    match error:
        case DataError():
            return error.message
        case KeyError():
            return f"the key {error} is missing"
        case cattrs.ForbiddenExtraKeysError(extra_fields=keys):
            return f"unknown key {', '.join(sorted(map(repr, keys)))}"
    return str(error)


def _check_levels(data: Mapping[str, Any]) -> None:
    """Refuse points in points beyond the limit, before anything recurses into them."""
    for d, digest in enumerate(_items(data, "digests")):
        for p, paper in enumerate(_items(digest, "papers")):
            if path := _beyond(paper, "summary", 1):
                raise DataError(f"more than {MAX_LEVELS} levels of points", f"digests[{d}].papers[{p}]{path}")


def _beyond(value: object, key: str, level: int) -> str | None:
    for index, point in enumerate(_items(value, key)):
        if level > MAX_LEVELS:
            return f".{key}[{index}]"
        if path := _beyond(point, "points", level + 1):
            return f".{key}[{index}]{path}"
    return None


def _items(value: object, key: str) -> list[Any] | tuple[Any, ...]:
    items = value.get(key) if isinstance(value, Mapping) else None
    return items if isinstance(items, list | tuple) else ()
