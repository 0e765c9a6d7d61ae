"""The command ``explain``: what a code of a problem means, the line that causes it, and the right one."""

from dailypapers._command.arguments import Parser
from dailypapers._command.console import DONE, print_out
from dailypapers._terminal import plain
from dailypapers.errors import UnknownCodeError


def explain_parser() -> Parser:
    """Make the parser of ``explain``'s arguments."""
    about = (
        "Say what a code of a problem means, or each code that begins with CODE; and show the wrong line and the right."
    )
    arguments = Parser("explain", "CODE", about)
    arguments.add_argument("code", metavar="CODE", help="a code that check shows, or its name: F121 or bad-votes")
    return arguments


def explain(argv: list[str]) -> int:
    """Run ``explain`` with its arguments; returns its exit status."""
    wanted = explain_parser().parse(argv).code

    from dailypapers.problems import CODES

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
