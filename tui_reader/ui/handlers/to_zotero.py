"""Putting items into a Zotero that runs on this machine: choose a collection, then say what came of it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from tui_reader.services.exporting.selection import Selection
    from tui_reader.services.exporting.zotero import Sent, Target
    from tui_reader.ui.workspace import Workspace


class ToZotero:
    """One selection on its way."""

    def __init__(self, workspace: Workspace) -> None:
        self._opened, self._work = workspace.opened, workspace.work
        self.host = workspace.host

    def put(self, selection: Selection) -> None:
        """Ask into which collection, and put it there."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        there: list[Target] = []

        def chosen(number: str | None) -> None:
            if number is not None:
                self._send(selection, there[int(number)])

        box = ChooseScreen(f"Put {selection.title} into"[:60], None)

        def filled(got: list[Target] | ReaderError) -> None:
            if isinstance(got, ReaderError):
                box.close(None)
                self.host.say(got.message, got.hint, is_error=True)
                return
            # The one that is selected in Zotero stands first: enter takes it, as the connector of a browser does.
            there[:] = sorted(got, key=lambda target: not target.is_selected)
            box.fill(
                [Choice(str(n), t.name, "selected in Zotero" if t.is_selected else "") for n, t in enumerate(there)]
            )

        self.host.push(box, chosen)
        self._work.fetch("zotero", self._opened.zotero.targets, filled)

    def _send(self, selection: Selection, target: Target) -> None:
        opened, host, work = self._opened, self.host, self._work
        host.say(f"Putting {selection.title} into Zotero…")

        def tell(count: int) -> None:
            def show() -> None:
                host.state.downloads["zotero"] = f"{count} to Zotero"
                host.refresh_bars()

            if len(selection.ids) > 1 and not work.is_closed:
                work.post(show)

        def job() -> Sent:
            from tui_reader.services.exporting.export import Exporter

            with closing(opened.library.clone()) as library:
                exporter = Exporter(library, lambda: work.is_closed, opened.pdfs.path_of)
                return opened.zotero.send(library, exporter.for_zotero(selection.ids), target, tell=tell)

        def done(got: Sent | ReaderError) -> None:
            host.state.downloads.pop("zotero", None)
            host.refresh_bars()
            if isinstance(got, ReaderError):
                host.say(got.message, got.hint, is_error=True)
            else:
                host.say(got.words(target.name), is_error=bool(got.problems))

        work.fetch("zotero", job, done)
