"""The true order of authors: what is restored, what is read, and what the command tells."""

import json
import pickle
import re
import shlex
import shutil
import sys
import tracemalloc
import unicodedata
from functools import cache

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import AuthorCounts, AuthorOrdersError, Digest, Document, Paper, read_author_orders, restore_authors
from dailypapers._command.main import main
from dailypapers.authors import AuthorRestorer
from dailypapers.testing import digests as some_digests
from support import ROOT, seed_digests

ID = "2407.08348"
LINK = f"https://arxiv.org/abs/{ID}"


def restored(paper, orders):
    """Restore the authors of one paper; give it and the counts as a tuple."""
    (digest,), counts = restore_authors([Digest(None, (paper,))], orders)
    return digest.papers[0], attrs.astuple(counts)


# -- what is restored -------------------------------------------------------------------------------------------

RESTORED, COMPLETED, DISAGREES, UNKNOWN = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)
NOT_COUNTED = (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("given", "omitted_at", "order", "expected", "counted"),
    [
        # A complete list: the sets are equal, or it is left.
        (["Bob", "Ann"], None, ["Ann", "Bob"], ["Ann", "Bob"], RESTORED),
        (["Ann", "Bob"], None, ["Ann", "Bob"], ["Ann", "Bob"], RESTORED),
        (["Bob", "Ann"], None, ["Ann", "Bob", "Cem", "Dee"], None, DISAGREES),
        (["Bob", "Ann", "Cem"], None, ["Ann", "Bob"], None, DISAGREES),
        (["Bob", "Ann"], None, ["Ann", "Cem"], None, DISAGREES),
        (["Bob", "Ann"], None, ["Ann", "Cem", "Dee"], None, DISAGREES),
        # but for one name that the digest lost.
        (["Bob", "Ann"], None, ["Ann", "Cem", "Bob"], ["Ann", "Cem", "Bob"], COMPLETED),
        (["Ann"], None, ["Zoe", "Ann"], ["Zoe", "Ann"], COMPLETED),
        (["Bob", "Bob", "Ann"], None, ["Ann", "Cem", "Bob", "Cem"], ["Ann", "Cem", "Bob", "Cem"], COMPLETED),
        # An abridged list: the order has all its names, or it is left.
        (["Bob", "Ann"], 1, ["Ann", "Cem", "Bob"], ["Ann", "Cem", "Bob"], COMPLETED),
        (["Bob", "Ann"], 0, ["Ann", "Bob"], ["Ann", "Bob"], COMPLETED),
        (["Bob", "Ann"], 2, ["Ann", "Cem"], None, DISAGREES),
        (["Bob", "Ann"], 2, ["Ann"], None, DISAGREES),
        # A set knows no name twice; what is taken is the list as it is.
        (["Bob", "Ann", "Bob"], None, ["Ann", "Bob"], ["Ann", "Bob"], RESTORED),
        (["Bob", "Ann"], None, ["Ann", "Bob", "Ann"], ["Ann", "Bob", "Ann"], RESTORED),
        # The same name: blanks and the composition of characters do not count, all else does.
        (["Bob  Two", "Zoe\u0308 One"], None, ["Zoë One", "Bob\n  Two"], ["Zoë One", "Bob Two"], RESTORED),
        (["Zoë"], None, ["Zoe\u0308"], ["Zoë"], RESTORED),
        (["Zoe"], None, ["Zoë"], None, DISAGREES),
        (["ann"], None, ["Ann"], None, DISAGREES),
        (["A. One"], None, ["Ann One"], None, DISAGREES),
        (["One", "Ann"], None, ["Ann One"], None, DISAGREES),
        # No names at all, in the paper or in the order.
        ([], None, ["Ann"], None, NOT_COUNTED),
        ([], 0, ["Ann"], None, NOT_COUNTED),
        (["Ann"], None, [], None, DISAGREES),
        (["Ann"], 1, [], None, DISAGREES),
    ],
)
def test_what_is_restored(given, omitted_at, order, expected, counted):
    paper = Paper("A", LINK, votes=3, authors=tuple(given), authors_omitted_at=omitted_at, source="a.md", line=3)
    after, counts = restored(paper, {ID: order})
    assert counts == counted
    if expected is None:
        assert after is paper
    else:
        assert after == attrs.evolve(paper, authors=tuple(expected), authors_omitted_at=None)
        assert (after.source, after.line) == ("a.md", 3)


@pytest.mark.parametrize(
    ("key", "link"),
    [
        (ID, LINK),
        (f"{ID}v2", LINK),
        (f" {ID} ", LINK),
        (f"arXiv:{ID}", LINK),
        (f"arxiv: {ID}v12", LINK),
        (f"http://arxiv.org/abs/{ID}v2", LINK),
        (f"https://arxiv.org/pdf/{ID}.pdf", f"https://huggingface.co/papers/{ID}"),
        (f"https://huggingface.co/papers/{ID}", LINK),
        (f"10.48550/arXiv.{ID}", LINK),
        ("hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001v3"),
        ("http://arxiv.org/abs/math.GT/0309136v1", "https://arxiv.org/abs/math/0309136"),
    ],
)
def test_a_paper_is_known_by_its_arxiv_id(key, link, tmp_path):
    paper = Paper("A", link, authors=("Bob", "Ann"))
    assert restored(paper, {key: ["Ann", "Bob"]}) == (attrs.evolve(paper, authors=("Ann", "Bob")), RESTORED)
    (tmp_path / "a").write_text(json.dumps({key: ["Ann", "Bob"]}))
    assert read_author_orders(tmp_path / "a") == {paper.arxiv_id: ("Ann", "Bob")}


