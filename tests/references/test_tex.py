"""References in real documents: what pdfTeX with BibTeX, and LuaTeX with biber, make of every paper."""

import re
import unicodedata
from random import Random

import pytest

from dailypapers import Digest, Paper
from dailypapers.references import each_paper, symbols
from dailypapers.references.latex import LatexEncoder
from references.typeset import PREAMBLES, compiled, printed_by_luatex, printed_by_pdftex, shown
from support import needs, seed_digests

pytestmark = pytest.mark.outside

MATH = re.compile(r"(?<!\\)\$(?=\S)(?:\\.|[^$\\])+(?<!\s)\$(?![0-9])")

TITLES = [
    r"""Every special: & % # _ $ ~ ^ \ { } " ' ` < > | @ = , ; : ! ? * + - / ( ) [ ]""",
    *(f"{char}Before Within{char}Word, Alone {char} And after{char}" for char in r"&%#_$~^\{}\"@=,"),
    *(rf"\{char} escaped already" for char in "&%#_$"),
    r"\input{nothing} \def\x{y} \end{document} \\ \verb|x|",
    "Unbalanced {{{ One Way",
    "Unbalanced }}} Another Way",
    "{Braced} {\\bf Bold} and {$notmath}",
    "Costs $5 and $10 in 50% of Cases",
    "Bounds of $O(n^2)$, $\\alpha$-Models and M$^{2}$UGen",
    "Percent in Math $50\\%$ and $50%$ and $a_{i} & b$",
    "Greek α β Γ Ω Outside and $α_1 + Γ$ Inside",
    "Accents: Ünïcödé Naïve Façade Łódź Ærø Œuvre Straße Señor Čapek",
    "Symbols → ≤ × ± ∞ ° © – — “Quoted” ‘Single’ …",
    r"A Backslash Before One: $a\\%b$ and $a\\& b$ and $a\%b$ at the End",
    r"No Math but a Program: $\def\x{\x}\x$ and $a^^7d$",
    r"Nor Errors: $x^a^b$ and $\frac{a}$ and $\left($ and $\\$",
    r"Files: $\begin{input}{nothing}\end{input}$ and $\begin{openout}5=written\end{openout}$",
    r"Known: $\left(\frac{a}{b}\right)$, $x_\text{max}$, $\bm{x}$ and $\operatorname{rank}(A)$",
    r"Not Known: $\begin{pmatrix}a & b\\c & d\end{pmatrix}$ and $\overset{a}{b}$",
    "At Pass@$k$ @[x] (ann@lab) @@$x$ @GPT4 @",
    "GPT-4o, LLaVA-1.5 and a Word of LaTeX",
    "A Title with\ta Tab  and   Blanks",
    "%",
    "\\",
    "AB&C",
    "$\\alpha$ First of All",
    "Émile at the Begin",
    "WithAVeryLong" + "Word" * 8,
]
# None begins with a brace or a caret: biber 2.18 writes initials of such a name that TeX cannot read.
NAMES = (
    *("Gemini Team", "DeepSeek-AI", "NVIDIA", "01. AI", "Ronald McClelland Jr.", "Jean de la Fontaine III"),
    *("Wil M. P. van der Aalst", "Jan Kocoń", "Émile Zölä", "Åsa Ørsted", "Black and White", "A_B & C%D #E"),
    *("One, Ann", "others", "Open{Brace", "Brace}", "$x$ Dollar", "Ti~lde Ca^ret", 'Quo"te Mark', "Back\\slash Er"),
)
HOSTILE = Digest(
    None,
    (
        *(
            Paper(
                title, f"https://example.org/{index}", authors=(f"Ann {chr(65 + index % 26)}{chr(97 + index // 26)}",)
            )
            for index, title in enumerate(TITLES)
        ),
        *(Paper(title, f"https://example.org/alone/{index}") for index, title in enumerate(TITLES)),
        Paper("Every Kind of Name", "https://arxiv.org/abs/2407.00001", authors=NAMES),
        Paper(
            "More Names than Anybody Reads",
            "https://arxiv.org/abs/2407.00002v3",
            authors=tuple(f"Ann{chr(65 + index % 26)} {chr(65 + index // 26)}uthor" for index in range(663)),
            authors_omitted_at=600,
        ),
        Paper("No Link and No Author"),
        Paper("A Link to Be Careful With", "https://example.org/a_b%20c?d=e&f=#g~h^i{j} k\\l\"é'$m$"),
        Paper("An Old Identifier", "https://arxiv.org/abs/hep-th/9901001", authors=("Ann One",)),
    ),
)


