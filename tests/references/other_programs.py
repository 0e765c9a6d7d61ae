"""What other people's programs make of a file of references: ``{key: (title, names)}`` of each.

A name is its parts, ``[family, given, particle, suffix]``, as far as a program has them, or a group's name alone. Titles
are without the program's own mark-up.
"""

import html
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import pytest

from dailypapers.references.plain_text import text_of_latex
from support import needs, output_of, stop

HERE = Path(__file__).parent / "programs"
BIBTEXPARSER_1 = "bibtexparser==1.4.4"


def install(folder):
    """Get the packages of npm, and bibtexparser 1, which no environment has beside 2, into a folder."""
    needs("node", "npm")
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    npm = ["npm", "install", "--silent", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", f"--target={folder}", BIBTEXPARSER_1]
    for command in (npm, pip):
        got = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if got.returncode:
            stop(f"not all packages of {HERE.name} are there: {got.stderr}")


def of_npm(path, program):
    """Read with a package of npm; beside the file is what :func:`install` got."""
    return of_csl(json.loads(output_of(path.parent, "node", "read.mjs", program, path)))


def of_csl(items):
    """Give the titles and names of items of CSL-JSON, or of what a style of ours printed."""
    read = {}
    for item in items:
        if "printed" in item:
            title, *authors = html.unescape(re.sub(r"<[^<>]*+>", "", item["printed"])).strip().split("¦")
            read[item["id"]] = title, [author.split("¬") for author in authors]
        else:
            title = re.sub(r'<span class="nocase">|</span>', "", item.get("title", ""))
            read[item["id"]] = title, list(map(parts_of_csl, item.get("author", [])))
    return read


def parts_of_csl(author):
    keys = "non-dropping-particle", "given", "dropping-particle", "suffix"
    small, *others = (author.get(key) or "" for key in keys)
    return [author.get("literal") or f"{small} {author['family']}", *others]


def pandoc(path):
    """Read a file with pandoc; one of BibTeX has the name of its dialect."""
    needs("pandoc")
    form = "csljson" if path.suffix == ".json" else path.name.partition(".")[0]
    return of_csl(json.loads(output_of(path.parent, "pandoc", f"--from={form}", "--to=csljson", path)))


def bibutils(path, program):
    """Give what bibutils makes of a file: MODS, in which each given name stands alone."""
    needs(program)
    text = output_of(path.parent, program, "-i", "unicode", "-o", "unicode", "-nt", "-un", path)
    read = {}
    for entry in ET.fromstring(re.sub(' xmlns="[^"]*"', "", text)):
        authors = []
        for name in entry.iter("name"):
            parts = [(part.get("type"), part.text or "") for part in name.iter("namePart")]
            kinds = (("family", None), ("given",), ("particle",), ("suffix",))
            authors.append([" ".join(text for kind, text in parts if kind in some) for some in kinds])
        read[entry.get("ID")] = entry.findtext("titleInfo/title"), authors
    return read


def biber(path):
    """Give what biber writes as XML: names are split and decoded, titles are TeX as before."""
    needs("biber")
    out = path.with_suffix(".bltxml")
    output_of(path.parent, "biber", "--tool", "--output-format=biblatexml", f"--output-file={out}", path)
    read = {}
    for entry in ET.fromstring(re.sub('bltx:| xmlns:bltx="[^"]*"', "", out.read_text("utf-8"))):
        authors = []
        for name in entry.iterfind("names/name"):
            parts = {part.get("type"): " ".join(part.itertext()) for part in name.iterfind("namepart")}
            authors.append([text_of_latex(parts.get(key, "")) for key in ("family", "given", "prefix", "suffix")])
        authors += [["others"]] * (entry.find("names[@morenames]") is not None)
        read[entry.get("id")] = text_of_latex(entry.findtext("title")), authors
    return read


def bibtexparser_1(path):
    read = json.loads(output_of(path.parent, sys.executable, "bibtexparser1.py", path))
    return {key: (entry["title"], entry["authors"]) for key, entry in read.items()}


def bibtexparser_2(path):
    import bibtexparser
    from bibtexparser import middlewares
    from pylatexenc.latex2text import LatexNodes2Text

    plain_of = LatexNodes2Text(math_mode="text").latex_to_text
    stack = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = bibtexparser.parse_file(str(path), append_middleware=stack)
    assert library.failed_blocks == []
    read = {}
    for entry in library.entries:
        people = entry.fields_dict["author"].value if "author" in entry.fields_dict else []
        authors = [[plain_of(" ".join(part)) for part in (each.last, each.first, each.von, each.jr)] for each in people]
        read[entry.key] = plain_of(entry["title"]), authors
    return read


def bibtool(path):
    """Give what bibtexparser 2 reads of what bibtool writes, which neither decodes nor splits anything."""
    needs("bibtool")
    written = path.with_name("bibtool.bib")
    written.write_text(output_of(path.parent, "bibtool", "--", "new.entry.type{online}", "-i", path), "utf-8")
    return bibtexparser_2(written)


def pybtex(path):
    from pybtex.database import parse_file
    from pybtex.richtext import Text

    read = {}
    for key, entry in parse_file(str(path), "bibtex").entries.items():
        authors = []
        for each in entry.persons.get("author", []):
            given = [*each.rich_first_names, *each.rich_middle_names]
            parts = each.rich_last_names, given, each.rich_prelast_names, each.rich_lineage_names
            authors.append([" ".join(map(str, part)) for part in parts])
        read[key] = str(Text.from_latex(entry.fields["title"])), authors
    return read


def citeproc_py(path):
    pytest.importorskip("citeproc")
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(path.read_text("utf-8"))
    style = CitationStylesStyle(str(HERE / "parts.csl"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.html)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    printed = map(str, bibliography.bibliography())
    return of_csl({"id": key, "printed": entry} for key, entry in zip(bibliography.keys, printed, strict=True))


def rispy(path):
    rispy = pytest.importorskip("rispy")
    read = {}
    for entry in rispy.loads(path.read_text("utf-8")):
        names_read = (name.split(", ") for name in entry.get("authors", []))
        read[entry["id"]] = entry["title"], [[*name[:2], "", *name[2:]] if name[1:] else name for name in names_read]
    return read


IN_NPM = {
    name: partial(of_npm, program=name)
    for name in ("@retorquere/bibtex-parser", "@citation-js/core", "biblatex-csl-converter")
}
OF_BIBTEX = {
    "bibtexparser 1": bibtexparser_1,
    "bibtexparser 2": bibtexparser_2,
    "bibtool, bibtexparser 2": bibtool,
    "pybtex": pybtex,
    "biber": biber,
    "bib2xml": partial(bibutils, program="bib2xml"),
    "pandoc": pandoc,
    **IN_NPM,
}
CITATION_JS = {"@citation-js/core": IN_NPM["@citation-js/core"]}
OF_CSL = {"citeproc-py": citeproc_py, "pandoc": pandoc, "citeproc": partial(of_npm, program="citeproc"), **CITATION_JS}
OF_RIS = {"rispy": rispy, "ris2xml": partial(bibutils, program="ris2xml"), **CITATION_JS}
