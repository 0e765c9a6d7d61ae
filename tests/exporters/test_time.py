"""Four times as much takes about four times as long, in every exporter and every reader, whatever somebody sends.

Quadratic would be sixteen times; more than eight fails. What counts is processor time, of three times the best. Less than
twenty milliseconds count as twenty. Texts of digests are in ``tests/digest/test_complexity.py``.
"""

import datetime
import io
import json
import sys
import time
import warnings

import attrs
import pytest

import dailypapers
from dailypapers import Digest, Media, Paper, Point

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning"),
]

TIMES = 4
LIMIT = 8
SHORTEST = 0.02
DAY = datetime.date(2024, 7, 12)


def seconds(do):
    times = []
    for _ in range(3):
        begun = time.process_time()
        do()
        times.append(time.process_time() - begun)
    return max(min(times), SHORTEST)


def hold_to_linear(work_of, size):
    """Hold what ``work_of`` gives for a size, a function to be timed, to a time in proportion to the size."""
    work_of(2)()  # what is made once is not counted
    small, large = seconds(work_of(size // TIMES)), seconds(work_of(size))
    assert large <= LIMIT * small, f"{size // TIMES}: {small * 1000:.0f} ms, {size}: {large * 1000:.0f} ms"


# -- what is written ---------------------------------------------------------------------------------------------


def on_arxiv(number, **fields):
    return Paper(f"Title {number}", f"https://arxiv.org/abs/2407.{number:05}", **fields)


def nested(number):
    point = Point(text=f"{number}")
    for level in range(15):
        point = Point(f"{level}", "a", (point,))
    return point


# What a digest has many of, with the number: titles and texts of signs are below.
MANY = {
    "papers on arXiv": (lambda n: [Digest(DAY, map(on_arxiv, range(n)))], 2000),
    "papers with other links": (lambda n: [Digest(DAY, [Paper("A", f"https://e.org/{i}") for i in range(n)])], 4000),
    "papers without a link": (lambda n: [Digest(DAY, [Paper(f"A{i}") for i in range(n)])], 4000),
    "papers without a title": (lambda n: [Digest(DAY, [Paper("") for _ in range(n)])], 2000),
    "papers with one title": (lambda n: [Digest(DAY, [attrs.evolve(on_arxiv(i), title="A") for i in range(n)])], 2000),
    # The link of one is the title of the other.
    "papers with one key": (
        lambda n: [Digest(DAY, [Paper(f"e.org/{i // 2}", f"e.org/{i // 2}" if i % 2 else None) for i in range(n)])],
        1000,
    ),
    "the same paper": (lambda n: [Digest(DAY, [on_arxiv(1)] * n)], 2000),
    "digests": (lambda n: [Digest(DAY + datetime.timedelta(i), [on_arxiv(i)]) for i in range(n)], 2000),
    "digests of one day": (lambda n: [Digest(DAY, [on_arxiv(i)]) for i in range(n)], 2000),
    "authors": (lambda n: [Digest(DAY, [on_arxiv(1, authors=[f"Ann {i} One" for i in range(n)])])], 4000),
    "the same author": (lambda n: [Digest(DAY, [on_arxiv(1, authors=["Ann One"] * n)])], 4000),
    "points": (lambda n: [Digest(DAY, [on_arxiv(1, summary=[Point("L", f"{i}") for i in range(n)])])], 8000),
    "points in points": (lambda n: [Digest(DAY, [on_arxiv(1, summary=list(map(nested, range(n))))])], 400),
    "lines of a point": (lambda n: [Digest(DAY, [on_arxiv(1, summary=[Point("L", "a\n" * n + "a")])])], 40_000),
}

# Signs and words that something looks for the end of, for a pair, or for a place in.
UNITS = [
    *("a ", "A1_{i} ", "A1 $x$ ", "$a ", "$", "{", "}", "\\", "\\textbf{", "'a", '"', "--", "`", "[", "]("),
    *("[[a", "<", "<i ", "<% ", "%", "!", "\u0301", "한", "A:", "@", "^", "&", "&amp;", "\0", "\r", "\ufffe"),
    *("A-", "A. ", "Ü", "http://", "`a", "#a ", "#1", " ^a", "[x] "),
]


def long(unit):
    def some(size):
        text = unit * (size // len(unit))
        return [
            Digest(
                DAY, [Paper(text, f"https://e.org/{text}", Media("image", text), 1, [text], None, [Point(text, text)])]
            )
        ]

    return some


SHAPES = MANY | {f"{unit!a} as every text": (long(unit), 4000) for unit in UNITS}

TEMPLATE = """{% for digest in digests %}{{ digest.date|date }}{% for paper in digest.papers %}{{ paper.title|latex }}
{{ paper|json }}{{ paper|yaml }}{% for level, point in paper.summary|points %}{{ point.text|xml }}{% endfor %}
{% endfor %}{% endfor %}"""
EXPORTERS = sorted({each.name for each in dailypapers.formats() if each.builtin and each.kind == "exporter"})


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", EXPORTERS)
def test_an_exporter_takes_a_time_in_proportion(name, options_of, shape):
    make, size = SHAPES[shape]
    options = options_of(name, TEMPLATE)

    def work_of(number):
        digests = make(number)

        def work():
            try:
                dailypapers.export(digests, name, **options)
            except dailypapers.ExportError:  # Markdown cannot represent it, which is found out as well
                assert name == "markdown"

        return work

    hold_to_linear(work_of, size)


# -- what is read ------------------------------------------------------------------------------------------------


def item(number, **fields):
    return {"paper": {"id": f"2407.{number:05}", "title": "A", "authors": [], "summary": "a", **fields}}


LIMIT_OF_DEPTH = sys.getrecursionlimit() if sys.version_info < (3, 12) else 12_000

CONTENTS = {
    "items": ("huggingface", lambda n: json.dumps(list(map(item, range(n)))), 4000),
    "authors of an item": ("huggingface", lambda n: json.dumps([item(1, authors=[{"name": "A"}] * n)]), 40_000),
    "blanks in an item": ("huggingface", lambda n: json.dumps([item(1, summary="a" + " " * n + "b")]), 400_000),
    "items that are none": ("huggingface", lambda n: json.dumps([1] * n), 1000),
    "printed items": ("huggingface", lambda n: json.dumps([str(item(i)) for i in range(n)]), 2000),
    "a printed item": ("huggingface", lambda n: json.dumps([str(item(1, authors=[{"name": "A"}] * n))]), 2000),
    "brackets in a printed item": ("huggingface", lambda n: json.dumps(["[" * n]), 80_000),
    "a printed f-string": ("huggingface", lambda n: json.dumps([f"f'{'{1}' * n}'"]), 30_000),
    "rows": ("jsonl", lambda n: '{"title": "A"}\n' * n, 8000),
    "rows in one line": ("jsonl", lambda n: '{"title": "A"}' * n, 8000),
    "rows that are none": ("jsonl", lambda n: "1\n" * n, 1000),
    "rows that are broken": ("jsonl", lambda n: '{"title" 1}\n' * n, 1000),
    "rows that go on for ever": ("jsonl", lambda n: '{"title":\n' * n, 4000),
    "unknown keys": ("jsonl", lambda n: "".join(f'{{"title": "A", "k{i}": 1}}\n' for i in range(n)), 8000),
    "keys that stand twice": ("jsonl", lambda n: '{"title": 1, "title": 2}\n' * n, 1000),
    # Each goes on to the end of all.
    "keys that stand twice in rows that go on": (
        "jsonl",
        lambda n: '{"a": 1, "a": {"b":\n' * 100 + f'"{"x" * 1000 * n}"' + "}}" * 100 + "\n",
        1000,
    ),
    "rows that are too deep": (
        "jsonl",
        lambda n: "".join(
            f'{{"a":{"[" * (LIMIT_OF_DEPTH + 2 * i)}{"]" * (LIMIT_OF_DEPTH + 2 * i)}\n' for i in range(n)
        ),
        80,
    ),
    "points of a row": ("jsonl", lambda n: json.dumps({"title": "A", "summary": [{"text": "a"}] * n}), 8000),
    "digests as json": ("json", lambda n: dailypapers.export(MANY["digests"][0](n), "json"), 2000),
    "papers as json": ("json", lambda n: dailypapers.export(MANY["papers on arXiv"][0](n), "json"), 2000),
    "points as json": ("json", lambda n: dailypapers.export(MANY["points"][0](n), "json"), 8000),
    "entries": ("bibtex", lambda n: "".join(f"@misc{{k{i}, title = {{A}}}}\n" for i in range(n)), 2000),
    "authors of an entry": (
        "bibtex",
        lambda n: f"@misc{{k, title = {{A}}, author = {{{' and '.join('A' * n)}}}}}",
        8000,
    ),
    "items of CSL": ("csl", lambda n: json.dumps([{"id": i, "title": "A"} for i in range(n)]), 4000),
    "references of RIS": ("ris", lambda n: "TY  - GEN\nTI  - A\nER  - \n" * n, 4000),
    "records": ("records", lambda n: '{"title": "A", "tldr": "a"}\n' * n, 4000),
    "rows of CSV": ("records", lambda n: "title,id\n" + "A,b\n" * n, 4000),
    "authors of a record": ("records", lambda n: json.dumps({"title": "A", "authors": ", ".join("A" * n)}), 8000),
    **{
        f"{unit!a} in a record": (
            "records",
            lambda n, unit=unit: json.dumps({"title": unit * n + "](", "url": unit * n, "authors": unit * n + "x"}),
            20_000,
        )
        for unit in ("\\[", ".", "...,", "+1", "[[a]](b)", "([a](b))", "**[a](b)", "(", "`", "1 ", ", Jr.", "and ")
    },
    "records of many shapes": ("records", lambda n: "".join(f'{{"title": "A", "k{i}": 1}}\n' for i in range(n)), 2000),
    "rows of a table": ("tables", lambda n: "|Title|\n|---|\n" + "|A|\n" * n, 4000),
    "tables": ("tables", lambda n: "|Title|\n|---|\n|A|\n\n" * n, 2000),
    "cells of a row": ("tables", lambda n: f"|Title|{'b|' * n}\n|---|{'---|' * n}\n|A|{'c|' * n}\n", 4000),
    "tags in a cell": ("tables", lambda n: f"|Title|Abstract|\n|---|---|\n|A|{'<p>' * n}|\n", 4000),
    "summaries in a cell": ("tables", lambda n: f"|Title|{'<summary>' * n}|\n|---|---|\n|A|b|\n", 4000),
    "anchors in a cell": ("tables", lambda n: f"|Title|b|\n|---|---|\n|{'<a href=x>' * n}A|b|\n", 4000),
    "addresses in a tag": ("tables", lambda n: f"|Title|b|\n|---|---|\n|<a {'href=' * n}|b|\n", 8000),
    "headers in a table": ("tables", lambda n: "|Title|\n|-|\n" * n, 1000),
    "columns": ("records", lambda n: f"title{''.join(f',c{i}' for i in range(n))}\nA\n", 8000),
    "records by id": ("records", lambda n: json.dumps({f"2407.{i:05}": {"title": "A"} for i in range(n)}), 4000),
    "points in points as json": ("json", lambda n: dailypapers.export(MANY["points in points"][0](n), "json"), 400),
}


@pytest.mark.parametrize("shape", CONTENTS)
def test_a_reader_takes_a_time_in_proportion(shape):
    name, make, size = CONTENTS[shape]

    def work_of(number):
        content = make(number)

        def work():
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                dailypapers.read(io.StringIO(content), format=name)

        return work

    hold_to_linear(work_of, size)


def test_every_reader_is_held_to_it():
    readers = {each.name for each in dailypapers.formats() if each.builtin and each.kind == "reader"}
    assert {name for name, _, _ in CONTENTS.values()} == readers - {"markdown"}
