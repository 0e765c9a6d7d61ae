"""One file takes the place of another: a database that is open, a mount point, a full disk, a process that is killed."""

import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing

import pytest

import dailypapers
from dailypapers import ExportWarning, OutputError
from dailypapers._command.main import main
from support import SEEDS, posix, run_where_it_may_mount

OLD, NEW = [dailypapers.read(SEEDS[0])], [dailypapers.read(path) for path in SEEDS]


def export(*arguments, **more):
    command = [sys.executable, "-m", "dailypapers", "export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **more)


def everything_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- a database that is open --------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("name", ["papers.sqlite", "papers.db"])
@pytest.mark.parametrize("there", [True, False], ids=["there", "not there"])
def test_beside_changes_of_an_open_database_nothing_is_written(tmp_path, capsys, suffix, name, there):
    if there:
        dailypapers.write(OLD, tmp_path / name, "sqlite")
    (tmp_path / f"{name}{suffix}").write_bytes(b"changes")
    before = everything_in(tmp_path)
    with pytest.raises(OutputError, match=f"beside it is {name}{suffix}, with changes of an open database"):
        dailypapers.write(NEW, tmp_path / name, "sqlite")
    assert main(["export", "--format", "sqlite", "--output", str(tmp_path / name), str(SEEDS[1])]) == 4
    assert capsys.readouterr().err.startswith(f"error: cannot write {tmp_path / name}: beside it is {name}{suffix}")
    assert everything_in(tmp_path) == before
    (tmp_path / f"{name}{suffix}").write_bytes(b"")
    dailypapers.write(NEW, tmp_path / name, "sqlite")
    assert (tmp_path / name).read_bytes() == dailypapers.export(NEW, "sqlite")


def test_whatever_the_format_an_open_database_is_not_replaced(tmp_path):
    dailypapers.write(OLD, tmp_path / "papers.db", "sqlite")
    (tmp_path / "papers.db-wal").write_bytes(b"changes")
    with pytest.raises(OutputError, match="open database"):
        dailypapers.write(NEW, tmp_path / "papers.db", "json")


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("there", [b"old", None], ids=["there", "not there"])
def test_beside_what_is_no_database_a_file_has_any_name(tmp_path, monkeypatch, capsys, suffix, there):
    monkeypatch.chdir(tmp_path)
    for name in ("papers.json", "a.md", "out/daily.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}{suffix}").write_bytes(b"mine")
    if there:
        (tmp_path / "papers.json").write_bytes(there)
    dailypapers.write(NEW, "papers.json")
    (tmp_path / "a.md").write_text("## Daily Papers (2024-07-12)\n### [A](https://arxiv.org/abs/2407.08348)\n", "utf-8")
    assert main(["check", "--fix", "a.md"]) == 0
    (tmp_path / "texts.py").write_text(
        "from typing import ClassVar\nimport attrs\nfrom dailypapers.plugins import File\n@attrs.frozen\nclass Texts:\n"
        "    files: ClassVar[bool] = True\n    def export(self, digests):\n        yield File('daily.txt', 'new')\n",
        "utf-8",
    )
    dailypapers.write(NEW, "out/", "./texts.py:Texts")
    assert (tmp_path / "out/daily.txt").read_text("utf-8") == "new"


@posix
def test_changes_lie_beside_what_a_link_leads_to(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/papers.sqlite-wal").write_bytes(b"changes")
    (tmp_path / "papers.sqlite").symlink_to("elsewhere/papers.sqlite")
    with pytest.raises(OutputError, match="open database"):
        dailypapers.write(NEW, tmp_path / "papers.sqlite")


def test_a_database_that_is_opened_meanwhile(tmp_path):
    def opening():
        yield from NEW
        (tmp_path / "papers.sqlite-wal").write_bytes(b"changes")

    dailypapers.write(OLD, tmp_path / "papers.sqlite")
    before = (tmp_path / "papers.sqlite").read_bytes()
    with pytest.raises(OutputError, match="open database"):
        dailypapers.write(opening(), tmp_path / "papers.sqlite")
    assert (tmp_path / "papers.sqlite").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["papers.sqlite", "papers.sqlite-wal"]


def test_one_of_many_files_is_a_database(tmp_path):
    (tmp_path / "databases.py").write_text(
        "from typing import ClassVar\nimport attrs\nfrom dailypapers.plugins import File\n@attrs.frozen\nclass Databases:\n"
        "    files: ClassVar[bool] = True\n    def export(self, digests):\n        yield File('a.txt', 'new')\n        yield File('b/papers.db', b'SQLite format 3\\0')\n",
        "utf-8",
    )
    (tmp_path / "out/b").mkdir(parents=True)
    (tmp_path / "out/b/papers.db-wal").write_bytes(b"changes")
    with pytest.raises(OutputError, match=r"beside it is papers\.db-wal"):
        dailypapers.write(NEW, tmp_path / "out", f"{tmp_path}/databases.py:Databases")
    assert everything_in(tmp_path / "out") == {"b/papers.db-wal": b"changes"}


def test_a_program_that_has_the_database_open_loses_nothing(tmp_path):
    path = tmp_path / "papers.sqlite"
    dailypapers.write(OLD, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE papers SET title = 'mine'")
        connection.commit()
        assert export("--output", path, SEEDS[1]).returncode == 4
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT DISTINCT title FROM papers").fetchall() == [("mine",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert export("--output", path, SEEDS[1]).returncode == 0


# -- a mount point ------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(monkeypatch):
    """Have the system refuse to replace a file, as it does for a mount point."""

    def refuse(*_):
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.parametrize("old", [b"old", b"", b"old" * 10**5], ids=["shorter", "empty", "longer"])
@pytest.mark.usefixtures("busy")
def test_what_cannot_be_replaced_is_written_in_place(tmp_path, old):
    path = tmp_path / "papers.bib"
    path.write_bytes(old)
    number = path.stat().st_ino
    with pytest.warns(ExportWarning, match="is a mount point, which cannot be replaced: written in place") as caught:
        dailypapers.write(NEW, path)
    assert caught[0].filename == __file__
    assert path.read_text("utf-8") == dailypapers.export(NEW, "bibtex")
    assert path.stat().st_ino == number
    assert os.listdir(tmp_path) == ["papers.bib"]


@pytest.mark.usefixtures("busy")
def test_it_is_written_in_place_when_all_of_it_is_there(tmp_path):
    path = tmp_path / "papers.bib"
    path.write_text("old", "utf-8")

    def failing():
        yield from NEW
        raise KeyError

    with pytest.raises(KeyError):
        dailypapers.write(failing(), path)
    assert path.read_text("utf-8") == "old"
    assert os.listdir(tmp_path) == ["papers.bib"]


@pytest.mark.usefixtures("busy")
def test_the_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.csv").touch()
    assert main(["export", "--output", "papers.csv", str(SEEDS[0])]) == 0
    told = "warning: papers.csv is a mount point, which cannot be replaced: written in place\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.usefixtures("busy")
def test_so_does_check(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("## Daily Papers (2024-07-12)\n### [A](https://arxiv.org/abs/2407.08348)\n", "utf-8")
    assert main(["check", "--fix", "a.md"]) == 0
    assert capsys.readouterr().err == "a.md: fixed in place, as it is a mount point\n"
    assert main(["check", "--diff", "a.md"]) == 0


@posix
@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("number", [errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS])
def test_where_no_room_can_be_reserved_it_is_written_all_the_same(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    path = tmp_path / "papers.bib"
    path.write_bytes(b"old")
    with pytest.warns(ExportWarning, match="written in place"):
        dailypapers.write(NEW, path)
    assert path.read_text("utf-8") == dailypapers.export(NEW, "bibtex")


@posix
@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EIO])
def test_where_there_is_no_room_what_is_mounted_stays(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    path = tmp_path / "papers.bib"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match=os.strerror(number)):
        dailypapers.write(NEW, path)
    assert everything_in(tmp_path) == {"papers.bib": b"old"}


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("signals", [0, 1], ids=["at once", "after a signal"])
def test_what_fails_half_way_in_place_is_whole_beside_it(tmp_path, monkeypatch, signals):
    """The disk fails, or grows full where no room can be reserved: nothing else has what was read."""
    ways = iter([*[KeyboardInterrupt()] * signals, OSError(errno.EIO, "Input/output error")])

    def half(content, file):
        file.write(content.read(10))
        raise next(ways)

    monkeypatch.setattr("shutil.copyfileobj", half)
    path = tmp_path / "papers.bib"
    path.write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        dailypapers.write(NEW, path)
    (left,) = (each for each in tmp_path.iterdir() if each != path)
    assert left.read_text("utf-8") == dailypapers.export(NEW, "bibtex")
    assert str(caught.value) == (
        f"cannot write {path}: Input/output error; it may be half written, the whole is in {left}"
    )


@posix
def test_a_file_that_is_mounted(tmp_path):
    (tmp_path / "host.bib").write_text("old", "utf-8")
    (tmp_path / "papers.bib").touch()
    script = 'mount --bind host.bib papers.bib && "$PYTHON" -m dailypapers export --output papers.bib "$SEED"; echo $?'
    stdout, stderr = run_where_it_may_mount(script, tmp_path, SEED=str(SEEDS[0]))
    assert (stdout, "written in place" in stderr) == ("0\n", True)
    assert (tmp_path / "host.bib").read_text("utf-8") == dailypapers.export(OLD, "bibtex")
    assert sorted(os.listdir(tmp_path)) == ["host.bib", "papers.bib"]


@posix
def test_a_file_that_is_mounted_in_a_folder_where_nothing_can_be_written(tmp_path):
    """As in a container whose own file system is read-only."""
    (tmp_path / "host.bib").write_text("old", "utf-8")
    (tmp_path / "home").mkdir()
    (tmp_path / "home/papers.bib").touch()
    script = (
        "mount -t tmpfs none home && touch home/papers.bib && mount --bind host.bib home/papers.bib\n"
        "mount -o remount,ro,bind home\n"
        '"$PYTHON" -m dailypapers export --output home/papers.bib "$SEED"; echo $?'
    )
    stdout, stderr = run_where_it_may_mount(script, tmp_path, SEED=str(SEEDS[0]))
    assert (stdout, "written in place" in stderr) == ("0\n", True), stderr
    assert (tmp_path / "host.bib").read_text("utf-8") == dailypapers.export(OLD, "bibtex")


@posix
def test_a_file_that_is_mounted_from_a_full_disk(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "papers.bib").touch()
    script = (
        "mount -t tmpfs -o size=4k none disk && echo old > disk/host.bib && mount --bind disk/host.bib papers.bib\n"
        '"$PYTHON" -m dailypapers export --output papers.bib "$SEED"; echo $?; cat papers.bib'
    )
    stdout, stderr = run_where_it_may_mount(script, tmp_path, SEED=str(SEEDS[0]))
    assert (stdout, stderr) == ("4\nold\n", "error: cannot write papers.bib: No space left on device\n")


# -- killed, or without room --------------------------------------------------------------------------------------

OUTPUTS = ["papers.bib", "papers.sqlite", "papers.html", "notes.zip", "notes/"]


def arguments_for(output, *inputs):
    return [*(["--format", "notes"] if output.startswith("notes") else []), "--output", output, *map(str, inputs)]


def contents(path):
    """Give what is in a file, an archive or a folder, without what is ours alone."""
    if path.name == "notes.zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.is_dir():
        return {name: data for name, data in everything_in(path).items() if not name.startswith(".")}
    return {path.name: path.read_bytes()}


@pytest.fixture
def outcomes(tmp_path):
    """Write an old output, and tell what the old and the new one are."""

    def make(output):
        (tmp_path / "expected").mkdir()
        for cwd in (tmp_path, tmp_path / "expected"):
            assert export(*arguments_for(output, SEEDS[0]), cwd=cwd).returncode == 0
        old = contents(tmp_path / output)
        start = time.monotonic()
        assert export(*arguments_for(output, *SEEDS), cwd=tmp_path / "expected").returncode == 0
        return old, contents(tmp_path / "expected" / output), time.monotonic() - start

    return make


@pytest.mark.slow
@posix
@pytest.mark.parametrize("output", OUTPUTS)
def test_an_export_that_is_killed_leaves_what_was_there_or_what_is_new(tmp_path, outcomes, output):
    """Forty are killed, at random moments, eight for each of five outputs."""
    old, new, seconds = outcomes(output)
    moments = random.Random(output)
    command = [sys.executable, "-m", "dailypapers", "export", *arguments_for(output, *SEEDS)]
    for _ in range(8):
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0, 1.2 * seconds))
        process.kill()
        assert process.wait() in (0, -signal.SIGKILL)
        found = contents(tmp_path / output)
        if output.endswith("/"):
            assert {*old} <= {*found} <= {*new}
            assert all(data in (old.get(name), new[name]) for name, data in found.items())
        else:
            assert found in (old, new)
    assert export(*arguments_for(output, *SEEDS), "--quiet", cwd=tmp_path).stderr == ""
    assert contents(tmp_path / output) == new


@pytest.mark.slow
@posix
@pytest.mark.parametrize("output", OUTPUTS)
def test_an_export_without_room_leaves_what_was_there(tmp_path, outcomes, output):
    """Files may grow to a size that is smaller each time, from one that is enough to one that never is."""
    import resource

    old, new, _ = outcomes(output)
    largest = max(map(len, new.values())) + sum(map(len, new.values())) * output.startswith("notes")
    statuses = set()
    for limit in (2 * largest, *(largest * part // 10 for part in range(9, 0, -1)), 100, 0):
        result = export(
            *arguments_for(output, *SEEDS),
            cwd=tmp_path,
            preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        statuses.add(result.returncode)
        assert "Traceback" not in result.stderr
        assert contents(tmp_path / output) == (new if result.returncode == 0 else old), limit
        if result.returncode == 0:  # begin again with the old one
            if output.endswith("/"):
                for name in new:
                    (tmp_path / output / name).unlink()
                (tmp_path / output / ".dailypapers.json").unlink()
            assert export(*arguments_for(output, SEEDS[0]), cwd=tmp_path).returncode == 0
        left = [name for name in os.listdir(tmp_path) if name.startswith(".")]
        assert left == [], left
    assert {0, 4} <= statuses or {0, 3} <= statuses  # of a temporary database it is the exporter that has no room
