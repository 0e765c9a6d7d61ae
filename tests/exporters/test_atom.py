"""Atom: RFC 4287's rules, what an entry says of a paper, and what programs that read feeds make of it."""

import datetime
import json
import random
import re
import subprocess
import uuid
import warnings
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, ExportWarning, Media, OptionError, Paper, Point
from dailypapers.references import names
from dailypapers.testing import digests
from support import needs, output_of, seed_digests, stop

DAY = datetime.date(2024, 7, 12)
ATOM = "{http://www.w3.org/2005/Atom}"

# -- the rules of RFC 4287 for what we write -----------------------------------------------------------------

ONCE = {"feed": ["id", "title", "updated"], "entry": ["id", "title", "updated"]}  # 4.1.1, 4.1.2
AT_MOST_ONCE = {
    "feed": ["generator", "icon", "logo", "rights", "subtitle"],
    "entry": ["content", "published", "rights", "source", "summary"],
}
MANY = {
    "feed": ["author", "category", "contributor", "link", "entry"],
    "entry": ["author", "category", "contributor", "link"],
}
DATE = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]\d\d:\d\d)"
)
IRI = re.compile(  # RFC 3987, an absolute one
    r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9\-._~!$&'()*+,;=:@/?\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd]"
    r"|%[0-9A-Fa-f]{2})+(#([A-Za-z0-9\-._~!$&'()*+,;=:@/?\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd]"
    r"|%[0-9A-Fa-f]{2})*)?"
)


def children(element, *tags):
    return [child for child in element if child.tag in [ATOM + tag for tag in tags]]


def text_of(element):
    """Give the text of an element that may have no others."""
    assert len(element) == 0, f"{element.tag} holds elements"
    return element.text or ""


def body_of(element):
    """Give the HTML that a text holds as an element; it is well-formed, but for pictures, which HTML does not close."""
    return element_of(text_of(element))


def element_of(html):
    return ElementTree.fromstring(re.sub(r"(<img [^>]*[^>/])>", r"\1/>", f"<div>{html}</div>"))


def check_container(element, kind):
    """Hold a feed or an entry to the rules that both have."""
    for tag in ONCE[kind]:
        assert len(children(element, tag)) == 1, f"{kind} needs one {tag}"
    for tag in AT_MOST_ONCE[kind]:
        assert len(children(element, tag)) <= 1, f"{kind} has several {tag}"
    assert {child.tag for child in element} <= {ATOM + tag for tag in [*ONCE[kind], *AT_MOST_ONCE[kind], *MANY[kind]]}
    assert not (element.text or "").strip()
    assert not any((child.tail or "").strip() for child in element)
    assert IRI.fullmatch(text_of(children(element, "id")[0]))  # 4.2.6
    assert DATE.fullmatch(text_of(children(element, "updated")[0]))  # 3.3, RFC 3339
    for construct in children(element, "title", "summary", "content"):  # 3.1, 4.1.3
        assert construct.get("type", "text") in ("text", "html")
        text_of(construct)
        if construct.get("type") == "html":
            assert {inner.tag for inner in body_of(construct).iter()} <= {
                "div",
                "p",
                "ul",
                "li",
                "strong",
                "em",
                "img",
                "a",
            }
    for person in children(element, "author"):  # 3.2
        assert [child.tag for child in person] == [ATOM + "name"]
        assert text_of(person[0]).strip()
    for link in children(element, "link"):  # 4.2.7
        assert IRI.fullmatch(link.attrib["href"])
        assert len(link) == 0
        assert not link.text
        assert link.attrib.keys() == {"href", "rel"}
    alternates = [link for link in children(element, "link") if link.get("rel", "alternate") == "alternate"]
    assert len(alternates) <= 1


def validated(text):
    """Give the root of a feed that RFC 4287 takes."""
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    feed = ElementTree.fromstring(text)
    assert feed.tag == ATOM + "feed"
    check_container(feed, "feed")
    entries = children(feed, "entry")
    for entry in entries:
        check_container(entry, "entry")
        rels = [link.get("rel", "alternate") for link in children(entry, "link")]
        assert children(entry, "content") or "alternate" in rels  # 4.1.2
        assert children(entry, "author") or children(feed, "author")
    ids = [text_of(children(entry, "id")[0]) for entry in entries]
    assert len(set(ids)) == len(ids)
    assert text_of(children(feed, "id")[0]) not in ids
    return feed


