"""The law of time, of exporters and readers: many papers take a time in proportion to their number."""

import gc
import signal
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NoReturn

from dailypapers.testing.results import broken

GROWING = (12, 16, 20, 24, 28, 32, *(64 << n for n in range(7)))
"""Sizes of texts: by a few signs at first, as a time that doubles with each sign would not end otherwise."""

_TRIES = 6  # other programs may be in the way
_CAUSES = {
    True: "a regular expression that tries one place in many ways, as (a+ ?)* does",
    False: "a loop in a loop, as `in` and `index` of a list are, or a text that is copied for each paper",
}
_LONG = 0.4  # seconds: what takes so long has shown how it grows


def check_growth(what: str, run: Callable[[Any], object], make: Callable[[int], Any], sizes: Sequence[int]) -> None:
    """Hold a run to at most three times the time, and 0.1 s more, for an input of the next size, twice as large."""
    best: dict[int, float] = {}
    for size, larger in pairwise(sizes):
        one, other = make(size), make(larger)
        for _ in range(_TRIES):
            for each, given in ((size, one), (larger, other)):
                best[each] = min(best.get(each, float("inf")), _seconds(run, given))
            if best[larger] <= 3 * best[size] + 0.1:
                break
        else:
            times = f"{best[size]:.2f} s for {size}, {best[larger]:.2f} s for {larger}"
            broken("takes little time", f"{what}: {times}; the likely cause is {_CAUSES[sizes is GROWING]}")
        if best[larger] > _LONG:
            return


class TooLongError(BaseException):
    """A plugin runs for too long; no exception that it expects."""


@contextmanager
def time_limit(seconds: float) -> Generator[None, None, None]:
    """Raise :class:`TooLongError` where what runs in here takes so many seconds of the processor, if the system can."""
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> NoReturn:
        raise TooLongError(f"it takes more than {seconds:.0f} s; the likely cause is {_CAUSES[True]}")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _seconds(run: Callable[[Any], object], given: Any) -> float:
    was_on = gc.isenabled()
    gc.disable()  # what it takes depends on all objects that there are
    try:
        start = time.process_time()
        run(given)
        return time.process_time() - start
    finally:
        if was_on:
            gc.enable()
