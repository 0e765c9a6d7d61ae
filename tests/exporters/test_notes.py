"""The exporter ``notes``: names that never change, front matter that any YAML reader reads alike, links that hold."""

import datetime
import json
import os
import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dailypapers
from benchmarks.archive import archive
from dailypapers import Digest, OptionError, Paper, Point
from dailypapers._plugins.paths import why_unsafe
from dailypapers.exporters.notes import Notes
from dailypapers.testing import check_exporter, digests
from support import ROOT, needs

FRIDAY, MONDAY = datetime.date(2024, 7, 12), datetime.date(2024, 7, 15)
APPLES = Paper(
    "Counting $\\alpha$-Apples: [Re] #1",
    "https://arxiv.org/abs/2407.08340",
    votes=7,
    authors=["Ann One", "Bob Two", "Ann One"],
    summary=[Point("What's New", "Apples are counted.", [Point(text="All of them.")])],
)
PEARS = Paper("Pears", "https://example.org/pears")


def notes(given, **options):
    return dailypapers.export(given, "notes", **options)


def note_of(paper):
    _, note = notes([Digest(None, [paper])]).values()
    return note


def front_matter(note):
    begin, head, _ = note.split("---\n", 2)
    assert begin == ""
    return head


def test_a_note_a_paper_and_one_a_day():
    assert notes([Digest(FRIDAY, [APPLES]), Digest(MONDAY, [PEARS, APPLES])]) == {
        "digest-2024-07-12.md": """\
---
title: "Daily Papers (2024-07-12)"
aliases:
  - "Daily Papers (2024-07-12)"
date: "2024-07-12"
tags:
  - "digest"
---

# Daily Papers (2024-07-12)

- [[arxiv-2407.08340|Counting $\\alpha$-Apples: ［Re］ #1]]
""",
        "digest-2024-07-15.md": """\
---
title: "Daily Papers (2024-07-15)"
aliases:
  - "Daily Papers (2024-07-15)"
date: "2024-07-15"
tags:
  - "digest"
---

# Daily Papers (2024-07-15)

- [[paper-4d9d8a4c|Pears]]
- [[arxiv-2407.08340|Counting $\\alpha$-Apples: ［Re］ #1]]
""".replace("paper-4d9d8a4c", PEARS_NAME),
        "arxiv-2407.08340.md": """\
---
title: "Counting $\\\\alpha$-Apples: [Re] #1"
aliases:
  - "Counting $\\\\alpha$-Apples: [Re] #1"
arxiv_id: "2407.08340"
url: "https://arxiv.org/abs/2407.08340"
doi: "10.48550/arXiv.2407.08340"
date: "2024-07-12"
votes: 7
authors:
  - "Ann One"
  - "Bob Two"
tags:
  - "paper"
---

# Counting $\\alpha$-Apples: \\[Re\\] \\#1

Featured in [[digest-2024-07-12]], [[digest-2024-07-15]]

- **What's New**: Apples are counted.
  - All of them.
""",
        f"{PEARS_NAME}.md": """\
---
title: "Pears"
aliases:
  - "Pears"
url: "https://example.org/pears"
date: "2024-07-15"
tags:
  - "paper"
---

# Pears

Featured in [[digest-2024-07-15]]
""",
    }


# printf %s https://example.org/pears | sha256sum
PEARS_NAME = "paper-c31d44d8"


# -- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "name", "folder"),
    [
        ("https://arxiv.org/abs/2407.08340v3", "arxiv-2407.08340", "2024-07"),
        ("https://arxiv.org/abs/math.GT/0309136", "arxiv-math_0309136", "2003-09"),
        ("https://arxiv.org/abs/hep-th/9901001", "arxiv-hep-th_9901001", "1999-01"),
    ],
)
def test_names_follow_from_the_paper_alone(url, name, folder):
    first, second = Digest(FRIDAY, [Paper("A", url)]), Digest(MONDAY, [Paper("Another title", url)])
    for some in ([first], [second], [first, second], [second, first]):
        assert f"{name}.md" in notes(some)
        assert f"{folder}/{name}.md" in notes(some, by="month")


