r"""Macros of the option ``ascii``: which are written, and that TeX and pandoc read each as what it stands for."""

import unicodedata
import warnings
from itertools import product
from random import Random

import pytest

import dailypapers
from dailypapers import Digest, Paper
from dailypapers.references.latex import LatexEncoder
from references.typeset import printed_by_pandoc, printed_by_pdftex, squeeze

WRITTEN = [
    ("æ ß ø ł œ ı", r"{\ae} {\ss} {\o} {\l} {\oe} {\i}"),
    ("ŵ ẏ m̂ ọ ģ ḵ", r"{\^w} {\.y} {\^m} {\d{o}} {\c{g}} {\b{k}}"),
    # a letter and its marks are one, in whatever order they were typed
    ("Ẹ̀ e\u0301\u0323 ǭ́", r"{\d{\`E}} {\d{\'e}} ǭ́"),
    ("ắ ṩ ǖ ḹ ÿ́", r"{\'{\u{a}}} {\d{\.s}} {\={\"u}} {\d{\=l}} {\'{\"y}}"),
    ("GPTẸ̀ 2m̂:", r"{GPT{\d{\`E}}} {2{\^m}}:"),
    ("… § ¶ £ ©", r"{\ldots} {\S} {\P} {\pounds} {\copyright}"),
    ("a\u00a0b‐c‑d", "a~b-c-d"),
    ("10⁻³ 1₊ •", r"10{$^{-}$}{$^{3}$} 1{$_{+}$} {$\bullet$}"),
    ("ℝ 𝔸 𝒪 ℒ", r"{$\mathbb{R}$} {$\mathbb{A}$} {$\mathcal{O}$} {$\mathcal{L}$}"),
    ("𝐱 𝑥 𝔤 ℭ 𝖷 𝚡", r"{$\mathbf{x}$} {$\mathit{x}$} {$\mathfrak{g}$} {$\mathfrak{C}$} {$\mathsf{X}$} {$\mathtt{x}$}"),
    ("≜ ⊸ ∮", r"{$\triangleq$} {$\multimap$} {$\oint$}"),
    ("$x – y$", r"{$x {\mbox{--}} y$}"),
    ("$x̂ = ≜$", r"{${\mbox{\^x}} = {\triangleq}$}"),
]


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_macros(text, expected):
    assert LatexEncoder(ascii=True, protect=True).encode(text) == expected


# Pandoc leaves nothing of the macro; or TeX has none, or would set an accent beside the letter; or the nearest macro is
# that of another character, as {\'A} is no Alpha.
KEPT = """
đ Đ Ŋ ŋ Ð ð Þ þ Ĳ ĳ ħ Ŀ ĸ ả ơ ự ổ ș ȁ € ™ ® ¡ ¿ « » ª º ½ ¢ ¥ ʼ ﬁ ″ ∖ ∙ ⇝ ⪯ ⪰ 𝟏 ᵃ Α Ά ο ό ᾱ Я ж й 한 国 😀
ė́ ȱ ḗ m̂̃ x̂̂ ế́ x⃗ é⃗
"""
KEPT = [*KEPT.split(), "\N{THIN SPACE}", "\N{COMBINING ACUTE ACCENT}"]


@pytest.mark.parametrize("unit", KEPT)
def test_what_no_macro_is_read_back_as_stays_with_all_its_marks_and_is_told(unit):
    codes = " ".join(f"U\\+{ord(char):04X}" for char in unit)
    with pytest.warns(dailypapers.ExportWarning, match=rf"kept as they are, .*: {unit} \({codes}\)\Z"):
        assert LatexEncoder(ascii=True).encode(f"[{unit}]") == f"[{unit}]"


# -- the warning ------------------------------------------------------------------------------------------------


def warned(*papers, **options):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        dailypapers.export([Digest(None, papers)], "bibtex", ascii=True, **options)
    return [str(each.message) for each in caught]


