"""The lists of links in an issue: AI Labs and From the Wire."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from tui_reader.domain.issues import SourcedLink
from tui_reader.html.block_types import Block, BlockKind, Passage, Piece
from tui_reader.sources.report.dates import day_alone
from tui_reader.sources.report.words import is_all_link, is_junk, is_sentence
from tui_reader.text.addresses import canonical, host, resolve

_MORE = re.compile(
    r"(?:read (?:more|on|it)|more|link|source|via|discuss(?:ion)?|comments?|open|visit|→|↗|»|›"
    r"|\d+ (?:comments?|points?))\W*",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_AGO = re.compile(
    r"(?:\d+\s*(?:s|m|h|d|w|mo|y|sec|min|minute|hour|day|week|month)s?(?:\s+ago)?|yesterday|today|just now"
    rf"|\d{{1,2}}:\d\d(?:\s*[ap]m)?(?:\s+\w{{2,4}})?|{_MONTH}\.? \d{{1,2}}|\d{{1,2}} {_MONTH})",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<source>[^:—–|]{2,40}?)(?:\s*:\s+|\s+[—–|]\s+)(?P<title>\S.{8,})")
_BEHIND = re.compile(r"(?P<title>.{8,}?)\s+(?:[—–|·]\s+(?P<source>[^—–|·()]{2,40})|\((?P<host>[^()]{2,40})\))")
# Names that a text may glue to a title. Longer ones first: "Google" begins "Google DeepMind".
_PUBLISHERS = re.compile(
    r"Google (?:DeepMind|Research|AI|Cloud)|DeepMind|Google|OpenAI|Anthropic|Meta(?: AI)?|Microsoft(?: Research| AI)?"
    r"|NVIDIA|Nvidia|Hugging Face|Mistral(?: AI)?|Cohere|xAI|Apple(?: ML Research)?|AWS(?: Machine Learning)?|Amazon"
    r"|IBM(?: Research)?|DeepSeek|Qwen|Stability AI|Perplexity|TechCrunch|The Verge|Ars Technica|MIT Technology Review"
    r"|WIRED|Wired|VentureBeat|The Guardian|Hacker News|Reuters|Bloomberg|The New York Times|Financial Times"
    r"|The Information|CNBC|BBC(?: News)?|Axios|The Register|ZDNET|Engadget|404 Media|Nature|Semafor|Politico|Forbes"
    r"|The Wall Street Journal|The Washington Post|The Economist|IEEE Spectrum|Rest of World|The Decoder"
)


def is_more(words: str) -> bool:
    """Whether a link's words only say that there is more ("Read more", "12 comments")."""
    return _MORE.fullmatch(words) is not None


def is_source(words: str) -> bool:
    """Whether words may name a publisher: short, and neither a time nor a sentence."""
    if len(words) > 40 or len(words.split()) > 6 or is_sentence(words) or is_junk(words):
        return False
    is_other = _AGO.fullmatch(words) or _MORE.fullmatch(words) or day_alone(words)
    return not is_other and re.search(r"[^\W\d_]", words) is not None


def source_in(title: str, url: str) -> tuple[str, str]:
    """The title and the source where both are on one line: `OpenAI: Title`, `Title — OpenAI`, `Title (openai.com)`.

    With an address the source has to fit its host, since titles have colons and dashes too.
    """
    site = re.sub(r"[^a-z0-9]", "", host(url).removeprefix("www.").casefold())

    def fits(words: str) -> bool:
        plain = re.sub(r"[^a-z0-9]", "", words.casefold())
        return not site or (len(plain) > 1 and (plain in site or plain.removeprefix("the") in site))

    behind = _BEHIND.fullmatch(title)
    if behind and is_source(words := (behind["source"] or behind["host"]).strip()) and fits(words):
        return behind["title"].strip(), words
    before = _BEFORE.fullmatch(title)
    if before and is_source(before["source"]) and fits(before["source"]):
        return before["title"].strip(), before["source"].strip()
    named = _PUBLISHERS.match(title)
    if named and re.match(r"[A-Z0-9“\"'‘$]|\s*[-:|·]\s", title[named.end() :]):
        return title[named.end() :].lstrip(" -:|·"), named[0]
    return title, ""