def test_folders():
    given = [Digest(FRIDAY, [PEARS]), Digest(None, [APPLES])]
    assert list(notes(given, by="month")) == [
        *("2024-07/digest-2024-07-12.md", "other/digest-undated.md", f"other/{PEARS_NAME}.md"),
        "2024-07/arxiv-2407.08340.md",
    ]


def test_digests_of_one_day_are_one_note():
    (day,) = (
        text
        for name, text in notes([Digest(FRIDAY, [PEARS]), Digest(FRIDAY, [APPLES, PEARS])]).items()
        if "dig" in name
    )
    assert re.findall(r"\[\[([\w.-]+)", day) == [PEARS_NAME, "arxiv-2407.08340"]


def test_two_papers_of_one_key_are_two_notes():
    """The link of one is the title of the other."""
    papers = [PEARS, Paper(PEARS.url), APPLES]
    with pytest.warns(dailypapers.ExportWarning, match=f"has the key {PEARS_NAME}-2: another paper has {PEARS_NAME}$"):
        found = notes([Digest(FRIDAY, papers), Digest(MONDAY, papers)])
    assert [name for name in found if name.startswith("paper")] == [f"{PEARS_NAME}.md", f"{PEARS_NAME}-2.md"]
    assert re.findall(r"\[\[([\w.-]+)", found["digest-2024-07-15.md"])[:2] == [PEARS_NAME, f"{PEARS_NAME}-2"]


def test_an_arxiv_id_of_any_length_has_a_name_that_is_taken():
    assert all(
        why_unsafe(name) is None for name in notes([Digest(None, [Paper("A", f"arxiv.org/abs/{'a' * 999}/0309136")])])
    )


# -- options ----------------------------------------------------------------------------------------------------


def test_properties_are_the_ones_that_were_chosen_in_that_order():
    found = notes([Digest(FRIDAY, [APPLES])], properties="votes,title")
    assert front_matter(found["arxiv-2407.08340.md"]) == 'votes: 7\ntitle: "Counting $\\\\alpha$-Apples: [Re] #1"\n'
    assert front_matter(found["digest-2024-07-12.md"]) == 'title: "Daily Papers (2024-07-12)"\n'


def test_without_properties_there_is_no_front_matter():
    assert notes([Digest(FRIDAY, [PEARS])], properties="")[f"{PEARS_NAME}.md"] == (
        "# Pears\n\nFeatured in [[digest-2024-07-12]]\n"
    )


@pytest.mark.parametrize("options", [{"properties": "votes,votes"}, {"properties": "stars"}, {"by": "day"}])
def test_options_that_are_refused(options):
    with pytest.raises(OptionError):
        notes([], **options)


# -- hostile titles ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "heading", "link"),
    [
        ("a\n# b", "a \\# b", "a # b"),
        ("]] [[x]]", "\\]\\] \\[\\[x\\]\\]", "］］ ［［x］］"),
        ("a|b", "a\\|b", "a｜b"),
        ("%%a%% 100%", "&#37;&#37;a&#37;&#37; 100%", "％％a％％ 100％"),
        ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>", "＜img src=x onerror=alert(1)＞"),
        ("`code`", "\\`code\\`", "｀code｀"),
        ("a\x00b\x1b[31m", "ab\\[31m", "ab［31m"),
        ("$5 and $10", "\\$5 and \\$10", "$5 and $10"),
        ("\t \n", "\\", ""),
    ],
)
def test_titles_are_shown_and_end_nothing(title, heading, link):
    found = notes([Digest(FRIDAY, [Paper(title, "https://arxiv.org/abs/2407.08340")])])
    name = "arxiv-2407.08340"
    if not link:
        heading = link = name
    assert f"\n# {heading}\n\n" in found[f"{name}.md"]
    assert f"\n- [[{name}|{link}]]\n" in found["digest-2024-07-12.md"]


