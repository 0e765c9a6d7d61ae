r"""What between dollars is math: what is known. Everything else is text, and TeX runs none of it.

That TeX takes all of it without an error is tried in ``test_tex.py``.
"""

import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailypapers.references import symbols
from dailypapers.references.latex import LatexEncoder
from dailypapers.references.math import parts, words
from dailypapers.references.titles import math_in

MATH = [
    # what titles have
    *(r"\mathcal{O}(n^2)", r"\tilde{\mathcal{O}}(1/\sqrt{T})", "k", "^{2}", r"\pi_0", r"\alpha", r"10\times", r"\sim"),
    *(r"\text{Pass@k}", r"\operatorname{rank}(A)", r"\left(\frac{a}{b}\right)^2", r"\mathbb{R}^d", r"\bm{x}_t"),
    *(r"\boldsymbol{\theta}", r"\hat{y}", r"\ell_{\infty}", "L_p", r"\infty", "S^3", r"M \models \phi"),
    *(r"\textbf{R}^2", r"\mathrm{SO}(3)", r"\widetilde{\mathcal O}(n^3)", r"{\cal O}(n)", r"\rm LLM^2", r"D^\star"),
    *(r"50\%", r"\log n", r"\to", r"\pm", r"\ldots", r"\leq", r"\neq", r"\{x\}", r"\|x\|", r"\$", r"a\,b\;c\quad d\ e"),
    r"2^{2^{2^n}}",
    # scripts: each of an atom once, and a prime is one
    *(
        "x_1^2x_1^2",
        "X^2",
        "x^2_1",
        "f''",
        "f_1'",
        "{x^2}_3",
        "{x_1}^2",
        "x^{y^2}_3",
        r"\left(x^2\right)^3",
        "{}^{13}C",
    ),
    *(r"x_\text{max}", r"x^\mathrm{T}", "x^*", r"\underbrace{a}_{b}^{c}", r"\sum_{i=1}^n \int", r"\mathbf{D^3}_2"),
    # arguments: a group, or what is one character to TeX
    *(r"\sqrt[3]{x}", r"\sqrt2", r"\frac12", r"\frac\pi2", r"\frac{\frac{a}{b}}{c}", r"\binom{n}{k}", r"\hat x"),
    *(r"\overline{\text{MS}}", r"\mbox{a b}", r"\text{a \& b's}", r"\operatorname{SL}_2", r"\sqrt{\hat{x}_1}"),
    # below an accent and in bold
    *(r"\hat{\mathbf{x}}_t", r"\mathbf{\hat{x}}_t", r"\hat{x_1}", r"\bm{x^2}", r"\boldsymbol{a + \mathrm{b}}"),
    r"\vec\nabla",
    # sixteen in one another
    *("{" * 16 + "x" + "}" * 16, r"\left(" * 16 + r"\right)" * 16),
    # brackets
    *(r"\left\{x\right\}", r"\left.x\right|", r"\big(x\big)", r"\Bigl\langle x\Bigr\rangle", r"\lVert x \rVert"),
]


@pytest.mark.parametrize("math", MATH)
def test_what_is_math(math):
    assert LatexEncoder().encode(f"${math}$") == f"{{${math}$}}"


