"""Choosing papers: what each choice means, and that a plain count by other means comes to the same."""

import datetime
import inspect
import re
import unicodedata

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailypapers import Digest, Document, ExportWarning, Paper, Point, Problem, select
from dailypapers.testing import digests as any_digests

DAY = datetime.date
JULY = DAY(2024, 7, 12)


def titles(digests):
    return [paper.title for digest in digests for paper in digest.papers]


def papers(*titles, **more):
    return tuple(Paper(title, **more) for title in titles)


# -- dates ----------------------------------------------------------------------------------------------------

DATES = [
    *(DAY(2023, 12, 31), DAY(2024, 1, 1), DAY(2024, 2, 28), DAY(2024, 2, 29), DAY(2024, 3, 1), DAY(2024, 6, 30)),
    *(DAY(2024, 7, 1), DAY(2024, 7, 31), DAY(2024, 8, 1), DAY(2024, 12, 31), DAY(2025, 1, 1), DAY.max, None),
]


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2024", None, DAY(2024, 1, 1), DAY.max),
        ("2024-07", None, DAY(2024, 7, 1), DAY.max),
        ("2024-07-31", None, DAY(2024, 7, 31), DAY.max),
        (None, "2024", DAY(2023, 12, 31), DAY(2024, 12, 31)),
        (None, "2024-07", DAY(2023, 12, 31), DAY(2024, 7, 31)),
        (None, "2024-02", DAY(2023, 12, 31), DAY(2024, 2, 29)),
        (None, "2024-02-28", DAY(2023, 12, 31), DAY(2024, 2, 28)),
        (None, "9999", DAY(2023, 12, 31), DAY.max),
        ("9999-12", "9999-12", DAY.max, DAY.max),
        ("2024", "2024", DAY(2024, 1, 1), DAY(2024, 12, 31)),
        ("2024-02-29", "2024-02-29", DAY(2024, 2, 29), DAY(2024, 2, 29)),
        (DAY(2024, 2, 29), DAY(2024, 7, 1), DAY(2024, 2, 29), DAY(2024, 7, 1)),
        (datetime.datetime(2024, 7, 1, 23, 59), "2024-07-01", DAY(2024, 7, 1), DAY(2024, 7, 1)),
        ("0001", None, DAY(2023, 12, 31), DAY.max),  # whatever the bound, an unknown date is not in it
        ("2024-W01", None, DAY(2024, 1, 1), DAY.max),
        ("2025-W01", None, DAY(2024, 12, 30), DAY.max),  # a week is that of the year which has most of it
        (None, "2023-W52", DAY(2023, 12, 31), DAY(2023, 12, 31)),
        ("2024-W09", "2024-W09", DAY(2024, 2, 26), DAY(2024, 3, 3)),
        ("2020-W53", "2020-W53", DAY(2020, 12, 28), DAY(2021, 1, 3)),
        ("2024-07-12", "2024-07", DAY(2024, 7, 12), DAY(2024, 7, 31)),
    ],
)
def test_both_ends_are_included_and_an_unknown_date_is_in_no_bounds(since, until, first, last):
    digests = [Digest(date, papers("A")) for date in DATES]
    expected = [date for date in DATES if date and first <= date <= last]
    assert [digest.date for digest in select(digests, since=since, until=until)] == expected


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("today", None, 0, -400),
        (None, "today", 400, 0),
        ("yesterday", "yesterday", 1, 1),
        ("7d", None, 7, -400),
        ("0d", "0d", 0, 0),
        ("007d", "1d", 7, 1),
        ("366d", "7d", 366, 7),
    ],
)
def test_days_before_today(since, until, first, last):
    """``first`` and ``last`` are how many days before today the chosen ones begin and end."""
    today = DAY.today()
    digests = [Digest(today - datetime.timedelta(ago), papers(f"{ago}")) for ago in range(400, -401, -1)]
    chosen = [int(title) for title in titles(select([*digests, Digest(None, papers("0"))], since=since, until=until))]
    assert chosen == list(range(first, last - 1, -1))


