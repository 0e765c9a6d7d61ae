"""Which reader reads what: by name, by suffix, by content; files, open files and folders; and what the command says."""

import datetime
import io
import json
import os
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, DigestSyntaxError, OptionError, UnknownFormatError
from dailypapers._command.main import main
from dailypapers.errors import InputPathError

MARKDOWN = "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08348)\n\nVote: -\n\n"
DOCUMENT = dailypapers.parse(MARKDOWN)
JSON = dailypapers.export(DOCUMENT, "json")
JSONL = dailypapers.export(DOCUMENT, "jsonl")
LISTING = json.dumps(
    [{"paper": {"id": "2407.08348", "title": "A", "submittedOnDailyAt": "2024-07-12", "ai_summary": "S"}}]
)
WRAPPED = json.dumps({"status": "success", "date": "2024-07-12", "data": json.loads(LISTING)})


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Run the command in a folder of its own; gives status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        status = main(list(map(str, arguments)))
        return status, *capfd.readouterr()

    return run


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Write files, by their names, into the folder that tests are in."""
    monkeypatch.chdir(tmp_path)

    def files(**contents):
        for name, content in contents.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return files


# -- what a reader gets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"a\nb\r", b"a\r\nb\r", b"\xef\xbb\xbfa\r\nb\r", "a\r\nb\r".encode("utf-16")])
def test_text_has_no_mark_and_line_feeds_alone(files, content):
    files(shown_dot_py=SHOWN, a_dot_txt=content)
    (problem,) = dailypapers.read("a.txt", "./shown.py:Shown").errors
    assert problem.message == r"'a\nb\r'"
    for stream in (io.BytesIO(content), io.StringIO(content.decode("utf-16" if b"\0" in content else "utf-8"))):
        assert dailypapers.read(stream, "./shown.py:Shown").errors[0].message == r"'a\nb\r'"


SHOWN = """
import attrs
from dailypapers import ReadError

@attrs.frozen
class Shown:
    def read(self, content, source):
        yield ReadError(repr(content))
"""


PLACED = """
import attrs
from dailypapers import ReadError, ReadWarning

@attrs.frozen
class Placed:
    def read(self, content, source):
        yield ReadError("at the beginning")
        yield ReadWarning("in a line", 2)
        yield ReadError("in a line at a column", 3, 4)
        raise ReadError("raised", 4, 5)
