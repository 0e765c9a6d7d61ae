"""What ``docs/many-files.md`` shows runs as it stands there, and what travels between processes is small."""

import datetime
import importlib.util
import json
import os
import pickle
import re
import subprocess
import sys
import warnings

import pytest

import dailypapers
from dailypapers import Digest, Paper
from support import ROOT, SEEDS, posix, stop

pytestmark = pytest.mark.outside

PAGE = (ROOT / "docs/many-files.md").read_text("utf-8")
RECIPES = dict(re.findall(r"^```python\n# (\w+)\.py\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
NEEDS = {"all_cores": (), "with_dask": ("distributed",), "with_ray": ("ray",), "with_duckdb": ("duckdb",)}


def test_the_page_has_no_other_recipes():
    assert RECIPES.keys() == NEEDS.keys()
    assert len(RECIPES) == PAGE.count("```python")


@pytest.fixture
def archive(tmp_path):
    """Make an archive of the seeds, each where its day is, and a README that has one of their digests again."""
    for path in SEEDS:
        (digest,) = dailypapers.read(path).digests
        place = tmp_path / f"archive/{digest.date:%Y/%m/%d}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    (tmp_path / "archive/README.md").write_bytes(b"# Papers\n\n" + SEEDS[0].read_bytes())
    return tmp_path / "archive"


@pytest.fixture
def run(tmp_path):
    """Run a recipe of the page as a script; gives its status, and both streams."""

    def run(name, before="", **changes):
        missing = [module for module in (*NEEDS[name], "pyarrow") if importlib.util.find_spec(module) is None]
        if missing:
            stop(f"{', '.join(missing)} not installed; docs/many-files.md says how")
        script = RECIPES[name]
        for old, new in changes.items():
            assert script.count(f"map={old}") == 1
            script = script.replace(f"map={old}", new)
        (tmp_path / f"{name}.py").write_text(before + script, "utf-8")
        result = subprocess.run(
            [sys.executable, f"{name}.py"],
            cwd=tmp_path,
            env=os.environ | {"RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return result.returncode, result.stdout, result.stderr

    return run


def rows(folder):
    """Give the day and title of each row, in order, by the name of its part; DuckDB says what the order is."""
    parts = {}
    for path in folder.rglob("*.*"):
        if path.suffix == ".jsonl":
            every = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
        elif path.suffix == ".parquet":
            every = pytest.importorskip("pyarrow.parquet").ParquetFile(path).read().to_pylist()
        else:
            continue
        partition = path.parent.name.partition("month=")[2]
        if partition:
            every.sort(key=lambda row: (row["date"], row["source"], row["line"]))
        parts[partition or path.stem] = [(str(row["date"]), row["title"]) for row in every]
    return parts


def expected(*paths):
    """Give the same of files of one month each."""
    return {
        str(digest.date)[:7]: [(str(digest.date), paper.title) for paper in digest.papers]
        for path in paths
        for digest in dailypapers.read(path).digests
    }


@pytest.mark.parametrize("name", RECIPES)
def test_months_come_and_go_and_a_broken_file_is_named(run, archive, name):
    folder = archive.parent / name
    status, printed, errors = run(name)
    assert (status, printed) == (0, ""), errors
    assert rows(folder) == expected(*SEEDS)
    assert sum(map(len, rows(folder).values())) == 65

    gone = archive / f"{dailypapers.read(SEEDS[1]).digests[0].date:%Y/%m/%d}.md"
    gone.unlink()
    new = archive / "new.md"
    dailypapers.write([Digest(datetime.date(2025, 1, 2), [Paper("New"), Paper("Newer")])], new, "markdown")
    (archive / "broken.md").write_bytes(b"\x80")
    status, printed, errors = run(name)
    assert status == 0, errors
    assert re.fullmatch(r"archive.broken\.md:1:1: \S+ .*\n", printed)
    assert rows(folder) == expected(SEEDS[0], *SEEDS[2:], new)


@pytest.mark.parametrize("name", ["all_cores", "with_duckdb"])
def test_without_a_digest_all_stays_as_it_is(run, archive, name):
    assert run(name)[0] == 0
    for path in archive.rglob("*.md"):
        path.write_text("# Notes\n", "utf-8")
    status, _, errors = run(name)
    assert status == 1
    assert "DigestSyntaxError" in errors
    assert rows(archive.parent / name) == expected(*SEEDS)
    assert {path.name for path in archive.parent.iterdir()} == {"archive", name, f"{name}.py"}


@pytest.mark.parametrize("name", ["all_cores", "with_duckdb"])
def test_without_a_paper_all_stays_as_it_is(run, archive, name):
    assert run(name)[0] == 0
    for path in archive.rglob("*.md"):
        path.write_text("## Daily Papers (2024-07-12)\n", "utf-8")
    status, _, errors = run(name)
    assert status == 0, errors
    assert rows(archive.parent / name) == expected(*SEEDS)
    assert {path.name for path in archive.parent.iterdir()} == {"archive", name, f"{name}.py"}


FAILING = """
from pathlib import Path

rename = Path.rename


def failing(self, target):
    if self.name == "new":
        raise KeyboardInterrupt
    return rename(self, target)


Path.rename = failing
"""


@pytest.mark.parametrize("first", [True, False])
def test_a_failure_between_two_renames_leaves_the_old_folder(run, archive, first):
    assert first or run("with_duckdb")[0] == 0
    (archive / "new.md").write_text("## Daily Papers (2025-01-02)\n\n### New\n", "utf-8")
    status, _, errors = run("with_duckdb", FAILING)
    assert status != 0
    assert "KeyboardInterrupt" in errors
    names = {path.name for path in archive.parent.iterdir()}
    assert names == {"archive", "with_duckdb.py"} | (set() if first else {"with_duckdb"})
    assert first or rows(archive.parent / "with_duckdb") == expected(*SEEDS)


DYING = """
import os
import signal
from functools import partial
from pathlib import Path


def die_once(function, item):
    try:
        Path("died").touch(exist_ok=False)
    except FileExistsError:
        return function(item)
    os.kill(os.getpid(), signal.SIGKILL)


def dying(call):
    return lambda function, items: call(partial(die_once, function), items)


"""


@posix
@pytest.mark.parametrize(("name", "call"), [("with_dask", "workers.map"), ("with_ray", "on_workers")])
def test_a_worker_that_is_killed_changes_nothing(run, archive, name, call):
    status, _, errors = run(name, DYING, **{call: f"map=dying({call})"})
    assert status == 0, errors
    assert (archive.parent / "died").exists()
    assert rows(archive.parent / name) == expected(*SEEDS)


@posix
def test_a_process_of_a_pool_that_is_killed_leaves_nothing(run, archive):
    status, _, errors = run("all_cores", DYING, **{"pool.map": "map=dying(pool.map)"})
    assert status == 1
    assert "BrokenProcessPool" in errors
    assert not (archive.parent / "all_cores").exists()


def test_the_table_in_other_programs(run, archive, monkeypatch):
    """All of those that are installed; Spark is not."""
    modules = {name: pytest.importorskip(name) for name in ("duckdb", "polars", "pandas", "dask.dataframe")}
    names = {"dask" if "." in name else name: sys.modules[name.partition(".")[0]] for name in modules}
    assert run("with_duckdb")[0] == 0
    monkeypatch.chdir(archive.parent)
    dailypapers.write_months("archive", "with_dask", "parquet")
    every = [
        (digest.date, paper) for path in SEEDS for digest in dailypapers.read(path).digests for paper in digest.papers
    ]
    many = sorted(paper.title for _, paper in every if paper.votes is not None and paper.votes >= 50)
    july = sorted(paper.title for date, paper in every if (date.year, date.month) == (2024, 7))
    assert many
    assert july
    for program, shown in re.findall(r"^\| (DuckDB|polars|pandas|Dask) \| `(.*)` \|$", PAGE, re.MULTILINE):
        code = f"[title for (title,) in duckdb.sql({shown!r}).fetchall()]" if program == "DuckDB" else shown
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # what Dask asks of pandas
            found = eval(code, names)
        titles = found if program == "DuckDB" else found["title"].to_list()
        assert sorted(titles) == (july if "2024-07" in shown else many), shown


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
