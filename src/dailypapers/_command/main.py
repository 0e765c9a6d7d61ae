"""The command line: runs a command, prints the error that it raises, and returns its exit status.

Standard output carries what was asked for, standard error everything else. A module that takes long to import is
imported when a command needs it.
"""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import chain
from typing import TextIO

from dailypapers import __version__
from dailypapers._command.arguments import HelpShown, UnknownFlagError, UsageError
from dailypapers._command.console import (
    CANNOT_WRITE,
    DONE,
    EXPORTER_FAILED,
    INPUT_HAS_ERRORS,
    INTERRUPTED,
    PIPE_CLOSED,
    WRONG_USAGE,
    InputError,
    own_streams,
    print_err,
    print_out,
    stderr,
    stdout,
)
from dailypapers._command.parsers import PARSERS
from dailypapers._command.signals import Ended, ending
from dailypapers._plugins.faults import describe, exits_raised, text_of
from dailypapers._text import closest, system_reason
from dailypapers.errors import (
    DailyPapersError,
    ExportError,
    ExportWarning,
    InputPathError,
    KeysError,
    OptionError,
    OutputError,
    OutputPathError,
    PluginError,
    UnknownCodeError,
    UnknownFormatError,
)

_USAGE = "usage: dailypapers COMMAND … (--help lists the commands)"
_HELP_FLAGS, _VERSION_FLAGS = ("-h", "--help"), ("-V", "--version")
_HELP = """\
usage: dailypapers COMMAND …

Parse daily paper digests and export them.

commands:
  export      write digests as BibTeX, JSON, CSV, a page and more (formats lists all)
  list        show a line a paper
  check       tell what is doubtful or wrong in digests, and mend it
  explain     say what a code of a problem means
  formats     list the formats there are
  plugin      write a project with a format of your own
  completion  print the script that completes commands, options and formats in bash, zsh or fish

options:
  -h, --help     show this, as help does, or with a command what it takes
  -V, --version  show the version

exit status: 0 done; 1 an input has errors, or more than notes for check; 2 wrong usage;
3 an exporter or a reader failed; 4 the output cannot be written; 129, 130, 143 ended by a signal; 141 a closed pipe
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of ``sys.argv``; returns its exit status."""
    if arguments is None:
        _leave_ascii()
    with own_streams():
        status = _status(list(sys.argv[1:] if arguments is None else arguments))
        _discard_unwritten(stdout())
        _discard_unwritten(stderr())
    return status


def _leave_ascii() -> None:
    """Run the command again in Python's UTF-8 mode where the system's encoding is ASCII: names of files are in UTF-8.

    Python does so itself in the locale C, unless ``PYTHONUTF8=0`` keeps it from that. The encoding of arguments and
    paths cannot be changed in a process that runs.
    """
    if sys.getfilesystemencoding() == "ascii" and "utf8" not in sys._xoptions and sys.executable:
        with suppress(OSError):
            os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _status(argv: list[str]) -> int:
    out = stdout()
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")  # a terminal may know less than Unicode
    try:
        with ending(), exits_raised():
            status = _run(argv)
            if out is not None:
                out.flush()
    except Ended as error:
        print_err(error.word)
        return error.status
    except KeyboardInterrupt:
        print_err("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return PIPE_CLOSED
    except InputError:
        return INPUT_HAS_ERRORS  # each of them has been printed
    except (UnknownFormatError, UnknownCodeError, OptionError, InputPathError, OutputPathError, UsageError) as error:
        return _failed(error, WRONG_USAGE)
    except KeysError as error:
        return _failed(error, INPUT_HAS_ERRORS)
    # A warning may be raised as well. An exporter's own ExportError may end the process when it is handled.
    except (PluginError, ExportError, ExportWarning, SystemExit) as error:
        return _failed(error, EXPORTER_FAILED)
    except OutputError as error:
        return _failed(error, CANNOT_WRITE)
    except MemoryError:
        print_err("error: out of memory; give fewer or smaller inputs at once")
        return EXPORTER_FAILED
    except OSError as error:  # all but standard output raises an OutputError
        return _failed(OutputError("standard output", system_reason(error)), CANNOT_WRITE)
    return status


def _failed(error: BaseException, status: int) -> int:
    # An exporter may raise an error of ours whose text raises in its turn.
    print_err(f"error: {(isinstance(error, DailyPapersError) and text_of(error)) or describe(error)}")
    return status


def _run(argv: list[str]) -> int:
    command, *arguments = argv or [""]
    if command == "help" and len(arguments) == 1:  # `help check` is `check --help`
        return _run([*arguments, "--help"])
    if command == "help" and arguments:
        raise UsageError(f"help is about one command\n{_USAGE}")
    if command in ("help", *_HELP_FLAGS):
        print_out(_HELP, end="")
        return DONE
    if command in _VERSION_FLAGS:
        print_out(f"dailypapers {__version__}")
        return DONE
    if command in PARSERS:
        try:
            args = PARSERS[command]().parse(arguments)
        except HelpShown:
            return DONE
        except UnknownFlagError as error:
            raise UsageError(f"{_no_option(error.flag, command)}\n{error.usage}") from None
        # A command is a function, in a module of its own that is imported for it alone.
        return int(getattr(import_module(f"dailypapers._command.{command}"), command)(args))
    if command.startswith("-"):
        raise UsageError(f"{_no_option(command.partition('=')[0])}\n{_USAGE}")
    if not command:
        raise UsageError(f"no command\n{_USAGE}")
    raise UsageError(f"no command {command!r}{closest(command, ['help', *PARSERS])}\n{_USAGE}")


def _no_option(flag: str, command: str | None = None) -> str:
    """Say that a command has no such option, and which one is probably meant; of several the command's own."""
    flags = {name: make_parser().flags for name, make_parser in PARSERS.items()}
    own = flags.pop(command) if command else (*_HELP_FLAGS, *_VERSION_FLAGS)
    what = f"{command} has no option {flag!r}" if command else f"no option {flag!r} before a command"
    if not command and all(flag in theirs for theirs in flags.values()):
        return f"{what}; put it behind the command"
    if owners := [each for each, theirs in flags.items() if flag in theirs]:
        return f"{what}; {' and '.join(owners)} {'has' if len(owners) == 1 else 'have'} it"
    hint = closest(flag, own) or closest(flag, [] if command else chain(PARSERS, *flags.values()))
    return f"{what}{hint}"


def _discard_unwritten(stream: TextIO | None) -> None:
    """Discard what a stream cannot write: Python would try once more when it ends, with status 120."""
    if stream is None:
        return
    with suppress(OSError, ValueError):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
