"""The format ``template``: what a template may use, how it escapes, what it is told, and what it cannot reach."""

import datetime
import json
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportError, ExportWarning, Media, OptionError, Paper, PluginError, Point
from dailypapers._command.main import main
from dailypapers.testing import digests
from exporters.elements import Page
from support import ROOT, needs, output_of

pytest.importorskip("jinja2")

DAY = datetime.date(2024, 7, 12)
POINT = Point("What's New", "Apples <are> counted.", (Point(text="All & sundry."),))
APPLES = Paper(
    "Apples & <Pears>", "https://arxiv.org/abs/2407.08340", Media("image", "a.png"), 12, ("Ann One",), None, (POINT,)
)
SOME = [Digest(DAY, (APPLES, Paper("B"))), Digest(None)]

PAGE = (ROOT / "docs/templates.md").read_text("utf-8")
SHOWN = {
    name: block
    for before, block in re.findall(r"((?:[^\n]+\n)+)\n```jinja\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    for name in re.findall(r"`([\w.]+\.j2)`", before)
}


@pytest.fixture
def fill(tmp_path):
    """Give what a template makes of digests."""

    def fill(template, some=SOME, name="a.txt.j2"):
        (tmp_path / name).write_text(template, "utf-8")
        return dailypapers.export(some, "template", file=tmp_path / name)

    return fill


# -- what it may use --------------------------------------------------------------------------------------------

PAPER = "{% set paper = digests[0].papers[0] %}"
POINT_DATA = {"label": "What's New", "text": "Apples <are> counted.", "emphasis": "**"}
POINT_DATA["points"] = [{"label": None, "text": "All & sundry.", "points": [], "emphasis": None}]


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("", ""),
        ("x", "x"),
        ("x\n", "x\n"),
        ("x\r\ny", "x\ny"),
        ("\ufeffx", "x"),
        ("{{ digests|length }}{{ digests|length }}", "22"),
        ("{% for d in digests %}{% endfor %}{% for d in digests %}{{ d.papers|length }}{% endfor %}", "20"),
        ("{{ digests[0].date }} {{ digests[-1].date }}", "2024-07-12 "),
        ("{{ digests[0].papers[1].votes }}", ""),
        ("{{ digests[0].date|date }} {{ digests[0].date|date('%d.%m.%Y') }}", "2024-07-12 12.07.2024"),
        ("{{ digests[1].date|date('%Y') }}", ""),
        (PAPER + "{{ paper.title }}", "Apples & <Pears>"),
        (PAPER + "{{ paper.arxiv_id }} {{ paper.authors|join(', ') }}", "2407.08340 Ann One"),
        (PAPER + "{{ paper.title|xml }}", "Apples &amp; &lt;Pears&gt;"),
        (PAPER + "{{ paper.title|latex }}", r"Apples \& {$<$}Pears{$>$}"),
        (PAPER + "{{ '$x_1$ 100%'|latex }}", r"{$x_1$} 100\%"),
        (PAPER + "{{ none|latex }}{{ none|xml }}{{ none|date }}", ""),
        (PAPER + "{{ paper.title|json }} {{ none|json }} {{ [1, 'a']|json }}", '"Apples & <Pears>" null [1, "a"]'),
        (PAPER + "{{ '1.0'|yaml }} {{ none|yaml }} {{ paper.authors|yaml }}", '"1.0" null ["Ann One"]'),
        (PAPER + "{{ digests[0].date|json }} {{ digests[0].date|yaml }}", '"2024-07-12" "2024-07-12"'),
        (PAPER + "{% for level, point in paper.summary|points %}{{ level }}{{ point.text }}{% endfor %}",
         "0Apples <are> counted.1All & sundry."),
        ("{{ none|markdown }}{{ 5|markdown }}", "5"),
        ("{% macro a(x) %}<{{ x }}>{% endmacro %}{{ a(1) }}", "<1>"),
        ("{% for i in range(3) %}\n  {{ i }}\n{% endfor %}", "  0\n  1\n  2\n"),
    ],
)  # fmt: skip
def test_what_it_writes(fill, template, written):
    assert fill(template) == written


