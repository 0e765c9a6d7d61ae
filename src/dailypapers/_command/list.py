"""The command ``list``: a line a paper, aligned for eyes on a terminal, in tabs for programs in a pipe."""

import argparse
import os
import re
import shutil
from collections.abc import Callable, Mapping

from dailypapers._command.author_order import AuthorOrder
from dailypapers._command.choice import Choice
from dailypapers._command.console import DONE, INPUT_HAS_ERRORS, is_terminal, print_out, stdout
from dailypapers._command.input_report import InputReport, reading_of
from dailypapers._io.output_guard import stream_as_output
from dailypapers._text import cells, cut, plain
from dailypapers.models import Digest, Paper

_UNKNOWN = "-"


def list(args: argparse.Namespace) -> int:  # noqa: A001 - each command is a function of its name
    to = stdout()
    line = _Row(os.environ, shutil.get_terminal_size().columns) if is_terminal(to) else "\t".join
    choice = Choice(args)
    order = AuthorOrder(args.authors)
    inputs = InputReport(reading_of(args), keep_going=True, bounds=choice.bounds)
    with stream_as_output(to):
        for digest in choice.of(order.digests(inputs, args.inputs)):
            for paper in digest.papers:
                print_out(line(_cells_of(digest, paper)))
    inputs.summarize_files()
    order.summarize()
    return INPUT_HAS_ERRORS if inputs.failed else DONE


def _cells_of(digest: Digest, paper: Paper) -> tuple[str, ...]:
    """Return the cells of a paper's line. In a pipe they are plain as well, as it may lead to a terminal."""
    date = _UNKNOWN if digest.date is None else digest.date.isoformat()
    votes = _UNKNOWN if paper.votes is None else str(paper.votes)
    return date, votes, paper.arxiv_id or _UNKNOWN, plain(" ".join(paper.title.split())) or _UNKNOWN


class _Row:
    """Makes lines for a terminal, in columns of fixed widths, so that each is shown as soon as it is read."""

    def __init__(self, environ: Mapping[str, str], width: int) -> None:
        self._width = width
        self._colours = knows_colours(environ)
        self._links = knows_links(environ)

    def __call__(self, texts: tuple[str, ...]) -> str:
        date, votes, arxiv_id, title = texts
        columns: tuple[tuple[str, Callable[[str], str]], ...] = (
            (f"{date:10}  ", self._faint),
            (f"{votes:>5}  ", str),
            (arxiv_id, lambda text: self._link(arxiv_id, text)),
            (" " * (12 - cells(arxiv_id)) or "  ", str),
            (title, str),
        )
        room, line = self._width, ""
        for text, dress in columns:
            if room > 0:
                line += dress(cut(text, room))
                room -= cells(text)
        return line

    def _faint(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._colours else text

    def _link(self, arxiv_id: str, text: str) -> str:
        if arxiv_id == _UNKNOWN:
            return text
        if self._colours:
            text = f"\x1b[36m{text}\x1b[0m"
        # The link is made from the id, which can hold nothing but letters, digits and the signs . - /
        return f"\x1b]8;;https://arxiv.org/abs/{arxiv_id}\x1b\\{text}\x1b]8;;\x1b\\" if self._links else text


def knows_colours(environ: Mapping[str, str]) -> bool:
    """Return whether lines for a terminal have colours: https://no-color.org and https://force-color.org say how."""
    if environ.get("NO_COLOR"):
        return False
    return bool(environ.get("FORCE_COLOR")) or _is_able(environ)


def knows_links(environ: Mapping[str, str]) -> bool:
    """Return whether a terminal is known to make links of the sequences OSC 8.

    No terminal can be asked; each sets variables of its own. The list is that of
    https://github.com/Alhadis/OSC8-Adoption, without terminals where links have to be turned on first.
    """
    term = environ.get("TERM", "")
    if not _is_able(environ) or term.startswith(("screen", "tmux")):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        "WT_SESSION" in environ
        or environ.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm", "ghostty", "mintty", "rio", "vscode", "zed")
        or term.startswith(("alacritty", "contour", "foot", "xterm-ghostty", "xterm-kitty"))
        or (re.fullmatch("[0-9]{4,6}", vte) is not None and int(vte) > 5000)  # 0.50.0 crashed at a link
    )


def _is_able(environ: Mapping[str, str]) -> bool:
    return environ.get("TERM", "") not in ("", "dumb") or "WT_SESSION" in environ
