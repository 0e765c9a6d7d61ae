"""Whoever has a file of another form is shown the reader that takes it."""

import json

import pytest

import dailypapers
from dailypapers import Digest, Paper
from dailypapers._command.main import main
from dailypapers._io.inputs import read_all_by
from dailypapers._io.reading import Reading

PAPER = Digest(None, (Paper("A", "https://arxiv.org/abs/2407.00001", authors=("Ann One",)),))
ITEM = {"paper": {"id": "2407.00001", "title": "A"}, "title": "A"}
RECORD = {"id": "2407.00001", "title": "A", "abs": "https://arxiv.org/abs/2407.00001", "summary": "It counts."}
TABLE = "# Papers\n\n|Title|PDF|\n|---|---|\n|A|[2407.00001](https://arxiv.org/abs/2407.00001)|\n"


def csl(**fields):
    return json.dumps([{"id": "a", "title": "A", **fields}])


TEXTS = [
    *((dailypapers.export(PAPER, name), name) for name in ("json", "jsonl", "bibtex", "csl", "ris")),
    (dailypapers.export(PAPER, "csv"), "records"),
    (json.dumps([ITEM]), "huggingface"),
    (json.dumps({"date": "2024-07-12", "data": [ITEM]}), "huggingface"),
    (json.dumps([str(ITEM)]), "huggingface"),
    (json.dumps(RECORD), "records"),
    (json.dumps([RECORD]), "records"),
    (json.dumps({"papers": [RECORD]}, indent=1), "records"),
    (json.dumps({"Paper": "A"}) + "\nbroken\n", "records"),
    ("\ufefftitle\tid\r\nA\t2407.00001\r\n", "records"),
    ("% by hand\n@comment{x}\n@article{a, title = {A}}", "bibtex"),
    (TABLE, "tables"),
    ("[![A badge](b.svg)](c)\n\n" + TABLE, "tables"),
    (json.dumps({"data": [RECORD]}), "records"),
    (json.dumps({"2024-07-12": [RECORD], "2024-07-13": [RECORD]}), "records"),
    ("title|id\nA|2407.00001\n", "records"),
    (csl(type="article"), "csl"),
    (csl(type="other", author=[{"family": "One"}]), "csl"),
    (csl(type="new"), "records"),
    (csl(type=["article"]), "records"),
    (csl(type="article", authors=["Ann One"]), "records"),
    (csl(type="article", abs="https://arxiv.org/abs/2407.00001"), "records"),
    (json.dumps({"title": "A", "summary": ["x", "y"]}), "records"),
    # no papers
    ("", None),
    ('["hello"]', None),
    ('{"data": ["x"]}', None),
    ('[{"paper": {}}]', None),
    ('{"version": 2, "digests": []}', None),
    ("@media {\n}\n", None),
    ("@article{a}", None),
    ("TY  - x\n", None),
    ("title,id\n,2407.00001\n", None),
    ("|Title|PDF|\n|---|---|\n| |2407.00001|\n", None),
    ("Title | PDF\n--- | ---\n", None),
    ("[]", None),
    ("{}", None),
    ("[1, 2]", None),
    ('{"name": "A"}', None),
    ('{"title": {"0": "A", "1": "B"}}', None),
    ('{"columns": ["title"], "data": [["A"]]}', None),
    ("<feed/>", None),
    ("# Notes\n\nTitle, date and more\n\nare told below.\n", None),
    ("Title\nA\n", None),
    ("|Name|\n|---|\n|A|\n", None),
    ("|Title|\n|---|\n\nno row", None),
    ("An entry:\n\n```bibtex\n@misc{a, title = {A}}\n```\n", None),
    ("write to ann@example.org {soon}", None),
]


@pytest.mark.parametrize(("text", "reader"), TEXTS)
def test_the_reader_that_takes_a_text(tmp_path, text, reader):
    (tmp_path / "a.md").write_text(text, "utf-8")
    reading = Reading()
    list(read_all_by(reading, [tmp_path]))
    assert [found for _, found in reading.others] == ([reader] if reader else [])


HINTS = [
    ("a.md", TABLE, [], "S001", "tables"),
    ("2024-07-12.md", TABLE, [], "S006", "tables"),
    ("a.csv", "title,id\nA,2407.00001\n", [], "S001", "records"),
    ("a.txt", json.dumps(RECORD), [], "S001", "records"),
    ("a.json", json.dumps([RECORD]), [], "R001", "records"),
    ("a.jsonl", json.dumps(RECORD) + "\n" + json.dumps(RECORD), [], "R001", "records"),
    ("a.json", json.dumps([RECORD]), ["--from", "json"], "R001", "records"),
    ("a.json", json.dumps([ITEM]), ["--from", "json"], "R001", "huggingface"),
    ("a.txt", "@misc{a, title = {A}}", ["--from", "jsonl"], "R001", "bibtex"),
    ("a.bib", "@misc{a, title = {A}}", ["--from", "records"], "R001", "bibtex"),
    ("a.txt", "title|id\nA|2407.00001\n", [], "S001", "records"),
    ("a.csv", "title,id\nA,2407.00001\n", ["--from", "bibtex"], "S007", "records"),
    ("a.jsonl", "title,id\nA,2407.00001\n", [], "R001", "records"),
    ("a.json", json.dumps([ITEM]), ["--from", "tables"], "S007", "huggingface"),
    ("2024-07-12.json", json.dumps([RECORD]), ["--from", "tables"], "S006", "records"),
    ("a.json", csl(type="article", authors=["Ann One"]), [], "R001", "records"),
]


