"""The command line as a whole: which command runs, what its errors are called, and what status it ends with.

What the commands do, the library does. Standard output carries what was asked for, standard error everything
else. Nothing heavy is imported before a command needs it.
"""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from dailypapers import __version__
from dailypapers._console import (
    CANNOT_WRITE,
    DONE,
    EXPORTER_FAILED,
    INPUT_HAS_ERRORS,
    INTERRUPTED,
    PIPE_CLOSED,
    WRONG_USAGE,
    InputError,
    UsageError,
    print_out,
    say,
)
from dailypapers._signals import Ended, ending
from dailypapers.errors import (
    ExporterError,
    ExportError,
    OptionError,
    OutputError,
    OutputPathError,
    UnknownCodeError,
    UnknownFormatError,
)

_HELP = """\
usage: dailypapers COMMAND …

Parse daily paper digests and export them.

commands:
  export   write digests as BibTeX, JSON, CSV, Markdown or what a plugin adds
  check    tell what is doubtful or wrong in digests, and mend it
  explain  say what a code of a problem means
  formats  list the formats there are
  plugin   write a project with a format of your own

options:
  -h, --help     show this, or with a command what it takes
  -V, --version  show the version

exit status: 0 done; 1 an input has errors, or more than notes for check; 2 wrong usage;
3 an exporter failed; 4 the output cannot be written; 129, 130, 143 ended by a signal; 141 a closed pipe
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of ``sys.argv``; returns its exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know less than Unicode
    try:
        with ending():
            status = _run(list(sys.argv[1:] if arguments is None else arguments))
            if sys.stdout is not None:
                sys.stdout.flush()
    except Ended as error:
        say(error.word)
        return error.status
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _discard_stdout()
        return PIPE_CLOSED
    except InputError:
        return INPUT_HAS_ERRORS  # each of the errors has been told
    except (UnknownFormatError, UnknownCodeError, OptionError, OutputPathError, UsageError) as error:
        say(f"error: {error}")
        return WRONG_USAGE
    except (ExporterError, ExportError) as error:
        say(f"error: {error}")
        return EXPORTER_FAILED
    except OutputError as error:
        say(f"error: {error}")
        return CANNOT_WRITE
    except OSError as error:  # only standard output is written without a look at what comes back
        _discard_stdout()
        say(f"error: {OutputError('standard output', error.strerror or str(error))}")
        return CANNOT_WRITE
    return status


_COMMANDS = {
    "export": "_cli_export",
    "check": "_cli_check",
    "explain": "_cli_check",
    "formats": "_cli_formats",
    "plugin": "_cli_plugin",
}
"""Each command is a function of its name in this module; it takes arguments and gives an exit status."""


def _run(given: list[str]) -> int:
    command, *arguments = given or [""]
    if command in ("-h", "--help"):
        print_out(_HELP, end="")
        return DONE
    if command in ("-V", "--version"):
        print_out(f"dailypapers {__version__}")
        return DONE
    if command not in _COMMANDS:
        raise UsageError(f"{f'no command {command!r}' if command else 'no command'}; see dailypapers --help")
    run = getattr(import_module(f"dailypapers.{_COMMANDS[command]}"), command)
    try:
        return int(run(arguments))
    except SystemExit as error:  # argparse has said what there was to say
        return int(error.code or DONE)


def _discard_stdout() -> None:
    """Let what is still buffered go nowhere: Python would fail on it once more when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
