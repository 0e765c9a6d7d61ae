"""For tests of exporters, ours and everybody's (extra ``testing``): models to export, and laws to hold to.

What :func:`digests` and :func:`papers` give, Markdown can say: it reads back as the same models. They are full
of what breaks a careless exporter: brackets, quotes, dollars, asterisks, tabs, carriage returns, empty texts.
With ``hostile`` they are beyond that: line feeds in titles, formulas, 600 authors.
"""

import datetime
import enum
import warnings
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from dailypapers import _literal
from dailypapers._exporters import ChunkError, checked, no_exporter
from dailypapers._grammar import match, pattern
from dailypapers._options import make
from dailypapers.errors import ExportError, ExportWarning, OptionError
from dailypapers.models import MAX_LEVELS, MOST_VOTES, Digest, Media, Paper, Point
from dailypapers.plugins import CONTRACT

__all__ = ["check_exporter", "digests", "papers"]

# What means something to Markdown, Python, TeX, a spreadsheet, or a reader of lines.
_FRAGMENTS = (
    *("[", "]", "](", "(", ")", "*", "**", "***", ":", "**: ", "- ", "#", "## ", "### ", "####", "1. ", "```"),
    *("+", ",", ", ", "'", '"', "\\", "\\n", "{", "}", "['a']", "{'a': 'b'}", "<video src='x'>", "|", "`", "~"),
    *("$", "$x^2$", "$5", "%", "&", "_", "^", "=", "@", "Vote: 1", "Authors: A", " and ", "others", "  ", "\xa0"),
    *("\t", "\r", "\f", "\v", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeff", "한국어", "é", "e\u0301", "😀"),
)
_HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://example.org")', "a\nb", "\n\n- a\n# b"),
    *(
        "{",
        "}",
        "}}",
        "\\end{document}",
        "\\input{/etc/passwd}",
        "%",
        "$",
        "$x$",
        "\\",
        "@misc{a,",
        ",",
        ";",
        '"',
        "a;b",
    ),
    *(
        "\x00",
        "\x1b[2J",
        "\x7f",
        "\x85",
        "\u202e\u2066",
        "\ufeff",
        "\ufffe",
        "<script>alert(1)</script>",
        "]]>",
        "../../etc",
    ),
)
_BLOCK_OPENERS = ("DIGEST_HEADING", "SECTION", "HEADING", "HEADING_CUT", "HEADING_BARE", "BULLET", "BLANK")


def digests(*, max_papers: int = 3, hostile: bool = False) -> st.SearchStrategy[Digest]:
    """Give digests of at most ``max_papers`` papers, some without a date or a paper.

    Markdown can say them, unless they are ``hostile``.
    """
    some = st.lists(papers(hostile=hostile), max_size=max_papers).map(tuple)
    return st.builds(Digest, st.none() | st.dates(), some)


def papers(*, hostile: bool = False) -> st.SearchStrategy[Paper]:
    """Give papers of each dialect, with and without each of their fields.

    Markdown can say them, unless they are ``hostile``.
    """
    sayable = st.builds(
        Paper,
        title=_lines(),
        url=st.none() | _links(),
        media=st.none() | st.builds(Media, st.sampled_from(["image", "video"]), _urls()),
        votes=st.none() | st.integers(0, MOST_VOTES),
        authors=st.lists(_names(), max_size=5).map(tuple),
        summary=st.lists(_points(), max_size=4).map(tuple),
    ).flatmap(_abridged)
    return sayable | _hostile() if hostile else sayable


def _hostile() -> st.SearchStrategy[Paper]:
    """Give papers that no digest can say, or that hurt whoever reads what is written about them; all are valid data."""
    text = st.sampled_from(_HOSTILE) | _texts()
    names = st.lists(text, max_size=3) | st.just([f"Author {number}" for number in range(600)])
    return st.builds(
        Paper,
        title=text,
        url=st.none() | text,
        media=st.none() | st.builds(Media, st.sampled_from(["image", "video"]), text),
        votes=st.none() | st.integers(0, MOST_VOTES),
        authors=names.map(tuple),
        summary=st.lists(st.builds(Point, st.none() | text, text), max_size=3).map(tuple),
    ).flatmap(_abridged)


