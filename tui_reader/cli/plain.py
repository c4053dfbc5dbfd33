"""Markdown as plain text for paper and pipes: wrapped paragraphs, indented lists, aligned tables, links as notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tui_reader.cli.columns import Column, align, cells, fit
from tui_reader.text.document.model import Align, Block, BlockKind, Document, Table
from tui_reader.text.document.parse import parse

#: However deep quotes and lists lie in each other, this many columns are left for the words.
_NARROWEST = 20
_RULE = 40
_CODE_INDENT = "    "
_ADDRESSES = ("http://", "https://", "mailto:")


def render(markdown: str, width: int) -> str:
    """The text, wrapped to `width` columns. Addresses of links stand in a numbered list at its end."""
    document = parse(markdown)
    notes = _notes(document)
    lines: list[str] = []
    for block in document.blocks:
        lines += [block.gap_lead] * block.gap
        lines += _block(block, notes, document, width)
    if notes:
        lines += ["", *(f"[{number}] {address}" for address, number in notes.items())]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _notes(document: Document) -> dict[str, int]:
    """The addresses that get a number, in their order: not those that are their own words."""
    notes: dict[str, int] = {}
    for block in document.blocks:
        for run in block.runs:
            address = document.links[run.link] if run.link >= 0 else ""
            if address.startswith(_ADDRESSES) and not _says(block.text[run.start : run.end], address):
                notes.setdefault(address, len(notes) + 1)
    return notes


def _block(block: Block, notes: Mapping[str, int], document: Document, width: int) -> Iterator[str]:
    room = max(_NARROWEST, width - cells(block.lead_rest))
    lead = block.lead
    for line in _lines(block, notes, document, room):
        yield lead + line
        lead = block.lead_rest


def _lines(block: Block, notes: Mapping[str, int], document: Document, room: int) -> Iterator[str]:
    if block.kind is BlockKind.RULE:
        yield "-" * min(room, _RULE)
    elif block.kind is BlockKind.CODE:
        yield from (_CODE_INDENT + line for line in block.text.split("\n"))
    elif block.kind is BlockKind.FORMULA:
        yield from (_CODE_INDENT + line.replace("\t", "  ") for line in block.text.split("\n"))
    elif block.table is not None:
        yield from _table(block, block.table, notes, document, room)
    else:
        wrapped = _wrap(_with_notes(block, 0, len(block.text), notes, document), room)
        yield from wrapped
        if block.kind is BlockKind.HEADING and block.level <= 2:
            yield ("=" if block.level == 1 else "-") * max(map(cells, wrapped))


def _table(block: Block, table: Table, notes: Mapping[str, int], document: Document, room: int) -> Iterator[str]:
    rows = [[_with_notes(block, start, end, notes, document) for start, end in row] for row in table.rows]
    columns = [Column(right=aligned is Align.RIGHT, give=True, least=4) for aligned in table.aligns]
    lines = align(rows, columns, room)
    if lines:
        yield lines[0]
        yield "-" * max(map(cells, lines))
        yield from lines[1:]


def _with_notes(block: Block, start: int, end: int, notes: Mapping[str, int], document: Document) -> str:
    """A part of a block's text, the number of its note behind each link."""
    parts: list[str] = []
    at = start
    for number, run in enumerate(block.runs):
        if run.link < 0 or not start <= run.start < run.end <= end:
            continue
        following = block.runs[number + 1] if number + 1 < len(block.runs) else None
        if following is not None and following.start == run.end and following.link == run.link:
            continue  # one link, set in several ways
        note = notes.get(document.links[run.link])
        if note is not None:
            parts.append(f"{block.text[at : run.end]} [{note}]")
            at = run.end
    return "".join(parts) + block.text[at:end]


def _says(words: str, address: str) -> bool:
    bare = address.removeprefix("mailto:").removeprefix("https://").rstrip("/")
    return words.strip().removeprefix("https://").rstrip("/") == bare


def _wrap(text: str, width: int) -> list[str]:
    """Words filled into lines by cells; only a word that is longer than a line, and no address, is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split():
            size = cells(word)
            if line and used + 1 + size <= width:
                line, used = f"{line} {word}", used + 1 + size
                continue
            if line:
                lines.append(line)
            *broken, line = _broken(word, width)
            lines += broken
            used = cells(line)
        lines.append(line)
    return lines


def _broken(word: str, width: int) -> list[str]:
    if cells(word) <= width or "://" in word:
        return [word]
    parts: list[str] = []
    while cells(word) > width:
        head = fit(word, width + 1).removesuffix("…") or word[0]
        parts.append(head)
        word = word[len(head) :]
    return [*parts, word]
