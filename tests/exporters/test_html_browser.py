"""The page in a real Chromium: address, keyboard, time, pictures, hostile words, and what axe-core finds.

What it searches is in ``test_html_search.py``, and how many papers it holds in ``test_html_weight.py``.
"""

import datetime
import re

import pytest

import dailypapers
from dailypapers import Digest, Media, Paper, Point
from dailypapers.references import citation_key
from exporters.browsing import DAY, EXTRA, OLDER, address, all_digests, expected, search, settled, shown, status
from support import ROOT

pytestmark = pytest.mark.outside


def test_headings_are_those_of_what_is_shown(opened):
    page = settled(opened())
    dates = sorted((digest.date.isoformat() for digest in all_digests() if digest.date), reverse=True)
    assert page.locator("h2:visible").all_inner_texts() == [*dates, "Unknown date"]
    search(page, "featured twice")
    assert page.locator("h2:visible").all_inner_texts() == ["2023-01-02"]
    page.get_by_label("Sort by").select_option("votes")
    assert settled(page).locator("h2:visible").all_inner_texts() == ["Most votes first"]
    search(page, "nothing has this word")
    assert page.locator("h2:visible").all_inner_texts() == []
    assert page.locator("main").inner_text().startswith("No paper has all of this.\nFewer words,")
    page.locator("form").get_by_label("From").fill("2024-07-12")
    page.locator("form").get_by_label("Until").fill("2024-07-11")
    assert settled(page).locator("main").inner_text().endswith("\nFrom is later than Until.")


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
    for name in re.findall(r"`papers\.html#((?:arxiv|day)-[^`]+)`", page_of_docs):
        page.evaluate("name => { location.hash = name; }", name)
        assert settled(page).locator(f'[id="{name}"]:target').count() == 1


# -- links into the page ---------------------------------------------------------------------------------------


def test_a_link_to_a_paper_first_shows_everything(opened):
    page = search(opened(), "featured twice")
    page.get_by_label("Sort by").select_option("votes")
    second = settled(page).locator("article:visible").first
    assert second.get_attribute("id") == "arxiv-2301.00003-2"
    second.get_by_role("link", name="Link to this paper").click()
    assert address(page).endswith("#arxiv-2301.00003-2")
    assert re.match(r"(\d+) of \1 papers", status(page))
    assert page.get_by_role("searchbox").input_value() == ""
    page.wait_for_function("() => document.querySelector('article:target').getBoundingClientRect().top < innerHeight")
    page.go_back()
    assert status(page).startswith("2 ")
    assert page.get_by_role("searchbox").input_value() == "featured twice"
    page.locator("article:visible").first.get_by_role("link", name="2023-01-02").click()
    assert address(page).endswith("#day-2023-01-02")
    page.locator("h2", has_text="2023-01-02").wait_for(state="visible")


HAS_CHOICE = """choice => {
    const { from, until, q } = document.forms[0].elements;
    return choice.join() === [from.value, until.value, q.value].join();
}"""


def typed(page, words):
    page.get_by_role("searchbox").fill(words)
    return shown(page)


def test_back_undoes_what_was_chosen(opened):
    page = settled(opened())
    everything = shown(page)
    for words in ("vid", "video gen"):  # with a pause between them, and the same search
        assert typed(page, words)
    videos = typed(page, "video")
    page.wait_for_timeout(2100)
    typed(page, "nothing")
    assert typed(page, "nothing has this") == []
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Clear").click()
    assert shown(page) == everything
    for _ in range(2):
        page.get_by_role("button", name="Day before").click()
        shown(page)
    newest, second = sorted({digest.date.isoformat() for digest in all_digests() if digest.date}, reverse=True)[:2]
    assert dates_of(page) == [second, second]
    undone = [([newest, newest], ""), (["", ""], ""), (["", ""], "nothing has this"), (["", ""], "video")]
    for dates, words in [*undone, (["", ""], "")]:
        page.go_back()
        page.wait_for_function(HAS_CHOICE, arg=[*dates, words])
    assert shown(page) == everything
    page.go_forward()
    assert shown(page) == videos


