"""The command ``completion``: a script by which a shell completes commands, options, names and files; made by shtab."""

import argparse

from dailypapers._command.arguments import OneOf, UsageError
from dailypapers._command.console import DONE, print_out
from dailypapers._command.parsers import PARSERS
from dailypapers._plugins.find import BUILTIN

_FILES = ("FILE", "FILE|FOLDER", "INPUT")
_FORMATS = {
    "--format": BUILTIN["exporter"],
    "--from": BUILTIN["reader"],
    "NAME": {**BUILTIN["exporter"], **BUILTIN["reader"]},
}
"""By the flag, or the name of an argument, the built-in formats it takes; a script does not know those of plugins."""


def completion(args: argparse.Namespace) -> int:
    try:
        import shtab
    except ImportError:
        raise UsageError("this needs shtab, which is not installed: pip install shtab") from None
    parser = argparse.ArgumentParser("dailypapers")
    parser.add_argument("-V", "--version", action="version", help="show the version")
    commands = parser.add_subparsers()
    for name, make in PARSERS.items():
        whole = make()
        for action in whole._actions:
            key = action.option_strings[-1] if action.option_strings else str(action.metavar)
            if action.metavar in _FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif isinstance(action.type, OneOf):
                action.choices = action.type.choices
            elif key in _FORMATS and name != "plugin":
                action.choices = list(_FORMATS[key])
        commands.add_parser(name, help=whole.description, parents=[whole], add_help=False)
    help_on = commands.add_parser("help", help="show what a command takes", add_help=False)
    help_on.add_argument("command", nargs="?", choices=list(PARSERS))
    # "(*)::" keeps zsh from completing a second input.
    print_out(shtab.complete(parser, args.shell).replace('"(*)::', '"*:'), end="")
    return DONE
