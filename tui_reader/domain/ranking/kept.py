"""What the ranker learned last, to be taken up again where nothing it came from has changed.

Counting the terms of the recent papers, and scoring these, is most of what learning takes; both are the same for the
same blobs. So they are kept with a digest of the blobs that they came from: what comes of them is equal to the last
bit to what would be worked out anew. Bytes that are anything else are no such thing, and are worked out anew.
"""

from __future__ import annotations

import sys
from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.ranking.features import BUCKETS, FORM

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Another version of what follows it, another order of bytes, or another form of blobs is not read.
_MARK = f"ranking 1 {sys.byteorder} {FORM}\n".encode()
_DIGEST = 16
_NUMBER = array("d").itemsize
_COUNT = array("H").itemsize


def digest(*parts: Iterable[bytes]) -> bytes:
    """What tells lists of blobs from others."""
    found = blake2b(digest_size=_DIGEST)
    for blobs in parts:
        blobs = list(blobs)
        found.update(len(blobs).to_bytes(8))
        for blob in blobs:
            found.update(len(blob).to_bytes(4))
            found.update(blob)
    return found.digest()


class Kept(Struct, frozen=True):
    """`papers` is the digest of the recent papers, `found` in how many of them each term is, `mean` the mean of their
    vectors; `decisions` the digest of all that was learned from, `learned` the cosines of the recent papers then."""

    papers: bytes
    found: array[int]
    mean: array[float]
    decisions: bytes
    learned: array[float]

    def packed(self) -> bytes:
        """As bytes."""
        body = b"".join(
            (self.papers, self.decisions, self.found.tobytes(), self.mean.tobytes(), self.learned.tobytes())
        )
        return _MARK + blake2b(body, digest_size=_DIGEST).digest() + body


def unpacked(data: bytes) -> Kept | None:
    """What `Kept.packed` made; None for anything else."""
    start = len(_MARK) + _DIGEST
    body = data[start:]
    if data[: len(_MARK)] != _MARK or blake2b(body, digest_size=_DIGEST).digest() != data[len(_MARK) : start]:
        return None
    sizes = (_DIGEST, _DIGEST, BUCKETS * _COUNT, BUCKETS * _NUMBER)
    parts: list[bytes] = []
    at = 0
    for size in sizes:
        parts.append(body[at : at + size])
        at += size
    rest = body[at:]
    if len(body) < at or len(rest) % _NUMBER:
        return None
    return Kept(parts[0], array("H", parts[2]), _numbers(parts[3]), parts[1], _numbers(rest))


def _numbers(data: bytes) -> array[float]:
    return array("d", data)