def test_a_date_that_is_typed_is_one_step_back(opened):
    page = settled(opened())
    everything = shown(page)
    page.get_by_label("From", exact=True).focus()
    page.keyboard.type("07122024", delay=50)  # at first the year is 2, 20 and 202
    assert "from=2024-07-12" in address(settled(page))
    page.go_back()
    page.wait_for_function(HAS_CHOICE, arg=["", "", ""])
    assert shown(page) == everything


def test_back_from_a_search_comes_to_the_same_place(opened):
    page = settled(opened())
    page.mouse.move(900, 400)
    page.mouse.wheel(0, 3000)
    page.wait_for_function("() => scrollY > 2500")
    top = settled(page).evaluate("document.querySelectorAll('article')[5].getBoundingClientRect().top")
    page.keyboard.press("/")
    page.keyboard.insert_text("video")
    page.wait_for_function("() => location.hash === '#?q=video'")
    assert settled(page).evaluate("scrollY") == 0
    page.go_back()
    page.wait_for_function("() => scrollY > 2000")
    again = settled(page).evaluate("document.querySelectorAll('article')[5].getBoundingClientRect().top")
    assert again == pytest.approx(top, abs=2)


def test_back_to_top_changes_nothing_that_was_chosen(opened):
    page = search(opened(), "모델")
    titles = shown(page)
    page.get_by_role("link", name="Back to top").click()
    assert page.evaluate("scrollY") == 0
    assert shown(page) == titles


def test_where_the_script_fails_the_page_can_be_read(opened):
    page = opened(init="delete window.IntersectionObserver;")
    assert page.locator("article:visible").count() == sum(len(digest.papers) for digest in all_digests())
    assert page.locator("form:visible").count() == 0
    assert "IntersectionObserver" in page.seen.errors.pop()


@pytest.mark.parametrize("name", ["arxiv-2301.00003", "day-2023-01-02", "day-unknown"])
def test_a_link_to_a_paper_or_day_from_elsewhere(opened, name):
    page = opened(fragment=f"#{name}")
    settled(page)
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", name)
    assert -1 <= top < page.viewport_size["height"]
    assert re.match(r"(\d+) of \1 papers", status(page))
    assert address(page).endswith(f"#{name}")


def test_a_day_without_papers_is_no_place_of_the_page(opened):
    digests = [Digest(datetime.date(2024, 7, 13)), Digest(DAY, (Paper("A"),)), Digest(datetime.date(2024, 7, 11))]
    page = opened(digests, "#day-2024-07-13")
    assert shown(page) == ["A"]
    assert page.locator("main p").first.inner_text() == "day-2024-07-13 is not on this page."
    page.evaluate("location.hash = '#day-2024-07-11'")
    page.get_by_text("day-2024-07-11 is not on this page.").wait_for()
    assert shown(page) == ["A"]
    page.get_by_role("button", name="Day before").click()
    assert (dates_of(page), shown(page)) == (["2024-07-12", "2024-07-12"], ["A"])
    assert page.get_by_role("button", name="Day before").is_disabled()
    assert page.get_by_role("button", name="Day after").is_disabled()
    page.get_by_role("button", name="Last 7 days").click()
    assert dates_of(page) == ["2024-07-06", "2024-07-12"]


@pytest.mark.parametrize("name", ["arxiv-2407.99999", "<b>&%20x"])
def test_an_address_that_leads_nowhere_says_so(opened, name):
    page = opened(fragment=f"#{name}")
    everything = shown(page)
    said = page.locator("main p").first
    assert said.inner_text() == f"{name.replace('%20', ' ')} is not on this page."
    search(page, "video")
    assert said.inner_text() != f"{name} is not on this page."
    page.evaluate("location.hash = '#arxiv-2301.00003'")
    page.locator(".named").wait_for()
    assert shown(page) == everything
    assert page.get_by_text("is not on this page").count() == 0


# -- keyboard, copying -----------------------------------------------------------------------------------------


