"""The options that all formats of references share: fields, order, abstracts, notes, and keys that never change."""

import contextlib
import datetime
import json
import random
import re
import sys
import tracemalloc
from itertools import islice

import attrs
import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from benchmarks.archive import archive
from dailypapers import Digest, ExportWarning, KeysError, OptionError, Paper, Point
from dailypapers._command.main import main
from dailypapers.exporters.bibtex import BibTeX
from dailypapers.references import citation_key

FORMATS = ["bibtex", "csl"]
NOCASE = '<span class="nocase">{}</span>'
DAY = datetime.date(2024, 7, 12)
FIRST = Paper(
    "Zeta", "https://arxiv.org/abs/2401.00002", votes=3, authors=("Ann One",), summary=(Point(text="Short."),)
)
SECOND = Paper("“Émile”", "https://arxiv.org/abs/2312.00009v2", votes=None, authors=("Bob Two",))
THIRD = Paper("alpha", "https://example.org/a b", votes=12)
DIGESTS = [Digest(DAY, (FIRST, SECOND)), Digest(None, (THIRD, FIRST))]


def entries(text, format_name):
    """Give the fields of each entry, in order, by its key."""
    if format_name == "csl":
        return {item["id"]: item for item in json.loads(text)}
    return {
        entry.key: {field.key: field.value for field in entry.fields}
        for entry in bibtexparser.parse_string(text).entries
    }


def export(digests, format_name, **options):
    return entries(dailypapers.export(digests, format_name, **options), format_name)


def titles(digests, format_name, **options):
    return [re.sub(r"<.*?>|[{}]", "", entry["title"]) for entry in export(digests, format_name, **options).values()]


# -- fields -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "bibtex", "csl"),
    [
        (
            "title,author,year,eprint",
            ["title", "author", "year", "eprint", "archiveprefix"],
            ["title", "author", "issued", "number"],
        ),
        ("doi,url,title", ["doi", "url", "title"], ["DOI", "URL", "title"]),
        ("howpublished,title", ["howpublished", "title"], ["publisher", "title"]),
        ("note,abstract", ["note", "abstract"], ["note", "abstract"]),
    ],
)
def test_the_fields_that_were_asked_for_in_their_order(fields, bibtex, csl):
    assert list(export(DIGESTS[0], "bibtex", fields=fields)["arxiv-2401.00002"]) == bibtex
    assert list(export(DIGESTS[0], "csl", fields=fields)["arxiv-2401.00002"]) == ["id", "type", "genre", *csl]


def test_biblatex_has_a_date_for_a_year():
    fields = export(DIGESTS[0], "bibtex", fields="year,eprint", dialect="biblatex")["arxiv-2401.00002"]
    assert fields == {"date": "2024-01", "eprint": "2401.00002", "eprinttype": "arxiv"}


def test_a_key_stands_where_an_author_would():
    (fields,) = export(Digest(None, (THIRD,)), "bibtex", fields="url,author,title").values()
    assert list(fields) == ["url", "key", "title"]
    (fields,) = export(Digest(None, (THIRD,)), "bibtex", fields="title,url").values()
    assert list(fields) == ["title", "url"]


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("title,titel", "did you mean 'title'"),
        ("title,title", "'fields' names 'title' twice"),
        ("", "must name at least one, such as title"),
    ],
)
def test_fields_that_are_none(format_name, fields, reason):
    with pytest.raises(OptionError, match=reason):
        dailypapers.export([], format_name, fields=fields)


@pytest.mark.parametrize("name", ["bibtex", "csl"])
def test_an_abstract_takes_points_of_every_level(name):
    point = Point(text="innermost")
    for _ in range(15):
        point = Point(text="a", points=[point])
    assert "innermost" in dailypapers.export([Digest(None, [Paper("A", summary=[point])])], name, abstract=True)


