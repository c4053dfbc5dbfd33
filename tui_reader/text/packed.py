"""Gzip files and ZIP archives, unpacked up to a size, so that a small file cannot fill the memory."""

from __future__ import annotations

import io
import zlib

from tui_reader.domain.errors import ParseError

#: No source is larger; what unpacks to more is a bomb.
MOST_BYTES = 128 << 20
_MOST_MEMBERS = 10_000
_STEP = 1 << 14
_MAGIC = b"\x1f\x8b"


class TooLargeToUnpack(ParseError):
    """There is more in it than may be unpacked."""


def is_packed(data: bytes) -> bool:
    """Whether bytes are gzip."""
    return data[:2] == _MAGIC


def unpack(data: bytes, most: int = MOST_BYTES) -> bytes:
    """The bytes themselves, or what is in them when they are gzip (RFC 1952). A stream cut short gives what it
    holds. Raises ParseError when it is damaged or holds more than `most` bytes."""
    if not is_packed(data):
        return data
    parts: list[bytes] = []
    size = at = members = 0
    view = memoryview(data)
    while is_packed(data[at : at + 2]):  # gzip files may be joined
        members += 1
        if members > _MOST_MEMBERS:
            raise TooLargeToUnpack(f"this is more than {_MOST_MEMBERS:,} gzip files in one", "It was left out.")
        unpacker = zlib.decompressobj(wbits=31)
        try:
            while not unpacker.eof and at < len(data):
                # In steps, since what is left behind a member is copied for each of them.
                step = view[at : at + _STEP]
                part = unpacker.decompress(step, most - size + 1)
                size += len(part)
                if size > most:
                    raise TooLargeToUnpack(f"this unpacks to more than {most / 2**20:.4g} MiB", "It was left out.")
                parts.append(part)
                at += len(step) - len(unpacker.unused_data)
        except zlib.error:
            if members > 1:
                break
            raise ParseError("this is a damaged gzip file", "Get it again.") from None
    return b"".join(parts)


def zip_names(data: bytes) -> tuple[str, ...]:
    """The names of the files in a ZIP archive; none for what is no archive, or a damaged one."""
    import zipfile

    if data[:4] != b"PK\x03\x04":
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(archive.namelist()[:_MOST_MEMBERS])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ()


def zip_member(data: bytes, name: str, most: int = MOST_BYTES) -> bytes:
    """The file of that name in a ZIP archive, in whatever folder of it. Raises ParseError when there is none, when the
    archive is damaged, and for a file of more than `most` bytes."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            full = next((n for n in archive.namelist() if n.rpartition("/")[2] == name), "")
            if not full:
                raise ParseError(f"the archive holds no {name}", "Its address or format may have changed.")
            with archive.open(full) as member:
                found = member.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        # RuntimeError: a password is asked for, or a method of packing is not known.
        raise ParseError("this is a damaged ZIP archive", "Get it again.") from None
    if len(found) > most:
        raise TooLargeToUnpack(f"{name} unpacks to more than {most / 2**20:.4g} MiB", "It was left out.")
    return found
