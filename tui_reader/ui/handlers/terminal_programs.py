"""Programs that take the terminal while the reader waits: an editor for notes, a pager for documents."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui_reader.ui.host import does

if TYPE_CHECKING:
    from tui_reader.ui.reading import ReadingWorkspace

#: A note is a line of the journal, which is read at every start.
_MOST_NOTE = 100_000


class TerminalPrograms:
    """Handlers that give the terminal away. What a program is called comes from the user's environment."""

    def __init__(self, workspace: ReadingWorkspace) -> None:
        self._workspace = workspace
        self.host = workspace.host

    @does("triage.edit_note")
    def edit_note(self) -> None:
        """Write the note of the item in the user's editor; an empty text takes it away."""
        from tui_reader.text.sanitise import clean_text
        from tui_reader.ui.handlers.deciding import note_of

        workspace = self._workspace
        row = workspace.item
        if row is None:
            self.host.say("This row is no item that a note could be written on")
            return
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self.host.say("$EDITOR names no editor", "export EDITOR=vim names one · a writes a note here")
            return
        before = note_of(workspace.opened.library, row)
        after = self._in_front(editor, f"{before}\n" if before else "", ".md")
        if after is None:
            return
        note = clean_text(after).strip()[:_MOST_NOTE]
        if note == before:
            self.host.say("The note is as it was")
            return
        done = workspace.triage.note(row, note)
        workspace.changed(done.items)
        self.host.say("Noted · u undoes" if note else "The note is gone · u undoes")

    @does("open.pager")
    def pager(self) -> None:
        """Read what the right side shows in the user's pager."""
        from tui_reader.services.program_input import plain

        workspace = self._workspace
        page = workspace.pages.page
        if page is None or not workspace.state.shown:
            self.host.say("There is no document to read")
            return
        pager = os.environ.get("PAGER") or "less"
        self._in_front(pager, plain(page.markdown), ".txt")

    def _in_front(self, program: str, text: str, suffix: str) -> str | None:
        """Run a program on a file with a text; the text afterwards, None when that went wrong."""
        programs = self._workspace.opened.programs
        programs.refuse()
        try:
            run = shlex.split(program)
        except ValueError:
            run = [program]
        descriptor, name = tempfile.mkstemp(prefix="inference-tui-", suffix=suffix)
        path = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            with self.host.app.suspend():
                code = programs.in_front([*run, name])
            self.host.app.refresh()
            if code:
                self.host.say(f"{run[0]} ended with exit code {code}", "nothing was changed", is_error=True)
                return None
            return path.read_text("utf-8", errors="replace")
        except SuspendNotSupported:
            self.host.say("This terminal cannot be given to another program")
            return None
        finally:
            path.unlink(missing_ok=True)
