"""The architecture: what may import what, what is loaded when, and what is public."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter

import pytest

import dailypapers
from dailypapers._command.parsers import PARSERS
from dailypapers._plugins.find import BUILTIN, GROUPS, find_builtin
from dailypapers._plugins.load import load
from support import ROOT

SOURCE = ROOT / "src/dailypapers"
MODULES = {
    path.relative_to(SOURCE).with_suffix("").as_posix().removesuffix("/__init__").replace("/", "."): path
    for path in SOURCE.rglob("*.py")
    if path.name != "__main__.py" and path != SOURCE / "__init__.py"
    if "project" not in path.relative_to(SOURCE).parts
}
TEXTS = {name: path.read_text("utf-8") for name, path in MODULES.items()}
assert "models" in MODULES  # or there is nothing that a test below looks at

# From the ground up: modules and packages. Each imports only what stands before it.
FLOORS = ["_text", "_fields", "models", "_unchecked", "errors", "listing", "problems", "_digests"]
FLOORS += ["data", "plugins", "references", "records", "_digest", "markdown", "selection", "_plugins", "_io", "authors"]
FLOORS += ["exporters", "readers", "testing", "_command"]

LONGEST = 320  # lines of a module
LONGEST_FUNCTION = 45  # lines of code


def imports(text):
    """Yield the modules of ours that a module imports, wherever in it it does so, for types as well."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                # `from dailypapers import parse` loads the module that parse lives in.
                home = dailypapers._HOME.get(alias.name, alias.name) if node.module == "dailypapers" else None
                found = f"{node.module}.{home or alias.name}".removeprefix("dailypapers.")
                yield next((name for name in (found, found.rpartition(".")[0]) if name in MODULES), None)


@cache
def all_imports():
    """Give what each module imports."""
    return {name: {found for found in imports(text) if found} for name, text in TEXTS.items()}


def floor_of(module):
    return FLOORS.index(module.partition(".")[0])


def test_each_module_has_its_floor():
    assert {name.partition(".")[0] for name in MODULES} == set(FLOORS)


def test_imports_go_one_way():
    pairs = ((name, found) for name, imported in all_imports().items() for found in imported)
    assert [(name, found) for name, found in pairs if floor_of(found) > floor_of(name)] == []


def test_there_is_no_circle():
    TopologicalSorter(all_imports()).prepare()


def test_built_in_plugins_import_what_anybody_could():
    texts = [text for name, text in TEXTS.items() if name.startswith(("exporters.", "readers."))]
    assert [re.findall(r"(?:from|import) dailypapers\S*[. ]_.*", text) for text in texts] == [[]] * len(texts)


def test_each_module_says_what_it_is():
    assert [name for name, text in TEXTS.items() if not ast.get_docstring(ast.parse(text))] == []


def test_no_two_modules_have_one_name():
    """A format's own module, in ``exporters`` and ``readers``, and a package may be called like another."""
    names = [
        name.rpartition(".")[2]
        for name, path in MODULES.items()
        if path.name != "__init__.py" and not name.startswith(("exporters.", "readers."))
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_module_is_too_long():
    assert [name for name, text in TEXTS.items() if len(text.splitlines()) > LONGEST] == []


def functions(text):
    """Yield the name of each function, and how many lines it has without its docstring, comments and empty lines."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            code = lines[node.lineno - 1 : node.body[0].lineno - 1]
            if body:
                code += lines[body[0].lineno - 1 : node.end_lineno]
            yield node.name, sum(not re.match(r"\s*(?:#|$)", line) for line in code)


def test_no_function_is_too_long():
    lengths = ((name, function, length) for name, text in TEXTS.items() for function, length in functions(text))
    assert [(name, function) for name, function, length in lengths if length > LONGEST_FUNCTION] == []


def test_no_pattern_but_the_grammar_reads_a_line():
    """What a line looks like the grammar alone says. Rooms look at words inside a group: links in a title, names, escapes."""
    users = {name for name, text in TEXTS.items() if re.search(r"^import re$", text, re.MULTILINE)}
    assert {name for name in users if name.startswith("_digest.")} == {
        "_digest.authors",
        "_digest.escapes",
        "_digest.report",
        "_digest.heading",
        "_digest.literal",
        "_digest.parser",
    }


def test_warnings_are_silenced_nowhere():
    """``warnings.catch_warnings`` in two threads leaves the filters of one of them in place for ever."""
    users = {name for name, text in TEXTS.items() if "catch_warnings" in text}
    assert {name for name in users if not name.startswith("testing.")} == set()


def test_lark_is_known_to_the_parser():
    users = {name for name, text in TEXTS.items() if re.search(r"^(?:from|import) lark", text, re.MULTILINE)}
    assert users <= {"_digest.parser", "_digest.document"}


def test_the_table_of_built_in_formats_is_what_is_registered():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for kind, group in GROUPS.items():
        assert {name: entry_point for name, (entry_point, _) in BUILTIN[kind].items()} == project["entry-points"][group]
        for found in find_builtin(kind):
            assert load(found).suffix == BUILTIN[kind][found.name][1]


def test_what_is_public():
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
        ("from dailypapers._command.main import main; main(['--version'])", {"lark", "cattrs", "attr"}),
        ("from dailypapers._command.main import main; main(['--help'])", {"lark", "cattrs", "attr"}),
        ("import dailypapers; dailypapers.export([], 'bibtex')", {"lark", "cattrs"}),
        ("import dailypapers; list(dailypapers.select([], since='2024'))", {"lark", "cattrs", "json"}),
        *(
            (f"from dailypapers._command.main import main; main([{name!r}, {flag!r}])", {"lark", "cattrs", "attr"})
            for name in PARSERS
            for flag in ("--help", "--hepl")
        ),
        ("import dailypapers.plugins", {"lark", "cattrs", "jinja2", "importlib.metadata", "zipfile"}),
        ("import dailypapers; dailypapers.restore_authors([], {})", {"lark", "cattrs", "json", "pyexpat"}),
        *(
            (f"import io, dailypapers; dailypapers.read(io.StringIO({text!r}), {name!r})", {"lark", "cattrs"})
            for name, text in [
                ("json", '{"version": 1, "digests": [{"date": "2024-07-12", "papers": []}]}'),
                ("jsonl", '{"title": "A", "date": "2024-07-12", "digest": 1}'),
                ("huggingface", '[{"paper": {"id": "2407.08348", "title": "A"}}]'),
            ]
        ),
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


def test_a_package_is_imported_before_its_modules():
    # Where one thread imports a package and another a module that the package imports, they wait for each other, and
    # Python lets one of them fail. `from package import module` asks for the package first.
    imported = all_imports()
    parts = [(package, part) for package in MODULES for part in imported[package] if part.startswith(f"{package}.")]
    assert parts
    for package, part in parts:
        others = [name for name in MODULES if not f"{name}.".startswith(f"{package}.")]
        assert not [name for name in others if f"from dailypapers.{part} import" in TEXTS[name]], part
