"""The papers that the options of a command choose; what each option means is :func:`dailypapers.select`'s to decide."""

import argparse
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from dailypapers._command.arguments import UsageError
from dailypapers._command.console import print_info
from dailypapers._command.input_report import InputReport
from dailypapers._command.parsers import CHOICE
from dailypapers._io.reading import Reading
from dailypapers._text import shortened
from dailypapers.errors import either
from dailypapers.models import Digest
from dailypapers.selection import Bounds, bounds_of, fold, select


class Choice:
    """What the arguments of a command choose. ``bounds`` are the days that it names, if it does.

    ``is_made`` says whether any of the options was given.
    Raises :class:`UsageError` where ``--since`` is after ``--until``.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._values = {name: value for name in CHOICE if (value := getattr(args, f"choice_{name}")) is not None}
        self.is_made = bool(self._values)
        if "without" in self._values:
            # Paths are relative to the folder as it is before any plugin is imported.
            self._reading_without = Reading(empty_is_read=True)
        self.bounds: Bounds | None = None
        if self._values.keys() & {"since", "until"}:
            try:
                self.bounds = bounds_of(args.choice_since, args.choice_until)
            except ValueError:
                raise UsageError(f"--since {args.choice_since} is after --until {args.choice_until}") from None
            self._values |= {"since": self.bounds.first, "until": self.bounds.last}  # whenever midnight comes

    def of(self, digests: Iterable[Digest]) -> Iterable[Digest]:
        """Return, of digests, what is chosen.

        In the end a line on standard error says when that is nothing, and names the authors that no paper has.
        An error in a file of ``--without`` ends it with :class:`~dailypapers._command.console.InputError`, whatever is
        done about errors of inputs: papers that should have been left out may not be known.
        """
        choice = dict(self._values)
        if "without" in choice:
            if "-" in choice["without"] and "-" in (self._args.inputs or ["-"]):
                raise UsageError("standard input cannot be read twice, for --without and as an input")
            strict = getattr(self._args, "strict", False)
            choice["without"] = InputReport(self._reading_without, strict=strict).digests(choice["without"])
        return _choose(digests, choice) if choice else digests


def _choose(digests: Iterable[Digest], choice: dict[str, Any]) -> Iterator[Digest]:
    read = chosen = 0
    names = _Names(choice.get("authors", ()))

    def counted() -> Iterator[Digest]:
        nonlocal read
        for digest in digests:
            read += len(digest.papers)
            names.look_at(digest)
            yield digest

    for digest in select(counted(), **choice):
        chosen += len(digest.papers)
        yield digest
    told = [] if chosen else [f"no paper was chosen out of {read}"]
    told += names.about_unknown()
    if told:
        print_info("; ".join(told))


class _Names:
    """The names that were asked for and that nobody has, and the names of authors that are like them.

    At most some thousand names are held, however many go by.
    """

    _MOST = 10_000

    def __init__(self, wanted: Iterable[str]) -> None:
        self._unknown = list(dict.fromkeys(wanted))
        self._seen: dict[str, None] = {}

    def look_at(self, digest: Digest) -> None:
        if self._unknown:
            for paper in digest.papers:
                self._seen |= dict.fromkeys(paper.authors)
            if len(self._seen) > self._MOST:
                self._compare()

    def about_unknown(self) -> Iterator[str]:
        """Say which names nobody has, each with those that are like it."""
        for name, close in self._compare().items():
            meant = f" (did you mean {either(map(repr, map(shortened, close)))}?)" if close else ""
            yield f"no author is called {shortened(name)!r}{meant}"

    def _compare(self) -> dict[str, list[str]]:
        """Return the names that nobody has, and forget all others but those that are like one of them."""
        close: dict[str, list[str]] = {}
        if not self._unknown:
            return close
        seen = {fold(name): name for name in self._seen}
        self._unknown = [name for name in self._unknown if fold(name) not in seen]
        for name in self._unknown:
            words = set(fold(name).split())  # a family name alone, or the names in another order
            same_words = [each for each in seen if words <= set(each.split())]
            like = dict.fromkeys([*same_words[:3], *get_close_matches(fold(name), seen)])
            close[name] = [seen[each] for each in like][:3]
        self._seen = {name: None for names in close.values() for name in names}
        return close
