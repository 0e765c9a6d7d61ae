"""The right line for each code of a problem: what its example should have been.

The wrong line is the example in :mod:`dailypapers.problems`. The text is empty for a code whose example is right, and
for one that is about no line of a digest.
"""

_TITLE = "### [A Title](https://arxiv.org/abs/2407.08348)"
_VIDEO = (
    "[Watch Video](https://example.org/x.mp4)\n"
    '<div><video controls src="https://example.org/x.mp4" muted="false"></video></div>'
)

RIGHT_LINES: dict[str, str] = {
    "S001": "## Daily Papers (2024-07-12)",
    "S002": "",
    "S003": "",
    "S004": "",
    "S005": f"## Daily Papers (2024-07-12)\n\n{_TITLE}",
    "S006": "",
    "S011": f"{_TITLE}\n\n- some words\n- text",
    "S012": f"{_TITLE}\n\n- text\n\n## License",
    "S013": "",
    "S014": "",
    "S015": "",
    "S021": "",
    "S022": f"## Daily Papers (2024-07-12)\n\n{_TITLE}",
    "S031": "- text\nmore text",
    "S032": "(16 bullets, each indented further than the one above)",
    "F101": "## Daily Papers (2024-02-29)",
    "F102": "## Daily Papers (2024-07-12)",
    "F111": "### [Half a title](https://arxiv.org/abs/2407.08348)",
    "F112": "### [A Title and more](https://arxiv.org/abs/2407.08348)",
    "F113": _TITLE,
    "F114": _TITLE,
    "F121": "Vote: 12",
    "F122": "Vote: 3",
    "F123": "Vote: 3",
    "F131": _VIDEO,
    "F132": "![](https://example.org/avatars/x.svg)",
    "F133": "![](https://example.org/x.png)\n\n- A chart",
    "F134": f"{_VIDEO}\n\n- A film",
    "F141": "- ***Technical Details***: text",
    "F142": "- **Results**:\n  - faster\n  - smaller",
    "F151": "- 3\\times faster",
    "A201": "Authors: Ann One, Bob Two",
    "A202": "Authors: Ann One, Bob Two",
    "A203": "Authors: Ann One, Bob Two",
    "A204": "Authors: Ann One, +, Bob Two",
    "A205": "Authors: Ann One, Bob Two",
    "A206": "Authors: Chun-Fu Chen, Ann One",
    "R001": "",
    "R002": "",
    "X301": "",
    "X302": "",
}
