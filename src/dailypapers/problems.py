"""Every code of a problem: how severe it is, what it says, what it means, and a line that causes it.

The one list that the parser and the documentation read. Codes are stable: one that is no longer told is not
given to something else. Their letter is the family: S structure, F fields, A authors, R readers, X across files.

A note is about something kept as written, but doubtful; a warning about something repaired whose meaning is
certain; an error about words that were not understood and are in no model, only in the problem.
"""

import datetime
import sys
from functools import partial

import attrs

from dailypapers.models import Problem, Severity


@attrs.frozen
class Code:
    """One code: ``message`` is a template over the data of a problem, ``example`` some lines of a digest."""

    code: str
    name: str
    severity: Severity
    message: str
    meaning: str
    example: str

    def at(
        self,
        source: str,
        line: int,
        column: int,
        text: str,
        digest_date: datetime.date | None = None,
        **data: object,
    ) -> Problem:
        """Make the problem of this code at a place (line and column from 1) in a line ``text`` of ``source``.

        ``digest_date`` is the date of the digest that has the line.
        """
        # A million problems that say the same share one text.
        message = sys.intern(self.message.format(**data))
        return Problem(self.code, self.severity, message, source, line, column, text, date=digest_date)


CODES: dict[str, Code] = {}


def _code(severity: Severity, code_and_name: str, message: str, meaning: str, example: str = "") -> Code:
    code, name = code_and_name.split(" ")
    CODES[code] = made = Code(code, name, severity, message, meaning, example)
    return made


_note, _warning, _error = partial(_code, "note"), partial(_code, "warning"), partial(_code, "error")


# -- S: structure -----------------------------------------------------------------------------------------

NO_DIGEST = _error(
    "S001 no-digest",
    "no digest: no line '## Daily Papers (YYYY-MM-DD)' outside a code fence",
    "The source has no digest heading, so there is nothing to read.",
    "# Notes",
)
UNDECODABLE = _error(
    "S002 undecodable",
    "byte {byte} (0x{value:02x}) is not {encoding}",
    "The bytes are not UTF-8, nor UTF-16 with a byte order mark. Nothing of the source was read.",
)
UNREADABLE = _error(
    "S003 unreadable",
    "cannot be read: {reason}",
    "The file or folder is not there, or the system refused to read it.",
)
EMPTY_FOLDER = _error(
    "S004 empty-folder",
    "no {files} file with a digest in this folder{hint}",
    "A folder was named, and no file in it or below it has a digest. Names that begin with a dot are passed over. "
    "Files of other formats are read where they are named, or with `--from`.",
)
DRIFTED_HEADING = _error(
    "S005 drifted-heading",
    "no digest, but papers from line {first} on: the heading above them has to be '## Daily Papers (YYYY-MM-DD)'",
    "The source has headings with a link to a paper and no digest heading: most likely one that is written in another "
    "way. Nothing of the source was read. In a folder such a file is passed over, with S013.",
    "## Daily Paper (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)",
)
UNKNOWN_LINE = _error(
    "S011 unknown-line",
    "unknown line before the first {missing}",
    "A line that is no field of a paper, above its first bullet or above the first paper of a digest. "
    "Below a bullet it would be more text of that bullet.",
    "### [A Title](https://arxiv.org/abs/2407.08348)\n\nsome words\n\n- text",
)
LOST_PAPER = _error(
    "S012 lost-paper",
    "a paper outside of a digest",
    "A heading with a link to a paper stands before the first digest heading, or after another section has "
    "ended the digest, or is a '#' or '##' heading that ends it.",
    "## License\n\n### [A Title](https://arxiv.org/abs/2407.08348)",
)
DRIFTED_FILE = _warning(
    "S013 drifted-file",
    "passed over: {reason}",
    "A file in a folder has papers and no digest heading. A file that is named is an error, S005. A file with neither, "
    "such as a README, is passed over without a word.",
)
OUTPUT_AMONG_INPUTS = _warning(
    "S014 output-among-inputs",
    "passed over: it is the output",
    "A file in a folder is the one that is being written: what an earlier run wrote would be read again. A file that "
    "is named is read to its end before it is replaced.",
)
SAME_DATE = _note(
    "S021 same-date",
    "a second digest of {date}; the first is in line {first}",
    "One source holds two digests of the same day. Both are kept, in order.",
    "## Daily Papers (2024-07-12)\n\n## Daily Papers (2024-07-12)",
)
NO_PAPERS = _note(
    "S022 no-papers",
    "a digest without papers",
    "No paper stands below the heading of the digest.",
    "## Daily Papers (2024-07-12)",
)
LATE_TEXT = _warning(
    "S031 late-text",
    "text after an empty line; taken as more text of the bullet above",
    "A line that is no bullet follows an empty line in a summary. It belongs to the nearest bullet above.",
    "- text\n\nmore text",
)
TOO_DEEP = _warning(
    "S032 too-deep",
    "a bullet deeper than 16 levels; taken as one of the 16th",
    "Bullets stand in each other to 16 levels.",
    "(17 bullets, each indented further than the one above)",
)

