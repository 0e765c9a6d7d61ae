"""One cattrs converter, made for plain data and used for nothing else.

It coerces nothing: ``"26"`` is no number and ``"abc"`` no list.
"""

import datetime
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, TypeAlias, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from dailypapers._text import kind_of, lone_surrogate, some_of
from dailypapers.data.plain import day_of
from dailypapers.errors import DataError
from dailypapers.models import MAX_LEVELS, Digest, Media, Paper, Point, arxiv_id_of


def structured(data: Mapping[Any, Any]) -> tuple[Digest, ...]:
    """Return the digests of data of this version; raises :class:`~dailypapers.DataError`."""
    try:
        return _converter().structure({**data}, _Data).digests
    except (cattrs.BaseValidationError, DataError, RecursionError) as error:
        found = _first_of(error)
    raise DataError(found.message, found.path.removeprefix("."))


def unstructured(digest: Digest) -> dict[str, Any]:
    """Return the data of a digest."""
    return _converter().unstructure(digest)  # type: ignore[no-any-return]


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
    converter.register_structure_hook_func(_is_choice, _choice)
    converter.register_structure_hook(datetime.date, _date)
    converter.register_structure_hook_factory(_is_tuple, _tuple)
    for cls in (Point, Media, Paper, Digest, _Data):  # each before what holds it
        attrs.resolve_types(cls)
        unsaid: dict[str, Any] = {name: override(omit=True) for name in ("source", "line") if hasattr(cls, name)}
        structure = _object(cls, make_dict_structure_fn(cls, converter, **unsaid))
        unstructure = make_dict_unstructure_fn(cls, converter, **unsaid)
        converter.register_structure_hook(cls, _paper(structure) if cls is Paper else structure)
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
    text = str.__str__(value)  # a subclass may hold more, which is no data
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DataError(lone_surrogate(error)) from None
    return text


def _number(value: object, _: object) -> int:
    # To Python a boolean is a whole number as well, to JSON 26.0 is 26.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DataError(f"expected a whole number, not {kind_of(value)}")
    if isinstance(value, float) and not value.is_integer():
        raise DataError(f"expected a whole number, not {value!r}")
    return int(value)


def _is_choice(type_: Any) -> bool:
    return get_origin(type_) is Literal


def _choice(value: object, _: object) -> object:
    return str.__str__(value) if isinstance(value, str) else value  # the model says what there is to choose from


def _date(value: object, _: object) -> datetime.date | None:
    text = _text(value, _)
    try:
        return day_of(text)
    except ValueError:
        raise DataError("expected a date as YYYY-MM-DD, or null") from None


def _is_tuple(type_: Any) -> bool:
    return get_origin(type_) is tuple


def _tuple(type_: Any, converter: cattrs.Converter) -> Callable[[object, object], tuple[Any, ...]]:
    item_type = get_args(type_)[0]

    def items(value: object, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise DataError(f"expected a list, not {kind_of(value)}")
        made = []
        for index, item in enumerate(value):
            try:
                made.append(converter.structure(item, item_type))
            except Exception as error:  # the first is enough: there may be one for each of millions
                raise _first_of(error, f"[{index}]") from None
        return tuple(made)

    return items


_Hook: TypeAlias = Callable[[Any, Any], Any]


def _object(cls: type, structure: Callable[[Mapping[str, Any], Any], Any]) -> _Hook:
    required = [field.name for field in attrs.fields(cls) if field.name not in ("source", "line")]

    def fields(value: object, type_: object) -> Any:
        if not isinstance(value, Mapping):
            raise DataError(f"expected an object, not {kind_of(value)}")
        for key in required:  # cattrs would take the default of a model
            if key not in value:
                raise DataError(f"the key {key!r} is missing", f".{key}")
        return structure(value, type_)

    return fields


def _paper(structure: _Hook) -> _Hook:
    """Hold the arXiv id to the link, or make a link of it."""

    def paper_of(value: object, type_: object) -> Paper:
        arxiv_id = None
        if isinstance(value, Mapping):
            arxiv_id = value.get("arxiv_id")
            value = {key: item for key, item in value.items() if key != "arxiv_id"}
        paper: Paper = structure(value, type_)
        if arxiv_id is None:
            return paper
        if not isinstance(arxiv_id, str) or arxiv_id_of(arxiv_id) != arxiv_id:
            raise DataError("expected an arXiv identifier without version, such as 2407.08348, or null", ".arxiv_id")
        if paper.url is None:
            return attrs.evolve(paper, url=f"https://arxiv.org/abs/{arxiv_id}")
        if paper.arxiv_id != arxiv_id:
            says = f"has {paper.arxiv_id}" if paper.arxiv_id else "has none"
            raise DataError(f"contradicts the 'url', which {says}; leave one of the two out", ".arxiv_id")
        return paper

    return paper_of


# -- faults in words ----------------------------------------------------------------------------------------


def _first_of(error: Exception, path: str = "") -> DataError:
    """Return the first fault that cattrs found, with the path that its notes have."""
    match error:
        case DataError():
            return DataError(error.message, path + error.path)
        case cattrs.ForbiddenExtraKeysError(extra_fields=keys):
            return DataError(f"unknown key {some_of(sorted(map(repr, keys)), 3)}", path)
        case cattrs.ClassValidationError():
            placed, others = error.group_exceptions()
            if placed:
                inner, field = placed[0]
                return _first_of(inner, f"{path}.{field.name}")
            return _first_of(others[0], path)
        case RecursionError():  # before there was a paper that would refuse them
            return DataError(f"points far beyond {MAX_LEVELS} levels", path)
    # A model refused a value: its message begins with the field.
    name, _, reason = str(error).partition(": ")
    return DataError(reason, f"{path}.{name}")
