"""A Python file that is in no package, imported by its path: once, and again when its text has changed.

What was imported from one text stays one module, whoever asks for it and from whatever thread, as with any other
module. A notebook or a test suite that edits the file gets what the file says now.
"""

import os
import sys
import threading
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from types import CodeType, ModuleType

_imported: dict[str, tuple[bytes, ModuleType]] = {}
_lock = threading.RLock()  # what is imported may import such a file in its turn


def import_file(path: str) -> ModuleType:
    """Import a file, by its absolute path; raises what opening it and running its code raises."""
    with _lock:
        with open(path, "rb") as file:
            text = file.read()
        before = _imported.get(path)
        if before is not None and before[0] == text:
            return before[1]
        stem = os.path.splitext(os.path.basename(path))[0].replace(".", "_")
        # Two files of one name are two modules; a changed one takes the place of what it was.
        name = before[1].__name__ if before else f"_dailypapers_plugin_{stem}_{len(_imported)}"
        module = _run(name, path, text)
        _imported[path] = text, module
        return module


def _run(name: str, path: str, text: bytes) -> ModuleType:
    loader = _Loader(name, path, text)
    spec = spec_from_file_location(name, path, loader=loader)
    if spec is None:
        raise ImportError(f"{path} is no Python file")
    module = module_from_spec(spec)
    before = sys.modules.get(name)
    sys.modules[name] = module  # where attrs looks for what annotations name
    try:
        loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        if before is not None:
            sys.modules[name] = before
        raise
    return module


class _Loader(SourceFileLoader):
    """Runs the text that was read. Bytecode is not kept: its age is told in seconds, and edits may be quicker."""

    def __init__(self, name: str, path: str, text: bytes) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType | None:
        return self.source_to_code(self._text, self.path)
