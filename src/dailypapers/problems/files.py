"""Codes of the families R and X: what readers report in their own words, and what several files show together."""

from dailypapers.problems.code import error, note, warning

# -- R: readers of other formats, whose own words these are ------------------------------------------------

NOT_UNDERSTOOD = error(
    "R001 not-understood",
    "{message}",
    "Something that the reader of a format other than Markdown did not understand. The message is the reader's. It "
    "opens with a path into the data, as in `$[3].paper.title`, where the place is one.",
)
DOUBTFUL = warning(
    "R002 doubtful",
    "{message}",
    "Something that the reader of a format other than Markdown repaired or passed over. The message is the reader's.",
)

# -- X: across files, told by `check` alone ---------------------------------------------------------------

FEATURED_TWICE = note(
    "X301 featured-twice",
    "the paper {identity} was featured before, at {first}",
    "A paper was featured before, in this digest or another: the same arXiv identifier, else the same link, else the "
    "same title. Both are kept.",
)
DATE_AND_PATH = note(
    "X302 date-and-path",
    "the date {date} contradicts the path, which says {path_date}",
    "The name of the file or its folders, as in 2024-07-12.md or 2024/07/12.md, say another day than the digest. The "
    "digest's own date counts.",
)
