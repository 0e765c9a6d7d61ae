"""Two laws of words: each word inside a digest is in a model, or a problem names its line; and that of ``check --fix``,
that each word of the input is in its canonical form, or the file is refused.

A word is a run of letters and digits that is no part of the notation. What of the notation the canonical form may
replace is listed here, apart from the grammar: names of tags and of attributes that only say how to show a video, what
separates or abridges a list of authors, a number before a title. ``test_fuzz.py`` holds texts of all kinds to these laws.
"""

import re

import pytest

from dailypapers import canonical, to_data
from dailypapers._digest.document import read_with_spans

NOTATION = frozenset(
    [
        *("div", "video", "source", "iframe", "src", "Watch", "Video", "Vote", "Authors", "and", "et", "al", "others"),
        *("controls", "muted", "autoplay", "loop", "playsinline", "preload", "allowfullscreen", "type"),
        *("true", "false", "none", "metadata", "auto", "webkit", "webkitallowfullscreen", "mozallowfullscreen"),
    ]
)
SIZES = re.compile(
    r"""(?i)(?<= )(?:width|height|border|frameborder) *= *["']?(?:auto|[0-9]{1,4}(?:px|%|em)?)(?![\w%])"""
)
ZEROS = re.compile("(Vote: *)0+(?=[0-9])")
# `### [1] [`, `### 🔥 2. **[`
SIGNS = r"(?:[^\w\n]|[_\u2460-\u24ff\u2776-\u2793]|[0-9]\ufe0f?\u20e3)*"  # a digit in a box is an emoji, one in a circle, too
NUMBERS = re.compile(rf"(?m)^( *###) {SIGNS}(?:[0-9]{{1,4}}(?!\w))?{SIGNS}(?=\[)")
ESCAPED = re.compile(r"[^\W_]*\\(?:N\{[^}]*\}?|.)[^\W_]*")


def words(text):
    return set(re.findall(r"[^\W_]+", ZEROS.sub(r"\1", text)))


def words_to_keep(text):
    """Give the words of a text that are no part of the notation, each once: the same line twice says nothing more."""
    # What is written as `\x41` is read as `A`: a text with such escapes is held to the words beside them.
    text = ESCAPED.sub(" ", NUMBERS.sub(r"\1", SIZES.sub("", text)))
    return {word for word in words(text) if word.lower() not in NOTATION and word not in NOTATION}


def lost_words(text, mended):
    """Give the words of a text that are not in its canonical form."""
    # A control character in a printed list is written as an escape: `\x1f`.
    return words_to_keep(text) - words(mended) - words(re.sub(r"\\x[0-9a-f]{2}", " ", mended))


def all_text(data):
    """Give all text and numbers of plain data, a line each."""
    match data:
        case dict():
            return all_text(list(data.values()))
        case list():
            return "\n".join(map(all_text, data))
    return str(data)


def unread_lines(text):
    """Give each line of a digest that has a word which is in none of its models, and of which only a note is told."""
    document, spans = read_with_spans(text, "a.md")
    told = {problem.line for problem in document.problems if problem.severity != "note"}
    lines = text.removeprefix("\ufeff").split("\n")
    lost = []
    for (start, end), digest in zip(spans, document.digests, strict=True):
        read = words(all_text(to_data([digest])["digests"])) | {"Daily", "Papers", "unknown"}
        lost += [
            (number, line)
            for number, line in enumerate(lines[start:end], start + 1)
            if number not in told and not words_to_keep(line) <= read
        ]
    return lost


def mended_without_loss(text):
    """Give the canonical form of a text, which has all of its words, or ``None`` where it is refused."""
    try:
        mended = canonical(text)
    except ValueError:
        return None
    assert lost_words(text, mended) == set()
    return mended


@pytest.mark.parametrize(
    ("before", "refused"),
    [
        ("![Accuracy rises to 91%](a.png)", True),
        ("![](a.png 'Accuracy rises to 91%')", False),
        ("![](a.png)\n\n![again](a.png)", True),
        ("<video src='a.mp4' title='A film'></video>", True),
        ("<video alt='A film'>\n<source src='a.mp4'>\n</video>", True),
        ("<video src='a.mp4' poster='b.png'></video>", True),
        ("<video src='a.mp4'>words</video>", True),
        ("<div words><video src='a.mp4'></video></div>", True),
        ("<video controls width='320' height='240' muted src='a.mp4' type='video/mp4'></video>", False),
        ("<video><source src='a.mp4'><source src='b.webm'></video>", True),
        ("[Watch Video](a.mp4) words", True),
        ("Vote: 007", False),
        ("Vote: 3\nVote: 3", False),
        ("Authors: Ann, +, , Bob, +", False),
        ("Authors: ['A\\x6en', \"B'C\"]", False),
        ("- ***Label*: words", False),
        ("- **Label**: ['one', {'two': 3}]", False),
        ("Authors: Ann One, Bob Two, and Cem Three et al.", False),
        ("Authors: Ann One; Bob Two", False),
        ("Votes: 3", True),
        ("* **Label:** words\n+ __two words__: words", False),
        ("- words\n\nVote: 3", False),
        ("- words\n\n#### [B](https://arxiv.org/abs/2407.08349)", True),
        ("- A\\* search", False),
        ("=======", True),
        ("## Daily Paper (2024-07-13)", True),
    ],
)
def test_what_is_refused_and_what_is_not(before, refused):
    mended = mended_without_loss(f"## Daily Papers (2024-07-12)\n### [A](https://arxiv.org/abs/2407.08348)\n{before}\n")
    assert (mended is None) == refused


@pytest.mark.parametrize(
    ("heading", "mended"),
    [
        ("### [1] [A](x)", "### [A](x)"),
        ("### 🔥 2. **[A](<x>)**", "### [A](x)"),
        ("### [**A**](x)", "### [A](x)"),
        ("### 3 [A](x)", "### 3 [A](x)"),
        ("### A [arXiv](x)", "### A [arXiv](x)"),
        ("### [](x)", "### [](x)"),
        ("### [A](x) (ICML)", None),
        ('### [A](x "a page")', None),
        ("### [A](x) ([code](y))", None),
    ],
)
def test_a_number_and_an_emoji_before_a_title_are_all_that_a_heading_may_lose(heading, mended):
    date = "## Daily Papers (2024-07-12)\n\n"
    written = mended_without_loss(f"{date}{heading}\n")
    assert (written and written.rstrip("\n")) == (mended and f"{date}{mended}\n\nVote: -")
