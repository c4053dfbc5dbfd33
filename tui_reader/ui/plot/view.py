"""A chart on the screen, drawn anew for every size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from tui_reader.ui.plot.chart import draw
from tui_reader.ui.widgets.drawing import centred, ink

if TYPE_CHECKING:
    from tui_reader.ui.plot.chart import Chart


class PlotView(Widget, can_focus=False):
    """Shows a chart, or a message in its place."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PlotView { height: 1fr; width: 1fr; background: $surface; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._chart: Chart | None = None
        self._message = Content("")
        self._strips: list[Strip] = []
        self._drawn_for: tuple[int, int] = (0, 0)

    def show(self, chart: Chart) -> None:
        """Show a chart."""
        if chart == self._chart:
            return
        self._chart = chart
        self._drawn_for = (0, 0)
        self.refresh()

    def show_message(self, message: str) -> None:
        """Show words."""
        self._chart, self._message = None, Content(message)
        self.refresh()

    def notify_style_update(self) -> None:
        """Colours changed: what was drawn does not hold."""
        super().notify_style_update()
        self._drawn_for = (0, 0)

    def render_line(self, y: int) -> Strip:
        """The line `y` of the view."""
        width, height = self.size
        if self._chart is None:
            return centred(self._message, y, width, height, self.visual_style)
        if self._drawn_for != (width, height):
            self._drawn_for = (width, height)
            palette, base = self.app.theme_variables, self.visual_style
            self._strips = [
                Strip([Segment(r.text, (base + ink(palette, r.ink or "foreground")).rich_style) for r in line], width)
                for line in draw(self._chart, width, height)
            ]
        return self._strips[y] if y < len(self._strips) else Strip.blank(width, self.visual_style.rich_style)
