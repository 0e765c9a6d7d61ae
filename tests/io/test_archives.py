"""Outputs of many files as archives: the same bytes for the same input, whole or not at all."""

import hashlib
import io
import os
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import dailypapers
from dailypapers import Digest, OutputError, Paper
from dailypapers._command.main import main
from dailypapers._io.archives import write_tar, write_zip
from dailypapers._plugins.run import FileStart
from support import ROOT, needs, posix

EXPORTER = """
from typing import ClassVar
import attrs
from dailypapers.plugins import File

@attrs.frozen
class Site:
    files: ClassVar[bool] = True

    def export(self, digests):
        for digest in digests:
            for paper in digest.papers:
                yield File(paper.title, (part.encode() for part in (paper.url, "\\n")))
"""
FILES = {"b.md": "two", "a/é.md": "한국어", "a/" + "x" * 190 + "/" + "y" * 190: "long", "empty": ""}
DIGEST = Digest(None, [Paper(path, text) for path, text in FILES.items()])


@pytest.fixture(autouse=True)
def site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.py").write_text(EXPORTER, "utf-8")
    return "./site.py:Site"


def members(path):
    """Give path and text of each member, in their order."""
    if str(path).lower().endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return [(name, archive.read(name).decode()) for name in archive.namelist()]
    with tarfile.open(path) as archive:
        return [(each.name, archive.extractfile(each).read().decode()) for each in archive]


def digest_of(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "X.Zip"])
def test_an_archive_has_the_files_in_their_order(site, name):
    dailypapers.write(DIGEST, name, site)
    assert members(name) == [(path, f"{text}\n") for path, text in FILES.items()]


def test_members_are_stored_and_say_nothing_of_who_wrote_them_and_when(site):
    dailypapers.write(DIGEST, "x.zip", site)
    dailypapers.write(DIGEST, "x.tar", site)
    with zipfile.ZipFile("x.zip") as archive:
        in_zip = archive.infolist()
    with tarfile.open("x.tar") as archive:
        in_tar = archive.getmembers()
    for each in in_zip:
        assert (each.compress_type, each.date_time) == (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
        assert (each.create_system, each.external_attr >> 16) == (3, 0o644)
        assert each.flag_bits & 0x08 == 0  # sizes stand before the content, for who reads as it comes
    for each in in_tar:
        assert (each.uid, each.gid, each.uname, each.gname, each.mode) == (0, 0, "", "", 0o644)
        assert (each.mtime, each.isreg()) == (315532800, True)


def test_an_archive_appears_whole_or_not_at_all(site, tmp_path):
    before = sorted(os.listdir())
    for name in ("x.zip", "x.tar"):
        with pytest.raises(dailypapers.PluginError):
            dailypapers.write(Digest(None, [Paper("a", "b"), Paper("/b", "c")]), name, site)
    assert sorted(os.listdir()) == before
    with pytest.raises(OutputError, match="No such file"):
        dailypapers.write(DIGEST, "missing/x.zip", site)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("write_content", [write_zip, write_tar])
def test_a_full_disk_is_no_traceback(write_content):
    chunks = [FileStart("a"), "text", FileStart("b"), b"x" * 10**6]
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OutputError, match="No space left"):
        write_content(chunks, full, "/dev/full")


@pytest.mark.parametrize("write_content", [write_zip, write_tar])
def test_a_pipe_takes_an_archive(write_content):
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, data):
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    write_content([FileStart("a"), "text"], pipe, "a pipe")
    name = "x.zip" if write_content is write_zip else "x.tar"
    Path(name).write_bytes(pipe.data)
    assert members(name) == [("a", "text")]


def test_a_file_is_not_emptied_by_a_format_of_many_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keep.md").write_text("precious", "utf-8")
    with pytest.raises(dailypapers.errors.OutputPathError, match="'notes' writes many files; give a folder"):
        dailypapers.write([], "keep.md", "notes")
    assert (tmp_path / "keep.md").read_text("utf-8") == "precious"


