r"""The commands of math in titles, and the characters that stand for them: ``\alpha`` is α, and α is ``\alpha``.

A title may have either between its dollars. TeX's fonts for math have the commands alone, and all but TeX has the
characters alone. The commands are of LaTeX, amsmath, amssymb or bm. None of them reads, writes, defines, counts, or
says a character by its number. A test compiles each.
"""

from string import ascii_uppercase

from dailypapers.references import words_in


def pairs(text: str) -> dict[str, str]:
    """Return the words of a table, each second one by the one before it."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# -- symbols --------------------------------------------------------------------------------------------------------

# Each command, and what is printed for it.
_LETTERS = pairs(r"""
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν
xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ
Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ aleph ℵ Re ℜ Im ℑ wp ℘ imath ı
""")
_SIGNS = pairs(r"""
infty ∞ partial ∂ nabla ∇ emptyset ∅ forall ∀ exists ∃ neg ¬ top ⊤ bot ⊥ prime ′ pm ± mp ∓ times × div ÷ star ⋆ circ ∘
bullet ∙ cdot ⋅ cap ∩ cup ∪ vee ∨ wedge ∧ setminus ∖ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ dagger † ddagger ‡ Box □
triangle △ clubsuit ♣ spadesuit ♠ flat ♭ natural ♮ sharp ♯ backslash \
""")
_RELATIONS = pairs(r"""
leq ≤ le ≤ geq ≥ ge ≥ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ equiv ≡ propto ∝ prec ≺ succ ≻ preceq ⪯ succeq ⪰ subset ⊂
supset ⊃ subseteq ⊆ supseteq ⊇ in ∈ ni ∋ vdash ⊢ perp ⊥ mid ∣ parallel ∥ to → rightarrow → leftarrow ← gets ←
leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ uparrow ↑ downarrow ↓ leadsto ⇝
""")
_COMPOSED = pairs(r"""
hbar ℏ ldots … dots … cdots ⋯ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ sum ∑ prod ∏ int ∫ angle ∠ S § P ¶
""")
_COMPOSED_RELATIONS = pairs("neq ≠ ne ≠ cong ≅ notin ∉ models ⊨ mapsto ↦")
FUNCTIONS = words_in(
    "arccos arcsin arctan arg cos cosh cot det dim exp gcd inf lim ln log max min sin sinh sup tan tanh"
)

RELATIONS = frozenset(_RELATIONS | _COMPOSED_RELATIONS)
"""They stand between two others, with a space on both sides."""

CHARACTER_OF = (
    _LETTERS | _SIGNS | _RELATIONS | _COMPOSED | _COMPOSED_RELATIONS | {function: function for function in FUNCTIONS}
)
"""What is printed for a command, without its backslash."""

COMMAND_OF = {
    character: rf"\{name}" for name, character in reversed(CHARACTER_OF.items()) if not character.isascii()
} | {"⊥": r"\perp", "…": r"\ldots", "µ": r"\mu", "·": r"\cdot", "−": "-", "∗": "*"}
"""The command for a character that is no ASCII. Where two have the same, the first of them."""

SPACES = words_in("quad qquad thinspace enspace")

# Those that no character is printed for here.
_OTHER_CHARACTERS = words_in("""
ast bigstar square blacksquare varnothing nexists diamondsuit heartsuit Vert vert leqslant geqslant lesssim gtrsim
asymp nleq ngeq subsetneq supsetneq nsubseteq sqsubseteq nearrow searrow Uparrow Downarrow updownarrow nrightarrow
rightleftharpoons rightsquigarrow triangleq
""")
_OTHER_SYMBOLS = words_in("""
vdots ddots coprod oint iint bigcup bigcap bigvee bigwedge bigoplus bigotimes limsup liminf Pr ker hom deg bmod lvert
rvert lVert rVert lbrace rbrace longrightarrow longleftarrow longleftrightarrow Longrightarrow Longleftrightarrow
hookrightarrow iff implies dag ddag
""")

CHARACTERS = frozenset([*_LETTERS, *_SIGNS, *_RELATIONS, *_OTHER_CHARACTERS])
r"""Commands that are one character to TeX, and so can stand where it takes one: x^\star, \frac\pi2."""

SYMBOLS = SPACES | _OTHER_CHARACTERS | _OTHER_SYMBOLS | CHARACTER_OF.keys()
"""Every command that stands alone."""

BRACKETS = words_in("langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert")

# -- commands with arguments ----------------------------------------------------------------------------------------

OLD_FONTS = words_in("rm bf it sf tt cal mit")
r"""They change the letters up to the end of the group: {\cal O}."""

ALPHABETS = words_in("mathrm mathbf mathit mathsf mathtt mathcal mathfrak mathbb mathnormal")

OF_LETTERS = words_in("hat check tilde acute grave dot ddot breve bar vec mathring widehat widetilde bm boldsymbol")
"""Accents and bold, whose argument is of characters and fonts."""

ARGUMENTS = dict.fromkeys(ALPHABETS | words_in("sqrt operatorname overline underline overbrace underbrace"), 1)
ARGUMENTS |= dict.fromkeys(words_in("frac dfrac tfrac binom"), 2)
"""How many arguments the other commands have."""

TEXTS = words_in("text mbox textrm textbf textit textsf texttt textsc textsl textnormal")

CAPITALS = {
    "mathbb": dict(zip(ascii_uppercase, "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ", strict=True)),
    "mathcal": dict(zip(ascii_uppercase, "𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵", strict=True)),
}
r"""The letters that are characters of their own: ℝ is \mathbb{R}."""
