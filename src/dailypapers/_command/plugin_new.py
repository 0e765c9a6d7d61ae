"""The command ``plugin``: a project for a plugin of one's own, complete, made of the files in ``project``."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dailypapers._command.arguments import Parser, UsageError, one_of
from dailypapers._command.console import DONE, print_out

if TYPE_CHECKING:
    from dailypapers.plugins import Kind

_KINDS = ("text", "binary", "files", "reader")
"""What a plugin may be: each is a folder of ``project``. What they have in common is in ``shared``."""

_NEXT = """\
    pip install --editable ".[test]"
    python -m pytest
    python -m mypy
    dailypapers formats
"""


def plugin_parser() -> Parser:
    """Make the parser of ``plugin``'s arguments."""
    about = "Write a project with an exporter or a reader of your own into a new folder, dailypapers-NAME."
    arguments = Parser("plugin", "new NAME", about)
    arguments.add_argument("new", type=one_of("new"), metavar="new", help="what to do; there is nothing else")
    arguments.add_argument("name", metavar="NAME", help="the name of the format: letters, digits, - and _")
    arguments.add_argument(
        "--kind",
        type=one_of(*_KINDS),
        metavar="KIND",
        default="text",
        help="an exporter of text, binary data or many files, or a reader: text (the default), binary, files, reader",
    )
    return arguments


def plugin(argv: list[str]) -> int:
    """Run ``plugin`` with its arguments; returns its exit status."""
    args = plugin_parser().parse(argv)
    name = args.name
    _check(name, "reader" if args.kind == "reader" else "exporter")
    folder = f"dailypapers-{name}"
    if os.path.lexists(folder):
        raise UsageError(f"{folder} is already there; nothing was written")
    _write(_project(name, args.kind), folder)
    print_out(f"wrote {folder}; next:\n\n    cd {folder}\n{_NEXT}", end="")
    return DONE


def _check(name: str, kind: "Kind") -> None:
    """Refuse what cannot be the name of a format, of a distribution, and of a folder at once."""
    letters = name.replace("-", "").replace("_", "")
    if not (name.isascii() and letters.isalnum() and name[0].isalnum() and name[-1].isalnum()):
        raise UsageError(
            f"{name!r} cannot be the name of a format: it takes letters, digits, - and _, "
            "with a letter or digit at each end"
        )
    if name.lower().startswith(("dailypapers-", "dailypapers_")):
        raise UsageError(f"name the format alone, {name[len('dailypapers-') :]!r}: dailypapers- is put before it")

    from dailypapers._plugins.find import is_taken

    if is_taken(kind, name.lower()):
        raise UsageError(f"{name.lower()!r} is a built-in format, whose name cannot be taken")


def _project(name: str, kind: str) -> dict[str, str]:
    """Return the files of a project: those of a kind, where the format is called ``myformat``, with this name.

    Of a file that is shared as well, that of the kind is the rest.
    """
    from importlib.resources import files
    from importlib.resources.abc import Traversable

    from dailypapers import __version__

    module = f"dailypapers_{name.lower().replace('-', '_')}"

    def filled(text: str) -> str:
        # The name last: nothing looks at it again, whatever it is.
        text = text.replace("dailypapers>=0.0.0", f"dailypapers>={__version__}")
        return text.replace("dailypapers_myformat", module).replace("myformat", name)

    def walk(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
        for each in folder.iterdir():
            if each.is_dir():
                if each.name != "__pycache__":
                    yield from walk(each, f"{path}{each.name}/")
            else:
                yield filled(path + each.name), filled(each.read_text("utf-8"))

    projects = files("dailypapers._command") / "project"
    project = dict(walk(projects / "shared", ""))
    for path, text in walk(projects / kind, ""):
        project[path] = project.get(path, "") + text
    return project


def _write(files: dict[str, str], folder: str) -> None:
    """Write files into a new folder, which appears whole or not at all."""
    import shutil

    from dailypapers._io.atomic import os_errors_as_output_errors

    unfinished = f".{os.urandom(8).hex()}.tmp"
    try:
        with os_errors_as_output_errors(folder):
            for path, text in files.items():
                target = os.path.join(unfinished, path)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            os.rename(unfinished, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
