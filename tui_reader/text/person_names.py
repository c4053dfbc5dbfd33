"""Names of authors taken apart: "Jan van der Berg, Jr." is a family name, given names, a particle and a suffix.

Sources give whole names, given name first. Where a name cannot be taken apart with some certainty (a collaboration, a
single word, most names in Chinese characters longer than three) it stays whole.
"""

from __future__ import annotations

import re

from msgspec import Struct

from tui_reader.text.word_set import word_set


class PersonName(Struct, frozen=True):
    """A name in parts. A name that stays whole has `family` alone, and `is_whole`; `particle` is what sorts with or
    before the family name ("van der"), `suffix` what follows it ("Jr.", "III")."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_whole: bool = False


_PARTICLES = word_set("""
    van von vom zu zur zum der den dem de del della delle delli dello dei degli di da das do dos du des d' la le lo
    los las ter ten te 't op af av och e y i und bin ibn bint al el ul abu ben bar san st. st
""")
#: Those that stay particles with a capital, in the middle of a name. Others ("Le", "Da", "Bin") are names in Asia.
_CAPITAL_PARTICLES = word_set("""
    Van Von De Del Della Der Den Di Dos Du El Al La St. San Ter
""")
#: Particles that join two family names and never begin one.
_JOINING = frozenset(("e", "y", "i", "und", "och"))
#: Particles before a double family name; and what follows them in given names of Spain, Portugal and the Americas.
_BEFORE_TWO = word_set("de del da do das dos di la las los van von der den")
_IN_GIVEN = word_set("""
    Carmen Pilar Mar Rosario Socorro Rocío Consuelo Ángeles Dolores Mercedes Nieves Luz Paz Dios Jesús Lourdes Fátima
    Carmo Céu Rosário Conceição Graças Dores Assunção Angeles Rocio Jesus Fatima Ceu Conceicao Gracas Assuncao Guadalupe
""")
_SUFFIX = re.compile(r"(?i)(?:jr|sr|jnr|snr)\.?|II|III|IV|VI{0,3}")
_DEGREE = re.compile(r"(?i)(?:ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|prof|dr|esq)\.?")
_MANY = re.compile(
    r"(?i)\b(?:collaborations?|consortium|team|groups?|project|committee|initiative|laborator(?:y|ies)|labs?|inc|ltd|gmbh|"
    r"llc|corp|corporation|company|institut\w*|university|universit\w+|research|foundation|working|organi[sz]ation|"
    r"alliance|community|network|contributors|authors|members|department|center|centre|association|society)\b\.?"
)
_IN_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_MARKS_AFTER = re.compile(r"[\s*†‡§¶∗,;:\d⁰¹²³⁴⁵⁶⁷⁸⁹]+$")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f・·]+")
#: Family names of two characters, Chinese and Korean.
_DOUBLE = word_set("""
    欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 独孤 獨孤 南宫 南宮 夏侯 尉迟 尉遲 皇甫 慕容 令狐
    宇文 长孙 長孫 남궁 황보 제갈 사공 선우 독고
""")
_OTHERS = re.compile(r"(?i)(?:and\s+)?(?:et\.?\s*al\.?|others)\.?")


def is_others(name: str) -> bool:
    """Whether this is no name but "et al."."""
    return _OTHERS.fullmatch(name.strip()) is not None


def split_name(name: str) -> PersonName:
    """A name in its parts; white space is folded, remarks in brackets and marks of footnotes are left out."""
    name = " ".join(name.split())
    bare = _MARKS_AFTER.sub("", _IN_BRACKETS.sub(" ", name)).strip() or name
    if _ASIAN.fullmatch(bare.replace(" ", "")):
        return _asian(bare)
    if _MANY.search(bare) or ":" in bare:
        return PersonName(bare, is_whole=True)
    before, comma, after = (part.strip() for part in bare.partition(","))
    if comma and after and before:
        return _with_comma(before, after)
    return _in_order(before.split())


def _with_comma(before: str, after: str) -> PersonName:
    """`Last, First`, `Last, Jr., First`, or `First Last, Jr.`"""
    rest = [part.strip() for part in after.split(",") if part.strip()]
    suffixes = [part for part in rest if _SUFFIX.fullmatch(part)]
    given = " ".join(part for part in rest if part not in suffixes and not _DEGREE.fullmatch(part))
    suffix = " ".join(suffixes)
    if not given:
        found = _in_order(before.split())
        return PersonName(found.family, found.given, found.particle, suffix or found.suffix)
    words = before.split()
    start = _particles_from(words, 0)
    return PersonName(" ".join(words[start:]), given, " ".join(words[:start]), suffix)


def _in_order(words: list[str]) -> PersonName:
    suffix = ""
    if len(words) > 2 and _DEGREE.fullmatch(words[-1]):
        words.pop()
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if len(words) < 2:
        return PersonName(" ".join(words), suffix=suffix, is_whole=not suffix)
    at = len(words) - 1
    # Names joined by a particle ("Silva e Castro", "Ortega y Gasset") are one family name.
    if at >= 2 and words[at - 1] in _JOINING:
        at -= 2
        if at == 0:
            at = len(words) - 1
    if (double := _double_surname(words, at)) is not None:
        return PersonName(" ".join(words[double[1] :]), " ".join(words[: double[0]]),
                          " ".join(words[double[0] : double[1]]), suffix)  # fmt: skip
    # An initial or a given name always stays before the particles: "Van Le" and "De Li" are two words of a name.
    first = at
    while first > 1 and _is_particle(words[first - 1]):
        first -= 1
    if first == 1 and words[0] in _PARTICLES:
        first = 0  # no given name at all: "van Gogh"
    return PersonName(" ".join(words[at:]), " ".join(words[:first]), " ".join(words[first:at]), suffix)


def _double_surname(words: list[str], at: int) -> tuple[int, int] | None:
    """Where the particles of "Ana de la Cruz Núñez" begin and end, when two family names follow them. Those inside a
    given name ("María del Carmen") are none."""
    end = at - 1
    if end < 2 or not all(word[:1].isupper() and len(word.rstrip(".")) > 1 for word in words[end:]):
        return None
    start = end
    while start > 1 and words[start - 1] in _BEFORE_TWO:
        start -= 1
    return None if start == end or words[end] in _IN_GIVEN else (start, end)


def _particles_from(words: list[str], start: int) -> int:
    while start < len(words) - 1 and _is_particle(words[start]):
        start += 1
    return start


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or word in _CAPITAL_PARTICLES


def _asian(name: str) -> PersonName:
    """Names in Chinese characters, kana or Hangul, where the family name comes first."""
    first, space, rest = name.partition(" ")
    if space:
        return PersonName(first, rest)
    if len(name) > 2 and name[:2] in _DOUBLE:
        return PersonName(name[:2], name[2:])
    if (_HANGUL.fullmatch(name) and 2 <= len(name) <= 4) or (_HAN.fullmatch(name) and 2 <= len(name) <= 3):
        return PersonName(name[0], name[1:])
    return PersonName(name, is_whole=True)
