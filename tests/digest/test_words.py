"""The law of ``check --fix``: every word of the input is in its canonical form, or the file is refused.

A word is a run of letters and digits that is no part of the notation. What of the notation the canonical form may
replace is listed here, apart from the grammar: names of tags and of attributes that only say how to show a video.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailypapers import DigestSyntaxError, canonical
from support import SEEDS

NOTATION = frozenset(
    [
        *("div", "video", "source", "iframe", "src", "Watch", "Video", "Vote", "Authors"),
        *("controls", "muted", "autoplay", "loop", "playsinline", "preload", "allowfullscreen", "type"),
        *("true", "false", "none", "metadata", "auto"),
    ]
)
SIZES = re.compile(
    r"""(?i)(?<= )(?:width|height|border|frameborder) *= *["']?(?:auto|[0-9]{1,4}(?:px|%|em)?)(?![\w%])"""
)
ZEROS = re.compile("(Vote: *)0+(?=[0-9])")


def words(text):
    """Give the words of a text, each once: the same line twice says nothing more."""
    text = ZEROS.sub(r"\1", SIZES.sub("", text))
    return {word for word in re.findall(r"[^\W_]+", text) if word.lower() not in NOTATION and word not in NOTATION}


def lost_words(text, mended):
    """Give the words of a text that are not in its canonical form."""
    # What is written as `\x41` is read as `A`: a text with such escapes is held to the words beside them.
    before = re.sub(r"[^\W_]*\\(?:N\{[^}]*\}?|.)[^\W_]*", " ", text)
    return words(before) - words(mended)


def hold_law(text):
    """Give the canonical form of a text, which has all of its words, or ``None`` where it is refused."""
    try:
        mended = canonical(text)
    except (ValueError, DigestSyntaxError):
        return None
    assert lost_words(text, mended) == set()
    return mended


# -- lines of digests, each with words of its own ------------------------------------------------------------

# `@` stands for a word that is nowhere else.
HEADINGS = [
    *("### [@ @](https://arxiv.org/abs/2407.08348)", "### [@ [@] @]( https://x.org/@ )  ", "### @ @", "### [@]()"),
    *(
        "### [@](x.org/@) @",
        "### [@",
        "###",
        "### [@](https://arxiv.org/abs/2407.08348",
        "#### @",
        "##  Daily Papers (@)",
    ),
    "## Daily Papers (2024-07-12)",
    "## Daily Papers (unknown) @",
    "## @",
    "# Daily Papers (2024-07-12)",
]
MEDIA = [
    *(
        "![](@.png)",
        "![ ](  @.png )",
        "![@](@.png)",
        "![@ @](/avatars/@.svg)",
        '![](@.png "@")',
        "[](@.png)",
        "![@](a.png)",
    ),
    *("[Watch Video](@.mp4)", "[Watch Video]@.mp4", "[Watch Video](@.mp4) @", "[watch](@.mp4)", "![](a.png)", "![][@]"),
]
PARTS = [
    *(
        '<div><video controls src="@.mp4" muted="false"></video></div>',
        "<video src='@.mp4'></video>",
        "<video>",
        "<div>",
    ),
    *("</video>", "</div>", "<source src=@.mp4 type=video/mp4>", "<source src='@.webm'>", "@", " ", "<iframe src='@'>"),
    *("<video controls width='320' height=240px", " title='@ @'", " alt=@", " poster='@.png'", " src='@'", ">", "/>"),
    *(" data-src='@'", " SRC='@'", " class=@", " controls='@'", " width=@", " type='video/mp4; codecs=@'", "</source>"),
    *(
        " muted",
        " @",
        " @=''",
        "<source src='a.mp4'>",
        "<video src='a.mp4'",
        " loop=@",
        " src=''",
        "<VIDEO src=@>",
        "\r",
    ),
]
FIELDS = [
    *("Vote: 26", "Vote: 007", "Vote: -", "Vote: @", "Vote: 26 @", "Vote:", "vote: @", "Vote: 12345678901", "Votes: 3"),
    *(
        "Authors: @ @, @ @",
        "Authors: @, +, @",
        "Authors: +, @, +, @",
        "Authors: , @,, @,",
        "Authors:",
        "Authors: @ @, @ @",
    ),
    *("Authors: ['@ @', \"@'@\"]", "Authors: ['@, @', '@']", "Authors: ['@\\n@', '\\t@ ', '@\\x20@']", "Authors: ['@'"),
    *(
        "Authors: ['@', 3, '@']",
        "Authors: ['@', ['@']]",
        "Authors: ['@' '@']",
        "Authors: [@, @]",
        "Authors: []",
        "Author: @",
    ),
    *("Authors: ['@', '', '+', '@', '+']", "Authors: {'@': '@'}", "Authors: Ann, Bob", "Authors: ['Ann', 'Bob']"),
]
BULLETS = [
    *(
        "- @ @",
        "- **@**: @",
        "- ***@ @***: @",
        "-",
        "-  ",
        "-@",
        "* @",
        "  - @",
        "    - @",
        "\t- @",
        "@ @",
        "  @",
        "1. @",
    ),
    *(
        "- ***@*: @",
        "- *@**: @",
        "- **@ **@** **: @",
        "- “**@**”: @",
        "- **@*: @",
        "- *@*: @",
        "- **@**",
        "- ****: @",
        "- **@:** @",
    ),
    *(
        "- **@**: ['@', '@']",
        "- **@**: {'@': '@', '@': ['@', {'@': 1}]}",
        "- **@**: {'k': '@', 'k': '@'}",
        "- **@**: [@]",
    ),
    *(
        "- **@**: ['@\\n@', '\\u0041 @']",
        "- **@**: ['@' '@']",
        "- **@**: []",
        "- **@**: [[], {}, '@']",
        "- **@**: {1: '@'}",
    ),
    *(
        "- **@**: ['@'] @",
        "- **@**: [b'@', '@']",
        "- **@**: ['**@**: @', '- @']",
        "- ['@', '@']",
        "- **@**: {'@', '@'}",
    ),
    *(
        "- **@**: [1.50, -3, 1e5, True, None, '@']",
        "- **@**: {'@': None, '**@': '@'}",
        "- **@**: ['@', # @",
        "```",
        "~~~ @",
    ),
]
ODD = [
    "\x00",
    "\x0b",
    "\x0c",
    "\x1b[31m",
    "\x85",
    "\xa0",
    "\u2028",
    "\u202e",
    "\ufeff",
    "é",
    "e\u0301",
    "한국어",
    "٣",
    "²",
    "_",
    "\r",
]
TAGS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join)
ATTRIBUTES = st.lists(st.sampled_from([part for part in PARTS if part[0] == " " and len(part) > 1]), max_size=2).map(
    "".join
)
PLAYERS = st.builds(
    "{}<{}{}{}{}>{}".format,
    st.sampled_from(["", "", "<div>", "<video controls>\n", "<video poster='@'>", "</video>"]),
    st.sampled_from(["video", "source", "iframe"]),
    ATTRIBUTES,
    st.sampled_from([" src='@.mp4'", ' src="@.mp4" ', " src=@.mp4", " src='a.mp4'"]),
    ATTRIBUTES,
    st.sampled_from(
        ["", "</video>", "</iframe></div>  ", "<source src='@'>", "<source src='a.mp4'>", "@", "\n</video alt=@>"]
    ),
)
LINES = st.one_of(*map(st.sampled_from, (HEADINGS, MEDIA, FIELDS, BULLETS)), TAGS, PLAYERS, st.just(""))
# A file that is refused holds the law for nothing: most lines are such as can be mended, and stand where they may.
HEAD = st.sampled_from([*MEDIA[:9], *FIELDS[:3], *FIELDS[9:18], "Authors: ['@', '', '+', '@', '+']", ""]) | PLAYERS
PAPERS = st.builds(
    lambda *parts: [line for part in parts for line in part],
    st.sampled_from(HEADINGS[:4]).map(lambda line: [line]),
    st.lists(HEAD, max_size=3),
    st.lists(st.sampled_from(BULLETS), max_size=5),
)


