"""A signal that ends the process becomes an exception, so that a command leaves nothing half done.

For the command alone. A library has no business with the signals of the process that it is in.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}

_CLEANING_UP = 1.0
"""Seconds after a signal in which another changes nothing. A terminal that is closed sends SIGHUP twice."""


class Ended(KeyboardInterrupt):
    """A signal has come. As a ``KeyboardInterrupt`` it is never taken for a fault of a plugin."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number
        self.word = _ENDING[signal.Signals(number).name]


@contextmanager
def ending() -> Iterator[None]:
    """Raise :class:`Ended` at the first signal; one that the process ignores, as under ``nohup``, stays ignored."""
    last = -_CLEANING_UP

    def end(number: int, _: FrameType | None) -> None:
        nonlocal last
        if time.monotonic() - last >= _CLEANING_UP:
            last = time.monotonic()
            raise Ended(number)

    before = {}
    for name in _ENDING:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            try:
                before[number] = signal.signal(number, end)
            except ValueError:  # not in the main thread, where no signal arrives
                break
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
