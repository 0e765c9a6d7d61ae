"""The command ``plugin``: writes a complete project for a plugin, made of the files in ``project``."""

import argparse
import os
import re
import shutil
from pathlib import Path

from dailypapers import __version__
from dailypapers._command.arguments import UsageError
from dailypapers._command.console import DONE, print_out
from dailypapers._io.atomic import os_errors_as_output_errors
from dailypapers._plugins.find import is_taken
from dailypapers.plugins import Kind

_PROJECTS = Path(__file__).parent / "project"

_NOT_FOR_GIT = "__pycache__/\n*.egg-info/\nbuild/\ndist/\n"  # no file of ours: git would take it for one of its own

_NEXT = """\
    pip install --editable ".[test]"
    python -m pytest
    python -m mypy
    python -m ruff check
    python -m ruff format --check
    dailypapers formats
"""


def plugin(args: argparse.Namespace) -> int:
    name = args.name
    _check(name, "reader" if args.kind == "reader" else "exporter")
    folder = f"dailypapers-{name}"
    if os.path.lexists(folder):
        raise UsageError(f"{folder} is already there; nothing was written")
    _write(_project(name, args.kind), folder)
    print_out(f"wrote {folder}; next:\n\n    cd {folder}\n{_NEXT}", end="")
    return DONE


def _check(name: str, kind: Kind) -> None:
    """Refuse what cannot be the name of a format, of a distribution, and of a folder at once."""
    if not re.fullmatch("[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?", name):
        raise UsageError(
            f"{name!r} cannot be the name of a format: it takes letters, digits, - and _, "
            "with a letter or digit at each end"
        )
    if name.lower().startswith(("dailypapers-", "dailypapers_")):
        raise UsageError(f"name the format alone, {name[len('dailypapers-') :]!r}: dailypapers- is put before it")
    if is_taken(kind, name.lower()):
        raise UsageError(f"{name.lower()!r} is a built-in format, whose name cannot be taken")


def _project(name: str, kind: str) -> dict[str, str]:
    """Return the files of a project: those of ``shared`` and of a kind, with this name in place of ``myformat``.

    A file of the kind is appended to the shared one of its path.
    """
    module = f"dailypapers_{name.lower().replace('-', '_')}"

    def filled(text: str) -> str:
        # The name comes last, as it may contain what is replaced before.
        text = text.replace("dailypapers>=0.0.0", f"dailypapers>={__version__}")
        return text.replace("dailypapers_myformat", module).replace("myformat", name)

    project = {".gitignore": _NOT_FOR_GIT}
    for folder in (_PROJECTS / "shared", _PROJECTS / kind):
        for file in folder.rglob("*"):
            if file.is_file() and file.parent.name != "__pycache__":
                path = filled(file.relative_to(folder).as_posix())
                project[path] = project.get(path, "") + filled(file.read_text("utf-8"))
    return project


def _write(files: dict[str, str], folder: str) -> None:
    """Write files into a new folder, which appears whole or not at all."""
    unfinished = Path(f".{os.urandom(8).hex()}.tmp")  # a signal may come before a folder of tempfile knows its name
    try:
        with os_errors_as_output_errors(folder):
            for path, text in files.items():
                (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
                (unfinished / path).write_text(text, "utf-8", newline="\n")
            unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
