"""The command ``plugin``: a little project for an exporter of one's own, complete, and the texts it is made of."""

import os

from dailypapers._console import DONE, Parser, UsageError, one_of, print_out


def plugin_parser() -> Parser:
    """Make the parser of ``plugin``'s arguments."""
    about = "Write a project with an exporter of your own into a new folder, dailypapers-NAME."
    arguments = Parser("plugin", "new NAME", about)
    arguments.add_argument("new", type=one_of("new"), metavar="new", help="what to do; there is nothing else")
    arguments.add_argument("name", metavar="NAME", help="the name of the format: letters, digits, - and _")
    return arguments


def plugin(given: list[str]) -> int:
    """Run ``plugin`` with its arguments; returns its exit status."""
    name = plugin_parser().parse(given).name
    _check(name)
    folder = f"dailypapers-{name}"
    if os.path.lexists(folder):
        raise UsageError(f"{folder} is already there; nothing was written")
    _write(_project(name), folder)
    print_out(f"wrote {folder}; next:\n\n    cd {folder}\n{_WORK_ON_IT}", end="")
    return DONE


def _check(name: str) -> None:
    """Refuse what cannot be the name of a format, of a distribution, and of a folder at once."""
    letters = name.replace("-", "").replace("_", "")
    if not (name.isascii() and letters.isalnum() and name[0].isalnum() and name[-1].isalnum()):
        raise UsageError(
            f"{name!r} cannot be the name of a format: it takes letters, digits, - and _, "
            "with a letter or digit at each end"
        )
    if name.lower().startswith(("dailypapers-", "dailypapers_")):
        raise UsageError(f"name the format alone, {name[len('dailypapers-') :]!r}: dailypapers- is put before it")

    from dailypapers._find import ours

    if name.lower() in (found.name for found in ours()):
        raise UsageError(f"{name.lower()!r} is a built-in format, whose name cannot be taken")


def _project(name: str) -> dict[str, str]:
    """Give the files of a project: their paths and texts."""
    from dailypapers import __version__

    module = f"dailypapers_{name.lower().replace('-', '_')}"
    files = {
        "README.md": _README,
        "pyproject.toml": _PYPROJECT,
        f"src/{module}.py": _MODULE,
        "tests/test_exporter.py": _TEST,
    }
    # NAME last: nothing looks at it again, whatever it is.
    return {
        path: text.replace("VERSION", __version__).replace("MODULE", module).replace("NAME", name)
        for path, text in files.items()
    }


def _write(files: dict[str, str], folder: str) -> None:
    """Write files into a new folder, which appears whole or not at all."""
    import shutil

    from dailypapers._output import refusals

    unfinished = f".{os.urandom(8).hex()}.tmp"
    try:
        with refusals(folder):
            for path, text in files.items():
                target = os.path.join(unfinished, path)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            os.rename(unfinished, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


# -- the texts: VERSION, MODULE and NAME stand for what they say -----------------------------------------------

_WORK_ON_IT = """\
    pip install --editable ".[test]"
    python -m pytest
    dailypapers formats
"""

_README = """\
# dailypapers-NAME

The format `NAME` for `dailypapers`: one title a line.

```sh
pip install dailypapers-NAME
dailypapers export --format NAME --output papers.NAME digests/
dailypapers export --format NAME --option links=true digests/
```

`dailypapers formats NAME` shows what it takes.

## Working on it

```sh
pip install --editable ".[test]"
python -m pytest
```
"""

_PYPROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "dailypapers-NAME"
version = "0.1.0"
description = "The format NAME for dailypapers."
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["dailypapers>=VERSION"]

[project.optional-dependencies]
test = ["dailypapers[testing]", "pytest>=8"]

# The name of the format, and where the class is.
[project.entry-points."dailypapers.exporters"]
NAME = "MODULE:Exporter"

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

_MODULE = '''\
"""The format ``NAME`` for dailypapers."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs
from dailypapers import Digest


@attrs.frozen
class Exporter:
    """One title a line."""

    suffix: ClassVar[str] = ".NAME"  # of the files it writes
    streams: ClassVar[bool] = True  # a promise to yield before the input is used up

    links: bool = attrs.field(default=False, metadata={"help": "put the link after each title"})

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        for digest in digests:
            for paper in digest.papers:
                yield f"{paper.title} {paper.url}\\n" if self.links and paper.url else f"{paper.title}\\n"
'''

_TEST = '''\
"""The format ``NAME``: it obeys the laws of exporters, and writes what it should."""

import dailypapers
from dailypapers.testing import check_exporter

from MODULE import Exporter

DIGEST = """\\
## Daily Papers (2024-07-12)

### [The First Title](https://example.org/first)

### [The Second Title](https://example.org/second)
"""


def test_the_laws():
    check_exporter(Exporter)
    check_exporter(Exporter, links=True)


def test_what_it_writes():
    document = dailypapers.parse(DIGEST)
    assert dailypapers.export([document], "NAME") == "The First Title\\nThe Second Title\\n"
    assert dailypapers.export([document], "NAME", links=True) == (
        "The First Title https://example.org/first\\nThe Second Title https://example.org/second\\n"
    )
'''
