"""Two laws of words: each word inside a digest is in a model, or a problem names its line; and that of ``check --fix``,
that each word of the input is in its canonical form, or the file is refused.

A word is a run of letters and digits that is no part of the notation. What of the notation the canonical form may
replace is listed here, apart from the grammar: names of tags and of attributes that only say how to show a video, what
separates or abridges a list of authors, a number before a title.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailypapers import DigestSyntaxError, canonical, to_data
from dailypapers._digest.document import read_with_spans
from support import SEEDS

NOTATION = frozenset(
    [
        *("div", "video", "source", "iframe", "src", "Watch", "Video", "Vote", "Authors", "and", "et", "al", "others"),
        *("controls", "muted", "autoplay", "loop", "playsinline", "preload", "allowfullscreen", "type"),
        *("true", "false", "none", "metadata", "auto"),
    ]
)
SIZES = re.compile(
    r"""(?i)(?<= )(?:width|height|border|frameborder) *= *["']?(?:auto|[0-9]{1,4}(?:px|%|em)?)(?![\w%])"""
)
ZEROS = re.compile("(Vote: *)0+(?=[0-9])")
# `### [1] [`, `### 🔥 2. **[`
SIGNS = r"(?:[^\w\n]|_|[0-9]\ufe0f?\u20e3)*"  # a digit in a box is an emoji
NUMBERS = re.compile(rf"(?m)^( *###) {SIGNS}(?:[0-9]{{1,4}}(?!\w))?{SIGNS}(?=\[)")
ESCAPED = re.compile(r"[^\W_]*\\(?:N\{[^}]*\}?|.)[^\W_]*")


def words(text):
    """Give the words of a text, each once: the same line twice says nothing more."""
    text = NUMBERS.sub(r"\1", ZEROS.sub(r"\1", SIZES.sub("", text)))
    return {word for word in re.findall(r"[^\W_]+", text) if word.lower() not in NOTATION and word not in NOTATION}


def lost_words(text, mended):
    """Give the words of a text that are not in its canonical form."""
    # What is written as `\x41` is read as `A`: a text with such escapes is held to the words beside them.
    return words(ESCAPED.sub(" ", text)) - words(mended)


def hold_law(text):
    """Give the canonical form of a text, which has all of its words, or ``None`` where it is refused."""
    try:
        mended = canonical(text)
    except (ValueError, DigestSyntaxError):
        return None
    assert lost_words(text, mended) == set()
    return mended


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
            if number not in told and not words(ESCAPED.sub(" ", line)) <= read
        ]
    return lost


# -- lines of digests, each with words of its own ------------------------------------------------------------