def test_nothing_is_an_empty_archive_on_standard_output_too():
    done = subprocess.run(
        [sys.executable, "-m", "dailypapers", "export", "-f", "notes", "--since", "2999", f"{ROOT}/seeds"],
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        assert archive.getnames() == []


def test_nothing_is_an_empty_archive(site):
    for name in ("x.zip", "x.tar"):
        dailypapers.write(Digest(None), name, site)
        assert members(name) == []


def test_a_format_of_one_file_may_be_a_zip(site, tmp_path):
    (tmp_path / "one.py").write_text(
        EXPORTER.partition("            for paper")[0].replace("= True", "= False") + "            yield b'PK'\n",
        "utf-8",
    )
    dailypapers.write(DIGEST, "x.zip", "./one.py:Site")
    assert (tmp_path / "x.zip").read_bytes() == b"PK"


def test_standard_output_is_a_tar(site, capfdbinary, tmp_path):
    (tmp_path / "a.md").write_text("## Daily Papers (2024-07-12)\n\n### [a.md](text)\n", "utf-8")
    assert main(["export", "--format", site, "a.md"]) == 0
    (tmp_path / "out.tar").write_bytes(capfdbinary.readouterr().out)
    assert members(tmp_path / "out.tar") == [("a.md", "text\n")]


def test_a_terminal_gets_no_archive(site, tmp_path, capsys, monkeypatch):
    (tmp_path / "a.md").write_text("## Daily Papers (2024-07-12)\n\n### [a.md](text)\n", "utf-8")
    monkeypatch.setattr("dailypapers._command.export.is_terminal", lambda stream: True)
    assert main(["export", "--format", site, "a.md"]) == 2
    assert "the output is an archive of many files; name a folder with --output" in capsys.readouterr().err


def test_what_fails_first_is_the_failure(tmp_path, capsys, monkeypatch):
    """An exporter that does not end well either, once a terminal has refused its output, is a warning."""
    (tmp_path / "a.md").write_text("## Daily Papers (2024-07-12)\n\n### [a.md](text)\n", "utf-8")
    (tmp_path / "bad.py").write_text(
        EXPORTER.replace("= True", "= False").partition("        for digest")[0]
        + "        try:\n            yield b'text'\n        finally:\n            raise KeyError('end')\n",
        "utf-8",
    )
    monkeypatch.setattr("dailypapers._command.export.is_terminal", lambda stream: True)
    assert main(["export", "--format", "./bad.py:Site", "a.md"]) == 2
    warning, error = capsys.readouterr().err.splitlines()
    assert warning.startswith("warning: exporter './bad.py:Site'")
    assert "failed when it was told to end: KeyError: 'end'" in warning
    assert error.startswith("error: the output is binary")


@posix
def test_a_link_stays_and_a_file_keeps_its_mode(site, tmp_path):
    (tmp_path / "y.zip").write_bytes(b"")
    (tmp_path / "y.zip").chmod(0o600)
    (tmp_path / "x.zip").symlink_to("y.zip")
    dailypapers.write(DIGEST, "x.zip", site)
    assert (tmp_path / "x.zip").is_symlink()
    assert stat.S_IMODE((tmp_path / "y.zip").stat().st_mode) == 0o600
    assert members(tmp_path / "y.zip")


@pytest.mark.outside
def test_the_programs_of_others_unpack_them(site, tmp_path):
    needs("tar", "unzip")
    dailypapers.write(DIGEST, "x.zip", site)
    dailypapers.write(DIGEST, "x.tar", site)
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    for command in (["tar", "-x", "-f", "../x.tar"], ["unzip", "-q", "../x.zip"]):
        folder = tmp_path / command[0]
        folder.mkdir()
        result = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr) == (0, "")
        assert {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()} == set(FILES)
