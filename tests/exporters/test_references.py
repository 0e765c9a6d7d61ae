"""What is known of a paper for any format of references, and which words make a person or a group."""

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportWarning, Paper, references
from support import ROOT, SEEDS

WHOLE = [
    # a word of a group
    *("Gemini Team", "Team OLMo", "Qwen team", "Mistral AI", "Xiaomi LLM-Core Team", "Google Research"),
    *("The Johns Hopkins University", "BigScience Workshop Community", "Shanghai AI Lab", "Meta AI"),
    *("THE LLM One", " the Ann One", "Ann One-Inc.", "Ann iNC", "The Nguyen Lab", "The Bui Group"),
    # a single word, and what is left of one when its suffix is gone
    *("NVIDIA", "DeepSeek-AI", "Evan", "OpenGVLab", "Jr.", "King Jr.", "others"),
    # no letter in the first word
    *("01. AI", "4 Paradigm"),
    # a comma or an "and"
    *("One, Ann", "Black and White", "AND Sons", "Smith, Jr."),
    # in doubt: no given name to be seen, and scripts in which the family comes first
    *("Ann (Google)", "Ann One*", "Ann One 1", 'Ann Quo"te One', 'Ann One "bob"', "Ann {One", "Ann ^One", "A_B & C"),
    *("lucas beyer", "'t hooft", "김 철수", "山田 太郎", "李 明"),
    *("", " ", "\xa0"),
]


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_that_is_not_taken_apart(name):
    assert references.person(name) is None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Yann LeCun", ("Yann", "", "LeCun", "")),
        ("Juan Carlos Niebles", ("Juan Carlos", "", "Niebles", "")),
        ("J. J. Abrams", ("J. J.", "", "Abrams", "")),
        ("Philippe de Bekker", ("Philippe", "de", "Bekker", "")),
        ("Wil M. P. van der Aalst", ("Wil M. P.", "van der", "Aalst", "")),
        ("Ronald McClelland Jr.", ("Ronald", "", "McClelland", "Jr.")),
        ("Jean de la Fontaine III", ("Jean", "de la", "Fontaine", "III")),
        # what only looks like a word of a group, or like an "and"
        ("Qingyao Ai", ("Qingyao", "", "Ai", "")),
        ("Ai Weiwei", ("Ai", "", "Weiwei", "")),
        ("Nguyen The Anh", ("Nguyen The", "", "Anh", "")),
        ("Ann The", ("Ann", "", "The", "")),
        ("Theo Thebe", ("Theo", "", "Thebe", "")),
        # letters that are others' capitals somewhere
        ("Müller İnc", ("Müller", "", "İnc", "")),
        ("Ann Reſearch", ("Ann", "", "Reſearch", "")),
        ("Anders Sand", ("Anders", "", "Sand", "")),
        ("Wei Lablanc", ("Wei", "", "Lablanc", "")),
        ("Gerard 't Hooft", ("Gerard", "", "'t Hooft", "")),
        ("Vincent Van Gogh", ("Vincent", "", "Van Gogh", "")),
        ("Linh Van Nguyen", ("Linh Van", "", "Nguyen", "")),
        ("Van Gogh", ("Van", "", "Gogh", "")),
        ("Conan O'Brien", ("Conan", "", "O'Brien", "")),
        # a nickname is one of the given names, whatever its words would be elsewhere
        ('Linda "Jo" Frey', ('Linda "Jo"', "", "Frey", "")),
        ("Ann “The Lab” One", ("Ann “The Lab”", "", "One", "")),
        ('"Weird Al" Yankovic', ('"Weird Al"', "", "Yankovic", "")),
        ('Ann "bob" van One Jr.', ('Ann "bob"', "van", "One", "Jr.")),
        # The is a given name where a Vietnamese family name ends the name
        ("The Anh Bui", ("The Anh", "", "Bui", "")),
        ("The Van Đặng", ("The Van", "", "Đặng", "")),
        ("The Anh Trinh", ("The Anh", "", "Trinh", "")),
        # initials with a blank before their hyphen
        ("T. -K. Ada Berg", ("T.-K. Ada", "", "Berg", "")),
        ("Ming-Hsuan Yang", ("Ming-Hsuan", "", "Yang", "")),
        ("Jean d'Alembert", ("Jean", "", "d'Alembert", "")),
        ("Ivan V", ("Ivan", "", "V", "")),
        ("Émile Zölä", ("Émile", "", "Zölä", "")),
        ("Иван Петров", ("Иван", "", "Петров", "")),
    ],
)
def test_a_person(name, parts):
    assert references.person(name) == references.Person(*parts)


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
        (Paper("A_B"), "paper-6c1908f9"),  # printf A_B | sha256sum
        (Paper("A", "https://example.org"), "paper-50d7a905"),  # printf https://example.org | sha256sum
    ],
)
def test_a_key_is_made_from_what_identifies_a_paper(paper, key):
    assert references.citation_key(paper) == key


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


def test_most_names_are_plainly_those_of_persons():
    papers = [paper for seed in SEEDS for digest in dailypapers.read(seed).digests for paper in digest.papers]
    plain = [paper for paper in papers if references.need_no_markup(paper.authors)]
    assert len(plain) > 0.8 * len(papers)
    for name in WHOLE:
        assert not references.need_no_markup([name])
        assert not references.need_no_markup(["Ann One", name, "Bob Two"])


@pytest.mark.parametrize("name", ["Ann", "Ann  One", " Ann One", "Ann One Jr.", "Ann One-Team", "Qingyao Ai"])
def test_in_doubt_a_name_is_not_plainly_a_persons(name):
    assert not references.need_no_markup([name])


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
@given(st.lists(generated | generated.map("A{}".format), min_size=1, max_size=3))
def test_what_is_plainly_a_person_is_one(names):
    if references.need_no_markup(names):
        people = [references.person(name) for name in names]
        assert all(found is not None and not found.suffix for found in people)


@given(generated, st.sampled_from(sorted(references.GROUP_WORDS)), st.sampled_from([str.lower, str.upper, str.title]))
def test_a_word_of_a_group_makes_one_wherever_it_stands(name, word, spelling):
    for group in (f"Ann {name} {spelling(word)}", f"{spelling(word)} {name} One", f"Ann {spelling(word)}-{name}"):
        assert references.person(group) is None
        assert not references.need_no_markup([group])
