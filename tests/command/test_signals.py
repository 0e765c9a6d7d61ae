"""Signals: whatever ends a command, and whenever it comes, nothing half done is left behind."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dailypapers._command import plugin, signals
from dailypapers._command.main import main
from dailypapers._command.signals import Ended, ending
from dailypapers._io.atomic import write_atomically

if os.name == "nt":
    pytest.skip("signals differ there", allow_module_level=True)

GOOD = "## Daily Papers (2024-07-12)\n\n### [Good](https://arxiv.org/abs/2407.08348)\n\n"
SIGNALS = {
    signal.SIGINT: (130, b"interrupted\n"),
    signal.SIGTERM: (143, b"terminated\n"),
    signal.SIGHUP: (129, b"hung up\n"),
}
HANDLERS = [signal.default_int_handler, signal.SIG_DFL, signal.SIG_DFL]


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out.json").write_text("old", "utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def _handlers(as_in_a_terminal):
    yield
    assert [signal.getsignal(number) for number in SIGNALS] == HANDLERS


def begun(files, **more):
    """Start an export that has begun to write, and waits for its input."""
    command = [sys.executable, "-m", "dailypapers", "export", "--output", "out.json"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    while not list(files.glob(".*.tmp")):
        assert child.poll() is None
        time.sleep(0.02)
    return child


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_ends_an_export(files, number):
    with begun(files) as child:
        child.send_signal(number)
        _, err = child.communicate()
    assert (child.returncode, err) == SIGNALS[number]
    assert [(path.name, path.read_text("utf-8")) for path in files.iterdir()] == [("out.json", "old")]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_that_is_ignored_stays_so(files, number):
    """As SIGHUP under nohup, and SIGINT in the background of a shell."""
    with begun(files, preexec_fn=lambda: signal.signal(number, signal.SIG_IGN)) as child:
        child.send_signal(number)
        _, err = child.communicate(GOOD.encode())
    assert (child.returncode, err) == (0, b"")
    assert (files / "out.json").read_text("utf-8").startswith("{")


def signalled_at(moment, run):
    """Let SIGTERM come at a moment of a run, counted in what the code of ours and of the library around it does.

    Tells whether it came. A profile function sees a call end before its caller does: as if the signal came just then.
    """
    count = 0

    def profile(frame, event, argument):
        nonlocal count
        if os.path.basename(frame.f_code.co_filename) in ("atomic.py", "plugin.py", "contextlib.py"):
            count += 1
            if count == moment:
                os.kill(os.getpid(), signal.SIGTERM)

    with ending():
        sys.setprofile(profile)
        try:
            run()
        except Ended:
            return True
        finally:
            sys.setprofile(None)
    assert count < moment
    return False


# A call that is cut off as it returns leaves its file to the collector.
CUT_OFF = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@CUT_OFF
def test_whenever_a_signal_comes_an_output_is_whole_and_alone(files):
    found, moment = set(), 1
    while signalled_at(moment, lambda: write_atomically(["n", "e", "w"], "out.json")):
        assert os.listdir() == ["out.json"], moment
        found.add((files / "out.json").read_text("utf-8"))
        (files / "out.json").write_text("old", "utf-8")
        moment += 1
    assert found == {"old", "new"}


@CUT_OFF
def test_whenever_a_signal_comes_a_project_is_whole_and_alone():
    found, moment = set(), 1
    project = {"a/b.txt": "text", "c.txt": "text"}
    while signalled_at(moment, lambda: plugin._write(project, "project")):
        assert [name for name in os.listdir() if name.startswith(".")] == [], moment
        found.add(tuple(sorted(path.as_posix() for path in Path("project").rglob("*.txt"))))
        shutil.rmtree("project", ignore_errors=True)
        moment += 1
    assert found == {(), ("project/a/b.txt", "project/c.txt")}


def test_one_more_signal_changes_nothing_while_the_first_is_dealt_with(monkeypatch):
    """A terminal that is closed sends SIGHUP twice, and people press Ctrl-C twice."""
    monkeypatch.setattr(signals, "_CLEANING_UP", 1e6)

    def chunks():
        try:
            yield "new"
            os.kill(os.getpid(), signal.SIGTERM)
            yield "newer"
        finally:
            for number in SIGNALS:
                os.kill(os.getpid(), number)

    with pytest.raises(Ended) as caught, ending():
        write_atomically(chunks(), "out.json")
    assert caught.value.status == 143
    assert os.listdir() == ["out.json"]


def test_a_signal_that_somebody_swallowed_may_be_sent_again(monkeypatch):
    monkeypatch.setattr(signals, "_CLEANING_UP", 0)
    with ending():
        for number in SIGNALS:
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), number)


def test_the_command_leaves_the_handlers_of_a_process_as_they_were(capsys):
    assert main(["--version"]) == 0
    assert [signal.getsignal(number) for number in SIGNALS] == HANDLERS
    own = []
    before = signal.signal(signal.SIGTERM, lambda *_: own.append(True))
    try:
        with ending():
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert own == [True]


def test_the_command_runs_in_any_thread(capsys):
    statuses = []
    thread = threading.Thread(target=lambda: statuses.append(main(["--version"])))
    thread.start()
    thread.join()
    assert statuses == [0]


def test_the_library_touches_no_signal():
    script = (
        "import signal, dailypapers\n"
        "def handlers(): return [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]\n"
        "before, seen = handlers(), []\n"
        "def digests():\n"
        "    seen.append(handlers())\n"
        "    yield dailypapers.Digest(None)\n"
        "dailypapers.write(digests(), 'out.json')\n"
        "assert seen == [before] == [handlers()]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
