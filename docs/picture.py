"""Take the pictures of a page, a note and Datasette: ``python docs/picture.py``, with chromium and fonts-noto-cjk.

What they show is made up here, words and pictures, as the licence of the seeds allows no adaptations. No test takes
them again: another Chromium or font would draw them otherwise.
"""

import base64
import datetime
import html
import mimetypes
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Route, sync_playwright

import dailypapers
from dailypapers import Digest, Media, Paper, Point

HERE = Path(__file__).parent
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ARGUMENTS += ("--disable-component-update", "--disable-sync")
LABELS = ("What's New", "Technical Details", "Performance Highlights")

PAPERS = (
    (
        "Counting Apples: A Benchmark for Patient Vision Models",
        38,
        ("Ann One", "Bob Two", "Cem Three", "김하나"),
        (
            "과수원 사진에서 사과를 하나씩 세는 벤치마크를 제안합니다. 잎에 가린 사과와 겹친 사과를 따로 구분합니다.",
            "한 장의 사진을 여러 조각으로 나눈 뒤, 모델이 이미 센 사과를 기억하도록 작은 메모리를 둡니다.",
            "가려진 사과에서 오차가 절반으로 줄었고, 계산 비용은 거의 그대로입니다.",
        ),
    ),
    (
        "Slow Tea: Why Small Language Models Answer Better When They Wait",
        21,
        ("Bob Two", "Dana Four"),
        (
            "작은 언어 모델이 답하기 전에 잠시 기다리면 더 정확해진다는 사실을 보여줍니다.",
            "기다리는 동안 모델은 질문을 자신의 말로 다시 쓰고, 두 문장을 비교합니다.",
            "긴 질문일수록 효과가 크며, 세 단계 이후로는 더 나아지지 않았습니다.",
        ),
    ),
    (
        "Maps of Rain: Diffusion without Noise",
        9,
        ("Eva Five", "김하나", "Ann One"),
        (
            "잡음 대신 비구름의 지도를 이용하는 영상 생성 방법입니다.",
            "구름의 움직임을 따라 영상이 조금씩 채워집니다.",
            "짧은 영상에서 기존 방법과 비슷한 품질을 보입니다.",
        ),
    ),
)


def digests() -> list[Digest]:
    papers = [
        Paper(
            title,
            f"https://arxiv.org/abs/2407.0000{number}",
            Media("image", f"https://example.org/{number}.png"),
            votes,
            authors,
            summary=tuple(map(Point, LABELS, texts)),
        )
        for number, (title, votes, authors, texts) in enumerate(PAPERS, 1)
    ]
    return [Digest(datetime.date(2024, 7, 12), papers)]


def answer(route: Route) -> None:
    """Draw the picture of a paper: three hills in the colours of its number."""
    hue = 140 + 70 * int(Path(route.request.url).stem)
    hills = "".join(
        f'<circle cx="{250 + 400 * index}" cy="{760 - 60 * index}" r="360" fill="hsl({hue} 32% {70 - 12 * index}%)"/>'
        for index in range(3)
    )
    sky = f'<rect width="1200" height="648" fill="hsl({hue} 38% 88%)"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="648">{sky}{hills}</svg>'
    route.fulfill(content_type="image/svg+xml", body=svg)


def taken(browser: Browser, path: Path, scheme: str, width: int) -> str:
    """Return a picture of the page as a link that holds it."""
    page = browser.new_page(viewport={"width": width, "height": 820}, color_scheme=scheme)  # type: ignore[arg-type]
    page.route(lambda url: url.startswith("https:"), answer)
    page.goto(path.as_uri())
    page.locator("a.loaded").first.wait_for()
    return f"data:image/png;base64,{base64.b64encode(page.screenshot()).decode()}"


def take_page(browser: Browser, folder: Path) -> None:
    """Take the page on a wide screen in light colours, and on a phone in dark ones."""
    path = folder / "page.html"
    (newest,) = digests()
    days = [newest.date - datetime.timedelta(7 * week) for week in range(1, 30)]  # for the chart
    dailypapers.write([newest, *(Digest(day, newest.papers[: 1 + day.day % 3]) for day in days)], path)
    wide, narrow = taken(browser, path, "light", 1180), taken(browser, path, "dark", 390)
    both = browser.new_page(viewport={"width": 1650, "height": 900})
    style = "body{background:#d9dcdc;display:flex;gap:40px;margin:0;padding:40px 20px}img{border-radius:10px}"
    both.set_content(f'<style>{style}</style><img src="{wide}"><img src="{narrow}">')
    both.screenshot(path=HERE / "page.png")


def take_note(browser: Browser) -> None:
    """Take the note of a paper: its properties as a table, its text as markdown-it renders it, its links as links."""
    note = dailypapers.export(digests(), "notes")["arxiv-2407.00001.md"]
    _, front_matter, text = note.split("---\n", 2)
    properties = "".join(
        f"<tr><th>{name}<td>{html.escape(', '.join(value) if isinstance(value, list) else str(value))}"
        for name, value in yaml.safe_load(front_matter).items()
    )
    body = MarkdownIt().render(re.sub(r"\[\[([^]|]*)\]\]", r"[\1](\1)", text))
    page = browser.new_page(viewport={"width": 900, "height": 600})
    style = "body{font:16px/1.5 sans-serif;margin:30px}th{text-align:left;padding-right:2em;color:#666;font-weight:400}"
    page.set_content(f"<style>{style}</style><table>{properties}</table>{body}")
    page.screenshot(path=HERE / "note.png", full_page=True)


def take_database(browser: Browser, folder: Path) -> None:
    """Take a search in Datasette, which answers each request of the browser without a server."""
    database = folder / "papers.sqlite"
    dailypapers.write(digests(), database)

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://datasette")
        command = [sys.executable, "-m", "datasette", str(database), "--get", path]
        answer = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - no shell
        kind = mimetypes.guess_type(path.partition("?")[0])[0] or "text/html"
        route.fulfill(content_type=f"{kind}; charset=utf-8", body=answer.stdout)

    page = browser.new_page(viewport={"width": 1180, "height": 560})
    page.route(lambda url: url.startswith("http://datasette"), serve)
    columns = "".join(f"&_col={name}" for name in ("title", "authors", "first_featured", "most_votes", "summary"))
    page.goto(f"http://datasette/papers/library?_fts_table=papers_fts&_fts_pk=paper_id&_search=사과{columns}")
    page.screenshot(path=HERE / "datasette.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        take_page(browser, Path(folder))
        take_note(browser)
        take_database(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
