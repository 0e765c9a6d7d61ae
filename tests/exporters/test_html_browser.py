"""The page in a real Chromium: what it counts, keyboard, address, pictures, hostile words, and what axe-core finds.

Every page is opened from the disk, and its network is this module's: what it asks for is written down.
"""

import datetime
import re
import shutil
import subprocess
import tarfile
import unicodedata

import attrs
import pytest

import dailypapers
from dailypapers import Digest, Media, Paper, Point
from dailypapers.references import citation_key
from support import ROOT, needs, seed_digests, stop

pytestmark = pytest.mark.outside

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ARGUMENTS += ("--disable-component-update", "--disable-sync")
DAY = datetime.date(2024, 7, 12)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="648"><rect width="1200" height="648" fill="#888"/></svg>'

EXTRA = Digest(
    None,
    (
        Paper("ÉTÉ of a Paper without Date", votes=1000, authors=("Ann One", "ΟΔΟΣΣΕΑΣ", "김하나")),
        Paper("", "https://example.org/untitled", summary=(Point("한계", "Straße\n둘째 줄", (Point(text="inner"),)),)),
    ),
)
OLDER = Digest(
    datetime.date(2023, 1, 2),
    (
        Paper("Votes Unknown", "https://arxiv.org/abs/2301.00001", Media("video", "https://example.org/1.mp4")),
        Paper("Votes None", "https://arxiv.org/abs/2301.00002", Media("image", "/avatars/1.svg"), 0),
        Paper("Featured Twice", "https://arxiv.org/abs/2301.00003", Media("image", "https://example.org/404.png"), 3),
        Paper("Featured Twice", "https://arxiv.org/abs/2301.00003", votes=4, authors=map("Ann {}".format, range(50))),
    ),
)


def all_digests():
    return [EXTRA, OLDER, *seed_digests()]


