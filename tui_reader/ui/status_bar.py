"""What header, status line and footer tell: the numbers, the state of the network, a message; and drawing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.rows import PaneCounts
from tui_reader.ui.bars import Situation, footer, header
from tui_reader.ui.panes.base import when
from tui_reader.ui.widgets.bars import Bar, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.config.keymap import Keymap
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.panes.base import Pane

_SAMPLE = "A sample: nothing here is kept. Your own library takes its place with the first refresh."
_SAMPLE_SHORT = "A sample: nothing here is kept"


class StatusBar:
    """The three bars and what they are drawn from. Unchanged bars are not drawn again."""

    def __init__(self, own: OpenLibrary) -> None:
        self.header = Bar(id="header", gap=0)
        self.status = Bar(id="status")
        self.footer = Bar(id="footer", key_style="bold $accent")
        self.counts = PaneCounts()
        self.new = 0
        self.progress = ""
        self.failed = 0
        self.offline = own.is_offline
        self.message: tuple[str, bool] = ("", False)
        self._own = own
        self._as_of: str | None = None

    def forget_age(self) -> None:
        """The newest success has to be looked up anew."""
        self._as_of = None

    def draw(self, pane: Pane, keymap: Keymap, in_document: bool, is_sample: bool, place: Sequence[Piece]) -> None:
        """Draw the bars as things stand. `place` says where in list and document the user is."""
        now = Situation(self.offline, self.progress, self._age(), self.new, is_sample, self.failed)
        self.header.set_pieces(*header(pane.context, self.counts, now))
        self.footer.set_pieces(footer(pane.context, keymap, in_document))
        right = list(place)
        if pane.context is Context.PAPERS and self.counts.decided_today:
            right.insert(0, Piece(f"{self.counts.decided_today} decided today", "$text-muted", "", 30, ""))
        self.status.set_pieces(self._told(is_sample), right)

    def _told(self, is_sample: bool) -> list[Piece]:
        text, is_error = self.message
        if text:
            return [Piece(text, "bold $error" if is_error else "$text", "", 50)]
        return [Piece(_SAMPLE, "$text-muted", "", 40, _SAMPLE_SHORT)] if is_sample else []

    def _age(self) -> str:
        if self._as_of is None:
            newest = self._own.library.sources.last_success()
            self._as_of = when(newest, self._own.now()) if newest is not None else ""
        return self._as_of
