"""Content-Type as text to go by: a media type and a charset that Python knows, however odd the header."""

from __future__ import annotations

from email.message import Message


def content_type(value: str) -> tuple[str, str]:
    """Media type (lower case) and charset of a Content-Type header; each empty when missing or senseless."""
    media = value.partition(";")[0].strip().lower()
    if media.count("/") != 1 or not all(c.isascii() and (c.isalnum() or c in "/+.-_") for c in media):
        media = ""
    return media[:100], _known_charset(_charset_parameter(value))


def _charset_parameter(value: str) -> str:
    message = Message()
    try:
        message["content-type"] = value.replace("\r", " ").replace("\n", " ")
        found = message.get_param("charset")
    except (ValueError, TypeError, LookupError, IndexError):
        return ""
    return found if isinstance(found, str) else ""


def _known_charset(name: str) -> str:
    name = name.strip().strip("\"'").lower()
    try:
        # Decoding, not looking up: codecs such as "hex" or "zlib" are known, but not for text.
        b"".decode(name)
        "".encode(name)
    except (LookupError, ValueError, TypeError):
        return ""
    return name
