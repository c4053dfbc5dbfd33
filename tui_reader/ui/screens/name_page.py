"""The page of a name met in a text, over the reader: a model on its leaderboards. Its links can be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.keys import name_of
from tui_reader.ui.screens.text import TextScreen
from tui_reader.ui.widgets.document import DocumentView

if TYPE_CHECKING:
    from textual import events


class NamePage(TextScreen):
    """Dismissed with None, with the key of `keys` that was pressed, or with the address of a link."""

    def on_key(self, event: events.Key) -> None:
        """Letters at the links; any other key is that of a page of text."""
        page = self.query_one(DocumentView)
        name = name_of(event)
        if not page.has_hints and name != ";":
            return
        event.stop()
        event.prevent_default()
        if name == "escape":
            page.stop_hints()
        elif page.has_hints:
            page.handle_hint_key(name)
        else:
            page.start_hints()

    def on_document_view_link_followed(self, event: DocumentView.LinkFollowed) -> None:
        """A link leads out of the page."""
        event.stop()
        self.dismiss(event.url)
