"""Taking items elsewhere: a citation to the clipboard, a range or a view into a file."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tui_reader.domain.errors import ReaderError
from tui_reader.services.exporting.formats import BY_NAME
from tui_reader.services.exporting.selection import Selection, of_ids
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.services.exporting.export import ExportedLibrary
    from tui_reader.services.exporting.formats import Format
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.screens.choose import ChooseScreen
    from tui_reader.ui.workspace import Workspace

_FOLDER = "export.folder"
_ZOTERO = "zotero"


class Exporting:
    """Handlers that write items in the formats of other programs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.host = workspace.host
        self.thread: threading.Thread | None = None
        """What writes the last export."""

    # -- the clipboard -----------------------------------------------------
    @does("copy.citation")
    def cite(self) -> None:
        """Copy the BibTeX of the row, or of all rows of the range."""
        workspace = self._workspace
        rows = workspace.items()
        if not rows:
            self.host.say("This row is nothing to cite")
            return

        def job(library: ExportedLibrary) -> str:
            from tui_reader.services.exporting.export import Exporter

            return Exporter(library).citations(rows)

        def copied(text: str) -> None:
            self.host.app.copy_to_clipboard(text)
            many = f"{len(rows)} citations" if len(rows) > 1 else "the citation"
            self.host.say(f"Copied {many} as BibTeX")

        workspace.work.queries.run("cite", job, copied, lambda message: self.host.say(message, is_error=True))

    # -- files -------------------------------------------------------------
    @does("open.export")
    def export(self) -> None:
        """Export the range, else the row or what the view shows: choose what and how, then say where."""
        workspace = self._workspace
        item, shown = workspace.item, workspace.list.source
        one = [item.id] if item is not None and item.id > 0 else []
        in_range = [i for i in workspace.list.range_ids() if i > 0]
        ids = in_range or [i for n in range(len(shown)) if (i := shown.id_at(n)) > 0]
        where = "in the range" if in_range else "in this view"

        def job(library: ListsLibrary) -> list[Selection]:
            return of_ids(library.lists, [] if in_range else one, ids, where)

        if (box := self.offer()) is not None:
            workspace.work.queries.run("export", job, lambda found: self.fill(box, found), box.fail)

    def offer(self) -> ChooseScreen | None:
        """The box of what can be exported, to be filled; None while an export is under way."""
        from tui_reader.ui.screens.choose import ChooseScreen

        if not self._workspace.opened.programs.is_allowed:
            self.host.say("No file is written from a browser · serve --allow-commands lets it", is_error=True)
            return None
        if self.thread is not None and self.thread.is_alive():
            self.host.say("An export is under way")
            return None
        self._offered: Sequence[Selection] = ()

        def chosen(value: str | None) -> None:
            if not value:
                return
            number, _, name = value.partition(" ")
            if name == _ZOTERO:
                from tui_reader.ui.handlers.to_zotero import ToZotero

                ToZotero(self._workspace).put(self._offered[int(number)])
            else:
                self._ask(self._offered[int(number)], BY_NAME[name])

        box = ChooseScreen("Export", None)
        self.host.push(box, chosen)
        return box

    def fill(self, box: ChooseScreen, selections: Sequence[Selection]) -> None:
        """Fill the box with the forms of each selection."""
        from tui_reader.services.exporting.formats import formats_for
        from tui_reader.ui.screens.choose import Choice

        self._offered = selections
        choices = []
        for number, selection in enumerate(selections):
            choices += [
                Choice(f"{number} {form.name}", form.title, form.suffix, selection.title)
                for form in formats_for(selection.kind)
            ]
            if selection.ids:
                choices.append(Choice(f"{number} {_ZOTERO}", "Zotero, where it runs here", "", selection.title))
        if not box.fill(choices):
            self.host.say("Nothing here can be exported: papers, entries and leaderboards can")

    def _ask(self, selection: Selection, form: Format, path: str = "") -> None:
        from tui_reader.ui.screens.ask import AskScreen

        folder = self._workspace.opened.recall().get(_FOLDER, "~")
        name = selection.name if form.needs_folder else selection.name + form.suffix
        hint = (
            "a folder, made if need be · enter writes · esc leaves"
            if form.needs_folder
            else "enter writes · esc leaves"
        )
        title = f"{selection.title} as {form.title.partition(',')[0]} to"

        def answered(text: str | None) -> None:
            if text:
                self._confirm(selection, form, text)

        self.host.push(AskScreen(title, path or f"{folder.rstrip('/')}/{name}", hint), answered)

    def _confirm(self, selection: Selection, form: Format, text: str) -> None:
        """A file that is there is replaced only when the user says so."""
        from tui_reader.services.exporting.export import target
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        try:
            path = Path(text).expanduser()
            path = path if form.needs_folder else target(path, selection.name, form)
            is_there = path.is_file() and not form.needs_folder
        except (RuntimeError, OSError, ValueError) as error:  # no such user, a name too long, a null in it
            self.host.say(f"{text[:60]} is no usable path ({error})", is_error=True)
            return
        if not is_there:
            self._start(selection, form, path)
            return
        choices = [Choice("replace", f"Replace {path.name}"), Choice("", "Choose another name")]

        def answered(value: str | None) -> None:
            if value == "replace":
                self._start(selection, form, path)
            elif value == "":
                self._ask(selection, form, text)

        self.host.push(ChooseScreen("This file is there already", choices), answered)

    def _start(self, selection: Selection, form: Format, path: Path) -> None:
        workspace = self._workspace
        opened, work = workspace.opened, workspace.work
        self.host.say(f"Exporting {selection.title}…")

        def write() -> None:
            from tui_reader.services.exporting.export import Exporter

            library = None
            try:
                library = opened.library.clone()
                count = selection.write(Exporter(library, lambda: work.is_closed, opened.pdfs.path_of), form, path)
                done: str | ReaderError = f"Exported {count:,} {selection.noun(count)} to {_short(path)}"
            except ReaderError as error:
                done = error
            except Exception as error:
                problem = error  # the name `error` is gone when it is told

                def tell() -> NoReturn:
                    raise problem

                if not work.is_closed:
                    work.post(tell)
                return
            finally:
                if library is not None:
                    library.close()
            if not work.is_closed:
                work.post(lambda: self._done(done, path, form))

        # The reader's end waits for this thread, which stops at the next item: no half a file is left behind.
        self.thread = threading.Thread(target=write, name="export")
        self.thread.start()

    def _done(self, done: str | ReaderError, path: Path, form: Format) -> None:
        workspace = self._workspace
        if isinstance(done, ReaderError):
            self.host.say(done.message, done.hint, is_error=True)
            return
        workspace.opened.remember({_FOLDER: _short(path.parent)})
        self.host.say(done)


def _short(path: Path) -> str:
    """A path as people write it."""
    try:
        return str(Path("~") / path.absolute().relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