@pytest.mark.parametrize(
    ("since", "until"),
    [("2025", "2024"), ("2024-07-12", "2024-07-11"), ("today", "yesterday"), ("6d", "7d"), (JULY, DAY(2024, 7, 11))],
)
def test_bounds_the_wrong_way_round(since, until):
    with pytest.raises(ValueError, match=r"^since is after until: \d{4}-\d\d-\d\d and \d{4}-\d\d-\d\d$"):
        select([], since=since, until=until)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        *((value, "day") for value in ("2024-02-30", "2023-02-29", "2024-04-31", "2024-04-00", "2024-13-01", "0000-01-01")),
        *((value, "month") for value in ("2024-13", "2024-00", "0000-01")),
        *((value, "week") for value in ("2024-W53", "2024-W00", "0000-W01")),
        ("0000", "year"),
        ("999999999d", "day"),  # it is before the year 1
    ],
)  # fmt: skip
def test_a_date_that_there_is_not(value, kind):
    """The message says so; for a text of another form it shows the forms alone."""
    words = "expected a date such as 2024, 2024-07, 2024-07-12, 2024-W28, today or 7d"
    for bound in ("since", "until"):
        with pytest.raises(ValueError, match=f"^{words}, not '{value}': there is no such {kind}$"):
            select([], **{bound: value})


# -- names and words ------------------------------------------------------------------------------------------

NFD = unicodedata.normalize("NFD", "확산")
SAME = [
    ("Kai Chen", "kai CHEN"),
    ("Kai Chen", " Kai \t\n Chen  "),
    ("Kai Chen", "Kai\u00a0\u3000Chen"),
    ("확산", NFD),
    ("Zoë", "Zoe\u0308"),
    ("Straße", "STRASSE"),
    ("İ", "i\u0307"),
    ("Ωmega", "\u2126MEGA"),  # the sign for ohm
    ("ΐ", "\u0399\u0308\u0301"),  # what case leaves of it is in no normal form
    ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ("ﬁne", "FINE"),  # a ligature
]
DIFFERENT = [
    ("Kai Chen", "Kai Chens"),
    ("Kai Chen", "KaiChen"),
    ("İ", "i"),
    ("ı", "i"),
    ("Zoë", "Zoe"),
    ("²", "2"),  # no more than NFC
    ("ｆ", "f"),
    ("확산", "ㅎㅏㄱㅅㅏㄴ"),  # letters that stand for themselves
]


@pytest.mark.parametrize(("name", "given"), [*SAME, *((b, a) for a, b in SAME)])
def test_names_and_words_that_are_the_same(name, given):
    digests = [Digest(None, (Paper("A", authors=["Ann One", name]), Paper(f"B {name}s")))]
    assert titles(select(digests, authors=[given])) == ["A"]
    assert titles(select(digests, words=[given])) == [f"B {name}s"]


@pytest.mark.parametrize(("name", "given"), DIFFERENT)
def test_names_that_are_not(name, given):
    assert titles(select([Digest(None, (Paper("A", authors=[name]),))], authors=[given])) == []


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("동영상 생성", "영상", True),  # part of a word
        ("확산", "확", True),
        ("확산", "호", False),  # part of a syllable
        ("확산", unicodedata.normalize("NFD", "확")[:2], False),
        ("Large Language\nModels", "language models", True),
        ("Large Language Models", "large models", False),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),  # no pattern
    ],
)
def test_a_word_is_a_part(text, word, found):
    for paper in (
        Paper(text),
        Paper("", summary=[Point(text="x", points=[Point(text=text)])]),
        Paper("", summary=[Point(text, "x")]),
    ):
        assert bool(titles(select(Digest(None, (paper,)), words=[word]))) is found