PROGRAMS = [
    # found in a hard look at the first release
    *(r"\begin{input}{/etc/hostname}\end{input}", r"\begin{openout}5=a\end{openout}\begin{write}5{x}\end{write}"),
    *(r"\ExplSyntaxOn", r"\UseName{input}{a}", r"\AddToHook{enddocument}{\input{a}}", r"\enddocument", r"\stop"),
    *(r"\multiput(0,0)(1,1){99999}{x}", r"\romannumeral`\a", r"\setcounter{page}{9}", r"\font\a=b", r"\label{a}"),
    # reads, writes, loads, says
    *(r"\input{a}", r"\input a", r"\InputIfFileExists{a}{}{}", r"\include{a}", r"\openin1=a", r"\openout1=a"),
    *(r"\read1to\a", r"\write18{a}", r"\immediate\write18{a}", r"\ShellEscape{a}", r"\directlua{a}", r"\special{a}"),
    *(r"\message{a}", r"\includegraphics{a}", r"\verbatiminput{a}", r"\pdffiledump{a}", r"\usepackage{a}"),
    *(r"\RequirePackage{a}", r"\bibliography{a}", r"\href{a}{b}", r"\url{a}", r"\typein{a}", r"\showthe\year"),
    r"\errmessage{a}",
    # defines and expands
    *(r"\def\a{b}", r"\gdef\a{b}", r"\let\a=b", r"\newcommand{\a}{b}", r"\newcount\a", r"\csname input\endcsname a"),
    *(r"\catcode1=2", r"\expandafter\a", r"\scantokens{a}", r"\lowercase{a}", r"\uppercase{a}", r"\loop\a\repeat"),
    *(r"\noexpand\a", r"\string\a", r"\meaning\a", r"\jobname", r"\the\year", r"\number\year", r"\ifx", r"\fi"),
    *(r"\else", r"\begingroup", r"\endgroup", r"\bgroup", r"\egroup", r"\relax", r"\global", r"\aftergroup\a"),
    *(r"\everymath{a}", r"\makeatletter", r"\protect", r"\batchmode", r"\end", r"\bye", r"\shipout"),
    *(r"\begin{document}", r"\end{document}"),
    # says a character by its number
    *(r"\char92", r"\mathchar92", r"\mathchardef\a=92", r"\symbol{92}", r"\Uchar92", r"\unicode{x}", "a^^7d"),
    "a^^^^007d",
    # boxes, sizes, places, and what belongs elsewhere
    *(r"\hbox{a}", r"\vbox{a}", r"\vrule height 9pt", r"\rule{9pt}{9pt}", r"\hskip 1000pt", r"\hspace{9in}"),
    *(r"\kern9pt", r"\mkern9mu", r"\raise9pt\hbox{a}", r"\raisebox{9pt}{a}", r"\halign{a}", r"\noalign{a}"),
    *(r"\fbox{a}", r"\parbox{a}{b}", r"\phantom{a}", r"\smash{a}", r"\llap{a}", r"\tag{a}", r"\ref{a}", r"\cite{a}"),
    *(r"\color{red}", r"\textcolor{red}{a}", r"\displaystyle a", r"\limits", r"\sum\limits_a", r"\nonumber"),
    *(r"\footnote{a}", r"\newline", r"\par", r"\item", r"a \over b", r"a \above 1pt b", r"a \atop b"),
    *(r"\genfrac{}{}{9pt}{}{a}{b}", r"\mathchoice{}{}{}{}", r"\ensuremath{a}"),
    *(r"\begin{array}{@{\input{a}}c}a\end{array}", r"\begin{aligned}a\end{aligned}", r"\begin{right}"),
    r"\begin{equation}a",
    # a name that is known to one and not to another: LuaTeX takes letters, packages an @, for more of it
    *(r"\alphaé", r"\é", r"\alpha@", r"\text@{a}", r"\left(x\right\input", r"\left\input x\right)", r"\big\input"),
    *(r"\not\input", r"\end{right}", r"\left(x\end{right}", r"\begin{matrix}a\right)"),
    r"\begin{matrix*}a\end{matrix*}",
    # in text, and in what math is in
    *(r"\text{\input{a}}", r"\text{\def\a{b}}", r"\mbox{\write18{a}}", r"\text{a\(b\)}", r"\text{a^b}"),
    *(r"\text{\alpha}", r"\textbf{\text{\input a}}", r"\sqrt[\input{a}]{b}", r"\frac{\input{a}}{b}", r"x^{\input{a}}"),
    *(r"\hat{\def\a}", r"\begin{matrix}\input{a}\end{matrix}", r"\begin{matrix}a\\[9in]b\end{matrix}"),
    r"\begin{matrix}a\\*b\end{matrix}",
    # signs that a package may have made a command, and others that are none
    *("a~b", 'a"b', "a`b", "\\'e", "a\N{NO-BREAK SPACE}b", "a\N{RIGHT-TO-LEFT OVERRIDE}b", "a\N{ZERO WIDTH SPACE}b"),
]

