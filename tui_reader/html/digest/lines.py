"""Plain text, or Markdown, as the blocks of a digest: headings are told by their shape and by what follows them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from tui_reader.html.block_types import MOST_POST_BLOCKS, Block, BlockKind, Piece
from tui_reader.html.digest.rows import column_names, row_item
from tui_reader.html.digest.words import AUTHORS, FURNITURE, PARTS, TOP
from tui_reader.text.sanitise import clean_line

_BULLET = re.compile(r"(\s*)[-*•‣◦▪]\s+(\S.*)")
_NUMBERED = re.compile(r"\s{0,8}(\d{1,3})(?:[.)]\s+|[、．）]\s*)(\S.*)")
_MARKED_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
_RULE = re.compile(r"\s*(?:(?:[-*_]\s*){3,})")
_ADDRESS = re.compile(
    r"\[(?P<label>[^\[\]]{1,400})\]\((?P<target>https?://[^\s()<>]+)\)"
    r"|(?P<bare>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}'])"
)
_STRONG = re.compile(r"\*\*(?=\S)([^*]{1,300})(?<=\S)\*\*")
_LONGEST_HEADING = 160


def text_blocks(lines: list[str], skip: set[int] | frozenset[int] = frozenset()) -> list[Block]:
    """The blocks of lines without line ends; those whose numbers are in `skip`, and what a copied page brings along
    that nobody wrote for it, are passed over."""
    reader = _Reader()
    for number, line in enumerate(lines):
        if len(reader.blocks) >= MOST_POST_BLOCKS:
            break
        if number not in skip and not FURNITURE.fullmatch(line.strip()):
            reader.take(line, lines, number)
    return reader.blocks


class _Reader:
    """Lines in, blocks out."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._in_papers = False
        self._is_marked = False
        self._in_item = False
        self._goes_on = False
        self._columns: list[str] = []

    def take(self, line: str, lines: list[str], number: int) -> None:
        text = clean_line(line)
        if not text:
            self._goes_on = False
            return
        if self._goes_on and self._continues(line, text):
            return
        if line.lstrip()[:1] == "|" and text.endswith("|") and text.count("|") > 2:
            self._row(text)
        elif _RULE.fullmatch(line):
            self._add(Block(BlockKind.RULE))
        elif item := _BULLET.match(line):
            # Two spaces are how a page's list is copied; only more than that lies in another list.
            depth = 2 if len(item[1]) >= 4 and self._in_item else 1
            self._add(Block(BlockKind.ITEM, text_pieces(clean_line(item[2])), depth=depth))
        elif item := _NUMBERED.match(line):
            self._add(Block(BlockKind.ITEM, text_pieces(clean_line(item[2])), depth=1, number=int(item[1])))
        elif marked := _MARKED_HEADING.fullmatch(text):
            self._is_marked = True
            self._add(Block(BlockKind.HEADING, text_pieces(marked[2]), level=len(marked[1])))
        else:
            following = next((li for li in lines[number + 1 : number + 8] if li.strip()), "")
            if not self._is_marked and self._is_heading(text, following):
                self._add(Block(BlockKind.HEADING, (Piece(text),), level=self._level(text, following)))
            else:
                self._add(Block(BlockKind.TEXT, text_pieces(text)))

    def _row(self, text: str) -> None:
        """A row of a table: its title, where the head of its column or a link tells which that is, then the rest."""
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", text.strip("|"))]
        if all(re.fullmatch(r":?-{1,}:?", cell) for cell in cells):
            return
        pieces = [text_pieces(cell) for cell in cells]
        if not any(piece.href for cell in pieces for piece in cell):
            self._columns = column_names(pieces)
        elif (item := row_item(pieces, self._columns)) is not None:
            self._add(item)

    def _continues(self, line: str, text: str) -> bool:
        """Take a line right below an item that belongs to it: its address, or words about it."""
        if _RULE.fullmatch(line) or _BULLET.match(line) or _NUMBERED.match(line) or _MARKED_HEADING.fullmatch(text):
            return False
        if text[:1] == "|" or AUTHORS.match(text) or not (line[:1].isspace() or self._is_numbered()):
            return False
        at = max(number for number, block in enumerate(self.blocks) if block.kind is BlockKind.ITEM)
        item = self.blocks[at]
        pieces = text_pieces(text)
        bare = [piece for piece in pieces if piece.text.strip(" :-–—→>")]
        is_address = len(bare) == 1 and bool(bare[0].href)
        if is_address and not any(piece.href for piece in item.pieces):
            title = Piece(item.text.strip().strip("*").rstrip(":"), bare[0].href, "strong")
            self.blocks[at] = replace(item, pieces=(title, Piece(" — ")))
        else:
            self.blocks.append(Block(BlockKind.TEXT, pieces, depth=1))
        return True

    def _is_numbered(self) -> bool:
        return bool(self.blocks) and next((b.number for b in reversed(self.blocks) if b.kind is BlockKind.ITEM), 0) > 0

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        self._in_item = block.kind is BlockKind.ITEM
        self._goes_on = self._in_item

    def _is_heading(self, text: str, following: str) -> bool:
        if text.lower() in PARTS or AUTHORS.match(following.lstrip()):
            return True
        if len(text) > _LONGEST_HEADING or text[-1] in ".,;:!?…👇👋" or _ADDRESS.search(text) or ": " in text[-30:]:
            return False
        # A short line that leads into a list, into another heading, or into a paragraph longer than itself.
        return len(text) <= 60 and (
            bool(_BULLET.match(following))
            or len(clean_line(following)) > 2 * len(text)
            or len(clean_line(following)) <= 60
        )

    def _level(self, text: str, following: str) -> int:
        if AUTHORS.match(following.lstrip()):
            self._in_papers = True
            return 2
        last = self.blocks[-1] if self.blocks else None
        if text.lower() in TOP:
            return 3 if self._in_papers else 2
        if self._in_papers:
            return 3
        # A heading right below another lies in it, and so do those after it up to one that never does.
        if last is not None and last.kind is BlockKind.HEADING:
            return 3
        before = next((b for b in reversed(self.blocks) if b.kind is BlockKind.HEADING), None)
        return 3 if before is not None and before.level == 3 else 2


def text_pieces(text: str) -> tuple[Piece, ...]:
    """A line as pieces: addresses, Markdown's links and its bold are known, anything else is as it stands."""
    pieces: list[Piece] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        pieces += _plain(text[end : match.start()])
        pieces.append(Piece(match["label"], match["target"]) if match["label"] else Piece(match["bare"], match["bare"]))
        end = match.end()
    return (*pieces, *_plain(text[end:]))


def _plain(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for match in _STRONG.finditer(text):
        pieces += [Piece(text[end : match.start()]), Piece(match[1], mark="strong")]
        end = match.end()
    return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]
