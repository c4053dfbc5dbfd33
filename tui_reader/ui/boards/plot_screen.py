"""Pictures of a board: score against price, speed or release date, with the models that nothing beats on both; and its
top through time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.services.page_text import day_text
from tui_reader.services.trade_off import (
    PRICE,
    RELEASE,
    Leader,
    Offer,
    TradeOff,
    changes_of_lead,
    figures_of,
    leaders,
    trade_off,
)
from tui_reader.ui.boards.cells import figure_text
from tui_reader.ui.plot.chart import Chart, Line, Mark
from tui_reader.ui.plot.scale import amounts, linear, over_days
from tui_reader.ui.plot.view import PlotView
from tui_reader.ui.screens.box import Box
from tui_reader.ui.screens.choose import Choice, Choices, draw_choice
from tui_reader.ui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui_reader.domain.boards import BoardInfo, Snapshot
    from tui_reader.ui.background import Background

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
TOP = "top"
"""The picture of a board's top through time."""
_UNITS = {
    PRICE: ("price", "$ per million tokens"),
    "tok_s": ("speed", "tokens per second"),
    RELEASE: ("release date", "earlier is better"),
}
_MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10, "ctrl+d": 5, "ctrl+u": -5}
#: So many points can each have a sign of their own; more are drawn as dots, which lie closer.
_SPARSE = 80