@pytest.mark.filterwarnings("ignore:.* has the key paper-:dailypapers.ExportWarning")
@settings(max_examples=40)
@given(st.lists(digests(hostile=True), max_size=3))
def test_links_lead_to_notes_and_back(some):
    found = {name.removesuffix(".md"): text for name, text in notes(some, properties="").items()}
    for name, text in found.items():
        if name.startswith("digest"):
            head, *lines = text.splitlines()
            links = [re.fullmatch(r"- \[\[([\w.-]+)\|[^][|]+\]\]", line)[1] for line in lines if line]
            assert head.startswith("# Daily Papers (")
        else:
            links = re.findall(r"\[\[([\w-]+)\]\]", re.search("^Featured in (.*)$", text, re.MULTILINE)[1])
            assert links
        assert len(set(links)) == len(links)
        for link in links:
            assert f"[[{name}" in found[link]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        # Math stays math, unless a viewer that knows none would take it for something else.
        ("$k<n$ and $k < n$", "$k\\lt n$ and $k < n$"),
        ("$<script src=//e.x/x></script>$", "$\\lt script src=//e.x/x>\\lt /script>$"),
        ("$<!--$ $<?a$ $<%a$", "$\\lt !--$ $<?a$ $<%a$".replace("<?", "\\lt ?").replace("<%", "\\lt %")),
        ("$![x](y)$", "\\$!\\[x\\](y)\\$"),
        ("$a[[b]]$", "\\$a\\[\\[b\\]\\]\\$"),
        ("$[x](y)$", "\\$\\[x\\](y)\\$"),
        ("`$= a$`", "\\`\\$= a\\$\\`"),
        # A command of Templater is one behind a backslash too.
        ("A <% tp.x() %> B", "A \\<&#37; tp.x() %\\> B"),
    ],
)
def test_math_in_a_heading_is_no_tag_no_picture_and_no_link(title, heading):
    assert f"\n# {heading}\n" in note_of(Paper(title))


def summary_of(*points):
    return note_of(Paper("A", summary=points)).partition("Featured in [[digest-undated]]\n\n")[2]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # A tag, a comment, a command of Templater
        ("<b>a</b> <!-- <? a < b, 1<2, <-", "&lt;b>a&lt;/b> &lt;!-- &lt;? a < b, 1<2, <-"),
        ("\\<b> \\\\<b>", "\\<b> \\\\&lt;b>"),
        ("<% tp.x() %> \\<% x", "&lt;&#37; tp.x() %> \\<&#37; x"),
        ("%% a %%, 100%", "&#37;&#37; a &#37;&#37;, 100%"),
        ("5%, 10 % and %a", "5%, 10 % and %a"),
        # A picture and a link
        ("![](u) [a](u)", "\\!\\[](u) \\[a](u)"),
        ("![[a]] [[a]]", "\\!\\[[a]] \\[[a]]"),
        ("[a][b] [c]", "\\[a][b] \\[c]".replace("[b]", "\\[b]")),
        ("see [1], [2]; a[0] (b)", "see [1], [2]; a[0] (b)"),
        ("\\[a](u) \\\\[a](u)", "\\[a](u) \\\\\\[a](u)"),
        # A fence, and code that runs
        ("```js", "\\`\\`\\`js"),
        ("~~~~", "\\~\\~\\~\\~"),
        ("`code` and ``code``", "`code` and ``code``"),
        ("`= this.x` `` $= x ``", "\\`= this.x\\` \\`\\` $= x \\`\\`"),
        # Code is as it stands, but for a command of Templater; a backtick of no code begins none.
        ("`<think>` and ``<b>`![a](u)`%%``", "`<think>` and ``<b>`![a](u)`%%``"),
        ("`<% tp.x() %>` `\\<b>` \\`<b>`", "`＜% tp.x() %>` `\\<b>` \\`&lt;b>\\`"),
        ("``a `<b>` c", "\\`\\`a `<b>` c"),
        ("`<b> ``<i>``", "\\`&lt;b> ``<i>``"),
        # A tag, an anchor and a task of Obsidian
        ("#apples and #a-1/b, C#, #1, a#b # c", "\\#apples and \\#a-1/b, C#, #1, a#b # c"),
        ("a ^b-1", "a \\^b-1"),
        ("a^b ^ c, x ^2 y", "a^b ^ c, x ^2 y"),
        ("[x] Apples [1] b", "\\[x] Apples [1] b"),
        # Math with a command that is not known, which may be a link; without one it is text or does nothing.
        ("$\\href{u}{x}$, $\\alpha$, $5", "\\$\\href{u}{x}\\$, $\\alpha$, \\$5"),
        ("$5 and $10", "$5 and $10"),
        ("$[a$](u) $[0,1)$", "$\\[a$](u) $\\[0,1)$"),
        ("$[0,\\infty)$", "$[0,\\infty)$"),
        ("$a%%b$", "$a&#37;&#37;b$"),
        ("*em*, **strong**, $k<n$, $\\alpha$", "*em*, **strong**, $k\\lt n$, $\\alpha$"),
    ],
)
def test_nothing_in_a_summary_acts(text, written):
    assert summary_of(Point(None, text)) == f"- {written}\n"
    assert summary_of(Point("L", text)) == f"- **L**: {written}\n"


