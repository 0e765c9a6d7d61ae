"""The command ``formats``: the exporters there are, what one of them takes, and why one cannot be used."""

import enum
from typing import TYPE_CHECKING, Any

from dailypapers._command.console import DONE, Parser, one_of, print_out
from dailypapers._plugins.faults import text_of
from dailypapers._terminal import plain

if TYPE_CHECKING:
    from dailypapers.plugins import Format, Option


def formats_parser() -> Parser:
    """Make the parser of ``formats``'s arguments."""
    arguments = Parser("formats", "[NAME]", "List the formats there are, or say what one of them takes.")
    arguments.add_argument("name", nargs="?", metavar="NAME", help="a format, or path.py:Class")
    arguments.add_argument(
        "--output-format",
        type=one_of("text", "json"),
        metavar="FORMAT",
        default="text",
        help="text or json; by default text",
    )
    return arguments


def formats(argv: list[str]) -> int:
    """Run ``formats`` with its arguments; returns its exit status."""
    args = formats_parser().parse(argv)

    from dailypapers._plugins.find import find
    from dailypapers._plugins.formats import formats as all_formats
    from dailypapers._plugins.formats import row_of
    from dailypapers._plugins.load import load

    if args.name is None:
        rows = all_formats()
    else:
        found = find("exporter", args.name)
        load(found)  # what is wrong with it is the answer
        rows = (row_of(found, [found]),)
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


def _as_given(value: Any) -> str:
    """Show a default as ``--option`` would take it. It is what somebody wrote, and may be no value of its type."""
    if value is None:
        return "nothing"
    if type(value) is bool:
        return str(value).lower()
    if type(value) is tuple:
        from dailypapers._plugins.options import join_items

        return join_items(map(_as_given, value)) or "nothing"
    if issubclass(type(value), enum.Enum):
        value = object.__getattribute__(value, "_value_")
    return text_of(value) or "nothing"


def _print_json(rows: "tuple[Format, ...]") -> None:
    import json

    import attrs

    data = []
    for row in rows:
        options = tuple(attrs.evolve(option, default=_as_data(option.default)) for option in row.options)
        data.append(attrs.asdict(attrs.evolve(row, options=options)))
    print_out(json.dumps(data, ensure_ascii=False, indent=2))


def _as_data(value: Any) -> Any:
    if type(value) is tuple:
        return [_as_data(each) for each in value]
    return value if value is None or type(value) in (bool, int, float, str) else _as_given(value)
