"""The page in a real Chromium: how tests open it, wait for it and see what it shows.

Every page is opened from the disk, and its network is this module's: what it asks for is written down.
"""

import datetime
import re
import unicodedata

import attrs

import dailypapers
from dailypapers import Digest, Media, Paper, Point
from dailypapers.models import each_point
from support import seed_digests

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ARGUMENTS += ("--disable-component-update", "--disable-sync")
DAY = datetime.date(2024, 7, 12)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="648"><rect width="1200" height="648" fill="#888"/></svg>'

EXTRA = Digest(
    None,
    (
        Paper("ÉTÉ of a Paper without Date", votes=1000, authors=("Ann One", "ΟΔΟΣΣΕΑΣ", "김하나")),
        Paper(
            "",
            "https://example.org/untitled",
            summary=(Point("한계", "Straße\n둘째 줄", (Point(text="inner GROẞE"),)),),
        ),
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


@attrs.define
class Seen:
    """What a page asked for, and what must not happen on it."""

    requests: list = attrs.Factory(list)
    errors: list = attrs.Factory(list)


@attrs.define
class Browsing:
    """Pages that are written and opened, each in a context of its own."""

    browser: object
    folder: object
    contexts: list = attrs.Factory(list)
    seen: list = attrs.Factory(list)

    def open(self, digests=None, fragment="", *, init=None, options=None, **context_options):
        """Write digests as a page and open it; ``page.seen`` has what happens on it."""
        path = self.folder / f"{len(self.contexts)}.html"
        dailypapers.write(all_digests() if digests is None else digests, path, **(options or {}))
        context = self.browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | context_options))
        self.contexts.append(context)
        seen = Seen()
        self.seen.append(seen)

        def answer(route):
            seen.requests.append((route.request.resource_type, route.request.url))
            if "404" in route.request.url:
                route.fulfill(status=404)
            elif route.request.resource_type == "document":
                route.fulfill(content_type="text/html", body="<p>elsewhere")
            else:
                route.fulfill(content_type="image/svg+xml", body=PICTURE)

        page = context.new_page()
        page.seen = seen
        page.route(lambda url: not url.startswith(("file:", "blob:")), answer)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("dialog", lambda dialog: (seen.errors.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: message.type == "error" and seen.errors.append(message.text))
        if init:
            page.add_init_script(init)
        page.goto(path.as_uri() + fragment)
        return page

    def close(self):
        """Close all pages; nothing must have gone wrong in one."""
        for context in self.contexts:
            context.close()
        for seen in self.seen:
            assert [error for error in seen.errors if "404" not in error] == []


# -- what is found, by other means -------------------------------------------------------------------------------


def all_text(paper):
    points = (part for _, point in each_point(paper.summary) for part in (point.label, point.text) if part)
    return "\n".join([paper.title, *paper.authors, *points])


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


# -- what is seen --------------------------------------------------------------------------------------------------


def settled(page):
    """Wait until a search has ended and what it chose is shown.

    An address that has changed is told to the page a task later, and only then it begins to search.
    """
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    page.wait_for_function("() => document.getElementById('papers').getAttribute('aria-busy') === 'false'")
    return page


def status(page):
    return settled(page).get_by_role("status").inner_text()


def address(page):
    return page.evaluate("location.href")


def search(page, words):
    """Put words into the search box, as somebody does who then presses Enter."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")
    return settled(page)


def shown(page):
    """Give the titles of the papers that are shown, in their order; there are 300 at most."""
    count = int(re.match("[0-9]+", status(page))[0])
    titles = page.eval_on_selector_all("article h3", "found => found.map(each => each.textContent)")
    assert len(titles) == count
    return titles
