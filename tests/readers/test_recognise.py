"""Whoever has a file of another form is shown the reader that takes it."""

import json

import pytest

import dailypapers
from dailypapers import Digest, Paper
from dailypapers._command.main import main
from dailypapers.records.recognise import reader_of

PAPER = Digest(None, (Paper("A", "https://arxiv.org/abs/2407.00001", authors=("Ann One",)),))
ITEM = {"paper": {"id": "2407.00001", "title": "A"}, "title": "A"}
RECORD = {"id": "2407.00001", "title": "A", "abs": "https://arxiv.org/abs/2407.00001", "summary": "It counts."}
TABLE = "# Papers\n\n|Title|PDF|\n|---|---|\n|A|[2407.00001](https://arxiv.org/abs/2407.00001)|\n"

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
    # no papers
    ("", None),
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
def test_the_reader_that_takes_a_text(text, reader):
    assert reader_of(text) == reader


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
    assert main(["list", str(tmp_path)]) == 0
    some = ", ".join(str(tmp_path / f"README{number}.md") for number in range(3))
    told = f"passed over, as there is no digest in it: {some} and 2 more; --from tables reads it\n"
    assert capsys.readouterr().err == told
    assert main(["export", "--format", "csv", "--from", "markdown", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_a_folder_of_records_alone_says_how_to_read_them(tmp_path, capsys):
    for name in ("a.csv", "b.tsv", "c.jsonl"):
        (tmp_path / name).write_text("", "utf-8")
    assert main(["list", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert "; 1 *.jsonl: name it, or add --from jsonl or records" in err
    assert "; 1 *.csv: add --from records; 1 *.tsv: add --from records" in err