# `@` stands for a word that is nowhere else.
HEADINGS = [
    *("### [@ @](https://arxiv.org/abs/2407.08348)", "### [@ [@] @]( https://x.org/@ )  ", "### @ @", "### [@]()"),
    *("### [@](x.org/@) @", "### [@", "###", "### [@](https://arxiv.org/abs/2407.08348", "#### @"),
    "##  Daily Papers (@)",
    "## Daily Papers (2024-07-12)",
    "## Daily Papers (unknown) @",
    "## @",
    "# Daily Papers (2024-07-12)",
]
MEDIA = [
    *("![](@.png)", "![ ](  @.png )", "![@](@.png)", "![@ @](/avatars/@.svg)", '![](@.png "@")', "[](@.png)"),
    "![@](a.png)",
    *("[Watch Video](@.mp4)", "[Watch Video]@.mp4", "[Watch Video](@.mp4) @", "[watch](@.mp4)", "![](a.png)", "![][@]"),
]
PARTS = [
    *('<div><video controls src="@.mp4" muted="false"></video></div>', "<video src='@.mp4'></video>", "<video>"),
    "<div>",
    *("</video>", "</div>", "<source src=@.mp4 type=video/mp4>", "<source src='@.webm'>", "@", " ", "<iframe src='@'>"),
    *("<video controls width='320' height=240px", " title='@ @'", " alt=@", " poster='@.png'", " src='@'", ">", "/>"),
    *(" data-src='@'", " SRC='@'", " class=@", " controls='@'", " width=@", " type='video/mp4; codecs=@'", "</source>"),
    *(" muted", " @", " @=''", "<source src='a.mp4'>", "<video src='a.mp4'", " loop=@", " src=''", "<VIDEO src=@>"),
    "\r",
]
FIELDS = [
    *("Vote: 26", "Vote: 007", "Vote: -", "Vote: @", "Vote: 26 @", "Vote:", "vote: @", "Vote: 12345678901", "Votes: 3"),
    *("Authors: @ @, @ @", "Authors: @, +, @", "Authors: +, @, +, @", "Authors: , @,, @,", "Authors:"),
    "Authors: @ @, @ @",
    *("Authors: ['@ @', \"@'@\"]", "Authors: ['@, @', '@']", "Authors: ['@\\n@', '\\t@ ', '@\\x20@']", "Authors: ['@'"),
    *("Authors: ['@', 3, '@']", "Authors: ['@', ['@']]", "Authors: ['@' '@']", "Authors: [@, @]", "Authors: []"),
    "Author: @",
    *("Authors: ['@', '', '+', '@', '+']", "Authors: {'@': '@'}", "Authors: Ann, Bob", "Authors: ['Ann', 'Bob']"),
]
BULLETS = [
    *("- @ @", "- **@**: @", "- ***@ @***: @", "-", "-  ", "-@", "* @", "  - @", "    - @", "\t- @", "@ @", "  @"),
    "1. @",
    *("- ***@*: @", "- *@**: @", "- **@ **@** **: @", "- “**@**”: @", "- **@*: @", "- *@*: @", "- **@**", "- ****: @"),
    "- **@:** @",
    *("- **@**: ['@', '@']", "- **@**: {'@': '@', '@': ['@', {'@': 1}]}", "- **@**: {'k': '@', 'k': '@'}"),
    "- **@**: [@]",
    *("- **@**: ['@\\n@', '\\u0041 @']", "- **@**: ['@' '@']", "- **@**: []", "- **@**: [[], {}, '@']"),
    "- **@**: {1: '@'}",
    *("- **@**: ['@'] @", "- **@**: [b'@', '@']", "- **@**: ['**@**: @', '- @']", "- ['@', '@']"),
    "- **@**: {'@', '@'}",
    *("- **@**: [1.50, -3, 1e5, True, None, '@']", "- **@**: {'@': None, '**@': '@'}", "- **@**: ['@', # @", "```"),
    "~~~ @",
]
# What people write, merge and format, a line each.
OTHER_HEADINGS = r"""
### [1] [@](https://x.org/@)
### 12. [@](https://x.org/@)
### 3) [@ @](@)
### 🔥 [@](https://x.org/@)
### **[@](https://x.org/@)**
### [**@**](https://x.org/@)
### [@](<https://x.org/@>)
### [@ &amp; @](@)
### 1. **[@](<@>)**
### 🔥 2. [**@**](@)
### @ [@](https://x.org/@)
### @ ([@](@)) @
### https://@.org
### [@](https://x.org/@) (@ @)
### [@](https://x.org/@ "@")
### [@](https://x.org/@) ([@](@))
### @ [1]
### [1] to [@](@)
### [[1] @ [2]](@)
### [](https://x.org/@)
### @ 1. [@](@)
###[@](@)
### 1 [@](@)
### [@](@)(@)
### [@](@ @)
### [@](<@ @>)
### [@](<@
### **@**
### ![@](@)
### [![@](@)](@)
""".strip().splitlines()
OTHER_FIELDS = r"""
Authors: @, @, and @
Authors: @ @ and @ @
Authors: @, @ and @ @
Authors: @ et al.
Authors: @, et al
Authors: @; @
Authors: @, @; @, @
Authors: @; @, @, @
Authors: @ &amp; @; @
Authors: @, A., @, B.
Authors: @…
Authors: @, and others
Authors: +, @ et.al.
Authors: @; et al.; @
Authors: @, and @, @
Authors: ['@ et al.']
Authors: ['@; @', 'and @']
Votes: @
Upvotes: 3
Author: @, @
**Authors:** @
Authors: ; @;
Authors: @, ;
Authors: and @
Authors: @, and
authors: @
**Vote**: @
Authors : @
""".strip().splitlines()
OTHER_BULLETS = r"""
* @
+ @
• @
  * @
* **@**: @
*@
*
- - @
* * *
- **@**：@
- **@** : @
- __@ @__: @
- _**@**_: @
- **_@_**: @
- __@__: @
- __한@__: @
- **@:**
- **@:** ['@', '@']
- ***@:*** @
#### [@](https://arxiv.org/abs/2407.08349) @
**[@](https://arxiv.org/abs/2407.08349)**
- ### [@](@) @
**2. [@](https://arxiv.org/abs/2407.08349) @**
###[@](https://arxiv.org/abs/2407.08349)
- Vote: @
- @ \* @
- Authors: @
Vote: 3
- $@ \\sim @$
| @ | @ |
|---|:-:|
---
> @
<!-- @ -->
[@]: https://@.org
""".strip().splitlines()
OTHER_LINES = [
    *("<<<<<<< @", "=======", ">>>>>>> @", "||||||| @", "=======@", "## Daily Paper (2024-07-13) @", "## License"),
    *("# daily papers 2024/7/13", "### Daily Papers (2024-07-13)", "## Daily Papers: @", "````", "\t@", "\\", "@  \\"),
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
LINES = st.one_of(
    *map(st.sampled_from, (HEADINGS, MEDIA, FIELDS, BULLETS)),
    *map(st.sampled_from, (OTHER_HEADINGS, OTHER_FIELDS, OTHER_BULLETS, OTHER_LINES)),
    *(TAGS, PLAYERS, st.just("")),
)
# A file that is refused holds the law for nothing: most lines are such as can be mended, and stand where they may.
AUTHORS = [*FIELDS[9:18], "Authors: ['@', '', '+', '@', '+']", *OTHER_FIELDS[:17]]
HEAD = st.sampled_from([*MEDIA[:9], *FIELDS[:3], *AUTHORS, ""]) | PLAYERS
PAPERS = st.builds(
    lambda *parts: [line for part in parts for line in part],
    st.sampled_from([*HEADINGS[:4], *OTHER_HEADINGS[:13]]).map(lambda line: [line]),
    st.lists(HEAD, max_size=3),
    st.lists(st.sampled_from(BULLETS) | st.sampled_from(OTHER_BULLETS), max_size=5),
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
    return with_words(draw(st.sampled_from(["\n", "\n", "\n\n", "\r\n"])).join(lines))


def with_words(text):
    """Put a word of its own at each place for one."""
    numbers = iter(range(10**6))
    return re.sub("@", lambda _: f"w{next(numbers)}", text)


ANY_ORDER = st.lists(LINES, max_size=12).map(
    lambda lines: with_words("\n".join(["## Daily Papers (2024-07-12)", *lines]))
)


@given(digests() | ANY_ORDER)
def test_every_word_of_a_digest_is_in_a_model_or_a_problem_names_its_line(text):
    assert unread_lines(text) == []


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
    mended = hold_law(f"## Daily Papers (2024-07-12)\n### [A](https://arxiv.org/abs/2407.08348)\n{before}\n")
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
    written = hold_law(f"{date}{heading}\n")
    assert (written and written.rstrip("\n")) == (mended and f"{date}{mended}\n\nVote: -")
