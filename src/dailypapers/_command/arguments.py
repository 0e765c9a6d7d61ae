"""Arguments parsed; an error about them is one line, with one line of usage below it."""

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from dailypapers._command.console import be_quiet, print_out
from dailypapers._text import closest, either, plain
from dailypapers.errors import DailyPapersError


class UsageError(DailyPapersError):
    """Arguments that are wrong in a way that argparse does not see."""


class UnknownFlagError(DailyPapersError):
    """A command has no option of this name."""

    def __init__(self, flag: str, usage: str) -> None:
        super().__init__(flag, usage)
        self.flag = flag
        self.usage = usage


class HelpShown(Exception):  # noqa: N818 - no error
    """The help was shown, so there is nothing left to do."""


class Parser(argparse.ArgumentParser):
    """Parses the arguments of a command. What is wrong with them is one error of ours, with one line of usage."""

    def __init__(self, command: str, takes: str, about: str) -> None:
        self.flags: list[str] = []
        self._has_inputs = self._needs_inputs = False
        usage = f"dailypapers {command} [OPTION]… {takes}"
        super().__init__(prog=f"dailypapers {command}", usage=usage, description=about, allow_abbrev=False)
        self.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors on standard error")
        self.color = False  # of Python 3.14; what is shown has no control characters

    def add_argument(self, *names: str, **more: object) -> argparse.Action:
        action = super().add_argument(*names, **more)  # type: ignore[arg-type]
        self.flags += action.option_strings
        return action

    def add_inputs(self, about: str, *, needed: bool = False) -> None:
        """Add the inputs of a command, which may stand between its options."""
        self._has_inputs, self._needs_inputs = True, needed
        self.add_argument("inputs", nargs="*", metavar="INPUT", help=about)

    def print_help(self, file: object = None) -> None:
        for line in self.format_help().splitlines():
            print_out(plain(line))  # argparse would not tell when this fails

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise HelpShown

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{plain(message)}\n{self.one_line}")

    @property
    def one_line(self) -> str:
        return f"usage: {self.usage} (--help shows more)"

    def parse(self, argv: list[str]) -> argparse.Namespace:
        """Parse options and inputs in any order; each argument behind ``--`` is an input.

        Raises :class:`UsageError` and :class:`UnknownFlagError`.
        """
        parse = self.parse_known_intermixed_args if self._has_inputs else self.parse_known_args
        end = argv.index("--") if self._has_inputs and "--" in argv else len(argv)
        try:
            args, unknown = parse(argv[:end])
        except UsageError:
            self._refuse_flags(argv[:end])  # a wrong flag may be the cause of the error
            raise
        self._refuse_flags(unknown)
        if unknown:
            self.error(f"unexpected argument {unknown[0]!r}")
        if self._has_inputs:
            args.inputs += argv[end + 1 :]
            if self._needs_inputs and not args.inputs:
                self.error("the following arguments are required: INPUT")
        if args.quiet:
            be_quiet()
        return args

    def _refuse_flags(self, argv: list[str]) -> None:
        for argument in argv:
            name = argument.partition("=")[0]
            known = name in self.flags or (name[1:2] != "-" and name[:2] in self.flags)  # -fjson is one
            # Like argparse: what has a space in it, or is a number, is no option.
            is_option = re.match(r"-(?!\.?[0-9]|\Z)", name) and " " not in argument
            if is_option and not known:
                raise UnknownFlagError(name, self.one_line)


def key_values(arguments: Iterable[str], flag: str) -> dict[str, str]:
    """Return the values by their keys, from the arguments KEY=VALUE of a flag."""
    options: dict[str, str] = {}
    for option in arguments:
        key, equals, value = option.partition("=")
        if not equals or not key:
            raise UsageError(f"{flag} takes KEY=VALUE, not {option!r}")
        if key in options:
            raise UsageError(f"{flag} {key} is given twice")
        options[key] = value
    return options


class OneOf:
    """The type of an argument that is one of these words."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def __call__(self, text: str) -> str:
        if text not in self.choices:
            raise argparse.ArgumentTypeError(
                f"expected {either(self.choices)}, not {text!r}{closest(text, self.choices)}"
            )
        return text