def _abridged(paper: Paper) -> st.SearchStrategy[Paper]:
    places = st.none() | st.integers(0, len(paper.authors))
    return places.map(lambda place: attrs.evolve(paper, authors_omitted_at=place))


def _texts() -> st.SearchStrategy[str]:
    """Give text of any kind but half characters."""
    plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    return st.lists(st.sampled_from(_FRAGMENTS) | plain, max_size=5).map("".join)


def _lines() -> st.SearchStrategy[str]:
    """Give what can stand in a line when the blanks around it mean nothing."""
    return _texts().map(lambda text: text.replace("\n", " ").lstrip(" ").rstrip(" \r"))


def _urls() -> st.SearchStrategy[str]:
    anything = _lines().filter(bool)
    return anything | st.from_regex(r"https://example\.org/[a-z%()_]{1,8}\.(png|mp4)", fullmatch=True)


def _links() -> st.SearchStrategy[str]:
    """Give the links of papers; a title would end at the last ``](`` of the line."""
    arxiv = st.from_regex(r"https://arxiv\.org/abs/[0-9]{2}(0[1-9]|1[0-2])\.[0-9]{5}", fullmatch=True)
    return arxiv | _urls().filter(lambda url: "](" not in url)


def _names() -> st.SearchStrategy[str]:
    """Give names; in a printed list they can hold anything but blanks at their ends."""
    people = st.sampled_from(["Ann One", "Bob O'Two", "Cem Three Jr.", "Gemini Team", "Last, First", "김하나"])
    return people | _texts().map(lambda text: text.strip(" ")).filter(lambda name: name not in ("", "+"))


def _points() -> st.SearchStrategy[Point]:
    leaves = _contents(st.just(()))
    inner = st.recursive(leaves, lambda points: _contents(st.lists(points, max_size=2).map(tuple)), max_leaves=4)
    return inner | st.integers(2, MAX_LEVELS).map(_nested)


def _nested(levels: int) -> Point:
    point = Point(text="innermost")
    for level in range(1, levels):
        point = Point(text=f"level {levels - level}", points=(point,))
    return point


def _contents(points: st.SearchStrategy[tuple[Point, ...]]) -> st.SearchStrategy[Point]:
    text = st.builds(lambda first, more: "\n".join([first, *more]), _lines(), st.lists(_more(), max_size=2))
    plain = st.builds(Point, text=text.filter(_has_no_label), points=points)
    labels = st.sampled_from(["What's New", "What’s New", "한계"]) | _lines().filter(_is_label)
    return plain | st.builds(Point, labels, text.filter(_is_no_list), points, st.sampled_from(["**", "***"]))


def _more() -> st.SearchStrategy[str]:
    return _lines().filter(lambda line: not any(match(terminal, line) for terminal in _BLOCK_OPENERS))


def _has_no_label(text: str) -> bool:
    return pattern("LABELLED").fullmatch(text.partition("\n")[0]) is None


def _is_label(text: str) -> bool:
    labelled = pattern("LABELLED").fullmatch(f"**{text}**:")
    return labelled is not None and labelled.group(3, 4) == (text, "**")


def _is_no_list(text: str) -> bool:
    try:
        return not (text.startswith(("[", "{")) and "\n" not in text and _literal.read(text) is not None)
    except ValueError:
        return True


# -- the laws -------------------------------------------------------------------------------------------------


