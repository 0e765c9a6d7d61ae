"""The commands and environments that are math in a title; TeX runs no other.

They make symbols, accents, fonts, fractions, roots, brackets and spaces. All are of LaTeX, amsmath, amssymb or bm.
None of them reads, writes, defines, counts, or says a character by its number. A test compiles each.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# -- commands without arguments -----------------------------------------------------------------------------------

# What is a single character to TeX, and so can stand where it takes one: x^\star, \frac\pi2.
CHARACTERS = _words(
    # Greek
    r"""
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi varpi rho
    varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    """
    # letters of other kinds
    r" aleph beth gimel daleth ell wp Re Im imath jmath hslash Bbbk Finv Game mho eth complement partial"
    # signs
    r"""
    infty prime backprime nabla emptyset varnothing forall exists nexists neg lnot top bot triangle triangledown
    vartriangle blacktriangle blacktriangledown square blacksquare Box Diamond lozenge blacklozenge bigstar
    sphericalangle measuredangle flat natural sharp clubsuit diamondsuit heartsuit spadesuit circledS diagup diagdown
    backslash vert Vert
    """
    # operations
    r"""
    pm mp times div ast star circ bullet cdot centerdot cap cup Cap Cup uplus sqcap sqcup vee wedge lor land setminus
    smallsetminus wr amalg diamond oplus ominus otimes oslash odot bigcirc dagger ddagger bigtriangleup bigtriangledown
    triangleleft triangleright lhd rhd unlhd unrhd boxdot boxplus boxminus boxtimes circledast circledcirc circleddash
    dotplus divideontimes ltimes rtimes leftthreetimes rightthreetimes curlyvee curlywedge veebar barwedge
    doublebarwedge intercal
    """
    # relations
    r"""
    leq le geq ge ll gg lll ggg leqq geqq leqslant geqslant eqslantless eqslantgtr lesssim gtrsim lessapprox gtrapprox
    lessdot gtrdot lessgtr gtrless lesseqgtr gtreqless lesseqqgtr gtreqqless prec succ preceq succeq preccurlyeq
    succcurlyeq curlyeqprec curlyeqsucc precsim succsim precapprox succapprox sim simeq approx approxeq thicksim
    thickapprox backsim backsimeq equiv asymp propto varpropto eqsim eqcirc circeq triangleq bumpeq Bumpeq doteqdot
    Doteq risingdotseq fallingdotseq subset supset Subset Supset subseteq supseteq subseteqq supseteqq sqsubset sqsupset
    sqsubseteq sqsupseteq in ni owns vdash dashv vDash Vdash Vvdash perp mid parallel shortmid shortparallel between
    pitchfork therefore because backepsilon smile frown smallsmile smallfrown vartriangleleft vartriangleright
    trianglelefteq trianglerighteq blacktriangleleft blacktriangleright
    """
    # relations that do not hold
    r"""
    nless ngtr nleq ngeq nleqq ngeqq nleqslant ngeqslant lneq gneq lneqq gneqq lvertneqq gvertneqq lnsim gnsim lnapprox
    gnapprox nprec nsucc npreceq nsucceq precneqq succneqq precnsim succnsim precnapprox succnapprox nsim ncong nmid
    nparallel nshortmid nshortparallel nvdash nvDash nVdash nVDash nsubseteq nsupseteq nsubseteqq nsupseteqq subsetneq
    supsetneq subsetneqq supsetneqq varsubsetneq varsupsetneq varsubsetneqq varsupsetneqq ntriangleleft ntriangleright
    ntrianglelefteq ntrianglerighteq
    """
    # arrows
    r"""
    to gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow Lleftarrow Rrightarrow uparrow
    downarrow updownarrow Uparrow Downarrow Updownarrow nearrow searrow swarrow nwarrow leftharpoonup leftharpoondown
    rightharpoonup rightharpoondown upharpoonleft upharpoonright downharpoonleft downharpoonright restriction
    rightleftharpoons leftrightharpoons leftleftarrows rightrightarrows upuparrows downdownarrows leftrightarrows
    rightleftarrows leftarrowtail rightarrowtail twoheadleftarrow twoheadrightarrow looparrowleft looparrowright
    curvearrowleft curvearrowright circlearrowleft circlearrowright Lsh Rsh multimap leadsto rightsquigarrow
    leftrightsquigarrow nleftarrow nrightarrow nleftrightarrow nLeftarrow nRightarrow nLeftrightarrow
    """
)

# What TeX makes of several: it stands alone or in braces.
SYMBOLS = _words(
    # signs, relations and arrows
    r"""
    hbar angle surd colon ne neq notin cong doteq models bowtie Join mapsto longmapsto hookleftarrow hookrightarrow
    longleftarrow longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow iff implies
    impliedby dasharrow dashleftarrow dashrightarrow
    """
    # dots
    r" dots ldots cdots vdots ddots dotsb dotsc dotsi dotsm dotso"
    # sums, integrals and their like
    r"""
    sum prod coprod int iint iiint iiiint idotsint oint smallint bigcap bigcup biguplus bigsqcup bigvee bigwedge bigodot
    bigoplus bigotimes
    """
    # functions
    r"""
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup ln log
    max min Pr projlim sec sin sinh sup tan tanh varinjlim varliminf varlimsup varprojlim bmod
    """
    # brackets
    r"""
    langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert lbrace rbrace lbrack rbrack lgroup rgroup lmoustache
    rmoustache ulcorner urcorner llcorner lrcorner
    """
    # spaces
    r" quad qquad enspace thinspace medspace thickspace negthinspace negmedspace negthickspace"
    # signs of text
    r" dag ddag S P copyright pounds"
)

# They change the letters up to the end of the group: {\cal O}.
OLD_FONTS = _words("rm bf it sf tt cal mit")

# -- commands with arguments --------------------------------------------------------------------------------------

ALPHABETS = _words("mathrm mathbf mathit mathsf mathtt mathcal mathfrak mathbb mathnormal")
BOLD = _words("bm boldsymbol")
TEXT = _words("text mbox textrm textbf textit textsf texttt textsc textsl textup textmd textnormal")
ACCENTS = _words("hat check tilde acute grave dot ddot breve bar vec mathring widehat widetilde")
_OTHERS_OF_ONE = _words(
    # accents of other kinds, lines and braces
    r"""
    dddot ddddot overline underline overbrace underbrace overleftarrow overrightarrow overleftrightarrow underleftarrow
    underrightarrow underleftrightarrow
    """
    # bold by printing thrice, roots, functions, and arrows with words on them
    r" pmb sqrt operatorname operatorname* pmod pod mathop mathbin mathrel xleftarrow xrightarrow"
)
ONE = ALPHABETS | BOLD | ACCENTS | _OTHERS_OF_ONE
TWO = _words("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel")

# Those that open a group before TeX asks for one: x_\text{max}.
AS_A_SCRIPT = (ALPHABETS | TEXT) - {"mbox"}

# They set what they are given several times, and one in another that many times more.
_OTHERS_THAT_COST = _words(
    r"""
    pmb sqrt[] overset underset overleftarrow overrightarrow overleftrightarrow underleftarrow underrightarrow
    underleftrightarrow xleftarrow xrightarrow
    """
)
COSTLY = TEXT | BOLD | _OTHERS_THAT_COST

# -- what surrounds others ----------------------------------------------------------------------------------------

BRACKETS = _words(
    r"""
    langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lbrace rbrace lbrack rbrack lgroup rgroup
    lmoustache rmoustache ulcorner urcorner llcorner lrcorner backslash uparrow downarrow updownarrow Uparrow Downarrow
    Updownarrow
    """
)

# Environments, and how many columns there may be in each.
COLUMNS = dict.fromkeys(_words("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix"), 10) | {"cases": 2}