def feed_of(some, **options):
    return validated(dailypapers.export(some, "atom", **options))


def entries_of(some, **options):
    """Give what each entry says: id, title, time, authors, link, summary."""
    result = []
    for entry in children(feed_of(some, **options), "entry"):
        links = [link.get("href") for link in children(entry, "link")]
        bodies = children(entry, "content")
        result.append(
            (
                text_of(children(entry, "id")[0]),
                text_of(children(entry, "title")[0]),
                text_of(children(entry, "updated")[0]),
                tuple(text_of(author[0]) for author in children(entry, "author")),
                links[0] if links else None,
                points_in(body_of(bodies[0])) if bodies else (),
            )
        )
    return result


def points_in(element):
    """Give the points that the list in an element says."""
    points = []
    for item in element.findall("ul/li"):
        label = emphasis = None
        text = item.text or ""
        strong = item.find("strong")
        if strong is not None:
            assert text == ""
            inner = strong.find("em")
            emphasis, label = ("**", strong.text) if inner is None else ("***", inner.text)
            assert strong.tail.startswith(": ")
            text = strong.tail[2:]
        points.append(Point(None if emphasis is None else label or "", text, points_in(item), emphasis))
    return tuple(points)


# -- what an entry says --------------------------------------------------------------------------------------


def test_an_entry():
    paper = Paper(
        "Apples & <Pears>",
        "https://arxiv.org/abs/2407.08348v2",
        media=Media("image", "https://example.org/1.png"),
        votes=3,
        authors=("김하나", "Ann One"),
        authors_omitted_at=1,
        summary=(
            Point("What's New", "사과", (Point(text="a < b"), Point("L", "배", emphasis="***"))),
            Point(text="]]>"),
        ),
    )
    assert dailypapers.export([Digest(DAY, (paper,))], "atom") == (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        "<id>urn:uuid:0f707b9d-6cf1-5c76-976e-d30a24f844bf</id>\n<title>Daily Papers</title>\n"
        "<updated>2024-07-12T01:00:00Z</updated>\n<author><name>Daily Papers</name></author>\n"
        "<entry>\n<id>https://arxiv.org/abs/2407.08348</id>\n<title>Apples &amp; &lt;Pears&gt;</title>\n"
        "<published>2024-07-12T01:00:00Z</published>\n<updated>2024-07-12T01:00:00Z</updated>\n"
        "<author><name>김하나</name></author>\n<author><name>Ann One</name></author>\n"
        '<link rel="alternate" href="https://arxiv.org/abs/2407.08348v2"/>\n'
        '<content type="html">&lt;p&gt;3 votes&lt;/p&gt;'
        "&lt;p&gt;&lt;img src=&quot;https://example.org/1.png&quot; alt=&quot;&quot;&gt;&lt;/p&gt;"
        "&lt;ul&gt;&lt;li&gt;&lt;strong&gt;What's New&lt;/strong&gt;: 사과"
        "&lt;ul&gt;&lt;li&gt;a &amp;lt; b&lt;/li&gt;&lt;li&gt;&lt;strong&gt;&lt;em&gt;L&lt;/em&gt;&lt;/strong&gt;: 배"
        "&lt;/li&gt;&lt;/ul&gt;&lt;/li&gt;&lt;li&gt;]]&amp;gt;&lt;/li&gt;&lt;/ul&gt;</content>\n"
        "</entry>\n</feed>\n"
    )


