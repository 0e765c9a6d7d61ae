"""The format ``template``: the output of a template of Jinja for digests (extra ``template``).

A template is somebody's program, so it runs in the sandbox of Jinja: it sees the digests, changes nothing, and reaches
no file and nothing of Python. One file is one template.
"""

import datetime
import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path, PurePath
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

import attrs

from dailypapers import Digest, ExportError, ExportWarning, Media, Paper, Point, select
from dailypapers.models import each_point
from dailypapers.plugins import paper_data, xml_text, yaml_from_json

if TYPE_CHECKING:
    import jinja2
    from jinja2.nodes import EvalContext

_ESCAPED = frozenset(["atom", "htm", "html", "rss", "svg", "xhtml", "xml"])
"""The suffixes of files in which templates escape all that they write."""

_LARGEST = 100_000
"""The largest product of a text or list, and the limit that Jinja's sandbox has for ``range``."""


@attrs.frozen
class Template:
    """What a template of Jinja makes of the digests."""

    file: Path = attrs.field(
        metadata={"help": "the template, such as list.html.j2: what is written in HTML is escaped"}
    )
    vars: tuple[str, ...] = attrs.field(
        default=(),
        validator=lambda self, field, texts: _variables(texts),
        metadata={"help": "names that the template may use and their values, as text: title=News,week=28"},
    )
    _compiled: Any = attrs.field(  # a jinja2.Template: the types of fields are looked up, also without Jinja
        init=False, eq=False, repr=False, default=attrs.Factory(lambda self: _compile(self.file), takes_self=True)
    )

    def export(self, digests: Iterable[Digest]) -> Iterator[str]:
        """Yield what the template writes; it may go over the digests as often as it likes, so all are held.

        Raises :class:`dailypapers.ExportError`, with file and line, for what the template does wrong.
        """
        values = _variables(self.vars)
        stream = self._compiled.stream({**values, "vars": values, "digests": tuple(digests)})
        stream.enable_buffering(100)
        while True:
            try:
                chunk = next(stream, None)
            except (ExportWarning, ImportError):  # of a filter
                raise
            except Exception as error:
                raise ExportError(_message(str(self.file), error)) from error
            if chunk is None:
                return
            yield chunk


def _variables(texts: Iterable[str]) -> dict[str, object]:
    """Return the values of variables by their names; raises ``ValueError`` for a text that gives none to a new name."""
    values: dict[str, object] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not (sign and name.isidentifier()):
            raise ValueError(f"vars takes NAME=VALUE, such as title=News, not {text!r}; a comma in VALUE is \\,")
        if name in values or name in ("digests", "vars"):
            raise ValueError(f"vars gives a second value to {name!r}; take another name")
        values[name] = value
    return values


def _compile(path: Path) -> "jinja2.Template":
    """Return a template as code; raises ``ValueError``, with file and line, for a file that is none."""
    import jinja2

    name = str(path)
    try:
        source = path.read_text("utf-8-sig")
    except OSError as error:
        raise ValueError(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: is not UTF-8") from error
    environment = _environment(autoescape=_suffix(path.name.lower()) in _ESCAPED)
    try:
        code = environment.compile(source, name, name)
    except jinja2.TemplateSyntaxError as error:
        raise ValueError(f"{name}:{error.lineno}: {error.message}") from error
    except (RecursionError, SyntaxError) as error:  # Python cannot compile what Jinja made of it
        raise ValueError(f"{name}: nested too deeply") from error
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _message(name: str, error: Exception) -> str:
    """Say with the file, and with the line where Jinja tells it, what a template did wrong."""
    reason = str(error) or type(error).__name__
    if isinstance(error, TypeError) and reason == "no loader for this environment specified":
        reason = "a template is one file: it cannot include, import or extend another"
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == name]
    return f"{name}:{lines[-1]}: {reason}" if lines else f"{name}: {reason}"


def _suffix(name: str) -> str:
    """Return the suffix of the file that a template is for: html for list.html.j2."""
    path = PurePath(name)
    return (PurePath(path.stem) if path.suffix in (".j2", ".jinja", ".jinja2") else path).suffix.lstrip(".")


