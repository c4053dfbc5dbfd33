"""The tour, begun from the reader: in its own process and its own home, so that it leaves nothing behind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui_reader.domain.errors import ReaderError
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.ui.host import Host
    from tui_reader.ui.workspace import Workspace


class Tour:
    """The handler of the tour."""

    def __init__(self, workspace: Workspace) -> None:
        self._host = workspace.host

    @does("app.tour")
    def take(self) -> None:
        """Give the terminal to the tour until it ends."""
        take_tour(self._host)


def take_tour(host: Host) -> None:
    """Run the tour in front; the reader waits and is as it was."""
    try:
        with host.app.suspend():
            host.own.programs.in_front([sys.executable, "-m", "tui_reader", "--tour"])
    except SuspendNotSupported:
        host.say("This terminal cannot be given to the tour", "inference-tui --tour in a terminal takes it")
        return
    except ReaderError as error:
        host.say(error.message, error.hint, is_error=True)
        return
    host.app.refresh()
