"""The tour: the reader itself on the sample edition, with lines above the footer that say what to try next. It goes on
when that was done, by whatever keys; all keys are the reader's own, but for one that skips a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from tui_reader.domain.actions import Context
from tui_reader.domain.tour import STEPS
from tui_reader.ui.app import ReaderApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from tui_reader.ui.main_screen import MainScreen

#: How often it is looked whether a step was done.
_LOOK_S = 0.2
_SKIP = "ctrl+n"
_OVER = "Issues, feeds, papers, leaderboards, and one key for each decision. Nothing of this was kept."


class TourApp(ReaderApp):
    """The reader on a tour."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(_SKIP, "next_step", priority=True, show=False)]
    CSS = "#tour { height: auto; padding: 0 1; background: $panel; color: $text-accent; }"

    _step = 0

    def on_mount(self) -> None:
        """Begin."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._panel = Static(id="tour", markup=False)
        self._main.furnish()
        self._main.mount(self._panel, before=self._main.status_bar.status)
        self._tell()
        self.set_interval(_LOOK_S, self._look)

    @property
    def step(self) -> int:
        """How many steps are done."""
        return self._step

    def action_next_step(self) -> None:
        """Go on, done or not."""
        if self._step < len(STEPS):
            self._step += 1
            self._tell()

    def _look(self) -> None:
        if self._step < len(STEPS) and _DONE[STEPS[self._step].id](self._main):
            self.action_next_step()

    def _tell(self) -> None:
        key = self._opened.keymap.first
        if self._step < len(STEPS):
            title, text = STEPS[self._step].lines(key)
            rest = f"{_SKIP} next · {key('app.quit')} ends the tour"
        else:
            title, text, rest = "The tour is over", _OVER, f"{key('app.quit')} leaves, or look around"
        self._panel.update(Content.assemble((f"{title}: ", "bold"), text, "  ", (rest, "$foreground-muted")))


def _has_read(main: MainScreen) -> bool:
    is_there = main.state.pane is Context.FEEDS and main.in_document
    return is_there and (main.workspace.percent is None or main.workspace.right.scroll_offset.y > 0)


_DONE: dict[str, Callable[[MainScreen], bool]] = {
    "panes": lambda main: main.state.pane is Context.PAPERS,
    "decide": lambda main: main.state.counts.decided_today > 0,
    "read": _has_read,
    "find": lambda main: bool(main.workspace.state.search),
    "help": lambda main: main.app.screen is not main,
}
