"""The papers API's listing: each field from where the table in the reader's guide has it, in every shape of a listing."""

import copy
import datetime
import io
import json
import threading
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Media, Paper, Point, ReadError, ReadWarning
from dailypapers.readers.huggingface import HuggingFace

DAY = datetime.date(2026, 8, 21)

# As the API answers, with everything of which nothing is taken.
ITEM = {
    "paper": {
        "id": "2608.00001",
        "authors": [
            {"_id": "6a", "user": {"_id": "1", "fullname": "A. One", "isPro": False}, "name": "Ann One", "hidden": False},
            {"_id": "6b", "name": "Bob\n  Two", "hidden": True, "status": "claimed_verified"},
        ],
        "mediaUrls": ["https://example.org/paper.mp4"],
        "publishedAt": "2026-08-19T03:38:06.000Z",
        "submittedOnDailyAt": "2026-08-21T00:37:14.940Z",
        "title": "Counting  Apples:\n A Survey",
        "submittedOnDailyBy": {"fullname": "Nobody"},
        "summary": "We count\napples.  They are\n many. ",
        "upvotes": 26,
        "discussionId": "1",
        "githubRepo": "https://example.org/repo",
        "ai_summary": "Apples are  counted.",
        "ai_keywords": ["apples"],
    },
    "publishedAt": "2026-08-19T03:38:06.000Z",
    "title": "Another Title",
    "mediaUrls": ["https://example.org/item.png", "https://example.org/second.mp4"],
    "mediaUrl": "https://example.org/one.png",
    "thumbnail": "https://example.org/thumbnail.png",
    "numComments": 3,
    "submittedBy": {"name": "nobody"},
}  # fmt: skip
PAPER = Paper(
    "Counting Apples: A Survey",
    "https://arxiv.org/abs/2608.00001",
    Media("image", "https://example.org/item.png"),
    26,
    ("Ann One", "Bob Two"),
    summary=(Point(text="We count apples. They are many."),),
)
GONE = object()


def item(**changes):
    """Make an item with changes: of the paper, or of the item itself where the name begins with ``item_``."""
    made = copy.deepcopy(ITEM)
    for name, value in changes.items():
        of, key = (made, name[5:]) if name.startswith("item_") else (made["paper"], name)
        if value is GONE:
            of.pop(key)
        else:
            of[key] = value
    return made


def read(data, source="listing.json", **options):
    """Read a listing; gives its digests, and the errors and warnings as text."""
    text = data if isinstance(data, str) else json.dumps(data)
    found = list(HuggingFace(**options).read(text, source))
    reports = [each for each in found if not isinstance(each, Digest)]
    return [each for each in found if isinstance(each, Digest)], [f"{each.path}: {each.message}" for each in reports]


def paper_of(*items, **options):
    (digest,), reports = read([*items], **options)
    assert reports == []
    return digest.papers[0]


def test_an_item_is_a_paper():
    (digest,), reports = read([ITEM])
    assert (digest, reports) == (Digest(DAY, (PAPER,)), [])
    assert (digest.source, digest.papers[0].source, digest.papers[0].line) == ("listing.json", "listing.json", None)


def test_little_is_needed():
    assert paper_of({"paper": {"id": "2608.00001", "title": "A"}}) == Paper("A", "https://arxiv.org/abs/2608.00001")


@pytest.mark.parametrize(
    ("identifier", "url"),
    [
        ("2608.00001", "https://arxiv.org/abs/2608.00001"),
        ("2608.00001v2", "https://arxiv.org/abs/2608.00001v2"),
        ("0704.0001", "https://arxiv.org/abs/0704.0001"),
        ("hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("math.GT/0309136", "https://arxiv.org/abs/math.GT/0309136"),
        (" 2608.00001\n", "https://arxiv.org/abs/2608.00001"),
        ("2608.0001", "https://huggingface.co/papers/2608.0001"),
        ("2613.00001", "https://huggingface.co/papers/2613.00001"),
        ("2608.00001?x", "https://huggingface.co/papers/2608.00001?x"),
        ("2608.00001.pdf", "https://huggingface.co/papers/2608.00001.pdf"),
        ("apples", "https://huggingface.co/papers/apples"),
    ],
)
def test_the_link_is_that_of_arxiv_or_of_the_page(identifier, url):
    assert paper_of(item(id=identifier)).url == url


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A\nB", "A B"),
        (" A \t\r\n B\u00a0C\u2028D ", "A B C D"),
        ("한국어\n 제목", "한국어 제목"),
        ("A](B", "A](B"),
        ("", ""),
    ],
)
def test_white_space_in_a_title_is_folded(title, expected):
    assert paper_of(item(title=title)).title == expected


