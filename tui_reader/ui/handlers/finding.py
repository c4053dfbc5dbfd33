"""Finding: search here and everywhere, filters with counts, saved queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.query import written_out
from tui_reader.ui.host import does
from tui_reader.ui.state import SEARCHING

if TYPE_CHECKING:
    from tui_reader.domain.rows import FacetValue
    from tui_reader.ui.reading import ReadingWorkspace
    from tui_reader.ui.row_sources import Ids
    from tui_reader.ui.screens.everywhere import EverywhereState
    from tui_reader.ui.workspace import Workspace

#: How long typing rests before the search runs.
TYPING_S = 0.03
_ALL = "\0all"
_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


def search_everything(workspace: Workspace, state: EverywhereState) -> None:
    """Search all items; the chosen one opens in its pane, from where `'` leads back to the answers."""
    from tui_reader.ui.screens.everywhere import SearchEverywhere

    def taken(key: str | None) -> None:
        if key:
            workspace.host.go_to(key, again=lambda: search_everything(workspace, state))

    workspace.host.push(SearchEverywhere(workspace.opened, workspace.work.queries, state), taken)


class ListSearch:
    """The search line over a list."""

    example = 'words  "a phrase"  author:name  cat:cs.SD  is:unread  since:7d'

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    def open(self) -> None:
        """Type what to look for."""
        self.host.open_search(f"Search {self.workspace.pane.name}", self.workspace.state.search, self)

    def typed(self, text: str) -> None:
        """The search line changed."""
        self.host.rest(TYPING_S, lambda: self._search(text.lstrip()), "typing")

    def _search(self, text: str) -> None:
        workspace, state = self.workspace, self.workspace.state
        shown, state.search, state.live = state.search, text, True
        self.host.state.over(SEARCHING)
        try:
            find = workspace.pane.reader(whole=False)
        except ReaderError as error:
            state.search = shown  # the list stays as it is: half of a field is no search yet
            self.host.say(error.message, error.hint, is_error=True, about=SEARCHING)
            return
        if not workspace.pane.searches_library:
            workspace.open_again()  # the list is made of a few rows, which are narrowed at once
            return

        def found(ids: Ids) -> None:
            if state.search == text:
                workspace.show_found(ids)

        workspace.work.queries.run("search", find, found, lambda message: self.host.say(message, is_error=True))

    def line_key(self, key: str, text: str) -> None:
        """Keys of direction move the list, enter keeps the search, escape clears it."""
        if key in _MOVES:
            self.workspace.list.move_by(_MOVES[key])
            return
        self.host.stop_rest("typing")
        self.host.close_search()
        workspace, state = self.workspace, self.workspace.state
        workspace.keep_cursor()
        state.live = False
        state.search = text.lstrip() if key == "enter" else ""
        if key != "enter":
            state.cursor = 0
        workspace.work.queries.cancel("search")
        workspace.open_view()
        self.host.show_list()


class DocumentSearch:
    """The search line over a document."""

    example = "words of the text"

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    def open(self) -> None:
        """Type what to look for."""
        self.host.open_search("Search this text", "", self)

    def typed(self, text: str) -> None:
        """The search line changed."""
        self.host.rest(TYPING_S, lambda: self._find(text), "typing")

    def _find(self, text: str) -> int:
        document = self.workspace.document
        found = document.find(text)
        self.workspace.state.match = document.match_position
        self.host.refresh_bars()
        return found

    def line_key(self, key: str, text: str) -> None:
        """Keys of direction scroll, enter keeps the search, escape clears it."""
        document = self.workspace.document
        if key in _MOVES:
            document.scroll_lines(_MOVES[key])
            return
        self.host.stop_rest("typing")
        self.host.close_search()
        if key != "enter" or not text:
            document.clear_find()
            self.workspace.state.match = ""
        elif not document.match_position and not self._find(text):
            self.host.say(f"No match for {text}")
        self.host.show_document()


class Finding:
    """Handlers that look for things."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    @does("find.everything")
    def everything(self) -> None:
        """Search all items of all kinds; the chosen one opens in its pane."""
        from tui_reader.ui.screens.everywhere import EverywhereState

        search_everything(self.workspace, EverywhereState())

    @does("find.views")
    def views(self) -> None:
        """Choose a saved query."""
        from tui_reader.ui.saved_views import saved_views
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        workspace, state = self.workspace, self.workspace.state
        own = self.host.own.source_lists.views.views()
        choices = [Choice(_ALL, f"Leave {state.view_name}", "", "")] if state.view else []
        choices += [Choice(f"view:{v.name}", v.name, v.query, v.group) for v in saved_views(own)]
        choices += [
            Choice(f"remove:{name}", f"Remove {name}", query, "take off this list") for name, query in own.items()
        ]

        def chosen(value: str | None) -> None:
            kind, _, name = (value or "").partition(":")
            if kind == "remove":
                self.host.own.source_lists.views.remove(name)
                self.host.say(
                    f"Removed the view {name}", f"{workspace.opened.keymap.first('triage.undo')} brings it back"
                )
            elif value is not None:
                self.show_view(value if value == _ALL else name)

        self.host.push(ChooseScreen("Views", choices), chosen)

    @does("find.save_view")
    def save_view(self) -> None:
        """Save what is laid over the list under a name."""
        from tui_reader.ui.screens.ask import AskScreen

        workspace, state = self.workspace, self.workspace.state
        laid = [part.strip() for part in (state.view, state.filter, written_out(state.search)) if part.strip()]
        if not laid:
            keys = workspace.opened.keymap
            self.host.say(
                "There is nothing to save", f"{keys.first('find.here')} searches, {keys.first('find.filter')} filters"
            )
            return
        query = _together(laid, workspace.pane.base_now)

        def named(name: str | None) -> None:
            if name:
                kept = self.host.own.source_lists.views.save(name, query)
                self.host.say(f"Saved as {kept}", f"{workspace.opened.keymap.first('find.views')} shows it again")

        self.host.push(AskScreen(f"Save as a view: {query}", state.view_name, "a name · enter save · esc leave"), named)

    def show_view(self, name: str | None) -> None:
        """Show the saved query of that name, in the pane it speaks of."""
        if name is None:
            return
        from tui_reader.ui.saved_views import pane_of, saved_views

        workspace = self.workspace
        found = next((v for v in saved_views(self.host.own.source_lists.views.views()) if v.name == name), None)
        if found is None:
            self.host.show(workspace.pane.context)
        else:
            self.host.show(pane_of(found.query, workspace.pane.today), view=found.query, view_name=found.name)


