"""Text in ASCII, for terminals and locales that have no more: frames, signs, accents, other scripts.

A sign has one ASCII character for each cell that it takes, so that columns stay where they are. What has no likeness is
shown as `?`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
#: Pairs of a sign and what stands for it in one cell. What must be told apart (not read, kept, moved) stays apart.
_SIGNS = (
    "●o○.◆@◇&★*☆*↻%✎;◷L×x✗x✓+▲^▼v△'▽,→>←<↑^↓v⇧^↔-⇒>⟳%•*◦-‣>▪*·.…~—-–-‒-―-‐-‑-−-‘'’'‚'“\"”\"„\"«<»>‹<›>"
    "′'″\"≤<≥>≈~≠#±~÷/√V∞8∈e∑S∏P∂d∇V∀A∃E¬!∧^∨v∪U∩n⊂<⊃>⟨<⟩>‖|∣|⋅*∗*∘o°o§S¶P©c®r™t€E£L¥Y¢c¿?¡!"
    "ßsæaÆAøoØOđdĐDłlŁLþpÞPðdÐDıiœoŒO"
    "αaβbγgδdεeϵeζzηhθqϑqιiκkλlμmνnξxοoπpρrσsςsτtυuφfϕfχcψyωwΓGΔDΘQΛLΞXΠPΣSΦFΨYΩW"
    "аaбbвvгgдdеeёeжzзzиiйiкkлlмmнnоoпpрrсsтtуuфfхhцcчcшsщsъ'ыyь'эeюuяa"
    "▌>▐|▎|▏|▍|▋#▊#▉#█#░.▒:▓#▀'▄.▁_▂_▃_▅#▆#▇#▔-▕|■#□o▶>◀<"
)
#: The same where more than one cell may be taken.
_LONG = {
    "…": "...", "—": "--", "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "!=", "±": "+/-",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "∞": "inf", "∈": "in", "©": "(c)",
    "®": "(R)", "™": "(TM)", "€": "EUR", "£": "GBP", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ю": "yu", "я": "ya", "х": "kh", "√": "sqrt", "∑": "sum", "∏": "prod",
}  # fmt: skip
_BRAILLE = range(0x2800, 0x2900)
#: The dots of the upper and of the lower half of a Braille character (Unicode chapter 21.1).
_UPPER, _LOWER = 0x1B, 0xE4


def to_ascii(text: str, cells: Callable[[str], int] | None = None) -> str:
    """The text in ASCII. With `cells`, which counts the cells of a text, it takes as many as before; without, signs may
    become longer (`…` three dots). Controls and escape sequences are ASCII already, and stay."""
    if text.isascii():
        return text
    if cells is None:
        return _FOREIGN.sub(lambda found: _at_length(found[0]), text)
    measure = cells
    return _FOREIGN.sub(lambda found: _in_cells(found[0], measure), text)


@lru_cache(maxsize=2048)
def _in_cells(run: str, cells: Callable[[str], int]) -> str:
    signs = run.translate(_signs())
    if signs.isascii():
        return signs
    made, used = "", 0
    for at, character in enumerate(run):
        # What joins the character before it (accents, parts of an emoji) takes no cell of its own.
        width = cells(run[: at + 1]) - used
        if width <= 0:
            continue
        used += width
        like = _like(character)
        made += like.ljust(width) if like and len(like) <= width else (like[:width] or "?" * width)
    return made


def _at_length(run: str) -> str:
    parts: list[str] = []
    for character in run:
        if (long := _LONG.get(character)) is not None:
            parts.append(long)
        elif (lower := _LONG.get(character.lower())) is not None:
            parts.append(lower.capitalize())
        elif unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            parts.append(_like(character) or "?")
    return "".join(parts)


def _like(character: str) -> str:
    """What a character looks like in ASCII; "" where nothing does."""
    sign = _signs().get(ord(character))
    if sign is not None:
        return sign
    whole = unicodedata.normalize("NFKD", character).translate(_signs())
    return "".join(c for c in whole if c.isascii() and c.isprintable())


@cache
def _signs() -> Mapping[int, str]:
    table = {ord(sign): like for sign, like in zip(_SIGNS[::2], _SIGNS[1::2], strict=True)}
    for sign, like in zip(_SIGNS[::2], _SIGNS[1::2], strict=True):
        if sign.islower() and len(sign.upper()) == 1:
            table.setdefault(ord(sign.upper()), like.upper())
    for code in range(0x2500, 0x2580):
        name = unicodedata.name(chr(code))
        is_across, is_down = "HORIZONTAL" in name, "VERTICAL" in name
        table[code] = "-" if is_across and not is_down else "|" if is_down and " AND " not in name else "+"
    for code in range(0x2580, 0x25A0):
        table.setdefault(code, "#")
    for code in _BRAILLE:
        has_upper, has_lower = code & _UPPER, code & _LOWER
        table[code] = ":" if has_upper and has_lower else "'" if has_upper else "." if has_lower else " "
    for code in (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F):
        table[code] = " "
    return table
