"""The application: themes, the main screen, and leaving the terminal as it was found."""

from __future__ import annotations

import os
import signal
from functools import cached_property
from typing import TYPE_CHECKING

from textual.app import App
from textual.geometry import Offset

from tui_reader.ui.main_screen import MainScreen
from tui_reader.ui.pasted import keep_pastes_apart
from tui_reader.ui.terminal import HasCursor, terminal_driver
from tui_reader.ui.terminal_answers import TerminalAnswers
from tui_reader.ui.theme import AUTO, OURS, SIXTEEN, mended, suiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver
    from textual.screen import Screen
    from textual.widget import Widget

    from tui_reader.domain.events import WatchedCame
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.pictures.painter import Painter

#: How often it is looked whether somebody is still there.
_LOOK_S = 60
#: Signals that end a program which does not say otherwise, and can be told of.
_ENDING = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM")
#: How long an end by signal may take.
_PATIENCE_S = 10


class ReaderApp(App[None], inherit_bindings=False):
    """The reader of one library. `strict` is for tests: a mistake of ours ends it instead of being shown and logged.
    With `kept` this is the first start, which has a page: it says where things are kept."""

    _main: MainScreen
    CSS_PATH = "app.tcss"
    TITLE = "inference-tui"
    ENABLE_COMMAND_PALETTE = False
    # mypy takes Textual's declaration for an instance's, so this cannot be a ClassVar.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-very-wide")]  # noqa: RUF012

    def __init__(
        self,
        opened: OpenLibrary,
        pane: str = "",
        sample: Callable[[], OpenLibrary] | None = None,
        *,
        is_ascii: bool = False,
        strict: bool = False,
        kept: str = "",
        answers: TerminalAnswers | None = None,
    ) -> None:
        self._is_ascii = is_ascii
        self.answers = answers or TerminalAnswers({})
        self._cursor_position = Offset(0, 0)
        super().__init__()
        self._kept = kept
        if opened.settings.general.calm:
            self.animation_level = "none"
        self._opened = opened
        self._strict = strict
        self._pane = pane
        self._sample = sample
        for theme in (*OURS, SIXTEEN):
            self.register_theme(theme)
        if self._has_few:
            self.add_class("-sixteen")
        kept_theme = opened.recall()
        wanted = kept_theme.get("theme") or opened.settings.general.theme
        if wanted == AUTO:
            # The answer of the last time holds until this time's is here.
            is_light = self.answers.facts.is_light
            is_light = kept_theme.get("background") == "light" if is_light is None else is_light
            wanted = suiting(is_light, has_few=self._has_few)
            self.answers.told = self._told
        if wanted in self.available_themes and wanted not in {theme.name for theme in (*OURS, SIXTEEN)}:
            self.register_theme(mended(self.available_themes[wanted]) or self.available_themes[wanted])
        self.theme = wanted if wanted in self.available_themes else "inference-dark"

    def get_driver_class(self) -> type[Driver]:
        """That of the platform, with the terminal's cursor, and in ASCII or without colours where that is asked for."""
        return terminal_driver(
            super().get_driver_class(),
            is_ascii=self._is_ascii,
            is_colourless=self.no_color,
            translate=self._translate,
            question=self._question,
        )

    @property
    def _has_few(self) -> bool:
        """Whether the terminal has 16 colours."""
        return self.answers.has_few_colours and not self.no_color

    @property
    def _is_auto(self) -> bool:
        return (self._opened.recall().get("theme") or self._opened.settings.general.theme) == AUTO

    def _question(self) -> str:
        return self.answers.background_question() if self._is_auto else ""

    def _told(self) -> None:
        self.call_later(self._suit_background)

    def _suit_background(self) -> None:
        """The terminal said what its background is."""
        if (is_light := self.answers.facts.is_light) is not None and self._is_auto:
            self._opened.remember({"background": "light" if is_light else "dark"})
            self.theme = suiting(is_light, has_few=self._has_few)

    def _translate(self, data: str) -> str:
        return self.painter.translate(data) if "painter" in self.__dict__ else data

    @cached_property
    def painter(self) -> Painter:
        """Makes lines of pictures."""
        from tui_reader.ui.pictures.painter import Painter

        has_colours = not self.no_color and not self._is_ascii
        made = Painter(has_colours=has_colours, is_truecolour=self.console.color_system == "truecolor")
        made.send = self.send
        return made

    def send(self, data: str) -> None:
        """Write to the terminal what is no drawing."""
        if self._driver is not None and data and not self.is_headless:
            self._driver.write(data)
            self._driver.flush()

    def tell_terminal(self, came: WatchedCame) -> None:
        """Have the terminal tell of news in its own way, where that is asked for. In a browser there is no terminal."""
        if (how := self._opened.settings.ui.notify) != "off" and not self.is_web:
            from tui_reader.ui.terminal_notice import notice

            self.send(notice(how, came, self.answers.env))

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor belongs: at the selected row, or the place of typing."""
        focused = self._stack_top_focus()
        return focused.cursor_screen_offset if isinstance(focused, HasCursor) else self._cursor_position

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._cursor_position = position

    def _stack_top_focus(self) -> Widget | None:
        return self.screen.focused if self.screen_stack else None

    def get_default_screen(self) -> Screen[None]:
        """The main screen is the only one below the modal ones."""
        pane = self._pane or self._opened.recall().get("pane", "")
        self._main = MainScreen(self._opened, pane, self._sample, strict=self._strict)
        if self._kept:
            self._main.first = self._ask_first
        return self._main

    def _ask_first(self, then: Callable[[], object]) -> None:
        from tui_reader.ui.handlers.first_start import FirstStart

        FirstStart(self._main, self._kept).ask(then)

    def on_unmount(self) -> None:
        """However the reader ends, so does the visit."""
        if "painter" in self.__dict__:
            self.send(self.painter.farewell())
        if hasattr(self, "_main"):
            self._opened.visits.close(self._main.last_key)

    def _look_at_visit(self) -> None:
        # Where nobody presses a key for long the visit has ended: in tmux nothing is ever closed.
        self._opened.visits.look(self._main.last_key)

    def _begin_visit(self) -> None:
        self._look_at_visit()
        self.set_interval(_LOOK_S, self._look_at_visit)

    def on_mount(self) -> None:
        """A terminal that closes or a kill by hand, with whichever signal, leaves the terminal as it was."""
        import asyncio

        self.call_after_refresh(self._begin_visit)
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))

        loop = asyncio.get_running_loop()
        for name in _ENDING:
            if hasattr(signal, name):
                try:
                    loop.add_signal_handler(getattr(signal, name), self._end)
                except (NotImplementedError, RuntimeError, ValueError):
                    return  # Windows, or not on the main thread

    def _end(self) -> None:
        """End, and in ten seconds at the latest: nobody waits for what stands in the queue of a reader whose terminal
        is gone. What was decided is in the journal."""
        from threading import Timer

        last_resort = Timer(_PATIENCE_S, lambda: os._exit(1))
        last_resort.daemon = True
        last_resort.start()
        self.exit()


def open_reader(
    opened: OpenLibrary,
    pane: str = "",
    sample: Callable[[], OpenLibrary] | None = None,
    kept: str = "",
    *,
    is_ascii: bool = False,
    make: type[ReaderApp] | None = None,
) -> int:
    """Run the reader until the user leaves; the exit code. `sample` makes the library that an empty one shows, `make`
    another application than the usual."""
    answers = TerminalAnswers(os.environ)
    keep_pastes_apart(answers)
    app = (make or ReaderApp)(opened, pane, sample, kept=kept, is_ascii=is_ascii, answers=answers)
    app.run()
    return app.return_code or 0