@pytest.mark.parametrize(("template", "value"), [
    ("{{ digests[0].papers[0]|json }}", dailypapers.to_data(SOME)["digests"][0]["papers"][0]),
    ("{{ digests|json }}", dailypapers.to_data(SOME)["digests"]),
    ("{{ digests[0].papers[0].media|json }}", {"kind": "image", "url": "a.png"}),
    ("{{ digests[0].papers[0].summary|json }}", [POINT_DATA]),
    ("{{ {'a': digests[0].papers[1].title}|json }}", {"a": "B"}),
])  # fmt: skip
def test_models_as_json(fill, template, value):
    assert json.loads(fill(template)) == value
    assert json.loads(fill(template, name="a.html.j2")) == value


@pytest.mark.parametrize("number", ["x * 10", "x * -10", "x * 10 - x * 10"])
@pytest.mark.parametrize("name", ["json", "yaml"])
def test_what_json_has_no_number_for_is_refused(fill, number, name):
    with pytest.raises(ExportError, match=r"a\.txt\.j2:1: .*not JSON compliant"):
        fill(f"{{% set x = 1e308 %}}{{{{ ({number})|{name} }}}}")


@pytest.mark.parametrize(
    "expression",
    ["date.today()", "date.fromtimestamp(0)", "date.max.today()", "date.strftime('%s')", "date|attr('today')"],
)
def test_nothing_is_another_each_day_or_in_each_place(fill, expression):
    with pytest.raises(ExportError, match=r"a\.txt\.j2:1: "):
        fill(f"{{{{ digests[0].{expression} }}}}")


@pytest.mark.parametrize("form", ["%1000000000d", "%5Y", "%-3d", "%%%9d", "%#10d"])
def test_a_form_of_dates_has_no_widths(fill, form):
    with pytest.raises(ExportError, match=r"a\.txt\.j2:1: a form of dates has no widths: "):
        fill(f"{{{{ digests[0].date|date('{form}') }}}}")


def test_signs_before_digits_in_a_form_of_dates_are_no_widths(fill):
    assert fill("{{ digests[0].date|date('100%%5 %d.1') }}") == f"100%5 {SOME[0].date:%d}.1"


# -- votes and weeks --------------------------------------------------------------------------------------------

PEARS = "https://arxiv.org/abs/2407.08341"


def of_week(day, *papers):
    return Digest(day and datetime.date.fromisoformat(day), papers)


WEEKS = [
    of_week("2024-07-14", Paper("Sunday", votes=3), Paper("Unknown")),
    of_week(None, Paper("Whenever", votes=9)),
    of_week("2024-07-15", Paper("Pears", PEARS, votes=4), Paper("Monday", votes=3)),
    of_week("2024-07-08", Paper("Pears", PEARS, votes=5), Paper("None", votes=0)),
]
NAMES = "{% for day, paper in ITEMS %}{{ paper.title }} {{ day }},{% endfor %}"


@pytest.mark.parametrize(
    ("items", "written"),
    [
        (
            "digests|top",
            "Whenever ,Pears 2024-07-08,Sunday 2024-07-14,Monday 2024-07-15,None 2024-07-08,Unknown 2024-07-14,",
        ),
        ("digests|top(2)", "Whenever ,Pears 2024-07-08,"),
        ("digests|top(100)", None),
        ("digests[2:3]|top(1)", "Pears 2024-07-15,"),
        ("digests|selectattr('date')|top(2)", "Pears 2024-07-08,Sunday 2024-07-14,"),
        ("[]|top", ""),
    ],
)
def test_papers_with_the_most_votes(fill, items, written):
    """Each once, where it has the most; of equals the first leads, and unknown votes come last."""
    every = fill(NAMES.replace("ITEMS", "digests|top"), WEEKS)
    assert fill(NAMES.replace("ITEMS", items), WEEKS) == (every if written is None else written)


