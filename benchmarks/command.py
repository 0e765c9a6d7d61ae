"""Commands run and measured: how long they take, and how much memory. Linux and macOS tell the latter."""

import subprocess
import sys

FORMATS = ("json", "jsonl", "bibtex", "csv", "markdown")

# Commands are started from a small process: one inherits the peak of the process that starts it.
PEAK = """
import os, sys, time
begun = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)])
_, status, used = os.wait4(process, 0)
print(time.perf_counter() - begun, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), status)
"""


def command(*arguments: str) -> tuple[float, int]:
    """Give the seconds a Python command takes, and the most memory it had, in bytes."""
    result = subprocess.run(
        [sys.executable, "-S", "-c", PEAK, sys.executable, *arguments], check=True, capture_output=True, text=True
    )
    seconds, peak, status = result.stdout.split()
    if status != "0":
        raise RuntimeError(f"{arguments} failed\n{result.stderr}")
    return float(seconds), int(peak)


def export(format_name: str, *inputs: str) -> list[str]:
    return ["-m", "dailypapers", "export", "--format", format_name, *inputs]