@pytest.fixture(scope="module")
def chromium():
    needs("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        stop("playwright not installed: the extra outside")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@attrs.define
class Seen:
    """What a page asked for, and what must not happen on it."""

    requests: list = attrs.Factory(list)
    errors: list = attrs.Factory(list)


@pytest.fixture
def opened(chromium, tmp_path):
    """Give a function that writes digests as a page and opens it; at the end nothing must have gone wrong in it."""
    contexts = []
    all_seen = []

    def open_page(digests=None, fragment="", *, init=None, options=None, **context_options):
        path = tmp_path / f"{len(contexts)}.html"
        dailypapers.write(all_digests() if digests is None else digests, path, **(options or {}))
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 800}} | context_options))
        contexts.append(context)
        seen = Seen()
        all_seen.append(seen)

        def answer(route):
            seen.requests.append((route.request.resource_type, route.request.url))
            if "404" in route.request.url:
                route.fulfill(status=404)
            else:
                route.fulfill(content_type="image/svg+xml", body=PICTURE)

        page = context.new_page()
        page.seen = seen
        page.route(lambda url: not url.startswith("file:"), answer)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("dialog", lambda dialog: (seen.errors.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: message.type == "error" and seen.errors.append(message.text))
        if init:
            page.add_init_script(init)
        page.goto(path.as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()
    for seen in all_seen:
        assert [error for error in seen.errors if "404" not in error] == []


def status(page):
    return page.get_by_role("status").inner_text()


def address(page):
    return page.evaluate("location.href")


def shown(page):
    """Give the titles of the papers that are shown, in their order, when all of them are there."""
    count = int(re.match("[0-9]+", status(page))[0])
    page.wait_for_function("n => document.querySelectorAll('article:not([hidden])').length === n", arg=count)
    return page.eval_on_selector_all("article:not([hidden]) h3", "found => found.map(each => each.textContent)")


# -- counts, by other means ------------------------------------------------------------------------------------

SEARCHES = [  # words, from, until, least votes, sorted by votes
    ("", "", "", "", False),
    ("영상", "", "", "", False),
    ("모델 데이터", "", "", "", False),
    (unicodedata.normalize("NFD", "모델"), "", "", "", False),
    ("ㅁ", "", "", "", False),
    ("DIFFUSION", "", "", "", False),
    ("video diffusion", "", "", "", True),
    ("  diffusion\tvideo ", "", "", "", False),
    ("what's new", "", "", "", False),
    ("iffus", "", "", "", False),
    ("été", "", "", "", False),
    ("STRASSE", "", "", "", False),
    ("οδοσ", "", "", "", False),
    ("untitled", "", "", "", False),
    ("ann one", "", "", "", False),
    ("nothing has this word", "", "", "", False),
    ("", "2024-07-12", "", "", False),
    ("", "", "2024-07-12", "", True),
    ("", "2024-07-12", "2024-07-12", "", False),
    ("", "2024-10-29", "2024-07-11", "", False),
    ("", "", "", "0", False),
    ("", "", "", "20", True),
    ("모델", "2024-01-01", "2024-12-31", "10", True),
    ("@misc", "", "", "", False),
    ("votes", "", "", "", False),
    ("arxiv.org", "", "", "", False),
    ("<b> \" ' & \\ .*", "", "", "", False),
]


def all_text(paper):
    def points(some):
        for point in some:
            yield from filter(None, (point.label, point.text))
            yield from points(point.points)

    return "\n".join([paper.title, *paper.authors, *points(paper.summary)])


def folded(text):
    return unicodedata.normalize("NFC", text).casefold()


def expected(digests, words, since, until, least, by_votes):
    """Give the titles that match, newest first or most votes first, by other means than the page has."""
    rows = [(digest.date, paper) for digest in digests for paper in digest.papers]
    rows.sort(key=lambda row: row[0] or datetime.date.min, reverse=True)
    if by_votes:
        rows.sort(key=lambda row: -1 if row[1].votes is None else row[1].votes, reverse=True)
    if since:
        rows = [row for row in rows if row[0] and row[0].isoformat() >= since]
    if until:
        rows = [row for row in rows if row[0] and row[0].isoformat() <= until]
    if least:
        rows = [row for row in rows if row[1].votes is not None and row[1].votes >= int(least)]
    rows = [row for row in rows if all(word in folded(all_text(row[1])) for word in folded(words).split())]
    return [paper.title or "Untitled" for _, paper in rows]


def test_counts_and_order(opened):
    page = opened()
    digests = all_digests()
    total = sum(len(digest.papers) for digest in digests)
    for search in SEARCHES:
        words, since, until, least, by_votes = search
        page.get_by_role("searchbox").fill(words)
        page.locator("input[type=date]").nth(0).fill(since)
        page.locator("input[type=date]").nth(1).fill(until)
        page.get_by_role("spinbutton").first.fill(least)
        page.get_by_label("Sort by").select_option("votes" if by_votes else "date")
        titles = expected(digests, *search)
        assert status(page) == f"{len(titles)} of {total} papers", search
        assert shown(page) == titles, search
        there, visible = address(page), page.locator("article:visible").count()
        assert visible == len(titles)
        if search != ("", "", "", "", False):  # shared with somebody, and reloaded
            assert "#?" in there
        page.reload()
        assert (address(page), shown(page)) == (there, titles), search
        assert page.get_by_role("searchbox").input_value() == words


def test_headings_are_those_of_what_is_shown(opened):
    page = opened()
    dates = sorted((digest.date.isoformat() for digest in all_digests() if digest.date), reverse=True)
    assert page.locator("h2:visible").all_inner_texts() == [*dates, "Unknown date"]
    page.get_by_role("searchbox").fill("featured twice")
    assert page.locator("h2:visible").all_inner_texts() == ["2023-01-02"]
    page.get_by_label("Sort by").select_option("votes")
    assert page.locator("h2:visible").all_inner_texts() == ["Most votes first"]
    page.get_by_role("searchbox").fill("nothing has this word")
    assert page.locator("h2:visible").all_inner_texts() == []


def test_a_state_that_somebody_wrote_by_hand(opened):
    page = opened(fragment="#?q=video+영상&from=garbage&votes=many&sort=nothing&x=y&q=z")
    assert page.get_by_role("searchbox").input_value() == "video 영상"
    assert page.get_by_label("Sort by").input_value() == "date"
    assert shown(page) == expected(all_digests(), "video 영상", "", "", "", False)


def test_a_state_that_the_page_of_the_docs_shows(opened):
    page_of_docs = (ROOT / "docs/page.md").read_text("utf-8")
    (fragment,) = re.findall(r"^papers\.html(#\?.*)$", page_of_docs, re.MULTILINE)
    page = opened(fragment=fragment)
    assert shown(page) == expected(all_digests(), "diffusion 영상", "2024-07-01", "", "10", True)
    assert page.get_by_role("searchbox").input_value() == "diffusion 영상"
    assert page.locator('[id="arxiv-2407.08348"], [id="day-2024-07-12"]').count() == 2


def test_many_are_shown_frame_by_frame_and_nothing_is_touched_in_vain(opened):
    page = opened([Digest(DAY, [Paper(f"Title {number}", votes=number) for number in range(1500)])])
    page.wait_for_function("() => document.querySelectorAll('article:not([hidden])').length === 1500")
    count = """words => {
        const search = document.querySelector('[type=search]');
        let changed = 0;
        const observer = new MutationObserver(records => { changed += records.length; });
        observer.observe(document.querySelector('main'), { attributes: true, subtree: true });
        search.value = words;
        search.dispatchEvent(new Event('input', { bubbles: true }));
        changed += observer.takeRecords().length;
        observer.disconnect();
        return [document.querySelector('[role=status]').textContent, changed];
    }"""
    sevens = sum("7" in str(number) for number in range(1500))
    assert page.evaluate(count, "title 7") == [f"{sevens} of 1500 papers", 1500 - sevens]
    assert page.evaluate(count, "title 7") == [f"{sevens} of 1500 papers", 0]
    said, changed = page.evaluate(count, "")
    assert said == "1500 of 1500 papers"
    assert 100 < changed < 500
    page.wait_for_function("() => document.querySelectorAll('article:not([hidden])').length === 1500")
    page.get_by_label("Sort by").select_option("votes")
    assert shown(page)[:2] == ["Title 1499", "Title 1498"]
    page.get_by_role("searchbox").fill("title 149")  # while the others are still on their way
    page.get_by_label("Sort by").select_option("date")
    page.get_by_label("Sort by").select_option("votes")
    assert shown(page) == [*(f"Title {number}" for number in range(1499, 1489, -1)), "Title 1149", "Title 149"]


# -- links into the page ---------------------------------------------------------------------------------------


def test_a_link_to_a_paper_first_shows_everything(opened):
    page = opened()
    page.get_by_role("searchbox").fill("featured twice")
    page.get_by_label("Sort by").select_option("votes")
    second = page.locator("article:visible").first
    assert second.get_attribute("id") == "arxiv-2301.00003-2"
    second.get_by_role("link", name="Link to this paper").click()
    assert address(page).endswith("#arxiv-2301.00003-2")
    assert re.match(r"(\d+) of \1 papers", status(page))
    assert page.get_by_role("searchbox").input_value() == ""
    page.wait_for_function("() => document.querySelector('article:target').getBoundingClientRect().top < innerHeight")
    page.go_back()
    page.wait_for_function("() => document.querySelector('[role=status]').textContent.startsWith('2 ')")
    assert page.get_by_role("searchbox").input_value() == "featured twice"
    page.locator("article:visible").first.get_by_role("link", name="2023-01-02").click()
    assert address(page).endswith("#day-2023-01-02")
    page.locator("h2", has_text="2023-01-02").wait_for(state="visible")


def test_back_to_top_changes_nothing_that_was_chosen(opened):
    page = opened()
    page.get_by_role("searchbox").fill("모델")
    titles = shown(page)
    page.get_by_role("link", name="Back to top").click()
    assert page.evaluate("scrollY") == 0
    assert shown(page) == titles


def test_where_the_script_fails_the_page_can_be_read(opened):
    page = opened(init="delete window.IntersectionObserver;")
    assert page.locator("article:visible").first.is_visible()
    assert page.locator("form:visible").count() == 0
    assert "IntersectionObserver" in page.seen.errors.pop()


@pytest.mark.parametrize("name", ["arxiv-2301.00003", "day-2023-01-02", "day-unknown"])
def test_a_link_to_a_paper_or_day_from_elsewhere(opened, name):
    page = opened(fragment=f"#{name}")
    page.wait_for_timeout(300)
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", name)
    assert -1 <= top < page.viewport_size["height"]
    assert re.match(r"(\d+) of \1 papers", status(page))
    assert address(page).endswith(f"#{name}")


# -- keyboard, copying -----------------------------------------------------------------------------------------


def test_all_of_it_by_keyboard(opened):
    page = opened()
    tab = page.keyboard

    def focused(what):
        return page.evaluate(f"document.activeElement.{what}")

    def tab_to(what, value):
        for _ in range(12):
            tab.press("Tab")
            if focused(what) == value:
                return
        raise AssertionError(f"no {value} within twelve tabs")

    tab_to("type", "search")
    tab.type("video")
    tab.press("Enter")
    assert "#?q=video" in address(page)
    assert shown(page) == expected(all_digests(), "video", "", "", "", False)
    tab_to("name", "from")
    tab.type("07122024")
    assert page.locator("input[type=date]").first.input_value() == "2024-07-12"
    tab_to("name", "votes")
    tab.type("10")
    tab_to("name", "sort")
    tab.type("votes")
    assert shown(page) == expected(all_digests(), "video", "2024-07-12", "", "10", True)
    tab_to("textContent", "Clear")
    tab.press("Space")
    assert "#" not in address(page)
    assert re.match(r"(\d+) of \1 papers", status(page))
    tab_to("localName", "a")
    tab_to("localName", "summary")
    tab.press("Enter")
    assert page.locator("pre:visible").count() == 1
    tab_to("textContent", "Copy BibTeX")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    tab.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    tab_to("textContent", "Link to this paper")
    tab.press("Enter")
    assert "#arxiv-" in address(page)


@pytest.mark.parametrize("init", [None, "Object.defineProperty(navigator, 'clipboard', { value: undefined });"])
def test_the_entry_is_copied(opened, init):
    """With the clipboard of secure pages, and with the older way of those that are not."""
    page = opened(init=init, permissions=["clipboard-read", "clipboard-write"])
    paper = all_digests()[2].papers[1]
    assert_copies(page, citation_key(paper), paper)


def test_of_a_paper_that_comes_again_the_entry_of_its_first_time_is_copied(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    assert_copies(page, "arxiv-2301.00003-2", OLDER.papers[2])


def assert_copies(page, own_id, paper):
    found = page.locator(f'[id="{own_id}"]')
    found.get_by_role("button", name="Copy BibTeX").click()
    found.get_by_role("button", name="Copied").wait_for()
    assert page.locator("#said").inner_text() == "Copied"
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("textarea").press("Control+V")
    entry = dailypapers.export([Digest(None, (paper,))], "bibtex")
    assert page.locator("textarea").input_value().rstrip() == entry.rstrip()
    found.get_by_role("button", name="Copy BibTeX").wait_for()


# -- without scripts, on other screens, on paper ---------------------------------------------------------------


def test_without_scripts_it_reads_and_loads_nothing(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("article:visible").count() == sum(len(digest.papers) for digest in all_digests())
    assert page.locator("form:visible, button:visible, img, [hidden]").count() == 0
    assert page.locator("a.picture").count() > 50
    assert page.locator("h3").first.inner_text() == "ÉTÉ of a Paper without Date"  # the order of the file
    page.locator("summary:visible").first.click()
    assert page.locator("pre:visible").first.inner_text().startswith("@misc{")
    assert page.seen.requests == []


SIZES = [(320, 640), (390, 844), (820, 1100), (1360, 900)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_narrow_and_wide_light_and_dark(opened, size, scheme):
    width, height = size
    page = opened(viewport={"width": width, "height": height}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/)[0] < 128")
    assert dark == (scheme == "dark")
    for name in ("Search", "From", "Until", "Least votes", "Sort by"):
        box = page.get_by_label(name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 40


def test_on_paper(opened):
    page = opened(color_scheme="dark")
    page.get_by_role("searchbox").fill("featured twice")
    page.emulate_media(media="print")
    assert page.locator("form:visible, button:visible, footer:visible").count() == 0
    assert page.locator("article:visible").count() == 2
    assert page.evaluate("getComputedStyle(document.querySelector('h3')).color") == "rgb(28, 30, 33)"
    assert page.pdf().startswith(b"%PDF")


# -- pictures --------------------------------------------------------------------------------------------------


def test_pictures_load_late_and_are_all_that_is_asked_for(opened):
    page = opened()
    page.locator("a.picture.loaded").first.wait_for()
    page.wait_for_timeout(300)
    early = len(page.seen.requests)
    assert 0 < early < 15
    assert {kind for kind, _ in page.seen.requests} == {"image"}
    page.get_by_role("searchbox").fill("featured twice")
    failed = page.locator("article:visible a.media")
    failed.wait_for()
    assert failed.inner_text() == "Picture"
    asked = [url for _, url in page.seen.requests]
    assert asked[early:] == ["https://example.org/404.png"]
    assert not [url for url in asked if "avatars" in url or "mp4" in url]


def test_no_pictures_with_the_option(opened):
    page = opened(options={"pictures": False})
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(300)
    page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://example.org/x.png' }))")
    page.wait_for_timeout(100)
    assert page.seen.requests == []
    assert all("Content Security Policy" in error for error in page.seen.errors)
    page.seen.errors.clear()


# -- hostile digests -------------------------------------------------------------------------------------------

INJECTIONS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style></title></textarea></noscript><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)' x='",
    '" style="position:fixed;inset:0" onclick="alert(1)" x="',
    "--><!--<script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</article></main><iframe src=javascript:alert(1)></iframe>",
    "</pre></details><base href=https://evil.example/><form action=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/x.css><style>*{display:none}</style>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://",
    "data:text/html,<script>alert(1)</script>",
    'https://evil.example/" onmouseover="alert(1)',
    "https://evil.example/'></a><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;amp;",
    "\u202etxet\u2066 \x07\x1b[31m\x7f\x85\ufffe \r\n\t x",
    "#?q=x",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} `",
    '\\"; alert(1); //',
    "?q=<script>",
]


def on_a_page(text):
    """Give a text without the controls and noncharacters that no page may have."""
    return re.sub("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", "", text)


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_hostile_words_in_every_field(opened):
    papers = []
    for bad in INJECTIONS:
        papers += [
            Paper(bad),
            Paper("url", bad),
            Paper("image", media=Media("image", bad)),
            Paper("video", media=Media("video", bad)),
            Paper("authors", authors=(bad, "Ann One", bad), authors_omitted_at=1),
            Paper("label", summary=(Point(bad, "text"),)),
            Paper("text", summary=(Point(text=bad, points=(Point(bad, bad),)),)),
            Paper("arXiv", f"https://arxiv.org/abs/2407.08348?{bad}"),
        ]
    page = opened([Digest(None, papers), Digest(DAY, papers)])
    assert status(page) == f"{2 * len(papers)} of {2 * len(papers)} papers"
    shown(page)
    found = page.evaluate(
        """() => Array.from(document.querySelectorAll('article'), each => ({
            title: each.querySelector('h3').textContent,
            names: Array.from(each.querySelectorAll('bdi'), name => name.textContent),
            labels: Array.from(each.querySelectorAll('li > b'), label => label.textContent),
            texts: Array.from(each.querySelectorAll('li > p'), text => text.textContent),
        }))"""
    )
    for each, paper in zip(found, 2 * papers, strict=True):
        assert (each["title"], each["names"]) == (on_a_page(paper.title), list(map(on_a_page, paper.authors)))
        points = [point for top in paper.summary for point in (top, *top.points)]
        assert each["labels"] == [on_a_page(point.label) for point in points if point.label]
        assert each["texts"] == [on_a_page(point.text) for point in points]
    assert page.locator("script, style, iframe, base, form, link, svg, [style], [onclick], [onerror]").count() == 3
    hrefs = page.eval_on_selector_all("a", "all => all.map(each => each.protocol)")
    assert set(hrefs) == {"file:", "https:"}
    for bad in INJECTIONS:
        page.get_by_role("searchbox").fill(on_a_page(bad))
        assert int(status(page).partition(" ")[0]) >= 8  # a title, names, a label and a text, each on two days
        page.reload()
        assert int(status(page).partition(" ")[0]) >= 8
    page.get_by_role("searchbox").fill("")
    for index in range(0, len(papers), 7):
        page.locator("article h3").nth(index).hover()
    assert {kind for kind, _ in page.seen.requests} <= {"image"}
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).position") == "static"


# -- other people's programs -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """Get axe-core from npm; nothing of it stays here."""
    needs("npm")
    folder = tmp_path_factory.mktemp("axe")
    got = subprocess.run(
        ["npm", "pack", "--silent", "axe-core@4"], cwd=folder, capture_output=True, text=True, check=False
    )
    if got.returncode:
        stop(f"npm has no axe-core: {got.stderr}")
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        return packed.extractfile("package/axe.min.js").read().decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZES[1], SIZES[3]])
@pytest.mark.parametrize("fragment", ["", "#?q=featured&sort=votes", "#?q=nothing+has+this", "#arxiv-2301.00003"])
def test_axe_finds_nothing(opened, axe, size, scheme, fragment):
    width, height = size
    digests = [EXTRA, OLDER, Digest(DAY, all_digests()[2].papers[:4])]
    page = opened(digests, fragment, viewport={"width": width, "height": height}, color_scheme=scheme)
    shown(page)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert_accessible(page, axe)


def test_axe_finds_nothing_without_pictures(opened, axe):
    assert_accessible(opened([OLDER], options={"pictures": False}), axe)


def assert_accessible(page, axe):
    page.evaluate(axe)
    violations = page.evaluate("axe.run().then(result => result.violations)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