def test_where_a_word_is_looked_for():
    point = Point("label", "text", [Point("inner label", "inner text")])
    digest = Digest(
        JULY, (Paper("title", url="https://x.org/url", authors=["name"], summary=[point, Point(text="last")]),)
    )
    for word in ("title", "label", "text", "inner label", "inner text", "last", "url", "https://X.org"):
        assert list(select(digest, words=[word])) == [digest], word
        assert list(select(digest, pattern=re.escape(word))) == [digest], word
    for word in ("name", "2024", "label text", "title label", "**"):  # nor across two of them
        assert list(select(digest, words=[word])) == [], word
        assert list(select(digest, pattern=re.escape(word))) == [], word


@pytest.mark.parametrize("link", ["http://arxiv.org/pdf/2407.08348v2", "https://huggingface.co/papers/2407.08348"])
def test_ids_and_links(link):
    digest = Digest(JULY, (Paper("A", link), Paper("B", "https://arxiv.org/abs/2407.08340"), Paper("C")))
    for choice in ({"words": ["2407.08348"]}, {"words": [link.upper()]}, {"pattern": "8348$"}, {"pattern": link}):
        assert titles(select(digest, **choice)) == ["A"], choice
    assert titles(select(digest, words=["2407.0834"])) == ["A", "B"]


SAME_PAPER = [
    *("2407.08348", "2407.08348v2", "arXiv:2407.08348v1", " 2407.08348v12\n", "10.48550/arXiv.2407.08348"),
    *("https://arxiv.org/abs/2407.08348", "https://arxiv.org/abs/2407.08348v2"),
    "http://ARXIV.org/pdf/2407.08348v1.pdf",
    *("arxiv.org/pdf/2407.08348.pdf", "https://arxiv.org/html/2407.08348v3#S1"),
    "https://huggingface.co/papers/2407.08348",
]


@pytest.mark.parametrize("text", SAME_PAPER)
@pytest.mark.parametrize("link", [link for link in SAME_PAPER if "/" in link])
def test_a_version_hides_no_paper(text, link):
    digest = Digest(JULY, (Paper("A", link.strip()), Paper("B", "https://arxiv.org/abs/2407.08340v2"), Paper("C")))
    assert titles(select(digest, words=[text])) == ["A"]
    assert titles(select(digest, words=[text, "a"])) == ["A"]
    assert titles(select(digest, words=[text, "no part of it"])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("physics/0112017", ["physics"]),
        ("https://arxiv.org/abs/CS/0112017v2", ["old"]),
        ("cs/0112017", ["old", "physics"]),  # which is a part of another id
        ("v2", ["old", "other", "in a summary", "10.1000/v2"]),
        ("2407.0834", ["other", "in a summary"]),  # no id, and a part of two
        ("2407.08348v2", ["in a summary"]),
        ("see 2407.08340v3", []),
        ("https://x.org/2407.08340v3", []),
    ],
)
def test_other_texts_are_looked_for_as_they_stand(text, expected):
    papers = [
        Paper("old", "https://arxiv.org/abs/cs/0112017v2"),
        Paper("physics", "https://arxiv.org/abs/physics/0112017v1"),
        Paper("other", "https://arxiv.org/abs/2407.08340v2"),
        Paper("in a summary", summary=[Point(text="as in 2407.08348v2")]),
        Paper("10.1000/v2"),
    ]
    assert titles(select(Digest(JULY, papers), words=[text])) == expected


# -- a pattern ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("diffusion|agent", "An Agentic Model", True),
        (r"\bRAG\b", "rag, again", True),
        (r"\bRAG\b", "A Fragment", False),
        ("^large.*models$", "Large Language Models", True),
        ("large.models", "Large\nModels", False),  # a text is as it is, unlike for a word
        (r"large\smodels", "Large\nModels", True),
        ("a  b", "a b", False),
        ("동영상.?확산", "동영상 확산 모형", True),
        (NFD, "확산", True),
        ("확산", NFD, True),
        ("^..$", NFD, True),  # two syllables
        ("[" + NFD + "]", "산", True),
        ("STRASSE", "straße", False),  # case is ignored, and not folded
        ("ſ", "s", True),
        ("(?-i:RAG)", "rag", False),
    ],
)
def test_a_pattern(pattern, text, found):
    digest = Digest(None, (Paper("1", summary=[Point(text="x", points=[Point(text, "y")])]), Paper("2")))
    assert titles(select(digest, pattern=pattern)) == ["1"] * found