@pytest.mark.parametrize("format_name", FORMATS)
def test_abstract_and_note_come_when_they_are_asked_for(format_name):
    summary = (Point("What's New", "100% new.\nAnd more."), Point(None, "Second", (Point("Inner", "Third"),)))
    digest = Digest(
        DAY, (attrs.evolve(FIRST, summary=summary), attrs.evolve(SECOND, votes=1), attrs.evolve(THIRD, votes=0))
    )
    assert not {"abstract", "note"} & {name for entry in export(digest, format_name).values() for name in entry}
    first, second, third = export(digest, format_name, abstract=True, note=True).values()
    percent = r"\%" if format_name == "bibtex" else "%"
    assert first["abstract"] == f"What's New: 100{percent} new.\nAnd more.\nSecond\nInner: Third"
    assert first["note"] == "Featured on 2024-07-12 with 3 votes"
    assert list(first)[-2:] == ["abstract", "note"]
    assert second["note"] == "Featured on 2024-07-12 with 1 vote"
    assert "abstract" not in second
    assert third["note"] == "Featured on 2024-07-12 with 0 votes"


@pytest.mark.parametrize(
    ("date", "votes", "note"),
    [(None, 3, "3 votes"), (DAY, None, "Featured on 2024-07-12"), (None, None, None)],
)
def test_a_note_has_what_is_known(date, votes, note):
    (entry,) = export(Digest(date, (Paper("A", votes=votes),)), "csl", note=True).values()
    assert entry.get("note") == note


# -- order ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("featured", ["Zeta", "“Émile”", "alpha"]),
        ("date", ["“Émile”", "Zeta", "alpha"]),  # of submission; unknown comes last
        ("key", ["“Émile”", "Zeta", "alpha"]),  # arxiv-2312…, arxiv-2401…, paper-…
        ("title", ["alpha", "“Émile”", "Zeta"]),  # as a reader looks for them: without case, accents and marks
        ("votes", ["alpha", "Zeta", "“Émile”"]),  # the most first; unknown comes last
    ],
)
def test_the_order_of_entries(format_name, sort, order):
    found = [title.replace("``", "“").replace("''", "”") for title in titles(DIGESTS, format_name, sort=sort)]
    assert found == order


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("date", ["cs/0112017", "0704.0001", "2407.08348"]),  # which is not the order of the keys
        ("key", ["0704.0001", "2407.08348", "cs/0112017"]),
        ("votes", ["2407.08348", "0704.0001", "cs/0112017"]),
    ],
)
def test_the_order_of_old_papers_and_of_few_votes(sort, order):
    votes = {"0704.0001": 0, "cs/0112017": None, "2407.08348": 1}
    papers = [Paper(name, f"https://arxiv.org/abs/{name}", votes=count) for name, count in votes.items()]
    assert titles(Digest(None, papers), "csl", sort=sort) == order


@pytest.mark.parametrize("sort", ["date", "key", "title", "votes"])
def test_another_order_of_the_digests_gives_the_same_file(sort):
    papers = [Paper("Same", f"https://arxiv.org/abs/2401.{n:05}", votes=n % 2) for n in range(40)]
    texts = set()
    for seed in range(5):
        random.Random(seed).shuffle(papers)
        texts.add(dailypapers.export(Digest(None, papers), "bibtex", sort=sort))
    assert len(texts) == 1


# -- what is logged ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("% mine\n", ["there is no entry in it, so it keeps no key"]),
        ("@misc{a, eprint = {2401.00001}}\n@misc{b, title = {B}}\n", ["1 of 2 entries fit no paper"]),
        ("@misc{a, eprint = {2401.00001}}\n", []),
        ("", []),
    ],
)
def test_entries_that_fit_no_paper_are_logged(tmp_path, caplog, text, told):
    path = tmp_path / "old.bib"
    path.write_text(text, "utf-8")
    with caplog.at_level("INFO", "dailypapers"):
        dailypapers.export(Digest(None, [Paper("A", "https://arxiv.org/abs/2401.00001")]), "bibtex", keys=path)
    assert [record.getMessage() for record in caplog.records] == [f"{path}: {words}" for words in told]


# -- keys -------------------------------------------------------------------------------------------------------


@pytest.fixture
def keys_with(tmp_path):
    """Give the keys of papers that are exported with the keys of a file of this text."""

    def keys_with(text, *papers, format_name="csl", name="old.bib", **options):
        (tmp_path / name).write_text(text, "utf-8")
        return list(export(Digest(None, papers), format_name, keys=tmp_path / name, **options))

    return keys_with