ERRORS = [
    # scripts without what they are of, or twice
    *("x^", "x_", "x^a^b", "x_a_b", "x^a_b^c", "x^a'", "x'^a'", "x' ^a", "x^'", "x^^a", "x^_a", r"x^\frac12", "{x^}"),
    *(r"x\rm^2_", r"x^2\rm^3", r"{\hat x^2}^3", r"x'^\text{a}", r"\hat{x_\text{a}}", r"x^\left(a\right)"),
    *(r"x_\mbox{a}", "x^2 ^3", "{x^2}^3", "{x'}^2", "f'^2", r"\sqrt{x^2}^3", r"\mathrm{x_1}_2", r"\bm{x^a}^b", "x^ 2"),
    r"x^\log",
    # arguments that are missing, or are none
    *(r"\frac", r"\frac{a}", r"\frac{a}\frac{b}{c}", r"\frac{a} {b}", r"{\frac{a}}", r"\frac(a)(b)", r"\frac\neq2"),
    *(r"\sqrt", r"\sqrt[", r"\sqrt[3]", r"\sqrt[3", r"\hat", r"\hat\hat x", r"\hat'", r"\mathbb", r"\operatorname"),
    *(r"\text", r"\text a", r"\text{a", r"\text{{a}", r"\text{a\\b}", r"\text{\textit{a}}", r"\text{a\ b}"),
    # what is opened and not closed
    *("{", "}", "}{", "{{x}", r"\{", r"\}x", r"\{}", r"\left(", r"\right)", r"\left(x", r"\left( {x \right)}"),
    *(r"\left x\right)", r"\left", r"\big", r"\left\alpha x\right)"),
    # what amsmath finds no end of, and bm
    *(r"\hat{a\hat b}", r"\hat{\bar{x}}", r"\hat{\frac{a}{b}}", r"\hat{\text{a}}", r"\bm{\hat x}", r"\hat{x'}"),
    *(r"\hat{}", r"\bm{\dots}", r"\bm{\rm x}", r"\bm{\frac12}", r"\bm{\text{a}}", r"\bm{^2}", r"\bm{  ^2}"),
    *(r"\boldsymbol{x'^2}", r"\hat{\mathrm{^2}}", r"\bm{\left(x\right)}", r"\sqrt[3]{\sqrt[3]{x}}", r"\dots\bm x"),
    r"\dots \bm{x}",
    # too much in one another
    *("{" * 17 + "x" + "}" * 17, r"\left(" * 17 + r"\right)" * 17),
    # what TeX takes and is not known here
    *(r"\\", r"a\\b", r"a\\%b", r"\begin{matrix}a & b\end{matrix}", r"\begin{cases}a\end{cases}", r"\end{matrix}"),
    *(r"\not=", r"\middle|", r"\overset{a}{=}", r"\xrightarrow{a}", r"\operatorname*{a}", r"\curlywedge", r"\pmb{x}"),
]


@pytest.mark.parametrize("math", [*PROGRAMS, *ERRORS])
def test_what_is_no_math(math):
    written = LatexEncoder().encode(f"A ${math}$ B")
    assert list(math_in(f"A ${math}$ B")) == []
    assert written.startswith(r"A \$")
    assert written.endswith(r"\$ B")


@pytest.mark.parametrize("around", [r"{%s}", r"x^{%s}", r"\frac{%s}{b}", r"\text{%s}", r"\left(%s\right)", r"a %s b"])
def test_a_program_is_no_math_wherever_it_stands(around):
    assert [program for program in PROGRAMS if list(math_in(f"${around % program}$"))] == []


@pytest.mark.parametrize(
    ("title", "is_ascii", "written"),
    [
        # Fonts for math have Greek letters and signs as commands alone: LuaTeX leaves out what its font does not have.
        ("$α_1 ≤ é$ and α ≤ é", False, r"{${\alpha}_1 {\leq} {\mbox{é}}$} and α ≤ é"),
        # signs that a title means as such
        (r"$a & b\& 50% \text{#1 & \%}$", False, r"{$a \& b\& 50\% \text{\#1 \& \%}$}"),
        # a symbol in text within math is math there
        (r"$α \text{α é}$", True, r"{${\alpha} \text{{\ensuremath{\alpha}} {\'e}}$}"),
    ],
)
def test_what_tex_gets_of_math(title, is_ascii, written):
    assert LatexEncoder(ascii=is_ascii).encode(title) == written