def test_one_warning_a_file_names_all_that_was_kept():
    """Of titles, names and summaries; what has a macro and what stands in a key is none of it."""
    point = dailypapers.Point("ŋ 한 é")
    some = (
        Paper("đ é €", "https://example.org/ß", authors=("Ann Þór", "Bob Müller")),
        Paper("đ α $x_한$ đ", authors=("Cy ð Doe",), summary=(point,)),
    )
    assert warned(*some, abstract=True) == [
        "kept as they are, without a macro that TeX and pandoc both read: "
        "Þ (U+00DE), ð (U+00F0), đ (U+0111), ŋ (U+014B), € (U+20AC), 한 (U+D55C)"
    ]
    assert warned(Paper("é α", authors=("Ann Müller",))) == []


def test_the_warning_is_one_line_however_many_there_are():
    (message,) = warned(Paper("".join(chr(code) for code in range(0xAC00, 0xAC00 + 500))))
    assert message.count("U+") == 16
    assert message.endswith("갏 (U+AC0F) and 484 more")
    (message,) = warned(Paper("m" + 1000 * "\u0302\u0323"))
    assert message.count("\n") == 0
    assert len(message) < 300


def test_a_particle_is_written_as_its_name_is():
    text = dailypapers.export([Digest(None, (Paper("A", authors=("Ann dé Foo Bar",)),))], "bibtex", ascii=True)
    assert r"author = {d{\'e} Foo Bar, Ann}," in text


# -- what outside programs read -----------------------------------------------------------------------------------

MARKS = [chr(code) for code in range(0x300, 0x334)]


def written(unit):
    return LatexEncoder(ascii=True).encode_title(unit)


@pytest.fixture(scope="module")
def units():
    """Give every character that has a macro, and every letter with one to three marks that has one, of many."""
    random = Random(3)
    chars = [chr(code) for code in [*range(0xA0, 0xD800), *range(0xF900, 0xFFFE), *range(0x1D400, 0x1D800)]]
    letters = [letter + mark for letter, mark in product("aegijmoszABEIQSæøßŁıαΩ", MARKS)]
    for number in [2, 3] * 4000:
        letters.append("".join([random.choice("aeiouszEOSæα"), *random.choices(MARKS, k=number)]))
    some = dict.fromkeys(unicodedata.normalize("NFC", text) for text in chars + letters)
    found = [unit for unit in some if not unit.isascii() and written(unit).isascii() and written(unit)]
    assert len(found) > 1200
    return found


@pytest.mark.outside
def test_pandoc_reads_every_macro_as_what_it_stands_for(tmp_path, units):
    """In a title, within a word whose case is kept; in a name as well, if it is text. Hyphens are one to TeX."""
    papers = [Paper(f"No{index} x1{unit}E", authors=(f"Ann B{unit}y",)) for index, unit in enumerate(units)]
    text = squeeze(printed_by_pandoc(tmp_path, papers, ".bib", ascii=True))
    lines = [f"No{index} x1{unit}E." for index, unit in enumerate(units)]
    lines += [f"Ann B{unit}y" for unit in units if "$" not in written(unit)]
    assert [line for line in lines if squeeze(line.replace("‐", "-").replace("‑", "-")) not in text] == []


@pytest.mark.outside
@pytest.mark.parametrize("style", ["plain", "unsrt"])
def test_pdftex_sets_every_macro(tmp_path, units, style):
    """As text, in math, in the text of math, and in a name; it stops at the first error."""
    papers = [
        Paper(rf"No{index} {unit} x1{unit}E $x{unit}$ $\text{{{unit}}}$", authors=(f"Ann {unit}o", f"Bob B{unit}o"))
        for index, unit in enumerate(units)
    ]
    printed_by_pdftex(tmp_path, papers, style)
    assert (tmp_path / "papers.bib").read_text("utf-8").isascii()
    assert "Missing character" not in (tmp_path / "document.log").read_text("utf-8", errors="replace")
