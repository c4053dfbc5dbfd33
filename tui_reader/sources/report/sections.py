"""Where the sections of an issue begin and end: their headings, told from navigation and from mere mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.issues import SECTIONS
from tui_reader.html.block_types import Block, BlockKind, Page
from tui_reader.sources.report.words import is_all_link, title_and_categories
from tui_reader.text.addresses import arxiv_id_of, github_repo_of, host, resolve

_NAMES = {
    "labs": r"(?:from\s+the\s+)?(?:ai\s+)?labs",
    "wire": r"(?:from\s+)?(?:the\s+)?wire",
    "papers": r"(?:research\s+)?papers",
    "benchmarks": r"benchmarks?|leaderboards?",
    "trending": r"trending(?:\s+(?:repos?|repositories|projects|on\s+github|today))?",
}
_FULL_NAMES = {name: re.compile(re.escape(words), re.IGNORECASE) for name, words in SECTIONS.items()}
_LINK_WORDS = r"(?:(?:View|See|Show|Browse)\s+)?(?:All|Full|More|Complete)(?:\s+[a-z]\w*){0,3}\s*[→›»>↗]*"
_HEADINGS = {
    name: re.compile(
        rf"[^\w(]*(?P<title>(?i:{words})(?:\s*(?:[—–:·|]|\s-)\s*\S.{{0,60}}?)?)"
        rf"(?:\s*\(?\d{{1,4}}\)?)?\s*(?P<link>{_LINK_WORDS})?[^\w)]*"
    )
    for name, words in _NAMES.items()
}
_UNKNOWN = re.compile(r"[^\s.].{0,60}?(?<=[a-z)])\s*(?P<link>(?:All|Full)\s+[a-z]\w*)\s*[→›»>↗]*")
_TABLE_WORDS = re.compile(r"model", re.IGNORECASE)
_REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,38}/[\w.-]{1,100}(?:\s|$)")
_LOOK_AHEAD = 12


class Part(Struct, frozen=True):
    """A section as found: `title` as printed, `href` the address of the link beside it as written, `start` and `end`
    the blocks of its content; `has_content` where these look like what the section is of."""

    name: str
    title: str
    href: str
    heading: int
    start: int
    end: int
    score: int
    has_content: bool


def find_parts(page: Page) -> tuple[Part, ...]:
    """The sections of a page in their order, each name at most once."""
    blocks = page.blocks
    candidates = [c for i in range(len(blocks)) for c in _candidates(page, i)]
    heads = sorted({c.heading for c in candidates})
    next_head = dict(zip(heads, [*heads[1:], len(blocks)], strict=False))
    best: dict[str, Part] = {}
    for candidate in candidates:
        stop = next_head[candidate.heading]
        content = _has_content(candidate.name, page, candidate.start, min(stop, candidate.start + _LOOK_AHEAD))
        score = candidate.score + (3 if content else 0)
        if score < 4 and not (page.is_text and _FULL_NAMES[candidate.name].match(candidate.title)):
            continue
        if candidate.name not in best or score > best[candidate.name].score:
            best[candidate.name] = replace(candidate, score=score, has_content=content)
    chosen = sorted(best.values(), key=lambda part: part.heading)
    parts = []
    for position, part in enumerate(chosen):
        limit = chosen[position + 1].heading if position + 1 < len(chosen) else len(blocks)
        parts.append(replace(part, end=_end(page, part, limit)))
    return tuple(parts)


def _candidates(page: Page, index: int) -> list[Part]:
    block = page.blocks[index]
    text = block.text if len(block.pieces) < 12 else ""
    if not text or len(text) > 140 or block.kind is BlockKind.ROW:
        return []
    found = []
    for name, form in _HEADINGS.items():
        match = form.fullmatch(text)
        if match is None or title_and_categories(text)[1] or any(arxiv_id_of(p.href) for p in block.pieces):
            continue
        named = next((p for p in block.pieces if p.words), block.pieces[0])
        score = 2
        if block.kind is BlockKind.HEADING:
            score += 4
        if named.href:
            if _leaves(page, named.href):
                continue
            score -= 5 if named.href.startswith("#") and block.kind is not BlockKind.HEADING else 2
        if not _FULL_NAMES[name].match(match["title"]):
            score -= 2
        href, start = _link_beside(page, index)
        if href or match["link"]:
            score += 2
        if not href and named.href and not named.href.startswith("#"):
            href = named.href
        title = " ".join(match["title"].split()).rstrip(" —–:·|-")
        found.append(Part(name, title, href, index, start, start, score, has_content=False))
    return found


def _link_beside(page: Page, index: int) -> tuple[str, int]:
    """The address of the "All …" link in the heading's block or the next, and where the content begins."""
    for piece in page.blocks[index].pieces:
        if piece.href and is_all_link(piece.words):
            return piece.href, index + 1
    for later in range(index + 1, min(index + 3, len(page.blocks))):
        block = page.blocks[later]
        if block.text and not is_all_link(block.text):
            break
        if block.text and any(p.href for p in block.pieces):
            return next(p.href for p in block.pieces if p.href), later + 1
        if block.text:
            return "", later + 1
    return "", index + 1


def _leaves(page: Page, href: str) -> bool:
    address = resolve(page.base, href)
    return bool(address) and bool(host(page.base)) and host(address) != host(page.base)


def _has_content(name: str, page: Page, start: int, stop: int) -> bool:
    return any(_fits(name, page, block) for block in page.blocks[start:stop])


def _fits(name: str, page: Page, block: Block) -> bool:
    if name == "papers":
        return bool(title_and_categories(block.text)[1]) or any(arxiv_id_of(p.href) for p in block.pieces)
    if name == "benchmarks":
        return block.kind is BlockKind.ROW or (len(block.text) < 80 and bool(_TABLE_WORDS.search(block.text)))
    if name == "trending":
        return any(github_repo_of(p.href) or _REPO.match(p.words) for p in block.pieces)
    return any(p.href.startswith(("http:", "https:", "//")) for p in block.pieces)


def _end(page: Page, part: Part, limit: int) -> int:
    """Where a section ends: at `limit`, or before at the heading of a section that is not known."""
    level = page.blocks[part.heading].level
    deeper = False
    for index in range(part.start, limit):
        block = page.blocks[index]
        if block.kind is BlockKind.HEADING and level:
            near = page.blocks[index : min(index + 6, limit)]
            # Where the section's own things have headings of a lower level, one of its level is another section's.
            if block.level < level or (block.level == level and (deeper or not _belongs(part.name, page, near))):
                return index
            deeper = deeper or block.level > level
        elif not level and len(block.text) < 90 and block.kind is not BlockKind.ROW:
            match = _UNKNOWN.fullmatch(block.text)
            if match and not _belongs(part.name, page, [block]) and _is_own_line(page, block):
                return index
    return limit


def _belongs(name: str, page: Page, near: Sequence[Block]) -> bool:
    """Whether a heading of a section's own level opens a thing of that section."""
    if name == "benchmarks":
        return any(b.kind is BlockKind.ROW or _TABLE_WORDS.search(b.text) for b in near[1:5])
    return any(_fits(name, page, b) for b in near[: 2 if name == "papers" else 1])


def _is_own_line(page: Page, block: Block) -> bool:
    return page.is_text or (
        len(block.pieces) > 1 and is_all_link(block.pieces[-1].words) and bool(block.pieces[-1].href)
    )
