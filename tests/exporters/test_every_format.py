"""What holds for every built-in format: the type that `export` returns for it, and where its warnings point."""

import ast
import warnings
from pathlib import Path
from typing import get_args

import pytest

import dailypapers
from dailypapers import Digest, Document, ExportWarning, Paper, Problem
from dailypapers._plugins.find import BUILTIN, BinaryFormat, FilesFormat, TextFormat
from support import ROOT

RETURNED = {
    **dict.fromkeys(get_args(TextFormat), str),
    **dict.fromkeys(get_args(BinaryFormat), bytes),
    **dict.fromkeys(get_args(FilesFormat), dict),
}


def test_each_format_has_one_type():
    assert RETURNED.keys() == BUILTIN["exporter"].keys()
    assert len(RETURNED) == sum(len(get_args(each)) for each in (TextFormat, BinaryFormat, FilesFormat))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.outside] * (name == "parquet")) for name in BUILTIN["exporter"]]
)
@pytest.mark.parametrize("digests", [[], [Digest(None, (Paper("A"),))]], ids=["no digest", "one paper"])
def test_what_export_returns(name, digests, options_of):
    assert type(dailypapers.export(digests, name, **options_of(name))) is RETURNED[name]


# -- the place of a warning -----------------------------------------------------------------------------------

CONTROL = Paper("Apples\x01", "https://arxiv.org/abs/2407.08348")
SAME_KEY = [Paper("One", "ftp://x.org"), Paper("ftp://x.org")]  # the link of one is the title of the other
BAD = Document([Digest(None, (Paper("A"),))], [Problem("F121", "error", "not a number", "a.md", 1, 1, "")], "a.md")
WARNING = [
    *((name, CONTROL) for name in ("atom", "bibtex", "csl", "html", "ris", "template")),
    *((name, *SAME_KEY) for name in ("bibtex", "csl", "notes", "ris")),
    ("atom", SAME_KEY[0]),
]


def places(caught):
    return [(warning.category, warning.filename, warning.lineno) for warning in caught]


def line_of(marker):
    """Give the number of the line of this file that ends with a comment."""
    lines = Path(__file__).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {marker}"))


@pytest.mark.parametrize(("name", "papers"), [(name, papers) for name, *papers in WARNING])
def test_the_place_is_the_line_that_called_the_library(name, papers, options_of):
    """So what Python shows once for each place is shown for each of two places."""
    digest, more = Digest(None, papers), options_of(name)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(2):
            dailypapers.export(digest, name, **more)  # one place
        dailypapers.export(digest, name, **more)  # another place
    here = (ExportWarning, __file__, line_of("one place")), (ExportWarning, __file__, line_of("another place"))
    assert set(places(caught)) == set(here)
    assert places(caught).count(here[0]) == places(caught).count(here[1])


@pytest.mark.parametrize(
    "use",
    [
        lambda folder: dailypapers.export(BAD, "json"),
        lambda folder: dailypapers.write(BAD, folder / "a.json"),
        lambda folder: dailypapers.write(BAD, f"{folder}/notes/", "notes"),
        lambda folder: dailypapers.to_data(BAD),
        lambda folder: dailypapers.restore_authors(BAD, {}),
        lambda folder: [*dailypapers.select(BAD, words=["a"])],
        lambda folder: [*dailypapers.select(Digest(None), top=1, without=BAD)],
        lambda folder: dailypapers.write((each for each in dailypapers.select(BAD, top=1)), folder / "a.csv"),
    ],
)
def test_a_document_with_errors(use, tmp_path):
    with pytest.warns(ExportWarning, match=r"^a\.md has 1 error") as caught:
        use(tmp_path)
    assert [(warning.filename, warning.lineno) for warning in caught] == [(__file__, use.__code__.co_firstlineno)]


def test_a_file_that_is_kept(tmp_path):
    digest = Digest(None, (CONTROL,))
    dailypapers.write(digest, f"{tmp_path}/notes/", "notes")
    for path in (tmp_path / "notes").rglob("*.md"):
        path.write_text("mine", "utf-8")
    with pytest.warns(ExportWarning, match="are kept as they are") as caught:
        dailypapers.write(digest, f"{tmp_path}/notes/", "notes")  # a kept file
    assert {warning.lineno for warning in caught} == {line_of("a kept file")}


def test_an_error_when_a_warning_is_one():
    with warnings.catch_warnings():
        warnings.simplefilter("error", ExportWarning)
        with pytest.raises(ExportWarning, match="characters dropped"):
            dailypapers.export(Digest(None, (CONTROL,)), "bibtex")


def test_no_module_warns_in_another_way():
    """One that counted its own way to the caller would point elsewhere as soon as a function came between."""
    warning = [
        path.name
        for path in (ROOT / "src/dailypapers").rglob("*.py")
        if "project" not in path.parts  # somebody else's
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("warn", "warn_explicit")
    ]
    assert warning == ["errors.py"]
