"""The railroad diagram of the grammar, drawn from ``digest.lark`` as the grammar of Lark itself reads it."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import railroad
from lark import Lark, Token, Tree

HERE = Path(__file__).parent


def definitions() -> Iterator[tuple[str, Tree[Token] | Token]]:
    """Give each rule of the grammar, and each terminal that is made of others alone, as Lark's own grammar reads it."""
    grammar = (HERE.parent / "grammar/digest.lark").read_text("utf-8")
    reader = Lark.open_from_package("lark", "lark.lark", ["grammars"], parser="lalr", maybe_placeholders=False)
    for item in reader.parse(grammar).children:
        name, body = item.children[0], item.children[-1]
        if item.data == "rule" or not list(body.find_data("literal")):
            yield name.lstrip("?"), body


def drawn(tree: Tree[Token]) -> railroad.DiagramItem:
    """Draw what a rule says."""
    parts = [drawn(child) for child in tree.children if isinstance(child, Tree)]
    match tree.data:
        case "name":
            name = str(tree.children[0])
            return railroad.Terminal(name) if name.isupper() else railroad.NonTerminal(name)
        case "expr":
            kinds = {"?": railroad.Optional, "*": railroad.ZeroOrMore, "+": railroad.OneOrMore}
            return kinds[str(tree.children[1])](parts[0])
        case "expansion":
            return railroad.Sequence(*parts)
        case "expansions":
            return railroad.Choice(0, *parts)
        case "alias":
            return parts[0]
    raise ValueError(f"the grammar uses {tree.data}, which is not drawn yet")


def diagram() -> str:
    """Give the railroad diagram of the grammar: rules in square boxes, terminals in round ones."""
    top, width, rows = 10.0, 0.0, []
    for name, body in definitions():
        one = railroad.Diagram(drawn(body), type="complex")
        one.format(10)
        rows.append(f'<text class="name" x="10" y="{top + 14}">{escape(name)}</text>')
        rows.append(f'<g transform="translate(0 {top + 18})">')
        one.writeSvg(rows.append)
        rows.append("</g>")
        top += 18 + float(one.attrs["height"]) + 8
        width = max(width, float(one.attrs["width"]))
    style = (
        railroad.DEFAULT_STYLE + "\n\tsvg.railroad-diagram text.name { font: bold 15px monospace; text-anchor: start; }"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="railroad-diagram" width="{width:g}" height="{top:g}" '
        f'viewBox="0 0 {width:g} {top:g}">'
    )
    return f"{head}\n<style>{style}</style>\n{''.join(rows)}\n</svg>\n"
