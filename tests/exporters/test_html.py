"""The page: what stands in it, that the words of digests stay words, and what its policy lets a browser do.

What a browser makes of it is in ``test_html_browser.py``.
"""

import base64
import datetime
import hashlib
import json
import re
import warnings
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Media, Paper, Point
from dailypapers.exporters.article import FEWER_NAMES, MOST_NAMES
from dailypapers.exporters.page_words import WORDS
from dailypapers.models import each_point
from dailypapers.testing import digests, papers
from exporters.elements import Element, Page
from support import ROOT

DAY = datetime.date(2024, 7, 12)


def page(*some, **options):
    return Page(dailypapers.export(some, "html", **options)).root


def in_the_list(root):
    """Give what the list of papers has: days and papers."""
    (main,) = root.all("main")
    parts = [child for child in main.children if isinstance(child, Element)]
    assert {part.tag for part in parts} <= {"noscript"}
    return [child for part in parts for child in part.children if isinstance(child, Element)]


def article(paper, **options):
    (found,) = page(Digest(DAY, (paper,)), **options).all("article")
    return found


REL = {"rel": "noopener noreferrer"}
PAPER = Paper(
    "A Title",
    "https://arxiv.org/abs/2407.08348v2",
    Media("image", "https://example.org/1.png"),
    12,
    ("Ann One", "김하나"),
    1,
    (Point("What's New", "사과를 셉니다.\n배도."), Point(None, "Plain", (Point("한계", "inner"),))),
)


def test_a_paper():
    found = article(PAPER)
    assert found.attributes == {"id": "arxiv-2407.08348", "data-votes": "12"}
    (title,) = found.all("h3")
    assert (title.text, title.all("a")[0].attributes) == (
        "A Title",
        {"href": "https://arxiv.org/abs/2407.08348v2"} | REL,
    )
    (picture,) = found.all("a", **{"class": "picture"})
    assert (picture.text, picture.attributes["href"]) == ("Picture", "https://example.org/1.png")
    (facts,) = found.all("p", **{"class": "facts"})
    assert facts.text == "2024-07-12 12 votes arXiv:2407.08348 PDF Hugging Face"
    assert [each.attributes for each in facts.all("a")[1:]] == [
        {"href": "https://arxiv.org/pdf/2407.08348"} | REL,
        {"href": "https://huggingface.co/papers/2407.08348"} | REL,
    ]
    assert facts.all("a", href="#day-2024-07-12")
    (names,) = found.all("div", **{"class": "names"})
    assert names.text == "Ann One, 김하나 and others"
    assert [(label.text, label.attributes) for label in found.all("b")] == [
        ("What's New", {}),
        ("한계", {"lang": "ko"}),
    ]
    texts = [part.text for each in found.all("li") for part in each.children if getattr(part, "tag", "") == "p"]
    assert texts == ["사과를 셉니다.\n배도.", "Plain", "inner"]
    assert found.all("a", href="#arxiv-2407.08348")
    assert found.all("pre")[0].text == dailypapers.export([Digest(DAY, (PAPER,))], "bibtex")


def test_what_is_not_known_is_left_out():
    found = article(Paper("A"))
    assert "data-votes" not in found.attributes
    assert found.all("p")[0].text == "2024-07-12"
    assert not found.all("ul") + found.all("bdi") + found.all("h3")[0].all("a")
    alone, _ = in_the_list(page(Digest(None, (Paper("A"),))))
    assert (alone.attributes, alone.text, alone.all("time")) == ({"id": "day-unknown"}, "Unknown date", [])


def test_one_vote_is_one():
    assert [article(Paper("A", votes=votes)).all("strong")[0].text for votes in (0, 1, 2)] == [
        *("0 votes", "1 vote", "2 votes")
    ]


def test_a_title_of_nothing_can_still_be_followed():
    (title,) = article(Paper(" ", "https://example.org/")).all("h3", **{"class": "untitled"})
    assert title.all("a")[0].text == "Untitled"


def test_of_a_title_of_separators_alone_references_tell():
    with pytest.warns(dailypapers.ExportWarning) as told:
        (title,) = article(Paper("\x1c\x1f")).all("h3", **{"class": "untitled"})
    assert ["a reference" in str(each.message) for each in told] == [True]
    assert title.text == "Untitled"


