"""Codes of the families F and A: headings, media, votes, summaries; and authors."""

from dailypapers.problems.code import TITLE, VIDEO, error, note, warning

BAD_DATE = error(
    "F101 bad-date",
    "not a date: expected (YYYY-MM-DD) or (unknown)",
    "The date of a digest heading is no day of the calendar in its plain form. The digest has no date.",
    "## Daily Papers (2024-02-30)",
    "## Daily Papers (2024-02-29)",
)
UNKNOWN_DATE = note(
    "F102 unknown-date",
    "the date is unknown",
    "The digest heading says that its date is unknown; or neither a listing nor the name of its file has a date.",
    "## Daily Papers (unknown)",
    "## Daily Papers (2024-07-12)",
)
HEADING_CUT = error(
    "F111 heading-cut",
    "the heading is cut off: expected '### [title](link)'",
    "A heading opens a bracket and does not end in a link. The title is kept as far as it goes, without link.",
    "### [Half a ti",
    "### [Half a title](https://arxiv.org/abs/2407.08348)",
)
HEADING_MORE = error(
    "F112 heading-more",
    "text after the link of the heading",
    "Only the title and the link were understood.",
    "### [A Title](https://arxiv.org/abs/2407.08348) and more",
    "### [A Title and more](https://arxiv.org/abs/2407.08348)",
)
NO_LINK = note(
    "F113 no-link",
    "a paper without a link",
    "The heading is a title alone.",
    "### A Title",
    TITLE,
)
NO_ARXIV_ID = note(
    "F114 no-arxiv-id",
    "no arXiv identifier follows from the link",
    "The link is none of arXiv, or its number is none: there are four digits behind the dot up to 1412, five from 1501 "
    "on, and `2401.1002` has lost its last zero. The link is kept as written.",
    "### [A Title](https://example.org/paper.html)",
    TITLE,
)
HEADING_FORM = warning(
    "F115 heading-form",
    "an unusual form of heading: expected '### [title](link)'",
    "A number or a sign before the title, bold type around all of it, or angle brackets around the link. Title and "
    "link are read, the rest is left out.",
    "### 1. [A Title](https://arxiv.org/abs/2407.08348)",
    TITLE,
)
LINK_IN_TITLE = warning(
    "F116 link-in-title",
    "a link in the title; the paper has none: expected '### [title](link)'",
    "The heading is words with a link among them. All of it is the title, as written.",
    "### A Title [arXiv](https://arxiv.org/abs/2407.08348)",
    TITLE,
)
EMPTY_TITLE = warning(
    "F117 empty-title",
    "an empty title",
    "The paper is kept, with an empty title.",
    "### [](https://arxiv.org/abs/2407.08348)",
    TITLE,
)
ENTITY = note(
    "F118 entity",
    "an entity of HTML in the title",
    "A sign is written as in HTML, as in `&amp;`. It is kept as written.",
    "### [Fast &amp; Small](https://arxiv.org/abs/2407.08348)",
    "### [Fast & Small](https://arxiv.org/abs/2407.08348)",
)
BAD_VOTES = error(
    "F121 bad-votes",
    "not a number of votes: expected digits up to 1000000000, or -",
    "Votes are digits, without a sign or separators, up to 1000000000, or a `-`. The votes are unknown.",
    "Vote: many",
    "Vote: 12",
)
SECOND_FIELD = error(
    "F122 second-field",
    "a second and different {field}; the first is in line {first}",
    "A paper has one link to a picture or video, one number of votes and one list of authors. The first counts.",
    "Vote: 3\n\nVote: 4",
    "Vote: 3",
)
REPEATED_FIELD = warning(
    "F123 repeated-field",
    "the {field} of line {first} again",
    "The same line twice says nothing more.",
    "Vote: 3\n\nVote: 3",
    "Vote: 3",
)
MEDIA_FORM = warning(
    "F131 media-form",
    "an unusual form of {kind}: expected {expected}",
    "A picture or video that is not written as the digests write it. Its link is understood.",
    "<video src='https://example.org/x.mp4'></video>",
    VIDEO,
)
RELATIVE_IMAGE = note(
    "F132 relative-image",
    "a link relative to an unknown host",
    "The picture's link has no host. It is kept as written.",
    "![](/avatars/x.svg)",
    "![](https://example.org/avatars/x.svg)",
)
ALTERNATIVE_TEXT = warning(
    "F133 alternative-text",
    "alternative text of a picture",
    "The link is read. The words in the brackets are in no output, and `check --fix` leaves the file as it is, so as "
    "not to lose them.",
    "![A chart](https://example.org/x.png)",
    "![](https://example.org/x.png)\n\n- A chart",
)
TAG_WORDS = warning(
    "F134 tag-words",
    "an attribute of a tag that is neither a link nor how to show it",
    "The link is read. What a tag holds besides links, sizes, types and how to play it, such as the words of a "
    "`title`, is in no output, and `check --fix` leaves the file as it is, so as not to lose it.",
    "<video src='https://example.org/x.mp4' title='A film'></video>",
    f"{VIDEO}\n\n- A film",
)
EMPHASIS = warning(
    "F141 emphasis",
    "the emphasis of a label opens with {opens} and closes with {closes}",
    "A label all the same. The longer of the two is taken as its emphasis.",
    "- ***Technical Details*: text",
    "- ***Technical Details***: text",
)
LITERAL_VALUE = warning(
    "F142 literal-value",
    "a value printed as a Python {kind}",
    "The items are taken as points of this point.",
    "- **Results**: ['faster', 'smaller']",
    "- **Results**:\n  - faster\n  - smaller",
)
LABEL_FORM = warning(
    "F143 label-form",
    "an unusual form of label: expected '**label**: text'",
    "The colon stands in the emphasis, is another sign or has a blank before it, or the emphasis is written with `_`. "
    "It is read as a label.",
    "- **Results:** text",
    "- **Results**: text",
)
NESTED_EMPHASIS = note(
    "F144 nested-emphasis",
    "the emphasis of a label is written with both * and _",
    "Formatters write `***label***` so. It is read as that.",
    "- _**Results**_: text",
    "- ***Results***: text",
)
ODD_CHARACTER = note(
    "F151 odd-character",
    "the character U+{value:04X} in the line",
    "A tab, a no-break space or a control character, often what is left of a LaTeX command such as \\times. "
    "It is part of the text.",
    "- 3\times faster",
    "- 3\\times faster",
)
FORMATTER_ESCAPE = warning(
    "F152 formatter-escape",
    "a backslash that a Markdown formatter put there; keep formatters off digests",
    "A formatter writes `\\*` for `*` and `$\\\\sim$` for `$\\sim$`. In a digest a backslash is text, and is kept as "
    "written. The page on archives says how to keep formatters off digests.",
    "- A\\* search",
    "- A* search",
)

