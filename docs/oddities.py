"""The page of what occurs in real digests: an example of each, and what is read and told of it."""

from collections.abc import Iterator

import attrs

import dailypapers
from dailypapers import Paper, Point
from dailypapers._io.across_files import CrossFileProblems


@attrs.frozen
class Oddity:
    """What occurs in digests: the folder of its cases in ``tests/digests``, an example, and what has to be told."""

    folder: str
    title: str
    words: str
    lines: str
    codes: str = ""
    shows: tuple[str, ...] = ()  # fields of the first paper
    below: str = "title"  # what the example stands below: "title", "date" or nothing
    source: str = "july.md"

    def text(self) -> str:
        """Give the example as a whole file."""
        date = "## Daily Papers (2024-07-12)\n\n"
        title = "### [A Title](https://arxiv.org/abs/2407.08348)\n\n"
        return {"title": date + title, "date": date, "": ""}[self.below] + self.lines + "\n"


ODDITIES = (
    Oddity(
        "two-digests",
        "Two digests in one file",
        "5 files of the census: the producer added a second run. Both count, in their order.",
        "## Daily Papers (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)\n\n"
        "## Daily Papers (2024-07-12)\n\n### [Another](https://arxiv.org/abs/2407.08349)",
        "S021",
        ("digests",),
        below="",
    ),
    Oddity(
        "outside",
        "Words around digests",
        "As in a README. What stands before the first digest, or from another `#` or `##` section on, is part of no "
        "digest, and what stands in a code fence there counts for nothing. A fence that is not closed reaches to the "
        "end.",
        "# Papers of the day\n\n## Daily Papers (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)\n\n"
        "## License\n\n```\n## Daily Papers (2024-07-13)\n```",
        shows=("digests",),
        below="",
    ),
    Oddity(
        "heading-outside",
        "A paper outside of a digest",
        "Below another section a heading with a link to a paper, of whatever level, is a lost paper. With any other "
        "link, or none, it is nothing.",
        "## Daily Papers (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)\n\n"
        "## License\n\n### [Lost](https://arxiv.org/abs/2407.08349)\n\n### [No Paper](https://example.org)",
        "S012",
        ("digests",),
        below="",
    ),
    Oddity(
        "empty-digest",
        "A digest without papers",
        "Once in the census.",
        "## Daily Papers (2024-07-12)",
        "S022",
        below="",
    ),
    Oddity(
        "unknown-votes",
        "No votes",
        "85 papers have no such line, 32 a dash. `None` is not 0.",
        "Vote: -",
        shows=("votes",),
    ),
    Oddity(
        "no-media-no-authors",
        "No picture, no authors",
        "11 papers each. Fields that are not there are unknown.",
        "Vote: 3",
        shows=("media", "authors"),
    ),
    Oddity(
        "abridged-authors",
        "Abridged authors",
        "115 papers: the page folded the list as “+N authors”. The "
        "`+` is no author, but tells where names are left out.",
        "Authors: Ann One, Bob Two, +, Cem Three",
        shows=("authors", "authors_omitted_at"),
    ),
    Oddity(
        "abridged-authors",
        "A second `+`, an empty name",
        "They are dropped.",
        "Authors: Ann One, +, , Bob Two, +",
        "A203 A204",
        ("authors", "authors_omitted_at"),
    ),
    Oddity(
        "literal-authors",
        "Authors printed as a Python list",
        "137 papers. Nothing is told where the form with commas could not say the names.",
        "Authors: ['Ann One', \"Bob O'Two\"]",
        "A201",
        ("authors",),
    ),
    Oddity(
        "repeated-author",
        "The same author again",
        "202 papers. A fault of the source, which is kept; references have the name once.",
        "Authors: Ann One, Bob Two, Ann One",
        "A205",
        ("authors",),
    ),
    Oddity(
        "split-name",
        "A name split by a comma",
        "About 11 papers. They stay two authors: that they are one name is a guess.",
        "Authors: Chun-Fu, Chen, Ann One",
        "A206",
        ("authors",),
    ),
    Oddity(
        "odd-names",
        "Names of every kind",
        "Groups, single words, a suffix: as written.",
        "Authors: Gemini Team, DeepSeek-AI, 01. AI, Cem Three Jr.",
        shows=("authors",),
    ),
    Oddity(
        "author-order",
        "The order of authors",
        "It carries no information since January 2024, when the producer began to pass the names through a set: the "
        "first name is not the first author.",
        "Authors: Bob Two, Ann One",
        shows=("authors",),
    ),
    Oddity(
        "video-forms",
        "Videos",
        "A video takes the place of the picture, as two lines of one link.",
        "[Watch Video](https://example.org/x.mp4)\n"
        '<div><video controls src="https://example.org/x.mp4" muted="false"></video></div>',
        shows=("media",),
    ),
    Oddity(
        "video-forms",
        "Videos and pictures in other forms",
        "28 without parentheses, and a few tags of other kinds. The same link twice is one video.",
        "[Watch Video]https://example.org/x.mp4\n\n<video src='https://example.org/x.mp4'></video>",
        "F131 F131",
        ("media",),
    ),
    Oddity(
        "media-words",
        "Words of a picture or video",
        "Not in the census. The link is read. The words are in no output, and `check --fix` leaves the file as it is.",
        "![Accuracy rises to 91%](https://example.org/1.png)",
        "F133",
        ("media",),
    ),
    Oddity(
        "host-relative",
        "A picture without a host",
        "26 papers. The link is kept as written.",
        "![](/avatars/x.svg)",
        "F132",
        ("media",),
    ),
    Oddity(
        "blank-lines",
        "Missing and additional empty lines",
        "The digests of November 2023 have none between heading, picture and authors. The meaning is the same.",
        "![](https://example.org/1.png)\nVote: 3\nAuthors: Ann One\n- one\n\n- two",
        shows=("votes", "authors", "summary"),
    ),
    Oddity(
        "nested-bullets",
        "Points of a point",
        "An indented bullet belongs to the nearest one above with fewer blanks before it, to 16 levels.",
        "- one\n  - of the one\n- two",
        shows=("summary",),
    ),
    Oddity(
        "further-lines",
        "More lines of a point",
        "17 lines. Below a bullet, what is no bullet is more text of it.",
        "- one\n1. more of it",
        shows=("summary",),
    ),
    Oddity(
        "further-lines",
        "More lines after an empty one",
        "As well, but that is told.",
        "- one\n\nmore of it",
        "S031",
        ("summary",),
    ),
    Oddity(
        "labels",
        "Labels",
        "None to June 2024, in `**…**` to October, in `***…***` since; one file can mix them. Any words can "
        "be a label.",
        "- **What’s New**: one\n- ***한계***: two\n- three",
        shows=("summary",),
    ),
    Oddity(
        "unbalanced-emphasis",
        "A label with unbalanced emphasis",
        "A label all the same. The longer of the two counts.",
        "- ***Technical Details*: one",
        "F141",
        ("summary",),
    ),
    Oddity(
        "printed-values",
        "A value printed as a Python list or dict",
        "24 points. The items become points, the keys their labels. It is read and never evaluated.",
        "- **Results**: ['faster', 'smaller']\n- **Data**: {'train': 'much', 'test': 'little'}",
        "F142 F142",
        ("summary",),
    ),
    Oddity(
        "special-titles",
        "Brackets and math in titles",
        "60 titles. They are kept as written; the title ends at the last `](` of the line.",
        "### [[Re] A_B: $O(n^2)$ & 100%](https://arxiv.org/abs/2407.08348)",
        shows=("title", "url"),
        below="date",
    ),
    Oddity(
        "paper-twice",
        "A paper that was featured before",
        "Both are kept. `dailypapers check --notes` tells it, across files as well (X301).",
        "### [A Title](https://arxiv.org/abs/2407.08348)\n\n### [A Title](https://arxiv.org/abs/2407.08348v2)",
        "X301",
        ("digests",),
        below="date",
    ),
    Oddity(
        "odd-characters",
        "Characters that are none of text",
        "A tab, a no-break space, or what is left of LaTeX's `\\times` when `\\t` was read as an escape: part of the "
        "text. Nothing but a line feed ends a line, and nothing but blanks is stripped.",
        "- 3\times faster",
        "F151",
        ("summary",),
    ),
    Oddity(
        "trailing-blanks",
        "Blanks at the ends",
        "Some 30 files. They are stripped.",
        "Vote:  3  \n\n- **What's New**:  one  ",
        shows=("votes", "summary"),
    ),
    Oddity(
        "encodings",
        "A byte order mark, CRLF",
        "Not in the census; the meaning is the same. The example has both.",
        "\ufeff## Daily Papers (2024-07-12)\r\n\r\n### [A Title](https://arxiv.org/abs/2407.08348)\r",
        shows=("digests",),
        below="",
    ),
    Oddity(
        "links",
        "Links of other forms",
        "The same arXiv id follows from `abs`, `pdf`, `html` and `src`, with a version or without, from a page of "
        "Hugging Face, alphaXiv or ar5iv, and from the DOI `10.48550/arXiv.2407.08348`. The link is kept as written.",
        "### [A Title](https://arxiv.org/pdf/2407.08348v2)",
        shows=("url", "arxiv_id"),
        below="date",
    ),
    Oddity(
        "links",
        "Links to elsewhere",
        "There is no arXiv id. Neither does a link to arXiv give one whose number has lost a digit, as `2401.1002`.",
        "### [A Title](https://example.org/paper.html)",
        "F114",
        ("url", "arxiv_id"),
        below="date",
    ),
    Oddity(
        "odd-dates",
        "A date that is none",
        "`(unknown)` is a note, what cannot be understood an error.",
        "## Daily Papers (2024-02-30)\n\n### [A Title](https://arxiv.org/abs/2407.08348)",
        "F101",
        ("digests",),
        below="",
    ),
    Oddity(
        "odd-headings",
        "A heading cut off, a heading without a link",
        "The title as far as it goes, without a link. The second says all that it meant to.",
        "### [Half a ti\n\n### Another Title",
        "F111 F113",
        ("digests",),
        below="date",
    ),
    Oddity(
        "not-understood",
        "What is not understood",
        "Words above the first bullet, votes that are no number, a second and different field. The first field counts.",
        "some words\n\nVote: many\n\nAuthors: Ann One\n\nAuthors: Bob Two",
        "S011 F121 F122",
        ("votes", "authors"),
    ),
    Oddity(
        "heading-forms",
        "Headings in other forms",
        "From here to conflict markers nothing is of the census: it is what people write, merge and format. A number "
        "or an emoji before the title, bold type and angle brackets are left out. Words behind the link, or in its "
        "parentheses, are not understood.",
        "### [1] [A Title](https://arxiv.org/abs/2407.08348)\n\n"
        "### **[Another](<https://arxiv.org/abs/2407.08349>)** (ICML 2026)\n\n"
        '### [A Third](https://arxiv.org/abs/2407.08350 "A page")',
        "F115 F115 F112 F112",
        ("digests",),
        below="date",
    ),
    Oddity(
        "further-links",
        "A second link in a heading",
        "The first counts. What stands behind it is not understood.",
        "### [A Title](https://arxiv.org/abs/2407.08348) ([code](https://example.org/code))",
        "F112",
        ("title", "url"),
        below="date",
    ),
    Oddity(
        "link-in-title",
        "A link among the words of a heading",
        "All of it is the title, and the paper has no link.",
        "### A Title [arXiv](https://arxiv.org/abs/2407.08348)",
        "F116",
        ("title", "url"),
        below="date",
    ),
    Oddity(
        "empty-title",
        "An empty title",
        "The paper is kept.",
        "### [](https://arxiv.org/abs/2407.08348)",
        "F117",
        ("title", "url"),
        below="date",
    ),
    Oddity(
        "entities",
        "Signs written as in HTML",
        "They are kept as written.",
        "### [Fast &amp; Small](https://arxiv.org/abs/2407.08348)",
        "F118",
        ("title",),
        below="date",
    ),
    Oddity(
        "abridged-in-words",
        "Authors that end in “et al.”",
        "It says the same as a `+`, as do `...` and `…`.",
        "Authors: Ann One, Bob Two, et al.",
        "A207",
        ("authors", "authors_omitted_at"),
    ),
    Oddity(
        "joined-by-and",
        "An “and” among the authors",
        "Behind the last comma, or between the only two names, it separates them. In `A, B and C` it does not.",
        "Authors: Ann One, Bob Two, and Cem Three",
        "A208",
        ("authors",),
    ),
    Oddity(
        "semicolons",
        "Semicolons among the authors",
        "They separate names that have no comma in them, or one each.",
        "Authors: One, Ann; Two, Bob",
        "A208",
        ("authors",),
    ),
    Oddity(
        "misnamed-fields",
        "Fields of another name",
        "They are not understood. The message has the name that is meant.",
        "Votes: 3\n\nAuthor: Ann One",
        "S011 S011",
        ("votes", "authors"),
    ),
    Oddity(
        "papers-in-bullets",
        "A paper below a bullet",
        "Its heading is not that of a paper, so it is text of the bullet, and the paper is lost.",
        "- one\n\n#### [Another](https://arxiv.org/abs/2407.08349)",
        "S033",
        ("summary",),
    ),
    Oddity(
        "fields-in-bullets",
        "A field below a bullet, or as one",
        "It is text, and the field stays what it was.",
        "- one\nVote: 3\n- Authors: Ann One",
        "S034 S034",
        ("votes", "authors", "summary"),
    ),
    Oddity(
        "bullet-marks",
        "Bullets with another mark",
        "They are bullets. It is told once a paper.",
        "* one\n* two",
        "S035",
        ("summary",),
    ),
    Oddity(
        "label-forms",
        "Labels in other forms",
        "They are labels. What formatters make of `***label***` is a note.",
        "- **Results:** one\n- _**Data**_: two",
        "F143 F144",
        ("summary",),
    ),
    Oddity(
        "formatter-escapes",
        "Backslashes of a formatter",
        "They are kept as written. [Archives](archive.md) says how to keep formatters off digests.",
        "- A\\* search takes 1\\. time",
        "F152",
        ("summary",),
    ),
    Oddity(
        "drifted-digest",
        "A section that reads like a digest",
        "It ends the digest above it, and the papers below it are lost.",
        "### [A Title](https://arxiv.org/abs/2407.08348)\n\n## Daily Paper (2024-07-13)\n\n"
        "### [Another](https://arxiv.org/abs/2407.08349)",
        "S016 S012",
        ("digests",),
        below="date",
    ),
    Oddity(
        "conflict-markers",
        "Conflict markers of git",
        "They are not understood, and both sides are read.",
        "<<<<<<< HEAD\nVote: 3\n=======\nVote: 4\n>>>>>>> main",
        "S017 S017 F122 S017",
        ("votes",),
    ),
    Oddity(
        "joined-lines",
        "Files joined in the middle of a line",
        "The first of two files did not end in a line feed. The heading is text of the line, and its digest is lost.",
        "- text## Daily Papers (2024-07-13)",
        "S018",
    ),
    Oddity(
        "date-and-path",
        "A date that contradicts the path",
        "The digest's own date counts. `dailypapers check --notes` tells it; the example is a file `2024/07/11.md`.",
        "## Daily Papers (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)",
        "X302",
        ("digests",),
        below="",
        source="2024/07/11.md",
    ),
    Oddity(
        "drifted",
        "Papers and no digest heading",
        "Most likely a heading that is written in another way. `parse` and `read` raise. In a folder the file is "
        "passed over with a warning (S013), where one that has no papers is passed over without a word.",
        "## Daily Paper (2024-07-12)\n\n### [A Title](https://arxiv.org/abs/2407.08348)",
        "S005",
        below="",
    ),
    Oddity(
        "no-document",
        "No digest at all",
        "`parse` and `read` raise; `read_all` and the command tell it and go on. Bytes that are neither UTF-8 nor "
        "UTF-16 with a mark end in the same way (S002). At a path like `2024-07-12.md` or `2024/07/12.md` that is a "
        "day that may be lost (S006, in a folder S015).",
        "# Notes",
        "S001",
        below="",
    ),
)


