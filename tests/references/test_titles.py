"""Titles that are plain, and words that may change their case, at a glance: each as if it were looked at closely."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dailypapers.exporters.csl import marked_title
from dailypapers.references.latex import LatexEncoder
from dailypapers.references.titles import marked_if_plain, runs, typographic

WORDS = ["A", "a", "I", "The", "LLaVA", "GPT-4", "U-Net", "C++", "3D", "it's", "L'Art", "Long-Context", "2", "word2vec"]
words = st.sampled_from(WORDS) | st.text("aAbBzZ09-'+*", max_size=6)
titles = st.lists(
    st.builds("{}{}{}".format, st.sampled_from(["", "("]), words, st.sampled_from(["", *":,.!?)/;"]))
).map(" ".join)


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("Skywork-Math: An LLM, 3D (and I)", "<Skywork-Math>: An <LLM>, <3D> (and <I>)"),
        ("It's a Long-Context A", "It's a Long-Context A"),
        ("", ""),
        *(
            (title, None)
            for title in ("A & B", "A -- B", '"A"', "'A'", "A\tB", "$k$", "A_B", "É", "x^2", "A<B", "a,,b")
        ),
    ],
)
def test_a_title_of_letters_digits_and_stops(title, marked):
    assert marked_if_plain(title, "<{}>".format) == marked


@pytest.mark.parametrize(
    ("text", "written"),
    [
        *(
            ("``A'' B", "“A” B"),
            ("``A'' \"B\"", "“A” “B”"),
            ('"A" B', "“A” B"),
            ('a ("B")', "a (“B”)"),
            ('Rock"n"Roll', "Rock“n”Roll"),
        ),
        # nothing that it could open, or nothing that would close it
        *(('A" B', "A” B"), ('a"b', "a”b"), ('5"x" B', "5”x” B"), ('"', "”"), ('" A', "” A"), ('"A', "“A")),
        *(("'A' B", "‘A' B"), ("'A B", "'A B"), ("it's", "it's"), ("`A' B", "‘A' B"), ("a`b", "a‘b"), ("a` b", "a’ b")),
        *(("A -- B", "A – B"), ("A --- B", "A — B"), ("A --> B", "A --> B"), ("A ---- B", "A ---- B")),
    ],
)
def test_quotation_marks_and_dashes(text, written):
    assert typographic(text) == written


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ('Rock"n $k$ "x"', ["Rock”n ", "k", " “x”"]),
        ("'a $k$ b' c", ["'a ", "k", " b' c"]),
        ("'a' $k$", ["‘a' ", "k"]),
    ],
)
def test_a_quotation_mark_is_closed_before_math(title, texts):
    assert [piece.text for run in runs(title, protect=False) for piece in run.pieces] == texts


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("LLaVA", "{LLaVA}"),
        *((f"So {word} & b", rf"So {word} \& b") for word in ("A", "A/frame")),
        *((f"So {word} & b", rf"So {{{word}}} \& b") for word in ("I", "X", "C++", "GPT-4", "é2")),
    ],
)
def test_words_that_keep_their_case(title, protected):
    assert LatexEncoder(protect=True).encode_title(title) == protected
    assert LatexEncoder(protect=False).encode_title(title) == re.sub("[{}]", "", protected)


def test_scripts_of_a_title():
    assert LatexEncoder().encode("Of x^{2} in a_{b}") == r"Of x\textsuperscript{2} in a\textsubscript{b}"


@example("LLaVA-X: A")
@given(titles)
def test_a_plain_title_is_written_as_one_with_a_sign(title):
    """A tilde is a sign that stands for itself in CSL, and for a command in LaTeX."""
    if marked_if_plain(title, str) is None:
        return
    latex = LatexEncoder(protect=True).encode_title
    assert latex(f"{title} ~") == latex(f"{title} x").removesuffix("x") + r"\textasciitilde{}"
    csl = marked_title(f"{title} x", protect=True)
    assert marked_title(f"{title} ~", protect=True) == csl.removesuffix("x") + "~"


@example("Long-Context")
@given(st.text("aAbBzZ09-", min_size=1).filter(lambda word: any(map(str.isalnum, word))))
def test_a_word_that_may_change_its_case_may_with_an_s_behind_it(word):
    """Words of letters and hyphens alone are judged at a glance."""
    alone, beside = ([run.keeps_case for run in runs(text, protect=True)] for text in (word, f"{word}’s"))
    assert any(alone) == any(beside)