@pytest.mark.parametrize(("name", "content", "arguments", "code", "reader"), HINTS)
def test_an_error_names_the_reader(tmp_path, capsys, name, content, arguments, code, reader):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert main(["list", *arguments, str(path)]) == 1
    first = capsys.readouterr().err.splitlines()[0]
    assert f" {code} " in first
    assert first.endswith(f"; --from {reader} reads it")
    assert main(["list", "--from", reader, str(path)]) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "paper_title,url\nA,2407.00001\n"),
        ("a.json", json.dumps([{"paper_title": "A"}])),
        ("a.json", json.dumps({"data": [{"paper_title": "A"}]})),
        ("a.jsonl", json.dumps({"paper_title": "A"})),
    ],
)
def test_an_error_says_how_to_name_the_title(tmp_path, capsys, name, content):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert main(["check", str(path)]) == 1
    hint = "; --from records reads it, if --from-option title=… names the field that is the title\n"
    assert capsys.readouterr().out.endswith(hint)
    assert main(["list", "--from", "records", "--from-option", "title=paper_title", str(path)]) == 0


@pytest.mark.parametrize(
    ("name", "content", "arguments"),
    [
        ("a.txt", '{"name": 7}', []),
        ("a.json", json.dumps({"Topic": {"2407.00001": "|A|"}}), []),
        ("a.md", "# Notes\n", ["--from", "tables"]),
    ],
)
def test_where_no_reader_takes_a_file_the_page_is_named(tmp_path, capsys, name, content, arguments):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert main(["check", *arguments, str(path)]) == 1
    assert capsys.readouterr().out.endswith('; the page "Papers from other projects" says what is read\n')


def test_a_row_of_json_lines_with_a_wrong_value_is_left_to_its_reader(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text(dailypapers.export(PAPER, "jsonl").replace('"votes": null', '"votes": "many"'), "utf-8")
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out.endswith("R001 votes: expected a whole number, not text\n")


@pytest.mark.parametrize("content", ["1", '[{"votes": NaN}]', '["A"]', "[[1]]"])
def test_where_no_reader_helps_none_is_named(tmp_path, capsys, content):
    path = tmp_path / "a.json"
    path.write_text(content, "utf-8")
    assert main(["check", str(path)]) == 1
    assert "--from" not in capsys.readouterr().out


def test_a_warning_of_json_lines_names_the_reader(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "A", "pdf": "https://arxiv.org/pdf/2407.00001"}), "utf-8")
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out.endswith("passed over keys that no paper has: 'pdf'; --from records reads them\n")


def test_records_of_a_listing_are_told(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([ITEM, ITEM]), "utf-8")
    assert main(["check", "--from", "records", str(path)]) == 1
    assert (
        "items of the papers API, whose objects 'paper' are passed over; --from huggingface" in capsys.readouterr().out
    )


def test_files_of_a_folder_that_another_reader_takes_are_told_in_one_line(tmp_path, capsys):
    (tmp_path / "a.md").write_text(dailypapers.export(PAPER, "markdown"), "utf-8")
    for number in range(5):
        (tmp_path / f"README{number}.md").write_text(TABLE, "utf-8")
    (tmp_path / "NOTES.md").write_text("# Notes\n", "utf-8")
    (tmp_path / "A.md").write_text(dailypapers.export(PAPER, "bibtex"), "utf-8")
    names = [("A.md", "bibtex"), ("README0.md", "tables"), ("README1.md", "tables")]
    some = ", ".join(f"{tmp_path / name} (--from {reader})" for name, reader in names)
    for command in ("list", "check"):
        assert main([command, str(tmp_path)]) == 0
        assert capsys.readouterr().err == f"passed over, as there is no digest in them: {some} and 3 more\n"
    assert main(["export", "--format", "csv", "--from", "markdown", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_a_folder_of_records_alone_says_how_to_read_them(tmp_path, capsys):
    for name in ("a.csv", "b.tsv", "c.jsonl"):
        (tmp_path / name).write_text("", "utf-8")
    assert main(["list", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert "; 1 *.jsonl: name it, or add --from jsonl or records" in err
    assert "; 1 *.csv: add --from records; 1 *.tsv: add --from records" in err


def test_an_export_tells_each_kind_of_doubt(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"title": "A", "score": 1}]), "utf-8")
    options = [f"--from-option={option}" for option in ("url=nope", "votes=none")]
    assert main(["export", "--format", "csv", "--from", "records", *options, str(path)]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "warning: 3 × R002 doubtful: passed over fields that no paper has: 'score'; the options title, url, authors, "
        "date, votes, media and abstract name a field",
        "    also: no record has the field 'nope', which the option url names",
        "    also: no record has the field 'none', which the option votes names",
        "dailypapers check shows where",
    ]
