"""The law of time, of exporters and readers: what there is more of takes a time in proportion to its number."""

import gc
import signal
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from dailypapers.testing.results import broken

UNITS = ("a", "A", " ", "a ", "1", ",", ", ", "(", "-", "*", '"', "\\", "\n", "\t", "a.", "<", "&", "$")
"""What long texts are made of."""

_REGEX = "a regular expression that tries one place in many ways, as (a+ ?)* does"
LOOPS = "a loop in a loop, as `in` and `index` of a list are, or a text that is copied for each paper"

# Of texts: by a few signs at first, as a time that doubles with each sign would not end otherwise.
_GROWING = (12, 16, 20, 24, 28, 32, *(64 << n for n in range(7)))
_LAW = "takes little time"
_STEPS, _TIMES = 3, 12  # from one size to the third behind it the time may grow so many times,
_SLACK = 0.1  # and by so many seconds, as small times are measured badly
_TRIES = 6  # other programs may be in the way
_LONG = 0.25  # seconds: what takes so long has shown how it grows
_CAN_LIMIT = hasattr(signal, "SIGVTALRM")


def check_growth(
    what: str, cause: str, run: Callable[[Any], object], make: Callable[[int], Any], sizes: Sequence[int]
) -> None:
    """Hold a run to at most twelve times the time, and 0.1 s more, for an input that is eight times as large."""
    inputs: list[Any] = []
    best: list[float] = []
    for place, size in enumerate(sizes):
        inputs.append(make(size))
        best.append(_seconds(run, inputs[-1]))
        before = place - _STEPS
        if before < 0:
            continue
        for _ in range(_TRIES if best[-1] < 1 else 1):
            bound = _TIMES * best[before] + _SLACK
            if best[-1] <= bound or best[-1] > 5 * bound:
                break
            for n in (before, -1):
                best[n] = min(best[n], _seconds(run, inputs[n]))
        if best[-1] > _TIMES * best[before] + _SLACK:
            seconds = f"{best[before]:.3f} s for {sizes[before]}, {best[-1]:.3f} s for {size}"
            broken(_LAW, f"{what}: {seconds}; the likely cause is {cause}")
        if best[-1] > _LONG:
            return


def check_signs_repeated(what: str, run: Callable[[Any], object], make: Callable[[int], Any]) -> None:
    """Hold a run to the same with a text of a few signs, of some more, and of thousands."""
    if not _CAN_LIMIT or any(_seconds(run, make(size)) > _SLACK for size in (_GROWING[0], _GROWING[5], _GROWING[-1])):
        check_growth(what, _REGEX, run, make, _GROWING)


class _TooLongError(BaseException):
    """A plugin runs for too long; no exception that it expects."""


@contextmanager
def time_limit(seconds: float, what: str) -> Generator[None, None, None]:
    """Break the law where what runs in here takes so many seconds of the processor, if the system can tell."""
    if not _CAN_LIMIT or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> NoReturn:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _TooLongError:
        broken(_LAW, f"it takes more than {seconds:.0f} s, for {what}; the likely cause is {_REGEX}, or {LOOPS}")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _seconds(run: Callable[[Any], object], given: Any) -> float:
    """Return the seconds of the processor that a run takes, in all threads; other processes are no part of it."""
    was_on = gc.isenabled()
    gc.disable()  # what it takes depends on all objects that there are
    try:
        start = time.process_time()
        run(given)
        return time.process_time() - start
    finally:
        if was_on:
            gc.enable()
