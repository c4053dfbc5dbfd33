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
    r"(?:[^\w<>]{0,6}#?\d{0,3}[^\w<>]{0,6}(?:</(?:strong|b|em|i|span)>\s*){0,2})?<a\s"
    r"|<a\s[^<>]*>\s*<(?:h[1-6]|p|div)\b",
    re.IGNORECASE,
)
#: Links that a title has beside it, and paragraphs that begin with a picture.
_OTHER_SHAPE = re.compile(
    r">\s*(?:paper|pdf|arxiv|abs|read more|read|more|link|source|article|post|blog|website)\s*[→»]?\s*"
    r"</(?:a|b|strong|em)>"
    r"|</a>[\s.)»→]{0,4}</(?:p|li|td)>"
    r"|<p\b[^<>]{0,200}>\s*(?:<(?:strong|b|span)\b[^<>]{0,200}>\s*)?[\U0001f300-\U0001faff\u2600-\u27bf]",
    re.IGNORECASE,
)
#: `1、` as Chinese weeklies number their paragraphs, and `1.`
_NUMBERED_PARAGRAPH = re.compile(
    r"<p\b[^<>]{0,200}>\s*(?:<(?:strong|b|span)\b[^<>]{0,200}>\s*)?[(（\[#]?\d{1,3}(?:[、．）\]｜]|[.):]\s|\ufe0f?\u20e3)",
    re.IGNORECASE,
)
#: Titles of posts that are lists of links.
SAYS_SO = re.compile(
    r"\b(?:this week in|week(?:ly)? in|weekly|round-?up|links?\b(?! to\b)|link (?:dump|post)|digest|reading list"
    r"|newsletter|top (?:\w+ )?(?:ai |ml )?papers|papers of the (?:week|month)"
    r"|what (?:i|we)['’]?(?:ve| have)? (?:been )?read)"
    r"|周刊|周报|週刊|週報|日报|日報|速报|まとめ|今週の|주간",
    re.IGNORECASE,
)
_FEWEST_ASKED = 2
_BULLET_LINE = re.compile(r"^\s{0,8}(?:[-*•‣◦▪]|\d{1,3}[.)])\s+\S", re.MULTILINE)
_RECORDING = re.compile(r"\.(?:mp3|m4a|m4v|mp4|ogg|opus|aac|wav|webm)(?:[?#/]|\Z)|/podcast/", re.IGNORECASE)


def with_digest(entry: Entry) -> Entry:
    """The entry with what it names, if it is a digest; else the entry as it is."""
    if entry.body is None:
        return entry
    if not _may_be(entry.body, entry.title):
        return entry
    # What comes with a recording lists what was spoken of in it.
    if any(map(_RECORDING.search, entry.enclosures)) and "Authors:" not in entry.body.text:
        return entry
    digest = take_apart(entry.body, entry.url, says_so=SAYS_SO.search(entry.title) is not None)
    return replace(entry, digest=digest) if digest is not None else entry


def _may_be(body: Body, title: str) -> bool:
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
    return (
        text.count("<li") >= wanted
        or SAYS_SO.search(title) is not None
        or text.count("<tr") >= wanted
        or len(_NUMBERED_PARAGRAPH.findall(text)) >= wanted
        or text.count("<dt") >= wanted
        or text.count("<summary") >= wanted
        or text.count("arxiv.org/") >= wanted
        or text.count(">http") >= wanted
        or sum(1 for _ in _BEGINS_WITH_LINK.finditer(text)) >= wanted
        or sum(1 for _ in _OTHER_SHAPE.finditer(text)) >= wanted
    )


def take_apart(body: Body, url: str = "", *, says_so: bool = False) -> Digest | None:
    """What a post names, if it is a digest. `url` is its own address; `says_so` tells that its title calls it a list.
    Never raises."""
    if body.format is BodyFormat.HTML:
        from tui_reader.html.digest.html import html_blocks

        blocks = html_blocks(body.text, body.base_url or url)
        found = of_blocks(blocks, url, is_titled=says_so)
        if found is None and body.text.count("<tr") >= _FEWEST:
            found = of_blocks(html_blocks(body.text, body.base_url or url, rows=True), url, is_titled=says_so)
        return found
    from tui_reader.html.digest.lines import text_blocks

    return of_blocks(text_blocks(body.text.splitlines()), url, is_titled=says_so)


def of_blocks(
    blocks: list[Block],
    url: str,
    *,
    needs_links: bool = True,
    says_so: bool = False,
    is_titled: bool = False,
    harder: bool = False,
) -> Digest | None:
    """What blocks name, if they are those of a digest. Without `needs_links` titles alone can make one, as in a text
    that was copied without its addresses; `says_so` tells that the text calls itself one, `is_titled` that its title
    does; `harder` takes whatever items there are, for someone who knows that it is one."""
    from tui_reader.domain.digests import Digest
    from tui_reader.html.digest.lists import is_digest, take_lists
    from tui_reader.html.digest.papers import take_papers
    from tui_reader.html.digest.shapes import shaped
    from tui_reader.html.digest.words import is_paywall

    wall = next((n for n, block in enumerate(blocks) if is_paywall(block.text)), None)
    is_cut = wall is not None
    blocks = blocks[:wall]
    papers = take_papers(blocks, is_cut)
    if papers is not None:
        return papers
    listed = take_lists(blocks, url)
    is_one = is_digest(listed, url, needs_links=needs_links, says_so=says_so, is_titled=is_titled)
    for wordy in (False, True) if is_titled or harder else (False,):
        if is_one:
            break
        if (other := shaped(blocks, wordy=wordy)) != blocks:
            listed = take_lists(other, url)
            is_one = is_digest(listed, url, needs_links=needs_links, says_so=says_so, is_titled=is_titled)
        is_one = is_one or (harder and wordy and sum(bool(item.url) for item in listed.items) >= _FEWEST_ASKED)
    return Digest(listed.items, is_cut) if is_one else None