def test_the_digests_of_each_week(fill):
    template = (
        "{% for monday, days in digests|weeks %}{{ monday }}: {{ days|join(' ', attribute='date') }};{% endfor %}"
    )
    assert fill(template, WEEKS) == "2024-07-08: 2024-07-08 2024-07-14;2024-07-15: 2024-07-15;: None;"
    # To ISO 8601 the first days of 2021 are in the last week of 2020.
    days = [of_week("2021-01-03"), of_week("0001-01-01"), of_week("9999-12-31"), of_week("2020-12-28")]
    template = "{% for monday, days in digests|weeks %}{{ monday|date('%V') }}: {{ days|length }};{% endfor %}"
    assert fill(template, days) == "01: 1;53: 2;52: 1;"


@pytest.mark.parametrize(
    ("order", "written"),
    [
        ("attribute='votes'", "None Monday Sunday B a"),
        ("attribute='votes', reverse=true", "Sunday Monday None B a"),
        ("true, attribute='votes'", "Sunday Monday None B a"),
        ("attribute='votes,title'", "None Monday Sunday a B"),
        ("attribute='title'", "a B Monday None Sunday"),
        ("attribute='title', case_sensitive=true", "B Monday None Sunday a"),
    ],
)
def test_sorting_puts_what_is_unknown_last(fill, order, written):
    some = [Paper("Sunday", votes=3), Paper("B"), Paper("Monday", votes=2), Paper("a"), Paper("None", votes=0)]
    template = f"{{{{ digests[0].papers|sort({order})|join(' ', attribute='title') }}}}"
    assert fill(template, [Digest(None, some)]) == written


def test_sorting_plain_values(fill):
    assert fill("{{ [3, none, 1, none, 2]|sort }} {{ 'ba'|sort }}") == "[1, 2, 3, None, None] ['a', 'b']"


# -- variables --------------------------------------------------------------------------------------------------


def test_variables_are_names_of_the_template(tmp_path, capsys):
    (tmp_path / "d.md").write_text(dailypapers.export(SOME[:1], "markdown"), "utf-8")
    (tmp_path / "a.txt.j2").write_text(
        "{{ title }}: {{ week|int + 1 }} {{ 이름 }} {{ no|default('-') }} {{ vars.week }}", "utf-8"
    )
    options = ["--option", f"file={tmp_path / 'a.txt.j2'}", "--option", r"vars=title=A\, b=c,week=28,이름="]
    assert main(["export", "-f", "template", *options, str(tmp_path / "d.md")]) == 0
    assert capsys.readouterr().out == "A, b=c: 29  - 28"


def test_variables_are_escaped_as_all_else(tmp_path):
    (tmp_path / "a.html.j2").write_text("{{ title }}", "utf-8")
    assert dailypapers.export([], "template", file=tmp_path / "a.html.j2", vars=["title=<b>"]) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("title", "vars takes NAME=VALUE, such as title=News, not 'title'"),
        ("title=A, b", r"not ' b'; a comma in VALUE is \\,"),
        ("=A", "not '=A'"),
        ("my-title=A", "not 'my-title=A'"),
        ("a=1,a=2", "vars gives a second value to 'a'"),
        ("digests=1", "vars gives a second value to 'digests'"),
        ("vars=1", "vars gives a second value to 'vars'"),
    ],
)
def test_what_is_no_variable(tmp_path, given, reason):
    (tmp_path / "a.j2").write_text("x", "utf-8")
    with pytest.raises(OptionError, match=reason):
        dailypapers.export([], "template", file=tmp_path / "a.j2", vars=given)


# -- escaping ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a.html.j2", "a.HTML.J2", "a.htm", "a.xml.jinja", "a.b.xhtml.jinja2", "a.svg", "a.atom.j2"]
)
def test_names_that_are_escaped(fill, name):
    assert fill(PAPER + "{{ paper.title }}|{{ paper.title|xml }}", name=name) == (
        "Apples &amp; &lt;Pears&gt;|Apples &amp; &lt;Pears&gt;"
    )
    assert fill("{{ '</script>&'|json }}", name=name) == r'"\u003c/script\u003e\u0026"'
    assert fill("{{ '<b>'|safe }}", name=name) == "<b>"


