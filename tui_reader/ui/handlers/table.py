"""The handlers that all panes with documents share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.handlers.deciding import Deciding
from tui_reader.ui.handlers.exporting import Exporting
from tui_reader.ui.handlers.finding import Filtering, Finding
from tui_reader.ui.handlers.links import Links
from tui_reader.ui.handlers.moving import Moving
from tui_reader.ui.handlers.opening import Opening
from tui_reader.ui.handlers.program import ProgramActions
from tui_reader.ui.handlers.reading import ReadingActions
from tui_reader.ui.handlers.referring import Referring
from tui_reader.ui.host import handlers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.domain.items import Kind
    from tui_reader.ui.handlers.links import HistoryMaker
    from tui_reader.ui.handlers.opening import FullTextMaker
    from tui_reader.ui.reading import ReadingWorkspace


def reading_handlers(
    workspace: ReadingWorkspace, full_texts: Mapping[Kind, FullTextMaker], history: HistoryMaker
) -> dict[str, Callable[[], None]]:
    """The handlers of a pane by the id of their action. What is another room's comes in by argument: `full_texts`
    shows whole texts by kind of item, `history` a model's history."""
    deciding, finding, referring = Deciding(workspace), Finding(workspace), Referring(workspace)
    links = Links(workspace, referring, history)
    workspace.follow = links.follow
    return handlers_of(
        Moving(workspace, deciding),
        deciding,
        finding,
        Filtering(workspace),
        Opening(workspace, deciding, links, full_texts),
        referring,
        Exporting(workspace),
        ReadingActions(workspace),
        ProgramActions(workspace, finding),
    )
