"""The grammar, line by line: what each terminal takes and refuses, and where in the tree its lines stand.

The tables are the format said a second time, by example. What a line means is no matter of the grammar: a date
may be impossible here, and the blanks around a part may still be there.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import product
from types import ModuleType
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token, Tree

from dailypapers._digest.parser import (
    OPTIONS,
    RUNS,
    Lines,
    make_parser,
    match_line,
    normalize,
    parse_by,
    pattern,
    read_grammar,
    write_table,
)
from support import ROOT, SEEDS

URL = "https://arxiv.org/abs/2407.08348"
PNG = "https://x.org/2407.08348.png"
MP4 = "https://x.org/2407.08348.mp4"
DIGEST = "## Daily Papers (2024-07-12)"
PAPER = f"### [Title]({URL})"
ARABIC_26 = "\u0662\u0666"  # digits for Python's \d and int(), not for the format
NO_BREAK_SPACE = "\u00a0"


class Terminal(NamedTuple):
    takes: dict[str, tuple[str | None, ...]]  # a line: its numbered groups
    refuses: list[str]


TERMINALS = {
    "DIGEST_HEADING": Terminal(
        {  # date, "unknown"
            "## Daily Papers (2024-07-12)": ("2024-07-12", None),
            "## Daily Papers (unknown)": (None, "unknown"),
            "  ##  Daily  Papers( 2024-07-12 )  ": ("2024-07-12", None),
            "## Daily Papers (2024-02-30)": ("2024-02-30", None),
            # The parenthesis makes the heading. What stands behind it is a date, or is not understood.
            "## Daily Papers ()": (None, None),
            "## Daily Papers (": (None, None),
            "## Daily Papers (12 July 2024)": (None, None),
            "## Daily Papers (2024-7-12)": (None, None),
            "## Daily Papers (Unknown)": (None, None),
            "## Daily Papers (2024-07-12": (None, None),
            "## Daily Papers (2024-07-12) again": (None, None),
            f"## Daily Papers (2024-07-{ARABIC_26})": (None, None),
        },
        [
            "## Daily Papers",
            "## Daily Papers 2024-07-12",
            "## Daily Papers: (2024-07-12)",
            "## daily papers (2024-07-12)",
            "## DailyPapers (2024-07-12)",
            "## Daily Paper (2024-07-12)",
            "##Daily Papers (2024-07-12)",
            "# Daily Papers (2024-07-12)",
            "### Daily Papers (2024-07-12)",
            "##\tDaily Papers (2024-07-12)",
            f"##{NO_BREAK_SPACE}Daily Papers (2024-07-12)",
            "",
        ],
    ),
    "DRIFTED": Terminal(
        {
            "## Daily Paper (2024-07-12)": (),
            "## Daily Papers: 2024-07-12": (),
            "# Daily Papers (2024-07-12)": (),
            "### Daily Papers (2024-07-12)": (),
            "##Daily Papers (2024-07-12)": (),
            "## daily papers 2024.7.12": (),
            "## DAILY PAPERS - 12/07/2024": (),
            "  ##  2024년 7월 12일 Daily Papers  ": (),
            "## 🤗 **Daily-Papers** 20240712": (),
            "## DailyPapers (2024-07-12)": (),
            "## Daily Papers 2024-07-12": (),
            "### Daily Paper 2024/07/12": (),
            "## The Daily Papers (2024-07-12)": (),
            "## **Daily Papers (2024-07-12)**": (),
            "##\tDaily Papers (2024-07-12)": (),
            "\u3000##\u3000Daily Papers (2024-07-12)": (),
            "## Daily\tPapers (2024-07-12)": (),
            f"##{NO_BREAK_SPACE}Daily Papers (2024-07-12)": (),
            "\ufeff## Daily Papers (2024-07-12)": (),
            "\t## Daily Papers (2024-07-12)": (),
            f"## Daily{NO_BREAK_SPACE}Papers (2024-07-12)": (),
        },
        [
            "## Daily Papers",
            "## Daily Papers of July 2024",
            "## Daily Papers (12 July 2024)",
            "## Daily Papers 2024",
            "## Daily Papers, 123456789 of them",
            "## Papers (2024-07-12)",
            "## Daily Papercuts (2024-07-12)",
            "## Weekly Papers (2024-07-12)",
            "#### Daily Papers (2024-07-12)",
            "### [Daily Papers (2024-07-12)](u)",
            "## Daily Papers (2024-07-12), [more](u)",
            "Daily Papers (2024-07-12)",
            "- ## Daily Papers (2024-07-12)",
            "#1 of the Daily Papers (2024-07-12)",
            f"## Daily Papers (2024-07-{ARABIC_26})",
        ],
    ),
    "SECTION": Terminal(
        {
            "# x": (),
            "## License": (),
            "  ##  License  ": (),
            "#": (),
            "##": (),
            "##  ": (),
            "## ": (),
            "# #hashtag": (),
            "## Daily Papers": (),
        },
        [
            "#1 on the list",
            "#hashtag",
            "##License",
            "### Title",
            "###",
            "\\# x",
            "#\tx",
            f"#{NO_BREAK_SPACE}x",
            "",
        ],
    ),
    "HEADING": Terminal(
        {  # title, link
            f"### [Title]({URL})": ("Title", URL),
            f"  ###  [ Title ]( {URL} )  ": (" Title ", URL),
            "### [](u)": ("", "u"),
            "### [Title]()": ("Title", ""),
            "### [Title](  )": ("Title", ""),
            "### [Title](u(v))": ("Title", "u(v)"),
            "### [Title](u(v)w(x))": ("Title", "u(v)w(x)"),
            "### [**Title**](u)": ("**Title**", "u"),
            "### [A [b] c](u)": ("A [b] c", "u"),
            "### [A [b]] c](u)": ("A [b]] c", "u"),
            "### [A ( b) c](u)": ("A ( b) c", "u"),
            "### [1](u)": ("1", "u"),
            "### [[1] to [n]](u)": ("[1] to [n]", "u"),
            "### [1] to [n](u)": ("1] to [n", "u"),
            "### [[1] [n]](u)": ("[1] [n]", "u"),
            "### [K] [T](u)": ("K] [T", "u"),
            r"### [[K] $\sqrt{n}$ _a_ ^ & # % " '"*" `](u)': (r"[K] $\sqrt{n}$ _a_ ^ & # % " '"*" `', "u"),
        },
        [
            "### [Title](u) and more",
            "### [Title](u) (v)",
            "### [Title](u v)",
            "### [Title](u\tv)",
            f"### [Title](u{NO_BREAK_SPACE}v)",
            "### [Title](<u>)",
            "### [Title](u>)",
            "### [Title](u)v)",
            "### [Title](u(v)",
            "### [Title](u(v(w)))",
            "### [A [b](c) d](u)",
            "### [A](b) or [C](d)",
            "### [1] [Title](u)",
            "### 1. [Title](u)",
            "### **[Title](u)**",
            "### [Title](u",
            "### [Title] (u)",
            "### [Title]",
            "### Title (u)",
            "### Title [x](u)",
            "### Title](u)",
            "###[Title](u)",
            "###\t[Title](u)",
            "## [Title](u)",
            "#### [Title](u)",
            "[Title](u)",
        ],
    ),
    "HEADING_ODD": Terminal(
        {  # what stands before the bracket; all from the title on
            "### [Title](u) and more": ("", "Title](u) and more"),
            "### [Title](u v)": ("", "Title](u v)"),
            "### [Title](<u>)": ("", "Title](<u>)"),
            "### [Title](u)v)": ("", "Title](u)v)"),
            "### [A [b](c) d](u)": ("", "A [b](c) d](u)"),
            "### [A](b) or [C](d)": ("", "A](b) or [C](d)"),
            "### [A](b) or [C](d": ("", "A](b) or [C](d"),
            "### [1] [Title](u)": ("[1] ", "Title](u)"),
            "### [12][Title](u)": ("[12]", "Title](u)"),
            "  ###  1.  [Title](u)  ": ("1.  ", "Title](u)  "),
            "### 1) [Title](u)": ("1) ", "Title](u)"),
            "### (1) [Title](u)": ("(1) ", "Title](u)"),
            "### 🔥 [Title](u)": ("🔥 ", "Title](u)"),
            "### 👩‍🔬🏽[Title](u)": ("👩‍🔬🏽", "Title](u)"),
            "### 1️⃣ [Title](u)": ("1️⃣ ", "Title](u)"),
            "### **[Title](u)**": ("**", "Title](u)**"),
            "### 1. **🔥 [Title](u)** more": ("1. **🔥 ", "Title](u)** more"),
        },
        [
            "### T [x](u)",
            "### 1 [Title](u)",
            "### 12345. [Title](u)",
            "### 1.5 [Title](u)",
            "### [K] and Title](u",
            "### A. [Title](u)",
            "### 가 [Title](u)",
            "### ! [Title](u)",
            "### 1. Title](u)",
            "### 1. [Title](u",
            "### 1. [Title] (u)",
            "###1. [Title](u)",
            "#### 1. [Title](u)",
            "1. [Title](u)",
        ],
    ),
    "HEADING_CUT": Terminal(
        {  # title before `](`, before `]`, before the end of the line
            "### [Half a ti": (None, None, "Half a ti"),
            "### [": (None, None, ""),
            "### [Title]": (None, "Title", None),
            "### []": (None, "", None),
            "  ###  [Title]  ": (None, "Title", None),
            "### [A [b] c]": (None, "A [b] c", None),
            "### [Title](": ("Title", None, None),
            "### [](": ("", None, None),
            "### [Title](https://arxiv.org/abs/24": ("Title", None, None),
            "### [Title] (u)": (None, None, "Title] (u)"),
            "### [[K] Half a ti": (None, None, "[K] Half a ti"),
        },
        [
            "### Half a ti",
            "### Half [a ti",
            "### Title]",
            "###",
            "###[Half a ti",
            "###\t[Half a ti",
            "## [Half a ti",
            "#### [Half a ti",
            "[Half a ti",
        ],
    ),
    "HEADING_BARE": Terminal(
        {  # title
            "### Title": ("Title",),
            "  ###  Title  ": (" Title  ",),
            "###": (None,),
            "###  ": (" ",),
            f"### Title ({URL})": (f"Title ({URL})",),
            "### Title]": ("Title]",),
            "### # x": ("# x",),
            "### Daily Papers": ("Daily Papers",),
        },
        [
            "###Title",
            "###\tTitle",
            "# Title",
            "## Title",
            "####",
            "#### Title",
            "Title",
            "Title ###",
            "",
        ],
    ),
    "IMAGE": Terminal(
        {  # alternative text, link
            f"![]({PNG})": ("", PNG),
            "![](/avatars/x.svg)": ("", "/avatars/x.svg"),
            "![](a)": ("", "a"),
            "![a picture](a.png)": ("a picture", "a.png"),
            "  ![]( a.png )  ": ("", "a.png "),
            "![](a(b).png)": ("", "a(b).png"),
        },
        [
            "![]()",
            "![](  )",
            "![](a.png",
            "![] (a.png)",
            "! [](a.png)",
            "!(a.png)",
            "[](a.png)",
            "![a]b](a.png)",
            "![](a.png) a picture",
        ],
    ),
    "IMAGE_BARE": Terminal(
        {  # link
            f"[]({PNG})": (PNG,),
            "  []( a.png )  ": ("a.png ",),
        },
        [
            "[]()",
            "[](  )",
            "[](a.png",
            "[] (a.png)",
            "[ ](a.png)",
            "[x](a.png)",
            "![](a.png)",
            "[](a.png).",
        ],
    ),
    "VIDEO_LINK": Terminal(
        {  # link
            f"[Watch Video]({MP4})": (MP4,),
            "  [Watch Video]( a.mp4 )  ": ("a.mp4 ",),
            "[Watch Video](a(b).mp4)": ("a(b).mp4",),
        },
        [
            "[Watch Video]()",
            "[Watch Video](a.mp4",
            "[Watch Video](  )",
            "[Watch Video] (a.mp4)",
            "[Watch Video]a.mp4",
            "[watch video](a.mp4)",
            "[Watch  Video](a.mp4)",
            "[Watch](a.mp4)",
            "![Watch Video](a.mp4)",
            "[Watch Video](a.mp4) now",
        ],
    ),
    "VIDEO_BARE": Terminal(
        {  # link
            f"[Watch Video]{MP4}": (MP4,),
            "  [Watch Video]  a.mp4": ("a.mp4",),
            "[Watch Video]a.mp4  ": ("a.mp4",),
        },
        [
            "[Watch Video]",
            "[Watch Video]  ",
            "[Watch Video]a.mp4 now",
            "[Watch Video](",
            "[Watch Video](a.mp4",
            "[Watch Video](a.mp4)",
            "[Watch Video] (a.mp4)",
            "[watch video]a.mp4",
            "Watch Video a.mp4",
        ],
    ),
    "VIDEO_PLAYER": Terminal(
        {  # link
            f'<div><video controls src="{MP4}" muted="false"></video></div>': (MP4,),
            '  <div><video controls src=" a.mp4 " muted="false"></video></div>  ': ("a.mp4 ",),
        },
        [
            '<div><video controls src="" muted="false"></video></div>',
            '<div><video controls src="  " muted="false"></video></div>',
            '<div><video controls src="a.mp4" muted="true"></video></div>',
            '<div><video controls src="a.mp4"></video></div>',
            "<div><video controls src='a.mp4' muted='false'></video></div>",
            '<div> <video controls src="a.mp4" muted="false"></video></div>',
            '<div><video controls src="a.mp4" muted="false"></video>',
            '<video controls src="a.mp4" muted="false"></video>',
            '<div><video controls src="a.mp4" muted="false"></video></div> now',
        ],
    ),
    "VIDEO_TAG": Terminal(
        {  # link in "…", in '…', without quotes
            f"<video src='{MP4}'></video>": (None, MP4, None),
            '<source src="a.mp4" type="video/mp4">': ("a.mp4", None, None),
            '<source src="a.mp4"/>': ("a.mp4", None, None),
            '<iframe src="a.mp4" ></iframe>': ("a.mp4", None, None),
            "<video src=a.mp4 controls>": (None, None, "a.mp4"),
            "<video src=a.mp4></video>": (None, None, "a.mp4"),
            "<video src=' a.mp4 ' title='x'></video>": (None, "a.mp4 ", None),
            '<video><source src="a.mp4"><source src="b.mp4" type="video/webm"></video>': ("a.mp4", None, None),
            '<div><video controls><source src="a.mp4"></video></div>': ("a.mp4", None, None),
            '  <div class="x"> <video src = " a.mp4 " muted="true"> </video> </div>  ': ("a.mp4 ", None, None),
            '<video data-src="b.mp4" src="a.mp4">': ("a.mp4", None, None),
            """<video src="a'b.mp4">""": ("a'b.mp4", None, None),
            """<video src='a"b.mp4'>""": (None, 'a"b.mp4', None),
        },
        [
            "<video controls>",
            '<video src="">',
            '<video src="a.mp4>',
            '<video src="  ">',
            "<video src=''>",
            "<video src='  '>",
            "<video src='a.mp4>",
            '<source type="x"> src="a.mp4">',
            '<source src="a.mp4"><p>',
            '<source src="a.mp4"></videos>',
            '<source src="a.mp4"></video> now>',
            '<divx><video src="a.mp4"></video>',
            '<video src="a.mp4"',
            '<video data-src="a.mp4">',
            '<videos src="a.mp4">',
            '<img src="a.mp4">',
            '<div src="a.mp4">',
            '<a href="a.mp4">',
            '< video src="a.mp4">',
            "<video src='a.mp4'></video> now",
            "<p><video src='a.mp4'></video></p>",
            "</video>",
        ],
    ),
    "VIDEO_PART": Terminal(
        {
            '<video width="320" height="240" controls>': (),
            "</video>": (),
            "<div>": (),
            "<div/>": (),
            "  </source> </video></div>  ": (),
            "<iframe ></iframe>": (),
            '<video src="">': (),
            '<div src="a.mp4">': (),
        },
        [
            "<video",
            "<VIDEO>",
            "<divider>",
            "<p>",
            "<br>",
            "< div>",
            "<!-- video -->",
            "</video> now",
            "<div><p></div>",
            "video",
            "",
        ],
    ),
    "VOTE": Terminal(
        {  # votes, `-`
            "Vote: 26": ("26", None),
            "Vote:26": ("26", None),
            "  Vote:  26  ": ("26", None),
            "Vote: -": (None, "-"),
            "Vote: 0": ("0", None),
            "Vote: 000": ("0", None),
            "Vote: 007": ("7", None),
            "Vote: 00000000000000000001": ("1", None),
            "Vote: 1000000000": ("1000000000", None),
        },
        [
            "Vote:",
            "Vote: many",
            "Vote: 1.5",
            "Vote: 1,000",
            "Vote: 1 2",
            "Vote: +3",
            "Vote: -1",
            "Vote: --",
            "Vote: 12345678901",
            f"Vote: {ARABIC_26}",
            "Vote: \uff12\uff16",
            "Vote:\t3",
            "Vote : 3",
            "Vote 3",
            "Votes: 3",
            "vote: 3",
            "**Vote**: 3",
            "26",
        ],
    ),
    "VOTE_BAD": Terminal(
        {
            "Vote: many": (),
            "Vote:": (),
            "Vote: 1.5": (),
            "Vote: -1": (),
            "Vote: 12345678901": (),
            f"Vote: {ARABIC_26}": (),
            "Vote:\t3": (),
            "  Vote: 1 2  ": (),
        },
        ["Vote", "Vote many", "Vote : many", "Votes: many", "vote: many", "\tVote: many", "The Vote: many"],
    ),
    "AUTHORS": Terminal(
        {  # a Python literal, names between commas
            "Authors: Ann One, Bob Two, +, Cem Three": (None, "Ann One, Bob Two, +, Cem Three"),
            """Authors: ['Ann One', "Bob O'Two"]""": ("""['Ann One', "Bob O'Two"]""", None),
            "Authors: [": ("[", None),
            "Authors:Ann": (None, "Ann"),
            "  Authors:  Ann, Bob  ": (None, "Ann, Bob  "),
            "Authors:": (None, ""),
            "Authors: Ann [x]": (None, "Ann [x]"),
            "Authors: ['Ann": ("['Ann", None),
        },
        [
            "Authors",
            "Authors Ann",
            "Authors : Ann",
            "Author: Ann",
            "authors: Ann",
            "**Authors**: Ann",
        ],
    ),
    "MISNAMED": Terminal(
        {  # the name in place of `Vote`; that in place of `Authors`
            "Votes: 3": ("Votes", None),
            "vote: 3": ("vote", None),
            "Upvotes: 3": ("Upvotes", None),
            "up-vote : 3": ("up-vote", None),
            "**Vote:** 3": ("Vote", None),
            "**Vote**: 3": ("Vote", None),
            "**Votes**: 3": ("Votes", None),
            "Vote：3": ("Vote", None),
            "Author: Ann": (None, "Author"),
            "AUTHORS: Ann": (None, "AUTHORS"),
            "**Author:** Ann": (None, "Author"),
            "Author(s): Ann": (None, "Author(s)"),
            "  _Authors_ : Ann  ": (None, "Authors"),
            "**Authors:**": (None, "Authors"),
        },
        [
            "Votes 3",
            "Votes are: 3",
            "Downvotes: 3",
            "Authority: Ann",
            "Authors (2): Ann",
            "Authors",
            "# Votes: 3",
            "",
        ],
    ),
    "GLUED": Terminal(
        {  # the emphasis of a line in bold type
            f"#### [Title]({URL})": (None,),
            f"##### [Title]({URL})": (None,),
            f"#### 2. [Title]({URL})": (None,),
            f"#### **[Title]({URL})**": (None,),
            f"###[Title]({URL})": (None,),
            f"##[Title]({URL})": (None,),
            f"###**[Title]({URL})**": (None,),
            f"#### Title [arXiv]({URL}), and more": (None,),
            f"\t#### [Title]({URL})": (None,),
            f"\ufeff### [Title]({URL})": (None,),
            f"\u200b### [Title]({URL})": (None,),
            f"\u3000### [Title]({URL})": (None,),
            f"###{NO_BREAK_SPACE}[Title]({URL})": (None,),
            f"###🚀 [Title]({URL})": (None,),
            f"####1. [Title]({URL})": (None,),
            f"> ### [Title]({URL})": (None,),
            f"  > * 2. ## [Title]({URL})": (None,),
            f"**[Title]({URL})**": ("**",),
            f"  **2. [Title]({URL})**  ": ("**",),
            f"**Title ([arXiv]({URL}))**": ("**",),
            f"**[Title]({URL}) (ICML)**": ("**",),
            f"__Title [arXiv]({URL})__": ("__",),
            f"2) - ***[Title]({URL})***": ("***",),
            "#### [Title](u)": (None,),
        },
        [
            "#### Title",
            "#### [Title]",
            f"#1 [on the list]({URL})",
            f"####1 [Title]({URL})",
            f"#1. [Title]({URL})",
            f"[Title]({URL})",
            f"1. [Title]({URL})",
            f"**[Title]({URL})** and more",
            f"see **[Title]({URL})**",
            f"**[Title]({URL})** and **more**",
            f"**Title** [arXiv]({URL})",
            f"*[Title]({URL})*",
            f"**[Title]({URL})",
            f"-**[Title]({URL})**",
            "**Title**",
            f"`#### [Title]({URL})`",
            "",
        ],
    ),
    "CONFLICT": Terminal(
        {
            "<<<<<<< HEAD": (),
            "=======": (),
            ">>>>>>> 1a2b3c4 (a commit)": (),
            "||||||| merged common ancestors": (),
            "<<<<<<<": (),
            ">>>>>>>": (),
            "======= ": (),
        },
        [
            "<<<<<<",
            "<<<<<<<HEAD",
            "<<EOF",
            ">>> print(1)",
            "=== text ===",
            "========",
            "======",
            "=======x",
            " =======",
            "> > > > > > >",
            "-------",
            "",
        ],
    ),
    "LABEL": Terminal(
        {  # emphasis that opens, its signs after the first, label, emphasis that closes, colon, emphasis behind it, text
            "**Label:** text": ("**", "*", "Label:", "**", None, None, "text"),
            "***What’s New:*** text": ("***", "**", "What’s New:", "***", None, None, "text"),
            "**Label：** text": ("**", "*", "Label：", "**", None, None, "text"),
            "**Label**： text": ("**", "*", "Label", "**", "：", "", "text"),
            "**Label** : text": ("**", "*", "Label", "**", " :", "", "text"),
            "__What's New__: text": ("__", "_", "What's New", "__", ":", "", "text"),
            "_**Label**_: text": ("_**", "**", "Label", "**_", ":", "", "text"),
            "**_Label_**: text": ("**_", "*_", "Label", "_**", ":", "", "text"),
            "**a*b_c d:**": ("**", "*", "a*b_c d:", "**", None, None, ""),
            "**_Label_:** text": ("**_", "*_", "Label", "_", ":", "**", "text"),
            "**Label**：*text*": ("**", "*", "Label", "**", "：", "*", "text*"),
            # One side has at least two signs.
            "**_Label_: text": ("**_", "*_", "Label", "_", ":", "", "text"),
            "_Label_**: text": ("_", None, "Label", "_**", ":", "", "text"),
            # Only the summary knows these for what they are.
            "__init__: text": ("__", "_", "init", "__", ":", "", "text"),
            "**Label__: text": ("**", "*", "Label", "__", ":", "", "text"),
        },
        [
            "**Label** text",
            "**Label**",
            "**a: b** text",
            "*Label:* text",
            "_Label_: text",
            "Label: text",
            "**: text",
            "****: text",
            "** Label:** text",
            "****Label:**** text",
            "**Label - text",
            "",
        ],
    ),
    "BULLET": Terminal(
        {  # mark, emphasis that opens, its asterisks after the first, label, emphasis that closes, text; text
            "- **What's New**: text": ("-", "**", "*", "What's New", "**", "text", None),
            "    -   **데이터셋**:text": ("    -", "**", "*", "데이터셋", "**", "text", None),
            "- ***What’s New***: text": ("-", "***", "**", "What’s New", "***", "text", None),
            "- **Label**:": ("-", "**", "*", "Label", "**", "", None),
            "- ** Label **: text": ("-", "**", "*", "Label", "**", "text", None),
            "- **a**: b **c**: d": ("-", "**", "*", "a", "**", "b **c**: d", None),
            "- **a*b**: text": ("-", "**", "*", "a*b", "**", "text", None),
            "- **a: b**: text": ("-", "**", "*", "a: b", "**", "text", None),
            "- ***Technical Details*: text": ("-", "***", "**", "Technical Details", "*", "text", None),
            "- *Technical Details***: text": ("-", "*", None, "Technical Details", "***", "text", None),
            "- **a*: text": ("-", "**", "*", "a", "*", "text", None),
            "- *a**: text": ("-", "*", None, "a", "**", "text", None),
            "- **a***: text": ("-", "**", "*", "a", "***", "text", None),
            "- text": ("-", None, None, None, None, None, "text"),
            "  -  text  ": ("  -", None, None, None, None, None, "text  "),
            "- Label: text": ("-", None, None, None, None, None, "Label: text"),
            "- *one*: text": ("-", None, None, None, None, None, "*one*: text"),
            "- **a**b: text": ("-", None, None, None, None, None, "**a**b: text"),
            "- **a**b**: text": ("-", None, None, None, None, None, "**a**b**: text"),
            "- **a*b**c**: text": ("-", None, None, None, None, None, "**a*b**c**: text"),
            "- **a: text": ("-", None, None, None, None, None, "**a: text"),
            "- **a** text": ("-", None, None, None, None, None, "**a** text"),
            "- a**: text": ("-", None, None, None, None, None, "a**: text"),
            "- see **a**: text": ("-", None, None, None, None, None, "see **a**: text"),
            "- ** **: text": ("-", None, None, None, None, None, "** **: text"),
            "- ****a****: text": ("-", None, None, None, None, None, "****a****: text"),
            "- ****a**: text": ("-", None, None, None, None, None, "****a**: text"),
            "-": ("-", None, None, None, None, None, ""),
            "  -  ": ("  -", None, None, None, None, None, ""),
            "- - text": ("-", None, None, None, None, None, "- text"),
            "- \ttext": ("-", None, None, None, None, None, "\ttext"),
            "- ['a', 'b']": ("-", None, None, None, None, None, "['a', 'b']"),
            "- ****: text": ("-", None, None, None, None, None, "****: text"),
            "* text": ("*", None, None, None, None, None, "text"),
            "  + **a**: b": ("  +", "**", "*", "a", "**", "b", None),
            "• text": ("•", None, None, None, None, None, "text"),
        },
        [
            "-text",
            "-**a**: text",
            "-\ttext",
            f"-{NO_BREAK_SPACE}text",
            "\t- text",
            " \t- text",
            f"{NO_BREAK_SPACE}- text",
            "--",
            "---",
            "*text",
            "*",
            "**text**",
            "+1 text",
            "•text",
            "•\ttext",
            "\u2013 text",
            "1. text",
            "1) text",
            "text - text",
            "**a**: text",
            "",
        ],
    ),
    "FENCED": Terminal(
        {  # the run of characters that opens it, and the line that closes it
            "```": ("```", None),
            "```python\nx = 1\n```": ("```", "```\n"),
            "   ~~~\ntext\n  ~~~  ": ("~~~", "  ~~~  \n"),
            "```\n## Daily Papers (2024-07-12)\n\n```": ("```", "```\n"),
            # Not closed: to the end. A line closes it that has the same character, as often, and nothing else.
            "```\n\n## License\n\n- text": ("```", None),
            "````\n```\n# x\n````": ("````", "````\n"),
            "```\n``\n# x": ("```", None),
            "```\n~~~\n# x": ("```", None),
            "```\n```python\n# x": ("```", None),
            "```\n    ```\n# x": ("```", None),
            "```\n\t```\n# x": ("```", None),
            "~~~ a `word`\ntext\n~~~~~": ("~~~", "~~~~~\n"),
        },
        [
            "``",
            "~~",
            "    ```",
            "\t```",
            "text ```",
            "- ```",
            "```a`b",
            "```text```",
            "``\ntext\n``",
            "'''",
            "```\ntext\n```\nafter",
            "```\ntext\n`````\nafter",
            "",
        ],
    ),
    "BLANK": Terminal(
        {"": (), "   ": ()},
        ["\t", NO_BREAK_SPACE, "\f", "\v", "\u200b", "\ufeff", "\u2028", ".", "-"],
    ),
    "OTHER": Terminal(
        {
            "text": (),
            "  text  ": (),
            "#hashtag": (),
            "#1 on the list": (),
            "####": (),
            "#### Title": (),
            "###Title": (),
            "-text": (),
            "\t- text": (),
            "*text": (),
            "1. text": (),
            "Votes 3": (),
            "======": (),
            "``": (),
            "![]()": (),
            "[Watch Video]": (),
            "<p>": (),
            "\t": (),
            NO_BREAK_SPACE: (),
            "\ufeff## License": (),
            # Only line feeds end a line.
            "a\rb\vc\fd\x1ce\x85f\u2028g\u2029h": (),
        },
        ["two\nlines", "one\n\ntext"],
    ),
}

# These take several lines, or parts of one, and have tests of their own.
BLOCKS = {"HEAD", "PAPER"}
TEXTS = {"LABEL"}  # stand behind the mark of a bullet alone
PARTS = {"TAG_NAME", "TAG_END", "TAG_LINK", "TAG_LOOK", "TAG_SPACES", "TAG_WORDS"}
LINE_TERMINALS = [terminal for terminal in make_parser().terminals if terminal.name not in BLOCKS | PARTS]
PATTERNS = {terminal.name: re.compile(terminal.pattern.to_regexp()) for terminal in LINE_TERMINALS}
TAKEN = [
    pytest.param(name, line, groups, id=f"{name}-{line!r}")
    for name, terminal in TERMINALS.items()
    for line, groups in terminal.takes.items()
]
REFUSED = [
    pytest.param(name, line, id=f"{name}-{line!r}") for name, terminal in TERMINALS.items() for line in terminal.refuses
]
ALL_LINES = sorted({line for terminal in TERMINALS.values() for line in [*terminal.takes, *terminal.refuses]})


def parse(text: str) -> Tree[Lines]:
    return parse_by("document", normalize(text))


def tokens(tree: Tree[Lines]) -> list[Lines]:
    return list(tree.scan_values(lambda node: isinstance(node, Token)))


def text_of(token: Lines) -> str:
    return token.matches[0].string[token.start : token.end]


HEAD_LINES = {"HEADING": 2, "VIDEO_LINK": 1, "VIDEO_PLAYER": 1, "IMAGE": 2, "VOTE": 2, "AUTHORS": 2}  # their groups


def lines_of_head(groups: Iterable[str | None]) -> Iterator[str]:
    """Yield the terminals of the lines whose groups these are."""
    rest = iter(groups)
    for terminal, count in HEAD_LINES.items():
        if any(group is not None for group in [next(rest) for _ in range(count)]):
            yield terminal


def lines_of(token: Lines) -> list[str]:
    """Return the terminals of the lines that a token stands for, of a run of PAPER those of the last."""
    if token.type == "PAPER":
        match = token.matches[-1]
        *head, _ = match.groups()
        bullets = pattern("BULLET").findall(match.string, match.end(len(head) + 1), match.end())
        return [*lines_of_head(head), *("BULLET" for _ in bullets)]
    if token.type == "HEAD":
        return list(lines_of_head(token.matches[0].groups()))
    if token.type in RUNS:
        return [token.type for line in text_of(token).split("\n") if line.strip(" ")]
    return [token.type]


def form(node: Token | Tree[Token]) -> str:
    """Write a tree without its text, blocks and runs as the lines they stand for."""
    if not isinstance(node, Tree):
        return " ".join(lines_of(node) if isinstance(node, Lines) else [node.type])
    first = node.children[0] if node.children else None
    if isinstance(first, Lines) and first.type == "PAPER" and len(first.matches) > 1:
        *above, last = (_paper(match) for match in first.matches)
        return " ".join(
            [f"paper({form(paper)})" for paper in above] + [form(Tree("paper", [last, *node.children[1:]]))]
        )
    if node.data in ("unknown", "more", "conflict") and isinstance(first, Lines):
        return " ".join(f"{node.data}({line})" for line in lines_of(first))
    return f"{node.data}({' '.join(map(form, node.children))})"


def _paper(match: re.Match[str]) -> Lines:
    paper = Lines("PAPER", "")
    paper.start, paper.end, paper.matches = match.start(), match.end(), [match]
    return paper


def end_of_first_line(text: str) -> int:
    """Return where the first line of a text ends, with the empty lines after it."""
    first = re.match(r"[^\n]*\n(?:[ ]*\n)*", text)
    assert first
    return first.end()


@pytest.mark.parametrize(("name", "line", "groups"), TAKEN)
def test_terminal_takes(name: str, line: str, groups: tuple[str | None, ...]) -> None:
    taken = match_line(name, line)
    assert taken is not None
    assert taken.groups() == groups
    # No stronger terminal takes the line where this one may stand.
    token = (
        parse_by("text", f"{line}\n").children[0]
        if name in TEXTS
        else tokens(parse(line if name in ("FENCED", "BLANK") else f"{DIGEST}\n{line}"))[-1]
    )
    if name == "HEADING":
        assert (token.type, token.matches[0].groups()) == ("HEAD", (*groups, *[None] * 8))
    else:
        assert (token.type, token.matches[0].groups()) == (name, groups)
    if name != "FENCED":
        assert_takes_a_line_and_the_empty_ones_below(PATTERNS[name], line, groups)


def assert_takes_a_line_and_the_empty_ones_below(
    terminal: re.Pattern[str], line: str, groups: tuple[str | None, ...]
) -> None:
    taken = terminal.match(f"{line}\n \n\n   \n  next\n")
    assert taken is not None
    assert (taken[0], taken.groups()) == (f"{line}\n \n\n   \n", groups)
    for place in range(len(line)):
        text = f"{line[:place]}\n{line[place:]}\n"
        taken = terminal.match(text)
        assert taken is None or taken.end() == end_of_first_line(text), text


@pytest.mark.parametrize(("name", "line"), REFUSED)
def test_terminal_refuses(name: str, line: str) -> None:
    assert match_line(name, line) is None
    if name not in ("FENCED", "OTHER"):  # these lists have several lines in one
        assert PATTERNS[name].match(f"{line}\n") is None  # nor does it take a part of the line


@pytest.mark.parametrize("name", sorted(TERMINALS.keys() - {"DRIFTED", "GLUED", "BULLET", "FENCED", "BLANK", "OTHER"}))
def test_nothing_but_spaces_may_stand_before_a_line(name: str) -> None:
    """Odd blanks hide no lost heading; text of a bullet may be a bullet."""
    for before in ("\t", NO_BREAK_SPACE, "see ", "- "):
        assert [line for line in TERMINALS[name].takes if match_line(name, f"{before}{line}")] == []


@pytest.mark.parametrize(
    "line", ["```\ntext\n```", "~~~\n\n~~~~", "```\n# x\n\n  ```", "```\ntext\n``` ", "````\n```\n````"]
)
def test_fence_ends_below_the_line_that_closes_it(line: str) -> None:
    taken = PATTERNS["FENCED"].match(f"{line}\n \n\n  ```\n")
    assert taken is not None
    assert taken[0] == f"{line}\n \n\n"


def test_no_two_terminals_are_equally_strong() -> None:
    """Between two of the same priority not the grammar would choose, but the parser generator."""
    for line in ALL_LINES:
        priorities = [terminal.priority for terminal in LINE_TERMINALS if match_line(terminal.name, line)]
        assert len(priorities) == len(set(priorities)), line


# ---------------------------------------------------------------------------------------------------
# Rules. Lines are given by their kinds; what the rules say of them is said another way, by `reading`.

# One line, or lines, of every kind. In a digest the lines of a fence are nothing but text.
SAMPLES = {name: next(iter(terminal.takes)) for name, terminal in TERMINALS.items() if name not in TEXTS}
SAMPLES["FENCED"] = "```\n```"


class Rule(NamedTuple):
    appears: list[str]
    is_absent: list[str]


RULES = {
    "document": Rule(
        [
            "BLANK",
            "BLANK BLANK BLANK",
            "BLANK DIGEST_HEADING",
            "BLANK OTHER",
            "DIGEST_HEADING BLANK DIGEST_HEADING",
            "OTHER DIGEST_HEADING SECTION DIGEST_HEADING SECTION",
        ],
        [],  # the root of every tree
    ),
    "preamble": Rule(
        [
            "OTHER BLANK OTHER",
            "SECTION SECTION DIGEST_HEADING",
            "SECTION HEADING VOTE BULLET",
            "DRIFTED HEADING BULLET",
            "FENCED BLANK DIGEST_HEADING",
            "CONFLICT OTHER",
            "BULLET OTHER",
        ],
        ["DIGEST_HEADING", "DIGEST_HEADING OTHER SECTION OTHER", "BLANK DIGEST_HEADING"],
    ),
    "trailer": Rule(
        [
            "DIGEST_HEADING SECTION",
            "DIGEST_HEADING HEADING SECTION",
            "DIGEST_HEADING HEADING BULLET SECTION OTHER BULLET",
            "DIGEST_HEADING HEADING BULLET DRIFTED HEADING BULLET",
            "DIGEST_HEADING SECTION HEADING VOTE OTHER SECTION FENCED DIGEST_HEADING",
        ],
        ["SECTION DIGEST_HEADING", "DIGEST_HEADING OTHER", "DIGEST_HEADING HEADING OTHER BULLET OTHER"],
    ),
    "digest": Rule(
        [
            "DIGEST_HEADING BLANK",
            "DIGEST_HEADING HEADING HEADING_CUT HEADING_BARE HEADING_ODD",
            "DIGEST_HEADING HEADING VOTE DIGEST_HEADING HEADING",
            "DIGEST_HEADING HEADING BULLET OTHER DIGEST_HEADING",
        ],
        ["SECTION HEADING", "DRIFTED", "FENCED", "BULLET"],
    ),
    "stray": Rule(
        [
            "DIGEST_HEADING OTHER HEADING",
            "DIGEST_HEADING BULLET OTHER HEADING",
            "DIGEST_HEADING VOTE AUTHORS",
            "DIGEST_HEADING FENCED HEADING",
        ],
        ["DIGEST_HEADING BLANK HEADING", "DIGEST_HEADING HEADING OTHER VOTE", "OTHER VOTE BULLET"],
    ),
    "paper": Rule(
        [
            "DIGEST_HEADING BLANK HEADING BLANK IMAGE BLANK VOTE BLANK AUTHORS BLANK BULLET BULLET BLANK",
            "DIGEST_HEADING HEADING AUTHORS VOTE_BAD IMAGE_BARE VOTE VIDEO_BARE",
            "DIGEST_HEADING HEADING VIDEO_PART VIDEO_TAG VIDEO_PART",
            "DIGEST_HEADING HEADING BULLET HEADING",
            "DIGEST_HEADING HEADING BULLET HEADING BULLET HEADING VOTE BULLET OTHER",
        ],
        ["HEADING DIGEST_HEADING", "DIGEST_HEADING SECTION HEADING", "DIGEST_HEADING GLUED"],
    ),
    "unknown": Rule(
        [
            "DIGEST_HEADING HEADING OTHER VOTE OTHER OTHER BULLET",
            "DIGEST_HEADING HEADING FENCED VOTE",
            "DIGEST_HEADING HEADING MISNAMED MISNAMED GLUED",
            "DIGEST_HEADING OTHER",
        ],
        [
            "DIGEST_HEADING HEADING BULLET OTHER GLUED",
            "DIGEST_HEADING HEADING VOTE_BAD",
            "OTHER DIGEST_HEADING SECTION OTHER",
        ],
    ),
    "more": Rule(
        [
            "DIGEST_HEADING HEADING BULLET OTHER BLANK OTHER BULLET OTHER",
            "DIGEST_HEADING HEADING BULLET VOTE AUTHORS IMAGE VIDEO_PART",
            "DIGEST_HEADING HEADING BULLET GLUED MISNAMED",
            "DIGEST_HEADING HEADING BULLET FENCED BULLET",
        ],
        [
            "DIGEST_HEADING HEADING VOTE OTHER",
            "DIGEST_HEADING BULLET OTHER VOTE",
            "BULLET OTHER",
            "DIGEST_HEADING HEADING BULLET BULLET HEADING_BARE BULLET SECTION",
        ],
    ),
    "conflict": Rule(
        [
            "DIGEST_HEADING CONFLICT HEADING CONFLICT VOTE BULLET CONFLICT OTHER BULLET",
            "DIGEST_HEADING HEADING BULLET HEADING BULLET CONFLICT HEADING",
        ],
        ["CONFLICT OTHER", "DIGEST_HEADING SECTION CONFLICT"],
    ),
}


def rules_of(tree: Tree[Token]) -> Iterator[str]:
    """Name the rules in a tree. A stray line stands in a node with the name `unknown`, right in a digest."""
    yield tree.data
    for node in tree.children:
        if isinstance(node, Tree):
            yield from rules_of(node)
            if tree.data == "digest" and node.data == "unknown":
                yield "stray"


OUTSIDE = ("SECTION", "DRIFTED", "FENCED", "HEADING", "HEADING_ODD")
WORDS = ("OTHER", "MISNAMED", "GLUED")


def reading(kinds: Iterable[str]) -> Tree[Token]:
    """Say the rules another way, as a walk over the samples: where each line goes depends on the place alone."""
    document: Tree[Token] = Tree("document", [])
    node, place = document, "start"
    for kind in kinds:
        if kind == "BLANK":
            if not document.children:
                document.children.append(Token(kind, ""))
            continue  # the line above takes it along
        outside = place in ("start", "outside")
        if kind == "DIGEST_HEADING":
            node = digest = Tree("digest", [Token(kind, "")])
            document.children.append(digest)
            place = "digest"
        elif kind in ("SECTION", "DRIFTED") and not outside:
            node = Tree("trailer", [Token(kind, "")])
            document.children.append(node)
            place = "outside"
        elif kind.startswith("HEADING") and not outside:
            node = Tree("paper", [Token(kind, "")])
            digest.children.append(node)
            place = "fields"
        elif outside:
            if place == "start":
                node = Tree("preamble", [])
                document.children.append(node)
                place = "outside"
            node.children.append(Token(kind if kind in OUTSIDE else "OTHER", ""))
        else:
            if place == "fields" and kind == "BULLET":
                place = "summary"
            for line in ["OTHER", "OTHER"] if kind == "FENCED" else [kind]:
                wrapped = {"digest": True, "fields": line in (*WORDS, "CONFLICT"), "summary": line != "BULLET"}[place]
                name = "conflict" if line == "CONFLICT" else "more" if place == "summary" else "unknown"
                node.children.append(Tree(name, [Token(line, "")]) if wrapped else Token(line, ""))
    return document


def assert_reads_as_the_rules_say(kinds: Iterable[str]) -> Tree[Lines]:
    tree = parse("\n".join(map(SAMPLES.__getitem__, kinds)))
    assert form(tree) == form(reading(kinds))
    return tree


@pytest.mark.parametrize(("name", "kinds"), [(name, kinds) for name, rule in RULES.items() for kinds in rule.appears])
def test_rule_appears(name: str, kinds: str) -> None:
    assert name in rules_of(assert_reads_as_the_rules_say(kinds.split()))


@pytest.mark.parametrize(("name", "kinds"), [(name, kinds) for name, rule in RULES.items() for kinds in rule.is_absent])
def test_rule_is_absent(name: str, kinds: str) -> None:
    assert name not in rules_of(assert_reads_as_the_rules_say(kinds.split()))


@pytest.mark.parametrize("above", ["Vote: 1", "- text"])
def test_a_fence_in_a_digest_hides_no_heading(above: str) -> None:
    assert form(parse("\n".join([DIGEST, PAPER, above, "```", DIGEST, "```"]))).count("digest(") == 2


@pytest.mark.parametrize(
    "above",
    [
        "",
        "OTHER",
        "DIGEST_HEADING",
        "DIGEST_HEADING SECTION",
        "DIGEST_HEADING HEADING",
        "DIGEST_HEADING HEADING BULLET",
    ],
)
def test_every_kind_of_line_below_every_other(above: str) -> None:
    for below in product(SAMPLES, repeat=2):
        assert_reads_as_the_rules_say([*above.split(), *below])


# What lines of tags hold: up to `¦` it is links and how to show them. Then the links in them.
TAGS = {
    "<video src='a.mp4'></video>¦": ["a.mp4"],
    '<div><video controls src=" a.mp4 " muted="false"></video></div>¦': ["a.mp4"],
    "<iframe src=a.mp4 ></iframe>¦": ["a.mp4"],
    "<video  width = 320 height='240px' border=\"0\" CONTROLS Src = 'b c.mp4' >¦": ["b c.mp4"],
    "<video preload=none loop autoplay='' muted=muted webkit-playsinline playsinline/> </video> ¦": [],
    "<source src='a.mp4' type=video/mp4><source src='b.webm' type='video/webm'>¦": ["a.mp4", "b.webm"],
    "<iframe width='100%' height=auto frameborder=0 src='' allowfullscreen>¦": [""],
    "<video ¦title='A film' src='a.mp4'></video>": ["a.mp4"],
    "<video src='a.mp4' ¦alt='words'></video>": ["a.mp4"],
    "<div ¦class='words'><video src='a.mp4'></video></div>": ["a.mp4"],
    "<video src='a.mp4' ¦poster='b.png'></video>": ["a.mp4"],
    "<video src='a.mp4' ¦controlslist=words></video>": ["a.mp4"],
    "<video src='a.mp4' ¦data-src='b.mp4'></video>": ["a.mp4"],
    "<video ¦controls='91%' src='a.mp4'></video>": ["a.mp4"],
    "<video ¦width='words' src='a.mp4'></video>": ["a.mp4"],
    "<source src='a.mp4' ¦type='words/mp4'>": ["a.mp4"],
    "<source src='a.mp4' ¦type='video/mp4; codecs=words'>": ["a.mp4"],
    "</video ¦words>": [],
    "<video ¦src='a.mp4'words></video>": [],
    "<video src='a.mp4' ¦mutedwords></video>": ["a.mp4"],
}


@pytest.mark.parametrize(("line", "links"), TAGS.items())
def test_tags(line: str, links: list[str]) -> None:
    plain, _, more = line.partition("¦")
    parts = list(parse_by("tags", plain + more).children)
    assert all(isinstance(part, Lines) for part in parts)
    words = [part.start for part in parts if part.type == "TAG_WORDS"]
    assert words[:1] == ([len(plain)] if more else [])
    groups = [part.matches[0].groups() for part in parts if part.type == "TAG_LINK"]
    assert [next(group for group in each if group is not None).strip(" ") for each in groups] == links


# Blocks: the same lines at once.

HEAD = [PAPER, f"![]({PNG})", "Vote: 26", "Authors: Ann One, Bob Two"]
HEAD_GROUPS = ("Title", URL, None, None, "", PNG, "26", None, None, "Ann One, Bob Two")
VIDEO = [f"[Watch Video]({MP4})", f'<div><video controls src="{MP4}" muted="false"></video></div>']


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n\n"])
def test_lines_in_their_usual_order_are_a_head_and_with_bullets_a_paper(between: str) -> None:
    head_text, bullets = between.join([*HEAD, ""]), f"- a\n- **b**: c{between}"
    (head,) = tokens(parse(f"{DIGEST}\n{head_text}"))[1:]
    assert (head.type, text_of(head), head.matches[0].groups()) == ("HEAD", head_text, HEAD_GROUPS)
    one = head_text + bullets
    (papers, more) = tokens(parse(f"{DIGEST}\n{one}{one}more\n"))[1:]
    assert (papers.type, text_of(papers), more.type) == ("PAPER", one + one, "OTHER")
    for match in papers.matches:
        assert (match[0], match.groups()) == (one, (*HEAD_GROUPS, ""))
        assert match.string[match.end(11) : match.end()] == bullets


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        # Any of the lines may be absent.
        ([HEAD[0]], "HEADING"),
        ([HEAD[0], *HEAD[2:]], "HEADING+VOTE+AUTHORS"),
        (HEAD[:2], "HEADING+IMAGE"),
        ([HEAD[0], HEAD[3], "- a", "- b"], "HEADING+AUTHORS+BULLET+BULLET"),
        ([HEAD[0], *VIDEO, *HEAD[2:]], "HEADING+VIDEO_LINK+VIDEO_PLAYER+VOTE+AUTHORS"),
        ([HEAD[0], "Vote: -", "Authors: ['Ann']", "- a"], "HEADING+VOTE+AUTHORS+BULLET"),
        # Another order, another form, or a second of a kind ends it.
        ([HEAD[0], *VIDEO, *HEAD[1:]], "HEADING+VIDEO_LINK+VIDEO_PLAYER IMAGE VOTE AUTHORS"),
        ([*HEAD[:2], HEAD[3], HEAD[2]], "HEADING+IMAGE+AUTHORS VOTE"),
        ([*HEAD[:2], "text", *HEAD[2:]], "HEADING+IMAGE OTHER VOTE AUTHORS"),
        ([*HEAD[:2], "Vote: many", HEAD[3]], "HEADING+IMAGE VOTE_BAD AUTHORS"),
        ([HEAD[0], "[](a.png)", HEAD[2]], "HEADING IMAGE_BARE VOTE"),
        ([HEAD[0], VIDEO[0], HEAD[2]], "HEADING VIDEO_LINK VOTE"),
        ([HEAD[0], HEAD[1], *VIDEO], "HEADING+IMAGE VIDEO_LINK VIDEO_PLAYER"),
        (["### Title", *HEAD[2:]], "HEADING_BARE VOTE AUTHORS"),
        (["### [Half a ti", *HEAD[2:]], "HEADING_CUT VOTE AUTHORS"),
        (["### 1. [Title](u)", *HEAD[2:]], "HEADING_ODD VOTE AUTHORS"),
        # Bullets, and other lines, that follow each other.
        (["### A", "- a", "  - **b**: c", "", "-"], "HEADING_BARE BULLET+BULLET+BULLET"),
        (["### A", "- a", "text", "", "more", "- b", "- c"], "HEADING_BARE BULLET OTHER+OTHER BULLET+BULLET"),
        (["### A", "- a", "Vote: 1", "Vote: 1"], "HEADING_BARE BULLET VOTE VOTE"),
        (["### A", "- a", PAPER, "- b"], "HEADING_BARE BULLET HEADING+BULLET"),
        (["### A", "text", PAPER], "HEADING_BARE OTHER HEADING"),
    ],
)
def test_lines_that_are_taken_at_once(text: list[str], taken: str) -> None:
    some = tokens(parse("\n".join([DIGEST, *text])))[1:]
    assert " ".join("+".join(lines_of(token)) for token in some) == taken


# ---------------------------------------------------------------------------------------------------
# Our lexer is an optimization of Lark's.

STOCK = Lark(read_grammar(), lexer="contextual", **OPTIONS)


def assert_same_tokens(text: str) -> None:
    text = normalize(text)
    ours: list[tuple[str, str]] = []
    for token in tokens(parse_by("document", text)):
        if token.type == "PAPER":
            ours += [("PAPER", match[0]) for match in token.matches]
        elif token.type in RUNS:
            ours += [(token.type, line[0]) for line in pattern(token.type).finditer(text, token.start, token.end)]
        else:
            ours.append((token.type, text_of(token)))
    assert ours == [(token.type, str(token)) for token in tokens(STOCK.parse(text, start="document"))]


def test_lark_gives_the_same_tokens_for_the_seeds_and_the_digests() -> None:
    for path in [*SEEDS, *sorted((ROOT / "tests/digests").rglob("*.md"))]:
        assert_same_tokens(path.read_bytes().decode("utf-8", "replace"))


def test_the_table_of_the_wheel_is_the_same_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    text = write_table(read_grammar())
    assert text == write_table(read_grammar())  # whatever the order of Lark's sets
    table = ModuleType("dailypapers.grammar.table")
    exec(text, vars(table))
    monkeypatch.setitem(sys.modules, table.__name__, table)
    monkeypatch.setattr(Lark, "__init__", None)  # nothing is built
    loaded = make_parser.__wrapped__()
    for path in SEEDS:
        digest = normalize(path.read_text("utf-8"))
        assert loaded.parse(digest, start="document") == parse_by("document", digest)


def test_a_table_of_another_grammar_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    table = ModuleType("dailypapers.grammar.table")
    exec(write_table(read_grammar().replace("Vote", "Voten")), vars(table))
    monkeypatch.setitem(sys.modules, table.__name__, table)
    vote = make_parser.__wrapped__().get_terminal("VOTE").pattern.to_regexp()
    assert vote == make_parser().get_terminal("VOTE").pattern.to_regexp()


def test_without_its_grammar_an_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pkgutil.get_data", lambda *_: None)
    with pytest.raises(
        ImportError, match=r"^dailypapers is installed without its grammar, digest\.lark; install it again$"
    ):
        read_grammar()


# ---------------------------------------------------------------------------------------------------
# Nothing is left out.


def test_every_terminal_has_its_lists() -> None:
    names = {terminal.name for terminal in make_parser().terminals if not terminal.name.startswith("_")}
    assert names == TERMINALS.keys() | BLOCKS | PARTS
    for name, terminal in TERMINALS.items():
        assert terminal.takes, name
        assert terminal.refuses, name
        for number, group in enumerate(zip(*terminal.takes.values(), strict=True), 1):
            assert any(group), f"group {number} of {name} never takes part"


def test_every_rule_has_its_lists() -> None:
    names = {rule.origin.name for rule in make_parser().rules if not rule.origin.name.startswith("_")}
    assert names == {*RULES, "tags", "text"}
    for name, rule in RULES.items():
        assert rule.appears, name
        assert rule.is_absent or name == "document", name


# ---------------------------------------------------------------------------------------------------
# Any text.

line = st.sampled_from(ALL_LINES) | st.text(st.characters(exclude_characters="\n")) | st.text("#[]()!<>*-:`~ \r\t1aV")
whole_lines = st.lists(line, max_size=30).map("\n".join)


def assert_is_all_there(text: str) -> None:
    tree = parse(text)
    assert "".join(map(text_of, tokens(tree))) == normalize(text)
    assert list(rules_of(tree)).count("document") == 1
    assert_same_tokens(text)


@settings(deadline=None, max_examples=100)
@given(whole_lines)
def test_lines_of_every_kind_in_any_order_are_taken(text: str) -> None:
    assert_is_all_there(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert_is_all_there(text)


@settings(deadline=None, max_examples=100)
@given(whole_lines)
def test_terminal_takes_one_line_of_any_text(text: str) -> None:
    for name, terminal in PATTERNS.items():
        taken = terminal.match(f"{text}\n")
        if taken and name != "FENCED":
            assert taken.end() == end_of_first_line(f"{text}\n"), name


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(SAMPLES)), min_size=1, max_size=30))
def test_any_order_of_lines_reads_as_the_rules_say(kinds: list[str]) -> None:
    assert_reads_as_the_rules_say(kinds)