def test_ids_never_change():
    """They are in feeds that people subscribed to: the ids here were published, and a change of them is a mistake."""
    some = [Paper("A", "https://arxiv.org/abs/cs/0112017"), Paper("A", "https://example.org/a"), Paper("A")]
    ids = [entry[0] for entry in entries_of([Digest(DAY, some)])]
    space = uuid.UUID("7c4b1e9a-52f3-4a0d-9d4e-3b8f6a1c2d57")
    assert ids == [
        "https://arxiv.org/abs/cs/0112017",
        uuid.uuid5(space, "url\nhttps://example.org/a").urn,
        uuid.uuid5(space, "title\nA").urn,
    ]
    for more in ({"votes": 5}, {"authors": ("B",)}, {"summary": (Point(text="a"),)}):
        other = [Paper("A", paper.url, **more) for paper in some]
        assert [entry[0] for entry in entries_of([Digest(None, other)], url="https://example.org/")] == ids


@pytest.mark.parametrize(
    ("date", "url", "updated"),
    [
        (DAY, "https://arxiv.org/abs/2301.00001", "2024-07-12T01:00:00Z"),
        (None, "https://arxiv.org/abs/2407.08348", "2024-07-01T01:00:00Z"),
        (None, "https://arxiv.org/abs/cs/9912017", "1999-12-01T01:00:00Z"),
        (None, "https://example.org/2024", "1970-01-01T01:00:00Z"),
        (None, None, "1970-01-01T01:00:00Z"),
        (datetime.date(1, 1, 1), None, "0001-01-01T01:00:00Z"),
        (datetime.date(9999, 12, 31), None, "9999-12-31T01:00:00Z"),
    ],
)
def test_dates(date, url, updated):
    feed = feed_of([Digest(date, (Paper("A", url),))])
    assert {element.text for element in feed.iter(ATOM + "updated")} == {updated}


def test_the_newest_come_first_and_papers_of_one_day_in_their_order():
    some = [
        Digest(None, (Paper("undated"), Paper("July", "https://arxiv.org/abs/2407.00001"))),
        Digest(datetime.date(2024, 7, 1), (Paper("first"), Paper("second"))),
        Digest(datetime.date(2024, 7, 3), (Paper("third"),)),
        Digest(datetime.date(2024, 7, 2), (Paper("fourth"),)),
    ]
    assert [entry[1] for entry in entries_of(some)] == ["third", "fourth", "July", "first", "second", "undated"]
    assert feed_of(some).find(ATOM + "updated").text == "2024-07-03T01:00:00Z"


def test_each_paper_of_a_day_is_a_second_older_than_the_one_before_it():
    """Also where another digest of the day was between, and where papers were featured before or are left out."""
    early = datetime.date(2024, 7, 1)
    some = [
        Digest(early, (Paper("again"),)),
        Digest(DAY, (Paper("first"), Paper("again"), Paper("third"))),
        Digest(early, (Paper("second of July"),)),
        Digest(DAY, (Paper("first"), Paper("fifth"))),
    ]
    times = {entry[1]: entry[2] for entry in entries_of(some)}
    assert times == {
        "first": "2024-07-12T01:00:00Z",
        "again": "2024-07-12T00:59:59Z",
        "third": "2024-07-12T00:59:58Z",
        "fifth": "2024-07-12T00:59:56Z",
        "second of July": "2024-07-01T00:59:59Z",
    }
    assert {entry[1]: entry[2] for entry in entries_of(some, max_entries=2)}.items() <= times.items()


def test_times_do_not_leave_their_day():
    papers = [Paper(f"A{number}") for number in range(3700)]
    text = dailypapers.export([Digest(DAY, papers)], "atom", max_entries=None)
    times = [text_of(children(entry, "updated")[0]) for entry in children(ElementTree.fromstring(text), "entry")]
    assert times == sorted(times, reverse=True)
    assert (times[3599], times[3600], times[-1]) == ("2024-07-12T00:00:01Z", *["2024-07-12T00:00:00Z"] * 2)


def test_a_paper_is_one_entry_as_it_was_the_last_time():
    days = [DAY, datetime.date(2024, 7, 30), datetime.date(2024, 7, 20)]
    some = [Digest(day, (Paper(f"Title of {day}", "https://arxiv.org/abs/2407.00001"),)) for day in days]
    ((_, title, updated, *_),) = entries_of(some)
    assert (title, updated) == ("Title of 2024-07-30", "2024-07-30T01:00:00Z")
    ((_, title, *_),) = entries_of([Digest(DAY, (Paper("A", "https://x.org"), Paper("B", "https://x.org")))])
    assert title == "A"


