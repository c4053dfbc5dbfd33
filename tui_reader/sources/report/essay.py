"""The essay of an issue or of a section's page: its paragraphs up to the byline, and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from tui_reader.html.block_types import Block, BlockKind, Passage, Piece
from tui_reader.sources.report.dates import day_alone
from tui_reader.sources.report.words import categories_alone, is_all_link, is_junk, is_sentence
from tui_reader.text.addresses import resolve

_NAME_WORD = r"(?:[^\W\d_a-zß-ÿ][\w’'.-]*|de|van|von|der|den|da|del|di|la|le|bin|al|al-\w+|ter|ten)"
_NAME = re.compile(
    rf"[^\W\d_a-zß-ÿ][\w’'.-]*(?:\s+{_NAME_WORD}){{1,4}}(?:(?:,|\s+and|\s+&)\s+{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,3}})*"
)
_BY = re.compile(
    r"(?:(?:written\s+|words\s+)?by[:\s]+|author:?\s+|[—–-]{1,2}\s*)(?:by\s+)?(?P<name>.{2,80})", re.IGNORECASE
)
_NOT_A_NAME = re.compile(
    r"\b(?:share|read|more|subscribe|newsletter|sign|email|issue|report|archive|section|advertisement|menu|today|labs?"
    r"|papers?|benchmarks?|trending|wire|comments?|listen|podcast|follow|home|all|the|this|our|contents?)\b",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s*(?:[,|·•—–]\s*(?:editor|writer|correspondent|staff|author|columnist|reporter|analyst)\b.*|[.·•|—–-]+)$",
    re.IGNORECASE,
)
# Where Markdown would see markup in plain words: only that is escaped, so that ordinary text stays to the letter.
_WOULD_BE_MARKUP = re.compile(
    r"(?P<pair>\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|`+)|(?P<tag><(?=[A-Za-z/!?]))|(?P<link>\[(?=[^\]]*\][(\[]))"
)
_WOULD_BE_BLOCK = re.compile(r"(#{1,6}\s|>|[-+]\s|\d{1,9}[.)]\s|~~~|[-=]{3,}\s*$)")


class Essay(Struct, frozen=True):
    """Paragraphs as Markdown, the author, and the block after both, counted from where the essay was looked for."""

    paragraphs: tuple[str, ...]
    author: str
    end: int


def read_essay(part: Passage) -> Essay:
    """The essay in a part of a page. What follows the byline is not part of it; a byline may stand above it."""
    blocks = part.blocks
    first = next((i for i, b in enumerate(blocks) if _is_prose(b)), None)
    if first is None:
        return Essay((), "", 0)
    last_prose = max(i for i, b in enumerate(blocks) if _is_prose(b))
    above = _name_above((*part.above, *blocks[:first]))
    byline, author = (0, "") if above else _byline(blocks, first, last_prose)
    stop = byline if author else last_prose + 1
    paragraphs = tuple(
        text for block in blocks[first:stop] if _is_kept(block) and (text := _markdown(block, part.base))
    )
    return Essay(paragraphs, author or above, byline + 1 if author else stop)


def name_in(text: str) -> str:
    """The person that a byline names ("By Grant Calloway", "— Grant Calloway", the bare name); "" if it is none."""
    text = text.strip()
    match = _BY.fullmatch(text)
    if len(text) > 90 or (match is None and day_alone(text)):
        return ""
    name = (match["name"] if match else text).strip()
    name = re.split(r"\s[|·•]\s", name)[0]
    name = _AFTER_NAME.sub("", name).strip(" *_,")
    if _NAME.fullmatch(name) and not _NOT_A_NAME.search(name) and not is_all_link(name):
        return name
    # One word is enough where "by" says so.
    return (
        name
        if match and match[0][:2].lower() in {"by", "wr", "au"} and re.fullmatch(r"[^\W\d_][\w’'.-]*", name)
        else ""
    )


def _byline(blocks: Sequence[Block], first: int, last_prose: int) -> tuple[int, str]:
    """Where the byline is, and whose: the last line that can be one; the markup's own word goes first."""
    found = (0, "")
    for index in range(first + 1, len(blocks)):
        block = blocks[index]
        if block.kind is BlockKind.HEADING or block.kind is BlockKind.ROW:
            continue
        text = block.text
        marked = any(p.is_author and p.words for p in block.pieces)
        name = name_in(text)
        if not name and marked:
            name = next((n for p in block.pieces if p.is_author and (n := name_in(p.words))), "")
        if not name and len(text) < 120:
            name = next((n for p in block.pieces[:1] if len(block.pieces) > 1 and (n := name_in(p.words))), "")
        if not name:
            continue
        if marked or _BY.fullmatch(text.strip()):
            return index, name
        if not found[1] or index <= last_prose + 1:
            found = (index, name)
    return found


def _name_above(blocks: Sequence[Block]) -> str:
    for block in blocks:
        for text in (block.text, *(p.words for p in block.pieces)):
            if (_BY.fullmatch(text) or any(p.is_author for p in block.pieces)) and (name := name_in(text)):
                return name
    return ""


def _is_prose(block: Block) -> bool:
    text = block.text
    if block.kind in {BlockKind.HEADING, BlockKind.ROW, BlockKind.EMPTY} or is_junk(text) or name_in(text):
        return False
    return len(text) > 40 and (is_sentence(text) or len(text.split()) >= 15)


def _is_kept(block: Block) -> bool:
    text = block.text
    if not text or is_junk(text) or is_all_link(text) or day_alone(text) or categories_alone(text):
        return False
    if block.kind is BlockKind.HEADING:
        return True
    # A line that is nothing but links leads elsewhere.
    return is_sentence(text) or not all(p.href for p in block.pieces if p.words)


def _markdown(block: Block, base: str) -> str:
    if block.kind is BlockKind.HEADING:
        return f"{'#' * max(2, block.level)} {block.text}"
    pieces = [p for p in block.pieces if p.text]
    if not any(p.href or p.mark for p in pieces):
        text = _escape(block.text)
    else:
        text = " ".join("".join(_inline(p, base) for p in pieces).split())
    if _WOULD_BE_BLOCK.match(text):
        number = re.match(r"\d+", text)
        text = f"{number[0]}\\{text[number.end() :]}" if number else "\\" + text
    return f"- {text}" if block.kind is BlockKind.ITEM else text


def _inline(piece: Piece, base: str) -> str:
    words = piece.words
    if not words:
        return piece.text
    before = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    after = piece.text[len(piece.text.rstrip()) :]
    if piece.mark == "code":
        fence = "``" if "`" in words else "`"
        words = f"{fence}{words}{fence}"
    else:
        words = _escape(words)
        if piece.mark:
            mark = "**" if piece.mark == "strong" else "*"
            words = f"{mark}{words}{mark}"
    address = resolve(base, piece.href) if piece.href else ""
    if address:
        target = address.replace("(", "%28").replace(")", "%29")
        words = f"[{words.replace('[', chr(92) + '[').replace(']', chr(92) + ']')}]({target})"
    return before + words + after


def _escape(text: str) -> str:
    """The text with a backslash where Markdown would see markup: marks that have a partner, tags, links."""
    marks: dict[str, int] = {}
    for match in _WOULD_BE_MARKUP.finditer(text):
        if match["pair"]:
            marks[match["pair"][0]] = marks.get(match["pair"][0], 0) + 1

    def one(match: re.Match[str]) -> str:
        pair = match["pair"]
        if pair is None:
            return "\\" + match[0]
        return "".join("\\" + c for c in pair) if marks[pair[0]] > 1 else pair

    return _WOULD_BE_MARKUP.sub(one, text)
