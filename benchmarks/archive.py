"""A digest archive made up from the seeds: its titles and texts are theirs, recombined, its names are invented.

It has the size and the mix of the real one: 357 files, 5,488 papers, 9.6 MB, three dialects, and every oddity about as
often as it occurs there. From the same seeds the same bytes come out on every machine: all chance is
``Random.random()``, the one sequence that Python promises to keep.
"""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

FILES = 357
PAPERS = 5488
SEEDS = Path(__file__).parents[1] / "seeds"

LABELS = ("What's New", "Technical Details", "Performance Highlights")
OTHER_LABELS = ("Limitations", "Dataset", "What’s New", "주요 기여", "Code")
LONGEST_LISTS = (663, 412, 288, 201, 174, 153, 138, 121, 107, 102)

# How many papers have what the others do not have.
ODDITIES = {
    "unbalanced emphasis": 1,
    "indented bullets": 2,
    "no picture": 11,
    "no authors": 11,
    "further lines": 17,
    "printed value": 24,
    "picture of the page": 26,
    "odd video": 28,
    "votes unknown": 32,
    "other label": 45,
    "odd title": 60,
    "no votes": 85,
    "video": 85,
    "abridged authors": 115,
    "printed authors": 137,
    "same author twice": 202,
}
ODD_TITLES = ("$\\alpha$-", "[Re] ", "100% ", "{B}", "Q&A_", "C# and `code`: ", '"Why" ', "O(n^2) * ")
ODD_VIDEOS = (
    "[Watch Video]{}",
    "<video src='{}'></video>",
    '<video width="320" height="240" controls>\n<source src="{}" type="video/mp4">\n</video>',
    '<iframe src="{}" ></iframe>',
    "[]({}.png)",
)
PREAMBLE = (
    "# Daily Papers\n\n## Project Description\n\nThis project summarizes [daily papers](https://example.org/).\n\n"
)
TRAILER = "## License\n\nSome licence.\n\n## Citation\n\n```bibtex\n@misc{daily_papers,\n  year = {2023}\n}\n```\n"


def archive(number: int = 0, *, all_lines_differ: bool = False) -> Iterator[tuple[str, str]]:
    """Give the name and the text of each file; archives of different numbers, from 0 on, share no paper.

    Sixteen share their days. The next sixteen are two years later, as arXiv's numbers of a month have five digits.

    With ``all_lines_differ`` each line of a paper occurs once in the whole of them, so that nothing could be
    remembered from one text to the next.
    """
    return _Archive(number, all_lines_differ).files()


