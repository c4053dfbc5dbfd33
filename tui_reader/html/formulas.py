"""Formulas of pages as LaTeX: from what a page keeps of their source, else from MathML itself.

A page draws one formula several times over: KaTeX, MathJax and Wikipedia put MathML beside pictures of it, and hide the
one or the other. It is read once, from its `math` element (MathML Core, https://www.w3.org/TR/mathml-core/).
"""

from __future__ import annotations

import html
import re

from tui_reader.html.formula_sources import bare, source_kept
from tui_reader.html.markup import html_tree
from tui_reader.html.visible import Element, classes_of, take_out, visible_text
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.sanitise import clean_line

_BROKEN_LINE = re.compile(r"(?<!\\)%[ ]*\n\s*")
# MathJax 2 keeps the source of what it has drawn in a script behind it.
_SCRIPT = re.compile(
    r"<script\b[^<>]*?\btype\s*=\s*[\"']?math/tex(?P<mode>;\s*mode\s*=\s*display)?[^<>]*>(?P<source>(?:[^<]|<(?!/?script\b))*+)</script\s*>",
    re.IGNORECASE | re.DOTALL,
)
_PREFIXED = re.compile(r"(</?)(?:mml|m|math|mathml):(?=m[a-z]|none\b|semantics\b|annotation)", re.IGNORECASE)
_DRAWN = frozenset(
    ("MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display", "MathJax_CHTML", "MJXc-display")
)
# Around the MathML of a formula: where it is hidden, and where it is drawn as well.
_WRAPPERS = _DRAWN | {
    "mwe-math-mathml-inline", "mwe-math-mathml-display", "katex", "katex-mathml", "MJX_Assistive_MathML",
}  # fmt: skip
_FALLBACK = frozenset(["mwe-math-fallback-image-inline", "mwe-math-fallback-image-display"])
_SPACES = re.compile(r"\s+")
# Wikipedia's and others' fractions that are no formulas.
_ABOVE, _BELOW = frozenset(["num", "numerator"]), frozenset(["den", "denominator"])
# Content MathML (chapter 4 of MathML 3), as far as formulas of pages use it.
_BETWEEN = {
    "eq": "=", "neq": r"\neq ", "lt": "<", "gt": ">", "leq": r"\leq ", "geq": r"\geq ", "plus": "+", "minus": "-",
    "times": r"\cdot ", "in": r"\in ", "approx": r"\approx ", "tendsto": r"\to ", "and": r"\land ", "or": r"\lor ",
    "union": r"\cup ", "intersect": r"\cap ", "subset": r"\subset ",
}  # fmt: skip
_INVISIBLE = re.compile("[\u2061-\u2064\u200b]")
_SPECIAL = re.compile(r"[\\{}$&#%_^~]")
_COMMAND_LAST = re.compile(r"\\[A-Za-z]+\Z")
_TIGHT = re.compile(r"\\?[()\[\]{}|‖⟨⟩!′.:/∑∏∫∇∂√]")
_DEEPEST = 60
_LONGEST_KEPT = 50_000
_STACKED = {
    "munder": ("_",),
    "mover": ("^",),
    "munderover": ("_", "^"),
    "msub": ("_",),
    "msup": ("^",),
    "msubsup": ("_", "^"),
}
_ACCENTS = {
    "^": "\\hat", "ˆ": "\\hat", "¯": "\\bar", "‾": "\\overline", "ˉ": "\\bar", "~": "\\tilde", "˜": "\\tilde",
    "˙": "\\dot", "¨": "\\ddot", "→": "\\vec", "⃗": "\\vec",
}  # fmt: skip
_VARIANTS = {
    "bold": "\\mathbf", "double-struck": "\\mathbb", "script": "\\mathcal", "fraktur": "\\mathfrak",
    "normal": "\\mathrm",
}  # fmt: skip


def with_scripts_shown(source: str) -> str:
    """Markup in which the scripts that hold formulas are `math` elements, and MathML has no prefix (`<mml:math>`)."""
    if ":math" in source:
        source = _PREFIXED.sub(r"\1", source)
    return _SCRIPT.sub(_shown, source) if "math/tex" in source else source


def _shown(script: re.Match[str]) -> str:
    display = ' display="block"' if script["mode"] else ""
    return f'<math alttext="{html.escape(script["source"])}"{display}></math>'


