"""The package as people install it: wheel, sdist and editable, each in an environment of its own."""

import os
import shutil
import tarfile
import zipfile

import pytest

from support import ROOT

pytestmark = pytest.mark.slow

PIP = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index")
COUNT = (
    "import dailypapers, sys; print(sum(len(x.papers) for d in dailypapers.read_all(sys.argv[1:]) for x in d.digests))"
)


@pytest.fixture(scope="module")
def dist(environment, source_tree):
    environment()("-m", "build", "--no-isolation", str(source_tree))
    return source_tree / "dist"


def works(python):
    """Do the main job with what was installed, and show that it is not what these tests were run with."""
    assert str(ROOT) not in python("-c", "import dailypapers; print(dailypapers.__file__)")
    assert python("-c", COUNT, str(ROOT / "seeds")).strip() == "65"
    assert python("-m", "dailypapers", "export", "--format", "bibtex", str(ROOT / "seeds")).count("@misc") == 65
    assert python("-m", "dailypapers", "export", "--format", "html", str(ROOT / "seeds")).count("<article ") == 65


def test_the_wheel(dist, environment):
    (wheel,) = dist.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"dailypapers/grammar/digest.lark", "dailypapers/schema.json", "dailypapers/py.typed"} <= set(names)
    assert "dailypapers/grammar/table.py" in names
    assert not [name for name in names if name.startswith(("tests", "seeds", "grammar"))]
    python = environment()
    python(*PIP, str(wheel))
    works(python)
    # The parser comes from the table; it could not be built.
    python("-c", "from dailypapers._digest import parser; parser.Lark.__init__ = None; parser.make_parser()")


def test_the_sdist(dist, environment):
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert {"grammar/digest.lark", "tests/digest/test_seeds.py", "CHANGELOG.md"} <= set(names)
    assert {"LICENSE", "seeds/README.md", "tests/golden/README.md"} <= set(names)  # what is under which licence
    python = environment()
    python(*PIP, str(sdist))
    works(python)


def test_both_are_the_same_when_they_are_built_again(dist, environment, source_tree, tmp_path):
    copy = tmp_path / "another" / "folder"
    shutil.copytree(source_tree, copy, ignore=shutil.ignore_patterns("dist", "build", "*.egg-info"))
    for path in copy.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    environment()("-m", "build", "--no-isolation", str(copy))
    built, again = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (dist, copy / "dist"))
    assert len(built) == 2
    assert built == again


def test_an_editable_install(source_tree, environment):
    python = environment()
    python(*PIP, "--editable", str(source_tree))
    works(python)
    grammar = source_tree / "grammar/digest.lark"
    text = grammar.read_text("utf-8")
    grammar.write_text(text.replace("Vote:", "Voten:"), "utf-8")
    try:
        votes = (
            "import dailypapers, sys; print({p.votes for d in dailypapers.read(sys.argv[1]).digests for p in d.papers})"
        )
        assert python("-c", votes, str(ROOT / "seeds/004_4724ff6a89b11b14.txt")).strip() == "{None}"
    finally:
        grammar.write_text(text, "utf-8")


def test_a_package_of_somebody_else(source_tree, environment):
    python = environment()
    python(*PIP, str(source_tree), str(source_tree / "tests/plugins/project"))
    seed = str(ROOT / "seeds/004_4724ff6a89b11b14.txt")
    titles = python("-m", "dailypapers", "export", "--format", "titles", "--option", "numbered=yes", seed)
    assert titles.split("\n")[1] == (
        "2 FasterCache: Training-Free Video Diffusion Model Acceleration with High Quality"
    )
    assert "titles    One title a line. (.titles, dailypapers-titles 1.2)" in python("-m", "dailypapers", "formats")
    python("-m", "dailypapers", "export", "--output", "out.titles", seed)
    assert python("-c", "print(open('out.titles', encoding='utf-8').read().count('\\n'))").strip() == "8"
