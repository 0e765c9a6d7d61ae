"""What the page searches, in a real Chromium: words, phrases, names, ids and links, Korean that is being typed, marks.

What it should find is said by plain Python over the models.
"""

import json
import random
import re
import unicodedata

import pytest

from dailypapers import Digest, Paper, Point
from dailypapers.models import arxiv_id_in, each_point
from exporters.browsing import DAY, address, all_digests, all_text, expected, folded, search, settled, shown, status
from support import seed_digests

pytestmark = pytest.mark.outside

# -- counts, by other means ------------------------------------------------------------------------------------

SEARCHES = [  # words, from, until, least votes, sorted by votes
    ("", "", "", "", False),
    ("영상", "", "", "", False),
    ("모델 데이터", "", "", "", False),
    (unicodedata.normalize("NFD", "모델"), "", "", "", False),
    ("DIFFUSION", "", "", "", False),
    ("video diffusion", "", "", "", True),
    ("  diffusion\tvideo ", "", "", "", False),
    ("what's new", "", "", "", False),
    ("iffus", "", "", "", False),
    ("été", "", "", "", False),
    ("STRASSE", "", "", "", False),
    ("große", "", "", "", False),
    ("grosse", "", "", "", False),
    ("GROẞE", "", "", "", False),
    ("οδοσ", "", "", "", False),
    ("untitled", "", "", "", False),
    ("ann one", "", "", "", False),
    ("nothing has this word", "", "", "", False),
    ("", "2024-07-12", "", "", False),
    ("", "", "2024-07-12", "", True),
    ("", "2024-07-12", "2024-07-12", "", False),
    ("", "2024-10-29", "2024-07-11", "", False),
    ("", "", "", "0", False),
    ("", "", "", "20", True),
    ("모델", "2024-01-01", "2024-12-31", "10", True),
    ("@misc", "", "", "", False),
    ("votes", "", "", "", False),
    ("arxiv.org", "", "", "", False),
    ("<b> \" ' & \\ .*", "", "", "", False),
]


def test_counts_and_order(opened):
    page = opened()
    digests = all_digests()
    total = sum(len(digest.papers) for digest in digests)
    for each in SEARCHES:
        words, since, until, least, by_votes = each
        search(page, words)
        page.locator("input[type=date]").nth(0).fill(since)
        page.locator("input[type=date]").nth(1).fill(until)
        page.get_by_role("spinbutton").first.fill(least)
        page.get_by_label("Sort by").select_option("votes" if by_votes else "date")
        titles = expected(digests, *each)
        assert status(page) == f"{len(titles)} of {total} papers", each
        assert shown(page) == titles, each
        there, visible = address(page), page.locator("article:visible").count()
        assert visible == len(titles)
        if each != ("", "", "", "", False):  # shared with somebody, and reloaded
            assert "#?" in there
        page.reload()
        assert (address(page), shown(page)) == (there, titles), each
        assert page.get_by_role("searchbox").input_value() == words


# Of each query the ids that are found, in one go: sixty a second.
FOUND = """async queries => {
    const form = document.querySelector('form');
    const main = document.getElementById('papers');
    const found = [];
    for (const query of queries) {
        form.elements.q.value = query;
        form.elements.q.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        while (main.getAttribute('aria-busy') !== 'false') await new Promise(done => setTimeout(done, 5));
        found.push(Array.from(document.querySelectorAll('article'), each => each.id));
    }
    return found;
}"""


def found_by(page, queries):
    settled(page)
    return [sorted(ids) for ids in page.evaluate(FOUND, queries)]


def ids_of(digests, is_wanted):
    """Give the ids of papers as the page has them; one that comes again has its count."""
    papers = [paper for digest in digests for paper in digest.papers if is_wanted(paper)]
    assert len({paper.arxiv_id for paper in papers}) == len(papers)
    return sorted(f"arxiv-{paper.arxiv_id}" for paper in papers)


def in_one_word(text):
    return re.sub("[\\s-]", "", folded(text))


SPELLINGS = {
    "강화학습": ["강화 학습", "강화-학습"],
    "강화 학습": ["강화 학습", "강화-학습"],  # two words, as they are typed
    '"강화학습"': [],
    "수학": [],  # not what has 할 수 학습
    "비전언어": ["비전언어"],  # a paper has it as it is typed
    "비전-언어": ["비전 언어", "비전언어"],
    "GPT4": ["GPT-4", "gpt 4"],
    "GPT4 gpt": ["GPT-4", "gpt 4"],
    "gpt-4": ["GPT-4"],
    '"GPT4"': [],
    "GPT4o": [],
    "l2": [],  # not model 2
    "pretraining": ["Pre-Training"],
    "co-operation": ["cooperation"],
    "ecommerce": [],
    "cot": [],  # a syllable of two in co-training
    "LLM기반": ["LLM 기반"],
    "author:jeanpaul": [],
    "author:jean-paul": ["-"],
}


