"""Bytes of unknown encoding to text, for feeds, subscription lists and pages.

The order follows RFC 7303 (a byte order mark, then the charset parameter, then the declaration inside), with one
change that practice asks for: bytes that are valid UTF-8 and not plain ASCII are UTF-8, whatever is declared.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<?" or "<r" looks without a byte order mark (XML 1.0, appendix F).
_BARE = (
    (re.compile(rb"<\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00<"), "utf-32-be"),
    (re.compile(rb"<\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\x00<\x00[^\x00]"), "utf-16-be"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)

#: What a label is taken for: browsers read these as the larger set too (WHATWG Encoding Standard, section 4.2).
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}


def decode(data: bytes, charset: str = "") -> str:
    """The text of a document; never fails. `charset` is what the HTTP header says.

    What cannot be decoded at all becomes U+FFFD; stray bytes in UTF-8 are read as windows-1252, the usual culprit.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data.startswith(_EBCDIC):
        return _ebcdic(data)
    for shape, encoding in _BARE:
        if shape.match(data):
            return data.decode(encoding, "replace")
    if data.isascii() and b"\x1b" not in data and b"~{" not in data:
        return data.decode("ascii")
    if not data.isascii():
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if b"\xed" in data and (mended := _HALVES.sub(_whole, data)) != data:
            try:
                return mended.decode("utf-8")
            except UnicodeDecodeError:
                pass
    labels = [name for name in _labels(data, charset) if name != "utf-8" or data.isascii()]
    if not data.isascii() and _is_damaged_utf8(data):
        return data.decode("utf-8", _STRAY_BYTES)
    for encoding in labels:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode(labels[0] if labels else "cp1252", "replace")


def _ebcdic(data: bytes) -> str:
    # The code pages of the family agree on the letters of a declaration.
    name = declared(data[:512].decode("cp037").encode("utf-8"))
    try:
        return data.decode(name or "cp037", "replace")
    except (LookupError, ValueError):
        return data.decode("cp037")


def declared(data: bytes) -> str:
    """The encoding that an XML declaration or a `<meta>` names, as written; empty if none does."""
    head = data[:2048]
    match = _DECLARED.search(head) or _META.search(head)
    return match[1].decode("ascii") if match else ""


def _labels(data: bytes, charset: str) -> list[str]:
    """Python's names of the encodings that were declared, best first; unknown and binary codecs are left out."""
    names = []
    for label in (charset, declared(data)):
        try:
            info = codecs.lookup(label.strip().strip("\"'")) if label else None
        except (LookupError, ValueError):
            continue
        # `rot13`, `zlib` and the like are codecs too, but no character encodings.
        if info is not None and getattr(info, "_is_text_encoding", True):
            name = _WIDER.get(info.name, info.name)
            if name not in names and name not in (
                "idna",
                "punycode",
                "undefined",
                "unicode_escape",
                "raw_unicode_escape",
            ):
                names.append(name)
    return names


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 with a few bytes spoilt: far more valid sequences than stray bytes."""
    valid = len(_SEQUENCES.findall(data))
    high = sum(map(len, _HIGH.findall(_SEQUENCES.sub(b"", data))))
    return valid > 0 and valid >= 4 * high


# Halves of a pair, each encoded by itself (CESU-8, https://www.unicode.org/reports/tr26/).
_HALVES = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")


def _whole(match: re.Match[bytes]) -> bytes:
    halves = match[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "ignore").encode("utf-8")


_SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_STRAY_BYTES = "tui_reader.stray_bytes"


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY_BYTES, _stray_bytes)

# UTF-8 read as Latin-1 or windows-1252 and written as UTF-8 again. Only what hardly occurs otherwise is taken for that:
# capitals with a tilde or circumflex in front of symbols, and the three characters that quotes and dashes become.
_MANGLED = re.compile(
    "(?:\xe2[\u20ac\x80][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|\xc3[\x80-\xaa\xac-\xba\xbc-\xbf]|\xc2[\xa0-\xaa\xac-\xba\xbc-\xbf])+"
)


#: What all that `_MANGLED` matches begins with.
_FIRST_MANGLED = ("â", "Ã", "Â")


def unmangle(text: str) -> str:
    """Text in which UTF-8 was encoded twice (`Ã©`, `â€™`) as it was meant."""
    if text.isascii() or not any(first in text for first in _FIRST_MANGLED):  # a fraction of the time of a search
        return text
    return _MANGLED.sub(_meant, text)


def _meant(match: re.Match[str]) -> str:
    try:
        # Five bytes have no character in windows-1252; those were read as Latin-1.
        mangled = b"".join(c.encode("latin-1" if ord(c) < 256 else "cp1252") for c in match[0])
        return mangled.decode("utf-8")
    except UnicodeError:
        return match[0]
