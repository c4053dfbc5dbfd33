"""Taking digests apart: is this post mostly a list of links, and what does it name?

A post is judged by its structure, never by its address. Most posts are refused by a look at their source that costs a
few microseconds; only what has enough links in the places where items begin is read as blocks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.feeds import Body, BodyFormat, Entry

if TYPE_CHECKING:
    from tui_reader.domain.digests import Digest
    from tui_reader.html.block_types import Block

_FEWEST = 5
_LONGEST = 2_000_000
_LONGEST_ITEM = 3000
_BEGINS_WITH_LINK = re.compile(
    r"<(?:li|p|h[1-6]|td|div|dt)\b[^<>]*>\s*(?:<(?:strong|b|em|i|p|span|h[1-6])\b[^<>]*>\s*){0,4}"
    r"(?:\(?\d{1,3}[.):]\s*(?:</(?:strong|b|em|i|span)>\s*){0,2})?<a\s"
    r"|<a\s[^<>]*>\s*<(?:h[1-6]|p|div)\b",
    re.IGNORECASE,
)
_BULLET_LINE = re.compile(r"^\s{0,8}(?:[-*•‣◦▪]|\d{1,3}[.)])\s+\S", re.MULTILINE)
_RECORDING = re.compile(r"\.(?:mp3|m4a|m4v|mp4|ogg|opus|aac|wav|webm)(?:[?#/]|\Z)|/podcast/", re.IGNORECASE)


def with_digest(entry: Entry) -> Entry:
    """The entry with what it names, if it is a digest; else the entry as it is."""
    if entry.body is None or not _may_be(entry.body):
        return entry
    # What comes with a recording lists what was spoken of in it.
    if any(map(_RECORDING.search, entry.enclosures)) and "Authors:" not in entry.body.text:
        return entry
    digest = take_apart(entry.body, entry.url)
    return replace(entry, digest=digest) if digest is not None else entry


def _may_be(body: Body) -> bool:
    """Whether a post has enough links, in the right places, to be looked at."""
    text = body.text
    if not 100 <= len(text) <= _LONGEST:
        return False
    if "Authors:" in text and "ource" in text:
        return True
    if body.format is not BodyFormat.HTML:
        return text.count("http") >= _FEWEST and sum(1 for _ in _BULLET_LINE.finditer(text)) >= _FEWEST
    if text.count("<a ") + text.count("<A ") < _FEWEST:
        return False
    # Where there is an item only every few thousand characters, items are not most of the text.
    wanted = max(_FEWEST, len(text) // _LONGEST_ITEM)
    return text.count("<li") >= wanted or sum(1 for _ in _BEGINS_WITH_LINK.finditer(text)) >= wanted


def take_apart(body: Body, url: str = "") -> Digest | None:
    """What a post names, if it is a digest. `url` is its own address. Never raises."""
    if body.format is BodyFormat.HTML:
        from tui_reader.html.digest.html import html_blocks

        blocks = html_blocks(body.text, body.base_url or url)
    else:
        from tui_reader.html.digest.lines import text_blocks

        blocks = text_blocks(body.text.splitlines())
    return of_blocks(blocks, url)


def of_blocks(blocks: list[Block], url: str, *, needs_links: bool = True, says_so: bool = False) -> Digest | None:
    """What blocks name, if they are those of a digest. Without `needs_links` titles alone can make one, as in a text
    that was copied without its addresses; `says_so` tells that the text calls itself one."""
    from tui_reader.domain.digests import Digest
    from tui_reader.html.digest.lists import is_digest, take_lists
    from tui_reader.html.digest.papers import take_papers
    from tui_reader.html.digest.words import PAYWALL

    wall = next((n for n, block in enumerate(blocks) if len(block.text) < 400 and PAYWALL.search(block.text)), None)
    is_cut = wall is not None
    blocks = blocks[:wall]
    papers = take_papers(blocks, is_cut)
    if papers is not None:
        return papers
    listed = take_lists(blocks, url)
    is_one = is_digest(listed, url, needs_links=needs_links, says_so=says_so)
    return Digest(listed.items, is_cut) if is_one else None
