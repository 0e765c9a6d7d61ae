"""The command ``explain``: what a code of a problem means."""

from dailypapers._command.arguments import Parser
from dailypapers._command.console import DONE, print_out
from dailypapers._terminal import plain
from dailypapers.errors import UnknownCodeError


def explain_parser() -> Parser:
    """Make the parser of ``explain``'s arguments."""
    arguments = Parser("explain", "CODE", "Say what a code of a problem means, or each code that begins with CODE.")
    arguments.add_argument("code", metavar="CODE", help="a code that check shows, such as F131")
    return arguments


def explain(argv: list[str]) -> int:
    """Run ``explain`` with its arguments; returns its exit status."""
    wanted = explain_parser().parse(argv).code

    from dailypapers.problems import CODES

    found = [code for code in CODES.values() if wanted and code.code.startswith(wanted.upper())]
    if not found:
        raise UnknownCodeError(wanted, CODES)
    for number, code in enumerate(found):
        if number:
            print_out("")
        print_out(f"{code.code} {code.name} ({code.severity})\n\n{code.meaning}")
        if code.example:
            print_out("\n" + "\n".join(f"    {plain(line)}".rstrip() for line in code.example.split("\n")))
    return DONE
