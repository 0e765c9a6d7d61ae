"""The command ``formats``: the exporters there are, what one of them takes, and why one cannot be used."""

from typing import TYPE_CHECKING

from dailypapers._console import DONE, parser, print_out
from dailypapers._terminal import plain

if TYPE_CHECKING:
    from dailypapers.plugins import Format, Option


def formats(given: list[str]) -> int:
    """Run ``formats`` with its arguments; returns its exit status."""
    arguments = parser("formats", "List the formats there are, or say what one of them takes.")
    arguments.add_argument("name", nargs="?", metavar="NAME", help="a format, or path.py:Class")
    arguments.add_argument("--output-format", choices=("text", "json"), default="text", help="by default text")
    args = arguments.parse_args(given)

    from dailypapers import _exporters, _find

    if args.name is None:
        rows = _exporters.formats()
    else:
        found = _find.find(args.name)
        _exporters.load(found)  # what is wrong with it is the answer
        rows = (_exporters.row_of(found, [found]),)
    if args.output_format == "json":
        _print_json(rows)
    elif args.name is None:
        width = max(len(row.name) for row in rows) + 2
        for row in rows:
            print_out(f"{plain(row.name):{width}}{plain(_about(row))}")
            for option in row.options:
                print_out(f"{'':{width}}{plain(_usage(option))}")
    else:
        print_out(plain(_about(rows[0])))
        for option in rows[0].options:
            print_out(f"\n{plain(_usage(option))}" + (f"\n    {plain(option.help)}" if option.help else ""))
    return DONE


def _about(row: "Format") -> str:
    if row.error is not None:
        return f"cannot be used: {row.error}"
    origin = "built in" if row.builtin else f"{row.distribution} {row.version}".strip()
    facts = ", ".join(filter(None, (row.suffix, origin)))
    return f"{row.description or 'no description'} ({facts})" if facts else row.description or "no description"


def _usage(option: "Option") -> str:
    default = "must be given" if option.required else f"by default {_as_given(option.default)}"
    return f"--option {option.name}=…  {option.takes}; {default}"


def _as_given(value: object) -> str:
    """Show a default as ``--option`` would take it."""
    if value is None or value == () or value == "":
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(_as_given, value))
    return str(getattr(value, "value", value))


def _print_json(rows: "tuple[Format, ...]") -> None:
    import json

    import attrs

    print_out(json.dumps([attrs.asdict(row) for row in rows], ensure_ascii=False, indent=2, default=_as_given))