@given(st.text(st.sampled_from("ab \n\t\x1c\x85\u00a0\u00ad\u200b\u2028\u3000")))
def test_any_white_space_is_folded(title):
    assert paper_of(item(title=title)).title == " ".join(title.split())


@pytest.mark.parametrize(("votes", "expected"), [(0, 0), (10**9, 10**9), (26.0, 26), (None, None), (GONE, None)])
def test_votes(votes, expected):
    assert paper_of(item(upvotes=votes)).votes == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ann One", "Bob Two", "Ann One"], ("Ann One", "Bob Two", "Ann One")),
        ([" Ann\n One ", "김\u00a0하나"], ("Ann One", "김 하나")),
        (["Zoe\u0308"], ("Zoe\u0308",)),
        ([], ()),
    ],
)
def test_authors_are_those_of_the_list_in_its_order(names, expected):
    assert paper_of(item(authors=[{"name": name} for name in names])).authors == expected


@pytest.mark.parametrize("authors", [None, GONE])
def test_authors_may_be_unknown(authors):
    assert paper_of(item(authors=authors)).authors == ()


def test_an_empty_name_is_passed_over_with_a_warning():
    (digest,), reports = read([ITEM, item(authors=[{"name": "Ann"}, {"name": " \n"}, {"name": "Bob"}])])
    assert [paper.authors for paper in digest.papers] == [PAPER.authors, ("Ann", "Bob")]
    assert reports == ["$[1].paper.authors[1]: an empty name, which is passed over"]


MEDIA = [
    # What an item has of mediaUrls, the paper's mediaUrls, mediaUrl and thumbnail, and what counts.
    (["1.png", "2.mp4"], ["3.png"], "4.png", "5.png", Media("image", "1.png")),
    ([], ["3.png"], "4.png", "5.png", Media("image", "3.png")),
    (None, ["3.png"], "4.png", "5.png", Media("image", "3.png")),
    (GONE, GONE, "4.png", "5.png", Media("image", "4.png")),
    (GONE, [], GONE, "5.png", Media("image", "5.png")),
    ([""], [""], "", "5.png", Media("image", "5.png")),
    (GONE, GONE, GONE, GONE, None),
    (GONE, GONE, None, "", None),
    *[(["https://a.org/1." + ending], GONE, GONE, GONE, Media("video", "https://a.org/1." + ending)) for ending in ("mp4", "webm", "mov", "m4v", "qt", "MP4", "WebM", "mp4?x=1.png", "mov#t=1.5", "qt?a#b")],
    *[(["https://a.org/1" + ending], GONE, GONE, GONE, Media("image", "https://a.org/1" + ending)) for ending in (".png", ".gif", "mp4", ".mp4.png", ".png?x=1.mp4", ".png#1.mp4", ".mp44", "")],
]  # fmt: skip


@pytest.mark.parametrize(("urls", "of_paper", "url", "thumbnail", "expected"), MEDIA, ids=range(len(MEDIA)))
def test_the_first_medium_there_is(urls, of_paper, url, thumbnail, expected):
    it = item(item_mediaUrls=urls, mediaUrls=of_paper, item_mediaUrl=url, item_thumbnail=thumbnail)
    assert paper_of(it).media == expected


@pytest.mark.parametrize(
    ("option", "abstract", "ai", "expected"),
    [
        ("abstract", "An\nabstract. ", "AI.", "An abstract."),
        ("abstract", "", "AI.", None),
        ("abstract", " \n", "AI.", None),
        ("abstract", None, "AI.", None),
        ("ai", "An\nabstract.", " A\n I.", "A I."),
        ("ai", "An\nabstract.", GONE, "An abstract."),
        ("ai", "An\nabstract.", None, "An abstract."),
        ("ai", "An\nabstract.", " ", "An abstract."),
        ("ai", GONE, GONE, None),
        ("none", "An\nabstract.", "AI.", None),
    ],
)
def test_the_summary_is_what_the_option_says(option, abstract, ai, expected):
    points = paper_of(item(summary=abstract, ai_summary=ai), summary=option).summary
    assert points == ((Point(text=expected),) if expected else ())


