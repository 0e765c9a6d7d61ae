"""The command ``explain``: what a code of a problem means, the line that causes it, and the right one."""

import argparse

from dailypapers._command.console import DONE, print_out
from dailypapers._text import plain
from dailypapers.errors import UnknownCodeError
from dailypapers.problems import CODES


def explain(args: argparse.Namespace) -> int:
    wanted = args.code
    names = {code.name: code for code in CODES.values()}
    found = [code for code in CODES.values() if wanted and code.code.startswith(wanted.upper())]
    if not found and wanted.lower() in names:
        found = [names[wanted.lower()]]
    if not found:
        raise UnknownCodeError(wanted, CODES, names)
    for number, code in enumerate(found):
        if number:
            print_out("")
        print_out(f"{code.code} {code.name} ({code.severity})\n\n{code.meaning}")
        if code.wrong:
            print_out(f"\nWrong:\n\n{_indented(code.wrong)}")
            print_out(f"\nRight:\n\n{_indented(code.right)}" if code.right else "\nThere is no right line for it.")
    return DONE


def _indented(lines: str) -> str:
    return "\n".join(f"    {plain(line)}".rstrip() for line in lines.split("\n"))