def focused(page, what):
    return page.evaluate(f"document.activeElement.{what}")


def tab_to(page, what, value):
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page, what) == value:
            return
    raise AssertionError(f"no {value} within forty tabs")


def test_all_of_it_by_keyboard(opened):
    page = settled(opened())
    keys = page.keyboard
    keys.press("/")
    assert focused(page, "name") == "q"
    keys.type("video/j")  # which are letters here
    assert page.get_by_role("searchbox").input_value() == "video/j"
    keys.press("Backspace")
    keys.press("Backspace")
    keys.press("Enter")
    assert shown(page) == expected(all_digests(), "video", "", "", "", False)
    assert "#?q=video" in address(page)
    tab_to(page, "name", "from")
    keys.type("07122024")
    assert page.locator("input[type=date]").first.input_value() == "2024-07-12"
    tab_to(page, "name", "votes")
    keys.type("10")
    tab_to(page, "name", "sort")
    keys.type("votes")
    assert shown(page) == expected(all_digests(), "video", "2024-07-12", "", "10", True)
    page.get_by_role("searchbox").focus()
    tab_to(page, "textContent", "Clear")
    keys.press("Space")
    assert re.match(r"(\d+) of \1 papers", status(page))
    assert "#" not in address(page)
    keys.press("j")
    assert focused(page, "localName") == "article"
    tab_to(page, "localName", "summary")
    keys.press("Enter")
    assert page.locator("pre:visible").count() == 1
    tab_to(page, "textContent", "Copy BibTeX")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    keys.press("Enter")
    page.locator("article").get_by_role("button", name="Copied").wait_for()
    tab_to(page, "textContent", "Link to this paper")
    keys.press("Enter")
    assert re.search("#(arxiv|paper)-", address(page))


