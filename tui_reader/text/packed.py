"""Files that lie gzipped on a disk: unpacked up to a size, so that a small file cannot fill the memory."""

from __future__ import annotations

import zlib

from tui_reader.domain.errors import ParseError

#: No source is larger; what unpacks to more is a bomb.
MOST_BYTES = 128 << 20


def unpack(data: bytes) -> bytes:
    """The bytes themselves, or what is in them when they are gzip (RFC 1952). A stream cut short gives what it
    holds. Raises ParseError when it is damaged or too large."""
    if data[:2] != b"\x1f\x8b":
        return data
    parts: list[bytes] = []
    size = 0
    rest = data
    while rest[:2] == b"\x1f\x8b":  # gzip files may be joined
        unpacker = zlib.decompressobj(wbits=31)
        try:
            part = unpacker.decompress(rest, MOST_BYTES - size + 1)
        except zlib.error:
            if parts:
                break
            raise ParseError("this is a damaged gzip file", "Get it again.") from None
        size += len(part)
        if size > MOST_BYTES:
            raise ParseError(f"this unpacks to more than {MOST_BYTES >> 20} MiB", "It was left out.")
        parts.append(part)
        rest = unpacker.unused_data
    return b"".join(parts)
