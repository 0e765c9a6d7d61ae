"""The public API is pinned: ``api.txt`` has each public name with its signature, as the reference shows them.

A change of it is a change for users: docs/versions.md says which may come with which release. After one that is meant,
``python tests/pages/test_api.py`` writes the file again.
"""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).parent / "api.txt"


def named() -> Iterator[str]:
    """Yield the full name of each object and module on the reference, and whether all of its members are."""
    current = ""
    page = (ROOT / "docs/reference.md").read_text("utf-8")
    for kind, name, option in re.findall(r"^\.\. ([\w-]+):: ([\w.]+)(?:\n   :([\w-]+):)?", page, re.MULTILINE):
        if kind == "currentmodule":
            current = name
        elif kind == "automodule":
            current = name
            if option != "no-members":
                yield f"{name}.*"
        else:
            yield name if name.startswith("dailypapers.") else f"{current}.{name}"


def lines(package: griffe.Module) -> Iterator[str]:
    """Yield a line for each name: its signature, its fields with their types and defaults, or its type alone."""
    for name in named():
        path = name.removeprefix("dailypapers.")
        if not path.endswith("*"):
            try:
                item = package[path]
            except KeyError:  # the page alone describes it
                yield name
            else:
                yield from described(item, name)
            continue
        module = package[path.removesuffix(".*")] if path != "*" else package
        for member in module.members.values():
            if not (member.is_alias or member.is_module or member.name.startswith("_")) and member.has_docstring:
                yield from described(member, f"{module.path}.{member.name}")


def described(item: griffe.Object | griffe.Alias, name: str) -> Iterator[str]:
    if item.is_alias:
        item = item.final_target
    if item.is_function:
        yield item.signature(name=name)
    elif item.is_class:
        yield f"class {name}({', '.join(map(str, item.bases))})"
        for member in item.members.values():
            if member.name == "__init__":
                yield member.signature(name=name)
            elif not member.name.startswith("_"):
                yield from described(member, f"{name}.{member.name}")
    elif item.annotation is None:
        yield name
    else:
        has_default = item.parent.is_class and item.value is not None
        # The words about an option may change at any time.
        default = re.sub(r"(, )?metadata=\{[^{}]*\}", "", f" = {item.value}") if has_default else ""
        yield f"{name}: {item.annotation}{default}"


def test_the_public_api_is_as_it_was():
    package = griffe.load("dailypapers", search_paths=[ROOT / "src"])
    now, before = sorted(set(lines(package))), SNAPSHOT.read_text("utf-8").splitlines()
    assert now == before, "\n".join(difflib.unified_diff(before, now, "api.txt", "src", lineterm="", n=0))


if __name__ == "__main__":
    package = griffe.load("dailypapers", search_paths=[ROOT / "src"])
    SNAPSHOT.write_text("".join(f"{line}\n" for line in sorted(set(lines(package)))), "utf-8")