OLD = {
    "bibtex": (
        "old.bib",
        """
@comment{whatever}
@article{one:2024, title = {Whatever}, eprint = {2401.00002}, archivePrefix = {arXiv}}
@misc{Two+, doi = {https://doi.org/10.48550/arXiv.2312.00009}, title = "Émile"}
@misc{three/3, url = {https://example.org/a%20b}}
@book{other, title = {Not One of Ours}}
""",
    ),
    "csl": (
        "old.csl.json",
        json.dumps(
            [
                {"id": "one:2024", "type": "article", "URL": "http://arxiv.org/pdf/2401.00002v3"},
                {"id": "Two+", "type": "article", "number": "arXiv:2312.00009"},
                {"id": "three/3", "type": "article", "URL": "https://example.org/a b"},
                {"id": "other", "type": "book", "title": "Not One of Ours"},
            ]
        ),
    ),
}


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("old", OLD)
def test_papers_keep_the_keys_that_they_had(keys_with, format_name, old):
    name, text = OLD[old]
    kept = keys_with(text, FIRST, SECOND, THIRD, format_name=format_name, name=name)
    assert kept == ["one:2024", "Two+", "three/3"]


WHAT_IDENTIFIES = {
    FIRST: [
        "eprint = {2401.00002}",
        "eprint = {arXiv:2401.00002v2}",
        "doi = {10.48550/ARXIV.2401.00002}, title = {Another Title}",
        "doi = {https://doi.org/10.48550/arXiv.2401.00002}",
        "url = {https://huggingface.co/papers/2401.00002}",
        "url = {\\url{http://arxiv.org/pdf/2401.00002v3}}",
        "howpublished = {\\url{https://arxiv.org/abs/2401.00002}}",
        "howpublished = {arXiv:2401.00002}",
        "journal = {arXiv preprint arXiv:2401.00002}",
        "journaltitle = {arXiv: 2401.00002}",
        "journal = {{arXiv} preprint {arXiv}:~2401.00002}",
        "note = {\\href{https://arxiv.org/abs/2401.00002}{arXiv}}",
        "note = {\\href{https://example.org}{{\\tt arXiv:2401.00002}}}",
        "journal = {CoRR}, volume = {abs/2401.00002}",
        "volume = {ArXiv abs/2401.00002v1}",
        "note = {arXiv:2401.00002 [cs.CL]}",
        "note = {See https://arxiv.org/abs/2401.00002, accepted (2024).}",
        "number = {arXiv:2401.00002}",
        # an id elsewhere counts more than any other link
        "url = {https://example.org/zeta}, note = {arXiv:2401.00002.}",
        # the first field that has one counts
        "eprint = {2401.00002}, note = {extends arXiv:2312.00009}",
        # abstracts and their like speak of other papers
        "title = {Zeta}, abstract = {After arXiv:2312.00009}, keywords = {arXiv:2312.00009}, file = {abs/2312.00009}",
        # nothing but the title, however it is written
        "title = {{ZETA}}",
        "title = {Z\\emph{eta}}",
    ],
    THIRD: [
        "url = {https://example.org/a b}",
        "howpublished = {\\url{https://example.org/a%20b}}",
        "url = {https://example.org/a\\%20b}",
        "url = {https://example.org/a b}, howpublished = {\\url{https://example.org/b}}",
        "title = {ALPHA}",
    ],
}


@pytest.mark.parametrize(
    ("paper", "entry"), [(paper, entry) for paper in WHAT_IDENTIFIES for entry in WHAT_IDENTIFIES[paper]]
)
def test_what_identifies_a_paper(keys_with, paper, entry):
    assert keys_with(f"@misc{{mine, {entry}}}", paper) == ["mine"]


@pytest.mark.parametrize(
    "entry",
    [
        "eprint = {2401.00003}, title = {Zeta}",
        "url = {https://example.org/}, title = {Zeta}",
        "title = {Zeta 2}",
        "annote = {arXiv:2401.00002}",
        "note = {2401.00002}",
        "note = {https://example.org/abs/2401.00002}",
    ],
)
def test_what_is_another_paper(keys_with, entry):
    assert keys_with(f"@misc{{mine, {entry}}}", FIRST) == ["arxiv-2401.00002"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"Garc{\'\i}a, Garc{\'{i}}a, Garc\'ia", "García, García, García"),
        (r"Stra{\ss}e and {\L}{\'o}d{\'z}", "Straße and Łódź"),
        (r"Stra\ss{}e and \L \'od\'z", "Straße and Łódź"),
        (r"{$\alpha$}-models in {$\mathbb{R}$}", "α-Models in ℝ"),
        ("α-models in ℝ", r"$\alpha$-Models in $\mathbb{R}$"),
        ("δ-models", r"$\Delta$-Models"),
        (r"{M{$^{2}$}UGen} of Nguy{\~{\^e}}n", "M²UGen of Nguyễn"),
    ],
)
def test_a_title_is_the_same_however_its_letters_are_written(keys_with, written, title):
    assert keys_with(f"@misc{{mine, title = {{{written}}}}}", Paper(title)) == ["mine"]


