"""References take a time in proportion to their text, whatever it is: each run of characters behind each opener."""

import contextlib
import gc
import io
import itertools
import time

import pytest

import dailypapers
from dailypapers import Digest, KeysError, Paper, Point
from dailypapers.references import names, person
from dailypapers.references.latex import LatexEncoder
from dailypapers.references.math import is_math, words
from dailypapers.references.plain_text import text_of_csl, text_of_latex
from dailypapers.references.titles import runs, typographic

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")]

SIZE, TIMES = 2_000, 4
SHORTEST = 0.05
"""Seconds: at these sizes what is quadratic takes longer, and what takes less is not measured again."""

OPENERS = ["", "$", "A1 ", "'", '"', "{", "\\textsc{", "The ", "<i ", "arXiv:"]
RUNS = [
    *" \t\x01'\"`-–$^_{}\\<>|@&%#~aA1.,:;+*/(é\u0301ệ한",
    *("\u0301\u0323", "\\a", "\\\\", "\\textsc{", "\\textsc{$a$", "\\text{", "\\frac", "\n", "\r\n", "A\n"),
    *("A1_{i} ", "A1 $x$ ", "A1^{2}", "D-", "D'", "L'x ", "A-", "A1 ", "$x$", "$a ", "$$", "$\\", "\\$", "\\&"),
    *("^a", "x^a", "`|` ", "`a|b` ", "_{", "{}", "x'", "'a", "'a'", '"a" ', '"a ', "``a", "''", "--", "---"),
    *(". -", ".-A ", "a-a", "van ", "Van ", "Jr. ", "&amp;", "<i ", "</i>", "<b>", "@a{", "arxiv:", "arxiv: "),
    *("abs/", "doi.org/", "10.48550/arxiv.", "%20", "\\url{", "\\'", "\\ensuremath{", " and ", "https://", "TY  - "),
    *("<p ", "<p a=", '<p a="', "<p a='b' ", "<jats:p>", "<p></p>", "% ", "%@a{", "@a(", "@a ", ' "a" # ', " {a} b = "),
]


def of_keys(name, template):
    """Export under the keys of a file that has a text in one field."""

    def export(folder, text):
        path = folder / name
        path.write_text(
            template.replace("TEXT", text.replace("\\", "\\\\").replace('"', '\\"') if name == "k.json" else text),
            "utf-8",
        )
        with contextlib.suppress(KeysError):
            dailypapers.export([Digest(None, (Paper("A"),))], "csl", keys=path)

    return export


def of_reader(format_name, template):
    return lambda folder, text: dailypapers.read(io.StringIO(template.replace("TEXT", text)), format_name)


def of_format(format_name, **options):
    return lambda folder, text: dailypapers.export(
        [Digest(None, (Paper(text, authors=(text,)),))], format_name, **options
    )


FUNCTIONS = {
    "runs": lambda folder, text: runs(text, protect=True),
    "typographic": lambda folder, text: typographic(text),
    "math": lambda folder, text: is_math(text) and words(text),
    # A run behind as many blanks, below an accent.
    "accents": lambda folder, text: is_math(rf"\hat{{{' ' * len(text)}{text}}}"),
    "latex": lambda folder, text: LatexEncoder(ascii=True, protect=True).encode_title(text),
    "names": lambda folder, text: (names(Paper("A", authors=(text,))), person(text)),
    "bibtex": of_format("bibtex", ascii=True),
    "csl": of_format("csl"),
    "notes": of_format("notes"),
    "the summary of a note": lambda folder, text: dailypapers.export(
        [Digest(None, (Paper("A", summary=(Point(text, text),)),))], "notes"
    ),
    **{
        f"keys, {field}": of_keys("k.bib", f"@misc{{a, {field} = {{TEXT}}}}")
        for field in ("title", "eprint", "doi", "url", "howpublished", "note")
    },
    **{
        f"read, {field}": of_reader("bibtex", f"@misc{{a, {field} = {{TEXT}}}}")
        for field in ("title", "author", "abstract", "url", "howpublished", "title = {A}, subtitle")
    },
    "read, a value without braces": of_reader("bibtex", "@misc{a, title = TEXT}"),
    "read, a value that is joined": of_reader("bibtex", '@misc{a, title = "A" # TEXT}'),
    "read, a name": lambda folder, text: text_of_latex(text, is_name=True),
    "read, ris": of_reader("ris", "TY  - GEN\nAU  - TEXT\nUR  - https://TEXT\nTI  - TEXT"),
    "read, csl": lambda folder, text: text_of_csl(text),
    "keys, a key": of_keys("k.bib", "@misc{TEXT, title = {a}}"),
    "keys, entries": of_keys("k.bib", "TEXT"),
    "keys, a title of CSL": of_keys("k.json", '[{"id": "a", "title": "TEXT"}]'),
}
# Some parts of readers are so fast that only long files show whether they are linear.
FILES = {
    "bibtex": (of_reader("bibtex", "TEXT\n@misc{a, title = {A}}"), 20_000),
    "ris": (of_reader("ris", "TEXT"), 200_000),
    "ris, a record": (of_reader("ris", "TY  - GEN\nTI  - TEXT"), 200_000),
}


def seconds(function, folder, text):
    gc.disable()  # the collector goes through all objects again and again
    try:
        start = time.process_time()
        function(folder, text)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_is_linear(tmp_path, caplog, name):
    assert slow_texts(tmp_path, caplog, FUNCTIONS[name], OPENERS, SIZE) == []


@pytest.mark.parametrize("name", FILES)
def test_time_of_long_files_is_linear(tmp_path, caplog, name):
    assert slow_texts(tmp_path, caplog, FILES[name][0], [""], FILES[name][1]) == []


def slow_texts(tmp_path, caplog, function, openers, shorter):
    """Give the texts of which a longer one takes a longer time than its length explains."""
    caplog.set_level("CRITICAL", "bibtexparser")  # to keep what it logs of each entry takes longer than all else
    function(tmp_path, "a")
    slow = []
    for opener, run in itertools.product(openers, RUNS):
        few, many = (opener + run * (size // len(run)) for size in (shorter, shorter * TIMES))
        took = seconds(function, tmp_path, many)
        if took > SHORTEST:
            best = min(seconds(function, tmp_path, many) for _ in range(2))
            base = min(seconds(function, tmp_path, few) for _ in range(3))
            if best > SHORTEST and best > base * TIMES * 2:
                slow.append(f"{opener!r} and {run!r}: {base:.3f} s, {best:.3f} s")
    return slow
