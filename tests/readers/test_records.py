"""Records and tables: what the fields of papers mean by their names, in each form in which they come."""

import datetime
import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Media, Paper, Point
from dailypapers.readers.records import Records
from dailypapers.readers.tables import Tables
from dailypapers.testing import check_reader, digests
from support import made_again

URL = "https://arxiv.org/abs/2407.00001"
DAY = datetime.date(2024, 7, 12)
NAMED = "the options title, url, authors, date, votes, media and abstract name a field"


def read(content, name="-", reader="records", **options):
    """Read a text as if it had a name; gives the digests and the messages."""
    text = content if isinstance(content, str) else "".join(json.dumps(row) + "\n" for row in content)
    source = io.StringIO(text)
    source.name = name
    document = dailypapers.read(source, reader, **options)
    return document.digests, [f"{problem.line}: {problem.message}" for problem in document.problems]


def paper_of(record, name="-", **options):
    """Give the one paper of a record, about which nothing but a name is told."""
    ((digest,), messages) = read([record], name, **options)
    assert all("passed over fields" in message or "no record has the field" in message for message in messages)
    (paper,) = digest.papers
    return paper


# -- what a field means -------------------------------------------------------------------------------------------

TITLES = [
    ({"title": "Counting\n  Apples"}, "Counting Apples"),
    ({"Title": "A"}, "A"),
    ({"paper": "A"}, "A"),
    ({"title": "", "paper": "A"}, "A"),
    ({"title": "**A *B* C**"}, "A *B* C"),
    ({"title": "*A* and *B*"}, "*A* and *B*"),
    ({"title": "A. (arXiv:2302.00025v1 [cs.LG])"}, "A."),
    ({"title": "A (arXiv:2302.00025v1 [cs.LG] UPDATED)"}, "A"),
    ({"title": "[A [B] (C)](https://example.org/a_(b))"}, "A [B] (C)"),
    ({"title": "**[A](https://example.org)**"}, "A"),
    ({"title": "[Re] A (B)"}, "[Re] A (B)"),
    ({"title": "[A](papers/a.md)"}, "A"),
    ({"title": "A of f[x](y)"}, "A of f[x](y)"),
    ({"title": "A of f([x](y))"}, "A of f([x](y))"),
    ({"title": "![Star](https://example.org/a.svg) [**A**](https://example.org/a)"}, "A"),
    ({"title": "[![Star](https://example.org/a.svg)](https://example.org/code) [A](https://example.org/a)"}, "A"),
    ({"title": "A [**B**](https://example.org/b) C"}, "A B C"),
    # links beside the words are of something else
    ({"title": "[A](https://example.org/a) [[code]](https://example.org/b)"}, "A"),
    ({"title": "[A](https://example.org/a)[[pdf]](https://example.org/b)"}, "A"),
    ({"title": "**[A](https://example.org/a)** ([code](https://example.org/b))"}, "A"),
    ({"title": "A ([code](https://example.org/b), [data](https://example.org/c)) [[pdf](https://example.org/d)]"}, "A"),
    ({"title": "[A](https://example.org/a) [code](https://example.org/b)"}, "A"),
    ({"title": "[A](https://example.org/a) & [B](https://example.org/b)"}, "A & B"),
    ({"title": "A < B & C"}, "A < B & C"),
]


@pytest.mark.parametrize(("record", "title"), TITLES)
def test_titles(record, title):
    assert paper_of(record).title == title


