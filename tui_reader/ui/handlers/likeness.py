"""More like this: the papers of the library that are nearest to a row, or to what is selected in its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.ranked_library import LikenessLibrary
    from tui_reader.ui.workspace import Workspace


class Likeness:
    """The handler of the key."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    @does("open.like")
    def like(self) -> None:
        """The nearest papers, to choose from; the one chosen is gone to."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        row = self.workspace.item
        selected = " ".join((self.host.app.screen.get_selected_text() or "").split())
        if row is None and not selected:
            self.host.say("This row is no item")
            return
        title = selected or (row.title if row is not None else "")
        box = ChooseScreen(f"More like · {title}"[:90], None, classes="-wide-box")

        def fill(found: list[tuple[Row, float]]) -> None:
            # A box that closed by itself would leave what is being typed to the list below.
            none = [Choice("", "No paper here shares its words")]
            box.fill([Choice(line.key, line.title, f"{near:.0%}") for line, near in found] or none)

        def go(chosen: str | None) -> None:
            if chosen:
                self.host.go_to(chosen)

        self.host.push(box, go)
        self.workspace.work.queries.run("like", lambda library: self._near(library, row, selected), fill, box.fail)

    def _near(self, library: LikenessLibrary, row: Row | None, selected: str) -> list[tuple[Row, float]]:
        ranker = self.workspace.opened.ranking.ranker(library)
        if selected:
            found = [one for one in ranker.like("", selected) if row is None or one.id != row.id]
        else:
            found = ranker.like_item(row) if row is not None else []
        near = {one.id: one.score for one in found}
        return [(line, near[line.id]) for line in library.lists.rows(list(near))]
