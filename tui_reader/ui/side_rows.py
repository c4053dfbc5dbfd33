"""What the side list of a pane offers: what its list can be narrowed to, with how much is unread there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from textual.content import Content, Span

from tui_reader.text.sanitise import clean_line
from tui_reader.ui.widgets.drawing import ink, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.ui.widgets.drawing import DrawContext


class SideRow(Struct, frozen=True):
    """One thing to narrow to: `filter` is the filter it means, `view` and `view_name` the view; with neither it is
    all of the pane. `count` is what waits there, None where nothing waits by its nature; `group` the heading it
    stands under, `depth` how far it is set in, `is_group` one that others are set in below."""

    label: str
    filter: str = ""
    view: str = ""
    view_name: str = ""
    count: int | None = None
    group: str = ""
    depth: int = 0
    is_chosen: bool = False
    is_group: bool = False


class SideRows:
    """Rows given whole, numbered as they stand."""

    def __init__(self, rows: Sequence[SideRow]) -> None:
        self.all = list(rows)
        self.groups = [
            (index, row.group)
            for index, row in enumerate(self.all)
            if row.group and (index == 0 or self.all[index - 1].group != row.group)
        ]

    def __len__(self) -> int:
        return len(self.all)

    def id_at(self, index: int) -> int:
        """Rows are numbered as they stand."""
        return index

    def rows(self, ids: Sequence[int]) -> list[SideRow]:
        """The rows of those numbers."""
        return [self.all[i] for i in ids]


def draw_side_row(row: SideRow, context: DrawContext) -> Content:
    """A row with its count; `▸` is what the list is narrowed to."""
    count = f" {row.count:,} " if row.count else " "
    mark = "▸ " if row.is_chosen else "  "
    label = pad("  " * row.depth + clean_line(row.label), max(0, context.width - len(mark) - len(count)))
    colour = "foreground" if row.count or row.count is None else "foreground-muted"
    is_bold = row.is_chosen or row.is_group
    text = mark + label + count
    return Content(
        text,
        [
            Span(0, 2, ink(context.palette, "text-accent", bold=True)),
            Span(2, 2 + len(label), ink(context.palette, colour, bold=is_bold)),
            Span(2 + len(label), len(text), ink(context.palette, "text-primary")),
        ],
    )