def test_a_paper_was_published_on_the_first_day_that_features_it():
    """Also where it is one of the newest no more until it is featured again."""
    early, late = datetime.date(2024, 7, 1), datetime.date(2024, 7, 31)
    others = (Digest(DAY, (Paper(f"Other {number}"),)) for number in range(10))
    again = Paper("Again", "https://example.org/")
    (entry,) = children(feed_of([Digest(early, (again,)), *others, Digest(late, (again,))], max_entries=1), "entry")
    assert text_of(children(entry, "published")[0]) == "2024-07-01T01:00:00Z"
    assert text_of(children(entry, "updated")[0]) == "2024-07-31T01:00:00Z"


def test_papers_that_nothing_identifies_are_entries_of_their_own():
    entries = entries_of([Digest(DAY, (Paper("", authors=("Ann One",)), Paper(""), Paper(" ")))])
    assert [authors for _, _, _, authors, _, _ in entries] == [("Ann One",), (), ()]


@pytest.mark.parametrize(("votes", "words"), [(0, "0 votes"), (1, "1 vote"), (26, "26 votes"), (None, None)])
def test_votes_stand_before_the_summary(votes, words):
    paper = Paper("A", "https://example.org/", votes=votes, summary=(Point(text="a"),))
    (entry,) = children(feed_of([Digest(DAY, (paper,))]), "entry")
    body = body_of(children(entry, "content")[0])
    assert [(each.tag, each.text) for each in body] == ([("p", words)] if words else []) + [("ul", None)]


def test_a_picture_is_shown_and_a_video_is_a_link():
    """Of a paper that has nothing else to tell as well."""
    (picture,) = bodies_of(Paper("A", "https://x.org", media=Media("image", 'https://example.org/1.png?a=1&b="')))
    assert picture.find("p/img").attrib == {"src": "https://example.org/1.png?a=1&b=%22", "alt": ""}
    (video,) = bodies_of(Paper("A", "https://x.org", media=Media("video", "https://example.org/1.mp4")))
    assert (video.find("p/a").text, video.find("p/a").attrib) == ("Video", {"href": "https://example.org/1.mp4"})


@pytest.mark.parametrize("kind", ["image", "video"])
def test_a_picture_that_is_none_of_the_web_is_dropped(kind):
    paper = Paper("A", "https://x.org", media=Media(kind, "javascript:alert(1)"), votes=1)
    with pytest.warns(ExportWarning, match=f"{kind} dropped from 'A', as its link is none of the web"):
        (body,) = bodies_of(paper)
    assert [each.text for each in body] == ["1 vote"]


def bodies_of(paper):
    return [body_of(content) for content in feed_of([Digest(DAY, (paper,))]).iter(ATOM + "content")]


def test_no_paper():
    assert entries_of([]) == entries_of([Digest(None), Digest(DAY)]) == []
    assert feed_of([]).find(ATOM + "updated").text == "1970-01-01T00:00:00Z"


def test_without_a_link_there_is_content():
    for summary in ((), (Point(text="a"),)):
        (entry,) = children(feed_of([Digest(DAY, (Paper("A", summary=summary),))]), "entry")
        (content,) = children(entry, "content")
        assert points_in(body_of(content)) == summary
        assert children(entry, "link") == []


# -- how many ------------------------------------------------------------------------------------------------


def many(count):
    for number in range(count):
        # 7919 shares no factor with what is counted: every day once, in no order.
        day = datetime.date(2020, 1, 1) + datetime.timedelta(days=number * 7919 % count)
        yield Digest(day, (Paper(str(day)), Paper("featured every day", "https://example.org/")))


@pytest.mark.parametrize(("options", "number"), [({}, 100), ({"max_entries": 7}, 7), ({"max_entries": "7"}, 7)])
def test_how_many(options, number):
    titles = [entry[1] for entry in entries_of(many(1000), **options)]
    last = datetime.date(2020, 1, 1) + datetime.timedelta(days=999)
    days = [str(last - datetime.timedelta(days=number)) for number in range(number - 1)]
    assert titles == [days[0], "featured every day", *days[1:]]


