"""Commands that do more than stand for a character: fractions, roots, references, matrices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Protocol

from tui_reader.text.latex_symbols import NEGATED
from tui_reader.text.scripts import lowered, raised

_BRACKETS = {
    **dict.fromkeys(("matrix", "smallmatrix", "bmatrix"), ("[", "]")),
    "pmatrix": ("(", ")"),
    "vmatrix": ("|", "|"),
    "Bmatrix": ("{", "}"),
}
_LINES = frozenset(["align", "aligned", "alignat", "alignedat", "gather", "gathered", "eqnarray"])
_GOES_ON = re.compile(r"[=<>≤≥≈≡∼∝+\-−·×→⇒]")
_SIMPLE = re.compile(r"[\w.′⊤∞∂ℓ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀ₀₁₂₃₄₅₆₇₈₉\u0300-\u036f]+")


class Reader(Protocol):
    """What a command needs of the reader that met it."""

    def argument(self, *, text: bool = False) -> str:
        """The next argument, in Unicode."""

    def raw(self, opening: str, closing: str) -> str:
        """The source of the next argument in these brackets, "" when there is none."""

    def skip_spaces(self) -> bool:
        """Go past white space; whether there was any."""

    def inner(self, source: str) -> str:
        """A formula that is a part of this one, in Unicode."""

    def up_to(self, end: str) -> str | None:
        """The source to `end`, and past it."""


def accented(text: str, mark: str) -> str:
    """`text` with a combining mark: on its first letter, or on all for a line over or under it."""
    if not text:
        return ""
    if mark in {"\u0305", "\u0332"} or (mark == "\u0304" and len(text) > 1):
        return "".join(character + mark if character.isalnum() else character for character in text)
    position = next((index for index, character in enumerate(text) if character.isalnum()), None)
    if position is None:
        return text
    base = {"ı": "i", "ȷ": "j"}.get(text[position], text[position])
    return text[:position] + unicodedata.normalize("NFC", base + mark) + text[position + 1 :]


def _fraction(reader: Reader) -> str:
    """`a/b`, with brackets where one part is more than a number or a name."""
    above, below = reader.argument(), reader.argument()
    return f"{_bracketed(above)}/{_bracketed(below)}"


def _root(reader: Reader) -> str:
    """`√x`, `∛x`, `ⁿ√x`."""
    degree = reader.inner(reader.raw("[", "]"))
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree) or raised(degree) + "√"
    return sign + _bracketed(reader.argument())


def _choose(reader: Reader) -> str:
    """`(n choose k)`."""
    above, below = reader.argument(), reader.argument()
    return f"({above} choose {below})"


def _above(reader: Reader) -> str:
    """Something set over a sign: after it, raised."""
    over, base = reader.argument(), reader.argument()
    return base + raised(over)


def _below(reader: Reader) -> str:
    """Something set under a sign: after it, lowered."""
    under, base = reader.argument(), reader.argument()
    return base + lowered(under)


def _negated(reader: Reader) -> str:
    """`\\not` and what it strikes out."""
    argument = reader.argument()
    return NEGATED.get(argument, argument[:1] + "\u0338" + argument[1:] if argument else "¬")


def _modulo(reader: Reader) -> str:
    """`(mod n)`."""
    return f" (mod {reader.argument()})"


def _coloured(reader: Reader) -> str:
    """`\\textcolor{red}{x}`: the text."""
    reader.raw("[", "]")
    reader.skip_spaces()
    reader.raw("{", "}")
    return reader.argument()


def _address(reader: Reader) -> str:
    """`\\href{address}{text}`: both."""
    target = reader.raw("{", "}")
    words = reader.argument(text=True)
    return f"{words} ({target})" if words and words != target else target


def _verbatim(reader: Reader) -> str:
    """`\\url{…}` and `\\path{…}`: as it is."""
    return reader.raw("{", "}")


def _reference(reader: Reader) -> str:
    """`\\cite{key}` and its like: the key in brackets, which is all that is known."""
    reader.raw("[", "]")
    return f"[{reader.raw('{', '}')}]"


def _note(reader: Reader) -> str:
    """`\\footnote{…}`: in brackets."""
    return f" ({reader.argument(text=True)})"


def _environment(reader: Reader) -> str:
    """What stands between `\\begin{x}` and `\\end{x}`; matrices in brackets, rows parted by semicolons."""
    name = reader.raw("{", "}")
    if name in {"array", "tabular", "alignat", "alignat*"}:
        reader.raw("[", "]")
        reader.raw("{", "}")
    end = f"\\end{{{name}}}"
    body = reader.up_to(end)
    if body is None:
        return ""
    bare = name.rstrip("*")
    rows = []
    for row in re.split(r"\\\\(?:\[[^\]]*\])?", body):
        cells = [reader.inner(cell).strip() for cell in re.split(r"(?<!\\)&", row)]
        joined = (", " if bare in _BRACKETS else " ").join(cell for cell in cells if cell)
        if joined:
            rows.append(joined)
    opening, closing = _BRACKETS.get(bare, ("{ ", "") if bare == "cases" else ("", ""))
    if bare in _LINES:
        # A line that begins with a relation goes on with the one before.
        return "".join(row if not n else f" {row}" if _GOES_ON.match(row) else f"; {row}" for n, row in enumerate(rows))
    separator = "; " if bare in _BRACKETS or bare == "cases" else " "
    return f"{opening}{separator.join(rows)}{closing}"


def _chemistry(reader: Reader) -> str:
    """mhchem's `\\ce{SO4^2-}`: numbers behind letters are lowered, charges raised."""
    source = reader.raw("{", "}")
    source = re.sub(r"(?<=[A-Za-z)\]])(\d+)", lambda found: lowered(found[1]), source)
    source = re.sub(
        r"\^\{?([\d+-]+)\}?|(?<=[\w)\]₀-₉])([+-])(?=\s|$)", lambda found: raised(found[1] or found[2]), source
    )
    return source.replace("<=>", "⇌").replace("<->", "↔").replace("->", "→").replace("{", "").replace("}", "")


def _quantity(reader: Reader) -> str:
    """siunitx' `\\SI{5}{\\milli\\second}`: the number and the names of the unit."""
    reader.raw("[", "]")
    number = reader.raw("{", "}")
    return f"{number} {_unit(reader)}"


def _unit(reader: Reader) -> str:
    reader.raw("[", "]")
    unit = reader.raw("{", "}").replace("\\percent", "%").replace("\\per", "/").replace("\\", "")
    return unit.strip()


def _bracketed(text: str) -> str:
    if not text or _SIMPLE.fullmatch(text) or (text[0] == "(" and text.find(")") == len(text) - 1):
        return text
    return f"({text})"


_Writer = Callable[[Reader], str]
WRITERS: dict[str, _Writer] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _choose),
    **dict.fromkeys(("stackrel", "overset"), _above),
    **dict.fromkeys(("pmod", "mod"), _modulo),
    **dict.fromkeys(("url", "path", "nolinkurl", "verb"), _verbatim),
    **dict.fromkeys(("cite", "citep", "citet", "citealt", "ref", "eqref", "autoref", "cref"), _reference),
    "sqrt": _root,
    "underset": _below,
    "not": _negated,
    "textcolor": _coloured,
    "href": _address,
    "footnote": _note,
    **dict.fromkeys(("ce", "cee"), _chemistry),
    **dict.fromkeys(("SI", "qty"), _quantity),
    **dict.fromkeys(("si", "unit", "num"), _unit),
    "begin": _environment,
}