def test_a_pattern_finds_nothing_in_what_is_not_there():
    assert titles(select(Digest(None, (Paper("A", summary=[Point(text="x")]),)), pattern="^$")) == []


@pytest.mark.parametrize("pattern", ["(", "*", "a{9999999999}", "[z-a]", "(?L)a", "a(?i)", "\\", "(" * 5000])
def test_a_bad_pattern(pattern):
    with pytest.raises(ValueError, match=r"^expected a regular expression, not .*: .") as raised:
        select([], pattern=pattern)
    assert repr(pattern)[:40] in str(raised.value)
    assert len(str(raised.value)) < 1000
    with pytest.raises(ValueError, match=r"^expected a regular expression, not ''$"):
        select([], pattern="")
    for no_text, kind in ((re.compile("a"), "Pattern"), (b"a", "bytes"), (["a"], "list")):
        with pytest.raises(TypeError, match=f"^expected a regular expression as text, not {kind}$"):
            select([], pattern=no_text)


def test_several_words_have_to_be_there_and_one_of_several_authors():
    digest = Digest(
        JULY, (Paper("A B", authors=["One"]), Paper("B C", authors=["Two", "One"]), Paper("C", authors=["Six"]))
    )
    assert titles(select(digest, words=["b"])) == ["A B", "B C"]
    assert titles(select(digest, words=["b", "c", "B"])) == ["B C"]
    assert titles(select(digest, authors=["two", "six"])) == ["B C", "C"]
    assert titles(select(digest, authors=["one"], words=["c"])) == ["B C"]


# -- votes ----------------------------------------------------------------------------------------------------


def voted(*votes):
    return Digest(JULY, tuple(Paper(f"{number}", votes=each) for number, each in enumerate(votes)))


@pytest.mark.parametrize(
    ("min_votes", "expected"), [(None, "0123"), (0, "123"), (1, "23"), (5, "3"), (6, ""), (10**30, "")]
)
def test_unknown_votes_are_not_enough(min_votes, expected):
    assert titles(select(voted(None, 0, 1, 5), min_votes=min_votes)) == list(expected)


@pytest.mark.parametrize(
    ("votes", "top", "expected"),
    [
        ((3, 1, 2), 1, "0"),
        ((3, 1, 2), 2, "02"),
        ((1, 2, 3), 2, "12"),  # in the order of the digests
        ((3, 1, 2), 99, "012"),
        ((2, 2, 2, 2), 2, "01"),  # the first of equals
        ((None, 0, None, 1), 2, "13"),  # unknown is less than 0
        ((None, 0, None, 1), 3, "013"),
        ((0, 1), 1, "1"),
        ((), 1, ""),
    ],
)
def test_the_top(votes, top, expected):
    assert titles(select(voted(*votes), top=top)) == list(expected)


def test_the_top_are_in_their_digests():
    digests = [Digest(date, tuple(Paper(f"{date} {votes}", votes=votes) for votes in (3, 0, 2))) for date in DATES[:3]]
    expected = [attrs.evolve(digest, papers=(digest.papers[0], digest.papers[2])) for digest in digests]
    assert list(select(digests, top=6)) == expected


def test_of_a_paper_that_was_featured_twice_the_one_with_most_votes_is_among_the_top():
    first, second = "https://arxiv.org/abs/2407.00001", "https://huggingface.co/papers/2407.00001"
    digests = [
        Digest(DAY(2024, 7, 1), (Paper("few", first, votes=3), Paper("other", votes=4), Paper("no", votes=1))),
        Digest(DAY(2024, 7, 2), (Paper("many", second, votes=9), Paper("last", votes=2))),
        Digest(DAY(2024, 7, 3), (Paper("equal", first, votes=9), Paper("unknown", first))),
    ]
    assert titles(select(digests, top=1)) == ["many"]
    assert titles(select(digests, top=3)) == ["other", "many", "last"]
    assert titles(select(digests, top=9)) == ["other", "no", "many", "last"]
    # of those alone that all else chooses
    assert titles(select(digests, top=1, until="2024-07-01")) == ["other"]
    assert titles(select(digests, top=9, without=Paper("elsewhere", f"{first}v2"))) == ["other", "no", "last"]


