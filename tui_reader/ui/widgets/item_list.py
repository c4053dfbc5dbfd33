"""A list of any length that draws only the lines in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_reader.ui.widgets.drawing import DrawContext, LineDrawer, RowStrips, centred
from tui_reader.ui.widgets.list_rows import EmptySource, LineMap, ListSource, RowT, RowWindow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from textual import events
    from textual.binding import BindingType

__all__ = ["DrawContext", "ItemList", "LineDrawer", "ListSource"]


class ItemList(ScrollView, Generic[RowT], can_focus=True, inherit_bindings=False):
    """Rows of a `ListSource`, one line each (or `set_lines`), under group headings where the source has any.

    It has no keys of its own: the app resolves keys and calls the methods. Strips are cached by item, so that moving
    the cursor draws two lines.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "item-list--cursor", "item-list--empty", "item-list--heading", "item-list--marker", "item-list--range",
    }  # fmt: skip
    DEFAULT_CSS = """
    ItemList {
        height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        background: $background; color: $foreground;
        & > .item-list--cursor { background: $foreground 8%; }
        & > .item-list--marker { color: $foreground-muted; }
        & > .item-list--range { background: $accent 18%; }
        & > .item-list--heading { color: $text-primary; text-style: bold; }
        & > .item-list--empty { color: $foreground-muted; }
        &:focus > .item-list--cursor { background: $primary 28%; }
        &:nocolor:focus > .item-list--cursor { text-style: reverse; }
        &:nocolor > .item-list--range { text-style: underline; }
        &:focus > .item-list--marker { color: $accent; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """Index of the highlighted item; 0 in an empty list."""

    class Told(Message):
        """What the list tells of the item at `index`."""

        def __init__(self, item_list: ItemList[Any], index: int, item_id: int | None) -> None:
            super().__init__()
            self.item_list = item_list
            self.index = index
            self.id = item_id

        @property
        def control(self) -> ItemList[Any]:
            """The list."""
            return self.item_list

    class Highlighted(Told):
        """The cursor is on another item; `index` is -1 and `id` None when the list became empty.

        A newer one takes the place of an older one that was not yet handled.
        """

        def can_replace(self, message: Message) -> bool:
            """Only the last place of the cursor matters."""
            return isinstance(message, ItemList.Highlighted) and message.item_list is self.item_list

    class Activated(Told):
        """An item was opened: `activate()` or a double click."""

    def __init__(
        self,
        draw: LineDrawer[RowT],
        *,
        empty: Content | None = None,
        today: date | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._empty = empty or Content("")
        self._window: RowWindow[RowT] = RowWindow(EmptySource())
        self._map = LineMap(0)
        self._anchor: int | None = None
        self._strips: RowStrips[RowT] = RowStrips(self, draw, today)
        self._following = False
        self._told: int | None = None
        self._drawn_with: tuple[object, ...] = ()

    # -- what is shown

    @property
    def source(self) -> ListSource[RowT]:
        """What is shown now."""
        return self._window.source

    @property
    def count(self) -> int:
        """How many items there are."""
        return self._map.items

    @property
    def place(self) -> tuple[int, int]:
        """How many items stand before the cursor, and how many there are, with those that stand hidden."""
        return self._window.counted(self.cursor)

    @property
    def current_id(self) -> int | None:
        """Id of the highlighted item; None in an empty list."""
        return self._window.id_at(self.cursor) if self.count else None

    @property
    def current_row(self) -> RowT | None:
        """Row of the highlighted item; None in an empty list or when the item is gone."""
        return self._window.row(self.cursor) if self.count else None

    @property
    def empty(self) -> Content:
        """What stands in the middle of a list without items."""
        return self._empty

    @empty.setter
    def empty(self, content: Content) -> None:
        self._empty = content
        if not self.count:
            self.refresh()

    def set_source(self, source: ListSource[RowT], *, keep_id: int | None = None, cursor: int | None = None) -> None:
        """Show another source.

        The cursor goes to the item `keep_id` when it is there, else to the index `cursor`, and stays on its line of
        the screen. With neither, the list begins at its top. With a `keep_id` that is gone and no `cursor`, the index
        stays, so that the neighbour takes its place. A range ends.
        """
        row_on_screen = self._map.line_of(self.cursor) - self.scroll_offset.y
        self._window = RowWindow(source)
        self._map = LineMap(len(source), source.groups, self._strips.lines)
        self._anchor = None
        found = None if keep_id is None else self._window.index_of(keep_id, near=self.cursor)
        if found is None:
            found = cursor if cursor is not None else (self.cursor if keep_id is not None else 0)
            if keep_id is None and cursor is None:
                row_on_screen = 0
        self._strips.clear()
        self._settle(found, row_on_screen)

    def extend_source(self, source: ListSource[RowT]) -> None:
        """Go on with a longer source that begins with the same items: nothing on the screen moves."""
        row_on_screen = self._map.line_of(self.cursor) - self.scroll_offset.y if self.count else 0
        self._window.extend(source)
        self._map = LineMap(len(source), source.groups, self._strips.lines)
        self._settle(self.cursor, row_on_screen)

    def patch(self, ids: Iterable[int]) -> None:
        """Those items changed: fetch and draw them again, and nothing else."""
        self._window.patch(changed := set(ids))
        for item_id in changed:
            self._strips.discard(item_id)
        top = self.scroll_offset.y
        for line in range(top, min(top + self.size.height, self._map.lines)):
            index = self._map.item_at(line)
            if index is not None and self.source.id_at(index) in changed:
                self.refresh_line(line)

    def set_today(self, today: date | None) -> None:
        """The day the dates are seen from."""
        if today != self._strips.today:
            self._strips.today = today
            self._strips.clear()
            self.refresh()

    def set_lines(self, lines: int) -> None:
        """Give each row so many lines; the cursor stays on its row, and in view."""
        if lines != self._strips.lines:
            row_on_screen = self._map.line_of(self.cursor) - self.scroll_offset.y
            self._strips.lines = lines
            self._map = LineMap(len(self.source), self.source.groups, lines)
            self._strips.clear()
            self._settle(self.cursor, row_on_screen)

    # -- the cursor

    def move_to(self, index: int) -> None:
        """Highlight the item at an index; the nearest one when there is none."""
        self.cursor = index

    def move_by(self, items: int) -> None:
        """Move the cursor down, or up when negative."""
        self.cursor += items

    def page(self, pages: int, half: bool = False) -> None:
        """Move the cursor by screens (half screens), scrolling as far, so that it stays on its line of the screen."""
        if not self.count or not self.size.height:
            return
        line, top = self._map.line_of(self.cursor), self.scroll_offset.y
        step = max(1, self.size.height // 2 if half else self.size.height - 1 - bool(self._map.headings))
        target = self._map.nearest_item(line + pages * step, 1 if pages > 0 else -1)
        self._follow(top + self._map.line_of(target) - line)
        self.cursor = target

    def to_id(self, item_id: int) -> bool:
        """Highlight the item with that id; False when it is not in the list."""
        if (index := self._window.index_of(item_id, near=self.cursor)) is None:
            return False
        self.cursor = index
        return True

    def activate(self) -> None:
        """Open the highlighted item: posts `Activated`."""
        if (item_id := self.current_id) is not None:
            self.post_message(self.Activated(self, self.cursor, item_id))

    # -- a range

    @property
    def has_range(self) -> bool:
        """Whether a range is being selected."""
        return self._anchor is not None

    def start_range(self) -> None:
        """Begin a range at the cursor; it reaches to wherever the cursor goes."""
        if self.count:
            self._anchor = self.cursor
            self.refresh()

    def clear_range(self) -> None:
        """End the range."""
        if self._anchor is not None:
            self._anchor = None
            self.refresh()

    def range_ids(self) -> tuple[int, ...]:
        """Ids of the range, top to bottom; empty when there is none."""
        if self._anchor is None:
            return ()
        first, last = sorted((self._anchor, self.cursor))
        return tuple(self.source.id_at(index) for index in range(first, last + 1))

    # -- Textual's side

    def validate_cursor(self, cursor: int) -> int:
        """The cursor stays in the list."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the cursor, draw the lines that changed, tell."""
        if not self._show_cursor():
            first, last = sorted((old, new))
            if self._anchor is None:
                self._refresh_item(old)
                self._refresh_item(new)
            else:
                start = self._map.line_of(first)
                self.refresh_lines(start, self._map.line_of(last) - start + self._map.height)
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """When the view was moved by wheel or scrollbar, the cursor comes along at its edge."""
        super().watch_scroll_y(old_value, new_value)
        if self._following or not self.count or not self.size.height:
            return
        top, line = self.scroll_offset.y, self._map.line_of(self.cursor)
        first = top + (self._map.group_of(top) is not None)
        last = max(first, top + self.size.height - 1)
        if line < first:
            self.cursor = self._map.nearest_item(first, 1)
        elif line > last:
            self.cursor = self._map.nearest_item(last, -1)

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._strips.clear()
        self._show_cursor()

    def on_focus(self) -> None:
        """The cursor looks different with the focus."""
        self._refresh_item(self.cursor)

    def on_blur(self) -> None:
        """The cursor looks different without the focus."""
        self._refresh_item(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click opens."""
        if event.button != 1 or (offset := event.get_content_offset(self)) is None:
            return
        index = self.item_at(offset.y)
        if index is not None:
            event.stop()
            self.cursor = index
            if event.chain == 2:
                self.activate()

    def item_at(self, y: int) -> int | None:
        """The index of the item on line `y` of the view; None for a heading, and where there is none."""
        if y == 0 and self._map.group_of(self.scroll_offset.y) is not None:
            return None
        return self._map.item_at(y + self.scroll_offset.y)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor stands: at the beginning of the highlighted row."""
        line = self._map.line_of(self.cursor) - self.scroll_offset.y if self.count else 0
        return self.content_region.offset + Offset(0, max(0, line))

    def notify_style_update(self) -> None:
        """Colours changed: nothing that was drawn holds. With the focus only the cursor's change, and what is kept is
        kept by that."""
        super().notify_style_update()
        if not self.is_mounted:  # it has no colours yet
            return
        drawn_with = (
            self.app.theme,
            self.visual_style,
            *map(self.get_visual_style, ("item-list--heading", "item-list--range", "item-list--empty")),
        )
        if drawn_with != self._drawn_with:
            self._drawn_with = drawn_with
            self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """The line `y` of the view."""
        width = self.size.width - self.scrollbar_size_vertical
        if not self.count:
            style = self.get_visual_style("item-list--empty")
            return centred(self._empty, y, width, self.size.height, style)
        line = self.scroll_offset.y + y
        index = self._map.item_at(line)
        group = self._map.group_of(line) if index is None or y == 0 else None
        if group is not None and line < self._map.lines:
            return self._strips.heading(self._map.headings[group], width)
        if index is None:
            return Strip.blank(width, self.visual_style.rich_style)
        return self._item_strips(index, width)[line - self._map.line_of(index)]

    # -- inside

    def _settle(self, cursor: int, row_on_screen: int) -> None:
        self._following = True
        try:
            self.virtual_size = Size(0, self._map.lines)
            self.set_reactive(ItemList.cursor, self.validate_cursor(cursor))
        finally:
            self._following = False
        self._follow(self._map.line_of(self.cursor) - row_on_screen)
        self._show_cursor()
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        item_id = self.current_id
        if item_id != self._told:
            self._told = item_id
            self.post_message(self.Highlighted(self, self.cursor if item_id is not None else -1, item_id))

    def _show_cursor(self) -> bool:
        """Scroll until the cursor is in view; True when that moved anything."""
        if not self.count or not (height := self.size.height):
            return False
        line, top = self._map.line_of(self.cursor), self.scroll_offset.y
        # The heading of the group stays on the first line, above the cursor.
        above = 1 if height > 1 and self._map.group_of(line) is not None else 0
        if line - above < top:
            return self._follow(line - above)
        if line + self._map.height > top + height:
            return self._follow(line + self._map.height - height)
        return False

    def _follow(self, top: int) -> bool:
        before = self.scroll_offset.y
        self._following = True
        try:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
        finally:
            self._following = False
        return self.scroll_offset.y != before

    def _refresh_item(self, index: int) -> None:
        self.refresh_lines(self._map.line_of(index), self._map.height)

    def _item_strips(self, index: int, width: int) -> Sequence[Strip]:
        is_cursor = index == self.cursor
        first, last = sorted((index if self._anchor is None else self._anchor, self.cursor))
        in_range, focused = self._anchor is not None and first <= index <= last, is_cursor and self.has_focus
        item_id = self._window.id_at(index)
        return self._strips.item(item_id, lambda: self._window.row(index), width, is_cursor, in_range, focused)
