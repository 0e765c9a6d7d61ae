"""The true order of authors, which digests do not keep: authors are put into an order that the caller has.

``restore_authors`` does so for many digests, :class:`AuthorRestorer` for one after the other. ``order_files`` reads
files with an order. Nothing here asks the network.
"""

from collections.abc import Iterable, Mapping

import attrs

from dailypapers._digests import Digests, each_digest
from dailypapers._text import nfc, shortened
from dailypapers.models import Digest, Paper, arxiv_id_in, arxiv_id_of


@attrs.frozen
class AuthorCounts:
    """How many papers had each outcome; every paper with authors counts once.

    ``restored``: a complete list, now in its true order, whether or not it was before. ``completed``: an
    abridged list, or one that lacked a name, now complete and in its true order. The others are as they were:
    ``disagreeing``, whose names are not those of the order, and ``unknown``, without a known order.
    """

    restored: int = 0
    completed: int = 0
    disagreeing: int = 0
    unknown: int = 0

    def __str__(self) -> str:
        return (
            f"{self.restored} in their true order, {self.completed} completed, "
            f"left as they were: {self.disagreeing} with other names, {self.unknown} of no known order"
        )


def restore_authors(digests: Digests, orders: Mapping[str, Iterable[str]]) -> tuple[tuple[Digest, ...], AuthorCounts]:
    """Return digests, or those of documents, with their authors in true order, and counts of the papers.

    ``orders`` has the names in their order by the paper's arXiv id, with or without version or as a link; where
    two keys are one paper, the first counts. :func:`read_author_orders` gives such a mapping. Names are compared in NFC
    and with single blanks.

    The order is taken where both sets of names are equal, and where the order has one name more, which the digest
    lost. A list that is abridged (``authors_omitted_at`` is set) becomes complete where all its names are among those
    of the order, however many more there are. The paper gets the names as the order has them, also one that it has
    twice. All other papers stay as they are.
    Raises ``TypeError`` for a text in place of names, and for a name that is no text.
    """
    restoring = AuthorRestorer(orders)
    return tuple(map(restoring.digest, each_digest(digests))), restoring.counts


MOST_LEFT = 100
"""As many names as one query to arXiv can well ask for."""


class AuthorRestorer:
    """Puts the authors of one digest after the other into the order that ``orders`` has, and counts papers.

    ``left`` names papers that stayed as they were, by the words for their outcome: each once, by its arXiv id, else its
    link, else its title. There are ``MOST_LEFT`` of them and one more where there are others, as there may be many.
    """

    def __init__(self, orders: Mapping[str, Iterable[str]]) -> None:
        self._orders: dict[str, tuple[str, ...]] = {}
        self.counts: AuthorCounts = AuthorCounts()
        self.left: dict[str, dict[str, None]] = {"with other names": {}, "of no known order": {}}
        if not isinstance(orders, Mapping):
            raise TypeError(f"expected a mapping of arXiv ids to names, not {type(orders).__name__}")
        for key, names in orders.items():
            if isinstance(names, str):
                raise TypeError(f"expected the names of {key}, not one text; put it in a list")
            order = tuple(names)
            if not all(isinstance(name, str) for name in order):
                raise TypeError(f"expected text for each name of {key}")
            if identifier := identify(key):
                self._orders.setdefault(identifier, tuple(map(normal_name, order)))

    def digest(self, digest: Digest) -> Digest:
        """Return a digest with its authors in true order, as :func:`dailypapers.restore_authors` does."""
        return attrs.evolve(digest, papers=tuple(map(self._paper, digest.papers)))

    def _paper(self, paper: Paper) -> Paper:
        if not paper.authors:
            return paper
        order = self._orders.get(paper.arxiv_id or "")
        if order is None:
            return self._leave(paper, "unknown", "of no known order")
        given, known = set(map(normal_name, paper.authors)), set(order)
        is_abridged = paper.authors_omitted_at is not None
        if not given <= known or (len(known) > len(given) + 1 and not is_abridged):
            return self._leave(paper, "disagreeing", "with other names")
        self._count("completed" if is_abridged or len(known) > len(given) else "restored")
        return attrs.evolve(paper, authors=order, authors_omitted_at=None)

    def _leave(self, paper: Paper, outcome: str, words: str) -> Paper:
        self._count(outcome)
        _, name = paper.identity or ("title", "a paper without a title")
        if len(self.left[words]) <= MOST_LEFT:
            self.left[words][shortened(" ".join(name.split()))] = None
        return paper

    def is_restored(self, paper: Paper) -> bool:
        """Return whether a paper has its authors as the order has them."""
        return self._orders.get(paper.arxiv_id or "") == paper.authors

    def _count(self, outcome: str) -> None:
        self.counts = attrs.evolve(self.counts, **{outcome: getattr(self.counts, outcome) + 1})


def identify(text: str) -> str | None:
    """Return the arXiv id, without version, of a text that is one, bare, after ``arXiv:`` or in a link."""
    text = text.strip()
    return arxiv_id_of(text) or arxiv_id_in(text)


def normal_name(name: str) -> str:
    return " ".join(nfc(name).split())
