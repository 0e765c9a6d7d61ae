"""The house: what may import what, what is loaded when, and what is public."""

import ast
import subprocess
import sys

import pytest
from conftest import ROOT

import dailypapers

SOURCE = ROOT / "src/dailypapers"
MODULES = {path.stem: path for path in SOURCE.glob("*.py") if path.stem not in ("__init__", "__main__")}
EXPORTERS = {path.stem: path for path in (SOURCE / "exporters").glob("*.py") if path.stem != "__init__"}

# From the ground up: a module imports only what stands before it.
ORDER = [
    "_terminal",
    "_text",
    "errors",
    "models",
    "_targets",
    "references",
    "_math_commands",
    "_math",
    "latex",
    "_literal",
    "_grammar",
    "problems",
    "convert",
    "_report",
    "_fields",
]
ORDER += [
    "_summary",
    "_usual",
    "_build",
    "_parse",
    "_files",
    "authors",
    "_options",
    "plugins",
    "_find",
    "_import_file",
    "_exporters",
    "_output",
    "_check",
    "testing",
]
ORDER += ["_console", "_signals", "_cli_export", "_cli_check", "_cli_formats", "_cli_plugin", "_cli"]


def imports(path):
    """Give the modules of ours that a module imports, wherever in it it does so but for types alone."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body[:]:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            tree.body.remove(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "dailypapers":
            # `from dailypapers import parse` loads the module that parse lives in.
            found = [f"dailypapers.{dailypapers._HOME.get(alias.name, alias.name)}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [node.module]
        else:
            continue
        yield from (name.removeprefix("dailypapers.") for name in found if name.startswith("dailypapers."))


def test_each_module_has_its_place():
    assert set(ORDER) == set(MODULES)


@pytest.mark.parametrize("name", ORDER)
def test_imports_go_one_way(name):
    ours = [module for module in imports(MODULES[name]) if module in MODULES]
    assert [module for module in ours if ORDER.index(module) >= ORDER.index(name)] == []


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_built_in_exporters_import_what_anybody_could(name):
    tree = ast.parse(EXPORTERS[name].read_text("utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [module for module in modules if "._" in module] == []


@pytest.mark.parametrize("path", [*MODULES.values(), *EXPORTERS.values()], ids=lambda path: path.stem)
def test_each_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_no_pattern_but_the_grammar_reads_a_line():
    """They stand where links, paths, options, literals, odd characters, TeX and texts of warnings are looked at."""
    users = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "")]
            )
            if "re" in names:
                users.add(path.stem)
    assert users == {
        "models",
        "_grammar",
        "_literal",
        "_options",
        "_find",
        "_cli_export",
        "_check",
        "_report",
        "bibtex",
        "csl",
        "latex",
        "_math",
        "references",
    }


def test_what_is_public():
    assert dailypapers.__all__ == sorted(dailypapers.__all__)
    assert sorted([*dailypapers._HOME, "__version__"]) == dailypapers.__all__
    for name in dailypapers.__all__:
        assert getattr(dailypapers, name) is not None
        assert name in dir(dailypapers)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        dailypapers.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import dailypapers", {"lark", "cattrs", "attrs", "attr", "importlib.metadata"}),
        ("import dailypapers; dailypapers.Paper", {"lark", "cattrs"}),
        ("from dailypapers._cli import main; main(['--version'])", {"lark", "cattrs", "attr"}),
        ("from dailypapers._cli import main; main(['--help'])", {"lark", "cattrs", "attr"}),
        ("import dailypapers; dailypapers.export([], 'bibtex')", {"lark", "cattrs"}),
        ("import dailypapers; dailypapers.restore_authors([], {})", {"lark", "cattrs", "json", "pyexpat"}),
        ("import dailypapers; dailypapers.parse('## Daily Papers (2024-07-12)')", {"cattrs", "importlib.metadata"}),
    ],
)
def test_what_is_not_loaded_before_it_is_needed(code, absent):
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert absent & set(result.stdout.split()) == set()