LINKS = [
    # the first that leads to arXiv, in the order of the names, as it stands
    ({"pdf": "http://arxiv.org/pdf/2407.00001v2", "abs": URL}, URL),
    (
        {"url": "https://example.org", "pdf_url": "http://arxiv.org/pdf/2407.00001v2"},
        "http://arxiv.org/pdf/2407.00001v2",
    ),
    ({"id": "2407.00001"}, URL),
    ({"id": "2407.00001v3"}, URL),
    ({"arxiv_id": "arXiv:2407.00001"}, URL),
    ({"arXiv ID": "cs/0112017"}, "https://arxiv.org/abs/cs/0112017"),
    ({"id": "arXiv:2407.00001v1 [cs.LG]"}, URL),
    ({"id": "arXiv: 2407.00001"}, URL),
    ({"doi": "10.48550/arXiv.2407.00001"}, URL),
    ({"url": f"{URL} (v2)"}, URL),
    ({"PDF": "**[2407.00001](http://arxiv.org/abs/2407.00001)**"}, "http://arxiv.org/abs/2407.00001"),
    ({"link": f"[code](https://example.org) / [arXiv]({URL})"}, URL),
    ({"link": f"[![arXiv](https://example.org/a.svg)]({URL}) [code](https://example.org)"}, URL),
    ({"link": f"<{URL}>"}, URL),
    ({"link": f"({URL})"}, URL),
    ({"link": f"see {URL} (or https://example.org)"}, URL),
    ({"link": "`2407.00001`"}, URL),
    ({"link": "//arxiv.org/abs/2407.00001"}, URL),
    ({"link": "[2407.00001](./a.md)"}, URL),
    ({"link": f"https://example.org {URL}"}, URL),
    ({"link": f"[code](https://example.org), {URL}"}, URL),
    # else the first that is a link
    ({"link": "(see https://example.org/a_(b))"}, "https://example.org/a_(b)"),
    ({"link": "// none"}, None),
    ({"link": "[2407.00001](https://example.org/a_(b))"}, "https://example.org/a_(b)"),
    ({"link": "[a](https://example.org/a), [b](https://example.org/b)"}, "https://example.org/a"),
    ({"url": "", "link": "https://example.org/a", "pdf": "https://example.org/b"}, "https://example.org/a"),
    ({"doi": "10.1000/a"}, "https://doi.org/10.1000/a"),
    ({"id": "17", "link": "https://example.org/a"}, "https://example.org/a"),
    # what is beside a title comes last
    ({"title": f"[A]({URL})", "link": "https://arxiv.org/abs/2407.00002"}, "https://arxiv.org/abs/2407.00002"),
    ({"title": f"[A]({URL})", "link": "https://example.org/a"}, URL),
    ({"title": f"A ([arXiv]({URL}))"}, URL),
    ({"title": f"[![Star](a.svg)](https://example.org) [A]({URL}) [[code]](https://example.org)"}, URL),
    ({"title": "A (arXiv:2407.00001v1 [cs.LG])"}, URL),
    # none
    ({"id": "17", "url": "see below"}, None),
    ({"id": 2407.00001, "url": ["a"], "link": None}, None),
    ({"id": "2413.00001"}, None),
]


@pytest.mark.parametrize(("record", "url"), LINKS)
def test_links(record, url):
    assert paper_of({"title": "A", **record}).url == url


