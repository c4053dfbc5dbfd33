"""Managing what is fetched: the sources screen with all that can be done there, for the user's own library."""

from __future__ import annotations

import webbrowser
from contextlib import closing
from typing import TYPE_CHECKING

from tui_reader.config.private_files import as_usual
from tui_reader.domain.actions import Context
from tui_reader.domain.errors import ReaderError
from tui_reader.services.source_rows import SourceRow, source_rows
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.sources.feed.finding import Candidate
    from tui_reader.ui.screens.add_source import AddSource
    from tui_reader.ui.screens.sources import SourcesScreen
    from tui_reader.ui.workspace import Workspace

#: How often the open screen looks whether a refresh brought news of its sources.
_LOOK_S = 0.5
_UNNAMED = "no group"


class Managing:
    """Handlers of the sources screen. One screen is open at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._host = workspace.host
        self._screen: SourcesScreen | None = None
        self._seen: tuple[object, ...] = ()
        self._changed = False

    @does("app.health")
    def show(self) -> None:
        """Everything that is fetched, and how it is doing."""
        self.open()

    def open(self, action: str = "", source_id: str = "") -> None:
        """Open the screen, the cursor on a source; when it is filled, do an action of it."""
        from tui_reader.ui.screens.sources import SourcesScreen

        own = self._host.own
        self._changed = False
        self._screen = SourcesScreen(own.keymap, own.now, own.settings.network.refresh_minutes, self._act)
        self._host.push(self._screen, lambda _: self._closed())
        self._seen = self._moment()
        self._screen.set_interval(_LOOK_S, self._look)
        self._reload(source_id, (lambda: self._begin(action)) if action else None)

    def _begin(self, action: str) -> None:
        if self._screen is not None and not self._screen.is_closed:
            self._screen.do(action)

    def _closed(self) -> None:
        if self._changed:
            self._host.show_pane(self._host.state.pane)

    # -- the rows
    def _moment(self) -> tuple[object, ...]:
        state = self._host.state
        return state.is_syncing, state.progress, state.said, tuple(state.errors)

    def _look(self) -> None:
        """A refresh went on: its words stand here too, and rows are read anew."""
        screen, moment = self._screen, self._moment()
        if screen is None or screen.is_closed or moment == self._seen:
            return
        before, self._seen = self._seen, moment
        state = self._host.state
        if state.is_syncing:
            screen.say(f"Asking… {state.progress}")
        elif state.said != before[2] and state.said.whole:
            screen.say(state.said.short)
        elif before[0]:
            screen.say("")
        self._reload()

    def _reload(self, key: str = "", then: Callable[[], object] | None = None) -> None:
        own, screen, problems = self._host.own, self._screen, self._problems()
        if screen is None:
            return

        def read() -> list[SourceRow]:
            with closing(own.library.clone()) as library:
                known, listed = library.sources.all(), library.sources.listed()
                return source_rows(own.sources(library), known, listed, own.pdfs.words())

        def arrived(rows: list[SourceRow] | ReaderError) -> None:
            if isinstance(rows, ReaderError):
                screen.fill(problems)
                screen.say(rows.message, rows.hint, is_error=True)
                return
            screen.fill([*problems, *rows], key)
            if then is None:
                return
            if key and not any(key in (row.key, row.source_id) for row in rows):
                screen.say("What that row came from is not followed: nothing was done")
                return
            then()

        self._host.work.fetch("sources", read, arrived)

    def _problems(self) -> list[SourceRow]:
        """What is wrong and is no source's fault: it stands on top until it is dismissed."""
        errors = {about: error.whole for about, error in self._host.state.errors.items()}
        return [
            SourceRow(f"problem:{about}", text, "Needs your attention", note=f"{text} d dismisses this.")
            for about, text in errors.items()
        ]

    # -- what is done
    def _act(self, action: str, row: SourceRow | None) -> None:
        self._host.guard(lambda: self._do(action, row))

    def _do(self, action: str, row: SourceRow | None) -> None:
        try:
            match action:
                case "sources.add":
                    self._add()
                case "sources.undo":
                    self._turn(self._host.own.triage.undo, "Taken back", "Nothing to take back")
                case "sources.redo":
                    self._turn(self._host.own.triage.redo, "Done again", "Nothing to do again")
                case "sources.retry_all":
                    self._say("Asking all…")
                    self._host.sync()
                case _ if row is None:
                    self._say("There is nothing under the cursor")
                case "sources.retry":
                    self._retry(row)
                case "sources.remove":
                    self._remove(row)
                case "sources.rename":
                    self._rename(row)
                case "sources.move":
                    self._move(row)
                case "sources.open" if row.page:
                    with as_usual():
                        webbrowser.open(row.page)
                    self._say(f"Opened {row.page}")
                case "sources.show":
                    self._show_items(row)
        except ReaderError as error:
            self._say(error.message, error.hint, is_error=True)

    def _say(self, text: str, hint: str = "", *, is_error: bool = False) -> None:
        if self._screen is not None:
            self._screen.say(text, hint, is_error)

    def _did(self, text: str, key: str = "", hint: str = "") -> None:
        """Something was changed: it shows everywhere."""
        self._changed = True
        self._say(text, hint)
        self._reload(key)
        self._host.count_soon()

    def _turn(self, turn: Callable[[], object], done: str, nothing: str) -> None:
        batch = turn()
        if batch is None:
            self._say(nothing)
            return
        self._host.own.triage.wait(0.2)
        label = getattr(batch, "label", "")
        self._did(f"{done}: {label}" if label else done)

    def _retry(self, row: SourceRow) -> None:
        if row.kind == "problem":
            self._say("This is no source. d dismisses it")
            return
        self._say(f"Asking {row.title}…")
        self._host.sync(ids=frozenset({row.source_id}))

    def _remove(self, row: SourceRow) -> None:
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        if row.kind == "problem":
            self._host.state.over(row.name)
            self._host.refresh_bars()
            self._did("Dismissed")
            return
        if row.kind in ("issues", "trending"):
            hint = (
                '[trending] url = "" in config.toml turns them off'
                if row.kind == "trending"
                else "They are what the reader is for"
            )
            self._say(f"{row.title} stays", hint)
            return

        def sure(value: str | None) -> None:
            if value == "remove":
                lists = self._host.own.source_lists
                if row.kind == "feed":
                    lists.feeds.remove(row.name)
                elif row.kind == "category":
                    lists.categories.remove(row.name)
                else:
                    lists.boards.remove(row.name)
                undo = self._host.own.keymap.first("sources.undo")
                self._did(f"Removed {row.title.strip()}", hint=f"{undo} brings it back")

        choices = [Choice("remove", "Remove it; what it brought stays"), Choice("keep", "Leave it as it is")]
        self._host.push(ChooseScreen(f"Remove {row.title.strip()}?", choices), sure)

    def _rename(self, row: SourceRow) -> None:
        from tui_reader.ui.screens.ask import AskScreen

        if row.kind != "feed":
            self._say("Only feeds have names of your own")
            return

        def named(title: str | None) -> None:
            if title and title != row.title:
                sub = self._host.own.source_lists.feeds.rename(row.name, title)
                self._did(f"Renamed to {sub.title}", row.key)

        self._host.push(AskScreen(f"Rename {row.title}", row.title), named)

    def _move(self, row: SourceRow) -> None:
        from tui_reader.ui.screens.add_source import AddSource
        from tui_reader.ui.screens.choose import Choice

        if row.kind != "feed":
            self._say("Only feeds are in groups")
            return
        feeds = self._host.own.source_lists.feeds
        choices = [Choice(f"group:{name}", name, "here" * (name == row.group)) for name in feeds.groups()]
        choices.append(Choice("group:", _UNNAMED, "here" * (not row.group)))

        def asked(value: str) -> None:
            box.close(value.partition(":")[2])

        def moved(group: str | None) -> None:
            if group is not None and group != row.group:
                self._host.own.source_lists.feeds.move(row.name, group)
                self._did(f"Moved {row.title} to {group or _UNNAMED}", row.key)

        box = AddSource(f"Move {row.title} to a group", choices, asked, "a group, or a new one", is_named=True)
        self._host.push(box, moved)

    def _show_items(self, row: SourceRow) -> None:
        if row.kind == "problem" or self._screen is None:
            return
        if self._host.state.is_sample:
            self._say("Nothing was fetched yet: what you see is the sample edition")
            return
        if row.kind == "feed" and row.health is not None and not row.health.items:
            self._say("It has brought nothing yet")
            return
        self._screen.close(None)
        match row.kind:
            case "feed":
                self._host.show(Context.FEEDS, filter=f"source:{row.source_id}")
            case "category":
                self._host.show(Context.PAPERS, filter=f"cat:{row.name}")
            case "board":
                self._host.go_to(f"board:{row.name}")
            case "trending":
                self._host.show(Context.FEEDS, filter="kind:repo")
            case _:
                self._host.show_pane(Context.ISSUES)

    # -- adding
    def _add(self) -> None:
        from tui_reader.domain.arxiv_categories import NAMES
        from tui_reader.ui.screens.add_source import AddSource
        from tui_reader.ui.screens.choose import Choice

        lists = self._host.own.source_lists
        followed = lists.categories.followed()
        choices = [
            Choice(f"category:{code}", f"{code:<9} {name}", "followed" * (code in followed), "arXiv categories")
            for code, name in NAMES.items()
        ]
        boards = sorted(lists.boards.boards(), key=lambda one: one[1].family)
        choices += [
            Choice(
                f"board:{name}",
                f"{board.title} · {board.family}" if board.family else board.title,
                "followed" if is_followed else board.attribution.removeprefix("Source: ")[:34],
                "Leaderboards",
            )
            for name, board, is_followed in boards
        ]

        def asked(value: str) -> None:
            kind, _, name = value.partition(":")
            try:
                if kind == "address":
                    self._find(box, name)
                elif kind == "category":
                    code, is_new = lists.categories.add(name)
                    self._added(box, f"category:{code}", code, "arxiv", is_new=is_new)
                else:
                    board, is_new = lists.boards.add(name)
                    self._added(box, f"board:{board.id}", board.title, board.id, is_new=is_new)
            except ReaderError as error:
                box.fail(f"{error.message}. {error.hint}".replace("..", "."))

        box = AddSource("Add a source", choices, asked)
        self._host.push(box, lambda _: None)

    def _added(self, box: AddSource, key: str, title: str, source_id: str, *, is_new: bool) -> None:
        box.close(None)
        if not is_new:
            self._say(f"{title} is followed already")
            self._reload(key)
            return
        offline = self._host.own.is_offline
        more = "it is fetched when there is a network" if offline else "it is being fetched"
        hint = f"{self._host.own.keymap.first('sources.move')} puts it into a group" if key.startswith("feed:") else ""
        self._did(f"Following {title}: {more}", key, hint)
        if not offline:
            self._host.sync(ids=frozenset({source_id}))

    def _find(self, box: AddSource, address: str) -> None:
        own = self._host.own
        box.is_asking = True
        box.tell(f"Asking {address}…")

        def found(feeds: tuple[Candidate, ...] | ReaderError) -> None:
            box.is_asking = False
            if box.is_closed:
                return
            if isinstance(feeds, ReaderError):
                box.fail(f"{feeds.message.rstrip('.')}. {feeds.hint}".strip())
                return
            known = {sub.url: sub for sub in own.source_lists.feeds.followed()}
            new = [one for one in feeds if one.url not in known]
            if not new:
                sub = known[feeds[0].url]
                box.close(None)
                self._say(f"{sub.title} is followed already, in {sub.group or _UNNAMED}")
                self._reload(f"feed:{sub.url}")
            elif len(new) == 1:
                self._follow(box, new[0])
            else:
                box.tell("")
                self._choose(box, new)

        self._host.work.fetch("find-feeds", lambda: own.fetching.find_feeds(address), found)

    def _choose(self, box: AddSource, feeds: Sequence[Candidate]) -> None:
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        choices = [
            Choice(
                str(number),
                f"{one.title} — {one.newest}" if one.newest else one.title,
                f"{one.entries} · {one.url[-30:]}",
            )
            for number, one in enumerate(feeds)
        ]

        def chosen(value: str | None) -> None:
            if value is not None:
                self._follow(box, feeds[int(value)])

        self._host.push(ChooseScreen("The page names several feeds", choices, classes="-wide-box"), chosen)

    def _follow(self, box: AddSource, feed: Candidate) -> None:
        from tui_reader.domain.feeds import Subscription

        new = self._host.own.source_lists.feeds.follow([Subscription("", feed.title, feed.url)])
        if new:
            self._added(box, f"feed:{feed.url}", feed.title, new[0].source_id, is_new=True)
