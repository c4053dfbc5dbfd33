"""What another program prints, as it comes: scrolled, copied, and ended where it does not end by itself."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.text.document.model import Block, BlockKind, Document
from tui_reader.text.document.parse import parse
from tui_reader.ui.screens.box import Box
from tui_reader.ui.screens.text import CLOSE, PAGE, SCROLL
from tui_reader.ui.widgets.document import DocumentView

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tui_reader.domain.programs import Ended
    from tui_reader.services.programs import Running

_LOOK_S = 0.1
#: Between two drawings lies this many times what one takes, so that a flood leaves the keys their time.
_SHARE = 4
#: Characters of Markdown that are set anew within a key's time; more is shown as it came.
_MOST_MARKDOWN = 30_000
#: Lines of one block: a block is set anew as a whole.
_LINES = 200


class OutputScreen(Box[str]):
    """The output of a program over the reader. It ends with `escape` or `ctrl+c`, a second time the box closes. `m`
    shows what came as Markdown, or as it came. Closes with the text that `y` copies, else with None."""

    DEFAULT_CSS = """
    OutputScreen { align: center middle; background: $background 60%; }
    OutputScreen > Vertical { width: 100; max-width: 96%; height: 90%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    OutputScreen DocumentView { height: 1fr; background: $surface; }
    OutputScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, *, is_markdown: bool = False) -> None:
        super().__init__()
        self._title = title
        self._is_markdown = is_markdown
        self._program: Running | None = None
        self._box = Vertical()
        self._page = DocumentView(id="output-page")
        self._page.show_text(Content("…"))
        self._hint = Static("", classes="hint", markup=False)
        self._drawn = -1
        self._ended: Ended | None = None
        self._next = 0.0
        self._follows = True

    def compose(self) -> ComposeResult:
        """The page and a hint."""
        with self._box:
            yield self._page
            yield self._hint
        self._say()

    def begin(self) -> None:
        """Look for more as long as the program runs."""
        self.set_focus(self._page)
        self._look_again = self.set_interval(_LOOK_S, self._look)

    def hear(self, running: Running) -> None:
        """Show what this program prints; one that started after the box was closed is ended."""
        self._program = running
        if self.is_closed:
            running.end()
        else:
            self._say()

    @property
    def text(self) -> str:
        """What came so far."""
        return self._program.output if self._program is not None else ""

    def _look(self) -> None:
        running = self._program
        if running is None or monotonic() < self._next:
            return
        ended, number = running.ended, running.number
        if number == self._drawn and ended is None:
            return
        began = monotonic()
        self._drawn, self._ended = number, ended
        self._draw()
        self._next = monotonic() + _SHARE * (monotonic() - began)
        if ended is not None:
            self._look_again.stop()
            self._say()

    def _draw(self) -> None:
        follows = self._follows and self._page.at_end and self._page.line_count > self._page.size.height
        text, ended = self.text, self._ended
        is_markdown = self._is_markdown and len(text) <= _MOST_MARKDOWN
        document = parse(_hard_breaks(text)) if is_markdown else as_it_came(text)
        if ended is not None and not ended.is_fine:
            said = f"{ended.words()}\n{ended.errors}".strip()
            blocks = (*document.blocks, Block(BlockKind.RULE, gap=1), Block(BlockKind.PARAGRAPH, said, gap=1))
            document = Document(blocks, document.links, document.anchors, document.toc)
        if not document.blocks:
            self._page.show_text(Content("It printed nothing" if ended is not None else "…"))
            return
        if self._page.document.blocks:
            self._page.replace(document)
        else:
            self._page.show(document)
        if follows:
            self._page.to_bottom()

    def _say(self) -> None:
        is_over = self._ended is not None
        state = self._ended.words() if self._ended is not None and not self._ended.is_fine else "done"
        self._box.border_title = Content(f"{self._title} · {state if is_over else 'running'}")
        form = "as it came" if self._is_markdown else "as Markdown"
        self._hint.update(f"j k space G scroll · m {form} · y copy · {'esc close' if is_over else 'esc ends it'}")

    # -- keys
    @property
    def _is_at_work(self) -> bool:
        return self._program is not None and self._program.ended is None

    def _take_key(self, event: events.Key) -> None:
        if event.key == "ctrl+c" and self._is_at_work:
            event.stop()
            self._end()
        else:
            super()._take_key(event)

    def _end(self) -> None:
        if self._program is not None:
            self._program.end()

    def press(self, key: str) -> bool:
        """Scroll, turn, copy, end, close."""
        page = self._page
        if key == "m":
            self._is_markdown = not self._is_markdown
            if self._drawn >= 0:
                self._draw()
            self._say()
        elif key == "y":
            self.app.copy_to_clipboard(self.text)
            self._hint.update(f"copied {len(self.text):,} characters")
        elif key in SCROLL:
            page.scroll_lines(SCROLL[key])
        elif key in PAGE:
            page.page(PAGE[key])
        elif key in ("g", "home"):
            page.to_top()
        elif key in ("G", "end"):
            page.to_bottom()
        elif key == "escape" and self._is_at_work:
            self._end()
        elif key in CLOSE:
            self.close(None)
        return True

    def on_unmount(self) -> None:
        """Nobody hears it any more."""
        self._end()

    def on_document_view_scrolled(self, event: DocumentView.Scrolled) -> None:
        """Nobody else needs to know."""
        event.stop()

    def on_document_view_link_followed(self, event: DocumentView.LinkFollowed) -> None:
        """What a program prints leads nowhere by itself."""
        event.stop()


def as_it_came(text: str) -> Document:
    """A document of lines as they stand."""
    lines = text.rstrip("\n").split("\n") if text.strip("\n") else []
    return Document(
        tuple(Block(BlockKind.CODE, "\n".join(lines[at : at + _LINES])) for at in range(0, len(lines), _LINES))
    )


def _hard_breaks(text: str) -> str:
    """Markdown whose lines stay lines: programs that know nothing of it print lists and verses without marks."""
    lines, is_code = text.split("\n"), False
    for number, line in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        elif not is_code and line.strip() and not line.lstrip().startswith("|"):
            lines[number] = line.rstrip() + "  "
    return "\n".join(lines)