AUTHORS = [
    (["Ann One", " Bob\n Two ", ""], ["Ann One", "Bob Two"], None),
    ([{"name": "Ann One", "id": 1}, {"id": 2}], ["Ann One"], None),
    (["Ann One", "Bob Two", "et al."], ["Ann One", "Bob Two"], 2),
    (["Ann One et al"], ["Ann One"], 1),
    ("Ann One, Bob Two", ["Ann One", "Bob Two"], None),
    ("Ann One; Bob Two;", ["Ann One", "Bob Two"], None),
    ("Ann One and Bob Two", ["Ann One", "Bob Two"], None),
    ("Ann One, Bob Two, and Cem Three", ["Ann One", "Bob Two", "Cem Three"], None),
    ("Ann One & Bob Two", ["Ann One", "Bob Two"], None),
    ("One, Ann and Two, Bob", ["Ann One", "Bob Two"], None),
    ("One, Ann; Two, Bob", ["Ann One", "Bob Two"], None),
    ("One, A., Two, B. C., & Three, C.-D.", ["A. One", "B. C. Two", "C.-D. Three"], None),
    ("One, A.", ["A. One"], None),
    ("A. One, B. Two", ["A. One", "B. Two"], None),
    ("Ann One, Bob Two, ...", ["Ann One", "Bob Two"], 2),
    ("Ann One, …", ["Ann One"], 1),
    ("Ann One，Bob Two、Cem Three", ["Ann One", "Bob Two", "Cem Three"], None),
    ("Ann Sand, Leander Band", ["Ann Sand", "Leander Band"], None),
    ("Ann One et.al.", ["Ann One"], 1),
    ("Ann One, Bob Two, et al.", ["Ann One", "Bob Two"], 2),
    ("Ann One, Bob Two and others", ["Ann One", "Bob Two"], 2),
    ("Ann One 等", ["Ann One"], 1),
    ("Ann Etal", ["Ann Etal"], None),
    ("['Ann One', \"Bob O'Two\"]", ["Ann One", "Bob O'Two"], None),  # as pandas writes a list into a cell
    ('["Ann One", "Bob Two"]', ["Ann One", "Bob Two"], None),
    ("et al.", [], None),
    # others that are counted
    ("Ann One, Bob Two, 12 others", ["Ann One", "Bob Two"], 2),
    ("Ann One and 3 more", ["Ann One"], 1),
    ("Ann One, Bob Two & 3 other authors", ["Ann One", "Bob Two"], 2),
    ("Ann One, Bob Two (and 3 more)", ["Ann One", "Bob Two"], 2),
    ("Ann One, and many others", ["Ann One"], 1),
    ("Ann One, +", ["Ann One"], 1),
    ("Ann One +5", ["Ann One"], 1),
    (["Ann One", "+5"], ["Ann One"], 1),
    # Markdown
    ("**Ann One et.al.**", ["Ann One"], 1),
    ("Ann One *et al.*", ["Ann One"], 1),
    ("_Ann One_, `Bob Two`", ["Ann One", "Bob Two"], None),
    ("[Ann One](https://example.org), **Bob Two**", ["Ann One", "Bob Two"], None),
    (["[Ann One](https://example.org)", "**Bob Two**"], ["Ann One", "Bob Two"], None),
    # what belongs to a name
    ("Martin King, Jr., Ann One, Bob Two, III", ["Martin King Jr.", "Ann One", "Bob Two III"], None),
    ("King, Martin, Jr.; One, Ann", ["Martin King Jr.", "Ann One"], None),
    ("Ann One, Ph.D., Bob Two, M.D.", ["Ann One", "Bob Two"], None),
    ("Ann One, M.D.", ["Ann One"], None),
    ("Meta, Inc. and Ann One", ["Meta Inc.", "Ann One"], None),
    (["Martin King, Jr.", "Ann One, Ph.D."], ["Martin King Jr.", "Ann One"], None),
    # the family name first
    (["One, Ann", "Two, Bob"], ["Ann One", "Bob Two"], None),
    ("One, Ann; A Group; Two, B. C.", ["Ann One", "A Group", "B. C. Two"], None),
    ("van One, Ann and de la Two, Bob", ["Ann van One", "Bob de la Two"], None),
    ("Ann One,Bob Two and Cem Three, Dan Four", ["Ann One", "Bob Two", "Cem Three", "Dan Four"], None),
    (["Ann One, Bob Two"], ["Ann One, Bob Two"], None),
    (["Ann One, ABC"], ["Ann One, ABC"], None),  # where she works
    (7, [], None),
]


@pytest.mark.parametrize(("value", "names", "omitted_at"), AUTHORS)
def test_authors(value, names, omitted_at):
    paper = paper_of({"title": "A", "Authors": value})
    assert (list(paper.authors), paper.authors_omitted_at) == (names, omitted_at)


