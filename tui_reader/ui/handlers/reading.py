"""Inside a document: its contents, and the source of its formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.ui.desk import Desk


class ReadingActions:
    """Handlers that work on the document shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def contents(self) -> None:
        """Choose a heading and go there."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        desk = self._desk
        if not desk.screen.shows_document:
            desk.screen.say("enter opens the document; then C shows its contents")
            return
        headings = desk.document.document.toc[1:] or desk.document.document.toc
        if len(headings) < 2:
            desk.screen.say("This text has no headings to choose from")
            return
        top = min(heading.level for heading in headings)
        lines = max(1, desk.document.line_count)
        choices = [
            Choice(
                str(heading.block),
                "  " * (heading.level - top) + heading.title,
                f"{100 * desk.document.line_of(heading.block) // lines} %",
            )
            for heading in headings
        ]
        here = desk.document.place[0]
        current = sum(heading.block <= here for heading in headings) - 1
        desk.screen.push(ChooseScreen("Contents", choices, at=max(0, current)), self._jump)

    def _jump(self, block: str | None) -> None:
        if block is not None:
            self._desk.screen.show_document()
            self._desk.document.jump_to_block(int(block))

    def source(self) -> None:
        """Formulas as the LaTeX they were written in, or in Unicode again."""
        pages = self._desk.pages
        if not pages.toggle_source():
            self._desk.screen.say("There is no LaTeX in this text")
        else:
            self._desk.screen.say("LaTeX as it was written" if pages.shows_source else "Formulas in Unicode")
