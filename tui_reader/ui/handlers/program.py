"""The program itself: refreshing, health, help, palette, themes, quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import ACTIONS, applies

if TYPE_CHECKING:
    from tui_reader.ui.desk import Desk


class ProgramActions:
    """Handlers about the program."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def refresh(self) -> None:
        """Show what is new, and ask this pane's sources."""
        desk = self.desk
        desk.open_view()
        desk.screen.sync(desk.pane.families)

    def refresh_all(self) -> None:
        """Ask every source."""
        self.desk.open_view()
        self.desk.screen.sync()

    def health(self) -> None:
        """How each source is doing."""
        from tui_reader.ui.screens.health import health_text
        from tui_reader.ui.screens.text import TextScreen

        desk = self.desk

        def left(key: str | None) -> None:
            if key == "R":
                self.refresh_all()

        markdown = health_text(desk.edition.library.sources(), desk.edition.now(), desk.edition.warnings())
        desk.screen.push(TextScreen("Health of the sources", markdown, {"R": "refresh all"}), left)

    def help(self) -> None:
        """All keys of the pane."""
        from tui_reader.ui.screens.help import help_text
        from tui_reader.ui.screens.text import TextScreen

        desk = self.desk
        text = help_text(desk.pane.context, desk.edition.keymap)
        desk.screen.push(TextScreen(f"Keys in {desk.pane.name}", text), lambda _: None)

    def palette(self) -> None:
        """Find an action by its name."""
        from tui_reader.ui.saved_views import saved_views
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        desk = self.desk
        choices = [
            Choice(a.id, f"{a.label} — {a.help}", desk.edition.keymap.first(a.id))
            for a in ACTIONS
            if applies(a, desk.pane.context) and a.id != "app.palette"
        ]
        choices += [Choice(f"view:{v.name}", f"View: {v.name}", "") for v in saved_views(desk.edition.settings.views)]
        choices += [Choice(f"theme:{name}", f"Theme: {name}", "") for name in sorted(desk.screen.app.available_themes)]
        desk.screen.push(ChooseScreen("Do", choices, "type what you want to do"), self._chosen)

    def _chosen(self, value: str | None) -> None:
        if value is None:
            return
        if value.startswith("view:"):
            self.desk.screen.handlers.finding.show_view(value.removeprefix("view:"))
        elif value.startswith("theme:"):
            self.set_theme(value.removeprefix("theme:"))
        else:
            self.desk.screen.do(value)

    def zoom(self) -> None:
        """Only the document, or both."""
        self.desk.screen.toggle_class("-zoom")
        if self.desk.screen.has_class("-zoom"):
            self.desk.show_document_of_cursor()
            self.desk.screen.show_document()
        else:
            self.desk.screen.show_list()

    def theme(self) -> None:
        """The next theme: ours first, then Textual's."""
        app = self.desk.screen.app
        ours = ["inference-dark", "inference-light"]
        names = ours + sorted(n for n in app.available_themes if n not in ours)
        at = names.index(app.theme) if app.theme in names else -1
        self.set_theme(names[(at + 1) % len(names)])

    def set_theme(self, name: str) -> None:
        """Use a theme, and remember it."""
        self.desk.screen.app.theme = name
        self.desk.edition.remember({"theme": name})
        self.desk.screen.say(f"Theme {name}")

    def back_or_quit(self) -> None:
        """Back to the list; from there out of the issue; from there out."""
        desk = self.desk
        if desk.screen.in_document or desk.screen.reads or desk.screen.has_class("-zoom"):
            desk.screen.remove_class("-zoom")
            desk.screen.show_list()
        elif desk.pane.leave():
            desk.show_source()
        else:
            self.quit()

    def quit(self) -> None:
        """Leave."""
        self.desk.screen.quit()
