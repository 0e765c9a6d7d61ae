"""What most authors of plugins need: papers newest first, text for XML, a paper as data, files that ship with a plugin."""

import datetime
import json
import re
import sys
import warnings
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportWarning, Paper, Point
from dailypapers._plugins.paths import Paths
from dailypapers.plugins import (
    asset,
    is_web_link,
    newest_first,
    outline,
    paper_data,
    place_of,
    safe_name,
    without_characters,
    xml_text,
    yaml_from_json,
)
from dailypapers.testing import papers


def day(number, *titles, votes=None):
    date = number and datetime.date(2024, 7, number)
    return Digest(date, tuple(Paper(title, votes=votes) for title in titles))


@pytest.mark.parametrize(
    ("some", "pairs"),
    [
        ([], []),
        ([day(1)], []),
        ([day(1, "A", "B")], [(1, "A"), (1, "B")]),
        ([day(1, "A"), day(2, "B")], [(2, "B"), (1, "A")]),
        ([day(1, "A", "B"), day(2, "A")], [(2, "A"), (1, "B")]),
        ([day(2, "A"), day(1, "A", "B")], [(2, "A"), (1, "B")]),
        ([day(None, "A", "B"), day(1, "A")], [(1, "A"), (None, "B")]),
        ([day(1, "A"), day(1, "B"), day(1, "A")], [(1, "A"), (1, "B")]),
    ],
)
def test_papers_newest_first(some, pairs):
    found = [(date and date.day, paper.title) for date, paper in newest_first(iter(some))]
    assert found == pairs


def test_a_paper_is_as_it_was_on_its_newest_day():
    for some in ([day(1, "A", votes=1), day(2, "A", votes=2)], [day(2, "A", votes=2), day(1, "A", votes=1)]):
        assert [paper.votes for _, paper in newest_first(some)] == [2]


# -- names of files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ann One", "Ann-One-"),
        ("José Öz", "José-Öz-"),
        ("Jose\u0301", "José-"),
        ("사과를 센다", "사과를-센다-"),
        ("../a\\b:c*?", "a-b-c-"),
        (".dailypapers", "dailypapers-"),
        ("a_b. ", "a-b-"),
        ("CON", "CON-"),
        ("x" * 300, "x" * 40 + "-"),
        ("", ""),
        ("…", ""),
        ("\ud800", ""),
    ],
)
def test_a_safe_name_begins_with_the_words_of_its_text(text, words):
    assert re.fullmatch(re.escape(words) + "[0-9a-f]{8}", safe_name(text))


def test_a_safe_name_ends_with_what_tells_texts_apart():
    assert safe_name("Ann One") == "Ann-One-250833bf"  # printf 'Ann One' | sha256sum


@given(st.lists(st.text(st.characters())))
def test_names_of_all_texts_are_safe_and_none_is_that_of_another(texts):
    paths = Paths()
    for text in {*texts, "A", "a", "e\u0301", "\u00e9", "ﬀ", "ff", "𝔘" * 300}:
        assert paths.why_refused(f"{safe_name(text)}.html") is None


FEW_TITLES = st.sampled_from(["A", "B", "C", ""])  # so that most papers are featured again; one is like no other


@given(st.lists(st.builds(day, st.none() | st.integers(1, 3), FEW_TITLES, FEW_TITLES)))
def test_each_paper_is_there_once_and_in_order(some):
    pairs = newest_first(some)
    found = [paper.identity for _, paper in pairs]
    every = [paper.identity for digest in some for paper in digest.papers]
    assert set(found) == set(every)
    assert all(found.count(each) == (1 if each else every.count(None)) for each in found)
    days = [date or datetime.date.min for date, _ in pairs]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("a\tb\nc\rd 한국 😀 <&>\x7f\x85\u2028", None),
        ("a\x00b\x0bc\x1b", "abc"),
        ("a\ufffeb\uffff", "ab"),
        ("a\ud800b\udfff", "ab"),
    ],
)
def test_text_for_xml(text, clean):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert xml_text(text) == (text if clean is None else clean)
    assert [each.category for each in caught] == ([] if clean in (None, text) else [ExportWarning])
    assert all(each.filename == __file__ for each in caught)


