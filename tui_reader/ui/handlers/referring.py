"""From a thing to every place where it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row, SightingView
    from tui_reader.ui.screens.choose import Choice
    from tui_reader.ui.workspace import Workspace

_SOURCE = "\0source:"
_KINDS = {
    "announcement": "arXiv",
    "board": "Board",
    "digest": "Digest",
    "feed": "Feed",
    "import": "Import",
    "issue": "Issue",
    "mention": "Named in",
    "search": "Search",
    "trending": "Trending",
}


class Referring:
    """Handlers that lead from one thing to where it was seen."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    @does("open.seen")
    def seen(self) -> None:
        """Where else the row was seen; the place chosen is gone to."""
        row = self.workspace.item or self.workspace.row
        if row is None:
            self.host.say("This row is no item")
            return
        key = row.key.partition("@")[0] if row.kind is Kind.BOARD else row.key
        self.show_seen(key, row.title, self.workspace.item)

    def show_seen(self, key: str, title: str, row: Row | None = None) -> None:
        """The places of a key, in order of date, to choose from. `row` is the item they are of, if it is one."""
        from tui_reader.services.references import SHOWN, seen
        from tui_reader.ui.screens.choose import ChooseScreen

        box = ChooseScreen(f"Seen in · {title}"[:90], None, classes="-wide-box")

        def fill(found: list[SightingView]) -> None:
            if not box.fill([_choice(s) for s in found]):
                self.host.say("Seen nowhere else")

        self.host.push(box, lambda chosen: self.go(chosen, row))
        self.workspace.work.queries.run("seen", lambda library: seen(library, key, SHOWN), fill, box.fail)

    def go(self, chosen: str | None, row: Row | None = None) -> None:
        """Go to a place that was chosen; `row` is the item that led there."""
        if chosen is None:
            return
        if chosen.startswith(_SOURCE):
            self.show_source(chosen.removeprefix(_SOURCE), row)
        elif chosen:
            self.host.go_to(chosen, inside=row.key if row is not None and row.key != chosen else "")
        else:
            self.host.say("This place is no item that could be shown")

    def show_source(self, source: str, row: Row | None = None) -> None:
        """The entries of a feed, or the papers of an announcement; the cursor on the row that led there."""
        context = Context.PAPERS if row is not None and row.kind is Kind.PAPER else Context.FEEDS
        self.host.show(context, filter=f"source:{source}", key=row.key if row is not None else "")


def _choice(seen_in: SightingView) -> Choice:
    from tui_reader.services.page_text import day_text
    from tui_reader.ui.screens.choose import Choice

    goes_to = seen_in.key
    if not goes_to and seen_in.kind in ("feed", "announcement", "trending"):
        goes_to = _SOURCE + seen_in.source
    kind = _KINDS.get(seen_in.kind, seen_in.kind.capitalize())
    # The name of arXiv's announcements is the list of one's own categories.
    title = "" if seen_in.kind == "announcement" else seen_in.title or seen_in.source
    words = " · ".join(p for p in (kind, title, seen_in.where) if p)
    if seen_in.kind == "mention" and seen_in.text:
        words += f" · {seen_in.text}"
    return Choice(goes_to, words, day_text(seen_in.seen_on))