def latex_of(element: Element) -> str:
    """The LaTeX of a `math` element: its `alttext`, an annotation, else what its MathML says; "" of an empty one."""
    if source := element.get("alttext", ""):
        # Long formulas are broken after a "%", LaTeX's mark of a comment.
        return bare(_BROKEN_LINE.sub("", source))
    for note in element.iter("annotation"):
        if "tex" in note.get("encoding", "").lower():
            return bare("".join(str(text) for text in note.itertext()))
    return " ".join(_joined([_latex(child, 1) for child in element if isinstance(child.tag, str)]).split())


def unicode_of(element: Element) -> str:
    """A `math` element in Unicode on one line."""
    source = clean_line(latex_of(element))
    return math_to_unicode(source) if source else visible_text(element)


def show_formulas(root: Element) -> None:
    """Put the text of each formula of a page in its place, and take out what draws it once more."""
    for element in list(root.iter("span", "div", "img", "mjx-container", "code")):
        if is_drawn_twice(element):
            take_out(element)
        elif source := source_kept(element) or mathml_kept(element) or code_of_formula(element):
            _say(element, math_to_unicode(source))
        elif is_divisor(element):
            element.text = f"/{element.text or ''}"
        elif drawn_alone(element):
            _say(element, "[formula]")
    for element in list(root.iter("math")):
        text = unicode_of(element)
        while (parent := element.getparent()) is not None and _is_wrapper(parent):
            element = parent
        _say(element, text)


def _is_wrapper(element: Element) -> bool:
    return str(element.tag).startswith("mjx-") or not _WRAPPERS.isdisjoint(element.get("class", "").split())


def _say(element: Element, text: str) -> None:
    """Put a text in the place of an element."""
    written = element.makeelement("span", {})
    written.text, written.tail = text, element.tail
    if (parent := element.getparent()) is not None:
        parent.replace(element, written)


def code_of_formula(element: Element) -> str:
    """The LaTeX that stands in a `code` for a script to draw (GitLab, GitHub); "" of other code."""
    is_source = "data-math-style" in element.attrib or "math" in classes_of(element)
    return visible_text(element) if is_source and element.tag == "code" else ""


def is_divisor(element: Element) -> bool:
    """Whether an element stands below the line of a fraction that styles alone draw, with no stroke before it."""
    if _BELOW.isdisjoint(classes_of(element)) or (above := element.getprevious()) is None:
        return False
    if "sr-only" in above.get("class", "") and (first := above.getprevious()) is not None:
        above = first
    return not _ABOVE.isdisjoint(classes_of(above)) and not (above.tail or "").strip()


def mathml_kept(element: Element) -> str:
    """The LaTeX of the MathML that MathJax 2 keeps in an attribute of what it has drawn, if nothing else has it."""
    source = element.get("data-mathml", "")
    if not source or len(source) > _LONGEST_KEPT:
        return ""
    root = html_tree(_PREFIXED.sub(r"\1", source))
    math = next(root.iter("math"), None) if root is not None else None
    return latex_of(math) if math is not None else ""


def is_drawn_twice(element: Element) -> bool:
    """Whether an element only draws the formula that stands in a `math` beside it."""
    names = element.get("class", "").split()
    if not _DRAWN.isdisjoint(names):
        following = element.getnext()
        return following is not None and following.tag == "math"
    return not _FALLBACK.isdisjoint(names) and (parent := element.getparent()) is not None and _has_math(parent)


def _has_math(element: Element) -> bool:
    return next(element.iter("math"), None) is not None


def drawn_alone(element: Element) -> bool:
    """Whether an element draws a formula of which nothing says what it is: its parts stand in an order of their own."""
    is_drawing = element.tag == "mjx-container" or "katex" in classes_of(element)
    return is_drawing and not _has_math(element)


def drawn_formula(element: Element) -> Element | None:
    """The `math` inside an element that draws it as well."""
    if _DRAWN.isdisjoint(element.get("class", "").split()) or element.tag == "mjx-container":
        return None
    return next(element.iter("math"), None)


def _joined(parts: list[str]) -> str:
    """Parts side by side; a command's name ends before a letter."""
    out = ""
    for part in parts:
        out += f" {part}" if part[:1].isalpha() and _COMMAND_LAST.search(out) else part
    return out


