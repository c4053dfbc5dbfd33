"""Finding: search here and everywhere, filters with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from tui_reader.domain.rows import FacetValue
    from tui_reader.ui.row_sources import Ids
    from tui_reader.ui.workspace import Workspace

#: How long typing rests before the search runs.
TYPING_S = 0.03
_ALL = "\0all"


class Finding:
    """Handlers that look for things."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._in_document = False
        self._before = ""

    def here(self) -> None:
        """Search the list, or the document when it has the focus."""
        workspace = self.workspace
        self._in_document = workspace.screen.in_document
        self._before = workspace.pane.search
        start = "" if self._in_document else workspace.pane.search
        workspace.screen.open_search("in this text" if self._in_document else f"in {workspace.pane.name}", start)

    def typed(self, text: str) -> None:
        """The search line changed."""
        self.workspace.screen.rest(TYPING_S, lambda: self._search(text), "typing")

    def _search(self, text: str) -> None:
        workspace = self.workspace
        if self._in_document:
            workspace.document.find(text)
            workspace.screen.refresh_bars()
            return
        pane = workspace.pane
        pane.search, pane.live = text.strip(), True
        try:
            find = pane.reader(whole=False)
        except ReaderError as error:
            workspace.screen.say(error.message, error.hint, is_error=True)
            return
        if not pane.searches_library:
            workspace.open_view()  # the list is made of a few rows, which are narrowed at once
            return

        def found(ids: Ids) -> None:
            if workspace.pane is pane and pane.search == text.strip():
                workspace.show_found(ids)

        workspace.queries.run("search", find, found, lambda message: workspace.screen.say(message, is_error=True))

    def line_key(self, key: str) -> None:
        """Up and down move the list, enter keeps the filter, escape clears it."""
        workspace = self.workspace
        if key in ("up", "down"):
            step = 1 if key == "down" else -1
            if self._in_document:
                workspace.document.scroll_lines(step)
            else:
                workspace.list.move_by(step)
            return
        workspace.screen.close_search()
        workspace.screen.stop_rest("typing")
        if self._in_document:
            text = workspace.screen.search_text if key == "enter" else ""
            if not text:
                workspace.document.clear_find()
            elif not workspace.document.match_position:
                found = workspace.document.find(text)
                if not found:
                    workspace.screen.say(f"No match for {text}")
            workspace.screen.show_document()
        else:
            pane = workspace.pane
            pane.live = False
            wanted = workspace.screen.search_text.strip() if key == "enter" else ""
            pane.search = wanted
            pane.cursor = workspace.list.cursor if key == "enter" else 0
            workspace.queries.cancel("search")
            workspace.open_view()
            workspace.screen.show_list()
        workspace.screen.refresh_bars()

    def everything(self) -> None:
        """Search all items of all kinds; the chosen one opens in its pane."""
        from tui_reader.ui.screens.everywhere import SearchEverywhere

        self.workspace.screen.push(SearchEverywhere(self.workspace.opened, self.workspace.queries), self._go_to)

    def _go_to(self, key: str | None) -> None:
        if key:
            self.workspace.screen.go_to(key)

    def filter(self) -> None:
        """Choose a facet's value, with counts."""
        workspace = self.workspace
        pane, document = workspace.pane, workspace.document

        def show(found: list[tuple[str, list[FacetValue]]]) -> None:
            from tui_reader.ui.panes.filters import chosen, terms
            from tui_reader.ui.screens.choose import Choice, ChooseScreen

            screen = workspace.screen
            if (
                workspace.pane is not pane
                or screen.app.screen is not screen
                or screen.focused not in (workspace.list, document)
            ):
                return  # the user went on meanwhile
            given = terms(pane.filter)
            choices = [Choice(_ALL, "Everything", "takes all filters away", "")] if given else []
            for name, values in found:
                choices += [Choice(v.query, v.label, _counted(v, v.query in given), name) for v in values]
            if not choices:
                workspace.screen.say("There is nothing to filter by here")
                return

            def take(term: str | None) -> None:
                if term is None:
                    return
                pane.filter = "" if term == _ALL else chosen(pane.filter, term)
                pane.cursor, pane.cursor_id = 0, None
                workspace.open_view()

            workspace.screen.push(ChooseScreen(f"Filter {pane.name}", choices), take)

        workspace.queries.run("facets", pane.values_for_filter, show)

    def views(self) -> None:
        """Choose a saved query."""
        from tui_reader.ui.saved_views import saved_views
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        workspace = self.workspace
        choices = [Choice(_ALL, f"Leave {workspace.pane.view_name}", "", "")] if workspace.pane.view else []
        choices += [Choice(v.name, v.name, v.query, v.group) for v in saved_views(workspace.opened.settings.views)]
        workspace.screen.push(ChooseScreen("Views", choices), self.show_view)

    def show_view(self, name: str | None) -> None:
        """Show the saved query of that name, in the pane it speaks of."""
        if name is None:
            return
        from tui_reader.ui.saved_views import pane_of, saved_views

        workspace = self.workspace
        found = next((v for v in saved_views(workspace.opened.settings.views) if v.name == name), None)
        context = pane_of(found.query, workspace.pane.today) if found is not None else workspace.pane.context
        pane = workspace.panes[context]
        while pane.leave():
            pass
        pane.view, pane.view_name = (found.query, found.name) if found is not None else ("", "")
        pane.filter = pane.search = ""
        workspace.show_pane(context)
        pane.cursor, pane.cursor_id = 0, None
        workspace.list.move_to(0)


def _counted(value: FacetValue, is_chosen: bool) -> str:
    cross = f" · {value.cross:,} cross-listed" if value.cross else ""
    return f"{'✓ ' if is_chosen else ''}{value.count:,}{cross}"
