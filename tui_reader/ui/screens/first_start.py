"""The page of the first start: what to read, where things are kept, how to change it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.drawing import fit, ink
from tui_reader.ui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from tui_reader.ui.widgets.drawing import DrawContext

_MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10, "ctrl+d": 10, "ctrl+u": -10}
_KEYS = "space take or leave · g all of this group · a add by name or address · enter begin · esc the usual · t tour"


class Offer(Struct, frozen=True):
    """Something to read: `key` is `category:cs.SD` or `feed:ADDRESS`; `is_chosen` whether it is read."""

    key: str
    title: str
    heading: str
    is_chosen: bool


class Offers:
    """Offers under their headings."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self.offers = list(offers)
        self.groups = [
            (at, one.heading)
            for at, one in enumerate(self.offers)
            if at == 0 or self.offers[at - 1].heading != one.heading
        ]

    def __len__(self) -> int:
        return len(self.offers)

    def id_at(self, index: int) -> int:
        """Offers are numbered as they stand."""
        return index

    def rows(self, ids: Sequence[int]) -> list[Offer]:
        """The offers of those numbers."""
        return [self.offers[i] for i in ids]


def draw_offer(offer: Offer, context: DrawContext) -> Content:
    """`[x]` before what is read."""
    mark = "[x] " if offer.is_chosen else "[ ] "
    colour = "text-success" if offer.is_chosen else "foreground-muted"
    title = fit(offer.title, max(1, context.width - len(mark) - 1))
    line = Content.assemble((mark, ink(context.palette, colour, bold=offer.is_chosen)), title)
    return line.stylize("bold") if context.is_cursor else line


class FirstStartScreen(Box[list[Offer]]):
    """Closes with the offers as they were left, or None for the usual. `add` is called when something is to be typed;
    what comes of it goes to `take_in`. `tour` is called for the tour."""

    DEFAULT_CSS = """
    FirstStartScreen { align: center middle; background: $background 60%; }
    FirstStartScreen > Vertical { width: 100; max-width: 98%; height: 96%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    FirstStartScreen ItemList { height: 1fr; background: $surface; }
    FirstStartScreen #first-said { height: auto; padding: 0 1; }
    FirstStartScreen #first-kept { height: auto; padding: 0 1; color: $text-muted; }
    FirstStartScreen .hint { height: auto; padding: 0 1; color: $text-accent; }
    """

    def __init__(
        self,
        offers: Sequence[Offer],
        kept: str,
        add: Callable[[], object],
        tour: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__()
        self._tour = tour
        self._offers = Offers(offers)
        self._kept = kept
        self._add = add
        self._list: ItemList[Offer] = ItemList(draw=draw_offer, id="first-list")
        self._list.can_focus = False
        self._said = Static(self._count(), id="first-said", markup=False)

    def compose(self) -> ComposeResult:
        """What it is, the offers, where things are kept, keys."""
        with Vertical() as box:
            box.border_title = Content("Welcome: what do you want to read?")
            yield self._said
            yield self._list
            yield Static(self._kept, id="first-kept", markup=False)
            yield Static(_KEYS, classes="hint", markup=False)

    def _count(self) -> str:
        chosen = [one for one in self._offers.offers if one.is_chosen]
        categories = sum(one.key.startswith("category:") for one in chosen)
        return (
            f"{categories} arXiv categories and {len(chosen) - categories} feeds are chosen; The Inference Report and "
            "leaderboards come besides."
        )

    def begin(self) -> None:
        """Show the offers."""
        self._list.set_source(self._offers, cursor=0)

    def take_in(self, offer: Offer) -> None:
        """Something that was typed is chosen."""
        offers = [one for one in self._offers.offers if one.key != offer.key]
        self._change([offer, *offers], 0)

    def tell(self, text: str) -> None:
        """A message in the place of the count."""
        self._said.update(text)

    def press(self, key: str) -> bool:
        """Choose, move, begin or keep the usual."""
        at, offers = self._list.cursor, self._offers.offers
        if key in _MOVES:
            self._list.move_by(_MOVES[key])
        elif key == "home":
            self._list.move_to(0)
        elif key in ("G", "end"):
            self._list.move_to(max(0, len(offers) - 1))
        elif key in ("space", "x") and offers:
            self._change([_turned(one) if number == at else one for number, one in enumerate(offers)], at)
        elif key == "g" and offers:
            heading = offers[at].heading
            is_all = all(one.is_chosen for one in offers if one.heading == heading)
            self._change([_set(one, not is_all) if one.heading == heading else one for one in offers], at)
        elif key == "a":
            self._add()
        elif key == "t":
            self._tour()
        elif key == "enter":
            self.close(list(offers))
        elif key == "escape":
            self.close(None)
        return True

    def _change(self, offers: Sequence[Offer], at: int) -> None:
        self._offers = Offers(offers)
        self._list.set_source(self._offers, cursor=at)
        self._said.update(self._count())

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The list has nothing to tell the reader below."""
        event.stop()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click takes or leaves."""
        event.stop()
        self.press("space")


def _turned(offer: Offer) -> Offer:
    return _set(offer, not offer.is_chosen)


def _set(offer: Offer, is_chosen: bool) -> Offer:
    return Offer(offer.key, offer.title, offer.heading, is_chosen)
