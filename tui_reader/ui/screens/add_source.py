"""Add something to what is fetched: type an address, or find a category or a leaderboard by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.ui.screens.box import Box
from tui_reader.ui.screens.choose import Choice, Choices, draw_choice
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
_KEYS = "enter take · ↑↓ move · esc leave"


def looks_like_address(text: str) -> bool:
    """Whether what was typed may be an address: it has a dot or a scheme, and no spaces."""
    text = text.strip()
    return bool(text) and not any(c.isspace() for c in text) and ("." in text or "://" in text or ":" in text)


def _is_called(choice: Choice, text: str) -> bool:
    return choice.label.lower().split()[0] == text.lower()


class AddSource(Box[str]):
    """One line for an address, and below it what else can be followed, narrowed by what is typed. `ask` is called with
    an address or with the value of a choice, and the box stays until it is closed: `fail` says why it cannot be. With
    `is_named` what is typed is no address but the name of a new group."""

    DEFAULT_CSS = """
    AddSource { align: center middle; background: $background 60%; }
    AddSource > Vertical { width: 100; max-width: 96%; height: auto; max-height: 90%; background: $surface;
        border: round $primary; border-title-color: $primary; }
    AddSource SearchLine { display: block; }
    AddSource ItemList { height: 14; background: $surface; }
    AddSource #add-said { height: auto; max-height: 5; padding: 0 1; display: none; }
    AddSource #add-said.-shown { display: block; }
    AddSource #add-said.-error { color: $text-error; }
    AddSource .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        ask: Callable[[str], object],
        placeholder: str = "address of a feed or any page · cs.SD · name of a leaderboard",
        *,
        is_named: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._all = list(choices)
        self._ask = ask
        self._is_named = is_named
        self._shown: list[Choice] = []
        self._line = SearchLine(id="add-line")
        self._line.placeholder = placeholder
        self._list: ItemList[Choice] = ItemList(draw=draw_choice, id="add-list")
        self._list.can_focus = False
        self._said = Static("", id="add-said", markup=False)
        self.is_asking = False

    @property
    def line(self) -> SearchLine:
        """The line."""
        return self._line

    def compose(self) -> ComposeResult:
        """Line, list, message, keys."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield self._line
            yield self._list
            yield self._said
            yield Static(_KEYS, classes="hint", markup=False)

    def begin(self) -> None:
        """Show everything."""
        self._narrow()

    def tell(self, text: str, *, is_error: bool = False) -> None:
        """A message under the list; with an error something else can be typed."""
        self.is_asking = False if is_error else self.is_asking
        self._said.update(text)
        self._said.set_class(bool(text), "-shown")
        self._said.set_class(is_error, "-error")

    def fail(self, message: str) -> None:
        """What was asked for cannot be had."""
        self.tell(message, is_error=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow as it is typed."""
        event.stop()
        self._narrow()

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        self.press(event.key)

    def press(self, key: str) -> bool:
        """Move, take or leave."""
        if key == "escape":
            self.close(None)
        elif key == "enter":
            self._narrow()
            self._take(self._list.cursor)
        elif key in _MOVES:
            self._list.move_by(_MOVES[key])
        return key in ("escape", "enter", *_MOVES)

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The list has nothing to tell the screen below."""
        event.stop()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click takes the row."""
        event.stop()
        self._take(event.index)

    def _narrow(self) -> None:
        text = self._line.value.strip()
        words = text.lower().split()
        left = [c for c in self._all if all(w in f"{c.group} {c.label} {c.right}".lower() for w in words)]
        left.sort(key=lambda c: not c.label.lower().startswith(text.lower()) if text else False)
        if self._is_named and text and not any(c.label.lower() == text.lower() for c in self._all):
            left.insert(0, Choice(f"group:{text}", text, "a new group"))
        elif not self._is_named and looks_like_address(text) and not any(_is_called(c, text) for c in left):
            left.insert(0, Choice(f"address:{text}", f"Follow the feed at {text}", "", "Address"))
        if left == self._shown:
            return
        self.tell("")
        self._shown = left
        self._list.empty = Content("Nothing has these words. An address has a dot in it: example.org/blog")
        self._list.set_source(Choices(left), cursor=0)

    def _take(self, index: int) -> None:
        if self.is_asking:
            self.tell("Still asking…")
        elif 0 <= index < len(self._shown):
            self._ask(self._shown[index].value)