@pytest.mark.parametrize("every", ["", None])
def test_all_of_them(every):
    assert len(entries_of(many(1000), max_entries=every)) == 1001


FEW = st.builds(
    Paper, st.sampled_from("ABCDEF"), st.sampled_from([None, "https://arxiv.org/abs/2407.00001", "https://x.org"])
)
DATES = st.none() | st.dates(datetime.date(2024, 6, 29), datetime.date(2024, 7, 3))


@given(st.lists(st.builds(Digest, DATES, st.lists(FEW, max_size=4)), max_size=6), st.integers(1, 4))
def test_fewer_are_the_first_of_all(some, number):
    every = entries_of(some, max_entries=None)
    assert entries_of(some, max_entries=number) == every[:number]


def test_what_is_held_does_not_grow():
    alive = set()

    class Counted(Paper):
        def __del__(self):
            alive.discard(id(self))

    most = 0

    def some():
        nonlocal most
        for number in range(2000):
            paper = Counted(f"A{number}")
            alive.add(id(paper))
            yield Digest(datetime.date(2020, 1, 1) + datetime.timedelta(days=number), (paper,))
            del paper
            most = max(most, len(alive))

    assert len(entries_of(some(), max_entries=10)) == 10
    assert 10 <= most <= 25


@pytest.mark.parametrize("number", [0, -1, "0", "many"])
def test_numbers_that_are_none(number):
    with pytest.raises(OptionError, match="max_entries"):
        dailypapers.export([], "atom", max_entries=number)


# -- its name, and where it is published ---------------------------------------------------------------------


def test_a_feed_has_the_title_that_it_is_given():
    assert feed_of([], title="로봇 & <논문>").find(ATOM + "title").text == "로봇 & <논문>"
    with pytest.raises(OptionError, match="title"):
        dailypapers.export([], "atom", title="")


def test_a_feed_that_knows_its_address():
    feed = feed_of([], url="https://example.org/papers.atom")
    assert feed.find(ATOM + "id").text == "https://example.org/papers.atom"
    assert feed.find(ATOM + "link").attrib == {"rel": "self", "href": "https://example.org/papers.atom"}


@pytest.mark.parametrize("identifier", ["tag:example.org,2024:papers", "urn:uuid:1", "https://example.org/한국#a"])
def test_a_feed_has_the_id_that_it_is_given(identifier):
    for options in ({}, {"url": "https://example.org/papers.atom"}):
        feed = feed_of([], id=identifier, **options)
        assert feed.find(ATOM + "id").text == identifier
        assert [link.get("href") for link in children(feed, "link")] == list(options.values())


@pytest.mark.parametrize(
    "identifier", ["papers", "/papers", "tag:", "tag:a b", 'urn:"', "https://example.org/100%", "urn:\n"]
)
def test_ids_that_are_none(identifier):
    with pytest.raises(OptionError, match="'id' must be a link, or an identifier such as tag:"):
        dailypapers.export([], "atom", id=identifier)


@pytest.mark.parametrize(
    "url", ["papers.atom", "/papers.atom", "ftp://example.org/", "https://example.org/a b", "https://"]
)
def test_addresses_that_are_none(url):
    with pytest.raises(OptionError, match="'url' must be an absolute http or https link"):
        dailypapers.export([], "atom", url=url)


# -- what hurts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("HTTPS://예시.한국/논문", "HTTPS://예시.한국/논문"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/a b\n\tc", "https://example.org/a%20b%0A%09c"),
        ("https://example.org/100%#a#b[]", "https://example.org/100%25#a%23b%5B%5D"),
        ("https://example.org/\u202e\x00\ufffe", "https://example.org/%E2%80%AE%00%EF%BF%BE"),
        ("arxiv.org/abs/2407.08348", "https://arxiv.org/abs/2407.08348"),
    ],
)
def test_links(link, written):
    ((*_, found, _),) = entries_of([Digest(DAY, (Paper("A", link),))])
    assert found == written


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", " javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"),
        *("/papers/1", "//example.org/", "https://", "https:///a", "https://a b/", "https://user@example.org/", "x"),
        *("https://[::1]/", "https://\x00/", "https://\u202e/", "\nhttps://example.org/", "file:///etc/passwd"),
    ],
)
def test_links_that_are_none_of_the_web(link):
    with pytest.warns(ExportWarning, match="link dropped from 'A', as it is none of the web"):
        ((*_, found, _),) = entries_of([Digest(DAY, (Paper("A", link),))])
    assert found is None


