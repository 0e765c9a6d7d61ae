"""The laws of what an exporter must not lose: values of fields, papers, the end of a text.

Each compares outputs of digests that differ in one thing. An exporter may refuse digests, or lose something of them
and warn of it.
"""

from collections.abc import Callable, Collection, Set
from itertools import islice, product
from typing import Any, TypeAlias

import attrs

from dailypapers.models import Digest, Paper
from dailypapers.testing import odd_papers, samples
from dailypapers.testing.results import both, broken, comparable

Output: TypeAlias = tuple[Any, set[str]]
"""What an exporter writes, ``None`` where it refuses, and the sorts of its warnings."""

OutputOf: TypeAlias = Callable[[list[Digest]], Output]

_LAW = "represents its fields"
_APART = "keeps papers apart"
_SILENT = "and no ExportWarning says so, or only the first time"


def _is_silent_loss(one: Output, other: Output, usual: Set[str]) -> bool:
    """Return whether two outputs are one, and nothing is warned of that is not also warned of for usual papers."""
    (output, warned), (other_output, other_warned) = one, other
    return output is not None and comparable(output) == comparable(other_output) and warned | other_warned <= usual


def check_represents(output_of: OutputOf, represents: Collection[str]) -> None:
    """Hold an exporter to an output that is another one for another value of each field."""
    _, usual = first = output_of(samples.distinct())
    if first[0] is None:
        broken(_LAW, "refuses papers of which every field is known")
    for variant, some in (("", samples.distinct()), *((f", {what}", some) for what, some in odd_papers.variants())):
        base = output_of(some)
        if base[0] is None or base[1] - usual:
            continue  # it says so
        for field, place in product(represents, (0, -1)):
            # A paper that is lost as a whole may be the first or the last one, and any other value shows it.
            most = 1 if variant and place == 0 else None
            for values, paper, one_way, another in islice(samples.changes(field, some, place), most):
                output = base if one_way == some else output_of(one_way)
                if _is_silent_loss(output, output_of(another), usual):
                    where = f"{variant}{_if_not_there(output[0], paper)}"
                    broken(_LAW, f"the same output for {field} {both(*values)}{where}")
    if "title" in represents:
        for titles in odd_papers.TITLES_TO_CONFUSE:
            one, other = (output_of(odd_papers.with_text("title", title)) for title in titles)
            if _is_silent_loss(one, other, usual):
                broken(_LAW, f"the same output for the titles {titles[0]!r} and {titles[1]!r}")


def _if_not_there(output: Any, paper: Paper) -> str:
    """Return a hint for an output that has other papers, but not this one."""
    texts = [text for _, text in _texts(output)]
    others = [each.title for digest in samples.distinct() for each in digest.papers]
    if any(paper.title in text for text in texts) or not any(title in text for title in others for text in texts):
        return ""
    return f"; {paper.title!r} is not written at all: is it passed over, or overwritten?"


def check_each_written(output_of: OutputOf) -> None:
    """Hold an exporter to leaving out no paper for what is odd in it."""
    for what, some, others in odd_papers.among_others():
        without = output_of(others)
        if _is_silent_loss(output_of(some), without, without[1]):
            broken("writes each paper", f"{what} is left out, {_SILENT}")


def check_letters(output_of: OutputOf) -> None:
    """Hold an exporter that writes titles to writing those of Hangul."""
    latin, hangul = (
        [output_of(odd_papers.with_text("title", title)) for title in titles]
        for titles in (("Apples", "Pomace"), ("사과를 센다", "자두를 센다"))
    )
    usual = latin[0][1]
    if not _is_silent_loss(latin[0], latin[1], usual) and _is_silent_loss(hangul[0], hangul[1], usual):
        broken("writes letters of every script", "the same output for the titles '사과를 센다' and '자두를 센다'")


def check_summaries(output_of: OutputOf) -> None:
    """Hold an exporter to warning of summaries that it does not write."""
    without = output_of(dict(odd_papers.variants())["where each is a paper of unknown summary"])
    if _is_silent_loss(output_of(samples.distinct()), without, without[1]):
        said = f"the summary of each paper is left out, {_SILENT}"
        broken("warns of what it leaves out", f"{said}; leaves_out=('summary',) says that it is meant")


# -- texts that look like what is around them -----------------------------------------------------------------------


