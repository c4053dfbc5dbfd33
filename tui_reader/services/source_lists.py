"""The lists that the user changes in the reader or by command: feeds, arXiv categories, leaderboards, saved views."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tui_reader.services.catalogue import FollowChanges
from tui_reader.services.view_list import ViewChanges

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tui_reader.config.configuration import Configuration
    from tui_reader.services.board_list import BoardList
    from tui_reader.services.category_list import CategoryList
    from tui_reader.services.feed_list import Addresses, FeedList, Recorder
    from tui_reader.services.official_boards import Words
    from tui_reader.services.view_list import ViewList


class ListedChanges(FollowChanges, ViewChanges, Protocol):
    """What is asked of the library's journal."""


class ListsLibrary(Protocol):
    """The subjects of the library that the lists need."""

    @property
    def journal(self) -> ListedChanges:
        """What the journal adds up to."""

    @property
    def sources(self) -> Addresses:
        """Sources, and how they have been doing."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""


class SourceLists:
    """The lists, each made when it is first asked for. After `load` the configuration holds what the leaderboards say
    of themselves; an action waits `patience` seconds at most for the library to hold it (None: as long as it takes)."""

    def __init__(
        self,
        config: Configuration,
        load: Callable[[], object],
        library: ListsLibrary,
        recorder: Recorder,
        now: Callable[[], datetime],
        patience: float | None,
    ) -> None:
        self._config = config
        self._load = load
        self._library = library
        self._recorder = recorder
        self._now = now
        self._patience = patience

    @cached_property
    def feeds(self) -> FeedList:
        """The followed feeds."""
        from tui_reader.services.feed_list import FeedList

        return FeedList(self._config.written, self._library, self._recorder, self._patience)

    @cached_property
    def boards(self) -> BoardList:
        """The followed leaderboards."""
        from tui_reader.services.board_list import BoardList

        self._load()
        return BoardList(self._config.settings.follow.boards or (), self._library, self._recorder, self._patience)

    @cached_property
    def categories(self) -> CategoryList:
        """The followed arXiv categories."""
        from tui_reader.services.category_list import CategoryList

        return CategoryList(self._config.written.arxiv.categories, self._library, self._recorder, self._patience)

    @cached_property
    def views(self) -> ViewList:
        """The saved views."""
        from tui_reader.services.view_list import ViewList

        return ViewList(self._config.written.views, self._library, self._recorder, self._now, self._patience)
