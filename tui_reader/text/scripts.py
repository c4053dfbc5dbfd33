"""Raised and lowered text in Unicode, where Unicode has the characters."""

from __future__ import annotations

_RAISED = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθιφχ⊤⊺∘",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶥᵠᵡᵀᵀ°",
        strict=True,
    )
)
# These stand high already.
_RAISED |= {sign: sign for sign in "*∗†‡′″‴°™®"}
_LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_ORDINALS = {"st", "nd", "rd", "th"}


def superscript(text: str) -> str | None:
    """`text` raised, or None when a character of it has no raised form."""
    return _mapped(text, _RAISED)


def subscript(text: str) -> str | None:
    """`text` lowered, or None when a character of it has no lowered form."""
    return _mapped(text, _LOWERED)


def raised(text: str) -> str:
    """`text` as it reads best after what it stands on: `²`, `^K`, `^(k, l)`; the ending of "1st" stays on the line."""
    if text in _ORDINALS:
        return text
    return superscript(text) or _spelled("^", text)


def lowered(text: str) -> str:
    """`text` as it reads best below what it stands on: `₂`, `_K`, `_(k, l)`."""
    return subscript(text) or _spelled("_", text)


def _mapped(text: str, forms: dict[str, str]) -> str | None:
    found = [forms.get(character) for character in text]
    return "".join(character for character in found if character) if text and None not in found else None


def _spelled(mark: str, text: str) -> str:
    if len(text) <= 1:
        return mark + text if text else ""
    return f"{mark}{text}" if text.startswith("(") and text.find(")") == len(text) - 1 else f"{mark}({text})"
