"""Classes that no other process can import, pickled with their code: of a test function, a script, a notebook.

Pickle knows classes and functions by name alone. What is in a function, in ``__main__``, or in a module that another
process does not find goes with its code, its defaults, what it closes over, and the globals it names; all else by name.
Cells that two functions share are two afterwards. Both processes run the same Python, as code is no portable data.
"""

import dis
import enum
import io
import marshal
import pickle
import sys
import types
from collections.abc import Collection, Iterator
from functools import reduce
from importlib import import_module
from typing import Any


def dumps(value: object, unimportable: Collection[str] = ()) -> bytes:
    """Pickle a value; raises whatever pickling does where that cannot be.

    ``unimportable`` are names of modules, besides ``__main__``, that the other process cannot import.
    """
    file = io.BytesIO()
    _Pickler(file, {"__main__", *unimportable}).dump(value)
    return file.getvalue()


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, unimportable: Collection[str]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._unimportable = unimportable

    def reducer_override(self, value: Any) -> Any:
        match value:
            case types.ModuleType():
                return import_module, (value.__name__,)
            case property():
                return property, (value.fget, value.fset, value.fdel, value.__doc__)
            case staticmethod() | classmethod():
                return type(value), (value.__func__,)
            case types.MappingProxyType():
                return types.MappingProxyType, (dict(value),)
            case types.FunctionType() if not self._has_name(value):
                return _reduce_function(value)
            case type() if not self._has_name(value):
                return _reduce_class(value)
        return NotImplemented

    def _has_name(self, value: Any) -> bool:
        module = sys.modules.get(value.__module__)
        if module is None or value.__module__ in self._unimportable:
            return False
        try:
            return reduce(getattr, value.__qualname__.split("."), module) is value
        except AttributeError:
            return False


# -- functions ------------------------------------------------------------------------------------------------


_globals: dict[str, dict[str, Any]] = {}


def _reduce_function(function: types.FunctionType) -> tuple[Any, ...]:
    named = {name: function.__globals__[name] for name in _names(function.__code__) if name in function.__globals__}
    about = {name: function.__globals__[name] for name in ("__name__", "__package__") if name in function.__globals__}
    cells = tuple(map(_contents, function.__closure__ or ()))
    rest = {name: getattr(function, name) for name in ("__defaults__", "__kwdefaults__", "__qualname__", "__module__")}
    code = marshal.dumps(function.__code__)
    state = (named | about, cells, rest, dict(function.__dict__))
    return _make_function, (code, function.__name__, function.__module__, len(cells)), state, None, None, _fill_function


def _names(code: types.CodeType) -> Iterator[str]:
    """Yield the globals that code names, and what code in it does."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _contents(cell: types.CellType) -> tuple[Any, ...]:
    try:
        return (cell.cell_contents,)
    except ValueError:
        return ()


def _make_function(code: bytes, name: str, module: str, cells: int) -> types.FunctionType:
    # Functions of one module share its globals, as they did.
    scope = _globals.setdefault(str(module), {"__builtins__": __builtins__})
    closure = tuple(types.CellType() for _ in range(cells))
    return types.FunctionType(marshal.loads(code), scope, name, None, closure)  # noqa: S302 - our own, a moment ago


def _fill_function(function: types.FunctionType, state: tuple[Any, ...]) -> None:
    named, cells, rest, attributes = state
    function.__globals__.update(named)
    for cell, contents in zip(function.__closure__ or (), cells, strict=True):
        for value in contents:
            cell.cell_contents = value
    for name, value in rest.items():
        setattr(function, name, value)
    function.__dict__.update(attributes)


# -- classes --------------------------------------------------------------------------------------------------


# What Python or attrs makes anew, or nobody needs to make and run an instance.
_SKIPPED = frozenset(["__dict__", "__weakref__", "__slots__", "__annotations__", "__annotate__", "__annotate_func__"])
_SKIPPED_TYPES = (types.MemberDescriptorType, types.GetSetDescriptorType)


def _reduce_class(cls: type[Any]) -> tuple[Any, ...]:
    about = {"__module__": cls.__module__, "__qualname__": cls.__qualname__}
    if issubclass(cls, enum.Enum):
        members = {name: member.value for name, member in cls.__members__.items()}
        others = {
            name: value
            for name, value in vars(cls).items()
            if isinstance(value, types.FunctionType | property | staticmethod | classmethod) and name[:1] != "_"
        }
        return _make_class, (type(cls), cls.__name__, cls.__bases__, about | members | others)
    namespace = {
        name: value
        for name, value in vars(cls).items()
        if name not in _SKIPPED
        and not isinstance(value, _SKIPPED_TYPES)
        and (not name.startswith(("__attrs_", "_abc_")) or name == "__attrs_attrs__")
    }
    return _make_class, (type(cls), cls.__name__, cls.__bases__, about), namespace, None, None, _fill_class


def _make_class(metaclass: Any, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type[Any]:
    def fill(namespace: dict[str, Any]) -> None:
        for key, value in body.items():
            namespace[key] = value  # an enum's namespace has no update

    return types.new_class(name, bases, {"metaclass": metaclass}, fill)


def _fill_class(cls: type[Any], namespace: dict[str, Any]) -> None:
    for name, value in namespace.items():
        setattr(cls, name, value)