# -- without --------------------------------------------------------------------------------------------------


def test_without_takes_digests_documents_and_papers():
    digest = Digest(JULY, papers("A", "B"))
    more = Digest(None, papers("C"))
    for without in (
        digest,
        [digest],
        Document([digest]),
        [Document([digest])],
        [Paper("B"), Paper("A")],
        iter([digest]),
    ):
        assert titles(select([digest, more], without=without)) == ["C"]
    for without in (Paper("B"), [Paper("B"), more], [more, Document([Digest(None, papers("B"))])]):
        assert titles(select([digest], without=without)) == ["A"]
    for text, kind in (("AB", "str"), (b"AB", "bytes")):
        with pytest.raises(TypeError, match=f"^expected digests, documents or papers, not {kind}$"):
            select([digest], without=text)
    for without in ([1], ["A"], 1):
        with pytest.raises(TypeError):
            list(select([digest], without=without))


def test_what_is_left_out_is_the_same_paper():
    here = (
        Paper("A", "https://arxiv.org/abs/2407.00001"),
        Paper("B", "https://arxiv.org/pdf/2407.00001v3"),
        Paper("A", "https://x.org"),
        Paper("A"),
    )
    for without, left in ((here[1], [2, 3]), (here[2], [0, 1, 3]), (here[3], [0, 1, 2]), (Paper("B"), [0, 1, 2, 3])):
        (digest,) = select(Digest(None, here), without=without)
        assert digest.papers == tuple(here[index] for index in left)


def test_documents_with_errors_are_warned_of():
    bad = Document([Digest(None, papers("A"))], [Problem("F121", "error", "not a number", "a.md", 1, 1, "")], "a.md")
    with pytest.warns(ExportWarning, match=r"^a\.md has 1 error"):
        assert titles(select(bad, words=["a"])) == ["A"]
    with pytest.warns(ExportWarning, match=r"^a\.md has 1 error"):
        assert titles(select(Digest(None, papers("A", "B")), without=bad)) == ["B"]


# -- what is yielded, and when --------------------------------------------------------------------------------


def test_without_a_choice_every_digest_is_yielded_and_with_any_only_those_with_papers():
    digests = [Digest(None), Digest(JULY, papers("A"), source="a.md", line=3), Digest(JULY)]
    assert list(select(Document(digests), authors=[], words=(), without=[])) == digests
    for choice in (
        {"min_votes": 0},
        {"top": 1},
        {"since": "2024"},
        {"words": ["a"]},
        {"without": [Paper("B")]},
        {"authors": ["x"]},
    ):
        expected = [] if choice.keys() & {"min_votes", "authors"} else [digests[1]]
        assert list(select(digests, **choice)) == expected


@pytest.mark.parametrize("choice", [{"words": ["b"]}, {"top": 1}])
def test_digests_and_papers_know_where_they_come_from(choice):
    there = Digest(JULY, (Paper("A"), Paper("B", votes=1, source="a.md", line=5)), source="a.md", line=3)
    (digest,) = select([there], **choice)
    assert (digest.source, digest.line, digest.papers[0].source, digest.papers[0].line) == ("a.md", 3, "a.md", 5)
    assert there.papers[0] == Paper("A")


def test_one_digest_is_read_at_a_time_and_what_is_left_out_before_the_first():
    read = []

    def reading(name, digests):
        for digest in digests:
            read.append(name)
            yield digest

    digests = [Digest(JULY, papers("A")), Digest(None, papers("B")), Digest(JULY, papers("C"))]
    without = [Digest(None, papers("D")), Digest(None, papers("E"))]
    chosen = select(reading("digests", digests), since="2024", without=reading("without", without))
    assert read == []
    assert titles([next(chosen)]) == ["A"]
    assert read == ["without", "without", "digests"]
    assert titles(chosen) == ["C"]