def test_words_in_one_and_in_two_where_no_paper_has_them_as_they_are_typed(opened):
    titles = [
        *("강화 학습", "강화-학습", "할 수 학습", "비전 언어", "비전언어", "gpt 4", "GPT-4", "model 2"),
        *("Pre-Training", "cooperation", "e-commerce", "LLM 기반", "co-training"),
    ]
    page = opened([Digest(DAY, map(Paper, titles)), Digest(DAY, [Paper("-", authors=["Jean-Paul"])])])
    for query, spellings in SPELLINGS.items():
        assert sorted(shown(search(page, query))) == sorted(spellings), query
    assert settled(search(page, "gpt4")).evaluate(MARKED) == ["GPT-4", "gpt 4"]
    page.get_by_role("searchbox").fill("강화학스")  # on its way to 강화학습
    assert sorted(shown(page)) == ["강화 학습", "강화-학습"]


@pytest.mark.parametrize("word", ["x", "가", "ㄱ", "-a1가"])
def test_a_search_that_is_absurdly_long_finds_nothing_and_ends(opened, word):
    page = opened(seed_digests(), f"#?q={'y' * 200_000}")
    assert shown(settled(page)) == []
    page.get_by_role("searchbox").fill(word * 50_000)
    assert len(page.get_by_role("searchbox").input_value()) <= 1000
    assert shown(settled(page)) == []


def test_hundreds_of_random_words_find_what_has_them(opened):
    chance = random.Random(26)
    digests = seed_digests()
    texts = [all_text(paper) for digest in digests for paper in digest.papers]
    words = {""}
    while len(words) < 400:
        word = chance.choice(chance.choice(texts).split())
        start = chance.randrange(len(word))
        words.add(chance.choice([word, word[start : start + chance.randrange(1, 7)]]))
    words = sorted(word for word in words if not re.match('["“„]|author:|https?://|[0-9]{4}$', word, re.IGNORECASE))
    pairs = [f"{chance.choice(words)} {chance.choice(words)}" for _ in range(200)]
    queries = words + pairs
    for query, found in zip(queries, found_by(opened(digests), queries), strict=True):
        wanted = folded(query).split()
        plainly = ids_of(digests, lambda paper, wanted=wanted: all(word in folded(all_text(paper)) for word in wanted))
        if plainly:
            assert found == plainly, query
        in_one = [in_one_word(word) for word in wanted]  # what is found then differs in blanks and hyphens alone
        assert set(found) <= set(
            ids_of(digests, lambda paper, wanted=in_one: all(word in in_one_word(all_text(paper)) for word in wanted))
        ), query


def fields(paper):
    points = (part for _, point in each_point(paper.summary) for part in (point.label, point.text) if part)
    return [" ".join(field.split()) for field in [paper.title, *paper.authors, *points]]


def test_phrases(opened):
    chance = random.Random(26)
    digests = seed_digests()
    every = [field for digest in digests for paper in digest.papers for field in fields(paper) if field.count(" ") > 3]
    every = [field for field in every if not re.search('["“”„]', field)]
    phrases = []
    for field in chance.sample(every, 100):
        words = field.split()
        start = chance.randrange(len(words) - 2)
        phrases.append(" ".join(words[start : start + 3]))
    page = opened(digests)
    for marks in ('"%s"', '"%s', "“%s”"):
        for phrase, found in zip(phrases, found_by(page, [marks % phrase for phrase in phrases]), strict=True):
            wanted = folded(phrase)
            assert found == ids_of(
                digests, lambda paper, wanted=wanted: any(wanted in folded(field) for field in fields(paper))
            ), phrase


NAMES = [
    "Ann One",
    "Ann Onere",
    "One Ann",
    "Joann One",
    "ANN ONE",
    "김하나",
    'Linda "Jo" Frey',
    "O'Neil & Sons",
    "A “B” C",
    "Al",
    "Ann \\",
    "C:\\\\D \\",
]


def people():
    papers = [
        Paper(f"Ann One {index}", authors=names) for index, names in enumerate([*([name] for name in NAMES), NAMES])
    ]
    return [Digest(DAY, papers)]


