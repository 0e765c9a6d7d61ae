"""The command ``formats``: the exporters and readers there are, what one takes, and why one cannot be used."""

import argparse
import json

import attrs

from dailypapers._command.console import DONE, print_out
from dailypapers._plugins.find import IN_A_FILE, find
from dailypapers._plugins.load import load
from dailypapers._plugins.options import as_text
from dailypapers._plugins.rows import format_of
from dailypapers._plugins.rows import formats as all_formats
from dailypapers._text import plain
from dailypapers.errors import PluginError, UnknownFormatError
from dailypapers.plugins import Format, Kind, Option


def formats(args: argparse.Namespace) -> int:
    rows = all_formats() if args.name is None else _rows_of(args.name)
    if args.output_format == "json":
        data = [attrs.asdict(row) for row in rows]
        print_out(json.dumps(data, default=as_text, ensure_ascii=False, indent=2))
    elif args.name is None:
        for kind, heading in _HEADINGS.items():
            print_out(f"{heading}:")
            _print_rows([row for row in rows if row.kind == kind])
        for row in rows:
            if row.kind is None:
                print_out(plain(f"{row.distribution} {row.version}".rstrip() + f": {row.error}"))
    else:
        for row in rows:
            print_out(plain(f"{row.kind}: {_about(row)}" if len(rows) > 1 else _about(row)))
            for option in row.options:
                print_out(f"\n{plain(_usage(row, option))}" + (f"\n    {plain(option.help)}" if option.help else ""))
    return DONE


def _print_rows(rows: list[Format]) -> None:
    width = max(len(row.name) for row in rows) + 2
    for row in rows:
        print_out(f"  {plain(row.name):{width}}{plain(_about(row))}")
        for option in row.options:
            print_out(f"  {'':{width}}{plain(_usage(row, option))}")


_HEADINGS: dict[Kind, str] = {"exporter": "exporters, for --format", "reader": "readers, for --from"}


def _rows_of(name: str) -> tuple[Format, ...]:
    """Describe the exporter and the reader of a name; raises the error of one that cannot be used."""
    rows: list[Format] = []
    known: list[str] = []
    failed: PluginError | None = None
    for kind in _HEADINGS:
        try:
            rows.append(format_of(load(find(kind, name))))
        except UnknownFormatError as error:
            known += error.known
        except PluginError as error:
            failed = failed or error
    if failed and not (rows and IN_A_FILE.fullmatch(name)):  # a class in a file is most often one of the two
        raise failed
    if not rows:
        raise UnknownFormatError(name, dict.fromkeys(known))
    return tuple(rows)


def _about(row: Format) -> str:
    if row.error is not None:
        return f"cannot be used: {row.error}"
    origin = "built in" if row.builtin else f"{row.distribution} {row.version}".strip()
    facts = ", ".join(filter(None, (row.suffix, origin)))
    return (row.description or "no description") + (f" ({facts})" if facts else "")


def _usage(row: Format, option: Option) -> str:
    default = "must be given" if option.required else f"by default {as_text(option.default) or 'nothing'}"
    flag = "--option" if row.kind == "exporter" else "--from-option"
    return f"{flag} {option.name}=…  {option.takes}; {default}"
