"""All links of a document: what each is called, where it leads, and what is known of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from textual.containers import Vertical
from textual.content import Content, Span
from textual.widgets import Input, Static

from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.drawing import fit, ink, pad
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.search_line import LabelledLine, SearchLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from tui_reader.ui.widgets.drawing import DrawContext

_MOVES = {
    "j": 1, "down": 1, "k": -1, "up": -1, "space": 8, "pagedown": 8, "ctrl+d": 4, "b": -8, "pageup": -8, "ctrl+u": -4,
}  # fmt: skip
_ARROWS = ("down", "up", "pagedown", "pageup")
_CLOSE = ("escape", "q", "I", "i", "h", "left")
_KEYS = "enter follow · o browser · y copy · / filter · j k move · esc close"
_TYPING = "enter keep the filter · ↑↓ move · esc clear"


class LinkLine(Struct, frozen=True):
    """A link: `index` is its number in the document, `title` its words, `address` where it leads as it is shown, `url`
    the whole of that ("" where it leads to a place in the text or to a name), `known` what item of the library it is
    and whether that was read, `group` what kind of link it is."""

    index: int
    title: str
    address: str
    url: str = ""
    known: str = ""
    group: str = ""


class Taken(NamedTuple):
    """What was done with a link: `follow` or `open` it, or what another key of the box is for."""

    what: str
    line: LinkLine


class _Lines:
    """Links as rows of a list."""

    def __init__(self, lines: Sequence[LinkLine]) -> None:
        self.lines = list(lines)
        self.groups = [
            (at, line.group) for at, line in enumerate(self.lines) if not at or self.lines[at - 1].group != line.group
        ]

    def __len__(self) -> int:
        return len(self.lines)

    def id_at(self, index: int) -> int:
        return self.lines[index].index

    def rows(self, ids: Sequence[int]) -> list[LinkLine | None]:
        by_index = {line.index: line for line in self.lines}
        return [by_index.get(i) for i in ids]


def draw_link(line: LinkLine, context: DrawContext) -> Content:
    """A link on two lines: its words, and below them its address and what is known of it."""
    width = max(1, context.width - 2)
    title = Content(" " + pad(line.title, width), [Span(1, 1 + width, ink(context.palette, "foreground", bold=True))])
    known = fit(line.known, max(0, width // 2))
    room = width - len(known) - (2 if known else 0)
    address = pad(line.address, room) if known else fit(line.address, room)
    below = f" {address}" + (f"  {known}" if known else "")
    muted, accent = ink(context.palette, "foreground-muted"), ink(context.palette, "text-accent")
    spans = [Span(1, 1 + len(address), muted), Span(len(below) - len(known), len(below), accent)]
    return title + Content("\n") + Content(below, spans)


class LinksScreen(Box[Taken]):
    """The links of a text. Closes with the one that is to be followed or opened, or None; `copy` gets the address that
    is copied, and the box stays. `also` are further keys that close it, with what they are for, `hint` says all of
    them, `none` is said where there are no links."""

    DEFAULT_CSS = """
    LinksScreen { align: center middle; background: $background 60%; }
    LinksScreen > Vertical { width: 110; max-width: 96%; height: 90%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    LinksScreen SearchLine { display: block; }
    LinksScreen ItemList { height: 1fr; background: $surface; }
    LinksScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(
        self,
        title: str,
        copy: Callable[[str], None],
        *,
        hint: str = _KEYS,
        also: Mapping[str, str] | None = None,
        none: str = "There are no links in this text",
    ) -> None:
        super().__init__()
        self._keys, self._also, self._none = hint, also or {}, none
        self._title = title
        self._copy = copy
        self._all: Sequence[LinkLine] = ()
        self._line = SearchLine(id="links-line")
        self._label = LabelledLine(self._line, "Links with")
        self._label.add_class("-closed")
        self._list: ItemList[LinkLine] = ItemList(draw=draw_link, id="links-list")
        self._list.set_lines(2)
        self._list.empty = Content("…")
        self._hint = Static(self._keys, classes="hint", markup=False)
        self._box = Vertical()

    def compose(self) -> ComposeResult:
        """The line of the filter, the links, a hint."""
        with self._box as box:
            box.border_title = Content(self._title)
            yield self._label
            yield self._list
            yield self._hint

    @property
    def line(self) -> SearchLine | None:
        """The line of the filter while it is open."""
        return self._line if self._is_typing else None

    @property
    def _is_typing(self) -> bool:
        return not self._label.has_class("-closed")

    def begin(self) -> None:
        """The list has the focus."""
        self.set_focus(self._list)

    def fill(self, lines: Sequence[LinkLine], at: int = 0) -> None:
        """Show the links, the cursor on number `at` of them; without any the box closes and says so."""
        if self.is_closed:
            return
        self._all = lines
        if not lines:
            self.close(None)
            self.notify_below(self._none)
            return
        self._list.empty = Content("no link has these words")
        self._narrow()
        self._list.move_to(at)

    def _narrow(self) -> None:
        words = self._line.value.casefold().split()
        said = ((line, f"{line.title} {line.address} {line.known} {line.group}".casefold()) for line in self._all)
        left = [line for line, text in said if all(word in text for word in words)]
        self._list.set_source(_Lines(left), keep_id=self._list.current_id, cursor=0)
        count = f"{len(left)} of {len(self._all)}" if words else f"{len(self._all)}"
        self._box.border_title = Content(f"{self._title} · {count}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow to the links that have all words."""
        event.stop()
        if self._all:
            self._narrow()

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        event.stop()
        self.press(event.key)

    def press(self, key: str) -> bool:
        """Filter, move, follow, open, copy or leave."""
        if self._is_typing:
            return self._press_typing(key)
        line = self._list.current_row
        if key == "/":
            self._label.remove_class("-closed")
            self._hint.update(_TYPING)
            self.set_focus(self._line)
        elif key == "escape" and self._line.value:
            self._line.value = ""
        elif key in _CLOSE:
            self.close(None)
        elif key in _MOVES:
            self._list.move_by(_MOVES[key])
        elif key in ("g", "home"):
            self._list.move_to(0)
        elif key in ("G", "end"):
            self._list.move_to(self._list.count - 1)
        elif line is not None and key in ("enter", "l", "right"):
            self.close(Taken("follow", line))
        elif line is not None and key in self._also:
            self.close(Taken(self._also[key], line))
        elif line is not None and key == "o":
            self._with_url(line, lambda: self.close(Taken("open", line)))
        elif line is not None and key == "y":
            self._with_url(line, lambda: self._copied(line))
        return True

    def _press_typing(self, key: str) -> bool:
        if key == "escape":
            self._line.value = ""
        if key in ("escape", "enter"):
            self._label.add_class("-closed")
            self._hint.update(self._keys)
            self.set_focus(self._list)
        elif key in _ARROWS:
            self._list.move_by(_MOVES[key])
        return key in ("escape", "enter", *_ARROWS)

    def _with_url(self, line: LinkLine, act: Callable[[], None]) -> None:
        if line.url:
            act()
        else:
            self._hint.update(f"This leads to {line.address} and has no address · {self._keys}")

    def _copied(self, line: LinkLine) -> None:
        self._copy(line.url)
        self._hint.update(f"Copied {line.url} · {self._keys}")

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The list has nothing to tell the reader below."""
        event.stop()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click follows."""
        event.stop()
        if (line := self._list.current_row) is not None:
            self.close(Taken("follow", line))