def _latex(element: Element, depth: int) -> str:
    """A MathML element as LaTeX."""
    tag = str(element.tag).rpartition(":")[2]
    if depth > _DEEPEST or tag in {"mi", "mn", "mo", "mtext", "ms", "ci", "cn"}:
        return _token(element, tag)
    parts = [_latex(child, depth + 1) for child in element if isinstance(child.tag, str)]
    if tag == "apply":
        return _applied(element, parts)
    if tag in _STACKED and len(parts) == len(_STACKED[tag]) + 1:
        if tag == "mover" and (accent := _ACCENTS.get(clean_line(parts[1]).lstrip("\\"))):
            return f"{accent}{{{parts[0]}}}"
        # Nothing stands apart in a script: it is one, and no word of a line.
        scripts = [part if "\\" in part else part.replace(" ", "") for part in parts[1:]]
        base = parts[0].strip()
        base = base if len(base) == 1 or base.startswith("\\") else f"{{{base}}}"
        return base + "".join(f"{mark}{{{part}}}" for mark, part in zip(_STACKED[tag], scripts, strict=True) if part)
    match tag, parts:
        case "mfrac", [above, below] if (element.get("linethickness") or "1")[0] == "0":
            return f"\\binom{{{above}}}{{{below}}}"
        case "mfrac", [above, below]:
            return f"\\frac{{{above}}}{{{below}}}"
        case "mroot", [base, degree]:
            return f"\\sqrt[{degree}]{{{base}}}"
        case "mmultiscripts", _:
            return _multiscripts(element, parts)
        case "maction", [first, *_]:
            return first
        case "mspace", _:
            return " "
        case "menclose", _ if "radical" in element.get("notation", ""):
            return f"\\sqrt{{{_joined(parts)}}}"
        case "msqrt", _:
            return f"\\sqrt{{{_joined(parts)}}}"
        case "mfenced", _:
            return f"{element.get('open', '(')}{', '.join(parts)}{element.get('close', ')')}"
        case "mtable", _:
            return "\\begin{matrix}" + " \\\\ ".join(parts) + "\\end{matrix}"
        case "mtr" | "mlabeledtr", _:
            return " & ".join(parts)
        case "semantics", [first, *_]:
            return first
        case (("annotation" | "annotation-xml" | "mphantom" | "none" | "mprescripts"), _):
            return ""
    return _joined(parts)


def _applied(element: Element, parts: list[str]) -> str:
    """An operator of Content MathML with what it is applied to."""
    first = next((child for child in element if isinstance(child.tag, str)), None)
    name = str(first.tag).rpartition(":")[2] if first is not None else ""
    match name, parts[1:]:
        case "divide", [above, below]:
            return f"\\frac{{{above}}}{{{below}}}"
        case "power", [base, exponent]:
            return f"{{{base}}}^{{{exponent}}}"
        case "root", [*_, base]:
            return f"\\sqrt{{{base}}}"
        case "minus", [only]:
            return f"-{only}"
        case _, inner if name in _BETWEEN:
            sums = [
                f"({part})" if re.search(r"[+=<>-]", part) and name in ("times", "minus") else part for part in inner
            ]
            return f" {_BETWEEN[name]} ".join(sums)
        case _, inner:
            head = parts[0] if name in ("ci", "csymbol", "apply") else f"\\mathrm{{{name}}}"
            return f"{head.strip()}({', '.join(inner)})"


def _multiscripts(element: Element, parts: list[str]) -> str:
    """A base with pairs of lower and upper scripts behind it, and behind `mprescripts` those that stand before it."""
    names = [str(child.tag).rpartition(":")[2] for child in element if isinstance(child.tag, str)]
    at = names.index("mprescripts") if "mprescripts" in names else len(names)
    after, before = parts[1:at], parts[at + 1 :]

    def scripts(found: list[str]) -> str:
        marked = zip("_^" * len(found), found, strict=False)
        return "".join(f"{mark}{{{part.strip()}}}" for mark, part in marked if part.strip())

    return (f"{{}}{scripts(before)}" if before else "") + "".join(parts[:1]).strip() + scripts(after)


def _token(element: Element, tag: str) -> str:
    said = _INVISIBLE.sub("", "".join(str(part) for part in element.itertext()))
    # Words beside a formula are parted from it by their own spaces.
    text = _SPACES.sub(" ", said) if tag == "mtext" else clean_line(said)
    text = _SPECIAL.sub(lambda found: "\\backslash " if found[0] == "\\" else f"\\{found[0]}", text)
    if tag in {"mtext", "ms"}:
        return f"\\text{{{text}}}" if text else ""
    if tag == "mo" and text:
        return text if _TIGHT.fullmatch(text) else f"{text} " if text in {",", ";"} else f" {text} "
    if tag in {"mi", "ci"} and text:
        variant = _VARIANTS.get(element.get("mathvariant", ""))
        if variant or len(text) > 1:
            return f"{variant or chr(92) + 'mathrm'}{{{text}}} "
    return text