OTHERS = [
    ({"Up-Votes": 7}, "votes", 7),
    ({"votes": "7"}, "votes", 7),
    ({"votes": 7.0}, "votes", 7),
    ({"votes": "many", "likes": 3}, "votes", 3),
    ({"votes": -1}, "votes", None),
    ({"votes": True}, "votes", None),
    ({"stars": 10**12}, "votes", None),
    ({"image": "https://example.org/a.png"}, "media", Media("image", "https://example.org/a.png")),
    ({"image": "https://example.org/a.mp4"}, "media", Media("video", "https://example.org/a.mp4")),
    ({"video": "https://example.org/a"}, "media", Media("video", "https://example.org/a")),
    ({"thumbnail": "a.png"}, "media", None),
    ({"abstract": "It\n counts."}, "summary", (Point(text="It counts."),)),
    ({"summary": "It counts."}, "summary", (Point(text="It counts."),)),
    ({"summary": "B", "abstract": "A"}, "summary", (Point(text="A"),)),
    ({"description": ["A"]}, "summary", ()),
    (
        {"AI": {"tldr": "A.", "method": "B\nC.", "result": "", "conclusion": None, "more": "D"}, "summary": "E"},
        "summary",
        (Point("tldr", "A."), Point("method", "B C.")),
    ),
    ({"conclusion": "B", "TLDR": "A", "summary": "E"}, "summary", (Point("tldr", "A"), Point("conclusion", "B"))),
    ({"AI": {"tldr": ""}, "summary": "E"}, "summary", (Point(text="E"),)),
    ({"AI": "no answer", "summary": "E"}, "summary", (Point(text="E"),)),
]


@pytest.mark.parametrize(("record", "field", "value"), OTHERS)
def test_other_fields(record, field, value):
    assert getattr(paper_of({"title": "A", **record}), field) == value


OPTIONS = [
    ({"points": "abstract"}, {"tldr": "A", "summary": "E"}, "summary", (Point(text="E"),)),
    ({"points": "none"}, {"tldr": "A", "summary": "E"}, "summary", ()),
    ({"title": "translated_title"}, {"translated_title": "사과"}, "title", "사과"),
    ({"title": "Translated Title"}, {"translated_title": "사과"}, "title", "사과"),
    ({"url": "links.pdf"}, {"links": {"pdf": "https://example.org"}, "url": URL}, "url", "https://example.org"),
    ({"url": "links.pdf"}, {"links.pdf": "https://example.org"}, "url", "https://example.org"),
    ({"url": "links.pdf"}, {"links": "https://example.org", "url": URL}, "url", None),
    ({"authors": "by"}, {"by": "Ann One", "authors": ["Bob Two"]}, "authors", ("Ann One",)),
    ({"votes": "score"}, {"score": 3, "votes": 9}, "votes", 3),
    ({"media": "teaser"}, {"teaser": "https://example.org/a"}, "media", Media("image", "https://example.org/a")),
    ({"abstract": "translated_abstract"}, {"translated_abstract": "배"}, "summary", (Point(text="배"),)),
]


@pytest.mark.parametrize(("options", "record", "field", "value"), OPTIONS)
def test_options_name_fields(options, record, field, value):
    assert getattr(paper_of({"title": "A", **record}, **options), field) == value


def test_a_field_that_no_record_has_is_told():
    told = "1: no record has the field 'link', which the option url names"
    assert read([{"title": "A"}, {"title": "B"}], url="link")[1] == [told]
    assert read([{"title": "A"}, {"title": "B", "link": URL}], url="link")[1] == []


