"""Write the pages that are made from the code: ``python docs/generate.py`` after a change of codes or grammar."""

from collections.abc import Iterable
from pathlib import Path

import attrs

import dailypapers
from dailypapers.problems import CODES
from diagram import diagram

HERE = Path(__file__).parent

# -- problems.md ----------------------------------------------------------------------------------------------

FAMILIES = {"S": "Structure", "F": "Fields", "A": "Authors", "R": "Readers", "X": "Across files"}


def problems() -> str:
    """Give the page of all codes."""
    parts = [
        "# Problems",
        "Made from `dailypapers/problems/` by `docs/generate.py`.",
        "A **note** is about something kept as written, but doubtful; a **warning** about something repaired whose "
        "meaning is certain; an **error** about words that were not understood and are in no model, only in the "
        "problem.",
    ]
    for letter, family in FAMILIES.items():
        parts.append(f"## {letter}: {family}")
        for code in CODES.values():
            if code.code.startswith(letter):
                parts.append(f"### {code.code} {code.name}")
                parts.append(f"*{code.severity}:* `{code.message}`")
                parts.append(code.meaning)
                if code.wrong:
                    parts.append(f"~~~text\n{code.wrong}\n~~~")
                if code.right:
                    parts.append(f"Right is:\n\n~~~text\n{code.right}\n~~~")
                elif code.wrong:
                    parts.append("There is no right line for it.")
    return "\n\n".join(parts) + "\n"


# -- formats.md -----------------------------------------------------------------------------------------------

FORMATS = (
    (
        "json",
        "json",
        {},
        "Nothing is lost: `from_data` makes the same models of it. The shape is "
        "the JSON Schema `dailypapers/schema.json`.",
    ),
    (
        "jsonl",
        "json",
        {},
        "The same fields, with the date and the place of each paper. For what reads a line at a time. A byte of a file "
        "name that is no UTF-8 is written in `source` as messages show it: `caf\\udce9.md` for `café.md` in Latin-1.",
    ),
    (
        "csv",
        "text",
        {},
        "The summary is one cell of several lines. Its columns and options are in "
        "[Data frames and spreadsheets](dataframes.md).",
    ),
    (
        "bibtex",
        "bibtex",
        {},
        "A paper that is featured twice is one entry. Its options are in [References in LaTeX](references.md).",
    ),
    ("bibtex", "bibtex", {"dialect": "biblatex"}, "The same for biblatex, with `@online`."),
    ("csl", "json", {}, "What Zotero imports, and `pandoc --citeproc` reads."),
    ("notes", "markdown", {}, "One of its two files here. What they are for is in [Notes for Obsidian](notes.md)."),
    (
        "atom",
        "xml",
        {},
        "The newest first, 100 papers or what `max_entries` says. A paper that was featured several times is as it "
        "was the last time, and was published on the first day that featured it. Its id never changes: the link at "
        "arXiv, else a hash of its link or title. The date is that of the digest, else the first day of the month in "
        "the arXiv id. Votes stand before the summary. With `url`, the address at which the feed is published, the "
        "feed has a link to itself, and an id of its own. Each choice of papers that is published is a feed of its "
        "own, and needs its own id: give each its `url`, or its `id`, such as `tag:example.org,2024:robots`.",
    ),
    (
        "sqlite",
        "",
        {},
        "Tables of papers, digests, authors and points, and a search that finds the ends of Korean words. Ten "
        "questions and their SQL are in [A database](sqlite.md).",
    ),
    (
        "parquet",
        "",
        {},
        "Dates, numbers and lists are typed, and a row group has at most 1,000 papers. Programs that read it are in "
        "[Data frames and spreadsheets](dataframes.md), archives beyond one machine in [Many files](many-files.md).",
    ),
    (
        "html",
        "html",
        {},
        "The part of the page that is this paper; what is around it is in [A page to look at](page.md).",
    ),
    (
        "markdown",
        "markdown",
        {},
        "This paper was in its canonical form, and comes back as it was.",
    ),
)

# Of an output that is too long to be shown whole: the part that is, from its begin to its end.
EXCERPTS = {"html": ("<article", "</article>\n")}


def formats() -> str:
    """Give the page of formats: what each makes of one paper of the seeds."""
    seed = HERE.parent / "seeds/000_ccaff32132fc4ccc.txt"
    (digest,) = dailypapers.read(seed).digests
    (paper,) = (paper for paper in digest.papers if paper.title.startswith("MambaVision"))
    digests = [attrs.evolve(digest, papers=(attrs.evolve(paper, source="paper.md", line=3),))]
    parts = [
        "# Formats",
        "Made by `docs/generate.py`, which exports the paper.",
        "One paper of `seeds/` in each of the built-in formats. A format that is installed beside them is listed by "
        "`dailypapers formats`; how to write one is in [Writing an exporter](exporters.md). What the format `template` "
        "writes is up to a [template](templates.md). The words of the paper are "
        "under the licence of the digests, which `seeds/README.md` names, and not under that of the code.",
    ]
    rows = {row.name: row for row in dailypapers.formats() if row.kind == "exporter"}
    for name, language, options, words in FORMATS:
        given = "".join(f" --option {key}={value}" for key, value in options.items())
        parts.append(f"## {' '.join([name, *options.values()])}")
        suffix = rows[name].suffix
        if not options:
            parts.append(f"{rows[name].description} Files end in `{suffix}`." if suffix else rows[name].description)
        parts.append(words)
        if not language:  # it is binary
            parts.append(f"`dailypapers export --output paper{suffix} paper.md`")
            continue
        output = dailypapers.export(digests, name, **options)
        if isinstance(output, dict):
            *_, (path, output) = output.items()
            parts.append(
                f"`dailypapers export --format {name}{given} --output {name}/ paper.md` writes `{name}/{path}`"
            )
        else:
            parts.append(f"`dailypapers export --format {name}{given} paper.md`")
        text = str(output).replace("\r\n", "\n")
        if name in EXCERPTS:
            begin, end = EXCERPTS[name]
            text = text[text.index(begin) : text.index(end) + len(end)]
        parts.append(f"~~~{language}\n{text}~~~")
    return "\n\n".join(parts) + "\n"


MADE = {"problems.md": problems, "grammar.svg": diagram, "formats.md": formats}


def main(pages: Iterable[str] = MADE) -> None:
    """Write the pages."""
    for name in pages:
        (HERE / name).write_text(MADE[name](), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