class BoardPlot(Box[str]):
    """A plot over the reader. Closes with the key of a model to go to, or None."""

    DEFAULT_CSS = """
    BoardPlot { align: center middle; background: $background; }
    BoardPlot > Vertical { width: 100%; max-width: 180; height: 100%; background: $surface; border: round $primary;
        border-title-color: $primary; border-subtitle-color: $text-muted; }
    BoardPlot #plot-sides { height: 1fr; }
    BoardPlot #plot-list { width: 44; background: $surface; border-left: solid $foreground 22%; }
    BoardPlot.-narrow #plot-sides { layout: vertical; }
    BoardPlot.-narrow #plot-list { width: 1fr; height: 30%; min-height: 5; border-left: none;
        border-top: solid $foreground 22%; }
    BoardPlot .said { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    BoardPlot .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(
        self,
        work: Background,
        board: BoardInfo,
        table: Snapshot,
        pictures: Sequence[str],
        *,
        lower_is_better: bool = False,
    ) -> None:
        super().__init__()
        self._work = work
        self._board = board
        self._table = table
        self._lower = lower_is_better
        self._figures = list(pictures)
        self._at = 0
        self._shown: TradeOff | None = None
        self._leaders: list[Leader] | None = None

    def compose(self) -> ComposeResult:
        """The plot, the frontier, what is to be said."""
        with Vertical() as box:
            box.border_title = Content(f"{self._board.title} · {day_text(self._table.taken_on)}")
            # A source's terms may ask for its attribution wherever its figures are shown.
            box.border_subtitle = Content(self._table.description)
            yield Static("", classes="said", markup=False)
            with Horizontal(id="plot-sides"):
                yield PlotView(id="plot")
                yield ItemList(draw=draw_choice, id="plot-list")
            other = "tab another picture · " if len(self._figures) > 1 else ""
            yield Static(f"{other}↑↓ choose · enter go to the model · esc close", classes="hint", markup=False)

    def begin(self) -> None:
        """Price first, where it is known; who led is read beside the screen."""
        self._show(self._figures[0])
        self.query_one(ItemList).focus()

        board = self._board.board
        self._work.run("leaders", lambda library: leaders(library.boards, board), self._take_leaders)

    def _take_leaders(self, found: list[Leader]) -> None:
        self._leaders = found
        if self.is_mounted and not self.is_closed and self._figures[self._at] == TOP:
            self._show(TOP)

    def _show_top(self) -> None:
        self._shown = None
        if not self._leaders:
            said = "Reading the tables…" if self._leaders is None else "No table of this board ranks a first."
            self.query_one(PlotView).show_message(said)
            self.query_one(".said", Static).update(Content(""))
            self.query_one(ItemList).set_source(Choices([]), cursor=0)
            return
        changes = changes_of_lead(self._leaders)
        said = f"Who led on {len(self._leaders)} dates. Lettered: each time that another took the lead."
        self.query_one(".said", Static).update(Content(said))
        rows = [
            Choice(
                led.key,
                f"{_letter(i)} {led.model}",
                f"{_score(led.score)}  {day_text(led.day)}",
            )
            for i, led in enumerate(changes)
        ]
        self.query_one(ItemList).set_source(Choices(rows[::-1]), cursor=0)
        self._draw()

    def _top_chart(self, found: Sequence[Leader]) -> Chart:
        changes, chosen = changes_of_lead(found), self.query_one(ItemList).cursor
        last = len(changes) - 1 - chosen
        marks = [Mark(led.day.toordinal(), led.score, _letter(i), "text-accent") for i, led in enumerate(changes)]
        if 0 <= last < len(changes):
            led = changes[last]
            marks.append(Mark(led.day.toordinal(), led.score, _letter(last), "text-success", led.model))
        return Chart(
            over_days([led.day for led in found]),
            linear([led.score for led in found]),
            title=self._board.metric or "score",
            lines=[Line([(led.day.toordinal(), led.score) for led in found], "primary", is_stepped=True)],
            marks=marks,
        )

    def _show(self, figure: str) -> None:
        if figure == TOP:
            self._show_top()
            return
        found = self._shown = trade_off(self._table, figure, lower_is_better=self._lower)
        name, unit = _UNITS[figure]
        said = f"Score by {name}, {unit}. Lettered: the {len(found.best)} of {len(found.offers)} models that no other"
        said += " beats on both."
        if found.missing:
            said += f" {found.missing} of {len(self._table.rows)} give no score or no {name}."
        self.query_one(".said", Static).update(Content(said))
        choices = [
            Choice(
                offer.key,
                f"{_letter(i)} {offer.model}",
                f"{_score(offer.score)}  {_x_text(offer, figure)}",
            )
            for i, offer in enumerate(found.best)
        ]
        self.query_one(ItemList).set_source(Choices(choices), cursor=0)
        self._draw()

    def _draw(self) -> None:
        found = self._shown
        if found is None:
            if self._figures[self._at] == TOP and self._leaders:
                self.query_one(PlotView).show(self._top_chart(self._leaders))
            return
        chosen = self.query_one(ItemList).cursor
        best = {offer.key for offer in found.best}
        sign = "·" if len(found.offers) <= _SPARSE else ""
        marks = [Mark(o.x, o.score, sign, "foreground-muted") for o in found.offers if o.key not in best]
        marks += [Mark(o.x, o.score, _letter(i), "text-accent") for i, o in enumerate(found.best) if i != chosen]
        if chosen < len(found.best):
            offer = found.best[chosen]
            marks.append(Mark(offer.x, offer.score, _letter(chosen), "text-success", offer.model))
        front = sorted((offer.x, offer.score) for offer in found.best)
        _, unit = _UNITS[found.figure]
        self.query_one(PlotView).show(
            Chart(
                over_days([date.fromordinal(int(offer.x)) for offer in found.offers])
                if found.figure == RELEASE
                else amounts([offer.x for offer in found.offers]),
                linear([offer.score for offer in found.offers]),
                title=self._board.metric or "score",
                below=unit,
                lines=[Line(front, "primary")],
                marks=marks,
            )
        )

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The model under the cursor is named in the plot."""
        event.stop()
        self._draw()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click goes to the model."""
        event.stop()
        self._take()

    def press(self, key: str) -> bool:
        """Choose, toggle, take, close."""
        items = self.query_one(ItemList)
        if key in _MOVES:
            items.move_by(_MOVES[key])
        elif key in ("g", "home"):
            items.move_to(0)
        elif key in ("G", "end"):
            items.move_to(items.count - 1)
        elif key in ("tab", "p", "x"):
            self._at = (self._at + 1) % len(self._figures)
            self._show(self._figures[self._at])
        elif key == "enter":
            self._take()
        elif key in ("escape", "q", "P", "h", "left"):
            self.close(None)
        return True

    def _take(self) -> None:
        row = self.query_one(ItemList).current_row
        self.close(row.value if isinstance(row, Choice) else None)


def pictures_of(table: Snapshot, dates: int) -> list[str]:
    """The pictures that a table gives, and its board, which has so many dates."""
    return [*figures_of(table), *([TOP] if dates > 1 else [])]


def _score(score: float) -> str:
    return figure_text(score, 4 if abs(score) <= 1 else 1)


def _letter(index: int) -> str:
    return _LETTERS[index] if index < len(_LETTERS) else "+"


def _x_text(offer: Offer, figure: str) -> str:
    if figure == RELEASE:
        return day_text(date.fromordinal(int(offer.x)))
    if figure == PRICE:
        return f"${figure_text(offer.x, 2)}" if offer.x else "$0"
    return figure_text(offer.x, 0)
