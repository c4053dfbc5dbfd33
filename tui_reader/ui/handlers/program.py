"""The program itself: refreshing, health, help, palette, themes, quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import ACTIONS, Context, applies
from tui_reader.domain.items import Kind
from tui_reader.ui.host import does
from tui_reader.ui.terminal_answers import HasAnswers
from tui_reader.ui.theme import AUTO, suiting

if TYPE_CHECKING:
    from textual.theme import Theme

    from tui_reader.ui.handlers.finding import Finding
    from tui_reader.ui.handlers.sources import Managing
    from tui_reader.ui.screens.choose import Choice
    from tui_reader.ui.workspace import Workspace


class ProgramActions:
    """Handlers about the program."""

    def __init__(self, workspace: Workspace, finding: Finding, managing: Managing) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self._finding = finding
        self._managing = managing

    @does("sync.source")
    def refresh(self) -> None:
        """Show what is new, and ask this pane's sources."""
        workspace = self.workspace
        workspace.state.guest = ""
        workspace.open_again()
        self.host.sync(workspace.pane.families)

    @does("sync.all")
    def refresh_all(self) -> None:
        """Ask every source."""
        self.workspace.open_again()
        self.host.sync()

    @does("app.help")
    def help(self) -> None:
        """All keys and signs of the pane."""
        from tui_reader.ui.screens.help import HelpScreen, help_lines

        workspace = self.workspace
        lines = help_lines(workspace.pane.context, workspace.opened.keymap)
        self.host.push(HelpScreen(f"Keys in {workspace.pane.name}", lines), lambda _: None)

    @does("app.palette")
    def palette(self) -> None:
        """Find an action by its name."""
        from tui_reader.ui.saved_views import saved_views
        from tui_reader.ui.screens.choose import Choice, ChooseScreen

        workspace, views = self.workspace, self.host.own.source_lists.views.views()
        choices = [
            Choice(a.id, f"{a.label} — {a.help}", workspace.opened.keymap.first(a.id), also=a.words)
            for a in ACTIONS
            if applies(a, workspace.pane.context) and a.id != "app.palette"
        ]
        choices += self._of_sources()
        choices += [
            Choice(f"view:{v.name}", f"View: {v.name}", "", also="saved search query") for v in saved_views(views)
        ]
        choices += [Choice(f"theme:{name}", f"Theme: {name}", "") for name in sorted(self.host.app.available_themes)]
        box = ChooseScreen("Do", choices, "type what you want to do", is_ranked=True, classes="-wide-box")
        self.host.push(box, self._chosen)

    def _of_sources(self) -> list[Choice]:
        """The sources screen's actions; those on a source act on that of the row under the cursor."""
        from tui_reader.ui.screens.choose import Choice

        keymap, row = self.workspace.opened.keymap, self.workspace.row
        health = keymap.first("app.health")
        of_row = {"sources.remove", "sources.rename", "sources.move", "sources.retry", "sources.open"}
        title = row.source_title if row is not None and row.kind is Kind.ENTRY else ""
        return [
            Choice(
                f"in:{a.id}",
                f"{a.label}{f': {title}' if title and a.id in of_row else ''} — {a.help}",
                f"{health} {keymap.first(a.id)}",
                also=a.words,
            )
            for a in ACTIONS
            if a.contexts == (Context.SOURCES,) and a.words
        ]

    @does("pane.issues")
    def issues(self) -> None:
        """Pane 1."""
        self._pane(Context.ISSUES)

    @does("pane.feeds")
    def feeds(self) -> None:
        """Pane 2."""
        self._pane(Context.FEEDS)

    @does("pane.papers")
    def papers(self) -> None:
        """Pane 3."""
        self._pane(Context.PAPERS)

    @does("pane.benchmarks")
    def benchmarks(self) -> None:
        """Pane 4."""
        self._pane(Context.BENCHMARKS)

    def _pane(self, context: Context) -> None:
        if self.workspace.pane.context is not context or self.host.reads:
            self.host.show_pane(context)

    def _chosen(self, value: str | None) -> None:
        if value is None:
            return
        if value.startswith("view:"):
            self._finding.show_view(value.removeprefix("view:"))
        elif value.startswith("in:"):
            row = self.workspace.row
            self._managing.open(value.removeprefix("in:"), source_id=row.source if row is not None else "")
        elif value.startswith("theme:"):
            self.set_theme(value.removeprefix("theme:"))
        else:
            self.host.do(value)

    @does("nav.jump_back")
    def jump_back(self) -> None:
        """Back to where the last jump began."""
        if not self.host.panes.jump_back():
            self.host.say("No jump to go back from")

    @does("view.zoom")
    def zoom(self) -> None:
        """Only the document, or both."""
        if self.host.toggle_zoom():
            self.workspace.show_document_of_cursor()
            self.host.show_document()
        else:
            self.host.show_list()

    @does("view.narrower")
    def narrower(self) -> None:
        """The list gets less of the screen."""
        self.host.panes.divide(-1)

    @does("view.wider")
    def wider(self) -> None:
        """The list gets more of the screen."""
        self.host.panes.divide(1)

    @does("view.lines")
    def lines(self) -> None:
        """Rows of one line, or of two."""
        self.host.say("Two lines for each row" if self.host.panes.toggle_lines() > 1 else "One line for each row")

    @does("view.theme")
    def theme(self) -> None:
        """Choose a theme; the one under the cursor is shown."""
        from tui_reader.ui.screens.choose import Choice, ChooseScreen
        from tui_reader.ui.theme import OURS, mended_themes

        app = self.host.app
        before = app.theme
        for theme in mended_themes(app.available_themes.values()):
            app.register_theme(theme)
        auto = self._suiting()
        named = {theme.name: theme for theme in mended_themes(app.available_themes.values())}
        ours = [theme.name for theme in OURS]
        others = sorted(set(named) - set(ours), key=lambda name: (not named[name].dark, name))
        choices = [
            Choice(name, name, "now" if name == before else "", "Ours" if name in ours else _kind(named[name]))
            for name in (*ours, *others)
        ]
        choices.append(Choice(AUTO, "light or dark as the terminal's background is", "", "By itself"))
        at = next((at for at, choice in enumerate(choices) if choice.value == before), 0)

        def preview(name: str) -> None:
            name = auto if name == AUTO else name
            if app.theme != name:
                app.theme = name

        def taken(name: str | None) -> None:
            if name is None:
                preview(before)
            else:
                self.set_theme(name)

        self.host.push(ChooseScreen("Theme", choices, at=at, preview=preview), taken)

    def set_theme(self, name: str) -> None:
        """Use a theme, and remember it."""
        self.host.app.theme = self._suiting() if name == AUTO else name
        self.workspace.opened.remember({"theme": name})
        self.host.say(f"Theme {name}")

    def _suiting(self) -> str:
        """Our theme for the terminal's background, as far as that is known."""
        app = self.host.app
        return suiting(app.answers.facts.is_light if isinstance(app, HasAnswers) else None)

    @does("app.back_or_quit")
    def back_or_quit(self) -> None:
        """Back to the list; from there out of the issue; from there out."""
        if self.host.in_document or self.host.reads or self.host.is_zoomed:
            self.host.show_list()
        elif not self.workspace.leave_row():
            self.quit()

    @does("app.suspend")
    def suspend(self) -> None:
        """Give the terminal back to the shell until it calls."""
        if self.host.app._driver is not None and self.host.app._driver.can_suspend:  # noqa: SLF001  # it does not tell
            self.host.app.action_suspend_process()
        else:
            self.host.say("This terminal cannot suspend a program")

    @does("app.quit")
    def quit(self) -> None:
        """Leave."""
        self.host.app.exit()


def _kind(theme: Theme) -> str:
    return "The terminal's own colours" if "ansi" in theme.name else "Dark" if theme.dark else "Light"
