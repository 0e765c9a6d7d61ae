"""The summary of a paper: bullets and their levels, labels, further lines, lists printed as values."""

from collections.abc import Iterable, Iterator, Sequence

from dailypapers import problems
from dailypapers._digest import literal
from dailypapers._digest.field_problem import FieldProblem, FieldProblems, has_error
from dailypapers._digest.heading import has_paper_link
from dailypapers._digest.parser import groups_of, match_line, parse_text, pattern
from dailypapers._digest.unchecked import make_point
from dailypapers.models import MAX_LEVELS, Emphasis, Point

Groups = tuple[str, ...]
"""The groups of BULLET, as ``findall`` returns them: one that took no part is empty."""

_EMPHASES = frozenset(["**", "***", "__", "___", "_**", "**_"])
# Formatters write these for `***label*`, `*label***`, `**label*` and `*label**`.
_UNBALANCED = frozenset([("**_", "_"), ("_", "_**"), ("*_", "_"), ("_", "_*")])

# A text without a label may have one in another form, or read like a heading or a field, only where it begins with one
# of these and has one of the signs in it. Most texts have neither.
_FIRST_OF_MORE = frozenset("*_#>+-•0123456789VvUuAa![<")
_SIGNS_OF_MORE = (":", "：", "](", "<")


class SummaryReader:
    """Takes the bullets of one paper and their further lines in order; returns its points."""

    def __init__(self) -> None:
        self._bullets: list[Groups] = []
        self._more: dict[int, list[str]] = {}  # further lines of a bullet, by its index
        self._runs: list[tuple[str, int, int]] = []

    def add_bullets(self, text: str, start: int, end: int) -> None:
        """Take a run of bullets between two offsets of a text."""
        self._bullets += pattern("BULLET").findall(text, start, end)
        self._runs.append((text, start, end))

    def add_line(self, line: str) -> None:
        """Take a further line of the last bullet."""
        self._more.setdefault(len(self._bullets) - 1, []).append(line.strip(" "))

    def read(self) -> tuple[tuple[Point, ...], list[tuple[int, FieldProblem]]]:
        """Return the points, and the problems with the offsets of their bullets."""
        # From the last bullet to the first, so that the points in a point are made before it.
        inner: dict[int, list[Point]] = {}  # by level, each in reverse
        found: list[tuple[int, FieldProblems]] = []
        is_usual = all(bullet[0] == "-" for bullet in self._bullets)
        levels = [1] * len(self._bullets) if is_usual else _levels(self._bullets)
        more, index = self._more, len(self._bullets)
        for bullet in reversed(self._bullets):
            index -= 1
            level = levels[index]
            below = tuple(inner.pop(level + 1)[::-1]) if level + 1 in inner else ()
            point, of_bullet = read_bullet(bullet, below, more.get(index, ()) if more else (), level)
            if of_bullet:
                found.append((index, of_bullet))
            if level > MAX_LEVELS:
                level = MAX_LEVELS
            if level in inner:
                inner[level].append(point)
            else:
                inner[level] = [point]
        odd = [number for number, bullet in enumerate(self._bullets) if bullet[0][-1] != "-"] if not is_usual else []
        if odd:
            found.append((odd[0], (FieldProblem(problems.BULLET_MARK),)))
        points = tuple(inner.get(1, [])[::-1])
        if not found:
            return points, []
        starts = [match.start() for run in self._runs for match in pattern("BULLET").finditer(*run)]
        return points, [(starts[index], problem) for index, of_bullet in found for problem in of_bullet]


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
    if text[:1] in ("[", "{"):
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
    token = parse_text(text)
    if token.type == "LABEL":
        opens, _, inner, closes, colon, marks, value = groups_of(token)
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
        first, *more = point.text.split("\n")
        yield f"{indent}-{label} {first}".rstrip(" ")
        # A line that was ` =======` is text; without a blank it would be a marker of git.
        yield from (f" {line}" if match_line("CONFLICT", line) else line for line in more)
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
    (line, *more) = write_summary([point])
    match = None if more else match_line("BULLET", line)
    if match is None:
        return False
    again, found = read_bullet(match.groups(""))
    return again == point and not has_error(found)
