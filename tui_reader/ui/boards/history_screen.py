"""A model, whole: its history on the leaderboard it was opened from, every other one, and what mentions it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.domain.items import Kind
from tui_reader.domain.model_history import Day, facts, stretches
from tui_reader.services.model_story import judged, mentions, story
from tui_reader.services.model_whole import WholeModel, whole_model
from tui_reader.services.page_text import day_text
from tui_reader.ui.boards.cells import figure_text
from tui_reader.ui.boards.every_board import board_choices, board_place, every_board_chart, told_lines
from tui_reader.ui.plot.chart import Chart, Line, Mark
from tui_reader.ui.plot.scale import linear, over_days
from tui_reader.ui.plot.view import PlotView
from tui_reader.ui.screens.box import Box
from tui_reader.ui.screens.choose import Choice, Choices, draw_choice
from tui_reader.ui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.app import ComposeResult

    from tui_reader.domain.boards import BoardInfo, BoardRow
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.rows import Row
    from tui_reader.services.model_story import StoryLibrary
    from tui_reader.ui.background import Background

_EVERY = "every"
_FIGURES = {"score": "score", "rank": "rank", "tok_s": "tok/s", "usd_per_1m": "$/1M"}
_MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 5, "pageup": -5}
#: A terminal so high has room for two plots.
_TWO_PLOTS = 34
_PLACES = {"score": 2, "rank": 0, "tok_s": 1, "usd_per_1m": 2}


class ModelHistory(Box[str]):
    """A model's page over the reader. Closes with the key of a table, or of an item that mentions it, or None."""

    DEFAULT_CSS = """
    ModelHistory { align: center middle; background: $background; }
    ModelHistory > Vertical { width: 100%; max-width: 150; height: 100%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    ModelHistory .facts { height: auto; max-height: 8; padding: 0 1; }
    ModelHistory .day { height: 1; padding: 0 1; color: $text-accent; }
    ModelHistory #history-items { height: auto; max-height: 8; background: $surface;
        border-top: solid $foreground 22%; display: none; }
    ModelHistory #history-second { display: none; }
    ModelHistory .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(
        self, work: Background, board: BoardInfo, key: str, model: str, aliases: ModelAliases | None = None
    ) -> None:
        super().__init__()
        self._work = work
        self._board = board
        self._key = key
        self._model = model
        self._aliases = aliases
        self._days: Sequence[Day] = ()
        self._lower = False
        self._figures: list[str] = []
        self._at = 0
        self._day = -1
        self._whole: WholeModel | None = None
        self._items: list[Choice] = []
        self._is_chosen = False
        self._problem = ""
        self._is_shown = False

    def read_ahead(self) -> Self:
        """Begin to read, before there is anything on the screen to show it: mounting takes longer than reading."""
        board, key, model, aliases = self._board.board, self._key, self._model, self._aliases

        def read(library: StoryLibrary) -> tuple[list[Day], WholeModel]:
            return story(library, board, key, aliases), whole_model(library.boards, model, aliases)

        self._work.run("history", read, self._read, self._failed)
        return self

    def compose(self) -> ComposeResult:
        """Facts, plots, the day looked at, what mentions the model."""
        with Vertical() as box:
            box.border_title = Content(f"{self._model} · {self._board.title}")
            yield Static(self._facts() if self._days else "", classes="facts", markup=False)
            yield PlotView(id="history-plot")
            yield PlotView(id="history-second")
            yield Static("", classes="day", markup=False)
            yield ItemList(draw=draw_choice, id="history-items")
            yield Static(
                "tab another picture · ←→ date · ↑↓ move · enter follow · esc close",
                classes="hint",
                markup=False,
            )

    def begin(self) -> None:
        """Show what was read; else say that it is being read."""
        self.query_one(ItemList).focus()
        self._is_shown = True
        if self._days:
            self._show_all()
        else:
            self.query_one("#history-plot", PlotView).show_message(self._problem or "Reading the tables…")

    def _read(self, found: tuple[list[Day], WholeModel]) -> None:
        self._days, self._whole = found
        if self._is_shown and not self.is_closed:
            self._show_all()

    def _failed(self, message: str) -> None:
        self._problem = message
        if self._is_shown and not self.is_closed:
            self.query_one("#history-plot", PlotView).show_message(message)

    def _show_all(self) -> None:
        """The history and every board at once; then, read beside the screen, where the index broke and who mentions the
        model."""
        self._take(self._days, lower=False)
        self._show_choices()
        board = self._board.board

        def judge(library: StoryLibrary) -> tuple[list[Day], bool]:
            return judged(library, board, self._days)

        def find(library: StoryLibrary) -> list[Row]:
            days = [d.day for d in self._days if d.row is not None]
            listed = {d.day: d.row for d in self._days if d.row is not None}
            in_issues = [
                i.taken_on for i in library.boards.snapshots(board) if i.taken_on in listed and i.source == "issues"
            ]
            found = facts(self._days)
            return mentions(library, found.names if found is not None and days else (self._model,), in_issues)

        self._work.run("history-judged", judge, self._take_judged)
        self._work.run("history-mentions", find, self._show_items)

    def _take_judged(self, made: tuple[list[Day], bool]) -> None:
        if (list(made[0]), made[1]) != (list(self._days), self._lower):
            self._take(made[0], lower=made[1])

    def on_resize(self) -> None:
        """A high screen shows two plots."""
        self._draw()

    # -- what is shown
    def _take(self, days: Sequence[Day], *, lower: bool) -> None:
        if self.is_closed:
            return
        self._days, self._lower = days, lower
        now = self._figures[self._at] if self._figures else "score"
        self._figures = [name for name in _FIGURES if stretches(days, name)]
        self._figures[:0] = [_EVERY] * self._has_others
        is_first = self._has_others and not self._is_chosen
        self._at = self._figures.index(now) if now in self._figures and not is_first else 0
        if self._day < 0:
            self._day = max((n for n, d in enumerate(days) if d.row is not None), default=-1)
        self.query_one(".facts", Static).update(self._facts())
        self._draw()

    @property
    def _has_others(self) -> bool:
        return self._whole is not None and len(self._whole.boards) > 1

    def _facts(self) -> Content:
        found = facts(self._days, lower_is_better=self._lower)
        if found is None:
            return Content("No table lists this model.")
        lines = [f"Listed on 1 date, {day_text(found.first.day)}"]
        if found.listed > 1:
            lines = [f"Listed on {found.listed} dates, from {day_text(found.first.day)} to {day_text(found.last.day)}"]
        lines[0] += f", missing on {found.missing} between" if found.missing else ""
        places = [
            f"{name} #{day.rank:,} on {_short(day.day)}"
            for name, day in (("first rank", found.first_rank), ("best rank", found.best_rank))
            if day is not None
        ]
        if found.last.rank is not None and found.listed > 1:
            places.append(f"last #{found.last.rank:,}")
        best = found.best_score
        if best is not None and best.row is not None:
            places.append(f"best score {figure_text(best.row.score, 2)} on {_short(best.day)}")
        if places:
            text = " · ".join(places)
            lines.append(text[0].upper() + text[1:])
        if len(found.names) > 1:
            lines.append("Names: " + " → ".join(found.names))
        if self._whole is not None:
            lines += told_lines(self._whole)
            others = [name for name in self._whole.told.names if name not in found.names]
            lines += ["Also called " + " · ".join(others)] if others else []
        if any(day.is_rebased for day in self._days):
            lines.append("┊ the index was rebased, or its tasks renewed: scores on either side do not compare")
        return Content("\n".join(lines))

    def _draw(self) -> None:
        if not self._figures:
            return
        first, second = self.query_one("#history-plot", PlotView), self.query_one("#history-second", PlotView)
        first.show(self._picture(self._figures[self._at]))
        other = self._figures[(self._at + 1) % len(self._figures)]
        second.display = self.size.height >= _TWO_PLOTS and len(self._figures) > 1
        if second.display:
            second.show(self._picture(other))
        self.query_one(".day", Static).update(Content(self._day_text()))

    def _picture(self, figure: str) -> Chart:
        if figure == _EVERY and self._whole is not None:
            return every_board_chart(self._whole)
        return self._chart(figure)

    def _chart(self, figure: str) -> Chart:
        runs = stretches(self._days, figure)
        points = [(day.toordinal(), value) for run in runs for day, value in run]
        is_rank = figure == "rank"
        is_sparse = len(points) <= 60
        marks = [Mark(x, y, "•" if is_sparse else "", "primary") for x, y in points]
        at = self._days[self._day] if 0 <= self._day < len(self._days) else None
        if at is not None:
            marks += [
                Mark(x, y, "◆", "text-accent", figure_text(y, _PLACES[figure]))
                for x, y in points
                if x == at.day.toordinal()
            ]
        bars: list[Line] = []
        if figure == "score":
            spans = [(d.day.toordinal(), d.row.interval) for d in self._days if d.row is not None]
            bars = [Line([(x, span[0]), (x, span[1])], "foreground-muted") for x, span in spans if span is not None]
        # From the date before it was first listed on; a board may be years older than the model.
        first = max(0, next((n for n, d in enumerate(self._days) if d.row is not None), 0) - 1)
        heights = [y for _, y in points] + [y for bar in bars for _, y in bar.points]
        title = _FIGURES[figure] + (f" ({self._board.metric})" if figure == "score" and self._board.metric else "")
        return Chart(
            over_days([day.day for day in self._days[first:]]),
            linear(heights, is_turned=is_rank, is_whole=is_rank),
            title=title,
            lines=bars + [Line([(day.toordinal(), y) for day, y in run], "primary", is_rank) for run in runs],
            marks=marks,
            walls=[d.day.toordinal() for d in self._days[first:] if d.is_rebased] if figure == "score" else (),
        )

    def _day_text(self) -> str:
        if not 0 <= self._day < len(self._days):
            return ""
        day = self._days[self._day]
        if day.row is None:
            return f"◆ {day_text(day.day)}: not listed"
        figures = [
            f"#{day.rank:,}" if day.rank is not None else "",
            _score(day.row),
            f"{figure_text(day.row.tok_s, 1)} tok/s" if day.row.tok_s is not None else "",
            f"${figure_text(day.row.usd_per_1m, 2)}/1M" if day.row.usd_per_1m is not None else "",
        ]
        return f"◆ {day_text(day.day)}: " + " · ".join(f for f in figures if f)

    def _show_items(self, rows: Sequence[Row]) -> None:
        names = {Kind.ISSUE: "Issues that mention it"}
        self._items = [
            Choice(
                row.key,
                " · ".join(p for p in (row.title, row.source_title) if p),
                _short(row.date.date()) if row.date else "",
                names.get(row.kind, "Elsewhere"),
            )
            for row in rows
        ]
        self._show_choices()

    def _show_choices(self) -> None:
        boards = board_choices(self._whole) if self._whole is not None and self._has_others else []
        choices = [*boards, *self._items]
        if self.is_closed or not choices:
            return
        items = self.query_one(ItemList)
        items.set_source(Choices(choices), cursor=items.cursor)
        items.display = True
        lines = len(choices) + len({c.group for c in choices})
        items.styles.height = min(lines, max(3, self.size.height // 4)) + 1

    # -- keys
    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The list has nothing to tell the reader below."""
        event.stop()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click follows."""
        event.stop()
        self._follow()

    def press(self, key: str) -> bool:
        """Toggle, move, follow, close."""
        items = self.query_one(ItemList)
        if key in _MOVES:
            items.move_by(_MOVES[key])
        elif key in ("tab", "r", "p") and self._figures:
            self._at = (self._at + 1) % len(self._figures)
            self._is_chosen = True
            self._draw()
        elif key in ("left", "h", "[", "right", "l", "]"):
            step = -1 if key in ("left", "h", "[") else 1
            self._day = max(0, min(self._day + step, len(self._days) - 1))
            self._draw()
        elif key == "enter":
            self._follow()
        elif key in ("escape", "q"):
            self.close(None)
        return True

    def row_on(self, place: str) -> str:
        """The key of the model's row in a table that the box closes with; "" where that is no table."""
        for on in self._whole.boards if self._whole is not None else ():
            day, row = on.days[-1]
            if place == board_place(on.board.board, day):
                return row.model_id or row.model
        return ""

    def _follow(self) -> None:
        row = self.query_one(ItemList).current_row
        if isinstance(row, Choice):
            self.close(row.value)


def _score(row: BoardRow) -> str:
    if row.score is None:
        return ""
    text = f"score {figure_text(row.score, 2)}"
    if row.interval is not None:
        text += f" ({figure_text(row.interval[0], 2)} to {figure_text(row.interval[1], 2)})"
    return f"{text} of the tasks {row.window}" if row.window else text


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