def _together(terms: list[str], base: str) -> str:
    """Terms that must all hold as one query, that says of which kind its items are: by that its pane is found."""
    kind = base if base and not any("kind:" in term for term in terms) else ""
    parts = [term if _is_single(term) else f"({term})" for term in terms]
    return " ".join([kind, *parts]).strip()


def _is_single(term: str) -> bool:
    return " OR " not in term and "|" not in term


class Filtering:
    """Handlers that narrow a list of items."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self._in_list = ListSearch(workspace)
        self._in_document = DocumentSearch(workspace)

    @does("find.here")
    def here(self) -> None:
        """Search the list, or the document when it has the focus."""
        (self._in_document if self.host.in_document else self._in_list).open()

    @does("find.filter")
    def filter(self) -> None:
        """Choose a facet's value, with counts."""
        from tui_reader.ui.filters import chosen, terms
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        workspace, state = self.workspace, self.workspace.state

        def take(term: str | None) -> None:
            if term is None:
                return
            state.filter = "" if term == _ALL else chosen(state.filter, term)
            state.cursor, state.cursor_id = 0, None
            workspace.open_view()

        box = ChooseScreen(f"Filter {workspace.pane.name}", None)

        def choices_of(found: list[tuple[str, list[FacetValue]]]) -> list[Choice]:
            given = terms(state.filter)
            choices = [Choice(_ALL, "Everything", "takes all filters away", "")] if given else []
            for name, values in found:
                choices += [Choice(v.query, v.label, _counted(v, v.query in given), name) for v in values]
            return choices

        def fill(found: list[tuple[str, list[FacetValue]]]) -> None:
            if not box.fill(choices_of(found)):
                self.host.say("There is nothing to filter by here")

        def begin(found: list[tuple[str, list[FacetValue]]]) -> None:
            work.post(lambda: box.begin_filling(choices_of(found)))

        pane, work = workspace.pane, workspace.work
        self.host.push(box, take)
        work.queries.run("facets", lambda library: pane.values_for_filter(library, begin), fill, box.fail)


def _counted(value: FacetValue, is_chosen: bool) -> str:
    more = f" · {value.cross:,} cross-listed" if value.cross else ""
    if value.total is not None:
        more = f" unread of {value.total:,}"
    return f"{'✓ ' if is_chosen else ''}{value.count:,}{more}"
