"""TeX between delimiters in running text, as blogs leave it to a script to draw: `\\(…\\)`, `$$…$$`, environments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui_reader.text.latex import formula_to_unicode, math_to_unicode

# TeX between the delimiters that MathJax looks for; what has no sign of a formula in it is escaped text.
_ENVIRONMENT = (
    r"\\begin\{(?P<name>equation|align|aligned|alignat|gather|multline|eqnarray|displaymath|math)(?P<star>\*?)\}"
)
_RAW = re.compile(
    r"\\{1,2}\((?P<inline>(?:[^\\]|\\[^()\[\]]){1,2000}?)\\{1,2}\)"
    r"|\\{1,2}\[(?P<display>(?:[^\\]|\\[^()\[\]]|\\\\\[\d){1,2000}?)\\{1,2}\]"
    rf"|{_ENVIRONMENT}(?P<environment>.{{1,2000}}?)\\end\{{(?P=name)(?P=star)\}}"
    r"|(?<!\\)\$(?P<script>[_^](?:\{[^{}$\n]{1,20}\}|\w))\$"
    r"|(?<![\\$\w])\$\$(?P<dollars>(?:[^$\\]|\\.){1,2000}?)\$\$(?![$\w])"
    r"|(?<![\\$\w])\$(?P<dollar>(?![\s\d.,]*\$)[^\s$](?:(?:[^$\\\n]|\\.){0,300}?[^\s$\\])?)\$(?![$\w])",
    re.DOTALL,
)
_SIGN = re.compile(r"[\\^_=<>+]|^\s*(?:[A-Za-z]|\d{1,4}|[A-Za-z0-9]{1,3}[*/-][A-Za-z0-9]{1,3})\s*$")
#: Between single dollars stand prices and names of variables, too.
_SURE_SIGN = re.compile(
    r"\\[A-Za-z]{2}|\^|(?<![A-Za-z])[A-Za-z]_(?:\{|[A-Za-z0-9](?![A-Za-z0-9]))|^[A-Za-z]$|^[A-Za-z]\s*[=<>]"
)
_LETTER = re.compile(r"\$[A-Za-z](?:\s*[=<>][^$\n]{1,60})?\$")


def has_sign(source: str) -> bool:
    """Whether something in a text is of formulas: a command, a script, a relation, a letter alone."""
    return _SIGN.search(source) is not None


def formulas_read(text: str) -> str:
    """The text with its formulas in Unicode, in their lines."""
    if "\\" not in text and "$" not in text:
        return text
    return "".join(part for part, _ in raw_formulas(text))


def _may_have_formula(text: str) -> bool:
    """Whether it is worth looking: most backslashes are of paths, most dollars money."""
    if "\\(" in text or "\\[" in text or "\\begin{" in text:
        return True
    return "$" in text and ("\\" in text or "^" in text or "_" in text or _LETTER.search(text) is not None)


def raw_formulas(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, the TeX in it between its delimiters in Unicode; those of a displayed formula, and only they,
    are True."""
    at = 0
    before = ""
    for found in _RAW.finditer(text) if _may_have_formula(text) else ():
        kind = str(found.lastgroup)
        source = found[kind]
        if (_SURE_SIGN if kind == "dollar" else _SIGN).search(source) is None:
            continue
        source = found[0] if kind == "environment" else source
        written = formula_to_unicode(source) if kind.startswith("dollar") else math_to_unicode(source)
        if written is None:
            continue
        before += text[at : found.start()]
        at = found.end()
        if kind in ("inline", "dollar", "script"):
            before += written
        else:
            yield before, False
            yield written, True
            before = ""
    yield before + text[at:], False