def test_a_title_of_csl_may_be_marked(keys_with):
    assert keys_with('[{"id": "mine", "title": "<i>Zeta</i>"}]', FIRST, name="old.json") == ["mine"]


@pytest.mark.parametrize("paper", [FIRST, THIRD, Paper("alpha")])
def test_a_key_that_we_made_counts_more_than_the_title(keys_with, paper):
    key = citation_key(paper)
    assert keys_with(f"@misc{{mine, title = {{{paper.title}}}}}@misc{{{key}, title = {{Mended}}}}", paper) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a b, title = {Another}} @misc{Müller, title = {More}} @misc{mine, eprint = {2401.00002}}",
        "@misc{x, title = {Another}} @misc{X, title = {More}} @misc{x, note = {}} @misc{mine, eprint = {2401.00002}}",
        "@misc{mine, eprint = {2401.00002}, note = {a}, note = {b}}",
        "@misc{mine,\reprint = {2401.00002}\r}",
    ],
)
def test_what_is_odd_and_not_written_is_no_fault(keys_with, text):
    assert keys_with(text, FIRST, format_name="bibtex") == ["mine"]


@pytest.mark.parametrize(("format_name", "options"), [("bibtex", {"dialect": "biblatex"}), ("csl", {})])
def test_all_but_bibtex_take_keys_of_other_letters(keys_with, format_name, options):
    options |= {"format_name": format_name}
    assert keys_with("@misc{Müller-2024:한, eprint = {2401.00002}}", FIRST, **options) == ["Müller-2024:한"]
    with pytest.raises(KeysError, match="a key is of letters, digits and : "):
        keys_with("@misc{Müller&Söhne, eprint = {2401.00002}}", FIRST, **options)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("key", ["arxiv-2312.00009", "ARXIV-2312.00009"])
def test_a_pinned_key_stays_and_the_other_paper_gets_another(keys_with, format_name, key):
    with pytest.warns(
        ExportWarning, match="'“Émile”' has the key arxiv-2312.00009-2: another paper has arxiv-2312.00009"
    ):
        keys = keys_with(f"@misc{{{key}, eprint = {{2401.00002}}}}", FIRST, SECOND, format_name=format_name)
    assert keys == [key, "arxiv-2312.00009-2"]


def test_a_second_collision_gets_the_next_number(keys_with):
    old = "@misc{arxiv-2312.00009, eprint = {2401.00002}}\n@misc{arxiv-2312.00009-2, url = {https://example.org/gone}}"
    with pytest.warns(ExportWarning, match="has the key arxiv-2312.00009-3"):
        assert keys_with(old, FIRST, SECOND) == ["arxiv-2312.00009", "arxiv-2312.00009-3"]


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_papers_that_nothing_identifies_have_keys_of_their_own(keys_with):
    of_nothing = "paper-e3b0c442"  # as the SHA-256 of no bytes begins
    assert keys_with("", Paper(""), Paper("", votes=1), Paper("")) == [of_nothing, f"{of_nothing}-2", f"{of_nothing}-3"]


@pytest.mark.parametrize("format_name", FORMATS)
def test_of_two_papers_that_an_entry_may_be_the_first_keeps_its_key(keys_with, format_name):
    other = Paper("Zeta", "https://example.org/zeta")
    keys = keys_with("@misc{Mine, title = {Zeta}}", FIRST, other, format_name=format_name)
    assert keys == ["Mine", citation_key(other)]


