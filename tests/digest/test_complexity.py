"""Four times as much takes about four times as long, whatever somebody sends.

Quadratic would be sixteen times; more than eight fails. Each size is measured in a process of its own, so that
neither finds memory or caches of the other, by the processor time it takes, the best of three. Less than five
milliseconds counts as five: of so short a time, how memory was got is a good part. So all that stays below forty passes.
"""

import contextlib
import math
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest

import dailypapers
from dailypapers import canonical

pytestmark = pytest.mark.slow

HEADING = "## Daily Papers (2024-07-12)\n"
START = f"{HEADING}\n### [A](https://arxiv.org/abs/2407.08348)\n\n"
PAPER = "### [A](https://arxiv.org/abs/2407.08348)\n\nVote: 1\n\nAuthors: Ann One, +\n\n- **Label**: text\n\n"

TIMES = 4
LIMIT = 8
SHORTEST = 0.005
LONGEST = 60  # seconds; a process that takes longer is ended
MILLION = 1_000_000


def names(count: int) -> list[str]:
    return [f"n{number}" for number in range(count)]


def repeated(opener: str, run: str, size: int) -> str:
    return f"{START}{opener}{run * (size // len(run))}x\n"


def nested(size: int) -> str:
    """Nest bullets until the text has the size: the blanks before them alone grow with the square of the depth."""
    return START + "".join(" " * level + "- a\n" for level in range(math.isqrt(2 * size)))


# A text of a size, and the larger of the two sizes that are compared.
SHAPES: dict[str, tuple[Callable[[int], str], int]] = {
    "blank lines": (lambda n: START + "\n" * n, 8_000_000),
    "blank lines of blanks": (lambda n: START + "  \r\n" * n, 2_000_000),
    "bullets in bullets": (nested, 4_000_000),
    "digits of a vote": (lambda n: f"{START}Vote: {'7' * n}\n", 4_000_000),
    "zeros of a vote": (lambda n: f"{START}Vote: {'0' * n}x\n", 4_000_000),
    "names": (lambda n: f"{START}Authors: {', '.join(names(n))}\n", 100_000),
    "names, printed": (lambda n: f"{START}Authors: {names(n)}\n", 95_000),  # no list longer than a million is read
    "the same name": (lambda n: f"{START}Authors: {'A, ' * n}\n", 100_000),
    "brackets as authors": (lambda n: f"{START}Authors: {'[' * n}\n", 60_000),
    "lists of authors": (lambda n: f"{START}Authors: ['A, B', {'[[1]], ' * n}]\n", 100_000),
    "brackets as a value": (lambda n: f"{START}- **L**: {'[' * n}\n", 60_000),
    "lists in a list": (lambda n: f"{START}- **L**: [{'[1], ' * n}]\n", 100_000),
    "a value of many lines": (lambda n: f"{START}- **L**: [\n" + "1,\n" * n + "]\n", 100_000),
    "signs in a value": (lambda n: f"{START}- **L**: [{'-' * n}1]\n", 900_000),
    "<video src=": (lambda n: START + "<video src=" * n + "\n", 200_000),
    "<div>": (lambda n: START + "<div>" * n + "\n", 400_000),
    "<video ": (lambda n: START + "<video " * n + "\n", 400_000),
    "<div><video src=": (lambda n: START + "<div><video src=" * n + "\n", 100_000),
    "lines of tags": (lambda n: START + "<div>\n" * n, 40_000),
    "links in a tag": (lambda n: START + "<video src=a" + " src=b" * n + ">\n", 100_000),
    "switches of a tag": (lambda n: START + "<video src=a" + " muted" * n + " x>\n", 100_000),
    "blanks in a tag": (lambda n: START + "<video src=a" + " " * n + "x>\n", 1_000_000),
    "tags behind a player": (lambda n: START + "<video src=a>" + "</video> " * n + "\n", 100_000),
    "names of one word": (lambda n: f"{START}Authors: {'A-' * n}b, C, D e\n", 400_000),
    "unclosed fence": (lambda n: "```\n" + "a\n" * n, 2_000_000),
    "fences": (lambda n: "```\na\n```\n" * n, 100_000),
    "fences in a digest": (lambda n: START + "- a\n" + "```\n" * n, 100_000),
    "unknown lines": (lambda n: START + "word\n" * n, 100_000),
    "more lines of a bullet": (lambda n: START + "- a\n" + "word\n" * n, 100_000),
    "fields": (lambda n: START + "Vote: 1\n![](a)\n" * n, 40_000),
    "digests": (lambda n: HEADING * n, 10_000),
    "papers": (lambda n: HEADING + PAPER * n, 100_000),
}

# One line of megabytes: how it begins, and what is repeated in it.
OPENERS = [
    "",
    "### [",
    "### 1. [A](",
    "- ",
    "- **",
    "- _**",
    "- a\n#### ",
    "Authors: ",
    "![](",
    "Vote: ",
    "<video src=",
]
RUNS = {"letters": "a", "words": "a ", "blanks": " ", "returns": "\r", "brackets": "[", "](": "](", "quotes": "'\""}
RUNS |= {
    "asterisks": "*",
    "**a*": "**a*",
    "a*": "a* ",
    "backslashes": "\\",
    "dollars": "$a ",
    "and": " and ",
    "semicolons": ";",
}
for opener in OPENERS:
    for name, run in RUNS.items():
        # It ends in a letter: what has run to the end of the line for nothing has to come back.
        SHAPES[f"{opener}{name}"] = partial(repeated, opener, run), MILLION if opener == "- **" else 2 * MILLION


def export(text: str) -> Callable[[], object]:
    digests = dailypapers.parse(text).digests
    return lambda: dailypapers.export(digests, "markdown")


# What is done with a text, ready to be timed.
DEEDS: dict[str, Callable[[str], Callable[[], object]]] = {
    "parse": lambda text: lambda: dailypapers.parse(text),
    "export": export,
    "canonical": lambda text: lambda: canonical(text),
}
CASES = [("parse", shape) for shape in SHAPES]
CASES += [("export", "papers"), ("canonical", "papers"), ("export", "digests"), ("canonical", "digests")]


def seconds(deed: str, shape: str, size: int) -> float:
    """Give the time one size takes, from a process of its own."""
    result = subprocess.run(
        [sys.executable, __file__, deed, shape, str(size)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LONGEST,
    )
    assert result.returncode == 0, result.stderr
    return float(result.stdout)


def measure(deed: str, shape: str, size: int) -> float:
    """Give the best of three times, or the one time of what takes seconds; what is needed once is not counted."""
    DEEDS[deed](START + PAPER)()
    do = DEEDS[deed](SHAPES[shape][0](size))
    times: list[float] = []
    while len(times) < 3 and sum(times) < 1:
        begun = time.process_time()
        with contextlib.suppress(dailypapers.DigestSyntaxError):  # of what is all a fence
            do()
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize(("deed", "shape"), CASES)
def test_four_times_as_much_takes_no_more_than_eight_times_as_long(deed, shape):
    size = SHAPES[shape][1]
    small, large = seconds(deed, shape, size // TIMES), seconds(deed, shape, size)
    if large > LIMIT * max(small, SHORTEST):
        pytest.fail(f"{size // TIMES}: {small * 1000:.1f} ms, {size}: {large * 1000:.1f} ms")


if __name__ == "__main__":
    sys.stdout.write(str(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
