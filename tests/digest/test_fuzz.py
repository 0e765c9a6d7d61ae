"""Laws over any text at all: it gives a document or an error of ours, and what was read survives every way back.

``tests/fuzz/fuzz.py`` holds the same laws, for hours and guided by coverage.
"""

import io
import itertools
import json
import re
from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark
from test_grammar import ALL_LINES, TAGS, TERMINALS
from test_words import lost_words, unread_lines

import dailypapers
from dailypapers import DailyPapersError, DigestSyntaxError, canonical
from dailypapers._digest.document import read_with_spans
from dailypapers._digest.parser import OPTIONS, make_parser, read_grammar
from dailypapers._io.decoding import decoded
from dailypapers._io.inputs import read_stream
from dailypapers._io.reading import Reading
from dailypapers.problems import CODES, UNWRITABLE_WORDS
from support import LOOKS_LIKE, SEEDS, doubtful, made_again

# What means something in a digest, to Python's literals, or to a reader of lines.
FRAGMENTS = (
    *("## Daily Papers (2024-07-12)\n", "## Daily Papers (unknown)\r\n", "## Daily Papers (2024-02-30)\n", "# ", "## "),
    *("### [A](https://arxiv.org/abs/2407.08348)\n", "### [", "### ", "#### ", "](", "[", "]", "(", ")", "\n", "\n\n"),
    *("![](", "[](", "[Watch Video](", "[Watch Video]", "https://x.org/a.mp4", "/avatars/x.svg", "```\n", "~~~\n"),
    *('<div><video controls src="a.mp4" muted="false"></video></div>\n', "<video src='a.mp4'>", "<video ", "</video>"),
    *("<source src=a.mp4>", '<iframe src="a"></iframe>\n', "<div>", "</div>\n", " src=", "Vote: ", "Vote: -\n", "00"),
    *("Authors: ", "Authors: ['A, B', \"C'D\"]\n", "Authors: [", ", ", ",", "+", ", +, ", "- ", "\n- ", "\n  - "),
    "\n    ",
    *("**", "***", "*", "**Label**: ", "***Label***: ", ": ", "['a', 'b']", "{'k': ['v', {'l': 1}]}", "[]", "{}", "{"),
    *("'", '"', "\\", "\\n", "\\u0041", "\\ud800", "\\N{DIGIT ONE}", "b'", "r'", "f'{a}'", "-1", "1e999", "0x1f"),
    "None",
    *(" ", "  ", "\t", "\r", "\r\n", "\x00", "\x0b", "\x0c", "\x1b[31m", "\x85", "\xa0", "\u2028", "\u202e", "\ufeff"),
    *("é", "e\u0301", "한국어", "😀", "\U0010ffff"),
    # What people write, merge and format.
    *("### [1] [", "### 2. [", "🔥 ", "**[", "](<", ">)", ") (ICML)", ") ([code](", ' "title")', "&amp;", "###["),
    *("et al.", " et al", "…", "...", ", and ", " and ", "; ", "Ann One", "B.", "Votes: ", "Author: ", "**Authors:** "),
    *("* ", "+ ", "• ", "__", "_**", "**_", ":**", "：", " : ", "__two words__: ", "\\*", "\\_", "$", "\\\\sim$"),
    "\\(",
    *("<<<<<<< HEAD\n", "=======\n", ">>>>>>> main\n", "## Daily Paper (2024-07-13)\n", "#### ["),
    "https://arxiv.org/abs/2407.08348",
)


def hold_laws(text):
    """Hold what is read from a text, if it is a digest, to every law."""
    try:
        document = dailypapers.parse(text, source="a.md")
    except DigestSyntaxError as error:
        document = dailypapers.Document((), (error.problem,), error.source)
    digests = document.digests
    hold_problems(document.problems, text)
    for digest in digests:
        again = made_again(digest)
        assert again == digest
        assert hash(again) == hash(digest)
    if not digests:
        assert [problem.code for problem in document.problems] in (["S001"], ["S005"])
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        return  # a lone surrogate, which no file can hold and no printed list can say

    markdown = dailypapers.export(digests, "markdown")
    again = dailypapers.parse(markdown)
    assert again.digests == digests
    assert doubtful(again) <= LOOKS_LIKE
    assert dailypapers.export(again.digests, "markdown") == markdown
    data = dailypapers.to_data(digests)
    assert dailypapers.from_data(data) == digests
    assert json.loads(dailypapers.export(digests, "json")) == data
    hold_canonical(text, document)


