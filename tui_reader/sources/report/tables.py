"""The leaderboards of an issue, whether they are tables, rows of boxes, or lines of text glued together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.html.block_types import Block, BlockKind, Passage
from tui_reader.sources.report.boxes import box_rows, guess_columns, ranked_boxes, row_of
from tui_reader.sources.report.cells import Cut, cut_rows
from tui_reader.sources.report.columns import (
    Column,
    column_of,
    columns_of,
    glued_columns,
)
from tui_reader.sources.report.words import is_all_link, is_junk
from tui_reader.text.slugs import slug

_MOST_TABLES = 60
#: The name of a table stands at most this many blocks above it.
_MOST_ABOVE = 12
_KNOWN_BOARDS = ("Artificial Analysis", "SWE-rebench")
_METRIC = re.compile(
    r"(?:\S+\s+){0,4}(?:index|score|rating|elo|accuracy|rate|pass@\d+|resolved|points)(?:\s*\([^)]*\))?", re.IGNORECASE
)
_GLUED_METRIC = re.compile(r"(?P<name>.*[a-z)])(?P<metric>[A-Z]\S*(?:\s[A-Z]\S*){0,3})")
_UPDATED = re.compile(r"(?:last )?updated\b|as of\b|source:|\d+ (?:models|entries)$", re.IGNORECASE)


class _Header(Struct, frozen=True):
    """The columns of a table and the block after its header. `form` says what the rows are: `row` a table's, `boxes`,
    `glued` lines where nothing parts the cells."""

    columns: tuple[Column, ...]
    end: int
    form: str


class Tables(Struct, frozen=True):
    """The boards found, and what could not be read of them."""

    snapshots: tuple[Snapshot, ...]
    notes: tuple[str, ...] = ()


def read_tables(part: Passage, day: date, known_models: Collection[str] = ()) -> Tables:
    """The boards of a section, as dated snapshots of only the top rows.

    Names found without doubt in one table help to cut the glued rows of another.
    """
    first = _read(part.blocks, day, known_models)
    if not any("more than one way" in note for note in first.notes):
        return first
    unsure = " ".join(first.notes)
    names = {r.model for s in first.snapshots for r in s.rows if r.model not in unsure}
    return _read(part.blocks, day, {*known_models, *names})


def first_table(part: Passage) -> int:
    """The block where the first table's header is, the number of blocks if there is none."""
    blocks = part.blocks
    return next((i for i in range(len(blocks)) if _header(blocks, i) is not None), len(blocks))


def _read(blocks: Sequence[Block], day: date, known: Collection[str]) -> Tables:
    snapshots: dict[str, Snapshot] = {}
    notes: list[str] = []
    place = opened = 0
    seen = 0
    while place < len(blocks) and seen < _MOST_TABLES:
        header = _header(blocks, place)
        if header is None:
            place += 1
            continue
        rows, after, unsure = _rows(blocks, header, known)
        if not rows:
            place = max(header.end, place + 1)
            continue
        seen += 1
        title, metric, description = _names(blocks[max(opened, place - _MOST_ABOVE) : place])
        board = slug(title)
        if not board:
            notes.append("a table without a name was left out")
        elif board not in snapshots:
            snapshots[board] = Snapshot(board, title, day, rows, metric, description, source="issues")
            notes += [f"{title}: the cells of {m} can be read in more than one way" for m in unsure]
        place = opened = max(after, place + 1)
    if not snapshots:
        _add_ranked(blocks, day, snapshots)
    return Tables(tuple(snapshots.values()), tuple(notes))


def _add_ranked(blocks: Sequence[Block], day: date, snapshots: dict[str, Snapshot]) -> None:
    """Add the tables of a section whose tables have no header at all."""
    opened = 0
    for place, rows, after in ranked_boxes(blocks):
        title, metric, description = _names(blocks[max(opened, place - _MOST_ABOVE) : place])
        if board := slug(title):
            snapshots.setdefault(board, Snapshot(board, title, day, rows, metric, description, source="issues"))
        opened = after


def _header(blocks: Sequence[Block], index: int) -> _Header | None:
    block = blocks[index]
    if block.kind is BlockKind.EMPTY:
        return None
    texts = [p.words for p in block.pieces if p.words or block.kind is BlockKind.ROW]
    if block.kind is BlockKind.ROW:
        columns = columns_of(texts)
        if columns is not None:
            return _Header(tuple(columns), index + 1, "row")
        guessed = guess_columns(_first_rows(blocks, index))
        return _Header(guessed, index, "row") if guessed else None
    if len(texts) > 1 and (columns := columns_of(texts)) is not None:
        return _Header(tuple(columns), index + 1, "boxes")
    if (found := glued_columns(block.text)) is not None:
        return _Header(tuple(found), index + 1, "glued")
    run: list[Column] = []
    stop = index
    while stop < len(blocks) and len(run) < 10:
        text = blocks[stop].text
        column = column_of(text) if len(text) <= 30 else Column.OTHER
        if column is Column.OTHER or column in run or not text:
            break
        run.append(column)
        stop += 1
    if run[:1] in ([Column.RANK], [Column.MODEL]) and Column.MODEL in run and len(run) > 1:
        return _Header(tuple(run), stop, "boxes")
    return None