def test_a_link_from_the_label_into_the_text_is_none():
    assert summary_of(Point("a [b", "c](u)")) == "- **a \\[b**: c](u)\n"


@pytest.mark.parametrize(
    ("label", "written"),
    [
        (" a  b ", "a b"),  # emphasis with a blank inside of it is none
        ("[a]\x00(u)", "\\[a](u)"),
        ("$\\\x07href{u}{x}$", "\\$\\href{u}{x}\\$"),
    ],
)
def test_a_label_is_read_as_it_is_written(label, written):
    """It is in one line, without control characters, before what acts in it is looked for."""
    assert summary_of(Point(label, "t")) == f"- **{written}**: t\n"


def test_further_lines_stay_in_their_point():
    assert summary_of(
        Point("L", "a\n# b\n\n- c\r\nd\re", [Point(None, "f\ng", [Point(None, "h\ni")])]), Point("a\nb", "j")
    ) == (
        "- **L**: a\n  # b\n\n  - c\n  d\n  e\n"  # to Markdown a carriage return ends a line too
        "  - f\n    g\n    - h\n      i\n"
        "- **a b**: j\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # Code ends with its line, here if not for other readers.
        ("`a\n<b>` <i> `c", "\\`a\n  &lt;b>` <i> `c"),
        # A column ends code.
        ("a|`b|<b>`\n-|-", "a|\\`b|&lt;b>\\`\n  -|-"),
        ("- [x] a\n^b\n\n#c", "- \\[x] a\n  \\^b\n\n  \\#c"),
    ],
)
def test_nothing_in_further_lines_acts(text, written):
    assert summary_of(Point(None, text)) == f"- {written}\n"


def tokens_of(markdown):
    """Give the tokens of a text as markdown-it-py reads it, those inside of lines behind their lines."""
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    return [token for line in reader.parse(markdown) for token in (line, *(line.children or ()))]


CODE_BITS = ["`", "``", "<b>", "<%", "= x", "$=", "%%", "a", " ", "|", "[x]"]
BITS = [
    *CODE_BITS,
    *("```", "~~~", "<!--", "<?a", "<http://e.x>", "![", "[", "](u)", "[[", "\\", "$", "$\\alpha$", "\n", "\n\n"),
]
BITS += ["-|-", "> ", "- ", "1. ", "    ", "\r", "\t", "!", "**", "&lt;"]


def joined(bits):
    return st.lists(st.sampled_from(bits), max_size=12).map("".join)