def test_the_papers_of_somebody(opened):
    page = opened(people())
    for index, name in enumerate(NAMES):
        page.get_by_role("button", name="Clear").click()
        settled(page)
        page.locator("article").nth(index).get_by_role("link", name=name, exact=True).click()
        page.wait_for_function("() => document.forms[0].elements.q.value")
        same = [place for place, other in enumerate(NAMES) if other.casefold() == name.casefold()]
        assert shown(page) == [f"Ann One {place}" for place in [*same, len(NAMES)]]
        assert "#?q=author" in address(page)
    page.go_back()
    assert page.get_by_role("searchbox").input_value() == ""  # as it was before the last name
    assert len(shown(page)) == len(NAMES) + 1


def test_every_name_of_the_seeds_finds_exactly_its_papers(opened):
    digests = seed_digests()
    names = sorted({name for digest in digests for paper in digest.papers for name in paper.authors})
    assert len(names) > 300
    queries = [f'author:"{name}"' for name in names]
    for name, found in zip(names, found_by(opened(digests), queries), strict=True):
        same = folded(name)
        assert found == ids_of(digests, lambda paper, same=same: same in map(folded, paper.authors)), name


def test_a_part_of_a_name(opened):
    page = opened(people())
    assert shown(search(page, "author:onere")) == ["Ann One 1", f"Ann One {len(NAMES)}"]
    assert shown(search(page, 'author:"Onere"')) == []
    assert shown(search(page, "author:one 3")) == ["Ann One 3"]
    assert len(shown(search(page, "author:"))) == len(NAMES) + 1


def test_a_name_that_is_being_typed(opened):
    page = opened(people())
    last = f"Ann One {len(NAMES)}"
    for begun in ('author:"Ann O', 'author:"ann one', "author:“Ann On"):  # no Joann One
        assert shown(search(page, begun)) == ["Ann One 0", "Ann One 1", "Ann One 4", last], begun
    box = page.get_by_role("searchbox")
    for begun in ("author:김ㅎ", 'author:"김ㅎ', 'author:"김하', "author:ㅎ"):
        box.fill(begun)
        assert shown(page) == ["Ann One 5", last], begun
    assert settled(page).evaluate(MARKED) == ["하", "하"]
    box.fill('author:"하')  # no name begins so
    assert shown(page) == []


def test_a_blank_name_is_no_link(opened):
    page = opened([Digest(DAY, (Paper("A", authors=("", " ", "Ann One")),))])
    assert settled(page).locator(".names a").all_inner_texts() == ["Ann One"]


IDS = {
    "2407.08348": "A",
    "arXiv:2407.08348v2": "A",
    "arxiv: 2407.08348": "A",
    "https://arxiv.org/abs/2407.08348": "A",
    "http://arxiv.org/pdf/2407.08348v3.pdf": "A",
    "arxiv.org/html/2407.08348v1#S1": "A",
    "https://huggingface.co/papers/2407.08348": "A",
    "https://www.alphaxiv.org/abs/2407.08348": "A",
    "https://doi.org/10.48550/arXiv.2407.08348": "A",
    "10.48550/arXiv.2407.08348": "A",
    "https://ar5iv.labs.arxiv.org/html/2407.08348": "A",
    "2407.0834": "AB",
    "2407.": "AB",
    "2407": "AB",
    "arXiv:2407": "AB",
    "240": "",
    "2413": "",
    "2407.08349": "B",
    "2407.08350": "",
    "cs/0112017": "C",
    "https://arxiv.org/abs/cs/0112017v1": "C",
    "https://example.org/d?a=1&b=2": "D",
    "https://github.com/a/b": "B",
    "https://github.com/a/c": "",
    "08348": "",
    "cs": "",
    "https://github.com/a/b.": "B",
    "(https://github.com/a/b),": "B",
    "[2407.08348]": "A",
    "2407.08348.": "A",
    "(https://arxiv.org/abs/2407.08348v1).": "A",
    "https://example.org/STRASSE?q=%22": "E",
    unicodedata.normalize("NFD", "https://example.org/ﬁé"): "F",
    "https://example.org/g?\"<b>'": "G",
    "https://example.org/g?&quot;": "",
    "arXiv: 24 hours": "H",
    '"arXiv: 24 hours"': "H",
    "arXiv: 24": "H",
}