@pytest.mark.parametrize("format_name", FORMATS)
def test_two_papers_of_one_key_are_two(format_name):
    with pytest.warns(ExportWarning, match="paper-50d7a905-2"):
        found = export(Digest(None, (Paper("X", "https://example.org"), Paper("https://example.org"))), format_name)
    assert list(found) == ["paper-50d7a905", "paper-50d7a905-2"]


ZETA_MD = "## Daily Papers (2024-07-12)\n\n### [Zeta](https://arxiv.org/abs/2401.00002)\n\nAuthors: Ann One\n"
ZETA = "eprint = {2401.00002}"
FAULTS = [
    ("old.bib", "@misc{a, title = {A}}\n@misc{b, title = {B}\n", r"old\.bib:2: no BibTeX: "),
    # keys that would have to be written
    (
        "old.bib",
        f"@misc{{a, {ZETA}}}\n\n@misc{{a, title = {{B}}}}",
        r"old\.bib:3: the key 'a' is there twice, first in line 1",
    ),
    (
        "old.bib",
        f"@misc{{a, title = {{A}}}}\n@misc{{A, {ZETA}}}",
        r"old\.bib:2: the key 'A' is there twice, first in line 1",
    ),
    ("old.bib", f"@misc{{Müller, {ZETA}}}", r"old\.bib:1: the key 'Müller' cannot be kept; a key is of A-Z a-z 0-9 : "),
    ("old.bib", f"@misc{{a b, {ZETA}}}", r"old\.bib:1: the key 'a b' cannot be kept"),
    ("old.bib", f"@misc{{, {ZETA}}}", r"old\.bib:1: the key '' cannot be kept"),
    ("old.bib", '[{"id": "a"}]', r"old\.bib: no BibTeX; CSL-JSON is read from a file whose name ends in \.json"),
    ("old.bib", '{"id": "a"}', r"old\.bib: no BibTeX; CSL-JSON is read from a file whose name ends in \.json"),
    ("old.json", "[\n{]", r"old\.json:2:2: not JSON"),
    ("old.json", "[" * 100_000, r"old\.json:1:[0-9]+: lists or objects too deep in each other"),
    ("old.json", "{}", r"old\.json:1: no CSL-JSON: expected an item with an id"),
    ("old.json", '[{"title": "A"}]', r"old\.json:1: no CSL-JSON: expected an item with an id"),
    ("old.json", '[{"id": "a\\nb", "title": "Zeta"}]', r"old\.json:1: the key 'a\\nb' cannot be kept"),
    (
        "old.json",
        '[{"id": "a", "title": "Zeta"}, {"id": "a"}]',
        r"old\.json:1: the key 'a' is there twice, first in line 1",
    ),
    ("old.bib", None, r"old\.bib: cannot be read: No such file or directory; an empty file will do"),
]


@pytest.mark.parametrize(("name", "text", "reason"), FAULTS)
def test_a_file_with_errors_is_named_and_nothing_is_written(tmp_path, capsys, name, text, reason):
    path = tmp_path / name
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(KeysError, match=reason):
        dailypapers.export(DIGESTS, "bibtex", keys=path)
    (tmp_path / "digest.md").write_text(ZETA_MD, "utf-8")
    output = tmp_path / "new.bib"
    assert main(["export", "-o", str(output), "--option", f"keys={path}", str(tmp_path / "digest.md")]) == 1
    assert not output.exists()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert re.search(reason, line)


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "old.bib").write_bytes(b"\n\xff\xfe")
    with pytest.raises(KeysError, match=r"old\.bib:2: cannot be decoded as UTF-8: invalid start byte at byte 1"):
        dailypapers.export(DIGESTS, "bibtex", keys=tmp_path / "old.bib")


@given(
    st.text()
    | st.lists(st.sampled_from(["@misc{a,", "title", "=", "{", "}", '"', ",", "\n", "#", "@", "é"])).map("".join)
)
def test_whatever_the_file_keys_are_read_or_it_is_named(tmp_path_factory, text):
    for name in ("old.bib", "old.json"):
        path = tmp_path_factory.getbasetemp() / name
        path.write_text(text, "utf-8", errors="replace")
        with contextlib.suppress(KeysError):
            dailypapers.export(DIGESTS, "csl", keys=path)


def test_an_empty_file_keeps_no_key(tmp_path):
    (tmp_path / "old.bib").write_text("\ufeff\n", "utf-8")
    assert dailypapers.export(DIGESTS, "bibtex", keys=tmp_path / "old.bib") == dailypapers.export(DIGESTS, "bibtex")