# -- F: fields --------------------------------------------------------------------------------------------

BAD_DATE = _error(
    "F101 bad-date",
    "not a date: expected (YYYY-MM-DD) or (unknown)",
    "The date of a digest heading is no day of the calendar in its plain form. The digest has no date.",
    "## Daily Papers (2024-02-30)",
)
UNKNOWN_DATE = _note(
    "F102 unknown-date",
    "the date is unknown",
    "The digest heading says that its date is unknown.",
    "## Daily Papers (unknown)",
)
HEADING_CUT = _error(
    "F111 heading-cut",
    "the heading is cut off: expected '### [title](link)'",
    "A heading opens a bracket and does not end in a link. The title is kept as far as it goes, without link.",
    "### [Half a ti",
)
HEADING_MORE = _error(
    "F112 heading-more",
    "text after the link of the heading",
    "Only the title and the link were understood.",
    "### [A Title](https://arxiv.org/abs/2407.08348) and more",
)
NO_LINK = _note(
    "F113 no-link",
    "a paper without a link",
    "The heading is a title alone.",
    "### A Title",
)
NO_ARXIV_ID = _note(
    "F114 no-arxiv-id",
    "the link is not one of arXiv",
    "No arXiv identifier follows from the link. The link is kept as written.",
    "### [A Title](https://example.org/paper.html)",
)
BAD_VOTES = _error(
    "F121 bad-votes",
    "not a number of votes: expected digits up to 1000000000, or -",
    "The votes are unknown.",
    "Vote: many",
)
SECOND_FIELD = _error(
    "F122 second-field",
    "a second and different {field}; the first is in line {first}",
    "A paper has one link to a picture or video, one number of votes and one list of authors. The first counts.",
    "Vote: 3\n\nVote: 4",
)
REPEATED_FIELD = _warning(
    "F123 repeated-field",
    "the {field} of line {first} again",
    "The same line twice says nothing more.",
    "Vote: 3\n\nVote: 3",
)
MEDIA_FORM = _warning(
    "F131 media-form",
    "an unusual form of {kind}: expected {expected}",
    "A picture or video that is not written as the digests write it. Its link is understood.",
    "<video src='https://example.org/x.mp4'></video>",
)
RELATIVE_IMAGE = _note(
    "F132 relative-image",
    "a link relative to an unknown host",
    "The picture's link has no host. It is kept as written.",
    "![](/avatars/x.svg)",
)
ALTERNATIVE_TEXT = _warning(
    "F133 alternative-text",
    "alternative text of a picture",
    "The link is read. The words in the brackets are in no output, and `check --fix` leaves the file as it is, so as "
    "not to lose them.",
    "![A chart](https://example.org/x.png)",
)
TAG_WORDS = _warning(
    "F134 tag-words",
    "an attribute of a tag that is neither a link nor how to show it",
    "The link is read. What a tag holds besides links, sizes, types and how to play it, such as the words of a "
    "`title`, is in no output, and `check --fix` leaves the file as it is, so as not to lose it.",
    "<video src='https://example.org/x.mp4' title='A film'></video>",
)
EMPHASIS = _warning(
    "F141 emphasis",
    "the emphasis of a label opens with {opens} and closes with {closes}",
    "A label all the same. The longer of the two is taken as its emphasis.",
    "- ***Technical Details*: text",
)
LITERAL_VALUE = _warning(
    "F142 literal-value",
    "a value printed as a Python {kind}",
    "The items are taken as points of this point.",
    "- **Results**: ['faster', 'smaller']",
)
ODD_CHARACTER = _note(
    "F151 odd-character",
    "the character U+{value:04X} in the line",
    "A tab, a no-break space or a control character, often what is left of a LaTeX command such as \\times. "
    "It is part of the text.",
    "- 3\times faster",
)