@pytest.mark.parametrize("name", ["a.j2", "a.txt.j2", "a.html.txt.j2", "html", "html.j2", ".html", "a.tex", "a.md.j2"])
def test_names_that_are_not(fill, name):
    assert fill(PAPER + "{{ paper.title }}", name=name) == "Apples & <Pears>"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Apples & Pears: 100%, x=1, a_b, C#", "Apples & Pears: 100%, x=1, a_b, C#"),
        ("https://example.org/a_b?c=1&d=2#e", "https://example.org/a_b?c=1&d=2#e"),
        ("<b> *a* _b_ `c` [d](e) | ~f~ ==g==", r"\<b\> \*a\* \_b\_ \`c\` \[d\](e) \| \~f\~ \=\=g\=\="),
        ("&amp; #tag", r"\&amp; \#tag"),
        (r"a\b", r"a\\b"),
        ("$x_1$ for 5$", r"$x_1$ for 5\$"),
        (" a\n\nb\t c ", "a b c"),
        ("- a", r"\- a"),
        ("+", r"\+"),
        ("=====", r"\=\=\=\=\="),
        ("1. a", r"1\. a"),
        ("1.5 a", "1.5 a"),
        ("(iv) a", r"(iv\) a"),
        ("Two. a", "Two. a"),
        (":: a", r"\:: a"),
        ("모델_이름", "모델_이름"),
    ],
)
def test_what_acts_in_markdown_is_escaped(fill, text, markdown):
    assert fill("{{ digests[0].papers[0].title|markdown }}", [Digest(None, (Paper(text),))]) == markdown


SIGNS = [*"-+=:%*_`~#<>[]()!|\\&;^.1a가 \n\"'", "1. ", "<b>", "![", "](", "&lt;", "https://a.b/"]


@pytest.mark.outside
@settings(max_examples=300)
@given(signs=st.lists(st.sampled_from(SIGNS), min_size=1).filter(lambda signs: "".join(signs).strip()))
def test_a_reader_of_markdown_shows_what_was_escaped(signs):
    """At the beginning of a paragraph, of another line of one, and of an item."""
    markdown_it = pytest.importorskip("markdown_it")
    from dailypapers.exporters.template import _markdown

    text = "".join(signs)
    reader = markdown_it.MarkdownIt().enable(["table", "strikethrough"])
    shown = markdown_it.common.utils.escapeHtml(" ".join(text.split()))
    for before, page in (
        ("", f"<p>{shown}</p>"),
        ("A\n", f"<p>A\n{shown}</p>"),
        ("- ", f"<ul>\n<li>{shown}</li>\n</ul>"),
    ):
        assert reader.render(before + _markdown(text)) == f"{page}\n"


HOSTILE = st.lists(digests(max_papers=2, hostile=True), max_size=2)
ATTRIBUTES = {
    **{tag: set() for tag in ("title", "style", "h1", "h2", "h3", "p", "ul", "li", "b")},
    "html": {"lang"},
    "meta": {"charset"},
    "a": {"href"},
}


