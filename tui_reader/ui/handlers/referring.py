"""From a thing to every place where it was seen, and from a name in a text to what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind

if TYPE_CHECKING:
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.rows import Row, SightingView
    from tui_reader.services.reading import Page
    from tui_reader.storage.library import Library
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
    """Handlers that lead from one thing to others."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def seen(self) -> None:
        """Where else the row was seen; the place chosen is gone to."""
        workspace = self.workspace
        if workspace.pane.context is Context.BENCHMARKS:
            self._seen_on_boards()
            return
        row = workspace.item or workspace.row
        if row is None:
            workspace.screen.say("This row is no item")
            return
        key = row.key.partition("@")[0] if row.kind is Kind.BOARD else row.key
        self.show_seen(key, row.title, workspace.item)

    def story(self) -> None:
        """Show the rows with near-equal titles that stand behind one, or hide them again."""
        from tui_reader.ui.panes.feeds import FeedsPane

        workspace = self.workspace
        row = workspace.row
        if row is None or not isinstance(workspace.pane, FeedsPane):
            return
        if workspace.pane.unfold(row) is None:
            workspace.screen.say("No other title like this one")
        else:
            workspace.show_source()

    def _seen_on_boards(self) -> None:
        workspace = self.workspace
        model = workspace.controller.table.current if workspace.screen.in_document else None
        if model is not None:
            self.show_seen(workspace.opened.library.references.model_target(model.model), model.model)
        elif workspace.controller.board is not None:
            self.show_seen(f"board:{workspace.controller.board.board}", workspace.controller.board.title)

    def show_seen(self, key: str, title: str, row: Row | None = None) -> None:
        """The places of a key, in order of date, to choose from. `row` is the item they are of, if it is one."""
        from tui_reader.services.references import SHOWN, seen

        def show(found: list[SightingView]) -> None:
            from tui_reader.ui.screens.seen import SeenScreen

            choices = [_choice(s) for s in found]
            if not choices:
                self.workspace.screen.say("Seen nowhere else")
                return
            screen = SeenScreen(f"Seen in · {title}"[:90], choices)
            self.workspace.screen.push(screen, lambda chosen: self._go(chosen, row))

        self.workspace.queries.run("seen", lambda library: seen(library, key, SHOWN), show)

    def _go(self, chosen: str | None, row: Row | None = None) -> None:
        screen = self.workspace.screen
        if chosen is None:
            return
        if chosen.startswith(_SOURCE):
            self._show_source(chosen.removeprefix(_SOURCE), row)
        elif chosen:
            screen.go_to(chosen)
            if row is not None and row.key != chosen:
                self._enter_place(chosen, row)
        else:
            screen.say("This place is no item that could be shown")

    def _enter_place(self, place: str, row: Row) -> None:
        """Open the issue or the digest that was gone to, the cursor on the item that led there."""
        workspace = self.workspace
        there = workspace.row
        if there is None or there.key != place:
            return
        workspace.pane.cursor, workspace.pane.cursor_id = workspace.list.cursor, workspace.list.current_id
        if workspace.pane.enter(there):
            workspace.show_source()
            workspace.move_to(row.key)

    def _show_source(self, source: str, row: Row | None = None) -> None:
        """The entries of a feed, or the papers of an announcement; the cursor on the row that led there."""
        context = Context.PAPERS if row is not None and row.kind is Kind.PAPER else Context.FEEDS
        pane = self.workspace.panes[context]
        while pane.leave():
            pass
        pane.search, pane.filter = "", f"source:{source}"
        pane.cursor, pane.cursor_id = 0, None
        self.workspace.show_pane(context)
        if row is not None:
            self.workspace.find_row(row.key)

    def follow(self, target: str) -> None:
        """Follow a name: a model to its history on all boards, a paper to its abstract, a repository to its page, a
        lab to its entries."""
        kind = target.partition(":")[0]
        if kind == "model":
            self._model(target)
        elif kind == "lab":
            self._lab(target)
        elif self.workspace.opened.library.items.row(target) is not None or kind not in ("arxiv", "repo"):
            self.workspace.screen.go_to(target)
        else:
            site = "https://arxiv.org/abs/" if kind == "arxiv" else "https://github.com/"
            self.workspace.screen.handlers.opening.browse(site + target.partition(":")[2])

    @property
    def _aliases(self) -> ModelAliases:
        from tui_reader.domain.model_aliases import ModelAliases

        return ModelAliases(self.workspace.opened.settings.aliases)

    def _model(self, target: str) -> None:
        aliases = self._aliases

        def make(library: Library) -> Page | None:
            from tui_reader.services.model_page import model_page

            return model_page(library, target, aliases)

        def show(page: Page | None) -> None:
            if page is None:
                self.workspace.screen.say("No leaderboard lists this model any more")
                return
            from tui_reader.ui.screens.name_page import NamePage

            keys = {"p": "plot", ".": "seen in", ";": "links"}
            self.workspace.screen.push(NamePage(page.title, page.markdown, keys), lambda pressed: chosen(page, pressed))

        def chosen(page: Page, pressed: str | None) -> None:
            if pressed == ".":
                self.show_seen(target, page.title)
            elif pressed == "p":
                self._plots(target, page.title)
            elif pressed:
                self.workspace.screen.handlers.opening.follow(pressed)

        self.workspace.queries.run("name", make, show)

    def _plots(self, target: str, title: str) -> None:
        """The history of one of the model's variants on one board, to be chosen where there are several."""
        aliases = self._aliases

        def find(library: Library) -> list[tuple[str, str, str]]:
            from tui_reader.services.model_page import standings

            listed = standings(library, library.references.names_of(target), aliases)
            return [
                (info.board, row.model, info.title)
                for info, rows in listed
                for row in {r.model: r for _, _, r in rows}.values()
            ]

        def show(found: list[tuple[str, str, str]]) -> None:
            from tui_reader.ui.screens.choose import Choice, ChooseScreen

            if len(found) == 1:
                self._plot(*found[0][:2])
                return
            choices = [Choice(str(i), model, board) for i, (_, model, board) in enumerate(found)]
            self.workspace.screen.push(
                ChooseScreen(f"History of {title}"[:60], choices),
                lambda chosen: self._plot(*found[int(chosen)][:2]) if chosen else None,
            )

        self.workspace.queries.run("name", find, show)

    def _plot(self, board: str, model: str) -> None:
        from tui_reader.ui.screens.model_history import ModelHistory

        info = next((b for b in self.workspace.opened.library.boards.all() if b.board == board), None)
        if info is not None:
            self.workspace.screen.push(
                ModelHistory(self.workspace.queries, info, model, model, self._aliases), self._go
            )

    def _lab(self, target: str) -> None:
        from tui_reader.domain.labs import BY_ID
        from tui_reader.services.references import sources_of

        lab = BY_ID.get(target.partition(":")[2])
        if lab is None:
            return
        sources = [s for s in sources_of(lab, self.workspace.opened.library.sources.all()) if s.items]
        if len(sources) == 1:
            self._show_source(sources[0].source_id)
            self.workspace.screen.say(f"{lab.title}: esc leads back to all feeds")
        else:
            self.show_seen(target, lab.title)


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
