"""Plain text as a page: an issue copied from a terminal, a browser or an e-mail, also as Markdown, becomes the same
blocks as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui_reader.html.block_types import MOST_BLOCKS, Block, BlockKind, Page, Piece
from tui_reader.text.sanitise import clean_line, clean_text

_LINK = re.compile(r"!?\[(?P<words>(?:[^\[\]]|\\[\[\]]){1,400})\]\((?P<href>[^()\s]{1,2000})(?:\s+\"[^\"]*\")?\)")
_BARE = re.compile(r"(?<![\w/(])<?(?P<href>https?://[^\s<>]{3,2000}?)>?[.,;)]*$")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
_BULLET = re.compile(r"\s*(?:[*•‣◦▪]|-(?!-))\s+(?=\S)")
_RULE = re.compile(r"\s*(?:[-=*_─━═~]\s*){3,}")
_TABLE_RULE = re.compile(r"(?=\s*[|:+-])[\s|:+─-]+")
_GAP = re.compile(r"\t+|\s{2,}")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__)(?P<words>\S(?:.{0,200}?\S)?)\1(?![\w*])")
_SENTENCE = re.compile(r"[a-z)\d][.!?](?=\s+\S)")
_LEADS_TO = re.compile(
    r"(?:\b(?:is|are|released|available|found|open-sourced|published|code|data|see|visit|models?|weights|here|page)\b.{0,60})"
    r"\b(?:at|in|on|from|via|under|here|see|visit)\s*:?\s*$",
    re.IGNORECASE,
)
_WIDEST_WRAP = 130
_LONGEST_MARKED_UP = 20_000


def text_page(source: str, url: str = "") -> Page:
    """The page in this text.

    Lines that were wrapped at a width are joined; cells a tab, a bar or a wide gap apart are a table's row. A title
    that Markdown gives with `#` is a heading.
    """
    lines = [line.rstrip() for line in clean_lines(source)]
    blocks: list[Block] = []
    for number, line in enumerate(_unwrapped(lines)[: MOST_BLOCKS * 2], 1):
        if line.strip() and not (len(line) < 1000 and (_RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line))):
            blocks.append(_block(line, number))
    return Page(tuple(blocks), url, is_text=True)


def clean_lines(source: str) -> list[str]:
    """The lines of a text made safe, tabs kept: they part cells."""
    kept = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return ["\t".join(clean_text(part).replace("\n", " ") for part in line.split("\t")) for line in kept]


def _block(line: str, number: int) -> Block:
    if cells := _cells(line):
        return Block(BlockKind.ROW, tuple(_cell(c) for c in cells), item=number)
    if heading := _HEADING.fullmatch(line.strip()):
        return Block(BlockKind.HEADING, _pieces(heading[2], number), len(heading[1]))
    if bullet := _BULLET.match(line):
        return Block(BlockKind.ITEM, _pieces(line[bullet.end() :], number), item=number)
    return Block(BlockKind.TEXT, _pieces(line, number))


def _cells(line: str) -> list[str]:
    """The cells of a table's row; [] when the line is none."""
    stripped = line.strip()
    if (stripped.startswith("|") and stripped.count("|") >= 3) or stripped.count(" | ") >= 2:
        return [c.strip() for c in stripped.strip("|").split("|")]
    parts = [p.strip() for p in (line.split("\t") if "\t" in line.strip() else _GAP.split(stripped))]
    if len(parts) < (2 if "\t" in line.strip() else 3) or any(len(p) > 80 for p in parts):
        return []
    return parts if len(line) < 300 else []


def _cell(text: str) -> Piece:
    link = _LINK.search(text)
    words = _LINK.sub(lambda m: m["words"], text)
    return Piece(clean_line(_EMPHASIS.sub(lambda m: m["words"], words)), link["href"] if link else "")


def _pieces(line: str, number: int) -> tuple[Piece, ...]:
    text = " ".join(line.split())
    if len(text) > _LONGEST_MARKED_UP:
        return (Piece(text, path=(number,)),)
    pieces: list[Piece] = []
    place = 0
    for match in _LINK.finditer(text):
        pieces += _plain(text[place : match.start()], number)
        pieces.append(
            Piece(_EMPHASIS.sub(lambda m: m["words"], match["words"]), match["href"], path=_inside(number, len(pieces)))
        )
        place = match.end()
    rest = text[place:]
    # At the end of a title's line an address is a link; within prose it is part of what is said.
    bare = _BARE.search(rest) if len(rest) < 300 else None
    if bare is not None and not _is_prose(rest[: bare.start()]):
        pieces += _plain(rest[: bare.start()].rstrip("(<"), number)
        pieces.append(Piece(bare["href"], bare["href"], path=_inside(number, len(pieces))))
    else:
        pieces += _plain(rest, number)
    return tuple(pieces) or (Piece("", path=(number,)),)


def _is_prose(before: str) -> bool:
    """Whether an address ends a sentence ("Code is at …") rather than a title's line."""
    ends = len(_SENTENCE.findall(before))
    return _LEADS_TO.search(before) is not None or ends > 1 or (ends == 1 and len(before) > 120)


def _inside(line: int, place: int) -> tuple[int, ...]:
    """The path of a piece that is an element of its own: numbers that no other line has."""
    return line, (line << 12) + place


def _plain(text: str, number: int) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for match in _EMPHASIS.finditer(text):
        if match.start() > place:
            pieces.append(Piece(text[place : match.start()], path=(number,)))
        pieces.append(Piece(match["words"], mark="strong", path=_inside(number, 0)))
        place = match.end()
    if place < len(text):
        pieces.append(Piece(text[place:], path=(number,)))
    return pieces


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Lines joined where a break stands only because the next word would not have fitted the width."""
    width = _wrap_width(lines)
    if not width:
        return list(lines)
    joined: list[list[str]] = []
    above = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        first = line.split(maxsplit=1)[0] if line.strip() else ""
        # An address on a line of its own above a blank one belongs to what is above as a whole.
        is_address = bool(re.fullmatch(r"\s*https?://\S+", line)) and not following.strip()
        if above and first and not is_address and _goes_on(above, line, first, width):
            hyphenated = re.search(r"[^\W\d_]-$", above) and first[:1].islower()
            joined[-1] += ["" if hyphenated else " ", line.strip()]
        else:
            joined.append([line])
        above = line if first else ""
    return ["".join(parts) for parts in joined]


def _goes_on(line: str, following: str, first: str, width: int) -> bool:
    if _BULLET.match(following) or _HEADING.match(following) or _cells(line) or _cells(following):
        return False
    # A word may have been parted at its first hyphen.
    needed = len(first.split("-", 1)[0]) + 1 if "-" in first[1:-1] else len(first)
    return len(line) + 1 + needed > width


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which a text was wrapped, 0 when it was not."""
    prose = [i for i, line in enumerate(lines) if _is_running(line)]
    longest = max((len(lines[i]) for i in prose), default=0)
    if not 40 <= longest <= _WIDEST_WRAP:
        return 0
    followed = [i for i in prose if i + 1 < len(lines) and lines[i + 1].strip()]
    full = [i for i in followed if len(lines[i]) + 1 + len(lines[i + 1].split(maxsplit=1)[0]) > longest]
    return longest if len(full) >= 3 and len(full) * 2 >= len(followed) else 0


def _is_running(line: str) -> bool:
    return len(line.split()) >= 6 and not (_BULLET.match(line) or "://" in line or _cells(line))
