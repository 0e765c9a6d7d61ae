"""A Python file that is in no package, imported by its path: once, and again when its text has changed.

As long as the text is the same it is one module for every caller and thread, as any other module is. A notebook or a
test suite that edits the file gets a new one.
"""

import os
import sys
import threading
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

_imported: dict[str, tuple[bytes, ModuleType]] = {}
_lock = threading.RLock()  # the file may import another one in its turn


def import_file(path: str) -> ModuleType:
    """Import a file by its absolute path; raises what opening it or its code raises."""
    with _lock:
        text = Path(path).read_bytes()
        before = _imported.get(path)
        if before is not None and before[0] == text:
            return before[1]
        stem = os.path.splitext(os.path.basename(path))[0].replace(".", "_")
        # Two files of one name are two modules; that of a changed file replaces the one before.
        name = before[1].__name__ if before else f"_dailypapers_plugin_{stem}_{len(_imported)}"
        spec = ModuleSpec(name, SourceFileLoader(name, path), origin=path)
        spec.has_location = True  # so the module has a __file__
        module = module_from_spec(spec)
        sys.modules[name] = module  # where attrs looks up the names in annotations
        try:
            # The loader would keep bytecode and compare times in seconds, and edits may be quicker.
            exec(compile(text, path, "exec", dont_inherit=True), vars(module))  # noqa: S102 - code that was asked for
        except BaseException:
            if before:
                sys.modules[name] = before[1]
            else:
                sys.modules.pop(name, None)
            raise
        _imported[path] = text, module
        return module
