"""Every terminal of the grammar takes or refuses a text in time proportional to its length.

Each terminal is tried with every beginning of every line that it takes, and behind it a long run of each kind of
character. Whatever the run is taken for, the character behind it fits nowhere, so that all has to come back that was
taken for nothing. Where two neighbours in a pattern share characters, that takes time with the square of the length.
"""

import importlib
import pkgutil
import re
import time

import pytest
from test_grammar import HEAD, TERMINALS, VIDEO

import dailypapers._digest
from dailypapers._digest.parser import make_parser

pytestmark = pytest.mark.slow

SIZE = 8_000
# Processor time. In proportion to its length, the slowest takes 3 ms; with the square of it, the fastest takes 30.
LIMIT = 0.012

RUNS = [
    *(" ", "\t", "\r", "a", "A", "a ", " a", "0", "12 ", "가", "🔥", "\n", " \n", "\n ", "- a\n", "a\n"),
    "- **a**: b\n",
    *("[", "]", "](", "[](", "[a](b)", "(", ")", "()", "( ", ") ", "<", ">", "< ", "> ", "<>", "<div>", "</div> "),
    "<video ",
    *("*", "**", "* ", "_", "__", "_*", "**a*", "a* ", "-", "- ", "#", "# ", ":", ": ", "：", "=", "<<<<<<< ", "|"),
    "`",
    *("~", "!", "+ "),
    *("'", '"', "=", " = ", "src", " src=", " src=a", " src='a' ", "muted ", ",", ", ", ";", ".", "1. ", "[1] "),
    *("and ", "daily papers "),
]
ENDS = ["\0\n", "\n\0\n"]

PAPER = "\n".join([*HEAD, "- **a**: b", ""])
WITH_VIDEO = "\n\n".join([HEAD[0], *VIDEO, *HEAD[2:], "", "- a"])
TAGS = [
    "<video ",
    "</div",
    "/>",
    "src='a.mp4' ",
    'src="a.mp4"/',
    "src=a.mp4>",
    "width='320px' ",
    "muted=muted ",
    "type='video/mp4'>",
]
EXAMPLES = {name: list(terminal.takes) for name, terminal in TERMINALS.items()} | {
    "HEAD": [PAPER, WITH_VIDEO],
    "PAPER": [PAPER, WITH_VIDEO],
}


def terminals():
    """Give the name of each terminal, its pattern, and beginnings of what it takes."""
    for terminal in make_parser().terminals:
        lines = EXAMPLES.get(terminal.name, TAGS)
        beginnings = sorted({line[:end] for line in lines for end in range(len(line) + 1)})
        yield pytest.param(re.compile(terminal.pattern.to_regexp()), beginnings, id=terminal.name)


def seconds(match, text):
    """Give the processor time that a match takes."""
    begun = time.process_time()
    match(text)
    return time.process_time() - begun


@pytest.mark.parametrize(("pattern", "beginnings"), list(terminals()))
def test_a_long_run_behind_any_beginning_takes_no_longer_than_its_length(pattern, beginnings):
    for run in RUNS:
        long = run * (SIZE // len(run))
        for beginning in beginnings:
            for end in ENDS:
                text = f"{beginning}{long}{end}"
                if seconds(pattern.match, text) > LIMIT:
                    assert min(seconds(pattern.match, text) for _ in range(3)) <= LIMIT, (beginning, run, end)


def other_patterns():
    """Give each pattern of the modules that read fields."""
    for module in pkgutil.iter_modules(dailypapers._digest.__path__):
        names = vars(importlib.import_module(f"dailypapers._digest.{module.name}"))
        for name, value in names.items():
            if isinstance(value, re.Pattern):
                yield pytest.param(value, id=f"{module.name}.{name}")


@pytest.mark.parametrize("pattern", list(other_patterns()))
def test_so_it_is_with_what_reads_a_field(pattern):
    beginnings = ["", "a", "a\\", "$a", "https://x.org/", "**a", "['a", "et ", "A. "]
    for run in RUNS:
        long = run * (SIZE // len(run))
        for text in [f"{beginning}{long}{end}" for beginning in beginnings for end in ENDS]:
            for match in (pattern.fullmatch, pattern.search, pattern.findall):
                assert seconds(match, text) <= LIMIT or min(seconds(match, text) for _ in range(3)) <= LIMIT, (
                    run,
                    text[:20],
                )


def test_it_would_be_seen():
    """Two runs that share blanks, as `Authors:` once had: the law has to fail for them."""
    assert seconds(re.compile(r"Authors:[ ]*([^\n]*)\n-").match, f"Authors:{' ' * SIZE}\0\n") > LIMIT