def test_ids_and_links(opened):
    papers = (
        Paper("A", "https://arxiv.org/abs/2407.08348v1"),
        Paper("B", "https://huggingface.co/papers/2407.08349", summary=(Point(text="https://github.com/A/b에서"),)),
        Paper("C", "https://arxiv.org/abs/cs/0112017"),
        Paper("D", "https://example.org/d?a=1&b=2"),
        Paper("E", "https://example.org/straße?q=%22"),
        Paper("F", "https://example.org/fié"),
        Paper("G", "https://example.org/g?\"<b>'"),
        Paper("arXiv: 24 hours"),
    )
    page = opened([Digest(DAY, papers)])
    for query, titles in IDS.items():
        assert shown(search(page, query)) == [title.replace("H", "arXiv: 24 hours") for title in titles], query


LINKS = {  # of a paper, and the id in each
    "https://arxiv.org/abs/{}": ["2407.08348", "cs/0112017", "math.GT/0309136", "hep-th/9901001"],
    "http://export.arxiv.org/pdf/{}v2.pdf": ["2407.08348", "math.GT/0309136"],
    "https://www.arxiv.org/html/{}v1#S1": ["2407.08348"],
    "arxiv.org/src/{}": ["2407.08348"],
    "https://arxiv.org/abs/arXiv:{}?context=cs": ["2407.08348", "math.GT/0309136"],
    "https://huggingface.co/papers/{}": ["2407.08348"],
    "https://www.alphaxiv.org/abs/{}v3": ["2407.08348", "math.GT/0309136"],
    "https://ar5iv.org/abs/{}/": ["2407.08348"],
    "https://ar5iv.labs.arxiv.org/html/{}": ["2407.08348", "math.GT/0309136"],
    "https://doi.org/10.48550/arXiv.{}": ["2407.08348", "math.GT/0309136"],
    "doi:10.48550/arXiv.{}": ["2407.08348"],
    "10.48550/arXiv.{}": ["2407.08348", "cs/0112017"],
}


def test_the_search_finds_what_the_models_read_in_a_link(opened):
    ids = ["2407.08348", "cs/0112017", "math/0309136", "hep-th/9901001"]
    page = opened([Digest(DAY, [Paper(each, f"https://arxiv.org/abs/{each}") for each in ids])])
    links = [(link.format(written), written.replace(".GT", "")) for link in LINKS for written in LINKS[link]]
    assert [arxiv_id_in(link) for link, _ in links] == [arxiv_id for _, arxiv_id in links]
    queries = [*links, ("math.GT/0309136", "math/0309136"), ("arXiv:math.GT/0309136v1", "math/0309136")]
    for (query, arxiv_id), found in zip(queries, found_by(page, [query for query, _ in queries]), strict=True):
        assert found == [f"arxiv-{arxiv_id}"], query


# -- Korean that is being typed --------------------------------------------------------------------------------

TYPED = {  # what an input method shows of a word, key by key
    "학습": ["ㅎ", "하", "학", "학ㅅ", "학스", "학습"],
    "하기": ["ㅎ", "하", "학", "하기"],
    "과정": ["ㄱ", "고", "과", "과ㅈ", "과저", "과정"],
    "닭이": ["ㄷ", "다", "달", "닭", "닭ㅇ", "닭이"],
    "달기": ["ㄷ", "다", "달", "닭", "달기"],
    "의자": ["ㅇ", "으", "의", "읮", "의자"],
    "값": ["ㄱ", "가", "갑", "값"],
    "AI 학습": ["AI ㅎ", "AI 하", "AI 학", "AI 학ㅅ", "AI 학스", "AI 학습"],
}
BY_THREE_VOWELS = {  # the same on a phone's keyboard, where ㅏ is ㅣ and ㆍ
    "학습": ["ㅎ", "히", "하", "학", "학ㅅ", "학스", "학습"],
    "과정": ["ㄱ", "그", "고", "괴", "과", "과ㅈ", "과ㅈㆍ", "과저", "과정"],
}


def korean():
    words = ["학습", "하기", "과정", "닭이", "달기", "의자", "값", "AI", "xyz"]
    return [Digest(DAY, [*(Paper(f"{word}.") for word in words), Paper("AI 학습.")])]


@pytest.mark.parametrize("composes", [True, False])
def test_the_list_is_never_empty_while_somebody_types_korean(opened, composes):
    """With an input method that tells what is composed, and with a keyboard that replaces one syllable by the next."""
    page = opened(korean())
    box = page.get_by_role("searchbox")
    box.focus()
    session = page.context.new_cdp_session(page)
    for word, steps in TYPED.items():
        for step in steps:
            if composes:
                session.send(
                    "Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
                )
            else:
                box.fill(step)
            assert f"{word}." in shown(page) if composes else shown(page), step
        if composes:
            session.send("Input.insertText", {"text": word})  # the syllable is finished
            settled(page)
        assert box.input_value() == word
        wanted = [paper.title for paper in korean()[0].papers if all(each in paper.title for each in word.split())]
        assert shown(page) == wanted
        box.fill("")


