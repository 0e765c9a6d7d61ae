"""The command ``explain``: what a code of a problem means."""

from dailypapers._command.console import DONE, Parser, print_out
from dailypapers._terminal import plain
from dailypapers.errors import UnknownCodeError


def explain_parser() -> Parser:
    """Make the parser of ``explain``'s arguments."""
    arguments = Parser("explain", "CODE", "Say what a code of a problem means.")
    arguments.add_argument("code", metavar="CODE", help="a code that check shows, such as F131")
    return arguments


def explain(argv: list[str]) -> int:
    """Run ``explain`` with its arguments; returns its exit status."""
    wanted = explain_parser().parse(argv).code

    from dailypapers.problems import CODES

    if wanted not in CODES:
        raise UnknownCodeError(wanted, CODES)
    code = CODES[wanted]
    print_out(f"{code.code} {code.name} ({code.severity})\n\n{code.meaning}")
    if code.example:
        print_out("\n" + "\n".join(f"    {plain(line)}".rstrip() for line in code.example.split("\n")))
    return DONE
