"""What tests of exporters share: the options that one cannot do without, Chromium, and axe-core."""

import shutil
import subprocess
import tarfile

import pytest

from exporters.browsing import ARGUMENTS, Browsing
from support import needs, stop

NEEDS = {"parquet": "pyarrow.parquet", "template": "jinja2"}


@pytest.fixture
def options_of(tmp_path):
    """Give the options of a format by its name; skips what needs a package that is not installed."""

    def options_of(name, template="{% for digest in digests %}{{ digest.papers[0].title|xml }}{% endfor %}"):
        if name in NEEDS:
            pytest.importorskip(NEEDS[name])
        if name != "template":
            return {}
        (tmp_path / "a.html.j2").write_text(template, "utf-8")
        return {"file": f"{tmp_path}/a.html.j2"}

    return options_of


@pytest.fixture(
    scope="module"
)  # not longer: playwright keeps a loop of events running, and others need one of their own
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


@pytest.fixture
def opened(chromium, tmp_path):
    """Give a function that writes digests as a page and opens it; at the end nothing must have gone wrong in it."""
    browsing = Browsing(chromium, tmp_path)
    yield browsing.open
    browsing.close()


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
