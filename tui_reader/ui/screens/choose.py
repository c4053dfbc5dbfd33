"""Choose one of many: filters, palette, places, themes. Type to narrow, enter takes, escape leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui_reader.ui.widgets.item_list import DrawContext, ItemList
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Choice(Struct, frozen=True):
    """One row: what is returned, what is shown, and what stands at the right (a count, a key)."""

    value: str
    label: str
    right: str = ""
    group: str = ""


class Choices:
    """Choices as rows of a list."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = list(choices)
        self.groups: list[tuple[int, str]] = []
        for index, choice in enumerate(self.choices):
            if choice.group and (index == 0 or self.choices[index - 1].group != choice.group):
                self.groups.append((index, choice.group))

    def __len__(self) -> int:
        return len(self.choices)

    def id_at(self, index: int) -> int:
        """Rows are numbered as they stand."""
        return index

    def rows(self, ids: Sequence[int]) -> list[Choice]:
        """The choices of those numbers."""
        return [self.choices[i] for i in ids]


def draw_choice(choice: Choice, context: DrawContext) -> Content:
    """A choice with what stands at its right."""
    room = max(4, context.width - 2)
    right = Content(choice.right)
    label = Content(choice.label).truncate(max(1, room - right.cell_length - 1), ellipsis=True)
    gap = " " * max(1, room - label.cell_length - right.cell_length)
    line = Content.assemble(label, gap, (choice.right, "dim"), " ")
    return line.stylize("bold") if context.is_cursor else line


class ChooseScreen(ModalScreen[str | None]):
    """A list of choices over the reader, the cursor on number `at`. Dismissed with the value chosen, or None."""

    DEFAULT_CSS = """
    ChooseScreen { align: center middle; background: $background 60%; }
    ChooseScreen > Vertical {
        width: 72; max-width: 94%; height: auto; max-height: 80%; background: $surface; border: round $primary;
        border-title-color: $primary; padding: 0;
    }
    ChooseScreen ItemList { height: auto; max-height: 24; background: $surface; }
    ChooseScreen SearchLine { display: block; }
    ChooseScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, choices: Sequence[Choice], placeholder: str = "type to narrow", at: int = 0) -> None:
        super().__init__()
        self._title = title
        self._all = list(choices)
        self._placeholder = placeholder
        self._at = at

    def compose(self) -> ComposeResult:
        """The line, the list, a hint."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            line = SearchLine(id="choose-line")
            line.placeholder = self._placeholder
            yield line
            yield ItemList(draw=draw_choice, id="choose-list")
            yield Static("enter take · esc leave · ↑↓ move", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show everything."""
        self._show(self._all)
        self.query_one(ItemList).move_to(self._at)
        self.query_one(SearchLine).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow to the rows that have all words."""
        words = event.value.lower().split()
        self._show([c for c in self._all if all(w in f"{c.group} {c.label} {c.right}".lower() for w in words)])

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """Move, take or leave."""
        items = self.query_one(ItemList)
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            self._take(items.cursor)
        else:
            items.move_by(1 if event.key == "down" else -1)

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A click on the row under the cursor, or a double click, takes it."""
        event.stop()
        self._take(event.index)

    def _show(self, choices: Sequence[Choice]) -> None:
        self._shown = list(choices)
        items = self.query_one(ItemList)
        items.set_source(Choices(self._shown), cursor=0)
        lines = len(self._shown) + len({c.group for c in self._shown if c.group})
        items.styles.height = max(1, min(lines, 24, self.size.height - 8))

    def _take(self, index: int) -> None:
        self.dismiss(self._shown[index].value if 0 <= index < len(self._shown) else None)
