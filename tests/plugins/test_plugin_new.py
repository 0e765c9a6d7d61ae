"""``dailypapers plugin new``: what it writes installs and passes its own test; what is there stays."""

import ast
import gzip
import json
import os
import shlex
import subprocess
import sys
import tomllib
import zipfile

import pytest

import dailypapers
from dailypapers._command.main import main
from dailypapers.testing import check_exporter
from support import ROOT, SEEDS, posix, run_where_it_may_mount, stop
from test_packaging import PIP


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


KINDS = ["text", "binary", "files", "reader", "both"]
IN_FOLDER = (
    "import os, sys; os.chdir(sys.argv[1]); from dailypapers._command.main import main; sys.exit(main(sys.argv[2:]))"
)


@pytest.fixture(scope="module")
def python(environment, source_tree):
    """Give a fresh environment with the library."""
    python = environment()
    python(*PIP, str(source_tree))
    return python


@pytest.fixture(scope="module", params=KINDS)
def installed(request, python, tmp_path_factory):
    """Write a project of each kind with the command of a fresh environment, build it, and install the wheel there."""
    folder = tmp_path_factory.mktemp("projects")
    name = f"my-Titles_{request.param}"
    new = python("-c", IN_FOLDER, str(folder), "plugin", "new", name, "--kind", request.param)
    assert new.startswith(f"wrote dailypapers-{name};")
    project = folder / f"dailypapers-{name}"
    python("-m", "build", "--no-isolation", str(project))
    (wheel,) = project.glob("dist/*.whl")
    python(*PIP, str(wheel))
    return python, project, request.param


@pytest.mark.slow
def test_the_project_passes_its_own_test(installed):
    python, project, kind = installed
    told = python(
        "-m", "pytest", "-W", "error", "--quiet", "-p", "no:cacheprovider", "--rootdir", str(project), str(project)
    )
    assert f"{ {'reader': 3, 'both': 5}.get(kind, 2) } passed" in told


@pytest.mark.slow
def test_its_types_are_strict(installed):
    pytest.importorskip("mypy")
    python, project, _ = installed
    settings = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    assert settings == {"strict": True, "files": ["src", "tests"], "mypy_path": "src"}
    told = python("-c", f"import os, runpy; os.chdir({str(project)!r}); runpy.run_module('mypy', run_name='__main__')")
    assert told == "Success: no issues found in 2 source files\n"


@pytest.mark.outside
@pytest.mark.parametrize("name", ["titles", "2", "Notes_of-everybody-here"])
@pytest.mark.parametrize("kind", KINDS)
def test_its_lines_are_as_its_own_settings_say(folder, kind, name):
    """Whatever its name is: no line is wrapped for the sake of a name."""
    pytest.importorskip("ruff")
    assert main(["plugin", "new", name, "--kind", kind]) == 0
    project = folder / f"dailypapers-{name}"
    assert tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["line-length"] == 100
    lines = [line for path in files(project) for line in (project / path).read_text("utf-8").split("\n")]
    assert [line for line in lines if len(line) > 100] == []
    for command in (["check", "--no-cache"], ["format", "--no-cache", "--check"]):
        ruff = subprocess.run([sys.executable, "-m", "ruff", *command], cwd=project, capture_output=True, text=True)
        assert ruff.returncode == 0, ruff.stdout


PIP_WHEEL = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir")


