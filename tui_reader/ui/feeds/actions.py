"""What keys do in Feeds alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.ui.feeds.pane import FeedsPane
    from tui_reader.ui.workspace import Workspace


class StoryActions:
    """Handlers of rows that stand for several with near-equal titles."""

    def __init__(self, workspace: Workspace, pane: FeedsPane) -> None:
        self._workspace = workspace
        self._pane = pane

    @does("open.story")
    def story(self) -> None:
        """Show the rows with near-equal titles that stand behind one, or hide them again."""
        row = self._workspace.row
        if row is None:
            return
        self._workspace.keep_cursor()
        if self._pane.unfold(row) is None:
            self._workspace.host.say("No other title like this one")
        else:
            self._workspace.show_source()