def test_the_top_holds_few_papers():
    class Counted(Paper):
        __slots__ = ()
        alive = 0

        def __del__(self):
            Counted.alive -= 1

    def reading():
        for number in range(1000):
            most.append(Counted.alive)
            Counted.alive += 2
            yield Digest(JULY, (Counted(f"{number}", votes=number % 100 + 1), Counted(f"{number} below it", votes=0)))

    most = []
    assert len(titles(select(reading(), top=5))) == 5
    assert max(most) <= 2 * 5 + 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            (name, value)
            for name in ("since", "until")
            for value in (
                *("", "24", "2024-7", "20240712", "2024-W1", "2024W01", "2024-w01", "2024-W01-1", "Today"),
                *("-1d", "d", "1.5d", "7 d", "٧d", "9" * 5000 + "d", "7d ", "today\n"),
                *("2024-07-12T00:00", " 2024", "2024\n", "٢٠٢٤", "2024-", "tomorrow", 2024, 2024.5, (2024, 7)),
            )
        ),
        *(("min_votes", value) for value in (-1, "1", 1.0, True, float("nan"), [1])),
        *(("top", value) for value in (0, -1, "1", 1.5, True)),
        *((name, value) for name in ("authors", "words") for value in ([""], [" \t\u00a0"], ["a", ""])),
    ],
)
def test_wrong_values(name, value):
    """Raised by the call, not by the first digest; the message says what is meant, and shows the value."""
    meant = {
        "min_votes": "a number of votes from 0 on",
        "top": "a number of papers from 1 on",
        "authors": "the name of an author",
        "words": "a text to look for",
    }.get(name, "a date such as 2024, .*")
    with pytest.raises(ValueError, match=f"^expected {meant}, not ") as raised:
        select([], **{name: value})
    shown = value[-1] if name in ("authors", "words") else value
    assert str(raised.value).endswith(f"not {shown!r}")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("Kai Chen", "texts, not one text; put it in a list: ['Kai Chen']"),
        ([None], "{}, not NoneType"),
        (["a", 1], "{}, not int"),
        ([b"a"], "{}, not bytes"),
    ],
)
def test_one_text_is_no_list_of_texts(value, told):
    for name, noun in (("authors", "the name of an author"), ("words", "a text to look for")):
        with pytest.raises(TypeError, match=f"^expected {re.escape(told.format(noun))}$"):
            select([], **{name: value})


# -- a plain count --------------------------------------------------------------------------------------------

TITLES = ["Diffusion Models", "DIFFUSION\tmodels", "확산 모형", unicodedata.normalize("NFD", "확산 모형"), "Straße"]
WORDS = ["diffusion", "MODELS", "확산", NFD, "strasse", "산", "nothing", "2407.0", "://"]
PATTERNS = ["diffusion|산", r"\bmodels\b", r"^확산\s", "[0-9]{5}$", "nothing"]
NAMES = ["Kai Chen", "KAI  CHEN", "김하나", unicodedata.normalize("NFD", "김하나"), "Ann One"]
URLS = [None, "https://arxiv.org/abs/2407.00001", "http://arxiv.org/pdf/2407.00001v2", "https://x.org/1"]
POINTS = st.builds(
    Point,
    st.none() | st.sampled_from(TITLES),
    st.sampled_from(TITLES),
    st.builds(Point, st.none(), st.sampled_from(TITLES)).map(lambda point: [point]),
)
PAPERS = st.builds(
    Paper,
    st.sampled_from(TITLES),
    st.sampled_from(URLS),
    votes=st.none() | st.integers(0, 4),
    authors=st.lists(st.sampled_from(NAMES), max_size=2),
    summary=st.lists(POINTS, max_size=2),
)
SOME_DATES = [date for date in DATES if date != DAY.max]
DIGESTS = st.lists(st.builds(Digest, st.sampled_from(SOME_DATES), st.lists(PAPERS, max_size=4)), max_size=6)


