"""Measure the page of the whole archive in Chromium: ``python benchmarks/page.py``. Nothing is asserted.

It takes Debian's chromium and Playwright's Python package (extra ``outside``). Time is that of the clock, in the page: from
the begin of the navigation until the count stands there and a frame with it was painted; from a change in a control until
the frame after it was painted. Of five the median counts. Each load has a browser context of its own.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive import archive
from playwright.sync_api import Browser, Page, Route, sync_playwright

import dailypapers

TIMES = 5
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ARGUMENTS += ("--disable-component-update", "--disable-sync")

# A task that is queued in a frame runs when that frame was painted.
PAINTED = "requestAnimationFrame(() => { const next = new MessageChannel(); next.port1.onmessage = () => done(%s);"
PAINTED += " next.port2.postMessage(0); })"
USABLE = """() => new Promise(done => {
    const look = () => /^[0-9]/.test(document.querySelector('[role=status]')?.textContent) ? %s : setTimeout(look, 1);
    look();
})""" % (PAINTED % "performance.now()")
CHANGE = """([name, value]) => new Promise(done => {
    const control = document.querySelector('form').elements[name];
    const begun = performance.now();
    control.value = value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    %s;
})""" % (PAINTED % "performance.now() - begun")

# What is changed, and what it was before: to few papers and to nearly all, and back to all of them.
CHANGES = {
    "search, a word": ("q", "", "영상"),
    "search, two words": ("q", "", "diffusion 모델"),
    "search, one letter": ("q", "", "a"),
    "search, cleared": ("q", "영상", ""),
    "least votes": ("votes", "", "20"),
    "date": ("from", "", "2025-01-01"),
    "sort by votes": ("sort", "date", "votes"),
    "sort by date": ("sort", "votes", "date"),
}


def loaded(browser: Browser, path: Path, requests: list[str]) -> tuple[Page, float]:
    """Open the page and give it with the milliseconds until it was usable; what it asked for is added to requests."""

    def answer(route: Route) -> None:
        requests.append(route.request.resource_type)
        route.abort()

    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.route(lambda url: not url.startswith("file:"), answer)
    page.goto(path.as_uri(), wait_until="commit")
    return page, page.evaluate(USABLE)


def change(page: Page, name: str, value: str) -> float:
    """Change a control; give the milliseconds until the next frame, and wait until all is as it will stay."""
    milliseconds = page.evaluate(CHANGE, [name, value])
    page.wait_for_timeout(1000)
    return float(milliseconds)


def measure(browser: Browser, path: Path) -> Iterator[tuple[str, list[float]]]:
    requests: list[str] = []
    loads = []
    for _ in range(TIMES):
        page, milliseconds = loaded(browser, path, requests)
        loads.append(milliseconds)
        page.wait_for_timeout(1500)
        if len(loads) < TIMES:
            page.context.close()
    yield "painted and usable", loads
    for what, (name, before, after) in CHANGES.items():
        times = []
        for _ in range(TIMES):
            change(page, name, before)
            times.append(change(page, name, after))
        change(page, name, "date" if name == "sort" else "")
        yield what, times
    say(f"\nasked for, of what kind: {sorted(set(requests)) or 'nothing'}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_table(rows: Iterator[tuple[str, list[float]]]) -> None:
    say(f"\n| {'the page of the archive':30} | median, ms | slowest, ms |\n|{'-' * 32}|{'-' * 11}:|{'-' * 12}:|")
    for what, times in rows:
        say(f"| {what:30} | {statistics.median(times):10.0f} | {max(times):11.0f} |")


def main() -> None:
    documents = [dailypapers.parse(text) for _, text in archive()]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "page.html")
        dailypapers.write(documents, path)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        papers = sum(len(document.papers) for document in documents)
        say(f"Chromium {browser.version}, {papers} papers, {path.stat().st_size / 1e6:.1f} MB")
        say_table(measure(browser, path))
        browser.close()


if __name__ == "__main__":
    main()
