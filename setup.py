"""Puts the table of the parser into the wheel, and makes the same files each time; all else is in ``pyproject.toml``.

To build the parser takes a third of the time of a short command, so it is done here. An editable install has no table.
"""

import gzip
import os
import sys
import tarfile
from pathlib import Path
from typing import Any

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

ROOT = Path(__file__).parent

# The time of each file in the wheel and the sdist: that of the release, else the first that a zip can say.
TIME = int(os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800"))


class BuildWithTable(build_py):
    """Copies the modules, and writes ``dailypapers/grammar/table.py`` beside the grammar."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            sys.path.insert(0, str(ROOT / "src"))
            from dailypapers._digest.parser import write_table

            table = write_table((ROOT / "grammar/digest.lark").read_text("utf-8"))
            Path(self.build_lib, "dailypapers/grammar/table.py").write_text(table, "utf-8")


class SameSdist(sdist):
    """Writes an archive whose files are in order, of one time and of nobody."""

    def make_archive(self, base_name: str, *_: Any, base_dir: str, **__: Any) -> str:
        name = f"{base_name}.tar.gz"
        with (
            open(name, "wb") as file,
            gzip.GzipFile("", "wb", fileobj=file, mtime=TIME) as packed,
            tarfile.open(fileobj=packed, mode="w") as archive,
        ):
            archive.add(base_dir, filter=self.plain)
        return name

    @staticmethod
    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member.replace(mtime=TIME, mode=mode, uid=0, gid=0, uname="", gname="", deep=False)


setup(cmdclass={"build_py": BuildWithTable, "sdist": SameSdist})