def test_a_keyboard_that_shows_another_vowel_first(opened):
    page = opened(korean())
    for steps in BY_THREE_VOWELS.values():
        for step in steps:
            page.get_by_role("searchbox").fill(step)
            assert shown(page), step


def test_a_finished_syllable_finds_itself_alone(opened):
    page = opened(korean())
    assert shown(search(page, "하")) == ["하기."]  # and no 학습
    assert shown(search(page, "학스")) == []
    assert shown(search(page, "없는")) == []


# -- typing ----------------------------------------------------------------------------------------------------


def test_a_search_waits_until_typing_pauses_and_older_ones_are_given_up(opened):
    page = settled(opened([Digest(DAY, [Paper(f"Title {number}") for number in range(2000)])]))
    said = page.evaluate(
        """async () => {
            const box = document.querySelector('[type=search]');
            const said = [];
            const status = document.querySelector('[role=status]');
            const observer = new MutationObserver(() => said.push(status.textContent));
            observer.observe(status, { childList: true });
            for (const words of ['t', 'ti', 'title', 'title 1', 'title 19', 'title 199', 'title 1999']) {
                box.value = words;
                box.dispatchEvent(new Event('input', { bubbles: true }));
                await new Promise(done => setTimeout(done, 1));
            }
            while (document.getElementById('papers').getAttribute('aria-busy') !== 'false')
                await new Promise(done => setTimeout(done, 5));
            return said;
        }"""
    )
    assert said == ["1 of 2000 papers"]


# -- marks -----------------------------------------------------------------------------------------------------

MARKED = """() => Array.from(CSS.highlights.get('found'), each =>
    each.startContainer.data.slice(each.startOffset, each.endOffset)).sort()"""


def test_what_was_looked_for_is_marked(opened):
    paper = Paper(
        "Maps & maps of Straße",
        authors=("Ann Maps", "Maps"),
        summary=(Point("Label maps", f"{unicodedata.normalize('NFD', '지도 MAPS')} https://example.org/maps"),),
    )
    page = opened([Digest(DAY, (paper, Paper("Other"), Paper("Straße  ends here")))])
    marked = {
        "maps": ["MAPS", "Maps", "Maps", "Maps", "maps", "maps", "maps"],
        "STRASSE": ["Straße", "Straße"],
        "& of": ["&", "of"],
        '"maps of"': ["maps of"],
        "ends": ["ends"],  # where one character more and one less come before it
        'author:"maps"': ["Maps"],
        "지도": [unicodedata.normalize("NFD", "지도")],
        "": [],
        "other": ["Other"],
    }
    for words, texts in marked.items():
        assert settled(search(page, words)).evaluate(MARKED) == texts, words


def test_what_is_found_where_it_is_folded_is_marked_on_the_fold(opened):
    names = [f"Ann {number}" for number in range(30)]
    papers = [Paper("Title apples", authors=names, summary=[Point("Label", "pears")]), Paper("Title pears")]
    page = search(opened([Digest(DAY, papers)], "#?view=titles"), "title")
    unfold, fold = page.get_by_role("button", name="Summary"), page.locator(".names summary").first
    marked = {"title": [], "pears": ["Summary"], "29": ["Summary", "18 more"], "apples pears": ["Summary"]}
    for words, folds in marked.items():
        search(page, words)
        assert page.locator(".hit").all_text_contents() == folds, words
    for view, words in [("titles", "29"), ("full", "29")]:
        page.locator("form").get_by_label("Show").select_option(view)
        search(page, words)
        there = unfold.first if view == "titles" else fold
        assert there.evaluate("each => getComputedStyle(each).textDecorationStyle") == "double"
        assert there.evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_marks_are_no_elements(opened):
    page = settled(opened(seed_digests(), options={"pictures": False}))
    before = page.evaluate("document.querySelectorAll('article')[0].outerHTML")
    search(page, json.dumps(seed_digests()[-1].papers[0].title))
    assert page.evaluate(MARKED)
    assert page.locator("mark").count() == 0
    search(page, "")
    assert page.evaluate("document.querySelectorAll('article')[0].outerHTML") == before