def check_exporter(cls: type[Any], **options: object) -> None:
    """Hold an exporter class, made with ``options``, to the laws of exporters.

    Raises ``AssertionError``, which names the law and what breaks it. The laws:

    - *is an exporter*: an attrs class with a method ``export`` and options that can be;
    - *takes options as text*: each option, given or by default, survives being written as text;
    - *takes nothing*: no digests, and digests without papers;
    - *does not fail*: whatever the digests say; :class:`dailypapers.ExportError` is no failure;
    - *yields text or bytes*: and one of them alone;
    - *yields text that can be encoded*: as UTF-8;
    - *is deterministic*: the same digests give the same output;
    - *takes any iterable, once*: no length, no second pass, nothing but iteration;
    - *streams*: where the class says so, it yields before its input is used up.
    """
    if reason := no_exporter(cls):
        _broken("is an exporter", f"{cls!r} {reason}")
    if getattr(cls, "contract", CONTRACT) != CONTRACT:
        _broken("is an exporter", f"{cls!r} was written for another version of the contract than {CONTRACT}")
    _check_options(cls, options)
    exporter = make(cls, cls.__name__, options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)
        _output(exporter, [], "takes nothing")
        _output(exporter, [Digest(None), Digest(datetime.date(2024, 7, 12))], "takes nothing")
        _check_many(exporter)
        if getattr(cls, "streams", False):
            _check_streams(exporter)


def _broken(law: str, how: str) -> None:
    raise AssertionError(f"law broken: {law}: {how}")


def _check_many(exporter: Any) -> None:
    @settings(
        max_examples=30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
    )
    @given(st.lists(digests(max_papers=2, hostile=True), max_size=2))
    def hold(some: list[Digest]) -> None:
        output = _output(exporter, some, "does not fail")
        if _output(exporter, some, "does not fail") != output:
            _broken("is deterministic", f"two outputs for {some!r}")
        if _output(exporter, _Once(some), "takes any iterable, once") != output:
            _broken("takes any iterable, once", "another output for an iterator than for a list")

    try:
        hold()
    except Flaky as error:
        raise AssertionError("law broken: is deterministic: what fails once does not fail again") from error


def _output(exporter: Any, some: Any, law: str) -> str | bytes | None:
    """Give what an exporter makes of digests; ``None`` where it says that it cannot."""
    try:
        chunks = list(checked(exporter.export(some)))
    except ExportError:
        return None
    except ChunkError as error:
        raise AssertionError(f"law broken: yields text or bytes: {error}") from None
    except (Exception, SystemExit) as error:
        raise AssertionError(f"law broken: {law}: {type(error).__name__}: {error}, for {some!r}") from error
    if chunks and isinstance(chunks[0], bytes):
        return b"".join(chunks)
    text = "".join(chunks)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise AssertionError(f"law broken: yields text that can be encoded: {error}") from None
    return text


class _Once:
    """Digests that can be iterated once, and nothing else."""

    def __init__(self, some: list[Digest]) -> None:
        self._some = some
        self._taken = False

    def __iter__(self) -> Iterator[Digest]:
        if self._taken:
            raise TypeError("these digests are iterated a second time")
        self._taken = True
        return iter(self._some)


def _check_streams(exporter: Any) -> None:
    taken = 0

    def many() -> Iterator[Digest]:
        nonlocal taken
        for taken in range(1, 101):
            yield Digest(
                datetime.date(2024, 7, 12), (Paper(f"Title {taken}", f"https://arxiv.org/abs/2407.{taken:05}"),)
            )

    try:
        first = next(iter(exporter.export(many())), None)
    except (Exception, SystemExit) as error:
        raise AssertionError(f"law broken: streams: {type(error).__name__}: {error}, for 100 digests") from error
    if first is None:
        _broken("streams", "nothing came for 100 digests")
    if taken > 50:
        _broken("streams", f"the first piece came after {taken} of 100 digests")


def _check_options(cls: type[Any], options: dict[str, object]) -> None:
    try:
        exporter = make(cls, cls.__name__, options)
    except OptionError as error:
        raise AssertionError(f"law broken: takes options as text: {error}") from error
    for field in attrs.fields(cls):
        if not field.init:
            continue
        value = getattr(exporter, field.name)
        text = _as_text(value)
        try:
            again = getattr(make(cls, cls.__name__, {**options, field.alias: text}), field.name)
        except OptionError as error:
            raise AssertionError(f"law broken: takes options as text: {error}") from error
        if again != value:
            _broken("takes options as text", f"{field.alias} is {value!r}, and {again!r} when given as {text!r}")


def _as_text(value: object) -> str:
    """Write the value of an option as a command line has it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case enum.Enum():
            return str(value.value)
        case tuple():
            return ",".join(map(_as_text, value))
    return str(value)