def test_bibtex_needs_its_extra_and_csl_does_not(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    (tmp_path / "old.json").write_text("[]", "utf-8")
    for options in ({"keys": "old.bib"}, {"keys": "old.json", "update": "old.bib"}):
        with pytest.raises(OptionError, match=r'needs bibtexparser 2: pip install "bibtexparser>=2\.0\.0b7"'):
            dailypapers.export(DIGESTS, "bibtex", **options)
    assert dailypapers.export(DIGESTS, "bibtex", keys=tmp_path / "old.json")


@pytest.mark.parametrize(("format_name", "name"), [("bibtex", "references.bib"), ("csl", "references.csl.json")])
def test_keys_stay_through_an_archive_that_changes(tmp_path, format_name, name):
    """It is reordered, grown and changed, and each output is the file of the next."""
    digests = [digest for text in islice(archive(), 40) for digest in dailypapers.parse(text[1]).digests]
    path = tmp_path / name
    papers = [paper for digest in digests for paper in digest.papers]
    mine = {paper.identity: f"my:{index}" for index, paper in enumerate(papers[:60])}
    dailypapers.write(Digest(DAY, papers[:60]), path, format_name)
    text = path.read_text("utf-8")
    for paper in papers[:60]:  # somebody gives them keys of their own
        text = text.replace(f"arxiv-{paper.arxiv_id}", mine[paper.identity])
    path.write_text(text, "utf-8", newline="\n")
    before = mine
    for seed in range(3):
        shuffler = random.Random(seed)
        some = papers[: 60 + 40 * (seed + 1)]
        shuffler.shuffle(some)
        some = [
            attrs.evolve(paper, title=f"{paper.title} v{seed}", url=f"{paper.url}v{seed + 1}", votes=seed)
            for paper in some
        ]
        after = tmp_path / f"{seed}.{name}"
        dailypapers.write(Digest(DAY, some), after, format_name, keys=path, sort="votes")
        path = after
        keys = entries(path.read_text("utf-8"), format_name)
        assert len(keys) == len({paper.identity or number for number, paper in enumerate(some)})
        now = {
            ("arxiv_id", fields["DOI" if format_name == "csl" else "doi"].rpartition("arXiv.")[2]): key
            for key, fields in keys.items()
        }
        assert before.items() <= now.items()
        before = now


# -- names ------------------------------------------------------------------------------------------------------

NAMES = ("Ann One", "Bob Two", "Cy Three")


def written_names(format_name, **options):
    """Give the names of a paper as a format has them."""
    paper = Paper("A", authors=NAMES, authors_omitted_at=options.pop("omitted_at"))
    text = dailypapers.export([Digest(DAY, [paper])], format_name, **options)
    match format_name:
        case "bibtex":
            return re.search("author = {(.*)}", text)[1].split(" and ")
        case "csl":
            return [" ".join(reversed(name.values())) for name in json.loads(text)[0]["author"]]
    return [" ".join(reversed(name.split(", "))) for name in re.findall("AU  - (.*)\r\n", text)]


@pytest.mark.parametrize("format_name", [*FORMATS, "ris"])
@pytest.mark.parametrize(
    ("max_authors", "omitted_at", "written"),
    [
        (1, None, [*NAMES[:1], "others"]),
        (2, None, [*NAMES[:2], "others"]),
        (3, None, [*NAMES]),
        (3, 1, [*NAMES, "others"]),
        (9, None, [*NAMES]),
        (None, 1, [*NAMES, "others"]),
    ],
)
def test_max_authors(format_name, max_authors, omitted_at, written):
    assert written_names(format_name, max_authors=max_authors, omitted_at=omitted_at) == written


@pytest.mark.parametrize("format_name", [*FORMATS, "ris"])
def test_no_author_at_all_is_no_choice(format_name):
    with pytest.raises(OptionError, match=r"max_authors.* must be >= 1"):
        dailypapers.export([], format_name, max_authors=0)


# -- titles that keep their case --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "options", "bibtex", "csl"),
    [
        ("Two Words", {}, "{Two Words}", "Two Words"),
        ("LLaVA in $X_1$", {}, "{LLaVA in $X_1$}", "LLaVA in <i>X</i><sub>1</sub>"),
        (r"Of $\sqrt{N}$", {}, r"{Of $\sqrt{N}$}", r"Of $\sqrt{N}$"),
        (
            "A <b> & {C}",
            {},
            r"{A {$<$}b{$>$} \& \textbraceleft{}C\textbraceright{}}",
            f"A <{NOCASE.format('b')}> & {{C}}",
        ),
        # what begins with a brace and a backslash is one character to BibTeX, whose case it changes
        ("_X_ Y", {}, r"{{\_X\_ Y}}", "_X_ Y"),
        ("École", {"ascii": True}, r"{{{\'E}cole}}", "École"),
        ("École", {}, "{École}", "École"),
        ("Pass@$K$ @ {X}", {}, r"{Pass@$K$ @ \textbraceleft{}X\textbraceright{}}", "Pass@<i>K</i> @ {X}"),
    ],
)
def test_a_whole_title_keeps_its_case(title, options, bibtex, csl):
    digest = Digest(None, [Paper(title)])
    (entry,) = export(digest, "bibtex", protect="title", **options).values()
    assert entry["title"] == bibtex
    (entry,) = export(digest, "csl", protect="title").values()
    assert entry["title"] == NOCASE.format(csl)


