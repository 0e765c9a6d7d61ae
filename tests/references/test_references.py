"""What is known of a paper for any format of references, and which words make a person or a group."""

import datetime
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportWarning, Paper, references
from support import ROOT

# Beside those in test_names, which programs read.
WHOLE = [
    # a word of a group
    *("Qwen team", "Xiaomi LLM-Core Team", "THE LLM One", " the Ann One", "Ann One-Inc.", "Ann iNC", "The Nguyen Lab"),
    # what is left of a single word when its suffix is gone
    *("Jr.", "King Jr.", "others"),
    # no letter in the first word
    "4 Paradigm",
    # a comma or an "and"
    *("Black and White", "AND Sons", "Smith, Jr."),
    # in doubt: no given name to be seen
    *("Ann One*", "Ann One 1", 'Ann Quo"te One', 'Ann One "bob"', "Ann {One", "Ann ^One", "A_B & C", "'t hooft"),
    *("", " ", "\xa0"),
]


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_that_is_not_taken_apart(name):
    assert references.person(name) is None


@pytest.mark.parametrize(
    ("arxiv_id", "year", "month"),
    [
        ("2407.08348", 2024, 7),
        ("0704.0001", 2007, 4),
        ("cs/0112017", 2001, 12),
        ("hep-th/9108028", 1991, 8),
        ("9108.00001", 2091, 8),
    ],
)
def test_an_identifier_opens_with_year_and_month(arxiv_id, year, month):
    assert references.submitted(arxiv_id) == (year, month)


@pytest.mark.parametrize(
    ("paper", "key"),
    [
        (Paper("A", "https://arxiv.org/abs/2407.08348v2"), "arxiv-2407.08348"),
        (Paper("A", "https://arxiv.org/abs/cs/0112017"), "arxiv-cs/0112017"),
        (Paper("\ud800"), "paper-91a681b9"),  # printf '\\xed\\xa0\\x80' | sha256sum
        (Paper("A_B"), "paper-6c1908f9"),  # printf A_B | sha256sum
        (Paper("A", "https://example.org"), "paper-50d7a905"),  # printf https://example.org | sha256sum
    ],
)
def test_a_key_is_made_from_what_identifies_a_paper(paper, key):
    assert references.citation_key(paper) == key
    assert references.file_name(paper) == key.replace("/", "_")


def test_words_of_a_family_name_end_where_another_word_stands():
    assert references.person("Ann Bob Van Two") == references.Person("Ann Bob", "", "Van Two", "")
    assert references.person("Ann Bob De La Two") == references.Person("Ann Bob", "", "De La Two", "")
    assert references.person("Ann \u1112\u1161") is None  # Hangul in parts


@pytest.mark.parametrize(("text", "encoded"), [(" ", "%20"), ("é", "%C3%A9"), ("\ud800", "%ED%A0%80")])
def test_what_no_link_has_is_percent_encoded(text, encoded):
    assert re.sub(r"[^a-z]", references.percent_encoded, f"a{text}b") == f"a{encoded}b"


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        (86, f"arxiv-{'a' * 86}_0112017"),  # 100 characters
        (87, "paper-3009d71c"),  # printf arxiv-aaa…a/0112017 | sha256sum
    ],
)
def test_a_long_key_is_no_name_of_a_file(letters, name):
    assert references.file_name(Paper("A", f"https://arxiv.org/abs/{'a' * letters}/0112017")) == name


@pytest.mark.parametrize(
    ("names", "omitted_at", "max_authors", "given", "abridged"),
    [
        (("A", "B", "A"), None, None, ["A", "B"], False),
        (("A", "B"), 1, None, ["A", "B"], True),
        (("A", "B", "C"), None, 2, ["A", "B"], True),
        (("A", "B", "A"), None, 2, ["A", "B"], False),
        ((), 0, None, [], True),
        (("A\nB", "A B", " "), None, None, ["A B"], False),
        (("A. -B. C", "A.-B. C"), None, None, ["A.-B. C"], False),
    ],
)
def test_names(names, omitted_at, max_authors, given, abridged):
    paper = Paper("A", authors=names, authors_omitted_at=omitted_at)
    assert references.names(paper, max_authors) == (given, abridged)


def test_each_paper_comes_once_and_the_first_time_counts():
    first, again = (Paper("A", "https://arxiv.org/abs/2407.08348", votes=votes) for votes in (1, 2))
    days = [Digest(datetime.date(2024, 7, day), (paper, Paper("B"))) for day, paper in ((1, first), (2, again))]
    assert list(references.each_paper(days)) == [first, Paper("B")]
    nothing = [Digest(None, (Paper(""), Paper(""), Paper("B")))]
    assert [paper for paper, _ in references.each_featured(nothing)] == [Paper(""), Paper(""), Paper("B")]


