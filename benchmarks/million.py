"""A million papers and a tenth of them to each format: time, the most memory, and size. It takes 20 GB of disk."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive import PAPERS, archive

from command import command, export

ARCHIVES = 182
SUFFIX_OF_FILES = {"notes": ".zip"}
"""Where a format has many files, they go into one."""


def million(formats: Iterable[str]) -> Iterator[str]:
    """Give the rows of a table."""
    few = ARCHIVES // 10
    yield f"\n| {few * PAPERS:,} and {ARCHIVES * PAPERS:,} papers | s | µs a paper | × µs a paper of the fewer | peak, MB | size, MB |"
    yield "|---|---:|---:|---:|---:|---:|"
    with tempfile.TemporaryDirectory() as home:
        folders = []
        for number in range(ARCHIVES):
            folders.append(os.path.join(home, f"{number:03}"))
            os.mkdir(folders[-1])
            for name, text in archive(number):
                Path(folders[-1], name).write_text(text, "utf-8", newline="\n")
        for name in formats:
            rows = [measured(name, folders[:few], home), measured(name, folders, home)]
            first, last = (seconds / count for (seconds, _, _), count in zip(rows, (few, ARCHIVES), strict=True))
            for (seconds, peak, size), count in zip(rows, (few, ARCHIVES), strict=True):
                each = seconds / (count * PAPERS) * 1e6
                ratio = f"{last / first:.2f}" if count == ARCHIVES else ""
                yield f"| {name} | {seconds:.1f} | {each:.0f} | {ratio} | {peak / 1e6:.0f} | {size / 1e6:,.0f} |"


def measured(name: str, folders: list[str], home: str) -> tuple[float, int, int]:
    """Give processor time, peak and size of one export."""
    path = os.path.join(home, f"output{SUFFIX_OF_FILES.get(name, '')}")
    seconds, peak = command(*export(name, "--output", path, *folders))
    size = os.path.getsize(path)
    os.unlink(path)
    return seconds, peak, size