@pytest.mark.parametrize(
    "key", ["", "arXiv:", "2407", "2401.1002", "2413.08348", LINK + "/x", "10.48550/2407.08348", "A"]
)
def test_a_key_that_is_no_arxiv_id_fits_no_paper(key):
    for url in (LINK, None, key):
        assert restored(Paper("A", url, authors=("Bob", "Ann")), {key: ["Ann", "Bob"]})[1] == UNKNOWN


def test_of_two_keys_that_are_one_paper_the_first_counts():
    paper = Paper("A", LINK, authors=("Bob", "Ann"))
    assert restored(paper, {f"{ID}v2": ["Bob", "Ann"], ID: ["Ann", "Bob"]})[0].authors == ("Bob", "Ann")
    assert restored(paper, {f"{ID}v2": ["Cem"], ID: ["Ann", "Bob"]})[1] == DISAGREES


def test_one_text_is_no_list_of_names():
    with pytest.raises(TypeError, match="expected a mapping of arXiv ids to names, not str"):
        restore_authors([], "feed.xml")
    with pytest.raises(TypeError, match=r"names of 2407\.08348, not one text"):
        restore_authors([], {ID: "Ann"})
    with pytest.raises(TypeError, match=r"expected text for each name of 2407\.08348"):
        restore_authors([], {ID: ["Ann", None]})


def test_documents_and_digests_and_how_many_papers():
    elsewhere = Paper("D", "https://arxiv.org/abs/2407.08349", authors=("Bob",))
    others = (Paper("B", authors=("Bob",)), Paper("C", LINK), elsewhere, Paper("E", LINK, authors=("Dee", "Ann")))
    digest = Digest(None, (Paper("A", LINK, authors=("Bob", "Ann")), *others))
    result, counts = restore_authors(iter([Document((digest, digest)), digest]), {ID: iter(["Ann", "Bob"])})
    assert [each.papers[0].authors for each in result] == [("Ann", "Bob")] * 3
    assert counts == AuthorCounts(restored=3, completed=0, disagreeing=3, unknown=6)
    assert str(counts) == (
        "3 in their true order, 0 completed, left as they were: 3 with other names, 6 of no known order"
    )


# -- laws -------------------------------------------------------------------------------------------------------

NAMES = st.lists(st.sampled_from(["Ann", "Bob", "Cem", "Dee", "Zoë", "Zoe\u0308", "Eve  One"]), max_size=6)
PAPERS = st.builds(
    lambda number, names, at: Paper("A", f"https://arxiv.org/abs/2407.0000{number}", None, None, tuple(names), at),
    st.integers(0, 3),
    NAMES,
    st.none() | st.just(0),
)
DIGESTS = st.lists(st.lists(PAPERS, max_size=4).map(lambda papers: Digest(None, tuple(papers))), max_size=3)
ORDERS = st.dictionaries(st.sampled_from([f"2407.0000{n}" for n in range(4)]), NAMES)


@given(DIGESTS, ORDERS)
def test_restoring_twice_changes_nothing(digests, orders):
    once, counts = restore_authors(digests, orders)
    twice, again = restore_authors(once, orders)
    assert twice == once
    assert again == AuthorCounts(counts.restored + counts.completed, 0, counts.disagreeing, counts.unknown)


@given(DIGESTS, ORDERS)
def test_each_paper_with_authors_counts_once_and_nothing_else_changes(digests, orders):
    result, counts = restore_authors(digests, orders)
    before = [paper for digest in digests for paper in digest.papers]
    after = [paper for digest in result for paper in digest.papers]
    assert sum(attrs.astuple(counts)) == sum(bool(paper.authors) for paper in before)
    assert len(result) == len(digests)
    for old, new in zip(before, after, strict=True):
        assert attrs.evolve(new, authors=old.authors, authors_omitted_at=old.authors_omitted_at) == old
        assert new is old or (orders[old.arxiv_id] and new.authors_omitted_at is None)


@given(some_digests())
def test_without_an_order_every_paper_is_the_same(digest):
    (result,), counts = restore_authors(digest, {})
    assert result == digest
    assert all(old is new for old, new in zip(digest.papers, result.papers, strict=True))
    assert (counts.restored, counts.completed) == (0, 0)


@given(st.data(), st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_a_shuffled_list_becomes_the_listing(data, names):
    names = [unicodedata.normalize("NFC", " ".join(name.split())) for name in names]
    shuffled = data.draw(st.permutations(names))
    assert restored(Paper("A", LINK, authors=tuple(shuffled)), {ID: names})[0].authors == tuple(names)
    part = shuffled[: data.draw(st.integers(1, len(names)))]
    after, counts = restored(Paper("A", LINK, authors=tuple(part), authors_omitted_at=len(part)), {ID: names})
    assert (after.authors, after.authors_omitted_at, counts) == (tuple(names), None, COMPLETED)


# -- what is read -----------------------------------------------------------------------------------------------


@pytest.fixture
def read(tmp_path):
    """Read what is in a file of these bytes, or of this text."""

    def read(content):
        path = tmp_path / "orders"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_author_orders(path)

    return read


def feed(entries, start='<feed xmlns="http://www.w3.org/2005/Atom">'):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}\n{entries}\n</feed>\n'


