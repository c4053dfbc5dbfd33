"""Reading a body without trusting it: a cap counted after decompression, memory bounded by the cap."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, Iterator
from typing import Protocol

from tui_reader.domain.errors import ConnectionFailure, ParseError, TooLarge
from tui_reader.text.packed import TooLargeToUnpack, is_packed, unpack

ACCEPTED = "gzip, deflate"
"""What requests advertise; Python has these built in."""

#: Codings that there are (IANA's registry, and what was one before it); any other word codes nothing.
_CODINGS = frozenset(
    ("gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "bzip2", "x-bzip2", "lzma", "xz", "exi")
)
_STEP = 1 << 16
_MOST_LAYERS = 3
_GZIP_MAGIC = b"\x1f\x8b"


class Decoder(Protocol):
    """Takes the bytes of the wire, gives the body in pieces of bounded size."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to, piece by piece; the rest is not decoded before it is asked for."""

    def finish(self) -> None:
        """Say that no more comes; ConnectionFailure when something is missing."""


def decoder_for(content_encoding: str, url: str) -> Decoder:
    """The decoder for a Content-Encoding header. ConnectionFailure for one that was not advertised."""
    names = [n for n in (part.strip().lower() for part in content_encoding.split(",")) if n not in {"", "identity"}]
    if not names:
        return Plain()
    if len(real := [name for name in names if name in _CODINGS]) == 1:
        names = real
    if names in (["gzip"], ["x-gzip"], ["deflate"]):
        return Inflate(url)
    if _CODINGS.isdisjoint(names):
        return Plain()  # utf-8, binary, none: servers write there what belongs elsewhere
    raise ConnectionFailure(
        f"{url} answers in an encoding that was not asked for ({', '.join(names)[:60]}).",
        "Open the address in a browser; the server breaks the rules of HTTP here.",
    )


async def read(chunks: AsyncIterable[bytes], decoder: Decoder, cap: int, url: str) -> bytes:
    """All of a body, at most `cap` bytes of it; TooLarge as soon as there is one more."""
    body = bytearray()
    async for chunk in chunks:
        for piece in decoder.feed(chunk):
            body += piece
            if len(body) > cap:
                raise too_large(url, cap)
    decoder.finish()
    return bytes(body)


def unpacked(body: bytes, cap: int, url: str) -> bytes:
    """A body that is itself gzip, which no header said, as what is in it; TooLarge where that is over the cap, or
    packed more often than anyone packs by mistake. What is damaged stays as it is, for its parser to refuse."""
    for _ in range(_MOST_LAYERS + 1):
        if not is_packed(body):
            return body
        try:
            body = unpack(body, cap)
        except TooLargeToUnpack:
            raise too_large(url, cap) from None
        except ParseError:
            return body
    raise TooLarge(f"The answer of {url} is packed more than {_MOST_LAYERS} times over.")


def too_large(url: str, cap: int) -> TooLarge:
    """The error for a body over the cap of `cap` bytes."""
    return TooLarge(f"The answer of {url} is larger than {cap / 2**20:.4g} MiB.")


class Plain:
    """No compression."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The same bytes."""
        yield data

    def finish(self) -> None:
        """Nothing can be missing that HTTP itself would not notice."""


class Inflate:
    """gzip (of several members, too), zlib and raw deflate, told apart by their first bytes; and bytes that only
    claim to be compressed, which misconfigured servers send, as they are."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._start = b""
        self._inflater: zlib._Decompress | None = None
        self._plain = False
        self._gzip = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The decompressed bytes, at most 64 KiB at a time."""
        if self._plain:
            yield data
            return
        if self._inflater is None or self._inflater.eof:
            # A stream, or another member of it, begins: two bytes tell which kind.
            self._start += data
            if len(self._start) < 2:
                return
            data, self._start = self._start, b""
            if not self._begin(data):
                yield from self._uncompressed(data)
                return
        yield from self._inflate(data)

    def finish(self) -> None:
        """ConnectionFailure when the compressed stream does not come to its end."""
        if self._inflater is not None and not self._inflater.eof:
            raise ConnectionFailure(f"The answer of {self._url} breaks off in the middle.", "Try again later.")

    def _begin(self, data: bytes) -> bool:
        """Set up for what starts with `data`; False when nothing is to be inflated."""
        gzip = data[:2] == _GZIP_MAGIC
        if self._inflater is not None and not (self._gzip and gzip):
            return False  # RFC 1952, section 2.2: members may follow each other; anything else is padding
        self._gzip = gzip
        if gzip:
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        elif data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0:  # RFC 1950, section 2.2
            self._inflater = zlib.decompressobj()
        elif data[0] in b"<{[ \t\r\n\xef\xfe\xff":
            self._plain = True
        else:
            self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        return not self._plain

    def _uncompressed(self, data: bytes) -> Iterator[bytes]:
        if self._plain:
            yield data

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        while (inflater := self._inflater) is not None:
            try:
                piece = inflater.decompress(data, _STEP)
            except zlib.error as error:
                raise ConnectionFailure(
                    f"The compressed answer of {self._url} is damaged.", "Try again later."
                ) from error
            yield piece
            if inflater.eof:
                data = self._start + inflater.unused_data
                self._start = data if len(data) < 2 else b""
                if len(data) < 2 or not self._begin(data):
                    return
            elif inflater.unconsumed_tail or len(piece) == _STEP:
                data = inflater.unconsumed_tail  # a full piece may leave output waiting though all input is taken
            else:
                return