# -- dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("submitted", "wrapped", "source", "expected"),
    [
        ("2026-08-21T00:00:00.000Z", "2026-08-20", "2026-08-19.json", DAY),
        ("2026-08-21", GONE, "listing.json", DAY),
        (GONE, "2026-08-21", "2026-08-19.json", DAY),
        (None, "2026-08-21T12:00:00", "2026-08-19.json", DAY),
        ("", None, "2026-08-21.json", DAY),
        (GONE, GONE, "2026-08-21.json", DAY),
        (GONE, GONE, "a/2026-08-20/daily-2026-08-21-v2.json", DAY),
        (GONE, GONE, "2026-08-21-2026-08-21.json", DAY),
        (GONE, GONE, "2026-08-20_2026-08-21.json", None),
        (GONE, GONE, "2026-08-21/listing.json", None),
        (GONE, GONE, "12026-08-21.json", None),
        (GONE, GONE, "2026-02-30.json", None),
        (GONE, GONE, "<stdin>", None),
    ],
)
def test_the_date(submitted, wrapped, source, expected):
    items = [item(submittedOnDailyAt=submitted)]
    listing = items if wrapped is GONE else {"date": wrapped, "data": items}
    (digest,), reports = read(listing, source)
    assert (digest.date, reports) == (expected, [])


def test_items_of_one_date_are_one_digest_in_order():
    days = ["2026-08-21", "2026-08-20", "2026-08-21", None]
    items = [item(submittedOnDailyAt=day, title=f"Title {n}") for n, day in enumerate(days)]
    digests, _ = read(items, "2026-08-20.json")
    assert [(str(digest.date), [paper.title for paper in digest.papers]) for digest in digests] == [
        ("2026-08-21", ["Title 0", "Title 2"]),
        ("2026-08-20", ["Title 1", "Title 3"]),
    ]
    digests, _ = read(items)
    assert [str(digest.date) for digest in digests] == ["2026-08-21", "2026-08-20", "None"]


# -- shapes -----------------------------------------------------------------------------------------------------


def test_a_wrapped_listing():
    assert read({"status": "success", "date": "2026-08-20", "count": 1, "data": [ITEM]}) == read([ITEM])
    without_date = item(submittedOnDailyAt=GONE)
    assert read({"data": [without_date], "date": "2026-08-21"}) == read([ITEM])


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: {"date": "2026-08-20", "data": items}])
def test_printed_items_are_items_with_one_warning(wrap):
    other = item(title='It\'s "B" \\ \n\u00e9 \U0001f600', upvotes=None)
    digests, reports = read(wrap([str(ITEM), str(other)]))
    assert (digests, len(reports)) == (read([ITEM, other])[0], 1)
    assert reports[0].endswith("[0]: items that Python printed, in place of objects")


def test_a_printed_item_of_thousands_of_authors():
    names = [f"Author {n} O'Hara" for n in range(3303)]
    long = item(authors=[{"_id": f"{n:024x}", "name": name, "hidden": False} for n, name in enumerate(names)])
    assert len(str(long)) > 250_000
    (digest,), _ = read([str(long)])
    assert digest.papers[0].authors == tuple(names)


@pytest.mark.parametrize(
    ("listing", "source", "expected"),
    [
        ([], "2026-08-21.json", [Digest(DAY)]),
        ({"data": [], "date": "2026-08-21"}, "2026-08-22.json", [Digest(DAY)]),
        ([], "listing.json", []),
        ({"data": []}, "listing.json", []),
    ],
)
def test_an_empty_listing(listing, source, expected):
    assert read(listing, source) == (expected, [])


NO_LISTING = [
    (1, "no listing: expected a list, not a number"),
    (None, "no listing: expected a list, not null"),
    (True, "no listing: expected a list, not a boolean"),
    ("[]", "no listing: expected a list, not text"),
    ({}, "expected a list, or an object with a list 'data'"),
    ({"data": {}}, "expected a list, or an object with a list 'data'"),
    ({"error": "Invalid username or password."}, "expected a list, or an object with a list 'data'"),
]


@pytest.mark.parametrize(("data", "message"), NO_LISTING)
def test_what_is_no_listing(data, message):
    with pytest.raises(ReadError) as caught:
        read(json.dumps(data))
    assert (caught.value.message, caught.value.path) == (message, "$")


