"""Puts the table of the parser into the wheel; all else is in ``pyproject.toml``.

To build the parser takes a third of the time of a short command, so it is done here. An editable install has no table.
"""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent


class BuildWithTable(build_py):
    """Copies the modules, and writes ``dailypapers/grammar/table.py`` beside the grammar."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            sys.path.insert(0, str(ROOT / "src"))
            from dailypapers._digest.parser import write_table

            table = write_table((ROOT / "grammar/digest.lark").read_text("utf-8"))
            Path(self.build_lib, "dailypapers/grammar/table.py").write_text(table, "utf-8")


setup(cmdclass={"build_py": BuildWithTable})
