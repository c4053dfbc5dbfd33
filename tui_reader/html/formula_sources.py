"""The LaTeX that a page keeps of formulas, in attributes and addresses of pictures. The rest: `text.tex_in_text`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, unquote_plus

from tui_reader.html.visible import Element, classes_of
from tui_reader.text.sanitise import clean_line
from tui_reader.text.tex_in_text import has_sign

_PICTURE_CLASSES = frozenset(
    ["mwe-math-fallback-image-inline", "mwe-math-fallback-image-display", "latex", "tex", "math", "equation", "mathjax"]
)
# Who draws formulas that stand in the address: `https://latex.codecogs.com/svg.latex?x^2`; `upmath.me/svg/…`.
_RENDERER = re.compile(
    r"https?://[^/?]*(?:tex|math|equation)[^?#]*|https?://[^?#]*/(?:latex|equation|chart|mathtex|mimetex|render/math|math/render)\b[^?#]*",
    re.IGNORECASE,
)
_PARAMETERS = ("math", "latex", "tex", "chl", "from", "eq", "equation", "formula")
#: How a renderer is told to draw: size, colours, inline or not.
_DRAWN_HOW = re.compile(
    r"^(?:\\(?:dpi|bg|fg|fn|color)_?(?:\{[^{}]*\}|\w+)|\\(?:inline|large|small|huge|Large|LARGE|tiny)\b|\s)+"
)
_DISPLAY_STYLE = re.compile(r"^\{\\(?:displaystyle|textstyle)\s(.*)\}$", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]{2,}")
# The attributes in which editors and scripts keep a formula; what it looks like is drawn from them.
_ATTRIBUTES = (
    "data-latex", "data-tex", "data-katex", "data-math", "data-equation", "data-formula", "data-expr",
    "data-expression", "data-mathquill", "data-original-tex",
)  # fmt: skip
_VALUE_CLASSES = frozenset(
    ["ql-formula", "math-inline", "math-display", "math-block", "equation", "latex", "katex-source"]
)
_MARKED_UP = re.compile(
    r"\\\[(?:(?!\\\]).){1,3000}?\\\]|\\\((?:(?!\\\)).){1,3000}?\\\)|\$\$(?:(?!\$\$).){1,3000}?\$\$"
    r"|\\begin\{([a-z]+\*?)\}(?:(?!\\end).){1,3000}?\\end\{\1\}",
    re.DOTALL,
)
_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^<>]*>", re.IGNORECASE)
_EMPHASIS = re.compile(r"</?em>", re.IGNORECASE)


def unmarked(source: str) -> str:
    """Markup in which formulas have no breaks and no emphasis: what a blog makes of lines and of `_` in its TeX."""
    if "\\[" in source or "\\(" in source or "$$" in source or "\\begin{" in source:
        return _MARKED_UP.sub(_without_markup, source)
    return source


def _without_markup(found: re.Match[str]) -> str:
    if "<" not in found[0]:
        return found[0]
    return _EMPHASIS.sub("_", _BREAK.sub(" ", found[0]))


def bare(source: str) -> str:
    """A source without the braces that Wikipedia sets around it."""
    found = _DISPLAY_STYLE.match(source.strip())
    return found[1] if found else source


def source_kept(element: Element) -> str:
    """The LaTeX that an element keeps in an attribute, its own or, for what MathJax draws, one inside; "" if none."""
    attributes = element.attrib
    if element.tag == "mjx-container":
        return next((clean_line(e.get("data-latex", "")) for e in element.iter() if e.get("data-latex")), "")
    if not attributes:
        return ""
    for name in _ATTRIBUTES:
        if (source := attributes.get(name)) and _is_source(source, name):
            return clean_line(source)
    if (source := attributes.get("data-value")) and not _VALUE_CLASSES.isdisjoint(classes_of(element)):
        return clean_line(source)
    return ""


def _is_source(source: str, name: str) -> bool:
    return name in _ATTRIBUTES[:3] or has_sign(source)


def picture_of_formula(element: Element) -> str:
    """The LaTeX that a picture of a formula has as its other text or in its address; "" of any other picture."""
    alt = clean_line(element.get("alt", ""))
    if alt and (
        not _PICTURE_CLASSES.isdisjoint(classes_of(element)) or alt.startswith(("{\\displaystyle", "{\\textstyle"))
    ):
        return bare(alt)
    address = element.get("src") or ""
    found = _RENDERER.match(address)
    if found is None:
        return ""
    if "\\" in alt:
        return bare(alt)
    query = address[found.end() + 1 :]
    said = next((value for name, value in parse_qsl(query) if name in _PARAMETERS), "")
    if not said and not re.match(r"[a-z]{2,8}=", query):
        said = unquote_plus(query.replace("&space;", " ").replace("&plus;", "+").replace("+", "%2B")) if query else ""
    said = said or unquote(found[0].rpartition("/")[2])
    said = _DRAWN_HOW.sub("", said)
    return clean_line(said) if _COMMAND.search(said) or (query and has_sign(said)) else ""
