"""Exporters of many files: what they may yield, which paths are refused, and what ``export`` makes of it."""

import re
import unicodedata
from typing import ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import PluginError
from dailypapers._plugins.paths import Paths, fold, why_unsafe
from dailypapers._plugins.run import ChunkError, check_chunks, collect
from dailypapers.plugins import File, newest_first
from dailypapers.references import citation_key
from dailypapers.testing import check_exporter
from support import short

REFUSED = {
    "": "empty part",
    "/a": "absolute",
    "//a/b": "absolute",
    "..": "the part ..",
    "../a": "the part ..",
    "a/../b": "the part ..",
    "a/..": "the part ..",
    "./a": "the part .",
    "a//b": "empty part",
    "a/": "empty part",
    "a\\b": "backslash",
    "..\\a": "backslash",
    "C:a": "colon",
    "a:b": "colon",  # a stream of NTFS
    "a\0b": "control character",
    "a\nb": "control character",
    "a\x7fb": "control character",
    "a\x9bb": "control character",
    "CON": "Windows reserves",
    "con.md": "Windows reserves",
    "a/nul/b": "Windows reserves",
    "Aux .tar.gz": "Windows reserves",
    "COM1": "Windows reserves",
    "lpt¹.md": "Windows reserves",
    "CONOUT$": "Windows reserves",
    "a.": "dot or a space",
    ".. /a": "dot or a space",
    "a /b": "dot or a space",
    "a" * 201: "longer than 200",
    "한" * 67: "longer than 200",
    "/".join(["a" * 100] * 50): "longer than 4000",
    ".dailypapers.json": ".dailypapers",
    ".DailyPapers": ".dailypapers",
    "a/.dailypapers-1/b": ".dailypapers",
    "\ud800": "lone surrogate",
    **{f"a{char}/b": f"it has {char}, which Windows refuses" for char in '<>"|?*'},
}
TAKEN = ["a", "a.b", ".a", "..a", "...a", "a/b/c", "a b.md", "한국어/é.md", "a\u202eb", "~a", "-a", "dailypapers.json"]
TAKEN += ["console.md", "COM.md", "COM10", "nul_", "a" * 200, "한" * 66]


@pytest.mark.parametrize("path", REFUSED, ids=short)
def test_paths_that_are_refused(path):
    assert REFUSED[path] in why_unsafe(path)
    with pytest.raises(ChunkError, match="yielded a file with a path that is refused"):
        list(check_chunks([File(path, "")], files=True))


@pytest.mark.parametrize("path", TAKEN, ids=short)
def test_paths_that_are_taken(path):
    assert why_unsafe(path) is None


@pytest.mark.parametrize(
    ("paths", "why"),
    [
        (["a", "a"], "there is one already"),
        (["a", "A"], "some systems take it for 'a'"),
        (["b/Ä", "B/a\u0308"], "some systems take it for 'b/Ä'"),
        (["straße", "STRASSE"], "some systems take it for"),
        (["가", unicodedata.normalize("NFD", "가")], "some systems take it for"),
        (["a", "A/b"], "'a' is a file"),
        (["a/b/c", "a/B"], "it is a folder in 'a/b/c'"),
    ],
)
def test_paths_that_are_the_same_to_some(paths, why):
    seen = Paths()
    *before, last = paths
    assert [seen.why_refused(path) for path in before] == [None] * len(before)
    assert why in seen.why_refused(last)


@given(st.lists(st.text(st.sampled_from("aA/é\u0301e."), min_size=1, max_size=5)))
def test_paths_that_are_taken_are_different_everywhere(paths):
    seen = Paths()
    taken = [path for path in paths if seen.why_refused(path) is None]
    assert len({fold(path) for path in taken}) == len(taken)
    for path in taken:
        assert not any(fold(other).startswith(f"{fold(path)}/") for other in taken)


