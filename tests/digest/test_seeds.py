"""The five real digests: every field of every paper, in every format."""

import csv
import io
import json
import os
import re
from importlib import resources

import bibtexparser
import pytest
from jsonschema import Draft202012Validator

import dailypapers
from support import ROOT, SEEDS

GOLDEN = [json.loads((ROOT / "tests/golden" / f"{path.stem}.json").read_text("utf-8")) for path in SEEDS]
KOREAN = re.compile("[가-힣]")
PAPERS = [paper for digest in GOLDEN for paper in digest["papers"]]


@pytest.fixture(scope="module")
def documents():
    return list(dailypapers.read_all([ROOT / "seeds"]))


def test_every_field_is_what_the_digests_say(documents):
    assert dailypapers.to_data(documents)["digests"] == GOLDEN


def test_nothing_is_doubtful_in_them(documents):
    assert [problem for document in documents for problem in document.problems] == []


def test_counts_taken_from_the_text_alone(documents):
    lines = [line for path in SEEDS for line in path.read_text("utf-8").split("\n")]
    names = [line.removeprefix("Authors: ").split(", ") for line in lines if line.startswith("Authors: ")]
    papers = [paper for document in documents for digest in document.digests for paper in digest.papers]
    assert len(papers) == sum(line.startswith("### [") for line in lines) == 65
    assert sum(len(paper.summary) for paper in papers) == sum(line.startswith("- ") for line in lines) == 284
    assert sum(paper.votes for paper in papers) == sum(int(line[6:]) for line in lines if line.startswith("Vote: "))
    assert sum(len(paper.authors) for paper in papers) == sum(name != "+" for line in names for name in line)
    assert sum(paper.authors_omitted_at is not None for paper in papers) == sum("+" in line for line in names)
    assert {paper.media.kind for paper in papers} == {"image", "video"}


def test_papers_know_where_they_stand(seed):
    lines = seed.read_text("utf-8").split("\n")
    (digest,) = dailypapers.read(seed).digests
    assert (digest.source, digest.line) == (str(seed), 1)
    for paper in digest.papers:
        assert paper.source == str(seed)
        assert lines[paper.line - 1] == f"### [{paper.title}]({paper.url})"


def test_markdown_gives_the_seed_back_byte_for_byte(seed):
    assert dailypapers.export([dailypapers.read(seed)], "markdown").encode() == seed.read_bytes()


def test_json_is_what_the_schema_says(documents):
    schema = json.loads(resources.files("dailypapers").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    text = dailypapers.export(documents, "json")
    data = json.loads(text)
    Draft202012Validator(schema).validate(data)
    assert data == {"version": 1, "digests": GOLDEN}
    assert text.endswith("]}\n")
    assert [line for line in text.splitlines() if line.startswith('{"title"')].__len__() == 65


def test_csv_reads_back(documents):
    text = dailypapers.export(documents, "csv")
    assert text.count("\r\n") == 66
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["title"] for row in rows] == [paper["title"] for paper in PAPERS]
    assert [row["arxiv_id"] for row in rows] == [f"arXiv:{paper['arxiv_id']}" for paper in PAPERS]
    assert [int(row["votes"]) for row in rows] == [paper["votes"] for paper in PAPERS]
    assert [row["authors"].split("; ") for row in rows] == [paper["authors"] for paper in PAPERS]
    assert [row["authors_complete"] for row in rows].count("false") == 5
    assert [row["media_url"] for row in rows] == [paper["media"]["url"] for paper in PAPERS]
    assert rows[0]["date"] == "2024-07-12"
    assert rows[0]["summary"].split("\n") == [f"{point['label']}: {point['text']}" for point in PAPERS[0]["summary"]]


def _tex(text):
    """None of the 65 has more than these to escape."""
    assert not set(text) & set("$^~\\{}#")
    return text.replace("&", r"\&").replace("%", r"\%").replace("_", r"\_")


def _expected(paper):
    # BibTeX looks for a suffix between family and given name; one of the 65 papers has one.
    names = [name.replace("Ronald McClelland Jr.", "McClelland, Jr., Ronald") for name in paper["authors"]]
    if paper["authors_omitted_at"] is not None:
        names.append("others")
    return {
        "title": _tex(paper["title"]),
        "author": " and ".join(dict.fromkeys(names)),
        "year": "20" + paper["arxiv_id"][:2],
        "eprint": paper["arxiv_id"],
        "archiveprefix": "arXiv",
        "url": paper["url"],
        "howpublished": f"arXiv:{paper['arxiv_id']}",
        "doi": f"10.48550/arXiv.{paper['arxiv_id']}",
    }


def test_bibtex_as_bibtexparser_reads_it(documents):
    library = bibtexparser.parse_string(dailypapers.export(documents, "bibtex", protect=False))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [f"arxiv-{paper['arxiv_id']}" for paper in PAPERS]
    assert [{field.key: field.value for field in entry.fields} for entry in library.entries] == [
        _expected(paper) for paper in PAPERS
    ]


def runs(text, length=16):
    """Give the runs of some characters, of which half are Korean, in the lines of a text."""
    for line in text.split("\n"):
        for start in range(len(line) - length + 1 if KOREAN.search(line) else 0):
            if len(KOREAN.findall(run := line[start : start + length])) >= length // 2:
                yield run


def test_no_other_file_has_a_sentence_of_theirs():
    """Their licence allows no adaptations, and is that of ``tests/golden`` too."""
    theirs = {run for path in SEEDS for run in runs(path.read_text("utf-8"))}
    assert len(theirs) > 10_000
    files = [path for name in ("tests", "docs", "src", "grammar", "benchmarks") for path in (ROOT / name).rglob("*")]
    files += [path for path in ROOT.iterdir() if path.suffix == ".md"]
    found = [
        str(path.relative_to(ROOT))
        for path in files
        if path.is_file() and not theirs.isdisjoint(runs(path.read_text("utf-8", "replace")))
    ]
    assert {os.path.dirname(name) for name in found} == {os.path.join("tests", "golden")}