def told(oddity: Oddity) -> list[dailypapers.Problem]:
    """Give the problems of an example as ``check --notes`` tells them."""
    try:
        document = dailypapers.parse(oddity.text(), source=oddity.source)
    except dailypapers.DigestSyntaxError as error:
        return [error.problem]
    return list(CrossFileProblems().problems_of(document))


def oddities() -> str:
    """Give the page of what occurs in real digests."""
    parts = [
        "# What occurs in real digests",
        "Made by `docs/generate.py`, which reads every example.",
        "The numbers are of a census of the archive: 357 files with 362 digests and 5,488 papers, from November 2023 "
        "to May 2025. Below each example stands what is read, and then each problem that is told; "
        "[Problems](problems.md) says what the codes mean. An example that does not begin with a heading stands below "
        "`## Daily Papers (2024-07-12)` and `### [A Title](https://arxiv.org/abs/2407.08348)`.",
    ]
    for oddity in ODDITIES:
        found = told(oddity)
        if [problem.code for problem in found] != oddity.codes.split():
            raise ValueError(f"{oddity.title}: {[problem.code for problem in found]}")
        result = [*said(oddity), *(f"{each.code} {each.severity}: {each.message}" for each in found)]
        lines = oddity.lines.lstrip("\ufeff").replace("\r", "")
        parts += [f"## {oddity.title}", oddity.words, f"~~~markdown\n{lines}\n~~~"]
        parts.append("~~~text\n" + "\n".join(result) + "\n~~~")
    return "\n\n".join(parts) + "\n"


def said(oddity: Oddity) -> Iterator[str]:
    """Give the fields that an example is about, and digests a line a paper."""
    for field in oddity.shows:
        digests = dailypapers.parse(oddity.text()).digests
        if field == "digests":
            for digest in digests:
                for paper in digest.papers:
                    yield f"{digest.date}: {short(paper)}"
            continue
        value = getattr(digests[0].papers[0], field)
        if field == "summary" and len(value) > 1:
            yield from ("summary = (", *(f"    {short(point)}," for point in value), ")")
        else:
            yield f"{field} = {short(value)}"


def short(value: object) -> str:
    """Write a value as Python would, but a model without the fields that are unknown."""
    match value:
        case tuple():
            return f"({', '.join(map(short, value))}{',' * (len(value) == 1)})"
        case Paper() | Point():
            default = {"summary": (), "points": (), "authors": (), "text": ""}
            fields = [(field.name, getattr(value, field.name)) for field in attrs.fields(type(value)) if field.repr]
            known = [f"{name}={short(each)}" for name, each in fields if each not in (None, default.get(name))]
            return f"{type(value).__name__}({', '.join(known)})"
    return repr(value)