DATES = [
    # name, options, record, date
    ("2026-08-21.json", {}, {"date": "2026-08-20"}, "2026-08-21"),
    ("2026-08-21.json", {"day": "record"}, {"date": "2026-08-20"}, "2026-08-20"),
    ("2026-08-21.json", {"day": "record"}, {}, "2026-08-21"),
    ("papers.json", {}, {"published_date": "2026-08-20T17:59:53+00:00"}, "2026-08-20"),
    ("papers.json", {}, {"Publish Date": "**2026-08-20**"}, "2026-08-20"),
    ("papers.json", {}, {"date": "20 August", "submitted": "2026-08-20"}, "2026-08-20"),
    ("papers.json", {"date": "seen"}, {"date": "2026-08-20", "seen": "2026-08-22"}, "2026-08-22"),
    ("papers.json", {}, {"date": 20260820}, None),
    ("papers.json", {}, {"date": "2026-02-30"}, None),
]


@pytest.mark.parametrize(("name", "options", "record", "date"), DATES)
def test_the_date_of_a_digest(name, options, record, date):
    ((digest,), _) = read([{"title": "A", **record}], name, **options)
    assert digest.date == (date and datetime.date.fromisoformat(date))


def test_rows_of_one_day_are_one_digest_in_the_order_of_the_days():
    rows = [{"title": title, "date": date} for title, date in [("A", "2026-08-21"), ("B", ""), ("C", "2026-08-20")]]
    found, _ = read([*rows, {"title": "D", "date": "2026-08-21"}])
    assert [(digest.date and digest.date.day, [paper.title for paper in digest.papers]) for digest in found] == [
        (21, ["A", "D"]),
        (None, ["B"]),
        (20, ["C"]),
    ]


# -- forms --------------------------------------------------------------------------------------------------------

ROW = {"title": "Counting Apples", "id": "2407.00001", "authors": "Ann One"}
PAPER = Paper("Counting Apples", URL, authors=("Ann One",))
CELLS = "title,id,authors\nCounting Apples,2407.00001,Ann One\n"

FORMS = [
    ("a.jsonl", json.dumps(ROW) + "\n", {}, [1]),
    ("a.jsonl", "\n\n" + json.dumps(ROW) + json.dumps(ROW), {}, [3, 3]),
    ("a.json", json.dumps(ROW, indent=1), {}, [1]),
    ("a.json", f"[\n{json.dumps(ROW)},\n{json.dumps(ROW)}\n]", {}, [2, 3]),
    ("a.json", f'{{"count": 1,\n"papers": [\n{json.dumps(ROW)}]}}', {}, [3]),
    ("a.json", json.dumps({**ROW, "authors": [{"name": "Ann One"}]}), {}, [1]),
    ("a.csv", CELLS, {}, [2]),
    ("a.csv", CELLS.replace("\n", "\r\n"), {}, [2]),
    ("a.csv", CELLS.replace(",", ";"), {}, [2]),
    (
        "a.csv",
        'title,id,authors\n"Counting\nApples",2407.00001,Ann One\n"Counting Apples",2407.00001,Ann One',
        {},
        [2, 4],
    ),
    ("a.csv", CELLS.replace("title", "title,title").replace("Apples,", "Apples,Another,"), {}, [2]),
    ("a.tsv", CELLS.replace(",", "\t"), {}, [2]),
    ("-", CELLS, {}, [2]),
    ("-", CELLS.replace(",", "\t"), {}, [2]),
    ("-", json.dumps([ROW]), {}, [1]),
    ("a.data", CELLS.replace(",", "\t"), {"shape": "tsv"}, [2]),
    # the content decides, not the name
    ("a.json", CELLS, {}, [2]),
    ("a.jsonl", CELLS.replace(",", "\t"), {}, [2]),
    ("a.csv", json.dumps([ROW]), {}, [1]),
    ("a.json", CELLS, {"shape": "csv"}, [2]),
]


@pytest.mark.parametrize(("name", "content", "options", "lines"), FORMS)
def test_every_row_knows_its_line(name, content, options, lines):
    ((digest,), messages) = read(content, name, **options)
    assert digest.papers == (PAPER,) * len(lines)
    assert [paper.line for paper in digest.papers] == lines
    assert messages == []