def entry(link, *names):
    return f"<entry><id>{link}</id>{''.join(f'<author><name>{name}</name></author>' for name in names)}</entry>"


# As the API gives it, shortened; with line breaks in names, an affiliation, and an entry without authors.
ATOM = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query: search_query=&amp;id_list=2407.08083,hep-th/9901001&amp;start=0&amp;max_results=10</title>
  <author><name>arXiv</name></author>
  <entry>
    <id>http://arxiv.org/abs/2407.08083v2</id>
    <title>MambaVision: A Hybrid Mamba-Transformer Vision Backbone</title>
    <link href="https://arxiv.org/abs/2407.08083v2" rel="alternate" type="text/html"/>
    <summary>Names: &lt;name&gt;nobody&lt;/name&gt;</summary>
    <author>
      <name>Ali
        Hatamizadeh</name>
      <arxiv:affiliation>A &amp; B</arxiv:affiliation>
    </author>
    <author><arxiv:name>nobody</arxiv:name><name><![CDATA[Jan]]> K&#97;utz</name></author>
    <source><author><name>nobody</name></author></source>
  </entry>
  <entry><id>http://arxiv.org/abs/hep-th/9901001v1</id></entry>
  <entry><id>https://example.org/2407.08084</id><author><name/></author></entry>
</feed>
"""
LISTING = [
    {
        "paper": {
            "id": "2407.08083",
            "authors": [
                {"_id": "669", "name": "Ali Hatamizadeh", "hidden": False},
                {"_id": "66a", "user": {"name": "jk", "isPro": 10**50}, "name": "Jan  Kautz", "hidden": True},
            ],
            "publishedAt": "2024-07-10T23:02:45.000Z",
            "upvotes": 23,
        },
        "title": "MambaVision",
        "numComments": 1,
    },
    {"paper": {"id": "2407.08084", "authors": []}},
    {"paper": {"id": "no-arxiv-id", "authors": [{"name": None}]}},
]
MAMBA = {"2407.08083": ("Ali Hatamizadeh", "Jan Kautz")}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"2407.08083": ["Ali Hatamizadeh", "Jan Kautz"]}', MAMBA),
        ('\n\t {"arXiv:2407.08083v3": [" Ali\\nHatamizadeh", "Jan Kautz"]}\n', MAMBA),
        ('{"2407.08083v2": ["Ali Hatamizadeh", "Jan Kautz"], "2407.08083": ["Another"]}', MAMBA),
        ('{"2407.08083": ["Zoe\u0308"], "hep-th/9901001": ["A", "A"]}', {"2407.08083": ("Zoë",), "hep-th/9901001": ("A", "A")}),
        (json.dumps(LISTING), MAMBA),
        (json.dumps([*LISTING, {"paper": {"id": "2407.08083v9", "authors": [{"name": "Another"}]}}]), MAMBA),
        (b"\xef\xbb\xbf" + json.dumps(LISTING).encode(), MAMBA),
        (json.dumps(LISTING).encode("utf-16"), MAMBA),
        (ATOM, MAMBA),
        ("\ufeff" + ATOM, MAMBA),
        (ATOM.encode("utf-16"), MAMBA),
        (ATOM.replace("UTF-8", "no-such-encoding"), MAMBA),
        (feed(entry(LINK, "Ann", "Bob") + entry(LINK + "v2", "Bob")), {ID: ("Ann", "Bob")}),
        (feed(f"<a:entry><a:id>{LINK}</a:id><a:author><a:name>Zoë</a:name></a:author></a:entry>").replace("feed", "a:feed").replace("xmlns=", "xmlns:a="), {ID: ("Zoë",)}),
        (feed(entry("", "Ann") + "<entry><author><name>Ann</name></author></entry>"), {}),
        (feed(""), {}),
        (json.dumps({"status": "success", "date": "2024-07-11", "data": LISTING}), MAMBA),
        (json.dumps([str(item) for item in LISTING]), MAMBA),
        ('[{"paper": {"id": "2407.08348"}}, {"paper": {"id": "2407.08349", "authors": null}}]', {}),
        ("[]", {}),
        ("{}", {}),
        ('{"2407.08083": ["\\ud83d\\ude00"]}', {"2407.08083": ("😀",)}),
    ],
)  # fmt: skip
def test_what_is_read(read, content, expected):
    assert read(content) == expected


BIB = """\
% Encoding: UTF-8
@string{pre = "arXiv preprint"}

