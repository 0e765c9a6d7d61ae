"""The first use, as services and workers have it: by many threads at once, behind a fork, in processes that spawn, in
several interpreters of one process.

Each test starts a fresh interpreter, in which nothing of ours has been used.
"""

import subprocess
import sys

import pytest

from support import ROOT

FORMATS = ("bibtex", "csl", "csv", "html", "json", "jsonl", "markdown", "ris")
SEED = sorted((ROOT / "seeds").glob("*.txt"))[0]

WORK = f"""
import sys
import dailypapers

FORMATS, SEED = {FORMATS}, {str(SEED)!r}


def work(name):
    document = dailypapers.read(SEED)
    assert dailypapers.from_data(dailypapers.to_data(document)) == document.digests
    return dailypapers.export(dailypapers.select(document, words=["a"]), name)
"""
IN_THREADS = """
import threading

started, found = threading.Barrier(THREADS), {}
locked = getattr(sys, "_is_gil_enabled", lambda: True)
before = locked()


def run(number):
    started.wait()
    found[number] = work(FORMATS[number % len(FORMATS)])


sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=run, args=[number]) for number in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for number, name in enumerate(FORMATS):
    assert {found[n] for n in range(number, THREADS, len(FORMATS))} == {work(name)}, name
assert locked() == before  # a free-threaded Python stays so: nothing that is imported needs the lock
"""
IN_PROCESSES = """
import multiprocessing

if __name__ == "__main__":
    before = {name: work(name) for name in FORMATS[:2]}
    with multiprocessing.get_context(METHOD).Pool(2) as pool:
        assert dict(zip(FORMATS, pool.map(work, FORMATS))) == {name: work(name) for name in FORMATS}
"""
IN_INTERPRETERS = """
from concurrent.futures import InterpreterPoolExecutor

if __name__ == "__main__":
    with InterpreterPoolExecutor(4) as pool:
        assert list(pool.map(work, FORMATS)) == [work(name) for name in FORMATS]
"""


def run(tmp_path, script):
    path = tmp_path / "script.py"
    path.write_text(f"{WORK}{script}", "utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("number", [8, *[pytest.param(24, marks=pytest.mark.slow)] * 5])
def test_by_many_threads_at_once(tmp_path, number):
    run(tmp_path, IN_THREADS.replace("THREADS", str(number)))


@pytest.mark.parametrize(
    "method", ["spawn", *(pytest.param(each, marks=pytest.mark.slow) for each in ("fork", "forkserver"))]
)
def test_in_processes(tmp_path, method):
    if sys.platform == "win32" and method != "spawn":
        pytest.skip("there is no fork on Windows")
    run(tmp_path, IN_PROCESSES.replace("METHOD", repr(method)))


@pytest.mark.skipif(sys.version_info < (3, 14), reason="from 3.14 on Python has interpreters")
def test_in_interpreters(tmp_path):
    run(tmp_path, IN_INTERPRETERS)