AROUND = [
    # an object without a title, and the papers in it
    ({"date": "2024-07-12", "items": [{"title": "A"}]}, DAY, [Paper("A")]),
    ({"date": "2024-07-11", "items": [{"Title": "A", "Date": "2024-07-12"}]}, DAY, [Paper("A")]),
    ({"2024-07-12": [{"title": "A"}]}, DAY, [Paper("A")]),
    ({"new": [{"title": "A"}], "old": [{"title": "B"}]}, None, [Paper("A"), Paper("B")]),
    ({"2407.00001": {"title": "A"}, "b": {"title": "B"}}, None, [Paper("A", URL), Paper("B")]),
    ({"tags": [{"name": "x"}], "about": {"title": "x"}, "n": 1, "items": [{"title": "A"}]}, None, [Paper("A")]),
    ({"items": [{"title": "A"}, 7]}, None, [Paper("A")]),
    ({"items": [7, {"title": "A"}]}, None, [Paper("A")]),
    ({"title": "Feed", "papers": [{"title": "A"}]}, None, [Paper("A")]),
    # one with a title and authors, or a link, is a paper
    ({"title": "A", "authors": "Ann One", "references": [{"title": "B"}]}, None, [Paper("A", authors=["Ann One"])]),
]


@pytest.mark.parametrize(("content", "date", "papers"), AROUND)
def test_an_object_around_papers(content, date, papers):
    ((digest,), _) = read(json.dumps(content))
    assert digest == Digest(date, papers)


NO_TITLE = "1: no title: there is no text in 'title' or 'paper'; the option title names another field, and --keep-going leaves the record out"


def passed_over(names):
    return f"1: passed over fields that no paper has: {names}; {NAMED}"


FAULTS = [
    ([{"name": "A"}], [NO_TITLE, passed_over("'name'")]),
    ([{"title": "A", "abs": URL, "x": 1, "y": 2}], [passed_over("'x', 'y'")]),
    ([{"title": " "}, ROW], [NO_TITLE]),
    ([{"items": [7, ROW]}], ["1: expected an object, not a number"]),
    ([{"feed": {"title": "A", "entry": [{"title": "B"}]}}], [NO_TITLE, passed_over("'feed'")]),
    ([{"id": "2407.00001", "content": {"title": "A"}}], [NO_TITLE, passed_over("'content'")]),
    ([7, ROW], ["1: expected an object, not a number"]),
    ('{"title": "A"\n{"title": "B"}', ["2: not JSON: Expecting ',' delimiter"]),
    ('{"title": "\\ud800"}', ["1: title: a lone surrogate, which is no character: '\\ud800'"]),
]


@pytest.mark.parametrize(("content", "told"), FAULTS)
def test_what_is_told(content, told):
    _, messages = read(content, "a.jsonl")
    assert messages == told


def test_faults_of_csv_are_told_with_their_line():
    found, messages = read('title,id\nA,1,more\n"B"b,2\nC,3\n', "a.csv")
    assert [paper.title for paper in found[0].papers] == ["A", "C"]
    assert messages == [
        "2: dropped what is beyond the 2 columns of the header",
        "3: no CSV: ',' expected after '\"'",
    ]
    assert read('title\nA\n"B\nC\nD\n', "a.csv")[1] == ["3: no CSV: unexpected end of data"]
    assert read("name,id\nA,1\n", "a.csv")[1] == [
        "1: no column of titles in the first line; the option title names one"
    ]


@pytest.mark.parametrize(("name", "content"), [("2024-07-12.json", "[]"), ("2024-07-12.csv", "title,id\n")])
def test_no_record_of_a_day_that_is_known_is_a_digest_without_papers(name, content):
    assert read(content, name) == ((Digest(DAY),), [])


def test_tables_without_a_column_of_titles_are_told():
    table = "|Name|PDF|\n|-|-|\n|A|2407.00001|\n"
    found, messages = read(table, "a.md", "tables")
    assert (found, messages) == (
        (),
        [
            "1: no table has a column of titles; the option title names one",
            "1: no digest: the reader tables found none",
        ],
    )
    ((digest,), _) = read(table, "a.md", "tables", title="name")
    assert digest.papers == (Paper("A", URL),)


