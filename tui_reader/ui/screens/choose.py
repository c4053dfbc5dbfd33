"""Choose one of many: filters, palette, places, themes. Type to narrow, enter takes, escape leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.item_list import DrawContext, ItemList
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer

_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
_MOST_LINES = 24
#: How long the cursor rests before what it is on is shown: longer than a held key stays.
_REST_S = 0.1
_NOTHING = Content("nothing has these words")


class Choice(Struct, frozen=True):
    """One row: what is returned, what is shown, and what stands at the right (a count, a key). `also` is not shown, and
    found all the same."""

    value: str
    label: str
    right: str = ""
    group: str = ""
    also: str = ""


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
    line = Content.assemble(label, gap, (choice.right, "$foreground-muted"), " ")
    return line.stylize("bold") if context.is_cursor else line


def rank(choice: Choice, words: Sequence[str]) -> tuple[int, ...]:
    """How well a choice fits what was typed, best first: names that begin so, then words of the name, words that others
    use for it, and what is said of it. A name stands before a dash."""
    name, _, said = choice.label.lower().partition(" — ")
    whole = " ".join(words)
    if name.startswith(whole):
        return (0, len(name))
    return (1, *sorted((_place(word, name, choice.also.lower(), said) for word in words), reverse=True))


def _place(word: str, name: str, also: str, said: str) -> int:
    if any(part.startswith(word) for part in name.replace(":", " ").split()):
        return 1
    if any(part.startswith(word) for part in also.split()):
        return 2
    if word in name:
        return 3
    return 4 if any(part.startswith(word) for part in said.split()) else 5


#: So many lines of choices are seen at once, on a high screen.
_MOST_LINES = 24


class ChooseScreen(Box[str]):
    """A list of choices over the reader, the cursor on number `at`. Closes with the value chosen, or None.

    With None for `choices` it opens at once and waits to be filled; what was typed meanwhile holds, enter too. With
    `toggle` it stays open: each value that is taken goes there, which gives the choices as they are then. With
    `is_ranked` what fits best to what is typed stands first; `preview` gets the value that the cursor rests on.
    """

    DEFAULT_CSS = """
    ChooseScreen { align: center middle; background: $background 60%; }
    ChooseScreen > Vertical {
        width: 72; max-width: 94%; height: auto; max-height: 80%; background: $surface; border: round $primary;
        border-title-color: $primary; padding: 0;
    }
    ChooseScreen.-wide-box > Vertical { width: 120; max-width: 96%; }
    ChooseScreen ItemList { height: auto; background: $surface; }
    ChooseScreen SearchLine { display: block; }
    ChooseScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice] | None,
        placeholder: str = "type to narrow",
        at: int = 0,
        *,
        toggle: Callable[[str], Sequence[Choice]] | None = None,
        is_ranked: bool = False,
        preview: Callable[[str], None] | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(classes=classes)
        self._toggle = toggle
        self._is_ranked = is_ranked
        self._preview = preview
        self._rest: Timer | None = None
        self._title = title
        self._all = list(choices or ())
        self._is_filled = choices is not None
        self._takes = False
        self._at = at
        self._shown: list[Choice] = []
        self._line = SearchLine(id="choose-line")
        self._line.placeholder = placeholder
        # The line has the keys; a list that a click could give them to would keep them to itself.
        self._list: ItemList[Choice] = ItemList(draw=draw_choice, id="choose-list")
        self._list.can_focus = False
        self._list.empty = _NOTHING if self._is_filled else Content("…")

    @property
    def line(self) -> SearchLine:
        """The line that narrows."""
        return self._line

    def compose(self) -> ComposeResult:
        """The line, the list, a hint."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield self._line
            yield self._list
            keys = "enter take · esc leave" if self._toggle is None else "enter show or hide · esc done"
            yield Static(f"{keys} · ↑↓ move", classes="hint", markup=False)

    def on_resize(self) -> None:
        """The list leaves room for the line, the foot and the border, however low the screen is."""
        self._list.styles.max_height = max(3, min(_MOST_LINES, int(self.size.height * 0.8) - 4))

    def begin(self) -> None:
        """Show everything."""
        self._show()
        self._list.move_to(self._at)

    def fill(self, choices: Sequence[Choice]) -> bool:
        """Show what there is to choose from; with nothing the box closes, and this is False."""
        if self.is_closed:
            return True
        if not choices:
            self.close(None)
            return False
        self._all, self._is_filled = list(choices), True
        self._list.empty = _NOTHING
        self._show_more()
        if self._takes:
            self._take(self._list.cursor)
        return True

    def begin_filling(self, choices: Sequence[Choice]) -> None:
        """Show those that are known already; `fill` brings the same ones and more. One that is moved to may be taken;
        an enter that came before any stood there waits for all."""
        if not self.is_closed and not self._is_filled:
            self._all = list(choices)
            self._show_more()

    def _show_more(self) -> None:
        if self.is_mounted:
            at = self._list.cursor
            self._show()
            self._list.move_to(at)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow to the rows that have all words."""
        self._show()

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        self.press(event.key)

    def press(self, key: str) -> bool:
        """Move, take or leave."""
        if key == "escape":
            self.close(None)
        elif key == "enter":
            self._narrow()  # the line may have changed since the list was last shown
            is_there = self._is_filled or bool(self._shown)
            self._takes = not is_there
            if is_there:
                self._take(self._list.cursor)
        elif key in _MOVES:
            self._list.move_by(_MOVES[key])
        return key in ("escape", "enter", *_MOVES)

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """What the cursor rests on is shown, where it can be."""
        event.stop()
        if self._preview is None:
            return
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST_S, self._show_rested)

    def _show_rested(self) -> None:
        at = self._list.cursor
        if self._preview is not None and not self.is_closed and 0 <= at < len(self._shown):
            self._preview(self._shown[at].value)

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click takes the row."""
        event.stop()
        self._take(event.index)

    def _narrow(self) -> bool:
        """Whether other rows are left than are shown."""
        words = self._line.value.lower().split()
        left = [c for c in self._all if all(w in f"{c.group} {c.label} {c.right} {c.also}".lower() for w in words)]
        if self._is_ranked and words:
            left.sort(key=lambda choice: rank(choice, words))
        if left == self._shown:
            return False
        self._shown = left
        self._list.set_source(Choices(left), cursor=0)
        return True

    def _show(self) -> None:
        if self._narrow():
            lines = len(self._shown) + len({c.group for c in self._shown if c.group})
            self._list.styles.height = max(1, min(lines, _MOST_LINES, self.size.height - 8))

    def _take(self, index: int) -> None:
        value = self._shown[index].value if 0 <= index < len(self._shown) else None
        if self._toggle is None or value is None:
            self.close(value)
            return
        self._all = list(self._toggle(value))
        self._show()
        self._list.move_to(index)