@pytest.fixture(scope="module")
def some():
    return list(each_paper([*seed_digests(), HOSTILE]))


def plain(text):
    """Give letters and digits alone, without case and accents, as fonts put ligatures and accents in places of their own."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("ß", "ss"))
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", text)


def words(title):
    """Give the words of a title outside of math, and those of Greek letters, which are math to TeX."""
    text = MATH.sub(" ", title)
    return [plain(word) for word in re.findall(r"\w+", text) if plain(word) and not re.search("[\u0370-\u03ff]", word)]


def assert_all_is_there(papers, text):
    text = plain(text)
    assert [word for paper in papers for word in words(paper.title) if word not in text] == []


@pytest.mark.parametrize("style", ["plain", "abbrv", "alpha", "plainnat"])
def test_bibtex_and_pdftex(tmp_path, some, style):
    assert_all_is_there(some, printed_by_pdftex(tmp_path, some, style))


def test_biber_and_luatex(tmp_path, some):
    text = printed_by_luatex(tmp_path, some)
    assert_all_is_there(some, text)
    assert "Kocoń" in text


ALONE = sorted(symbols.SYMBOLS | symbols.OLD_FONTS)
ON_OTHERS = sorted({*symbols.OF_LETTERS, *symbols.ARGUMENTS})


def commands():
    """Give formulas in which each command of math stands wherever it may."""
    for name in sorted(symbols.CHARACTERS):
        yield from (rf"\{name}^2_3 \{name}'", rf"x^\{name}_\{name}", rf"\frac\{name}\{name}", rf"\bm\{name}")
    for name in sorted(symbols.SYMBOLS):
        yield from (rf"x\{name} x", rf"\{name}^2_3", rf"x^{{\{name}}}", rf"\operatorname{{\{name}}}")
    for name in sorted(symbols.OLD_FONTS):
        yield from (rf"\{name} x", rf"{{\{name} O}}(n)", rf"x^{{\{name} y}}")
    for name, count in symbols.ARGUMENTS.items():
        for argument in ("2", r"\pi", "{x_1}", "{}", r"{\left(\frac12\right)\text{a}}", r"{\mathrm{a}\quad\hat{x}_1}"):
            yield rf"\{name}{argument * count}^3 x"
    for name in ON_OTHERS:
        yield rf"\{name} x{{}}"
    for name in sorted(symbols.OF_LETTERS):
        yield from (rf"\{name}\alpha", rf"\{name}{{x_1^2+y}}", rf"\{name}{{\mathrm{{a}}}}_3'")
    for name in sorted(symbols.TEXTS):
        yield rf"\{name}{{a b's \& \% \# \_ \$ %}}"
    for name in sorted({*symbols.ALPHABETS, *symbols.TEXTS} - {"mbox"}):
        yield rf"x^\{name}{{a}}_\{name}{{b}}"
    for name in [*(rf"\{name}" for name in sorted(symbols.BRACKETS)), *"()[]/|.<>", r"\{", r"\}", r"\|"]:
        # A brace is balanced by the other, as BibTeX counts this one too.
        end = {r"\{": r"\}", r"\}": r"\{"}.get(name, name)
        opened, closed = (end, name) if name == r"\}" else (name, end)
        yield rf"\left{opened} x \right{closed}^2"
        for size in ("big", "Big", "bigg", "Bigg", "bigl", "Bigr", "biggm"):
            yield rf"\{size}{opened} x \{size}{closed}"
    yield from (r"\sqrt[3]{x}", r"a\,b\:c\;d\!e\>f\ g\|h\#\$\%\&\_", "a+-*/=<>()[]|.,;:!?@%#&''")


@pytest.mark.parametrize(("engine", "preamble"), [*zip(("pdflatex", "lualatex"), PREAMBLES, strict=True)])
def test_latex_compiles_every_command_that_is_math(tmp_path, engine, preamble):
    needs(engine)
    formulas = [LatexEncoder().encode(f"${math}$") for math in commands()]
    assert [math for math in formulas if not math.startswith("{$")] == []
    compiled(tmp_path, engine, preamble, "\n\n".join(formulas))


def formula(random, depth=0):
    """Give a formula of any commands, in which most are not where they may be."""

    def group():
        return f"{{{formula(random, depth + 1)}}}" if depth < 4 else "{x}"

    def one_of(names):
        return f"\\{random.choice(names)}"

    kinds = [
        lambda: random.choice("abxN02+-*=()[]|.,!@ %#&''"),
        lambda: one_of(ALONE) + random.choice([" ", "", "{}"]),
        lambda: (
            random.choice("^_") + random.choice(["2", "x", r"\alpha ", r"\text{a b}", r"\mathrm{x}", "'", "*", group()])
        ),
        group,
        lambda: one_of(ON_OTHERS) + random.choice([group(), group(), " x"]),
        lambda: r"\frac" + group() + random.choice([group(), "2"]),
        lambda: one_of(sorted(symbols.TEXTS)) + random.choice(["{a}", "{}", r"{b \&}", "{α'}"]),
        lambda: rf"\left({group()}|{group()}\right" + random.choice([")", "]", "."]),
        lambda: random.choice([r"\,", r"\_", r"\{", r"\}", "α", "é", r"\sqrt[3]2", r"\big(", r"\\"]),
    ]
    return "".join(random.choice(kinds)() for _ in range(random.randint(0 if depth else 1, 5)))


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
def test_latex_finds_no_error_in_what_is_math(tmp_path):
    """Formulas of one seed, so that each run tries the same."""
    needs("pdflatex")
    latex, random = LatexEncoder(ascii=True), Random(11)
    written = [latex.encode(f"${formula(random).strip()}$") for _ in range(8_000)]
    formulas = [math for math in written if re.fullmatch(r"\{\$.*\$\}", math)]
    assert len(formulas) > 2000
    compiled(tmp_path, "pdflatex", PREAMBLES[0], "\n\n".join(formulas))


def test_latex_takes_any_two_commands_side_by_side(tmp_path):
    """Some look at what is behind them, as dots do to find out where they belong."""
    needs("pdflatex")
    every = [rf"\{name} " for name in ALONE]
    every += [rf"\{name}{{x}}{{y}}" for name in [*ON_OTHERS, *sorted(symbols.TEXTS)]]
    every += [r"\left(x\right)", r"\big(", r"\sqrt[3]{x}", r"\,", r"\{x\}", "^2", "'", "é", "%", "{}"]
    written = [LatexEncoder().encode(f"${first}{second}x$") for first in every for second in every]
    formulas = [math for math in written if math.startswith("{$")]
    assert len(formulas) > 0.99 * len(written)
    compiled(tmp_path, "pdflatex", PREAMBLES[0], "\n\n".join(formulas))


def test_tex_reads_and_writes_no_file_for_a_title(tmp_path):
    needs("pdflatex", "pdftotext")
    (tmp_path / "secret.tex").write_text("SECRET", "utf-8")
    programs = [
        r"\input{secret}",
        r"\begin{input}{secret}\end{input}",
        r"\text{\input{secret}}",
        r"\csname input\endcsname{secret}",
        r"\begin{openout}5=written\end{openout}\begin{write}5{a}\end{write}\begin{closeout}5\end{closeout}",
        r"\immediate\openout5=written\immediate\write5{a}",
        r"^^5cinput{secret}",
        r"\stop",
        r"\enddocument",
    ]
    formulas = [LatexEncoder().encode(f"${program}$") for program in programs]
    compiled(tmp_path, "pdflatex", PREAMBLES[0], "\n\n".join([*formulas, "THE END"]))
    assert {path.suffix for path in tmp_path.iterdir()} == {".tex", ".aux", ".log", ".pdf"}
    assert not (tmp_path / "written.tex").exists()
    text = shown(tmp_path)
    assert "SECRET" not in text
    assert "THE END" in text