@pytest.mark.parametrize(("name", "content"), [("a.json", "[]"), ("2024-07-12.jsonl", ""), ("2024-07-12.md", "# A\n")])
def test_no_record_else_is_an_error(name, content):
    found, (message,) = read(content, name, "tables" if name.endswith(".md") else "records")
    assert found == ()
    assert "no digest" in message


# -- our own CSV ----------------------------------------------------------------------------------------------------


@given(st.lists(digests(), max_size=3))
@example([Digest(None, (Paper("'\x1f"), Paper("''=1"), Paper("' -")))])
@example([Digest(None, (Paper(""),)), Digest(DAY, (Paper("A"),)), Digest(None, (Paper("B"),))])  # no title is no paper
def test_our_csv_comes_back(some):
    again = dailypapers.read(io.StringIO(dailypapers.export(some, "csv")), "records").digests

    def said(papers):
        return [
            (date, " ".join(paper.title.split()), paper.url or None, paper.votes, *authors(paper))
            for date, paper in papers
        ]

    def authors(paper):
        joined = " ".join("; ".join(paper.authors).split())  # a name with "; " in it is two
        return joined, bool(joined) and paper.authors_omitted_at is not None

    def featured(found):
        titled = [(digest.date, paper) for digest in found for paper in digest.papers if paper.title.split()]
        dates = list(dict.fromkeys(date for date, _ in titled))
        return [pair for date in dates for pair in titled if pair[0] == date]

    assert said(featured(again)) == said(featured(some))


def test_a_formula_is_a_title_again():
    paper = Paper("=SUM(A1)", URL, authors=("-Ann One", "@Bob"))
    papers = (paper, *map(Paper, ("'quoted'", "*A*", "'=1", "''=1")))
    text = dailypapers.export(Digest(DAY, papers), "csv")
    assert "'=SUM" in text
    ((digest,), _) = read(text, "2024-08-01.csv")
    assert digest == Digest(DAY, papers)  # the row's date counts


# -- tables ---------------------------------------------------------------------------------------------------------

TABLES = """# Papers

| a | b |
|---|---|
| 1 | 2 |

## SLAM

|Publish Date|Title|Authors|PDF|Code|
|---|:-:|---|---|---|
|**2026-05-13**|**Counting \\| Apples**|Ann One et.al.|[2605.00001](http://arxiv.org/abs/2605.00001v1)|**[link](https://example.org)**|
|2026-05-12|Pears|Bob Two|[2605.00002](http://arxiv.org/abs/2605.00002)|null|

Text | with a bar

```
|Title|
|---|
|Not a paper|
```

Title | Date
--- | ---
**[H<sub>2</sub>O, where $x<y$](https://arxiv.org/abs/2605.00003)** | 2026-05-12 | more
<a href="https://arxiv.org/abs/2605.00002">Pears</a> | 2026-05-11
"""


def test_every_table_with_a_column_of_titles_is_read_and_each_paper_once():
    found, messages = read(TABLES, "README.md", "tables")
    apples = Paper("Counting | Apples", "http://arxiv.org/abs/2605.00001v1", authors=("Ann One",), authors_omitted_at=1)
    pears = Paper("Pears", "http://arxiv.org/abs/2605.00002", authors=("Bob Two",))
    water = Paper("H2O, where $x<y$", "https://arxiv.org/abs/2605.00003")
    assert found == (
        Digest(datetime.date(2026, 5, 13), (apples,)),
        Digest(datetime.date(2026, 5, 12), (pears, water)),
    )
    assert [paper.line for digest in found for paper in digest.papers] == [11, 12, 24]
    assert messages == [
        f"1: passed over fields that no paper has: 'Code'; {NAMED}",
        "24: dropped what is beyond the 2 columns of the header",
    ]