def test_what_xml_cannot_represent_is_dropped_and_reported():
    hostile = "a\0b\x0b\x1f\ufffe\uffff\ud800c\t\r\n\x7f\x85\u2028]]>&amp;<!--"
    paper = Paper(hostile, "https://arxiv.org/abs/2407.08348", summary=(Point(hostile, hostile),))
    with pytest.warns(
        ExportWarning, match=r"characters dropped \(U\+0000, U\+000B, U\+001F, U\+D800, U\+FFFE, U\+FFFF\)"
    ):
        ((_, title, *_, summary),) = entries_of([Digest(DAY, (paper,))])
    assert title == "abc\t\r\n\x7f\x85\u2028]]>&amp;<!--"
    assert summary == (Point(title, title),)


def xml_text(text):
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))


def xml_points(points):
    return tuple(
        Point(
            None if point.label is None else xml_text(point.label),
            xml_text(point.text),
            xml_points(point.points),
            point.emphasis,
        )
        for point in points
    )


def newest(some):
    """Give the papers that a feed has, with their dates, by identity: each as it was the last time."""
    last = {}
    for index, digest in enumerate(some):
        for place, paper in enumerate(digest.papers, 1):
            date = digest.date or datetime.date(1970, 1, 1)
            if not digest.date and paper.arxiv_id:
                archive, _, number = paper.arxiv_id.rpartition("/")
                century = 1900 if archive and number > "9" else 2000  # ids with an archive began in 1991
                date = datetime.date(century + int(number[:2]), int(number[2:4]), 1)
            identity = paper.identity or ("place", f"{sum(len(each.papers) for each in some[:index]) + place}")
            if identity not in last or last[identity][0] < date:
                last[identity] = (date, paper)
    return last


@given(st.lists(digests(hostile=True), max_size=3))
@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_every_field_of_anything(some):
    found = {entry[0]: entry for entry in entries_of(some, max_entries=None)}
    papers = newest(some)
    assert len(found) == len(papers)
    for (kind, value), (date, paper) in papers.items():
        space = uuid.UUID("7c4b1e9a-52f3-4a0d-9d4e-3b8f6a1c2d57")
        id_ = f"https://arxiv.org/abs/{value}" if kind == "arxiv_id" else uuid.uuid5(space, f"{kind}\n{value}").urn
        _, title, updated, authors, link, summary = found[id_]
        assert title == xml_text(paper.title)
        assert updated[:10] == str(date)
        assert authors == tuple(names(paper)[0])
        assert summary == xml_points(paper.summary)
        if paper.url and re.fullmatch(r"https?://[a-z.]+/[\w/.%20()]*", paper.url, re.ASCII):
            assert link == paper.url or "%" in paper.url


# -- programs that read feeds --------------------------------------------------------------------------------


HOSTILE = Paper(
    "Apples & <Pears> &lt;b> ]]>",
    "https://example.org/?a=1&b=<c>",
    media=Media("image", "https://example.org/1.png?a=1&b=2"),
    votes=1,
    authors=("Ann & <One>", "김하나"),
    summary=(Point("L <i>", "a ]]> &amp; <b>b</b>", (Point("M", "c & d", emphasis="***"),)), Point(text="<!-- e")),
)
SOME = [*seed_digests(), Digest(datetime.date(2020, 1, 1), (HOSTILE, Paper("Plain", "https://example.org/plain")))]
IN_ORDER = sorted(
    newest(SOME).values(), key=lambda each: each[0], reverse=True
)  # days from the newest; a day as it was
FEED = dailypapers.export(SOME, "atom", max_entries=None, title="한국 & co", url="https://example.org/papers.atom")