def read_lines(blocks: Sequence[Block]) -> tuple[SourcedLink, ...]:
    """The links of a list that was copied as text: one a line, with the address on the line or lost. A publisher on a
    line of its own goes with the title below it, or above it where the list begins with a title."""
    found: list[SourcedLink] = []
    waiting = ""
    leads = bool(blocks) and _PUBLISHERS.fullmatch(blocks[0].text) is not None
    for block in blocks:
        text = " ".join(" ".join(p.words for p in block.pieces).split())
        url = ""
        if match := re.search(r"https?://\S+", text):
            url = resolve("", match[0].rstrip(".,;)>]"))
            text = (text[: match.start()] + text[match.end() :]).strip(" -–—|()<>[]")
        if _PUBLISHERS.fullmatch(text) and not url:
            if leads:
                waiting = text
            elif found and not found[-1].source:
                found[-1] = SourcedLink(text, found[-1].title, found[-1].url)
            continue
        if not text and url and found and not found[-1].url:
            found[-1] = SourcedLink(found[-1].source, found[-1].title, url)
            continue
        is_other = is_junk(text) or is_all_link(text) or _AGO.fullmatch(text) or day_alone(text)
        if not text or is_other or (is_sentence(text) and not url) or len(text) > 250:
            continue
        title, source = source_in(text, url)
        found.append(SourcedLink(source or waiting, title, url))
        waiting = ""
    return tuple(found)


_EDGES = " \t-–—|·•:,;/()[]"
#: One thing of a list is made of few pieces; what has more is not one thing.
_MOST_PIECES = 60


class _Spot(Struct, frozen=True):
    """A piece with the block it stands in."""

    piece: Piece
    block: Block


def read_links(part: Passage) -> tuple[SourcedLink, ...]:
    """The links of a list with who published each.

    The source may stand before or after the title, in its link, in a heading above several, or only in the address.
    """
    if part.is_text and not any(p.href and not _is_address(p) for b in part.blocks for p in b.pieces):
        return read_lines([b for b in part.blocks if b.text])
    found: dict[str, SourcedLink] = {}
    for heading, group in _groups(part):
        link = _sourced(part.base, group, heading)
        if link is not None:
            found.setdefault(canonical(link.url), link)
    return tuple(found.values())


def first_link(part: Passage) -> int:
    """The block where a list of links begins: one that leaves the site and does not stand in prose; the number of
    blocks if there is none."""
    for index, block in enumerate(part.blocks):
        away = [p for p in block.pieces if p.href and not _stays(part.base, p) and not is_all_link(p.words)]
        if away and (not is_sentence(block.text) or sum(len(p.text) for p in away) * 2 > len(block.text)):
            return index
    return len(part.blocks)


def _groups(part: Passage) -> list[tuple[str, list[_Spot]]]:
    """The pieces of each thing listed, with the heading above it.

    A list item is one thing, unless it wraps a whole list. Outside of items the outermost element that holds one
    address and no other is, so that a title and the label beside it stay together whatever elements they are made of.
    """
    blocks = [b for b in part.blocks if b.text]
    owners = _owners(part.base, blocks)
    wrappers = _wrappers(part.base, blocks, owners)
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


def _owners(base: str, blocks: Sequence[Block]) -> dict[int, str]:
    """For each element the one address in it, or "" where there are several; links to comments do not count."""
    owners: dict[int, str] = {}
    for block in blocks:
        for piece in block.pieces:
            if _is_title(piece):
                address = canonical(resolve(base, piece.href) or piece.href)
                for element in piece.path:
                    if owners.setdefault(element, address) != address:
                        owners[element] = ""
    return owners


def _wrappers(base: str, blocks: Sequence[Block], owners: Mapping[int, str]) -> set[int]:
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
                address = canonical(resolve(base, piece.href) or piece.href)
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


def _sourced(base: str, group: Sequence[_Spot], heading: str) -> SourcedLink | None:
    linked = [s for s in group if _is_title(s.piece)]
    if not linked:
        return None
    if all(_is_address(s.piece) for s in linked):
        lines = read_lines([s.block for s in group[:1]])
        return lines[0] if lines else None
    headings = [s for s in linked if s.block.kind is BlockKind.HEADING]
    titles = [s for s in linked if not _is_label(s.piece.words)] or linked
    spot = headings[0] if headings else max(titles[:4], key=lambda s: min(len(s.piece.words), 40))
    url = resolve(base, spot.piece.href)
    if not url or is_junk(spot.piece.words) or _stays(base, spot.piece):
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


def _stays(base: str, piece: Piece) -> bool:
    address = resolve(base, piece.href)
    return not address or (bool(host(base)) and host(address) == host(base))