def test_two_papers_with_one_key_are_told():
    same = [Paper("X", "https://example.org"), Paper("https://example.org")]
    with pytest.warns(ExportWarning, match=r"'https://example.org' has the key of another paper, paper-50d7a905"):
        assert list(references.each_paper([Digest(None, same)])) == same


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_a_name_is_judged_as_it_will_be_written():
    paper = Paper("A", authors=("Black a\x08nd White", "Ann One", "Ann\x08 One"))
    assert references.names(paper) == (["Black and White", "Ann One"], False)


def test_the_words_of_groups_are_documented():
    text = " ".join((ROOT / "docs/references.md").read_text("utf-8").split())
    listed = text.partition("however they are written: ")[2].partition(";")[0]
    assert listed.split(", ") == sorted(references.GROUP_WORDS)


# Words of groups and suffixes, with letters that are an i, an s or a k to some rule of comparing without case.
words = st.sampled_from(sorted(references.GROUP_WORDS | references.SUFFIXES | {"the", "and", "ai", "Ann", "van", "Ōe"}))
LOOK_ALIKE = {"i": "iIİı", "s": "sSſ", "k": "kK\N{KELVIN SIGN}"}
spelled = words.flatmap(
    lambda word: st.tuples(
        *(st.sampled_from(LOOK_ALIKE.get(char.lower(), char.lower() + char.upper())) for char in word)
    )
).map("".join)
pieces = words | words.map(str.title) | spelled | st.sampled_from([*"ABabÀéßŁł.-' 1", " ", " ", " ", "Ann ", " One"])
generated = st.lists(pieces, max_size=9).map("".join) | st.lists(pieces, min_size=1, max_size=4).map(" ".join)


@example(["Müller İnc"])
@example(["Ann One-Team", "Ann  One", "Qingyao Ai", "Ann Wells III"])
@given(st.lists(generated | generated.map("A{}".format), min_size=1, max_size=3))
def test_names_are_written_alike_whoever_stands_beside_them(names):
    """Names of persons alone are written at a glance; a group, or a name in quotation marks, has each looked at."""
    alone, beside = (field_of_authors((*names, *more)) for more in ((), ["Gemini Team"]))
    assert beside == " and ".join(filter(None, [alone, "{Gemini Team}"]))


def field_of_authors(names):
    """Give the field ``author`` of a paper in BibTeX; an empty one where there is none."""
    entry = dailypapers.export(Digest(None, (Paper("A", authors=names),)), "bibtex")
    return entry.partition("author = {")[2].partition("},\n")[0]


@pytest.mark.parametrize(
    ("name", "is_plain"),
    [
        *(("Ann One", True), ("Ann B. One-Two", True), ("A.-B. Kjær One", True), ("Van Gogh", True), ("Ann De", True)),
        # several words to one family, a small letter that BibTeX would take for one, another order
        *(("Ann Van Two", False), ("Ann van Two", False), ("Hung-yi One", False), ("Élie One", False)),
        *(("Ann One Jr.", False), ("Ann One, Bob", False)),
        *(
            ("Ann One-Lab", False),
            ("Ann A.Lab", False),
            ("Qwen TEAM", False),
            ("The Ann One", False),
            ("Ann", False),
            ("Ann  One", False),
        ),
    ],
)
def test_names_that_need_no_look_at_their_words(name, is_plain):
    assert references.are_plain([name]) == [is_plain]


@example(["Ann De One-Two", "Ben De", "Ann St. One"])
@given(st.lists(generated | generated.map("Ann {} One".format), min_size=1, max_size=3))
def test_a_name_that_is_plain_at_a_glance_is_so_word_by_word(names):
    """With an apostrophe, which changes nothing else, it is none at a glance."""
    plain = references.are_plain(names)
    assert plain == [is_plain for name in names for is_plain in references.are_plain([name])]
    for name, is_plain in zip(names, plain, strict=True):
        if is_plain:
            given_names, _, family = name.rpartition(" ")
            assert references.person(name) == references.Person(given_names, "", family, "")
            assert (field_of_authors([name]), field_of_authors([f"A’{name}"])) == (name, f"A'{name}")


@given(generated, st.sampled_from(sorted(references.GROUP_WORDS)), st.sampled_from([str.lower, str.upper, str.title]))
def test_a_word_of_a_group_makes_one_wherever_it_stands(name, word, spelling):
    for group in (f"Ann {name} {spelling(word)}", f"{spelling(word)} {name} One", f"Ann {spelling(word)}-{name}"):
        assert references.person(group) is None
