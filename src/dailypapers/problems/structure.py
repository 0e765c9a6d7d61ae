"""Codes of the family S: sources, digests, and lines that stand where they do not belong."""

from dailypapers.problems.code import TITLE, error, note, warning

NO_DIGEST = error(
    "S001 no-digest",
    "no digest: no line '## Daily Papers (YYYY-MM-DD)' outside a code fence",
    "The source has no digest heading, so there is nothing to read. Other formats are read with `--from`.",
    "# Notes",
    "## Daily Papers (2024-07-12)",
)
UNDECODABLE = error(
    "S002 undecodable",
    "byte {byte} (0x{value:02x}) is not {encoding}",
    "The bytes are not UTF-8, nor UTF-16 with a byte order mark. Nothing of the source was read.",
)
UNREADABLE = error(
    "S003 unreadable",
    "cannot be read: {reason}",
    "The file or folder is not there, the system refused to read it, or it does not fit into memory.",
)
EMPTY_FOLDER = error(
    "S004 empty-folder",
    "no {files} file with a digest in this folder{hint}",
    "A folder was named, and no file in it or below it has a digest. Names that begin with a dot are passed over. "
    "Files of other formats are read where they are named, or with `--from`.",
)
DRIFTED_HEADING = error(
    "S005 drifted-heading",
    "no digest, but papers from line {first} on: the heading above them has to be '## Daily Papers (YYYY-MM-DD)'",
    "The source has headings with a link to a paper and no digest heading: most likely one that is written in another "
    "way. Nothing of the source was read. In a folder such a file is passed over, with S013.",
    "## Daily Paper (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)",
    f"## Daily Papers (2024-07-12)\n\n{TITLE}",
)
LOST_DAY = error(
    "S006 lost-day",
    "no digest, though the path says {date}: that day may be lost",
    "The path is that of a day, as 2024-07-12.md or 2024/07/12.md, and the source has no digest: most likely nothing, "
    "or an error page, was saved that day. In a folder such a file is passed over, with S015.",
)
NO_DIGEST_IN_SOURCE = error(
    "S007 no-digest-in-source",
    "no digest: the reader {reader} found none",
    "A source of a format other than Markdown was named, or is standard input, and has neither a digest nor an error: "
    "an empty file, or a filter before it that let nothing through. In a folder such a file is passed over. An empty "
    'listing whose day is known is a digest without papers, and `{"version": 1, "digests": []}` is no error.',
)
UNKNOWN_LINE = error(
    "S011 unknown-line",
    "unknown line before the first {missing}{hint}",
    "A line that is no field of a paper, above its first bullet or above the first paper of a digest. "
    "Below a bullet it would be more text of that bullet. The names of fields are `Vote:` and `Authors:` alone.",
    "### [A Title](https://arxiv.org/abs/2407.08348)\n\nsome words\n\n- text",
    f"{TITLE}\n\n- some words\n- text",
)
LOST_PAPER = error(
    "S012 lost-paper",
    "a paper outside of a digest",
    "A heading with a link to a paper stands before the first digest heading, or after another section has "
    "ended the digest, or is a '#' or '##' heading that ends it.",
    "## License\n\n### [A Title](https://arxiv.org/abs/2407.08348)",
    f"{TITLE}\n\n- text\n\n## License",
)
DRIFTED_FILE = warning(
    "S013 drifted-file",
    "passed over: {reason}",
    "A file in a folder has papers and no digest heading. A file that is named is an error, S005. A file with neither, "
    "such as a README, is passed over without a word, unless its path is that of a day (S015).",
)
OUTPUT_AMONG_INPUTS = warning(
    "S014 output-among-inputs",
    "passed over: it is the output",
    "A file in a folder is the one that is being written: what an earlier run wrote would be read again. A file that "
    "is named is read to its end before it is replaced.",
)
LOST_DAY_FILE = warning(
    "S015 lost-day-file",
    "passed over: {reason}",
    "A file in a folder has no digest, and its path is that of a day. A file that is named is an error, S006.",
)
DRIFTED_DIGEST = error(
    "S016 drifted-digest",
    "not the heading of a digest: expected '## Daily Papers (YYYY-MM-DD)' from the start of the line, and nothing else",
    "A heading has the words `Daily Papers` and a date, and not the form of a digest's. It ends the digest above it, "
    "and the papers below it are in no digest.",
    "## Daily Papers (2024-07-12)\n\n## Daily Paper (2024-07-13)",
    "## Daily Papers (2024-07-12)\n\n## Daily Papers (2024-07-13)",
)
CONFLICT_MARKER = error(
    "S017 conflict-marker",
    "a conflict marker of git: keep one of the two sides",
    "Git wrote the line where it could not merge two versions of the file. Both sides stay: of a field the first "
    "counts, and bullets of both are kept.",
    "Vote: 3\n=======\nVote: 4",
    "Vote: 4",
)
JOINED_LINES = error(
    "S018 joined-lines",
    "a heading behind other words: put it in a line of its own",
    "A line has a heading of a digest or a paper right behind other words: two files were joined, of which the first "
    "did not end in a line feed. The heading is text, and what is below it belongs to the paper above.",
    "- text## Daily Papers (2024-07-13)",
    "- text\n\n## Daily Papers (2024-07-13)",
)
CUT_FENCE = warning(
    "S019 cut-fence",
    "this heading ends the digest, although it stands in a code fence of a summary",
    "A code fence in a summary is text, and a line in it that begins with `# ` or `## ` is a heading like any other. "
    "What follows is in no digest. A comment behind other words is none.",
    "- text\n```sh\n# install\npip install x\n```",
    "- text\n```sh\npip install x  # install\n```",
)
SAME_DATE = note(
    "S021 same-date",
    "a second digest of {date}; the first is in line {first}",
    "One source holds two digests of the same day. Both are kept, in order.",
    "## Daily Papers (2024-07-12)\n\n## Daily Papers (2024-07-12)",
)
NO_PAPERS = note(
    "S022 no-papers",
    "a digest without papers",
    "No paper stands below the heading of the digest.",
    "## Daily Papers (2024-07-12)",
    f"## Daily Papers (2024-07-12)\n\n{TITLE}",
)
LATE_TEXT = warning(
    "S031 late-text",
    "text after an empty line; taken as more text of the bullet above",
    "A line that is no bullet follows an empty line in a summary. It belongs to the nearest bullet above.",
    "- text\n\nmore text",
    "- text\nmore text",
)
TOO_DEEP = warning(
    "S032 too-deep",
    "a bullet deeper than 16 levels; taken as one of the 16th",
    "Bullets stand in each other to 16 levels.",
    "\n".join(f"{'  ' * level}- text" for level in range(17)),
    "\n".join(f"{'  ' * level}- text" for level in range(16)),
)
PAPER_IN_BULLET = error(
    "S033 paper-in-bullet",
    "a paper's heading in a summary; taken as text: expected '### [title](link)'",
    "A line of a summary is a heading, or bold from its beginning to its end, and has a link to a paper. It is text of "
    "its bullet, and so are the lines below it: a paper is lost.",
    "- text\n\n#### [Another](https://arxiv.org/abs/2407.08349)",
    "- text\n\n### [Another](https://arxiv.org/abs/2407.08349)",
)
FIELD_IN_BULLET = warning(
    "S034 field-in-bullet",
    "reads like a field, but stands in a summary; taken as text",
    "Fields stand above the first bullet of a paper. Below it, or as a bullet, such a line is text. The field stays "
    "what it was.",
    "- text\n\nVote: 12",
    "Vote: 12\n\n- text",
)
BULLET_MARK = warning(
    "S035 bullet-mark",
    "bullets with another mark than -",
    "The marks `*`, `+` and `•` are read as `-`. Told once a paper, at the first.",
    "* text",
    "- text",
)
