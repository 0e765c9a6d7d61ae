"""The papers that the options of a command choose; what each option means is :func:`dailypapers.select`'s to decide.

What chooses is imported where there is something to choose: most runs save 3 ms.
"""

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dailypapers._command.arguments import UsageError
from dailypapers._command.console import print_info
from dailypapers._command.input_report import InputReport
from dailypapers._command.parsers import CHOICE
from dailypapers._io.reading import Reading
from dailypapers._text import either, shortened
from dailypapers.models import Digest

if TYPE_CHECKING:
    from dailypapers.selection import Bounds


class Choice:
    """The choice that the arguments of a command make; ``is_made`` is false where none of the options was given.

    ``bounds`` are the days of ``--since`` and ``--until``, if one of them was given. Raises :class:`UsageError` where
    the first is after the last, and where standard input would be read twice.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        self._values: dict[str, Any] = {
            name: value for name in CHOICE if (value := getattr(args, f"choice_{name}")) is not None
        }
        self.is_made = bool(self._values)
        if files := self._values.get("without"):
            if "-" in files and "-" in (args.inputs or ["-"]):
                raise UsageError("standard input cannot be read twice, for --without and as an input")
            # Paths are relative to the folder as it is before any plugin is imported.
            reading = Reading(empty_is_read=True)
            self._values["without"] = InputReport(reading, strict=getattr(args, "strict", False)).digests(files)
        self.bounds: Bounds | None = None
        if self._values.keys() & {"since", "until"}:
            from dailypapers.selection import bounds_of

            try:
                self.bounds = bounds_of(args.choice_since, args.choice_until)
            except ValueError:
                raise UsageError(f"--since {args.choice_since} is after --until {args.choice_until}") from None
            self._values |= {"since": self.bounds.first, "until": self.bounds.last}  # whenever midnight comes

    def of(self, digests: Iterable[Digest]) -> Iterator[Digest]:
        """Yield the digests with the papers that are chosen.

        A line on standard error follows where no paper was chosen, or where no paper has an author of that name.
        An error in a file of ``--without`` raises :class:`~dailypapers._command.console.InputError`, whatever is done
        about errors of inputs: nobody knows which papers that file would have left out.
        """
        if not self.is_made:
            yield from digests
            return
        from dailypapers.selection import select

        read = chosen = 0
        names = _Names(self._values.get("authors", ()))

        def counted() -> Iterator[Digest]:
            nonlocal read
            for digest in digests:
                read += len(digest.papers)
                names.look_at(digest)
                yield digest

        for digest in select(counted(), **self._values):
            chosen += len(digest.papers)
            yield digest
        told = [] if chosen else [f"no paper was chosen out of {read}"]
        told += names.about_unknown()
        if told:
            print_info("; ".join(told))


class _Names:
    """Finds the names that were asked for and that nobody has, and authors whose names are like them.

    It holds at most ``_MOST`` names, however many go by.
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
        """Yield a sentence about each name that nobody has, with the names that are like it."""
        for name, close in self._compare().items():
            meant = f" (did you mean {either(map(repr, map(shortened, close)))}?)" if close else ""
            yield f"no author is called {shortened(name)!r}{meant}"

    def _compare(self) -> dict[str, list[str]]:
        """Return the names that nobody has, each with those that are like it, and forget all others."""
        from difflib import get_close_matches

        from dailypapers.selection import fold

        close: dict[str, list[str]] = {}
        seen = {fold(name): name for name in self._seen}
        self._unknown = [name for name in self._unknown if fold(name) not in seen]
        for name in self._unknown:
            words = set(fold(name).split())  # a family name alone, or the names in another order
            same_words = [each for each in seen if words <= set(each.split())]
            like = dict.fromkeys([*same_words[:3], *get_close_matches(fold(name), seen)])
            close[name] = [seen[each] for each in like][:3]
        self._seen = {name: None for names in close.values() for name in names}
        return close
