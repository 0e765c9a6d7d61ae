"""Write the pages that are made from the code: ``python docs/generate.py`` after a change of the codes."""

from pathlib import Path

from dailypapers.problems import CODES

FAMILIES = {"S": "Structure", "F": "Fields", "A": "Authors", "X": "Across files"}


def problems() -> str:
    """Give the page of all codes."""
    parts = [
        "# Problems",
        "Made from `dailypapers/problems.py` by `docs/generate.py`.",
        "A **note** is about something kept as written, but doubtful; a **warning** about something repaired whose "
        "meaning is certain; an **error** about words that were not understood and are in no model, only in the "
        "problem.",
    ]
    for letter, family in FAMILIES.items():
        parts.append(f"## {letter}: {family}")
        for code in CODES.values():
            if code.code.startswith(letter):
                parts.append(f"### {code.code} {code.name}")
                parts.append(f"*{code.severity}:* `{code.message}`")
                parts.append(code.meaning)
                if code.example:
                    parts.append(f"~~~text\n{code.example}\n~~~")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("problems.md").write_text(problems(), "utf-8", newline="\n")
