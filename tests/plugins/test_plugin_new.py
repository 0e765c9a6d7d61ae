"""``dailypapers plugin new``: what it writes installs and passes its own test; what is there stays."""

import ast
import os
import shlex
import subprocess
import sys
import tomllib

import pytest

import dailypapers
from dailypapers._command.main import main
from dailypapers.testing import check_exporter
from support import ROOT, SEEDS
from test_packaging import PIP


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def installed(environment, source_tree, tmp_path_factory):
    """Write a project with the command of a fresh environment, and install it there."""
    python = environment()
    python(*PIP, str(source_tree))
    folder = tmp_path_factory.mktemp("projects")
    script = "import os, sys; os.chdir(sys.argv[1]); from dailypapers._command.main import main; sys.exit(main(sys.argv[2:]))"
    assert python("-c", script, str(folder), "plugin", "new", "my-Titles_2").startswith(
        "wrote dailypapers-my-Titles_2;"
    )
    project = folder / "dailypapers-my-Titles_2"
    python(*PIP, "--editable", str(project))
    return python, project


@pytest.mark.slow
def test_the_project_passes_its_own_test(installed):
    python, project = installed
    assert "2 passed" in python(
        "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "--rootdir", str(project), str(project)
    )


@pytest.mark.slow
def test_the_project_is_a_format(installed, tmp_path):
    python, _ = installed
    assert str(ROOT) not in python("-c", "import dailypapers; print(dailypapers.__file__)")
    formats = python("-m", "dailypapers", "formats")
    assert "my-Titles_2  One title a line. (.my-Titles_2, dailypapers-my-Titles_2 0.1.0)\n" in formats
    titles = [paper.title for digest in dailypapers.read(SEEDS[4]).digests for paper in digest.papers]
    python("-m", "dailypapers", "export", "--output", str(tmp_path / "out.my-Titles_2"), str(SEEDS[4]))
    assert (tmp_path / "out.my-Titles_2").read_text("utf-8").split("\n")[:-1] == titles


@pytest.mark.slow
def test_the_commands_of_its_readme(installed):
    python, project = installed
    (project / "digests").mkdir()
    (project / "digests/a.md").write_bytes(SEEDS[4].read_bytes())
    commands = [shlex.split(line) for line in (project / "README.md").read_text("utf-8").split("\n")]
    commands = [words[1:] for words in commands if words[:1] == ["dailypapers"]]
    script = "import os, sys; os.chdir(sys.argv[1]); from dailypapers._command.main import main; sys.exit(main(sys.argv[2:]))"
    said = [python("-c", script, str(project), *words) for words in commands]
    assert [words[0] for words in commands] == ["export", "export"]
    assert said[0] == ""
    assert (project / "papers.my-Titles_2").read_text("utf-8").count("\n") == 8
    assert said[1].startswith("Infinity-MM: Scaling Multimodal Performance")
    assert said[1].count(" https://arxiv.org/abs/") == 8


@pytest.mark.parametrize("name", ["titles", "Titles", "a-b_c", "2", "class", "none", "digest", "MODULE", "NAME"])
def test_names_that_can_be(folder, capsys, name):
    assert main(["plugin", "new", name]) == 0
    out, err = capsys.readouterr()
    assert (out.split("\n")[0], err) == (f"wrote dailypapers-{name}; next:", "")
    module = f"dailypapers_{name.lower().replace('-', '_')}"
    project = folder / f"dailypapers-{name}"
    assert files(project) == ["README.md", "pyproject.toml", f"src/{module}.py", "tests/test_exporter.py"]
    assert list(folder.iterdir()) == [project]
    settings = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    assert settings["name"] == f"dailypapers-{name}"
    assert settings["entry-points"] == {"dailypapers.exporters": {name: f"{module}:Exporter"}}
    assert settings["dependencies"] == [f"dailypapers>={dailypapers.__version__}"]
    assert settings["optional-dependencies"]["test"][0] == "dailypapers[testing]"
    ast.parse((project / "tests/test_exporter.py").read_text("utf-8"))
    path = f"{project}/src/{module}.py:Exporter"
    assert dailypapers.export([dailypapers.Digest(None, (dailypapers.Paper("A"),))], path) == "A\n"


def test_it_obeys_the_laws_before_anything_is_installed(folder):
    assert main(["plugin", "new", "titles"]) == 0
    scope = {"__name__": "__main__"}
    exec((folder / "dailypapers-titles/src/dailypapers_titles.py").read_text("utf-8"), scope)
    check_exporter(scope["Exporter"])
    check_exporter(scope["Exporter"], {"links": "yes"})


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
        ("BibTeX", "'bibtex' is a built-in format"),
        ("dailypapers-titles", "name the format alone, 'titles'"),
    ],
)
def test_names_that_cannot_be(folder, capsys, name, reason):
    assert main(["plugin", "new", name]) == 2
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


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="writes wherever it wants to")
def test_a_folder_that_cannot_be_written(folder, capsys):
    folder.chmod(0o500)
    try:
        assert main(["plugin", "new", "titles"]) == 4
    finally:
        folder.chmod(0o700)
    assert capsys.readouterr().err == "error: cannot write dailypapers-titles: Permission denied\n"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("error", "status"), [(OSError(28, "No space left on device"), 4), (KeyboardInterrupt(), 130)])
def test_whole_or_not_at_all(folder, capsys, monkeypatch, error, status):
    def rename(*paths):
        assert len(files(folder)) == 4  # all is there by now
        raise error

    monkeypatch.setattr(os, "rename", rename)
    assert main(["plugin", "new", "titles"]) == status
    assert capsys.readouterr().out == ""
    assert list(folder.iterdir()) == []


def test_help_loads_nothing_that_it_does_not_need():
    script = "from dailypapers._command.main import main; main(['plugin', '--help']); import sys; print(*sys.modules, sep='\\n')"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"attr", "cattrs", "lark", "importlib.metadata"} & set(result.stdout.split()) == set()
