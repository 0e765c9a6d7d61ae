"""Commands run and measured: how long they take, and how much memory. Linux and macOS tell the latter."""

import subprocess
import sys

FORMATS = ("json", "jsonl", "bibtex", "csl", "ris", "csv", "markdown", "html")
"""The built-in formats that write before all is read, and need nothing besides."""

# Commands are started from a small process: one inherits the peak of the process that starts it.
PEAK = """
import os, sys
output = (os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[output])
_, status, used = os.wait4(process, 0)
peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(used.ru_utime + used.ru_stime, peak, os.waitstatus_to_exitcode(status))
"""


def command(*arguments: str, status: int = 0) -> tuple[float, int]:
    """Give the processor time a Python command takes, in seconds, and the most memory it had, in bytes."""
    result = subprocess.run(
        [sys.executable, "-S", "-c", PEAK, sys.executable, *arguments], check=True, capture_output=True, text=True
    )
    seconds, peak, ended_with = result.stdout.split()
    if int(ended_with) != status:
        raise RuntimeError(f"{arguments} failed\n{result.stderr}")
    return float(seconds), int(peak)


def export(format_name: str, *inputs: str) -> list[str]:
    return ["-m", "dailypapers", "export", "--format", format_name, *inputs]