def test_the_papers_of_the_seeds_in_their_order():
    documents = list(dailypapers.read_all([ROOT / "seeds"]))
    found = in_the_list(page(*documents))
    assert [each.tag for each in found] == [
        tag
        for document in documents
        for digest in document.digests
        for tag in ("h2", *("article" for _ in digest.papers))
    ]
    titles = [paper.title for document in documents for paper in document.papers]
    assert [title.text for each in found for title in each.all("h3")] == titles
    assert "65 papers." in page(*documents).all("footer")[0].text


def test_ids_occur_once():
    digest = Digest(DAY, (PAPER, PAPER, Paper("A"), Paper("A"), Paper("B", "https://arxiv.org/abs/cs/0112017")))
    found = page(digest, digest, Digest(None), Digest(None))
    every = [each.attributes["id"] for each in found.every() if "id" in each.attributes]
    assert len(set(every)) == len(every)
    assert [each for each in every if each.startswith("day-")] == [
        "day-2024-07-12",
        "day-2024-07-12-2",
        "day-unknown",
        "day-unknown-2",
    ]
    assert {"arxiv-2407.08348", "arxiv-2407.08348-4", "arxiv-cs/0112017"} <= set(every)
    assert not [each for each in every if each.startswith("?")]  # what a state begins with


NUMBERS = [
    "2407.00000",
    "2407.00001",
    "2407.00007",
    "2407.00008",
    "2407.99999",
    "2408.00001",
    "0704.0001",
    "cs/0112017",
]


@given(st.lists(st.sampled_from(NUMBERS), max_size=20))
def test_a_paper_that_occurs_again_has_its_count_in_its_id(numbers):
    found = page(Digest(DAY, [Paper("A", f"https://arxiv.org/abs/{number}") for number in numbers])).all("article")
    counts = [numbers[: index + 1].count(number) for index, number in enumerate(numbers)]
    assert [each.attributes["id"] for each in found] == [
        f"arxiv-{number}" if count == 1 else f"arxiv-{number}-{count}"
        for number, count in zip(numbers, counts, strict=True)
    ]


@pytest.mark.parametrize(
    ("count", "stand_open"), [(MOST_NAMES, MOST_NAMES), (MOST_NAMES + 1, FEWER_NAMES), (663, FEWER_NAMES)]
)
def test_a_long_list_of_names_unfolds(count, stand_open):
    names = [f"Ann {number}" for number in range(count)]
    (found,) = article(Paper("A", authors=names)).all("div", **{"class": "names"})
    assert [each.text for each in found.all("bdi")] == names
    folded = [each for part in found.all("details") for each in part.all("bdi")]
    assert len(folded) == count - stand_open
    assert [each.text for each in found.all("summary")] == [f"{count - stand_open} more"] * bool(folded)


# -- links ----------------------------------------------------------------------------------------------------