def test_j_and_k_go_from_paper_to_paper(opened):
    page = search(opened(), "모델")
    ids = page.eval_on_selector_all("article", "found => found.map(each => each.id)")
    page.evaluate("document.activeElement.blur()")
    for key, index in [("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0), ("j", 1)]:
        page.keyboard.press(key)
        assert focused(page, "id") == ids[index]
        assert page.evaluate("Math.round(document.activeElement.getBoundingClientRect().top) >= 0")
    page.keyboard.press("Control+j")
    assert focused(page, "id") == ids[1]


def test_keys_can_be_turned_off(opened):
    page = settled(opened())
    keys = page.get_by_label("Keys /, j, k")
    keys.uncheck()
    for _ in ("", "and after a search", "and a reload"):
        page.evaluate("document.activeElement.blur()")
        for key in ("/", "j", "k"):
            page.keyboard.press(key)
            assert focused(page, "localName") == "body"
        page.get_by_role("button", name="Clear").click()
        settled(page)
        page.reload()
        settled(page)
    keys.check()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert focused(page, "name") == "q"


def test_the_focus_stays_on_the_page(opened):
    page = settled(opened())
    page.locator(".names a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash.startsWith('#?q=author')")
    assert focused(settled(page), "id") == "papers"
    page.get_by_role("button", name="Clear").click()
    before = page.get_by_role("button", name="Day before")
    before.focus()
    for _ in range(len(all_digests())):
        page.keyboard.press("Enter")
        settled(page)
    assert before.is_disabled()
    assert focused(page, "textContent") == "Day before"
    page.keyboard.press("j")
    assert focused(page, "ariaLabel") == page.locator("article h3").first.inner_text()


def test_names_that_unfold_are_links(opened):
    page = search(opened(), "ann 49")
    rest = page.locator(".names details")
    assert rest.locator(".names a").count() == 0
    rest.locator("summary").click()
    rest.get_by_role("link", name="Ann 49", exact=True).click()
    assert page.get_by_role("searchbox").input_value() == 'author:"Ann 49"'
    assert shown(page) == ["Featured Twice"]


def test_a_page_without_papers_asks_for_nothing_else(opened):
    page = opened([Digest(DAY)])
    assert status(page) == "0 of 0 papers"
    assert page.locator("main").inner_text() == ""


def test_a_link_skips_the_controls(opened):
    page = search(opened(), "모델")
    titles = shown(page)
    page.locator("h1").click()
    page.keyboard.press("Shift+Tab")
    assert page.get_by_role("link", name="Skip to the papers").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert focused(page, "id") == "papers"
    assert shown(page) == titles
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_links_are_named_by_their_paper(opened):
    page = settled(opened([OLDER]))
    last = page.locator("article").last
    for role, name in [
        ("link", "PDF"),
        ("link", "Hugging Face"),
        ("link", "Link to this paper"),
        ("button", "Copy BibTeX"),
    ]:
        assert last.get_by_role(role, name=f"{name}: Featured Twice", exact=True).count() == 1


@pytest.mark.parametrize("init", [None, "Object.defineProperty(navigator, 'clipboard', { value: undefined });"])
def test_the_entry_is_copied(opened, init):
    """With the clipboard of secure pages, and with the older way of those that are not."""
    page = settled(opened(init=init, permissions=["clipboard-read", "clipboard-write"]))
    paper = all_digests()[2].papers[1]
    assert_copies(page, citation_key(paper), paper)


def test_copying_that_fails_says_so_and_selects_the_entry(opened):
    init = "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false;"
    page = settled(opened(init=init))
    page.locator("article").first.get_by_role("button", name="Copy BibTeX").click()
    page.locator("article").first.get_by_role("button", name="Not copied").wait_for()
    assert page.locator("#said").inner_text() == "Not copied"
    entry = page.locator("article pre").first
    assert entry.is_visible()
    assert page.evaluate("getSelection().toString()").strip() == entry.inner_text().strip()


def test_of_a_paper_that_comes_again_the_entry_of_its_first_time_is_copied(opened):
    page = settled(opened(permissions=["clipboard-read", "clipboard-write"]))
    assert_copies(page, "arxiv-2301.00003-2", OLDER.papers[2])


def assert_copies(page, own_id, paper):
    found = page.locator(f'[id="{own_id}"]')
    found.get_by_role("button", name="Copy BibTeX").click()
    found.get_by_role("button", name="Copied").wait_for()
    assert page.locator("#said").inner_text() == "Copied"
    entry = dailypapers.export([Digest(None, (paper,))], "bibtex")
    assert pasted(page).rstrip() == entry.rstrip()
    found.get_by_role("button", name="Copy BibTeX").wait_for()


def pasted(page):
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("body > textarea").press("Control+V")
    return page.locator("body > textarea").input_value()


def entries_of(bibliography):
    return sorted(entry.strip() for entry in re.split(r"\n(?=@)", bibliography))


@pytest.mark.parametrize("init", [None, "Object.defineProperty(navigator, 'clipboard', { value: undefined });"])
def test_the_entries_of_all_that_is_shown_are_copied(opened, init):
    page = search(opened(init=init, permissions=["clipboard-read", "clipboard-write"]), "featured twice")
    page.get_by_role("button", name="Copy all BibTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    twice = Digest(OLDER.date, OLDER.papers[2:])
    assert entries_of(pasted(page)) == entries_of(dailypapers.export([twice], "bibtex"))


def test_the_entries_of_all_that_is_shown_are_saved(opened):
    page = settled(opened())
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save all BibTeX").click()
    assert saved.value.suggested_filename == "papers.bib"
    bibliography = saved.value.path().read_text("utf-8")
    assert entries_of(bibliography) == entries_of(dailypapers.export(all_digests(), "bibtex"))


def test_what_was_typed_last_is_copied_and_saved(opened):
    page = settled(opened(permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("searchbox").fill("featured twice")
    page.get_by_role("button", name="Copy all BibTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    twice = entries_of(dailypapers.export([Digest(OLDER.date, OLDER.papers[2:])], "bibtex"))
    assert entries_of(pasted(page)) == twice
    search(page, "")
    with page.expect_download() as saved:
        page.get_by_role("searchbox").fill("featured twice")
        page.get_by_role("button", name="Save all BibTeX").click()
    assert entries_of(saved.value.path().read_text("utf-8")) == twice


TYPED_AND_COPIED = """words => {  // in one task, so before the search has begun
    const { q, copy } = document.forms[0].elements;
    q.value = words;
    q.dispatchEvent(new InputEvent("input", { bubbles: true }));
    copy.click();
}"""


def test_of_no_papers_nothing_is_copied_or_saved(opened):
    page = settled(opened(init="navigator.clipboard.writeText = text => window.copied = text;"))
    copy, save = (page.get_by_role("button", name=f"{what} all BibTeX") for what in ("Copy", "Save"))
    page.evaluate(TYPED_AND_COPIED, "nothing has this word")
    assert status(page).startswith("0 of")
    assert copy.is_disabled()
    assert save.is_disabled()
    copy.click(force=True)
    assert copy.inner_text() == "Copy all BibTeX"
    assert page.evaluate("window.copied") is None
    search(page, "featured twice")
    assert copy.is_enabled()


# -- time ------------------------------------------------------------------------------------------------------


def dates_of(page):
    return [page.locator("form").get_by_label(name).input_value() for name in ("From", "Until")]


def test_days_and_spans(opened):
    page = settled(opened())
    days = sorted({digest.date.isoformat() for digest in all_digests() if digest.date})
    before, after = (page.get_by_role("button", name=f"Day {which}") for which in ("before", "after"))
    assert after.is_disabled()
    for day in reversed(days):
        before.click()
        assert dates_of(page) == [day, day]
        assert shown(page) == expected(all_digests(), "", day, day, "", False)
    assert before.is_disabled()
    after.click()
    assert dates_of(page) == [days[1], days[1]]
    for count in (7, 30):
        page.get_by_role("button", name=f"Last {count} days").click()
        first = (datetime.date.fromisoformat(days[-1]) - datetime.timedelta(count - 1)).isoformat()
        assert dates_of(page) == [first, days[-1]]
        assert shown(page) == expected(all_digests(), "", first, days[-1], "", False)


def test_days_are_those_of_what_is_found(opened):
    days = [
        Digest(datetime.date(2024, 7, day), (Paper(f"{'odd' if day % 2 else 'even'} {day}"),)) for day in range(1, 8)
    ]
    page = search(opened(days), "even")
    before, after = (page.get_by_role("button", name=f"Day {which}") for which in ("before", "after"))
    for day in (6, 4, 2):  # with no day chosen, the newest
        before.click()
        assert shown(page) == [f"even {day}"]
    assert before.is_disabled()
    page.get_by_role("searchbox").fill("odd")  # what was typed last counts
    after.click()
    assert shown(page) == ["odd 3"]
    page.locator("form").get_by_label("From").fill("")
    assert settled(page).get_by_role("button", name="Day before").is_disabled()
    after.click()
    assert shown(page) == ["odd 5"]
    page.locator("form").get_by_label("Until").fill("")
    assert settled(page).get_by_role("button", name="Day after").is_disabled()
    before.click()
    assert shown(page) == ["odd 3"]


def weekly():
    monday = datetime.date(2024, 1, 1)
    return [Digest(monday + datetime.timedelta(7 * week), (Paper(f"Week {week}"),)) for week in range(20)]


def middle_of(page, week):
    box = page.get_by_role("img", name="Papers a week, 2024-01-01 to 2024-05-13").bounding_box()
    return box["x"] + (week + 0.5) * box["width"] / 20, box["y"] + 5


def test_a_span_is_dragged_over_the_chart(opened):
    page = settled(opened(weekly()))
    before = ["", ""]
    for first, last, count in [(2, 5, "20"), (5, 2, "4")]:  # to the right and to the left
        page.mouse.move(*middle_of(page, first))
        page.mouse.down()
        page.mouse.move(*middle_of(page, last), steps=4)
        assert page.locator("#chart span").all_inner_texts() == ["2024-01-15", "2024-02-11"]
        assert (dates_of(page), status(page).split()[0]) == (before, count)  # until it is let go
        page.mouse.up()
        before = ["2024-01-15", "2024-02-11"]
        assert dates_of(page) == before
        assert page.locator("#chart span").all_inner_texts() == ["2024-01", "2024-05"]
        assert shown(page) == [f"Week {week}" for week in (5, 4, 3, 2)]
    page.mouse.click(*middle_of(page, 19))
    assert (dates_of(page), shown(page)) == (["2024-05-13", "2024-05-13"], ["Week 19"])
    assert "from=2024-05-13" in address(page)


def test_a_finger_that_scrolls_past_the_chart_chooses_nothing(opened):
    page = settled(opened(weekly(), viewport={"width": 390, "height": 600}, has_touch=True, is_mobile=True))
    page.get_by_text("Days, votes, order").click()
    x, y = middle_of(page, 11)
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for moved in range(10, 160, 10):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - moved}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => scrollY > 50")
    assert dates_of(page) == ["", ""]
    assert page.locator(".span").get_attribute("width") == "0"
    page.evaluate("scrollTo(0, 0)")
    page.touchscreen.tap(*middle_of(page, 11))
    assert dates_of(page) == ["2024-03-18", "2024-03-24"]
    assert shown(page) == ["Week 11"]


def test_a_search_that_ends_while_somebody_drags_has_the_days_of_before(opened):
    page = settled(opened(weekly()))
    page.mouse.move(*middle_of(page, 2))
    page.mouse.down()
    page.mouse.move(*middle_of(page, 5), steps=4)
    page.get_by_role("searchbox").evaluate(
        "box => { box.value = 'week 1'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    page.wait_for_function("() => location.hash === '#?q=week+1'")
    assert status(page).startswith("11 of")
    assert page.locator("#chart span").all_inner_texts() == ["2024-01-15", "2024-02-11"]
    page.mouse.up()
    assert shown(page) == []


def heights_of_bars(page):
    return sorted(float(height) for height in re.findall(r"v-([0-9.]+)h", page.locator("svg path").get_attribute("d")))


def test_the_chart_has_the_papers_of_each_week(opened):
    days = {7: 1, 8: 2, 14: 2, 15: 3}  # the 8th and the 15th are Mondays
    digests = [Digest(datetime.date(2024, 7, day), [Paper(f"{day} {n}") for n in range(days[day])]) for day in days]
    page = settled(opened([*digests, Digest(None, (Paper("A"),))]))
    assert heights_of_bars(page) == [1 / 4, 3 / 4, 1]
    search(page, "7 0")
    assert heights_of_bars(page) == [1]


def test_without_dates_there_is_no_chart(opened):
    page = settled(opened([Digest(None, (Paper("A"),))]))
    assert page.locator("svg").count() == 0
    assert page.get_by_role("button", name="Last 7 days").is_disabled()
    assert page.get_by_role("button", name="Day before").is_disabled()


# -- titles alone ----------------------------------------------------------------------------------------------


def test_titles_alone(opened):
    page = settled(opened())
    page.locator("form").get_by_label("Show").select_option("titles")
    first = settled(page).locator("article", has_text="MambaVision").first
    assert "#?view=titles" in address(page)
    assert first.locator("h3").is_visible()
    assert first.locator("ul").first.is_hidden()
    summary = first.get_by_role("button", name="Summary")
    for expanded in ("true", "false"):
        summary.click()
        assert first.locator("ul").first.is_visible() == (expanded == "true")
        assert summary.get_attribute("aria-expanded") == expanded
    page.reload()
    assert settled(page).locator("article ul:visible").count() == 0


def test_a_compact_page_begins_with_titles(opened):
    page = settled(opened(options={"compact": True}))
    assert page.locator("article ul:visible").count() == 0
    page.locator("form").get_by_label("Show").select_option("full")
    assert settled(page).locator("article ul:visible").count() > 0
    assert "#?view=full" in address(page)
    page.get_by_role("button", name="Clear").click()
    assert settled(page).locator("article ul:visible").count() == 0


# -- without scripts, on other screens, on paper ---------------------------------------------------------------


def test_without_scripts_it_reads_and_loads_nothing(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("article:visible").count() == sum(len(digest.papers) for digest in all_digests())
    assert page.locator("form:visible, button:visible, img, [hidden]").count() == 0
    page.get_by_role("link", name="Index of days").click()
    page.get_by_role("navigation").get_by_role("link", name="2024-07-12").click()
    assert address(page).endswith("#day-2024-07-12")
    assert page.locator("a.picture").count() > 50
    assert page.locator("h3").first.inner_text() == "ÉTÉ of a Paper without Date"  # the order of the file
    page.locator("summary:visible").first.click()
    assert page.locator("pre:visible").first.inner_text().startswith("@misc{")
    assert page.seen.requests == []


SIZES = [(320, 640), (390, 844), (640, 400), (820, 1100), (1360, 900)]  # the third is 1280 by 800 at 200 %
WIDE = SIZES[-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_narrow_and_wide_light_and_dark(opened, size, scheme):
    width, height = size
    page = opened(viewport={"width": width, "height": height}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/)[0] < 128")
    assert dark == (scheme == "dark")
    more = settled(page).get_by_text("Days, votes, order")
    assert more.is_visible() == (width < 1024)  # where they do not stand beside the papers, they are folded away
    assert page.locator("h2").first.bounding_box()["y"] < 0.75 * height
    assert page.get_by_role("button", name="Day before").is_visible()
    assert page.get_by_role("button", name="Day after").is_visible()
    if width < 1024:
        assert page.locator("form").get_by_label("From").is_hidden()
        more.click()
    assert page.get_by_role("button", name="Clear").bounding_box()["height"] < 40  # one line
    for name in ("Search", "From", "Until", "Votes, at least", "Sort by", "Show"):
        box = page.locator("form").get_by_label(name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 40
        assert box["width"] >= 160  # a date, with its button, in the longest form of it


def test_the_fold_says_what_is_chosen_in_it(opened):
    page = settled(opened(fragment="#?q=video&votes=10&sort=votes", viewport={"width": 390, "height": 844}))
    fold = page.locator("form summary")
    assert fold.inner_text() == "Days, votes, order: Votes, at least 10, Sort by votes"
    assert page.get_by_label("Sort by").is_hidden()
    page.get_by_role("button", name="Clear").click()
    assert settled(page).locator("form summary").inner_text() == "Days, votes, order"
    page.get_by_role("button", name="Day before").click()
    assert settled(page).locator("form summary").inner_text() == "Days, votes, order: From 2024-10-28, Until 2024-10-28"


def test_on_paper(opened):
    page = search(opened(color_scheme="dark"), "featured twice")
    page.emulate_media(media="print")
    assert page.locator("form:visible, button:visible, footer:visible").count() == 0
    assert page.locator("article:visible").count() == 2
    assert page.evaluate("getComputedStyle(document.querySelector('h3')).color") == "rgb(28, 30, 33)"
    assert page.locator(".names details").evaluate_all("found => found.map(each => each.open)") == [True]
    assert page.pdf().startswith(b"%PDF")
    address_of = "getComputedStyle(document.querySelector('h3 a'), '::after')"
    assert page.evaluate(f"[{address_of}.content, {address_of}.display]") == [
        '"https://arxiv.org/abs/2301.00003"',
        "block",  # below the title
    ]
    page.emulate_media(media="screen")
    assert page.locator(".names details").evaluate_all("found => found.map(each => each.open)") == [False]


@pytest.mark.parametrize("is_phone", [True, False])
def test_names_show_that_they_are_links_where_nothing_hovers(opened, is_phone):
    page = settled(opened(has_touch=is_phone, is_mobile=is_phone, viewport={"width": 390, "height": 844}))
    line = page.evaluate("getComputedStyle(document.querySelector('.names a')).textDecorationLine")
    assert line == ("underline" if is_phone else "none")


# -- pictures --------------------------------------------------------------------------------------------------


def test_pictures_load_late_and_are_all_that_is_asked_for(opened):
    page = opened()
    page.locator("a.picture.loaded").first.wait_for()
    page.wait_for_timeout(300)
    early = len(page.seen.requests)
    assert 0 < early < 15
    assert {kind for kind, _ in page.seen.requests} == {"image"}
    search(page, "featured twice")
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
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("n => document.querySelectorAll('article').length === n", arg=2 * len(papers))
    found = page.evaluate(
        """() => Array.from(document.querySelectorAll('article'), each => ({
            title: each.querySelector('h3').textContent,
            names: Array.from(each.querySelectorAll('.names > :is(a, bdi)'), name => name.textContent),
            labels: Array.from(each.querySelectorAll('li > b'), label => label.textContent),
            texts: Array.from(each.querySelectorAll('li > p'), text => text.textContent),
        }))"""
    )
    for each, paper in zip(found, 2 * papers, strict=True):
        assert (each["title"], each["names"]) == (on_a_page(paper.title), list(map(on_a_page, paper.authors)))
        points = [point for top in paper.summary for point in (top, *top.points)]
        assert each["labels"] == [on_a_page(point.label) for point in points if point.label]
        assert each["texts"] == [on_a_page(point.text) for point in points]
    assert page.locator("script, style, iframe, base, form, link, [onclick], [onerror]").count() == 3
    hrefs = page.eval_on_selector_all("a", "all => all.map(each => each.protocol)")
    assert set(hrefs) == {"file:", "https:"}
    for bad in INJECTIONS:
        search(page, on_a_page(bad))
        assert int(status(page).partition(" ")[0]) >= 8  # a title, names, a label and a text, each on two days
        page.reload()
        assert int(status(page).partition(" ")[0]) >= 8
    search(page, "")
    for index in range(0, page.locator("article h3").count(), 2):
        page.locator("article h3").nth(index).hover()
    assert {kind for kind, _ in page.seen.requests} <= {"image"}
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).position") == "static"


# -- other people's programs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZES[1], WIDE])
@pytest.mark.parametrize(
    "fragment",
    [
        *("", "#?q=featured&sort=votes", "#?q=nothing+has+this", "#arxiv-2301.00003", "#?view=titles"),
        *("#?from=2024-01-01&until=2024-12-31", "#arxiv-2407.99999", "#?view=titles&q=straße"),
    ],
)
def test_axe_finds_nothing(opened, axe, size, scheme, fragment):
    width, height = size
    digests = [EXTRA, OLDER, Digest(DAY, all_digests()[2].papers[:4])]
    page = opened(digests, fragment, viewport={"width": width, "height": height}, color_scheme=scheme)
    shown(page)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    for button in page.locator("button.unfold:visible").all():
        button.click()
    assert_accessible(page, axe)


OPTIONS = [
    {"pictures": False},
    {"language": "ko"},
    {"title": "Robots", "compact": True, "feed": "https://example.org/"},
]


@pytest.mark.parametrize("size", [SIZES[0], WIDE])
@pytest.mark.parametrize("options", OPTIONS)
def test_axe_finds_nothing_with_options(opened, axe, options, size):
    page = opened([EXTRA, OLDER], options=options, viewport={"width": size[0], "height": size[1]})
    assert_accessible(settled(page), axe)


def test_axe_finds_nothing_without_scripts(opened, axe):
    """Without scripts axe-core does not run either, so all is put into the page that such a browser shows."""
    page = opened([EXTRA, OLDER], init="delete window.IntersectionObserver;")
    page.seen.errors.clear()
    page.evaluate("for (const each of document.querySelectorAll('noscript')) each.outerHTML = each.textContent")
    assert page.get_by_role("navigation").count() == 1
    assert_accessible(page, axe)


def assert_accessible(page, axe):
    page.evaluate(axe)
    violations = page.evaluate("axe.run().then(result => result.violations)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