"""


def test_a_report_has_the_place_that_the_reader_gives(files):
    files(placed_dot_py=PLACED, a_dot_txt="12345\n" * 5)
    told = dailypapers.read("a.txt", "./placed.py:Placed").problems
    assert [(problem.line, problem.column, problem.text, problem.message) for problem in told] == [
        (1, 1, "", "at the beginning"),
        (2, 1, "12345", "in a line"),
        (3, 4, "12345", "in a line at a column"),
        (4, 5, "12345", "raised"),
    ]


# -- which reader -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", MARKDOWN),
        ("a.txt", MARKDOWN),
        ("a", MARKDOWN),
        ("a.x.y", MARKDOWN),
        ("a.jsonl", JSONL),
        ("A.JSONL", JSONL),
        ("a.json", JSON),
        ("A.Json", JSON),
        ("a.json", "\r\n \t" + JSON),
        ("a.json", json.dumps(dict(reversed(json.loads(JSON).items())))),
        ("a.json", LISTING),
        ("a.json", WRAPPED),
    ],
)
def test_the_suffix_decides_and_for_json_the_content(tmp_path, name, content):
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / name).write_bytes(content.encode(encoding))
        document = dailypapers.read(tmp_path / name)
        assert (document.digests, document.errors) == (DOCUMENT.digests, ())
        assert document.source == os.fspath(tmp_path / name)
        assert [*dailypapers.read_all([tmp_path / name])] == [document]


CSL = dailypapers.export(DOCUMENT, "csl")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.bib", dailypapers.export(DOCUMENT, "bibtex")),
        ("a.ris", "TY  - GEN\nTI  - A\nUR  - https://arxiv.org/abs/2407.08348\nER  - \n"),
        ("a.csl.json", CSL),
        ("A.CSL.JSON", f"\n\n{CSL}"),
        ("a.json", f" {CSL}"),
        ("a.json", json.dumps([json.loads(CSL)[0], 1])),
    ],
)
def test_references_have_no_date(tmp_path, name, content):
    (tmp_path / name).write_text(content, "utf-8-sig")
    document = dailypapers.read(tmp_path / name)
    assert document.digests == (Digest(None, [attrs.evolve(DOCUMENT.papers[0], votes=None)]),)


def test_a_listing_whose_items_have_an_id_and_a_type_is_none_of_references(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([json.loads(LISTING)[0] | {"id": 1, "type": "paper"}]))
    assert dailypapers.read(tmp_path / "a.json").digests == DOCUMENT.digests


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"version": 1}', "expected an object with 'version' and 'digests'"),
        ('{"digests": []', "line 1"),
        ('{"error": 1, "version": 1, ', "not JSON"),
        ('{"error": 1}', "$: expected a list, or an object with a list 'data'"),
        ("1", "$: no listing: expected a list, not a number"),
        ("", "not JSON: Expecting value"),
        ("## Daily Papers (2024-07-12)", "not JSON: Expecting value"),
    ],
)
def test_json_that_is_neither_is_an_error_of_the_one_that_it_resembles(tmp_path, content, told):
    (tmp_path / "a.json").write_text(content)
    document = dailypapers.read(tmp_path / "a.json")
    assert document.digests == ()
    (problem,) = document.problems
    assert (problem.code, problem.severity, problem.source) == ("R001", "error", os.fspath(tmp_path / "a.json"))
    assert told.removeprefix("line 1") in problem.message
    with pytest.raises(DigestSyntaxError):
        dailypapers.read(tmp_path / "a.json", strict=True)


@pytest.mark.parametrize(
    ("name", "content"), [("json", JSON), ("jsonl", JSONL), ("huggingface", LISTING), ("markdown", MARKDOWN)]
)
def test_a_named_reader_reads_any_name(tmp_path, name, content):
    (tmp_path / "a.x").write_text(content)
    assert dailypapers.read(tmp_path / "a.x", name).digests == DOCUMENT.digests
    with open(tmp_path / "a.x", "rb") as file:
        assert dailypapers.read(file, name).digests == DOCUMENT.digests
    with open(tmp_path / "a.x", encoding="utf-8") as file:
        document = dailypapers.read(file, name)
    assert (document.digests, document.source) == (DOCUMENT.digests, os.fspath(tmp_path / "a.x"))
    assert dailypapers.read(io.StringIO(content), name).source == "<file>"


def test_an_open_file_is_read_by_its_name(tmp_path):
    (tmp_path / "a.json").write_text(LISTING)
    with open(tmp_path / "a.json", "rb") as file:
        assert dailypapers.read(file) == dailypapers.read(tmp_path / "a.json")
    assert dailypapers.read(io.BytesIO(MARKDOWN.encode("utf-16"))).digests == DOCUMENT.digests
    with open(tmp_path / "b.md", "wb") as file:
        file.write(b"\xff")
    with open(tmp_path / "b.md", encoding="utf-8") as file, pytest.raises(DigestSyntaxError, match="cannot be read"):
        dailypapers.read(file)


def test_options_are_those_of_the_reader(tmp_path):
    (tmp_path / "a.json").write_text(LISTING)
    (paper,) = dailypapers.read(tmp_path / "a.json", summary="ai").papers
    assert paper.summary[0].text == "S"
    with pytest.raises(OptionError, match="expected abstract, ai or none, not 'al'"):
        dailypapers.read_all([], "huggingface", summary="al")
    with pytest.raises(OptionError, match="there is no such option"):
        dailypapers.read_all([], "json", summary="ai")
    (tmp_path / "a.md").write_text(MARKDOWN)
    with pytest.raises(OptionError, match=r"format 'markdown', option 'summary'"):
        dailypapers.read(tmp_path / "a.md", summary="ai")


def test_an_unknown_reader(tmp_path):
    with pytest.raises(
        UnknownFormatError, match=r"'jsnol' \(did you mean 'jsonl'\?\); the formats that can be read are"
    ):
        dailypapers.read_all([], "jsnol")
    with pytest.raises(UnknownFormatError):
        dailypapers.read(tmp_path / "missing", "csv")


# -- folders ----------------------------------------------------------------------------------------------------


def test_a_folder_has_markdown_unless_a_reader_is_named(files, tmp_path):
    files(
        a_dot_md=MARKDOWN,
        b_dot_txt=MARKDOWN,
        c_dot_json=LISTING,
        d__e_dot_json=JSON,
        f_dot_jsonl=JSONL,
        README_dot_md="# Hi",
    )

    def sources(*reader):
        return [os.path.relpath(document.source, tmp_path) for document in dailypapers.read_all([tmp_path], *reader)]

    assert sources() == sources("markdown") == ["a.md", "b.txt"]
    assert sources("jsonl") == ["f.jsonl"]
    assert sources("huggingface") == ["c.json", os.path.join("d", "e.json")]
    (problem,) = [*dailypapers.read_all([tmp_path], "huggingface")][1].problems  # `json` was not asked for
    assert problem.code == "R001"


def test_a_folder_of_other_files_is_told_with_a_hint(files, run):
    files(a_dot_json=LISTING, b_dot_json=LISTING, c_dot_jsonl=JSONL, d_dot_csl_dot_json=CSL, README_dot_md="# Hi")
    status, out, err = run("export", "--format", "json", ".")
    assert (status, out) == (1, "")
    assert err == (
        ".:1:1: S004 no *.md or *.txt file with a digest in this folder; 1 *.csl.json: name it, or add --from csl; "
        "2 *.json: name them, or add --from huggingface, json or records; "
        "1 *.jsonl: name it, or add --from jsonl or records\n"
    )
    (tmp := run("export", "--format", "json", "--from", "jsonl", "."))
    assert tmp[0] == 0
    status, _, err = run("check", "--from", "jsonl", "c.jsonl", "nothing")
    assert status == 1
    os.mkdir("empty")
    assert run("check", "--from", "json", "empty")[1] == "empty:1:1: S004 no *.json file with a digest in this folder\n"


def test_a_weekend_in_a_folder_is_no_error(files, tmp_path):
    files(a_dot_json="[]", b_dot_json=LISTING)
    documents = [*dailypapers.read_all([tmp_path], "huggingface", strict=True)]
    assert [(Path(document.source).name, len(document.digests)) for document in documents] == [("b.json", 1)]


def test_the_output_in_the_folder_is_no_input(files, run):
    files(a_dot_jsonl=JSONL, out_dot_jsonl=JSONL)
    status, _, err = run("export", "--from", "jsonl", "--output", "out.jsonl", ".")
    assert (status, "S014" in err) == (0, True)
    assert len(dailypapers.read("out.jsonl").papers) == 1


# -- the command ------------------------------------------------------------------------------------------------


def test_today_becomes_a_digest(files, run):
    files(**{"2024-07-12_dot_json": LISTING})
    assert run("export", "--from", "huggingface", "--output", "2024-07-12.md", "2024-07-12.json") == (0, "", "")
    with open("2024-07-12.md", encoding="utf-8") as file:
        assert file.read() == MARKDOWN
    assert run("check", "--notes", "2024-07-12.md", "2024-07-12.json")[0] == 0


def test_standard_input(run):
    assert run("export", "--format", "markdown", "--from", "jsonl", stdin=JSONL) == (0, MARKDOWN, "")
    assert run("export", "--format", "markdown", stdin=MARKDOWN) == (0, MARKDOWN, "")
    for text in (JSONL, "\n " + LISTING):
        status, out, err = run("export", "--format", "markdown", stdin=text)
        assert (status, out) == (1, "")
        assert "S001 no digest" in err
        assert f"; --from {'jsonl' if text is JSONL else 'huggingface'} reads it\n" in err


@pytest.mark.parametrize("text", ["{", '["', "[{", "[[", "[\n  {", "[]", "[1", "\n\t{}", "\ufeff["[:1] + "[]"])
def test_what_begins_like_json_gets_a_hint(run, text):
    _, _, err = run("list", stdin=text)
    assert (
        "outside a code fence; it begins like JSON, which --from json, jsonl, records, csl or huggingface reads; "
        'the page "Papers from other projects" says what is read\n' in err
    )


@pytest.mark.parametrize("text", ["[![a badge](b)](c)", "[a link](b)", "[ ]", "[x] done", "[", "(1)", "# Notes", ""])
def test_other_text_gets_none(run, text):
    _, _, err = run("list", stdin=text)
    assert "outside a code fence; dailypapers explain S001 shows one, and --from reads other formats\n" in err


def test_options_of_the_command(files, run):
    files(a_dot_json=LISTING, a_dot_md=MARKDOWN)
    assert "- S\n" in run("export", "--format", "markdown", "--from-option", "summary=ai", "a.json")[1]
    for arguments, told in [
        (["--from", "jsnol", "a.json"], "error: unknown format 'jsnol' (did you mean 'jsonl'?)"),
        (
            ["--from", "huggingface", "--from-option", "summry=ai", "a.json"],
            "there is no such option (did you mean 'summary'?)",
        ),
        (["--from-option", "summary=al", "a.json"], "expected abstract, ai or none, not 'al'"),
        (["--from-option", "summary", "a.json"], "--from-option takes KEY=VALUE, not 'summary'"),
        (
            ["--from-option", "summary=ai", "--from-option", "summary=ai", "a.json"],
            "--from-option summary is given twice",
        ),
        (
            ["--from-option", "strict=yes", "--from", "jsonl", "a.json"],
            "format 'jsonl', option 'strict': there is no such option",
        ),
    ]:
        for command in (["export", "--format", "json"], ["check"]):
            status, out, err = run(*command, *arguments)
            assert (status, out, told in err) == (2, "", True), err


def test_only_markdown_is_fixed(files, run):
    files(a_dot_json=JSON, a_dot_md=MARKDOWN, b_dot_md="## Daily Papers (2024-07-12)\n### A\n")
    for flag in ("--fix", "--diff"):
        for arguments in (["a.json"], ["b.md", "a.json"], ["--from", "json", "a.md"], ["--from", "jsonl", "."]):
            status, out, err = run("check", flag, *arguments)
            assert (status, out, "are for Markdown" in err) == (2, "", True)
    assert run("check", "--fix", ".")[0] == 0
    with open("a.json", encoding="utf-8") as file:
        assert file.read() == JSON


def test_papers_that_are_featured_twice(files, run):
    twice = json.dumps(json.loads(LISTING) * 2)
    files(
        a_dot_md=MARKDOWN,
        b_dot_json=twice,
        c_dot_jsonl=dailypapers.export(dailypapers.parse(MARKDOWN, source="d.md"), "jsonl"),
    )
    status, out, _ = run("check", "--notes", "--select", "X", "a.md", "b.json", "c.jsonl")
    assert (status, out.splitlines()) == (0, [
        "b.json:1:1: X301 the paper 2407.08348 was featured before, at a.md:3",
        "b.json:1:1: X301 the paper 2407.08348 was featured before, at a.md:3",
        "c.jsonl:1:1: X301 the paper 2407.08348 was featured before, at a.md:3",
    ])  # fmt: skip
    assert run("check", "--notes", "--select", "X", "b.json")[1] == (
        "b.json:1:1: X301 the paper 2407.08348 was featured before, at b.json\n"
    )


def test_what_is_found_in_papers_and_across_files_has_the_date_of_the_digest(files):
    paper = {"id": "2407.08348", "title": "A", "submittedOnDailyAt": "2024-07-12", "authors": [{"name": "B"}] * 2}
    files(**{"2024-07-13_dot_json": json.dumps([{"paper": paper}] * 2)})
    found = [(problem.code, problem.date) for problem in dailypapers.check(["2024-07-13.json"])]
    assert sorted(found) == [(code, datetime.date(2024, 7, 12)) for code in ("A205", "A205", "X301", "X302")]


# -- whatever is in a file --------------------------------------------------------------------------------------

NESTED = "[" * 20 + "]" * 20
BAD = [
    *("{", "[", '{"a"', "no JSON", "<html></html>", "1", "null", "true", '"text"', "-0.5", "NaN", "[NaN]", "{}"),
    *("[1]", "[null]", '["text"]', "[[]]", NESTED, f'{{"version": 1, "digests": {NESTED}}}', f'[{{"paper": {NESTED}}}]'),
    *('{"version": 1, "version": 1, "digests": []}', '{"version": 2, "digests": []}', '{"version": 1, "digests": null}'),
    *('{"title": 1}', '{"title": "A", "title": "A"}', '{"title": "\\ud800"}', '[{"paper": {"id": "1", "title": "\\ud800"}}]'),
    *('{"title": "A", "votes": NaN}', '[{"paper": {"id": 1, "title": "A"}}]', JSON[:-5], JSONL[:-5], LISTING[:-5]),
]  # fmt: skip


@pytest.mark.parametrize("name", ["json", "jsonl", "huggingface"])
@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_input_is_an_error_with_file_and_place_and_nothing_is_written(files, run, name, text):
    files(**{"in": text, "out_dot_md": "old"})
    status, out, err = run("export", "--from", name, "--output", "out.md", "in")
    assert (status, out) == (1, "")
    first = err.splitlines()[0]
    path, line, column, rest = first.split(":", 3)
    assert (path, rest[:6]) == ("in", " R001 ")
    assert int(line) >= 1
    assert int(column) >= 1
    with open("out.md", encoding="utf-8") as file:
        assert file.read() == "old"


BYTES = (
    st.binary() | st.text().map(str.encode) | st.sampled_from([JSON, JSONL, LISTING, WRAPPED, MARKDOWN]).map(str.encode)
)


@st.composite
def damaged(draw):
    """Draw a good input with some of its bytes cut, repeated, or replaced."""
    data = draw(BYTES)
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        piece = draw(
            st.sampled_from([b"", data[start:end] * 2, b"null", b"NaN", b'"', b"}", b"[[", b"\xff", b"\\ud800"])
        )
        data = data[:start] + piece + data[end:]
    return data


@given(damaged(), st.sampled_from(["json", "jsonl", "huggingface", None]), st.sampled_from(["a.json", "a.jsonl", "2024-07-12.json", "a"]))  # fmt: skip
@example(b'["' + b"\\ud83d" * 3 + b'"]', "huggingface", "a.json")
def test_any_bytes_are_digests_or_errors(data, name, source):
    file = io.BytesIO(data)
    file.name = source
    try:
        document = dailypapers.read(file, name)
    except DigestSyntaxError:  # not decoded; or Markdown
        return
    for digest in document.digests:
        assert dailypapers.from_data(dailypapers.to_data(digest)) == (digest,)
    if name or source != "a":  # that of neither is Markdown, with codes of its own
        codes = {problem.code for problem in document.problems}
        assert codes - {"R001", "R002", "A205"} <= (set() if document.digests else {"S006", "S007"})
    assert document == dailypapers.read(file_again(data, source), name)


def file_again(data, source):
    file = io.BytesIO(data)
    file.name = source
    return file


@pytest.mark.parametrize("text", ["", " \n"])
@pytest.mark.parametrize(("name", "code"), [("json", "R001"), ("jsonl", "S007"), ("huggingface", "R001")])
def test_what_is_empty_is_an_error(tmp_path, text, name, code):
    (tmp_path / "a").write_text(text)
    assert [problem.code for problem in dailypapers.read(tmp_path / "a", name).errors] == [code]


@pytest.mark.parametrize(
    ("name", "text", "digests"),
    [
        ("a.json", '{"version": 1, "digests": []}', []),
        ("a.json", dailypapers.export([], "json"), []),
        ("2026-08-21.json", "[]", [Digest(datetime.date(2026, 8, 21))]),
        ("a.json", '{"date": "2026-08-21", "data": []}', [Digest(datetime.date(2026, 8, 21))]),
    ],
)
def test_what_says_that_there_is_nothing_is_no_error(tmp_path, name, text, digests):
    (tmp_path / name).write_text(text)
    document = dailypapers.read(tmp_path / name)
    assert (list(document.digests), document.problems) == (digests, ())


def test_many_errors_end_the_reading(tmp_path):
    (tmp_path / "a.jsonl").write_text(JSONL + "1\n" * 5000)
    document = dailypapers.read(tmp_path / "a.jsonl")
    assert document.digests == DOCUMENT.digests
    assert len(document.errors) == 1001
    assert document.errors[-1].message == "more than 1000 errors; the rest is not read"


@pytest.mark.parametrize("separator", ["\n", "\r\n"])
def test_a_problem_has_the_line(tmp_path, separator):
    (tmp_path / "a.jsonl").write_bytes(separator.join(['{"title": "A"}', "", '  {"title": 1}', ""]).encode())
    (problem,) = dailypapers.read(tmp_path / "a.jsonl").problems
    assert (problem.line, problem.column, problem.text) == (3, 3, '  {"title": 1}')


def test_a_folder_needs_a_suffix(tmp_path):
    (tmp_path / "reader.py").write_text(
        "import attrs\n@attrs.frozen\nclass Any:\n    def read(self, content, source): return ()\n"
    )
    reader = f"{tmp_path / 'reader.py'}:Any"
    assert [document.digests for document in dailypapers.read_all([tmp_path / "reader.py"], reader)] == [()]
    with pytest.raises(InputPathError, match="has no suffix; name the files in this folder"):
        list(dailypapers.read_all([tmp_path], reader))
    assert main(["check", "--from", reader, str(tmp_path)]) == 2
