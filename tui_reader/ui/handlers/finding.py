"""Finding: search here and everywhere, filters with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
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
            find = pane.reader(whole=False)
        except ReaderError as error:
            desk.screen.say(error.message, error.hint, is_error=True)
            return
        if not pane.searches_library:
            desk.open_view()  # the list is made of a few rows, which are narrowed at once
            return

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
        pane, document = desk.pane, desk.document

        def show(found: list[tuple[str, list[FacetValue]]]) -> None:
            from tui_reader.ui.panes.filters import chosen, terms
            from tui_reader.ui.screens.choose import Choice, ChooseScreen

            screen = desk.screen
            if desk.pane is not pane or screen.app.screen is not screen or screen.focused not in (desk.list, document):
                return  # the user went on meanwhile
            given = terms(pane.filter)
            choices = [Choice(_ALL, "Everything", "takes all filters away", "")] if given else []
            for name, values in found:
                choices += [Choice(v.query, v.label, _counted(v, v.query in given), name) for v in values]
            if not choices:
                desk.screen.say("There is nothing to filter by here")
                return

            def take(term: str | None) -> None:
                if term is None:
                    return
                pane.filter = "" if term == _ALL else chosen(pane.filter, term)
                pane.cursor, pane.cursor_id = 0, None
                desk.open_view()

            desk.screen.push(ChooseScreen(f"Filter {pane.name}", choices), take)

        desk.queries.run("facets", pane.values_for_filter, show)

    def views(self) -> None:
        """Choose a saved query."""
        from tui_reader.ui.saved_views import saved_views
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        desk = self.desk
        choices = [Choice(_ALL, f"Leave {desk.pane.view_name}", "", "")] if desk.pane.view else []
        choices += [Choice(v.name, v.name, v.query, v.group) for v in saved_views(desk.edition.settings.views)]
        desk.screen.push(ChooseScreen("Views", choices), self.show_view)

    def show_view(self, name: str | None) -> None:
        """Show the saved query of that name, in the pane it speaks of."""
        if name is None:
            return
        from tui_reader.ui.saved_views import pane_of, saved_views

        desk = self.desk
        found = next((v for v in saved_views(desk.edition.settings.views) if v.name == name), None)
        context = pane_of(found.query, desk.pane.today) if found is not None else desk.pane.context
        pane = desk.panes[context]
        while pane.leave():
            pass
        pane.view, pane.view_name = (found.query, found.name) if found is not None else ("", "")
        pane.filter = pane.search = ""
        desk.show_pane(context)
        pane.cursor, pane.cursor_id = 0, None
        desk.list.move_to(0)


def _counted(value: FacetValue, is_chosen: bool) -> str:
    cross = f" · {value.cross:,} cross-listed" if value.cross else ""
    return f"{'✓ ' if is_chosen else ''}{value.count:,}{cross}"