# -- A: authors -------------------------------------------------------------------------------------------

LITERAL_AUTHORS = warning(
    "A201 literal-authors",
    "authors printed as a Python list",
    "The names are read. Where commas alone could not separate them, a list is how they are written.",
    "Authors: ['Ann One', 'Bob Two']",
    "Authors: Ann One, Bob Two",
)
BAD_AUTHORS = error(
    "A202 bad-authors",
    "not a Python list of names",
    "The authors open with a bracket, and what follows is no list of names, or an absurdly long one. The authors are "
    "unknown.",
    "Authors: ['Ann One', 'Bob",
    "Authors: Ann One, Bob Two",
)
EMPTY_NAME = warning(
    "A203 empty-name",
    "an empty name among the authors",
    "It is left out.",
    "Authors: Ann One, , Bob Two",
    "Authors: Ann One, Bob Two",
)
SECOND_PLUS = warning(
    "A204 second-plus",
    "a second + among the authors",
    "One + says that the list is abridged. The first counts.",
    "Authors: Ann One, +, Bob Two, +",
    "Authors: Ann One, +, Bob Two",
)
SAME_AUTHOR = note(
    "A205 same-author",
    "an author more than once",
    "A fault of the source. The list is kept as written.",
    "Authors: Ann One, Bob Two, Ann One",
    "Authors: Ann One, Bob Two",
)
SPLIT_NAME = note(
    "A206 split-name",
    "two authors in a row that look like one name split by a comma",
    "The list has exactly two names of one word, one behind the other, and at least one name of several words. Both "
    "are plain words, with hyphens or without, that begin with a capital and go on in small letters: not OpenAI, "
    "NVIDIA or GPT4. Or every second name is nothing but initials, as in `One, A., Two, B.` They are kept as "
    "authors of their own, as written.",
    "Authors: Chun-Fu, Chen, Ann One",
    "Authors: Chun-Fu Chen, Ann One",
)
ET_AL = warning(
    "A207 et-al",
    "the list of authors ends in other words than +: it is abridged",
    "`et al.`, `and others`, `and 3 more`, `+3 authors`, `...` or `…` stands behind the last name, or in its place. It "
    "says the same as a `+`.",
    "Authors: Ann One, Bob Two, et al.",
    "Authors: Ann One, Bob Two, +",
)
OTHER_SEPARATOR = warning(
    "A208 other-separator",
    "authors separated by other than commas",
    "An `and` behind the last comma, as in `A, B, and C`; an `and` between the only two names; or semicolons where no "
    "commas separate. The names are read.",
    "Authors: Ann One, Bob Two, and Cem Three",
    "Authors: Ann One, Bob Two, Cem Three",
)
JOINED_NAMES = note(
    "A209 joined-names",
    "authors that look joined by other than commas",
    "A semicolon beside commas, or an `and` without a comma before it, as in `A, B and C`. The commas alone separate, "
    "and the names are kept as written. Write a comma in its place.",
    "Authors: Ann One, Bob Two and Cem Three",
    "Authors: Ann One, Bob Two, Cem Three",
)
