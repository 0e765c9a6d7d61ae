"""The lines of a summary become points: what stands in what, labels, further lines, lists printed as values."""

import attrs
from lark import Token

from dailypapers import _literal, problems
from dailypapers._grammar import parts, pattern, stripped
from dailypapers._report import Report, before_empty_line, first_line
from dailypapers.models import MAX_LEVELS, Emphasis, Point


@attrs.define
class _Bullet:
    """A bullet whose further lines and inner bullets are still being gathered."""

    token: Token
    indent: int
    level: int
    label: str | None
    emphasis: Emphasis | None
    lines: list[str]
    inner: "list[_Bullet]" = attrs.Factory(list)


class Summary:
    """Takes the lines of one paper's summary in order, a bullet first, and gives its points."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last: Token | None = None
        # The last bullet and those it stands in by their blanks, and the lists that bullets of level 1, 2, …
        # would go into. The levels end, the blanks do not.
        self._open: list[_Bullet] = []
        self._into: list[list[_Bullet]] = [[]]

    def bullet(self, token: Token) -> None:
        """Take a line that is a bullet."""
        blanks, text = parts(token).groups()
        text = stripped(text or "")
        while self._open and self._open[-1].indent >= len(blanks):
            self._open.pop()
        level = self._open[-1].level + 1 if self._open else 1
        if level > MAX_LEVELS:
            self._report.tell(problems.TOO_DEEP, token)
            level = MAX_LEVELS
        label, emphasis = None, None
        if labelled := pattern("LABELLED").fullmatch(text):
            opens, _, label, closes, text = labelled.groups()
            emphasis = self._emphasis(token, opens, closes)
        bullet = _Bullet(token, len(blanks), level, label, emphasis, [text.lstrip(" ")])
        self._open.append(bullet)
        self._into[level - 1].append(bullet)
        self._into[level:] = [bullet.inner]
        self._last = token

    def more(self, token: Token) -> None:
        """Take a line that is more text of the bullet above it."""
        if self._last and before_empty_line(self._last):
            self._report.tell(problems.LATE_TEXT, token)
        self._open[-1].lines.append(stripped(first_line(token)))
        self._last = token

    def points(self) -> tuple[Point, ...]:
        """Give the points of all lines taken."""
        return tuple(map(self._point, self._into[0]))

    def _emphasis(self, token: Token, opens: str, closes: str) -> Emphasis:
        if opens != closes:
            self._report.tell(problems.EMPHASIS, token, opens=opens, closes=closes)
        return "***" if "***" in (opens, closes) else "**"

    def _point(self, bullet: _Bullet) -> Point:
        text = "\n".join(bullet.lines)
        points = tuple(map(self._point, bullet.inner))
        if bullet.emphasis and text.startswith(("[", "{")):
            try:
                items = _points(_literal.read(text), bullet.emphasis, MAX_LEVELS - bullet.level)
            except ValueError:
                pass  # no literal, or one that bullets cannot say: it stays text
            else:
                kind = "list" if text[0] == "[" else "dict"
                self._report.tell(problems.LITERAL_VALUE, bullet.token, kind=kind)
                text, points = "", items + points
        return Point(bullet.label, text, points, bullet.emphasis)


def _points(value: _literal.Collection, emphasis: Emphasis, levels: int) -> tuple[Point, ...]:
    """Give the items of a list or dict as points; ``ValueError`` where bullets could not say them."""
    if isinstance(value, tuple):
        return tuple(_point_of(inner, _one_line(label), emphasis, levels) for label, inner in value)
    points: list[Point] = []
    for item in value:
        if isinstance(item, tuple):  # a dict in a list gives its points in place
            points += _points(item, emphasis, levels)
        else:
            points.append(_point_of(item, None, emphasis, levels))
    return tuple(points)


def _point_of(value: _literal.Value, label: str | None, emphasis: Emphasis, levels: int) -> Point:
    if levels == 0:
        raise ValueError("deeper than bullets go")
    if isinstance(value, list | tuple):
        text, points = "", _points(value, emphasis, levels - 1)
    else:
        text, points = _one_line(str(value)), ()
    point = Point(label, text, points, None if label is None else emphasis)
    if not _reads_back(point):
        raise ValueError("not what a bullet would say")
    return point


def _one_line(text: str) -> str:
    return text.replace("\n", " ").strip(" ")


def _reads_back(point: Point) -> bool:
    """Tell whether the bullet of a point, written canonically, would be read as this point again."""
    if "\n" in point.text or stripped(point.text) != point.text:
        return False
    if point.label is None:
        return pattern("LABELLED").fullmatch(point.text) is None
    if point.text.startswith(("[", "{")):
        try:
            _literal.read(point.text)
        except ValueError:
            pass
        else:
            return False  # a text that is a list again would become points
    mark = point.emphasis
    labelled = pattern("LABELLED").fullmatch(f"{mark}{point.label}{mark}: {point.text}")
    return labelled is not None and labelled.group(1, 3, 4) == (mark, point.label, mark)
