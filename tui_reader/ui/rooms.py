"""The rooms of the panes: which workspace each has, and what they lend each other.

Rooms do not know each other. What one shows of another's things (a paper in an issue, a model's history out of an
essay) it gets from here, by kind. Each is imported when its pane is first gone to: the first frame needs one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind
from tui_reader.ui.reading import ReadingWorkspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.domain.boards import BoardInfo
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.ui.background import Background, Work
    from tui_reader.ui.handlers.opening import FullText
    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screens.box import Box
    from tui_reader.ui.state import PaneState
    from tui_reader.ui.workspace import Workspace

    Handlers = Mapping[str, Callable[[], None]]

PANE_OF_KIND = {
    Kind.ISSUE: Context.ISSUES,
    Kind.ENTRY: Context.FEEDS,
    Kind.REPO: Context.FEEDS,
    Kind.PAPER: Context.PAPERS,
    Kind.BOARD: Context.BENCHMARKS,
}
_PANES = (Context.ISSUES, Context.FEEDS, Context.PAPERS, Context.BENCHMARKS)


def pane_named(name: str) -> Context:
    """The pane of that name; the issues where there is none."""
    return next((context for context in _PANES if context.value == name), Context.ISSUES)


def workspace_of(context: Context, host: Host, opened: OpenLibrary, work: Work, state: PaneState) -> Workspace:
    """The workspace of a pane, made anew."""
    if context is Context.BENCHMARKS:
        from tui_reader.ui.boards.workspace import BoardsWorkspace

        def bind_boards(workspace: BoardsWorkspace) -> Handlers:
            from tui_reader.ui.boards.actions import board_handlers

            return board_handlers(workspace)

        return BoardsWorkspace(host, opened, work, state, bind_boards)
    if context is Context.FEEDS:
        from tui_reader.ui.feeds.pane import FeedsPane

        feeds = FeedsPane(opened, state)

        def bind(workspace: ReadingWorkspace) -> Handlers:
            from tui_reader.ui.feeds.actions import StoryActions
            from tui_reader.ui.host import handlers_of

            return _shared(workspace) | handlers_of(StoryActions(workspace, feeds))

        return ReadingWorkspace(host, opened, work, feeds, bind)
    if context is Context.PAPERS:
        from tui_reader.ui.papers.pane import PapersPane
        from tui_reader.ui.papers.workspace import PapersWorkspace

        papers = PapersPane(opened, state)

        def bind_papers(workspace: ReadingWorkspace) -> Handlers:
            from tui_reader.ui.host import handlers_of
            from tui_reader.ui.papers.ordering import Ordering

            there.ordering = Ordering(workspace, papers)
            return _shared(workspace) | handlers_of(there.ordering)

        there = PapersWorkspace(host, opened, work, papers, bind_papers)
        return there
    from tui_reader.ui.issues.pane import IssuesPane
    from tui_reader.ui.issues.workspace import IssuesWorkspace

    return IssuesWorkspace(host, opened, work, IssuesPane(opened, state), _shared)


def _shared(workspace: ReadingWorkspace) -> dict[str, Callable[[], None]]:
    """The handlers that all panes with documents share."""
    from tui_reader.ui.handlers.deciding import Deciding
    from tui_reader.ui.handlers.enclosures import Enclosures
    from tui_reader.ui.handlers.exporting import Exporting
    from tui_reader.ui.handlers.finding import Filtering, Finding
    from tui_reader.ui.handlers.following import FollowingThis
    from tui_reader.ui.handlers.likeness import Likeness
    from tui_reader.ui.handlers.link_list import LinkList
    from tui_reader.ui.handlers.links import Links
    from tui_reader.ui.handlers.moving import Moving
    from tui_reader.ui.handlers.muting import MutingThis
    from tui_reader.ui.handlers.opening import Opening
    from tui_reader.ui.handlers.other_programs import OtherPrograms
    from tui_reader.ui.handlers.pdf import PdfActions
    from tui_reader.ui.handlers.pictures import Pictures
    from tui_reader.ui.handlers.program import ProgramActions
    from tui_reader.ui.handlers.referring import Referring
    from tui_reader.ui.handlers.sources import Managing
    from tui_reader.ui.handlers.terminal_programs import TerminalPrograms
    from tui_reader.ui.handlers.today import TodayPage
    from tui_reader.ui.handlers.tour import Tour
    from tui_reader.ui.host import handlers_of

    deciding, finding, referring = Deciding(workspace), Finding(workspace), Referring(workspace)
    managing = Managing(workspace)
    links = Links(workspace, referring, _history)
    workspace.follow = links.follow
    return handlers_of(
        Moving(workspace, deciding),
        deciding,
        finding,
        Filtering(workspace),
        Opening(workspace, deciding, links, {Kind.PAPER: _whole_paper, Kind.ENTRY: _article, Kind.ISSUE: _whole_issue}),
        PdfActions(workspace, deciding, links),
        Enclosures(workspace, links),
        LinkList(workspace, links),
        Pictures(workspace, links),
        referring,
        Likeness(workspace),
        FollowingThis(workspace),
        MutingThis(workspace),
        TodayPage(workspace),
        Tour(workspace),
        Exporting(workspace),
        managing,
        OtherPrograms(workspace),
        TerminalPrograms(workspace),
        ProgramActions(workspace, finding, managing),
    )


def _whole_paper(workspace: ReadingWorkspace) -> FullText:
    from tui_reader.ui.papers.whole_papers import WholePapers

    return WholePapers(workspace)


def _whole_issue(workspace: ReadingWorkspace) -> FullText:
    from tui_reader.ui.issues.workspace import WholeIssues

    return WholeIssues(workspace)


def _article(workspace: ReadingWorkspace) -> FullText:
    from tui_reader.ui.feeds.actions import Articles

    return Articles(workspace)


def _history(work: Background, board: BoardInfo, model: str, aliases: ModelAliases) -> Box[str]:
    from tui_reader.ui.boards.history_screen import ModelHistory

    return ModelHistory(work, board, model, model, aliases).read_ahead()