@article{mamba, author = {Hatamizadeh, Ali and Jan~Kautz}, journal = pre # { arXiv:2407.08083}}
@misc{abridged, author = {Ann One and others}, eprint = {2407.08084}}
@misc{elsewhere, author = {Ann One}, url = {https://example.org/}}
@misc{nobody, title = {A}, eprint = {2407.08085}}
@misc{again, author = {Another}, doi = {10.48550/arXiv.2407.08083}}
"""
CSL = [
    {
        "id": 1,
        "type": "article",
        "author": [{"family": "Hatamizadeh", "given": "Ali"}, {"family": "Kautz", "given": "Jan"}],
        "number": "arXiv:2407.08083",
    },
    {"id": 2, "type": "article", "author": [{"literal": "Ann"}, {"literal": "others"}], "number": "arXiv:2407.08084"},
]
RIS = """\
TY  - GEN
AU  - Hatamizadeh, Ali
AU  - Kautz, Jan
UR  - https://arxiv.org/abs/2407.08083v2
ER  -
"""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (BIB, MAMBA),
        ("\ufeff" + BIB.replace("\n", "\r\n"), MAMBA),
        (BIB.encode("utf-16"), MAMBA),
        ("Some text, and:\n@MISC (a, author = \"Zo{\\\"e}\", eprint = {2407.08083})", {"2407.08083": ("Zoë",)}),
        ("@misc{a, author={Ann and others}, eprint={2407.08083}} @misc{a, author={Ann and Bob}, eprint={2407.08083}}", {"2407.08083": ("Ann", "Bob")}),
        ("@comment{jabref-meta: databaseType:bibtex;}", {}),
        (json.dumps(CSL), MAMBA),
        ("\n" + json.dumps(CSL[0]), MAMBA),  # the answer of doi.org
        (json.dumps([{**CSL[1], "paper": {"id": ID, "authors": [{"name": "Ann"}]}}]), {ID: ("Ann",)}),
        (RIS, MAMBA),
        ("\ufeff\r\n" + RIS.replace("\n", "\r\n"), MAMBA),
    ],
)  # fmt: skip
def test_references_are_read_as_their_readers_read_them(read, content, expected):
    assert read(content) == expected


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        *(("orders.bib", start + BIB, MAMBA) for start in ("{ mine }\n", "[note]\n", "<note>\n", '"mine"\n')),
        ("ORDERS.BIB", "% no entry yet", {}),
        *(("orders.ris", start + RIS, MAMBA) for start in ("Provider: A\n\n", "1.\n", "<A>\n")),
    ],
)
def test_the_name_of_a_file_tells_its_format_whatever_it_begins_with(tmp_path, name, content, expected):
    (tmp_path / name).write_text(content, "utf-8")
    assert read_author_orders(tmp_path / name) == expected


@pytest.mark.parametrize("format_name", ["bibtex", "csl", "ris"])
def test_references_that_were_restored_have_the_order(read, format_name):
    names = ("Zoë One", "Wil van der Aalst", "Ronald McClelland Jr.", "OpenAI", "Vincent Van Gogh", "Hung-yi Lee")
    papers = [
        Paper("A", LINK, authors=names),
        Paper("B", f"{LINK}9"),
        Paper("C", "https://example.org/", authors=names),
    ]
    assert read(dailypapers.export(Digest(None, papers), format_name)) == {ID: names}


def test_references_of_bibtex_need_bibtexparser(read, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    with pytest.raises(AuthorOrdersError, match=r'orders: needs bibtexparser 2: pip install "bibtexparser>=2\.0\.0b7"'):
        read(BIB)


def paper_of(**fields):
    return json.dumps([{"paper": {"id": ID, "authors": [{"name": "Ann"}], **fields}}])


ERROR_ENTRY = """\
<entry>
<id>http://arxiv.org/api/errors#incorrect_id_format_for_1234</id>
<title>Error</title>
<summary>incorrect id format for 1234</summary>
<author><name>arXiv api core</name></author>
</entry>"""

NO_FEED = "expected a <feed> of http://www.w3.org/2005/Atom, not"
HALF = "a lone surrogate in a name: 'A\\ud800'"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        # Bytes and text.
        (b"", ": there is nothing in it"),
        (b"\xef\xbb\xbf \n\t", ": there is nothing in it"),
        (b'{"a":\n "\xff"}', ":2:3: byte 8 (0xff) is not UTF-8"),
        (b"\xff\xfe{", ":1:1: byte 2 (0x7b) is not UTF-16"),
        # JSON.
        ("Ann", ":1:1: not JSON: Expecting value"),
        ('{"2407.08348": [\n "Ann" "Bob"]}', ":2:8: not JSON: Expecting ',' delimiter"),
        ('{"2407.08348": ["Ann"], "2407.08348": ["Bob"]}', ":1:25: the key '2407.08348' stands twice in one object"),
        # The object.
        ("null", ": $: expected an object or a list, not null"),
        ('"Ann"', ": $: expected an object or a list, not text"),
        ('{"error": "Invalid username or password."}', ": $['error']: no arXiv id"),
        ('{"2413.08348": ["Ann"]}', ": $['2413.08348']: no arXiv id"),
        ('{"\\ud800": ["Ann"]}', ": $['\\ud800']: no arXiv id"),
        ('{"2407.08348": "Ann"}', ": $['2407.08348']: expected a list, not text"),
        ('{"2407.08348": []}', ": $['2407.08348']: expected names, there are none"),
        ('{"2407.08348": ["Ann", null]}', ": $['2407.08348'][1]: expected text, not null"),
        ('{"2407.08348": [true]}', ": $['2407.08348'][0]: expected text, not a boolean"),
        ('{"2407.08348": [1e999]}', ": $['2407.08348'][0]: expected text, not a number"),
        ('{"2407.08348": ["\\u00a0\\n"]}', ": $['2407.08348'][0]: an empty name"),
        ('{"2407.08348": ["A\\ud800"]}', f": $['2407.08348'][0]: {HALF}"),
        # The listing.
        ('["Ann"]', ": $[0]: expected an object, not text that is none printed by Python"),
        (paper_of(id=None), ": $[0].paper.id: expected text, not null"),
        (paper_of(authors=[{"name": " "}]), ": $[0].paper.authors[0].name: an empty name"),
        (paper_of(authors=[{"name": "A\ud800"}]), f": $[0].paper.authors[0].name: {HALF}"),
        # References, each to its end.
        ("% no entry", ":1:1: not JSON: Expecting value"),
        ("@misc{a, eprint = {2407.08083}}\n\n@misc{b, title = {never closed\n", ":3: no BibTeX: Unexpectedly reached end of file."),
        (json.dumps([{"id": 1, "type": "a"}, {"id": 2, "author": "Ann"}]), ":1: author: expected a list of names"),
        ('[{"id": 1, "type": "article"}\n', ":2:1: not JSON: Expecting ',' delimiter"),
        (json.dumps([{"id": 1, "type": "a", "title": "A", "author": [{"literal": "A\ud800"}]}]), ":1: a lone surrogate, which is no character: 'AA\\ud800'"),
        # XML.
        ("<", ":1:1: not XML: unclosed token"),
        ("\n" + feed(""), ":2:1: not XML: XML or text declaration not at start of entity"),
        (feed("<entry>\n</feed>"), ":4:3: not XML: mismatched tag"),
        (feed("한 <a b>"), ":3:7: not XML: not well-formed (invalid token)"),
        (feed("&nbsp;"), ":3:1: not XML: undefined entity"),
        (feed("\0"), ":3:1: not XML: not well-formed (invalid token)"),
        (feed("<x:a/>"), ":3:1: not XML: unbound prefix"),
        ("<a>" * 100_000, ":1:1: expected a <feed> of http://www.w3.org/2005/Atom, not <a>"),
        # The feed.
        ("<html/>", f":1:1: {NO_FEED} <html>"),
        ("<feed/>", f":1:1: {NO_FEED} <feed>"),
        (dailypapers.export([], "atom"), ":6:27: a feed of the format atom, whose names are in the order of the digests"),
        (feed("\n" + ERROR_ENTRY), ":4:1: arXiv answered with an error: incorrect id format for 1234"),
        (feed(entry(LINK, "Ann", "")), f":3:{len('<entry><id></id><author><name></name></author>') + len(LINK) + 4}: an empty name"),
        (feed(f"<entry><id>{LINK}</id>\n  <author></author></entry>"), ":4:3: an empty name"),
    ],
)  # fmt: skip
def test_what_is_refused(read, tmp_path, content, told):
    with pytest.raises(AuthorOrdersError) as caught:
        read(content)
    assert str(caught.value) == f"{tmp_path / 'orders'}{told}"


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE html>",
        '<!DOCTYPE feed SYSTEM "feed.dtd">',
        '<!DOCTYPE feed PUBLIC "feed" "http://localhost/feed.dtd">',
        '<!DOCTYPE feed [<!ENTITY ann SYSTEM "secret.txt">]>',
        '<!DOCTYPE feed [<!ENTITY % ann SYSTEM "secret.txt"> %ann;]>',
        '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY ann "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_no_entity_is_ever_resolved(read, tmp_path, declared):
    (tmp_path / "secret.txt").write_text("secret")
    with pytest.raises(AuthorOrdersError, match=r":3:\d+: it has a document type, which no feed needs$"):
        read(feed(entry(LINK, "&ann;"), f'\n{declared}\n<feed xmlns="http://www.w3.org/2005/Atom">'))


ATOM_NAME = "http://www.w3.org/2005/Atom"


@pytest.mark.parametrize(
    "inside",
    [
        f'<a:feed xmlns:a="{ATOM_NAME}"><b:entry xmlns:b="{ATOM_NAME}"><b:id>{LINK}</b:id><a:author><b:name>Ann</b:name></a:author></b:entry></a:feed>',
        feed(f'<a:entry xmlns:a="{ATOM_NAME}"><id>{LINK}</id><x xmlns="u"><author/></x><author><name>Ann</name></author></a:entry>'),
        feed(f'<x xmlns="u" xmlns:a="v"><feed xmlns="{ATOM_NAME}"/></x>{entry(LINK, "Ann")}'),
        feed(f'<x xmlns=""><entry/></x><y xml:lang="ko" xmlns:p="v" p:q=""/>{entry(LINK, "Ann")}'),
        feed(f'<a:entry xmlns:a="v"><a:id>{LINK}</a:id></a:entry><x xmlns="{"u" * 1000}"/>{entry(LINK, "Ann")}'),
    ],
)  # fmt: skip
def test_an_element_is_known_by_its_namespace_and_not_by_its_prefix(read, inside):
    assert read(inside) == {ID: ("Ann",)}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (feed(f'<entry xmlns="{"u" * 1001}"/>'), ":3:1: the name of a namespace has more than 1000 characters"),
        (f'<x xmlns="{"u" * 1001}"/>', ":1:1: the name of a namespace has more than 1000 characters"),
        (feed(f'<x a="" xmlns:p="{"&#117;" * 1001}" p:a=""/>'), ":3:1: the name of a namespace has more than 1000 characters"),
        (feed('<x xmlns:p="u"/><p:y/>'), ":3:17: not XML: unbound prefix"),
        (feed('<x p:a="" xmlns:q="u"/>'), ":3:1: not XML: unbound prefix"),
        ("<xmlns:feed/>", f":1:1: {NO_FEED} <feed>"),
        ('<feed xmlns="http://www.w3.org/2005/atom"/>', f":1:1: {NO_FEED} <feed>"),
        (f"<{'x' * 1000}/>", f":1:1: {NO_FEED} <{'x' * 200}…>"),
        (feed(f"<entry><id>http://arxiv.org/api/errors</id><summary>{'x' * 1000}</summary></entry>"), f":3:1: arXiv answered with an error: {'x' * 200}…"),
    ],
)  # fmt: skip
def test_namespaces_that_are_refused_and_messages_that_stay_short(read, tmp_path, content, told):
    with pytest.raises(AuthorOrdersError) as caught:
        read(content)
    assert str(caught.value) == f"{tmp_path / 'orders'}{told}"


MANY = "".join(f"<a{n}/>" for n in range(20_000))
PREFIXED = " ".join(f'p:a{n}=""' for n in range(20_000))
BOMBS = {
    "the name of a namespace before each element": f'<x xmlns="{"u" * 80_000}">{MANY}</x>',
    "in a feed": feed(f'<x xmlns="{"u" * 80_000}">{MANY}</x>'),
    "before each attribute": feed(f'<x xmlns:p="{"u" * 80_000}" {PREFIXED}/>'),
    "one that is not refused": feed(f'<x xmlns="{"u" * 1000}" xmlns:p="{"u" * 1000}" {PREFIXED}>{MANY}</x>'),
    "declared anew": feed("".join(f'<x xmlns:p{n}="u"><y xmlns="u"/></x>' for n in range(10_000))),
    "in each other": feed("".join(f'<x xmlns:p{n}="u">' for n in range(10_000)) + "</x>" * 10_000),
    "the name of an element": feed(f"<{'x' * 300_000}/>"),
    "a comment": feed(f"<!--{'x' * 300_000}-->"),
    "text and marks": feed(entry(LINK, "&#97;" + "\u0300\u0323" * 40_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_feed_takes_memory_out_of_proportion(read, name):
    """Python counts what it allocates and what expat does through it; 236 kB took 1.6 GB."""
    tracemalloc.start()
    try:
        read(BOMBS[name])
    except AuthorOrdersError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 100 * len(BOMBS[name])


def test_elements_deep_in_each_other_are_no_matter(read):
    assert read(feed("<a>" * 100_000 + "</a>" * 100_000 + entry(LINK, "Ann"))) == {ID: ("Ann",)}


@pytest.mark.parametrize("name", ["missing", "a\0b"])
def test_what_cannot_be_read(tmp_path, name):
    with pytest.raises(AuthorOrdersError, match="cannot be read: ") as caught:
        read_author_orders(tmp_path / name)
    assert caught.value.source == str(tmp_path / name)


def test_a_folder_is_read_as_a_whole(tmp_path):
    folder = tmp_path / "orders"
    (folder / "b/c").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    texts = {
        "b/c/listing.json": json.dumps([{"paper": {"id": "2407.00001", "authors": [{"name": "Second"}]}}]),
        "a.atom": feed(entry("http://arxiv.org/abs/2407.00001v1", "First")),
        "b.xml": feed(entry("http://arxiv.org/abs/2407.00002v1", "Bob Two")),
        "c.bib": "@misc{a, author = {Three, Cem}, eprint = {2407.00003}}",
        "d.ris": "TY  - GEN\nAU  - Four, Dee\nUR  - https://arxiv.org/abs/2407.00004\n",
        "empty.json": "[]",
        "notes.txt": "no order",
        ".hidden/d.json": "broken",
        ".e.json": "broken",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    names = ("First", "Bob Two", "Cem Three", "Dee Four")
    assert read_author_orders(folder) == {f"2407.0000{n}": (name,) for n, name in enumerate(names, 1)}
    (folder / "b/bad.json").write_text("{", "utf-8")
    with pytest.raises(AuthorOrdersError) as caught:
        read_author_orders(folder)
    assert caught.value.source == str(folder / "b/bad.json")


def test_a_folder_without_a_file_that_knows_orders(tmp_path):
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders/a.md").write_text("## Daily Papers (2024-07-12)\n", "utf-8")
    with pytest.raises(AuthorOrdersError) as caught:
        read_author_orders(tmp_path / "orders")
    files = "*.atom, *.bib, *.json, *.ris or *.xml"
    assert str(caught.value) == f"{tmp_path / 'orders'}: no {files} file in this folder"


def test_the_parts_of_an_error(read, tmp_path):
    with pytest.raises(dailypapers.DailyPapersError) as caught:
        read("<feed>\n")
    with pytest.raises(AuthorOrdersError) as other:
        read("3")
    for error, place in ((caught.value, (1, 1, "")), (other.value, (None, None, "$"))):
        assert error.source == str(tmp_path / "orders")
        assert (error.line, error.column, error.path) == place
        assert str(error).endswith(f": {error.message}")
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([ID, "Ann"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["paper", "id", "authors", "name", ID]) | st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
VALID = [json.dumps({ID: ["Ann", "Zoë"]}), json.dumps(LISTING, ensure_ascii=False), ATOM, feed(entry(LINK, "Zoë"))]
VALID += [BIB, json.dumps(CSL), RIS]
PIECES = [
    *b'< > </ & &a; ]]> <!-- <name> </entry> [ ] { } " , : null \\ud800 \\ '.split(),
    b"<!DOCTYPE a [",
    b"\0",
    b"\xff",
]
PIECES += [b"\xef\xbb\xbf", b"\xed\xa0\x80", b"9" * 5000]


@st.composite
def mutations(draw):
    data = draw(st.sampled_from(VALID)).encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 20, 10_000])))
        data = data[:start] + draw(st.sampled_from([b"", *PIECES]) | st.binary(max_size=3)) + data[end:]
    return data


@given(st.binary() | st.text().map(str.encode) | JSON.map(lambda data: json.dumps(data).encode()) | mutations())
def test_nothing_but_our_error_escapes(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any-orders"
    path.write_bytes(data)
    try:
        orders = read_author_orders(path)
    except AuthorOrdersError:
        return
    for identifier, names in orders.items():
        assert Paper("A", f"https://arxiv.org/abs/{identifier}").arxiv_id == identifier
        assert names
        assert all(name and name == " ".join(name.split()) and name.encode() for name in names)


# -- the command ------------------------------------------------------------------------------------------------


@cache
def seed_papers():
    return [paper for digest in seed_digests() for paper in digest.papers]


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Write, beside the seeds, files in all three shapes that have their authors in an order of their own."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    orders = {paper.arxiv_id: sorted({*paper.authors}, reverse=True) for paper in seed_papers()}
    abridged = sorted(paper.arxiv_id for paper in seed_papers() if paper.authors_omitted_at is not None)
    for identifier in abridged[:3]:
        orders[identifier].insert(1, "Cem Three")
    for identifier in abridged[3:]:
        orders[identifier].pop()
    listing = [
        {"paper": {"id": identifier, "authors": [{"name": name} for name in names]}}
        for identifier, names in orders.items()
    ]
    entries = [entry(f"http://arxiv.org/abs/{identifier}v1", *names) for identifier, names in orders.items()]
    for name, text in (
        ("orders.json", json.dumps(orders)),
        ("listing.json", json.dumps(listing)),
        ("feed.xml", feed("\n".join(entries))),
        ("broken.json", '{"2407.08083": ["Ali Hatamizadeh",\n]}'),
        ("bad.md", "## Daily Papers (2024-07-14)\n\n### [Bad](https://arxiv.org/abs/2407.08350)\n\nVote: many\n\nAuthors: Ann\n"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
    return orders


@pytest.fixture
def run(files, capfd):
    """Run the command in this process; give its status, standard output and standard error."""

    def run(line):
        return main(shlex.split(line)), *capfd.readouterr()

    return run


COUNTED = "authors: 60 in their true order, 3 completed, left as they were: 2 with other names, 0 of no known order\n"
TOLD = COUNTED + "    with other names: 2408.16500, 2404.06512\n"
UNKNOWN_ORDER = "{} authors in no known order, as a digest does not keep it: restore it with --authors FILE, such as a feed of arXiv\n"
IN_REFERENCES = UNKNOWN_ORDER.format("2 papers have their")


@pytest.mark.parametrize("name", ["orders.json", "listing.json", "feed.xml"])
def test_the_command_restores_what_the_library_does(run, name):
    status, out, err = run(f"export --authors {name} --format json seeds")
    assert (status, err) == (0, TOLD)
    digests, counts = restore_authors(dailypapers.read_all(["seeds"]), read_author_orders(name))
    assert dailypapers.from_data(json.loads(out)) == digests
    assert f"authors: {counts}\n" == COUNTED
    for before, after in zip(seed_papers(), (paper for digest in digests for paper in digest.papers), strict=True):
        assert after is before or after.authors == before.authors or list(after.authors) == read_json()[after.arxiv_id]


def read_json():
    with open("orders.json", encoding="utf-8") as file:
        return json.load(file)


def test_every_format_and_an_output_file(run, tmp_path):
    digests, _ = restore_authors(dailypapers.read_all(["seeds"]), read_author_orders("orders.json"))
    for row in dailypapers.formats():
        if (
            row.builtin and row.kind == "exporter" and row.name not in ("parquet", "template")
        ):  # which need pyarrow, a file
            written = dailypapers.export(digests, row.name)
            output = "folder/" if isinstance(written, dict) else "out"
            told = TOLD + IN_REFERENCES * (row.name in ("bibtex", "csl", "ris"))
            assert run(f"export seeds --authors orders.json --format {row.name} --output {output}") == (0, "", told)
            for path, content in written.items() if isinstance(written, dict) else [("", written)]:
                assert (tmp_path / output / path).read_bytes() == (
                    content if isinstance(content, bytes) else content.encode()
                )


def test_without_the_option_nothing_is_told(run):
    assert run("export --format json --output out seeds") == (0, "", "")


def test_standard_input_and_warnings(run, monkeypatch, tmp_path):
    text = "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.08083)\n\nAuthors: ['Jan Kautz', 'Ali Hatamizadeh']\n"
    (tmp_path / "in.md").write_text(text, "utf-8")
    told = "authors: 1 in their true order, 0 completed, left as they were: 0 with other names, 0 of no known order\n"
    with open("in.md", encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        status, out, err = run("export --format json --authors orders.json")
    assert (status, out.index("Jan Kautz") < out.index("Ali Hatamizadeh")) == (0, True)
    assert err.endswith(f"dailypapers check shows where\n{told}")
    status, out, err = run("export --format json --authors orders.json --strict in.md")
    assert (status, out, "authors: " in err) == (1, "", False)


def test_of_several_files_the_first_that_knows_a_paper_counts(run, tmp_path):
    (tmp_path / "first.json").write_text('{"2407.08083": ["Ali Hatamizadeh", "Jan Kautz"]}')
    (tmp_path / "other.json").write_text('{"2407.08083": ["Another"]}')
    for options, first in (
        ("--authors first.json --authors orders.json", "Ali Hatamizadeh"),
        ("--authors orders.json --authors first.json", "Jan Kautz"),
    ):
        status, out, err = run(f"export --format bibtex seeds {options}")
        assert (status, err) == (0, TOLD + IN_REFERENCES)
        assert f"author = {{{first} and " in out[out.index("{arxiv-2407.08083") :][:200]
    _, _, err = run("export --format bibtex seeds --authors other.json --authors orders.json")
    assert err == (
        "authors: 59 in their true order, 3 completed, left as they were: 3 with other names, 0 of no known order\n"
        "    with other names: 2407.08083, 2408.16500, 2404.06512\n" + UNKNOWN_ORDER.format("3 papers have their")
    )


def test_papers_that_the_file_does_not_have_are_told_apart_from_other_names(run, tmp_path):
    (tmp_path / "one.json").write_text('{"2407.08083": ["Another"]}')
    _, _, err = run("export --format bibtex seeds --authors one.json")
    counts, disagreeing, unknown, references = err.splitlines()
    assert counts == (
        "authors: 0 in their true order, 0 completed, left as they were: 1 with other names, 64 of no known order"
    )
    assert disagreeing == "    with other names: 2407.08083"
    others = [paper.arxiv_id for paper in seed_papers() if paper.arxiv_id != "2407.08083"]
    assert unknown == f"    of no known order: {', '.join(others)}"
    assert references.startswith("65 papers have their authors in no known order")


def test_a_wrong_file_is_an_input_with_errors(run, tmp_path):
    (tmp_path / "out.json").write_text("old", "utf-8")
    status, out, err = run("export --authors broken.json --authors no.xml --output out.json bad.md seeds")
    assert (status, out) == (1, "")
    # From 3.13 on Python's json says what it found in other words, and where the comma is.
    place, rest = err.split("\n", 1)
    assert re.fullmatch(r"broken\.json:(2:1|1:34): not JSON: .*", place)
    assert rest.startswith("no.xml: cannot be read: No such file or directory\nbad.md:5:1: F121 ")
    assert "authors: " not in err
    assert (tmp_path / "out.json").read_text("utf-8") == "old"
    assert not list(tmp_path.glob(".*.tmp"))


def test_keep_going_goes_on_without_a_wrong_file(run):
    status, out, err = run("export --keep-going --authors broken.json --authors feed.xml --format json seeds")
    assert (status, out.count('"title"')) == (1, 65)
    assert err.startswith("broken.json:")
    assert err.endswith(TOLD)
    status, _, err = run("export --keep-going --authors feed.xml --format json bad.md")
    assert status == 1
    assert err.endswith(
        "    ^\nauthors: 0 in their true order, 0 completed, left as they were: 0 with other names, 1 of no known order\n"
        "    of no known order: 2407.08350\n"
    )


def test_nothing_in_a_file_reaches_the_terminal_as_a_command(run, tmp_path):
    (tmp_path / "a").write_text(feed(ERROR_ENTRY.replace("1234</s", "\u202e\u009b31m</s")), "utf-8")
    _, _, err = run("export --format json --authors a seeds")
    assert err.endswith("incorrect id format for \\u202e\\x9b31m\n")


def test_wrong_usage(run):
    assert run("export --format json --authors")[0] == 2
    assert run("export --format nothing --authors orders.json seeds")[0] == 2


# -- memory -----------------------------------------------------------------------------------------------------


def test_one_digest_after_the_other():
    """A million papers would not fit; what has been restored is held by nobody."""

    def endless():
        while True:
            yield Digest(None, tuple(Paper("A" * 10_000 + str(n), LINK, authors=("Bob", "Ann")) for n in range(10)))

    restoring = AuthorRestorer({ID: ["Ann", "Bob"]})
    tracemalloc.start()
    try:
        for digest, _ in zip(map(restoring.digest, endless()), range(500), strict=False):
            assert digest.papers[9].authors == ("Ann", "Bob")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert restoring.counts.restored >= 5000
    assert peak < 2_000_000  # of fifty million that went by
