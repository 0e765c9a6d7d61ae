"""An output that is read as well: what it has is written again, or it stays, or what is lost is told."""

import json
import os

import pytest

import dailypapers
from dailypapers import Digest, KeysError, Paper
from dailypapers._command.main import main

MD = """## Daily Papers (2024-07-12)

### [Zeta](https://arxiv.org/abs/2401.00002)

Authors: Ann One

### [Alpha](https://arxiv.org/abs/2312.00009)
"""
ZETA = Paper("Zeta", "https://arxiv.org/abs/2401.00002", authors=("Ann One",))
ALPHA = Paper("Alpha", "https://arxiv.org/abs/2312.00009")


def export(folder, *arguments):
    (folder / "digest.md").write_text(MD, "utf-8")
    return main(["export", *map(str, arguments), str(folder / "digest.md")])


LOST = [
    # an entry that is no paper of the digest
    ("@misc{gone, title = {Gone}, eprint = {2403.00001}}", "one of its entries or fields", "gone"),
    # fields that we do not write, or write otherwise
    ("@misc{mine, eprint = {2401.00002}, note = {Read!}}", "one of its entries or fields", "note of mine"),
    ("@misc{mine, eprint = {2401.00002}, title = {Z}}", "one of its entries or fields", "title of mine"),
    ("@misc{mine, eprint = {2401.00002v2}}", "one of its entries or fields", "eprint of mine"),
    ("@article{mine, eprint = {2401.00002}}", "one of its entries or fields", "the type of mine"),
    # what is no entry
    ('@string{acm = "ACM"} @misc{mine, eprint = {2401.00002}}', "one of its entries or fields", "@string acm"),
    ("@comment{groups}\n@misc{mine, eprint = {2401.00002}}", "one of its entries or fields", "@comment in line 1"),
    ("% to read\n@misc{mine, eprint = {2401.00002}}", "one of its entries or fields", "the text in line 1"),
    (
        "".join(f"@misc{{gone{number}, title = {{Gone {number}}}}}" for number in range(5)),
        "5 of its entries and fields",
        "gone0, gone1, gone2 and 2 more",
    ),
]


@pytest.mark.parametrize(("text", "count", "names"), LOST)
def test_what_would_be_lost_is_named_and_stays(tmp_path, capsys, text, count, names):
    path = tmp_path / "mine.bib"
    path.write_text(text, "utf-8")
    message = f"{path}: not replaced, as {count} would be lost: {names}; write to another file, or add to this one by update={path}"
    with pytest.raises(KeysError) as raised:
        dailypapers.write(Digest(None, (ZETA, ALPHA)), path, keys=path)
    assert str(raised.value) == message
    assert export(tmp_path, "--output", path, "--option", f"keys={path}") == 1
    assert capsys.readouterr().err.splitlines()[-1] == f"error: {message}"
    assert path.read_text("utf-8") == text
    assert sorted(each.name for each in tmp_path.iterdir()) == ["digest.md", "mine.bib"]


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_file_is_known_by_any_of_its_names(tmp_path, link):
    (tmp_path / "mine.bib").write_text("@misc{gone, title = {Gone}}", "utf-8")
    link(tmp_path / "mine.bib", tmp_path / "other.bib")
    with pytest.raises(KeysError, match="gone"):
        dailypapers.write(Digest(None, (ZETA,)), tmp_path / "other.bib", keys=tmp_path / "mine.bib")


@pytest.mark.parametrize(("format_name", "name"), [("bibtex", "mine.bib"), ("csl", "mine.csl.json")])
def test_a_file_that_loses_nothing_is_replaced(tmp_path, format_name, name):
    path = tmp_path / name
    dailypapers.write(Digest(None, (ZETA,)), path, format_name, note=True)
    text = path.read_text("utf-8").replace("arxiv-2401.00002", "mine")
    path.write_text(text.replace("One", " One\n") if format_name == "bibtex" else text, "utf-8")
    dailypapers.write(Digest(None, (ALPHA, ZETA)), path, format_name, keys=path)
    after = path.read_text("utf-8")
    assert "mine" in after
    assert "arxiv-2312.00009" in after