NO_LINKS = [
    *("javascript:alert(1)", "JavaScript:alert(1)", "\tjavascript:alert(1)", "java\nscript:alert(1)", "vbscript:x"),
    *("data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "blob:x", "//example.org/x", "/avatars/1.svg"),
    *("example.org", "", " https://example.org", "http:/example.org", "https:example.org", "ftp://example.org", "#x"),
]
LINKS = ["https://example.org/a b\"onclick=x'<>&amp;", "HTTP://EXAMPLE.ORG/", "https://example.org/\n?a=1&b=2#c"]


@pytest.mark.parametrize("url", NO_LINKS)
def test_what_is_no_link_of_the_web_is_text(url):
    for kind in ("image", "video"):
        found = article(Paper("A", url, Media(kind, url)))
        assert {each.attributes["href"][0] for each in found.all("a")} == {"#"}
        assert {each.attributes["href"] for each in found.all("a")} == {"#day-2024-07-12", f"#{found.attributes['id']}"}
        assert url in found.all("p")[0].text


@pytest.mark.parametrize("url", LINKS)
def test_a_link_of_the_web_is_one(url):
    found = article(Paper("A", url, Media("video", url)))
    assert found.all("h3")[0].all("a")[0].attributes == {"href": url} | REL
    assert found.all("a", **{"class": "media"})[0].attributes["href"] == url


def test_pictures_are_the_scripts_work():
    """Without scripts a browser loads every picture at once, so that there are links alone."""
    assert page(Digest(DAY, (PAPER,))).all("img") == []
    assert article(PAPER, pictures=False).all("a", **{"class": "picture"}) == []
    assert article(PAPER, pictures=False).all("a", **{"class": "media"})[0].text == "Picture"


# -- text for ever --------------------------------------------------------------------------------------------

ATTRIBUTES = {
    "main": {"id", "tabindex"},
    "h2": {"id"},
    "h3": {"class", "lang"},
    "article": {"id", "data-votes"},
    "noscript": set(),
    "a": {"href", "class", "rel"},
    "p": {"class", "lang"},
    "bdi": {"lang"},
    "b": {"lang"},
    "li": {"class"},
    "span": {"class", "title"},
    "div": {"class"},
    **{tag: set() for tag in ("time", "strong", "ul", "details", "summary", "pre")},
}


def written(text):
    """What HTML can write of a text: no control but white space, no lone surrogate, and no noncharacter of 16 bits."""
    return re.sub("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "", text)


@given(digests(hostile=True))
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_the_words_of_a_digest_are_text_and_nothing_else(digest):
    text = dailypapers.export([digest], "html")
    root = Page(text[text.index("<main") : text.rindex("</main>") + len("</main>")]).root
    for element in root.every():
        assert element.attributes.keys() <= ATTRIBUTES[element.tag]
        assert re.match("#|https?://", element.attributes.get("href", "#"), re.IGNORECASE)
    found = root.all("article")
    assert len(found) == len(digest.papers)
    for each, paper in zip(found, digest.papers, strict=True):
        assert each.all("h3")[0].text == (written(paper.title) if paper.title.strip() else "Untitled")
        assert [name.text for name in each.all("bdi")] == list(map(written, paper.authors))
        korean = [{"lang": "ko"} if re.search("[ᄀ-ᇿ㄰-㆏가-힣]", name) else {} for name in paper.authors]
        assert [name.attributes for name in each.all("bdi")] == korean
        points = [point for _, point in each_point(paper.summary)]
        assert [label.text for label in each.all("b")] == [written(point.label) for point in points if point.label]
        texts = [part.text for item in each.all("li") for part in item.children if getattr(part, "tag", "") == "p"]
        assert texts == [written(point.text) for point in points if point.text]
        assert each.attributes.get("data-votes") == (None if paper.votes is None else str(paper.votes))


@pytest.mark.parametrize(
    "char", [*"\0\x01\x08\x0b\x0e\x1b\x1f\x7f\x80\x85\x9f", "\ufdd0", "\ufffe", "\uffff", "\ud800"]
)
def test_what_no_page_may_have_is_dropped_with_a_warning(char):
    paper = Paper(
        f"a{char}b", f"https://example.org/{char}", authors=[f"C{char}"], summary=[Point(f"D{char}", f"E{char}")]
    )
    with warnings.catch_warnings(record=True) as told:  # of the title and the names BibTeX tells as well
        warnings.simplefilter("always")
        text = dailypapers.export([Digest(DAY, (paper,))], "html")
    kind = "characters" if char >= "\ud800" else "control characters"
    reason = f"{kind} dropped (U+{ord(char):04X}), which HTML cannot hold, from 'ab'"
    assert [str(each.message) for each in told].count(reason) == 1
    assert char not in text
    each = Page(text).root.all("article")[0]
    assert each.all("h3")[0].text == "ab"
    assert coins_of(each)["rft.atitle"] == ["ab"]
    assert coins_of(each)["rft_id"] == ["https://example.org/"]


@pytest.mark.parametrize("char", "\t\n\f\r\xa0\u200f\u2028")
def test_other_white_space_and_marks_stay(char):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = dailypapers.export([Digest(DAY, (Paper("A", summary=[Point(text=f"a{char}b")]),))], "html")
    assert Page(text).root.all("article")[0].all("p")[-1].text == f"a{char}b"


# -- BibTeX ---------------------------------------------------------------------------------------------------

# Two papers have one key where the link of one is the title of the other; and each comes again, with other words.
COLLIDING = ["https://example.org/", "A", ""]
again = st.builds(
    Paper,
    title=st.sampled_from(COLLIDING),
    url=st.none() | st.sampled_from([*COLLIDING, "https://arxiv.org/abs/2407.08348"]),
    authors=st.lists(st.sampled_from(["Ann One", "Bob Two"])),
)


@given(st.lists(digests(hostile=True) | st.builds(Digest, st.just(DAY), st.lists(again))))
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_the_entries_are_those_of_the_bibliography(some):
    articles = page(*some).all("article")
    entries = [pre.text for each in articles for pre in each.all("pre")]
    assert "\n".join(entries) == written(dailypapers.export(some, "bibtex"))
    by_id = {}
    for each, paper in zip(articles, (paper for digest in some for paper in digest.papers), strict=True):
        by_id[each.attributes["id"]] = paper.identity, len(each.all("pre"))
        for link in each.all("a", **{"class": "bibtex"}):  # of a paper that comes again
            assert by_id[link.attributes["href"][1:]] == (paper.identity, 1)
        assert len(each.all("pre") + each.all("a", **{"class": "bibtex"})) == 1


# -- COinS ----------------------------------------------------------------------------------------------------


def coins(paper):
    return coins_of(article(paper))


def coins_of(element):
    (span,) = element.all("span", **{"class": "Z3988"})
    query = span.attributes["title"]
    as_zotero = [zotero_pair(part) for part in query.split("&")]
    assert as_zotero == [(key, value.replace("+", " ")) for key, value in parse_qsl(query, keep_blank_values=True)]
    return parse_qs(query, strict_parsing=True, errors="strict")


def zotero_pair(part):
    """What Zotero's translator of COinS makes of a part: it takes a plus for a blank, also an escaped one."""
    key, value = part.split("=")
    return key, unquote(re.sub(r"\+|%2[bB]", " ", value), errors="strict")


def test_coins():
    authors = (
        "Ann One",
        "Wil M. P. van der Aalst",
        "Al Two Jr.",
        "Gemini Team",
        "김하나",
        'Linda "Jo" Frey',
        "Ann One",
    )
    assert coins(attrs.evolve(PAPER, title='C# & 100% = $x+y$; "b" X^{2}', authors=authors)) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
        "rft.genre": ["preprint"],
        "rft.jtitle": ["arXiv"],
        "rft.date": ["2024-07"],
        "rft_id": ["info:doi/10.48550/arXiv.2407.08348", "info:arxiv/2407.08348", "https://arxiv.org/abs/2407.08348v2"],
        "rft.atitle": [
            '<span class="nocase">C#</span> & 100% = <span class="nocase"><i>x</i>+<i>y</i></span>; “b” '
            '<span class="nocase">X<sup>2</sup></span>'
        ],
        "rft.au": ["One, Ann", "van der Aalst, Wil M. P.", "Two Jr., Al", "Frey, Linda “Jo”"],
        "rft.aucorp": ["Gemini Team", "김하나"],
    }


@given(papers())
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_coins_have_the_title_and_the_names_of_csl(paper):
    assume(all(written(text) == text for text in (paper.title, *paper.authors)))
    (item,) = json.loads(dailypapers.export([Digest(None, (paper,))], "csl"))
    about = coins(paper)
    assert about.get("rft.atitle", [""]) == [item["title"]]
    people = item.get("author", [])[: -1 if paper.authors_omitted_at is not None else None]  # without "others"
    assert about.get("rft.aucorp", []) == [person["literal"] for person in people if "literal" in person]
    assert about.get("rft.au", []) == [family_first(person) for person in people if "literal" not in person]


@given(digests(hostile=True))
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_coins_are_escaped_as_urllib_does(digest):
    for found in page(digest).all("span", **{"class": "Z3988"}):
        query = found.attributes["title"]
        about = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict")
        assert query == urlencode(about, safe=":/,()", quote_via=quote)


def family_first(person):
    family = (person.get("dropping-particle"), person["family"], person.get("suffix"))
    return f"{' '.join(filter(None, family))}, {person['given']}"


def test_coins_of_a_paper_elsewhere():
    assert coins(Paper("A", "javascript:alert(1)")) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
        "rft.genre": ["unknown"],
        "rft.atitle": ["A"],
    }


