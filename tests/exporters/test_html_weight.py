"""How many papers the page has in its document, in a real Chromium: few of many, and all where somebody needs them."""

import datetime
import re

import pytest

from dailypapers import Digest, Paper, Point
from exporters.browsing import address, search, settled, shown, status
from support import seed_digests

pytestmark = pytest.mark.outside

DAYS = 100
OF_A_DAY = 15
MOST = 300  # so many papers stay in the document


def many():
    """Give papers of different heights, those of a day in a digest, the oldest first."""
    return [
        Digest(
            datetime.date(2024, 1, 1) + datetime.timedelta(day),
            [
                Paper(
                    f"Title {day * OF_A_DAY + number}",
                    f"https://arxiv.org/abs/2401.{day * OF_A_DAY + number:05}",
                    votes=day * OF_A_DAY + number,
                    summary=[Point(text="Words of it. " * (number * number % 50))],
                )
                for number in range(OF_A_DAY)
            ],
        )
        for day in range(DAYS)
    ]


def count(page):
    return page.locator("article").count()


def quiet(page):
    """Wait until nothing has come into the document, or gone from it, for a while."""
    settled(page).evaluate(
        """() => new Promise(done => {
            let timer = setTimeout(done, 400);
            new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, 400); })
                .observe(document.getElementById('papers'), { childList: true, subtree: true });
        })"""
    )
    return page


def tops(page):
    """Give where the papers in view begin, by their ids."""
    return page.evaluate(
        """() => Object.fromEntries(Array.from(document.querySelectorAll('article'),
            each => [each.id, Math.round(each.getBoundingClientRect().top)]).filter(([, top]) => 0 <= top && top < innerHeight))"""
    )


def test_few_of_many_are_in_the_document_wherever_somebody_reads(opened):
    page = quiet(opened(many()))
    assert status(page) == "1500 of 1500 papers"
    seen = set()
    for place in (0, 0.25, 0.5, 0.99, 0.4, 0):
        page.evaluate("place => scrollTo(0, place * document.documentElement.scrollHeight)", place)
        quiet(page)
        assert tops(page)
        seen |= tops(page).keys()
        assert 0 < count(page) < 150
    assert len(seen) > 12


def test_three_hundred_are_all_in_the_document(opened):
    page = quiet(opened(many()))
    page.locator("form").get_by_label("Votes, at least").fill(str(DAYS * OF_A_DAY - MOST))
    page.keyboard.press("Enter")
    assert len(shown(page)) == MOST
    assert page.get_by_role("button", name="Show all").is_hidden()
    page.locator("form").get_by_label("Votes, at least").fill(str(DAYS * OF_A_DAY - MOST - 1))
    page.keyboard.press("Enter")
    assert status(page).startswith("301 of")
    assert count(quiet(page)) < 150
    assert page.get_by_role("button", name="Show all").is_visible()


def test_what_is_read_stays_in_its_place_while_more_comes_in(opened):
    page = quiet(opened(many(), fragment="#arxiv-2401.00700"))
    before = tops(page)
    assert "arxiv-2401.00700" in before
    for distance in (-900, -2500, 1700, 5000, -300):
        page.mouse.move(900, 400)
        page.mouse.wheel(0, distance)
        page.wait_for_timeout(50)
        early = tops(page)
        quiet(page)
        late = tops(page)
        assert early.keys() & late.keys()
        assert [each for each in early.keys() & late.keys() if abs(early[each] - late[each]) > 2] == []


def test_every_address_leads_to_its_paper_or_day(opened):
    page = quiet(opened(many(), fragment="#arxiv-2401.00003"))
    for name in ("arxiv-2401.00003", "arxiv-2401.01499", "day-2024-02-20", "arxiv-2401.00750"):
        page.evaluate("name => { location.hash = name; }", name)
        quiet(page)
        top = page.evaluate("name => document.getElementById(name).getBoundingClientRect().top", name)
        assert -1 <= top < 60 or name == "arxiv-2401.00003"  # the last of the page is further down
        assert page.locator(f'[id="{name}"]:target').count() == 1
        assert address(page).endswith(f"#{name}")


def scrolled(page, place):
    quiet(page).evaluate("place => scrollTo(0, place * document.documentElement.scrollHeight)", place)
    quiet(page)
    page.mouse.wheel(0, 777)
    return tops(quiet(page))


@pytest.mark.parametrize("fragment", ["", "#?q=title&sort=votes", "#?view=titles", "#arxiv-2401.00700"])
def test_reload_and_back_come_to_the_same_papers(opened, fragment):
    page = opened(many(), fragment=fragment)
    places = scrolled(page, 0.3)
    page.wait_for_timeout(300)
    page.reload()
    assert tops(quiet(page)) == pytest.approx(places, abs=2)
    title = page.locator(f'[id="{next(iter(places))}"] h3 a')
    title.click()
    page.wait_for_url("https://arxiv.org/**")
    page.go_back()
    assert tops(quiet(page)) == pytest.approx(places, abs=2)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize(
    ("fragment", "options"),
    [("", {}), ("#?q=the&sort=votes", {}), ("#?view=titles", {}), ("#arxiv-2407.08737", {"compact": True})],
)
def test_reload_comes_to_the_same_papers_of_few(opened, fragment, options, size):
    page = opened(seed_digests(), fragment, options=options, viewport={"width": size[0], "height": size[1]})
    places = scrolled(page, 0.4)
    for _ in range(2):  # and does not drift
        page.wait_for_timeout(300)
        page.reload()
        assert tops(quiet(page)) == pytest.approx(places, abs=2)