@pytest.mark.outside
@settings(max_examples=500)
@given(joined(BITS), st.none() | joined([bit for bit in BITS if "\n" not in bit]))
def test_markdown_it_reads_nothing_that_acts(text, label):
    written = summary_of(Point(label, text))
    tokens = tokens_of(written)
    assert {token.type for token in tokens} & {"html_inline", "html_block", "image", "link_open", "fence"} == set()
    assert not [token for token in tokens if token.type == "code_inline" and re.match(r"\$?=", token.content.strip())]
    assert "<%" not in written


@pytest.mark.outside
@settings(max_examples=500)
@given(joined(CODE_BITS).map(lambda text: re.sub("`{3,}", "`", text)))  # three could be a fence, so are text
def test_markdown_it_reads_the_code_that_it_reads_in_the_digest(text):
    def code_in(markdown):
        return [token.content for token in tokens_of(markdown) if token.type == "code_inline"]

    assert code_in(summary_of(Point(None, text))) == [
        code.replace("<%", "＜%") for code in code_in(f"a {text}") if not re.match(r"\$?=", code.strip())
    ]


def test_no_command_of_templater_stands_in_the_front_matter():
    head = front_matter(note_of(Paper("<% a %>", "https://example.org/<%", authors=["<% b %>"])))
    assert "<%" not in head
    assert json.loads(re.search("^title: (.*)$", head, re.MULTILINE)[1]) == "<% a %>"


@settings(max_examples=40)
@given(st.lists(digests(hostile=True), max_size=2))
@pytest.mark.filterwarnings("ignore:.* has the key paper-:dailypapers.ExportWarning")
def test_names_are_those_of_files_on_every_system(some):
    for name in [*notes(some), *notes(some, by="month")]:
        assert not re.search(r'[<>"|?*]', name)
        assert why_unsafe(name) is None


def test_papers_that_nothing_identifies_have_notes_of_their_own():
    with pytest.warns(dailypapers.ExportWarning, match="has the key paper-.*-[23]: another paper has paper-"):
        found = notes([Digest(FRIDAY, [Paper("", votes=1), Paper("", votes=2)]), Digest(MONDAY, [Paper(" ", votes=3)])])
    assert [re.search("^votes: (.)$", text, re.MULTILINE)[1] for name, text in found.items() if "paper" in name] == [
        *("1", "2", "3")
    ]


@pytest.mark.slow
def test_it_keeps_the_laws_with_options():
    check_exporter(Notes, options={"by": "month", "properties": ("title", "date")})


def test_a_folder_of_notes_has_no_digest_and_none_that_drifted(tmp_path):
    given = dailypapers.read_all([ROOT / "seeds"])
    dailypapers.write(given, f"{tmp_path}/notes/", "notes")
    (document,) = dailypapers.read_all([tmp_path])
    assert [problem.code for problem in document.problems] == ["S004"]


# -- front matter as others read it -------------------------------------------------------------------------------


def expected(given):
    """Give the properties of each paper's note, from the digests."""
    found = {}
    for digest in given:
        for paper in digest.papers:
            name = f"arxiv-{paper.arxiv_id}".replace("/", "_") if paper.arxiv_id else None
            if name is None or name in found:
                continue
            properties = {
                "title": paper.title,
                "aliases": [" ".join(paper.title.split())],
                "arxiv_id": paper.arxiv_id,
                "url": paper.url,
                "doi": f"10.48550/arXiv.{paper.arxiv_id}",
                "date": digest.date and f"{digest.date}",
                "votes": paper.votes,
                "authors": list(dict.fromkeys(paper.authors)),
                "tags": ["paper"],
            }
            found[name] = {key: value for key, value in properties.items() if value not in (None, [])}
    return found


@pytest.mark.filterwarnings("ignore:.* has the key paper-:dailypapers.ExportWarning")  # a link that is a title
@settings(max_examples=40)
@given(st.lists(digests(hostile=True), max_size=2))
def test_front_matter_is_json_a_line(some):
    """What any YAML reads alike: names, and values that are JSON."""
    for text in notes(some).values():
        for line in front_matter(text).splitlines():
            value = re.fullmatch(r"(?:[a-z_]+: |  - )(.*)|[a-z_]+:", line)[1]
            assert value is None or type(json.loads(value)) in (str, int)
            assert line.isprintable() or not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", line)


