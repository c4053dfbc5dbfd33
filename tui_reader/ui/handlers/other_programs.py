"""Handing an item to another program: a typed command, or one of the configuration behind its key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.programs import split
from tui_reader.ui.host import does

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.programs import Ended
    from tui_reader.domain.rows import Row
    from tui_reader.domain.settings import CommandSetting
    from tui_reader.services.program_input import ItemsLibrary
    from tui_reader.services.programs import Running
    from tui_reader.ui.screens.choose import Choice
    from tui_reader.ui.workspace import Workspace

_HISTORY, _FORM = "pipe.history", "pipe.input"
_MOST_LINES = 50
#: A note is a line of the journal, which is read at every start.
_MOST_NOTE = 20_000


class OtherPrograms:
    """Handlers that run programs for the item under the cursor."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.host = workspace.host

    @does("program.pipe")
    def pipe(self) -> None:
        """Ask for a command, and show what it prints."""
        from tui_reader.ui.screens.pipe import PipeScreen

        row = self._item()
        if row is None:
            return
        opened = self._workspace.opened
        kept = opened.recall()
        history = _lines(kept.get(_HISTORY, ""))

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is None:
                return
            line, form = answer
            again = [line, *(old for old in history if old != line)][:_MOST_LINES]
            opened.remember({_HISTORY: json.dumps(again), _FORM: form})
            self._show(row, line, split(line)[0], form, is_markdown=False)

        self.host.push(PipeScreen(f"Hand “{row.title}” to", history, kept.get(_FORM, "")), answered)

    @does("program.command")
    def command(self) -> None:
        """Wait for the key of a command of the configuration; another key shows what there is."""
        row = self._item()
        if row is None:
            return
        commands = self._workspace.opened.settings.command
        if not commands:
            hint = "config init shows an example of a [[command]] · | hands the item to any program"
            self.host.say("No command is configured", hint)
            return
        names = " · ".join(f"{command.key} {command.name}" for command in commands)
        self.host.say(f", {names}", "any other key shows the list")
        by_key = {command.key: command for command in commands}
        is_first = True

        def take(key: str) -> bool:
            nonlocal is_first
            if not is_first:
                return False
            is_first = False
            if key in by_key:
                self._run(row, by_key[key])
            elif key != "escape":
                self._choose(row, commands)
            return True

        self.host.take_keys(take)

    def _choose(self, row: Row, commands: Sequence[CommandSetting]) -> None:
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        choices: list[Choice] = [Choice(c.key, c.name, c.key) for c in commands]

        def chosen(key: str | None) -> None:
            for command in commands:
                if command.key == key:
                    self._run(row, command)

        self.host.push(ChooseScreen("Your commands", choices), chosen)

    def _item(self) -> Row | None:
        self._workspace.opened.programs.refuse()
        row = self._workspace.item
        if row is None:
            self.host.say("This row is no item that a program could be given")
        return row

    # -- running
    def _run(self, row: Row, command: CommandSetting) -> None:
        if command.show and not command.note:
            self._show(row, command.name, command.run, command.input, is_markdown=True)
            return

        def started(running: Running) -> None:
            self.host.say(f"{command.name}: running")
            self._workspace.work.fetch(
                "program",
                lambda: (running.wait(), running.output),
                lambda got: None if isinstance(got, ReaderError) else self._ended(row, command, *got),
            )

        self._start(row, command.run, command.input, started, is_heard=command.note)

    def _ended(self, row: Row, command: CommandSetting, ended: Ended | None, output: str) -> None:
        if ended is None or not ended.is_fine:
            words = ended.words() if ended is not None else "ended"
            errors = ended.errors.rpartition("\n")[2] if ended is not None else ""
            self.host.say(f"{command.name}: {words}", errors, is_error=True)
        elif not command.note:
            self.host.say(f"{command.name}: done")
        elif text := output.strip()[:_MOST_NOTE]:
            from tui_reader.ui.handlers.deciding import note_of

            before = note_of(self._workspace.opened.library, row)
            done = self._workspace.triage.note(row, f"{before}\n\n{text}".strip())
            self._workspace.changed(done.items)
            self.host.say(f"{command.name}: noted · u undoes")
        else:
            self.host.say(f"{command.name}: it printed nothing")

    def _show(self, row: Row, title: str, run: Sequence[str], form: str, *, is_markdown: bool) -> None:
        from tui_reader.ui.screens.output import OutputScreen

        box = OutputScreen(title, is_markdown=is_markdown)
        self.host.push(box, lambda _: None)
        self._start(row, run, form, box.hear, lambda: box.close(None))

    def _start(
        self,
        row: Row,
        run: Sequence[str],
        form: str,
        then: Callable[[Running], None],
        failed: Callable[[], None] = lambda: None,
        *,
        is_heard: bool = True,
    ) -> None:
        workspace = self._workspace
        opened = workspace.opened

        def job(library: ItemsLibrary) -> Running | ReaderError:
            from tui_reader.services.program_input import given_of

            try:
                given = given_of(library, opened.reading_on(library), row, form)
                return opened.programs.start(run, given, is_heard=is_heard)
            except ReaderError as error:
                return error

        def done(made: Running | ReaderError) -> None:
            if isinstance(made, ReaderError):
                failed()
                self.host.say(made.message, made.hint, is_error=True)
            else:
                then(made)

        # Of a kind of its own each time: the next one does not take the place of this.
        workspace.work.queries.run(f"program {id(then)}", job, done)


def _lines(kept: str) -> list[str]:
    """The lines that were kept, newest first."""
    try:
        found = json.loads(kept or "[]")
    except ValueError:
        return []
    return [line for line in found if isinstance(line, str)] if isinstance(found, list) else []
