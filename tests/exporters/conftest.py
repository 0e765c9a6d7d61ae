"""What tests of every exporter share: the options that one cannot do without."""

import pytest

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