@given(st.text(st.characters()))
def test_what_is_left_can_be_parsed(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)
        clean = xml_text(text)
    element = ElementTree.Element("a")
    element.text = clean
    parsed = ElementTree.fromstring(ElementTree.tostring(element)).text or ""
    assert parsed == clean.replace("\r\n", "\n").replace("\r", "\n")


def test_dropped_characters_are_told_by_their_codes():
    digits = re.compile("[0-9]")
    with pytest.warns(
        ExportWarning, match=r"^characters dropped \(U\+0031, U\+0032\), which Roman cannot hold, from 'ab'$"
    ):
        assert without_characters(digits, "2a12b", "Roman") == "ab"
    with pytest.warns(ExportWarning, match=r"from 'A Title'$"):
        assert without_characters(digits, "2a12b", "Roman", "A 3Title") == "ab"
    assert without_characters(digits, "ab", "Roman") == "ab"


def test_a_place_names_the_digest_and_the_paper():
    paper = Paper("A" * 201)
    assert place_of(Digest(datetime.date(2024, 7, 12)), Paper("A")) == "the digest of 2024-07-12, paper 'A'"
    assert place_of(Digest(None), paper) == f"the digest of an unknown date, paper '{'A' * 200}…'"


@given(papers(hostile=True))
def test_a_paper_as_data_is_that_of_json(paper):
    (digest,) = json.loads(dailypapers.export(Digest(None, (paper,)), "json"))["digests"]
    assert paper_data(paper) == digest["papers"][0]
    row = json.loads(dailypapers.export(Digest(None, (paper,)), "jsonl"))
    assert paper_data(paper).items() <= row.items()


SOURCE = (
    "import attrs\nfrom dailypapers.plugins import asset\n\n@attrs.frozen\nclass E:\n    def export(self, digests):\n"
)
SOURCE += "        yield asset(__name__, 'a/style.css')\n"


def test_a_file_beside_a_module(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a/style.css").write_bytes(b"\xff")
    (tmp_path / "mine.py").write_text(SOURCE, "utf-8")
    assert dailypapers.export([], "./mine.py:E") == b"\xff"  # not installed
    package = tmp_path / "acme_packed"
    (package / "a").mkdir(parents=True)
    (package / "a/style.css").write_bytes(b"\xfe")
    (package / "__init__.py").write_text(SOURCE, "utf-8")
    with zipfile.ZipFile(tmp_path / "acme.zip", "w") as archive:
        archive.writestr("acme_zipped/__init__.py", SOURCE)
        archive.writestr("acme_zipped/a/style.css", b"\xfd")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "acme.zip")
    for name, content in (("acme_packed", b"\xfe"), ("acme_zipped", b"\xfd")):
        module = __import__(name)
        try:
            assert list(module.E().export([])) == [content]
            with pytest.raises(OSError, match="none"):
                asset(name, "none.css")
        finally:
            del sys.modules[name]


def test_a_summary_as_an_outline():
    points = [Point("Label", "text", [Point(None, "two\nlines", [Point("Alone", "")])]), Point(None, "last")]
    assert outline(points) == "Label: text\n  two lines\n    Alone:\nlast"
    assert outline([]) == ""


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://example.org", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("httpsx://example.org", False),
        (" https://example.org", False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_links_of_the_web(link, expected):
    assert is_web_link(link) is expected


@pytest.mark.outside
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_yaml_is_read_as_the_same_text_by_both_its_versions(text):
    yaml = pytest.importorskip("yaml")
    ruamel = pytest.importorskip("ruamel.yaml")
    written = yaml_from_json(json.dumps(text, ensure_ascii=False))
    assert yaml.safe_load(written) == text
    assert ruamel.YAML(typ="safe", pure=True).load(written) == text