BAD_ITEMS = [
    # An item among good ones, and what is said of it.
    (1, "$[1]: expected an object, not a number"),
    (None, "$[1]: expected an object, not null"),
    ([ITEM], "$[1]: expected an object, not a list"),
    ({}, "$[1]: the key 'paper' is missing"),
    ({"paper": None}, "$[1].paper: expected an object, not null"),
    (item(id=GONE), "$[1].paper: the key 'id' is missing"),
    (item(id=26), "$[1].paper.id: expected text, not a number"),
    (item(id=""), "$[1].paper.id: expected an id, not ''"),
    (item(id="2608.00001 2608.00002"), "$[1].paper.id: expected an id, not '2608.00001 2608.00002'"),
    (item(title=GONE), "$[1].paper: the key 'title' is missing"),
    (item(title=None), "$[1].paper.title: expected text, not null"),
    (item(title=["A"]), "$[1].paper.title: expected text, not a list"),
    (item(title="A\ud800"), "$[1].paper.title: a lone surrogate, which is no character: 'A\\ud800'"),
    (item(upvotes="26"), "$[1].paper.upvotes: expected a whole number from 0 to 1000000000, not text"),
    (item(upvotes=True), "$[1].paper.upvotes: expected a whole number from 0 to 1000000000, not a boolean"),
    (item(upvotes=-1), "$[1].paper.upvotes: expected a whole number from 0 to 1000000000, not -1"),
    (item(upvotes=10**9 + 1), "$[1].paper.upvotes: expected a whole number from 0 to 1000000000, not 1000000001"),
    (item(upvotes=2.5), "$[1].paper.upvotes: expected a whole number from 0 to 1000000000, not 2.5"),
    (item(authors="Ann"), "$[1].paper.authors: expected a list, not text"),
    (item(authors={}), "$[1].paper.authors: expected a list, not an object"),
    (item(authors=["Ann"]), "$[1].paper.authors[0]: expected an object, not text"),
    (item(authors=[{"name": "Ann"}, {}]), "$[1].paper.authors[1]: the key 'name' is missing"),
    (item(authors=[{"name": None}]), "$[1].paper.authors[0].name: expected text, not null"),
    (item(authors=[{"name": "\udfff"}]), "$[1].paper.authors[0]: a lone surrogate, which is no character: '\\udfff'"),
    (item(item_mediaUrls="a.png"), "$[1].mediaUrls: expected a list, not text"),
    (item(item_mediaUrls=[None]), "$[1].mediaUrls[0]: expected text, not null"),
    (item(item_mediaUrls=[], mediaUrls=[""], item_mediaUrl=1), "$[1].mediaUrl: expected text, not a number"),
    (item(summary=1), "$[1].paper.summary: expected text, not a number"),
    (item(summary="\ud800"), "$[1].paper.summary: a lone surrogate, which is no character: '\\ud800'"),
    (item(submittedOnDailyAt=20260821), "$[1].paper.submittedOnDailyAt: expected text, not a number"),
    (item(submittedOnDailyAt="today"), "$[1].paper.submittedOnDailyAt: expected a date as YYYY-MM-DD, not 'today'"),
    (item(submittedOnDailyAt="2026-02-30"), "$[1].paper.submittedOnDailyAt: expected a date as YYYY-MM-DD, not '2026-02-30'"),
    # Text in place of an item, which is never evaluated: test_jsontext has more of it.
    ("Ann", "$[1]: expected an object, not text that is none printed by Python"),
    ("[" * 90 + "]" * 90, "$[1]: expected an object, not a list"),
    ("'\\d'", "$[1]: expected an object, not text"),
    ("1" * 5000, "$[1]: expected an object, not a number"),
    ("{'paper': {'id': '1', 'id': '2', 'title': ''}}", "$[1]: expected an object, not text that is none printed by Python"),
    ("{" + " " * 1_000_000, "$[1]: a text of more than 1000000 characters in place of an object"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "told"), BAD_ITEMS, ids=range(len(BAD_ITEMS)))
def test_a_bad_item_is_an_error_and_the_others_are_read(bad, told):
    (digest,), reports = read([ITEM, bad, ITEM])
    assert digest == Digest(DAY, (PAPER, PAPER))
    assert [report for report in reports if "Python printed" not in report] == [told]


