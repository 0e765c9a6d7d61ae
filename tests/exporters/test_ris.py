"""RIS: what the lines say, and rispy and bibutils, which read them as they are meant."""

import re

import pytest
from hypothesis import given

import dailypapers
from dailypapers import Digest, Paper, Point
from dailypapers.testing import papers
from support import needs, output_of, seed_digests

URL = "https://arxiv.org/abs/2407.08348v2"
LINE = re.compile(r"[A-Z][A-Z0-9]  - [^\x00-\x1f\x7f-\x9f]*")


def ris(*some, **options):
    """Export papers; give the lines of each as pairs."""
    text = dailypapers.export([Digest(None, some)], "ris", **options)
    assert text == "" or text.endswith("\r\nER  - \r\n")
    lines = text.removesuffix("\r\n").split("\r\n") if text else []
    assert all(LINE.fullmatch(line) for line in lines)
    references, pairs = [], [(line[:2], line[6:]) for line in lines]
    while pairs:
        end = pairs.index(("ER", ""))
        references.append(pairs[:end])
        del pairs[: end + 1]
    return references


def test_a_reference():
    paper = Paper(
        "A Title",
        URL,
        votes=3,
        authors=("Ann B. One", "Gemini Team", "Wil van der Aalst", "Ted Two Jr."),
        authors_omitted_at=1,
        summary=(Point("What", "first"), Point(None, "second\nthird")),
    )
    assert ris(paper, abstract=True, note=True) == [
        [
            ("TY", "GEN"),
            ("ID", "arxiv-2407.08348"),
            ("TI", "A Title"),
            ("AU", "One, Ann B."),
            ("AU", "Gemini Team"),
            ("AU", "van der Aalst, Wil"),
            ("AU", "Two, Ted, Jr."),
            ("AU", "others"),
            ("PY", "2024"),
            ("DA", "2024/07//"),
            ("AN", "arXiv:2407.08348"),
            ("UR", URL),
            ("PB", "arXiv"),
            ("DO", "10.48550/arXiv.2407.08348"),
            ("AB", "What: first second third"),
            ("N1", "3 votes"),
        ]
    ]


def test_unknown_fields_are_left_out():
    known = [("TY", "GEN"), ("ID", dailypapers.references.hashed_key("A B")), ("TI", "A B")]
    assert ris(Paper("A B")) == [known]
    assert ris(Paper("A B", authors_omitted_at=0)) == [known]  # "others" alone would be a person


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ('A "Chirp" -- and 50% of {cases}', "A “Chirp” – and 50% of {cases}"),
        ("two\nlines", "two lines"),
        ("<b>1</b> & 2", "<b>1</b> & 2"),
        ("M$^{2}$UGen", "M²UGen"),
        ("10^{-3} and X_{max}, CO_{2}", "10⁻³ and X_max, CO₂"),
        (r"$\mathcal{O}(n \leq 2)$", "𝒪(n ≤ 2)"),
        (r"$x_\text{max}$ of $\sqrt{2}$", r"x_max of $\sqrt{2}$"),
        ("$5 and $10", "$5 and $10"),
    ],
)
def test_titles_are_plain_text(title, written):
    assert dict(ris(Paper(title))[0])["TI"] == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ann One", "One, Ann"),
        ("Maria De La Cruz", "De La Cruz, Maria"),
        ("Vincent van Gogh", "van Gogh, Vincent"),
        ("OpenAI", "OpenAI"),
        ("Two, Three and Friends", "Two Three and Friends"),  # with its comma it would be a person
        ("이순신", "이순신"),
    ],
)
def test_names(name, written):
    assert ("AU", written) in ris(Paper("A", authors=(name,)))[0]


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@given(papers())
def test_each_line_has_a_tag(paper):
    assert len(ris(paper, abstract=True, note=True)) == 1


def test_a_name_of_commas_alone_is_left_out():
    assert "AU" not in dict(ris(Paper("A", authors=(",",)))[0])


def test_a_link_has_no_blank():
    assert ("UR", "https://x.org/a%20b%0Ac") in ris(Paper("A", "https://x.org/a b\nc"))[0]


def test_keys_are_not_read_from_ris(tmp_path):
    path = tmp_path / "mine.ris"
    path.write_text("TY  - GEN\r\nID  - maps\r\nER  - \r\n", "utf-8")
    with pytest.raises(dailypapers.OptionError, match="BibTeX and CSL-JSON are read, not RIS"):
        dailypapers.write([Digest(None, (Paper("A"),))], path, keys=path)
    assert "ID  - maps" in path.read_text("utf-8")


@pytest.mark.outside
def test_rispy_reads_the_seeds():
    rispy = pytest.importorskip("rispy")
    digests = seed_digests()
    read = rispy.loads(dailypapers.export(digests, "ris", abstract=True))
    known = {paper.identity: paper for digest in digests for paper in digest.papers}
    assert len(read) == len(known) == 65
    for entry, paper in zip(read, known.values(), strict=True):
        assert entry["title"].split() == re.sub(r'"(.*?)"', r"“\1”", paper.title).replace(" -- ", " – ").split()
        assert entry["doi"] == f"10.48550/arXiv.{paper.arxiv_id}"
        assert entry["urls"] == [paper.url]
        assert len(entry["authors"]) == len(set(paper.authors)) + (paper.authors_omitted_at is not None)
        assert {name.partition(",")[0].split()[-1] for name in entry["authors"]} >= {
            name.split()[-1] for name in paper.authors if len(name.split()) == 2 and name.istitle()
        }


@pytest.mark.outside
def test_bibutils_reads_the_seeds(tmp_path):
    needs("ris2xml", "xml2bib")
    path = tmp_path / "papers.ris"
    path.write_bytes(dailypapers.export(seed_digests(), "ris").encode())
    xml = tmp_path / "papers.xml"
    xml.write_text(output_of(tmp_path, "ris2xml", "--unicode-characters", str(path)), "utf-8")
    bib = output_of(tmp_path, "xml2bib", "--no-latex", str(xml))
    assert bib.count("@Misc{") == 65
    for paper in (paper for digest in seed_digests() for paper in digest.papers):
        assert f"{{arxiv-{paper.arxiv_id}," in bib
        assert f'url="{paper.url}"' in bib
