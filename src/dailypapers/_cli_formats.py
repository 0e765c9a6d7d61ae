"""The command ``formats``: the exporters there are, and why one of them cannot be used."""

from dailypapers._console import DONE, parser, print_out
from dailypapers._terminal import plain


def formats(given: list[str]) -> int:
    """Run ``formats`` with its arguments; returns its exit status."""
    parser("formats", "List the formats there are, with their options.").parse_args(given)
    from dailypapers import plugins

    rows = plugins.formats()
    width = max(len(row.name) for row in rows) + 2
    for row in rows:
        origin = "built in" if row.builtin else f"{row.distribution} {row.version}"
        about = row.description if row.error is None else f"cannot be used: {row.error}"
        print_out(f"{plain(row.name):{width}}{plain(about)} ({plain(', '.join(filter(None, (row.suffix, origin))))})")
        for option in row.options:
            default = "" if option.required else f", by default {option.default}"
            about = f": {option.help}" if option.help else ""
            print_out(plain(f"{'':{width}}--option {option.name}=…, {option.takes}{default}{about}"))
    return DONE