def _environment(*, autoescape: bool) -> "jinja2.Environment":
    """Make the sandbox, and put into it what templates may use."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """Refuses powers and products that would take Python for ever, too.

        It refuses methods of dates that give another value each day or in each time zone, and ``strftime``, whose form
        nothing checks; the filter ``date`` checks it.
        """

        intercepted_binops = frozenset(["*", "**"])

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            numbers = isinstance(left, int | float) and isinstance(right, int | float)
            if operator == "**" and not (numbers and abs(left) <= _LARGEST and abs(right) <= 64):
                raise jinja2.exceptions.SecurityError(f"** takes numbers up to {_LARGEST}, and 64 for the power")
            if operator == "*" and not numbers:
                times = next((each for each in (left, right) if isinstance(each, int)), 0)
                size = next((len(each) for each in (left, right) if hasattr(each, "__len__")), 1)
                if times * size > _LARGEST:
                    raise jinja2.exceptions.SecurityError(f"* makes at most {_LARGEST} characters or items")
            return super().call_binop(context, operator, left, right)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            is_of_a_date = isinstance(obj, datetime.date) and attr in ("fromtimestamp", "strftime", "today")
            return not is_of_a_date and super().is_safe_attribute(obj, attr, value)

    environment = Sandbox(
        autoescape=autoescape,
        finalize=_in_markup if autoescape else _as_text,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    # Both give another value each time.
    del environment.globals["lipsum"]
    del environment.filters["random"]
    environment.filters |= {
        "date": _date,
        "json": jinja2.pass_eval_context(_json),
        "latex": _latex,
        "markdown": _markdown,
        "points": _points,
        "sort": jinja2.pass_environment(_sort),
        "top": _top,
        "weeks": _weeks,
        "xml": jinja2.pass_eval_context(_xml),
        "yaml": jinja2.pass_eval_context(_yaml),
    }
    return environment


def _as_text(value: object) -> object:
    """Write nothing for what is unknown."""
    return "" if value is None else value


def _in_markup(value: object) -> object:
    """The same, without the characters that XML forbids; markup is left alone."""
    return xml_text(value) if type(value) is str else _as_text(value)


# -- filters ----------------------------------------------------------------------------------------------------


def _date(value: datetime.date | None, form: str = "%Y-%m-%d") -> str:
    if value is None:
        return ""
    if _WIDTH.search(form.replace("%%", "")):
        raise ExportError(f"a form of dates has no widths: {form!r}")  # of a great one Python would write nothing
    return value.isoformat() if form == "%Y-%m-%d" else value.strftime(form)


_WIDTH = re.compile(r"%[^A-Za-z0-9]*+[0-9]")


def _latex(value: object, ascii: bool = False) -> str:  # noqa: A002 - as templates call it
    from dailypapers.references.latex import LatexEncoder  # 10 ms, and few templates are of LaTeX

    return "" if value is None else LatexEncoder(ascii=ascii).encode(str(value))


def _markdown(value: object) -> str:
    from dailypapers.exporters.notes import escaped_line  # 30 ms, and few templates are of Markdown

    return "" if value is None else _BEGIN_OF_A_BLOCK.sub(r"\g<0>\\", escaped_line(str(value)))


# What stands before the sign that begins a list, a rule, a heading or a block of pandoc: "- A", "1. A", "(a) A".
_BEGIN_OF_A_BLOCK = re.compile(
    r"\A(?=[-+=:%])|\A\(?(?:[0-9]+|[a-z]|[ivxlcdm]+|@[\w-]*)(?=[.)](?!\S))", re.ASCII | re.IGNORECASE
)


def _points(points: Iterable[Point]) -> list[tuple[int, Point]]:
    """Return points and the points in them in their order, each with its level from 0."""
    return [(level - 1, point) for level, point in each_point(points)]


def _sort(
    environment: "jinja2.Environment",
    value: Iterable[Any],
    reverse: bool = False,
    case_sensitive: bool = False,
    attribute: str | int | None = None,
) -> list[Any]:
    """Sort as Jinja does, but with what is unknown behind all else, in either direction."""
    from jinja2.filters import ignore_case, make_multi_attrgetter

    values_of = make_multi_attrgetter(environment, attribute, postprocess=None if case_sensitive else ignore_case)

    def key(item: Any) -> list[tuple[bool, Any]]:
        return [((each is None) != bool(reverse), each) for each in values_of(item)]

    return sorted(value, key=key, reverse=reverse)


def _top(digests: Iterable[Digest], most: int | None = None) -> list[tuple[datetime.date | None, Paper]]:
    """Return the papers with the most votes, or all, each once with the date on which it had them; the first leads."""
    digests = tuple(digests)  # a filter before this one gives them once
    every = max(1, sum(len(digest.papers) for digest in digests))
    chosen = select(digests, top=every if most is None else most)
    pairs = [(digest.date, paper) for digest in chosen for paper in digest.papers]
    return sorted(pairs, key=lambda pair: -1 if pair[1].votes is None else pair[1].votes, reverse=True)


def _weeks(digests: Iterable[Digest]) -> list[tuple[datetime.date | None, list[Digest]]]:
    """Return the Monday of each week and its digests, in the order of time; those without a date come last."""
    by_day = sorted(digests, key=lambda digest: (digest.date is None, digest.date or datetime.date.min))
    weeks = groupby(by_day, key=lambda digest: digest.date and digest.date - datetime.timedelta(digest.date.weekday()))
    return [(monday, list(week)) for monday, week in weeks]


def _markup(context: "EvalContext", text: str) -> str:
    """Mark a text as escaped, where templates escape all others."""
    from markupsafe import Markup

    return Markup(text) if context.autoescape else text  # noqa: S704 - the callers escape it


def _xml(context: "EvalContext", value: object) -> str:
    return _markup(context, "" if value is None else html.escape(xml_text(str(value))))


def _json(context: "EvalContext", value: object) -> str:
    text = _encoded(value)
    if context.autoescape:  # as it stands in a script, where no tag may begin
        for character in "<>&'":
            text = text.replace(character, f"\\u{ord(character):04x}")
    return _markup(context, text)


def _yaml(context: "EvalContext", value: object) -> str:
    """Write a value as JSON, which is YAML: texts are quoted, so that none is taken for a number or a date."""
    text = yaml_from_json(_encoded(value))
    return _markup(context, html.escape(text, quote=False) if context.autoescape else text)


def _encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_data)


def _data(value: object) -> object:
    """Return plain data for what JSON does not know: a date, a model."""
    match value:
        case datetime.date():
            return value.isoformat()
        case Digest():
            return {"date": value.date, "papers": value.papers}
        case Paper():
            return paper_data(value)
        case Media() | Point():
            return attrs.asdict(value)
    raise TypeError(f"this cannot be written as JSON: {value}")
