"""The laws of what an exporter must not lose: values of fields, papers, the end of a title.

Each compares outputs of digests that differ in one thing. An exporter may refuse digests, or lose something of them
and warn of it.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeAlias

import attrs

from dailypapers.models import Digest
from dailypapers.testing import odd_papers, samples
from dailypapers.testing.results import broken, comparable

Output: TypeAlias = tuple[Any, set[str]]
"""What an exporter writes, ``None`` where it refuses, and the sorts of its warnings."""

_LAW = "represents its fields"


def check_represents(output_of: Callable[[list[Digest]], Output], represents: Collection[str]) -> None:
    """Hold an exporter to an output that is another one for another value of each field."""
    usual, warned = output_of(samples.distinct())
    if usual is None and represents:
        broken(_LAW, "refuses papers of which every field is known")
    for field in represents:
        for what, some, others in samples.changes(field):
            if comparable(output_of(some)[0]) == comparable(output_of(others)[0]):
                broken(_LAW, f"the same output for {what}")
    for variant, some in odd_papers.variants():
        one, more_warned = output_of(some)
        if one is None or more_warned - warned:
            continue  # it says so
        for field in represents:
            for what, others in odd_papers.changes(field, some):
                if comparable(one) == comparable(output_of(others)[0]):
                    broken(_LAW, f"the same output for {what}, {variant}")
    if "title" in represents:
        for titles in odd_papers.TITLES_TO_CONFUSE:
            one, other = (output_of(odd_papers.titled(title))[0] for title in titles)
            if one is not None and comparable(one) == comparable(other):
                broken(_LAW, f"the same output for the titles {titles[0]!r} and {titles[1]!r}")


def check_each_written(output_of: Callable[[list[Digest]], Output]) -> None:
    """Hold an exporter to leaving out no paper for what is odd in it."""
    for what, some, others in (*odd_papers.among_others(), odd_papers.half_a_character()):
        (one, warned), (other, warned_without) = output_of(some), output_of(others)
        if one is not None and not warned - warned_without and comparable(one) == comparable(other):
            broken("writes each paper", f"{what} is left out, and no ExportWarning says so")


def check_letters(output_of: Callable[[list[Digest]], Output]) -> None:
    """Hold an exporter that writes titles to writing those of Hangul."""
    latin, hangul = (
        [comparable(output_of(odd_papers.titled(title))[0]) for title in titles]
        for titles in (("Apples", "Pomace"), ("사과를 센다", "자두를 센다"))
    )
    if latin[0] != latin[1] and hangul[0] is not None and hangul[0] == hangul[1]:
        broken("writes letters of every script", "the same output for the titles '사과를 센다' and '자두를 센다'")


def check_titles_stay_apart(output_of: Callable[[list[Digest]], Output]) -> None:
    """Hold an exporter to not writing one paper as two: its title may have what stands between two titles."""
    for some in odd_papers.pairs():
        one, other = some[0].papers
        two, _ = output_of(some)
        for path, text in _texts(two):
            before, _, behind = text.partition(one.title)
            between, found, _ = behind.partition(other.title)
            if not found or one.title in before:
                continue
            title = f"{one.title}{between}{other.title}"
            for paper in (one, other):
                single, _ = output_of([attrs.evolve(some[0], papers=(attrs.evolve(paper, title=title),))])
                if (path, text) in _texts(single):
                    broken("keeps papers apart", f"a paper with the title {title!r} is written as two papers are")


def check_backslashes(output_of: Callable[[list[Digest]], Output]) -> None:
    """Hold an exporter that puts a backslash before a sign to not leaving a backslash as it is."""
    for sign in "\"'&%$#_{}*|[]":
        (_, alone), (_, behind) = (
            next(iter(_texts(output_of(odd_papers.titled(f"Odd {before}{sign}q"))[0])), ("", ""))
            for before in ("", "\\")
        )
        if f"Odd \\{sign}q" in alone and f"Odd \\\\{sign}q" in behind:
            how = f"a backslash before {sign} escapes it, and one in a title is written as it is"
            broken("keeps papers apart", how)


def _texts(output: Any) -> list[tuple[str, str]]:
    """Return the path and the text of each file of an output, or of its only one."""
    files = output.items() if isinstance(output, dict) else [("", output)]
    return [
        (path, text.decode("utf-8", "replace") if isinstance(text, bytes) else text)
        for path, text in files
        if text is not None
    ]


def check_summaries(output_of: Callable[[list[Digest]], Output]) -> None:
    """Hold an exporter to warning of summaries that it does not write."""
    some = samples.distinct()
    bare = [
        attrs.evolve(digest, papers=[attrs.evolve(paper, summary=()) for paper in digest.papers]) for digest in some
    ]
    (one, warned), (other, warned_without) = output_of(some), output_of(bare)
    if one is not None and not warned - warned_without and comparable(one) == comparable(other):
        said = "the summary of each paper is left out, and no ExportWarning says so"
        broken("warns of what it leaves out", f"{said}; leaves_out=('summary',) says that it is meant")


def check_paths(output_of: Callable[[list[Digest]], Output]) -> None:
    """Hold an exporter of files to the same path for a paper, whichever papers stand before it. Others write none."""
    some, more = samples.distinct(), odd_papers.with_earlier_ones()
    titles = [paper.title for digest in some for paper in digest.papers]
    before, after = output_of(some)[0], output_of(more)[0]
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    for path, content in before.items():
        inside = [title for title in titles if _has(content, title)]
        if len(inside) == 1 and not _has(after.get(path, ""), inside[0]):
            how = f"the file of {inside[0]!r}, {path!r}, has another path when papers stand before it"
            broken("gives each paper a path of its own", how)


def _has(content: str | bytes, title: str) -> bool:
    return title in content if isinstance(content, str) else title.encode() in content