def test_fields_of_csl_are_compared_as_a_whole(tmp_path):
    path = tmp_path / "mine.json"
    names = [{"family": "One", "given": "A."}]
    path.write_text(json.dumps([{"id": "a", "type": "article", "DOI": "10.48550/arXiv.2401.00002", "author": names}]))
    with pytest.raises(KeysError, match=r"lost: author of a; write"):
        dailypapers.write(Digest(None, (ZETA,)), path, "csl", keys=path)


@pytest.mark.parametrize("field", ['"url": "Other"', '"TITLE": "Other"', '"URL": "Other"', '"title": "Other"'])
@pytest.mark.parametrize("is_first", [True, False])
def test_fields_of_csl_that_differ_in_case_or_come_twice_are_lost(tmp_path, field, is_first):
    path = tmp_path / "mine.csl.json"
    dailypapers.write(Digest(None, (ZETA,)), path, "csl")
    text = path.read_text("utf-8")
    begin, end = text.index("{") + 1, text.rindex("}")
    text = f"{text[:begin]}{field}, {text[begin:]}" if is_first else f"{text[:end]}, {field}{text[end:]}"
    path.write_text(text, "utf-8")
    with pytest.raises(KeysError, match=field.split('"')[1]):
        dailypapers.write(Digest(None, (ZETA,)), path, "csl", keys=path)
    assert path.read_text("utf-8") == text


NO_REFERENCES = [
    (b"@misc{a, title = {\xff}}", "mine.bib", "which cannot be decoded"),
    (b'{"version": 1, "digests": []}', "mine.json", "which is no file of references"),
]


@pytest.mark.parametrize(("content", "name", "what"), NO_REFERENCES)
def test_an_input_that_is_no_file_of_references_is_lost_as_a_whole(tmp_path, capsys, content, name, what):
    path = tmp_path / name
    path.write_bytes(content)
    export(tmp_path, "--format", "csl", "--keep-going", "--output", path, path)
    warning = f"warning: {path}: one of its entries or fields is not in the output: all that is in it, {what}"
    assert capsys.readouterr().err.splitlines()[-1] == warning


def test_another_format_of_the_two_would_lose_all(tmp_path):
    path = tmp_path / "mine.bib"
    path.write_text("@misc{a, eprint = {2401.00002}}", "utf-8")
    with pytest.raises(KeysError, match="lost: a; write"):
        dailypapers.write(Digest(None, (ZETA,)), path, "csl", keys=path)


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
@pytest.mark.parametrize("name", ["mine.bib", "mine.json"])
def test_an_empty_file_has_nothing_to_lose(tmp_path, text, name):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert export(tmp_path, "--format", "csl", "--output", path, "--option", f"keys={path}") == 0
    assert "arxiv-2401.00002" in path.read_text("utf-8")


def test_another_output_may_lose_what_it_will(tmp_path, capsys):
    """A line that is no warning says how many entries fit no paper."""
    path = tmp_path / "mine.bib"
    path.write_text("@misc{gone, title = {Gone}}@misc{z, eprint = {2401.00002}}@misc{%y, note = {}}", "utf-8")
    for _ in range(2):
        assert export(tmp_path, "--output", tmp_path / "new.bib", "--option", f"keys={path}") == 0
        assert capsys.readouterr().err == f"{path}: 2 of 3 entries fit no paper\n"
    path.write_text("@misc{z, eprint = {2401.00002}}", "utf-8")
    assert export(tmp_path, "--format", "csl", "--option", f"keys={path}") == 0
    assert capsys.readouterr().err == ""


def test_a_file_of_keys_without_an_entry_may_be_another_than_was_meant(tmp_path, capsys):
    path = tmp_path / "README.md"
    path.write_text("# References\n\nThey are in another file.\n", "utf-8")
    assert export(tmp_path, "--format", "csl", "--option", f"keys={path}") == 0
    assert capsys.readouterr().err == f"{path}: there is no entry in it, so it keeps no key\n"