@pytest.fixture
def needs_network(tmp_path):
    """Stop a test where pip finds no packages: tools that make environments of their own have to."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(tmp_path / "found"), "attrs"]
    if subprocess.run(pip, capture_output=True).returncode:
        stop("pip finds no packages")


TOOLS = {
    "pip": (*PIP_WHEEL[1:-1], ".", "--wheel-dir"),
    "build": ("build", "--no-isolation", "--outdir"),
    "uv": ("uv", "build", "--quiet", "--no-build-isolation", "--offline", "--python", sys.executable, "--out-dir"),
    "hatch": ("hatch", "build"),
}


@pytest.mark.parametrize(
    "tool",
    [pytest.param(tool, marks=pytest.mark.outside if tool in ("uv", "hatch") else pytest.mark.slow) for tool in TOOLS],
)
def test_every_tool_builds_a_wheel_with_all_files(folder, tool, request):
    pytest.importorskip(tool)
    if tool == "hatch":
        request.getfixturevalue("needs_network")
    assert main(["plugin", "new", "titles", "--kind", "files"]) == 0
    project = folder / "dailypapers-titles"
    package = project / "src/dailypapers_titles"
    for path in ("icon.svg", "pages/about/help.html", "__pycache__/a.pyc", "pages/about/__pycache__/a.pyc"):
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text("x", "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool], str(folder / "dist")],
        cwd=project,
        env={**os.environ, "HATCH_DATA_DIR": str(folder / "data"), "HATCH_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {
        f"dailypapers_titles/{name}"
        for name in ("__init__.py", "py.typed", "style.css", "icon.svg", "pages/about/help.html")
    }


@pytest.mark.outside
@pytest.mark.parametrize(
    "command",
    ["uv run --extra test python -m pytest", "hatch run python -m pytest", "hatch test"],
)
@pytest.mark.usefixtures("needs_network")
def test_every_tool_runs_its_tests(folder, source_tree, command):
    """In environments that they make, with the library from a wheel."""
    tool, *arguments = command.split()
    pytest.importorskip(tool)
    wheels = folder / "wheels"
    subprocess.run([sys.executable, *PIP_WHEEL, wheels, source_tree], check=True, capture_output=True)
    assert main(["plugin", "new", "titles", "--kind", "files"]) == 0
    project = folder / "dailypapers-titles"
    variables = {
        "HATCH_DATA_DIR": folder / "data",
        "PIP_FIND_LINKS": f"{os.environ.get('PIP_FIND_LINKS', '')} {wheels}",
        "UV_FIND_LINKS": wheels,
    }
    result = subprocess.run(
        [sys.executable, "-m", tool, *arguments],
        cwd=project,
        env={**os.environ, **{name: str(value) for name, value in variables.items()}},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 passed" in result.stdout


@pytest.mark.slow
def test_the_project_is_a_format(installed):
    python, _, kind = installed
    assert str(ROOT) not in python("-c", "import dailypapers; print(dailypapers.__file__)")
    rows = json.loads(python("-m", "dailypapers", "formats", "--output-format", "json"))
    rows = [row for row in rows if row["name"] == f"my-Titles_{kind}"]
    kinds = {"reader": ["reader"], "both": ["exporter", "reader"]}.get(kind, ["exporter"])
    assert [(row["kind"], row["error"]) for row in rows] == [(each, None) for each in kinds]
    for row in rows:
        assert (row["distribution"], row["version"]) == (f"dailypapers-my-Titles_{kind}", "0.1.0")
        assert row["suffix"] == (None if kind == "files" else f".my-Titles_{kind}")
        assert row["description"].endswith(".")
        assert all(option["help"] for option in row["options"])


@pytest.mark.slow
def test_the_commands_of_its_readme(installed):
    python, project, kind = installed
    (project / "digests").mkdir()
    (project / "digests/a.md").write_bytes(SEEDS[4].read_bytes())
    papers = [paper for digest in dailypapers.read(SEEDS[4]).digests for paper in digest.papers]
    if kind == "reader":
        lines = "".join(f"2024-10-28\t{paper.url}\t{paper.title}\n" for paper in papers)
        (project / f"papers.my-Titles_{kind}").write_text(lines, "utf-8")
    commands = [shlex.split(line) for line in (project / "README.md").read_text("utf-8").split("\n")]
    commands = [words[1:] for words in commands if words[:1] == ["dailypapers"]]
    assert [words[0] for words in commands] == ["formats", "export", "list" if kind == "reader" else "export"]
    _, first, second = (python("-c", IN_FOLDER, str(project), *words) for words in commands)
    written = project / f"papers.my-Titles_{kind}"
    if kind == "text":
        lines = [line for line in written.read_text("utf-8").splitlines() if not line.startswith("    ")]
        assert lines == [paper.title for paper in papers]
        assert first == ""
        assert [line[4:] for line in second.splitlines() if line.startswith("    http")] == [
            paper.url for paper in papers
        ]
    elif kind == "binary":
        lines = gzip.decompress(written.read_bytes()).decode().splitlines()
        assert [json.loads(line)["title"] for line in lines] == [paper.title for paper in papers]
    elif kind == "files":
        assert len(list((project / "site/papers").iterdir())) == len(papers)
        assert (project / "site/index.html").read_text("utf-8").count("<li>2024-10-28 <a href=") == len(papers)
        with zipfile.ZipFile(project / "site.zip") as archive:
            assert len(archive.namelist()) == len(papers) + 2
            assert "<h1>Papers</h1>" in archive.read("index.html").decode()
            asset = project / "src" / project.name.lower().replace("-", "_") / "style.css"
            assert archive.read("style.css") == asset.read_bytes()
    elif kind == "reader":
        assert first.count("@misc{arxiv-") == first.count("url = {") == len(papers)
        assert [line.split("\t") for line in second.splitlines()] == [
            ["2024-10-28", "-", "-", paper.title] for paper in papers
        ]
    else:
        assert written.read_text("utf-8") == "".join(f"2024-10-28\t{paper.url}\t{paper.title}\n" for paper in papers)
        assert second.count("@misc{arxiv-") == len(papers)


@pytest.mark.parametrize("name", ["titles", "Titles", "a-b_c", "2", "class", "none", "digest", "MODULE", "NAME"])
def test_names_that_can_be(folder, capsys, name):
    assert main(["plugin", "new", name]) == 0
    out, err = capsys.readouterr()
    assert (out.split("\n")[0], err) == (f"wrote dailypapers-{name}; next:", "")
    module = f"dailypapers_{name.lower().replace('-', '_')}"
    project = folder / f"dailypapers-{name}"
    code = [f"src/{module}/__init__.py", f"src/{module}/py.typed"]
    assert files(project) == [".gitignore", "README.md", "pyproject.toml", *code, "tests/test_exporter.py"]
    assert list(folder.iterdir()) == [project]
    settings = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    assert settings["name"] == f"dailypapers-{name}"
    assert settings["entry-points"] == {"dailypapers.exporters": {name: f"{module}:Exporter"}}
    assert settings["dependencies"] == [f"dailypapers>={dailypapers.__version__}"]
    assert "dailypapers[testing]" in settings["optional-dependencies"]["test"]
    ast.parse((project / "tests/test_exporter.py").read_text("utf-8"))
    path = f"{project}/src/{module}/__init__.py:Exporter"
    assert dailypapers.export([dailypapers.Digest(None, (dailypapers.Paper("A"),))], path) == "A\n"


@pytest.mark.parametrize("name", ["csv", "atom"])
def test_a_reader_may_be_called_like_an_exporter(folder, name):
    assert main(["plugin", "new", "--kind", "reader", name]) == 0
    settings = tomllib.loads((folder / f"dailypapers-{name}/pyproject.toml").read_text("utf-8"))["project"]
    assert settings["entry-points"] == {"dailypapers.readers": {name: f"dailypapers_{name}:Reader"}}


@pytest.mark.parametrize("options", [{}, pytest.param({"links": "yes"}, marks=pytest.mark.slow)])
def test_it_obeys_the_laws_before_anything_is_installed(folder, options):
    assert main(["plugin", "new", "titles"]) == 0
    scope = {"__name__": "__main__"}
    exec((folder / "dailypapers-titles/src/dailypapers_titles/__init__.py").read_text("utf-8"), scope)
    check_exporter(scope["Exporter"], options=options)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "'' cannot be the name of a format"),
        ("a b", "'a b' cannot be the name of a format: it takes letters, digits, - and _"),
        ("../a", "'../a' cannot be"),
        ("a/b", "'a/b' cannot be"),
        ("a.b", "'a.b' cannot be"),
        ("a-", "'a-' cannot be"),
        ("_a", "'_a' cannot be"),
        ("é", "'é' cannot be"),
        ("a\n", "'a\\n' cannot be"),
        ("json", "'json' is a built-in format, whose name cannot be taken"),
        ("huggingface", "'huggingface' is a built-in format"),
        ("BibTeX", "'bibtex' is a built-in format"),
        ("dailypapers-titles", "name the format alone, 'titles'"),
        ("huggingface --kind reader", "'huggingface' is a built-in format"),
        ("csv --kind both", "'csv' is a built-in format"),
        ("huggingface --kind both", "'huggingface' is a built-in format"),
        ("Markdown --kind reader", "'markdown' is a built-in format"),
        ("titles --kind folder", "argument --kind: expected text, binary, files, reader or both, not 'folder'"),
    ],
)
def test_names_that_cannot_be(folder, capsys, name, reason):
    assert main(["plugin", "new", *(name.split(" ") if "--kind" in name else [name])]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {reason}")
    assert files(folder) == []


@pytest.mark.parametrize("arguments", [[], ["new"], ["old", "titles"], ["new", "-a"], ["new", "a", "b"]])
def test_wrong_usage(folder, capsys, arguments):
    assert main(["plugin", *arguments]) == 2
    assert "\nusage: dailypapers plugin [OPTION]… new NAME" in capsys.readouterr().err
    assert files(folder) == []


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_there_stays(folder, capsys, kind):
    target = folder / "dailypapers-titles"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine", "utf-8")
    else:
        target.symlink_to("nowhere")
    assert main(["plugin", "new", "titles"]) == 2
    assert capsys.readouterr().err == "error: dailypapers-titles is already there; nothing was written\n"
    assert list(folder.iterdir()) == [target]
    assert (target.is_dir(), target.is_file(), target.is_symlink()) == (
        kind == "folder",
        kind == "file",
        kind == "link",
    )
    if kind == "folder":
        assert list(target.iterdir()) == []


def test_a_name_that_is_too_long_for_the_disk(folder, capsys):
    assert main(["plugin", "new", "a" * 300]) == 4
    assert capsys.readouterr().err.startswith("error: cannot write dailypapers-aaa")
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a folder that is in use cannot be removed there")
def test_a_folder_that_is_gone(tmp_path):
    script = (
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')\n"
        "from dailypapers._command.main import main; sys.exit(main(['plugin', 'new', 'titles']))"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (4, "")
    assert result.stderr == "error: cannot write dailypapers-titles: No such file or directory\n"


@posix
def test_a_folder_that_cannot_be_written(tmp_path):
    """By nobody: modes do not keep the superuser from writing."""
    script = 'mount -o remount,ro /mnt && cd /mnt && "$PYTHON" -m dailypapers plugin new titles; echo $?'
    told = "error: cannot write dailypapers-titles: Read-only file system\n"
    assert run_where_it_may_mount(script, tmp_path) == ("4\n", told)


@pytest.mark.parametrize(("error", "status"), [(OSError(28, "No space left on device"), 4), (KeyboardInterrupt(), 130)])
def test_whole_or_not_at_all(folder, capsys, monkeypatch, error, status):
    def rename(*paths):
        assert len(files(folder)) == 6  # all is there by now
        raise error

    monkeypatch.setattr(os, "rename", rename)
    assert main(["plugin", "new", "titles"]) == status
    assert capsys.readouterr().out == ""
    assert list(folder.iterdir()) == []
