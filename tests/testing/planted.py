"""Packages with a mistake planted: a text of theirs replaced by another one."""

import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "packages"


def load(name):
    """Import a package as it is now in the folder of the test."""
    sys.modules.pop(name, None)
    importlib.invalidate_caches()
    return importlib.import_module(name)


def plant(folder, name, *pairs):
    """Write a package into a folder, with the first text of each pair replaced by the second, and import it."""
    text = (FOLDER / f"{name}.py").read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, f"{name} has {text.count(old)} × {old!r}"
        text = text.replace(old, new)
    (folder / f"{name}.py").write_text(text, "utf-8")
    return load(name)