def test_the_library_says_nothing_of_it(tmp_path, capsys, recwarn):
    (tmp_path / "mine.bib").write_text("@misc{gone, title = {Gone}}", "utf-8")
    dailypapers.export(Digest(None, (ZETA,)), "bibtex", keys=tmp_path / "mine.bib")
    assert capsys.readouterr().err == ""
    assert recwarn.list == []


# -- a file that is read for the output besides -----------------------------------------------------------------

MINE = "@misc{mine, eprint = {2401.00002}, note = {Read!}}\n"


@pytest.mark.parametrize("name", ["mine.bib", "mine.csl.json", "mine.ris"])
def test_a_file_whose_papers_are_left_out_stays(tmp_path, capsys, name):
    path = tmp_path / name
    dailypapers.write(Digest(None, (ALPHA,)), path)
    before = path.read_bytes()
    assert export(tmp_path, "--output", path, "--without", path) == 1
    assert capsys.readouterr().err.startswith(f"error: {path}: not replaced, as ")
    assert path.read_bytes() == before
    (tmp_path / "empty.bib").write_text("", "utf-8")
    assert export(tmp_path, "--output", tmp_path / "empty.bib", "--without", tmp_path / "empty.bib") == 0
    assert (tmp_path / "empty.bib").read_text("utf-8").count("@misc{") == 2


def test_what_an_input_has_and_its_output_has_not_is_told(tmp_path, capsys):
    path = tmp_path / "mine.bib"
    path.write_text(MINE, "utf-8")
    assert main(["export", "--output", str(path), str(path)]) == 0
    told = "warning: {}: one of its entries or fields is not in the output: mine\n"
    assert capsys.readouterr().err == told.format(path)
    assert main(["export", "--output", str(path), str(path)]) == 0  # nothing of it is lost now
    assert capsys.readouterr().err == ""


def test_a_digest_that_is_an_input_is_told(tmp_path, capsys):
    path = tmp_path / "one.txt"
    path.write_text(MD, "utf-8")
    assert main(["export", "--format", "bibtex", "--output", str(path), str(path)]) == 0
    assert "is not in the output: the text in line 1\n" in capsys.readouterr().err


# -- update ---------------------------------------------------------------------------------------------------------


def test_a_file_that_is_changed_meanwhile_stays(tmp_path):
    path = tmp_path / "mine.bib"
    path.write_text(MINE, "utf-8")

    def digests():
        with path.open("a", encoding="utf-8") as file:
            file.write("@misc{new, title = {By hand}}\n")
        yield Digest(None, (ALPHA,))

    with pytest.raises(KeysError, match="not replaced, as it was changed meanwhile; run the same again"):
        dailypapers.write(digests(), path, update=path)
    assert path.read_text("utf-8") == f"{MINE}@misc{{new, title = {{By hand}}}}\n"


@pytest.mark.parametrize("name", ["mine.ris", "mine.json", "mine.csv"])
def test_an_option_is_wrong_also_where_the_file_is_not_there_yet(tmp_path, capsys, name):
    assert export(tmp_path, "--output", tmp_path / name, "--option", f"update={tmp_path / name}") == 2
    assert "there is no such option" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("text", ["TY  - GEN\nER  - \n", "\\section{A}\n", MD, "<html>\n"])
def test_text_that_is_no_bibtex_does_not_grow(tmp_path, text):
    path = tmp_path / "mine.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(KeysError, match="no BibTeX: there is no entry in it"):
        dailypapers.write(Digest(None, (ALPHA,)), path, "bibtex", update=path)
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("text", ["", "\n", "% by hand\n", "@string{a = {b}}", "@comment{a}"])
def test_a_file_without_an_entry_may_grow(tmp_path, text):
    path = tmp_path / "mine.bib"
    path.write_text(text, "utf-8")
    dailypapers.write(Digest(None, (ALPHA,)), path, update=path)
    assert path.read_text("utf-8").startswith(text)


def test_bytes_that_are_no_utf_8_are_told_with_their_line(tmp_path):
    path = tmp_path / "mine.bib"
    path.write_bytes(b"@misc{a,\n title = {\xe9}}\n")
    with pytest.raises(KeysError) as raised:
        dailypapers.write(Digest(None, (ALPHA,)), path, update=path)
    assert raised.value.line == 2