@pytest.mark.parametrize("bad", [bad for bad, _ in BAD_ITEMS], ids=range(len(BAD_ITEMS)))
def test_an_error_has_the_date_of_its_item_where_that_can_be_read(bad):
    reports = [
        each for each in HuggingFace().read(json.dumps([bad]), "2026-08-20.json") if not isinstance(each, Digest)
    ]
    is_known = (
        isinstance(bad, dict)
        and bad.get("paper")
        and bad["paper"]["submittedOnDailyAt"] == ITEM["paper"]["submittedOnDailyAt"]
    )
    assert [report.date for report in reports if isinstance(report, ReadError)] == [DAY if is_known else None]


@pytest.mark.parametrize(
    ("submitted", "wrapped", "source", "expected"),
    [
        ("2026-08-21T00:00:00.000Z", "2026-08-20", "2026-08-19.json", DAY),
        (GONE, "2026-08-21", "2026-08-19.json", DAY),
        (None, None, "2026-08-21.json", DAY),
        (None, None, "listing.json", None),
        ("today", "2026-08-21", "2026-08-21.json", None),
    ],
)
def test_the_date_of_a_report_is_that_which_the_paper_would_have(submitted, wrapped, source, expected):
    for wrong in ({"title": 1}, {"authors": [{"name": ""}]}):
        listing = {"date": wrapped, "data": [item(submittedOnDailyAt=submitted, **wrong)]}
        report, *_ = HuggingFace().read(json.dumps(listing), source)
        assert report.date == expected


def test_a_listing_that_is_cut_off():
    text = json.dumps([ITEM, ITEM])[:-20]
    found = HuggingFace().read(text, "a.json")
    assert next(found) == Digest(DAY, (PAPER,))
    with pytest.raises(ReadError, match="not JSON"):
        next(found)


def test_reports_are_errors_and_warnings():
    found = list(HuggingFace().read(json.dumps([1, str(ITEM)]), "a.json"))
    assert list(map(type, found)) == [ReadError, ReadWarning, Digest]


# -- a day is a digest ------------------------------------------------------------------------------------------


def test_a_listing_becomes_a_canonical_digest(tmp_path):
    listing = tmp_path / "2026-08-21.json"
    listing.write_text(json.dumps([ITEM, item(id="2608.00002", title="Pears\nand\nPlums")]))
    document = dailypapers.read(listing, strict=True)
    dailypapers.write(document, tmp_path / "2026-08-21.md")
    text = (tmp_path / "2026-08-21.md").read_text("utf-8")
    assert text.startswith(
        "## Daily Papers (2026-08-21)\n\n### [Counting Apples: A Survey](https://arxiv.org/abs/2608.00001)\n"
    )
    assert dailypapers.parse(text, strict=True).digests == document.digests
    assert dailypapers.canonical(text) == text


def test_a_repeated_author_is_a_note_as_in_digests(tmp_path):
    listing = tmp_path / "2026-08-21.json"
    listing.write_text(json.dumps([item(authors=[{"name": "Ann"}, {"name": "Ann"}])]))
    (problem,) = dailypapers.read(listing).problems
    assert (problem.code, problem.severity) == ("A205", "note")
    assert problem.message == "2608.00001: an author more than once"


@pytest.mark.parametrize(
    ("name", "items", "codes"),
    [
        ("listing.json", [item(submittedOnDailyAt=None)], ["F102"]),
        ("2026-08-21.json", [item(submittedOnDailyAt=None)], []),
        ("listing.json", [item(submittedOnDailyAt="2026-08-21T00:00:00.000Z")], []),
        ("2026-08-21_and_2026-08-22.json", [item(submittedOnDailyAt=None)], ["F102"]),
    ],
)
def test_an_unknown_date_is_a_note_as_in_digests(tmp_path, name, items, codes):
    (tmp_path / name).write_text(json.dumps(items), "utf-8")
    assert [problem.code for problem in dailypapers.read(tmp_path / name).problems] == codes


def test_printed_items_change_no_filter_of_warnings():
    """Neither in one thread nor in many, where one would put back what another had found."""
    before = list(warnings.filters)
    text = json.dumps([str(ITEM | {"a": r"\d"}).replace(r"\\d", r"\d")] * 30)

    def work():
        for _ in range(5):
            dailypapers.read(io.StringIO(text), format="huggingface")

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings.filters == before


@pytest.mark.parametrize(
    "text", [r"{'paper': {'id': '2407.08348', 'title': '\d \777 \N'}}", "{'a': 0_7or 1}", "[1is 2]", "f'{1}'"]
)
def test_python_warns_of_no_printed_item(text, recwarn):
    dailypapers.read(io.StringIO(json.dumps([text])), format="huggingface")
    assert list(recwarn) == []