@pytest.mark.parametrize(
    ("math", "expected"),
    [
        (r"\alpha_1", [("", "α"), ("sub", "1")]),
        ("x^2_1", [("i", "x"), ("sup", "2"), ("sub", "1")]),
        ("x_{ab}", [("i", "x"), ("sub", "ab")]),
        ("{x}^2", [("i", "x"), ("sup", "2")]),
        ("{x_1}y", [("i", "x"), ("sub", "1"), ("i", "y")]),
        *(("{x_1}^2", None), ("{x^2}_3", None)),  # scripts of scripts
        *((r"\mathbf{x}", [("b", "x")]), (r"\mathrm{x}", [("", "x")]), (r"\mathbb{R}", [("", "ℝ")])),
        *((r"\mathbf{\mathit{x}}", None), (r"\mathbb{\mathrm{R}}", None)),  # fonts in fonts
        *((r"\log", [("", "log")]), (r"{\log}(n)", [("", "log("), ("i", "n"), ("", ")")])),
        *((rf"\log {n}", [("", "log "), ("i", n)]) for n in "nN"),
        (r"\mathbf{{x}}", [("b", "x")]),
        (r"\mathbb{RC}", [("", "ℝℂ")]),
        *((r"\text{a \& b}", [("", "a & b")]), (r"\textbf{a}", [("b", "a")]), (r"\textit{a}", [("i", "a")])),
        *(("f'", [("i", "f"), ("", "′")]), (r"a\!b", [("i", "ab")]), ("a&b", None)),
        *((f"a{sign}b", [("i", "a"), ("", f" {sign} "), ("i", "b")]) for sign in "=<>"),
        *((script, [("i", "x"), ("sub", "a=b")]) for script in ("x_{a=b}", r"x_{\mathrm{a=b}}")),
    ],
)
def test_math_that_is_words_in_styles(math, expected):
    assert words(math) == expected


def test_the_parts_of_math_that_are_text():
    assert parts(r"\text{a}x\mbox{b}") == [
        (r"\text{", False),
        ("a", True),
        (r"}x\mbox{", False),
        ("b", True),
        ("}", False),
    ]


_NAMES = {*symbols.SYMBOLS, *symbols.OLD_FONTS, *symbols.OF_LETTERS, *symbols.ARGUMENTS, *symbols.TEXTS}
_OTHERS = ["input", "left(", "right)", "begin{matrix}", "begin{input}", "csname", "write", "\\", "{", "&"]
_COMMAND = st.sampled_from([*sorted(_NAMES), *_OTHERS]).map("\\{}".format)


@given(st.lists(_COMMAND | st.sampled_from([*"ab12^_{}'&% ()[]@é"]) | st.text(max_size=3), max_size=12).map("".join))
def test_nothing_but_what_is_known_is_left_to_tex(text):
    for _, _, found in math_in(f"${text}$".replace("\n", " ")):
        math = "".join(part for part, _ in parts(found))
        assert not re.search(r"(?<!\\)(?:\\\\)*\$|\^\^|[~\"`]", math)
        for name in re.findall(r"\\([A-Za-z]+)", re.sub(r"\\[^A-Za-z]", " ", math)):
            assert name in _NAMES or re.fullmatch("[bB]igg?[lrm]?|left|right", name)


@pytest.mark.parametrize("run", ["a ", r"\$", r"\a", "$ ", r"a\$", "{", "a", "'"])
def test_a_dollar_before_a_long_text_takes_little_memory(run):
    """Ten bytes a character of the text, which is in it several times; once it was 120 for what was tried."""
    text = "$" + run * (400_000 // len(run))
    tracemalloc.start()
    try:
        list(math_in(text))
        assert tracemalloc.get_traced_memory()[1] < 10 * len(text)
    finally:
        tracemalloc.stop()
