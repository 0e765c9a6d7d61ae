"""The summary of a paper: bullets and their levels, labels, further lines, lists printed as values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from dailypapers import problems
from dailypapers._digest import literal
from dailypapers._digest.field_problem import FieldProblem, FieldProblems, has_error
from dailypapers._digest.heading import has_paper_link
from dailypapers._digest.parser import Lines, match_line, parse_by, pattern
from dailypapers._digest.report import Report
from dailypapers._unchecked import make_point
from dailypapers.models import MAX_LEVELS, Emphasis, Point

Groups = tuple[str, ...]
"""The groups of BULLET, as ``findall`` returns them: one that took no part is empty."""

Found: TypeAlias = list[tuple[int, FieldProblems]]
"""Problems, with the index of their bullet."""

_LITERALS = ("[", "{")
_EMPHASES = frozenset(["**", "***", "__", "___", "_**", "**_"])
# Formatters write these for `***label*`, `*label***`, `**label*` and `*label**`.
_UNBALANCED = frozenset([("**_", "_"), ("_", "_**"), ("*_", "_"), ("_", "_*")])

# A text without a label may have one in another form, or read like a heading or a field, only where it begins with one
# of these and has one of the signs in it. Most texts have neither.
_FIRST_OF_MORE = frozenset("*_#>+-•0123456789VvUuAa![<")
_SIGNS_OF_MORE = (":", "：", "](", "<")


def find_bullets(text: str, start: int, end: int) -> list[Groups]:
    """Return the groups of each bullet of a run between two offsets."""
    return pattern("BULLET").findall(text, start, end)


def read_bullets(
    bullets: list[Groups], further_lines: Mapping[int, Sequence[str]] | None = None
) -> tuple[tuple[Point, ...], Found]:
    """Read the bullets of one paper, each with its further lines by its index; return the points and problems.

    Nearly every bullet has nothing to decide: no level, no text that may be a list, a label or another line.
    """
    if further_lines or any(bullet[0] != "-" for bullet in bullets):
        return _read_nested(bullets, further_lines or {})
    points: list[Point] = []
    found: Found = []
    for bullet in bullets:
        _, opens, _, label, closes, text, unlabelled = bullet
        if label and opens == closes and label[0] != "_" and text[:1] not in _LITERALS:
            points.append(make_point(label, text.rstrip(" "), (), opens))  # type: ignore[arg-type]
        elif not label and unlabelled[:1].isalpha() and unlabelled[0] not in _FIRST_OF_MORE:
            points.append(make_point(None, unlabelled.rstrip(" "), (), None))
        else:
            point, of_bullet = read_bullet(bullet)
            if of_bullet:
                found.append((len(points), of_bullet))
            points.append(point)
    return tuple(points), found


def _read_nested(bullets: list[Groups], further_lines: Mapping[int, Sequence[str]]) -> tuple[tuple[Point, ...], Found]:
    """Read bullets that may stand in others, from the last to the first: the points in a point are made before it."""
    inner: dict[int, list[Point]] = {}  # by level, each in reverse
    found: Found = []
    levels = _levels(bullets)
    for index in reversed(range(len(bullets))):
        level = levels[index]
        points = tuple(reversed(inner.pop(level + 1, [])))
        point, of_bullet = read_bullet(bullets[index], points, further_lines.get(index, ()), level)
        if of_bullet:
            found.append((index, of_bullet))
        inner.setdefault(min(level, MAX_LEVELS), []).append(point)
    odd = next((index for index, bullet in enumerate(bullets) if bullet[0][-1] != "-"), None)
    if odd is not None:
        found.append((odd, (FieldProblem(problems.BULLET_MARK),)))
    return tuple(reversed(inner.get(1, []))), found


def report_bullets(found: Found, runs: Iterable[tuple[int, int]], report: Report) -> None:
    """Report the problems of the bullets in these runs, each where its bullet begins."""
    if found:
        starts = [match.start() for run in runs for match in pattern("BULLET").finditer(report.text, *run)]
        for index, of_bullet in found:
            for problem in of_bullet:
                report.add(problem.code, starts[index], **problem.data)


def _levels(bullets: list[Groups]) -> list[int]:
    """Return the level of each bullet: one more than that of the nearest above with fewer spaces before it."""
    levels = []
    indents: list[int] = []  # of the bullets that the next one may stand in, the outermost first
    for bullet in bullets:
        indent = len(bullet[0]) - 1
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        levels.append(len(indents))
    return levels


def read_bullet(
    groups: Groups, points: tuple[Point, ...] = (), more: Sequence[str] = (), level: int = 1
) -> tuple[Point, FieldProblems]:
    """Read the groups of BULLET, with the points that stand in it, its further lines, and its level from 1."""
    _, opens, _, label, closes, value, unlabelled = groups
    text = (value if label else unlabelled).rstrip(" ")
    emphasis: Emphasis = opens  # type: ignore[assignment]
    found: FieldProblems = ()
    if label:
        if opens != closes:
            emphasis = "***" if "***" in (opens, closes) else "**"
            found = (FieldProblem(problems.EMPHASIS, data={"opens": opens, "closes": closes}),)
        if label[0] == "_" and emphasis == "**" and _is_emphasized(label) and _can_be_label(label[1:-1], "***"):
            label, emphasis, found = label[1:-1], "***", found or (FieldProblem(problems.NESTED_EMPHASIS),)
    elif (text[:1] in _FIRST_OF_MORE or not text[:1].isprintable()) and any(sign in text for sign in _SIGNS_OF_MORE):
        (label, emphasis, text), found = _read_unlabelled(text)
    if level > MAX_LEVELS:
        found = (FieldProblem(problems.TOO_DEEP), *found)
    if more:
        text = "\n".join((text, *more))
    if not label:
        return make_point(None, text, points, None), found
    if text[:1] in _LITERALS:
        try:
            points = _points(literal.read(text), emphasis, MAX_LEVELS - level) + points
        except ValueError:
            pass  # no literal, or one that bullets cannot represent: it stays text
        else:
            kind = "list" if text[0] == "[" else "dict"
            found = (*found, FieldProblem(problems.LITERAL_VALUE, data={"kind": kind}))
            text = ""
    return make_point(label, text, points, emphasis), found


def _read_unlabelled(text: str) -> tuple[tuple[str, Emphasis, str], FieldProblems]:
    """Read a text that BULLET took for one without a label: a label in another form and its text; else no label."""
    (token,) = parse_by("text", f"{text}\n").children
    assert isinstance(token, Lines)  # noqa: S101 - the grammar's rule holds one
    if token.type == "LABEL":
        opens, _, inner, closes, colon, marks, value = token.matches[0].groups()
        label = inner if colon else inner[:-1].rstrip(" ")
        if marks and closes + marks == opens[::-1]:  # `**_Label_:** text`
            closes, colon = closes + marks, None
        else:
            value = (marks or "") + value
        emphasis: Emphasis = "***" if 3 in (len(opens), len(closes)) else "**"
        if _is_label(opens, label, closes) and _can_be_label(label, emphasis):
            if len(opens) != len(closes):
                return (label, emphasis, value), (
                    FieldProblem(problems.EMPHASIS, data={"opens": opens, "closes": closes}),
                )
            is_nested = "_" in opens and "*" in opens
            code = problems.NESTED_EMPHASIS if is_nested and colon == ":" else problems.LABEL_FORM
            return (label, emphasis, value), (FieldProblem(code),)
    elif token.type == "GLUED":
        if has_paper_link(text):
            return ("", "**", text), (FieldProblem(problems.PAPER_IN_BULLET),)
    elif token.type != "OTHER":
        return ("", "**", text), (FieldProblem(problems.FIELD_IN_BULLET),)
    return ("", "**", text), ()


def _is_emphasized(label: str) -> bool:
    """Return whether a label is emphasized by `_` as a whole, as in `**_Label_**:`."""
    inner = label[1:-1]
    return bool(inner) and label[-1] == "_" and not any(edge in f" {inner} " for edge in ("_ ", " _", "  "))


def _is_label(opens: str, label: str, closes: str) -> bool:
    """Return whether emphasis makes a label: `__init__: text` has none, as it has only small letters."""
    if len(opens) != len(closes):
        return (opens, closes) in _UNBALANCED
    if closes != opens[::-1] or opens not in _EMPHASES:
        return False
    return "*" in opens or not (label.isascii() and label == label.lower() and " " not in label)


def write_summary(points: Iterable[Point], level: int = 1) -> Iterator[str]:
    """Yield the lines of points, those of a point two spaces further in."""
    indent = "  " * (level - 1)
    for point in points:
        label = "" if point.label is None else f" {point.emphasis}{point.label}{point.emphasis}:"
        first, line_feed, more = point.text.partition("\n")
        yield f"{indent}-{label} {first}".rstrip(" ")
        if line_feed:
            # A line that was ` =======` is text; without a blank it would be a marker of git.
            yield from (f" {line}" if match_line("CONFLICT", line) else line for line in more.split("\n"))
        if point.points:
            yield from write_summary(point.points, level + 1)


# -- a value printed as a list or dict ------------------------------------------------------------------------


def _points(value: literal.Collection, emphasis: Emphasis, levels: int) -> tuple[Point, ...]:
    """Return the items of a list or dict as points; ``ValueError`` where bullets could not represent them."""
    if isinstance(value, tuple):
        return tuple(_point_of(inner, _one_line(label), emphasis, levels) for label, inner in value)
    points: list[Point] = []
    for item in value:
        if isinstance(item, tuple):  # a dict in a list gives its points in place
            points += _points(item, emphasis, levels)
        else:
            points.append(_point_of(item, None, emphasis, levels))
    return tuple(points)


def _point_of(value: literal.Value, label: str | None, emphasis: Emphasis, levels: int) -> Point:
    if levels <= 0:
        raise ValueError("deeper than bullets go")
    if isinstance(value, list | tuple):
        text, points = "", _points(value, emphasis, levels - 1)
    else:
        text, points = _one_line(str(value)), ()
    point = Point(label, text, (), None if label is None else emphasis)
    if not reads_back(point):
        raise ValueError("not what a bullet would represent")
    return Point(label, text, points, point.emphasis)


def _one_line(text: str) -> str:
    return text.replace("\n", " ").strip(" ")


def _can_be_label(label: str, emphasis: Emphasis) -> bool:
    """Return whether a bullet with this label, as it is written, has it as its label."""
    match = match_line("BULLET", f"- {emphasis}{label}{emphasis}:")
    return match is not None and match.group(2, 4, 5) == (emphasis, label, emphasis)


def reads_back(point: Point) -> bool:
    """Return whether a point of one line, without points, is read from its bullet as it is."""
    (line,) = write_summary([point])
    match = match_line("BULLET", line)
    assert match is not None  # noqa: S101 - it is one line, which begins as a bullet
    again, found = read_bullet(match.groups(""))
    return again == point and not has_error(found)
