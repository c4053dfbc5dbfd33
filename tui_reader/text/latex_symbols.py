"""What LaTeX's commands stand for in Unicode."""

from __future__ import annotations

from functools import lru_cache

from tui_reader.text.sanitise import clean_line
from tui_reader.text.word_set import word_set


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


LETTERS = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
    lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
    chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω digamma ϝ
    ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ gimel ℷ partial ∂ nabla ∇ infty ∞ emptyset ∅
    varnothing ∅ angle ∠ triangle △ Box □ square □ Diamond ◇ blacksquare ■ diamond ⋄ top ⊤ bot ⊥ forall ∀ exists ∃
    nexists ∄ neg ¬ lnot ¬ prime ′ dag † dagger † ddag ‡ ddagger ‡ S § P ¶ copyright © pounds £ euro € yen ¥ degree °
    textdegree ° checkmark ✓ star ⋆ bigstar ★ flat ♭ sharp ♯ natural ♮ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠
    ss ß ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ eth ð
    dots … ldots … textellipsis … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ mathellipsis …
    textendash – textemdash — textquoteright ’ textquoteleft ‘ textquotedblleft “ textquotedblright ” textquotesingle '
    guillemotleft « guillemotright » textbullet • textregistered ® texttrademark ™ textperiodcentered · textmu µ
    textasciitilde ~ textasciicircum ^ textbackslash \\ textunderscore _ textbar | textless < textgreater > textdollar $
    textsection § textparagraph ¶ textcopyright © texteuro € texttimes × textpm ± lq ‘ rq ’ textnumero № mho ℧
    complement ∁ backslash \\ colon : lbrace { rbrace } lbrack [ rbrack ] vert | Vert ‖ lvert | rvert | lVert ‖ rVert ‖
    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ llbracket ⟦ rrbracket ⟧ ulcorner ⌜ urcorner ⌝ sqrtsign √ surd √
    LaTeX LaTeX TeX TeX LaTeXe LaTeX2ε BibTeX BibTeX circledR ® second ″ celsius ℃ micro µ percent % AR AR
    textalpha α textbeta β textgamma γ textdelta δ textlambda λ textpi π textsigma σ textomega ω textepsilon ε hdots …
""")

# Written between two things; spaces around them are kept when the source has them.
OPERATORS = _pairs("""
    times × cdot · div ÷ pm ± mp ∓ ast ∗ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wedge ∧ land ∧ vee ∨
    lor ∨ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ dotplus ∔ ltimes ⋉ rtimes ⋊ Join ⋈
    bowtie ⋈ boxplus ⊞ boxtimes ⊠ boxdot ⊡ boxminus ⊟ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫
    lll ⋘ ggg ⋙ approx ≈ approxeq ≊ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ varpropto ∝ asymp ≍ doteq ≐ triangleq ≜
    coloneqq ≔ coloneq ≔ eqqcolon ≕ eqdef ≝ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶ prec ≺ preceq ⪯
    preccurlyeq ≼ succ ≻ succeq ⪰ succcurlyeq ≽ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
    nsubseteq ⊈ sqsubseteq ⊑ sqsupseteq ⊒ sqsubset ⊏ in ∈ notin ∉ ni ∋ owns ∋ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⊥
    vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ nvdash ⊬ to → rightarrow → longrightarrow ⟶ leftarrow ← gets ←
    longleftarrow ⟵ leftrightarrow ↔ longleftrightarrow ⟷ Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐
    Longleftarrow ⟸ impliedby ⟸ Leftrightarrow ⇔ Longleftrightarrow ⟺ iff ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪
    hookleftarrow ↩ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
    rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ rightleftharpoons ⇌ rightleftarrows ⇄ leftrightarrows ⇆
    rightrightarrows ⇉ rightsquigarrow ⇝ leadsto ⇝ twoheadrightarrow ↠ rightarrowtail ↣ dashrightarrow ⇢ nrightarrow ↛
    circlearrowright ↻ circlearrowleft ↺ curvearrowright ↷ upharpoonright ↾ restriction ↾ sum ∑ prod ∏ coprod ∐ int ∫
    iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigwedge ⋀ bigvee ⋁ bigsqcup ⨆ bigodot ⨀ biguplus ⨄
    because ∵ therefore ∴ lhd ⊲ rhd ⊳ triangleleft ◁ triangleright ▷ vartriangleleft ⊲ vartriangleright ⊳ unlhd ⊴
    trianglelefteq ⊴ trianglerighteq ⊵ blacktriangle ▲ bigtriangleup △ bigtriangledown ▽ smile ⌣ frown ⌢ between ≬
    pitchfork ⋔ multimap ⊸ barwedge ⊼ veebar ⊻ curlywedge ⋏ curlyvee ⋎ bigcirc ◯ circledast ⊛ circledcirc ⊚ dblcolon ∷
    lt < gt > nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nsim ≁ ncong ≇ xrightarrow → xleftarrow ← gtreqless ⋛ gtrless ≷ backsim ∽
    nRightarrow ⇏ nLeftarrow ⇍ leqq ≦ geqq ≧ lneq ⪇ gneq ⪈ risingdotseq ≓ fallingdotseq ≒ precsim ≾ succsim ≿ thicksim ∼
    thickapprox ≈ textrightarrow → textleftarrow ← textuparrow ↑ textdownarrow ↓ upsidedownarrow ⇅ doublecap ⋒
    doublecup ⋓