@pytest.mark.parametrize(
    ("chunks", "value"),
    [
        ([File("a", "text"), File("b/c", b"\xff")], {"a": "text", "b/c": b"\xff"}),
        ([File("a", ["te", "xt"]), File("b", iter([b"a", b"b"]))], {"a": "text", "b": b"ab"}),
        ([File("a", []), File("b", ""), File("c", b"")], {"a": "", "b": "", "c": b""}),
        ([], {}),
        (["te", "xt"], "text"),
        ([b"a", b"b"], b"ab"),
        ([], ""),
    ],
)
def test_what_is_collected(chunks, value):
    files = isinstance(value, dict)
    assert collect(check_chunks(chunks, files=files), files=files) == value


@pytest.mark.parametrize(
    ("chunks", "why"),
    [
        (["b"], "says that it yields files, and yielded str"),
        ([File("a", ""), b"b"], "says that it yields files, and yielded bytes"),
        ([None], "says that it yields files, and yielded NoneType"),
        ("text", "returns its text; it has to yield it"),
        ([File("a", 1)], "yielded a file 'a' whose content is neither str nor bytes nor an iterable of them, but int"),
        ([File("a", None)], "but NoneType"),
        ([File("a", [1])], "whose content is neither str nor bytes, but int"),
        ([File("a", ["a", b"b"])], "whose content is both str and bytes"),
        ([File("a", [File("b", "")])], "whose content is neither str nor bytes, but File"),
        ([File(1, "")], "yielded a file whose path is no str, but int"),
        ([File], "says that it yields files, and yielded type"),
    ],
)
def test_what_is_no_output_of_files(chunks, why):
    with pytest.raises(ChunkError, match=f"{re.escape(why)}$"):
        list(check_chunks(chunks, files=True))


@pytest.mark.parametrize("before", [[], ["a"], [b"a"]])
def test_a_class_that_yields_files_has_to_say_so(before):
    why = "yielded neither str nor bytes, but File; a class that yields files says so: files: ClassVar[bool] = True"
    with pytest.raises(ChunkError, match=f"^{re.escape(why)}$"):
        list(check_chunks([*before, File("a", "")], files=False))


def test_content_is_used_up_before_the_next_file_is_asked_for():
    seen = []

    def content(name):
        seen.append(name)
        yield name
        seen.append(f"end of {name}")

    def export():
        for name in "ab":
            yield File(name, content(name))
            seen.append(f"after {name}")

    collect(check_chunks(export(), files=True), files=True)
    assert seen == ["a", "end of a", "after a", "b", "end of b", "after b"]


def test_what_content_raises_is_a_fault_of_the_exporter(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.py").write_text(
        "from typing import ClassVar\nimport attrs\nfrom dailypapers.plugins import File\n@attrs.frozen\nclass Bad:\n"
        "    files: ClassVar[bool] = True\n"
        "    def export(self, digests):\n        yield File('a', (1 // 0 for _ in 'a'))\n",
        "utf-8",
    )
    for output in ("out/", "out.zip", "out.tar"):
        with pytest.raises(PluginError, match="failed: ZeroDivisionError"):
            dailypapers.write([], output, "./bad.py:Bad")
    with pytest.raises(PluginError, match="failed: ZeroDivisionError"):
        dailypapers.export([], "./bad.py:Bad")
    assert [each.name for each in tmp_path.iterdir() if each.name != "__pycache__"] == ["bad.py"]


@attrs.frozen
class Pages:
    """A page a paper, in a folder of one's own."""

    files: ClassVar[bool] = True

    folder: str = "pages"

    def export(self, digests):
        known = set()
        for date, paper in newest_first(digests):
            name = citation_key(paper).replace("/", "_")
            if name not in known:
                known.add(name)
                title = paper.title.encode(errors="replace").decode()
                yield File(f"{self.folder}/{name}.txt", [f"{title}\n", f"{date}\n"])


@pytest.mark.slow
def test_exporters_of_many_files_keep_the_laws():
    check_exporter(Pages)


def test_a_path_that_is_refused_breaks_a_law():
    with pytest.raises(AssertionError, match=r"refused, '\.\./arxiv-.*\.txt'"):
        check_exporter(Pages, options={"folder": ".."})
