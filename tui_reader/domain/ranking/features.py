"""What of a paper the ranker looks at, and the small blob in which a library keeps it.

The terms of a paper are the words of its abstract, the words and word pairs of its title (counted twice) and its
authors. A blob holds their hashes (16 bits) by how often they occur: little-endian numbers of 16 bits, for each count
in growing order the count, how many hashes, then these in growing order. It takes some 300 bytes and does not depend
on any other paper.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING
from zlib import crc32

from tui_reader.domain.items import normalise_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The form of blobs and the hashes in them; a library with another one makes its blobs anew.
FORM = 1
BUCKETS = 1 << 16
#: Before an author's name, so that a name and a word are not the same term.
AUTHOR = "@"
#: What occurs more often tells no more.
_MOST = 8
#: The weights of counts.
LOG_COUNT = (0.0, *(1 + log(count) for count in range(1, _MOST + 1)))

_WORD = re.compile(r"[^\W_]+")
_FLIP = sys.byteorder == "big"


def words(text: str) -> list[str]:
    """The words of a text in lower case; what joins the parts of a word (`long-context`) separates two."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(text.lower())


def terms(title: str, abstract: str = "", authors: Iterable[str] = ()) -> dict[str, int]:
    """The terms of a paper and how often each counts: `codec`, `neural codec`, `@ada example`."""
    counts: dict[str, int] = {}
    for word in words(abstract):
        counts[word] = counts.get(word, 0) + 1
    heading = words(title)
    for word in heading:
        counts[word] = counts.get(word, 0) + 2
    for first, second in pairwise(heading):
        pair = f"{first} {second}"
        counts[pair] = counts.get(pair, 0) + 2
    for author in authors:
        if name := normalise_title(author):
            counts[AUTHOR + name] = 1
    return counts


def bucket(term: str) -> int:
    """The hash of a term."""
    return crc32(term.encode("utf-8", "surrogatepass")) & 0xFFFF


def log_count(count: int) -> float:
    """The weight of a count."""
    return LOG_COUNT[min(count, _MOST)]


def pack(counts: dict[str, int]) -> bytes:
    """The blob of a paper's terms."""
    totals: dict[int, int] = {}
    for term, count in counts.items():
        hashed = crc32(term.encode("utf-8", "surrogatepass")) & 0xFFFF
        totals[hashed] = totals.get(hashed, 0) + count
    by_count: dict[int, list[int]] = {}
    for hashed, count in totals.items():
        by_count.setdefault(min(count, _MOST), []).append(hashed)
    packed = array("H")
    for count in sorted(by_count):
        group = sorted(by_count[count])
        packed.extend((count, len(group), *group))
    if _FLIP:
        packed.byteswap()
    return packed.tobytes()


def unpack(blob: bytes) -> list[int]:
    """The numbers in a blob. What `pack` made is read back; anything else would be read wrongly, so that a library
    looks at `FORM` before."""
    packed = array("H", blob)
    if _FLIP:
        packed.byteswap()
    return packed.tolist()


def groups(blob: bytes) -> Iterator[tuple[float, list[int]]]:
    """The hashes in a blob, by the weight of their count."""
    packed = unpack(blob)
    place, end = 0, len(packed) - 1
    while place < end:
        start = place + 2
        stop = start + packed[place + 1]
        yield LOG_COUNT[min(packed[place], _MOST)], packed[start:stop]  # a damaged blob counts for something
        place = stop