# -- A: authors -------------------------------------------------------------------------------------------

LITERAL_AUTHORS = _warning(
    "A201 literal-authors",
    "authors printed as a Python list",
    "The names are read. Where a name has a comma or opens with a bracket, a list is how it is written.",
    "Authors: ['Ann One', 'Bob Two']",
)
BAD_AUTHORS = _error(
    "A202 bad-authors",
    "not a Python list of names",
    "The authors open with a bracket, and what follows is no list of names, or an absurdly long one. The authors are "
    "unknown.",
    "Authors: ['Ann One', 'Bob",
)
EMPTY_NAME = _warning(
    "A203 empty-name",
    "an empty name among the authors",
    "It is left out.",
    "Authors: Ann One, , Bob Two",
)
SECOND_PLUS = _warning(
    "A204 second-plus",
    "a second + among the authors",
    "One + says that the list is abridged. The first counts.",
    "Authors: Ann One, +, Bob Two, +",
)
SAME_AUTHOR = _note(
    "A205 same-author",
    "an author more than once",
    "A fault of the source. The list is kept as written.",
    "Authors: Ann One, Bob Two, Ann One",
)
SPLIT_NAME = _note(
    "A206 split-name",
    "two authors in a row that look like one name split by a comma",
    "The list has exactly two names of one word, one behind the other, and at least one name of several words. Both "
    "are plain words, with hyphens or without, that begin with a capital and go on in small letters: not OpenAI, "
    "NVIDIA or GPT4. They are kept as two authors, as written.",
    "Authors: Chun-Fu, Chen, Ann One",
)

# -- R: readers of other formats, whose own words these are ------------------------------------------------

NOT_UNDERSTOOD = _error(
    "R001 not-understood",
    "{message}",
    "Something that the reader of a format other than Markdown did not understand. The message is the reader's. It "
    "opens with a path into the data, as in `$[3].paper.title`, where the place is one.",
)
DOUBTFUL = _warning(
    "R002 doubtful",
    "{message}",
    "Something that the reader of a format other than Markdown repaired or passed over. The message is the reader's.",
)

# -- X: across files, told by `check` alone ---------------------------------------------------------------

FEATURED_TWICE = _note(
    "X301 featured-twice",
    "the paper {identity} was featured before, at {first}",
    "A paper was featured before, in this digest or another: the same arXiv identifier, else the same link, else the "
    "same title. Both are kept.",
)
DATE_AND_PATH = _note(
    "X302 date-and-path",
    "the date {date} contradicts the path, which says {path_date}",
    "The name of the file or its folders, as in 2024-07-12.md or 2024/07/12.md, say another day than the digest. The "
    "digest's own date counts.",
)

UNWRITABLE_WORDS = frozenset({ALTERNATIVE_TEXT.code, TAG_WORDS.code})
"""The codes, no errors, of words that are in no model: no output has them, and the canonical form would lose them."""
