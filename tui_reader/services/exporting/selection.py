"""What is to be exported: some papers, some entries, some tables of a leaderboard."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui_reader.domain.boards import BoardInfo
    from tui_reader.services.exporting.export import Exporter, Rows
    from tui_reader.services.exporting.formats import Format

_PAGE = 256
_LONGEST_TITLE = 48
_NOUNS = {"papers": ("paper", "papers"), "entries": ("entry", "entries"), "boards": ("table", "tables")}
_KINDS = {Kind.PAPER: "papers", Kind.ENTRY: "entries"}


class Selection(Struct, frozen=True):
    """Something to export. `kind` is one of `formats.KINDS`, `title` says it to people, `name` is fit for a file.

    Items are `ids`; tables are those of `board`, of one `day` or of all.
    """

    kind: str
    title: str
    name: str
    ids: tuple[int, ...] = ()
    board: str = ""
    day: date | None = None

    def noun(self, count: int) -> str:
        """What `count` of them are called."""
        one, many = _NOUNS[self.kind]
        return one if count == 1 else many

    def write(self, exporter: Exporter, form: Format, path: Path) -> int:
        """Write it to a file, or into a folder if the format is many files; how many. Raises StorageError."""
        from tui_reader.services.exporting.export import write_to

        if self.kind == "boards":
            snapshots = exporter.snapshots(self.board, self.day)
            if form.needs_folder:
                return exporter.board_notes(snapshots, path)
            write_to(path, exporter.boards(snapshots, form, (self.board,)))
            return len(snapshots)
        if form.needs_folder:
            return exporter.notes(self.ids, path)
        write_to(path, exporter.items(self.kind, self.ids, form))
        return len(self.ids)


def of_ids(lists: Rows, one: Sequence[int], many: Sequence[int], where: str) -> list[Selection]:
    """The item under the cursor, and the papers and the entries of a range or view (`where`), where there are more."""
    found: list[Selection] = []
    for row in lists.rows(one):
        if row.kind in _KINDS:
            title = row.title if len(row.title) <= _LONGEST_TITLE else f"{row.title[: _LONGEST_TITLE - 1].rstrip()}…"
            kind = _KINDS[row.kind]
            found.append(Selection(kind, f"“{title}”", _NOUNS[kind][0], (row.id,)))
    by_kind: dict[str, list[int]] = {kind: [] for kind in _KINDS.values()}
    for start in range(0, len(many), _PAGE):
        for row in lists.rows(many[start : start + _PAGE]):
            if row.kind in _KINDS:
                by_kind[_KINDS[row.kind]].append(row.id)
    for kind, ids in by_kind.items():
        if ids and list(one) != ids:
            noun = _NOUNS[kind][len(ids) != 1]
            found.append(Selection(kind, f"{len(ids):,} {noun} {where}", kind, tuple(ids)))
    return found


def of_board(board: BoardInfo, day: date | None) -> list[Selection]:
    """The table of the row (the newest, where the row is a board), and all tables of its board."""
    found = []
    shown = day or board.last
    if shown is not None:
        title = f"{board.title}, {shown.day} {shown:%B %Y}"
        found.append(Selection("boards", title, f"{board.board}-{shown.isoformat()}", board=board.board, day=shown))
    if board.snapshots > 1:
        found.append(Selection("boards", f"{board.title}, all {board.snapshots} dates", board.board, board=board.board))
    return found