@pytest.mark.parametrize("format_name", FORMATS)
def test_of_no_title_nothing_keeps_its_case(format_name):
    (entry,) = export(Digest(None, [Paper("", "https://example.org/")]), format_name, protect="title").values()
    assert entry["title"] == ""


def test_what_a_paper_is_sorted_by_is_no_title_in_braces():
    (entry,) = export(Digest(None, [Paper("A_B C")]), "bibtex", protect="title").values()
    assert (entry["title"], entry["key"]) == (r"{A\_B C}", r"A{\_}B C")


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("protect", [True, False])
def test_protect_is_true_and_false_as_before(format_name, protect):
    written = [dailypapers.export(DIGESTS, format_name, protect=value) for value in (protect, str(protect))]
    written.append(dailypapers.export(DIGESTS, format_name, protect="yes" if protect else "no"))
    assert len({*written}) == 1


# -- labels -----------------------------------------------------------------------------------------------------


def of_one_author(number, name="Ann One"):
    return Digest(None, [Paper(f"T{n}", f"https://arxiv.org/abs/2401.{n:05}", authors=(name,)) for n in range(number)])


def test_where_labels_may_end_it_is_said():
    with pytest.warns(ExportWarning, match=r"27 papers are One 2024 to plainnat and alpha; .* choose unsrt, plain, or"):
        dailypapers.export(of_one_author(27), "bibtex")


@pytest.mark.parametrize(
    ("digests", "options"),
    [
        (of_one_author(26), {}),
        (of_one_author(30), {"dialect": "biblatex"}),
        (of_one_author(30), {"fields": "title,year"}),
    ],
)
def test_where_they_do_not_nothing_is_said(digests, options, recwarn):
    dailypapers.export(digests, "bibtex", **options)
    assert not recwarn.list


# -- memory -----------------------------------------------------------------------------------------------------

MANY = 125_000  # a set of these is as full as one of a million
PAPERS_OF_A_KIND = {
    "on arXiv, each with a label of its own": lambda n: Paper(
        "A", f"https://arxiv.org/abs/24{n // 80_000 + 1:02}.{n % 80_000 + 10_000:05}", authors=(f"Ann O{n:06}",)
    ),
    "with other links": lambda n: Paper("A", f"https://example.org/{'long/' * 20}{n}"),
    "without a link": lambda n: Paper(f"{'A ' * 20}{n}"),
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")  # among so many a few have the same key
@pytest.mark.parametrize("kind", PAPERS_OF_A_KIND)
def test_at_most_200_bytes_of_a_paper_are_remembered(kind):
    digests = (Digest(None, [PAPERS_OF_A_KIND[kind](number)]) for number in range(MANY))
    entries = BibTeX(fields=("author", "year")).export(digests)
    next(entries)
    tracemalloc.start()
    try:
        assert sum(1 for _ in entries) == MANY - 1
        assert tracemalloc.get_traced_memory()[1] <= 200 * MANY
    finally:
        tracemalloc.stop()
