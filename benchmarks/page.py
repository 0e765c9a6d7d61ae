"""Measure the page of the whole archive in Chromium: ``python benchmarks/page.py``, on Linux. Nothing is asserted.

It takes Debian's chromium and Playwright's Python package (extra ``outside``). Time is processor time of the main thread of
the page, as Linux counts it: from the beginning of a process of its own until the page is usable, which is when the count
stands there and a frame with it was painted; from before a key, or a change of a control, until the next frame was painted.
Each time about a millisecond of it is Playwright's. Keys come in a rhythm, so that some meet a search that is running. Memory
is what Chromium calls the private footprint of a process, that of the page, a second after it was usable and after all keys.
"""

import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from archive import archive
from playwright.sync_api import Browser, Page, Route, sync_playwright

import dailypapers

TIMES = 5
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ARGUMENTS += ("--disable-component-update", "--disable-sync")

# A task that is queued in a frame runs when that frame was painted.
PAINTED = """() => new Promise(done => requestAnimationFrame(() => {
    const next = new MessageChannel();
    next.port1.onmessage = () => done();
    next.port2.postMessage(0);
}))"""
USABLE = "() => /[0-9]/.test(document.querySelector('[role=status]')?.textContent)"
SETTLED = "() => document.getElementById('papers').ariaBusy === 'false'"

TYPED = ("diffusion model", "영상 모델")
RHYTHMS = (60, 155, 200, 400)  # milliseconds between keys: while the page waits for a pause, searches, and has found

# What is changed, and what it was before.
CHANGES = {
    "least votes": ("votes", "", "20"),
    "date": ("from", "", "2025-01-01"),
    "sort by votes": ("sort", "date", "votes"),
    "titles alone": ("view", "full", "titles"),
}
CHANGE = """([name, value]) => {
    const control = document.querySelector('form').elements[name];
    control.value = value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
}"""


class Measured:
    """A page and the process that it has."""

    def __init__(self, browser: Browser, path: Path, requests: list[str]) -> None:
        def answer(route: Route) -> None:
            requests.append(route.request.resource_type)
            route.abort()

        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.route(lambda url: not url.startswith("file:"), answer)
        before = {each: self._milliseconds_of(each) for each in _processes(browser)}
        self.page.goto(path.as_uri(), wait_until="commit")
        self.page.wait_for_function(USABLE)
        self.page.evaluate(PAINTED)
        # The one that worked most: others are there to be used next.
        self._process = max(_processes(browser), key=lambda each: self._milliseconds_of(each) - before.get(each, 0))

    @staticmethod
    def _milliseconds_of(process: int) -> float:
        # The main thread has the number of its process.
        return int(Path(f"/proc/{process}/task/{process}/schedstat").read_text().split()[0]) / 1e6

    @property
    def milliseconds(self) -> float:
        return self._milliseconds_of(self._process)

    @property
    def megabytes(self) -> float:
        status = Path(f"/proc/{self._process}/status").read_text()
        return sum(map(int, re.findall(r"^(?:RssAnon|VmSwap):\s+(\d+) kB", status, re.M))) * 1024 / 1e6

    def until_painted(self, do: object, *arguments: object) -> float:
        begun = self.milliseconds
        do(*arguments)  # type: ignore[operator]
        self.page.evaluate(PAINTED)
        return self.milliseconds - begun

    def settle(self) -> None:
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(SETTLED)


def _processes(browser: Browser) -> set[int]:
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return {each["id"] for each in found if each["type"] == "renderer"}


def keys(measured: Measured, word: str, rhythm: int) -> list[float]:
    """Type a word, key by key, and give what each took until the next frame."""
    times = []
    measured.page.locator("[type=search]").focus()
    for key in word:
        times.append(measured.until_painted(measured.page.keyboard.insert_text, key))
        time.sleep(rhythm / 1000)
    measured.settle()
    measured.page.locator("[type=search]").fill("")
    measured.settle()
    return times


def measure(browser: Browser, path: Path) -> Iterator[tuple[str, list[float]]]:
    requests: list[str] = []
    loads, early, late = [], [], []
    for _ in range(TIMES):
        measured = Measured(browser, path, requests)
        loads.append(measured.milliseconds)
        measured.page.wait_for_timeout(1000)
        early.append(measured.megabytes)
        for word in TYPED:
            keys(measured, word, 200)
        late.append(measured.megabytes)
        if len(loads) < TIMES:
            measured.page.context.close()
    yield "usable, ms", loads
    yield "memory, MB", early
    yield "memory after searches, MB", late
    for rhythm in RHYTHMS:
        for word in TYPED:
            yield (
                f"a key each {rhythm} ms, {word}, ms",
                [each for _ in range(TIMES) for each in keys(measured, word, rhythm)],
            )
    for what, (name, before, after) in CHANGES.items():
        times = []
        for _ in range(TIMES):
            for value in (after, before):
                times.append(measured.until_painted(measured.page.evaluate, CHANGE, [name, value]))
                measured.settle()
        yield f"{what}, ms", times[::2]
    say(f"\nasked for, of what kind: {sorted(set(requests)) or 'nothing'}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_table(rows: Iterator[tuple[str, list[float]]]) -> None:
    say(f"\n| {'the page of the archive':42} | median | largest |\n|{'-' * 44}|{'-' * 7}:|{'-' * 8}:|")
    for what, values in rows:
        say(f"| {what:42} | {statistics.median(values):6.0f} | {max(values):7.0f} |")


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
