"""The rows of the table of actions that are about the program itself."""

from __future__ import annotations

from tui_reader.domain.action import LISTS, Action

PROGRAM_ACTIONS: tuple[Action, ...] = (
    Action(
        "sync.source",
        ("r",),
        "Refresh",
        "Show what is new, and refresh this pane's sources",
        "Program",
        footer="refresh",
        priority=48,
    ),
    Action("sync.all", ("R",), "Refresh everything", "Refresh every source", "Program"),
    Action(
        "app.health",
        ("!",),
        "Sources",
        "Everything that is fetched, how it is doing; add, rename, move, remove, retry",
        "Program",
        footer="sources",
        priority=22,
        words="health status errors failing feeds subscriptions manage categories boards",
    ),
    Action(
        "view.zoom", ("z",), "Only the document", "Show only the document, or both again", "Program", LISTS, "zoom", 28
    ),
    Action("view.narrower", ("<",), "List narrower", "Make the list narrower (remembered)", "Program", LISTS),
    Action("view.wider", (">",), "List wider", "Make the list wider (remembered)", "Program", LISTS),
    Action(
        "view.side",
        ("B",),
        "Side list",
        "Show or hide what the list can be narrowed to: feeds, views, categories, families; tab goes round",
        "Program",
        LISTS,
    ),
    Action("view.lines", ("=",), "Lines of a row", "Rows of one line, or of two (remembered)", "Program", LISTS),
    Action(
        "view.theme",
        ("T",),
        "Theme",
        "Choose a theme; each is shown while the cursor is on it",
        "Program",
        footer="theme",
        priority=10,
    ),
    Action(
        "app.help",
        ("?", "f1"),
        "Help",
        "All keys and signs of this pane; / searches in them",
        "Program",
        footer="help",
        priority=1000,
    ),
    Action(
        "app.tour",
        (),
        "Tour",
        "The first minute in five steps, on the sample edition; nothing of it is kept",
        "Program",
        words="learn tutorial introduction begin",
    ),
    Action(
        "app.palette", ("ctrl+p",), "Palette", "Find an action by its name", "Program", footer="palette", priority=15
    ),
    Action(
        "app.back_or_quit",
        ("q",),
        "Back, then quit",
        "Back to the list, then quit",
        "Program",
        footer="quit",
        priority=95,
    ),
    Action("app.suspend", ("ctrl+z",), "Suspend", "Stop the reader as a shell does; fg brings it back", "Program"),
    Action("app.quit", ("Q", "ctrl+c", "ctrl+q"), "Quit", "Quit at once", "Program"),
)