def hold_problems(problems, text):
    """Hold problems to having a known code, and a place that is there."""
    lines = text.removeprefix("\ufeff").removesuffix("\n").split("\n")
    assert list(problems) == sorted(problems, key=lambda problem: (problem.line, problem.column))
    for problem in problems:
        assert CODES[problem.code].severity == problem.severity
        assert 1 <= problem.line <= len(lines)
        line = lines[problem.line - 1]
        assert 1 <= problem.column <= len(line) + 1
        assert line.startswith(problem.text)
        assert line[len(problem.text) :].strip(" \r") == ""
        assert str(DigestSyntaxError(problem)).startswith(str(problem))  # a caret can be put there


def hold_canonical(text, document):
    """Hold the canonical form of a text to saying the same, and to touching nothing but the digests."""
    has_errors = any(problem.severity == "error" or problem.code in UNWRITABLE_WORDS for problem in document.problems)
    try:
        mended = canonical(text)
    except ValueError:
        assert has_errors
        return
    assert not has_errors
    assert dailypapers.parse(mended).digests == document.digests
    assert canonical(mended) == mended
    assert lost_words(text, mended) == set()
    assert outside(mended) == outside(text)


def outside(text):
    """Give all that stands in no digest, and for each digest whether its lines end in CRLF.

    A heading that the text ends with has no line end; its digest gets that of the line above.
    """
    lines = text.removeprefix("\ufeff").removesuffix("\n").split("\n")
    without_end = -1 if text.endswith("\n") else len(lines) - 1
    for start, end in reversed(read_with_spans(text, "a.md")[1]):
        ended = start - (start == without_end)
        lines[start:end] = [ended >= 0 and lines[ended].endswith("\r")]
    return lines


def hold_laws_of_bytes(data):
    """Hold what is read from the bytes of a file to every law."""
    document = read_stream(io.BytesIO(data), "a.md", Reading())
    if document.digests:
        hold_laws(decoded(data, "a.md")[0])
    else:
        (problem,) = document.problems
        assert problem.severity == "error"
        assert min(problem.line, problem.column) >= 1
        assert str(DigestSyntaxError(problem)).startswith(str(problem))


# -- random text and bytes ----------------------------------------------------------------------------------

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=40)
PIECES = st.lists(st.sampled_from(FRAGMENTS) | ANYTHING, max_size=30).map("".join)


@given(ANYTHING | PIECES)
def test_random_text(text):
    hold_laws(text)
    hold_laws(f"## Daily Papers (2024-07-12)\n{text}")
    hold_laws(f"## Daily Papers (2024-07-12)\n### [A](a)\n{text}")


@given(st.text() | PIECES)
def test_strict_is_a_document_or_an_error_of_ours(text):
    try:
        document = dailypapers.parse(text, strict=True)
    except DailyPapersError:
        return
    assert {problem.severity for problem in document.problems} <= {"note"}


@given(st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]), st.binary())
def test_random_bytes(mark, data):
    hold_laws_of_bytes(mark + data)


# -- text grown from the grammar ----------------------------------------------------------------------------

# Hypothesis throws away what does not match, and players are all thrown away: a tag with its `>` and a link without one
# are asked for by lookarounds that chance does not meet.
PLAYERS = st.sampled_from(list(TERMINALS["VIDEO_TAG"].takes)).map("{}\n".format)
GROWN = from_lark(Lark(read_grammar(), **OPTIONS), explicit={"VIDEO_TAG": PLAYERS})
LINES = st.one_of(
    PLAYERS,
    *(
        st.from_regex(terminal.pattern.to_regexp(), fullmatch=True)
        for terminal in make_parser().terminals
        if terminal.name != "VIDEO_TAG"
    ),
)


@given(GROWN)
def test_text_grown_from_the_grammar(text):
    hold_laws(text)


@given(st.lists(LINES, max_size=12).map("".join))
def test_lines_of_every_kind_in_any_order(text):
    hold_laws(f"## Daily Papers (unknown)\n### A\n{text}")


# -- lines that people write, each with words of its own ------------------------------------------------------

# `@` stands for a word that is nowhere else.
PLACES = re.compile(r"\b(?:[A-Zabcuvx]|Title|text|words|Label|Ann|One|Bob|Two|more)\b(?!['’])")
WRITTEN = [PLACES.sub("@", line.replace("¦", "")) for line in [*ALL_LINES, *TAGS]]
WRITTEN += r"""
Authors: ['@ @', "@'@"]
Authors: ['@, @', '', '+', '@', '+']
Authors: ['@\n@', '\t@ ', '@\x20@']
Authors: ['@', 3, ['@'], '@' '@']
Authors: @ @ and @ @
Authors: @, @ and @ @
Authors: @ @, @ @, and @ @ et al.
Authors: @; et al.; @
Authors: @, A., @, B.
Authors: @ &amp; @; @…
- **@**: ['@', '@']
- **@:** {'@': '@', '@': ['@', {'@': 1}]}
- **@**: {'k': '@', 'k': '@'}
- **@**: ['@\n@', '\u0041 @', [], {}]
- **@**: [1.50, -3, 1e5, True, None, '@']
- **@**: ['**@**: @', '- @']
- **@**: ['@'] @
- ['@', '@']
  - @
    - **@**: @
- @ \* @
- $@ \\sim @$
| @ | @ |
|---|:-:|
> @
<!-- @ -->
[@]: https://@.org
@  \
""".strip().splitlines()
WRITTEN = sorted(set(WRITTEN))


