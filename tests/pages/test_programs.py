"""Type checkers accept every documented program as a user would write it, and know the type of every public name."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from test_docs import FILE, PAGES, blocks

from support import ROOT

pytestmark = pytest.mark.outside
SOURCE = ROOT / "src"


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """Write the programs of the pages and of the examples side by side, as files that can import each other.

    The blocks of a page are one program, but for those that are files of their own.
    """
    folder = tmp_path_factory.mktemp("programs")
    written = {}
    for page in PAGES:
        joined = "page_" + re.sub(r"\W", "_", page.relative_to(ROOT).as_posix()) + ".py"
        for block in blocks(page):
            if block.language == "python":
                named = FILE.findall(block.before) + re.findall(r"\A# (\w+\.py)$", block.text, re.MULTILINE)
                file = named[-1].replace("/__init__.py", ".py") if named else ""  # a package, as one module
                name = file.rpartition("/")[2] if file.endswith(".py") else joined
                assert name == joined or name not in written, f"{block.place}: another page has {name}"
                written[name] = f"{written.get(name, '')}\n{block.text}"
    # What commands make of programs: `cp a.py b/src/c/__init__.py` and `sed … a.py > d.py`.
    text = "".join(page.read_text("utf-8") for page in PAGES)
    for name, package in re.findall(r"^cp (\w+\.py) \S+/src/(\w+)/__init__\.py$", text, re.MULTILINE):
        written[f"{package}.py"] = written[name]
    for name, made in re.findall(r"^\$ sed .* (\w+\.py) > (\w+\.py)$", text, re.MULTILINE):
        written[made] = written[name]
    for path in (ROOT / "docs/examples").glob("*/*/*.py"):
        assert path.name not in written
        written[path.name] = path.read_text("utf-8")
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
    assert len(written) > 20
    return folder


def check(folder, *command, **environment):
    result = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def wrong_program(folder):
    """Write a program that is wrong in the type of what `export` returns, and so has to be refused."""
    (folder / "wrong.py").write_text(
        "import dailypapers\n\nnumber: int = dailypapers.export(dailypapers.read('a.md'), 'json')\n", "utf-8"
    )


def test_mypy(programs, tmp_path):
    pytest.importorskip("mypy")
    command = ("mypy", "--disable-error-code=import-untyped", f"--cache-dir={tmp_path}", ".")
    check(programs, *command, MYPYPATH=str(SOURCE))
    wrong_program(tmp_path)
    with pytest.raises(AssertionError, match='expression has type "str", variable has type "int"'):
        check(tmp_path, *command, MYPYPATH=str(SOURCE))


def test_pyright(programs, tmp_path):
    """In the mode that pyright has by default, which is not that of basedpyright.

    Packages that say nothing of their types, dask among them, have none here, as for mypy.
    """
    pytest.importorskip("basedpyright")
    config = json.dumps({"typeCheckingMode": "standard", "useLibraryCodeForTypes": False, "extraPaths": [str(SOURCE)]})
    command = ("basedpyright", "--level=error", f"--pythonpath={sys.executable}")
    (programs / "pyrightconfig.json").write_text(config, "utf-8")
    check(programs, *command)
    (tmp_path / "pyrightconfig.json").write_text(config, "utf-8")
    wrong_program(tmp_path)
    with pytest.raises(AssertionError, match='"str" is not assignable to declared type "int"'):
        check(tmp_path, *command)


def test_every_public_name_has_a_type(tmp_path):
    pytest.importorskip("basedpyright")
    shutil.copytree(SOURCE / "dailypapers", tmp_path / "dailypapers")
    shutil.copytree(ROOT / "grammar", tmp_path / "dailypapers/grammar")
    said = check(tmp_path, "basedpyright", "--verifytypes=dailypapers", "--ignoreexternal", PYTHONPATH=str(tmp_path))
    assert "Type completeness score: 100%" in said
