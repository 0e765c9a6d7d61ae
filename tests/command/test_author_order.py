"""The order of authors on the command line: which papers keep theirs, and which went to references without one."""

import json

import pytest


def digest(date, *papers):
    """Give a digest of papers by their arXiv ids, or titles, and authors."""
    text = f"## Daily Papers ({date})\n\n"
    for name, authors in papers:
        link = f"[{name}](https://arxiv.org/abs/{name})" if name[0] == "2" else name
        text += f"### {link}\n\n{f'Authors: {authors}' if authors else ''}\n\n"
    return text


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    july = digest(
        "2024-07-12",
        ("2407.00001", "Bob, Ann"),
        ("2407.00002", "Cem, Dee"),
        ("2407.00003", "Eve"),
        ("2407.00004", "Eve, +"),
        ("2407.00005", ""),
        ("Not on arXiv", "Fay, Gus"),
    )
    texts = {
        "july.md": july,
        "august.md": digest("2024-08-01", ("2407.00001", "Ann, Bob"), ("2408.00001", "Hal, Ida")),
        "orders.json": json.dumps({"2407.00001": ["Ann", "Bob"], "2407.00002": ["Dee", "Zoe"]}),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def unknown_order(count):
    what = "1 paper has its" if count == 1 else f"{count} papers have their"
    return (
        f"{what} authors in no known order, as a digest does not keep it: restore it with --authors FILE, such as a "
        "feed of arXiv\n"
    )


TOLD = """\
authors: 1 in their true order, 0 completed, left as they were: 1 with other names, 3 of no known order
    with other names: 2407.00002
    of no known order: 2407.00003, 2407.00004, Not on arXiv
"""


def test_list_restores_before_papers_are_chosen(run):
    status, out, err = run("list", "--authors", "orders.json", "july.md")
    assert (status, out.count("\n"), err) == (0, 6, TOLD)
    completed = {"2407.00004": ["Zoe", "Eve"]}
    with open("more.json", "w", encoding="utf-8") as file:
        json.dump(completed, file)
    assert run("list", "--author", "Zoe", "july.md")[1] == ""
    status, out, err = run("list", "--author", "Zoe", "--authors", "more.json", "july.md")
    assert (status, out) == (0, "2024-07-12\t-\t2407.00004\t2407.00004\n")
    assert err.startswith("authors: 0 in their true order, 1 completed, ")


def test_list_with_a_wrong_file(run, files):
    (files / "broken.json").write_text("{}x", "utf-8")
    status, out, err = run("list", "--authors", "broken.json", "--authors", "orders.json", "july.md")
    assert (status, out.count("\n")) == (1, 6)
    assert err.startswith("broken.json:1:3: not JSON: ")
    assert err.endswith(TOLD)


def test_a_folder_of_files(run, files):
    (files / "orders").mkdir()
    (files / "orders.json").rename(files / "orders/a.json")
    assert run("list", "--authors", "orders", "july.md")[::2] == (0, TOLD)
    # each wrong file in it is told, and the others are used
    (files / "orders/b.json").write_text("[1]", "utf-8")
    (files / "orders/c.xml").write_text("<a", "utf-8")
    status, _, err = run("list", "--authors", "orders", "july.md")
    assert (status, err.endswith(TOLD)) == (1, True)
    assert [line.partition(":")[0] for line in err.splitlines()[:2]] == ["orders/b.json", "orders/c.xml"]
    (files / "none").mkdir()
    assert run("list", "--authors", "none", "july.md")[2].startswith(
        "none: no *.atom, *.bib, *.json, *.ris or *.xml file in this folder"
    )


def test_a_file_of_references_that_is_the_output_too(run, files):
    (files / "mine.bib").write_text("@misc{a,\n  author = {Ann and Bob},\n  eprint = {2407.00001},\n}\n", "utf-8")
    command = ("export", "--authors", "mine.bib", "--output", "mine.bib", "--option", "fields=author,eprint", "july.md")
    status, _, err = run(*command, "--top", "1")
    assert (status, err) == (
        0,
        "warning: mine.bib: one of its entries or fields is not in the output: a\nauthors: 1 in their true order, 0 completed, left as they were: 0 with other names, 4 of no known order\n    of no known order: 2407.00002, 2407.00003, 2407.00004, Not on arXiv\n",
    )
    assert "  author = {{Ann} and {Bob}},\n" in (files / "mine.bib").read_text("utf-8")
    (files / "mine.bib").write_text("@misc{a, author = {Ann\n", "utf-8")
    status, _, err = run(*command)
    assert (status, err.partition(":1: no BibTeX")[0]) == (1, "mine.bib")
    assert (files / "mine.bib").read_text("utf-8") == "@misc{a, author = {Ann\n"


def test_of_what_is_left_out_for_its_date_nothing_is_told(run):
    status, out, err = run("list", "--authors", "orders.json", "--since", "2024-08", "july.md", "august.md")
    assert (status, out.count("\n")) == (0, 2)
    assert err == (
        "authors: 1 in their true order, 0 completed, left as they were: 0 with other names, 1 of no known order\n"
        "    of no known order: 2408.00001\n"
    )


def test_papers_that_nothing_identifies_are_not_one(run, files):
    (files / "untitled.md").write_text("## Daily Papers (2024-07-12)\n" + "\n###\n\nAuthors: Ann, Bob\n" * 2, "utf-8")
    status, _, err = run("export", "-f", "bibtex", "--authors", "orders.json", "untitled.md")
    assert status == 0
    assert "    of no known order: a paper without a title\n" in err
    assert err.endswith(unknown_order(2))


def test_the_first_hundred_are_named_each_once(run, files):
    papers = [(f"2407.{number:05}", "Ann, Bob") for number in range(3, 103)]
    (files / "many.md").write_text(digest("2024-07-12", *papers) + digest("2024-07-13", *papers), "utf-8")
    _, _, err = run("list", "--authors", "orders.json", "many.md")
    assert err.splitlines()[-1].endswith(", 2407.00102")
    (files / "many.md").write_text(digest("2024-07-12", *papers, *(("2408.00001", "Eve, Fay"),) * 3), "utf-8")
    _, _, err = run("list", "--authors", "orders.json", "many.md")
    assert err.splitlines()[-1].endswith(", 2407.00102 and others")


# -- references -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ("-f bibtex july.md", 4),  # all but one author alone, and none
        ("-f csl july.md", 4),
        ("-o out.bib july.md", 4),
        ("-o out.csl.json july.md", 4),
        ("-f bibtex july.md august.md", 5),  # a paper counts once, as it is written once
        ("-f bibtex august.md --since 2024-09", None),
        ("-f bibtex july.md --match 2407.00002", 1),
        ("-f bibtex july.md --match 2407.00003", 0),
        ("-f bibtex july.md --option fields=title,url", 0),
        ("-f json july.md", 0),
        ("-f csv july.md", 0),
        ("-o out.json july.md", 0),
        ("-o out.md july.md", 0),
        ("-f bibtex rows.jsonl", 0),  # that is no Markdown
        ("-f bibtex rows.jsonl august.md", 2),
        ("-f bibtex --from jsonl rows.jsonl", 0),
        ("-f bibtex --top 2 july.md august.md", 2),
    ],
)  # fmt: skip
def test_papers_that_went_to_references_in_no_known_order(run, files, arguments, count):
    rows = [{"title": "Row", "url": f"https://arxiv.org/abs/2409.0000{n}", "authors": ["Jan", "Kim"]} for n in (1, 2)]
    (files / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    status, _, err = run("export", *arguments.split(" "))
    expected = "no paper was chosen out of 2\n" if count is None else unknown_order(count) if count else ""
    assert (status, err) == (0, expected)


def test_restored_papers_are_in_their_order(run, files):
    status, _, err = run("export", "-f", "bibtex", "--authors", "orders.json", "july.md")
    assert (status, err) == (0, TOLD + unknown_order(3))
    orders = {"2407.00001": ["Ann", "Bob"], "2407.00002": ["Dee", "Cem"], "2407.00004": ["Eve", "Gus"]}
    (files / "orders.json").write_text(json.dumps(orders), "utf-8")
    _, out, err = run("export", "-f", "bibtex", "--authors", "orders.json", "--match", "2407", "july.md")
    assert "in no known order" not in err
    assert "author = {{Dee} and {Cem}}" in out


def test_a_paper_counts_as_it_was_featured_first(run, files):
    other = digest("2024-08-02", ("2407.00001", "Ann, Quy"))  # names that the order does not have
    (files / "other.md").write_text(other, "utf-8")
    only = "--match", "2407.00001", "--authors", "orders.json"
    for inputs, count in ((("july.md", "other.md"), 0), (("other.md", "july.md"), 1)):
        _, _, err = run("export", "-f", "bibtex", *only, *inputs)
        assert err.endswith(unknown_order(1)) is (count == 1)


def test_nothing_is_said_where_nothing_was_written(run, files):
    (files / "bad.md").write_text("## Daily Papers (2024-07-14)\n\n### [A](https://x.org)\n\nVote: many\n", "utf-8")
    status, out, err = run("export", "-f", "bibtex", "july.md", "bad.md")
    assert (status, out) == (1, "")
    assert "in no known order" not in err
