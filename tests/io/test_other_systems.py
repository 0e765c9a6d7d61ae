"""What Windows has otherwise, tried on any system: each difference is behind one function, which gets here what is there.

Names that Windows reserves are in ``tests/plugins/test_many_files.py``, and consoles in ``tests/command/test_list.py``.
"""

import errno
import os
import signal
import stat
from types import SimpleNamespace

import pytest

import dailypapers
from dailypapers import Digest, ExportWarning, OutputError, Paper
from dailypapers._command.main import main
from dailypapers._io import stages
from dailypapers._io.folders import _is_link
from dailypapers._io.no_digest import date_in_path

DIGEST = Digest(None, (Paper("A", "https://arxiv.org/abs/2407.08348"),))
FOLDER, LINK = stat.S_IFDIR | 0o755, stat.S_IFLNK | 0o777

# https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc has the tags: of a junction, of a symbolic link, and of
# a folder of OneDrive, which is one like any other.
JUNCTION, SYMLINK, CLOUD = 0xA0000003, 0xA000000C, 0x9000001A


@pytest.mark.parametrize(
    ("mode", "tag", "is_link"),
    [(FOLDER, JUNCTION, True), (LINK, SYMLINK, True), (FOLDER, CLOUD, False), (FOLDER, 0, False)],
)
def test_what_a_link_is_on_windows(mode, tag, is_link):
    assert _is_link(SimpleNamespace(st_mode=mode, st_reparse_tag=tag)) is is_link


@pytest.mark.parametrize(("mode", "is_link"), [(LINK, True), (FOLDER, False)])
def test_what_a_link_is_elsewhere(mode, is_link):
    assert _is_link(SimpleNamespace(st_mode=mode)) is is_link


def test_nothing_is_written_below_a_junction(tmp_path, monkeypatch):
    """Somebody put a junction in the place of a folder of a month."""
    (tmp_path / "notes" / "2024-07").mkdir(parents=True)
    lstat = os.lstat

    def as_on_windows(path, **more):
        found = lstat(path, **more)
        tag = JUNCTION if os.path.basename(path) == "2024-07" else 0
        names = ("st_mode", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns", "st_uid", "st_gid")
        return SimpleNamespace(**{name: getattr(found, name) for name in names}, st_reparse_tag=tag)

    monkeypatch.setattr(os, "lstat", as_on_windows)
    with pytest.raises(OutputError, match="there is a link at 2024-07/arxiv-2407"):
        dailypapers.write(DIGEST, f"{tmp_path}/notes/", "notes", by="month")
    assert [*(tmp_path / "notes").rglob("*.md")] == []


def test_without_locks_nobody_waits_and_nothing_of_others_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(stages, "fcntl", None)
    left = tmp_path / "notes" / ".dailypapers-0123456789abcdef"
    left.mkdir(parents=True)
    (left / "0").write_text("of a run that was killed, or goes on", "utf-8")

    def digests():
        dailypapers.write(DIGEST, f"{tmp_path}/notes/", "notes")  # another run
        yield DIGEST

    dailypapers.write(digests(), f"{tmp_path}/notes/", "notes")
    assert {path.name for path in (tmp_path / "notes").iterdir()} == {
        *(".dailypapers-0123456789abcdef", ".dailypapers.json", "arxiv-2407.08348.md", "digest-undated.md")
    }
    assert (left / "0").exists()


@pytest.mark.parametrize("missing", ["chown", "posix_fallocate"])
def test_a_file_is_replaced_without_what_posix_has(tmp_path, monkeypatch, missing):
    monkeypatch.delattr(os, missing, raising=False)

    def busy(new, target):  # so it is written in place, where room is reserved if the system can
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    path = tmp_path / "papers.json"
    for _ in range(2):
        dailypapers.write(DIGEST, path)
    assert dailypapers.read(path).digests == (DIGEST,)
    path.write_bytes(b"{}")
    monkeypatch.setattr(os, "replace", busy)
    with pytest.warns(ExportWarning, match="written in place"):
        dailypapers.write(DIGEST, path)
    assert dailypapers.read(path).digests == (DIGEST,)
    assert os.listdir(tmp_path) == ["papers.json"]


def test_a_file_that_another_program_has_open_is_an_output_that_cannot_be_written(tmp_path, monkeypatch, capsys):
    """Windows replaces no such file."""
    path = tmp_path / "papers.json"
    path.write_bytes(b"old")

    def refused(new, target):
        raise PermissionError(errno.EACCES, "Access is denied", target)

    monkeypatch.setattr(os, "replace", refused)
    (tmp_path / "a.md").write_text(
        "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08348)\n", "utf-8"
    )
    assert main(["export", "--output", str(path), str(tmp_path / "a.md")]) == 4
    assert capsys.readouterr().err == f"error: cannot write {path}: Access is denied\n"
    assert (path.read_bytes(), len(os.listdir(tmp_path))) == (b"old", 2)


@pytest.mark.usefixtures("as_in_a_terminal")
def test_ctrl_c_where_there_is_no_hangup(tmp_path, monkeypatch, capsys):
    monkeypatch.delattr(signal, "SIGHUP", raising=False)

    def interrupted(*_, **__):
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("dailypapers._command.list.list", interrupted)
    assert main(["list"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


@pytest.mark.parametrize("path", [r"C:\archive\2024\07\12.md", r"archive\2024-07-12.md", "archive/2024/07/12.md"])
def test_days_in_paths(path):
    assert date_in_path(path) == "2024-07-12"
