"""Today: what came since the visit before this one, and where its lines lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.actions import Context
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tui_reader.services.today import Today
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.screens.today import TodayScreen
    from tui_reader.ui.workspace import Workspace


class TodayPage:
    """The handler of the key. Everything is read, and the likeliest papers are learned, beside the screen."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.host = workspace.host

    @does("app.today")
    def today(self) -> None:
        """What came, to go through; headlines and the likeliest papers stand in it a moment later."""
        from tui_reader.services.today_words import nothing, sections, title
        from tui_reader.ui.screens.today import TodayScreen

        opened = self.workspace.opened
        now = opened.now()
        opened.visits.pressed(now)
        since = opened.visits.since
        box = TodayScreen()

        def show(found: Today) -> None:
            box.fill(title(found), sections(found), nothing(found))

        def gathered(found: Today) -> None:
            show(found)
            if found.papers.is_awaited:
                self._run(box, lambda library: self._whole(found, library), show)

        self.host.push(box, self.go)
        self._run(box, lambda library: self._gathered(library, since, now), gathered)

    def _run(self, box: TodayScreen, job: Callable[[ScreenLibrary], Today], then: Callable[[Today], None]) -> None:
        self.workspace.work.queries.run("today", job, lambda found: None if box.is_closed else then(found), box.fail)

    def _gathered(self, library: ScreenLibrary, since: datetime | None, now: datetime) -> Today:
        """All of it, or what there is before anything was learned: the page is drawn once where that is as quick."""
        opened = self.workspace.opened
        found = opened.today(library, since, now)
        is_awaited = opened.settings.ranking.enabled and found.papers.new > 0 and not opened.ranking.is_known
        if is_awaited:
            return replace(found, papers=replace(found.papers, is_awaited=is_awaited))
        return self._whole(found, library)

    def _whole(self, found: Today, library: ScreenLibrary) -> Today:
        from tui_reader.domain.model_aliases import ModelAliases
        from tui_reader.services.today import with_comparisons, with_likeliest

        opened = self.workspace.opened
        found = with_comparisons(found, library, ModelAliases(opened.settings.aliases))
        return with_likeliest(found, library, opened.ranking) if opened.settings.ranking.enabled else found

    def _search(self, text: str) -> None:
        """What is watched stands in two panes: the search over all holds it in one list."""
        from tui_reader.ui.handlers.finding import search_everything
        from tui_reader.ui.screens.everywhere import EverywhereState

        search_everything(self.workspace, EverywhereState(text))

    def go(self, target: str | None) -> None:
        """Go where a line leads."""
        from tui_reader.domain.sources import SourceKind
        from tui_reader.services.today_words import FEEDS, GROUP, PAPERS, SOURCE, WATCHED

        if target is None:
            return
        if target == PAPERS:
            self.host.show(Context.PAPERS)
        elif target == FEEDS:
            self.host.show(Context.FEEDS)
        elif target == WATCHED:
            self._search("is:watched")
        elif target.startswith(GROUP):
            group = target.removeprefix(GROUP).replace('"', "")
            self.host.show(Context.FEEDS, filter=f'group:"{group}"' if group else "")
        elif target.startswith(SOURCE):
            source = self.workspace.opened.library.sources.get(target.removeprefix(SOURCE))
            if source is not None and source.kind is SourceKind.FEED:
                self.host.show(Context.FEEDS, filter=f"source:{source.source_id}")
            else:
                self.host.do("app.health")
        else:
            self.host.go_to(target)
