"""The option ``update``: a file of references keeps its text, and the papers that it does not have come behind it."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportWarning, KeysError, OptionError, Paper
from dailypapers.testing import papers
from support import process

ONE = Paper("One", "https://arxiv.org/abs/2407.00001", authors=("Ann One",))
TWO = Paper("Two", "https://arxiv.org/abs/2407.00002")
MINE = """\
% mine, by hand
@string{ jan = "January" }
@comment{kept}
@Article{Smith99, author = {Smith, J.}, title = "No paper of arXiv" , pages = {1--2},
   month = jan }

@misc{maps,
  title = {One, in print},
  journal = {arXiv preprint arXiv:2407.00001},
  note = {read it}
}
"""


def updated(path, text, *some, **options):
    """Export papers with ``update``; give what stands behind the text of the file."""
    path.write_bytes(text.encode())
    output = dailypapers.export(
        [Digest(None, some)], "csl" if path.suffix == ".json" else "bibtex", update=path, **options
    )
    assert path.read_bytes() == text.encode()
    return output


@pytest.mark.parametrize("text", [MINE, MINE.replace("\n", "\r\n"), "\ufeff" + MINE, MINE.rstrip("\n"), MINE + "\n"])
def test_the_text_stays_byte_for_byte_and_new_papers_come_behind_it(tmp_path, text):
    output = updated(tmp_path / "mine.bib", text, ONE, TWO, fields="title,eprint")
    assert output.startswith(text)
    behind = output[len(text) :].replace("\r\n", "\n")
    assert behind.lstrip("\n") == (
        "@misc{arxiv-2407.00002,\n  title = {Two},\n  eprint = {2407.00002},\n  archiveprefix = {arXiv},\n}\n"
    )
    assert (text + behind).replace("\r\n", "\n").count("}\n\n@misc{arxiv-") == 1
    assert ("\r\n" in output[len(text) :]) == ("\r\n" in text)
    assert updated(tmp_path / "mine.bib", output, ONE, TWO) == output


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{a, eprint = {2407.00002}}",
        "@misc{a, doi = {10.48550/arXiv.2407.00002}}",
        "@misc{a, url = {http://arxiv.org/pdf/2407.00002v3}}",
        "@misc{a, howpublished = {arXiv: 2407.00002}}",
        "@misc{arxiv-2407.00002, title = {Anything}}",
        "@misc{a, title = {{Two}}}",
        "@misc{a, title = {T}, subtitle = {wo}}",
        "@misc{ä b, eprint = {2407.00002}}",  # an odd key is no fault of update
        "@ misc\n{a, eprint = {2407.00002}}",
        "@misc{a, title = {Tw} # o}",
    ],
)
def test_a_paper_that_the_file_has_is_not_written_again(tmp_path, entry):
    assert updated(tmp_path / "mine.bib", entry, TWO) == entry


@pytest.mark.parametrize(
    ("entry", "paper"),
    [
        ('@misc{a, title = {{\\"U}ber}}', Paper("Über")),
        ("@misc{a, title = {Kad{\\i}}}", Paper("Kadi")),
        ("@misc{a, title = {Stra{\\ss}e}}", Paper("Straße")),
        ("@misc{a, url = {https://example.org/a%20b}}", Paper("A", "https://example.org/a%20b")),
    ],
)
def test_the_same_paper_in_other_letters(tmp_path, entry, paper):
    assert updated(tmp_path / "mine.bib", entry, paper) == entry


def test_an_entry_without_letters_is_no_paper_without_letters(tmp_path):
    output = updated(tmp_path / "mine.bib", "@misc{a, note = {mine}}\n", Paper("—"), fields="title")
    # printf — | sha256sum
    assert output == "@misc{a, note = {mine}}\n\n@misc{paper-bda05058,\n  title = {---},\n}\n"


def test_a_key_of_the_file_is_not_given_again(tmp_path):
    text = "@misc{ARXIV-2407.00002, title = {Another}, eprint = {2407.00009}}\n"
    with pytest.warns(ExportWarning, match="has the key arxiv-2407.00002-2"):
        output = updated(tmp_path / "mine.bib", text, TWO, fields="title")
    assert output == f"{text}\n@misc{{arxiv-2407.00002-2,\n  title = {{Two}},\n}}\n"


@pytest.mark.parametrize(
    "text",
    [
        "% @misc{arxiv-2407.00002, title = {Mine}}\n",
        "%% @ Misc ( ARXIV-2407.00002,\n",
        "@comment{@misc{arxiv-2407.00002, title = {Mine}}}\n",
    ],
)
def test_a_key_that_is_commented_out_is_there_to_bibtex(tmp_path, text):
    with pytest.warns(ExportWarning, match="has the key arxiv-2407.00002-2"):
        output = updated(tmp_path / "mine.bib", text, TWO, fields="title")
    assert updated(tmp_path / "mine.bib", output, TWO, fields="title") == output


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "[\nNEW\n]"),
        ("[\n]\n", "[\n\nNEW\n]\n"),
        ('[{"id": 7, "title": "Mine"}]\n', '[{"id": 7, "title": "Mine"},\nNEW\n]\n'),
        ('[\r\n  {"id": "a"}\r\n]\r\n', '[\r\n  {"id": "a"}\r\n,\r\nNEW\r\n]\r\n'),
        ('[{"id": "a", "author": []}]', '[{"id": "a", "author": []},\nNEW\n]'),
        ("\ufeff[]", "\ufeff[\nNEW\n]"),
        (" \n", " \n[\nNEW\n]\n"),
    ],
)
def test_items_of_csl_come_before_the_last_bracket(tmp_path, text, expected):
    output = updated(tmp_path / "mine.json", text, TWO, fields="title")
    new = '{"id": "arxiv-2407.00002", "type": "article", "genre": "preprint", "title": "Two"}'
    assert output == expected.replace("NEW", new)
    json.loads(output.removeprefix("\ufeff"))
    assert updated(tmp_path / "mine.json", output, TWO) == output


@pytest.mark.parametrize("url", [" https://example.org/a ", "https://example.org/a https://example.org/b", "a\nb", " "])
@pytest.mark.parametrize("name", ["mine.json", "mine.bib"])
def test_a_paper_is_known_by_its_link_whatever_that_is(tmp_path, name, url):
    paper = Paper("$x$", url)
    output = updated(tmp_path / name, "[]" if name == "mine.json" else "", paper)
    assert updated(tmp_path / name, output, paper) == output


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mine.bib", b"@misc{a, title = {never closed\n", "no BibTeX"),
        ("mine.bib", b"@misc{a, title = {\xff}}", "UTF-8"),
        ("mine.json", b'[{"id": "a"}', "2:1|1:13|the end"),
        *(
            ("mine.json", content, r"mine\.json: no list, behind whose items new ones could come$")
            for content in (b'{"id": "a"}', b'{"id": "a", "author": []}', b'{"id": "a"}\n[]')
        ),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(KeysError, match=said):
        dailypapers.write([Digest(None, (TWO,))], path, "csl" if path.suffix == ".json" else "bibtex", update=path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("text", ["", "\ufeff", "\n", "\ufeff\n", "% mine\n\n", "\ufeff% mine\n\n"])
def test_nothing_more_comes_between_a_file_without_entries_and_new_ones(tmp_path, text):
    assert updated(tmp_path / "mine.bib", text, TWO, fields="title") == (
        f"{text}@misc{{arxiv-2407.00002,\n  title = {{Two}},\n}}\n"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"@misc{a,\n title = {\xff}}\n\n", ":2: cannot be decoded as UTF-8: invalid start byte at byte 19"),
        *(
            (
                b"@misc{a, title = {A}}" + end + b"@misc{b, title = {A" + end,
                ":2: no BibTeX: Unexpectedly reached end of file.",
            )
            for end in (b"\n", b"\r\n", b"\r")
        ),
        (b'\n [{"id": "a"}]', ": no BibTeX; CSL-JSON is read from a file whose name ends in .json"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path, content, told):
    path = tmp_path / "mine.bib"
    path.write_bytes(content)
    with pytest.raises(KeysError, match=f"^{re.escape(f'{path}{told}')}$"):
        dailypapers.export(Digest(None, (TWO,)), "bibtex", update=path)


def test_only_a_file_that_is_not_there_may_be_an_empty_one(tmp_path):
    with pytest.raises(KeysError, match=r"cannot be read: [A-Z][a-z ]+$"):
        dailypapers.export(Digest(None, (TWO,)), "bibtex", update=tmp_path)


@pytest.mark.parametrize("text", ["Some notes.\n", "% mine\nand notes", "\ufeffSome notes"])
def test_text_that_is_no_bibtex_is_refused(tmp_path, text):
    path = tmp_path / "mine.bib"
    with pytest.raises(KeysError, match=f"^{re.escape(str(path))}: no BibTeX: there is no entry in it$"):
        updated(path, text, TWO)


@pytest.mark.parametrize(
    ("some", "told"),
    [
        ([TWO], "1 paper added, 0 were in it"),
        ([ONE, TWO], "1 paper added, 1 was in it"),
        ([ONE], "0 papers added, 1 was in it"),
        ([TWO, Paper("Three")], "2 papers added, 0 were in it"),
        ([ONE, Paper("No Paper of arXiv"), TWO], "1 paper added, 2 were in it"),
    ],
)
def test_what_was_added_is_logged(tmp_path, caplog, some, told):
    with caplog.at_level("INFO", "dailypapers"):
        updated(tmp_path / "mine.bib", MINE, *some)
    assert caplog.record_tuples == [("dailypapers.references.known_entries", 20, f"{tmp_path / 'mine.bib'}: {told}")]


@pytest.mark.parametrize(("format_name", "name"), [("bibtex", "mine.json"), ("csl", "mine.bib")])
def test_a_file_of_another_format_is_refused(tmp_path, format_name, name):
    (tmp_path / name).write_text("")
    with pytest.raises(OptionError, match=rf"update=.*{name}: csl adds to .*\.json, bibtex to any other"):
        dailypapers.export(Digest(None, [ONE]), format_name, update=tmp_path / name, sort="key")


def test_the_output_may_be_the_file_which_need_not_be_there_yet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for some in ([ONE], [ONE, TWO], [TWO]):
        dailypapers.write([Digest(None, some)], "mine.bib", update="mine.bib", fields="eprint")
    text = (tmp_path / "mine.bib").read_text("utf-8")
    assert [text.count(f"@misc{{arxiv-2407.0000{n}") for n in (1, 2)] == [1, 1]
    with pytest.raises(KeysError, match=r"gone\.bib: cannot be read: .*; an empty file will do$"):
        dailypapers.write([Digest(None, (ONE,))], "other.bib", update="gone.bib")
    (tmp_path / "link.bib").symlink_to("target.bib")
    dailypapers.write([Digest(None, [ONE])], "link.bib", update="link.bib")
    assert "2407.00001" in (tmp_path / "target.bib").read_text("utf-8")
    (tmp_path / "a.md").write_text(
        "## Daily Papers (2024-07-12)\n\n### [T](https://arxiv.org/abs/2407.00003)\n", "utf-8"
    )
    command = ("export", "-o", "mine.bib", "--option", "update=mine.bib", "a.md")
    assert process(*command, cwd=tmp_path)[0] == 0
    assert (tmp_path / "mine.bib").read_text("utf-8").startswith(text)
    status, _, said = process("export", "-f", "bibtex", "--option", "update=gone.bib", "a.md", cwd=tmp_path)
    assert (status, "gone.bib" in said) == (1, True)


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@pytest.mark.parametrize("format_name", ["bibtex", "csl"])
@given(st.lists(papers(), max_size=3), st.lists(papers(), max_size=3))
def test_a_run_every_night(tmp_path_factory, format_name, before, after):
    path = tmp_path_factory.mktemp("a") / ("mine.bib" if format_name == "bibtex" else "mine.json")
    dailypapers.write([Digest(None, before)], path, format_name)
    first = path.read_bytes()
    dailypapers.write([Digest(None, [*before, *after])], path, format_name, update=path)
    second = path.read_bytes()
    assert second.startswith(first.rpartition(b"]")[0] if format_name == "csl" else first)
    dailypapers.write([Digest(None, [*after, *before])], path, format_name, update=path)
    assert path.read_bytes() == second


# What stands in files that people keep: by hand, by Zotero, JabRef and Mendeley, by DBLP, and by arXiv itself.
BLOCKS = [
    "% Encoding: UTF-8\n",
    "Automatically generated by a reference manager.\n",
    '@string{cup = "Cambridge University Press"}',
    "@STRING( acm = {ACM} )",
    '@preamble{"\\newcommand{\\noop}[1]{}"}',
    "@Comment{jabref-meta: databaseType:bibtex;}",
    "@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:Mine\\;0\\;1\\;;\n}",
    '@book{atlas%d, title = "An {Atlas} of \\"Osterreich", author = {One, Ann and Two, Bob}, publisher = cup # ", UK"}',
    "@inproceedings(conf/a/One%d,\n\tauthor = {Ann One},\n\ttitle  = {{An Entry} in Parentheses},\n\tmonth = jul,\n)",
    '@misc{one%d,\n      title={A Paper}, \n      author={M{\\"u}ller, J{\\"o}rg and others},\n      year={2024},'
    "\n      eprint={2401.000%02d},\n      archivePrefix={arXiv},\n      primaryClass={cs.CL}, \n}",
    "@article{doe_paper_%d,\n\ttitle = {A Paper: {LLMs}},\n\tabstract = {A \\{brace\\} and 5\\% of @all},\n\tfile = "
    "{PDF:files/1/a.pdf:application/pdf},\n\tannote = {line\n\n\nline},\n}",
    "@Article{Doe%d, Title = {Of Things Uncounted}, Timestamp = {2024.07.12}, Owner = {me},}  % trailing",
    "\n\n\n",
    "   \t\n",
]


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@given(
    st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=8),
    st.sampled_from(["\n", "\n\n", ""]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.lists(papers().filter(lambda paper: any(map(str.isalnum, paper.title))), max_size=3),
)
def test_files_that_people_keep_stay_byte_for_byte(tmp_path_factory, blocks, between, line_end, has_mark, some):
    blocks = [*blocks, BLOCKS[9]]  # text without any entry is no file of references
    numbered = [block.replace("%02d", f"{n:02}").replace("%d", str(n)) for n, block in enumerate(blocks)]
    text = ("\ufeff" if has_mark else "") + between.join(["", *numbered, ""]).replace("\n", line_end)
    path = tmp_path_factory.mktemp("a") / "mine.bib"
    output = updated(path, text, *some)
    assert output.startswith(text)
    new = output[len(text) :].count("@misc{")
    assert new >= len({paper.arxiv_id for paper in some} - {None, *(f"2401.000{n:02}" for n in range(9))})
    assert count_papers(output) == count_papers(text) + new
    assert updated(path, output, *reversed(some)) == output


def count_papers(text):
    return len(dailypapers.read(io.StringIO(text.removeprefix("\ufeff")), "bibtex").papers)


ITEMS = [
    {"id": "One2024", "type": "article-journal", "title": "A Paper", "DOI": "10.1000/1", "custom": {"a": [1, None]}},
    {
        "id": "http://zotero.org/users/1/items/A",
        "type": "webpage",
        "title": "사과 \u2028",
        "issued": {"date-parts": [[2024]]},
    },
    {"id": 7, "type": "book", "title": "<i>A</i>", "note": "arXiv: 2401.00001 [cs]"},
]


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@given(
    st.lists(st.sampled_from(ITEMS), max_size=3),
    st.sampled_from([None, 1, "\t"]),
    st.booleans(),
    st.sampled_from(["", "\n", "\r\n\r\n", "  "]),
    st.lists(papers(), max_size=3),
)
def test_items_that_people_keep_stay_byte_for_byte(tmp_path_factory, items, indent, is_ascii, end, some):
    text = json.dumps(items, indent=indent, ensure_ascii=is_ascii) + end
    path = tmp_path_factory.mktemp("a") / "mine.json"
    output = updated(path, text, *some)
    assert output.startswith(text.rpartition("]")[0])
    assert output.endswith("]" + end)
    assert json.loads(output)[: len(items)] == items
    assert updated(path, output, *reversed(some)) == output