def is_after(since, until):
    return bool(since and until) and since[: len(until)] > until


BOUNDS = st.none() | st.sampled_from(["2023", "2024", "2024-02", "2024-07", "2024-02-29"])
EACH_CHOICE = {
    "since": BOUNDS,
    "until": BOUNDS,
    "min_votes": st.none() | st.integers(0, 5),
    "authors": st.lists(st.sampled_from(NAMES), max_size=2),
    "words": st.lists(st.sampled_from(WORDS), max_size=2),
    "pattern": st.none() | st.sampled_from(PATTERNS),
    "top": st.none() | st.integers(1, 5),
    "without": st.lists(PAPERS, max_size=2),
}
CHOICES = st.fixed_dictionaries({}, optional=EACH_CHOICE).filter(
    lambda choice: not is_after(choice.get("since"), choice.get("until"))
)


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def said(point):
    return [point.label or "", point.text, *(text for inner in point.points for text in said(inner))]


def searched(paper):
    """Give the texts in which words and patterns are looked for."""
    return [
        paper.title,
        paper.url or "",
        paper.arxiv_id or "",
        *(text for each in paper.summary for text in said(each)),
    ]


def counted(digests, since=None, until=None, min_votes=None, authors=(), words=(), pattern=None, top=None, without=()):
    """Give the places, by digest and paper, of what is chosen: each choice by itself, from the whole list."""
    places = {(i, j): paper for i, digest in enumerate(digests, 1) for j, paper in enumerate(digest.papers, 1)}
    dates = ["", *(str(digest.date or "") for digest in digests)]
    if since:
        places = {place: paper for place, paper in places.items() if dates[place[0]] >= since}
    if until:
        places = {place: paper for place, paper in places.items() if "" < dates[place[0]][: len(until)] <= until}
    if min_votes is not None:
        places = {
            place: paper for place, paper in places.items() if (-1 if paper.votes is None else paper.votes) >= min_votes
        }
    if authors:
        wanted = {plain(name) for name in authors}
        places = {place: paper for place, paper in places.items() if wanted & {plain(name) for name in paper.authors}}
    for word in words:
        places = {
            place: paper
            for place, paper in places.items()
            if any(plain(word) in plain(text) for text in searched(paper))
        }
    if pattern:
        places = {
            place: paper
            for place, paper in places.items()
            if any(re.search(pattern, unicodedata.normalize("NFC", text), re.I) for text in searched(paper))
        }
    gone = {paper.identity for paper in without}
    places = {place: paper for place, paper in places.items() if paper.identity not in gone}
    if top is not None:
        ranked = sorted(
            places, key=lambda place: -1 if places[place].votes is None else places[place].votes, reverse=True
        )
        once = list({places[place].identity: place for place in reversed(ranked)}.values())
        places = {place: places[place] for place in sorted(once, key=ranked.index)[:top]}
    return sorted(places)


def test_each_choice_is_generated():
    assert {"digests", *EACH_CHOICE} == inspect.signature(select).parameters.keys()


@given(DIGESTS, CHOICES)
def test_each_choice_agrees_with_a_plain_count(digests, choice):
    numbered = [
        attrs.evolve(digest, line=i, papers=[attrs.evolve(paper, line=j) for j, paper in enumerate(digest.papers, 1)])
        for i, digest in enumerate(digests, 1)
    ]
    chosen = list(select(numbered, **choice))
    assert [(digest.line, paper.line) for digest in chosen for paper in digest.papers] == counted(digests, **choice)
    if any(value not in (None, [], ()) for value in choice.values()):
        assert all(digest.papers for digest in chosen)
    else:
        assert chosen == numbered


@given(st.lists(any_digests(hostile=True), max_size=3), CHOICES)
def test_any_digests_can_be_chosen_from(digests, choice):
    chosen = list(select(digests, **choice))
    everything = [paper for digest in digests for paper in digest.papers]
    assert all(paper in everything for digest in chosen for paper in digest.papers)
    if "top" not in choice:
        assert list(select(chosen, **choice)) == chosen
