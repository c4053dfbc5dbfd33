"""The lists of links in an issue: AI Labs and From the Wire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from tui_reader.domain.issues import SourcedLink
from tui_reader.html.block_types import Block, BlockKind, Page, Piece
from tui_reader.sources.report.publishers import is_more, is_source, read_lines, source_in
from tui_reader.sources.report.words import is_all_link, is_junk, is_sentence
from tui_reader.text.addresses import canonical, host, resolve

_EDGES = " \t-–—|·•:,;/()[]"
#: One thing of a list is made of few pieces; what has more is not one thing.
_MOST_PIECES = 60


class _Spot(Struct, frozen=True):
    """A piece with the block it stands in."""

    piece: Piece
    block: Block


def read_links(page: Page, start: int, end: int) -> tuple[SourcedLink, ...]:
    """The links of a list with who published each.

    The source may stand before or after the title, in its link, in a heading above several, or only in the address.
    """
    if page.is_text and not any(p.href and not _is_address(p) for b in page.blocks[start:end] for p in b.pieces):
        return read_lines([b for b in page.blocks[start:end] if b.text])
    found: dict[str, SourcedLink] = {}
    for heading, group in _groups(page, start, end):
        link = _sourced(page, group, heading)
        if link is not None:
            found.setdefault(canonical(link.url), link)
    return tuple(found.values())


def first_link(page: Page, start: int, end: int) -> int:
    """The block where a list of links begins: one that leaves the site and does not stand in prose; `end` if none."""
    for index in range(start, end):
        block = page.blocks[index]
        away = [p for p in block.pieces if p.href and not _stays(page, p) and not is_all_link(p.words)]
        if away and (not is_sentence(block.text) or sum(len(p.text) for p in away) * 2 > len(block.text)):
            return index
    return end


def _groups(page: Page, start: int, end: int) -> list[tuple[str, list[_Spot]]]:
    """The pieces of each thing listed, with the heading above it.

    A list item is one thing, unless it wraps a whole list. Outside of items the outermost element that holds one
    address and no other is, so that a title and the label beside it stay together whatever elements they are made of.
    """
    blocks = [b for b in page.blocks[start:end] if b.text]
    owners = _owners(page, blocks)
    wrappers = _wrappers(page, blocks, owners)
    groups: list[tuple[str, list[_Spot]]] = []
    heading = ""
    last: object = None
    for block in blocks:
        is_item = block.item != 0 and block.item not in wrappers
        if block.kind is BlockKind.HEADING and not any(p.href for p in block.pieces) and not is_item:
            heading, last = block.text, None
            continue
        for piece in block.pieces:
            if not piece.words:
                continue
            owner = block.item if is_item else _owner(piece, owners)
            key: object = ("block", id(block)) if owner is None else owner
            if key != last or not groups:
                groups.append((heading, []))
            if len(groups[-1][1]) < _MOST_PIECES:
                groups[-1][1].append(_Spot(piece, block))
            last = key
    return groups


def _owners(page: Page, blocks: Sequence[Block]) -> dict[int, str]:
    """For each element the one address in it, or "" where there are several; links to comments do not count."""
    owners: dict[int, str] = {}
    for block in blocks:
        for piece in block.pieces:
            if _is_title(piece):
                address = canonical(resolve(page.base, piece.href) or piece.href)
                for element in piece.path:
                    if owners.setdefault(element, address) != address:
                        owners[element] = ""
    return owners


def _wrappers(page: Page, blocks: Sequence[Block], owners: Mapping[int, str]) -> set[int]:
    """The items that hold several things: two addresses with words enough for a title, or with words of their own
    beside each, or many addresses. A publisher's link beside a title's does not make two things."""
    titles: dict[int, set[str]] = {}
    addresses: dict[int, set[str]] = {}
    beside: dict[int, Counter[int]] = {}
    for block in blocks:
        for piece in block.pieces:
            if not block.item or not piece.words:
                continue
            owner = _owner(piece, owners)
            if owner is not None:
                beside.setdefault(block.item, Counter())[owner] += 1
            if _is_title(piece):
                address = canonical(resolve(page.base, piece.href) or piece.href)
                addresses.setdefault(block.item, set()).add(address)
                if not _is_label(piece.words):
                    titles.setdefault(block.item, set()).add(address)
    return {
        item
        for item, found in addresses.items()
        if len(found) > 3
        or len(titles.get(item, ())) > 1
        or sum(n > 1 for n in beside.get(item, Counter()).values()) > 1
    }


def _owner(piece: Piece, owners: Mapping[int, str]) -> int | None:
    return next((element for element in piece.path if owners.get(element)), None)


def _sourced(page: Page, group: Sequence[_Spot], heading: str) -> SourcedLink | None:
    linked = [s for s in group if _is_title(s.piece)]
    if not linked:
        return None
    if all(_is_address(s.piece) for s in linked):
        lines = read_lines([s.block for s in group[:1]])
        return lines[0] if lines else None
    headings = [s for s in linked if s.block.kind is BlockKind.HEADING]
    titles = [s for s in linked if not _is_label(s.piece.words)] or linked
    spot = headings[0] if headings else max(titles[:4], key=lambda s: min(len(s.piece.words), 40))
    url = resolve(page.base, spot.piece.href)
    if not url or is_junk(spot.piece.words) or _stays(page, spot.piece):
        return None
    # A title may be made of several pieces, plain and emphasised; a label in the same link is a piece without emphasis.
    same = [s.piece for s in linked if s.block is spot.block and s.piece.href == spot.piece.href]
    beside = {p.words for p in same if p.path != spot.piece.path and not p.mark and _is_label(p.words)}
    title = " ".join("".join(p.text for p in same if p.words not in beside).split())
    others = [s.piece.words.strip(_EDGES) for s in group if s.piece not in same or s.piece.words in beside]
    source = next((o for o in others if o and is_source(o) and o != title), "")
    if not source:
        title, source = source_in(title, url)
    return SourcedLink(source or heading or host(url).removeprefix("www."), title, url) if title else None


def _is_title(piece: Piece) -> bool:
    return bool(piece.href) and not is_more(piece.words) and not is_all_link(piece.words)


def _is_address(piece: Piece) -> bool:
    return piece.words.startswith(("http:", "https:"))


def _is_label(words: str) -> bool:
    return len(words.split()) <= 3 and len(words) <= 30


def _stays(page: Page, piece: Piece) -> bool:
    address = resolve(page.base, piece.href)
    return not address or (bool(host(page.base)) and host(address) == host(page.base))
