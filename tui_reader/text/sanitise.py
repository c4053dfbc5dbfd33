"""Foreign text made safe for a terminal: no controls, no escape sequences, no invisible or reordering characters.

What goes: C0 and C1 controls, escape sequences whole (ECMA-48, 7- and 8-bit forms), every format character (Unicode
category Cf: bidi embeddings, overrides and isolates, soft hyphens, zero-width characters, tags), other invisible
characters (Default_Ignorable_Code_Point), lone surrogates and noncharacters. What stays although invisible: joiners
between letters of the scripts that need them or inside an emoji, and U+FE0F where it makes an emoji.
All functions are idempotent and take time linear in their input.
"""

from __future__ import annotations

import re
from functools import cache

# A string sequence (OSC, DCS, SOS, PM, APC) is taken whole when it ends on its line within 4,096 characters; an
# unterminated one loses only its introducer, so that one stray byte cannot swallow an article. Bodies stop at the next
# introducer: a run of introducers is read once, not once for each.
_SEQUENCE = (
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n\r]{0,4096}(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)

# Removed wherever they stand. Newlines, tabs, spaces, the joiners and U+FE0F are not in this class.
_UNWANTED_CLASS = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, without the line breaks
    r"\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"
    r"\ud800-\udfff\ufdd0-\ufdef"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17))
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
# Everything that needs a second look; a text without any of it is returned as it is.
_ASCII_CONTROLS = bytes([*range(9), *range(14, 32), 127])
_SUSPECT = re.compile(f"[{_UNWANTED_CLASS}\u200c\u200d\ufe0f{_MARKS}]")

_EMOJI = "\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ua8e0-\ua8ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe"
_STRAY_VARIATION = f"(?<![{_EMOJI}\xa9\xae#*0-9])\ufe0f|(?<=[#*0-9])\ufe0f(?!\u20e3)"
_STRAY_JOINER = (
    f"(?<![{_EMOJI}\ufe0f{_JOINING}])\u200d|(?<=[{_EMOJI}\ufe0f])\u200d(?![{_EMOJI}])"
    f"|(?<![{_JOINING}])\u200c|(?<=[{_JOINING}])[\u200c\u200d](?![{_JOINING}])"
)
# Eight marks on one letter are more than any script needs; a tower of them paints over the lines around it.
_TOWER = f"([{_MARKS}]{{8}})[{_MARKS}]+"

# References to what is no character, in runs, since halves of a pair stand side by side. An escape stays: what it
# begins is cleaned with it.
_ODD = (
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-689]|3[01]|5[5-7][0-9]{3}|[1-9][0-9]{6,})"
    r"|[xX]0*(?:[0-8bcefBCEF]|1[0-9ac-fAC-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[1-9a-fA-F][0-9a-fA-F]{5,}))"
    r"(?![0-9a-fA-F]);?"
)
# With its first characters outside of any group a document is searched five times as quickly.
_ODD_REFERENCES = re.compile(rf"{_ODD}(?:{_ODD})*")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+))")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def clean_line(text: str) -> str:
    """One line: made safe, runs of white space folded to one space, ends stripped."""
    if text.isascii() and text.isprintable():  # no white space but spaces, and hardly ever two of them
        while "  " in text:
            text = text.replace("  ", " ")
        return text.strip(" ")
    return " ".join(_without_unwanted(text).split())


def clean_text(text: str) -> str:
    """Several lines: made safe, every kind of line break turned into a newline, tabs and odd spaces into spaces."""
    if _is_plain_ascii(text):
        return text
    text = _LINE_BREAK.sub("\n", _without_unwanted(text))
    return _ODD_SPACE.sub(" ", text).expandtabs(4)


def clean_html_source(source: str) -> str:
    """Markup made safe to keep: tags, tabs and spaces stay as they are.

    Character references stay too; what they stand for is cleaned when `text.html` decodes them.
    """
    source = mend_references(source)
    if _is_plain_ascii(source):
        return source
    return _LINE_BREAK.sub("\n", _without_unwanted(source))


def _is_plain_ascii(text: str) -> bool:
    # Five times as quick as looking for what is none.
    return text.isascii() and (text.isprintable() or text.replace("\n", "").isprintable())


def mend_references(source: str) -> str:
    """Markup whose references to half a character, to none, or to one beyond Unicode cost only that character: two
    halves (`&#55357;&#56832;`) are the one they were meant as, others go."""
    return _ODD_REFERENCES.sub(_meant, source) if "&#" in source else source


def _meant(match: re.Match[str]) -> str:
    numbers = (
        int(hexadecimal, 16) if hexadecimal else int(decimal[:9])
        for hexadecimal, decimal in _REFERENCE.findall(match[0])
    )
    text = "".join(chr(number) for number in numbers if 31 < number < 0x110000)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _without_unwanted(text: str) -> str:
    if text.isascii():  # bytes are looked through in a fraction of the time
        data = text.encode("ascii")
        if len(data.translate(None, _ASCII_CONTROLS)) == len(data):
            return text
    elif _SUSPECT.search(text) is None:
        return text
    sequence, unwanted, variation, joiner, tower = _second_look()
    text = unwanted.sub("", sequence.sub("", text))
    # In this order: a joiner is judged by the variation selector before it.
    text = joiner.sub("", variation.sub("", text))
    return tower.sub(r"\1", text)


@cache
def _second_look() -> tuple[re.Pattern[str], ...]:
    # Compiled when first needed: what is stored is clean, so that the way to the first frame never needs it.
    return tuple(map(re.compile, (_SEQUENCE, f"[{_UNWANTED_CLASS}]+", _STRAY_VARIATION, _STRAY_JOINER, _TOWER)))