def is_mended(line, above):
    try:
        canonical(f"{above}{line}\n")
    except ValueError:
        return False
    return True


DATE, HEADING = "## Daily Papers (2024-07-12)\n", "### [A](https://arxiv.org/abs/2407.08348)\n"


@cache
def mended_lines():
    """Give titles, lines of each field, and bullets: a file that is refused holds the law of `check --fix` for nothing."""
    titles = [line for line in WRITTEN if line.lstrip().startswith("### ") and is_mended(line, DATE)]
    below = [line for line in WRITTEN if "#" not in line[:4] and is_mended(line, DATE + HEADING)]
    bullets = [line for line in below if dailypapers.parse(f"{DATE}{HEADING}{line}\n").papers[0].summary]
    fields = [[line for line in below if line.lstrip().startswith(name)] for name in ("Vote:", "Authors:")]
    fields.append([line for line in below if line not in [*bullets, *fields[0], *fields[1]]])  # pictures and videos
    return titles, fields, bullets


def with_words(lines):
    """Put a word of its own at each place for one."""
    numbers = itertools.count()
    return re.sub("@", lambda _: f"w{next(numbers)}", DATE + "\n".join(lines))


@st.composite
def written_papers(draw):
    """Give the lines of some papers that can be mended, and change a few of them."""
    titles, fields, bullets = mended_lines()
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        lines.append(draw(st.sampled_from(titles)))
        lines += [draw(st.sampled_from(some)) for some in fields if draw(st.booleans())]
        lines += draw(st.lists(st.sampled_from(bullets), max_size=4))
    text, places = "\n".join(lines), st.integers(0, 2**20)
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=1)):
        text = edited(text, edit, draw(places), draw(places), draw(st.just("@") | st.text(max_size=2)))
    return [*text.split("\n"), *draw(st.lists(st.sampled_from(WRITTEN), max_size=1))]


@given((written_papers() | st.lists(st.sampled_from(WRITTEN), max_size=12)).map(with_words))
def test_lines_that_people_write(text):
    assert unread_lines(text) == []
    hold_laws(text)


# -- seeds with something done to them ----------------------------------------------------------------------


def papers_of(path):
    """Give a seed in pieces: the digest's heading, then each paper."""
    heading, *papers = path.read_bytes().decode().split("\n### ")
    return [heading, *(f"### {paper}" for paper in papers)]


PAPERS = [papers_of(path) for path in SEEDS]
EDITS = ["cut", "double line", "swap lines", "delete line", "double character", "delete character", "put"]


@st.composite
def mutants(draw):
    """Take a few papers of a seed, and change lines and characters of them."""
    heading, *papers = draw(st.sampled_from(PAPERS))
    some = draw(st.lists(st.sampled_from(papers), min_size=1, max_size=3))
    text = "\n".join([heading, *some])
    places = st.integers(0, 2**20)
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=8)):
        text = edited(text, edit, draw(places), draw(places), draw(st.sampled_from(FRAGMENTS) | st.text(max_size=2)))
    return text


def edited(text, edit, place, other, words):
    """Do one thing to a text, at places that are taken modulo what it has."""
    lines = text.split("\n")
    line, other_line = place % len(lines), other % len(lines)
    at = place % (len(text) + 1)
    match edit:
        case "cut":
            return text[:at] if other % 4 else text[at:]
        case "double line":
            lines.insert(other_line, lines[line])
        case "swap lines":
            lines[line], lines[other_line] = lines[other_line], lines[line]
        case "delete line":
            del lines[line]
        case "double character":
            return text[: at + 1] + text[at:]
        case "delete character":
            return text[:at] + text[at + 1 :]
        case "put":  # over what stands there, or between
            return text[:at] + words + text[at + other % 3 :]
    return "\n".join(lines)


@given(mutants())
def test_mutated_seeds(text):
    hold_laws(text)


@given(
    mutants(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]),
    st.lists(st.tuples(st.integers(0, 2**20), st.binary(max_size=3)), max_size=3),
)
def test_mutated_seeds_as_bytes(text, encoding, changes):
    data = text.encode(encoding, "replace")
    for place, some in changes:
        at = place % (len(data) + 1)
        data = data[:at] + some + data[at + 1 :]
    hold_laws_of_bytes(data)


def test_seeds(seed):
    hold_laws_of_bytes(seed.read_bytes())