def test_a_second_reload_before_the_list_is_there_comes_to_the_same_papers(opened):
    page = opened(many())
    places = scrolled(page, 0.3)
    page.wait_for_timeout(300)
    page.add_init_script("if (name === 'again') { name = 'once'; location.reload(); } else name = '';")
    page.evaluate("name = 'again'")
    page.reload(wait_until="commit")
    page.wait_for_function("name === ''")
    assert tops(quiet(page)) == pytest.approx(places, abs=2)


def test_what_the_address_names_is_whole_until_something_else_is_chosen(opened):
    page = opened(seed_digests(), "#arxiv-2407.08737", options={"compact": True})
    named = quiet(page).locator('[id="arxiv-2407.08737"]')
    assert named.locator("ul").first.is_visible()
    page.mouse.wheel(0, 100)
    page.wait_for_timeout(300)
    named.locator("h3 a").click()
    page.wait_for_url("https://arxiv.org/**")
    page.go_back()
    assert quiet(page).locator('[id="arxiv-2407.08737"] ul').first.is_visible()
    page.get_by_role("button", name="Clear").click()
    assert "#" not in address(page)
    assert quiet(page).locator("article ul:visible").count() == 0
    assert page.locator(".named").count() == 0


def test_back_within_the_page_comes_to_the_same_papers(opened):
    page = search(opened(many()), "title")
    places = scrolled(page, 0.5)
    page.locator(f'[id="{next(iter(places))}"]').get_by_role("link", name="Link to this paper").click()
    quiet(page)
    assert page.get_by_role("searchbox").input_value() == ""
    page.go_back()
    assert tops(quiet(page)) == pytest.approx(places, abs=2)
    assert page.get_by_role("searchbox").input_value() == "title"


def test_all_that_was_chosen_is_put_on_paper_and_taken_away_again(opened):
    page = quiet(opened(many()))
    page.pdf()
    assert page.evaluate("window.printed") is None  # that of another page
    page.evaluate(
        "addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('article').length; })"
    )
    page.pdf()
    assert page.evaluate("window.printed") == DAYS * OF_A_DAY
    assert count(quiet(page)) < 150
    page.emulate_media(media="print")
    assert count(quiet(page)) == DAYS * OF_A_DAY
    page.emulate_media(media="screen")
    assert count(quiet(page)) < 150


def test_show_all_is_for_the_search_of_the_browser(opened):
    page = quiet(opened(many()))
    page.get_by_role("button", name="Show all").click()
    assert count(quiet(page)) == DAYS * OF_A_DAY
    titles = page.eval_on_selector_all("article h3", "found => found.map(each => each.textContent)")
    assert titles[:2] == ["Title 1485", "Title 1486"]
    assert len(set(titles)) == DAYS * OF_A_DAY
    assert page.get_by_role("button", name="Show all").is_hidden()
    assert status(search(page, '"title 1"')) == "611 of 1500 papers"
    assert count(quiet(page)) < 150


def test_zotero_is_told_of_each_change(opened):
    init = "addEventListener('ZoteroItemUpdated', event => (window.told ??= []).push(event.cancelable));"
    page = quiet(opened(many(), init=init))
    told = page.evaluate("told.length")
    assert 0 < told < 20
    search(page, "title 7")
    assert page.evaluate("told.length") > told
    assert page.locator("article .Z3988").count() == count(page)


def test_j_goes_on_where_the_document_has_no_more_yet(opened):
    page = quiet(opened(many()))
    order = [f"arxiv-2401.{day * OF_A_DAY + number:05}" for day in reversed(range(DAYS)) for number in range(OF_A_DAY)]
    for index in range(60):
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == order[index]
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") < 800


def test_copies_have_the_entries_of_papers_that_are_not_in_the_document(opened):
    page = quiet(opened(many()))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save all BibTeX").click()
    keys = re.findall(r"^@misc\{(.*),$", saved.value.path().read_text("utf-8"), re.MULTILINE)
    assert sorted(keys) == [f"arxiv-2401.{number:05}" for number in range(DAYS * OF_A_DAY)]


def test_show_all_keeps_what_is_read_in_its_place(opened):
    page = opened(many())
    places = scrolled(page, 0.6)
    page.get_by_role("button", name="Show all").click()
    assert count(quiet(page)) == DAYS * OF_A_DAY
    later = tops(page)
    both = places.keys() & later.keys()  # one at the edge of the view may have left it
    assert len(both) >= 2
    assert {each: later[each] for each in both} == pytest.approx({each: places[each] for each in both}, abs=30)
    # It is a part of a pixel each time, 150 times.


def test_another_view_has_the_height_of_its_own_papers(opened):
    page = quiet(opened(many(), fragment="#?view=titles"))
    low = page.evaluate("document.documentElement.scrollHeight")
    assert low < DAYS * OF_A_DAY * 150
    page.locator("form").get_by_label("Show").select_option("full")
    high = quiet(page).evaluate("document.documentElement.scrollHeight")
    page.locator("form").get_by_label("Show").select_option("titles")
    assert quiet(page).evaluate("document.documentElement.scrollHeight") == pytest.approx(low, rel=0.1)
    assert high > 3 * low
