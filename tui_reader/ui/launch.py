"""Open the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.app import ReaderApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.ui.open_library import OpenLibrary


def open_reader(opened: OpenLibrary, pane: str = "", sample: Callable[[], OpenLibrary] | None = None) -> int:
    """Run the reader until the user leaves; the exit code. `sample` makes the edition that an empty library shows."""
    app = ReaderApp(opened, pane, sample)
    app.run()
    return app.return_code or 0
