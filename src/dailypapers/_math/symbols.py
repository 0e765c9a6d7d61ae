"""Symbols of math as characters: ``\\alpha`` is α, and α is ``\\alpha``.

What a title has between its dollars may have either. TeX's fonts for math have the commands alone, and what is no TeX
the characters alone.
"""

# Commands of `_math.commands` and the one character of each, in pairs.
_LETTERS = r"""
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν
xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ
Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ aleph ℵ Re ℜ Im ℑ hbar ℏ wp ℘ imath ı
"""
_SIGNS = r"""
infty ∞ partial ∂ nabla ∇ emptyset ∅ forall ∀ exists ∃ neg ¬ top ⊤ bot ⊥ prime ′ pm ± mp ∓ times × div ÷ star ⋆ circ ∘
bullet ∙ cdot ⋅ cap ∩ cup ∪ vee ∨ wedge ∧ setminus ∖ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ dagger † ddagger ‡ ldots … dots …
cdots ⋯ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ sum ∑ prod ∏ int ∫ angle ∠ Box □ triangle △ clubsuit ♣
spadesuit ♠ flat ♭ natural ♮ sharp ♯ backslash \ S § P ¶
"""
_RELATIONS = r"""
leq ≤ le ≤ geq ≥ ge ≥ ll ≪ gg ≫ neq ≠ ne ≠ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ prec ≺ succ ≻ preceq ⪯
succeq ⪰ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ in ∈ notin ∉ ni ∋ models ⊨ vdash ⊢ perp ⊥ mid ∣ parallel ∥ to →
rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ mapsto ↦ uparrow ↑
downarrow ↓ leadsto ⇝
"""
_FUNCTIONS = "arccos arcsin arctan arg cos cosh cot det dim exp gcd inf lim ln log max min sin sinh sup tan tanh"


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


RELATIONS = frozenset(_pairs(_RELATIONS))
"""Those that stand between two others, with a space on both sides."""

CHARACTER_OF = _pairs(_LETTERS) | _pairs(_SIGNS) | _pairs(_RELATIONS) | {name: name for name in _FUNCTIONS.split()}
"""What is printed for a command, without its backslash."""

COMMAND_OF = {
    character: rf"\{name}" for name, character in reversed(CHARACTER_OF.items()) if not character.isascii()
} | {"⊥": r"\perp", "…": r"\ldots", "µ": r"\mu", "·": r"\cdot", "−": "-", "∗": "*"}
"""The command for a character that is no ASCII. Where two have the same, the first of them."""

# Where Unicode had the letter before it had the alphabet (https://www.unicode.org/charts/PDF/U1D400.pdf).
_ELSEWHERE = {
    "mathbb": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "mathcal": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
}
_FIRST = {"mathbb": 0x1D538, "mathcal": 0x1D49C}


def letter(alphabet: str, char: str) -> str | None:
    r"""Return a capital in an alphabet of math, as ℝ for ``\mathbb{R}``; ``None`` for what it does not have."""
    if alphabet not in _FIRST or not "A" <= char <= "Z":
        return None
    return _ELSEWHERE[alphabet].get(char) or chr(_FIRST[alphabet] + ord(char) - ord("A"))
