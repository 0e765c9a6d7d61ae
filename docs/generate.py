"""Write the pages that are made from the code: ``python docs/generate.py`` after a change of codes or grammar."""

import contextlib
import inspect
import io
from collections.abc import Iterator
from pathlib import Path

import dailypapers
from dailypapers._command.main import main
from dailypapers._plugins.find import find
from dailypapers._plugins.load import load
from dailypapers.problems import CODES
from diagram import diagram

HERE = Path(__file__).parent


def told(*arguments: str) -> str:
    """Return a command and what it prints, as a transcript."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main(list(arguments))
    return f"$ dailypapers {' '.join(arguments)}\n{out.getvalue()}"


# -- problems.md ----------------------------------------------------------------------------------------------

FAMILIES = {"S": "Structure", "F": "Fields", "A": "Authors", "R": "Readers", "X": "Across files"}


def problems() -> str:
    """Give the page of all codes."""
    parts = [
        "# Problems",
        f"~~~text\n{told('explain', 'F121')}~~~",
        "A **note** is about something that is kept as written, but doubtful. A **warning** is about something that "
        "was repaired, and whose meaning is certain. An **error** is about words that were not understood; they are "
        "in no model, only in the problem. This page is made from `dailypapers/problems/` by `docs/generate.py`.",
    ]
    for letter, family in FAMILIES.items():
        parts.append(f"## {letter}: {family}")
        for code in CODES.values():
            if code.code.startswith(letter):
                parts.append(f"### {code.code} {code.name}")
                parts.append(f"*{code.severity}:* `{code.message}`")
                parts.append(code.meaning)
                if code.wrong:
                    parts.append(f"~~~text\n{code.wrong}\n~~~")
                if code.right:
                    parts.append(f"Right is:\n\n~~~text\n{code.right}\n~~~")
                elif code.wrong:
                    parts.append("There is no right line for it.")
    return "\n\n".join(parts) + "\n"


# -- formats.md -----------------------------------------------------------------------------------------------

PAPER = """\
## Daily Papers (2024-07-12)

### [Counting Apples: A Benchmark](https://arxiv.org/abs/2407.08340)

![](https://example.org/1.png)

Vote: 12

Authors: Ann One, Bob Two

- **What's New**: 사과를 셉니다.
  - 하나씩.
- **Data**: 100 photos

"""


def sample(name: str) -> Iterator[str]:
    """Yield what a format of text makes of the paper, unless that is longer than a screen."""
    output = dailypapers.export(dailypapers.parse(PAPER, source="paper.md"), name)
    for path, text in (output if isinstance(output, dict) else {"": output}).items():
        if text.count("\n") < 60:
            yield f"It writes `{path}`:" if path else "It writes:"
            yield "~~~text\n" + text.replace("\r\n", "\n") + "~~~"


def formats() -> str:
    """Return the page of formats: what the command and the classes say of each, and what each makes of a paper."""
    parts = [
        "# Formats",
        f"This is `paper.md`:\n\n~~~markdown\n{PAPER}~~~",
        "`dailypapers export --format NAME paper.md` writes it in a format below, and "
        "`dailypapers export --from NAME FILE` reads a format that has a reader. Without these options the suffix "
        "decides. `dailypapers formats` lists formats of plugins as well.",
        "There is more about [`bibtex`](latex.md), [`csl`](pandoc.md), [`ris`](zotero.md), [all three of "
        "them](references.md), [`csv`, `json`, `jsonl` and `parquet`](dataframes.md), [`sqlite`](sqlite.md), "
        "[`html`](page.md), [`notes`](notes.md), [`template`](templates.md), [`records` and `tables`](sources.md), "
        "and [`markdown` and `huggingface`](format.md).",
    ]
    builtin = [row for row in dailypapers.formats() if row.builtin]
    for name in sorted({row.name for row in builtin}):
        parts += [f"## {name}", f"~~~text\n{told('formats', name)}~~~"]
        for row in builtin:
            if row.name == name:
                plugin = load(find(row.kind, name)).cls
                parts.append(inspect.getdoc(plugin).partition("\n\n")[2])
                binary = row.kind == "exporter" and "bytes" in str(plugin.export.__annotations__["return"])
                if row.kind == "exporter" and not binary and not any(option.required for option in row.options):
                    parts += sample(name)
    return "\n\n".join(filter(None, parts)) + "\n"


MADE = {"problems.md": problems, "grammar.svg": diagram, "formats.md": formats}


if __name__ == "__main__":
    for name, make in MADE.items():
        (HERE / name).write_text(make(), "utf-8", newline="\n")
