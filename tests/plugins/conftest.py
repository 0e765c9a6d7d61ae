"""Plugins installed for one test, with real metadata."""

import sys

import pytest

from support import write_metadata


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a module as a distribution, with an entry point of an exporter and what it requires; gives its path."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    before = set(sys.modules)

    def install(source, *requires, name="mine", distribution="acme-mine", version="1.2", value="{module}:Exporter"):
        module = distribution.replace("-", "_")
        (site / f"{module}.py").write_text(source, "utf-8")
        entry_point = f"[dailypapers.exporters]\n{name} = {value.format(module=module)}\n"
        write_metadata(site, distribution, version, entry_point, *requires)
        return site / f"{module}.py"

    yield install
    for module in set(sys.modules) - before:
        if module.startswith(("acme_", "other_")):
            del sys.modules[module]
