"""What ``docs/many-files.md`` shows runs as it stands there, and what travels between processes is small."""

import ast
import importlib.util
import json
import pickle
import re
import subprocess
import sys
from collections import Counter

import pytest

import dailypapers
from dailypapers import Digest, Paper
from support import ROOT, SEEDS

pytestmark = pytest.mark.outside

PAGE = (ROOT / "docs/many-files.md").read_text("utf-8")
RECIPES = dict(re.findall(r"^```python\n# (\w+\.py)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@pytest.fixture
def run(tmp_path):
    """Run a recipe of the page as a script, beside an archive of the seeds."""
    (tmp_path / "archive").mkdir()
    for path in SEEDS:
        (tmp_path / "archive" / f"{path.stem}.md").write_bytes(path.read_bytes())

    def run(name):
        (tmp_path / name).write_text(RECIPES[name], "utf-8")
        result = subprocess.run(
            [sys.executable, name], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120
        )
        assert result.returncode == 0, result.stderr
        (tmp_path / "printed").write_text(result.stdout, "utf-8")
        return tmp_path

    return run


def test_the_page_has_no_other_recipes():
    assert set(RECIPES) == {"all_cores.py", "with_dask.py", "to_parquet.py"}
    assert len(RECIPES) == PAGE.count("```python")


def test_all_cores(run):
    written = (run("all_cores.py") / "papers.bib").read_text("utf-8")
    assert written.count("@misc{") == 65
    assert written == dailypapers.export(dailypapers.read_all(SEEDS), "bibtex")


def test_a_failure_reaches_the_parent(run, tmp_path):
    (tmp_path / "archive/empty.md").write_text("# Notes\n", "utf-8")
    with pytest.raises(AssertionError, match=r"DigestSyntaxError: archive.empty\.md:1:1: S001"):
        run("all_cores.py")
    assert not (tmp_path / "papers.bib").exists()


@pytest.mark.skipif(
    not (importlib.util.find_spec("dask") and importlib.util.find_spec("distributed")),
    reason="dask and distributed are not installed: pip install 'dask[bag]' distributed",
)
def test_with_dask(run):
    files = sorted((run("with_dask.py") / "papers").glob("*.jsonl"))
    lines = [line for path in files for line in path.read_text("utf-8").split("\n")[:-1]]
    papers = [
        paper for document in dailypapers.read_all(SEEDS) for digest in document.digests for paper in digest.papers
    ]
    assert [json.loads(line)["title"] for line in lines] == [paper.title for paper in papers]
    assert [json.loads(line)["line"] for line in lines] == [paper.line for paper in papers]
    assert {json.loads(line)["date"] for line in lines} >= {"2024-07-12", "2024-02-07"}


@pytest.mark.outside
def test_to_parquet(run, tmp_path, monkeypatch):
    for module in ("dask.dataframe", "distributed", "duckdb", "pandas", "polars", "pyarrow"):
        pytest.importorskip(module)
    import duckdb
    import pandas
    import polars

    # A name that leads only where each paper that lists it twice counts twice.
    twice = Digest(None, [Paper(f"T{n}", authors=("Ann One", "Ann One")) for n in range(4)])
    once = Digest(None, [Paper(f"S{n}", authors=("Bob Two",)) for n in range(7)])
    dailypapers.write([twice, once], tmp_path / "archive/twice.md")
    folder = run("to_parquet.py")
    papers = [paper for document in dailypapers.read_all([tmp_path / "archive"]) for paper in document.papers]
    names = Counter(name for paper in papers for name in set(paper.authors))
    assert names.most_common(1) == [("Bob Two", 7)]
    counted = ast.literal_eval((folder / "printed").read_text("utf-8"))
    assert list(counted.values()) == [count for _, count in names.most_common(3)]
    assert all(names[name] == count for name, count in counted.items())

    # What the table shows; Spark is not installed.
    monkeypatch.chdir(folder)
    rows = dict(re.findall(r"^\| (DuckDB|polars|pandas) \| `(.*)` \|$", PAGE, re.MULTILINE))
    sought = sorted(paper.title for paper in papers if paper.votes is not None and paper.votes >= 50)
    assert sought
    assert sorted(title for (title,) in duckdb.sql(rows["DuckDB"]).fetchall()) == sought
    for program in (polars, pandas):
        frame = eval(rows[program.__name__], {program.__name__: program})
        assert sorted(frame["title"].to_list()) == sought


def test_a_pickled_document_is_about_as_large_as_its_text(seed):
    document = dailypapers.read(seed)
    pickled = pickle.dumps(document)
    assert len(pickled) <= 1.2 * seed.stat().st_size
    assert pickle.loads(pickled) == document


def test_problems_and_errors_can_be_pickled_too():
    text = "## Daily Papers (2024-07-12)\n\nwords\n\n### [Half a ti\n\nVote: many\n"
    document = dailypapers.parse(text)
    assert len(document.problems) >= 3
    pickled = pickle.dumps(document)
    assert len(pickled) <= 1500
    assert pickle.loads(pickled).problems == document.problems
    with pytest.raises(dailypapers.DigestSyntaxError) as caught:
        dailypapers.parse("words", source="a.md")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