HIDDEN = [
    # what is around a table, and whether it is read
    ("{}", True),
    ("> {}", True),
    ("```\n{}\n```", False),
    ("~~~\n{}\n~~~", False),
    ("````\n```\n{}\n````", False),
    ("```\n~~~\n{}\n```", False),
    ("```code``` is code\n\n{}", True),
    ("```\nclosed\n```\n\n{}", True),
]


@pytest.mark.parametrize(("around", "is_read"), HIDDEN)
def test_where_a_table_is_read(around, is_read):
    table = "|Title|PDF|\n|---|---|\n|A|[b](https://arxiv.org/abs/2407.00001)|"
    text = around.format(table.replace("\n", "\n> ") if around.startswith(">") else table)
    found, _ = read(text, "a.md", "tables")
    assert [paper.title for digest in found for paper in digest.papers] == ["A"] * is_read


def test_a_header_that_is_there_again_is_no_paper():
    found, _ = read("|Title|\n|-|\n|A|\n|Title|\n|-|\n|B|\n\n|Title|\n|-|\n|C|\n", "a.md", "tables")
    assert [paper.title for digest in found for paper in digest.papers] == ["A", "B", "C"]


CELLS_OF_TABLES = [
    ("<details><summary>Show</summary><p>Figs, where $x<y$.</p></details>", "Figs, where $x<y$."),
    ("one<br>two", "one two"),
    ("**all of it**", "**all of it**"),
    ("a <b>bold</b> word", "a bold word"),
    ("x < y and z > 3", "x < y and z > 3"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS_OF_TABLES)
def test_tags_of_cells_are_dropped(cell, text):
    ((digest,), _) = read(f"|Title|Abstract|\n|-|-|\n|A|{cell}|\n", reader="tables")
    assert digest.papers[0].summary == (Point(text=text),)


def test_a_folder_has_the_files_of_the_reader(tmp_path):
    for name, text in [("a.csv", CELLS), ("b.jsonl", json.dumps(ROW)), ("c.md", "|Title|\n|-|\n|A|\n"), ("d.txt", "B")]:
        (tmp_path / name).write_text(text, "utf-8")
    documents = list(dailypapers.read_all([tmp_path], "records"))
    assert [document.papers for document in documents] == [(PAPER,), (PAPER,)]
    assert [document.papers for document in dailypapers.read_all([tmp_path], "tables")] == [(Paper("A"),)]


# -- any text -------------------------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["title", "Paper", "url", "PDF", "id", "authors", "date", "votes", "image", "summary", "AI", "x"]
)


@given(st.lists(st.dictionaries(KEYS, VALUES) | VALUES, max_size=5), st.sampled_from(["a.json", "2024-07-12.json"]))
def test_any_records_give_digests_or_errors(rows, name):
    found, messages = read(rows, name)
    titles = [
        row for row in rows if isinstance(row, dict) and isinstance(row.get("title"), str) and row["title"].strip()
    ]
    assert len(titles) <= sum(len(digest.papers) for digest in found) + len(messages)
    assert dailypapers.from_data(dailypapers.to_data(found)) == found
    assert tuple(map(made_again, found)) == found  # with the checks that reading leaves out


DESCRIBED = json.dumps({**ROW, "tldr": "It counts.", "abstract": "It counts apples.", "date": "2024-07-11"})


@pytest.mark.slow
@pytest.mark.parametrize(
    "examples", [[CELLS, f"[{DESCRIBED}]"], [DESCRIBED, dailypapers.export([Digest(DAY, (PAPER,))], "csv")]]
)
def test_the_laws_of_readers(examples):
    check_reader(Records, *examples, source="2024-07-12")


@pytest.mark.slow
def test_the_laws_of_readers_of_tables():
    check_reader(Tables, TABLES.replace("|Code|", "|Abstract|").replace("|null|", "|It counts.|"), source="2024-07-12")