def of_archive():
    some = [digest for name, text in archive() for digest in dailypapers.parse(text, source=name).digests]
    hurtful = [
        *("yes", "null", "~", "1.0", "2024-07-12", "0x1F", "1_000", "12:30:45", "!!python/object:a", "&a", "*a", "- a"),
        *("a: b # c", "'", '"', "\\", "---", "...", "? a", "{a: b}", "[a]", "%YAML 1.2", "@a", "`a`", "<<", "=", " a "),
        *("a\nb", "a\r\nb", "\t", "\x00\x07\x1b\x7f", "\x80\x85\x9f", "\u2028\u2029", "\ufeffa\ufeff"),
        *("\ufffe\uffff", "\U0001fffe😀"),
    ]
    papers = [
        Paper(text, f"https://arxiv.org/abs/9912.{number:05}", authors=[text, "Ann One"] if text.strip() else [])
        for number, text in enumerate(hurtful)
    ]
    return [*some, Digest(None, papers)]


@pytest.fixture(scope="module")
def read():
    """Notes of an archive as PyYAML reads them, what is expected, and the front matter as it stands."""
    yaml = pytest.importorskip("yaml")
    given = of_archive()
    texts = {name.removesuffix(".md"): front_matter(text) for name, text in notes(given).items()}
    return {name: yaml.safe_load(text) for name, text in texts.items()}, expected(given), texts


@pytest.mark.outside
def test_pyyaml_reads_what_was_meant(read):
    found, meant, _ = read
    assert len(meant) > 5000
    for name, properties in meant.items():
        if properties["title"].isprintable():
            assert found[name] == properties
        else:  # an alias is in one line and has no control characters
            assert {**found[name], "aliases": None} == {**properties, "aliases": None}
    types = {}
    for properties in found.values():
        for key, value in properties.items():
            types.setdefault(key, set()).add(type(value))
            assert type(value) is not list or {type(each) for each in value} == {str}
    assert {key: each.__name__ for key, (each,) in types.items()} == {
        **dict.fromkeys(("title", "arxiv_id", "url", "doi", "date"), "str"),
        **dict.fromkeys(("aliases", "authors", "tags"), "list"),
        "votes": "int",
    }


@pytest.mark.outside
def test_a_second_reader_reads_the_same(read, tmp_path):
    """ruamel.yaml, in YAML 1.2 where PyYAML has 1.1."""
    ruamel = pytest.importorskip("ruamel.yaml")
    yaml = pytest.importorskip("yaml")
    _, _, texts = read
    reader = ruamel.YAML(typ="safe", pure=True)
    for name in [*list(texts)[::50], *list(texts)[-50:]]:  # it takes its time
        assert reader.load(texts[name]) == yaml.safe_load(texts[name])


@pytest.mark.outside
def test_a_third_reader_reads_the_same(read):
    """The one of JavaScript that Obsidian's kind uses, where npm has it; a document a note in one stream."""
    yaml = pytest.importorskip("yaml")
    needs("node")
    _, _, texts = read
    script = (
        "let yaml; try { yaml = require('js-yaml') } catch { process.exit(77) }\n"
        "const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'))\n"
        "console.log(JSON.stringify(texts.map(text => yaml.load(text))))\n"
    )
    chosen = list(texts.values())
    root = subprocess.run([shutil.which("npm") or "true", "root", "-g"], capture_output=True, text=True, check=False)
    result = subprocess.run(
        ["node", "-e", script],
        input=json.dumps(chosen),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"NODE_PATH": root.stdout.strip(), **os.environ},
        check=False,
    )
    if result.returncode == 77:
        pytest.skip("js-yaml not installed: npm install -g js-yaml")
    assert json.loads(result.stdout) == [yaml.safe_load(text) for text in chosen]