@st.composite
def digests(draw):
    """Give lines of a digest, of which some are doubled, cut, moved, or have odd characters in them."""
    lines = ["## Daily Papers (2024-07-12)", *(line for paper in draw(st.lists(PAPERS, max_size=3)) for line in paper)]
    places = st.integers(0, 2**16)
    for edit in draw(st.lists(st.sampled_from(["double", "swap", "delete", "cut", "put", "line", "join"]), max_size=3)):
        one, other = draw(places) % len(lines), draw(places) % len(lines)
        at = draw(places) % (len(lines[one]) + 1)
        match edit:
            case "double":
                lines.insert(other, lines[one])
            case "swap":
                lines[one], lines[other] = lines[other], lines[one]
            case "delete":
                del lines[one]
            case "cut":
                lines[one] = lines[one][:at]
            case "put":
                lines[one] = lines[one][:at] + draw(st.sampled_from([*ODD, "@", *PARTS])) + lines[one][at:]
            case "line":
                lines.insert(one, draw(LINES))
            case "join":
                lines[one] += lines[other]
        lines = lines or [""]
    numbered = iter(range(10**6))
    text = draw(st.sampled_from(["\n", "\n", "\n\n", "\r\n"])).join(lines)
    return re.sub("@", lambda _: f"w{next(numbered)}", text)


@given(digests())
def test_every_word_survives_or_the_file_is_refused(text):
    hold_law(text)


@given(st.sampled_from(SEEDS), st.lists(LINES, min_size=1, max_size=4), st.integers(0, 2**16))
def test_so_it_is_with_lines_put_into_a_seed(seed, some, place):
    lines = seed.read_bytes().decode().split("\n")[:60]
    place %= len(lines)
    lines[place:place] = (line.replace("@", f"w{number}") for number, line in enumerate(some))
    hold_law("\n".join(lines))


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
    ],
)
def test_what_is_refused_and_what_is_not(before, refused):
    mended = hold_law(f"## Daily Papers (2024-07-12)\n### [A](https://arxiv.org/abs/2407.08348)\n{before}\n")
    assert (mended is None) == refused
