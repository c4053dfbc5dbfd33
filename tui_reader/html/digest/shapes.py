"""Other shapes that items come in, brought to the one that lists are taken from: a link that is the title, then words.

A title in bold or in a heading with its links at the end, a paragraph that begins with a picture and has its link in
its first sentence. One alone proves nothing; what stands there several times over is how the post is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tui_reader.html.block_types import Block, BlockKind, Piece
from tui_reader.html.digest.items import LONGEST_TITLE, without_marks
from tui_reader.html.digest.words import NUMBER, SIDE_LABEL
from tui_reader.text.addresses import arxiv_id_of

_FEWEST = 5
_LONGEST_SECTION = 3000
_MOST_PARTS = 6
_BETWEEN = re.compile(r"[\s|\[\](){}/,;:.·•&+→»>—–-]*(?:and\s+)?")
_OPEN_END = re.compile(r"[\s|\[({—–:-]+$")
_EMOJI = re.compile(r"\s*[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")
_SENTENCE_END = re.compile(r"[.!?…。](?=\s|$)")
#: Labels of what is about a thing, and not it.
_ABOUT = re.compile(
    r"tweet|thread|x|discussion|comments?|hn|reddit|video|youtube|talk|podcast|code|github", re.IGNORECASE
)
_NUMBER = re.compile(rf"\s*{NUMBER}")


def shaped(blocks: list[Block], *, wordy: bool = False) -> list[Block]:
    """The blocks with such items as list items. `wordy` takes list items and paragraphs that begin with words and have
    their link in their first sentence, too."""
    blocks = _numbered(_joined(blocks))
    blocks = _of_headings(blocks)
    blocks = _several(blocks, _of_bold)
    blocks = _several(blocks, _of_picture)
    return _of_paragraphs(_several(blocks, _of_words)) if wordy else blocks


def _several(blocks: list[Block], made_of: Callable[[Block], Block | None]) -> list[Block]:
    made = [made_of(block) for block in blocks]
    if sum(block is not None for block in made) < _FEWEST:
        return blocks
    return [new if new is not None else old for old, new in zip(blocks, made, strict=True)]


def _is_words(block: Block) -> bool:
    return (block.kind is BlockKind.TEXT and not block.depth) or (block.kind is BlockKind.ITEM and block.depth == 1)


def _joined(blocks: list[Block]) -> list[Block]:
    """A paragraph of nothing but links beside a title belongs to the paragraph before it."""
    made: list[Block] = []
    for block in blocks:
        before = made[-1] if made else None
        if (
            before is not None
            and block.kind is BlockKind.TEXT
            and not block.depth
            and _is_words(before)
            and not _at_end(before.pieces)[1]
            and block.pieces
            and not _at_end(block.pieces, labels_only=True)[0]
        ):
            made[-1] = _with(before, (*before.pieces, Piece(" "), *block.pieces))
        else:
            made.append(block)
    return made


def _with(block: Block, pieces: tuple[Piece, ...]) -> Block:
    return Block(block.kind, pieces, block.level, block.item, block.is_header, block.depth, block.number)


def _at_end(pieces: tuple[Piece, ...], *, labels_only: bool = False) -> tuple[list[Piece], list[Piece]]:
    """The words, and the links that end them; the last of them may say anything, those before it are labels."""
    rest = list(pieces)
    links: list[Piece] = []
    while rest:
        last = rest[-1]
        if last.href:
            label = _label(last)
            if not label and (links or labels_only):
                break
            links.insert(0, last)
        elif not _BETWEEN.fullmatch(last.text):
            break
        rest.pop()
    if links and rest and not rest[-1].href:
        rest[-1] = Piece(_OPEN_END.sub("", rest[-1].text), "", rest[-1].mark)
    return rest, links


def _label(piece: Piece) -> bool:
    return SIDE_LABEL.fullmatch(piece.text.strip(" []()→»>.")) is not None


def _item(title: str, words: list[Piece], links: list[Piece]) -> Block | None:
    """A list item as others have it: the title as a link, the links beside it, the words."""
    title = " ".join(_NUMBER.sub("", title).split()).strip(" :—–-|")
    links = [link for link in links if link.href.startswith("http")]
    if not title or len(title) > LONGEST_TITLE or not links:
        return None
    main = next((link for link in links if arxiv_id_of(link.href)), None)
    main = main or next((link for link in links if not _ABOUT.fullmatch(link.text.strip(" []()"))), links[0])
    beside = [piece for link in links if link is not main and _label(link) for piece in (Piece(" "), link)]
    if words and not words[0].href:
        words = [Piece(re.sub(r"^[\s:.,;—–|-]+", "", words[0].text), "", words[0].mark), *words[1:]]
    pieces = (Piece(title, main.href, "strong"), *beside, Piece(" — "), *words)
    return Block(BlockKind.ITEM, pieces, depth=1)


def _of_bold(block: Block) -> Block | None:
    """`**Title** words. [Read more]`"""
    pieces = _unnumbered(without_marks(block.pieces)) if _is_words(block) else ()
    if not pieces or not pieces[0].is_strong or pieces[0].href:
        return None
    words, links = _at_end(pieces[1:])
    if not links:  # the address stands between authors and words
        links = [piece for piece in words if piece.href and (_label(piece) or piece.text.strip().startswith("http"))]
        links = links if len(links) == 1 else []
        words = [piece for piece in words if piece not in links]
    return _item(pieces[0].text, words, links) if any(piece.text.strip() for piece in words) else None


def _unnumbered(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    if len(pieces) > 1 and _NUMBER.fullmatch(pieces[0].text + " ") and not pieces[0].href:
        return pieces[1:]
    return pieces


def _of_picture(block: Block) -> Block | None:
    """`👀 A firm has [shipped a thing]. Words.`"""
    if not _is_words(block) or not block.pieces or not _EMOJI.match(block.pieces[0].text):
        return None
    return _of_words(Block(BlockKind.ITEM, without_marks(block.pieces), depth=1))


def _of_words(block: Block) -> Block | None:
    """A first sentence with its link inside is the title."""
    if block.kind is not BlockKind.ITEM or block.depth != 1 or not block.pieces or block.pieces[0].href:
        return None
    title: list[str] = []
    link: Piece | None = None
    for place, piece in enumerate(block.pieces):
        end = _SENTENCE_END.search(piece.text) if not piece.href else None
        link = link or (piece if piece.href else None)
        if end is not None:
            title.append(piece.text[: end.end()])
            rest = [Piece(piece.text[end.end() :].lstrip(), "", piece.mark), *block.pieces[place + 1 :]]
            return _item("".join(title).rstrip(".。 "), rest, [link]) if link is not None else None
        title.append(piece.text)
    return _item("".join(title), [], [link]) if link is not None else None


def _of_paragraphs(blocks: list[Block]) -> list[Block]:
    """Paragraphs that begin with words, where most of a post are such."""
    paragraphs = [block for block in blocks if block.kind is BlockKind.TEXT and not block.depth]
    made = {
        id(block): item
        for block in paragraphs
        if (item := _of_words(Block(BlockKind.ITEM, block.pieces, depth=1))) is not None
    }
    if len(made) < _FEWEST or len(made) * 5 < len(paragraphs) * 3:
        return blocks
    return [made.get(id(block), block) for block in blocks]


def _numbered(blocks: list[Block]) -> list[Block]:
    """Paragraphs with a number before their title (`1、`), each with those that follow it."""
    if sum(_is_numbered(block) for block in blocks) < _FEWEST:
        return blocks
    made: list[Block] = []
    number = 0
    while number < len(blocks):
        block = blocks[number]
        number += 1
        if not _is_numbered(block):
            made.append(block)
            continue
        below: list[Block] = []
        while number < len(blocks) and len(below) < _MOST_PARTS:
            following = blocks[number]
            if following.kind is not BlockKind.TEXT or following.depth or _is_numbered(following):
                break
            below.append(following)
            number += 1
        made += _with_number_taken(block, below)
    return made


def _is_numbered(block: Block) -> bool:
    return (
        block.kind is BlockKind.TEXT
        and not block.depth
        and _NUMBER.match("".join(piece.text for piece in block.pieces[:2])) is not None
        and len(block.text) <= LONGEST_TITLE
    )


def _with_number_taken(block: Block, below: list[Block]) -> list[Block]:
    pieces = list(block.pieces)
    bare = _NUMBER.sub("", "".join(piece.text for piece in pieces), count=1)
    cut = sum(len(piece.text) for piece in pieces) - len(bare)
    while pieces and cut >= len(pieces[0].text):
        cut -= len(pieces.pop(0).text)
    if not pieces:
        return [block, *below]
    pieces[0] = Piece(pieces[0].text[cut:], pieces[0].href, pieces[0].mark)
    if not any(piece.href for piece in pieces):
        words, links = _at_end(tuple(p for part in below for p in (*part.pieces, Piece(" "))))
        item = _item("".join(piece.text for piece in pieces), words, links)
        return [item] if item is not None else [block, *below]
    return [Block(BlockKind.ITEM, tuple(pieces), depth=1), *(_inside(part) for part in below)]


def _inside(block: Block) -> Block:
    return Block(block.kind, block.pieces, block.level, block.item, block.is_header, 1, block.number)


def _of_headings(blocks: list[Block]) -> list[Block]:
    """Headings that are titles: most of one level have words below them that end with links."""
    found: dict[int, Block] = {}
    ends: dict[int, int] = {}
    levels: dict[int, list[int]] = {}
    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING:
            continue
        levels.setdefault(block.level, []).append(number)
        below: list[Block] = []
        for following in blocks[number + 1 : number + 2 + _MOST_PARTS]:
            if following.kind is not BlockKind.TEXT or following.depth:
                break
            below.append(following)
        if not below or len(below) > _MOST_PARTS or any(piece.href for piece in block.pieces):
            continue
        size = sum(len(part.text) for part in below)
        alone = [part for part in below if not any(p.text.strip() for p in _at_end(part.pieces, labels_only=True)[0])]
        told = [part for part in below if part not in alone] + alone
        words, links = _at_end(tuple(p for part in told for p in (*part.pieces, Piece(" "))))
        item = _item(block.text, words, links) if size <= _LONGEST_SECTION else None
        if item is not None and any(piece.text.strip() for piece in words):
            found[number], ends[number] = item, number + len(below)
    titles = {
        number
        for numbers in levels.values()
        if (known := [n for n in numbers if n in found])
        and len(known) >= _FEWEST
        and len(known) * 5 >= len(numbers) * 3
        for number in known
    }
    made: list[Block] = []
    taken = -1
    for number, block in enumerate(blocks):
        if number in titles:
            made.append(found[number])
            taken = ends[number]
        elif number > taken:
            made.append(block)
    return made
