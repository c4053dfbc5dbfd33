"""The program itself: refreshing, health, help, palette, themes, quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import ACTIONS, applies

if TYPE_CHECKING:
    from tui_reader.ui.workspace import Workspace


class ProgramActions:
    """Handlers about the program."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def refresh(self) -> None:
        """Show what is new, and ask this pane's sources."""
        workspace = self.workspace
        workspace.open_view()
        workspace.screen.sync(workspace.pane.families)

    def refresh_all(self) -> None:
        """Ask every source."""
        self.workspace.open_view()
        self.workspace.screen.sync()

    def health(self) -> None:
        """How each source is doing."""
        from tui_reader.ui.screens.health import health_text
        from tui_reader.ui.screens.text import TextScreen

        workspace = self.workspace

        def left(key: str | None) -> None:
            if key == "R":
                self.refresh_all()

        markdown = health_text(
            workspace.opened.library.sources.all(), workspace.opened.now(), workspace.opened.warnings()
        )
        workspace.screen.push(TextScreen("Health of the sources", markdown, {"R": "refresh all"}), left)

    def help(self) -> None:
        """All keys of the pane."""
        from tui_reader.ui.screens.help import help_text
        from tui_reader.ui.screens.text import TextScreen

        workspace = self.workspace
        text = help_text(workspace.pane.context, workspace.opened.keymap)
        workspace.screen.push(TextScreen(f"Keys in {workspace.pane.name}", text), lambda _: None)

    def palette(self) -> None:
        """Find an action by its name."""
        from tui_reader.ui.saved_views import saved_views
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        workspace = self.workspace
        choices = [
            Choice(a.id, f"{a.label} — {a.help}", workspace.opened.keymap.first(a.id))
            for a in ACTIONS
            if applies(a, workspace.pane.context) and a.id != "app.palette"
        ]
        choices += [
            Choice(f"view:{v.name}", f"View: {v.name}", "") for v in saved_views(workspace.opened.settings.views)
        ]
        choices += [
            Choice(f"theme:{name}", f"Theme: {name}", "") for name in sorted(workspace.screen.app.available_themes)
        ]
        workspace.screen.push(ChooseScreen("Do", choices, "type what you want to do"), self._chosen)

    def _chosen(self, value: str | None) -> None:
        if value is None:
            return
        if value.startswith("view:"):
            self.workspace.screen.handlers.finding.show_view(value.removeprefix("view:"))
        elif value.startswith("theme:"):
            self.set_theme(value.removeprefix("theme:"))
        else:
            self.workspace.screen.do(value)

    def zoom(self) -> None:
        """Only the document, or both."""
        self.workspace.screen.toggle_class("-zoom")
        if self.workspace.screen.has_class("-zoom"):
            self.workspace.show_document_of_cursor()
            self.workspace.screen.show_document()
        else:
            self.workspace.screen.show_list()

    def theme(self) -> None:
        """The next theme: ours first, then Textual's."""
        app = self.workspace.screen.app
        ours = ["inference-dark", "inference-light"]
        names = ours + sorted(n for n in app.available_themes if n not in ours)
        at = names.index(app.theme) if app.theme in names else -1
        self.set_theme(names[(at + 1) % len(names)])

    def set_theme(self, name: str) -> None:
        """Use a theme, and remember it."""
        self.workspace.screen.app.theme = name
        self.workspace.opened.remember({"theme": name})
        self.workspace.screen.say(f"Theme {name}")

    def back_or_quit(self) -> None:
        """Back to the list; from there out of the issue; from there out."""
        workspace = self.workspace
        if workspace.screen.in_document or workspace.screen.reads or workspace.screen.has_class("-zoom"):
            workspace.screen.remove_class("-zoom")
            workspace.screen.show_list()
        elif workspace.pane.leave():
            workspace.show_source()
        else:
            self.quit()

    def quit(self) -> None:
        """Leave."""
        self.workspace.screen.quit()
