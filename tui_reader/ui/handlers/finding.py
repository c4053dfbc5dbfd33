"""Finding: search here and everywhere, filters with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from tui_reader.domain.ports import LibraryReader
    from tui_reader.domain.rows import FacetValue
    from tui_reader.ui.desk import Desk
    from tui_reader.ui.sources import Ids

#: How long typing rests before the search runs.
TYPING_S = 0.03
_ALL = "\0all"


class Finding:
    """Handlers that look for things."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._in_document = False
        self._before = ""

    def here(self) -> None:
        """Search the list, or the document when it has the focus."""
        desk = self.desk
        self._in_document = desk.screen.in_document
        self._before = desk.pane.search
        start = "" if self._in_document else desk.pane.search
        desk.screen.open_search("in this text" if self._in_document else f"in {desk.pane.name}", start)

    def typed(self, text: str) -> None:
        """The search line changed."""
        self.desk.screen.rest(TYPING_S, lambda: self._search(text), "typing")

    def _search(self, text: str) -> None:
        desk = self.desk
        if self._in_document:
            desk.document.find(text)
            desk.screen.refresh_bars()
            return
        pane = desk.pane
        pane.search, pane.live = text.strip(), True
        try:
            parts, today, by_day = pane.parts(), pane.today, pane.by_day
        except ReaderError as error:
            desk.screen.say(error.message, error.hint, is_error=True)
            return
        if not pane.searches_library:
            desk.open_view()  # the list is made of a few rows, which are narrowed at once
            return

        def find(library: LibraryReader) -> Ids:
            from tui_reader.ui.sources import load

            return load(library, parts, today, whole=False, by_day=by_day)

        def found(ids: Ids) -> None:
            if desk.pane is pane and pane.search == text.strip():
                desk.show_found(ids)

        desk.queries.run("search", find, found, lambda message: desk.screen.say(message, is_error=True))

    def line_key(self, key: str) -> None:
        """Up and down move the list, enter keeps the filter, escape clears it."""
        desk = self.desk
        if key in ("up", "down"):
            step = 1 if key == "down" else -1
            if self._in_document:
                desk.document.scroll_lines(step)
            else:
                desk.list.move_by(step)
            return
        desk.screen.close_search()
        desk.screen.stop_rest("typing")
        if self._in_document:
            text = desk.screen.search_text if key == "enter" else ""
            if not text:
                desk.document.clear_find()
            elif not desk.document.match_position:
                found = desk.document.find(text)
                if not found:
                    desk.screen.say(f"No match for {text}")
            desk.screen.show_document()
        else:
            pane = desk.pane
            pane.live = False
            wanted = desk.screen.search_text.strip() if key == "enter" else ""
            pane.search = wanted
            pane.cursor = desk.list.cursor if key == "enter" else 0
            desk.queries.cancel("search")
            desk.open_view()
            desk.screen.show_list()
        desk.screen.refresh_bars()

    def everything(self) -> None:
        """Search all items of all kinds; the chosen one opens in its pane."""
        from tui_reader.ui.screens.everywhere import SearchEverywhere

        self.desk.screen.push(SearchEverywhere(self.desk.edition, self.desk.queries), self._go_to)

    def _go_to(self, key: str | None) -> None:
        if key:
            self.desk.screen.go_to(key)

    def filter(self) -> None:
        """Choose a facet's value, with counts."""
        desk = self.desk
        pane = desk.pane

        def show(found: list[tuple[str, list[FacetValue]]]) -> None:
            from tui_reader.ui.screens.choose import Choice, ChooseScreen

            choices = [Choice(_ALL, "Everything", group="")] if pane.filter else []
            for name, values in found:
                choices += [Choice(v.query, v.label, f"{v.count:,}", name) for v in values]
            if not choices:
                desk.screen.say("There is nothing to filter by here")
                return
            desk.screen.push(ChooseScreen(f"Filter {pane.name}", choices), chosen)

        def chosen(term: str | None) -> None:
            if term is None:
                return
            pane.filter = "" if term == _ALL else term
            pane.cursor, pane.cursor_id = 0, None
            desk.open_view()

        desk.queries.run("facets", pane.values_for_filter, show)
