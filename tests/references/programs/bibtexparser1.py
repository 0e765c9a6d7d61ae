"""Read BibTeX with bibtexparser 1, which no environment has beside 2; prints the same as ``read.mjs``."""

import json
import re
import sys
from pathlib import Path

from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode, splitname

AND = re.compile(r" and (?![^{}]*(?:\{[^{}]*\}[^{}]*)*\})")  # none within braces; its own function takes these as well


def unicode_of(text):
    return convert_to_unicode({"text": text})["text"]


def authors(entry):
    for name in filter(None, AND.split(entry.get("author", ""))):
        parts = splitname(name, strict_mode=False)
        yield [unicode_of(" ".join(parts[part])) for part in ("last", "first", "von", "jr")]


parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
entries = parser.parse(Path(sys.argv[1]).read_text("utf-8")).entries
json.dump(
    {each["ID"]: {"title": unicode_of(each["title"]), "authors": [*authors(each)]} for each in entries}, sys.stdout
)