def link_of(paper):
    return paper.url.replace("<", "%3C").replace(">", "%3E")


def hold_body(html, paper):
    """Hold what a program takes for the content of an entry to its paper: votes, picture, points with their labels."""
    if paper.title == "Plain":
        assert not html
        return
    body = element_of(html)
    assert points_in(body) == paper.summary
    assert body.findtext("p") == f"{paper.votes} vote{'' if paper.votes == 1 else 's'}"
    picture, video = body.find("p/img"), body.find("p/a")
    found = ("image", picture.get("src")) if picture is not None else ("video", video.get("href"))
    assert found == (paper.media.kind, paper.media.url)


@pytest.mark.outside
def test_feedparser_reads_every_field():
    feedparser = pytest.importorskip("feedparser")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed = feedparser.parse(FEED.encode())
    assert (parsed.bozo, parsed.version, parsed.feed.title) == (False, "atom10", "한국 & co")
    for entry, (date, paper) in zip(parsed.entries, IN_ORDER, strict=True):
        assert (entry.title, entry.link) == (paper.title, link_of(paper))
        assert paper.arxiv_id is None or entry.id == f"https://arxiv.org/abs/{paper.arxiv_id}"
        assert datetime.date(*entry.updated_parsed[:3]) == datetime.date(*entry.published_parsed[:3]) == date
        assert [author.name for author in entry.get("authors", ())] == names(paper)[0]
        hold_body(entry.get("summary", ""), paper)


READ = """
import Parser from "rss-parser";
import { parseFeed } from "feedsmith";
import { readFileSync } from "node:fs";
const text = readFileSync("feed.atom", "utf8");
const [one, other] = [await new Parser().parseString(text), parseFeed(text).feed];
console.log(JSON.stringify({
  "rss-parser": one.items.map((each) => [each.title, each.link, each.pubDate, each.content]),
  feedsmith: other.entries.map((each) => [each.title.value, each.links[0].href, each.published, each.content?.value]),
  feeds: [[one.title, one.feedUrl], [other.title.value, other.links[0].href]],
}));
"""


@pytest.fixture(scope="module")
def read_by_javascript(tmp_path_factory):
    """Read the feed with the packages of npm."""
    needs("node", "npm")
    folder = tmp_path_factory.mktemp("javascript")
    (folder / "package.json").write_text('{"private": true, "type": "module"}', "utf-8")
    install = ["npm", "install", "--silent", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    packages = ["rss-parser@3.13.0", "feedsmith@3.0.1"]
    got = subprocess.run([*install, *packages], cwd=folder, capture_output=True, text=True, check=False)
    if got.returncode:
        stop(f"npm has not got {' and '.join(packages)}: {got.stderr}")
    (folder / "feed.atom").write_bytes(FEED.encode())
    (folder / "read.mjs").write_text(READ, "utf-8")
    return json.loads(output_of(folder, "node", "read.mjs"))


@pytest.mark.outside
@pytest.mark.parametrize("program", ["rss-parser", "feedsmith"])
def test_javascript_reads_every_field(read_by_javascript, program):
    assert read_by_javascript["feeds"] == [["한국 & co", "https://example.org/papers.atom"]] * 2
    for (title, link, published, content), (date, paper) in zip(read_by_javascript[program], IN_ORDER, strict=True):
        assert (title, link, published[:10]) == (paper.title, link_of(paper), str(date))
        hold_body(content, paper)


@pytest.mark.outside
@pytest.mark.parametrize("program", ["rss-parser", "feedsmith"])
def test_the_order_is_that_of_the_times(read_by_javascript, program):
    """A program that reads feeds puts them into the order of their times, wherever it got them."""
    entries = read_by_javascript[program]
    mixed = random.Random(1).sample(entries, len(entries))
    in_order = sorted(mixed, key=lambda entry: entry[2], reverse=True)
    assert [entry[0] for entry in in_order] == [paper.title for _, paper in IN_ORDER]