class _Archive:
    def __init__(self, number: int, all_lines_differ: bool) -> None:
        self._random = Random(number).random
        self._differ = all_lines_differ
        texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
        titles = [title for text in texts for title in re.findall(r"^### \[(.*)\]\(", text, re.M)]
        self._names = [title.partition(": ")[0] for title in titles if ": " in title]
        self._topics = [title.rpartition(": ")[2] for title in titles]
        self._flat = [line for text in texts for line in re.findall(r"^- ([^*\n].*)", text, re.M)]
        self._words = " ".join(self._flat).split(" ")
        # Sentences by label: those of one text make no sense one after the other, but they are as long as they are.
        self._sentences = {
            label: [
                re.split(r"(?<=다\.) ", line)
                for text in texts
                for line in re.findall(rf"^- \*+{label}\*+: (.*)", text, re.M)
            ]
            for label in LABELS
        }
        self._serial = 100_000  # for what has to be said once
        self._first_paper = number % 16 * PAPERS
        self._later = datetime.timedelta(weeks=104 * (number // 16))
        order = self._shuffled(range(PAPERS))
        self._odd: dict[int, set[str]] = {}
        for oddity, count in ODDITIES.items():
            for paper in order[:count]:
                self._odd.setdefault(paper, set()).add(oddity)
            order = order[count:] + order[:count]
        self._lengths = dict(zip(order, LONGEST_LISTS, strict=False))

    def _below(self, end: int) -> int:
        return int(self._random() * end)

    def _one_of(self, choices):
        return choices[self._below(len(choices))]

    def _shuffled(self, items) -> list:
        return [item for _, item in sorted((self._random(), item) for item in items)]

    def files(self) -> Iterator[tuple[str, str]]:
        first = datetime.date(2023, 11, 20)
        days = [first + datetime.timedelta(days) for days in range(537)]
        weekdays = [day for day in days if day.weekday() < 5]
        days = sorted(self._shuffled(weekdays)[:FILES])
        # Later there were more papers a day; the 357 numbers add up to that of all papers.
        weights = [(1 + 1.6 * index / FILES) * (0.5 + self._random()) for index in range(FILES)]
        bounds = [0]
        for weight in weights:
            bounds.append(bounds[-1] + weight)
        bounds = [round(bound / bounds[-1] * PAPERS) for bound in bounds]
        twice = set(self._shuffled(range(FILES))[:5])
        readme, odd, trailing = FILES // 5, FILES // 3, FILES // 12
        for index, day in enumerate(days):
            papers = [self._paper(paper, day) for paper in range(bounds[index], bounds[index + 1])]
            heading = f"## Daily Papers ({day + self._later})\n\n"
            if index in twice:
                papers.insert(len(papers) // 2, heading)
            if day.month == 11 and day.year == 2023:  # the first digests had no empty lines in a paper's head
                papers = [re.sub(r"\n\n(?=!|Vote|Authors)", "\n", paper) for paper in papers]
            text = heading + "".join(papers)
            if index % trailing == 0:
                text = text.replace(": ", ":  ", 9).replace(".\n", ".  \n", 9)
            if index % odd == 7:
                text = text.replace("습니다. ", "습니다.\t", 1).replace("입니다. ", "입니다.\u00a0", 1)
            if index % readme == 11:
                text = PREAMBLE + text + TRAILER
            yield f"{day + self._later}.md", text

    def _paper(self, paper: int, day: datetime.date) -> str:
        odd = self._odd.get(paper, set())
        serial = self._first_paper + paper
        arxiv_id = f"{day + self._later:%y%m}.{10_000 + serial}"
        lines = [f"### [{self._title(odd)}](https://arxiv.org/abs/{arxiv_id})"]
        if media := self._media(odd, arxiv_id):
            lines.append(media)
        if "no votes" not in odd:
            votes = serial if self._differ else int(180 ** self._random())
            lines.append("Vote: -" if "votes unknown" in odd and not self._differ else f"Vote: {votes}")
        if "no authors" not in odd:
            lines.append(f"Authors: {self._authors(odd, self._lengths.get(paper))}")
        return "\n\n".join([*lines, "\n".join(self._summary(odd, day))]) + "\n\n"

    def _title(self, odd: set[str]) -> str:
        before = self._one_of(ODD_TITLES) if "odd title" in odd else ""
        return f"{before}{self._one_of(self._names)}: {self._one_of(self._topics)}"

    def _media(self, odd: set[str], arxiv_id: str) -> str:
        number = arxiv_id.replace(".", "")
        video = f"https://cdn-uploads.huggingface.co/production/uploads/60f1abe7544c2adfd699860c/{number}.mp4"
        if "no picture" in odd:
            return ""
        if "picture of the page" in odd:
            return f"![](/avatars/{number}.svg)"
        if "odd video" in odd:
            return self._one_of(ODD_VIDEOS).format(video)
        if "video" in odd:
            return f'[Watch Video]({video})\n<div><video controls src="{video}" muted="false"></video></div>'
        return f"![](https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/{arxiv_id}.png)"

    def _authors(self, odd: set[str], length: int | None) -> str:
        names = [self._name() for _ in range(length or 1 + int(2 + 6 * self._random() / (1.15 - self._random())) % 40)]
        names = list(dict.fromkeys(names))
        if self._differ:
            self._serial += 1
            names[0] += f" {self._serial}"
        if "same author twice" in odd:
            names.append(names[0])
        if "printed authors" in odd:
            return repr(names)
        if "abridged authors" in odd:
            names.insert(self._below(len(names)), "+")
        return ", ".join(names)

    def _name(self) -> str:
        given, family = self._word() + self._one_of(("", "", "n", "ng", "ra", "bert", "-Min")), self._word()
        middle = f" {chr(65 + self._below(26))}." if self._random() < 0.1 else ""
        return f"{given}{middle} {family}{self._one_of(('', '', 'n', 'ng', 'son', 'ski', 'ra'))}"

    def _word(self) -> str:
        syllables = "".join(
            self._one_of("bcdfghjklmnprstvwxyz") + self._one_of(("a", "e", "i", "o", "u", "ai", "ue"))
            for _ in range(1 + self._below(2))
        )
        return syllables.capitalize()

    def _summary(self, odd: set[str], day: datetime.date) -> Iterator[str]:
        emphasis = "" if day < datetime.date(2024, 6, 10) else "**" if day < datetime.date(2024, 10, 18) else "***"
        if emphasis:
            for label in LABELS:
                shown = self._one_of(OTHER_LABELS) if "other label" in odd and label == LABELS[2] else label
                text = self._text(" ".join(self._labelled(label)))
                if "printed value" in odd and label == LABELS[1]:
                    text = repr([text, self._text(self._one_of(self._flat))])
                closes = "*" if "unbalanced emphasis" in odd and label == LABELS[0] else emphasis
                yield f"- {emphasis}{shown}{closes}: {text}"
        else:
            for _ in range(5 + self._below(3)):
                yield f"- {self._text(self._one_of(self._flat))}"
        if "indented bullets" in odd:
            yield from (f"  - {self._text(self._one_of(self._flat))}" for _ in range(2))
        if "further lines" in odd:
            yield f"1. {self._text(self._one_of(self._flat))}"

    def _labelled(self, label: str) -> Iterator[str]:
        """Give as many sentences as some text of the label has, each of which stands there in some text."""
        texts = self._sentences[label]
        for index in range(len(self._one_of(texts))):
            yield self._one_of([text[index] for text in texts if len(text) > index])

    def _text(self, text: str) -> str:
        if not self._differ:
            return text
        # A third of the words come from elsewhere, and a number makes sure.
        self._serial += 1
        words = [word if self._random() < 0.7 else self._one_of(self._words) for word in text.split(" ")]
        words[self._below(len(words))] = str(self._serial)
        return " ".join(words)
