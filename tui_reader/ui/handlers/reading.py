"""Inside a document: its contents, and the source of its formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.ui.reading import ReadingWorkspace


class ReadingActions:
    """Handlers that work on the document shown."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self._workspace = workspace
        self.host = workspace.host

    @does("view.contents")
    def contents(self) -> None:
        """Choose a heading and go there."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        workspace = self._workspace
        if not self.host.shows_document:
            self.host.say("enter opens the document; then C shows its contents")
            return
        headings = workspace.document.document.toc[1:] or workspace.document.document.toc
        if len(headings) < 2:
            self.host.say("This text has no headings to choose from")
            return
        top = min(heading.level for heading in headings)
        lines = max(1, workspace.document.line_count)
        choices = [
            Choice(
                str(heading.block),
                "  " * (heading.level - top) + heading.title,
                f"{100 * workspace.document.line_of(heading.block) // lines} %",
            )
            for heading in headings
        ]
        here = workspace.document.place[0]
        current = sum(heading.block <= here for heading in headings) - 1
        self.host.push(ChooseScreen("Contents", choices, at=max(0, current)), self._jump)

    def _jump(self, block: str | None) -> None:
        if block is not None:
            self.host.show_document()
            self._workspace.document.jump_to_block(int(block))

    @does("view.source")
    def source(self) -> None:
        """Formulas as the LaTeX they were written in, or in Unicode again."""
        pages = self._workspace.pages
        if not pages.toggle_source():
            self.host.say("There is no LaTeX in this text")
        else:
            self.host.say("LaTeX as it was written" if pages.shows_source else "Formulas in Unicode")