# -- the page -------------------------------------------------------------------------------------------------


def hash_of(element):
    return f"'sha256-{base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(("pictures", "sources"), [(True, ["http:", "https:"]), (False, ["'none'"])])
def test_the_policy(pictures, sources):
    root = page(Digest(DAY, (PAPER,)), pictures=pictures)
    (head,) = root.all("head")
    tags = [child.tag for child in head.children if isinstance(child, Element)]
    assert tags[:2] == ["meta", "meta"]  # before anything that it is about
    (policy,) = head.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy is head.all("meta")[1]
    directives = {each.split()[0]: each.split()[1:] for each in policy.attributes["content"].split(";")}
    assert directives == {
        "default-src": ["'none'"],
        "script-src": [hash_of(root.all("script")[0])],
        "style-src": [hash_of(root.all("style")[0])],
        "img-src": sources,
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_the_controls_are_those_that_are_promised():
    (form,) = page().all("form")
    kinds = [each.attributes["type"] for each in form.all("input")]
    assert kinds == ["search", "date", "date", "number"]
    assert [each.attributes["name"] for each in form.all("select")] == ["sort", "view"]
    assert {each.attributes["type"] for each in form.all("button")} == {"button"}
    assert len(form.all("label")) == len(form.all("input") + form.all("select"))
    assert len(page().all("p", role="status")) == 1


SOURCES = [path.name for path in (ROOT / "src/dailypapers/exporters").glob("html*") if path.suffix in (".css", ".js")]


@pytest.mark.parametrize("name", SOURCES)
def test_style_and_script_can_stand_in_a_page_and_ask_for_nothing(name):
    text = (ROOT / "src/dailypapers/exporters" / name).read_text("utf-8")
    assert not re.search(r"</(?:script|style)|<!--|\bfetch\b|XMLHttp|import\b|url\(|@font|innerHTML|\beval\b", text)
    assert re.sub("http://www.w3.org/2000/svg", "", text).count("://") == 0  # SVG's name is no link


# -- options --------------------------------------------------------------------------------------------------


def test_title_and_first_heading():
    for options, title in [
        ({}, "Daily papers"),
        ({"title": "<Robots> & us"}, "<Robots> & us"),
        ({"language": "ko"}, "데일리 페이퍼"),
    ]:
        root = page(**options)
        assert [root.all("title")[0].text, root.all("h1")[0].text] == [title, title]


def test_the_language_is_that_of_the_page_and_papers_keep_theirs():
    assert page().all("html")[0].attributes == {"lang": "en"}
    root = page(Digest(None, (attrs.evolve(PAPER, authors=["A"] * 21),)), language="ko")
    assert root.all("html")[0].attributes == {"lang": "ko"}
    assert root.all("h3")[0].attributes == {"lang": "en"}
    assert [label.attributes for label in root.all("b")] == [{"lang": "en"}, {"lang": "ko"}]
    assert root.all("summary")[1].text == "9명 더"
    assert root.all("a", href="#day-unknown")[0].text == "날짜 모름"


def test_every_word_of_the_page_is_in_the_table():
    """A phrase that Python or the script says and the table does not have would stay English on a Korean page."""
    folder = ROOT / "src/dailypapers/exporters"
    names = [*("html.py", "article.py", "html.html"), *(path.name for path in folder.glob("html*.js"))]
    texts = "".join((folder / name).read_text("utf-8") for name in names)
    said = set(re.findall(r"{w\[([^\]]+)\]}", texts)) | set(re.findall(r'words\["([^"]+)"', texts))
    said |= set(re.findall(r'\bsay\("([^"]+)"', texts))
    assert {"Search", "Copied", "Untitled"} <= said
    assert said - WORDS["ko"].keys() == set()


def test_a_feed_that_readers_of_feeds_find():
    root = page(feed="https://example.org/a?b=1&c='\"")
    (link,) = root.all("head")[0].all("link")
    assert link.attributes == {
        "rel": "alternate",
        "type": "application/atom+xml",
        "href": "https://example.org/a?b=1&c='\"",
    }
    assert [each.attributes["href"] for each in root.all("footer")[0].all("a")][-1] == "https://example.org/a?b=1&c='\""
    assert page().all("link") == []


@pytest.mark.parametrize(
    "options",
    [
        {"title": " "},
        {"title": "a\x01"},
        {"feed": "x.atom"},
        {"feed": "javascript:x"},
        {"language": "ja"},
    ],
)
def test_options_that_are_refused(options):
    with pytest.raises(dailypapers.OptionError, match=next(iter(options))):
        dailypapers.export([], "html", **options)


def test_compact_begins_with_the_titles():
    assert page(compact=True).all("option", value="titles")[0].attributes == {"value": "titles", "selected": None}
    assert page().all("option", value="titles")[0].attributes == {"value": "titles"}


# -- without scripts ------------------------------------------------------------------------------------------


def test_an_index_of_days():
    root = page(Digest(DAY, (PAPER,)), Digest(None), Digest(DAY))
    (index,) = root.all("nav", id="days")
    assert [(each.attributes["href"], each.text) for each in index.all("a")] == [
        ("#day-2024-07-12", "2024-07-12"),
        ("#day-unknown", "Unknown date"),
        ("#day-2024-07-12-2", "2024-07-12"),
    ]


@given(digests(hostile=True))
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_no_text_ends_the_list_for_a_browser_with_scripts(digest):
    """To it the list is text up to the first end tag."""
    text = dailypapers.export([digest], "html")
    start, end = text.index("<main"), text.index("</main>")
    (day,) = re.findall(r"<noscript>(.*?)</noscript", text[start:end], re.DOTALL | re.IGNORECASE)
    assert day.count("<article ") == len(digest.papers)
    assert text[start:end].endswith(f"<noscript>{day}</noscript>\n")


# -- links in texts -------------------------------------------------------------------------------------------

LINKED = [  # a text, and what of it is a link
    ("코드는 https://github.com/a/b에서", "https://github.com/a/b"),
    ("https://a.org/b.", "https://a.org/b"),
    ("see https://a.org/b, and", "https://a.org/b"),
    ("(https://a.org/b)", "https://a.org/b"),
    ("(https://a.org/b).", "https://a.org/b"),
    ("(https://a.org/b(c))", "https://a.org/b(c)"),
    ("https://a.org/wiki/B_(c)", "https://a.org/wiki/B_(c)"),
    ("https://a.org/b(코드)", "https://a.org/b"),
    ("[https://a.org/b](https://a.org/c)", "https://a.org/b https://a.org/c"),
    ("{https://a.org/b}", "https://a.org/b"),
    ("https://a.org/([b)]", "https://a.org/"),
    ("**https://a.org/b**", "https://a.org/b"),
    ("'https://a.org/b'", "https://a.org/b"),
    ("“https://a.org/b”", "https://a.org/b"),
    ('"https://a.org/b"', "https://a.org/b"),
    ("<https://a.org/b>", "https://a.org/b"),
    ("https://a.org/b<br>", "https://a.org/b"),
    ("https://a.org/b。", "https://a.org/b"),
    ("https://a.org/b…", "https://a.org/b"),
    ("| https://a.org/b|", "https://a.org/b"),
    ("~~https://a.org/~b~~", "https://a.org/~b"),
    ("https://a.org/b\\", "https://a.org/b"),
    ("https://a.org/b—code", "https://a.org/b"),
    ("https://a.org/?b=1&c=2#d", "https://a.org/?b=1&c=2#d"),
    ("https://a.org/b\nhttp://c.org", "https://a.org/b http://c.org"),
    ("HTTPS://A.ORG/", "HTTPS://A.ORG/"),
    ("https://web.archive.org/web/2024/https://a.org/", "https://web.archive.org/web/2024/https://a.org/"),
    ("https://a.org/\u202eb", "https://a.org/"),
    ("https://한글.한국", ""),
    ("https://", ""),
    ("https://...", ""),
    ("xhttps://a.org", ""),
    ("javascript://a.org ftp://a.org //a.org", ""),
]


@pytest.mark.parametrize(("text", "links"), LINKED)
def test_what_of_a_text_is_a_link(text, links):
    (found,) = (each for each in article(Paper("A", summary=(Point(None, text),))).all("li"))
    assert found.text == text
    assert [(each.attributes, each.text) for each in found.all("a")] == [
        ({"href": link} | REL, link) for link in links.split()
    ]


@pytest.mark.parametrize(
    ("url", "title", "beside"),
    [
        ("https://huggingface.co/papers/2407.08348", "https://arxiv.org/abs/2407.08348", ["PDF", "Hugging Face"]),
        ("http://www.arxiv.org/abs/2407.08348v3", "http://www.arxiv.org/abs/2407.08348v3", ["PDF", "Hugging Face"]),
        ("https://arxiv.org/pdf/2407.08348", "https://arxiv.org/abs/2407.08348", ["PDF", "Hugging Face"]),
        ("doi:10.48550/arXiv.2407.08348", "https://arxiv.org/abs/2407.08348", ["PDF", "Hugging Face"]),
        ("https://arxiv.org/abs/cs/0112017", "https://arxiv.org/abs/cs/0112017", ["PDF"]),  # not at Hugging Face
        ("https://example.org/", "https://example.org/", []),
    ],
)
def test_where_titles_lead_and_what_is_beside_them(url, title, beside):
    found = article(Paper("A", url))
    assert found.all("h3")[0].all("a")[0].attributes["href"] == title
    assert [each.text for each in found.all("p")[0].all("a")[1:]] == beside