def _rows(
    blocks: Sequence[Block], header: _Header, known: Collection[str]
) -> tuple[tuple[BoardRow, ...], int, list[str]]:
    """The rows under a header, the block after them, and the models whose numbers are in doubt."""
    if header.form == "row":
        rows, stop = _table_rows(blocks, header)
        return rows, stop, []
    if header.form == "glued":
        rows, stop, unsure = _glued_rows(blocks, header, known)
        if rows:
            return rows, stop, unsure
    rows, stop = _boxes(blocks, header)
    return rows, stop, []


def _table_rows(blocks: Sequence[Block], header: _Header) -> tuple[tuple[BoardRow, ...], int]:
    rows = []
    stop = header.end
    while stop < len(blocks):
        block = blocks[stop]
        cells = [p.words for p in block.pieces]
        if block.kind is BlockKind.ROW and columns_of(cells) is None:
            row = row_of(header.columns, cells)
            if row is not None:
                rows.append(row)
        elif block.kind is not BlockKind.EMPTY:
            break
        stop += 1
    return tuple(rows), stop


def _glued_rows(
    blocks: Sequence[Block], header: _Header, known: Collection[str]
) -> tuple[tuple[BoardRow, ...], int, list[str]]:
    stop = header.end
    ranked = header.columns[0] is Column.RANK
    lines = []
    while stop < len(blocks):
        block = blocks[stop]
        text = block.text
        if block.kind in {BlockKind.HEADING, BlockKind.ROW} or len(text) > 160 or not re.search(r"\d", text):
            break
        if ranked and not re.match(r"#?\s?\d", text):
            break
        # Where the cells of a row are elements of one block, these are its cells.
        lines.append(" ".join(p.words for p in block.pieces) if len(block.pieces) > 2 else text)
        stop += 1
    cuts = cut_rows(lines, header.columns, known)
    found = [c for c in cuts if c is not None]
    if not found or len(found) * 2 < len(lines):
        return (), header.end, []
    return tuple(map(_board_row, found)), stop, [c.model for c in found if c.unsure]


def _board_row(cut: Cut) -> BoardRow:
    return BoardRow(cut.model, cut.rank, cut.score, cut.tok_s, cut.usd_per_1m)


def _first_rows(blocks: Sequence[Block], index: int) -> list[list[str]]:
    rows = []
    for block in blocks[index : index + 5]:
        if block.kind is not BlockKind.ROW:
            break
        rows.append([p.words for p in block.pieces])
    return rows


def _boxes(blocks: Sequence[Block], header: _Header) -> tuple[tuple[BoardRow, ...], int]:
    stop = header.end
    while stop < len(blocks) and blocks[stop].kind is not BlockKind.HEADING:
        if stop > header.end and _header(blocks, stop) is not None:
            break
        stop += 1
    rows, taken = box_rows(blocks[header.end : stop], header.columns)
    return rows, header.end + taken


def _names(blocks: Sequence[Block]) -> tuple[str, str, str]:
    """A table's title, metric and description from what stands above it."""
    headings = [i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING]
    if headings:
        blocks = blocks[headings[-1] :]
    texts: list[str] = []
    for block in blocks:
        words = [p.words for p in block.pieces if p.words]
        # Emphasis or a link in a sentence does not part it.
        parts = words if len(words) <= 4 and all(len(w) <= 60 for w in words) else [block.text]
        texts += [t for t in parts if not (is_all_link(t) or is_junk(t) or _UPDATED.match(t))]
    texts = [t for t in texts if t]
    if not texts:
        return "", "", ""
    title, metric = _split_title(texts[0])
    rest = texts[1:]
    if not metric and rest and len(rest[0]) <= 50 and _METRIC.fullmatch(rest[0]):
        metric, rest = rest[0], rest[1:]
    return title, metric, rest[0] if rest else ""


def _split_title(text: str) -> tuple[str, str]:
    """`Artificial AnalysisIntelligence Index` as title and metric."""
    for name in _KNOWN_BOARDS:
        if text.casefold().startswith(name.casefold()) and len(text) > len(name):
            behind = text[len(name) :].strip(" :—–-|·()")
            if _METRIC.fullmatch(behind) or text[len(name)] in " :—–|·(":
                return text[: len(name)], behind
    match = _GLUED_METRIC.fullmatch(text)
    if match and _METRIC.fullmatch(match["metric"]):
        return match["name"], match["metric"]
    return text, ""
