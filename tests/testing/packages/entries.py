"""Entries like those of BibTeX."""

import re
from typing import ClassVar

import attrs

from dailypapers import Digest, Paper, ReadError

TEXT = """\
@paper{apples,
  title = {Counting Apples},
  author = {Ann One and Bob Two},
  url = {https://arxiv.org/abs/2407.00001},
}

@paper{pears,
  title = {Weighing Pears},
}
"""
APPLES = Paper("Counting Apples", "https://arxiv.org/abs/2407.00001", authors=("Ann One", "Bob Two"))
BAD = "@paper{plums,\n  title = {Cutting\n}\n"
DIGESTS = [Digest(None, [APPLES, Paper("Weighing Pears")])]
EXAMPLES = [TEXT, (f"{BAD}{TEXT}", DIGESTS), (TEXT, DIGESTS)]
SOURCE = None

ENTRY = re.compile(r"@paper\{([^,{}\n]*),\n((?:  [a-z]+ = \{[^{}\n]*\},\n)*)\}")
FIELD = re.compile(r"  ([a-z]+) = \{([^{}\n]*)\},\n")


@attrs.frozen
class Format:
    """Entries in braces."""

    suffix: ClassVar[str] = ".entries"

    def read(self, content, source):
        content = content.replace("\r\n", "\n")
        papers = []
        line, read_to = 1, 0
        for match in re.finditer(r"@paper\{", content):
            line += content.count("\n", read_to, match.start())
            read_to = match.start()
            entry = ENTRY.match(content, match.start())
            fields = dict(FIELD.findall(entry[2])) if entry else {}
            if "title" not in fields:
                yield ReadError("an entry that does not end, or has no title", line=line)
                continue
            authors = [name for name in fields.get("author", "").split(" and ") if name]
            papers.append(Paper(fields["title"], fields.get("url") or None, authors=authors, source=source, line=line))
        yield Digest(None, papers, source=source)