def check_papers_stay_apart(output_of: OutputOf) -> None:
    """Hold an exporter to not writing one paper as two: a text may have what stands between the texts of two papers."""
    for place in odd_papers.TEXTS:
        for digest in odd_papers.pairs(place):
            two, _ = output_of([digest])
            for path, text in _texts(two):
                before, _, behind = text.partition("Counting Apples")
                between, found, _ = behind.partition("Weighing Pears")
                if not found or "Counting Apples" in before:
                    continue
                odd = f"Counting Apples{between}Weighing Pears"
                for paper in digest.papers:
                    one = attrs.evolve(paper, **odd_papers.TEXTS[place](odd))
                    if (path, text) in _texts(output_of([attrs.evolve(digest, papers=(one,))])[0]):
                        broken(_APART, f"a paper with the {place} {odd!r} is written as two papers are")


# What may stand around a text, and ends it. No quotation mark alone, which prose has as well, and no ]( of Markdown,
# where the last one counts.
_AROUND = (('="', '"'), ("='", "'"), (">", "<"), ("[CDATA[", "]]>"), ("| ", " |"), ("\t", "\t"), ("{", "}"))
_ESCAPED = "\"'&%$#_{}*|[]"


def check_signs(output_of: OutputOf) -> None:
    """Hold an exporter to escaping, in each text, what stands around it."""

    def texts_of(place: str, text: str) -> str:
        return "\0".join(text for _, text in _texts(output_of(odd_papers.with_text(place, text))[0]))

    for place in odd_papers.TEXTS:
        word = "https://example.org/Odd" if place == "link" else "Odd"
        usual = texts_of(place, "Odd")
        for opens, closes in _AROUND:
            odd = f"{opens}{word}{closes}q{closes}"
            if f"{opens}{word}{closes}" in usual and odd in texts_of(place, f"Odd{closes}q"):
                broken(_APART, f"the {place} stands between {opens!r} and {closes!r}, and {closes!r} in it as it is")
        alone = texts_of(place, " ".join(f"Odd {sign}q" for sign in _ESCAPED))
        escaped = [sign for sign in _ESCAPED if f"Odd \\{sign}q" in alone and f"Odd {sign}q" not in alone]
        twice = texts_of(place, " ".join(f"Odd \\{sign}q" for sign in _ESCAPED)) if escaped else ""
        for sign in escaped:
            if f"Odd \\\\{sign}q" in twice:
                broken(_APART, f"a backslash escapes {sign} in the {place}, and none escapes a backslash")
        cell = texts_of(place, "Odd\nq")
        is_cell = '"Odd,q"' in texts_of(place, "Odd,q") and '"Odd"' not in usual
        if is_cell and "Odd\nq" in cell and '"Odd\nq"' not in cell:
            broken(_APART, f"quotes stand around a {place} with a comma, and none around one with a line feed")
    with_tag = {place: texts_of(place, "Odd<q") for place in odd_papers.TEXTS}
    raw = [place for place, text in with_tag.items() if "Odd<q" in text and place != "link"]  # which may have quotes
    if "Odd&lt;q" in with_tag["title"] and "title" not in raw and raw:
        broken(_APART, f"'<' is escaped in the title, and not in the {raw[0]}")


def _texts(output: Any) -> list[tuple[str, str]]:
    """Return the path and the text of each file of an output, or of its only one."""
    files = output.items() if isinstance(output, dict) else [("", output)]
    return [
        (path, text.decode("utf-8", "replace") if isinstance(text, bytes) else text)
        for path, text in files
        if text is not None
    ]


# -- paths ----------------------------------------------------------------------------------------------------------


def check_paths(output_of: OutputOf) -> None:
    """Hold an exporter of files to the same path for a paper, whichever papers stand before it. Others write none."""
    title = "The Odd Title"
    some = odd_papers.with_text("title", title)
    before, _ = output_of(some)
    for what, more in odd_papers.with_earlier_ones(some):
        after, _ = output_of(more)
        if not isinstance(before, dict) or not isinstance(after, dict):
            return
        files = dict(_texts(after))
        for path, text in _texts(before):
            now = files.get(path, "")
            if (now != text and text in files.values()) or (title in text and title not in now):
                how = f"the file {path!r} of a paper is another one behind {what}"
                broken("gives each paper a path of its own", how)
