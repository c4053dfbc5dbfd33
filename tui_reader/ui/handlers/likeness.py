"""More like this: the papers of the library that are nearest to a row, or to what is selected in its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.following import Following
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.services.ranking import Ranker
    from tui_reader.ui.ranked_library import LikenessLibrary
    from tui_reader.ui.workspace import Workspace


class Likeness:
    """The handler of the key. What is common among the recent papers is counted once, at the first use."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self._ranker: Ranker | None = None

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
        """Always on the same thread, whose connection the ranker keeps."""
        from tui_reader.services.ranking import Ranker

        if self._ranker is None:
            self._ranker = Ranker(library, Following())
        if selected:
            found = [one for one in self._ranker.like("", selected) if row is None or one.id != row.id]
        else:
            found = self._ranker.like_item(row) if row is not None else []
        near = {one.id: one.score for one in found}
        return [(line, near[line.id]) for line in library.lists.rows(list(near))]