def exported(path, template, some):
    path.write_text(template, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)  # of what XML cannot hold
        return dailypapers.export(some, "template", file=path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("templates")


@settings(max_examples=25)
@given(some=HOSTILE)
def test_a_page_has_the_tags_of_its_template(folder, some):
    page = Page(exported(folder / "list.html.j2", SHOWN["list.html.j2"], some) + "</html>").root
    for each in page.every():
        assert each.attributes.keys() <= ATTRIBUTES[each.tag]
        assert re.match("https?:", each.attributes.get("href", "http:"))
    titles = [paper.title for digest in some for paper in digest.papers]
    assert [without_controls(each.text) for each in page.all("h3")] == list(map(without_controls, titles))


def without_controls(text):
    """Give what both HTML and XML hold; a carriage return and a line feed are the same to their readers."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", "", text.replace("\r", "\n")).replace("\n", "")


FEED = """<papers>{% for digest in digests %}{% for paper in digest.papers %}
<paper url="{{ paper.url }}"><title>{{ paper.title }}</title><raw>{{ paper.title|xml }}</raw></paper>
{% endfor %}{% endfor %}</papers>
"""


@pytest.mark.parametrize("name", ["feed.xml.j2", "feed.txt.j2"])
@settings(max_examples=25)
@given(some=HOSTILE)
def test_xml_is_well_formed(folder, name, some):
    template = FEED if name == "feed.xml.j2" else re.sub(r"(title|url) }}", r"\1|xml }}", FEED)
    root = ElementTree.fromstring(exported(folder / name, template, some))
    papers = [paper for digest in some for paper in digest.papers]
    assert [without_controls(each.text or "") for each in root.iter("title")] == [
        without_controls(p.title) for p in papers
    ]
    assert [each.text for each in root.iter("raw")] == [each.text for each in root.iter("title")]


@settings(max_examples=25)
@given(some=HOSTILE)
def test_a_message_for_slack_is_json(folder, some):
    text = json.loads(exported(folder / "slack.json.j2", SHOWN["slack.json.j2"], some))["text"]
    # Nothing that a title says is a link or a mention.
    assert re.sub(r"<https://arxiv\.org/abs/[\w./-]+\|arXiv>", "", text).count("<") == 0
    lines = [paper.title.replace("\n", " ") for digest in some for paper in digest.papers]
    for title in lines:
        assert title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in text


TEXTS = [
    *("", "1.0", "no", "~", "2024-07-12", "a: b", "# a", "'", '"', "\\", "\n", "\r\n", "\t", "\x7f\x85\x9f"),
    *("\u2028\u2029", "\ufeffa", "\ufffe\uffff", "\x00\x1b", "😀", "- a", "{a", "한국", "<&>"),
]


@pytest.mark.outside
def test_yaml_says_the_same_to_a_reader_of_yaml(fill):
    yaml = pytest.importorskip("yaml")
    some = [Digest(None, (Paper("A", authors=TEXTS),))]
    for expression, value in (("digests[0].papers[0].authors", TEXTS), ("none", None), ("3", 3), ("true", True)):
        assert yaml.safe_load(fill(f"a: {{{{ {expression}|yaml }}}}\n", some)) == {"a": value}


@pytest.mark.outside
def test_the_table_is_typeset_by_pdftex(tmp_path):
    needs("pdflatex", "pdftotext")
    from references.test_tex import TITLES

    some = [Digest(DAY, tuple(Paper(title, votes=index) for index, title in enumerate(TITLES)))]
    text = exported(tmp_path / "table.tex.j2", SHOWN["table.tex.j2"], some)
    (tmp_path / "table.tex").write_text(text, "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "table.tex"]
    output_of(tmp_path, *command)
    output_of(tmp_path, "pdftotext", "-layout", "table.pdf")
    assert (tmp_path / "table.txt").read_text("utf-8").count("2024-07-12") == len(TITLES)


# -- mistakes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("\n{% if %}", "a.txt.j2:2: Expected an expression"),
        ("\n\n{{ a", "a.txt.j2:3: unexpected end of template"),
        ("\n{% endfor %}", "a.txt.j2:2: Encountered unknown tag 'endfor'"),
        ("{{ digests|latx }}", "a.txt.j2:1: No filter named 'latx'"),
        ("{{ digests|random }}", "a.txt.j2:1: No filter named 'random'"),
        ("{% do x %}", "a.txt.j2:1: Encountered unknown tag 'do'"),
        ("{% for i in digests %}" * 30 + "{% endfor %}" * 30, "a.txt.j2: nested too deeply"),
        ("{{ " + "(" * 5000 + ")" * 5000 + " }}", "a.txt.j2"),
    ],
)
def test_a_mistake_in_its_syntax_is_a_wrong_option(fill, template, reason):
    with pytest.raises(OptionError) as caught:
        fill(template)
    assert str(caught.value).startswith("format 'template', option 'file': ")
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("\n{{ nothing }}", "a.txt.j2:2: 'nothing' is undefined"),
        (
            "\n{{ digests[0].papers[0].titel }}",
            "a.txt.j2:2: 'dailypapers.models.Paper object' has no attribute 'titel'",
        ),
        ("\n{{ nothing|json }}", "a.txt.j2:2: 'nothing' is undefined"),
        ("\n{{ nothing|latex }}", "a.txt.j2:2: 'nothing' is undefined"),
        ("\n{{ nothing|date }}", "a.txt.j2:2: 'nothing' is undefined"),
        ("\n{{ nothing|points }}", "a.txt.j2:2: 'nothing' is undefined"),
        ("x\n\n{% for d in digests %}\n{{ 1 / 0 }}{% endfor %}", "a.txt.j2:4: division by zero"),
        ("{% macro a() %}\n{{ x }}\n{% endmacro %}\n{{ a() }}", "a.txt.j2:2: 'x' is undefined"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "a.txt.j2:1: maximum recursion depth exceeded"),
        ("\n{{ nothing|markdown }}", "a.txt.j2:2: 'nothing' is undefined"),
        ("\n{{ digests|top(0) }}", "a.txt.j2:2: expected a number of papers from 1 on, not 0"),
        ("{{ digests[0].papers|sort(attribute='vote') }}", "a.txt.j2:1: 'dailypapers.models.Paper object' has no"),
        ("{{ 5|date }}", "a.txt.j2:1: 'int' object has no attribute 'isoformat'"),
        ("{{ range|json }}", "a.txt.j2:1: this cannot be written as JSON"),
        ("{% include 'b.j2' %}", "a.txt.j2:1: a template is one file: it cannot include, import or extend another"),
        ("{% extends 'b.j2' %}", "a.txt.j2:1: a template is one file"),
        ("\n{% import 'b.j2' as b %}", "a.txt.j2:2: a template is one file"),
        ("{% from '/etc/passwd' import b %}", "a.txt.j2:1: a template is one file"),
    ],
)
def test_a_mistake_while_it_runs_is_told_with_its_line(fill, tmp_path, capsys, template, reason):
    (tmp_path / "b.j2").write_text("never", "utf-8")
    with pytest.raises(ExportError) as caught:
        fill(template)
    assert str(caught.value).startswith(f"{tmp_path}/{reason}")
    (tmp_path / "d.md").write_text(dailypapers.export(SOME[:1], "markdown"), "utf-8")
    file = f"file={tmp_path / 'a.txt.j2'}"
    assert (
        main(["export", "-f", "template", "--option", file, "-o", str(tmp_path / "out"), str(tmp_path / "d.md")]) == 3
    )
    assert capsys.readouterr().err.startswith(f"error: {tmp_path}/{reason}")
    assert not (tmp_path / "out").exists()


def test_files_that_are_no_template(tmp_path):
    (tmp_path / "latin.j2").write_bytes(b"caf\xe9")
    (tmp_path / "folder.j2").mkdir()
    for name, reason in (
        ("latin.j2", "is not UTF-8"),
        ("folder.j2", "Is a directory"),
        ("none.j2", "No such file or directory"),
        ("a\0b", "embedded null byte"),
    ):
        with pytest.raises(OptionError, match=f"option 'file': .*{reason}"):
            dailypapers.export(SOME, "template", file=tmp_path / name)
    with pytest.raises(OptionError, match="option 'file': must be given: a path"):
        dailypapers.export(SOME, "template")


def test_without_jinja_it_is_named(fill, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(PluginError, match=r'needs jinja2, which is not installed: pip install "jinja2>='):
        fill("x")


def test_an_error_in_the_digests_is_no_mistake_of_the_template(tmp_path):
    def broken():
        yield SOME[0]
        raise LookupError("no more")

    (tmp_path / "a.j2").write_text("{{ digests|length }}", "utf-8")
    with pytest.raises(LookupError, match="no more"):
        dailypapers.export(broken(), "template", file=tmp_path / "a.j2")


# -- what it cannot reach ---------------------------------------------------------------------------------------

REACHES = [
    "digests.__class__",
    "digests[0].__class__.__mro__",
    "''.__class__.__mro__[1].__subclasses__()",
    "digests|attr('__class__')",
    "digests|map(attribute='__class__')|list",
    "digests|map('attr', '__class__')|list",
    "digests['__class__']",
    "digests|sum(attribute='__class__')",
    "digests|groupby('__class__')",
    "self.__init__.__globals__",
    "self._TemplateReference__context",
    "cycler.__init__.__globals__.os",
    "joiner.__init__.__globals__",
    "namespace.__init__.__globals__",
    "range.__self__",
    "'{0.__class__}'.format(digests)",
    "'{0.__class__.__mro__}'.format_map({'0': digests})",
    "'%s'.__mod__(1)",
    "('{0.__class__}'|attr('format'))(digests)",
    "['{0.__class__}'.format]|map('call')|list",
    "digests[0].date.__reduce__()",
    "digests[0].papers[0].__attrs_attrs__",
    "digests[0].papers[0].__init__.__globals__",
    "digests[0].papers[0].__setattr__('title', 'x')",
    "(digests|points).gi_frame",
    "caller.__code__",
    "open('/etc/passwd')",
    "import('os')",
]


@pytest.mark.parametrize("expression", REACHES)
def test_nothing_of_python_is_within_reach(fill, expression):
    try:
        written = fill("{% macro m() %}{{ caller() }}{% endmacro %}{{ " + expression + " }}")
    except (ExportError, OptionError):
        return
    assert set(re.findall(r"\w+", written)) == {"Undefined"}  # several of what cannot be had are a list


@pytest.mark.parametrize(
    "template",
    [
        "{% set x = [1] %}{{ x.append(2) }}",
        "{% set x = {'a': 1} %}{{ x.update(b=2) }}",
        "{% set digests[0].papers = 5 %}",
        "{{ digests[0].papers.sort() }}",
    ],
)
def test_nothing_is_changed(fill, template):
    before = repr(SOME)
    with pytest.raises((ExportError, OptionError)):
        fill(template)
    assert repr(SOME) == before


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("9 ** 9 ** 9", r"\*\* takes numbers"),
        ("9 ** 1e9", r"\*\* takes numbers"),
        ("'a' * 10 ** 10", r"\* makes at most 100000"),
        ("10 ** 10 * [1]", r"\* makes at most 100000"),
        ("('ab' * 60000)", r"\* makes at most 100000"),
        ("range(10 ** 9)", "Range too big"),
        ("range(10 ** 9)|list", "Range too big"),
        ("lipsum(n=1000000)", "'lipsum' is undefined"),
    ],
)
def test_nothing_short_takes_for_ever(fill, expression, reason):
    with pytest.raises(ExportError, match=reason):
        fill("{{ " + expression + " }}")


@pytest.mark.parametrize(
    ("expression", "written"), [("2 ** 10", "1024"), ("3 * 4.5", "13.5"), ("'-' * 3", "---"), ("2 * 'ab'", "abab")]
)
def test_plain_sums_are_possible(fill, expression, written):
    assert fill("{{ " + expression + " }}") == written


def test_the_page_has_every_filter_and_template():
    import jinja2.sandbox

    from dailypapers.exporters.template import _environment

    ours = set(_environment(autoescape=False).filters) - set(jinja2.sandbox.SandboxedEnvironment().filters)
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == ours
    assert {"list.html.j2", "slack.json.j2", "table.tex.j2"} <= set(SHOWN)
    assert Path(ROOT / "docs/templates.md").exists()
