"""Enclosures: what an entry brings, a recording or a film, is played, downloaded, stopped, and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.items import Kind
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.events import DownloadProgress
    from tui_reader.domain.http import Downloaded
    from tui_reader.services.downloads import Enclosure
    from tui_reader.ui.handlers.links import Links
    from tui_reader.ui.screens.choose import Choice
    from tui_reader.ui.workspace import Workspace


class Enclosures:
    """Handlers of what entries bring."""

    def __init__(self, workspace: Workspace, links: Links) -> None:
        self._workspace = workspace
        self.host = workspace.host
        self._links = links

    @does("open.enclosure")
    def choose(self) -> None:
        """Choose what becomes of an enclosure of the entry."""
        from tui_reader.services.downloads import enclosures_of, folder_of
        from tui_reader.ui.screens.choose import ChooseScreen

        opened, row = self._workspace.opened, self._workspace.item
        detail = opened.library.entries.get(row.key) if row is not None and row.kind is Kind.ENTRY else None
        found = enclosures_of(detail, folder_of(opened.settings.downloads)) if detail is not None else []
        if not found:
            self.host.say("This brings no file: an enclosure is a recording, a film, a paper of a feed's entry")
            return

        def chosen(value: str | None) -> None:
            if value:
                what, _, number = value.partition(" ")
                getattr(self, f"_{what}")(found[int(number)])

        self.host.push(ChooseScreen("What it brings", self._choices(found)), chosen)

    def _choices(self, found: Sequence[Enclosure]) -> list[Choice]:
        from tui_reader.ui.screens.choose import Choice

        choices: list[Choice] = []
        running = self.host.state.downloads
        for number, one in enumerate(found):
            group, where = one.name, str(one.place.parent)
            if str(one.place) in running:
                choices.append(Choice(f"stop {number}", "Stop the download", running[str(one.place)], group))
            elif one.is_here:
                choices.append(Choice(f"show {number}", "Open the downloaded file", where, group))
            choices.append(Choice(f"play {number}", "Play or open at its address", one.type, group))
            if not one.is_here and str(one.place) not in running:
                choices.append(Choice(f"download {number}", "Download", where, group))
        return choices

    def _play(self, one: Enclosure) -> None:
        self._links.browse(one.url)

    def _show(self, one: Enclosure) -> None:
        if one.can_be_opened or self._links.has_program(one.place.as_uri()):
            self._links.open_file(one.place)
        else:
            self.host.say(f"It is at {one.place}", "it is no recording, film or paper: nothing opens it from here")

    def _stop(self, one: Enclosure) -> None:
        opened = self._workspace.opened

        def stop() -> None:
            opened.fetching.stop_download(str(one.place))

        self._workspace.work.fetch("stop", stop, lambda _: None)

    def _download(self, one: Enclosure) -> None:
        from tui_reader.services.downloads import download_of

        workspace, host, place = self._workspace, self.host, str(one.place)
        opened, work = workspace.opened, workspace.work
        if opened.is_offline:
            host.say("Offline: nothing is downloaded")
            return
        if not opened.programs.is_allowed:
            host.say("No file is written from a browser · serve --allow-commands lets it", is_error=True)
            return
        is_calm = opened.settings.general.calm
        host.state.downloads[place] = "begins"
        host.say(f"Downloading {one.place.name}", "the same key stops it")

        def tell(progress: DownloadProgress) -> None:
            def show() -> None:
                if place in host.state.downloads:
                    host.state.downloads[place] = "" if is_calm else progress.words()
                    host.refresh_bars()

            if not work.is_closed:
                work.post(show)

        def done(got: Downloaded | ReaderError) -> None:
            host.state.downloads.pop(place, None)
            host.refresh_bars()
            if isinstance(got, ReaderError):
                host.say(got.message, got.hint, is_error=got.code != "stopped")
            else:
                rest = f" ({got.resumed_at / 2**20:,.1f} were here before)" if got.resumed_at else ""
                host.say(f"Downloaded {got.size / 2**20:,.1f} MiB{rest} to {one.place}")

        work.fetch(
            "download", lambda: opened.fetching.download(download_of(one, opened.settings.downloads), tell), done
        )