""")

# Abbreviations that many authors make commands of.
SAYINGS = {
    "etal": "et al.", "eg": "e.g.", "ie": "i.e.", "etc": "etc.", "wrt": "w.r.t.", "vs": "vs.", "cf": "cf.",
    "viz": "viz.", "aka": "a.k.a.", "iid": "i.i.d.", "resp": "resp.",
}  # fmt: skip

# Not LaTeX's own: names that authors commonly define, and that mean nothing else in a formula.
CUSTOMARY = _pairs("""
    R ℝ N ℕ Z ℤ Q ℚ C ℂ E 𝔼 eps ε Oh O bigO O BigO O cO 𝒪 NP NP ra → la ← lra ↔ Ra ⇒ La ⇐ RR ℝ NN ℕ ZZ ℤ QQ ℚ CC ℂ EE 𝔼
""")

# Names set upright; what follows a name is parted from it.
FUNCTIONS = word_set("""
    arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf
    limsup ln log max min Pr projlim sec sgn sign sin sinh softmax sup tan tanh tr Tr rank diag poly polylog supp
""")

# Negations of operators that \not makes.
NEGATED = _pairs("= ≠ ∈ ∉ ⊂ ⊄ ⊆ ⊈ ≡ ≢ ∼ ≁ ≈ ≉ < ≮ > ≯ ≤ ≰ ≥ ≱ ∣ ∤ ∥ ∦ ∃ ∄ ⊢ ⊬ ⊨ ⊭ → ↛ ⇒ ⇏ ≅ ≇ ∋ ∌ ⊃ ⊅")

# Accents as combining characters: commands that are signs or single letters (text), and names (mathematics).
ACCENTS = _pairs("""
    ` \u0300 ' \u0301 ^ \u0302 ~ \u0303 = \u0304 u \u0306 . \u0307 " \u0308 r \u030a H \u030b v \u030c d \u0323 c \u0327
    k \u0328 b \u0331 t \u0361 hat \u0302 widehat \u0302 check \u030c widecheck \u030c tilde \u0303 widetilde \u0303
    bar \u0304 overline \u0305 underline \u0332 underbar \u0332 acute \u0301 grave \u0300 dot \u0307 ddot \u0308
    dddot \u20db breve \u0306 vec \u20d7 overrightarrow \u20d7 overleftarrow \u20d6 mathring \u030a
    overleftrightarrow \u20e1 ol \u0305
""")

# Commands whose argument is shown as it is.
TRANSPARENT = word_set("""
    text textrm textit textbf textsf texttt textsc textsl textup textmd textnormal emph mbox hbox fbox mathrm mathit
    mathbf mathsf mathtt mathnormal boldsymbol bm mb bold pmb mathop mathbin mathrel mathord mathopen mathclose
    mathpunct mathinner underbrace overbrace ensuremath textsuperscript textsubscript boxed uline ul texorpdfstring
    smash hl st sout so overbracket underbracket MakeUppercase MakeLowercase uppercase lowercase textquote enquote
""")

# Commands that say how to set something, not what; TAKE_ONE swallow an argument with them.
SILENT = word_set("""
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm displaystyle textstyle
    scriptstyle scriptscriptstyle limits nolimits nonumber notag it bf rm sf tt sc sl em itshape bfseries rmfamily
    sffamily ttfamily scshape slshape upshape mdseries normalfont tiny scriptsize footnotesize small normalsize large
    Large LARGE huge Huge centering noindent par smallskip medskip bigskip newline protect xspace allowbreak break
    linebreak nobreak relax null boldmath unboldmath hfill hfil vfill displaylimits leavevmode newpage hrule vrule
    mathstrut strut nobreakdash unskip ignorespaces frenchspacing sloppy raggedright indent
""")
TAKE_ONE = word_set("""
    label vspace hspace phantom hphantom vphantom color tag includegraphics pagestyle thispagestyle vskip hskip kern
    bibliographystyle bibliography definecolor setcounter index raisebox
""")
SPACES = word_set(", : ; > quad qquad thinspace enspace space medspace thickspace")

ALPHABETS = word_set("mathbb Bbb mathds mathcal mathscr cal mathfrak frak EuScript")
_BLACKBOARD = str.maketrans("CHNPQRZ", "ℂℍℕℙℚℝℤ")
_SCRIPT = str.maketrans("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ")
_FRAKTUR = str.maketrans("CHIRZ", "ℭℌℑℜℨ")


def alphabet(command: str, text: str) -> str:
    """`text` in the alphabet of `\\mathbb`, `\\mathcal` or `\\mathfrak` (Unicode block 1D400)."""
    if command in {"mathbb", "Bbb", "mathds"}:
        return _shifted(text.translate(_BLACKBOARD), 0x1D538, 0x1D552, 0x1D7D8)
    if command in {"mathfrak", "frak"}:
        return _shifted(text.translate(_FRAKTUR), 0x1D504, 0x1D51E, 0)
    return _shifted(text.translate(_SCRIPT), 0x1D49C, 0x1D4B6, 0)


def _shifted(text: str, capital_a: int, small_a: int, zero: int) -> str:
    result = ""
    for character in text:
        if "A" <= character <= "Z":
            result += chr(capital_a + ord(character) - ord("A"))
        elif "a" <= character <= "z":
            result += chr(small_a + ord(character) - ord("a"))
        elif zero and "0" <= character <= "9":
            result += chr(zero + ord(character) - ord("0"))
        else:
            result += character
    return result


@lru_cache(maxsize=512)
def rare_symbol(name: str) -> str | None:
    """The character that the command `name` stands for; None when it is unknown or no plain symbol.

    Those too rare for our own table are pylatexenc's; importing it costs 20 ms, so only an unknown name does.
    """
    from pylatexenc.latex2text import get_default_latex_context_db

    if len(name) < 2:
        return None
    spec = get_default_latex_context_db().get_macro_spec(name)
    shown = getattr(spec, "simplify_repl", None)
    if not isinstance(shown, str) or len(shown) > 4 or "%" in shown:
        return None
    # Some of its characters are invisible.
    return clean_line(shown) or None
