"""The order of authors in a command: the option ``--authors``, and a line about papers whose order is unknown."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from dailypapers._command.console import print_err, print_info
from dailypapers._command.input_report import InputReport
from dailypapers._text import plain
from dailypapers.errors import AuthorOrdersError
from dailypapers.models import Digest

if TYPE_CHECKING:
    from dailypapers.authors import AuthorRestorer


class AuthorOrder:
    """Restores the authors of papers, and prints in the end which papers stayed as they were.

    The files are read when this is made: a reader, which is imported later, may change the working folder. Where one
    is wrong the error is printed, and the inputs have failed.
    """

    def __init__(self, paths: list[str]) -> None:
        self._failed = False
        # The hash of the identity of each paper that goes to references, and whether its order is unknown: in nine
        # bytes, as there may be many.
        self._hashes = array("q")
        self._unknown = bytearray()
        self._restorer = self._read(paths) if paths else None

    def _read(self, paths: list[str]) -> "AuthorRestorer":
        from dailypapers.authors import AuthorRestorer  # with the files 4 ms, which most runs save
        from dailypapers.authors.order_files import author_order_files, read_author_orders

        orders: dict[str, tuple[str, ...]] = {}
        for path in paths:
            for file in author_order_files(path):
                try:
                    found = read_author_orders(file)
                except AuthorOrdersError as error:
                    self._failed = True
                    print_err(plain(str(error)))
                    continue
                for identifier, names in found.items():
                    orders.setdefault(identifier, names)
        return AuthorRestorer(orders)

    def digests(self, inputs: InputReport, names: list[str]) -> Iterable[Digest]:
        """Return the digests of the inputs, with their authors in true order unless their date is left out."""
        inputs.failed = self._failed
        digests = inputs.digests(names or ["-"])
        if not (restorer := self._restorer):
            return digests
        return (digest if inputs.leaves_out(digest.date) else restorer.digest(digest) for digest in digests)

    def counted(self, digests: Iterable[Digest], inputs: InputReport) -> Iterator[Digest]:
        """Yield digests on their way to references, and count the papers whose authors are in no known order."""
        for digest in digests:
            for paper in digest.papers:
                is_one = len(set(paper.authors)) < 2 and paper.authors_omitted_at is None
                is_known = self._restorer is not None and self._restorer.is_restored(paper)
                is_unknown = not is_one and not is_known and inputs.is_markdown(digest)
                # A paper without an identity is the same as no other.
                self._hashes.append(hash(paper.identity or len(self._hashes)))
                self._unknown.append(is_unknown)
            yield digest

    def summarize(self) -> None:
        """Print how many papers were restored, and how to restore the others that went to references."""
        if self._restorer:
            from dailypapers.authors import MOST_LEFT

            print_info(f"authors: {self._restorer.counts}")
            for outcome, left in self._restorer.left.items():
                if left:
                    others = " and others" if len(left) > MOST_LEFT else ""
                    print_info(f"    {outcome}: {', '.join(islice(left, MOST_LEFT))}{others}")
        # References have a paper once, as it was featured first.
        featured_first = dict(zip(reversed(self._hashes), reversed(self._unknown), strict=True))
        if unknown := sum(featured_first.values()):
            what = "1 paper has its" if unknown == 1 else f"{unknown} papers have their"
            print_info(
                f"{what} authors in no known order, as a digest does not keep it: restore it with --authors FILE, "
                "such as a feed of arXiv"
            )
